/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-room-changes.h"

#include "matrix-fixture.h"

#define ROOM     "!a/b:hs"
#define ROOM_IN  V3 "/rooms/%21a%2Fb%3Ahs"
#define KEYED    ROOM_IN "/state/org.bedside.patient/k%2F1"
#define KEYLESS  ROOM_IN "/state/org.bedside.patient"
#define EVENT_IN ROOM_IN "/event/%24e%2F1"

static const struct {
  guint               status;
  const char         *json;
  BedsideMatrixError  code;
} failures[] = {
  { 200, "[]", BEDSIDE_MATRIX_ERROR_BAD_DATA },
  { 301, "{}", BEDSIDE_MATRIX_ERROR_OFFLINE },
  { 403, "{'errcode':'M_FORBIDDEN','org.bedside.reason':'not_linked'}", BEDSIDE_MATRIX_ERROR_FORBIDDEN },
  { 404, "{'errcode':'M_NOT_FOUND'}", BEDSIDE_MATRIX_ERROR_NOT_FOUND },
  { 404, "{'errcode':'M_UNRECOGNIZED'}", BEDSIDE_MATRIX_ERROR_UNRECOGNIZED },
  { 429, "{'errcode':'M_LIMIT_EXCEEDED','retry_after_ms':7}", BEDSIDE_MATRIX_ERROR_RATE_LIMITED },
  { 500, "{}", BEDSIDE_MATRIX_ERROR_SERVER_BROKEN },
};

static void
assert_failure (guint         i,
                const GError *error)
{
  g_test_message ("%u %s", failures[i].status, failures[i].json);
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, (int) failures[i].code);
  if (failures[i].status == 403)
    g_assert_cmpstr (bedside_matrix_error_get_reason (error), ==, "not_linked");
}

