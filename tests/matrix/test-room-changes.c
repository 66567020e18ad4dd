/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-room-changes.h"

#include "matrix-fixture.h"

#define ROOM    "!a/b%+=\xf0\x9f\x98\x80:hs"
#define ROOM_IN V3 "/rooms/%21a%2Fb%25%2B%3D%F0%9F%98%80%3Ahs"
#define PUT_IN  V3 "/createRoom/txn%2F1"
#define POST_IN V3 "/createRoom"

/* What every call has to make of what a server may say. */
static const struct {
  guint               status;
  const char         *json;
  BedsideMatrixError  code;
} failures[] = {
  { 200, "[]", BEDSIDE_MATRIX_ERROR_BAD_DATA },
  { 302, "{}", BEDSIDE_MATRIX_ERROR_OFFLINE },
  { 400, "{'errcode':'M_BAD_JSON'}", BEDSIDE_MATRIX_ERROR_REFUSED },
  { 403, "{'errcode':'M_FORBIDDEN','org.bedside.reason':'chat_disabled'}", BEDSIDE_MATRIX_ERROR_FORBIDDEN },
  { 404, "{'errcode':'M_NOT_FOUND'}", BEDSIDE_MATRIX_ERROR_NOT_FOUND },
  { 413, "{'errcode':'M_TOO_LARGE'}", BEDSIDE_MATRIX_ERROR_TOO_LARGE },
  { 429, "{'errcode':'M_LIMIT_EXCEEDED','retry_after_ms':7}", BEDSIDE_MATRIX_ERROR_RATE_LIMITED },
  { 502, "{}", BEDSIDE_MATRIX_ERROR_SERVER_BROKEN },
};

static void
assert_failure (guint         i,
                const GError *error)
{
  g_test_message ("%u %s", failures[i].status, failures[i].json);
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, (int) failures[i].code);
  if (failures[i].status == 403)
    g_assert_cmpstr (bedside_matrix_error_get_reason (error), ==, "chat_disabled");
}

static void
assert_last_body (MatrixFixture *fixture,
                  const char    *body)
{
  const ScriptRequest *last = script_server_get_last (fixture->server);

  g_assert_cmpstr (last->body, ==, body);
  g_assert_cmpstr (last->content_type, ==, "application/json");
  g_assert_cmpstr (last->authorization, ==, "Bearer access-1");
}

static char *
create_room (MatrixFixture  *fixture,
             GError        **error)
{
  g_autoptr(JsonObject) body = matrix_parse ("{'preset':'private_chat'}");
  g_autoptr(GAsyncResult) result = NULL;

  bedside_client_create_room_async (fixture->client, "txn/1", body, NULL, bedside_await_result, &result);
  /* The caller may do with it what he wants. */
  json_object_remove_member (body, "preset");
  bedside_await (result != NULL, 10);

  return bedside_client_create_room_finish (fixture->client, result, error);
}

