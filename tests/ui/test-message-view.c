/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-composer.h"
#include "bedside-message-format.h"
#include "bedside-message-list.h"
#include "bedside-message-view.h"
#include "bedside-text.h"
#include "message-fixture.h"

typedef struct {
  BedsideConversation *conversation;
  GtkWidget           *view;
  GtkWindow           *window;
  GString             *signals;
} Fixture;

/* What the session does with a draft. */
static void
draft_cb (Fixture    *fixture,
          const char *text)
{
  bedside_conversation_set_draft (bedside_message_view_get_conversation (BEDSIDE_MESSAGE_VIEW (fixture->view)), text);
}

static void
send_cb (Fixture    *fixture,
         const char *text)
{
  BedsideConversation *conversation = bedside_message_view_get_conversation (BEDSIDE_MESSAGE_VIEW (fixture->view));
  BedsideMessage *message = fixture_message_new (BEDSIDE_TIMELINE_FIRST_PENDING, TRUE, text);

  g_string_append_printf (fixture->signals, "send(%s) ", text);
  bedside_message_set_state (message, BEDSIDE_MESSAGE_STATE_SENDING);
  fixture_merge (bedside_conversation_get_timeline (conversation), message);
}

static void
message_cb (Fixture        *fixture,
            BedsideMessage *message)
{
  g_string_append_printf (fixture->signals, "about(%s) ", bedside_message_get_text (message));
}

static void
typing_cb (Fixture  *fixture,
           gboolean  typing)
{
  BedsideConversation *conversation = bedside_message_view_get_conversation (BEDSIDE_MESSAGE_VIEW (fixture->view));

  g_string_append_printf (fixture->signals, "%s(%s) ", typing ? "typing" : "stopped",
                          bedside_conversation_get_title (conversation));
}

static void
set_up (Fixture *fixture,
        guint    n_messages)
{
  fixture->signals = g_string_new (NULL);
  fixture->conversation = fixture_conversation_new (n_messages);
  fixture->view = bedside_message_view_new ();
  g_signal_connect_swapped (fixture->view, "send", G_CALLBACK (send_cb), fixture);
  g_signal_connect_swapped (fixture->view, "retry", G_CALLBACK (message_cb), fixture);
  g_signal_connect_swapped (fixture->view, "delete", G_CALLBACK (message_cb), fixture);
  g_signal_connect_swapped (fixture->view, "typing", G_CALLBACK (typing_cb), fixture);
  g_signal_connect_swapped (fixture->view, "draft-changed", G_CALLBACK (draft_cb), fixture);
  bedside_message_view_set_conversation (BEDSIDE_MESSAGE_VIEW (fixture->view), fixture->conversation);
  fixture->window = bedside_ui_present (fixture->view, 600, 500);
  fixture_wait_frames (fixture->view, 10);
}

static void
tear_down (Fixture *fixture)
{
  bedside_ui_destroy (fixture->window, fixture->view);
  g_assert_finalize_object (fixture->conversation);
  g_string_free (fixture->signals, TRUE);
}

static BedsideComposer *
get_composer (Fixture *fixture)
{
  return BEDSIDE_COMPOSER (fixture_find (fixture->view, BEDSIDE_TYPE_COMPOSER, 0));
}

static GtkTextView *
get_text_view (Fixture *fixture)
{
  return bedside_ui_get (fixture->view, GTK_TYPE_TEXT_VIEW, "Message");
}

static void
type (Fixture    *fixture,
      const char *text)
{
  gtk_text_buffer_insert_at_cursor (gtk_text_view_get_buffer (get_text_view (fixture)), text, -1);
}

static void
assert_composed (Fixture    *fixture,
                 const char *expected)
{
  g_autofree char *text = bedside_composer_dup_text (get_composer (fixture));

  g_assert_cmpstr (text, ==, expected);
}

static GtkWidget *
get_row (Fixture    *fixture,
         const char *name)
{
  return bedside_ui_find (bedside_ui_get (fixture->view, GTK_TYPE_LIST_VIEW, "Messages"), GTK_TYPE_WIDGET, name);
}

