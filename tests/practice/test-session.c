/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-practice-fixture.h"

#include <string.h>

typedef BedsidePracticeFixture Fixture;

static BedsideConversation *
open_ada (Fixture *fixture)
{
  BedsideConversation *ada = bedside_practice_fixture_await (fixture, "Ada Lovelace");

  bedside_session_open (bedside_practice_fixture_get_session (fixture), ada);
  bedside_await (bedside_timeline_get_state (bedside_conversation_get_timeline (ada)) !=
                 BEDSIDE_TIMELINE_STATE_LOADING, 10);

  return ada;
}

static void
assert_timeline (BedsideConversation *conversation,
                 const char          *expected)
{
  g_autofree char *text = bedside_practice_fixture_dup_timeline (conversation);

  g_assert_cmpstr (text, ==, expected);
}

static void
await_timeline (BedsideConversation *conversation,
                const char          *expected)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  g_autofree char *text = bedside_practice_fixture_dup_timeline (conversation);

  while (!g_str_equal (text, expected) && g_get_monotonic_time () < end)
    {
      gint64 tick = g_get_monotonic_time () + 20 * 1000;

      bedside_await (g_get_monotonic_time () > tick, 1);
      g_free (text);
      text = bedside_practice_fixture_dup_timeline (conversation);
    }
  g_assert_cmpstr (text, ==, expected);
}

static gboolean
has_state (BedsideConversation *conversation,
           const char          *text,
           BedsideMessageState  state)
{
  BedsideMessage *message = bedside_practice_fixture_find_message (conversation, text);

  return message != NULL && bedside_message_get_state (message) == state;
}

static void
say_many (Fixture    *fixture,
          const char *room_id,
          const char *patient,
          guint       first,
          guint       last)
{
  for (guint i = first; i <= last; i++)
    {
      g_autofree char *text = g_strdup_printf ("message %u", i);

      g_free (bedside_demo_server_say (fixture->server, room_id, patient, text));
    }
}

static char *
join_many (guint first,
           guint last)
{
  GString *text = g_string_new (NULL);

  for (guint i = first; i <= last; i++)
    g_string_append_printf (text, "%smessage %u", i > first ? "|" : "", i);

  return g_string_free (text, FALSE);
}

static void
test_shows_bound (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  const char *members[] = { fixture->me, ada, NULL };
  g_autofree char *stray = bedside_demo_server_add_room (fixture->server, fixture->me, "{}", members);
  g_autofree char *other = g_strdup_printf ("{\"org.bedside.chat\":{\"v\":1,\"practice\":\"%s\",\"patient_key\":"
                                            "\"key-ada\",\"patient\":\"%s\",\"practitioner\":\"%s\"}}",
                                            fixture->space, ada, fixture->colleague);
  g_autofree char *foreign = bedside_demo_server_add_room (fixture->server, fixture->me, other, members);

  g_free (bedside_demo_server_say (fixture->server, room, ada, "Good morning"));
  bedside_practice_fixture_sign_in (fixture);

  BedsideSession *session = bedside_practice_fixture_get_session (fixture);
  BedsideConversation *conversation = bedside_practice_fixture_await (fixture, "Ada Lovelace");

  g_assert_cmpuint (g_list_model_get_n_items (bedside_session_get_conversations (session)), ==, 1);
  g_assert_cmpstr (bedside_conversation_get_room_id (conversation), ==, room);
  g_assert_cmpstr (bedside_conversation_get_subtitle (conversation), ==, "10 Dec 1985");
  g_assert_cmpstr (bedside_conversation_get_preview (conversation), ==, "Good morning");
  g_assert_cmpuint (bedside_conversation_get_unread (conversation), ==, 1);
  g_assert_cmpint (bedside_conversation_get_closed_reason (conversation), ==, BEDSIDE_CLOSED_REASON_NONE);
  g_assert_cmpstr (bedside_practice_get_name (bedside_session_get_practice (session)), ==, "Riverside Health");

  /* What the patient calls himself is shown nowhere, and a corrected name at once. */
  open_ada (fixture);
  BedsideMessage *message = bedside_practice_fixture_find_message (conversation, "Good morning");
  g_assert_cmpstr (bedside_message_get_sender_name (message), ==, "Ada Lovelace");
  g_free (bedside_demo_server_add_event (fixture->server, fixture->directory, fixture->me, "org.bedside.patient",
                                         "key-ada", "{\"given\":\"Ada\",\"family\":\"King\",\"birth_date\":"
                                         "\"1985-12-11\",\"user_id\":\"@x:y\"}"));
  bedside_await (g_str_equal (bedside_conversation_get_title (conversation), "Ada King"), 10);
  g_assert_cmpstr (bedside_conversation_get_subtitle (conversation), ==, "11 Dec 1985");
  g_assert_cmpstr (bedside_message_get_sender_name (message), ==, "Ada King");
  g_assert_cmpint (bedside_conversation_get_closed_reason (conversation), ==, BEDSIDE_CLOSED_REASON_NOT_LINKED);
}

