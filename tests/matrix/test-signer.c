/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-rooms.h"

#include "matrix-fixture.h"

#include <string.h>

#define LEAVE   V3 "/rooms/%21a%3Ahs/leave"
#define REFRESH V3 "/refresh"
#define DEAD    "{'errcode':'M_UNKNOWN_TOKEN','soft_logout':false}"
#define EXPIRED "{'errcode':'M_UNKNOWN_TOKEN','soft_logout':true}"
#define RENEWED "{'access_token':'access-2','refresh_token':'refresh-2','expires_in_ms':3600000}"

/* Leaving a room stands for any request. */
static void
start (MatrixFixture  *fixture,
       GAsyncResult  **result)
{
  bedside_client_leave_async (fixture->client, "!a:hs", NULL, bedside_await_result, result);
}

static gboolean
finish (MatrixFixture  *fixture,
        GAsyncResult  **result,
        GError        **error)
{
  gboolean done;

  bedside_await (*result != NULL, 10);
  done = bedside_client_leave_finish (fixture->client, *result, error);
  g_clear_object (result);

  return done;
}

static void
assert_outcome (MatrixFixture *fixture,
                int            code)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  start (fixture, &result);
  if (finish (fixture, &result, &error))
    g_assert_cmpint (code, ==, -1);
  else
    g_assert_error (error, BEDSIDE_MATRIX_ERROR, code);
}

static void
assert_authorization (MatrixFixture *fixture,
                      guint          index,
                      const char    *path,
                      const char    *authorization)
{
  const ScriptRequest *request = script_server_get_request (fixture->server, index);

  g_assert_cmpstr (request->path, ==, path);
  g_assert_cmpstr (request->authorization, ==, authorization);
}

static void
test_refresh (MatrixFixture *fixture,
              gconstpointer  data)
{
  gint64 now = g_get_real_time ();

  script_server_reply (fixture->server, "POST", LEAVE, 401, DEAD);
  script_server_reply (fixture->server, "POST", REFRESH, 200, RENEWED);
  script_server_reply (fixture->server, "POST", LEAVE, 200, "{}");
  assert_outcome (fixture, -1);

  assert_authorization (fixture, 0, LEAVE, "Bearer access-1");
  assert_authorization (fixture, 1, REFRESH, NULL);
  g_assert_cmpstr (script_server_get_request (fixture->server, 1)->body, ==, "{\"refresh_token\":\"refresh-1\"}");
  assert_authorization (fixture, 2, LEAVE, "Bearer access-2");
  g_assert_cmpuint (fixture->keeper->count, ==, 1);
  g_assert_cmpstr (fixture->keeper->saved->access_token, ==, "access-2");
  g_assert_cmpstr (fixture->keeper->saved->refresh_token, ==, "refresh-2");
  g_assert_cmpint (fixture->keeper->saved->expires_at, >=, now + G_TIME_SPAN_HOUR);

  /* The next one begins with the new pair. */
  script_server_reply (fixture->server, "POST", LEAVE, 401, DEAD);
  script_server_reply (fixture->server, "POST", REFRESH, 200, "{'access_token':'access-3'}");
  script_server_reply (fixture->server, "POST", LEAVE, 200, "{}");
  assert_outcome (fixture, -1);
  assert_authorization (fixture, 3, LEAVE, "Bearer access-2");
  g_assert_cmpstr (script_server_get_request (fixture->server, 4)->body, ==, "{\"refresh_token\":\"refresh-2\"}");

  /* Without a new refresh token the old one stays, and without a life time it has none. */
  g_assert_cmpstr (fixture->keeper->saved->refresh_token, ==, "refresh-2");
  g_assert_cmpint (fixture->keeper->saved->expires_at, ==, 0);
}

