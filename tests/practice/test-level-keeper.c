/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-practice-fixture.h"

#include "bedside-json.h"
#include "bedside-session-private.h"

/* The levels of conversations say what the rules say, as the patient's own client reads them. */

typedef BedsidePracticeFixture Fixture;

#define HASTE 10
#define LEVELS "*/state/m.room.power_levels*"

static gint64
get_level (Fixture    *fixture,
           const char *room_id,
           const char *name)
{
  g_autofree char *text = bedside_demo_server_dup_state (fixture->server, room_id, "m.room.power_levels", "");
  g_autoptr(JsonObject) levels = bedside_json_parse_object (text, -1, NULL);
  g_autofree char *user_id = g_strconcat ("@", name, strchr (fixture->me, ':'), NULL);
  gint64 level = -1;

  bedside_json_get_int (bedside_json_get_object (levels, "users"), user_id, &level);

  return level;
}

static void
set_level (Fixture    *fixture,
           const char *room_id,
           const char *name,
           int         level)
{
  g_autofree char *text = bedside_demo_server_dup_state (fixture->server, room_id, "m.room.power_levels", "");
  g_autoptr(JsonObject) levels = bedside_json_parse_object (text, -1, NULL);
  g_autofree char *user_id = g_strconcat ("@", name, strchr (fixture->me, ':'), NULL);

  json_object_set_int_member (bedside_json_get_object (levels, "users"), user_id, level);
  g_autofree char *changed = bedside_json_object_to_text (levels);
  g_free (bedside_demo_server_add_event (fixture->server, room_id, fixture->me, "m.room.power_levels", "", changed));
}

static guint
count_writes (Fixture *fixture)
{
  return bedside_demo_server_count_requests (fixture->server, "PUT", LEVELS);
}

/* The keeper's pace spares servers, and would be most of what these tests take. */
static void
hurry (Fixture *fixture)
{
  bedside_upkeep_set_haste (bedside_practice_fixture_get_session (fixture)->upkeep, HASTE);
}

static void
sign_in (Fixture *fixture)
{
  bedside_practice_fixture_sign_in (fixture);
  hurry (fixture);
}

/* Longer than the keeper takes to act upon anything. */
static void
let_time_pass (void)
{
  gint64 later = g_get_monotonic_time () + 600 * G_TIME_SPAN_MILLISECOND;

  bedside_await (g_get_monotonic_time () > later, 5);
}

