/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-account-sign-in"

#include "bedside-account-private.h"

#include <string.h>

#include "bedside-matrix-error.h"

typedef struct {
  gint64 retry_after;  /* ms */
} BedsideSignInErrorPrivate;

static void
bedside_sign_in_error_private_init (BedsideSignInErrorPrivate *priv)
{
}

static void
bedside_sign_in_error_private_copy (const BedsideSignInErrorPrivate *src,
                                    BedsideSignInErrorPrivate       *dest)
{
  dest->retry_after = src->retry_after;
}

static void
bedside_sign_in_error_private_clear (BedsideSignInErrorPrivate *priv)
{
}

G_DEFINE_EXTENDED_ERROR (BedsideSignInError, bedside_sign_in_error)

/**
 * bedside_sign_in_error_get_retry_after:
 * @error: a #BedsideSignInError
 *
 * Returns: how long the server wants to be left alone, in ms; 0 if it did not say
 */
gint64
bedside_sign_in_error_get_retry_after (const GError *error)
{
  g_return_val_if_fail (error != NULL && error->domain == BEDSIDE_SIGN_IN_ERROR, 0);

  return bedside_sign_in_error_get_private (error)->retry_after;
}

typedef enum {
  STEP_DISCOVERING,
  STEP_LOGGING_IN,
} Step;

typedef struct {
  /* Input. */
  char         *user;           /* (owned) */
  char         *password;       /* (owned) */
  char         *known_user_id;  /* (owned) (nullable): who must sign in again */
  char         *known_device;   /* (owned) (nullable) */

  /* Progress. */
  Step          step;
  BedsideLogin *login;          /* (owned) (nullable) */
  GBytes       *key;            /* (owned) (nullable) */
} SignIn;

static void
sign_in_free (SignIn *sign_in)
{
  g_free (sign_in->user);
  /* A password does not stay in memory longer than it must. */
  if (sign_in->password != NULL)
    explicit_bzero (sign_in->password, strlen (sign_in->password));
  g_free (sign_in->password);
  g_free (sign_in->known_user_id);
  g_free (sign_in->known_device);
  g_clear_pointer (&sign_in->login, bedside_login_free);
  g_clear_pointer (&sign_in->key, g_bytes_unref);
  g_free (sign_in);
}

/* What an error of the server means depends on what was asked for. */
static BedsideSignInError
get_code (const GError *error,
          Step          step)
{
  if (error->domain != BEDSIDE_MATRIX_ERROR)
    return BEDSIDE_SIGN_IN_ERROR_SERVER_PROBLEM;

  switch ((BedsideMatrixError) error->code)
    {
    case BEDSIDE_MATRIX_ERROR_OFFLINE:
      return BEDSIDE_SIGN_IN_ERROR_UNREACHABLE;

    case BEDSIDE_MATRIX_ERROR_BAD_CERTIFICATE:
      return BEDSIDE_SIGN_IN_ERROR_BAD_CERTIFICATE;

    case BEDSIDE_MATRIX_ERROR_INSECURE:
      return BEDSIDE_SIGN_IN_ERROR_INSECURE_SERVER;

    case BEDSIDE_MATRIX_ERROR_INVALID_SERVER:
      return BEDSIDE_SIGN_IN_ERROR_INVALID_SERVER;

    case BEDSIDE_MATRIX_ERROR_RATE_LIMITED:
      return BEDSIDE_SIGN_IN_ERROR_RATE_LIMITED;

    case BEDSIDE_MATRIX_ERROR_DEACTIVATED:
      return BEDSIDE_SIGN_IN_ERROR_DEACTIVATED;

    case BEDSIDE_MATRIX_ERROR_FORBIDDEN:
    case BEDSIDE_MATRIX_ERROR_SIGNED_OUT:
    case BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT:
      return step == STEP_LOGGING_IN ? BEDSIDE_SIGN_IN_ERROR_WRONG_PASSWORD : BEDSIDE_SIGN_IN_ERROR_NO_CHAT_SERVER;

    case BEDSIDE_MATRIX_ERROR_UNRECOGNIZED:
      return step == STEP_LOGGING_IN ? BEDSIDE_SIGN_IN_ERROR_NO_PASSWORDS : BEDSIDE_SIGN_IN_ERROR_NO_CHAT_SERVER;

    case BEDSIDE_MATRIX_ERROR_BAD_DATA:
    case BEDSIDE_MATRIX_ERROR_NOT_FOUND:
    case BEDSIDE_MATRIX_ERROR_TOO_LARGE:
    case BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE:
      return BEDSIDE_SIGN_IN_ERROR_NO_CHAT_SERVER;

    case BEDSIDE_MATRIX_ERROR_SERVER_BROKEN:
    case BEDSIDE_MATRIX_ERROR_UNKNOWN_POSITION:
    case BEDSIDE_MATRIX_ERROR_REFUSED:
    default:
      return BEDSIDE_SIGN_IN_ERROR_SERVER_PROBLEM;
    }
}

