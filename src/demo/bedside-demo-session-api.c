/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-session-api"

#include "bedside-demo-router.h"

#include "bedside-demo-text.h"
#include "bedside-json.h"

/* Signing in and out. */

static void
get_flows (BedsideDemoRequest *request)
{
  bedside_demo_request_answer (request, 200, "{\"flows\":[{\"type\":\"m.login.password\"}]}");
}

static void
write_pair (GString             *out,
            BedsideDemoAccounts *accounts,
            BedsideDemoPair     *pair)
{
  guint lifetime = bedside_demo_accounts_get_lifetime (accounts);

  bedside_demo_text_string (out, "access_token", pair->access);
  bedside_demo_text_string (out, "refresh_token", pair->refresh);
  if (lifetime > 0)
    bedside_demo_text_int (out, "expires_in_ms", lifetime);
}

/* Users are found whatever the case of what was typed. */
static BedsideDemoUser *
find_user (BedsideDemoWorld *world,
           const char       *typed)
{
  g_autofree char *exact = bedside_demo_world_dup_user_id (world, typed);
  g_autofree char *lower = g_ascii_strdown (exact, -1);
  BedsideDemoUser *user = bedside_demo_accounts_get (world->accounts, exact);

  return user ? user : bedside_demo_accounts_get (world->accounts, lower);
}

static void
log_in (BedsideDemoRequest *request)
{
  BedsideDemoWorld *world = request->world;
  JsonObject *identifier = bedside_json_get_object (request->body, "identifier");
  const char *typed = bedside_json_get_string (identifier, "user");
  const char *password = bedside_json_get_string (request->body, "password");
  gboolean refreshable = FALSE;
  g_autoptr(GString) out = g_string_new ("{");

  if (g_strcmp0 (bedside_json_get_string (request->body, "type"), "m.login.password") != 0)
    {
      bedside_demo_request_refuse (request, 400, "M_UNKNOWN", "Unknown login type");
      return;
    }
  if (g_strcmp0 (bedside_json_get_string (identifier, "type"), "m.id.user") != 0 || typed == NULL || password == NULL)
    {
      bedside_demo_request_refuse (request, 400, "M_INVALID_PARAM", "identifier and password are needed");
      return;
    }

  BedsideDemoUser *user = find_user (world, typed);
  if (user == NULL || !g_str_equal (user->password, password))
    {
      bedside_demo_request_refuse (request, 403, "M_FORBIDDEN", "Invalid username or password");
      return;
    }

  bedside_json_get_boolean (request->body, "refresh_token", &refreshable);
  BedsideDemoDevice *device = bedside_demo_accounts_log_in (world->accounts, user,
                                                            bedside_json_get_string (request->body, "device_id"),
                                                            refreshable);
  bedside_demo_text_string (out, "user_id", user->id);
  bedside_demo_text_string (out, "device_id", device->id);
  bedside_demo_text_string (out, "home_server", world->server_name);
  write_pair (out, world->accounts, device->pair);
  bedside_demo_text_close (out, '}');
  bedside_demo_request_answer (request, 200, out->str);
}

static void
refresh (BedsideDemoRequest *request)
{
  BedsideDemoAccounts *accounts = request->world->accounts;
  const char *token = bedside_json_get_string (request->body, "refresh_token");
  BedsideDemoTokenState state = BEDSIDE_DEMO_TOKEN_UNKNOWN;
  BedsideDemoPair *pair = token ? bedside_demo_accounts_refresh (accounts, token, &state) : NULL;
  g_autoptr(GString) out = g_string_new ("{");

  if (token == NULL)
    bedside_demo_request_refuse (request, 400, "M_MISSING_PARAM", "refresh_token is needed");
  else if (state == BEDSIDE_DEMO_TOKEN_USED)
    bedside_demo_request_refuse (request, 403, "M_FORBIDDEN", "refresh token isn't valid anymore");
  else if (pair == NULL)
    bedside_demo_request_refuse_token (request, "refresh token does not exist",
                                       state == BEDSIDE_DEMO_TOKEN_SOFT_ENDED);
  else
    {
      write_pair (out, accounts, pair);
      bedside_demo_text_close (out, '}');
      bedside_demo_request_answer (request, 200, out->str);
    }
}

static void
log_out (BedsideDemoRequest *request)
{
  bedside_demo_accounts_log_out (request->world->accounts, request->device);
  bedside_demo_world_advance (request->world);
  bedside_demo_request_answer (request, 200, "{}");
}

static void
log_out_all (BedsideDemoRequest *request)
{
  GHashTableIter iter;
  gpointer device;

  g_hash_table_iter_init (&iter, request->user->devices);
  while (g_hash_table_iter_next (&iter, NULL, &device))
    bedside_demo_accounts_log_out (request->world->accounts, device);
  bedside_demo_world_advance (request->world);
  bedside_demo_request_answer (request, 200, "{}");
}

static void
who_am_i (BedsideDemoRequest *request)
{
  g_autoptr(GString) out = g_string_new ("{");

  bedside_demo_text_string (out, "user_id", request->user->id);
  bedside_demo_text_string (out, "device_id", request->device->id);
  bedside_demo_text_boolean (out, "is_guest", FALSE);
  bedside_demo_text_close (out, '}');
  bedside_demo_request_answer (request, 200, out->str);
}

const BedsideDemoRoute bedside_demo_session_routes[] = {
  { "GET", "/_matrix/client/v3/login", BEDSIDE_DEMO_NEEDS_NOTHING, get_flows },
  { "POST", "/_matrix/client/v3/login", BEDSIDE_DEMO_NEEDS_BODY, log_in },
  { "POST", "/_matrix/client/v3/refresh", BEDSIDE_DEMO_NEEDS_BODY, refresh },
  { "POST", "/_matrix/client/v3/logout", BEDSIDE_DEMO_NEEDS_TOKEN, log_out },
  { "POST", "/_matrix/client/v3/logout/all", BEDSIDE_DEMO_NEEDS_TOKEN, log_out_all },
  { "GET", "/_matrix/client/v3/account/whoami", BEDSIDE_DEMO_NEEDS_TOKEN, who_am_i },
  { NULL },
};
