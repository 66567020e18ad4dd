/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-account-ahead"

/* The first steps of a start in a thread with a main loop of its own: the toolkit takes nearly as long to get ready,
 * and until it is nothing that the main loop is told gets through. */

#include "bedside-account-ahead.h"

#include "bedside-sealer.h"
#include "bedside-sign-in.h"
#include "bedside-thread.h"

typedef struct {
  BedsideSecrets *secrets;      /* (owned) */
  char           *folder;       /* (owned) */
} Look;

static void
look_free (Look *look)
{
  g_object_unref (look->secrets);
  g_free (look->folder);
  g_free (look);
}

/**
 * bedside_ahead_free:
 * @self: (transfer full): what was found
 */
void
bedside_ahead_free (BedsideAhead *self)
{
  g_clear_pointer (&self->sign_in, bedside_secret_free);
  g_clear_pointer (&self->key, g_bytes_unref);
  g_clear_error (&self->error);
  g_clear_pointer (&self->cache, bedside_cache_free);
  g_free (self);
}

static void
on_result (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

static void
await (GAsyncResult **result)
{
  while (*result == NULL)
    /* lint: allow nested-loop, because it is the thread's only one, and nobody else waits in it. */
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
}

static char *
lookup (BedsideSecrets  *secrets,
        BedsideSecret    secret,
        GCancellable    *cancellable,
        GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_secrets_lookup_async (secrets, secret, cancellable, on_result, &result);
  await (&result);

  return bedside_secrets_lookup_finish (secrets, result, error);
}

static GBytes *
lookup_key (BedsideSecrets  *secrets,
            GCancellable    *cancellable,
            GError         **error)
{
  char *text = lookup (secrets, BEDSIDE_SECRET_CACHE_KEY, cancellable, error);
  GBytes *key = bedside_secret_decode_key (text);

  bedside_secret_free (text);

  return key;
}

static BedsideCache *
open_cache (const char   *folder,
            GBytes       *key,
            GCancellable *cancellable)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_cache_open_async (folder, key, BEDSIDE_CACHE_STATE_SEALED, NULL, cancellable, on_result, &result);
  await (&result);

  return bedside_cache_open_finish (result, NULL);
}

static void
look (GTask        *task,
      gpointer      source_object,
      gpointer      task_data,
      GCancellable *cancellable)
{
  bedside_assert_other_thread ();

  Look *what = task_data;
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(BedsideAhead) self = g_new0 (BedsideAhead, 1);

  g_main_context_push_thread_default (context);
  self->sign_in = lookup (what->secrets, BEDSIDE_SECRET_SIGN_IN, cancellable, &self->error);
  if (self->sign_in != NULL)
    self->key = lookup_key (what->secrets, cancellable, &self->error);
  if (self->key != NULL)
    self->cache = open_cache (what->folder, self->key, cancellable);
  if (self->cache != NULL)
    bedside_store_hand_over (self->cache->store);
  /* What the bus has still to let go of. */
  while (g_main_context_pending (context))
    /* lint: allow nested-loop, because of the same. */
    g_main_context_iteration (context, FALSE);
  g_main_context_pop_thread_default (context);

  g_task_return_pointer (task, g_steal_pointer (&self), (GDestroyNotify) bedside_ahead_free);
}

/**
 * bedside_ahead_look_async:
 * @secrets: the keyring; one that nobody else uses meanwhile, or whose lookups may be called in a thread
 * @folder: folder of a profile
 * @cancellable: (nullable): a #GCancellable
 * @callback: called in the main loop
 * @user_data: data for @callback
 *
 * Reads the sign-in and the key, and opens the cache.
 */
void
bedside_ahead_look_async (BedsideSecrets      *secrets,
                          const char          *folder,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_SECRETS (secrets));
  g_return_if_fail (folder != NULL);

  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Look *what = g_new0 (Look, 1);

  what->secrets = g_object_ref (secrets);
  what->folder = g_strdup (folder);
  g_task_set_source_tag (task, bedside_ahead_look_async);
  g_task_set_task_data (task, what, (GDestroyNotify) look_free);
  g_task_run_in_thread (task, look);
}

/**
 * bedside_ahead_look_finish:
 * @result: what the callback was given
 * @error: return location for an error: it was cancelled
 *
 * Returns: (transfer full) (nullable): what was found
 */
BedsideAhead *
bedside_ahead_look_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_ahead_look_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
