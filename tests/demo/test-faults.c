/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "demo-client.h"

#include "bedside-await.h"

typedef struct {
  BedsideDemoServer *server;
  char              *robin; /* access token */
  char              *room;
  char              *send;  /* path of a message to the room */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->server = bedside_demo_server_new_empty (NULL);
  fixture->robin = demo_add_signed_in (fixture->server, "robin");
  fixture->room = bedside_demo_server_add_room (fixture->server, "robin", NULL, NULL);
  fixture->send = g_strdup_printf (V3 "/rooms/%s/send/m.room.message/t1", fixture->room);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->server);
  g_free (fixture->robin);
  g_free (fixture->room);
  g_free (fixture->send);
}

static guint
count_messages (Fixture *fixture)
{
  g_autoptr(GPtrArray) bodies = bedside_demo_server_dup_bodies (fixture->server, fixture->room);

  return bodies->len;
}

static DemoAnswer *
send_once (Fixture *fixture)
{
  return demo_call (fixture->server, "PUT", fixture->send, fixture->robin, "{\"msgtype\":\"m.text\",\"body\":\"x\"}");
}

static void
test_delay (Fixture       *fixture,
            gconstpointer  data)
{
  const BedsideDemoFault fault = {
    .path_pattern = "*/send/*", .kind = BEDSIDE_DEMO_FAULT_DELAY, .count = 1, .delay = 300,
  };
  gint64 begin = g_get_monotonic_time ();

  bedside_demo_server_add_fault (fixture->server, &fault);
  g_autoptr(DemoAnswer) late = send_once (fixture);
  gint64 middle = g_get_monotonic_time ();
  g_autoptr(DemoAnswer) soon = send_once (fixture);

  g_assert_cmpuint (late->status, ==, 200);
  g_assert_cmpuint (soon->status, ==, 200);
  g_assert_cmpint (middle - begin, >=, 290 * 1000);
  g_assert_cmpint (g_get_monotonic_time () - middle, <, 290 * 1000);
  g_assert_cmpuint (count_messages (fixture), ==, 1);
}

static void
test_drop_before (Fixture       *fixture,
                  gconstpointer  data)
{
  const BedsideDemoFault fault = {
    .method = "PUT", .path_pattern = "*/send/*", .kind = BEDSIDE_DEMO_FAULT_DROP_BEFORE,
  };

  bedside_demo_server_add_fault (fixture->server, &fault);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(DemoAnswer) answer = send_once (fixture);

      g_assert_nonnull (answer->error);
    }
  g_assert_cmpuint (count_messages (fixture), ==, 0);
  json_object_unref (demo_expect (fixture->server, "GET", V3 "/joined_rooms", fixture->robin, NULL));

  bedside_demo_server_clear_faults (fixture->server);
  g_autoptr(DemoAnswer) answer = send_once (fixture);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpuint (count_messages (fixture), ==, 1);
}

static void
test_drop_after (Fixture       *fixture,
                 gconstpointer  data)
{
  const BedsideDemoFault fault = { .path_pattern = "*/send/*", .kind = BEDSIDE_DEMO_FAULT_DROP_AFTER, .count = 1 };

  bedside_demo_server_add_fault (fixture->server, &fault);
  g_autoptr(DemoAnswer) lost = send_once (fixture);
  g_assert_nonnull (lost->error);
  g_assert_cmpuint (count_messages (fixture), ==, 1);

  /* The same transaction again is no second message. */
  g_autoptr(DemoAnswer) retry = send_once (fixture);
  g_assert_cmpuint (retry->status, ==, 200);
  g_assert_cmpuint (count_messages (fixture), ==, 1);
}

