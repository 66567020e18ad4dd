/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-counter.h"
#include "bedside-lock.h"
#include "bedside-passcode-hash.h"
#include "bedside-practice-fixture.h"
#include "bedside-store.h"

/* The lock of a real account. */

#define PASSCODE "seven seas"

typedef struct {
  BedsidePracticeFixture  practice;
  BedsidePreferences     *preferences;
  BedsideLock            *lock;
  char                   *ada;
  char                   *room;
} Fixture;

/* As main.c does. */
static void
new_lock (Fixture *fixture)
{
  g_clear_object (&fixture->lock);
  fixture->lock = bedside_lock_new (BEDSIDE_SECRETS (fixture->practice.secrets), fixture->preferences);
  bedside_lock_set_rounds (fixture->lock, BEDSIDE_PASSCODE_HASH_FEWEST_ROUNDS);
  bedside_lock_start (fixture->lock, bedside_store_exists (fixture->practice.folder));
  bedside_lock_follow (fixture->lock, fixture->practice.account);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  bedside_practice_fixture_set_up (&fixture->practice, NULL);
  fixture->preferences = bedside_preferences_new ();
  fixture->ada = bedside_practice_fixture_add_patient (&fixture->practice, "ada", "Ada", "Lovelace");
  fixture->room = bedside_practice_fixture_add_room (&fixture->practice, "ada");
  new_lock (fixture);
  bedside_practice_fixture_sign_in (&fixture->practice);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_await_finalize (g_steal_pointer (&fixture->lock));
  bedside_practice_fixture_tear_down (&fixture->practice, NULL);
  g_assert_finalize_object (fixture->preferences);
  g_free (fixture->ada);
  g_free (fixture->room);
}

static void
restart (Fixture *fixture)
{
  bedside_practice_fixture_kill (&fixture->practice);
  new_lock (fixture);
  bedside_practice_fixture_start (&fixture->practice);
}

static void
change (Fixture    *fixture,
        const char *current,
        const char *passcode)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_lock_change_passcode_async (fixture->lock, current, passcode, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 30);
  g_assert_true (bedside_lock_change_passcode_finish (fixture->lock, result, &error));
  g_assert_no_error (error);
}

static gboolean
unlock (Fixture    *fixture,
        const char *passcode)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_lock_unlock_async (fixture->lock, passcode, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 30);

  return bedside_lock_unlock_finish (fixture->lock, result, NULL);
}

static gboolean
timeline_is (BedsideConversation *conversation,
             const char          *expected)
{
  g_autofree char *text = bedside_practice_fixture_dup_timeline (conversation);

  return g_str_equal (text, expected);
}

/* Locked is the window, not the practice: what patients write arrives, what was written goes out. */
static void
test_receives (Fixture       *fixture,
               gconstpointer  data)
{
  BedsideConversation *conversation = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  BedsideSession *session = bedside_practice_fixture_get_session (&fixture->practice);

  change (fixture, NULL, PASSCODE);
  bedside_session_open (session, conversation);
  bedside_lock_lock (fixture->lock);
  g_free (bedside_demo_server_say (fixture->practice.server, fixture->room, fixture->ada, "It hurts"));
  bedside_session_send (session, conversation, "I am on my way");
  bedside_await (bedside_session_get_unsent (session) == 0, 20);
  g_free (bedside_demo_server_say (fixture->practice.server, fixture->room, fixture->ada, "Thank you"));
  bedside_await (timeline_is (conversation, "It hurts|I am on my way|Thank you"), 20);
  g_assert_cmpuint (bedside_conversation_get_unread (conversation), >, 0);
  g_assert_true (bedside_lock_get_locked (fixture->lock));

  /* From the start, too. */
  restart (fixture);
  g_assert_true (bedside_lock_get_locked (fixture->lock));
  conversation = bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  g_free (bedside_demo_server_say (fixture->practice.server, fixture->room, fixture->ada, "Are you there?"));
  bedside_await (g_strcmp0 (bedside_conversation_get_preview (conversation), "Are you there?") == 0, 20);
  g_assert_true (bedside_lock_get_locked (fixture->lock));
  g_assert_false (unlock (fixture, "seven sees"));
  g_assert_true (unlock (fixture, PASSCODE));
  g_assert_false (bedside_lock_get_locked (fixture->lock));
}

