/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-rooms"

#include "bedside-rooms.h"

#include "bedside-answer.h"
#include "bedside-client-private.h"
#include "bedside-event-list.h"
#include "bedside-limits.h"

#define TYPING_TIMEOUT  (30 * 1000)
#define LAZY_MEMBERS    "{\"lazy_load_members\":true}"
#define REDACTIONS      "{\"lazy_load_members\":true,\"types\":[\"m.room.redaction\"]}"
#define MOST_EVENTS     1000

static BedsideRequest *
new_post (BedsideRequest *request,
          JsonObject     *body)
{
  bedside_request_set_body (request, body);

  return request;
}

/**
 * bedside_messages_page_free:
 * @self: (transfer full): a page
 *
 * Frees the page.
 */
void
bedside_messages_page_free (BedsideMessagesPage *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->events, g_ptr_array_unref);
  g_clear_pointer (&self->state, g_ptr_array_unref);
  g_clear_pointer (&self->end, g_free);
  g_free (self);
}

static gpointer
parse_messages (JsonObject  *object,
                GError     **error)
{
  JsonArray *chunk = bedside_json_get_array (object, "chunk");
  const char *start = bedside_json_get_string (object, "start");
  const char *end = bedside_answer_get_text (object, "end", BEDSIDE_LIMIT_TOKEN);

  if (chunk == NULL)
    {
      bedside_answer_set_bad_data (error);
      return NULL;
    }
  if (json_array_get_length (chunk) > BEDSIDE_LIMIT_EVENTS)
    {
      bedside_answer_set_too_large (error);
      return NULL;
    }

  g_autoptr(BedsideMessagesPage) self = g_new0 (BedsideMessagesPage, 1);
  self->events = bedside_event_list_new (chunk, BEDSIDE_EVENT_LIST_TIMELINE);
  self->state = bedside_event_list_new (bedside_json_get_array (object, "state"), BEDSIDE_EVENT_LIST_STATE);

  /* A page that leads to itself would be loaded for ever. */
  if (end != NULL && (json_array_get_length (chunk) > 0 || g_strcmp0 (start, end) != 0))
    self->end = g_strdup (end);

  return g_steal_pointer (&self);
}

static void
request_messages (BedsideClient       *self,
                  const char          *room_id,
                  const char          *from,
                  const char          *to,
                  guint                limit,
                  const char          *filter,
                  gpointer             tag,
                  GCancellable        *cancellable,
                  GAsyncReadyCallback  callback,
                  gpointer             user_data)
{
  BedsideRequest *request = bedside_request_new ("GET", bedside_client_get_base_url (self), BEDSIDE_REQUEST_V3,
                                                 "rooms", room_id, "messages", NULL);
  g_autofree char *limit_text = g_strdup_printf ("%u", limit);

  bedside_request_add_query (request, "dir", "b");
  bedside_request_add_query (request, "from", from);
  bedside_request_add_query (request, "to", to);
  bedside_request_add_query (request, "limit", limit_text);
  bedside_request_add_query (request, "filter", filter);
  bedside_request_set_parse (request, parse_messages, (GDestroyNotify) bedside_messages_page_free);
  bedside_client_request (self, request, tag, cancellable, callback, user_data);
}

/**
 * bedside_client_messages_async:
 * @self: a client
 * @room_id: a room
 * @from: (nullable): token before which to read; %NULL: from the newest
 * @to: (nullable): token where to stop, a hint that servers may ignore
 * @limit: how many events at most, 1-1000
 * @cancellable: (nullable): ends the request
 * @callback: called when the page is there
 * @user_data: passed to @callback
 *
 * Reads older events of a room.
 *
 * Source: Matrix client-server API, `GET /rooms/{roomId}/messages`.
 */
