/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-fixture.h"

#include <glib/gstdio.h>

/* Somebody who can write to the file, but has no key: takes records away, puts older ones back, moves them. */

#define A "!a:example.org"
#define B "!b:example.org"
#define OLD "old.db"

/* Two of each kind. */
static void
make_pairs (StoreFixture *self)
{
  BedsideStore *store = store_open_well (self);
  BedsideStoreBatch *batch = store_fill ();

  bedside_store_batch_put_room (batch, B, "room b");
  bedside_store_batch_put_state (batch, A, "m.room.member", "@ben:example.org", "joined");
  bedside_store_batch_put_member (batch, B, "@ada:example.org", "Ada Lovelace");
  bedside_store_batch_put_receipt (batch, B, "@ada:example.org", "$1", 1700000000000);
  bedside_store_batch_put_event (batch, A, 2, "$2", "Good evening");
  bedside_store_batch_put_outgoing (batch, "txn2", A, "Take two");
  bedside_store_batch_put_draft (batch, B, "Dear Ben");
  store_write_well (store, batch);
  store_close_well (store);
}

/* Each of the records is changed or deleted. */
static void
change_all (StoreFixture *self)
{
  BedsideStore *store = store_open_well (self);
  BedsideStoreBatch *batch = bedside_store_batch_new ();

  bedside_store_batch_put_account (batch, "{}");
  bedside_store_batch_put_sync_token (batch, "s2");
  bedside_store_batch_put_room (batch, A, "room a, access withdrawn");
  bedside_store_batch_put_state (batch, A, "m.room.member", "@ada:example.org", "left");
  bedside_store_batch_put_member (batch, A, "@ada:example.org", "Ada King");
  bedside_store_batch_put_receipt (batch, A, "@ada:example.org", "$2", 1700000000001);
  bedside_store_batch_replace_event (batch, A, "$1", "taken back");
  bedside_store_batch_delete_event (batch, A, "$2");
  bedside_store_batch_put_event (batch, A, 3, "$3", "Good night");
  bedside_store_batch_delete_outgoing (batch, "txn1");
  bedside_store_batch_put_outgoing (batch, "txn2", A, "Take none");
  bedside_store_batch_put_draft (batch, A, NULL);
  bedside_store_batch_put_draft (batch, B, "Dear Benjamin");
  store_write_well (store, batch);
  store_close_well (store);
}

static void
copy (const char *from,
      const char *to)
{
  g_autofree char *contents = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (from, &contents, &length, NULL));
  g_assert_true (g_file_set_contents (to, contents, (gssize) length, NULL));
}

static void
keep_copy (StoreFixture *self)
{
  g_autofree char *old = g_build_filename (self->root, OLD, NULL);

  copy (self->path, old);
}

/* Runs SQL that can read the older copy as "old". */
static void
tamper (StoreFixture *self,
        const char   *sql)
{
  g_autofree char *old = g_build_filename (self->root, OLD, NULL);
  g_autofree char *all = g_strdup_printf ("ATTACH '%s' AS old; %s", old, sql);

  store_run_sql (self->path, all);
}

static void
assert_each_found (StoreFixture      *self,
                   const char *const *changes,
                   gsize              n_changes)
{
  g_autofree char *whole = g_build_filename (self->root, "whole.db", NULL);

  make_pairs (self);
  keep_copy (self);
  change_all (self);
  g_assert_false (store_is_damaged (self, NULL));
  copy (self->path, whole);
  for (gsize i = 0; i < n_changes; i++)
    {
      g_test_message ("%s", changes[i]);
      tamper (self, changes[i]);
      g_assert_true (store_is_damaged (self, NULL));
      copy (whole, self->path);
    }
}

