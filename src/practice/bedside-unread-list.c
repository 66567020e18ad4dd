/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-unread-list"

#include "bedside-unread-list.h"

#include <string.h>

/* From more on all are sorted anew. */
#define FEW 8

/* No GListStore: that would take a row's move over thousands of others for a removal and an addition of all of them. */
struct _BedsideUnreadList
{
  GObject    parent_instance;

  GPtrArray *sorted;  /* (owned) (element-type BedsideConversation) */
};

static void bedside_unread_list_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BedsideUnreadList, bedside_unread_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, bedside_unread_list_list_model_init))

static GType
bedside_unread_list_get_item_type (GListModel *model)
{
  return BEDSIDE_TYPE_CONVERSATION;
}

static guint
bedside_unread_list_get_n_items (GListModel *model)
{
  return BEDSIDE_UNREAD_LIST (model)->sorted->len;
}

static gpointer
bedside_unread_list_get_item (GListModel *model,
                              guint       position)
{
  BedsideUnreadList *self = BEDSIDE_UNREAD_LIST (model);

  return position < self->sorted->len ? g_object_ref (g_ptr_array_index (self->sorted, position)) : NULL;
}

static void
bedside_unread_list_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = bedside_unread_list_get_item_type;
  iface->get_n_items = bedside_unread_list_get_n_items;
  iface->get_item = bedside_unread_list_get_item;
}

static void
bedside_unread_list_finalize (GObject *object)
{
  g_ptr_array_unref (BEDSIDE_UNREAD_LIST (object)->sorted);

  G_OBJECT_CLASS (bedside_unread_list_parent_class)->finalize (object);
}

static void
bedside_unread_list_class_init (BedsideUnreadListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bedside_unread_list_finalize;
}

static void
bedside_unread_list_init (BedsideUnreadList *self)
{
  self->sorted = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * bedside_unread_list_new:
 *
 * Returns: (transfer full): an empty list
 */
BedsideUnreadList *
bedside_unread_list_new (void)
{
  return g_object_new (BEDSIDE_TYPE_UNREAD_LIST, NULL);
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

static void
sort_all (BedsideUnreadList *self,
          GHashTable        *unread)
{
  GHashTableIter iter;
  BedsideConversation *conversation;

  g_ptr_array_set_size (self->sorted, 0);
  g_hash_table_iter_init (&iter, unread);
  while (g_hash_table_iter_next (&iter, (gpointer *) &conversation, NULL))
    g_ptr_array_add (self->sorted, g_object_ref (conversation));
  g_ptr_array_sort (self->sorted, compare_newest_first);
}

static guint
find_place (BedsideUnreadList   *self,
            BedsideConversation *conversation)
{
  guint first = 0, end = self->sorted->len;

  while (first < end)
    {
      guint middle = first + (end - first) / 2;

      if (compare_newest_first (&self->sorted->pdata[middle], &conversation) < 0)
        first = middle + 1;
      else
        end = middle;
    }

  return first;
}

/* Others need not be looked at, however many they are. */
static void
place_few (BedsideUnreadList *self,
           GHashTable        *unread,
           GHashTable        *moved)
{
  GHashTableIter iter;
  BedsideConversation *conversation;

  g_hash_table_iter_init (&iter, moved);
  while (g_hash_table_iter_next (&iter, (gpointer *) &conversation, NULL))
    g_ptr_array_remove (self->sorted, conversation);

  g_hash_table_iter_init (&iter, moved);
  while (g_hash_table_iter_next (&iter, (gpointer *) &conversation, NULL))
    if (g_hash_table_contains (unread, conversation))
      g_ptr_array_insert (self->sorted, (int) find_place (self, conversation), g_object_ref (conversation));
}

/**
 * bedside_unread_list_update:
 * @self: a list
 * @unread: (element-type BedsideConversation): all that are to be in it, a set
 * @moved: (element-type BedsideConversation): those which have come, gone, or may be in the wrong place, a set
 *
 * Follows @unread: one change for all of it, of no more rows than have changed.
 */
void
bedside_unread_list_update (BedsideUnreadList *self,
                            GHashTable        *unread,
                            GHashTable        *moved)
{
  g_return_if_fail (BEDSIDE_IS_UNREAD_LIST (self));
  g_return_if_fail (unread != NULL && moved != NULL);

  guint before = self->sorted->len, start = 0, end = 0, after;
  /* To be compared only: some may be gone. */
  g_autofree gpointer *old = g_memdup2 (self->sorted->pdata, before * sizeof (gpointer));

  if (g_hash_table_size (moved) <= FEW)
    place_few (self, unread, moved);
  else
    sort_all (self, unread);

  after = self->sorted->len;
  while (start < MIN (before, after) && old[start] == self->sorted->pdata[start])
    start++;
  while (end < MIN (before, after) - start && old[before - end - 1] == self->sorted->pdata[after - end - 1])
    end++;
  if (before - start - end > 0 || after - start - end > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), start, before - start - end, after - start - end);
}
