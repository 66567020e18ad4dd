/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The whole program on a given profile folder, as main.c builds it; only the secrets come from the environment instead
 * of the keyring: bench-app MODE FOLDER ... The programs beside it start it and read what it prints.
 */

#define G_LOG_DOMAIN "bedside-bench-app"

#include "app.h"

#include <stdlib.h>
#include <time.h>

#include "bedside-conversation-row.h"
#include "secrets.h"

static const BenchMode modes[] = {
  { "first-frame", bench_first_frame_run },
  { "sync", bench_sync_run },
};

static double
get_clock (clockid_t clock)
{
  struct timespec now = { 0 };

  clock_gettime (clock, &now);

  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

double
bench_get_thread_cpu (void)
{
  return get_clock (CLOCK_THREAD_CPUTIME_ID);
}

double
bench_get_process_cpu (void)
{
  return get_clock (CLOCK_PROCESS_CPUTIME_ID);
}

void
bench_app_report (BenchApp   *self,
                  const char *what)
{
  BedsideWatchdogFigures figures;

  bedside_watchdog_get_figures (self->watchdog, &figures);
  g_print ("%-44s n %6" G_GUINT64_FORMAT "   p50 %6.2f ms   p99 %6.2f ms   worst %6.2f ms\n", what, figures.count,
           figures.p50 / 1000.0, figures.p99 / 1000.0, figures.worst / 1000.0);
  if (figures.over > 0)
    self->failed = TRUE;
  bedside_watchdog_reset (self->watchdog);
}

void
bench_app_quit (BenchApp *self)
{
  gtk_window_close (self->window);
}

gpointer
bench_app_find (gpointer root,
                GType    type)
{
  if (!gtk_widget_get_visible (root))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (root), type))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = bench_app_find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

gboolean
bench_app_is_list_full (BenchApp *self)
{
  int covered = 0;

  if (self->list == NULL)
    {
      GtkWidget *row = bench_app_find (self->window, BEDSIDE_TYPE_CONVERSATION_ROW);

      if (row == NULL)
        return FALSE;
      self->list = GTK_LIST_VIEW (gtk_widget_get_ancestor (row, GTK_TYPE_LIST_VIEW));
    }

  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->list));
       item != NULL;
       item = gtk_widget_get_next_sibling (item))
    covered += gtk_widget_get_mapped (item) ? gtk_widget_get_allocated_height (item) : 0;

  return covered > 0 && covered >= gtk_widget_get_allocated_height (GTK_WIDGET (self->list));
}

static gboolean
on_time (gpointer user_data)
{
  gboolean *over = user_data;

  *over = TRUE;

  return G_SOURCE_REMOVE;
}

void
bench_app_settle (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, on_time, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

static void
keep_secret (BenchApp      *self,
             BedsideSecret  secret,
             const char    *variable)
{
  const char *value = g_getenv (variable);

  if (value != NULL)
    bedside_secrets_store_async (BEDSIDE_SECRETS (self->secrets), secret, value, NULL, NULL, NULL);
}

static void
on_startup (BenchApp *self)
{
  bedside_application_set_account (self->application, self->account);
  bedside_account_start (self->account);
}

static void
on_window_added (BenchApp  *self,
                 GtkWindow *window)
{
  if (self->window != NULL)
    return;

  self->window = window;
  self->mode->run (self);
}

int
main (int    argc,
      char **argv)
{
  BenchApp app = { .started = g_get_monotonic_time () };
  int status;

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (argc > 2 && g_str_equal (argv[1], modes[i].name))
      app.mode = &modes[i];
  if (app.mode == NULL)
    g_error ("Usage: bench-app MODE FOLDER ...");

  app.arguments = argv + 3;
  app.secrets = bedside_memory_secrets_new ();
  keep_secret (&app, BEDSIDE_SECRET_SIGN_IN, BENCH_SIGN_IN);
  keep_secret (&app, BEDSIDE_SECRET_CACHE_KEY, BENCH_CACHE_KEY);
  app.account = bedside_account_new (BEDSIDE_SECRETS (app.secrets), argv[2]);
  app.watchdog = bedside_watchdog_new ();
  app.application = bedside_application_new ();
  g_application_set_flags (G_APPLICATION (app.application), G_APPLICATION_NON_UNIQUE);
  g_signal_connect_swapped (app.application, "startup", G_CALLBACK (on_startup), &app);
  g_signal_connect_swapped (app.application, "window-added", G_CALLBACK (on_window_added), &app);
  status = g_application_run (G_APPLICATION (app.application), 1, argv);

  bedside_watchdog_detach (app.watchdog);
  g_clear_object (&app.watchdog);
  g_clear_object (&app.account);
  g_clear_object (&app.application);
  g_clear_object (&app.secrets);

  return app.failed ? EXIT_FAILURE : status;
}