static void
test_older_record (StoreFixture  *self,
                   gconstpointer  data)
{
  const char *const changes[] = {
    "UPDATE account SET sealed = (SELECT sealed FROM old.account)",
    "UPDATE account SET sync_token = (SELECT sync_token FROM old.account)",
    "UPDATE rooms SET sealed = (SELECT sealed FROM old.rooms AS o WHERE o.room_id = rooms.room_id)",
    "REPLACE INTO state SELECT * FROM old.state",
    "REPLACE INTO members SELECT * FROM old.members",
    "REPLACE INTO receipts SELECT * FROM old.receipts",
    "REPLACE INTO drafts SELECT * FROM old.drafts WHERE room_id = '" B "'",
    "UPDATE outbox SET sealed = (SELECT sealed FROM old.outbox AS o WHERE o.id = outbox.id)",
    "UPDATE events SET sealed = (SELECT sealed FROM old.events AS o WHERE o.id = events.id) WHERE event_id = '$1'",
  };

  assert_each_found (self, changes, G_N_ELEMENTS (changes));
}

static void
test_deleted_record_again (StoreFixture  *self,
                           gconstpointer  data)
{
  const char *const changes[] = {
    /* A message that was sent must not be sent once more. */
    "INSERT INTO outbox SELECT * FROM old.outbox WHERE outgoing_id = 'txn1'",
    "INSERT INTO drafts SELECT * FROM old.drafts WHERE room_id = '" A "'",
    "DELETE FROM events WHERE event_id = '$3'; INSERT INTO events SELECT * FROM old.events WHERE event_id = '$2'",
    "INSERT INTO events SELECT 77, room_id, position, event_id, sealed FROM old.events WHERE event_id = '$2'",
    "INSERT INTO events SELECT -1, room_id, position, event_id, sealed FROM old.events WHERE event_id = '$2'",
    "INSERT INTO events SELECT -9223372036854775807 - 1, room_id, position, event_id, sealed FROM old.events"
    " WHERE event_id = '$2'",
    "INSERT INTO events SELECT 9223372036854775807, room_id, position, event_id, sealed FROM old.events"
    " WHERE event_id = '$2'",
  };

  assert_each_found (self, changes, G_N_ELEMENTS (changes));
}

static void
test_missing_record (StoreFixture  *self,
                     gconstpointer  data)
{
  const char *const changes[] = {
    "DELETE FROM account", "DELETE FROM rooms WHERE room_id = '" B "'", "DELETE FROM state", "DELETE FROM members",
    "DELETE FROM receipts", "DELETE FROM events WHERE event_id = '$3'",
    "DELETE FROM events", "DELETE FROM outbox", "DELETE FROM drafts", "DELETE FROM sums", "DELETE FROM seal",
  };

  assert_each_found (self, changes, G_N_ELEMENTS (changes));
}

static void
test_moved_record (StoreFixture  *self,
                   gconstpointer  data)
{
  const char *const changes[] = {
    "UPDATE events SET position = 99 WHERE event_id = '$1'",
    "UPDATE events SET position = 4 - position",
    "UPDATE events SET id = id + 100",
    "UPDATE outbox SET id = id + 1",
    "UPDATE account SET sync_token = 's1'",
    "UPDATE account SET sync_token = NULL",
    "UPDATE account SET sync_token = CAST ('s2' AS BLOB)",
  };

  assert_each_found (self, changes, G_N_ELEMENTS (changes));
}

static void
test_older_sums (StoreFixture  *self,
                 gconstpointer  data)
{
  const char *const changes[] = {
    "UPDATE sums SET sealed = (SELECT sealed FROM old.sums)",
    /* With the older rows of some tables, but not of all. */
    "UPDATE sums SET sealed = (SELECT sealed FROM old.sums);"
    "REPLACE INTO rooms SELECT * FROM old.rooms; REPLACE INTO state SELECT * FROM old.state;"
    "REPLACE INTO members SELECT * FROM old.members; REPLACE INTO receipts SELECT * FROM old.receipts;"
    "REPLACE INTO drafts SELECT * FROM old.drafts; REPLACE INTO outbox SELECT * FROM old.outbox",
    "UPDATE sums SET sealed = (SELECT sealed FROM seal)",
    "UPDATE sums SET sealed = zeroblob (600)",
    "UPDATE sums SET sealed = 'no blob'",
  };

  assert_each_found (self, changes, G_N_ELEMENTS (changes));
}

