/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-practice-fixture.h"
#include "bedside-session-news.h"
#include "bedside-session-private.h"

/* What is shown before the first sync is answered, and what becomes of it. */

#define SYNC "*/v3/sync"
#define SLIDING "*simplified_msc3575/sync"

typedef struct {
  BedsidePracticeFixture  practice;
  char                   *ada;
  char                   *room;
  guint                   arrived;
} Fixture;

static void
add_fault (Fixture              *fixture,
           const char           *path,
           BedsideDemoFaultKind  kind,
           guint                 count,
           guint                 delay,
           guint                 status,
           const char           *body)
{
  BedsideDemoFault fault = { .path_pattern = path, .kind = kind, .count = count, .delay = delay, .status = status,
                             .body = body };

  bedside_demo_server_add_fault (fixture->practice.server, &fault);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  bedside_practice_fixture_set_up (&fixture->practice, NULL);
  fixture->ada = bedside_practice_fixture_add_patient (&fixture->practice, "ada", "Ada", "Lovelace");
  fixture->room = bedside_practice_fixture_add_room (&fixture->practice, "ada");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_practice_fixture_tear_down (&fixture->practice, NULL);
  g_free (fixture->ada);
  g_free (fixture->room);
}

static BedsideSession *
get_session (Fixture *fixture)
{
  return bedside_practice_fixture_get_session (&fixture->practice);
}

static guint
count_shown (Fixture *fixture)
{
  return g_list_model_get_n_items (bedside_session_get_conversations (get_session (fixture)));
}

static guint
count (Fixture    *fixture,
       const char *path)
{
  return bedside_demo_server_count_requests (fixture->practice.server, NULL, path);
}

static void
say (Fixture    *fixture,
     const char *text)
{
  g_free (bedside_demo_server_say (fixture->practice.server, fixture->room, fixture->ada, text));
}

/* Signed in, with the answer of sync still to come. */
static BedsideConversation *
begin_held (Fixture *fixture)
{
  add_fault (fixture, SYNC, BEDSIDE_DEMO_FAULT_STATUS, 0, 0, 503, "{}");
  bedside_practice_fixture_begin (&fixture->practice);

  BedsideConversation *ada = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  g_assert_false (bedside_session_get_loaded (get_session (fixture)));

  return ada;
}

static gboolean
is_online_if_hurried (Fixture *fixture)
{
  bedside_session_reconnect (get_session (fixture));

  return bedside_session_get_connection (get_session (fixture)) == BEDSIDE_CONNECTION_ONLINE;
}

static void
release (Fixture *fixture)
{
  bedside_demo_server_clear_faults (fixture->practice.server);
  bedside_await (is_online_if_hurried (fixture), 10);
  g_assert_true (bedside_session_get_loaded (get_session (fixture)));
}

static void
open_and_await (Fixture             *fixture,
                BedsideConversation *conversation)
{
  bedside_session_open (get_session (fixture), conversation);
  bedside_await (bedside_timeline_get_state (bedside_conversation_get_timeline (conversation)) !=
                 BEDSIDE_TIMELINE_STATE_LOADING, 10);
}

static void
load_all (Fixture             *fixture,
          BedsideConversation *conversation)
{
  BedsideTimeline *timeline = bedside_conversation_get_timeline (conversation);

  while (bedside_timeline_get_state (timeline) != BEDSIDE_TIMELINE_STATE_COMPLETE)
    {
      bedside_session_load_older (get_session (fixture), conversation);
      bedside_await (bedside_timeline_get_state (timeline) != BEDSIDE_TIMELINE_STATE_LOADING, 10);
    }
}

static gboolean
reads (BedsideConversation *conversation,
       const char          *expected)
{
  g_autofree char *text = bedside_practice_fixture_dup_timeline (conversation);

  return g_str_equal (text, expected);
}

