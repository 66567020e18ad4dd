/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A copy of a list model, kept as a view keeps its own: by what items-changed says. */
typedef struct {
  GListModel *model;
  GPtrArray  *items;
  guint       n_changes;  /* since bedside_mirror_take() */
  guint       position;   /* of the last change */
  guint       removed;
  guint       added;
} BedsideMirror;

static inline GPtrArray *
bedside_mirror_snapshot (GListModel *model)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (items, g_list_model_get_item (model, i));

  return items;
}

/* What is said to have changed is all that has changed, and no more than that. */
static inline void
bedside_mirror_on_changed (BedsideMirror *self,
                           guint          position,
                           guint          removed,
                           guint          added)
{
  GPtrArray *old = self->items;
  GPtrArray *now = bedside_mirror_snapshot (self->model);

  g_assert_cmpuint (position + removed, <=, old->len);
  g_assert_cmpuint (now->len, ==, old->len - removed + added);
  for (guint i = 0; i < position; i++)
    g_assert_true (old->pdata[i] == now->pdata[i]);
  for (guint i = position + removed; i < old->len; i++)
    g_assert_true (old->pdata[i] == now->pdata[i - removed + added]);
  if (removed > 0 && added > 0)
    {
      g_assert_true (old->pdata[position] != now->pdata[position]);
      g_assert_true (old->pdata[position + removed - 1] != now->pdata[position + added - 1]);
    }
  g_assert_cmpuint (removed + added, >, 0);

  g_ptr_array_unref (old);
  self->items = now;
  self->position = position;
  self->removed = removed;
  self->added = added;
  self->n_changes++;
}

static inline void
bedside_mirror_init (BedsideMirror *self,
                     GListModel    *model)
{
  *self = (BedsideMirror) { .model = model, .items = bedside_mirror_snapshot (model) };
  g_signal_connect_swapped (model, "items-changed", G_CALLBACK (bedside_mirror_on_changed), self);
}

static inline void
bedside_mirror_clear (BedsideMirror *self)
{
  g_signal_handlers_disconnect_by_data (self->model, self);
  g_ptr_array_unref (self->items);
}

/* How many changes there were since the last call; nothing may have changed without one. */
static inline guint
bedside_mirror_take (BedsideMirror *self)
{
  guint taken = self->n_changes;

  g_assert_cmpuint (self->items->len, ==, g_list_model_get_n_items (self->model));
  for (guint i = 0; i < self->items->len; i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (self->model, i);

      g_assert_true (item == self->items->pdata[i]);
    }

  self->n_changes = 0;
  return taken;
}

#define bedside_mirror_assert_change(self, at, n_removed, n_added) \
        G_STMT_START { \
          g_assert_cmpuint (bedside_mirror_take (self), ==, 1); \
          g_assert_cmpuint ((self)->position, ==, at); \
          g_assert_cmpuint ((self)->removed, ==, n_removed); \
          g_assert_cmpuint ((self)->added, ==, n_added); \
        } G_STMT_END

#define bedside_mirror_assert_none(self) g_assert_cmpuint (bedside_mirror_take (self), ==, 0)

G_END_DECLS
