/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "demo-client.h"

#include "bedside-await.h"

static char *
login_body (const char *user,
            const char *password,
            const char *rest)
{
  return g_strdup_printf ("{\"type\":\"m.login.password\",\"password\":\"%s\","
                          "\"identifier\":{\"type\":\"m.id.user\",\"user\":\"%s\"}%s}", password, user, rest);
}

static JsonObject *
log_in (BedsideDemoServer *server,
        const char        *user,
        const char        *rest)
{
  g_autofree char *body = login_body (user, "pw", rest);

  return demo_expect (server, "POST", V3 "/login", NULL, body);
}

static BedsideDemoServer *
new_server (void)
{
  g_autoptr(GError) error = NULL;
  BedsideDemoServer *server = bedside_demo_server_new_empty (&error);

  g_assert_no_error (error);
  g_free (bedside_demo_server_add_user (server, "robin", "pw", "Robin"));

  return server;
}

static void
test_info (void)
{
  g_autoptr(BedsideDemoServer) server = new_server ();
  g_autoptr(JsonObject) known = demo_expect (server, "GET", "/.well-known/matrix/client", NULL, NULL);
  g_autoptr(JsonObject) versions = demo_expect (server, "GET", "/_matrix/client/versions", NULL, NULL);

  g_assert_cmpstr (demo_find_string (known, "m.homeserver/base_url"), ==, bedside_demo_server_get_base_url (server));
  g_assert_cmpstr (demo_find_string (versions, "versions/-1"), ==, "v1.12");
}

static void
test_unrecognized (void)
{
  g_autoptr(BedsideDemoServer) server = new_server ();

  demo_expect_error (server, "GET", "/_matrix/client/v3/nothing", NULL, NULL, 404, "M_UNRECOGNIZED");
  demo_expect_error (server, "GET", "/", NULL, NULL, 404, "M_UNRECOGNIZED");
  demo_expect_error (server, "GET", V3 "/rooms//state", NULL, NULL, 404, "M_UNRECOGNIZED");
  demo_expect_error (server, "DELETE", V3 "/login", NULL, NULL, 405, "M_UNRECOGNIZED");
}

static void
test_login (void)
{
  g_autoptr(BedsideDemoServer) server = new_server ();
  g_autoptr(JsonObject) flows = demo_expect (server, "GET", V3 "/login", NULL, NULL);
  g_autoptr(JsonObject) json = log_in (server, "robin", "");
  const char *token = demo_find_string (json, "access_token");

  g_assert_cmpstr (demo_find_string (flows, "flows/0/type"), ==, "m.login.password");
  g_assert_cmpstr (demo_find_string (json, "user_id"), ==, "@robin:riverside.example");
  g_assert_null (demo_find (json, "refresh_token"));
  g_assert_null (demo_find (json, "expires_in_ms"));
  g_assert_cmpuint (bedside_demo_server_count_sessions (server, "robin"), ==, 1);

  g_autoptr(JsonObject) me = demo_expect (server, "GET", V3 "/account/whoami", token, NULL);
  g_assert_cmpstr (demo_find_string (me, "device_id"), ==, demo_find_string (json, "device_id"));
}

static void
test_login_other_case (void)
{
  g_autoptr(BedsideDemoServer) server = new_server ();
  g_autoptr(JsonObject) json = log_in (server, "@Robin:Riverside.example", "");

  g_assert_cmpstr (demo_find_string (json, "user_id"), ==, "@robin:riverside.example");
}

static void
test_login_refused (void)
{
  g_autoptr(BedsideDemoServer) server = new_server ();
  g_autofree char *wrong = login_body ("robin", "wrong", "");
  g_autofree char *nobody = login_body ("nobody", "pw", "");

  demo_expect_error (server, "POST", V3 "/login", NULL, wrong, 403, "M_FORBIDDEN");
  demo_expect_error (server, "POST", V3 "/login", NULL, nobody, 403, "M_FORBIDDEN");
  demo_expect_error (server, "POST", V3 "/login", NULL, "{\"type\":\"m.login.token\"}", 400, "M_UNKNOWN");
  demo_expect_error (server, "POST", V3 "/login", NULL, "{\"type\":\"m.login.password\"}", 400, "M_INVALID_PARAM");
  demo_expect_error (server, "POST", V3 "/login", NULL, "{\"type\":", 400, "M_NOT_JSON");
  demo_expect_error (server, "POST", V3 "/login", NULL, NULL, 400, "M_NOT_JSON");
  demo_expect_error (server, "POST", V3 "/login", NULL, "[]", 400, "M_BAD_JSON");
  g_assert_cmpuint (bedside_demo_server_count_sessions (server, "robin"), ==, 0);
}

