/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-signer"

#include "bedside-signer.h"

#include "bedside-answer.h"
#include "bedside-limits.h"

/* A token that ends within this time is renewed before it is used. */
#define EXPIRY_MARGIN (10 * G_USEC_PER_SEC)

typedef enum {
  SIGNER_STEADY,
  SIGNER_ASKING,
  SIGNER_SAVING,
} SignerState;

/**
 * BedsideSigner:
 *
 * The tokens of a session. Servers kill the tokens of a first refresh when a
 * second one with the same refresh token comes, so there is only ever one at a
 * time, and everybody who needs it waits for it. New tokens are saved before they
 * are used, because the old ones die with the first use of the new.
 *
 * Source: Matrix client-server API, "Refreshing access tokens".
 */
struct _BedsideSigner
{
  GObject             parent_instance;

  BedsideHttp        *http;      /* (owned) */
  char               *base_url;  /* (owned) */
  BedsideTokens      *tokens;    /* (owned) */
  BedsideTokenKeeper *keeper;    /* (owned) (nullable) */

  SignerState         state;
  BedsideTokens      *renewed;   /* (owned) (nullable): being saved */
  GPtrArray          *waiting;   /* (owned) (element-type GTask): who waits for the end of a refresh */
};

G_DEFINE_FINAL_TYPE (BedsideSigner, bedside_signer, G_TYPE_OBJECT)

static void
bedside_signer_finalize (GObject *object)
{
  BedsideSigner *self = BEDSIDE_SIGNER (object);

  g_clear_object (&self->http);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->tokens, bedside_tokens_free);
  g_clear_object (&self->keeper);
  g_clear_pointer (&self->renewed, bedside_tokens_free);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);

  G_OBJECT_CLASS (bedside_signer_parent_class)->finalize (object);
}

static void
bedside_signer_class_init (BedsideSignerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bedside_signer_finalize;
}

static void
bedside_signer_init (BedsideSigner *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * bedside_signer_new: (skip)
 * @http: connections
 * @base_url: the server
 * @tokens: the tokens to begin with
 * @keeper: (nullable): where renewed tokens are saved
 *
 * Returns: (transfer full): the signer
 */
BedsideSigner *
bedside_signer_new (BedsideHttp         *http,
                    const char          *base_url,
                    const BedsideTokens *tokens,
                    BedsideTokenKeeper  *keeper)
{
  g_return_val_if_fail (BEDSIDE_IS_HTTP (http), NULL);
  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (tokens != NULL, NULL);
  g_return_val_if_fail (keeper == NULL || BEDSIDE_IS_TOKEN_KEEPER (keeper), NULL);

  BedsideSigner *self = g_object_new (BEDSIDE_TYPE_SIGNER, NULL);

  self->http = g_object_ref (http);
  self->base_url = g_strdup (base_url);
  self->tokens = bedside_tokens_copy (tokens);
  g_set_object (&self->keeper, keeper);

  return self;
}

/**
 * bedside_signer_get_access_token: (skip)
 * @self: a signer
 *
 * Returns: (transfer none): what signs requests now
 */
const char *
bedside_signer_get_access_token (BedsideSigner *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIGNER (self), NULL);

  return self->tokens->access_token;
}

/**
 * bedside_signer_can_refresh: (skip)
 * @self: a signer
 *
 * Returns: %TRUE if the server gave a refresh token
 */
gboolean
bedside_signer_can_refresh (BedsideSigner *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIGNER (self), FALSE);

  return self->tokens->refresh_token != NULL;
}

/**
 * bedside_signer_is_expiring: (skip)
 * @self: a signer
 *
 * Returns: %TRUE if the access token has ended or is about to, and can be renewed
 */
gboolean
bedside_signer_is_expiring (BedsideSigner *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SIGNER (self), FALSE);

  return bedside_signer_can_refresh (self) && self->tokens->expires_at != 0 &&
         self->tokens->expires_at - g_get_real_time () < EXPIRY_MARGIN;
}

/* A token goes into a header line. */
static gboolean
is_token (const char *text)
{
  if (text == NULL)
    return FALSE;
  for (; *text != '\0'; text++)
    if (!g_ascii_isgraph (*text))
      return FALSE;

  return TRUE;
}

/**
 * bedside_signer_parse_tokens: (skip)
 * @object: an answer of `/login` or `/refresh`
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable): the tokens in it; the refresh token may be missing
 */
BedsideTokens *
bedside_signer_parse_tokens (JsonObject  *object,
                             GError     **error)
{
  const char *access_token = bedside_answer_get_text (object, "access_token", BEDSIDE_LIMIT_TOKEN);
  const char *refresh_token = bedside_json_get_string (object, "refresh_token");
  gint64 lifetime = 0, expires_at = 0;

  if (!is_token (access_token) ||
      (refresh_token != NULL && bedside_answer_get_text (object, "refresh_token", BEDSIDE_LIMIT_TOKEN) == NULL))
    {
      bedside_answer_set_bad_data (error);
      return NULL;
    }

  if (bedside_json_get_int (object, "expires_in_ms", &lifetime) && lifetime > 0)
    expires_at = g_get_real_time () + MIN (lifetime, G_MAXINT64 / 4000) * 1000;

  return bedside_tokens_new (access_token, refresh_token, expires_at);
}