static void
test_one_refresh (MatrixFixture *fixture,
                  gconstpointer  data)
{
  GAsyncResult *results[4] = { NULL };

  script_server_hold (fixture->server, "POST", REFRESH);
  for (guint i = 0; i < 4; i++)
    script_server_reply (fixture->server, "POST", LEAVE, 401, DEAD);
  script_server_reply (fixture->server, "POST", REFRESH, 200, RENEWED);
  for (guint i = 0; i < 4; i++)
    start (fixture, &results[i]);
  bedside_await (script_server_count (fixture->server, "POST", LEAVE) == 4, 10);
  bedside_await (script_server_count (fixture->server, "POST", REFRESH) == 1, 10);

  for (guint i = 0; i < 4; i++)
    script_server_reply (fixture->server, "POST", LEAVE, 200, "{}");
  script_server_release (fixture->server);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_true (finish (fixture, &results[i], &error));
      g_assert_no_error (error);
    }

  g_assert_cmpuint (script_server_count (fixture->server, "POST", REFRESH), ==, 1);
  g_assert_cmpuint (script_server_count (fixture->server, "POST", LEAVE), ==, 8);
  g_assert_cmpuint (fixture->keeper->count, ==, 1);
}

static void
test_late_401 (MatrixFixture *fixture,
               gconstpointer  data)
{
  GAsyncResult *slow = NULL;
  g_autoptr(GError) error = NULL;

  /* A request that was under way during the whole refresh hears of it only afterwards. */
  script_server_hold (fixture->server, "POST", LEAVE);
  script_server_reply (fixture->server, "POST", LEAVE, 401, DEAD);
  start (fixture, &slow);
  bedside_await (script_server_count (fixture->server, "POST", LEAVE) == 1, 10);

  g_autoptr(GAsyncResult) quick = NULL;
  script_server_reply (fixture->server, "POST", V3 "/logout", 401, DEAD);
  script_server_reply (fixture->server, "POST", REFRESH, 200, RENEWED);
  script_server_reply (fixture->server, "POST", V3 "/logout", 200, "{}");
  bedside_client_log_out_async (fixture->client, NULL, bedside_await_result, &quick);
  bedside_await (quick != NULL, 10);
  g_assert_true (bedside_client_log_out_finish (fixture->client, quick, NULL));

  script_server_reply (fixture->server, "POST", LEAVE, 200, "{}");
  script_server_release (fixture->server);
  g_assert_true (finish (fixture, &slow, &error));
  g_assert_cmpuint (script_server_count (fixture->server, "POST", REFRESH), ==, 1);
  g_assert_cmpstr (script_server_get_last (fixture->server)->authorization, ==, "Bearer access-2");
}

static void
test_saved_first (MatrixFixture *fixture,
                  gconstpointer  data)
{
  GAsyncResult *first = NULL;
  GAsyncResult *second = NULL;

  fixture->keeper->wait = TRUE;
  script_server_reply (fixture->server, "POST", LEAVE, 401, DEAD);
  script_server_reply (fixture->server, "POST", REFRESH, 200, RENEWED);
  start (fixture, &first);
  bedside_await (fixture->keeper->waiting != NULL, 10);

  /* While they are being saved, the old pair is what there is. */
  script_server_reply (fixture->server, "POST", LEAVE, 401, DEAD);
  start (fixture, &second);
  bedside_await (script_server_count (fixture->server, "POST", LEAVE) == 2, 10);
  g_assert_cmpstr (script_server_get_last (fixture->server)->authorization, ==, "Bearer access-1");
  g_assert_null (first);

  script_server_reply (fixture->server, "POST", LEAVE, 200, "{}");
  script_server_reply (fixture->server, "POST", LEAVE, 200, "{}");
  test_keeper_proceed (fixture->keeper);
  g_assert_true (finish (fixture, &first, NULL));
  g_assert_true (finish (fixture, &second, NULL));
  g_assert_cmpstr (script_server_get_last (fixture->server)->authorization, ==, "Bearer access-2");
  g_assert_cmpuint (script_server_count (fixture->server, "POST", REFRESH), ==, 1);
}

static void
test_not_saved (MatrixFixture *fixture,
                gconstpointer  data)
{
  fixture->keeper->fail = TRUE;
  script_server_reply (fixture->server, "POST", LEAVE, 401, DEAD);
  script_server_reply (fixture->server, "POST", REFRESH, 200, RENEWED);
  script_server_reply (fixture->server, "POST", LEAVE, 200, "{}");
  g_test_expect_message ("bedside-signer", G_LOG_LEVEL_MESSAGE, "*cannot be saved*");
  assert_outcome (fixture, -1);
  g_test_assert_expected_messages ();
  g_assert_cmpstr (script_server_get_last (fixture->server)->authorization, ==, "Bearer access-2");
}

