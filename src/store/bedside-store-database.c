/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-store-database"

#include "bedside-store-database.h"

#include "bedside-db-migration.h"
#include "bedside-store-error.h"
#include "bedside-store-fields.h"
#include "bedside-store-files.h"
#include "bedside-store-resources.h"
#include "bedside-store-seal.h"
#include "bedside-store.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <unistd.h>

#define SCHEMA "/org/bedside/Bedside/store/schema"
#define APPLICATION_ID 0x42647331

static gboolean
set_damaged (GError     **error,
             const char  *message)
{
  g_set_error_literal (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_DAMAGED, message);
  return FALSE;
}

/* SQLite's plain ERROR for SQL of ours that is right means that the file has another schema than its version says. */
static gboolean
blame_schema (GError **error,
              GError  *problem)
{
  if (g_error_matches (problem, BEDSIDE_DB_ERROR, SQLITE_ERROR))
    {
      set_damaged (error, problem->message);
      g_error_free (problem);
    }
  else
    g_propagate_error (error, problem);
  return FALSE;
}

/* In this order: the locking mode before the first read, so that SQLite takes the lock with it and keeps the index of
 * the log in memory.
 * FULL rather than NORMAL, because in WAL mode NORMAL may lose the last commits when the power fails, and a message
 * must be in the outbox before it is sent. The log gets one fsync a commit, in this thread. */
static const char set_up_sql[] =
  "PRAGMA locking_mode = EXCLUSIVE;"
  "PRAGMA synchronous = FULL;"
  "PRAGMA secure_delete = ON;"
  "PRAGMA temp_store = MEMORY;"
  "PRAGMA cell_size_check = ON;"
  "PRAGMA journal_size_limit = 4194304;";

static gboolean
read_version (BedsideStoreDatabase  *self,
              guint                 *version,
              GError               **error)
{
  g_autoptr(GError) problem = NULL;
  gint64 application_id = 0, user_version = 0, n_tables = 0;

  if (!bedside_db_connection_query_int (self->connection, "PRAGMA application_id", &application_id, &problem) ||
      !bedside_db_connection_query_int (self->connection, "PRAGMA user_version", &user_version, &problem) ||
      !bedside_db_connection_query_int (self->connection, "SELECT COUNT(*) FROM sqlite_schema", &n_tables, &problem))
    return blame_schema (error, g_steal_pointer (&problem));

  /* A kill before the first commit leaves a file without tables. */
  if (n_tables == 0 && application_id == 0 && user_version == 0)
    {
      *version = 0;
      return TRUE;
    }
  if (application_id != APPLICATION_ID || user_version <= 0)
    return set_damaged (error, "This is no store of Bedside");
  if (user_version > bedside_db_migration_latest (bedside_store_get_resource (), SCHEMA))
    {
      g_set_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_TOO_NEW,
                   "The store has schema %" G_GINT64_FORMAT ", which is newer than this program", user_version);
      return FALSE;
    }
  *version = (guint) user_version;
  return TRUE;
}

static gboolean
set_up (BedsideStoreDatabase  *self,
        const char            *folder,
        GError               **error)
{
  g_autoptr(GError) problem = NULL;

  if (!bedside_db_connection_execute (self->connection, set_up_sql, &problem))
    return blame_schema (error, g_steal_pointer (&problem));
  if (folder == NULL)
    return TRUE;

  g_autofree char *path = bedside_store_files_get_path (folder);

  /* A file that the system lets us write to is read-only for SQLite if its header says so. */
  if (bedside_db_connection_is_readonly (self->connection))
    {
      if (g_access (path, W_OK) == 0)
        return set_damaged (error, "The store says that it is read-only");
      g_set_error_literal (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FAILED, "The store is read-only");
      return FALSE;
    }
  return TRUE;
}

static gboolean
start_log (BedsideStoreDatabase  *self,
           GError               **error)
{
  g_autofree char *mode = NULL;

  if (!bedside_db_connection_query_text (self->connection, "PRAGMA journal_mode = WAL", &mode, error))
    return FALSE;
  /* A database in memory has a journal of its own kind. */
  if (g_strcmp0 (mode, "wal") != 0 && g_strcmp0 (mode, "memory") != 0)
    {
      g_set_error_literal (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FAILED,
                           "The file system does not allow a log");
      return FALSE;
    }
  return TRUE;
}

