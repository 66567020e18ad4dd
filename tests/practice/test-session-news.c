/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-news-fixture.h"
#include "bedside-session-practice.h"

typedef BedsideNewsFixture Fixture;

#define ADA "@ada:x"

/* What is in a timeline, of the room !ada. */
static void
tell (Fixture    *fixture,
      const char *timeline,
      guint       unread)
{
  bedside_news_fixture_tell (fixture, "!ada", timeline, unread, NULL);
}

static void
tell_event (Fixture    *fixture,
            const char *sender,
            const char *type,
            const char *content,
            const char *more)
{
  g_autofree char *event = bedside_news_fixture_event (fixture, sender, type, content, more);

  tell (fixture, event, 1);
}

static void
tell_two (Fixture    *fixture,
          const char *first,
          const char *second,
          guint       unread)
{
  g_autofree char *one = bedside_news_fixture_message (fixture, first, "one");
  g_autofree char *two = bedside_news_fixture_message (fixture, second, "two");
  g_autofree char *both = g_strconcat (one, ",", two, NULL);

  tell (fixture, both, unread);
}

/* Ben wrote, then Ada. */
static void
tell_of_two_rooms (Fixture *fixture)
{
  g_autofree char *ben = bedside_news_fixture_message (fixture, "@ben:x", "Hi");
  g_autofree char *ada = bedside_news_fixture_message (fixture, ADA, "Hello");
  g_autofree char *rooms = g_strdup_printf ("'!ada':{'timeline':{'events':[%s]},'unread_notifications':"
                                            "{'notification_count':3}},'!ben':{'timeline':{'events':[%s]},"
                                            "'unread_notifications':{'notification_count':1}}", ada, ben);
  bedside_news_fixture_answer (fixture, rooms);
}

/* --- the list --- */

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  BedsidePractice *practice = bedside_session_get_practice (fixture->session);

  g_assert_true (g_list_model_get_item_type (bedside_session_get_new_messages (fixture->session)) ==
                 BEDSIDE_TYPE_CONVERSATION);
  bedside_news_assert_new (fixture, "");
  g_assert_cmpuint (fixture->list_changes, ==, 0);

  bedside_news_fixture_say (fixture, "ada", "Hello", 1);
  bedside_news_fixture_say (fixture, "ben", "Hi", 1);
  bedside_news_fixture_say (fixture, "cleo", "Salut", 1);
  bedside_news_assert_new (fixture, "Cleo Dubois|Ben Okafor|Ada Lovelace");
  g_assert_cmpuint (fixture->list_changes, ==, 3);
  g_assert_cmpuint (bedside_practice_get_unread (practice), ==, 3);

  /* What is new moves up; what is not new once more changes nothing. */
  bedside_news_fixture_say (fixture, "ada", "Are you there?", 2);
  bedside_news_assert_new (fixture, "Ada Lovelace|Cleo Dubois|Ben Okafor");
  g_assert_cmpuint (fixture->list_changes, ==, 4);
  bedside_news_fixture_say (fixture, "ada", "Please", 3);
  g_assert_cmpuint (fixture->list_changes, ==, 4);

  bedside_news_fixture_read (fixture, "!cleo", "$3");
  bedside_news_assert_new (fixture, "Ada Lovelace|Ben Okafor");
  g_assert_cmpuint (bedside_practice_get_unread (practice), ==, 2);
  bedside_news_fixture_read (fixture, "!ada", "$5");
  bedside_news_fixture_read (fixture, "!ben", "$2");
  bedside_news_assert_new (fixture, "");
  bedside_news_assert_arrived (fixture, "Ada Lovelace|Ben Okafor|Cleo Dubois|Ada Lovelace|Ada Lovelace");
}

