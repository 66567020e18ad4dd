/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-sign-in"

#include "bedside-sign-in.h"

#include "bedside-json.h"

/* How long to wait before the keyring is asked again, in ms. */
#define RETRY_DELAY (30 * 1000)

struct _BedsideSignInKeeper
{
  GObject         parent_instance;

  BedsideSecrets *secrets;      /* (owned) */
  BedsideLogin   *login;        /* (owned): with the newest tokens */
  GCancellable   *cancellable;  /* (owned): cancelled when stopped */
  guint           retry_delay;
  guint           retry_id;
};

static void bedside_sign_in_keeper_token_keeper_init (BedsideTokenKeeperInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BedsideSignInKeeper, bedside_sign_in_keeper, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BEDSIDE_TYPE_TOKEN_KEEPER,
                                                      bedside_sign_in_keeper_token_keeper_init))

static gboolean on_retry         (gpointer user_data);
static void     on_tokens_stored (GObject *object, GAsyncResult *result, gpointer user_data);
static void     on_retried       (GObject *object, GAsyncResult *result, gpointer user_data);

static void
store (BedsideSignInKeeper *self,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  g_autofree char *text = bedside_sign_in_to_text (self->login);

  bedside_secrets_store_async (self->secrets, BEDSIDE_SECRET_SIGN_IN, text, self->cancellable, callback, user_data);
}

static void
retry_later (BedsideSignInKeeper *self)
{
  if (self->retry_id == 0 && !g_cancellable_is_cancelled (self->cancellable))
    self->retry_id = g_timeout_add (self->retry_delay, on_retry, self);
}

static void
bedside_sign_in_keeper_save_async (BedsideTokenKeeper  *keeper,
                                   const BedsideTokens *tokens,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  BedsideSignInKeeper *self = BEDSIDE_SIGN_IN_KEEPER (keeper);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bedside_sign_in_keeper_save_async);
  g_clear_pointer (&self->login->tokens, bedside_tokens_free);
  self->login->tokens = bedside_tokens_copy (tokens);
  store (self, on_tokens_stored, task);
}

/* The session goes on with the new tokens all the same, so there is no need to keep it waiting. */
static void
on_tokens_stored (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BedsideSignInKeeper *self = g_task_get_source_object (task);
  g_autoptr(GError) error = NULL;

  if (bedside_secrets_store_finish (BEDSIDE_SECRETS (object), result, &error))
    {
      g_clear_handle_id (&self->retry_id, g_source_remove);
      g_task_return_boolean (task, TRUE);
      return;
    }
  retry_later (self);
  g_task_return_error (task, g_steal_pointer (&error));
}

