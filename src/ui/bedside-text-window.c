/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-text-window"

#include "bedside-text-window.h"

#include "bedside-soft-breaks.h"
#include "bedside-visible.h"

struct _BedsideTextWindow
{
  AdwWindow    parent_instance;

  /* template */
  GtkTextView *view;
};

G_DEFINE_FINAL_TYPE (BedsideTextWindow, bedside_text_window, ADW_TYPE_WINDOW)

static void
bedside_text_window_class_init (BedsideTextWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-text-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsideTextWindow, view);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
bedside_text_window_init (BedsideTextWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  bedside_soft_breaks_follow (self->view);
}

/**
 * bedside_text_window_new:
 * @text: what to show
 *
 * Returns: (transfer none): a window, to be presented
 */
GtkWindow *
bedside_text_window_new (const char *text)
{
  BedsideTextWindow *self;
  g_autofree char *shown = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_object_new (BEDSIDE_TYPE_TEXT_WINDOW, NULL);
  shown = bedside_visible_text (text, 0);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), shown, -1);

  return GTK_WINDOW (self);
}

/**
 * bedside_text_window_dup_text:
 * @self: a window
 *
 * Returns: (transfer full): what it shows
 */
char *
bedside_text_window_dup_text (BedsideTextWindow *self)
{
  g_return_val_if_fail (BEDSIDE_IS_TEXT_WINDOW (self), NULL);

  return bedside_soft_breaks_dup_text (gtk_text_view_get_buffer (self->view));
}
