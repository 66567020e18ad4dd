/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-quiet-hours.h"

#include <stdio.h>

/* "Mon 18:00-08:00, Sat 00:00-00:00" */
static GVariant *
hours_of (const char *text)
{
  static const char * const days[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
  GVariantBuilder builder;

  g_variant_builder_init (&builder, BEDSIDE_QUIET_HOURS_TYPE);
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      const char *day = g_strstr_len (text, -1, days[i]);
      guint from_hour = 18, from_minute = 0, until_hour = 8, until_minute = 0;

      if (day != NULL)
        g_assert_cmpint (sscanf (day + 3, "%u:%u-%u:%u", &from_hour, &from_minute, &until_hour, &until_minute), ==, 4);
      g_variant_builder_add (&builder, "(bqq)", day != NULL, (guint16) (from_hour * 60 + from_minute),
                             (guint16) (until_hour * 60 + until_minute));
    }

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static GTimeZone *
get_berlin (void)
{
  GTimeZone *zone = g_time_zone_new_identifier ("Europe/Berlin");

  g_assert_nonnull (zone);

  return zone;
}

/* On the clock in Berlin; with "Z" in UTC. */
static GDateTime *
time_of (const char *text)
{
  g_autoptr(GTimeZone) zone = get_berlin ();
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (text, zone);

  g_assert_nonnull (time);

  return g_date_time_to_timezone (time, zone);
}

static void
assert_on (const char *hours,
           const char *time,
           gboolean    expected)
{
  g_autoptr(GVariant) variant = hours_of (hours);
  g_autoptr(GDateTime) now = time_of (time);

  if (bedside_quiet_hours_are_on (variant, now) != expected)
    g_error ("%s at %s: not %s", hours, time, expected ? "quiet" : "loud");
}

static void
assert_end (const char *hours,
            const char *time,
            const char *expected)
{
  g_autoptr(GVariant) variant = hours_of (hours);
  g_autoptr(GDateTime) now = time_of (time);
  g_autoptr(GDateTime) end = bedside_quiet_hours_get_end (variant, now);
  g_autofree char *text = end ? g_date_time_format (end, "%a %F %H:%M:%S%:::z") : NULL;

  g_assert_cmpstr (text, ==, expected);
}

/* 2026-11-23 is a Monday. */
static void
test_within_a_day (void)
{
  assert_on ("Mon 12:00-13:30", "2026-11-23T11:59:59", FALSE);
  assert_on ("Mon 12:00-13:30", "2026-11-23T12:00:00", TRUE);
  assert_on ("Mon 12:00-13:30", "2026-11-23T13:29:59", TRUE);
  assert_on ("Mon 12:00-13:30", "2026-11-23T13:30:00", FALSE);
  assert_on ("Mon 12:00-13:30", "2026-11-24T12:30:00", FALSE);
  assert_on ("Sun 12:00-13:30", "2026-11-22T12:30:00", TRUE);
  assert_on ("Sun 00:00-23:59", "2026-11-22T00:00:00", TRUE);
  assert_on ("Sun 00:00-23:59", "2026-11-22T23:59:00", FALSE);
}

static void
test_over_midnight (void)
{
  assert_on ("Mon 18:00-08:00", "2026-11-23T07:00:00", FALSE);
  assert_on ("Mon 18:00-08:00", "2026-11-23T18:00:00", TRUE);
  assert_on ("Mon 18:00-08:00", "2026-11-23T23:59:59", TRUE);
  assert_on ("Mon 18:00-08:00", "2026-11-24T00:00:00", TRUE);
  assert_on ("Mon 18:00-08:00", "2026-11-24T07:59:59", TRUE);
  assert_on ("Mon 18:00-08:00", "2026-11-24T08:00:00", FALSE);
  assert_on ("Mon 18:00-08:00", "2026-11-24T18:00:00", FALSE);
  /* The week is a circle. */
  assert_on ("Sun 18:00-08:00", "2026-11-23T07:59:00", TRUE);
  assert_on ("Sun 18:00-00:00", "2026-11-22T23:59:00", TRUE);
  assert_on ("Sun 18:00-00:00", "2026-11-23T00:00:00", FALSE);
  /* Each day has its own, and both count. */
  assert_on ("Mon 20:00-06:00, Tue 05:00-07:00", "2026-11-24T05:30:00", TRUE);
  assert_on ("Mon 20:00-06:00, Tue 05:00-07:00", "2026-11-24T06:30:00", TRUE);
}

static void
test_whole_day (void)
{
  assert_on ("Sat 00:00-00:00", "2026-11-21T00:00:00", TRUE);
  assert_on ("Sat 00:00-00:00", "2026-11-21T23:59:59", TRUE);
  assert_on ("Sat 00:00-00:00", "2026-11-22T00:00:00", FALSE);
  assert_on ("Sat 18:00-18:00", "2026-11-21T03:00:00", TRUE);
  assert_on ("Sat 18:00-18:00", "2026-11-22T03:00:00", FALSE);
}

static void
test_end (void)
{
  assert_end ("Mon 18:00-08:00", "2026-11-23T12:00:00", NULL);
  assert_end ("Mon 18:00-08:00", "2026-11-23T18:00:00", "Tue 2026-11-24 08:00:00+01");
  assert_end ("Mon 18:00-08:00", "2026-11-24T07:59:59.999", "Tue 2026-11-24 08:00:00+01");
  assert_end ("Mon 12:00-13:30", "2026-11-23T12:10:20", "Mon 2026-11-23 13:30:00+01");
  /* A weekend is one. */
  assert_end ("Fri 18:00-08:00, Sat 00:00-00:00, Sun 00:00-00:00, Mon 00:00-07:30", "2026-11-20T19:00:00",
              "Mon 2026-11-23 07:30:00+01");

  /* Nearly a week, and for ever. */
  assert_end ("Mon 08:00-08:00, Tue 08:00-08:00, Wed 08:00-08:00, Thu 08:00-08:00, Fri 08:00-08:00, Sat 08:00-08:00, "
              "Sun 01:00-23:59", "2026-11-23T00:00:00", "Sun 2026-11-29 00:00:00+01");
  assert_end ("Mon 08:00-08:00, Tue 08:00-08:00, Wed 08:00-08:00, Thu 08:00-08:00, Fri 08:00-08:00, Sat 08:00-08:00, "
              "Sun 08:00-08:00", "2026-11-23T19:00:00", NULL);
}

/* On 2026-03-29 two o'clock is three o'clock, on 2026-10-25 the hour from two to three comes twice. */
static void
test_daylight_saving (void)
{
  assert_on ("Sat 22:00-08:00", "2026-03-29T05:59:00Z", TRUE);
  assert_on ("Sat 22:00-08:00", "2026-03-29T06:00:00Z", FALSE);
  assert_end ("Sat 22:00-08:00", "2026-03-28T23:00:00", "Sun 2026-03-29 08:00:00+02");
  assert_on ("Sat 22:00-08:00", "2026-10-25T06:59:00Z", TRUE);
  assert_on ("Sat 22:00-08:00", "2026-10-25T07:00:00Z", FALSE);
  assert_end ("Sat 22:00-08:00", "2026-10-24T23:00:00", "Sun 2026-10-25 08:00:00+01");

  /* What ends, or is, in the hour that does not exist. */
  assert_end ("Sat 22:00-02:30", "2026-03-29T01:59:00", "Sun 2026-03-29 03:00:00+02");
  assert_on ("Sun 02:10-02:50", "2026-03-29T01:00:00Z", FALSE);
  /* In the hour that comes twice, both times. */
  assert_on ("Sun 02:10-02:50", "2026-10-25T00:20:00Z", TRUE);
  assert_on ("Sun 02:10-02:50", "2026-10-25T00:55:00Z", FALSE);
  assert_on ("Sun 02:10-02:50", "2026-10-25T01:20:00Z", TRUE);
  assert_end ("Sun 02:00-03:00", "2026-10-25T00:30:00Z", "Sun 2026-10-25 03:00:00+01");
}

/* The same moment is another time elsewhere. */
static void
test_time_zone (void)
{
  g_autoptr(GVariant) variant = hours_of ("Mon 18:00-08:00");
  g_autoptr(GDateTime) berlin = time_of ("2026-11-23T17:30:00Z");
  g_autoptr(GTimeZone) zone = g_time_zone_new_identifier ("America/New_York");
  g_autoptr(GDateTime) new_york = g_date_time_to_timezone (berlin, zone);

  g_assert_true (bedside_quiet_hours_are_on (variant, berlin));
  g_assert_false (bedside_quiet_hours_are_on (variant, new_york));
}

static void
test_default (void)
{
  g_autoptr(GVariant) variant = bedside_quiet_hours_new ();
  g_autoptr(GDateTime) now = time_of ("2026-11-23T03:00:00");

  g_assert_true (g_variant_is_of_type (variant, BEDSIDE_QUIET_HOURS_TYPE));
  g_assert_cmpuint (g_variant_n_children (variant), ==, 7);
  for (guint i = 0; i < 7 * 24; i++)
    {
      g_autoptr(GDateTime) time = g_date_time_add_hours (now, (int) i);

      g_assert_false (bedside_quiet_hours_are_on (variant, time));
    }
}

static void
test_no_such_thing (gconstpointer data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) variant = *(const char *) data ? g_variant_parse (NULL, data, NULL, NULL, &error) : NULL;
  g_autoptr(GDateTime) now = time_of ("2026-11-23T12:00:00");

  g_assert_no_error (error);
  g_assert_false (bedside_quiet_hours_are_on (variant, now));
  g_assert_null (bedside_quiet_hours_get_end (variant, now));
}