/* Nothing is shown at a start before it is known that it may be. */
static void
test_restart (Fixture       *fixture,
              gconstpointer  data)
{
  bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  g_assert_false (bedside_lock_get_locked (fixture->lock));
  restart (fixture);
  bedside_await (!bedside_lock_get_locked (fixture->lock), 10);

  change (fixture, NULL, PASSCODE);
  restart (fixture);
  g_assert_true (bedside_lock_get_locked (fixture->lock));
  g_assert_cmpint (bedside_account_get_state (fixture->practice.account), ==, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  g_assert_false (unlock (fixture, ""));

  /* Without its cache the account comes back all the same. */
  bedside_practice_fixture_close (&fixture->practice);
  bedside_practice_fixture_delete_folder (fixture->practice.folder);
  restart (fixture);
  bedside_await (bedside_account_get_state (fixture->practice.account) == BEDSIDE_ACCOUNT_STATE_SIGNED_IN, 10);
  g_assert_true (bedside_lock_get_locked (fixture->lock));
  bedside_await (bedside_lock_get_passcode (fixture->lock) == BEDSIDE_PASSCODE_CHOSEN, 10);
  g_assert_true (bedside_lock_get_locked (fixture->lock));
}

/* Another session takes the place of one whose cache is damaged: that is neither a way in nor a reason to lock. */
static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  BedsideAccount *account = fixture->practice.account;
  guint changes = 0;

  change (fixture, NULL, PASSCODE);
  bedside_counter_watch (fixture->lock, "locked", &changes);
  for (guint locked = 0; locked < 2; locked++)
    {
      g_autoptr(BedsideSession) session = g_object_ref (bedside_account_get_session (account));

      if (locked)
        bedside_lock_lock (fixture->lock);
      bedside_counter_take (&changes);
      g_signal_emit_by_name (session, "damaged");
      g_assert_cmpint (bedside_account_get_state (account), ==, BEDSIDE_ACCOUNT_STATE_STARTING);
      bedside_await (bedside_account_get_state (account) == BEDSIDE_ACCOUNT_STATE_SIGNED_IN, 20);
      g_assert_true (bedside_account_get_session (account) != session);
      bedside_await_online (&fixture->practice);
      g_assert_cmpuint (bedside_counter_take (&changes), ==, 0);
      g_assert_true (bedside_lock_get_locked (fixture->lock) == (locked == 1));
    }
  g_signal_handlers_disconnect_by_data (fixture->lock, &changes);
  g_assert_false (unlock (fixture, "seven sees"));
  g_assert_true (unlock (fixture, PASSCODE));
}

/* The way on of who has forgotten it: nothing is left of it. */
static void
test_sign_out (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) found = NULL;

  bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  change (fixture, NULL, PASSCODE);
  bedside_lock_lock (fixture->lock);
  bedside_account_sign_out_async (fixture->practice.account, NULL, bedside_await_result, &result);
  /* Until all is erased. */
  g_assert_true (bedside_lock_get_locked (fixture->lock));
  bedside_await (result != NULL, 20);
  g_assert_true (bedside_account_sign_out_finish (fixture->practice.account, result, NULL));
  g_assert_false (bedside_lock_get_locked (fixture->lock));

  bedside_secrets_lookup_async (BEDSIDE_SECRETS (fixture->practice.secrets), BEDSIDE_SECRET_PASSCODE, NULL,
                                bedside_await_result, &found);
  bedside_await (found != NULL, 10);
  g_assert_null (bedside_secrets_lookup_finish (BEDSIDE_SECRETS (fixture->practice.secrets), found, NULL));

  bedside_practice_fixture_sign_in (&fixture->practice);
  bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  g_assert_false (bedside_lock_get_locked (fixture->lock));
  g_assert_cmpint (bedside_lock_get_passcode (fixture->lock), ==, BEDSIDE_PASSCODE_NONE);
}

/* A page that says why nothing can be shown is not hidden; what it leads to is. */
static void
test_problem (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) locked = g_error_new_literal (BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_LOCKED, "Locked");

  bedside_practice_fixture_await (&fixture->practice, "Ada Lovelace");
  change (fixture, NULL, PASSCODE);
  bedside_memory_secrets_set_failure (fixture->practice.secrets, locked);
  bedside_practice_fixture_kill (&fixture->practice);
  new_lock (fixture);
  g_assert_true (bedside_lock_get_locked (fixture->lock));
  bedside_practice_fixture_start (&fixture->practice);
  g_assert_cmpint (bedside_account_get_state (fixture->practice.account), ==, BEDSIDE_ACCOUNT_STATE_KEYRING_LOCKED);
  g_assert_false (bedside_lock_get_locked (fixture->lock));

  bedside_memory_secrets_set_failure (fixture->practice.secrets, NULL);
  bedside_practice_fixture_start (&fixture->practice);
  g_assert_cmpint (bedside_account_get_state (fixture->practice.account), ==, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  g_assert_true (bedside_lock_get_locked (fixture->lock));
  bedside_await (bedside_lock_get_passcode (fixture->lock) == BEDSIDE_PASSCODE_CHOSEN, 10);
  g_assert_true (bedside_lock_get_locked (fixture->lock));
  g_assert_true (unlock (fixture, PASSCODE));
  g_assert_false (bedside_lock_get_locked (fixture->lock));
}

int
main (int    argc,
      char **argv)
{
#define add(name, function) \
        g_test_add ("/practice/lock/" name, Fixture, NULL, set_up, function, tear_down)

  g_test_init (&argc, &argv, NULL);

  add ("R19-receives", test_receives);
  add ("account/restart", test_restart);
  add ("account/damaged", test_damaged);
  add ("account/sign-out", test_sign_out);
  add ("account/problem", test_problem);

  return g_test_run ();
}
