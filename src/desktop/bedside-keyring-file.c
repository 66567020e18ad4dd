/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-keyring-file"

#include "bedside-keyring-private.h"

#include "bedside-keyring-error.h"

/*
 * The keyring of a sandbox: a file, of which libsecret has a copy in memory.
 *
 * libsecret changes the copy, writes all of it, and learns only at the end which state of the file is its own. Of
 * two writes at once, one fails or the older one is what stays. Hence one operation at a time, in order of calling:
 * the head of the queue is the one that runs.
 *
 * None is cancelled underway either, as the file would not be what libsecret believes it to be. Who gives up is
 * answered at once; what runs goes on to its end, and the next one waits for that.
 */

static void on_done (GObject *source, GAsyncResult *result, gpointer user_data);

static void
run_head (GQueue *queue)
{
  GTask *task = g_queue_peek_head (queue);

  if (task == NULL)
    return;

  BedsideKeyringOperation *operation = g_task_get_task_data (task);
  switch (operation->kind)
    {
    case BEDSIDE_KEYRING_LOOKUP:
      secret_password_lookupv (&bedside_keyring_schema, operation->attributes, NULL, on_done, task);
      break;
    case BEDSIDE_KEYRING_STORE:
      secret_password_storev (&bedside_keyring_schema, operation->attributes, SECRET_COLLECTION_DEFAULT,
                              operation->label, operation->value, NULL, on_done, task);
      break;
    case BEDSIDE_KEYRING_CLEAR:
      secret_password_clearv (&bedside_keyring_schema, operation->attributes, NULL, on_done, task);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
stop_watching (BedsideKeyringOperation *operation)
{
  if (operation->cancelled == NULL)
    return;

  g_source_destroy (operation->cancelled);
  g_clear_pointer (&operation->cancelled, g_source_unref);
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  g_autoptr(GTask) task = g_object_ref (G_TASK (user_data));
  BedsideKeyringOperation *operation = g_task_get_task_data (task);

  stop_watching (operation);
  operation->given_up = TRUE;
  if (task != g_queue_peek_head (operation->queue) && g_queue_remove (operation->queue, task))
    g_object_unref (task);
  g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

static char *
finish (BedsideKeyringOperationKind   kind,
        GAsyncResult                 *result,
        GError                      **error)
{
  switch (kind)
    {
    case BEDSIDE_KEYRING_LOOKUP:
      return secret_password_lookup_finish (result, error);
    case BEDSIDE_KEYRING_STORE:
      secret_password_store_finish (result, error);
      return NULL;
    case BEDSIDE_KEYRING_CLEAR:
      secret_password_clear_finish (result, error);
      return NULL;
    default:
      g_assert_not_reached ();
    }
}

static void
answer (GTask  *task,
        char   *value,
        GError *error)
{
  BedsideKeyringOperation *operation = g_task_get_task_data (task);

  if (operation->given_up)
    {
      secret_password_free (value);
      g_clear_error (&error);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      /* Not by us: the person did not let the portal unlock the key of the file. */
      g_task_return_error (task, bedside_keyring_error_new_locked ());
      g_clear_error (&error);
    }
  else if (error != NULL)
    bedside_keyring_return_error (task, error);
  else if (operation->kind == BEDSIDE_KEYRING_LOOKUP)
    g_task_return_pointer (task, value, g_free);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  BedsideKeyringOperation *operation = g_task_get_task_data (task);
  GQueue *queue = operation->queue;
  GError *error = NULL;
  char *value = finish (operation->kind, result, &error);

  /* What could not be written is in the copy all the same: a second clear would find nothing to clear, and say that it
   * is done. The next operation reads the file anew. */
  if (error != NULL)
    secret_service_disconnect ();

  /* Before the answer, which may make the caller ask for more. */
  stop_watching (operation);
  g_queue_pop_head (queue);
  run_head (queue);
  answer (task, value, error);
}

/**
 * bedside_keyring_file_start:
 * @task: a task of a keyring, with a #BedsideKeyringOperation
 * @queue: (element-type GTask): what the keyring has to do, the same for all of its tasks; is no more used when empty
 *
 * Does the operation with the file of a sandbox after those that were asked for before, and returns from @task. The
 * task stays in @queue until libsecret is done with it, and keeps the keyring alive.
 */
void
bedside_keyring_file_start (GTask  *task,
                            GQueue *queue)
{
  BedsideKeyringOperation *operation = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (g_task_return_error_if_cancelled (task))
    return;

  operation->queue = queue;
  if (cancellable != NULL)
    {
      operation->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (operation->cancelled, G_SOURCE_FUNC (on_cancelled), g_object_ref (task), g_object_unref);
      g_source_attach (operation->cancelled, g_task_get_context (task));
    }
  g_queue_push_tail (queue, g_object_ref (task));
  if (g_queue_get_length (queue) == 1)
    run_head (queue);
}
