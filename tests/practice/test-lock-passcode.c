/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-lock-fixture.h"

#include <string.h>

#include "bedside-lock-tries.h"
#include "bedside-passcode-hash.h"

/* What opens it. When it locks is in test-lock.c. */

#define PASSCODE "seven seas"
/* Long enough that the test is back before the thread. */
#define SLOW_ROUNDS 200000

/* Somebody is signed in, has chosen a passcode, and it is locked. */
static void
set_up (LockFixture   *fixture,
        gconstpointer  data)
{
  lock_fixture_set_up (fixture, data);
  lock_fixture_start (fixture);
  g_assert_cmpint (lock_fixture_change (fixture, NULL, PASSCODE), ==, LOCK_FINE);
  bedside_lock_lock (fixture->lock);
  g_assert_true (bedside_lock_get_locked (fixture->lock));
}

static void
try_wrong (LockFixture *fixture,
           guint        times)
{
  for (guint i = 0; i < times; i++)
    {
      fixture->now += (gint64) bedside_lock_get_wait (fixture->lock) * LOCK_SECOND;
      g_assert_cmpint (lock_fixture_unlock (fixture, "seven sees"), ==, BEDSIDE_LOCK_ERROR_WRONG);
      g_assert_true (bedside_lock_get_locked (fixture->lock));
    }
}

static void
assert_wait (LockFixture *fixture,
             guint        seconds)
{
  guint told = 0;

  bedside_lock_tick (fixture->lock);
  g_object_get (fixture->lock, "wait", &told, NULL);
  g_assert_cmpuint (told, ==, seconds);
  g_assert_cmpuint (bedside_lock_get_wait (fixture->lock), ==, seconds);
}

/* --- unlocking --- */

static void
test_right (LockFixture   *fixture,
            gconstpointer  data)
{
  g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, LOCK_FINE);
  g_assert_false (bedside_lock_get_locked (fixture->lock));
  assert_wait (fixture, 0);
}

static void
test_wrong (LockFixture   *fixture,
            gconstpointer  data)
{
  static const char *const wrong[] = { "seven sea", "Seven seas", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_cmpint (lock_fixture_unlock (fixture, wrong[i]), ==, BEDSIDE_LOCK_ERROR_WRONG);
      g_assert_true (bedside_lock_get_locked (fixture->lock));
    }
  fixture->now += LOCK_SECOND;
  g_assert_cmpint (lock_fixture_unlock (fixture, NULL), ==, BEDSIDE_LOCK_ERROR_WRONG);
  fixture->now += 2 * LOCK_SECOND;
  /* Not even text. */
  g_assert_cmpint (lock_fixture_unlock (fixture, "\xff\xfe\xfd\xfc"), ==, BEDSIDE_LOCK_ERROR_WRONG);
  g_assert_true (bedside_lock_get_locked (fixture->lock));
}

/* What the keyring keeps is slow to check, and not the passcode; and it is slow by default. */
static void
test_kept (LockFixture   *fixture,
           gconstpointer  data)
{
  const char *kept = bedside_test_secrets_get (fixture->secrets, BEDSIDE_SECRET_PASSCODE);

  g_assert_true (bedside_passcode_hash_is_valid (kept));
  g_assert_null (strstr (kept, "seven"));
  bedside_lock_set_rounds (fixture->lock, BEDSIDE_PASSCODE_HASH_ROUNDS);
  g_assert_cmpint (lock_fixture_change (fixture, PASSCODE, "five oceans"), ==, LOCK_FINE);
  kept = bedside_test_secrets_get (fixture->secrets, BEDSIDE_SECRET_PASSCODE);
  g_assert_nonnull (strstr (kept, "$i=600000$"));
}

