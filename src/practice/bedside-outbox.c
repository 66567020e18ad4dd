/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-outbox"

#include "bedside-outbox.h"

#include "bedside-matrix-error.h"
#include "bedside-rooms.h"

/* Servers forget transaction ids some day; until then a repeated try is harmless. */
#define TRUST_TRANSACTION_FOR G_TIME_SPAN_HOUR

typedef struct {
  BedsideOutbox   *outbox;      /* (unowned) */
  char            *room_id;     /* (owned) */
  GQueue           entries;     /* (element-type BedsideOutgoing) (owned): in the order of writing */
  BedsideOutgoing *under_way;   /* (nullable): in entries, or deleted meanwhile */
  guint            attempt;
  guint            wait_id;
  gboolean         must_wait;   /* the server said until when */
} RoomQueue;

struct _BedsideOutbox
{
  GObject          parent_instance;

  BedsideClient   *client;        /* (owned) */
  BedsideRecorder *recorder;      /* (owned) */
  GCancellable    *cancellable;   /* (owned) */
  GHashTable      *queues;        /* (owned) (element-type utf8 RoomQueue) */
  gint64           last_order;
  gint64           caught_up_at;  /* µs since 1970; 0: not yet in this run */
};

enum {
  SIGNAL_CHANGED,
  SIGNAL_REMOVED,
  SIGNAL_REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideOutbox, bedside_outbox, G_TYPE_OBJECT)

static void try_next (RoomQueue *queue);

static void
outgoing_free (BedsideOutgoing *entry)
{
  g_free (entry->id);
  g_free (entry->room_id);
  g_free (entry->uuid);
  g_free (entry->text);
  g_free (entry->event_id);
  g_free (entry);
}

static void
room_queue_free (RoomQueue *queue)
{
  g_clear_handle_id (&queue->wait_id, g_source_remove);
  g_queue_clear_full (&queue->entries, (GDestroyNotify) outgoing_free);
  g_free (queue->room_id);
  g_free (queue);
}

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
}

static void
bedside_outbox_init (BedsideOutbox *self)
{
  self->cancellable = g_cancellable_new ();
  self->queues = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) room_queue_free);
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

static RoomQueue *
ensure_queue (BedsideOutbox *self,
              const char    *room_id)
{
  RoomQueue *queue = g_hash_table_lookup (self->queues, room_id);

  if (queue == NULL)
    {
      queue = g_new0 (RoomQueue, 1);
      queue->outbox = self;
      queue->room_id = g_strdup (room_id);
      g_queue_init (&queue->entries);
      g_hash_table_insert (self->queues, queue->room_id, queue);
    }

  return queue;
}

static char *
make_payload (BedsideOutgoing *entry)
{
  g_autoptr(JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "uuid", entry->uuid);
  json_object_set_string_member (object, "text", entry->text);
  json_object_set_int_member (object, "created_at", entry->created_at);
  json_object_set_int_member (object, "state", entry->state);
  if (entry->event_id != NULL)
    json_object_set_string_member (object, "event_id", entry->event_id);

  return bedside_json_object_to_text (object);
}

static BedsideOutgoing *
restore_entry (BedsideStoreOutgoing *record)
{
  g_autoptr(JsonObject) object = bedside_json_parse_object (record->payload, -1, NULL);
  const char *uuid = bedside_json_get_string (object, "uuid");
  const char *text = bedside_json_get_string (object, "text");
  gint64 state = BEDSIDE_OUTGOING_STATE_WAITING;

  if (uuid == NULL || text == NULL)
    return NULL;

  BedsideOutgoing *entry = g_new0 (BedsideOutgoing, 1);

  entry->id = g_strdup (record->id);
  entry->room_id = g_strdup (record->room_id);
  entry->uuid = g_strdup (uuid);
  entry->text = g_strdup (text);
  entry->event_id = g_strdup (bedside_json_get_string (object, "event_id"));
  bedside_json_get_int (object, "created_at", &entry->created_at);
  if (bedside_json_get_int (object, "state", &state) && state >= 0 && state <= BEDSIDE_OUTGOING_STATE_FAILED)
    entry->state = (BedsideOutgoingState) state;
  entry->stored = entry->restored = TRUE;

  return entry;
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
      BedsideOutgoing *entry = restore_entry (g_ptr_array_index (records, i));

      if (entry == NULL)
        continue;
      entry->order = ++self->last_order;
      g_queue_push_tail (&ensure_queue (self, entry->room_id)->entries, entry);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0, entry);
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
  RoomQueue *queue;

  g_cancellable_cancel (self->cancellable);
  g_hash_table_iter_init (&iter, self->queues);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &queue))
    g_clear_handle_id (&queue->wait_id, g_source_remove);
}

