/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-await.h"
#include "bedside-worker.h"

#define LIMIT 20

/**
 * Record:
 *
 * What the tasks of a test have in common. The gate holds a task until the test lets it go on.
 */
typedef struct {
  BedsideWorker *worker;
  GArray        *done;     /* numbers of the tasks in the order in which they ran; of the worker's thread */
  GMutex         mutex;
  GCond          changed;
  gboolean       waiting;
  gboolean       open;
} Record;

typedef struct {
  Record *record;
  int     number;
} Step;

static void
set_up (Record        *record,
        gconstpointer  data)
{
  record->worker = bedside_worker_new ("test");
  record->done = g_array_new (FALSE, FALSE, sizeof (int));
  g_mutex_init (&record->mutex);
  g_cond_init (&record->changed);
}

static void
tear_down (Record        *record,
           gconstpointer  data)
{
  g_clear_object (&record->worker);
  g_array_unref (record->done);
  g_mutex_clear (&record->mutex);
  g_cond_clear (&record->changed);
}

static void
note (GTask        *task,
      gpointer      source_object,
      gpointer      task_data,
      GCancellable *cancellable)
{
  Step *step = task_data;

  g_assert_true (bedside_worker_is_current_thread (step->record->worker));
  g_array_append_val (step->record->done, step->number);
  g_task_return_int (task, step->number);
}

static void
wait_at_gate (GTask        *task,
              gpointer      source_object,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Record *record = ((Step *) task_data)->record;

  g_mutex_lock (&record->mutex);
  record->waiting = TRUE;
  g_cond_signal (&record->changed);
  while (!record->open)
    g_cond_wait (&record->changed, &record->mutex);
  g_mutex_unlock (&record->mutex);
  note (task, source_object, task_data, cancellable);
}

static void
await_gate (Record *record)
{
  g_mutex_lock (&record->mutex);
  while (!record->waiting)
    g_cond_wait (&record->changed, &record->mutex);
  g_mutex_unlock (&record->mutex);
}

static void
open_gate (Record *record)
{
  g_mutex_lock (&record->mutex);
  record->open = TRUE;
  g_cond_signal (&record->changed);
  g_mutex_unlock (&record->mutex);
}

static void
start (Record           *record,
       int               number,
       GTaskThreadFunc   function,
       GCancellable     *cancellable,
       GAsyncResult    **result)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, bedside_await_result, result);
  Step *step = g_new0 (Step, 1);

  step->record = record;
  step->number = number;
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, step, g_free);
  bedside_worker_run (record->worker, task, function);
}

static void
shut_down (Record *record)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_worker_shut_down_async (record->worker, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, LIMIT);
  g_assert_true (bedside_worker_shut_down_finish (record->worker, result, &error));
  g_assert_no_error (error);
}

static void
test_order (Record        *record,
            gconstpointer  data)
{
  GAsyncResult *results[100] = { NULL };

  for (int i = 0; i < 100; i++)
    start (record, i, note, NULL, &results[i]);
  bedside_await (results[99] != NULL, LIMIT);

  g_assert_cmpuint (record->done->len, ==, 100);
  for (int i = 0; i < 100; i++)
    {
      g_assert_cmpint (g_array_index (record->done, int, i), ==, i);
      g_assert_cmpint (g_task_propagate_int (G_TASK (results[i]), NULL), ==, i);
      g_clear_object (&results[i]);
    }
}

static void
test_current_thread (Record        *record,
                     gconstpointer  data)
{
  g_autoptr(BedsideWorker) other = bedside_worker_new ("other");
  g_autoptr(GAsyncResult) result = NULL;

  /* In the task it is checked by note(). */
  start (record, 1, note, NULL, &result);
  bedside_await (result != NULL, LIMIT);
  g_assert_false (bedside_worker_is_current_thread (record->worker));
  g_assert_false (bedside_worker_is_current_thread (other));
}

static void
fail (GTask        *task,
      gpointer      source_object,
      gpointer      task_data,
      GCancellable *cancellable)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "No space");
}

