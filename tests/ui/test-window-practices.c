/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* The window with a real session of somebody who works in two practices: what is asked for from outside may be of the
 * one that is not shown. */

#include "bedside-composer.h"
#include "bedside-main-page.h"
#include "bedside-other-practice.h"
#include "bedside-session-news.h"
#include "bedside-session-practice.h"
#include "bedside-ui-fixture.h"
#include "bedside-window.h"

typedef BedsidePracticeFixture Fixture;

static BedsideSession *
get_session (Fixture *fixture)
{
  return bedside_practice_fixture_get_session (fixture);
}

static const char *
get_shown (Fixture *fixture)
{
  return bedside_practice_get_room_id (bedside_session_get_practice (get_session (fixture)));
}

static BedsideWindow *
open_window (Fixture *fixture)
{
  BedsideWindow *window = BEDSIDE_WINDOW (bedside_window_new (NULL, NULL));

  bedside_window_set_account (window, fixture->account);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));

  return window;
}

static BedsideConversation *
get_open (BedsideWindow *window)
{
  return bedside_main_page_get_conversation (bedside_ui_get (window, BEDSIDE_TYPE_MAIN_PAGE, NULL));
}

static void
test_other_practice (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  g_auto(BedsideOtherPractice) other = { 0 };
  BedsideConversation *here, *there;
  BedsideWindow *window;
  GtkWidget *focus;

  bedside_other_practice_add (&other, fixture);
  bedside_practice_fixture_sign_in (fixture);
  bedside_await (bedside_session_find_conversation (get_session (fixture), room) != NULL, 10);
  bedside_await (bedside_session_find_conversation (get_session (fixture), other.room) != NULL, 10);
  here = bedside_session_find_conversation (get_session (fixture), room);
  there = bedside_session_find_conversation (get_session (fixture), other.room);
  window = open_window (fixture);

  for (guint i = 0; i < 2; i++)
    {
      bedside_window_reply (window, there);
      bedside_ui_settle ();
      g_assert_cmpstr (get_shown (fixture), ==, other.space);
      g_assert_true (get_open (window) == there);
      bedside_await (bedside_window_get_attention (window) == there, 5);
      focus = gtk_window_get_focus (GTK_WINDOW (window));
      g_assert_nonnull (gtk_widget_get_ancestor (focus, BEDSIDE_TYPE_COMPOSER));

      bedside_window_open_conversation (window, here);
      bedside_ui_settle ();
      g_assert_cmpstr (get_shown (fixture), ==, fixture->space);
      g_assert_true (get_open (window) == here);
    }

  /* The way one comes from a notification while the window is hidden. */
  bedside_window_hide (window);
  g_assert_null (bedside_window_get_attention (window));
  bedside_window_open_conversation (window, there);
  bedside_await (bedside_window_get_attention (window) == there, 5);
  bedside_ui_destroy (GTK_WINDOW (window), window);
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
  bedside_practice_add ("/ui/window/R22-other-practice", test_other_practice);

  return g_test_run ();
}
