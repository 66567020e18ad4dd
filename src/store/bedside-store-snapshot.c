/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-store-snapshot"

#include "bedside-store-snapshot.h"

#include "bedside-store-error.h"
#include "bedside-store-tables.h"

static BedsideStoreSnapshot *
snapshot_new (void)
{
  BedsideStoreSnapshot *self = g_new0 (BedsideStoreSnapshot, 1);

  self->rooms = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_store_room_free);
  self->state = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_store_state_free);
  self->members = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_store_member_free);
  self->receipts = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_store_receipt_free);
  self->outbox = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_store_outgoing_free);
  self->drafts = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_store_draft_free);

  return self;
}

static gboolean
load_account (BedsideStoreDatabase  *database,
              BedsideStoreReading   *reading,
              BedsideStoreSnapshot  *snapshot,
              GError               **error)
{
  return bedside_account_table_load (database, reading, &snapshot->account, error);
}

static gboolean
load_rooms (BedsideStoreDatabase  *database,
            BedsideStoreReading   *reading,
            BedsideStoreSnapshot  *snapshot,
            GError               **error)
{
  return bedside_rooms_table_load (database, reading, snapshot->rooms, error);
}

static gboolean
load_state (BedsideStoreDatabase  *database,
            BedsideStoreReading   *reading,
            BedsideStoreSnapshot  *snapshot,
            GError               **error)
{
  return bedside_state_table_load (database, reading, snapshot->state, error);
}

static gboolean
load_members (BedsideStoreDatabase  *database,
              BedsideStoreReading   *reading,
              BedsideStoreSnapshot  *snapshot,
              GError               **error)
{
  return bedside_members_table_load (database, reading, snapshot->members, error);
}

static gboolean
load_receipts (BedsideStoreDatabase  *database,
               BedsideStoreReading   *reading,
               BedsideStoreSnapshot  *snapshot,
               GError               **error)
{
  return bedside_receipts_table_load (database, reading, snapshot->receipts, error);
}

static gboolean
load_outbox (BedsideStoreDatabase  *database,
             BedsideStoreReading   *reading,
             BedsideStoreSnapshot  *snapshot,
             GError               **error)
{
  return bedside_outbox_table_load (database, reading, snapshot->outbox, error);
}

static gboolean
load_drafts (BedsideStoreDatabase  *database,
             BedsideStoreReading   *reading,
             BedsideStoreSnapshot  *snapshot,
             GError               **error)
{
  return bedside_drafts_table_load (database, reading, snapshot->drafts, error);
}

typedef gboolean (*LoadPart) (BedsideStoreDatabase  *database,
                              BedsideStoreReading   *reading,
                              BedsideStoreSnapshot  *snapshot,
                              GError               **error);

typedef struct {
  LoadPart          load;
  BedsideStoreParts part;
  BedsideStoreTable table;
} Step;

static const Step steps[] = {
  { load_account, BEDSIDE_STORE_PARTS_LIST, BEDSIDE_STORE_TABLE_ACCOUNT },
  { load_rooms, BEDSIDE_STORE_PARTS_LIST, BEDSIDE_STORE_TABLE_ROOMS },
  { load_state, BEDSIDE_STORE_PARTS_STATE, BEDSIDE_STORE_TABLE_STATE },
  { load_members, BEDSIDE_STORE_PARTS_STATE, BEDSIDE_STORE_TABLE_MEMBERS },
  { load_receipts, BEDSIDE_STORE_PARTS_STATE, BEDSIDE_STORE_TABLE_RECEIPTS },
  { load_outbox, BEDSIDE_STORE_PARTS_LIST, BEDSIDE_STORE_TABLE_OUTBOX },
  { load_drafts, BEDSIDE_STORE_PARTS_LIST, BEDSIDE_STORE_TABLE_DRAFTS },
};

static gboolean
load_table (const Step            *step,
            BedsideStoreDatabase  *database,
            BedsideStoreReading   *reading,
            BedsideStoreSnapshot  *snapshot,
            GError               **error)
{
  bedside_store_reading_begin (reading, database->sums, step->table);
  gboolean loaded = step->load (database, reading, snapshot, error);
  bedside_store_reading_end (reading);

  if (!loaded)
    return FALSE;
  if (bedside_store_sums_match (database->sums, step->table, &reading->sum))
    return TRUE;
  g_set_error_literal (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_DAMAGED,
                       "Records are missing, or older than they should be");
  return FALSE;
}

/**
 * bedside_store_snapshot_load:
 * @database: the database
 * @parts: what to read
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for a #BedsideStoreError
 *
 * Loads everything but the events. A damaged table does not hide the others: what could be read comes together with
 * a %BEDSIDE_STORE_ERROR_DAMAGED, because the outbox and the drafts exist nowhere else.
 *
 * Returns: (transfer full) (nullable): the snapshot; %NULL if the error is another
 */
BedsideStoreSnapshot *
bedside_store_snapshot_load (BedsideStoreDatabase  *database,
                             BedsideStoreParts      parts,
                             GCancellable          *cancellable,
                             GError               **error)
{
  bedside_store_database_assert_thread (database);

  g_autoptr(BedsideStoreSnapshot) snapshot = snapshot_new ();
  g_autoptr(GError) damage = NULL;
  BedsideStoreReading reading = { .cancellable = cancellable };

  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      GError *problem = NULL;

      if ((steps[i].part & parts) == 0 || load_table (&steps[i], database, &reading, snapshot, &problem))
        continue;

      problem = bedside_store_error_convert (problem);
      if (!g_error_matches (problem, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_DAMAGED))
        {
          g_propagate_error (error, problem);
          return NULL;
        }
      g_clear_error (&damage);
      damage = problem;
    }

  if (damage != NULL)
    g_propagate_error (error, g_steal_pointer (&damage));
  else if (database->damaged)
    g_set_error_literal (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_DAMAGED, "The seal of the store is damaged");
  else
    bedside_store_error_set_broken (error, reading.n_broken);

  return g_steal_pointer (&snapshot);
}
