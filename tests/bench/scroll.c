/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Opens and scrolls a long conversation in a real window and prints how long the turns of the main loop took, in CPU
 * time of the thread: bench-scroll [MESSAGES [STEPS]]. One turn of the wheel a frame, as from the scroll controller;
 * five batches of older messages come meanwhile. Fails if one turn took 50 ms, or one of a hundred longer than a frame.
 */

#define G_LOG_DOMAIN "bedside-bench-scroll"

#include <stdlib.h>

#include "bedside-message-list.h"
#include "bedside-message-view.h"
#include "bedside-watchdog.h"
#include "message-fixture.h"

#define LOADS      5
#define LOAD_SIZE  100
#define WORST_GOAL 50000
#define P99_GOAL   16700

typedef struct {
  GtkWidget           *window;
  GtkWidget           *view;
  BedsideMessageList  *list;
  GtkEventController  *wheel;
  GtkAdjustment       *adjustment;
  BedsideWatchdog     *watchdog;
  BedsideConversation *conversation;
  gint64               oldest;    /* position of the oldest message */
  guint                steps;     /* left to do */
  guint                all_steps;
  guint                loads;     /* done */
  gboolean             on_demand; /* older messages come when the view asks for them */
  gboolean             failed;
} Bench;

static void
report (Bench      *bench,
        const char *what,
        guint       p99_goal)
{
  BedsideWatchdogFigures figures;

  bedside_watchdog_get_figures (bench->watchdog, &figures);
  g_print ("%-44s n %6" G_GUINT64_FORMAT "   p50 %6.2f ms   p99 %6.2f ms   worst %6.2f ms\n", what, figures.count,
           figures.p50 / 1000.0, figures.p99 / 1000.0, figures.worst / 1000.0);
  if (figures.worst >= WORST_GOAL || figures.p99 >= p99_goal)
    bench->failed = TRUE;
  bedside_watchdog_reset (bench->watchdog);
}

static void
load_older (Bench *bench)
{
  BedsideTimeline *timeline = bedside_conversation_get_timeline (bench->conversation);
  g_autoptr(GPtrArray) messages = NULL;

  if (bench->loads >= LOADS)
    {
      bedside_timeline_set_state (timeline, BEDSIDE_TIMELINE_STATE_COMPLETE);
      return;
    }
  bench->loads++;
  bench->oldest -= LOAD_SIZE;
  messages = fixture_messages_new (bench->oldest, LOAD_SIZE);
  bedside_timeline_merge (timeline, messages);
}

static gboolean
load_older_later (gpointer user_data)
{
  load_older (user_data);

  return G_SOURCE_REMOVE;
}

static void
load_older_cb (Bench *bench)
{
  if (bench->on_demand)
    g_timeout_add (100, load_older_later, bench);
}

static gboolean
turn_wheel (GtkWidget     *widget,
            GdkFrameClock *clock,
            gpointer       user_data)
{
  Bench *bench = user_data;
  guint done = bench->all_steps - bench->steps;
  /* Three quarters up, the rest down again. */
  double direction = done * 4 < bench->all_steps * 3 ? -1 : 1;
  gboolean handled = FALSE;

  g_signal_emit_by_name (bench->wheel, "scroll", 0.0, direction, &handled);
  if (!bench->on_demand && done > 0 && done % (bench->all_steps / (LOADS + 1)) == 0)
    g_idle_add (load_older_later, bench);

  return --bench->steps > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
scroll (Bench *bench,
        guint  steps)
{
  bench->steps = bench->all_steps = steps;
  gtk_widget_add_tick_callback (bench->view, turn_wheel, bench, NULL);
  while (bench->steps > 0)
    g_main_context_iteration (NULL, TRUE);
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

static gboolean
count_down (gpointer user_data)
{
  guint *left = user_data;

  return --*left > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* Long enough for all that goes on in idle times. */
static void
settle (void)
{
  guint left = 60;

  g_timeout_add (16, count_down, &left);
  while (left > 0)
    g_main_context_iteration (NULL, TRUE);
}

/* All as long as they can be without being cut. */
static void
make_long (BedsideTimeline *timeline)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (timeline)); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (timeline), i);
      g_autofree char *text = fixture_long_text_new (1999 - i % 100);

      if (BEDSIDE_IS_MESSAGE (item))
        bedside_message_set_text (BEDSIDE_MESSAGE (item), text);
    }
}

