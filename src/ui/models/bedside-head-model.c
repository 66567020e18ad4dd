/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-head-model"

#include "bedside-head-model.h"

#include <string.h>

struct _BedsideHeadModel
{
  GObject            parent_instance;

  GtkSelectionModel *model;  /* (owned) */
  GPtrArray         *slots;  /* (owned) (element-type BedsideHeadSlot): NULL for what nobody has asked for */
  guint              limit;
  gboolean           still;
};

static guint
count_shown (BedsideHeadModel *self)
{
  return MIN (g_list_model_get_n_items (G_LIST_MODEL (self->model)), self->limit);
}

/* --- GListModel --- */

static GType
bedside_head_model_get_item_type (GListModel *list)
{
  return BEDSIDE_TYPE_HEAD_SLOT;
}

static guint
bedside_head_model_get_n_items (GListModel *list)
{
  return BEDSIDE_HEAD_MODEL (list)->slots->len;
}

static gpointer
bedside_head_model_get_item (GListModel *list,
                             guint       position)
{
  BedsideHeadModel *self = BEDSIDE_HEAD_MODEL (list);

  if (position >= self->slots->len)
    return NULL;

  if (self->slots->pdata[position] == NULL)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (self->model), position);

      self->slots->pdata[position] = bedside_head_slot_new (item);
    }

  return g_object_ref (self->slots->pdata[position]);
}

static void
bedside_head_model_list_init (GListModelInterface *iface)
{
  iface->get_item_type = bedside_head_model_get_item_type;
  iface->get_n_items = bedside_head_model_get_n_items;
  iface->get_item = bedside_head_model_get_item;
}

/* --- GtkSelectionModel --- */

static gboolean
bedside_head_model_is_selected (GtkSelectionModel *selection,
                                guint              position)
{
  return gtk_selection_model_is_selected (BEDSIDE_HEAD_MODEL (selection)->model, position);
}

static GtkBitset *
bedside_head_model_get_selection_in_range (GtkSelectionModel *selection,
                                           guint              position,
                                           guint              n_items)
{
  return gtk_selection_model_get_selection_in_range (BEDSIDE_HEAD_MODEL (selection)->model, position, n_items);
}

static gboolean
bedside_head_model_select_item (GtkSelectionModel *selection,
                                guint              position,
                                gboolean           unselect_rest)
{
  return gtk_selection_model_select_item (BEDSIDE_HEAD_MODEL (selection)->model, position, unselect_rest);
}

static gboolean
bedside_head_model_unselect_item (GtkSelectionModel *selection,
                                  guint              position)
{
  return gtk_selection_model_unselect_item (BEDSIDE_HEAD_MODEL (selection)->model, position);
}

static gboolean
bedside_head_model_set_selection (GtkSelectionModel *selection,
                                  GtkBitset         *selected,
                                  GtkBitset         *mask)
{
  return gtk_selection_model_set_selection (BEDSIDE_HEAD_MODEL (selection)->model, selected, mask);
}

static void
bedside_head_model_selection_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = bedside_head_model_is_selected;
  iface->get_selection_in_range = bedside_head_model_get_selection_in_range;
  iface->select_item = bedside_head_model_select_item;
  iface->unselect_item = bedside_head_model_unselect_item;
  iface->set_selection = bedside_head_model_set_selection;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BedsideHeadModel, bedside_head_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, bedside_head_model_list_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, bedside_head_model_selection_init))

/* --- what happens beneath --- */

static void
clear_slot (gpointer slot)
{
  g_clear_object (&slot);
}

/* Puts @added empty places where @removed slots have been. */
static void
splice (GPtrArray *slots,
        guint      position,
        guint      removed,
        guint      added)
{
  const guint behind = slots->len - position - removed;

  for (guint i = position; i < position + removed; i++)
    g_clear_object ((GObject **) &slots->pdata[i]);
  if (added > removed)
    g_ptr_array_set_size (slots, (int) (slots->len + added - removed));
  if (behind > 0)
    memmove (slots->pdata + position + added, slots->pdata + position + removed, behind * sizeof (gpointer));
  if (added > 0)
    memset (slots->pdata + position, 0, added * sizeof (gpointer));
  /* What has moved is not to be freed at its old place. */
  for (guint i = position + added + behind; i < slots->len; i++)
    slots->pdata[i] = NULL;
  g_ptr_array_set_size (slots, (int) (position + added + behind));
}

/* The slots of the range by their items, without those that nobody has. */
static GHashTable *
collect_slots (BedsideHeadModel *self,
               guint             position,
               guint             removed)
{
  GHashTable *slots = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);

  for (guint i = position; i < position + removed; i++)
    if (self->slots->pdata[i] != NULL)
      g_hash_table_insert (slots, bedside_head_slot_get_item (self->slots->pdata[i]),
                           g_object_ref (self->slots->pdata[i]));

  return slots;
}

/* The rows go with what they show. */
static void
move_slots (BedsideHeadModel *self,
            guint             position,
            guint             removed,
            guint             added)
{
  g_autoptr(GHashTable) slots = collect_slots (self, position, removed);

  splice (self->slots, position, removed, added);
  for (guint i = position; i < position + added && g_hash_table_size (slots) > 0; i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (self->model), i);
      gpointer slot = g_hash_table_lookup (slots, item);

      if (slot == NULL)
        continue;
      self->slots->pdata[i] = g_object_ref (slot);
      g_hash_table_remove (slots, item);
    }
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