static void on_refreshed (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data);
static void on_saved     (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data);

static BedsideRequest *
new_refresh_request (BedsideSigner *self)
{
  BedsideRequest *request =
    bedside_request_new ("POST", self->base_url, BEDSIDE_REQUEST_V3, "refresh", NULL);
  g_autoptr(JsonObject) body = json_object_new ();

  json_object_set_string_member (body, "refresh_token", self->tokens->refresh_token);
  bedside_request_set_body (request, body);
  bedside_request_set_parse (request, (BedsideRequestParse) bedside_signer_parse_tokens,
                             (GDestroyNotify) bedside_tokens_free);
  request->max_size = BEDSIDE_LIMIT_SMALL_ANSWER;

  return request;
}

static gboolean
on_waiting_cancelled (GCancellable *cancellable,
                      gpointer      user_data)
{
  g_autoptr(GTask) task = g_object_ref (user_data);
  BedsideSigner *self = g_task_get_source_object (task);

  if (g_ptr_array_remove (self->waiting, task))
    g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

/**
 * bedside_signer_refresh_async: (skip)
 * @self: a signer that can be refreshed
 * @used_token: the access token that is to be replaced
 * @cancellable: (nullable): ends the wait, not the refresh
 * @callback: called when there is another access token
 * @user_data: passed to @callback
 *
 * Gets an access token other than @used_token: nothing is to be done if there is
 * one already; if a refresh is under way, its result is waited for.
 */
void
bedside_signer_refresh_async (BedsideSigner       *self,
                              const char          *used_token,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_SIGNER (self));
  g_return_if_fail (used_token != NULL);
  g_return_if_fail (bedside_signer_can_refresh (self));

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, bedside_signer_refresh_async);

  if (!g_str_equal (used_token, self->tokens->access_token))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (cancellable != NULL)
    {
      g_autoptr(GSource) source = g_cancellable_source_new (cancellable);

      g_task_attach_source (task, source, G_SOURCE_FUNC (on_waiting_cancelled));
      g_task_set_task_data (task, g_source_ref (source), (GDestroyNotify) g_source_unref);
    }
  g_ptr_array_add (self->waiting, g_object_ref (task));

  if (self->state == SIGNER_STEADY)
    {
      g_autoptr(BedsideRequest) request = new_refresh_request (self);

      self->state = SIGNER_ASKING;
      bedside_http_send_async (self->http, request, NULL, NULL, on_refreshed, g_object_ref (self));
    }
}

static void
end_refresh (BedsideSigner *self,
             const GError  *error)
{
  g_autoptr(GPtrArray) waiting = g_steal_pointer (&self->waiting);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->state = SIGNER_STEADY;
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = g_ptr_array_index (waiting, i);
      GSource *source = g_task_get_task_data (task);

      /* The source holds the task. */
      if (source != NULL)
        g_source_destroy (source);
      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_boolean (task, TRUE);
    }
}

/* Only an answer of the Matrix server itself ends a session: a proxy's 403 must not
 * cost the practitioner what is stored. */
static GError *
judge_refresh_error (const GError *error)
{
  guint status = bedside_matrix_error_get_http_status (error);
  const char *errcode = bedside_matrix_error_get_errcode (error);

  if (g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT) ||
      g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_DEACTIVATED) ||
      (status != 401 && status != 403) || errcode == NULL)
    return g_error_copy (error);

  return bedside_matrix_error_new (BEDSIDE_MATRIX_ERROR_SIGNED_OUT, status, errcode, -1, NULL);
}

static void
use_renewed (BedsideSigner *self)
{
  g_clear_pointer (&self->tokens, bedside_tokens_free);
  self->tokens = g_steal_pointer (&self->renewed);
  end_refresh (self, NULL);
}

static void
on_refreshed (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(BedsideSigner) self = g_steal_pointer (&user_data);
  g_autoptr(GError) error = NULL;

  self->renewed = bedside_http_send_finish (BEDSIDE_HTTP (source), result, &error);
  if (self->renewed == NULL)
    {
      g_autoptr(GError) judged = judge_refresh_error (error);

      end_refresh (self, judged);
      return;
    }

  /* Without a new refresh token the old one stays good. */
  if (self->renewed->refresh_token == NULL)
    self->renewed->refresh_token = g_strdup (self->tokens->refresh_token);

  if (self->keeper != NULL)
    {
      BedsideTokenKeeper *keeper = self->keeper;
      const BedsideTokens *renewed = self->renewed;

      self->state = SIGNER_SAVING;
      bedside_token_keeper_save_async (keeper, renewed, NULL, on_saved, g_steal_pointer (&self));
    }
  else
    use_renewed (self);
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(BedsideSigner) self = g_steal_pointer (&user_data);
  g_autoptr(GError) error = NULL;

  if (!bedside_token_keeper_save_finish (BEDSIDE_TOKEN_KEEPER (source), result, &error))
    g_message ("Renewed tokens cannot be saved: %s %d", g_quark_to_string (error->domain), error->code);

  use_renewed (self);
}

/**
 * bedside_signer_refresh_finish: (skip)
 * @self: a signer
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: %TRUE if there is another access token
 */
gboolean
bedside_signer_refresh_finish (BedsideSigner  *self,
                               GAsyncResult   *result,
                               GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_signer_refresh_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
