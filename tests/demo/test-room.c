/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "demo-client.h"

#include <string.h>

#define ROBIN "@robin:riverside.example"
#define PAT "@pat:riverside.example"

typedef struct {
  BedsideDemoServer *server;
  char              *robin; /* access tokens */
  char              *pat;
  char              *room;  /* of robin, who has level 100, and pat, who has 0 */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  const char *const members[] = { "pat", NULL };

  fixture->server = bedside_demo_server_new_empty (NULL);
  fixture->robin = demo_add_signed_in (fixture->server, "robin");
  fixture->pat = demo_add_signed_in (fixture->server, "pat");
  fixture->room = bedside_demo_server_add_room (fixture->server, "robin", NULL, members);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->server);
  g_free (fixture->robin);
  g_free (fixture->pat);
  g_free (fixture->room);
}

static char *
in_room (Fixture    *fixture,
         const char *rest)
{
  return g_strdup_printf (V3 "/rooms/%s%s", fixture->room, rest);
}

static void
expect_error (Fixture    *fixture,
              const char *method,
              const char *rest,
              const char *token,
              const char *body,
              guint       status,
              const char *errcode)
{
  g_autofree char *path = in_room (fixture, rest);

  demo_expect_error (fixture->server, method, path, token, body, status, errcode);
}

static JsonObject *
expect (Fixture    *fixture,
        const char *method,
        const char *rest,
        const char *token,
        const char *body)
{
  g_autofree char *path = in_room (fixture, rest);

  return demo_expect (fixture->server, method, path, token, body);
}

static void
test_send (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *first = demo_send (fixture->server, fixture->robin, fixture->room, "t1", "one");
  g_autofree char *again = demo_send (fixture->server, fixture->robin, fixture->room, "t1", "other text");
  g_autofree char *second = demo_send (fixture->server, fixture->robin, fixture->room, "t2", "two");
  g_autofree char *other_device = demo_log_in (fixture->server, "robin", "pw");
  g_autofree char *third = demo_send (fixture->server, other_device, fixture->room, "t1", "three");
  g_autoptr(GPtrArray) bodies = bedside_demo_server_dup_bodies (fixture->server, fixture->room);

  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, second);
  g_assert_cmpstr (first, !=, third);
  g_assert_cmpuint (bodies->len, ==, 3);
  g_assert_cmpstr (bodies->pdata[0], ==, "one");
  g_assert_cmpstr (bodies->pdata[2], ==, "three");
}

static void
test_send_refused (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *stranger = demo_add_signed_in (fixture->server, "stranger");
  g_autofree char *large = g_strnfill (66000, 'x');
  g_autofree char *body = g_strdup_printf ("{\"body\":\"%s\"}", large);

  expect_error (fixture, "PUT", "/send/m.room.message/1", stranger, "{}", 403, "M_FORBIDDEN");
  expect_error (fixture, "PUT", "/send/m.room.message/1", fixture->pat, "", 400, "M_NOT_JSON");
  expect_error (fixture, "PUT", "/send/m.room.message/1", fixture->pat, "[1]", 400, "M_BAD_JSON");
  expect_error (fixture, "PUT", "/send/m.room.message/1", fixture->pat, "{\"a\":[{\"b\":1.5}]}", 400, "M_BAD_JSON");
  expect_error (fixture, "PUT", "/send/m.room.message/1", fixture->pat, "{\"a\":9007199254740993}", 400, "M_BAD_JSON");
  expect_error (fixture, "PUT", "/send/m.room.message/1", fixture->pat, body, 413, "M_TOO_LARGE");
  expect_error (fixture, "PUT", "/send/m.room.message/1", NULL, "{}", 401, "M_MISSING_TOKEN");
  demo_expect_error (fixture->server, "PUT", V3 "/rooms/!none:x/send/m.room.message/1", fixture->pat, "{}",
                     403, "M_FORBIDDEN");
  g_assert_cmpuint (bedside_demo_server_count_requests (fixture->server, "PUT", "*/send/*"), ==, 8);
}

