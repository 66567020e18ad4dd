/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-sync.h"
#include "bedside-matrix-error.h"

#include <string.h>

/* JSON is written with ' for " in here. */
static BedsideSyncAnswer *
read_answer (const char *json)
{
  g_autofree char *text = g_strdelimit (g_strdup (json), "'", '"');
  g_autoptr(GError) error = NULL;
  BedsideSyncAnswer *answer = bedside_sync_answer_new_from_text (text, strlen (text), &error);

  g_assert_no_error (error);

  return answer;
}

/* An answer with one joined room. */
static BedsideSyncAnswer *
read_joined (const char        *room,
             BedsideRoomDelta **delta)
{
  g_autofree char *json = g_strdup_printf ("{'next_batch':'s1','rooms':{'join':{'!a:hs':%s}}}", room);
  BedsideSyncAnswer *answer = read_answer (json);

  g_assert_cmpuint (answer->rooms->len, ==, 1);
  *delta = g_ptr_array_index (answer->rooms, 0);

  return answer;
}

static const BedsideEvent *
get_event (GPtrArray *events,
           guint      index)
{
  g_assert_cmpuint (index, <, events->len);

  return g_ptr_array_index (events, index);
}

static void
test_empty (void)
{
  g_autoptr(BedsideSyncAnswer) answer = read_answer ("{'next_batch':'s1'}");

  g_assert_cmpstr (answer->next_batch, ==, "s1");
  g_assert_cmpuint (answer->rooms->len, ==, 0);
  g_assert_cmpuint (answer->account_data->len, ==, 0);
}

static void
test_empty_room (void)
{
  BedsideRoomDelta *room;
  g_autoptr(BedsideSyncAnswer) answer = read_joined ("{}", &room);

  g_assert_cmpstr (room->room_id, ==, "!a:hs");
  g_assert_cmpint (room->membership, ==, BEDSIDE_MEMBERSHIP_JOINED);
  g_assert_cmpuint (room->state->len + room->timeline->len + room->receipts->len + room->account_data->len, ==, 0);
  g_assert_false (room->limited || room->has_unread || room->has_typing || room->state_is_after);
  g_assert_null (room->prev_batch);
  g_assert_null (room->typing);
}

static void
test_limited (void)
{
  BedsideRoomDelta *room;
  g_autoptr(BedsideSyncAnswer) answer =
    read_joined ("{'state':{'events':[{'type':'m.room.name','state_key':'','sender':'@a:hs'}]},'timeline':{"
                 "'limited':true,'prev_batch':'t7','events':[{'type':'t','event_id':'$1','sender':'@a:hs'},"
                 "{'type':'t','event_id':'$2','sender':'@a:hs'}]}}", &room);

  g_assert_true (room->limited);
  g_assert_cmpstr (room->prev_batch, ==, "t7");
  g_assert_cmpuint (room->timeline->len, ==, 2);
  g_assert_cmpstr (get_event (room->timeline, 0)->event_id, ==, "$1");
  g_assert_cmpstr (get_event (room->timeline, 1)->event_id, ==, "$2");

  /* State stays apart from the timeline: it is applied, never drawn. */
  g_assert_cmpuint (room->state->len, ==, 1);
  g_assert_false (room->state_is_after);
}

