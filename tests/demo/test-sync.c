/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "demo-client.h"

#include "bedside-await.h"

#define ROBIN "@robin:riverside.example"
#define PAT "@pat:riverside.example"
#define LAZY "filter=%7B%22room%22:%7B%22state%22:%7B%22lazy_load_members%22:true%7D%7D%7D"
#define MANY_ROOMS (1000 / DEMO_SLOWNESS)
#define SHORT "filter=%7B%22room%22:%7B%22timeline%22:%7B%22limit%22:5%7D%7D%7D"

typedef struct {
  BedsideDemoServer *server;
  char              *robin; /* access tokens */
  char              *pat;
  char              *room;
  char              *since; /* of the last call of next() */
} Fixture;

static const char *const members[] = { "pat", NULL };

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
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
  g_free (fixture->since);
}

/* The next answer of robin's sync. */
static JsonObject *
next (Fixture    *fixture,
      const char *query)
{
  g_autofree char *path = fixture->since ? g_strdup_printf (V3 "/sync?since=%s&%s", fixture->since, query)
                                         : g_strdup_printf (V3 "/sync?%s", query);
  JsonObject *json = demo_expect (fixture->server, "GET", path, fixture->robin, NULL);

  g_free (fixture->since);
  fixture->since = g_strdup (demo_find_string (json, "next_batch"));

  return json;
}

static void
say (Fixture    *fixture,
     const char *text)
{
  g_free (bedside_demo_server_say (fixture->server, fixture->room, "pat", text));
}

static void
put_topic (Fixture    *fixture,
           const char *content)
{
  g_free (bedside_demo_server_add_event (fixture->server, fixture->room, "robin", "m.room.topic", "", content));
}

static void
post (Fixture    *fixture,
      const char *token,
      const char *method,
      const char *rest,
      const char *body)
{
  g_autofree char *path = g_strdup_printf (V3 "/rooms/%s%s", fixture->room, rest);

  json_object_unref (demo_expect (fixture->server, method, path, token, body));
}

#define ROOM(json, rest) (json), "rooms/join/%s" rest, fixture->room

static void
test_initial (Fixture       *fixture,
              gconstpointer  data)
{
  say (fixture, "hello");
  g_autoptr(JsonObject) json = next (fixture, "timeout=30000");

  g_assert_cmpint (demo_find_length (json, "rooms/join"), ==, 1);
  g_assert_cmpstr (demo_find_string (ROOM (json, "/timeline/events/0/type")), ==, "m.room.create");
  g_assert_cmpstr (demo_find_string (ROOM (json, "/timeline/events/-1/content/body")), ==, "hello");
  g_assert_false (json_node_get_boolean (demo_find (ROOM (json, "/timeline/limited"))));
  g_assert_cmpint (demo_find_length (ROOM (json, "/state/events")), ==, 0);
  g_assert_cmpint (demo_find_int (ROOM (json, "/unread_notifications/notification_count")), ==, 1);
  g_assert_cmpstr (demo_find_string (json, "account_data/events/0/type"), ==, "m.push_rules");
  g_assert_null (demo_find (ROOM (json, "/timeline/events/-1/room_id")));
}

static void
test_initial_state (Fixture       *fixture,
                    gconstpointer  data)
{
  for (guint i = 0; i < 12; i++)
    say (fixture, "talk");
  put_topic (fixture, "{\"topic\":\"b\"}");
  g_autoptr(JsonObject) json = next (fixture, "");

  /* Before the timeline; the topic came in the timeline. */
  g_assert_true (json_node_get_boolean (demo_find (ROOM (json, "/timeline/limited"))));
  g_assert_cmpint (demo_find_length (ROOM (json, "/timeline/events")), ==, 10);
  g_assert_cmpint (demo_find_length (ROOM (json, "/state/events")), ==, 4);
  g_assert_cmpstr (demo_find_string (ROOM (json, "/timeline/events/-1/type")), ==, "m.room.topic");
}