static BedsideOutgoing *
find_entry (BedsideOutbox  *self,
            const char     *uuid,
            const char     *transaction_id,
            RoomQueue     **queue_out)
{
  GHashTableIter iter;
  RoomQueue *queue;

  g_hash_table_iter_init (&iter, self->queues);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &queue))
    for (GList *link = queue->entries.head; link != NULL; link = link->next)
      {
        BedsideOutgoing *entry = link->data;

        if (g_strcmp0 (entry->uuid, uuid) == 0 || g_strcmp0 (entry->id, transaction_id) == 0)
          {
            *queue_out = queue;
            return entry;
          }
      }

  return NULL;
}

static void
remove_entry (BedsideOutbox   *self,
              RoomQueue       *queue,
              BedsideOutgoing *entry)
{
  g_queue_remove (&queue->entries, entry);
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0, entry);
  if (queue->under_way == entry)
    queue->under_way = NULL;
  outgoing_free (entry);
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

static void
on_stored (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(EntryRef) ref = user_data;
  g_autoptr(GError) error = NULL;
  RoomQueue *queue = NULL;

  /* The session tells the person about a full disk; not sending would not help. */
  if (!bedside_recorder_write_finish (BEDSIDE_RECORDER (object), result, &error))
    g_debug ("could not store an entry: %s", error->message);

  BedsideOutgoing *entry = find_entry (ref->outbox, ref->uuid, NULL, &queue);
  if (entry == NULL)
    return;
  entry->stored = TRUE;
  try_next (queue);
}

static void
store_entry (BedsideOutbox   *self,
             BedsideOutgoing *entry)
{
  g_autoptr(BedsideChanges) changes = bedside_changes_new ();
  g_autofree char *payload = make_payload (entry);

  bedside_store_batch_put_outgoing (bedside_changes_get_batch (changes), entry->id, entry->room_id, payload);
  bedside_recorder_write_async (self->recorder, g_steal_pointer (&changes), NULL, on_stored,
                                entry_ref_new (self, entry));
}

static void
forget_entry (BedsideOutbox   *self,
              BedsideOutgoing *entry)
{
  g_autoptr(BedsideChanges) changes = bedside_changes_new ();

  bedside_store_batch_delete_outgoing (bedside_changes_get_batch (changes), entry->id);
  bedside_recorder_write_async (self->recorder, g_steal_pointer (&changes), NULL, NULL, NULL);
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

  BedsideOutgoing *entry = g_new0 (BedsideOutgoing, 1);

  entry->uuid = g_uuid_string_random ();
  entry->id = g_strdup_printf ("bedside-%s", entry->uuid);
  entry->room_id = g_strdup (room_id);
  entry->text = g_strdup (text);
  entry->created_at = g_get_real_time () / 1000;
  entry->order = ++self->last_order;
  g_queue_push_tail (&ensure_queue (self, room_id)->entries, entry);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, entry);
  store_entry (self, entry);

  return entry;
}

/* Within the time that the server surely remembers the transaction, a second try is harmless. Later, and after a
 * restart, the history must be complete first, so that the message would have been recognised in it. */
static gboolean
may_try (BedsideOutbox   *self,
         BedsideOutgoing *entry)
{
  if (!entry->stored || entry->state != BEDSIDE_OUTGOING_STATE_WAITING)
    return FALSE;
  if (entry->restored && self->caught_up_at == 0)
    return FALSE;
  if (entry->tried_at != 0 && g_get_real_time () - entry->tried_at > TRUST_TRANSACTION_FOR)
    return self->caught_up_at > entry->failed_at;
  return TRUE;
}

