/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-event-of.h"
#include "bedside-message-reader.h"

typedef struct {
  const char         *json;
  BedsideReadingKind  kind;
  BedsideMessageKind  message_kind;
  const char         *text;
  const char         *target;
} Case;

static void
check (const Case *cases,
       gsize       n_cases)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autoptr(BedsideEvent) event = bedside_event_of (cases[i].json);
      g_auto(BedsideReading) reading = { 0 };

      g_test_message ("%s", cases[i].json);
      g_assert_cmpint (bedside_message_reader_read (event, &reading), ==, cases[i].kind);
      if (cases[i].kind == BEDSIDE_READING_KIND_NOTHING)
        continue;
      g_assert_cmpint (reading.kind, ==, cases[i].message_kind);
      g_assert_cmpstr (reading.text, ==, cases[i].text);
      g_assert_cmpstr (reading.target, ==, cases[i].target);
    }
}

/* A message with this content. */
#define MESSAGE(content) "{'event_id':'$1','type':'m.room.message','sender':'@a:x','content':{" content "}}"
#define OTHER(type, content) "{'event_id':'$1','type':'" type "','sender':'@a:x','content':{" content "}}"

#define IS(message_kind, text) BEDSIDE_READING_KIND_MESSAGE, BEDSIDE_MESSAGE_KIND_ ## message_kind, text, NULL
#define IS_NOTHING BEDSIDE_READING_KIND_NOTHING, BEDSIDE_MESSAGE_KIND_TEXT, NULL, NULL

