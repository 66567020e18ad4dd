/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Start with stored conversations against the start of an empty window, in turns on one screen:
 *
 *   first-frame BENCH-APP BENCH-FLOOR [CONVERSATIONS [PATIENTS [RUNS]]]
 *
 * From the start of the process to the end of the frame that shows a full screen of the list. The profile is made by
 * a first sync in the window; then the server is gone. Fails if the ratio is over 2, or a turn of the main loop, from
 * the window's first frame on, over 50 ms.
 */

#define G_LOG_DOMAIN "bedside-bench-first-frame"

#include <stdlib.h>
#include <string.h>

#include "driver.h"

#define GOAL 2.0

typedef struct {
  GArray *wall;   /* (owned) (element-type double): from the start of the process */
  GArray *cpu;    /* (owned) (element-type double): of the main thread, from main() */
} Series;

static void
series_init (Series *self)
{
  self->wall = g_array_new (FALSE, FALSE, sizeof (double));
  self->cpu = g_array_new (FALSE, FALSE, sizeof (double));
}

static void
series_clear (Series *self)
{
  g_array_unref (self->wall);
  g_array_unref (self->cpu);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Series, series_clear)

static gboolean
measure (BenchDriver        *driver,
         const char * const *arguments,
         Series             *series,
         double             *later)
{
  gboolean succeeded = FALSE;
  double seen;
  g_autofree char *output = bench_driver_run (driver, arguments, "first frame:", &seen, &succeeded);
  double cpu = bench_read_number (strstr (output, "first frame:"), "wall, ");

  if (g_getenv ("BENCH_VERBOSE"))
    g_print ("%s", output);
  g_array_append_val (series->wall, seen);
  g_array_append_val (series->cpu, cpu);
  *later = MAX (*later, bench_read_number (output, "worst turn "));

  return succeeded;
}

static gboolean
compare (BenchDriver *driver,
         const char  *floor_path,
         guint        runs)
{
  const char *floor_arguments[] = { floor_path, NULL };
  const char *app_arguments[] = { driver->app, "first-frame", driver->practice.folder, NULL };
  g_auto(Series) floor = { NULL };
  g_auto(Series) app = { NULL };
  double unused = 0, later = 0;
  gboolean good = TRUE;

  series_init (&floor);
  series_init (&app);
  for (guint i = 0; i < runs; i++)
    {
      good = measure (driver, floor_arguments, &floor, &unused) && good;
      good = measure (driver, app_arguments, &app, &later) && good;
    }

  double ratio = bench_get_median (app.wall) / bench_get_median (floor.wall);

  bench_print_line ("empty window, first frame", floor.wall);
  bench_print_line ("stored conversations, first full screen", app.wall);
  g_print ("ratio %.2f (goal %.1f); of the main thread's CPU time %.2f (%.1f ms against %.1f ms)\n", ratio, GOAL,
           bench_get_median (app.cpu) / bench_get_median (floor.cpu), bench_get_median (app.cpu),
           bench_get_median (floor.cpu));
  g_print ("longest turn from the window's first frame on: %.1f ms\n", later);

  return good && ratio <= GOAL;
}

static guint
get_number (int     argc,
            char  **argv,
            int     index,
            guint   otherwise)
{
  return argc > index ? (guint) atoi (argv[index]) : otherwise;
}

int
main (int    argc,
      char **argv)
{
  BenchDriver driver = { 0 };
  guint conversations = get_number (argc, argv, 3, 1000);
  guint patients = get_number (argc, argv, 4, conversations);
  gboolean good;

  if (argc < 3)
    g_error ("Usage: first-frame BENCH-APP BENCH-FLOOR [CONVERSATIONS [PATIENTS [RUNS]]]");

  bench_driver_set_up (&driver, argv[1]);
  bench_driver_add_patients (&driver, 0, conversations, TRUE);
  bench_driver_add_patients (&driver, conversations, patients, FALSE);
  good = bench_driver_sync (&driver);
  bedside_demo_server_stop (driver.practice.server);
  good = compare (&driver, argv[2], get_number (argc, argv, 5, 9)) && good;
  bench_driver_tear_down (&driver);

  return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