static void
test_levels (Fixture       *fixture,
             gconstpointer  data)
{
  const char *closed = "{\"users\":{\"" ROBIN "\":100},\"events_default\":10,\"state_default\":100,"
                       "\"users_default\":0,\"invite\":100}";
  const char *open = "{\"users\":{\"" ROBIN "\":100,\"" PAT "\":10},\"events_default\":10,\"state_default\":100,"
                     "\"users_default\":0,\"invite\":100}";

  g_free (demo_send (fixture->server, fixture->pat, fixture->room, "1", "open"));
  expect_error (fixture, "PUT", "/state/m.room.power_levels/", fixture->pat, open, 403, "M_FORBIDDEN");
  json_object_unref (expect (fixture, "PUT", "/state/m.room.power_levels/", fixture->robin, closed));
  expect_error (fixture, "PUT", "/send/m.room.message/2", fixture->pat, "{}", 403, "M_FORBIDDEN");
  expect_error (fixture, "PUT", "/send/m.room.encrypted/2", fixture->pat, "{}", 403, "M_FORBIDDEN");
  /* A retry of what was sent is answered all the same. */
  g_free (demo_send (fixture->server, fixture->pat, fixture->room, "1", "open"));
  json_object_unref (expect (fixture, "PUT", "/state/m.room.power_levels", fixture->robin, open));
  g_free (demo_send (fixture->server, fixture->pat, fixture->room, "3", "open again"));
  expect_error (fixture, "PUT", "/state/m.room.topic", fixture->pat, "{\"topic\":\"x\"}", 403, "M_FORBIDDEN");
}

static void
test_levels_of_equals (Fixture       *fixture,
                       gconstpointer  data)
{
  json_object_unref (expect (fixture, "PUT", "/state/m.room.power_levels", fixture->robin,
                             "{\"users\":{\"" ROBIN "\":100,\"" PAT "\":100}}"));
  expect_error (fixture, "PUT", "/state/m.room.power_levels", fixture->robin, "{\"users\":{\"" ROBIN "\":100}}",
                403, "M_FORBIDDEN");
  expect_error (fixture, "PUT", "/state/m.room.power_levels", fixture->robin,
                "{\"users\":{\"" ROBIN "\":150,\"" PAT "\":100}}", 403, "M_FORBIDDEN");
  json_object_unref (expect (fixture, "PUT", "/state/m.room.power_levels", fixture->robin,
                             "{\"users\":{\"" ROBIN "\":50,\"" PAT "\":100}}"));
}

static void
test_state (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(JsonObject) first = expect (fixture, "PUT", "/state/a.b/k%2F1", fixture->robin, "{\"v\":1}");
  g_autoptr(JsonObject) same = expect (fixture, "PUT", "/state/a.b/k%2F1", fixture->robin, "{\"v\":1}");
  g_autoptr(JsonObject) second = expect (fixture, "PUT", "/state/a.b/k%2F1", fixture->robin, "{\"v\":2}");
  g_autoptr(JsonObject) content = expect (fixture, "GET", "/state/a.b/k%2F1", fixture->pat, NULL);
  g_autoptr(JsonObject) create = expect (fixture, "GET", "/state/m.room.create/", fixture->pat, NULL);
  g_autofree char *path = in_room (fixture, "/state");
  g_autoptr(DemoAnswer) all = demo_call (fixture->server, "GET", path, fixture->pat, NULL);
  g_autofree char *wrapped = g_strdup_printf ("{\"events\":%s}", all->text);
  g_autoptr(JsonNode) root = json_from_string (wrapped, NULL);

  g_assert_cmpstr (demo_find_string (first, "event_id"), ==, demo_find_string (same, "event_id"));
  g_assert_cmpstr (demo_find_string (first, "event_id"), !=, demo_find_string (second, "event_id"));
  g_assert_cmpint (demo_find_int (content, "v"), ==, 2);
  g_assert_cmpstr (demo_find_string (create, "room_version"), ==, "11");
  /* create, two members, levels, patient */
  g_assert_cmpint (demo_find_length (json_node_get_object (root), "events"), ==, 5);
  g_assert_cmpstr (demo_find_string (json_node_get_object (root), "events/0/type"), ==, "m.room.create");
  g_assert_cmpstr (demo_find_string (json_node_get_object (root), "events/-1/state_key"), ==, "k/1");
}

static void
test_state_refused (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *stranger = demo_add_signed_in (fixture->server, "stranger");
  g_autofree char *key = g_strnfill (256, 'k');
  g_autofree char *long_key = g_strconcat ("/state/a/", key, NULL);

  expect_error (fixture, "GET", "/state", stranger, NULL, 403, "M_FORBIDDEN");
  expect_error (fixture, "GET", "/state/m.room.topic", fixture->pat, NULL, 404, "M_NOT_FOUND");
  expect_error (fixture, "GET", "/event/$none", fixture->pat, NULL, 404, "M_NOT_FOUND");
  expect_error (fixture, "PUT", "/state/a/" PAT, fixture->robin, "{}", 403, "M_FORBIDDEN");
  expect_error (fixture, "PUT", "/state/m.room.create", fixture->robin, "{}", 403, "M_FORBIDDEN");
  expect_error (fixture, "PUT", long_key, fixture->robin, "{}", 413, "M_TOO_LARGE");
}

