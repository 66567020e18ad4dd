/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-room-queue"

#include "bedside-outbox-private.h"

#include "bedside-matrix-error.h"
#include "bedside-rooms.h"

/* Servers forget transaction ids some day; until then a repeated try is harmless. */
#define TRUST_TRANSACTION_FOR G_TIME_SPAN_HOUR
/* What is no use to repeat, but no refusal of this message either, is repeated at this pace. */
#define SLOW_PACE (60 * 1000)

/**
 * bedside_room_queue_free: (skip)
 * @queue: (transfer full): a queue
 */
void
bedside_room_queue_free (BedsideRoomQueue *queue)
{
  g_clear_handle_id (&queue->wait_id, g_source_remove);
  g_queue_clear_full (&queue->entries, (GDestroyNotify) bedside_outgoing_free);
  g_free (queue->room_id);
  g_free (queue);
}

static void
count (BedsideRoomQueue     *queue,
       BedsideOutgoingState  state,
       int                   change)
{
  BedsideOutboxCounts *all = &queue->outbox->counts;

  if (state == BEDSIDE_OUTGOING_STATE_WAITING)
    {
      queue->counts.waiting += change;
      all->waiting += change;
    }
  else if (state == BEDSIDE_OUTGOING_STATE_FAILED)
    {
      queue->counts.failed += change;
      all->failed += change;
    }
}

/**
 * bedside_room_queue_push: (skip)
 * @queue: a queue
 * @entry: (transfer full): what comes last in it
 */
void
bedside_room_queue_push (BedsideRoomQueue *queue,
                         BedsideOutgoing  *entry)
{
  entry->order = ++queue->outbox->last_order;
  g_queue_push_tail (&queue->entries, entry);
  count (queue, entry->state, 1);
  bedside_outbox_emit_changed (queue->outbox, entry);
}

/**
 * bedside_room_queue_set_state: (skip)
 * @queue: a queue
 * @entry: in it
 * @state: a state
 */
void
bedside_room_queue_set_state (BedsideRoomQueue     *queue,
                              BedsideOutgoing      *entry,
                              BedsideOutgoingState  state)
{
  count (queue, entry->state, -1);
  entry->state = state;
  count (queue, entry->state, 1);
  bedside_outbox_emit_changed (queue->outbox, entry);
}

/**
 * bedside_room_queue_remove: (skip)
 * @queue: a queue
 * @entry: in it
 *
 * Drops an entry from memory.
 */
void
bedside_room_queue_remove (BedsideRoomQueue *queue,
                           BedsideOutgoing  *entry)
{
  g_queue_remove (&queue->entries, entry);
  count (queue, entry->state, -1);
  if (queue->under_way == entry)
    queue->under_way = NULL;
  bedside_outbox_emit_removed (queue->outbox, entry);
  bedside_outgoing_free (entry);
}

/**
 * bedside_room_queue_find: (skip)
 * @queue: (nullable): a queue
 * @uuid: an id
 *
 * Returns: (transfer none) (nullable): the entry
 */
BedsideOutgoing *
bedside_room_queue_find (BedsideRoomQueue *queue,
                         const char       *uuid)
{
  for (GList *link = queue ? queue->entries.head : NULL; link != NULL; link = link->next)
    {
      BedsideOutgoing *entry = link->data;

      if (g_str_equal (entry->uuid, uuid))
        return entry;
    }

  return NULL;
}

/**
 * bedside_room_queue_stop_waiting: (skip)
 * @queue: a queue
 *
 * Does not wait any longer after a failure.
 */
void
bedside_room_queue_stop_waiting (BedsideRoomQueue *queue)
{
  queue->must_wait = FALSE;
  g_clear_handle_id (&queue->wait_id, g_source_remove);
}

/**
 * bedside_room_queue_may_move: (skip)
 * @queue: a queue
 * @entry: in it
 *
 * Returns: whether the server surely has not got it in this room
 */
