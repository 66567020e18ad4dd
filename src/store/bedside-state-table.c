/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-state-table"

#include "bedside-store-tables.h"

#include "bedside-store-fields.h"

static char *
make_identity (const char *room_id,
               const char *type,
               const char *mask)
{
  return bedside_store_fields_pack ("state", room_id, type, mask, NULL);
}

static BedsideStoreState *
read_row (BedsideStoreDatabase *database,
          BedsideDbStatement   *statement)
{
  const char *room_id = bedside_db_statement_get_text (statement, 0);
  const char *type = bedside_db_statement_get_text (statement, 1);
  const char *mask = bedside_db_statement_get_text (statement, 2);

  if (room_id == NULL || type == NULL || mask == NULL)
    return NULL;

  g_autofree char *identity = make_identity (room_id, type, mask);
  g_autofree char *text = bedside_store_database_open_column (database, statement, 3, identity);
  g_auto(GStrv) fields = text ? bedside_store_fields_unpack (text, 2) : NULL;

  if (fields == NULL)
    return NULL;

  BedsideStoreState *state = g_new0 (BedsideStoreState, 1);

  state->room_id = g_strdup (room_id);
  state->type = g_strdup (type);
  state->key = g_strdup (fields[0]);
  state->payload = g_strdup (fields[1]);

  return state;
}

/**
 * bedside_state_table_load:
 * @database: the database
 * @reading: how to read
 * @state: (element-type BedsideStoreState): where to add them
 * @error: return location for an error
 *
 * Returns: %FALSE if it failed; what was read until then is in @state
 */
gboolean
bedside_state_table_load (BedsideStoreDatabase  *database,
                          BedsideStoreReading   *reading,
                          GPtrArray             *state,
                          GError               **error)
{
  bedside_store_database_assert_thread (database);

  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_LOAD_STATE);
  gboolean row = TRUE;

  while (bedside_store_reading_step (reading, statement, &row, error))
    {
      if (!row)
        return TRUE;

      BedsideStoreState *record = read_row (database, statement);

      if (record != NULL)
        g_ptr_array_add (state, record);
      else
        reading->n_broken++;
    }

  return FALSE;
}

/**
 * bedside_state_table_put:
 * @database: the database
 * @room_id: a room
 * @type: type of the state
 * @key: its key, which may be a user id: masked and sealed
 * @payload: what to seal
 * @error: return location for an error
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_state_table_put (BedsideStoreDatabase  *database,
                         const char            *room_id,
                         const char            *type,
                         const char            *key,
                         const char            *payload,
                         GError               **error)
{
  bedside_store_database_assert_thread (database);

  g_autofree char *mask = bedside_store_database_mask (database, room_id, key);
  g_autofree char *identity = make_identity (room_id, type, mask);
  g_autofree char *text = bedside_store_fields_pack (key, payload, NULL);
  g_autoptr(GBytes) sealed = bedside_sealer_seal (database->sealer, text, identity, error);

  if (sealed == NULL)
    return FALSE;

  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_PUT_STATE);

  return bedside_db_statement_bind_text (statement, 1, room_id, error) &&
         bedside_db_statement_bind_text (statement, 2, type, error) &&
         bedside_db_statement_bind_text (statement, 3, mask, error) &&
         bedside_db_statement_bind_bytes (statement, 4, sealed, error) &&
         bedside_db_statement_run (statement, error);
}

/**
 * bedside_state_table_delete:
 * @database: the database
 * @room_id: a room
 * @error: return location for an error
 *
 * Deletes all of a room.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_state_table_delete (BedsideStoreDatabase  *database,
                            const char            *room_id,
                            GError               **error)
{
  bedside_store_database_assert_thread (database);

  return bedside_store_database_run_for (database, BEDSIDE_SQL_DELETE_STATE, room_id, error);
}
