/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-day-row.h"
#include "bedside-message-factory.h"
#include "bedside-message-list.h"
#include "bedside-message-row.h"
#include "bedside-text-window.h"
#include "bedside-text.h"
#include "message-fixture.h"

typedef struct {
  BedsideConversation *conversation;
  BedsideTimeline     *timeline;
  GtkWidget           *list;
  GtkWidget           *rows;      /* the list view */
  GtkWidget           *entry;     /* something else that may have the focus */
  GtkWindow           *window;
  GtkAdjustment       *adjustment;
  guint                load_older;
  guint                newest_seen;
} Fixture;

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
settle (Fixture *fixture)
{
  fixture_wait_frames (fixture->list, 4);
}

static void
set_up (Fixture *fixture,
        guint    n_messages)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  memset (fixture, 0, sizeof (*fixture));
  fixture->conversation = fixture_conversation_new (n_messages);
  fixture->timeline = bedside_conversation_get_timeline (fixture->conversation);
  fixture->list = bedside_message_list_new ();
  fixture->entry = gtk_entry_new ();
  g_signal_connect_swapped (fixture->list, "load-older", G_CALLBACK (count_cb), &fixture->load_older);
  g_signal_connect_swapped (fixture->list, "newest-seen", G_CALLBACK (count_cb), &fixture->newest_seen);
  bedside_message_list_set_timeline (BEDSIDE_MESSAGE_LIST (fixture->list), fixture->timeline);
  gtk_widget_set_vexpand (fixture->list, TRUE);
  gtk_box_append (GTK_BOX (box), fixture->list);
  gtk_box_append (GTK_BOX (box), fixture->entry);
  fixture->window = bedside_ui_present (box, 600, 500);
  fixture->rows = bedside_ui_get (fixture->list, GTK_TYPE_LIST_VIEW, "Messages");
  fixture->adjustment =
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (fixture_find (fixture->list, GTK_TYPE_SCROLLED_WINDOW,
                                                                            0)));
  gtk_widget_grab_focus (fixture->entry);
  /* All rows are there only after some turns. */
  fixture_wait_frames (fixture->list, n_messages > 30 ? 14 : 3);
}

/* On a busy machine the rows take longer to be measured than set_up() waits. */
static double
await_rest (Fixture *fixture)
{
  double value;

  do
    {
      value = gtk_adjustment_get_value (fixture->adjustment);
      settle (fixture);
    }
  while (value != gtk_adjustment_get_value (fixture->adjustment));

  return value;
}

static void
tear_down (Fixture *fixture)
{
  bedside_ui_destroy (fixture->window, fixture->list);
  g_assert_finalize_object (fixture->conversation);
}

static void
scroll_by (Fixture *fixture,
           double   pixels)
{
  gtk_adjustment_set_value (fixture->adjustment, gtk_adjustment_get_value (fixture->adjustment) + pixels);
  settle (fixture);
}

static gboolean
is_at_newest (Fixture *fixture)
{
  return bedside_message_list_get_at_newest (BEDSIDE_MESSAGE_LIST (fixture->list));
}

static GtkWidget *
first_row (Fixture *fixture)
{
  return gtk_widget_get_first_child (fixture->rows);
}

static double
get_y (Fixture   *fixture,
       GtkWidget *row)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (row, fixture->list, &bounds));

  return bounds.origin.y;
}

/* Where the bubble of each message that is seen stands, in pixels. */
static GHashTable *
get_places (Fixture *fixture)
{
  GHashTable *places = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);

  for (GtkWidget *row = first_row (fixture); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      BedsideMessage *message = bedside_message_factory_get_message (row);
      double y;

      if (message == NULL || !gtk_widget_get_child_visible (row))
        continue;
      y = get_y (fixture, fixture_find (row, BEDSIDE_TYPE_TEXT, 0));
      if (y > 0 && y < gtk_widget_get_height (fixture->list))
        g_hash_table_insert (places, g_object_ref (message), g_memdup2 (&y, sizeof (y)));
    }
  g_assert_cmpuint (g_hash_table_size (places), >, 3);

  return places;
}

