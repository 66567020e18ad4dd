/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-info-api"

#include "bedside-demo-router.h"

#include "bedside-demo-text.h"

/* Endpoints that say what the server is. */

#define LAST_MINOR_VERSION 12

static void
well_known (BedsideDemoRequest *request)
{
  g_autoptr(GString) out = g_string_new ("{");

  bedside_demo_text_open (out, "m.homeserver", '{');
  bedside_demo_text_string (out, "base_url", request->world->base_url);
  bedside_demo_text_close (out, '}');
  bedside_demo_text_close (out, '}');
  bedside_demo_request_answer (request, 200, out->str);
}

static void
versions (BedsideDemoRequest *request)
{
  g_autoptr(GString) out = g_string_new ("{");

  bedside_demo_text_open (out, "versions", '[');
  bedside_demo_text_string (out, NULL, "r0.6.1");
  for (guint minor = 1; minor <= LAST_MINOR_VERSION; minor++)
    {
      g_autofree char *version = g_strdup_printf ("v1.%u", minor);

      bedside_demo_text_string (out, NULL, version);
    }
  bedside_demo_text_close (out, ']');
  bedside_demo_text_raw (out, "unstable_features",
                         "{\"uk.tcpip.msc4133.stable\":true,\"org.matrix.simplified_msc3575\":true,"
                         "\"org.matrix.msc4140\":false}");
  bedside_demo_text_close (out, '}');
  bedside_demo_request_answer (request, 200, out->str);
}

static void
capabilities (BedsideDemoRequest *request)
{
  bedside_demo_request_answer (request, 200,
                               "{\"capabilities\":{\"m.room_versions\":{\"default\":\"11\","
                               "\"available\":{\"10\":\"stable\",\"11\":\"stable\"}},"
                               "\"m.change_password\":{\"enabled\":false},"
                               "\"m.set_displayname\":{\"enabled\":true},"
                               "\"m.set_avatar_url\":{\"enabled\":false}}}");
}

const BedsideDemoRoute bedside_demo_info_routes[] = {
  { "GET", "/.well-known/matrix/client", BEDSIDE_DEMO_NEEDS_NOTHING, well_known },
  { "GET", "/_matrix/client/versions", BEDSIDE_DEMO_NEEDS_NOTHING, versions },
  { "GET", "/_matrix/client/v3/capabilities", BEDSIDE_DEMO_NEEDS_TOKEN, capabilities },
  { NULL },
};