static void
open_conversation (Bench    *bench,
                   guint     n_messages,
                   gboolean  with_long_ones)
{
  g_clear_object (&bench->conversation);
  bench->conversation = fixture_conversation_new (n_messages);
  bench->oldest = -(gint64) n_messages;
  bench->loads = 0;
  if (with_long_ones)
    make_long (bedside_conversation_get_timeline (bench->conversation));
  settle ();
  bedside_watchdog_reset (bench->watchdog);
  bedside_message_view_set_conversation (BEDSIDE_MESSAGE_VIEW (bench->view), bench->conversation);
  settle ();
}

static void
jump (Bench *bench)
{
  gtk_adjustment_set_value (bench->adjustment, gtk_adjustment_get_upper (bench->adjustment) / 2);
  settle ();
}

static void
run (Bench *bench,
     guint  n_messages,
     guint  steps)
{
  g_autofree char *title = g_strdup_printf ("open %u messages", n_messages);

  open_conversation (bench, n_messages, FALSE);
  report (bench, title, P99_GOAL);

  scroll (bench, steps);
  g_assert_cmpuint (bench->loads, ==, LOADS);
  report (bench, "scroll, older ones put in front meanwhile", P99_GOAL);

  open_conversation (bench, LOAD_SIZE, FALSE);
  report (bench, "open another, 100 messages", P99_GOAL);

  bench->on_demand = TRUE;
  bench->loads = 0;
  bedside_timeline_set_state (bedside_conversation_get_timeline (bench->conversation), BEDSIDE_TIMELINE_STATE_READY);
  scroll (bench, MAX (steps / 2, 700));
  g_assert_cmpuint (bench->loads, ==, LOADS);
  report (bench, "scroll into older ones that are loaded", P99_GOAL);
  bench->on_demand = FALSE;

  open_conversation (bench, n_messages, FALSE);
  bedside_watchdog_reset (bench->watchdog);
  jump (bench);
  report (bench, "drag the scroll bar to the middle", P99_GOAL);

  bedside_message_list_go_to_newest (bench->list);
  settle ();
  report (bench, "jump back to the newest", P99_GOAL);

  open_conversation (bench, 1000, TRUE);
  report (bench, "open 1000 messages of 2000 characters", WORST_GOAL);
  bench->loads = LOADS;
  scroll (bench, 300);
  report (bench, "scroll them", WORST_GOAL);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(BedsideWatchdog) watchdog = NULL;
  Bench bench = { 0 };
  GtkWidget *scroller;

  fixture_init (&argc, &argv);
  watchdog = bedside_watchdog_new ();
  bench.watchdog = watchdog;
  bench.view = bedside_message_view_new ();
  bench.window = fixture_window_new (bench.view, 900, 700);
  bench.list = BEDSIDE_MESSAGE_LIST (fixture_find (bench.view, BEDSIDE_TYPE_MESSAGE_LIST, 0));
  scroller = fixture_find (bench.view, GTK_TYPE_SCROLLED_WINDOW, 0);
  bench.wheel = find_wheel (scroller);
  bench.adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  g_signal_connect_swapped (bench.view, "load-older", G_CALLBACK (load_older_cb), &bench);

  bedside_watchdog_attach (watchdog, NULL);
  run (&bench, argc > 1 ? (guint) atoi (argv[1]) : 100000, argc > 2 ? (guint) atoi (argv[2]) : 2000);
  bedside_watchdog_detach (watchdog);

  gtk_window_destroy (GTK_WINDOW (bench.window));
  g_clear_object (&bench.conversation);

  return bench.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
