/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-members-table"

#include "bedside-store-tables.h"

#include "bedside-store-fields.h"

static char *
make_identity (const char *room_id,
               const char *mask)
{
  return bedside_store_fields_pack ("members", room_id, mask, NULL);
}

static BedsideStoreMember *
read_row (BedsideStoreDatabase *database,
          BedsideDbStatement   *statement)
{
  const char *room_id = bedside_db_statement_get_text (statement, 0);
  const char *mask = bedside_db_statement_get_text (statement, 1);

  if (room_id == NULL || mask == NULL)
    return NULL;

  g_autofree char *identity = make_identity (room_id, mask);
  g_autofree char *text = bedside_store_database_open_column (database, statement, 2, identity);
  g_auto(GStrv) fields = text ? bedside_store_fields_unpack (text, 2) : NULL;

  if (fields == NULL)
    return NULL;

  BedsideStoreMember *member = g_new0 (BedsideStoreMember, 1);

  member->room_id = g_strdup (room_id);
  member->user_id = g_strdup (fields[0]);
  member->payload = g_strdup (fields[1]);

  return member;
}

/**
 * bedside_members_table_load:
 * @database: the database
 * @reading: how to read
 * @members: (element-type BedsideStoreMember): where to add them
 * @error: return location for an error
 *
 * Returns: %FALSE if it failed; what was read until then is in @members
 */
gboolean
bedside_members_table_load (BedsideStoreDatabase  *database,
                            BedsideStoreReading   *reading,
                            GPtrArray             *members,
                            GError               **error)
{
  bedside_store_database_assert_thread (database);

  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_LOAD_MEMBERS);
  gboolean row = TRUE;

  while (bedside_store_reading_step (reading, statement, &row, error))
    {
      if (!row)
        return TRUE;

      BedsideStoreMember *record = read_row (database, statement);

      if (record != NULL)
        g_ptr_array_add (members, record);
      else
        reading->n_broken++;
    }

  return FALSE;
}

/**
 * bedside_members_table_put:
 * @database: the database
 * @room_id: a room
 * @user_id: masked and sealed
 * @payload: what to seal
 * @error: return location for an error
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_members_table_put (BedsideStoreDatabase  *database,
                           const char            *room_id,
                           const char            *user_id,
                           const char            *payload,
                           GError               **error)
{
  bedside_store_database_assert_thread (database);

  g_autofree char *text = bedside_store_fields_pack (user_id, payload, NULL);
  g_autofree char *mask = bedside_store_database_mask (database, room_id, user_id);
  g_autofree char *identity = make_identity (room_id, mask);
  g_autoptr(GBytes) sealed = bedside_sealer_seal (database->sealer, text, identity, error);

  if (sealed == NULL)
    return FALSE;

  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_PUT_MEMBER);

  return bedside_db_statement_bind_text (statement, 1, room_id, error) &&
         bedside_db_statement_bind_text (statement, 2, mask, error) &&
         bedside_db_statement_bind_bytes (statement, 3, sealed, error) &&
         bedside_db_statement_run (statement, error);
}

/**
 * bedside_members_table_delete:
 * @database: the database
 * @room_id: a room
 * @error: return location for an error
 *
 * Deletes all of a room.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_members_table_delete (BedsideStoreDatabase  *database,
                              const char            *room_id,
                              GError               **error)
{
  bedside_store_database_assert_thread (database);

  return bedside_store_database_run_for (database, BEDSIDE_SQL_DELETE_MEMBERS, room_id, error);
}
