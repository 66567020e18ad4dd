/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-composer.h"
#include "message-fixture.h"

typedef struct {
  GtkWidget   *composer;
  GtkTextView *view;
  GtkWindow   *window;
  GString     *signals;
} Fixture;

static void
send_cb (GString    *signals,
         const char *text)
{
  g_string_append_printf (signals, "send(%s) ", text);
}

static void
text_changed_cb (GString    *signals,
                 const char *text)
{
  g_string_append_printf (signals, "text(%s) ", text);
}

static void
typing_cb (GString  *signals,
           gboolean  typing)
{
  g_string_append (signals, typing ? "typing " : "stopped ");
}

static void
set_up (Fixture *fixture)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->signals = g_string_new (NULL);
  fixture->composer = bedside_composer_new ();
  bedside_composer_set_placeholder (BEDSIDE_COMPOSER (fixture->composer), "Message to Ada Lovelace");
  g_signal_connect_swapped (fixture->composer, "send", G_CALLBACK (send_cb), fixture->signals);
  g_signal_connect_swapped (fixture->composer, "text-changed", G_CALLBACK (text_changed_cb), fixture->signals);
  g_signal_connect_swapped (fixture->composer, "typing", G_CALLBACK (typing_cb), fixture->signals);
  gtk_widget_set_valign (fixture->composer, GTK_ALIGN_END);
  gtk_widget_set_vexpand (fixture->composer, TRUE);
  gtk_box_append (GTK_BOX (box), fixture->composer);
  fixture->window = bedside_ui_present (box, 500, 500);
  fixture->view = bedside_ui_get (fixture->composer, GTK_TYPE_TEXT_VIEW, "Message");
}

static void
tear_down (Fixture *fixture)
{
  bedside_ui_destroy (fixture->window, fixture->composer);
  g_string_free (fixture->signals, TRUE);
}

static void
type (Fixture    *fixture,
      const char *text)
{
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (fixture->view), text, -1);
}

static gboolean
press (Fixture         *fixture,
       guint            keyval,
       GdkModifierType  state)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (fixture->view));
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller) &&
          gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 36, state, &handled);
    }

  return handled;
}

static void
assert_signals (Fixture    *fixture,
                const char *expected)
{
  g_assert_cmpstr (fixture->signals->str, ==, expected);
  g_string_truncate (fixture->signals, 0);
}

static void
assert_text (Fixture    *fixture,
             const char *expected)
{
  g_autofree char *text = bedside_composer_dup_text (BEDSIDE_COMPOSER (fixture->composer));

  g_assert_cmpstr (text, ==, expected);
}

static GtkWidget *
get_send (Fixture *fixture)
{
  return bedside_ui_get (fixture->composer, GTK_TYPE_BUTTON, "Send");
}

static void
test_enter_sends (void)
{
  Fixture fixture;

  set_up (&fixture);
  gtk_widget_grab_focus (fixture.composer);
  g_assert_true (gtk_window_get_focus (fixture.window) == GTK_WIDGET (fixture.view));
  type (&fixture, "Hello");
  assert_signals (&fixture, "text(Hello) typing ");
  g_assert_true (press (&fixture, GDK_KEY_Return, 0));
  assert_signals (&fixture, "send(Hello) text() stopped ");
  assert_text (&fixture, "");
  /* One goes on writing. */
  g_assert_true (gtk_window_get_focus (fixture.window) == GTK_WIDGET (fixture.view));
  type (&fixture, "again");
  g_string_truncate (fixture.signals, 0);
  g_assert_true (press (&fixture, GDK_KEY_KP_Enter, 0));
  assert_signals (&fixture, "send(again) text() stopped ");
  tear_down (&fixture);
}

