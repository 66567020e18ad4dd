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

static char *
repeat (const char *text,
        guint       times)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < times; i++)
    g_string_append (all, text);

  return g_string_free (all, FALSE);
}

static void
assert_shown (const char         *body,
              const char         *formatted,
              BedsideMessageKind  kind)
{
  JsonObject *content = json_object_new ();
  g_autoptr(BedsideEvent) event = bedside_event_of (MESSAGE (""));
  g_auto(BedsideReading) reading = { 0 };

  json_object_set_string_member (content, "msgtype", "m.text");
  json_object_set_string_member (content, "body", body);
  json_object_set_string_member (content, "format", "org.matrix.custom.html");
  json_object_set_string_member (content, "formatted_body", formatted);
  json_object_unref (event->content);
  event->content = content;

  g_assert_cmpint (bedside_message_reader_read (event, &reading), ==, BEDSIDE_READING_KIND_MESSAGE);
  g_assert_cmpint (reading.kind, ==, kind);
  g_assert_cmpstr (reading.text, ==, body);
}

/* The plain text is what is shown, whatever stands in the HTML: nobody else's markup does anything here. */
static void
test_formatted (void)
{
  const char *formatted[] = {
    "<b>Bold</b>, <ul><li>one</li></ul><blockquote>two</blockquote><pre><code>three</code></pre>",
    "<script>alert(1)</script>", "<style>*{display:none}</style>", "<img src='https://evil.example/seen.png'>",
    "<iframe src='https://evil.example'></iframe>", "<a href='javascript:alert(1)'>https://bank.example</a>",
    "<a href='data:text/html,x'>x</a><a href='file:///etc/passwd'>y</a>", "<unknown onclick='x'>z</unknown>",
    "<b><i>never closed", "</b></b>]]><![CDATA[x]]><!-- <b> -->", "&lt;b&gt;&#0;&#x202e;&#99999999;&nosuch;",
    "<", "", "%s%n",
  };
  g_autofree char *nested = repeat ("<b>", 120);
  g_autofree char *deep = repeat ("<div><font color='red'>", 10000);

  for (guint i = 0; i < G_N_ELEMENTS (formatted); i++)
    assert_shown ("two tablets", formatted[i], BEDSIDE_MESSAGE_KIND_TEXT);
  assert_shown ("two tablets", nested, BEDSIDE_MESSAGE_KIND_TEXT);
  assert_shown ("two tablets", deep, BEDSIDE_MESSAGE_KIND_TEXT);
  /* Nor is HTML in the plain text any. */
  assert_shown ("<b>two</b> &amp; <script>x</script>", "two", BEDSIDE_MESSAGE_KIND_TEXT);
  /* What people format is written out in the plain text: lists, links, quotes, code, tables. */
  assert_shown ("1. **one**\n2. [two](https://two.example)\n> three\n`four`\n| a | b |", "<ol><li>one</li></ol>",
                BEDSIDE_MESSAGE_KIND_TEXT);
}

/* A client that leaves the plain text empty has said something all the same. */
static void
test_only_formatted (void)
{
  const Case cases[] = {
    { MESSAGE ("'msgtype':'m.text','body':'a','formatted_body':7"), IS (TEXT, "a") },
    { MESSAGE ("'msgtype':'m.text','body':'','formatted_body':{}"), IS (TEXT, "") },
    { MESSAGE ("'msgtype':'m.text','formatted_body':'b'"), IS (UNSUPPORTED, "") },
  };

  assert_shown ("", "<b>my chest hurts</b>", BEDSIDE_MESSAGE_KIND_UNSUPPORTED);
  assert_shown (" \n\u200b\u2060", "my chest hurts", BEDSIDE_MESSAGE_KIND_UNSUPPORTED);
  assert_shown ("", " ", BEDSIDE_MESSAGE_KIND_TEXT);
  check (cases, G_N_ELEMENTS (cases));
}

#define FORMATTED(body, html) "'msgtype':'m.text','body':'" body "','formatted_body':'" html "'"