static void
test_early (MatrixFixture *fixture,
            gconstpointer  data)
{
  matrix_fixture_set_tokens (fixture, "access-1", "refresh-1", g_get_real_time () + G_USEC_PER_SEC);
  script_server_reply (fixture->server, "POST", REFRESH, 200, RENEWED);
  script_server_reply (fixture->server, "POST", LEAVE, 200, "{}");
  assert_outcome (fixture, -1);
  assert_authorization (fixture, 0, REFRESH, NULL);
  assert_authorization (fixture, 1, LEAVE, "Bearer access-2");

  /* Now there is an hour. */
  script_server_reply (fixture->server, "POST", LEAVE, 200, "{}");
  assert_outcome (fixture, -1);
  g_assert_cmpuint (script_server_count (fixture->server, "POST", REFRESH), ==, 1);
}

static void
test_not_early (MatrixFixture *fixture,
                gconstpointer  data)
{
  matrix_fixture_set_tokens (fixture, "access-1", "refresh-1", g_get_real_time () + 60 * G_USEC_PER_SEC);
  script_server_reply (fixture->server, "POST", LEAVE, 200, "{}");
  assert_outcome (fixture, -1);

  /* What cannot be renewed is used to the end. */
  matrix_fixture_set_tokens (fixture, "access-1", NULL, 1);
  script_server_reply (fixture->server, "POST", LEAVE, 200, "{}");
  assert_outcome (fixture, -1);
  g_assert_cmpuint (script_server_count (fixture->server, "POST", REFRESH), ==, 0);
}

static void
test_early_refused (MatrixFixture *fixture,
                    gconstpointer  data)
{
  /* Synapse says of a refresh token that has expired: 403. Only the 401 to the access token says that this is all. */
  matrix_fixture_set_tokens (fixture, "access-1", "refresh-1", g_get_real_time () - 1);
  script_server_reply (fixture->server, "POST", REFRESH, 403, "{'errcode':'M_FORBIDDEN'}");
  script_server_reply (fixture->server, "POST", LEAVE, 401, EXPIRED);
  script_server_reply (fixture->server, "POST", REFRESH, 403, "{'errcode':'M_FORBIDDEN'}");
  assert_outcome (fixture, BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT);
}

static void
test_early_offline (MatrixFixture *fixture,
                    gconstpointer  data)
{
  matrix_fixture_set_tokens (fixture, "access-1", "refresh-1", g_get_real_time () - 1);
  script_server_reply (fixture->server, "POST", REFRESH, 502, "{}");
  assert_outcome (fixture, BEDSIDE_MATRIX_ERROR_SERVER_BROKEN);
  g_assert_cmpuint (script_server_count (fixture->server, "POST", LEAVE), ==, 0);
}

static void
test_renewed_twice (MatrixFixture *fixture,
                    gconstpointer  data)
{
  /* The computer may have slept in between, for longer than a token lives. */
  script_server_reply (fixture->server, "POST", LEAVE, 401, EXPIRED);
  script_server_reply (fixture->server, "POST", REFRESH, 200, RENEWED);
  script_server_reply (fixture->server, "POST", LEAVE, 401, DEAD);
  script_server_reply (fixture->server, "POST", REFRESH, 200,
                       "{'access_token':'access-3','refresh_token':'refresh-3'}");
  script_server_reply (fixture->server, "POST", LEAVE, 200, "{}");
  assert_outcome (fixture, -1);
  g_assert_cmpstr (fixture->keeper->saved->access_token, ==, "access-3");
}

static void
test_never_taken (MatrixFixture *fixture,
                  gconstpointer  data)
{
  /* A server that takes none of its tokens does not end the session: it is tried again later. */
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *renewed = g_strdup_printf ("{'access_token':'new-%u','refresh_token':'r-%u'}", i, i);

      script_server_reply (fixture->server, "POST", LEAVE, 401, DEAD);
      script_server_reply (fixture->server, "POST", REFRESH, 200, renewed);
    }
  assert_outcome (fixture, BEDSIDE_MATRIX_ERROR_SERVER_BROKEN);
  g_assert_cmpuint (script_server_count (fixture->server, "POST", LEAVE), ==, 3);
  g_assert_cmpuint (script_server_count (fixture->server, "POST", REFRESH), ==, 2);
}

