/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-click-guard.h"
#include "bedside-conversation-row.h"
#include "bedside-counter.h"
#include "bedside-head-model.h"
#include "bedside-sidebar.h"
#include "bedside-ui-fixture.h"

typedef struct {
  GListStore          *store;
  BedsideSidebar      *sidebar;
  GtkWindow           *window;
  BedsideConversation *ada, *ben, *chloe, *team;
} Fixture;

static BedsideConversation *
add (Fixture             *fixture,
     BedsideConversation *conversation)
{
  g_list_store_append (fixture->store, conversation);
  g_object_unref (conversation);

  return conversation;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->store = g_list_store_new (BEDSIDE_TYPE_CONVERSATION);
  fixture->ben = add (fixture, bedside_ui_patient_conversation ("!ben", "Ben", "Okafor", "1962-03-02", 2000));
  fixture->team = add (fixture, bedside_ui_team_conversation ("!team", "Everyone", 5000));
  fixture->ada = add (fixture, bedside_ui_patient_conversation ("!ada", "Ada", "Lovelace", "1985-12-10", 3000));
  fixture->chloe = add (fixture, bedside_ui_patient_conversation ("!chloe", "Chloé", "Dubois", "1999-07-21", 1000));
  fixture->sidebar = BEDSIDE_SIDEBAR (bedside_sidebar_new ());
  bedside_sidebar_set_contents (fixture->sidebar, BEDSIDE_PANE_CONTENTS_READY);
  bedside_sidebar_set_conversations (fixture->sidebar, G_LIST_MODEL (fixture->store));
  fixture->window = bedside_ui_present (GTK_WIDGET (fixture->sidebar), 360, 600);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_ui_destroy (fixture->window, fixture->sidebar);
  /* Nothing holds the conversations any longer. */
  g_assert_finalize_object (fixture->store);
}

static GtkListView *
get_view (Fixture *fixture)
{
  return bedside_ui_get (fixture->sidebar, GTK_TYPE_LIST_VIEW, "Conversations");
}

static GtkSingleSelection *
get_selection (Fixture *fixture)
{
  GtkListView *view = get_view (fixture);

  return GTK_SINGLE_SELECTION (bedside_head_model_get_model (BEDSIDE_HEAD_MODEL (gtk_list_view_get_model (view))));
}

/* The names of the rows, in the order in which they stand. */
static char *
dup_rows (Fixture *fixture)
{
  GtkSingleSelection *selection = get_selection (fixture);
  g_autoptr(GString) rows = g_string_new (NULL);

  bedside_ui_settle ();
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (selection)); i++)
    {
      g_autoptr(BedsideConversation) conversation = g_list_model_get_item (G_LIST_MODEL (selection), i);

      g_string_append_printf (rows, "%s%s", i > 0 ? " " : "", bedside_conversation_get_room_id (conversation));
    }

  return g_string_free (g_steal_pointer (&rows), FALSE);
}

static void
assert_rows (Fixture    *fixture,
             const char *expected)
{
  g_autofree char *rows = dup_rows (fixture);

  g_assert_cmpstr (rows, ==, expected);
}

static void
search (Fixture    *fixture,
        const char *text)
{
  GtkWidget *entry = bedside_ui_get (fixture->sidebar, GTK_TYPE_SEARCH_ENTRY, "Search conversations");

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  /* The entry waits for the next key. */
  g_signal_emit_by_name (entry, "search-changed");
  bedside_ui_settle ();
}

/* What AT-SPI and a click do. */
static void
select_row (Fixture             *fixture,
            BedsideConversation *conversation)
{
  GtkSingleSelection *selection = get_selection (fixture);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (selection)); i++)
    {
      g_autoptr(BedsideConversation) item = g_list_model_get_item (G_LIST_MODEL (selection), i);

      if (item == conversation)
        {
          gtk_selection_model_select_item (GTK_SELECTION_MODEL (selection), i, TRUE);
          bedside_ui_settle ();
          return;
        }
    }
  g_assert_not_reached ();
}

static gpointer
get_selected (Fixture *fixture)
{
  bedside_ui_settle ();

  return gtk_single_selection_get_selected_item (get_selection (fixture));
}

