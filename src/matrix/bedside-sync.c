/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-sync"

#include "bedside-sync.h"

#include "bedside-answer.h"
#include "bedside-client-private.h"
#include "bedside-limits.h"

#define MARGIN             (10 * 1000)
#define FIRST_SYNC_TIMEOUT (10 * 60 * 1000)

static void
add_types (JsonObject        *object,
           const char        *name,
           const char *const *types)
{
  JsonObject *part = json_object_new ();
  JsonArray *array = json_array_new ();

  for (; *types != NULL; types++)
    json_array_add_string_element (array, *types);
  json_object_set_array_member (part, "types", array);
  json_object_set_object_member (object, name, part);
}

static JsonObject *
new_filter (guint timeline_limit)
{
  static const char *const nothing[] = { NULL };
  static const char *const account_data[] = { "m.push_rules", "m.ignored_user_list", "org.bedside.prefs", NULL };
  static const char *const ephemeral[] = { "m.receipt", "m.typing", NULL };
  static const char *const room_account_data[] = { "m.fully_read", "m.marked_unread", "m.tag", NULL };
  JsonObject *filter = json_object_new (), *room = json_object_new ();
  JsonObject *timeline = json_object_new (), *state = json_object_new ();

  json_object_set_int_member (timeline, "limit", timeline_limit);
  json_object_set_boolean_member (state, "lazy_load_members", TRUE);
  json_object_set_object_member (room, "timeline", timeline);
  json_object_set_object_member (room, "state", state);
  add_types (room, "ephemeral", ephemeral);
  add_types (room, "account_data", room_account_data);
  add_types (filter, "presence", nothing);
  add_types (filter, "account_data", account_data);
  json_object_set_object_member (filter, "room", room);

  return filter;
}

static gpointer
parse_filter_id (JsonObject  *object,
                 GError     **error)
{
  const char *filter_id = bedside_answer_get_text (object, "filter_id", BEDSIDE_LIMIT_ID);

  /* What begins with a brace would be taken for a filter, not for its id. */
  if (filter_id == NULL || *filter_id == '{')
    {
      bedside_answer_set_bad_data (error);
      return NULL;
    }

  return g_strdup (filter_id);
}

/**
 * bedside_client_upload_filter_async:
 * @self: a client
 * @timeline_limit: how many events a room has in one answer, 1-100
 * @cancellable: (nullable): ends the request
 * @callback: called when the server has the filter
 * @user_data: passed to @callback
 *
 * Tells the server what is to be synced.
 *
 * Source: Matrix client-server API, `POST /user/{userId}/filter`.
 */
void
bedside_client_upload_filter_async (BedsideClient       *self,
                                    guint                timeline_limit,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (timeline_limit >= 1 && timeline_limit <= 100);

  BedsideRequest *request = bedside_request_new ("POST", bedside_client_get_base_url (self), BEDSIDE_REQUEST_V3,
                                                 "user", bedside_client_get_user_id (self), "filter", NULL);
  g_autoptr(JsonObject) filter = new_filter (timeline_limit);

  bedside_request_set_body (request, filter);
  bedside_request_set_parse (request, parse_filter_id, g_free);
  request->max_size = BEDSIDE_LIMIT_SMALL_ANSWER;
  bedside_client_request (self, request, bedside_client_upload_filter_async, cancellable, callback, user_data);
}

/**
 * bedside_client_upload_filter_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable): the filter id
 */
char *
bedside_client_upload_filter_finish (BedsideClient  *self,
                                     GAsyncResult   *result,
                                     GError        **error)
{
  return bedside_client_finish_pointer (self, result, bedside_client_upload_filter_async, error);
}

static GError *
change_code (GError             *error,
             BedsideMatrixError  code)
{
  g_autoptr(GError) old = error;

  return bedside_matrix_error_new (code, bedside_matrix_error_get_http_status (old),
                                   bedside_matrix_error_get_errcode (old), -1, NULL);
}

/* Synapse says M_INVALID_PARAM, where others say 404, of a filter that it does not know. */
static GError *
judge_first_error (GError *error)
{
  if (bedside_matrix_error_get_http_status (error) == 400 &&
      g_strcmp0 (bedside_matrix_error_get_errcode (error), "M_INVALID_PARAM") == 0)
    return change_code (error, BEDSIDE_MATRIX_ERROR_NOT_FOUND);

  return error;
}

/* Any other 400 is about the only thing in the request that a server made. */
static GError *
judge_error (GError *error)
{
  GError *judged = judge_first_error (error);

  if (g_error_matches (judged, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_REFUSED) &&
      bedside_matrix_error_get_http_status (judged) == 400)
    return change_code (judged, BEDSIDE_MATRIX_ERROR_UNKNOWN_POSITION);

  return judged;
}

/**
 * bedside_sync_get_patience: (skip)
 * @is_first: it is the first sync, without a position
 * @timeout: how long the server may wait for news, in milliseconds
 *
 * A first sync of many rooms takes a server minutes before it says a word, and one
 * after a long absence may take seconds although it need not wait for anything.
 *
 * Returns: how long to wait for the answer to begin, in milliseconds
 */
guint
bedside_sync_get_patience (gboolean is_first,
                           guint    timeout)
{
  if (is_first)
    return FIRST_SYNC_TIMEOUT;
  return MAX (BEDSIDE_REQUEST_TIMEOUT, MIN (timeout, G_MAXINT - MARGIN) + MARGIN);
}

/**
 * bedside_client_sync_async:
 * @self: a client
 * @filter_id: what bedside_client_upload_filter_finish() returned
 * @since: (nullable): `next_batch` of the answer before, %NULL for the first sync
 * @timeout: how long the server may wait for news, in milliseconds
 * @cancellable: (nullable): ends the request
 * @callback: called when there is an answer
 * @user_data: passed to @callback
 *
 * Asks once what is new. Keep one such request in flight, not more. There are no
 * retries in here.
 *
 * Source: Matrix client-server API, `GET /sync`.
 */
void
bedside_client_sync_async (BedsideClient       *self,
                           const char          *filter_id,
                           const char          *since,
                           guint                timeout,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (filter_id != NULL);

  BedsideRequest *request =
    bedside_request_new ("GET", bedside_client_get_base_url (self), BEDSIDE_REQUEST_V3, "sync", NULL);
  g_autofree char *timeout_text = g_strdup_printf ("%u", timeout);

  bedside_request_add_query (request, "filter", filter_id);
  bedside_request_add_query (request, "since", since);
  bedside_request_add_query (request, "timeout", timeout_text);
  bedside_request_add_query (request, "set_presence", "offline");
  bedside_request_set_read (request, (BedsideRequestRead) bedside_sync_answer_new_from_text,
                            (GDestroyNotify) bedside_sync_answer_free);
  request->timeout = bedside_sync_get_patience (since == NULL, timeout);
  request->max_size = BEDSIDE_LIMIT_SYNC;
  request->judge = since ? judge_error : judge_first_error;
  bedside_client_request (self, request, bedside_client_sync_async, cancellable, callback, user_data);
}

/**
 * bedside_client_sync_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Finishes bedside_client_sync_async(). %BEDSIDE_MATRIX_ERROR_UNKNOWN_POSITION: begin
 * anew; %BEDSIDE_MATRIX_ERROR_NOT_FOUND: upload the filter again.
 *
 * Returns: (transfer full) (nullable): the answer
 */
BedsideSyncAnswer *
bedside_client_sync_finish (BedsideClient  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  return bedside_client_finish_pointer (self, result, bedside_client_sync_async, error);
}
