/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-router"

#include "bedside-demo-router.h"

#include "bedside-json.h"

#include <string.h>

/* Whether @segments are the ones of @pattern; {} takes any one that is not empty into @args. */
static gboolean
fits (const char  *pattern,
      GStrv        segments,
      const char **args)
{
  guint count = 0;
  guint i = 0;

  for (const char *start = pattern + 1; start != NULL; i++)
    {
      const char *end = strchr (start, '/');
      gsize length = end ? (gsize) (end - start) : strlen (start);
      const char *segment = segments[i];

      if (segment == NULL)
        return FALSE;
      if (i == 2 && g_str_equal (segment, "r0"))
        segment = "v3";
      if (length == 2 && memcmp (start, "{}", 2) == 0)
        {
          if (segment[0] == '\0')
            return FALSE;
          args[count++] = segment;
        }
      else if (strncmp (segment, start, length) != 0 || segment[length] != '\0')
        return FALSE;
      start = end ? end + 1 : NULL;
    }

  return segments[i] == NULL;
}

static const BedsideDemoRoute *
find_in (const BedsideDemoRoute *routes,
         BedsideDemoRequest     *request,
         gboolean               *known_path)
{
  for (; routes->method != NULL; routes++)
    {
      const char *args[BEDSIDE_DEMO_REQUEST_ARGS] = { NULL };

      if (!fits (routes->path, request->segments, args))
        continue;
      *known_path = TRUE;
      if (!g_str_equal (routes->method, request->method))
        continue;
      memcpy (request->args, args, sizeof args);
      return routes;
    }

  return NULL;
}

static const BedsideDemoRoute *
find (BedsideDemoRequest *request,
      gboolean           *known_path)
{
  const BedsideDemoRoute *const tables[] = {
    bedside_demo_sync_routes, bedside_demo_event_routes, bedside_demo_history_routes, bedside_demo_marker_routes,
    bedside_demo_membership_routes, bedside_demo_session_routes, bedside_demo_account_routes,
    bedside_demo_info_routes, bedside_demo_practice_routes, bedside_demo_sliding_routes,
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      const BedsideDemoRoute *route = find_in (tables[i], request, known_path);

      if (route != NULL)
        return route;
    }

  return NULL;
}

static gboolean
check_token (BedsideDemoRequest *request)
{
  g_autofree char *token = bedside_demo_request_dup_token (request);
  BedsideDemoTokenState state;

  if (token == NULL)
    {
      bedside_demo_request_refuse (request, 401, "M_MISSING_TOKEN", "Missing access token");
      return FALSE;
    }
  request->device = bedside_demo_accounts_check (request->world->accounts, token, &state);
  if (request->device != NULL)
    {
      request->user = request->device->user;
      return TRUE;
    }

  gboolean soft = state == BEDSIDE_DEMO_TOKEN_SOFT_ENDED;
  bedside_demo_request_refuse_token (request, soft ? "Access token has expired" : "Invalid access token passed.", soft);
  return FALSE;
}

static gboolean
check_body (BedsideDemoRequest *request,
            BedsideDemoNeeds    needs)
{
  g_autoptr(GBytes) bytes = soup_message_body_flatten (soup_server_message_get_request_body (request->message));
  g_autoptr(GError) error = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  if (length == 0 && (needs & BEDSIDE_DEMO_NEEDS_BODY) == 0)
    return TRUE;
  if (length > 0)
    request->body = bedside_json_parse_object (text, length, &error);
  if (request->body != NULL)
    return TRUE;
  if (g_error_matches (error, BEDSIDE_JSON_ERROR, BEDSIDE_JSON_ERROR_WRONG_TYPE))
    bedside_demo_request_refuse (request, 400, "M_BAD_JSON", "Content must be a JSON object.");
  else
    bedside_demo_request_refuse (request, 400, "M_NOT_JSON", "Content not JSON.");
  return FALSE;
}

/**
 * bedside_demo_router_run:
 * @request: what came in
 *
 * Finds the endpoint and does the request.
 */
void
bedside_demo_router_run (BedsideDemoRequest *request)
{
  gboolean known_path = FALSE;
  const BedsideDemoRoute *route = find (request, &known_path);

  if (route == NULL)
    {
      bedside_demo_request_refuse (request, known_path ? 405 : 404, "M_UNRECOGNIZED", "Unrecognized request");
      return;
    }
  if ((route->needs & BEDSIDE_DEMO_NEEDS_TOKEN) != 0 && !check_token (request))
    return;
  if ((route->needs & (BEDSIDE_DEMO_NEEDS_BODY | BEDSIDE_DEMO_TAKES_BODY)) != 0 && !check_body (request, route->needs))
    return;
  route->handler (request);
}
