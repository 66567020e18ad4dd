/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define A "!a:example.org"
#define B "!b:example.org"
#define N_EVENTS 100
#define N_TRIES 60

/* A database of some pages, closed. */
static void
make_database (StoreFixture *self)
{
  BedsideStore *store = store_open_well (self);
  BedsideStoreBatch *batch = store_fill ();

  for (gint64 i = 2; i <= N_EVENTS; i++)
    {
      g_autofree char *id = g_strdup_printf ("$%" G_GINT64_FORMAT, i);
      g_autofree char *text = g_strnfill ((gsize) i, 'x');

      bedside_store_batch_put_event (batch, A, i, id, text);
    }
  store_write_well (store, batch);
  store_close_well (store);
}

static void
assert_open_fails (StoreFixture      *self,
                   BedsideStoreError  code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (store_open (self->folder, self->sealer, &error));
  g_assert_error (error, BEDSIDE_STORE_ERROR, (int) code);
}

static void
overwrite (const char    *path,
           gsize          offset,
           gconstpointer  data,
           gsize          length)
{
  FILE *file = g_fopen (path, "r+b");

  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, (long) offset, SEEK_SET), ==, 0);
  g_assert_cmpuint (fwrite (data, 1, length, file), ==, length);
  g_assert_cmpint (fclose (file), ==, 0);
}

static gsize
get_size (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);

  return (gsize) info.st_size;
}

static void
test_wrong_key (StoreFixture  *self,
                gconstpointer  data)
{
  g_autoptr(BedsideSealer) other = store_sealer_new (2);
  g_autoptr(BedsideSealer) clear = bedside_sealer_new_null ();
  g_autoptr(GError) error = NULL;

  make_database (self);
  g_assert_null (store_open (self->folder, other, &error));
  g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_WRONG_KEY);
  g_clear_error (&error);
  g_assert_null (store_open (self->folder, clear, &error));
  g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_WRONG_KEY);

  /* The right key still opens it. */
  BedsideStore *store = store_open_well (self);
  g_autoptr(BedsideStoreSnapshot) snapshot = store_load (store, NULL);
  store_assert_filled (snapshot);
  store_close_well (store);
}

static void
test_clear_database (StoreFixture  *self,
                     gconstpointer  data)
{
  g_autoptr(BedsideSealer) clear = bedside_sealer_new_null ();
  g_autoptr(GError) error = NULL;
  BedsideStore *store = store_open (self->folder, clear, &error);

  g_assert_no_error (error);
  store_close_well (store);
  assert_open_fails (self, BEDSIDE_STORE_ERROR_WRONG_KEY);
}

static void
test_damaged_seal (StoreFixture  *self,
                   gconstpointer  data)
{
  const char *const changes[] = {
    "DELETE FROM seal",
    "UPDATE seal SET fingerprint = 'other'",
    "UPDATE seal SET fingerprint = x'00010203', sealed = x'00'",
    "UPDATE seal SET fingerprint = '', sealed = x'00'",
    "UPDATE seal SET sealed = zeroblob (36)",
    "UPDATE seal SET sealed = (SELECT sealed FROM rooms)",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      make_database (self);
      store_run_sql (self->path, changes[i]);
      g_test_message ("%s", changes[i]);

      BedsideStore *store = store_open_well (self);
      g_autoptr(GError) error = NULL;
      g_autoptr(BedsideStoreSnapshot) snapshot = store_load (store, &error);

      /* What was not sent exists nowhere else. */
      g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_DAMAGED);
      g_assert_nonnull (snapshot);
      g_assert_cmpstr (((BedsideStoreOutgoing *) snapshot->outbox->pdata[0])->payload, ==, "Please drink enough");
      store_close_well (store);
      g_assert_true (store_erase (self->folder, NULL));
    }
}

static void
test_too_new (StoreFixture  *self,
              gconstpointer  data)
{
  g_autofree char *before = NULL, *after = NULL;
  gsize before_length = 0, after_length = 0;

  make_database (self);
  store_run_sql (self->path, "CREATE TABLE of_the_future (id); PRAGMA user_version = 999");
  g_assert_true (g_file_get_contents (self->path, &before, &before_length, NULL));
  assert_open_fails (self, BEDSIDE_STORE_ERROR_TOO_NEW);

  /* It is as it was. */
  g_assert_true (g_file_get_contents (self->path, &after, &after_length, NULL));
  g_assert_cmpmem (before, before_length, after, after_length);
}

