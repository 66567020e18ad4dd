/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-practice-fixture.h"
#include "bedside-session-news.h"
#include "bedside-session-private.h"

/* What is marked as read here or elsewhere, and what waking up does, against a server. */

typedef BedsidePracticeFixture Fixture;

/* Everything is loopback: what waits for a timer takes longer. */
#define AT_ONCE 1

static BedsideSession *
get_session (Fixture *fixture)
{
  return bedside_practice_fixture_get_session (fixture);
}

static guint
count (Fixture    *fixture,
       const char *method,
       const char *pattern)
{
  return bedside_demo_server_count_requests (fixture->server, method, pattern);
}

static guint
count_new (Fixture *fixture)
{
  return g_list_model_get_n_items (bedside_session_get_new_messages (get_session (fixture)));
}

static void
add_fault (Fixture              *fixture,
           const char           *path,
           BedsideDemoFaultKind  kind,
           guint                 number)
{
  BedsideDemoFault fault = {
    .path_pattern = path, .kind = kind, .count = number, .status = 429, .retry_after = "60",
    .body = "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Slowly\"}",
  };

  bedside_demo_server_add_fault (fixture->server, &fault);
}

static void
add_refusal (Fixture    *fixture,
             const char *path)
{
  BedsideDemoFault fault = {
    .path_pattern = path, .kind = BEDSIDE_DEMO_FAULT_STATUS, .status = 403,
    .body = "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"No\"}",
  };

  bedside_demo_server_add_fault (fixture->server, &fault);
}

static void
start_server (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  bedside_demo_server_start (fixture->server, &error);
  g_assert_no_error (error);
}

/* Ada's conversation, with one new message. */
static char *
sign_in (Fixture  *fixture,
         char    **ada)
{
  *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  char *room = bedside_practice_fixture_add_room (fixture, "ada");

  g_free (bedside_demo_server_say (fixture->server, room, *ada, "Hello"));
  bedside_practice_fixture_sign_in (fixture);
  bedside_await (count_new (fixture) == 1, 10);

  return room;
}

static void
say (Fixture    *fixture,
     const char *room,
     const char *sender,
     const char *text)
{
  g_free (bedside_demo_server_say (fixture->server, room, sender, text));
}

static void
mark (Fixture    *fixture,
      const char *room)
{
  BedsideConversation *conversation = bedside_session_find_conversation (get_session (fixture), room);

  g_assert_nonnull (conversation);
  bedside_session_mark_conversation_read (get_session (fixture), conversation);
}

/* --- reading --- */

static void
test_mark (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *ada = NULL;
  g_autofree char *room = sign_in (fixture, &ada);

  mark (fixture, room);
  g_assert_cmpuint (count_new (fixture), ==, 0);
  mark (fixture, room);
  bedside_await (count (fixture, "POST", "*read_markers*") == 1, 10);
  bedside_await (bedside_registry_find (get_session (fixture)->registry, room)->marker == NULL, 10);

  /* What comes later is new, and what another device has read is not. */
  say (fixture, room, ada, "One more");
  bedside_await (count_new (fixture) == 1, 10);
  g_autofree char *last = bedside_demo_server_say (fixture->server, room, ada, "And another");
  bedside_demo_server_read (fixture->server, room, fixture->me, last);
  bedside_await (count_new (fixture) == 0, 10);
  mark (fixture, room);
  g_assert_cmpuint (count (fixture, "POST", "*read_markers*"), ==, 1);
}

static void
test_mark_offline (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *ada = NULL;
  g_autofree char *room = sign_in (fixture, &ada);

  bedside_demo_server_stop (fixture->server);
  mark (fixture, room);
  g_assert_cmpuint (count_new (fixture), ==, 0);
  bedside_await (bedside_session_get_connection (get_session (fixture)) == BEDSIDE_CONNECTION_OFFLINE, 10);
  bedside_practice_fixture_close (fixture);

  /* It is told by the next run; until then it is not new here. */
  bedside_practice_fixture_start (fixture);
  g_assert_cmpuint (count_new (fixture), ==, 0);
  start_server (fixture);
  bedside_session_reconnect (get_session (fixture));
  bedside_await (count (fixture, "POST", "*read_markers*") == 1, 10);
  g_assert_cmpuint (count_new (fixture), ==, 0);
}