static void
test_first_sync (Fixture       *fixture,
                 gconstpointer  data)
{
  bedside_news_fixture_add_many (fixture, 300, TRUE);
  bedside_news_assert_arrived (fixture, "");
  g_assert_cmpuint (g_list_model_get_n_items (bedside_session_get_new_messages (fixture->session)), ==, 300);
  g_assert_cmpuint (fixture->list_changes, ==, 1);

  /* What comes after it does arrive. */
  bedside_news_fixture_say (fixture, "ada", "Hello", 1);
  bedside_news_assert_arrived (fixture, "Ada Lovelace");
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_news_fixture_add_many (fixture, 1000, FALSE);
  g_assert_cmpuint (g_list_model_get_n_items (bedside_session_get_new_messages (fixture->session)), ==, 1000);
  g_assert_cmpuint (fixture->list_changes, ==, 1);

  gint64 begin = g_get_monotonic_time ();
  for (guint i = 0; i < 100; i++)
    bedside_registry_list_unread (fixture->session->registry);
  g_test_message ("1,000 are looked at 100 times in %" G_GINT64_FORMAT " ms",
                  (g_get_monotonic_time () - begin) / 1000);
  g_assert_cmpuint (fixture->list_changes, ==, 1);
}

static void
test_restart (Fixture       *fixture,
              gconstpointer  data)
{
  bedside_news_fixture_say (fixture, "ada", "Hello", 1);
  bedside_news_fixture_say (fixture, "ben", "Hi", 1);
  bedside_news_assert_arrived (fixture, "Ada Lovelace|Ben Okafor");
  bedside_news_fixture_restart (fixture);

  /* Before the server is asked, and before the state is read. */
  g_assert_nonnull (fixture->session->restoring);
  bedside_news_assert_new (fixture, "Ben Okafor|Ada Lovelace");
  g_assert_nonnull (bedside_session_find_conversation (fixture->session, "!ada"));
  bedside_await (fixture->session->restoring == NULL, 10);
  bedside_news_assert_new (fixture, "Ben Okafor|Ada Lovelace");
  bedside_news_assert_arrived (fixture, "");

  /* What came while Bedside was closed. */
  bedside_news_fixture_say (fixture, "ada", "Still there?", 2);
  bedside_news_assert_arrived (fixture, "Ada Lovelace");
}

static void
test_mark_all (Fixture       *fixture,
               gconstpointer  data)
{
  GListModel *list = bedside_session_get_new_messages (fixture->session);
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);

  bedside_news_fixture_add_many (fixture, 300, TRUE);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    g_ptr_array_add (all, g_list_model_get_item (list, i));
  fixture->list_changes = 0;
  bedside_session_mark_conversations_read (fixture->session, all);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, 0);
  g_assert_cmpuint (fixture->list_changes, ==, 1);
  g_assert_cmpuint (bedside_practice_get_unread (bedside_session_get_practice (fixture->session)), ==, 0);
  g_assert_cmpuint (fixture->session->marking, ==, 2);

  /* Nobody answers: all of them are kept, once. */
  bedside_await (g_hash_table_size (fixture->session->unmarked) == 300, 20);
  g_assert_true (g_queue_is_empty (&fixture->session->markers));
  bedside_session_mark_conversations_read (fixture->session, all);
  g_assert_cmpuint (fixture->list_changes, ==, 1);
  bedside_news_fixture_restart (fixture);
  g_assert_cmpuint (g_hash_table_size (fixture->session->unmarked), ==, 300);
  bedside_news_assert_new (fixture, "");
}

/* --- what arrives --- */

static void
test_own (Fixture       *fixture,
          gconstpointer  data)
{
  g_autofree char *own = bedside_news_fixture_message (fixture, NEWS_ME, "Mine");

  tell (fixture, own, 1);
  bedside_news_assert_arrived (fixture, "");

  /* Written on another device, where what came before was read. */
  tell_two (fixture, ADA, NEWS_ME, 1);
  bedside_news_assert_arrived (fixture, "");
  tell_two (fixture, NEWS_ME, ADA, 1);
  bedside_news_assert_arrived (fixture, "Ada Lovelace");

  /* What Bedside writes by itself does not mean that anybody has read. */
  g_autofree char *message = bedside_news_fixture_message (fixture, ADA, "Hello");
  g_autofree char *levels = bedside_news_fixture_event (fixture, NEWS_ME, "m.room.power_levels", "{}",
                                                        ",'state_key':''");
  g_autofree char *both = g_strconcat (message, ",", levels, NULL);
  tell (fixture, both, 2);
  bedside_news_assert_arrived (fixture, "Ada Lovelace");
}