static void on_sent (GObject *object, GAsyncResult *result, gpointer user_data);

static void
try_next (RoomQueue *queue)
{
  BedsideOutbox *self = queue->outbox;
  GList *link = queue->entries.head;

  if (queue->under_way != NULL || queue->wait_id != 0 || g_cancellable_is_cancelled (self->cancellable))
    return;
  while (link != NULL && ((BedsideOutgoing *) link->data)->state != BEDSIDE_OUTGOING_STATE_WAITING)
    link = link->next;
  if (link == NULL || !may_try (self, link->data))
    return;

  BedsideOutgoing *entry = link->data;
  g_autoptr(JsonObject) content = json_object_new ();

  json_object_set_string_member (content, "msgtype", "m.text");
  json_object_set_string_member (content, "body", entry->text);
  json_object_set_string_member (content, "org.bedside.id", entry->uuid);
  if (entry->tried_at == 0)
    entry->tried_at = g_get_real_time ();
  queue->under_way = entry;
  bedside_client_send_async (self->client, entry->room_id, "m.room.message", entry->id, content, self->cancellable,
                             on_sent, entry_ref_new (self, entry));
}

static gboolean
on_wait_over (gpointer user_data)
{
  RoomQueue *queue = user_data;

  queue->wait_id = 0;
  queue->must_wait = FALSE;
  try_next (queue);

  return G_SOURCE_REMOVE;
}

static void
settle_failure (BedsideOutbox   *self,
                RoomQueue       *queue,
                BedsideOutgoing *entry,
                const GError    *error)
{
  if (g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_SIGNED_OUT) ||
      g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT))
    {
      g_signal_emit (self, signals[SIGNAL_REFUSED], 0, error);
      return;
    }

  gint64 delay = bedside_matrix_error_get_retry_delay (error, queue->attempt);

  g_debug ("not sent: %s", error->message);
  if (delay < 0)
    {
      entry->state = BEDSIDE_OUTGOING_STATE_FAILED;
      queue->attempt = 0;
      store_entry (self, entry);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0, entry);
      return;
    }

  queue->attempt++;
  queue->must_wait = g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_RATE_LIMITED);
  entry->failed_at = g_get_real_time ();
  queue->wait_id = g_timeout_add (MIN (delay, G_MAXUINT), on_wait_over, queue);
}

static void
on_sent (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(EntryRef) ref = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *event_id = bedside_client_send_finish (BEDSIDE_CLIENT (object), result, &error);
  BedsideOutbox *self = ref->outbox;
  RoomQueue *queue = g_hash_table_lookup (self->queues, ref->room_id);
  RoomQueue *found_queue = NULL;

  if (queue == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  BedsideOutgoing *entry = find_entry (self, ref->uuid, NULL, &found_queue);

  /* Gone: sync brought the message before this answer came, or the person deleted it. */
  if (entry != NULL && queue->under_way == entry)
    queue->under_way = NULL;
  if (entry != NULL && entry->state == BEDSIDE_OUTGOING_STATE_WAITING)
    {
      if (event_id != NULL)
        {
          queue->attempt = 0;
          entry->state = BEDSIDE_OUTGOING_STATE_SENT;
          entry->event_id = g_steal_pointer (&event_id);
          store_entry (self, entry);
          g_signal_emit (self, signals[SIGNAL_CHANGED], 0, entry);
        }
      else
        settle_failure (self, queue, entry, error);
    }

  try_next (queue);
}

/**
 * bedside_outbox_retry:
 * @self: an outbox
 * @uuid: an entry that failed
 *
 * Sends a message that was refused once more.
 */
void
bedside_outbox_retry (BedsideOutbox *self,
                      const char    *uuid)
{
  g_return_if_fail (BEDSIDE_IS_OUTBOX (self));
  g_return_if_fail (uuid != NULL);

  RoomQueue *queue = NULL;
  BedsideOutgoing *entry = find_entry (self, uuid, NULL, &queue);

  if (entry == NULL || entry->state != BEDSIDE_OUTGOING_STATE_FAILED)
    return;

  /* What is sent now comes after what has been written meanwhile. */
  g_queue_remove (&queue->entries, entry);
  g_queue_push_tail (&queue->entries, entry);
  entry->state = BEDSIDE_OUTGOING_STATE_WAITING;
  entry->stored = FALSE;
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, entry);
  store_entry (self, entry);
}

