/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-session-adopt"

#include "bedside-session-private.h"

#include "bedside-rooms.h"

/* A conversation goes on in another room: in the one that the server has made for its first message, or in an older one
 * of the same pair. */

static void
move_draft (BedsideSession *self,
            const char     *from,
            const char     *to,
            BedsideChanges *changes)
{
  BedsideRoom *room = bedside_registry_find (self->registry, to);
  BedsideStoreBatch *batch = bedside_changes_get_batch (changes);

  for (guint i = 0; i < self->drafts->len; i++)
    {
      BedsideStoreDraft *draft = g_ptr_array_index (self->drafts, i);

      if (!g_str_equal (draft->room_id, from))
        continue;
      g_free (draft->room_id);
      draft->room_id = g_strdup (to);
      if (*bedside_conversation_get_draft (room->conversation) == '\0')
        bedside_conversation_set_draft (room->conversation, draft->payload);
      g_ptr_array_remove_index_fast (self->drafts, i);
      break;
    }
  bedside_store_batch_put_draft (batch, from, "");
  bedside_store_batch_put_draft (batch, to, bedside_conversation_get_draft (room->conversation));
}

/* What is open stays open. */
static void
move_history (BedsideSession *self,
              BedsideRoom    *room,
              gboolean        was_provisional)
{
  BedsideHistory *history = g_hash_table_lookup (self->histories, room->conversation);

  if (history == NULL)
    return;
  if (was_provisional)
    bedside_history_move (history, room);
  else
    {
      /* The messages of another room are in it. */
      g_hash_table_remove (self->histories, room->conversation);
      bedside_session_open (self, room->conversation);
    }
}

/* Changes on their way to the disk, with which messages were moved. */
typedef struct {
  BedsideSession *session;  /* (owned) */
  GPtrArray      *moved;    /* (owned) (element-type utf8): the rooms where they are now */
  BedsideWritten  written;  /* (nullable) */
} Moving;

static void
moving_free (Moving *moving)
{
  g_object_unref (moving->session);
  g_ptr_array_unref (moving->moved);
  g_free (moving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Moving, moving_free)

/* What could not be written is kept by the recorder, with the position before it. */
static void
on_moving_written (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(Moving) moving = user_data;
  BedsideSession *self = moving->session;

  bedside_recorder_write_finish (BEDSIDE_RECORDER (object), result, NULL);
  bedside_outbox_note_moved (self->outbox, moving->moved);
  if (moving->written != NULL)
    moving->written (self);
}

/**
 * bedside_session_write_moved:
 * @self: a session
 * @changes: (transfer full): to be stored
 * @moved: (transfer full) (element-type utf8): rooms to which messages were moved with them
 * @written: (nullable): called when they are stored
 *
 * Stores changes. What was moved with them, and not what is moved with later ones, may be sent then.
 */
void
bedside_session_write_moved (BedsideSession *self,
                             BedsideChanges *changes,
                             GPtrArray      *moved,
                             BedsideWritten  written)
{
  Moving *moving = g_new0 (Moving, 1);

  moving->session = g_object_ref (self);
  moving->moved = moved;
  moving->written = written;
  bedside_recorder_write_async (self->recorder, changes, on_moving_written, moving);
}

static void
move_messages (BedsideSession *self,
               const char     *from,
               BedsideRoom    *room,
               BedsideChanges *changes,
               GPtrArray      *moved)
{
  bedside_outbox_move (self->outbox, from, room->room_id, changes, moved);
  bedside_session_count_unsent (self, room->room_id);
  bedside_room_show (room);
}

/* A pair has one room. Should the server ever have made two, the other one is left if nothing was written in it, so
 * that the patient does not answer where nobody looks; not while it is being made for another device. */
static void
leave_if_empty (BedsideSession *self,
                BedsideRoom    *room)
{
  g_autoptr(GPtrArray) entries = bedside_outbox_list (self->outbox, room->room_id);
  const char *patient = bedside_room_get_binding_member (room, "patient");

  if (room->membership == BEDSIDE_MEMBERSHIP_JOINED && room->complete && room->preview.event_id == NULL &&
      entries->len == 0 && bedside_room_get_member (room, patient) != NULL)
    bedside_client_leave_async (self->client, room->room_id, self->cancellable, NULL, NULL);
}

/**
 * bedside_session_on_superseded:
 * @self: a session
 * @room_id: a room
 * @room: the one that is the conversation of its pair from now on
 *
 * Brings what was written to the room where it belongs, in one transaction, with the answer of sync that has shown it.
 */
void
bedside_session_on_superseded (BedsideSession *self,
                               const char     *room_id,
                               BedsideRoom    *room)
{
  gboolean is_provisional = bedside_room_id_is_provisional (room_id);
  g_autofree char *from = g_strdup (room_id);
  g_autoptr(BedsideChanges) own = self->takeover ? NULL : bedside_changes_new ();
  BedsideChanges *changes = self->takeover ? self->takeover->changes : own;
  g_autoptr(GPtrArray) moved = self->takeover ? g_ptr_array_ref (self->takeover->moved)
                                              : g_ptr_array_new_with_free_func (g_free);

  bedside_starter_adopt (self->starter, from, room);
  move_messages (self, from, room, changes, moved);
  move_draft (self, from, room->room_id, changes);
  move_history (self, room, is_provisional);
  g_hash_table_remove (self->typing, from);
  if (is_provisional)
    {
      bedside_store_batch_delete_room (bedside_changes_get_batch (changes), from);
      bedside_registry_forget (self->registry, from);
    }
  else
    leave_if_empty (self, bedside_registry_find (self->registry, from));
  if (own != NULL)
    bedside_session_write_moved (self, g_steal_pointer (&own), g_steal_pointer (&moved), NULL);
}

/**
 * bedside_session_move_leftovers:
 * @self: a session that is online
 *
 * Brings what could not be moved at once, because the server might have had it, to the room where it belongs.
 */
void
bedside_session_move_leftovers (BedsideSession *self)
{
  g_autoptr(GPtrArray) entries = bedside_outbox_list (self->outbox, NULL);
  g_autoptr(BedsideChanges) changes = NULL;
  g_autoptr(GPtrArray) moved = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < entries->len; i++)
    {
      BedsideOutgoing *entry = g_ptr_array_index (entries, i);
      BedsideRoom *room = bedside_registry_find (self->registry, entry->room_id);
      BedsideRoom *successor = room ? bedside_registry_find_successor (self->registry, room) : NULL;

      if (successor == NULL)
        continue;
      if (changes == NULL)
        changes = bedside_changes_new ();
      move_messages (self, room->room_id, successor, changes, moved);
      leave_if_empty (self, room);
    }
  if (changes != NULL)
    bedside_session_write_moved (self, g_steal_pointer (&changes), g_steal_pointer (&moved), NULL);
}