static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  bedside_conversation_set_unread (fixture->ada, 2);
  bedside_ui_settle ();
  bedside_ui_get (fixture->sidebar, GTK_TYPE_MENU_BUTTON, "Main menu");
  bedside_ui_get (fixture->sidebar, GTK_TYPE_TOGGLE_BUTTON, "Patients");
  bedside_ui_get (fixture->sidebar, GTK_TYPE_TOGGLE_BUTTON, "Team");
  bedside_ui_get (fixture->sidebar, GTK_TYPE_BUTTON, "Sort: newest first");
  bedside_ui_get (fixture->sidebar, GTK_TYPE_TOGGLE_BUTTON, "Hide inactive conversations");
  bedside_ui_get (get_view (fixture), GTK_TYPE_WIDGET, "Ada Lovelace, 10 Dec 1985, 2 unread");
  bedside_ui_get (get_view (fixture), GTK_TYPE_WIDGET, "Ben Okafor, 2 Mar 1962");
}

static void
test_tabs (Fixture       *fixture,
           gconstpointer  data)
{
  assert_rows (fixture, "!ada !ben !chloe");
  bedside_ui_click (fixture->sidebar, "Team");
  assert_rows (fixture, "!team");
  g_assert_false (gtk_toggle_button_get_active (bedside_ui_get (fixture->sidebar, GTK_TYPE_TOGGLE_BUTTON, "Patients")));
  bedside_ui_click (fixture->sidebar, "Patients");
  assert_rows (fixture, "!ada !ben !chloe");
}

static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWidget *entry = bedside_ui_get (fixture->sidebar, GTK_TYPE_SEARCH_ENTRY, "Search conversations");

  search (fixture, "chlo");
  assert_rows (fixture, "!chloe");
  g_signal_emit_by_name (entry, "stop-search");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");
  assert_rows (fixture, "!ada !ben !chloe");

  search (fixture, "nobody");
  g_assert_true (bedside_ui_shows (fixture->sidebar, "Nothing found"));
  search (fixture, "");
  g_assert_false (bedside_ui_shows (fixture->sidebar, "Nothing found"));
}

static void
test_sort (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *button = bedside_ui_get (fixture->sidebar, GTK_TYPE_BUTTON, "Sort: newest first");
  guint count = 0;

  bedside_counter_watch (fixture->sidebar, "oldest-first", &count);
  g_assert_cmpstr (gtk_button_get_icon_name (GTK_BUTTON (button)), ==, "bedside-sort-newest-symbolic");
  bedside_ui_click (fixture->sidebar, "Sort: newest first");
  assert_rows (fixture, "!chloe !ben !ada");
  g_assert_cmpstr (gtk_button_get_icon_name (GTK_BUTTON (button)), ==, "bedside-sort-oldest-symbolic");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Sort: oldest first");
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);
  bedside_sidebar_set_oldest_first (fixture->sidebar, TRUE);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 0);
  bedside_ui_click (fixture->sidebar, "Sort: oldest first");
  assert_rows (fixture, "!ada !ben !chloe");
}

static void
test_funnel (Fixture       *fixture,
             gconstpointer  data)
{
  bedside_conversation_set_closed_reason (fixture->ada, BEDSIDE_CLOSED_REASON_LEFT);
  bedside_conversation_set_inactive (fixture->ada, TRUE);
  bedside_conversation_set_closed_reason (fixture->ben, BEDSIDE_CLOSED_REASON_LEFT);
  bedside_conversation_set_inactive (fixture->ben, TRUE);
  bedside_conversation_set_unread (fixture->ben, 1);
  bedside_ui_click (fixture->sidebar, "Hide inactive conversations");
  g_assert_true (bedside_sidebar_get_hide_inactive (fixture->sidebar));
  assert_rows (fixture, "!ben !chloe");

  /* The open one stays when it has been read, and goes when another one is opened. */
  select_row (fixture, fixture->ben);
  bedside_conversation_set_unread (fixture->ben, 0);
  assert_rows (fixture, "!ben !chloe");
  select_row (fixture, fixture->chloe);
  assert_rows (fixture, "!chloe");

  bedside_sidebar_set_hide_inactive (fixture->sidebar, FALSE);
  g_assert_false (gtk_toggle_button_get_active (bedside_ui_get (fixture->sidebar, GTK_TYPE_TOGGLE_BUTTON,
                                                                "Hide inactive conversations")));
  assert_rows (fixture, "!ada !ben !chloe");
}

