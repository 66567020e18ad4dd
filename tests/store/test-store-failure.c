/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "faulty-vfs.h"
#include "store-fixture.h"

#include <errno.h>
#include <glib/gstdio.h>

#define A "!a:example.org"
#define B "!b:example.org"

static void
assert_write_fails (BedsideStore      *store,
                    BedsideStoreBatch *batch,
                    BedsideStoreError  code)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (store_write (store, batch, &error));
  g_assert_error (error, BEDSIDE_STORE_ERROR, (int) code);
}

/* Changes one of each kind of what store_fill() has made, and adds to it. */
static BedsideStoreBatch *
make_changes (void)
{
  BedsideStoreBatch *batch = bedside_store_batch_new ();
  g_autofree char *large = g_strnfill (100000, 'x');

  bedside_store_batch_put_sync_token (batch, "s2");
  bedside_store_batch_delete_room (batch, A);
  bedside_store_batch_put_room (batch, B, large);
  bedside_store_batch_put_event (batch, B, 1, "$b", large);
  bedside_store_batch_delete_outgoing (batch, "txn1");
  bedside_store_batch_put_draft (batch, A, NULL);

  return batch;
}

static void
assert_unchanged (BedsideStore *store)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideStoreSnapshot) snapshot = store_load (store, &error);
  g_autoptr(GPtrArray) events = store_load_events (store, A, G_MAXINT64, 10, NULL);
  g_autoptr(GPtrArray) others = store_load_events (store, B, G_MAXINT64, 10, NULL);

  g_assert_no_error (error);
  store_assert_filled (snapshot);
  g_assert_cmpuint (events->len, ==, 1);
  g_assert_cmpuint (others->len, ==, 0);
}

static void
assert_changed (BedsideStore *store)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideStoreSnapshot) snapshot = store_load (store, &error);
  g_autoptr(GPtrArray) others = store_load_events (store, B, G_MAXINT64, 10, NULL);

  g_assert_no_error (error);
  g_assert_cmpstr (snapshot->account->sync_token, ==, "s2");
  g_assert_cmpuint (snapshot->rooms->len, ==, 1);
  g_assert_cmpuint (snapshot->outbox->len, ==, 0);
  g_assert_cmpuint (others->len, ==, 1);
}

/* The same changes, with every single write failing in turn. */
static void
fail_each_write (StoreFixture      *self,
                 int                code,
                 int                system_error,
                 BedsideStoreError  wanted)
{
  BedsideStore *store = store_open_well (self);
  g_autoptr(GError) error = NULL;
  int n_failed = 0;

  store_write_well (store, store_fill ());
  while (TRUE)
    {
      faulty_vfs_fail (code, system_error, n_failed);

      gboolean done = store_write (store, make_changes (), &error);

      faulty_vfs_work ();
      if (done)
        break;
      g_assert_error (error, BEDSIDE_STORE_ERROR, (int) wanted);
      g_clear_error (&error);
      assert_unchanged (store);
      n_failed++;
    }
  g_test_message ("%d writes failed", n_failed);
  g_assert_cmpint (n_failed, >, 10);
  assert_changed (store);
  store_close_well (store);

  store = store_open_well (self);
  assert_changed (store);
  store_close_well (store);
}

static void
test_full (StoreFixture  *self,
           gconstpointer  data)
{
  fail_each_write (self, SQLITE_FULL, ENOSPC, BEDSIDE_STORE_ERROR_FULL);
}

static void
test_quota (StoreFixture  *self,
            gconstpointer  data)
{
  fail_each_write (self, SQLITE_IOERR_WRITE, EDQUOT, BEDSIDE_STORE_ERROR_FULL);
}

static void
test_broken_disk (StoreFixture  *self,
                  gconstpointer  data)
{
  fail_each_write (self, SQLITE_IOERR_WRITE, EIO, BEDSIDE_STORE_ERROR_FAILED);
}