/* While it is checked the main loop turns, and one try at a time is taken. */
static void
test_one_at_a_time (LockFixture   *fixture,
                    gconstpointer  data)
{
  g_autoptr(GAsyncResult) one = NULL;
  g_autoptr(GAsyncResult) other = NULL;
  g_autoptr(GError) error = NULL;

  bedside_lock_set_rounds (fixture->lock, SLOW_ROUNDS);
  g_assert_cmpint (lock_fixture_change (fixture, PASSCODE, "five oceans"), ==, LOCK_FINE);
  bedside_lock_unlock_async (fixture->lock, "four oceans", NULL, bedside_await_result, &one);
  bedside_lock_unlock_async (fixture->lock, "five oceans", NULL, bedside_await_result, &other);
  bedside_await (other != NULL, 10);
  g_assert_false (bedside_lock_unlock_finish (fixture->lock, other, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PENDING);
  g_assert_null (one);
  g_assert_true (bedside_lock_get_locked (fixture->lock));
  bedside_await (one != NULL, 30);
  g_clear_error (&error);
  g_assert_false (bedside_lock_unlock_finish (fixture->lock, one, &error));
  g_assert_error (error, BEDSIDE_LOCK_ERROR, BEDSIDE_LOCK_ERROR_WRONG);
}

static void
test_cancelled (LockFixture   *fixture,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_lock_unlock_async (fixture->lock, PASSCODE, cancellable, bedside_await_result, &result);
  g_cancellable_cancel (cancellable);
  bedside_await (result != NULL, 10);
  g_assert_false (bedside_lock_unlock_finish (fixture->lock, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (bedside_lock_get_locked (fixture->lock));
  g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, LOCK_FINE);
}

/* The person typed it, pressed Enter and left; the screen was locked while it was checked. */
static void
test_locked_meanwhile (LockFixture   *fixture,
                       gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_lock_unlock_async (fixture->lock, PASSCODE, NULL, bedside_await_result, &result);
  bedside_lock_set_screen_locked (fixture->lock, TRUE);
  bedside_await (result != NULL, 30);
  g_assert_false (bedside_lock_unlock_finish (fixture->lock, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (bedside_lock_get_locked (fixture->lock));
  g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, LOCK_FINE);
}

static void
test_signed_out_meanwhile (LockFixture   *fixture,
                           gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_lock_unlock_async (fixture->lock, "seven sees", NULL, bedside_await_result, &result);
  bedside_lock_set_signed_in (fixture->lock, FALSE);
  bedside_await (result != NULL, 30);
  g_assert_true (bedside_lock_unlock_finish (fixture->lock, result, NULL));
  g_assert_false (bedside_lock_get_locked (fixture->lock));
  g_assert_cmpint (bedside_lock_get_passcode (fixture->lock), ==, BEDSIDE_PASSCODE_NONE);
}

/* --- waiting --- */

static void
test_wait (LockFixture   *fixture,
           gconstpointer  data)
{
  static const guint waits[] = { 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900 };

  for (gsize i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_assert_cmpint (lock_fixture_unlock (fixture, "seven sees"), ==, BEDSIDE_LOCK_ERROR_WRONG);
      assert_wait (fixture, waits[i]);
      g_assert_cmpuint (bedside_lock_tries_get_wait (i + 1), ==, waits[i]);
      if (waits[i] == 0)
        continue;

      /* Not a moment earlier, and not with the right one either; nor does trying make it longer. */
      lock_fixture_move (fixture, (gint64) waits[i] * LOCK_SECOND - 1);
      bedside_test_secrets_take (fixture->secrets);
      g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, BEDSIDE_LOCK_ERROR_WAIT);
      g_assert_cmpuint (bedside_test_secrets_take (fixture->secrets), ==, 0);
      assert_wait (fixture, 1);
      lock_fixture_move (fixture, 1);
      assert_wait (fixture, 0);
    }

  g_assert_cmpuint (bedside_lock_tries_get_wait (G_MAXUINT), ==, 900);
  g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, LOCK_FINE);
  assert_wait (fixture, 0);
  bedside_lock_lock (fixture->lock);
  try_wrong (fixture, 2);
  assert_wait (fixture, 0);
}

static void
test_counts_down (LockFixture   *fixture,
                  gconstpointer  data)
{
  guint count = 0;

  try_wrong (fixture, 5);
  bedside_counter_watch (fixture->lock, "wait", &count);
  for (guint left = 4; left > 0; left--)
    {
      assert_wait (fixture, left);
      lock_fixture_move (fixture, LOCK_SECOND / 2);
      g_assert_cmpuint (bedside_counter_take (&count), ==, 0);
      lock_fixture_move (fixture, LOCK_SECOND / 2);
      g_assert_cmpuint (bedside_counter_take (&count), ==, 1);
    }
  assert_wait (fixture, 0);
}

/* By the computer's own clock: nobody calls tick. */
static void
test_by_itself (LockFixture   *fixture,
                gconstpointer  data)
{
  g_autoptr(BedsideLock) lock =
    bedside_lock_new (BEDSIDE_SECRETS (fixture->secrets), fixture->preferences);
  BedsideLock *former = g_steal_pointer (&fixture->lock);
  guint count = 0;

  fixture->lock = g_object_ref (lock);
  bedside_lock_start (lock, TRUE);
  bedside_lock_set_signed_in (lock, TRUE);
  bedside_await (bedside_lock_get_passcode (lock) == BEDSIDE_PASSCODE_CHOSEN, 10);
  bedside_counter_watch (lock, "wait", &count);
  try_wrong (fixture, 3);
  /* That there is a wait of a second, and that it is over. */
  bedside_await (count == 2, 20);
  g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, LOCK_FINE);
  g_signal_handlers_disconnect_by_data (lock, &count);
  g_object_unref (former);
}