static void
test_no_refresh_token (MatrixFixture *fixture,
                       gconstpointer  data)
{
  script_server_reply (fixture->server, "POST", LEAVE, 401, DEAD);
  assert_outcome (fixture, BEDSIDE_MATRIX_ERROR_SIGNED_OUT);
  script_server_reply (fixture->server, "POST", LEAVE, 401, EXPIRED);
  assert_outcome (fixture, BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT);
  g_assert_cmpuint (script_server_count (fixture->server, "POST", REFRESH), ==, 0);
}

static void
test_refresh_fails (MatrixFixture *fixture,
                    gconstpointer  data)
{
  static const struct {
    const char         *first;
    guint               status;
    const char         *json;
    BedsideMatrixError  code;
  } cases[] = {
    { DEAD, 401, "{'errcode':'M_UNKNOWN_TOKEN'}", BEDSIDE_MATRIX_ERROR_SIGNED_OUT },
    { DEAD, 403, "{'errcode':'M_FORBIDDEN'}", BEDSIDE_MATRIX_ERROR_SIGNED_OUT },
    { DEAD, 401, EXPIRED, BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT },
    { DEAD, 403, "{'errcode':'M_FORBIDDEN','soft_logout':true}", BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT },
    { EXPIRED, 403, "{'errcode':'M_FORBIDDEN'}", BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT },
    { DEAD, 403, "{'errcode':'M_USER_DEACTIVATED'}", BEDSIDE_MATRIX_ERROR_DEACTIVATED },
    { DEAD, 500, "{}", BEDSIDE_MATRIX_ERROR_SERVER_BROKEN },
    { DEAD, 429, "{'errcode':'M_LIMIT_EXCEEDED','retry_after_ms':10}", BEDSIDE_MATRIX_ERROR_RATE_LIMITED },
    /* Not the Matrix server's own words: the session must survive them. */
    { DEAD, 403, "{}", BEDSIDE_MATRIX_ERROR_OFFLINE },
    { DEAD, 302, "{}", BEDSIDE_MATRIX_ERROR_OFFLINE },
    { DEAD, 511, "{}", BEDSIDE_MATRIX_ERROR_OFFLINE },
    { DEAD, 200, "{'status':'ok'}", BEDSIDE_MATRIX_ERROR_BAD_DATA },
    { DEAD, 404, "{}", BEDSIDE_MATRIX_ERROR_NOT_FOUND },
    { DEAD, 200, "{'access_token':42}", BEDSIDE_MATRIX_ERROR_BAD_DATA },
    { DEAD, 200, "{'access_token':''}", BEDSIDE_MATRIX_ERROR_BAD_DATA },
    { DEAD, 200, "{'access_token':'a\\r\\nX-Evil: 1'}", BEDSIDE_MATRIX_ERROR_BAD_DATA },
    { DEAD, 200, "{'access_token':'access-2','refresh_token':''}", BEDSIDE_MATRIX_ERROR_BAD_DATA },
    { DEAD, 200, "{}", BEDSIDE_MATRIX_ERROR_BAD_DATA },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      script_server_reply (fixture->server, "POST", LEAVE, 401, cases[i].first);
      script_server_reply (fixture->server, "POST", REFRESH, cases[i].status, cases[i].json);
      assert_outcome (fixture, cases[i].code);
    }
  g_assert_cmpuint (fixture->keeper->count, ==, 0);

  /* After all that the old pair is still in use. */
  script_server_reply (fixture->server, "POST", LEAVE, 401, DEAD);
  script_server_reply (fixture->server, "POST", REFRESH, 200, RENEWED);
  script_server_reply (fixture->server, "POST", LEAVE, 200, "{}");
  assert_outcome (fixture, -1);
  g_assert_cmpstr (fixture->keeper->saved->access_token, ==, "access-2");
}

