/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <errno.h>
#include <sqlite3.h>

#include "bedside-practice-fixture.h"
#include "faulty-vfs.h"

/* Nothing is lost or shown twice, whatever happens between whatever. */

typedef struct {
  BedsidePracticeFixture  practice;
  char                   *ada;
  char                   *room;
  BedsideConversation    *conversation;
} Fixture;

static BedsideSession *
get_session (Fixture *fixture)
{
  return bedside_practice_fixture_get_session (&fixture->practice);
}

static void
await_loaded (BedsideConversation *conversation)
{
  bedside_await (bedside_timeline_get_state (bedside_conversation_get_timeline (conversation)) !=
                 BEDSIDE_TIMELINE_STATE_LOADING, 10);
}

static void
open_conversation (Fixture *fixture)
{
  fixture->conversation = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  bedside_session_open (get_session (fixture), fixture->conversation);
  await_loaded (fixture->conversation);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  bedside_practice_fixture_set_up (&fixture->practice, NULL);
  fixture->ada = bedside_practice_fixture_add_patient (&fixture->practice, "ada", "Ada", "Lovelace");
  fixture->room = bedside_practice_fixture_add_room (&fixture->practice, "ada");
  bedside_practice_fixture_sign_in (&fixture->practice);
  fixture->conversation = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  faulty_vfs_work ();
  bedside_practice_fixture_tear_down (&fixture->practice, NULL);
  g_free (fixture->ada);
  g_free (fixture->room);
}

static void
say (Fixture    *fixture,
     const char *text)
{
  g_free (bedside_demo_server_say (fixture->practice.server, fixture->room, fixture->ada, text));
}

static void
say_many (Fixture *fixture,
          guint    first,
          guint    last)
{
  for (guint i = first; i <= last; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      say (fixture, text);
    }
}

static char *
join_many (guint first,
           guint last)
{
  GString *text = g_string_new (NULL);

  for (guint i = first; i <= last; i++)
    g_string_append_printf (text, "%s%u", i > first ? "|" : "", i);

  return g_string_free (text, FALSE);
}

static gboolean
timeline_is (Fixture    *fixture,
             const char *expected)
{
  g_autofree char *text = bedside_practice_fixture_dup_timeline (fixture->conversation);

  return g_str_equal (text, expected);
}

static gboolean
preview_is (Fixture    *fixture,
            const char *expected)
{
  return g_str_equal (bedside_conversation_get_preview (fixture->conversation), expected);
}

