/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-event-of.h"
#include "bedside-page-placing.h"
#include "bedside-room.h"

#include <string.h>

static void
apply (BedsideRoom *room,
       const char  *json)
{
  g_autoptr(BedsideEvent) event = bedside_event_of (json);

  bedside_room_apply_state (room, event);
}

static BedsideRoom *
restore (const char *payload)
{
  BedsideRoom *room = bedside_room_new ("!a:x");
  g_autofree char *text = g_strdelimit (g_strdup (payload), "'", '"');
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = bedside_json_parse_object (text, -1, &error);

  g_assert_no_error (error);
  bedside_room_restore (room, object);

  return room;
}

static void
test_payload (void)
{
  g_autoptr(BedsideRoom) room = bedside_room_new ("!a:x");
  g_autoptr(BedsideEvent) event =
    bedside_event_of ("{'event_id':'$m','type':'m.room.message','sender':'@a:x','origin_server_ts':99,"
                      "'content':{'msgtype':'m.text','body':'two'}}");
  g_autoptr(BedsideEvent) edit =
    bedside_event_of ("{'event_id':'$e','type':'m.room.message','sender':'@a:x','content':{'m.new_content':"
                      "{'msgtype':'m.text','body':'one'},'m.relates_to':{'rel_type':'m.replace','event_id':'$m'}}}");

  room->membership = BEDSIDE_MEMBERSHIP_LEFT;
  room->unread = 7;
  room->first_position = -12;
  room->next_position = 34;
  room->oldest_at = 56;
  room->older_token = g_strdup ("t1");
  room->unconfirmed = TRUE;
  bedside_room_add_gap (room, "t2", "$next");
  bedside_room_add_gap (room, "t3", NULL);
  bedside_preview_take (&room->preview, 3, event, "@a:x");
  bedside_preview_take (&room->preview, 4, edit, "@a:x");

  g_autofree char *payload = bedside_room_to_payload (room);
  g_autoptr(BedsideRoom) again = restore (payload);
  g_autofree char *second_payload = bedside_room_to_payload (again);

  g_assert_cmpstr (second_payload, ==, payload);
  g_assert_cmpint (again->membership, ==, BEDSIDE_MEMBERSHIP_LEFT);
  g_assert_cmpuint (again->unread, ==, 7);
  g_assert_cmpint (again->first_position, ==, -12);
  g_assert_cmpint (again->next_position, ==, room->next_position);
  g_assert_cmpint (again->oldest_at, ==, 56);
  g_assert_cmpstr (again->older_token, ==, "t1");
  g_assert_true (again->unconfirmed);
  g_assert_false (again->complete);
  g_assert_cmpuint (again->gaps->len, ==, 2);
  g_assert_cmpstr (bedside_room_get_newest_gap (again)->token, ==, "t3");
  g_assert_null (bedside_room_get_newest_gap (again)->next_event_id);
  g_assert_cmpstr (bedside_room_find_gap (again, "t2")->next_event_id, ==, "$next");
  g_assert_null (bedside_room_find_gap (again, "t4"));
  g_assert_cmpstr (again->preview.text, ==, "two");
  g_assert_cmpuint (again->preview.edits->len, ==, 1);
  g_assert_cmpint (again->preview.timestamp, ==, 99);
  g_assert_true (again->preview.own);
}

