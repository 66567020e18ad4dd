/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-fixture.h"

#include <glib/gstdio.h>

#define A "!a:example.org"
#define B "!b:example.org"

static void
test_reopen (StoreFixture  *self,
             gconstpointer  data)
{
  g_assert_false (bedside_store_exists (self->folder));

  BedsideStore *store = store_open_well (self);
  store_write_well (store, store_fill ());
  store_close_well (store);

  g_assert_true (bedside_store_exists (self->folder));

  store = store_open_well (self);
  g_autoptr(BedsideStoreSnapshot) snapshot = store_load (store, NULL);
  store_assert_filled (snapshot);

  g_autoptr(GPtrArray) events = store_load_events (store, A, G_MAXINT64, 10, NULL);
  g_autofree char *list = store_list_events (events);
  BedsideStoreEvent *event = events->pdata[0];
  g_assert_cmpstr (list, ==, "$1");
  g_assert_cmpstr (event->room_id, ==, A);
  g_assert_cmpint (event->position, ==, 1);
  g_assert_cmpstr (event->payload, ==, "Good morning");
  store_close_well (store);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  store_test ("/store/store/reopen", test_reopen);

  return g_test_run ();
}
