/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-fixture.h"

#include <glib/gstdio.h>

#define A "!a:example.org"

static BedsideStoreSnapshot *
load (BedsideStore *store)
{
  g_autoptr(GError) error = NULL;
  BedsideStoreSnapshot *snapshot = store_load (store, &error);

  g_assert_no_error (error);
  g_assert_nonnull (snapshot);

  return snapshot;
}

static BedsideStore *
open_when_free (StoreFixture *self)
{
  g_autoptr(GError) error = NULL;
  BedsideStore *store = NULL;

  while (store == NULL)
    {
      g_clear_error (&error);
      store = store_open (self->folder, self->sealer, &error);
      if (store == NULL)
        g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_BUSY);
    }

  return store;
}

static void
test_dropped (StoreFixture  *self,
              gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);
  store_write_well (store, store_fill ());
  g_object_unref (store);

  store = open_when_free (self);
  g_autoptr(BedsideStoreSnapshot) snapshot = load (store);
  store_assert_filled (snapshot);
  store_close_well (store);
}

static gpointer
open_in_thread (gpointer data)
{
  StoreFixture *self = data;
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_main_context_push_thread_default (context);
  bedside_store_open_async (self->folder, self->sealer, NULL, bedside_await_result, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  BedsideStore *store = bedside_store_open_finish (result, &error);
  g_assert_no_error (error);
  if (!g_test_subprocess ())
    bedside_store_hand_over (store);
  g_main_context_pop_thread_default (context);

  return store;
}

/* Whoever opens a store has it until he hands it over; a mistake shows itself at once. */
static void
test_owner (StoreFixture  *self,
            gconstpointer  data)
{
  BedsideStore *store = g_thread_join (g_thread_new ("open", open_in_thread, self));
  g_autoptr(BedsideStoreSnapshot) snapshot = load (store);

  store_close_well (store);
  if (g_test_subprocess ())
    return;
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*assert_owner*");
}

static void
test_memory (StoreFixture  *self,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *before = g_get_current_dir ();
  g_assert_cmpint (g_chdir (self->root), ==, 0);

  BedsideStore *store = store_open (NULL, self->sealer, &error);
  BedsideStore *second = store_open (NULL, self->sealer, &error);
  g_assert_no_error (error);
  store_write_well (store, store_fill ());

  g_autoptr(BedsideStoreSnapshot) snapshot = load (store);
  g_autoptr(BedsideStoreSnapshot) other = load (second);
  store_assert_filled (snapshot);
  g_assert_cmpuint (other->rooms->len, ==, 0);

  g_autoptr(GDir) dir = g_dir_open (self->root, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
  store_close_well (store);
  store_close_well (second);
  g_assert_cmpint (g_chdir (before), ==, 0);
}

static void
test_in_order (StoreFixture  *self,
               gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);
  GAsyncResult *results[20] = { NULL };
  g_autoptr(GAsyncResult) loaded = NULL, closed = NULL;

  /* None of these waits for the one before. */
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      BedsideStoreBatch *batch = bedside_store_batch_new ();
      g_autofree char *token = g_strdup_printf ("s%zu", i);

      bedside_store_batch_put_sync_token (batch, token);
      bedside_store_write_async (store, batch, NULL, bedside_await_result, &results[i]);
    }
  bedside_store_load_async (store, NULL, bedside_await_result, &loaded);
  bedside_store_close_async (store, NULL, bedside_await_result, &closed);
  bedside_await (closed != NULL && loaded != NULL, LIMIT);

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_assert_true (bedside_store_write_finish (store, results[i], NULL));
      g_clear_object (&results[i]);
    }

  g_autoptr(BedsideStoreSnapshot) snapshot = bedside_store_load_finish (store, loaded, NULL);
  g_assert_cmpstr (snapshot->account->sync_token, ==, "s19");
  g_assert_true (bedside_store_close_finish (store, closed, NULL));
  g_clear_object (&loaded);
  g_clear_object (&closed);
  g_assert_finalize_object (store);
}

