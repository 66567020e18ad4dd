/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-lock-fixture.h"

/* When it locks. What opens it is in test-lock-passcode.c. */

static void
assert_locked (LockFixture *fixture,
               gboolean     locked)
{
  gboolean told = FALSE;

  g_object_get (fixture->lock, "locked", &told, NULL);
  g_assert_cmpint (told, ==, locked);
  g_assert_cmpint (bedside_lock_get_locked (fixture->lock), ==, locked);
}

static void
test_idle (LockFixture   *fixture,
           gconstpointer  data)
{
  guint count = 0;

  lock_fixture_start (fixture);
  bedside_counter_watch (fixture->lock, "locked", &count);
  lock_fixture_move (fixture, 10 * LOCK_MINUTE - 1);
  assert_locked (fixture, FALSE);
  lock_fixture_move (fixture, 1);
  assert_locked (fixture, TRUE);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);
  lock_fixture_move (fixture, 10 * LOCK_MINUTE);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 0);

  /* Unlocking is an activity. */
  g_assert_cmpint (lock_fixture_unlock (fixture, NULL), ==, LOCK_FINE);
  lock_fixture_move (fixture, 10 * LOCK_MINUTE - 1);
  assert_locked (fixture, FALSE);
  lock_fixture_move (fixture, 1);
  assert_locked (fixture, TRUE);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 2);
}

static void
test_activity (LockFixture   *fixture,
               gconstpointer  data)
{
  lock_fixture_start (fixture);
  for (int i = 0; i < 10; i++)
    {
      lock_fixture_move (fixture, 9 * LOCK_MINUTE);
      bedside_lock_note_activity (fixture->lock);
    }
  assert_locked (fixture, FALSE);
  lock_fixture_move (fixture, 10 * LOCK_MINUTE);
  assert_locked (fixture, TRUE);

  bedside_lock_note_activity (fixture->lock);
  assert_locked (fixture, TRUE);
}

/* Asleep for a weekend: whoever opens the lid may press a key before the timer has come. */
static void
test_sleep (LockFixture   *fixture,
            gconstpointer  data)
{
  lock_fixture_start (fixture);
  fixture->now += 60 * 60 * LOCK_MINUTE;
  assert_locked (fixture, FALSE);
  bedside_lock_note_activity (fixture->lock);
  assert_locked (fixture, TRUE);
}

static void
test_never (LockFixture   *fixture,
            gconstpointer  data)
{
  bedside_preferences_set_lock_after (fixture->preferences, 0);
  lock_fixture_start (fixture);
  lock_fixture_move (fixture, 100 * 60 * LOCK_MINUTE);
  bedside_lock_note_activity (fixture->lock);
  assert_locked (fixture, FALSE);

  /* Only the time is off. */
  bedside_lock_set_screen_locked (fixture->lock, TRUE);
  assert_locked (fixture, TRUE);
}

static void
test_other_time (LockFixture   *fixture,
                 gconstpointer  data)
{
  lock_fixture_start (fixture);
  lock_fixture_move (fixture, 5 * LOCK_MINUTE);
  bedside_preferences_set_lock_after (fixture->preferences, 6);
  assert_locked (fixture, FALSE);
  lock_fixture_move (fixture, 1 * LOCK_MINUTE);
  assert_locked (fixture, TRUE);

  g_assert_cmpint (lock_fixture_unlock (fixture, NULL), ==, LOCK_FINE);
  bedside_preferences_set_lock_after (fixture->preferences, BEDSIDE_LOCK_AFTER_MAXIMUM);
  lock_fixture_move (fixture, BEDSIDE_LOCK_AFTER_MAXIMUM * LOCK_MINUTE - 1);
  assert_locked (fixture, FALSE);
  /* Shorter than what has passed. */
  bedside_preferences_set_lock_after (fixture->preferences, 1);
  assert_locked (fixture, TRUE);
}

