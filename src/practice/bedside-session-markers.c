/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-session-markers"

#include "bedside-session-private.h"

#include "bedside-matrix-error.h"
#include "bedside-rooms.h"
#include "bedside-session-news.h"

#include <string.h>

/* How many requests. */
#define MOST_AT_A_TIME 2

/* How far each room was read, and telling the server so: a marker that is not through is kept on disk. */

typedef struct {
  BedsideSession *session;   /* (owned) */
  char           *room_id;   /* (owned) */
  char           *event_id;  /* (owned) */
} MarkerRef;

static void
marker_ref_free (MarkerRef *ref)
{
  g_object_unref (ref->session);
  g_free (ref->room_id);
  g_free (ref->event_id);
  g_free (ref);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MarkerRef, marker_ref_free)

static void
store_rooms (BedsideSession *self,
             GPtrArray      *rooms)
{
  g_autoptr(BedsideChanges) own = self->takeover ? NULL : bedside_changes_new ();
  /* What is half taken over is stored together, or not at all. */
  BedsideChanges *changes = self->takeover ? self->takeover->changes : own;

  for (guint i = 0; i < rooms->len; i++)
    {
      BedsideRoom *room = g_ptr_array_index (rooms, i);
      g_autofree char *payload = bedside_room_to_payload (room);

      bedside_store_batch_put_room (bedside_changes_get_batch (changes), room->room_id, payload);
    }
  if (own != NULL)
    bedside_recorder_write_async (self->recorder, g_steal_pointer (&own), NULL, NULL);
}

static void
store_room (BedsideSession *self,
            BedsideRoom    *room)
{
  g_autoptr(GPtrArray) rooms = g_ptr_array_new ();

  g_ptr_array_add (rooms, room);
  store_rooms (self, rooms);
}

static gboolean
on_wait_over (gpointer user_data)
{
  BedsideSession *self = user_data;

  self->marker_wait_id = 0;
  bedside_session_resend_markers (self);

  return G_SOURCE_REMOVE;
}

/* The others would fare no better. */
static void
wait_after (BedsideSession *self,
            const GError   *error)
{
  char *room_id;

  while ((room_id = g_queue_pop_head (&self->markers)) != NULL)
    g_hash_table_add (self->unmarked, room_id);
  if (self->marker_wait_id == 0)
    self->marker_wait_id = g_timeout_add ((guint) bedside_matrix_error_get_retry_delay (error, self->marker_failures++),
                                          on_wait_over, self);
}

static void
settle_marker (MarkerRef    *ref,
               const GError *error)
{
  BedsideSession *self = ref->session;
  BedsideRoom *room = bedside_registry_find (self->registry, ref->room_id);

  /* A later one is on its way. */
  if (g_strcmp0 (g_hash_table_lookup (self->marked, ref->room_id), ref->event_id) != 0)
    return;
  if (error != NULL && bedside_matrix_error_get_retry_delay (error, 0) >= 0)
    {
      g_hash_table_add (self->unmarked, g_strdup (ref->room_id));
      wait_after (self, error);
      return;
    }

  self->marker_failures = 0;
  g_hash_table_remove (self->unmarked, ref->room_id);
  if (room != NULL && room->marker != NULL)
    {
      g_clear_pointer (&room->marker, g_free);
      store_room (self, room);
    }
}

static void send_markers (BedsideSession *self);

static void
on_marked_read (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(MarkerRef) ref = user_data;
  g_autoptr(GError) error = NULL;

  bedside_client_mark_read_finish (BEDSIDE_CLIENT (object), result, &error);
  ref->session->marking--;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  settle_marker (ref, error);
  send_markers (ref->session);
}

/* A few at a time, so that whoever marks hundreds as read can write a message meanwhile. */
static void
send_markers (BedsideSession *self)
{
  while (self->marker_wait_id == 0 && self->marking < MOST_AT_A_TIME && !g_queue_is_empty (&self->markers))
    {
      MarkerRef *ref = g_new0 (MarkerRef, 1);

      ref->session = g_object_ref (self);
      ref->room_id = g_queue_pop_head (&self->markers);
      ref->event_id = g_strdup (g_hash_table_lookup (self->marked, ref->room_id));
      self->marking++;
      bedside_client_mark_read_async (self->client, ref->room_id, ref->event_id, self->cancellable, on_marked_read,
                                      ref);
    }
}

static void
queue_marker (BedsideSession *self,
              const char     *room_id)
{
  if (g_queue_find_custom (&self->markers, room_id, (GCompareFunc) strcmp) == NULL)
    g_queue_push_tail (&self->markers, g_strdup (room_id));
}

/**
 * bedside_session_restore_marker:
 * @self: a session that is restoring
 * @room: a room of it
 *
 * What was read before the last end, and could not be told, is told.
 */
void
bedside_session_restore_marker (BedsideSession *self,
                                BedsideRoom    *room)
{
  if (room->marker == NULL)
    return;
  g_hash_table_replace (self->marked, g_strdup (room->room_id), g_strdup (room->marker));
  g_hash_table_add (self->unmarked, g_strdup (room->room_id));
}

/**
 * bedside_session_resend_markers:
 * @self: a session that is online again, or has waited
 *
 * Tells the server what was read while it could not be reached.
 */
