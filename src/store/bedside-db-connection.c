/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-db-connection"

#include "bedside-db-connection.h"

#include "bedside-db-private.h"

#include <errno.h>

struct _BedsideDbConnection
{
  sqlite3   *handle;      /* (owned) */
  GPtrArray *statements;  /* (owned) (element-type BedsideDbStatement) */
};

G_DEFINE_QUARK (bedside-db-error-quark, bedside_db_error)

static gboolean
is_out_of_space (int number)
{
  return number == ENOSPC || number == EDQUOT;
}

/* What the system said when the log could not be written; SQLite 3.40 does not pass it on from a commit. */
static int
get_log_error (sqlite3 *handle)
{
  sqlite3_file *log = NULL;
  int number = 0;

  if (sqlite3_file_control (handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK &&
      log != NULL && log->pMethods != NULL)
    log->pMethods->xFileControl (log, SQLITE_FCNTL_LAST_ERRNO, &number);

  return number;
}

/**
 * bedside_db_set_error:
 * @handle: the database that failed
 * @code: its result code
 * @error: return location for a #BEDSIDE_DB_ERROR
 *
 * Makes a #GError of what SQLite says. Its messages name tables and columns, never what is in them, because values are
 * always bound.
 */
void
bedside_db_set_error (sqlite3  *handle,
                      int       code,
                      GError  **error)
{
  /* SQLite says FULL for ENOSPC only, and only where it writes. A quota and a late report by fsync are the same to
   * us. */
  if ((code & 0xff) == SQLITE_IOERR &&
      (is_out_of_space (sqlite3_system_errno (handle)) || is_out_of_space (get_log_error (handle))))
    code = SQLITE_FULL;

  g_set_error (error, BEDSIDE_DB_ERROR, code, "SQLite error %d: %s", code, sqlite3_errmsg (handle));
}

static gboolean
check (BedsideDbConnection  *self,
       int                   code,
       GError              **error)
{
  if (code == SQLITE_OK)
    return TRUE;
  bedside_db_set_error (self->handle, code, error);
  return FALSE;
}

/* Nobody asks how much memory is in use; counting it is a lock around each allocation. It can be said only before
 * SQLite is used for the first time, and is no loss otherwise. */
static void
set_up_sqlite (void)
{
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
      g_once_init_leave (&done, 1);
    }
}

/**
 * bedside_db_connection_open:
 * @path: a file, or `:memory:`
 * @error: return location for a #BEDSIDE_DB_ERROR
 *
 * Opens a database, makes it if it is missing. SQLite reads nothing of it yet. A file may have been tampered with, so
 * its schema is not trusted.
 *
 * Returns: (transfer full) (nullable): a connection
 */
BedsideDbConnection *
bedside_db_connection_open (const char  *path,
                            GError     **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  set_up_sqlite ();

  g_autoptr(BedsideDbConnection) self = g_new0 (BedsideDbConnection, 1);
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  int code = sqlite3_open_v2 (path, &self->handle, flags, NULL);

  self->statements = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_db_statement_free);
  if (!check (self, code, error) ||
      !check (self, sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL), error) ||
      !check (self, sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL), error) ||
      !check (self, sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL), error) ||
      !check (self, sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL), error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * bedside_db_connection_free:
 * @self: (transfer full): a connection
 *
 * Closes the database. SQLite writes the log back into the file while it does that.
 */
void
bedside_db_connection_free (BedsideDbConnection *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->statements, g_ptr_array_unref);
  if (sqlite3_close (self->handle) != SQLITE_OK)
    g_critical ("A statement outlives its connection");
  g_free (self);
}

/**
 * bedside_db_connection_is_readonly:
 * @self: a connection
 *
 * Returns: %TRUE if SQLite will not write to the file
 */
gboolean
bedside_db_connection_is_readonly (BedsideDbConnection *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return sqlite3_db_readonly (self->handle, "main") != 0;
}

/**
 * bedside_db_connection_execute:
 * @self: a connection
 * @sql: statements; rows are passed over
 * @error: return location for a #BEDSIDE_DB_ERROR
 *
 * Returns: %FALSE if one failed
 */
gboolean
bedside_db_connection_execute (BedsideDbConnection  *self,
                               const char           *sql,
                               GError              **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (sql != NULL, FALSE);

  return check (self, sqlite3_exec (self->handle, sql, NULL, NULL, NULL), error);
}

