/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-boot-clock.h"

#include <string.h>

#include "bedside-await.h"

static gboolean
on_due (gpointer user_data)
{
  guint *calls = user_data;

  (*calls)++;

  return G_SOURCE_REMOVE;
}

static void
test_time (void)
{
  const gint64 before = bedside_boot_clock_get_time ();
  const gint64 monotonic = g_get_monotonic_time ();

  g_assert_cmpint (before, >, 0);
  /* It has been awake at most for as long as it has been on. */
  g_assert_cmpint (bedside_boot_clock_get_time (), >=, MAX (before, monotonic));
}

static void
test_boot (void)
{
  g_autofree char *one = bedside_boot_clock_dup_boot ();
  g_autofree char *other = bedside_boot_clock_dup_boot ();

  g_assert_nonnull (one);
  g_assert_cmpstr (one, ==, other);
  g_assert_null (strpbrk (one, " \n"));
}

static void
test_due (void)
{
  guint calls = 0, later = 0;
  const gint64 due = bedside_boot_clock_get_time () + 50 * 1000;
  const guint never = bedside_boot_clock_add (due + (gint64) 3600 * G_USEC_PER_SEC, on_due, &later);

  bedside_boot_clock_add (due, on_due, &calls);
  bedside_await (calls > 0, 10);
  g_assert_cmpint (bedside_boot_clock_get_time (), >=, due);
  g_assert_cmpuint (calls, ==, 1);
  g_assert_cmpuint (later, ==, 0);
  g_source_remove (never);
}

/* As after a sleep. */
static void
test_past (void)
{
  guint calls = 0;

  bedside_boot_clock_add (bedside_boot_clock_get_time () - (gint64) 3600 * G_USEC_PER_SEC, on_due, &calls);
  bedside_await (calls == 1, 10);
  bedside_boot_clock_add (0, on_due, &calls);
  bedside_await (calls == 2, 10);
  bedside_boot_clock_add (G_MININT64, on_due, &calls);
  bedside_await (calls == 3, 10);
}

static void
test_removed (void)
{
  guint calls = 0, after = 0;
  const guint id = bedside_boot_clock_add (bedside_boot_clock_get_time () - 1, on_due, &calls);

  g_assert_cmpuint (id, >, 0);
  g_source_remove (id);
  bedside_boot_clock_add (bedside_boot_clock_get_time (), on_due, &after);
  bedside_await (after == 1, 10);
  g_assert_cmpuint (calls, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/boot-clock/time", test_time);
  g_test_add_func ("/base/boot-clock/boot", test_boot);
  g_test_add_func ("/base/boot-clock/due", test_due);
  g_test_add_func ("/base/boot-clock/past", test_past);
  g_test_add_func ("/base/boot-clock/removed", test_removed);

  return g_test_run ();
}