static void
test_no_conversation (void)
{
  GtkWidget *view = bedside_message_view_new ();
  GtkWindow *window = bedside_ui_present (view, 400, 300);

  g_assert_null (bedside_message_view_get_conversation (BEDSIDE_MESSAGE_VIEW (view)));
  bedside_message_view_focus_composer (BEDSIDE_MESSAGE_VIEW (view));
  bedside_message_view_set_conversation (BEDSIDE_MESSAGE_VIEW (view), NULL);
  g_assert_null (bedside_ui_find (bedside_ui_get (view, GTK_TYPE_LIST_VIEW, "Messages"), BEDSIDE_TYPE_TEXT, NULL));
  bedside_ui_destroy (window, view);
}

static void
test_both_sides_in_order (void)
{
  Fixture fixture;

  set_up (&fixture, 0);
  fixture_merge (bedside_conversation_get_timeline (fixture.conversation), fixture_message_new (0, FALSE, "Hello?"));
  bedside_message_view_focus_composer (BEDSIDE_MESSAGE_VIEW (fixture.view));
  type (&fixture, "Good morning");
  bedside_ui_click (fixture.view, "Send");
  fixture_wait_frames (fixture.view, 3);
  g_assert_cmpstr (fixture.signals->str, ==, "typing(Ada Lovelace) send(Good morning) stopped(Ada Lovelace) ");
  g_assert_nonnull (get_row (&fixture, "Ada Lovelace, Hello?, 10:00"));
  g_assert_nonnull (get_row (&fixture, "You, Good morning, 10:00, sending"));
  g_assert_true (gtk_window_get_focus (fixture.window) == GTK_WIDGET (get_text_view (&fixture)));
  tear_down (&fixture);
}

static void
test_sending_goes_to_the_end (void)
{
  Fixture fixture;
  GtkAdjustment *adjustment;
  BedsideMessageList *list;

  set_up (&fixture, 300);
  list = BEDSIDE_MESSAGE_LIST (fixture_find (fixture.view, BEDSIDE_TYPE_MESSAGE_LIST, 0));
  adjustment = gtk_scrolled_window_get_vadjustment (
    GTK_SCROLLED_WINDOW (fixture_find (fixture.view, GTK_TYPE_SCROLLED_WINDOW, 0)));
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) - 700);
  fixture_wait_frames (fixture.view, 3);
  g_assert_false (bedside_message_list_get_at_newest (list));
  type (&fixture, "Hello");
  bedside_ui_click (fixture.view, "Send");
  fixture_wait_frames (fixture.view, 20);
  g_assert_true (bedside_message_list_get_at_newest (list));
  g_assert_nonnull (get_row (&fixture, "You, Hello, 10:00, sending"));
  tear_down (&fixture);
}

static void
test_recipient_is_named_from_the_directory (void)
{
  Fixture fixture;
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("key", "\u202eBen", "Okafor", "1962-03-02");
  g_autoptr(BedsideConversation) team = fixture_team_new ();
  BedsideMessage *message = fixture_message_new (0, FALSE, "Hello");

  set_up (&fixture, 0);
  /* A name that the patient has given himself. */
  bedside_message_set_sender (message, "@ada:server", "Dr. Vasquez");
  fixture_merge (bedside_conversation_get_timeline (fixture.conversation), message);
  fixture_wait_frames (fixture.view, 2);
  g_assert_cmpstr (bedside_composer_get_placeholder (get_composer (&fixture)), ==,
                   "Message to \u2068Ada Lovelace\u2069");
  bedside_conversation_set_typing (fixture.conversation, TRUE);
  g_assert_true (bedside_ui_shows (fixture.view, "\u2068Ada Lovelace\u2069 is typing…"));

  bedside_conversation_set_patient (fixture.conversation, patient);
  g_assert_cmpstr (bedside_composer_get_placeholder (get_composer (&fixture)), ==,
                   "Message to \u2068Ben Okafor\u2069");
  g_assert_true (bedside_ui_shows (fixture.view, "\u2068Ben Okafor\u2069 is typing…"));

  bedside_message_view_set_conversation (BEDSIDE_MESSAGE_VIEW (fixture.view), team);
  g_assert_cmpstr (bedside_composer_get_placeholder (get_composer (&fixture)), ==, "Message to the team");
  tear_down (&fixture);
}

