/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-store"

#include "bedside-store.h"

#include "bedside-store-batch-private.h"
#include "bedside-store-error.h"
#include "bedside-store-snapshot.h"
#include "bedside-store-tables.h"
#include "bedside-thread.h"
#include "bedside-worker.h"

typedef enum {
  STATE_OPEN,
  STATE_CLOSED,
} State;

struct _BedsideStore
{
  GObject               parent_instance;

  State                 state;     /* of the main thread */
  BedsideWorker        *worker;    /* (owned) */
  BedsideStoreDatabase *database;  /* (owned) (nullable): of the worker's thread; NULL before and after */
};

G_DEFINE_FINAL_TYPE (BedsideStore, bedside_store, G_TYPE_OBJECT)

typedef struct {
  char          *folder;  /* (owned) (nullable) */
  BedsideSealer *sealer;  /* (owned) */
} OpenData;

typedef struct {
  char    *room_id;    /* (owned) */
  gint64   before;
  guint    limit;
  char   **event_ids;  /* (owned) (nullable): NULL to load a page */
} EventsData;

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
events_data_free (EventsData *data)
{
  g_free (data->room_id);
  g_strfreev (data->event_ids);
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

static void
return_loaded (GTask          *task,
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

static gpointer
finish_loaded (GAsyncResult  *result,
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
}

static GTask *
new_task (BedsideStore        *self,
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
run (BedsideStore    *self,
     GTask           *task,
     GTaskThreadFunc  function)
{
  bedside_assert_main_thread ();

  if (self->state == STATE_CLOSED)
    g_task_return_new_error (task, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FAILED, "The store is closed");
  else
    bedside_worker_run (self->worker, task, function);
}

/* The connection, and what is loaded with it, belong to the worker's thread. */
static void
assert_thread (gpointer source_object)
{
  BedsideStore *self = source_object;

  g_assert (bedside_worker_is_current_thread (self->worker));
}

static void
open_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  assert_thread (source_object);

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
  g_autoptr(GTask) task = new_task (self, bedside_store_open_async, cancellable, callback, user_data);
  OpenData *data = g_new0 (OpenData, 1);

  data->folder = g_strdup (folder);
  data->sealer = g_object_ref (sealer);
  g_task_set_task_data (task, data, (GDestroyNotify) open_data_free);
  run (self, task, open_in_thread);
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

static void
load_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  assert_thread (source_object);

  BedsideStore *self = source_object;
  GError *error = NULL;
  BedsideStoreParts parts = GPOINTER_TO_UINT (task_data);
  BedsideStoreSnapshot *snapshot = bedside_store_snapshot_load (self->database, parts, cancellable, &error);

  if (snapshot == NULL)
    g_task_return_error (task, error);
  else
    return_loaded (task, snapshot, (GDestroyNotify) bedside_store_snapshot_free, error);
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

  g_autoptr(GTask) task = new_task (self, bedside_store_load_async, cancellable, callback, user_data);

  g_task_set_task_data (task, GUINT_TO_POINTER (parts), NULL);
  run (self, task, load_in_thread);
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

  return finish_loaded (result, error);
}

static void
write_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  assert_thread (source_object);

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

  g_autoptr(GTask) task = new_task (self, bedside_store_write_async, cancellable, callback, user_data);

  /* What is on the disk is not reported as cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, batch, (GDestroyNotify) bedside_store_batch_free);
  run (self, task, write_in_thread);
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

static gboolean
read_events (BedsideStoreDatabase  *database,
             BedsideStoreReading   *reading,
             EventsData            *data,
             GPtrArray             *events,
             GError               **error)
{
  if (data->event_ids != NULL)
    return bedside_events_table_find (database, reading, data->room_id, (const char *const *) data->event_ids, events,
                                      error);
  return bedside_events_table_load (database, reading, data->room_id, data->before, data->limit, events, error);
}

static void
events_in_thread (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  assert_thread (source_object);

  BedsideStore *self = source_object;
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_store_event_free);
  BedsideStoreReading reading = { .cancellable = cancellable };
  GError *error = NULL;

  if (!read_events (self->database, &reading, task_data, events, &error))
    {
      g_task_return_error (task, bedside_store_error_convert (error));
      return;
    }
  bedside_store_error_set_broken (&error, reading.n_broken);
  return_loaded (task, g_steal_pointer (&events), (GDestroyNotify) g_ptr_array_unref, error);
}

/**
 * bedside_store_load_events_async:
 * @self: a store
 * @room_id: a room
 * @before: only events with a position below this; %G_MAXINT64: from the newest
 * @limit: how many at most
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when they are loaded
 * @user_data: data for @callback
 *
 * Loads a page of a conversation: the @limit newest events below @before.
 */
void
bedside_store_load_events_async (BedsideStore        *self,
                                 const char          *room_id,
                                 gint64               before,
                                 guint                limit,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_STORE (self));
  g_return_if_fail (room_id != NULL);

  g_autoptr(GTask) task = new_task (self, bedside_store_load_events_async, cancellable, callback, user_data);
  EventsData *data = g_new0 (EventsData, 1);

  data->room_id = g_strdup (room_id);
  data->before = before;
  data->limit = limit;
  g_task_set_task_data (task, data, (GDestroyNotify) events_data_free);
  run (self, task, events_in_thread);
}

/**
 * bedside_store_load_events_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a #BedsideStoreError
 *
 * As in bedside_store_load_finish(), events whose seal is broken are left out: then there are a result and an error.
 *
 * Returns: (transfer container) (nullable) (element-type BedsideStoreEvent): the events, oldest first
 */
GPtrArray *
bedside_store_load_events_finish (BedsideStore  *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_store_load_events_async), NULL);

  return finish_loaded (result, error);
}

/**
 * bedside_store_find_events_async:
 * @self: a store
 * @room_id: a room
 * @event_ids: (array zero-terminated=1): which events
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when they are loaded
 * @user_data: data for @callback
 *
 * Loads those of @event_ids that the room has.
 */
void
bedside_store_find_events_async (BedsideStore        *self,
                                 const char          *room_id,
                                 const char *const   *event_ids,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_STORE (self));
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (event_ids != NULL);

  g_autoptr(GTask) task = new_task (self, bedside_store_find_events_async, cancellable, callback, user_data);
  EventsData *data = g_new0 (EventsData, 1);

  data->room_id = g_strdup (room_id);
  data->event_ids = g_strdupv ((char **) event_ids);
  g_task_set_task_data (task, data, (GDestroyNotify) events_data_free);
  run (self, task, events_in_thread);
}

/**
 * bedside_store_find_events_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a #BedsideStoreError
 *
 * As in bedside_store_load_finish(), events whose seal is broken are left out: then there are a result and an error.
 *
 * Returns: (transfer container) (nullable) (element-type BedsideStoreEvent): the events, by position
 */
GPtrArray *
bedside_store_find_events_finish (BedsideStore  *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_store_find_events_async), NULL);

  return finish_loaded (result, error);
}

static void
close_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  assert_thread (source_object);

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

  g_autoptr(GTask) task = new_task (self, bedside_store_close_async, cancellable, callback, user_data);

  if (self->state == STATE_CLOSED)
    {
      g_task_return_new_error (task, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FAILED, "The store is closed");
      return;
    }

  g_autoptr(GTask) inner = new_task (self, close_in_thread, NULL, on_database_closed, g_object_ref (task));

  self->state = STATE_CLOSED;
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
