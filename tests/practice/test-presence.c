/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-presence.h"

#include "bedside-await.h"
#include "bedside-counter.h"

#define LIMIT 150

typedef struct {
  BedsidePreferences *preferences;
  BedsidePresence    *presence;
  guint               stranded;
} Fixture;

static void
on_stranded (Fixture *fixture)
{
  fixture->stranded++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->preferences = bedside_preferences_new ();
  fixture->presence = bedside_presence_new (fixture->preferences);
  bedside_presence_set_limit (fixture->presence, LIMIT);
  g_signal_connect_swapped (fixture->presence, "stranded", G_CALLBACK (on_stranded), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->presence);
  g_assert_finalize_object (fixture->preferences);
}

static gboolean
passed_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

/* Later than whatever was to happen within that time. */
static void
let_pass (guint ms)
{
  gboolean passed = FALSE;

  g_timeout_add (ms, passed_cb, &passed);
  bedside_await (passed, 10);
}

/* --- closing --- */

static void
test_closing (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct {
    BedsideBackgroundChoice choice;
    gboolean                tray, granted, grantable;
    BedsideClosing          closing;
  } cases[] = {
    { BEDSIDE_BACKGROUND_CHOICE_ASK, FALSE, FALSE, FALSE, BEDSIDE_CLOSING_QUIT },
    { BEDSIDE_BACKGROUND_CHOICE_ASK, FALSE, FALSE, TRUE, BEDSIDE_CLOSING_ASK },
    { BEDSIDE_BACKGROUND_CHOICE_ASK, TRUE, FALSE, FALSE, BEDSIDE_CLOSING_ASK },
    { BEDSIDE_BACKGROUND_CHOICE_ASK, FALSE, TRUE, FALSE, BEDSIDE_CLOSING_ASK },
    { BEDSIDE_BACKGROUND_CHOICE_QUIT, FALSE, FALSE, FALSE, BEDSIDE_CLOSING_QUIT },
    { BEDSIDE_BACKGROUND_CHOICE_QUIT, TRUE, TRUE, TRUE, BEDSIDE_CLOSING_QUIT },
    { BEDSIDE_BACKGROUND_CHOICE_STAY, FALSE, FALSE, FALSE, BEDSIDE_CLOSING_QUIT },
    /* What might be granted is no way back yet. */
    { BEDSIDE_BACKGROUND_CHOICE_STAY, FALSE, FALSE, TRUE, BEDSIDE_CLOSING_QUIT },
    { BEDSIDE_BACKGROUND_CHOICE_STAY, TRUE, FALSE, FALSE, BEDSIDE_CLOSING_HIDE },
    { BEDSIDE_BACKGROUND_CHOICE_STAY, FALSE, TRUE, FALSE, BEDSIDE_CLOSING_HIDE },
    { BEDSIDE_BACKGROUND_CHOICE_STAY, TRUE, TRUE, TRUE, BEDSIDE_CLOSING_HIDE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      bedside_preferences_set_background (fixture->preferences, cases[i].choice);
      bedside_presence_set_tray (fixture->presence, cases[i].tray);
      bedside_presence_set_granted (fixture->presence, cases[i].granted);
      bedside_presence_set_grantable (fixture->presence, cases[i].grantable);
      g_assert_cmpint (bedside_presence_get_closing (fixture->presence, BEDSIDE_ACCOUNT_STATE_SIGNED_IN), ==,
                       cases[i].closing);
      g_assert_cmpint (bedside_presence_get_possible (fixture->presence), ==, cases[i].tray || cases[i].granted);
    }
}

/* Who is not signed in receives nothing without the window, either. */
static void
test_closing_signed_out (Fixture       *fixture,
                         gconstpointer  data)
{
  bedside_presence_set_tray (fixture->presence, TRUE);
  for (guint state = BEDSIDE_ACCOUNT_STATE_STARTING; state <= BEDSIDE_ACCOUNT_STATE_CACHE_IN_USE; state++)
    {
      const gboolean signed_in = state == BEDSIDE_ACCOUNT_STATE_SIGNED_IN;

      bedside_preferences_set_background (fixture->preferences, BEDSIDE_BACKGROUND_CHOICE_ASK);
      g_assert_cmpint (bedside_presence_get_closing (fixture->presence, state), ==,
                       signed_in ? BEDSIDE_CLOSING_ASK : BEDSIDE_CLOSING_QUIT);
      bedside_preferences_set_background (fixture->preferences, BEDSIDE_BACKGROUND_CHOICE_STAY);
      g_assert_cmpint (bedside_presence_get_closing (fixture->presence, state), ==,
                       signed_in || state == BEDSIDE_ACCOUNT_STATE_STARTING ? BEDSIDE_CLOSING_HIDE
                                                                            : BEDSIDE_CLOSING_QUIT);
    }
}

static void
test_notify (Fixture       *fixture,
             gconstpointer  data)
{
  static const char *const names[] = { "tray", "granted", "grantable", "hidden" };
  guint notified = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gboolean value = FALSE;

      notified = 0;
      bedside_counter_watch (fixture->presence, names[i], &notified);
      g_object_set (fixture->presence, names[i], TRUE, NULL);
      g_object_set (fixture->presence, names[i], TRUE, NULL);
      g_object_get (fixture->presence, names[i], &value, NULL);
      g_assert_true (value);
      g_assert_cmpuint (notified, ==, 1);
      g_object_set (fixture->presence, names[i], FALSE, NULL);
      g_assert_cmpuint (notified, ==, 2);
    }
}

