/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-bubble.h"
#include "bedside-bubble-popover.h"
#include "bedside-conversation-row.h"
#include "bedside-question.h"
#include "bedside-ui-fixture.h"

typedef struct {
  BedsideSession      *session;
  BedsidePreferences  *preferences;
  GListStore          *news;
  BedsideBubble       *bubble;
  GtkWindow           *window;
  BedsideConversation *ada, *team;
  GString             *opened;      /* the room ids that app.open-conversation was activated with */
} Fixture;

static void
open_conversation (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  g_string_append_printf (user_data, "%s;", g_variant_get_string (parameter, NULL));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  static const GActionEntry entries[] = {
    { .name = "open-conversation", .activate = open_conversation, .parameter_type = "s" },
  };
  g_autoptr(GSimpleActionGroup) actions = g_simple_action_group_new ();
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  fixture->session = bedside_fake_session_new ();
  fixture->preferences = bedside_preferences_new ();
  fixture->opened = g_string_new (NULL);
  fixture->news = bedside_fake_session_get_news_store (fixture->session);
  fixture->ada = bedside_ui_patient_conversation ("!ada", "Ada", "Lovelace", "1985-12-10", g_get_real_time () / 1000);
  fixture->team = bedside_ui_team_conversation ("!team", "Everyone", 1000);
  bedside_conversation_set_unread (fixture->ada, 2);
  bedside_conversation_set_unread (fixture->team, 1);
  bedside_fake_session_set_practice (fixture->session, "Riverside Health");

  fixture->bubble = BEDSIDE_BUBBLE (bedside_bubble_new ());
  bedside_bubble_set_session (fixture->bubble, fixture->session);
  bedside_bubble_set_preferences (fixture->bubble, fixture->preferences);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), GTK_WIDGET (fixture->bubble));
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), gtk_text_view_new ());
  fixture->window = bedside_ui_present (box, 400, 300);
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries), fixture->opened);
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "app", G_ACTION_GROUP (actions));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_ui_destroy (fixture->window, fixture->bubble);
  g_string_free (fixture->opened, TRUE);
  g_object_unref (fixture->ada);
  g_object_unref (fixture->team);
  g_assert_finalize_object (fixture->preferences);
  g_assert_finalize_object (fixture->session);
}

static void
add_both (Fixture *fixture)
{
  g_list_store_append (fixture->news, fixture->ada);
  g_list_store_append (fixture->news, fixture->team);
  bedside_ui_settle ();
}

static void
assert_name (Fixture    *fixture,
             const char *name)
{
  GtkWidget *button = bedside_ui_get (fixture->bubble, GTK_TYPE_MENU_BUTTON, name);

  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, name);
}

static gboolean
is_open (Fixture *fixture)
{
  return bedside_ui_find (fixture->bubble, BEDSIDE_TYPE_BUBBLE_POPOVER, NULL) != NULL;
}

static GtkWidget *
open_popover (Fixture *fixture)
{
  GtkWidget *popover;

  bedside_bubble_popup (fixture->bubble);
  popover = bedside_ui_get (fixture->bubble, BEDSIDE_TYPE_BUBBLE_POPOVER, NULL);
  gtk_test_widget_wait_for_draw (popover);
  bedside_ui_settle ();

  return popover;
}

static GtkListView *
get_list (Fixture *fixture)
{
  return bedside_ui_get (fixture->bubble, GTK_TYPE_LIST_VIEW, "Conversations with new messages");
}

/* The row with that name, in which the focus is or not. */
static GtkWidget *
get_row (Fixture    *fixture,
         const char *name)
{
  return bedside_ui_get (get_list (fixture), GTK_TYPE_WIDGET, name);
}

static GtkWidget *
get_focus (Fixture *fixture)
{
  return gtk_window_get_focus (fixture->window);
}

static BedsideQuestion *
find_question (Fixture *fixture)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (BEDSIDE_IS_QUESTION (l->data) && gtk_window_get_transient_for (l->data) == fixture->window)
        return l->data;
    }

  return NULL;
}

static void
assert_calls (Fixture    *fixture,
              const char *expected)
{
  g_autofree char *calls = bedside_fake_take_calls (fixture->session);

  g_assert_cmpstr (calls, ==, expected);
}