gboolean
bedside_room_queue_may_move (BedsideRoomQueue *queue,
                             BedsideOutgoing  *entry)
{
  /* Nothing is ever sent to a room that is here only. */
  return !g_str_has_prefix (queue->room_id, "!") ||
         (entry != queue->under_way && entry->tried_at == 0 && !entry->in_doubt &&
          entry->state != BEDSIDE_OUTGOING_STATE_SENT);
}

/**
 * bedside_room_queue_take_over: (skip)
 * @queue: a queue
 * @from: another one
 * @entry: in @from, put behind what is in @queue
 * @moved: what it is moved with, see bedside_outbox_move()
 */
void
bedside_room_queue_take_over (BedsideRoomQueue *queue,
                              BedsideRoomQueue *from,
                              BedsideOutgoing  *entry,
                              GPtrArray        *moved)
{
  g_queue_remove (&from->entries, entry);
  count (from, entry->state, -1);
  g_free (entry->room_id);
  entry->room_id = g_strdup (queue->room_id);
  entry->order = ++queue->outbox->last_order;
  entry->stored = FALSE;
  entry->moved_with = moved;
  g_queue_push_tail (&queue->entries, entry);
  count (queue, entry->state, 1);
}

/**
 * bedside_room_queue_fail: (skip)
 * @queue: a queue
 * @entry: in it
 *
 * Keeps a message as not sent.
 */
void
bedside_room_queue_fail (BedsideRoomQueue *queue,
                         BedsideOutgoing  *entry)
{
  bedside_room_queue_set_state (queue, entry, BEDSIDE_OUTGOING_STATE_FAILED);
  bedside_room_queue_store (queue, entry, FALSE);
}

/* --- storing, then trying --- */

typedef struct {
  BedsideOutbox *outbox;    /* (owned) */
  char          *room_id;   /* (owned) */
  char          *uuid;      /* (owned) */
} EntryRef;

static EntryRef *
entry_ref_new (BedsideOutbox   *self,
               BedsideOutgoing *entry)
{
  EntryRef *ref = g_new0 (EntryRef, 1);

  ref->outbox = g_object_ref (self);
  ref->room_id = g_strdup (entry->room_id);
  ref->uuid = g_strdup (entry->uuid);

  return ref;
}

static void
entry_ref_free (EntryRef *ref)
{
  g_object_unref (ref->outbox);
  g_free (ref->room_id);
  g_free (ref->uuid);
  g_free (ref);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntryRef, entry_ref_free)

/* The session tells the person about a full disk; not sending would not help. */
static void
on_stored (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(EntryRef) ref = user_data;
  BedsideRoomQueue *queue = g_hash_table_lookup (ref->outbox->queues, ref->room_id);
  BedsideOutgoing *entry = bedside_room_queue_find (queue, ref->uuid);

  bedside_recorder_write_finish (BEDSIDE_RECORDER (object), result, NULL);
  if (entry == NULL)
    return;
  entry->stored = TRUE;
  bedside_room_queue_try_next (queue);
}

/**
 * bedside_room_queue_store: (skip)
 * @queue: a queue
 * @entry: in it
 * @as_last: it has become the last one
 *
 * Stores an entry, then tries it.
 */
void
bedside_room_queue_store (BedsideRoomQueue *queue,
                          BedsideOutgoing  *entry,
                          gboolean          as_last)
{
  BedsideOutbox *self = queue->outbox;
  BedsideChanges *changes = bedside_changes_new ();
  BedsideStoreBatch *batch = bedside_changes_get_batch (changes);
  g_autofree char *payload = bedside_outgoing_to_payload (entry);

  if (as_last)
    bedside_store_batch_delete_outgoing (batch, entry->id);
  bedside_store_batch_put_outgoing (batch, entry->id, entry->room_id, payload);
  bedside_recorder_write_async (self->recorder, changes, on_stored, entry_ref_new (self, entry));
}

/**
 * bedside_room_queue_forget: (skip)
 * @queue: a queue
 * @entry: in it
 *
 * Drops an entry from memory and disk.
 */