/* Ending Bedside and starting it again is no way around it, whatever clock is set. */
static void
test_restart (LockFixture   *fixture,
              gconstpointer  data)
{
  try_wrong (fixture, 8);
  assert_wait (fixture, 32);
  lock_fixture_move (fixture, 10 * LOCK_SECOND);
  lock_fixture_start (fixture);
  assert_wait (fixture, 22);
  g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, BEDSIDE_LOCK_ERROR_WAIT);
  lock_fixture_move (fixture, 22 * LOCK_SECOND);
  g_assert_cmpint (lock_fixture_unlock (fixture, "seven sees"), ==, BEDSIDE_LOCK_ERROR_WRONG);
  assert_wait (fixture, 64);
  lock_fixture_start (fixture);
  assert_wait (fixture, 64);
  lock_fixture_move (fixture, 64 * LOCK_SECOND);
  g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, LOCK_FINE);

  lock_fixture_start (fixture);
  assert_wait (fixture, 0);
}

/* Nor is starting the computer again: how long that took nobody knows, so the wait begins anew, and gets no longer. */
static void
test_other_boot (LockFixture   *fixture,
                 gconstpointer  data)
{
  try_wrong (fixture, 13);
  assert_wait (fixture, 900);
  lock_fixture_move (fixture, 800 * LOCK_SECOND);
  fixture->boot = "6f1d2f1e-two";
  fixture->now += 3600 * LOCK_SECOND;
  lock_fixture_start (fixture);
  assert_wait (fixture, 900);
  lock_fixture_move (fixture, 900 * LOCK_SECOND);
  g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, LOCK_FINE);

  /* Where it cannot be told which start this is. */
  bedside_lock_lock (fixture->lock);
  try_wrong (fixture, 4);
  lock_fixture_move (fixture, 2 * LOCK_SECOND);
  fixture->boot = NULL;
  lock_fixture_start (fixture);
  assert_wait (fixture, 2);
}

/* The wall clock is not asked, so setting it does nothing. The time since the computer's start cannot go back; if what
 * was kept says it does, the wait is the whole one and no more. */
static void
test_clock_back (LockFixture   *fixture,
                 gconstpointer  data)
{
  try_wrong (fixture, 6);
  assert_wait (fixture, 8);
  fixture->now -= 24 * 60 * LOCK_MINUTE;
  lock_fixture_start (fixture);
  assert_wait (fixture, 8);
  lock_fixture_move (fixture, 8 * LOCK_SECOND);
  g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, LOCK_FINE);
}

