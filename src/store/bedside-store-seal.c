/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-store-seal"

#include "bedside-store-seal.h"

#include "bedside-store.h"

#define CONSTANT "Bedside"
#define SUMS "sums"

/* The first schema had no sums. Its seal is another one, so that a database that has them cannot be made to look as if
 * it never had. */
static const char *
get_identity (guint version)
{
  return version == 1 ? "seal" : "seal with sums";
}

static gboolean
set_damaged (GError     **error,
             const char  *message)
{
  g_set_error_literal (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_DAMAGED, message);
  return FALSE;
}

static gboolean
is_printable (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    if (!g_ascii_isprint (*c))
      return FALSE;

  return *text != '\0';
}

/**
 * bedside_store_seal_check:
 * @database: the database
 * @version: its schema
 * @error: return location for an error
 *
 * The record holds a constant twice: masked (a fingerprint of the key) and sealed. With another key both differ; if
 * only one does, or the fingerprint is nothing that could have been written, the record itself is damaged.
 *
 * Returns: %FALSE if it is sealed with another key, or damaged
 */
gboolean
bedside_store_seal_check (BedsideStoreDatabase  *database,
                          guint                  version,
                          GError               **error)
{
  g_autofree char *expected = bedside_sealer_mask (database->sealer, CONSTANT);
  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_LOAD_SEAL);
  gboolean row = FALSE;

  if (!bedside_db_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return set_damaged (error, "The store has no seal");

  const char *fingerprint = bedside_db_statement_get_text (statement, 0);
  g_autofree char *constant = bedside_store_database_open_column (database, statement, 1, get_identity (version));
  gboolean known = g_strcmp0 (fingerprint, expected) == 0;
  gboolean opened = g_strcmp0 (constant, CONSTANT) == 0;

  if (known && opened)
    return TRUE;
  if (known || opened || fingerprint == NULL || !is_printable (fingerprint))
    return set_damaged (error, "The seal of the store is damaged");
  g_set_error_literal (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_WRONG_KEY,
                       "The store is sealed with another key");
  return FALSE;
}

/**
 * bedside_store_seal_write:
 * @database: the database
 * @error: return location for an error
 *
 * Seals a database of the latest schema.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_store_seal_write (BedsideStoreDatabase  *database,
                          GError               **error)
{
  g_autofree char *fingerprint = bedside_sealer_mask (database->sealer, CONSTANT);
  g_autoptr(GBytes) sealed = bedside_sealer_seal (database->sealer, CONSTANT, get_identity (0), error);

  if (sealed == NULL)
    return FALSE;

  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_PUT_SEAL);

  return bedside_db_statement_bind_text (statement, 1, fingerprint, error) &&
         bedside_db_statement_bind_bytes (statement, 2, sealed, error) &&
         bedside_db_statement_run (statement, error);
}

static gboolean
sum_up (BedsideStoreDatabase  *database,
        BedsideStoreTable      table,
        BedsideDbStatement    *statement,
        BedsideStoreSum       *sum,
        GError               **error)
{
  gboolean row = TRUE;

  while (bedside_db_statement_step (statement, &row, error))
    {
      if (!row)
        return TRUE;
      if (!bedside_store_sums_add_row (database->sums, table, statement, sum, error))
        return FALSE;
    }

  return FALSE;
}

/**
 * bedside_store_seal_trust:
 * @database: a database that had no sums
 * @error: return location for an error
 *
 * What stands in it is what should stand in it.
 *
 * Returns: %FALSE if it could not be read
 */
gboolean
bedside_store_seal_trust (BedsideStoreDatabase  *database,
                          GError               **error)
{
  const BedsideSql sql[BEDSIDE_STORE_N_TABLES] = {
    [BEDSIDE_STORE_TABLE_ACCOUNT] = BEDSIDE_SQL_LOAD_ACCOUNT,
    [BEDSIDE_STORE_TABLE_ROOMS] = BEDSIDE_SQL_LOAD_ROOMS,
    [BEDSIDE_STORE_TABLE_STATE] = BEDSIDE_SQL_LOAD_STATE,
    [BEDSIDE_STORE_TABLE_MEMBERS] = BEDSIDE_SQL_LOAD_MEMBERS,
    [BEDSIDE_STORE_TABLE_RECEIPTS] = BEDSIDE_SQL_LOAD_RECEIPTS,
    [BEDSIDE_STORE_TABLE_OUTBOX] = BEDSIDE_SQL_LOAD_OUTBOX,
    [BEDSIDE_STORE_TABLE_DRAFTS] = BEDSIDE_SQL_LOAD_DRAFTS,
    [BEDSIDE_STORE_TABLE_EVENTS] = BEDSIDE_SQL_SCAN_EVENTS,
  };

  for (BedsideStoreTable table = 0; table < BEDSIDE_STORE_N_TABLES; table++)
    {
      g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, sql[table]);
      BedsideStoreSum sum = { { 0 } };

      if (table == BEDSIDE_STORE_TABLE_EVENTS &&
          (!bedside_db_statement_bind_int (statement, 1, G_MININT64, error) ||
           !bedside_db_statement_bind_int (statement, 2, -1, error)))
        return FALSE;
      if (!sum_up (database, table, statement, &sum, error))
        return FALSE;
      bedside_store_sums_trust (database->sums, table, &sum);
    }

  return TRUE;
}

/**
 * bedside_store_seal_load_sums:
 * @database: a database of the latest schema
 * @error: return location for an error
 *
 * Reads what should stand in the tables.
 *
 * Returns: %FALSE if it could not be read, or is damaged
 */
gboolean
bedside_store_seal_load_sums (BedsideStoreDatabase  *database,
                              GError               **error)
{
  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_LOAD_SUMS);
  gboolean row = FALSE;

  if (!bedside_db_statement_step (statement, &row, error))
    return FALSE;

  g_autofree char *text = row ? bedside_store_database_open_column (database, statement, 0, SUMS) : NULL;

  return bedside_store_sums_set_text (database->sums, text) || set_damaged (error, "The sums of the store are damaged");
}

/**
 * bedside_store_seal_write_sums:
 * @database: the database, in a transaction
 * @error: return location for an error
 *
 * Writes what stands in the tables from now on.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_store_seal_write_sums (BedsideStoreDatabase  *database,
                               GError               **error)
{
  g_autofree char *text = bedside_store_sums_to_text (database->sums, error);
  g_autoptr(GBytes) sealed = text ? bedside_sealer_seal (database->sealer, text, SUMS, error) : NULL;

  if (sealed == NULL)
    return FALSE;

  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_PUT_SUMS);

  return bedside_db_statement_bind_bytes (statement, 1, sealed, error) &&
         bedside_db_statement_run (statement, error);
}