static void
test_typing_does_not_move (void)
{
  Fixture fixture;
  GtkWidget *list;
  int height;

  set_up (&fixture, 100);
  list = bedside_ui_get (fixture.view, GTK_TYPE_LIST_VIEW, "Messages");
  height = gtk_widget_get_height (list);
  bedside_conversation_set_typing (fixture.conversation, TRUE);
  fixture_wait_frames (fixture.view, 3);
  g_assert_true (bedside_ui_shows (fixture.view, "\u2068Ada Lovelace\u2069 is typing…"));
  g_assert_cmpint (gtk_widget_get_height (list), ==, height);
  bedside_conversation_set_typing (fixture.conversation, FALSE);
  fixture_wait_frames (fixture.view, 3);
  g_assert_false (bedside_ui_shows (fixture.view, "\u2068Ada Lovelace\u2069 is typing…"));
  g_assert_cmpint (gtk_widget_get_height (list), ==, height);
  tear_down (&fixture);
}

static void
test_drafts (void)
{
  Fixture fixture;
  g_autoptr(BedsideConversation) other = fixture_team_new ();

  set_up (&fixture, 10);
  bedside_conversation_set_draft (other, "about the rota");
  type (&fixture, "half a sent");
  bedside_message_view_set_conversation (BEDSIDE_MESSAGE_VIEW (fixture.view), other);
  assert_composed (&fixture, "about the rota");
  g_assert_cmpstr (bedside_conversation_get_draft (fixture.conversation), ==, "half a sent");
  /* That typing has ended is told of the conversation that it was in. */
  g_assert_cmpstr (fixture.signals->str, ==, "typing(Ada Lovelace) stopped(Ada Lovelace) ");

  type (&fixture, "!");
  bedside_message_view_set_conversation (BEDSIDE_MESSAGE_VIEW (fixture.view), fixture.conversation);
  assert_composed (&fixture, "half a sent");
  g_assert_cmpstr (bedside_conversation_get_draft (other), ==, "about the rota!");
  bedside_message_view_set_conversation (BEDSIDE_MESSAGE_VIEW (fixture.view), NULL);
  assert_composed (&fixture, "");
  g_assert_cmpstr (bedside_conversation_get_draft (fixture.conversation), ==, "half a sent");
  bedside_message_view_set_conversation (BEDSIDE_MESSAGE_VIEW (fixture.view), fixture.conversation);
  bedside_ui_click (fixture.view, "Send");
  g_assert_cmpstr (bedside_conversation_get_draft (fixture.conversation), ==, "");
  tear_down (&fixture);
}

static void
test_closed (void)
{
  Fixture fixture;
  int width, height;

  set_up (&fixture, 10);
  type (&fixture, "draft");
  g_string_truncate (fixture.signals, 0);
  for (guint i = BEDSIDE_CLOSED_REASON_WRONG_BINDING; i <= BEDSIDE_CLOSED_REASON_ENCRYPTED; i++)
    {
      bedside_conversation_set_closed_reason (fixture.conversation, (BedsideClosedReason) i);
      fixture_wait_frames (fixture.view, 1);
      g_assert_true (bedside_ui_shows (fixture.view, "Nobody can write here. What was written can still be read."));
      /* The window must not grow because of it. */
      gtk_widget_measure (fixture.view, GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
      gtk_widget_measure (fixture.view, GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
      g_assert_cmpint (width, <=, 360);
      g_assert_cmpint (height, <=, 250);
      g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (get_composer (&fixture))));
      bedside_message_view_focus_composer (BEDSIDE_MESSAGE_VIEW (fixture.view));
      g_assert_false (gtk_window_get_focus (fixture.window) == GTK_WIDGET (get_text_view (&fixture)));
    }
  g_assert_cmpstr (fixture.signals->str, ==, "stopped(Ada Lovelace) ");

  bedside_conversation_set_closed_reason (fixture.conversation, BEDSIDE_CLOSED_REASON_NONE);
  fixture_wait_frames (fixture.view, 1);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (get_composer (&fixture))));
  assert_composed (&fixture, "draft");
  tear_down (&fixture);
}

static void
test_not_sent (void)
{
  Fixture fixture;
  BedsideMessage *message = fixture_message_new (0, TRUE, "Hello");
  GtkWidget *row;

  set_up (&fixture, 0);
  bedside_message_set_state (message, BEDSIDE_MESSAGE_STATE_NOT_SENT);
  fixture_merge (bedside_conversation_get_timeline (fixture.conversation), message);
  fixture_wait_frames (fixture.view, 3);
  row = get_row (&fixture, "You, Hello, 10:00, not sent");
  g_assert_nonnull (row);
  bedside_ui_click (row, "Try again");
  bedside_ui_click (row, "Delete");
  g_assert_cmpstr (fixture.signals->str, ==, "about(Hello) about(Hello) ");
  tear_down (&fixture);
}

