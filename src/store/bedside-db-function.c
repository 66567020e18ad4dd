/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-db-function"

#include "bedside-db-private.h"

#include <string.h>

#define MAX_VALUES 8

/* What SQL calls. */
typedef struct {
  BedsideDbFunction function;
  gpointer          user_data;
} Function;

/**
 * bedside_db_value_read: (skip)
 * @from: a value of SQLite's
 * @to: (out): what it is; its bytes are @from's
 */
void
bedside_db_value_read (sqlite3_value  *from,
                       BedsideDbValue *to)
{
  double real = 0;

  *to = (BedsideDbValue) { .kind = BEDSIDE_DB_NULL };
  switch (sqlite3_value_type (from))
    {
    case SQLITE_INTEGER:
      to->kind = BEDSIDE_DB_INTEGER;
      to->number = sqlite3_value_int64 (from);
      break;

    case SQLITE_FLOAT:
      to->kind = BEDSIDE_DB_REAL;
      real = sqlite3_value_double (from);
      memcpy (&to->number, &real, sizeof real);
      break;

    case SQLITE_TEXT:
      to->kind = BEDSIDE_DB_TEXT;
      to->data = sqlite3_value_text (from);
      to->length = (gsize) sqlite3_value_bytes (from);
      break;

    case SQLITE_BLOB:
      to->kind = BEDSIDE_DB_BLOB;
      to->data = sqlite3_value_blob (from);
      to->length = (gsize) sqlite3_value_bytes (from);
      break;

    case SQLITE_NULL:
    default:
      break;
    }
}

static void
call (sqlite3_context  *context,
      int               n_arguments,
      sqlite3_value   **arguments)
{
  Function *self = sqlite3_user_data (context);
  BedsideDbValue values[MAX_VALUES];

  if (n_arguments > MAX_VALUES)
    {
      sqlite3_result_error_code (context, SQLITE_MISUSE);
      return;
    }
  for (int i = 0; i < n_arguments; i++)
    bedside_db_value_read (arguments[i], &values[i]);
  if (!self->function (values, (guint) n_arguments, self->user_data))
    sqlite3_result_error_code (context, SQLITE_ABORT);
}

/**
 * bedside_db_function_register: (skip)
 * @handle: a database
 * @name: what SQL calls it
 * @function: what it does
 * @user_data: data for @function
 *
 * Makes a function for this connection's own SQL. A file's schema cannot call it.
 *
 * Returns: SQLite's result code
 */
int
bedside_db_function_register (sqlite3           *handle,
                              const char        *name,
                              BedsideDbFunction  function,
                              gpointer           user_data)
{
  Function *self = g_new0 (Function, 1);

  self->function = function;
  self->user_data = user_data;

  return sqlite3_create_function_v2 (handle, name, -1, SQLITE_UTF8 | SQLITE_DIRECTONLY, self, call, NULL, NULL, g_free);
}
