/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-store-reading"

#include "bedside-store-tables.h"

#include "bedside-store.h"

/* By so many columns, which are the first ones, the rows are told apart and ordered. */
static const int n_keys[BEDSIDE_STORE_N_TABLES] = {
  [BEDSIDE_STORE_TABLE_ROOMS] = 1,
  [BEDSIDE_STORE_TABLE_STATE] = 3,
  [BEDSIDE_STORE_TABLE_MEMBERS] = 2,
  [BEDSIDE_STORE_TABLE_RECEIPTS] = 2,
  [BEDSIDE_STORE_TABLE_DRAFTS] = 1,
};

/**
 * bedside_store_reading_begin:
 * @self: how to read
 * @sums: makes the sum
 * @table: a table that will be read whole, with all columns
 */
void
bedside_store_reading_begin (BedsideStoreReading *self,
                             BedsideStoreSums    *sums,
                             BedsideStoreTable    table)
{
  g_return_if_fail (self != NULL);

  self->sums = sums;
  self->table = table;
  self->sum = (BedsideStoreSum) { { 0 } };
}

/**
 * bedside_store_reading_end:
 * @self: how to read
 *
 * The table is read, or could not be.
 */
void
bedside_store_reading_end (BedsideStoreReading *self)
{
  g_return_if_fail (self != NULL);

  self->sums = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (self->last); i++)
    g_clear_pointer (&self->last[i], g_free);
}

/* A tree in another order looks whole, but SQLite would not find a row in it, and put another one beside it. */
static gboolean
check_order (BedsideStoreReading  *self,
             BedsideDbStatement   *statement,
             GError              **error)
{
  int order = n_keys[self->table] > 0 && self->last[0] != NULL ? 0 : 1;

  for (int i = 0; i < n_keys[self->table]; i++)
    {
      const char *key = bedside_db_statement_get_text (statement, i);

      if (order == 0)
        order = g_strcmp0 (key, self->last[i]);
      g_free (self->last[i]);
      self->last[i] = g_strdup (key);
    }
  if (order > 0)
    return TRUE;
  g_set_error_literal (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_DAMAGED, "Records are not in order");
  return FALSE;
}

/**
 * bedside_store_reading_step:
 * @self: how to read
 * @statement: a statement
 * @row: (out): whether there is a row
 * @error: return location for an error
 *
 * Goes to the next row, unless the caller has cancelled, and adds it to the sum.
 *
 * Returns: %FALSE if it failed or was cancelled
 */
gboolean
bedside_store_reading_step (BedsideStoreReading  *self,
                            BedsideDbStatement   *statement,
                            gboolean             *row,
                            GError              **error)
{
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error) &&
         bedside_db_statement_step (statement, row, error) &&
         (!*row || self->sums == NULL ||
          (check_order (self, statement, error) &&
           bedside_store_sums_add_row (self->sums, self->table, statement, &self->sum, error)));
}