static void
test_messages (void)
{
  const Case cases[] = {
    { MESSAGE ("'msgtype':'m.text','body':'Hello'"), IS (TEXT, "Hello") },
    { MESSAGE ("'msgtype':'m.notice','body':'Hello'"), IS (TEXT, "Hello") },
    { MESSAGE ("'msgtype':'m.emote','body':'waves'"), IS (TEXT, "waves") },
    { MESSAGE ("'msgtype':'m.text','body':''"), IS (TEXT, "") },
    /* What is formatted is shown plain. */
    { MESSAGE ("'msgtype':'m.text','body':'a','format':'org.matrix.custom.html',"
               "'formatted_body':'<script>x</script>'"), IS (TEXT, "a") },
    { MESSAGE ("'msgtype':'m.image','body':'knee.png','url':'mxc://x/y'"), IS (UNSUPPORTED, "knee.png") },
    { MESSAGE ("'msgtype':'org.example.new','body':'what to show'"), IS (UNSUPPORTED, "what to show") },
    { OTHER ("m.sticker", "'body':'thumbs up','url':'mxc://x/y'"), IS (UNSUPPORTED, "thumbs up") },
    { OTHER ("m.poll.start", "'m.poll':{}"), IS (UNSUPPORTED, "") },
    { OTHER ("m.room.encrypted", "'algorithm':'m.megolm.v1.aes-sha2','ciphertext':'x'"), IS (ENCRYPTED, "") },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_hostile (void)
{
  const Case cases[] = {
    { MESSAGE ("'msgtype':'m.text','body':7"), IS (UNSUPPORTED, "") },
    { MESSAGE ("'msgtype':'m.text','body':null"), IS (UNSUPPORTED, "") },
    { MESSAGE ("'msgtype':'m.text','body':['a']"), IS (UNSUPPORTED, "") },
    { MESSAGE ("'msgtype':'m.text'"), IS (UNSUPPORTED, "") },
    { MESSAGE ("'body':'no type'"), IS (UNSUPPORTED, "no type") },
    { MESSAGE ("'msgtype':['m.text'],'body':{}"), IS (UNSUPPORTED, "") },
    { MESSAGE ("'msgtype':'m.text','body':'a','m.relates_to':'m.replace'"), IS (TEXT, "a") },
    { MESSAGE ("'msgtype':'m.text','body':'a','m.relates_to':{'rel_type':{},'event_id':3}"), IS (TEXT, "a") },
    { MESSAGE ("'msgtype':'m.text','body':'a','m.relates_to':{'m.in_reply_to':'$0'}"), IS (TEXT, "a") },
    { "{'event_id':'$1','type':'m.room.message','sender':'@a:x','content':[]}", IS (REMOVED, "") },
    { "{'event_id':'$1','type':'m.room.message','sender':'@a:x'}", IS (REMOVED, "") },
    { "{'event_id':'$1','type':'m.room.message','sender':'@a:x','state_key':'','content':{'body':'a'}}", IS_NOTHING },
    { OTHER ("m.sticker", "'body':{}"), IS (UNSUPPORTED, "") },
    { OTHER ("m.reaction", "'m.relates_to':{'rel_type':'m.annotation','event_id':'$0','key':'x'}"), IS_NOTHING },
    { OTHER ("org.example.unknown", "'body':'a'"), IS_NOTHING },
    { OTHER ("", "'body':'a'"), IS_NOTHING },
  };

  check (cases, G_N_ELEMENTS (cases));
}

#define EDIT(relation, new_content) \
        MESSAGE ("'msgtype':'m.text','body':'* b','m.relates_to':{" relation "}" new_content)
#define IS_EDIT(message_kind, text) \
        BEDSIDE_READING_KIND_EDIT, BEDSIDE_MESSAGE_KIND_ ## message_kind, text, "$0"

static void
test_edits (void)
{
  const Case cases[] = {
    { EDIT ("'rel_type':'m.replace','event_id':'$0'", ",'m.new_content':{'msgtype':'m.text','body':'b'}"),
      IS_EDIT (TEXT, "b") },
    { EDIT ("'rel_type':'m.replace','event_id':'$0'", ",'m.new_content':{'msgtype':'m.image','body':'b.png'}"),
      IS_EDIT (UNSUPPORTED, "b.png") },
    /* The reply's fallback is not repeated in an edit, so what looks like one was written. */
    { EDIT ("'rel_type':'m.replace','event_id':'$0','m.in_reply_to':{'event_id':'$x'}",
            ",'m.new_content':{'msgtype':'m.text','body':'> <@a:x> b\\n\\nc'}"), IS_EDIT (TEXT, "> <@a:x> b\n\nc") },
    { EDIT ("'rel_type':'m.replace','event_id':'$0'", ""), IS_NOTHING },
    { EDIT ("'rel_type':'m.replace','event_id':'$0'", ",'m.new_content':'b'"), IS_NOTHING },
    { EDIT ("'rel_type':'m.replace','event_id':'$0'", ",'m.new_content':{'msgtype':'m.text','body':[]}"), IS_NOTHING },
    { EDIT ("'rel_type':'m.replace'", ",'m.new_content':{'msgtype':'m.text','body':'b'}"), IS_NOTHING },
    { EDIT ("'rel_type':'m.replace','event_id':0", ",'m.new_content':{'msgtype':'m.text','body':'b'}"), IS_NOTHING },
    { OTHER ("m.room.encrypted", "'ciphertext':'x','m.relates_to':{'rel_type':'m.replace','event_id':'$0'}"),
      IS_NOTHING },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_bundled_edit (void)
{
  g_autoptr(BedsideEvent) event =
    bedside_event_of ("{'event_id':'$1','type':'m.room.message','sender':'@a:x','content':{'msgtype':'m.text','body':"
                      "'two','org.bedside.id':'uuid-1'},'unsigned':{'m.relations':{'m.replace':{'content':"
                      "{'m.new_content':{'msgtype':'m.text','body':'one'}}}}}}");
  g_autoptr(BedsideEvent) without_text =
    bedside_event_of ("{'event_id':'$1','type':'m.room.message','sender':'@a:x','content':{'msgtype':'m.text','body':"
                      "'two'},'unsigned':{'m.relations':{'m.replace':{'content':{'m.new_content':{}}}}}}");
  g_auto(BedsideReading) first = { 0 }, second = { 0 };

  g_assert_cmpint (bedside_message_reader_read (event, &first), ==, BEDSIDE_READING_KIND_MESSAGE);
  g_assert_cmpstr (first.text, ==, "one");
  g_assert_cmpstr (first.uuid, ==, "uuid-1");
  g_assert_true (first.edited);
  g_assert_cmpstr (first.unedited, ==, "two");
  g_assert_cmpint (first.unedited_kind, ==, BEDSIDE_MESSAGE_KIND_TEXT);

  g_assert_cmpint (bedside_message_reader_read (without_text, &second), ==, BEDSIDE_READING_KIND_MESSAGE);
  g_assert_cmpstr (second.text, ==, "two");
  g_assert_null (second.uuid);
  g_assert_null (second.unedited);
  g_assert_false (second.edited);
}

#define IS_REMOVAL BEDSIDE_READING_KIND_REMOVAL, BEDSIDE_MESSAGE_KIND_REMOVED, "", "$0"

static void
test_removals (void)
{
  const Case cases[] = {
    /* Room versions to 10, and from 11 on; Synapse writes both. */
    { "{'event_id':'$1','type':'m.room.redaction','sender':'@a:x','redacts':'$0','content':{}}", IS_REMOVAL },
    { "{'event_id':'$1','type':'m.room.redaction','sender':'@a:x','content':{'redacts':'$0'}}", IS_REMOVAL },
    { "{'event_id':'$1','type':'m.room.redaction','sender':'@a:x','redacts':'$0','content':{'redacts':'$0'}}",
      IS_REMOVAL },
    { "{'event_id':'$1','type':'m.room.redaction','sender':'@a:x','content':{}}", IS_NOTHING },
    { "{'event_id':'$1','type':'m.room.redaction','sender':'@a:x','redacts':7,'content':{'redacts':{}}}", IS_NOTHING },
    { "{'event_id':'$1','type':'m.room.redaction','state_key':'','redacts':'$0'}", IS_NOTHING },

    /* What is left of what was removed. */
    { "{'event_id':'$1','type':'m.room.message','content':{},'unsigned':{'redacted_because':{}}}", IS (REMOVED, "") },
    { "{'event_id':'$1','type':'m.room.message','content':{'body':'still here','msgtype':'m.text'},"
      "'unsigned':{'redacted_because':{}}}", IS (REMOVED, "") },
    { "{'event_id':'$1','type':'m.room.encrypted','content':{}}", IS (REMOVED, "") },
    { "{'event_id':'$1','type':'m.sticker','content':{}}", IS (REMOVED, "") },
    { "{'event_id':'$1','type':'m.room.message','unsigned':{'redacted_because':{}},"
      "'content':{'m.relates_to':{'rel_type':'m.replace','event_id':'$0'}}}", IS_NOTHING },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_removed_edit_is_no_message (void)
{
  g_autoptr(BedsideEvent) edit =
    bedside_event_of (EDIT ("'rel_type':'m.replace','event_id':'$0'", ",'m.new_content':{'body':'b'}"));
  g_autoptr(BedsideEvent) removed = bedside_event_new_redacted (edit);
  g_auto(BedsideReading) reading = { 0 };

  g_assert_cmpint (bedside_message_reader_read (removed, &reading), ==, BEDSIDE_READING_KIND_NOTHING);
}

#define REPLY(body) MESSAGE ("'msgtype':'m.text','body':'" body "','m.relates_to':{'m.in_reply_to':{'event_id':'$0'}}")

static void
test_reply_fallback (void)
{
  const Case cases[] = {
    { REPLY ("> <@b:x> How are you?\\n\\nFine"), IS (TEXT, "Fine") },
    { REPLY ("> <@b:x> How\\n> are\\n>\\n> you?\\n\\nFine\\n\\n> thanks"), IS (TEXT, "Fine\n\n> thanks") },
    { REPLY ("> * <@b:x> waves\\n\\nHello"), IS (TEXT, "Hello") },
    { REPLY ("> <@b:x> How are you?\\nFine"), IS (TEXT, "Fine") },
    /* Clients have stopped writing it, so a quote may be the person's own. */
    { REPLY ("> two tablets\\n\\nmorning or evening?"), IS (TEXT, "> two tablets\n\nmorning or evening?") },
    { REPLY ("Fine"), IS (TEXT, "Fine") },
    { REPLY ("> <@b:x> nothing else"), IS (TEXT, "> <@b:x> nothing else") },
    { REPLY ("> <@b:x> nothing else\\n\\n"), IS (TEXT, "") },
    { REPLY (""), IS (TEXT, "") },
    { MESSAGE ("'msgtype':'m.text','body':'> <@b:x> no reply\\n\\nat all'"), IS (TEXT, "> <@b:x> no reply\n\nat all") },
  };

  check (cases, G_N_ELEMENTS (cases));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/message-reader/messages", test_messages);
  g_test_add_func ("/practice/message-reader/hostile", test_hostile);
  g_test_add_func ("/practice/message-reader/edits", test_edits);
  g_test_add_func ("/practice/message-reader/bundled-edit", test_bundled_edit);
  g_test_add_func ("/practice/message-reader/removals", test_removals);
  g_test_add_func ("/practice/message-reader/removed-edit-is-no-message", test_removed_edit_is_no_message);
  g_test_add_func ("/practice/message-reader/reply-fallback", test_reply_fallback);

  return g_test_run ();
}
