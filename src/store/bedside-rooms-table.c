/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-rooms-table"

#include "bedside-store-tables.h"

#include "bedside-store-fields.h"

static char *
make_identity (const char *room_id)
{
  return bedside_store_fields_pack ("rooms", room_id, NULL);
}

static BedsideStoreRoom *
read_row (BedsideStoreDatabase *database,
          BedsideDbStatement   *statement)
{
  const char *room_id = bedside_db_statement_get_text (statement, 0);

  if (room_id == NULL)
    return NULL;

  g_autofree char *identity = make_identity (room_id);
  g_autofree char *payload = bedside_store_database_open_column (database, statement, 1, identity);

  if (payload == NULL)
    return NULL;

  BedsideStoreRoom *room = g_new0 (BedsideStoreRoom, 1);

  room->room_id = g_strdup (room_id);
  room->payload = g_steal_pointer (&payload);

  return room;
}

/**
 * bedside_rooms_table_load:
 * @database: the database
 * @reading: how to read
 * @rooms: (element-type BedsideStoreRoom): where to add them
 * @error: return location for an error
 *
 * Returns: %FALSE if it failed; what was read until then is in @rooms
 */
gboolean
bedside_rooms_table_load (BedsideStoreDatabase  *database,
                          BedsideStoreReading   *reading,
                          GPtrArray             *rooms,
                          GError               **error)
{
  bedside_store_database_assert_thread (database);

  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_LOAD_ROOMS);
  gboolean row = TRUE;

  while (bedside_store_reading_step (reading, statement, &row, error))
    {
      if (!row)
        return TRUE;

      BedsideStoreRoom *record = read_row (database, statement);

      if (record != NULL)
        g_ptr_array_add (rooms, record);
      else
        reading->n_broken++;
    }

  return FALSE;
}

/**
 * bedside_rooms_table_put:
 * @database: the database
 * @room_id: a room
 * @payload: what to seal
 * @error: return location for an error
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_rooms_table_put (BedsideStoreDatabase  *database,
                         const char            *room_id,
                         const char            *payload,
                         GError               **error)
{
  bedside_store_database_assert_thread (database);

  g_autofree char *identity = make_identity (room_id);
  g_autoptr(GBytes) sealed = bedside_sealer_seal (database->sealer, payload, identity, error);

  if (sealed == NULL)
    return FALSE;

  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_PUT_ROOM);

  return bedside_db_statement_bind_text (statement, 1, room_id, error) &&
         bedside_db_statement_bind_bytes (statement, 2, sealed, error) &&
         bedside_db_statement_run (statement, error);
}

/**
 * bedside_rooms_table_delete:
 * @database: the database
 * @room_id: a room
 * @error: return location for an error
 *
 * Deletes all of a room.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_rooms_table_delete (BedsideStoreDatabase  *database,
                            const char            *room_id,
                            GError               **error)
{
  bedside_store_database_assert_thread (database);

  return bedside_store_database_run_for (database, BEDSIDE_SQL_DELETE_ROOM, room_id, error);
}