static void
test_no_sync (StoreFixture  *self,
              gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);

  store_write_well (store, store_fill ());
  faulty_vfs_fail_sync (SQLITE_IOERR_FSYNC);
  assert_write_fails (store, make_changes (), BEDSIDE_STORE_ERROR_FAILED);
  faulty_vfs_work ();
  assert_unchanged (store);
  store_write_well (store, make_changes ());
  assert_changed (store);
  store_close_well (store);
}

static void
test_synced (StoreFixture  *self,
             gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);

  /* Stored before the first try: on the disk, not in a buffer, when the callback comes. */
  for (guint i = 0; i < 5; i++)
    {
      BedsideStoreBatch *batch = bedside_store_batch_new ();
      g_autofree char *id = g_strdup_printf ("txn%u", i);
      int syncs = faulty_vfs_count_syncs (), writes = faulty_vfs_count_writes ();

      bedside_store_batch_put_outgoing (batch, id, A, "text");
      store_write_well (store, batch);
      g_assert_cmpint (faulty_vfs_count_writes (), >, writes);
      g_assert_cmpint (faulty_vfs_count_syncs (), >, syncs);
    }
  store_close_well (store);
}

static void
test_full_at_first (StoreFixture  *self,
                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  gboolean opened = FALSE;

  /* A database that could not be made leaves nothing that would look damaged the next time. */
  for (int i = 0; !opened; i++)
    {
      faulty_vfs_fail (SQLITE_FULL, ENOSPC, i);

      BedsideStore *store = store_open (self->folder, self->sealer, &error);

      faulty_vfs_work ();
      opened = store != NULL;
      if (opened)
        store_close_well (store);
      else
        {
          g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FULL);
          g_assert_false (bedside_store_exists (self->folder));
          g_clear_error (&error);
        }
      g_assert_cmpint (i, <, 1000);
    }
  g_assert_true (bedside_store_exists (self->folder));
}

static void
test_full_at_close (StoreFixture  *self,
                    gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);
  g_autoptr(GError) error = NULL;

  store_write_well (store, store_fill ());
  faulty_vfs_fail (SQLITE_FULL, ENOSPC, 0);
  g_assert_false (store_close (store, &error));
  g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FULL);
  g_assert_finalize_object (store);
  faulty_vfs_work ();

  /* It is in the log. */
  store = store_open_well (self);
  assert_unchanged (store);
  store_close_well (store);
}

/* A record in the middle that the table does not take. */
static void
test_atomic (StoreFixture  *self,
             gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);
  BedsideStoreBatch *batch = bedside_store_batch_new ();

  store_write_well (store, store_fill ());
  store_close_well (store);
  store_run_sql (self->path,
                 "CREATE TABLE stricter (room_id TEXT NOT NULL CHECK (room_id <> 'bad'), mask TEXT NOT NULL,"
                 " sealed BLOB NOT NULL, PRIMARY KEY (room_id, mask)) WITHOUT ROWID;"
                 "INSERT INTO stricter SELECT * FROM members;"
                 "DROP TABLE members;"
                 "ALTER TABLE stricter RENAME TO members");

  store = store_open_well (self);
  bedside_store_batch_put_member (batch, A, "@ada:example.org", "Ada Lovelace");
  store_write_well (store, batch);
  batch = make_changes ();
  bedside_store_batch_put_member (batch, "bad", "@ada:example.org", "text");
  bedside_store_batch_put_event (batch, B, 2, "$c", "text");
  assert_write_fails (store, batch, BEDSIDE_STORE_ERROR_FAILED);
  assert_unchanged (store);

  /* Nothing stays open: the next one works. */
  store_write_well (store, make_changes ());
  assert_changed (store);
  store_close_well (store);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  faulty_vfs_install ();

  store_test ("/store/failure/full", test_full);
  store_test ("/store/failure/quota", test_quota);
  store_test ("/store/failure/broken-disk", test_broken_disk);
  store_test ("/store/failure/no-sync", test_no_sync);
  store_test ("/store/failure/R19-synced", test_synced);
  store_test ("/store/failure/full-at-first", test_full_at_first);
  store_test ("/store/failure/full-at-close", test_full_at_close);
  store_test ("/store/failure/atomic", test_atomic);

  return g_test_run ();
}
