/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-test-notifier.h"

static void
test_calls (void)
{
  g_autoptr(BedsideTestNotifier) test = bedside_test_notifier_new ();
  BedsideNotifier *notifier = BEDSIDE_NOTIFIER (test);
  const BedsideAnnouncement one = {
    .room_id = "!a", .conversations = 1, .unread = 3, .privacy = BEDSIDE_PRIVACY_TEXT, .name = "Ada", .text = "Hello",
  };
  const BedsideAnnouncement sum = { .room_id = BEDSIDE_ANNOUNCEMENT_SUMMARY, .conversations = 4, .unread = 9 };

  bedside_notifier_announce (notifier, &one);
  g_assert_cmpstr (bedside_test_notifier_get_last (test), ==, "Ada|-|-|Hello");
  bedside_notifier_announce (notifier, &sum);
  g_assert_cmpstr (bedside_test_notifier_get_last (test), ==, "-|-|-|-");
  bedside_notifier_withdraw (notifier, "!a");
  bedside_notifier_close (notifier);
  bedside_test_notifier_take (test, "+!a 1/3 +new-messages 4/9 -!a close");
}

/* What has no identity could not be taken away again: it is not told at all. */
static void
test_without_identity (void)
{
  g_autoptr(BedsideTestNotifier) test = bedside_test_notifier_new ();
  BedsideNotifier *notifier = BEDSIDE_NOTIFIER (test);
  const BedsideAnnouncement nameless = { .conversations = 1, .unread = 1, .name = "Ada" };

  g_test_expect_message ("bedside-notifier", G_LOG_LEVEL_CRITICAL, "*room_id != NULL*");
  bedside_notifier_announce (notifier, &nameless);
  g_test_expect_message ("bedside-notifier", G_LOG_LEVEL_CRITICAL, "*announcement != NULL*");
  bedside_notifier_announce (notifier, NULL);
  g_test_expect_message ("bedside-notifier", G_LOG_LEVEL_CRITICAL, "*room_id != NULL*");
  bedside_notifier_withdraw (notifier, NULL);
  g_test_assert_expected_messages ();
  g_assert_cmpuint (bedside_test_notifier_count (test), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/notifier/calls", test_calls);
  g_test_add_func ("/practice/notifier/without-identity", test_without_identity);

  return g_test_run ();
}