static void
test_state_after (void)
{
  static const char *const names[] = { "state_after", "org.matrix.msc4222.state_after" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *room_json =
        g_strdup_printf ("{'state':{'events':[{'type':'m.room.topic','state_key':'','sender':'@a:hs'}]},"
                         "'%s':{'events':[{'type':'m.room.name','state_key':'','sender':'@a:hs'}]}}", names[i]);
      g_autofree char *empty = g_strdup_printf ("{'%s':{},'state':{'events':["
                                                "{'type':'a','state_key':'','sender':'@a:hs'}]}}", names[i]);
      BedsideRoomDelta *room;
      g_autoptr(BedsideSyncAnswer) answer = read_joined (room_json, &room);

      g_assert_true (room->state_is_after);
      g_assert_cmpuint (room->state->len, ==, 1);
      g_assert_cmpstr (get_event (room->state, 0)->type, ==, "m.room.name");

      /* Empty is an answer too. */
      BedsideRoomDelta *second;
      g_autoptr(BedsideSyncAnswer) nothing = read_joined (empty, &second);
      g_assert_true (second->state_is_after);
      g_assert_cmpuint (second->state->len, ==, 0);
    }

  /* What is no object was not given. */
  BedsideRoomDelta *room;
  g_autoptr(BedsideSyncAnswer) answer =
    read_joined ("{'state_after':null,'state':{'events':[{'type':'a','state_key':'','sender':'@a:hs'}]}}", &room);
  g_assert_false (room->state_is_after);
  g_assert_cmpuint (room->state->len, ==, 1);
}

static void
test_memberships (void)
{
  g_autoptr(BedsideSyncAnswer) answer =
    read_answer ("{'next_batch':'s1','rooms':{'join':{'!j:hs':{}},'leave':{'!l:hs':{'timeline':{'events':["
                 "{'type':'t','event_id':'$1','sender':'@a:hs'}]}}},'knock':{'!k:hs':{}},'invite':{"
                 "'!43characterswithoutdomain':{'invite_state':{'events':["
                 "{'type':'m.room.create','state_key':'','sender':'@a:hs'},"
                 "{'type':'m.room.member','state_key':'@dr:hs','sender':'@a:hs'}]}}}}}");
  BedsideRoomDelta *joined, *invited, *left;

  g_assert_cmpuint (answer->rooms->len, ==, 3);
  joined = g_ptr_array_index (answer->rooms, 0);
  invited = g_ptr_array_index (answer->rooms, 1);
  left = g_ptr_array_index (answer->rooms, 2);
  g_assert_cmpint (joined->membership, ==, BEDSIDE_MEMBERSHIP_JOINED);
  g_assert_cmpstr (invited->room_id, ==, "!43characterswithoutdomain");
  g_assert_cmpint (invited->membership, ==, BEDSIDE_MEMBERSHIP_INVITED);
  g_assert_cmpuint (invited->state->len, ==, 2);
  g_assert_null (get_event (invited->state, 0)->event_id);
  g_assert_cmpint (left->membership, ==, BEDSIDE_MEMBERSHIP_LEFT);
  g_assert_cmpuint (left->timeline->len, ==, 1);
}

