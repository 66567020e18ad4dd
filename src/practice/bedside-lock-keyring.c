/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-lock-keyring"

#include "bedside-lock-private.h"

#include "bedside-lock-tries.h"

/* What the keyring keeps for the lock: what the passcode is checked against, and how many wrong ones were tried. */

static void on_passcode_read (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_tries_read    (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_left_read     (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_left_removed  (GObject *object, GAsyncResult *result, gpointer user_data);

static gboolean
is_none (const char *text)
{
  return text == NULL || g_str_equal (text, BEDSIDE_LOCK_NO_PASSCODE);
}

/**
 * bedside_lock_new_error: (skip)
 * @error: (transfer full): an error of the secrets
 *
 * Returns: (transfer full): what the lock calls it; cancelled stays cancelled
 */
GError *
bedside_lock_new_error (GError *error)
{
  g_autoptr(GError) cause = error;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return g_steal_pointer (&cause);

  return g_error_new (BEDSIDE_LOCK_ERROR, BEDSIDE_LOCK_ERROR_KEYRING, "keyring: %s", cause->message);
}

/**
 * bedside_lock_read_async: (skip)
 * @self: a lock
 * @cancellable: (nullable): a cancellable
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Reads whether a passcode was chosen, and when it may be tried.
 */
void
bedside_lock_read_async (BedsideLock         *self,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bedside_lock_read_async);
  bedside_secrets_lookup_async (self->secrets, BEDSIDE_SECRET_PASSCODE, cancellable, on_passcode_read, task);
}

static void
on_passcode_read (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  char *verifier = bedside_secrets_lookup_finish (BEDSIDE_SECRETS (object), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, bedside_lock_new_error (error));
      return;
    }

  g_task_set_task_data (task, verifier, g_free);
  if (is_none (verifier))
    g_task_return_boolean (task, TRUE);
  else
    bedside_secrets_lookup_async (BEDSIDE_SECRETS (object), BEDSIDE_SECRET_TRIES, cancellable, on_tries_read,
                                  g_steal_pointer (&task));
}

static void
on_tries_read (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BedsideLock *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autofree char *text = bedside_secrets_lookup_finish (BEDSIDE_SECRETS (object), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, bedside_lock_new_error (error));
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    return;

  g_autofree char *boot = self->clock.dup_boot (self->clock_data);

  self->next_try = bedside_lock_tries_read (text, bedside_lock_get_time (self), boot, &self->wrong);
  g_task_return_boolean (task, TRUE);
}

/**
 * bedside_lock_read_finish: (skip)
 * @self: a lock
 * @result: what the callback was given
 * @error: return location for a #BedsideLockError
 *
 * Takes over what was read.
 *
 * Returns: whether the keyring could be read
 */
gboolean
bedside_lock_read_finish (BedsideLock   *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_lock_read_async), FALSE);

  const char *verifier = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  if (is_none (verifier))
    bedside_lock_set_passcode (self, BEDSIDE_PASSCODE_NONE, NULL);
  else
    bedside_lock_set_passcode (self, BEDSIDE_PASSCODE_CHOSEN, verifier);
  bedside_lock_update (self);

  return TRUE;
}

/**
 * bedside_lock_store_tries: (skip)
 * @self: a lock
 * @wrong: how many wrong passcodes were tried in a row, the one with it that is about to be checked
 * @cancellable: (nullable): a cancellable
 * @callback: (nullable): called as that of bedside_secrets_store_async()
 * @user_data: data for @callback
 */
void
bedside_lock_store_tries (BedsideLock         *self,
                          guint                wrong,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autofree char *boot = self->clock.dup_boot (self->clock_data);
  g_autofree char *text = bedside_lock_tries_to_text (wrong, bedside_lock_get_time (self), boot);

  bedside_secrets_store_async (self->secrets, BEDSIDE_SECRET_TRIES, text, cancellable, callback, user_data);
}

/**
 * bedside_lock_tidy: (skip)
 * @self: a lock
 * @cancellable: what its field "reading" holds, and lets go of when done
 *
 * Removes a passcode that was left behind, if the keyring lets itself be asked.
 */
void
bedside_lock_tidy (BedsideLock  *self,
                   GCancellable *cancellable)
{
  GTask *task = g_task_new (self, cancellable, NULL, NULL);

  g_task_set_source_tag (task, bedside_lock_tidy);
  bedside_secrets_lookup_async (self->secrets, BEDSIDE_SECRET_PASSCODE, cancellable, on_left_read, task);
}

static void
end_tidying (GTask *task)
{
  BedsideLock *self = g_task_get_source_object (task);

  if (self->reading == g_task_get_cancellable (task))
    g_clear_object (&self->reading);
  g_task_return_boolean (task, TRUE);
}

static void
on_left_read (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autofree char *verifier = bedside_secrets_lookup_finish (BEDSIDE_SECRETS (object), result, NULL);

  if (is_none (verifier) || g_cancellable_is_cancelled (cancellable))
    end_tidying (task);
  else
    bedside_secrets_store_async (BEDSIDE_SECRETS (object), BEDSIDE_SECRET_PASSCODE, BEDSIDE_LOCK_NO_PASSCODE,
                                 cancellable, on_left_removed, g_steal_pointer (&task));
}

static void
on_left_removed (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (!bedside_secrets_store_finish (BEDSIDE_SECRETS (object), result, &error))
    g_debug ("A passcode of before stays in the keyring: %s", error->message);
  end_tidying (task);
}
