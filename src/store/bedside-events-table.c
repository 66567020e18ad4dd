/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-events-table"

#include "bedside-store-tables.h"

#include "bedside-store-fields.h"

/* So many are in memory at once. */
#define REWRITE_PAGE 500

/* Columns of both SELECTs. */
enum {
  COLUMN_POSITION,
  COLUMN_EVENT_ID,
  COLUMN_SEALED,
};

static char *
make_identity (const char *room_id,
               const char *event_id)
{
  return bedside_store_fields_pack ("events", room_id, event_id, NULL);
}

static void
read_row (BedsideStoreDatabase *database,
          BedsideStoreReading  *reading,
          BedsideDbStatement   *statement,
          const char           *room_id,
          GPtrArray            *events)
{
  const char *event_id = bedside_db_statement_get_text (statement, COLUMN_EVENT_ID);
  g_autofree char *identity = event_id ? make_identity (room_id, event_id) : NULL;
  g_autofree char *payload = NULL;

  if (identity != NULL)
    payload = bedside_store_database_open_column (database, statement, COLUMN_SEALED, identity);
  if (payload == NULL)
    {
      reading->n_broken++;
      return;
    }

  BedsideStoreEvent *event = g_new0 (BedsideStoreEvent, 1);

  event->room_id = g_strdup (room_id);
  event->position = bedside_db_statement_get_int (statement, COLUMN_POSITION);
  event->event_id = g_strdup (event_id);
  event->payload = g_steal_pointer (&payload);
  g_ptr_array_add (events, event);
}

static void
reverse (GPtrArray *array)
{
  for (guint i = 0, j = array->len; i + 1 < j; i++)
    {
      gpointer first = array->pdata[i];

      array->pdata[i] = array->pdata[--j];
      array->pdata[j] = first;
    }
}