static void
test_incremental (Fixture       *fixture,
                  gconstpointer  data)
{
  json_object_unref (next (fixture, ""));
  g_autoptr(JsonObject) nothing = next (fixture, "timeout=0");
  say (fixture, "one");
  say (fixture, "two");
  g_autoptr(JsonObject) two = next (fixture, "");
  g_autoptr(JsonObject) again = next (fixture, "");

  g_assert_null (demo_find (nothing, "rooms"));
  g_assert_null (demo_find (nothing, "account_data"));
  g_assert_cmpint (demo_find_length (ROOM (two, "/timeline/events")), ==, 2);
  g_assert_cmpstr (demo_find_string (ROOM (two, "/timeline/events/0/content/body")), ==, "one");
  g_assert_cmpint (demo_find_length (ROOM (two, "/state/events")), ==, 0);
  g_assert_cmpint (demo_find_length (ROOM (two, "/summary")), ==, 0);
  g_assert_null (demo_find (again, "rooms"));
}

static void
test_limited_gap (Fixture       *fixture,
                  gconstpointer  data)
{
  json_object_unref (next (fixture, SHORT));
  g_autofree char *since = g_strdup (fixture->since);
  for (guint i = 1; i <= 13; i++)
    {
      g_autofree char *text = g_strdup_printf ("new %u", i);

      say (fixture, text);
    }
  g_autoptr(JsonObject) json = next (fixture, SHORT);
  const char *prev_batch = demo_find_string (ROOM (json, "/timeline/prev_batch"));
  g_autofree char *path = g_strdup_printf (V3 "/rooms/%s/messages?dir=b&from=%s&to=%s&limit=100", fixture->room,
                                           prev_batch, since);
  g_autoptr(JsonObject) gap = demo_expect (fixture->server, "GET", path, fixture->robin, NULL);

  g_assert_true (json_node_get_boolean (demo_find (ROOM (json, "/timeline/limited"))));
  g_assert_cmpint (demo_find_length (ROOM (json, "/timeline/events")), ==, 5);
  g_assert_cmpstr (demo_find_string (ROOM (json, "/timeline/events/0/content/body")), ==, "new 9");
  g_assert_cmpint (demo_find_length (gap, "chunk"), ==, 8);
  g_assert_cmpstr (demo_find_string (gap, "chunk/0/content/body"), ==, "new 8");
  g_assert_cmpstr (demo_find_string (gap, "chunk/-1/content/body"), ==, "new 1");
  g_assert_nonnull (demo_find_string (gap, "start"));
  g_assert_nonnull (demo_find_string (gap, "end"));
}

static void
test_limited_state (Fixture       *fixture,
                    gconstpointer  data)
{
  json_object_unref (next (fixture, SHORT));
  put_topic (fixture, "{\"topic\":\"a\"}");
  put_topic (fixture, "{\"topic\":\"b\"}");
  for (guint i = 0; i < 5; i++)
    say (fixture, "talk");
  g_autoptr(JsonObject) json = next (fixture, SHORT);

  /* Only the newest of what the gap hides. */
  g_assert_cmpint (demo_find_length (ROOM (json, "/state/events")), ==, 1);
  g_assert_cmpstr (demo_find_string (ROOM (json, "/state/events/0/content/topic")), ==, "b");
}

static void
test_server_limit (Fixture       *fixture,
                   gconstpointer  data)
{
  bedside_demo_server_set_timeline_limit (fixture->server, 2);
  for (guint i = 0; i < 3; i++)
    say (fixture, "talk");
  g_autoptr(JsonObject) json = next (fixture, SHORT);

  g_assert_cmpint (demo_find_length (ROOM (json, "/timeline/events")), ==, 2);
  g_assert_true (json_node_get_boolean (demo_find (ROOM (json, "/timeline/limited"))));
}

static void
test_filtered_types (Fixture       *fixture,
                     gconstpointer  data)
{
  const char *query = "filter=%7B%22account_data%22:%7B%22types%22:%5B%5D%7D,%22room%22:%7B%22timeline%22:"
                      "%7B%22limit%22:2,%22types%22:%5B%22m.room.mes*%22%5D%7D,%22state%22:%7B%22types%22:"
                      "%5B%22m.room.create%22%5D%7D%7D%7D";

  for (guint i = 0; i < 3; i++)
    say (fixture, "talk");
  g_autoptr(JsonObject) json = next (fixture, query);
  g_assert_null (demo_find (json, "account_data"));
  g_assert_cmpint (demo_find_length (ROOM (json, "/timeline/events")), ==, 2);
  g_assert_cmpint (demo_find_length (ROOM (json, "/state/events")), ==, 1);
}

