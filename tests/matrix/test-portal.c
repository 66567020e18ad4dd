/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "strange-fixture.h"

#include "bedside-login.h"
#include "bedside-sync.h"

#include <string.h>

#define HTML     "<!DOCTYPE html><html><body>Welcome to our Wi-Fi</body></html>"
#define VERSIONS "/_matrix/client/versions"

/* What stands between us and the server answers in its place. */
static const struct {
  guint               status;
  const char         *type;
  const char         *header;
  const char         *value;
  const char         *body;
  BedsideMatrixError  code;
} answers[] = {
  { 200, "text/html", NULL, NULL, HTML, BEDSIDE_MATRIX_ERROR_OFFLINE },
  { 200, "text/html; charset=utf-8", NULL, NULL, "", BEDSIDE_MATRIX_ERROR_OFFLINE },
  { 200, NULL, NULL, NULL, "{}", BEDSIDE_MATRIX_ERROR_OFFLINE },
  { 200, "text/plain", NULL, NULL, "{\"event_id\":\"$1\",\"next_batch\":\"s\",\"room_id\":\"!a\"}",
    BEDSIDE_MATRIX_ERROR_OFFLINE },
  { 204, NULL, NULL, NULL, "", BEDSIDE_MATRIX_ERROR_OFFLINE },
  { 302, "text/html", "Location", "http://portal.example/login", HTML, BEDSIDE_MATRIX_ERROR_OFFLINE },
  { 307, NULL, "Location", "https://portal.example/login", "", BEDSIDE_MATRIX_ERROR_OFFLINE },
  { 401, "text/html", "WWW-Authenticate", "Basic realm=\"Hotel\"", HTML, BEDSIDE_MATRIX_ERROR_OFFLINE },
  { 401, "application/json", NULL, NULL, "{\"soft_logout\":false}", BEDSIDE_MATRIX_ERROR_OFFLINE },
  { 403, "text/html", NULL, NULL, HTML, BEDSIDE_MATRIX_ERROR_OFFLINE },
  { 403, "application/json", NULL, NULL, "{\"status\":\"denied\"}", BEDSIDE_MATRIX_ERROR_OFFLINE },
  { 407, "text/html", NULL, NULL, HTML, BEDSIDE_MATRIX_ERROR_OFFLINE },
  { 511, "text/html", NULL, NULL, HTML, BEDSIDE_MATRIX_ERROR_OFFLINE },
  { 200, "application/json", NULL, NULL, HTML, BEDSIDE_MATRIX_ERROR_BAD_DATA },
  { 200, "application/json", NULL, NULL, "{}", BEDSIDE_MATRIX_ERROR_BAD_DATA },
  { 200, "application/json", NULL, NULL, "{\"status\":\"ok\"}", BEDSIDE_MATRIX_ERROR_BAD_DATA },
  { 200, "application/json", NULL, NULL, "{\"event_id\":null,\"next_batch\":1,\"chunk\":{},\"room_id\":[]}",
    BEDSIDE_MATRIX_ERROR_BAD_DATA },
  { 502, "text/html", NULL, NULL, HTML, BEDSIDE_MATRIX_ERROR_SERVER_BROKEN },
  { 503, "text/html", NULL, NULL, HTML, BEDSIDE_MATRIX_ERROR_SERVER_BROKEN },
};

static void
script (ScriptServer *server,
        const char   *method,
        const char   *path,
        guint         index)
{
  g_autoptr(GBytes) body = g_bytes_new_static (answers[index].body, strlen (answers[index].body));

  script_server_reply_full (server, method, path, answers[index].status, answers[index].type, answers[index].header,
                            answers[index].value, body);
}

static void
set_up (MatrixFixture *fixture,
        gconstpointer  data)
{
  matrix_fixture_set_up (fixture, "refresh-1");
}

/* Nothing of it counts as done, nothing ends, everything is tried again. */
static void
test_in_between (MatrixFixture *fixture,
                 gconstpointer  data)
{
  const StrangeAct *act = data;

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%u %s", answers[i].status, answers[i].body);
      script (fixture->server, act->method, act->path, i);
      g_assert_false (act->act (fixture, &error));
      g_assert_error (error, BEDSIDE_MATRIX_ERROR, (int) answers[i].code);
      g_assert_false (bedside_matrix_error_ends_session (error));
      g_assert_null (bedside_matrix_error_get_errcode (error));
      g_assert_cmpint (bedside_matrix_error_get_retry_delay (error, 0), >=, 750);
    }
  g_assert_cmpuint (fixture->keeper->count, ==, 0);
}

/* The same session, and the same pair of tokens, when the portal has let us through. */
static void
test_afterwards (MatrixFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      script (fixture->server, "GET", V3 "/sync", i);
      g_assert_false (strange_acts[1].act (fixture, NULL));
    }
  script_server_reply (fixture->server, "GET", V3 "/sync", 200, "{'next_batch':'s2'}");
  g_assert_true (strange_acts[1].act (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (script_server_get_last (fixture->server)->authorization, ==, "Bearer access-1");
}

static void
test_versions (MatrixFixture *fixture,
               gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      /* Redirects are followed there. */
      if (answers[i].header != NULL && strcmp (answers[i].header, "Location") == 0)
        continue;
      script (fixture->server, "GET", VERSIONS, i);
      bedside_discover_async (script_server_get_url (fixture->server), NULL, bedside_await_result, &result);
      bedside_await (result != NULL, 10);
      g_assert_null (bedside_discover_finish (result, &error));
      g_assert_error (error, BEDSIDE_MATRIX_ERROR, (int) answers[i].code);
    }
}

/* With a proxy for everything, what is not encrypted because it stays on this machine stays on this machine. */
static void
test_no_proxy (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr(ScriptServer) server = script_server_new (NULL);
      g_autoptr(BedsideTokens) tokens = bedside_tokens_new ("access-1", NULL, 0);
      MatrixFixture fixture = { server, NULL, NULL };
      g_autoptr(GError) error = NULL;

      fixture.client = bedside_client_new (script_server_get_url (server), ME, "DEVICE", tokens, NULL, NULL);
      script_server_reply (server, "GET", V3 "/sync", 200, "{'next_batch':'s2'}");
      g_assert_true (strange_acts[1].act (&fixture, &error));
      g_assert_no_error (error);
      bedside_await_finalize (fixture.client);
      return;
    }

  g_autoptr(ScriptServer) proxy = script_server_new (NULL);
  const char *before = g_getenv ("no_proxy");
  g_autofree char *kept = g_strdup (before);

  g_setenv ("http_proxy", script_server_get_url (proxy), TRUE);
  g_unsetenv ("no_proxy");
  g_test_trap_subprocess (NULL, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_unsetenv ("http_proxy");
  if (kept != NULL)
    g_setenv ("no_proxy", kept, TRUE);
  g_test_trap_assert_passed ();
  g_assert_cmpuint (script_server_count_all (proxy), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (const StrangeAct *act = strange_acts; act->name != NULL; act++)
    {
      g_autofree char *path = g_strconcat ("/matrix/portal/edge-47-is-offline/", act->name, NULL);

      g_test_add (path, MatrixFixture, act, set_up, test_in_between, matrix_fixture_tear_down);
    }
  matrix_add_test ("/matrix/portal/edge-47-is-offline/versions", NULL, test_versions);
  matrix_add_test ("/matrix/portal/edge-47-session-goes-on", "refresh-1", test_afterwards);
  g_test_add_func ("/matrix/portal/R31-plain-http-takes-no-proxy", test_no_proxy);

  return g_test_run ();
}
