/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-portal-settings"

#include "bedside-portal-settings.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-access.h"
#include "bedside-dialog-frame.h"
#include "bedside-patient-text.h"
#include "bedside-question.h"
#include "bedside-switch-row.h"
#include "bedside-weak.h"
#include "bedside-wording.h"

struct _BedsidePortalSettings
{
  AdwWindow              parent_instance;

  BedsidePractice       *practice; /* (owned) */
  BedsidePatient        *patient;  /* (owned) */
  BedsidePracticeWriter *writer;   /* (owned) (nullable) */
  BedsideChatAccess      saved;    /* what the practice has, as far as the person knows */

  /* template */
  BedsideDialogFrame    *frame;
  GtkLabel              *name;
  GtkLabel              *birth_date;
  BedsideSwitchRow      *chat;
  AdwEntryRow           *reason;
  GtkLabel              *consequence;
  GtkWidget             *not_enforced;
  GtkLabel              *changed;
};

G_DEFINE_FINAL_TYPE (BedsidePortalSettings, bedside_portal_settings, ADW_TYPE_WINDOW)

/* Nobody having written yet is disabled, too (R2). */
static gboolean
is_enabled (BedsideChatAccess access)
{
  return access == BEDSIDE_CHAT_ACCESS_ENABLED;
}

static gboolean
is_touched (BedsidePortalSettings *self)
{
  return bedside_switch_row_get_active (self->chat) != is_enabled (self->saved);
}

static const char *
get_obstacle (BedsidePortalSettings *self)
{
  if (bedside_patient_get_removed (self->patient))
    return _("This patient has been removed from the directory.");
  if (bedside_patient_get_portal_state (self->patient) != BEDSIDE_PORTAL_STATE_ACTIVATED)
    return _("This patient’s portal is not activated any more.");

  return NULL;
}

static const char *
get_consequence (BedsidePortalSettings *self)
{
  const gboolean active = bedside_switch_row_get_active (self->chat);

  if (active && !is_enabled (self->saved))
    return _("After Save the patient can write to the practitioners of the practice again, and they to the patient, in "
             "the same conversations.");
  if (!active && is_enabled (self->saved))
    return _("After Save the patient cannot write to anyone of the practice, and the practice cannot write to the "
             "patient. Everything can still be read.");

  return _("Holds for all practitioners of the practice.");
}

static void
update (BedsidePortalSettings *self)
{
  const char *obstacle = get_obstacle (self);
  const gboolean active = bedside_switch_row_get_active (self->chat);
  g_autofree char *state = bedside_patient_text_dup_chat (self->practice, self->patient);

  gtk_label_set_label (self->name, bedside_patient_get_name (self->patient));
  gtk_label_set_label (self->birth_date, bedside_patient_get_birth_date (self->patient));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->chat),
                               self->saved == BEDSIDE_CHAT_ACCESS_ENABLED ? "" : state);
  bedside_switch_row_set_possible (self->chat, obstacle == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->reason), !active && is_enabled (self->saved));
  gtk_label_set_label (self->consequence, obstacle != NULL ? obstacle : get_consequence (self));
  gtk_widget_set_visible (self->not_enforced,
                          bedside_practice_get_enforcement (self->practice) == BEDSIDE_ENFORCEMENT_NOT_ENFORCED);
  bedside_dialog_frame_set_ready (self->frame, obstacle == NULL);
  bedside_dialog_frame_fit (self->frame);
}

static void
show_changed (BedsidePortalSettings *self,
              gboolean               touched)
{
  const char *by = bedside_patient_get_access_by (self->patient);
  g_autofree char *plain = by != NULL ? bedside_practice_dup_person_name (self->practice, by) : NULL;
  g_autofree char *name = bedside_wording_isolate (plain != NULL ? plain : _("Somebody"));
  g_autofree char *text = NULL;

  /* Translators: %s is a practitioner */
  text = g_strdup_printf (is_enabled (self->saved) ? _("%s has just enabled chat for this patient.")
                                                   : _("%s has just disabled chat for this patient."), name);
  if (touched)
    {
      g_autofree char *first = g_steal_pointer (&text);

      /* Translators: after a sentence that says what somebody else has just done */
      text = g_strdup_printf (_("%s Save replaces that by what is set here."), first);
    }
  gtk_label_set_label (self->changed, text);
  gtk_widget_set_visible (GTK_WIDGET (self->changed), TRUE);
}

/* Somebody else, or this practitioner elsewhere, has saved meanwhile. */
static void
on_access (BedsidePortalSettings *self)
{
  const gboolean touched = is_touched (self);
  const BedsideChatAccess access = bedside_patient_get_chat_access (self->patient);
  const gboolean was = is_enabled (self->saved);

  if (bedside_dialog_frame_get_busy (self->frame))
    return;

  self->saved = access;
  if (was != is_enabled (access))
    {
      if (!touched)
        bedside_switch_row_set_active (self->chat, is_enabled (access));
      /* Who wanted the same has nothing to replace. */
      show_changed (self, is_touched (self));
    }
  update (self);
}

/* --- saving --- */

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BedsidePortalSettings) self = bedside_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  const gboolean saved = bedside_practice_writer_set_chat_access_finish (BEDSIDE_PRACTICE_WRITER (source), result,
                                                                         &error);

  /* Closed meanwhile. */
  if (self == NULL)
    return;
  if (saved)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  bedside_dialog_frame_set_busy (self->frame, FALSE);
  bedside_dialog_frame_set_error (self->frame, error->message);
  on_access (self);
}

