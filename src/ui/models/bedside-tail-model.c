/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-tail-model"

#include "bedside-tail-model.h"

struct _BedsideTailModel
{
  GObject     parent_instance;

  GListModel *model;   /* (owned) */
  GObject    *head;    /* (owned) */
  guint       hidden;  /* items at the beginning of model that are not shown */
};

static guint
count_head (BedsideTailModel *self)
{
  return self->hidden == 0 ? 1 : 0;
}

static GType
bedside_tail_model_get_item_type (GListModel *list)
{
  return G_TYPE_OBJECT;
}

static guint
bedside_tail_model_get_n_items (GListModel *list)
{
  BedsideTailModel *self = BEDSIDE_TAIL_MODEL (list);

  return g_list_model_get_n_items (self->model) - self->hidden + count_head (self);
}

static gpointer
bedside_tail_model_get_item (GListModel *list,
                             guint       position)
{
  BedsideTailModel *self = BEDSIDE_TAIL_MODEL (list);

  if (position < count_head (self))
    return g_object_ref (self->head);

  return g_list_model_get_item (self->model, position - count_head (self) + self->hidden);
}

static void
bedside_tail_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = bedside_tail_model_get_item_type;
  iface->get_n_items = bedside_tail_model_get_n_items;
  iface->get_item = bedside_tail_model_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BedsideTailModel, bedside_tail_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, bedside_tail_model_iface_init))

static void
model_items_changed_cb (BedsideTailModel *self,
                        guint             position,
                        guint             removed,
                        guint             added,
                        GListModel       *model)
{
  guint gone;

  if (position >= self->hidden)
    {
      g_list_model_items_changed (G_LIST_MODEL (self), position - self->hidden + count_head (self), removed, added);
    }
  else if (position + removed < self->hidden)
    {
      self->hidden += added;
      self->hidden -= removed;
    }
  else
    {
      /* The change reaches into what is shown: what has come is shown, then. */
      gone = position + removed - self->hidden;
      self->hidden = position;
      g_list_model_items_changed (G_LIST_MODEL (self), 0, gone, added + count_head (self));
    }
}

static void
bedside_tail_model_dispose (GObject *object)
{
  BedsideTailModel *self = BEDSIDE_TAIL_MODEL (object);

  g_clear_object (&self->model);
  g_clear_object (&self->head);

  G_OBJECT_CLASS (bedside_tail_model_parent_class)->dispose (object);
}

static void
bedside_tail_model_class_init (BedsideTailModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bedside_tail_model_dispose;
}

static void
bedside_tail_model_init (BedsideTailModel *self)
{
}

/**
 * bedside_tail_model_new:
 * @model: what to show the end of
 * @head: comes before all items, once they are all shown
 * @n_items: how many items to show at first
 *
 * Returns: (transfer full): a new model
 */
BedsideTailModel *
bedside_tail_model_new (GListModel *model,
                        GObject    *head,
                        guint       n_items)
{
  BedsideTailModel *self;
  guint n;

  g_return_val_if_fail (G_IS_LIST_MODEL (model), NULL);
  g_return_val_if_fail (G_IS_OBJECT (head), NULL);

  self = g_object_new (BEDSIDE_TYPE_TAIL_MODEL, NULL);
  self->model = g_object_ref (model);
  self->head = g_object_ref (head);
  n = g_list_model_get_n_items (model);
  self->hidden = n > n_items ? n - n_items : 0;
  g_signal_connect_object (model, "items-changed", G_CALLBACK (model_items_changed_cb), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * bedside_tail_model_get_hidden:
 * @self: a model
 *
 * Returns: how many items are not shown yet
 */
guint
bedside_tail_model_get_hidden (BedsideTailModel *self)
{
  g_return_val_if_fail (BEDSIDE_IS_TAIL_MODEL (self), 0);

  return self->hidden;
}

/**
 * bedside_tail_model_reveal:
 * @self: a model
 * @n_items: how many more items to show
 *
 * Shows more, in front of what is shown.
 */
void
bedside_tail_model_reveal (BedsideTailModel *self,
                           guint             n_items)
{
  guint more;

  g_return_if_fail (BEDSIDE_IS_TAIL_MODEL (self));

  more = MIN (n_items, self->hidden);
  if (more == 0)
    return;

  self->hidden -= more;
  g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, more + count_head (self));
}
