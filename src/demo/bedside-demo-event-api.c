/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-event-api"

#include "bedside-demo-router.h"

#include "bedside-demo-practice.h"
#include "bedside-demo-rules.h"
#include "bedside-demo-text.h"
#include "bedside-json.h"

#include <string.h>

/* Sending events, and reading the state. */

#define LARGEST_EVENT 65536
#define LARGEST_ID 255
/* What the server itself adds to an event in federation format. */
#define EVENT_OVERHEAD 500

static gboolean
check_format (BedsideDemoRequest     *request,
              const BedsideDemoDraft *draft)
{
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), request->body);
  const char *wrong = bedside_demo_text_is_canonical (node);

  if (wrong != NULL)
    bedside_demo_request_refuse (request, 400, "M_BAD_JSON", wrong);
  else if (strlen (draft->type) > LARGEST_ID || (draft->state_key != NULL && strlen (draft->state_key) > LARGEST_ID) ||
           strlen (draft->content) + EVENT_OVERHEAD > LARGEST_EVENT)
    bedside_demo_request_refuse (request, 413, "M_TOO_LARGE", "event too large");
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_rules (BedsideDemoRequest     *request,
             BedsideDemoRoom        *room,
             const BedsideDemoDraft *draft,
             JsonObject             *content)
{
  const char *reason = bedside_demo_practice_check_event (request->world, room, draft->sender, draft->type,
                                                          draft->state_key, content);
  g_autofree char *error = NULL;

  if (reason != NULL)
    {
      bedside_demo_request_refuse_reason (request, "This message has been rejected as probable spam", reason);
      return FALSE;
    }
  error = bedside_demo_rules_check_event (room, draft->sender, draft->type, draft->state_key, content);
  if (error != NULL)
    {
      bedside_demo_request_refuse (request, 403, "M_FORBIDDEN", error);
      return FALSE;
    }

  return TRUE;
}

/* Retries of what was done before get the same answer, whatever has happened since. */
static gboolean
answer_again (BedsideDemoRequest *request,
              const char         *transaction)
{
  const char *event_id = g_hash_table_lookup (request->world->transactions, transaction);

  if (event_id != NULL)
    bedside_demo_request_answer_string (request, "event_id", event_id);
  return event_id != NULL;
}

static char *
dup_transaction (BedsideDemoRequest *request)
{
  return g_strconcat (request->device->key, "|", request->path, NULL);
}

static void
send_message (BedsideDemoRequest *request)
{
  g_autofree char *transaction = dup_transaction (request);
  g_autofree char *content = bedside_json_object_to_text (request->body);
  const BedsideDemoDraft draft = {
    .sender = request->user->id, .type = request->args[1], .content = content,
    .transaction = request->args[2], .device = request->device->key,
  };

  if (answer_again (request, transaction))
    return;

  BedsideDemoRoom *room = bedside_demo_request_get_joined_room (request, request->args[0]);
  if (room == NULL || !check_format (request, &draft) || !check_rules (request, room, &draft, request->body))
    return;

  BedsideDemoEvent *event = bedside_demo_world_append (request->world, room, &draft);
  bedside_demo_world_set_typing (request->world, room, request->user->id, 0);
  g_hash_table_insert (request->world->transactions, g_steal_pointer (&transaction), g_strdup (event->id));
  bedside_demo_request_answer_string (request, "event_id", event->id);
}

static void
redact (BedsideDemoRequest *request)
{
  const char *target = request->args[1];
  g_autofree char *transaction = dup_transaction (request);
  g_autofree char *content = bedside_demo_text_strings ("redacts", target, "reason",
                                                        bedside_json_get_string (request->body, "reason"), NULL);
  g_autoptr(JsonObject) object = bedside_json_parse_object (content, -1, NULL);
  const BedsideDemoDraft draft = {
    .sender = request->user->id, .type = "m.room.redaction", .content = content,
    .transaction = request->args[2], .device = request->device->key,
  };

  if (answer_again (request, transaction))
    return;

  BedsideDemoRoom *room = bedside_demo_request_get_joined_room (request, request->args[0]);
  if (room == NULL || !check_rules (request, room, &draft, object))
    return;

  g_autofree char *error = bedside_demo_rules_check_redaction (room, request->user->id, target);
  if (error != NULL || bedside_demo_room_get_event (room, target) == NULL)
    {
      bedside_demo_request_refuse (request, error ? 403 : 404, error ? "M_FORBIDDEN" : "M_NOT_FOUND",
                                   error ? error : "Could not find event");
      return;
    }

  BedsideDemoEvent *event = bedside_demo_world_append (request->world, room, &draft);
  g_hash_table_insert (request->world->transactions, g_steal_pointer (&transaction), g_strdup (event->id));
  bedside_demo_request_answer_string (request, "event_id", event->id);
}

