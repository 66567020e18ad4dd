/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-restored"

#include "bedside-restored.h"

#include "bedside-room.h"
#include "bedside-thread.h"

static void
record_free (BedsideRestoredRecord *record)
{
  g_free (record->room_id);
  g_clear_pointer (&record->payload, json_object_unref);
  g_clear_pointer (&record->event, bedside_event_unref);
  g_free (record);
}

static void
bedside_restored_clear (BedsideRestored *self)
{
  g_free (self->sync_token);
  g_clear_pointer (&self->account, json_object_unref);
  g_clear_pointer (&self->rooms, g_ptr_array_unref);
  g_clear_pointer (&self->state, g_ptr_array_unref);
  g_clear_pointer (&self->receipts, g_ptr_array_unref);
  g_clear_pointer (&self->outbox, g_ptr_array_unref);
  g_clear_pointer (&self->drafts, g_ptr_array_unref);
}

/**
 * bedside_restored_ref:
 * @self: what was restored
 *
 * Returns: (transfer full): @self
 */
BedsideRestored *
bedside_restored_ref (BedsideRestored *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * bedside_restored_unref:
 * @self: (transfer full): what was restored
 */
void
bedside_restored_unref (BedsideRestored *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, (GDestroyNotify) bedside_restored_clear);
}

static void
unref_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  bedside_assert_other_thread ();

  bedside_restored_unref (task_data);
  g_task_return_boolean (task, TRUE);
}

/**
 * bedside_restored_unref_in_thread:
 * @self: (transfer full): what was restored
 *
 * As bedside_restored_unref(), for what is large.
 */
void
bedside_restored_unref_in_thread (BedsideRestored *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr(GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_source_tag (task, bedside_restored_unref_in_thread);
  g_task_set_task_data (task, self, NULL);
  g_task_run_in_thread (task, unref_in_thread);
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
  BedsideRestored      *restored;  /* (owned) (nullable): where the state goes */
} Loaded;

static void
loaded_free (Loaded *loaded)
{
  bedside_store_snapshot_free (loaded->snapshot);
  g_clear_pointer (&loaded->restored, bedside_restored_unref);
  g_free (loaded);
}

static void
parse_rooms (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  bedside_assert_other_thread ();

  Loaded *loaded = task_data;
  BedsideStoreSnapshot *snapshot = loaded->snapshot;
  BedsideRestored *self = g_atomic_rc_box_new0 (BedsideRestored);

  self->damaged = loaded->damaged;
  self->sync_token = g_strdup (snapshot->account ? snapshot->account->sync_token : NULL);
  if (snapshot->account != NULL && snapshot->account->payload != NULL)
    self->account = bedside_json_parse_object (snapshot->account->payload, -1, NULL);
  self->rooms = g_ptr_array_new_with_free_func ((GDestroyNotify) record_free);
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

  g_task_return_pointer (task, self, (GDestroyNotify) bedside_restored_unref);
}

/* Takes the references on @task and @restored. */
static void
parse (GTask           *task,
       BedsideStore    *store,
       GAsyncResult    *result,
       BedsideRestored *restored,
       GTaskThreadFunc  function)
{
  g_autoptr(GTask) owned = task;
  g_autoptr(BedsideRestored) destination = restored;
  g_autoptr(GError) error = NULL;
  BedsideStoreSnapshot *snapshot = bedside_store_load_finish (store, result, &error);

  if (snapshot == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  Loaded *loaded = g_new0 (Loaded, 1);

  loaded->snapshot = snapshot;
  loaded->damaged = error != NULL;
  loaded->restored = g_steal_pointer (&destination);
  g_task_set_task_data (task, loaded, (GDestroyNotify) loaded_free);
  g_task_run_in_thread (task, function);
}

static void
on_list_loaded (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  parse (user_data, BEDSIDE_STORE (object), result, NULL, parse_rooms);
}

/**
 * bedside_restored_load_async:
 * @store: the cache
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when the rooms are parsed
 * @user_data: data for @callback
 *
 * Reads what the list of conversations shows. A record that makes no sense is left
 * out: the server has it.
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
  bedside_store_load_parts_async (store, BEDSIDE_STORE_PARTS_LIST, cancellable, on_list_loaded, task);
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

static void
parse_state (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  bedside_assert_other_thread ();

  Loaded *loaded = task_data;
  BedsideStoreSnapshot *snapshot = loaded->snapshot;
  g_autoptr(GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) record_free);

  for (guint i = 0; i < snapshot->state->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      BedsideStoreState *state = g_ptr_array_index (snapshot->state, i);

      if (bedside_room_reads_state (state->type))
        add_event (records, state->room_id, state->payload);
    }
  for (guint i = 0; i < snapshot->members->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      BedsideStoreMember *member = g_ptr_array_index (snapshot->members, i);

      add_event (records, member->room_id, member->payload);
    }
  g_ptr_array_set_size (snapshot->state, 0);
  g_ptr_array_set_size (snapshot->members, 0);

  g_task_return_pointer (task, g_steal_pointer (&records), (GDestroyNotify) g_ptr_array_unref);
}

static void
on_state_loaded (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  GTask *task = user_data;

  parse (task, BEDSIDE_STORE (object), result, bedside_restored_ref (g_task_get_task_data (task)), parse_state);
}

/**
 * bedside_restored_load_state_async:
 * @self: what was restored
 * @store: the cache
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when state and receipts are there
 * @user_data: data for @callback
 *
 * Reads what the list of conversations does not show.
 */
void
bedside_restored_load_state_async (BedsideRestored     *self,
                                   BedsideStore        *store,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (BEDSIDE_IS_STORE (store));

  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, bedside_restored_load_state_async);
  g_task_set_task_data (task, bedside_restored_ref (self), (GDestroyNotify) bedside_restored_unref);
  bedside_store_load_parts_async (store, BEDSIDE_STORE_PARTS_STATE, cancellable, on_state_loaded, task);
}

/**
 * bedside_restored_load_state_finish:
 * @result: what the callback was given
 * @error: return location for a #BedsideStoreError
 *
 * Returns: whether the state is there now; if it is damaged, as far as it could be read
 */
gboolean
bedside_restored_load_state_finish (GAsyncResult  *result,
                                    GError       **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_restored_load_state_async), FALSE);

  GPtrArray *records = g_task_propagate_pointer (G_TASK (result), error);
  if (records == NULL)
    return FALSE;

  Loaded *loaded = g_task_get_task_data (G_TASK (result));
  BedsideRestored *self = loaded->restored;

  g_clear_pointer (&self->state, g_ptr_array_unref);
  self->state = records;
  g_clear_pointer (&self->receipts, g_ptr_array_unref);
  self->receipts = g_ptr_array_ref (loaded->snapshot->receipts);
  self->damaged |= loaded->damaged;

  return TRUE;
}
