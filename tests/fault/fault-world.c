/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "fault-world.h"

#include "bedside-main-page.h"
#include "bedside-message-list.h"
#include "bedside-notices.h"
#include "bedside-sign-in-page.h"
#include "bedside-ui-fixture.h"
#include "fault-clock.h"
#include "practice-window.h"

#define HISTORY 55
#define BEN "Ben Okafor"
/* A look at the window costs a walk through its rows. */
#define LOOK_EVERY 8

BedsideDemoServer *
fault_world_get_server (FaultWorld *world)
{
  return world->starting.practice.server;
}

BedsideSession *
fault_world_get_session (FaultWorld *world)
{
  return bedside_account_get_session (world->starting.practice.account);
}

static BedsideConversation *
find_ben (FaultWorld *world)
{
  return fault_world_get_session (world) ? bedside_practice_fixture_find (&world->starting.practice, BEN) : NULL;
}

BedsideTimeline *
fault_world_get_timeline (FaultWorld *world)
{
  BedsideConversation *ben = find_ben (world);

  return ben ? bedside_conversation_get_timeline (ben) : NULL;
}

void
fault_world_fail (FaultWorld *world,
                  const char *format,
                  ...)
{
  va_list args;

  if (world->problem->len > 0)
    return;
  va_start (args, format);
  g_string_append_vprintf (world->problem, format, args);
  va_end (args);
}

static gboolean
tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

gboolean
fault_world_turn (FaultWorld *world,
                  gint64      end)
{
  BedsideTimeline *timeline = fault_world_get_timeline (world);

  if (fault_clock_get_real () > end)
    return FALSE;
  /* As the person does who scrolls up, and tries again. */
  if (world->paging && timeline != NULL && bedside_timeline_get_state (timeline) != BEDSIDE_TIMELINE_STATE_COMPLETE &&
      bedside_timeline_get_state (timeline) != BEDSIDE_TIMELINE_STATE_LOADING)
    bedside_session_load_older (fault_world_get_session (world), find_ben (world));
  g_main_context_iteration (NULL, TRUE);
  if (world->turns++ % LOOK_EVERY == 0)
    fault_world_check_truth (world);

  return world->problem->len == 0;
}

/* Of the program's time. */
void
fault_world_pass (FaultWorld *world,
                  guint       ms)
{
  gint64 until = g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < until && fault_world_turn (world, G_MAXINT64))
    continue;
}

static void
open_window (FaultWorld *world)
{
  world->window = BEDSIDE_WINDOW (bedside_window_new (NULL, NULL));
  bedside_window_set_account (world->window, world->starting.practice.account);
  gtk_window_set_default_size (GTK_WINDOW (world->window), 900, 600);
  gtk_window_present (GTK_WINDOW (world->window));
}

void
fault_world_set_up (FaultWorld *world)
{
  BedsidePracticeFixture *practice = &world->starting.practice;

  world->problem = g_string_new (NULL);
  world->written = g_ptr_array_new_with_free_func (g_free);
  world->first = g_ptr_array_new_with_free_func (g_free);
  bedside_starting_set_up (&world->starting, NULL);
  world->ben = bedside_practice_fixture_add_patient (practice, "ben", "Ben", "Okafor");
  world->room = bedside_practice_fixture_add_room (practice, "ben");
  const char *people[] = { world->ben, practice->me, NULL };
  bedside_demo_server_fill_room (practice->server, world->room, people, HISTORY);
  /* It ends the fixture's life with the program: what ticks makes waiting end. */
  g_timeout_add (40, tick, NULL);
  open_window (world);
  fault_world_await (world, find_ben (world) != NULL, 20);
}

void
fault_world_end (FaultWorld *world,
                 gboolean    crash)
{
  world->may_differ = TRUE;
  world->paging = FALSE;
  fault_clock_set_speed (1);
  bedside_ui_destroy (GTK_WINDOW (world->window), world->window);
  world->window = NULL;
  g_clear_object (&world->with_ada);
  if (crash)
    bedside_practice_fixture_kill (&world->starting.practice);
  else
    bedside_practice_fixture_close (&world->starting.practice);
}

void
fault_world_begin (FaultWorld *world)
{
  bedside_practice_fixture_start (&world->starting.practice);
  open_window (world);
  if (fault_world_get_session (world) == NULL)
    {
      fault_world_fail (world, "it does not start: account state %d",
                        bedside_account_get_state (world->starting.practice.account));
      return;
    }
  fault_world_await (world, find_ben (world) != NULL, 20);
  if (world->problem->len > 0)
    return;
  fault_world_open (world);
  if (world->first->len > 0)
    {
      fault_world_await (world, bedside_practice_fixture_find (&world->starting.practice, "Ada Lovelace") != NULL, 20);
      g_set_object (&world->with_ada, bedside_practice_fixture_find (&world->starting.practice, "Ada Lovelace"));
      if (world->with_ada != NULL)
        bedside_session_open (fault_world_get_session (world), world->with_ada);
    }
  world->may_differ = FALSE;
}