/* --- the button --- */

static void
test_counts (Fixture       *fixture,
             gconstpointer  data)
{
  assert_name (fixture, "New messages: 0");
  g_assert_false (bedside_ui_shows (fixture->bubble, "0"));

  add_both (fixture);
  assert_name (fixture, "New messages: 2");
  g_assert_true (bedside_ui_shows (fixture->bubble, "2"));

  /* The badge has no room for more, the name has. */
  for (guint i = 2; i < 120; i++)
    {
      g_autoptr(BedsideConversation) conversation = bedside_ui_conversation_new (i);

      g_list_store_append (fixture->news, conversation);
      if (i == 98)
        g_assert_true (bedside_ui_shows (fixture->bubble, "99"));
    }
  assert_name (fixture, "New messages: 120");
  g_assert_true (bedside_ui_shows (fixture->bubble, "99+"));
}

/* Read here or on another device, it is the session's list that gets shorter. */
static void
test_clears (Fixture       *fixture,
             gconstpointer  data)
{
  add_both (fixture);
  g_list_store_remove (fixture->news, 0);
  assert_name (fixture, "New messages: 1");
  g_list_store_remove (fixture->news, 0);
  assert_name (fixture, "New messages: 0");
  g_assert_false (bedside_ui_shows (fixture->bubble, "0"));

  /* Signed out there is nothing to tell. */
  add_both (fixture);
  bedside_bubble_set_session (fixture->bubble, NULL);
  assert_name (fixture, "New messages: 0");
  bedside_bubble_set_session (fixture->bubble, fixture->session);
  assert_name (fixture, "New messages: 2");
}

static void
on_notify (guint *n)
{
  (*n)++;
}

static void
test_properties (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(BedsideSession) session = NULL;
  g_autoptr(BedsidePreferences) preferences = NULL;
  guint n = 0;

  g_signal_connect_swapped (fixture->bubble, "notify", G_CALLBACK (on_notify), &n);
  g_object_set (fixture->bubble, "session", fixture->session, "preferences", fixture->preferences, NULL);
  g_assert_cmpuint (n, ==, 0);
  g_object_set (fixture->bubble, "session", NULL, "preferences", NULL, NULL);
  g_assert_cmpuint (n, ==, 2);
  g_object_set (fixture->bubble, "session", fixture->session, "preferences", fixture->preferences, NULL);
  g_object_get (fixture->bubble, "session", &session, "preferences", &preferences, NULL);
  g_assert_true (session == fixture->session && preferences == fixture->preferences);
  g_signal_handlers_disconnect_by_data (fixture->bubble, &n);
}

/* --- the list --- */

static void
test_lists (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *popover;
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%H:%M");

  add_both (fixture);
  popover = open_popover (fixture);
  get_row (fixture, "Ada Lovelace, 10 Dec 1985, 2 unread");
  get_row (fixture, "Everyone, 1 unread");
  g_assert_true (bedside_ui_shows (popover, "Ada Lovelace"));
  g_assert_true (bedside_ui_shows (popover, "10 Dec 1985"));
  g_assert_true (bedside_ui_shows (popover, time));
  g_assert_false (bedside_ui_shows (popover, "No new messages"));
  /* The first is the newest, and the one that Enter opens. */
  g_assert_true (get_focus (fixture) == get_row (fixture, "Ada Lovelace, 10 Dec 1985, 2 unread"));
}

static void
test_nothing (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWidget *popover = open_popover (fixture);

  g_assert_true (bedside_ui_shows (popover, "No new messages"));
  g_assert_null (bedside_ui_find (popover, GTK_TYPE_BUTTON, "Mark all as read"));
  /* Something that can be read out, and that Escape is pressed in. */
  g_assert_nonnull (get_focus (fixture));
  g_assert_true (gtk_widget_is_ancestor (get_focus (fixture), popover));
}

