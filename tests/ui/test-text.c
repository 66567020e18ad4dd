/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-text.h"
#include "message-fixture.h"

static gboolean
activate_link_cb (BedsideText *text,
                  const char  *uri,
                  GPtrArray   *opened)
{
  g_ptr_array_add (opened, g_strdup (uri));

  return TRUE;
}

static void
test_plain (void)
{
  GtkWidget *text = bedside_text_new ();
  GtkWindow *window = bedside_ui_present (text, 300, 200);

  bedside_text_set_text (BEDSIDE_TEXT (text), "Hello & <b>good</b> morning", NULL);
  g_assert_cmpstr (bedside_text_get_text (BEDSIDE_TEXT (text)), ==, "Hello & <b>good</b> morning");
  g_assert_nonnull (bedside_ui_find (window, BEDSIDE_TYPE_TEXT, "Hello & <b>good</b> morning"));
  g_assert_cmpuint (bedside_text_get_n_links (BEDSIDE_TEXT (text)), ==, 0);
  g_assert_null (bedside_text_dup_link (BEDSIDE_TEXT (text), 0));
  g_assert_false (gtk_widget_get_focusable (text));
  gtk_test_accessible_assert_role (text, GTK_ACCESSIBLE_ROLE_LABEL);
  bedside_ui_destroy (window, text);
}

static void
test_wraps (void)
{
  GtkWidget *text = g_object_ref_sink (bedside_text_new ());
  int width, height, one_line, narrow, broken;

  bedside_text_set_text (BEDSIDE_TEXT (text), "x", NULL);
  bedside_text_get_natural_size (BEDSIDE_TEXT (text), 1000, &width, &one_line);
  bedside_text_set_text (BEDSIDE_TEXT (text), "Please drink enough and rest when you feel dizzy.", NULL);
  bedside_text_get_natural_size (BEDSIDE_TEXT (text), 1000, &width, &height);
  g_assert_cmpint (height, ==, one_line);
  g_assert_cmpint (width, <, 600);

  /* Exactly as wide as it wants to be. */
  gtk_widget_measure (text, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  g_assert_cmpint (height, ==, one_line);
  bedside_text_get_natural_size (BEDSIDE_TEXT (text), 120, &narrow, &height);
  g_assert_cmpint (narrow, <=, 120);
  g_assert_cmpint (height, >=, 3 * one_line);

  /* A word that is wider than the room is broken. */
  bedside_text_set_text (BEDSIDE_TEXT (text), "Donaudampfschifffahrtsgesellschaftskapitän", NULL);
  bedside_text_get_natural_size (BEDSIDE_TEXT (text), 80, &broken, &height);
  g_assert_cmpint (broken, <=, 80);
  g_assert_cmpint (height, >, one_line);

  /* And back: nothing is kept of the narrow one. */
  bedside_text_get_natural_size (BEDSIDE_TEXT (text), 1000, &width, &height);
  g_assert_cmpint (height, ==, one_line);
  g_assert_finalize_object (text);
}

static void
test_note (void)
{
  GtkWidget *text = g_object_ref_sink (bedside_text_new ());
  int width, height, with_note;

  bedside_text_set_text (BEDSIDE_TEXT (text), "Hello", NULL);
  bedside_text_get_natural_size (BEDSIDE_TEXT (text), 1000, &width, &height);
  bedside_text_set_text (BEDSIDE_TEXT (text), "Hello", "Edited");
  bedside_text_get_natural_size (BEDSIDE_TEXT (text), 1000, &width, &with_note);
  g_assert_cmpint (with_note, >, height);
  /* The note is ours: it is not copied. */
  g_assert_cmpstr (bedside_text_get_text (BEDSIDE_TEXT (text)), ==, "Hello");
  g_assert_finalize_object (text);
}

static void
test_links (void)
{
  GtkWidget *text = bedside_text_new ();
  GtkWindow *window = bedside_ui_present (text, 300, 200);
  g_autoptr(GPtrArray) opened = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *link = NULL;

  g_signal_connect (text, "activate-link", G_CALLBACK (activate_link_cb), opened);
  bedside_text_set_text (BEDSIDE_TEXT (text), "<a href='https://evil.example'>x</a> https://example.org/ö javascript:x",
                         NULL);
  g_assert_cmpuint (bedside_text_get_n_links (BEDSIDE_TEXT (text)), ==, 2);
  link = bedside_text_dup_link (BEDSIDE_TEXT (text), 1);
  g_assert_cmpstr (link, ==, "https://example.org/ö");
  bedside_text_open_link (BEDSIDE_TEXT (text), 1);
  bedside_text_open_link (BEDSIDE_TEXT (text), 2);
  g_assert_cmpuint (opened->len, ==, 1);
  g_assert_cmpstr (opened->pdata[0], ==, "https://example.org/%C3%B6");

  /* A row is used again for another text. */
  bedside_text_set_text (BEDSIDE_TEXT (text), "nothing", NULL);
  g_assert_false (gtk_widget_get_focusable (text));
  bedside_text_open_link (BEDSIDE_TEXT (text), 0);
  g_assert_cmpuint (opened->len, ==, 1);
  bedside_ui_destroy (window, text);
}

static void
test_links_by_keyboard (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *before = gtk_button_new_with_label ("before");
  GtkWidget *text = bedside_text_new ();
  GtkWidget *after = gtk_button_new_with_label ("after");
  GtkWindow *window;

  gtk_box_append (GTK_BOX (box), before);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), after);
  bedside_text_set_text (BEDSIDE_TEXT (text), "https://a.example and https://b.example", NULL);
  window = bedside_ui_present (box, 300, 200);

  gtk_widget_grab_focus (before);
  g_assert_true (gtk_widget_child_focus (box, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_window_get_focus (window) == text);
  g_assert_true (gtk_widget_child_focus (box, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_window_get_focus (window) == text);
  g_assert_true (gtk_widget_child_focus (box, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_window_get_focus (window) == after);
  g_assert_true (gtk_widget_child_focus (box, GTK_DIR_TAB_BACKWARD));
  g_assert_true (gtk_window_get_focus (window) == text);
  fixture_wait_frames (GTK_WIDGET (window), 1);
  bedside_ui_destroy (window, text);
}

static GtkGestureClick *
find_click (GtkWidget *widget)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE_CLICK (controller))
        return GTK_GESTURE_CLICK (controller);
    }

  return NULL;
}

