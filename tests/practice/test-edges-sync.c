/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "edges.h"

/* What servers put into their answers, and what clients get wrong about it: see tests/lint/edges.txt. */

/* --- 1: fields missing or of a wrong type --- */

static void
test_wrong_types (Fixture       *fixture,
                  gconstpointer  data)
{
  static const struct {
    const char *content;
    const char *shown;     /* NULL: nothing is there to show */
  } cases[] = {
    { "{'msgtype':'m.text','body':7}", "U:" },
    { "{'msgtype':'m.text','body':null}", "U:" },
    { "{'msgtype':'m.text','body':['a']}", "U:" },
    { "{'msgtype':'m.text'}", "U:" },
    { "{'body':'no type'}", "U:no type" },
    { "{'msgtype':7,'body':'type'}", "U:type" },
    { "{'msgtype':null,'body':'type'}", "U:type" },
    { "{'msgtype':'m.text','body':'fine','format':5,'formatted_body':{}}", "T:fine" },
    { "{'msgtype':'m.text','body':'fine','m.relates_to':'x'}", "T:fine" },
    { "{'msgtype':'m.text','body':'fine','m.relates_to':{'m.in_reply_to':7}}", "T:fine" },
    { "{'msgtype':'m.text','body':'x','m.relates_to':{'rel_type':'m.replace','event_id':5}}", NULL },
    { "{'msgtype':'m.text','body':'x','m.new_content':7,'m.relates_to':{'rel_type':'m.replace','event_id':'$1'}}",
      NULL },
    { "[]", "R:" },
    { "[{'body':'x'}]", "R:" },
    { "'text'", "R:" },
    { "null", "R:" },
    { "{}", "R:" },
  };
  BedsideConversation *ada = open_conversation (fixture, "!ada");
  g_autoptr(GString) expected = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      tell_event (fixture, NULL, ADA, "m.room.message", cases[i].content, NULL);
      if (cases[i].shown == NULL)
        continue;
      g_string_append_printf (expected, "%s%s", expected->len > 0 ? "|" : "", cases[i].shown);
      g_test_message ("%s", cases[i].content);
      assert_timeline (ada, expected->str);
    }
  reopen (fixture, ada);
  assert_timeline (ada, expected->str);
  bedside_news_fixture_restart (fixture);
  bedside_await (fixture->session->restoring == NULL, 10);
  assert_timeline (open_conversation (fixture, "!ada"), expected->str);
}

/* --- 2: the same event again and again --- */