static void
test_other_database (StoreFixture  *self,
                     gconstpointer  data)
{
  make_database (self);
  store_run_sql (self->path, "PRAGMA application_id = 1");
  assert_open_fails (self, BEDSIDE_STORE_ERROR_DAMAGED);
  store_run_sql (self->path, "PRAGMA application_id = 0; PRAGMA user_version = 0");
  assert_open_fails (self, BEDSIDE_STORE_ERROR_DAMAGED);
}

static void
test_negative_version (StoreFixture  *self,
                       gconstpointer  data)
{
  make_database (self);
  store_run_sql (self->path, "PRAGMA user_version = -1");
  assert_open_fails (self, BEDSIDE_STORE_ERROR_DAMAGED);
}

static void
test_missing_table (StoreFixture  *self,
                    gconstpointer  data)
{
  const char *const tables[] = {
    "seal", "account", "rooms", "state", "members", "receipts", "events", "outbox", "drafts",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *sql = g_strdup_printf ("DROP TABLE %s", tables[i]);

      make_database (self);
      store_run_sql (self->path, sql);
      g_test_message ("%s", sql);
      assert_open_fails (self, BEDSIDE_STORE_ERROR_DAMAGED);
      g_assert_true (store_erase (self->folder, NULL));
    }
}

static void
test_missing_column (StoreFixture  *self,
                     gconstpointer  data)
{
  make_database (self);
  store_run_sql (self->path, "ALTER TABLE outbox RENAME COLUMN sealed TO other");
  assert_open_fails (self, BEDSIDE_STORE_ERROR_DAMAGED);
}

static void
test_empty (StoreFixture  *self,
            gconstpointer  data)
{
  make_database (self);
  g_assert_cmpint (truncate (self->path, 0), ==, 0);
  assert_open_fails (self, BEDSIDE_STORE_ERROR_DAMAGED);
}

static void
test_no_database (StoreFixture  *self,
                  gconstpointer  data)
{
  const char *const contents[] = { "x", "SQLite format 3", "{\"json\": true}", "\n\n\n\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autofree char *filler = g_strnfill (8192, '?');
      g_autofree char *large = g_strconcat (contents[i], filler, NULL);

      g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
      g_assert_true (g_file_set_contents (self->path, contents[i], -1, NULL));
      assert_open_fails (self, BEDSIDE_STORE_ERROR_DAMAGED);
      g_assert_true (g_file_set_contents (self->path, large, -1, NULL));
      assert_open_fails (self, BEDSIDE_STORE_ERROR_DAMAGED);
    }
}

/* What the whole database says. */
static GHashTable *
read_all (StoreFixture *self)
{
  BedsideStore *store = store_open_well (self);
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideStoreSnapshot) snapshot = store_load (store, &error);
  g_autoptr(GPtrArray) events = store_load_events (store, A, G_MAXINT64, 1000, NULL);
  GHashTable *all = store_describe (snapshot, events);

  g_assert_no_error (error);
  store_close_well (store);

  return all;
}

static void
test_truncated (StoreFixture  *self,
                gconstpointer  data)
{
  make_database (self);
  g_autoptr(GHashTable) wanted = read_all (self);

  gsize size = get_size (self->path);
  g_assert_cmpuint (size, >, 10 * 4096);

  /* On page boundaries and beside them, from the end on. */
  for (gsize left = size - 1; left > 0; left = left > 5000 ? left - 4999 : left / 2)
    {
      g_assert_cmpint (truncate (self->path, (off_t) left), ==, 0);
      g_test_message ("%zu of %zu bytes", left, size);
      g_assert_true (store_is_damaged (self, wanted));
    }
}

static void
test_header (StoreFixture  *self,
             gconstpointer  data)
{
  g_autofree char *whole = NULL;
  gsize length = 0;

  make_database (self);
  g_autoptr(GHashTable) wanted = read_all (self);
  g_assert_true (g_file_get_contents (self->path, &whole, &length, NULL));

  /* Bytes 60 to 63 are the version of the schema: a changed one is a newer one. Others SQLite does not need. */
  for (gsize i = 0; i < 100; i++)
    {
      const guint8 noise = (guint8) ~whole[i];

      if (i >= 60 && i < 64)
        continue;
      g_assert_true (g_file_set_contents (self->path, whole, (gssize) length, NULL));
      overwrite (self->path, i, &noise, 1);
      if (store_is_damaged (self, wanted))
        continue;
      g_test_message ("byte %zu does not matter", i);
      g_assert_false (i < 16 || i == 18 || i == 19 || (i >= 68 && i < 72));
    }
}

