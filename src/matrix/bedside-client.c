/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-client"

#include "bedside-client.h"

#include "bedside-client-private.h"
#include "bedside-http.h"
#include "bedside-matrix-error.h"
#include "bedside-signer.h"
#include "bedside-url.h"

/* A token may end between two requests, and so may the next one. */
#define MAX_RENEWALS 2

struct _BedsideClient
{
  GObject         parent_instance;

  char           *base_url;   /* (owned): without slash at its end */
  char           *user_id;    /* (owned) */
  char           *device_id;  /* (owned) */
  BedsideHttp    *http;       /* (owned) */
  BedsideSigner  *signer;     /* (owned) */
  GThread        *thread;     /* (unowned): that made it, to compare with */
};

G_DEFINE_FINAL_TYPE (BedsideClient, bedside_client, G_TYPE_OBJECT)

typedef struct {
  /* Input */
  BedsideRequest *request;     /* (owned) */
  /* In progress */
  char           *used_token;  /* (owned) (nullable): what the request was last signed with */
  GError         *first_error; /* (owned) (nullable): set if the token was refused */
  guint           renewals;    /* of the token since then */
} RequestOp;

static void
request_op_free (RequestOp *op)
{
  g_clear_pointer (&op->request, bedside_request_unref);
  g_clear_pointer (&op->used_token, g_free);
  g_clear_error (&op->first_error);
  g_free (op);
}

static void
bedside_client_finalize (GObject *object)
{
  BedsideClient *self = BEDSIDE_CLIENT (object);

  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->user_id, g_free);
  g_clear_pointer (&self->device_id, g_free);
  g_clear_object (&self->http);
  g_clear_object (&self->signer);

  G_OBJECT_CLASS (bedside_client_parent_class)->finalize (object);
}

static void
bedside_client_class_init (BedsideClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bedside_client_finalize;
}

static void
bedside_client_init (BedsideClient *self)
{
  self->http = bedside_http_new ();
  self->thread = g_thread_self ();
}

/**
 * bedside_client_new:
 * @base_url: the server, as bedside_discover_finish() returned it
 * @user_id: who is signed in, as the server wrote it
 * @device_id: the device of the session
 * @tokens: the tokens of the session
 * @keeper: (nullable): where renewed tokens are saved
 * @error: return location for a #BedsideMatrixError
 *
 * Makes a client of a session. Plain http is only for servers on this machine,
 * others give %BEDSIDE_MATRIX_ERROR_INSECURE. The client belongs to the thread
 * that made it.
 *
 * Returns: (transfer full) (nullable): the client
 */
BedsideClient *
bedside_client_new (const char           *base_url,
                    const char           *user_id,
                    const char           *device_id,
                    const BedsideTokens  *tokens,
                    BedsideTokenKeeper   *keeper,
                    GError              **error)
{
  g_return_val_if_fail (base_url != NULL, NULL);
  g_return_val_if_fail (user_id != NULL, NULL);
  g_return_val_if_fail (device_id != NULL, NULL);
  g_return_val_if_fail (tokens != NULL, NULL);
  g_return_val_if_fail (keeper == NULL || BEDSIDE_IS_TOKEN_KEEPER (keeper), NULL);

  g_autofree char *checked = bedside_url_normalize_base (base_url, error);
  if (checked == NULL)
    return NULL;

  BedsideClient *self = g_object_new (BEDSIDE_TYPE_CLIENT, NULL);

  self->base_url = g_steal_pointer (&checked);
  self->user_id = g_strdup (user_id);
  self->device_id = g_strdup (device_id);
  self->signer = bedside_signer_new (self->http, self->base_url, tokens, keeper);

  return self;
}

/**
 * bedside_client_get_base_url:
 * @self: a client
 *
 * Returns: (transfer none): the server, without slash at its end
 */
const char *
bedside_client_get_base_url (BedsideClient *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CLIENT (self), NULL);

  return self->base_url;
}

/**
 * bedside_client_get_user_id:
 * @self: a client
 *
 * Returns: (transfer none): who is signed in
 */
const char *
bedside_client_get_user_id (BedsideClient *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CLIENT (self), NULL);

  return self->user_id;
}

/**
 * bedside_client_get_device_id:
 * @self: a client
 *
 * Returns: (transfer none): the device of the session
 */
const char *
bedside_client_get_device_id (BedsideClient *self)
{
  g_return_val_if_fail (BEDSIDE_IS_CLIENT (self), NULL);

  return self->device_id;
}

static void on_renewed_early (GObject      *source,
                              GAsyncResult *result,
                              gpointer      user_data);
static void send_request     (GTask        *task);
static void on_answered      (GObject      *source,
                              GAsyncResult *result,
                              gpointer      user_data);
static void on_renewed_late  (GObject      *source,
                              GAsyncResult *result,
                              gpointer      user_data);

static gboolean
is_session_over (const GError *error)
{
  return g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_SIGNED_OUT) ||
         g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT);
}

/**
 * bedside_client_request: (skip)
 * @self: a client
 * @request: (transfer full): what to send
 * @source_tag: the function of the endpoint
 * @cancellable: (nullable): ends the request
 * @callback: called when there is a result
 * @user_data: passed to @callback
 *
 * Signs and sends a request. If the access token has ended, it is renewed and the
 * request made again.
 */