static void
test_redact (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *mine = demo_send (fixture->server, fixture->pat, fixture->room, "1", "secret");
  g_autofree char *other = demo_send (fixture->server, fixture->robin, fixture->room, "1", "other");
  g_autofree char *redact_mine = g_strdup_printf ("/redact/%s/r1", mine);
  g_autofree char *redact_other = g_strdup_printf ("/redact/%s/r2", other);
  g_autofree char *event = g_strdup_printf ("/event/%s", mine);
  g_autoptr(JsonObject) done = expect (fixture, "PUT", redact_mine, fixture->pat, "{\"reason\":\"typo\"}");
  g_autoptr(JsonObject) again = expect (fixture, "PUT", redact_mine, fixture->pat, "{\"reason\":\"typo\"}");
  g_autoptr(JsonObject) left = expect (fixture, "GET", event, fixture->pat, NULL);
  g_autoptr(GPtrArray) bodies = bedside_demo_server_dup_bodies (fixture->server, fixture->room);

  g_assert_cmpstr (demo_find_string (done, "event_id"), ==, demo_find_string (again, "event_id"));
  g_assert_cmpint (demo_find_length (left, "content"), ==, 0);
  g_assert_cmpstr (demo_find_string (left, "unsigned/redacted_because/content/reason"), ==, "typo");
  g_assert_cmpstr (demo_find_string (left, "unsigned/redacted_because/redacts"), ==, mine);
  g_assert_cmpuint (bodies->len, ==, 1);
  expect_error (fixture, "PUT", redact_other, fixture->pat, "{}", 403, "M_FORBIDDEN");
  expect_error (fixture, "PUT", "/redact/$none/r3", fixture->robin, "{}", 404, "M_NOT_FOUND");
}

static void
test_redact_state (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(JsonObject) patient = expect (fixture, "PUT", "/state/a.b/k", fixture->robin, "{\"given\":\"A\"}");
  g_autofree char *path = g_strdup_printf ("/redact/%s/1", demo_find_string (patient, "event_id"));

  json_object_unref (expect (fixture, "PUT", path, fixture->robin, "{}"));
  g_autoptr(JsonObject) left = expect (fixture, "GET", "/state/a.b/k", fixture->pat, NULL);
  g_assert_cmpuint (json_object_get_size (left), ==, 0);
}

/* From the newest version back, as long as one names the one before, also when they are redacted. */
static void
test_versions (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(JsonObject) first = expect (fixture, "PUT", "/state/a.b/k", fixture->robin, "{\"given\":\"A\"}");
  g_autoptr(JsonObject) second = expect (fixture, "PUT", "/state/a.b/k", fixture->robin, "{\"given\":\"B\"}");
  g_autoptr(JsonObject) newest = expect (fixture, "GET", "/state/a.b/k?format=event", fixture->pat, NULL);
  const char *old_id = demo_find_string (newest, "unsigned/replaces_state");
  g_autofree char *read_old = g_strdup_printf ("/event/%s", old_id);
  g_autofree char *redact_old = g_strdup_printf ("/redact/%s/1", old_id);
  g_autofree char *redact_new = g_strdup_printf ("/redact/%s/2", demo_find_string (newest, "event_id"));

  g_assert_cmpstr (demo_find_string (newest, "event_id"), ==, demo_find_string (second, "event_id"));
  g_assert_cmpstr (demo_find_string (newest, "state_key"), ==, "k");
  g_assert_cmpstr (demo_find_string (newest, "sender"), ==, ROBIN);
  g_assert_cmpstr (demo_find_string (newest, "content/given"), ==, "B");
  g_assert_cmpstr (old_id, ==, demo_find_string (first, "event_id"));

  json_object_unref (expect (fixture, "PUT", redact_new, fixture->robin, "{}"));
  json_object_unref (expect (fixture, "PUT", redact_old, fixture->robin, "{}"));
  g_autoptr(JsonObject) after = expect (fixture, "GET", "/state/a.b/k?format=event", fixture->pat, NULL);
  g_autoptr(JsonObject) old = expect (fixture, "GET", read_old, fixture->pat, NULL);
  g_assert_cmpint (demo_find_length (after, "content"), ==, 0);
  g_assert_cmpstr (demo_find_string (after, "unsigned/replaces_state"), ==, old_id);
  g_assert_cmpint (demo_find_length (after, "unsigned/prev_content"), ==, 0);
  g_assert_nonnull (demo_find (after, "unsigned/redacted_because"));
  g_assert_cmpint (demo_find_length (old, "content"), ==, 0);
  g_assert_null (demo_find (old, "unsigned/replaces_state"));
  expect_error (fixture, "GET", "/state/a.b/none?format=event", fixture->pat, NULL, 404, "M_NOT_FOUND");
}

