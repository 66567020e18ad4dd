/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-event-of.h"
#include "bedside-preview.h"

#define ME "@me:x"

typedef struct {
  BedsidePreview       preview;
  BedsideConversation *conversation;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  bedside_preview_clear (&fixture->preview);
  fixture->conversation = bedside_conversation_new ("!a:x", BEDSIDE_CONVERSATION_KIND_PATIENT);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_preview_clear (&fixture->preview);
  g_assert_finalize_object (fixture->conversation);
}

static gboolean
take (Fixture    *fixture,
      gint64      position,
      const char *json)
{
  g_autoptr(BedsideEvent) event = bedside_event_of (json);

  return bedside_preview_take (&fixture->preview, position, event, ME);
}

static gboolean
take_message (Fixture    *fixture,
              gint64      position,
              const char *id,
              const char *sender,
              const char *text)
{
  g_autofree char *json = g_strdup_printf ("{'event_id':'%s','type':'m.room.message','sender':'%s','origin_server_ts':"
                                           "%d,'content':{'msgtype':'m.text','body':'%s'}}", id, sender,
                                           (int) position * 1000, text);

  return take (fixture, position, json);
}

static gboolean
take_edit (Fixture    *fixture,
           gint64      position,
           const char *id,
           const char *sender,
           const char *target,
           const char *text)
{
  g_autofree char *json = g_strdup_printf ("{'event_id':'%s','type':'m.room.message','sender':'%s','origin_server_ts':"
                                           "%d,'content':{'m.new_content':{'msgtype':'m.text','body':'%s'},"
                                           "'m.relates_to':{'rel_type':'m.replace','event_id':'%s'}}}", id, sender,
                                           (int) position * 1000, text, target);

  return take (fixture, position, json);
}

static gboolean
take_removal (Fixture    *fixture,
              gint64      position,
              const char *target)
{
  g_autofree char *json = g_strdup_printf ("{'event_id':'$r','type':'m.room.redaction','sender':'@a:x','redacts':'%s'}",
                                           target);

  return take (fixture, position, json);
}

static void
assert_shown (Fixture            *fixture,
              const char         *text,
              BedsideMessageKind  kind,
              gint64              timestamp)
{
  bedside_preview_show (&fixture->preview, fixture->conversation);
  g_assert_cmpstr (bedside_conversation_get_preview (fixture->conversation), ==, text);
  g_assert_cmpint (bedside_conversation_get_preview_kind (fixture->conversation), ==, kind);
  g_assert_cmpint (bedside_conversation_get_last_timestamp (fixture->conversation), ==, timestamp);
}

static void
test_newest (Fixture       *fixture,
             gconstpointer  data)
{
  assert_shown (fixture, "", BEDSIDE_MESSAGE_KIND_TEXT, 0);
  g_assert_true (take_message (fixture, 5, "$5", "@a:x", "five"));
  g_assert_true (take_message (fixture, 7, "$7", ME, "seven"));
  assert_shown (fixture, "seven", BEDSIDE_MESSAGE_KIND_TEXT, 7000);
  g_assert_true (bedside_conversation_get_preview_own (fixture->conversation));

  /* What comes late from a gap is older. */
  g_assert_false (take_message (fixture, 6, "$6", "@a:x", "six"));
  assert_shown (fixture, "seven", BEDSIDE_MESSAGE_KIND_TEXT, 7000);
  /* But a gap may hide newer messages than those that there were. */
  g_assert_true (take_message (fixture, 9, "$9", "@a:x", "nine"));
  assert_shown (fixture, "nine", BEDSIDE_MESSAGE_KIND_TEXT, 9000);
  g_assert_false (bedside_conversation_get_preview_own (fixture->conversation));
}

static void
test_nothing (Fixture       *fixture,
              gconstpointer  data)
{
  g_assert_false (take (fixture, 1, "{'event_id':'$1','type':'m.room.topic','state_key':'','content':{}}"));
  g_assert_false (take (fixture, 2, "{'event_id':'$2','type':'m.reaction','content':{}}"));
  g_assert_false (take (fixture, 3, "{'type':'m.room.message','content':{'msgtype':'m.text','body':'no id'}}"));
  g_assert_false (take_edit (fixture, 4, "$4", "@a:x", "$0", "edit of what is not there"));
  g_assert_false (take_removal (fixture, 5, "$0"));
  assert_shown (fixture, "", BEDSIDE_MESSAGE_KIND_TEXT, 0);
}

static void
test_edits (Fixture       *fixture,
            gconstpointer  data)
{
  take_message (fixture, 1, "$1", "@a:x", "two");
  g_assert_false (take_edit (fixture, 2, "$2", "@b:x", "$1", "by somebody else"));
  g_assert_false (take_edit (fixture, 3, "$3", "@a:x", "$0", "of another"));
  g_assert_true (take_edit (fixture, 6, "$6", "@a:x", "$1", "one"));
  assert_shown (fixture, "one", BEDSIDE_MESSAGE_KIND_TEXT, 1000);
  /* An older edit that comes from a gap. */
  g_assert_false (take_edit (fixture, 5, "$5", "@a:x", "$1", "three"));
  assert_shown (fixture, "one", BEDSIDE_MESSAGE_KIND_TEXT, 1000);

  /* The same edit twice. */
  g_assert_false (take_edit (fixture, 6, "$6", "@a:x", "$1", "one"));
  /* At the same time the larger id counts, in whatever order they come. */
  g_assert_true (take_edit (fixture, 6, "$7", "@a:x", "$1", "half"));
  g_assert_false (take_edit (fixture, 6, "$0", "@a:x", "$1", "a third"));
  assert_shown (fixture, "half", BEDSIDE_MESSAGE_KIND_TEXT, 1000);
  take_message (fixture, 9, "$9", "@a:x", "next");
  g_assert_false (take_edit (fixture, 10, "$10", "@a:x", "$1", "too late to show"));
  assert_shown (fixture, "next", BEDSIDE_MESSAGE_KIND_TEXT, 9000);
}