/* A database that has sums cannot be made to look like one of the first version, which is trusted once. */
static void
test_older_version (StoreFixture  *self,
                    gconstpointer  data)
{
  const char *const changes[] = {
    "PRAGMA user_version = 1",
    "DROP TABLE sums; PRAGMA user_version = 1",
    "DROP TABLE sums; DELETE FROM outbox; PRAGMA user_version = 1",
  };

  assert_each_found (self, changes, G_N_ELEMENTS (changes));
}

/* The tables are as they were; only the index by which pages are read is not. */
static void
test_other_index (StoreFixture  *self,
                  gconstpointer  data)
{
#define HIDE "PRAGMA writable_schema = ON; CREATE TABLE kept AS SELECT * FROM sqlite_schema WHERE name = '%s';" \
             "DELETE FROM sqlite_schema WHERE name = '%s'"
#define SHOW "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema SELECT * FROM kept;" \
             "DELETE FROM sqlite_schema WHERE name = 'kept'"
  const struct {
    const char *first;
    const char *second;
  } changes[] = {
    { "UPDATE events SET position = 99 WHERE event_id = '$1'", "UPDATE events SET position = 1 WHERE event_id = '$1'" },
    { "CREATE TABLE spare AS SELECT * FROM events WHERE event_id = '$1'; DELETE FROM events WHERE event_id = '$1'",
      "INSERT INTO events SELECT * FROM spare" },
    { "INSERT INTO events VALUES (7, '" A "', 9, '$9', x'00')", "DELETE FROM events WHERE id = 7" },
  };
  const char *const indices[] = { "events_by_position", "events_by_position", "events_by_position" };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *hide = g_strdup_printf (HIDE, indices[i], indices[i]);

      make_pairs (self);
      store_run_sql (self->path, changes[i].first);
      store_run_sql (self->path, hide);
      store_run_sql (self->path, changes[i].second);
      store_run_sql (self->path, SHOW);
      g_test_message ("%s", changes[i].first);
      g_assert_true (store_is_damaged (self, NULL));
      g_assert_true (store_erase (self->folder, NULL));
    }
}

/* All rows are there, in another order of the tree: SQLite does not find them when it writes. */
static void
test_other_order (StoreFixture  *self,
                  gconstpointer  data)
{
  make_pairs (self);
  store_run_sql (self->path,
                 "PRAGMA writable_schema = ON;"
                 "UPDATE sqlite_schema SET sql = replace (sql, 'PRIMARY KEY (room_id)', 'PRIMARY KEY (room_id DESC)')"
                 " WHERE name = 'rooms'");
  store_run_sql (self->path, "CREATE TABLE kept AS SELECT * FROM rooms; DELETE FROM rooms;"
                 "INSERT INTO rooms SELECT * FROM kept; DROP TABLE kept");
  store_run_sql (self->path,
                 "PRAGMA writable_schema = ON;"
                 "UPDATE sqlite_schema SET sql = replace (sql, 'room_id DESC', 'room_id') WHERE name = 'rooms'");
  g_assert_true (store_is_damaged (self, NULL));
}

/* What was written after somebody changed the file does not make it right. */
static void
test_found_later (StoreFixture  *self,
                  gconstpointer  data)
{
  make_pairs (self);
  keep_copy (self);
  change_all (self);
  tamper (self, "UPDATE rooms SET sealed = (SELECT sealed FROM old.rooms AS o WHERE o.room_id = rooms.room_id);"
          "DELETE FROM events WHERE event_id = '$1'");
  change_all (self);
  change_all (self);

  BedsideStore *store = store_open_well (self);
  g_autoptr(GError) error = NULL, verify_error = NULL;
  g_autoptr(BedsideStoreSnapshot) snapshot = store_load (store, &error);

  g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_DAMAGED);
  g_assert_cmpuint (snapshot->rooms->len, ==, 2);
  g_assert_false (store_verify (store, &verify_error));
  g_assert_error (verify_error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_DAMAGED);
  store_close_well (store);
}

