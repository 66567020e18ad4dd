/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-store-batch"

#include "bedside-store-batch.h"

#include "bedside-store-batch-private.h"
#include "bedside-store-tables.h"

typedef enum {
  CHANGE_PUT_ACCOUNT,
  CHANGE_PUT_SYNC_TOKEN,
  CHANGE_PUT_ROOM,
  CHANGE_DELETE_ROOM,
  CHANGE_PUT_EVENT,
  CHANGE_REPLACE_EVENT,
  CHANGE_REWRITE_EVENTS,
  CHANGE_DELETE_EVENT,
  CHANGE_DELETE_EVENTS,
  CHANGE_PUT_STATE,
  CHANGE_PUT_MEMBER,
  CHANGE_PUT_RECEIPT,
  CHANGE_PUT_OUTGOING,
  CHANGE_DELETE_OUTGOING,
  CHANGE_PUT_DRAFT,
} ChangeKind;

/* Which fields mean something depends on the kind. */
typedef struct {
  ChangeKind           kind;
  char                *room_id;  /* (owned) (nullable) */
  char                *id;       /* (owned) (nullable): of an event, a message to be sent, a user; key of a state */
  char                *extra;    /* (owned) (nullable): type of a state, event of a receipt */
  char                *payload;  /* (owned) (nullable) */
  gint64               number;   /* position of an event, time of a receipt */
  BedsideStoreRewrite  rewrite;  /* (nullable) */
  gpointer             user_data;       /* (owned) (nullable): of rewrite */
  GDestroyNotify       free_user_data;  /* (nullable) */
} Change;

struct _BedsideStoreBatch
{
  gatomicrefcount  refs;     /* the thread that writes has one of its own */
  GArray          *changes;  /* (owned) (element-type Change) */
};

static void
clear_change (gpointer data)
{
  Change *change = data;

  g_free (change->room_id);
  g_free (change->id);
  g_free (change->extra);
  g_free (change->payload);
  if (change->free_user_data != NULL)
    change->free_user_data (change->user_data);
}

/**
 * bedside_store_batch_new:
 *
 * Returns: (transfer full): an empty batch
 */
BedsideStoreBatch *
bedside_store_batch_new (void)
{
  BedsideStoreBatch *self = g_new0 (BedsideStoreBatch, 1);

  g_atomic_ref_count_init (&self->refs);
  self->changes = g_array_new (FALSE, FALSE, sizeof (Change));
  g_array_set_clear_func (self->changes, clear_change);

  return self;
}

/**
 * bedside_store_batch_ref:
 * @self: a batch, to which nothing will be added any more
 *
 * For whoever wants to write it once more if that fails.
 *
 * Returns: (transfer full): @self
 */
BedsideStoreBatch *
bedside_store_batch_ref (BedsideStoreBatch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);

  return self;
}

/**
 * bedside_store_batch_free:
 * @self: (nullable) (transfer full): a batch
 *
 * Gives up a reference; the last one throws the changes away.
 */
void
bedside_store_batch_free (BedsideStoreBatch *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->refs))
    return;
  g_array_unref (self->changes);
  g_free (self);
}

/**
 * bedside_store_batch_is_empty:
 * @self: a batch
 *
 * Returns: %TRUE if nothing would change
 */
gboolean
bedside_store_batch_is_empty (BedsideStoreBatch *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->changes->len == 0;
}

static void
add (BedsideStoreBatch *self,
     ChangeKind         kind,
     const char        *room_id,
     const char        *id,
     const char        *extra,
     const char        *payload,
     gint64             number)
{
  Change change = {
    .kind = kind,
    .room_id = g_strdup (room_id),
    .id = g_strdup (id),
    .extra = g_strdup (extra),
    .payload = g_strdup (payload),
    .number = number,
  };

  g_array_append_val (self->changes, change);
}

/**
 * bedside_store_batch_put_account:
 * @self: a batch
 * @payload: what to seal
 *
 * What is known of the account, without secrets.
 */
void
bedside_store_batch_put_account (BedsideStoreBatch *self,
                                 const char        *payload)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (payload != NULL);

  add (self, CHANGE_PUT_ACCOUNT, NULL, NULL, NULL, payload, 0);
}

/**
 * bedside_store_batch_put_sync_token:
 * @self: a batch
 * @sync_token: (nullable): token of the sync, stands in the clear; %NULL forgets it
 *
 * Where the next sync goes on.
 */
void
bedside_store_batch_put_sync_token (BedsideStoreBatch *self,
                                    const char        *sync_token)
{
  g_return_if_fail (self != NULL);

  add (self, CHANGE_PUT_SYNC_TOKEN, NULL, NULL, NULL, sync_token, 0);
}

/**
 * bedside_store_batch_put_room:
 * @self: a batch
 * @room_id: a room
 * @payload: what to seal
 *
 * Adds or replaces a room.
 */
void
bedside_store_batch_put_room (BedsideStoreBatch *self,
                              const char        *room_id,
                              const char        *payload)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (payload != NULL);

  add (self, CHANGE_PUT_ROOM, room_id, NULL, NULL, payload, 0);
}