static void
test_on_demand (LockFixture   *fixture,
                gconstpointer  data)
{
  guint count = 0;

  lock_fixture_start (fixture);
  bedside_counter_watch (fixture->lock, "locked", &count);
  bedside_lock_lock (fixture->lock);
  bedside_lock_lock (fixture->lock);
  assert_locked (fixture, TRUE);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);
}

static void
test_screen (LockFixture   *fixture,
             gconstpointer  data)
{
  lock_fixture_start (fixture);
  bedside_lock_set_screen_locked (fixture->lock, FALSE);
  assert_locked (fixture, FALSE);
  bedside_lock_set_screen_locked (fixture->lock, TRUE);
  assert_locked (fixture, TRUE);
  bedside_lock_set_screen_locked (fixture->lock, FALSE);
  assert_locked (fixture, TRUE);

  /* A desktop that never says that it was unlocked keeps nobody out. */
  bedside_lock_set_screen_locked (fixture->lock, TRUE);
  g_assert_cmpint (lock_fixture_unlock (fixture, ""), ==, LOCK_FINE);
  assert_locked (fixture, FALSE);
}

static void
test_nobody (LockFixture   *fixture,
             gconstpointer  data)
{
  lock_fixture_launch (fixture, FALSE);
  bedside_lock_set_signed_in (fixture->lock, FALSE);
  assert_locked (fixture, FALSE);
  bedside_lock_lock (fixture->lock);
  bedside_lock_set_screen_locked (fixture->lock, TRUE);
  lock_fixture_move (fixture, 100 * LOCK_MINUTE);
  bedside_lock_note_activity (fixture->lock);
  assert_locked (fixture, FALSE);
}

/* --- start --- */

static void
test_start_without_passcode (LockFixture   *fixture,
                             gconstpointer  data)
{
  lock_fixture_launch (fixture, TRUE);
  assert_locked (fixture, TRUE);
  g_assert_cmpint (bedside_lock_get_passcode (fixture->lock), ==, BEDSIDE_PASSCODE_UNKNOWN);
  bedside_await (!bedside_lock_get_locked (fixture->lock), 10);
  g_assert_cmpint (bedside_lock_get_passcode (fixture->lock), ==, BEDSIDE_PASSCODE_NONE);
  bedside_lock_set_signed_in (fixture->lock, TRUE);
  assert_locked (fixture, FALSE);
}

/* The desktop is locked while the keyring is still read: that nothing was chosen opens nothing then. */
static void
test_start_while_screen_locks (LockFixture   *fixture,
                               gconstpointer  data)
{
  lock_fixture_launch (fixture, TRUE);
  bedside_lock_set_signed_in (fixture->lock, TRUE);
  bedside_lock_set_screen_locked (fixture->lock, TRUE);
  bedside_await (bedside_lock_get_passcode (fixture->lock) == BEDSIDE_PASSCODE_NONE, 10);
  assert_locked (fixture, TRUE);
  g_assert_cmpint (lock_fixture_unlock (fixture, NULL), ==, LOCK_FINE);
  assert_locked (fixture, FALSE);
}

static void
test_start_with_passcode (LockFixture   *fixture,
                          gconstpointer  data)
{
  lock_fixture_start (fixture);
  g_assert_cmpint (lock_fixture_change (fixture, NULL, "seven seas"), ==, LOCK_FINE);
  assert_locked (fixture, FALSE);

  for (int i = 0; i < 3; i++)
    {
      lock_fixture_start (fixture);
      assert_locked (fixture, TRUE);
      g_assert_cmpint (bedside_lock_get_passcode (fixture->lock), ==, BEDSIDE_PASSCODE_CHOSEN);
    }
  g_assert_cmpint (lock_fixture_unlock (fixture, "seven seas"), ==, LOCK_FINE);
  assert_locked (fixture, FALSE);
}