static void
test_unread (void)
{
  static const struct {
    const char *json;
    gboolean    has_unread;
    guint       count;
  } cases[] = {
    { "{'unread_notifications':{'notification_count':3,'highlight_count':1}}", TRUE, 3 },
    { "{'unread_notifications':{'notification_count':0}}", TRUE, 0 },
    { "{'unread_notifications':{}}", FALSE, 0 },
    { "{'unread_notifications':{'notification_count':'3'}}", FALSE, 0 },
    { "{'unread_notifications':{'notification_count':2.5}}", FALSE, 0 },
    { "{'unread_notifications':{'notification_count':-4}}", TRUE, 0 },
    { "{'unread_notifications':{'notification_count':9007199254740993}}", TRUE, G_MAXINT },
    { "{'unread_notifications':7}", FALSE, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      BedsideRoomDelta *room;
      g_autoptr(BedsideSyncAnswer) answer = read_joined (cases[i].json, &room);

      g_assert_cmpint (room->has_unread, ==, cases[i].has_unread);
      g_assert_cmpuint (room->unread_count, ==, cases[i].count);
    }
}

static void
test_typing (void)
{
  BedsideRoomDelta *room;
  g_autoptr(BedsideSyncAnswer) answer =
    read_joined ("{'ephemeral':{'events':[{'type':'m.typing','content':{'user_ids':['@b:hs']}},"
                 "{'type':'m.typing','content':{'user_ids':['@a:hs',7,null,'@c:hs']}}]}}", &room);
  const char *const expected[] = { "@a:hs", "@c:hs", NULL };

  g_assert_true (room->has_typing);
  g_assert_cmpstrv (room->typing, (char **) expected);

  BedsideRoomDelta *nobody;
  g_autoptr(BedsideSyncAnswer) second =
    read_joined ("{'ephemeral':{'events':[{'type':'m.typing','content':{'user_ids':[]}}]}}", &nobody);
  g_assert_true (nobody->has_typing);
  g_assert_cmpuint (g_strv_length (nobody->typing), ==, 0);

  BedsideRoomDelta *broken;
  g_autoptr(BedsideSyncAnswer) third =
    read_joined ("{'ephemeral':{'events':[{'type':'m.typing','content':{'user_ids':'@a:hs'}}]}}", &broken);
  g_assert_false (broken->has_typing);
}

static const BedsideReceipt *
find_receipt (BedsideRoomDelta *room,
              const char       *user_id)
{
  for (guint i = 0; i < room->receipts->len; i++)
    {
      const BedsideReceipt *receipt = g_ptr_array_index (room->receipts, i);

      if (g_str_equal (receipt->user_id, user_id))
        return receipt;
    }

  return NULL;
}

static void
test_receipts (void)
{
  BedsideRoomDelta *room;
  g_autoptr(BedsideSyncAnswer) answer =
    read_joined ("{'ephemeral':{'events':[{'type':'m.receipt','content':{"
                 "'$1':{'m.read':{'@a:hs':{'ts':17},'@t:hs':{'ts':3,'thread_id':'$root'}},"
                 "'m.read.private':{'@me:hs':{'ts':18}},'m.fully_read':{'@x:hs':{}}},"
                 "'$2':{'m.read':{'@m:hs':{'thread_id':'main'}}},"
                 "'$3':{'m.read':[]},'$4':7,'$5':{'m.read':{'@n:hs':null,'nobody':{}}}}}]}}", &room);

  g_assert_cmpuint (room->receipts->len, ==, 3);
  g_assert_cmpstr (find_receipt (room, "@a:hs")->event_id, ==, "$1");
  g_assert_cmpint (find_receipt (room, "@a:hs")->timestamp, ==, 17);
  g_assert_cmpstr (find_receipt (room, "@me:hs")->event_id, ==, "$1");
  g_assert_cmpstr (find_receipt (room, "@m:hs")->event_id, ==, "$2");
  g_assert_cmpint (find_receipt (room, "@m:hs")->timestamp, ==, 0);
}

static void
test_account_data (void)
{
  g_autoptr(BedsideSyncAnswer) answer =
    read_answer ("{'next_batch':'s1','account_data':{'events':[{'type':'m.push_rules','content':{}},{}]},"
                 "'rooms':{'join':{'!a:hs':{'account_data':{'events':["
                 "{'type':'m.fully_read','content':{'event_id':'$1'}},{'type':'m.marked_unread'}]}}}}}");
  BedsideRoomDelta *room = g_ptr_array_index (answer->rooms, 0);

  g_assert_cmpuint (answer->account_data->len, ==, 1);
  g_assert_cmpstr (get_event (answer->account_data, 0)->type, ==, "m.push_rules");
  g_assert_cmpuint (room->account_data->len, ==, 2);
  g_assert_cmpstr (bedside_json_get_string (get_event (room->account_data, 0)->content, "event_id"), ==, "$1");
}

static void
test_own_echo (void)
{
  BedsideRoomDelta *room;
  g_autoptr(BedsideSyncAnswer) answer =
    read_joined ("{'timeline':{'events':[{'type':'m.room.message','event_id':'$1','sender':'@me:hs',"
                 "'content':{},'unsigned':{'transaction_id':'t1'}}]}}", &room);

  g_assert_cmpstr (get_event (room->timeline, 0)->transaction_id, ==, "t1");
}

static void
test_malformed_events (void)
{
  BedsideRoomDelta *room;
  g_autoptr(BedsideSyncAnswer) answer =
    read_joined ("{'timeline':{'events':[7,null,'x',[],{},{'type':[]},{'type':'m.room.message'},"
                 "{'type':'m.room.message','event_id':'','sender':'@a:hs'},"
                 "{'type':'m.room.message','event_id':7,'sender':'@a:hs'},"
                 "{'type':'m.room.message','event_id':'$1'},"
                 "{'type':'m.room.message','event_id':'$ok','sender':'@a:hs','content':{'body':7},"
                 "'origin_server_ts':'soon','unsigned':[]}]},"
                 "'state':{'events':[{'type':'m.room.name','sender':'@a:hs'},"
                 "{'type':'m.room.name','state_key':''},"
                 "{'type':'m.room.name','state_key':'','sender':'@a:hs'}]}}", &room);

  g_assert_cmpuint (room->timeline->len, ==, 1);
  g_assert_cmpstr (get_event (room->timeline, 0)->event_id, ==, "$ok");
  g_assert_cmpint (get_event (room->timeline, 0)->timestamp, ==, 0);
  g_assert_cmpuint (room->state->len, ==, 1);
}

static void
test_malformed_rooms (void)
{
  static const char *const answers[] = {
    "{'next_batch':'s','rooms':7}", "{'next_batch':'s','rooms':[]}",
    "{'next_batch':'s','rooms':{'join':[],'invite':null,'leave':'x'}}",
    "{'next_batch':'s','rooms':{'join':{'!a:hs':7,'!b:hs':[],'#c:hs':{},'':{}}}}",
    "{'next_batch':'s','account_data':{'events':{}}}", "{'next_batch':'s','account_data':7}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr(BedsideSyncAnswer) answer = read_answer (answers[i]);

      g_assert_cmpuint (answer->rooms->len, ==, 0);
      g_assert_cmpuint (answer->account_data->len, ==, 0);
    }
}

static void
test_malformed_parts (void)
{
  static const char *const parts[] = {
    "7", "null", "'x'", "[]", "{}", "{'events':7}", "{'events':{}}", "{'events':[[]]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *json =
        g_strdup_printf ("{'timeline':%s,'state':%s,'ephemeral':%s,'account_data':%s,'unread_notifications':%s,"
                         "'state_after':%s,'summary':%s}",
                         parts[i], parts[i], parts[i], parts[i], parts[i], parts[i], parts[i]);
      BedsideRoomDelta *room;
      g_autoptr(BedsideSyncAnswer) answer = read_joined (json, &room);

      g_assert_cmpuint (room->timeline->len + room->state->len + room->receipts->len + room->account_data->len, ==, 0);
      g_assert_false (room->has_unread || room->has_typing || room->limited);
    }
}

static void
test_no_position (void)
{
  static const char *const answers[] = { "{}", "{'next_batch':null}", "{'next_batch':7}", "{'next_batch':''}" };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *text = g_strdelimit (g_strdup (answers[i]), "'", '"');
      g_autoptr(GError) error = NULL;

      g_assert_null (bedside_sync_answer_new_from_text (text, strlen (text), &error));
      g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_BAD_DATA);
    }
}