static void
assert_privacy (Fixture        *fixture,
                BedsidePrivacy  privacy,
                gboolean        shows_text)
{
  GtkWidget *popover, *row;

  bedside_preferences_set_privacy (fixture->preferences, privacy);
  popover = open_popover (fixture);
  row = get_row (fixture, "Ada Lovelace, 10 Dec 1985, 2 unread");
  g_assert_cmpint (bedside_ui_shows (popover, "Thank you, that works for me"), ==, shows_text);
  g_assert_cmpint (bedside_ui_shows (popover, "The meeting is at two"), ==, shows_text);
  if (!shows_text)
    {
      g_autoptr(GDateTime) now = g_date_time_new_now_local ();
      g_autofree char *time = g_date_time_format (now, "%H:%M");

      /* Nor is it read out. */
      gtk_test_accessible_assert_property (row, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, time);
    }
  gtk_popover_popdown (GTK_POPOVER (popover));
  bedside_ui_settle ();
}

static void
test_privacy (Fixture       *fixture,
              gconstpointer  data)
{
  add_both (fixture);
  assert_privacy (fixture, BEDSIDE_PRIVACY_NOTHING, FALSE);
  assert_privacy (fixture, BEDSIDE_PRIVACY_TEXT, TRUE);
  assert_privacy (fixture, BEDSIDE_PRIVACY_NAME, FALSE);
  bedside_bubble_set_preferences (fixture->bubble, NULL);
  assert_privacy (fixture, BEDSIDE_PRIVACY_TEXT, FALSE);
}

/* The same patient may be with two practices. */
static void
test_other_practice (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(BedsidePractice) other = bedside_practice_new ("!other");
  g_autoptr(BedsidePractice) nameless = bedside_practice_new ("!nameless");
  GtkWidget *popover;

  bedside_practice_set_name (other, "Harbour Street");
  bedside_fake_session_set_practice_of (fixture->session, fixture->ada, other);
  bedside_fake_session_set_practice_of (fixture->session, fixture->team, nameless);
  add_both (fixture);
  popover = open_popover (fixture);
  get_row (fixture, "Ada Lovelace, 10 Dec 1985, 2 unread, Harbour Street");
  get_row (fixture, "Everyone, 1 unread, Practice without a name");
  g_assert_true (bedside_ui_shows (popover, "Harbour Street"));
  gtk_popover_popdown (GTK_POPOVER (popover));
  bedside_preferences_set_privacy (fixture->preferences, BEDSIDE_PRIVACY_TEXT);
  open_popover (fixture);
  g_assert_true (bedside_ui_shows (popover, "Harbour Street · Thank you, that works for me"));
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *popover;

  for (guint i = 0; i < 300; i++)
    {
      g_autoptr(BedsideConversation) conversation = bedside_ui_conversation_new (i);

      g_list_store_append (fixture->news, conversation);
    }
  popover = open_popover (fixture);
  g_assert_cmpint (gtk_widget_get_height (popover), <, 600);
  gtk_widget_activate_action (GTK_WIDGET (get_list (fixture)), "list.scroll-to-item", "u", 299);
  bedside_ui_settle ();
  bedside_await (bedside_ui_find (get_list (fixture), GTK_TYPE_LABEL, "Dmitri al-Fihri 299") != NULL, 5);
  /* Closed, it keeps nothing of them. */
  gtk_popover_popdown (GTK_POPOVER (popover));
  bedside_ui_settle ();
  bedside_await (!gtk_widget_get_mapped (popover), 5);
  open_popover (fixture);
  g_list_store_remove_all (fixture->news);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (popover, "No new messages"));
}

/* --- what is done --- */

static void
test_chooses (Fixture       *fixture,
              gconstpointer  data)
{
  add_both (fixture);
  open_popover (fixture);
  g_signal_emit_by_name (get_list (fixture), "activate", 1);
  bedside_ui_settle ();
  g_assert_cmpstr (fixture->opened->str, ==, "!team;");
  g_assert_false (is_open (fixture));
  /* Reading it is the conversation's business. */
  assert_calls (fixture, "");
}

static void
test_marks_what_was_listed (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr(BedsideConversation) late = bedside_ui_conversation_new (7);

  add_both (fixture);
  open_popover (fixture);
  bedside_ui_click (fixture->bubble, "Mark all as read");
  g_assert_false (is_open (fixture));
  g_assert_nonnull (find_question (fixture));
  g_assert_true (bedside_ui_shows (find_question (fixture), "Mark all as read?"));
  assert_calls (fixture, "");

  g_list_store_insert (fixture->news, 0, late);
  bedside_ui_click (find_question (fixture), "Mark as read");
  assert_calls (fixture, "mark-conversation-read !ada; mark-conversation-read !team");
  g_assert_null (find_question (fixture));
}

