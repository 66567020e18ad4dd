/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Draws pages of the window to files, to be looked at by people: gallery FOLDER. */

#include "bedside-main-page.h"
#include "bedside-new-chat.h"
#include "bedside-problem-page.h"
#include "bedside-question.h"
#include "bedside-sign-in-page.h"
#include "bedside-starting-page.h"
#include "bedside-ui-fixture.h"

#define PILE "\u0316\u0300\u0316\u0300\u0316\u0300"

typedef struct {
  const char *folder;
  const char *variant;
  int         width;
  int         height;
} Gallery;

static gint64
now (void)
{
  return g_get_real_time () / 1000;
}

static void
fill (BedsideSession *session)
{
  const gint64 minute = 60000;
  GListStore *store = bedside_fake_session_get_store (session);
  static const struct {
    const char *given, *family, *birth, *text;
    gint64 age;
    guint unread;
    gboolean own;
    BedsideClosedReason closed;
    guint not_sent;
  } people[] = {
    { "Ada", "Lovelace", "1985-12-10", "The new dose is fine so far, I sleep better", 3, 2, FALSE, 0, 0 },
    { "Ben", "Okafor", "1962-03-02", "Thank you, that works for me", 60 * 26, 0, FALSE, 0, 0 },
    { "Chloe", "Dubois", "1999-07-21", "See you then", 60 * 50, 0, TRUE, BEDSIDE_CLOSED_REASON_CHAT_DISABLED, 0 },
    { "Maximilian-Alexander", "von Hohenstein-Weißenfels", "1941-01-30", "Could you please call the pharmacy?",
      60 * 75, 0, FALSE, 0, 0 },
    { "Dmitri", "Ivanov", "1978-11-05", "Please drink enough and rest", 60 * 100, 0, TRUE, 0, 1 },
    { "محمد", "الفاسي", "1970-05-17", "شكرا جزيلا", 60 * 24 * 12, 0, FALSE, 0, 0 },
    { "<b>x</b> &amp; Z" PILE PILE PILE, "\u202eecalevoL\nYou", "1950-01-01",
      "<i>Z</i>" PILE PILE " \u202e\u2067https://x.example\n\nYou: read", 60 * 24 * 14, 0, FALSE, 0, 0 },
    { "Eun-ji", "Kim", "2001-02-28", "ok", 60 * 24 * 30, 118, FALSE, 0, 0 },
    { "Fatima", "Haddad", "1955-09-09", "The results are in, I will call you tomorrow", 60 * 24 * 400, 0, TRUE, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autofree char *room_id = g_strdup_printf ("!%u", i);
      g_autoptr(BedsideConversation) conversation =
        bedside_ui_patient_conversation (room_id, people[i].given, people[i].family, people[i].birth, 1);

      bedside_conversation_set_preview (conversation, people[i].text, BEDSIDE_MESSAGE_KIND_TEXT, people[i].own,
                                        now () - people[i].age * minute);
      bedside_conversation_set_unread (conversation, people[i].unread);
      bedside_conversation_set_closed_reason (conversation, people[i].closed);
      bedside_conversation_set_unsent (conversation, people[i].not_sent, people[i].not_sent);
      g_list_store_append (store, conversation);
    }
  bedside_fake_session_set_practice (session, "Riverside Health");
}

/* @native: a window, or a popover. */
static void
draw (Gallery    *gallery,
      const char *name,
      GtkWidget  *native)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (native);
  g_autofree char *file = g_strdup_printf ("%s/%s-%s.png", gallery->folder, name, gallery->variant);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;

  bedside_ui_settle ();
  gtk_widget_queue_draw (native);
  gtk_test_widget_wait_for_draw (native);
  bedside_ui_settle ();
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (native), gtk_widget_get_height (native));
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (native)), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, file));
}

static void
save (Gallery    *gallery,
      const char *name,
      GtkWidget  *page)
{
  GtkWindow *window = bedside_ui_present (page, gallery->width, gallery->height);

  draw (gallery, name, GTK_WIDGET (window));
  gtk_window_destroy (window);
}

static GtkWidget *
main_page (BedsideSession *session,
           gboolean        open)
{
  GtkWidget *page = bedside_main_page_new ();

  bedside_main_page_set_session (BEDSIDE_MAIN_PAGE (page), session);
  if (open)
    {
      g_autoptr(BedsideConversation) first =
        g_list_model_get_item (bedside_session_get_conversations (session), 0);

      bedside_main_page_open (BEDSIDE_MAIN_PAGE (page), first);
    }

  return page;
}

