/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-sliding.h"

#include "matrix-fixture.h"

#define SLIDING "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync"
#define VERSIONS "/_matrix/client/versions"

/* JSON is written with ' for " in here. */
static BedsideSyncAnswer *
read_answer (const char  *json,
             GError     **error)
{
  g_autoptr(JsonObject) object = matrix_parse (json);

  return bedside_sliding_answer_new_from_json (object, error);
}

static void
test_answer (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideSyncAnswer) answer = read_answer (
    "{'pos':'13/s112','lists':{'all':{'count':1,'ops':[{'op':'SYNC','range':[0,0],'room_ids':['!a:hs']}]}},"
    "'rooms':{'!a:hs':{'initial':true,'name':'Ada','bump_stamp':7,'notification_count':3,'limited':true,"
    "'prev_batch':'t7','required_state':[{'type':'m.room.name','state_key':'','sender':'@a:hs'}],"
    "'timeline':[{'type':'t','event_id':'$1','sender':'@a:hs'},{'type':'t','event_id':'$2','sender':'@a:hs'}]}}}",
    &error);

  g_assert_no_error (error);
  g_assert_cmpstr (answer->next_batch, ==, "13/s112");
  g_assert_cmpuint (answer->rooms->len, ==, 1);

  BedsideRoomDelta *room = g_ptr_array_index (answer->rooms, 0);

  g_assert_cmpstr (room->room_id, ==, "!a:hs");
  g_assert_cmpint (room->membership, ==, BEDSIDE_MEMBERSHIP_JOINED);
  g_assert_true (room->limited && room->state_is_after);
  g_assert_cmpstr (room->prev_batch, ==, "t7");
  g_assert_cmpuint (room->state->len, ==, 1);
  g_assert_cmpuint (room->timeline->len, ==, 2);
  g_assert_cmpstr (((BedsideEvent *) g_ptr_array_index (room->timeline, 1))->event_id, ==, "$2");
  /* The counts are no counts. */
  g_assert_false (room->has_unread || room->has_typing);
}

static void
test_invitations (void)
{
  g_autoptr(BedsideSyncAnswer) answer =
    read_answer ("{'pos':'1','rooms':{'!a:hs':{'invite_state':[]},'!b:hs':{'stripped_state':[]}}}", NULL);

  g_assert_cmpuint (answer->rooms->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (((BedsideRoomDelta *) g_ptr_array_index (answer->rooms, i))->membership, ==,
                     BEDSIDE_MEMBERSHIP_INVITED);
}

static void
test_malformed (void)
{
  static const struct {
    const char *json;
    guint       rooms;
  } cases[] = {
    { "{'pos':'1'}", 0 },
    { "{'pos':'1','rooms':[]}", 0 },
    { "{'pos':'1','rooms':{'a:hs':{},'!b:hs':7,'!c:hs':null,'!d:hs':[]}}", 0 },
    { "{'pos':'1','rooms':{'!a:hs':{}}}", 1 },
    { "{'pos':'1','rooms':{'!a:hs':{'timeline':{},'required_state':7,'prev_batch':[],'limited':'x'}}}", 1 },
    { "{'pos':'1','rooms':{'!a:hs':{'timeline':[7,null,{},{'type':'t'},{'event_id':'$1'}],"
      "'required_state':[{'type':'m.room.name','sender':'@a:hs'},{'type':'t','state_key':''},[]]}}}", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(BedsideSyncAnswer) answer = read_answer (cases[i].json, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (answer->rooms->len, ==, cases[i].rooms);
      for (guint j = 0; j < answer->rooms->len; j++)
        {
          BedsideRoomDelta *room = g_ptr_array_index (answer->rooms, j);

          g_assert_cmpuint (room->timeline->len + room->state->len + room->account_data->len, ==, 0);
          g_assert_null (room->prev_batch);
        }
    }
}

static void
test_no_position (void)
{
  static const char *const cases[] = { "{}", "{'pos':''}", "{'pos':7}", "{'next_batch':'s1','rooms':{}}" };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (read_answer (cases[i], &error));
      g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_BAD_DATA);
    }
}

/* All of it would be worked off at once. */
static void
test_too_large (void)
{
  g_autoptr(GString) rooms = g_string_new ("{'pos':'1','rooms':{");
  g_autoptr(GString) events = g_string_new ("{'pos':'1','rooms':{'!a:hs':{'required_state':[");
  const GString *const cases[] = { rooms, events };

  for (guint i = 0; i < 101; i++)
    g_string_append_printf (rooms, "%s'!%u:hs':{}", i > 0 ? "," : "", i);
  g_string_append (rooms, "}}");
  for (guint i = 0; i < 5001; i++)
    g_string_append_printf (events, "%s{'type':'m.room.member','state_key':'@%u:hs','sender':'@%u:hs'}",
                            i > 0 ? "," : "", i, i);
  g_string_append (events, "]}}}");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (read_answer (cases[i]->str, &error));
      g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE);
    }
}