static void
test_noise (StoreFixture  *self,
            gconstpointer  data)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (31);
  g_autofree char *whole = NULL;
  gsize length = 0;
  guint n_damaged = 0;

  make_database (self);
  g_autoptr(GHashTable) wanted = read_all (self);
  g_assert_true (g_file_get_contents (self->path, &whole, &length, NULL));

  /* Anywhere but in the header, which has a test of its own. */
  for (guint i = 0; i < N_TRIES; i++)
    {
      guint8 noise[64];
      gsize offset = (gsize) g_rand_int_range (random, 100, (gint32) (length - sizeof noise));

      for (gsize j = 0; j < sizeof noise; j++)
        noise[j] = (guint8) g_rand_int (random);
      g_assert_true (g_file_set_contents (self->path, whole, (gssize) length, NULL));
      overwrite (self->path, offset, noise, sizeof noise);
      n_damaged += store_is_damaged (self, wanted);
    }

  /* The rest fell on bytes that are not in use: the small tables have pages of their own. */
  g_test_message ("%u of %u found", n_damaged, N_TRIES);
  g_assert_cmpuint (n_damaged, >, N_TRIES / 10);
}

static void
test_zeroed_pages (StoreFixture  *self,
                   gconstpointer  data)
{
  g_autofree guint8 *zeros = g_malloc0 (4096);
  g_autofree char *whole = NULL;
  gsize length = 0;
  guint n_damaged = 0, n_pages = 0;

  make_database (self);
  g_autoptr(GHashTable) wanted = read_all (self);
  g_assert_true (g_file_get_contents (self->path, &whole, &length, NULL));
  for (gsize offset = 0; offset < length; offset += 4096)
    {
      g_assert_true (g_file_set_contents (self->path, whole, (gssize) length, NULL));
      overwrite (self->path, offset, zeros, 4096);
      n_damaged += store_is_damaged (self, wanted);
      n_pages++;
    }
  g_assert_cmpuint (n_damaged, ==, n_pages);
}

/* One bit, anywhere: what is read is right, or damage is found. */
static void
test_bits (StoreFixture  *self,
           gconstpointer  data)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (32);
  g_autofree char *whole = NULL;
  gsize length = 0;
  guint n_damaged = 0;

  make_database (self);
  g_autoptr(GHashTable) wanted = read_all (self);
  g_assert_true (g_file_get_contents (self->path, &whole, &length, NULL));
  for (guint i = 0; i < N_TRIES; i++)
    {
      gsize offset = (gsize) g_rand_int_range (random, 100, (gint32) length);
      guint8 byte = (guint8) (whole[offset] ^ (1 << g_rand_int_range (random, 0, 8)));

      g_assert_true (g_file_set_contents (self->path, whole, (gssize) length, NULL));
      overwrite (self->path, offset, &byte, 1);
      n_damaged += store_is_damaged (self, wanted);
    }
  g_test_message ("%u of %u found", n_damaged, N_TRIES);
  g_assert_cmpuint (n_damaged, >, N_TRIES / 10);
}

#define N_COMMITS 4

/* Writes in some steps, and keeps file and log as they are before the log is written back. */
static void
make_log (StoreFixture  *self,
          GHashTable   **states,
          char         **file,
          gsize         *file_length,
          char         **log,
          gsize         *log_length)
{
  g_autofree char *path = g_strconcat (self->path, "-wal", NULL);
  BedsideStore *store;

  make_database (self);
  store = store_open_well (self);
  for (guint i = 0; i < N_COMMITS; i++)
    {
      BedsideStoreBatch *batch = bedside_store_batch_new ();
      g_autofree char *text = g_strdup_printf ("commit %u", i);

      if (i > 0)
        {
          bedside_store_batch_put_room (batch, A, text);
          bedside_store_batch_put_draft (batch, A, text);
          bedside_store_batch_replace_event (batch, A, "$1", text);
        }
      store_write_well (store, batch);
      g_autoptr(BedsideStoreSnapshot) snapshot = store_load (store, NULL);
      g_autoptr(GPtrArray) events = store_load_events (store, A, G_MAXINT64, 1000, NULL);
      states[i] = store_describe (snapshot, events);
    }
  g_assert_true (g_file_get_contents (self->path, file, file_length, NULL));
  g_assert_true (g_file_get_contents (path, log, log_length, NULL));
  store_close_well (store);
}

