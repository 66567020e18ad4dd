/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-day.h"

#include "bedside-counter.h"

#define HOUR_MS G_GINT64_CONSTANT (3600000)

static gint64
at (const char *iso)
{
  g_autoptr(GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr(GDateTime) time = g_date_time_new_from_iso8601 (iso, zone);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * 1000;
}

static void
test_item (void)
{
  BedsideDay *day = bedside_day_new (1000, 7);
  guint count = 0;
  gint64 timestamp;

  bedside_counter_watch (day, "timestamp", &count);
  g_assert_cmpint (bedside_day_get_timestamp (day), ==, 1000);
  g_assert_cmpint (bedside_day_get_position (day), ==, 7);

  bedside_day_move (day, 1000, 5);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 0);
  bedside_day_move (day, 900, 5);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);
  g_object_get (day, "timestamp", &timestamp, NULL);
  g_assert_cmpint (timestamp, ==, 900);
  g_assert_cmpint (bedside_day_get_position (day), ==, 5);
  g_assert_finalize_object (day);
}

static void
test_midnight (void)
{
  g_assert_true (bedside_day_is_same (at ("2026-03-10T00:00:00"), at ("2026-03-10T23:59:59") + 999));
  g_assert_false (bedside_day_is_same (at ("2026-03-10T23:59:59") + 999, at ("2026-03-11T00:00:00")));
  g_assert_false (bedside_day_is_same (at ("2026-03-10T12:00:00"), at ("2025-03-10T12:00:00")));
  g_assert_false (bedside_day_is_same (at ("2026-03-10T12:00:00"), at ("2026-04-10T12:00:00")));

  /* One day in Berlin, two in London. */
  g_assert_true (bedside_day_is_same (at ("2026-03-09T23:30:00Z"), at ("2026-03-10T00:30:00Z")));
}

static void
test_clock_changes (void)
{
  /* 23 hours and 25 hours. */
  g_assert_true (bedside_day_is_same (at ("2026-03-29T00:00:00"), at ("2026-03-29T23:59:59")));
  g_assert_false (bedside_day_is_same (at ("2026-03-29T00:00:00"), at ("2026-03-29T00:00:00") + 23 * HOUR_MS));
  g_assert_true (bedside_day_is_same (at ("2026-10-25T00:00:00"), at ("2026-10-25T00:00:00") + 25 * HOUR_MS - 1));
  g_assert_false (bedside_day_is_same (at ("2026-10-25T00:00:00"), at ("2026-10-25T00:00:00") + 25 * HOUR_MS));
}

static void
test_extremes (void)
{
  g_assert_true (bedside_day_is_same (G_MAXINT64, G_MAXINT64 - 1));
  g_assert_true (bedside_day_is_same (G_MININT64, G_MININT64 + 1));
  g_assert_false (bedside_day_is_same (G_MININT64, G_MAXINT64));
  g_assert_false (bedside_day_is_same (0, G_MAXINT64));
  g_assert_false (bedside_day_is_same (G_MININT64, 0));
  g_assert_false (bedside_day_is_same (-1000 * HOUR_MS, 0));
  g_assert_true (bedside_day_is_same (0, 1));
  g_assert_true (bedside_day_is_same (-1, 1));
}

static gboolean
is_same_naively (gint64 a,
                 gint64 b)
{
  gint64 first = a >= 0 ? a / 1000 : -((-a + 999) / 1000);
  gint64 second = b >= 0 ? b / 1000 : -((-b + 999) / 1000);
  g_autoptr(GDateTime) left = g_date_time_new_from_unix_local (first);
  g_autoptr(GDateTime) right = g_date_time_new_from_unix_local (second);

  return g_date_time_get_year (left) == g_date_time_get_year (right)
         && g_date_time_get_day_of_year (left) == g_date_time_get_day_of_year (right);
}

/* Many times close to midnight, in no order, so that what is remembered is of no use or misleads. */
static gpointer
compare_with_naive (gpointer zone)
{
  const gint64 first = at ("1995-01-01T00:00:00Z") / HOUR_MS, last = at ("2030-01-01T00:00:00Z") / HOUR_MS;

  for (guint i = 0; i < 20000; i++)
    {
      gint64 a = g_test_rand_int_range (first, last) * HOUR_MS + g_test_rand_int_range (-1000, 1000);
      gint64 b = a + g_test_rand_int_range (-30, 31) * HOUR_MS + g_test_rand_int_range (-1000, 1000);

      if (bedside_day_is_same (a, b) != is_same_naively (a, b))
        g_error ("%" G_GINT64_FORMAT " and %" G_GINT64_FORMAT " in %s", a, b, (const char *) zone);
    }

  return NULL;
}

/* Havana and Beirut change their clocks at midnight, Apia left out a day. Each zone gets a thread of its own, because
 * what is remembered belongs to the thread. */
static void
test_zones (void)
{
  static const char *zones[] = { "Europe/Berlin", "America/Havana", "Asia/Beirut", "Pacific/Apia",
                                 "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu", "UTC" };
  g_autofree char *before = g_strdup (g_getenv ("TZ"));

  for (guint i = 0; i < G_N_ELEMENTS (zones); i++)
    {
      g_setenv ("TZ", zones[i], TRUE);
      g_assert_null (g_thread_join (g_thread_new ("zone", compare_with_naive, (gpointer) zones[i])));
    }
  if (before != NULL)
    g_setenv ("TZ", before, TRUE);
  else
    g_unsetenv ("TZ");
}

static void
test_cost (void)
{
  const gint64 start_time = at ("2025-01-01T00:00:00");
  gint64 start = g_get_monotonic_time ();
  guint same = 0;

  for (gint64 i = 0; i < 100000; i++)
    same += bedside_day_is_same (start_time + i * HOUR_MS / 12, start_time + (i + 1) * HOUR_MS / 12);
  gint64 took = g_get_monotonic_time () - start;

  g_test_message ("100,000 comparisons in %" G_GINT64_FORMAT " us", took);
  g_assert_cmpuint (same, >, 99600);
  g_assert_cmpuint (same, <, 99700);
  g_assert_cmpint (took, <, 100 * 1000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/day/item", test_item);
  g_test_add_func ("/practice/day/midnight", test_midnight);
  g_test_add_func ("/practice/day/clock-changes", test_clock_changes);
  g_test_add_func ("/practice/day/extremes", test_extremes);
  g_test_add_func ("/practice/day/zones", test_zones);
  g_test_add_func ("/practice/day/cost", test_cost);

  return g_test_run ();
}
