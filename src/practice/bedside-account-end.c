/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-account-end"

#include "config.h"

#include "bedside-account-private.h"

#include <glib/gi18n-lib.h>

#include "bedside-practice-error.h"

/*
 * The end of a session, and of the program.
 *
 * What is kept on this computer goes in an order in which it cannot be read any more as early as possible, and in
 * which a kill at any moment leaves a mark by which the next start goes on: mark, server, close, secrets (with them the
 * key of the cache), files, mark.
 */

/* What could not be erased is tried again at the next start. */
typedef struct {
  BedsideAccountState  state;    /* when it has come to its end */
  gboolean             secrets;  /* there are some, or may be */
  GError              *problem;  /* (owned) (nullable): the first one */
} Emptying;

static void
emptying_free (Emptying *emptying)
{
  g_clear_error (&emptying->problem);
  g_free (emptying);
}

static void on_condemned (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_closed    (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_cleared   (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_erased    (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_pardoned  (GObject *object, GAsyncResult *result, gpointer user_data);

static void
note_problem (GTask  *task,
              GError *error)
{
  Emptying *emptying = g_task_get_task_data (task);

  if (error != NULL && emptying->problem == NULL)
    emptying->problem = error;
  else
    g_clear_error (&error);
}

/* Closes the cache, clears the secrets and erases the cache, whatever goes wrong in between. */
static void
empty_async (BedsideAccount      *self,
             BedsideAccountState  state,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Emptying *emptying = g_new0 (Emptying, 1);

  emptying->state = state;
  emptying->secrets = self->session == NULL || self->keeps_secrets;
  g_task_set_source_tag (task, empty_async);
  g_task_set_task_data (task, emptying, (GDestroyNotify) emptying_free);
  if (self->cache_folder != NULL)
    bedside_store_condemn_async (self->cache_folder, NULL, on_condemned, task);
  else
    bedside_account_close_async (self, NULL, on_closed, task);
}

/* Where nothing can be written any more, things may still be deleted. */
static void
on_condemned (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  GTask *task = user_data;
  g_autoptr(GError) error = NULL;

  if (!bedside_store_condemn_finish (result, &error))
    g_debug ("could not mark the cache: %s", error->message);
  bedside_account_close_async (g_task_get_source_object (task), NULL, on_closed, task);
}

static void
on_closed (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  BedsideAccount *self = BEDSIDE_ACCOUNT (object);

  bedside_account_close_finish (self, result, NULL);
  bedside_account_drop (self);
  bedside_secrets_clear_async (self->secrets, NULL, on_cleared, user_data);
}

static void
on_cleared (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  BedsideAccount *self = g_task_get_source_object (task);
  Emptying *emptying = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (!bedside_secrets_clear_finish (BEDSIDE_SECRETS (object), result, &error) && emptying->secrets)
    note_problem (task, g_steal_pointer (&error));
  if (self->cache_folder != NULL)
    bedside_store_erase_async (self->cache_folder, NULL, on_erased, task);
  else
    on_erased (NULL, NULL, task);
}

static void
on_erased (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  BedsideAccount *self = g_task_get_source_object (task);
  Emptying *emptying = g_task_get_task_data (task);
  GError *error = NULL;

  if (result != NULL && !bedside_store_erase_finish (result, &error))
    note_problem (task, error);
  if (emptying->problem == NULL && self->cache_folder != NULL)
    bedside_store_pardon_async (self->cache_folder, NULL, on_pardoned, task);
  else
    on_pardoned (NULL, NULL, task);
}

static void
on_pardoned (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BedsideAccount *self = g_task_get_source_object (task);
  Emptying *emptying = g_task_get_task_data (task);

  /* A mark that stays has the next start look once more for what has gone. */
  if (result != NULL)
    bedside_store_pardon_finish (result, NULL);
  bedside_account_set_state (self, emptying->state);
  if (emptying->problem != NULL)
    g_task_return_error (task, g_steal_pointer (&emptying->problem));
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_emptied (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_message ("Not everything could be erased: %s", error->message);
}

/**
 * bedside_account_empty: (skip)
 * @self: an account
 * @state: its state when everything is erased
 *
 * Lets go of the session and erases what is kept on this computer.
 */
void
bedside_account_empty (BedsideAccount      *self,
                       BedsideAccountState  state)
{
  bedside_account_set_state (self, BEDSIDE_ACCOUNT_STATE_SIGNING_OUT);
  empty_async (self, state, on_emptied, NULL);
}

static void
on_left_over_found (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(BedsideAccount) self = user_data;
  g_autofree char *text = bedside_secrets_lookup_finish (BEDSIDE_SECRETS (object), result, NULL);
  g_autoptr(BedsideLogin) login = text ? bedside_sign_in_new_from_text (text) : NULL;
  g_autoptr(BedsideClient) client = NULL;

  if (login != NULL)
    client = bedside_client_new (login->base_url, login->user_id, login->device_id, login->tokens, NULL, NULL);
  /* The server may have been told already, and may be out of reach: nothing waits for it. */
  if (client != NULL)
    bedside_client_log_out_async (client, NULL, NULL, NULL);
  empty_async (self, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT, on_emptied, NULL);
}

/**
 * bedside_account_finish_sign_out: (skip)
 * @self: an account that was to be erased when an earlier run ended
 *
 * Goes on with it.
 */
void
bedside_account_finish_sign_out (BedsideAccount *self)
{
  bedside_account_set_state (self, BEDSIDE_ACCOUNT_STATE_SIGNING_OUT);
  bedside_secrets_lookup_async (self->secrets, BEDSIDE_SECRET_SIGN_IN, NULL, on_left_over_found, g_object_ref (self));
}

static void on_marked     (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_logged_out (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_signed_out (GObject *object, GAsyncResult *result, gpointer user_data);

/**
 * bedside_account_sign_out_async:
 * @self: an account that is signed in or expired
 * @cancellable: (nullable): stops waiting for the server; the rest is done all the same
 * @callback: called when nothing is left
 * @user_data: data for @callback
 *
 * Ends the session on the server, clears the secrets and erases the cache.
 */
void
bedside_account_sign_out_async (BedsideAccount      *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_ACCOUNT (self));
  g_return_if_fail (self->session != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_check_cancellable (task, FALSE);
  g_task_set_source_tag (task, bedside_account_sign_out_async);
  bedside_account_set_state (self, BEDSIDE_ACCOUNT_STATE_SIGNING_OUT);
  bedside_session_stop (self->session);
  if (self->cache_folder != NULL)
    bedside_store_condemn_async (self->cache_folder, NULL, on_marked, task);
  else
    on_marked (NULL, NULL, task);
}

static void
on_marked (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  GTask *task = user_data;
  BedsideAccount *self = g_task_get_source_object (task);

  /* It is tried once more before anything is erased. */
  if (result != NULL)
    bedside_store_condemn_finish (result, NULL);
  bedside_client_log_out_async (bedside_session_get_client (self->session), g_task_get_cancellable (task),
                                on_logged_out, task);
}

static void
on_logged_out (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (!bedside_client_log_out_finish (BEDSIDE_CLIENT (object), result, &error))
    g_task_set_task_data (task, error, (GDestroyNotify) g_error_free);
  empty_async (g_task_get_source_object (task), BEDSIDE_ACCOUNT_STATE_SIGNED_OUT, on_signed_out, task);
}

static void
on_signed_out (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *refused = g_task_get_task_data (task);
  GError *error = NULL;

  /* What stays on this computer weighs more than what stays on the server. */
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_message ("Not everything could be erased: %s", error->message);
      g_task_return_new_error (task, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_FAILED, "%s",
                               _("Signed out, but not everything could be erased from this computer. "
                                 "Bedside tries again when it starts next."));
      g_error_free (error);
    }
  else if (refused != NULL)
    g_task_return_error (task, g_error_copy (refused));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * bedside_account_sign_out_finish:
 * @self: an account
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError, or a #BedsidePracticeError
 *
 * Returns: %FALSE if the server could not be told, or not everything could be erased (that is tried again at the next
 *   start); the account is signed out all the same
 */
gboolean
bedside_account_sign_out_finish (BedsideAccount  *self,
                                 GAsyncResult    *result,
                                 GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_account_sign_out_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bedside_account_forget:
 * @self: an account whose sign-in cannot be read
 *
 * Erases cache and secrets, so that one can sign in again.
 */
void
bedside_account_forget (BedsideAccount *self)
{
  g_return_if_fail (BEDSIDE_IS_ACCOUNT (self));

  bedside_account_empty (self, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
}

static void on_flushed      (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_store_closed (GObject *object, GAsyncResult *result, gpointer user_data);

/**
 * bedside_account_close_async:
 * @self: an account
 * @cancellable: (nullable): stops waiting
 * @callback: called when the cache is closed
 * @user_data: data for @callback
 *
 * Before the program ends: writes what is queued and closes the cache.
 */
void
bedside_account_close_async (BedsideAccount      *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_ACCOUNT (self));

  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bedside_account_close_async);
  g_cancellable_cancel (self->starting);
  if (self->session == NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  bedside_session_stop (self->session);
  bedside_session_flush_async (self->session, on_flushed, task);
}

static void
on_flushed (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  BedsideAccount *self = g_task_get_source_object (task);

  bedside_session_flush_finish (BEDSIDE_SESSION (object), result, NULL);
  if (self->store == NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  bedside_store_close_async (self->store, NULL, on_store_closed, task);
}

static void
on_store_closed (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (bedside_store_close_finish (BEDSIDE_STORE (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * bedside_account_close_finish:
 * @self: an account
 * @result: what the callback was given
 * @error: return location for a #BedsideStoreError
 *
 * Returns: whether everything was written
 */
gboolean
bedside_account_close_finish (BedsideAccount  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_account_close_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