static void
test_edit (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *original = demo_send (fixture->server, fixture->robin, fixture->room, "1", "first");
  g_autofree char *edit = g_strdup_printf ("{\"msgtype\":\"m.text\",\"body\":\"* second\",\"m.new_content\":"
                                           "{\"msgtype\":\"m.text\",\"body\":\"second\"},\"m.relates_to\":"
                                           "{\"rel_type\":\"m.replace\",\"event_id\":\"%s\"}}", original);
  g_autofree char *path = g_strdup_printf ("/event/%s", original);

  /* Somebody else's is no edit. */
  json_object_unref (expect (fixture, "PUT", "/send/m.room.message/x", fixture->pat, edit));
  g_autoptr(JsonObject) before = expect (fixture, "GET", path, fixture->pat, NULL);
  g_assert_null (demo_find (before, "unsigned/m.relations"));

  json_object_unref (expect (fixture, "PUT", "/send/m.room.message/2", fixture->robin, edit));
  g_autoptr(JsonObject) after = expect (fixture, "GET", path, fixture->pat, NULL);
  g_assert_cmpstr (demo_find_string (after, "content/body"), ==, "first");
  g_assert_cmpstr (demo_find_string (after, "unsigned/m.relations/m.replace/content/m.new_content/body"), ==, "second");
}

static void
test_members (Fixture       *fixture,
              gconstpointer  data)
{
  g_free (bedside_demo_server_add_user (fixture->server, "guest", "pw", "Guest"));
  json_object_unref (expect (fixture, "POST", "/invite", fixture->robin, "{\"user_id\":\"@guest:riverside.example\"}"));
  g_autoptr(JsonObject) all = expect (fixture, "GET", "/members", fixture->robin, NULL);
  g_autoptr(JsonObject) invited = expect (fixture, "GET", "/members?membership=invite", fixture->robin, NULL);
  g_autoptr(JsonObject) others = expect (fixture, "GET", "/members?not_membership=invite", fixture->robin, NULL);
  g_autoptr(JsonObject) joined = expect (fixture, "GET", "/joined_members", fixture->robin, NULL);
  g_autoptr(JsonObject) rooms = demo_expect (fixture->server, "GET", V3 "/joined_rooms", fixture->pat, NULL);

  g_assert_cmpint (demo_find_length (all, "chunk"), ==, 3);
  g_assert_cmpint (demo_find_length (invited, "chunk"), ==, 1);
  g_assert_cmpstr (demo_find_string (invited, "chunk/0/content/displayname"), ==, "Guest");
  g_assert_cmpint (demo_find_length (others, "chunk"), ==, 2);
  g_assert_cmpint (demo_find_length (joined, "joined"), ==, 2);
  g_assert_cmpstr (demo_find_string (rooms, "joined_rooms/0"), ==, fixture->room);
}

