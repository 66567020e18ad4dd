/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-registry-unread"

#include "bedside-registry-private.h"

/* Conversations with new messages, of all practices (R21): each practice counts its own, and there is a list of all. */

static void
set_counted (BedsideRegistry *self,
             BedsideRoom     *room,
             gboolean         counted)
{
  if (room->counted == counted)
    return;
  room->counted = counted;

  guint unread = bedside_practice_get_unread (room->practice);

  bedside_practice_set_unread (room->practice, counted ? unread + 1 : unread - 1);
  g_hash_table_add (self->unread_moved, g_object_ref (room->conversation));
  if (counted)
    g_hash_table_add (self->unread, g_object_ref (room->conversation));
  else
    g_hash_table_remove (self->unread, room->conversation);
}

/**
 * bedside_registry_count_unread:
 * @self: a registry
 * @room: a room of it whose number of new messages may have changed
 *
 * Has its practice count it among the conversations with new messages, or no more. It is in the list of all of them
 * after bedside_registry_list_unread().
 */
void
bedside_registry_count_unread (BedsideRegistry *self,
                               BedsideRoom     *room)
{
  g_return_if_fail (BEDSIDE_IS_REGISTRY (self));
  g_return_if_fail (room != NULL);

  if (room->practice != NULL)
    set_counted (self, room, room->unread > 0);
}

/**
 * bedside_registry_recheck_unread: (skip)
 * @self: a registry
 * @room: a room of it in which something has happened
 *
 * Has bedside_registry_list_unread() look whether it is in its place among those with new messages.
 */
void
bedside_registry_recheck_unread (BedsideRegistry *self,
                                 BedsideRoom     *room)
{
  if (room->counted && !g_hash_table_contains (self->unread_moved, room->conversation))
    g_hash_table_add (self->unread_moved, g_object_ref (room->conversation));
}

/**
 * bedside_registry_stop_counting: (skip)
 * @self: a registry
 * @room: a room of it that is no conversation any more
 */
void
bedside_registry_stop_counting (BedsideRegistry *self,
                                BedsideRoom     *room)
{
  set_counted (self, room, FALSE);
}

/**
 * bedside_registry_get_unread:
 * @self: a registry
 *
 * Returns: (transfer none): a list of #BedsideConversation: those with new messages, of all practices, newest first
 */
GListModel *
bedside_registry_get_unread (BedsideRegistry *self)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);

  return G_LIST_MODEL (self->unread_list);
}

/**
 * bedside_registry_list_unread:
 * @self: a registry
 *
 * Brings what was counted to the list.
 */
void
bedside_registry_list_unread (BedsideRegistry *self)
{
  g_return_if_fail (BEDSIDE_IS_REGISTRY (self));

  g_autoptr(GHashTable) moved = NULL;

  if (g_hash_table_size (self->unread_moved) == 0)
    return;

  /* Whoever hears of a change may call this again. */
  moved = g_steal_pointer (&self->unread_moved);
  self->unread_moved = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  bedside_unread_list_update (self->unread_list, self->unread, moved);
}
