/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The least that a program with our libraries takes: an empty window with a header bar. Prints the milliseconds from
 * the start of the process to the end of its first frame, wall clock and CPU time of the thread, and ends; or it stays
 * open for a while, and prints its memory and its CPU time meanwhile: bench-floor [SECONDS].
 */

#define G_LOG_DOMAIN "bedside-bench-floor"

#include <adwaita.h>
#include <stdlib.h>

#include "clock.h"

/* ms: as in app-idle.c. */
#define SETTLING 2000

typedef struct {
  guint   seconds;   /* to stay; 0: not at all */
  guint   frames;
  double  cpu;       /* when the idle time began */
} Floor;

static gboolean
end_cb (gpointer user_data)
{
  Floor *self = user_data;

  g_print ("idle cpu: %.3f ms\n", bench_get_process_cpu () - self->cpu);
  g_application_quit (g_application_get_default ());

  return G_SOURCE_REMOVE;
}

static gboolean
settled_cb (gpointer user_data)
{
  Floor *self = user_data;

  bench_print_memory ("memory");
  self->cpu = bench_get_process_cpu ();
  g_timeout_add_seconds (self->seconds, end_cb, self);

  return G_SOURCE_REMOVE;
}

static void
after_paint_cb (GdkFrameClock *clock,
                Floor         *self)
{
  if (self->frames++ > 0)
    return;

  g_print ("first frame: %.1f ms\n", bench_get_wall ());
  g_print ("cpu: %.2f ms\n", bench_get_thread_cpu ());
  if (self->seconds == 0)
    g_application_quit (g_application_get_default ());
  else
    g_timeout_add (SETTLING, settled_cb, self);
}

static void
activate_cb (AdwApplication *application,
             Floor          *self)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), gtk_label_new ("Nothing"));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 900, 700);
  gtk_widget_realize (window);
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (after_paint_cb), self);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  Floor self = { argc > 1 ? (guint) atoi (argv[1]) : 0 };
  g_autoptr(AdwApplication) application = adw_application_new ("org.bedside.Bedside.Floor", G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &self);

  return g_application_run (G_APPLICATION (application), 1, argv);
}