/* The cache was deleted, but the keyring still has the sign-in: that is no way in either. */
static void
test_start_without_cache (LockFixture   *fixture,
                          gconstpointer  data)
{
  lock_fixture_start (fixture);
  g_assert_cmpint (lock_fixture_change (fixture, NULL, "seven seas"), ==, LOCK_FINE);

  lock_fixture_launch (fixture, FALSE);
  assert_locked (fixture, FALSE);
  bedside_lock_set_signed_in (fixture->lock, TRUE);
  assert_locked (fixture, TRUE);
  bedside_await (bedside_lock_get_passcode (fixture->lock) == BEDSIDE_PASSCODE_CHOSEN, 10);
  assert_locked (fixture, TRUE);
}

/* Nothing is known until the keyring answers, and it is asked again when somebody wants to get in. */
static void
test_start_without_keyring (LockFixture   *fixture,
                            gconstpointer  data)
{
  lock_fixture_start (fixture);
  g_assert_cmpint (lock_fixture_change (fixture, NULL, "seven seas"), ==, LOCK_FINE);

  bedside_test_secrets_break (fixture->secrets, TRUE);
  lock_fixture_launch (fixture, TRUE);
  bedside_lock_set_signed_in (fixture->lock, TRUE);
  g_assert_cmpint (lock_fixture_unlock (fixture, "seven seas"), ==, BEDSIDE_LOCK_ERROR_KEYRING);
  assert_locked (fixture, TRUE);
  g_assert_cmpint (bedside_lock_get_passcode (fixture->lock), ==, BEDSIDE_PASSCODE_UNKNOWN);

  bedside_test_secrets_break (fixture->secrets, FALSE);
  g_assert_cmpint (lock_fixture_unlock (fixture, "seven sees"), ==, BEDSIDE_LOCK_ERROR_WRONG);
  g_assert_cmpint (bedside_lock_get_passcode (fixture->lock), ==, BEDSIDE_PASSCODE_CHOSEN);
  g_assert_cmpint (lock_fixture_unlock (fixture, "seven seas"), ==, LOCK_FINE);
  assert_locked (fixture, FALSE);
}

/* Locked at the start, unlocked for the account: then it is known after all. */
static void
test_start_keyring_later (LockFixture   *fixture,
                          gconstpointer  data)
{
  bedside_test_secrets_break (fixture->secrets, TRUE);
  lock_fixture_launch (fixture, TRUE);
  bedside_await (!g_main_context_pending (NULL), 10);
  bedside_test_secrets_break (fixture->secrets, FALSE);
  assert_locked (fixture, TRUE);
  bedside_lock_set_signed_in (fixture->lock, TRUE);
  assert_locked (fixture, TRUE);
  bedside_await (!bedside_lock_get_locked (fixture->lock), 10);
  g_assert_cmpint (bedside_lock_get_passcode (fixture->lock), ==, BEDSIDE_PASSCODE_NONE);
}

/* --- signing in and out --- */

/* Who has typed the password needs no passcode; and where no keyring answers Bedside can be used all the same. */
static void
test_signing_in (LockFixture   *fixture,
                 gconstpointer  data)
{
  bedside_test_secrets_break (fixture->secrets, TRUE);
  lock_fixture_launch (fixture, FALSE);
  bedside_lock_set_signed_in (fixture->lock, FALSE);
  bedside_lock_set_signed_in (fixture->lock, TRUE);
  assert_locked (fixture, FALSE);
  bedside_await (!g_main_context_pending (NULL), 10);
  assert_locked (fixture, FALSE);

  lock_fixture_move (fixture, 10 * LOCK_MINUTE);
  assert_locked (fixture, TRUE);
  g_assert_cmpint (lock_fixture_unlock (fixture, NULL), ==, LOCK_FINE);
  assert_locked (fixture, FALSE);
}

