/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-await.h"
#include "bedside-symbols.h"
#include "bedside-watchdog.h"

#include <time.h>

#define DOMAIN "bedside-watchdog"

static double
get_cpu_time (void)
{
  struct timespec now = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static void
burn (double seconds)
{
  double end = get_cpu_time () + seconds;

  while (get_cpu_time () < end)
    ;
}

/* Static, as nearly all callbacks are. */
static gboolean
planted_turn (gpointer data)
{
  burn (0.08);
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
sleeping_turn (gpointer data)
{
  /* lint: allow sleep, because waiting must not count as work. */
  g_usleep (120 * 1000);
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
short_turn (gpointer data)
{
  burn (0.003);
  (*(guint *) data)++;
  return *(guint *) data < 20 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
set_done (gpointer data)
{
  *(gboolean *) data = TRUE;
}

/* A turn ends when the next one begins: two, so that at least one is measured. */
static void
spin (void)
{
  for (int i = 0; i < 2; i++)
    {
      gboolean done = FALSE;

      g_idle_add_once (set_done, &done);
      bedside_await (done, 5);
    }
}

static void
test_long_turn (void)
{
  g_autoptr(BedsideWatchdog) watchdog = bedside_watchdog_new ();
  BedsideWatchdogFigures figures;
  gboolean done = FALSE;

  bedside_watchdog_attach (watchdog, NULL);
  g_test_expect_message (DOMAIN, G_LOG_LEVEL_MESSAGE, "A turn*ms of CPU time; in it: *burn < planted_turn*");
  g_idle_add (planted_turn, &done);
  bedside_await (done, 5);
  spin ();
  g_test_assert_expected_messages ();

  bedside_watchdog_get_figures (watchdog, &figures);
  g_assert_cmpuint (figures.over, ==, 1);
  g_assert_cmpuint (figures.worst, >=, 80 * 1000);
  g_assert_cmpuint (figures.worst, <, 1000 * 1000);
}

static void
test_sleeping_turn (void)
{
  g_autoptr(BedsideWatchdog) watchdog = bedside_watchdog_new ();
  BedsideWatchdogFigures figures;
  gboolean done = FALSE;

  bedside_watchdog_attach (watchdog, NULL);
  g_idle_add (sleeping_turn, &done);
  bedside_await (done, 5);
  spin ();

  bedside_watchdog_get_figures (watchdog, &figures);
  g_assert_cmpuint (figures.count, >, 0);
  g_assert_cmpuint (figures.over, ==, 0);
  g_assert_cmpuint (figures.worst, <, BEDSIDE_WATCHDOG_LIMIT);
}

static void
test_short_turns (void)
{
  g_autoptr(BedsideWatchdog) watchdog = bedside_watchdog_new ();
  BedsideWatchdogFigures figures;
  guint turns = 0, burnt = 0;

  bedside_watchdog_attach (watchdog, NULL);
  g_idle_add (short_turn, &turns);
  bedside_await (turns == 20, 10);
  spin ();

  g_autoptr(GArray) times = bedside_watchdog_dup_turns (watchdog);
  for (guint i = 0; i < times->len; i++)
    burnt += g_array_index (times, guint, i) >= 3000;
  g_assert_cmpuint (burnt, >=, 20);

  bedside_watchdog_get_figures (watchdog, &figures);
  g_assert_cmpuint (figures.count, ==, times->len);
  g_assert_cmpuint (figures.p50, >=, 3000);
  g_assert_cmpuint (figures.p99, >=, figures.p50);
  g_assert_cmpuint (figures.worst, >=, figures.p99);
  g_assert_cmpuint (figures.over, ==, 0);
}

static void
test_reset (void)
{
  g_autoptr(BedsideWatchdog) watchdog = bedside_watchdog_new ();
  BedsideWatchdogFigures figures;

  bedside_watchdog_attach (watchdog, NULL);
  spin ();
  bedside_watchdog_get_figures (watchdog, &figures);
  g_assert_cmpuint (figures.count, >, 0);

  bedside_watchdog_reset (watchdog);
  bedside_watchdog_get_figures (watchdog, &figures);
  g_assert_cmpuint (figures.count, ==, 0);
  g_assert_cmpuint (figures.worst, ==, 0);

  spin ();
  bedside_watchdog_get_figures (watchdog, &figures);
  g_assert_cmpuint (figures.count, >, 0);
}

/* What burns before reset() in the same turn is not measured after it. */
static void
test_reset_in_turn (void)
{
  g_autoptr(BedsideWatchdog) watchdog = bedside_watchdog_new ();
  BedsideWatchdogFigures figures;

  bedside_watchdog_attach (watchdog, NULL);
  spin ();
  burn (0.06);
  bedside_watchdog_reset (watchdog);
  spin ();

  bedside_watchdog_get_figures (watchdog, &figures);
  g_assert_cmpuint (figures.over, ==, 0);
}

static void
test_detach (void)
{
  GPollFunc before = g_main_context_get_poll_func (NULL);
  BedsideWatchdog *watchdog = bedside_watchdog_new ();
  BedsideWatchdogFigures first, second;

  bedside_watchdog_attach (watchdog, NULL);
  g_assert_true (g_main_context_get_poll_func (NULL) != before);
  spin ();
  bedside_watchdog_detach (watchdog);
  g_assert_true (g_main_context_get_poll_func (NULL) == before);

  bedside_watchdog_get_figures (watchdog, &first);
  spin ();
  bedside_watchdog_get_figures (watchdog, &second);
  g_assert_cmpuint (first.count, ==, second.count);

  /* Again, and disposing of it detaches it, too. */
  bedside_watchdog_attach (watchdog, NULL);
  g_assert_finalize_object (watchdog);
  g_assert_true (g_main_context_get_poll_func (NULL) == before);
  spin ();
}

static void
test_two_watchdogs (void)
{
  g_autoptr(BedsideWatchdog) first = bedside_watchdog_new ();
  g_autoptr(BedsideWatchdog) second = bedside_watchdog_new ();

  bedside_watchdog_attach (first, NULL);
  g_test_expect_message (DOMAIN, G_LOG_LEVEL_CRITICAL, "*watchdog_of_thread == NULL*");
  bedside_watchdog_attach (second, NULL);
  g_test_assert_expected_messages ();
  spin ();
}

static void
test_symbols (void)
{
  g_autoptr(BedsideSymbols) symbols = bedside_symbols_new ();
  g_autofree char *own_static = bedside_symbols_dup_name (symbols, planted_turn);
  g_autofree char *own = bedside_symbols_dup_name (symbols, bedside_watchdog_new);
  g_autofree char *library = bedside_symbols_dup_name (symbols, g_get_monotonic_time);
  g_autofree char *nothing = bedside_symbols_dup_name (symbols, GINT_TO_POINTER (0x10));

  g_assert_cmpstr (own_static, ==, "planted_turn");
  g_assert_cmpstr (own, ==, "bedside_watchdog_new");
  g_assert_cmpstr (library, ==, "g_get_monotonic_time");
  g_assert_cmpstr (nothing, ==, "0x10");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/watchdog/long-turn-is-logged", test_long_turn);
  g_test_add_func ("/base/watchdog/sleeping-turn-is-not", test_sleeping_turn);
  g_test_add_func ("/base/watchdog/short-turns-are-measured", test_short_turns);
  g_test_add_func ("/base/watchdog/reset", test_reset);
  g_test_add_func ("/base/watchdog/reset-in-a-turn", test_reset_in_turn);
  g_test_add_func ("/base/watchdog/detach", test_detach);
  g_test_add_func ("/base/watchdog/two-in-one-thread", test_two_watchdogs);
  g_test_add_func ("/base/symbols/names", test_symbols);

  return g_test_run ();
}
