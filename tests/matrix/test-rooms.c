/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-rooms.h"

#include "matrix-fixture.h"

#include <string.h>

#define ROOM     "!a/b%+=\xf0\x9f\x98\x80:hs"
#define ROOM_IN  V3 "/rooms/%21a%2Fb%25%2B%3D%F0%9F%98%80%3Ahs"
#define MESSAGES ROOM_IN "/messages"

static BedsideMessagesPage *
load (MatrixFixture  *fixture,
      const char     *from,
      const char     *to,
      GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_client_messages_async (fixture->client, ROOM, from, to, 100, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_client_messages_finish (fixture->client, result, error);
}

static void
test_messages (MatrixFixture *fixture,
               gconstpointer  data)
{
  g_autoptr(BedsideMessagesPage) page = NULL;
  g_autoptr(GError) error = NULL;
  const ScriptRequest *request;

  script_server_reply (fixture->server, "GET", MESSAGES, 200,
                       "{'start':'t9','end':'t5','chunk':["
                       "{'type':'m.room.message','event_id':'$2','sender':'@a:hs','content':{'body':'b'}},"
                       "{'type':'m.room.message','event_id':'$1','sender':'@a:hs','content':{}}],"
                       "'state':[{'type':'m.room.member','state_key':'@a:hs','sender':'@a:hs'}]}");
  page = load (fixture, "t9+/=&", "s1", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->events->len, ==, 2);
  g_assert_cmpstr (((BedsideEvent *) page->events->pdata[0])->event_id, ==, "$2");
  g_assert_cmpuint (page->state->len, ==, 1);
  g_assert_cmpstr (page->end, ==, "t5");

  request = script_server_get_last (fixture->server);
  g_assert_cmpstr (request->query, ==, "dir=b&from=t9%2B%2F%3D%26&to=s1&limit=100&filter="
                   "%7B%22lazy_load_members%22%3Atrue%7D");
  g_assert_cmpstr (request->authorization, ==, "Bearer access-1");
}

static void
test_redactions (MatrixFixture *fixture,
                 gconstpointer  data)
{
  g_autoptr(BedsideMessagesPage) page = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  script_server_reply (fixture->server, "GET", MESSAGES, 200,
                       "{'start':'t9','end':'t5','chunk':[{'type':'m.room.redaction','event_id':'$2','sender':'@a:hs',"
                       "'content':{'redacts':'$1'}}]}");
  bedside_client_redactions_async (fixture->client, ROOM, "t9", "s1", NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  page = bedside_client_redactions_finish (fixture->client, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->events->len, ==, 1);
  g_assert_cmpstr (((BedsideEvent *) page->events->pdata[0])->redacts, ==, "$1");
  g_assert_cmpstr (page->end, ==, "t5");
  g_assert_cmpstr (script_server_get_last (fixture->server)->query, ==,
                   "dir=b&from=t9&to=s1&limit=1000&filter=%7B%22lazy_load_members%22%3Atrue%2C%22types%22%3A%5B"
                   "%22m.room.redaction%22%5D%7D");

  g_clear_object (&result);
  script_server_reply (fixture->server, "GET", MESSAGES, 403, "{'errcode':'M_FORBIDDEN'}");
  bedside_client_redactions_async (fixture->client, ROOM, "t9", NULL, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  g_assert_null (bedside_client_redactions_finish (fixture->client, result, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_FORBIDDEN);
}

static void
test_newest (MatrixFixture *fixture,
             gconstpointer  data)
{
  g_autoptr(BedsideMessagesPage) page = NULL;

  script_server_reply (fixture->server, "GET", MESSAGES, 200, "{'chunk':[]}");
  page = load (fixture, NULL, NULL, NULL);
  g_assert_nonnull (page);
  g_assert_null (strstr (script_server_get_last (fixture->server)->query, "from="));
  g_assert_null (strstr (script_server_get_last (fixture->server)->query, "to="));
}

static void
test_page_ends (MatrixFixture *fixture,
                gconstpointer  data)
{
  static const struct {
    const char *json, *end;
  } cases[] = {
    { "{'start':'t9','end':'t5','chunk':[]}", "t5" },
    { "{'start':'t9','chunk':[]}", NULL },
    { "{'start':'t9','end':'','chunk':[]}", NULL },
    { "{'start':'t9','end':null,'chunk':[]}", NULL },
    { "{'start':'t9','end':7,'chunk':[]}", NULL },
    { "{'start':'t9','end':'t9','chunk':[]}", NULL },
    { "{'end':'t5','chunk':[]}", "t5" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BedsideMessagesPage) page = NULL;

      script_server_reply (fixture->server, "GET", MESSAGES, 200, cases[i].json);
      page = load (fixture, "t9", NULL, NULL);
      g_assert_cmpuint (page->events->len, ==, 0);
      g_assert_cmpstr (page->end, ==, cases[i].end);
    }
}

static void
test_bad_messages (MatrixFixture *fixture,
                   gconstpointer  data)
{
  g_autoptr(BedsideMessagesPage) page = NULL;
  g_autoptr(GError) error = NULL;

  script_server_reply (fixture->server, "GET", MESSAGES, 200,
                       "{'end':'t5','state':{},'chunk':[7,null,[],{},{'type':7},"
                       "{'type':'m.room.message','sender':'@a:hs'},{'type':'m.room.message','event_id':'$0'},"
                       "{'type':'m.room.message','event_id':'$1','sender':'@a:hs','content':[]}]}");
  page = load (fixture, "t9", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->events->len, ==, 1);
  g_assert_cmpuint (json_object_get_size (((BedsideEvent *) page->events->pdata[0])->content), ==, 0);
  g_assert_cmpuint (page->state->len, ==, 0);

  script_server_reply (fixture->server, "GET", MESSAGES, 200, "{'end':'t5'}");
  g_assert_null (load (fixture, "t9", NULL, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_BAD_DATA);
}

static char *
send_event (MatrixFixture  *fixture,
            const char     *json,
            GError        **error)
{
  g_autoptr(JsonObject) content = matrix_parse (json);
  g_autoptr(GAsyncResult) result = NULL;

  bedside_client_send_async (fixture->client, ROOM, "m.room.message", "txn/1", content, NULL,
                             bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_client_send_finish (fixture->client, result, error);
}

static void
test_send (MatrixFixture *fixture,
           gconstpointer  data)
{
  static const char path[] = ROOM_IN "/send/m.room.message/txn%2F1";
  g_autofree char *event_id = NULL;
  g_autofree char *again = NULL;
  g_autoptr(GError) error = NULL;

  /* The same once more: the same path, which is what the server knows it by. */
  script_server_reply (fixture->server, "PUT", path, 200, "{'event_id':'$1'}");
  event_id = send_event (fixture, "{'body':'h\xc3\xa4'}", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (event_id, ==, "$1");
  g_assert_cmpstr (script_server_get_last (fixture->server)->body, ==, "{\"body\":\"h\xc3\xa4\"}");
  script_server_reply (fixture->server, "PUT", path, 200, "{'event_id':'$1'}");
  again = send_event (fixture, "{'body':'h\xc3\xa4'}", NULL);
  g_assert_cmpstr (again, ==, "$1");
}

static void
test_send_fails (MatrixFixture *fixture,
                 gconstpointer  data)
{
  static const char path[] = ROOM_IN "/send/m.room.message/txn%2F1";
  static const struct {
    guint               status;
    const char         *json;
    BedsideMatrixError  code;
    gboolean            is_retried;
  } cases[] = {
    { 400, "{'errcode':'M_BAD_JSON'}", BEDSIDE_MATRIX_ERROR_REFUSED, FALSE },
    { 403, "{'errcode':'M_FORBIDDEN','org.bedside.reason':'chat_disabled'}", BEDSIDE_MATRIX_ERROR_FORBIDDEN, FALSE },
    { 404, "{'errcode':'M_NOT_FOUND'}", BEDSIDE_MATRIX_ERROR_NOT_FOUND, FALSE },
    { 413, "{'errcode':'M_TOO_LARGE'}", BEDSIDE_MATRIX_ERROR_TOO_LARGE, FALSE },
    { 429, "{'errcode':'M_LIMIT_EXCEEDED','retry_after_ms':7}", BEDSIDE_MATRIX_ERROR_RATE_LIMITED, TRUE },
    { 502, "{}", BEDSIDE_MATRIX_ERROR_SERVER_BROKEN, TRUE },
    { 200, "{}", BEDSIDE_MATRIX_ERROR_BAD_DATA, TRUE },
    { 200, "{'event_id':''}", BEDSIDE_MATRIX_ERROR_BAD_DATA, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      script_server_reply (fixture->server, "PUT", path, cases[i].status, cases[i].json);
      g_assert_null (send_event (fixture, "{}", &error));
      g_assert_error (error, BEDSIDE_MATRIX_ERROR, (int) cases[i].code);
      g_assert_true (cases[i].is_retried == (bedside_matrix_error_get_retry_delay (error, 0) > 0));
      if (cases[i].status == 403)
        g_assert_cmpstr (bedside_matrix_error_get_reason (error), ==, "chat_disabled");
    }
}

static void
test_send_size (MatrixFixture *fixture,
                gconstpointer  data)
{
  /* 40,000 characters of two bytes. */
  g_autoptr(GString) text = g_string_new ("{'body':'");
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 40000; i++)
    g_string_append (text, "\xc3\xa4");
  g_string_append (text, "'}");
  g_assert_null (send_event (fixture, text->str, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_TOO_LARGE);
  g_assert_cmpuint (script_server_count (fixture->server, "PUT", ROOM_IN "/send/m.room.message/txn%2F1"), ==, 0);
}

static void
test_mark_read (MatrixFixture *fixture,
                gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(JsonObject) body = NULL;
  g_autoptr(GError) error = NULL;

  script_server_reply (fixture->server, "POST", ROOM_IN "/read_markers", 200, "{}");
  bedside_client_mark_read_async (fixture->client, ROOM, "$e", NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  g_assert_true (bedside_client_mark_read_finish (fixture->client, result, &error));
  g_assert_no_error (error);
  body = matrix_parse (script_server_get_last (fixture->server)->body);
  g_assert_cmpstr (bedside_json_get_string (body, "m.fully_read"), ==, "$e");
  g_assert_cmpstr (bedside_json_get_string (body, "m.read"), ==, "$e");
}

static gboolean
send_receipt (MatrixFixture  *fixture,
              const char     *event_id,
              GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_client_send_receipt_async (fixture->client, ROOM, event_id, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_client_send_receipt_finish (fixture->client, result, error);
}

static void
test_receipt (MatrixFixture *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  script_server_reply (fixture->server, "POST", ROOM_IN "/receipt/m.read/%24e%2Ff%2Bg", 200, "{}");
  g_assert_true (send_receipt (fixture, "$e/f+g", &error));
  g_assert_no_error (error);
  g_assert_cmpstr (script_server_get_last (fixture->server)->body, ==, "{}");
  g_assert_cmpstr (script_server_get_last (fixture->server)->content_type, ==, "application/json");

  g_assert_false (send_receipt (fixture, "$unknown", &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_UNRECOGNIZED);
  g_clear_error (&error);
  g_assert_false (send_receipt (fixture, "..", &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_REFUSED);
}

static void
test_typing (MatrixFixture *fixture,
             gconstpointer  data)
{
  static const char *const bodies[] = { "{\"typing\":false}", "{\"typing\":true,\"timeout\":30000}" };

  for (guint typing = 0; typing < 2; typing++)
    {
      g_autoptr(GAsyncResult) result = NULL;

      script_server_reply (fixture->server, "PUT", ROOM_IN "/typing/%40dr%3Ahs.example", 200, "{}");
      bedside_client_set_typing_async (fixture->client, ROOM, typing, NULL, bedside_await_result, &result);
      bedside_await (result != NULL, 10);
      g_assert_true (bedside_client_set_typing_finish (fixture->client, result, NULL));
      g_assert_cmpstr (script_server_get_last (fixture->server)->body, ==, bodies[typing]);
    }
}

static GPtrArray *
list_members (MatrixFixture  *fixture,
              GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_client_members_async (fixture->client, ROOM, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_client_members_finish (fixture->client, result, error);
}

static void
test_members (MatrixFixture *fixture,
              gconstpointer  data)
{
  g_autoptr(GPtrArray) members = NULL;
  g_autoptr(GError) error = NULL;

  script_server_reply (fixture->server, "GET", ROOM_IN "/members", 200,
                       "{'chunk':[{'type':'m.room.member','state_key':'@a:hs','sender':'@a:hs',"
                       "'content':{'membership':'join'}},{'type':'m.room.name','state_key':'','sender':'@a:hs'},"
                       "{'type':'m.room.member','sender':'@b:hs'},7]}");
  members = list_members (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (members->len, ==, 1);
  g_assert_cmpstr (((BedsideEvent *) members->pdata[0])->state_key, ==, "@a:hs");
  g_assert_cmpstr (script_server_get_last (fixture->server)->query, ==, "not_membership=leave");

  script_server_reply (fixture->server, "GET", ROOM_IN "/members", 200, "{'chunk':7}");
  g_assert_null (list_members (fixture, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_BAD_DATA);
}

static void
test_leave (MatrixFixture *fixture,
            gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) unknown = NULL;
  g_autoptr(GError) error = NULL;

  script_server_reply (fixture->server, "POST", ROOM_IN "/leave", 200, "{}");
  bedside_client_leave_async (fixture->client, ROOM, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  g_assert_true (bedside_client_leave_finish (fixture->client, result, NULL));
  g_assert_cmpstr (script_server_get_last (fixture->server)->body, ==, "{}");

  bedside_client_leave_async (fixture->client, "!43characterswithoutdomain", NULL, bedside_await_result, &unknown);
  bedside_await (unknown != NULL, 10);
  g_assert_false (bedside_client_leave_finish (fixture->client, unknown, &error));
  g_assert_cmpstr (script_server_get_last (fixture->server)->path, ==, V3 "/rooms/%2143characterswithoutdomain/leave");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  matrix_add_test ("/matrix/rooms/messages", NULL, test_messages);
  matrix_add_test ("/matrix/rooms/redactions", NULL, test_redactions);
  matrix_add_test ("/matrix/rooms/messages-from-the-newest", NULL, test_newest);
  matrix_add_test ("/matrix/rooms/empty-page-is-not-the-end", NULL, test_page_ends);
  matrix_add_test ("/matrix/rooms/bad-messages", NULL, test_bad_messages);
  matrix_add_test ("/matrix/rooms/send", NULL, test_send);
  matrix_add_test ("/matrix/rooms/send-fails", NULL, test_send_fails);
  matrix_add_test ("/matrix/rooms/edge-42-send-too-large", NULL, test_send_size);
  matrix_add_test ("/matrix/rooms/edge-31-mark-read", NULL, test_mark_read);
  matrix_add_test ("/matrix/rooms/receipt-has-a-body", NULL, test_receipt);
  matrix_add_test ("/matrix/rooms/typing", NULL, test_typing);
  matrix_add_test ("/matrix/rooms/members", NULL, test_members);
  matrix_add_test ("/matrix/rooms/leave", NULL, test_leave);

  return g_test_run ();
}