static char *
read_fixture (const char *name)
{
  g_autofree char *source = g_test_build_filename (G_TEST_DIST, "data", "store", name, NULL);
  char *sql = NULL;

  g_assert_true (g_file_get_contents (source, &sql, NULL, NULL));

  return sql;
}

static void
test_trusted_once (StoreFixture  *self,
                   gconstpointer  data)
{
  g_autofree char *sql = read_fixture ("version-1.sql");

  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  store_run_sql (self->path, sql);
  keep_copy (self);
  g_assert_false (store_is_damaged (self, NULL));
  g_assert_false (store_is_damaged (self, NULL));
  change_all (self);
  g_assert_false (store_is_damaged (self, NULL));

  /* From then on it has sums, and the seal of the first version is no good any more. */
  tamper (self, "UPDATE seal SET sealed = (SELECT sealed FROM old.seal)");
  g_assert_true (store_is_damaged (self, NULL));
}

static void
test_trusted_key (StoreFixture  *self,
                  gconstpointer  data)
{
  g_autofree char *sql = read_fixture ("version-1.sql");
  g_autoptr(BedsideSealer) other = store_sealer_new (2);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  store_run_sql (self->path, sql);
  g_assert_null (store_open (self->folder, other, &error));
  g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_WRONG_KEY);

  /* It was left as it is. */
  g_assert_false (store_is_damaged (self, NULL));
}

static BedsideStoreBatch *
put_many (guint first,
          guint count)
{
  BedsideStoreBatch *batch = bedside_store_batch_new ();

  for (guint i = first; i < first + count; i++)
    {
      g_autofree char *id = g_strdup_printf ("$%u", i);

      bedside_store_batch_put_event (batch, i % 3 == 0 ? B : A, i, id, id);
    }

  return batch;
}

typedef struct {
  BedsideStore *store;
  gboolean      done;
  GError       *error;
} Verifying;

static void
on_verified (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  Verifying *self = user_data;

  bedside_store_verify_finish (self->store, result, &self->error);
  self->done = TRUE;
}

/* What is written while the scan goes on, before and behind it, does not disturb it. */
static void
test_written_meanwhile (StoreFixture  *self,
                        gconstpointer  data)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (5);
  Verifying verifying = { 0 };
  guint n_events = 3000, n_writes = 0;
  BedsideStore *store = store_open_well (self);

  store_write_well (store, put_many (0, n_events));
  verifying.store = store;
  bedside_store_verify_async (store, NULL, on_verified, &verifying);
  while (!verifying.done || n_writes < 5)
    {
      BedsideStoreBatch *batch = put_many (n_events, 3);

      for (guint i = 0; i < 20; i++)
        {
          g_autofree char *id = g_strdup_printf ("$%d", g_rand_int_range (random, 0, (gint32) n_events));
          const char *room_id = g_rand_boolean (random) ? A : B;

          if (g_rand_boolean (random))
            bedside_store_batch_delete_event (batch, room_id, id);
          else
            bedside_store_batch_replace_event (batch, room_id, id, "taken back");
        }
      n_events += 3;
      n_writes++;
      store_write_well (store, batch);
    }
  g_assert_no_error (verifying.error);
  g_test_message ("%u writes meanwhile", n_writes);
  store_close_well (store);
  g_assert_false (store_is_damaged (self, NULL));
}

static void
test_closed_meanwhile (StoreFixture  *self,
                       gconstpointer  data)
{
  Verifying verifying = { 0 };
  BedsideStore *store = store_open_well (self);
  g_autoptr(GAsyncResult) result = NULL;

  store_write_well (store, put_many (0, 3000));
  verifying.store = store;
  bedside_store_verify_async (store, NULL, on_verified, &verifying);
  bedside_store_close_async (store, NULL, bedside_await_result, &result);
  bedside_await (result != NULL && verifying.done, LIMIT);
  g_assert_true (bedside_store_close_finish (store, result, NULL));
  g_assert_error (verifying.error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FAILED);
  g_clear_error (&verifying.error);
  g_clear_object (&result);
  bedside_await_finalize (store);
}

