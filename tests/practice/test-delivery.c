/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-practice-fixture.h"

/* Exactly once and in order, whatever the network does. */

typedef struct {
  BedsidePracticeFixture  practice;
  char                   *ada;
  char                   *room;
  BedsideConversation    *conversation;
} Fixture;

static void
open_conversation (Fixture *fixture)
{
  fixture->conversation = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  bedside_session_open (bedside_practice_fixture_get_session (&fixture->practice), fixture->conversation);
  bedside_await (bedside_timeline_get_state (bedside_conversation_get_timeline (fixture->conversation)) !=
                 BEDSIDE_TIMELINE_STATE_LOADING, 10);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  bedside_practice_fixture_set_up (&fixture->practice, NULL);
  fixture->ada = bedside_practice_fixture_add_patient (&fixture->practice, "ada", "Ada", "Lovelace");
  fixture->room = bedside_practice_fixture_add_room (&fixture->practice, "ada");
  bedside_practice_fixture_sign_in (&fixture->practice);
  open_conversation (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_practice_fixture_tear_down (&fixture->practice, NULL);
  g_free (fixture->ada);
  g_free (fixture->room);
}

static void
send (Fixture    *fixture,
      const char *text)
{
  bedside_session_send (bedside_practice_fixture_get_session (&fixture->practice), fixture->conversation, text);
}

static guint
count_unsent (Fixture *fixture)
{
  return bedside_session_get_unsent (bedside_practice_fixture_get_session (&fixture->practice));
}

static void
add_fault (Fixture              *fixture,
           const char           *path,
           BedsideDemoFaultKind  kind,
           guint                 count,
           guint                 status,
           const char           *body,
           const char           *retry_after)
{
  BedsideDemoFault fault = { .method = "PUT", .path_pattern = path, .kind = kind, .count = count, .status = status,
                             .body = body, .retry_after = retry_after };

  bedside_demo_server_add_fault (fixture->practice.server, &fault);
}

static void
assert_server (Fixture    *fixture,
               const char *expected)
{
  g_autofree char *held = bedside_practice_fixture_dup_server (&fixture->practice, fixture->room);

  g_assert_cmpstr (held, ==, expected);
}

static void
assert_timeline (Fixture    *fixture,
                 const char *expected)
{
  g_autofree char *text = bedside_practice_fixture_dup_timeline (fixture->conversation);

  g_assert_cmpstr (text, ==, expected);
}

static gboolean
timeline_is (Fixture    *fixture,
             const char *expected)
{
  g_autofree char *text = bedside_practice_fixture_dup_timeline (fixture->conversation);

  return g_str_equal (text, expected);
}

static gboolean
server_holds (Fixture    *fixture,
              const char *expected)
{
  g_autofree char *held = bedside_practice_fixture_dup_server (&fixture->practice, fixture->room);

  return g_str_equal (held, expected);
}

static void
test_drop (Fixture       *fixture,
           gconstpointer  data)
{
  add_fault (fixture, "*/send/*", GPOINTER_TO_INT (data), 2, 0, NULL, NULL);
  send (fixture, "first");
  send (fixture, "second");
  bedside_await (count_unsent (fixture) == 0, 30);
  assert_server (fixture, "first|second");
  assert_timeline (fixture, "first|second");
}

static void
test_rate_limit (Fixture       *fixture,
                 gconstpointer  data)
{
  gint64 start = g_get_monotonic_time ();

  add_fault (fixture, "*/send/*", BEDSIDE_DEMO_FAULT_STATUS, 1, 429,
             "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Too fast\",\"retry_after_ms\":100}", "1");
  send (fixture, "first");
  send (fixture, "second");
  bedside_await (count_unsent (fixture) == 0, 30);
  /* The header counts, not the body. */
  g_assert_cmpint (g_get_monotonic_time () - start, >=, G_USEC_PER_SEC);
  assert_server (fixture, "first|second");
  assert_timeline (fixture, "first|second");
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  add_fault (fixture, "*/send/*", BEDSIDE_DEMO_FAULT_STATUS, 1, 403,
             "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"No\",\"org.bedside.reason\":\"chat_disabled\"}", NULL);
  send (fixture, "first");
  send (fixture, "second");
  bedside_await (server_holds (fixture, "second"), 10);
  bedside_await (bedside_conversation_get_not_sent (fixture->conversation) == 1, 10);
  bedside_await (bedside_conversation_get_pending (fixture->conversation) == 0, 10);
  bedside_await (timeline_is (fixture, "second|!first"), 10);
  g_assert_cmpuint (count_unsent (fixture), ==, 1);

  /* It survives a crash, and is not tried by itself. */
  bedside_practice_fixture_kill (&fixture->practice);
  bedside_practice_fixture_start (&fixture->practice);
  bedside_await_online (&fixture->practice);
  open_conversation (fixture);
  assert_timeline (fixture, "second|!first");
  assert_server (fixture, "second");

  BedsideMessage *message = bedside_practice_fixture_find_message (fixture->conversation, "first");
  bedside_session_retry (bedside_practice_fixture_get_session (&fixture->practice), fixture->conversation, message);
  bedside_await (count_unsent (fixture) == 0, 10);
  assert_server (fixture, "second|first");
  assert_timeline (fixture, "second|first");
}

static void
test_delete_refused (Fixture       *fixture,
                     gconstpointer  data)
{
  add_fault (fixture, "*/send/*", BEDSIDE_DEMO_FAULT_STATUS, 1, 413,
             "{\"errcode\":\"M_TOO_LARGE\",\"error\":\"Too large\"}", NULL);
  send (fixture, "first");
  bedside_await (bedside_conversation_get_not_sent (fixture->conversation) == 1, 10);
  bedside_session_delete_unsent (bedside_practice_fixture_get_session (&fixture->practice), fixture->conversation,
                                 bedside_practice_fixture_find_message (fixture->conversation, "first"));
  assert_timeline (fixture, "");
  g_assert_cmpuint (count_unsent (fixture), ==, 0);
  g_assert_cmpuint (bedside_conversation_get_not_sent (fixture->conversation), ==, 0);

  bedside_practice_fixture_close (&fixture->practice);
  bedside_practice_fixture_start (&fixture->practice);
  open_conversation (fixture);
  assert_timeline (fixture, "");
  assert_server (fixture, "");
}

static void
test_killed (Fixture       *fixture,
             gconstpointer  data)
{
  BedsideDemoFaultKind kind = GPOINTER_TO_INT (data);
  guint before = bedside_demo_server_count_requests (fixture->practice.server, "PUT", "*/send/*");

  add_fault (fixture, "*/send/*", kind, 0, 0, NULL, NULL);
  send (fixture, "once");
  bedside_await (bedside_demo_server_count_requests (fixture->practice.server, "PUT", "*/send/*") > before, 10);
  bedside_practice_fixture_kill (&fixture->practice);
  bedside_demo_server_clear_faults (fixture->practice.server);

  bedside_practice_fixture_start (&fixture->practice);
  open_conversation (fixture);
  bedside_await (count_unsent (fixture) == 0, 10);
  bedside_await_online (&fixture->practice);
  assert_server (fixture, "once");
  assert_timeline (fixture, "once");
}

/* A transaction id counts for a device; the uuid tells for ever. */
static void
test_recognised_by_uuid (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  add_fault (fixture, "*/send/*", BEDSIDE_DEMO_FAULT_STALL, 0, 0, NULL, NULL);
  send (fixture, "once");
  bedside_await (server_holds (fixture, "once"), 10);
  bedside_await (count_unsent (fixture) == 0, 10);
  assert_timeline (fixture, "once");
  g_assert_cmpint (bedside_message_get_state (bedside_practice_fixture_find_message (fixture->conversation, "once")),
                   ==, BEDSIDE_MESSAGE_STATE_SENT);
}

static void
test_echo_first (Fixture       *fixture,
                 gconstpointer  data)
{
  BedsideDemoFault slow_answer = { .method = "PUT", .path_pattern = "*/send/*", .kind = BEDSIDE_DEMO_FAULT_DELAY,
                                   .delay = 400 };

  bedside_demo_server_add_fault (fixture->practice.server, &slow_answer);
  send (fixture, "first");
  send (fixture, "second");
  bedside_await (count_unsent (fixture) == 0, 10);
  assert_server (fixture, "first|second");
  assert_timeline (fixture, "first|second");
}

static void
test_order_with_others (Fixture       *fixture,
                        gconstpointer  data)
{
  BedsideDemoFault refused = { .method = "PUT", .path_pattern = "*/send/*", .kind = BEDSIDE_DEMO_FAULT_DROP_BEFORE,
                               .count = 1 };

  bedside_demo_server_add_fault (fixture->practice.server, &refused);
  send (fixture, "mine");
  g_free (bedside_demo_server_say (fixture->practice.server, fixture->room, fixture->ada, "hers"));
  bedside_await (count_unsent (fixture) == 0, 10);
  assert_server (fixture, "hers|mine");
  bedside_await (bedside_practice_fixture_find_message (fixture->conversation, "hers") != NULL, 10);
  assert_timeline (fixture, "hers|mine");
}

static void
test_survives_refresh (Fixture       *fixture,
                       gconstpointer  data)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      bedside_demo_server_expire_tokens (fixture->practice.server, FALSE);
      send (fixture, text);
      bedside_await (count_unsent (fixture) == 0, 10);
    }
  assert_server (fixture, "0|1|2");
  assert_timeline (fixture, "0|1|2");

  /* What the refresh gave is in the keyring. */
  bedside_practice_fixture_kill (&fixture->practice);
  bedside_practice_fixture_start (&fixture->practice);
  bedside_await_online (&fixture->practice);
}

#define add(path, data, function) \
        g_test_add ("/practice/delivery/" path, Fixture, GINT_TO_POINTER (data), set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("R18-request-lost", BEDSIDE_DEMO_FAULT_DROP_BEFORE, test_drop);
  add ("R18-edge-07-answer-lost", BEDSIDE_DEMO_FAULT_DROP_AFTER, test_drop);
  add ("edge-09-rate-limit-keeps-order", 0, test_rate_limit);
  add ("refused-is-kept", 0, test_refused);
  add ("refused-can-be-deleted", 0, test_delete_refused);
  add ("R19-killed-before-forwarding", BEDSIDE_DEMO_FAULT_DROP_BEFORE, test_killed);
  add ("R19-killed-before-answer", BEDSIDE_DEMO_FAULT_STALL, test_killed);
  add ("edge-07-recognised-by-uuid", 0, test_recognised_by_uuid);
  add ("edge-07-echo-before-answer", 0, test_echo_first);
  add ("order-with-others", 0, test_order_with_others);
  add ("token-renewed-in-between", 0, test_survives_refresh);

  return g_test_run ();
}
