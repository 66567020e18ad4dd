/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * A first sync in the window: bench-app sync FOLDER SERVER USER PASSWORD. Prints the turns of the main loop and the
 * secrets, so that the profile can be opened again.
 */

#define G_LOG_DOMAIN "bedside-bench-sync"

#include "app.h"

#include "clock.h"

#define LIMIT_SECONDS 120

typedef struct {
  BenchApp *app;
  gint64    since;    /* when the person pressed Sign In */
  guint     secrets;  /* printed */
} Sync;

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

static gboolean
check (gpointer user_data)
{
  Sync *self = user_data;
  BedsideSession *session = bedside_account_get_session (self->app->account);
  gint64 now = g_get_monotonic_time ();

  if (now - self->since > LIMIT_SECONDS * G_USEC_PER_SEC)
    g_error ("Not online within %d s", LIMIT_SECONDS);
  if (session == NULL || bedside_session_get_connection (session) != BEDSIDE_CONNECTION_ONLINE ||
      !bench_app_is_list_full (self->app))
    return G_SOURCE_CONTINUE;

  g_print ("conversations: %u\n", g_list_model_get_n_items (bedside_session_get_conversations (session)));
  g_print ("first sync: %.1f ms\n", (now - self->since) / 1000.0);
  g_print ("cpu: %.2f ms\n", bench_get_thread_cpu ());
  bench_app_note_turns (self->app, "first sync in the window");
  bedside_secrets_lookup_async (BEDSIDE_SECRETS (self->app->secrets), BEDSIDE_SECRET_SIGN_IN, NULL, on_secret, self);
  bedside_secrets_lookup_async (BEDSIDE_SECRETS (self->app->secrets), BEDSIDE_SECRET_CACHE_KEY, NULL, on_secret, self);

  return G_SOURCE_REMOVE;
}

static gboolean
sign_in (gpointer user_data)
{
  Sync *self = user_data;
  char **arguments = self->app->arguments;

  if (bedside_account_get_state (self->app->account) != BEDSIDE_ACCOUNT_STATE_SIGNED_OUT)
    return G_SOURCE_CONTINUE;

  self->since = g_get_monotonic_time ();
  bench_app_note_turns (self->app, NULL);
  bedside_account_sign_in_async (self->app->account, arguments[0], arguments[1], arguments[2], NULL, NULL, NULL);
  g_timeout_add (20, check, self);

  return G_SOURCE_REMOVE;
}

void
bench_sync_run (BenchApp *app)
{
  static Sync self;

  self.app = app;
  /* The sign-in page is there by then. */
  g_timeout_add (1000, sign_in, &self);
}