static void
test_login_same_device (void)
{
  g_autoptr(BedsideDemoServer) server = new_server ();
  g_autoptr(JsonObject) first = log_in (server, "robin", ",\"device_id\":\"DESK\"");
  g_autoptr(JsonObject) second = log_in (server, "robin", ",\"device_id\":\"DESK\"");

  g_assert_cmpstr (demo_find_string (second, "device_id"), ==, "DESK");
  g_assert_cmpuint (bedside_demo_server_count_sessions (server, "robin"), ==, 1);
  demo_expect_error (server, "GET", V3 "/account/whoami", demo_find_string (first, "access_token"), NULL,
                     401, "M_UNKNOWN_TOKEN");
}

static void
test_token_refused (void)
{
  g_autoptr(BedsideDemoServer) server = new_server ();
  g_autofree char *token = demo_log_in (server, "robin", "pw");
  g_autofree char *in_url = g_strconcat (V3 "/account/whoami?access_token=", token, NULL);
  g_autoptr(DemoAnswer) answer = demo_call (server, "GET", V3 "/account/whoami", "wrong", NULL);

  demo_expect_error (server, "GET", V3 "/account/whoami", NULL, NULL, 401, "M_MISSING_TOKEN");
  demo_expect_error (server, "GET", in_url, NULL, NULL, 401, "M_MISSING_TOKEN");
  g_assert_cmpuint (answer->status, ==, 401);
  g_assert_cmpstr (demo_find_string (answer->json, "errcode"), ==, "M_UNKNOWN_TOKEN");
  g_assert_false (json_node_get_boolean (demo_find (answer->json, "soft_logout")));
}

static void
test_logout (void)
{
  g_autoptr(BedsideDemoServer) server = new_server ();
  g_autofree char *token = demo_log_in (server, "robin", "pw");
  g_autofree char *other = demo_log_in (server, "robin", "pw");

  g_assert_cmpuint (bedside_demo_server_count_sessions (server, "robin"), ==, 2);
  json_object_unref (demo_expect (server, "POST", V3 "/logout", token, NULL));
  g_assert_cmpuint (bedside_demo_server_count_sessions (server, "robin"), ==, 1);
  demo_expect_error (server, "POST", V3 "/logout", token, NULL, 401, "M_UNKNOWN_TOKEN");
  json_object_unref (demo_expect (server, "POST", V3 "/logout/all", other, "{}"));
  g_assert_cmpuint (bedside_demo_server_count_sessions (server, "@robin:riverside.example"), ==, 0);
}

static JsonObject *
refresh (BedsideDemoServer *server,
         JsonObject        *pair)
{
  g_autofree char *body = g_strdup_printf ("{\"refresh_token\":\"%s\"}", demo_find_string (pair, "refresh_token"));

  return demo_expect (server, "POST", V3 "/refresh", NULL, body);
}

static void
expect_token (BedsideDemoServer *server,
              JsonObject        *pair,
              gboolean           valid)
{
  g_autoptr(DemoAnswer) answer = demo_call (server, "GET", V3 "/account/whoami",
                                            demo_find_string (pair, "access_token"), NULL);

  g_assert_cmpuint (answer->status, ==, valid ? 200 : 401);
}

static void
expect_refresh_refused (BedsideDemoServer *server,
                        JsonObject        *pair,
                        guint              status,
                        const char        *errcode)
{
  g_autofree char *body = g_strdup_printf ("{\"refresh_token\":\"%s\"}", demo_find_string (pair, "refresh_token"));

  demo_expect_error (server, "POST", V3 "/refresh", NULL, body, status, errcode);
}

static void
test_refresh (void)
{
  g_autoptr(BedsideDemoServer) server = new_server ();
  g_autoptr(JsonObject) first = log_in (server, "robin", ",\"refresh_token\":true");
  g_autoptr(JsonObject) second = refresh (server, first);

  /* The old pair lives until the new one is used. */
  expect_token (server, first, TRUE);
  expect_token (server, second, TRUE);
  expect_token (server, first, FALSE);
  expect_refresh_refused (server, first, 403, "M_FORBIDDEN");

  /* Using the new refresh token is use, too. */
  g_autoptr(JsonObject) third = refresh (server, second);
  g_autoptr(JsonObject) fourth = refresh (server, third);
  expect_token (server, second, FALSE);
  expect_token (server, third, TRUE);
  expect_token (server, fourth, TRUE);
  g_assert_cmpuint (bedside_demo_server_count_sessions (server, "robin"), ==, 1);
}