static void
test_no_messages (Fixture       *fixture,
                  gconstpointer  data)
{
  bedside_news_fixture_say (fixture, "ada", "Hello", 1);
  bedside_news_assert_arrived (fixture, "Ada Lovelace");

  tell_event (fixture, ADA, "m.room.message", "{'msgtype':'m.text','body':'* Hi','m.new_content':{'msgtype':'m.text',"
              "'body':'Hi'},'m.relates_to':{'rel_type':'m.replace','event_id':'$1'}}", NULL);
  tell_event (fixture, ADA, "m.reaction", "{'m.relates_to':{'rel_type':'m.annotation','event_id':'$1','key':'+'}}",
              NULL);
  tell_event (fixture, ADA, "m.room.redaction", "{'redacts':'$1'}", ",'redacts':'$1'");
  tell_event (fixture, ADA, "m.room.message", "{}", ",'unsigned':{'redacted_because':{'type':'m.room.redaction'}}");
  tell_event (fixture, ADA, "m.room.member", "{'membership':'join','displayname':'New name'}", ",'state_key':'@ada:x'");
  tell_event (fixture, ADA, "com.example.whatever", "{'body':'Hello'}", NULL);
  bedside_news_assert_arrived (fixture, "");

  /* Taken back before anybody could see it. */
  g_autofree char *message = bedside_news_fixture_message (fixture, ADA, "Oops");
  g_autofree char *redaction = g_strdup_printf ("{'event_id':'$r','type':'m.room.redaction','sender':'" ADA "',"
                                                "'redacts':'$%u','content':{}}", fixture->last_event);
  g_autofree char *both = g_strconcat (message, ",", redaction, NULL);
  tell (fixture, both, 1);
  bedside_news_assert_arrived (fixture, "");
}

static void
test_odd_messages (Fixture       *fixture,
                   gconstpointer  data)
{
  /* Somebody wrote something: that must not go unseen, even if it cannot be shown. */
  tell_event (fixture, ADA, "m.room.message", "{'msgtype':'m.text','body':5}", NULL);
  bedside_news_assert_arrived (fixture, "Ada Lovelace");
  tell_event (fixture, ADA, "m.room.message", "{'msgtype':'m.image','body':'x.png','url':[]}", NULL);
  bedside_news_assert_arrived (fixture, "Ada Lovelace");
  tell_event (fixture, ADA, "m.room.encrypted", "{'algorithm':'unknown'}", NULL);
  bedside_news_assert_arrived (fixture, "Ada Lovelace");

  /* What is no event at all. */
  tell (fixture, "5,'x',[],{},{'type':'m.room.message'},{'type':'m.room.message','event_id':'$q','content':[]},"
        "{'type':'m.room.message','event_id':7,'sender':'" ADA "','content':{'msgtype':'m.text','body':'x'}}", 1);
  bedside_news_assert_arrived (fixture, "");
  bedside_news_fixture_answer (fixture, "'!ada':{'timeline':5,'unread_notifications':{'notification_count':'many'}}");
  bedside_news_fixture_answer (fixture, "'!ada':{'unread_notifications':{'notification_count':-7}}");
  bedside_news_assert_arrived (fixture, "");
  bedside_news_assert_new (fixture, "");
}

static void
test_once (Fixture       *fixture,
           gconstpointer  data)
{
  tell_two (fixture, ADA, ADA, 2);
  bedside_news_assert_arrived (fixture, "Ada Lovelace");

  /* Newest last. */
  tell_of_two_rooms (fixture);
  bedside_news_assert_arrived (fixture, "Ben Okafor|Ada Lovelace");

  /* An answer without messages. */
  tell (fixture, "", 3);
  bedside_news_assert_arrived (fixture, "");
}