static void
assert_same_places (Fixture    *fixture,
                    GHashTable *before)
{
  g_autoptr(GHashTable) after = get_places (fixture);
  GHashTableIter iter;
  gpointer message, y;

  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &message, &y))
    {
      double *now = g_hash_table_lookup (after, message);

      g_assert_nonnull (now);
      g_assert_cmpfloat (*now, ==, *(double *) y);
    }
}

static GtkWidget *
find_message (Fixture        *fixture,
              BedsideMessage *message)
{
  for (GtkWidget *row = first_row (fixture); row != NULL; row = gtk_widget_get_next_sibling (row))
    if (bedside_message_factory_get_message (row) == message)
      return row;

  return NULL;
}

static BedsideMessage *
get_newest (Fixture *fixture)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (fixture->timeline));
  g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (fixture->timeline), n - 1);

  return BEDSIDE_MESSAGE (item);
}

static void
assert_sees_newest (Fixture *fixture)
{
  GtkWidget *row = find_message (fixture, get_newest (fixture));
  graphene_rect_t bounds;

  g_assert_nonnull (row);
  g_assert_true (gtk_widget_get_child_visible (row));
  g_assert_true (gtk_widget_compute_bounds (row, fixture->list, &bounds));
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, gtk_widget_get_height (fixture->rows));
  g_assert_cmpfloat (bounds.origin.y + bounds.size.height, >, gtk_widget_get_height (fixture->rows) - 30);
  g_assert_true (is_at_newest (fixture));
}

static void
merge_older (Fixture *fixture,
             gint64   oldest,
             guint    n)
{
  g_autoptr(GPtrArray) messages = fixture_messages_new (oldest - n, n);

  bedside_timeline_merge (fixture->timeline, messages);
}

static void
test_opens_at_the_newest (void)
{
  Fixture fixture;

  set_up (&fixture, 1000);
  assert_sees_newest (&fixture);
  g_assert_cmpuint (bedside_message_list_get_n_new (BEDSIDE_MESSAGE_LIST (fixture.list)), ==, 0);
  g_assert_cmpuint (fixture.load_older, ==, 0);
  tear_down (&fixture);
}

static void
test_empty (void)
{
  Fixture fixture;

  set_up (&fixture, 0);
  g_assert_true (is_at_newest (&fixture));
  g_assert_cmpuint (fixture.newest_seen, ==, 0);
  fixture_merge (fixture.timeline, fixture_message_new (1, FALSE, "first"));
  settle (&fixture);
  g_assert_nonnull (find_message (&fixture, get_newest (&fixture)));
  bedside_message_list_set_timeline (BEDSIDE_MESSAGE_LIST (fixture.list), NULL);
  settle (&fixture);
  g_assert_true (is_at_newest (&fixture));
  tear_down (&fixture);
}

static void
test_stays_at_the_end (void)
{
  Fixture fixture;

  set_up (&fixture, 200);
  for (int i = 0; i < 5; i++)
    {
      fixture_merge (fixture.timeline, fixture_message_new (i, i % 2, NULL));
      settle (&fixture);
      assert_sees_newest (&fixture);
    }
  tear_down (&fixture);
}

/* Buttons under the last message, a smaller window: still the end. */
static void
test_end_that_grows (void)
{
  Fixture fixture;
  BedsideMessage *message = fixture_message_new (0, TRUE, "Hello");

  set_up (&fixture, 200);
  fixture_merge (fixture.timeline, message);
  settle (&fixture);
  bedside_message_set_state (message, BEDSIDE_MESSAGE_STATE_NOT_SENT);
  settle (&fixture);
  assert_sees_newest (&fixture);
  gtk_widget_set_size_request (fixture.entry, -1, 200);
  settle (&fixture);
  assert_sees_newest (&fixture);
  gtk_window_set_default_size (fixture.window, 420, 500);
  settle (&fixture);
  assert_sees_newest (&fixture);
  tear_down (&fixture);
}

