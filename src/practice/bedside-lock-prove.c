/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-lock-prove"

#include "bedside-lock-private.h"

#include "bedside-lock-tries.h"
#include "bedside-passcode-hash.h"
#include "bedside-thread.h"

/* One try: is it the passcode? The keyring is read if that has not worked yet; then the try is counted there as a wrong
 * one, and only then it is checked: who ends Bedside in the middle has tried. A right one takes the count back. */

static void on_read    (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_counted (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_checked (GObject *object, GAsyncResult *result, gpointer user_data);

/* Of one check, which a thread does. */
typedef struct {
  char     *verifier;  /* (owned) */
  char     *passcode;  /* (owned) */
  gboolean  matches;
} Check;

static void
check_free (Check *check)
{
  g_free (check->verifier);
  bedside_secret_free (check->passcode);
  g_free (check);
}

/* Takes over the reference. */
static void
end (GTask  *task,
     GError *error)
{
  BedsideLock *self = g_task_get_source_object (task);

  self->proving = NULL;
  bedside_lock_update (self);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
end_new (GTask            *task,
         BedsideLockError  code,
         const char       *message)
{
  end (task, g_error_new_literal (BEDSIDE_LOCK_ERROR, (int) code, message));
}

static void
count (GTask *task)
{
  BedsideLock *self = g_task_get_source_object (task);

  if (self->passcode == BEDSIDE_PASSCODE_NONE)
    end (task, NULL);
  else if (!bedside_passcode_hash_is_valid (self->verifier))
    end_new (task, BEDSIDE_LOCK_ERROR_DAMAGED, "what the keyring keeps of the passcode is damaged");
  else if (bedside_lock_get_wait (self) > 0)
    end_new (task, BEDSIDE_LOCK_ERROR_WAIT, "too many wrong passcodes");
  /* No passcode is empty: it was only asked whether there is one. */
  else if (*(const char *) g_task_get_task_data (task) == '\0')
    end_new (task, BEDSIDE_LOCK_ERROR_WRONG, "nothing was typed");
  else
    bedside_lock_store_tries (self, self->wrong + 1, g_task_get_cancellable (task), on_counted, task);
}

/**
 * bedside_lock_prove_async: (skip)
 * @self: a lock
 * @passcode: (nullable): what was typed
 * @cancellable: (nullable): gives up; a try that was counted stays counted
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Checks a passcode.
 */
void
bedside_lock_prove_async (BedsideLock         *self,
                          const char          *passcode,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bedside_lock_prove_async);
  g_task_set_task_data (task, g_strdup (passcode != NULL ? passcode : ""), (GDestroyNotify) bedside_secret_free);
  if (self->proving != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, "Another passcode is being checked");
      g_object_unref (task);
      return;
    }

  self->proving = task;
  if (self->passcode != BEDSIDE_PASSCODE_UNKNOWN)
    {
      count (task);
      return;
    }
  bedside_lock_stop_reading (self);
  bedside_lock_read_async (self, cancellable, on_read, task);
}

static void
on_read (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (bedside_lock_read_finish (BEDSIDE_LOCK (object), result, &error))
    count (task);
  else
    end (task, error);
}

static void
check_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  /* It takes half a second, in which the window has to be there. */
  bedside_assert_other_thread ();

  Check *check = task_data;
  GError *error = NULL;

  if (bedside_passcode_hash_check (check->verifier, check->passcode, &check->matches, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_counted (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  BedsideLock *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!bedside_secrets_store_finish (BEDSIDE_SECRETS (object), result, &error))
    {
      end (task, bedside_lock_new_error (error));
      return;
    }
  /* Somebody has signed out meanwhile, here or on the server. */
  if (self->passcode != BEDSIDE_PASSCODE_CHOSEN)
    {
      end (task, NULL);
      return;
    }

  g_autoptr(GTask) checking = g_task_new (self, NULL, on_checked, task);
  Check *check = g_new0 (Check, 1);

  self->wrong++;
  check->verifier = g_strdup (self->verifier);
  check->passcode = g_strdup (g_task_get_task_data (task));
  g_task_set_source_tag (checking, on_counted);
  g_task_set_task_data (checking, check, (GDestroyNotify) check_free);
  g_task_run_in_thread (checking, check_in_thread);
}

static void
on_checked (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  BedsideLock *self = BEDSIDE_LOCK (object);
  GTask *task = user_data;
  Check *check = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;

  if (self->passcode != BEDSIDE_PASSCODE_CHOSEN)
    end (task, NULL);
  else if (!g_task_propagate_boolean (G_TASK (result), &error) || !check->matches)
    {
      self->next_try = bedside_lock_get_time (self) +
                       (gint64) bedside_lock_tries_get_wait (self->wrong) * G_USEC_PER_SEC;
      end_new (task, BEDSIDE_LOCK_ERROR_WRONG, error != NULL ? error->message : "this is not the passcode");
    }
  else
    {
      /* It is right, whether or not the keyring takes the count back. */
      self->wrong = 0;
      self->next_try = 0;
      bedside_lock_store_tries (self, 0, NULL, NULL, NULL);
      end (task, NULL);
    }
}

/**
 * bedside_lock_prove_finish: (skip)
 * @self: a lock
 * @result: what the callback was given
 * @error: return location for a #BedsideLockError
 *
 * Returns: whether it is the passcode, or none was chosen
 */
gboolean
bedside_lock_prove_finish (BedsideLock   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_lock_prove_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