static void
return_failure (GTask  *task,
                GError *error)
{
  SignIn *sign_in = g_task_get_task_data (task);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, error);
      return;
    }

  GError *result = g_error_new_literal (BEDSIDE_SIGN_IN_ERROR, get_code (error, sign_in->step), error->message);

  if (g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_RATE_LIMITED))
    bedside_sign_in_error_get_private (result)->retry_after = bedside_matrix_error_get_retry_after (error);
  g_error_free (error);
  g_task_return_error (task, result);
}

static void on_discovered     (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_logged_in      (GObject *object, GAsyncResult *result, gpointer user_data);
static void make_place        (GTask *task);
static void on_erased         (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_key_stored     (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_sign_in_stored (GObject *object, GAsyncResult *result, gpointer user_data);
static void open_cache        (GTask *task);
static void on_cache_opened   (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_flushed        (GObject *object, GAsyncResult *result, gpointer user_data);
static void on_reloaded       (GObject *object, GAsyncResult *result, gpointer user_data);

/**
 * bedside_account_sign_in_async:
 * @self: an account that is signed out, ended or expired
 * @server: what the person typed as the server
 * @user: the user name, or a whole user id
 * @password: the password
 * @cancellable: (nullable): a #GCancellable; looked at until the server has answered
 * @callback: called when signed in, or not
 * @user_data: data for @callback
 *
 * Signs in. Who has to sign in again because the session expired keeps device,
 * cache and outbox, and must be the same. If the keyring does not take the secrets, nothing goes to disk.
 */
void
bedside_account_sign_in_async (BedsideAccount      *self,
                               const char          *server,
                               const char          *user,
                               const char          *password,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_ACCOUNT (self));
  g_return_if_fail (server != NULL && user != NULL && password != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);
  SignIn *sign_in = g_new0 (SignIn, 1);

  g_task_set_source_tag (task, bedside_account_sign_in_async);
  g_task_set_task_data (task, sign_in, (GDestroyNotify) sign_in_free);
  g_task_set_check_cancellable (task, FALSE);
  sign_in->user = g_strstrip (g_strdup (user));
  sign_in->password = g_strdup (password);
  if (self->state == BEDSIDE_ACCOUNT_STATE_EXPIRED && self->login != NULL)
    {
      sign_in->known_user_id = g_strdup (self->login->user_id);
      sign_in->known_device = g_strdup (self->login->device_id);
    }
  bedside_discover_async (server, cancellable, on_discovered, task);
}

static void
on_discovered (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autofree char *base_url = bedside_discover_finish (result, &error);

  if (base_url == NULL)
    {
      return_failure (task, error);
      return;
    }
  sign_in->step = STEP_LOGGING_IN;
  bedside_login_async (base_url, sign_in->user, sign_in->password, sign_in->known_device, "Bedside",
                       cancellable, on_logged_in, g_steal_pointer (&task));
}

static void
on_logged_in (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BedsideAccount *self = g_task_get_source_object (task);
  SignIn *sign_in = g_task_get_task_data (task);
  GError *error = NULL;

  sign_in->login = bedside_login_finish (result, &error);
  if (sign_in->login == NULL)
    {
      return_failure (task, error);
      return;
    }
  if (sign_in->known_user_id == NULL)
    {
      make_place (g_steal_pointer (&task));
      return;
    }
  if (!g_str_equal (sign_in->known_user_id, sign_in->login->user_id))
    {
      g_autoptr(BedsideClient) stranger = bedside_client_new (sign_in->login->base_url, sign_in->login->user_id,
                                                              sign_in->login->device_id, sign_in->login->tokens,
                                                              NULL, NULL);

      if (stranger != NULL)
        bedside_client_log_out_async (stranger, NULL, NULL, NULL);
      g_task_return_new_error (task, BEDSIDE_SIGN_IN_ERROR, BEDSIDE_SIGN_IN_ERROR_OTHER_USER,
                               "Another account than the one that was signed in");
      return;
    }

  g_autofree char *text = bedside_sign_in_to_text (sign_in->login);
  bedside_secrets_store_async (self->secrets, BEDSIDE_SECRET_SIGN_IN, text, NULL, on_sign_in_stored,
                               g_steal_pointer (&task));
}

/* A cache that is there belongs to a sign-in that was given up. */
static void
make_place (GTask *task)
{
  BedsideAccount *self = g_task_get_source_object (task);
  SignIn *sign_in = g_task_get_task_data (task);

  sign_in->key = bedside_sealer_generate_key (NULL);
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
  g_autoptr(GTask) task = user_data;
  BedsideAccount *self = g_task_get_source_object (task);
  SignIn *sign_in = g_task_get_task_data (task);

  if (result != NULL)
    bedside_store_erase_finish (result, NULL);
  if (sign_in->key == NULL)
    {
      self->keeps_secrets = FALSE;
      open_cache (g_steal_pointer (&task));
      return;
    }
  g_autofree char *encoded = g_base64_encode (g_bytes_get_data (sign_in->key, NULL), BEDSIDE_SEALER_KEY_SIZE);
  bedside_secrets_store_async (self->secrets, BEDSIDE_SECRET_CACHE_KEY, encoded, NULL, on_key_stored,
                               g_steal_pointer (&task));
}

static void
on_key_stored (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BedsideAccount *self = g_task_get_source_object (task);
  SignIn *sign_in = g_task_get_task_data (task);

  self->keeps_secrets = bedside_secrets_store_finish (BEDSIDE_SECRETS (object), result, NULL);
  if (!self->keeps_secrets)
    {
      open_cache (g_steal_pointer (&task));
      return;
    }
  g_autofree char *text = bedside_sign_in_to_text (sign_in->login);
  bedside_secrets_store_async (self->secrets, BEDSIDE_SECRET_SIGN_IN, text, NULL, on_sign_in_stored,
                               g_steal_pointer (&task));
}

static void
on_sign_in_stored (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BedsideAccount *self = g_task_get_source_object (task);
  SignIn *sign_in = g_task_get_task_data (task);

  self->keeps_secrets = bedside_secrets_store_finish (BEDSIDE_SECRETS (object), result, NULL);
  if (sign_in->known_user_id == NULL || self->session == NULL)
    open_cache (g_steal_pointer (&task));
  else
    bedside_session_flush_async (self->session, on_flushed, g_steal_pointer (&task));
}

static void
open_cache_as (GTask             *task,
               BedsideCacheState  state)
{
  BedsideAccount *self = g_task_get_source_object (task);
  SignIn *sign_in = g_task_get_task_data (task);

  bedside_cache_open_async (state == BEDSIDE_CACHE_STATE_SEALED ? self->cache_folder : NULL, sign_in->key, state,
                            NULL, NULL, on_cache_opened, task);
}

static void
on_pardoned (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  open_cache_as (user_data, bedside_store_pardon_finish (result, NULL) ? BEDSIDE_CACHE_STATE_SEALED
                                                                       : BEDSIDE_CACHE_STATE_FAILED);
}

static void
open_cache (GTask *task)
{
  BedsideAccount *self = g_task_get_source_object (task);

  /* From here on the folder is somebody else's than the one's who signed out; if the mark stays, it is not used. */
  if (self->cache_folder == NULL)
    open_cache_as (task, BEDSIDE_CACHE_STATE_NONE);
  else if (self->keeps_secrets)
    bedside_store_pardon_async (self->cache_folder, NULL, on_pardoned, task);
  else
    open_cache_as (task, BEDSIDE_CACHE_STATE_NO_KEYRING);
}

static void
on_cache_opened (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BedsideAccount *self = g_task_get_source_object (task);
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideCache) cache = bedside_cache_open_finish (result, &error);

  if (cache == NULL)
    {
      bedside_account_set_state (self, g_error_matches (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_TOO_NEW)
                                 ? BEDSIDE_ACCOUNT_STATE_CACHE_TOO_NEW : BEDSIDE_ACCOUNT_STATE_CACHE_IN_USE);
      g_task_return_new_error (task, BEDSIDE_SIGN_IN_ERROR, BEDSIDE_SIGN_IN_ERROR_SERVER_PROBLEM,
                               "The cache cannot be opened: %s", error->message);
      return;
    }
  g_clear_pointer (&self->cache_key, g_bytes_unref);
  self->cache_key = g_steal_pointer (&sign_in->key);
  bedside_account_begin (self, g_steal_pointer (&sign_in->login), cache->store, cache->restored, cache->state);
  g_task_return_boolean (task, TRUE);
}

/* The person has signed out, or ended the program, while signing in again. */
static void
return_given_up (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The session was given up");
}

/* Signed in again: a new session on the cache that is open. */
static void
on_flushed (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  GTask *task = user_data;
  BedsideAccount *self = g_task_get_source_object (task);

  bedside_session_flush_finish (BEDSIDE_SESSION (object), result, NULL);
  if (self->session == BEDSIDE_SESSION (object))
    {
      bedside_restored_load_async (self->store, NULL, on_reloaded, task);
      return;
    }
  return_given_up (task);
  g_object_unref (task);
}

static void
on_reloaded (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BedsideAccount *self = g_task_get_source_object (task);
  SignIn *sign_in = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideRestored) restored = bedside_restored_load_finish (result, &error);

  if (self->session == NULL)
    {
      return_given_up (task);
      return;
    }
  if (restored == NULL)
    {
      g_task_return_new_error (task, BEDSIDE_SIGN_IN_ERROR, BEDSIDE_SIGN_IN_ERROR_SERVER_PROBLEM,
                               "The cache cannot be read: %s", error->message);
      return;
    }

  g_autoptr(BedsideStore) store = g_object_ref (self->store);
  BedsideCacheState state = self->session->sound_state;

  bedside_session_hand_over (self->session, restored);
  bedside_account_begin (self, g_steal_pointer (&sign_in->login), store, restored, state);
  g_task_return_boolean (task, TRUE);
}

/**
 * bedside_account_sign_in_finish:
 * @self: an account
 * @result: what the callback was given
 * @error: return location for a #BedsideSignInError
 *
 * Returns: whether somebody is signed in now
 */
gboolean
bedside_account_sign_in_finish (BedsideAccount  *self,
                                GAsyncResult    *result,
                                GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_account_sign_in_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
