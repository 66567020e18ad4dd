/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-announcer-fixture.h"
#include "bedside-await.h"
#include "bedside-memory-secrets.h"

/* What is told while it is locked. */

typedef struct {
  BedsideAnnouncerFixture  all;
  BedsideLock             *lock;
} Fixture;

#define say(fixture, name, text, unread) bedside_announcer_fixture_say (&(fixture)->all, name, text, unread)
#define let_pass(fixture, ms) bedside_announcer_fixture_let_pass (&(fixture)->all, ms)
#define assert_told(fixture, expected) bedside_announcer_assert_told (&(fixture)->all, expected)
#define assert_last(fixture, expected) \
        g_assert_cmpstr (bedside_test_notifier_get_last ((fixture)->all.notifier), ==, expected)

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(BedsideMemorySecrets) secrets = bedside_memory_secrets_new ();

  bedside_announcer_fixture_set_up (&fixture->all, data);
  bedside_preferences_set_privacy (fixture->all.preferences, BEDSIDE_PRIVACY_TEXT);
  fixture->lock = bedside_lock_new (BEDSIDE_SECRETS (secrets), fixture->all.preferences);
  bedside_lock_set_signed_in (fixture->lock, TRUE);
  bedside_announcer_set_lock (fixture->all.announcer, fixture->lock);
  bedside_await (!g_main_context_pending (NULL), 10);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_object_unref (fixture->lock);
  bedside_announcer_fixture_tear_down (&fixture->all, data);
}

static void
unlock (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_lock_unlock_async (fixture->lock, NULL, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  g_assert_true (bedside_lock_unlock_finish (fixture->lock, result, NULL));
}

static void
test_tells_nothing (Fixture       *fixture,
                    gconstpointer  data)
{
  bedside_lock_lock (fixture->lock);
  say (fixture, "ada", "The new dose is fine", 1);
  let_pass (fixture, 300);
  assert_told (fixture, "+!ada 1/1");
  assert_last (fixture, "-|-|-|-");

  /* Nor afterwards; what comes then tells again. */
  unlock (fixture);
  assert_told (fixture, "");
  say (fixture, "ada", "Really", 2);
  let_pass (fixture, 4000);
  assert_told (fixture, "+!ada 1/2");
  assert_last (fixture, "Ada Lovelace|10 Dec 1985|-|Really");
}

/* What is on the screen goes at once. */
static void
test_takes_back (Fixture       *fixture,
                 gconstpointer  data)
{
  say (fixture, "ada", "The new dose is fine", 1);
  let_pass (fixture, 300);
  assert_last (fixture, "Ada Lovelace|10 Dec 1985|-|The new dose is fine");
  bedside_lock_lock (fixture->lock);
  assert_told (fixture, "+!ada 1/1 -!ada +!ada 1/1");
  assert_last (fixture, "-|-|-|-");
}

/* Some of it was to be told in a moment. */
static void
test_waiting (Fixture       *fixture,
              gconstpointer  data)
{
  say (fixture, "ada", "The new dose is fine", 1);
  bedside_lock_lock (fixture->lock);
  let_pass (fixture, 300);
  assert_told (fixture, "+!ada 1/1");
  assert_last (fixture, "-|-|-|-");
}

/* Bedside was killed, and its notifications stayed: nobody knows any more what they say. */
static void
test_earlier_run (Fixture       *fixture,
                  gconstpointer  data)
{
  say (fixture, "ada", "The new dose is fine", 1);
  let_pass (fixture, 300);
  bedside_announcer_close (fixture->all.announcer);
  assert_told (fixture, "+!ada 1/1 close");
  bedside_news_fixture_restart (&fixture->all.news);
  bedside_lock_lock (fixture->lock);
  bedside_announcer_set_session (fixture->all.announcer, fixture->all.news.session);
  assert_told (fixture, "-!ada");
}

/* The conversation that is open behind the lock is seen by nobody. */
static void
test_attention (Fixture       *fixture,
                gconstpointer  data)
{
  bedside_announcer_set_attention (fixture->all.announcer, bedside_announcer_fixture_get (&fixture->all, "!ada"));
  say (fixture, "ada", "The new dose is fine", 1);
  let_pass (fixture, 300);
  assert_told (fixture, "");
  bedside_lock_lock (fixture->lock);
  say (fixture, "ada", "It hurts", 2);
  let_pass (fixture, 4000);
  assert_told (fixture, "+!ada 1/2");
  assert_last (fixture, "-|-|-|-");
}

/* It is no reason to tell what was not to be told. */
static void
test_quiet (Fixture       *fixture,
            gconstpointer  data)
{
  bedside_preferences_set_do_not_disturb (fixture->all.preferences, TRUE);
  bedside_lock_lock (fixture->lock);
  say (fixture, "ada", "The new dose is fine", 1);
  let_pass (fixture, 300);
  assert_told (fixture, "");
  bedside_preferences_set_do_not_disturb (fixture->all.preferences, FALSE);
  let_pass (fixture, 300);
  assert_told (fixture, "+!ada 1/1");
  assert_last (fixture, "-|-|-|-");
}

/* Who chose that nothing is told notices nothing. */
static void
test_nothing_chosen (Fixture       *fixture,
                     gconstpointer  data)
{
  bedside_preferences_set_privacy (fixture->all.preferences, BEDSIDE_PRIVACY_NOTHING);
  say (fixture, "ada", "The new dose is fine", 1);
  let_pass (fixture, 300);
  assert_told (fixture, "+!ada 1/1");
  bedside_lock_lock (fixture->lock);
  unlock (fixture);
  assert_told (fixture, "");
}

int
main (int    argc,
      char **argv)
{
#define add(name, function) \
        g_test_add ("/practice/lock/announcer/" name, Fixture, NULL, set_up, function, tear_down)

  g_test_init (&argc, &argv, NULL);

  add ("R22-tells-nothing", test_tells_nothing);
  add ("R22-takes-back", test_takes_back);
  add ("waiting", test_waiting);
  add ("earlier-run", test_earlier_run);
  add ("attention", test_attention);
  add ("quiet", test_quiet);
  add ("nothing-chosen", test_nothing_chosen);

  return g_test_run ();
}
