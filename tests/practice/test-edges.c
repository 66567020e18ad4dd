/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-practice-fixture.h"

#include "bedside-session-news.h"
#include "bedside-session-practice.h"
#include "bedside-session-private.h"

/* What clients get wrong, against a server: see tests/lint/edges.txt. */

typedef struct {
  BedsidePracticeFixture  practice;
  char                   *ada;
  char                   *room;
} Fixture;

static BedsideSession *
get_session (Fixture *fixture)
{
  return bedside_practice_fixture_get_session (&fixture->practice);
}

static BedsideDemoServer *
get_server (Fixture *fixture)
{
  return fixture->practice.server;
}

static BedsideTimelineState
await_loaded (BedsideConversation *conversation)
{
  BedsideTimeline *timeline = bedside_conversation_get_timeline (conversation);

  bedside_await (bedside_timeline_get_state (timeline) != BEDSIDE_TIMELINE_STATE_LOADING, 20);

  return bedside_timeline_get_state (timeline);
}

static BedsideConversation *
open_ada (Fixture *fixture)
{
  BedsideConversation *conversation = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");

  bedside_session_open (get_session (fixture), conversation);
  await_loaded (conversation);

  return conversation;
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

static guint
count (Fixture    *fixture,
       const char *method,
       const char *path)
{
  return bedside_demo_server_count_requests (get_server (fixture), method, path);
}

static void
assert_timeline (BedsideConversation *conversation,
                 const char          *expected)
{
  g_autofree char *text = bedside_practice_fixture_dup_timeline (conversation);

  g_assert_cmpstr (text, ==, expected);
}

static gboolean
server_holds (Fixture    *fixture,
              const char *expected)
{
  g_autofree char *held = bedside_practice_fixture_dup_server (&fixture->practice, fixture->room);

  return g_str_equal (held, expected);
}

static void
restart (Fixture *fixture)
{
  bedside_practice_fixture_close (&fixture->practice);
  bedside_practice_fixture_start (&fixture->practice);
}

/* --- 8: transaction ids --- */

/* A server answers an id that it knows with the message that it knows: the second one would be lost. */
static void
test_transaction_ids (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GString) expected = g_string_new (NULL);

  bedside_practice_fixture_sign_in (&fixture->practice);
  for (guint run = 0; run < 4; run++)
    {
      BedsideConversation *conversation = open_ada (fixture);

      /* The same text, the same device, and the same order in each run. */
      bedside_session_send (get_session (fixture), conversation, "The same");
      bedside_session_send (get_session (fixture), conversation, "The same");
      g_string_append_printf (expected, "%sThe same|The same", run > 0 ? "|" : "");

      g_autoptr(GPtrArray) entries = bedside_outbox_list (get_session (fixture)->outbox, fixture->room);
      g_assert_cmpuint (entries->len, ==, 2);
      for (guint i = 0; i < entries->len; i++)
        g_assert_true (g_hash_table_add (ids, g_strdup (((BedsideOutgoing *) entries->pdata[i])->id)));

      bedside_await (bedside_session_get_unsent (get_session (fixture)) == 0, 20);
      bedside_await (server_holds (fixture, expected->str), 10);
      if (run % 2 == 0)
        restart (fixture);
      else
        {
          bedside_practice_fixture_kill (&fixture->practice);
          bedside_practice_fixture_start (&fixture->practice);
        }
      bedside_await_online (&fixture->practice);
    }
  g_assert_cmpuint (g_hash_table_size (ids), ==, 8);
}

/* --- 24: members --- */

