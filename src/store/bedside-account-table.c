/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-account-table"

#include "bedside-store-tables.h"

#define IDENTITY "account"

/**
 * bedside_account_table_load:
 * @database: the database
 * @reading: how to read
 * @account: (out) (nullable): the account, %NULL if there is none
 * @error: return location for an error
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_account_table_load (BedsideStoreDatabase  *database,
                            BedsideStoreReading   *reading,
                            BedsideStoreAccount  **account,
                            GError               **error)
{
  bedside_store_database_assert_thread (database);

  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_LOAD_ACCOUNT);
  gboolean row = FALSE;
  gsize length = 0;

  *account = NULL;
  if (!bedside_store_reading_step (reading, statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;

  gboolean sealed = bedside_db_statement_get_blob (statement, 1, &length) != NULL;
  g_autofree char *payload = bedside_store_database_open_column (database, statement, 1, IDENTITY);

  if (sealed && payload == NULL)
    {
      reading->n_broken++;
      return TRUE;
    }
  *account = g_new0 (BedsideStoreAccount, 1);
  (*account)->sync_token = g_strdup (bedside_db_statement_get_text (statement, 0));
  (*account)->payload = sealed ? g_steal_pointer (&payload) : NULL;

  return TRUE;
}

/**
 * bedside_account_table_put:
 * @database: the database
 * @payload: what to seal
 * @error: return location for an error
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_account_table_put (BedsideStoreDatabase  *database,
                           const char            *payload,
                           GError               **error)
{
  bedside_store_database_assert_thread (database);

  g_autoptr(GBytes) sealed = bedside_sealer_seal (database->sealer, payload, IDENTITY, error);

  if (sealed == NULL)
    return FALSE;

  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_PUT_ACCOUNT);

  return bedside_db_statement_bind_bytes (statement, 1, sealed, error) &&
         bedside_db_statement_run (statement, error);
}

/**
 * bedside_account_table_put_sync_token:
 * @database: the database
 * @sync_token: (nullable): the token, %NULL forgets it
 * @error: return location for an error
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_account_table_put_sync_token (BedsideStoreDatabase  *database,
                                      const char            *sync_token,
                                      GError               **error)
{
  bedside_store_database_assert_thread (database);

  return bedside_store_database_run_for (database, BEDSIDE_SQL_PUT_SYNC_TOKEN, sync_token, error);
}
