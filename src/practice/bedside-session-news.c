/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-session-news"

#include "bedside-session-news.h"

#include <string.h>

#include "bedside-message-reader.h"
#include "bedside-session-private.h"

/**
 * bedside_session_get_new_messages:
 * @self: a session
 *
 * Returns: (transfer none): a list of #BedsideConversation: those with new messages, of all practices, newest first
 */
GListModel *
bedside_session_get_new_messages (BedsideSession *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), NULL);

  return bedside_registry_get_unread (self->registry);
}

/**
 * bedside_session_find_conversation:
 * @self: a session
 * @room_id: id of a room
 *
 * Returns: (transfer none) (nullable): its conversation, also one of a practice that is not shown; if the pair's
 *   conversation has gone on in another room, that one; %NULL if there is none, or not yet
 */
BedsideConversation *
bedside_session_find_conversation (BedsideSession *self,
                                   const char     *room_id)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), NULL);
  g_return_val_if_fail (room_id != NULL, NULL);

  BedsideRoom *room = bedside_registry_find (self->registry, room_id);

  if (room != NULL && room->conversation == NULL)
    room = bedside_registry_find_successor (self->registry, room);

  return room ? room->conversation : NULL;
}

/**
 * bedside_session_get_practice_of:
 * @self: a session
 * @conversation: a conversation
 *
 * Returns: (transfer none) (nullable): the practice to which it belongs; %NULL if it is no conversation any more
 */
BedsidePractice *
bedside_session_get_practice_of (BedsideSession      *self,
                                 BedsideConversation *conversation)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), NULL);
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (conversation), NULL);

  BedsideRoom *room = bedside_registry_find_conversation (self->registry, conversation);

  return room ? room->practice : NULL;
}

/**
 * bedside_session_dup_newest_sender:
 * @self: a session
 * @conversation: a conversation
 *
 * Returns: (transfer full): who wrote its newest message, as bedside_registry_dup_sender_name() names them; "" for this
 *   practitioner, or if there is no message
 */
char *
bedside_session_dup_newest_sender (BedsideSession      *self,
                                   BedsideConversation *conversation)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), NULL);
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (conversation), NULL);

  BedsideRoom *room = bedside_registry_find_conversation (self->registry, conversation);

  if (room == NULL || room->preview.event_id == NULL)
    return g_strdup ("");
  return bedside_registry_dup_sender_name (self->registry, room, room->preview.sender);
}

/* --- what has arrived --- */

static gboolean
is_message (BedsideEvent *event)
{
  g_auto(BedsideReading) reading = { 0 };

  return event->event_id != NULL && bedside_message_reader_read (event, &reading) == BEDSIDE_READING_KIND_MESSAGE &&
         reading.kind != BEDSIDE_MESSAGE_KIND_REMOVED;
}

/* Whoever writes has read what came before; what Bedside does by itself, such as levels, tells nothing. */
static gboolean
shows_presence (BedsideEvent *event,
                const char   *own)
{
  if (g_strcmp0 (event->sender, own) != 0)
    return FALSE;
  return event->state_key == NULL ||
         (g_str_equal (event->type, "m.room.member") && g_str_equal (event->state_key, own));
}

static void
forget_taken_back (GPtrArray  *fresh,
                   const char *event_id)
{
  for (guint i = 0; i < fresh->len; i++)
    if (g_str_equal (((BedsideEvent *) g_ptr_array_index (fresh, i))->event_id, event_id))
      {
        g_ptr_array_remove_index (fresh, i);
        return;
      }
}

/**
 * bedside_session_note_arrivals:
 * @self: a session that is taking over an answer
 * @room: a room of it
 * @delta: what the answer says of the room, taken over
 * @unread: how many messages were new before
 *
 * Remembers that others have written something that is not read yet. Whether it is told, the server's count decides,
 * which may come with a later answer, as may the conversation.
 */
void
bedside_session_note_arrivals (BedsideSession   *self,
                               BedsideRoom      *room,
                               BedsideRoomDelta *delta,
                               guint             unread)
{
  const char *own = bedside_registry_get_user_id (self->registry);
  const char *receipt = bedside_room_get_receipt (room, own);
  g_autoptr(GPtrArray) fresh = g_ptr_array_new ();
  gboolean was_here = FALSE;

  if (self->takeover->is_first || !bedside_room_has_history (room))
    return;

  for (guint i = 0; i < delta->timeline->len; i++)
    {
      BedsideEvent *event = g_ptr_array_index (delta->timeline, i);

      if (shows_presence (event, own) || (receipt != NULL && g_strcmp0 (event->event_id, receipt) == 0))
        {
          g_ptr_array_set_size (fresh, 0);
          was_here = TRUE;
        }
      else if (event->redacts != NULL)
        forget_taken_back (fresh, event->redacts);
      else if (is_message (event))
        g_ptr_array_add (fresh, event);
    }

  if (fresh->len > 0)
    g_hash_table_remove (self->to_mark, room->room_id);
  /* Of what was left out, the count tells. */
  if (fresh->len > 0 || (delta->limited && !was_here && room->unread > unread))
    g_hash_table_add (self->arrivals, g_strdup (room->room_id));
  else if (was_here || (room->unread == 0 && g_strcmp0 (receipt, room->preview.event_id) == 0))
    g_hash_table_remove (self->arrivals, room->room_id);
}

static int
compare_newest_last (gconstpointer a,
                     gconstpointer b)
{
  BedsideConversation *one = *(BedsideConversation **) a, *two = *(BedsideConversation **) b;
  gint64 first = bedside_conversation_get_last_timestamp (one), second = bedside_conversation_get_last_timestamp (two);

  if (first != second)
    return first < second ? -1 : 1;
  return strcmp (bedside_conversation_get_room_id (two), bedside_conversation_get_room_id (one));
}

/* Not by way of the list of all that have new messages: there may be thousands. */
static GPtrArray *
take_arrivals (BedsideSession *self)
{
  GPtrArray *arrived = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  const char *room_id;

  g_hash_table_iter_init (&iter, self->arrivals);
  while (g_hash_table_iter_next (&iter, (gpointer *) &room_id, NULL))
    {
      BedsideRoom *room = bedside_registry_find (self->registry, room_id);

      if (room == NULL || room->conversation == NULL || !room->counted)
        continue;
      g_ptr_array_add (arrived, g_object_ref (room->conversation));
      g_hash_table_iter_remove (&iter);
    }
  g_ptr_array_sort (arrived, compare_newest_last);

  return arrived;
}

/**
 * bedside_session_tell_arrivals:
 * @self: a session
 *
 * Tells which conversations have got new messages since the last time, the newest last. It does so by itself after each
 * answer, if anybody listens; who begins to calls it, too.
 */
void
bedside_session_tell_arrivals (BedsideSession *self)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));

  /* Of half an answer it is not known yet. */
  if (self->takeover != NULL ||
      !g_signal_has_handler_pending (self, g_signal_lookup ("arrived", BEDSIDE_TYPE_SESSION), 0, FALSE))
    return;

  g_autoptr(GPtrArray) arrived = take_arrivals (self);

  for (guint i = 0; i < arrived->len; i++)
    {
      BedsideConversation *conversation = g_ptr_array_index (arrived, i);

      /* Whoever was told of another one may have read this one at once, or signed out. */
      if (bedside_conversation_get_unread (conversation) > 0 && !g_cancellable_is_cancelled (self->cancellable))
        bedside_session_emit_arrived (self, conversation);
    }
}