static void
test_create_room (MatrixFixture *fixture,
                  gconstpointer  data)
{
  g_autofree char *room_id = NULL;
  g_autofree char *again = NULL;
  g_autoptr(GError) error = NULL;

  script_server_reply (fixture->server, "PUT", PUT_IN, 200, "{'room_id':'!new:hs'}");
  room_id = create_room (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (room_id, ==, "!new:hs");
  assert_last_body (fixture, "{\"preset\":\"private_chat\"}");

  script_server_reply (fixture->server, "PUT", PUT_IN, 200, "{'room_id':'!new:hs'}");
  again = create_room (fixture, &error);
  g_assert_cmpstr (again, ==, "!new:hs");
  g_assert_cmpuint (script_server_count (fixture->server, "POST", POST_IN), ==, 0);
}

static void
test_create_room_by_post (MatrixFixture *fixture,
                          gconstpointer  data)
{
  static const struct {
    guint       status;
    const char *json;
  } unknown[] = {
    { 404, "{'errcode':'M_UNRECOGNIZED'}" },
    { 405, "{'errcode':'M_UNRECOGNIZED'}" },
    { 405, "{}" },
    { 400, "{'errcode':'M_UNRECOGNIZED'}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (unknown); i++)
    {
      g_autofree char *room_id = NULL;
      g_autoptr(GError) error = NULL;

      script_server_reply (fixture->server, "PUT", PUT_IN, unknown[i].status, unknown[i].json);
      script_server_reply (fixture->server, "POST", POST_IN, 200, "{'room_id':'!new:hs'}");
      room_id = create_room (fixture, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (room_id, ==, "!new:hs");
      assert_last_body (fixture, "{\"preset\":\"private_chat\"}");
      g_assert_cmpuint (script_server_count (fixture->server, "POST", POST_IN), ==, i + 1);
    }
}

/* Each POST makes a room: there is at most one, and only when PUT is unknown. */
static void
test_create_room_fails (MatrixFixture *fixture,
                        gconstpointer  data)
{
  g_autoptr(GError) broken = NULL;
  g_autoptr(GError) unknown = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr(GError) error = NULL;

      script_server_reply (fixture->server, "PUT", PUT_IN, failures[i].status, failures[i].json);
      g_assert_null (create_room (fixture, &error));
      assert_failure (i, error);
    }
  script_server_reply (fixture->server, "PUT", PUT_IN, 200, "{'room_id':7}");
  g_assert_null (create_room (fixture, &broken));
  g_assert_error (broken, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_BAD_DATA);
  g_assert_cmpuint (script_server_count (fixture->server, "POST", POST_IN), ==, 0);

  g_assert_null (create_room (fixture, &unknown));
  g_assert_error (unknown, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_UNRECOGNIZED);
  g_assert_cmpuint (script_server_count (fixture->server, "POST", POST_IN), ==, 1);
}

static void
test_create_room_by_post_fails (MatrixFixture *fixture,
                                gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr(GError) error = NULL;

      script_server_reply (fixture->server, "POST", POST_IN, failures[i].status, failures[i].json);
      g_assert_null (create_room (fixture, &error));
      assert_failure (i, error);
    }
}

static void
test_create_room_cancelled (MatrixFixture *fixture,
                            gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(JsonObject) body = json_object_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  script_server_hold (fixture->server, "POST", POST_IN);
  bedside_client_create_room_async (fixture->client, "txn/1", body, cancellable, bedside_await_result, &result);
  bedside_await (script_server_count (fixture->server, "POST", POST_IN) == 1, 10);
  g_cancellable_cancel (cancellable);
  bedside_await (result != NULL, 10);
  g_assert_null (bedside_client_create_room_finish (fixture->client, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  script_server_release (fixture->server);
}

typedef enum { JOIN, INVITE, KICK, REDACT } Act;

static gboolean
perform (MatrixFixture  *fixture,
         Act             act,
         const char     *room_id,
         GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  BedsideClient *client = fixture->client;

  if (act == JOIN)
    bedside_client_join_async (client, room_id, NULL, bedside_await_result, &result);
  else if (act == INVITE)
    bedside_client_invite_async (client, room_id, "@b:hs", NULL, bedside_await_result, &result);
  else if (act == KICK)
    bedside_client_kick_async (client, room_id, "@b:hs", NULL, bedside_await_result, &result);
  else
    bedside_client_redact_async (client, room_id, "$e/1", "txn/1", NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  switch (act)
    {
    case JOIN:
      return bedside_client_join_finish (client, result, error);
    case INVITE:
      return bedside_client_invite_finish (client, result, error);
    case KICK:
      return bedside_client_kick_finish (client, result, error);
    case REDACT:
    default:
      return bedside_client_redact_finish (client, result, error);
    }
}

static const struct {
  const char *method, *path, *answer, *body;
} acts[] = {
  { "POST", ROOM_IN "/join", "{'room_id':'!a'}", "{}" },
  { "POST", ROOM_IN "/invite", "{}", "{\"user_id\":\"@b:hs\"}" },
  { "POST", ROOM_IN "/kick", "{}", "{\"user_id\":\"@b:hs\"}" },
  { "PUT", ROOM_IN "/redact/%24e%2F1/txn%2F1", "{'event_id':'$r'}", "{}" },
};

static void
test_acts (MatrixFixture *fixture,
           gconstpointer  data)
{
  for (guint act = 0; act < G_N_ELEMENTS (acts); act++)
    {
      g_autoptr(GError) error = NULL;

      script_server_reply (fixture->server, acts[act].method, acts[act].path, 200, acts[act].answer);
      g_assert_true (perform (fixture, act, ROOM, &error));
      g_assert_no_error (error);
      assert_last_body (fixture, acts[act].body);
    }
}

static void
test_acts_fail (MatrixFixture *fixture,
                gconstpointer  data)
{
  for (guint act = 0; act < G_N_ELEMENTS (acts); act++)
    {
      g_autoptr(GError) unwritten = NULL;
      guint count;

      for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
        {
          g_autoptr(GError) error = NULL;

          script_server_reply (fixture->server, acts[act].method, acts[act].path, failures[i].status,
                               failures[i].json);
          g_assert_false (perform (fixture, act, ROOM, &error));
          assert_failure (i, error);
        }

      count = script_server_count_all (fixture->server);
      g_assert_false (perform (fixture, act, "..", &unwritten));
      g_assert_error (unwritten, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_REFUSED);
      g_assert_cmpuint (script_server_count_all (fixture->server), ==, count);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  matrix_add_test ("/matrix/room-changes/create-room", NULL, test_create_room);
  matrix_add_test ("/matrix/room-changes/create-room-by-post", NULL, test_create_room_by_post);
  matrix_add_test ("/matrix/room-changes/create-room-fails", NULL, test_create_room_fails);
  matrix_add_test ("/matrix/room-changes/create-room-by-post-fails", NULL, test_create_room_by_post_fails);
  matrix_add_test ("/matrix/room-changes/create-room-cancelled", NULL, test_create_room_cancelled);
  matrix_add_test ("/matrix/room-changes/join-invite-kick-redact", NULL, test_acts);
  matrix_add_test ("/matrix/room-changes/join-invite-kick-redact-fail", NULL, test_acts_fail);

  return g_test_run ();
}
