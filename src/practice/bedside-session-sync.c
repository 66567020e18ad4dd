/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-session-sync"

#include "bedside-session-private.h"

#include "bedside-session-news.h"
#include "bedside-taken-back.h"
#include "bedside-thread.h"

/* How long a turn of the main loop may take over rooms, in µs. */
#define TURN (8 * 1000)
/* So many answers may be on their way to the disk while the next is asked for. */
#define MAX_UNWRITTEN 3
/* After how many state events to look at the time. */
#define STATE_PART 100

static void
takeover_free (BedsideTakeover *takeover)
{
  g_clear_handle_id (&takeover->source_id, g_source_remove);
  g_clear_pointer (&takeover->answer, bedside_sync_answer_free);
  g_clear_pointer (&takeover->unsaved, g_ptr_array_unref);
  g_clear_pointer (&takeover->moved, g_ptr_array_unref);
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

/* Some of it: the directory has thousands. FALSE: there is no more. */
static gboolean
apply_some_state (BedsideSession *self,
                  BedsideRoom    *room,
                  GPtrArray      *events)
{
  BedsideTakeover *takeover = self->takeover;
  guint end = MIN (events->len, takeover->next_state + STATE_PART);

  for (; takeover->next_state < end; takeover->next_state++)
    {
      BedsideEvent *event = g_ptr_array_index (events, takeover->next_state);

      if (event->state_key != NULL)
        apply_state (self, room, event);
    }

  return takeover->next_state < events->len;
}

/* In a first sync of a small room the event that tells its kind is part of the timeline. */
static void
find_kind (BedsideSession   *self,
           BedsideRoom      *room,
           BedsideRoomDelta *delta)
{
  for (guint i = 0; room->kind == BEDSIDE_ROOM_KIND_UNKNOWN && i < delta->timeline->len; i++)
    {
      BedsideEvent *event = g_ptr_array_index (delta->timeline, i);

      if (bedside_event_is_state (event, "m.room.create"))
        bedside_registry_apply_state (self->registry, room, event);
    }
}

/* Where the events of a timeline go: behind those that are there, with a gap where the server left some out. After
 * the server has started over, that is anywhere; if nothing is missing, catching up will find out. */
static void
prepare_positions (BedsideRoom      *room,
                   BedsideRoomDelta *delta)
{
  BedsideEvent *oldest = g_ptr_array_index (delta->timeline, 0);

  if (bedside_room_is_empty (room))
    {
      g_free (room->older_token);
      room->older_token = g_strdup (delta->prev_batch);
      room->oldest_at = oldest->timestamp;
      room->complete = FALSE;
      if (delta->prev_batch == NULL || bedside_room_is_beginning (oldest))
        bedside_room_set_complete (room, oldest);
    }
  else if ((delta->limited || room->unconfirmed) && delta->prev_batch != NULL)
    bedside_room_add_gap (room, delta->prev_batch, oldest->event_id);
}

/* The patient whom it removed does not stay on this disk. */
static void
apply_redaction (BedsideSession *self,
                 BedsideRoom    *room,
                 const char     *event_id)
{
  g_autoptr(BedsideEvent) rest = NULL;

  if (bedside_registry_apply_redaction (self->registry, room, event_id, &rest))
    bedside_changes_put_state (self->takeover->changes, room->room_id, rest);
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
  if (event->redacts != NULL)
    apply_redaction (self, room, event->redacts);
  if (event->event_id == NULL || !bedside_room_has_history (room))
    return;

  g_ptr_array_add (placed, bedside_placed_event_new (room->next_position, event));
  bedside_changes_put_event (self->takeover->changes, room->room_id, room->next_position, event);
  room->next_position++;
}

/* If the disk was full when its message was moved to this room, it waits for a room still. */
static void
acknowledge (BedsideSession *self,
             BedsideRoom    *room,
             BedsideEvent   *event,
             BedsideChanges *changes)
{
  BedsideRoom *provisional;
  guint not_sent = 0;

  bedside_outbox_acknowledge (self->outbox, room->room_id, event, changes);
  if (bedside_outbox_count (self->outbox, NULL, &not_sent) + not_sent == 0)
    return;
  provisional = bedside_registry_find_provisional (self->registry, room);
  if (provisional != NULL)
    bedside_outbox_acknowledge (self->outbox, provisional->room_id, event, changes);
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

      if (event->redacts == NULL)
        continue;
      bedside_changes_erase_event (changes, room->room_id, event->redacts);
      g_hash_table_add (room->removals, g_strdup (event->redacts));
    }
  for (guint i = 0; i < placed->len; i++)
    {
      BedsidePlacedEvent *item = g_ptr_array_index (placed, i);
      /* A page begins with its newest event: what takes something back comes before that. */
      g_autoptr(BedsideEvent) rest = bedside_taken_back_event (item->event, room->removals);

      bedside_preview_take (&room->preview, item->position, rest ? rest : item->event, own);
      if (g_strcmp0 (item->event->sender, own) == 0)
        acknowledge (self, room, item->event, changes);
    }
  bedside_room_show (room);
  bedside_registry_note_heard (self->registry, room);
  /* Otherwise the rest of the answer comes first. */
  if (self->takeover != NULL)
    return;
  bedside_session_mark_loaded (self, room);
  bedside_registry_list_unread (self->registry);
}

