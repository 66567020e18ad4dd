/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The whole program on a given profile folder, as main.c builds it; only the secrets come from the environment instead
 * of the keyring: bench-app MODE FOLDER ... It prints "label: number unit" lines, which the parts (pN_name.py) read,
 * and at its end how many turns of the main loop took over 50 ms from the window's first frame on, and the longest one.
 */

#define G_LOG_DOMAIN "bedside-bench-app"

#include "app.h"

#include "config.h"

#include <stdlib.h>

#include "bedside-conversation-row.h"
#include "clock.h"
#include "objects.h"
#include "secrets.h"

static const BenchMode modes[] = {
  { "first-frame", bench_first_frame_run, NULL },
  { "idle", bench_idle_run, NULL },
  { "lists", bench_lists_run, NULL },
  { "message", bench_message_run, NULL },
  { "scroll", bench_scroll_run, NULL },
  { "soak", bench_soak_run, bench_objects_start },
  { "sync", bench_sync_run, NULL },
};

void
bench_app_note_turns (BenchApp   *self,
                      const char *what)
{
  BedsideWatchdogFigures figures;

  bedside_watchdog_get_figures (self->watchdog, &figures);
  if (what != NULL)
    g_print ("%s: %" G_GUINT64_FORMAT " turns, p50 %.2f ms, p99 %.2f ms, worst %.2f ms\n", what, figures.count,
             figures.p50 / 1000.0, figures.p99 / 1000.0, figures.worst / 1000.0);
  self->over += (guint) figures.over;
  self->worst = MAX (self->worst, figures.worst);
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
  BedsideSession *session = bedside_account_get_session (self->account);
  int covered = 0;
  guint rows = 0;

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
    if (gtk_widget_get_mapped (item))
      {
        covered += gtk_widget_get_allocated_height (item);
        rows++;
      }

  /* A small practice does not fill it. */
  return covered > 0 && (covered >= gtk_widget_get_allocated_height (GTK_WIDGET (self->list)) ||
                         rows == g_list_model_get_n_items (bedside_session_get_conversations (session)));
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

/* As main.c does. */
static void
on_starting (BenchApp *self)
{
  bedside_account_start_ahead (self->account, BEDSIDE_SECRETS (self->secrets));
}

static void
on_seen (BenchApp *self)
{
  self->outside = bedside_outside_new (G_APPLICATION (self->application), BEDSIDE_APP_ID,
                                       bedside_application_get_preferences (self->application),
                                       bedside_application_get_presence (self->application));
  bedside_outside_set_lock (self->outside, self->lock);
  g_object_bind_property (self->account, "session", self->outside, "session", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->application, "attention", self->outside, "attention", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->application, "ending", G_CALLBACK (bedside_outside_close), self->outside,
                           G_CONNECT_SWAPPED);
}

static void
on_lock_read (BenchApp *self)
{
  g_signal_handlers_disconnect_by_func (self->lock, on_lock_read, self);
  bedside_account_start (self->account);
}

static void
on_startup (BenchApp *self)
{
  BedsidePreferences *preferences = bedside_application_get_preferences (self->application);
  g_autoptr(BedsideBackground) background =
    bedside_background_new (g_application_get_dbus_connection (G_APPLICATION (self->application)));

  self->lock = bedside_lock_new (BEDSIDE_SECRETS (self->secrets), preferences);
  bedside_lock_start (self->lock, TRUE);
  bedside_lock_follow (self->lock, self->account);
  bedside_application_set_lock (self->application, self->lock);
  bedside_application_set_background (self->application, background);
  bedside_application_set_account (self->application, self->account);
  g_signal_connect_swapped (self->lock, "read", G_CALLBACK (on_lock_read), self);
}

/* P8 is about what the person can feel: nothing before there is a window to be seen. */
static void
on_after_paint (GdkFrameClock *clock,
                BenchApp      *self)
{
  g_signal_handlers_disconnect_by_func (clock, on_after_paint, self);
  bedside_watchdog_attach (self->watchdog, NULL);
}

static void
on_realize (GtkWidget *window,
            BenchApp  *self)
{
  g_signal_connect_after (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_after_paint), self);
}

static void
on_window_added (BenchApp  *self,
                 GtkWindow *window)
{
  if (self->window != NULL)
    return;

  self->window = window;
  g_signal_connect (window, "realize", G_CALLBACK (on_realize), self);
  self->mode->run (self);
}

static void
clear (BenchApp *self)
{
  bench_app_note_turns (self, NULL);
  bedside_watchdog_detach (self->watchdog);
  g_clear_object (&self->watchdog);
  g_clear_object (&self->outside);
  g_clear_object (&self->lock);
  g_clear_object (&self->account);
  g_clear_object (&self->application);
  g_clear_object (&self->secrets);
}

int
main (int    argc,
      char **argv)
{
  BenchApp app = { 0 };
  int status;

  for (guint i = 0; i < G_N_ELEMENTS (modes); i++)
    if (argc > 2 && g_str_equal (argv[1], modes[i].name))
      app.mode = &modes[i];
  if (app.mode == NULL)
    g_error ("Usage: bench-app MODE FOLDER ...");

  if (app.mode->prepare != NULL)
    app.mode->prepare ();
  app.arguments = argv + 3;
  app.secrets = bedside_memory_secrets_new ();
  keep_secret (&app, BEDSIDE_SECRET_SIGN_IN, BENCH_SIGN_IN);
  keep_secret (&app, BEDSIDE_SECRET_CACHE_KEY, BENCH_CACHE_KEY);
  app.account = bedside_account_new (BEDSIDE_SECRETS (app.secrets), argv[2]);
  app.watchdog = bedside_watchdog_new ();
  app.application = bedside_application_new ();
  g_application_set_flags (G_APPLICATION (app.application), G_APPLICATION_NON_UNIQUE);
  g_signal_connect_swapped (app.application, "starting", G_CALLBACK (on_starting), &app);
  g_signal_connect_swapped (app.application, "seen", G_CALLBACK (on_seen), &app);
  g_signal_connect_swapped (app.application, "startup", G_CALLBACK (on_startup), &app);
  g_signal_connect_swapped (app.application, "window-added", G_CALLBACK (on_window_added), &app);
  status = g_application_run (G_APPLICATION (app.application), 1, argv);

  clear (&app);
  /* Of P8. */
  g_print ("turns over 50 ms: %u\n", app.over);
  g_print ("worst turn: %.2f ms\n", app.worst / 1000.0);

  return status;
}
