/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-outbox-table"

#include "bedside-store-tables.h"

#include "bedside-store-fields.h"

/* The room is part of the identity: nobody without the key can send a message to another patient. */
static char *
make_identity (const char *id,
               const char *room_id)
{
  return bedside_store_fields_pack ("outbox", id, room_id, NULL);
}

static BedsideStoreOutgoing *
read_row (BedsideStoreDatabase *database,
          BedsideDbStatement   *statement)
{
  const char *id = bedside_db_statement_get_text (statement, 0);
  const char *room_id = bedside_db_statement_get_text (statement, 1);

  if (id == NULL || room_id == NULL)
    return NULL;

  g_autofree char *identity = make_identity (id, room_id);
  g_autofree char *payload = bedside_store_database_open_column (database, statement, 2, identity);

  if (payload == NULL)
    return NULL;

  BedsideStoreOutgoing *outgoing = g_new0 (BedsideStoreOutgoing, 1);

  outgoing->id = g_strdup (id);
  outgoing->room_id = g_strdup (room_id);
  outgoing->payload = g_steal_pointer (&payload);

  return outgoing;
}

/**
 * bedside_outbox_table_load:
 * @database: the database
 * @reading: how to read
 * @outbox: (element-type BedsideStoreOutgoing): where to add them
 * @error: return location for an error
 *
 * Returns: %FALSE if it failed; what was read until then is in @outbox
 */
gboolean
bedside_outbox_table_load (BedsideStoreDatabase  *database,
                           BedsideStoreReading   *reading,
                           GPtrArray             *outbox,
                           GError               **error)
{
  bedside_store_database_assert_thread (database);

  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_LOAD_OUTBOX);
  gboolean row = TRUE;

  while (bedside_store_reading_step (reading, statement, &row, error))
    {
      if (!row)
        return TRUE;

      BedsideStoreOutgoing *record = read_row (database, statement);

      if (record != NULL)
        g_ptr_array_add (outbox, record);
      else
        reading->n_broken++;
    }

  return FALSE;
}

/**
 * bedside_outbox_table_put:
 * @database: the database
 * @id: the transaction id; one that is there keeps its place
 * @room_id: a room
 * @payload: what to seal
 * @error: return location for an error
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_outbox_table_put (BedsideStoreDatabase  *database,
                          const char            *id,
                          const char            *room_id,
                          const char            *payload,
                          GError               **error)
{
  bedside_store_database_assert_thread (database);

  g_autofree char *identity = make_identity (id, room_id);
  g_autoptr(GBytes) sealed = bedside_sealer_seal (database->sealer, payload, identity, error);

  if (sealed == NULL)
    return FALSE;

  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_PUT_OUTGOING);

  return bedside_db_statement_bind_text (statement, 1, id, error) &&
         bedside_db_statement_bind_text (statement, 2, room_id, error) &&
         bedside_db_statement_bind_bytes (statement, 3, sealed, error) &&
         bedside_db_statement_run (statement, error);
}

/**
 * bedside_outbox_table_delete:
 * @database: the database
 * @id: the transaction id
 * @error: return location for an error
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_outbox_table_delete (BedsideStoreDatabase  *database,
                             const char            *id,
                             GError               **error)
{
  bedside_store_database_assert_thread (database);

  return bedside_store_database_run_for (database, BEDSIDE_SQL_DELETE_OUTGOING, id, error);
}
