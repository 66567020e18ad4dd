/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-sliding"

#include "bedside-sliding.h"

#include "bedside-answer.h"
#include "bedside-client-private.h"
#include "bedside-event-list.h"
#include "bedside-limits.h"

#include <string.h>

/* What is asked for is far less. All of it is worked off in one turn of the main loop. */
#define MOST_ROOMS 100
#define MOST_EVENTS 5000

struct _BedsideSlidingQuery
{
  JsonObject *body;   /* (owned) */
  JsonObject *lists;  /* of it */
  JsonObject *rooms;  /* of it */
};

/**
 * bedside_sliding_query_new:
 * @connection: names what is asked in a row; the server keeps some of it for each device and name
 *
 * Returns: (transfer full): one that asks for nothing
 */
BedsideSlidingQuery *
bedside_sliding_query_new (const char *connection)
{
  g_return_val_if_fail (connection != NULL, NULL);

  BedsideSlidingQuery *self = g_new0 (BedsideSlidingQuery, 1);

  self->body = json_object_new ();
  self->lists = json_object_new ();
  self->rooms = json_object_new ();
  json_object_set_string_member (self->body, "conn_id", connection);
  json_object_set_object_member (self->body, "lists", self->lists);
  json_object_set_object_member (self->body, "room_subscriptions", self->rooms);

  return self;
}

/**
 * bedside_sliding_query_free:
 * @self: (transfer full): a query
 */
void
bedside_sliding_query_free (BedsideSlidingQuery *self)
{
  g_return_if_fail (self != NULL);

  json_object_unref (self->body);
  g_free (self);
}

static void
add_state (JsonArray  *array,
           const char *type,
           const char *key)
{
  JsonArray *pair = json_array_new ();

  json_array_add_string_element (pair, type);
  json_array_add_string_element (pair, key);
  json_array_add_array_element (array, pair);
}

static void
add_filters (JsonObject *list,
             const char *room_type)
{
  JsonObject *filters = json_object_new ();
  JsonArray *types = json_array_new ();

  if (room_type != NULL)
    json_array_add_string_element (types, room_type);
  else
    json_array_add_null_element (types);
  json_object_set_boolean_member (filters, "is_invite", FALSE);
  json_object_set_array_member (filters, "room_types", types);
  json_object_set_object_member (list, "filters", filters);
}

/**
 * bedside_sliding_query_add_list:
 * @self: a query
 * @name: of the list, any
 * @room_type: (nullable): what kind of rooms; %NULL: those without a type
 * @count: how many, those with the newest events
 * @timeline_limit: how many events of each
 * @state: (array): what state of each; the last one has no type
 *
 * Asks for rooms that one is in.
 */
void
bedside_sliding_query_add_list (BedsideSlidingQuery       *self,
                                const char                *name,
                                const char                *room_type,
                                guint                      count,
                                guint                      timeline_limit,
                                const BedsideSlidingState *state)
{
  g_return_if_fail (self != NULL && name != NULL && state != NULL);
  g_return_if_fail (count > 0);

  JsonObject *list = json_object_new ();
  JsonArray *ranges = json_array_new (), *range = json_array_new (), *required = json_array_new ();

  json_array_add_int_element (range, 0);
  json_array_add_int_element (range, count - 1);
  json_array_add_array_element (ranges, range);
  for (; state->type != NULL; state++)
    add_state (required, state->type, state->key);
  json_object_set_array_member (list, "ranges", ranges);
  json_object_set_int_member (list, "timeline_limit", timeline_limit);
  json_object_set_array_member (list, "required_state", required);
  add_filters (list, room_type);
  json_object_set_object_member (self->lists, name, list);
}

/**
 * bedside_sliding_query_add_room:
 * @self: a query
 * @room_id: a room
 *
 * Asks for a room, with no state but what bedside_sliding_query_want_state() names. Twice is as good as once.
 */
