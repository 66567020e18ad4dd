/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-head-model.h"
#include "bedside-main-page.h"
#include "bedside-new-chat.h"
#include "bedside-patient-row.h"
#include "bedside-ui-fixture.h"
#include "new-chat-popover.h"

/* Of the row that gets the focus: one that is in the first screenful, and one that is far below. */
#define NEAR 3
#define FAR  50

typedef struct {
  BedsideSession      *session;
  BedsidePractice     *practice;
  GListStore          *directory;
  BedsideMainPage     *page;
  GtkWindow           *window;
  BedsidePatient      *ada;
  BedsideConversation *conversation;  /* with Ada; not of the session yet */
} Fixture;

/* Whom a conversation can be started with. */
static BedsidePatient *
add_patient (Fixture    *fixture,
             const char *key,
             const char *given,
             const char *family)
{
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named (key, given, family, "1990-01-01");

  bedside_patient_set_portal (patient, BEDSIDE_PORTAL_STATE_ACTIVATED, "@p:practice.example");
  g_list_store_append (fixture->directory, patient);

  return patient;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->session = bedside_fake_session_new ();
  bedside_fake_session_set_practice (fixture->session, "Riverside Health");
  fixture->practice = bedside_session_get_practice (fixture->session);
  fixture->directory = g_list_store_new (BEDSIDE_TYPE_PATIENT);
  fixture->ada = add_patient (fixture, "ada", "Ada", "Lovelace");
  bedside_practice_set_directory (fixture->practice, "!directory", G_LIST_MODEL (fixture->directory));
  fixture->conversation = bedside_conversation_new ("new:practice:ada", BEDSIDE_CONVERSATION_KIND_PATIENT);
  bedside_conversation_set_patient (fixture->conversation, fixture->ada);

  fixture->page = BEDSIDE_MAIN_PAGE (bedside_main_page_new ());
  bedside_main_page_set_session (fixture->page, fixture->session);
  fixture->window = bedside_ui_present (GTK_WIDGET (fixture->page), 1000, 700);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_ui_destroy (fixture->window, fixture->page);
  g_object_unref (fixture->directory);
  g_object_unref (fixture->conversation);
  g_assert_finalize_object (fixture->session);
}

static void
search (GtkWidget  *popover,
        const char *text)
{
  gtk_editable_set_text (bedside_ui_get (popover, GTK_TYPE_SEARCH_ENTRY, "Search patients"), text);
  bedside_ui_settle ();
}

static GtkWidget *
get_list (GtkWidget *popover)
{
  return bedside_ui_get (popover, GTK_TYPE_LIST_VIEW, "Patients found");
}

static BedsideHeadModel *
get_head (GtkWidget *popover)
{
  return BEDSIDE_HEAD_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (get_list (popover))));
}

/* The child of the list that shows @patient. */
static GtkWidget *
find_child (GtkWidget      *popover,
            BedsidePatient *patient)
{
  GtkWidget *child = gtk_widget_get_first_child (get_list (popover));

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);

      if (BEDSIDE_IS_PATIENT_ROW (row) && bedside_patient_row_get_patient (BEDSIDE_PATIENT_ROW (row)) == patient)
        return child;
    }

  return NULL;
}

static BedsidePatient *
get_focused (Fixture *fixture)
{
  GtkWidget *focus = gtk_window_get_focus (fixture->window);
  GtkWidget *row = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;

  return BEDSIDE_IS_PATIENT_ROW (row) ? bedside_patient_row_get_patient (BEDSIDE_PATIENT_ROW (row)) : NULL;
}

/* Anna Bx000, Anna Bx001 and so on. */
static void
add_annas (Fixture *fixture,
           guint    n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *key = g_strdup_printf ("anna-%u", i);
      g_autofree char *family = g_strdup_printf ("Bx%03u", i);

      add_patient (fixture, key, "Anna", family);
    }
}

static BedsidePatient *
focus_row (Fixture   *fixture,
           GtkWidget *popover,
           guint      position)
{
  GtkSelectionModel *model = new_chat_popover_get_model (popover);
  g_autoptr(BedsidePatient) patient = g_list_model_get_item (G_LIST_MODEL (model), position);
  GtkWidget *child;

  gtk_widget_child_focus (get_list (popover), GTK_DIR_TAB_FORWARD);
  bedside_ui_settle ();
  gtk_widget_activate_action (get_list (popover), "list.scroll-to-item", "u", position);
  bedside_ui_settle ();
  child = find_child (popover, patient);
  g_assert_nonnull (child);
  gtk_widget_grab_focus (child);
  bedside_ui_settle ();
  g_assert_true (get_focused (fixture) == patient);

  return patient;
}