static void
test_error (Record        *record,
            gconstpointer  data)
{
  g_autoptr(GAsyncResult) failed = NULL, next = NULL;
  g_autoptr(GError) error = NULL;

  start (record, 1, fail, NULL, &failed);
  start (record, 2, note, NULL, &next);
  bedside_await (failed != NULL && next != NULL, LIMIT);
  g_assert_cmpint (g_task_propagate_int (G_TASK (failed), &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE);
  g_assert_cmpint (g_task_propagate_int (G_TASK (next), NULL), ==, 2);
}

static void
test_cancelled_in_queue (Record        *record,
                         gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) first = NULL, second = NULL, third = NULL;
  g_autoptr(GError) error = NULL;

  start (record, 1, wait_at_gate, NULL, &first);
  start (record, 2, note, cancellable, &second);
  start (record, 3, note, NULL, &third);
  await_gate (record);
  g_cancellable_cancel (cancellable);
  open_gate (record);
  bedside_await (first != NULL && second != NULL && third != NULL, LIMIT);

  g_assert_cmpint (g_task_propagate_int (G_TASK (second), &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (record->done->len, ==, 2);
  g_assert_cmpint (g_array_index (record->done, int, 1), ==, 3);
}

static void
test_cancelled_before (Record        *record,
                       gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  start (record, 1, note, cancellable, &result);
  bedside_await (result != NULL, LIMIT);
  g_assert_cmpint (g_task_propagate_int (G_TASK (result), &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (record->done->len, ==, 0);
}

static void
test_shut_down (Record        *record,
                gconstpointer  data)
{
  GAsyncResult *results[3] = { NULL };
  g_autoptr(GAsyncResult) ended = NULL, late = NULL;
  g_autoptr(GError) error = NULL;

  start (record, 0, wait_at_gate, NULL, &results[0]);
  start (record, 1, note, NULL, &results[1]);
  start (record, 2, note, NULL, &results[2]);
  bedside_worker_shut_down_async (record->worker, NULL, bedside_await_result, &ended);
  start (record, 3, note, NULL, &late);
  bedside_await (late != NULL, LIMIT);
  g_assert_null (ended);
  g_assert_cmpint (g_task_propagate_int (G_TASK (late), &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);

  /* What was queued before is done. */
  open_gate (record);
  bedside_await (ended != NULL, LIMIT);
  g_assert_true (bedside_worker_shut_down_finish (record->worker, ended, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (record->done->len, ==, 3);
  bedside_await (results[2] != NULL, LIMIT);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    g_clear_object (&results[i]);
}

static void
test_shut_down_twice (Record        *record,
                      gconstpointer  data)
{
  shut_down (record);
  shut_down (record);
  bedside_await_finalize (g_steal_pointer (&record->worker));
}

static void
test_shut_down_cancelled (Record        *record,
                          gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL, ended = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  start (record, 1, note, NULL, &result);
  bedside_worker_shut_down_async (record->worker, cancellable, bedside_await_result, &ended);
  bedside_await (ended != NULL && result != NULL, LIMIT);
  g_assert_false (bedside_worker_shut_down_finish (record->worker, ended, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* It was done all the same. */
  g_assert_cmpuint (record->done->len, ==, 1);
}

static void
test_dropped (Record        *record,
              gconstpointer  data)
{
  GAsyncResult *results[10] = { NULL };

  for (int i = 0; i < 10; i++)
    start (record, i, note, NULL, &results[i]);

  /* note() asks the worker, so it has to live until the thread has ended: dropping it waits for that. */
  BedsideWorker *worker = record->worker;
  g_object_add_weak_pointer (G_OBJECT (worker), (gpointer *) &worker);
  g_object_unref (record->worker);
  g_assert_null (worker);
  g_assert_cmpuint (record->done->len, ==, 10);
  record->worker = NULL;

  bedside_await (results[9] != NULL, LIMIT);
  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    g_clear_object (&results[i]);
}

static void
drop_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Record *record = ((Step *) task_data)->record;

  /* The test has given its reference up. */
  g_clear_object (&record->worker);
  g_task_return_boolean (task, TRUE);
}

static void
test_dropped_in_thread (Record        *record,
                        gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;

  start (record, 1, drop_in_thread, NULL, &result);
  bedside_await (result != NULL, LIMIT);
  g_assert_true (g_task_propagate_boolean (G_TASK (result), NULL));
  g_assert_null (record->worker);
}

static void
test_idle_dropped (Record        *record,
                   gconstpointer  data)
{
  bedside_await_finalize (g_steal_pointer (&record->worker));
}

static void
test_references (Record        *record,
                 gconstpointer  data)
{
  GCancellable *source = g_cancellable_new ();
  GAsyncResult *result = NULL;
  GTask *task = g_task_new (source, NULL, bedside_await_result, &result);
  Step *step = g_new0 (Step, 1);

  step->record = record;
  g_task_set_task_data (task, step, g_free);
  bedside_worker_run (record->worker, task, note);
  g_object_unref (task);
  shut_down (record);
  bedside_await (result != NULL, LIMIT);
  g_clear_object (&result);

  /* Neither the task nor what it belonged to is kept. */
  bedside_await_finalize (source);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, Record, NULL, set_up, function, tear_down)
  ADD ("/base/worker/order", test_order);
  ADD ("/base/worker/current-thread", test_current_thread);
  ADD ("/base/worker/error", test_error);
  ADD ("/base/worker/cancelled-in-queue", test_cancelled_in_queue);
  ADD ("/base/worker/cancelled-before", test_cancelled_before);
  ADD ("/base/worker/shut-down", test_shut_down);
  ADD ("/base/worker/shut-down-twice", test_shut_down_twice);
  ADD ("/base/worker/shut-down-cancelled", test_shut_down_cancelled);
  ADD ("/base/worker/dropped", test_dropped);
  ADD ("/base/worker/dropped-in-thread", test_dropped_in_thread);
  ADD ("/base/worker/idle-dropped", test_idle_dropped);
  ADD ("/base/worker/references", test_references);
#undef ADD

  return g_test_run ();
}