/**
 * bedside_store_batch_delete_room:
 * @self: a batch
 * @room_id: a room
 *
 * Deletes everything of a room but its outbox and its draft: what the practitioner wrote is kept.
 */
void
bedside_store_batch_delete_room (BedsideStoreBatch *self,
                                 const char        *room_id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (room_id != NULL);

  add (self, CHANGE_DELETE_ROOM, room_id, NULL, NULL, NULL, 0);
}

/**
 * bedside_store_batch_put_event:
 * @self: a batch
 * @room_id: a room
 * @position: place in the order of the room; older is less
 * @event_id: id of an event
 * @payload: what to seal
 *
 * Adds an event. One whose id the room has already, at any position, is ignored: events are shown
 * once. Two events of a room should not share a position, because a page could end between them.
 */
void
bedside_store_batch_put_event (BedsideStoreBatch *self,
                               const char        *room_id,
                               gint64             position,
                               const char        *event_id,
                               const char        *payload)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (event_id != NULL);
  g_return_if_fail (payload != NULL);

  add (self, CHANGE_PUT_EVENT, room_id, event_id, NULL, payload, position);
}

/**
 * bedside_store_batch_replace_event:
 * @self: a batch
 * @room_id: a room
 * @event_id: id of an event
 * @payload: what to seal
 *
 * Gives an event that is there a new payload (a redaction, a gap whose token moved); does nothing if it
 * is not there.
 */
void
bedside_store_batch_replace_event (BedsideStoreBatch *self,
                                   const char        *room_id,
                                   const char        *event_id,
                                   const char        *payload)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (event_id != NULL);
  g_return_if_fail (payload != NULL);

  add (self, CHANGE_REPLACE_EVENT, room_id, event_id, NULL, payload, 0);
}

/**
 * bedside_store_batch_rewrite_events:
 * @self: a batch
 * @room_id: a room
 * @rewrite: makes the new payload of an event, in the store's thread
 * @user_data: data for @rewrite; must not change any more
 * @free_user_data: (nullable): frees @user_data, in any thread
 *
 * Changes the payloads of those events that the room has by then: with whatever came
 * before, whether in this batch or in another.
 */
void
bedside_store_batch_rewrite_events (BedsideStoreBatch   *self,
                                    const char          *room_id,
                                    BedsideStoreRewrite  rewrite,
                                    gpointer             user_data,
                                    GDestroyNotify       free_user_data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (rewrite != NULL);

  add (self, CHANGE_REWRITE_EVENTS, room_id, NULL, NULL, NULL, 0);

  Change *change = &g_array_index (self->changes, Change, self->changes->len - 1);

  change->rewrite = rewrite;
  change->user_data = user_data;
  change->free_user_data = free_user_data;
}

/**
 * bedside_store_batch_delete_event:
 * @self: a batch
 * @room_id: a room
 * @event_id: id of an event
 *
 * Deletes one event.
 */
void
bedside_store_batch_delete_event (BedsideStoreBatch *self,
                                  const char        *room_id,
                                  const char        *event_id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (event_id != NULL);

  add (self, CHANGE_DELETE_EVENT, room_id, event_id, NULL, NULL, 0);
}

/**
 * bedside_store_batch_delete_events:
 * @self: a batch
 * @room_id: a room
 *
 * Deletes all events of a room, for an initial sync that starts it anew.
 */
void
bedside_store_batch_delete_events (BedsideStoreBatch *self,
                                   const char        *room_id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (room_id != NULL);

  add (self, CHANGE_DELETE_EVENTS, room_id, NULL, NULL, NULL, 0);
}

/**
 * bedside_store_batch_put_state:
 * @self: a batch
 * @room_id: a room
 * @type: type of the state
 * @key: state key; masked and sealed
 * @payload: what to seal
 *
 * Adds or replaces a state of a room.
 */
void
bedside_store_batch_put_state (BedsideStoreBatch *self,
                               const char        *room_id,
                               const char        *type,
                               const char        *key,
                               const char        *payload)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (type != NULL);
  g_return_if_fail (key != NULL);
  g_return_if_fail (payload != NULL);

  add (self, CHANGE_PUT_STATE, room_id, key, type, payload, 0);
}

/**
 * bedside_store_batch_put_member:
 * @self: a batch
 * @room_id: a room
 * @user_id: a member; masked and sealed
 * @payload: what to seal
 *
 * Adds or replaces a member of a room.
 */
void
bedside_store_batch_put_member (BedsideStoreBatch *self,
                                const char        *room_id,
                                const char        *user_id,
                                const char        *payload)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (user_id != NULL);
  g_return_if_fail (payload != NULL);

  add (self, CHANGE_PUT_MEMBER, room_id, user_id, NULL, payload, 0);
}

/**
 * bedside_store_batch_put_receipt:
 * @self: a batch
 * @room_id: a room
 * @user_id: a member; masked and sealed
 * @event_id: id of an event
 * @timestamp: when
 *
 * Adds or replaces what a member has read.
 */