/**
 * bedside_events_table_load:
 * @database: the database
 * @reading: how to read
 * @room_id: a room
 * @before: only events with a position below this
 * @limit: how many at most, the newest
 * @events: (element-type BedsideStoreEvent): an empty array to fill, oldest first
 * @error: return location for an error
 *
 * Walks along an index, so that the time does not depend on how many events the room has.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_events_table_load (BedsideStoreDatabase  *database,
                           BedsideStoreReading   *reading,
                           const char            *room_id,
                           gint64                 before,
                           guint                  limit,
                           GPtrArray             *events,
                           GError               **error)
{
  bedside_store_database_assert_thread (database);

  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_LOAD_EVENTS);
  gboolean row = TRUE;

  if (!bedside_db_statement_bind_text (statement, 1, room_id, error) ||
      !bedside_db_statement_bind_int (statement, 2, before, error) ||
      !bedside_db_statement_bind_int (statement, 3, limit, error))
    return FALSE;

  while (bedside_store_reading_step (reading, statement, &row, error))
    {
      if (!row)
        {
          reverse (events);
          return TRUE;
        }
      read_row (database, reading, statement, room_id, events);
    }

  return FALSE;
}

static int
compare_positions (gconstpointer a,
                   gconstpointer b)
{
  const BedsideStoreEvent *first = *(BedsideStoreEvent *const *) a;
  const BedsideStoreEvent *second = *(BedsideStoreEvent *const *) b;

  return (first->position > second->position) - (first->position < second->position);
}

static gboolean
find_one (BedsideStoreDatabase  *database,
          BedsideStoreReading   *reading,
          const char            *room_id,
          const char            *event_id,
          GPtrArray             *events,
          GError               **error)
{
  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_FIND_EVENT);
  gboolean row = FALSE;

  if (!bedside_db_statement_bind_text (statement, 1, room_id, error) ||
      !bedside_db_statement_bind_text (statement, 2, event_id, error) ||
      !bedside_store_reading_step (reading, statement, &row, error))
    return FALSE;
  if (row)
    read_row (database, reading, statement, room_id, events);
  return TRUE;
}

/**
 * bedside_events_table_find:
 * @database: the database
 * @reading: how to read
 * @room_id: a room
 * @event_ids: (array zero-terminated=1): which events; naming one twice gives it once
 * @events: (element-type BedsideStoreEvent): an empty array to fill with those that there are, by position
 * @error: return location for an error
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_events_table_find (BedsideStoreDatabase  *database,
                           BedsideStoreReading   *reading,
                           const char            *room_id,
                           const char *const     *event_ids,
                           GPtrArray             *events,
                           GError               **error)
{
  bedside_store_database_assert_thread (database);

  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; event_ids[i] != NULL; i++)
    if (g_hash_table_add (seen, (gpointer) event_ids[i]) &&
        !find_one (database, reading, room_id, event_ids[i], events, error))
      return FALSE;

  g_ptr_array_sort (events, compare_positions);
  return TRUE;
}

/**
 * bedside_events_table_put:
 * @database: the database
 * @room_id: a room
 * @position: place in the order of the room
 * @event_id: one that the room has already is ignored
 * @payload: what to seal
 * @error: return location for an error
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_events_table_put (BedsideStoreDatabase  *database,
                          const char            *room_id,
                          gint64                 position,
                          const char            *event_id,
                          const char            *payload,
                          GError               **error)
{
  bedside_store_database_assert_thread (database);

  g_autofree char *identity = make_identity (room_id, event_id);
  g_autoptr(GBytes) sealed = bedside_sealer_seal (database->sealer, payload, identity, error);

  if (sealed == NULL)
    return FALSE;

  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_PUT_EVENT);

  return bedside_db_statement_bind_text (statement, 1, room_id, error) &&
         bedside_db_statement_bind_int (statement, 2, position, error) &&
         bedside_db_statement_bind_text (statement, 3, event_id, error) &&
         bedside_db_statement_bind_bytes (statement, 4, sealed, error) &&
         bedside_db_statement_run (statement, error);
}

/**
 * bedside_events_table_replace:
 * @database: the database
 * @room_id: a room
 * @event_id: an event; nothing happens if the room does not have it
 * @payload: what to seal
 * @error: return location for an error
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_events_table_replace (BedsideStoreDatabase  *database,
                              const char            *room_id,
                              const char            *event_id,
                              const char            *payload,
                              GError               **error)
{
  bedside_store_database_assert_thread (database);

  g_autofree char *identity = make_identity (room_id, event_id);
  g_autoptr(GBytes) sealed = bedside_sealer_seal (database->sealer, payload, identity, error);

  if (sealed == NULL)
    return FALSE;

  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_REPLACE_EVENT);

  return bedside_db_statement_bind_text (statement, 1, room_id, error) &&
         bedside_db_statement_bind_text (statement, 2, event_id, error) &&
         bedside_db_statement_bind_bytes (statement, 3, sealed, error) &&
         bedside_db_statement_run (statement, error);
}

static gboolean
rewrite_page (BedsideStoreDatabase  *database,
              GPtrArray             *events,
              BedsideStoreRewrite    rewrite,
              gpointer               user_data,
              GError               **error)
{
  for (guint i = 0; i < events->len; i++)
    {
      BedsideStoreEvent *event = g_ptr_array_index (events, i);
      g_autofree char *payload = rewrite (event->event_id, event->payload, user_data);

      if (payload != NULL &&
          !bedside_events_table_replace (database, event->room_id, event->event_id, payload, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * bedside_events_table_rewrite:
 * @database: the database
 * @room_id: a room
 * @rewrite: makes the new payload of an event
 * @user_data: data for @rewrite
 * @error: return location for an error
 *
 * Goes through all events of a room. A record whose seal is broken cannot be rewritten, but is not shown either.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_events_table_rewrite (BedsideStoreDatabase  *database,
                              const char            *room_id,
                              BedsideStoreRewrite    rewrite,
                              gpointer               user_data,
                              GError               **error)
{
  bedside_store_database_assert_thread (database);

  BedsideStoreReading reading = { 0 };
  gint64 before = G_MAXINT64;

  while (TRUE)
    {
      g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_store_event_free);
      guint n_broken = reading.n_broken;

      if (!bedside_events_table_load (database, &reading, room_id, before, REWRITE_PAGE, events, error) ||
          !rewrite_page (database, events, rewrite, user_data, error))
        return FALSE;
      if (events->len + reading.n_broken - n_broken < REWRITE_PAGE || events->len == 0)
        return TRUE;
      before = ((BedsideStoreEvent *) g_ptr_array_index (events, 0))->position;
    }
}

/**
 * bedside_events_table_delete:
 * @database: the database
 * @room_id: a room
 * @event_id: an event
 * @error: return location for an error
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_events_table_delete (BedsideStoreDatabase  *database,
                             const char            *room_id,
                             const char            *event_id,
                             GError               **error)
{
  bedside_store_database_assert_thread (database);

  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_DELETE_EVENT);

  return bedside_db_statement_bind_text (statement, 1, room_id, error) &&
         bedside_db_statement_bind_text (statement, 2, event_id, error) &&
         bedside_db_statement_run (statement, error);
}

/**
 * bedside_events_table_delete_all:
 * @database: the database
 * @room_id: a room
 * @error: return location for an error
 *
 * Deletes all of a room.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_events_table_delete_all (BedsideStoreDatabase  *database,
                                 const char            *room_id,
                                 GError               **error)
{
  bedside_store_database_assert_thread (database);

  return bedside_store_database_run_for (database, BEDSIDE_SQL_DELETE_EVENTS, room_id, error);
}