static void
test_read_elsewhere (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *first = bedside_news_fixture_message (fixture, ADA, "one");

  /* With the same answer, by the count or by the receipt. */
  bedside_news_fixture_say (fixture, "ben", "Hi", 0);
  bedside_news_fixture_tell (fixture, "!ada", first, 1,
                             ",'ephemeral':{'events':[{'type':'m.receipt','content':{'$1':{'m.read':{'" NEWS_ME
                             "':{'ts':1}}}}}]}");
  bedside_news_assert_arrived (fixture, "");

  /* A receipt covers what came before it. */
  g_autofree char *second = bedside_news_fixture_message (fixture, ADA, "two");
  g_autofree char *reaction = bedside_news_fixture_event (fixture, ADA, "m.reaction", "{}", NULL);
  g_autofree char *both = g_strconcat (second, ",", reaction, NULL);
  g_autofree char *receipt = g_strdup_printf (",'ephemeral':{'events':[{'type':'m.receipt','content':{'$%u':"
                                              "{'m.read.private':{'" NEWS_ME "':{'ts':1}}}}}]}", fixture->last_event);
  bedside_news_fixture_tell (fixture, "!ada", both, 1, receipt);
  bedside_news_assert_arrived (fixture, "");

  /* But not what came after it, and that of somebody else covers nothing. */
  bedside_news_fixture_tell (fixture, "!ada", "", 0, ",'ephemeral':{'events':[{'type':'m.receipt','content':{'$4':"
                             "{'m.read':{'" ADA "':{'ts':1}}}}}]}");
  bedside_news_fixture_say (fixture, "ada", "three", 1);
  bedside_news_assert_arrived (fixture, "Ada Lovelace");
}

static void
test_counted_late (Fixture       *fixture,
                   gconstpointer  data)
{
  bedside_news_fixture_say (fixture, "ada", "Hello", 0);
  bedside_news_assert_arrived (fixture, "");
  tell (fixture, "", 1);
  bedside_news_assert_arrived (fixture, "Ada Lovelace");
  tell (fixture, "", 1);
  bedside_news_assert_arrived (fixture, "");

  /* Read before it was counted. */
  bedside_news_fixture_say (fixture, "ben", "Hi", 0);
  bedside_news_fixture_read (fixture, "!ben", "$2");
  bedside_news_fixture_tell (fixture, "!ben", "", 1, NULL);
  bedside_news_assert_arrived (fixture, "");
}

static void
test_limited (Fixture       *fixture,
              gconstpointer  data)
{
  static const char limited[] = "'!ada':{'timeline':{'limited':true,'prev_batch':'p%u','events':[%s]},"
                                "'unread_notifications':{'notification_count':%u}}";
  g_autofree char *reaction = bedside_news_fixture_event (fixture, ADA, "m.reaction", "{}", NULL);
  g_autofree char *own = bedside_news_fixture_message (fixture, NEWS_ME, "Mine");
  g_autofree char *unseen = g_strdup_printf (limited, 1, reaction, 3);
  g_autofree char *seen = g_strdup_printf (limited, 2, own, 4);
  g_autofree char *same = g_strdup_printf (limited, 3, "", 4);

  bedside_news_fixture_say (fixture, "ada", "Hello", 0);
  bedside_news_fixture_read (fixture, "!ada", "$3");

  /* What was left out holds messages: the count says so. */
  bedside_news_fixture_answer (fixture, unseen);
  bedside_news_assert_arrived (fixture, "Ada Lovelace");
  bedside_news_fixture_answer (fixture, seen);
  bedside_news_fixture_answer (fixture, same);
  bedside_news_assert_arrived (fixture, "");
}