static void
test_old_count (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *ada = NULL;
  g_autofree char *room = sign_in (fixture, &ada);
  BedsideConversation *conversation = bedside_session_find_conversation (get_session (fixture), room);

  /* The marker does not arrive, and the server goes on counting what was read. */
  add_fault (fixture, "*read_markers*", BEDSIDE_DEMO_FAULT_DROP_BEFORE, 0);
  mark (fixture, room);
  bedside_demo_server_set_typing (fixture->server, room, ada, TRUE);
  bedside_await (bedside_conversation_get_typing (conversation), 10);
  g_assert_cmpuint (count_new (fixture), ==, 0);
  say (fixture, room, ada, "New");
  bedside_await (count_new (fixture) == 1, 10);
}

static void
test_mark_refused (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *ada = NULL;
  g_autofree char *room = sign_in (fixture, &ada);

  add_refusal (fixture, "*read_markers*");
  mark (fixture, room);
  bedside_await (bedside_registry_find (get_session (fixture)->registry, room)->marker == NULL, 10);
  g_assert_cmpuint (count (fixture, "POST", "*read_markers*"), ==, 1);
  g_assert_cmpuint (g_hash_table_size (get_session (fixture)->unmarked), ==, 0);
  g_assert_cmpuint (count_new (fixture), ==, 0);
}

/* The server asks to wait; nothing else happens meanwhile. */
static void
test_mark_limited (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *ada = NULL;
  g_autofree char *room = sign_in (fixture, &ada);
  BedsideDemoFault slowly = {
    .path_pattern = "*read_markers*", .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 1, .status = 429,
    .body = "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Slowly\",\"retry_after_ms\":50}",
  };

  bedside_demo_server_add_fault (fixture->server, &slowly);
  mark (fixture, room);
  bedside_await (count (fixture, "POST", "*read_markers*") == 2, 10);
  bedside_await (bedside_registry_find (get_session (fixture)->registry, room)->marker == NULL, 10);
}

static void
test_mark_after_leaving (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autofree char *ada = NULL;
  g_autofree char *room = sign_in (fixture, &ada);
  BedsideConversation *conversation = bedside_session_find_conversation (get_session (fixture), room);

  bedside_demo_server_leave (fixture->server, room, fixture->me);
  bedside_await (bedside_conversation_get_closed_reason (conversation) == BEDSIDE_CLOSED_REASON_LEFT, 10);
  g_assert_cmpuint (count_new (fixture), ==, 1);
  mark (fixture, room);
  g_assert_cmpuint (count_new (fixture), ==, 0);
  g_assert_cmpuint (count (fixture, "POST", "*read_markers*"), ==, 0);
}

static void
test_mark_before_loaded (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autofree char *ada = NULL;
  g_autofree char *room = sign_in (fixture, &ada);
  g_autofree char *last = NULL;

  /* The messages are in a gap that cannot be filled yet. */
  bedside_practice_fixture_close (fixture);
  last = bedside_demo_server_say (fixture->server, room, ada, "In the gap");
  for (guint i = 0; i < 25; i++)
    g_free (bedside_demo_server_add_event (fixture->server, room, ada, "m.reaction", NULL, "{}"));
  add_fault (fixture, "*messages*", BEDSIDE_DEMO_FAULT_DROP_BEFORE, 0);
  bedside_practice_fixture_start (fixture);
  BedsideConversation *conversation = bedside_practice_fixture_await (fixture, "Ada Lovelace");
  bedside_await (bedside_conversation_get_unread (conversation) == 2, 10);
  mark (fixture, room);
  g_assert_cmpuint (count_new (fixture), ==, 0);

  bedside_demo_server_clear_faults (fixture->server);
  bedside_catch_up_hurry (get_session (fixture)->catch_up);
  bedside_await (g_strcmp0 (g_hash_table_lookup (get_session (fixture)->marked, room), last) == 0, 10);
  g_assert_cmpuint (count_new (fixture), ==, 0);
}

