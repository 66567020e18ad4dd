/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-outbox"

#include "bedside-outbox-private.h"

enum {
  SIGNAL_CHANGED,
  SIGNAL_REMOVED,
  SIGNAL_REFUSED,
  SIGNAL_WANTED,
  SIGNAL_IN_DOUBT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideOutbox, bedside_outbox, G_TYPE_OBJECT)

static void
bedside_outbox_dispose (GObject *object)
{
  BedsideOutbox *self = BEDSIDE_OUTBOX (object);

  g_cancellable_cancel (self->cancellable);
  g_hash_table_remove_all (self->queues);
  g_clear_object (&self->client);
  g_clear_object (&self->recorder);

  G_OBJECT_CLASS (bedside_outbox_parent_class)->dispose (object);
}

static void
bedside_outbox_finalize (GObject *object)
{
  BedsideOutbox *self = BEDSIDE_OUTBOX (object);

  g_hash_table_unref (self->queues);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (bedside_outbox_parent_class)->finalize (object);
}

static void
bedside_outbox_class_init (BedsideOutboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bedside_outbox_dispose;
  object_class->finalize = bedside_outbox_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", BEDSIDE_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_REMOVED] = g_signal_new ("removed", BEDSIDE_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_REFUSED] = g_signal_new ("refused", BEDSIDE_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_WANTED] = g_signal_new ("wanted", BEDSIDE_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_IN_DOUBT] = g_signal_new ("in-doubt", BEDSIDE_TYPE_OUTBOX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 0);
}

static void
bedside_outbox_init (BedsideOutbox *self)
{
  self->clock = g_get_real_time;
  self->cancellable = g_cancellable_new ();
  self->queues = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) bedside_room_queue_free);
}

/**
 * bedside_outbox_new:
 * @client: the session
 * @recorder: where entries are stored
 *
 * Returns: (transfer full): an empty outbox
 */
BedsideOutbox *
bedside_outbox_new (BedsideClient   *client,
                    BedsideRecorder *recorder)
{
  g_return_val_if_fail (BEDSIDE_IS_CLIENT (client), NULL);
  g_return_val_if_fail (BEDSIDE_IS_RECORDER (recorder), NULL);

  BedsideOutbox *self = g_object_new (BEDSIDE_TYPE_OUTBOX, NULL);

  self->client = g_object_ref (client);
  self->recorder = g_object_ref (recorder);

  return self;
}

/**
 * bedside_outbox_emit_changed: (skip)
 * @self: an outbox
 * @entry: has another state, or is new
 */
void
bedside_outbox_emit_changed (BedsideOutbox   *self,
                             BedsideOutgoing *entry)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, entry);
}

/**
 * bedside_outbox_emit_removed: (skip)
 * @self: an outbox
 * @entry: is in it no longer
 */
void
bedside_outbox_emit_removed (BedsideOutbox   *self,
                             BedsideOutgoing *entry)
{
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0, entry);
}

/**
 * bedside_outbox_emit_refused: (skip)
 * @self: an outbox
 * @error: why the session is over
 */
void
bedside_outbox_emit_refused (BedsideOutbox *self,
                             const GError  *error)
{
  g_signal_emit (self, signals[SIGNAL_REFUSED], 0, error);
}

/**
 * bedside_outbox_emit_wanted: (skip)
 * @self: an outbox
 * @room_id: a room that is unfinished
 */
void
bedside_outbox_emit_wanted (BedsideOutbox *self,
                            const char    *room_id)
{
  g_signal_emit (self, signals[SIGNAL_WANTED], 0, room_id);
}

/**
 * bedside_outbox_emit_in_doubt: (skip)
 * @self: an outbox
 *
 * Whether the server has a message that will not be tried again only the next answer of sync tells.
 */
void
bedside_outbox_emit_in_doubt (BedsideOutbox *self)
{
  g_signal_emit (self, signals[SIGNAL_IN_DOUBT], 0);
}

/**
 * bedside_outbox_set_gate:
 * @self: an outbox
 * @gate: (nullable): tells whether one may write in a room
 * @user_data: data for @gate, which must outlive @self
 *
 * Until a gate is set one may write everywhere.
 */
void
bedside_outbox_set_gate (BedsideOutbox     *self,
                         BedsideOutboxGate  gate,
                         gpointer           user_data)
{
  g_return_if_fail (BEDSIDE_IS_OUTBOX (self));

  self->gate = gate;
  self->gate_data = user_data;
}

/**
 * bedside_outbox_set_clock:
 * @self: an outbox
 * @clock: what tells the time
 *
 * For tests.
 */