/* Killed while it is checked: the try is counted already, so that this is no way to try for nothing. */
static void
test_killed (LockFixture   *fixture,
             gconstpointer  data)
{
  bedside_lock_set_rounds (fixture->lock, SLOW_ROUNDS);
  g_assert_cmpint (lock_fixture_change (fixture, PASSCODE, "five oceans"), ==, LOCK_FINE);
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *former = g_strdup (bedside_test_secrets_get (fixture->secrets, BEDSIDE_SECRET_TRIES));
      g_autoptr(GAsyncResult) result = NULL;
      g_autofree char *counted = g_strdup_printf ("1:%u:", i);

      bedside_lock_unlock_async (fixture->lock, "four oceans", NULL, bedside_await_result, &result);
      bedside_await (g_strcmp0 (bedside_test_secrets_get (fixture->secrets, BEDSIDE_SECRET_TRIES), former) != 0, 10);
      g_assert_null (result);
      g_assert_true (g_str_has_prefix (bedside_test_secrets_get (fixture->secrets, BEDSIDE_SECRET_TRIES), counted));
      fixture->now += LOCK_SECOND;
      /* The lock of before ends by itself, and tells nobody. */
      BedsideLock *killed = g_steal_pointer (&fixture->lock);
      lock_fixture_start (fixture);
      bedside_await (result != NULL, 30);
      g_object_unref (killed);
    }
  fixture->now -= LOCK_SECOND;
  lock_fixture_start (fixture);
  assert_wait (fixture, 1);
  g_assert_cmpint (lock_fixture_unlock (fixture, "five oceans"), ==, BEDSIDE_LOCK_ERROR_WAIT);
}

/* --- the keyring --- */

/* Each of the calls that unlocking makes fails once: it is never open by that, and trying again works. */
static void
test_keyring_fails (LockFixture   *fixture,
                    gconstpointer  data)
{
  guint calls;

  lock_fixture_start (fixture);
  bedside_await (!g_main_context_pending (NULL), 10);
  bedside_test_secrets_take (fixture->secrets);
  g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, LOCK_FINE);
  calls = bedside_test_secrets_take (fixture->secrets);
  g_assert_cmpuint (calls, ==, 2);

  /* The count before the check. */
  bedside_lock_lock (fixture->lock);
  bedside_test_secrets_fail (fixture->secrets, 0);
  g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, BEDSIDE_LOCK_ERROR_KEYRING);
  g_assert_true (bedside_lock_get_locked (fixture->lock));
  /* That was no try. */
  try_wrong (fixture, 2);
  assert_wait (fixture, 0);
  g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, LOCK_FINE);

  /* The count after it. */
  bedside_lock_lock (fixture->lock);
  bedside_test_secrets_fail (fixture->secrets, 1);
  g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, LOCK_FINE);
  g_assert_false (bedside_lock_get_locked (fixture->lock));
}

/* So does each of those that reading it at the start makes. */
static void
test_keyring_fails_at_start (LockFixture   *fixture,
                             gconstpointer  data)
{
  for (guint call = 0; call < 2; call++)
    {
      bedside_test_secrets_fail (fixture->secrets, call);
      lock_fixture_launch (fixture, TRUE);
      bedside_await (!g_main_context_pending (NULL), 10);
      g_assert_cmpint (bedside_lock_get_passcode (fixture->lock), ==, BEDSIDE_PASSCODE_UNKNOWN);
      g_assert_true (bedside_lock_get_locked (fixture->lock));

      /* Nobody was waiting. Now somebody is. */
      bedside_test_secrets_fail (fixture->secrets, call);
      g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, BEDSIDE_LOCK_ERROR_KEYRING);
      g_assert_true (bedside_lock_get_locked (fixture->lock));
      g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, LOCK_FINE);
      g_assert_false (bedside_lock_get_locked (fixture->lock));
    }
}

static void
test_damaged (LockFixture   *fixture,
              gconstpointer  data)
{
  static const char *const kept[] = {
    "", "garbage", "None", "$pbkdf2-sha512$v=1$i=4294967295$c2FsdHNhbHRzYWx0c2FsdA==$QUFB", "\xff\xfe",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      bedside_test_secrets_set (fixture->secrets, BEDSIDE_SECRET_PASSCODE, kept[i]);
      lock_fixture_start (fixture);
      g_assert_cmpint (bedside_lock_get_passcode (fixture->lock), ==, BEDSIDE_PASSCODE_CHOSEN);
      g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, BEDSIDE_LOCK_ERROR_DAMAGED);
      g_assert_cmpint (lock_fixture_unlock (fixture, NULL), ==, BEDSIDE_LOCK_ERROR_DAMAGED);
      g_assert_cmpint (lock_fixture_change (fixture, PASSCODE, NULL), ==, BEDSIDE_LOCK_ERROR_DAMAGED);
      g_assert_true (bedside_lock_get_locked (fixture->lock));
    }

  /* The way on. */
  bedside_lock_set_signed_in (fixture->lock, FALSE);
  g_assert_false (bedside_lock_get_locked (fixture->lock));
}