/**
 * bedside_db_connection_query_int:
 * @self: a connection
 * @sql: a statement
 * @value: (out): first column of the first row, 0 if there is none
 * @error: return location for a #BEDSIDE_DB_ERROR
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_db_connection_query_int (BedsideDbConnection  *self,
                                 const char           *sql,
                                 gint64               *value,
                                 GError              **error)
{
  g_return_val_if_fail (value != NULL, FALSE);

  g_autofree char *text = NULL;

  if (!bedside_db_connection_query_text (self, sql, &text, error))
    return FALSE;
  *value = text ? g_ascii_strtoll (text, NULL, 10) : 0;
  return TRUE;
}

/**
 * bedside_db_connection_query_text:
 * @self: a connection
 * @sql: a statement
 * @value: (out) (nullable): first column of the first row, %NULL if there is none
 * @error: return location for a #BEDSIDE_DB_ERROR
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_db_connection_query_text (BedsideDbConnection  *self,
                                  const char           *sql,
                                  char                **value,
                                  GError              **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (sql != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  BedsideDbStatement *statement = bedside_db_statement_new (self->handle, sql, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;

  gboolean done = bedside_db_statement_step (statement, &row, error);

  *value = row ? g_strdup (bedside_db_statement_get_text (statement, 0)) : NULL;
  bedside_db_statement_free (statement);

  return done;
}

/**
 * bedside_db_connection_begin:
 * @self: a connection
 * @error: return location for a #BEDSIDE_DB_ERROR
 *
 * Begins a transaction that will write.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_db_connection_begin (BedsideDbConnection  *self,
                             GError              **error)
{
  return bedside_db_connection_execute (self, "BEGIN IMMEDIATE", error);
}

/**
 * bedside_db_connection_commit:
 * @self: a connection
 * @error: return location for a #BEDSIDE_DB_ERROR
 *
 * Commits; when it returns %TRUE the changes are on the disk. Roll back when it fails.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_db_connection_commit (BedsideDbConnection  *self,
                              GError              **error)
{
  return bedside_db_connection_execute (self, "COMMIT", error);
}

/**
 * bedside_db_connection_roll_back:
 * @self: a connection
 *
 * Undoes what was changed since bedside_db_connection_begin(). Some errors have made SQLite do it already.
 */
void
bedside_db_connection_roll_back (BedsideDbConnection *self)
{
  g_return_if_fail (self != NULL);

  g_autoptr(GError) error = NULL;

  if (sqlite3_get_autocommit (self->handle) == 0 && !bedside_db_connection_execute (self, "ROLLBACK", &error))
    g_debug ("Could not roll back: %s", error->message);
}

/**
 * bedside_db_connection_prepare_all:
 * @self: a connection
 * @statements: (array length=n_statements): SQL
 * @n_statements: how many
 * @error: return location for a #BEDSIDE_DB_ERROR
 *
 * Prepares all statements that will be used, which also shows whether the tables are what they should be.
 *
 * Returns: %FALSE if one failed
 */
gboolean
bedside_db_connection_prepare_all (BedsideDbConnection  *self,
                                   const char *const    *statements,
                                   guint                 n_statements,
                                   GError              **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (self->statements->len == 0, FALSE);

  for (guint i = 0; i < n_statements; i++)
    {
      BedsideDbStatement *statement = bedside_db_statement_new (self->handle, statements[i], error);

      if (statement == NULL)
        return FALSE;
      g_ptr_array_add (self->statements, statement);
    }

  return TRUE;
}

/**
 * bedside_db_connection_add_function:
 * @self: a connection
 * @name: what it is called in SQL
 * @function: what it does
 * @user_data: data for @function, which must outlive @self
 * @error: return location for a #BEDSIDE_DB_ERROR
 *
 * Lets SQL of this connection, its temporary triggers included, call a function. What stands in the file cannot.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_db_connection_add_function (BedsideDbConnection  *self,
                                    const char           *name,
                                    BedsideDbFunction     function,
                                    gpointer              user_data,
                                    GError              **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL && function != NULL, FALSE);

  return check (self, bedside_db_function_register (self->handle, name, function, user_data), error);
}

/**
 * bedside_db_connection_borrow:
 * @self: a connection
 * @index: place of the statement in bedside_db_connection_prepare_all()
 *
 * Lends a prepared statement. Give it back before it is borrowed again.
 *
 * Returns: (transfer none): the statement
 */
BedsideDbStatement *
bedside_db_connection_borrow (BedsideDbConnection *self,
                              guint                index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->statements->len, NULL);

  return g_ptr_array_index (self->statements, index);
}