void
bedside_client_request (BedsideClient       *self,
                        BedsideRequest      *request,
                        gpointer             source_tag,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_assert (self->thread == g_thread_self ());

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  RequestOp *op = g_new0 (RequestOp, 1);

  op->request = request;
  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, op, (GDestroyNotify) request_op_free);

  if (bedside_signer_is_expiring (self->signer))
    bedside_signer_refresh_async (self->signer, bedside_signer_get_access_token (self->signer), cancellable,
                                  on_renewed_early, g_steal_pointer (&task));
  else
    send_request (g_steal_pointer (&task));
}

static void
on_renewed_early (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  g_autoptr(GError) error = NULL;

  /* If the server will not renew it, the old token is tried all the same: only the
   * answer to that one says whether the session has expired or was ended. */
  if (bedside_signer_refresh_finish (BEDSIDE_SIGNER (source), result, &error) || is_session_over (error))
    send_request (g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
send_request (GTask *owned_task)
{
  g_autoptr(GTask) task = owned_task;
  BedsideClient *self = g_task_get_source_object (task);
  RequestOp *op = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_free (op->used_token);
  op->used_token = g_strdup (bedside_signer_get_access_token (self->signer));
  bedside_http_send_async (self->http, op->request, op->used_token, cancellable,
                           on_answered, g_steal_pointer (&task));
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BedsideClient *self = g_task_get_source_object (task);
  RequestOp *op = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(GError) error = NULL;
  gpointer answer = bedside_http_send_finish (BEDSIDE_HTTP (source), result, &error);

  if (answer != NULL)
    g_task_return_pointer (task, answer, op->request->free_result);
  else if (is_session_over (error) && bedside_signer_can_refresh (self->signer) && op->renewals == MAX_RENEWALS)
    /* The server renews tokens that it does not take: that is its problem, and no reason to lose what is stored. */
    g_task_return_error (task, bedside_matrix_error_new (BEDSIDE_MATRIX_ERROR_SERVER_BROKEN, 401, NULL, -1, NULL));
  else if (is_session_over (error) && bedside_signer_can_refresh (self->signer))
    {
      op->renewals++;
      if (op->first_error == NULL)
        op->first_error = g_steal_pointer (&error);
      bedside_signer_refresh_async (self->signer, op->used_token, cancellable,
                                    on_renewed_late, g_steal_pointer (&task));
    }
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_renewed_late (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  RequestOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (bedside_signer_refresh_finish (BEDSIDE_SIGNER (source), result, &error))
    {
      send_request (g_steal_pointer (&task));
      return;
    }

  /* Servers say "soft" of an access token that expired, but not of the refresh token
   * that expired with it. Either will do: nothing stored may be lost by mistake. */
  if (is_session_over (error) &&
      g_error_matches (op->first_error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT))
    g_task_return_error (task, g_steal_pointer (&op->first_error));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * bedside_client_finish_pointer: (skip)
 * @self: a client
 * @result: what the callback was given
 * @source_tag: the function of the endpoint
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable): the typed result of the request
 */
gpointer
bedside_client_finish_pointer (BedsideClient  *self,
                               GAsyncResult   *result,
                               gpointer        source_tag,
                               GError        **error)
{
  g_return_val_if_fail (BEDSIDE_IS_CLIENT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, source_tag), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bedside_client_finish_empty: (skip)
 * @self: a client
 * @result: what the callback was given
 * @source_tag: the function of the endpoint
 * @error: return location for a #BedsideMatrixError
 *
 * Finishes a request whose answer says nothing but that it was done.
 *
 * Returns: %TRUE if it was
 */
gboolean
bedside_client_finish_empty (BedsideClient  *self,
                             GAsyncResult   *result,
                             gpointer        source_tag,
                             GError        **error)
{
  g_autoptr(JsonObject) answer = bedside_client_finish_pointer (self, result, source_tag, error);

  return answer != NULL;
}

/**
 * bedside_client_log_out_async:
 * @self: a client
 * @cancellable: (nullable): ends the request
 * @callback: called when the session is ended
 * @user_data: passed to @callback
 *
 * Ends the session on the server.
 *
 * Source: Matrix client-server API, `POST /logout`.
 */
void
bedside_client_log_out_async (BedsideClient       *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));

  BedsideRequest *request = bedside_request_new ("POST", self->base_url, BEDSIDE_REQUEST_V3, "logout", NULL);
  g_autoptr(JsonObject) body = json_object_new ();

  bedside_request_set_body (request, body);
  bedside_client_request (self, request, bedside_client_log_out_async, cancellable, callback, user_data);
}

/**
 * bedside_client_log_out_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: %TRUE if the session is ended, also if it was before
 */
gboolean
bedside_client_log_out_finish (BedsideClient  *self,
                               GAsyncResult   *result,
                               GError        **error)
{
  g_autoptr(GError) failure = NULL;

  if (bedside_client_finish_empty (self, result, bedside_client_log_out_async, &failure) ||
      is_session_over (failure))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * bedside_client_reset:
 * @self: a client
 *
 * Drops all connections, e.g. after the network changed: they may be dead without
 * anybody having said so. Requests under way end with
 * %BEDSIDE_MATRIX_ERROR_OFFLINE and can be made again.
 */
void
bedside_client_reset (BedsideClient *self)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));

  bedside_http_abort (self->http);
}
