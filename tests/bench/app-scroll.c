/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Opens and scrolls a long conversation of a stored profile: bench-app scroll FOLDER ROOM STEPS [all]. One turn of the
 * wheel a frame, three quarters of them up; older messages come from the store as the list asks for them. With `all`
 * they are all loaded then, and it goes on from there: what costs more the more there is shows itself. Figures are
 * turns of the main loop in CPU time; of the scrolling as many of the longest as there were turns of the wheel, so that
 * what takes no time does not count.
 */

#define G_LOG_DOMAIN "bedside-bench-scroll"

#include "app.h"

#include <stdlib.h>

#include "bedside-main-page.h"
#include "bedside-message-list.h"
#include "clock.h"

#define SETTLING      1000
#define LIMIT_SECONDS 300
/* When what was freed has been given back, in ms: see bedside_session_close(). */
#define GIVEN_BACK    4000

typedef struct {
  BenchApp           *app;
  const char         *room_id;
  BedsideMessageList *list;        /* (unowned) */
  GtkAdjustment      *adjustment;  /* (unowned) */
  GtkEventController *wheel;       /* (unowned) */
  guint               steps;       /* left to do */
  guint               all_steps;
  guint               loads;
} Scroll;

static int
compare_longest_first (gconstpointer a,
                       gconstpointer b)
{
  guint first = *(const guint *) a, second = *(const guint *) b;

  return (first < second) - (first > second);
}

/* @n: how many turns count; 0: all */
static void
report (Scroll     *self,
        const char *what,
        guint       n)
{
  g_autoptr(GArray) turns = bedside_watchdog_dup_turns (self->app->watchdog);

  g_array_sort (turns, compare_longest_first);
  n = n > 0 ? MIN (n, turns->len) : turns->len;
  g_print ("%s, p50: %.3f ms\n", what, g_array_index (turns, guint, n / 2) / 1000.0);
  g_print ("%s, p99: %.3f ms\n", what, g_array_index (turns, guint, n / 100) / 1000.0);
  g_print ("%s, worst: %.3f ms of %u\n", what, g_array_index (turns, guint, 0) / 1000.0, n);
  bench_app_note_turns (self->app, NULL);
}

static BedsideTimeline *
get_timeline (Scroll *self)
{
  return self->list != NULL ? bedside_message_list_get_timeline (self->list) : NULL;
}

static guint
count_messages (Scroll *self)
{
  BedsideTimeline *timeline = get_timeline (self);

  return timeline != NULL ? g_list_model_get_n_items (G_LIST_MODEL (timeline)) : 0;
}

static GtkEventController *
find_wheel (GtkWidget *scroller)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (scroller);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_SCROLL (controller) &&
          gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_BUBBLE)
        return controller;
    }
  g_error ("The scrolled window has no wheel");
}

static void
open_conversation (Scroll     *self,
                   const char *room_id)
{
  gint64 since = g_get_monotonic_time ();

  g_action_group_activate_action (G_ACTION_GROUP (self->app->application), "open-conversation",
                                  g_variant_new_string (room_id));
  while (count_messages (self) == 0)
    {
      if (g_get_monotonic_time () - since > LIMIT_SECONDS * G_USEC_PER_SEC)
        g_error ("The conversation is not open after %d s", LIMIT_SECONDS);
      bench_app_settle (10);
      self->list = bench_app_find (self->app->window, BEDSIDE_TYPE_MESSAGE_LIST);
    }
  bench_app_settle (SETTLING);
}

static void
on_state (Scroll          *self,
          GParamSpec      *pspec,
          BedsideTimeline *timeline)
{
  self->loads += bedside_timeline_get_state (timeline) == BEDSIDE_TIMELINE_STATE_LOADING;
}

