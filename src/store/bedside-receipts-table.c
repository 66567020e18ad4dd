/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-receipts-table"

#include "bedside-store-tables.h"

#include "bedside-store-fields.h"

static char *
make_identity (const char *room_id,
               const char *mask)
{
  return bedside_store_fields_pack ("receipts", room_id, mask, NULL);
}

static BedsideStoreReceipt *
read_row (BedsideStoreDatabase *database,
          BedsideDbStatement   *statement)
{
  const char *room_id = bedside_db_statement_get_text (statement, 0);
  const char *mask = bedside_db_statement_get_text (statement, 1);

  if (room_id == NULL || mask == NULL)
    return NULL;

  g_autofree char *identity = make_identity (room_id, mask);
  g_autofree char *text = bedside_store_database_open_column (database, statement, 2, identity);
  g_auto(GStrv) fields = text ? bedside_store_fields_unpack (text, 3) : NULL;

  if (fields == NULL)
    return NULL;

  BedsideStoreReceipt *receipt = g_new0 (BedsideStoreReceipt, 1);

  receipt->room_id = g_strdup (room_id);
  receipt->user_id = g_strdup (fields[0]);
  receipt->event_id = g_strdup (fields[1]);
  receipt->timestamp = g_ascii_strtoll (fields[2], NULL, 10);

  return receipt;
}

/**
 * bedside_receipts_table_load:
 * @database: the database
 * @reading: how to read
 * @receipts: (element-type BedsideStoreReceipt): where to add them
 * @error: return location for an error
 *
 * Returns: %FALSE if it failed; what was read until then is in @receipts
 */
gboolean
bedside_receipts_table_load (BedsideStoreDatabase  *database,
                             BedsideStoreReading   *reading,
                             GPtrArray             *receipts,
                             GError               **error)
{
  bedside_store_database_assert_thread (database);

  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_LOAD_RECEIPTS);
  gboolean row = TRUE;

  while (bedside_store_reading_step (reading, statement, &row, error))
    {
      if (!row)
        return TRUE;

      BedsideStoreReceipt *record = read_row (database, statement);

      if (record != NULL)
        g_ptr_array_add (receipts, record);
      else
        reading->n_broken++;
    }

  return FALSE;
}

/**
 * bedside_receipts_table_put:
 * @database: the database
 * @room_id: a room
 * @user_id: masked and sealed
 * @event_id: what was read
 * @timestamp: when
 * @error: return location for an error
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_receipts_table_put (BedsideStoreDatabase  *database,
                            const char            *room_id,
                            const char            *user_id,
                            const char            *event_id,
                            gint64                 timestamp,
                            GError               **error)
{
  bedside_store_database_assert_thread (database);

  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, timestamp);
  g_autofree char *text = bedside_store_fields_pack (user_id, event_id, time, NULL);
  g_autofree char *mask = bedside_store_database_mask (database, room_id, user_id);
  g_autofree char *identity = make_identity (room_id, mask);
  g_autoptr(GBytes) sealed = bedside_sealer_seal (database->sealer, text, identity, error);

  if (sealed == NULL)
    return FALSE;

  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_PUT_RECEIPT);

  return bedside_db_statement_bind_text (statement, 1, room_id, error) &&
         bedside_db_statement_bind_text (statement, 2, mask, error) &&
         bedside_db_statement_bind_bytes (statement, 3, sealed, error) &&
         bedside_db_statement_run (statement, error);
}

/**
 * bedside_receipts_table_delete:
 * @database: the database
 * @room_id: a room
 * @error: return location for an error
 *
 * Deletes all of a room.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_receipts_table_delete (BedsideStoreDatabase  *database,
                               const char            *room_id,
                               GError               **error)
{
  bedside_store_database_assert_thread (database);

  return bedside_store_database_run_for (database, BEDSIDE_SQL_DELETE_RECEIPTS, room_id, error);
}