static void
test_arrival_does_not_scroll (void)
{
  const double distances[] = { -20, -300, -2500 };

  for (guint i = 0; i < G_N_ELEMENTS (distances); i++)
    {
      Fixture fixture;
      g_autoptr(GHashTable) before = NULL;
      GtkWidget *focus;

      set_up (&fixture, 300);
      scroll_by (&fixture, distances[i]);
      g_assert_false (is_at_newest (&fixture));
      before = get_places (&fixture);
      focus = gtk_window_get_focus (fixture.window);
      for (int j = 0; j < 7; j++)
        {
          fixture_merge (fixture.timeline, fixture_message_new (j, FALSE, NULL));
          settle (&fixture);
          assert_same_places (&fixture, before);
        }
      g_assert_true (gtk_window_get_focus (fixture.window) == focus);
      g_assert_cmpuint (bedside_message_list_get_n_new (BEDSIDE_MESSAGE_LIST (fixture.list)), ==, 7);
      tear_down (&fixture);
    }
}

/* Nor does a message that is read, edited or removed above what is seen. */
static void
test_changes_do_not_scroll (void)
{
  Fixture fixture;
  g_autoptr(GHashTable) before = NULL;
  BedsideMessage *above = NULL;

  set_up (&fixture, 300);
  scroll_by (&fixture, -1500);
  before = get_places (&fixture);
  for (GtkWidget *row = first_row (&fixture); row != NULL; row = gtk_widget_get_next_sibling (row))
    {
      if (gtk_widget_get_child_visible (row) && get_y (&fixture, row) > -20)
        break;
      if (bedside_message_factory_get_message (row) != NULL)
        above = bedside_message_factory_get_message (row);
    }
  g_assert_nonnull (above);
  bedside_message_set_text (above, "one\ntwo\nthree\nfour\nfive");
  bedside_message_set_edited (above, TRUE);
  settle (&fixture);
  assert_same_places (&fixture, before);
  bedside_message_set_kind (above, BEDSIDE_MESSAGE_KIND_REMOVED);
  settle (&fixture);
  assert_same_places (&fixture, before);
  bedside_timeline_remove (fixture.timeline, above);
  settle (&fixture);
  assert_same_places (&fixture, before);
  tear_down (&fixture);
}

static void
test_older_do_not_scroll (void)
{
  /* In the middle, near the top, at the very top, where the day is that comes first. */
  const double from_top[] = { 800, 200, 30, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (from_top); i++)
    {
      Fixture fixture;
      g_autoptr(GHashTable) before = NULL;

      set_up (&fixture, 100);
      gtk_adjustment_set_value (fixture.adjustment, from_top[i]);
      settle (&fixture);
      before = get_places (&fixture);
      merge_older (&fixture, -100, 100);
      settle (&fixture);
      assert_same_places (&fixture, before);
      merge_older (&fixture, -200, 1);
      settle (&fixture);
      assert_same_places (&fixture, before);
      /* Of days before. */
      merge_older (&fixture, -5000, 30);
      settle (&fixture);
      assert_same_places (&fixture, before);
      tear_down (&fixture);
    }
}

/* GTK alone would be some hundred messages away then. */
static void
test_older_while_scrolling (void)
{
  Fixture fixture;
  g_autoptr(GHashTable) before = NULL;
  GHashTableIter iter;
  gpointer message, y;

  set_up (&fixture, 400);
  scroll_by (&fixture, -3000);
  before = get_places (&fixture);
  merge_older (&fixture, -400, 100);
  gtk_adjustment_set_value (fixture.adjustment, gtk_adjustment_get_value (fixture.adjustment) - 40);
  settle (&fixture);
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &message, &y))
    {
      *(double *) y += 40;
      if (*(double *) y >= gtk_widget_get_height (fixture.list))
        g_hash_table_iter_remove (&iter);
    }
  assert_same_places (&fixture, before);
  tear_down (&fixture);
}

static void
test_older_in_front_of_few (void)
{
  Fixture fixture;

  set_up (&fixture, 3);
  g_assert_cmpuint (fixture.load_older, ==, 1);
  merge_older (&fixture, -3, 60);
  settle (&fixture);
  assert_sees_newest (&fixture);
  tear_down (&fixture);
}