static void
assert_same_as_server (Fixture             *fixture,
                       BedsideConversation *conversation)
{
  g_autofree char *server = bedside_practice_fixture_dup_server (&fixture->practice, fixture->room);
  g_autofree char *shown = NULL;

  bedside_await (reads (conversation, server), 10);
  shown = bedside_practice_fixture_dup_timeline (conversation);
  g_assert_cmpstr (shown, ==, server);
}

static void
on_arrived (Fixture *fixture)
{
  fixture->arrived++;
}

/* --- shown, and then as sync says --- */

static void
test_shown (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *ben = bedside_practice_fixture_add_patient (&fixture->practice, "ben", "Ben", "Okafor");
  g_autofree char *other = bedside_practice_fixture_add_room (&fixture->practice, "ben");

  say (fixture, "Good morning");
  bedside_practice_fixture_set_access (&fixture->practice, "ben", "disabled");
  BedsideConversation *ada = begin_held (fixture);
  BedsideSession *session = get_session (fixture);
  BedsideConversation *disabled = bedside_practice_fixture_find (&fixture->practice, "Ben Okafor");

  g_signal_connect_swapped (session, "arrived", G_CALLBACK (on_arrived), fixture);
  g_assert_cmpint (bedside_session_get_connection (session), !=, BEDSIDE_CONNECTION_ONLINE);
  g_assert_cmpuint (count_shown (fixture), ==, 2);
  g_assert_cmpstr (bedside_conversation_get_subtitle (ada), ==, "10 Dec 1985");
  g_assert_cmpstr (bedside_conversation_get_preview (ada), ==, "Good morning");
  g_assert_cmpint (bedside_conversation_get_last_timestamp (ada), >, 0);
  g_assert_cmpint (bedside_conversation_get_closed_reason (ada), ==, BEDSIDE_CLOSED_REASON_NONE);
  g_assert_cmpint (bedside_conversation_get_closed_reason (disabled), ==, BEDSIDE_CLOSED_REASON_CHAT_DISABLED);
  g_assert_true (bedside_conversation_get_inactive (disabled));
  g_assert_cmpstr (bedside_practice_get_name (bedside_session_get_practice (session)), ==, "Riverside Health");
  /* Nobody has said yet how many messages are new. */
  g_assert_cmpuint (bedside_conversation_get_unread (ada), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (bedside_session_get_new_messages (session)), ==, 0);

  release (fixture);
  g_assert_true (bedside_practice_fixture_find (&fixture->practice, "Ada Lovelace") == ada);
  g_assert_true (bedside_practice_fixture_find (&fixture->practice, "Ben Okafor") == disabled);
  g_assert_cmpuint (count_shown (fixture), ==, 2);
  g_assert_cmpuint (bedside_conversation_get_unread (ada), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (bedside_session_get_new_messages (session)), ==, 1);
  g_assert_cmpuint (fixture->arrived, ==, 0);

  /* What comes now is new. */
  say (fixture, "Are you there?");
  bedside_await (fixture->arrived == 1, 10);
  g_assert_cmpuint (bedside_conversation_get_unread (ada), ==, 2);
}