void
bedside_outbox_set_clock (BedsideOutbox      *self,
                          BedsideOutboxClock  clock)
{
  g_return_if_fail (BEDSIDE_IS_OUTBOX (self));
  g_return_if_fail (clock != NULL);

  self->clock = clock;
}

static BedsideRoomQueue *
ensure_queue (BedsideOutbox *self,
              const char    *room_id)
{
  BedsideRoomQueue *queue = g_hash_table_lookup (self->queues, room_id);

  if (queue == NULL)
    {
      queue = g_new0 (BedsideRoomQueue, 1);
      queue->outbox = self;
      queue->room_id = g_strdup (room_id);
      g_queue_init (&queue->entries);
      g_hash_table_insert (self->queues, queue->room_id, queue);
    }

  return queue;
}

/**
 * bedside_outbox_restore:
 * @self: an empty outbox
 * @records: (element-type BedsideStoreOutgoing): what was stored, in order
 *
 * Takes over what an earlier run left. Nothing of it is tried before
 * bedside_outbox_caught_up(), because the server may have it already.
 */
void
bedside_outbox_restore (BedsideOutbox *self,
                        GPtrArray     *records)
{
  g_return_if_fail (BEDSIDE_IS_OUTBOX (self));
  g_return_if_fail (records != NULL);

  for (guint i = 0; i < records->len; i++)
    {
      BedsideOutgoing *entry = bedside_outgoing_restore (g_ptr_array_index (records, i));

      if (entry != NULL)
        bedside_room_queue_push (ensure_queue (self, entry->room_id), entry);
    }
}

/**
 * bedside_outbox_stop:
 * @self: an outbox
 *
 * Tries nothing any more. What is in it stays, on disk too.
 */
void
bedside_outbox_stop (BedsideOutbox *self)
{
  g_return_if_fail (BEDSIDE_IS_OUTBOX (self));

  GHashTableIter iter;
  BedsideRoomQueue *queue;

  g_cancellable_cancel (self->cancellable);
  g_hash_table_iter_init (&iter, self->queues);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &queue))
    bedside_room_queue_stop_waiting (queue);
}

/**
 * bedside_outbox_add:
 * @self: an outbox
 * @room_id: where to send
 * @text: what to send, not empty
 *
 * Stores a message, then sends it behind those written before in that
 * conversation.
 *
 * Returns: (transfer none): the entry
 */
BedsideOutgoing *
bedside_outbox_add (BedsideOutbox *self,
                    const char    *room_id,
                    const char    *text)
{
  g_return_val_if_fail (BEDSIDE_IS_OUTBOX (self), NULL);
  g_return_val_if_fail (room_id != NULL, NULL);
  g_return_val_if_fail (text != NULL && *text != '\0', NULL);

  BedsideRoomQueue *queue = ensure_queue (self, room_id);
  BedsideOutgoing *entry = bedside_outgoing_new (room_id, text, self->clock () / 1000);

  bedside_room_queue_push (queue, entry);
  bedside_room_queue_store (queue, entry, FALSE);

  return entry;
}

/**
 * bedside_outbox_retry:
 * @self: an outbox
 * @room_id: a room
 * @uuid: an entry that failed
 *
 * Sends a message that was refused once more, behind what has been written meanwhile.
 */
void
bedside_outbox_retry (BedsideOutbox *self,
                      const char    *room_id,
                      const char    *uuid)
{
  g_return_if_fail (BEDSIDE_IS_OUTBOX (self));
  g_return_if_fail (room_id != NULL && uuid != NULL);

  BedsideRoomQueue *queue = g_hash_table_lookup (self->queues, room_id);
  BedsideOutgoing *entry = bedside_room_queue_find (queue, uuid);

  if (entry == NULL || entry->state != BEDSIDE_OUTGOING_STATE_FAILED)
    return;

  g_queue_remove (&queue->entries, entry);
  g_queue_push_tail (&queue->entries, entry);
  entry->order = ++self->last_order;
  entry->stored = FALSE;
  bedside_room_queue_set_state (queue, entry, BEDSIDE_OUTGOING_STATE_WAITING);
  bedside_room_queue_store (queue, entry, TRUE);
}

/**
 * bedside_outbox_delete:
 * @self: an outbox
 * @room_id: a room
 * @uuid: an entry that failed
 *
 * Gives up a message that was refused.
 */
void
bedside_outbox_delete (BedsideOutbox *self,
                       const char    *room_id,
                       const char    *uuid)
{
  g_return_if_fail (BEDSIDE_IS_OUTBOX (self));
  g_return_if_fail (room_id != NULL && uuid != NULL);

  BedsideRoomQueue *queue = g_hash_table_lookup (self->queues, room_id);
  BedsideOutgoing *entry = bedside_room_queue_find (queue, uuid);

  if (entry != NULL && entry->state == BEDSIDE_OUTGOING_STATE_FAILED)
    bedside_room_queue_forget (queue, entry);
}