/* Only when it changes: the tray goes, but the grant stays. */
static void
test_notify_possible (Fixture       *fixture,
                      gconstpointer  data)
{
  guint notified = 0;

  bedside_counter_watch (fixture->presence, "possible", &notified);
  bedside_presence_set_tray (fixture->presence, TRUE);
  g_assert_cmpuint (notified, ==, 1);
  bedside_presence_set_granted (fixture->presence, TRUE);
  bedside_presence_set_tray (fixture->presence, FALSE);
  g_assert_cmpuint (notified, ==, 1);
  bedside_presence_set_granted (fixture->presence, FALSE);
  g_assert_cmpuint (notified, ==, 2);
  bedside_presence_set_grantable (fixture->presence, TRUE);
  g_assert_cmpuint (notified, ==, 2);
}

/* --- stranded --- */

static void
test_stranded (Fixture       *fixture,
               gconstpointer  data)
{
  const gint64 start = g_get_monotonic_time ();

  bedside_presence_set_hidden (fixture->presence, TRUE);
  bedside_await (fixture->stranded == 1, 5);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, LIMIT * 1000);
  /* Once. */
  let_pass (2 * LIMIT);
  g_assert_cmpuint (fixture->stranded, ==, 1);
}

static void
test_tray_vanishes (Fixture       *fixture,
                    gconstpointer  data)
{
  bedside_presence_set_tray (fixture->presence, TRUE);
  bedside_presence_set_hidden (fixture->presence, TRUE);
  let_pass (2 * LIMIT);
  g_assert_cmpuint (fixture->stranded, ==, 0);

  bedside_presence_set_tray (fixture->presence, FALSE);
  bedside_await (fixture->stranded == 1, 5);
}

static void
test_tray_returns (Fixture       *fixture,
                   gconstpointer  data)
{
  bedside_presence_set_tray (fixture->presence, TRUE);
  bedside_presence_set_hidden (fixture->presence, TRUE);
  for (guint i = 0; i < 3; i++)
    {
      /* Each time it counts anew. */
      bedside_presence_set_tray (fixture->presence, FALSE);
      let_pass (LIMIT / 3);
      bedside_presence_set_tray (fixture->presence, TRUE);
    }
  let_pass (2 * LIMIT);
  g_assert_cmpuint (fixture->stranded, ==, 0);
}

static void
test_granted (Fixture       *fixture,
              gconstpointer  data)
{
  bedside_presence_set_hidden (fixture->presence, TRUE);
  bedside_presence_set_granted (fixture->presence, TRUE);
  let_pass (2 * LIMIT);
  g_assert_cmpuint (fixture->stranded, ==, 0);

  bedside_presence_set_granted (fixture->presence, FALSE);
  bedside_await (fixture->stranded == 1, 5);
}

static void
test_grantable_strands (Fixture       *fixture,
                        gconstpointer  data)
{
  bedside_presence_set_grantable (fixture->presence, TRUE);
  bedside_presence_set_hidden (fixture->presence, TRUE);
  bedside_await (fixture->stranded == 1, 5);
}

/* What changes meanwhile does not begin the time anew. */
static void
test_not_put_off (Fixture       *fixture,
                  gconstpointer  data)
{
  const gint64 start = g_get_monotonic_time ();

  bedside_presence_set_hidden (fixture->presence, TRUE);
  let_pass (LIMIT / 2);
  bedside_presence_set_grantable (fixture->presence, TRUE);
  bedside_presence_set_tray (fixture->presence, FALSE);
  bedside_presence_set_hidden (fixture->presence, TRUE);
  bedside_await (fixture->stranded == 1, 5);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * LIMIT * 1000);
}

static void
test_shown_again (Fixture       *fixture,
                  gconstpointer  data)
{
  bedside_presence_set_hidden (fixture->presence, TRUE);
  bedside_presence_set_hidden (fixture->presence, FALSE);
  let_pass (2 * LIMIT);
  g_assert_cmpuint (fixture->stranded, ==, 0);
}

/* It ends while the time runs: nothing comes later. */
static void
test_ends (Fixture       *fixture,
           gconstpointer  data)
{
  BedsidePresence *presence = bedside_presence_new (fixture->preferences);

  bedside_presence_set_limit (presence, 20);
  g_signal_connect_swapped (presence, "stranded", G_CALLBACK (on_stranded), fixture);
  bedside_presence_set_hidden (presence, TRUE);
  g_assert_finalize_object (presence);
  let_pass (100);
  g_assert_cmpuint (fixture->stranded, ==, 0);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/practice/presence/closing", test_closing);
  ADD ("/practice/presence/closing-signed-out", test_closing_signed_out);
  ADD ("/practice/presence/notify", test_notify);
  ADD ("/practice/presence/notify-possible", test_notify_possible);
  ADD ("/practice/presence/stranded", test_stranded);
  ADD ("/practice/presence/tray-vanishes", test_tray_vanishes);
  ADD ("/practice/presence/tray-returns", test_tray_returns);
  ADD ("/practice/presence/granted", test_granted);
  ADD ("/practice/presence/grantable-strands", test_grantable_strands);
  ADD ("/practice/presence/not-put-off", test_not_put_off);
  ADD ("/practice/presence/shown-again", test_shown_again);
  ADD ("/practice/presence/ends", test_ends);

  return g_test_run ();
}
