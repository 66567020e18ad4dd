/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-session-actions"

#include "bedside-session-private.h"

#include "bedside-heap.h"
#include "bedside-rooms.h"

/* The server forgets after 30 s that somebody types. */
#define TYPING_RENEWAL (20 * G_USEC_PER_SEC)
/* So many messages are half a megabyte: far more than what is shown at first. */
#define LONG 1000
/* When the window has let go of them, too, in s. */
#define FREED_AFTER 2

/**
 * bedside_session_open:
 * @self: a session
 * @conversation: one of its conversations
 *
 * Gives the conversation a timeline and fills it.
 */
void
bedside_session_open (BedsideSession      *self,
                      BedsideConversation *conversation)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (conversation));

  BedsideRoom *room = bedside_registry_find_conversation (self->registry, conversation);

  if (room == NULL || g_hash_table_contains (self->histories, conversation))
    return;
  bedside_session_keep_painted (self, room);

  BedsideHistory *history = bedside_history_new (self->registry, room, self->store, self->recorder,
                                                 self->catch_up);
  g_autoptr(GPtrArray) entries = bedside_outbox_list (self->outbox, room->room_id);

  g_hash_table_insert (self->histories, g_object_ref (conversation), history);
  for (guint i = 0; i < entries->len; i++)
    bedside_history_add_outgoing (history, g_ptr_array_index (entries, i));
  /* Members and receipts come first; then every open conversation is loaded. */
  if (self->restoring != NULL)
    bedside_timeline_set_state (bedside_history_get_timeline (history), BEDSIDE_TIMELINE_STATE_LOADING);
  bedside_conversation_set_timeline (conversation, bedside_history_get_timeline (history));
  bedside_history_load_older (history);
}

/**
 * bedside_session_close:
 * @self: a session
 * @conversation: one of its conversations
 *
 * Lets go of the timeline, so that memory does not grow with what was read.
 */
void
bedside_session_close (BedsideSession      *self,
                       BedsideConversation *conversation)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (conversation));

  BedsideTimeline *timeline = bedside_conversation_get_timeline (conversation);
  const gboolean is_long = timeline != NULL && g_list_model_get_n_items (G_LIST_MODEL (timeline)) >= LONG;

  bedside_session_set_typing (self, conversation, FALSE);
  bedside_conversation_set_timeline (conversation, NULL);
  g_hash_table_remove (self->histories, conversation);
  bedside_session_tidy_provisional (self, bedside_conversation_get_room_id (conversation));
  if (is_long)
    bedside_heap_give_back_later (FREED_AFTER);
}

/**
 * bedside_session_close_lost: (skip)
 * @self: a session whose conversations have changed
 *
 * Closes those that are open and are no conversations any more. What they show stays.
 */
void
bedside_session_close_lost (BedsideSession *self)
{
  GHashTableIter iter;
  BedsideConversation *conversation;

  g_hash_table_iter_init (&iter, self->histories);
  while (g_hash_table_iter_next (&iter, (gpointer *) &conversation, NULL))
    if (bedside_registry_find_conversation (self->registry, conversation) == NULL)
      g_hash_table_iter_remove (&iter);
}

/**
 * bedside_session_load_older:
 * @self: a session
 * @conversation: an open conversation
 *
 * Loads older messages into its timeline.
 */
void
bedside_session_load_older (BedsideSession      *self,
                            BedsideConversation *conversation)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (conversation));

  BedsideHistory *history = g_hash_table_lookup (self->histories, conversation);

  if (history != NULL)
    bedside_history_load_older (history);
}

/**
 * bedside_session_send:
 * @self: a session
 * @conversation: one of its conversations
 * @text: what to send, not empty
 *
 * Writes a message. It is stored first and sent as soon as the server can be
 * reached, once and in order.
 */