static void
test_same_event (Fixture       *fixture,
                 gconstpointer  data)
{
  BedsideConversation *ada = open_conversation (fixture, "!ada");
  BedsideRoom *room = bedside_registry_find (fixture->session->registry, "!ada");
  g_autofree char *one = bedside_news_fixture_message (fixture, ADA, "one");
  g_autofree char *two = bedside_news_fixture_message (fixture, ADA, "two");
  g_autofree char *twice = g_strconcat (one, ",", two, ",", one, NULL);
  g_autofree char *json = g_strdelimit (g_strdup (one), "'", '"');
  g_autoptr(BedsideEvent) event = bedside_event_new_from_text (json, NULL);
  g_autoptr(GPtrArray) page = bedside_placed_event_list_new ();
  BedsideChanges *changes = bedside_changes_new ();
  g_autoptr(GAsyncResult) result = NULL;

  bedside_news_fixture_tell (fixture, "!ada", twice, 2, NULL);
  bedside_news_fixture_tell (fixture, "!ada", one, 2, NULL);
  assert_timeline (ada, "T:one|T:two");

  /* By a page of older events, whose end laps over. */
  g_ptr_array_add (page, bedside_placed_event_new (--room->first_position, event));
  bedside_changes_put_event (changes, "!ada", room->first_position, event);
  bedside_session_on_placed (fixture->session, room, page, changes);
  bedside_recorder_write_async (fixture->session->recorder, changes, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  assert_timeline (ada, "T:one|T:two");
  reopen (fixture, ada);
  assert_timeline (ada, "T:one|T:two");
  g_assert_cmpuint (bedside_conversation_get_unread (ada), ==, 2);
  bedside_news_fixture_restart (fixture);
  bedside_await (fixture->session->restoring == NULL, 10);
  assert_timeline (open_conversation (fixture, "!ada"), "T:one|T:two");
}

/* --- 5, 6: state --- */

/* As it was before the timeline, which the server has cut off. */
static void
test_state_of_limited_sync (Fixture       *fixture,
                            gconstpointer  data)
{
  BedsideConversation *everyone = open_conversation (fixture, "!everyone");
  g_autofree char *hello = bedside_news_fixture_message (fixture, NEWS_SAM, "Hello");
  g_autofree char *json = g_strdup_printf (
    "'!everyone':{'state':{'events':["
    "{'event_id':'$n','type':'m.room.name','state_key':'','sender':'" NEWS_SAM "','content':{'name':'All of us'}},"
    "{'event_id':'$k','type':'m.room.member','state_key':'@kim:x','sender':'@kim:x','content':{'membership':'join',"
    "'displayname':'Kim','body':'I am no message'}},"
    "{'event_id':'$o','type':'m.room.message','state_key':'','sender':'" NEWS_SAM "','content':{'msgtype':'m.text',"
    "'body':'Nor am I'}}]},"
    "'timeline':{'limited':true,'prev_batch':'p1','events':[%s]}}", hello);

  bedside_news_fixture_answer (fixture, json);
  g_assert_cmpstr (bedside_conversation_get_title (everyone), ==, "All of us");
  g_assert_cmpuint (bedside_conversation_get_people (everyone), ==, 3);
  assert_timeline (everyone, "T:Hello");
  g_assert_cmpstr (bedside_conversation_get_preview (everyone), ==, "Hello");
}

static void
test_state_after (Fixture       *fixture,
                  gconstpointer  data)
{
  BedsideConversation *everyone = open_conversation (fixture, "!everyone");
  static const char *const afters[] = { "state_after", "org.matrix.msc4222.state_after" };

  /* It was not asked for: given all the same, it alone counts. */
  for (guint i = 0; i < G_N_ELEMENTS (afters); i++)
    {
      g_autofree char *in_timeline = bedside_news_fixture_event (fixture, NEWS_SAM, "m.room.name",
                                                                 "{'name':'In the timeline'}", ",'state_key':''");
      g_autofree char *json = g_strdup_printf (
        "'!everyone':{'state':{'events':[{'event_id':'$b','type':'m.room.name','state_key':'','sender':'" NEWS_SAM "',"
        "'content':{'name':'Before'}}]},"
        "'%s':{'events':[{'event_id':'$a','type':'m.room.name','state_key':'','sender':'" NEWS_SAM "',"
        "'content':{'name':'After %u'}}]},'timeline':{'events':[%s]}}", afters[i], i, in_timeline);
      g_autofree char *expected = g_strdup_printf ("After %u", i);

      bedside_news_fixture_answer (fixture, json);
      g_assert_cmpstr (bedside_conversation_get_title (everyone), ==, expected);
    }

  /* Not given: the state before, and then what the timeline says. */
  bedside_news_fixture_answer (fixture, "'!everyone':{'state':{'events':[{'event_id':'$b','type':'m.room.name',"
                               "'state_key':'','sender':'" NEWS_SAM "','content':{'name':'Before'}}]}}");
  g_assert_cmpstr (bedside_conversation_get_title (everyone), ==, "Before");
  tell_event (fixture, "!everyone", NEWS_SAM, "m.room.name", "{'name':'In the timeline'}", ",'state_key':''");
  g_assert_cmpstr (bedside_conversation_get_title (everyone), ==, "In the timeline");
  assert_timeline (everyone, "");
}

/* --- 20: what is encrypted --- */

/* The levels may say what they like of m.room.message and m.room.encrypted. */
static void
test_encrypted (Fixture       *fixture,
                gconstpointer  data)
{
  BedsideConversation *ada = open_conversation (fixture, "!ada");
  const char *levels[] = {
    "{'users':{'" NEWS_ME "':100},'events':{'m.room.message':0,'m.room.encrypted':100}}",
    "{'users':{'" NEWS_ME "':100},'events':{'m.room.message':100,'m.room.encrypted':0}}",
    "{'users':{'" NEWS_ME "':0},'events_default':100}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      tell_event (fixture, NULL, NEWS_ME, "m.room.power_levels", levels[i], ",'state_key':''");
      g_assert_cmpint (bedside_conversation_get_closed_reason (ada), ==, BEDSIDE_CLOSED_REASON_NONE);
    }
  tell_event (fixture, NULL, ADA, "m.room.encryption", "{'algorithm':'m.megolm.v1.aes-sha2'}", ",'state_key':''");
  g_assert_cmpint (bedside_conversation_get_closed_reason (ada), ==, BEDSIDE_CLOSED_REASON_ENCRYPTED);
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    {
      tell_event (fixture, NULL, NEWS_ME, "m.room.power_levels", levels[i], ",'state_key':''");
      g_assert_cmpint (bedside_conversation_get_closed_reason (ada), ==, BEDSIDE_CLOSED_REASON_ENCRYPTED);
    }

  /* Nothing switches it off again, and a restart does not forget it. */
  tell_event (fixture, NULL, ADA, "m.room.encryption", "{}", ",'state_key':''");
  g_assert_cmpint (bedside_conversation_get_closed_reason (ada), ==, BEDSIDE_CLOSED_REASON_ENCRYPTED);
  bedside_news_fixture_restart (fixture);
  bedside_await (fixture->session->restoring == NULL, 10);
  g_assert_cmpint (bedside_conversation_get_closed_reason (bedside_news_fixture_get (fixture, "!ada")), ==,
                   BEDSIDE_CLOSED_REASON_ENCRYPTED);
}

/* --- 23: summaries --- */

static void
test_summary (Fixture       *fixture,
              gconstpointer  data)
{
  static const char *const summaries[] = {
    "'summary':{}", "'summary':{'m.joined_member_count':7}", "'summary':{'m.invited_member_count':1}",
    "'summary':{'m.heroes':[]}", "'summary':{'m.heroes':['@stranger:x'],'m.joined_member_count':0}",
    "'summary':7", "'summary':null", "'unread_notifications':{'highlight_count':3}", "'unread_notifications':{}",
  };
  BedsideConversation *everyone = bedside_news_fixture_get (fixture, "!everyone");
  BedsideConversation *ada = bedside_news_fixture_get (fixture, "!ada");

  bedside_news_fixture_say (fixture, "ada", "Hello", 2);
  for (guint i = 0; i < G_N_ELEMENTS (summaries); i++)
    {
      g_autofree char *json = g_strdup_printf ("'!everyone':{%s},'!ada':{%s}", summaries[i], summaries[i]);

      bedside_news_fixture_answer (fixture, json);
      g_assert_cmpstr (bedside_conversation_get_title (everyone), ==, "Everyone");
      g_assert_cmpuint (bedside_conversation_get_people (everyone), ==, 2);
      g_assert_cmpstr (bedside_conversation_get_title (ada), ==, "Ada Lovelace");
      g_assert_cmpstr (bedside_conversation_get_preview (ada), ==, "Hello");
      g_assert_cmpuint (bedside_conversation_get_unread (ada), ==, 2);
    }
}

/* --- 24: members of whom the server has not told --- */

static BedsideMessage *
get_message (BedsideConversation *conversation,
             const char          *text)
{
  GListModel *items = G_LIST_MODEL (bedside_conversation_get_timeline (conversation));

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (items, i);

      if (BEDSIDE_IS_MESSAGE (item) && g_strcmp0 (bedside_message_get_text (BEDSIDE_MESSAGE (item)), text) == 0)
        return BEDSIDE_MESSAGE (item);
    }
  g_assert_not_reached ();
}