/* Any one byte of an answer may be wrong: it is read or refused, and nothing else happens. Every byte gets a
 * quarter of the wrong ones, which is enough and bearable with sanitizers. */
static void
test_mutations (void)
{
  static const char whole[] =
    "{'next_batch':'s1','rooms':{'join':{'!a:hs':{'state':{'events':["
    "{'type':'m.room.name','state_key':'','sender':'@a:hs'}]},'timeline':{'limited':true,'prev_batch':'t','events':["
    "{'type':'t','event_id':'$1','sender':'@a:hs'}]},'ephemeral':{'events':["
    "{'type':'m.receipt','content':{'$1':{'m.read':{'@a:hs':{'ts':1}}}}},{'type':'m.typing','content':"
    "{'user_ids':['@a:hs']}}]},'unread_notifications':{'notification_count':3}}},'invite':{'!b:hs':{"
    "'invite_state':{'events':[{'type':'m.room.create','state_key':'','sender':'@a:hs'}]}}}}}";
  static const char bytes[] = "\"{}[]:,\\0xn-\x01\xff";
  guint read = 0, refused = 0;

  for (gsize i = 0; i < strlen (whole); i++)
    for (gsize j = i % 4; j < strlen (bytes); j += 4)
      {
        g_autofree char *json = g_strdelimit (g_strdup (whole), "'", '"');
        g_autoptr(BedsideSyncAnswer) answer = NULL;
        g_autoptr(GError) error = NULL;

        json[i] = bytes[j];
        answer = bedside_sync_answer_new_from_text (json, strlen (json), &error);
        g_assert_true ((answer != NULL) == (error == NULL));
        read += answer != NULL;
        refused += answer == NULL;
      }

  g_assert_cmpuint (read, >, 0);
  g_assert_cmpuint (refused, >, 0);
}

