/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-announcer-fixture.h"

#include "bedside-announcer-private.h"

/* When something is told. */

typedef BedsideAnnouncerFixture Fixture;

#define say bedside_announcer_fixture_say
#define say_all bedside_announcer_fixture_say_all
#define read_elsewhere bedside_announcer_fixture_read
#define get bedside_announcer_fixture_get
#define let_pass bedside_announcer_fixture_let_pass
#define assert_told bedside_announcer_assert_told

/* --- one for each --- */

static void
test_one (Fixture       *fixture,
          gconstpointer  data)
{
  say (fixture, "ada", "Hello", 1);
  assert_told (fixture, "");
  let_pass (fixture, 299);
  assert_told (fixture, "");
  let_pass (fixture, 1);
  assert_told (fixture, "+!ada 1/1");

  say (fixture, "ben", "Hi", 1);
  let_pass (fixture, 300);
  assert_told (fixture, "+!ben 1/1");
  let_pass (fixture, 60 * 1000);
  assert_told (fixture, "");
}

/* Further ones are told together, in place of the first. */
static void
test_gathering (Fixture       *fixture,
                gconstpointer  data)
{
  say (fixture, "ada", "One", 1);
  let_pass (fixture, 300);
  assert_told (fixture, "+!ada 1/1");
  let_pass (fixture, 1000);
  say (fixture, "ada", "Two", 2);
  let_pass (fixture, 1000);
  say (fixture, "ada", "Three", 3);
  let_pass (fixture, 999);
  assert_told (fixture, "");
  let_pass (fixture, 1);
  assert_told (fixture, "+!ada 1/3");

  /* Later, it is as with the first. */
  let_pass (fixture, 10 * 1000);
  say (fixture, "ada", "Four", 4);
  let_pass (fixture, 300);
  assert_told (fixture, "+!ada 1/4");
}

static void
test_read (Fixture       *fixture,
           gconstpointer  data)
{
  /* Elsewhere, at once. */
  say (fixture, "ada", "One", 1);
  read_elsewhere (fixture, "!ada");
  let_pass (fixture, 300);
  assert_told (fixture, "");

  say (fixture, "ada", "Two", 1);
  say (fixture, "ben", "Hi", 1);
  let_pass (fixture, 300);
  assert_told (fixture, "+!ada 1/1 +!ben 1/1");
  read_elsewhere (fixture, "!ada");
  assert_told (fixture, "-!ada");
  bedside_session_mark_conversation_read (fixture->news.session, get (fixture, "!ben"));
  assert_told (fixture, "-!ben");

  /* Nothing is left of it, and nothing is taken away twice. */
  say (fixture, "ada", "Three", 0);
  let_pass (fixture, 10 * 1000);
  assert_told (fixture, "");
}

static void
test_read_before_update (Fixture       *fixture,
                         gconstpointer  data)
{
  say (fixture, "ada", "One", 1);
  let_pass (fixture, 300);
  say (fixture, "ada", "Two", 2);
  read_elsewhere (fixture, "!ada");
  let_pass (fixture, 10 * 1000);
  assert_told (fixture, "+!ada 1/1 -!ada");
}

static void
test_first_sync (Fixture       *fixture,
                 gconstpointer  data)
{
  bedside_news_fixture_add_many (&fixture->news, 300, TRUE);
  let_pass (fixture, 10 * 1000);
  g_assert_cmpuint (g_list_model_get_n_items (bedside_session_get_new_messages (fixture->news.session)), ==, 300);
  assert_told (fixture, "");
}

