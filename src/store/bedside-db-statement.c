/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-db-statement"

#include "bedside-db-statement.h"

#include "bedside-db-private.h"

struct _BedsideDbStatement
{
  sqlite3_stmt *handle;  /* (owned) */
};

static gboolean
check (BedsideDbStatement  *self,
       int                  code,
       GError             **error)
{
  if (code == SQLITE_OK)
    return TRUE;
  bedside_db_set_error (sqlite3_db_handle (self->handle), code, error);
  return FALSE;
}

/**
 * bedside_db_statement_new:
 * @handle: a database
 * @sql: one statement
 * @error: return location for a #BEDSIDE_DB_ERROR
 *
 * Prepares a statement that is kept for long.
 *
 * Returns: (transfer full) (nullable): the statement
 */
BedsideDbStatement *
bedside_db_statement_new (sqlite3     *handle,
                          const char  *sql,
                          GError     **error)
{
  g_return_val_if_fail (handle != NULL, NULL);
  g_return_val_if_fail (sql != NULL, NULL);

  sqlite3_stmt *prepared = NULL;
  int code = sqlite3_prepare_v3 (handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &prepared, NULL);

  if (code != SQLITE_OK)
    {
      bedside_db_set_error (handle, code, error);
      return NULL;
    }

  BedsideDbStatement *self = g_new0 (BedsideDbStatement, 1);

  self->handle = prepared;

  return self;
}

/**
 * bedside_db_statement_free:
 * @self: (transfer full): a statement
 *
 * Frees the statement; only its connection does that.
 */
void
bedside_db_statement_free (BedsideDbStatement *self)
{
  g_return_if_fail (self != NULL);

  sqlite3_finalize (self->handle);
  g_free (self);
}

/**
 * bedside_db_statement_give_back:
 * @self: a borrowed statement
 *
 * Resets the statement and forgets what was bound.
 */
void
bedside_db_statement_give_back (BedsideDbStatement *self)
{
  g_return_if_fail (self != NULL);

  /* Repeats the error of the last step, which has been reported. */
  sqlite3_reset (self->handle);
  sqlite3_clear_bindings (self->handle);
}

/**
 * bedside_db_statement_bind_int:
 * @self: a statement
 * @parameter: number of the parameter
 * @value: an integer
 * @error: return location for a #BEDSIDE_DB_ERROR
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_db_statement_bind_int (BedsideDbStatement  *self,
                               int                  parameter,
                               gint64               value,
                               GError             **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return check (self, sqlite3_bind_int64 (self->handle, parameter, value), error);
}

/**
 * bedside_db_statement_bind_text:
 * @self: a statement
 * @parameter: number of the parameter
 * @value: (nullable): a text, must live until the statement is given back; %NULL binds NULL
 * @error: return location for a #BEDSIDE_DB_ERROR
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_db_statement_bind_text (BedsideDbStatement  *self,
                                int                  parameter,
                                const char          *value,
                                GError             **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return check (self, sqlite3_bind_text (self->handle, parameter, value, -1, SQLITE_STATIC), error);
}

/**
 * bedside_db_statement_bind_bytes:
 * @self: a statement
 * @parameter: number of the parameter
 * @value: bytes, must live until the statement is given back
 * @error: return location for a #BEDSIDE_DB_ERROR
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_db_statement_bind_bytes (BedsideDbStatement  *self,
                                 int                  parameter,
                                 GBytes              *value,
                                 GError             **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  gsize size = 0;
  gconstpointer data = g_bytes_get_data (value, &size);

  /* SQLite takes a null pointer for NULL. */
  return check (self, sqlite3_bind_blob64 (self->handle, parameter, data ? data : "", size, SQLITE_STATIC), error);
}

/**
 * bedside_db_statement_step:
 * @self: a statement
 * @row: (out): whether there is a row to read
 * @error: return location for a #BEDSIDE_DB_ERROR
 *
 * Goes to the next row.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_db_statement_step (BedsideDbStatement  *self,
                           gboolean            *row,
                           GError             **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (row != NULL, FALSE);

  int code = sqlite3_step (self->handle);

  *row = code == SQLITE_ROW;

  return check (self, code == SQLITE_ROW || code == SQLITE_DONE ? SQLITE_OK : code, error);
}

/**
 * bedside_db_statement_run:
 * @self: a statement
 * @error: return location for a #BEDSIDE_DB_ERROR
 *
 * Runs a statement whose rows, if any, are of no interest.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_db_statement_run (BedsideDbStatement  *self,
                          GError             **error)
{
  gboolean row = TRUE;

  while (row)
    if (!bedside_db_statement_step (self, &row, error))
      return FALSE;

  return TRUE;
}

/**
 * bedside_db_statement_get_int:
 * @self: a statement that is at a row
 * @column: number of the column
 *
 * Returns: the integer, 0 if it is none
 */
gint64
bedside_db_statement_get_int (BedsideDbStatement *self,
                              int                 column)
{
  g_return_val_if_fail (self != NULL, 0);

  return sqlite3_column_int64 (self->handle, column);
}

/**
 * bedside_db_statement_get_text:
 * @self: a statement that is at a row
 * @column: number of the column
 *
 * Returns: (transfer none) (nullable): the text until the next step, %NULL if it is NULL or not UTF-8
 */
const char *
bedside_db_statement_get_text (BedsideDbStatement *self,
                               int                 column)
{
  g_return_val_if_fail (self != NULL, NULL);

  const char *text = (const char *) sqlite3_column_text (self->handle, column);

  return text != NULL && g_utf8_validate (text, -1, NULL) ? text : NULL;
}

/**
 * bedside_db_statement_get_blob:
 * @self: a statement that is at a row
 * @column: number of the column
 * @length: (out): size in bytes
 *
 * Returns: (transfer none) (nullable): the bytes until the next step, %NULL if it is NULL or empty
 */
gconstpointer
bedside_db_statement_get_blob (BedsideDbStatement *self,
                               int                 column,
                               gsize              *length)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (length != NULL, NULL);

  gconstpointer blob = sqlite3_column_blob (self->handle, column);

  *length = blob ? (gsize) sqlite3_column_bytes (self->handle, column) : 0;

  return blob;
}

/**
 * bedside_db_statement_get_value:
 * @self: a statement that is at a row
 * @column: number of the column
 * @value: (out): what stands there, until the next step
 */
void
bedside_db_statement_get_value (BedsideDbStatement *self,
                                int                 column,
                                BedsideDbValue     *value)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (value != NULL);

  /* In one thread, a value without protection needs none. */
  bedside_db_value_read (sqlite3_column_value (self->handle, column), value);
}
