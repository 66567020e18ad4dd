/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-counter.h"
#include "bedside-main-page.h"
#include "bedside-message-view.h"
#include "bedside-ui-fixture.h"

typedef struct {
  BedsideSession      *session;
  BedsideMainPage     *page;
  GtkWindow           *window;
  BedsideConversation *ada, *ben;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  GListStore *store;

  fixture->session = bedside_fake_session_new ();
  store = bedside_fake_session_get_store (fixture->session);
  fixture->ada = bedside_ui_patient_conversation ("!ada", "Ada", "Lovelace", "1985-12-10", 3000);
  fixture->ben = bedside_ui_patient_conversation ("!ben", "Ben", "Okafor", "1962-03-02", 2000);
  g_list_store_append (store, fixture->ada);
  g_list_store_append (store, fixture->ben);
  bedside_fake_session_set_practice (fixture->session, "Riverside Health");
  fixture->page = BEDSIDE_MAIN_PAGE (bedside_main_page_new ());
  bedside_main_page_set_session (fixture->page, fixture->session);
  fixture->window = bedside_ui_present (GTK_WIDGET (fixture->page), GPOINTER_TO_INT (data), 600);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_ui_destroy (fixture->window, fixture->page);
  g_object_unref (fixture->ada);
  g_object_unref (fixture->ben);
  g_assert_finalize_object (fixture->session);
}

static GtkWidget *
get_header_title (Fixture    *fixture,
                  const char *title)
{
  for (GtkWidget *label = bedside_ui_get (fixture->page, GTK_TYPE_WIDGET, title); label != NULL;
       label = gtk_widget_get_parent (label))
    {
      if (ADW_IS_WINDOW_TITLE (label))
        return label;
    }

  return NULL;
}

/* R29: name and birth date stand over the conversation, and what is corrected in the directory is corrected here. */
static void
test_identity (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWidget *message_view;

  g_assert_true (bedside_ui_shows (fixture->page, "Select a conversation"));
  bedside_main_page_open (fixture->page, fixture->ada);
  bedside_fake_assert_calls (fixture->session, "open !ada");
  g_assert_false (bedside_ui_shows (fixture->page, "Select a conversation"));
  message_view = bedside_ui_get (fixture->page, BEDSIDE_TYPE_MESSAGE_VIEW, NULL);
  g_assert_true (bedside_message_view_get_conversation (BEDSIDE_MESSAGE_VIEW (message_view)) == fixture->ada);

  bedside_patient_set_identity (bedside_conversation_get_patient (fixture->ada), "Ada", "King", "1985-12-11");
  bedside_ui_settle ();
  for (GtkWidget *w = message_view; w != NULL; w = gtk_widget_get_parent (w))
    {
      AdwWindowTitle *title = bedside_ui_find (w, ADW_TYPE_WINDOW_TITLE, NULL);

      if (title == NULL)
        continue;
      g_assert_cmpstr (adw_window_title_get_title (title), ==, "Ada King");
      g_assert_cmpstr (adw_window_title_get_subtitle (title), ==, "11 Dec 1985");
      break;
    }
  /* The window's title is seen by everybody who passes. */
  g_assert_null (gtk_window_get_title (fixture->window));
}

/* What the server has not heard of is not missed when the list lacks it; it does not outlast its practice. */
static void
test_other_practice (Fixture       *fixture,
                     gconstpointer  data)
{
  GListStore *store = bedside_fake_session_get_store (fixture->session);
  g_autoptr(BedsideConversation) started = bedside_ui_patient_conversation ("new:x:y", "Chloe", "Dubois", "1990-01-02",
                                                                            1000);
  g_autoptr(BedsidePractice) other = bedside_practice_new ("!other");

  g_list_store_append (store, started);
  bedside_main_page_open (fixture->page, started);
  bedside_fake_assert_calls (fixture->session, "open new:x:y");
  g_list_store_remove_all (store);
  bedside_fake_assert_calls (fixture->session, "");
  bedside_session_choose_practice (fixture->session, other);
  bedside_fake_assert_calls (fixture->session, "choose-practice !other; close new:x:y");
}

static void
test_open_and_close (Fixture       *fixture,
                     gconstpointer  data)
{
  bedside_main_page_open (fixture->page, fixture->ada);
  bedside_fake_assert_calls (fixture->session, "open !ada");
  bedside_main_page_open (fixture->page, fixture->ben);
  bedside_fake_assert_calls (fixture->session, "open !ben; close !ada");
  bedside_main_page_open (fixture->page, fixture->ben);
  bedside_fake_assert_calls (fixture->session, "");
  bedside_main_page_open (fixture->page, NULL);
  bedside_fake_assert_calls (fixture->session, "close !ben");
  g_assert_true (bedside_ui_shows (fixture->page, "Select a conversation"));

  /* Another session begins without an open conversation; this one is told that its own was left. */
  bedside_main_page_open (fixture->page, fixture->ada);
  bedside_main_page_set_session (fixture->page, NULL);
  bedside_fake_assert_calls (fixture->session, "open !ada; close !ada");
  g_assert_null (bedside_conversation_get_timeline (fixture->ada));
}