static gboolean
prepare (BedsideStoreDatabase  *self,
         GError               **error)
{
  g_autoptr(GError) problem = NULL;

  if (bedside_store_sums_watch (self->sums, self->connection, &problem) &&
      bedside_db_connection_prepare_all (self->connection, bedside_store_statements, BEDSIDE_SQL_N_STATEMENTS,
                                         &problem))
    return TRUE;
  return blame_schema (error, g_steal_pointer (&problem));
}

static gboolean
apply (BedsideStoreDatabase  *self,
       guint                  version,
       GError               **error)
{
  g_autoptr(GError) problem = NULL;

  if (bedside_db_migration_apply (self->connection, bedside_store_get_resource (), SCHEMA, version, &problem))
    return TRUE;
  return blame_schema (error, g_steal_pointer (&problem));
}

/* Without the seal nothing that is read can be trusted, but what was not sent exists nowhere else: it is read all the
 * same, and every load says that the store is damaged. */
static gboolean
check_seal (BedsideStoreDatabase  *self,
            guint                  version,
            GError               **error)
{
  GError *problem = NULL;

  if (bedside_store_seal_check (self, version, &problem) && bedside_store_seal_load_sums (self, &problem))
    return TRUE;

  problem = bedside_store_error_convert (problem);
  self->damaged = g_error_matches (problem, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_DAMAGED);
  if (self->damaged)
    g_error_free (problem);
  else
    g_propagate_error (error, problem);

  return self->damaged;
}

static gboolean
migrate (BedsideStoreDatabase  *self,
         guint                  version,
         GError               **error)
{
  GResource *resource = bedside_store_get_resource ();

  if (version == bedside_db_migration_latest (resource, SCHEMA))
    return prepare (self, error) && check_seal (self, version, error);

  /* What stood in a database before it had sums is trusted once. */
  if (bedside_db_connection_begin (self->connection, error) &&
      apply (self, version, error) &&
      prepare (self, error) &&
      (version == 0 || (bedside_store_seal_check (self, version, error) && bedside_store_seal_trust (self, error))) &&
      bedside_store_seal_write (self, error) &&
      bedside_store_seal_write_sums (self, error) &&
      bedside_db_connection_commit (self->connection, error))
    {
      bedside_store_sums_keep (self->sums);
      return TRUE;
    }

  bedside_db_connection_roll_back (self->connection);
  return FALSE;
}

/* The rest of the file is checked when it is read: every record by its seal, every page by SQLite. A check of the whole
 * file takes a millisecond for each megabyte even if it is in memory, too long before the first frame. The outbox is
 * small and stands nowhere else. */
static gboolean
check_outbox (BedsideStoreDatabase  *self,
              GError               **error)
{
  g_autofree char *report = NULL;

  if (!bedside_db_connection_query_text (self->connection, "PRAGMA quick_check ('outbox')", &report, error))
    return FALSE;
  return g_strcmp0 (report, "ok") == 0 || set_damaged (error, "The outbox is damaged");
}

static gboolean
open_steps (BedsideStoreDatabase  *self,
            const char            *path,
            const char            *folder,
            GError               **error)
{
  guint version = 0;

  self->connection = bedside_db_connection_open (path, error);
  self->sums = bedside_store_sums_new (self->sealer, self->connection ? error : NULL);

  return self->connection != NULL && self->sums != NULL &&
         set_up (self, folder, error) &&
         read_version (self, &version, error) &&
         start_log (self, error) &&
         migrate (self, version, error) &&
         check_outbox (self, error);
}

/**
 * bedside_store_database_open:
 * @folder: (nullable): folder of the profile; %NULL for a database in memory
 * @sealer: seals and opens
 * @worker: its thread is the caller
 * @error: return location for an error of this layer
 *
 * Opens the database, makes it or migrates it. A database that could not be made leaves no file behind.
 *
 * Returns: (transfer full) (nullable): the database
 */
BedsideStoreDatabase *
bedside_store_database_open (const char     *folder,
                             BedsideSealer  *sealer,
                             BedsideWorker  *worker,
                             GError        **error)
{
  g_assert (bedside_worker_is_current_thread (worker));

  g_autoptr(BedsideStoreDatabase) self = g_new0 (BedsideStoreDatabase, 1);
  g_autofree char *path = folder ? bedside_store_files_get_path (folder) : g_strdup (":memory:");
  BedsideStoreFilesState state = BEDSIDE_STORE_FILES_FOUND;

  self->worker = worker;
  self->sealer = g_object_ref (sealer);
  if (folder != NULL && !bedside_store_files_prepare (folder, &state, error))
    return NULL;
  if (open_steps (self, path, folder, error))
    return g_steal_pointer (&self);

  g_clear_pointer (&self->connection, bedside_db_connection_free);
  if (state == BEDSIDE_STORE_FILES_MADE)
    bedside_store_files_delete (folder, NULL);
  return NULL;
}