/* Nor does anybody answer for what they have not been asked about. */
static void
test_more_meanwhile (Fixture       *fixture,
                     gconstpointer  data)
{
  add_both (fixture);
  open_popover (fixture);
  bedside_ui_click (fixture->bubble, "Mark all as read");
  bedside_conversation_set_unread (fixture->ada, 3);
  bedside_ui_click (find_question (fixture), "Mark as read");
  assert_calls (fixture, "mark-conversation-read !team");
}

static void
test_cancel_marks_nothing (Fixture       *fixture,
                           gconstpointer  data)
{
  add_both (fixture);
  open_popover (fixture);
  bedside_ui_click (fixture->bubble, "Mark all as read");
  bedside_ui_click (find_question (fixture), "Cancel");
  g_assert_null (find_question (fixture));
  assert_calls (fixture, "");

  /* Asked again, it is about what is listed then. */
  g_list_store_remove (fixture->news, 0);
  open_popover (fixture);
  bedside_ui_click (fixture->bubble, "Mark all as read");
  bedside_ui_click (find_question (fixture), "Mark as read");
  assert_calls (fixture, "mark-conversation-read !team");
}

/* Assistive technology reaches behind a question; there is one all the same, about what it was asked about. */
static void
test_asks_once (Fixture       *fixture,
                gconstpointer  data)
{
  BedsideQuestion *question;

  g_list_store_append (fixture->news, fixture->ada);
  open_popover (fixture);
  bedside_ui_click (fixture->bubble, "Mark all as read");
  question = find_question (fixture);
  g_list_store_append (fixture->news, fixture->team);
  open_popover (fixture);
  bedside_ui_click (fixture->bubble, "Mark all as read");
  g_assert_true (find_question (fixture) == question);
  bedside_ui_click (question, "Mark as read");
  assert_calls (fixture, "mark-conversation-read !ada");
}

/* What is asked about one session is not done in another. */
static void
test_session_ends (Fixture       *fixture,
                   gconstpointer  data)
{
  add_both (fixture);
  open_popover (fixture);
  bedside_ui_click (fixture->bubble, "Mark all as read");
  bedside_bubble_set_session (fixture->bubble, NULL);
  bedside_ui_settle ();
  g_assert_null (find_question (fixture));
  open_popover (fixture);
  bedside_bubble_set_session (fixture->bubble, fixture->session);
  bedside_ui_settle ();
  g_assert_false (is_open (fixture));
  assert_calls (fixture, "");
}

/* --- messages that arrive (R30) --- */

static void
test_closed_stays_closed (Fixture       *fixture,
                          gconstpointer  data)
{
  GtkWidget *view = bedside_ui_get (fixture->window, GTK_TYPE_TEXT_VIEW, NULL);

  gtk_widget_grab_focus (view);
  add_both (fixture);
  g_assert_false (is_open (fixture));
  g_assert_true (get_focus (fixture) == view);
}

/* Who asks by key what is new, and closes that again, goes on writing. */
static void
test_focus_returns (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkWidget *view = bedside_ui_get (fixture->window, GTK_TYPE_TEXT_VIEW, NULL);
  GtkWidget *popover;

  gtk_widget_grab_focus (view);
  add_both (fixture);
  popover = open_popover (fixture);
  /* A second time is none. */
  bedside_bubble_popup (fixture->bubble);
  g_assert_true (gtk_widget_is_ancestor (get_focus (fixture), popover));
  gtk_popover_popdown (GTK_POPOVER (popover));
  bedside_ui_settle ();
  g_assert_false (is_open (fixture));
  g_assert_true (get_focus (fixture) == view);
}