static void
test_history (Fixture       *fixture,
              gconstpointer  data)
{
  BedsideRoom *room = bedside_registry_find (fixture->session->registry, "!ada");
  g_autofree char *json = bedside_news_fixture_message (fixture, ADA, "Long ago");
  g_autoptr(GPtrArray) placed = bedside_placed_event_list_new ();
  g_autoptr(BedsideChanges) changes = bedside_changes_new ();
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideEvent) event = bedside_event_new_from_text (g_strdelimit (json, "'", '"'), &error);

  g_assert_no_error (error);
  bedside_news_fixture_say (fixture, "ada", "Hello", 1);
  bedside_news_fixture_say (fixture, "ben", "Hi", 1);
  bedside_news_assert_arrived (fixture, "Ada Lovelace|Ben Okafor");

  /* A page of what was missing; here, it is even newer than what is known. */
  g_ptr_array_add (placed, bedside_placed_event_new (room->next_position + 5, event));
  event->timestamp += 1000 * 1000;
  bedside_session_on_placed (fixture->session, room, placed, changes);
  bedside_news_assert_arrived (fixture, "");
  bedside_news_assert_new (fixture, "Ada Lovelace|Ben Okafor");
}

static void
test_start_over (Fixture       *fixture,
                 gconstpointer  data)
{
  bedside_news_fixture_say (fixture, "ben", "not counted", 0);
  bedside_news_fixture_add_many (fixture, 1, TRUE);
  g_assert_cmpuint (g_hash_table_size (fixture->session->arrivals), ==, 0);
  bedside_news_assert_arrived (fixture, "");
  bedside_news_fixture_say (fixture, "p0", "Hello?", 2);
  bedside_news_assert_arrived (fixture, "Patient Number0");
}

/* --- whose conversations --- */

static void
test_new_room (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *message = bedside_news_fixture_message (fixture, NEWS_SAM, "Lunch?");
  g_autofree char *rooms = g_strdup_printf ("'!lunch':{'state':{'events':[{'event_id':'$c','type':'m.room.create',"
                                            "'state_key':'','sender':'" NEWS_SAM "','content':{'org.bedside.team':"
                                            "{'v':1,'practice':'!a'}}},{'event_id':'$n','type':'m.room.name',"
                                            "'state_key':'','sender':'" NEWS_SAM "','content':{'name':'Lunch'}}]},"
                                            "'timeline':{'events':[%s]},"
                                            "'unread_notifications':{'notification_count':1}}", message);

  bedside_news_fixture_answer (fixture, rooms);
  bedside_news_assert_arrived (fixture, "Lunch");
  bedside_news_assert_new (fixture, "Lunch");

  /* Not of what is no conversation. */
  g_autofree char *notice = bedside_news_fixture_message (fixture, NEWS_SAM, "Hello");
  g_autofree char *space = g_strdup_printf ("'!a':{'timeline':{'events':[%s]},"
                                            "'unread_notifications':{'notification_count':1}},"
                                            "'!stray':{'timeline':{'events':[%s]},"
                                            "'unread_notifications':{'notification_count':1}}", notice, notice);
  bedside_news_fixture_answer (fixture, space);
  bedside_news_assert_arrived (fixture, "");
}

/* Space and directory of another practice, of which the team conversation is "!b-team". */
static void
tell_of_other_practice (Fixture *fixture)
{
  bedside_news_fixture_answer (fixture, "'!b':{'state':{'events':["
                               "{'event_id':'$bc','type':'m.room.create','state_key':'','sender':'" NEWS_ME "',"
                               "'content':{'type':'m.space','org.bedside.practice':{'v':1}}},"
                               "{'event_id':'$bn','type':'m.room.name','state_key':'','sender':'" NEWS_ME "',"
                               "'content':{'name':'Hillside'}}]}}");
}

