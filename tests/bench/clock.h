/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>
#include <string.h>
#include <time.h>

/* In ms; CPU time counts from the start of the process. */
static inline double
bench_get_clock (clockid_t clock)
{
  struct timespec now = { 0 };

  clock_gettime (clock, &now);

  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static inline double
bench_get_thread_cpu (void)
{
  return bench_get_clock (CLOCK_THREAD_CPUTIME_ID);
}

static inline double
bench_get_process_cpu (void)
{
  return bench_get_clock (CLOCK_PROCESS_CPUTIME_ID);
}

/* Since the process was started, as bench.py says in the environment. */
static inline double
bench_get_wall (void)
{
  const char *started = g_getenv ("BENCH_STARTED");

  return (g_get_monotonic_time () - (started != NULL ? g_ascii_strtoll (started, NULL, 10) : 0)) / 1e3;
}

/* What the process holds, as the kernel counts it: all that is resident, and what no other process shares. */
static inline void
bench_print_memory (const char *when)
{
  g_autofree char *text = NULL;
  const char *const names[][2] = { { "Rss:", "rss" }, { "Private_Dirty:", "private dirty" } };

  if (!g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL))
    g_error ("The kernel does not say how much memory there is");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *found = g_strstr_len (text, -1, names[i][0]);

      g_print ("%s %s: %.0f KiB\n", when, names[i][1],
               found != NULL ? g_ascii_strtod (found + strlen (names[i][0]), NULL) : -1);
    }
}
