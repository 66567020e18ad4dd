/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * From main() to the end of the frame that shows a full screen of the list, and the longest turn of the main loop from
 * the window's first frame until a while after.
 */

#define G_LOG_DOMAIN "bedside-bench-first-frame"

#include "app.h"

#include <stdlib.h>

/* Whatever the program puts off until something is seen, in ms. */
#define AFTERMATH 700

typedef struct {
  BenchApp *app;
  guint     frames;
  gboolean  seen;
} FirstFrame;

static gboolean
finish (gpointer user_data)
{
  BenchApp *app = user_data;
  BedsideWatchdogFigures figures;

  bedside_watchdog_get_figures (app->watchdog, &figures);
  g_print ("later: worst turn %.1f ms\n", figures.worst / 1000.0);
  if (figures.over > 0)
    app->failed = TRUE;
  bench_app_quit (app);

  return G_SOURCE_REMOVE;
}

static void
on_after_paint (GdkFrameClock *clock,
                FirstFrame    *self)
{
  double cpu = bench_get_thread_cpu (), all = bench_get_process_cpu ();
  double wall = (g_get_monotonic_time () - self->app->started) / 1000.0;

  if (self->seen)
    return;
  if (self->frames++ == 0)
    {
      g_print ("any frame: %.1f ms wall, %.1f ms cpu\n", wall, cpu);
      bedside_watchdog_attach (self->app->watchdog, NULL);
    }
  if (!bench_app_is_list_full (self->app))
    return;

  self->seen = TRUE;
  g_print ("first frame: %.1f ms wall, %.1f ms cpu, %.1f ms cpu of all threads, %u frames\n", wall, cpu, all,
           self->frames);
  g_timeout_add (*self->app->arguments != NULL ? atoi (*self->app->arguments) : AFTERMATH, finish, self->app);
}

static void
on_realize (GtkWidget  *window,
            FirstFrame *self)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_after_paint), self);
}

void
bench_first_frame_run (BenchApp *app)
{
  static FirstFrame self;

  self.app = app;
  g_signal_connect (app->window, "realize", G_CALLBACK (on_realize), &self);
}