/* What is mistyped is as if it had never been written. */
static void
test_bad_payload (void)
{
  const char *payloads[] = {
    "{}",
    "{'membership':99,'unread':-1,'first':'x','next':null,'complete':'yes','gaps':{},'older':7,'preview':[]}",
    "{'membership':-1,'unread':1e9,'gaps':[1,{},{'token':'t'},{'cursor':1},{'token':5,'cursor':6}],'oldest_at':{}}",
    "{'membership':1.5,'unread':99999999999,'preview':{'kind':99,'event':1,'sender':2,'text':{},'own':'x'}}",
    "{'preview':{'kind':-1,'edits':[7,{},{'text':[]},{'event':7,'at':'x','kind':5000}],'position':[]}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (payloads); i++)
    {
      g_autoptr(BedsideRoom) room = restore (payloads[i]);

      g_test_message ("%s", payloads[i]);
      g_assert_cmpint (room->membership, ==, BEDSIDE_MEMBERSHIP_JOINED);
      g_assert_cmpuint (room->unread, ==, 0);
      g_assert_true (bedside_room_is_empty (room));
      g_assert_cmpuint (room->gaps->len, ==, 0);
      g_assert_null (room->older_token);
      g_assert_null (room->preview.event_id);
      g_assert_null (room->preview.text);
      g_assert_cmpint (room->preview.kind, ==, BEDSIDE_MESSAGE_KIND_TEXT);
      g_assert_false (room->preview.own);
    }
}

static void
test_state (void)
{
  g_autoptr(BedsideRoom) room = bedside_room_new ("!a:x");

  g_assert_cmpint (room->kind, ==, BEDSIDE_ROOM_KIND_UNKNOWN);
  g_assert_false (bedside_room_has_history (room));
  apply (room, "{'type':'m.room.create','state_key':'','origin_server_ts':5,'content':{'org.bedside.chat':"
         "{'practice':'!p:x','patient_key':'k','patient':'@a:x','practitioner':'@me:x'}}}");
  apply (room, "{'type':'m.room.name','state_key':'','content':{'name':'n'}}");
  apply (room, "{'type':'m.room.member','state_key':'@a:x','content':{'membership':'join','displayname':'A'}}");
  g_assert_cmpint (room->kind, ==, BEDSIDE_ROOM_KIND_CONVERSATION);
  g_assert_true (bedside_room_has_history (room));
  g_assert_cmpint (room->created_at, ==, 5);
  g_assert_true (bedside_room_is_binding_valid (room));
  g_assert_cmpstr (bedside_room_get_binding_member (room, "patient"), ==, "@a:x");
  g_assert_cmpstr (room->name, ==, "n");
  g_assert_cmpstr (bedside_room_get_member (room, "@a:x")->display_name, ==, "A");
  g_assert_null (bedside_room_get_member (room, "@b:x"));
  g_assert_false (room->encrypted);
  apply (room, "{'type':'m.room.encryption','state_key':'','content':{}}");
  g_assert_true (room->encrypted);
}

static void
test_hostile_state (void)
{
  g_autoptr(BedsideRoom) room = bedside_room_new ("!a:x");

  /* These mean something only with an empty key. */
  apply (room, "{'type':'m.room.create','state_key':'x','content':{'org.bedside.chat':{'practice':'!p:x'}}}");
  apply (room, "{'type':'m.room.name','state_key':'x','content':{'name':'n'}}");
  apply (room, "{'type':'m.room.encryption','state_key':'x','content':{}}");
  g_assert_cmpint (room->kind, ==, BEDSIDE_ROOM_KIND_UNKNOWN);
  g_assert_null (room->name);
  g_assert_false (room->encrypted);

  apply (room, "{'type':'m.room.create','state_key':'','content':{'org.bedside.chat':'x','type':7}}");
  g_assert_cmpint (room->kind, ==, BEDSIDE_ROOM_KIND_OTHER);
  g_assert_null (bedside_room_get_binding (room));
  g_assert_false (bedside_room_is_binding_valid (room));
  apply (room, "{'type':'m.room.create','state_key':'','content':{'org.bedside.chat':{'practice':'!p:x',"
         "'patient_key':'','patient':3,'practitioner':null}}}");
  g_assert_cmpint (room->kind, ==, BEDSIDE_ROOM_KIND_CONVERSATION);
  g_assert_false (bedside_room_is_binding_valid (room));
  g_assert_null (bedside_room_get_binding_member (room, "patient_key"));
  apply (room, "{'type':'m.room.member','state_key':'@a:x','content':{'membership':5,'displayname':[]}}");
  g_assert_cmpstr (bedside_room_get_member (room, "@a:x")->membership, ==, "leave");
  g_assert_null (bedside_room_get_member (room, "@a:x")->display_name);
}

static void
test_kinds (void)
{
  const struct {
    const char      *content;
    BedsideRoomKind  kind;
  } cases[] = {
    { "{'type':'m.space','org.bedside.practice':{'v':1}}", BEDSIDE_ROOM_KIND_PRACTICE },
    { "{'org.bedside.practice':{'v':1}}", BEDSIDE_ROOM_KIND_OTHER },
    { "{'type':'m.space'}", BEDSIDE_ROOM_KIND_OTHER },
    { "{'type':'org.bedside.directory','org.bedside.directory':{'v':1,'practice':'!p:x'}}",
      BEDSIDE_ROOM_KIND_DIRECTORY },
    { "{'org.bedside.team':{'v':1}}", BEDSIDE_ROOM_KIND_TEAM },
    { "{'org.bedside.chat':{}}", BEDSIDE_ROOM_KIND_CONVERSATION },
    { "{}", BEDSIDE_ROOM_KIND_OTHER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BedsideRoom) room = bedside_room_new ("!a:x");
      g_autofree char *json = g_strdup_printf ("{'type':'m.room.create','state_key':'','content':%s}",
                                               cases[i].content);

      apply (room, json);
      g_assert_cmpint (room->kind, ==, cases[i].kind);
    }
}

static BedsideMessagesPage *
make_page (const char *const *ids,
           const char        *end)
{
  BedsideMessagesPage *page = g_new0 (BedsideMessagesPage, 1);

  page->events = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_event_unref);
  page->state = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_event_unref);
  page->end = g_strdup (end);
  for (; *ids != NULL; ids++)
    {
      g_autofree char *json = g_strdup_printf ("{'event_id':'%s','type':'m.room.message','sender':'@a:x',"
                                               "'origin_server_ts':7,'content':{'body':'secret'}}", *ids);

      g_ptr_array_add (page->events, bedside_event_of (json));
    }

  return page;
}