/* An invitation that was taken back or refused, or a room that was left before one heard of it. */
static gboolean
was_never_joined (BedsideSession   *self,
                  BedsideRoomDelta *delta)
{
  BedsideRoom *known = bedside_registry_find (self->registry, delta->room_id);

  return delta->membership == BEDSIDE_MEMBERSHIP_LEFT &&
         (known == NULL || (known->membership == BEDSIDE_MEMBERSHIP_INVITED && bedside_room_is_empty (known)));
}

/* What was taken back before it arrived, is not shown, told or stored. */
static void
censor (BedsideRoom      *room,
        BedsideRoomDelta *delta)
{
  if (!bedside_room_has_history (room))
    return;

  for (guint i = 0; i < delta->timeline->len; i++)
    {
      BedsideEvent *event = g_ptr_array_index (delta->timeline, i);
      BedsideEvent *rest = bedside_taken_back_event (event, room->removals);

      if (event->redacts != NULL)
        g_hash_table_add (room->removals, g_strdup (event->redacts));
      if (rest == NULL)
        continue;
      g_ptr_array_index (delta->timeline, i) = rest;
      bedside_event_unref (event);
    }
}

static void
take_over_timeline (BedsideSession   *self,
                    BedsideRoom      *room,
                    BedsideRoomDelta *delta)
{
  g_autoptr(GPtrArray) placed = bedside_placed_event_list_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  find_kind (self, room, delta);
  censor (room, delta);
  if (bedside_room_has_history (room) && delta->timeline->len > 0)
    prepare_positions (room, delta);
  for (guint i = 0; i < delta->timeline->len; i++)
    {
      BedsideEvent *event = g_ptr_array_index (delta->timeline, i);

      /* The same one twice: where it came first, it stays. */
      if (event->event_id != NULL && !g_hash_table_add (seen, event->event_id))
        continue;
      take_over_event (self, room, delta, event, placed);
    }
  room->unconfirmed = FALSE;
  bedside_session_on_placed (self, room, placed, self->takeover->changes);
}

static void
put_room (BedsideSession *self,
          BedsideRoom    *room)
{
  g_autofree char *payload = bedside_room_to_payload (room);

  bedside_store_batch_put_room (bedside_changes_get_batch (self->takeover->changes), room->room_id, payload);
}

static void
forget_room (BedsideSession   *self,
             BedsideRoomDelta *delta)
{
  bedside_registry_forget (self->registry, delta->room_id);
  bedside_store_batch_delete_room (bedside_changes_get_batch (self->takeover->changes), delta->room_id);
}