static void
test_disagreeing (Fixture       *fixture,
                  gconstpointer  data)
{
  BedsideDemoServer *server = fixture->practice.server;
  g_autofree char *ben = bedside_practice_fixture_add_patient (&fixture->practice, "ben", "Ben", "Okafor");
  g_autofree char *left = bedside_practice_fixture_add_room (&fixture->practice, "ben");
  g_autofree char *cleo = bedside_practice_fixture_add_patient (&fixture->practice, "cleo", "Cleo", "Dubois");
  g_autofree char *third = bedside_practice_fixture_add_room (&fixture->practice, "cleo");

  say (fixture, "Good morning");
  g_autofree char *regretted = bedside_demo_server_say (server, third, cleo, "Not for you");
  g_autofree char *content = g_strdup_printf ("{\"redacts\":\"%s\"}", regretted);
  BedsideConversation *ada = begin_held (fixture);
  BedsideConversation *taken_back = bedside_practice_fixture_find (&fixture->practice, "Cleo Dubois");

  g_assert_cmpuint (count_shown (fixture), ==, 3);
  g_assert_cmpstr (bedside_conversation_get_preview (taken_back), ==, "Not for you");
  bedside_demo_server_leave (server, left, fixture->practice.me);
  g_free (bedside_demo_server_add_event (server, third, cleo, "m.room.redaction", NULL, content));
  bedside_practice_fixture_set_access (&fixture->practice, "ada", "disabled");
  say (fixture, "And another thing");

  release (fixture);
  g_assert_cmpuint (count_shown (fixture), ==, 2);
  g_assert_null (bedside_practice_fixture_find (&fixture->practice, "Ben Okafor"));
  g_assert_cmpstr (bedside_conversation_get_preview (ada), ==, "And another thing");
  g_assert_cmpint (bedside_conversation_get_closed_reason (ada), ==, BEDSIDE_CLOSED_REASON_CHAT_DISABLED);
  g_assert_cmpstr (bedside_conversation_get_preview (taken_back), !=, "Not for you");
}

/* Which of many are shown: those in which something happened last. The rest comes with sync. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *name = g_strdup_printf ("p%u", i);
      g_autofree char *given = g_strdup_printf ("Patient%u", i);
      g_autofree char *patient = bedside_practice_fixture_add_patient (&fixture->practice, name, given, "Many");
      g_autofree char *room = bedside_practice_fixture_add_room (&fixture->practice, name);

      g_free (bedside_demo_server_say (fixture->practice.server, room, patient, given));
    }
  say (fixture, "Newest");

  begin_held (fixture);
  g_assert_cmpuint (count_shown (fixture), ==, 20);
  g_assert_nonnull (bedside_practice_fixture_find (&fixture->practice, "Patient29 Many"));
  g_assert_null (bedside_practice_fixture_find (&fixture->practice, "Patient0 Many"));
  /* The directory is not half there: whoever starts a conversation would not find the others. */
  g_assert_cmpuint (g_list_model_get_n_items (bedside_practice_get_patients (
                                                bedside_session_get_practice (get_session (fixture)))), ==, 0);
  release (fixture);
  g_assert_cmpuint (count_shown (fixture), ==, 31);
}

/* --- what one does meanwhile --- */

static void
test_opened (Fixture       *fixture,
             gconstpointer  data)
{
  const char *senders[] = { fixture->ada, fixture->practice.me, NULL };

  bedside_demo_server_fill_room (fixture->practice.server, fixture->room, senders, 150);
  BedsideConversation *ada = begin_held (fixture);

  open_and_await (fixture, ada);
  g_assert_nonnull (bedside_timeline_get_newest (bedside_conversation_get_timeline (ada), TRUE));
  BedsideMessage *message = bedside_timeline_get_newest (bedside_conversation_get_timeline (ada), TRUE);
  g_assert_cmpstr (bedside_message_get_sender_name (message), ==, "Ada Lovelace");
  g_assert_false (bedside_message_get_stranger (message));
  guint before = g_list_model_get_n_items (G_LIST_MODEL (bedside_conversation_get_timeline (ada)));
  g_assert_cmpuint (before, >, 60);

  say (fixture, "While you were reading");
  release (fixture);
  g_assert_true (bedside_practice_fixture_find (&fixture->practice, "Ada Lovelace") == ada);
  bedside_await (bedside_practice_fixture_find_message (ada, "While you were reading") != NULL, 10);
  load_all (fixture, ada);
  assert_same_as_server (fixture, ada);

  bedside_practice_fixture_kill (&fixture->practice);
  bedside_practice_fixture_start (&fixture->practice);
  bedside_await_online (&fixture->practice);
  ada = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  open_and_await (fixture, ada);
  load_all (fixture, ada);
  assert_same_as_server (fixture, ada);
}