/* The window, and what tells outside of it, may be there later than the first answer. */
static void
test_before_listening (Fixture       *fixture,
                       gconstpointer  data)
{
  BedsideNewsFixture *news = &fixture->news;
  g_autofree char *own = bedside_news_fixture_message (news, NEWS_ME, "Mine");

  bedside_announcer_set_session (fixture->announcer, NULL);
  g_signal_handlers_disconnect_by_data (news->session, news);
  bedside_test_notifier_take (fixture->notifier, NULL);
  bedside_news_fixture_add_many (news, 20, TRUE);
  say (fixture, "ada", "Overnight", 1);
  say (fixture, "ada", "Hello?", 2);
  say (fixture, "ben", "Read elsewhere", 1);
  read_elsewhere (fixture, "!ben");
  say (fixture, "cleo", "Read here", 1);
  bedside_session_mark_conversation_read (news->session, get (fixture, "!cleo"));
  bedside_news_fixture_tell (news, "!dan", own, 0, NULL);
  say (fixture, "eve", "Looked at", 1);

  bedside_announcer_set_attention (fixture->announcer, get (fixture, "!eve"));
  bedside_announcer_set_session (fixture->announcer, news->session);
  let_pass (fixture, 300);
  assert_told (fixture, "+!ada 1/2");

  /* Once. */
  bedside_session_tell_arrivals (news->session);
  let_pass (fixture, 60 * 1000);
  assert_told (fixture, "");
  bedside_announcer_set_attention (fixture->announcer, NULL);
}

/* What is no news is not told: signing in, what one wrote oneself, what one has before one's eyes, edits, reactions and
 * the like, what was read on another device. */
static void
test_no_news (Fixture       *fixture,
              gconstpointer  data)
{
  BedsideNewsFixture *news = &fixture->news;
  g_autofree char *own = NULL, *edit = NULL, *reaction = NULL, *read = NULL, *receipt = NULL;

  bedside_news_fixture_add_many (news, 300, TRUE);
  let_pass (fixture, 60 * 1000);
  assert_told (fixture, "");

  own = bedside_news_fixture_message (news, NEWS_ME, "Mine");
  bedside_news_fixture_tell (news, "!ada", own, 0, NULL);
  let_pass (fixture, 60 * 1000);
  assert_told (fixture, "");

  bedside_announcer_set_attention (fixture->announcer, get (fixture, "!ada"));
  say (fixture, "ada", "Before my eyes", 1);
  let_pass (fixture, 60 * 1000);
  assert_told (fixture, "");
  read_elsewhere (fixture, "!ada");
  bedside_announcer_set_attention (fixture->announcer, NULL);
  let_pass (fixture, 60 * 1000);
  assert_told (fixture, "");

  edit = bedside_news_fixture_event (news, "@ada:x", "m.room.message", "{'msgtype':'m.text','body':'* Hi',"
                                     "'m.new_content':{'msgtype':'m.text','body':'Hi'},'m.relates_to':"
                                     "{'rel_type':'m.replace','event_id':'$2'}}", NULL);
  bedside_news_fixture_tell (news, "!ada", edit, 1, NULL);
  reaction = bedside_news_fixture_event (news, "@ada:x", "m.reaction", "{'m.relates_to':{'rel_type':'m.annotation',"
                                         "'event_id':'$2','key':'+'}}", NULL);
  bedside_news_fixture_tell (news, "!ada", reaction, 1, NULL);
  let_pass (fixture, 60 * 1000);
  assert_told (fixture, "");

  /* The receipt of another device comes with the message, or a moment after. */
  read = bedside_news_fixture_message (news, "@ben:x", "Hello");
  receipt = g_strdup_printf (",'ephemeral':{'events':[{'type':'m.receipt','content':{'$%u':{'m.read':{'" NEWS_ME
                             "':{'ts':1}}}}}]}", news->last_event);
  bedside_news_fixture_tell (news, "!ben", read, 0, receipt);
  say (fixture, "cleo", "Salut", 1);
  read_elsewhere (fixture, "!cleo");
  let_pass (fixture, 60 * 1000);
  assert_told (fixture, "");

  /* But what comes then is told. */
  say (fixture, "ada", "News", 1);
  let_pass (fixture, 60 * 1000);
  assert_told (fixture, "+!ada 1/1");
}

/* --- attention --- */

