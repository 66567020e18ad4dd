/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-patient-profile"

#include "bedside-patient-profile.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-fit.h"
#include "bedside-invite-to-portal.h"
#include "bedside-link-portal.h"
#include "bedside-patient-text.h"
#include "bedside-portal-settings.h"
#include "bedside-window.h"
#include "bedside-weak.h"

struct _BedsidePatientProfile
{
  AdwWindow        parent_instance;

  BedsideSession  *session;     /* (owned) */
  BedsidePractice *practice;    /* (owned) (nullable) */
  BedsidePatient  *patient;     /* (owned) */
  GCancellable    *starting;    /* (owned) (nullable): while a conversation is being started */

  /* template */
  GtkScrolledWindow *scroller;
  AdwAvatar       *avatar;
  GtkLabel        *name;
  GtkLabel        *birth_date;
  GtkLabel        *error;
  GtkWidget       *buttons;
  GtkWidget       *invite;
  GtkWidget       *portal_settings;
  GtkButton       *start;
  AdwActionRow    *portal;
  AdwActionRow    *account;
  GtkWidget       *link;
  AdwActionRow    *chat;
  AdwActionRow    *record;
};

G_DEFINE_FINAL_TYPE (BedsidePatientProfile, bedside_patient_profile, ADW_TYPE_WINDOW)

/* --- what is shown --- */

static void
show_error (BedsidePatientProfile *self,
            const char            *error)
{
  gtk_label_set_label (self->error, error != NULL ? error : "");
  gtk_widget_set_visible (GTK_WIDGET (self->error), error != NULL);
}

static char *
dup_chat (BedsidePatientProfile *self)
{
  const char *reason = bedside_patient_get_access_reason (self->patient);
  g_autofree char *state = bedside_patient_text_dup_chat (self->practice, self->patient);

  if (bedside_patient_get_chat_access (self->patient) != BEDSIDE_CHAT_ACCESS_DISABLED
      || reason == NULL || reason[0] == '\0')
    return g_steal_pointer (&state);

  /* Translators: first "Disabled by … since …", then the reason that was given */
  return g_strdup_printf (_("%s.\nReason: %s"), state, reason);
}

static void
update_identity (BedsidePatientProfile *self)
{
  const char *name = bedside_patient_get_name (self->patient);
  const char *birth_date = bedside_patient_get_birth_date (self->patient);
  const char *record = bedside_patient_get_record (self->patient);

  adw_avatar_set_text (self->avatar, name);
  gtk_label_set_label (self->name, name);
  gtk_label_set_label (self->birth_date, birth_date[0] != '\0' ? birth_date : _("Date of birth not known"));
  adw_action_row_set_subtitle (self->record, record != NULL ? record : "");
  gtk_widget_set_visible (GTK_WIDGET (self->record), record != NULL && record[0] != '\0');
}

/* What can be started here is what New Chat starts; enabling is done in the portal settings. */
static void
update_start (BedsidePatientProfile *self)
{
  const BedsideStart start = bedside_session_get_start (self->session, self->patient);
  /* The conversation's own header bar opened it: it is open already. */
  const gboolean is_open = BEDSIDE_IS_WINDOW (gtk_window_get_transient_for (GTK_WINDOW (self)));

  gtk_button_set_label (self->start, start == BEDSIDE_START_EXISTING ? _("Open conversation") : _("Start Chat"));
  gtk_widget_set_visible (GTK_WIDGET (self->start),
                          start == BEDSIDE_START_NEW || (start == BEDSIDE_START_EXISTING && !is_open));
  gtk_widget_set_sensitive (GTK_WIDGET (self->start), self->starting == NULL);
}

static void
update (BedsidePatientProfile *self)
{
  const gboolean removed = bedside_patient_get_removed (self->patient);
  const gboolean activated = bedside_patient_get_portal_state (self->patient) == BEDSIDE_PORTAL_STATE_ACTIVATED;
  const char *user_id = bedside_patient_get_user_id (self->patient);
  g_autofree char *portal = bedside_patient_text_dup_portal (self->practice, self->patient);
  g_autofree char *chat = dup_chat (self);

  update_identity (self);
  adw_action_row_set_subtitle (self->portal, portal);
  /* Translators: no account is linked to the patient */
  adw_action_row_set_subtitle (self->account, user_id != NULL ? user_id : _("None"));
  adw_action_row_set_subtitle (self->chat, chat);
  gtk_widget_set_visible (self->buttons, !removed);
  gtk_widget_set_visible (self->link, !removed);
  gtk_widget_set_visible (self->invite, !activated);
  gtk_widget_set_visible (self->portal_settings, activated);
  update_start (self);
  if (removed)
    show_error (self, _("This patient has been removed from the directory."));
  bedside_fit_height (GTK_WINDOW (self), self->scroller);
}