static void
click (GtkGestureClick *gesture,
       double           x,
       double           y)
{
  g_signal_emit_by_name (gesture, "pressed", 1, x, y);
  g_signal_emit_by_name (gesture, "released", 1, x, y);
}

static void
test_links_by_pointer (void)
{
  GtkWidget *text = bedside_text_new ();
  g_autoptr(GPtrArray) opened = g_ptr_array_new_with_free_func (g_free);
  GtkWindow *window;
  GtkGestureClick *gesture;
  int width, height;

  g_object_set (text, "halign", GTK_ALIGN_FILL, NULL);
  bedside_text_set_padding (BEDSIDE_TEXT (text), 12, 8);
  bedside_text_set_text (BEDSIDE_TEXT (text), "https://a.example or not", NULL);
  g_signal_connect (text, "activate-link", G_CALLBACK (activate_link_cb), opened);
  window = bedside_ui_present (text, 400, 200);
  bedside_text_get_natural_size (BEDSIDE_TEXT (text), 390, &width, &height);
  gesture = find_click (text);
  g_assert_nonnull (gesture);

  click (gesture, 20, 14);
  g_assert_cmpuint (opened->len, ==, 1);
  click (gesture, width - 20, 14);
  click (gesture, 2, 2);
  click (gesture, 20, 150);
  g_assert_cmpuint (opened->len, ==, 1);
  /* Pressed on the link, released elsewhere. */
  g_signal_emit_by_name (gesture, "pressed", 1, 20.0, 14.0);
  g_signal_emit_by_name (gesture, "released", 1, width - 20.0, 14.0);
  g_assert_cmpuint (opened->len, ==, 1);
  bedside_ui_destroy (window, text);
}

/* What people (or worse) send: it is shown, and nothing stops. */
static void
test_hostile (void)
{
  const char *texts[] = {
    "\u202e\u202d\u2066\u2067 x https://example.org/", "\u200b\u200e\u200f", "a\u0300\u0301\u0302\u0303\u0316",
    "\xf0\x9f\x91\xa8\u200d\xf0\x9f\x91\xa9\u200d\xf0\x9f\x91\xa7", "\n\n\n", "\t\v\f\r", "%s%n%p", "&lt;&#x41;<",
    "<span size='1000000'>x</span>", "\ufffc\ufffd\ufeff",
  };
  GtkWidget *text = bedside_text_new ();
  GtkWindow *window = bedside_ui_present (text, 300, 200);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      bedside_text_set_text (BEDSIDE_TEXT (text), texts[i], "Edited");
      fixture_wait_frames (GTK_WIDGET (window), 1);
      g_assert_cmpstr (bedside_text_get_text (BEDSIDE_TEXT (text)), ==, texts[i]);
    }
  bedside_ui_destroy (window, text);
}

int
main (int    argc,
      char **argv)
{
  fixture_init (&argc, &argv);

  g_test_add_func ("/ui/text/plain", test_plain);
  g_test_add_func ("/ui/text/wraps", test_wraps);
  g_test_add_func ("/ui/text/note", test_note);
  g_test_add_func ("/ui/text/links", test_links);
  g_test_add_func ("/ui/text/links-by-keyboard", test_links_by_keyboard);
  g_test_add_func ("/ui/text/links-by-pointer", test_links_by_pointer);
  g_test_add_func ("/ui/text/hostile", test_hostile);

  return g_test_run ();
}