static BedsideSyncAnswer *
slide (MatrixFixture        *fixture,
       BedsideSlidingQuery  *query,
       GError              **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_client_slide_async (fixture->client, query, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_client_slide_finish (fixture->client, result, error);
}

static void
test_request (MatrixFixture *fixture,
              gconstpointer  data)
{
  static const BedsideSlidingState state[] = { { "m.room.create", "" }, { "m.room.member", "$ME" }, { NULL } };
  g_autoptr(BedsideSlidingQuery) query = bedside_sliding_query_new ("one");
  g_autoptr(GError) error = NULL;

  g_assert_cmpuint (bedside_sliding_query_count (query), ==, 0);
  bedside_sliding_query_add_list (query, "all", NULL, 20, 1, state);
  bedside_sliding_query_add_list (query, "spaces", "m.space", 1, 0, state + 2);
  bedside_sliding_query_add_room (query, "!a:hs");
  bedside_sliding_query_want_state (query, "!a:hs", "t", "k1");
  bedside_sliding_query_add_room (query, "!a:hs");
  bedside_sliding_query_want_state (query, "!a:hs", "t", "k2");
  g_assert_cmpuint (bedside_sliding_query_count (query), ==, 3);

  script_server_reply (fixture->server, "POST", SLIDING, 200, "{'pos':'1','rooms':{'!a:hs':{}}}");
  g_autoptr(BedsideSyncAnswer) answer = slide (fixture, query, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answer->rooms->len, ==, 1);

  const ScriptRequest *request = script_server_get_last (fixture->server);
  g_autoptr(JsonObject) body = matrix_parse (request->body);
  g_autofree char *text = g_strdelimit (bedside_json_object_to_text (body), "\"", '\'');

  g_assert_cmpstr (request->query, ==, "timeout=0");
  g_assert_cmpstr (request->authorization, ==, "Bearer access-1");
  g_assert_cmpstr (text, ==,
                   "{'conn_id':'one','lists':{'all':{'ranges':[[0,19]],'timeline_limit':1,'required_state':"
                   "[['m.room.create',''],['m.room.member','$ME']],'filters':{'is_invite':false,'room_types':[null]}},"
                   "'spaces':{'ranges':[[0,0]],'timeline_limit':0,'required_state':[],"
                   "'filters':{'is_invite':false,'room_types':['m.space']}}},"
                   "'room_subscriptions':{'!a:hs':{'timeline_limit':0,'required_state':[['t','k1'],['t','k2']]}}}");
}

static void
test_refused (MatrixFixture *fixture,
              gconstpointer  data)
{
  g_autoptr(BedsideSlidingQuery) query = bedside_sliding_query_new ("one");

  static const struct {
    guint               status;
    const char         *json;
    BedsideMatrixError  code;
  } cases[] = {
    { 404, "{'errcode':'M_UNRECOGNIZED'}", BEDSIDE_MATRIX_ERROR_UNRECOGNIZED },
    { 400, "{'errcode':'M_UNKNOWN_POS'}", BEDSIDE_MATRIX_ERROR_UNKNOWN_POSITION },
    { 429, "{'errcode':'M_LIMIT_EXCEEDED','retry_after_ms':9}", BEDSIDE_MATRIX_ERROR_RATE_LIMITED },
    { 401, "{'errcode':'M_UNKNOWN_TOKEN'}", BEDSIDE_MATRIX_ERROR_SIGNED_OUT },
    { 502, "{}", BEDSIDE_MATRIX_ERROR_SERVER_BROKEN },
    { 200, "{}", BEDSIDE_MATRIX_ERROR_BAD_DATA },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      script_server_reply (fixture->server, "POST", SLIDING, cases[i].status, cases[i].json);
      g_assert_null (slide (fixture, query, &error));
      g_assert_error (error, BEDSIDE_MATRIX_ERROR, (int) cases[i].code);
    }
  g_assert_cmpuint (script_server_count (fixture->server, "POST", SLIDING), ==, G_N_ELEMENTS (cases));
}

static void
test_versions (MatrixFixture *fixture,
               gconstpointer  data)
{
  static const struct {
    const char *json;
    gboolean    can_slide;
  } cases[] = {
    { "{'versions':['v1.12'],'unstable_features':{'org.matrix.simplified_msc3575':true}}", TRUE },
    { "{'versions':['v1.12'],'unstable_features':{'org.matrix.simplified_msc3575':false}}", FALSE },
    { "{'versions':['v1.12'],'unstable_features':{'org.matrix.simplified_msc3575':'true'}}", FALSE },
    { "{'versions':['v1.12'],'unstable_features':{'org.matrix.simplified_msc3575':1}}", FALSE },
    { "{'unstable_features':[]}", FALSE },
    { "{}", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;

      script_server_reply (fixture->server, "GET", VERSIONS, 200, cases[i].json);
      bedside_client_can_slide_async (fixture->client, NULL, bedside_await_result, &result);
      bedside_await (result != NULL, 10);
      g_assert_cmpint (bedside_client_can_slide_finish (fixture->client, result, &error), ==, cases[i].can_slide);
      g_assert_no_error (error);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/matrix/sliding/answer", test_answer);
  g_test_add_func ("/matrix/sliding/invitations", test_invitations);
  g_test_add_func ("/matrix/sliding/malformed", test_malformed);
  g_test_add_func ("/matrix/sliding/no-position", test_no_position);
  g_test_add_func ("/matrix/sliding/too-large", test_too_large);
  matrix_add_test ("/matrix/sliding/request", NULL, test_request);
  matrix_add_test ("/matrix/sliding/refused", NULL, test_refused);
  matrix_add_test ("/matrix/sliding/versions", NULL, test_versions);

  return g_test_run ();
}