static void
test_members_are_asked_for (Fixture       *fixture,
                            gconstpointer  data)
{
  const char *staff[] = { fixture->practice.me, fixture->practice.colleague, NULL };
  g_autofree char *create = g_strdup_printf ("{\"org.bedside.team\":{\"v\":1,\"practice\":\"%s\"}}",
                                             fixture->practice.space);
  g_autofree char *room = bedside_demo_server_add_room (get_server (fixture), fixture->practice.me, create, staff);
  BedsideDemoFault slow = { .method = "GET", .path_pattern = "*/members", .kind = BEDSIDE_DEMO_FAULT_DELAY,
                            .delay = 300 };

  bedside_demo_server_add_fault (get_server (fixture), &slow);
  g_free (bedside_demo_server_say (get_server (fixture), room, fixture->practice.colleague, "Coffee?"));
  bedside_practice_fixture_sign_in (&fixture->practice);

  BedsideConversation *conversation = bedside_session_find_conversation (get_session (fixture), room);

  bedside_session_open (get_session (fixture), conversation);
  await_loaded (conversation);
  /* The one who wrote is told with what he wrote; of the others, the whole list is asked for. */
  g_assert_cmpstr (bedside_message_get_sender_name (bedside_practice_fixture_find_message (conversation, "Coffee?")),
                   ==, "Sam Novak");
  bedside_await (bedside_registry_find (get_session (fixture)->registry, room)->members_complete, 10);
  g_assert_cmpuint (bedside_conversation_get_people (conversation), ==, 2);
  g_assert_cmpuint (count (fixture, "GET", "*/members"), >=, 1);
}

/* --- 31: how far one has read --- */

static void
test_fully_read (Fixture       *fixture,
                 gconstpointer  data)
{
  g_free (bedside_demo_server_say (get_server (fixture), fixture->room, fixture->ada, "Hello"));
  bedside_practice_fixture_sign_in (&fixture->practice);
  BedsideConversation *conversation = open_ada (fixture);

  bedside_session_mark_read (get_session (fixture), conversation);
  bedside_await (count (fixture, "POST", "*/read_markers") == 1, 10);
  bedside_await (bedside_conversation_get_unread (conversation) == 0, 10);
  g_assert_cmpuint (count (fixture, "PUT", "*account_data*"), ==, 0);
}

/* --- 35: invitations --- */

static guint
count_invitations (Fixture *fixture)
{
  return g_list_model_get_n_items (bedside_session_get_invitations (get_session (fixture)));
}

static gboolean
has_left (Fixture    *fixture,
          const char *room_id)
{
  g_autofree char *membership = bedside_demo_server_dup_membership (get_server (fixture), room_id,
                                                                    fixture->practice.me);

  return g_strcmp0 (membership, "leave") == 0;
}

static void
test_invitations (Fixture       *fixture,
                  gconstpointer  data)
{
  const char *me = fixture->practice.me, *sam = fixture->practice.colleague;
  const char *members[] = { sam, NULL };
  g_autofree char *create = g_strdup_printf ("{\"org.bedside.team\":{\"v\":1,\"practice\":\"%s\"}}",
                                             fixture->practice.space);
  g_autofree char *room = bedside_demo_server_add_room (get_server (fixture), sam, create, members);
  g_autofree char *stray = NULL;

  bedside_demo_server_set_enforced (get_server (fixture), FALSE);
  bedside_practice_fixture_sign_in (&fixture->practice);
  bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");

  /* Taken back, without ever having been in it: it vanishes without a trace. */
  bedside_demo_server_invite (get_server (fixture), room, sam, me);
  bedside_await (count_invitations (fixture) == 1, 10);
  bedside_demo_server_kick (get_server (fixture), room, sam, me);
  bedside_await (count_invitations (fixture) == 0, 10);
  g_assert_null (bedside_session_find_conversation (get_session (fixture), room));
  g_assert_null (bedside_registry_find (get_session (fixture)->registry, room));

  /* In it, thrown out, and asked in again: that shows. */
  bedside_demo_server_invite (get_server (fixture), room, sam, me);
  bedside_await (count_invitations (fixture) == 1, 10);
  bedside_demo_server_join (get_server (fixture), room, me);
  bedside_await (bedside_session_find_conversation (get_session (fixture), room) != NULL, 10);
  bedside_await (count_invitations (fixture) == 0, 10);
  bedside_demo_server_kick (get_server (fixture), room, sam, me);
  bedside_await (bedside_registry_find (get_session (fixture)->registry, room)->membership ==
                 BEDSIDE_MEMBERSHIP_LEFT, 10);
  bedside_demo_server_invite (get_server (fixture), room, sam, me);
  bedside_await (count_invitations (fixture) == 1, 10);
  restart (fixture);
  bedside_await_online (&fixture->practice);
  bedside_await (count_invitations (fixture) == 1, 10);
  bedside_demo_server_kick (get_server (fixture), room, sam, me);
  bedside_await (count_invitations (fixture) == 0, 10);

  /* From nobody of the practice: left at once, and never shown. */
  stray = bedside_demo_server_add_room (get_server (fixture), "ada", NULL, NULL);
  bedside_demo_server_invite (get_server (fixture), stray, "ada", me);
  bedside_await (has_left (fixture, stray), 20);
  g_assert_cmpuint (count_invitations (fixture), ==, 0);
  g_assert_null (bedside_session_find_conversation (get_session (fixture), stray));
}

