/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-login.h"
#include "bedside-matrix-error.h"

#include "bedside-await.h"
#include "script-server.h"

#include <string.h>

#define WELL_KNOWN "/.well-known/matrix/client"
#define VERSIONS   "/_matrix/client/versions"
#define ENDS_AT_12 "{'versions':['v1.11','v1.12'],'unstable_features':{}}"

typedef struct {
  ScriptServer *server;
  ScriptServer *other;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->server = script_server_new (NULL);
  fixture->other = script_server_new (NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  script_server_free (fixture->server);
  script_server_free (fixture->other);
}

static char *
discover (const char  *typed,
          GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_discover_async (typed, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_discover_finish (result, error);
}

static void
assert_found (const char *typed,
              const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *base_url = discover (typed, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (base_url, ==, expected);
}

static void
assert_fails (const char         *typed,
              BedsideMatrixError  code)
{
  g_autofree char *readable = g_strescape (typed, NULL);
  g_autoptr(GError) error = NULL;

  g_test_message ("%s", readable);
  g_assert_null (discover (typed, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, (int) code);
}

static void
point_to (Fixture    *fixture,
          const char *base_url)
{
  g_autofree char *json = g_strdup_printf ("{'m.homeserver':{'base_url':'%s'}}", base_url);

  script_server_reply (fixture->server, "GET", WELL_KNOWN, 200, json);
}

static void
test_no_file (Fixture       *fixture,
              gconstpointer  data)
{
  const char *name = script_server_get_name (fixture->server);
  const char *url = script_server_get_url (fixture->server);
  g_autofree char *with_slash = g_strconcat (url, "/", NULL);
  g_autofree char *user_id = g_strconcat ("@ada:", name, NULL);
  g_autofree char *spaces = g_strconcat ("  ", name, "\n", NULL);
  const char *typed[] = { name, url, with_slash, user_id, spaces };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      script_server_reply (fixture->server, "GET", WELL_KNOWN, 404, "{'errcode':'M_NOT_FOUND'}");
      script_server_reply (fixture->server, "GET", VERSIONS, 200, ENDS_AT_12);
      assert_found (typed[i], url);
    }
}

static void
test_path (Fixture       *fixture,
           gconstpointer  data)
{
  const char *url = script_server_get_url (fixture->server);
  g_autofree char *typed = g_strconcat (url, "/matrix//", NULL);
  g_autofree char *expected = g_strconcat (url, "/matrix", NULL);

  script_server_reply (fixture->server, "GET", "/matrix" VERSIONS, 200, ENDS_AT_12);
  assert_found (typed, expected);
}

static void
test_file (Fixture       *fixture,
           gconstpointer  data)
{
  const char *url = script_server_get_url (fixture->other);
  g_autofree char *with_slash = g_strconcat (url, "/", NULL);
  g_autofree char *with_path = g_strconcat (url, "/hs/", NULL);
  g_autofree char *expected_path = g_strconcat (url, "/hs", NULL);

  point_to (fixture, url);
  script_server_reply (fixture->other, "GET", VERSIONS, 200, ENDS_AT_12);
  assert_found (script_server_get_name (fixture->server), url);
  point_to (fixture, with_slash);
  script_server_reply (fixture->other, "GET", VERSIONS, 200, ENDS_AT_12);
  assert_found (script_server_get_name (fixture->server), url);
  point_to (fixture, with_path);
  script_server_reply (fixture->other, "GET", "/hs" VERSIONS, 200, ENDS_AT_12);
  assert_found (script_server_get_name (fixture->server), expected_path);
}

static void
test_any_type (Fixture       *fixture,
               gconstpointer  data)
{
  const char *url = script_server_get_url (fixture->other);
  g_autofree char *json = g_strdup_printf ("{\"m.homeserver\":{\"base_url\":\"%s\"}}", url);
  g_autoptr(GBytes) body = g_bytes_new (json, strlen (json));

  script_server_reply_full (fixture->server, "GET", WELL_KNOWN, 200, "application/octet-stream", NULL, NULL, body);
  script_server_reply (fixture->other, "GET", VERSIONS, 200, ENDS_AT_12);
  assert_found (script_server_get_name (fixture->server), url);
}

static void
test_redirects (Fixture       *fixture,
                gconstpointer  data)
{
  const char *url = script_server_get_url (fixture->other);
  g_autofree char *file = g_strconcat (url, "/file", NULL);
  g_autofree char *versions = g_strconcat (url, "/moved" VERSIONS, NULL);
  g_autofree char *moved = g_strconcat (url, "/moved", NULL);
  g_autofree char *json = g_strdup_printf ("{'m.homeserver':{'base_url':'%s'}}", url);
  g_autofree char *nowhere = g_strconcat (url, "/welcome", NULL);

  script_server_reply_full (fixture->server, "GET", WELL_KNOWN, 302, NULL, "Location", file, NULL);
  script_server_reply (fixture->other, "GET", "/file", 200, json);
  script_server_reply (fixture->other, "GET", VERSIONS, 200, ENDS_AT_12);
  assert_found (script_server_get_name (fixture->server), url);

  /* Where the versions are, everything else is. */
  script_server_reply_full (fixture->server, "GET", VERSIONS, 308, NULL, "Location", versions, NULL);
  script_server_reply (fixture->other, "GET", "/moved" VERSIONS, 200, ENDS_AT_12);
  assert_found (script_server_get_name (fixture->server), moved);

  script_server_reply_full (fixture->server, "GET", VERSIONS, 302, NULL, "Location", nowhere, NULL);
  script_server_reply (fixture->other, "GET", "/welcome", 200, ENDS_AT_12);
  assert_fails (script_server_get_name (fixture->server), BEDSIDE_MATRIX_ERROR_BAD_DATA);
}

static void
test_bad_file (Fixture       *fixture,
               gconstpointer  data)
{
  static const char *const files[] = {
    "", "<html>", "[]", "{}", "{'m.homeserver':'https://hs.example'}", "{'m.homeserver':{'base_url':7}}",
  };
  const char *name = script_server_get_name (fixture->server);
  const char *url = script_server_get_url (fixture->server);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      script_server_reply (fixture->server, "GET", WELL_KNOWN, 200, files[i]);
      assert_fails (name, BEDSIDE_MATRIX_ERROR_BAD_DATA);

      /* The way around it. */
      script_server_reply (fixture->server, "GET", WELL_KNOWN, 200, files[i]);
      script_server_reply (fixture->server, "GET", VERSIONS, 200, ENDS_AT_12);
      assert_found (url, url);
    }
  script_server_reply (fixture->server, "GET", WELL_KNOWN, 500, "{}");
  assert_fails (name, BEDSIDE_MATRIX_ERROR_SERVER_BROKEN);
}

static void
test_bad_base (Fixture       *fixture,
               gconstpointer  data)
{
  static const struct {
    const char         *base_url;
    BedsideMatrixError  code;
  } cases[] = {
    { "", BEDSIDE_MATRIX_ERROR_INVALID_SERVER },
    { "hs.example", BEDSIDE_MATRIX_ERROR_INVALID_SERVER },
    { "http://hs.example", BEDSIDE_MATRIX_ERROR_INSECURE },
    { "https://a:b@hs.example", BEDSIDE_MATRIX_ERROR_INVALID_SERVER },
    { "https://hs.example/?x", BEDSIDE_MATRIX_ERROR_INVALID_SERVER },
    { "javascript:alert(1)", BEDSIDE_MATRIX_ERROR_INVALID_SERVER },
    { "https://hs.example/%00", BEDSIDE_MATRIX_ERROR_INVALID_SERVER },
    { "https://hs.example/%ff", BEDSIDE_MATRIX_ERROR_INVALID_SERVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      point_to (fixture, cases[i].base_url);
      assert_fails (script_server_get_name (fixture->server), cases[i].code);
    }
}

static void
test_bad_versions (Fixture       *fixture,
                   gconstpointer  data)
{
  const char *name = script_server_get_name (fixture->server);
  g_autoptr(GBytes) page = g_bytes_new_static ("<html>", 6);

  assert_fails (name, BEDSIDE_MATRIX_ERROR_UNRECOGNIZED);
  script_server_reply (fixture->server, "GET", VERSIONS, 200, "{}");
  assert_fails (name, BEDSIDE_MATRIX_ERROR_BAD_DATA);
  script_server_reply (fixture->server, "GET", VERSIONS, 200, "{'versions':'v1.1'}");
  assert_fails (name, BEDSIDE_MATRIX_ERROR_BAD_DATA);
  script_server_reply_full (fixture->server, "GET", VERSIONS, 200, "text/html", NULL, NULL, page);
  assert_fails (name, BEDSIDE_MATRIX_ERROR_OFFLINE);
  script_server_reply (fixture->server, "GET", VERSIONS, 502, "{}");
  assert_fails (name, BEDSIDE_MATRIX_ERROR_SERVER_BROKEN);
}

static void
test_no_gate (Fixture       *fixture,
              gconstpointer  data)
{
  static const char *const answers[] = {
    "{'versions':[]}", "{'versions':['r0.6.1']}", "{'versions':['v1.12',7,null]}", "{'versions':['v9.99']}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      script_server_reply (fixture->server, "GET", VERSIONS, 200, answers[i]);
      assert_found (script_server_get_name (fixture->server), script_server_get_url (fixture->server));
    }
}

static void
test_bad_names (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *endless = g_strnfill (300, 'a');
  const char *typed[] = {
    "", " ", "a b", "@ada", "@ada:", "practice example", "hs.example:port", "hs.example:99999", "hs.example/path",
    "ada@hs.example", "hs.example?x", "hs.example#x", "ftp://hs.example", "https://", "://", "https://a b", "<script>",
    "hs.example\\x", "%68s.example", "[::1", "\xff\xfe", endless,
  };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    assert_fails (typed[i], BEDSIDE_MATRIX_ERROR_INVALID_SERVER);
  assert_fails ("http://hs.example", BEDSIDE_MATRIX_ERROR_INSECURE);
  assert_fails ("http://127.0.0.1.hs.example/", BEDSIDE_MATRIX_ERROR_INSECURE);
}

static void
test_gone (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *url = g_strdup (script_server_get_url (fixture->other));
  g_autofree char *name = g_strdup (script_server_get_name (fixture->other));

  script_server_free (fixture->other);
  assert_fails (url, BEDSIDE_MATRIX_ERROR_OFFLINE);
  assert_fails (name, BEDSIDE_MATRIX_ERROR_OFFLINE);
  point_to (fixture, url);
  assert_fails (script_server_get_name (fixture->server), BEDSIDE_MATRIX_ERROR_OFFLINE);
  fixture->other = script_server_new (NULL);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  script_server_hold (fixture->server, "GET", WELL_KNOWN);
  bedside_discover_async (script_server_get_url (fixture->server), cancellable, bedside_await_result, &result);
  bedside_await (script_server_count (fixture->server, "GET", WELL_KNOWN) == 1, 10);
  g_cancellable_cancel (cancellable);
  bedside_await (result != NULL, 10);
  g_assert_null (bedside_discover_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (script_server_count (fixture->server, "GET", VERSIONS), ==, 0);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/matrix/discovery/edge-14-no-file-is-ignored", test_no_file);
  ADD ("/matrix/discovery/address-with-path", test_path);
  ADD ("/matrix/discovery/edge-14-file", test_file);
  ADD ("/matrix/discovery/file-of-any-type", test_any_type);
  ADD ("/matrix/discovery/edge-14-redirects", test_redirects);
  ADD ("/matrix/discovery/edge-14-bad-file", test_bad_file);
  ADD ("/matrix/discovery/edge-14-bad-base-url", test_bad_base);
  ADD ("/matrix/discovery/bad-versions", test_bad_versions);
  ADD ("/matrix/discovery/nothing-depends-on-versions", test_no_gate);
  ADD ("/matrix/discovery/bad-names", test_bad_names);
  ADD ("/matrix/discovery/server-gone", test_gone);
  ADD ("/matrix/discovery/cancel", test_cancel);

  return g_test_run ();
}
