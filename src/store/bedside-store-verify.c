/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-store-verify"

#include "bedside-store-private.h"

#include "bedside-store-error.h"
#include "bedside-store-tables.h"

/* How long other calls may have to wait for one slice, in µs, and after how many events that is looked at. */
#define SLICE (5 * 1000)
#define STRIDE 64

typedef enum {
  STATE_SCANNING,
  STATE_DONE,
} State;

static gboolean
set_damaged (GError     **error,
             const char  *message)
{
  g_set_error_literal (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_DAMAGED, message);
  return FALSE;
}

/* Events are found by two indices; the scan has seen that these have all events. */
static gboolean
check_counts (BedsideStoreDatabase  *database,
              GError               **error)
{
  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_COUNT_EVENTS);
  gboolean row = FALSE;

  if (!bedside_db_statement_step (statement, &row, error))
    return FALSE;

  gint64 count = bedside_db_statement_get_int (statement, 0);

  if (bedside_db_statement_get_int (statement, 1) != count || bedside_db_statement_get_int (statement, 2) != count)
    return set_damaged (error, "The indices have other events");
  return TRUE;
}

static gboolean
scan_stride (BedsideStoreDatabase  *database,
             guint                 *n_events,
             GError               **error)
{
  g_autoptr(BedsideDbStatement) statement = bedside_store_database_borrow (database, BEDSIDE_SQL_SCAN_EVENTS);
  gboolean row = TRUE;

  *n_events = 0;
  if (!bedside_db_statement_bind_int (statement, 1, bedside_store_sums_get_next (database->sums), error) ||
      !bedside_db_statement_bind_int (statement, 2, STRIDE, error))
    return FALSE;

  while (bedside_db_statement_step (statement, &row, error))
    {
      if (!row)
        return TRUE;
      if (!bedside_store_sums_scan_row (database->sums, statement, error))
        return FALSE;
      if (bedside_db_statement_get_int (statement, 5) != 1)
        return set_damaged (error, "The indices lack an event");
      (*n_events)++;
    }

  return FALSE;
}

static gboolean
scan_slice (BedsideStoreDatabase  *database,
            State                 *state,
            GError               **error)
{
  gint64 end = g_get_monotonic_time () + SLICE;
  guint n_events = STRIDE;

  bedside_store_database_assert_thread (database);

  while (n_events == STRIDE && g_get_monotonic_time () < end)
    if (!scan_stride (database, &n_events, error))
      return FALSE;
  if (n_events == STRIDE)
    return TRUE;

  *state = STATE_DONE;
  if (!bedside_store_sums_end_scan (database->sums))
    return set_damaged (error, "Events are missing, or older than they should be");
  return check_counts (database, error);
}

static void
begin_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  bedside_store_assert_thread (source_object);

  BedsideStore *self = source_object;

  bedside_store_sums_begin_scan (self->database->sums);
  g_task_return_int (task, STATE_SCANNING);
}

static void
slice_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  bedside_store_assert_thread (source_object);

  BedsideStore *self = source_object;
  State state = STATE_SCANNING;
  GError *error = NULL;

  if (scan_slice (self->database, &state, &error))
    g_task_return_int (task, state);
  else
    g_task_return_error (task, bedside_store_error_convert (error));
}

static void on_slice_done (GObject *object, GAsyncResult *result, gpointer user_data);

/* What was asked for meanwhile has its turn before the next slice. */
static void
run_slice (BedsideStore    *self,
           GTask           *task,
           GTaskThreadFunc  function)
{
  g_autoptr(GTask) slice = bedside_store_new_task (self, run_slice, g_task_get_cancellable (task), on_slice_done,
                                                   g_object_ref (task));

  g_task_set_priority (slice, g_task_get_priority (task));
  bedside_store_run (self, slice, function);
}

static void
on_slice_done (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  State state = (State) g_task_propagate_int (G_TASK (result), &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else if (state == STATE_DONE)
    g_task_return_boolean (task, TRUE);
  else
    run_slice (BEDSIDE_STORE (object), task, slice_in_thread);
}

/**
 * bedside_store_verify_async:
 * @self: a store, which is not being verified already
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when all events were looked at
 * @user_data: data for @callback
 *
 * Looks in the background whether the events are those that were written: none is missing, older than it should be or
 * in another place. (The other tables are looked at when they are loaded.) Takes a second for some 100,000, in slices
 * of some milliseconds; what is asked of the store meanwhile comes in between.
 */
void
bedside_store_verify_async (BedsideStore        *self,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_STORE (self));

  g_autoptr(GTask) task = bedside_store_new_task (self, bedside_store_verify_async, cancellable, callback, user_data);

  g_task_set_priority (task, G_PRIORITY_LOW);
  run_slice (self, task, begin_in_thread);
}

/**
 * bedside_store_verify_finish:
 * @self: a store
 * @result: what the callback was given
 * @error: return location for a #BedsideStoreError
 *
 * Returns: %TRUE if the events are what was written; else %BEDSIDE_STORE_ERROR_DAMAGED says that they are not, and
 *   any other error that it is not known
 */
gboolean
bedside_store_verify_finish (BedsideStore  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_store_verify_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
