/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-room-changes"

#include "bedside-room-changes.h"

#include "bedside-answer.h"
#include "bedside-client-private.h"
#include "bedside-limits.h"

typedef struct {
  BedsideRequest *post;   /* (owned): the same without transaction id */
} CreateOp;

static void
create_op_free (CreateOp *op)
{
  bedside_request_unref (op->post);
  g_free (op);
}

static void on_put_answered  (GObject      *source,
                              GAsyncResult *result,
                              gpointer      user_data);
static void on_post_answered (GObject      *source,
                              GAsyncResult *result,
                              gpointer      user_data);

static gpointer
parse_room_id (JsonObject  *object,
               GError     **error)
{
  const char *room_id = bedside_answer_get_text (object, "room_id", BEDSIDE_LIMIT_ID);

  if (room_id == NULL)
    {
      bedside_answer_set_bad_data (error);
      return NULL;
    }

  return g_strdup (room_id);
}

static BedsideRequest *
finish_create (BedsideRequest *request,
               JsonObject     *body)
{
  bedside_request_set_body (request, body);
  bedside_request_set_parse (request, parse_room_id, g_free);

  return request;
}

/**
 * bedside_client_create_room_async:
 * @self: a client
 * @transaction_id: unique for ever on this device; the same again for the same room
 * @body: what `createRoom` takes
 * @cancellable: (nullable): ends the request, though the server may have made the room already
 * @callback: called when there is a room
 * @user_data: passed to @callback
 *
 * Makes a room. A server that knows the transaction id answers a second try with the
 * room of the first, for some 30 to 60 minutes and not across its restarts: that is a
 * help and no promise. A server that does not know `PUT` is asked by `POST` instead,
 * once, and `POST` is not idempotent: each one makes a room. So whoever does not know
 * how a try ended has to look for the room in a finished sync before the next one.
 *
 * Source: Synapse 1.160 serves `PUT /createRoom/{txnId}`, as it does for other calls that the Matrix
 * client-server API knows as `POST` only; that one is `POST /createRoom`.
 */
void
bedside_client_create_room_async (BedsideClient       *self,
                                  const char          *transaction_id,
                                  JsonObject          *body,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (transaction_id != NULL && *transaction_id != '\0');
  g_return_if_fail (body != NULL);

  const char *base_url = bedside_client_get_base_url (self);
  BedsideRequest *put = bedside_request_new ("PUT", base_url, BEDSIDE_REQUEST_V3, "createRoom", transaction_id, NULL);
  BedsideRequest *post = bedside_request_new ("POST", base_url, BEDSIDE_REQUEST_V3, "createRoom", NULL);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  CreateOp *op = g_new0 (CreateOp, 1);

  /* Both are written now: @body is the caller's and may change. */
  op->post = finish_create (post, body);
  g_task_set_source_tag (task, bedside_client_create_room_async);
  g_task_set_task_data (task, op, (GDestroyNotify) create_op_free);
  bedside_client_request (self, finish_create (put, body), bedside_client_create_room_async, cancellable,
                          on_put_answered, g_steal_pointer (&task));
}