void
bedside_client_messages_async (BedsideClient       *self,
                               const char          *room_id,
                               const char          *from,
                               const char          *to,
                               guint                limit,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (limit >= 1 && limit <= MOST_EVENTS);

  request_messages (self, room_id, from, to, limit, LAZY_MEMBERS, bedside_client_messages_async, cancellable, callback,
                    user_data);
}

/**
 * bedside_client_messages_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable): the page; empty events do not mean that
 *   there is nothing older, a missing end does
 */
BedsideMessagesPage *
bedside_client_messages_finish (BedsideClient  *self,
                                GAsyncResult   *result,
                                GError        **error)
{
  return bedside_client_finish_pointer (self, result, bedside_client_messages_async, error);
}

/**
 * bedside_client_redactions_async:
 * @self: a client
 * @room_id: a room
 * @from: token before which to read
 * @to: token where to stop, a hint that servers may ignore
 * @cancellable: (nullable): ends the request
 * @callback: called when the page is there
 * @user_data: passed to @callback
 *
 * Reads what was redacted in a room: of state that has lost its content sync says
 * nothing but this, and nothing at all where it leaves events out.
 *
 * Source: Matrix client-server API, `GET /rooms/{roomId}/messages`, "Filtering".
 */
void
bedside_client_redactions_async (BedsideClient       *self,
                                 const char          *room_id,
                                 const char          *from,
                                 const char          *to,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (from != NULL);

  request_messages (self, room_id, from, to, MOST_EVENTS, REDACTIONS, bedside_client_redactions_async, cancellable,
                    callback, user_data);
}

/**
 * bedside_client_redactions_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable): the page; see bedside_client_messages_finish()
 */
BedsideMessagesPage *
bedside_client_redactions_finish (BedsideClient  *self,
                                  GAsyncResult   *result,
                                  GError        **error)
{
  return bedside_client_finish_pointer (self, result, bedside_client_redactions_async, error);
}

static gpointer
parse_event_id (JsonObject  *object,
                GError     **error)
{
  const char *event_id = bedside_answer_get_text (object, "event_id", BEDSIDE_LIMIT_ID);

  if (event_id == NULL)
    {
      bedside_answer_set_bad_data (error);
      return NULL;
    }

  return g_strdup (event_id);
}

/**
 * bedside_client_put_event: (skip)
 * @self: a client
 * @request: (transfer full): where the event goes
 * @content: the content of the event
 * @source_tag: the function of the endpoint
 * @cancellable: (nullable): ends the request
 * @callback: called when the server has the event; the result is its id
 * @user_data: passed to @callback
 *
 * Puts an event somewhere. What cannot fit into an event is refused before it is sent.
 */
void
bedside_client_put_event (BedsideClient       *self,
                          BedsideRequest      *request,
                          JsonObject          *content,
                          gpointer             source_tag,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(BedsideRequest) owned = request;

  bedside_request_set_body (request, content);
  if (g_bytes_get_size (request->body) > BEDSIDE_LIMIT_EVENT)
    {
      g_task_report_error (self, callback, user_data, source_tag,
                           bedside_matrix_error_new (BEDSIDE_MATRIX_ERROR_TOO_LARGE, 0, NULL, -1, NULL));
      return;
    }

  bedside_request_set_parse (request, parse_event_id, g_free);
  bedside_client_request (self, g_steal_pointer (&owned), source_tag, cancellable, callback, user_data);
}

/**
 * bedside_client_send_async:
 * @self: a client
 * @room_id: a room
 * @type: the event type
 * @transaction_id: unique for ever on this device; the same again when it is sent again
 * @content: the content of the event
 * @cancellable: (nullable): ends the request, though the server may have it already
 * @callback: called when the server has the event
 * @user_data: passed to @callback
 *
 * Sends a message event. What cannot fit into an event is refused before it is sent.
 *
 * Source: Matrix client-server API, `PUT /rooms/{roomId}/send/{eventType}/{txnId}`.
 */