static void
test_older_room_wins (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *first = bedside_practice_fixture_add_room (fixture, "ada");
  gint64 later = g_get_monotonic_time () + 5000;

  bedside_await (g_get_monotonic_time () > later, 1);
  g_autofree char *second = bedside_practice_fixture_add_room (fixture, "ada");

  bedside_practice_fixture_sign_in (fixture);
  BedsideConversation *conversation = bedside_practice_fixture_await (fixture, "Ada Lovelace");

  g_assert_cmpuint (g_list_model_get_n_items (bedside_session_get_conversations (
                                                bedside_practice_fixture_get_session (fixture))), ==, 1);
  g_assert_cmpstr (bedside_conversation_get_room_id (conversation), ==, first);
}

static void
test_exchange (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");

  bedside_practice_fixture_sign_in (fixture);
  BedsideSession *session = bedside_practice_fixture_get_session (fixture);
  BedsideConversation *conversation = open_ada (fixture);

  bedside_session_send (session, conversation, "How are you?");
  g_assert_true (has_state (conversation, "How are you?", BEDSIDE_MESSAGE_STATE_SENDING));
  bedside_await (has_state (conversation, "How are you?", BEDSIDE_MESSAGE_STATE_SENT), 10);
  g_free (bedside_demo_server_say (fixture->server, room, ada, "Better"));
  await_timeline (conversation, "How are you?|Better");
  bedside_session_send (session, conversation, "Good");
  bedside_await (has_state (conversation, "Good", BEDSIDE_MESSAGE_STATE_SENT), 10);
  bedside_await (bedside_session_get_unsent (session) == 0, 10);
  assert_timeline (conversation, "How are you?|Better|Good");

  g_autofree char *held = bedside_practice_fixture_dup_server (fixture, room);
  g_assert_cmpstr (held, ==, "How are you?|Better|Good");
}

static void
test_read_state (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");

  g_free (bedside_demo_server_say (fixture->server, room, ada, "Hello"));
  bedside_practice_fixture_sign_in (fixture);
  BedsideSession *session = bedside_practice_fixture_get_session (fixture);
  BedsideConversation *conversation = open_ada (fixture);

  g_assert_cmpuint (bedside_conversation_get_unread (conversation), ==, 1);
  bedside_session_mark_read (session, conversation);
  g_assert_cmpuint (bedside_conversation_get_unread (conversation), ==, 0);
  bedside_await (bedside_demo_server_count_requests (fixture->server, "POST", "*read_markers*") == 1, 10);
  bedside_session_mark_read (session, conversation);

  bedside_session_send (session, conversation, "Welcome");
  bedside_await (has_state (conversation, "Welcome", BEDSIDE_MESSAGE_STATE_SENT), 10);
  BedsideMessage *message = bedside_practice_fixture_find_message (conversation, "Welcome");
  bedside_demo_server_read (fixture->server, room, ada, bedside_message_get_event_id (message));
  bedside_await (bedside_message_get_state (message) == BEDSIDE_MESSAGE_STATE_READ, 10);
  g_assert_cmpuint (bedside_demo_server_count_requests (fixture->server, "POST", "*read_markers*"), ==, 1);

  /* Read on another device of the same practitioner. */
  g_autofree char *event_id = bedside_demo_server_say (fixture->server, room, ada, "One more");
  bedside_await (bedside_conversation_get_unread (conversation) == 1, 10);
  bedside_demo_server_read (fixture->server, room, fixture->me, event_id);
  bedside_await (bedside_conversation_get_unread (conversation) == 0, 10);
}