static void
assert_placed (GPtrArray  *placed,
               gint64      base,
               const char *expected)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < placed->len; i++)
    {
      BedsidePlacedEvent *item = g_ptr_array_index (placed, i);

      g_string_append_printf (text, "%s%s%+" G_GINT64_FORMAT, i > 0 ? " " : "", item->event->event_id,
                              item->position - base);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
know (GHashTable *known,
      const char *event_id,
      gint64      position)
{
  g_hash_table_insert (known, g_strdup (event_id), g_memdup2 (&position, sizeof position));
}

static void
test_gap (void)
{
  g_autoptr(BedsideRoom) room = bedside_room_new ("!a:x");
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gint64 base;

  room->next_position = 3;
  bedside_room_add_gap (room, "t1", "$9");
  base = bedside_room_get_newest_gap (room)->cursor;
  g_assert_cmpint (base, ==, room->next_position - 1);
  g_assert_cmpint (base, >, G_MAXINT32);
  know (known, "$9", base + 1);
  know (known, "$3", 2);

  /* What overlaps with the part above is no end; an empty page with an end is none either. */
  g_autoptr(BedsideMessagesPage) first = make_page ((const char *const[]) { "$9", "$8", "$7", NULL }, "t2");
  g_autoptr(GPtrArray) first_placed = bedside_page_place_in_gap (room, bedside_room_find_gap (room, "t1"), first,
                                                                 known);
  assert_placed (first_placed, base, "$8+0 $7-1");
  g_assert_null (bedside_room_find_gap (room, "t1"));

  g_autoptr(BedsideMessagesPage) empty = make_page ((const char *const[]) { NULL }, "t3");
  g_autoptr(GPtrArray) none = bedside_page_place_in_gap (room, bedside_room_find_gap (room, "t2"), empty, known);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (room->gaps->len, ==, 1);

  g_autoptr(BedsideMessagesPage) last = make_page ((const char *const[]) { "$6", "$3", "$2", NULL }, "t4");
  g_autoptr(GPtrArray) last_placed = bedside_page_place_in_gap (room, bedside_room_find_gap (room, "t3"), last, known);
  assert_placed (last_placed, base, "$6-2");
  g_assert_cmpuint (room->gaps->len, ==, 0);
}

static void
test_gap_ends (void)
{
  const char *const ids[] = { "$8", NULL };
  const char *ends[] = { NULL, "t1" };
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  /* Without an end, or with one that leads nowhere. */
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr(BedsideRoom) room = bedside_room_new ("!a:x");
      g_autoptr(BedsideMessagesPage) page = make_page (ids, ends[i]);

      bedside_room_add_gap (room, "t1", NULL);
      g_autoptr(GPtrArray) placed = bedside_page_place_in_gap (room, bedside_room_get_newest_gap (room), page, known);
      g_assert_cmpuint (placed->len, ==, 1);
      g_assert_cmpuint (room->gaps->len, ==, 0);
    }
}

/* An end behind the room's first event leads nowhere either; another event of that name is not the first. */
static void
test_gap_to_beginning (void)
{
  const char *const ids[] = { "$8", NULL };
  const char *keys[] = { "x", "" };
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr(BedsideRoom) room = bedside_room_new ("!a:x");
      g_autoptr(BedsideMessagesPage) page = make_page (ids, "t2");
      g_autofree char *json = g_strdup_printf ("{'event_id':'$1','type':'m.room.create','state_key':'%s',"
                                               "'sender':'@a:x','content':{}}", keys[i]);

      g_ptr_array_add (page->events, bedside_event_of (json));
      bedside_room_add_gap (room, "t1", NULL);
      g_autoptr(GPtrArray) placed = bedside_page_place_in_gap (room, bedside_room_get_newest_gap (room), page, known);
      g_assert_cmpuint (placed->len, ==, 2);
      g_assert_cmpuint (room->gaps->len, ==, 1 - i);
    }
}

