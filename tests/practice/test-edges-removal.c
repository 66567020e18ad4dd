/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "edges.h"

#include <string.h>

/* What is taken back is gone, in whatever order one hears of it: edge cases 25 and 26. */

/* Whether something written is still in the cache. */
static gboolean
is_stored (Fixture    *fixture,
           const char *room_id,
           const char *text)
{
  g_autoptr(GAsyncResult) written = NULL, result = NULL;
  g_autoptr(GPtrArray) events = NULL;
  gboolean found = FALSE;

  bedside_recorder_write_async (fixture->session->recorder, bedside_changes_new (), bedside_await_result, &written);
  bedside_await (written != NULL, 10);
  bedside_store_load_events_async (fixture->store, room_id, G_MAXINT64, 1000, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  events = bedside_store_load_events_finish (fixture->store, result, NULL);
  for (guint i = 0; i < events->len; i++)
    found |= strstr (((BedsideStoreEvent *) events->pdata[i])->payload, text) != NULL;

  return found;
}

static char *
new_edit (Fixture    *fixture,
          const char *target,
          const char *text)
{
  g_autofree char *content = g_strdup_printf ("{'msgtype':'m.text','body':'* %s','m.new_content':{'msgtype':'m.text',"
                                              "'body':'%s'},'m.relates_to':{'rel_type':'m.replace','event_id':'%s'}}",
                                              text, text, target);

  return bedside_news_fixture_event (fixture, ADA, "m.room.message", content, NULL);
}

static char *
new_removal (Fixture    *fixture,
             const char *target)
{
  g_autofree char *content = g_strdup_printf ("{'redacts':'%s'}", target);

  return bedside_news_fixture_event (fixture, ADA, "m.room.redaction", content, NULL);
}

static void
tell_removal (Fixture    *fixture,
              const char *target)
{
  g_autofree char *removal = new_removal (fixture, target);

  bedside_news_fixture_tell (fixture, "!ada", removal, 0, NULL);
}

/* In an answer before, and earlier in the same one. */
static void
test_removed_before (Fixture       *fixture,
                     gconstpointer  data)
{
  BedsideConversation *ada = bedside_news_fixture_get (fixture, "!ada");
  g_autofree char *first = bedside_news_fixture_message (fixture, ADA, "my secret");
  g_autofree char *second = bedside_news_fixture_message (fixture, ADA, "my secret, too");
  g_autofree char *edit = new_edit (fixture, "$1", "another secret");
  g_autofree char *removal = new_removal (fixture, "$2");
  g_autofree char *both = g_strconcat (removal, ",", second, NULL);

  tell_removal (fixture, "$1");
  bedside_news_fixture_tell (fixture, "!ada", first, 1, NULL);
  g_assert_cmpstr (bedside_conversation_get_preview (ada), ==, "");
  g_assert_cmpint (bedside_conversation_get_preview_kind (ada), ==, BEDSIDE_MESSAGE_KIND_REMOVED);
  bedside_news_fixture_tell (fixture, "!ada", both, 1, NULL);
  bedside_news_fixture_tell (fixture, "!ada", edit, 1, NULL);
  g_assert_cmpstr (bedside_conversation_get_preview (ada), ==, "");
  bedside_news_assert_arrived (fixture, "");
  g_assert_false (is_stored (fixture, "!ada", "secret"));
  open_conversation (fixture, "!ada");
  assert_timeline (ada, "R:|R:");
}

static void
test_edited_and_removed (Fixture       *fixture,
                         gconstpointer  data)
{
  BedsideConversation *ada = open_conversation (fixture, "!ada");
  g_autofree char *one = new_edit (fixture, "$3", "three tablets"), *two = new_edit (fixture, "$3", "two tablets");

  bedside_news_fixture_say (fixture, "ada", "four tablets", 1);
  bedside_news_fixture_tell (fixture, "!ada", one, 1, NULL);
  bedside_news_fixture_tell (fixture, "!ada", two, 1, NULL);
  assert_timeline (ada, "T:two tablets");
  /* An edit is taken back: the one before it is shown, in the list, too. */
  tell_removal (fixture, "$2");
  assert_timeline (ada, "T:three tablets");
  g_assert_cmpstr (bedside_conversation_get_preview (ada), ==, "three tablets");
  g_assert_false (is_stored (fixture, "!ada", "two tablets"));
  /* What took it back is taken back: that brings nothing back. */
  tell_removal (fixture, "$4");
  assert_timeline (ada, "T:three tablets");
  reopen (fixture, ada);
  assert_timeline (ada, "T:three tablets");

  /* The message itself: all of it is gone, here and on the disk, although nobody took back the edits. */
  tell_removal (fixture, "$3");
  assert_timeline (ada, "R:");
  g_assert_cmpstr (bedside_conversation_get_preview (ada), ==, "");
  g_assert_false (is_stored (fixture, "!ada", "tablets"));
  g_autofree char *late = new_edit (fixture, "$3", "one tablet");
  bedside_news_fixture_tell (fixture, "!ada", late, 1, NULL);
  assert_timeline (ada, "R:");
  g_assert_false (is_stored (fixture, "!ada", "tablet"));
  reopen (fixture, ada);
  assert_timeline (ada, "R:");
  bedside_news_fixture_restart (fixture);
  bedside_await (fixture->session->restoring == NULL, 10);
  assert_timeline (open_conversation (fixture, "!ada"), "R:");
}

/* A page begins with its newest event. */
static void
test_removed_in_page (Fixture       *fixture,
                      gconstpointer  data)
{
  BedsideConversation *ada = bedside_news_fixture_get (fixture, "!ada");
  BedsideRoom *room = bedside_registry_find (fixture->session->registry, "!ada");
  g_autoptr(GPtrArray) page = bedside_placed_event_list_new ();
  BedsideChanges *changes = bedside_changes_new ();
  g_autofree char *message = bedside_news_fixture_message (fixture, ADA, "my secret");
  g_autofree char *edit = new_edit (fixture, "$1", "another secret");
  g_autofree char *removal = new_removal (fixture, "$1");
  char *events[] = { removal, edit, message };
  g_autoptr(GAsyncResult) result = NULL;

  room->next_position = 10;
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      g_autoptr(BedsideEvent) event = bedside_event_new_from_text (g_strdelimit (events[i], "'", '"'), NULL);

      g_ptr_array_add (page, bedside_placed_event_new (9 - i, event));
      bedside_changes_put_event (changes, "!ada", 9 - i, event);
    }
  bedside_session_on_placed (fixture->session, room, page, changes);
  bedside_recorder_write_async (fixture->session->recorder, changes, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  g_assert_cmpstr (bedside_conversation_get_preview (ada), ==, "");
  g_assert_cmpint (bedside_conversation_get_preview_kind (ada), ==, BEDSIDE_MESSAGE_KIND_REMOVED);
  g_assert_false (is_stored (fixture, "!ada", "secret"));
  open_conversation (fixture, "!ada");
  assert_timeline (ada, "R:");
}

/* Sync does not repeat state that has lost its content. */
static void
test_removed_state (Fixture       *fixture,
                    gconstpointer  data)
{
  BedsideConversation *everyone = bedside_news_fixture_get (fixture, "!everyone");
  BedsideConversation *ada = bedside_news_fixture_get (fixture, "!ada");

  tell_event (fixture, "!everyone", NEWS_SAM, "m.room.name", "{'name':'All of us'}", ",'state_key':''");
  tell_event (fixture, "!a", NEWS_ME, "org.bedside.settings",
              "{'group_chat':true,'patient_chat':true,'directory':'!d'}", ",'state_key':''");
  g_assert_cmpstr (bedside_conversation_get_title (everyone), ==, "All of us");
  g_assert_cmpint (bedside_conversation_get_closed_reason (ada), ==, BEDSIDE_CLOSED_REASON_NONE);

  tell_event (fixture, "!everyone", NEWS_SAM, "m.room.redaction", "{'redacts':'$none'}", NULL);
  g_assert_cmpstr (bedside_conversation_get_title (everyone), ==, "All of us");
  tell_event (fixture, "!everyone", NEWS_SAM, "m.room.redaction", "{'redacts':'$1'}", NULL);
  g_assert_cmpstr (bedside_conversation_get_title (everyone), !=, "All of us");
  /* Without settings nobody writes to anybody: the server sees it so, too. */
  tell_event (fixture, "!a", NEWS_ME, "m.room.redaction", "{'redacts':'$2'}", NULL);
  g_assert_cmpint (bedside_conversation_get_closed_reason (ada), !=, BEDSIDE_CLOSED_REASON_NONE);

  bedside_news_fixture_restart (fixture);
  bedside_await (fixture->session->restoring == NULL, 10);
  g_assert_cmpstr (bedside_conversation_get_title (bedside_news_fixture_get (fixture, "!everyone")), !=, "All of us");
  g_assert_cmpint (bedside_conversation_get_closed_reason (bedside_news_fixture_get (fixture, "!ada")), !=,
                   BEDSIDE_CLOSED_REASON_NONE);
  /* Settings that come anew count again. */
  tell_event (fixture, "!a", NEWS_ME, "org.bedside.settings",
              "{'group_chat':true,'patient_chat':true,'directory':'!d'}", ",'state_key':''");
  g_assert_cmpint (bedside_conversation_get_closed_reason (bedside_news_fixture_get (fixture, "!ada")), ==,
                   BEDSIDE_CLOSED_REASON_NONE);
}

/* In an old room anybody can write anything into the content of a removal: what the server says counts. */
static void
test_removal_in_old_room (Fixture       *fixture,
                          gconstpointer  data)
{
  BedsideConversation *ada = open_conversation (fixture, "!ada");

  tell_event (fixture, NULL, NEWS_ME, "m.room.message", "{'msgtype':'m.text','body':'Take two'}", NULL);
  bedside_news_fixture_say (fixture, "ada", "Oops", 1);
  tell_event (fixture, NULL, ADA, "m.room.redaction", "{'redacts':'$1'}", ",'redacts':'$2'");
  assert_timeline (ada, "T:Take two|R:");
  /* Both ways of telling. */
  bedside_news_fixture_say (fixture, "ada", "a", 1);
  bedside_news_fixture_say (fixture, "ada", "b", 1);
  tell_event (fixture, NULL, ADA, "m.room.redaction", "{}", ",'redacts':'$4'");
  tell_event (fixture, NULL, ADA, "m.room.redaction", "{'redacts':'$5'}", NULL);
  assert_timeline (ada, "T:Take two|R:|R:|R:");
}

#define add(path, function) bedside_news_add ("/practice/edges/" path, function)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("edge-25-removed-before-it-arrives", test_removed_before);
  add ("edge-25-edited-and-removed", test_edited_and_removed);
  add ("edge-25-removed-in-the-same-page", test_removed_in_page);
  add ("edge-25-removed-state", test_removed_state);
  add ("edge-26-removal-in-an-old-room", test_removal_in_old_room);

  return g_test_run ();
}
