/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-text-window"

#include "bedside-text-window.h"

/* A text view lays out whole paragraphs; one of 64 KiB takes long. Broken here, at the next blank if there is one. */
#define MAX_PARAGRAPH 2000
#define MAX_SEARCH    200

struct _BedsideTextWindow
{
  AdwWindow    parent_instance;

  /* template */
  GtkTextView *view;
};

G_DEFINE_FINAL_TYPE (BedsideTextWindow, bedside_text_window, ADW_TYPE_WINDOW)

static char *
break_paragraphs (const char *text)
{
  g_autoptr(GString) broken = g_string_sized_new (strlen (text) + 64);
  guint chars = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      chars = c == '\n' ? 0 : chars + 1;
      if (chars > MAX_PARAGRAPH && (g_unichar_isspace (c) || chars > MAX_PARAGRAPH + MAX_SEARCH))
        {
          g_string_append_c (broken, '\n');
          chars = 0;
          if (g_unichar_isspace (c))
            continue;
        }
      g_string_append_unichar (broken, c);
    }

  return g_string_free (g_steal_pointer (&broken), FALSE);
}

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
  g_autofree char *valid = NULL;
  g_autofree char *broken = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_object_new (BEDSIDE_TYPE_TEXT_WINDOW, NULL);
  valid = g_utf8_make_valid (text, -1);
  broken = break_paragraphs (valid);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->view), broken, -1);

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
  char *text = NULL;

  g_return_val_if_fail (BEDSIDE_IS_TEXT_WINDOW (self), NULL);

  g_object_get (gtk_text_view_get_buffer (self->view), "text", &text, NULL);

  return text;
}