/**
 * bedside_session_leave_if_superseded:
 * @self: a session
 * @room: a room
 *
 * Leaves it if it is no conversation because its pair has another one, and if it is empty.
 */
void
bedside_session_leave_if_superseded (BedsideSession *self,
                                     BedsideRoom    *room)
{
  if (room->kind == BEDSIDE_ROOM_KIND_CONVERSATION && room->conversation == NULL &&
      bedside_registry_find_successor (self->registry, room) != NULL)
    leave_if_empty (self, room);
}

/**
 * bedside_session_leave_superseded:
 * @self: a session that is online again
 *
 * Does so with all rooms.
 */
void
bedside_session_leave_superseded (BedsideSession *self)
{
  g_autoptr(GList) rooms = bedside_registry_list_rooms (self->registry);

  for (GList *link = rooms; link != NULL; link = link->next)
    bedside_session_leave_if_superseded (self, link->data);
}

/**
 * bedside_session_on_wanted:
 * @self: a session
 * @room_id: a room that is unfinished
 *
 * A message waits for it.
 */
void
bedside_session_on_wanted (BedsideSession *self,
                           const char     *room_id)
{
  BedsideRoom *room = bedside_registry_find (self->registry, room_id);

  if (room != NULL && bedside_registry_find_successor (self->registry, room) == NULL)
    bedside_starter_want (self->starter, room_id);
}

/**
 * bedside_session_get_gate:
 * @room_id: a room
 * @user_data: a session
 *
 * Nobody writes where a rule is against it; a conversation that is shown no more is closed, too. After an absence
 * that is known when sync has answered.
 *
 * Returns: whether one may write there
 */
BedsideGate
bedside_session_get_gate (const char *room_id,
                          gpointer    user_data)
{
  BedsideSession *self = user_data;
  BedsideRoom *room = bedside_registry_find (self->registry, room_id);
  gboolean is_provisional = bedside_room_id_is_provisional (room_id);

  if (bedside_sync_engine_get_connection (self->engine) != BEDSIDE_CONNECTION_ONLINE)
    return BEDSIDE_GATE_UNKNOWN;
  if (room == NULL)
    return is_provisional ? BEDSIDE_GATE_UNKNOWN : BEDSIDE_GATE_OPEN;
  if (bedside_registry_find_successor (self->registry, room) != NULL)
    return BEDSIDE_GATE_UNFINISHED;
  if (room->conversation == NULL)
    return is_provisional ? BEDSIDE_GATE_UNKNOWN : BEDSIDE_GATE_CLOSED;
  if (bedside_conversation_get_closed_reason (room->conversation) != BEDSIDE_CLOSED_REASON_NONE)
    return BEDSIDE_GATE_CLOSED;
  if (bedside_starter_is_making (self->starter, room))
    return BEDSIDE_GATE_UNKNOWN;
  return is_provisional || bedside_starter_lacks (self->starter, room) ? BEDSIDE_GATE_UNFINISHED : BEDSIDE_GATE_OPEN;
}