void
bedside_session_send (BedsideSession      *self,
                      BedsideConversation *conversation,
                      const char          *text)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (conversation));
  g_return_if_fail (text != NULL && *text != '\0');

  /* The server takes the end of typing from the message. */
  g_hash_table_remove (self->typing, bedside_conversation_get_room_id (conversation));
  bedside_outbox_add (self->outbox, bedside_conversation_get_room_id (conversation), text);
  bedside_session_keep_provisional (self, bedside_conversation_get_room_id (conversation));
  bedside_session_set_draft (self, conversation, "");
  bedside_sync_engine_hurry (self->engine);
}

/**
 * bedside_session_retry:
 * @self: a session
 * @conversation: one of its conversations
 * @message: a message that was not sent
 *
 * Sends it once more.
 */
void
bedside_session_retry (BedsideSession      *self,
                       BedsideConversation *conversation,
                       BedsideMessage      *message)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));
  g_return_if_fail (BEDSIDE_IS_MESSAGE (message));

  if (bedside_message_get_uuid (message) != NULL)
    bedside_outbox_retry (self->outbox, bedside_conversation_get_room_id (conversation),
                          bedside_message_get_uuid (message));
}

/**
 * bedside_session_delete_unsent:
 * @self: a session
 * @conversation: one of its conversations
 * @message: a message that was not sent
 *
 * Gives it up.
 */
void
bedside_session_delete_unsent (BedsideSession      *self,
                               BedsideConversation *conversation,
                               BedsideMessage      *message)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));
  g_return_if_fail (BEDSIDE_IS_MESSAGE (message));

  if (bedside_message_get_uuid (message) != NULL)
    bedside_outbox_delete (self->outbox, bedside_conversation_get_room_id (conversation),
                           bedside_message_get_uuid (message));
}

/**
 * bedside_session_set_typing:
 * @self: a session
 * @conversation: one of its conversations
 * @typing: whether the practitioner is typing
 *
 * Tells the others, as rarely as the server allows.
 */
void
bedside_session_set_typing (BedsideSession      *self,
                            BedsideConversation *conversation,
                            gboolean             typing)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (conversation));

  const char *room_id = bedside_conversation_get_room_id (conversation);
  gint64 *told = g_hash_table_lookup (self->typing, room_id);
  gint64 now = g_get_monotonic_time ();

  if (typing ? told != NULL && now - *told < TYPING_RENEWAL : told == NULL)
    return;
  if (!bedside_conversation_get_started (conversation) ||
      (typing && bedside_conversation_get_closed_reason (conversation) != BEDSIDE_CLOSED_REASON_NONE))
    return;

  if (typing)
    g_hash_table_replace (self->typing, g_strdup (room_id), g_memdup2 (&now, sizeof now));
  else
    g_hash_table_remove (self->typing, room_id);
  bedside_client_set_typing_async (self->client, room_id, typing, self->cancellable, NULL, NULL);
}

/**
 * bedside_session_set_draft:
 * @self: a session
 * @conversation: one of its conversations
 * @text: what stands in the composer
 *
 * Keeps what is written but not sent.
 */
void
bedside_session_set_draft (BedsideSession      *self,
                           BedsideConversation *conversation,
                           const char          *text)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));
  g_return_if_fail (BEDSIDE_IS_CONVERSATION (conversation));
  g_return_if_fail (text != NULL);

  const char *present = bedside_conversation_get_draft (conversation);
  gboolean is_first = *present == '\0';

  if (g_str_equal (present, text))
    return;
  bedside_conversation_set_draft (conversation, text);

  BedsideChanges *changes = bedside_changes_new ();

  bedside_store_batch_put_draft (bedside_changes_get_batch (changes),
                                 bedside_conversation_get_room_id (conversation), text);
  bedside_recorder_write_async (self->recorder, changes, NULL, NULL);
  if (is_first)
    bedside_session_keep_provisional (self, bedside_conversation_get_room_id (conversation));
}

/**
 * bedside_session_reconnect:
 * @self: a session
 *
 * Tries to reach the server now.
 */
void
bedside_session_reconnect (BedsideSession *self)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));

  bedside_sync_engine_hurry (self->engine);
}
