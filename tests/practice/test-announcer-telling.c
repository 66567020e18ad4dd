/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-announcer-fixture.h"

/* What is told, and what becomes of it. */

typedef BedsideAnnouncerFixture Fixture;

#define say bedside_announcer_fixture_say
#define say_all bedside_announcer_fixture_say_all
#define read_elsewhere bedside_announcer_fixture_read
#define get bedside_announcer_fixture_get
#define let_pass bedside_announcer_fixture_let_pass
#define assert_told bedside_announcer_assert_told

/* --- what is told --- */

#define assert_last(fixture, expected) \
        g_assert_cmpstr (bedside_test_notifier_get_last ((fixture)->notifier), ==, expected)

static void
test_privacy (Fixture       *fixture,
              gconstpointer  data)
{
  static const char * const expected[] = { "-|-|-|-", "Ada Lovelace|10 Dec 1985|-|-",
                                           "Ada Lovelace|10 Dec 1985|-|<b>Hello</b> & more" };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      bedside_preferences_set_privacy (fixture->preferences, (BedsidePrivacy) i);
      say (fixture, "ada", "<b>Hello</b> & more", i + 1);
      let_pass (fixture, 4000);
      assert_last (fixture, expected[i]);
    }
  assert_told (fixture, "+!ada 1/1 +!ada 1/2 +!ada 1/3");

  /* Of several, only how many. */
  say_all (fixture, 1);
  let_pass (fixture, 300);
  bedside_test_notifier_take_sorted (fixture->notifier, "+new-messages 5/5 -!ada");
  assert_last (fixture, "-|-|-|-");
}

static void
test_team (Fixture       *fixture,
           gconstpointer  data)
{
  static const char * const expected[] = { "-|-|-|-", "Everyone|-|Sam Novak|-", "Everyone|-|Sam Novak|Lunch?" };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *message = bedside_news_fixture_message (&fixture->news, NEWS_SAM, "Lunch?");

      bedside_preferences_set_privacy (fixture->preferences, (BedsidePrivacy) i);
      bedside_news_fixture_tell (&fixture->news, "!everyone", message, i + 1, NULL);
      let_pass (fixture, 4000);
      assert_last (fixture, expected[i]);
    }
}

/* Somebody looks over one's shoulder. */
static void
test_stricter (Fixture       *fixture,
               gconstpointer  data)
{
  bedside_preferences_set_privacy (fixture->preferences, BEDSIDE_PRIVACY_TEXT);
  say (fixture, "ada", "The new dose is fine", 1);
  let_pass (fixture, 300);
  bedside_preferences_set_privacy (fixture->preferences, BEDSIDE_PRIVACY_NAME);
  assert_told (fixture, "+!ada 1/1 -!ada +!ada 1/1");
  assert_last (fixture, "Ada Lovelace|10 Dec 1985|-|-");
  bedside_preferences_set_privacy (fixture->preferences, BEDSIDE_PRIVACY_NOTHING);
  assert_told (fixture, "-!ada +!ada 1/1");
  assert_last (fixture, "-|-|-|-");

  /* What says less may stay. */
  bedside_preferences_set_privacy (fixture->preferences, BEDSIDE_PRIVACY_TEXT);
  assert_told (fixture, "");
  assert_last (fixture, "-|-|-|-");
}

static void
test_stricter_when_quiet (Fixture       *fixture,
                          gconstpointer  data)
{
  bedside_preferences_set_privacy (fixture->preferences, BEDSIDE_PRIVACY_TEXT);
  say (fixture, "ada", "The new dose is fine", 1);
  let_pass (fixture, 300);
  bedside_preferences_set_do_not_disturb (fixture->preferences, TRUE);
  bedside_preferences_set_privacy (fixture->preferences, BEDSIDE_PRIVACY_NOTHING);
  assert_told (fixture, "+!ada 1/1 -!ada");
  bedside_preferences_set_do_not_disturb (fixture->preferences, FALSE);
  assert_told (fixture, "+!ada 1/1");
  assert_last (fixture, "-|-|-|-");
}