static void
test_refresh_twice (void)
{
  g_autoptr(BedsideDemoServer) server = new_server ();
  g_autoptr(JsonObject) login = log_in (server, "robin", ",\"refresh_token\":true");
  g_autoptr(JsonObject) lost = refresh (server, login);
  g_autoptr(JsonObject) kept = refresh (server, login);

  expect_token (server, lost, FALSE);
  expect_refresh_refused (server, lost, 401, "M_UNKNOWN_TOKEN");
  expect_token (server, kept, TRUE);
}

static void
test_refresh_refused (void)
{
  g_autoptr(BedsideDemoServer) server = new_server ();

  demo_expect_error (server, "POST", V3 "/refresh", NULL, "{\"refresh_token\":\"x\"}", 401, "M_UNKNOWN_TOKEN");
  demo_expect_error (server, "POST", V3 "/refresh", NULL, "{\"refresh_token\":1}", 400, "M_MISSING_PARAM");
  demo_expect_error (server, "POST", V3 "/refresh", NULL, "", 400, "M_NOT_JSON");
}

static gboolean
is_refused (BedsideDemoServer *server,
            JsonObject        *pair)
{
  g_autoptr(DemoAnswer) answer = demo_call (server, "GET", V3 "/account/whoami",
                                            demo_find_string (pair, "access_token"), NULL);

  if (answer->status == 401)
    g_assert_true (json_node_get_boolean (demo_find (answer->json, "soft_logout")));
  return answer->status == 401;
}

static void
test_lifetime (void)
{
  g_autoptr(BedsideDemoServer) server = new_server ();

  bedside_demo_server_set_token_lifetime (server, 100);
  g_autoptr(JsonObject) first = log_in (server, "robin", ",\"refresh_token\":true");
  g_assert_cmpint (demo_find_int (first, "expires_in_ms"), ==, 100);
  bedside_await (is_refused (server, first), 5);
  g_assert_cmpuint (bedside_demo_server_count_sessions (server, "robin"), ==, 1);

  bedside_demo_server_set_token_lifetime (server, 0);
  g_autoptr(JsonObject) second = refresh (server, first);
  g_assert_null (demo_find (second, "expires_in_ms"));
  expect_token (server, second, TRUE);
}

static void
test_expire_hard (void)
{
  g_autoptr(BedsideDemoServer) server = new_server ();
  g_autoptr(JsonObject) first = log_in (server, "robin", ",\"refresh_token\":true");

  bedside_demo_server_expire_tokens (server, FALSE);
  g_autoptr(DemoAnswer) answer = demo_call (server, "GET", V3 "/account/whoami",
                                            demo_find_string (first, "access_token"), NULL);
  g_assert_cmpuint (answer->status, ==, 401);
  g_assert_false (json_node_get_boolean (demo_find (answer->json, "soft_logout")));

  g_autoptr(JsonObject) second = refresh (server, first);
  expect_token (server, second, TRUE);
}

static void
test_expire_soft (void)
{
  g_autoptr(BedsideDemoServer) server = new_server ();
  g_autoptr(JsonObject) pair = log_in (server, "robin", ",\"refresh_token\":true");

  bedside_demo_server_expire_tokens (server, TRUE);
  g_assert_true (is_refused (server, pair));
  expect_refresh_refused (server, pair, 401, "M_UNKNOWN_TOKEN");
  g_assert_cmpuint (bedside_demo_server_count_sessions (server, "robin"), ==, 0);
  g_free (demo_log_in (server, "robin", "pw"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/demo/session/info", test_info);
  g_test_add_func ("/demo/session/unrecognized", test_unrecognized);
  g_test_add_func ("/demo/session/login", test_login);
  g_test_add_func ("/demo/session/login-other-case", test_login_other_case);
  g_test_add_func ("/demo/session/login-refused", test_login_refused);
  g_test_add_func ("/demo/session/login-same-device", test_login_same_device);
  g_test_add_func ("/demo/session/token-refused", test_token_refused);
  g_test_add_func ("/demo/session/logout", test_logout);
  g_test_add_func ("/demo/session/refresh", test_refresh);
  g_test_add_func ("/demo/session/refresh-twice", test_refresh_twice);
  g_test_add_func ("/demo/session/refresh-refused", test_refresh_refused);
  g_test_add_func ("/demo/session/lifetime", test_lifetime);
  g_test_add_func ("/demo/session/expire-hard", test_expire_hard);
  g_test_add_func ("/demo/session/expire-soft", test_expire_soft);

  return g_test_run ();
}