static void
test_attention (Fixture       *fixture,
                gconstpointer  data)
{
  bedside_announcer_set_attention (fixture->announcer, get (fixture, "!ada"));
  say (fixture, "ada", "One", 1);
  say (fixture, "ben", "Hi", 1);
  let_pass (fixture, 300);
  assert_told (fixture, "+!ben 1/1");

  /* Scrolled up, so that it is not read, and gone to another one. */
  bedside_announcer_set_attention (fixture->announcer, get (fixture, "!ben"));
  assert_told (fixture, "");
  say (fixture, "ada", "Two", 2);
  let_pass (fixture, 300);
  assert_told (fixture, "+!ada 1/2");
  bedside_session_mark_conversation_read (fixture->news.session, get (fixture, "!ben"));
  assert_told (fixture, "-!ben");

  bedside_announcer_set_attention (fixture->announcer, NULL);
  say (fixture, "ben", "Hi again", 1);
  let_pass (fixture, 300);
  assert_told (fixture, "+!ben 1/1");
}

/* The window comes to the front just then. */
static void
test_attention_in_time (Fixture       *fixture,
                        gconstpointer  data)
{
  say (fixture, "ada", "One", 1);
  bedside_announcer_set_attention (fixture->announcer, get (fixture, "!ada"));
  let_pass (fixture, 300);
  assert_told (fixture, "");

  /* What was told before stays until it is read; an update is not told. */
  bedside_announcer_set_attention (fixture->announcer, NULL);
  say (fixture, "ada", "Two", 2);
  let_pass (fixture, 300);
  say (fixture, "ada", "Three", 3);
  bedside_announcer_set_attention (fixture->announcer, get (fixture, "!ada"));
  let_pass (fixture, 10 * 1000);
  assert_told (fixture, "+!ada 1/2");
  bedside_session_mark_conversation_read (fixture->news.session, get (fixture, "!ada"));
  assert_told (fixture, "-!ada");
}

/* --- bursts --- */

static void
test_burst (Fixture       *fixture,
            gconstpointer  data)
{
  say_all (fixture, 2);
  let_pass (fixture, 300);
  assert_told (fixture, "+new-messages 5/10");

  /* What follows at once is of the same burst. */
  let_pass (fixture, 1000);
  say (fixture, "ada", "And", 3);
  let_pass (fixture, 10 * 1000);
  assert_told (fixture, "");

  /* Read one by one: the summary stays until nothing of it is new. */
  static const char * const rooms[] = { "!ada", "!ben", "!cleo", "!dan" };
  for (guint i = 0; i < G_N_ELEMENTS (rooms); i++)
    read_elsewhere (fixture, rooms[i]);
  assert_told (fixture, "");
  read_elsewhere (fixture, "!eve");
  assert_told (fixture, "-new-messages");
}

static void
test_burst_goes_on (Fixture       *fixture,
                    gconstpointer  data)
{
  say (fixture, "ada", "One", 1);
  say (fixture, "ben", "One", 1);
  let_pass (fixture, 300);
  assert_told (fixture, "+!ada 1/1 +!ben 1/1");

  /* With those, it is one. */
  say (fixture, "cleo", "One", 1);
  say (fixture, "dan", "One", 1);
  let_pass (fixture, 300);
  bedside_test_notifier_take_sorted (fixture->notifier, "+new-messages 4/4 -!ada -!ben");

  /* The next one joins it, some time later. */
  say (fixture, "eve", "One", 1);
  let_pass (fixture, 1000);
  assert_told (fixture, "");
  let_pass (fixture, 2000);
  assert_told (fixture, "+new-messages 5/5");

  /* After a while they are told by themselves again. */
  let_pass (fixture, 10 * 1000);
  say (fixture, "ada", "Two", 2);
  let_pass (fixture, 300);
  assert_told (fixture, "+!ada 1/2");
}

/* Three are no burst, however often. */
static void
test_few (Fixture       *fixture,
          gconstpointer  data)
{
  for (guint i = 1; i <= 5; i++)
    {
      say (fixture, "ada", "Hello", i);
      say (fixture, "ben", "Hello", i);
      say (fixture, "cleo", "Hello", i);
      let_pass (fixture, 4 * 1000);
    }
  bedside_test_notifier_take_sorted (fixture->notifier,
                                     "+!ada 1/1 +!ada 1/2 +!ada 1/3 +!ada 1/4 +!ada 1/5 +!ben 1/1 +!ben 1/2 +!ben 1/3 "
                                     "+!ben 1/4 +!ben 1/5 +!cleo 1/1 +!cleo 1/2 +!cleo 1/3 +!cleo 1/4 +!cleo 1/5");
}