static gboolean
is_one_of (GHashTable  *found,
           GHashTable **states)
{
  for (guint i = 0; i < N_COMMITS; i++)
    {
      GHashTableIter iter;
      const char *text;
      gboolean same = g_hash_table_size (found) == g_hash_table_size (states[i]);

      g_hash_table_iter_init (&iter, found);
      while (same && g_hash_table_iter_next (&iter, (gpointer *) &text, NULL))
        same = g_hash_table_contains (states[i], text);
      if (same)
        return TRUE;
    }

  return FALSE;
}

/* A log that is cut off, or damaged, ends with the last commit that is whole: all of it, or nothing. */
static void
test_log (StoreFixture  *self,
          gconstpointer  data)
{
  g_autoptr(GRand) random = g_rand_new_with_seed (33);
  g_autofree char *path = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *file = NULL, *log = NULL;
  GHashTable *states[N_COMMITS];
  gsize file_length = 0, log_length = 0;

  make_log (self, states, &file, &file_length, &log, &log_length);
  g_assert_cmpuint (log_length, >, 3 * 4096);
  for (guint i = 0; i < N_TRIES / 2; i++)
    {
      gsize place = (gsize) g_rand_int_range (random, 0, (gint32) log_length);
      guint8 byte = (guint8) ~log[place];

      g_assert_true (g_file_set_contents (self->path, file, (gssize) file_length, NULL));
      g_assert_true (g_file_set_contents (path, log, i % 2 == 0 ? (gssize) place : (gssize) log_length, NULL));
      if (i % 2 == 1)
        overwrite (path, place, &byte, 1);
      g_assert_false (store_is_damaged (self, NULL));

      g_autoptr(GHashTable) found = read_all (self);
      g_assert_true (is_one_of (found, states));
    }
  for (guint i = 0; i < N_COMMITS; i++)
    g_hash_table_unref (states[i]);
}

static void
test_salvage (StoreFixture  *self,
              gconstpointer  data)
{
  make_database (self);
  store_run_sql (self->path, "UPDATE rooms SET sealed = zeroblob (40); UPDATE account SET sealed = zeroblob (40);"
                 "UPDATE events SET sealed = x'01' WHERE event_id = '$50'");

  BedsideStore *store = store_open_well (self);
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideStoreSnapshot) snapshot = store_load (store, &error);

  /* What the practitioner wrote can still be saved. */
  g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_DAMAGED);
  g_assert_nonnull (snapshot);
  g_assert_null (snapshot->account);
  g_assert_cmpuint (snapshot->rooms->len, ==, 0);
  g_assert_cmpuint (snapshot->state->len, ==, 1);
  g_assert_cmpstr (((BedsideStoreOutgoing *) snapshot->outbox->pdata[0])->payload, ==, "Please drink enough");
  g_assert_cmpstr (((BedsideStoreDraft *) snapshot->drafts->pdata[0])->payload, ==, "Dear Ada");
  g_clear_error (&error);

  g_autoptr(GPtrArray) events = store_load_events (store, A, 52, 3, &error);
  g_autofree char *ids = store_list_events (events);
  g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_DAMAGED);
  g_assert_cmpstr (ids, ==, "$49 $51");
  store_close_well (store);
}

/* Two of each kind, so that there is something to swap. */
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

