/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-patient-access"

#include "bedside-patient-access.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-dialog-frame.h"
#include "bedside-switch-row.h"
#include "bedside-weak.h"

struct _BedsidePatientAccess
{
  AdwWindow              parent_instance;

  BedsidePractice       *practice;         /* (owned) */
  BedsidePracticeWriter *writer;           /* (owned) (nullable) */
  gboolean               saved_group_chat; /* what the practice has, as far as the person knows */
  gboolean               saved_chat;
  gboolean               wanted_chat;      /* what comes back when group chat is switched on again */

  /* template */
  BedsideDialogFrame    *frame;
  BedsideSwitchRow      *group_chat;
  BedsideSwitchRow      *chat;
  GtkLabel              *consequence;
  GtkLabel              *changed;
};

G_DEFINE_FINAL_TYPE (BedsidePatientAccess, bedside_patient_access, ADW_TYPE_WINDOW)

static gboolean
is_touched (BedsidePatientAccess *self)
{
  return bedside_switch_row_get_active (self->group_chat) != self->saved_group_chat
         || bedside_switch_row_get_active (self->chat) != self->saved_chat;
}

static const char *
get_consequence (BedsidePatientAccess *self)
{
  const gboolean group_chat = bedside_switch_row_get_active (self->group_chat);
  const gboolean chat = bedside_switch_row_get_active (self->chat);

  if (self->saved_group_chat && !group_chat && self->saved_chat)
    return _("Switching group chat off switches chat off, too. After Save nobody can write, neither to patients nor to "
             "colleagues, and patients cannot write either. Everything can still be read.");
  if (self->saved_group_chat && !group_chat)
    return _("After Save practitioners cannot write to each other. Everything can still be read.");
  if (self->saved_chat && !chat)
    return _("After Save practitioners and patients cannot write to each other, and nobody can start a conversation. "
             "Everything can still be read.");
  if (!self->saved_chat && chat)
    return _("After Save practitioners and patients can write to each other, except where chat is disabled for a "
             "patient.");

  return _("Save takes effect at once, for every practitioner of the practice.");
}

static void
update (BedsidePatientAccess *self)
{
  const gboolean group_chat = bedside_switch_row_get_active (self->group_chat);
  const gboolean manager = bedside_role_may_manage (bedside_practice_get_role (self->practice));

  bedside_switch_row_set_possible (self->group_chat, manager);
  bedside_switch_row_set_possible (self->chat, manager && group_chat);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->chat),
                               group_chat ? _("Practitioners and patients write to each other")
                                          : _("Only possible while group chat is enabled"));
  gtk_label_set_label (self->consequence,
                       manager ? get_consequence (self) : _("You are not a manager of the practice any more."));
  bedside_dialog_frame_set_ready (self->frame, manager);
  bedside_dialog_frame_fit (self->frame);
}

static void
on_group_chat (BedsidePatientAccess *self)
{
  if (!bedside_switch_row_get_active (self->group_chat))
    {
      self->wanted_chat = bedside_switch_row_get_active (self->chat);
      bedside_switch_row_set_active (self->chat, FALSE);
    }
  else
    bedside_switch_row_set_active (self->chat, self->wanted_chat);
  update (self);
}

static void
take_settings (BedsidePatientAccess *self)
{
  self->saved_group_chat = bedside_practice_get_group_chat (self->practice);
  /* As the rules read it: without group chat there is no chat. */
  self->saved_chat = self->saved_group_chat && bedside_practice_get_patient_chat (self->practice);
}

static void
show_settings (BedsidePatientAccess *self)
{
  self->wanted_chat = self->saved_chat;
  bedside_switch_row_set_active (self->group_chat, self->saved_group_chat);
  bedside_switch_row_set_active (self->chat, self->saved_chat);
  /* Again, because switching group chat off has remembered what was shown before. */
  self->wanted_chat = self->saved_chat;
}