static void
test_cancelled (StoreFixture  *self,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  Verifying verifying = { 0 };
  BedsideStore *store = store_open_well (self);

  verifying.store = store;
  bedside_store_verify_async (store, cancellable, on_verified, &verifying);
  g_cancellable_cancel (cancellable);
  bedside_await (verifying.done, LIMIT);
  g_assert_error (verifying.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&verifying.error);

  /* Another one begins anew. */
  g_assert_true (store_verify (store, NULL));
  bedside_await (g_atomic_int_get ((int *) &((GObject *) store)->ref_count) == 1, LIMIT);
  store_close_well (store);
}

static void
do_something (BedsideStoreBatch *batch,
              GRand             *random)
{
  g_autofree char *room = g_strdup_printf ("!%d:example.org", g_rand_int_range (random, 0, 4));
  g_autofree char *id = g_strdup_printf ("$%d", g_rand_int_range (random, 0, 20));
  gint64 number = g_rand_int_range (random, -5, 5);

  switch (g_rand_int_range (random, 0, 13))
    {
    case 0:
      bedside_store_batch_put_account (batch, id);
      break;
    case 1:
      bedside_store_batch_put_sync_token (batch, g_rand_boolean (random) ? id : NULL);
      break;
    case 2:
      bedside_store_batch_put_room (batch, room, id);
      break;
    case 3:
      bedside_store_batch_delete_room (batch, room);
      break;
    case 4:
      bedside_store_batch_put_event (batch, room, number, id, room);
      break;
    case 5:
      bedside_store_batch_replace_event (batch, room, id, room);
      break;
    case 6:
      bedside_store_batch_delete_event (batch, room, id);
      break;
    case 7:
      bedside_store_batch_put_state (batch, room, "m.room.name", id, room);
      break;
    case 8:
      bedside_store_batch_put_member (batch, room, id, room);
      break;
    case 9:
      bedside_store_batch_put_receipt (batch, room, id, id, number);
      break;
    case 10:
      bedside_store_batch_put_outgoing (batch, id, room, id);
      break;
    case 11:
      bedside_store_batch_delete_outgoing (batch, id);
      break;
    default:
      bedside_store_batch_put_draft (batch, room, g_rand_boolean (random) ? id : NULL);
      break;
    }
}

/* Whatever the store itself does keeps its sums right. */
static void
test_right (StoreFixture  *self,
            gconstpointer  data)
{
  for (guint32 seed = 0; seed < 10; seed++)
    {
      g_autoptr(GRand) random = g_rand_new_with_seed (seed);
      BedsideStore *store = store_open_well (self);

      for (guint i = 0; i < 20; i++)
        {
          BedsideStoreBatch *batch = bedside_store_batch_new ();

          for (gint32 n = g_rand_int_range (random, 0, 20); n > 0; n--)
            do_something (batch, random);
          store_write_well (store, batch);
        }
      store_close_well (store);
      g_assert_false (store_is_damaged (self, NULL));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  store_test ("/store/tampered/older-record", test_older_record);
  store_test ("/store/tampered/deleted-record-again", test_deleted_record_again);
  store_test ("/store/tampered/missing-record", test_missing_record);
  store_test ("/store/tampered/moved-record", test_moved_record);
  store_test ("/store/tampered/older-sums", test_older_sums);
  store_test ("/store/tampered/older-version", test_older_version);
  store_test ("/store/tampered/other-index", test_other_index);
  store_test ("/store/tampered/other-order", test_other_order);
  store_test ("/store/tampered/found-later", test_found_later);
  store_test ("/store/tampered/trusted-once", test_trusted_once);
  store_test ("/store/tampered/trusted-key", test_trusted_key);
  store_test ("/store/tampered/written-meanwhile", test_written_meanwhile);
  store_test ("/store/tampered/closed-meanwhile", test_closed_meanwhile);
  store_test ("/store/tampered/cancelled", test_cancelled);
  store_test ("/store/tampered/right", test_right);

  return g_test_run ();
}
