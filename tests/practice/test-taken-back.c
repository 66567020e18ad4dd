/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "bedside-practice-fixture.h"
#include "bedside-taken-back.h"

#include "bedside-event-of.h"

#include <string.h>

/* What somebody took back is looked for in the files of a profile that is written in the clear. */

typedef BedsidePracticeFixture Fixture;

static gboolean
file_contains (const char *path,
               const char *text)
{
  g_autofree char *contents = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));

  return memmem (contents, length, text, strlen (text)) != NULL;
}

static gboolean
folder_contains (const char *folder,
                 const char *text)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) ? folder_contains (path, text) : file_contains (path, text))
        return TRUE;
    }

  return FALSE;
}

static char *
edit (Fixture    *fixture,
      const char *room,
      const char *sender,
      const char *target,
      const char *text)
{
  g_autofree char *content = g_strdup_printf ("{\"msgtype\":\"m.text\",\"body\":\"* %s\",\"m.new_content\":"
                                              "{\"msgtype\":\"m.text\",\"body\":\"%s\"},\"m.relates_to\":"
                                              "{\"rel_type\":\"m.replace\",\"event_id\":\"%s\"}}",
                                              text, text, target);

  return bedside_demo_server_add_event (fixture->server, room, sender, "m.room.message", NULL, content);
}

static void
take_back (Fixture    *fixture,
           const char *room,
           const char *sender,
           const char *target)
{
  g_autofree char *content = g_strdup_printf ("{\"redacts\":\"%s\"}", target);
  g_autofree char *removal = bedside_demo_server_add_event (fixture->server, room, sender, "m.room.redaction", NULL,
                                                            content);

  /* With it, in one transaction, goes what it takes back. What ends in between comes again with the next sync. */
  bedside_await (folder_contains (fixture->folder, removal), 10);
}

static gboolean
previews (Fixture    *fixture,
          const char *text)
{
  BedsideConversation *conversation = bedside_practice_fixture_find (fixture, "Ada Lovelace");

  return conversation != NULL && g_strcmp0 (bedside_conversation_get_preview (conversation), text) == 0;
}

static void
await_on_disk (Fixture    *fixture,
               const char *text)
{
  bedside_await (previews (fixture, text), 10);
  bedside_practice_fixture_close (fixture);
  g_assert_true (folder_contains (fixture->folder, text));
  bedside_practice_fixture_start (fixture);
  bedside_await_online (fixture);
}

static void
test_edit (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  g_autofree char *said = bedside_demo_server_say (fixture->server, room, ada, "firstwording");
  g_autofree char *edited = edit (fixture, room, ada, said, "secondwording");

  /* The first sync brings the message with the edit bundled, and the edit. */
  bedside_practice_fixture_sign_in (fixture);
  await_on_disk (fixture, "secondwording");
  take_back (fixture, room, ada, edited);
  bedside_await (previews (fixture, "firstwording"), 10);
  bedside_practice_fixture_close (fixture);
  g_assert_true (folder_contains (fixture->folder, "firstwording"));
  g_assert_false (folder_contains (fixture->folder, "secondwording"));
}

static void
test_message (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  g_autofree char *said = bedside_demo_server_say (fixture->server, room, ada, "firstwording");
  g_autofree char *edited = edit (fixture, room, ada, said, "secondwording");

  bedside_practice_fixture_sign_in (fixture);
  await_on_disk (fixture, "secondwording");
  g_assert_true (folder_contains (fixture->folder, "firstwording"));
  take_back (fixture, room, ada, said);
  bedside_await (bedside_conversation_get_preview_kind (bedside_practice_fixture_find (fixture, "Ada Lovelace")) ==
                 BEDSIDE_MESSAGE_KIND_REMOVED, 10);
  bedside_practice_fixture_close (fixture);
  g_assert_false (folder_contains (fixture->folder, "firstwording"));
  g_assert_false (folder_contains (fixture->folder, "secondwording"));

  /* And it reads as removed. */
  bedside_practice_fixture_start (fixture);
  bedside_await_online (fixture);
  BedsideConversation *conversation = bedside_practice_fixture_await (fixture, "Ada Lovelace");
  bedside_session_open (bedside_practice_fixture_get_session (fixture), conversation);
  bedside_await (bedside_timeline_get_state (bedside_conversation_get_timeline (conversation)) ==
                 BEDSIDE_TIMELINE_STATE_COMPLETE, 10);
  g_autofree char *timeline = bedside_practice_fixture_dup_timeline (conversation);
  g_assert_null (strstr (timeline, "wording"));
}

