/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-json.h"
#include "bedside-starting-fixture.h"

#include "bedside-session-news.h"

/* The first message of a conversation, which makes it. */

static void
on_started (gboolean *started)
{
  g_assert_false (*started);
  *started = TRUE;
}

static void
test_first_message (BedsideStartingFixture *fixture,
                    gconstpointer           data)
{
  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);
  gboolean started = FALSE;

  g_assert_false (bedside_conversation_get_started (conversation));
  g_assert_cmpstr (bedside_conversation_get_title (conversation), ==, "Ada Lovelace");
  g_assert_cmpstr (bedside_conversation_get_subtitle (conversation), ==, "10 Dec 1985");
  g_assert_cmpint (bedside_conversation_get_closed_reason (conversation), ==, BEDSIDE_CLOSED_REASON_NONE);
  g_assert_false (bedside_conversation_get_inactive (conversation));
  g_assert_cmpuint (bedside_starting_count_listed (fixture), ==, 1);
  g_assert_cmpuint (bedside_starting_count_rooms (fixture), ==, 0);

  g_signal_connect_swapped (conversation, "notify::started", G_CALLBACK (on_started), &started);
  bedside_session_set_draft (bedside_starting_get_session (fixture), conversation, "Good morn");
  bedside_session_send (bedside_starting_get_session (fixture), conversation, "Good morning");
  g_assert_cmpstr (bedside_conversation_get_preview (conversation), ==, "Good morning");
  bedside_starting_assert_done (fixture, conversation, "Good morning");
  g_assert_true (started);
  g_assert_cmpstr (bedside_conversation_get_draft (conversation), ==, "");
  g_assert_cmpuint (bedside_starting_count_asked (fixture, NULL, "*/createRoom*"), ==, 1);
  g_signal_handlers_disconnect_by_data (conversation, &started);

  bedside_session_send (bedside_starting_get_session (fixture), conversation, "How are you?");
  bedside_starting_assert_done (fixture, conversation, "Good morning|How are you?");
  bedside_starting_await_level (fixture, bedside_conversation_get_room_id (conversation), 10);
}

/* A colleague writes to her already: who enabled chat, and when, stays. */
static void
test_enabled_before (BedsideStartingFixture *fixture,
                     gconstpointer           data)
{
  bedside_practice_fixture_set_access (&fixture->practice, "ada", "enabled");

  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);

  bedside_session_send (bedside_starting_get_session (fixture), conversation, "Hello");
  bedside_starting_assert_done (fixture, conversation, "Hello");
  g_assert_cmpuint (bedside_starting_count_asked (fixture, "PUT", "*/org.bedside.access/*"), ==, 0);
}

/* The room that is being made is the wrong one by the time it is there: the message goes to the account she has. */
static void
test_linked_meanwhile (BedsideStartingFixture *fixture,
                       gconstpointer           data)
{
  BedsideDemoServer *server = fixture->practice.server;
  const BedsideDemoFault slow = { .path_pattern = "*/createRoom*", .kind = BEDSIDE_DEMO_FAULT_DELAY, .count = 1,
                                  .delay = 1500 };
  g_autofree char *other = bedside_demo_server_add_user (server, "ada2", "ada2", "Ada");
  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);
  BedsidePatient *patient = bedside_conversation_get_patient (conversation);

  bedside_demo_server_set_enforced (server, FALSE);
  bedside_demo_server_add_fault (server, &slow);
  bedside_session_send (bedside_starting_get_session (fixture), conversation, "Hello");
  bedside_await (bedside_starting_count_asked (fixture, NULL, "*/createRoom*") == 1, BEDSIDE_STARTING_LIMIT);
  bedside_starting_put_patient (fixture, "ada", "Ada", "activated", other);
  bedside_await (g_strcmp0 (bedside_patient_get_user_id (patient), other) == 0, BEDSIDE_STARTING_LIMIT);
  bedside_await (bedside_conversation_get_started (conversation), BEDSIDE_STARTING_LIMIT);

  g_autofree char *room = g_strdup (bedside_conversation_get_room_id (conversation));
  g_auto(GStrv) rooms = bedside_demo_server_dup_conversations (server, fixture->practice.me, other);
  g_auto(GStrv) wrong = bedside_demo_server_dup_conversations (server, fixture->practice.me, fixture->ada);

  g_assert_cmpuint (g_strv_length (rooms), ==, 1);
  g_assert_cmpstr (rooms[0], ==, room);
  bedside_await (bedside_conversation_get_pending (conversation) == 0, BEDSIDE_STARTING_LIMIT);
  for (guint i = 0; wrong[i] != NULL; i++)
    {
      g_autofree char *texts = bedside_practice_fixture_dup_server (&fixture->practice, wrong[i]);

      g_assert_cmpstr (texts, ==, "");
    }
}

