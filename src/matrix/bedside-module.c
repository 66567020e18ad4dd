/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-module"

#include "bedside-module.h"

#include "bedside-answer.h"
#include "bedside-client-private.h"

#define MODULE "_synapse", "client", "bedside", "v1"

/**
 * bedside_module_status_free:
 * @self: (transfer full): a status
 *
 * Frees the status.
 */
void
bedside_module_status_free (BedsideModuleStatus *self)
{
  g_return_if_fail (self != NULL);

  g_strfreev (self->practices);
  g_free (self);
}

/* What is missing was not promised: a server enforces only what it says. */
static gpointer
parse_status (JsonObject  *object,
              GError     **error)
{
  JsonArray *practices = bedside_json_get_array (object, "practices");
  guint length = practices ? json_array_get_length (practices) : 0;
  g_autoptr(BedsideModuleStatus) self = g_new0 (BedsideModuleStatus, 1);
  g_autoptr(GStrvBuilder) rooms = g_strv_builder_new ();

  if (!bedside_json_get_boolean (object, "enforced", &self->enforced))
    {
      bedside_answer_set_bad_data (error);
      return NULL;
    }

  for (guint i = 0; i < length; i++)
    {
      const char *room_id = bedside_json_array_get_string (practices, i);

      if (room_id != NULL)
        g_strv_builder_add (rooms, room_id);
    }
  self->practices = g_strv_builder_end (rooms);

  return g_steal_pointer (&self);
}

/* All three are there or the answer is none: a guess would link a wrong account. */
static gpointer
parse_account (JsonObject  *object,
               GError     **error)
{
  g_autofree BedsideModuleAccount *self = g_new0 (BedsideModuleAccount, 1);

  if (!bedside_json_get_boolean (object, "exists", &self->exists) ||
      !bedside_json_get_boolean (object, "patient", &self->patient) ||
      !bedside_json_get_boolean (object, "signed_in", &self->signed_in))
    {
      bedside_answer_set_bad_data (error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/* A proxy that does not pass the module's paths on has no error code for it. An account that does not exist is
 * answered, so nothing else can be missing but the module. */
static GError *
judge_error (GError *error)
{
  gboolean is_barred = g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_OFFLINE) &&
                       bedside_matrix_error_get_http_status (error) == 403;

  if (!is_barred && !g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_NOT_FOUND))
    return error;

  g_autoptr(GError) owned = error;

  return bedside_matrix_error_new (BEDSIDE_MATRIX_ERROR_UNRECOGNIZED, bedside_matrix_error_get_http_status (error),
                                   bedside_matrix_error_get_errcode (error), -1, NULL);
}

/**
 * bedside_client_get_module_status_async:
 * @self: a client
 * @cancellable: (nullable): ends the request
 * @callback: called when the server has answered
 * @user_data: passed to @callback
 *
 * Asks whether the server enforces the practice's rules, and for which practices. Only
 * practitioners are told: others get %BEDSIDE_MATRIX_ERROR_FORBIDDEN, and a server
 * without the module answers %BEDSIDE_MATRIX_ERROR_UNRECOGNIZED.
 *
 * Source: module bedside_practice, `GET /_synapse/client/bedside/v1/status`.
 */
void
bedside_client_get_module_status_async (BedsideClient       *self,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));

  BedsideRequest *request =
    bedside_request_new ("GET", bedside_client_get_base_url (self), MODULE, "status", NULL);

  bedside_request_set_parse (request, parse_status, (GDestroyNotify) bedside_module_status_free);
  request->judge = judge_error;
  bedside_client_request (self, request, bedside_client_get_module_status_async, cancellable, callback, user_data);
}

/**
 * bedside_client_get_module_status_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable): what the server says
 */
BedsideModuleStatus *
bedside_client_get_module_status_finish (BedsideClient  *self,
                                         GAsyncResult   *result,
                                         GError        **error)
{
  return bedside_client_finish_pointer (self, result, bedside_client_get_module_status_async, error);
}

/**
 * bedside_client_get_module_account_async:
 * @self: a client
 * @user_id: the exact id of an account
 * @cancellable: (nullable): ends the request
 * @callback: called when the server has answered
 * @user_data: passed to @callback
 *
 * Asks what is known of an account before it is linked. Whoever asks too often gets
 * %BEDSIDE_MATRIX_ERROR_RATE_LIMITED.
 *
 * Source: module bedside_practice, `GET /_synapse/client/bedside/v1/account/{userId}`.
 */
void
bedside_client_get_module_account_async (BedsideClient       *self,
                                         const char          *user_id,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (user_id != NULL);

  BedsideRequest *request =
    bedside_request_new ("GET", bedside_client_get_base_url (self), MODULE, "account", user_id, NULL);

  bedside_request_set_parse (request, parse_account, g_free);
  request->judge = judge_error;
  bedside_client_request (self, request, bedside_client_get_module_account_async, cancellable, callback, user_data);
}

/**
 * bedside_client_get_module_account_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable): what is known of it; free it with g_free()
 */
BedsideModuleAccount *
bedside_client_get_module_account_finish (BedsideClient  *self,
                                          GAsyncResult   *result,
                                          GError        **error)
{
  return bedside_client_finish_pointer (self, result, bedside_client_get_module_account_async, error);
}