void
bedside_client_send_async (BedsideClient       *self,
                           const char          *room_id,
                           const char          *type,
                           const char          *transaction_id,
                           JsonObject          *content,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (type != NULL);
  g_return_if_fail (transaction_id != NULL && *transaction_id != '\0');
  g_return_if_fail (content != NULL);

  BedsideRequest *request = bedside_request_new ("PUT", bedside_client_get_base_url (self), BEDSIDE_REQUEST_V3,
                                                 "rooms", room_id, "send", type, transaction_id, NULL);

  bedside_client_put_event (self, request, content, bedside_client_send_async, cancellable, callback, user_data);
}

/**
 * bedside_client_send_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable): the event id
 */
char *
bedside_client_send_finish (BedsideClient  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  return bedside_client_finish_pointer (self, result, bedside_client_send_async, error);
}

/**
 * bedside_client_mark_read_async:
 * @self: a client
 * @room_id: a room
 * @event_id: the newest event that was read
 * @cancellable: (nullable): ends the request
 * @callback: called when the server knows
 * @user_data: passed to @callback
 *
 * Tells the server how far the room was read, and the others in it too.
 *
 * Source: Matrix client-server API, `POST /rooms/{roomId}/read_markers`. The marker
 * cannot be set as account data: that is 405.
 */
void
bedside_client_mark_read_async (BedsideClient       *self,
                                const char          *room_id,
                                const char          *event_id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (event_id != NULL);

  BedsideRequest *request = bedside_request_new ("POST", bedside_client_get_base_url (self), BEDSIDE_REQUEST_V3,
                                                 "rooms", room_id, "read_markers", NULL);
  g_autoptr(JsonObject) body = json_object_new ();

  json_object_set_string_member (body, "m.fully_read", event_id);
  json_object_set_string_member (body, "m.read", event_id);
  bedside_client_request (self, new_post (request, body), bedside_client_mark_read_async,
                          cancellable, callback, user_data);
}

/**
 * bedside_client_mark_read_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: %TRUE if the server knows
 */
gboolean
bedside_client_mark_read_finish (BedsideClient  *self,
                                 GAsyncResult   *result,
                                 GError        **error)
{
  return bedside_client_finish_empty (self, result, bedside_client_mark_read_async, error);
}

/**
 * bedside_client_send_receipt_async:
 * @self: a client
 * @room_id: a room
 * @event_id: the newest event that was read
 * @cancellable: (nullable): ends the request
 * @callback: called when the server knows
 * @user_data: passed to @callback
 *
 * Sends a public read receipt.
 *
 * Source: Matrix client-server API, `POST /rooms/{roomId}/receipt/{receiptType}/{eventId}`.
 */
void
bedside_client_send_receipt_async (BedsideClient       *self,
                                   const char          *room_id,
                                   const char          *event_id,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (event_id != NULL);

  BedsideRequest *request = bedside_request_new ("POST", bedside_client_get_base_url (self), BEDSIDE_REQUEST_V3,
                                                 "rooms", room_id, "receipt", "m.read", event_id, NULL);
  g_autoptr(JsonObject) body = json_object_new ();

  bedside_client_request (self, new_post (request, body), bedside_client_send_receipt_async,
                          cancellable, callback, user_data);
}

/**
 * bedside_client_send_receipt_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: %TRUE if the server knows
 */
gboolean
bedside_client_send_receipt_finish (BedsideClient  *self,
                                    GAsyncResult   *result,
                                    GError        **error)
{
  return bedside_client_finish_empty (self, result, bedside_client_send_receipt_async, error);
}

/**
 * bedside_client_set_typing_async:
 * @self: a client
 * @room_id: a room
 * @typing: whether this user is writing
 * @cancellable: (nullable): ends the request
 * @callback: called when the server knows
 * @user_data: passed to @callback
 *
 * Says that this user is writing, for 30 s, or not any more.
 *
 * Source: Matrix client-server API, `PUT /rooms/{roomId}/typing/{userId}`.
 */