/**
 * bedside_store_database_free:
 * @self: (transfer full): a database
 *
 * Closes the database. In the worker's thread, or when that thread has ended.
 */
void
bedside_store_database_free (BedsideStoreDatabase *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->connection, bedside_db_connection_free);
  g_clear_pointer (&self->sums, bedside_store_sums_free);
  g_clear_object (&self->sealer);
  g_free (self);
}

/**
 * bedside_store_database_begin:
 * @self: a database
 * @error: return location for an error
 *
 * Begins a transaction that will write.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_store_database_begin (BedsideStoreDatabase  *self,
                              GError               **error)
{
  bedside_store_database_assert_thread (self);

  return bedside_db_connection_begin (self->connection, error);
}

/**
 * bedside_store_database_commit:
 * @self: a database
 * @error: return location for an error
 *
 * Writes the sums of what has changed, and commits. Roll back when it fails.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_store_database_commit (BedsideStoreDatabase  *self,
                               GError               **error)
{
  bedside_store_database_assert_thread (self);

  if (bedside_store_sums_have_changed (self->sums) && !bedside_store_seal_write_sums (self, error))
    return FALSE;
  if (!bedside_db_connection_commit (self->connection, error))
    return FALSE;
  bedside_store_sums_keep (self->sums);
  return TRUE;
}

/**
 * bedside_store_database_roll_back:
 * @self: a database
 *
 * Undoes what was changed since bedside_store_database_begin().
 */
void
bedside_store_database_roll_back (BedsideStoreDatabase *self)
{
  bedside_store_database_assert_thread (self);

  bedside_db_connection_roll_back (self->connection);
  bedside_store_sums_undo (self->sums);
}

/**
 * bedside_store_database_checkpoint:
 * @self: a database
 * @error: return location for an error
 *
 * Writes the log back into the file and empties it.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_store_database_checkpoint (BedsideStoreDatabase  *self,
                                   GError               **error)
{
  bedside_store_database_assert_thread (self);

  return bedside_db_connection_execute (self->connection, "PRAGMA wal_checkpoint (TRUNCATE)", error);
}

/**
 * bedside_store_database_borrow:
 * @self: a database
 * @sql: which statement
 *
 * Returns: (transfer none): the statement, to be given back
 */
BedsideDbStatement *
bedside_store_database_borrow (BedsideStoreDatabase *self,
                               BedsideSql            sql)
{
  bedside_store_database_assert_thread (self);

  return bedside_db_connection_borrow (self->connection, sql);
}

/**
 * bedside_store_database_run_for:
 * @self: a database
 * @sql: a statement with one parameter
 * @key: (nullable): its value
 * @error: return location for an error
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_store_database_run_for (BedsideStoreDatabase  *self,
                                BedsideSql             sql,
                                const char            *key,
                                GError               **error)
{
  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (self, sql);

  return bedside_db_statement_bind_text (statement, 1, key, error) &&
         bedside_db_statement_run (statement, error);
}

/**
 * bedside_store_database_open_column:
 * @self: a database
 * @statement: a statement that is at a row
 * @column: number of a column with a sealed text
 * @identity: what it was sealed for
 *
 * Returns: (transfer full) (nullable): the text, %NULL if the seal is broken
 */
char *
bedside_store_database_open_column (BedsideStoreDatabase *self,
                                    BedsideDbStatement   *statement,
                                    int                   column,
                                    const char           *identity)
{
  gsize length = 0;
  gconstpointer sealed = bedside_db_statement_get_blob (statement, column, &length);

  return bedside_sealer_open (self->sealer, sealed, length, identity, NULL);
}

/**
 * bedside_store_database_mask:
 * @self: a database
 * @room_id: a room
 * @name: a user id or a state key
 *
 * Makes a pseudonym to find a record by. Each room has its own, so that the file does not show who is in two of them.
 *
 * Returns: (transfer full): the pseudonym
 */
char *
bedside_store_database_mask (BedsideStoreDatabase *self,
                             const char           *room_id,
                             const char           *name)
{
  g_autofree char *fields = bedside_store_fields_pack (room_id, name, NULL);

  return bedside_sealer_mask (self->sealer, fields);
}
