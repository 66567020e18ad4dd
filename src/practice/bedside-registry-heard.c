/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-registry-heard"

#include "bedside-registry-private.h"

/* Which rooms have changed in any way, for who keeps something right in each of them: with thousands of rooms, looking
 * at all of them whenever a message arrives would be most of what that costs. */

/**
 * bedside_registry_note_heard:
 * @self: a registry
 * @room: a room of it of which anything has changed: state, events, how it is shown
 *
 * Has bedside_registry_steal_heard() return it.
 */
void
bedside_registry_note_heard (BedsideRegistry *self,
                             BedsideRoom     *room)
{
  g_return_if_fail (BEDSIDE_IS_REGISTRY (self));
  g_return_if_fail (room != NULL);

  bedside_registry_recheck_unread (self, room);
  if (room->heard)
    return;
  room->heard = TRUE;
  g_ptr_array_add (self->heard, room);
}

/**
 * bedside_registry_note_all_heard:
 * @self: a registry
 *
 * Has bedside_registry_steal_heard() return every room.
 */
void
bedside_registry_note_all_heard (BedsideRegistry *self)
{
  g_return_if_fail (BEDSIDE_IS_REGISTRY (self));

  GHashTableIter iter;
  BedsideRoom *room;

  g_hash_table_iter_init (&iter, self->rooms);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
    bedside_registry_note_heard (self, room);
}

/**
 * bedside_registry_steal_heard:
 * @self: a registry
 *
 * Returns: (transfer none) (nullable): a room that has changed since it was last returned; %NULL if there is none
 */
BedsideRoom *
bedside_registry_steal_heard (BedsideRegistry *self)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);

  if (self->heard->len == 0)
    return NULL;

  BedsideRoom *room = g_ptr_array_steal_index_fast (self->heard, self->heard->len - 1);

  room->heard = FALSE;

  return room;
}

/**
 * bedside_registry_forget_heard: (skip)
 * @self: a registry
 * @room: a room that it is about to drop
 */
void
bedside_registry_forget_heard (BedsideRegistry *self,
                               BedsideRoom     *room)
{
  if (room->heard)
    g_ptr_array_remove_fast (self->heard, room);
  room->heard = FALSE;
}