/* What was formatted before says nothing any more when an edit is plain; one that has only HTML cannot be shown. */
static void
test_formatted_edits (void)
{
  const Case cases[] = {
    { MESSAGE (FORMATTED ("* b", "* <b>old</b>") ",'m.relates_to':{'rel_type':'m.replace','event_id':'$0'},"
               "'m.new_content':{'msgtype':'m.text','body':'b'}"), IS_EDIT (TEXT, "b") },
    { MESSAGE (FORMATTED ("* b", "") ",'m.relates_to':{'rel_type':'m.replace','event_id':'$0'},"
               "'m.new_content':{" FORMATTED ("", "<b>new</b>") "}"), IS_EDIT (UNSUPPORTED, "") },
  };
  g_autoptr(BedsideEvent) bundled =
    bedside_event_of ("{'event_id':'$1','type':'m.room.message','sender':'@a:x',"
                      "'content':{" FORMATTED ("old", "<b>old</b>") "},"
                      "'unsigned':{'m.relations':{'m.replace':{'content':{'m.new_content':{'msgtype':'m.text',"
                      "'body':'new'}}}}}}");
  g_auto(BedsideReading) reading = { 0 };

  check (cases, G_N_ELEMENTS (cases));
  g_assert_cmpint (bedside_message_reader_read (bundled, &reading), ==, BEDSIDE_READING_KIND_MESSAGE);
  g_assert_cmpstr (reading.text, ==, "new");
  g_assert_cmpint (reading.kind, ==, BEDSIDE_MESSAGE_KIND_TEXT);
}

/* The reply stays one: only the first text has the fallback, and only there it is left out. */
static void
test_edited_reply (void)
{
  const Case cases[] = {
    { MESSAGE ("'msgtype':'m.text','body':'> <@b:x> How are you?\\n\\n* Better','formatted_body':"
               "'<mx-reply><blockquote>How are you?</blockquote></mx-reply>* Better',"
               "'m.relates_to':{'rel_type':'m.replace','event_id':'$0'},"
               "'m.new_content':{'msgtype':'m.text','body':'Better','formatted_body':'Better'}"),
      IS_EDIT (TEXT, "Better") },
    { MESSAGE ("'msgtype':'m.text','body':'> <@b:x> How are you?\\n\\nFine','formatted_body':"
               "'<mx-reply>How are you?</mx-reply>Fine','m.relates_to':{'m.in_reply_to':{'event_id':'$0'}}"),
      IS (TEXT, "Fine") },
  };

  check (cases, G_N_ELEMENTS (cases));
}

#define REACTION(key, target) \
        OTHER ("m.reaction", "'m.relates_to':{'rel_type':'m.annotation','event_id':'" target "','key':" key "}")

/* Bedside shows no reactions: they are no messages, count as none, and change none. */
static void
test_reactions (void)
{
  g_autofree char *endless = repeat ("x", 500);
  g_autofree char *json = g_strdup_printf (REACTION ("'%s'", "$0"), endless);
  const Case cases[] = {
    { REACTION ("'x'", "$0"), IS_NOTHING },
    { REACTION ("'x'", "$0"), IS_NOTHING },
    { REACTION ("7", "$reaction"), IS_NOTHING },
    { REACTION ("null", "$edit"), IS_NOTHING },
    { json, IS_NOTHING },
    { OTHER ("m.reaction", "'body':'said here','m.relates_to':{}"), IS_NOTHING },
    /* An annotation that is a message, too, is shown as that. */
    { MESSAGE ("'msgtype':'m.text','body':'a','m.relates_to':{'rel_type':'m.annotation','event_id':'$0','key':'x'}"),
      IS (TEXT, "a") },
  };

  check (cases, G_N_ELEMENTS (cases));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/edge-44-messages-of-all-types", test_messages);
  g_test_add_func ("/practice/message-reader/edge-01-hostile", test_hostile);
  g_test_add_func ("/practice/edge-40-formatted-body", test_formatted);
  g_test_add_func ("/practice/edge-40-only-formatted", test_only_formatted);
  g_test_add_func ("/practice/edge-27-edit-drops-formatting", test_formatted_edits);
  g_test_add_func ("/practice/edge-28-edited-reply", test_edited_reply);
  g_test_add_func ("/practice/edge-29-reactions-are-no-messages", test_reactions);
  g_test_add_func ("/practice/message-reader/edits", test_edits);
  g_test_add_func ("/practice/message-reader/bundled-edit", test_bundled_edit);
  g_test_add_func ("/practice/message-reader/removals", test_removals);
  g_test_add_func ("/practice/message-reader/removed-edit-is-no-message", test_removed_edit_is_no_message);
  g_test_add_func ("/practice/edge-28-reply-fallback", test_reply_fallback);

  return g_test_run ();
}
