/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-practice-fixture.h"

#include <sqlite3.h>

#include "bedside-matrix-error.h"

/* Somebody is writing when the cache, read in the background, turns out to be damaged. */

typedef struct {
  BedsidePracticeFixture  practice;
  char                   *ada;
  char                   *room;

  /* Of the session whose cache is damaged. */
  BedsideSession         *session;       /* (owned) (nullable) */
  BedsideConversation    *conversation;  /* (owned) (nullable) */
  gboolean                expires;       /* the server wants the password again at that moment */
  guint                   ticks;         /* in how many turns of the main loop something was written */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  bedside_practice_fixture_set_up (&fixture->practice, NULL);
  fixture->ada = bedside_practice_fixture_add_patient (&fixture->practice, "ada", "Ada", "Lovelace");
  fixture->room = bedside_practice_fixture_add_room (&fixture->practice, "ada");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_object (&fixture->conversation);
  g_clear_object (&fixture->session);
  bedside_practice_fixture_tear_down (&fixture->practice, NULL);
  g_free (fixture->ada);
  g_free (fixture->room);
}

static BedsideAccountState
get_state (Fixture *fixture)
{
  return bedside_account_get_state (fixture->practice.account);
}

static char *
find_database (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".db"))
      return g_build_filename (folder, name, NULL);

  return NULL;
}

/* Every record can be read, but one is missing: only reading all of them shows that. */
static void
tamper (Fixture *fixture)
{
  g_autofree char *path = find_database (fixture->practice.folder);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "DELETE FROM receipts", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_changes (db), >, 0);
  sqlite3_close (db);
}

static void
write_message (Fixture    *fixture,
               const char *text,
               const char *draft)
{
  bedside_session_send (fixture->session, fixture->conversation, text);
  bedside_session_set_draft (fixture->session, fixture->conversation, draft);
}

static gboolean
on_tick (gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->ticks++;
  write_message (fixture, "a tick later", "half");

  return G_SOURCE_REMOVE;
}

static void
on_damaged (Fixture *fixture)
{
  write_message (fixture, "at that moment", "h");
  g_idle_add_full (G_PRIORITY_HIGH, on_tick, fixture, NULL);
  if (fixture->expires)
    {
      g_autoptr(GError) error = g_error_new_literal (BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT, "x");

      bedside_demo_server_expire_tokens (fixture->practice.server, TRUE);
      g_signal_emit_by_name (fixture->session, "ended", error);
    }
}

/* The damaged cache is closed, and takes nothing any more. */
static void
on_session_changed (Fixture        *fixture,
                    GParamSpec     *pspec,
                    BedsideAccount *account)
{
  if (bedside_account_get_session (account) != NULL)
    return;

  fixture->ticks++;
  write_message (fixture, "when it is closed", "half a sentence");
}