static void
add_status (Fixture    *fixture,
            const char *method,
            guint       count,
            guint       status,
            const char *errcode,
            const char *retry_after)
{
  g_autofree char *body = g_strdup_printf ("{\"errcode\":\"%s\",\"error\":\"No\"}", errcode);
  const BedsideDemoFault fault = { .method = method, .path_pattern = LEVELS, .kind = BEDSIDE_DEMO_FAULT_STATUS,
                                   .count = count, .status = status, .body = body, .retry_after = retry_after };

  bedside_demo_server_add_fault (fixture->server, &fault);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  bedside_practice_fixture_set_up (fixture, NULL);
  bedside_demo_server_set_enforced (fixture->server, GPOINTER_TO_INT (data) == 0);
  g_free (bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace"));
}

static void
test_mirrors (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");

  g_free (bedside_demo_server_say (fixture->server, room, "robin", "Hello"));
  sign_in (fixture);
  bedside_practice_fixture_set_access (fixture, "ada", "disabled");
  bedside_await (get_level (fixture, room, "ada") == 0, 10);
  bedside_practice_fixture_set_access (fixture, "ada", "enabled");
  bedside_await (get_level (fixture, room, "ada") == 10, 10);
  bedside_practice_fixture_set_settings (fixture, TRUE, FALSE);
  bedside_await (get_level (fixture, room, "ada") == 0, 10);
  bedside_practice_fixture_set_settings (fixture, TRUE, TRUE);
  bedside_await (get_level (fixture, room, "ada") == 10, 10);
  bedside_practice_fixture_set_settings (fixture, FALSE, FALSE);
  bedside_await (get_level (fixture, room, "ada") == 0, 10);
  g_assert_cmpint (get_level (fixture, room, "robin"), ==, 100);
  g_assert_cmpuint (count_writes (fixture), ==, 5);
}

static void
test_at_start (Fixture       *fixture,
               gconstpointer  data)
{
  g_free (bedside_practice_fixture_add_patient (fixture, "ben", "Ben", "Okafor"));
  g_free (bedside_practice_fixture_add_patient (fixture, "chloe", "Chloe", "Dubois"));
  g_autofree char *ada = bedside_practice_fixture_add_room (fixture, "ada");
  g_autofree char *ben = bedside_practice_fixture_add_room (fixture, "ben");
  g_autofree char *chloe = bedside_practice_fixture_add_room (fixture, "chloe");

  bedside_practice_fixture_set_access (fixture, "ben", "disabled");
  set_level (fixture, chloe, "chloe", 0);
  g_free (bedside_demo_server_say (fixture->server, chloe, "robin", "Hello"));
  sign_in (fixture);
  bedside_await (get_level (fixture, ben, "ben") == 0 && get_level (fixture, chloe, "chloe") == 10, 10);
  let_time_pass ();
  g_assert_cmpint (get_level (fixture, ada, "ada"), ==, 10);
  g_assert_cmpuint (count_writes (fixture), ==, 2);

  /* What happened while this one was away. */
  bedside_practice_fixture_close (fixture);
  bedside_practice_fixture_set_access (fixture, "ada", "disabled");
  bedside_practice_fixture_start (fixture);
  hurry (fixture);
  bedside_await (get_level (fixture, ada, "ada") == 0, 10);
  g_assert_cmpuint (count_writes (fixture), ==, 3);
}

/* Old rooms may hold texts for levels, and others may have put there what we do not know. */
static void
test_keeps_the_rest (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  const char *server = strchr (fixture->me, ':');
  g_autofree char *levels = g_strdup_printf ("{\"users\":{\"@robin%s\":100,\"@ada%s\":\"10\",\"@x:y\":7},"
                                             "\"users_default\":\"0\",\"historical\":100,\"later\":{\"a\":[1]}}",
                                             server, server);
  g_autofree char *expected = g_strdup_printf ("{\"users\":{\"@robin%s\":100,\"@ada%s\":0,\"@x:y\":7},"
                                               "\"users_default\":\"0\",\"historical\":100,\"later\":{\"a\":[1]}}",
                                               server, server);

  g_free (bedside_demo_server_add_event (fixture->server, room, fixture->me, "m.room.power_levels", "", levels));
  sign_in (fixture);
  let_time_pass ();
  g_assert_cmpuint (count_writes (fixture), ==, 0);
  bedside_practice_fixture_set_access (fixture, "ada", "disabled");
  bedside_await (count_writes (fixture) == 1, 10);
  bedside_await (get_level (fixture, room, "ada") == 0, 10);

  g_autofree char *text = bedside_demo_server_dup_state (fixture->server, room, "m.room.power_levels", "");
  g_autoptr(JsonObject) now = bedside_json_parse_object (text, -1, NULL);
  g_autoptr(JsonObject) wanted = bedside_json_parse_object (expected, -1, NULL);
  g_assert_true (json_object_equal (now, wanted));
}

/* A patient who is a creator of the room can always write there, whatever the levels say: a server refuses those that
 * name him, so that it is no use to write any. */
static void
test_creator (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *ada = g_strconcat ("@ada", strchr (fixture->me, ':'), NULL);
  g_autofree char *create = g_strdup_printf ("{\"room_version\":\"12\",\"additional_creators\":[\"%s\"],"
                                             "\"org.bedside.chat\":{\"v\":1,\"practice\":\"%s\",\"patient_key\":"
                                             "\"key-ada\",\"patient\":\"%s\",\"practitioner\":\"%s\"}}", ada,
                                             fixture->space, ada, fixture->me);
  const char *members[] = { fixture->me, ada, NULL };
  g_autofree char *room = bedside_demo_server_add_room (fixture->server, fixture->me, create, members);
  const char levels[] = "{\"users\":{},\"events_default\":10}";

  g_free (bedside_demo_server_add_event (fixture->server, room, fixture->me, "m.room.power_levels", "", levels));
  g_free (bedside_demo_server_say (fixture->server, room, "robin", "Hello"));
  sign_in (fixture);
  bedside_practice_fixture_await (fixture, "Ada Lovelace");
  bedside_practice_fixture_set_access (fixture, "ada", "disabled");
  let_time_pass ();
  bedside_practice_fixture_set_access (fixture, "ada", "enabled");
  let_time_pass ();
  g_assert_cmpuint (count_writes (fixture), ==, 0);

  g_autofree char *text = bedside_demo_server_dup_state (fixture->server, room, "m.room.power_levels", "");
  g_assert_cmpstr (text, ==, levels);
}

/* Somebody else writes between reading and writing, or has done it already. */
static void
test_changed_meanwhile (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  const BedsideDemoFault slow = { .method = "GET", .path_pattern = LEVELS, .kind = BEDSIDE_DEMO_FAULT_DROP_BEFORE,
                                  .count = 2 };

  sign_in (fixture);
  bedside_demo_server_add_fault (fixture->server, &slow);
  bedside_practice_fixture_set_access (fixture, "ada", "disabled");
  bedside_await (bedside_demo_server_count_requests (fixture->server, "GET", LEVELS) > 0, 10);
  /* What this one wanted is there, and more: it is read anew, and then there is nothing to write and to wait for. */
  set_level (fixture, room, "x", 7);
  set_level (fixture, room, "ada", 0);
  let_time_pass ();
  g_assert_cmpuint (count_writes (fixture), ==, 0);

  bedside_practice_fixture_set_access (fixture, "ada", "enabled");
  g_free (bedside_demo_server_say (fixture->server, room, "robin", "Hello"));
  bedside_await (get_level (fixture, room, "ada") == 10, 20);
  g_assert_cmpint (get_level (fixture, room, "x"), ==, 7);
  g_assert_cmpuint (count_writes (fixture), ==, 1);
}

/* One after the other, each once, waiting when the server asks for it. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  enum { N = 40 };
  char *rooms[N] = { NULL };
  guint closed = 0;

  for (guint i = 0; i < N; i++)
    {
      g_autofree char *name = g_strdup_printf ("p%u", i);

      g_free (bedside_practice_fixture_add_patient (fixture, name, "Patient", name));
      rooms[i] = bedside_practice_fixture_add_room (fixture, name);
    }
  sign_in (fixture);
  let_time_pass ();
  add_status (fixture, "PUT", 1, 429, "M_LIMIT_EXCEEDED", "2");
  bedside_practice_fixture_set_settings (fixture, TRUE, FALSE);
  bedside_await (count_writes (fixture) == 1, 10);
  let_time_pass ();
  /* Nothing else was tried meanwhile. */
  g_assert_cmpuint (count_writes (fixture), ==, 1);

  bedside_await (count_writes (fixture) == N + 1, 40);
  let_time_pass ();
  g_assert_cmpuint (count_writes (fixture), ==, N + 1);
  for (guint i = 0; i < N; i++)
    {
      g_autofree char *name = g_strdup_printf ("p%u", i);

      closed += get_level (fixture, rooms[i], name) == 0;
      g_free (rooms[i]);
    }
  g_assert_cmpuint (closed, ==, N);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");

  sign_in (fixture);
  add_status (fixture, "PUT", 1, 403, "M_FORBIDDEN", NULL);
  bedside_practice_fixture_set_access (fixture, "ada", "disabled");
  bedside_await (count_writes (fixture) == 1, 10);
  /* Not again at each answer of sync. */
  g_free (bedside_demo_server_say (fixture->server, room, "ada", "Hello"));
  let_time_pass ();
  g_assert_cmpuint (count_writes (fixture), ==, 1);
  g_assert_cmpint (get_level (fixture, room, "ada"), ==, 10);

  /* Another change is tried anew. */
  bedside_practice_fixture_set_access (fixture, "ada", "enabled");
  let_time_pass ();
  set_level (fixture, room, "ada", 0);
  bedside_await (get_level (fixture, room, "ada") == 10, 10);
}

