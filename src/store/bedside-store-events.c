/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-store-events"

#include "bedside-store-private.h"

#include "bedside-store-error.h"
#include "bedside-store-tables.h"

/* Reading a part of a conversation. */

typedef struct {
  char    *room_id;    /* (owned) */
  gint64   before;
  guint    limit;
  char   **event_ids;  /* (owned) (nullable): NULL to load a page */
} EventsData;

static void
events_data_free (EventsData *data)
{
  g_free (data->room_id);
  g_strfreev (data->event_ids);
  g_free (data);
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
  bedside_store_assert_thread (source_object);

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
  bedside_store_return_loaded (task, g_steal_pointer (&events), (GDestroyNotify) g_ptr_array_unref, error);
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

  g_autoptr(GTask) task = bedside_store_new_task (self, bedside_store_load_events_async, cancellable, callback,
                                                  user_data);
  EventsData *data = g_new0 (EventsData, 1);

  data->room_id = g_strdup (room_id);
  data->before = before;
  data->limit = limit;
  g_task_set_task_data (task, data, (GDestroyNotify) events_data_free);
  bedside_store_run (self, task, events_in_thread);
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

  return bedside_store_finish_loaded (result, error);
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

  g_autoptr(GTask) task = bedside_store_new_task (self, bedside_store_find_events_async, cancellable, callback,
                                                  user_data);
  EventsData *data = g_new0 (EventsData, 1);

  data->room_id = g_strdup (room_id);
  data->event_ids = g_strdupv ((char **) event_ids);
  g_task_set_task_data (task, data, (GDestroyNotify) events_data_free);
  bedside_store_run (self, task, events_in_thread);
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

  return bedside_store_finish_loaded (result, error);
}
