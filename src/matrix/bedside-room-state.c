/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-room-state"

#include "bedside-room-changes.h"

#include "bedside-answer.h"
#include "bedside-client-private.h"
#include "bedside-event-list.h"

/* The key is the last segment, and an empty one is none: a path cannot end with it. */
static BedsideRequest *
new_state_request (BedsideClient *self,
                   const char    *method,
                   const char    *room_id,
                   const char    *type,
                   const char    *state_key)
{
  return bedside_request_new (method, bedside_client_get_base_url (self), BEDSIDE_REQUEST_V3,
                              "rooms", room_id, "state", type, *state_key != '\0' ? state_key : NULL, NULL);
}

static gpointer
parse_event (JsonObject  *object,
             GError     **error)
{
  BedsideEvent *event = bedside_event_list_read (object, BEDSIDE_EVENT_LIST_TIMELINE);

  if (event == NULL)
    bedside_answer_set_bad_data (error);

  return event;
}

static gpointer
parse_state_event (JsonObject  *object,
                   GError     **error)
{
  g_autoptr(BedsideEvent) event = parse_event (object, error);

  if (event != NULL && event->state_key == NULL)
    {
      bedside_answer_set_bad_data (error);
      return NULL;
    }

  return g_steal_pointer (&event);
}

/**
 * bedside_client_put_state_async:
 * @self: a client
 * @room_id: a room
 * @type: the event type
 * @state_key: the key, "" for none
 * @content: the whole new content: what is not in it is gone
 * @cancellable: (nullable): ends the request, though the server may have it already
 * @callback: called when the server has the event
 * @user_data: passed to @callback
 *
 * Sets what a room is. There is no compare-and-swap: what a colleague changes at the
 * same time may be overwritten, so read, change one thing and write. The same content
 * once more is answered with the id of the event that is there already, and nothing new
 * arrives by sync.
 *
 * Source: Matrix client-server API, `PUT /rooms/{roomId}/state/{eventType}/{stateKey}`.
 */
void
bedside_client_put_state_async (BedsideClient       *self,
                                const char          *room_id,
                                const char          *type,
                                const char          *state_key,
                                JsonObject          *content,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (type != NULL);
  g_return_if_fail (state_key != NULL);
  g_return_if_fail (content != NULL);

  BedsideRequest *request = new_state_request (self, "PUT", room_id, type, state_key);

  bedside_client_put_event (self, request, content, bedside_client_put_state_async, cancellable, callback, user_data);
}

/**
 * bedside_client_put_state_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable): the event id
 */
char *
bedside_client_put_state_finish (BedsideClient  *self,
                                 GAsyncResult   *result,
                                 GError        **error)
{
  return bedside_client_finish_pointer (self, result, bedside_client_put_state_async, error);
}

/**
 * bedside_client_get_state_async:
 * @self: a client
 * @room_id: a room
 * @type: the event type
 * @state_key: the key, "" for none
 * @cancellable: (nullable): ends the request
 * @callback: called when the content is there
 * @user_data: passed to @callback
 *
 * Reads the content of one state event as it is now. Without such an event the result
 * is %BEDSIDE_MATRIX_ERROR_NOT_FOUND; an empty content may be a redacted one.
 *
 * Source: Matrix client-server API, `GET /rooms/{roomId}/state/{eventType}/{stateKey}`.
 */
void
bedside_client_get_state_async (BedsideClient       *self,
                                const char          *room_id,
                                const char          *type,
                                const char          *state_key,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (type != NULL);
  g_return_if_fail (state_key != NULL);

  BedsideRequest *request = new_state_request (self, "GET", room_id, type, state_key);

  bedside_client_request (self, request, bedside_client_get_state_async, cancellable, callback, user_data);
}

/**
 * bedside_client_get_state_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable): the content; nothing in it is checked
 */
JsonObject *
bedside_client_get_state_finish (BedsideClient  *self,
                                 GAsyncResult   *result,
                                 GError        **error)
{
  return bedside_client_finish_pointer (self, result, bedside_client_get_state_async, error);
}

/**
 * bedside_client_get_state_event_async:
 * @self: a client
 * @room_id: a room
 * @type: the event type
 * @state_key: the key, "" for none
 * @cancellable: (nullable): ends the request
 * @callback: called when the event is there
 * @user_data: passed to @callback
 *
 * Reads one state event as it is now: with its id, sender and time and, in
 * `replaces_state`, the version before it where the server says so. Without such an
 * event the result is %BEDSIDE_MATRIX_ERROR_NOT_FOUND; a server that knows no
 * `format` answers with the content only, which is %BEDSIDE_MATRIX_ERROR_BAD_DATA.
 *
 * Source: Matrix client-server API, `GET /rooms/{roomId}/state/{eventType}/{stateKey}?format=event`.
 */
void
bedside_client_get_state_event_async (BedsideClient       *self,
                                      const char          *room_id,
                                      const char          *type,
                                      const char          *state_key,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (type != NULL);
  g_return_if_fail (state_key != NULL);

  BedsideRequest *request = new_state_request (self, "GET", room_id, type, state_key);

  bedside_request_add_query (request, "format", "event");
  bedside_request_set_parse (request, parse_state_event, (GDestroyNotify) bedside_event_unref);
  bedside_client_request (self, request, bedside_client_get_state_event_async, cancellable, callback, user_data);
}

/**
 * bedside_client_get_state_event_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable): the event, with its id and sender
 */
BedsideEvent *
bedside_client_get_state_event_finish (BedsideClient  *self,
                                       GAsyncResult   *result,
                                       GError        **error)
{
  return bedside_client_finish_pointer (self, result, bedside_client_get_state_event_async, error);
}

/**
 * bedside_client_get_event_async:
 * @self: a client
 * @room_id: a room
 * @event_id: an event in it
 * @cancellable: (nullable): ends the request
 * @callback: called when the event is there
 * @user_data: passed to @callback
 *
 * Reads one event, also a redacted one. An older version of a state event is read like
 * this: `replaces_state` of each names the one before.
 *
 * Source: Matrix client-server API, `GET /rooms/{roomId}/event/{eventId}`.
 */
void
bedside_client_get_event_async (BedsideClient       *self,
                                const char          *room_id,
                                const char          *event_id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (event_id != NULL);

  BedsideRequest *request = bedside_request_new ("GET", bedside_client_get_base_url (self), BEDSIDE_REQUEST_V3,
                                                 "rooms", room_id, "event", event_id, NULL);

  bedside_request_set_parse (request, parse_event, (GDestroyNotify) bedside_event_unref);
  bedside_client_request (self, request, bedside_client_get_event_async, cancellable, callback, user_data);
}

/**
 * bedside_client_get_event_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable): the event, with its id and sender
 */
BedsideEvent *
bedside_client_get_event_finish (BedsideClient  *self,
                                 GAsyncResult   *result,
                                 GError        **error)
{
  return bedside_client_finish_pointer (self, result, bedside_client_get_event_async, error);
}