static void
test_load_older (void)
{
  Fixture fixture;

  set_up (&fixture, 200);
  g_assert_cmpuint (fixture.load_older, ==, 0);
  gtk_adjustment_set_value (fixture.adjustment, 1.4 * gtk_adjustment_get_page_size (fixture.adjustment));
  settle (&fixture);
  g_assert_cmpuint (fixture.load_older, ==, 1);
  /* Asked once, until something comes of it. */
  scroll_by (&fixture, -100);
  g_assert_cmpuint (fixture.load_older, ==, 1);
  bedside_timeline_set_state (fixture.timeline, BEDSIDE_TIMELINE_STATE_LOADING);
  settle (&fixture);
  scroll_by (&fixture, -10);
  g_assert_cmpuint (fixture.load_older, ==, 1);

  /* After a failure only when somebody says so. */
  bedside_timeline_set_state (fixture.timeline, BEDSIDE_TIMELINE_STATE_FAILED);
  scroll_by (&fixture, -100000);
  g_assert_cmpuint (fixture.load_older, ==, 1);
  bedside_ui_click (fixture.list, "Try again");
  g_assert_cmpuint (fixture.load_older, ==, 2);

  bedside_timeline_set_state (fixture.timeline, BEDSIDE_TIMELINE_STATE_READY);
  settle (&fixture);
  g_assert_cmpuint (fixture.load_older, ==, 3);
  merge_older (&fixture, -200, 100);
  bedside_timeline_set_state (fixture.timeline, BEDSIDE_TIMELINE_STATE_COMPLETE);
  settle (&fixture);
  scroll_by (&fixture, -100000);
  g_assert_cmpuint (fixture.load_older, ==, 3);
  g_assert_nonnull (bedside_ui_find (fixture.rows, GTK_TYPE_WIDGET, "Beginning of the conversation"));
  tear_down (&fixture);
}

static void
test_jump (void)
{
  const double distances[] = { -600, -100000 };

  for (guint i = 0; i < G_N_ELEMENTS (distances); i++)
    {
      Fixture fixture;
      GtkWidget *jump;

      set_up (&fixture, 500);
      g_assert_null (bedside_ui_find (fixture.list, GTK_TYPE_BUTTON, "Jump to newest"));
      scroll_by (&fixture, distances[i]);
      jump = bedside_ui_get (fixture.list, GTK_TYPE_BUTTON, "Jump to newest");
      g_assert_true (gtk_widget_get_mapped (jump));
      fixture_merge (fixture.timeline, fixture_message_new (1, FALSE, NULL));
      fixture_merge (fixture.timeline, fixture_message_new (2, TRUE, NULL));
      settle (&fixture);
      g_assert_nonnull (bedside_ui_find (fixture.list, GTK_TYPE_BUTTON, "Jump to newest, 1 new message"));
      fixture_merge (fixture.timeline, fixture_message_new (3, FALSE, NULL));
      settle (&fixture);
      bedside_ui_click (fixture.list, "Jump to newest, 2 new messages");
      fixture_wait_frames (fixture.list, 20);
      assert_sees_newest (&fixture);
      g_assert_cmpuint (bedside_message_list_get_n_new (BEDSIDE_MESSAGE_LIST (fixture.list)), ==, 0);
      tear_down (&fixture);
    }
}

static void
test_scrolling_by_hand_wins (void)
{
  Fixture fixture;
  double value;

  set_up (&fixture, 300);
  /* In one frame: a message comes, and somebody scrolls up. */
  fixture_merge (fixture.timeline, fixture_message_new (1, FALSE, NULL));
  gtk_adjustment_set_value (fixture.adjustment, gtk_adjustment_get_value (fixture.adjustment) - 400);
  settle (&fixture);
  g_assert_false (is_at_newest (&fixture));
  g_assert_cmpuint (bedside_message_list_get_n_new (BEDSIDE_MESSAGE_LIST (fixture.list)), <=, 1);
  value = gtk_adjustment_get_value (fixture.adjustment);
  settle (&fixture);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, value);
  /* And back to the end, where it stays. */
  scroll_by (&fixture, 100000);
  fixture_merge (fixture.timeline, fixture_message_new (2, FALSE, NULL));
  settle (&fixture);
  assert_sees_newest (&fixture);
  tear_down (&fixture);
}