/* --- waking up --- */

/* The server takes the next long poll and never answers it. */
static void
swallow_poll (Fixture    *fixture,
              const char *room,
              const char *sender)
{
  guint before = count (fixture, "GET", "*/sync");

  add_fault (fixture, "*/sync", BEDSIDE_DEMO_FAULT_STALL, 1);
  say (fixture, room, sender, "The last one that comes by itself");
  bedside_await (count (fixture, "GET", "*/sync") > before, 10);
  bedside_await (bedside_sync_engine_get_state (get_session (fixture)->engine) == BEDSIDE_SYNC_STATE_ASKING, 10);
}

static gboolean
has_preview (Fixture    *fixture,
             const char *text)
{
  BedsideConversation *conversation = bedside_practice_fixture_find (fixture, "Ada Lovelace");

  return g_str_equal (bedside_conversation_get_preview (conversation), text);
}

static void
test_wake (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *ada = NULL;
  g_autofree char *room = sign_in (fixture, &ada);

  swallow_poll (fixture, room, ada);
  say (fixture, room, ada, "Good morning");
  bedside_session_wake (get_session (fixture));
  bedside_await (has_preview (fixture, "Good morning"), AT_ONCE);
  g_assert_cmpint (bedside_session_get_connection (get_session (fixture)), ==, BEDSIDE_CONNECTION_ONLINE);

  /* And goes on by itself. */
  say (fixture, room, ada, "Hello again");
  bedside_await (has_preview (fixture, "Hello again"), AT_ONCE);
}

static void
test_wake_sends (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *ada = NULL;
  g_autofree char *room = sign_in (fixture, &ada);
  BedsideConversation *conversation = bedside_practice_fixture_find (fixture, "Ada Lovelace");

  /* The first arrives, but its answer does not. */
  swallow_poll (fixture, room, ada);
  add_fault (fixture, "*/send/*", BEDSIDE_DEMO_FAULT_STALL, 1);
  bedside_session_send (get_session (fixture), conversation, "first");
  bedside_session_send (get_session (fixture), conversation, "second");
  bedside_await (count (fixture, "PUT", "*/send/*") == 1, 10);
  bedside_session_wake (get_session (fixture));
  bedside_await (bedside_session_get_unsent (get_session (fixture)) == 0, 5);
  g_autofree char *held = bedside_practice_fixture_dup_server (fixture, room);
  g_assert_cmpstr (held, ==, "Hello|The last one that comes by itself|first|second");
}

static void
test_wake_often (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *ada = NULL;
  g_autofree char *room = sign_in (fixture, &ada);
  BedsideSession *session = get_session (fixture);

  bedside_await (bedside_sync_engine_get_state (session->engine) == BEDSIDE_SYNC_STATE_ASKING, 10);
  guint before = count (fixture, "GET", "*/sync");

  for (guint i = 0; i < 50; i++)
    bedside_session_wake (session);
  say (fixture, room, ada, "Good morning");
  bedside_await (has_preview (fixture, "Good morning"), AT_ONCE);
  g_assert_cmpuint (count (fixture, "GET", "*/sync"), <=, before + 3);

  /* Once more after a while, in case the network came in between, and then no more. */
  bedside_await (session->wake_pause > 1000, 5);
  bedside_await (session->wake_id == 0, 5);
  g_assert_cmpuint (count (fixture, "GET", "*/sync"), <=, before + 6);
}