static void
test_swapped (StoreFixture  *self,
              gconstpointer  data)
{
  const char *const changes[] = {
    /* Another record of the same table. */
    "UPDATE rooms SET sealed = (SELECT sealed FROM rooms AS r WHERE r.room_id <> rooms.room_id)",
    "UPDATE state SET sealed = (SELECT sealed FROM state AS s WHERE s.mask <> state.mask)",
    "UPDATE members SET sealed = (SELECT sealed FROM members AS m WHERE m.mask <> members.mask)",
    "UPDATE receipts SET sealed = (SELECT sealed FROM receipts AS r WHERE r.mask <> receipts.mask)",
    "UPDATE outbox SET sealed = (SELECT sealed FROM outbox AS o WHERE o.id <> outbox.id)",
    "UPDATE drafts SET sealed = (SELECT sealed FROM drafts AS d WHERE d.room_id <> drafts.room_id)",
    "UPDATE events SET sealed = (SELECT sealed FROM events AS e WHERE e.event_id <> events.event_id)",
    /* Another table, same room. */
    "UPDATE drafts SET sealed = (SELECT sealed FROM rooms WHERE rooms.room_id = drafts.room_id)",
    "UPDATE account SET sealed = (SELECT sealed FROM seal)",
    /* Another identity for the same record: a message for one patient must not go to another. */
    "UPDATE outbox SET room_id = '" B "'",
    "UPDATE outbox SET outgoing_id = outgoing_id || 'x'",
    "UPDATE drafts SET room_id = room_id || 'x'",
    "UPDATE state SET type = 'm.room.name'",
    "UPDATE state SET mask = mask || '0'",
    "UPDATE events SET event_id = event_id || 'x'",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      make_pairs (self);
      g_autoptr(GHashTable) wanted = read_all (self);
      store_run_sql (self->path, changes[i]);
      g_test_message ("%s", changes[i]);
      g_assert_true (store_is_damaged (self, wanted));
      g_assert_true (store_erase (self->folder, NULL));
    }
}

static void
test_wrong_types (StoreFixture  *self,
                  gconstpointer  data)
{
  const char *const changes[] = {
    "UPDATE rooms SET room_id = x'ff' WHERE room_id = '" A "'",
    "UPDATE rooms SET sealed = 17",
    "UPDATE rooms SET sealed = ''",
    "UPDATE events SET event_id = 12 WHERE event_id = '$1'",
    "UPDATE outbox SET sealed = 'text'",
    "UPDATE account SET sealed = 1.5",
    "UPDATE state SET type = x'c3'",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      make_pairs (self);
      g_autoptr(GHashTable) wanted = read_all (self);
      store_run_sql (self->path, changes[i]);
      g_test_message ("%s", changes[i]);
      g_assert_true (store_is_damaged (self, wanted));
      g_assert_true (store_erase (self->folder, NULL));
    }
}

static void
test_trigger (StoreFixture  *self,
              gconstpointer  data)
{
  make_database (self);
  store_run_sql (self->path, "CREATE TRIGGER t AFTER INSERT ON rooms BEGIN DELETE FROM outbox; END");

  BedsideStore *store = store_open_well (self);
  BedsideStoreBatch *batch = bedside_store_batch_new ();
  bedside_store_batch_put_room (batch, B, "room b");
  store_write_well (store, batch);

  /* Nothing in the file is run. */
  g_autoptr(BedsideStoreSnapshot) snapshot = store_load (store, NULL);
  g_assert_cmpuint (snapshot->outbox->len, ==, 1);
  store_close_well (store);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  store_test ("/store/damage/wrong-key", test_wrong_key);
  store_test ("/store/damage/clear-database", test_clear_database);
  store_test ("/store/damage/damaged-seal", test_damaged_seal);
  store_test ("/store/damage/too-new", test_too_new);
  store_test ("/store/damage/other-database", test_other_database);
  store_test ("/store/damage/negative-version", test_negative_version);
  store_test ("/store/damage/missing-table", test_missing_table);
  store_test ("/store/damage/missing-column", test_missing_column);
  store_test ("/store/damage/empty", test_empty);
  store_test ("/store/damage/no-database", test_no_database);
  store_test ("/store/damage/truncated", test_truncated);
  store_test ("/store/damage/header", test_header);
  store_test ("/store/damage/noise", test_noise);
  store_test ("/store/damage/zeroed-pages", test_zeroed_pages);
  store_test ("/store/damage/bits", test_bits);
  store_test ("/store/damage/log", test_log);
  store_test ("/store/damage/salvage", test_salvage);
  store_test ("/store/damage/swapped", test_swapped);
  store_test ("/store/damage/wrong-types", test_wrong_types);
  store_test ("/store/damage/trigger", test_trigger);

  return g_test_run ();
}