/* The rows stay where they are. */
static void
fill_slots (BedsideHeadModel *self,
            guint             position,
            guint             n_items)
{
  const guint before = self->slots->len;
  const guint kept = MIN (before, n_items);

  if (before != n_items)
    {
      splice (self->slots, kept, before - kept, n_items - kept);
      g_list_model_items_changed (G_LIST_MODEL (self), kept, before - kept, n_items - kept);
    }
  for (guint i = position; i < kept; i++)
    if (self->slots->pdata[i] != NULL)
      {
        g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (self->model), i);

        bedside_head_slot_set_item (self->slots->pdata[i], item);
      }
  if (kept > 0)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), 0, kept);
}

static void
on_items_changed (BedsideHeadModel *self,
                  guint             position,
                  guint             removed,
                  guint             added)
{
  const guint before = self->slots->len;
  const guint after = count_shown (self);

  if (position >= MAX (before, after))
    return;
  if (self->still)
    {
      fill_slots (self, position, after);
      return;
    }

  /* Unless as many come as go, what is behind them moves over the limit. */
  if (removed != added && MAX (before, after) == self->limit)
    {
      removed = before - position;
      added = after - position;
    }
  move_slots (self, position, MIN (removed, before - position), MIN (added, after - position));
}

static void
on_selection_changed (BedsideHeadModel *self,
                      guint             position,
                      guint             n_items)
{
  if (position < self->slots->len)
    gtk_selection_model_selection_changed (GTK_SELECTION_MODEL (self), position,
                                           MIN (n_items, self->slots->len - position));
}

/* --- GObject --- */

static void
bedside_head_model_dispose (GObject *object)
{
  g_clear_object (&BEDSIDE_HEAD_MODEL (object)->model);

  G_OBJECT_CLASS (bedside_head_model_parent_class)->dispose (object);
}

static void
bedside_head_model_finalize (GObject *object)
{
  g_ptr_array_unref (BEDSIDE_HEAD_MODEL (object)->slots);

  G_OBJECT_CLASS (bedside_head_model_parent_class)->finalize (object);
}

static void
bedside_head_model_class_init (BedsideHeadModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_head_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = bedside_head_model_finalize;
}

static void
bedside_head_model_init (BedsideHeadModel *self)
{
  self->slots = g_ptr_array_new_with_free_func (clear_slot);
}

/**
 * bedside_head_model_new:
 * @model: what to show the beginning of
 * @limit: how many items to show at most
 *
 * Returns: (transfer full): a new model, which is still
 */
BedsideHeadModel *
bedside_head_model_new (GtkSelectionModel *model,
                        guint              limit)
{
  g_return_val_if_fail (GTK_IS_SELECTION_MODEL (model), NULL);

  BedsideHeadModel *self = g_object_new (BEDSIDE_TYPE_HEAD_MODEL, NULL);

  self->model = g_object_ref (model);
  self->limit = limit;
  self->still = TRUE;
  g_ptr_array_set_size (self->slots, (int) count_shown (self));
  g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "selection-changed", G_CALLBACK (on_selection_changed), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * bedside_head_model_get_model:
 * @self: a model
 *
 * Returns: (transfer none): of which this is the beginning
 */
GtkSelectionModel *
bedside_head_model_get_model (BedsideHeadModel *self)
{
  g_return_val_if_fail (BEDSIDE_IS_HEAD_MODEL (self), NULL);

  return self->model;
}

/**
 * bedside_head_model_get_hidden:
 * @self: a model
 *
 * Returns: how many items there are beyond the limit
 */
guint
bedside_head_model_get_hidden (BedsideHeadModel *self)
{
  g_return_val_if_fail (BEDSIDE_IS_HEAD_MODEL (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->model)) - self->slots->len;
}

/**
 * bedside_head_model_get_limit:
 * @self: a model
 *
 * Returns: how many items are shown at most
 */
guint
bedside_head_model_get_limit (BedsideHeadModel *self)
{
  g_return_val_if_fail (BEDSIDE_IS_HEAD_MODEL (self), 0);

  return self->limit;
}

/**
 * bedside_head_model_set_limit:
 * @self: a model
 * @limit: how many items to show at most
 *
 * Shows more or less.
 */
void
bedside_head_model_set_limit (BedsideHeadModel *self,
                              guint             limit)
{
  g_return_if_fail (BEDSIDE_IS_HEAD_MODEL (self));

  const guint before = self->slots->len;
  guint after, kept;

  self->limit = limit;
  after = count_shown (self);
  kept = MIN (before, after);
  if (before == after)
    return;

  splice (self->slots, kept, before - kept, after - kept);
  g_list_model_items_changed (G_LIST_MODEL (self), kept, before - kept, after - kept);
}

/**
 * bedside_head_model_set_still:
 * @self: a model
 * @still: nobody is in the list: rows may become others
 *
 * Sets whether slots stay where they are.
 */
void
bedside_head_model_set_still (BedsideHeadModel *self,
                              gboolean          still)
{
  g_return_if_fail (BEDSIDE_IS_HEAD_MODEL (self));

  self->still = still;
}