static gboolean
on_retry (gpointer user_data)
{
  BedsideSignInKeeper *self = user_data;

  self->retry_id = 0;
  store (self, on_retried, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

static void
on_retried (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(BedsideSignInKeeper) self = user_data;

  if (!bedside_secrets_store_finish (BEDSIDE_SECRETS (object), result, NULL))
    retry_later (self);
}

static gboolean
bedside_sign_in_keeper_save_finish (BedsideTokenKeeper  *keeper,
                                    GAsyncResult        *result,
                                    GError             **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keeper), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_sign_in_keeper_save_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
bedside_sign_in_keeper_token_keeper_init (BedsideTokenKeeperInterface *iface)
{
  iface->save_async = bedside_sign_in_keeper_save_async;
  iface->save_finish = bedside_sign_in_keeper_save_finish;
}

static void
bedside_sign_in_keeper_finalize (GObject *object)
{
  BedsideSignInKeeper *self = BEDSIDE_SIGN_IN_KEEPER (object);

  g_clear_handle_id (&self->retry_id, g_source_remove);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->secrets);
  g_clear_pointer (&self->login, bedside_login_free);

  G_OBJECT_CLASS (bedside_sign_in_keeper_parent_class)->finalize (object);
}

static void
bedside_sign_in_keeper_class_init (BedsideSignInKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bedside_sign_in_keeper_finalize;
}

static void
bedside_sign_in_keeper_init (BedsideSignInKeeper *self)
{
  self->retry_delay = RETRY_DELAY;
  self->cancellable = g_cancellable_new ();
}

static BedsideLogin *
make_login (const char          *base_url,
            const char          *user_id,
            const char          *device_id,
            const BedsideTokens *tokens)
{
  BedsideLogin *login = g_new0 (BedsideLogin, 1);

  login->base_url = g_strdup (base_url);
  login->user_id = g_strdup (user_id);
  login->device_id = g_strdup (device_id);
  login->tokens = bedside_tokens_copy (tokens);

  return login;
}

/**
 * bedside_sign_in_keeper_new:
 * @secrets: the keyring
 * @login: whose tokens are to be kept
 *
 * Returns: (transfer full): a keeper
 */
BedsideTokenKeeper *
bedside_sign_in_keeper_new (BedsideSecrets     *secrets,
                            const BedsideLogin *login)
{
  g_return_val_if_fail (BEDSIDE_IS_SECRETS (secrets), NULL);
  g_return_val_if_fail (login != NULL, NULL);

  BedsideSignInKeeper *self = g_object_new (BEDSIDE_TYPE_SIGN_IN_KEEPER, NULL);

  self->secrets = g_object_ref (secrets);
  self->login = make_login (login->base_url, login->user_id, login->device_id, login->tokens);

  return BEDSIDE_TOKEN_KEEPER (self);
}

/**
 * bedside_sign_in_keeper_set_retry_delay:
 * @self: a keeper
 * @delay: ms
 *
 * How long to wait before a keyring that failed is asked again.
 */
void
bedside_sign_in_keeper_set_retry_delay (BedsideSignInKeeper *self,
                                        guint                delay)
{
  g_return_if_fail (BEDSIDE_IS_SIGN_IN_KEEPER (self));

  self->retry_delay = delay;
}

/**
 * bedside_sign_in_keeper_stop:
 * @self: a keeper
 *
 * Lets go of the keyring, which somebody else is about to empty or to fill.
 */
void
bedside_sign_in_keeper_stop (BedsideSignInKeeper *self)
{
  g_return_if_fail (BEDSIDE_IS_SIGN_IN_KEEPER (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->retry_id, g_source_remove);
}

/**
 * bedside_sign_in_to_text:
 * @login: the result of signing in
 *
 * Returns: (transfer full): the text for the keyring
 */
char *
bedside_sign_in_to_text (const BedsideLogin *login)
{
  g_return_val_if_fail (login != NULL && login->tokens != NULL, NULL);

  g_autoptr(JsonObject) object = json_object_new ();

  json_object_set_int_member (object, "v", 1);
  json_object_set_string_member (object, "server", login->base_url);
  json_object_set_string_member (object, "user_id", login->user_id);
  json_object_set_string_member (object, "device_id", login->device_id);
  json_object_set_string_member (object, "access_token", login->tokens->access_token);
  if (login->tokens->refresh_token != NULL)
    json_object_set_string_member (object, "refresh_token", login->tokens->refresh_token);
  json_object_set_int_member (object, "expires_at", login->tokens->expires_at);

  return bedside_json_object_to_text (object);
}

/**
 * bedside_sign_in_new_from_text:
 * @text: what the keyring holds
 *
 * Returns: (transfer full) (nullable): the sign-in; %NULL if the text is none of ours
 */
BedsideLogin *
bedside_sign_in_new_from_text (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autoptr(JsonObject) object = bedside_json_parse_object (text, -1, NULL);
  const char *base_url = bedside_json_get_string (object, "server");
  const char *user_id = bedside_json_get_string (object, "user_id");
  const char *device_id = bedside_json_get_string (object, "device_id");
  const char *access_token = bedside_json_get_string (object, "access_token");
  gint64 expires_at = 0;

  if (base_url == NULL || user_id == NULL || device_id == NULL || access_token == NULL)
    return NULL;
  bedside_json_get_int (object, "expires_at", &expires_at);

  g_autoptr(BedsideTokens) tokens = bedside_tokens_new (access_token,
                                                        bedside_json_get_string (object, "refresh_token"),
                                                        expires_at);

  return make_login (base_url, user_id, device_id, tokens);
}