static void
test_damaged_count (LockFixture   *fixture,
                    gconstpointer  data)
{
  static const char *const kept[] = {
    "", "3", "1:3", "1:3:4", "2:0:0:x", "1:-1:0:x", "1:0:-1:x", "1:9999999999:0:x", "1:1001:0:x", "1:x:0:x", "1::0:x",
    "\xff\xfe:\xff:\xff:\xff",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      bedside_test_secrets_set (fixture->secrets, BEDSIDE_SECRET_TRIES, kept[i]);
      lock_fixture_start (fixture);
      assert_wait (fixture, BEDSIDE_LOCK_LONGEST_WAIT);
      g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, BEDSIDE_LOCK_ERROR_WAIT);
    }
  lock_fixture_move (fixture, (gint64) BEDSIDE_LOCK_LONGEST_WAIT * LOCK_SECOND);
  g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, LOCK_FINE);
  lock_fixture_start (fixture);
  assert_wait (fixture, 0);
}

/* --- choosing another one --- */

static void
test_change (LockFixture   *fixture,
             gconstpointer  data)
{
  g_assert_cmpint (lock_fixture_change (fixture, PASSCODE, "five oceans"), ==, LOCK_FINE);
  /* Choosing is not unlocking. */
  g_assert_true (bedside_lock_get_locked (fixture->lock));
  g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, BEDSIDE_LOCK_ERROR_WRONG);
  g_assert_cmpint (lock_fixture_unlock (fixture, "five oceans"), ==, LOCK_FINE);
  lock_fixture_start (fixture);
  g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, BEDSIDE_LOCK_ERROR_WRONG);
  g_assert_cmpint (lock_fixture_unlock (fixture, "five oceans"), ==, LOCK_FINE);
}

static void
test_remove (LockFixture   *fixture,
             gconstpointer  data)
{
  guint count = 0;

  bedside_counter_watch (fixture->lock, "passcode", &count);
  g_assert_cmpint (lock_fixture_change (fixture, PASSCODE, NULL), ==, LOCK_FINE);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);
  g_assert_cmpint (bedside_lock_get_passcode (fixture->lock), ==, BEDSIDE_PASSCODE_NONE);
  g_assert_cmpint (lock_fixture_unlock (fixture, NULL), ==, LOCK_FINE);
  lock_fixture_start (fixture);
  g_assert_false (bedside_lock_get_locked (fixture->lock));
  g_assert_cmpint (bedside_lock_get_passcode (fixture->lock), ==, BEDSIDE_PASSCODE_NONE);
}

/* Whoever finds an open window cannot choose another passcode, and guesses no faster there. */
static void
test_change_wrong (LockFixture   *fixture,
                   gconstpointer  data)
{
  g_autofree char *kept = g_strdup (bedside_test_secrets_get (fixture->secrets, BEDSIDE_SECRET_PASSCODE));

  g_assert_cmpint (lock_fixture_change (fixture, NULL, "five oceans"), ==, BEDSIDE_LOCK_ERROR_WRONG);
  g_assert_cmpint (lock_fixture_change (fixture, "", NULL), ==, BEDSIDE_LOCK_ERROR_WRONG);
  /* Nothing that was typed is no try. */
  for (guint i = 0; i < 3; i++)
    {
      assert_wait (fixture, 0);
      g_assert_cmpint (lock_fixture_change (fixture, "seven sees", NULL), ==, BEDSIDE_LOCK_ERROR_WRONG);
    }
  assert_wait (fixture, 1);
  g_assert_cmpint (lock_fixture_change (fixture, PASSCODE, NULL), ==, BEDSIDE_LOCK_ERROR_WAIT);
  g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, BEDSIDE_LOCK_ERROR_WAIT);
  g_assert_cmpstr (bedside_test_secrets_get (fixture->secrets, BEDSIDE_SECRET_PASSCODE), ==, kept);
  lock_fixture_move (fixture, LOCK_SECOND);
  g_assert_cmpint (lock_fixture_change (fixture, PASSCODE, NULL), ==, LOCK_FINE);
  assert_wait (fixture, 0);
}

