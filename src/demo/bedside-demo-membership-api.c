/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-membership-api"

#include "bedside-demo-router.h"

#include "bedside-demo-create.h"
#include "bedside-demo-practice.h"
#include "bedside-demo-rules.h"
#include "bedside-demo-text.h"
#include "bedside-json.h"

/* Who is in a room, and getting in and out. */

/* Returns: whether it was done; if not, the request is refused */
static gboolean
change_membership (BedsideDemoRequest    *request,
                   BedsideDemoRoom       *room,
                   const char            *user_id,
                   BedsideDemoMembership  membership)
{
  BedsideDemoWorld *world = request->world;
  const char *me = request->user->id;
  const char *reason = NULL;
  g_autofree char *error = NULL;

  if (membership == BEDSIDE_DEMO_MEMBERSHIP_INVITE)
    reason = bedside_demo_practice_check_invite (world, room, me, user_id);
  else if (membership == BEDSIDE_DEMO_MEMBERSHIP_JOIN)
    reason = bedside_demo_practice_check_join (world, room, user_id);
  error = bedside_demo_rules_check_membership (world, room, me, user_id, membership);
  if (error != NULL)
    bedside_demo_request_refuse (request, 403, "M_FORBIDDEN", error);
  else if (reason != NULL)
    bedside_demo_request_refuse_reason (request, "The practice's rules do not allow this", reason);
  else
    {
      if (bedside_demo_room_get_membership (room, user_id) != membership)
        bedside_demo_world_set_membership (world, room, me, user_id, membership,
                                           bedside_json_get_string (request->body, "reason"));
      return TRUE;
    }

  return FALSE;
}

static BedsideDemoRoom *
get_room (BedsideDemoRequest *request)
{
  BedsideDemoRoom *room = bedside_demo_world_get_room (request->world, request->args[0]);

  if (room == NULL)
    bedside_demo_request_refuse (request, 404, "M_NOT_FOUND", "No such room");
  return room;
}

static void
join (BedsideDemoRequest *request)
{
  BedsideDemoRoom *room = get_room (request);

  if (room != NULL && change_membership (request, room, request->user->id, BEDSIDE_DEMO_MEMBERSHIP_JOIN))
    bedside_demo_request_answer_string (request, "room_id", room->id);
}

static void
leave (BedsideDemoRequest *request)
{
  BedsideDemoRoom *room = get_room (request);

  if (room != NULL && change_membership (request, room, request->user->id, BEDSIDE_DEMO_MEMBERSHIP_LEAVE))
    bedside_demo_request_answer (request, 200, "{}");
}

/* Rooms are kept for the others; who has left has nothing more to forget. */
static void
forget (BedsideDemoRequest *request)
{
  BedsideDemoRoom *room = get_room (request);

  if (room == NULL)
    return;
  if (bedside_demo_room_get_membership (room, request->user->id) == BEDSIDE_DEMO_MEMBERSHIP_JOIN)
    bedside_demo_request_refuse (request, 400, "M_UNKNOWN", "You are still in this room");
  else
    bedside_demo_request_answer (request, 200, "{}");
}

static void
change_other (BedsideDemoRequest    *request,
              BedsideDemoMembership  membership)
{
  BedsideDemoRoom *room = bedside_demo_request_get_joined_room (request, request->args[0]);
  const char *user_id = bedside_json_get_string (request->body, "user_id");

  if (room == NULL)
    return;
  if (user_id == NULL || user_id[0] != '@')
    bedside_demo_request_refuse (request, 400, "M_MISSING_PARAM", "user_id is needed");
  else if (change_membership (request, room, user_id, membership))
    {
      bedside_demo_create_join_later (request->world, room, user_id);
      bedside_demo_request_answer (request, 200, "{}");
    }
}

static void
invite (BedsideDemoRequest *request)
{
  change_other (request, BEDSIDE_DEMO_MEMBERSHIP_INVITE);
}

static void
kick (BedsideDemoRequest *request)
{
  change_other (request, BEDSIDE_DEMO_MEMBERSHIP_LEAVE);
}

static void
ban (BedsideDemoRequest *request)
{
  change_other (request, BEDSIDE_DEMO_MEMBERSHIP_BAN);
}