static void
test_lazy_members (Fixture       *fixture,
                   gconstpointer  data)
{
  BedsideConversation *everyone = open_conversation (fixture, "!everyone");
  BedsideRoom *room = bedside_registry_find (fixture->session->registry, "!everyone");

  /* The server tells of members once: of somebody whom it thinks known, it says nothing any more. */
  tell_event (fixture, "!everyone", NEWS_SAM, "m.room.message", "{'msgtype':'m.text','body':'from Sam'}", NULL);
  tell_event (fixture, "!everyone", "@kim:x", "m.room.message", "{'msgtype':'m.text','body':'from Kim'}", NULL);
  tell_event (fixture, "!everyone", "@lee:x", "m.room.message", "{'msgtype':'m.text','body':'from Lee'}", NULL);
  g_assert_false (room->members_complete);
  g_assert_cmpstr (bedside_message_get_sender_name (get_message (everyone, "from Sam")), ==, "Sam Novak");
  g_assert_cmpstr (bedside_message_get_sender_name (get_message (everyone, "from Kim")), ==, "kim");
  g_assert_cmpstr (bedside_message_get_sender_name (get_message (everyone, "from Lee")), ==, "lee");

  /* It is told later, with or without the list of all. */
  bedside_news_fixture_answer (fixture, "'!everyone':{'state':{'events':[{'event_id':'$km','type':'m.room.member',"
                               "'state_key':'@kim:x','sender':'@kim:x','content':{'membership':'join',"
                               "'displayname':'Kim Young'}}]}}");
  g_assert_cmpstr (bedside_message_get_sender_name (get_message (everyone, "from Kim")), ==, "Kim Young");
  g_assert_cmpstr (bedside_message_get_sender_name (get_message (everyone, "from Lee")), ==, "lee");

  /* Who is not even in the list of all, has no other name than his id. */
  room->members_complete = TRUE;
  bedside_news_fixture_answer (fixture, "");
  g_assert_cmpstr (bedside_message_get_sender_name (get_message (everyone, "from Lee")), ==, "@lee:x");
  g_assert_cmpstr (bedside_message_get_sender_name (get_message (everyone, "from Sam")), ==, "Sam Novak");
  bedside_session_close (fixture->session, everyone);
  bedside_news_fixture_answer (fixture, "");
}

