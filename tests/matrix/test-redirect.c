/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "strange-fixture.h"

#include "bedside-login.h"

#define WELL_KNOWN "/.well-known/matrix/client"
#define VERSIONS   "/_matrix/client/versions"

static const guint statuses[] = { 300, 301, 302, 303, 304, 305, 307, 308, 399 };

/* Neither to another server, with what signs it or with what was written, nor to another path of the same one. */
static void
test_not_followed (MatrixFixture *fixture,
                   gconstpointer  data)
{
  g_autoptr(ScriptServer) other = script_server_new (NULL);
  g_autofree char *secure = g_strconcat ("https://", script_server_get_name (other), "/elsewhere", NULL);
  g_autofree char *plain = g_strconcat ("http://", script_server_get_name (other), "/elsewhere", NULL);
  g_autofree char *relative = g_strconcat ("//", script_server_get_name (other), "/elsewhere", NULL);
  g_autofree char *same = g_strconcat (script_server_get_url (fixture->server), "/elsewhere", NULL);
  const char *locations[] = { plain, secure, relative, same, "/elsewhere" };

  for (const StrangeAct *act = strange_acts; act->name != NULL; act++)
    for (guint i = 0; i < G_N_ELEMENTS (statuses) * G_N_ELEMENTS (locations); i++)
      {
        const guint status = statuses[i % G_N_ELEMENTS (statuses)];
        const char *location = locations[i / G_N_ELEMENTS (statuses)];
        guint before = script_server_count (fixture->server, act->method, act->path);
        g_autoptr(GError) error = NULL;

        g_test_message ("%s %u %s", act->name, status, location);
        script_server_reply_full (fixture->server, act->method, act->path, status, NULL, "Location", location, NULL);
        g_assert_false (act->act (fixture, &error));
        g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_OFFLINE);
        g_assert_cmpint (bedside_matrix_error_get_retry_delay (error, 0), >=, 750);
        g_assert_cmpuint (script_server_count (fixture->server, act->method, act->path), ==, before + 1);
        g_assert_cmpuint (script_server_count (fixture->server, act->method, "/elsewhere"), ==, 0);
        g_assert_cmpuint (script_server_count (fixture->server, "GET", "/elsewhere"), ==, 0);
      }
  g_assert_cmpuint (script_server_count_all (other), ==, 0);
}

/* What follows redirects is asked before anybody has signed in. */
static void
test_discovery (MatrixFixture *fixture,
                gconstpointer  data)
{
  g_autoptr(ScriptServer) other = script_server_new (NULL);
  g_autofree char *file = g_strconcat (script_server_get_url (other), "/file", NULL);
  g_autofree char *json = g_strdup_printf ("{'m.homeserver':{'base_url':'%s'}}", script_server_get_url (other));
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *base_url = NULL;

  script_server_reply_full (fixture->server, "GET", WELL_KNOWN, 302, NULL, "Location", file, NULL);
  script_server_reply (other, "GET", "/file", 200, json);
  script_server_reply (other, "GET", VERSIONS, 200, "{'versions':['v1.12']}");
  bedside_discover_async (script_server_get_url (fixture->server), NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  base_url = bedside_discover_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (base_url, ==, script_server_get_url (other));
  for (guint i = 0; i < script_server_count_all (other); i++)
    {
      const ScriptRequest *request = script_server_get_request (other, i);

      g_assert_null (request->authorization);
      g_assert_null (request->query);
      g_assert_cmpstr (request->body, ==, "");
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  matrix_add_test ("/matrix/redirect/R31-neither-token-nor-text", "refresh-1", test_not_followed);
  matrix_add_test ("/matrix/redirect/R31-discovery-without-token", NULL, test_discovery);

  return g_test_run ();
}