static void
test_read_while_offline (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  BedsideDemoFault down = { .path_pattern = "*/read_markers", .kind = BEDSIDE_DEMO_FAULT_DROP_BEFORE };
  g_autoptr(GError) error = NULL;

  g_free (bedside_demo_server_say (fixture->server, room, ada, "Hello"));
  bedside_practice_fixture_sign_in (fixture);
  BedsideSession *session = bedside_practice_fixture_get_session (fixture);
  BedsideConversation *conversation = open_ada (fixture);

  bedside_demo_server_add_fault (fixture->server, &down);
  bedside_session_mark_read (session, conversation);
  bedside_await (bedside_demo_server_count_requests (fixture->server, "POST", "*read_markers*") > 0, 10);
  bedside_demo_server_stop (fixture->server);
  bedside_await (bedside_session_get_connection (session) == BEDSIDE_CONNECTION_OFFLINE, 10);
  bedside_demo_server_clear_faults (fixture->server);
  guint before = bedside_demo_server_count_requests (fixture->server, "POST", "*read_markers*");

  bedside_demo_server_start (fixture->server, &error);
  g_assert_no_error (error);
  bedside_session_reconnect (session);
  bedside_await (bedside_demo_server_count_requests (fixture->server, "POST", "*read_markers*") > before, 20);
  g_assert_cmpuint (bedside_conversation_get_unread (conversation), ==, 0);
}

static void
test_offline (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  g_autoptr(GError) error = NULL;

  bedside_practice_fixture_sign_in (fixture);
  BedsideSession *session = bedside_practice_fixture_get_session (fixture);
  BedsideConversation *conversation = open_ada (fixture);

  bedside_demo_server_stop (fixture->server);
  bedside_await (bedside_session_get_connection (session) == BEDSIDE_CONNECTION_OFFLINE, 10);
  bedside_await (bedside_session_get_retry_at (session) > 0, 10);
  bedside_session_send (session, conversation, "first");
  bedside_session_send (session, conversation, "second");
  g_assert_cmpuint (bedside_session_get_unsent (session), ==, 2);
  g_assert_cmpuint (bedside_conversation_get_pending (conversation), ==, 2);

  bedside_demo_server_start (fixture->server, &error);
  g_assert_no_error (error);
  bedside_session_reconnect (session);
  bedside_await (bedside_session_get_unsent (session) == 0, 20);
  g_autofree char *held = bedside_practice_fixture_dup_server (fixture, room);
  g_assert_cmpstr (held, ==, "first|second");
  await_timeline (conversation, "first|second");
}

