/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "bedside-message-format.h"

/* 2026-11-20 10:00:00 in Berlin: a Friday */
#define NOW (G_GINT64_CONSTANT (1795165200) * 1000)
#define HOUR (60 * 60 * G_GINT64_CONSTANT (1000))

static void
assert_day (gint64      timestamp,
            const char *expected)
{
  g_autofree char *day = bedside_message_format_day (timestamp, NOW);

  g_assert_cmpstr (day, ==, expected);
}

static void
test_day (void)
{
  assert_day (NOW, "Today");
  assert_day (NOW - 10 * HOUR, "Today");
  assert_day (NOW - 10 * HOUR - 1, "Yesterday");
  assert_day (NOW - 34 * HOUR - 1, "Wednesday, 18 November");
  assert_day (NOW - 300 * 24 * HOUR, "Saturday, 24 January");
  assert_day (NOW - 400 * 24 * HOUR, "Thursday, 16 October 2025");
  /* A server's clock may be ahead. */
  assert_day (NOW + 24 * HOUR, "Saturday, 21 November");
}

/* In the night to 2026-10-25 the clocks of Berlin go back: that day has 25 hours. */
static void
test_day_of_25_hours (void)
{
  const gint64 monday_noon = G_GINT64_CONSTANT (1793012400) * 1000;
  g_autofree char *sunday = bedside_message_format_day (monday_noon - 35 * HOUR, monday_noon);
  g_autofree char *saturday = bedside_message_format_day (monday_noon - 38 * HOUR, monday_noon);

  g_assert_cmpstr (sunday, ==, "Yesterday");
  g_assert_cmpstr (saturday, ==, "Saturday, 24 October");
}

static void
test_no_time (void)
{
  g_autofree char *time = bedside_message_format_time (G_MAXINT64);
  g_autofree char *day = bedside_message_format_day (G_MININT64, NOW);
  g_autofree char *zero = bedside_message_format_time (0);

  g_assert_cmpstr (time, ==, "");
  g_assert_cmpstr (day, ==, "Date not known");
  g_assert_cmpstr (zero, ==, "01:00");
}

static void
assert_label (BedsideMessage *message,
              const char     *expected)
{
  g_autofree char *label = bedside_message_format_label (message);

  g_assert_cmpstr (label, ==, expected);
}

/* The clock of a server: what stands there is what it said, or that nobody knows. */
static void
test_odd_clock (void)
{
  const gint64 times[] = { 0, -1, G_MININT64, G_MAXINT64, NOW + G_GINT64_CONSTANT (400) * 365 * 24 * HOUR };
  const char *labels[] = {
    "Ada, a, 01:00", "Ada, a, 01:00", "Ada, a, time not known", "Ada, a, time not known", "Ada, a, 11:00",
  };

  assert_day (0, "Thursday, 1 January 1970");
  assert_day (-1, "Thursday, 1 January 1970");
  assert_day (G_MAXINT64, "Date not known");
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr(BedsideMessage) message = bedside_message_new ("Ada", FALSE, "a", times[i],
                                                               BEDSIDE_MESSAGE_STATE_RECEIVED);

      assert_label (message, labels[i]);
    }
}

/* Who listens hears the sender first and the time last, whatever stands between; what turns or hides is left out. */
static void
test_hostile_label (void)
{
  g_autoptr(BedsideMessage) message =
    bedside_message_new ("Ada", FALSE, "fine, 09:40\342\200\251You, take ten\342\200\256, 09:41, read\r", NOW,
                         BEDSIDE_MESSAGE_STATE_RECEIVED);

  assert_label (message, "Ada, fine, 09:40\nYou, take ten, 09:41, read\n, 10:00");
}

static void
test_label (void)
{
  g_autoptr(BedsideMessage) received = bedside_message_new ("Ada Lovelace", FALSE, "Thank you", NOW,
                                                            BEDSIDE_MESSAGE_STATE_RECEIVED);
  g_autoptr(BedsideMessage) own = bedside_message_new ("", TRUE, "Hello, Ada", NOW, BEDSIDE_MESSAGE_STATE_SENDING);

  assert_label (received, "Ada Lovelace, Thank you, 10:00");
  assert_label (own, "You, Hello, Ada, 10:00, sending");
  bedside_message_set_state (own, BEDSIDE_MESSAGE_STATE_SENT);
  assert_label (own, "You, Hello, Ada, 10:00, sent");
  bedside_message_set_state (own, BEDSIDE_MESSAGE_STATE_READ);
  assert_label (own, "You, Hello, Ada, 10:00, read");
  bedside_message_set_state (own, BEDSIDE_MESSAGE_STATE_NOT_SENT);
  assert_label (own, "You, Hello, Ada, 10:00, not sent");
  bedside_message_set_kind (received, BEDSIDE_MESSAGE_KIND_REMOVED);
  assert_label (received, "Ada Lovelace, Message removed, 10:00");
}