static char *
fill (const char *format_head,
      gsize       length,
      const char *tail)
{
  g_autofree char *filling = g_strnfill (length, 'a');

  return g_strconcat (format_head, filling, tail, NULL);
}

/* What is larger than an event can be was never passed on by a server that keeps to the rules. */
static void
test_too_much_in_it (void)
{
  static const struct {
    gsize    length;
    gboolean shown;
  } cases[] = { { 60000, TRUE }, { 65000, TRUE }, { 70000, FALSE }, { 1000 * 1000, FALSE } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *json = fill ("{'timeline':{'events':[{'type':'m.room.message','event_id':'$1','sender':'@a:hs',"
                                    "'content':{'body':'", cases[i].length, "'}}]}}");
      BedsideRoomDelta *room;
      g_autoptr(BedsideSyncAnswer) answer = read_joined (json, &room);

      /* Nothing of it is shown, and that it is there is. */
      g_assert_cmpuint (room->timeline->len, ==, 1);
      g_assert_cmpstr (get_event (room->timeline, 0)->event_id, ==, "$1");
      g_assert_cmpint (bedside_json_get_string (get_event (room->timeline, 0)->content, "body") != NULL, ==,
                       cases[i].shown);
    }

  /* By names, by lists, by an edit that came with it. */
  g_autofree char *by_name = fill ("{'timeline':{'events':[{'type':'t','event_id':'$1','sender':'@a:hs','content':{"
                                   "'b':[{'", 70000, "':1}],'body':'x'},'unsigned':{}}]}}");
  g_autofree char *by_edit = fill ("{'timeline':{'events':[{'type':'t','event_id':'$1','sender':'@a:hs','content':{"
                                   "'body':'x'},'unsigned':{'m.relations':{'m.replace':{'event_id':'$2','content':{"
                                   "'m.new_content':{'body':'", 70000, "'}}}}}}]}}");
  BedsideRoomDelta *room;
  g_autoptr(BedsideSyncAnswer) named = read_joined (by_name, &room);
  g_assert_cmpuint (json_object_get_size (get_event (room->timeline, 0)->content), ==, 0);
  g_autoptr(BedsideSyncAnswer) edited = read_joined (by_edit, &room);
  g_assert_cmpstr (bedside_json_get_string (get_event (room->timeline, 0)->content, "body"), ==, "x");
  g_assert_cmpuint (json_object_get_size (get_event (room->timeline, 0)->replacement), ==, 0);
}