/* What the room is made of: the server's rules take nothing else, and a stock client has to show the truth. */
static void
test_room (BedsideStartingFixture *fixture,
           gconstpointer           data)
{
  bedside_demo_server_set_enforced (fixture->practice.server, FALSE);

  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);

  bedside_session_send (bedside_starting_get_session (fixture), conversation, "Hello");
  bedside_starting_assert_done (fixture, conversation, "Hello");

  g_autofree char *room = bedside_starting_dup_room (fixture);
  g_autofree char *create = bedside_demo_server_dup_state (fixture->practice.server, room, "m.room.create", "");
  g_autofree char *rules = bedside_demo_server_dup_state (fixture->practice.server, room, "m.room.join_rules", "");
  g_autofree char *guests = bedside_demo_server_dup_state (fixture->practice.server, room, "m.room.guest_access", "");
  g_autofree char *power = bedside_demo_server_dup_state (fixture->practice.server, room, "m.room.power_levels", "");
  g_autoptr(JsonObject) content = bedside_json_parse_object (create, -1, NULL);
  g_autoptr(JsonObject) levels = bedside_json_parse_object (power, -1, NULL);
  JsonObject *binding = bedside_json_get_object (content, "org.bedside.chat");
  JsonObject *users = bedside_json_get_object (levels, "users");
  gboolean federate = TRUE;
  gint64 level = -1;

  g_assert_cmpstr (bedside_json_get_string (content, "room_version"), ==, "11");
  g_assert_true (bedside_json_get_boolean (content, "m.federate", &federate));
  g_assert_false (federate);
  g_assert_cmpstr (bedside_json_get_string (binding, "practice"), ==, fixture->practice.space);
  g_assert_cmpstr (bedside_json_get_string (binding, "patient_key"), ==, "key-ada");
  g_assert_cmpstr (bedside_json_get_string (binding, "patient"), ==, fixture->ada);
  g_assert_cmpstr (bedside_json_get_string (binding, "practitioner"), ==, fixture->practice.me);
  g_assert_nonnull (strstr (rules, "\"invite\""));
  g_assert_nonnull (strstr (guests, "\"forbidden\""));
  g_assert_true (bedside_json_get_int (users, fixture->practice.me, &level));
  g_assert_cmpint (level, ==, 100);
  g_assert_true (bedside_json_get_int (levels, "events_default", &level));
  g_assert_cmpint (level, ==, 10);
  g_assert_true (bedside_json_get_int (levels, "users_default", &level));
  g_assert_cmpint (level, ==, 0);
  g_assert_true (bedside_json_get_int (levels, "invite", &level));
  g_assert_cmpint (level, ==, 100);
}

/* --- what can go wrong on the way --- */

typedef struct {
  const char           *method;
  const char           *path;
  BedsideDemoFaultKind  kind;
} Point;

