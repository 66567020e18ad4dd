/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-client-private.h"
#include "bedside-sync.h"

#include "matrix-fixture.h"

#include <string.h>

#define SYNC   V3 "/sync"
#define FILTER V3 "/user/%40dr%3Ahs.example/filter"

static char *
upload (MatrixFixture  *fixture,
        GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_client_upload_filter_async (fixture->client, 20, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_client_upload_filter_finish (fixture->client, result, error);
}

static void
test_filter (MatrixFixture *fixture,
             gconstpointer  data)
{
  g_autofree char *filter_id = NULL;
  g_autoptr(JsonObject) body = NULL;
  g_autofree char *text = NULL;

  script_server_reply (fixture->server, "POST", FILTER, 200, "{'filter_id':'0'}");
  filter_id = upload (fixture, NULL);
  g_assert_cmpstr (filter_id, ==, "0");
  body = matrix_parse (script_server_get_last (fixture->server)->body);
  text = g_strdelimit (bedside_json_object_to_text (body), "\"", '\'');
  g_assert_cmpstr (text, ==,
                   "{'presence':{'types':[]},"
                   "'account_data':{'types':['m.push_rules','m.ignored_user_list','org.bedside.prefs']},"
                   "'room':{'timeline':{'limit':20},'state':{'lazy_load_members':true},"
                   "'ephemeral':{'types':['m.receipt','m.typing']},"
                   "'account_data':{'types':['m.fully_read','m.marked_unread','m.tag']}}}");
}

static void
test_bad_filter (MatrixFixture *fixture,
                 gconstpointer  data)
{
  static const char *const answers[] = { "{}", "{'filter_id':0}", "{'filter_id':''}", "{'filter_id':'{}'}" };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr(GError) error = NULL;

      script_server_reply (fixture->server, "POST", FILTER, 200, answers[i]);
      g_assert_null (upload (fixture, &error));
      g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_BAD_DATA);
    }
}