static void
test_other_practice (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *message = bedside_news_fixture_message (fixture, NEWS_SAM, "Welcome");
  g_autofree char *room = g_strdup_printf ("'!b-team':{'state':{'events':[{'event_id':'$tc','type':'m.room.create',"
                                           "'state_key':'','sender':'" NEWS_SAM "','content':{'org.bedside.team':"
                                           "{'v':1,'practice':'!b'}}},{'event_id':'$tn','type':'m.room.name',"
                                           "'state_key':'','sender':'" NEWS_SAM "','content':{'name':'Hill'}}]},"
                                           "'timeline':{'events':[%s]},"
                                           "'unread_notifications':{'notification_count':1}}", message);

  /* Of a practice that is not known yet. */
  bedside_news_fixture_answer (fixture, room);
  bedside_news_assert_arrived (fixture, "");
  bedside_news_assert_new (fixture, "");
  g_assert_null (bedside_session_find_conversation (fixture->session, "!b-team"));
  tell_of_other_practice (fixture);
  bedside_news_assert_arrived (fixture, "Hill");
  bedside_news_assert_new (fixture, "Hill");

  BedsideConversation *hill = bedside_news_fixture_get (fixture, "!b-team");
  BedsidePractice *practice = bedside_session_get_practice_of (fixture->session, hill);

  g_assert_cmpstr (bedside_practice_get_name (practice), ==, "Hillside");
  g_assert_true (bedside_session_get_practice (fixture->session) != practice);
  g_assert_cmpuint (bedside_practice_get_unread (practice), ==, 1);

  /* Whichever is shown. */
  bedside_news_fixture_say (fixture, "ada", "Hello", 1);
  bedside_news_assert_new (fixture, "Ada Lovelace|Hill");
  bedside_session_choose_practice (fixture->session, practice);
  bedside_news_assert_new (fixture, "Ada Lovelace|Hill");
  bedside_news_assert_arrived (fixture, "Ada Lovelace");
  bedside_session_mark_conversation_read (fixture->session, hill);
  bedside_news_assert_new (fixture, "Ada Lovelace");
  g_assert_cmpuint (bedside_practice_get_unread (practice), ==, 0);
}

static void
test_practice_left (Fixture       *fixture,
                    gconstpointer  data)
{
  bedside_news_fixture_say (fixture, "ada", "Hello", 1);
  BedsideConversation *ada = bedside_news_fixture_get (fixture, "!ada");
  g_autoptr(BedsideConversation) kept = g_object_ref (ada);
  BedsideRoom *space = bedside_registry_find (fixture->session->registry, "!a");

  space->membership = BEDSIDE_MEMBERSHIP_LEFT;
  bedside_registry_touch (fixture->session->registry, space);
  bedside_news_fixture_answer (fixture, "");
  bedside_news_assert_new (fixture, "");
  g_assert_null (bedside_session_find_conversation (fixture->session, "!ada"));
  g_assert_null (bedside_session_get_practice_of (fixture->session, kept));
  bedside_session_mark_conversation_read (fixture->session, kept);
  g_assert_cmpuint (g_hash_table_size (fixture->session->marked), ==, 0);

  /* Invited again: it is there as before. */
  space->membership = BEDSIDE_MEMBERSHIP_JOINED;
  bedside_registry_touch (fixture->session->registry, space);
  bedside_news_fixture_answer (fixture, "");
  bedside_news_assert_new (fixture, "Ada Lovelace");
}

static void
test_chat_disabled (Fixture       *fixture,
                    gconstpointer  data)
{
  bedside_news_fixture_answer (fixture, "'!d':{'state':{'events':[{'event_id':'$off','type':'org.bedside.access',"
                               "'state_key':'ada','sender':'" NEWS_SAM "','content':{'v':1,'chat':'disabled'}}]}}");
  g_assert_cmpint (bedside_conversation_get_closed_reason (bedside_news_fixture_get (fixture, "!ada")), ==,
                   BEDSIDE_CLOSED_REASON_CHAT_DISABLED);

  /* Written before, delivered after, or by a server that does not hold the rules: it is there. */
  bedside_news_fixture_say (fixture, "ada", "One more thing", 1);
  bedside_news_assert_arrived (fixture, "Ada Lovelace");
  bedside_news_assert_new (fixture, "Ada Lovelace");
}