static void
test_arrival_does_not_disturb_writing (void)
{
  Fixture fixture;
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  set_up (&fixture, 100);
  bedside_message_view_focus_composer (BEDSIDE_MESSAGE_VIEW (fixture.view));
  type (&fixture, "some words");
  buffer = gtk_text_view_get_buffer (get_text_view (&fixture));
  gtk_text_buffer_get_iter_at_offset (buffer, &start, 2);
  gtk_text_buffer_get_iter_at_offset (buffer, &end, 6);
  gtk_text_buffer_select_range (buffer, &start, &end);
  for (int i = 0; i < 3; i++)
    {
      fixture_merge (bedside_conversation_get_timeline (fixture.conversation), fixture_message_new (i, FALSE, NULL));
      fixture_wait_frames (fixture.view, 2);
    }
  g_assert_true (gtk_window_get_focus (fixture.window) == GTK_WIDGET (get_text_view (&fixture)));
  g_assert_true (gtk_text_buffer_get_selection_bounds (buffer, &start, &end));
  g_assert_cmpint (gtk_text_iter_get_offset (&start), ==, 2);
  g_assert_cmpint (gtk_text_iter_get_offset (&end), ==, 6);
  assert_composed (&fixture, "some words");
  tear_down (&fixture);
}

static void
test_timeline_comes_later (void)
{
  Fixture fixture;
  g_autoptr(BedsideTimeline) timeline = NULL;

  set_up (&fixture, 20);
  timeline = g_object_ref (bedside_conversation_get_timeline (fixture.conversation));
  bedside_conversation_set_timeline (fixture.conversation, NULL);
  fixture_wait_frames (fixture.view, 2);
  g_assert_null (fixture_find (bedside_ui_get (fixture.view, GTK_TYPE_LIST_VIEW, "Messages"), BEDSIDE_TYPE_TEXT, 0));
  bedside_conversation_set_timeline (fixture.conversation, timeline);
  fixture_wait_frames (fixture.view, 2);
  g_assert_nonnull (fixture_find (bedside_ui_get (fixture.view, GTK_TYPE_LIST_VIEW, "Messages"), BEDSIDE_TYPE_TEXT, 0));
  tear_down (&fixture);
}

static void
test_narrow_and_large (void)
{
  Fixture fixture;
  BedsideMessage *message = fixture_message_new (0, TRUE, "x");
  int minimum;

  set_up (&fixture, 30);
  bedside_message_set_state (message, BEDSIDE_MESSAGE_STATE_NOT_SENT);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  fixture_merge (bedside_conversation_get_timeline (fixture.conversation), message);
  fixture_wait_frames (fixture.view, 3);
  gtk_widget_measure (fixture.view, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  bedside_conversation_set_closed_reason (fixture.conversation, BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED);
  fixture_wait_frames (fixture.view, 3);
  gtk_widget_measure (fixture.view, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  fixture_init (&argc, &argv);

  g_test_add_func ("/ui/message-view/no-conversation", test_no_conversation);
  g_test_add_func ("/ui/message-view/R18-both-sides-in-order", test_both_sides_in_order);
  g_test_add_func ("/ui/message-view/sending-goes-to-the-end", test_sending_goes_to_the_end);
  g_test_add_func ("/ui/message-view/R29-recipient-is-named-from-the-directory",
                   test_recipient_is_named_from_the_directory);
  g_test_add_func ("/ui/message-view/typing-does-not-move", test_typing_does_not_move);
  g_test_add_func ("/ui/message-view/drafts", test_drafts);
  g_test_add_func ("/ui/message-view/closed", test_closed);
  g_test_add_func ("/ui/message-view/not-sent", test_not_sent);
  g_test_add_func ("/ui/message-view/R30-arrival-does-not-disturb-writing", test_arrival_does_not_disturb_writing);
  g_test_add_func ("/ui/message-view/timeline-comes-later", test_timeline_comes_later);
  g_test_add_func ("/ui/message-view/narrow-and-large", test_narrow_and_large);

  return g_test_run ();
}