/* --- 30: receipts --- */

static void
tell_receipts (Fixture    *fixture,
               const char *receipts)
{
  g_autofree char *more = g_strdup_printf (",'ephemeral':{'events':[{'type':'m.receipt','content':{%s}}]}", receipts);

  bedside_news_fixture_tell (fixture, "!ada", "", 0, more);
}

static const char *
get_receipt (Fixture    *fixture,
             const char *user_id)
{
  return bedside_room_get_receipt (bedside_registry_find (fixture->session->registry, "!ada"), user_id);
}

/* What I wrote, "1", "2" and so on, of which the first are read by Ada. */
static void
assert_read (BedsideConversation *conversation,
             guint                n_read)
{
  GListModel *items = G_LIST_MODEL (bedside_conversation_get_timeline (conversation));
  guint found = 0;

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (items, i);

      if (BEDSIDE_IS_MESSAGE (item))
        g_assert_cmpint (bedside_message_get_state (BEDSIDE_MESSAGE (item)), ==,
                         found++ < n_read ? BEDSIDE_MESSAGE_STATE_READ : BEDSIDE_MESSAGE_STATE_SENT);
    }
  g_assert_cmpuint (found, ==, 4);
}

static void
test_receipts_of_others (Fixture       *fixture,
                         gconstpointer  data)
{
  BedsideConversation *ada = open_conversation (fixture, "!ada");

  for (guint i = 1; i <= 4; i++)
    tell_event (fixture, NULL, NEWS_ME, "m.room.message", "{'msgtype':'m.text','body':'x'}", NULL);

  /* In another thread it says nothing of the room. */
  tell_receipts (fixture, "'$3':{'m.read':{'" ADA "':{'ts':30,'thread_id':'$1'}}}");
  assert_read (ada, 0);
  tell_receipts (fixture, "'$2':{'m.read':{'" ADA "':{'ts':20,'thread_id':'main'}}}");
  assert_read (ada, 2);
  /* An unthreaded one ahead, then one of the main thread that is older. */
  tell_receipts (fixture, "'$3':{'m.read':{'" ADA "':{'ts':30}}},'$1':{'m.read':{'" ADA "':{'ts':10,"
                 "'thread_id':'main'}}}");
  assert_read (ada, 3);
  tell_receipts (fixture, "'$1':{'m.read':{'" ADA "':{'ts':10}}}");
  assert_read (ada, 3);
  g_assert_cmpstr (get_receipt (fixture, ADA), ==, "$3");
  reopen (fixture, ada);
  assert_read (ada, 3);
  bedside_news_fixture_restart (fixture);
  bedside_await (fixture->session->restoring == NULL, 10);
  ada = open_conversation (fixture, "!ada");
  assert_read (ada, 3);

  /* Whoever has read the newest has read all, even if another device of his comes behind. */
  tell_receipts (fixture, "'$4':{'m.read':{'" ADA "':{'ts':40}}}");
  tell_receipts (fixture, "'$2':{'m.read':{'" ADA "':{'ts':50}}}");
  assert_read (ada, 4);
  reopen (fixture, ada);
  assert_read (ada, 4);
  /* Mine say nothing of what she has read, and strangers' neither. */
  g_assert_cmpstr (get_receipt (fixture, ADA), ==, "$4");
}