/* What had the focus has gone meanwhile. */
static void
test_focus_finds_the_button (Fixture       *fixture,
                             gconstpointer  data)
{
  GtkWidget *view = bedside_ui_get (fixture->window, GTK_TYPE_TEXT_VIEW, NULL);
  GtkWidget *popover;

  gtk_widget_grab_focus (view);
  add_both (fixture);
  popover = open_popover (fixture);
  gtk_widget_set_visible (view, FALSE);
  gtk_popover_popdown (GTK_POPOVER (popover));
  bedside_ui_settle ();
  g_assert_nonnull (get_focus (fixture));
  g_assert_true (gtk_widget_is_ancestor (get_focus (fixture), GTK_WIDGET (fixture->bubble)));
}

static void
test_focus_stays (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(BedsideConversation) late = bedside_ui_conversation_new (7);

  add_both (fixture);
  open_popover (fixture);
  gtk_widget_grab_focus (get_row (fixture, "Everyone, 1 unread"));
  g_list_store_insert (fixture->news, 0, late);
  bedside_conversation_set_unread (fixture->team, 5);
  bedside_ui_settle ();
  g_assert_true (get_focus (fixture) == get_row (fixture, "Everyone, 5 unread"));
  g_assert_true (is_open (fixture));
  g_assert_cmpstr (fixture->opened->str, ==, "");
}

static void
test_scroll_stays (Fixture       *fixture,
                   gconstpointer  data)
{
  GtkAdjustment *adjustment;
  GtkScrolledWindow *scroller;
  double value, upper;

  for (guint i = 0; i < 60; i++)
    {
      g_autoptr(BedsideConversation) conversation = bedside_ui_conversation_new (i);

      g_list_store_append (fixture->news, conversation);
    }
  open_popover (fixture);
  scroller = GTK_SCROLLED_WINDOW (gtk_widget_get_ancestor (GTK_WIDGET (get_list (fixture)), GTK_TYPE_SCROLLED_WINDOW));
  adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  gtk_adjustment_set_value (adjustment, 1000);
  bedside_ui_settle ();
  gtk_test_widget_wait_for_draw (GTK_WIDGET (scroller));
  value = gtk_adjustment_get_value (adjustment);
  upper = gtk_adjustment_get_upper (adjustment);

  /* A new row on top pushes down what is seen, and the view goes along. */
  g_list_store_insert (fixture->news, 0, fixture->ada);
  bedside_await (gtk_adjustment_get_upper (adjustment) > upper, 5);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (scroller));
  bedside_ui_settle ();
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (adjustment) - value,
                                  gtk_adjustment_get_upper (adjustment) - upper, 2);
}

/* The last of them is read elsewhere while somebody looks at the list. */
static void
test_read_elsewhere (Fixture       *fixture,
                     gconstpointer  data)
{
  GtkWidget *popover;

  add_both (fixture);
  popover = open_popover (fixture);
  g_list_store_remove_all (fixture->news);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (popover, "No new messages"));
  g_assert_true (gtk_widget_is_ancestor (get_focus (fixture), popover));
  g_list_store_append (fixture->news, fixture->ada);
  bedside_ui_settle ();
  get_row (fixture, "Ada Lovelace, 10 Dec 1985, 2 unread");
}

#define add(path, function) g_test_add ("/ui/bubble/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
  add ("R21-counts-conversations", test_counts);
  add ("R24-clears", test_clears);
  add ("properties", test_properties);
  add ("R21-lists-newest-first", test_lists);
  add ("R21-nothing-new", test_nothing);
  add ("R31-text-only-if-chosen", test_privacy);
  add ("R29-other-practice", test_other_practice);
  add ("three-hundred", test_many);
  add ("R21-choosing-opens", test_chooses);
  add ("R24-marks-what-was-listed", test_marks_what_was_listed);
  add ("mark-all/more-meanwhile", test_more_meanwhile);
  add ("R24-cancel-marks-nothing", test_cancel_marks_nothing);
  add ("asks-once", test_asks_once);
  add ("session-ends", test_session_ends);
  add ("R30-closed-stays-closed", test_closed_stays_closed);
  add ("R30-focus-stays", test_focus_stays);
  add ("focus-returns", test_focus_returns);
  add ("focus-finds-the-button", test_focus_finds_the_button);
  add ("R30-scroll-stays", test_scroll_stays);
  add ("R24-read-elsewhere", test_read_elsewhere);
  return g_test_run ();
}
