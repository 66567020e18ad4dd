/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-store-reading"

#include "bedside-store-tables.h"

/**
 * bedside_store_reading_step:
 * @self: how to read
 * @statement: a statement
 * @row: (out): whether there is a row
 * @error: return location for an error
 *
 * Goes to the next row, unless the caller has cancelled.
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
         bedside_db_statement_step (statement, row, error);
}