static BedsideSyncAnswer *
sync_once (MatrixFixture  *fixture,
           const char     *since,
           guint           timeout,
           GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_client_sync_async (fixture->client, "0", since, timeout, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_client_sync_finish (fixture->client, result, error);
}

static void
test_request (MatrixFixture *fixture,
              gconstpointer  data)
{
  g_autoptr(BedsideSyncAnswer) first = NULL;
  g_autoptr(BedsideSyncAnswer) second = NULL;
  g_autoptr(GError) error = NULL;

  script_server_reply (fixture->server, "GET", SYNC, 200, "{'next_batch':'s1_2~3','rooms':{'join':{'!a:hs':{}}}}");
  first = sync_once (fixture, NULL, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (first->next_batch, ==, "s1_2~3");
  g_assert_cmpuint (first->rooms->len, ==, 1);
  g_assert_cmpstr (script_server_get_last (fixture->server)->query, ==, "filter=0&timeout=0&set_presence=offline");
  g_assert_cmpstr (script_server_get_last (fixture->server)->authorization, ==, "Bearer access-1");

  script_server_reply (fixture->server, "GET", SYNC, 200, "{'next_batch':'s2'}");
  second = sync_once (fixture, "s1 2+3/&", 30000, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (script_server_get_last (fixture->server)->query, ==,
                   "filter=0&since=s1%202%2B3%2F%26&timeout=30000&set_presence=offline");
  /* We honour state_after but do not ask for it. */
  g_assert_null (strstr (script_server_get_last (fixture->server)->query, "state_after"));
}

static void
test_errors (MatrixFixture *fixture,
             gconstpointer  data)
{
  static const struct {
    const char         *since;
    guint               status;
    const char         *json;
    BedsideMatrixError  code;
  } cases[] = {
    { "s1", 400, "{'errcode':'M_UNKNOWN','error':'Invalid stream token'}", BEDSIDE_MATRIX_ERROR_UNKNOWN_POSITION },
    { "s1", 400, "{}", BEDSIDE_MATRIX_ERROR_UNKNOWN_POSITION },
    { "s1", 400, "{'errcode':'M_UNKNOWN_POS'}", BEDSIDE_MATRIX_ERROR_UNKNOWN_POSITION },
    { NULL, 400, "{'errcode':'M_UNKNOWN'}", BEDSIDE_MATRIX_ERROR_REFUSED },
    /* Synapse's words for an unknown filter. */
    { "s1", 400, "{'errcode':'M_INVALID_PARAM','error':'No such filter'}", BEDSIDE_MATRIX_ERROR_NOT_FOUND },
    { NULL, 400, "{'errcode':'M_INVALID_PARAM','error':'No such filter'}", BEDSIDE_MATRIX_ERROR_NOT_FOUND },
    { "s1", 404, "{'errcode':'M_NOT_FOUND'}", BEDSIDE_MATRIX_ERROR_NOT_FOUND },
    { "s1", 404, "{'errcode':'M_UNRECOGNIZED'}", BEDSIDE_MATRIX_ERROR_UNRECOGNIZED },
    { "s1", 403, "{'errcode':'M_FORBIDDEN'}", BEDSIDE_MATRIX_ERROR_FORBIDDEN },
    { "s1", 401, "{'errcode':'M_UNKNOWN_TOKEN'}", BEDSIDE_MATRIX_ERROR_SIGNED_OUT },
    { "s1", 502, "{}", BEDSIDE_MATRIX_ERROR_SERVER_BROKEN },
    { "s1", 200, "{}", BEDSIDE_MATRIX_ERROR_BAD_DATA },
    { "s1", 200, "{'next_batch':''}", BEDSIDE_MATRIX_ERROR_BAD_DATA },
    { "s1", 200, "{'next_batch':7,'rooms':{}}", BEDSIDE_MATRIX_ERROR_BAD_DATA },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      script_server_reply (fixture->server, "GET", SYNC, cases[i].status, cases[i].json);
      g_assert_null (sync_once (fixture, cases[i].since, 0, &error));
      g_assert_error (error, BEDSIDE_MATRIX_ERROR, (int) cases[i].code);
      g_assert_cmpuint (bedside_matrix_error_get_http_status (error), ==, cases[i].status);
    }

  /* It is the caller who tries again. */
  g_assert_cmpuint (script_server_count (fixture->server, "GET", SYNC), ==, G_N_ELEMENTS (cases));
}

static void
test_rate_limit (MatrixFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  script_server_reply (fixture->server, "GET", SYNC, 429, "{'errcode':'M_LIMIT_EXCEEDED','retry_after_ms':2750}");
  g_assert_null (sync_once (fixture, "s1", 0, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_RATE_LIMITED);
  g_assert_cmpint (bedside_matrix_error_get_retry_delay (error, 3), ==, 2750);
}

static void
test_long_poll (MatrixFixture *fixture,
                gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BedsideSyncAnswer) answer = NULL;
  g_autofree char *filter_id = NULL;

  /* Others are served while the server holds the answer back. */
  script_server_hold (fixture->server, "GET", SYNC);
  script_server_reply (fixture->server, "GET", SYNC, 200, "{'next_batch':'s2'}");
  bedside_client_sync_async (fixture->client, "0", "s1", 30000, NULL, bedside_await_result, &result);
  bedside_await (script_server_count (fixture->server, "GET", SYNC) == 1, 10);
  script_server_reply (fixture->server, "POST", FILTER, 200, "{'filter_id':'1'}");
  filter_id = upload (fixture, NULL);
  g_assert_cmpstr (filter_id, ==, "1");
  g_assert_null (result);

  script_server_release (fixture->server);
  bedside_await (result != NULL, 10);
  answer = bedside_client_sync_finish (fixture->client, result, NULL);
  g_assert_cmpstr (answer->next_batch, ==, "s2");
}

static void
test_patience (void)
{
  g_assert_cmpuint (bedside_sync_get_patience (FALSE, 30000), ==, 40000);
  g_assert_cmpuint (bedside_sync_get_patience (FALSE, 0), ==, 30000);
  g_assert_cmpuint (bedside_sync_get_patience (FALSE, G_MAXUINT), >=, G_MAXINT);
  g_assert_cmpuint (bedside_sync_get_patience (TRUE, 0), >=, 400000);
}

static void
test_cancel (MatrixFixture *fixture,
             gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  script_server_hold (fixture->server, "GET", SYNC);
  bedside_client_sync_async (fixture->client, "0", "s1", 30000, cancellable, bedside_await_result, &result);
  bedside_await (script_server_count (fixture->server, "GET", SYNC) == 1, 10);
  g_cancellable_cancel (cancellable);
  bedside_await (result != NULL, 10);
  g_assert_null (bedside_client_sync_finish (fixture->client, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_large (MatrixFixture *fixture,
            gconstpointer  data)
{
  g_autoptr(GString) json = g_string_new ("{'next_batch':'s1','rooms':{'join':{'!a:hs':{'timeline':{'events':[");
  g_autoptr(BedsideSyncAnswer) answer = NULL;
  BedsideRoomDelta *room;

  /* Several chunks. */
  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (json, "%s{'type':'m.room.message','event_id':'$%u','sender':'@a:hs','content':"
                            "{'body':'A message of some length, as people write them'}}", i ? "," : "", i);
  g_string_append (json, "]}}}}}");
  script_server_reply (fixture->server, "GET", SYNC, 200, json->str);
  answer = sync_once (fixture, "s0", 0, NULL);
  g_assert_nonnull (answer);
  room = g_ptr_array_index (answer->rooms, 0);
  g_assert_cmpuint (room->timeline->len, ==, 1000);
  g_assert_cmpstr (((BedsideEvent *) room->timeline->pdata[999])->event_id, ==, "$999");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  matrix_add_test ("/matrix/sync/filter", NULL, test_filter);
  matrix_add_test ("/matrix/sync/bad-filter-id", NULL, test_bad_filter);
  matrix_add_test ("/matrix/sync/request", NULL, test_request);
  matrix_add_test ("/matrix/sync/errors", NULL, test_errors);
  matrix_add_test ("/matrix/sync/rate-limit", NULL, test_rate_limit);
  matrix_add_test ("/matrix/sync/long-poll", NULL, test_long_poll);
  g_test_add_func ("/matrix/sync/waits-longer-than-the-server", test_patience);
  matrix_add_test ("/matrix/sync/cancel", NULL, test_cancel);
  matrix_add_test ("/matrix/sync/large", NULL, test_large);

  return g_test_run ();
}