static void
test_messages (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(BedsideMessage) message = bedside_message_new ("", TRUE, "Hello", 1000, BEDSIDE_MESSAGE_STATE_NOT_SENT);
  GtkWidget *view;

  bedside_main_page_open (fixture->page, fixture->ada);
  bedside_fake_assert_calls (fixture->session, "open !ada");
  view = bedside_ui_get (fixture->page, BEDSIDE_TYPE_MESSAGE_VIEW, NULL);
  g_signal_emit_by_name (view, "send", "Drink enough");
  g_signal_emit_by_name (view, "retry", message);
  g_signal_emit_by_name (view, "delete", message);
  g_signal_emit_by_name (view, "load-older");
  g_signal_emit_by_name (view, "typing", TRUE);
  g_signal_emit_by_name (view, "draft-changed", "Dri");
  g_signal_emit_by_name (view, "newest-seen");
  bedside_fake_assert_calls (fixture->session,
                             "send !ada Drink enough; retry !ada; delete !ada; load-older !ada; typing !ada 1; "
                             "draft !ada Dri; mark-read !ada");
}

static void
test_session (Fixture       *fixture,
              gconstpointer  data)
{
  g_assert_nonnull (get_header_title (fixture, "Riverside Health"));
  bedside_practice_set_name (bedside_session_get_practice (fixture->session), "Lakeside Health");
  g_assert_nonnull (get_header_title (fixture, "Lakeside Health"));

  bedside_fake_session_set_connection (fixture->session, BEDSIDE_CONNECTION_OFFLINE, 0);
  g_assert_true (bedside_ui_shows (fixture->page, "Offline. What you write is sent later."));
  bedside_ui_click (fixture->page, "Try again");
  bedside_fake_assert_calls (fixture->session, "reconnect");
  bedside_fake_session_set_connection (fixture->session, BEDSIDE_CONNECTION_BUSY,
                                       g_get_real_time () + 600 * G_USEC_PER_SEC);
  g_assert_true (bedside_ui_shows (fixture->page, "The server is busy. Next try in 10 minutes."));
  bedside_fake_session_set_connection (fixture->session, BEDSIDE_CONNECTION_ONLINE, 0);
  bedside_fake_session_set_cache_state (fixture->session, BEDSIDE_CACHE_STATE_FULL);
  g_assert_true (bedside_ui_shows (fixture->page,
                                   "The disk is full. What arrives now is shown, but not kept on this computer."));
}

static void
test_emptiness (Fixture       *fixture,
                gconstpointer  data)
{
  g_list_store_remove_all (bedside_fake_session_get_store (fixture->session));
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (fixture->page, "No conversations yet"));
  bedside_fake_session_set_practice (fixture->session, NULL);
  g_assert_true (bedside_ui_shows (fixture->page, "No practice"));
  /* Offline one cannot know. */
  bedside_fake_session_set_connection (fixture->session, BEDSIDE_CONNECTION_OFFLINE, 0);
  g_assert_false (bedside_ui_shows (fixture->page, "No practice"));
  bedside_fake_session_set_connection (fixture->session, BEDSIDE_CONNECTION_LOADING, 0);
  g_assert_true (bedside_ui_shows (fixture->page, "Loading conversations"));
}

static void
count (guint *n)
{
  (*n)++;
}

static void
test_expired (Fixture       *fixture,
              gconstpointer  data)
{
  guint again = 0;

  g_signal_connect_swapped (fixture->page, "sign-in-again", G_CALLBACK (count), &again);
  bedside_main_page_open (fixture->page, fixture->ada);
  bedside_main_page_set_expired (fixture->page, TRUE);
  bedside_ui_click (fixture->page, "Sign in again");
  g_assert_cmpuint (again, ==, 1);
  /* What is there can still be read. */
  bedside_ui_get (fixture->page, BEDSIDE_TYPE_MESSAGE_VIEW, NULL);
  bedside_fake_assert_calls (fixture->session, "open !ada");
}