static void
press_enter (Fixture *fixture)
{
  gtk_widget_activate (gtk_window_get_focus (fixture->window));
}

/* Another device adds somebody who comes before all others. */
static void
add_first (Fixture    *fixture,
           const char *key)
{
  add_patient (fixture, key, "Anna", "Aaa");
  bedside_ui_settle ();
}

/* Enter is for whom the focus was on, whatever is typed there and whoever comes meanwhile. */
static void
test_focus_stays (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkWidget *popover;
  BedsidePatient *patient;
  g_autofree char *expected = NULL;

  add_annas (fixture, 200);
  popover = new_chat_popover_open (fixture->page);
  patient = focus_row (fixture, popover, GPOINTER_TO_UINT (data));
  search (popover, "a");
  g_assert_true (get_focused (fixture) == patient);
  search (popover, "an");
  g_assert_true (get_focused (fixture) == patient);
  add_first (fixture, "first");
  g_assert_true (get_focused (fixture) == patient);
  search (popover, "anna");
  add_first (fixture, "second");
  g_assert_true (get_focused (fixture) == patient);
  /* All are there for the keys, too. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (new_chat_popover_get_model (popover))), ==, 202);
  g_assert_cmpuint (bedside_head_model_get_hidden (get_head (popover)), ==, 0);

  press_enter (fixture);
  expected = g_strdup_printf ("start-conversation %s", bedside_patient_get_key (patient));
  bedside_fake_assert_calls (fixture->session, expected);
  bedside_fake_session_return_conversation (fixture->session, fixture->conversation, NULL);
  bedside_fake_assert_calls (fixture->session, "open new:practice:ada");
}

/* Nobody else gets the focus of who is not listed any more; what is typed goes on. */
static void
test_focus_lost (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *popover, *entry;
  BedsidePatient *patient;
  guint position;

  add_annas (fixture, 200);
  popover = new_chat_popover_open (fixture->page);
  entry = bedside_ui_get (popover, GTK_TYPE_SEARCH_ENTRY, "Search patients");
  focus_row (fixture, popover, 60);
  search (popover, "bx01");
  g_assert_null (get_focused (fixture));
  g_assert_true (bedside_ui_has_focus (fixture->window, entry));
  press_enter (fixture);
  bedside_fake_assert_calls (fixture->session, "");

  /* Another device removes him. */
  search (popover, "");
  patient = focus_row (fixture, popover, 60);
  g_assert_true (g_list_store_find (fixture->directory, patient, &position));
  g_list_store_remove (fixture->directory, position);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_has_focus (fixture->window, entry));
  bedside_fake_assert_calls (fixture->session, "");
}

/* The end of the list goes away while it is what is seen. */
static void
test_end_lost (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWidget *popover;

  add_annas (fixture, 200);
  popover = new_chat_popover_open (fixture->page);
  focus_row (fixture, popover, 199);
  search (popover, "anna bx0");
  g_assert_true (bedside_ui_has_focus (fixture->window,
                                       bedside_ui_get (popover, GTK_TYPE_SEARCH_ENTRY, "Search patients")));
  focus_row (fixture, popover, 99);
  search (popover, "annb");
  g_assert_true (bedside_ui_shows (popover, "Nothing found"));
  search (popover, "annbx");
  search (popover, "ann");
  focus_row (fixture, popover, 199);
  g_list_store_remove (fixture->directory, 200);
  bedside_ui_settle ();
  g_assert_null (get_focused (fixture));
  bedside_fake_assert_calls (fixture->session, "");
}

/* The focus is outside, and the list as short as can be; then somebody comes. */
static void
test_rows_go_with_patients (Fixture       *fixture,
                            gconstpointer  data)
{
  GtkWidget *popover, *child;

  add_annas (fixture, 200);
  popover = new_chat_popover_open (fixture->page);
  search (popover, "ada");
  child = find_child (popover, fixture->ada);
  g_assert_nonnull (child);
  add_patient (fixture, "aaron", "Ada", "Aaron");
  /* Before it is laid out, too. */
  g_assert_true (find_child (popover, fixture->ada) == child);
  bedside_ui_settle ();
  g_assert_true (find_child (popover, fixture->ada) == child);
  gtk_widget_activate (child);
  bedside_fake_assert_calls (fixture->session, "start-conversation ada");
  bedside_fake_session_return_conversation (fixture->session, fixture->conversation, NULL);
  bedside_fake_assert_calls (fixture->session, "open new:practice:ada");
}