static void
test_signing_out (LockFixture   *fixture,
                  gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;

  lock_fixture_start (fixture);
  g_assert_cmpint (lock_fixture_change (fixture, NULL, "seven seas"), ==, LOCK_FINE);
  bedside_lock_lock (fixture->lock);
  assert_locked (fixture, TRUE);

  bedside_secrets_clear_async (BEDSIDE_SECRETS (fixture->secrets), NULL, bedside_await_result, &result);
  bedside_lock_set_signed_in (fixture->lock, FALSE);
  assert_locked (fixture, FALSE);
  g_assert_cmpint (bedside_lock_get_passcode (fixture->lock), ==, BEDSIDE_PASSCODE_NONE);
  bedside_await (result != NULL, 10);

  bedside_lock_set_signed_in (fixture->lock, TRUE);
  assert_locked (fixture, FALSE);
  lock_fixture_start (fixture);
  assert_locked (fixture, FALSE);
}

/* The keyring was not there when somebody signed out. The next one does not know their passcode. */
static void
test_left_behind (LockFixture   *fixture,
                  gconstpointer  data)
{
  lock_fixture_start (fixture);
  g_assert_cmpint (lock_fixture_change (fixture, NULL, "seven seas"), ==, LOCK_FINE);
  bedside_test_secrets_set (fixture->secrets, BEDSIDE_SECRET_TRIES, "nonsense");
  bedside_lock_set_signed_in (fixture->lock, FALSE);
  bedside_lock_set_signed_in (fixture->lock, TRUE);
  bedside_await (g_strcmp0 (bedside_test_secrets_get (fixture->secrets, BEDSIDE_SECRET_PASSCODE), "none") == 0, 10);

  lock_fixture_start (fixture);
  assert_locked (fixture, FALSE);
  g_assert_cmpint (bedside_lock_get_passcode (fixture->lock), ==, BEDSIDE_PASSCODE_NONE);

  /* Nor do their wrong ones count. */
  g_assert_cmpint (lock_fixture_change (fixture, NULL, "five oceans"), ==, LOCK_FINE);
  lock_fixture_start (fixture);
  g_assert_cmpuint (bedside_lock_get_wait (fixture->lock), ==, 0);
  g_assert_cmpint (lock_fixture_unlock (fixture, "five oceans"), ==, LOCK_FINE);
}

/* The keyring is slow to say what was left behind: what was chosen meanwhile is not mistaken for it. */
static void
test_chosen_at_once (LockFixture   *fixture,
                     gconstpointer  data)
{
  lock_fixture_start (fixture);
  bedside_test_secrets_hold (fixture->secrets, TRUE);
  bedside_lock_set_signed_in (fixture->lock, FALSE);
  bedside_lock_set_signed_in (fixture->lock, TRUE);
  g_assert_cmpint (lock_fixture_change (fixture, NULL, "seven seas"), ==, LOCK_FINE);
  bedside_test_secrets_hold (fixture->secrets, FALSE);
  bedside_await (!g_main_context_pending (NULL), 10);
  lock_fixture_start (fixture);
  g_assert_cmpint (bedside_lock_get_passcode (fixture->lock), ==, BEDSIDE_PASSCODE_CHOSEN);
}

/* It has not said anything yet: what it says afterwards does not open what was locked since, nor lock what is open. */
static void
test_slow_keyring (LockFixture   *fixture,
                   gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;

  lock_fixture_start (fixture);
  g_assert_cmpint (lock_fixture_change (fixture, NULL, "seven seas"), ==, LOCK_FINE);
  bedside_test_secrets_hold (fixture->secrets, TRUE);
  lock_fixture_launch (fixture, TRUE);
  bedside_lock_set_signed_in (fixture->lock, TRUE);
  bedside_lock_unlock_async (fixture->lock, "seven seas", NULL, bedside_await_result, &result);
  assert_locked (fixture, TRUE);
  bedside_test_secrets_hold (fixture->secrets, FALSE);
  bedside_await (result != NULL, 30);
  g_assert_true (bedside_lock_unlock_finish (fixture->lock, result, NULL));
  bedside_await (!g_main_context_pending (NULL), 10);
  assert_locked (fixture, FALSE);

  /* Signed out before it has said anything. */
  bedside_test_secrets_hold (fixture->secrets, TRUE);
  lock_fixture_launch (fixture, TRUE);
  bedside_lock_set_signed_in (fixture->lock, FALSE);
  bedside_test_secrets_hold (fixture->secrets, FALSE);
  bedside_await (!g_main_context_pending (NULL), 10);
  assert_locked (fixture, FALSE);
  g_assert_cmpint (bedside_lock_get_passcode (fixture->lock), ==, BEDSIDE_PASSCODE_NONE);
}