/* R21: wherever one is there is a speech bubble, and only one, which is where Ctrl+J opens the list. */
static void
test_bubble (Fixture       *fixture,
             gconstpointer  data)
{
  AdwLeaflet *leaflet = bedside_ui_get (fixture->page, ADW_TYPE_LEAFLET, NULL);
  GtkWidget *sidebar = adw_leaflet_get_visible_child (leaflet);
  GtkWidget *seen;

  g_list_store_append (bedside_fake_session_get_news_store (fixture->session), fixture->ben);
  bedside_conversation_set_unread (fixture->ben, 1);
  seen = bedside_ui_get (fixture->page, GTK_TYPE_MENU_BUTTON, "New messages: 1");
  g_assert_true (gtk_widget_is_ancestor (seen, sidebar));

  bedside_main_page_open (fixture->page, fixture->ada);
  bedside_ui_settle ();
  seen = bedside_ui_get (fixture->page, GTK_TYPE_MENU_BUTTON, "New messages: 1");
  g_assert_cmpint (gtk_widget_is_ancestor (seen, sidebar), ==, !adw_leaflet_get_folded (leaflet));
  bedside_main_page_new_messages (fixture->page);
  bedside_ui_settle ();
  g_assert_nonnull (bedside_ui_find (seen, GTK_TYPE_WIDGET, "Ben Okafor, 2 Mar 1962, 1 unread"));

  bedside_main_page_set_session (fixture->page, NULL);
  bedside_ui_get (fixture->page, GTK_TYPE_MENU_BUTTON, "New messages: 0");
}

/* Below 640 pixels there is one pane at a time, and one set of notices. */
static void
test_narrow (Fixture       *fixture,
             gconstpointer  data)
{
  AdwLeaflet *leaflet = bedside_ui_get (fixture->page, ADW_TYPE_LEAFLET, NULL);
  GtkWidget *notice;

  g_assert_true (adw_leaflet_get_folded (leaflet));
  bedside_fake_session_set_connection (fixture->session, BEDSIDE_CONNECTION_OFFLINE, 0);
  bedside_main_page_open (fixture->page, fixture->ada);
  bedside_ui_settle ();
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (adw_leaflet_get_visible_child (leaflet)), ==, "BedsideContent");
  notice = bedside_ui_get (adw_leaflet_get_visible_child (leaflet), GTK_TYPE_BUTTON, "Try again");

  /* Going back leaves the conversation, so that the same row opens it again. */
  bedside_ui_click (fixture->page, "Back");
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (adw_leaflet_get_visible_child (leaflet)), ==, "BedsideSidebar");
  g_assert_true (bedside_ui_get (adw_leaflet_get_visible_child (leaflet), GTK_TYPE_BUTTON, "Try again") == notice);
  bedside_fake_assert_calls (fixture->session, "open !ada; close !ada");
  bedside_main_page_open (fixture->page, fixture->ada);
  bedside_fake_assert_calls (fixture->session, "open !ada");
  bedside_main_page_focus_search (fixture->page);
  bedside_fake_assert_calls (fixture->session, "close !ada");
}

static void
test_wide (Fixture       *fixture,
           gconstpointer  data)
{
  AdwLeaflet *leaflet = bedside_ui_get (fixture->page, ADW_TYPE_LEAFLET, NULL);
  GtkWidget *focus;

  g_assert_false (adw_leaflet_get_folded (leaflet));
  g_assert_null (bedside_ui_find (fixture->page, GTK_TYPE_BUTTON, "Back"));
  bedside_main_page_focus_search (fixture->page);
  focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (fixture->page)));
  g_assert_nonnull (focus);
  bedside_main_page_open (fixture->page, fixture->ada);
  bedside_fake_assert_calls (fixture->session, "open !ada");
  /* The first one, too, leaves the arrow keys where they are. */
  g_assert_true (gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (fixture->page))) == focus);
  bedside_main_page_focus_search (fixture->page);
  bedside_fake_assert_calls (fixture->session, "");
}

static void
test_settings (Fixture       *fixture,
               gconstpointer  data)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchema) schema = g_settings_schema_source_lookup (source, "org.bedside.Bedside", TRUE);
  g_autoptr(GSettings) settings = NULL;

  g_assert_nonnull (schema);
  settings = g_settings_new_full (schema, NULL, NULL);
  g_settings_set_boolean (settings, "sort-oldest-first", TRUE);
  bedside_main_page_bind_settings (fixture->page, settings);
  bedside_ui_click (fixture->page, "Sort: oldest first");
  g_assert_false (g_settings_get_boolean (settings, "sort-oldest-first"));
  bedside_ui_click (fixture->page, "Hide inactive conversations");
  g_assert_true (g_settings_get_boolean (settings, "hide-inactive"));
  bedside_ui_click (fixture->page, "Hide inactive conversations");
  /* A program that is not installed has none. */
  bedside_main_page_bind_settings (fixture->page, NULL);
}