static void
test_thousand (Fixture       *fixture,
               gconstpointer  data)
{
  bedside_news_fixture_add_many (&fixture->news, 1000, FALSE);
  let_pass (fixture, 300);
  assert_told (fixture, "+new-messages 1000/1000");
  bedside_announcer_set_session (fixture->announcer, NULL);
  assert_told (fixture, "-new-messages");
}

/* --- when nothing is to be told --- */

static void
set_quiet_hours (Fixture    *fixture,
                 const char *text)
{
  bedside_preferences_set_quiet_hours (fixture->preferences, g_variant_new_parsed (text));
}

/* Until 8 on Tuesday. */
#define NIGHT "[(true, @q 1080, @q 480), (false, 0, 0), (false, 0, 0), (false, 0, 0), (false, 0, 0), (false, 0, 0), " \
        "(false, 0, 0)]"

static void
test_quiet_hours (Fixture       *fixture,
                  gconstpointer  data)
{
  set_quiet_hours (fixture, NIGHT);
  /* Monday, 20:00. */
  fixture->time = 8 * G_TIME_SPAN_HOUR;
  say (fixture, "ada", "Good evening", 1);
  say (fixture, "ben", "Hi", 1);
  say (fixture, "cleo", "Salut", 1);
  let_pass (fixture, 300);
  let_pass (fixture, 60 * 60 * 1000);
  read_elsewhere (fixture, "!cleo");
  assert_told (fixture, "");

  /* In the morning. */
  fixture->time = 20 * G_TIME_SPAN_HOUR - 1;
  bedside_announcer_tick (fixture->announcer);
  assert_told (fixture, "");
  fixture->time++;
  bedside_announcer_tick (fixture->announcer);
  assert_told (fixture, "+new-messages 2/2");
  say (fixture, "dan", "Hello", 1);
  let_pass (fixture, 4000);
  assert_told (fixture, "+new-messages 3/3");
}

static void
test_do_not_disturb (Fixture       *fixture,
                     gconstpointer  data)
{
  say (fixture, "ada", "One", 1);
  let_pass (fixture, 300);
  say (fixture, "ben", "One", 1);
  bedside_preferences_set_do_not_disturb (fixture->preferences, TRUE);
  let_pass (fixture, 300);
  /* What is there stays, what was to come does not. */
  assert_told (fixture, "+!ada 1/1");

  /* A single one is told as usual. */
  bedside_preferences_set_do_not_disturb (fixture->preferences, FALSE);
  assert_told (fixture, "+!ben 1/1");

  bedside_preferences_set_do_not_disturb (fixture->preferences, TRUE);
  say (fixture, "ben", "Two", 2);
  read_elsewhere (fixture, "!ben");
  assert_told (fixture, "-!ben");
  bedside_preferences_set_do_not_disturb (fixture->preferences, FALSE);
  let_pass (fixture, 10 * 1000);
  assert_told (fixture, "");
}

/* The computer is left alone while nothing can come to an end by itself. */
static void
test_held_asleep (Fixture       *fixture,
                  gconstpointer  data)
{
  bedside_preferences_set_do_not_disturb (fixture->preferences, TRUE);
  say (fixture, "ada", "One", 1);
  g_assert_cmpuint (fixture->announcer->source_id, ==, 0);

  set_quiet_hours (fixture, NIGHT);
  /* Monday, 20:00. */
  fixture->time = 8 * G_TIME_SPAN_HOUR;
  bedside_preferences_set_do_not_disturb (fixture->preferences, FALSE);
  g_assert_cmpuint (fixture->announcer->source_id, !=, 0);
  assert_told (fixture, "");
}

/* Told by itself, it is not told by the summary, too. */
static void
test_held_of_summary (Fixture       *fixture,
                      gconstpointer  data)
{
  static const char * const others[] = { "!ben", "!cleo", "!dan", "!eve" };

  say_all (fixture, 1);
  let_pass (fixture, 300);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    read_elsewhere (fixture, others[i]);
  let_pass (fixture, 10 * 1000);
  bedside_preferences_set_do_not_disturb (fixture->preferences, TRUE);
  say (fixture, "ada", "Two", 2);
  assert_told (fixture, "+new-messages 5/5");
  bedside_preferences_set_do_not_disturb (fixture->preferences, FALSE);
  assert_told (fixture, "+!ada 1/2 -new-messages");
}