static gboolean
turn_wheel (GtkWidget     *widget,
            GdkFrameClock *clock,
            gpointer       user_data)
{
  Scroll *self = user_data;
  const guint done = self->all_steps - self->steps;
  const double direction = done * 4 < self->all_steps * 3 ? -1 : 1;
  gboolean handled = FALSE;

  g_signal_emit_by_name (self->wheel, "scroll", 0.0, direction, &handled);

  return --self->steps > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
scroll (Scroll     *self,
        guint       steps,
        const char *what)
{
  self->steps = self->all_steps = steps;
  bench_app_note_turns (self->app, NULL);
  gtk_widget_add_tick_callback (GTK_WIDGET (self->list), turn_wheel, self, NULL);
  while (self->steps > 0)
    g_main_context_iteration (NULL, TRUE);
  report (self, what, steps);
}

static void
load_all (Scroll *self)
{
  BedsideSession *session = bedside_account_get_session (self->app->account);
  GListModel *conversations = bedside_session_get_conversations (session);
  BedsideTimeline *timeline = get_timeline (self);
  BedsideTimelineState state = bedside_timeline_get_state (timeline);

  bench_app_note_turns (self->app, NULL);
  while (state == BEDSIDE_TIMELINE_STATE_READY || state == BEDSIDE_TIMELINE_STATE_LOADING)
    {
      for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
        {
          g_autoptr(BedsideConversation) conversation = g_list_model_get_item (conversations, i);

          if (bedside_conversation_get_timeline (conversation) == timeline)
            bedside_session_load_older (session, conversation);
        }
      while ((state = bedside_timeline_get_state (timeline)) == BEDSIDE_TIMELINE_STATE_LOADING)
        g_main_context_iteration (NULL, TRUE);
    }
  report (self, "load", 0);
  g_print ("loaded: %u\n", count_messages (self));
}

static void
leave (Scroll *self)
{
  GListModel *conversations = bedside_session_get_conversations (bedside_account_get_session (self->app->account));

  for (guint i = 0; i < g_list_model_get_n_items (conversations); i++)
    {
      g_autoptr(BedsideConversation) conversation = g_list_model_get_item (conversations, i);

      if (!g_str_equal (bedside_conversation_get_room_id (conversation), self->room_id))
        {
          open_conversation (self, bedside_conversation_get_room_id (conversation));
          bench_app_settle (GIVEN_BACK);
          report (self, "leave", 0);
          bench_print_memory ("left");
          return;
        }
    }
}

static void
go_on_with_all (Scroll *self,
                guint   steps)
{
  load_all (self);
  bench_app_settle (SETTLING);
  bench_print_memory ("loaded");
  bench_app_note_turns (self->app, NULL);
  gtk_adjustment_set_value (self->adjustment, gtk_adjustment_get_upper (self->adjustment) / 2);
  bench_app_settle (SETTLING);
  report (self, "jump", 0);
  scroll (self, steps, "scroll far");
  bedside_message_list_go_to_newest (self->list);
  bench_app_settle (SETTLING);
  report (self, "back", 0);
  leave (self);
}

static gboolean
begin (gpointer user_data)
{
  Scroll *self = user_data;
  char **arguments = self->app->arguments;
  guint steps = (guint) atoi (arguments[1]);
  GtkWidget *scroller;

  while (!bench_app_is_list_full (self->app))
    bench_app_settle (20);
  bench_app_settle (SETTLING);
  bench_app_note_turns (self->app, NULL);
  open_conversation (self, self->room_id);
  report (self, "open", 0);
  bench_print_memory ("open");

  scroller = bench_app_find (self->list, GTK_TYPE_SCROLLED_WINDOW);
  self->wheel = find_wheel (scroller);
  self->adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  g_signal_connect_swapped (get_timeline (self), "notify::state", G_CALLBACK (on_state), self);
  scroll (self, steps, "scroll");
  g_print ("loads: %u\n", self->loads);
  bench_app_settle (SETTLING);
  bench_print_memory ("scrolled");
  g_signal_handlers_disconnect_by_func (get_timeline (self), on_state, self);
  if (arguments[2] != NULL)
    go_on_with_all (self, steps);
  bench_app_quit (self->app);

  return G_SOURCE_REMOVE;
}

void
bench_scroll_run (BenchApp *app)
{
  static Scroll self;

  if (app->arguments[0] == NULL || app->arguments[1] == NULL)
    g_error ("Usage: bench-app scroll FOLDER ROOM STEPS [all]");
  self.app = app;
  self.room_id = app->arguments[0];
  g_timeout_add (500, begin, &self);
}
