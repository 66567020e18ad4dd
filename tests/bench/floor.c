/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The least that a program with our libraries takes: an empty window with a header bar. Prints the milliseconds from
 * main() to the end of its first frame, wall clock and CPU time of the thread, and ends.
 */

#define G_LOG_DOMAIN "bedside-bench-floor"

#include <adwaita.h>
#include <time.h>

typedef struct {
  gint64          wall;
  struct timespec cpu;
} Start;

static double
get_cpu_since (const Start *start)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (now.tv_sec - start->cpu.tv_sec) * 1e3 + (now.tv_nsec - start->cpu.tv_nsec) / 1e6;
}

static void
after_paint_cb (GdkFrameClock *clock,
                Start         *start)
{
  g_print ("first frame: %.1f ms wall, %.1f ms cpu\n", (g_get_monotonic_time () - start->wall) / 1e3,
           get_cpu_since (start));
  g_application_quit (g_application_get_default ());
}

static void
activate_cb (AdwApplication *application,
             Start          *start)
{
  GtkWidget *window = adw_application_window_new (GTK_APPLICATION (application));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), gtk_label_new ("Nothing"));
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 900, 700);
  gtk_widget_realize (window);
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (after_paint_cb), start);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(AdwApplication) application = NULL;
  Start start = { g_get_monotonic_time (), { 0 } };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &start.cpu);
  application = adw_application_new ("org.bedside.Bedside.Floor", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &start);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