static void
test_shift_enter_breaks_the_line (void)
{
  Fixture fixture;

  set_up (&fixture);
  type (&fixture, "one");
  g_string_truncate (fixture.signals, 0);
  /* Left to the text view, which breaks the line. */
  g_assert_false (press (&fixture, GDK_KEY_Return, GDK_SHIFT_MASK));
  assert_signals (&fixture, "");
  g_signal_emit_by_name (fixture.view, "insert-at-cursor", "\n");
  type (&fixture, "two");
  assert_text (&fixture, "one\ntwo");
  g_string_truncate (fixture.signals, 0);
  g_assert_true (press (&fixture, GDK_KEY_Return, 0));
  assert_signals (&fixture, "send(one\ntwo) text() stopped ");
  g_assert_false (press (&fixture, GDK_KEY_a, 0));
  tear_down (&fixture);
}

static void
test_button (void)
{
  Fixture fixture;

  set_up (&fixture);
  g_assert_false (gtk_widget_get_sensitive (get_send (&fixture)));
  type (&fixture, "Hello");
  g_assert_true (gtk_widget_get_sensitive (get_send (&fixture)));
  g_string_truncate (fixture.signals, 0);
  bedside_ui_click (fixture.composer, "Send");
  assert_signals (&fixture, "send(Hello) text() stopped ");
  g_assert_true (gtk_window_get_focus (fixture.window) == GTK_WIDGET (fixture.view));
  g_assert_false (gtk_widget_get_sensitive (get_send (&fixture)));
  tear_down (&fixture);
}

static void
test_blank (void)
{
  Fixture fixture;

  set_up (&fixture);
  type (&fixture, " \n\t\u00a0\u2003 ");
  g_assert_false (gtk_widget_get_sensitive (get_send (&fixture)));
  g_string_truncate (fixture.signals, 0);
  g_assert_true (press (&fixture, GDK_KEY_Return, 0));
  assert_signals (&fixture, "");
  type (&fixture, "x ");
  g_string_truncate (fixture.signals, 0);
  press (&fixture, GDK_KEY_Return, 0);
  g_assert_true (g_str_has_prefix (fixture.signals->str, "send("));
  g_assert_nonnull (strstr (fixture.signals->str, "x) "));
  tear_down (&fixture);
}

static void
read_text_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_too_long (void)
{
  Fixture fixture;
  g_autofree char *most = g_strnfill (BEDSIDE_COMPOSER_MAX_BYTES, 'x');
  g_autofree char *kept = NULL;

  set_up (&fixture);
  bedside_composer_set_text (BEDSIDE_COMPOSER (fixture.composer), most);
  g_assert_true (gtk_widget_get_sensitive (get_send (&fixture)));
  type (&fixture, "é");
  g_assert_false (gtk_widget_get_sensitive (get_send (&fixture)));
  g_assert_true (bedside_ui_shows (fixture.composer,
                                   "This message is too long to send. Shorten it by about 2 characters."));
  g_string_truncate (fixture.signals, 0);
  g_assert_true (press (&fixture, GDK_KEY_Return, 0));
  /* Nothing is sent, and nothing is lost. */
  assert_signals (&fixture, "");
  g_object_get (fixture.composer, "text", &kept, NULL);
  g_assert_cmpuint (strlen (kept), ==, BEDSIDE_COMPOSER_MAX_BYTES + 2);
  tear_down (&fixture);
}

static void
test_grows (void)
{
  Fixture fixture;
  int heights[21] = { 0 };

  set_up (&fixture);
  for (guint i = 1; i <= 20; i++)
    {
      type (&fixture, "line");
      fixture_wait_frames (fixture.composer, 4);
      heights[i] = gtk_widget_get_height (fixture.composer);
      type (&fixture, "\n");
    }
  /* A line, and below it the recipient beside Send. */
  g_assert_cmpint (heights[1], <, 100);
  for (guint i = 2; i <= 8; i++)
    g_assert_cmpint (heights[i], >, heights[i - 1]);
  g_assert_cmpint (heights[20], ==, heights[10]);
  g_assert_cmpint (heights[20], <, heights[1] + 9 * (heights[3] - heights[2]));
  tear_down (&fixture);
}