static void
test_nothing_opens_by_itself (Fixture       *fixture,
                              gconstpointer  data)
{
  g_assert_null (bedside_sidebar_get_conversation (fixture->sidebar));
  g_assert_null (get_selected (fixture));
  bedside_ui_click (fixture->sidebar, "Team");
  bedside_ui_click (fixture->sidebar, "Sort: newest first");
  search (fixture, "e");
  g_assert_null (bedside_sidebar_get_conversation (fixture->sidebar));
  g_assert_null (get_selected (fixture));
}

static void
test_selection (Fixture       *fixture,
                gconstpointer  data)
{
  guint count = 0;

  bedside_counter_watch (fixture->sidebar, "conversation", &count);
  select_row (fixture, fixture->ben);
  g_assert_true (bedside_sidebar_get_conversation (fixture->sidebar) == fixture->ben);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);

  bedside_sidebar_set_conversation (fixture->sidebar, fixture->chloe);
  g_assert_true (get_selected (fixture) == fixture->chloe);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);

  /* One of the other tab: open, but no row to select. */
  bedside_sidebar_set_conversation (fixture->sidebar, fixture->team);
  g_assert_null (get_selected (fixture));
  g_assert_true (bedside_sidebar_get_conversation (fixture->sidebar) == fixture->team);
  bedside_ui_click (fixture->sidebar, "Team");
  g_assert_true (get_selected (fixture) == fixture->team);

  bedside_sidebar_set_conversation (fixture->sidebar, NULL);
  g_assert_null (get_selected (fixture));
  g_assert_cmpuint (bedside_counter_take (&count), ==, 2);
}

/* A row that is filtered away drops the selection: the conversation stays open and is selected again later. */
static void
test_filtered_away (Fixture       *fixture,
                    gconstpointer  data)
{
  guint count = 0;

  select_row (fixture, fixture->ben);
  bedside_counter_watch (fixture->sidebar, "conversation", &count);
  search (fixture, "ada");
  g_assert_null (get_selected (fixture));
  search (fixture, "nobody");
  search (fixture, "");
  g_assert_true (get_selected (fixture) == fixture->ben);
  bedside_ui_click (fixture->sidebar, "Team");
  bedside_ui_click (fixture->sidebar, "Patients");
  g_assert_true (get_selected (fixture) == fixture->ben);
  g_assert_true (bedside_sidebar_get_conversation (fixture->sidebar) == fixture->ben);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 0);
}

static void
test_gone (Fixture       *fixture,
           gconstpointer  data)
{
  select_row (fixture, fixture->ben);
  g_list_store_remove (fixture->store, 1);
  g_assert_true (bedside_sidebar_get_conversation (fixture->sidebar) == fixture->ben);
  g_list_store_remove (fixture->store, 0);
  g_assert_null (bedside_sidebar_get_conversation (fixture->sidebar));
  g_assert_null (get_selected (fixture));

  select_row (fixture, fixture->ada);
  bedside_sidebar_set_conversations (fixture->sidebar, NULL);
  g_assert_null (bedside_sidebar_get_conversation (fixture->sidebar));
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  bedside_conversation_set_closed_reason (fixture->ada, BEDSIDE_CLOSED_REASON_LEFT);
  bedside_conversation_set_inactive (fixture->ada, TRUE);
  g_list_store_remove (fixture->store, 0);
  g_list_store_remove (fixture->store, 0);
  g_list_store_remove (fixture->store, 1);
  assert_rows (fixture, "!ada");
  bedside_ui_click (fixture->sidebar, "Hide inactive conversations");
  g_assert_true (bedside_ui_shows (fixture->sidebar, "Inactive conversations are hidden"));
  g_list_store_remove_all (fixture->store);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (fixture->sidebar, "No conversations yet"));
  bedside_ui_click (fixture->sidebar, "Team");
  g_assert_true (bedside_ui_shows (fixture->sidebar, "No team conversation"));
  bedside_sidebar_set_contents (fixture->sidebar, BEDSIDE_PANE_CONTENTS_NO_PRACTICE);
  g_assert_true (bedside_ui_shows (fixture->sidebar, "No practice"));
  bedside_sidebar_set_contents (fixture->sidebar, BEDSIDE_PANE_CONTENTS_LOADING);
  g_assert_true (bedside_ui_shows (fixture->sidebar, "Loading conversations"));
  g_assert_nonnull (bedside_ui_find (fixture->sidebar, GTK_TYPE_SPINNER, NULL));

  fixture->team = add (fixture, bedside_ui_team_conversation ("!new", "Everyone", 5000));
  bedside_ui_settle ();
  g_assert_false (bedside_ui_shows (fixture->sidebar, "Loading conversations"));
  assert_rows (fixture, "!new");
}