/* Ids are 255 bytes at most: what is longer is none, and goes nowhere. */
static void
test_long_ids (void)
{
  static const char *const heads[] = {
    "{'timeline':{'events':[{'type':'t','sender':'@a:hs','event_id':'$",
    "{'timeline':{'events':[{'type':'t','event_id':'$1','sender':'@",
    "{'timeline':{'events':[{'sender':'@a:hs','event_id':'$1','type':'",
    "{'timeline':{'events':[{'type':'t','event_id':'$1','sender':'@a:hs','state_key':'",
  };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    for (gsize length = 254; length <= 256; length += 2)
      {
        g_autofree char *json = fill (heads[i], length, "'}]}}");
        BedsideRoomDelta *room;
        g_autoptr(BedsideSyncAnswer) answer = read_joined (json, &room);

        g_assert_cmpuint (room->timeline->len, ==, length == 254);
      }

  g_autofree char *position = fill ("{\"next_batch\":\"s", 100000, "\"}");
  g_autofree char *rooms = fill ("{'next_batch':'s','rooms':{'join':{'!", 255, "':{}}}}");
  g_autoptr(GError) error = NULL;
  g_assert_null (bedside_sync_answer_new_from_text (position, strlen (position), &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_BAD_DATA);
  g_autoptr(BedsideSyncAnswer) answer = read_answer (rooms);
  g_assert_cmpuint (answer->rooms->len, ==, 0);
}

static char *
repeat (const char *head,
        const char *block,
        guint       times,
        const char *tail)
{
  GString *text = g_string_new (head);

  for (guint i = 0; i < times; i++)
    g_string_append_printf (text, "%s%s", i ? "," : "", block);
  g_string_append (text, tail);

  return g_string_free (text, FALSE);
}

/* Nobody has asked for so much of one room. */
static void
test_too_many (void)
{
  static const struct {
    const char *head, *block, *tail;
  } cases[] = {
    { "{'next_batch':'s','rooms':{'join':{'!a:hs':{'timeline':{'events':[",
      "{'type':'t','event_id':'$1','sender':'@a:hs'}", "]}}}}}" },
    { "{'next_batch':'s','rooms':{'join':{'!a:hs':{'account_data':{'events':[", "{'type':'t'}", "]}}}}}" },
    { "{'next_batch':'s','account_data':{'events':[", "{'type':'t'}", "]}}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *fits = repeat (cases[i].head, cases[i].block, 1000, cases[i].tail);
      g_autofree char *text = repeat (cases[i].head, cases[i].block, 1001, cases[i].tail);
      g_autoptr(BedsideSyncAnswer) answer = read_answer (fits);
      g_autoptr(GError) error = NULL;

      g_strdelimit (text, "'", '"');
      g_assert_null (bedside_sync_answer_new_from_text (text, strlen (text), &error));
      g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE);
      g_assert_cmpint (bedside_matrix_error_get_retry_delay (error, 0), >=, 750);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/matrix/sync-answer/empty", test_empty);
  g_test_add_func ("/matrix/sync-answer/empty-room", test_empty_room);
  g_test_add_func ("/matrix/sync-answer/limited-gap", test_limited);
  g_test_add_func ("/matrix/sync-answer/edge-06-state-after-both-names", test_state_after);
  g_test_add_func ("/matrix/sync-answer/memberships", test_memberships);
  g_test_add_func ("/matrix/sync-answer/unread", test_unread);
  g_test_add_func ("/matrix/sync-answer/typing-replaces", test_typing);
  g_test_add_func ("/matrix/sync-answer/edge-30-receipts", test_receipts);
  g_test_add_func ("/matrix/sync-answer/account-data", test_account_data);
  g_test_add_func ("/matrix/sync-answer/own-echo", test_own_echo);
  g_test_add_func ("/matrix/sync-answer/malformed-events", test_malformed_events);
  g_test_add_func ("/matrix/sync-answer/malformed-rooms", test_malformed_rooms);
  g_test_add_func ("/matrix/sync-answer/malformed-parts", test_malformed_parts);
  g_test_add_func ("/matrix/sync-answer/no-position", test_no_position);
  g_test_add_func ("/matrix/sync-answer/mutations", test_mutations);
  g_test_add_func ("/matrix/sync-answer/edge-42-more-than-an-event", test_too_much_in_it);
  g_test_add_func ("/matrix/sync-answer/long-ids", test_long_ids);
  g_test_add_func ("/matrix/sync-answer/too-many-events", test_too_many);

  return g_test_run ();
}