/* --- 36: kicked while writing --- */

static void
test_kicked (Fixture       *fixture,
             gconstpointer  data)
{
  BedsideDemoFault busy = { .method = "PUT", .path_pattern = "*/send/*", .kind = BEDSIDE_DEMO_FAULT_STATUS,
                            .status = 429, .retry_after = "3600",
                            .body = "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Too fast\"}" };

  g_free (bedside_demo_server_say (get_server (fixture), fixture->room, fixture->ada, "Hello"));
  bedside_practice_fixture_sign_in (&fixture->practice);
  BedsideConversation *conversation = open_ada (fixture);

  bedside_demo_server_add_fault (get_server (fixture), &busy);
  bedside_session_send (get_session (fixture), conversation, "one");
  bedside_session_send (get_session (fixture), conversation, "two");
  bedside_session_send (get_session (fixture), conversation, "three");
  bedside_session_set_draft (get_session (fixture), conversation, "half a sen");
  bedside_session_set_typing (get_session (fixture), conversation, TRUE);
  bedside_await (count (fixture, "PUT", "*/send/*") == 1, 10);
  g_free (bedside_demo_server_add_event (get_server (fixture), fixture->room, fixture->ada, "m.room.member",
                                         fixture->practice.me,
                                         "{\"membership\":\"leave\",\"reason\":\"No more of you\"}"));

  /* What waits has failed at once, in its order, though the server had asked to wait for an hour. */
  bedside_await (bedside_conversation_get_not_sent (conversation) == 3, 10);
  g_assert_cmpuint (bedside_conversation_get_pending (conversation), ==, 0);
  g_assert_cmpint (bedside_conversation_get_closed_reason (conversation), ==, BEDSIDE_CLOSED_REASON_LEFT);
  assert_timeline (conversation, "Hello|!one|!two|!three");
  g_assert_cmpstr (bedside_conversation_get_draft (conversation), ==, "half a sen");
  g_assert_cmpuint (count (fixture, "PUT", "*/send/*"), ==, 1);

  restart (fixture);
  bedside_await_online (&fixture->practice);
  conversation = open_ada (fixture);
  assert_timeline (conversation, "Hello|!one|!two|!three");
  g_assert_cmpstr (bedside_conversation_get_draft (conversation), ==, "half a sen");
  g_assert_cmpuint (count (fixture, "PUT", "*/send/*"), ==, 1);
}

/* --- 38: what one may not see --- */

/* The server gives page after page in which there is nothing to see. */
static void
test_barren_pages (Fixture       *fixture,
                   gconstpointer  data)
{
  g_free (bedside_demo_server_say (get_server (fixture), fixture->room, fixture->ada, "buried"));
  for (guint i = 0; i < 1600; i++)
    g_free (bedside_demo_server_add_event (get_server (fixture), fixture->room, fixture->practice.me,
                                           "org.example.noise", NULL, "{}"));
  bedside_practice_fixture_sign_in (&fixture->practice);

  BedsideConversation *conversation = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  guint before;

  bedside_session_open (get_session (fixture), conversation);
  g_assert_cmpint (await_loaded (conversation), ==, BEDSIDE_TIMELINE_STATE_FAILED);
  before = count (fixture, "GET", "*/messages");
  g_assert_cmpuint (before, <=, 15);
  /* Nothing goes on by itself. */
  g_free (bedside_demo_server_say (get_server (fixture), fixture->room, fixture->ada, "now"));
  bedside_await (bedside_practice_fixture_find_message (conversation, "now") != NULL, 10);
  g_assert_cmpuint (count (fixture, "GET", "*/messages"), ==, before);
  /* Who wants it can. */
  bedside_session_load_older (get_session (fixture), conversation);
  g_assert_cmpint (await_loaded (conversation), ==, BEDSIDE_TIMELINE_STATE_COMPLETE);
  assert_timeline (conversation, "buried|now");
}