static void
test_lost (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  const BedsideDemoFault faults[] = {
    { .method = "GET", .path_pattern = LEVELS, .kind = BEDSIDE_DEMO_FAULT_DROP_BEFORE, .count = 2 },
    { .method = "PUT", .path_pattern = LEVELS, .kind = BEDSIDE_DEMO_FAULT_DROP_AFTER, .count = 1 },
  };

  sign_in (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    bedside_demo_server_add_fault (fixture->server, &faults[i]);
  bedside_practice_fixture_set_access (fixture, "ada", "disabled");
  bedside_await (get_level (fixture, room, "ada") == 0, 15);
}

static void
test_of_others (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *create = g_strdup_printf ("{\"org.bedside.chat\":{\"v\":1,\"practice\":\"%s\","
                                             "\"patient_key\":\"key-ada\",\"patient\":\"@ada%s\","
                                             "\"practitioner\":\"%s\"}}", fixture->space,
                                             strchr (fixture->me, ':'), fixture->colleague);
  g_autofree char *patient = g_strconcat ("@ada", strchr (fixture->me, ':'), NULL);
  const char *members[] = { fixture->me, patient, NULL };
  g_autofree char *room = bedside_demo_server_add_room (fixture->server, fixture->colleague, create, members);

  sign_in (fixture);
  bedside_practice_fixture_set_access (fixture, "ada", "disabled");
  let_time_pass ();
  g_assert_cmpint (get_level (fixture, room, "ada"), ==, 10);
  g_assert_cmpuint (count_writes (fixture), ==, 0);
}

/* The patient can write from the first message on, not before. */
static void
test_first_message (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  const BedsideDemoFault slow = { .method = "PUT", .path_pattern = "*/send/*", .kind = BEDSIDE_DEMO_FAULT_STATUS,
                                  .count = 1, .status = 429, .retry_after = "3",
                                  .body = "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Too fast\"}" };

  set_level (fixture, room, "ada", 0);
  bedside_demo_server_add_fault (fixture->server, &slow);
  sign_in (fixture);
  bedside_session_send (bedside_practice_fixture_get_session (fixture),
                        bedside_practice_fixture_await (fixture, "Ada Lovelace"), "first");
  bedside_await (bedside_demo_server_count_requests (fixture->server, "PUT", "*/send/*") == 1, 10);
  bedside_practice_fixture_set_settings (fixture, TRUE, TRUE);
  let_time_pass ();
  g_assert_cmpint (get_level (fixture, room, "ada"), ==, 0);
  bedside_await (get_level (fixture, room, "ada") == 10, 20);
  g_assert_cmpuint (count_writes (fixture), ==, 1);
}

/* What was refused and given up is no first message. */
static void
test_nothing_sent (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  const BedsideDemoFault refusal = { .method = "PUT", .path_pattern = "*/send/*", .kind = BEDSIDE_DEMO_FAULT_STATUS,
                                     .count = 1, .status = 403,
                                     .body = "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"No\"}" };

  set_level (fixture, room, "ada", 0);
  bedside_demo_server_add_fault (fixture->server, &refusal);
  sign_in (fixture);

  BedsideSession *session = bedside_practice_fixture_get_session (fixture);
  BedsideConversation *conversation = bedside_practice_fixture_await (fixture, "Ada Lovelace");

  bedside_session_open (session, conversation);
  bedside_session_send (session, conversation, "first");
  bedside_await (bedside_conversation_get_not_sent (conversation) == 1, 10);
  bedside_session_delete_unsent (session, conversation,
                                 bedside_practice_fixture_find_message (conversation, "first"));
  bedside_await (bedside_conversation_get_not_sent (conversation) == 0, 10);
  bedside_practice_fixture_set_settings (fixture, TRUE, TRUE);
  let_time_pass ();
  g_assert_cmpint (get_level (fixture, room, "ada"), ==, 0);
  bedside_session_send (session, conversation, "second");
  bedside_await (get_level (fixture, room, "ada") == 10, 20);
  g_assert_cmpuint (count_writes (fixture), ==, 1);
}

/* Who is removed from the practice must not be written to by its patients any more. */
static void
test_removed_practitioner (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");

  sign_in (fixture);
  let_time_pass ();
  bedside_demo_server_kick (fixture->server, fixture->directory, fixture->colleague, fixture->me);
  bedside_demo_server_kick (fixture->server, fixture->space, fixture->colleague, fixture->me);
  bedside_await (get_level (fixture, room, "ada") == 0, 10);
}

/* The directory is out of sight for a moment: that is no reason to close anything. */
static void
test_without_directory (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");

  sign_in (fixture);
  BedsideConversation *conversation = bedside_practice_fixture_await (fixture, "Ada Lovelace");
  bedside_demo_server_kick (fixture->server, fixture->directory, fixture->colleague, fixture->me);
  bedside_await (bedside_conversation_get_closed_reason (conversation) == BEDSIDE_CLOSED_REASON_NO_PRACTICE, 10);
  let_time_pass ();
  g_assert_cmpint (get_level (fixture, room, "ada"), ==, 10);
}

#define add(path, data, function) \
        g_test_add ("/practice/levels/" path, Fixture, GINT_TO_POINTER (data), set_up, function, \
                    bedside_practice_fixture_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("R8-R10-R26-mirror", 0, test_mirrors);
  add ("R8-R10-R26-mirror/plain-server", 1, test_mirrors);
  add ("at-start", 1, test_at_start);
  add ("edge-19-keeps-the-rest", 1, test_keeps_the_rest);
  add ("edge-19-changed-meanwhile", 1, test_changed_meanwhile);
  add ("edge-18-patient-is-a-creator", 1, test_creator);
  add ("many", 1, test_many);
  add ("refused", 1, test_refused);
  add ("lost", 1, test_lost);
  add ("of-others", 1, test_of_others);
  add ("R2-first-message", 0, test_first_message);
  add ("R2-nothing-sent", 1, test_nothing_sent);
  add ("removed-practitioner", 1, test_removed_practitioner);
  add ("without-directory", 1, test_without_directory);

  return g_test_run ();
}
