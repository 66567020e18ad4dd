/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A first sync in the window: bench-app sync FOLDER SERVER USER PASSWORD [COUNT]. Prints, each counted from when the
 * login was answered and Bedside begins to ask for conversations, when the first frame is done that shows a full
 * screen of the list, and the first one after everything was stored; then the turns of the main loop and the secrets,
 * so that the profile can be opened again. COUNT: there are so many conversations.
 */

#define G_LOG_DOMAIN "bedside-bench-sync"

#include "app.h"

#include <stdlib.h>

#include "bedside-conversation-row.h"
#include "bedside-session-private.h"
#include "clock.h"

#define LIMIT_SECONDS 120

typedef struct {
  BenchApp *app;
  guint     count;    /* of conversations; 0: not known */
  gint64    pressed;  /* Sign In; 0: not yet */
  gint64    asked;    /* 0: not yet */
  gboolean  painted;
  gboolean  stored;   /* what came until it was online */
  gboolean  whole;
  guint     secrets;  /* printed */
} Sync;

static double
get_ms_since (gint64 then)
{
  return (g_get_monotonic_time () - then) / 1000.0;
}

static void
on_secret (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Sync *self = user_data;
  g_autofree char *text = bedside_secrets_lookup_finish (BEDSIDE_SECRETS (object), result, NULL);

  g_print ("secret: %s\n", text);
  if (++self->secrets == 2)
    bench_app_quit (self->app);
}

/* How many rows one sees that say whom they are about. */
static guint
count_rows (Sync *self)
{
  guint count = 0;

  if (self->app->list == NULL)
    return 0;
  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->app->list));
       item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_mapped (item) ? bench_app_find (item, BEDSIDE_TYPE_CONVERSATION_ROW) : NULL;
      BedsideConversation *conversation = NULL;

      if (row == NULL)
        continue;
      conversation = bedside_conversation_row_get_conversation (BEDSIDE_CONVERSATION_ROW (row));
      if (conversation == NULL)
        continue;
      if (bedside_conversation_get_patient (conversation) == NULL)
        return 0;
      count++;
    }

  return count;
}

static gboolean
is_usable (Sync *self)
{
  gboolean is_full = bench_app_is_list_full (self->app);
  guint count = count_rows (self);

  return count > 0 && (is_full || count == self->count);
}

static gboolean
is_whole (Sync *self)
{
  BedsideSession *session = bedside_account_get_session (self->app->account);

  return self->stored && bedside_session_get_connection (session) == BEDSIDE_CONNECTION_ONLINE &&
         g_list_model_get_n_items (bedside_session_get_conversations (session)) >= self->count;
}

static void
on_after_paint (GdkFrameClock *clock,
                Sync          *self)
{
  if (self->asked == 0 || self->whole || !is_usable (self))
    return;

  if (!self->painted)
    {
      self->painted = TRUE;
      g_print ("first paint: %.1f ms\n", get_ms_since (self->asked));
    }
  if (!is_whole (self))
    return;

  self->whole = TRUE;
  g_print ("whole: %.1f ms\n", get_ms_since (self->asked));
  g_print ("cpu: %.2f ms\n", bench_get_thread_cpu ());
  g_print ("cpu of all threads: %.2f ms\n", bench_get_process_cpu ());
  bench_app_note_turns (self->app, "first sync in the window");
  bedside_secrets_lookup_async (BEDSIDE_SECRETS (self->app->secrets), BEDSIDE_SECRET_SIGN_IN, NULL, on_secret, self);
  bedside_secrets_lookup_async (BEDSIDE_SECRETS (self->app->secrets), BEDSIDE_SECRET_CACHE_KEY, NULL, on_secret, self);
}

/* What tells that it is there may be a frame of its own, or not. */
static void
on_stored (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  Sync *self = user_data;
  g_autoptr(GError) error = NULL;

  if (!bedside_session_flush_finish (BEDSIDE_SESSION (object), result, &error))
    g_error ("Not stored: %s", error->message);
  self->stored = TRUE;
  gtk_widget_queue_draw (GTK_WIDGET (self->app->window));
}

static void
on_connection (Sync *self)
{
  BedsideSession *session = bedside_account_get_session (self->app->account);

  if (session != NULL && bedside_session_get_connection (session) == BEDSIDE_CONNECTION_ONLINE)
    bedside_session_flush_async (session, on_stored, self);
}

static void
on_session (Sync *self)
{
  BedsideSession *session = bedside_account_get_session (self->app->account);

  if (session == NULL || self->asked != 0)
    return;

  self->asked = g_get_monotonic_time ();
  g_print ("signed in: %.1f ms\n", get_ms_since (self->pressed));
  g_signal_connect_swapped (session, "notify::connection", G_CALLBACK (on_connection), self);
}

static gboolean
on_limit (gpointer user_data)
{
  g_error ("Not online within %d s", LIMIT_SECONDS);

  return G_SOURCE_REMOVE;
}

static gboolean
sign_in (gpointer user_data)
{
  Sync *self = user_data;
  char **arguments = self->app->arguments;

  if (bedside_account_get_state (self->app->account) != BEDSIDE_ACCOUNT_STATE_SIGNED_OUT)
    return G_SOURCE_CONTINUE;

  self->pressed = g_get_monotonic_time ();
  bench_app_note_turns (self->app, NULL);
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (self->app->window)), "after-paint",
                    G_CALLBACK (on_after_paint), self);
  g_signal_connect_swapped (self->app->account, "notify::session", G_CALLBACK (on_session), self);
  bedside_account_sign_in_async (self->app->account, arguments[0], arguments[1], arguments[2], NULL, NULL, NULL);
  g_timeout_add_seconds (LIMIT_SECONDS, on_limit, NULL);

  return G_SOURCE_REMOVE;
}

void
bench_sync_run (BenchApp *app)
{
  static Sync self;

  if (g_strv_length (app->arguments) < 3)
    g_error ("Usage: bench-app sync FOLDER SERVER USER PASSWORD [COUNT]");
  self.app = app;
  self.count = app->arguments[3] != NULL ? atoi (app->arguments[3]) : 0;
  /* The sign-in page is there by then. */
  g_timeout_add (1000, sign_in, &self);
}
