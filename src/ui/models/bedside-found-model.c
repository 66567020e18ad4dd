/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-found-model"

#include "bedside-found-model.h"

#include <string.h>

struct _BedsideFoundModel
{
  GObject           parent_instance;

  GListModel       *model;  /* (owned) (nullable): NULL once ended */
  BedsideFoundFunc  func;
  gpointer          user_data;
  GPtrArray        *items;  /* (owned) (element-type GObject): all of the model's */
  GArray           *found;  /* (owned) (element-type guint): where the found ones are among them */
};

static gpointer
get_found (BedsideFoundModel *self,
           GArray            *found,
           guint              index)
{
  return g_ptr_array_index (self->items, g_array_index (found, guint, index));
}

/* --- GListModel --- */

static GType
bedside_found_model_get_item_type (GListModel *list)
{
  return G_TYPE_OBJECT;
}

static guint
bedside_found_model_get_n_items (GListModel *list)
{
  return BEDSIDE_FOUND_MODEL (list)->found->len;
}

static gpointer
bedside_found_model_get_item (GListModel *list,
                              guint       position)
{
  BedsideFoundModel *self = BEDSIDE_FOUND_MODEL (list);

  return position < self->found->len ? g_object_ref (get_found (self, self->found, position)) : NULL;
}

static void
bedside_found_model_list_init (GListModelInterface *iface)
{
  iface->get_item_type = bedside_found_model_get_item_type;
  iface->get_n_items = bedside_found_model_get_n_items;
  iface->get_item = bedside_found_model_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BedsideFoundModel, bedside_found_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, bedside_found_model_list_init))

/* --- searching --- */

static GArray *
found_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
search_range (BedsideFoundModel *self,
              guint              first,
              guint              last,
              GArray            *found)
{
  for (guint i = first; i < last; i++)
    if (self->func (g_ptr_array_index (self->items, i), self->user_data))
      g_array_append_val (found, i);
}

static void
search_found (BedsideFoundModel *self,
              GArray            *found)
{
  for (guint i = 0; i < self->found->len; i++)
    if (self->func (get_found (self, self->found, i), self->user_data))
      g_array_append_val (found, g_array_index (self->found, guint, i));
}

/* How many of what is found come before @position. */
static guint
count_before (BedsideFoundModel *self,
              guint              position)
{
  guint low = 0, high = self->found->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->found, guint, middle) < position)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

static void
splice_items (BedsideFoundModel *self,
              guint              position,
              guint              removed,
              guint              added)
{
  const guint behind = self->items->len - position - removed;

  if (removed > 0)
    g_ptr_array_remove_range (self->items, position, removed);
  if (added == 0)
    return;

  g_ptr_array_set_size (self->items, (int) (position + added + behind));
  memmove (self->items->pdata + position + added, self->items->pdata + position, behind * sizeof (gpointer));
  for (guint i = position; i < position + added; i++)
    self->items->pdata[i] = g_list_model_get_item (self->model, i);
}

static void
on_items_changed (BedsideFoundModel *self,
                  guint              position,
                  guint              removed,
                  guint              added)
{
  const guint first = count_before (self, position);
  const guint last = count_before (self, position + removed);
  g_autoptr(GArray) found = found_new ();

  splice_items (self, position, removed, added);
  for (guint i = last; i < self->found->len; i++)
    g_array_index (self->found, guint, i) += added - removed;
  search_range (self, position, position + added, found);
  if (last > first)
    g_array_remove_range (self->found, first, last - first);
  if (found->len > 0)
    g_array_insert_vals (self->found, first, found->data, found->len);
  if (last > first || found->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), first, last - first, found->len);
}

/* --- GObject --- */

static void
bedside_found_model_dispose (GObject *object)
{
  bedside_found_model_end (BEDSIDE_FOUND_MODEL (object));

  G_OBJECT_CLASS (bedside_found_model_parent_class)->dispose (object);
}

static void
bedside_found_model_finalize (GObject *object)
{
  BedsideFoundModel *self = BEDSIDE_FOUND_MODEL (object);

  g_ptr_array_unref (self->items);
  g_array_unref (self->found);

  G_OBJECT_CLASS (bedside_found_model_parent_class)->finalize (object);
}

static void
bedside_found_model_class_init (BedsideFoundModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_found_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = bedside_found_model_finalize;
}

static void
bedside_found_model_init (BedsideFoundModel *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->found = found_new ();
}

/**
 * bedside_found_model_new:
 * @model: where to look
 * @func: what is found
 * @user_data: for @func; to be good until bedside_found_model_end()
 *
 * Returns: (transfer full): a new model
 */
BedsideFoundModel *
bedside_found_model_new (GListModel       *model,
                         BedsideFoundFunc  func,
                         gpointer          user_data)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (model), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  BedsideFoundModel *self = g_object_new (BEDSIDE_TYPE_FOUND_MODEL, NULL);

  self->model = g_object_ref (model);
  self->func = func;
  self->user_data = user_data;
  g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  on_items_changed (self, 0, 0, g_list_model_get_n_items (model));

  return self;
}

/**
 * bedside_found_model_search_again:
 * @self: a model
 * @change: what is known of the new search
 *
 * Asks anew what is found, and tells of the smallest range that is different.
 */
void
bedside_found_model_search_again (BedsideFoundModel  *self,
                                  BedsideFoundChange  change)
{
  g_return_if_fail (BEDSIDE_IS_FOUND_MODEL (self));

  g_autoptr(GArray) before = self->found;
  GArray *after = found_new ();
  guint prefix = 0, suffix = 0;

  if (change == BEDSIDE_FOUND_CHANGE_FEWER)
    search_found (self, after);
  else
    search_range (self, 0, self->items->len, after);
  self->found = after;

  const guint least = MIN (before->len, after->len);

  while (prefix < least && g_array_index (before, guint, prefix) == g_array_index (after, guint, prefix))
    prefix++;
  while (suffix < least - prefix && g_array_index (before, guint, before->len - 1 - suffix) ==
         g_array_index (after, guint, after->len - 1 - suffix))
    suffix++;
  if (before->len != after->len || prefix < least)
    g_list_model_items_changed (G_LIST_MODEL (self), prefix, before->len - prefix - suffix,
                                after->len - prefix - suffix);
}

/**
 * bedside_found_model_end:
 * @self: a model
 *
 * Finds nothing any more and asks nobody: others may hold it longer than what it asks.
 */
void
bedside_found_model_end (BedsideFoundModel *self)
{
  g_return_if_fail (BEDSIDE_IS_FOUND_MODEL (self));

  const guint n = self->found->len;

  if (self->model == NULL)
    return;

  g_signal_handlers_disconnect_by_func (self->model, on_items_changed, self);
  g_clear_object (&self->model);
  g_array_set_size (self->found, 0);
  g_ptr_array_set_size (self->items, 0);
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
}