static void
test_focus_of_a_row_may_scroll (void)
{
  Fixture fixture;
  GtkWidget *row;

  set_up (&fixture, 300);
  row = gtk_widget_get_last_child (fixture.rows);
  for (guint i = 0; i < 30; i++)
    row = gtk_widget_get_prev_sibling (row);
  g_assert_true (gtk_widget_grab_focus (row));
  settle (&fixture);
  g_assert_false (is_at_newest (&fixture));
  g_assert_true (gtk_widget_get_child_visible (row));
  tear_down (&fixture);
}

static void
move_focus (Fixture          *fixture,
            GtkDirectionType  direction)
{
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (fixture->window), direction));
  settle (fixture);
}

/* Through 100,000 messages, Tab would not lead anywhere. */
static void
test_tab (void)
{
  Fixture fixture;
  g_autoptr(GHashTable) before = NULL;
  BedsideMessage *message = fixture_message_new (1, TRUE, "not sent, see https://example.org");
  double value;

  set_up (&fixture, 300);
  value = await_rest (&fixture);
  move_focus (&fixture, GTK_DIR_TAB_BACKWARD);
  g_assert_true (gtk_window_get_focus (fixture.window) == find_message (&fixture, get_newest (&fixture)));
  move_focus (&fixture, GTK_DIR_TAB_FORWARD);
  bedside_await (bedside_ui_has_focus (fixture.window, fixture.entry), 10);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture.adjustment), ==, value);

  /* Through the controls of a row. */
  fixture_merge (fixture.timeline, message);
  bedside_message_set_state (message, BEDSIDE_MESSAGE_STATE_NOT_SENT);
  settle (&fixture);
  move_focus (&fixture, GTK_DIR_TAB_BACKWARD);
  g_assert_true (gtk_window_get_focus (fixture.window) == bedside_ui_get (find_message (&fixture, message),
                                                                          GTK_TYPE_BUTTON, "Delete"));
  for (guint i = 0; i < 3; i++)
    move_focus (&fixture, GTK_DIR_TAB_BACKWARD);
  g_assert_true (BEDSIDE_IS_TEXT (gtk_window_get_focus (fixture.window)));

  /* By way of the button that leads back. */
  gtk_widget_grab_focus (fixture.entry);
  scroll_by (&fixture, -2000);
  before = get_places (&fixture);
  move_focus (&fixture, GTK_DIR_TAB_BACKWARD);
  g_assert_true (gtk_window_get_focus (fixture.window) == bedside_ui_get (fixture.list, GTK_TYPE_BUTTON,
                                                                          "Jump to newest"));
  move_focus (&fixture, GTK_DIR_TAB_BACKWARD);
  bedside_await (bedside_ui_has_focus (fixture.window, fixture.rows), 10);
  assert_same_places (&fixture, before);
  move_focus (&fixture, GTK_DIR_TAB_FORWARD);
  move_focus (&fixture, GTK_DIR_TAB_FORWARD);
  bedside_await (bedside_ui_has_focus (fixture.window, fixture.entry), 10);
  tear_down (&fixture);
}

static void
test_newest_seen (void)
{
  Fixture fixture;

  set_up (&fixture, 300);
  bedside_await (gtk_window_is_active (fixture.window), 5);
  settle (&fixture);
  g_assert_cmpuint (fixture.newest_seen, ==, 1);
  fixture_merge (fixture.timeline, fixture_message_new (1, FALSE, NULL));
  settle (&fixture);
  g_assert_cmpuint (fixture.newest_seen, ==, 2);
  settle (&fixture);
  g_assert_cmpuint (fixture.newest_seen, ==, 2);

  /* Not while something else is read. */
  scroll_by (&fixture, -900);
  fixture_merge (fixture.timeline, fixture_message_new (2, FALSE, NULL));
  settle (&fixture);
  g_assert_cmpuint (fixture.newest_seen, ==, 2);
  scroll_by (&fixture, 100000);
  g_assert_cmpuint (fixture.newest_seen, ==, 3);
  tear_down (&fixture);
}