/* Pages end where one may not look any further: that is not where the conversation begins. */
static void
test_hidden_beginning (Fixture       *fixture,
                       gconstpointer  data)
{
  BedsideDemoFault hidden = { .method = "GET", .path_pattern = "*/messages", .kind = BEDSIDE_DEMO_FAULT_STATUS,
                              .status = 200, .body = "{\"start\":\"x\",\"chunk\":[]}" };
  guint before;

  for (guint i = 0; i < 30; i++)
    g_free (bedside_demo_server_say (get_server (fixture), fixture->room, fixture->ada, "Hello"));
  bedside_demo_server_add_fault (get_server (fixture), &hidden);
  bedside_practice_fixture_sign_in (&fixture->practice);

  BedsideConversation *conversation = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");

  bedside_session_open (get_session (fixture), conversation);
  g_assert_cmpint (await_loaded (conversation), ==, BEDSIDE_TIMELINE_STATE_HIDDEN);
  before = count (fixture, "GET", "*/messages");
  g_assert_cmpuint (before, ==, 1);
  bedside_session_load_older (get_session (fixture), conversation);
  restart (fixture);
  conversation = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  bedside_session_open (get_session (fixture), conversation);
  g_assert_cmpint (await_loaded (conversation), ==, BEDSIDE_TIMELINE_STATE_HIDDEN);
  g_assert_cmpuint (count (fixture, "GET", "*/messages"), ==, before);
}

/* Synapse names an end behind the first event, too, with nothing behind it: nobody asks, and nothing is hidden. */
static void
test_beginning (Fixture       *fixture,
                gconstpointer  data)
{
  for (guint i = 0; i < 150; i++)
    g_free (bedside_demo_server_say (get_server (fixture), fixture->room, fixture->ada, "Hello"));
  bedside_practice_fixture_sign_in (&fixture->practice);

  BedsideConversation *conversation = open_ada (fixture);
  BedsideTimeline *timeline = bedside_conversation_get_timeline (conversation);

  for (guint i = 0; i < 10 && bedside_timeline_get_state (timeline) == BEDSIDE_TIMELINE_STATE_READY; i++)
    {
      bedside_session_load_older (get_session (fixture), conversation);
      await_loaded (conversation);
    }
  g_assert_cmpint (bedside_timeline_get_state (timeline), ==, BEDSIDE_TIMELINE_STATE_COMPLETE);
  g_assert_cmpuint (count (fixture, "GET", "*/messages"), ==, 2);
  restart (fixture);
  conversation = open_ada (fixture);
  g_assert_false (bedside_registry_find (get_session (fixture)->registry, fixture->room)->beginning_hidden);
}

/* What an earlier version made of the empty page behind the first event, which is stored, too. */
static void
test_beginning_stored_as_hidden (Fixture       *fixture,
                                 gconstpointer  data)
{
  BedsideChanges *changes = bedside_changes_new ();

  g_free (bedside_demo_server_say (get_server (fixture), fixture->room, fixture->ada, "Hello"));
  bedside_practice_fixture_sign_in (&fixture->practice);
  open_ada (fixture);

  BedsideRoom *room = bedside_registry_find (get_session (fixture)->registry, fixture->room);

  g_assert_true (room->complete);
  room->beginning_hidden = TRUE;
  g_autofree char *payload = bedside_room_to_payload (room);
  bedside_store_batch_put_room (bedside_changes_get_batch (changes), room->room_id, payload);
  bedside_recorder_write_async (get_session (fixture)->recorder, changes, NULL, NULL);
  restart (fixture);
  BedsideConversation *conversation = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  g_assert_true (bedside_registry_find (get_session (fixture)->registry, fixture->room)->beginning_hidden);
  bedside_session_open (get_session (fixture), conversation);
  g_assert_cmpint (await_loaded (conversation), ==, BEDSIDE_TIMELINE_STATE_COMPLETE);
  assert_timeline (conversation, "Hello");

  /* And is stored as it is. */
  restart (fixture);
  bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  g_assert_false (bedside_registry_find (get_session (fixture)->registry, fixture->room)->beginning_hidden);
  g_assert_cmpuint (count (fixture, "GET", "*/messages"), ==, 0);
}