/**
 * bedside_outbox_move:
 * @self: an outbox
 * @from: a room whose conversation is another room's from now on
 * @to: that room
 * @changes: where the entries are stored
 * @moved: (element-type utf8): of @changes, where its moved entries are; this adds @to
 *
 * Moves what was not sent. It is not tried before bedside_outbox_note_moved() is told of @moved. What is under way, or
 * may have arrived, stays.
 */
void
bedside_outbox_move (BedsideOutbox  *self,
                     const char     *from,
                     const char     *to,
                     BedsideChanges *changes,
                     GPtrArray      *moved)
{
  g_return_if_fail (BEDSIDE_IS_OUTBOX (self));
  g_return_if_fail (from != NULL && to != NULL);
  g_return_if_fail (changes != NULL && moved != NULL);

  BedsideRoomQueue *source = g_hash_table_lookup (self->queues, from);

  for (GList *link = source ? source->entries.head : NULL, *next; link != NULL; link = next)
    {
      BedsideOutgoing *entry = link->data;

      next = link->next;
      if (!bedside_room_queue_may_move (source, entry))
        continue;
      bedside_room_queue_take_over (ensure_queue (self, to), source, entry, moved);
      g_autofree char *payload = bedside_outgoing_to_payload (entry);
      bedside_store_batch_delete_outgoing (bedside_changes_get_batch (changes), entry->id);
      bedside_store_batch_put_outgoing (bedside_changes_get_batch (changes), entry->id, to, payload);
      bedside_outbox_emit_changed (self, entry);
    }
  g_ptr_array_add (moved, g_strdup (to));
}

static void
note_moved (BedsideRoomQueue *queue,
            GPtrArray        *moved)
{
  for (GList *link = queue->entries.head; link != NULL; link = link->next)
    {
      BedsideOutgoing *entry = link->data;

      if (entry->moved_with != moved)
        continue;
      entry->stored = TRUE;
      entry->moved_with = NULL;
    }
  bedside_room_queue_try_next (queue);
}

/**
 * bedside_outbox_note_moved:
 * @self: an outbox
 * @moved: (element-type utf8): given to bedside_outbox_move()
 *
 * They are stored; what was moved with other changes is not.
 */
void
bedside_outbox_note_moved (BedsideOutbox *self,
                           GPtrArray     *moved)
{
  g_return_if_fail (BEDSIDE_IS_OUTBOX (self));
  g_return_if_fail (moved != NULL);

  for (guint i = 0; i < moved->len; i++)
    {
      BedsideRoomQueue *queue = g_hash_table_lookup (self->queues, g_ptr_array_index (moved, i));

      if (queue != NULL)
        note_moved (queue, moved);
    }
}

/**
 * bedside_outbox_refuse:
 * @self: an outbox
 * @room_id: a room that cannot be made
 *
 * What waits for it has failed.
 */
void
bedside_outbox_refuse (BedsideOutbox *self,
                       const char    *room_id)
{
  g_return_if_fail (BEDSIDE_IS_OUTBOX (self));
  g_return_if_fail (room_id != NULL);

  BedsideRoomQueue *queue = g_hash_table_lookup (self->queues, room_id);

  for (GList *link = queue ? queue->entries.head : NULL; link != NULL; link = link->next)
    {
      BedsideOutgoing *entry = link->data;

      if (entry->state == BEDSIDE_OUTGOING_STATE_WAITING)
        bedside_room_queue_fail (queue, entry);
    }
}

/**
 * bedside_outbox_try:
 * @self: an outbox
 * @room_id: a room
 *
 * Something has changed there: what may be tried now is tried.
 */
void
bedside_outbox_try (BedsideOutbox *self,
                    const char    *room_id)
{
  g_return_if_fail (BEDSIDE_IS_OUTBOX (self));
  g_return_if_fail (room_id != NULL);

  BedsideRoomQueue *queue = g_hash_table_lookup (self->queues, room_id);

  if (queue != NULL)
    bedside_room_queue_try_next (queue);
}

/**
 * bedside_outbox_acknowledge:
 * @self: an outbox
 * @room_id: a room
 * @event: an event of this practitioner that the server has there
 * @changes: where the entry is deleted, so that it goes when the event comes
 *
 * Lets go of an entry whose message is in the conversation: by uuid, or by
 * transaction id or event id.
 */
