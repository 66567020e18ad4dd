/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-invite-practitioner"

#include "bedside-invite-practitioner.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-access.h"
#include "bedside-dialog-frame.h"
#include "bedside-weak.h"

struct _BedsideInvitePractitioner
{
  AdwWindow              parent_instance;

  BedsidePractice       *practice; /* (owned) */
  BedsidePracticeWriter *writer;   /* (owned) (nullable) */

  /* template */
  BedsideDialogFrame    *frame;
  AdwEntryRow           *account;
  GtkLabel              *explanation;
};

G_DEFINE_FINAL_TYPE (BedsideInvitePractitioner, bedside_invite_practitioner, ADW_TYPE_WINDOW)

static void
on_invited (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BedsideInvitePractitioner) self = bedside_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  const gboolean invited = bedside_practice_writer_invite_practitioner_finish (BEDSIDE_PRACTICE_WRITER (source), result,
                                                                               &error);

  /* Closed meanwhile. */
  if (self == NULL)
    return;
  if (invited)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  bedside_dialog_frame_set_busy (self->frame, FALSE);
  bedside_dialog_frame_set_error (self->frame, error->message);
}

static void
on_accepted (BedsideInvitePractitioner *self)
{
  g_autofree char *text = NULL;

  if (!bedside_dialog_frame_get_ready (self->frame) || bedside_dialog_frame_get_busy (self->frame))
    return;

  text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->account))));
  bedside_dialog_frame_set_busy (self->frame, TRUE);
  bedside_practice_writer_invite_practitioner_async (self->writer, self->practice, text, NULL, on_invited,
                                                     bedside_weak_new (self));
}

static void
on_changed (BedsideInvitePractitioner *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->account))));

  bedside_dialog_frame_set_error (self->frame, NULL);
  bedside_dialog_frame_set_ready (self->frame, text[0] != '\0' && self->writer != NULL);
}

static void
update_explanation (BedsideInvitePractitioner *self)
{
  gtk_label_set_label (self->explanation,
                       bedside_practice_get_enforcement (self->practice) == BEDSIDE_ENFORCEMENT_ENFORCED
                       ? _("The exact user name of a colleague on this server. "
                           "Who joins sees the directory of patients.")
                       : _("The exact user name of a colleague on this server. "
                           "Who joins sees the directory of patients. This server cannot tell accounts of patients "
                           "and colleagues apart: make sure that it is the right one."));
}

/* Not before: a window whose focus is set earlier is no window to screen readers. */
static void
bedside_invite_practitioner_map (GtkWidget *widget)
{
  BedsideInvitePractitioner *self = BEDSIDE_INVITE_PRACTITIONER (widget);

  GTK_WIDGET_CLASS (bedside_invite_practitioner_parent_class)->map (widget);
  gtk_widget_grab_focus (GTK_WIDGET (self->account));
}

static void
bedside_invite_practitioner_dispose (GObject *object)
{
  BedsideInvitePractitioner *self = BEDSIDE_INVITE_PRACTITIONER (object);

  g_clear_object (&self->practice);
  g_clear_object (&self->writer);

  G_OBJECT_CLASS (bedside_invite_practitioner_parent_class)->dispose (object);
}

static void
bedside_invite_practitioner_class_init (BedsideInvitePractitionerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_invite_practitioner_dispose;
  widget_class->map = bedside_invite_practitioner_map;

  g_type_ensure (BEDSIDE_TYPE_DIALOG_FRAME);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-invite-practitioner.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideInvitePractitioner, frame);
  gtk_widget_class_bind_template_child (widget_class, BedsideInvitePractitioner, account);
  gtk_widget_class_bind_template_child (widget_class, BedsideInvitePractitioner, explanation);
  gtk_widget_class_bind_template_callback (widget_class, on_accepted);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
}

static void
bedside_invite_practitioner_init (BedsideInvitePractitioner *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bedside_access_name_inner (GTK_WIDGET (self->account), "");
}

/**
 * bedside_invite_practitioner_new:
 * @parent: (nullable): the window that it belongs to
 * @session: the session
 * @practice: the practice to invite to
 *
 * Returns: (transfer none): a window to be presented; GTK owns it
 */
GtkWidget *
bedside_invite_practitioner_new (GtkWindow       *parent,
                                 BedsideSession  *session,
                                 BedsidePractice *practice)
{
  BedsideInvitePractitioner *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (BEDSIDE_IS_SESSION (session), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (practice), NULL);

  self = g_object_new (BEDSIDE_TYPE_INVITE_PRACTITIONER, "transient-for", parent, NULL);
  self->practice = g_object_ref (practice);
  g_set_object (&self->writer, bedside_session_get_writer (session));
  g_signal_connect_object (practice, "notify::enforcement", G_CALLBACK (update_explanation), self, G_CONNECT_SWAPPED);
  update_explanation (self);

  return GTK_WIDGET (self);
}
