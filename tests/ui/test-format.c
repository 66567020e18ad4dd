/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-format.h"

#include "bedside-patient-text.h"

static gint64
ms (const char *iso)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (iso, zone);

  g_assert_nonnull (time);

  return g_date_time_to_unix (time) * 1000;
}

static void
assert_row_time (const char *time,
                 const char *now,
                 const char *expected)
{
  g_autofree char *shown = bedside_format_row_time (ms (time), ms (now));

  g_assert_cmpstr (shown, ==, expected);
}

static void
test_row_time (void)
{
  assert_row_time ("2024-10-09T09:41:00", "2024-10-09T23:59:59", "09:41");
  assert_row_time ("2024-10-09T00:00:00", "2024-10-09T00:00:00", "00:00");
  assert_row_time ("2024-10-08T23:59:59", "2024-10-09T00:00:00", "Tue");
  assert_row_time ("2024-10-03T12:00:00", "2024-10-09T00:00:01", "Thu");
  assert_row_time ("2024-10-02T23:59:59", "2024-10-09T00:00:01", "2 Oct");
  assert_row_time ("2024-01-01T00:00:00", "2024-12-31T00:00:00", "1 Jan");
  assert_row_time ("2023-12-31T23:00:00", "2024-01-01T01:00:00", "Sun");
  assert_row_time ("2023-10-03T09:41:00", "2024-10-09T09:41:00", "3 Oct 2023");
}

/* On the last Sunday of October a day has 25 hours: six days are more than 6 * 24 hours. */
static void
test_row_time_clock_change (void)
{
  assert_row_time ("2024-10-24T00:30:00", "2024-10-30T00:10:00", "Thu");
  assert_row_time ("2024-10-23T23:30:00", "2024-10-30T00:10:00", "23 Oct");
}

static void
test_row_time_bad (void)
{
  const gint64 now = ms ("2024-10-09T09:41:00");
  const gint64 bad[] = { 0, -1, G_MININT64, G_MAXINT64 };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *shown = bedside_format_row_time (bad[i], now);
      g_autofree char *other = bedside_format_row_time (now, bad[i]);

      g_assert_cmpstr (shown, ==, "");
      g_assert_nonnull (other);
    }
  /* A clock that is ahead of ours. */
  assert_row_time ("2024-10-10T01:02:00", "2024-10-09T09:41:00", "01:02");
}

static void
assert_wait (gint64      milliseconds,
             const char *expected)
{
  g_autofree char *shown = bedside_format_wait (milliseconds);

  g_assert_cmpstr (shown, ==, expected);
}

static void
test_wait (void)
{
  assert_wait (-5, "0 seconds");
  assert_wait (0, "0 seconds");
  assert_wait (1, "1 second");
  assert_wait (1000, "1 second");
  assert_wait (1001, "2 seconds");
  assert_wait (119000, "119 seconds");
  assert_wait (119001, "2 minutes");
  assert_wait (121000, "3 minutes");
  assert_wait (G_MAXINT64 / 2, "2147483647 minutes");
}

static void
assert_line (const char *text,
             const char *expected)
{
  g_autofree char *line = bedside_format_single_line (text);

  g_assert_cmpstr (line, ==, expected);
}

static void
test_single_line (void)
{
  g_autofree char *endless = g_strnfill (100000, 'x');
  g_autofree char *cut = bedside_format_single_line (endless);

  assert_line ("", "");
  assert_line (" \n\t ", "");
  assert_line ("one", "one");
  assert_line ("  one\n\n two\u00a0three\t", "one two three");
  assert_line ("Gr\u00fc\u00dfe \u2713", "Gr\u00fc\u00dfe \u2713");
  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, 161);
  assert_line ("one\342\200\250two\xe2\x80\xae" "three\xef\xbb\xbf", "one twothree");
}

static void
assert_identity (const char *given,
                 const char *family,
                 const char *expected)
{
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("k", given, family, "1985-12-10");
  g_autofree char *identity = bedside_patient_text_dup_identity (patient);

  g_assert_cmpstr (identity, ==, expected);
}

/* The date stays behind the name, whatever is written in it. */
static void
test_identity (void)
{
  assert_identity ("Ada", "Lovelace", "Ada Lovelace, 10 Dec 1985");
  assert_identity ("\u05e9\u05e8\u05d4", "\u05db\u05d4\u05df",
                   "\u200e\u2068\u05e9\u05e8\u05d4 \u05db\u05d4\u05df\u2069, 10 Dec 1985");
  assert_identity ("Ada\u202e", "\u2069Lovelace", "Ada Lovelace, 10 Dec 1985");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/format/row-time", test_row_time);
  g_test_add_func ("/ui/format/row-time/clock-change", test_row_time_clock_change);
  g_test_add_func ("/ui/format/row-time/bad", test_row_time_bad);
  g_test_add_func ("/ui/format/wait", test_wait);
  g_test_add_func ("/ui/format/single-line", test_single_line);
  g_test_add_func ("/ui/format/R29-identity", test_identity);
  return g_test_run ();
}