static void
test_come_and_go (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *guest = demo_add_signed_in (fixture->server, "guest");
  const char *whom = "{\"user_id\":\"@guest:riverside.example\"}";
  g_autofree char *join = g_strdup_printf (V3 "/join/%s", fixture->room);

  g_free (bedside_demo_server_add_event (fixture->server, fixture->room, "robin", "m.room.join_rules", "",
                                         "{\"join_rule\":\"invite\"}"));
  demo_expect_error (fixture->server, "POST", join, guest, NULL, 403, "M_FORBIDDEN");
  demo_expect_error (fixture->server, "POST", V3 "/join/!none:x", guest, "{}", 404, "M_NOT_FOUND");
  json_object_unref (expect (fixture, "POST", "/invite", fixture->pat, whom));
  json_object_unref (demo_expect (fixture->server, "POST", join, guest, NULL));
  expect_error (fixture, "POST", "/invite", fixture->robin, whom, 403, "M_FORBIDDEN");
  expect_error (fixture, "POST", "/kick", fixture->pat, whom, 403, "M_FORBIDDEN");
  json_object_unref (expect (fixture, "POST", "/kick", fixture->robin, whom));
  expect_error (fixture, "POST", "/kick", fixture->robin, whom, 403, "M_FORBIDDEN");
  expect_error (fixture, "PUT", "/send/m.room.message/1", guest, "{}", 403, "M_FORBIDDEN");
  expect_error (fixture, "POST", "/join", guest, "{}", 403, "M_FORBIDDEN");
  expect_error (fixture, "POST", "/leave", guest, "{}", 403, "M_FORBIDDEN");
  json_object_unref (expect (fixture, "POST", "/ban", fixture->robin, whom));
  expect_error (fixture, "POST", "/invite", fixture->pat, whom, 403, "M_FORBIDDEN");
  expect_error (fixture, "POST", "/invite", fixture->pat, "{}", 400, "M_MISSING_PARAM");
  expect_error (fixture, "POST", "/forget", fixture->pat, "{}", 400, "M_UNKNOWN");
  json_object_unref (expect (fixture, "POST", "/leave", fixture->pat, NULL));
  json_object_unref (expect (fixture, "POST", "/leave", fixture->pat, NULL));
  json_object_unref (expect (fixture, "POST", "/forget", fixture->pat, NULL));
  json_object_unref (expect (fixture, "GET", "/state/m.room.create", fixture->pat, NULL));
}

static void
test_restricted (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *hall = bedside_demo_server_add_room (fixture->server, "robin", NULL, NULL);
  g_autofree char *rules = g_strdup_printf ("{\"join_rule\":\"restricted\",\"allow\":[{\"type\":\"m.room_membership\","
                                            "\"room_id\":\"%s\"}]}", fixture->room);
  g_autofree char *join = g_strdup_printf (V3 "/rooms/%s/join", hall);
  g_autofree char *stranger = demo_add_signed_in (fixture->server, "stranger");

  g_free (bedside_demo_server_add_event (fixture->server, hall, "robin", "m.room.join_rules", "", rules));
  json_object_unref (demo_expect (fixture->server, "POST", join, fixture->pat, "{}"));
  demo_expect_error (fixture->server, "POST", join, stranger, "{}", 403, "M_FORBIDDEN");
}

static void
test_markers_refused (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *event_id = demo_send (fixture->server, fixture->robin, fixture->room, "1", "hello");
  g_autofree char *receipt = g_strdup_printf ("/receipt/m.read/%s", event_id);
  g_autofree char *wrong_type = g_strdup_printf ("/receipt/m.seen/%s", event_id);

  expect_error (fixture, "POST", receipt, fixture->pat, "", 400, "M_NOT_JSON");
  expect_error (fixture, "POST", wrong_type, fixture->pat, "{}", 400, "M_INVALID_PARAM");
  expect_error (fixture, "POST", "/read_markers", fixture->pat, "x", 400, "M_NOT_JSON");
  expect_error (fixture, "PUT", "/typing/" ROBIN, fixture->pat, "{\"typing\":true}", 403, "M_FORBIDDEN");
  expect_error (fixture, "PUT", "/typing/" PAT, fixture->pat, "{\"typing\":1}", 400, "M_MISSING_PARAM");
  json_object_unref (expect (fixture, "POST", receipt, fixture->pat, "{}"));
}