static void
test_filtered_rooms (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *other = bedside_demo_server_add_room (fixture->server, "robin", NULL, NULL);
  g_autofree char *query = g_strdup_printf ("filter=%%7B%%22room%%22:%%7B%%22not_rooms%%22:%%5B%%22%s%%22%%5D%%7D%%7D",
                                            other);
  g_autoptr(JsonObject) json = next (fixture, query);

  g_assert_cmpint (demo_find_length (json, "rooms/join"), ==, 1);
  g_assert_nonnull (demo_find (ROOM (json, "")));
}

static void
test_lazy_members (Fixture       *fixture,
                   gconstpointer  data)
{
  const char *const crowd[] = { "a", "b", "c", "d", "e", "f", "g", "h", NULL };

  g_free (fixture->room);
  fixture->room = bedside_demo_server_add_room (fixture->server, "robin", NULL, crowd);
  for (guint i = 0; i < 10; i++)
    g_free (bedside_demo_server_say (fixture->server, fixture->room, "a", "talk"));
  g_autoptr(JsonObject) json = next (fixture, LAZY);
  int at_first = demo_find_length (ROOM (json, "/state/events"));

  /* create, levels, oneself, five heroes and perhaps the one who talks */
  g_assert_cmpint (at_first, >=, 8);
  g_assert_cmpint (at_first, <=, 9);
  g_assert_cmpint (demo_find_length (ROOM (json, "/summary/m.heroes")), ==, 5);
  g_assert_cmpint (demo_find_int (ROOM (json, "/summary/m.joined_member_count")), ==, 9);

  /* Whoever talks next is told of once. */
  guint told = 0;
  for (guint i = 0; crowd[i] != NULL; i++)
    {
      g_free (bedside_demo_server_say (fixture->server, fixture->room, crowd[i], "talk"));
      g_autoptr(JsonObject) first = next (fixture, LAZY);
      told += demo_find_length (ROOM (first, "/state/events"));
      g_free (bedside_demo_server_say (fixture->server, fixture->room, crowd[i], "more"));
      g_autoptr(JsonObject) second = next (fixture, LAZY);
      g_assert_cmpint (demo_find_length (ROOM (second, "/state/events")), ==, 0);
    }
  g_assert_cmpuint (told, ==, 8 - (at_first - 3));
}

static void
test_transaction_id (Fixture       *fixture,
                     gconstpointer  data)
{
  json_object_unref (next (fixture, ""));
  g_autofree char *since = g_strdup (fixture->since);
  g_autofree char *other_device = demo_log_in (fixture->server, "robin", "pw");
  g_autofree char *path = g_strdup_printf (V3 "/sync?since=%s", since);
  g_autofree char *event_id = demo_send (fixture->server, fixture->robin, fixture->room, "my-txn", "hello");
  g_autoptr(JsonObject) mine = next (fixture, "");
  g_autoptr(JsonObject) other = demo_expect (fixture->server, "GET", path, other_device, NULL);
  g_autoptr(JsonObject) theirs = demo_expect (fixture->server, "GET", path, fixture->pat, NULL);

  g_assert_cmpstr (demo_find_string (ROOM (mine, "/timeline/events/0/unsigned/transaction_id")), ==, "my-txn");
  g_assert_cmpstr (demo_find_string (ROOM (other, "/timeline/events/0/event_id")), ==, event_id);
  g_assert_null (demo_find (ROOM (other, "/timeline/events/0/unsigned/transaction_id")));
  g_assert_null (demo_find (ROOM (theirs, "/timeline/events/0/unsigned/transaction_id")));
}

