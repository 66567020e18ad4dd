/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-time-of-day.h"

static void
test_times (void)
{
  static const struct {
    const char       *text;
    BedsideTimeOfDay  expected;
    guint             minutes;
  } cases[] = {
    { "18:00", BEDSIDE_TIME_OF_DAY_WHOLE, 1080 },
    { " 08:05 ", BEDSIDE_TIME_OF_DAY_WHOLE, 485 },
    { "8:05", BEDSIDE_TIME_OF_DAY_WHOLE, 485 },
    { "18.30", BEDSIDE_TIME_OF_DAY_WHOLE, 1110 },
    { "18h30", BEDSIDE_TIME_OF_DAY_WHOLE, 1110 },
    { "1830", BEDSIDE_TIME_OF_DAY_WHOLE, 1110 },
    { "6:30 pm", BEDSIDE_TIME_OF_DAY_WHOLE, 1110 },
    { "6:30PM", BEDSIDE_TIME_OF_DAY_WHOLE, 1110 },
    { "12:00 a.m.", BEDSIDE_TIME_OF_DAY_WHOLE, 0 },
    { "12:00 p.m.", BEDSIDE_TIME_OF_DAY_WHOLE, 720 },
    { "24:00", BEDSIDE_TIME_OF_DAY_WHOLE, 0 },
    { "٠٨:٣٠", BEDSIDE_TIME_OF_DAY_WHOLE, 510 },
    { "23:59", BEDSIDE_TIME_OF_DAY_WHOLE, 1439 },
    { "00:00", BEDSIDE_TIME_OF_DAY_WHOLE, 0 },
    { "18", BEDSIDE_TIME_OF_DAY_BRIEF, 1080 },
    { "1", BEDSIDE_TIME_OF_DAY_BRIEF, 60 },
    { "18:", BEDSIDE_TIME_OF_DAY_BRIEF, 1080 },
    { "18h", BEDSIDE_TIME_OF_DAY_BRIEF, 1080 },
    { "830", BEDSIDE_TIME_OF_DAY_BRIEF, 510 },
    { "6 pm", BEDSIDE_TIME_OF_DAY_BRIEF, 1080 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint minutes = 9999;

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (bedside_time_of_day_read (cases[i].text, &minutes), ==, cases[i].expected);
      g_assert_cmpuint (minutes, ==, cases[i].minutes);
    }
}

static void
test_no_times (void)
{
  static const char *const cases[] = {
    "", " ", "noon", ":30", "25", "24:01", "18:60", "18:3", "18:300", "18300", "-1", "18:00:00", "18-00", "13 pm",
    "0 am", "6 pm x", "18;00", "1 8", "4294967297", "18:0o", "pm", "\xf0\x9f\x95\xa5",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint minutes = 0;

      g_test_message ("%s", cases[i]);
      g_assert_cmpint (bedside_time_of_day_read (cases[i], &minutes), ==, BEDSIDE_TIME_OF_DAY_NONE);
    }
}

static void
test_written (void)
{
  for (guint i = 0; i < BEDSIDE_TIME_OF_DAY_MINUTES; i++)
    {
      g_autofree char *text = bedside_time_of_day_write (i);
      guint minutes = 0;

      g_assert_cmpint (bedside_time_of_day_read (text, &minutes), ==, BEDSIDE_TIME_OF_DAY_WHOLE);
      g_assert_cmpuint (minutes, ==, i);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/time-of-day/times", test_times);
  g_test_add_func ("/ui/time-of-day/no-times", test_no_times);
  g_test_add_func ("/ui/time-of-day/written", test_written);
  return g_test_run ();
}
