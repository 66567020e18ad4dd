/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-session-sync"

#include "bedside-session-private.h"

#include "bedside-message-reader.h"

/* How long a turn of the main loop may take over rooms, in µs. */
#define TURN (8 * 1000)

static void
takeover_free (BedsideTakeover *takeover)
{
  g_clear_handle_id (&takeover->source_id, g_source_remove);
  g_clear_pointer (&takeover->answer, bedside_sync_answer_free);
  g_clear_pointer (&takeover->changes, bedside_changes_free);
  g_free (takeover);
}

static void
apply_state (BedsideSession *self,
             BedsideRoom    *room,
             BedsideEvent   *event)
{
  bedside_registry_apply_state (self->registry, room, event);
  bedside_changes_put_state (self->takeover->changes, room->room_id, event);
}

static void
apply_state_list (BedsideSession *self,
                  BedsideRoom    *room,
                  GPtrArray      *events)
{
  for (guint i = 0; i < events->len; i++)
    {
      BedsideEvent *event = g_ptr_array_index (events, i);

      if (event->state_key != NULL)
        apply_state (self, room, event);
    }
}

static gboolean
has_history (BedsideRoom *room)
{
  return room->kind == BEDSIDE_ROOM_KIND_CONVERSATION || room->kind == BEDSIDE_ROOM_KIND_TEAM;
}

/* Where the events of a timeline go: behind those that are there, with a gap where the server left some out. */
static void
prepare_positions (BedsideRoom      *room,
                   BedsideRoomDelta *delta)
{
  gboolean is_first = room->first_position == room->next_position;
  BedsideEvent *oldest = delta->timeline->len > 0 ? g_ptr_array_index (delta->timeline, 0) : NULL;

  if (is_first)
    {
      g_free (room->older_token);
      room->older_token = g_strdup (delta->prev_batch);
      room->complete = delta->prev_batch == NULL || (oldest && bedside_event_is_state (oldest, "m.room.create"));
    }
  else if (delta->limited && delta->prev_batch != NULL)
    bedside_room_add_gap (room, delta->prev_batch);
}

static void
take_over_event (BedsideSession   *self,
                 BedsideRoom      *room,
                 BedsideRoomDelta *delta,
                 BedsideEvent     *event,
                 GPtrArray        *placed)
{
  if (event->state_key != NULL && !delta->state_is_after)
    apply_state (self, room, event);
  if (event->event_id == NULL || !has_history (room))
    return;

  g_ptr_array_add (placed, bedside_placed_event_new (room->next_position, event));
  bedside_changes_put_event (self->takeover->changes, room->room_id, room->next_position, event);
  room->next_position++;
  g_free (room->last_event_id);
  room->last_event_id = g_strdup (event->event_id);
  bedside_room_update_preview (room, event, bedside_registry_get_user_id (self->registry));
}

typedef struct {
  BedsideSession *session;   /* (owned) */
  char           *room_id;   /* (owned) */
} Erasure;

static void
on_target_found (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  Erasure *erasure = user_data;
  g_autoptr(BedsideSession) session = g_steal_pointer (&erasure->session);
  g_autofree char *room_id = g_steal_pointer (&erasure->room_id);
  g_autoptr(GPtrArray) records = bedside_store_find_events_finish (BEDSIDE_STORE (object), result, NULL);

  g_free (erasure);
  if (records == NULL || records->len == 0)
    return;

  BedsideStoreEvent *record = g_ptr_array_index (records, 0);
  g_autoptr(BedsideEvent) event = bedside_event_new_from_text (record->payload, NULL);

  if (event == NULL || event->state_key != NULL)
    return;

  g_autoptr(BedsideEvent) blank = bedside_event_new_redacted (event);
  g_autoptr(BedsideChanges) changes = bedside_changes_new ();

  bedside_changes_replace_event (changes, room_id, blank);
  bedside_recorder_write_async (session->recorder, g_steal_pointer (&changes), NULL, NULL, NULL);
}

/* What somebody took back does not stay on this disk. */
static void
erase_targets (BedsideSession *self,
               BedsideRoom    *room,
               GPtrArray      *placed)
{
  for (guint i = 0; i < placed->len; i++)
    {
      BedsideEvent *event = ((BedsidePlacedEvent *) g_ptr_array_index (placed, i))->event;
      const char *ids[] = { event->redacts, NULL };

      if (event->redacts == NULL || !g_str_equal (event->type, "m.room.redaction"))
        continue;

      Erasure *erasure = g_new0 (Erasure, 1);

      erasure->session = g_object_ref (self);
      erasure->room_id = g_strdup (room->room_id);
      bedside_store_find_events_async (self->store, room->room_id, ids, NULL, on_target_found, erasure);
    }
}