static void
test_unread (Fixture       *fixture,
             gconstpointer  data)
{
  json_object_unref (next (fixture, ""));
  say (fixture, "one");
  say (fixture, "two");
  g_autoptr(JsonObject) two = next (fixture, "");
  g_assert_cmpint (demo_find_int (ROOM (two, "/unread_notifications/notification_count")), ==, 2);

  g_autofree char *receipt = g_strdup_printf ("/receipt/m.read/%s",
                                              demo_find_string (ROOM (two, "/timeline/events/0/event_id")));
  post (fixture, fixture->robin, "POST", receipt, "{}");
  g_autoptr(JsonObject) one = next (fixture, "");
  g_assert_cmpint (demo_find_int (ROOM (one, "/unread_notifications/notification_count")), ==, 1);
  g_assert_cmpint (demo_find_length (ROOM (one, "/timeline/events")), ==, 0);

  /* Who answers has read. */
  g_free (demo_send (fixture->server, fixture->robin, fixture->room, "1", "answer"));
  g_autoptr(JsonObject) none = next (fixture, "");
  g_assert_cmpint (demo_find_int (ROOM (none, "/unread_notifications/notification_count")), ==, 0);
}

static void
test_unread_edit (Fixture       *fixture,
                  gconstpointer  data)
{
  json_object_unref (next (fixture, ""));
  g_autofree char *event_id = bedside_demo_server_say (fixture->server, fixture->room, "pat", "one");
  g_autofree char *edit = g_strdup_printf ("{\"msgtype\":\"m.text\",\"body\":\"*\",\"m.relates_to\":"
                                           "{\"rel_type\":\"m.replace\",\"event_id\":\"%s\"}}", event_id);

  g_free (bedside_demo_server_add_event (fixture->server, fixture->room, "pat", "m.room.message", NULL, edit));
  g_autoptr(JsonObject) json = next (fixture, "");
  g_assert_cmpint (demo_find_int (ROOM (json, "/unread_notifications/notification_count")), ==, 1);
}

static void
test_receipts (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *event_id = demo_send (fixture->server, fixture->robin, fixture->room, "1", "hello");
  g_autofree char *older = bedside_demo_server_say (fixture->server, fixture->room, "robin", "later");
  g_autofree char *public = g_strdup_printf ("/receipt/m.read/%s", older);
  g_autofree char *public_older = g_strdup_printf ("/receipt/m.read/%s", event_id);
  g_autofree char *private = g_strdup_printf ("/receipt/m.read.private/%s", older);

  json_object_unref (next (fixture, ""));
  post (fixture, fixture->pat, "POST", private, "{}");
  g_autoptr(JsonObject) hidden = next (fixture, "");
  g_assert_null (demo_find (hidden, "rooms"));
  post (fixture, fixture->pat, "POST", public, "{}");
  g_autoptr(JsonObject) shown = next (fixture, "");
  g_assert_cmpstr (demo_find_string (ROOM (shown, "/ephemeral/events/0/type")), ==, "m.receipt");
  g_assert_nonnull (demo_find (shown, "rooms/join/%s/ephemeral/events/0/content/%s/m.read/" PAT "/ts", fixture->room,
                               older));
  /* It never goes back. */
  post (fixture, fixture->pat, "POST", public_older, "{}");
  g_autoptr(JsonObject) nothing = next (fixture, "");
  g_assert_null (demo_find (nothing, "rooms"));

  /* Two who read the same are in one entry. */
  bedside_demo_server_read (fixture->server, fixture->room, "robin", older);
  g_clear_pointer (&fixture->since, g_free);
  g_autoptr(JsonObject) whole = next (fixture, "");
  g_assert_cmpint (demo_find_length (whole, "rooms/join/%s/ephemeral/events/0/content/%s/m.read", fixture->room, older),
                   ==, 2);
}