static void
draw_main (Gallery *gallery)
{
  g_autoptr(BedsideSession) session = bedside_fake_session_new ();
  g_autoptr(BedsideSession) empty = bedside_fake_session_new ();
  GtkWidget *page;

  fill (session);
  save (gallery, "main", main_page (session, FALSE));
  save (gallery, "open", main_page (session, TRUE));
  bedside_fake_session_set_connection (session, BEDSIDE_CONNECTION_OFFLINE, 0);
  bedside_fake_session_set_cache_state (session, BEDSIDE_CACHE_STATE_NO_KEYRING);
  page = main_page (session, FALSE);
  bedside_main_page_set_demo (BEDSIDE_MAIN_PAGE (page), TRUE);
  bedside_main_page_set_expired (BEDSIDE_MAIN_PAGE (page), TRUE);
  save (gallery, "notices", page);
  bedside_fake_session_set_practice (empty, "Riverside Health");
  save (gallery, "empty", main_page (empty, FALSE));
  bedside_fake_session_set_practice (empty, NULL);
  save (gallery, "no-practice", main_page (empty, FALSE));
  bedside_fake_session_set_connection (empty, BEDSIDE_CONNECTION_LOADING, 0);
  save (gallery, "loading", main_page (empty, FALSE));
}

/* --- New Chat, and what stands over conversations --- */

static GListStore *
directory_new (void)
{
  static const struct {
    const char *given, *family, *birth;
    BedsidePortalState portal;
    BedsideChatAccess access;
  } people[] = {
    { "Ada", "Lovelace", "1985-12-10", BEDSIDE_PORTAL_STATE_ACTIVATED, BEDSIDE_CHAT_ACCESS_ENABLED },
    { "Ada", "Lovelace", "2004-02-29", BEDSIDE_PORTAL_STATE_ACTIVATED, BEDSIDE_CHAT_ACCESS_UNSET },
    { "Ben", "Okafor", "1962-03-02", BEDSIDE_PORTAL_STATE_NONE, BEDSIDE_CHAT_ACCESS_UNSET },
    { "Chloe", "Dubois", "1999-07-21", BEDSIDE_PORTAL_STATE_ACTIVATED, BEDSIDE_CHAT_ACCESS_DISABLED },
    { "Dmitri", "Ivanov", "1978-11-05", BEDSIDE_PORTAL_STATE_INVITED, BEDSIDE_CHAT_ACCESS_UNSET },
    { "Maximilian-Alexander Ferdinand", "von Hohenstein-Weißenfels zu Altmark", "1941-01-30",
      BEDSIDE_PORTAL_STATE_ACTIVATED, BEDSIDE_CHAT_ACCESS_UNSET },
  };
  GListStore *directory = g_list_store_new (BEDSIDE_TYPE_PATIENT);

  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autofree char *key = g_strdup_printf ("key-%u", i);
      g_autoptr(BedsidePatient) patient =
        bedside_patient_new_named (key, people[i].given, people[i].family, people[i].birth);

      bedside_patient_set_portal (patient, people[i].portal, "@patient:practice.example");
      bedside_patient_set_access_origin (patient, "@hedy:practice.example", now () - 86400000 * 5,
                                         "asked us to call instead");
      bedside_patient_set_chat_access (patient, people[i].access);
      g_list_store_append (directory, patient);
    }

  return directory;
}

static void
add_person (BedsidePractice *practice,
            const char      *user_id,
            const char      *name,
            gboolean         is_self,
            gboolean         invited)
{
  g_autoptr(BedsidePractitioner) person = bedside_practitioner_new (user_id, is_self);

  bedside_practitioner_set_name (person, name);
  bedside_practitioner_set_invited (person, invited);
  g_list_store_append (bedside_practice_get_people_store (practice), person);
}

static void
fill_practice (BedsideSession *session)
{
  BedsidePractice *practice = bedside_session_get_practice (session);
  g_autoptr(GListStore) directory = directory_new ();

  bedside_practice_set_directory (practice, "!directory", G_LIST_MODEL (directory));
  bedside_practice_set_role (practice, BEDSIDE_ROLE_MANAGER);
  add_person (practice, "@grace:practice.example", "Dr. Grace Hopper", TRUE, FALSE);
  add_person (practice, "@hedy:practice.example", "Dr. Hedy Lamarr", FALSE, FALSE);
  add_person (practice, "@goran:practice.example", "Goran Novak", FALSE, FALSE);
  add_person (practice, "@iris:practice.example", "Iris Wang", FALSE, TRUE);
}