void
bedside_store_batch_put_receipt (BedsideStoreBatch *self,
                                 const char        *room_id,
                                 const char        *user_id,
                                 const char        *event_id,
                                 gint64             timestamp)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (user_id != NULL);
  g_return_if_fail (event_id != NULL);

  add (self, CHANGE_PUT_RECEIPT, room_id, user_id, event_id, NULL, timestamp);
}

/**
 * bedside_store_batch_put_outgoing:
 * @self: a batch
 * @id: the transaction id
 * @room_id: a room
 * @payload: what to seal
 *
 * Adds a message to the end of the outbox, or replaces the payload of one that is there without changing its
 * place in the order.
 */
void
bedside_store_batch_put_outgoing (BedsideStoreBatch *self,
                                  const char        *id,
                                  const char        *room_id,
                                  const char        *payload)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (id != NULL);
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (payload != NULL);

  add (self, CHANGE_PUT_OUTGOING, room_id, id, NULL, payload, 0);
}

/**
 * bedside_store_batch_delete_outgoing:
 * @self: a batch
 * @id: the transaction id
 *
 * Takes a message out of the outbox.
 */
void
bedside_store_batch_delete_outgoing (BedsideStoreBatch *self,
                                     const char        *id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (id != NULL);

  add (self, CHANGE_DELETE_OUTGOING, NULL, id, NULL, NULL, 0);
}

/**
 * bedside_store_batch_put_draft:
 * @self: a batch
 * @room_id: a room
 * @payload: (nullable): what to seal; %NULL or "" deletes it
 *
 * Keeps what is written in the composer.
 */
void
bedside_store_batch_put_draft (BedsideStoreBatch *self,
                               const char        *room_id,
                               const char        *payload)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (room_id != NULL);

  add (self, CHANGE_PUT_DRAFT, room_id, NULL, NULL, payload, 0);
}

static gboolean
delete_room (BedsideStoreDatabase  *database,
             const char            *room_id,
             GError               **error)
{
  return bedside_rooms_table_delete (database, room_id, error) &&
         bedside_events_table_delete_all (database, room_id, error) &&
         bedside_state_table_delete (database, room_id, error) &&
         bedside_members_table_delete (database, room_id, error) &&
         bedside_receipts_table_delete (database, room_id, error);
}

static gboolean
write_change (const Change          *change,
              BedsideStoreDatabase  *database,
              GError               **error)
{
  const char *room_id = change->room_id, *id = change->id, *payload = change->payload;

  switch (change->kind)
    {
    case CHANGE_PUT_ACCOUNT:
      return bedside_account_table_put (database, payload, error);
    case CHANGE_PUT_SYNC_TOKEN:
      return bedside_account_table_put_sync_token (database, payload, error);
    case CHANGE_PUT_ROOM:
      return bedside_rooms_table_put (database, room_id, payload, error);
    case CHANGE_DELETE_ROOM:
      return delete_room (database, room_id, error);
    case CHANGE_PUT_EVENT:
      return bedside_events_table_put (database, room_id, change->number, id, payload, error);
    case CHANGE_REPLACE_EVENT:
      return bedside_events_table_replace (database, room_id, id, payload, error);
    case CHANGE_REWRITE_EVENTS:
      return bedside_events_table_rewrite (database, room_id, change->rewrite, change->user_data, error);
    case CHANGE_DELETE_EVENT:
      return bedside_events_table_delete (database, room_id, id, error);
    case CHANGE_DELETE_EVENTS:
      return bedside_events_table_delete_all (database, room_id, error);
    case CHANGE_PUT_STATE:
      return bedside_state_table_put (database, room_id, change->extra, id, payload, error);
    case CHANGE_PUT_MEMBER:
      return bedside_members_table_put (database, room_id, id, payload, error);
    case CHANGE_PUT_RECEIPT:
      return bedside_receipts_table_put (database, room_id, id, change->extra, change->number, error);
    case CHANGE_PUT_OUTGOING:
      return bedside_outbox_table_put (database, id, room_id, payload, error);
    case CHANGE_DELETE_OUTGOING:
      return bedside_outbox_table_delete (database, id, error);
    case CHANGE_PUT_DRAFT:
      return bedside_drafts_table_put (database, room_id, payload, error);
    default:
      g_assert_not_reached ();
    }
}

static gboolean
write_changes (BedsideStoreBatch     *self,
               BedsideStoreDatabase  *database,
               GError               **error)
{
  for (guint i = 0; i < self->changes->len; i++)
    if (!write_change (&g_array_index (self->changes, Change, i), database, error))
      return FALSE;

  return TRUE;
}

/**
 * bedside_store_batch_write:
 * @self: a batch
 * @database: the database
 * @error: return location for an error
 *
 * Writes all changes in one transaction, or none.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_store_batch_write (BedsideStoreBatch     *self,
                           BedsideStoreDatabase  *database,
                           GError               **error)
{
  bedside_store_database_assert_thread (database);

  if (bedside_store_batch_is_empty (self))
    return TRUE;
  if (!bedside_store_database_begin (database, error))
    return FALSE;
  if (write_changes (self, database, error) &&
      bedside_store_database_commit (database, error))
    return TRUE;

  bedside_store_database_roll_back (database);
  return FALSE;
}
