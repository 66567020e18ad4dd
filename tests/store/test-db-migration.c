/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-db-migration.h"
#include "migration-resources.h"
#include "store-fixture.h"

#define GOOD "/org/bedside/Bedside/test/migration/good"
#define BAD "/org/bedside/Bedside/test/migration/bad"

static gint64
query (BedsideDbConnection *connection,
       const char          *sql)
{
  g_autoptr(GError) error = NULL;
  gint64 value = 0;

  g_assert_true (bedside_db_connection_query_int (connection, sql, &value, &error));
  g_assert_no_error (error);

  return value;
}

static BedsideDbConnection *
open_memory (void)
{
  g_autoptr(GError) error = NULL;
  BedsideDbConnection *connection = bedside_db_connection_open (":memory:", &error);

  g_assert_no_error (error);

  return connection;
}

static void
apply (BedsideDbConnection *connection,
       guint                version)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (bedside_db_connection_begin (connection, &error));
  g_assert_true (bedside_db_migration_apply (connection, migration_get_resource (), GOOD, version, &error));
  g_assert_true (bedside_db_connection_commit (connection, &error));
  g_assert_no_error (error);
}

static void
test_latest (void)
{
  g_assert_cmpuint (bedside_db_migration_latest (migration_get_resource (), GOOD), ==, 3);
  g_assert_cmpuint (bedside_db_migration_latest (migration_get_resource (), BAD), ==, 2);
  g_assert_cmpuint (bedside_db_migration_latest (migration_get_resource (), "/none"), ==, 0);
}

static void
test_from_nothing (void)
{
  g_autoptr(BedsideDbConnection) connection = open_memory ();

  apply (connection, 0);
  g_assert_cmpint (query (connection, "PRAGMA user_version"), ==, 3);
  g_assert_cmpint (query (connection, "SELECT COUNT(*) FROM things"), ==, 2);
  g_assert_cmpint (query (connection, "SELECT size FROM things WHERE name = 'one'"), ==, 1);
}

static void
test_from_first (void)
{
  g_autoptr(BedsideDbConnection) connection = open_memory ();

  g_assert_true (bedside_db_connection_execute (connection, "CREATE TABLE things (name TEXT); INSERT INTO things"
                                                " VALUES ('old'); PRAGMA user_version = 1", NULL));
  apply (connection, 1);
  g_assert_cmpint (query (connection, "PRAGMA user_version"), ==, 3);
  g_assert_cmpint (query (connection, "SELECT size FROM things WHERE name = 'old'"), ==, 1);
}

static void
test_from_latest (void)
{
  g_autoptr(BedsideDbConnection) connection = open_memory ();

  apply (connection, 3);
  g_assert_cmpint (query (connection, "PRAGMA user_version"), ==, 3);
  g_assert_cmpint (query (connection, "SELECT COUNT(*) FROM sqlite_schema"), ==, 0);
}

static void
test_fails_whole (void)
{
  g_autoptr(BedsideDbConnection) connection = open_memory ();
  g_autoptr(GError) error = NULL;

  g_assert_true (bedside_db_connection_begin (connection, NULL));
  g_assert_false (bedside_db_migration_apply (connection, migration_get_resource (), BAD, 0, &error));
  g_assert_error (error, BEDSIDE_DB_ERROR, SQLITE_ERROR);
  bedside_db_connection_roll_back (connection);

  /* The first file was good; nothing of it is left either. */
  g_assert_cmpint (query (connection, "PRAGMA user_version"), ==, 0);
  g_assert_cmpint (query (connection, "SELECT COUNT(*) FROM sqlite_schema"), ==, 0);
}

static void
test_fails_whole_on_disk (StoreFixture  *self,
                          gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->root, "test.db", NULL);
  g_autoptr(BedsideDbConnection) connection = bedside_db_connection_open (path, NULL);

  g_assert_true (bedside_db_connection_begin (connection, NULL));
  g_assert_false (bedside_db_migration_apply (connection, migration_get_resource (), BAD, 0, NULL));
  bedside_db_connection_roll_back (connection);
  bedside_db_connection_roll_back (connection);
  g_clear_pointer (&connection, bedside_db_connection_free);

  connection = bedside_db_connection_open (path, NULL);
  g_assert_cmpint (query (connection, "PRAGMA user_version"), ==, 0);
  g_assert_cmpint (query (connection, "SELECT COUNT(*) FROM sqlite_schema"), ==, 0);
}

/* A database as each version of Bedside has written it, sealed with the test key. A new version of the schema gets
 * a new file here; the old ones stay for ever. */
static void
test_fixture (StoreFixture  *self,
              gconstpointer  data)
{
  const char *const names[] = { "version-1.sql", "version-2.sql" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *source = g_test_build_filename (G_TEST_DIST, "data", "store", names[i], NULL);
      g_autofree char *sql = NULL;
      g_autoptr(GError) error = NULL;

      g_assert_true (g_file_get_contents (source, &sql, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
      store_run_sql (self->path, sql);

      BedsideStore *store = store_open_well (self);
      g_autoptr(BedsideStoreSnapshot) snapshot = store_load (store, &error);
      g_assert_no_error (error);
      store_assert_filled (snapshot);

      g_autoptr(GPtrArray) events = store_load_events (store, "!a:example.org", G_MAXINT64, 10, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (events->len, ==, 1);
      g_assert_cmpstr (((BedsideStoreEvent *) events->pdata[0])->payload, ==, "Good morning");

      /* It finds again what was masked, rather than adding it. */
      store_write_well (store, store_fill ());
      g_autoptr(BedsideStoreSnapshot) again = store_load (store, &error);
      g_assert_no_error (error);
      store_assert_filled (again);
      g_assert_true (store_verify (store, NULL));
      store_close_well (store);
      g_assert_true (store_erase (self->folder, NULL));
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/migration/latest", test_latest);
  g_test_add_func ("/store/migration/from-nothing", test_from_nothing);
  g_test_add_func ("/store/migration/from-first", test_from_first);
  g_test_add_func ("/store/migration/from-latest", test_from_latest);
  g_test_add_func ("/store/migration/fails-whole", test_fails_whole);
  store_test ("/store/migration/fails-whole-on-disk", test_fails_whole_on_disk);
  store_test ("/store/migration/fixture", test_fixture);

  return g_test_run ();
}