static void
assert_timeline (Fixture    *fixture,
                 const char *expected)
{
  g_autofree char *text = bedside_practice_fixture_dup_timeline (fixture->conversation);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_server (Fixture    *fixture,
               const char *expected)
{
  g_autofree char *held = bedside_practice_fixture_dup_server (&fixture->practice, fixture->room);

  g_assert_cmpstr (held, ==, expected);
}

static void
stop_server (Fixture *fixture)
{
  bedside_demo_server_stop (fixture->practice.server);
  bedside_await (bedside_session_get_connection (get_session (fixture)) == BEDSIDE_CONNECTION_OFFLINE, 10);
}

static void
start_server (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;

  bedside_demo_server_start (fixture->practice.server, &error);
  g_assert_no_error (error);
  bedside_session_reconnect (get_session (fixture));
}

static void
restart (Fixture *fixture)
{
  bedside_practice_fixture_close (&fixture->practice);
  bedside_practice_fixture_start (&fixture->practice);
}

static void
forget_position (Fixture *fixture)
{
  BedsideDemoFault fault = { .path_pattern = "*/sync", .kind = BEDSIDE_DEMO_FAULT_STATUS, .count = 1, .status = 400,
                             .body = "{\"errcode\":\"M_UNKNOWN\",\"error\":\"Invalid stream token\"}" };

  bedside_demo_server_add_fault (fixture->practice.server, &fault);
}

static void
load_all (Fixture *fixture)
{
  for (guint i = 0; i < 20 && bedside_timeline_get_state (bedside_conversation_get_timeline (fixture->conversation)) !=
       BEDSIDE_TIMELINE_STATE_COMPLETE; i++)
    {
      bedside_session_load_older (get_session (fixture), fixture->conversation);
      await_loaded (fixture->conversation);
    }
}

static void
open_at_once (BedsideConversation *conversation,
              GParamSpec          *pspec,
              BedsideSession      *session)
{
  bedside_session_open (session, conversation);
}

/* The message has been taken over, but is not on the disk. */
static void
test_opened_while_arriving (Fixture       *fixture,
                            gconstpointer  data)
{
  g_signal_connect (fixture->conversation, "notify::preview", G_CALLBACK (open_at_once), get_session (fixture));
  say (fixture, "just now");
  bedside_await (bedside_conversation_get_timeline (fixture->conversation) != NULL, 10);
  await_loaded (fixture->conversation);
  assert_timeline (fixture, "just now");
}

static void
test_disk_full (Fixture       *fixture,
                gconstpointer  data)
{
  guint notifications = 0;

  g_assert_cmpint (bedside_session_get_cache_state (get_session (fixture)), ==, BEDSIDE_CACHE_STATE_SEALED);
  g_signal_connect_swapped (get_session (fixture), "notify::cache-state", G_CALLBACK (g_atomic_int_inc),
                            &notifications);
  say (fixture, "kept");
  bedside_await (preview_is (fixture, "kept"), 10);
  faulty_vfs_fail (SQLITE_FULL, ENOSPC, 0);
  say (fixture, "not kept");
  bedside_await (bedside_session_get_cache_state (get_session (fixture)) == BEDSIDE_CACHE_STATE_FULL, 10);
  bedside_await (preview_is (fixture, "not kept"), 10);

  /* What arrives is there for who looks now. */
  open_conversation (fixture);
  assert_timeline (fixture, "kept|not kept");
  say_many (fixture, 1, 30);
  bedside_session_send (get_session (fixture), fixture->conversation, "answer");
  bedside_await (preview_is (fixture, "answer"), 10);
  bedside_session_close (get_session (fixture), fixture->conversation);
  open_conversation (fixture);
  load_all (fixture);
  g_autofree char *numbers = join_many (1, 30);
  g_autofree char *expected = g_strdup_printf ("kept|not kept|%s|answer", numbers);
  bedside_await (timeline_is (fixture, expected), 10);

  /* And it is not lost when there is space again. */
  faulty_vfs_work ();
  say (fixture, "last");
  bedside_await (preview_is (fixture, "last"), 10);
  bedside_await (bedside_session_get_cache_state (get_session (fixture)) == BEDSIDE_CACHE_STATE_SEALED, 10);
  g_assert_cmpuint (notifications, ==, 2);
  bedside_practice_fixture_close (&fixture->practice);
  bedside_demo_server_stop (fixture->practice.server);
  bedside_practice_fixture_start (&fixture->practice);
  open_conversation (fixture);
  load_all (fixture);
  g_autofree char *all = g_strdup_printf ("%s|last", expected);
  assert_timeline (fixture, all);
}

static void
test_killed_with_full_disk (Fixture       *fixture,
                            gconstpointer  data)
{
  say (fixture, "kept");
  bedside_await (preview_is (fixture, "kept"), 10);
  faulty_vfs_fail (SQLITE_FULL, ENOSPC, 0);
  say_many (fixture, 1, 3);
  bedside_await (preview_is (fixture, "3"), 10);
  bedside_practice_fixture_kill (&fixture->practice);
  faulty_vfs_work ();
  bedside_practice_fixture_start (&fixture->practice);
  open_conversation (fixture);
  bedside_await (timeline_is (fixture, "kept|1|2|3"), 10);
}

static void
test_gap_with_full_disk (Fixture       *fixture,
                         gconstpointer  data)
{
  say_many (fixture, 1, 2);
  bedside_await (preview_is (fixture, "2"), 10);
  open_conversation (fixture);
  stop_server (fixture);
  say_many (fixture, 3, 160);
  faulty_vfs_fail (SQLITE_FULL, ENOSPC, 0);
  start_server (fixture);
  bedside_await_online (&fixture->practice);
  g_autofree char *expected = join_many (1, 160);
  bedside_await (timeline_is (fixture, expected), 10);

  bedside_practice_fixture_kill (&fixture->practice);
  faulty_vfs_work ();
  bedside_practice_fixture_start (&fixture->practice);
  bedside_await_online (&fixture->practice);
  open_conversation (fixture);
  load_all (fixture);
  assert_timeline (fixture, expected);
}

static void
test_position_forgotten_while_open (Fixture       *fixture,
                                    gconstpointer  data)
{
  say_many (fixture, 1, 50);
  bedside_await (preview_is (fixture, "50"), 10);
  open_conversation (fixture);
  load_all (fixture);
  stop_server (fixture);
  forget_position (fixture);
  say_many (fixture, 51, 150);
  start_server (fixture);

  /* Everything in order and once, and what was there stays. */
  g_autofree char *expected = join_many (1, 150);
  bedside_await (timeline_is (fixture, expected), 20);
  bedside_await_online (&fixture->practice);
  say (fixture, "151");
  g_autofree char *more = join_many (1, 151);
  bedside_await (timeline_is (fixture, more), 10);
  restart (fixture);
  open_conversation (fixture);
  load_all (fixture);
  assert_timeline (fixture, more);
}

static void
test_position_forgotten_nothing_new (Fixture       *fixture,
                                     gconstpointer  data)
{
  g_autofree char *expected = join_many (1, 50);
  guint before;

  say_many (fixture, 1, 50);
  open_conversation (fixture);
  bedside_await (timeline_is (fixture, expected), 10);
  bedside_await_online (&fixture->practice);
  before = bedside_demo_server_count_requests (fixture->practice.server, "GET", "*/messages");
  stop_server (fixture);
  forget_position (fixture);
  start_server (fixture);
  bedside_await_online (&fixture->practice);
  assert_timeline (fixture, expected);
  /* A thousand conversations must not mean a thousand requests. */
  g_assert_cmpuint (bedside_demo_server_count_requests (fixture->practice.server, "GET", "*/messages"), ==, before);
}

static void
test_position_forgotten_and_left (Fixture       *fixture,
                                  gconstpointer  data)
{
  say (fixture, "before");
  bedside_await (preview_is (fixture, "before"), 10);
  bedside_practice_fixture_close (&fixture->practice);
  g_free (bedside_demo_server_add_event (fixture->practice.server, fixture->room, fixture->practice.me,
                                         "m.room.member", fixture->practice.me, "{\"membership\":\"leave\"}"));
  forget_position (fixture);
  bedside_practice_fixture_start (&fixture->practice);
  bedside_await_online (&fixture->practice);
  open_conversation (fixture);
  g_assert_cmpint (bedside_conversation_get_closed_reason (fixture->conversation), ==, BEDSIDE_CLOSED_REASON_LEFT);
  assert_timeline (fixture, "before");
}

static void
test_left_and_joined (Fixture       *fixture,
                      gconstpointer  data)
{
  const char *me = fixture->practice.me;

  say_many (fixture, 1, 3);
  bedside_await (preview_is (fixture, "3"), 10);
  open_conversation (fixture);
  g_free (bedside_demo_server_add_event (fixture->practice.server, fixture->room, me, "m.room.member", me,
                                         "{\"membership\":\"leave\"}"));
  bedside_await (bedside_conversation_get_closed_reason (fixture->conversation) == BEDSIDE_CLOSED_REASON_LEFT, 10);
  say_many (fixture, 4, 60);
  g_free (bedside_demo_server_add_event (fixture->practice.server, fixture->room, me, "m.room.member", me,
                                         "{\"membership\":\"join\"}"));
  bedside_await (bedside_conversation_get_closed_reason (fixture->conversation) == BEDSIDE_CLOSED_REASON_NONE, 10);
  g_autofree char *expected = join_many (1, 60);
  bedside_await (timeline_is (fixture, expected), 10);
}

static void
test_invitation_taken_back (Fixture       *fixture,
                            gconstpointer  data)
{
  const char *me = fixture->practice.me, *colleague = fixture->practice.colleague;
  const char *members[] = { colleague, NULL };
  g_autofree char *create = g_strdup_printf ("{\"org.bedside.team\":{\"v\":1,\"practice\":\"%s\"}}",
                                             fixture->practice.space);
  g_autofree char *room = bedside_demo_server_add_room (fixture->practice.server, colleague, create, members);
  GListModel *conversations = bedside_session_get_conversations (get_session (fixture));

  g_free (bedside_demo_server_add_event (fixture->practice.server, room, colleague, "m.room.member", me,
                                         "{\"membership\":\"invite\"}"));
  g_free (bedside_demo_server_add_event (fixture->practice.server, room, colleague, "m.room.member", me,
                                         "{\"membership\":\"leave\"}"));
  say (fixture, "after");
  bedside_await (preview_is (fixture, "after"), 10);
  g_assert_cmpuint (g_list_model_get_n_items (conversations), ==, 1);
  restart (fixture);
  bedside_await_online (&fixture->practice);
  g_assert_cmpuint (g_list_model_get_n_items (bedside_session_get_conversations (get_session (fixture))), ==, 1);
}

/* State of one room that takes several turns of the main loop. */
static void
test_large_directory (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *room = NULL;

  bedside_practice_fixture_close (&fixture->practice);
  for (guint i = 0; i < 450; i++)
    {
      g_autofree char *key = g_strdup_printf ("key-%u", i);
      g_autofree char *content = g_strdup_printf ("{\"v\":1,\"given\":\"Given\",\"family\":\"Family %u\","
                                                  "\"birth_date\":\"1985-12-10\",\"user_id\":\"@%u:x\"}", i, i);

      g_free (bedside_demo_server_add_event (fixture->practice.server, fixture->practice.directory,
                                             fixture->practice.me, "org.bedside.patient", key, content));
    }
  room = bedside_practice_fixture_add_room (&fixture->practice, "449");
  forget_position (fixture);
  bedside_practice_fixture_start (&fixture->practice);
  bedside_await_online (&fixture->practice);
  g_assert_nonnull (bedside_practice_fixture_find (&fixture->practice, "Given Family 449"));
  g_assert_nonnull (bedside_practice_fixture_find (&fixture->practice, "Ada Lovelace"));
}

static void
test_removed_in_gap (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *event_id = bedside_demo_server_say (fixture->practice.server, fixture->room, fixture->ada,
                                                       "my secret");
  g_autofree char *removal = g_strdup_printf ("{\"redacts\":\"%s\"}", event_id);

  bedside_await (preview_is (fixture, "my secret"), 10);
  stop_server (fixture);
  g_free (bedside_demo_server_add_event (fixture->practice.server, fixture->room, fixture->ada, "m.room.redaction",
                                         NULL, removal));
  for (guint i = 0; i < 40; i++)
    g_free (bedside_demo_server_add_event (fixture->practice.server, fixture->room, fixture->practice.me,
                                           "org.example.noise", NULL, "{}"));
  start_server (fixture);
  bedside_await (bedside_conversation_get_preview_kind (fixture->conversation) == BEDSIDE_MESSAGE_KIND_REMOVED, 10);
  g_assert_true (preview_is (fixture, ""));
}

static void
test_edit_taken_back (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *event_id = bedside_demo_server_say (fixture->practice.server, fixture->room, fixture->ada, "two");
  g_autofree char *edit = g_strdup_printf ("{\"msgtype\":\"m.text\",\"body\":\"* one\",\"m.new_content\":{\"msgtype\":"
                                           "\"m.text\",\"body\":\"one\"},\"m.relates_to\":{\"rel_type\":\"m.replace\","
                                           "\"event_id\":\"%s\"}}", event_id);
  g_autofree char *edit_id = NULL, *removal = NULL;

  open_conversation (fixture);
  edit_id = bedside_demo_server_add_event (fixture->practice.server, fixture->room, fixture->ada, "m.room.message",
                                           NULL, edit);
  bedside_await (timeline_is (fixture, "one"), 10);
  removal = g_strdup_printf ("{\"redacts\":\"%s\"}", edit_id);
  g_free (bedside_demo_server_add_event (fixture->practice.server, fixture->room, fixture->ada, "m.room.redaction",
                                         NULL, removal));
  bedside_await (timeline_is (fixture, "two"), 10);
  g_assert_true (preview_is (fixture, "two"));
  restart (fixture);
  open_conversation (fixture);
  assert_timeline (fixture, "two");
}

/* Written while it could not be sent; when it could, nobody may write any more. */
static void
test_disabled_while_waiting (Fixture       *fixture,
                             gconstpointer  data)
{
  open_conversation (fixture);
  stop_server (fixture);
  bedside_session_send (get_session (fixture), fixture->conversation, "too late");
  bedside_practice_fixture_set_access (&fixture->practice, "ada", "disabled");
  start_server (fixture);
  bedside_await (bedside_conversation_get_not_sent (fixture->conversation) == 1, 20);
  assert_timeline (fixture, "!too late");
  assert_server (fixture, "");
  g_assert_cmpuint (bedside_demo_server_count_requests (fixture->practice.server, "PUT", "*/send/*"), ==, 0);
}

static void
test_encrypted_while_waiting (Fixture       *fixture,
                              gconstpointer  data)
{
  open_conversation (fixture);
  stop_server (fixture);
  bedside_session_send (get_session (fixture), fixture->conversation, "in the clear");
  g_free (bedside_demo_server_add_event (fixture->practice.server, fixture->room, fixture->practice.me,
                                         "m.room.encryption", "", "{\"algorithm\":\"m.megolm.v1.aes-sha2\"}"));
  start_server (fixture);
  bedside_await (bedside_conversation_get_not_sent (fixture->conversation) == 1, 20);
  assert_server (fixture, "");
}

static void
test_practice_lost (Fixture       *fixture,
                    gconstpointer  data)
{
  BedsidePracticeFixture *practice = &fixture->practice;
  g_autoptr(BedsideConversation) conversation = g_object_ref (fixture->conversation);

  say (fixture, "hello");
  open_conversation (fixture);
  bedside_await (timeline_is (fixture, "hello"), 10);
  g_free (bedside_demo_server_add_event (practice->server, practice->space, practice->colleague, "m.room.member",
                                         practice->me, "{\"membership\":\"leave\"}"));
  bedside_await (bedside_practice_fixture_find (practice, "Ada Lovelace") == NULL, 10);
  /* Who has it open still can do nothing with it, and nothing happens to it. */
  bedside_session_send (get_session (fixture), conversation, "nobody may write");
  bedside_session_mark_read (get_session (fixture), conversation);
  bedside_session_load_older (get_session (fixture), conversation);
  g_free (bedside_demo_server_add_event (practice->server, practice->directory, practice->colleague,
                                         "org.bedside.patient", "key-ada", "{\"given\":\"Other\"}"));
  say (fixture, "later");
  bedside_await (bedside_session_get_unsent (get_session (fixture)) == 1, 10);
  bedside_session_close (get_session (fixture), conversation);
  assert_server (fixture, "hello|later");
}

static void
test_typing_ends_offline (Fixture       *fixture,
                          gconstpointer  data)
{
  bedside_demo_server_set_typing (fixture->practice.server, fixture->room, fixture->ada, TRUE);
  bedside_await (bedside_conversation_get_typing (fixture->conversation), 10);
  stop_server (fixture);
  g_assert_false (bedside_conversation_get_typing (fixture->conversation));
}

static void
sign_in_again (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_account_sign_in_async (fixture->practice.account, bedside_demo_server_get_base_url (fixture->practice.server),
                                 "robin", "correct horse", NULL, bedside_await_result, &result);
  /* Somebody goes on writing all the time. */
  for (guint i = 0; result == NULL; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      if (i < 20)
        bedside_session_send (get_session (fixture), fixture->conversation, text);
      bedside_session_set_draft (get_session (fixture), fixture->conversation, text);
      g_main_context_iteration (NULL, TRUE);
    }
  bedside_account_sign_in_finish (fixture->practice.account, result, &error);
  g_assert_no_error (error);
}

static void
test_signed_in_again (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *expected = join_many (0, 19);

  bedside_demo_server_expire_tokens (fixture->practice.server, TRUE);
  bedside_await (bedside_account_get_state (fixture->practice.account) == BEDSIDE_ACCOUNT_STATE_EXPIRED, 40);
  sign_in_again (fixture);
  bedside_await_online (&fixture->practice);
  open_conversation (fixture);
  bedside_await (bedside_session_get_unsent (get_session (fixture)) == 0, 20);
  bedside_await (timeline_is (fixture, expected), 10);
  assert_server (fixture, expected);
  g_assert_cmpstr (bedside_conversation_get_draft (fixture->conversation), !=, "");
}

static char *
find_database (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".db"))
      return g_build_filename (folder, name, NULL);

  return NULL;
}