void
bedside_client_set_typing_async (BedsideClient       *self,
                                 const char          *room_id,
                                 gboolean             typing,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (room_id != NULL);

  BedsideRequest *request = bedside_request_new ("PUT", bedside_client_get_base_url (self), BEDSIDE_REQUEST_V3,
                                                 "rooms", room_id, "typing", bedside_client_get_user_id (self), NULL);
  g_autoptr(JsonObject) body = json_object_new ();

  json_object_set_boolean_member (body, "typing", typing);
  if (typing)
    json_object_set_int_member (body, "timeout", TYPING_TIMEOUT);
  bedside_client_request (self, new_post (request, body), bedside_client_set_typing_async,
                          cancellable, callback, user_data);
}

/**
 * bedside_client_set_typing_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: %TRUE if the server knows
 */
gboolean
bedside_client_set_typing_finish (BedsideClient  *self,
                                  GAsyncResult   *result,
                                  GError        **error)
{
  return bedside_client_finish_empty (self, result, bedside_client_set_typing_async, error);
}

static gpointer
parse_members (JsonObject  *object,
               GError     **error)
{
  JsonArray *chunk = bedside_json_get_array (object, "chunk");

  if (chunk == NULL)
    {
      bedside_answer_set_bad_data (error);
      return NULL;
    }

  if (json_array_get_length (chunk) > BEDSIDE_LIMIT_MEMBERS)
    {
      bedside_answer_set_too_large (error);
      return NULL;
    }

  return bedside_event_list_new (chunk, BEDSIDE_EVENT_LIST_MEMBERS);
}

/**
 * bedside_client_members_async:
 * @self: a client
 * @room_id: a room
 * @cancellable: (nullable): ends the request
 * @callback: called when the members are there
 * @user_data: passed to @callback
 *
 * Reads who is in a room, invited to it or banned from it.
 *
 * Source: Matrix client-server API, `GET /rooms/{roomId}/members`.
 */
void
bedside_client_members_async (BedsideClient       *self,
                              const char          *room_id,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (room_id != NULL);

  BedsideRequest *request = bedside_request_new ("GET", bedside_client_get_base_url (self), BEDSIDE_REQUEST_V3,
                                                 "rooms", room_id, "members", NULL);

  bedside_request_add_query (request, "not_membership", "leave");
  bedside_request_set_parse (request, parse_members, (GDestroyNotify) g_ptr_array_unref);
  bedside_client_request (self, request, bedside_client_members_async, cancellable, callback, user_data);
}

/**
 * bedside_client_members_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable) (element-type BedsideEvent): `m.room.member` events
 */
GPtrArray *
bedside_client_members_finish (BedsideClient  *self,
                               GAsyncResult   *result,
                               GError        **error)
{
  return bedside_client_finish_pointer (self, result, bedside_client_members_async, error);
}

/**
 * bedside_client_leave_async:
 * @self: a client
 * @room_id: a room
 * @cancellable: (nullable): ends the request
 * @callback: called when the room is left
 * @user_data: passed to @callback
 *
 * Leaves a room or declines an invitation to it.
 *
 * Source: Matrix client-server API, `POST /rooms/{roomId}/leave`.
 */
void
bedside_client_leave_async (BedsideClient       *self,
                            const char          *room_id,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (room_id != NULL);

  BedsideRequest *request = bedside_request_new ("POST", bedside_client_get_base_url (self), BEDSIDE_REQUEST_V3,
                                                 "rooms", room_id, "leave", NULL);
  g_autoptr(JsonObject) body = json_object_new ();

  bedside_client_request (self, new_post (request, body), bedside_client_leave_async,
                          cancellable, callback, user_data);
}

/**
 * bedside_client_leave_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: %TRUE if the room is left
 */
gboolean
bedside_client_leave_finish (BedsideClient  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  return bedside_client_finish_empty (self, result, bedside_client_leave_async, error);
}