void
bedside_outbox_acknowledge (BedsideOutbox  *self,
                            const char     *room_id,
                            BedsideEvent   *event,
                            BedsideChanges *changes)
{
  g_return_if_fail (BEDSIDE_IS_OUTBOX (self));
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (event != NULL);

  BedsideRoomQueue *queue = g_hash_table_lookup (self->queues, room_id);

  for (GList *link = queue ? queue->entries.head : NULL; link != NULL; link = link->next)
    {
      BedsideOutgoing *entry = link->data;

      if (!bedside_outgoing_is (entry, event))
        continue;
      bedside_store_batch_delete_outgoing (bedside_changes_get_batch (changes), entry->id);
      bedside_room_queue_remove (queue, entry);
      queue->attempt = 0;
      if (!queue->must_wait)
        bedside_room_queue_stop_waiting (queue);
      bedside_room_queue_try_next (queue);
      return;
    }
}

/**
 * bedside_outbox_note_answer:
 * @self: an outbox
 *
 * Sync has just told what is new: but for gaps, what the server had was acknowledged.
 */
void
bedside_outbox_note_answer (BedsideOutbox *self)
{
  g_return_if_fail (BEDSIDE_IS_OUTBOX (self));

  self->answered_at = ++self->n_moments;
}

/**
 * bedside_outbox_caught_up:
 * @self: an outbox
 * @is_known: tells whether a room's history is complete since a message was written
 * @user_data: data for @is_known
 *
 * To be called whenever more is known of what the server has: what may be tried
 * now is tried.
 */
void
bedside_outbox_caught_up (BedsideOutbox        *self,
                          BedsideOutboxHistory  is_known,
                          gpointer              user_data)
{
  g_return_if_fail (BEDSIDE_IS_OUTBOX (self));
  g_return_if_fail (is_known != NULL);

  /* What is moved meanwhile may make new ones. */
  g_autoptr(GList) queues = g_hash_table_get_values (self->queues);

  if (self->answered_at == 0)
    return;
  for (GList *link = queues; link != NULL; link = link->next)
    {
      bedside_room_queue_settle_doubts (link->data, is_known, user_data);
      bedside_room_queue_try_next (link->data);
    }
}

/**
 * bedside_outbox_hurry:
 * @self: an outbox
 *
 * The server can be reached again: nothing waits any longer, except where the
 * server said how long.
 */
void
bedside_outbox_hurry (BedsideOutbox *self)
{
  g_return_if_fail (BEDSIDE_IS_OUTBOX (self));

  g_autoptr(GList) queues = g_hash_table_get_values (self->queues);

  for (GList *link = queues; link != NULL; link = link->next)
    {
      BedsideRoomQueue *queue = link->data;

      if (!queue->must_wait)
        bedside_room_queue_stop_waiting (queue);
      bedside_room_queue_try_next (queue);
    }
}

static void
list_entries (BedsideRoomQueue *queue,
              GPtrArray        *entries)
{
  for (GList *link = queue->entries.head; link != NULL; link = link->next)
    g_ptr_array_add (entries, link->data);
}

/**
 * bedside_outbox_list:
 * @self: an outbox
 * @room_id: (nullable): a room; %NULL for all
 *
 * Returns: (transfer container) (element-type BedsideOutgoing): its entries, those of a room in order
 */
GPtrArray *
bedside_outbox_list (BedsideOutbox *self,
                     const char    *room_id)
{
  g_return_val_if_fail (BEDSIDE_IS_OUTBOX (self), NULL);

  BedsideRoomQueue *queue = room_id ? g_hash_table_lookup (self->queues, room_id) : NULL;
  GPtrArray *entries = g_ptr_array_new ();
  GHashTableIter iter;

  if (queue != NULL)
    list_entries (queue, entries);
  if (room_id != NULL)
    return entries;

  g_hash_table_iter_init (&iter, self->queues);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &queue))
    list_entries (queue, entries);

  return entries;
}

/**
 * bedside_outbox_count:
 * @self: an outbox
 * @room_id: (nullable): a room; %NULL for all
 * @not_sent: (out): how many were refused
 *
 * Returns: how many are on their way
 */
guint
bedside_outbox_count (BedsideOutbox *self,
                      const char    *room_id,
                      guint         *not_sent)
{
  g_return_val_if_fail (BEDSIDE_IS_OUTBOX (self), 0);
  g_return_val_if_fail (not_sent != NULL, 0);

  BedsideRoomQueue *queue = room_id ? g_hash_table_lookup (self->queues, room_id) : NULL;
  BedsideOutboxCounts none = { 0 };
  BedsideOutboxCounts *counts = room_id == NULL ? &self->counts : queue ? &queue->counts : &none;

  *not_sent = counts->failed;

  return counts->waiting;
}