static void
test_wake_busy (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *ada = NULL;
  g_autofree char *room = sign_in (fixture, &ada);
  BedsideSession *session = get_session (fixture);

  add_fault (fixture, "*/sync", BEDSIDE_DEMO_FAULT_STATUS, 0);
  say (fixture, room, ada, "Hello?");
  bedside_await (bedside_session_get_connection (session) == BEDSIDE_CONNECTION_BUSY, 10);
  gint64 retry_at = bedside_session_get_retry_at (session);
  guint before = count (fixture, "GET", "*/sync");

  bedside_session_wake (session);
  bedside_session_wake (session);
  g_assert_cmpint (bedside_sync_engine_get_state (session->engine), ==, BEDSIDE_SYNC_STATE_WAITING);
  g_assert_cmpint (bedside_session_get_retry_at (session), ==, retry_at);
  g_assert_cmpuint (count (fixture, "GET", "*/sync"), ==, before);
}

static void
test_wake_offline (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *ada = NULL;
  g_autofree char *room = sign_in (fixture, &ada);
  BedsideSession *session = get_session (fixture);

  bedside_demo_server_stop (fixture->server);
  bedside_await (bedside_session_get_connection (session) == BEDSIDE_CONNECTION_OFFLINE, 10);
  /* The network is not there yet; with the second, it is. */
  bedside_session_wake (session);
  bedside_await (bedside_session_get_retry_at (session) > 0, 10);
  start_server (fixture);
  say (fixture, room, ada, "Good morning");
  bedside_session_wake (session);
  bedside_await (has_preview (fixture, "Good morning"), AT_ONCE);
  bedside_await (bedside_session_get_connection (session) == BEDSIDE_CONNECTION_ONLINE, AT_ONCE);
}

static void
test_wake_at_the_wrong_time (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autofree char *ada = NULL;
  g_autofree char *room = sign_in (fixture, &ada);

  bedside_session_wake (get_session (fixture));
  bedside_session_stop (get_session (fixture));
  g_assert_cmpuint (get_session (fixture)->wake_id, ==, 0);
  bedside_session_wake (get_session (fixture));
  g_assert_cmpuint (get_session (fixture)->wake_id, ==, 0);
  bedside_practice_fixture_close (fixture);

  /* While what is stored is read, and in the first moments after it. */
  say (fixture, room, ada, "Good morning");
  bedside_practice_fixture_start (fixture);
  bedside_session_wake (get_session (fixture));
  bedside_await (bedside_sync_engine_get_state (get_session (fixture)->engine) != BEDSIDE_SYNC_STATE_STOPPED, 10);
  bedside_session_wake (get_session (fixture));
  bedside_await (has_preview (fixture, "Good morning"), 10);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  bedside_practice_add ("/practice/R24-mark-read", test_mark);
  bedside_practice_add ("/practice/R24-mark-read-offline", test_mark_offline);
  bedside_practice_add ("/practice/session-wake/old-count", test_old_count);
  bedside_practice_add ("/practice/session-wake/mark-refused", test_mark_refused);
  bedside_practice_add ("/practice/session-wake/mark-limited", test_mark_limited);
  bedside_practice_add ("/practice/session-wake/mark-after-leaving", test_mark_after_leaving);
  bedside_practice_add ("/practice/session-wake/mark-before-loaded", test_mark_before_loaded);
  bedside_practice_add ("/practice/session-wake/swallowed-poll", test_wake);
  bedside_practice_add ("/practice/R18-wake-sends", test_wake_sends);
  bedside_practice_add ("/practice/session-wake/often", test_wake_often);
  bedside_practice_add ("/practice/session-wake/busy", test_wake_busy);
  bedside_practice_add ("/practice/session-wake/offline", test_wake_offline);
  bedside_practice_add ("/practice/session-wake/at-the-wrong-time", test_wake_at_the_wrong_time);

  return g_test_run ();
}
