/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-marker-api"

#include "bedside-demo-router.h"

#include "bedside-demo-text.h"
#include "bedside-json.h"

/* Who has read up to where, and who types. */

#define DEFAULT_TYPING_MS 30000
#define LONGEST_TYPING_MS 120000

/* Returns: whether @type is a kind of receipt or marker */
static gboolean
mark (BedsideDemoRequest *request,
      BedsideDemoRoom    *room,
      const char         *type,
      const char         *event_id)
{
  BedsideDemoWorld *world = request->world;
  const char *me = request->user->id;

  if (g_str_equal (type, "m.read"))
    bedside_demo_world_read (world, room, me, BEDSIDE_DEMO_RECEIPT_PUBLIC, event_id);
  else if (g_str_equal (type, "m.read.private"))
    bedside_demo_world_read (world, room, me, BEDSIDE_DEMO_RECEIPT_PRIVATE, event_id);
  else if (g_str_equal (type, "m.fully_read"))
    {
      g_autofree char *content = bedside_demo_text_strings ("event_id", event_id, NULL);
      BedsideDemoMember *member = bedside_demo_room_get_member (room, me);
      BedsideDemoData *old = g_hash_table_lookup (member->data, type);

      if (old == NULL || !g_str_equal (old->content, content))
        bedside_demo_room_set_data (room, member, type, content, bedside_demo_world_advance (world));
    }
  else
    return FALSE;

  return TRUE;
}

static void
send_receipt (BedsideDemoRequest *request)
{
  BedsideDemoRoom *room = bedside_demo_request_get_joined_room (request, request->args[0]);

  if (room == NULL)
    return;
  if (mark (request, room, request->args[1], request->args[2]))
    bedside_demo_request_answer (request, 200, "{}");
  else
    bedside_demo_request_refuse (request, 400, "M_INVALID_PARAM", "Unknown receipt type");
}

static void
set_markers (BedsideDemoRequest *request)
{
  static const char *const types[] = { "m.fully_read", "m.read", "m.read.private" };
  BedsideDemoRoom *room = bedside_demo_request_get_joined_room (request, request->args[0]);

  if (room == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      const char *event_id = bedside_json_get_string (request->body, types[i]);

      if (event_id != NULL)
        mark (request, room, types[i], event_id);
    }
  bedside_demo_request_answer (request, 200, "{}");
}

static void
set_typing (BedsideDemoRequest *request)
{
  BedsideDemoRoom *room = bedside_demo_request_get_joined_room (request, request->args[0]);
  gboolean typing = FALSE;
  gint64 ms = DEFAULT_TYPING_MS;

  if (room == NULL)
    return;
  if (!g_str_equal (request->args[1], request->user->id))
    {
      bedside_demo_request_refuse (request, 403, "M_FORBIDDEN", "Cannot set another user's typing state");
      return;
    }
  if (!bedside_json_get_boolean (request->body, "typing", &typing))
    {
      bedside_demo_request_refuse (request, 400, "M_MISSING_PARAM", "typing is needed");
      return;
    }
  bedside_json_get_int (request->body, "timeout", &ms);
  bedside_demo_world_set_typing (request->world, room, request->user->id,
                                 typing ? (guint) CLAMP (ms, 1, LONGEST_TYPING_MS) : 0);
  bedside_demo_request_answer (request, 200, "{}");
}

const BedsideDemoRoute bedside_demo_marker_routes[] = {
  { "POST", "/_matrix/client/v3/rooms/{}/receipt/{}/{}", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_NEEDS_BODY,
    send_receipt },
  { "POST", "/_matrix/client/v3/rooms/{}/read_markers", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_NEEDS_BODY,
    set_markers },
  { "PUT", "/_matrix/client/v3/rooms/{}/typing/{}", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_NEEDS_BODY, set_typing },
  { NULL },
};
