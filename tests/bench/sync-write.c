/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Writing to the store: many events in one transaction, as a first sync does, and one in each, as messages arrive. The
 * reference is SQLite alone with the same rows in the same tables, neither sealed nor summed.
 */

#define G_LOG_DOMAIN "bedside-bench-write"

#include "sync-bench.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "bedside-await.h"
#include "bedside-store.h"

#define LIMIT_SECONDS 300
#define ROOMS 1000
#define SEAL_SIZE 29
#define PAYLOAD \
        "{\"event_id\":\"$abcdefghijklmnopqrstuvwxyzabcdefghijklmno\",\"type\":\"m.room.message\"," \
        "\"sender\":\"@p00001:clinic.example\",\"origin_server_ts\":1763900000000," \
        "\"content\":{\"msgtype\":\"m.text\"," \
        "\"body\":\"Guten Tag, ich habe seit gestern wieder Schmerzen im linken Knie. Soll ich vorbeikommen?\"}}"

static const char schema[] =
  "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
  "CREATE TABLE events (id INTEGER PRIMARY KEY, room_id TEXT NOT NULL, position INTEGER NOT NULL,"
  " event_id TEXT NOT NULL, sealed BLOB NOT NULL, UNIQUE (room_id, event_id));"
  "CREATE INDEX events_by_position ON events (room_id, position);";

static char *
make_room_id (guint index)
{
  return g_strdup_printf ("!room%08u:clinic.example", index % ROOMS);
}

static char *
make_event_id (guint index)
{
  return g_strdup_printf ("$%08u-abcdefghijklmnopqrstuvwxyzabcdefgh", index);
}

static BedsideStoreBatch *
make_batch (guint first,
            guint count)
{
  BedsideStoreBatch *batch = bedside_store_batch_new ();

  /* Room by room, as an answer is. */
  for (guint i = 0; i < count; i++)
    {
      guint index = first + i;
      g_autofree char *room_id = make_room_id ((guint) ((guint64) i * ROOMS / count) + first);
      g_autofree char *event_id = make_event_id (index);

      bedside_store_batch_put_event (batch, room_id, index, event_id, PAYLOAD);
    }
  bedside_store_batch_put_sync_token (batch, "s1_2_3");

  return batch;
}

static BedsideStore *
open_store (const char *folder)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) key = bedside_sealer_generate_key (&error);
  g_autoptr(BedsideSealer) sealer = bedside_sealer_new (key, &error);

  bedside_store_open_async (folder, sealer, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, LIMIT_SECONDS);

  BedsideStore *store = bedside_store_open_finish (result, &error);

  if (store == NULL)
    g_error ("%s", error->message);

  return store;
}

static void
write_batch (BedsideStore      *store,
             BedsideStoreBatch *batch)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_store_write_async (store, batch, NULL, bedside_await_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (!bedside_store_write_finish (store, result, &error))
    g_error ("%s", error->message);
}

static void
close_store (BedsideStore *store)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_store_close_async (store, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, LIMIT_SECONDS);
  bedside_store_close_finish (store, result, NULL);
  g_object_unref (store);
}

static void
check (int code)
{
  if (code != SQLITE_OK && code != SQLITE_DONE)
    g_error ("SQLite: %s", sqlite3_errstr (code));
}

/* As many bytes as what is sealed has. */
static double
write_alone (const char *folder,
             guint       events)
{
  g_autofree char *path = g_build_filename (folder, "alone.db", NULL);
  g_autofree char *payload = g_strnfill (sizeof PAYLOAD - 1 + SEAL_SIZE, 'x');
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;
  double start;

  check (sqlite3_open (path, &database));
  check (sqlite3_exec (database, schema, NULL, NULL, NULL));
  start = sync_bench_process ();
  check (sqlite3_exec (database, "BEGIN", NULL, NULL, NULL));
  check (sqlite3_prepare_v2 (database, "INSERT INTO events (room_id, position, event_id, sealed)"
                             " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (room_id, event_id) DO NOTHING", -1, &statement,
                             NULL));
  for (guint i = 0; i < events; i++)
    {
      g_autofree char *room_id = make_room_id ((guint) ((guint64) i * ROOMS / events));
      g_autofree char *event_id = make_event_id (i);

      check (sqlite3_bind_text (statement, 1, room_id, -1, SQLITE_STATIC));
      check (sqlite3_bind_int64 (statement, 2, i));
      check (sqlite3_bind_text (statement, 3, event_id, -1, SQLITE_STATIC));
      check (sqlite3_bind_blob (statement, 4, payload, sizeof PAYLOAD - 1 + SEAL_SIZE, SQLITE_STATIC));
      check (sqlite3_step (statement));
      check (sqlite3_reset (statement));
    }
  check (sqlite3_exec (database, "COMMIT", NULL, NULL, NULL));

  double taken = sync_bench_process () - start;

  sqlite3_finalize (statement);
  sqlite3_close (database);
  g_unlink (path);

  return taken;
}

static void
delete_folder (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

void
sync_bench_write (char **arguments)
{
  guint events = sync_bench_number (arguments[0], 1);
  guint messages = sync_bench_number (arguments[1], 0);
  g_autofree char *folder = g_dir_make_tmp ("bedside-bench-XXXXXX", NULL);
  BedsideStore *store = open_store (folder);
  BedsideStoreBatch *batch = make_batch (0, events);
  double start = sync_bench_process ();

  write_batch (store, batch);
  sync_bench_print ("write", 1000 * (sync_bench_process () - start) / events, "us an event");

  start = sync_bench_process ();
  for (guint i = 0; i < messages; i++)
    write_batch (store, make_batch (events + i, 1));
  if (messages > 0)
    sync_bench_print ("write one", 1000 * (sync_bench_process () - start) / messages, "us an event");
  close_store (store);
  sync_bench_print ("SQLite alone", 1000 * write_alone (folder, events) / events, "us an event");
  delete_folder (folder);
}