void
bedside_sliding_query_add_room (BedsideSlidingQuery *self,
                                const char          *room_id)
{
  g_return_if_fail (self != NULL && room_id != NULL);

  if (json_object_has_member (self->rooms, room_id))
    return;

  JsonObject *room = json_object_new ();

  json_object_set_int_member (room, "timeline_limit", 0);
  json_object_set_array_member (room, "required_state", json_array_new ());
  json_object_set_object_member (self->rooms, room_id, room);
}

/**
 * bedside_sliding_query_want_state:
 * @self: a query
 * @room_id: a room that was added to it
 * @type: type of a state event
 * @key: its key
 *
 * Asks for an event of the room's state.
 */
void
bedside_sliding_query_want_state (BedsideSlidingQuery *self,
                                  const char          *room_id,
                                  const char          *type,
                                  const char          *key)
{
  g_return_if_fail (self != NULL && room_id != NULL && type != NULL && key != NULL);

  JsonArray *required = bedside_json_get_array (bedside_json_get_object (self->rooms, room_id), "required_state");

  g_return_if_fail (required != NULL);
  add_state (required, type, key);
}

/**
 * bedside_sliding_query_count:
 * @self: a query
 *
 * Returns: how many lists and rooms it asks for
 */
guint
bedside_sliding_query_count (BedsideSlidingQuery *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return json_object_get_size (self->lists) + json_object_get_size (self->rooms);
}

/* --- the answer --- */

static gboolean
is_invitation (JsonObject *room)
{
  return bedside_json_get_array (room, "invite_state") != NULL ||
         bedside_json_get_array (room, "stripped_state") != NULL;
}

/* How many messages are new is not taken from it: Synapse's counts are always 0. */
static BedsideRoomDelta *
read_room (const char *room_id,
           JsonObject *room)
{
  BedsideRoomDelta *delta = bedside_room_delta_new (room_id, is_invitation (room) ? BEDSIDE_MEMBERSHIP_INVITED
                                                                                  : BEDSIDE_MEMBERSHIP_JOINED);

  delta->state = bedside_event_list_new (bedside_json_get_array (room, "required_state"), BEDSIDE_EVENT_LIST_STATE);
  delta->state_is_after = TRUE;
  delta->timeline = bedside_event_list_new (bedside_json_get_array (room, "timeline"), BEDSIDE_EVENT_LIST_TIMELINE);
  delta->account_data = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_event_unref);
  delta->prev_batch = g_strdup (bedside_answer_get_text (room, "prev_batch", BEDSIDE_LIMIT_TOKEN));
  bedside_json_get_boolean (room, "limited", &delta->limited);

  return delta;
}

static gboolean
is_room_id (const char *text)
{
  return *text == '!' && strnlen (text, BEDSIDE_LIMIT_ID + 1) <= BEDSIDE_LIMIT_ID;
}

static gboolean
is_too_large (GPtrArray *rooms)
{
  guint events = 0;

  for (guint i = 0; i < rooms->len; i++)
    {
      BedsideRoomDelta *delta = g_ptr_array_index (rooms, i);

      events += delta->state->len + delta->timeline->len;
    }

  return events > MOST_EVENTS;
}

static GPtrArray *
read_rooms (JsonObject *rooms)
{
  GPtrArray *deltas = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_room_delta_free);
  JsonObjectIter iter;
  const char *room_id;
  JsonNode *node;

  if (rooms == NULL)
    return deltas;

  json_object_iter_init (&iter, rooms);
  while (json_object_iter_next (&iter, &room_id, &node))
    {
      JsonObject *room = bedside_json_get_object (rooms, room_id);

      if (room != NULL && is_room_id (room_id))
        g_ptr_array_add (deltas, read_room (room_id, room));
    }

  return deltas;
}

/**
 * bedside_sliding_answer_new_from_json:
 * @object: an answer of sliding sync
 * @error: return location for a #BedsideMatrixError
 *
 * Reads an answer of sliding sync into what an answer of `/sync` is read into. Its state is that after the timeline.
 * Only `pos` is required; what is malformed is left out.
 *
 * Source: MSC4186, and Synapse 1.160, which speaks it under the name `org.matrix.simplified_msc3575`.
 *
 * Returns: (transfer full) (nullable): the answer
 */
