/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-message.h"

#include "bedside-counter.h"

static void
test_new (void)
{
  BedsideMessage *message = bedside_message_new ("Ada", FALSE, "Hello", 1234, BEDSIDE_MESSAGE_STATE_RECEIVED);

  g_assert_cmpstr (bedside_message_get_text (message), ==, "Hello");
  g_assert_cmpstr (bedside_message_get_sender_name (message), ==, "Ada");
  g_assert_cmpint (bedside_message_get_timestamp (message), ==, 1234);
  g_assert_cmpint (bedside_message_get_state (message), ==, BEDSIDE_MESSAGE_STATE_RECEIVED);
  g_assert_cmpint (bedside_message_get_kind (message), ==, BEDSIDE_MESSAGE_KIND_TEXT);
  g_assert_cmpint (bedside_message_get_position (message), ==, 0);
  g_assert_false (bedside_message_get_own (message));
  g_assert_false (bedside_message_get_edited (message));
  g_assert_true (bedside_message_get_starts_group (message));
  g_assert_true (bedside_message_get_ends_group (message));
  g_assert_null (bedside_message_get_event_id (message));
  g_assert_null (bedside_message_get_uuid (message));
  g_assert_null (bedside_message_get_sender (message));
  g_assert_finalize_object (message);
}

/* One's own name is never shown, wherever it comes from. */
static void
test_own (void)
{
  g_autoptr(BedsideMessage) message = bedside_message_new ("Dr. Who", TRUE, "Hello", 0, BEDSIDE_MESSAGE_STATE_SENDING);

  g_assert_true (bedside_message_get_own (message));
  g_assert_cmpstr (bedside_message_get_sender_name (message), ==, "");
  bedside_message_set_sender (message, "@who:example.org", "Dr. Who");
  g_assert_cmpstr (bedside_message_get_sender_name (message), ==, "");
  g_assert_cmpstr (bedside_message_get_sender (message), ==, "@who:example.org");
}

static void
test_no_name (void)
{
  g_autoptr(BedsideMessage) message = bedside_message_new (NULL, FALSE, "", 0, BEDSIDE_MESSAGE_STATE_RECEIVED);

  g_assert_cmpstr (bedside_message_get_sender_name (message), ==, "");
  bedside_message_set_sender (message, NULL, NULL);
  g_assert_cmpstr (bedside_message_get_sender_name (message), ==, "");
  g_assert_null (bedside_message_get_sender (message));
}

static void
test_no_text (void)
{
  g_autoptr(BedsideMessage) message = bedside_message_new ("Ada", FALSE, "Hello", 0, BEDSIDE_MESSAGE_STATE_RECEIVED);

  g_test_expect_message ("bedside-message", G_LOG_LEVEL_CRITICAL, "*text != NULL*");
  bedside_message_set_text (message, NULL);
  g_test_assert_expected_messages ();
  g_assert_cmpstr (bedside_message_get_text (message), ==, "Hello");
}

static void
set_all (BedsideMessage *message)
{
  bedside_message_set_text (message, "Changed");
  bedside_message_set_kind (message, BEDSIDE_MESSAGE_KIND_REMOVED);
  bedside_message_set_state (message, BEDSIDE_MESSAGE_STATE_SENT);
  bedside_message_set_timestamp (message, 5);
  bedside_message_set_sender (message, "@ada:example.org", "Ada L.");
  bedside_message_set_edited (message, TRUE);
  bedside_message_set_group (message, FALSE, FALSE);
  bedside_message_set_event_id (message, "$event");
  bedside_message_set_uuid (message, "uuid");
  bedside_message_set_position (message, 77);
}

static void
test_notify (void)
{
  static const char *names[] = { "text", "kind", "state", "timestamp", "sender-name", "edited", "starts-group",
                                 "ends-group", "own" };
  g_autoptr(BedsideMessage) message = bedside_message_new ("Ada", FALSE, "Hello", 0, BEDSIDE_MESSAGE_STATE_RECEIVED);
  guint counts[G_N_ELEMENTS (names)] = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    bedside_counter_watch (message, names[i], &counts[i]);

  set_all (message);
  set_all (message);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_test_message ("%s", names[i]);
      g_assert_cmpuint (counts[i], ==, g_str_equal (names[i], "own") ? 0 : 1);
    }
  g_assert_cmpstr (bedside_message_get_event_id (message), ==, "$event");
  g_assert_cmpstr (bedside_message_get_uuid (message), ==, "uuid");
  g_assert_cmpint (bedside_message_get_position (message), ==, 77);
}

static void
test_group_notify (void)
{
  g_autoptr(BedsideMessage) message = bedside_message_new ("Ada", FALSE, "Hello", 0, BEDSIDE_MESSAGE_STATE_RECEIVED);
  guint starts = 0, ends = 0;

  bedside_counter_watch (message, "starts-group", &starts);
  bedside_counter_watch (message, "ends-group", &ends);

  bedside_message_set_group (message, 2, TRUE);
  g_assert_cmpuint (starts + ends, ==, 0);
  bedside_message_set_group (message, TRUE, FALSE);
  g_assert_cmpuint (bedside_counter_take (&starts), ==, 0);
  g_assert_cmpuint (bedside_counter_take (&ends), ==, 1);
}

static void
test_properties (void)
{
  g_autoptr(BedsideMessage) message = bedside_message_new ("Ada", FALSE, "Hello", 0, BEDSIDE_MESSAGE_STATE_RECEIVED);
  g_autofree char *text = NULL, *name = NULL;
  BedsideMessageKind kind;
  BedsideMessageState state;
  gboolean own, edited, starts, ends;
  gint64 timestamp;

  set_all (message);
  g_object_get (message, "text", &text, "sender-name", &name, "kind", &kind, "state", &state, "own", &own,
                "edited", &edited, "starts-group", &starts, "ends-group", &ends, "timestamp", &timestamp, NULL);

  g_assert_cmpstr (text, ==, "Changed");
  g_assert_cmpstr (name, ==, "Ada L.");
  g_assert_cmpint (kind, ==, BEDSIDE_MESSAGE_KIND_REMOVED);
  g_assert_cmpint (state, ==, BEDSIDE_MESSAGE_STATE_SENT);
  g_assert_cmpint (timestamp, ==, 5);
  g_assert_true (edited);
  g_assert_false (own || starts || ends);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/message/new", test_new);
  g_test_add_func ("/practice/message/own", test_own);
  g_test_add_func ("/practice/message/no-name", test_no_name);
  g_test_add_func ("/practice/message/no-text", test_no_text);
  g_test_add_func ("/practice/message/notify", test_notify);
  g_test_add_func ("/practice/message/group-notify", test_group_notify);
  g_test_add_func ("/practice/message/properties", test_properties);

  return g_test_run ();
}