static void
test_newest_is_not_seen_in_another_window (void)
{
  Fixture fixture;
  GtkWindow *other;

  set_up (&fixture, 300);
  bedside_await (gtk_window_is_active (fixture.window), 5);
  settle (&fixture);
  g_assert_cmpuint (fixture.newest_seen, ==, 1);
  other = bedside_ui_present (gtk_entry_new (), 200, 100);
  bedside_await (!gtk_window_is_active (fixture.window), 5);
  fixture_merge (fixture.timeline, fixture_message_new (1, FALSE, NULL));
  settle (&fixture);
  g_assert_cmpuint (fixture.newest_seen, ==, 1);
  gtk_window_destroy (other);
  gtk_window_present (fixture.window);
  bedside_await (gtk_window_is_active (fixture.window), 5);
  g_assert_cmpuint (fixture.newest_seen, ==, 2);

  /* Nor in a list that is not shown. */
  gtk_widget_set_visible (fixture.list, FALSE);
  fixture_merge (fixture.timeline, fixture_message_new (2, FALSE, NULL));
  fixture_wait_frames (GTK_WIDGET (fixture.window), 3);
  g_assert_cmpuint (fixture.newest_seen, ==, 2);
  gtk_widget_set_visible (fixture.list, TRUE);
  settle (&fixture);
  g_assert_cmpuint (fixture.newest_seen, ==, 3);
  assert_sees_newest (&fixture);
  tear_down (&fixture);
}

static void
test_rows (void)
{
  Fixture fixture;

  set_up (&fixture, 0);
  fixture_merge (fixture.timeline, fixture_message_new (0, FALSE, "Thank you"));
  fixture_merge (fixture.timeline, fixture_message_new (2, TRUE, "You are welcome"));
  settle (&fixture);
  g_assert_nonnull (bedside_ui_find (fixture.rows, GTK_TYPE_WIDGET, "Friday, 20 November"));
  g_assert_nonnull (bedside_ui_find (fixture.rows, GTK_TYPE_WIDGET, "Ada Lovelace, Thank you, 10:00"));
  g_assert_nonnull (bedside_ui_find (fixture.rows, GTK_TYPE_WIDGET, "You, You are welcome, 10:02, read"));
  g_assert_cmpfloat (get_y (&fixture, bedside_ui_get (fixture.rows, GTK_TYPE_WIDGET, "Ada Lovelace, Thank you, 10:00")),
                     <, get_y (&fixture, find_message (&fixture, get_newest (&fixture))));
  tear_down (&fixture);
}

/* Runs the shortcut of the list that has this trigger. */
static void
press_key (Fixture         *fixture,
           guint            keyval,
           GdkModifierType  state)
{
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (fixture->rows);
  g_autoptr(GtkShortcutTrigger) wanted = gtk_keyval_trigger_new (keyval, state);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr(GObject) controller = g_list_model_get_item (controllers, i);
      guint n = GTK_IS_SHORTCUT_CONTROLLER (controller) ? g_list_model_get_n_items (G_LIST_MODEL (controller)) : 0;

      for (guint j = 0; j < n; j++)
        {
          g_autoptr(GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);

          if (gtk_shortcut_trigger_equal (gtk_shortcut_get_trigger (shortcut), wanted))
            gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, fixture->rows, NULL);
        }
    }
}

static void
test_menu_and_copy_by_keyboard (void)
{
  Fixture fixture;
  GtkWidget *row, *menu;

  set_up (&fixture, 20);
  row = find_message (&fixture, get_newest (&fixture));
  g_assert_true (gtk_widget_grab_focus (row));
  press_key (&fixture, GDK_KEY_c, GDK_CONTROL_MASK);
  g_assert_true (gdk_clipboard_is_local (gtk_widget_get_clipboard (fixture.list)));
  g_assert_null (fixture_find (row, GTK_TYPE_POPOVER_MENU, 0));
  press_key (&fixture, GDK_KEY_Menu, 0);
  fixture_wait_frames (fixture.list, 2);
  menu = fixture_find (row, GTK_TYPE_POPOVER_MENU, 0);
  g_assert_nonnull (menu);
  gtk_popover_popdown (GTK_POPOVER (menu));
  fixture_wait_frames (fixture.list, 2);
  /* Not of something else that has the focus. */
  gtk_widget_grab_focus (fixture.entry);
  press_key (&fixture, GDK_KEY_Menu, 0);
  tear_down (&fixture);
}