/* Sync brings the newest events while the page that holds them is still on its way. */
static void
test_late_page (Fixture       *fixture,
                gconstpointer  data)
{
  const char *senders[] = { fixture->ada, fixture->practice.me, NULL };

  bedside_demo_server_fill_room (fixture->practice.server, fixture->room, senders, 60);
  BedsideConversation *ada = begin_held (fixture);

  add_fault (fixture, "*/messages", BEDSIDE_DEMO_FAULT_DELAY, 1, 300, 0, NULL);
  bedside_session_open (get_session (fixture), ada);
  bedside_await (count (fixture, "*/messages") == 1, 10);
  say (fixture, "While you were waiting");
  release (fixture);
  load_all (fixture, ada);
  assert_same_as_server (fixture, ada);
}

/* The page cannot be had: sync shows what it has, and the rest comes when it is asked for. */
static void
test_no_page (Fixture       *fixture,
              gconstpointer  data)
{
  const char *senders[] = { fixture->ada, fixture->practice.me, NULL };

  bedside_demo_server_fill_room (fixture->practice.server, fixture->room, senders, 60);
  BedsideConversation *ada = begin_held (fixture);

  add_fault (fixture, "*/messages", BEDSIDE_DEMO_FAULT_STATUS, 0, 0, 500, "{}");
  open_and_await (fixture, ada);
  g_assert_cmpint (bedside_timeline_get_state (bedside_conversation_get_timeline (ada)), ==,
                   BEDSIDE_TIMELINE_STATE_FAILED);
  release (fixture);
  load_all (fixture, ada);
  assert_same_as_server (fixture, ada);
}

static void
test_sent (Fixture       *fixture,
           gconstpointer  data)
{
  say (fixture, "Good morning");
  BedsideConversation *ada = begin_held (fixture);

  open_and_await (fixture, ada);
  bedside_session_send (get_session (fixture), ada, "How are you?");
  BedsideMessage *message = bedside_practice_fixture_find_message (ada, "How are you?");
  g_assert_cmpint (bedside_message_get_state (message), ==, BEDSIDE_MESSAGE_STATE_SENDING);
  g_assert_cmpuint (bedside_conversation_get_pending (ada), ==, 1);

  release (fixture);
  bedside_await (bedside_message_get_state (message) == BEDSIDE_MESSAGE_STATE_SENT, 10);
  assert_same_as_server (fixture, ada);
  g_assert_true (reads (ada, "Good morning|How are you?"));
}

/* The message waits for a conversation that this practitioner has left by then. */
static void
test_sent_and_left (Fixture       *fixture,
                    gconstpointer  data)
{
  say (fixture, "Good morning");
  BedsideConversation *ada = begin_held (fixture);

  if (GPOINTER_TO_UINT (data) == 1)
    add_fault (fixture, "*/messages", BEDSIDE_DEMO_FAULT_STATUS, 0, 0, 500, "{}");
  open_and_await (fixture, ada);
  bedside_session_send (get_session (fixture), ada, "How are you?");
  bedside_demo_server_leave (fixture->practice.server, fixture->room, fixture->practice.me);

  release (fixture);
  bedside_await (bedside_conversation_get_closed_reason (ada) == BEDSIDE_CLOSED_REASON_LEFT, 10);
  bedside_await (bedside_conversation_get_not_sent (ada) + bedside_conversation_get_pending (ada) == 1, 10);
  g_assert_true (bedside_practice_fixture_find (&fixture->practice, "Ada Lovelace") == ada);
  g_assert_nonnull (bedside_practice_fixture_find_message (ada, "How are you?"));
}

static void
test_read (Fixture       *fixture,
           gconstpointer  data)
{
  say (fixture, "Good morning");
  BedsideConversation *ada = begin_held (fixture);

  open_and_await (fixture, ada);
  bedside_session_mark_read (get_session (fixture), ada);
  release (fixture);
  g_assert_cmpuint (bedside_conversation_get_unread (ada), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (bedside_session_get_new_messages (get_session (fixture))), ==, 0);
}