static void
test_held_attention (Fixture       *fixture,
                     gconstpointer  data)
{
  bedside_preferences_set_do_not_disturb (fixture->preferences, TRUE);
  say (fixture, "ada", "One", 1);
  bedside_announcer_set_attention (fixture->announcer, get (fixture, "!ada"));
  bedside_preferences_set_do_not_disturb (fixture->preferences, FALSE);
  let_pass (fixture, 10 * 1000);
  assert_told (fixture, "");
}

static void
test_off (Fixture       *fixture,
          gconstpointer  data)
{
  say_all (fixture, 1);
  let_pass (fixture, 300);
  let_pass (fixture, 10 * 1000);
  say (fixture, "ada", "Two", 2);
  let_pass (fixture, 300);
  say (fixture, "ben", "Two", 2);
  assert_told (fixture, "+new-messages 5/5 +!ada 1/2");

  bedside_preferences_set_notifications (fixture->preferences, FALSE);
  bedside_test_notifier_take_sorted (fixture->notifier, "-!ada -new-messages");
  say (fixture, "cleo", "Two", 2);
  let_pass (fixture, 10 * 1000);
  bedside_preferences_set_notifications (fixture->preferences, TRUE);
  let_pass (fixture, 10 * 1000);
  assert_told (fixture, "");
  say (fixture, "cleo", "Three", 3);
  let_pass (fixture, 300);
  assert_told (fixture, "+!cleo 1/3");
}

static void
test_odd_quiet_hours (Fixture       *fixture,
                      gconstpointer  data)
{
  set_quiet_hours (fixture, "@a(bqq) []");
  say (fixture, "ada", "Hello", 1);
  let_pass (fixture, 300);
  set_quiet_hours (fixture, "[(true, @q 5000, @q 5000), (true, 5000, 5000), (true, 1, 2), (true, 1, 2), (true, 1, 2), "
                   "(true, 1, 2), (true, 1, 2)]");
  say (fixture, "ben", "Hi", 1);
  let_pass (fixture, 300);
  assert_told (fixture, "+!ada 1/1 +!ben 1/1");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  bedside_announcer_add ("/practice/announcer/R22-one", test_one);
  bedside_announcer_add ("/practice/announcer/R22-gathering", test_gathering);
  bedside_announcer_add ("/practice/announcer/R24-read", test_read);
  bedside_announcer_add ("/practice/announcer/read-before-update", test_read_before_update);
  bedside_announcer_add ("/practice/announcer/first-sync", test_first_sync);
  bedside_announcer_add ("/practice/R22-before-anybody-listens", test_before_listening);
  bedside_announcer_add ("/practice/announcer/edge-33-no-news", test_no_news);
  bedside_announcer_add ("/practice/announcer/attention", test_attention);
  bedside_announcer_add ("/practice/announcer/attention-in-time", test_attention_in_time);
  bedside_announcer_add ("/practice/announcer/R22-burst", test_burst);
  bedside_announcer_add ("/practice/announcer/burst-goes-on", test_burst_goes_on);
  bedside_announcer_add ("/practice/announcer/few", test_few);
  bedside_announcer_add ("/practice/announcer/thousand", test_thousand);
  bedside_announcer_add ("/practice/announcer/quiet-hours", test_quiet_hours);
  bedside_announcer_add ("/practice/announcer/do-not-disturb", test_do_not_disturb);
  bedside_announcer_add ("/practice/announcer/held-asleep", test_held_asleep);
  bedside_announcer_add ("/practice/announcer/held-of-summary", test_held_of_summary);
  bedside_announcer_add ("/practice/announcer/held-attention", test_held_attention);
  bedside_announcer_add ("/practice/announcer/off", test_off);
  bedside_announcer_add ("/practice/announcer/odd-quiet-hours", test_odd_quiet_hours);

  return g_test_run ();
}