/* --- 49: disabled while something waits --- */

static void
test_disabled (Fixture       *fixture,
               gconstpointer  data)
{
  BedsideDemoFault refusal = { .method = "PUT", .path_pattern = "*/send/*", .kind = BEDSIDE_DEMO_FAULT_STATUS,
                               .status = 403, .body = "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"No\","
                               "\"org.bedside.reason\":\"chat_disabled\"}" };
  BedsideDemoFault busy = { .method = "PUT", .path_pattern = "*/send/*", .kind = BEDSIDE_DEMO_FAULT_STATUS,
                            .count = 1, .status = 429, .retry_after = "3600",
                            .body = "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Too fast\"}" };

  bedside_practice_fixture_sign_in (&fixture->practice);
  BedsideConversation *conversation = open_ada (fixture);

  /* The server knows it before this one does. */
  bedside_demo_server_add_fault (get_server (fixture), &refusal);
  bedside_session_send (get_session (fixture), conversation, "one");
  bedside_await (bedside_conversation_get_not_sent (conversation) == 1, 10);
  bedside_demo_server_clear_faults (get_server (fixture));

  /* This one knows it before it tries again. */
  bedside_demo_server_add_fault (get_server (fixture), &busy);
  bedside_session_send (get_session (fixture), conversation, "two");
  bedside_await (count (fixture, "PUT", "*/send/*") == 2, 10);
  bedside_practice_fixture_set_access (&fixture->practice, "ada", "disabled");
  bedside_await (bedside_conversation_get_not_sent (conversation) == 2, 10);
  g_assert_cmpint (bedside_conversation_get_closed_reason (conversation), ==, BEDSIDE_CLOSED_REASON_CHAT_DISABLED);
  assert_timeline (conversation, "!one|!two");

  /* Nothing of it is tried again by itself, neither now nor when chat is enabled again. */
  bedside_session_reconnect (get_session (fixture));
  restart (fixture);
  bedside_await_online (&fixture->practice);
  conversation = open_ada (fixture);
  bedside_practice_fixture_set_access (&fixture->practice, "ada", "enabled");
  bedside_await (bedside_conversation_get_closed_reason (conversation) == BEDSIDE_CLOSED_REASON_NONE, 10);
  g_free (bedside_demo_server_say (get_server (fixture), fixture->room, fixture->ada, "Hello"));
  bedside_await (bedside_practice_fixture_find_message (conversation, "Hello") != NULL, 10);
  g_assert_cmpuint (count (fixture, "PUT", "*/send/*"), ==, 2);
  assert_timeline (conversation, "Hello|!one|!two");
  /* The person can. */
  bedside_session_retry (get_session (fixture), conversation,
                         bedside_practice_fixture_find_message (conversation, "one"));
  bedside_await (server_holds (fixture, "Hello|one"), 10);
}

#define add(path, function) \
        g_test_add ("/practice/edges/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("edge-08-transaction-ids", test_transaction_ids);
  add ("edge-24-members-are-asked-for", test_members_are_asked_for);
  add ("edge-31-fully-read-by-read-markers", test_fully_read);
  add ("edge-35-invitations", test_invitations);
  add ("edge-36-kicked-while-writing", test_kicked);
  add ("edge-38-pages-without-end", test_barren_pages);
  add ("edge-38-hidden-beginning", test_hidden_beginning);
  add ("edge-38-beginning", test_beginning);
  add ("edge-38-beginning-stored-as-hidden", test_beginning_stored_as_hidden);
  add ("edge-49-disabled-while-waiting", test_disabled);

  return g_test_run ();
}