static void
test_create (Fixture       *fixture,
             gconstpointer  data)
{
  const char *body = "{\"preset\":\"private_chat\",\"room_version\":\"11\",\"is_direct\":true,\"name\":\"Two\","
                     "\"invite\":[\"" PAT "\"],"
                     "\"creation_content\":{\"m.federate\":false,\"org.bedside.x\":{\"v\":1}},"
                     "\"initial_state\":[{\"type\":\"m.room.guest_access\","
                     "\"content\":{\"guest_access\":\"forbidden\"}}],"
                     "\"power_level_content_override\":"
                     "{\"users\":{\"" ROBIN "\":100},\"events\":{\"m.room.name\":100}}}";
  g_autoptr(JsonObject) room = demo_expect (fixture->server, "POST", V3 "/createRoom", fixture->robin, body);
  g_autofree char *sync = g_strdup (V3 "/sync");
  g_autoptr(JsonObject) json = demo_expect (fixture->server, "GET", sync, fixture->robin, NULL);
  g_autoptr(JsonObject) invited = demo_expect (fixture->server, "GET", sync, fixture->pat, NULL);
  const char *room_id = demo_find_string (room, "room_id");

  g_free (fixture->room);
  fixture->room = g_strdup (room_id);
  g_autoptr(JsonObject) create = expect (fixture, "GET", "/state/m.room.create", fixture->robin, NULL);
  g_autoptr(JsonObject) levels = expect (fixture, "GET", "/state/m.room.power_levels", fixture->robin, NULL);
  g_autoptr(JsonObject) guests = expect (fixture, "GET", "/state/m.room.guest_access", fixture->robin, NULL);
  g_assert_cmpint (demo_find_int (create, "org.bedside.x/v"), ==, 1);
  g_assert_cmpint (demo_find_length (levels, "events"), ==, 1);
  g_assert_cmpint (demo_find_int (levels, "invite"), ==, 0);
  g_assert_cmpstr (demo_find_string (guests, "guest_access"), ==, "forbidden");
  g_assert_nonnull (demo_find (json, "rooms/join/%s", room_id));
  g_assert_true (json_node_get_boolean (demo_find (invited, "rooms/invite/%s/invite_state/events/-1/content/is_direct",
                                                   room_id)));
}

static void
test_create_refused (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(JsonObject) before = demo_expect (fixture->server, "GET", V3 "/joined_rooms", fixture->robin, NULL);

  demo_expect_error (fixture->server, "POST", V3 "/createRoom", fixture->robin, "{\"room_version\":\"12\"}",
                     400, "M_UNSUPPORTED_ROOM_VERSION");
  demo_expect_error (fixture->server, "POST", V3 "/createRoom", fixture->robin,
                     "{\"power_level_content_override\":{\"users\":{\"" PAT "\":100}}}", 400, "M_BAD_JSON");
  demo_expect_error (fixture->server, "POST", V3 "/createRoom", fixture->robin, "", 400, "M_NOT_JSON");
  g_autoptr(JsonObject) after = demo_expect (fixture->server, "GET", V3 "/joined_rooms", fixture->robin, NULL);
  g_assert_cmpint (demo_find_length (after, "joined_rooms"), ==, demo_find_length (before, "joined_rooms"));

  /* Too little power for what follows leaves a room behind, as on a real server. */
  demo_expect_error (fixture->server, "POST", V3 "/createRoom", fixture->robin,
                     "{\"power_level_content_override\":{\"users\":{\"" ROBIN "\":40}}}", 403, "M_FORBIDDEN");
  g_autoptr(JsonObject) dangling = demo_expect (fixture->server, "GET", V3 "/joined_rooms", fixture->robin, NULL);
  g_assert_cmpint (demo_find_length (dangling, "joined_rooms"), ==, demo_find_length (before, "joined_rooms") + 1);
}

static void
test_create_transaction (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr(JsonObject) first = demo_expect (fixture->server, "PUT", V3 "/createRoom/t1", fixture->robin, "{}");
  g_autoptr(JsonObject) again = demo_expect (fixture->server, "PUT", V3 "/createRoom/t1", fixture->robin, "{}");
  g_autoptr(JsonObject) other = demo_expect (fixture->server, "POST", V3 "/createRoom", fixture->robin, "{}");

  g_assert_cmpstr (demo_find_string (first, "room_id"), ==, demo_find_string (again, "room_id"));
  g_assert_cmpstr (demo_find_string (first, "room_id"), !=, demo_find_string (other, "room_id"));
}

#define ADD(path, function) \
  g_test_add ("/demo/room/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("send", test_send);
  ADD ("send-refused", test_send_refused);
  ADD ("levels", test_levels);
  ADD ("levels-of-equals", test_levels_of_equals);
  ADD ("state", test_state);
  ADD ("state-refused", test_state_refused);
  ADD ("redact", test_redact);
  ADD ("redact-state", test_redact_state);
  ADD ("versions-of-state", test_versions);
  ADD ("edit", test_edit);
  ADD ("members", test_members);
  ADD ("come-and-go", test_come_and_go);
  ADD ("restricted", test_restricted);
  ADD ("markers-refused", test_markers_refused);
  ADD ("create", test_create);
  ADD ("create-refused", test_create_refused);
  ADD ("create-transaction", test_create_transaction);

  return g_test_run ();
}