void
bedside_room_queue_forget (BedsideRoomQueue *queue,
                           BedsideOutgoing  *entry)
{
  BedsideChanges *changes = bedside_changes_new ();

  bedside_store_batch_delete_outgoing (bedside_changes_get_batch (changes), entry->id);
  bedside_recorder_write_async (queue->outbox->recorder, changes, NULL, NULL);
  bedside_room_queue_remove (queue, entry);
}

/* Within the time that the server surely remembers the transaction, a second try is harmless. Later, after a restart,
 * and when the clock was set back, so that nobody knows, the history must be complete first: the message would have
 * been recognised in it. */
static gboolean
is_in_doubt (BedsideRoomQueue *queue,
             BedsideOutgoing  *entry)
{
  gint64 passed = entry->tried_at != 0 ? queue->outbox->clock () - entry->tried_at : 0;

  return entry->in_doubt || passed < 0 || passed > TRUST_TRANSACTION_FOR;
}

static BedsideGate
get_gate (BedsideRoomQueue *queue)
{
  BedsideOutbox *self = queue->outbox;

  return self->gate ? self->gate (queue->room_id, self->gate_data) : BEDSIDE_GATE_OPEN;
}

static BedsideOutgoing *
get_first_waiting (BedsideRoomQueue *queue)
{
  for (GList *link = queue->entries.head; link != NULL; link = link->next)
    {
      BedsideOutgoing *entry = link->data;

      if (entry->state == BEDSIDE_OUTGOING_STATE_WAITING)
        return entry;
    }

  return NULL;
}

static void on_sent (GObject *object, GAsyncResult *result, gpointer user_data);

static void
send (BedsideRoomQueue *queue,
      BedsideOutgoing  *entry)
{
  BedsideOutbox *self = queue->outbox;
  g_autoptr(JsonObject) content = bedside_outgoing_new_content (entry);

  if (entry->tried_at == 0)
    entry->tried_at = self->clock ();
  queue->under_way = entry;
  bedside_client_send_async (self->client, entry->room_id, "m.room.message", entry->id, content, self->cancellable,
                             on_sent, entry_ref_new (self, entry));
}

/**
 * bedside_room_queue_try_next: (skip)
 * @queue: a queue
 *
 * Sends the first message that waits, if it may be tried now.
 */
void
bedside_room_queue_try_next (BedsideRoomQueue *queue)
{
  BedsideOutbox *self = queue->outbox;
  BedsideOutgoing *entry;

  if (queue->under_way != NULL || g_cancellable_is_cancelled (self->cancellable))
    return;

  while ((entry = get_first_waiting (queue)) != NULL)
    {
      if (!entry->stored || is_in_doubt (queue, entry))
        return;

      BedsideGate gate = get_gate (queue);

      /* Nobody waits for leave to send what must not be sent. */
      if (queue->wait_id != 0 && gate != BEDSIDE_GATE_CLOSED)
        return;
      if (gate == BEDSIDE_GATE_OPEN)
        send (queue, entry);
      else if (gate == BEDSIDE_GATE_UNFINISHED && entry->tried_at == 0)
        bedside_outbox_emit_wanted (self, queue->room_id);
      /* If nobody may write there, the server may have it all the same. */
      if (gate != BEDSIDE_GATE_CLOSED || entry->tried_at != 0)
        return;
      bedside_room_queue_fail (queue, entry);
    }
}

static gboolean
on_wait_over (gpointer user_data)
{
  BedsideRoomQueue *queue = user_data;

  queue->wait_id = 0;
  queue->must_wait = FALSE;
  bedside_room_queue_try_next (queue);

  return G_SOURCE_REMOVE;
}

/**
 * bedside_outbox_is_refusal: (skip)
 * @error: an error of matrix/
 *
 * Only the server itself refuses a message: the 403 of a proxy, say, passes. What is too large is so for everybody.
 *
 * Returns: whether it is no use to try again
 */
gboolean
bedside_outbox_is_refusal (const GError *error)
{
  guint status = bedside_matrix_error_get_http_status (error);

  if (status == 0)
    return bedside_matrix_error_get_retry_delay (error, 0) < 0;
  if (status == 413)
    return TRUE;
  return (status == 400 || status == 403 || status == 404) && bedside_matrix_error_get_errcode (error) != NULL;
}