static void
get_members (BedsideDemoRequest *request)
{
  BedsideDemoRoom *room = bedside_demo_request_get_joined_room (request, request->args[0]);
  const char *only = bedside_demo_request_get_query (request, "membership");
  const char *not = bedside_demo_request_get_query (request, "not_membership");
  g_autoptr(GString) out = g_string_new ("{");
  GHashTableIter iter;
  gpointer value;

  if (room == NULL)
    return;
  bedside_demo_text_open (out, "chunk", '[');
  g_hash_table_iter_init (&iter, room->members);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BedsideDemoMember *member = value;
      const char *membership = bedside_demo_membership_to_string (member->membership);

      if ((only == NULL || g_strcmp0 (membership, only) == 0) && (not == NULL || g_strcmp0 (membership, not) != 0))
        bedside_demo_event_write (member->event, out, NULL, room->id, request->device->key);
    }
  bedside_demo_text_close (out, ']');
  bedside_demo_text_close (out, '}');
  bedside_demo_request_answer (request, 200, out->str);
}

static void
get_joined_members (BedsideDemoRequest *request)
{
  BedsideDemoRoom *room = bedside_demo_request_get_joined_room (request, request->args[0]);
  g_autoptr(GString) out = g_string_new ("{");
  GHashTableIter iter;
  gpointer value;

  if (room == NULL)
    return;
  bedside_demo_text_open (out, "joined", '{');
  g_hash_table_iter_init (&iter, room->members);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BedsideDemoMember *member = value;

      if (member->membership != BEDSIDE_DEMO_MEMBERSHIP_JOIN)
        continue;
      bedside_demo_text_open (out, member->user_id, '{');
      bedside_demo_text_string (out, "display_name", bedside_demo_room_get_member_name (room, member->user_id));
      bedside_demo_text_close (out, '}');
    }
  bedside_demo_text_close (out, '}');
  bedside_demo_text_close (out, '}');
  bedside_demo_request_answer (request, 200, out->str);
}

static void
get_joined_rooms (BedsideDemoRequest *request)
{
  g_autoptr(GString) out = g_string_new ("{");

  bedside_demo_text_open (out, "joined_rooms", '[');
  for (guint i = 0; i < request->world->room_list->len; i++)
    {
      BedsideDemoRoom *room = g_ptr_array_index (request->world->room_list, i);

      if (bedside_demo_room_get_membership (room, request->user->id) == BEDSIDE_DEMO_MEMBERSHIP_JOIN)
        bedside_demo_text_string (out, NULL, room->id);
    }
  bedside_demo_text_close (out, ']');
  bedside_demo_text_close (out, '}');
  bedside_demo_request_answer (request, 200, out->str);
}

const BedsideDemoRoute bedside_demo_membership_routes[] = {
  { "POST", "/_matrix/client/v3/createRoom", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_NEEDS_BODY, bedside_demo_create },
  { "PUT", "/_matrix/client/v3/createRoom/{}", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_NEEDS_BODY,
    bedside_demo_create },
  { "POST", "/_matrix/client/v3/join/{}", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_TAKES_BODY, join },
  { "POST", "/_matrix/client/v3/rooms/{}/join", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_TAKES_BODY, join },
  { "POST", "/_matrix/client/v3/rooms/{}/leave", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_TAKES_BODY, leave },
  { "POST", "/_matrix/client/v3/rooms/{}/forget", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_TAKES_BODY, forget },
  { "POST", "/_matrix/client/v3/rooms/{}/invite", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_NEEDS_BODY, invite },
  { "POST", "/_matrix/client/v3/rooms/{}/kick", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_NEEDS_BODY, kick },
  { "POST", "/_matrix/client/v3/rooms/{}/ban", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_NEEDS_BODY, ban },
  { "GET", "/_matrix/client/v3/rooms/{}/members", BEDSIDE_DEMO_NEEDS_TOKEN, get_members },
  { "GET", "/_matrix/client/v3/rooms/{}/joined_members", BEDSIDE_DEMO_NEEDS_TOKEN, get_joined_members },
  { "GET", "/_matrix/client/v3/joined_rooms", BEDSIDE_DEMO_NEEDS_TOKEN, get_joined_rooms },
  { NULL },
};