static void
on_put_answered (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BedsideClient *self = BEDSIDE_CLIENT (source);
  CreateOp *op = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(GError) error = NULL;
  char *room_id = bedside_client_finish_pointer (self, result, bedside_client_create_room_async, &error);

  if (room_id != NULL)
    g_task_return_pointer (task, room_id, g_free);
  else if (g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_UNRECOGNIZED))
    bedside_client_request (self, bedside_request_ref (op->post), bedside_client_create_room_async, cancellable,
                            on_post_answered, g_steal_pointer (&task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_post_answered (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  g_autoptr(GError) error = NULL;
  char *room_id =
    bedside_client_finish_pointer (BEDSIDE_CLIENT (source), result, bedside_client_create_room_async, &error);

  if (room_id != NULL)
    g_task_return_pointer (task, room_id, g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * bedside_client_create_room_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable): the room's id
 */
char *
bedside_client_create_room_finish (BedsideClient  *self,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  return bedside_client_finish_pointer (self, result, bedside_client_create_room_async, error);
}

/**
 * bedside_client_join_async:
 * @self: a client
 * @room_id: a room
 * @cancellable: (nullable): ends the request
 * @callback: called when the room is joined
 * @user_data: passed to @callback
 *
 * Joins a room: by an invitation, or one that lets the members of another room in.
 * Whoever is in it already stays.
 *
 * Source: Matrix client-server API, `POST /rooms/{roomId}/join`.
 */
void
bedside_client_join_async (BedsideClient       *self,
                           const char          *room_id,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (room_id != NULL);

  BedsideRequest *request = bedside_request_new ("POST", bedside_client_get_base_url (self), BEDSIDE_REQUEST_V3,
                                                 "rooms", room_id, "join", NULL);
  g_autoptr(JsonObject) body = json_object_new ();

  bedside_request_set_body (request, body);
  bedside_client_request (self, request, bedside_client_join_async, cancellable, callback, user_data);
}

/**
 * bedside_client_join_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: %TRUE if the room is joined
 */
gboolean
bedside_client_join_finish (BedsideClient  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  return bedside_client_finish_empty (self, result, bedside_client_join_async, error);
}

static void
change_membership (BedsideClient       *self,
                   const char          *room_id,
                   const char          *change,
                   const char          *user_id,
                   gpointer             source_tag,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (user_id != NULL);

  BedsideRequest *request = bedside_request_new ("POST", bedside_client_get_base_url (self), BEDSIDE_REQUEST_V3,
                                                 "rooms", room_id, change, NULL);
  g_autoptr(JsonObject) body = json_object_new ();

  json_object_set_string_member (body, "user_id", user_id);
  bedside_request_set_body (request, body);
  bedside_client_request (self, request, source_tag, cancellable, callback, user_data);
}

/**
 * bedside_client_invite_async:
 * @self: a client
 * @room_id: a room
 * @user_id: who is invited
 * @cancellable: (nullable): ends the request
 * @callback: called when the invitation is out
 * @user_data: passed to @callback
 *
 * Invites somebody to a room. Who is invited already is so still; who is in it already
 * gives %BEDSIDE_MATRIX_ERROR_FORBIDDEN.
 *
 * Source: Matrix client-server API, `POST /rooms/{roomId}/invite`.
 */
void
bedside_client_invite_async (BedsideClient       *self,
                             const char          *room_id,
                             const char          *user_id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  change_membership (self, room_id, "invite", user_id, bedside_client_invite_async, cancellable, callback, user_data);
}

/**
 * bedside_client_invite_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: %TRUE if the invitation is out
 */
gboolean
bedside_client_invite_finish (BedsideClient  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  return bedside_client_finish_empty (self, result, bedside_client_invite_async, error);
}

/**
 * bedside_client_kick_async:
 * @self: a client
 * @room_id: a room
 * @user_id: who is removed
 * @cancellable: (nullable): ends the request
 * @callback: called when he is out
 * @user_data: passed to @callback
 *
 * Removes somebody from a room, or takes his invitation back. Who is not in it gives
 * %BEDSIDE_MATRIX_ERROR_FORBIDDEN.
 *
 * Source: Matrix client-server API, `POST /rooms/{roomId}/kick`.
 */
void
bedside_client_kick_async (BedsideClient       *self,
                           const char          *room_id,
                           const char          *user_id,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  change_membership (self, room_id, "kick", user_id, bedside_client_kick_async, cancellable, callback, user_data);
}

/**
 * bedside_client_kick_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: %TRUE if he is out
 */
gboolean
bedside_client_kick_finish (BedsideClient  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  return bedside_client_finish_empty (self, result, bedside_client_kick_async, error);
}

/**
 * bedside_client_redact_async:
 * @self: a client
 * @room_id: a room
 * @event_id: the event whose content is taken away
 * @transaction_id: unique for ever on this device; the same again when it is sent again
 * @cancellable: (nullable): ends the request, though the server may have done it already
 * @callback: called when the content is gone
 * @user_data: passed to @callback
 *
 * Takes the content of an event away, for everybody. Of a state event that is one
 * version; those that it replaced are events of their own.
 *
 * Source: Matrix client-server API, `PUT /rooms/{roomId}/redact/{eventId}/{txnId}`.
 */
void
bedside_client_redact_async (BedsideClient       *self,
                             const char          *room_id,
                             const char          *event_id,
                             const char          *transaction_id,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (room_id != NULL);
  g_return_if_fail (event_id != NULL);
  g_return_if_fail (transaction_id != NULL && *transaction_id != '\0');

  BedsideRequest *request = bedside_request_new ("PUT", bedside_client_get_base_url (self), BEDSIDE_REQUEST_V3,
                                                 "rooms", room_id, "redact", event_id, transaction_id, NULL);
  g_autoptr(JsonObject) body = json_object_new ();

  bedside_request_set_body (request, body);
  bedside_client_request (self, request, bedside_client_redact_async, cancellable, callback, user_data);
}

/**
 * bedside_client_redact_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: %TRUE if the content is gone
 */
gboolean
bedside_client_redact_finish (BedsideClient  *self,
                              GAsyncResult   *result,
                              GError        **error)
{
  return bedside_client_finish_empty (self, result, bedside_client_redact_async, error);
}
