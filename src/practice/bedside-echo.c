/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-echo"

#include "bedside-echo.h"

/**
 * bedside_echo_end:
 * @self: an echo
 *
 * Waits no longer, if it does.
 */
void
bedside_echo_end (BedsideEcho *self)
{
  g_return_if_fail (self != NULL);

  if (self->watched != NULL)
    g_clear_signal_handler (&self->handler, self->watched);
  g_clear_object (&self->watched);
  g_clear_handle_id (&self->timeout_id, g_source_remove);
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  g_clear_pointer (&self->cancelled, g_source_unref);
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;

  g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

/**
 * bedside_echo_begin:
 * @self: an echo in the data of @task, which calls bedside_echo_end() when it is freed
 * @task: (transfer full): which waits; whoever ends it, is given it
 * @object: where the echo will be seen
 * @signal: that tells of changes there
 * @callback: called with @task for each
 * @ms: how long to wait at most
 * @on_timeout: called with @task when that is over
 *
 * Waits. If it is cancelled, so is @task.
 */
void
bedside_echo_begin (BedsideEcho *self,
                    GTask       *task,
                    gpointer     object,
                    const char  *signal,
                    GCallback    callback,
                    guint        ms,
                    GSourceFunc  on_timeout)
{
  g_return_if_fail (self != NULL && self->watched == NULL);
  g_return_if_fail (G_IS_TASK (task));

  GCancellable *cancellable = g_task_get_cancellable (task);

  self->watched = g_object_ref (object);
  /* lint: allow connect, because bedside_echo_end() disconnects. */
  self->handler = g_signal_connect_swapped (object, signal, callback, task);
  self->timeout_id = g_timeout_add (ms, on_timeout, task);
  if (cancellable == NULL)
    return;
  self->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancelled, G_SOURCE_FUNC (on_cancelled), task, NULL);
  g_source_attach (self->cancelled, NULL);
}