static void
test_killed (Fixture       *fixture,
             gconstpointer  data)
{
  say (fixture, "Good morning");
  begin_held (fixture);
  bedside_practice_fixture_kill (&fixture->practice);
  guint before = count (fixture, SLIDING);

  /* Nothing was stored: it is a first sync once more. */
  bedside_practice_fixture_start (&fixture->practice);
  BedsideConversation *ada = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  g_assert_cmpuint (count (fixture, SLIDING), ==, before + 2);
  g_assert_cmpint (bedside_session_get_connection (get_session (fixture)), !=, BEDSIDE_CONNECTION_ONLINE);
  release (fixture);
  g_assert_cmpuint (count_shown (fixture), ==, 1);
  g_assert_cmpuint (bedside_conversation_get_unread (ada), ==, 1);
}

static void
test_killed_with_open (Fixture       *fixture,
                       gconstpointer  data)
{
  const char *senders[] = { fixture->ada, fixture->practice.me, NULL };

  bedside_demo_server_fill_room (fixture->practice.server, fixture->room, senders, 40);
  BedsideConversation *ada = begin_held (fixture);

  open_and_await (fixture, ada);
  bedside_session_send (get_session (fixture), ada, "How are you?");
  bedside_practice_fixture_kill (&fixture->practice);
  bedside_demo_server_fill_room (fixture->practice.server, fixture->room, senders, 30);

  bedside_practice_fixture_start (&fixture->practice);
  ada = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  open_and_await (fixture, ada);
  release (fixture);
  bedside_await (bedside_conversation_get_pending (ada) == 0, 10);
  load_all (fixture, ada);
  assert_same_as_server (fixture, ada);
}

static gboolean
has_position_if_hurried (Fixture *fixture)
{
  bedside_session_reconnect (get_session (fixture));

  return get_session (fixture)->position != NULL;
}

static BedsideMembership
get_membership (Fixture *fixture)
{
  BedsideRoom *room = bedside_registry_find (get_session (fixture)->registry, fixture->room);

  g_assert_nonnull (room);

  return room->membership;
}

/* Opened, left elsewhere, and killed before it is known for sure: what is stored of it has an owner, who lets it go. */
static void
test_killed_unnamed (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(GAsyncResult) flushed = NULL;

  say (fixture, "Good morning");
  BedsideConversation *ada = begin_held (fixture);

  add_fault (fixture, "*/messages", BEDSIDE_DEMO_FAULT_STATUS, 0, 0, 500, "{}");
  open_and_await (fixture, ada);
  bedside_demo_server_leave (fixture->practice.server, fixture->room, fixture->practice.me);
  bedside_demo_server_clear_faults (fixture->practice.server);
  /* One answer, and no more. */
  add_fault (fixture, SYNC, BEDSIDE_DEMO_FAULT_DELAY, 1, 0, 0, NULL);
  add_fault (fixture, SYNC, BEDSIDE_DEMO_FAULT_STATUS, 0, 0, 503, "{}");
  bedside_await (has_position_if_hurried (fixture), 10);
  bedside_session_flush_async (get_session (fixture), bedside_await_result, &flushed);
  bedside_await (flushed != NULL, 10);
  g_clear_object (&flushed);

  bedside_practice_fixture_kill (&fixture->practice);
  bedside_practice_fixture_start (&fixture->practice);
  g_assert_cmpint (get_membership (fixture), ==, BEDSIDE_MEMBERSHIP_JOINED);
  release (fixture);
  bedside_await (get_membership (fixture) == BEDSIDE_MEMBERSHIP_LEFT, 10);
}

