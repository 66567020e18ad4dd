/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "fault-run.h"

#include <stdio.h>
#include <unistd.h>

#include "bedside-watchdog.h"
#include "fault-clock.h"

/* A turn that takes longer is a hang. */
#define HANG (2 * G_TIME_SPAN_SECOND)

void
fault_run (const char *text,
           guint       seed,
           FaultBody   body,
           gpointer    data)
{
  g_autoptr(BedsideWatchdog) watchdog = bedside_watchdog_new ();
  BedsideWatchdogFigures figures;
  FaultWorld world = { 0 };
  gint64 start = fault_clock_get_real ();
  gboolean good;

  g_random_set_seed (seed);
  world.random = g_rand_new_with_seed (seed);
  bedside_watchdog_attach (watchdog, NULL);
  fault_world_set_up (&world);
  if (world.problem->len == 0)
    body (&world, data);
  bedside_watchdog_get_figures (watchdog, &figures);
  if (figures.worst > HANG)
    fault_world_fail (&world, "a turn of the main loop took %u ms", figures.worst / 1000);
  good = world.problem->len == 0;
  printf ("%s %s %u %u %u %u %u %s\n", text, good ? "ok" : "failed", world.lost, world.doubled, world.struck,
          figures.worst / 1000, (guint) ((fault_clock_get_real () - start) / 1000),
          good && world.note ? world.note : world.problem->str);
  fflush (stdout);
  if (!good)
    _exit (1);
  fault_world_tear_down (&world);
  bedside_watchdog_detach (watchdog);
  g_rand_free (world.random);
}
