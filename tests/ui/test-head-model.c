/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-found-model.h"
#include "bedside-head-model.h"

#include <string.h>

#define ROUNDS 400
#define MOST 60

typedef struct {
  GListStore         *store;
  BedsideFoundModel  *found;
  GtkSingleSelection *selection;
  BedsideHeadModel   *head;
  guint               divisor;       /* of the length of what is found */
  GPtrArray          *found_mirror;  /* what one that follows items-changed has */
  GPtrArray          *slots_mirror;
} Fixture;

static gboolean
match (gpointer item,
       gpointer user_data)
{
  Fixture *fixture = user_data;

  return strlen (gtk_string_object_get_string (item)) % fixture->divisor == 0;
}

static void
follow (GListModel *model,
        guint       position,
        guint       removed,
        guint       added,
        GPtrArray  *mirror)
{
  g_assert_cmpuint (position + removed, <=, mirror->len);
  if (removed > 0)
    g_ptr_array_remove_range (mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (mirror, (int) (position + i), g_list_model_get_item (model, position + i));
  g_assert_cmpuint (mirror->len, ==, g_list_model_get_n_items (model));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->store = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  fixture->divisor = 1;
  fixture->found = bedside_found_model_new (G_LIST_MODEL (fixture->store), match, fixture);
  fixture->found_mirror = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (fixture->found, "items-changed", G_CALLBACK (follow), fixture->found_mirror);
  fixture->selection = g_object_new (GTK_TYPE_SINGLE_SELECTION, "autoselect", FALSE, "can-unselect", TRUE,
                                     "model", fixture->found, NULL);
  fixture->head = bedside_head_model_new (GTK_SELECTION_MODEL (fixture->selection), 10);
  fixture->slots_mirror = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (fixture->head, "items-changed", G_CALLBACK (follow), fixture->slots_mirror);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_found_model_end (fixture->found);
  g_assert_cmpuint (fixture->found_mirror->len, ==, 0);
  g_assert_cmpuint (fixture->slots_mirror->len, ==, 0);
  g_ptr_array_unref (fixture->slots_mirror);
  g_ptr_array_unref (fixture->found_mirror);
  g_assert_finalize_object (fixture->head);
  g_assert_finalize_object (fixture->selection);
  g_assert_finalize_object (fixture->found);
  g_object_unref (fixture->store);
}

static void
splice (Fixture *fixture,
        guint    position,
        guint    removed,
        guint    added)
{
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < added; i++)
    {
      g_autofree char *text = g_strnfill ((gsize) g_test_rand_int_range (0, 12), 'x');

      g_ptr_array_add (items, gtk_string_object_new (text));
    }
  g_list_store_splice (fixture->store, position, removed, items->pdata, added);
}

static void
assert_good (Fixture *fixture)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->store)); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (fixture->store), i);

      if (match (item, fixture))
        g_assert_true (g_ptr_array_index (fixture->found_mirror, n++) == item);
    }
  g_assert_cmpuint (fixture->found_mirror->len, ==, n);

  n = MIN (n, bedside_head_model_get_limit (fixture->head));
  g_assert_cmpuint (fixture->slots_mirror->len, ==, n);
  g_assert_cmpuint (bedside_head_model_get_hidden (fixture->head), ==, fixture->found_mirror->len - n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(BedsideHeadSlot) slot = g_list_model_get_item (G_LIST_MODEL (fixture->head), i);

      g_assert_true (slot == g_ptr_array_index (fixture->slots_mirror, i));
      g_assert_true (bedside_head_slot_get_item (slot) == g_ptr_array_index (fixture->found_mirror, i));
      g_assert_cmpint (gtk_selection_model_is_selected (GTK_SELECTION_MODEL (fixture->head), i), ==,
                       gtk_single_selection_get_selected (fixture->selection) == i);
    }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (fixture->head), n));
}

static void
change (Fixture *fixture)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (fixture->store));
  const guint position = (guint) g_test_rand_int_range (0, (int) n + 1);
  const guint found = fixture->found_mirror->len;

  switch (g_test_rand_int_range (0, 5))
    {
    case 0:
      splice (fixture, position, (guint) g_test_rand_int_range (0, (int) (n - position) + 1),
              (guint) g_test_rand_int_range (0, MAX (MOST - (int) position, 0) + 1));
      break;
    case 1:
      fixture->divisor = (guint) g_test_rand_int_range (1, 5);
      bedside_found_model_search_again (fixture->found, BEDSIDE_FOUND_CHANGE_ANY);
      break;
    case 2:
      fixture->divisor *= fixture->divisor <= 8 ? 2 : 1;
      bedside_found_model_search_again (fixture->found, BEDSIDE_FOUND_CHANGE_FEWER);
      break;
    case 3:
      bedside_head_model_set_limit (fixture->head, (guint) g_test_rand_int_range (1, MOST));
      break;
    default:
      bedside_head_model_set_still (fixture->head, g_test_rand_bit ());
      if (found > 0)
        gtk_selection_model_select_item (GTK_SELECTION_MODEL (fixture->selection),
                                         (guint) g_test_rand_int_range (0, (int) found), TRUE);
    }
}

/* Whatever happens, whoever follows the changes has what is there. */
static void
test_any (Fixture       *fixture,
          gconstpointer  data)
{
  for (guint i = 0; i < ROUNDS; i++)
    {
      change (fixture);
      assert_good (fixture);
    }
}

static void
test_rows (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GObject) first = NULL;
  g_autoptr(BedsideHeadSlot) slot = NULL;
  g_autoptr(BedsideHeadSlot) moved = NULL;

  splice (fixture, 0, 0, 20);
  first = g_list_model_get_item (G_LIST_MODEL (fixture->store), 0);
  slot = g_list_model_get_item (G_LIST_MODEL (fixture->head), 0);

  /* Still: the row shows another one. */
  splice (fixture, 0, 0, 1);
  g_assert_true (slot == g_ptr_array_index (fixture->slots_mirror, 0));
  g_assert_true (bedside_head_slot_get_item (slot) != first);

  /* Not still: it goes with the one that it shows. */
  g_set_object (&first, bedside_head_slot_get_item (slot));
  bedside_head_model_set_still (fixture->head, FALSE);
  splice (fixture, 0, 0, 1);
  moved = g_list_model_get_item (G_LIST_MODEL (fixture->head), 1);
  g_assert_true (moved == slot);
  g_assert_true (bedside_head_slot_get_item (slot) == first);
  assert_good (fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/ui/head-model/any", test_any);
  ADD ("/ui/head-model/rows", test_rows);

  return g_test_run ();
}