static void
test_superseded (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *message = bedside_news_fixture_message (fixture, ADA, "In the other room");
  g_autofree char *room = g_strdup_printf ("'!zzz':{'state':{'events':[{'event_id':'$zc','type':'m.room.create',"
                                           "'state_key':'','sender':'" NEWS_ME "','origin_server_ts':1800000000000,"
                                           "'content':{'org.bedside.chat':{'v':1,'practice':'!a','patient_key':'ada',"
                                           "'patient':'" ADA "','practitioner':'" NEWS_ME "'}}}]},"
                                           "'timeline':{'events':[%s]},"
                                           "'unread_notifications':{'notification_count':1}}", message);

  bedside_news_fixture_answer (fixture, room);
  bedside_news_assert_arrived (fixture, "");
  bedside_news_assert_new (fixture, "");
  g_assert_true (bedside_session_find_conversation (fixture->session, "!zzz") ==
                 bedside_news_fixture_get (fixture, "!ada"));

  g_assert_null (bedside_session_find_conversation (fixture->session, "!nowhere"));
  g_assert_null (bedside_session_find_conversation (fixture->session, ""));
  g_assert_null (bedside_session_find_conversation (fixture->session, "!a"));
}

/* Whoever is told of one may read the others, or sign out. */
static void
on_arrived_read_all (BedsideSession      *session,
                     BedsideConversation *conversation,
                     Fixture             *fixture)
{
  bedside_session_mark_conversation_read (session, bedside_news_fixture_get (fixture, "!ada"));
  bedside_session_mark_conversation_read (session, bedside_news_fixture_get (fixture, "!ben"));
}

static void
test_read_when_told (Fixture       *fixture,
                     gconstpointer  data)
{
  g_signal_connect (fixture->session, "arrived", G_CALLBACK (on_arrived_read_all), fixture);
  tell_of_two_rooms (fixture);
  bedside_news_assert_arrived (fixture, "Ben Okafor");
  bedside_news_assert_new (fixture, "");
}

static void
test_stopped_when_told (Fixture       *fixture,
                        gconstpointer  data)
{
  g_signal_connect (fixture->session, "arrived", G_CALLBACK (bedside_session_stop), NULL);
  tell_of_two_rooms (fixture);
  bedside_news_assert_arrived (fixture, "Ben Okafor");
  bedside_news_assert_new (fixture, "Ada Lovelace|Ben Okafor");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  bedside_news_add ("/practice/R21-new-messages/list", test_list);
  bedside_news_add ("/practice/R21-new-messages/first-sync", test_first_sync);
  bedside_news_add ("/practice/R21-new-messages/many", test_many);
  bedside_news_add ("/practice/R21-new-messages/restart", test_restart);
  bedside_news_add ("/practice/R24-new-messages/mark-all", test_mark_all);
  bedside_news_add ("/practice/session-news/own", test_own);
  bedside_news_add ("/practice/session-news/no-messages", test_no_messages);
  bedside_news_add ("/practice/session-news/odd-messages", test_odd_messages);
  bedside_news_add ("/practice/session-news/once", test_once);
  bedside_news_add ("/practice/R24-new-messages/read-elsewhere", test_read_elsewhere);
  bedside_news_add ("/practice/session-news/counted-late", test_counted_late);
  bedside_news_add ("/practice/session-news/limited", test_limited);
  bedside_news_add ("/practice/session-news/history", test_history);
  bedside_news_add ("/practice/session-news/start-over", test_start_over);
  bedside_news_add ("/practice/session-news/new-room", test_new_room);
  bedside_news_add ("/practice/R21-new-messages/other-practice", test_other_practice);
  bedside_news_add ("/practice/session-news/practice-left", test_practice_left);
  bedside_news_add ("/practice/session-news/chat-disabled", test_chat_disabled);
  bedside_news_add ("/practice/session-news/superseded", test_superseded);
  bedside_news_add ("/practice/session-news/read-when-told", test_read_when_told);
  bedside_news_add ("/practice/session-news/stopped-when-told", test_stopped_when_told);

  return g_test_run ();
}
