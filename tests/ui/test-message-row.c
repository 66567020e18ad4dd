/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-day-row.h"
#include "bedside-history-row.h"
#include "bedside-message-row.h"
#include "bedside-text-window.h"
#include "bedside-text.h"
#include "message-fixture.h"

typedef struct {
  GtkWidget      *item;     /* stands for the list item, which the row names */
  GtkWidget      *row;
  GtkWindow      *window;
  BedsideMessage *message;
  GString        *signals;
} Fixture;

static void
note_signal (GString    *signals,
             const char *name)
{
  g_string_append_printf (signals, "%s ", name);
}

static void
retry_cb (GString *signals)
{
  note_signal (signals, "retry");
}

static void
delete_cb (GString *signals)
{
  note_signal (signals, "delete");
}

static void
show_all_cb (GString *signals)
{
  note_signal (signals, "show-all");
}

static void
set_up (Fixture    *fixture,
        gboolean    own,
        const char *text)
{
  fixture->signals = g_string_new (NULL);
  fixture->message = fixture_message_new (0, own, text);
  fixture->item = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  fixture->row = bedside_message_row_new ();
  gtk_widget_set_hexpand (fixture->row, TRUE);
  gtk_box_append (GTK_BOX (fixture->item), fixture->row);
  g_signal_connect_swapped (fixture->row, "retry", G_CALLBACK (retry_cb), fixture->signals);
  g_signal_connect_swapped (fixture->row, "delete", G_CALLBACK (delete_cb), fixture->signals);
  g_signal_connect_swapped (fixture->row, "show-all", G_CALLBACK (show_all_cb), fixture->signals);
  bedside_message_row_set_metrics (BEDSIDE_MESSAGE_ROW (fixture->row),
                                   &(BedsideMessageRowMetrics) { 400, 60, FALSE });
  bedside_message_row_set_message (BEDSIDE_MESSAGE_ROW (fixture->row), fixture->message);
  fixture->window = bedside_ui_present (fixture->item, 600, 300);
}

static void
tear_down (Fixture *fixture)
{
  bedside_ui_destroy (fixture->window, fixture->row);
  g_assert_finalize_object (fixture->message);
  g_string_free (fixture->signals, TRUE);
}

static BedsideText *
get_bubble (Fixture *fixture)
{
  return BEDSIDE_TEXT (fixture_find (fixture->row, BEDSIDE_TYPE_TEXT, 0));
}

static const char *
get_meta (Fixture *fixture)
{
  return bedside_text_get_text (BEDSIDE_TEXT (fixture_find (fixture->row, BEDSIDE_TYPE_TEXT, 1)));
}

static void
assert_named (GtkWidget  *widget,
              const char *name)
{
  gtk_test_accessible_assert_property (widget, GTK_ACCESSIBLE_PROPERTY_LABEL, name);
}

/* Activating a disabled action does nothing. */
static void
assert_does (Fixture    *fixture,
             const char *action,
             const char *expected)
{
  g_string_truncate (fixture->signals, 0);
  gtk_widget_activate_action (fixture->row, action, NULL);
  g_assert_cmpstr (fixture->signals->str, ==, expected);
}

static void
test_received (void)
{
  Fixture fixture;

  set_up (&fixture, FALSE, "Thank you");
  bedside_message_set_group (fixture.message, TRUE, TRUE);
  g_assert_cmpstr (bedside_text_get_text (get_bubble (&fixture)), ==, "Thank you");
  g_assert_cmpstr (get_meta (&fixture), ==, "10:00");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (get_bubble (&fixture)), "own"));
  assert_named (fixture.item, "Ada Lovelace, Thank you, 10:00");
  tear_down (&fixture);
}

static void
test_own_states (void)
{
  Fixture fixture;

  set_up (&fixture, TRUE, "Hello");
  bedside_message_set_group (fixture.message, TRUE, TRUE);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (get_bubble (&fixture)), "own"));
  g_assert_cmpstr (get_meta (&fixture), ==, "10:00\nRead");
  assert_named (fixture.item, "You, Hello, 10:00, read");

  bedside_message_set_state (fixture.message, BEDSIDE_MESSAGE_STATE_SENDING);
  g_assert_cmpstr (get_meta (&fixture), ==, "10:00\nSending");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (get_bubble (&fixture)), "sending"));
  assert_named (fixture.item, "You, Hello, 10:00, sending");

  bedside_message_set_state (fixture.message, BEDSIDE_MESSAGE_STATE_SENT);
  g_assert_cmpstr (get_meta (&fixture), ==, "10:00\nSent");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (get_bubble (&fixture)), "sending"));
  assert_named (fixture.item, "You, Hello, 10:00, sent");
  tear_down (&fixture);
}

