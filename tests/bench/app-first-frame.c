/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * bench-app first-frame FOLDER: from the start of the process to the end of the frame that shows a full screen of the
 * list. It ends a while after, so that what has been put off is among the turns of the main loop.
 */

#define G_LOG_DOMAIN "bedside-bench-first-frame"

#include "app.h"

#include "clock.h"

/* ms */
#define AFTERMATH 700

typedef struct {
  BenchApp *app;
  guint     frames;
  gboolean  seen;
} FirstFrame;

static gboolean
finish (gpointer user_data)
{
  bench_app_quit (user_data);

  return G_SOURCE_REMOVE;
}

static void
on_after_paint (GdkFrameClock *clock,
                FirstFrame    *self)
{
  double cpu = bench_get_thread_cpu (), all = bench_get_process_cpu (), wall = bench_get_wall ();

  if (self->seen)
    return;
  if (self->frames++ == 0)
    {
      g_print ("any frame: %.1f ms\n", wall);
      g_print ("any frame cpu: %.2f ms\n", cpu);
    }
  if (!bench_app_is_list_full (self->app))
    return;

  self->seen = TRUE;
  g_print ("first frame: %.1f ms\n", wall);
  g_print ("cpu: %.2f ms\n", cpu);
  g_print ("cpu of all threads: %.2f ms\n", all);
  g_print ("frames: %u\n", self->frames);
  g_timeout_add (AFTERMATH, finish, self->app);
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