/* --- what can be done --- */

static void
on_invite (BedsidePatientProfile *self)
{
  gtk_window_present (GTK_WINDOW (bedside_invite_to_portal_new (GTK_WINDOW (self), self->session, self->patient)));
}

static void
on_link (BedsidePatientProfile *self)
{
  gtk_window_present (GTK_WINDOW (bedside_link_portal_new (GTK_WINDOW (self), self->session, self->patient)));
}

static void
on_portal_settings (BedsidePatientProfile *self)
{
  if (self->practice != NULL)
    gtk_window_present (GTK_WINDOW (bedside_portal_settings_new (GTK_WINDOW (self), self->session, self->practice,
                                                                 self->patient)));
}

/* The profile may have been opened from the directory, which is a window itself. */
static BedsideWindow *
find_main_window (BedsidePatientProfile *self)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (self));

  while (window != NULL && !BEDSIDE_IS_WINDOW (window))
    window = gtk_window_get_transient_for (window);

  return window != NULL ? BEDSIDE_WINDOW (window) : NULL;
}

static void
on_started (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BedsidePatientProfile) self = bedside_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideConversation) conversation =
    bedside_session_start_conversation_finish (BEDSIDE_SESSION (source), result, &error);
  BedsideWindow *window;

  /* Closed meanwhile. */
  if (self == NULL)
    return;

  g_clear_object (&self->starting);
  if (conversation == NULL)
    {
      show_error (self, error->message);
      update_start (self);
      return;
    }

  window = find_main_window (self);
  gtk_window_destroy (GTK_WINDOW (self));
  if (window != NULL)
    bedside_window_open_conversation (window, conversation);
}

static void
on_start (BedsidePatientProfile *self)
{
  if (self->starting != NULL)
    return;

  show_error (self, NULL);
  self->starting = g_cancellable_new ();
  update_start (self);
  bedside_session_start_conversation_async (self->session, self->patient, self->starting, on_started,
                                            bedside_weak_new (self));
}

/* --- GObject --- */

static void
bedside_patient_profile_dispose (GObject *object)
{
  BedsidePatientProfile *self = BEDSIDE_PATIENT_PROFILE (object);

  if (self->starting != NULL)
    g_cancellable_cancel (self->starting);
  g_clear_object (&self->starting);
  g_clear_object (&self->session);
  g_clear_object (&self->practice);
  g_clear_object (&self->patient);

  G_OBJECT_CLASS (bedside_patient_profile_parent_class)->dispose (object);
}

static void
bedside_patient_profile_class_init (BedsidePatientProfileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_patient_profile_dispose;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-patient-profile.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientProfile, scroller);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientProfile, avatar);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientProfile, name);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientProfile, birth_date);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientProfile, error);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientProfile, buttons);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientProfile, invite);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientProfile, portal_settings);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientProfile, start);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientProfile, portal);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientProfile, account);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientProfile, link);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientProfile, chat);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientProfile, record);
  gtk_widget_class_bind_template_callback (widget_class, on_invite);
  gtk_widget_class_bind_template_callback (widget_class, on_link);
  gtk_widget_class_bind_template_callback (widget_class, on_portal_settings);
  gtk_widget_class_bind_template_callback (widget_class, on_start);
}

static void
bedside_patient_profile_init (BedsidePatientProfile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bedside_patient_profile_new:
 * @parent: (nullable): the window that it belongs to
 * @session: the session
 * @patient: a patient of the practice that is shown
 *
 * Returns: (transfer none): a window to be presented; GTK owns it
 */
GtkWidget *
bedside_patient_profile_new (GtkWindow      *parent,
                             BedsideSession *session,
                             BedsidePatient *patient)
{
  static const char *const notifies[] = { "notify::group-chat", "notify::patient-chat", "notify::enforcement" };
  BedsidePatientProfile *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (BEDSIDE_IS_SESSION (session), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (patient), NULL);

  self = g_object_new (BEDSIDE_TYPE_PATIENT_PROFILE, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  g_set_object (&self->practice, bedside_session_get_practice (session));
  self->patient = g_object_ref (patient);
  update (self);
  g_signal_connect_object (patient, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  for (guint i = 0; self->practice != NULL && i < G_N_ELEMENTS (notifies); i++)
    g_signal_connect_object (self->practice, notifies[i], G_CALLBACK (update_start), self, G_CONNECT_SWAPPED);
  if (self->practice != NULL)
    g_signal_connect_object (bedside_practice_get_people (self->practice), "items-changed", G_CALLBACK (update), self,
                             G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
