/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-login.h"

#include "matrix-fixture.h"

#define LOGIN V3 "/login"
#define FLOWS "{'flows':[{'type':'m.login.sso'},7,{'type':'m.login.password'}]}"

static BedsideLogin *
sign_in (MatrixFixture  *fixture,
         const char     *user,
         const char     *device_id,
         GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_login_async (script_server_get_url (fixture->server), user, "pass\"word", device_id, "Bedside", NULL,
                       bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_login_finish (result, error);
}

static void
reply (MatrixFixture *fixture,
       guint          status,
       const char    *json)
{
  script_server_reply (fixture->server, "GET", LOGIN, 200, FLOWS);
  script_server_reply (fixture->server, "POST", LOGIN, status, json);
}

static void
test_success (MatrixFixture *fixture,
              gconstpointer  data)
{
  gint64 now = g_get_real_time ();
  g_autoptr(BedsideLogin) login = NULL;
  g_autoptr(JsonObject) body = NULL;
  g_autoptr(GError) error = NULL;
  const ScriptRequest *request;
  JsonObject *identifier;
  gboolean refresh = FALSE;

  reply (fixture, 200, "{'user_id':'@ada:hs.example','device_id':'DEV','access_token':'a',"
         "'refresh_token':'r','expires_in_ms':300000}");
  login = sign_in (fixture, "Ada", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (login->base_url, ==, script_server_get_url (fixture->server));
  g_assert_cmpstr (login->user_id, ==, "@ada:hs.example");
  g_assert_cmpstr (login->device_id, ==, "DEV");
  g_assert_cmpstr (login->tokens->access_token, ==, "a");
  g_assert_cmpstr (login->tokens->refresh_token, ==, "r");
  g_assert_cmpint (login->tokens->expires_at, >=, now + 300 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (login->tokens->expires_at, <=, g_get_real_time () + 300 * G_TIME_SPAN_SECOND);

  request = script_server_get_last (fixture->server);
  g_assert_null (request->authorization);
  g_assert_null (request->query);
  body = matrix_parse (request->body);
  identifier = bedside_json_get_object (body, "identifier");
  g_assert_cmpstr (bedside_json_get_string (body, "type"), ==, "m.login.password");
  g_assert_cmpstr (bedside_json_get_string (identifier, "type"), ==, "m.id.user");
  g_assert_cmpstr (bedside_json_get_string (identifier, "user"), ==, "Ada");
  g_assert_cmpstr (bedside_json_get_string (body, "password"), ==, "pass\"word");
  g_assert_cmpstr (bedside_json_get_string (body, "initial_device_display_name"), ==, "Bedside");
  g_assert_true (bedside_json_get_boolean (body, "refresh_token", &refresh) && refresh);
  g_assert_false (json_object_has_member (body, "device_id"));
}

static void
test_same_device (MatrixFixture *fixture,
                  gconstpointer  data)
{
  g_autoptr(BedsideLogin) login = NULL;
  g_autoptr(JsonObject) body = NULL;

  reply (fixture, 200, "{'user_id':'@ada:hs.example','device_id':'DEV','access_token':'a'}");
  login = sign_in (fixture, "@ada:hs.example", "DEV", NULL);
  g_assert_nonnull (login);
  g_assert_null (login->tokens->refresh_token);
  g_assert_cmpint (login->tokens->expires_at, ==, 0);
  body = matrix_parse (script_server_get_last (fixture->server)->body);
  g_assert_cmpstr (bedside_json_get_string (body, "device_id"), ==, "DEV");
}

static void
test_other_user_id (MatrixFixture *fixture,
                    gconstpointer  data)
{
  g_autoptr(BedsideLogin) login = NULL;

  reply (fixture, 200, "{'user_id':'@someone.else:other.example','device_id':'D','access_token':'a'}");
  login = sign_in (fixture, "@ADA:hs.example", NULL, NULL);
  g_assert_cmpstr (login->user_id, ==, "@someone.else:other.example");
}

static void
test_refused (MatrixFixture *fixture,
              gconstpointer  data)
{
  static const struct {
    guint               status;
    const char         *json;
    BedsideMatrixError  code;
  } cases[] = {
    { 403, "{'errcode':'M_FORBIDDEN','error':'Invalid username or password'}", BEDSIDE_MATRIX_ERROR_FORBIDDEN },
    { 403, "{'errcode':'M_USER_DEACTIVATED'}", BEDSIDE_MATRIX_ERROR_DEACTIVATED },
    { 400, "{'errcode':'M_UNKNOWN'}", BEDSIDE_MATRIX_ERROR_REFUSED },
    { 500, "{}", BEDSIDE_MATRIX_ERROR_SERVER_BROKEN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      reply (fixture, cases[i].status, cases[i].json);
      g_assert_null (sign_in (fixture, "ada", NULL, &error));
      g_assert_error (error, BEDSIDE_MATRIX_ERROR, (int) cases[i].code);
    }
  g_assert_cmpuint (script_server_count (fixture->server, "POST", LOGIN), ==, G_N_ELEMENTS (cases));
}

static void
test_rate_limit (MatrixFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  reply (fixture, 429, "{'errcode':'M_LIMIT_EXCEEDED','retry_after_ms':331443}");
  g_assert_null (sign_in (fixture, "ada", NULL, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_RATE_LIMITED);
  g_assert_cmpint (bedside_matrix_error_get_retry_after (error), ==, 331443);
  g_assert_cmpint (bedside_matrix_error_get_retry_delay (error, 0), ==, 331443);
  g_assert_cmpuint (script_server_count (fixture->server, "POST", LOGIN), ==, 1);
}

static void
test_flows (MatrixFixture *fixture,
            gconstpointer  data)
{
  static const char *const answers[] = {
    "{'flows':[]}", "{'flows':[{'type':'m.login.sso'}]}",
    "{'flows':[{'type':['m.login.password']}]}",
  };
  static const char *const strangers[] = { "{}", "{'flows':{}}", "{'status':'ok'}" };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr(GError) error = NULL;

      script_server_reply (fixture->server, "GET", LOGIN, 200, answers[i]);
      g_assert_null (sign_in (fixture, "ada", NULL, &error));
      g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_UNRECOGNIZED);
    }

  for (guint i = 0; i < G_N_ELEMENTS (strangers); i++)
    {
      g_autoptr(GError) error = NULL;

      script_server_reply (fixture->server, "GET", LOGIN, 200, strangers[i]);
      g_assert_null (sign_in (fixture, "ada", NULL, &error));
      g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_BAD_DATA);
    }

  /* The password is sent only to where it is asked for. */
  g_assert_cmpuint (script_server_count (fixture->server, "POST", LOGIN), ==, 0);
}

static void
test_bad_answers (MatrixFixture *fixture,
                  gconstpointer  data)
{
  static const char *const answers[] = {
    "{}", "{'user_id':'@ada:hs','device_id':'D'}", "{'user_id':'@ada:hs','access_token':'a'}",
    "{'device_id':'D','access_token':'a'}", "{'user_id':'ada','device_id':'D','access_token':'a'}",
    "{'user_id':'@ada:hs','device_id':'','access_token':'a'}",
    "{'user_id':'@ada:hs','device_id':'D','access_token':'a b'}",
    "{'user_id':'@ada:hs','device_id':'D','access_token':'a\\u0000b'}",
    "{'user_id':'@ada:hs','device_id':'D','access_token':null}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr(GError) error = NULL;

      reply (fixture, 200, answers[i]);
      g_assert_null (sign_in (fixture, "ada", NULL, &error));
      g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_BAD_DATA);
    }
}

static void
test_strange_life_time (MatrixFixture *fixture,
                        gconstpointer  data)
{
  static const char *const lives[] = { "-1", "0", "'1000'", "1.5", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (lives); i++)
    {
      g_autofree char *json = g_strdup_printf ("{'user_id':'@ada:hs','device_id':'D','access_token':'a',"
                                               "'expires_in_ms':%s}", lives[i]);
      g_autoptr(BedsideLogin) login = NULL;

      reply (fixture, 200, json);
      login = sign_in (fixture, "ada", NULL, NULL);
      g_assert_cmpint (login->tokens->expires_at, ==, 0);
    }

  g_autoptr(BedsideLogin) endless = NULL;
  reply (fixture, 200, "{'user_id':'@ada:hs','device_id':'D','access_token':'a',"
         "'expires_in_ms':9223372036854775807}");
  endless = sign_in (fixture, "ada", NULL, NULL);
  g_assert_cmpint (endless->tokens->expires_at, >, g_get_real_time ());
}

static void
test_insecure (MatrixFixture *fixture,
               gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_login_async ("http://hs.example", "ada", "secret", NULL, NULL, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  g_assert_null (bedside_login_finish (result, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_INSECURE);
}

static void
test_redirect (MatrixFixture *fixture,
               gconstpointer  data)
{
  g_autoptr(ScriptServer) other = script_server_new (NULL);
  g_autofree char *elsewhere = g_strconcat (script_server_get_url (other), LOGIN, NULL);
  g_autoptr(GError) error = NULL;

  /* A password must not go where a redirect leads. */
  script_server_reply (fixture->server, "GET", LOGIN, 200, FLOWS);
  script_server_reply_full (fixture->server, "POST", LOGIN, 307, NULL, "Location", elsewhere, NULL);
  g_assert_null (sign_in (fixture, "ada", NULL, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_OFFLINE);
  g_assert_cmpuint (script_server_count (other, "POST", LOGIN), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  matrix_add_test ("/matrix/login/success", NULL, test_success);
  matrix_add_test ("/matrix/login/same-device-again", NULL, test_same_device);
  matrix_add_test ("/matrix/login/edge-15-the-servers-user-id-counts", NULL, test_other_user_id);
  matrix_add_test ("/matrix/login/refused", NULL, test_refused);
  matrix_add_test ("/matrix/login/rate-limit-is-not-waited-for", NULL, test_rate_limit);
  matrix_add_test ("/matrix/login/no-password-flow", NULL, test_flows);
  matrix_add_test ("/matrix/login/bad-answers", NULL, test_bad_answers);
  matrix_add_test ("/matrix/login/strange-life-time", NULL, test_strange_life_time);
  matrix_add_test ("/matrix/login/R31-no-plain-http", NULL, test_insecure);
  matrix_add_test ("/matrix/login/R31-password-not-sent-on", NULL, test_redirect);

  return g_test_run ();
}