/* The profile goes while the server still thinks about it. */
static void
test_signed_out (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;

  add_fault (fixture, SLIDING, BEDSIDE_DEMO_FAULT_STALL, 0, 0, 0, NULL);
  bedside_practice_fixture_begin (&fixture->practice);
  bedside_await (count (fixture, SLIDING) == 1, 10);
  bedside_account_sign_out_async (fixture->practice.account, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  g_assert_null (get_session (fixture));
  g_assert_cmpuint (count (fixture, SYNC), ==, 0);
}

/* --- what is not shown --- */

static void
test_others (Fixture       *fixture,
             gconstpointer  data)
{
  BedsideDemoServer *server = fixture->practice.server;
  const char *members[] = { fixture->practice.me, fixture->ada, NULL };
  const char *alone[] = { fixture->ada, NULL };
  g_autofree char *foreign = g_strdup_printf ("{\"org.bedside.chat\":{\"v\":1,\"practice\":\"%s\",\"patient_key\":"
                                              "\"key-ada\",\"patient\":\"%s\",\"practitioner\":\"%s\"}}",
                                              fixture->practice.space, fixture->ada, fixture->practice.colleague);
  g_autofree char *unknown = g_strdup_printf ("{\"org.bedside.chat\":{\"v\":1,\"practice\":\"%s\",\"patient_key\":"
                                              "\"key-zoe\",\"patient\":\"%s\",\"practitioner\":\"%s\"}}",
                                              fixture->practice.space, fixture->ada, fixture->practice.me);
  g_autofree char *greedy = g_strdup_printf ("{\"org.bedside.chat\":{\"v\":1,\"practice\":\"%s\",\"patient_key\":"
                                             "\"*\",\"patient\":\"%s\",\"practitioner\":\"%s\"}}",
                                             fixture->practice.space, fixture->ada, fixture->practice.me);
  const char *contents[] = { "{}", foreign, unknown, greedy };

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autofree char *room = bedside_demo_server_add_room (server, fixture->practice.me, contents[i], members);

      g_free (bedside_demo_server_say (server, room, fixture->ada, "Look at me"));
    }
  g_autofree char *invitation = bedside_demo_server_add_room (server, fixture->ada, contents[2], alone);
  bedside_demo_server_invite (server, invitation, fixture->ada, fixture->practice.me);

  BedsideConversation *ada = begin_held (fixture);
  g_assert_cmpuint (count_shown (fixture), ==, 1);
  g_assert_cmpstr (bedside_conversation_get_room_id (ada), ==, fixture->room);
  release (fixture);
}

static void
test_team (Fixture       *fixture,
           gconstpointer  data)
{
  const char *members[] = { fixture->practice.me, fixture->practice.colleague, NULL };
  g_autofree char *create = g_strdup_printf ("{\"org.bedside.team\":{\"v\":1,\"practice\":\"%s\"}}",
                                             fixture->practice.space);
  g_autofree char *room = bedside_demo_server_add_room (fixture->practice.server, fixture->practice.me, create,
                                                        members);

  g_free (bedside_demo_server_say (fixture->practice.server, room, fixture->practice.colleague, "Lunch?"));
  begin_held (fixture);
  BedsideConversation *team = bedside_practice_fixture_find (&fixture->practice, "Sam Novak");
  g_assert_nonnull (team);
  g_assert_cmpint (bedside_conversation_get_kind (team), ==, BEDSIDE_CONVERSATION_KIND_TEAM);
  g_assert_cmpstr (bedside_conversation_get_preview (team), ==, "Lunch?");
  g_free (bedside_demo_server_add_event (fixture->practice.server, room, fixture->practice.me, "m.room.name", "",
                                         "{\"name\":\"Everyone\"}"));
  release (fixture);
  g_assert_true (bedside_practice_fixture_find (&fixture->practice, "Everyone") == team);
}

/* --- what goes wrong: sync goes on as if nothing had been asked --- */

static void
test_not_known (Fixture       *fixture,
                gconstpointer  data)
{
  static const char *const answers[] = {
    "{\"versions\":[\"v1.12\"]}", "{\"versions\":[],\"unstable_features\":{\"org.matrix.simplified_msc3575\":false}}",
    "{\"unstable_features\":{\"org.matrix.simplified_msc3575\":\"true\"}}", "{\"unstable_features\":[]}",
  };
  const char *answer = answers[GPOINTER_TO_UINT (data)];

  /* The first one is of finding the server. */
  add_fault (fixture, "*/versions", BEDSIDE_DEMO_FAULT_DELAY, 1, 0, 0, NULL);
  add_fault (fixture, "*/versions", BEDSIDE_DEMO_FAULT_STATUS, 0, 0, 200, answer);
  bedside_practice_fixture_sign_in (&fixture->practice);
  g_assert_cmpuint (count (fixture, SLIDING), ==, 0);
  g_assert_cmpuint (count_shown (fixture), ==, 1);
}