/* With the cache goes the history in which the message would have been recognised: it is fetched first. */
static void
test_history_first_after_damage (Fixture       *fixture,
                                 gconstpointer  data)
{
  BedsideDemoFault stall = { .method = "PUT", .path_pattern = "*/send/*", .kind = BEDSIDE_DEMO_FAULT_STALL };
  sqlite3 *db = NULL;
  guint sends;

  bedside_demo_server_add_fault (fixture->practice.server, &stall);
  stop_server (fixture);
  bedside_session_send (get_session (fixture), fixture->conversation, "once");
  start_server (fixture);
  bedside_await (bedside_demo_server_count_requests (fixture->practice.server, "PUT", "*/send/*") == 1, 20);
  bedside_practice_fixture_kill (&fixture->practice);
  bedside_demo_server_clear_faults (fixture->practice.server);

  say_many (fixture, 1, 300);
  sends = bedside_demo_server_count_requests (fixture->practice.server, "PUT", "*/send/*");
  g_autofree char *path = find_database (fixture->practice.folder);
  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, "unix"), ==, SQLITE_OK);
  bedside_await (sqlite3_exec (db, "UPDATE rooms SET sealed = zeroblob (40)", NULL, NULL, NULL) == SQLITE_OK, 10);
  sqlite3_close (db);
  bedside_practice_fixture_start (&fixture->practice);
  g_assert_cmpint (bedside_session_get_cache_state (get_session (fixture)), ==, BEDSIDE_CACHE_STATE_REBUILT);
  bedside_await_online (&fixture->practice);
  bedside_await (bedside_session_get_unsent (get_session (fixture)) == 0, 20);
  g_assert_cmpuint (bedside_demo_server_count_requests (fixture->practice.server, "PUT", "*/send/*"), ==, sends);
}