static void
test_restart (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  g_autoptr(GError) error = NULL;

  g_free (bedside_demo_server_say (fixture->server, room, ada, "Hello"));
  bedside_practice_fixture_sign_in (fixture);
  BedsideConversation *conversation = open_ada (fixture);
  bedside_session_set_draft (bedside_practice_fixture_get_session (fixture), conversation, "half a sen");
  bedside_practice_fixture_close (fixture);
  bedside_demo_server_stop (fixture->server);

  /* Without a server: what was stored is there. */
  bedside_practice_fixture_start (fixture);
  g_assert_cmpint (bedside_account_get_state (fixture->account), ==, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  conversation = open_ada (fixture);
  bedside_await (bedside_session_get_loaded (bedside_practice_fixture_get_session (fixture)), 10);
  assert_timeline (conversation, "Hello");
  g_assert_cmpstr (bedside_conversation_get_subtitle (conversation), ==, "10 Dec 1985");
  g_assert_cmpstr (bedside_conversation_get_draft (conversation), ==, "half a sen");
  g_assert_cmpuint (bedside_conversation_get_unread (conversation), ==, 1);

  bedside_session_send (bedside_practice_fixture_get_session (fixture), conversation, "one");
  bedside_session_send (bedside_practice_fixture_get_session (fixture), conversation, "two");
  bedside_practice_fixture_close (fixture);
  bedside_practice_fixture_start (fixture);
  conversation = open_ada (fixture);
  assert_timeline (conversation, "Hello|one|two");

  bedside_demo_server_start (fixture->server, &error);
  g_assert_no_error (error);
  bedside_session_reconnect (bedside_practice_fixture_get_session (fixture));
  bedside_await (bedside_session_get_unsent (bedside_practice_fixture_get_session (fixture)) == 0, 20);
  g_autofree char *held = bedside_practice_fixture_dup_server (fixture, room);
  g_assert_cmpstr (held, ==, "Hello|one|two");
  await_timeline (conversation, "Hello|one|two");
}

static void
test_gap (Fixture       *fixture,
          gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");

  say_many (fixture, room, ada, 1, 5);
  bedside_practice_fixture_sign_in (fixture);
  open_ada (fixture);
  bedside_practice_fixture_close (fixture);

  say_many (fixture, room, ada, 6, 260);
  bedside_practice_fixture_start (fixture);
  bedside_await_online (fixture);
  BedsideConversation *conversation = open_ada (fixture);

  for (guint i = 0; i < 10 && bedside_timeline_get_state (bedside_conversation_get_timeline (conversation)) !=
       BEDSIDE_TIMELINE_STATE_COMPLETE; i++)
    {
      bedside_session_load_older (bedside_practice_fixture_get_session (fixture), conversation);
      bedside_await (bedside_timeline_get_state (bedside_conversation_get_timeline (conversation)) !=
                     BEDSIDE_TIMELINE_STATE_LOADING, 10);
    }
  g_autofree char *expected = join_many (1, 260);
  assert_timeline (conversation, expected);
}

static void
test_gap_while_open (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  g_autoptr(GError) error = NULL;

  say_many (fixture, room, ada, 1, 3);
  bedside_practice_fixture_sign_in (fixture);
  BedsideConversation *conversation = open_ada (fixture);

  bedside_demo_server_stop (fixture->server);
  bedside_await (bedside_session_get_connection (bedside_practice_fixture_get_session (fixture)) ==
                 BEDSIDE_CONNECTION_OFFLINE, 10);
  say_many (fixture, room, ada, 4, 63);
  bedside_demo_server_start (fixture->server, &error);
  g_assert_no_error (error);
  bedside_session_reconnect (bedside_practice_fixture_get_session (fixture));
  g_autofree char *expected = join_many (1, 63);
  await_timeline (conversation, expected);
}

static void
test_older (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");

  say_many (fixture, room, ada, 1, 250);
  bedside_practice_fixture_sign_in (fixture);
  BedsideConversation *conversation = open_ada (fixture);
  BedsideTimeline *timeline = bedside_conversation_get_timeline (conversation);

  /* The first screen is filled although sync brought only 20. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (timeline)), >=, 30);
  for (guint i = 0; i < 10 && bedside_timeline_get_state (timeline) != BEDSIDE_TIMELINE_STATE_COMPLETE; i++)
    {
      bedside_session_load_older (bedside_practice_fixture_get_session (fixture), conversation);
      bedside_await (bedside_timeline_get_state (timeline) != BEDSIDE_TIMELINE_STATE_LOADING, 10);
    }
  g_autofree char *expected = join_many (1, 250);
  assert_timeline (conversation, expected);

  bedside_session_close (bedside_practice_fixture_get_session (fixture), conversation);
  g_assert_null (bedside_conversation_get_timeline (conversation));
}

static void
test_older_fails (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  BedsideDemoFault fault = { .path_pattern = "*/messages", .kind = BEDSIDE_DEMO_FAULT_STATUS, .status = 502,
                             .body = "<html>bad gateway</html>" };

  say_many (fixture, room, ada, 1, 40);
  bedside_practice_fixture_sign_in (fixture);
  bedside_demo_server_add_fault (fixture->server, &fault);
  BedsideConversation *conversation = open_ada (fixture);
  BedsideTimeline *timeline = bedside_conversation_get_timeline (conversation);

  g_assert_cmpint (bedside_timeline_get_state (timeline), ==, BEDSIDE_TIMELINE_STATE_FAILED);
  g_autofree char *some = join_many (21, 40);
  assert_timeline (conversation, some);

  bedside_demo_server_clear_faults (fixture->server);
  bedside_session_load_older (bedside_practice_fixture_get_session (fixture), conversation);
  bedside_await (bedside_timeline_get_state (timeline) != BEDSIDE_TIMELINE_STATE_LOADING, 10);
  g_autofree char *all = join_many (1, 40);
  assert_timeline (conversation, all);
}