static void
test_in_the_middle_of_a_group (void)
{
  Fixture fixture;

  set_up (&fixture, TRUE, "Hello");
  bedside_message_set_group (fixture.message, FALSE, FALSE);
  g_assert_cmpstr (get_meta (&fixture), ==, "");
  bedside_message_set_state (fixture.message, BEDSIDE_MESSAGE_STATE_SENT);
  g_assert_cmpstr (get_meta (&fixture), ==, "Sent");
  assert_named (fixture.item, "You, Hello, 10:00, sent");
  tear_down (&fixture);
}

/* Or reading a message would move what is read. */
static void
test_height_is_that_of_the_text (void)
{
  Fixture fixture;
  int height, other;

  set_up (&fixture, TRUE, "Hello");
  bedside_message_set_group (fixture.message, FALSE, TRUE);
  gtk_widget_measure (fixture.row, GTK_ORIENTATION_VERTICAL, 600, &height, NULL, NULL, NULL);
  for (guint i = BEDSIDE_MESSAGE_STATE_SENDING; i <= BEDSIDE_MESSAGE_STATE_READ; i++)
    for (guint last = 0; last < 2; last++)
      {
        bedside_message_set_state (fixture.message, (BedsideMessageState) i);
        bedside_message_set_group (fixture.message, FALSE, last);
        gtk_widget_measure (fixture.row, GTK_ORIENTATION_VERTICAL, 600, &other, NULL, NULL, NULL);
        g_assert_cmpint (other, ==, height);
      }
  tear_down (&fixture);
}

static void
test_not_sent (void)
{
  Fixture fixture;
  g_autofree char *copied = NULL;

  set_up (&fixture, TRUE, "Hello");
  g_assert_null (bedside_ui_find (fixture.row, GTK_TYPE_BUTTON, NULL));
  assert_does (&fixture, "row.retry", "");
  assert_does (&fixture, "row.delete", "");

  bedside_message_set_state (fixture.message, BEDSIDE_MESSAGE_STATE_NOT_SENT);
  fixture_wait_frames (fixture.row, 1);
  assert_named (fixture.item, "You, Hello, 10:00, not sent");
  bedside_ui_click (fixture.row, "Try again");
  bedside_ui_click (fixture.row, "Copy");
  bedside_ui_click (fixture.row, "Delete");
  g_assert_cmpstr (fixture.signals->str, ==, "retry delete ");
  g_assert_null (bedside_ui_find (fixture.row, GTK_TYPE_BUTTON, "Show all"));
  assert_does (&fixture, "row.retry", "retry ");
  assert_does (&fixture, "row.delete", "delete ");

  bedside_message_set_state (fixture.message, BEDSIDE_MESSAGE_STATE_SENDING);
  g_assert_null (bedside_ui_find (fixture.row, GTK_TYPE_BUTTON, NULL));
  assert_does (&fixture, "row.retry", "");
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
assert_copies (Fixture    *fixture,
               const char *expected)
{
  g_autofree char *copied = NULL;

  gtk_widget_activate_action (fixture->row, "row.copy", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture->row), NULL, read_text_cb, &copied);
  bedside_await (copied != NULL, 5);
  g_assert_cmpstr (copied, ==, expected);
}

static void
test_copy (void)
{
  Fixture fixture;
  g_autofree char *text = fixture_long_text_new (30000);

  set_up (&fixture, FALSE, "Call https://example.org & <b>me</b>");
  assert_copies (&fixture, "Call https://example.org & <b>me</b>");
  /* The whole text, though only a part is shown. */
  bedside_message_set_text (fixture.message, text);
  assert_copies (&fixture, text);
  bedside_message_set_kind (fixture.message, BEDSIDE_MESSAGE_KIND_REMOVED);
  assert_copies (&fixture, "Message removed");
  tear_down (&fixture);
}