static void
test_set_text_is_not_typed (void)
{
  Fixture fixture;

  set_up (&fixture);
  bedside_composer_set_text (BEDSIDE_COMPOSER (fixture.composer), "draft");
  assert_text (&fixture, "draft");
  assert_signals (&fixture, "");
  g_assert_false (gtk_text_buffer_get_can_undo (gtk_text_view_get_buffer (fixture.view)));
  type (&fixture, "s");
  assert_signals (&fixture, "text(drafts) typing ");
  bedside_composer_set_text (BEDSIDE_COMPOSER (fixture.composer), NULL);
  assert_text (&fixture, "");
  tear_down (&fixture);
}

static void
test_typing_now_and_then (void)
{
  Fixture fixture;

  set_up (&fixture);
  for (guint i = 0; i < 20; i++)
    type (&fixture, "x");
  g_assert_nonnull (strstr (fixture.signals->str, "typing "));
  g_assert_null (strstr (strstr (fixture.signals->str, "typing ") + 1, "typing "));
  g_string_truncate (fixture.signals, 0);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (fixture.view), "", -1);
  assert_signals (&fixture, "text() stopped ");
  bedside_composer_stop_typing (BEDSIDE_COMPOSER (fixture.composer));
  assert_signals (&fixture, "");
  type (&fixture, "y");
  assert_signals (&fixture, "text(y) typing ");
  bedside_composer_stop_typing (BEDSIDE_COMPOSER (fixture.composer));
  assert_signals (&fixture, "stopped ");
  tear_down (&fixture);
}

static void
test_placeholder (void)
{
  Fixture fixture;

  set_up (&fixture);
  g_assert_true (bedside_ui_shows (fixture.composer, "Message to Ada Lovelace"));
  gtk_test_accessible_assert_property (fixture.view, GTK_ACCESSIBLE_PROPERTY_PLACEHOLDER, "Message to Ada Lovelace");
  type (&fixture, "x");
  g_assert_false (bedside_ui_shows (fixture.composer, "Message to Ada Lovelace"));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (fixture.view), "", -1);
  g_assert_true (bedside_ui_shows (fixture.composer, "Message to Ada Lovelace"));
  /* What an input method shows before it is in the text. */
  g_signal_emit_by_name (fixture.view, "preedit-changed", "にほ");
  g_assert_false (bedside_ui_shows (fixture.composer, "Message to Ada Lovelace"));
  g_signal_emit_by_name (fixture.view, "preedit-changed", "");
  g_assert_true (bedside_ui_shows (fixture.composer, "Message to Ada Lovelace"));
  tear_down (&fixture);
}

static void
test_paste_is_plain (void)
{
  Fixture fixture;
  GtkTextBuffer *rich = gtk_text_buffer_new (NULL);
  GdkClipboard *clipboard;
  GtkTextIter start, end;
  guint tags = 0;

  set_up (&fixture);
  clipboard = gtk_widget_get_clipboard (fixture.composer);
  gtk_text_buffer_set_text (rich, "bold", -1);
  gtk_text_buffer_create_tag (rich, "bold", "weight", PANGO_WEIGHT_BOLD, NULL);
  gtk_text_buffer_get_bounds (rich, &start, &end);
  gtk_text_buffer_apply_tag_by_name (rich, "bold", &start, &end);
  gtk_text_buffer_select_range (rich, &start, &end);
  gtk_text_buffer_copy_clipboard (rich, clipboard);

  g_signal_emit_by_name (fixture.view, "paste-clipboard");
  bedside_await (gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (fixture.view)) == 4, 5);
  assert_text (&fixture, "bold");
  gtk_text_buffer_get_bounds (gtk_text_view_get_buffer (fixture.view), &start, &end);
  tags = g_slist_length (gtk_text_iter_get_tags (&start));
  g_assert_cmpuint (tags, ==, 0);
  g_object_unref (rich);
  tear_down (&fixture);
}