static void
test_edits (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");

  bedside_practice_fixture_sign_in (fixture);
  BedsideConversation *conversation = open_ada (fixture);
  g_autofree char *first = bedside_demo_server_say (fixture->server, room, ada, "two tablets");
  g_autofree char *second = bedside_demo_server_say (fixture->server, room, ada, "my secret");

  await_timeline (conversation, "two tablets|my secret");
  g_autofree char *edit = g_strdup_printf ("{\"msgtype\":\"m.text\",\"body\":\"* one\",\"m.new_content\":{\"msgtype\":"
                                           "\"m.text\",\"body\":\"one tablet\"},\"m.relates_to\":{\"rel_type\":"
                                           "\"m.replace\",\"event_id\":\"%s\"}}", first);
  g_free (bedside_demo_server_add_event (fixture->server, room, fixture->me, "m.room.message", NULL, edit));
  g_free (bedside_demo_server_say (fixture->server, room, ada, "marker"));
  await_timeline (conversation, "two tablets|my secret|marker");

  g_free (bedside_demo_server_add_event (fixture->server, room, ada, "m.room.message", NULL, edit));
  await_timeline (conversation, "one tablet|my secret|marker");
  g_assert_true (bedside_message_get_edited (bedside_practice_fixture_find_message (conversation, "one tablet")));

  g_autofree char *removal = g_strdup_printf ("{\"redacts\":\"%s\"}", second);
  g_free (bedside_demo_server_add_event (fixture->server, room, ada, "m.room.redaction", NULL, removal));
  await_timeline (conversation, "one tablet||marker");
  g_assert_cmpint (bedside_message_get_kind (bedside_practice_fixture_find_message (conversation, "")), ==,
                   BEDSIDE_MESSAGE_KIND_REMOVED);

  bedside_practice_fixture_close (fixture);
  bedside_practice_fixture_start (fixture);
  conversation = open_ada (fixture);
  assert_timeline (conversation, "one tablet||marker");
}

static void
test_encrypted (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");

  bedside_practice_fixture_sign_in (fixture);
  BedsideConversation *conversation = open_ada (fixture);

  g_free (bedside_demo_server_add_event (fixture->server, room, fixture->me, "m.room.encryption", "",
                                         "{\"algorithm\":\"m.megolm.v1.aes-sha2\"}"));
  g_free (bedside_demo_server_add_event (fixture->server, room, ada, "m.room.encrypted", NULL,
                                         "{\"algorithm\":\"m.megolm.v1.aes-sha2\",\"ciphertext\":\"x\"}"));
  bedside_await (bedside_conversation_get_closed_reason (conversation) == BEDSIDE_CLOSED_REASON_ENCRYPTED, 10);
  bedside_await (bedside_conversation_get_preview_kind (conversation) == BEDSIDE_MESSAGE_KIND_ENCRYPTED, 10);
  g_assert_cmpint (bedside_message_get_kind (bedside_practice_fixture_find_message (conversation, "")), ==,
                   BEDSIDE_MESSAGE_KIND_ENCRYPTED);
}