static void
test_kinds (void)
{
  Fixture fixture;

  set_up (&fixture, FALSE, "arm.jpg");
  bedside_message_set_kind (fixture.message, BEDSIDE_MESSAGE_KIND_ENCRYPTED);
  g_assert_cmpstr (bedside_text_get_text (get_bubble (&fixture)), ==, "This message is encrypted and cannot be shown");
  assert_named (fixture.item, "Ada Lovelace, This message is encrypted and cannot be shown, 10:00");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (get_bubble (&fixture)), "no-text"));
  bedside_message_set_kind (fixture.message, BEDSIDE_MESSAGE_KIND_REMOVED);
  g_assert_cmpstr (bedside_text_get_text (get_bubble (&fixture)), ==, "Message removed");
  bedside_message_set_kind (fixture.message, BEDSIDE_MESSAGE_KIND_UNSUPPORTED);
  g_assert_cmpstr (bedside_text_get_text (get_bubble (&fixture)), ==, "arm.jpg");
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (get_bubble (&fixture)), "no-text"));
  tear_down (&fixture);
}

static void
test_edited (void)
{
  Fixture fixture;
  int height, edited;

  set_up (&fixture, FALSE, "Thank you");
  gtk_widget_measure (fixture.row, GTK_ORIENTATION_VERTICAL, 600, &height, NULL, NULL, NULL);
  bedside_message_set_edited (fixture.message, TRUE);
  gtk_widget_measure (fixture.row, GTK_ORIENTATION_VERTICAL, 600, &edited, NULL, NULL, NULL);
  g_assert_cmpint (edited, >, height);
  gtk_test_accessible_assert_property (fixture.item, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Edited");
  assert_named (fixture.item, "Ada Lovelace, Thank you, 10:00");
  tear_down (&fixture);
}

static void
test_long (void)
{
  Fixture fixture;
  g_autofree char *text = fixture_long_text_new (64 * 1024);
  int height;

  set_up (&fixture, FALSE, text);
  g_assert_cmpuint (strlen (bedside_text_get_text (get_bubble (&fixture))), <, 1100);
  gtk_widget_measure (fixture.row, GTK_ORIENTATION_VERTICAL, 600, &height, NULL, NULL, NULL);
  g_assert_cmpint (height, <, 700);
  bedside_ui_click (fixture.row, "Show all");
  g_assert_cmpstr (fixture.signals->str, ==, "show-all ");
  assert_does (&fixture, "row.show-all", "show-all ");
  g_assert_null (bedside_ui_find (fixture.row, GTK_TYPE_BUTTON, "Try again"));

  bedside_message_set_text (fixture.message, "short");
  assert_does (&fixture, "row.show-all", "");
  g_assert_null (bedside_ui_find (fixture.row, GTK_TYPE_BUTTON, "Show all"));
  tear_down (&fixture);
}

static void
test_long_text_window (void)
{
  g_autofree char *text = fixture_long_text_new (64 * 1024);
  g_autofree char *lines = g_strnfill (10000, '\n');
  GtkWindow *window = bedside_text_window_new (text);
  GtkWindow *second = bedside_text_window_new (lines);
  g_autofree char *shown = NULL;
  g_autofree char *shown_lines = bedside_text_window_dup_text (BEDSIDE_TEXT_WINDOW (second));

  gtk_window_present (window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  shown = bedside_text_window_dup_text (BEDSIDE_TEXT_WINDOW (window));
  g_assert_cmpstr (shown, ==, text);
  g_assert_cmpstr (shown_lines, ==, lines);
  g_assert_nonnull (bedside_ui_find (window, GTK_TYPE_TEXT_VIEW, "Whole message"));
  bedside_ui_destroy (second, second);
  bedside_ui_destroy (window, window);
}

static gboolean
activate_link_cb (GString    *signals,
                  const char *uri)
{
  note_signal (signals, uri);

  return TRUE;
}

static void
test_links (void)
{
  Fixture fixture;

  set_up (&fixture, FALSE, "no link");
  g_signal_connect_swapped (get_bubble (&fixture), "activate-link", G_CALLBACK (activate_link_cb), fixture.signals);
  assert_does (&fixture, "row.open-link", "");
  bedside_message_set_text (fixture.message, "https://example.org/a");
  assert_does (&fixture, "row.open-link", "https://example.org/a ");
  tear_down (&fixture);
}

static void
test_sender (void)
{
  Fixture fixture;

  set_up (&fixture, FALSE, "Hello");
  bedside_message_set_group (fixture.message, TRUE, TRUE);
  bedside_message_set_sender (fixture.message, "@tom:server", "\u202eTom");
  g_assert_null (bedside_ui_find (fixture.row, GTK_TYPE_LABEL, NULL));
  bedside_message_row_set_metrics (BEDSIDE_MESSAGE_ROW (fixture.row), &(BedsideMessageRowMetrics) { 400, 60, TRUE });
  g_assert_true (bedside_ui_shows (fixture.row, "\u2068Tom\u2069"));
  g_assert_nonnull (bedside_ui_find (fixture.row, ADW_TYPE_AVATAR, NULL));
  bedside_message_set_group (fixture.message, FALSE, TRUE);
  g_assert_false (bedside_ui_shows (fixture.row, "\u2068Tom\u2069"));
  tear_down (&fixture);
}

/* In a patient's conversation nobody is named, but who is not the patient. */
static void
test_stranger (void)
{
  Fixture fixture;

  set_up (&fixture, FALSE, "Hello");
  bedside_message_set_group (fixture.message, TRUE, TRUE);
  bedside_message_set_stranger (fixture.message, TRUE);
  bedside_message_set_sender (fixture.message, "@mallory:server", "Ada (@mallory:server)");
  g_assert_true (bedside_ui_shows (fixture.row, "\u2068Ada (@mallory:server)\u2069"));
  assert_named (fixture.item, "Ada (@mallory:server), Hello, 10:00");
  tear_down (&fixture);
}

static void
test_menu (void)
{
  Fixture fixture;

  set_up (&fixture, TRUE, "Hello");
  bedside_message_row_popup_menu (BEDSIDE_MESSAGE_ROW (fixture.row), 20, 20);
  fixture_wait_frames (fixture.row, 2);
  g_assert_nonnull (fixture_find (fixture.row, GTK_TYPE_POPOVER_MENU, 0));
  bedside_message_row_set_message (BEDSIDE_MESSAGE_ROW (fixture.row), NULL);
  g_assert_null (fixture_find (fixture.row, GTK_TYPE_POPOVER_MENU, 0));
  tear_down (&fixture);
}

/* A row is used again and again; the message it showed has no hold on it. */
static void
test_bound_anew (void)
{
  Fixture fixture;
  g_autoptr(BedsideMessage) other = fixture_message_new (1, FALSE, "Other");

  set_up (&fixture, TRUE, "Hello");
  bedside_message_set_state (fixture.message, BEDSIDE_MESSAGE_STATE_NOT_SENT);
  bedside_message_row_set_message (BEDSIDE_MESSAGE_ROW (fixture.row), other);
  g_assert_true (bedside_message_row_get_message (BEDSIDE_MESSAGE_ROW (fixture.row)) == other);
  g_assert_null (bedside_ui_find (fixture.row, GTK_TYPE_BUTTON, NULL));
  bedside_message_set_text (fixture.message, "Changed");
  g_assert_cmpstr (bedside_text_get_text (get_bubble (&fixture)), ==, "Other");
  assert_named (fixture.item, "Ada Lovelace, Other, 10:01");
  tear_down (&fixture);
}

static void
test_right_to_left (void)
{
  Fixture fixture;
  graphene_rect_t bounds;

  set_up (&fixture, TRUE, "Hello");
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (get_bubble (&fixture)), fixture.row, &bounds));
  g_assert_cmpfloat (bounds.origin.x, >, 300);
  gtk_widget_set_direction (fixture.row, GTK_TEXT_DIR_RTL);
  fixture_wait_frames (fixture.row, 2);
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (get_bubble (&fixture)), fixture.row, &bounds));
  g_assert_cmpfloat (bounds.origin.x, <, 100);
  tear_down (&fixture);
}