static void
test_receipts_of_mine (Fixture       *fixture,
                       gconstpointer  data)
{
  BedsideConversation *ada = open_conversation (fixture, "!ada");

  for (guint i = 1; i <= 3; i++)
    bedside_news_fixture_say (fixture, "ada", "Hello", i);
  bedside_news_assert_new (fixture, "Ada Lovelace");

  /* Private ahead of public, in either order. */
  tell_receipts (fixture, "'$3':{'m.read.private':{'" NEWS_ME "':{'ts':30}}},"
                 "'$1':{'m.read':{'" NEWS_ME "':{'ts':10}}}");
  g_assert_cmpstr (get_receipt (fixture, NEWS_ME), ==, "$3");
  tell_receipts (fixture, "'$2':{'m.read':{'" NEWS_ME "':{'ts':20}}}");
  g_assert_cmpstr (get_receipt (fixture, NEWS_ME), ==, "$3");
  bedside_news_assert_new (fixture, "");
  g_assert_cmpuint (bedside_conversation_get_unread (ada), ==, 0);
  /* It is read already: no request. */
  bedside_session_mark_read (fixture->session, ada);
  g_assert_cmpuint (g_hash_table_size (fixture->session->marked), ==, 0);

  /* The server's count counts, whatever is written and read: an own message is nothing new. */
  tell_event (fixture, NULL, NEWS_ME, "m.room.message", "{'msgtype':'m.text','body':'Mine'}", NULL);
  tell_receipts (fixture, "'$4':{'m.read':{'" NEWS_ME "':{'ts':40}}}");
  bedside_session_mark_read (fixture->session, ada);
  g_assert_cmpuint (bedside_conversation_get_unread (ada), ==, 0);
  bedside_news_assert_new (fixture, "");
  bedside_news_fixture_say (fixture, "ada", "More", 1);
  g_assert_cmpuint (bedside_conversation_get_unread (ada), ==, 1);
  bedside_session_mark_read (fixture->session, ada);
  g_assert_cmpuint (bedside_conversation_get_unread (ada), ==, 0);
  g_assert_cmpstr (g_hash_table_lookup (fixture->session->marked, "!ada"), ==, "$5");
  /* An old count, and a receipt that is behind, come back: nothing is new again. */
  bedside_news_fixture_tell (fixture, "!ada", "", 1, NULL);
  tell_receipts (fixture, "'$4':{'m.read':{'" NEWS_ME "':{'ts':41}}}");
  g_assert_cmpuint (bedside_conversation_get_unread (ada), ==, 0);
  bedside_news_assert_new (fixture, "");
}

static void
test_odd_receipts (Fixture       *fixture,
                   gconstpointer  data)
{
  bedside_news_fixture_say (fixture, "ada", "Hello", 1);
  tell_receipts (fixture, "'$1':{'m.read':{'" ADA "':{'ts':5}}}");
  tell_receipts (fixture, "'$9':7,'$8':{'m.read':[]},'$7':{'m.read':{'" ADA "':'x'}},'$6':{'m.other':{'" ADA "':{}}},"
                 "'$5':{'m.read':{'ada':{'ts':9}}},'$4':{'m.read':{'" ADA "':{'ts':-7}}},"
                 "'$3':{'m.read':{'" ADA "':{'ts':'9'}}}");
  g_assert_cmpstr (get_receipt (fixture, ADA), ==, "$1");
}