static void
test_odd_texts (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *encrypted = bedside_news_fixture_event (&fixture->news, "@ada:x", "m.room.encrypted", "{}", NULL);
  g_autofree char *mistyped = bedside_news_fixture_event (&fixture->news, "@ben:x", "m.room.message",
                                                          "{'msgtype':'m.text','body':[1,2]}", NULL);

  bedside_preferences_set_privacy (fixture->preferences, BEDSIDE_PRIVACY_TEXT);
  bedside_news_fixture_tell (&fixture->news, "!ada", encrypted, 1, NULL);
  let_pass (fixture, 300);
  assert_told (fixture, "");
  bedside_news_fixture_tell (&fixture->news, "!ben", mistyped, 1, NULL);
  let_pass (fixture, 300);
  assert_told (fixture, "+!ben 1/1");
  assert_last (fixture, "Ben Okafor|10 Dec 1985|-|");
}

static void
take_back (Fixture    *fixture,
           const char *event_id)
{
  g_autofree char *redaction = g_strdup_printf ("{'event_id':'$r','type':'m.room.redaction','sender':'@ada:x',"
                                                "'redacts':'%s','content':{}}", event_id);

  bedside_news_fixture_tell (&fixture->news, "!ada", redaction, 1, NULL);
}

static void
test_taken_back (Fixture       *fixture,
                 gconstpointer  data)
{
  bedside_preferences_set_privacy (fixture->preferences, BEDSIDE_PRIVACY_TEXT);
  say (fixture, "ada", "Not for you", 1);
  let_pass (fixture, 300);
  take_back (fixture, "$1");
  assert_told (fixture, "+!ada 1/1 -!ada");

  /* Before it was told. */
  say (fixture, "ada", "Nor this", 2);
  take_back (fixture, "$2");
  let_pass (fixture, 4000);
  assert_told (fixture, "+!ada 1/1");
  assert_last (fixture, "Ada Lovelace|10 Dec 1985|-|-");
}

/* Answered on another device, whose server still counts. */
static void
test_own_meanwhile (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *own = bedside_news_fixture_message (&fixture->news, NEWS_ME, "My own words");

  bedside_preferences_set_privacy (fixture->preferences, BEDSIDE_PRIVACY_TEXT);
  say (fixture, "ada", "Hello", 1);
  bedside_news_fixture_tell (&fixture->news, "!ada", own, 1, NULL);
  let_pass (fixture, 300);
  assert_told (fixture, "+!ada 1/1");
  assert_last (fixture, "Ada Lovelace|10 Dec 1985|-|-");
}

/* --- comings and goings --- */

/* What is told outlives Bedside where the desktop keeps it. */
static void
test_earlier_run (Fixture       *fixture,
                  gconstpointer  data)
{
  say (fixture, "ada", "Hello", 1);
  say (fixture, "ben", "Hi", 1);
  let_pass (fixture, 300);
  assert_told (fixture, "+!ada 1/1 +!ben 1/1");
  bedside_announcer_close (fixture->announcer);
  assert_told (fixture, "close");
  bedside_news_fixture_restart (&fixture->news);
  bedside_announcer_set_session (fixture->announcer, fixture->news.session);
  assert_told (fixture, "");

  read_elsewhere (fixture, "!ada");
  assert_told (fixture, "-!ada");
  read_elsewhere (fixture, "!ben");
  assert_told (fixture, "-!ben -new-messages");
  say (fixture, "ada", "Once more", 1);
  read_elsewhere (fixture, "!ada");
  assert_told (fixture, "");
}

/* What an earlier run told may say more than is wanted now. */
static void
test_earlier_run_stricter (Fixture       *fixture,
                           gconstpointer  data)
{
  bedside_preferences_set_privacy (fixture->preferences, BEDSIDE_PRIVACY_TEXT);
  say (fixture, "ada", "The new dose is fine", 1);
  let_pass (fixture, 300);
  assert_told (fixture, "+!ada 1/1");
  bedside_announcer_close (fixture->announcer);
  assert_told (fixture, "close");
  bedside_news_fixture_restart (&fixture->news);
  bedside_announcer_set_session (fixture->announcer, fixture->news.session);

  bedside_preferences_set_privacy (fixture->preferences, BEDSIDE_PRIVACY_NOTHING);
  assert_told (fixture, "-!ada");
  read_elsewhere (fixture, "!ada");
  assert_told (fixture, "-new-messages");
}

