/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-ui-fixture.h"

#include "bedside-appearance.h"

static double
get_opacity (GtkWidget *widget)
{
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  return color.alpha;
}

/* What is faint otherwise is as strong as the rest. */
static void
test_high_contrast (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *row = g_object_new (GTK_TYPE_BOX, "css-name", "conversation", NULL);
  GtkWidget *preview = gtk_label_new ("Thank you");

  gtk_widget_add_css_class (preview, "preview");
  gtk_box_append (GTK_BOX (row), preview);
  gtk_window_set_child (GTK_WINDOW (window), row);
  gtk_window_present (GTK_WINDOW (window));
  bedside_ui_settle ();
  g_assert_cmpfloat (get_opacity (preview), <, 0.9 * get_opacity (row));

  g_assert_true (adw_style_manager_get_high_contrast (adw_style_manager_get_default ()));
  bedside_appearance_follow_contrast ();
  bedside_ui_settle ();
  g_assert_cmpfloat_with_epsilon (get_opacity (preview), get_opacity (row), 0.01);

  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_setenv ("ADW_DEBUG_HIGH_CONTRAST", "1", TRUE);
  bedside_ui_init (&argc, &argv);

  g_test_add_func ("/ui/appearance/high-contrast", test_high_contrast);

  return g_test_run ();
}
