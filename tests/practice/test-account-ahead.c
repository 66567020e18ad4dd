/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A start that a thread has begun with, before the main loop runs, ends as any other. */

#include "bedside-practice-fixture.h"

#include "bedside-account-private.h"

typedef BedsidePracticeFixture Fixture;

/* As the fixture makes it. */
static void
look_ahead (Fixture *fixture)
{
  fixture->account = bedside_account_new (BEDSIDE_SECRETS (fixture->secrets), fixture->folder);
  bedside_account_start_ahead (fixture->account, BEDSIDE_SECRETS (fixture->secrets));
}

static void
begin_again (Fixture *fixture)
{
  bedside_practice_fixture_sign_in (fixture);
  bedside_practice_fixture_close (fixture);
}

static void
start_and_expect (Fixture             *fixture,
                  BedsideAccountState  state)
{
  bedside_account_start (fixture->account);
  bedside_await (bedside_account_get_state (fixture->account) != BEDSIDE_ACCOUNT_STATE_STARTING, 20);
  g_assert_cmpint (bedside_account_get_state (fixture->account), ==, state);
}

static void
test_awaited (Fixture       *fixture,
              gconstpointer  data)
{
  begin_again (fixture);
  look_ahead (fixture);
  g_assert_cmpint (fixture->account->ahead, ==, BEDSIDE_ACCOUNT_AHEAD_LOOKING);
  start_and_expect (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  g_assert_cmpint (fixture->account->ahead, ==, BEDSIDE_ACCOUNT_AHEAD_NOT);
  bedside_await_online (fixture);
}

/* Nothing is shown until the start is asked for. */
static void
test_found_before (Fixture       *fixture,
                   gconstpointer  data)
{
  begin_again (fixture);
  look_ahead (fixture);
  bedside_await (fixture->account->ahead == BEDSIDE_ACCOUNT_AHEAD_FOUND, 20);
  g_assert_null (bedside_account_get_session (fixture->account));
  g_assert_nonnull (fixture->account->found->cache);
  start_and_expect (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  g_assert_null (fixture->account->found);
  bedside_await_online (fixture);
}

static void
test_nobody (Fixture       *fixture,
             gconstpointer  data)
{
  look_ahead (fixture);
  g_assert_cmpint (fixture->account->ahead, ==, BEDSIDE_ACCOUNT_AHEAD_NOT);
  start_and_expect (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
}

static void
test_keyring_locked (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(GError) locked = g_error_new_literal (BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_LOCKED, "locked");

  begin_again (fixture);
  bedside_memory_secrets_set_failure (fixture->secrets, locked);
  look_ahead (fixture);
  start_and_expect (fixture, BEDSIDE_ACCOUNT_STATE_KEYRING_LOCKED);

  bedside_memory_secrets_set_failure (fixture->secrets, NULL);
  start_and_expect (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
}

static void
test_keyring_empty (Fixture       *fixture,
                    gconstpointer  data)
{
  begin_again (fixture);
  g_clear_object (&fixture->secrets);
  fixture->secrets = bedside_memory_secrets_new ();
  look_ahead (fixture);
  start_and_expect (fixture, BEDSIDE_ACCOUNT_STATE_KEYRING_EMPTY);
}

/* The cache can be opened, and nobody knows whose it is: it must not be in its own way. */
static void
test_sign_in_unreadable (Fixture       *fixture,
                         gconstpointer  data)
{
  begin_again (fixture);
  bedside_secrets_store_async (BEDSIDE_SECRETS (fixture->secrets), BEDSIDE_SECRET_SIGN_IN, "?", NULL, NULL, NULL);
  look_ahead (fixture);
  bedside_await (fixture->account->ahead == BEDSIDE_ACCOUNT_AHEAD_FOUND, 20);
  g_assert_nonnull (fixture->account->found->cache);
  start_and_expect (fixture, BEDSIDE_ACCOUNT_STATE_KEYRING_EMPTY);
}

static void
test_in_use (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(BedsideAccount) first = NULL;

  bedside_practice_fixture_sign_in (fixture);
  first = g_steal_pointer (&fixture->account);
  look_ahead (fixture);
  start_and_expect (fixture, BEDSIDE_ACCOUNT_STATE_CACHE_IN_USE);
  g_assert_cmpint (bedside_account_get_state (first), ==, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
}

/* Who ends the program at once waits for nothing, and the cache is free again. */
static void
test_closed_meanwhile (Fixture       *fixture,
                       gconstpointer  data)
{
  begin_again (fixture);
  look_ahead (fixture);
  bedside_practice_fixture_close (fixture);
  bedside_practice_fixture_start (fixture);
  g_assert_cmpint (bedside_account_get_state (fixture->account), ==, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bedside_practice_add ("/practice/account-ahead/awaited", test_awaited);
  bedside_practice_add ("/practice/account-ahead/found-before", test_found_before);
  bedside_practice_add ("/practice/account-ahead/nobody", test_nobody);
  bedside_practice_add ("/practice/account-ahead/keyring-locked", test_keyring_locked);
  bedside_practice_add ("/practice/account-ahead/keyring-empty", test_keyring_empty);
  bedside_practice_add ("/practice/account-ahead/sign-in-unreadable", test_sign_in_unreadable);
  bedside_practice_add ("/practice/account-ahead/in-use", test_in_use);
  bedside_practice_add ("/practice/account-ahead/closed-meanwhile", test_closed_meanwhile);

  return g_test_run ();
}