#define MESSAGE "{'event_id':'$m','type':'m.room.message','sender':'@a:x'," \
                "'content':{'msgtype':'m.text','body':'one'}," \
                "'unsigned':{'m.relations':{'m.replace':{'event_id':'$e','origin_server_ts':7,'content':" \
                "{'m.new_content':{'msgtype':'m.text','body':'two'}}}}}}"
#define EDIT "{'event_id':'$e','type':'m.room.message','sender':'@a:x','content':{'msgtype':'m.text','body':'* two'," \
             "'m.new_content':{'msgtype':'m.text','body':'two'},'m.relates_to':{'rel_type':'m.replace'," \
             "'event_id':'$m'}}}"
#define REPLY "{'event_id':'$r','type':'m.room.message','sender':'@a:x','content':{'msgtype':'m.text','body':'three'," \
              "'m.relates_to':{'rel_type':'m.thread','event_id':'$m'}}}"
#define STATE "{'event_id':'$m','type':'m.room.topic','sender':'@a:x','state_key':'','content':{'topic':'m.replace'}}"

static void
test_rest (void)
{
  const struct {
    const char *event;
    const char *removed;
    const char *gone;   /* (nullable): NULL: nothing is */
    const char *stays;
  } cases[] = {
    { MESSAGE, "$m", "two", "$m" },
    { MESSAGE, "$m", "one", "$m" },
    { MESSAGE, "$e", "two", "one" },
    { MESSAGE, "$r", NULL, NULL },
    { EDIT, "$m", "two", "m.replace" },
    { EDIT, "$e", "two", "m.replace" },
    { EDIT, "$r", NULL, NULL },
    { REPLY, "$m", NULL, NULL },
    { STATE, "$m", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GHashTable) removals = g_hash_table_new (g_str_hash, g_str_equal);
      g_autoptr(BedsideEvent) event = bedside_event_of (cases[i].event);
      g_autofree char *text = bedside_event_to_text (event);

      g_hash_table_add (removals, (gpointer) cases[i].removed);
      g_autofree char *rest = bedside_taken_back_text (event->event_id, text, removals);

      g_test_message ("%s without %s", cases[i].event, cases[i].removed);
      g_assert_true ((rest == NULL) == (cases[i].gone == NULL));
      if (rest == NULL)
        continue;
      g_assert_null (strstr (rest, cases[i].gone));
      g_assert_nonnull (strstr (rest, cases[i].stays));
      /* Once more leaves it as it is. */
      g_assert_null (bedside_taken_back_text (event->event_id, rest, removals));
    }
}

static void
test_no_event (void)
{
  const char *const payloads[] = { "", "no JSON, m.replace", "[]", "{\"m.replace\":1}" };
  g_autoptr(GHashTable) removals = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_add (removals, (gpointer) "$m");
  for (gsize i = 0; i < G_N_ELEMENTS (payloads); i++)
    g_assert_null (bedside_taken_back_text ("$m", payloads[i], removals));
}

int
main (int    argc,
      char **argv)
{
  g_assert_true (g_setenv ("BEDSIDE_NULL_SEALER", "1", TRUE));
  g_test_init (&argc, &argv, NULL);

  /* A release always seals. */
  if (BEDSIDE_DEVELOPMENT)
    {
      bedside_practice_add ("/practice/taken-back/R31-edit", test_edit);
      bedside_practice_add ("/practice/taken-back/R31-message", test_message);
    }
  g_test_add_func ("/practice/taken-back/rest", test_rest);
  g_test_add_func ("/practice/taken-back/no-event", test_no_event);

  return g_test_run ();
}
