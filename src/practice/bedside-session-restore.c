/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-session-restore"

#include "bedside-session-private.h"

/* How long a turn of the main loop may take over records, in µs. */
#define TURN (8 * 1000)

static void
restoring_free (BedsideRestoring *restoring)
{
  g_clear_handle_id (&restoring->source_id, g_source_remove);
  bedside_restored_unref_in_thread (restoring->restored);
  g_free (restoring);
}

/**
 * bedside_session_restore_drafts:
 * @self: a session
 *
 * Brings each stored draft to its conversation as soon as that is there.
 */
void
bedside_session_restore_drafts (BedsideSession *self)
{
  for (guint i = self->drafts->len; i > 0; i--)
    {
      BedsideStoreDraft *draft = g_ptr_array_index (self->drafts, i - 1);
      BedsideRoom *room = bedside_registry_find (self->registry, draft->room_id);

      if (room == NULL || room->conversation == NULL)
        continue;
      bedside_conversation_set_draft (room->conversation, draft->payload);
      g_ptr_array_remove_index_fast (self->drafts, i - 1);
    }
}

static void
restore_receipts (BedsideSession *self)
{
  GPtrArray *receipts = self->restoring->restored->receipts;

  for (guint i = 0; i < receipts->len; i++)
    {
      BedsideStoreReceipt *receipt = g_ptr_array_index (receipts, i);
      BedsideRoom *room = bedside_registry_find (self->registry, receipt->room_id);

      if (room != NULL)
        bedside_room_set_receipt (room, receipt->user_id, receipt->event_id, receipt->timestamp);
    }
}

static void
note_staff_rooms (BedsideSession *self)
{
  g_autoptr(GList) rooms = bedside_registry_list_rooms (self->registry);

  for (GList *link = rooms; link != NULL; link = link->next)
    bedside_staff_loader_note (self->staff, link->data);
}

static void
on_verified (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(BedsideSession) self = user_data;
  g_autoptr(GError) error = NULL;

  self->verified = bedside_store_verify_finish (BEDSIDE_STORE (object), result, &error);
  if (g_error_matches (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_DAMAGED) &&
      !g_cancellable_is_cancelled (self->cancellable))
    bedside_session_emit_damaged (self);
}

/**
 * bedside_session_get_verified:
 * @self: a session
 *
 * What was stored is shown before all of it is verified; if something is damaged, another session takes over.
 *
 * Returns: whether it was verified, and is sound
 */
gboolean
bedside_session_get_verified (BedsideSession *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), FALSE);

  return self->verified;
}

static void
finish_restore (BedsideSession *self)
{
  gboolean start = self->restoring->start;
  GHashTableIter iter;
  BedsideHistory *history;

  bedside_session_close_lost (self);
  note_staff_rooms (self);
  g_clear_pointer (&self->restoring, restoring_free);
  if (self->position != NULL)
    bedside_session_note_loaded (self);

  g_hash_table_iter_init (&iter, self->histories);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &history))
    {
      /* They were opened meanwhile, and wait. */
      bedside_timeline_set_state (bedside_history_get_timeline (history), BEDSIDE_TIMELINE_STATE_READY);
      bedside_history_load_older (history);
    }
  if (start)
    bedside_session_start (self);
  bedside_store_verify_async (self->store, self->cancellable, on_verified, g_object_ref (self));
}

static gboolean
restore_some (gpointer user_data)
{
  BedsideSession *self = user_data;
  BedsideRestoring *restoring = self->restoring;
  GPtrArray *records = restoring->restored->state;
  gint64 end = g_get_monotonic_time () + TURN;

  while (restoring->next_record < records->len)
    {
      BedsideRestoredRecord *record = g_ptr_array_index (records, restoring->next_record++);
      BedsideRoom *room = bedside_registry_find (self->registry, record->room_id);

      if (room != NULL)
        bedside_registry_apply_state (self->registry, room, record->event);
      if (g_get_monotonic_time () > end)
        return G_SOURCE_CONTINUE;
    }

  if (!restoring->settling)
    {
      restoring->settling = TRUE;
      restore_receipts (self);
    }
  while (bedside_registry_settle_some (self->registry))
    if (g_get_monotonic_time () > end)
      return G_SOURCE_CONTINUE;

  restoring->source_id = 0;
  finish_restore (self);

  return G_SOURCE_REMOVE;
}