static void
test_read_markers (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *event_id = bedside_demo_server_say (fixture->server, fixture->room, "pat", "hello");
  g_autofree char *body = g_strdup_printf ("{\"m.fully_read\":\"%s\",\"m.read.private\":\"%s\"}", event_id, event_id);

  json_object_unref (next (fixture, ""));
  post (fixture, fixture->robin, "POST", "/read_markers", body);
  g_autoptr(JsonObject) json = next (fixture, "");
  g_assert_cmpstr (demo_find_string (ROOM (json, "/account_data/events/0/type")), ==, "m.fully_read");
  g_assert_cmpstr (demo_find_string (ROOM (json, "/account_data/events/0/content/event_id")), ==, event_id);
  g_assert_nonnull (demo_find (json, "rooms/join/%s/ephemeral/events/0/content/%s/m.read.private", fixture->room,
                               event_id));
  g_assert_cmpint (demo_find_int (ROOM (json, "/unread_notifications/notification_count")), ==, 0);
}

static void
test_typing (Fixture       *fixture,
             gconstpointer  data)
{
  json_object_unref (next (fixture, ""));
  post (fixture, fixture->pat, "PUT", "/typing/" PAT, "{\"typing\":true,\"timeout\":200}");
  g_autoptr(JsonObject) begin = next (fixture, "");
  g_assert_cmpstr (demo_find_string (ROOM (begin, "/ephemeral/events/0/content/user_ids/0")), ==, PAT);

  /* It ends by itself. */
  g_autoptr(JsonObject) end = next (fixture, "timeout=5000");
  g_assert_cmpint (demo_find_length (ROOM (end, "/ephemeral/events/0/content/user_ids")), ==, 0);

  bedside_demo_server_set_typing (fixture->server, fixture->room, "pat", TRUE);
  bedside_demo_server_set_typing (fixture->server, fixture->room, "robin", TRUE);
  g_autoptr(JsonObject) both = next (fixture, "");
  g_assert_cmpint (demo_find_length (ROOM (both, "/ephemeral/events/0/content/user_ids")), ==, 2);
  say (fixture, "done");
  g_free (demo_send (fixture->server, fixture->robin, fixture->room, "1", "done"));
  g_autoptr(JsonObject) sent = next (fixture, "");
  g_assert_cmpint (demo_find_length (ROOM (sent, "/ephemeral/events/0/content/user_ids")), ==, 1);
}

static void
test_account_data (Fixture       *fixture,
                   gconstpointer  data)
{
  json_object_unref (next (fixture, ""));
  json_object_unref (demo_expect (fixture->server, "PUT", V3 "/user/" ROBIN "/account_data/org.bedside.prefs",
                                  fixture->robin, "{\"a\":1}"));
  g_autoptr(JsonObject) json = next (fixture, "");
  g_assert_cmpint (demo_find_length (json, "account_data/events"), ==, 1);
  g_assert_cmpint (demo_find_int (json, "account_data/events/0/content/a"), ==, 1);
  g_assert_null (demo_find (json, "rooms"));
}

static void
test_invitation (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *room_id = bedside_demo_server_add_room (fixture->server, "pat", "{\"type\":\"m.space\"}", NULL);
  g_autofree char *invite = g_strdup_printf (V3 "/rooms/%s/invite", room_id);
  g_autofree char *leave = g_strdup_printf (V3 "/rooms/%s/leave", room_id);

  json_object_unref (next (fixture, ""));
  json_object_unref (demo_expect (fixture->server, "POST", invite, fixture->pat, "{\"user_id\":\"" ROBIN "\"}"));
  g_autoptr(JsonObject) invited = next (fixture, "");
  g_autoptr(JsonObject) nothing = next (fixture, "");
  g_assert_cmpstr (demo_find_string (invited, "rooms/invite/%s/invite_state/events/0/content/type", room_id),
                   ==, "m.space");
  g_assert_cmpstr (demo_find_string (invited, "rooms/invite/%s/invite_state/events/-1/state_key", room_id), ==, ROBIN);
  g_assert_null (demo_find (invited, "rooms/invite/%s/invite_state/events/0/event_id", room_id));
  g_assert_null (demo_find (nothing, "rooms"));

  /* Declined: one more answer, then never again. */
  json_object_unref (demo_expect (fixture->server, "POST", leave, fixture->robin, "{}"));
  g_autoptr(JsonObject) declined = next (fixture, "");
  g_autoptr(JsonObject) gone = next (fixture, "");
  g_assert_cmpint (demo_find_length (declined, "rooms/leave/%s/timeline/events", room_id), ==, 1);
  g_assert_null (demo_find (gone, "rooms"));
}