/* The state as it is: nothing of it can have been missed. */
static gboolean
is_whole (BedsideRoomDelta *delta)
{
  for (guint i = 0; i < delta->state->len; i++)
    if (bedside_event_is_state (g_ptr_array_index (delta->state, i), "m.room.create"))
      return TRUE;

  return FALSE;
}

/* What was left out may have been somebody's leaving: with lazy loading, the state does not say so. Of a directory or a
 * practice, it may have been that somebody, or the settings, were removed: redacting is no change of state. */
static void
note_missed (BedsideSession   *self,
             BedsideRoom      *room,
             BedsideRoomDelta *delta)
{
  if (!delta->limited && !room->unconfirmed)
    return;

  if ((room->kind == BEDSIDE_ROOM_KIND_DIRECTORY || room->kind == BEDSIDE_ROOM_KIND_PRACTICE) &&
      !room->unconfirmed && !is_whole (delta) && delta->prev_batch != NULL && self->position != NULL)
    bedside_room_set_missed (room, delta->prev_batch, self->position);
  room->members_complete = FALSE;
  g_clear_pointer (&room->fresh_members, g_hash_table_unref);
}

static void
take_over_messages (BedsideSession   *self,
                    BedsideRoom      *room,
                    BedsideRoomDelta *delta)
{
  guint before = room->unread;

  bedside_session_take_over_receipts (self, room, delta);
  take_over_timeline (self, room, delta);
  if (delta->has_unread)
    room->unread = bedside_session_is_marked (self, room) ? 0 : delta->unread_count;
  bedside_room_show (room);
  bedside_session_note_arrivals (self, room, delta, before);
}

/* Does the next part of it; FALSE: there is none. */
static gboolean
take_over_room (BedsideSession   *self,
                BedsideRoomDelta *delta)
{
  if (was_never_joined (self, delta))
    {
      forget_room (self, delta);
      return FALSE;
    }

  BedsideRoom *room = bedside_registry_ensure (self->registry, delta->room_id);

  bedside_session_confirm_painted (self, room);
  if (apply_some_state (self, room, delta->state))
    return TRUE;
  note_missed (self, room, delta);
  if (room->membership != delta->membership)
    {
      room->membership = delta->membership;
      bedside_registry_touch (self->registry, room);
    }
  take_over_messages (self, room, delta);
  bedside_session_show_ephemeral (self, room, delta);
  bedside_registry_count_unread (self->registry, room);
  bedside_registry_note_heard (self->registry, room);
  bedside_catch_up_note (self->catch_up, room);
  bedside_staff_loader_note (self->staff, room);
  put_room (self, room);

  return FALSE;
}

static gboolean
may_have_left_practice (BedsideSession *self)
{
  GPtrArray *rooms = self->takeover->answer->rooms;

  for (guint i = 0; i < rooms->len; i++)
    {
      BedsideRoomDelta *delta = g_ptr_array_index (rooms, i);
      BedsideRoom *room = bedside_registry_find (self->registry, delta->room_id);

      if (room != NULL && room->membership == BEDSIDE_MEMBERSHIP_LEFT &&
          (room->kind == BEDSIDE_ROOM_KIND_PRACTICE || room->kind == BEDSIDE_ROOM_KIND_DIRECTORY))
        return TRUE;
    }

  return FALSE;
}

/* Who is out of a practice does not keep its patients on this disk. */
static void
forget_left_directories (BedsideSession *self)
{
  BedsideStoreBatch *batch = bedside_changes_get_batch (self->takeover->changes);
  g_autoptr(GList) rooms = bedside_registry_list_rooms (self->registry);

  for (GList *link = rooms; link != NULL; link = link->next)
    {
      BedsideRoom *room = link->data;
      JsonObject *mark = bedside_json_get_object (room->create, "org.bedside.directory");

      if (room->kind != BEDSIDE_ROOM_KIND_DIRECTORY || room->membership != BEDSIDE_MEMBERSHIP_LEFT ||
          bedside_registry_find_practice (self->registry, bedside_json_get_string (mark, "practice")) != NULL)
        continue;
      bedside_store_batch_delete_room (batch, room->room_id);
      bedside_registry_forget (self->registry, room->room_id);
    }
}

