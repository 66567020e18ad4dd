/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws the windows about the practice and its patients to files, to be looked at: practice-gallery FOLDER. */

#include "bedside-invite-practitioner.h"
#include "bedside-main-page.h"
#include "bedside-patient-access.h"
#include "bedside-patient-profile.h"
#include "bedside-portal-settings.h"
#include "bedside-practice-settings.h"
#include "bedside-question.h"
#include "bedside-set-up-page.h"
#include "bedside-switch-row.h"
#include "bedside-ui-fixture.h"

typedef struct {
  const char      *folder;
  const char      *variant;
  int              width;    /* 0: what the window asks for */
  BedsideSession  *session;
  BedsidePractice *practice;
} Gallery;

static void
draw (Gallery    *gallery,
      const char *name,
      GtkWindow  *window)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (window));
  g_autofree char *file = g_strdup_printf ("%s/%s-%s.png", gallery->folder, name, gallery->variant);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;

  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  bedside_ui_settle ();
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (GTK_WIDGET (window)),
                          gtk_widget_get_height (GTK_WIDGET (window)));
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (window)), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, file));
}

static void
show (Gallery   *gallery,
      GtkWindow *window)
{
  int width = 0, height = 0;

  if (gtk_widget_get_visible (GTK_WIDGET (window)))
    return;
  gtk_window_get_default_size (window, &width, &height);
  if (gallery->width > 0)
    gtk_window_set_default_size (window, gallery->width, height);
  gtk_window_present (window);
}

static void
save (Gallery    *gallery,
      const char *name,
      GtkWidget  *window)
{
  show (gallery, GTK_WINDOW (window));
  draw (gallery, name, GTK_WINDOW (window));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
add_person (Gallery     *gallery,
            const char  *user_id,
            const char  *name,
            BedsideRole  role,
            gboolean     invited,
            gboolean     is_self)
{
  g_autoptr(BedsidePractitioner) person = bedside_practitioner_new (user_id, is_self);

  bedside_practitioner_set_name (person, name);
  bedside_practitioner_set_role (person, role);
  bedside_practitioner_set_invited (person, invited);
  g_list_store_append (bedside_practice_get_people_store (gallery->practice), person);
}

static BedsidePatient *
new_patient (const char         *given,
             const char         *family,
             BedsidePortalState  portal,
             BedsideChatAccess   access)
{
  BedsidePatient *patient = bedside_patient_new_named ("key", given, family, "1985-12-10");

  bedside_patient_set_portal (patient, portal,
                              portal == BEDSIDE_PORTAL_STATE_ACTIVATED ? "@ada:chat.example" : NULL);
  bedside_patient_set_invited_by (patient, portal == BEDSIDE_PORTAL_STATE_INVITED ? "@sam:chat.example" : NULL);
  bedside_patient_set_record (patient, "RH-20418");
  bedside_patient_set_chat_access (patient, access);
  if (access == BEDSIDE_CHAT_ACCESS_DISABLED)
    bedside_patient_set_access_origin (patient, "@sam:chat.example", G_GINT64_CONSTANT (1700000000000),
                                       "Asked us to call instead of writing");

  return patient;
}

static void
switch_off (Gallery    *gallery,
            GtkWidget  *window,
            const char *title)
{
  show (gallery, GTK_WINDOW (window));
  bedside_switch_row_set_active (bedside_ui_get (window, BEDSIDE_TYPE_SWITCH_ROW, title), FALSE);
}

static void
draw_settings (Gallery *gallery)
{
  GtkWidget *window;

  bedside_practice_set_role (gallery->practice, BEDSIDE_ROLE_MANAGER);
  bedside_practice_set_enforcement (gallery->practice, BEDSIDE_ENFORCEMENT_ENFORCED);
  save (gallery, "settings", bedside_practice_settings_new (NULL, gallery->session, gallery->practice));
  window = bedside_practice_settings_new (NULL, gallery->session, gallery->practice);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (window), "practitioners");
  save (gallery, "practitioners", window);
  bedside_practice_set_enforcement (gallery->practice, BEDSIDE_ENFORCEMENT_NOT_ENFORCED);
  bedside_practice_set_role (gallery->practice, BEDSIDE_ROLE_PRACTITIONER);
  save (gallery, "settings-read-only", bedside_practice_settings_new (NULL, gallery->session, gallery->practice));
  bedside_practice_set_role (gallery->practice, BEDSIDE_ROLE_OWNER);
  bedside_practice_set_enforcement (gallery->practice, BEDSIDE_ENFORCEMENT_NOT_CONFIGURED);
  save (gallery, "settings-not-configured", bedside_practice_settings_new (NULL, gallery->session, gallery->practice));
  window = bedside_patient_access_new (NULL, gallery->session, gallery->practice);
  save (gallery, "access", window);
  window = bedside_patient_access_new (NULL, gallery->session, gallery->practice);
  switch_off (gallery, window, "Group chat");
  save (gallery, "access-off", window);
  window = bedside_patient_access_new (NULL, gallery->session, gallery->practice);
  switch_off (gallery, window, "Chat");
  bedside_practice_set_settings (gallery->practice, FALSE, FALSE);
  save (gallery, "access-changed", window);
  bedside_practice_set_settings (gallery->practice, TRUE, TRUE);
  save (gallery, "invite", bedside_invite_practitioner_new (NULL, gallery->session, gallery->practice));
}