static const Point points[] = {
  { "GET", "*/org.bedside.access/*", BEDSIDE_DEMO_FAULT_DROP_BEFORE },
  { "GET", "*/org.bedside.access/*", BEDSIDE_DEMO_FAULT_DROP_AFTER },
  { "PUT", "*/org.bedside.access/*", BEDSIDE_DEMO_FAULT_DROP_BEFORE },
  { "PUT", "*/org.bedside.access/*", BEDSIDE_DEMO_FAULT_DROP_AFTER },
  { "PUT", "*/createRoom/*", BEDSIDE_DEMO_FAULT_DROP_BEFORE },
  { "PUT", "*/createRoom/*", BEDSIDE_DEMO_FAULT_DROP_AFTER },
  { "PUT", "*/send/*", BEDSIDE_DEMO_FAULT_DROP_BEFORE },
  { "PUT", "*/send/*", BEDSIDE_DEMO_FAULT_DROP_AFTER },
};

static void
test_dropped (BedsideStartingFixture *fixture,
              gconstpointer           data)
{
  const Point *point = data;
  BedsideSession *session = bedside_starting_get_session (fixture);
  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);

  /* libsoup repeats a PUT by itself when a kept connection has ended. */
  bedside_starting_add_fault (fixture, point->method, point->path, point->kind, 3);
  bedside_session_send (session, conversation, "Hello");
  bedside_await (bedside_starting_count_asked (fixture, point->method, point->path) >= 1, BEDSIDE_STARTING_LIMIT);
  bedside_starting_assert_done (fixture, conversation, "Hello");
}

static void
test_killed (BedsideStartingFixture *fixture,
             gconstpointer           data)
{
  const Point *point = data;
  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);

  bedside_starting_add_fault (fixture, point->method, point->path, point->kind, 0);
  bedside_session_send (bedside_starting_get_session (fixture), conversation, "Hello");
  bedside_await (bedside_starting_count_asked (fixture, point->method, point->path) >= 1, BEDSIDE_STARTING_LIMIT);
  /* libsoup 3.2 stumbles over requests that are cancelled at the moment in which their connection is lost. */
  bedside_starting_let_time_pass (100);
  g_clear_object (&conversation);
  bedside_practice_fixture_kill (&fixture->practice);
  bedside_demo_server_clear_faults (fixture->practice.server);

  bedside_practice_fixture_start (&fixture->practice);
  conversation = g_object_ref (bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace"));
  bedside_session_open (bedside_starting_get_session (fixture), conversation);
  bedside_starting_assert_done (fixture, conversation, "Hello");
  bedside_starting_await_level (fixture, bedside_conversation_get_room_id (conversation), 10);
}

/* The server has made the room, but nobody hears of it but through sync. */
static void
test_stalled (BedsideStartingFixture *fixture,
              gconstpointer           data)
{
  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);

  bedside_starting_add_fault (fixture, "PUT", "*/createRoom/*", BEDSIDE_DEMO_FAULT_STALL, 1);
  bedside_session_send (bedside_starting_get_session (fixture), conversation, "Hello");
  bedside_starting_assert_done (fixture, conversation, "Hello");
}

static void
test_offline (BedsideStartingFixture *fixture,
              gconstpointer           data)
{
  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);

  bedside_starting_stop_server (fixture);
  bedside_session_send (bedside_starting_get_session (fixture), conversation, "One");
  bedside_session_send (bedside_starting_get_session (fixture), conversation, "Two");
  bedside_starting_flush (fixture);
  g_clear_object (&conversation);
  bedside_practice_fixture_kill (&fixture->practice);
  bedside_practice_fixture_start (&fixture->practice);
  conversation = g_object_ref (bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace"));
  bedside_session_open (bedside_starting_get_session (fixture), conversation);
  g_assert_cmpuint (bedside_conversation_get_pending (conversation), ==, 2);
  g_assert_cmpstr (bedside_conversation_get_preview (conversation), ==, "Two");
  bedside_starting_start_server (fixture);
  bedside_starting_assert_done (fixture, conversation, "One|Two");
}

