/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-login"

#include "bedside-login.h"

#include "bedside-answer.h"
#include "bedside-http.h"
#include "bedside-limits.h"
#include "bedside-signer.h"
#include "bedside-url.h"

typedef struct {
  /* Input */
  char *base_url;     /* (owned) */
  char *user;         /* (owned) */
  char *password;     /* (owned) */
  char *device_id;    /* (owned) (nullable) */
  char *device_name;  /* (owned) (nullable) */
} LoginOp;

static void
login_op_free (LoginOp *op)
{
  g_clear_pointer (&op->base_url, g_free);
  g_clear_pointer (&op->user, g_free);
  if (op->password != NULL)
    explicit_bzero (op->password, strlen (op->password));
  g_clear_pointer (&op->password, g_free);
  g_clear_pointer (&op->device_id, g_free);
  g_clear_pointer (&op->device_name, g_free);
  g_free (op);
}

/**
 * bedside_login_free:
 * @self: (transfer full): the result of a login
 *
 * Frees the result and overwrites its tokens.
 */
void
bedside_login_free (BedsideLogin *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->user_id, g_free);
  g_clear_pointer (&self->device_id, g_free);
  g_clear_pointer (&self->tokens, bedside_tokens_free);
  g_free (self);
}

static void on_flows     (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data);
static void on_logged_in (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data);

/**
 * bedside_login_async:
 * @base_url: the server, as bedside_discover_finish() returned it
 * @user: a user name or a whole user id
 * @password: the password
 * @device_id: (nullable): the device of an earlier session that is to go on
 * @device_name: (nullable): what the user sees in a list of devices
 * @cancellable: (nullable): ends the login, though the server may have made the session
 * @callback: called when there is a result
 * @user_data: passed to @callback
 *
 * Signs in with a password and asks for a refresh token. A wrong password is
 * %BEDSIDE_MATRIX_ERROR_FORBIDDEN; after a few tries servers want minutes of peace,
 * %BEDSIDE_MATRIX_ERROR_RATE_LIMITED: show it, do not try again by yourself.
 *
 * Source: Matrix client-server API, `GET /login` and `POST /login`.
 */
void
bedside_login_async (const char          *base_url,
                     const char          *user,
                     const char          *password,
                     const char          *device_id,
                     const char          *device_name,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_return_if_fail (base_url != NULL);
  g_return_if_fail (user != NULL);
  g_return_if_fail (password != NULL);

  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr(BedsideHttp) http = bedside_http_new ();
  g_autoptr(BedsideRequest) request = NULL;
  g_autoptr(GError) error = NULL;
  LoginOp *op = g_new0 (LoginOp, 1);

  op->base_url = bedside_url_normalize_base (base_url, &error);
  op->user = g_strdup (user);
  op->password = g_strdup (password);
  op->device_id = g_strdup (device_id);
  op->device_name = g_strdup (device_name);
  g_task_set_source_tag (task, bedside_login_async);
  g_task_set_task_data (task, op, (GDestroyNotify) login_op_free);

  if (op->base_url == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  request = bedside_request_new ("GET", op->base_url, BEDSIDE_REQUEST_V3, "login", NULL);
  request->max_size = BEDSIDE_LIMIT_SMALL_ANSWER;
  bedside_http_send_async (http, request, NULL, cancellable, on_flows, g_steal_pointer (&task));
}

static gboolean
has_password_flow (JsonObject *answer)
{
  JsonArray *flows = bedside_json_get_array (answer, "flows");
  guint length = flows ? json_array_get_length (flows) : 0;

  for (guint i = 0; i < length; i++)
    {
      const char *type = bedside_json_get_string (bedside_json_array_get_object (flows, i), "type");

      if (g_strcmp0 (type, "m.login.password") == 0)
        return TRUE;
    }

  return FALSE;
}

static JsonObject *
new_login_body (LoginOp *op)
{
  JsonObject *body = json_object_new (), *identifier = json_object_new ();

  json_object_set_string_member (identifier, "type", "m.id.user");
  json_object_set_string_member (identifier, "user", op->user);
  json_object_set_string_member (body, "type", "m.login.password");
  json_object_set_object_member (body, "identifier", identifier);
  json_object_set_string_member (body, "password", op->password);
  json_object_set_boolean_member (body, "refresh_token", TRUE);
  if (op->device_id != NULL)
    json_object_set_string_member (body, "device_id", op->device_id);
  if (op->device_name != NULL)
    json_object_set_string_member (body, "initial_device_display_name", op->device_name);

  return body;
}

static gpointer
parse_login (JsonObject  *object,
             GError     **error)
{
  g_autoptr(BedsideLogin) self = g_new0 (BedsideLogin, 1);
  const char *user_id = bedside_answer_get_text (object, "user_id", BEDSIDE_LIMIT_ID);
  const char *device_id = bedside_answer_get_text (object, "device_id", BEDSIDE_LIMIT_ID);

  if (user_id == NULL || *user_id != '@' || device_id == NULL)
    {
      bedside_answer_set_bad_data (error);
      return NULL;
    }

  self->user_id = g_strdup (user_id);
  self->device_id = g_strdup (device_id);
  self->tokens = bedside_signer_parse_tokens (object, error);

  return self->tokens ? g_steal_pointer (&self) : NULL;
}

static void
on_flows (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  LoginOp *op = g_task_get_task_data (task);
  BedsideHttp *http = BEDSIDE_HTTP (source);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) answer = bedside_http_send_finish (http, result, &error);
  g_autoptr(JsonObject) body = NULL;
  g_autoptr(BedsideRequest) request = NULL;

  if (answer == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (bedside_json_get_array (answer, "flows") == NULL)
    {
      bedside_answer_set_bad_data (&error);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (!has_password_flow (answer))
    {
      g_task_return_error (task, bedside_matrix_error_new (BEDSIDE_MATRIX_ERROR_UNRECOGNIZED, 200, NULL, -1, NULL));
      return;
    }

  body = new_login_body (op);
  request = bedside_request_new ("POST", op->base_url, BEDSIDE_REQUEST_V3, "login", NULL);
  bedside_request_set_body (request, body);
  bedside_request_set_parse (request, parse_login, (GDestroyNotify) bedside_login_free);
  request->max_size = BEDSIDE_LIMIT_SMALL_ANSWER;
  bedside_http_send_async (http, request, NULL, cancellable, on_logged_in, g_steal_pointer (&task));
}

static void
on_logged_in (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  LoginOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  BedsideLogin *login = bedside_http_send_finish (BEDSIDE_HTTP (source), result, &error);

  if (login == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  login->base_url = g_strdup (op->base_url);
  g_task_return_pointer (task, login, (GDestroyNotify) bedside_login_free);
}

/**
 * bedside_login_finish:
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable): the session; its user id is the server's,
 *   whatever was typed
 */
BedsideLogin *
bedside_login_finish (GAsyncResult  *result,
                      GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_login_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
