/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-attempts"

#include "bedside-attempts.h"

#include "bedside-matrix-error.h"

/* For how long a person waits for a step that goes wrong, in µs. */
#define PERSON_WAITS (10 * G_USEC_PER_SEC)

typedef struct {
  GTask       *task;     /* (owned) */
  BedsideStep  step;
} Waiting;

static void
waiting_free (gpointer data)
{
  Waiting *waiting = data;

  g_object_unref (waiting->task);
  g_free (waiting);
}

/**
 * bedside_attempts_begin:
 * @self: how often something was tried
 * @patience: for how long it is tried again
 *
 * Begins the first step.
 */
void
bedside_attempts_begin (BedsideAttempts *self,
                        BedsidePatience  patience)
{
  g_return_if_fail (self != NULL);

  self->patience = patience;
  bedside_attempts_reset (self);
}

/**
 * bedside_attempts_reset:
 * @self: how often something was tried
 *
 * Begins the next step: the one before has worked.
 */
void
bedside_attempts_reset (BedsideAttempts *self)
{
  g_return_if_fail (self != NULL);

  self->failures = 0;
  self->began = g_get_monotonic_time ();
}

/* Called when the time has come or the operation is cancelled. */
static gboolean
on_waited (gpointer user_data)
{
  Waiting *waiting = user_data;

  if (!g_task_return_error_if_cancelled (waiting->task))
    waiting->step (waiting->task);

  return G_SOURCE_REMOVE;
}

/**
 * bedside_attempts_again:
 * @self: how often the step was tried
 * @error: why it did not work this time
 * @task: the operation
 * @step: what to try again
 *
 * Tries a step again if that is of use, after the wait that the retry policy or
 * the server asks for; the operation may be cancelled meanwhile.
 *
 * Returns: %FALSE if it is of no use or patience has come to an end; the operation has failed then
 */
gboolean
bedside_attempts_again (BedsideAttempts *self,
                        const GError    *error,
                        GTask           *task,
                        BedsideStep      step)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error != NULL, FALSE);
  g_return_val_if_fail (G_IS_TASK (task), FALSE);
  g_return_val_if_fail (step != NULL, FALSE);

  GCancellable *cancellable = g_task_get_cancellable (task);
  gint64 delay = bedside_matrix_error_get_retry_delay (error, self->failures++);
  gint64 next = g_get_monotonic_time () + delay * G_TIME_SPAN_MILLISECOND;

  if (delay < 0 || (self->patience == BEDSIDE_PATIENCE_PERSON && next > self->began + PERSON_WAITS))
    return FALSE;

  g_autoptr(GSource) source = g_timeout_source_new ((guint) delay);
  Waiting *waiting = g_new0 (Waiting, 1);

  if (cancellable != NULL)
    {
      g_autoptr(GSource) cancelled = g_cancellable_source_new (cancellable);

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (source, cancelled);
    }
  waiting->task = g_object_ref (task);
  waiting->step = step;
  g_source_set_callback (source, on_waited, waiting, waiting_free);
  g_source_attach (source, g_task_get_context (task));

  return TRUE;
}
