/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-counter.h"
#include "bedside-tail-model.h"

typedef struct {
  GListStore       *store;
  GObject          *head;
  BedsideTailModel *tail;
  GPtrArray        *mirror;  /* what a view that follows items-changed has */
} Fixture;

static GListStore *
store_new (guint n)
{
  GListStore *store = g_list_store_new (G_TYPE_OBJECT);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GObject) item = g_object_new (G_TYPE_OBJECT, NULL);

      g_list_store_append (store, item);
    }

  return store;
}

static void
items_changed_cb (GListModel *model,
                  guint       position,
                  guint       removed,
                  guint       added,
                  Fixture    *fixture)
{
  g_ptr_array_remove_range (fixture->mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (fixture->mirror, (gint) (position + i), g_list_model_get_item (model, position + i));
}

static void
assert_mirrored (Fixture *fixture)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (fixture->tail));
  guint hidden = bedside_tail_model_get_hidden (fixture->tail);
  guint head = hidden == 0 ? 1 : 0;

  g_assert_cmpuint (n, ==, g_list_model_get_n_items (G_LIST_MODEL (fixture->store)) - hidden + head);
  g_assert_cmpuint (n, ==, fixture->mirror->len);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (fixture->tail), i);
      g_autoptr(GObject) source = i < head ? NULL : g_list_model_get_item (G_LIST_MODEL (fixture->store),
                                                                           i - head + hidden);

      g_assert_true (item == fixture->mirror->pdata[i]);
      g_assert_true (item == (i < head ? fixture->head : source));
    }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->tail), n));
}

static void
set_up (Fixture *fixture,
        guint    n,
        guint    shown)
{
  fixture->store = store_new (n);
  fixture->head = g_object_new (G_TYPE_OBJECT, NULL);
  fixture->tail = bedside_tail_model_new (G_LIST_MODEL (fixture->store), fixture->head, shown);
  fixture->mirror = g_ptr_array_new_with_free_func (g_object_unref);
  items_changed_cb (G_LIST_MODEL (fixture->tail), 0, 0, g_list_model_get_n_items (G_LIST_MODEL (fixture->tail)),
                    fixture);
  g_signal_connect (fixture->tail, "items-changed", G_CALLBACK (items_changed_cb), fixture);
  assert_mirrored (fixture);
}

static void
tear_down (Fixture *fixture)
{
  g_signal_handlers_disconnect_by_data (fixture->tail, fixture);
  g_ptr_array_unref (fixture->mirror);
  g_assert_finalize_object (fixture->tail);
  g_assert_finalize_object (fixture->store);
  g_assert_finalize_object (fixture->head);
}

static void
splice (Fixture *fixture,
        guint    position,
        guint    removed,
        guint    added)
{
  g_autoptr(GListStore) more = store_new (added);
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < added; i++)
    g_ptr_array_add (items, g_list_model_get_item (G_LIST_MODEL (more), i));
  g_list_store_splice (fixture->store, position, removed, items->pdata, added);
  assert_mirrored (fixture);
}

static void
test_reveal (void)
{
  Fixture fixture;

  set_up (&fixture, 100, 30);
  g_assert_cmpuint (bedside_tail_model_get_hidden (fixture.tail), ==, 70);
  bedside_tail_model_reveal (fixture.tail, 50);
  assert_mirrored (&fixture);
  g_assert_cmpuint (bedside_tail_model_get_hidden (fixture.tail), ==, 20);
  bedside_tail_model_reveal (fixture.tail, G_MAXUINT);
  assert_mirrored (&fixture);
  g_assert_cmpuint (bedside_tail_model_get_hidden (fixture.tail), ==, 0);
  bedside_tail_model_reveal (fixture.tail, 1);
  assert_mirrored (&fixture);
  tear_down (&fixture);
}

static void
test_short (void)
{
  Fixture fixture;

  set_up (&fixture, 0, 30);
  splice (&fixture, 0, 0, 3);
  splice (&fixture, 0, 3, 0);
  tear_down (&fixture);
}

static void
test_changes_while_hidden (void)
{
  Fixture fixture;

  set_up (&fixture, 100, 30);
  /* At the end, in front, across the border, all of it. */
  splice (&fixture, 100, 0, 5);
  splice (&fixture, 0, 0, 10);
  splice (&fixture, 0, 10, 0);
  splice (&fixture, 60, 20, 3);
  g_assert_cmpuint (bedside_tail_model_get_hidden (fixture.tail), ==, 60);
  splice (&fixture, 59, 1, 0);
  splice (&fixture, 0, g_list_model_get_n_items (G_LIST_MODEL (fixture.store)), 4);
  g_assert_cmpuint (bedside_tail_model_get_hidden (fixture.tail), ==, 0);
  tear_down (&fixture);
}

static void
test_random (void)
{
  Fixture fixture;

  set_up (&fixture, 60, 20);
  for (guint i = 0; i < 400; i++)
    {
      guint n = g_list_model_get_n_items (G_LIST_MODEL (fixture.store));
      guint position = (guint) g_test_rand_int_range (0, (gint32) n + 1);
      guint removed = (guint) g_test_rand_int_range (0, (gint32) MIN (n - position, 12) + 1);

      splice (&fixture, position, removed, (guint) g_test_rand_int_range (0, 12));
      if (i % 40 == 39)
        {
          bedside_tail_model_reveal (fixture.tail, 3);
          assert_mirrored (&fixture);
        }
    }
  tear_down (&fixture);
}

static void
test_one_change_each (void)
{
  Fixture fixture;
  guint count = 0;

  set_up (&fixture, 100, 30);
  g_signal_connect_swapped (fixture.tail, "items-changed", G_CALLBACK (bedside_counter_add), &count);
  splice (&fixture, 100, 0, 5);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);
  splice (&fixture, 0, 0, 10);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 0);
  splice (&fixture, 70, 20, 10);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);
  bedside_tail_model_reveal (fixture.tail, 10);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);
  g_signal_handlers_disconnect_by_data (fixture.tail, &count);
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ui/tail-model/reveal", test_reveal);
  g_test_add_func ("/ui/tail-model/short", test_short);
  g_test_add_func ("/ui/tail-model/changes-while-hidden", test_changes_while_hidden);
  g_test_add_func ("/ui/tail-model/random", test_random);
  g_test_add_func ("/ui/tail-model/one-change-each", test_one_change_each);

  return g_test_run ();
}