/* The first answer after the server has started over names every room where one is, or was a short while ago: it may
 * come from a cache. The next one tells where one has come to be since. */
static void
leave_unconfirmed_rooms (BedsideSession *self)
{
  BedsideStoreBatch *batch = bedside_changes_get_batch (self->takeover->changes);
  g_autoptr(GList) rooms = bedside_registry_list_rooms (self->registry);

  self->starting_over = FALSE;
  for (GList *link = rooms; link != NULL; link = link->next)
    {
      BedsideRoom *room = link->data;

      if (!room->unconfirmed)
        continue;
      room->unconfirmed = FALSE;
      room->membership = BEDSIDE_MEMBERSHIP_LEFT;
      bedside_registry_touch (self->registry, room);
      g_autofree char *payload = bedside_room_to_payload (room);
      bedside_store_batch_put_room (batch, room->room_id, payload);
    }
}

static void
free_answer (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  bedside_assert_other_thread ();

  bedside_sync_answer_free (task_data);
  g_task_return_boolean (task, TRUE);
}

/* Asks for what comes next; the writing of what came goes on meanwhile. */
static void
go_on (BedsideSession *self)
{
  bedside_outbox_note_answer (self->outbox);
  bedside_starter_note_answer (self->starter);
  bedside_sync_engine_continue (self->engine);
  bedside_catch_up_go_on (self->catch_up);
  bedside_staff_loader_go_on (self->staff);
  bedside_session_note_awake (self);
  bedside_session_update_connection (self);
}

/* Its moved messages are let go by now. */
static void
on_taken_over (BedsideSession *self)
{
  self->unwritten_answers--;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (!self->waits_for_disk)
    return;
  self->waits_for_disk = FALSE;
  go_on (self);
}

static void
leave_superseded_rooms (BedsideSession *self)
{
  GPtrArray *rooms = self->takeover->answer->rooms;

  for (guint i = 0; i < rooms->len; i++)
    {
      BedsideRoomDelta *delta = g_ptr_array_index (rooms, i);
      BedsideRoom *room = bedside_registry_find (self->registry, delta->room_id);

      if (room != NULL)
        bedside_session_leave_if_superseded (self, room);
    }
}

static void
finish_takeover (BedsideSession *self)
{
  BedsideTakeover *takeover = self->takeover;

  leave_superseded_rooms (self);
  bedside_store_batch_put_sync_token (bedside_changes_get_batch (takeover->changes), takeover->answer->next_batch);
  g_free (self->position);
  self->position = g_strdup (takeover->answer->next_batch);
  self->unwritten_answers++;
  bedside_session_write_moved (self, g_steal_pointer (&takeover->changes), g_steal_pointer (&takeover->moved),
                               on_taken_over);
  bedside_catch_up_set_held (self->catch_up, FALSE);
  bedside_staff_loader_set_held (self->staff, FALSE);

  /* A large answer takes its time to be freed, too. */
  g_autoptr(GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, finish_takeover);
  g_task_set_task_data (task, g_steal_pointer (&takeover->answer), NULL);
  g_task_run_in_thread (task, free_answer);

  g_clear_pointer (&self->takeover, takeover_free);
  bedside_session_note_loaded (self);
  bedside_session_tell_arrivals (self);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  /* A disk that is slow must not fall behind without end. */
  self->waits_for_disk = self->unwritten_answers > MAX_UNWRITTEN;
  if (!self->waits_for_disk)
    go_on (self);
}

/* After the last room. */
static void
begin_settling (BedsideSession *self)
{
  BedsideTakeover *takeover = self->takeover;
  gboolean is_known = self->starting_over && !takeover->is_first;

  takeover->settling = TRUE;
  takeover->may_have_left = is_known || may_have_left_practice (self);
  if (is_known)
    leave_unconfirmed_rooms (self);
  bedside_session_forget_painted (self);
}