static void
set_state (BedsideDemoRequest *request)
{
  const char *state_key = request->args[2] ? request->args[2] : "";
  g_autofree char *content = bedside_json_object_to_text (request->body);
  const BedsideDemoDraft draft = {
    .sender = request->user->id, .type = request->args[1], .state_key = state_key, .content = content,
    .device = request->device->key,
  };

  BedsideDemoRoom *room = bedside_demo_request_get_joined_room (request, request->args[0]);
  if (room == NULL || !check_format (request, &draft))
    return;
  if (g_str_equal (draft.type, "m.room.member") || g_str_equal (draft.type, "m.room.create"))
    {
      bedside_demo_request_refuse (request, 403, "M_FORBIDDEN", "This state has endpoints of its own");
      return;
    }
  if (!check_rules (request, room, &draft, request->body))
    return;

  /* Identical content is no new event. */
  BedsideDemoEvent *event = bedside_demo_room_get_state (room, draft.type, state_key);
  if (event == NULL || !g_str_equal (event->content, content) || !g_str_equal (event->sender, draft.sender))
    event = bedside_demo_world_append (request->world, room, &draft);
  bedside_demo_request_answer_string (request, "event_id", event->id);
}

/* State is for members; those who left see it as it was. */
static BedsideDemoRoom *
get_visible_room (BedsideDemoRequest *request,
                  guint              *end)
{
  BedsideDemoRoom *room = bedside_demo_world_get_room (request->world, request->args[0]);
  BedsideDemoMember *member = room ? bedside_demo_room_get_member (room, request->user->id) : NULL;

  if (member == NULL || member->joined == 0)
    {
      bedside_demo_request_refuse (request, 403, "M_FORBIDDEN", "You are not in this room");
      return NULL;
    }
  *end = member->membership == BEDSIDE_DEMO_MEMBERSHIP_JOIN ? room->events->len : member->event->index + 1;

  return room;
}

static void
get_all_state (BedsideDemoRequest *request)
{
  guint end;
  BedsideDemoRoom *room = get_visible_room (request, &end);
  g_autoptr(GString) out = g_string_new ("[");

  if (room == NULL)
    return;

  g_autoptr(GPtrArray) state = bedside_demo_room_dup_state_before (room, end);
  for (guint i = 0; i < state->len; i++)
    bedside_demo_event_write (g_ptr_array_index (state, i), out, NULL, room->id, request->device->key);
  bedside_demo_text_close (out, ']');
  bedside_demo_request_answer (request, 200, out->str);
}

static void
get_state (BedsideDemoRequest *request)
{
  guint end;
  BedsideDemoRoom *room = get_visible_room (request, &end);
  const char *state_key = request->args[2] ? request->args[2] : "";

  if (room == NULL)
    return;

  BedsideDemoEvent *event = bedside_demo_room_get_state_before (room, request->args[1], state_key, end);
  const char *format = bedside_demo_request_get_query (request, "format");
  g_autoptr(GString) out = g_string_new (NULL);
  if (event == NULL)
    {
      bedside_demo_request_refuse (request, 404, "M_NOT_FOUND", "Event not found.");
      return;
    }
  if (g_strcmp0 (format, "event") == 0)
    bedside_demo_event_write (event, out, NULL, room->id, request->device->key);
  bedside_demo_request_answer (request, 200, out->len > 0 ? out->str : event->content);
}

static void
get_event (BedsideDemoRequest *request)
{
  guint end;
  BedsideDemoRoom *room = get_visible_room (request, &end);

  if (room == NULL)
    return;

  BedsideDemoEvent *event = bedside_demo_room_get_event (room, request->args[1]);
  g_autoptr(GString) out = g_string_new (NULL);
  if (event == NULL || event->index >= end)
    {
      bedside_demo_request_refuse (request, 404, "M_NOT_FOUND", "Event not found.");
      return;
    }
  bedside_demo_event_write (event, out, NULL, room->id, request->device->key);
  bedside_demo_request_answer (request, 200, out->str);
}

const BedsideDemoRoute bedside_demo_event_routes[] = {
  { "PUT", "/_matrix/client/v3/rooms/{}/send/{}/{}", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_NEEDS_BODY, send_message },
  { "PUT", "/_matrix/client/v3/rooms/{}/redact/{}/{}", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_TAKES_BODY, redact },
  { "GET", "/_matrix/client/v3/rooms/{}/state", BEDSIDE_DEMO_NEEDS_TOKEN, get_all_state },
  { "GET", "/_matrix/client/v3/rooms/{}/state/{}", BEDSIDE_DEMO_NEEDS_TOKEN, get_state },
  { "GET", "/_matrix/client/v3/rooms/{}/state/{}/", BEDSIDE_DEMO_NEEDS_TOKEN, get_state },
  { "GET", "/_matrix/client/v3/rooms/{}/state/{}/{}", BEDSIDE_DEMO_NEEDS_TOKEN, get_state },
  { "PUT", "/_matrix/client/v3/rooms/{}/state/{}", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_NEEDS_BODY, set_state },
  { "PUT", "/_matrix/client/v3/rooms/{}/state/{}/", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_NEEDS_BODY, set_state },
  { "PUT", "/_matrix/client/v3/rooms/{}/state/{}/{}", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_NEEDS_BODY, set_state },
  { "GET", "/_matrix/client/v3/rooms/{}/event/{}", BEDSIDE_DEMO_NEEDS_TOKEN, get_event },
  { NULL },
};