/* The server has forgotten what it told: it names every room anew, and this one is not among them. */
static void
test_started_over (BedsideStartingFixture *fixture,
                   gconstpointer           data)
{
  BedsideDemoFault fault = { .method = "GET", .path_pattern = "*/sync", .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 1,
                             .status = 400, .body = "{\"errcode\":\"M_UNKNOWN\",\"error\":\"Invalid stream token\"}" };
  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);

  bedside_starting_stop_server (fixture);
  bedside_session_send (bedside_starting_get_session (fixture), conversation, "Hello");
  bedside_demo_server_add_fault (fixture->practice.server, &fault);
  bedside_starting_start_server (fixture);
  bedside_starting_assert_done (fixture, conversation, "Hello");
}

static void
test_rate_limit (BedsideStartingFixture *fixture,
                 gconstpointer           data)
{
  gint64 began = g_get_monotonic_time ();
  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);

  bedside_starting_add_answer (fixture, "*/createRoom/*", 429,
                               "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Too fast\"}", "1");
  bedside_session_send (bedside_starting_get_session (fixture), conversation, "Hello");
  bedside_starting_assert_done (fixture, conversation, "Hello");
  g_assert_cmpint (g_get_monotonic_time () - began, >=, G_USEC_PER_SEC);
}

static void
test_refused (BedsideStartingFixture *fixture,
              gconstpointer           data)
{
  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);

  bedside_starting_add_answer (fixture, data, 403,
                               "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"No\",\"org.bedside.reason\":\"not_linked\"}",
                               NULL);
  bedside_session_send (bedside_starting_get_session (fixture), conversation, "Hello");
  bedside_await (bedside_conversation_get_not_sent (conversation) == 1, BEDSIDE_STARTING_LIMIT);
  g_assert_cmpuint (bedside_starting_count_rooms (fixture), ==, 0);
  g_assert_cmpuint (bedside_conversation_get_pending (conversation), ==, 0);

  BedsideMessage *message = bedside_practice_fixture_find_message (conversation, "Hello");

  g_assert_cmpint (bedside_message_get_state (message), ==, BEDSIDE_MESSAGE_STATE_NOT_SENT);
  bedside_session_retry (bedside_starting_get_session (fixture), conversation, message);
  bedside_starting_assert_done (fixture, conversation, "Hello");
}

static void
test_given_up (BedsideStartingFixture *fixture,
               gconstpointer           data)
{
  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);

  bedside_starting_add_answer (fixture, "*/createRoom/*", 403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"No\"}", NULL);
  bedside_session_send (bedside_starting_get_session (fixture), conversation, "Hello");
  bedside_await (bedside_conversation_get_not_sent (conversation) == 1, BEDSIDE_STARTING_LIMIT);
  bedside_session_close (bedside_starting_get_session (fixture), conversation);
  g_assert_cmpuint (bedside_starting_count_listed (fixture), ==, 1);
  bedside_session_open (bedside_starting_get_session (fixture), conversation);
  bedside_session_delete_unsent (bedside_starting_get_session (fixture), conversation,
                                 bedside_practice_fixture_find_message (conversation, "Hello"));
  bedside_session_close (bedside_starting_get_session (fixture), conversation);
  g_assert_cmpuint (bedside_starting_count_listed (fixture), ==, 0);
  g_assert_cmpuint (bedside_starting_count_rooms (fixture), ==, 0);
}

/* --- other people --- */

static void
test_disabled_while_offline (BedsideStartingFixture *fixture,
                             gconstpointer           data)
{
  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);

  bedside_starting_stop_server (fixture);
  bedside_session_send (bedside_starting_get_session (fixture), conversation, "Hello");
  bedside_practice_fixture_set_access (&fixture->practice, "ada", "disabled");
  bedside_starting_start_server (fixture);
  bedside_await (bedside_conversation_get_not_sent (conversation) == 1, BEDSIDE_STARTING_LIMIT);

  g_autofree char *access = bedside_starting_dup_access (fixture);
  g_autofree char *shown = bedside_practice_fixture_dup_timeline (conversation);

  g_assert_cmpint (bedside_conversation_get_closed_reason (conversation), ==, BEDSIDE_CLOSED_REASON_CHAT_DISABLED);
  g_assert_cmpstr (access, ==, "disabled");
  g_assert_cmpstr (shown, ==, "!Hello");
  g_assert_cmpuint (bedside_starting_count_rooms (fixture), ==, 0);
}

