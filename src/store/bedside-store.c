/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-store"

#include "bedside-store-private.h"

#include "bedside-store-batch-private.h"
#include "bedside-store-error.h"
#include "bedside-store-snapshot.h"
#include "bedside-thread.h"

G_DEFINE_FINAL_TYPE (BedsideStore, bedside_store, G_TYPE_OBJECT)

typedef struct {
  char          *folder;  /* (owned) (nullable) */
  BedsideSealer *sealer;  /* (owned) */
} OpenData;

/* A result and an error at once: what could be read of a damaged database. */
typedef struct {
  gpointer        value;   /* (owned) */
  GDestroyNotify  free_value;
  GError         *damage;  /* (owned) (nullable) */
} Loaded;

static void
open_data_free (OpenData *data)
{
  g_free (data->folder);
  g_clear_object (&data->sealer);
  g_free (data);
}

static void
loaded_free (Loaded *loaded)
{
  g_clear_pointer (&loaded->value, loaded->free_value);
  g_clear_error (&loaded->damage);
  g_free (loaded);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loaded, loaded_free)

/**
 * bedside_store_return_loaded: (skip)
 * @task: a task
 * @value: (transfer full): what could be read
 * @free_value: frees it
 * @damage: (transfer full) (nullable): why that is not all
 *
 * Returns both from @task.
 */
void
bedside_store_return_loaded (GTask          *task,
                             gpointer        value,
                             GDestroyNotify  free_value,
                             GError         *damage)
{
  Loaded *loaded = g_new0 (Loaded, 1);

  loaded->value = value;
  loaded->free_value = free_value;
  loaded->damage = damage;
  g_task_return_pointer (task, loaded, (GDestroyNotify) loaded_free);
}

/**
 * bedside_store_finish_loaded: (skip)
 * @result: of a task that returned with bedside_store_return_loaded()
 * @error: return location for a #BedsideStoreError
 *
 * Returns: (transfer full) (nullable): what could be read; there may be an error, too
 */
gpointer
bedside_store_finish_loaded (GAsyncResult  *result,
                             GError       **error)
{
  g_autoptr(Loaded) loaded = g_task_propagate_pointer (G_TASK (result), error);

  if (loaded == NULL)
    return NULL;
  if (loaded->damage != NULL)
    g_propagate_error (error, g_steal_pointer (&loaded->damage));

  return g_steal_pointer (&loaded->value);
}

static void
bedside_store_finalize (GObject *object)
{
  BedsideStore *self = BEDSIDE_STORE (object);

  /* Ends the thread first: tasks have a reference on the store, so it has nothing left to do. The thread may be this
   * one, if a task held the last reference. */
  g_clear_object (&self->worker);
  g_clear_pointer (&self->database, bedside_store_database_free);

  G_OBJECT_CLASS (bedside_store_parent_class)->finalize (object);
}

static void
bedside_store_class_init (BedsideStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bedside_store_finalize;
}

static void
bedside_store_init (BedsideStore *self)
{
  self->worker = bedside_worker_new ("store");
  self->owner = g_thread_self ();
}

/**
 * bedside_store_new_task: (skip)
 * @self: a store
 * @source_tag: tag of the task
 * @cancellable: (nullable): a #GCancellable
 * @callback: (nullable): called when it is done
 * @user_data: data for @callback
 *
 * Returns: (transfer full): a task of this store
 */
GTask *
bedside_store_new_task (BedsideStore        *self,
                        gpointer             source_tag,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);

  return task;
}

static void
assert_owner (BedsideStore *self)
{
  if (self->owner == NULL)
    bedside_assert_main_thread ();
  else
    g_assert (self->owner == g_thread_self ());
}

/**
 * bedside_store_run: (skip)
 * @self: a store
 * @task: a task of it
 * @function: what to do in its thread
 *
 * Queues a task, unless the store is closed.
 */
