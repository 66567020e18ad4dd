/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-lock-passcode"

#include "bedside-lock-private.h"

#include "bedside-passcode-hash.h"
#include "bedside-thread.h"

/* Unlocking, and choosing another passcode: both begin with the one that is in force. */

static void on_unlocking (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_changing  (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_made      (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_kept      (GObject *object, GAsyncResult *result, gpointer user_data);

typedef struct {
  /* Input */
  char  *passcode;  /* (owned) (nullable): none from now on */
  guint  rounds;

  /* In progress */
  char  *verifier;  /* (owned) (nullable): of the new one */
} Change;

static void
change_free (Change *change)
{
  if (change->passcode != NULL)
    bedside_passcode_hash_wipe (change->passcode);
  g_free (change->passcode);
  g_free (change->verifier);
  g_free (change);
}

/* --- unlocking --- */

/**
 * bedside_lock_unlock_async:
 * @self: a lock
 * @passcode: (nullable): what was typed; does not matter if none was chosen
 * @cancellable: (nullable): gives up; a try that was counted stays counted
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Unlocks if it is the passcode. That is found out in a thread, slowly on purpose, and needs no network. One try at a
 * time: another one meanwhile is %G_IO_ERROR_PENDING.
 */
void
bedside_lock_unlock_async (BedsideLock         *self,
                           const char          *passcode,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_LOCK (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bedside_lock_unlock_async);
  g_task_set_task_data (task, GUINT_TO_POINTER (self->asked), NULL);
  bedside_lock_prove_async (self, passcode, cancellable, on_unlocking, task);
}

static void
on_unlocking (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  BedsideLock *self = BEDSIDE_LOCK (object);
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (!bedside_lock_prove_finish (self, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  /* The person has gone meanwhile, and the desktop was locked. */
  if (self->asked != GPOINTER_TO_UINT (g_task_get_task_data (task)))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "It was locked again");
      return;
    }

  bedside_lock_set_bolt (self, BEDSIDE_LOCK_BOLT_OPEN);
  g_task_return_boolean (task, TRUE);
}

/**
 * bedside_lock_unlock_finish:
 * @self: a lock
 * @result: what the callback was given
 * @error: return location for a #BedsideLockError
 *
 * Returns: whether it is unlocked now
 */
gboolean
bedside_lock_unlock_finish (BedsideLock   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_lock_unlock_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- another passcode --- */

static void
return_error (GTask            *task,
              BedsideLockError  code,
              const char       *message)
{
  g_task_return_new_error (task, BEDSIDE_LOCK_ERROR, (int) code, "%s", message);
}

/**
 * bedside_lock_change_passcode_async:
 * @self: a lock
 * @current: (nullable): the one in force; a wrong one counts as when unlocking
 * @passcode: (nullable): the new one, of at least %BEDSIDE_PASSCODE_MINIMUM characters; %NULL: none from now on
 * @cancellable: (nullable): gives up
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Chooses another passcode, the first one, or none.
 */
void
bedside_lock_change_passcode_async (BedsideLock         *self,
                                    const char          *current,
                                    const char          *passcode,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_LOCK (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Change *change = g_new0 (Change, 1);

  g_task_set_source_tag (task, bedside_lock_change_passcode_async);
  g_task_set_task_data (task, change, (GDestroyNotify) change_free);
  change->passcode = g_strdup (passcode);
  change->rounds = self->rounds;
  if (passcode != NULL && bedside_passcode_hash_measure (passcode) < BEDSIDE_PASSCODE_MINIMUM)
    return_error (task, BEDSIDE_LOCK_ERROR_TOO_SHORT, "the passcode is too short");
  else
    bedside_lock_prove_async (self, current, cancellable, on_changing, g_steal_pointer (&task));
}

static void
make_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  bedside_assert_other_thread ();

  Change *change = task_data;
  GError *error = NULL;
  char *verifier = bedside_passcode_hash_new (change->passcode, change->rounds, &error);
  if (verifier != NULL)
    g_task_return_pointer (task, verifier, g_free);
  else
    g_task_return_error (task, error);
}

static void
keep (GTask *task)
{
  BedsideLock *self = g_task_get_source_object (task);
  Change *change = g_task_get_task_data (task);

  /* What is about to be removed would be this one. */
  bedside_lock_stop_reading (self);
  /* Of somebody before. */
  if (self->passcode == BEDSIDE_PASSCODE_NONE)
    bedside_lock_store_tries (self, 0, NULL, NULL, NULL);
  bedside_secrets_store_async (self->secrets, BEDSIDE_SECRET_PASSCODE,
                               change->verifier != NULL ? change->verifier : BEDSIDE_LOCK_NO_PASSCODE,
                               g_task_get_cancellable (task), on_kept, task);
}

static void
on_changing (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  BedsideLock *self = BEDSIDE_LOCK (object);
  g_autoptr(GTask) task = user_data;
  Change *change = g_task_get_task_data (task);
  GError *error = NULL;

  if (!bedside_lock_prove_finish (self, result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (change->passcode == NULL)
    {
      keep (g_steal_pointer (&task));
      return;
    }

  g_autoptr(GTask) making = g_task_new (self, NULL, on_made, task);
  Change *input = g_new0 (Change, 1);

  g_task_set_source_tag (making, on_changing);
  input->passcode = g_strdup (change->passcode);
  input->rounds = change->rounds;
  g_task_set_task_data (making, input, (GDestroyNotify) change_free);
  g_steal_pointer (&task);
  g_task_run_in_thread (making, make_in_thread);
}

static void
on_made (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Change *change = g_task_get_task_data (task);
  GError *error = NULL;

  change->verifier = g_task_propagate_pointer (G_TASK (result), &error);
  if (change->verifier != NULL)
    keep (g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
on_kept (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BedsideLock *self = g_task_get_source_object (task);
  Change *change = g_task_get_task_data (task);
  GError *error = NULL;

  if (!bedside_secrets_store_finish (BEDSIDE_SECRETS (object), result, &error))
    {
      g_task_return_error (task, bedside_lock_new_error (error));
      return;
    }

  /* Not of somebody who has signed out meanwhile. */
  if (self->stage != BEDSIDE_LOCK_STAGE_NOBODY)
    bedside_lock_set_passcode (self, change->verifier != NULL ? BEDSIDE_PASSCODE_CHOSEN : BEDSIDE_PASSCODE_NONE,
                               change->verifier);
  g_task_return_boolean (task, TRUE);
}

/**
 * bedside_lock_change_passcode_finish:
 * @self: a lock
 * @result: what the callback was given
 * @error: return location for a #BedsideLockError
 *
 * Returns: whether the keyring keeps the new one; otherwise the former one is in force
 */
gboolean
bedside_lock_change_passcode_finish (BedsideLock   *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_lock_change_passcode_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
