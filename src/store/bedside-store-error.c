/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-store-error"

#include "bedside-store-error.h"

#include "bedside-db-connection.h"

#include <sqlite3.h>

G_DEFINE_QUARK (bedside-store-error-quark, bedside_store_error)

static const struct {
  int               code;
  BedsideStoreError meaning;
} meanings[] = {
  { SQLITE_IOERR_CORRUPTFS, BEDSIDE_STORE_ERROR_DAMAGED },
  { SQLITE_IOERR_DATA, BEDSIDE_STORE_ERROR_DAMAGED },
  { SQLITE_CORRUPT, BEDSIDE_STORE_ERROR_DAMAGED },
  { SQLITE_NOTADB, BEDSIDE_STORE_ERROR_DAMAGED },
  { SQLITE_BUSY, BEDSIDE_STORE_ERROR_BUSY },
  { SQLITE_LOCKED, BEDSIDE_STORE_ERROR_BUSY },
  { SQLITE_FULL, BEDSIDE_STORE_ERROR_FULL },
};

static BedsideStoreError
get_meaning (int code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
    if (meanings[i].code == code || meanings[i].code == (code & 0xff))
      return meanings[i].meaning;

  return BEDSIDE_STORE_ERROR_FAILED;
}

/**
 * bedside_store_error_convert:
 * @problem: (transfer full): an error of this layer or of what is below
 *
 * Says what an error means for those who use the store. This is the only place that does.
 *
 * Returns: (transfer full): a #BedsideStoreError, or a #GIOErrorEnum if the task was cancelled
 */
GError *
bedside_store_error_convert (GError *problem)
{
  g_return_val_if_fail (problem != NULL, NULL);

  int code = BEDSIDE_STORE_ERROR_FAILED;

  if (problem->domain == BEDSIDE_STORE_ERROR || g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return problem;
  if (problem->domain == BEDSIDE_DB_ERROR)
    code = get_meaning (problem->code);
  else if (g_error_matches (problem, BEDSIDE_SEALER_ERROR, BEDSIDE_SEALER_ERROR_BROKEN))
    code = BEDSIDE_STORE_ERROR_DAMAGED;

  GError *error = g_error_new_literal (BEDSIDE_STORE_ERROR, code, problem->message);

  g_error_free (problem);

  return error;
}

/**
 * bedside_store_error_set_broken:
 * @error: return location for a #BedsideStoreError
 * @n_broken: how many records were left out
 *
 * Sets an error if there were any.
 */
void
bedside_store_error_set_broken (GError **error,
                                guint    n_broken)
{
  if (n_broken > 0)
    g_set_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_DAMAGED, "The seal of %u records is broken", n_broken);
}