/* Somebody else, or this practitioner elsewhere, has saved meanwhile. */
static void
on_settings (BedsidePatientAccess *self)
{
  const gboolean touched = is_touched (self);
  const gboolean group_chat = self->saved_group_chat, chat = self->saved_chat;
  g_autofree char *text = NULL;

  if (bedside_dialog_frame_get_busy (self->frame))
    return;

  take_settings (self);
  if (group_chat == self->saved_group_chat && chat == self->saved_chat)
    return;

  if (!touched)
    {
      show_settings (self);
      text = g_strdup (_("Somebody has just changed these settings. You see what is saved now."));
    }
  else
    /* Translators: both are "enabled" or "disabled" */
    text = g_strdup_printf (_("Somebody has just changed these settings: group chat is %s and chat is %s now. "
                              "Save replaces that by what is set here."),
                            self->saved_group_chat ? _("enabled") : _("disabled"),
                            self->saved_chat ? _("enabled") : _("disabled"));
  gtk_label_set_label (self->changed, text);
  gtk_widget_set_visible (GTK_WIDGET (self->changed), TRUE);
  update (self);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BedsidePatientAccess) self = bedside_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  const gboolean saved = bedside_practice_writer_save_settings_finish (BEDSIDE_PRACTICE_WRITER (source), result,
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
  on_settings (self);
}

static void
on_accepted (BedsidePatientAccess *self)
{
  const gboolean group_chat = bedside_switch_row_get_active (self->group_chat);

  if (!is_touched (self) || self->writer == NULL)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }

  gtk_widget_set_visible (GTK_WIDGET (self->changed), FALSE);
  bedside_dialog_frame_set_busy (self->frame, TRUE);
  /* Not cancelled when the window is closed: what is on its way takes effect, and the settings show it. */
  bedside_practice_writer_save_settings_async (self->writer, self->practice, group_chat,
                                               group_chat && bedside_switch_row_get_active (self->chat),
                                               NULL, on_saved, bedside_weak_new (self));
}

static void
bedside_patient_access_dispose (GObject *object)
{
  BedsidePatientAccess *self = BEDSIDE_PATIENT_ACCESS (object);

  g_clear_object (&self->practice);
  g_clear_object (&self->writer);

  G_OBJECT_CLASS (bedside_patient_access_parent_class)->dispose (object);
}

static void
bedside_patient_access_class_init (BedsidePatientAccessClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_patient_access_dispose;

  g_type_ensure (BEDSIDE_TYPE_DIALOG_FRAME);
  g_type_ensure (BEDSIDE_TYPE_SWITCH_ROW);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-patient-access.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientAccess, frame);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientAccess, group_chat);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientAccess, chat);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientAccess, consequence);
  gtk_widget_class_bind_template_child (widget_class, BedsidePatientAccess, changed);
  gtk_widget_class_bind_template_callback (widget_class, on_accepted);
  gtk_widget_class_bind_template_callback (widget_class, on_group_chat);
  gtk_widget_class_bind_template_callback (widget_class, update);
}

static void
bedside_patient_access_init (BedsidePatientAccess *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bedside_patient_access_new:
 * @parent: (nullable): the window that it belongs to
 * @session: the session
 * @practice: the practice whose settings are to be changed
 *
 * Returns: (transfer none): a window to be presented; GTK owns it
 */
GtkWidget *
bedside_patient_access_new (GtkWindow       *parent,
                            BedsideSession  *session,
                            BedsidePractice *practice)
{
  static const char *const notifies[] = { "notify::group-chat", "notify::patient-chat" };
  BedsidePatientAccess *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (BEDSIDE_IS_SESSION (session), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (practice), NULL);

  self = g_object_new (BEDSIDE_TYPE_PATIENT_ACCESS, "transient-for", parent, NULL);
  self->practice = g_object_ref (practice);
  g_set_object (&self->writer, bedside_session_get_writer (session));
  take_settings (self);
  show_settings (self);
  update (self);
  for (guint i = 0; i < G_N_ELEMENTS (notifies); i++)
    g_signal_connect_object (practice, notifies[i], G_CALLBACK (on_settings), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (practice, "notify::role", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