static void
test_stall (Fixture       *fixture,
            gconstpointer  data)
{
  const BedsideDemoFault fault = { .path_pattern = "*/send/*", .kind = BEDSIDE_DEMO_FAULT_STALL, .count = 1 };
  DemoAnswer *answer = NULL;

  bedside_demo_server_add_fault (fixture->server, &fault);
  demo_call_later (fixture->server, "PUT", fixture->send, fixture->robin, "{\"body\":\"x\"}", 1, &answer);
  bedside_await (count_messages (fixture) == 1, 5);
  bedside_await (answer != NULL, 10);
  g_assert_error (answer->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  demo_answer_free (answer);
}

static void
test_status (Fixture       *fixture,
             gconstpointer  data)
{
  const BedsideDemoFault limit = {
    .path_pattern = "*/send/*", .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 2, .status = 429,
    .body = "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Too Many Requests\",\"retry_after_ms\":2750}",
    .retry_after = "3",
  };
  const BedsideDemoFault page = {
    .path_pattern = "*/send/*", .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 1, .status = 502,
    .body = "<html>Bad gateway</html>",
  };

  bedside_demo_server_add_fault (fixture->server, &limit);
  bedside_demo_server_add_fault (fixture->server, &page);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(DemoAnswer) answer = send_once (fixture);

      g_assert_cmpuint (answer->status, ==, 429);
      g_assert_cmpstr (answer->retry_after, ==, "3");
      g_assert_cmpint (demo_find_int (answer->json, "retry_after_ms"), ==, 2750);
    }
  g_autoptr(DemoAnswer) html = send_once (fixture);
  g_assert_cmpuint (html->status, ==, 502);
  g_assert_cmpstr (html->type, ==, "text/html");
  g_assert_null (html->retry_after);
  g_assert_cmpuint (count_messages (fixture), ==, 0);
  g_autoptr(DemoAnswer) well = send_once (fixture);
  g_assert_cmpuint (well->status, ==, 200);
}

static void
test_reset (Fixture       *fixture,
            gconstpointer  data)
{
  const BedsideDemoFault fault = { .path_pattern = "*/send/*", .kind = BEDSIDE_DEMO_FAULT_RESET, .count = 1 };

  bedside_demo_server_add_fault (fixture->server, &fault);
  g_autoptr(DemoAnswer) answer = send_once (fixture);
  g_assert_error (answer->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED);
  g_assert_cmpuint (count_messages (fixture), ==, 0);
  g_assert_cmpuint (bedside_demo_server_count_faults (fixture->server), ==, 1);
  g_autoptr(DemoAnswer) well = send_once (fixture);
  g_assert_cmpuint (well->status, ==, 200);
  g_assert_cmpuint (bedside_demo_server_count_faults (fixture->server), ==, 1);
}

static void
test_cut (Fixture       *fixture,
          gconstpointer  data)
{
  const BedsideDemoFaultKind kinds[] = { BEDSIDE_DEMO_FAULT_CUT_HEAD, BEDSIDE_DEMO_FAULT_CUT_BODY };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const BedsideDemoFault fault = { .path_pattern = "*/send/*", .kind = kinds[i], .count = 1 };

      bedside_demo_server_add_fault (fixture->server, &fault);
      g_autoptr(DemoAnswer) answer = send_once (fixture);
      /* libsoup takes a head that ends too early for a whole one: then there is nothing behind it. */
      g_assert_true (answer->error != NULL || answer->json == NULL);
      /* It was done, and done once. */
      g_assert_cmpuint (count_messages (fixture), ==, 1);
    }
  g_autoptr(DemoAnswer) again = send_once (fixture);
  g_assert_cmpuint (again->status, ==, 200);
  g_assert_cmpuint (count_messages (fixture), ==, 1);
}

static void
test_slow (Fixture       *fixture,
           gconstpointer  data)
{
  const BedsideDemoFault fault = {
    .path_pattern = "*/send/*", .kind = BEDSIDE_DEMO_FAULT_SLOW, .count = 1, .delay = 240,
  };
  gint64 begin = g_get_monotonic_time ();

  bedside_demo_server_add_fault (fixture->server, &fault);
  g_autoptr(DemoAnswer) slow = send_once (fixture);
  g_autoptr(DemoAnswer) soon = send_once (fixture);
  g_assert_cmpint (g_get_monotonic_time () - begin, >=, 200 * 1000);
  g_assert_cmpuint (slow->status, ==, 200);
  /* The same answer. */
  g_assert_cmpstr (slow->text, ==, soon->text);
  g_assert_cmpstr (slow->type, ==, soon->type);
}