/* Sync does not tell in time. */
static void
test_disabled_just_now (BedsideStartingFixture *fixture,
                        gconstpointer           data)
{
  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);
  guint asked = bedside_starting_count_asked (fixture, "GET", "*/sync");

  bedside_starting_add_fault (fixture, "GET", "*/sync", BEDSIDE_DEMO_FAULT_STALL, 1);
  bedside_starting_nudge (fixture);
  bedside_await (bedside_starting_count_asked (fixture, "GET", "*/sync") > asked, BEDSIDE_STARTING_LIMIT);
  bedside_practice_fixture_set_access (&fixture->practice, "ada", "disabled");
  bedside_session_send (bedside_starting_get_session (fixture), conversation, "Hello");
  bedside_await (bedside_starting_count_asked (fixture, "GET", "*/org.bedside.access/*") == 1, BEDSIDE_STARTING_LIMIT);
  bedside_starting_flush (fixture);

  g_autofree char *access = bedside_starting_dup_access (fixture);

  g_assert_cmpstr (access, ==, "disabled");
  g_assert_cmpuint (bedside_starting_count_asked (fixture, "PUT", "*/org.bedside.access/*"), ==, 0);
  g_assert_cmpuint (bedside_starting_count_asked (fixture, "PUT", "*/createRoom/*"), ==, 0);
}

/* A second computer of the same practitioner. */
static void
test_two_devices (BedsideStartingFixture *fixture,
                  gconstpointer           data)
{
  BedsidePracticeFixture other = fixture->practice;
  g_autoptr(GError) error = NULL;

  other.folder = g_dir_make_tmp ("bedside-profile-XXXXXX", &error);
  g_assert_no_error (error);
  other.secrets = bedside_memory_secrets_new ();
  other.account = bedside_account_new (BEDSIDE_SECRETS (other.secrets), other.folder);
  bedside_practice_fixture_sign_in (&other);

  BedsideSession *session = bedside_practice_fixture_get_session (&other);
  g_autoptr(BedsideConversation) here = bedside_starting_start (fixture);
  g_autoptr(BedsideConversation) there = bedside_starting_start_in (session);

  /* The room that is asked for first is made last. */
  BedsideDemoFault fault = { .method = "PUT", .path_pattern = "*/createRoom/*", .kind = BEDSIDE_DEMO_FAULT_DELAY,
                             .count = 1, .delay = 50 };

  bedside_demo_server_add_fault (fixture->practice.server, &fault);
  bedside_session_send (bedside_starting_get_session (fixture), here, "Here");
  bedside_session_send (session, there, "There");
  bedside_await (bedside_session_get_unsent (bedside_starting_get_session (fixture)) == 0 &&
                 bedside_session_get_unsent (session) == 0,
                 BEDSIDE_STARTING_LIMIT);

  /* Should there be two rooms, everybody knows which one counts. */
  g_autofree char *room = bedside_starting_dup_room (fixture);

  bedside_await (g_str_equal (bedside_conversation_get_room_id (here), room) &&
                 g_str_equal (bedside_conversation_get_room_id (there), room), BEDSIDE_STARTING_LIMIT);

  g_autofree char *held = bedside_practice_fixture_dup_server (&fixture->practice, room);

  g_assert_true (g_str_equal (held, "Here|There") || g_str_equal (held, "There|Here"));
  g_assert_cmpuint (bedside_starting_count_listed (fixture), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (bedside_session_get_conversations (session)), ==, 1);

  g_clear_object (&there);
  bedside_practice_fixture_close (&other);
  g_clear_object (&other.secrets);
  bedside_practice_fixture_delete_folder (other.folder);
  g_free (other.folder);
}