static void
test_join_and_leave (Fixture       *fixture,
                     gconstpointer  data)
{
  const char *whom = "{\"user_id\":\"" ROBIN "\"}";

  g_free (fixture->room);
  fixture->room = bedside_demo_server_add_room (fixture->server, "pat", NULL, NULL);
  say (fixture, "before");
  json_object_unref (next (fixture, ""));
  post (fixture, fixture->pat, "POST", "/invite", whom);
  post (fixture, fixture->robin, "POST", "/join", "{}");

  /* A room that is new to the client comes whole. */
  g_autoptr(JsonObject) joined = next (fixture, "");
  g_assert_cmpstr (demo_find_string (ROOM (joined, "/timeline/events/0/type")), ==, "m.room.create");
  g_assert_cmpstr (demo_find_string (ROOM (joined, "/timeline/events/-1/content/membership")), ==, "join");

  post (fixture, fixture->pat, "POST", "/kick", whom);
  say (fixture, "after");
  g_autoptr(JsonObject) left = next (fixture, "");
  g_autoptr(JsonObject) gone = next (fixture, "");
  g_assert_null (demo_find (left, "rooms/join"));
  g_assert_cmpint (demo_find_length (left, "rooms/leave/%s/timeline/events", fixture->room), ==, 1);
  g_assert_null (demo_find (gone, "rooms"));
  g_clear_pointer (&fixture->since, g_free);
  g_autoptr(JsonObject) whole = next (fixture, "");
  g_assert_null (demo_find (whole, "rooms/leave"));
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  const char *const tokens[] = { "nonsense", "s999999", "s-1", "t1", "s", "%00" };

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autofree char *path = g_strdup_printf (V3 "/sync?since=%s", tokens[i]);
      g_autoptr(DemoAnswer) answer = demo_call (fixture->server, "GET", path, fixture->robin, NULL);

      g_assert_cmpuint (answer->status, ==, 400);
      g_assert_cmpstr (demo_find_string (answer->json, "errcode"), ==, "M_UNKNOWN");
      g_assert_cmpstr (demo_find_string (answer->json, "error"), ==, "Invalid stream token");
    }
  demo_expect_error (fixture->server, "GET", V3 "/sync", NULL, NULL, 401, "M_MISSING_TOKEN");
}

static void
test_long_poll (Fixture       *fixture,
                gconstpointer  data)
{
  DemoAnswer *answer = NULL;
  gint64 begin = g_get_monotonic_time ();

  json_object_unref (next (fixture, ""));
  g_autofree char *path = g_strdup_printf (V3 "/sync?since=%s&timeout=30000", fixture->since);
  demo_call_later (fixture->server, "GET", path, fixture->robin, NULL, 60, &answer);
  bedside_await (bedside_demo_server_count_requests (fixture->server, "GET", "*/sync") == 2, 5);

  /* What does not concern robin wakes nobody. */
  g_autofree char *other = bedside_demo_server_add_room (fixture->server, "pat", NULL, NULL);
  g_free (bedside_demo_server_say (fixture->server, other, "pat", "elsewhere"));
  g_assert_null (answer);
  say (fixture, "wake up");
  bedside_await (answer != NULL, 10);
  g_assert_no_error (answer->error);
  g_assert_cmpstr (demo_find_string (ROOM (answer->json, "/timeline/events/-1/content/body")), ==, "wake up");
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 10 * G_USEC_PER_SEC);
  demo_answer_free (answer);
}

static void
test_long_poll_ends (Fixture       *fixture,
                     gconstpointer  data)
{
  gint64 begin = g_get_monotonic_time ();

  json_object_unref (next (fixture, ""));
  g_autofree char *since = g_strdup (fixture->since);
  g_autoptr(JsonObject) json = next (fixture, "timeout=100");
  g_assert_null (demo_find (json, "rooms"));
  g_assert_cmpstr (fixture->since, ==, since);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 100 * 1000);
}