static void
save (BedsidePortalSettings *self)
{
  const gboolean active = bedside_switch_row_get_active (self->chat);
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason))));

  if (bedside_dialog_frame_get_busy (self->frame) || !bedside_dialog_frame_get_ready (self->frame))
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->changed), FALSE);
  bedside_dialog_frame_set_busy (self->frame, TRUE);
  /* Not cancelled when the window is closed: what is on its way takes effect, and the profile shows it. */
  bedside_practice_writer_set_chat_access_async (self->writer, self->practice, self->patient,
                                                 active ? BEDSIDE_CHAT_ACCESS_ENABLED : BEDSIDE_CHAT_ACCESS_DISABLED,
                                                 !active && reason[0] != '\0' ? reason : NULL,
                                                 NULL, on_saved, bedside_weak_new (self));
}

/* Somebody had a reason to disable it: who enables it is told once. */
static void
ask (BedsidePortalSettings *self)
{
  g_autofree char *identity = bedside_patient_text_dup_identity (self->patient);
  g_autofree char *title = NULL;
  g_autofree char *state = bedside_patient_text_dup_chat (self->practice, self->patient);
  const char *reason = bedside_patient_get_access_reason (self->patient);
  g_autofree char *text = NULL;
  GtkWidget *question;

  /* Translators: %s is a patient with date of birth */
  title = g_strdup_printf (_("Enable chat for %s?"), identity);
  if (reason != NULL && reason[0] != '\0')
    /* Translators: first "Disabled by … since …", then the reason that was given */
    text = g_strdup_printf (_("%s.\nReason: %s"), state, reason);
  else
    text = g_strdup_printf (_("%s. No reason was given."), state);
  question = bedside_question_new (GTK_WINDOW (self), title, text, _("Enable"));
  g_signal_connect_object (question, "accepted", G_CALLBACK (save), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));
}

static void
on_accepted (BedsidePortalSettings *self)
{
  if (!is_touched (self) || self->writer == NULL)
    gtk_window_close (GTK_WINDOW (self));
  else if (self->saved == BEDSIDE_CHAT_ACCESS_DISABLED)
    ask (self);
  else
    save (self);
}

static void
bedside_portal_settings_dispose (GObject *object)
{
  BedsidePortalSettings *self = BEDSIDE_PORTAL_SETTINGS (object);

  g_clear_object (&self->practice);
  g_clear_object (&self->patient);
  g_clear_object (&self->writer);

  G_OBJECT_CLASS (bedside_portal_settings_parent_class)->dispose (object);
}

static void
bedside_portal_settings_class_init (BedsidePortalSettingsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_portal_settings_dispose;

  g_type_ensure (BEDSIDE_TYPE_DIALOG_FRAME);
  g_type_ensure (BEDSIDE_TYPE_SWITCH_ROW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-portal-settings.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsidePortalSettings, frame);
  gtk_widget_class_bind_template_child (widget_class, BedsidePortalSettings, name);
  gtk_widget_class_bind_template_child (widget_class, BedsidePortalSettings, birth_date);
  gtk_widget_class_bind_template_child (widget_class, BedsidePortalSettings, chat);
  gtk_widget_class_bind_template_child (widget_class, BedsidePortalSettings, reason);
  gtk_widget_class_bind_template_child (widget_class, BedsidePortalSettings, consequence);
  gtk_widget_class_bind_template_child (widget_class, BedsidePortalSettings, not_enforced);
  gtk_widget_class_bind_template_child (widget_class, BedsidePortalSettings, changed);
  gtk_widget_class_bind_template_callback (widget_class, on_accepted);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
bedside_portal_settings_init (BedsidePortalSettings *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bedside_access_name_inner (GTK_WIDGET (self->reason), "");
}

/**
 * bedside_portal_settings_new:
 * @parent: (nullable): the window that it belongs to
 * @session: the session
 * @practice: the practice that the patient belongs to
 * @patient: a patient with an activated portal
 *
 * Returns: (transfer none): a window to be presented; GTK owns it
 */
GtkWidget *
bedside_portal_settings_new (GtkWindow       *parent,
                             BedsideSession  *session,
                             BedsidePractice *practice,
                             BedsidePatient  *patient)
{
  static const char *const notifies[] = {
    "notify::name", "notify::birth-date", "notify::portal-state", "notify::removed",
  };
  BedsidePortalSettings *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (BEDSIDE_IS_SESSION (session), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (practice), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (patient), NULL);

  self = g_object_new (BEDSIDE_TYPE_PORTAL_SETTINGS, "transient-for", parent, NULL);
  self->practice = g_object_ref (practice);
  self->patient = g_object_ref (patient);
  g_set_object (&self->writer, bedside_session_get_writer (session));
  self->saved = bedside_patient_get_chat_access (patient);
  bedside_switch_row_set_active (self->chat, is_enabled (self->saved));
  update (self);
  g_signal_connect_object (patient, "notify::chat-access", G_CALLBACK (on_access), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (notifies); i++)
    g_signal_connect_object (patient, notifies[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (practice, "notify::enforcement", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
