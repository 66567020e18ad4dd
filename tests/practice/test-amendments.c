/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-amendments.h"
#include "bedside-event-of.h"

typedef struct {
  BedsideAmendments *amendments;
  BedsideMessage    *message;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->amendments = bedside_amendments_new ();
  fixture->message = bedside_message_new ("Ada", FALSE, "two", 1, BEDSIDE_MESSAGE_STATE_RECEIVED);
  bedside_message_set_sender (fixture->message, "@a:x", "Ada");
  bedside_message_set_event_id (fixture->message, "$m");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_amendments_free (fixture->amendments);
  g_assert_finalize_object (fixture->message);
}

static void
edit (Fixture    *fixture,
      const char *id,
      const char *sender,
      int         timestamp,
      const char *text)
{
  g_autofree char *json = g_strdup_printf ("{'event_id':'%s','type':'m.room.message','sender':'%s','origin_server_ts':"
                                           "%d,'content':{'m.new_content':{'msgtype':'m.text','body':'%s'},"
                                           "'m.relates_to':{'rel_type':'m.replace','event_id':'$m'}}}",
                                           id, sender, timestamp, text);
  g_autoptr(BedsideEvent) event = bedside_event_of (json);
  g_auto(BedsideReading) reading = { 0 };

  g_assert_cmpint (bedside_message_reader_read (event, &reading), ==, BEDSIDE_READING_KIND_EDIT);
  bedside_amendments_add_edit (fixture->amendments, event, &reading);
}

static void
assert_reads (Fixture    *fixture,
              const char *text,
              gboolean    edited)
{
  bedside_amendments_apply (fixture->amendments, fixture->message);
  g_assert_cmpstr (bedside_message_get_text (fixture->message), ==, text);
  g_assert_cmpint (bedside_message_get_edited (fixture->message), ==, edited);
}

static void
test_newest_edit (Fixture       *fixture,
                  gconstpointer  data)
{
  assert_reads (fixture, "two", FALSE);
  edit (fixture, "$e1", "@a:x", 5, "one");
  assert_reads (fixture, "one", TRUE);
  /* In whatever order they come; at the same time the larger id counts. */
  edit (fixture, "$e0", "@a:x", 4, "three");
  assert_reads (fixture, "one", TRUE);
  edit (fixture, "$e3", "@a:x", 5, "four");
  edit (fixture, "$e2", "@a:x", 5, "five");
  assert_reads (fixture, "four", TRUE);
}

static void
test_others_edit (Fixture       *fixture,
                  gconstpointer  data)
{
  edit (fixture, "$e1", "@b:x", 9, "not mine");
  assert_reads (fixture, "two", FALSE);
  edit (fixture, "$e2", "@a:x", 5, "one");
  assert_reads (fixture, "one", TRUE);
}

static void
test_edit_taken_back (Fixture       *fixture,
                      gconstpointer  data)
{
  edit (fixture, "$e1", "@a:x", 5, "one");
  edit (fixture, "$e2", "@a:x", 6, "half");
  assert_reads (fixture, "half", TRUE);
  g_assert_cmpstr (bedside_amendments_add_removal (fixture->amendments, "$e2"), ==, "$m");
  assert_reads (fixture, "one", TRUE);
  g_assert_cmpstr (bedside_amendments_add_removal (fixture->amendments, "$e1"), ==, "$m");
  assert_reads (fixture, "two", FALSE);

  /* Heard of before the edit itself. */
  g_assert_cmpstr (bedside_amendments_add_removal (fixture->amendments, "$e3"), ==, "$e3");
  edit (fixture, "$e3", "@a:x", 9, "never shown");
  assert_reads (fixture, "two", FALSE);
  /* The same edit twice. */
  edit (fixture, "$e4", "@a:x", 9, "once");
  edit (fixture, "$e4", "@a:x", 9, "once");
  bedside_amendments_add_removal (fixture->amendments, "$e4");
  assert_reads (fixture, "two", FALSE);
}

static void
add_bundled (Fixture    *fixture,
             const char *id,
             int         timestamp,
             const char *text)
{
  g_autofree char *json = g_strdup_printf ("{'event_id':'$m','type':'m.room.message','sender':'@a:x','content':"
                                           "{'msgtype':'m.text','body':'two'},'unsigned':{'m.relations':{'m.replace':"
                                           "{'event_id':'%s','origin_server_ts':%d,'content':{'m.new_content':"
                                           "{'msgtype':'m.text','body':'%s'}}}}}}", id, timestamp, text);
  g_autoptr(BedsideEvent) event = bedside_event_of (json);
  g_auto(BedsideReading) reading = { 0 };

  g_assert_cmpint (bedside_message_reader_read (event, &reading), ==, BEDSIDE_READING_KIND_MESSAGE);
  bedside_amendments_add_bundled (fixture->amendments, event, &reading);
}

/* The server's answer held the newest edit with the message; what happened since counts. */
static void
test_bundled (Fixture       *fixture,
              gconstpointer  data)
{
  edit (fixture, "$e2", "@a:x", 6, "half");
  add_bundled (fixture, "$e1", 5, "one");
  assert_reads (fixture, "half", TRUE);
  bedside_amendments_add_removal (fixture->amendments, "$e2");
  assert_reads (fixture, "one", TRUE);
  edit (fixture, "$e1", "@a:x", 5, "one");
  g_assert_cmpstr (bedside_amendments_add_removal (fixture->amendments, "$e1"), ==, "$m");
  assert_reads (fixture, "two", FALSE);

  bedside_amendments_add_removal (fixture->amendments, "$e7");
  add_bundled (fixture, "$e7", 9, "taken back since");
  assert_reads (fixture, "two", FALSE);
}

static void
test_removal (Fixture       *fixture,
              gconstpointer  data)
{
  edit (fixture, "$e1", "@a:x", 5, "one");
  assert_reads (fixture, "one", TRUE);
  g_assert_cmpstr (bedside_amendments_add_removal (fixture->amendments, "$m"), ==, "$m");
  assert_reads (fixture, "", FALSE);
  g_assert_cmpint (bedside_message_get_kind (fixture->message), ==, BEDSIDE_MESSAGE_KIND_REMOVED);

  /* It stays so. */
  edit (fixture, "$e2", "@a:x", 9, "back again");
  bedside_amendments_add_removal (fixture->amendments, "$e1");
  assert_reads (fixture, "", FALSE);
}

#define add(path, function) \
        g_test_add ("/practice/amendments/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("newest-edit", test_newest_edit);
  add ("others-edit", test_others_edit);
  add ("edge-25-edit-taken-back", test_edit_taken_back);
  add ("bundled", test_bundled);
  add ("edge-25-removal", test_removal);

  return g_test_run ();
}