#define add(path, function) \
        g_test_add ("/practice/interleaving/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  faulty_vfs_install ();
  g_test_init (&argc, &argv, NULL);

  add ("R18-opened-while-arriving", test_opened_while_arriving);
  add ("R18-disk-full", test_disk_full);
  add ("R18-killed-with-full-disk", test_killed_with_full_disk);
  add ("R18-gap-with-full-disk", test_gap_with_full_disk);
  add ("R18-position-forgotten-while-open", test_position_forgotten_while_open);
  add ("position-forgotten-nothing-new", test_position_forgotten_nothing_new);
  add ("R20-position-forgotten-and-left", test_position_forgotten_and_left);
  add ("R18-left-and-joined", test_left_and_joined);
  add ("edge-35-invitation-taken-back", test_invitation_taken_back);
  add ("large-directory", test_large_directory);
  add ("edge-25-removed-in-gap", test_removed_in_gap);
  add ("edge-25-edit-taken-back", test_edit_taken_back);
  add ("R26-edge-49-disabled-while-waiting", test_disabled_while_waiting);
  add ("R31-edge-20-encrypted-while-waiting", test_encrypted_while_waiting);
  add ("practice-lost", test_practice_lost);
  add ("typing-ends-offline", test_typing_ends_offline);
  add ("R19-signed-in-again-while-writing", test_signed_in_again);
  add ("R18-history-first-after-damage", test_history_first_after_damage);

  return g_test_run ();
}