void
bedside_store_run (BedsideStore    *self,
                   GTask           *task,
                   GTaskThreadFunc  function)
{
  assert_owner (self);

  if (self->life == BEDSIDE_STORE_LIFE_CLOSED)
    g_task_return_new_error (task, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FAILED, "The store is closed");
  else
    bedside_worker_run (self->worker, task, function);
}

static void
open_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  bedside_store_assert_thread (source_object);

  BedsideStore *self = source_object;
  OpenData *data = task_data;
  GError *error = NULL;

  self->database = bedside_store_database_open (data->folder, data->sealer, self->worker, &error);
  if (self->database == NULL)
    g_task_return_error (task, bedside_store_error_convert (error));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * bedside_store_open_async:
 * @folder: (nullable): folder of a profile, made (mode 0700) if missing; %NULL: in memory only, nothing on
 *   disk (no keyring, demo)
 * @sealer: seals what people wrote
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is open
 * @user_data: data for @callback
 *
 * Opens the database of a profile, makes it or migrates it in one transaction, and holds it exclusively.
 */
void
bedside_store_open_async (const char          *folder,
                          BedsideSealer       *sealer,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_SEALER (sealer));

  g_autoptr(BedsideStore) self = g_object_new (BEDSIDE_TYPE_STORE, NULL);
  g_autoptr(GTask) task = bedside_store_new_task (self, bedside_store_open_async, cancellable, callback, user_data);
  OpenData *data = g_new0 (OpenData, 1);

  data->folder = g_strdup (folder);
  data->sealer = g_object_ref (sealer);
  g_task_set_task_data (task, data, (GDestroyNotify) open_data_free);
  bedside_store_run (self, task, open_in_thread);
}

/**
 * bedside_store_open_finish:
 * @result: what the callback was given
 * @error: return location for a #BedsideStoreError
 *
 * Returns: (transfer full) (nullable): the open store
 */
BedsideStore *
bedside_store_open_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_store_open_async), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;

  return g_object_ref (g_task_get_source_object (G_TASK (result)));
}

/**
 * bedside_store_hand_over:
 * @self: a store that was opened in another thread than the main one, and of which nothing is under way
 *
 * Makes it the main thread's, in the thread that has opened it. From then on it can be used there only.
 */
void
bedside_store_hand_over (BedsideStore *self)
{
  g_return_if_fail (BEDSIDE_IS_STORE (self));
  assert_owner (self);

  self->owner = NULL;
}

static void
load_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  bedside_store_assert_thread (source_object);

  BedsideStore *self = source_object;
  GError *error = NULL;
  BedsideStoreParts parts = GPOINTER_TO_UINT (task_data);
  BedsideStoreSnapshot *snapshot = bedside_store_snapshot_load (self->database, parts, cancellable, &error);

  if (snapshot == NULL)
    g_task_return_error (task, error);
  else
    bedside_store_return_loaded (task, snapshot, (GDestroyNotify) bedside_store_snapshot_free, error);
}

/**
 * bedside_store_load_async:
 * @self: a store
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when everything is read
 * @user_data: data for @callback
 *
 * Reads everything but the events.
 */
void
bedside_store_load_async (BedsideStore        *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  bedside_store_load_parts_async (self, BEDSIDE_STORE_PARTS_ALL, cancellable, callback, user_data);
}

/**
 * bedside_store_load_parts_async:
 * @self: a store
 * @parts: what to read
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is read; finish with bedside_store_load_finish()
 * @user_data: data for @callback
 *
 * Reads a part of what is not events: a large practice's takes its time.
 */
void
bedside_store_load_parts_async (BedsideStore        *self,
                                BedsideStoreParts    parts,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_STORE (self));

  g_autoptr(GTask) task = bedside_store_new_task (self, bedside_store_load_async, cancellable, callback, user_data);

  g_task_set_task_data (task, GUINT_TO_POINTER (parts), NULL);
  bedside_store_run (self, task, load_in_thread);
}