static void
test_signed_out (Fixture       *fixture,
                 gconstpointer  data)
{
  say (fixture, "ada", "Hello", 1);
  let_pass (fixture, 300);
  say (fixture, "ben", "Hi", 1);
  bedside_announcer_set_session (fixture->announcer, NULL);
  assert_told (fixture, "+!ada 1/1 -!ada");
  bedside_announcer_set_session (fixture->announcer, NULL);
  let_pass (fixture, 10 * 1000);
  assert_told (fixture, "");

  /* What an earlier run told, too. */
  bedside_announcer_set_session (fixture->announcer, fixture->news.session);
  bedside_announcer_set_session (fixture->announcer, NULL);
  bedside_test_notifier_take_sorted (fixture->notifier, "-!ada -!ben -new-messages");

  /* Nobody hears the old one. */
  say (fixture, "cleo", "Salut", 1);
  let_pass (fixture, 10 * 1000);
  assert_told (fixture, "");
}

static void
test_close (Fixture       *fixture,
            gconstpointer  data)
{
  say (fixture, "ada", "Hello", 1);
  let_pass (fixture, 300);
  say (fixture, "ben", "Hi", 1);
  bedside_announcer_close (fixture->announcer);
  assert_told (fixture, "+!ada 1/1 close");
  let_pass (fixture, 300);
  bedside_announcer_set_session (fixture->announcer, NULL);
  bedside_preferences_set_notifications (fixture->preferences, FALSE);
  say (fixture, "cleo", "Salut", 1);
  let_pass (fixture, 10 * 1000);
  assert_told (fixture, "");
}

/* The conversation goes on in another room. */
static void
test_other_room (Fixture       *fixture,
                 gconstpointer  data)
{
  BedsideConversation *ada = get (fixture, "!ada");

  say (fixture, "ada", "Hello", 2);
  let_pass (fixture, 300);
  bedside_conversation_set_room_id (ada, "!other");
  g_signal_emit_by_name (fixture->news.session, "arrived", ada);
  let_pass (fixture, 4000);
  assert_told (fixture, "+!ada 1/2 -!ada +!other 1/2");
}

static void
test_practice_left (Fixture       *fixture,
                    gconstpointer  data)
{
  BedsideRoom *space = bedside_registry_find (fixture->news.session->registry, "!a");

  say (fixture, "ada", "Hello", 1);
  let_pass (fixture, 300);
  say (fixture, "ben", "Hi", 1);
  space->membership = BEDSIDE_MEMBERSHIP_LEFT;
  bedside_registry_touch (fixture->news.session->registry, space);
  bedside_news_fixture_answer (&fixture->news, "");
  assert_told (fixture, "+!ada 1/1 -!ada");
  let_pass (fixture, 10 * 1000);
  assert_told (fixture, "");
}

/* Without a test's clock, everything comes by itself. */
static void
test_clock (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(BedsideAnnouncer) announcer = bedside_announcer_new (fixture->preferences,
                                                                 BEDSIDE_NOTIFIER (fixture->notifier));

  bedside_announcer_set_session (fixture->announcer, NULL);
  bedside_announcer_set_session (announcer, fixture->news.session);
  assert_told (fixture, "-new-messages");
  say (fixture, "ada", "Hello", 1);
  bedside_await (bedside_test_notifier_count (fixture->notifier) > 0, 10);
  assert_told (fixture, "+!ada 1/1");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  bedside_announcer_add ("/practice/announcer/R22-privacy", test_privacy);
  bedside_announcer_add ("/practice/announcer/R22-team", test_team);
  bedside_announcer_add ("/practice/announcer/stricter", test_stricter);
  bedside_announcer_add ("/practice/announcer/stricter-when-quiet", test_stricter_when_quiet);
  bedside_announcer_add ("/practice/announcer/odd-texts", test_odd_texts);
  bedside_announcer_add ("/practice/announcer/taken-back", test_taken_back);
  bedside_announcer_add ("/practice/announcer/own-meanwhile", test_own_meanwhile);
  bedside_announcer_add ("/practice/announcer/R24-earlier-run", test_earlier_run);
  bedside_announcer_add ("/practice/announcer/R31-earlier-run-stricter", test_earlier_run_stricter);
  bedside_announcer_add ("/practice/announcer/signed-out", test_signed_out);
  bedside_announcer_add ("/practice/announcer/close", test_close);
  bedside_announcer_add ("/practice/announcer/other-room", test_other_room);
  bedside_announcer_add ("/practice/announcer/practice-left", test_practice_left);
  bedside_announcer_add ("/practice/announcer/clock", test_clock);

  return g_test_run ();
}