static void
test_older_gap (void)
{
  g_autoptr(BedsideRoom) room = bedside_room_new ("!a:x");
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(BedsideMessagesPage) page = make_page ((const char *const[]) { "$8", NULL }, "t9");
  gint64 base;

  bedside_room_add_gap (room, "t1", NULL);
  base = bedside_room_find_gap (room, "t1")->cursor;
  bedside_room_add_gap (room, "t2", NULL);

  /* A gap that came while the page was fetched is not the one that it fills. */
  g_autoptr(GPtrArray) placed = bedside_page_place_in_gap (room, bedside_room_find_gap (room, "t1"), page, known);
  assert_placed (placed, base, "$8+0");
  g_assert_nonnull (bedside_room_find_gap (room, "t2"));
  g_assert_nonnull (bedside_room_find_gap (room, "t9"));
}

static void
test_before (void)
{
  g_autoptr(BedsideRoom) room = bedside_room_new ("!a:x");
  g_autoptr(BedsideMessagesPage) first = make_page ((const char *const[]) { "$3", "$2", NULL }, "t2");
  g_autoptr(BedsideMessagesPage) last = make_page ((const char *const[]) { "$1", NULL }, NULL);

  room->older_token = g_strdup ("t1");
  room->next_position = 5;
  g_hash_table_add (room->removals, g_strdup ("$2"));
  g_autoptr(GPtrArray) placed = bedside_page_place_before (room, first);
  assert_placed (placed, 0, "$3-1 $2-2");
  g_assert_cmpint (room->first_position, ==, -2);
  g_assert_cmpint (room->oldest_at, ==, 7);
  g_assert_cmpstr (room->older_token, ==, "t2");
  g_assert_false (room->complete);
  /* Taken back while the page was on its way. */
  g_assert_true (((BedsidePlacedEvent *) placed->pdata[1])->event->redacted);
  g_assert_null (bedside_json_get_string (((BedsidePlacedEvent *) placed->pdata[1])->event->content, "body"));

  g_autoptr(GPtrArray) rest = bedside_page_place_before (room, last);
  assert_placed (rest, 0, "$1-3");
  g_assert_true (room->complete);
  g_assert_true (room->beginning_hidden);
  g_assert_null (room->older_token);
}

/* A room begins with how it was made: a server that names an end behind that need not be asked what is there. */
static void
test_beginning (void)
{
  g_autoptr(BedsideRoom) room = bedside_room_new ("!a:x");
  g_autoptr(BedsideMessagesPage) page = make_page ((const char *const[]) { "$2", NULL }, "t2");

  room->older_token = g_strdup ("t1");
  room->next_position = 5;
  g_ptr_array_add (page->events, bedside_event_of ("{'event_id':'$1','type':'m.room.create','state_key':'',"
                                                   "'sender':'@a:x','content':{}}"));
  g_autoptr(GPtrArray) placed = bedside_page_place_before (room, page);
  g_assert_cmpuint (placed->len, ==, 2);
  g_assert_true (room->complete);
  g_assert_false (room->beginning_hidden);
  g_assert_null (room->older_token);
  g_autofree char *payload = bedside_room_to_payload (room);
  g_assert_null (strstr (payload, "beginning_hidden"));

  /* An empty page without an end, where the beginning was never seen. */
  g_autoptr(BedsideRoom) other = bedside_room_new ("!b:x");
  g_autoptr(BedsideMessagesPage) empty = make_page ((const char *const[]) { NULL }, NULL);
  other->older_token = g_strdup ("t1");
  g_autoptr(GPtrArray) nothing = bedside_page_place_before (other, empty);
  g_assert_cmpuint (nothing->len, ==, 0);
  g_assert_true (other->complete && other->beginning_hidden);
  g_autofree char *hidden = bedside_room_to_payload (other);
  g_autoptr(BedsideRoom) again = restore (hidden);
  g_assert_true (again->complete && again->beginning_hidden);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/room/payload", test_payload);
  g_test_add_func ("/practice/room/bad-payload", test_bad_payload);
  g_test_add_func ("/practice/room/state", test_state);
  g_test_add_func ("/practice/room/hostile-state", test_hostile_state);
  g_test_add_func ("/practice/room/kinds", test_kinds);
  g_test_add_func ("/practice/room/R18-gap", test_gap);
  g_test_add_func ("/practice/room/gap-ends", test_gap_ends);
  g_test_add_func ("/practice/room/gap-to-the-beginning", test_gap_to_beginning);
  g_test_add_func ("/practice/room/page-of-an-older-gap", test_older_gap);
  g_test_add_func ("/practice/room/before", test_before);
  g_test_add_func ("/practice/room/edge-38-beginning", test_beginning);

  return g_test_run ();
}