static void
test_show_all (void)
{
  Fixture fixture;
  g_autofree char *text = fixture_long_text_new (5000);
  g_autoptr(GList) windows = NULL;

  set_up (&fixture, 0);
  fixture_merge (fixture.timeline, fixture_message_new (0, FALSE, text));
  settle (&fixture);
  bedside_ui_click (fixture.list, "Show all");
  windows = gtk_window_list_toplevels ();
  for (GList *l = windows; l != NULL; l = l->next)
    if (BEDSIDE_IS_TEXT_WINDOW (l->data))
      {
        g_autofree char *shown = bedside_text_window_dup_text (BEDSIDE_TEXT_WINDOW (l->data));

        g_assert_true (gtk_window_get_transient_for (GTK_WINDOW (l->data)) == fixture.window);
        g_assert_cmpuint (strlen (shown), >=, 5000);
        gtk_window_destroy (GTK_WINDOW (l->data));
        tear_down (&fixture);
        return;
      }
  g_assert_not_reached ();
}

static void
test_another_timeline (void)
{
  Fixture fixture;
  g_autoptr(BedsideConversation) other = fixture_conversation_new (400);
  guint old = 0;

  set_up (&fixture, 300);
  scroll_by (&fixture, -1000);
  old = fixture.load_older;
  bedside_message_list_set_timeline (BEDSIDE_MESSAGE_LIST (fixture.list), bedside_conversation_get_timeline (other));
  fixture_wait_frames (fixture.list, 20);
  g_assert_true (is_at_newest (&fixture));
  /* The one that is gone has nothing to say any more. */
  fixture_merge (fixture.timeline, fixture_message_new (1, FALSE, NULL));
  settle (&fixture);
  g_assert_null (find_message (&fixture, get_newest (&fixture)));
  g_assert_cmpuint (fixture.load_older, ==, old);
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  fixture_init (&argc, &argv);

  g_test_add_func ("/ui/message-list/opens-at-the-newest", test_opens_at_the_newest);
  g_test_add_func ("/ui/message-list/empty", test_empty);
  g_test_add_func ("/ui/message-list/stays-at-the-end", test_stays_at_the_end);
  g_test_add_func ("/ui/message-list/end-that-grows", test_end_that_grows);
  g_test_add_func ("/ui/message-list/R30-arrival-does-not-scroll", test_arrival_does_not_scroll);
  g_test_add_func ("/ui/message-list/R30-changes-do-not-scroll", test_changes_do_not_scroll);
  g_test_add_func ("/ui/message-list/R30-older-do-not-scroll", test_older_do_not_scroll);
  g_test_add_func ("/ui/message-list/R30-older-while-scrolling", test_older_while_scrolling);
  g_test_add_func ("/ui/message-list/older-in-front-of-few", test_older_in_front_of_few);
  g_test_add_func ("/ui/message-list/load-older", test_load_older);
  g_test_add_func ("/ui/message-list/jump", test_jump);
  g_test_add_func ("/ui/message-list/scrolling-by-hand-wins", test_scrolling_by_hand_wins);
  g_test_add_func ("/ui/message-list/focus-of-a-row-may-scroll", test_focus_of_a_row_may_scroll);
  g_test_add_func ("/ui/message-list/tab", test_tab);
  g_test_add_func ("/ui/message-list/newest-seen", test_newest_seen);
  g_test_add_func ("/ui/message-list/newest-is-not-seen-in-another-window", test_newest_is_not_seen_in_another_window);
  g_test_add_func ("/ui/message-list/R18-rows", test_rows);
  g_test_add_func ("/ui/message-list/menu-and-copy-by-keyboard", test_menu_and_copy_by_keyboard);
  g_test_add_func ("/ui/message-list/show-all", test_show_all);
  g_test_add_func ("/ui/message-list/another-timeline", test_another_timeline);

  return g_test_run ();
}