/* Enter in the search entry goes to the row that it chooses, not to where the focus was before. */
static void
test_enter_goes_to_chosen (Fixture       *fixture,
                           gconstpointer  data)
{
  GtkWidget *popover, *entry;
  GtkSingleSelection *selection;

  add_annas (fixture, 30);
  popover = new_chat_popover_open (fixture->page);
  entry = bedside_ui_get (popover, GTK_TYPE_SEARCH_ENTRY, "Search patients");
  selection = GTK_SINGLE_SELECTION (new_chat_popover_get_model (popover));
  focus_row (fixture, popover, 20);
  gtk_widget_grab_focus (entry);
  bedside_ui_settle ();
  search (popover, "anna");
  g_signal_emit_by_name (entry, "activate");
  bedside_ui_settle ();
  g_assert_nonnull (get_focused (fixture));
  g_assert_true (gtk_single_selection_get_selected_item (selection) == get_focused (fixture));
}

/* End and the like reach rows that are not there yet. */
static void
test_keys_reach_all (Fixture       *fixture,
                     gconstpointer  data)
{
  static const guint keys[] = { GDK_KEY_End, GDK_KEY_Page_Down, GDK_KEY_KP_End, GDK_KEY_Home };

  add_annas (fixture, 200);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkWidget *popover = new_chat_popover_open (fixture->page);
      BedsideHeadModel *head = get_head (popover);
      g_autoptr(GListModel) controllers = gtk_widget_observe_controllers (get_list (popover));

      search (popover, i % 2 == 0 ? "ann" : "anna");
      g_assert_cmpuint (bedside_head_model_get_hidden (head), >, 0);
      for (guint j = 0; j < g_list_model_get_n_items (controllers); j++)
        {
          g_autoptr(GtkEventController) controller = g_list_model_get_item (controllers, j);
          gboolean handled = FALSE;

          if (GTK_IS_EVENT_CONTROLLER_KEY (controller) &&
              gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
            g_signal_emit_by_name (controller, "key-pressed", keys[i], 0, 0, &handled);
          g_assert_false (handled);
        }
      g_assert_cmpuint (bedside_head_model_get_hidden (head), ==, 0);
      bedside_ui_settle ();
    }
}

/* --- before sync has been heard --- */

/* Nobody knows yet that there are no patients, whatever becomes of the connection. */
static void
test_awaited (Fixture       *fixture,
              gconstpointer  data)
{
  static const BedsideConnection connections[] = {
    BEDSIDE_CONNECTION_STOPPED, BEDSIDE_CONNECTION_CONNECTING, BEDSIDE_CONNECTION_LOADING,
    BEDSIDE_CONNECTION_SERVER_PROBLEM, BEDSIDE_CONNECTION_BUSY, BEDSIDE_CONNECTION_OFFLINE,
    BEDSIDE_CONNECTION_BAD_CERTIFICATE,
  };
  GtkWidget *popover;

  bedside_practice_set_directory (fixture->practice, NULL, NULL);
  bedside_fake_session_set_loaded (fixture->session, FALSE);
  popover = new_chat_popover_open (fixture->page);
  for (guint i = 0; i < G_N_ELEMENTS (connections); i++)
    {
      bedside_fake_session_set_connection (fixture->session, connections[i], 0);
      bedside_ui_settle ();
      g_assert_true (bedside_ui_shows (popover, "Loading conversations"));
      g_assert_false (bedside_ui_shows (popover, "No patients yet"));
    }
  /* The directory is known, and nobody of it. */
  bedside_practice_set_directory (fixture->practice, "!directory", NULL);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (popover, "Loading conversations"));

  /* The popover is open all the while. */
  bedside_fake_session_set_loaded (fixture->session, TRUE);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (popover, "No patients yet"));
  bedside_practice_set_directory (fixture->practice, "!other", G_LIST_MODEL (fixture->directory));
  bedside_ui_settle ();
  g_assert_nonnull (find_child (popover, fixture->ada));
  bedside_fake_assert_calls (fixture->session, "");
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
#define ADD(path, data, function) g_test_add (path, Fixture, GUINT_TO_POINTER (data), set_up, function, tear_down)
  ADD ("/ui/new-chat-rows/R29-focus-stays-near", NEAR, test_focus_stays);
  ADD ("/ui/new-chat-rows/R29-focus-stays-far", FAR, test_focus_stays);
  ADD ("/ui/new-chat-rows/R29-focus-lost", 0, test_focus_lost);
  ADD ("/ui/new-chat-rows/R29-end-lost", 0, test_end_lost);
  ADD ("/ui/new-chat-rows/R29-rows-go-with-patients", 0, test_rows_go_with_patients);
  ADD ("/ui/new-chat-rows/R29-enter-goes-to-chosen", 0, test_enter_goes_to_chosen);
  ADD ("/ui/new-chat-rows/keys-reach-all", 0, test_keys_reach_all);
  ADD ("/ui/new-chat-rows/awaited", 0, test_awaited);
#undef ADD
  return g_test_run ();
}