static void
test_title (Fixture       *fixture,
            gconstpointer  data)
{
  guint count = 0;

  bedside_counter_watch (fixture->sidebar, "title", &count);
  bedside_sidebar_set_title (fixture->sidebar, "Riverside Health");
  g_assert_true (bedside_ui_shows (fixture->sidebar, "Riverside Health"));
  bedside_sidebar_set_title (fixture->sidebar, "Riverside Health");
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);
  bedside_sidebar_set_title (fixture->sidebar, "");
  g_assert_true (bedside_ui_shows (fixture->sidebar, "Bedside"));
  g_object_set (fixture->sidebar, "title", NULL, NULL);
  g_assert_cmpuint (bedside_counter_take (&count), ==, 1);
}

static GtkWidget *
find_item_widget (Fixture             *fixture,
                  BedsideConversation *conversation)
{
  GtkWidget *view = GTK_WIDGET (get_view (fixture));

  for (GtkWidget *item = gtk_widget_get_first_child (view); item != NULL; item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);

      if (BEDSIDE_IS_CONVERSATION_ROW (row)
          && bedside_conversation_row_get_conversation (BEDSIDE_CONVERSATION_ROW (row)) == conversation)
        return item;
    }

  return NULL;
}

static GtkAdjustment *
get_adjustment (Fixture *fixture)
{
  return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (get_view (fixture)));
}