/* --- 32: typing --- */

static void
tell_typing (Fixture    *fixture,
             const char *room_id,
             const char *users)
{
  g_autofree char *more = g_strdup_printf (",'ephemeral':{'events':[{'type':'m.typing','content':{'user_ids':%s}}]}",
                                           users);

  bedside_news_fixture_tell (fixture, room_id, "", 0, more);
}

static void
test_typing (Fixture       *fixture,
             gconstpointer  data)
{
  BedsideConversation *everyone = bedside_news_fixture_get (fixture, "!everyone");

  /* The list replaces the one before, without oneself. */
  tell_typing (fixture, "!everyone", "['" NEWS_SAM "','" NEWS_ME "']");
  g_assert_true (bedside_conversation_get_typing (everyone));
  tell_typing (fixture, "!everyone", "['" NEWS_ME "']");
  g_assert_false (bedside_conversation_get_typing (everyone));
  tell_typing (fixture, "!everyone", "['" NEWS_SAM "']");
  g_assert_true (bedside_conversation_get_typing (everyone));
  tell_typing (fixture, "!everyone", "[]");
  g_assert_false (bedside_conversation_get_typing (everyone));
  /* What is no list says nothing. */
  tell_typing (fixture, "!everyone", "[7,['" NEWS_SAM "'],null]");
  g_assert_false (bedside_conversation_get_typing (everyone));
  tell_typing (fixture, "!everyone", "['" NEWS_SAM "']");
  tell_typing (fixture, "!everyone", "'" NEWS_SAM "'");
  g_assert_true (bedside_conversation_get_typing (everyone));

  /* Who has left types no more, whatever the server has forgotten to say. */
  tell_event (fixture, "!everyone", NEWS_SAM, "m.room.member", "{'membership':'leave'}", ",'state_key':'" NEWS_SAM "'");
  tell_typing (fixture, "!everyone", "['" NEWS_SAM "']");
  g_assert_false (bedside_conversation_get_typing (everyone));
  /* Of somebody who is not known yet, it is believed. */
  tell_typing (fixture, "!everyone", "['" NEWS_SAM "','@kim:x']");
  g_assert_true (bedside_conversation_get_typing (everyone));
}

/* The server never says that it is over. */
static void
test_typing_ends (Fixture       *fixture,
                  gconstpointer  data)
{
  BedsideConversation *ada = bedside_news_fixture_get (fixture, "!ada");

  bedside_conversation_set_typing_limit (ada, 200);
  tell_typing (fixture, "!ada", "['" ADA "']");
  g_assert_true (bedside_conversation_get_typing (ada));
  bedside_news_fixture_say (fixture, "ben", "Hi", 1);
  bedside_await (!bedside_conversation_get_typing (ada), 10);

  /* Saying so again begins it anew. */
  bedside_conversation_set_typing_limit (ada, G_MAXINT);
  tell_typing (fixture, "!ada", "['" ADA "']");
  g_assert_true (bedside_conversation_get_typing (ada));
}

/* --- 37: rooms that go on elsewhere --- */

/* Levels and module let nobody upgrade a conversation, and the new room would not be bound to the pair: Bedside stays
 * where it is, joins nothing, and asks for nothing, in circles or not. */