static void
test_refresh_cut (MatrixFixture *fixture,
                  gconstpointer  data)
{
  script_server_reply (fixture->server, "POST", LEAVE, 401, DEAD);
  script_server_reply_raw (fixture->server, "POST", REFRESH, "", FALSE);
  script_server_reply_raw (fixture->server, "POST", REFRESH, "", FALSE);
  assert_outcome (fixture, BEDSIDE_MATRIX_ERROR_OFFLINE);
  g_assert_cmpuint (fixture->keeper->count, ==, 0);
}

static void
test_cancelled (MatrixFixture *fixture,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) impatient = NULL;
  g_autoptr(GError) error = NULL;
  GAsyncResult *patient = NULL;

  script_server_hold (fixture->server, "POST", REFRESH);
  script_server_reply (fixture->server, "POST", LEAVE, 401, DEAD);
  script_server_reply (fixture->server, "POST", LEAVE, 401, DEAD);
  script_server_reply (fixture->server, "POST", REFRESH, 200, RENEWED);
  bedside_client_leave_async (fixture->client, "!a:hs", cancellable, bedside_await_result, &impatient);
  start (fixture, &patient);
  bedside_await (script_server_count (fixture->server, "POST", REFRESH) == 1, 10);
  bedside_await (script_server_count (fixture->server, "POST", LEAVE) == 2, 10);

  /* Who started the refresh goes; the refresh, and who waits for it, do not. */
  g_cancellable_cancel (cancellable);
  bedside_await (impatient != NULL, 10);
  g_assert_false (bedside_client_leave_finish (fixture->client, impatient, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (patient);

  script_server_reply (fixture->server, "POST", LEAVE, 200, "{}");
  script_server_release (fixture->server);
  g_assert_true (finish (fixture, &patient, NULL));
  g_assert_cmpuint (script_server_count (fixture->server, "POST", REFRESH), ==, 1);
}

static void
test_all_cancelled (MatrixFixture *fixture,
                    gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;

  script_server_hold (fixture->server, "POST", REFRESH);
  script_server_reply (fixture->server, "POST", LEAVE, 401, DEAD);
  script_server_reply (fixture->server, "POST", REFRESH, 200, RENEWED);
  bedside_client_leave_async (fixture->client, "!a:hs", cancellable, bedside_await_result, &result);
  bedside_await (script_server_count (fixture->server, "POST", REFRESH) == 1, 10);
  g_cancellable_cancel (cancellable);
  bedside_await (result != NULL, 10);
  g_assert_false (bedside_client_leave_finish (fixture->client, result, NULL));

  /* Nobody waits any more, but what the server gave is kept. */
  script_server_release (fixture->server);
  bedside_await (fixture->keeper->count == 1, 10);
  bedside_await (!g_main_context_pending (NULL), 10);
  script_server_reply (fixture->server, "POST", LEAVE, 200, "{}");
  assert_outcome (fixture, -1);
  g_assert_cmpstr (script_server_get_last (fixture->server)->authorization, ==, "Bearer access-2");
}

static void
test_log_out (MatrixFixture *fixture,
              gconstpointer  data)
{
  static const struct {
    guint       status;
    const char *json;
    int         code;
  } cases[] = {
    { 200, "{}", -1 },
    { 401, DEAD, -1 },
    { 401, EXPIRED, -1 },
    { 500, "{}", BEDSIDE_MATRIX_ERROR_SERVER_BROKEN },
    { 401, "{'errcode':'M_MISSING_TOKEN'}", BEDSIDE_MATRIX_ERROR_REFUSED },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      gboolean done;

      script_server_reply (fixture->server, "POST", V3 "/logout", cases[i].status, cases[i].json);
      bedside_client_log_out_async (fixture->client, NULL, bedside_await_result, &result);
      bedside_await (result != NULL, 10);
      done = bedside_client_log_out_finish (fixture->client, result, &error);
      g_assert_true (done == (cases[i].code == -1));
      if (!done)
        g_assert_error (error, BEDSIDE_MATRIX_ERROR, cases[i].code);
      g_assert_cmpstr (script_server_get_last (fixture->server)->authorization, ==, "Bearer access-1");
    }
}

static void
test_reset (MatrixFixture *fixture,
            gconstpointer  data)
{
  GAsyncResult *result = NULL;
  g_autoptr(GError) error = NULL;

  script_server_hold (fixture->server, "POST", LEAVE);
  start (fixture, &result);
  bedside_await (script_server_count (fixture->server, "POST", LEAVE) == 1, 10);
  bedside_client_reset (fixture->client);
  g_assert_false (finish (fixture, &result, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_OFFLINE);

  script_server_release (fixture->server);
  script_server_reply (fixture->server, "POST", LEAVE, 200, "{}");
  assert_outcome (fixture, -1);
}

static void
test_new (MatrixFixture *fixture,
          gconstpointer  data)
{
  g_autoptr(BedsideTokens) tokens = bedside_tokens_new ("a", NULL, 0);
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideClient) client =
    bedside_client_new ("https://hs.example/base/", "@Dr:hs.example", "D", tokens, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (bedside_client_get_base_url (client), ==, "https://hs.example/base");
  g_assert_cmpstr (bedside_client_get_user_id (client), ==, "@Dr:hs.example");
  g_assert_cmpstr (bedside_client_get_device_id (client), ==, "D");

  g_assert_null (bedside_client_new ("http://hs.example", ME, "D", tokens, NULL, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_INSECURE);
  g_clear_error (&error);
  g_assert_null (bedside_client_new ("no server", ME, "D", tokens, NULL, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_INVALID_SERVER);
}

static void
test_tokens (MatrixFixture *fixture,
             gconstpointer  data)
{
  g_autoptr(BedsideTokens) tokens = bedside_tokens_new ("a", NULL, 7);
  g_autoptr(BedsideTokens) copy = bedside_tokens_copy (tokens);

  g_assert_cmpstr (copy->access_token, ==, "a");
  g_assert_true (copy->access_token != tokens->access_token);
  g_assert_null (copy->refresh_token);
  g_assert_cmpint (copy->expires_at, ==, 7);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  matrix_add_test ("/matrix/signer/refresh", "refresh-1", test_refresh);
  matrix_add_test ("/matrix/signer/edge-12-one-refresh-for-all", "refresh-1", test_one_refresh);
  matrix_add_test ("/matrix/signer/late-401-uses-what-is-there", "refresh-1", test_late_401);
  matrix_add_test ("/matrix/signer/edge-12-saved-before-first-use", "refresh-1", test_saved_first);
  matrix_add_test ("/matrix/signer/not-saved", "refresh-1", test_not_saved);
  matrix_add_test ("/matrix/signer/renewed-before-it-ends", "refresh-1", test_early);
  matrix_add_test ("/matrix/signer/not-renewed-too-early", "refresh-1", test_not_early);
  matrix_add_test ("/matrix/signer/early-renewal-refused", "refresh-1", test_early_refused);
  matrix_add_test ("/matrix/signer/early-renewal-offline", "refresh-1", test_early_offline);
  matrix_add_test ("/matrix/signer/renewed-twice", "refresh-1", test_renewed_twice);
  matrix_add_test ("/matrix/signer/never-taken", "refresh-1", test_never_taken);
  matrix_add_test ("/matrix/signer/edge-11-no-refresh-token", NULL, test_no_refresh_token);
  matrix_add_test ("/matrix/signer/edge-11-edge-13-refresh-fails", "refresh-1", test_refresh_fails);
  matrix_add_test ("/matrix/signer/edge-12-refresh-cut", "refresh-1", test_refresh_cut);
  matrix_add_test ("/matrix/signer/cancelled-while-waiting", "refresh-1", test_cancelled);
  matrix_add_test ("/matrix/signer/all-cancelled", "refresh-1", test_all_cancelled);
  matrix_add_test ("/matrix/client/log-out", NULL, test_log_out);
  matrix_add_test ("/matrix/client/reset", NULL, test_reset);
  matrix_add_test ("/matrix/client/R31-new-refuses-plain-http", NULL, test_new);
  matrix_add_test ("/matrix/tokens/copy", NULL, test_tokens);

  return g_test_run ();
}
