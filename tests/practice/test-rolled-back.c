/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-practice-fixture.h"

#include <glib/gstdio.h>

/*
 * An older copy of the whole profile (a backup that was put back) cannot be told from the newest one by what it holds.
 * So it must do no harm: the server has what happened since, and knows what it was sent already.
 */

typedef BedsidePracticeFixture Fixture;

static void
copy_folder (const char *from,
             const char *to)
{
  g_autoptr(GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_cmpint (g_mkdir_with_parents (to, 0700), ==, 0);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *target = g_build_filename (to, name, NULL);
      g_autofree char *contents = NULL;
      gsize length = 0;

      g_assert_true (g_file_get_contents (source, &contents, &length, NULL));
      g_assert_true (g_file_set_contents (target, contents, (gssize) length, NULL));
    }
}

static BedsideConversation *
open_conversation (Fixture *fixture)
{
  BedsideConversation *conversation = bedside_practice_fixture_await (fixture, "Ada Lovelace");

  bedside_session_open (bedside_practice_fixture_get_session (fixture), conversation);
  return conversation;
}

static gboolean
timeline_is (BedsideConversation *conversation,
             const char          *expected)
{
  g_autofree char *timeline = bedside_practice_fixture_dup_timeline (conversation);

  return g_str_equal (timeline, expected);
}

static void
send_and_await (Fixture    *fixture,
                const char *text)
{
  bedside_session_send (bedside_practice_fixture_get_session (fixture), open_conversation (fixture), text);
  bedside_await (bedside_session_get_unsent (bedside_practice_fixture_get_session (fixture)) == 0, 20);
}

static void
roll_back (Fixture *fixture,
           guint    n_meanwhile)
{
  g_autofree char *copy = g_strconcat (fixture->folder, ".copy", NULL);
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  g_autoptr(GString) expected = g_string_new ("one|two|three");
  g_autoptr(GError) error = NULL;

  bedside_practice_fixture_sign_in (fixture);
  send_and_await (fixture, "one");

  /* The copy is made while "two" waits. */
  bedside_demo_server_stop (fixture->server);
  bedside_session_send (bedside_practice_fixture_get_session (fixture), open_conversation (fixture), "two");
  bedside_practice_fixture_close (fixture);
  copy_folder (fixture->folder, copy);

  /* Then it is sent, and more happens. */
  bedside_demo_server_start (fixture->server, &error);
  g_assert_no_error (error);
  bedside_practice_fixture_start (fixture);
  bedside_await_online (fixture);
  bedside_await (bedside_session_get_unsent (bedside_practice_fixture_get_session (fixture)) == 0, 20);
  send_and_await (fixture, "three");
  for (guint i = 0; i < n_meanwhile; i++)
    {
      g_autofree char *text = g_strdup_printf ("answer %u", i);

      g_free (bedside_demo_server_say (fixture->server, room, ada, text));
      g_string_append_printf (expected, "|%s", text);
    }
  bedside_practice_fixture_close (fixture);

  bedside_practice_fixture_delete_folder (fixture->folder);
  copy_folder (copy, fixture->folder);
  bedside_practice_fixture_delete_folder (copy);
  bedside_practice_fixture_start (fixture);
  g_assert_cmpint (bedside_session_get_cache_state (bedside_practice_fixture_get_session (fixture)), ==,
                   BEDSIDE_CACHE_STATE_SEALED);
  bedside_await_online (fixture);
  bedside_await (bedside_session_get_unsent (bedside_practice_fixture_get_session (fixture)) == 0, 20);
  bedside_await (timeline_is (open_conversation (fixture), expected->str), 20);

  g_autofree char *held = bedside_practice_fixture_dup_server (fixture, room);
  g_assert_cmpstr (held, ==, expected->str);
}

static void
test_little (Fixture       *fixture,
             gconstpointer  data)
{
  roll_back (fixture, 1);
}

/* More than one answer of the sync has. */
static void
test_much (Fixture       *fixture,
           gconstpointer  data)
{
  roll_back (fixture, 45);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bedside_practice_add ("/practice/rolled-back/R18-little", test_little);
  bedside_practice_add ("/practice/rolled-back/R18-much", test_much);

  return g_test_run ();
}
