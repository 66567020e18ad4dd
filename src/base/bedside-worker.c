/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-worker"

#include "bedside-worker.h"

#include "bedside-thread.h"

/**
 * BedsideWorker:
 *
 * One thread that does tasks in the order in which they were given. What such a
 * thread owns needs no lock; assert with bedside_worker_is_current_thread().
 */
struct _BedsideWorker
{
  GObject      parent_instance;

  GThread     *thread;    /* (owned) (nullable): NULL once shut down */
  gpointer     identity;  /* the thread, also while it does what was queued before the end */
  GAsyncQueue *queue;     /* (owned) (element-type Job) */
};

typedef struct {
  GTask           *task;      /* (owned) (nullable): NULL ends the thread */
  GTaskThreadFunc  function;
} Job;

G_DEFINE_FINAL_TYPE (BedsideWorker, bedside_worker, G_TYPE_OBJECT)

static void
job_free (Job *job)
{
  g_clear_object (&job->task);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

static gpointer
bedside_worker_thread (gpointer data)
{
  bedside_assert_other_thread ();

  g_autoptr(GAsyncQueue) queue = data;

  while (TRUE)
    {
      g_autoptr(Job) job = g_async_queue_pop (queue);

      if (job->task == NULL)
        return NULL;
      if (!g_task_return_error_if_cancelled (job->task))
        job->function (job->task, g_task_get_source_object (job->task), g_task_get_task_data (job->task),
                       g_task_get_cancellable (job->task));
    }
}

static void
push (BedsideWorker   *self,
      GTask           *task,
      GTaskThreadFunc  function)
{
  Job *job = g_new0 (Job, 1);

  job->task = task;
  job->function = function;
  g_async_queue_push (self->queue, job);
}

static void
bedside_worker_finalize (GObject *object)
{
  BedsideWorker *self = BEDSIDE_WORKER (object);

  if (self->thread != NULL)
    {
      push (self, NULL, NULL);
      if (self->thread == g_thread_self ())
        g_thread_unref (self->thread);
      else
        g_thread_join (self->thread);
    }
  g_async_queue_unref (self->queue);

  G_OBJECT_CLASS (bedside_worker_parent_class)->finalize (object);
}

static void
bedside_worker_class_init (BedsideWorkerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bedside_worker_finalize;
}

static void
bedside_worker_init (BedsideWorker *self)
{
  self->queue = g_async_queue_new_full ((GDestroyNotify) job_free);
}

/**
 * bedside_worker_new:
 * @name: name of the thread, at most 15 bytes
 *
 * Starts a thread that waits for tasks. Dropping the last reference lets it do
 * what is queued and waits for that; see bedside_worker_shut_down_async().
 *
 * Returns: (transfer full): a new worker
 */
BedsideWorker *
bedside_worker_new (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  BedsideWorker *self = g_object_new (BEDSIDE_TYPE_WORKER, NULL);

  self->thread = g_thread_new (name, bedside_worker_thread, g_async_queue_ref (self->queue));
  self->identity = self->thread;

  return self;
}

/**
 * bedside_worker_run:
 * @self: a worker
 * @task: a task; its cancellable is looked at before @function is called
 * @function: called in the worker's thread, must return from @task there
 *
 * Queues @task behind those given before.
 */
void
bedside_worker_run (BedsideWorker   *self,
                    GTask           *task,
                    GTaskThreadFunc  function)
{
  g_return_if_fail (BEDSIDE_IS_WORKER (self));
  g_return_if_fail (G_IS_TASK (task));
  g_return_if_fail (function != NULL);

  if (self->thread == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "The worker has been shut down");
      return;
    }
  push (self, g_object_ref (task), function);
}

/**
 * bedside_worker_is_current_thread:
 * @self: a worker
 *
 * Returns: %TRUE in a task of @self
 */
gboolean
bedside_worker_is_current_thread (BedsideWorker *self)
{
  g_return_val_if_fail (BEDSIDE_IS_WORKER (self), FALSE);

  return self->identity == g_thread_self ();
}

static void
join_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  bedside_assert_other_thread ();

  g_thread_join (task_data);
  g_task_return_boolean (task, TRUE);
}

/**
 * bedside_worker_shut_down_async:
 * @self: a worker
 * @cancellable: (nullable): cancels the report, neither the shutting down nor the waiting for it
 * @callback: called when the thread has ended
 * @user_data: data for @callback
 *
 * Does what is queued, then ends the thread. Later tasks fail with %G_IO_ERROR_CLOSED.
 */
void
bedside_worker_shut_down_async (BedsideWorker       *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_WORKER (self));

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  GThread *thread = g_steal_pointer (&self->thread);

  g_task_set_source_tag (task, bedside_worker_shut_down_async);
  if (thread == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  push (self, NULL, NULL);
  g_task_set_task_data (task, thread, NULL);
  g_task_run_in_thread (task, join_thread);
}

/**
 * bedside_worker_shut_down_finish:
 * @self: a worker
 * @result: what the callback was given
 * @error: return location for a #GError
 *
 * Returns: %TRUE when the thread has ended
 */
gboolean
bedside_worker_shut_down_finish (BedsideWorker  *self,
                                 GAsyncResult   *result,
                                 GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_worker_shut_down_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