static void
draw_profile (Gallery        *gallery,
              const char     *name,
              BedsidePatient *patient)
{
  g_autoptr(BedsidePatient) owned = patient;

  save (gallery, name, bedside_patient_profile_new (NULL, gallery->session, patient));
}

static void
draw_patients (Gallery *gallery)
{
  g_autoptr(BedsidePatient) enabled = new_patient ("Ada", "Lovelace", BEDSIDE_PORTAL_STATE_ACTIVATED,
                                                   BEDSIDE_CHAT_ACCESS_ENABLED);
  g_autoptr(BedsidePatient) disabled = new_patient ("Chloe", "Dubois", BEDSIDE_PORTAL_STATE_ACTIVATED,
                                                    BEDSIDE_CHAT_ACCESS_DISABLED);
  GtkWidget *window;

  bedside_fake_session_set_start (gallery->session, enabled, BEDSIDE_START_EXISTING);
  bedside_fake_session_set_start (gallery->session, disabled, BEDSIDE_START_ENABLE);
  save (gallery, "profile", bedside_patient_profile_new (NULL, gallery->session, enabled));
  save (gallery, "profile-disabled", bedside_patient_profile_new (NULL, gallery->session, disabled));
  draw_profile (gallery, "profile-not-invited",
                new_patient ("Maximilian-Alexander Konstantin", "von Hohenstein-Weißenfels-Sonderburg",
                             BEDSIDE_PORTAL_STATE_NONE, BEDSIDE_CHAT_ACCESS_UNSET));
  draw_profile (gallery, "profile-invited",
                new_patient ("Eun-ji", "Kim", BEDSIDE_PORTAL_STATE_INVITED, BEDSIDE_CHAT_ACCESS_UNSET));

  bedside_practice_set_enforcement (gallery->practice, BEDSIDE_ENFORCEMENT_ENFORCED);
  save (gallery, "portal", bedside_portal_settings_new (NULL, gallery->session, gallery->practice, enabled));
  bedside_practice_set_enforcement (gallery->practice, BEDSIDE_ENFORCEMENT_NOT_ENFORCED);
  window = bedside_portal_settings_new (NULL, gallery->session, gallery->practice, enabled);
  switch_off (gallery, window, "Chat");
  save (gallery, "portal-disabling", window);
  save (gallery, "portal-disabled",
        bedside_portal_settings_new (NULL, gallery->session, gallery->practice, disabled));
}

static void
save_page (Gallery    *gallery,
           const char *name,
           GtkWidget  *page)
{
  GtkWidget *window = adw_window_new ();

  adw_window_set_content (ADW_WINDOW (window), page);
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 720);
  save (gallery, name, window);
}

static void
draw_set_up (Gallery *gallery)
{
  g_autoptr(BedsideSession) session = bedside_fake_session_new ();
  GListStore *invitations = bedside_fake_session_get_invitations_store (session);
  g_autoptr(BedsideInvitation) practice =
    bedside_invitation_new ("!1", BEDSIDE_INVITATION_KIND_PRACTICE, "Riverside Health", "Dr. Robin Ellis");
  g_autoptr(BedsideInvitation) nameless =
    bedside_invitation_new ("!2", BEDSIDE_INVITATION_KIND_TEAM, "", "Maximilian-Alexander von Hohenstein-Weißenfels");

  bedside_fake_session_set_practice (session, NULL);
  save_page (gallery, "set-up", bedside_set_up_page_new (session));
  g_list_store_append (invitations, practice);
  g_list_store_append (invitations, nameless);
  save_page (gallery, "set-up-invited", bedside_set_up_page_new (session));
  bedside_practice_set_complete (gallery->practice, FALSE);
  save_page (gallery, "set-up-interrupted", bedside_set_up_page_new (gallery->session));
  bedside_practice_set_complete (gallery->practice, TRUE);
}

static void
draw_all (Gallery    *gallery,
          const char *variant,
          int         width)
{
  gallery->variant = variant;
  gallery->width = width;
  draw_settings (gallery);
  draw_patients (gallery);
  draw_set_up (gallery);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(BedsideSession) session = NULL;
  Gallery gallery = { .folder = argc > 1 ? argv[1] : "." };

  bedside_ui_init (&argc, &argv);
  session = bedside_fake_session_new ();
  bedside_fake_session_set_practice (session, "Riverside Health");
  gallery.session = session;
  gallery.practice = bedside_session_get_practice (session);
  add_person (&gallery, "@robin:chat.example", "Dr. Robin Ellis", BEDSIDE_ROLE_OWNER, FALSE, FALSE);
  add_person (&gallery, "@sam:chat.example", "Sam Novak", BEDSIDE_ROLE_MANAGER, FALSE, TRUE);
  add_person (&gallery, "@max:chat.example", "Dr. Maximilian-Alexander von Hohenstein-Weißenfels-Sonderburg & Sons",
              BEDSIDE_ROLE_PRACTITIONER, FALSE, FALSE);
  add_person (&gallery, "@noor:chat.example", "Noor Haddad", BEDSIDE_ROLE_PRACTITIONER, FALSE, FALSE);
  add_person (&gallery, "@li:chat.example", "li", BEDSIDE_ROLE_PRACTITIONER, TRUE, FALSE);

  draw_all (&gallery, "light", 0);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  draw_all (&gallery, "dark", 0);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);
  draw_all (&gallery, "narrow", 360);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 192 * 1024, NULL);
  draw_all (&gallery, "large-text", 0);
  draw_all (&gallery, "large-text-narrow", 360);

  return 0;
}