static void
test_closed (StoreFixture  *self,
             gconstpointer  data)
{
  const char *const ids[] = { "$1", NULL };
  BedsideStore *store = store_open_well (self);
  g_autoptr(GError) error = NULL;

  g_assert_true (store_close (store, &error));
  g_assert_no_error (error);

  g_assert_false (store_write (store, store_fill (), &error));
  g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (store_load (store, &error));
  g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (store_load_events (store, A, G_MAXINT64, 10, &error));
  g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_null (store_find_events (store, A, ids, &error));
  g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (store_close (store, &error));
  g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FAILED);
  g_assert_finalize_object (store);
}

static void
test_cancelled (StoreFixture  *self,
                gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) written = NULL, loaded = NULL, events = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  bedside_store_write_async (store, store_fill (), cancellable, bedside_await_result, &written);
  bedside_store_load_async (store, cancellable, bedside_await_result, &loaded);
  bedside_store_load_events_async (store, A, G_MAXINT64, 10, cancellable, bedside_await_result, &events);
  bedside_await (written != NULL && loaded != NULL && events != NULL, LIMIT);

  g_assert_false (bedside_store_write_finish (store, written, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (bedside_store_load_finish (store, loaded, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (bedside_store_load_events_finish (store, events, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_autoptr(BedsideStoreSnapshot) snapshot = load (store);
  g_assert_null (snapshot->account);
  g_clear_object (&written);
  g_clear_object (&loaded);
  g_clear_object (&events);
  store_close_well (store);
}

static void
test_cancelled_open (StoreFixture  *self,
                     gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) before = NULL, after = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  bedside_store_open_async (self->folder, self->sealer, cancellable, bedside_await_result, &before);
  bedside_await (before != NULL, LIMIT);
  g_assert_null (bedside_store_open_finish (before, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (bedside_store_exists (self->folder));
  g_clear_error (&error);

  /* Whenever it is cancelled, the database is free afterwards. */
  g_cancellable_reset (cancellable);
  bedside_store_open_async (self->folder, self->sealer, cancellable, bedside_await_result, &after);
  bedside_await (bedside_store_exists (self->folder), LIMIT);
  g_cancellable_cancel (cancellable);
  bedside_await (after != NULL, LIMIT);
  g_assert_null (bedside_store_open_finish (after, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&after);
  g_clear_object (&before);

  store_close_well (open_when_free (self));
}

static void
test_cancelled_close (StoreFixture  *self,
                      gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) written = NULL, closed = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  bedside_store_write_async (store, store_fill (), NULL, bedside_await_result, &written);
  bedside_store_close_async (store, cancellable, bedside_await_result, &closed);
  bedside_await (closed != NULL, LIMIT);
  g_assert_true (bedside_store_write_finish (store, written, NULL));
  g_assert_false (bedside_store_close_finish (store, closed, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&written);
  g_clear_object (&closed);
  g_assert_finalize_object (store);

  /* It was closed all the same. */
  store = store_open_well (self);
  g_autoptr(BedsideStoreSnapshot) snapshot = load (store);
  store_assert_filled (snapshot);
  store_close_well (store);
}

static void
test_dropped_at_work (StoreFixture  *self,
                      gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);
  g_autoptr(GAsyncResult) written = NULL;

  /* The task holds the last reference and may drop it in the worker's thread. */
  bedside_store_write_async (store, store_fill (), NULL, bedside_await_result, &written);
  g_object_add_weak_pointer (G_OBJECT (store), (gpointer *) &store);
  g_object_unref (store);
  bedside_await (written != NULL, LIMIT);
  g_clear_object (&written);
  bedside_await (store == NULL, LIMIT);

  store = open_when_free (self);
  g_autoptr(BedsideStoreSnapshot) snapshot = load (store);
  store_assert_filled (snapshot);
  store_close_well (store);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  store_test ("/store/life/dropped", test_dropped);
  store_test ("/store/life/owner", test_owner);
  store_test ("/store/life/memory", test_memory);
  store_test ("/store/life/in-order", test_in_order);
  store_test ("/store/life/closed", test_closed);
  store_test ("/store/life/cancelled", test_cancelled);
  store_test ("/store/life/cancelled-open", test_cancelled_open);
  store_test ("/store/life/cancelled-close", test_cancelled_close);
  store_test ("/store/life/dropped-at-work", test_dropped_at_work);

  return g_test_run ();
}