/* createRoom broke off before the invitation. */
static void
test_dangling (BedsideStartingFixture *fixture,
               gconstpointer           data)
{
  g_autofree char *create = g_strdup_printf ("{\"m.federate\":false,\"org.bedside.chat\":{\"v\":1,\"practice\":\"%s\","
                                             "\"patient_key\":\"key-ada\",\"patient\":\"%s\",\"practitioner\":\"%s\"}}",
                                             fixture->practice.space, fixture->ada, fixture->practice.me);
  const char *members[] = { fixture->practice.me, NULL };

  bedside_practice_fixture_set_access (&fixture->practice, "ada", "enabled");

  g_autofree char *room = bedside_demo_server_add_room (fixture->practice.server, fixture->practice.me, create,
                                                        members);

  bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");

  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);

  bedside_session_send (bedside_starting_get_session (fixture), conversation, "Hello");
  bedside_starting_assert_done (fixture, conversation, "Hello");
  g_assert_cmpuint (bedside_starting_count_asked (fixture, "POST", "*/invite"), ==, 1);
}

/* The server makes the room and says that it did not: by the time somebody tries again, it has come by sync. */
static void
test_made_all_the_same (BedsideStartingFixture *fixture,
                        gconstpointer           data)
{
  guint status = GPOINTER_TO_UINT (data);
  g_autofree char *create = g_strdup_printf ("{\"m.federate\":false,\"org.bedside.chat\":{\"v\":1,\"practice\":\"%s\","
                                             "\"patient_key\":\"key-ada\",\"patient\":\"%s\",\"practitioner\":\"%s\"}}",
                                             fixture->practice.space, fixture->ada, fixture->practice.me);
  const char *members[] = { fixture->practice.me, NULL };
  const char refusal[] = "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"No\"}";
  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);

  bedside_starting_add_answer (fixture, "*/createRoom/*", status, refusal, "2");
  bedside_session_send (bedside_starting_get_session (fixture), conversation, "Hello");
  bedside_await (bedside_starting_count_asked (fixture, "PUT", "*/createRoom/*") == 1, BEDSIDE_STARTING_LIMIT);
  /* Else it might come by sync before the answer, and the message goes there at once. */
  if (status == 403)
    bedside_await (bedside_conversation_get_not_sent (conversation) == 1, BEDSIDE_STARTING_LIMIT);
  g_autofree char *room = bedside_demo_server_add_room (fixture->practice.server, fixture->practice.me, create,
                                                        members);
  if (status == 403)
    {
      bedside_await (bedside_session_find_conversation (bedside_starting_get_session (fixture), room) == conversation,
                     BEDSIDE_STARTING_LIMIT);
      bedside_session_retry (bedside_starting_get_session (fixture), conversation,
                             bedside_practice_fixture_find_message (conversation, "Hello"));
    }
  bedside_starting_assert_done (fixture, conversation, "Hello");
  g_assert_cmpuint (bedside_starting_count_asked (fixture, "PUT", "*/createRoom/*"), ==, 1);
  g_assert_cmpuint (bedside_starting_count_rooms (fixture), ==, 1);
}

/* Another device's room, older than the one that was made here, comes to light with a message waiting. */
static void
test_older_room (BedsideStartingFixture *fixture,
                 gconstpointer           data)
{
  g_autofree char *older = bedside_practice_fixture_add_room (&fixture->practice, "ada");

  bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  g_assert_cmpuint (bedside_starting_count_listed (fixture), ==, 1);
  bedside_starting_let_time_pass (5);

  g_autofree char *newer = bedside_practice_fixture_add_room (&fixture->practice, "ada");
  BedsideConversation *shown = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");

  bedside_starting_nudge (fixture);
  g_assert_cmpstr (bedside_conversation_get_room_id (shown), ==, older);
  g_assert_cmpuint (bedside_starting_count_listed (fixture), ==, 1);
  g_assert_cmpstr (older, !=, newer);
}

