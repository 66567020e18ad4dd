/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-registry-unread"

#include "bedside-registry-private.h"

#include <string.h>

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

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  BedsideConversation *one = *(BedsideConversation **) a, *two = *(BedsideConversation **) b;
  gint64 first = bedside_conversation_get_last_timestamp (one), second = bedside_conversation_get_last_timestamp (two);

  if (first != second)
    return first < second ? 1 : -1;
  return strcmp (bedside_conversation_get_room_id (one), bedside_conversation_get_room_id (two));
}

static GPtrArray *
sort_unread (BedsideRegistry *self)
{
  GPtrArray *sorted = g_ptr_array_sized_new (g_hash_table_size (self->unread));
  GHashTableIter iter;
  BedsideConversation *conversation;

  g_hash_table_iter_init (&iter, self->unread);
  while (g_hash_table_iter_next (&iter, (gpointer *) &conversation, NULL))
    g_ptr_array_add (sorted, conversation);
  g_ptr_array_sort (sorted, compare_newest_first);

  return sorted;
}

static gboolean
is_at (GListModel *list,
       guint       position,
       gpointer    conversation)
{
  g_autoptr(BedsideConversation) item = g_list_model_get_item (list, position);

  return item == conversation;
}

/**
 * bedside_registry_list_unread:
 * @self: a registry
 *
 * Brings what was counted to the list: one change for all of it, of no more rows than have changed.
 */
void
bedside_registry_list_unread (BedsideRegistry *self)
{
  g_return_if_fail (BEDSIDE_IS_REGISTRY (self));

  GListModel *list = G_LIST_MODEL (self->unread_list);
  g_autoptr(GPtrArray) sorted = sort_unread (self);
  guint before = g_list_model_get_n_items (list), after = sorted->len, start = 0, end = 0;

  while (start < MIN (before, after) && is_at (list, start, g_ptr_array_index (sorted, start)))
    start++;
  while (end < MIN (before, after) - start &&
         is_at (list, before - end - 1, g_ptr_array_index (sorted, after - end - 1)))
    end++;
  if (before - start - end > 0 || after - start - end > 0)
    g_list_store_splice (self->unread_list, start, before - start - end, sorted->pdata + start, after - start - end);
}