BedsideSyncAnswer *
bedside_sliding_answer_new_from_json (JsonObject  *object,
                                      GError     **error)
{
  g_return_val_if_fail (object != NULL, NULL);

  const char *position = bedside_answer_get_text (object, "pos", BEDSIDE_LIMIT_TOKEN);
  JsonObject *rooms = bedside_json_get_object (object, "rooms");

  if (position == NULL)
    {
      bedside_answer_set_bad_data (error);
      return NULL;
    }
  if (rooms != NULL && json_object_get_size (rooms) > MOST_ROOMS)
    {
      bedside_answer_set_too_large (error);
      return NULL;
    }

  g_autoptr(BedsideSyncAnswer) self = g_new0 (BedsideSyncAnswer, 1);

  self->next_batch = g_strdup (position);
  self->rooms = read_rooms (rooms);
  self->account_data = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_event_unref);
  if (is_too_large (self->rooms))
    {
      bedside_answer_set_too_large (error);
      return NULL;
    }

  return g_steal_pointer (&self);
}

/* --- requests --- */

static gpointer
parse_versions (JsonObject  *object,
                GError     **error)
{
  gboolean can_slide = FALSE;

  bedside_json_get_boolean (bedside_json_get_object (object, "unstable_features"), "org.matrix.simplified_msc3575",
                            &can_slide);

  return g_memdup2 (&can_slide, sizeof can_slide);
}

/**
 * bedside_client_can_slide_async:
 * @self: a client
 * @cancellable: (nullable): ends the request
 * @callback: called when the server has said it
 * @user_data: passed to @callback
 *
 * Asks whether the server knows sliding sync as bedside_client_slide_async() speaks it.
 *
 * Source: Matrix client-server API, `GET /versions`.
 */
void
bedside_client_can_slide_async (BedsideClient       *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));

  BedsideRequest *request = bedside_request_new ("GET", bedside_client_get_base_url (self), "_matrix", "client",
                                                 "versions", NULL);

  bedside_request_set_parse (request, parse_versions, g_free);
  request->max_size = BEDSIDE_LIMIT_SMALL_ANSWER;
  bedside_client_request (self, request, bedside_client_can_slide_async, cancellable, callback, user_data);
}

/**
 * bedside_client_can_slide_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: whether it says so; %FALSE also with an error
 */
gboolean
bedside_client_can_slide_finish (BedsideClient  *self,
                                 GAsyncResult   *result,
                                 GError        **error)
{
  g_autofree gboolean *can_slide = bedside_client_finish_pointer (self, result, bedside_client_can_slide_async, error);

  return can_slide != NULL && *can_slide;
}

/**
 * bedside_client_slide_async:
 * @self: a client
 * @query: what to ask for
 * @cancellable: (nullable): ends the request
 * @callback: called when there is an answer
 * @user_data: passed to @callback
 *
 * Asks once, as if nothing were known, and is answered at once. There are no retries in here.
 *
 * Source: MSC4186, and Synapse 1.160.
 */
void
bedside_client_slide_async (BedsideClient       *self,
                            BedsideSlidingQuery *query,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_CLIENT (self));
  g_return_if_fail (query != NULL);

  BedsideRequest *request = bedside_request_new ("POST", bedside_client_get_base_url (self), "_matrix", "client",
                                                 "unstable", "org.matrix.simplified_msc3575", "sync", NULL);

  bedside_request_add_query (request, "timeout", "0");
  bedside_request_set_body (request, query->body);
  bedside_request_set_parse (request, (BedsideRequestParse) bedside_sliding_answer_new_from_json,
                             (GDestroyNotify) bedside_sync_answer_free);
  bedside_client_request (self, request, bedside_client_slide_async, cancellable, callback, user_data);
}

/**
 * bedside_client_slide_finish:
 * @self: a client
 * @result: what the callback was given
 * @error: return location for a #BedsideMatrixError
 *
 * Returns: (transfer full) (nullable): the answer; its `next_batch` is of no use to bedside_client_sync_async()
 */
BedsideSyncAnswer *
bedside_client_slide_finish (BedsideClient  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  return bedside_client_finish_pointer (self, result, bedside_client_slide_async, error);
}