/**
 * bedside_session_on_placed:
 * @self: a session
 * @room: a room
 * @placed: (element-type BedsidePlacedEvent): events that have just got their place
 * @changes: what will be stored with them
 *
 * Does what every event calls for, however it came: lets go of confirmed
 * messages of the outbox, shows it if the conversation is open, and erases what it takes back.
 */
void
bedside_session_on_placed (BedsideSession *self,
                           BedsideRoom    *room,
                           GPtrArray      *placed,
                           BedsideChanges *changes)
{
  const char *own = bedside_registry_get_user_id (self->registry);
  BedsideHistory *history = room->conversation ? g_hash_table_lookup (self->histories, room->conversation) : NULL;

  /* First the timeline, which turns the message that waits into the one that has arrived. */
  if (history != NULL)
    bedside_history_add_events (history, placed);
  for (guint i = 0; i < placed->len; i++)
    {
      BedsideEvent *event = ((BedsidePlacedEvent *) g_ptr_array_index (placed, i))->event;

      if (g_strcmp0 (event->sender, own) == 0)
        bedside_outbox_acknowledge (self->outbox, room->room_id, event, changes);
    }
  erase_targets (self, room, placed);
}

/* Pages come newest first, so the first message is the one to show. */
static void
fill_preview (BedsideSession *self,
              BedsideRoom    *room,
              GPtrArray      *placed)
{
  const char *own = bedside_registry_get_user_id (self->registry);

  for (guint i = 0; i < placed->len && room->preview_event_id == NULL; i++)
    bedside_room_update_preview (room, ((BedsidePlacedEvent *) g_ptr_array_index (placed, i))->event, own);
  bedside_room_show_preview (room);
}

/**
 * bedside_session_on_page:
 * @self: a session
 * @room: a room
 * @placed: (element-type BedsidePlacedEvent): a page of older events, newest first
 * @changes: what will be stored with them
 *
 * As bedside_session_on_placed(), for events that sync did not bring.
 */
void
bedside_session_on_page (BedsideSession *self,
                         BedsideRoom    *room,
                         GPtrArray      *placed,
                         BedsideChanges *changes)
{
  fill_preview (self, room, placed);
  bedside_session_on_placed (self, room, placed, changes);
}

static void
take_over_receipts (BedsideSession   *self,
                    BedsideRoom      *room,
                    BedsideRoomDelta *delta)
{
  for (guint i = 0; i < delta->receipts->len; i++)
    {
      BedsideReceipt *receipt = g_ptr_array_index (delta->receipts, i);

      bedside_room_set_receipt (room, receipt->user_id, receipt->event_id);
      bedside_store_batch_put_receipt (bedside_changes_get_batch (self->takeover->changes), room->room_id,
                                       receipt->user_id, receipt->event_id, receipt->timestamp);
    }
}

/* No server hook stops a disabled patient from typing: this one does not show it. */
static gboolean
is_somebody_typing (BedsideSession   *self,
                    BedsideRoom      *room,
                    BedsideRoomDelta *delta)
{
  const char *own = bedside_registry_get_user_id (self->registry);

  if (bedside_conversation_get_closed_reason (room->conversation) != BEDSIDE_CLOSED_REASON_NONE)
    return FALSE;
  for (guint i = 0; delta->typing != NULL && delta->typing[i] != NULL; i++)
    if (!g_str_equal (delta->typing[i], own))
      return TRUE;
  return FALSE;
}

static void
take_over_room (BedsideSession   *self,
                BedsideRoomDelta *delta)
{
  BedsideStoreBatch *batch = bedside_changes_get_batch (self->takeover->changes);
  BedsideRoom *room = bedside_registry_ensure (self->registry, delta->room_id);
  g_autoptr(GPtrArray) placed = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_placed_event_free);

  if (room->stale)
    {
      bedside_store_batch_delete_events (batch, room->room_id);
      bedside_room_start_over (room);
    }
  if (room->membership != delta->membership)
    {
      room->membership = delta->membership;
      bedside_registry_touch (self->registry, room);
    }
  if (!delta->state_is_after)
    apply_state_list (self, room, delta->state);
  if (has_history (room) && delta->timeline->len > 0)
    prepare_positions (room, delta);
  for (guint i = 0; i < delta->timeline->len; i++)
    take_over_event (self, room, delta, g_ptr_array_index (delta->timeline, i), placed);
  if (delta->state_is_after)
    apply_state_list (self, room, delta->state);
  if (delta->has_unread)
    room->unread = delta->unread_count;
  take_over_receipts (self, room, delta);

  bedside_session_on_placed (self, room, placed, self->takeover->changes);
  if (room->conversation != NULL)
    {
      BedsideHistory *history = g_hash_table_lookup (self->histories, room->conversation);

      bedside_room_show_preview (room);
      if (delta->has_typing)
        bedside_conversation_set_typing (room->conversation, is_somebody_typing (self, room, delta));
      if (history != NULL && delta->receipts->len > 0)
        bedside_history_update_receipts (history);
    }

  g_autofree char *payload = bedside_room_to_payload (room);
  bedside_store_batch_put_room (batch, room->room_id, payload);
}

