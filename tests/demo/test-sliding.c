/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "demo-client.h"

#include "bedside-await.h"
#include "bedside-json.h"

#define SLIDING "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync"
#define ROBIN "@robin:riverside.example"

typedef struct {
  BedsideDemoServer *server;
  char              *robin; /* access token */
  char              *older; /* room ids */
  char              *newer;
  char              *space;
  char              *invitation;
} Fixture;

static const char *const members[] = { "robin", "pat", NULL };
static const char *const alone[] = { "pat", NULL };

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->server = bedside_demo_server_new_empty (NULL);
  fixture->robin = demo_add_signed_in (fixture->server, "robin");
  g_free (demo_add_signed_in (fixture->server, "pat"));
  fixture->newer = bedside_demo_server_add_room (fixture->server, "pat", NULL, members);
  fixture->older = bedside_demo_server_add_room (fixture->server, "pat", NULL, members);
  fixture->space = bedside_demo_server_add_room (fixture->server, "robin", "{\"type\":\"m.space\"}", NULL);
  fixture->invitation = bedside_demo_server_add_room (fixture->server, "pat", NULL, alone);
  bedside_demo_server_invite (fixture->server, fixture->invitation, "pat", "robin");
  g_free (bedside_demo_server_say (fixture->server, fixture->older, "pat", "Older"));
  g_free (bedside_demo_server_say (fixture->server, fixture->newer, "pat", "Newer"));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->server);
  g_free (fixture->robin);
  g_free (fixture->older);
  g_free (fixture->newer);
  g_free (fixture->space);
  g_free (fixture->invitation);
}

/* @list: of the only list. */
static JsonObject *
ask (Fixture    *fixture,
     const char *list)
{
  g_autofree char *body = g_strdup_printf ("{\"lists\":{\"l\":%s}}", list);

  return demo_expect (fixture->server, "POST", SLIDING "?timeout=0", fixture->robin, body);
}

static void
assert_rooms (JsonObject *answer,
              const char *first,
              ...)
{
  JsonObject *list = bedside_json_get_object (bedside_json_get_object (answer, "lists"), "l");
  JsonObject *op = bedside_json_array_get_object (bedside_json_get_array (list, "ops"), 0);
  JsonArray *ids = bedside_json_get_array (op, "room_ids");
  const char *room = first;
  guint count = 0;
  va_list rooms;

  va_start (rooms, first);
  for (; room != NULL; room = va_arg (rooms, const char *))
    {
      g_assert_cmpstr (bedside_json_array_get_string (ids, count++), ==, room);
      g_assert_nonnull (bedside_json_get_object (bedside_json_get_object (answer, "rooms"), room));
    }
  va_end (rooms);
  g_assert_cmpuint (json_array_get_length (ids), ==, count);
}

static JsonObject *
get_room (JsonObject *answer,
          const char *room_id)
{
  return bedside_json_get_object (bedside_json_get_object (answer, "rooms"), room_id);
}

static guint
count (JsonObject *room,
       const char *name)
{
  JsonArray *array = bedside_json_get_array (room, name);

  return array ? json_array_get_length (array) : 0;
}

static void
test_lists (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(JsonObject) newest = ask (fixture, "{\"ranges\":[[0,0]],\"timeline_limit\":1,\"filters\":"
                                      "{\"is_invite\":false,\"room_types\":[null]}}");
  g_autoptr(JsonObject) both = ask (fixture, "{\"ranges\":[[0,19]],\"filters\":{\"is_invite\":false,"
                                    "\"not_room_types\":[\"m.space\"]}}");
  g_autoptr(JsonObject) spaces = ask (fixture, "{\"ranges\":[[0,19]],\"filters\":{\"room_types\":[\"m.space\"]}}");
  g_autoptr(JsonObject) invitations = ask (fixture, "{\"ranges\":[[0,19]],\"filters\":{\"is_invite\":true}}");

  assert_rooms (newest, fixture->newer, NULL);
  assert_rooms (both, fixture->newer, fixture->older, NULL);
  assert_rooms (spaces, fixture->space, NULL);
  assert_rooms (invitations, fixture->invitation, NULL);
  g_assert_cmpuint (count (get_room (newest, fixture->newer), "timeline"), ==, 1);
  g_assert_nonnull (bedside_json_get_string (get_room (newest, fixture->newer), "prev_batch"));
  g_assert_cmpuint (count (get_room (both, fixture->newer), "timeline"), ==, 0);
  g_assert_cmpuint (count (get_room (invitations, fixture->invitation), "invite_state"), >, 0);
}

