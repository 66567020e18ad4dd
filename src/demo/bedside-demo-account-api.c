/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-account-api"

#include "bedside-demo-router.h"

#include "bedside-demo-push-rules.h"
#include "bedside-demo-text.h"
#include "bedside-json.h"

/* What belongs to an account: filters, profile, account data, push rules. */

/* Refuses the request if @user_id is somebody else's. */
static gboolean
is_own (BedsideDemoRequest *request,
        const char         *user_id)
{
  if (g_str_equal (user_id, request->user->id))
    return TRUE;
  bedside_demo_request_refuse (request, 403, "M_FORBIDDEN", "Cannot act for other users");
  return FALSE;
}

static void
add_filter (BedsideDemoRequest *request)
{
  GPtrArray *filters = request->user->filters;
  g_autofree char *json = bedside_json_object_to_text (request->body);
  guint index;

  if (!is_own (request, request->args[0]))
    return;
  if (!g_ptr_array_find_with_equal_func (filters, json, g_str_equal, &index))
    {
      index = filters->len;
      g_ptr_array_add (filters, g_steal_pointer (&json));
    }

  g_autofree char *id = g_strdup_printf ("%u", index);
  bedside_demo_request_answer_string (request, "filter_id", id);
}

static void
get_filter (BedsideDemoRequest *request)
{
  guint64 index;

  if (!is_own (request, request->args[0]))
    return;
  if (g_ascii_string_to_unsigned (request->args[1], 10, 0, G_MAXUINT, &index, NULL) &&
      index < request->user->filters->len)
    bedside_demo_request_answer (request, 200, g_ptr_array_index (request->user->filters, (guint) index));
  else
    bedside_demo_request_refuse (request, 404, "M_NOT_FOUND", "No such filter");
}

static void
get_profile (BedsideDemoRequest *request)
{
  BedsideDemoUser *user = bedside_demo_accounts_get (request->world->accounts, request->args[0]);

  if (user == NULL || user->display_name == NULL)
    bedside_demo_request_refuse (request, 404, "M_NOT_FOUND", "Profile was not found");
  else
    bedside_demo_request_answer_string (request, "displayname", user->display_name);
}

static void
set_display_name (BedsideDemoRequest *request)
{
  BedsideDemoWorld *world = request->world;
  const char *name = bedside_json_get_string (request->body, "displayname");

  if (!is_own (request, request->args[0]))
    return;
  if (name == NULL)
    {
      bedside_demo_request_refuse (request, 400, "M_MISSING_PARAM", "displayname is needed");
      return;
    }

  g_free (request->user->display_name);
  request->user->display_name = g_strdup (name);
  for (guint i = 0; i < world->room_list->len; i++)
    {
      BedsideDemoRoom *room = g_ptr_array_index (world->room_list, i);

      if (bedside_demo_room_get_membership (room, request->user->id) == BEDSIDE_DEMO_MEMBERSHIP_JOIN)
        bedside_demo_world_set_membership (world, room, request->user->id, request->user->id,
                                           BEDSIDE_DEMO_MEMBERSHIP_JOIN, NULL);
    }
  bedside_demo_request_answer (request, 200, "{}");
}

static void
get_push_rules (BedsideDemoRequest *request)
{
  bedside_demo_request_answer (request, 200, BEDSIDE_DEMO_PUSH_RULES);
}

static void
get_data (BedsideDemoRequest *request)
{
  BedsideDemoData *data;

  if (!is_own (request, request->args[0]))
    return;
  data = g_hash_table_lookup (request->user->data, request->args[1]);
  if (data != NULL)
    bedside_demo_request_answer (request, 200, data->content);
  else if (g_str_equal (request->args[1], "m.push_rules"))
    get_push_rules (request);
  else
    bedside_demo_request_refuse (request, 404, "M_NOT_FOUND", "Account data not found");
}

static void
set_data (BedsideDemoRequest *request)
{
  g_autofree char *content = bedside_json_object_to_text (request->body);

  if (!is_own (request, request->args[0]))
    return;
  if (g_str_equal (request->args[1], "m.push_rules") || g_str_equal (request->args[1], "m.fully_read"))
    {
      bedside_demo_request_refuse (request, 405, "M_BAD_JSON", "Cannot set this type through this API");
      return;
    }
  g_hash_table_insert (request->user->data, g_strdup (request->args[1]),
                       bedside_demo_data_new (content, bedside_demo_world_advance (request->world)));
  bedside_demo_request_answer (request, 200, "{}");
}

static void
set_room_data (BedsideDemoRequest *request)
{
  BedsideDemoRoom *room;
  g_autofree char *content = bedside_json_object_to_text (request->body);

  if (!is_own (request, request->args[0]))
    return;
  room = bedside_demo_request_get_joined_room (request, request->args[1]);
  if (room == NULL)
    return;
  if (g_str_equal (request->args[2], "m.fully_read"))
    {
      bedside_demo_request_refuse (request, 405, "M_BAD_JSON",
                                   "Cannot set m.fully_read through this API. Use read_markers");
      return;
    }
  bedside_demo_room_set_data (room, bedside_demo_room_get_member (room, request->user->id), request->args[2], content,
                              bedside_demo_world_advance (request->world));
  bedside_demo_request_answer (request, 200, "{}");
}

const BedsideDemoRoute bedside_demo_account_routes[] = {
  { "POST", "/_matrix/client/v3/user/{}/filter", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_NEEDS_BODY, add_filter },
  { "GET", "/_matrix/client/v3/user/{}/filter/{}", BEDSIDE_DEMO_NEEDS_TOKEN, get_filter },
  { "GET", "/_matrix/client/v3/user/{}/account_data/{}", BEDSIDE_DEMO_NEEDS_TOKEN, get_data },
  { "PUT", "/_matrix/client/v3/user/{}/account_data/{}", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_NEEDS_BODY, set_data },
  { "PUT", "/_matrix/client/v3/user/{}/rooms/{}/account_data/{}", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_NEEDS_BODY,
    set_room_data },
  { "GET", "/_matrix/client/v3/profile/{}", BEDSIDE_DEMO_NEEDS_TOKEN, get_profile },
  { "GET", "/_matrix/client/v3/profile/{}/displayname", BEDSIDE_DEMO_NEEDS_TOKEN, get_profile },
  { "PUT", "/_matrix/client/v3/profile/{}/displayname", BEDSIDE_DEMO_NEEDS_TOKEN | BEDSIDE_DEMO_NEEDS_BODY,
    set_display_name },
  { "GET", "/_matrix/client/v3/pushrules", BEDSIDE_DEMO_NEEDS_TOKEN, get_push_rules },
  { "GET", "/_matrix/client/v3/pushrules/", BEDSIDE_DEMO_NEEDS_TOKEN, get_push_rules },
  { NULL },
};