static void
assert_clipboard (Fixture    *fixture,
                  const char *action,
                  const char *expected)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (fixture->composer);
  g_autofree char *text = NULL;

  g_signal_emit_by_name (fixture->view, action);
  gdk_clipboard_read_text_async (clipboard, NULL, read_text_cb, &text);
  bedside_await (text != NULL, 5);
  g_assert_cmpstr (text, ==, expected);
}

/* What a text view cannot lay out in time is broken in it, and nowhere else. */
static void
test_long_word (void)
{
  Fixture fixture;
  g_autofree char *word = g_strnfill (20000, 'x');
  g_autofree char *again = g_strconcat (word, word, NULL);
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  set_up (&fixture);
  buffer = gtk_text_view_get_buffer (fixture.view);
  type (&fixture, word);
  assert_text (&fixture, word);
  g_assert_cmpint (gtk_text_buffer_get_line_count (buffer), >, 10);

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &start, &end);
  assert_clipboard (&fixture, "copy-clipboard", word);
  gtk_text_buffer_place_cursor (buffer, &end);
  g_signal_emit_by_name (fixture.view, "paste-clipboard");
  bedside_await (gtk_text_buffer_get_char_count (buffer) >= 40000, 5);
  assert_text (&fixture, again);
  gtk_text_buffer_undo (buffer);
  assert_text (&fixture, word);
  gtk_text_buffer_redo (buffer);
  assert_text (&fixture, again);

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_select_range (buffer, &start, &end);
  assert_clipboard (&fixture, "cut-clipboard", again);
  assert_text (&fixture, "");
  bedside_composer_set_text (BEDSIDE_COMPOSER (fixture.composer), word);
  assert_text (&fixture, word);
  g_string_truncate (fixture.signals, 0);
  press (&fixture, GDK_KEY_Return, 0);
  g_assert_true (g_str_has_prefix (fixture.signals->str + strlen ("send("), word));
  g_assert_cmpint (fixture.signals->str[strlen ("send(") + strlen (word)], ==, ')');
  tear_down (&fixture);
}

static void
test_odd_breaks (void)
{
  Fixture fixture;
  g_autofree char *spaced = g_strnfill (9000, ' ');
  GString *marks = g_string_new (NULL);

  set_up (&fixture);
  type (&fixture, "one\342\200\251two\xe2\x81\xa0 three");
  assert_text (&fixture, "one\ntwo\xe2\x81\xa0 three");
  bedside_composer_set_text (BEDSIDE_COMPOSER (fixture.composer), spaced);
  assert_text (&fixture, spaced);
  /* Typed, not pasted: letter by letter. */
  bedside_composer_set_text (BEDSIDE_COMPOSER (fixture.composer), NULL);
  for (guint i = 0; i < 700; i++)
    {
      type (&fixture, "e\u0301");
      g_string_append (marks, "e\u0301");
    }
  assert_text (&fixture, marks->str);
  g_assert_cmpint (gtk_text_buffer_get_line_count (gtk_text_view_get_buffer (fixture.view)), >, 1);
  g_string_free (marks, TRUE);
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  fixture_init (&argc, &argv);

  g_test_add_func ("/ui/composer/enter-sends", test_enter_sends);
  g_test_add_func ("/ui/composer/shift-enter-breaks-the-line", test_shift_enter_breaks_the_line);
  g_test_add_func ("/ui/composer/button", test_button);
  g_test_add_func ("/ui/composer/blank", test_blank);
  g_test_add_func ("/ui/composer/too-long", test_too_long);
  g_test_add_func ("/ui/composer/grows", test_grows);
  g_test_add_func ("/ui/composer/set-text-is-not-typed", test_set_text_is_not_typed);
  g_test_add_func ("/ui/composer/typing-now-and-then", test_typing_now_and_then);
  g_test_add_func ("/ui/composer/placeholder", test_placeholder);
  g_test_add_func ("/ui/composer/paste-is-plain", test_paste_is_plain);
  g_test_add_func ("/ui/composer/long-word", test_long_word);
  g_test_add_func ("/ui/composer/odd-breaks", test_odd_breaks);

  return g_test_run ();
}