static void
test_day (void)
{
  gint64 now = g_get_real_time () / 1000;
  g_autoptr(BedsideDay) day = bedside_day_new (now, 0);
  GtkWidget *item = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *row = bedside_day_row_new ();
  GtkWindow *window = bedside_ui_present (item, 300, 100);

  gtk_box_append (GTK_BOX (item), row);
  bedside_day_row_set_day (BEDSIDE_DAY_ROW (row), day);
  bedside_day_row_refresh (BEDSIDE_DAY_ROW (row), now);
  g_assert_true (bedside_ui_shows (row, "Today"));
  assert_named (item, "Today");
  bedside_day_row_refresh (BEDSIDE_DAY_ROW (row), now + FIXTURE_DAY);
  g_assert_cmpstr (bedside_day_row_get_text (BEDSIDE_DAY_ROW (row)), ==, "Yesterday");
  assert_named (item, "Yesterday");
  fixture_wait_frames (row, 2);
  bedside_ui_destroy (window, row);
}

static void
test_history (void)
{
  g_autoptr(BedsideTimeline) timeline = bedside_timeline_new ();
  GtkWidget *item = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *row = bedside_history_row_new ();
  GtkWindow *window = bedside_ui_present (item, 400, 100);
  g_autoptr(GString) signals = g_string_new (NULL);
  int height, other;

  gtk_box_append (GTK_BOX (item), row);
  g_signal_connect_swapped (row, "load-older", G_CALLBACK (retry_cb), signals);
  bedside_timeline_set_state (timeline, BEDSIDE_TIMELINE_STATE_LOADING);
  bedside_history_row_set_timeline (BEDSIDE_HISTORY_ROW (row), timeline);
  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, 400, &height, NULL, NULL, NULL);
  assert_named (item, "Loading older messages");

  bedside_timeline_set_state (timeline, BEDSIDE_TIMELINE_STATE_FAILED);
  assert_named (item, "Older messages did not load");
  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, 400, &other, NULL, NULL, NULL);
  g_assert_cmpint (other, ==, height);
  bedside_ui_click (row, "Try again");
  g_assert_cmpstr (signals->str, ==, "retry ");

  bedside_timeline_set_state (timeline, BEDSIDE_TIMELINE_STATE_COMPLETE);
  assert_named (item, "Beginning of the conversation");
  g_assert_cmpstr (bedside_history_row_get_page (BEDSIDE_HISTORY_ROW (row)), ==, "complete");
  bedside_timeline_set_state (timeline, BEDSIDE_TIMELINE_STATE_HIDDEN);
  assert_named (item, "No earlier messages that you may see");
  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, 400, &other, NULL, NULL, NULL);
  g_assert_cmpint (other, ==, height);
  bedside_timeline_set_state (timeline, BEDSIDE_TIMELINE_STATE_READY);
  gtk_widget_measure (row, GTK_ORIENTATION_VERTICAL, 400, &other, NULL, NULL, NULL);
  g_assert_cmpint (other, ==, height);
  fixture_wait_frames (row, 2);
  bedside_ui_destroy (window, row);
}