/* R5: from the notice straight to the patient; nothing is dismissed that did not work. */
static void
test_activated (Fixture       *fixture,
                gconstpointer  data)
{
  BedsidePatient *patient = bedside_conversation_get_patient (fixture->ben);
  const char *button = "Start Chat with Ben Okafor, 2 Mar 1962";

  g_list_store_append (bedside_fake_session_get_activated_store (fixture->session), patient);
  bedside_ui_settle ();
  bedside_ui_click (fixture->page, button);
  bedside_fake_assert_calls (fixture->session, "start-conversation !ben");
  bedside_fake_session_return_conversation (fixture->session, NULL,
                                            g_error_new_literal (BEDSIDE_PRACTICE_ERROR,
                                                                 BEDSIDE_PRACTICE_ERROR_OFFLINE, "No answer."));
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (fixture->page, "No answer."));
  bedside_ui_click (fixture->page, button);
  bedside_fake_session_return_conversation (fixture->session, fixture->ben, NULL);
  bedside_fake_assert_calls (fixture->session, "start-conversation !ben; dismiss-activated !ben; open !ben");
  g_assert_false (bedside_ui_shows (fixture->page, "No answer."));
  g_assert_null (bedside_ui_find (fixture->page, GTK_TYPE_BUTTON, button));
}

/* R11: to whom one writes is told by header, placeholder and what stands beside Send; and the tab goes along. */
static void
test_team (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(BedsideConversation) team = bedside_ui_team_conversation ("!team", "Everyone", 1000);

  bedside_conversation_set_people (team, 4);
  g_list_store_append (bedside_fake_session_get_store (fixture->session), team);
  bedside_main_page_open (fixture->page, fixture->ada);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (fixture->page, "To \u2068Ada Lovelace\u2069, 10 Dec 1985"));
  g_assert_true (bedside_ui_shows (fixture->page, "Message to \u2068Ada Lovelace\u2069"));
  bedside_main_page_open (fixture->page, team);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (fixture->page, "To the team: \u2068Everyone\u2069"));
  g_assert_true (bedside_ui_shows (fixture->page, "Message to the team"));
  g_assert_true (bedside_ui_shows (fixture->page, "Team conversation · 4 people"));
  g_assert_true (gtk_toggle_button_get_active (bedside_ui_get (fixture->page, GTK_TYPE_TOGGLE_BUTTON, "Team")));
  bedside_main_page_open (fixture->page, fixture->ada);
  bedside_ui_settle ();
  g_assert_false (gtk_toggle_button_get_active (bedside_ui_get (fixture->page, GTK_TYPE_TOGGLE_BUTTON, "Team")));
}

/* A conversation that the server has not heard of stays open while others come and go, and is listed with a draft. */
static void
test_provisional (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(BedsideConversation) first = bedside_conversation_new ("new:a:b", BEDSIDE_CONVERSATION_KIND_PATIENT);
  GListStore *store = bedside_fake_session_get_store (fixture->session);
  GtkListView *list = bedside_ui_get (fixture->page, GTK_TYPE_LIST_VIEW, "Conversations");
  GListModel *rows = G_LIST_MODEL (gtk_list_view_get_model (list));

  bedside_conversation_set_patient (first, bedside_conversation_get_patient (fixture->ada));
  bedside_main_page_open (fixture->page, first);
  bedside_fake_assert_calls (fixture->session, "open new:a:b");
  g_list_store_remove (store, 1);
  bedside_fake_assert_calls (fixture->session, "");
  g_list_store_append (store, first);
  bedside_ui_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 1);
  bedside_conversation_set_draft (first, "Dear");
  bedside_ui_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 2);
  bedside_conversation_set_draft (first, "");
  bedside_ui_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 1);
  bedside_conversation_set_room_id (first, "!made");
  bedside_ui_settle ();
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 2);
  bedside_fake_assert_calls (fixture->session, "");
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
#define ADD(path, width, function) g_test_add (path, Fixture, GINT_TO_POINTER (width), set_up, function, tear_down)
  ADD ("/ui/main-page/R29-identity", 1000, test_identity);
  ADD ("/ui/main-page/other-practice", 1000, test_other_practice);
  ADD ("/ui/main-page/open-and-close", 1000, test_open_and_close);
  ADD ("/ui/main-page/messages", 1000, test_messages);
  ADD ("/ui/main-page/session", 1000, test_session);
  ADD ("/ui/main-page/emptiness", 1000, test_emptiness);
  ADD ("/ui/main-page/expired", 1000, test_expired);
  ADD ("/ui/main-page/R21-bubble", 1000, test_bubble);
  ADD ("/ui/main-page/R21-bubble-narrow", 600, test_bubble);
  ADD ("/ui/main-page/narrow", 600, test_narrow);
  ADD ("/ui/main-page/wide", 700, test_wide);
  ADD ("/ui/main-page/R16-R17-settings", 1000, test_settings);
  ADD ("/ui/main-page/R5-activated", 1000, test_activated);
  ADD ("/ui/main-page/R11-team", 1000, test_team);
  ADD ("/ui/main-page/R2-provisional", 1000, test_provisional);
#undef ADD
  return g_test_run ();
}
