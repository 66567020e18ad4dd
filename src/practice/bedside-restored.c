/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-restored"

#include "bedside-restored.h"

static void
record_free (BedsideRestoredRecord *record)
{
  g_free (record->room_id);
  g_clear_pointer (&record->payload, json_object_unref);
  g_clear_pointer (&record->event, bedside_event_unref);
  g_free (record);
}

/**
 * bedside_restored_free:
 * @self: (transfer full): what was restored
 */
void
bedside_restored_free (BedsideRestored *self)
{
  g_free (self->sync_token);
  g_ptr_array_unref (self->rooms);
  g_ptr_array_unref (self->state);
  g_ptr_array_unref (self->receipts);
  g_ptr_array_unref (self->outbox);
  g_ptr_array_unref (self->drafts);
  g_free (self);
}

static void
add_event (GPtrArray  *records,
           const char *room_id,
           const char *payload)
{
  g_autoptr(BedsideEvent) event = bedside_event_new_from_text (payload, NULL);

  if (event == NULL || event->state_key == NULL)
    return;

  BedsideRestoredRecord *record = g_new0 (BedsideRestoredRecord, 1);

  record->room_id = g_strdup (room_id);
  record->event = g_steal_pointer (&event);
  g_ptr_array_add (records, record);
}

typedef struct {
  BedsideStoreSnapshot *snapshot;  /* (owned) */
  gboolean              damaged;
} Loaded;

static void
loaded_free (Loaded *loaded)
{
  bedside_store_snapshot_free (loaded->snapshot);
  g_free (loaded);
}

static void
parse (GTask        *task,
       gpointer      source_object,
       gpointer      task_data,
       GCancellable *cancellable)
{
  Loaded *loaded = task_data;
  BedsideStoreSnapshot *snapshot = loaded->snapshot;
  BedsideRestored *self = g_new0 (BedsideRestored, 1);

  self->damaged = loaded->damaged;
  self->sync_token = g_strdup (snapshot->account ? snapshot->account->sync_token : NULL);
  self->rooms = g_ptr_array_new_with_free_func ((GDestroyNotify) record_free);
  self->state = g_ptr_array_new_with_free_func ((GDestroyNotify) record_free);
  self->receipts = g_ptr_array_ref (snapshot->receipts);
  self->outbox = g_ptr_array_ref (snapshot->outbox);
  self->drafts = g_ptr_array_ref (snapshot->drafts);

  for (guint i = 0; i < snapshot->rooms->len; i++)
    {
      BedsideStoreRoom *room = g_ptr_array_index (snapshot->rooms, i);
      BedsideRestoredRecord *record = g_new0 (BedsideRestoredRecord, 1);

      record->room_id = g_strdup (room->room_id);
      record->payload = bedside_json_parse_object (room->payload, -1, NULL);
      g_ptr_array_add (self->rooms, record);
    }
  for (guint i = 0; i < snapshot->state->len; i++)
    {
      BedsideStoreState *state = g_ptr_array_index (snapshot->state, i);

      add_event (self->state, state->room_id, state->payload);
    }
  for (guint i = 0; i < snapshot->members->len; i++)
    {
      BedsideStoreMember *member = g_ptr_array_index (snapshot->members, i);

      add_event (self->state, member->room_id, member->payload);
    }

  g_task_return_pointer (task, self, (GDestroyNotify) bedside_restored_free);
}

static void
on_loaded (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  BedsideStoreSnapshot *snapshot = bedside_store_load_finish (BEDSIDE_STORE (object), result, &error);

  if (snapshot == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  Loaded *loaded = g_new0 (Loaded, 1);

  loaded->snapshot = snapshot;
  loaded->damaged = error != NULL;
  g_task_set_task_data (task, loaded, (GDestroyNotify) loaded_free);
  g_task_run_in_thread (task, parse);
}

/**
 * bedside_restored_load_async:
 * @store: the cache
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when everything is parsed
 * @user_data: data for @callback
 *
 * Reads everything but the events. A record that makes no sense is left out: the
 * server has it.
 */
void
bedside_restored_load_async (BedsideStore        *store,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_STORE (store));

  GTask *task = g_task_new (store, cancellable, callback, user_data);

  g_task_set_source_tag (task, bedside_restored_load_async);
  bedside_store_load_async (store, cancellable, on_loaded, task);
}

/**
 * bedside_restored_load_finish:
 * @result: what the callback was given
 * @error: return location for a #BedsideStoreError
 *
 * Returns: (transfer full) (nullable): what the cache holds
 */
BedsideRestored *
bedside_restored_load_finish (GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_restored_load_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