static void
test_tombstone (Fixture       *fixture,
                gconstpointer  data)
{
  BedsideConversation *ada = open_conversation (fixture, "!ada");
  guint before = g_list_model_get_n_items (bedside_session_get_conversations (fixture->session));

  tell_event (fixture, NULL, ADA, "m.room.tombstone", "{'body':'Moved','replacement_room':'!new:evil'}",
              ",'state_key':''");
  tell_event (fixture, NULL, ADA, "m.room.tombstone", "{'replacement_room':7}", ",'state_key':''");
  bedside_news_fixture_say (fixture, "ada", "Still here", 1);
  g_assert_cmpint (bedside_conversation_get_closed_reason (ada), ==, BEDSIDE_CLOSED_REASON_NONE);
  assert_timeline (ada, "T:Still here");

  /* Replaced rooms that name each other as what was before, and themselves. */
  bedside_news_fixture_answer (fixture, "'!one':{'state':{'events':[{'event_id':'$1c','type':'m.room.create',"
                               "'state_key':'','sender':'" ADA "','content':{'predecessor':{'room_id':'!two'}}},"
                               "{'event_id':'$1t','type':'m.room.tombstone','state_key':'','sender':'" ADA "',"
                               "'content':{'replacement_room':'!two'}}]}},"
                               "'!two':{'state':{'events':[{'event_id':'$2c','type':'m.room.create','state_key':'',"
                               "'sender':'" ADA "','content':{'predecessor':{'room_id':'!one'}}},"
                               "{'event_id':'$2t','type':'m.room.tombstone','state_key':'','sender':'" ADA "',"
                               "'content':{'replacement_room':'!one'}}]}},"
                               "'!self':{'state':{'events':[{'event_id':'$3c','type':'m.room.create','state_key':'',"
                               "'sender':'" ADA "','content':{'predecessor':{'room_id':'!self'}}},"
                               "{'event_id':'$3t','type':'m.room.tombstone','state_key':'','sender':'" ADA "',"
                               "'content':{'replacement_room':'!self'}}]}}");
  g_assert_null (bedside_registry_find (fixture->session->registry, "!new:evil"));
  g_assert_cmpuint (g_list_model_get_n_items (bedside_session_get_conversations (fixture->session)), ==, before);
  g_assert_null (bedside_session_find_conversation (fixture->session, "!one"));
  g_assert_true (bedside_session_find_conversation (fixture->session, "!ada") == ada);
}

/* --- 50: an answer from a cache --- */

/* The server has started over, and answers the first sync as it would have done two minutes ago: what waits in a room
 * that it does not name yet must not be given up. */
static void
test_stale_first_sync (Fixture       *fixture,
                       gconstpointer  data)
{
  BedsideConversation *ada = open_conversation (fixture, "!ada");

  bedside_session_send (fixture->session, ada, "waits");
  bedside_session_start_rooms_over (fixture->session);
  bedside_news_fixture_answer (fixture, "'!a':{},'!d':{},'!everyone':{},'!cleo':{}");
  g_assert_cmpint (bedside_conversation_get_closed_reason (ada), ==, BEDSIDE_CLOSED_REASON_NONE);
  g_assert_cmpuint (bedside_conversation_get_not_sent (ada), ==, 0);
  /* The next answer brings it. */
  bedside_news_fixture_say (fixture, "ada", "Hello", 1);
  g_assert_cmpint (bedside_conversation_get_closed_reason (ada), ==, BEDSIDE_CLOSED_REASON_NONE);
  g_assert_cmpuint (bedside_conversation_get_pending (ada), ==, 1);
  /* It does not bring the others: there this practitioner is no more. */
  g_assert_cmpint (bedside_registry_find (fixture->session->registry, "!ben")->membership, ==,
                   BEDSIDE_MEMBERSHIP_LEFT);
}

#define add(path, function) bedside_news_add ("/practice/edges/" path, function)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("edge-01-wrong-types", test_wrong_types);
  add ("edge-02-same-event-again", test_same_event);
  add ("edge-05-state-of-limited-sync", test_state_of_limited_sync);
  add ("edge-06-state-after", test_state_after);
  add ("edge-20-encrypted-whatever-the-levels", test_encrypted);
  add ("edge-23-summary", test_summary);
  add ("edge-24-lazy-members", test_lazy_members);
  add ("edge-30-receipts-of-others", test_receipts_of_others);
  add ("edge-30-receipts-of-mine", test_receipts_of_mine);
  add ("edge-30-odd-receipts", test_odd_receipts);
  add ("edge-32-typing", test_typing);
  add ("edge-32-typing-ends-by-itself", test_typing_ends);
  add ("edge-37-tombstone-is-not-followed", test_tombstone);
  add ("edge-50-stale-first-sync", test_stale_first_sync);

  return g_test_run ();
}
