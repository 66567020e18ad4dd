/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-practice-fixture.h"

#include "bedside-json.h"
#include "bedside-registry.h"
#include "bedside-session-practice.h"
#include "bedside-session-private.h"

/* Starting conversations, and the first message that makes them. */

#define LIMIT 30

typedef struct {
  BedsidePracticeFixture practice;
  char                  *ada;        /* user id; nobody has written to her */
} Fixture;

/* --- what the tests do --- */

static void
put_patient (Fixture    *fixture,
             const char *name,
             const char *given,
             const char *portal,
             const char *user_id)
{
  g_autofree char *key = g_strdup_printf ("key-%s", name);
  g_autofree char *account = user_id ? g_strdup_printf (",\"user_id\":\"%s\"", user_id) : g_strdup ("");
  g_autofree char *content = g_strdup_printf ("{\"v\":1,\"given\":\"%s\",\"family\":\"Lovelace\","
                                              "\"birth_date\":\"1985-12-10\",\"portal\":\"%s\"%s}", given, portal,
                                              account);

  g_free (bedside_demo_server_add_event (fixture->practice.server, fixture->practice.directory, fixture->practice.me,
                                         "org.bedside.patient", key, content));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  bedside_practice_fixture_set_up (&fixture->practice, NULL);
  fixture->ada = bedside_demo_server_add_user (fixture->practice.server, "ada", "ada", "Whatever I call myself");
  put_patient (fixture, "ada", "Ada", "activated", fixture->ada);
  bedside_practice_fixture_sign_in (&fixture->practice);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_practice_fixture_tear_down (&fixture->practice, NULL);
  g_free (fixture->ada);
}

static BedsideSession *
get_session (Fixture *fixture)
{
  return bedside_practice_fixture_get_session (&fixture->practice);
}

static BedsidePatient *
find_patient (BedsideSession *session,
              const char     *name)
{
  BedsidePractice *practice = bedside_session_get_practice (session);
  GListModel *patients = practice ? bedside_practice_get_patients (practice) : NULL;

  for (guint i = 0; patients != NULL && i < g_list_model_get_n_items (patients); i++)
    {
      g_autoptr(BedsidePatient) patient = g_list_model_get_item (patients, i);

      if (g_str_equal (bedside_patient_get_name (patient), name))
        return patient;
    }

  return NULL;
}