/* The popover of New Chat, with @select selected: a patient's place in the list, or -1. */
static void
save_new_chat (Gallery                 *gallery,
               const char              *name,
               BedsideSession          *session,
               BedsideConversationKind  kind,
               int                      select)
{
  GtkWidget *page = main_page (session, FALSE);
  GtkWindow *window = bedside_ui_present (page, gallery->width, gallery->height);
  GtkWidget *popover;

  if (kind == BEDSIDE_CONVERSATION_KIND_TEAM)
    bedside_ui_click (page, "Team");
  bedside_main_page_new_chat (BEDSIDE_MAIN_PAGE (page));
  bedside_ui_settle ();
  popover = bedside_ui_get (page, BEDSIDE_TYPE_NEW_CHAT, NULL);
  bedside_await (gtk_widget_get_mapped (popover) && gtk_widget_get_width (popover) > 0, 5);
  if (select >= 0)
    gtk_selection_model_select_item (gtk_list_view_get_model (bedside_ui_get (popover, GTK_TYPE_LIST_VIEW,
                                                                              "Patients found")),
                                     (guint) select, TRUE);
  if (kind == BEDSIDE_CONVERSATION_KIND_TEAM)
    {
      gtk_check_button_set_active (bedside_ui_get (popover, GTK_TYPE_CHECK_BUTTON, "Dr. Hedy Lamarr"), TRUE);
      gtk_check_button_set_active (bedside_ui_get (popover, GTK_TYPE_CHECK_BUTTON, "Goran Novak"), TRUE);
    }
  draw (gallery, name, popover);
  gtk_window_destroy (window);
}

static void
save_conversation (Gallery             *gallery,
                   const char          *name,
                   BedsideSession      *session,
                   BedsideConversation *conversation)
{
  GtkWidget *page = main_page (session, FALSE);

  bedside_main_page_open (BEDSIDE_MAIN_PAGE (page), conversation);
  save (gallery, name, page);
}

static void
draw_new_chat (Gallery *gallery)
{
  g_autoptr(BedsideSession) session = bedside_fake_session_new ();
  BedsidePractice *practice;

  fill (session);
  practice = bedside_session_get_practice (session);
  save_new_chat (gallery, "new-chat-no-patients", session, BEDSIDE_CONVERSATION_KIND_PATIENT, -1);
  fill_practice (session);
  save_new_chat (gallery, "new-chat", session, BEDSIDE_CONVERSATION_KIND_PATIENT, -1);
  save_new_chat (gallery, "new-chat-disabled", session, BEDSIDE_CONVERSATION_KIND_PATIENT, 3);
  save_new_chat (gallery, "new-chat-long", session, BEDSIDE_CONVERSATION_KIND_PATIENT, 5);
  save_new_chat (gallery, "new-chat-team", session, BEDSIDE_CONVERSATION_KIND_TEAM, -1);
  bedside_practice_set_settings (practice, FALSE, FALSE);
  save_new_chat (gallery, "new-chat-off", session, BEDSIDE_CONVERSATION_KIND_PATIENT, -1);
}

static void
draw_conversations (Gallery *gallery)
{
  g_autoptr(BedsideSession) session = bedside_fake_session_new ();
  g_autoptr(BedsideConversation) first = bedside_conversation_new ("new:a:b", BEDSIDE_CONVERSATION_KIND_PATIENT);
  g_autoptr(BedsideConversation) disabled = bedside_conversation_new ("!d", BEDSIDE_CONVERSATION_KIND_PATIENT);
  g_autoptr(BedsideConversation) team = bedside_ui_team_conversation ("!team", "Everyone", now ());
  g_autoptr(BedsideConversation) title = bedside_ui_team_conversation ("!night", "Night shift", now () - 60000);
  g_autoptr(BedsideInvitation) invitation = bedside_invitation_new ("!i", BEDSIDE_INVITATION_KIND_TEAM, "Holidays",
                                                                    "Dr. Hedy Lamarr");
  g_autoptr(BedsidePatient) ada = NULL;
  g_autoptr(BedsidePatient) chloe = NULL;
  g_autoptr(BedsidePatient) max = NULL;
  GListModel *patients;

  fill (session);
  fill_practice (session);
  patients = bedside_practice_get_patients (bedside_session_get_practice (session));
  ada = g_list_model_get_item (patients, 1);
  chloe = g_list_model_get_item (patients, 3);
  max = g_list_model_get_item (patients, 5);
  bedside_conversation_set_patient (first, ada);
  save_conversation (gallery, "first", session, first);
  bedside_conversation_set_patient (first, max);
  save_conversation (gallery, "first-long", session, first);
  bedside_conversation_set_patient (disabled, chloe);
  bedside_conversation_set_closed_reason (disabled, BEDSIDE_CLOSED_REASON_CHAT_DISABLED);
  save_conversation (gallery, "banner-disabled", session, disabled);
  g_list_store_append (bedside_fake_session_get_activated_store (session), ada);
  save_conversation (gallery, "banner-activated", session, first);
  bedside_session_dismiss_activated (session, ada);
  bedside_conversation_set_people (team, 4);
  g_list_store_append (bedside_fake_session_get_store (session), team);
  g_list_store_append (bedside_fake_session_get_store (session), title);
  g_list_store_append (bedside_fake_session_get_invitations_store (session), invitation);
  save_conversation (gallery, "team", session, team);
  bedside_practice_set_settings (bedside_session_get_practice (session), TRUE, FALSE);
  bedside_conversation_set_closed_reason (disabled, BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED);
  save_conversation (gallery, "banner-practice-off", session, disabled);
  bedside_practice_set_settings (bedside_session_get_practice (session), TRUE, TRUE);
  bedside_practice_set_enforcement (bedside_session_get_practice (session), BEDSIDE_ENFORCEMENT_NOT_CONFIGURED);
  save_conversation (gallery, "banner-not-configured", session, first);
}