static void
test_expire (Fixture       *fixture,
             gconstpointer  data)
{
  const BedsideDemoFault fault = { .path_pattern = "*/send/*", .kind = BEDSIDE_DEMO_FAULT_EXPIRE, .count = 1 };

  bedside_demo_server_add_fault (fixture->server, &fault);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(DemoAnswer) answer = send_once (fixture);

      g_assert_cmpuint (answer->status, ==, 401);
      g_assert_cmpstr (demo_find_string (answer->json, "errcode"), ==, "M_UNKNOWN_TOKEN");
    }
  g_assert_cmpuint (count_messages (fixture), ==, 0);
  g_autofree char *token = demo_log_in (fixture->server, "robin", "pw");
  g_autofree char *event_id = demo_send (fixture->server, token, fixture->room, "t2", "y");
}

static void
test_drop_sync (Fixture       *fixture,
                gconstpointer  data)
{
  const BedsideDemoFault fault = { .path_pattern = "*/sync", .kind = BEDSIDE_DEMO_FAULT_DROP_AFTER, .count = 1 };
  g_autoptr(JsonObject) first = demo_expect (fixture->server, "GET", V3 "/sync", fixture->robin, NULL);
  g_autofree char *path = g_strdup_printf (V3 "/sync?timeout=30000&since=%s", demo_find_string (first, "next_batch"));
  DemoAnswer *answer = NULL;

  /* A long poll is dropped when it would be answered. */
  bedside_demo_server_add_fault (fixture->server, &fault);
  demo_call_later (fixture->server, "GET", path, fixture->robin, NULL, 60, &answer);
  bedside_await (bedside_demo_server_count_requests (fixture->server, "GET", "*/sync") == 2, 5);
  g_assert_null (answer);
  g_free (bedside_demo_server_say (fixture->server, fixture->room, "robin", "hello"));
  bedside_await (answer != NULL, 10);
  g_assert_nonnull (answer->error);
  demo_answer_free (answer);

  g_autoptr(JsonObject) again = demo_expect (fixture->server, "GET", path, fixture->robin, NULL);
  g_assert_cmpint (demo_find_length (again, "rooms/join/%s/timeline/events", fixture->room), ==, 1);
}

static void
test_client_goes (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(JsonObject) first = demo_expect (fixture->server, "GET", V3 "/sync", fixture->robin, NULL);
  g_autofree char *path = g_strdup_printf (V3 "/sync?timeout=30000&since=%s", demo_find_string (first, "next_batch"));
  DemoAnswer *answer = NULL;

  demo_call_later (fixture->server, "GET", path, fixture->robin, NULL, 1, &answer);
  bedside_await (answer != NULL, 10);
  g_assert_error (answer->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_free (bedside_demo_server_say (fixture->server, fixture->room, "robin", "hello"));
  json_object_unref (demo_expect (fixture->server, "GET", path, fixture->robin, NULL));
  demo_answer_free (answer);
}

static void
test_stop_and_start (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *url = g_strdup (bedside_demo_server_get_base_url (fixture->server));
  DemoAnswer *waiting = NULL;
  g_autoptr(JsonObject) first = demo_expect (fixture->server, "GET", V3 "/sync", fixture->robin, NULL);
  g_autofree char *path = g_strdup_printf (V3 "/sync?timeout=30000&since=%s", demo_find_string (first, "next_batch"));

  demo_call_later (fixture->server, "GET", path, fixture->robin, NULL, 60, &waiting);
  bedside_await (bedside_demo_server_count_requests (fixture->server, "GET", "*/sync") == 2, 5);
  bedside_demo_server_stop (fixture->server);
  bedside_await (waiting != NULL, 10);
  g_assert_nonnull (waiting->error);
  demo_answer_free (waiting);

  g_autoptr(DemoAnswer) refused = send_once (fixture);
  g_assert_error (refused->error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  g_free (bedside_demo_server_say (fixture->server, fixture->room, "robin", "while it was away"));
  bedside_demo_server_stop (fixture->server);

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_true (bedside_demo_server_start (fixture->server, &error));
      g_assert_no_error (error);
      g_assert_cmpstr (bedside_demo_server_get_base_url (fixture->server), ==, url);
      g_autoptr(JsonObject) json = demo_expect (fixture->server, "GET", path, fixture->robin, NULL);
      g_assert_cmpint (demo_find_length (json, "rooms/join/%s/timeline/events", fixture->room), ==, 1);
      bedside_demo_server_stop (fixture->server);
    }
  g_assert_true (bedside_demo_server_start (fixture->server, NULL));
  g_assert_true (bedside_demo_server_start (fixture->server, NULL));
  g_free (demo_log_in (fixture->server, "robin", "pw"));
}

static void
test_end_while_busy (Fixture       *fixture,
                     gconstpointer  data)
{
  const BedsideDemoFault stall = { .path_pattern = "*/whoami", .kind = BEDSIDE_DEMO_FAULT_STALL };
  const BedsideDemoFault drop = { .path_pattern = "*/capabilities", .kind = BEDSIDE_DEMO_FAULT_DROP_BEFORE };
  const BedsideDemoFault delay = { .path_pattern = "*/joined_rooms", .kind = BEDSIDE_DEMO_FAULT_DELAY, .delay = 60000 };
  const char *const paths[] = {
    V3 "/account/whoami", V3 "/joined_rooms", V3 "/sync?timeout=60000&since=s1", V3 "/capabilities",
  };
  DemoAnswer *answers[G_N_ELEMENTS (paths)] = { NULL };
  g_autoptr(BedsideDemoServer) server = bedside_demo_server_new_empty (NULL);
  g_autofree char *token = demo_add_signed_in (server, "robin");
  g_autofree char *room_id = bedside_demo_server_add_room (server, "pat", NULL, NULL);

  bedside_demo_server_add_fault (server, &stall);
  bedside_demo_server_add_fault (server, &delay);
  bedside_demo_server_add_fault (server, &drop);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    demo_call_later (server, "GET", paths[i], token, NULL, 60, &answers[i]);
  bedside_await (bedside_demo_server_count_requests (server, "GET", NULL) == G_N_ELEMENTS (paths), 5);
  g_clear_object (&server);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      bedside_await (answers[i] != NULL, 10);
      g_assert_nonnull (answers[i]->error);
      demo_answer_free (answers[i]);
    }
}