static BedsideConversation *
try_to_start (BedsideSession  *session,
              const char      *name,
              GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_await (find_patient (session, name) != NULL, 10);
  bedside_session_start_conversation_async (session, find_patient (session, name), NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_session_start_conversation_finish (session, result, error);
}

static BedsideConversation *
start_in (BedsideSession *session)
{
  g_autoptr(GError) error = NULL;
  BedsideConversation *conversation = try_to_start (session, "Ada Lovelace", &error);

  g_assert_no_error (error);
  g_assert_nonnull (conversation);
  bedside_session_open (session, conversation);

  return conversation;
}

static BedsideConversation *
start (Fixture *fixture)
{
  return start_in (get_session (fixture));
}

static void
flush (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_session_flush_async (get_session (fixture), bedside_await_result, &result);
  bedside_await (result != NULL, 10);
}

static void
add_fault (Fixture              *fixture,
           const char           *method,
           const char           *path,
           BedsideDemoFaultKind  kind,
           guint                 count)
{
  BedsideDemoFault fault = { .method = method, .path_pattern = path, .kind = kind, .count = count };

  bedside_demo_server_add_fault (fixture->practice.server, &fault);
}

static void
add_answer (Fixture    *fixture,
            const char *path,
            guint       status,
            const char *body,
            const char *retry_after)
{
  BedsideDemoFault fault = { .method = "PUT", .path_pattern = path, .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 1,
                             .status = status, .body = body, .retry_after = retry_after };

  bedside_demo_server_add_fault (fixture->practice.server, &fault);
}

static guint
count_asked (Fixture    *fixture,
             const char *method,
             const char *path)
{
  return bedside_demo_server_count_requests (fixture->practice.server, method, path);
}

/* From then on nothing is tried. */
static void
stop_server (Fixture *fixture)
{
  bedside_demo_server_stop (fixture->practice.server);
  bedside_await (bedside_session_get_connection (get_session (fixture)) != BEDSIDE_CONNECTION_ONLINE, 10);
}

static void
start_server (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  bedside_demo_server_start (fixture->practice.server, &error);
  g_assert_no_error (error);
  bedside_session_reconnect (get_session (fixture));
}

/* So that the server's clock tells what comes next from what was before. */
static void
let_time_pass (void)
{
  gint64 now = g_get_monotonic_time ();

  bedside_await (g_get_monotonic_time () > now + 5000, 1);
}

/* Has the long poll answer. */
static void
nudge (Fixture *fixture)
{
  bedside_practice_fixture_set_settings (&fixture->practice, TRUE, TRUE);
}

/* --- what the tests look at --- */

static guint
count_rooms (Fixture *fixture)
{
  g_auto(GStrv) rooms = bedside_demo_server_dup_conversations (fixture->practice.server, "robin", "ada");

  return g_strv_length (rooms);
}

static char *
dup_room (Fixture *fixture)
{
  g_auto(GStrv) rooms = bedside_demo_server_dup_conversations (fixture->practice.server, "robin", "ada");

  return g_strdup (rooms[0]);
}

static char *
dup_access (Fixture *fixture)
{
  g_autofree char *text = bedside_demo_server_dup_state (fixture->practice.server, fixture->practice.directory,
                                                         "org.bedside.access", "key-ada");
  g_autoptr(JsonObject) content = text ? bedside_json_parse_object (text, -1, NULL) : NULL;

  return g_strdup (bedside_json_get_string (content, "chat"));
}

static guint
count_listed (Fixture *fixture)
{
  return g_list_model_get_n_items (bedside_session_get_conversations (get_session (fixture)));
}

/* One room, in it the message once, chat enabled, and one row, which is that of the room. */
static void
assert_done (Fixture             *fixture,
             BedsideConversation *conversation,
             const char          *expected)
{
  bedside_await (bedside_session_get_unsent (get_session (fixture)) == 0, LIMIT);
  g_assert_cmpuint (count_rooms (fixture), ==, 1);

  g_autofree char *room = dup_room (fixture);
  g_autofree char *held = bedside_practice_fixture_dup_server (&fixture->practice, room);
  g_autofree char *access = dup_access (fixture);
  g_autofree char *shown = bedside_practice_fixture_dup_timeline (conversation);
  g_autofree char *membership = bedside_demo_server_dup_membership (fixture->practice.server, room, "ada");

  g_assert_cmpstr (held, ==, expected);
  g_assert_cmpstr (shown, ==, expected);
  g_assert_cmpstr (access, ==, "enabled");
  g_assert_nonnull (membership);
  g_assert_cmpuint (count_listed (fixture), ==, 1);
  g_assert_true (bedside_practice_fixture_find (&fixture->practice, "Ada Lovelace") == conversation);
  g_assert_true (bedside_conversation_get_started (conversation));
  g_assert_cmpstr (bedside_conversation_get_room_id (conversation), ==, room);
  g_assert_cmpuint (bedside_conversation_get_not_sent (conversation), ==, 0);
  bedside_await (bedside_conversation_get_closed_reason (conversation) == BEDSIDE_CLOSED_REASON_NONE, 10);
}

/* --- starting --- */

static void
on_started (gboolean *started)
{
  g_assert_false (*started);
  *started = TRUE;
}

static void
test_first_message (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(BedsideConversation) conversation = start (fixture);
  gboolean started = FALSE;

  g_assert_false (bedside_conversation_get_started (conversation));
  g_assert_cmpstr (bedside_conversation_get_title (conversation), ==, "Ada Lovelace");
  g_assert_cmpstr (bedside_conversation_get_subtitle (conversation), ==, "10 Dec 1985");
  g_assert_cmpint (bedside_conversation_get_closed_reason (conversation), ==, BEDSIDE_CLOSED_REASON_NONE);
  g_assert_false (bedside_conversation_get_inactive (conversation));
  g_assert_cmpuint (count_listed (fixture), ==, 1);
  g_assert_cmpuint (count_rooms (fixture), ==, 0);

  g_signal_connect_swapped (conversation, "notify::started", G_CALLBACK (on_started), &started);
  bedside_session_set_draft (get_session (fixture), conversation, "Good morn");
  bedside_session_send (get_session (fixture), conversation, "Good morning");
  g_assert_cmpstr (bedside_conversation_get_preview (conversation), ==, "Good morning");
  assert_done (fixture, conversation, "Good morning");
  g_assert_true (started);
  g_assert_cmpstr (bedside_conversation_get_draft (conversation), ==, "");
  g_assert_cmpuint (count_asked (fixture, NULL, "*/createRoom*"), ==, 1);
  g_signal_handlers_disconnect_by_data (conversation, &started);

  bedside_session_send (get_session (fixture), conversation, "How are you?");
  assert_done (fixture, conversation, "Good morning|How are you?");
}

/* What the room is made of: the server's rules take nothing else, and a stock client has to show the truth. */
static void
test_room (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_demo_server_set_enforced (fixture->practice.server, FALSE);

  g_autoptr(BedsideConversation) conversation = start (fixture);

  bedside_session_send (get_session (fixture), conversation, "Hello");
  assert_done (fixture, conversation, "Hello");

  g_autofree char *room = dup_room (fixture);
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

static void
test_nothing_written (Fixture       *fixture,
                      gconstpointer  data)
{
  BedsideSession *session = get_session (fixture);
  g_autoptr(BedsideConversation) conversation = start (fixture);

  bedside_session_set_typing (session, conversation, TRUE);
  bedside_session_set_draft (session, conversation, "On second thoughts");
  bedside_session_set_draft (session, conversation, "");
  g_assert_cmpuint (count_listed (fixture), ==, 1);
  bedside_session_close (session, conversation);
  g_assert_cmpuint (count_listed (fixture), ==, 0);

  /* Neither the server nor the next start knows of it. */
  bedside_practice_fixture_close (&fixture->practice);
  bedside_practice_fixture_start (&fixture->practice);
  bedside_await_online (&fixture->practice);
  g_assert_cmpuint (count_listed (fixture), ==, 0);
  g_assert_cmpuint (count_rooms (fixture), ==, 0);
  g_assert_cmpuint (count_asked (fixture, NULL, "*org.bedside.access*"), ==, 0);
  g_assert_cmpuint (count_asked (fixture, NULL, "*/typing/*"), ==, 0);
}

static void
test_never_opened (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *ben = bedside_demo_server_add_user (fixture->practice.server, "ben", "ben", "Ben");
  g_autoptr(GError) error = NULL;

  put_patient (fixture, "ben", "Ben", "activated", ben);

  g_autoptr(BedsideConversation) one = try_to_start (get_session (fixture), "Ada Lovelace", &error);
  g_autoptr(BedsideConversation) two = try_to_start (get_session (fixture), "Ben Lovelace", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (count_listed (fixture), ==, 1);
  g_assert_true (bedside_practice_fixture_find (&fixture->practice, "Ben Lovelace") == two);
}

static void
test_draft (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(BedsideConversation) first = start (fixture);

  bedside_session_set_draft (get_session (fixture), first, "Half a sen");
  bedside_session_close (get_session (fixture), first);
  g_assert_cmpuint (count_listed (fixture), ==, 1);
  bedside_practice_fixture_close (&fixture->practice);

  /* It is there before the server answers. */
  bedside_demo_server_stop (fixture->practice.server);
  bedside_practice_fixture_start (&fixture->practice);
  BedsideConversation *conversation = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");

  g_assert_cmpuint (count_listed (fixture), ==, 1);
  g_assert_cmpstr (bedside_conversation_get_draft (conversation), ==, "Half a sen");
  g_assert_cmpstr (bedside_conversation_get_subtitle (conversation), ==, "10 Dec 1985");
  g_assert_false (bedside_conversation_get_started (conversation));
  start_server (fixture);
  bedside_await_online (&fixture->practice);

  g_autoptr(BedsideConversation) again = start (fixture);

  g_assert_true (again == conversation);
  bedside_session_send (get_session (fixture), again, "Half a sentence");
  assert_done (fixture, again, "Half a sentence");
}

static void
test_existing (Fixture       *fixture,
               gconstpointer  data)
{
  bedside_practice_fixture_set_access (&fixture->practice, "ada", "enabled");

  g_autofree char *room = bedside_practice_fixture_add_room (&fixture->practice, "ada");
  BedsideConversation *there = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  g_autoptr(BedsideConversation) conversation = start (fixture);

  g_assert_true (conversation == there);
  bedside_session_send (get_session (fixture), conversation, "Hello again");
  assert_done (fixture, conversation, "Hello again");
  g_assert_cmpuint (count_asked (fixture, NULL, "*/createRoom*"), ==, 0);
}

static void
test_started_twice (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(BedsideConversation) one = start (fixture);
  g_autoptr(BedsideConversation) two = start (fixture);

  g_assert_true (one == two);
  g_assert_cmpuint (count_listed (fixture), ==, 1);
}

static void
test_enable (Fixture       *fixture,
             gconstpointer  data)
{
  gboolean has_room = GPOINTER_TO_INT (data);

  if (has_room)
    g_free (bedside_practice_fixture_add_room (&fixture->practice, "ada"));
  bedside_practice_fixture_set_access (&fixture->practice, "ada", "disabled");
  bedside_await (find_patient (get_session (fixture), "Ada Lovelace") != NULL &&
                 bedside_patient_get_chat_access (find_patient (get_session (fixture), "Ada Lovelace")) ==
                 BEDSIDE_CHAT_ACCESS_DISABLED, 10);

  BedsideConversation *there = bedside_practice_fixture_find (&fixture->practice, "Ada Lovelace");
  g_autoptr(BedsideConversation) conversation = start (fixture);
  g_autofree char *access = dup_access (fixture);

  g_assert_true (has_room ? conversation == there : there == NULL);
  g_assert_cmpstr (access, ==, "enabled");
  g_assert_cmpint (bedside_conversation_get_closed_reason (conversation), ==, BEDSIDE_CLOSED_REASON_NONE);
  bedside_session_send (get_session (fixture), conversation, "Welcome back");
  assert_done (fixture, conversation, "Welcome back");
}

static void
test_enabled_again (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(BedsideConversation) conversation = start (fixture);

  bedside_session_send (get_session (fixture), conversation, "One");
  assert_done (fixture, conversation, "One");
  bedside_practice_fixture_set_access (&fixture->practice, "ada", "disabled");
  bedside_await (bedside_conversation_get_closed_reason (conversation) == BEDSIDE_CLOSED_REASON_CHAT_DISABLED, 10);
  g_assert_true (bedside_conversation_get_inactive (conversation));

  g_autoptr(BedsideConversation) again = start (fixture);

  g_assert_true (again == conversation);
  g_assert_false (bedside_conversation_get_inactive (conversation));
  bedside_session_send (get_session (fixture), conversation, "Two");
  assert_done (fixture, conversation, "One|Two");
}

static void
test_refused_start (Fixture       *fixture,
                    gconstpointer  data)
{
  const char *portal = data;
  g_autoptr(GError) error = NULL;

  put_patient (fixture, "carl", "Carl", portal, NULL);

  BedsideConversation *conversation = try_to_start (get_session (fixture), "Carl Lovelace", &error);

  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED);
  g_assert_null (conversation);
  g_assert_cmpuint (count_listed (fixture), ==, 0);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  bedside_await (find_patient (get_session (fixture), "Ada Lovelace") != NULL, 10);
  bedside_session_start_conversation_async (get_session (fixture),
                                            find_patient (get_session (fixture), "Ada Lovelace"), cancellable,
                                            bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  g_assert_null (bedside_session_start_conversation_finish (get_session (fixture), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_listed (fixture), ==, 0);
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
test_dropped (Fixture       *fixture,
              gconstpointer  data)
{
  const Point *point = data;
  g_autoptr(BedsideConversation) conversation = start (fixture);

  /* libsoup repeats a PUT by itself when a kept connection has ended. */
  add_fault (fixture, point->method, point->path, point->kind, 3);
  bedside_session_send (get_session (fixture), conversation, "Hello");
  bedside_await (count_asked (fixture, point->method, point->path) >= 1, LIMIT);
  while (bedside_session_get_unsent (get_session (fixture)) > 0)
    {
      gint64 later = g_get_monotonic_time () + G_USEC_PER_SEC / 2;

      bedside_await (g_get_monotonic_time () > later || bedside_session_get_unsent (get_session (fixture)) == 0, 5);
      nudge (fixture);
    }
  assert_done (fixture, conversation, "Hello");
}

static void
test_killed (Fixture       *fixture,
             gconstpointer  data)
{
  const Point *point = data;
  g_autoptr(BedsideConversation) conversation = start (fixture);

  add_fault (fixture, point->method, point->path, point->kind, 0);
  bedside_session_send (get_session (fixture), conversation, "Hello");
  bedside_await (count_asked (fixture, point->method, point->path) >= 1, LIMIT);
  g_clear_object (&conversation);
  bedside_practice_fixture_kill (&fixture->practice);
  bedside_demo_server_clear_faults (fixture->practice.server);

  bedside_practice_fixture_start (&fixture->practice);
  conversation = g_object_ref (bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace"));
  bedside_session_open (get_session (fixture), conversation);
  assert_done (fixture, conversation, "Hello");
}

/* The server has made the room, but nobody hears of it but through sync. */
static void
test_stalled (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(BedsideConversation) conversation = start (fixture);

  add_fault (fixture, "PUT", "*/createRoom/*", BEDSIDE_DEMO_FAULT_STALL, 1);
  bedside_session_send (get_session (fixture), conversation, "Hello");
  assert_done (fixture, conversation, "Hello");
}

static void
test_offline (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(BedsideConversation) conversation = start (fixture);

  stop_server (fixture);
  bedside_session_send (get_session (fixture), conversation, "One");
  bedside_session_send (get_session (fixture), conversation, "Two");
  flush (fixture);
  g_clear_object (&conversation);
  bedside_practice_fixture_kill (&fixture->practice);
  bedside_practice_fixture_start (&fixture->practice);
  conversation = g_object_ref (bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace"));
  bedside_session_open (get_session (fixture), conversation);
  g_assert_cmpuint (bedside_conversation_get_pending (conversation), ==, 2);
  g_assert_cmpstr (bedside_conversation_get_preview (conversation), ==, "Two");
  start_server (fixture);
  assert_done (fixture, conversation, "One|Two");
}

static void
test_rate_limit (Fixture       *fixture,
                 gconstpointer  data)
{
  gint64 began = g_get_monotonic_time ();
  g_autoptr(BedsideConversation) conversation = start (fixture);

  add_answer (fixture, "*/createRoom/*", 429, "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Too fast\"}", "1");
  bedside_session_send (get_session (fixture), conversation, "Hello");
  bedside_await (count_asked (fixture, "PUT", "*/createRoom/*") == 1, LIMIT);
  nudge (fixture);
  assert_done (fixture, conversation, "Hello");
  g_assert_cmpint (g_get_monotonic_time () - began, >=, G_USEC_PER_SEC);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(BedsideConversation) conversation = start (fixture);

  add_answer (fixture, data, 403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"No\",\"org.bedside.reason\":\"not_linked\"}",
              NULL);
  bedside_session_send (get_session (fixture), conversation, "Hello");
  bedside_await (bedside_conversation_get_not_sent (conversation) == 1, LIMIT);
  g_assert_cmpuint (count_rooms (fixture), ==, 0);
  g_assert_cmpuint (bedside_conversation_get_pending (conversation), ==, 0);

  BedsideMessage *message = bedside_practice_fixture_find_message (conversation, "Hello");

  g_assert_cmpint (bedside_message_get_state (message), ==, BEDSIDE_MESSAGE_STATE_NOT_SENT);
  bedside_session_retry (get_session (fixture), conversation, message);
  assert_done (fixture, conversation, "Hello");
}

static void
test_given_up (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(BedsideConversation) conversation = start (fixture);

  add_answer (fixture, "*/createRoom/*", 403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"No\"}", NULL);
  bedside_session_send (get_session (fixture), conversation, "Hello");
  bedside_await (bedside_conversation_get_not_sent (conversation) == 1, LIMIT);
  bedside_session_close (get_session (fixture), conversation);
  g_assert_cmpuint (count_listed (fixture), ==, 1);
  bedside_session_open (get_session (fixture), conversation);
  bedside_session_delete_unsent (get_session (fixture), conversation,
                                 bedside_practice_fixture_find_message (conversation, "Hello"));
  bedside_session_close (get_session (fixture), conversation);
  g_assert_cmpuint (count_listed (fixture), ==, 0);
  g_assert_cmpuint (count_rooms (fixture), ==, 0);
}

/* --- other people --- */

static void
test_disabled_while_offline (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autoptr(BedsideConversation) conversation = start (fixture);

  stop_server (fixture);
  bedside_session_send (get_session (fixture), conversation, "Hello");
  bedside_practice_fixture_set_access (&fixture->practice, "ada", "disabled");
  start_server (fixture);
  bedside_await (bedside_conversation_get_not_sent (conversation) == 1, LIMIT);

  g_autofree char *access = dup_access (fixture);
  g_autofree char *shown = bedside_practice_fixture_dup_timeline (conversation);

  g_assert_cmpint (bedside_conversation_get_closed_reason (conversation), ==, BEDSIDE_CLOSED_REASON_CHAT_DISABLED);
  g_assert_cmpstr (access, ==, "disabled");
  g_assert_cmpstr (shown, ==, "!Hello");
  g_assert_cmpuint (count_rooms (fixture), ==, 0);
}

/* Sync does not tell in time. */
static void
test_disabled_just_now (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(BedsideConversation) conversation = start (fixture);
  guint asked = count_asked (fixture, "GET", "*/sync");

  add_fault (fixture, "GET", "*/sync", BEDSIDE_DEMO_FAULT_STALL, 1);
  nudge (fixture);
  bedside_await (count_asked (fixture, "GET", "*/sync") > asked, LIMIT);
  bedside_practice_fixture_set_access (&fixture->practice, "ada", "disabled");
  bedside_session_send (get_session (fixture), conversation, "Hello");
  bedside_await (count_asked (fixture, "GET", "*/org.bedside.access/*") == 1, LIMIT);
  flush (fixture);

  g_autofree char *access = dup_access (fixture);

  g_assert_cmpstr (access, ==, "disabled");
  g_assert_cmpuint (count_asked (fixture, "PUT", "*/org.bedside.access/*"), ==, 0);
  g_assert_cmpuint (count_asked (fixture, "PUT", "*/createRoom/*"), ==, 0);
}

/* A second computer of the same practitioner. */
static void
test_two_devices (Fixture       *fixture,
                  gconstpointer  data)
{
  BedsidePracticeFixture other = fixture->practice;
  g_autoptr(GError) error = NULL;

  other.folder = g_dir_make_tmp ("bedside-profile-XXXXXX", &error);
  g_assert_no_error (error);
  other.secrets = bedside_memory_secrets_new ();
  other.account = bedside_account_new (BEDSIDE_SECRETS (other.secrets), other.folder);
  bedside_practice_fixture_sign_in (&other);

  BedsideSession *session = bedside_practice_fixture_get_session (&other);
  g_autoptr(BedsideConversation) here = start (fixture);
  g_autoptr(BedsideConversation) there = start_in (session);

  /* The room that is asked for first is made last. */
  BedsideDemoFault fault = { .method = "PUT", .path_pattern = "*/createRoom/*", .kind = BEDSIDE_DEMO_FAULT_DELAY,
                             .count = 1, .delay = 50 };

  bedside_demo_server_add_fault (fixture->practice.server, &fault);
  bedside_session_send (get_session (fixture), here, "Here");
  bedside_session_send (session, there, "There");
  bedside_await (bedside_session_get_unsent (get_session (fixture)) == 0 && bedside_session_get_unsent (session) == 0,
                 LIMIT);

  /* Should there be two rooms, everybody knows which one counts. */
  g_autofree char *room = dup_room (fixture);

  bedside_await (g_str_equal (bedside_conversation_get_room_id (here), room) &&
                 g_str_equal (bedside_conversation_get_room_id (there), room), LIMIT);

  g_autofree char *held = bedside_practice_fixture_dup_server (&fixture->practice, room);

  g_assert_true (g_str_equal (held, "Here|There") || g_str_equal (held, "There|Here"));
  g_assert_cmpuint (count_listed (fixture), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (bedside_session_get_conversations (session)), ==, 1);

  g_clear_object (&there);
  bedside_practice_fixture_close (&other);
  g_clear_object (&other.secrets);
  bedside_practice_fixture_delete_folder (other.folder);
  g_free (other.folder);
}

/* createRoom broke off before the invitation. */
static void
test_dangling (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *create = g_strdup_printf ("{\"m.federate\":false,\"org.bedside.chat\":{\"v\":1,\"practice\":\"%s\","
                                             "\"patient_key\":\"key-ada\",\"patient\":\"%s\",\"practitioner\":\"%s\"}}",
                                             fixture->practice.space, fixture->ada, fixture->practice.me);
  const char *members[] = { fixture->practice.me, NULL };

  bedside_practice_fixture_set_access (&fixture->practice, "ada", "enabled");

  g_autofree char *room = bedside_demo_server_add_room (fixture->practice.server, fixture->practice.me, create, members);

  bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");

  g_autoptr(BedsideConversation) conversation = start (fixture);

  bedside_session_send (get_session (fixture), conversation, "Hello");
  assert_done (fixture, conversation, "Hello");
  g_assert_cmpuint (count_asked (fixture, "POST", "*/invite"), ==, 1);
}

/* Another device's room, older than the one that was made here, comes to light with a message waiting. */
static void
test_older_room (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *older = bedside_practice_fixture_add_room (&fixture->practice, "ada");

  bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  g_assert_cmpuint (count_listed (fixture), ==, 1);
  let_time_pass ();

  g_autofree char *newer = bedside_practice_fixture_add_room (&fixture->practice, "ada");
  BedsideConversation *shown = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");

  nudge (fixture);
  g_assert_cmpstr (bedside_conversation_get_room_id (shown), ==, older);
  g_assert_cmpuint (count_listed (fixture), ==, 1);
  g_assert_cmpstr (older, !=, newer);
}

static gboolean
has_membership (Fixture    *fixture,
                const char *room,
                const char *expected)
{
  g_autofree char *membership = bedside_demo_server_dup_membership (fixture->practice.server, room, "robin");

  return g_strcmp0 (membership, expected) == 0;
}

typedef enum {
  NEWER_EMPTY,
  NEWER_USED,
  NEWER_TRIED,   /* the message may have arrived there */
} Newer;

/* What waits in the newer room goes to the older one; nobody is left in the newer one to be written to. */
static void
test_message_moves (Fixture       *fixture,
                    gconstpointer  data)
{
  Newer kind = GPOINTER_TO_INT (data);

  bedside_practice_fixture_set_access (&fixture->practice, "ada", "enabled");

  g_autofree char *older = bedside_practice_fixture_add_room (&fixture->practice, "ada");

  g_free (bedside_demo_server_say (fixture->practice.server, older, fixture->ada, "I was here first"));
  bedside_demo_server_leave (fixture->practice.server, older, "robin");
  let_time_pass ();

  g_autofree char *newer = bedside_practice_fixture_add_room (&fixture->practice, "ada");

  if (kind == NEWER_USED)
    g_free (bedside_demo_server_say (fixture->practice.server, newer, fixture->ada, "Here, too"));
  bedside_await (bedside_practice_fixture_find (&fixture->practice, "Ada Lovelace") != NULL &&
                 g_str_equal (bedside_conversation_get_room_id (bedside_practice_fixture_find (&fixture->practice,
                                                                                               "Ada Lovelace")), newer),
                 10);

  g_autoptr(BedsideConversation) conversation = start (fixture);

  if (kind != NEWER_TRIED)
    stop_server (fixture);
  add_fault (fixture, "PUT", "*/send/*", BEDSIDE_DEMO_FAULT_DROP_BEFORE, 2);
  bedside_session_send (get_session (fixture), conversation, "Hello");
  if (kind == NEWER_TRIED)
    {
      bedside_await (count_asked (fixture, "PUT", "*/send/*") > 0, LIMIT);
      stop_server (fixture);
    }
  bedside_demo_server_clear_faults (fixture->practice.server);
  bedside_session_set_draft (get_session (fixture), conversation, "And an");
  bedside_demo_server_invite (fixture->practice.server, older, fixture->practice.me, "robin");
  bedside_demo_server_join (fixture->practice.server, older, "robin");
  start_server (fixture);
  bedside_await (bedside_session_get_unsent (get_session (fixture)) == 0, LIMIT);
  g_assert_cmpstr (bedside_conversation_get_room_id (conversation), ==, older);
  g_assert_cmpstr (bedside_conversation_get_draft (conversation), ==, "And an");
  g_assert_true (bedside_practice_fixture_find (&fixture->practice, "Ada Lovelace") == conversation);
  g_assert_cmpuint (count_listed (fixture), ==, 1);

  g_autofree char *held = bedside_practice_fixture_dup_server (&fixture->practice, older);
  g_autofree char *shown = bedside_practice_fixture_dup_timeline (conversation);

  g_assert_cmpstr (held, ==, "I was here first|Hello");
  g_assert_cmpstr (shown, ==, "I was here first|Hello");
  if (kind != NEWER_USED)
    bedside_await (has_membership (fixture, newer, "leave"), LIMIT);
  else
    g_assert_true (has_membership (fixture, newer, "join"));
}

/* --- ids --- */

static void
test_ids (void)
{
  static const char * const bad[] = { "new:", "new:a", "new::k", "new:a:", "new:a:b:c", "new:%zz:k", "!real:server",
                                      "" };
  g_autoptr(BedsideRegistry) registry = bedside_registry_new ("@robin:server");
  g_autofree char *id = bedside_room_id_new_provisional ("!space:server:8448", "a:b%c d");
  BedsideRoom *room = bedside_registry_ensure_provisional (registry, id);

  g_assert_true (bedside_room_id_is_provisional (id));
  g_assert_false (bedside_room_id_is_provisional ("!room:server"));
  g_assert_nonnull (room);
  g_assert_cmpstr (bedside_room_get_binding_member (room, "practice"), ==, "!space:server:8448");
  g_assert_cmpstr (bedside_room_get_binding_member (room, "patient_key"), ==, "a:b%c d");
  g_assert_cmpstr (bedside_room_get_binding_member (room, "practitioner"), ==, "@robin:server");
  g_assert_true (bedside_registry_ensure_provisional (registry, id) == room);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (bedside_registry_ensure_provisional (registry, bad[i]));

  /* Nothing of a practice that is not known. */
  bedside_registry_settle (registry);
  g_assert_null (room->conversation);
}

#define add(path, data, function) g_test_add (path, Fixture, data, set_up, function, tear_down)

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

      add (dropped, &points[i], test_dropped);
      add (killed, &points[i], test_killed);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/practice/R2-first-message-makes-the-room", NULL, test_first_message);
  add ("/practice/R2-first-message-room", NULL, test_room);
  add ("/practice/R12-start-nothing-written", NULL, test_nothing_written);
  add ("/practice/R12-start-never-opened", NULL, test_never_opened);
  add ("/practice/R12-start-draft-survives", NULL, test_draft);
  add ("/practice/R12-start-cancelled", NULL, test_cancelled);
  add ("/practice/R13-start-existing", NULL, test_existing);
  add ("/practice/R13-start-twice", NULL, test_started_twice);
  add ("/practice/R14-enable-and-start", GINT_TO_POINTER (FALSE), test_enable);
  add ("/practice/R14-enable-existing", GINT_TO_POINTER (TRUE), test_enable);
  add ("/practice/R28-enabled-again-same-conversation", NULL, test_enabled_again);
  add ("/practice/R3-start-not-activated", "invited", test_refused_start);
  add ("/practice/R3-start-not-invited", "none", test_refused_start);
  add ("/practice/R4-start-not-linked", "activated", test_refused_start);
  add_points ();
  add ("/practice/R2-first-message-stalled", NULL, test_stalled);
  add ("/practice/R19-first-message-offline", NULL, test_offline);
  add ("/practice/R2-first-message-rate-limit", NULL, test_rate_limit);
  add ("/practice/R2-first-message-refused/access", "*/org.bedside.access/*", test_refused);
  add ("/practice/R2-first-message-refused/create", "*/createRoom/*", test_refused);
  add ("/practice/R2-first-message-given-up", NULL, test_given_up);
  add ("/practice/R26-disabled-while-offline", NULL, test_disabled_while_offline);
  add ("/practice/R26-disabled-just-now", NULL, test_disabled_just_now);
  add ("/practice/R2-first-message-two-devices", NULL, test_two_devices);
  add ("/practice/R2-first-message-dangling-room", NULL, test_dangling);
  add ("/practice/R2-two-rooms-older-wins", NULL, test_older_room);
  add ("/practice/R2-two-rooms-message-moves/empty", GINT_TO_POINTER (NEWER_EMPTY), test_message_moves);
  add ("/practice/R2-two-rooms-message-moves/used", GINT_TO_POINTER (NEWER_USED), test_message_moves);
  add ("/practice/R2-two-rooms-message-moves/tried", GINT_TO_POINTER (NEWER_TRIED), test_message_moves);
  g_test_add_func ("/practice/R2-provisional-ids", test_ids);

  return g_test_run ();
}