static gboolean
has_membership (BedsideStartingFixture *fixture,
                const char             *room,
                const char             *expected)
{
  g_autofree char *membership = bedside_demo_server_dup_membership (fixture->practice.server, room, "robin");

  return g_strcmp0 (membership, expected) == 0;
}

typedef enum {
  NEWER_EMPTY,
  NEWER_USED,
  NEWER_TRIED,   /* the message may have arrived there */
} Newer;

/* The practitioner is in the room again, and hears of it at once. */
static void
come_back (BedsideStartingFixture *fixture,
           const char             *room)
{
  bedside_demo_server_invite (fixture->practice.server, room, fixture->practice.me, "robin");
  bedside_demo_server_join (fixture->practice.server, room, "robin");
  bedside_starting_start_server (fixture);
}

/* What waits in the newer room goes to the older one; nobody is left in the newer one to be written to. */
static void
test_message_moves (BedsideStartingFixture *fixture,
                    gconstpointer           data)
{
  Newer kind = GPOINTER_TO_INT (data);

  bedside_practice_fixture_set_access (&fixture->practice, "ada", "enabled");

  g_autofree char *older = bedside_practice_fixture_add_room (&fixture->practice, "ada");

  g_free (bedside_demo_server_say (fixture->practice.server, older, fixture->ada, "I was here first"));
  bedside_demo_server_leave (fixture->practice.server, older, "robin");
  bedside_starting_let_time_pass (5);

  g_autofree char *newer = bedside_practice_fixture_add_room (&fixture->practice, "ada");

  if (kind == NEWER_USED)
    g_free (bedside_demo_server_say (fixture->practice.server, newer, fixture->ada, "Here, too"));
  bedside_await (bedside_practice_fixture_find (&fixture->practice, "Ada Lovelace") != NULL &&
                 g_str_equal (bedside_conversation_get_room_id (bedside_practice_fixture_find (&fixture->practice,
                                                                                               "Ada Lovelace")), newer),
                 10);

  g_autoptr(BedsideConversation) conversation = bedside_starting_start (fixture);

  if (kind == NEWER_USED)
    bedside_starting_await_level (fixture, newer, 10);
  if (kind != NEWER_TRIED)
    bedside_starting_stop_server (fixture);
  /* A try must not reach the newer room before the older one's news do. */
  bedside_starting_add_fault (fixture, "PUT", "*/send/*", BEDSIDE_DEMO_FAULT_DROP_BEFORE, 1000);
  bedside_session_send (bedside_starting_get_session (fixture), conversation, "Hello");
  if (kind == NEWER_TRIED)
    {
      bedside_await (bedside_starting_count_asked (fixture, "PUT", "*/send/*") > 0, BEDSIDE_STARTING_LIMIT);
      bedside_starting_stop_server (fixture);
    }
  bedside_session_set_draft (bedside_starting_get_session (fixture), conversation, "And an");
  come_back (fixture, older);
  bedside_await (g_str_equal (bedside_conversation_get_room_id (conversation), older), BEDSIDE_STARTING_LIMIT);
  bedside_demo_server_clear_faults (fixture->practice.server);
  bedside_await (bedside_session_get_unsent (bedside_starting_get_session (fixture)) == 0, BEDSIDE_STARTING_LIMIT);
  g_assert_cmpstr (bedside_conversation_get_room_id (conversation), ==, older);
  g_assert_cmpstr (bedside_conversation_get_draft (conversation), ==, "And an");
  g_assert_true (bedside_practice_fixture_find (&fixture->practice, "Ada Lovelace") == conversation);
  g_assert_cmpuint (bedside_starting_count_listed (fixture), ==, 1);

  g_autofree char *held = bedside_practice_fixture_dup_server (&fixture->practice, older);
  g_autofree char *shown = bedside_practice_fixture_dup_timeline (conversation);

  g_assert_cmpstr (held, ==, "I was here first|Hello");
  g_assert_cmpstr (shown, ==, "I was here first|Hello");
  if (kind != NEWER_USED)
    bedside_await (has_membership (fixture, newer, "leave"), BEDSIDE_STARTING_LIMIT);
  else
    g_assert_true (has_membership (fixture, newer, "join"));
  /* Nobody looks there. */
  if (kind == NEWER_USED)
    bedside_starting_await_level (fixture, newer, 0);
}