void
fault_world_tear_down (FaultWorld *world)
{
  fault_clock_reset ();
  bedside_ui_destroy (GTK_WINDOW (world->window), world->window);
  g_clear_object (&world->with_ada);
  bedside_starting_tear_down (&world->starting, NULL);
  g_ptr_array_unref (world->written);
  g_ptr_array_unref (world->first);
  g_string_free (world->problem, TRUE);
  g_free (world->ben);
  g_free (world->room);
}

static gboolean
is_open (FaultWorld *world)
{
  BedsideTimeline *timeline = fault_world_get_timeline (world);

  /* Where the cache turns out to be damaged everything begins anew, and nothing is open. */
  if (timeline == NULL && find_ben (world) != NULL)
    bedside_window_open_conversation (world->window, find_ben (world));

  return timeline != NULL && g_list_model_get_n_items (G_LIST_MODEL (timeline)) > 15;
}

void
fault_world_open (FaultWorld *world)
{
  fault_world_await (world, is_open (world), 20);
}

void
fault_world_say (FaultWorld *world)
{
  g_autofree char *text = g_strdup_printf ("Ben says %u", ++world->said);

  fault_clock_be_server (TRUE);
  g_free (bedside_demo_server_say (fault_world_get_server (world), world->room, world->ben, text));
  fault_clock_be_server (FALSE);
}

/* Through the composer, as long as there is one. */
void
fault_world_write (FaultWorld *world)
{
  GtkTextView *view = bedside_ui_find (world->window, GTK_TYPE_TEXT_VIEW, "Message");
  char *text = g_strdup_printf ("I write %u", world->written->len + 1);

  if (view == NULL)
    {
      fault_world_fail (world, "there is no composer");
      g_free (text);
      return;
    }
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text, -1);
  bedside_ui_click (world->window, "Send");
  g_ptr_array_add (world->written, text);
  if (bedside_practice_fixture_find_message (find_ben (world), text) == NULL)
    fault_world_fail (world, "what was written is not shown at once");
}

void
fault_world_write_first (FaultWorld *world)
{
  BedsideSession *session = fault_world_get_session (world);
  char *text = g_strdup_printf ("First %u", world->first->len + 1);

  if (world->with_ada == NULL)
    world->with_ada = bedside_starting_start (&world->starting);
  bedside_session_send (session, world->with_ada, text);
  g_ptr_array_add (world->first, text);
}

void
fault_world_page (FaultWorld *world)
{
  world->paging = TRUE;
}

void
fault_world_read (FaultWorld *world)
{
  bedside_session_mark_read (fault_world_get_session (world), find_ben (world));
}

static BedsideAccountState
get_state (FaultWorld *world)
{
  return bedside_account_get_state (world->starting.practice.account);
}

static gboolean
is_signing_in (FaultWorld *world)
{
  BedsideSignInPage *page = bedside_ui_find (world->window, BEDSIDE_TYPE_SIGN_IN_PAGE, NULL);

  return page != NULL && bedside_sign_in_page_get_state (page) == BEDSIDE_SIGN_IN_STATE_BUSY;
}

gboolean
fault_world_sign_in (FaultWorld *world)
{
  BedsideNotices *notices = bedside_ui_find (world->window, BEDSIDE_TYPE_NOTICES, NULL);

  world->may_differ = TRUE;
  if (notices != NULL)
    bedside_ui_click (notices, "Sign in again");
  fault_world_await (world, bedside_ui_find (world->window, BEDSIDE_TYPE_SIGN_IN_PAGE, NULL) != NULL, 10);
  if (world->problem->len > 0)
    return FALSE;
  gtk_editable_set_text (bedside_ui_get (world->window, ADW_TYPE_ENTRY_ROW, "Password"), "correct horse");
  /* The server may have said how long to wait. */
  fault_world_await (world, gtk_widget_is_sensitive (bedside_ui_get (world->window, GTK_TYPE_BUTTON, "Sign In")), 20);
  if (world->problem->len > 0)
    return FALSE;
  bedside_ui_click (world->window, "Sign In");
  fault_world_await (world, !is_signing_in (world), 30);
  if (practice_window_says (world->window, "password is wrong"))
    fault_world_fail (world, "it says that the password is wrong");
  if (get_state (world) != BEDSIDE_ACCOUNT_STATE_SIGNED_IN)
    return FALSE;

  fault_world_await (world, find_ben (world) != NULL, 20);
  fault_world_open (world);
  world->may_differ = FALSE;

  return TRUE;
}