int
main (int    argc,
      char **argv)
{
  fixture_init (&argc, &argv);

  g_test_add_func ("/ui/message-row/received", test_received);
  g_test_add_func ("/ui/message-row/own-states", test_own_states);
  g_test_add_func ("/ui/message-row/in-the-middle-of-a-group", test_in_the_middle_of_a_group);
  g_test_add_func ("/ui/message-row/R30-height-is-that-of-the-text", test_height_is_that_of_the_text);
  g_test_add_func ("/ui/message-row/not-sent", test_not_sent);
  g_test_add_func ("/ui/message-row/copy", test_copy);
  g_test_add_func ("/ui/message-row/kinds", test_kinds);
  g_test_add_func ("/ui/message-row/edited", test_edited);
  g_test_add_func ("/ui/message-row/long", test_long);
  g_test_add_func ("/ui/message-row/long-text-window", test_long_text_window);
  g_test_add_func ("/ui/message-row/links", test_links);
  g_test_add_func ("/ui/message-row/sender", test_sender);
  g_test_add_func ("/ui/message-row/stranger", test_stranger);
  g_test_add_func ("/ui/message-row/menu", test_menu);
  g_test_add_func ("/ui/message-row/bound-anew", test_bound_anew);
  g_test_add_func ("/ui/message-row/right-to-left", test_right_to_left);
  g_test_add_func ("/ui/day-row/today-becomes-yesterday", test_day);
  g_test_add_func ("/ui/history-row/states", test_history);

  return g_test_run ();
}