static void
test_long_poll_expires (Fixture       *fixture,
                        gconstpointer  data)
{
  DemoAnswer *answer = NULL;

  json_object_unref (next (fixture, ""));
  g_autofree char *path = g_strdup_printf (V3 "/sync?since=%s&timeout=30000", fixture->since);
  demo_call_later (fixture->server, "GET", path, fixture->robin, NULL, 60, &answer);
  bedside_await (bedside_demo_server_count_requests (fixture->server, "GET", "*/sync") == 2, 5);
  bedside_demo_server_expire_tokens (fixture->server, TRUE);
  bedside_await (answer != NULL, 10);
  g_assert_cmpuint (answer->status, ==, 401);
  g_assert_true (json_node_get_boolean (demo_find (answer->json, "soft_logout")));
  demo_answer_free (answer);
}

static char *
dup_next_batch (const char *text)
{
  g_autoptr(GRegex) regex = g_regex_new ("\"next_batch\":\"([^\"]*)\"", 0, 0, NULL);
  g_autoptr(GMatchInfo) match = NULL;

  g_assert_true (g_regex_match (regex, text, 0, &match));

  return g_match_info_fetch (match, 1);
}

static void
test_many_rooms (Fixture       *fixture,
                 gconstpointer  data)
{
  const char *const speakers[] = { "robin", "pat", NULL };

  for (guint i = 1; i < MANY_ROOMS; i++)
    {
      g_autofree char *room_id = bedside_demo_server_add_room (fixture->server, "robin", NULL, members);

      bedside_demo_server_fill_room (fixture->server, room_id, speakers, 20);
    }

  gint64 begin = g_get_monotonic_time ();
  g_autoptr(DemoAnswer) whole = demo_get (fixture->server, fixture->robin, V3 "/sync?%s", LAZY);
  gint64 middle = g_get_monotonic_time ();
  g_autofree char *since = dup_next_batch (whole->text);
  g_autoptr(DemoAnswer) nothing = demo_get (fixture->server, fixture->robin, V3 "/sync?since=%s", since);
  gint64 end = g_get_monotonic_time ();
  g_auto(GStrv) timelines = g_strsplit (whole->text, "\"timeline\":", -1);

  g_test_message ("first sync %.1f ms, next %.1f ms", (middle - begin) / 1000.0, (end - middle) / 1000.0);
  g_assert_cmpuint (g_strv_length (timelines), ==, MANY_ROOMS + 1);
  g_assert_cmpstr (demo_find_string (nothing->json, "next_batch"), ==, since);
  g_assert_null (demo_find (nothing->json, "rooms"));
  /* The server itself takes a tenth of a second; sanitizers and a busy machine take the rest. */
  g_assert_cmpint (middle - begin, <, 5 * G_USEC_PER_SEC * DEMO_SLOWNESS);
  g_assert_cmpint (end - middle, <, G_USEC_PER_SEC * DEMO_SLOWNESS);
}

#define ADD(path, function) \
  g_test_add ("/demo/sync/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("initial", test_initial);
  ADD ("initial-state", test_initial_state);
  ADD ("incremental", test_incremental);
  ADD ("limited-gap", test_limited_gap);
  ADD ("limited-state", test_limited_state);
  ADD ("server-limit", test_server_limit);
  ADD ("filtered-types", test_filtered_types);
  ADD ("filtered-rooms", test_filtered_rooms);
  ADD ("lazy-members", test_lazy_members);
  ADD ("transaction-id", test_transaction_id);
  ADD ("unread", test_unread);
  ADD ("unread-edit", test_unread_edit);
  ADD ("receipts", test_receipts);
  ADD ("read-markers", test_read_markers);
  ADD ("typing", test_typing);
  ADD ("account-data", test_account_data);
  ADD ("invitation", test_invitation);
  ADD ("join-and-leave", test_join_and_leave);
  ADD ("refused", test_refused);
  ADD ("long-poll", test_long_poll);
  ADD ("long-poll-ends", test_long_poll_ends);
  ADD ("long-poll-expires", test_long_poll_expires);
  ADD ("many-rooms", test_many_rooms);

  return g_test_run ();
}