static const struct {
  const char           *name;
  BedsideDemoFaultKind  kind;
  guint                 delay;
  guint                 status;
  const char           *body;
} failures[] = {
  { "unrecognized", BEDSIDE_DEMO_FAULT_STATUS, 0, 404, "{\"errcode\":\"M_UNRECOGNIZED\"}" },
  { "unknown-position", BEDSIDE_DEMO_FAULT_STATUS, 0, 400, "{\"errcode\":\"M_UNKNOWN_POS\"}" },
  { "refused", BEDSIDE_DEMO_FAULT_STATUS, 0, 403, "{\"errcode\":\"M_FORBIDDEN\"}" },
  { "broken", BEDSIDE_DEMO_FAULT_STATUS, 0, 500, "{}" },
  { "gateway", BEDSIDE_DEMO_FAULT_STATUS, 0, 502, "<html>502</html>" },
  { "rate-limited", BEDSIDE_DEMO_FAULT_STATUS, 0, 429,
    "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":3600000}" },
  { "empty", BEDSIDE_DEMO_FAULT_STATUS, 0, 200, "{}" },
  { "other-shape", BEDSIDE_DEMO_FAULT_STATUS, 0, 200, "{\"pos\":\"1\",\"rooms\":[1,2],\"lists\":7}" },
  { "other-rooms", BEDSIDE_DEMO_FAULT_STATUS, 0, 200,
    "{\"pos\":\"1\",\"rooms\":{\"!a:b\":7,\"x\":{},\"!b:b\":{\"timeline\":{},\"required_state\":\"\"}}}" },
  { "no-json", BEDSIDE_DEMO_FAULT_STATUS, 0, 200, "{\"pos\":" },
  { "dropped", BEDSIDE_DEMO_FAULT_DROP_BEFORE, 0, 0, NULL },
  { "reset", BEDSIDE_DEMO_FAULT_RESET, 0, 0, NULL },
  { "cut", BEDSIDE_DEMO_FAULT_CUT_BODY, 0, 0, NULL },
  { "late", BEDSIDE_DEMO_FAULT_DELAY, 1500, 0, NULL },
  { "never", BEDSIDE_DEMO_FAULT_STALL, 0, 0, NULL },
};

static void
test_fails (Fixture       *fixture,
            gconstpointer  data)
{
  guint i = GPOINTER_TO_UINT (data) / 2;
  gboolean second = GPOINTER_TO_UINT (data) % 2 == 1;

  say (fixture, "Good morning");
  if (second)
    add_fault (fixture, SLIDING, BEDSIDE_DEMO_FAULT_DELAY, 1, 0, 0, NULL);
  add_fault (fixture, SLIDING, failures[i].kind, 0, failures[i].delay, failures[i].status, failures[i].body);
  bedside_practice_fixture_sign_in (&fixture->practice);

  BedsideConversation *ada = bedside_practice_fixture_find (&fixture->practice, "Ada Lovelace");
  g_assert_nonnull (ada);
  g_assert_cmpuint (count_shown (fixture), ==, 1);
  g_assert_cmpuint (bedside_conversation_get_unread (ada), ==, 1);
  /* No request is made twice. */
  g_assert_cmpuint (count (fixture, SLIDING), ==, second ? 2 : 1);
}