static void
settle_failure (BedsideRoomQueue *queue,
                BedsideOutgoing  *entry,
                const GError     *error)
{
  BedsideOutbox *self = queue->outbox;

  g_debug ("not sent: %s", error->message);
  if (bedside_matrix_error_ends_session (error))
    {
      bedside_outbox_emit_refused (self, error);
      return;
    }
  if (bedside_outbox_is_refusal (error))
    {
      queue->attempt = 0;
      entry->tried_at = 0;
      bedside_room_queue_fail (queue, entry);
      return;
    }

  gint64 delay = bedside_matrix_error_get_retry_delay (error, queue->attempt);

  queue->attempt++;
  queue->must_wait = g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_RATE_LIMITED);
  queue->wait_id = g_timeout_add ((guint) (delay < 0 ? SLOW_PACE : delay), on_wait_over, queue);
  entry->failed_at = ++self->n_moments;
  /* The answer that closed it may have come while the message was on its way, and the next one is long to come. */
  if (get_gate (queue) == BEDSIDE_GATE_CLOSED)
    bedside_outbox_emit_in_doubt (self);
}

static void
settle_success (BedsideRoomQueue *queue,
                BedsideOutgoing  *entry,
                const char       *event_id)
{
  queue->attempt = 0;
  entry->event_id = g_strdup (event_id);
  bedside_room_queue_set_state (queue, entry, BEDSIDE_OUTGOING_STATE_SENT);
  bedside_room_queue_store (queue, entry, FALSE);
}

static void
on_sent (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(EntryRef) ref = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *event_id = bedside_client_send_finish (BEDSIDE_CLIENT (object), result, &error);
  BedsideRoomQueue *queue = g_hash_table_lookup (ref->outbox->queues, ref->room_id);
  BedsideOutgoing *entry = bedside_room_queue_find (queue, ref->uuid);

  if (queue == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* If it is gone, sync brought the message before this answer came. */
  if (entry != NULL && queue->under_way == entry)
    queue->under_way = NULL;
  if (entry != NULL && entry->state == BEDSIDE_OUTGOING_STATE_WAITING)
    {
      if (event_id != NULL)
        settle_success (queue, entry, event_id);
      else
        settle_failure (queue, entry, error);
    }

  bedside_room_queue_try_next (queue);
}

static gboolean
can_be_settled (BedsideRoomQueue *queue,
                BedsideOutgoing  *entry)
{
  if (entry == queue->under_way || entry->failed_at >= queue->outbox->answered_at)
    return FALSE;

  switch (entry->state)
    {
    case BEDSIDE_OUTGOING_STATE_WAITING:
      return is_in_doubt (queue, entry) ||
             (entry->tried_at != 0 &&
              (get_gate (queue) == BEDSIDE_GATE_CLOSED || get_gate (queue) == BEDSIDE_GATE_UNFINISHED));

    case BEDSIDE_OUTGOING_STATE_SENT:
    case BEDSIDE_OUTGOING_STATE_FAILED:
    default:
      return entry->in_doubt;
    }
}

/**
 * bedside_room_queue_settle_doubts: (skip)
 * @queue: a queue
 * @is_known: whether the history is complete since a message was written
 * @user_data: data for @is_known
 *
 * What the server has was acknowledged before: a message that waits was never sent,
 * and one that was sent is not needed here any more.
 */
void
bedside_room_queue_settle_doubts (BedsideRoomQueue     *queue,
                                  BedsideOutboxHistory  is_known,
                                  gpointer              user_data)
{
  for (GList *link = queue->entries.head, *next; link != NULL; link = next)
    {
      BedsideOutgoing *entry = link->data;

      next = link->next;
      if (!can_be_settled (queue, entry) || !is_known (queue->room_id, entry->created_at, user_data))
        continue;
      if (entry->state == BEDSIDE_OUTGOING_STATE_SENT)
        {
          bedside_room_queue_forget (queue, entry);
          continue;
        }
      entry->in_doubt = FALSE;
      entry->tried_at = 0;
    }
}
