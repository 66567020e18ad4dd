/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-changes"

#include "bedside-changes.h"

#include "bedside-placed-event.h"
#include "bedside-room.h"
#include "bedside-taken-back.h"

typedef enum {
  CHANGE_PUT_EVENT,
  CHANGE_ERASE_EVENT,
  CHANGE_PUT_STATE,
  CHANGE_PUT_MEMBER,
} ChangeKind;

typedef struct {
  ChangeKind    kind;
  char         *room_id;    /* (owned) */
  char         *event_id;   /* (owned) (nullable): what is erased */
  gint64        position;
  BedsideEvent *event;      /* (owned) (nullable) */
} Change;

struct _BedsideChanges
{
  BedsideStoreBatch *batch;    /* (owned) */
  GPtrArray         *changes;  /* (owned) (element-type Change) */
};

static void
change_free (Change *change)
{
  g_free (change->room_id);
  g_free (change->event_id);
  g_clear_pointer (&change->event, bedside_event_unref);
  g_free (change);
}

/**
 * bedside_changes_new:
 *
 * Returns: (transfer full): no changes yet
 */
BedsideChanges *
bedside_changes_new (void)
{
  BedsideChanges *self = g_new0 (BedsideChanges, 1);

  self->batch = bedside_store_batch_new ();
  self->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) change_free);

  return self;
}

/**
 * bedside_changes_free:
 * @self: (transfer full): changes
 */
void
bedside_changes_free (BedsideChanges *self)
{
  bedside_store_batch_free (self->batch);
  g_ptr_array_unref (self->changes);
  g_free (self);
}

/**
 * bedside_changes_get_batch:
 * @self: changes
 *
 * Returns: (transfer none): for records that are text already; they come before the events
 */
BedsideStoreBatch *
bedside_changes_get_batch (BedsideChanges *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->batch;
}

static Change *
add_change (BedsideChanges *self,
            ChangeKind      kind,
            const char     *room_id,
            BedsideEvent   *event)
{
  Change *change = g_new0 (Change, 1);

  change->kind = kind;
  change->room_id = g_strdup (room_id);
  change->event = event ? bedside_event_ref (event) : NULL;
  g_ptr_array_add (self->changes, change);

  return change;
}

/**
 * bedside_changes_put_event:
 * @self: changes
 * @room_id: a room
 * @position: where in the room
 * @event: an event with an id
 *
 * Adds an event; one that the room has already is not changed.
 */
void
bedside_changes_put_event (BedsideChanges *self,
                           const char     *room_id,
                           gint64          position,
                           BedsideEvent   *event)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (event != NULL && event->event_id != NULL);

  add_change (self, CHANGE_PUT_EVENT, room_id, event)->position = position;
}

/**
 * bedside_changes_erase_event:
 * @self: changes
 * @room_id: a room
 * @event_id: an event that was taken back; the room need not have it
 *
 * Leaves of an event, and of what edited it, only that it was there: what somebody took back does not
 * stay on this disk.
 */
void
bedside_changes_erase_event (BedsideChanges *self,
                             const char     *room_id,
                             const char     *event_id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (event_id != NULL);

  add_change (self, CHANGE_ERASE_EVENT, room_id, NULL)->event_id = g_strdup (event_id);
}

/**
 * bedside_changes_put_state:
 * @self: changes
 * @room_id: a room
 * @event: a state event
 */
void
bedside_changes_put_state (BedsideChanges *self,
                           const char     *room_id,
                           BedsideEvent   *event)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (event != NULL && event->state_key != NULL);

  if (g_str_equal (event->type, "m.room.member"))
    add_change (self, CHANGE_PUT_MEMBER, room_id, event);
  else if (bedside_room_keeps_state (event->type))
    add_change (self, CHANGE_PUT_STATE, room_id, event);
}

/**
 * bedside_changes_count: (skip)
 * @self: changes
 *
 * Returns: how many there are, about
 */
guint
bedside_changes_count (BedsideChanges *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->changes->len;
}

/* By room, the events that were taken back. */
static GHashTable *
collect_removals (BedsideChanges *self)
{
  GHashTable *rooms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);

  for (guint i = 0; i < self->changes->len; i++)
    {
      Change *change = g_ptr_array_index (self->changes, i);
      GHashTable *removals = g_hash_table_lookup (rooms, change->room_id);

      if (change->kind != CHANGE_ERASE_EVENT)
        continue;
      if (removals == NULL)
        {
          removals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
          g_hash_table_insert (rooms, g_strdup (change->room_id), removals);
        }
      g_hash_table_add (removals, g_strdup (change->event_id));
    }

  return rooms;
}

/* Behind everything that comes with it: one pass through the room for all of them. */
static void
make_removals (BedsideChanges *self)
{
  g_autoptr(GHashTable) rooms = collect_removals (self);
  GHashTableIter iter;
  const char *room_id;
  GHashTable *removals;

  g_hash_table_iter_init (&iter, rooms);
  while (g_hash_table_iter_next (&iter, (gpointer *) &room_id, (gpointer *) &removals))
    bedside_store_batch_rewrite_events (self->batch, room_id, bedside_taken_back_text, g_hash_table_ref (removals),
                                        (GDestroyNotify) g_hash_table_unref);
}

/**
 * bedside_changes_make_texts: (skip)
 * @self: changes
 *
 * Brings all changes into the batch. To be called in a thread, once.
 */
void
bedside_changes_make_texts (BedsideChanges *self)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      Change *change = g_ptr_array_index (self->changes, i);
      BedsideEvent *event = change->event;
      g_autofree char *text = event ? bedside_event_to_text (event) : NULL;

      g_assert (event != NULL || change->kind == CHANGE_ERASE_EVENT);
      switch (change->kind)
        {
        case CHANGE_PUT_EVENT:
          bedside_store_batch_put_event (self->batch, change->room_id, change->position, event->event_id, text);
          break;

        case CHANGE_ERASE_EVENT:
          break;

        case CHANGE_PUT_STATE:
          bedside_store_batch_put_state (self->batch, change->room_id, event->type, event->state_key, text);
          break;

        case CHANGE_PUT_MEMBER:
          bedside_store_batch_put_member (self->batch, change->room_id, event->state_key, text);
          break;

        default:
          g_assert_not_reached ();
        }
    }
  make_removals (self);
}

static void
erase_placed (GPtrArray  *placed,
              GHashTable *removals)
{
  for (guint i = 0; i < placed->len; i++)
    {
      BedsidePlacedEvent *item = g_ptr_array_index (placed, i);
      BedsideEvent *rest = bedside_taken_back_event (item->event, removals);

      if (rest == NULL)
        continue;
      bedside_event_unref (item->event);
      item->event = rest;
    }
}

/**
 * bedside_changes_list_events: (skip)
 * @self: changes
 * @room_id: a room
 * @placed: (element-type BedsidePlacedEvent): to which its events are added, as they will stand on the disk
 */
void
bedside_changes_list_events (BedsideChanges *self,
                             const char     *room_id,
                             GPtrArray      *placed)
{
  g_return_if_fail (self != NULL);

  g_autoptr(GHashTable) rooms = collect_removals (self);
  GHashTable *removals = g_hash_table_lookup (rooms, room_id);

  for (guint i = 0; i < self->changes->len; i++)
    {
      Change *change = g_ptr_array_index (self->changes, i);

      if (change->kind == CHANGE_PUT_EVENT && g_str_equal (change->room_id, room_id))
        g_ptr_array_add (placed, bedside_placed_event_new (change->position, change->event));
    }
  if (removals != NULL)
    erase_placed (placed, removals);
}