static void
free_answer (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  bedside_sync_answer_free (task_data);
  g_task_return_boolean (task, TRUE);
}

static void
on_taken_over (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(BedsideSession) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!bedside_recorder_write_finish (BEDSIDE_RECORDER (object), result, &error))
    bedside_session_note_cache_error (self, error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  bedside_catch_up_look_around (self->catch_up);
  bedside_sync_engine_continue (self->engine);
  bedside_session_update_connection (self);
}

static void
finish_takeover (BedsideSession *self)
{
  BedsideTakeover *takeover = self->takeover;

  bedside_registry_settle (self->registry);
  bedside_store_batch_put_sync_token (bedside_changes_get_batch (takeover->changes), takeover->answer->next_batch);
  bedside_recorder_write_async (self->recorder, g_steal_pointer (&takeover->changes), NULL, on_taken_over,
                                g_object_ref (self));

  /* A large answer takes its time to be freed, too. */
  g_autoptr(GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, finish_takeover);
  g_task_set_task_data (task, g_steal_pointer (&takeover->answer), NULL);
  g_task_run_in_thread (task, free_answer);

  g_clear_pointer (&self->takeover, takeover_free);
}

static gboolean
take_over_some (gpointer user_data)
{
  BedsideSession *self = user_data;
  BedsideTakeover *takeover = self->takeover;
  gint64 end = g_get_monotonic_time () + TURN;

  while (takeover->next_room < takeover->answer->rooms->len)
    {
      take_over_room (self, g_ptr_array_index (takeover->answer->rooms, takeover->next_room++));
      if (g_get_monotonic_time () > end && takeover->next_room < takeover->answer->rooms->len)
        {
          if (takeover->source_id == 0)
            takeover->source_id = g_idle_add (take_over_some, self);
          return G_SOURCE_CONTINUE;
        }
    }

  takeover->source_id = 0;
  finish_takeover (self);

  return G_SOURCE_REMOVE;
}

/**
 * bedside_session_take_over:
 * @self: a session that is not taking over anything
 * @answer: (transfer full): an answer of sync
 *
 * Brings an answer to the models and, in one transaction with its position, to
 * the store; then lets the engine go on. A large answer takes several turns of the main loop.
 */
void
bedside_session_take_over (BedsideSession    *self,
                           BedsideSyncAnswer *answer)
{
  g_return_if_fail (self->takeover == NULL);

  self->takeover = g_new0 (BedsideTakeover, 1);
  self->takeover->answer = answer;
  self->takeover->changes = bedside_changes_new ();
  take_over_some (self);
}

/**
 * bedside_session_cancel_take_over:
 * @self: a session
 *
 * Drops an answer that is being taken over; it comes again after the next start.
 */
void
bedside_session_cancel_take_over (BedsideSession *self)
{
  g_clear_pointer (&self->takeover, takeover_free);
}

/**
 * bedside_session_start_rooms_over:
 * @self: a session
 *
 * The server has forgotten our position: what it says next of a room replaces
 * the events that are stored of it.
 */
void
bedside_session_start_rooms_over (BedsideSession *self)
{
  g_autoptr(GList) rooms = bedside_registry_list_rooms (self->registry);
  g_autoptr(BedsideChanges) changes = bedside_changes_new ();
  BedsideStoreBatch *batch = bedside_changes_get_batch (changes);

  for (GList *link = rooms; link != NULL; link = link->next)
    {
      BedsideRoom *room = link->data;

      room->stale = TRUE;
      g_autofree char *payload = bedside_room_to_payload (room);
      bedside_store_batch_put_room (batch, room->room_id, payload);
    }
  bedside_store_batch_put_sync_token (batch, NULL);
  bedside_recorder_write_async (self->recorder, g_steal_pointer (&changes), NULL, NULL, NULL);
}