static void
test_hostile_events (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  const char *contents[] = {
    "{\"msgtype\":\"m.text\",\"body\":7}", "{\"body\":\"no type\"}", "{\"msgtype\":[],\"body\":{}}",
    "{\"msgtype\":\"m.image\",\"body\":\"x.png\",\"url\":\"mxc://a/b\"}",
    "{\"msgtype\":\"m.text\",\"body\":\"y\",\"m.relates_to\":{\"rel_type\":\"m.replace\"}}",
    "{\"msgtype\":\"m.text\",\"body\":\"a\\u0000b\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    g_free (bedside_demo_server_add_event (fixture->server, room, ada, "m.room.message", NULL, contents[i]));
  g_free (bedside_demo_server_say (fixture->server, room, ada, "end"));
  bedside_practice_fixture_sign_in (fixture);
  BedsideConversation *conversation = open_ada (fixture);

  assert_timeline (conversation, "|no type||x.png|a\357\277\275b|end");
  g_assert_cmpint (bedside_message_get_kind (bedside_practice_fixture_find_message (conversation, "x.png")), ==,
                   BEDSIDE_MESSAGE_KIND_UNSUPPORTED);
}

static void
test_settings (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");

  bedside_practice_fixture_sign_in (fixture);
  BedsideConversation *conversation = open_ada (fixture);

  bedside_practice_fixture_set_settings (fixture, TRUE, FALSE);
  bedside_await (bedside_conversation_get_closed_reason (conversation) ==
                 BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED, 10);
  g_assert_false (bedside_conversation_get_inactive (conversation));
  bedside_practice_fixture_set_settings (fixture, FALSE, TRUE);
  bedside_await (bedside_conversation_get_closed_reason (conversation) ==
                 BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED, 10);
  bedside_practice_fixture_set_settings (fixture, TRUE, TRUE);
  bedside_await (bedside_conversation_get_closed_reason (conversation) == BEDSIDE_CLOSED_REASON_NONE, 10);
  bedside_practice_fixture_set_access (fixture, "ada", "disabled");
  bedside_await (bedside_conversation_get_closed_reason (conversation) == BEDSIDE_CLOSED_REASON_CHAT_DISABLED, 10);
  g_assert_true (bedside_conversation_get_inactive (conversation));
}

static void
test_team (Fixture       *fixture,
           gconstpointer  data)
{
  const char *staff[] = { fixture->me, fixture->colleague, NULL };
  g_autofree char *create = g_strdup_printf ("{\"org.bedside.team\":{\"v\":1,\"practice\":\"%s\"}}", fixture->space);
  g_autofree char *room = bedside_demo_server_add_room (fixture->server, fixture->me, create, staff);

  g_free (bedside_demo_server_add_event (fixture->server, room, fixture->me, "m.room.name", "",
                                         "{\"name\":\"Everyone\"}"));
  g_free (bedside_demo_server_say (fixture->server, room, fixture->colleague, "Coffee?"));
  bedside_practice_fixture_sign_in (fixture);
  BedsideConversation *conversation = bedside_practice_fixture_await (fixture, "Everyone");

  g_assert_cmpint (bedside_conversation_get_kind (conversation), ==, BEDSIDE_CONVERSATION_KIND_TEAM);
  bedside_session_open (bedside_practice_fixture_get_session (fixture), conversation);
  await_timeline (conversation, "Coffee?");
  g_assert_cmpstr (bedside_message_get_sender_name (bedside_practice_fixture_find_message (conversation, "Coffee?")),
                   ==, "Sam Novak");
}

static void
test_typing (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");

  bedside_practice_fixture_sign_in (fixture);
  BedsideSession *session = bedside_practice_fixture_get_session (fixture);
  BedsideConversation *conversation = open_ada (fixture);

  bedside_demo_server_set_typing (fixture->server, room, ada, TRUE);
  bedside_await (bedside_conversation_get_typing (conversation), 10);
  bedside_demo_server_set_typing (fixture->server, room, ada, FALSE);
  bedside_await (!bedside_conversation_get_typing (conversation), 10);

  for (guint i = 0; i < 5; i++)
    bedside_session_set_typing (session, conversation, TRUE);
  bedside_session_set_typing (session, conversation, FALSE);
  bedside_await (bedside_demo_server_count_requests (fixture->server, "PUT", "*/typing/*") == 2, 10);
  /* One's own typing, which comes back by sync, is not shown. */
  g_assert_false (bedside_conversation_get_typing (conversation));
}

static void
test_start_over (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  BedsideDemoFault fault = { .path_pattern = "*/sync", .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 1, .status = 400,
                             .body = "{\"errcode\":\"M_UNKNOWN\",\"error\":\"Invalid stream token\"}" };

  say_many (fixture, room, ada, 1, 30);
  bedside_practice_fixture_sign_in (fixture);
  open_ada (fixture);
  bedside_practice_fixture_close (fixture);
  bedside_demo_server_add_fault (fixture->server, &fault);
  bedside_practice_fixture_start (fixture);
  BedsideConversation *conversation = open_ada (fixture);
  bedside_await_online (fixture);
  g_free (bedside_demo_server_say (fixture->server, room, ada, "message 31"));
  g_autofree char *expected = join_many (1, 31);
  await_timeline (conversation, expected);
}

static void
test_first_timeline_without_message (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");

  g_free (bedside_demo_server_say (fixture->server, room, ada, "buried"));
  for (guint i = 0; i < 130; i++)
    g_free (bedside_demo_server_add_event (fixture->server, room, fixture->me, "org.example.noise", NULL, "{}"));
  bedside_practice_fixture_sign_in (fixture);
  BedsideConversation *conversation = bedside_practice_fixture_await (fixture, "Ada Lovelace");

  bedside_await (g_str_equal (bedside_conversation_get_preview (conversation), "buried"), 10);
}

static void
test_removed_from_room (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");

  g_free (bedside_demo_server_say (fixture->server, room, ada, "Hello"));
  bedside_practice_fixture_sign_in (fixture);
  BedsideConversation *conversation = open_ada (fixture);

  g_free (bedside_demo_server_add_event (fixture->server, room, ada, "m.room.member", ada,
                                         "{\"membership\":\"leave\"}"));
  bedside_await (bedside_conversation_get_closed_reason (conversation) == BEDSIDE_CLOSED_REASON_LEFT, 10);
  assert_timeline (conversation, "Hello");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bedside_practice_add ("/practice/session/R29-name-and-birth-date-from-directory", test_shows_bound);
  bedside_practice_add ("/practice/session/older-room-of-pair-wins", test_older_room_wins);
  bedside_practice_add ("/practice/session/R18-both-send-in-order-once", test_exchange);
  bedside_practice_add ("/practice/session/read-state-follows-server", test_read_state);
  bedside_practice_add ("/practice/session/read-while-offline", test_read_while_offline);
  bedside_practice_add ("/practice/session/R19-written-offline-sent-later", test_offline);
  bedside_practice_add ("/practice/session/R20-history-after-restart", test_restart);
  bedside_practice_add ("/practice/session/edge-03-gap-is-filled", test_gap);
  bedside_practice_add ("/practice/session/gap-is-filled-while-open", test_gap_while_open);
  bedside_practice_add ("/practice/session/older-pages", test_older);
  bedside_practice_add ("/practice/session/older-pages-fail", test_older_fails);
  bedside_practice_add ("/practice/session/edits-and-removals", test_edits);
  bedside_practice_add ("/practice/session/edge-20-encrypted-is-shown-as-such", test_encrypted);
  bedside_practice_add ("/practice/session/edge-01-hostile-events", test_hostile_events);
  bedside_practice_add ("/practice/session/R10-R26-settings-and-access-close", test_settings);
  bedside_practice_add ("/practice/session/team", test_team);
  bedside_practice_add ("/practice/session/edge-32-typing", test_typing);
  bedside_practice_add ("/practice/session/position-forgotten", test_start_over);
  bedside_practice_add ("/practice/session/preview-is-searched", test_first_timeline_without_message);
  bedside_practice_add ("/practice/session/patient-left", test_removed_from_room);

  return g_test_run ();
}