void
bedside_session_resend_markers (BedsideSession *self)
{
  GHashTableIter iter;
  const char *room_id;

  g_clear_handle_id (&self->marker_wait_id, g_source_remove);
  g_hash_table_iter_init (&iter, self->unmarked);
  while (g_hash_table_iter_next (&iter, (gpointer *) &room_id, NULL))
    queue_marker (self, room_id);
  g_hash_table_remove_all (self->unmarked);
  send_markers (self);
}

/**
 * bedside_session_is_marked:
 * @self: a session
 * @room: a room of it
 *
 * Returns: whether its newest message was read here: a server that still counts it has not heard of that
 */
gboolean
bedside_session_is_marked (BedsideSession *self,
                           BedsideRoom    *room)
{
  return room->gaps->len == 0 && room->preview.event_id != NULL &&
         g_strcmp0 (g_hash_table_lookup (self->marked, room->room_id), room->preview.event_id) == 0;
}

/* Who is in the room no more cannot tell the server, but has read it all the same. FALSE: nothing was to be done. */
static gboolean
mark_room (BedsideSession *self,
           BedsideRoom    *room,
           const char     *event_id)
{
  gboolean tell = event_id != NULL && room->membership == BEDSIDE_MEMBERSHIP_JOINED &&
                  g_strcmp0 (g_hash_table_lookup (self->marked, room->room_id), event_id) != 0;

  if (!tell && room->unread == 0)
    return FALSE;
  if (tell)
    {
      g_hash_table_replace (self->marked, g_strdup (room->room_id), g_strdup (event_id));
      g_free (room->marker);
      room->marker = g_strdup (event_id);
      queue_marker (self, room->room_id);
    }
  room->unread = 0;
  g_hash_table_remove (self->arrivals, room->room_id);
  bedside_conversation_set_unread (room->conversation, 0);
  bedside_registry_count_unread (self->registry, room);

  return TRUE;
}

static void
mark (BedsideSession *self,
      BedsideRoom    *room,
      const char     *event_id)
{
  if (!mark_room (self, room, event_id))
    return;
  store_room (self, room);
  send_markers (self);
  bedside_registry_list_unread (self->registry);
}

/**
 * bedside_session_mark_read:
 * @self: a session
 * @conversation: an open conversation
 *
 * Tells the server, and through it the patient and the practitioner's other
 * devices, that the newest message has been seen.
 */
void
bedside_session_mark_read (BedsideSession      *self,
                           BedsideConversation *conversation)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (conversation));

  BedsideRoom *room = bedside_registry_find_conversation (self->registry, conversation);
  BedsideTimeline *timeline = bedside_conversation_get_timeline (conversation);
  BedsideMessage *newest = timeline ? bedside_timeline_get_newest (timeline, TRUE) : NULL;

  if (room == NULL || newest == NULL)
    return;

  const char *event_id = bedside_message_get_event_id (newest);
  const char *receipt = bedside_room_get_receipt (room, bedside_client_get_user_id (self->client));

  if (room->unread == 0 && g_strcmp0 (receipt, event_id) == 0)
    return;
  mark (self, room, event_id);
}

/**
 * bedside_session_mark_conversations_read:
 * @self: a session
 * @conversations: (element-type BedsideConversation): conversations, also such that are not open or of other practices
 *
 * Counts the newest message that is known of each as seen, here and on the server, as bedside_session_mark_read() does:
 * one change of the list of new messages.
 */
void
bedside_session_mark_conversations_read (BedsideSession *self,
                                         GPtrArray      *conversations)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));
  g_return_if_fail (conversations != NULL);

  g_autoptr(GPtrArray) marked = g_ptr_array_new ();

  for (guint i = 0; i < conversations->len; i++)
    {
      BedsideRoom *room = bedside_registry_find_conversation (self->registry, g_ptr_array_index (conversations, i));

      /* Where nothing is new, another device has told so, perhaps more than this one knows. */
      if (room == NULL || room->unread == 0)
        continue;
      if (room->gaps->len > 0 || room->preview.event_id == NULL)
        g_hash_table_add (self->to_mark, g_strdup (room->room_id));
      if (mark_room (self, room, room->preview.event_id))
        g_ptr_array_add (marked, room);
    }

  if (marked->len == 0)
    return;
  store_rooms (self, marked);
  send_markers (self);
  bedside_registry_list_unread (self->registry);
}

/**
 * bedside_session_mark_conversation_read:
 * @self: a session
 * @conversation: a conversation
 *
 * As bedside_session_mark_conversations_read(), of one.
 */
void
bedside_session_mark_conversation_read (BedsideSession      *self,
                                        BedsideConversation *conversation)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (conversation));

  g_autoptr(GPtrArray) conversations = g_ptr_array_new ();

  g_ptr_array_add (conversations, conversation);
  bedside_session_mark_conversations_read (self, conversations);
}

/**
 * bedside_session_mark_loaded:
 * @self: a session
 * @room: a room of it of which older messages were loaded
 *
 * Among them may be the newest, if it was read before they were here.
 */
void
bedside_session_mark_loaded (BedsideSession *self,
                             BedsideRoom    *room)
{
  if (room->conversation != NULL && g_hash_table_contains (self->to_mark, room->room_id))
    mark (self, room, room->preview.event_id);
}
