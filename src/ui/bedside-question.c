/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-question"

#include "bedside-question.h"

struct _BedsideQuestion
{
  AdwWindow  parent_instance;

  gboolean   impersonal;

  /* template */
  GtkLabel  *heading;
  GtkLabel  *body;
  GtkBox    *ways;
  GtkButton *accept;
  GtkButton *other;
  GtkButton *cancel;
};

enum {
  SIGNAL_ACCEPTED,
  SIGNAL_OTHER,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideQuestion, bedside_question, ADW_TYPE_WINDOW)

static void
answer (BedsideQuestion *self,
        guint            signal)
{
  g_autoptr(BedsideQuestion) hold = g_object_ref (self);

  /* In this order: the end of a widget takes its handlers with it. */
  g_signal_emit (self, signal, 0);
  gtk_window_destroy (GTK_WINDOW (hold));
}

static void
on_accept (BedsideQuestion *self)
{
  answer (self, signals[SIGNAL_ACCEPTED]);
}

static void
on_other (BedsideQuestion *self)
{
  answer (self, signals[SIGNAL_OTHER]);
}

static void
bedside_question_class_init (BedsideQuestionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[SIGNAL_ACCEPTED] = g_signal_new ("accepted", BEDSIDE_TYPE_QUESTION, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_OTHER] = g_signal_new ("other", BEDSIDE_TYPE_QUESTION, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-question.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideQuestion, heading);
  gtk_widget_class_bind_template_child (widget_class, BedsideQuestion, body);
  gtk_widget_class_bind_template_child (widget_class, BedsideQuestion, accept);
  gtk_widget_class_bind_template_child (widget_class, BedsideQuestion, other);
  gtk_widget_class_bind_template_child (widget_class, BedsideQuestion, ways);
  gtk_widget_class_bind_template_child (widget_class, BedsideQuestion, cancel);
  gtk_widget_class_bind_template_callback (widget_class, on_accept);
  gtk_widget_class_bind_template_callback (widget_class, on_other);
}

static void
bedside_question_init (BedsideQuestion *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bedside_question_new:
 * @parent: (nullable): the window that asks
 * @title: the question
 * @text: what it means
 * @accept: what stands on the button that does it
 *
 * Returns: (transfer none): a window to be presented; GTK owns it
 */
GtkWidget *
bedside_question_new (GtkWindow  *parent,
                      const char *title,
                      const char *text,
                      const char *accept)
{
  BedsideQuestion *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (title != NULL && text != NULL && accept != NULL, NULL);

  self = g_object_new (BEDSIDE_TYPE_QUESTION, "transient-for", parent, "title", title, NULL);
  gtk_label_set_label (self->heading, title);
  gtk_label_set_label (self->body, text);
  gtk_button_set_label (self->accept, accept);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);

  return GTK_WIDGET (self);
}

/**
 * bedside_question_set_suggested:
 * @self: a question
 *
 * Shows the button that does it as what one would expect, not as a danger. Cancel keeps the focus.
 */
void
bedside_question_set_suggested (BedsideQuestion *self)
{
  g_return_if_fail (BEDSIDE_IS_QUESTION (self));

  gtk_widget_remove_css_class (GTK_WIDGET (self->accept), "destructive-action");
  gtk_widget_add_css_class (GTK_WIDGET (self->accept), "suggested-action");
}

/**
 * bedside_question_set_other:
 * @self: a question
 * @other: what stands on the button
 *
 * Adds a third way, which emits "other". The three are among one another: side by side there is no room for them.
 */
void
bedside_question_set_other (BedsideQuestion *self,
                            const char      *other)
{
  g_return_if_fail (BEDSIDE_IS_QUESTION (self));
  g_return_if_fail (other != NULL);

  gtk_button_set_label (self->other, other);
  gtk_widget_set_visible (GTK_WIDGET (self->other), TRUE);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->ways), GTK_ORIENTATION_VERTICAL);
  gtk_box_reorder_child_after (self->ways, GTK_WIDGET (self->cancel), GTK_WIDGET (self->other));
}

/**
 * bedside_question_set_impersonal:
 * @self: a question
 *
 * Says that neither what it asks nor what it is about tells anything of a person, so that it can be asked while
 * Bedside is locked.
 */
void
bedside_question_set_impersonal (BedsideQuestion *self)
{
  g_return_if_fail (BEDSIDE_IS_QUESTION (self));

  self->impersonal = TRUE;
}

/**
 * bedside_question_get_impersonal:
 * @self: a question
 *
 * Returns: whether it can be asked while Bedside is locked
 */
gboolean
bedside_question_get_impersonal (BedsideQuestion *self)
{
  g_return_val_if_fail (BEDSIDE_IS_QUESTION (self), FALSE);

  return self->impersonal;
}