static void
draw (Fixture *fixture)
{
  bedside_ui_settle ();
  gtk_widget_queue_draw (GTK_WIDGET (fixture->window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  bedside_ui_settle ();
}

static BedsideConversation *
get_listed (Fixture *fixture,
            guint    position)
{
  g_autoptr(BedsideConversation) conversation =
    g_list_model_get_item (G_LIST_MODEL (get_selection (fixture)), position);

  return conversation;
}

static void
receive (Fixture             *fixture,
         BedsideConversation *conversation)
{
  bedside_conversation_set_unread (conversation, bedside_conversation_get_unread (conversation) + 1);
  bedside_conversation_set_preview (conversation, "A new message", BEDSIDE_MESSAGE_KIND_TEXT, FALSE,
                                    g_get_real_time () / 1000);
  draw (fixture);
}

/* R30: the list begins where it began: whoever reads its top goes on reading its top. */
static void
test_scroll_at_top (Fixture       *fixture,
                    gconstpointer  data)
{
  for (guint i = 0; i < 150; i++)
    add (fixture, bedside_ui_conversation_new (i));
  draw (fixture);
  g_assert_cmpfloat (gtk_adjustment_get_value (get_adjustment (fixture)), ==, 0);

  receive (fixture, get_listed (fixture, 4));
  g_assert_cmpfloat (gtk_adjustment_get_value (get_adjustment (fixture)), ==, 0);
  receive (fixture, get_listed (fixture, 120));
  g_assert_cmpfloat (gtk_adjustment_get_value (get_adjustment (fixture)), ==, 0);
  receive (fixture, get_listed (fixture, 0));
  g_assert_cmpfloat (gtk_adjustment_get_value (get_adjustment (fixture)), ==, 0);
}

static double
get_y (Fixture             *fixture,
       BedsideConversation *conversation)
{
  graphene_point_t point = { 0 };

  g_assert_true (gtk_widget_compute_point (find_item_widget (fixture, conversation), GTK_WIDGET (get_view (fixture)),
                                           &GRAPHENE_POINT_INIT (0, 0), &point));

  return point.y;
}

/* The place in the list of the first row that is seen as a whole. */
static guint
get_first_seen (Fixture *fixture)
{
  GtkWidget *view = GTK_WIDGET (get_view (fixture));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (get_selection (fixture)));

  for (guint i = 0; i < n; i++)
    {
      GtkWidget *item = find_item_widget (fixture, get_listed (fixture, i));

      if (item != NULL && gtk_widget_get_child_visible (item) && get_y (fixture, get_listed (fixture, i)) >= 0)
        return i;
    }
  g_error ("No row of %s is seen", gtk_widget_get_name (view));
}

/* R30: the rows that are seen stay where they are seen; where one leaves for the top, those below it close up. */
static void
test_scroll_in_the_middle (Fixture       *fixture,
                           gconstpointer  data)
{
  for (guint i = 0; i < 150; i++)
    add (fixture, bedside_ui_conversation_new (i));
  draw (fixture);

  for (guint value = 100; value < 6000; value += 2500)
    {
      BedsideConversation *seen;
      guint first;
      double y;

      gtk_adjustment_set_value (get_adjustment (fixture), value);
      draw (fixture);
      first = get_first_seen (fixture);
      seen = get_listed (fixture, first);
      y = get_y (fixture, seen);

      receive (fixture, get_listed (fixture, 148));
      receive (fixture, get_listed (fixture, 0));
      g_assert_cmpfloat_with_epsilon (get_y (fixture, seen), y, 1);
      for (guint i = 1; i < 4; i++)
        {
          receive (fixture, get_listed (fixture, get_first_seen (fixture) + i));
          g_assert_cmpfloat_with_epsilon (get_y (fixture, seen), y, 1);
        }
      /* When the first one itself leaves, the next one takes its place. */
      first = get_first_seen (fixture);
      receive (fixture, get_listed (fixture, first));
      g_assert_cmpfloat (gtk_adjustment_get_value (get_adjustment (fixture)), >=, value - 62);
    }
}

/* R30: what is focused and selected stays so, also where it moves in the list itself. */
static void
test_focus_and_selection (Fixture       *fixture,
                          gconstpointer  data)
{
  GtkWidget *item;

  for (guint i = 0; i < 150; i++)
    add (fixture, bedside_ui_conversation_new (i));
  draw (fixture);
  select_row (fixture, get_listed (fixture, 5));
  item = find_item_widget (fixture, get_selected (fixture));
  gtk_widget_grab_focus (item);
  draw (fixture);
  g_assert_true (gtk_window_get_focus (fixture->window) == item);

  receive (fixture, get_listed (fixture, 9));
  receive (fixture, get_listed (fixture, 2));
  receive (fixture, get_listed (fixture, 120));
  g_assert_true (gtk_window_get_focus (fixture->window) == item);
  g_assert_true (get_selected (fixture) == bedside_sidebar_get_conversation (fixture->sidebar));
  g_assert_true (find_item_widget (fixture, get_selected (fixture)) == item);

  /* Its own message takes the row to the top, and the focus with it. */
  receive (fixture, get_selected (fixture));
  g_assert_true (get_selected (fixture) == bedside_sidebar_get_conversation (fixture->sidebar));
  g_assert_true (get_listed (fixture, 0) == get_selected (fixture));
  g_assert_true (gtk_window_get_focus (fixture->window) == find_item_widget (fixture, get_selected (fixture)));
}

/* A row is of one person from when it is seen until it is clicked on, while nobody types. */
static void
test_rows_go_with_conversations (Fixture       *fixture,
                                 gconstpointer  data)
{
  GtkWidget *item;

  for (guint i = 0; i < 150; i++)
    add (fixture, bedside_ui_conversation_new (i));
  draw (fixture);
  search (fixture, "o");
  draw (fixture);
  item = find_item_widget (fixture, get_listed (fixture, 1));
  g_assert_nonnull (item);
  for (guint i = 0; i < 4; i++)
    {
      BedsideConversation *shown = get_listed (fixture, 1);

      item = find_item_widget (fixture, shown);
      bedside_conversation_set_preview (get_listed (fixture, 5), "A new message", BEDSIDE_MESSAGE_KIND_TEXT, FALSE,
                                        g_get_real_time () / 1000);
      bedside_await (get_listed (fixture, 1) != shown, 5);
      g_assert_true (find_item_widget (fixture, shown) == item);
      draw (fixture);
      g_assert_true (find_item_widget (fixture, shown) == item);
    }

  BedsideConversationRow *row = BEDSIDE_CONVERSATION_ROW (gtk_widget_get_first_child (item));
  BedsideConversation *expected = bedside_conversation_row_get_conversation (row);
  gtk_widget_activate (item);
  bedside_ui_settle ();
  g_assert_true (bedside_sidebar_get_conversation (fixture->sidebar) == expected);
}

static GObject *
get_shown (GtkWidget *child,
           gpointer   user_data)
{
  GtkWidget *row = gtk_widget_get_first_child (child);

  if (!BEDSIDE_IS_CONVERSATION_ROW (row))
    return NULL;

  return (GObject *) bedside_conversation_row_get_conversation (BEDSIDE_CONVERSATION_ROW (row));
}

/* Nobody clicks on who has only just come under the pointer. */
static void
test_click_guard (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(BedsideClickGuard) guard = bedside_click_guard_new (get_view (fixture), get_shown, NULL);
  BedsideConversation *shown;
  double y;

  for (guint i = 0; i < 150; i++)
    add (fixture, bedside_ui_conversation_new (i));
  draw (fixture);
  bedside_click_guard_set_look (guard, 60 * G_TIME_SPAN_SECOND);
  shown = get_listed (fixture, 1);
  y = get_y (fixture, shown) + 10;
  g_assert_true (bedside_click_guard_allows (guard, 10, y));

  /* What changes further down changes nothing here. */
  bedside_click_guard_note (guard);
  g_assert_true (bedside_click_guard_allows (guard, 10, y));
  /* Another one is there now; and the one that was there has only just come to where it is. */
  receive (fixture, get_listed (fixture, 5));
  g_assert_true (get_listed (fixture, 1) != shown);
  g_assert_false (bedside_click_guard_allows (guard, 10, y));
  g_assert_false (bedside_click_guard_allows (guard, 10, get_y (fixture, shown) + 10));
  g_assert_true (bedside_click_guard_allows (guard, 10, get_y (fixture, get_listed (fixture, 7)) + 10));
  /* It does not become older because others change, and is let through in time. */
  bedside_click_guard_note (guard);
  g_assert_false (bedside_click_guard_allows (guard, 10, y));
  bedside_click_guard_set_look (guard, 0);
  g_assert_true (bedside_click_guard_allows (guard, 10, y));

  /* The person has changed it. */
  bedside_click_guard_set_look (guard, 60 * G_TIME_SPAN_SECOND);
  bedside_click_guard_forget (guard);
  g_assert_true (bedside_click_guard_allows (guard, 10, y));
}

/* The row with the focus goes away: nobody else has it, so that Enter opens nobody, and the keyboard goes on. */
static void
test_focus_lost (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (get_view (fixture)), GTK_TYPE_SCROLLED_WINDOW);
  guint position;

  bedside_sidebar_focus_list (fixture->sidebar);
  gtk_widget_grab_focus (find_item_widget (fixture, fixture->ben));
  draw (fixture);
  g_assert_true (gtk_window_get_focus (fixture->window) == find_item_widget (fixture, fixture->ben));
  g_assert_true (g_list_store_find (fixture->store, fixture->ben, &position));
  g_list_store_remove (fixture->store, position);
  draw (fixture);
  g_assert_true (gtk_window_get_focus (fixture->window) == scroller);
  gtk_widget_activate (scroller);
  bedside_ui_settle ();
  g_assert_null (bedside_sidebar_get_conversation (fixture->sidebar));

  /* It gets into the list again, and the list knows. */
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (fixture->window), GTK_DIR_DOWN));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (fixture->window), GTK_WIDGET (get_view (fixture))));
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/ui/sidebar/names", test_names);
  ADD ("/ui/sidebar/R11-tabs", test_tabs);
  ADD ("/ui/sidebar/R15-search", test_search);
  ADD ("/ui/sidebar/R16-sort", test_sort);
  ADD ("/ui/sidebar/R17-funnel", test_funnel);
  ADD ("/ui/sidebar/nothing-opens-by-itself", test_nothing_opens_by_itself);
  ADD ("/ui/sidebar/selection", test_selection);
  ADD ("/ui/sidebar/filtered-away", test_filtered_away);
  ADD ("/ui/sidebar/gone", test_gone);
  ADD ("/ui/sidebar/empty", test_empty);
  ADD ("/ui/sidebar/title", test_title);
  ADD ("/ui/sidebar/R30-scroll-at-top", test_scroll_at_top);
  ADD ("/ui/sidebar/R30-scroll-in-the-middle", test_scroll_in_the_middle);
  ADD ("/ui/sidebar/R30-focus-and-selection", test_focus_and_selection);
  ADD ("/ui/sidebar/R29-rows-go-with-conversations", test_rows_go_with_conversations);
  ADD ("/ui/sidebar/R29-click-guard", test_click_guard);
  ADD ("/ui/sidebar/R29-focus-lost", test_focus_lost);
#undef ADD
  return g_test_run ();
}
