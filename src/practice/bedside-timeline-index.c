/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-timeline-index"

#include "bedside-timeline-index.h"

static void
entry_free (BedsideTimelineEntry *entry)
{
  g_object_unref (entry->message);
  g_free (entry->event_id);
  g_free (entry->uuid);
  g_free (entry);
}

/**
 * bedside_timeline_index_init:
 * @self: an index that was not used before
 *
 * Makes an empty index of the messages of a timeline.
 */
void
bedside_timeline_index_init (BedsideTimelineIndex *self)
{
  self->entries = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) entry_free);
  self->events = g_hash_table_new (g_str_hash, g_str_equal);
  self->uuids = g_hash_table_new (g_str_hash, g_str_equal);
}

/**
 * bedside_timeline_index_clear:
 * @self: an index
 *
 * Frees all that is in the index.
 */
void
bedside_timeline_index_clear (BedsideTimelineIndex *self)
{
  g_clear_pointer (&self->events, g_hash_table_unref);
  g_clear_pointer (&self->uuids, g_hash_table_unref);
  g_clear_pointer (&self->entries, g_hash_table_unref);
}

/**
 * bedside_timeline_index_add:
 * @self: an index
 * @message: a message that is not in it
 *
 * Makes an entry for a message, without its ids.
 *
 * Returns: (transfer none): the entry, which arrives
 */
BedsideTimelineEntry *
bedside_timeline_index_add (BedsideTimelineIndex *self,
                            BedsideMessage       *message)
{
  BedsideTimelineEntry *entry = g_new0 (BedsideTimelineEntry, 1);

  entry->message = g_object_ref (message);
  entry->state = BEDSIDE_TIMELINE_ENTRY_ARRIVES;
  g_hash_table_insert (self->entries, message, entry);

  return entry;
}

static void
unregister (GHashTable            *table,
            char                 **id,
            BedsideTimelineEntry  *entry)
{
  if (*id != NULL && g_hash_table_lookup (table, *id) == entry)
    g_hash_table_remove (table, *id);
  g_clear_pointer (id, g_free);
}

/* The first one to have an id keeps it. */
static void
register_anew (GHashTable            *table,
               char                 **registered,
               const char            *id,
               BedsideTimelineEntry  *entry)
{
  if (g_strcmp0 (*registered, id) == 0)
    return;

  unregister (table, registered, entry);
  if (id != NULL && !g_hash_table_contains (table, id))
    {
      *registered = g_strdup (id);
      g_hash_table_insert (table, *registered, entry);
    }
}

/**
 * bedside_timeline_index_remove:
 * @self: an index
 * @entry: (transfer full): an entry of it
 *
 * Removes and frees an entry.
 */
void
bedside_timeline_index_remove (BedsideTimelineIndex *self,
                               BedsideTimelineEntry *entry)
{
  unregister (self->events, &entry->event_id, entry);
  unregister (self->uuids, &entry->uuid, entry);
  g_hash_table_remove (self->entries, entry->message);
}

/**
 * bedside_timeline_index_update:
 * @self: an index
 * @entry: an entry of it
 *
 * Registers the ids that the message has now. Only the uuids of own messages
 * count: anybody in the conversation can send a message with the uuid of another.
 */
void
bedside_timeline_index_update (BedsideTimelineIndex *self,
                               BedsideTimelineEntry *entry)
{
  BedsideMessage *message = entry->message;
  const char *uuid = bedside_message_get_own (message) ? bedside_message_get_uuid (message) : NULL;

  register_anew (self->events, &entry->event_id, bedside_message_get_event_id (message), entry);
  register_anew (self->uuids, &entry->uuid, uuid, entry);
}

/**
 * bedside_timeline_index_find:
 * @self: an index
 * @message: any item of the timeline
 *
 * Returns: (transfer none) (nullable): its entry; %NULL for what is no message in it
 */
BedsideTimelineEntry *
bedside_timeline_index_find (BedsideTimelineIndex *self,
                             gconstpointer         message)
{
  return g_hash_table_lookup (self->entries, message);
}

/**
 * bedside_timeline_index_find_event:
 * @self: an index
 * @event_id: an id of the server's
 *
 * Returns: (transfer none) (nullable): the entry registered with it
 */
BedsideTimelineEntry *
bedside_timeline_index_find_event (BedsideTimelineIndex *self,
                                   const char           *event_id)
{
  return g_hash_table_lookup (self->events, event_id);
}

/**
 * bedside_timeline_index_find_uuid:
 * @self: an index
 * @uuid: an id of ours
 *
 * Returns: (transfer none) (nullable): the entry registered with it
 */
BedsideTimelineEntry *
bedside_timeline_index_find_uuid (BedsideTimelineIndex *self,
                                  const char           *uuid)
{
  return g_hash_table_lookup (self->uuids, uuid);
}