static void
draw_sign_in (Gallery *gallery)
{
  g_autoptr(GError) error = bedside_fake_sign_in_error (BEDSIDE_SIGN_IN_ERROR_INSECURE_SERVER, 0);
  g_autoptr(GError) limited = bedside_fake_sign_in_error (BEDSIDE_SIGN_IN_ERROR_RATE_LIMITED, 42000);
  GtkWidget *page = bedside_sign_in_page_new ();

  save (gallery, "sign-in", page);
  page = bedside_sign_in_page_new ();
  bedside_sign_in_page_suggest (BEDSIDE_SIGN_IN_PAGE (page), "http://chat.example", "grace", "secret");
  bedside_sign_in_page_finish (BEDSIDE_SIGN_IN_PAGE (page), error);
  bedside_sign_in_page_finish (BEDSIDE_SIGN_IN_PAGE (page), limited);
  save (gallery, "sign-in-error", page);
  page = bedside_sign_in_page_new ();
  bedside_sign_in_page_set_message (BEDSIDE_SIGN_IN_PAGE (page), "The server asks for your password again.");
  bedside_sign_in_page_set_account (BEDSIDE_SIGN_IN_PAGE (page), "https://chat.example", "@grace:chat.example");
  bedside_sign_in_page_begin (BEDSIDE_SIGN_IN_PAGE (page));
  save (gallery, "sign-in-again", page);
}

static void
draw_problems (Gallery *gallery)
{
  GtkWidget *page;

  for (guint i = BEDSIDE_ACCOUNT_STATE_ENDED; i <= BEDSIDE_ACCOUNT_STATE_CACHE_IN_USE; i++)
    {
      g_autofree char *name = g_strdup_printf ("problem-%u", i);

      save (gallery, name, bedside_problem_page_new (i));
    }
  page = bedside_starting_page_new (BEDSIDE_ACCOUNT_STATE_STARTING);
  bedside_starting_page_set_delays (BEDSIDE_STARTING_PAGE (page), 0, 0);
  save (gallery, "starting", page);
}

int
main (int    argc,
      char **argv)
{
  Gallery gallery = { argc > 1 ? argv[1] : ".", "light", 1000, 720 };

  bedside_ui_init (&argc, &argv);

  draw_main (&gallery);
  draw_new_chat (&gallery);
  draw_conversations (&gallery);
  draw_sign_in (&gallery);
  draw_problems (&gallery);

  gallery.variant = "dark";
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  draw_main (&gallery);
  draw_new_chat (&gallery);
  draw_conversations (&gallery);
  draw_sign_in (&gallery);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_LIGHT);

  gallery.variant = "narrow";
  gallery.width = 360;
  draw_main (&gallery);
  draw_new_chat (&gallery);
  draw_conversations (&gallery);
  draw_sign_in (&gallery);
  draw_problems (&gallery);

  gallery.variant = "large-text";
  gallery.width = 1000;
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 192 * 1024, NULL);
  draw_main (&gallery);
  draw_new_chat (&gallery);
  draw_conversations (&gallery);
  draw_sign_in (&gallery);

  gallery.variant = "large-text-narrow";
  gallery.width = 360;
  draw_main (&gallery);
  draw_new_chat (&gallery);
  draw_conversations (&gallery);
  draw_sign_in (&gallery);

  return 0;
}