#define THREADS 4
#define MESSAGES_EACH 250

static gpointer
talk_thread (gpointer data)
{
  Fixture *fixture = data;

  for (guint i = 0; i < MESSAGES_EACH; i++)
    {
      g_autofree char *event_id = bedside_demo_server_say (fixture->server, fixture->room, "robin", "from a thread");

      bedside_demo_server_read (fixture->server, fixture->room, "robin", event_id);
      bedside_demo_server_set_typing (fixture->server, fixture->room, "robin", i % 2);
    }

  return NULL;
}

static gpointer
restart_thread (gpointer data)
{
  Fixture *fixture = data;

  for (guint i = 0; i < 20; i++)
    {
      bedside_demo_server_stop (fixture->server);
      g_assert_true (bedside_demo_server_start (fixture->server, NULL));
    }

  return NULL;
}

static void
test_threads (Fixture       *fixture,
              gconstpointer  data)
{
  GThread *threads[THREADS + 1];

  for (guint i = 0; i < THREADS; i++)
    threads[i] = g_thread_new ("talk", talk_thread, fixture);
  threads[THREADS] = g_thread_new ("restart", restart_thread, fixture);
  for (guint i = 0; i < 50; i++)
    demo_answer_free (demo_get (fixture->server, fixture->robin, V3 "/sync"));
  for (guint i = 0; i <= THREADS; i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (count_messages (fixture), ==, THREADS * MESSAGES_EACH);
  json_object_unref (demo_expect (fixture->server, "GET", V3 "/sync", fixture->robin, NULL));
}

#define ADD(path, function) \
  g_test_add ("/demo/faults/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("delay", test_delay);
  ADD ("drop-before", test_drop_before);
  ADD ("drop-after", test_drop_after);
  ADD ("stall", test_stall);
  ADD ("status", test_status);
  ADD ("reset", test_reset);
  ADD ("cut", test_cut);
  ADD ("slow", test_slow);
  ADD ("expire", test_expire);
  ADD ("drop-sync", test_drop_sync);
  ADD ("client-goes", test_client_goes);
  ADD ("stop-and-start", test_stop_and_start);
  ADD ("end-while-busy", test_end_while_busy);
  ADD ("threads", test_threads);

  return g_test_run ();
}
