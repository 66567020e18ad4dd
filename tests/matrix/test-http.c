/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "http-fixture.h"

#include <string.h>

static void
test_success (HttpFixture   *fixture,
              gconstpointer  data)
{
  g_autoptr(BedsideRequest) request =
    bedside_request_new ("PUT", script_server_get_url (fixture->server), "rooms", "!a/b%+=\xf0\x9f\x98\x80", NULL);
  g_autoptr(JsonObject) body = json_object_new ();
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(GError) error = NULL;
  const ScriptRequest *seen;

  bedside_request_set_body (request, body);
  script_server_reply (fixture->server, "PUT", "/rooms/%21a%2Fb%25%2B%3D%F0%9F%98%80", 200, "{\"a\":1}");
  answer = http_fixture_send (fixture, request, "secret", &error);
  g_assert_no_error (error);
  g_assert_true (json_object_has_member (answer, "a"));

  seen = script_server_get_last (fixture->server);
  g_assert_cmpstr (seen->authorization, ==, "Bearer secret");
  g_assert_null (seen->query);
  g_assert_cmpstr (seen->body, ==, "{}");
  g_assert_cmpstr (seen->content_type, ==, "application/json");
}

static void
test_impossible (HttpFixture   *fixture,
                 gconstpointer  data)
{
  g_autoptr(BedsideRequest) request =
    bedside_request_new ("POST", script_server_get_url (fixture->server), "receipt", "..", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (http_fixture_send (fixture, request, "token", &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_REFUSED);
  g_assert_cmpuint (script_server_count (fixture->server, "POST", "/"), ==, 0);
}

static void
test_unsigned (HttpFixture   *fixture,
               gconstpointer  data)
{
  g_autoptr(BedsideRequest) request = http_fixture_new_get (fixture, "x");
  g_autoptr(JsonObject) answer = NULL;

  script_server_reply (fixture->server, "GET", "/x", 200, "{}");
  answer = http_fixture_send (fixture, request, NULL, NULL);
  g_assert_nonnull (answer);
  g_assert_null (script_server_get_last (fixture->server)->authorization);
}

static void
test_charset (HttpFixture   *fixture,
              gconstpointer  data)
{
  g_autoptr(GBytes) body = g_bytes_new_static ("{}", 2);
  g_autoptr(JsonObject) answer = NULL;

  script_server_reply_full (fixture->server, "GET", "/x", 200, "Application/JSON; charset=utf-8", NULL, NULL, body);
  answer = http_fixture_get (fixture, NULL);
  g_assert_nonnull (answer);
}

static void
test_portal (HttpFixture   *fixture,
             gconstpointer  data)
{
  g_autoptr(GBytes) page = g_bytes_new_static ("<html>Welcome</html>", 20);
  g_autoptr(GBytes) object = g_bytes_new_static ("{}", 2);

  script_server_reply_full (fixture->server, "GET", "/x", 200, "text/html", NULL, NULL, page);
  http_fixture_assert_fails (fixture, BEDSIDE_MATRIX_ERROR_OFFLINE);
  script_server_reply_full (fixture->server, "GET", "/x", 200, NULL, NULL, NULL, object);
  http_fixture_assert_fails (fixture, BEDSIDE_MATRIX_ERROR_OFFLINE);
  script_server_reply_full (fixture->server, "GET", "/x", 401, "text/html", NULL, NULL, page);
  http_fixture_assert_fails (fixture, BEDSIDE_MATRIX_ERROR_OFFLINE);
}

static void
test_broken_server (HttpFixture   *fixture,
                    gconstpointer  data)
{
  /* A 5xx is not looked into, even if it looks like Matrix. */
  script_server_reply (fixture->server, "GET", "/x", 502, "{\"errcode\":\"M_UNKNOWN_TOKEN\"}");
  http_fixture_assert_fails (fixture, BEDSIDE_MATRIX_ERROR_SERVER_BROKEN);
  script_server_reply (fixture->server, "GET", "/x", 500, "{\"errcode\":\"M_FORBIDDEN\"}");
  http_fixture_assert_fails (fixture, BEDSIDE_MATRIX_ERROR_SERVER_BROKEN);
}

static void
test_not_json (HttpFixture   *fixture,
               gconstpointer  data)
{
  g_autofree char *deep = g_strnfill (5000, '[');

  script_server_reply (fixture->server, "GET", "/x", 200, "<html>");
  http_fixture_assert_fails (fixture, BEDSIDE_MATRIX_ERROR_BAD_DATA);
  script_server_reply (fixture->server, "GET", "/x", 200, "");
  http_fixture_assert_fails (fixture, BEDSIDE_MATRIX_ERROR_BAD_DATA);
  script_server_reply (fixture->server, "GET", "/x", 200, "\"text\"");
  http_fixture_assert_fails (fixture, BEDSIDE_MATRIX_ERROR_BAD_DATA);
  script_server_reply (fixture->server, "GET", "/x", 200, deep);
  http_fixture_assert_fails (fixture, BEDSIDE_MATRIX_ERROR_BAD_DATA);
}

static void
test_retry_after (HttpFixture   *fixture,
                  gconstpointer  data)
{
  static const char json[] = "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":2750}";
  g_autoptr(GBytes) body = g_bytes_new_static (json, strlen (json));
  g_autoptr(GError) seconds = NULL;
  g_autoptr(GError) none = NULL;

  script_server_reply_full (fixture->server, "GET", "/x", 429, "application/json", "Retry-After", "3", body);
  g_assert_null (http_fixture_get (fixture, &seconds));
  g_assert_error (seconds, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_RATE_LIMITED);
  g_assert_cmpint (bedside_matrix_error_get_retry_after (seconds), ==, 3000);

  script_server_reply (fixture->server, "GET", "/x", 429, json);
  g_assert_null (http_fixture_get (fixture, &none));
  g_assert_cmpint (bedside_matrix_error_get_retry_after (none), ==, 2750);
}

static void
test_retry_after_date (HttpFixture   *fixture,
                       gconstpointer  data)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr(GDateTime) later = g_date_time_add_seconds (now, 90);
  g_autofree char *date = g_date_time_format (later, "%a, %d %b %Y %H:%M:%S GMT");
  g_autoptr(GError) error = NULL;

  script_server_reply_full (fixture->server, "GET", "/x", 429, "text/html", "Retry-After", date, NULL);
  g_assert_null (http_fixture_get (fixture, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_RATE_LIMITED);
  g_assert_cmpint (bedside_matrix_error_get_retry_after (error), >, 80000);
  g_assert_cmpint (bedside_matrix_error_get_retry_after (error), <=, 91000);
}

static void
test_redirect_signed (HttpFixture   *fixture,
                      gconstpointer  data)
{
  g_autoptr(ScriptServer) other = script_server_new (NULL);
  g_autofree char *elsewhere = g_strconcat (script_server_get_url (other), "/y", NULL);
  static const guint statuses[] = { 301, 302, 303, 307, 308 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      script_server_reply (other, "GET", "/y", 200, "{}");
      script_server_reply_full (fixture->server, "GET", "/x", statuses[i], NULL, "Location", elsewhere, NULL);
      http_fixture_assert_fails (fixture, BEDSIDE_MATRIX_ERROR_OFFLINE);
    }
  g_assert_cmpuint (script_server_count (other, "GET", "/y"), ==, 0);
}

static JsonObject *
follow (HttpFixture  *fixture,
        const char   *location,
        char        **final_url,
        GError      **error)
{
  g_autoptr(BedsideRequest) request = http_fixture_new_get (fixture, "x");
  g_autoptr(JsonObject) answer = NULL;

  request->flags = BEDSIDE_REQUEST_FOLLOW;
  if (location != NULL)
    script_server_reply_full (fixture->server, "GET", "/x", 302, NULL, "Location", location, NULL);
  answer = http_fixture_send (fixture, request, NULL, error);
  if (final_url != NULL)
    *final_url = g_strdup (request->final_url);

  return g_steal_pointer (&answer);
}

static void
test_redirect_followed (HttpFixture   *fixture,
                        gconstpointer  data)
{
  g_autoptr(ScriptServer) other = script_server_new (NULL);
  g_autofree char *elsewhere = g_strconcat (script_server_get_url (other), "/y", NULL);
  g_autofree char *final_url = NULL;
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(JsonObject) relative = NULL;

  script_server_reply (other, "GET", "/y", 200, "{}");
  answer = follow (fixture, elsewhere, &final_url, NULL);
  g_assert_nonnull (answer);
  g_assert_cmpstr (final_url, ==, elsewhere);
  g_assert_null (script_server_get_last (other)->authorization);

  script_server_reply (fixture->server, "GET", "/z", 200, "{}");
  relative = follow (fixture, "/z", NULL, NULL);
  g_assert_nonnull (relative);
}

static void
test_redirect_refused (HttpFixture   *fixture,
                       gconstpointer  data)
{
  static const char *const locations[] = {
    "http://hs.example/x", "ftp://127.0.0.1/x", "file:///etc/passwd", "https://u:p@127.0.0.1/", "https://", "\xff", "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (locations); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (follow (fixture, locations[i], NULL, &error));
      g_assert_nonnull (error);
      g_assert_cmpuint (error->domain, ==, BEDSIDE_MATRIX_ERROR);
    }
}

static void
test_redirect_loop (HttpFixture   *fixture,
                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 20; i++)
    script_server_reply_full (fixture->server, "GET", "/x", 302, NULL, "Location", "/x", NULL);
  g_assert_null (follow (fixture, NULL, NULL, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_OFFLINE);
  g_assert_cmpuint (script_server_count (fixture->server, "GET", "/x"), ==, 6);
}

static void
test_insecure (HttpFixture   *fixture,
               gconstpointer  data)
{
  g_autoptr(BedsideRequest) request = bedside_request_new ("GET", "http://hs.example", "x", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (http_fixture_send (fixture, request, "token", &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_INSECURE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  http_add_test ("/matrix/http/R31-token-only-in-the-header", test_success);
  http_add_test ("/matrix/http/path-is-not-the-servers-choice", test_impossible);
  http_add_test ("/matrix/http/unsigned", test_unsigned);
  http_add_test ("/matrix/http/content-type-with-charset", test_charset);
  http_add_test ("/matrix/http/captive-portal", test_portal);
  http_add_test ("/matrix/http/broken-server-is-not-parsed", test_broken_server);
  http_add_test ("/matrix/http/not-json", test_not_json);
  http_add_test ("/matrix/http/retry-after-seconds", test_retry_after);
  http_add_test ("/matrix/http/retry-after-date", test_retry_after_date);
  http_add_test ("/matrix/http/R31-token-not-sent-on", test_redirect_signed);
  http_add_test ("/matrix/http/redirect-followed", test_redirect_followed);
  http_add_test ("/matrix/http/redirect-refused", test_redirect_refused);
  http_add_test ("/matrix/http/redirect-loop", test_redirect_loop);
  http_add_test ("/matrix/http/R31-no-plain-http", test_insecure);

  return g_test_run ();
}