/* --- the account --- */

/* Nobody is signed in at a new account: it is told at once, and the lock hears of it. */
static void
test_follow_signed_out (LockFixture   *fixture,
                        gconstpointer  data)
{
  BedsideAccount *account = bedside_account_new (BEDSIDE_SECRETS (fixture->secrets), NULL);

  lock_fixture_launch (fixture, TRUE);
  bedside_lock_follow (fixture->lock, account);
  bedside_account_start (account);
  assert_locked (fixture, TRUE);
  bedside_await (bedside_account_get_state (account) == BEDSIDE_ACCOUNT_STATE_SIGNED_OUT, 10);
  assert_locked (fixture, FALSE);
  bedside_lock_lock (fixture->lock);
  assert_locked (fixture, FALSE);
  bedside_await_finalize (account);
}

/* --- outside --- */

static void
test_privacy (LockFixture   *fixture,
              gconstpointer  data)
{
  BedsidePrivacy privacy = BEDSIDE_PRIVACY_NOTHING;
  guint count = 0;

  bedside_preferences_set_privacy (fixture->preferences, BEDSIDE_PRIVACY_TEXT);
  lock_fixture_start (fixture);
  bedside_counter_watch (fixture->lock, "privacy", &count);
  g_assert_cmpint (bedside_lock_get_privacy (fixture->lock), ==, BEDSIDE_PRIVACY_TEXT);
  bedside_lock_lock (fixture->lock);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);
  g_object_get (fixture->lock, "privacy", &privacy, NULL);
  g_assert_cmpint (privacy, ==, BEDSIDE_PRIVACY_NOTHING);
  /* Nobody is there to choose, but if. */
  bedside_preferences_set_privacy (fixture->preferences, BEDSIDE_PRIVACY_NAME);
  g_assert_cmpint (bedside_lock_get_privacy (fixture->lock), ==, BEDSIDE_PRIVACY_NOTHING);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 0);

  g_assert_cmpint (lock_fixture_unlock (fixture, NULL), ==, LOCK_FINE);
  g_assert_cmpint (bedside_lock_get_privacy (fixture->lock), ==, BEDSIDE_PRIVACY_NAME);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);
  bedside_preferences_set_privacy (fixture->preferences, BEDSIDE_PRIVACY_TEXT);
  g_assert_cmpint (bedside_lock_get_privacy (fixture->lock), ==, BEDSIDE_PRIVACY_TEXT);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);
}

int
main (int    argc,
      char **argv)
{
#define add(name, function) \
        g_test_add ("/practice/lock/" name, LockFixture, NULL, lock_fixture_set_up, function, lock_fixture_tear_down)

  g_test_init (&argc, &argv, NULL);

  add ("idle", test_idle);
  add ("activity", test_activity);
  add ("sleep", test_sleep);
  add ("never", test_never);
  add ("other-time", test_other_time);
  add ("on-demand", test_on_demand);
  add ("screen", test_screen);
  add ("nobody", test_nobody);
  add ("start/without-passcode", test_start_without_passcode);
  add ("start/while-the-screen-locks", test_start_while_screen_locks);
  add ("start/with-passcode", test_start_with_passcode);
  add ("start/without-cache", test_start_without_cache);
  add ("start/without-keyring", test_start_without_keyring);
  add ("start/keyring-later", test_start_keyring_later);
  add ("signing-in", test_signing_in);
  add ("signing-out", test_signing_out);
  add ("left-behind", test_left_behind);
  add ("chosen-at-once", test_chosen_at_once);
  add ("slow-keyring", test_slow_keyring);
  add ("follow/signed-out", test_follow_signed_out);
  add ("privacy", test_privacy);

  return g_test_run ();
}