static void
assert_text (BedsideMessage *message,
             const char     *expected)
{
  g_autofree char *text = bedside_message_format_text (message, NULL);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_kinds (void)
{
  g_autoptr(BedsideMessage) message = bedside_message_new ("Ada Lovelace", FALSE, "arm.jpg", NOW,
                                                           BEDSIDE_MESSAGE_STATE_RECEIVED);

  assert_text (message, "arm.jpg");
  bedside_message_set_kind (message, BEDSIDE_MESSAGE_KIND_UNSUPPORTED);
  assert_text (message, "arm.jpg");
  bedside_message_set_text (message, "");
  assert_text (message, "This message cannot be shown here");
  bedside_message_set_kind (message, BEDSIDE_MESSAGE_KIND_ENCRYPTED);
  assert_text (message, "This message is encrypted and cannot be shown");
  bedside_message_set_kind (message, BEDSIDE_MESSAGE_KIND_REMOVED);
  assert_text (message, "Message removed");
}

static void
assert_cut (const char *text,
            gboolean    expected,
            guint       max_chars)
{
  g_autoptr(BedsideMessage) message = bedside_message_new ("Ada", FALSE, text, NOW, BEDSIDE_MESSAGE_STATE_RECEIVED);
  gboolean cut;
  g_autofree char *shown = bedside_message_format_text (message, &cut);

  g_assert_cmpint (cut, ==, expected);
  g_assert_true (g_utf8_validate (shown, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (shown, -1), <=, max_chars);
  g_assert_true (g_str_has_suffix (shown, "…") == expected);
}

static void
test_cut (void)
{
  g_autofree char *most = g_strnfill (BEDSIDE_MESSAGE_MAX_CHARS, 'x');
  g_autofree char *more = g_strnfill (BEDSIDE_MESSAGE_MAX_CHARS + 1, 'x');
  g_autofree char *huge = g_strnfill (64 * 1024, 'x');
  g_autofree char *lines = g_strnfill (10000, '\n');
  g_autofree char *few_lines = g_strnfill (BEDSIDE_MESSAGE_MAX_LINES, '\n');
  g_autoptr(GString) zalgo = g_string_new ("Z");

  for (guint i = 0; i < 20000; i++)
    g_string_append (zalgo, "\u0316");
  assert_cut ("", FALSE, 0);
  assert_cut (most, FALSE, BEDSIDE_MESSAGE_MAX_CHARS);
  assert_cut (more, TRUE, BEDSIDE_MESSAGE_SHOWN_CHARS + 1);
  assert_cut (huge, TRUE, BEDSIDE_MESSAGE_SHOWN_CHARS + 1);
  assert_cut (lines, TRUE, BEDSIDE_MESSAGE_SHOWN_LINES + 1);
  assert_cut (few_lines, FALSE, BEDSIDE_MESSAGE_MAX_LINES);
  /* There is nothing more to see. */
  assert_cut (zalgo->str, FALSE, 5);
}

static void
test_invalid_utf8 (void)
{
  g_autoptr(BedsideMessage) message = bedside_message_new ("Ada", FALSE, "a\xff\xfe" "b", NOW,
                                                           BEDSIDE_MESSAGE_STATE_RECEIVED);
  g_autofree char *text = bedside_message_format_text (message, NULL);

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_nonnull (strchr (text, 'b'));
}

static void
assert_name (const char *name,
             const char *expected)
{
  g_autofree char *formatted = bedside_message_format_name (name);

  g_assert_cmpstr (formatted, ==, expected);
}

static void
test_name (void)
{
  assert_name ("Ada Lovelace", "\u2068Ada Lovelace\u2069");
  assert_name ("", "\u2068\u2069");
  /* Cannot close the isolation and turn what follows around. */
  assert_name ("\u202eAda\u2069\u202e\n", "\u2068Ada\u2069");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/message-format/day", test_day);
  g_test_add_func ("/ui/message-format/day-of-25-hours", test_day_of_25_hours);
  g_test_add_func ("/ui/edge-43-odd-clock", test_odd_clock);
  g_test_add_func ("/ui/message-format/hostile-label", test_hostile_label);
  g_test_add_func ("/ui/edge-43-no-time", test_no_time);
  g_test_add_func ("/ui/message-format/label", test_label);
  g_test_add_func ("/ui/message-format/kinds", test_kinds);
  g_test_add_func ("/ui/message-format/cut", test_cut);
  g_test_add_func ("/ui/message-format/invalid-utf8", test_invalid_utf8);
  g_test_add_func ("/ui/message-format/name", test_name);

  return g_test_run ();
}