static void
store_and_restore (Fixture *fixture)
{
  g_autoptr(JsonObject) payload = json_object_new ();

  bedside_preview_write (&fixture->preview, payload);
  bedside_preview_restore (&fixture->preview, payload);
}

/* What an edit replaced is shown again: the edit before it, not the message as it was at first. */
static void
test_edits_taken_back (Fixture       *fixture,
                       gconstpointer  data)
{
  take_message (fixture, 1, "$1", "@a:x", "four");
  take_edit (fixture, 2, "$2", "@a:x", "$1", "three");
  take_edit (fixture, 3, "$3", "@a:x", "$1", "two");
  take_edit (fixture, 4, "$4", "@a:x", "$1", "one");
  assert_shown (fixture, "one", BEDSIDE_MESSAGE_KIND_TEXT, 1000);
  g_assert_false (take_removal (fixture, 5, "$3"));
  assert_shown (fixture, "one", BEDSIDE_MESSAGE_KIND_TEXT, 1000);
  store_and_restore (fixture);
  assert_shown (fixture, "one", BEDSIDE_MESSAGE_KIND_TEXT, 1000);
  g_assert_true (take_removal (fixture, 6, "$4"));
  assert_shown (fixture, "three", BEDSIDE_MESSAGE_KIND_TEXT, 1000);
  /* Taking back what took something back brings nothing back. */
  g_assert_false (take_removal (fixture, 7, "$r"));
  assert_shown (fixture, "three", BEDSIDE_MESSAGE_KIND_TEXT, 1000);
  g_assert_true (take_removal (fixture, 8, "$2"));
  assert_shown (fixture, "four", BEDSIDE_MESSAGE_KIND_TEXT, 1000);
  g_assert_true (take_removal (fixture, 9, "$1"));
  assert_shown (fixture, "", BEDSIDE_MESSAGE_KIND_REMOVED, 1000);

  /* With more of them than anybody makes, the newest count. */
  take_message (fixture, 10, "$10", "@a:x", "first");
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *id = g_strdup_printf ("$e%02u", i);

      take_edit (fixture, 11 + i, id, "@a:x", "$10", id);
    }
  g_assert_cmpuint (fixture->preview.edits->len, <, 20);
  g_assert_true (take_removal (fixture, 200, "$e99"));
  assert_shown (fixture, "$e98", BEDSIDE_MESSAGE_KIND_TEXT, 10000);
}

/* The server bundles the newest edit with the message; the others come by themselves, or never. */
static void
test_bundled_edit (Fixture       *fixture,
                   gconstpointer  data)
{
  g_assert_true (take (fixture, 1, "{'event_id':'$1','type':'m.room.message','sender':'@a:x','origin_server_ts':1000,"
                       "'content':{'msgtype':'m.text','body':'two'},'unsigned':{'m.relations':{'m.replace':{"
                       "'event_id':'$5','origin_server_ts':5000,'content':{'m.new_content':{'msgtype':'m.text',"
                       "'body':'one'}}}}}}"));
  assert_shown (fixture, "one", BEDSIDE_MESSAGE_KIND_TEXT, 1000);
  g_assert_false (take_edit (fixture, 5, "$5", "@a:x", "$1", "one"));
  g_assert_true (take_removal (fixture, 6, "$5"));
  assert_shown (fixture, "two", BEDSIDE_MESSAGE_KIND_TEXT, 1000);
}

static void
test_removal (Fixture       *fixture,
              gconstpointer  data)
{
  take_message (fixture, 1, "$1", "@a:x", "secret");
  take_edit (fixture, 2, "$2", "@a:x", "$1", "other secret");
  g_assert_true (take_removal (fixture, 3, "$1"));
  assert_shown (fixture, "", BEDSIDE_MESSAGE_KIND_REMOVED, 1000);
  g_assert_false (take_edit (fixture, 4, "$4", "@a:x", "$1", "back again"));

  /* Nothing of it is stored any more. */
  g_autoptr(JsonObject) payload = json_object_new ();
  bedside_preview_write (&fixture->preview, payload);
  g_autofree char *text = bedside_json_object_to_text (payload);
  g_assert_null (strstr (text, "secret"));
}

#define add(path, function) \
        g_test_add ("/practice/preview/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("newest", test_newest);
  add ("nothing", test_nothing);
  add ("edits", test_edits);
  add ("edge-25-edits-taken-back", test_edits_taken_back);
  add ("bundled-edit", test_bundled_edit);
  add ("removal", test_removal);

  return g_test_run ();
}