static void
on_state_loaded (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(BedsideSession) self = user_data;
  g_autoptr(GError) error = NULL;
  gboolean loaded = bedside_restored_load_state_finish (result, &error);

  if (self->restoring == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* What lacks a part of the state must not go on from where it was: the server would not say it again. */
  if (!loaded || self->restoring->restored->damaged)
    bedside_session_emit_damaged (self);
  else
    self->restoring->source_id = g_idle_add (restore_some, self);
}

static gboolean
load_state (gpointer user_data)
{
  BedsideSession *self = user_data;
  BedsideRestoring *restoring = self->restoring;

  restoring->source_id = 0;
  bedside_restored_load_state_async (restoring->restored, self->store, self->cancellable, on_state_loaded,
                                     g_object_ref (self));

  return G_SOURCE_REMOVE;
}

/**
 * bedside_session_remember:
 * @self: a session
 *
 * Stores which practice is shown and what is not dismissed yet.
 */
void
bedside_session_remember (BedsideSession *self)
{
  g_autofree char *payload = bedside_registry_to_payload (self->registry);

  if (g_strcmp0 (self->remembered, payload) == 0)
    return;

  BedsideChanges *changes = bedside_changes_new ();

  bedside_store_batch_put_account (bedside_changes_get_batch (changes), payload);
  bedside_recorder_write_async (self->recorder, changes, NULL, NULL);
  g_free (self->remembered);
  self->remembered = g_steal_pointer (&payload);
}

/**
 * bedside_session_restore:
 * @self: a new session
 * @restored: what the cache holds
 *
 * Shows the stored conversations as they were shown last. Their state follows,
 * in several turns of the main loop; until then nothing is asked of the server.
 */
void
bedside_session_restore (BedsideSession  *self,
                         BedsideRestored *restored)
{
  for (guint i = 0; i < restored->rooms->len; i++)
    {
      BedsideRestoredRecord *record = g_ptr_array_index (restored->rooms, i);
      BedsideRoom *room = bedside_registry_ensure (self->registry, record->room_id);

      if (record->payload != NULL)
        bedside_room_restore (room, record->payload);
      bedside_session_restore_marker (self, room);
      self->starting_over |= room->unconfirmed;
    }

  self->position = g_strdup (restored->sync_token);
  bedside_registry_restore (self->registry, restored->account);
  self->remembered = bedside_registry_to_payload (self->registry);
  self->restoring = g_new0 (BedsideRestoring, 1);
  self->restoring->restored = bedside_restored_ref (restored);
  bedside_outbox_restore (self->outbox, restored->outbox);
  self->drafts = g_ptr_array_ref (restored->drafts);
  bedside_session_restore_provisional (self);
  bedside_registry_show_summaries (self->registry);
  /* When the window has drawn the list: until then, another thread would only be in the way. */
  self->restoring->source_id = g_idle_add_full (G_PRIORITY_LOW, load_state, self, NULL);
}

/**
 * bedside_session_cancel_restore:
 * @self: a session
 *
 * Leaves what is shown as it is.
 */
void
bedside_session_cancel_restore (BedsideSession *self)
{
  g_clear_pointer (&self->restoring, restoring_free);
}

static void
add_outgoing (GPtrArray *records,
              GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      BedsideOutgoing *entry = g_ptr_array_index (entries, i);
      BedsideStoreOutgoing *record = g_new0 (BedsideStoreOutgoing, 1);

      record->id = g_strdup (entry->id);
      record->room_id = g_strdup (entry->room_id);
      record->payload = bedside_outgoing_to_payload (entry);
      g_ptr_array_add (records, record);
    }
}

static void
put_draft (GPtrArray  *records,
           GHashTable *known,
           const char *room_id,
           const char *text)
{
  BedsideStoreDraft *record = g_hash_table_lookup (known, room_id);

  if (record != NULL ? g_str_equal (record->payload, text) : *text == '\0')
    return;
  if (record == NULL)
    {
      record = g_new0 (BedsideStoreDraft, 1);
      record->room_id = g_strdup (room_id);
      g_ptr_array_add (records, record);
      g_hash_table_insert (known, record->room_id, record);
    }
  g_free (record->payload);
  record->payload = g_strdup (text);
}

static void
add_drafts (BedsideSession *self,
            GPtrArray      *records)
{
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GList) rooms = bedside_registry_list_rooms (self->registry);

  for (guint i = 0; i < records->len; i++)
    {
      BedsideStoreDraft *record = g_ptr_array_index (records, i);

      g_hash_table_insert (known, record->room_id, record);
    }
  /* Those whose conversations have not come yet. */
  for (guint i = 0; i < self->drafts->len; i++)
    {
      BedsideStoreDraft *draft = g_ptr_array_index (self->drafts, i);

      put_draft (records, known, draft->room_id, draft->payload);
    }
  for (GList *link = rooms; link != NULL; link = link->next)
    {
      BedsideRoom *room = link->data;

      if (room->conversation != NULL)
        put_draft (records, known, room->room_id, bedside_conversation_get_draft (room->conversation));
    }
}

/**
 * bedside_session_hand_over: (skip)
 * @self: a session that has been stopped
 * @restored: what the cache holds
 *
 * Brings what was written but not sent to the session that follows: here it is
 * newer than on the disk, which may be full.
 */
void
bedside_session_hand_over (BedsideSession  *self,
                           BedsideRestored *restored)
{
  GPtrArray *outbox = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_store_outgoing_free);
  g_autoptr(GPtrArray) entries = bedside_outbox_list (self->outbox, NULL);

  add_drafts (self, restored->drafts);
  add_outgoing (outbox, entries);
  g_ptr_array_unref (restored->outbox);
  restored->outbox = outbox;
}