static void
test_state (Fixture       *fixture,
            gconstpointer  data)
{
  static const struct {
    const char *required;
    guint       count;
  } cases[] = {
    { "[]", 0 },
    { "[[\"m.room.create\",\"\"]]", 1 },
    { "[[\"m.room.member\",\"$ME\"]]", 1 },
    { "[[\"m.room.member\",\"*\"]]", 2 },
    { "[[\"m.room.member\",\"$LAZY\"]]", 1 },
    { "[[\"m.room.member\",\"$LAZY\"],[\"m.room.member\",\"$ME\"],[\"*\",\"nobody\"]]", 2 },
    { "[7,[],[\"m.room.create\"],{}]", 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *list = g_strdup_printf ("{\"ranges\":[[0,0]],\"timeline_limit\":1,\"required_state\":%s,"
                                               "\"filters\":{\"is_invite\":false}}", cases[i].required);
      g_autoptr(JsonObject) answer = ask (fixture, list);

      g_assert_cmpuint (count (get_room (answer, fixture->newer), "required_state"), ==, cases[i].count);
    }
}

static void
test_subscriptions (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *body = g_strdup_printf ("{\"room_subscriptions\":{\"%s\":{\"required_state\":[[\"m.room.create\","
                                           "\"\"]]},\"%s\":{},\"!unknown:x\":{}}}", fixture->older,
                                           fixture->invitation);
  g_autoptr(JsonObject) answer = demo_expect (fixture->server, "POST", SLIDING, fixture->robin, body);
  JsonObject *rooms = bedside_json_get_object (answer, "rooms");

  g_assert_cmpuint (json_object_get_size (rooms), ==, 1);
  g_assert_cmpuint (count (get_room (answer, fixture->older), "required_state"), ==, 1);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  demo_expect_error (fixture->server, "POST", SLIDING "?pos=0/s1", fixture->robin, "{}", 400, "M_UNKNOWN_POS");
  demo_expect_error (fixture->server, "POST", SLIDING, NULL, "{}", 401, "M_MISSING_TOKEN");
  demo_expect_error (fixture->server, "POST", SLIDING, fixture->robin, "[]", 400, "M_BAD_JSON");
  demo_expect_error (fixture->server, "POST", SLIDING, fixture->robin, NULL, 400, "M_NOT_JSON");
  demo_expect_error (fixture->server, "GET", SLIDING, fixture->robin, NULL, 405, "M_UNRECOGNIZED");
}

static void
test_odd (Fixture       *fixture,
          gconstpointer  data)
{
  static const char *const lists[] = {
    "{}", "{\"ranges\":7}", "{\"ranges\":[7,[],[1],[\"a\",\"b\"],[5,1]]}", "{\"ranges\":[[0,0]],\"filters\":7,"
    "\"timeline_limit\":-1,\"required_state\":{}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autoptr(JsonObject) answer = ask (fixture, lists[i]);

      g_assert_cmpuint (json_object_get_size (bedside_json_get_object (answer, "rooms")), ==, i == 3);
    }
}

static void
add (const char *path,
     void        (*function) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, function, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/demo/sliding/lists", test_lists);
  add ("/demo/sliding/state", test_state);
  add ("/demo/sliding/subscriptions", test_subscriptions);
  add ("/demo/sliding/refused", test_refused);
  add ("/demo/sliding/odd", test_odd);

  return g_test_run ();
}