static void
test_too_short (LockFixture   *fixture,
                gconstpointer  data)
{
  static const char *const too_short[] = { "", "1", "123", "Z\303\274r", "Zu\314\210r", "\xff\xfe\xfd\xfc" };

  for (gsize i = 0; i < G_N_ELEMENTS (too_short); i++)
    {
      /* Which is found out first, and counts nothing. */
      g_assert_cmpint (lock_fixture_change (fixture, "seven sees", too_short[i]), ==, BEDSIDE_LOCK_ERROR_TOO_SHORT);
      g_assert_cmpint (lock_fixture_change (fixture, PASSCODE, too_short[i]), ==, BEDSIDE_LOCK_ERROR_TOO_SHORT);
    }
  assert_wait (fixture, 0);
  g_assert_cmpint (lock_fixture_unlock (fixture, PASSCODE), ==, LOCK_FINE);
  g_assert_cmpint (lock_fixture_change (fixture, PASSCODE, "1234"), ==, LOCK_FINE);
}

/* Whatever call fails, one of the two passcodes is in force, and which one is said. */
static void
test_change_keyring_fails (LockFixture   *fixture,
                           gconstpointer  data)
{
  guint calls;

  bedside_test_secrets_take (fixture->secrets);
  g_assert_cmpint (lock_fixture_change (fixture, PASSCODE, "five oceans"), ==, LOCK_FINE);
  calls = bedside_test_secrets_take (fixture->secrets);
  g_assert_cmpuint (calls, ==, 3);
  g_assert_cmpint (lock_fixture_change (fixture, "five oceans", PASSCODE), ==, LOCK_FINE);

  for (guint call = 0; call < calls; call++)
    {
      bedside_test_secrets_fail (fixture->secrets, call);
      const int code = lock_fixture_change (fixture, PASSCODE, "five oceans");
      /* That the count is taken back does not matter to anybody. */
      const char *now = code == LOCK_FINE ? "five oceans" : PASSCODE;

      g_assert_cmpint (code, ==, call == 1 ? LOCK_FINE : BEDSIDE_LOCK_ERROR_KEYRING);
      g_assert_cmpint (lock_fixture_unlock (fixture, now), ==, LOCK_FINE);
      lock_fixture_start (fixture);
      g_assert_cmpint (lock_fixture_unlock (fixture, now), ==, LOCK_FINE);
      if (code == LOCK_FINE)
        g_assert_cmpint (lock_fixture_change (fixture, "five oceans", PASSCODE), ==, LOCK_FINE);
    }
}

/* The same passcode from a keyboard that composes its characters otherwise. */
static void
test_other_keyboard (LockFixture   *fixture,
                     gconstpointer  data)
{
  g_assert_cmpint (lock_fixture_change (fixture, PASSCODE, "Z\303\274rich"), ==, LOCK_FINE);
  g_assert_cmpint (lock_fixture_unlock (fixture, "Zu\314\210rich"), ==, LOCK_FINE);
}

int
main (int    argc,
      char **argv)
{
#define add(name, function) \
        g_test_add ("/practice/lock/" name, LockFixture, NULL, set_up, function, lock_fixture_tear_down)

  g_test_init (&argc, &argv, NULL);

  add ("unlock/right", test_right);
  add ("unlock/wrong", test_wrong);
  add ("unlock/kept", test_kept);
  add ("unlock/one-at-a-time", test_one_at_a_time);
  add ("unlock/cancelled", test_cancelled);
  add ("unlock/locked-meanwhile", test_locked_meanwhile);
  add ("unlock/signed-out-meanwhile", test_signed_out_meanwhile);
  add ("unlock/other-keyboard", test_other_keyboard);
  add ("wait/grows", test_wait);
  add ("wait/counts-down", test_counts_down);
  add ("wait/by-itself", test_by_itself);
  add ("wait/restart", test_restart);
  add ("wait/other-boot", test_other_boot);
  add ("wait/clock-back", test_clock_back);
  add ("wait/killed", test_killed);
  add ("keyring/fails", test_keyring_fails);
  add ("keyring/fails-at-start", test_keyring_fails_at_start);
  add ("keyring/damaged", test_damaged);
  add ("keyring/damaged-count", test_damaged_count);
  add ("change/other", test_change);
  add ("change/none", test_remove);
  add ("change/wrong", test_change_wrong);
  add ("change/too-short", test_too_short);
  add ("change/keyring-fails", test_change_keyring_fails);

  return g_test_run ();
}