/**
 * bedside_outbox_delete:
 * @self: an outbox
 * @uuid: an entry that failed
 *
 * Gives up a message that was refused.
 */
void
bedside_outbox_delete (BedsideOutbox *self,
                       const char    *uuid)
{
  g_return_if_fail (BEDSIDE_IS_OUTBOX (self));
  g_return_if_fail (uuid != NULL);

  RoomQueue *queue = NULL;
  BedsideOutgoing *entry = find_entry (self, uuid, NULL, &queue);

  if (entry == NULL || entry->state != BEDSIDE_OUTGOING_STATE_FAILED)
    return;
  forget_entry (self, entry);
  remove_entry (self, queue, entry);
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

  RoomQueue *queue = g_hash_table_lookup (self->queues, room_id);
  const char *uuid = bedside_json_get_string (event->content, "org.bedside.id");

  for (GList *link = queue ? queue->entries.head : NULL; link != NULL; link = link->next)
    {
      BedsideOutgoing *entry = link->data;

      if (g_strcmp0 (entry->uuid, uuid) == 0 || g_strcmp0 (entry->id, event->transaction_id) == 0 ||
          (entry->event_id != NULL && g_strcmp0 (entry->event_id, event->event_id) == 0))
        {
          bedside_store_batch_delete_outgoing (bedside_changes_get_batch (changes), entry->id);
          remove_entry (self, queue, entry);
          queue->attempt = 0;
          if (!queue->must_wait)
            g_clear_handle_id (&queue->wait_id, g_source_remove);
          try_next (queue);
          return;
        }
    }
}

/**
 * bedside_outbox_caught_up:
 * @self: an outbox
 *
 * To be called whenever everything that the server has is known: what the
 * server has was acknowledged before, so the rest may be tried, and at once.
 */
void
bedside_outbox_caught_up (BedsideOutbox *self)
{
  g_return_if_fail (BEDSIDE_IS_OUTBOX (self));

  GHashTableIter iter;
  RoomQueue *queue;

  self->caught_up_at = g_get_real_time ();
  g_hash_table_iter_init (&iter, self->queues);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &queue))
    {
      for (GList *link = queue->entries.head, *next; link != NULL; link = next)
        {
          BedsideOutgoing *entry = link->data;

          next = link->next;
          if (entry->restored && entry->state == BEDSIDE_OUTGOING_STATE_SENT)
            {
              forget_entry (self, entry);
              remove_entry (self, queue, entry);
            }
        }
      if (!queue->must_wait)
        g_clear_handle_id (&queue->wait_id, g_source_remove);
      try_next (queue);
    }
}

/**
 * bedside_outbox_list:
 * @self: an outbox
 * @room_id: a room
 *
 * Returns: (transfer container) (element-type BedsideOutgoing): its entries, in order
 */
GPtrArray *
bedside_outbox_list (BedsideOutbox *self,
                     const char    *room_id)
{
  g_return_val_if_fail (BEDSIDE_IS_OUTBOX (self), NULL);

  RoomQueue *queue = g_hash_table_lookup (self->queues, room_id);
  GPtrArray *entries = g_ptr_array_new ();

  for (GList *link = queue ? queue->entries.head : NULL; link != NULL; link = link->next)
    g_ptr_array_add (entries, link->data);

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

  GHashTableIter iter;
  RoomQueue *queue;
  guint pending = 0;

  *not_sent = 0;
  g_hash_table_iter_init (&iter, self->queues);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &queue))
    {
      if (room_id != NULL && !g_str_equal (room_id, queue->room_id))
        continue;
      for (GList *link = queue->entries.head; link != NULL; link = link->next)
        {
          BedsideOutgoing *entry = link->data;

          pending += entry->state == BEDSIDE_OUTGOING_STATE_WAITING;
          *not_sent += entry->state == BEDSIDE_OUTGOING_STATE_FAILED;
        }
    }

  return pending;
}