static void
start_damaged (Fixture *fixture)
{
  g_autofree char *said = bedside_demo_server_say (fixture->practice.server, fixture->room, fixture->practice.me,
                                                   "Good morning");

  bedside_demo_server_read (fixture->practice.server, fixture->room, fixture->ada, said);
  bedside_practice_fixture_sign_in (&fixture->practice);
  bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  bedside_practice_fixture_close (&fixture->practice);
  tamper (fixture);

  bedside_practice_fixture_start (&fixture->practice);
  g_assert_cmpint (get_state (fixture), ==, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  fixture->session = g_object_ref (bedside_practice_fixture_get_session (&fixture->practice));
  g_assert_cmpint (bedside_session_get_cache_state (fixture->session), ==, BEDSIDE_CACHE_STATE_SEALED);
  fixture->conversation = bedside_practice_fixture_find (&fixture->practice, "Ada Lovelace");
  g_assert_nonnull (fixture->conversation);
  g_object_ref (fixture->conversation);
  g_signal_connect_swapped (fixture->session, "damaged", G_CALLBACK (on_damaged), fixture);
  g_signal_connect_data (fixture->practice.account, "notify::session", G_CALLBACK (on_session_changed), fixture, NULL,
                         G_CONNECT_SWAPPED);
}

static void
assert_nothing_lost (Fixture *fixture)
{
  BedsideSession *session = bedside_practice_fixture_get_session (&fixture->practice);
  BedsideConversation *conversation = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");

  g_assert_cmpuint (fixture->ticks, ==, 2);
  g_assert_cmpstr (bedside_conversation_get_draft (conversation), ==, "half a sentence");
  bedside_await (bedside_session_get_unsent (session) == 0, 20);
  g_autofree char *held = bedside_practice_fixture_dup_server (&fixture->practice, fixture->room);
  g_assert_cmpstr (held, ==, "Good morning|at that moment|a tick later|when it is closed");
}

/* Once in memory, and once from the disk. */
static void
assert_kept (Fixture *fixture)
{
  g_signal_handlers_disconnect_by_data (fixture->practice.account, fixture);
  assert_nothing_lost (fixture);
  bedside_practice_fixture_close (&fixture->practice);
  bedside_practice_fixture_start (&fixture->practice);
  g_assert_cmpint (get_state (fixture), ==, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  bedside_await_online (&fixture->practice);
  assert_nothing_lost (fixture);
}

static void
test_written_meanwhile (Fixture       *fixture,
                        gconstpointer  data)
{
  start_damaged (fixture);
  bedside_await (bedside_practice_fixture_get_session (&fixture->practice) != NULL &&
                 bedside_practice_fixture_get_session (&fixture->practice) != fixture->session, 20);
  g_assert_cmpint (bedside_session_get_cache_state (bedside_practice_fixture_get_session (&fixture->practice)), ==,
                   BEDSIDE_CACHE_STATE_REBUILT);
  assert_kept (fixture);
}

/* What was written meanwhile is on the disk as soon as the new session is there. */
static void
test_killed_afterwards (Fixture       *fixture,
                        gconstpointer  data)
{
  start_damaged (fixture);
  bedside_demo_server_stop (fixture->practice.server);
  bedside_await (bedside_practice_fixture_get_session (&fixture->practice) != NULL &&
                 bedside_practice_fixture_get_session (&fixture->practice) != fixture->session, 20);
  g_signal_handlers_disconnect_by_data (fixture->practice.account, fixture);
  bedside_practice_fixture_kill (&fixture->practice);

  g_autoptr(GError) error = NULL;
  bedside_demo_server_start (fixture->practice.server, &error);
  g_assert_no_error (error);
  bedside_practice_fixture_start (&fixture->practice);
  g_assert_cmpint (get_state (fixture), ==, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  assert_kept (fixture);
}

static void
test_expired_meanwhile (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  fixture->expires = TRUE;
  start_damaged (fixture);
  bedside_await (get_state (fixture) == BEDSIDE_ACCOUNT_STATE_EXPIRED, 40);
  bedside_account_sign_in_async (fixture->practice.account, bedside_demo_server_get_base_url (fixture->practice.server),
                                 "robin", "correct horse", NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 20);
  bedside_account_sign_in_finish (fixture->practice.account, result, &error);
  g_clear_object (&result);
  g_assert_no_error (error);
  g_assert_cmpint (get_state (fixture), ==, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  assert_kept (fixture);
}

/* Closing while it is being closed: the program ends, and nothing begins again behind its back. */
static void
test_ended_meanwhile (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;

  start_damaged (fixture);
  g_signal_handlers_disconnect_by_data (fixture->practice.account, fixture);
  bedside_await (get_state (fixture) == BEDSIDE_ACCOUNT_STATE_STARTING, 20);
  g_assert_true (bedside_practice_fixture_get_session (&fixture->practice) == fixture->session);
  bedside_account_close_async (fixture->practice.account, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 20);
  bedside_account_close_finish (fixture->practice.account, result, NULL);
  g_assert_true (bedside_practice_fixture_get_session (&fixture->practice) == fixture->session);
  /* The tick has come before closing was through. */
  g_assert_cmpuint (fixture->ticks, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/practice/damaged/written-meanwhile", Fixture, NULL, set_up, test_written_meanwhile, tear_down);
  g_test_add ("/practice/damaged/killed-afterwards", Fixture, NULL, set_up, test_killed_afterwards, tear_down);
  g_test_add ("/practice/damaged/expired-meanwhile", Fixture, NULL, set_up, test_expired_meanwhile, tear_down);
  g_test_add ("/practice/damaged/ended-meanwhile", Fixture, NULL, set_up, test_ended_meanwhile, tear_down);

  return g_test_run ();
}
