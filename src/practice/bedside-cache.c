/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-cache"

#include "config.h"

#include "bedside-cache.h"

#include "bedside-session-private.h"

typedef struct {
  /* Input. */
  char            *folder;   /* (owned) (nullable) */
  BedsideSealer   *sealer;   /* (owned) */
  BedsideSession  *former;   /* (owned) (nullable) */

  /* Progress. */
  BedsideCache    *cache;    /* (owned) */
  BedsideRestored *rescued;  /* (owned) (nullable): what could be read of a damaged cache */
  gboolean         was_set_aside;
} Opening;

static void
opening_free (Opening *opening)
{
  g_free (opening->folder);
  g_clear_object (&opening->sealer);
  g_clear_object (&opening->former);
  g_clear_pointer (&opening->cache, bedside_cache_free);
  g_clear_pointer (&opening->rescued, bedside_restored_unref);
  g_free (opening);
}

/**
 * bedside_cache_free:
 * @self: (transfer full): a cache
 */
void
bedside_cache_free (BedsideCache *self)
{
  g_clear_object (&self->store);
  g_clear_pointer (&self->restored, bedside_restored_unref);
  g_free (self);
}

static void open_store    (GTask *task);
static void on_opened     (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_restored   (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_closed     (GObject *object, GAsyncResult *result, gpointer user_data);
static void set_aside     (GTask *task);
static void on_set_aside  (GObject *object, GAsyncResult *result, gpointer user_data);
static void use_memory    (GTask *task, BedsideCacheState state);
static void put_back      (GTask *task);
static void on_put_back   (GObject *object, GAsyncResult *result, gpointer user_data);
static void return_cache  (GTask *task);

static BedsideSealer *
make_sealer (GBytes  *key,
             GError **error)
{
#if BEDSIDE_DEVELOPMENT
  /* For the test that proves that its search would find plain text. */
  if (g_strcmp0 (g_getenv ("BEDSIDE_NULL_SEALER"), "1") == 0)
    return bedside_sealer_new_null ();
#endif
  return bedside_sealer_new (key, error);
}

/**
 * bedside_cache_open_async:
 * @folder: (nullable): the profile's folder
 * @key: (nullable): the key of the cache; a passing one if %NULL
 * @state: the state if all goes well
 * @former: (nullable): a session that was stopped because this cache, which it used, is damaged; what was written in it
 *   but not sent is brought over
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when the cache is open
 * @user_data: data for @callback
 *
 * Opens the cache and reads what it holds, whatever has become of it.
 */
void
bedside_cache_open_async (const char          *folder,
                          GBytes              *key,
                          BedsideCacheState    state,
                          BedsideSession      *former,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(GBytes) passing_key = NULL;
  g_autoptr(GError) error = NULL;
  Opening *opening = g_new0 (Opening, 1);

  g_task_set_source_tag (task, bedside_cache_open_async);
  g_task_set_task_data (task, opening, (GDestroyNotify) opening_free);
  opening->cache = g_new0 (BedsideCache, 1);
  opening->cache->state = state;
  g_set_object (&opening->former, former);
  if (key == NULL)
    {
      passing_key = bedside_sealer_generate_key (&error);
      key = passing_key;
    }
  opening->sealer = key ? make_sealer (key, &error) : NULL;
  if (opening->sealer == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  opening->folder = g_strdup (folder);
  open_store (g_steal_pointer (&task));
}

/* The task travels from step to step. */
static void
open_store (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);

  bedside_store_open_async (opening->folder, opening->sealer, g_task_get_cancellable (task), on_opened, task);
}

static void
settle_failure (GTask  *task,
                GError *error)
{
  Opening *opening = g_task_get_task_data (task);

  g_clear_object (&opening->cache->store);
  if (error->domain != BEDSIDE_STORE_ERROR || opening->folder == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  switch ((BedsideStoreError) error->code)
    {
    case BEDSIDE_STORE_ERROR_WRONG_KEY:
    case BEDSIDE_STORE_ERROR_DAMAGED:
      g_error_free (error);
      if (opening->was_set_aside)
        use_memory (task, BEDSIDE_CACHE_STATE_FAILED);
      else
        set_aside (task);
      break;

    case BEDSIDE_STORE_ERROR_FULL:
      g_error_free (error);
      use_memory (task, BEDSIDE_CACHE_STATE_FULL);
      break;

    case BEDSIDE_STORE_ERROR_FAILED:
      g_error_free (error);
      use_memory (task, BEDSIDE_CACHE_STATE_FAILED);
      break;

    case BEDSIDE_STORE_ERROR_TOO_NEW:
    case BEDSIDE_STORE_ERROR_BUSY:
    default:
      g_task_return_error (task, error);
      g_object_unref (task);
    }
}

static void
on_opened (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;

  opening->cache->store = bedside_store_open_finish (result, &error);
  if (opening->cache->store == NULL)
    settle_failure (task, error);
  else
    bedside_restored_load_async (opening->cache->store, g_task_get_cancellable (task), on_restored, task);
}

static void
on_restored (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  GTask *task = user_data;
  Opening *opening = g_task_get_task_data (task);
  GError *error = NULL;

  opening->cache->restored = bedside_restored_load_finish (result, &error);
  if (opening->cache->restored == NULL)
    settle_failure (task, error);
  else if ((opening->cache->restored->damaged || opening->former != NULL) && !opening->was_set_aside &&
           opening->folder != NULL)
    {
      opening->rescued = g_steal_pointer (&opening->cache->restored);
      bedside_store_close_async (opening->cache->store, NULL, on_closed, task);
    }
  else if (opening->rescued != NULL || opening->former != NULL)
    put_back (task);
  else
    return_cache (task);
}

static void
on_closed (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  Opening *opening = g_task_get_task_data (task);

  bedside_store_close_finish (BEDSIDE_STORE (object), result, NULL);
  g_clear_object (&opening->cache->store);
  set_aside (task);
}

static void
return_cache (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);

  g_task_return_pointer (task, g_steal_pointer (&opening->cache), (GDestroyNotify) bedside_cache_free);
  g_object_unref (task);
}

/* The server has everything but what was not sent yet. */
static void
put_back (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);
  BedsideRestored *restored = opening->cache->restored;
  g_autoptr(BedsideStoreBatch) batch = bedside_store_batch_new ();

  if (opening->rescued != NULL)
    {
      g_ptr_array_unref (restored->outbox);
      g_ptr_array_unref (restored->drafts);
      restored->outbox = g_ptr_array_ref (opening->rescued->outbox);
      restored->drafts = g_ptr_array_ref (opening->rescued->drafts);
    }
  if (opening->former != NULL)
    bedside_session_hand_over (opening->former, restored);

  for (guint i = 0; i < restored->outbox->len; i++)
    {
      BedsideStoreOutgoing *entry = g_ptr_array_index (restored->outbox, i);

      bedside_store_batch_put_outgoing (batch, entry->id, entry->room_id, entry->payload);
    }
  for (guint i = 0; i < restored->drafts->len; i++)
    {
      BedsideStoreDraft *draft = g_ptr_array_index (restored->drafts, i);

      bedside_store_batch_put_draft (batch, draft->room_id, draft->payload);
    }
  bedside_store_write_async (opening->cache->store, g_steal_pointer (&batch), NULL, on_put_back, task);
}

static void
on_put_back (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  /* They are in memory all the same. */
  if (!bedside_store_write_finish (BEDSIDE_STORE (object), result, &error))
    g_debug ("could not put back what was not sent: %s", error->message);
  return_cache (user_data);
}

static void
set_aside (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);

  opening->was_set_aside = TRUE;
  bedside_store_set_aside_async (opening->folder, g_task_get_cancellable (task), on_set_aside, task);
}

static void
on_set_aside (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  Opening *opening = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autofree char *path = bedside_store_set_aside_finish (result, &error);

  if (path == NULL)
    {
      use_memory (task, BEDSIDE_CACHE_STATE_FAILED);
      return;
    }
  opening->cache->state = BEDSIDE_CACHE_STATE_REBUILT;
  open_store (task);
}

static void
use_memory (GTask             *task,
            BedsideCacheState  state)
{
  Opening *opening = g_task_get_task_data (task);

  g_clear_pointer (&opening->folder, g_free);
  opening->cache->state = state;
  open_store (task);
}

/**
 * bedside_cache_open_finish:
 * @result: what the callback was given
 * @error: return location for a #BedsideStoreError
 *
 * Returns: (transfer full) (nullable): the open cache
 */
BedsideCache *
bedside_cache_open_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_cache_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
