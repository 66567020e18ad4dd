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
  self->unread_changed = TRUE;
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
  GPtrArray *sorted = g_ptr_array_new_full (g_hash_table_size (self->unread), g_object_unref);
  GHashTableIter iter;
  BedsideConversation *conversation;

  g_hash_table_iter_init (&iter, self->unread);
  while (g_hash_table_iter_next (&iter, (gpointer *) &conversation, NULL))
    g_ptr_array_add (sorted, g_object_ref (conversation));
  g_ptr_array_sort (sorted, compare_newest_first);

  return sorted;
}

static gboolean
are_in_order (GPtrArray *conversations)
{
  for (guint i = 1; i < conversations->len; i++)
    if (compare_newest_first (&conversations->pdata[i - 1], &conversations->pdata[i]) > 0)
      return FALSE;

  return TRUE;
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

  if (!self->unread_changed && are_in_order (self->unread_sorted))
    return;

  g_autoptr(GPtrArray) old = g_steal_pointer (&self->unread_sorted);
  GPtrArray *sorted = sort_unread (self);
  guint before = old->len, after = sorted->len, start = 0, end = 0;

  self->unread_changed = FALSE;
  self->unread_sorted = sorted;
  while (start < MIN (before, after) && old->pdata[start] == sorted->pdata[start])
    start++;
  while (end < MIN (before, after) - start && old->pdata[before - end - 1] == sorted->pdata[after - end - 1])
    end++;

  guint n_removed = before - start - end, n_added = after - start - end;
  /* An array that is still empty has no place to point into. */
  gpointer *added = n_added > 0 ? sorted->pdata + start : NULL;

  if (n_removed > 0 || n_added > 0)
    g_list_store_splice (self->unread_list, start, n_removed, added, n_added);
}