/* Of that day only. */
static void
test_impossible_minutes (void)
{
  g_autoptr(GVariant) variant = g_variant_ref_sink (g_variant_new_parsed (
    "[(true, @q 600, @q 1440), (true, 65535, 65535), (true, 600, 1439), (true, 2000, 60), (false, 9999, 9999),"
    "(false, 0, 0), (false, 0, 0)]"));
  const char *times[] = { "2026-11-23T12:00:00", "2026-11-24T12:00:00", "2026-11-25T12:00:00", "2026-11-27T00:30:00",
                          "2026-11-27T12:00:00" };

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_autoptr(GDateTime) now = time_of (times[i]);

      g_assert_cmpint (bedside_quiet_hours_are_on (variant, now), ==, i == 2);
    }
}

/* Bytes from a settings file that somebody damaged. */
static void
test_not_normal (void)
{
  static const guint8 bytes[] = { 7, 0, 255, 255, 255, 255, 1, 0, 3 };
  g_autoptr(GVariant) variant = g_variant_ref_sink (g_variant_new_from_data (BEDSIDE_QUIET_HOURS_TYPE, bytes,
                                                                             sizeof bytes, FALSE, NULL, NULL));
  g_autoptr(GDateTime) now = time_of ("2026-11-23T12:00:00");

  g_assert_false (bedside_quiet_hours_are_on (variant, now));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/quiet-hours/within-a-day", test_within_a_day);
  g_test_add_func ("/practice/quiet-hours/over-midnight", test_over_midnight);
  g_test_add_func ("/practice/quiet-hours/whole-day", test_whole_day);
  g_test_add_func ("/practice/quiet-hours/end", test_end);
  g_test_add_func ("/practice/quiet-hours/daylight-saving", test_daylight_saving);
  g_test_add_func ("/practice/quiet-hours/time-zone", test_time_zone);
  g_test_add_func ("/practice/quiet-hours/default", test_default);
  g_test_add_data_func ("/practice/quiet-hours/missing", "", test_no_such_thing);
  g_test_add_data_func ("/practice/quiet-hours/text", "'always'", test_no_such_thing);
  g_test_add_data_func ("/practice/quiet-hours/empty", "@a(bqq) []", test_no_such_thing);
  g_test_add_data_func ("/practice/quiet-hours/other-type", "[(true, 0, 0)]", test_no_such_thing);
  g_test_add_data_func ("/practice/quiet-hours/six-days", "@a(bqq) [(true,0,0),(true,0,0),(true,0,0),(true,0,0),"
                        "(true,0,0),(true,0,0)]", test_no_such_thing);
  g_test_add_data_func ("/practice/quiet-hours/eight-days", "@a(bqq) [(true,0,0),(true,0,0),(true,0,0),(true,0,0),"
                        "(true,0,0),(true,0,0),(true,0,0),(true,0,0)]", test_no_such_thing);
  g_test_add_func ("/practice/quiet-hours/impossible-minutes", test_impossible_minutes);
  g_test_add_func ("/practice/quiet-hours/not-normal", test_not_normal);

  return g_test_run ();
}