static void
add_points (void)
{
  static const char * const names[] = { "access-get-before", "access-get-after", "access-put-before",
                                        "access-put-after", "create-before", "create-after", "send-before",
                                        "send-after" };

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      g_autofree char *dropped = g_strdup_printf ("/practice/R2-first-message-dropped/%s", names[i]);
      g_autofree char *killed = g_strdup_printf ("/practice/R2-first-message-killed/%s", names[i]);

      bedside_starting_add (dropped, &points[i], test_dropped);
      bedside_starting_add (killed, &points[i], test_killed);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add_points ();
  bedside_starting_add ("/practice/R2-first-message-makes-the-room", NULL, test_first_message);
  bedside_starting_add ("/practice/R2-first-message-enabled-before", NULL, test_enabled_before);
  bedside_starting_add ("/practice/R4-linked-meanwhile", NULL, test_linked_meanwhile);
  bedside_starting_add ("/practice/R2-first-message-room", NULL, test_room);
  bedside_starting_add ("/practice/R2-edge-48-first-message-stalled", NULL, test_stalled);
  bedside_starting_add ("/practice/R19-first-message-offline", NULL, test_offline);
  bedside_starting_add ("/practice/R2-first-message-server-starts-over", NULL, test_started_over);
  bedside_starting_add ("/practice/R2-edge-48-first-message-rate-limit", NULL, test_rate_limit);
  bedside_starting_add ("/practice/R2-first-message-refused/access", "*/org.bedside.access/*", test_refused);
  bedside_starting_add ("/practice/R2-edge-48-first-message-refused/create", "*/createRoom/*", test_refused);
  bedside_starting_add ("/practice/R2-first-message-given-up", NULL, test_given_up);
  bedside_starting_add ("/practice/R26-disabled-while-offline", NULL, test_disabled_while_offline);
  bedside_starting_add ("/practice/R26-disabled-just-now", NULL, test_disabled_just_now);
  bedside_starting_add ("/practice/R2-first-message-two-devices", NULL, test_two_devices);
  bedside_starting_add ("/practice/R2-edge-48-first-message-dangling-room", NULL, test_dangling);
  bedside_starting_add ("/practice/R2-edge-48-made-all-the-same/refused", GUINT_TO_POINTER (403),
                        test_made_all_the_same);
  bedside_starting_add ("/practice/R2-edge-48-made-all-the-same/rate-limit", GUINT_TO_POINTER (429),
                        test_made_all_the_same);
  bedside_starting_add ("/practice/R2-edge-48-made-all-the-same/time-out", GUINT_TO_POINTER (504),
                        test_made_all_the_same);
  bedside_starting_add ("/practice/R2-two-rooms-older-wins", NULL, test_older_room);
  bedside_starting_add ("/practice/R2-two-rooms-message-moves/empty", GINT_TO_POINTER (NEWER_EMPTY),
                        test_message_moves);
  bedside_starting_add ("/practice/R2-two-rooms-message-moves/used", GINT_TO_POINTER (NEWER_USED), test_message_moves);
  bedside_starting_add ("/practice/R2-two-rooms-message-moves/tried", GINT_TO_POINTER (NEWER_TRIED),
                        test_message_moves);

  return g_test_run ();
}