/* A server that says of a room that it is something else. */
static void
test_other_kind (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *answer = g_strdup_printf (
    "{\"pos\":\"1\",\"rooms\":{\"%s\":{\"required_state\":[{\"type\":\"m.room.create\",\"state_key\":\"\",\"sender\":"
    "\"%s\",\"content\":{\"type\":\"m.space\",\"org.bedside.practice\":{\"v\":1}}},{\"type\":\"m.room.member\","
    "\"state_key\":\"%s\",\"sender\":\"%s\",\"content\":{\"membership\":\"join\"}}]},\"%s\":{\"prev_batch\":\"t1\","
    "\"timeline\":[{\"type\":\"m.room.message\",\"event_id\":\"$1\",\"sender\":\"%s\",\"content\":{\"msgtype\":"
    "\"m.text\",\"body\":\"Hi\"}}],\"required_state\":[{\"type\":\"m.room.create\",\"state_key\":\"\",\"sender\":"
    "\"%s\",\"content\":{\"org.bedside.team\":{\"v\":1,\"practice\":\"%s\"}}},{\"type\":\"m.room.name\","
    "\"state_key\":\"\",\"sender\":\"%s\",\"content\":{\"name\":\"Team of them\"}},{\"type\":\"m.room.member\","
    "\"state_key\":\"%s\",\"sender\":\"%s\",\"content\":{\"membership\":\"join\"}}]}}}",
    fixture->practice.space, fixture->practice.me, fixture->practice.me, fixture->practice.me, fixture->room,
    fixture->ada, fixture->practice.me, fixture->practice.space, fixture->practice.me, fixture->practice.me,
    fixture->practice.me);

  say (fixture, "Good morning");
  add_fault (fixture, SYNC, BEDSIDE_DEMO_FAULT_STATUS, 0, 0, 503, "{}");
  add_fault (fixture, SLIDING, BEDSIDE_DEMO_FAULT_STATUS, 0, 0, 200, answer);
  bedside_practice_fixture_begin (&fixture->practice);
  BedsideConversation *team = bedside_practice_fixture_await (&fixture->practice, "Team of them");
  bedside_session_open (get_session (fixture), team);

  release (fixture);
  BedsideConversation *ada = bedside_practice_fixture_find (&fixture->practice, "Ada Lovelace");
  g_assert_nonnull (ada);
  g_assert_cmpint (bedside_conversation_get_kind (ada), ==, BEDSIDE_CONVERSATION_KIND_PATIENT);
  g_assert_cmpuint (count_shown (fixture), ==, 1);
  g_assert_cmpstr (bedside_conversation_get_preview (ada), ==, "Good morning");
}

static void
add (const char *name,
     void        (*function) (Fixture *, gconstpointer),
     guint       data)
{
  g_autofree char *path = g_strconcat ("/practice/first-paint/", name, NULL);

  g_test_add (path, Fixture, GUINT_TO_POINTER (data), set_up, function, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("R29-shown", test_shown, 0);
  add ("disagreeing", test_disagreeing, 0);
  add ("many", test_many, 0);
  add ("R20-opened", test_opened, 0);
  add ("late-page", test_late_page, 0);
  add ("no-page", test_no_page, 0);
  add ("R18-sent", test_sent, 0);
  add ("sent-and-left", test_sent_and_left, 0);
  add ("sent-and-left-unloaded", test_sent_and_left, 1);
  add ("R24-read", test_read, 0);
  add ("killed", test_killed, 0);
  add ("killed-with-open", test_killed_with_open, 0);
  add ("killed-unnamed", test_killed_unnamed, 0);
  add ("signed-out", test_signed_out, 0);
  add ("R29-others", test_others, 0);
  add ("team", test_team, 0);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *name = g_strdup_printf ("not-known/%u", i);

      add (name, test_not_known, i);
    }
  for (guint i = 0; i < 2 * G_N_ELEMENTS (failures); i++)
    {
      g_autofree char *name = g_strconcat ("fails/", failures[i / 2].name, i % 2 ? "/patients" : "/rooms", NULL);

      add (name, test_fails, i);
    }
  add ("other-kind", test_other_kind, 0);

  return g_test_run ();
}