/**
 * bedside_store_load_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a #BedsideStoreError
 *
 * A record that is damaged, or whose seal is broken, is left out. If that happens @error is
 * set to %BEDSIDE_STORE_ERROR_DAMAGED *and* what is whole is returned, so that the outbox and the drafts can be
 * saved into a new database.
 *
 * Returns: (transfer full) (nullable): what is stored
 */
BedsideStoreSnapshot *
bedside_store_load_finish (BedsideStore  *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_store_load_async), NULL);

  return bedside_store_finish_loaded (result, error);
}

static void
write_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  bedside_store_assert_thread (source_object);

  BedsideStore *self = source_object;
  GError *error = NULL;

  if (bedside_store_batch_write (task_data, self->database, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, bedside_store_error_convert (error));
}

/**
 * bedside_store_write_async:
 * @self: a store
 * @batch: (transfer full): changes
 * @cancellable: (nullable): drops the batch while it waits for its turn; what has been begun is finished
 * @callback: called when the changes are on the disk
 * @user_data: data for @callback
 *
 * Writes all changes in one transaction, or none.
 */
void
bedside_store_write_async (BedsideStore        *self,
                           BedsideStoreBatch   *batch,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_STORE (self));
  g_return_if_fail (batch != NULL);

  g_autoptr(GTask) task = bedside_store_new_task (self, bedside_store_write_async, cancellable, callback, user_data);

  /* What is on the disk is not reported as cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, batch, (GDestroyNotify) bedside_store_batch_free);
  bedside_store_run (self, task, write_in_thread);
}

/**
 * bedside_store_write_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a #BedsideStoreError
 *
 * Returns: %TRUE if the changes are on the disk; otherwise none is
 */
gboolean
bedside_store_write_finish (BedsideStore  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_store_write_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
close_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  bedside_store_assert_thread (source_object);

  BedsideStore *self = source_object;
  GError *error = NULL;
  gboolean done = bedside_store_database_checkpoint (self->database, &error);

  g_clear_pointer (&self->database, bedside_store_database_free);
  if (done)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, bedside_store_error_convert (error));
}

static void
on_thread_ended (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *problem = g_task_get_task_data (task);

  bedside_worker_shut_down_finish (BEDSIDE_WORKER (object), result, NULL);
  if (problem != NULL)
    g_task_return_error (task, g_error_copy (problem));
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_database_closed (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  BedsideStore *self = BEDSIDE_STORE (object);
  GTask *task = user_data;
  GError *problem = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &problem))
    g_task_set_task_data (task, problem, (GDestroyNotify) g_error_free);
  bedside_worker_shut_down_async (self->worker, NULL, on_thread_ended, task);
}

/**
 * bedside_store_close_async:
 * @self: a store
 * @cancellable: (nullable): cancels the report, not the closing
 * @callback: called when it is closed
 * @user_data: data for @callback
 *
 * Writes what is queued, writes the log back into the file, closes it and ends the thread. Calls made later
 * fail with %BEDSIDE_STORE_ERROR_FAILED. A store that is dropped without this is closed in the thread that drops it.
 */
void
bedside_store_close_async (BedsideStore        *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_STORE (self));

  assert_owner (self);

  g_autoptr(GTask) task = bedside_store_new_task (self, bedside_store_close_async, cancellable, callback, user_data);

  if (self->life == BEDSIDE_STORE_LIFE_CLOSED)
    {
      g_task_return_new_error (task, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FAILED, "The store is closed");
      return;
    }

  g_autoptr(GTask) inner = bedside_store_new_task (self, close_in_thread, NULL, on_database_closed,
                                                   g_object_ref (task));

  self->life = BEDSIDE_STORE_LIFE_CLOSED;
  bedside_worker_run (self->worker, inner, close_in_thread);
}

/**
 * bedside_store_close_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a #BedsideStoreError
 *
 * Returns: %TRUE if everything is in the file; if not, it is in the log, and the store is closed all the same
 */
gboolean
bedside_store_close_finish (BedsideStore  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_store_close_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