static void
settle_some (BedsideSession *self)
{
  BedsideTakeover *takeover = self->takeover;

  if (bedside_registry_settle_some (self->registry))
    return;
  bedside_session_close_lost (self);
  if (takeover->may_have_left)
    forget_left_directories (self);
  takeover->unsaved = bedside_registry_steal_unsaved (self->registry);
}

/* Does the next part of it; FALSE: there is none. */
static gboolean
take_over_next (BedsideSession *self)
{
  BedsideTakeover *takeover = self->takeover;
  GPtrArray *rooms = takeover->answer->rooms;

  if (takeover->next_room < rooms->len)
    {
      if (!take_over_room (self, g_ptr_array_index (rooms, takeover->next_room)))
        {
          takeover->next_room++;
          takeover->next_state = 0;
        }
      return TRUE;
    }
  if (!takeover->settling)
    begin_settling (self);
  if (takeover->unsaved == NULL)
    {
      settle_some (self);
      return TRUE;
    }
  if (takeover->unsaved->len > 0)
    {
      BedsideRoom *room = g_ptr_array_steal_index_fast (takeover->unsaved, takeover->unsaved->len - 1);

      if (bedside_registry_update_summary (self->registry, room))
        put_room (self, room);
      return TRUE;
    }

  return FALSE;
}

static gboolean
take_over_some (gpointer user_data)
{
  /* Whoever is told may let go of it. */
  g_autoptr(BedsideSession) self = g_object_ref (user_data);
  BedsideTakeover *takeover = self->takeover;
  gint64 end = g_get_monotonic_time () + TURN;

  while (take_over_next (self))
    if (g_get_monotonic_time () > end)
      {
        if (takeover->source_id == 0)
          takeover->source_id = g_idle_add (take_over_some, self);
        return G_SOURCE_CONTINUE;
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
  bedside_assert_main_thread ();

  self->takeover = g_new0 (BedsideTakeover, 1);
  self->takeover->answer = answer;
  self->takeover->changes = bedside_recorder_begin (self->recorder);
  self->takeover->moved = g_ptr_array_new_with_free_func (g_free);
  self->takeover->is_first = self->position == NULL;
  bedside_session_stop_asking (self);
  bedside_catch_up_set_held (self->catch_up, TRUE);
  bedside_staff_loader_set_held (self->staff, TRUE);
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
  if (self->takeover == NULL)
    return;
  bedside_registry_drop_settling (self->registry);
  bedside_recorder_abandon (self->recorder, g_steal_pointer (&self->takeover->changes));
  g_clear_pointer (&self->takeover, takeover_free);
}

/**
 * bedside_session_start_rooms_over:
 * @self: a session
 *
 * The server has forgotten our position: what it says next of a room need not be
 * what follows on what is stored of it. The history stays.
 */
void
bedside_session_start_rooms_over (BedsideSession *self)
{
  g_autoptr(GList) rooms = bedside_registry_list_rooms (self->registry);
  BedsideChanges *changes = bedside_changes_new ();
  BedsideStoreBatch *batch = bedside_changes_get_batch (changes);

  self->starting_over = TRUE;
  g_hash_table_remove_all (self->arrivals);
  g_clear_pointer (&self->position, g_free);
  for (GList *link = rooms; link != NULL; link = link->next)
    {
      BedsideRoom *room = link->data;

      /* Of those the server has never heard. */
      if (bedside_room_id_is_provisional (room->room_id))
        continue;
      room->unconfirmed = room->membership == BEDSIDE_MEMBERSHIP_JOINED;
      g_autofree char *payload = bedside_room_to_payload (room);
      bedside_store_batch_put_room (batch, room->room_id, payload);
    }
  bedside_store_batch_put_sync_token (batch, NULL);
  bedside_recorder_write_async (self->recorder, changes, NULL, NULL);
}
