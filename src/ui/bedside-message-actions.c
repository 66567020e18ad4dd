/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-message-actions"

#include "bedside-message-actions.h"

struct _BedsideMessageActions
{
  GtkWidget  parent_instance;

  /* template */
  GtkWidget *retry;
  GtkWidget *copy;
  GtkWidget *remove;
  GtkWidget *show_all;
};

G_DEFINE_FINAL_TYPE (BedsideMessageActions, bedside_message_actions, GTK_TYPE_WIDGET)

static void
bedside_message_actions_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (bedside_message_actions_parent_class)->dispose (object);
}

static void
bedside_message_actions_class_init (BedsideMessageActionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_message_actions_dispose;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-message-actions.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideMessageActions, retry);
  gtk_widget_class_bind_template_child (widget_class, BedsideMessageActions, copy);
  gtk_widget_class_bind_template_child (widget_class, BedsideMessageActions, remove);
  gtk_widget_class_bind_template_child (widget_class, BedsideMessageActions, show_all);
}

static void
bedside_message_actions_init (BedsideMessageActions *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bedside_message_actions_new:
 *
 * Returns: (transfer floating): the buttons; they run the actions of the row that they are put in
 */
GtkWidget *
bedside_message_actions_new (void)
{
  return g_object_new (BEDSIDE_TYPE_MESSAGE_ACTIONS, NULL);
}

/**
 * bedside_message_actions_update:
 * @self: the buttons
 * @failed: the message could not be sent
 * @cut: only a part of the message is shown
 *
 * Shows the buttons that apply.
 */
void
bedside_message_actions_update (BedsideMessageActions *self,
                                gboolean               failed,
                                gboolean               cut)
{
  g_return_if_fail (BEDSIDE_IS_MESSAGE_ACTIONS (self));

  gtk_widget_set_visible (self->retry, failed);
  gtk_widget_set_visible (self->copy, failed);
  gtk_widget_set_visible (self->remove, failed);
  gtk_widget_set_visible (self->show_all, cut);
}