static char *
put_state (MatrixFixture  *fixture,
           const char     *key,
           const char     *json,
           GError        **error)
{
  g_autoptr(JsonObject) content = matrix_parse (json);
  g_autoptr(GAsyncResult) result = NULL;

  bedside_client_put_state_async (fixture->client, ROOM, "org.bedside.patient", key, content, NULL,
                                  bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_client_put_state_finish (fixture->client, result, error);
}

static JsonObject *
get_state (MatrixFixture  *fixture,
           const char     *key,
           GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_client_get_state_async (fixture->client, ROOM, "org.bedside.patient", key, NULL,
                                  bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_client_get_state_finish (fixture->client, result, error);
}

static BedsideEvent *
get_state_event (MatrixFixture  *fixture,
                 const char     *key,
                 GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_client_get_state_event_async (fixture->client, ROOM, "org.bedside.patient", key, NULL,
                                        bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_client_get_state_event_finish (fixture->client, result, error);
}

static BedsideEvent *
get_event (MatrixFixture  *fixture,
           GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_client_get_event_async (fixture->client, ROOM, "$e/1", NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_client_get_event_finish (fixture->client, result, error);
}

static void
test_put_state (MatrixFixture *fixture,
                gconstpointer  data)
{
  g_autofree char *keyed = NULL;
  g_autofree char *keyless = NULL;
  g_autoptr(GError) error = NULL;

  script_server_reply (fixture->server, "PUT", KEYED, 200, "{'event_id':'$1'}");
  keyed = put_state (fixture, "k/1", "{'given':'h\xc3\xa4'}", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (keyed, ==, "$1");
  g_assert_cmpstr (script_server_get_last (fixture->server)->body, ==, "{\"given\":\"h\xc3\xa4\"}");

  script_server_reply (fixture->server, "PUT", KEYLESS, 200, "{'event_id':'$2'}");
  keyless = put_state (fixture, "", "{}", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (keyless, ==, "$2");
}

static void
test_put_state_fails (MatrixFixture *fixture,
                      gconstpointer  data)
{
  static const char *const broken[] = { "{}", "{'event_id':''}", "{'event_id':{}}" };

  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr(GError) error = NULL;

      script_server_reply (fixture->server, "PUT", KEYED, failures[i].status, failures[i].json);
      g_assert_null (put_state (fixture, "k/1", "{}", &error));
      assert_failure (i, error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr(GError) error = NULL;

      script_server_reply (fixture->server, "PUT", KEYED, 200, broken[i]);
      g_assert_null (put_state (fixture, "k/1", "{}", &error));
      g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_BAD_DATA);
    }
}

static void
test_put_state_too_large (MatrixFixture *fixture,
                          gconstpointer  data)
{
  g_autofree char *name = g_strnfill (65536, 'x');
  g_autofree char *json = g_strdup_printf ("{'given':'%s'}", name);
  g_autoptr(GError) error = NULL;

  g_assert_null (put_state (fixture, "k/1", json, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_TOO_LARGE);
  g_assert_cmpuint (script_server_count_all (fixture->server), ==, 0);
}

static void
test_get_state (MatrixFixture *fixture,
                gconstpointer  data)
{
  g_autoptr(JsonObject) keyed = NULL;
  g_autoptr(JsonObject) removed = NULL;
  g_autoptr(GError) error = NULL;

  script_server_reply (fixture->server, "GET", KEYED, 200, "{'given':'Ada','v':'odd'}");
  keyed = get_state (fixture, "k/1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (bedside_json_get_string (keyed, "given"), ==, "Ada");
  g_assert_null (script_server_get_last (fixture->server)->query);

  script_server_reply (fixture->server, "GET", KEYLESS, 200, "{}");
  removed = get_state (fixture, "", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (json_object_get_size (removed), ==, 0);
}

static void
test_get_state_event (MatrixFixture *fixture,
                      gconstpointer  data)
{
  g_autoptr(BedsideEvent) event = NULL;
  g_autoptr(BedsideEvent) keyless = NULL;
  g_autoptr(GError) error = NULL;

  script_server_reply (fixture->server, "GET", KEYED, 200,
                       "{'type':'org.bedside.patient','state_key':'k/1','event_id':'$e','sender':'@a:hs',"
                       "'origin_server_ts':7,'content':{'given':'Ada'},'unsigned':{'replaces_state':'$d'}}");
  event = get_state_event (fixture, "k/1", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (event->event_id, ==, "$e");
  g_assert_cmpstr (event->sender, ==, "@a:hs");
  g_assert_cmpstr (event->replaces_state, ==, "$d");
  g_assert_cmpint (event->timestamp, ==, 7);
  g_assert_cmpstr (bedside_json_get_string (event->content, "given"), ==, "Ada");
  g_assert_cmpstr (script_server_get_last (fixture->server)->query, ==, "format=event");

  script_server_reply (fixture->server, "GET", KEYLESS, 200,
                       "{'type':'org.bedside.patient','state_key':'','event_id':'$e','sender':'@a:hs'}");
  keyless = get_state_event (fixture, "", &error);
  g_assert_no_error (error);
  g_assert_null (keyless->replaces_state);
}

static void
test_get_event (MatrixFixture *fixture,
                gconstpointer  data)
{
  g_autoptr(BedsideEvent) event = NULL;
  g_autoptr(BedsideEvent) message = NULL;
  g_autoptr(GError) error = NULL;

  script_server_reply (fixture->server, "GET", EVENT_IN, 200,
                       "{'type':'org.bedside.patient','state_key':'k','event_id':'$e/1','sender':'@a:hs','content':{},"
                       "'unsigned':{'replaces_state':'$d','redacted_because':{}}}");
  event = get_event (fixture, &error);
  g_assert_no_error (error);
  g_assert_true (event->redacted);
  g_assert_cmpstr (event->replaces_state, ==, "$d");

  script_server_reply (fixture->server, "GET", EVENT_IN, 200,
                       "{'type':'m.room.message','event_id':'$e/1','sender':'@a:hs','content':{'body':'x'}}");
  message = get_event (fixture, &error);
  g_assert_no_error (error);
  g_assert_null (message->state_key);
}

static void
test_reading_fails (MatrixFixture *fixture,
                    gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr(GError) content_error = NULL;
      g_autoptr(GError) state_error = NULL;
      g_autoptr(GError) event_error = NULL;

      script_server_reply (fixture->server, "GET", KEYED, failures[i].status, failures[i].json);
      g_assert_null (get_state (fixture, "k/1", &content_error));
      assert_failure (i, content_error);
      script_server_reply (fixture->server, "GET", KEYED, failures[i].status, failures[i].json);
      g_assert_null (get_state_event (fixture, "k/1", &state_error));
      assert_failure (i, state_error);
      script_server_reply (fixture->server, "GET", EVENT_IN, failures[i].status, failures[i].json);
      g_assert_null (get_event (fixture, &event_error));
      assert_failure (i, event_error);
    }
}

/* The second is the content alone, from a server that knows no format. */
static void
test_bad_events (MatrixFixture *fixture,
                 gconstpointer  data)
{
  static const char *const broken[] = {
    "{}",
    "{'given':'Ada','birth_date':'1985-12-10'}",
    "{'type':'a','state_key':'k/1','sender':'@a:hs'}",
    "{'type':'a','state_key':'k/1','sender':'@a:hs','event_id':''}",
    "{'type':'a','state_key':'k/1','event_id':'$e'}",
    "{'type':7,'state_key':'k/1','event_id':'$e','sender':'@a:hs'}",
  };
  g_autoptr(GError) stateless = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr(GError) state_error = NULL;
      g_autoptr(GError) event_error = NULL;

      script_server_reply (fixture->server, "GET", KEYED, 200, broken[i]);
      g_assert_null (get_state_event (fixture, "k/1", &state_error));
      g_assert_error (state_error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_BAD_DATA);
      script_server_reply (fixture->server, "GET", EVENT_IN, 200, broken[i]);
      g_assert_null (get_event (fixture, &event_error));
      g_assert_error (event_error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_BAD_DATA);
    }

  script_server_reply (fixture->server, "GET", KEYED, 200, "{'type':'a','event_id':'$e','sender':'@a:hs'}");
  g_assert_null (get_state_event (fixture, "k/1", &stateless));
  g_assert_error (stateless, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_BAD_DATA);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  matrix_add_test ("/matrix/room-state/put", NULL, test_put_state);
  matrix_add_test ("/matrix/room-state/put-fails", NULL, test_put_state_fails);
  matrix_add_test ("/matrix/room-state/edge-42-put-too-large", NULL, test_put_state_too_large);
  matrix_add_test ("/matrix/room-state/get", NULL, test_get_state);
  matrix_add_test ("/matrix/room-state/get-event-of-state", NULL, test_get_state_event);
  matrix_add_test ("/matrix/room-state/get-event", NULL, test_get_event);
  matrix_add_test ("/matrix/room-state/reading-fails", NULL, test_reading_fails);
  matrix_add_test ("/matrix/room-state/bad-events", NULL, test_bad_events);

  return g_test_run ();
}
