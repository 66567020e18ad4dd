/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <time.h>

#include "bedside-head-model.h"
#include "bedside-main-page.h"
#include "bedside-new-chat.h"
#include "bedside-patient-row.h"
#include "bedside-ui-fixture.h"
#include "new-chat-popover.h"

#define MANY 10000

typedef struct {
  BedsideSession      *session;
  BedsidePractice     *practice;
  GListStore          *directory;
  BedsideMainPage     *page;
  GtkWindow           *window;
  BedsidePatient      *ada, *young_ada, *ben, *chloe;
  BedsideConversation *conversation;  /* with young Ada; not of the session yet */
} Fixture;

static BedsidePatient *
add_patient (Fixture            *fixture,
             const char         *key,
             const char         *given,
             const char         *family,
             const char         *born,
             BedsidePortalState  portal,
             BedsideChatAccess   access)
{
  BedsidePatient *patient = bedside_patient_new_named (key, given, family, born);

  bedside_patient_set_portal (patient, portal, portal == BEDSIDE_PORTAL_STATE_NONE ? NULL : "@p:practice.example");
  bedside_patient_set_chat_access (patient, access);
  g_list_store_append (fixture->directory, patient);

  return patient;
}

static void
add_person (Fixture    *fixture,
            const char *user_id,
            const char *name,
            gboolean    is_self,
            gboolean    invited)
{
  g_autoptr(BedsidePractitioner) person = bedside_practitioner_new (user_id, is_self);

  bedside_practitioner_set_name (person, name);
  bedside_practitioner_set_invited (person, invited);
  g_list_store_append (bedside_practice_get_people_store (fixture->practice), person);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->session = bedside_fake_session_new ();
  bedside_fake_session_set_practice (fixture->session, "Riverside Health");
  fixture->practice = bedside_session_get_practice (fixture->session);
  fixture->directory = g_list_store_new (BEDSIDE_TYPE_PATIENT);
  fixture->young_ada = add_patient (fixture, "young-ada", "Ada", "Lovelace", "2004-02-29",
                                    BEDSIDE_PORTAL_STATE_ACTIVATED, BEDSIDE_CHAT_ACCESS_UNSET);
  fixture->ben = add_patient (fixture, "ben", "Ben", "Okafor", "1962-03-02", BEDSIDE_PORTAL_STATE_NONE,
                              BEDSIDE_CHAT_ACCESS_UNSET);
  fixture->ada = add_patient (fixture, "ada", "Ada", "Lovelace", "1985-12-10", BEDSIDE_PORTAL_STATE_ACTIVATED,
                              BEDSIDE_CHAT_ACCESS_ENABLED);
  fixture->chloe = add_patient (fixture, "chloe", "Chloe", "Dubois", "1999-07-21", BEDSIDE_PORTAL_STATE_ACTIVATED,
                                BEDSIDE_CHAT_ACCESS_DISABLED);
  bedside_practice_set_directory (fixture->practice, "!directory", G_LIST_MODEL (fixture->directory));
  add_person (fixture, "@grace:practice.example", "Grace", TRUE, FALSE);
  add_person (fixture, "@hedy:practice.example", "Hedy", FALSE, FALSE);
  add_person (fixture, "@goran:practice.example", "Goran", FALSE, FALSE);
  add_person (fixture, "@iris:practice.example", "Iris", FALSE, TRUE);
  fixture->conversation = bedside_conversation_new ("new:practice:young-ada", BEDSIDE_CONVERSATION_KIND_PATIENT);
  bedside_conversation_set_patient (fixture->conversation, fixture->young_ada);

  fixture->page = BEDSIDE_MAIN_PAGE (bedside_main_page_new ());
  bedside_main_page_set_session (fixture->page, fixture->session);
  fixture->window = bedside_ui_present (GTK_WIDGET (fixture->page), data != NULL ? GPOINTER_TO_INT (data) : 1000, 700);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_ui_destroy (fixture->window, fixture->page);
  g_object_unref (fixture->ada);
  g_object_unref (fixture->young_ada);
  g_object_unref (fixture->ben);
  g_object_unref (fixture->chloe);
  g_object_unref (fixture->directory);
  g_object_unref (fixture->conversation);
  g_assert_finalize_object (fixture->session);
}

/* What assistive technology does, whatever the row looks like. */
static void
select_patient (GtkWidget      *popover,
                BedsidePatient *patient)
{
  GtkSelectionModel *model = new_chat_popover_get_model (popover);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (model)); i++)
    {
      g_autoptr(BedsidePatient) item = g_list_model_get_item (G_LIST_MODEL (model), i);

      if (item == patient)
        {
          gtk_selection_model_select_item (model, i, TRUE);
          bedside_ui_settle ();
          return;
        }
    }
  g_assert_not_reached ();
}

static void
search (GtkWidget  *popover,
        const char *text)
{
  gtk_editable_set_text (bedside_ui_get (popover, GTK_TYPE_SEARCH_ENTRY, "Search patients"), text);
  bedside_ui_settle ();
}

static void
assert_button (GtkWidget  *popover,
               const char *label,
               gboolean    sensitive)
{
  GtkWidget *button = bedside_ui_get (popover, GTK_TYPE_BUTTON, label);

  g_assert_true (gtk_widget_is_sensitive (button) == sensitive);
}

/* The list item widget, which the list focuses and assistive technology sees. */
static GtkWidget *
find_row (GtkWidget  *popover,
          const char *label)
{
  GtkWidget *list = bedside_ui_get (popover, GTK_TYPE_LIST_VIEW, "Patients found");

  for (GtkWidget *item = gtk_widget_get_first_child (list); item != NULL; item = gtk_widget_get_next_sibling (item))
    {
      g_autofree char *mismatch = NULL;

      if (!gtk_test_accessible_has_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL))
        continue;
      mismatch = gtk_test_accessible_check_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, label);
      if (mismatch == NULL)
        return item;
    }

  return NULL;
}

static void
assert_row (GtkWidget  *popover,
            const char *label,
            gboolean    possible)
{
  GtkWidget *item = find_row (popover, label);

  if (item == NULL)
    g_error ("There is no row \"%s\"", label);
  gtk_test_accessible_assert_state (item, GTK_ACCESSIBLE_STATE_DISABLED, !possible);
}

/* --- patients --- */

static void
test_select_and_start (Fixture       *fixture,
                       gconstpointer  data)
{
  GtkWidget *popover = new_chat_popover_open (fixture->page);

  g_assert_true (bedside_ui_shows (popover, "New chat with a patient"));
  assert_button (popover, "Start Chat", FALSE);
  g_assert_null (gtk_single_selection_get_selected_item (GTK_SINGLE_SELECTION (new_chat_popover_get_model (popover))));
  select_patient (popover, fixture->young_ada);
  assert_button (popover, "Start Chat", TRUE);
  g_assert_true (bedside_ui_shows (popover, "Ada Lovelace, 29 Feb 2004"));
  bedside_fake_assert_calls (fixture->session, "");

  bedside_ui_click (popover, "Start Chat");
  bedside_fake_assert_calls (fixture->session, "start-conversation young-ada");
  /* Once is enough, and nobody else can be chosen meanwhile. */
  assert_button (popover, "Start Chat", FALSE);
  g_assert_false (gtk_widget_is_sensitive (bedside_ui_get (popover, GTK_TYPE_LIST_VIEW, "Patients found")));

  bedside_fake_session_return_conversation (fixture->session, fixture->conversation, NULL);
  bedside_await (!gtk_widget_get_mapped (popover), 5);
  bedside_fake_assert_calls (fixture->session, "open new:practice:young-ada");
  g_assert_true (bedside_ui_shows (fixture->page, "To \u2068Ada Lovelace\u2069, 29 Feb 2004"));
  g_assert_true (GTK_IS_TEXT_VIEW (gtk_window_get_focus (fixture->window)));
}

/* R3 and R4: who has no activated portal, or whose account is not of this practice, cannot be chosen; and why. */
static void
test_reasons (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWidget *popover = new_chat_popover_open (fixture->page);

  assert_row (popover, "Ada Lovelace, 10 Dec 1985", TRUE);
  assert_row (popover, "Ada Lovelace, 29 Feb 2004", TRUE);
  assert_row (popover, "Ben Okafor, 2 Mar 1962, not invited to the portal", FALSE);
  bedside_await (bedside_ui_shows (popover, "not invited to the portal"), 5);
  bedside_patient_set_portal (fixture->ben, BEDSIDE_PORTAL_STATE_INVITED, "@ben:practice.example");
  bedside_ui_settle ();
  assert_row (popover, "Ben Okafor, 2 Mar 1962, portal not activated yet", FALSE);
  bedside_patient_set_portal (fixture->ben, BEDSIDE_PORTAL_STATE_ACTIVATED, NULL);
  bedside_ui_settle ();
  assert_row (popover, "Ben Okafor, 2 Mar 1962, portal not linked to the practice", FALSE);

  /* The rule holds in the model, not only in how the row looks. */
  select_patient (popover, fixture->ben);
  assert_button (popover, "Start Chat", FALSE);
  g_assert_true (bedside_ui_shows (popover, "Not possible: portal not linked to the practice"));
  g_signal_emit_by_name (bedside_ui_get (popover, GTK_TYPE_LIST_VIEW, "Patients found"), "activate", 2);
  g_signal_emit_by_name (bedside_ui_get (popover, GTK_TYPE_SEARCH_ENTRY, NULL), "activate");
  bedside_fake_assert_calls (fixture->session, "");

  /* It is asked again with every change. */
  bedside_patient_set_portal (fixture->ben, BEDSIDE_PORTAL_STATE_ACTIVATED, "@ben:practice.example");
  bedside_ui_settle ();
  assert_row (popover, "Ben Okafor, 2 Mar 1962", TRUE);
  assert_button (popover, "Start Chat", TRUE);
}

static void
test_existing (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(BedsideConversation) there = bedside_conversation_new ("!there", BEDSIDE_CONVERSATION_KIND_PATIENT);
  GtkWidget *popover;

  bedside_conversation_set_patient (there, fixture->ada);
  g_list_store_append (bedside_fake_session_get_store (fixture->session), there);
  g_assert_cmpint (bedside_session_get_start (fixture->session, fixture->ada), ==, BEDSIDE_START_EXISTING);
  popover = new_chat_popover_open (fixture->page);
  select_patient (popover, fixture->ada);
  bedside_ui_click (popover, "Start Chat");
  bedside_fake_session_return_conversation (fixture->session, there, NULL);
  bedside_fake_assert_calls (fixture->session, "start-conversation ada; open !there");
  g_assert_true (GTK_IS_TEXT_VIEW (gtk_window_get_focus (fixture->window)));
}

static void
test_enable_and_start (Fixture       *fixture,
                       gconstpointer  data)
{
  GtkWidget *popover;

  /* 3 November 2026, 09:00 in Berlin. */
  bedside_patient_set_access_origin (fixture->chloe, "@hedy:practice.example", G_GINT64_CONSTANT (1793692800000),
                                     "asked us to call");
  popover = new_chat_popover_open (fixture->page);
  assert_row (popover, "Chloe Dubois, 21 Jul 1999", TRUE);
  select_patient (popover, fixture->chloe);
  assert_button (popover, "Enable and Start Chat", TRUE);
  g_assert_true (bedside_ui_shows (popover, "Chat with \u2068Chloe Dubois\u2069 was disabled by \u2068Hedy\u2069 on "
                                            "3 Nov 2026, 09:00. Reason: \u2068asked us to call\u2069"));
  /* Somebody else enables it meanwhile. */
  bedside_patient_set_chat_access (fixture->chloe, BEDSIDE_CHAT_ACCESS_ENABLED);
  bedside_ui_settle ();
  assert_button (popover, "Start Chat", TRUE);
  g_assert_null (bedside_ui_find (popover, GTK_TYPE_BUTTON, "Enable and Start Chat"));
  bedside_patient_set_chat_access (fixture->chloe, BEDSIDE_CHAT_ACCESS_DISABLED);
  bedside_ui_settle ();
  bedside_ui_click (popover, "Enable and Start Chat");
  bedside_fake_assert_calls (fixture->session, "start-conversation chloe");
  bedside_fake_session_return_conversation (fixture->session, fixture->conversation, NULL);
  bedside_fake_assert_calls (fixture->session, "open new:practice:young-ada");
}

static void
test_practice_off (Fixture       *fixture,
                   gconstpointer  data)
{
  GtkWidget *popover = new_chat_popover_open (fixture->page);

  select_patient (popover, fixture->ada);
  assert_button (popover, "Start Chat", TRUE);
  /* A manager switches it off while the popover is open. */
  bedside_practice_set_settings (fixture->practice, TRUE, FALSE);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (popover, "Chat is not possible"));
  g_assert_true (bedside_ui_shows (popover, "Chat is disabled for the practice: nobody can write to a patient."));
  g_assert_null (bedside_ui_find (popover, GTK_TYPE_BUTTON, "Start Chat"));
  g_assert_null (bedside_ui_find (popover, GTK_TYPE_LIST_VIEW, NULL));

  bedside_practice_set_settings (fixture->practice, FALSE, FALSE);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (popover, "Group chat is disabled for the practice: "
                                            "nobody can write to patients or colleagues."));
  bedside_practice_set_settings (fixture->practice, TRUE, TRUE);
  bedside_ui_settle ();
  assert_button (popover, "Start Chat", TRUE);
  bedside_practice_set_enforcement (fixture->practice, BEDSIDE_ENFORCEMENT_NOT_CONFIGURED);
  bedside_ui_settle ();
  g_assert_null (bedside_ui_find (popover, GTK_TYPE_BUTTON, "Start Chat"));
  bedside_fake_assert_calls (fixture->session, "");
}

static void
test_same_names (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *popover = new_chat_popover_open (fixture->page);

  search (popover, "ada lovelace");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (new_chat_popover_get_model (popover))), ==, 2);
  assert_row (popover, "Ada Lovelace, 10 Dec 1985", TRUE);
  assert_row (popover, "Ada Lovelace, 29 Feb 2004", TRUE);
  select_patient (popover, fixture->ada);
  g_assert_true (bedside_ui_shows (popover, "Ada Lovelace, 10 Dec 1985"));
  /* The directory corrects it, here too. */
  bedside_patient_set_identity (fixture->ada, "Ada", "King", "1985-12-11");
  bedside_ui_settle ();
  search (popover, "");
  select_patient (popover, fixture->ada);
  g_assert_true (bedside_ui_shows (popover, "Ada King, 11 Dec 1985"));
  assert_row (popover, "Ada King, 11 Dec 1985", TRUE);
  /* Typed as the locale writes it. */
  search (popover, "29 feb 2004");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (new_chat_popover_get_model (popover))), ==, 1);
}

static void
test_error (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *popover = new_chat_popover_open (fixture->page);

  select_patient (popover, fixture->young_ada);
  bedside_ui_click (popover, "Start Chat");
  bedside_fake_session_return_conversation (fixture->session, NULL,
                                            g_error_new_literal (BEDSIDE_PRACTICE_ERROR,
                                                                 BEDSIDE_PRACTICE_ERROR_OFFLINE,
                                                                 "The server does not answer."));
  bedside_ui_settle ();
  g_assert_true (gtk_widget_get_mapped (popover));
  g_assert_true (bedside_ui_shows (popover, "The server does not answer."));
  /* The way on: the same button. */
  bedside_ui_click (popover, "Start Chat");
  g_assert_false (bedside_ui_shows (popover, "The server does not answer."));
  bedside_fake_session_return_conversation (fixture->session, fixture->conversation, NULL);
  bedside_fake_assert_calls (fixture->session,
                             "start-conversation young-ada; start-conversation young-ada; open new:practice:young-ada");

  /* The rules have changed between the choice and the click. */
  popover = new_chat_popover_open (fixture->page);
  g_assert_false (bedside_ui_shows (popover, "The server does not answer."));
  select_patient (popover, fixture->ada);
  bedside_fake_session_set_start (fixture->session, fixture->ada, BEDSIDE_START_REMOVED);
  bedside_ui_click (popover, "Start Chat");
  bedside_fake_assert_calls (fixture->session, "");
}

/* Who closes the popover does not want to be taken to a conversation later. */
static void
test_closed_meanwhile (Fixture       *fixture,
                       gconstpointer  data)
{
  GtkWidget *popover = new_chat_popover_open (fixture->page);

  select_patient (popover, fixture->young_ada);
  bedside_ui_click (popover, "Start Chat");
  gtk_popover_popdown (GTK_POPOVER (popover));
  bedside_await (!gtk_widget_get_mapped (popover), 5);
  bedside_fake_session_return_conversation (fixture->session, fixture->conversation, NULL);
  bedside_fake_assert_calls (fixture->session, "start-conversation young-ada");
  g_assert_true (bedside_ui_shows (fixture->page, "Select a conversation"));

  /* It begins anew. */
  popover = new_chat_popover_open (fixture->page);
  assert_button (popover, "Start Chat", FALSE);
  g_assert_null (gtk_single_selection_get_selected_item (GTK_SINGLE_SELECTION (new_chat_popover_get_model (popover))));
  g_assert_cmpstr (gtk_editable_get_text (bedside_ui_get (popover, GTK_TYPE_SEARCH_ENTRY, "Search patients")), ==, "");
}

static void
test_directory_changes (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(GListStore) other = g_list_store_new (BEDSIDE_TYPE_PATIENT);
  GtkWidget *popover = new_chat_popover_open (fixture->page);

  select_patient (popover, fixture->young_ada);
  assert_button (popover, "Start Chat", TRUE);
  g_list_store_remove (fixture->directory, 0);
  bedside_ui_settle ();
  assert_button (popover, "Start Chat", FALSE);
  g_assert_null (gtk_single_selection_get_selected_item (GTK_SINGLE_SELECTION (new_chat_popover_get_model (popover))));

  /* Another directory, which is empty. */
  select_patient (popover, fixture->ada);
  bedside_practice_set_directory (fixture->practice, "!other", G_LIST_MODEL (other));
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (popover, "No patients yet"));
  bedside_ui_get (popover, GTK_TYPE_BUTTON, "Patient directory");
  g_list_store_append (other, fixture->ada);
  bedside_ui_settle ();
  assert_row (popover, "Ada Lovelace, 10 Dec 1985", TRUE);
  assert_button (popover, "Start Chat", FALSE);

  /* No practice any more, and then another session. */
  bedside_fake_session_set_practice (fixture->session, NULL);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (popover, "No practice"));
  bedside_main_page_set_session (fixture->page, NULL);
  bedside_ui_settle ();
  g_assert_null (bedside_ui_find (popover, GTK_TYPE_BUTTON, "Start Chat"));
}

static void
test_keyboard (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWidget *popover = new_chat_popover_open (fixture->page);
  GtkWidget *entry = bedside_ui_get (popover, GTK_TYPE_SEARCH_ENTRY, "Search patients");
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION (new_chat_popover_get_model (popover));

  bedside_await (bedside_ui_has_focus (fixture->window, entry), 10);
  search (popover, "nobody");
  g_assert_true (bedside_ui_shows (popover, "Nothing found"));
  g_signal_emit_by_name (entry, "activate");
  bedside_fake_assert_calls (fixture->session, "");
  /* With several, Enter leads to the list; with one, it selects; then it starts. */
  search (popover, "ada");
  g_signal_emit_by_name (entry, "activate");
  g_assert_true (gtk_single_selection_get_selected_item (selection) == fixture->ada);
  bedside_await (bedside_ui_has_focus (fixture->window, bedside_ui_get (popover, GTK_TYPE_LIST_VIEW, NULL)), 10);
  bedside_fake_assert_calls (fixture->session, "");
  search (popover, "ada 2004");
  g_assert_null (gtk_single_selection_get_selected_item (selection));
  g_signal_emit_by_name (entry, "activate");
  g_assert_true (gtk_single_selection_get_selected_item (selection) == fixture->young_ada);
  bedside_fake_assert_calls (fixture->session, "");
  g_signal_emit_by_name (entry, "activate");
  bedside_fake_assert_calls (fixture->session, "start-conversation young-ada");
  bedside_fake_session_return_conversation (fixture->session, fixture->conversation, NULL);
  bedside_await (!gtk_widget_get_mapped (popover), 5);
  bedside_fake_assert_calls (fixture->session, "open new:practice:young-ada");

  popover = new_chat_popover_open (fixture->page);
  g_signal_emit_by_name (bedside_ui_get (popover, GTK_TYPE_SEARCH_ENTRY, NULL), "stop-search");
  bedside_await (!gtk_widget_get_mapped (popover), 5);
}

/* In a narrow window the button is in whichever header bar is seen. */
static void
test_narrow (Fixture       *fixture,
             gconstpointer  data)
{
  AdwLeaflet *leaflet = bedside_ui_get (fixture->page, ADW_TYPE_LEAFLET, NULL);
  GtkWidget *popover;

  g_assert_true (adw_leaflet_get_folded (leaflet));
  popover = new_chat_popover_open (fixture->page);
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (adw_leaflet_get_visible_child (leaflet)), ==, "BedsideSidebar");
  g_assert_true (gtk_widget_is_ancestor (popover, adw_leaflet_get_visible_child (leaflet)));
  select_patient (popover, fixture->young_ada);
  bedside_ui_click (popover, "Start Chat");
  bedside_fake_session_return_conversation (fixture->session, fixture->conversation, NULL);
  bedside_await (!gtk_widget_get_mapped (popover), 5);
  bedside_ui_settle ();
  g_assert_cmpstr (G_OBJECT_TYPE_NAME (adw_leaflet_get_visible_child (leaflet)), ==, "BedsideContent");
  g_assert_true (new_chat_popover_open (fixture->page) == popover);
  g_assert_true (gtk_widget_is_ancestor (popover, adw_leaflet_get_visible_child (leaflet)));
}

static gint64
now_cpu (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

/* CPU time of the longest turn of the main loop until there is nothing to do. */
static double
run_turns (void)
{
  gint64 longest = 0;

  for (;;)
    {
      const gint64 begin = now_cpu ();

      if (!g_main_context_iteration (NULL, FALSE))
        return (double) longest / 1000;
      longest = MAX (longest, now_cpu () - begin);
    }
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  static const char typed[] = "ada love";
  g_autoptr(GPtrArray) patients = g_ptr_array_new_with_free_func (g_object_unref);
  GtkWidget *popover;
  GtkEditable *entry;
  double key, turn;
  gint64 begin;
  int position = 0;

  for (guint i = 0; i < MANY; i++)
    {
      g_autoptr(BedsideConversation) conversation = bedside_ui_conversation_new (i * 7919 % MANY);

      g_ptr_array_add (patients, g_object_ref (bedside_conversation_get_patient (conversation)));
    }
  g_list_store_splice (fixture->directory, 0, 0, patients->pdata, patients->len);
  begin = now_cpu ();
  bedside_main_page_new_chat (fixture->page);
  g_test_message ("asked for: %.1f ms", (double) (now_cpu () - begin) / 1000);
  g_test_message ("opened, longest turn %.1f ms", run_turns ());
  popover = new_chat_popover_open (fixture->page);
  entry = bedside_ui_get (popover, GTK_TYPE_SEARCH_ENTRY, NULL);
  while (typed[position] != '\0')
    {
      begin = now_cpu ();
      gtk_editable_insert_text (entry, &typed[position], 1, &position);
      key = (double) (now_cpu () - begin) / 1000;
      turn = run_turns ();
      g_test_message ("\"%.*s\": %.1f ms, longest turn after it %.1f ms, %u found", position, typed, key, turn,
                      g_list_model_get_n_items (G_LIST_MODEL (new_chat_popover_get_model (popover))));
    }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (new_chat_popover_get_model (popover))), ==, 181);
  search (popover, "");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (new_chat_popover_get_model (popover))), ==, MANY + 4);
}

/* --- colleagues --- */

static GtkWidget *
open_team_popover (Fixture *fixture)
{
  bedside_ui_click (fixture->page, "Team");

  return new_chat_popover_open (fixture->page);
}

static void
choose (GtkWidget  *popover,
        const char *name)
{
  GtkCheckButton *check = bedside_ui_get (popover, GTK_TYPE_CHECK_BUTTON, name);

  gtk_check_button_set_active (check, !gtk_check_button_get_active (check));
  bedside_ui_settle ();
}

static void
test_team (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(BedsideConversation) team = bedside_ui_team_conversation ("!both", "Goran, Hedy", 0);
  GtkWidget *popover = open_team_popover (fixture);

  g_assert_true (bedside_ui_shows (popover, "New chat with colleagues"));
  g_assert_null (bedside_ui_find (popover, GTK_TYPE_LIST_VIEW, "Patients found"));
  g_assert_null (bedside_ui_find (popover, GTK_TYPE_CHECK_BUTTON, "Grace"));
  g_assert_false (gtk_widget_is_sensitive (bedside_ui_get (popover, GTK_TYPE_CHECK_BUTTON,
                                                           "Iris, has not joined the practice yet")));
  assert_button (popover, "Start Chat", FALSE);
  choose (popover, "Hedy");
  assert_button (popover, "Start Chat", TRUE);
  g_assert_null (bedside_ui_find (popover, GTK_TYPE_ENTRY, "Title of the conversation"));

  /* What is chosen stays so while one searches. */
  gtk_editable_set_text (bedside_ui_get (popover, GTK_TYPE_SEARCH_ENTRY, "Search colleagues"), "gor");
  bedside_ui_settle ();
  g_assert_null (bedside_ui_find (popover, GTK_TYPE_CHECK_BUTTON, "Hedy"));
  g_signal_emit_by_name (bedside_ui_get (popover, GTK_TYPE_SEARCH_ENTRY, NULL), "activate");
  bedside_ui_settle ();
  g_assert_true (gtk_check_button_get_active (bedside_ui_get (popover, GTK_TYPE_CHECK_BUTTON, "Hedy")));
  g_assert_true (gtk_check_button_get_active (bedside_ui_get (popover, GTK_TYPE_CHECK_BUTTON, "Goran")));
  gtk_editable_set_text (bedside_ui_get (popover, GTK_TYPE_ENTRY, "Title of the conversation"), "  Night shift ");
  bedside_ui_click (popover, "Start Chat");
  bedside_fake_assert_calls (fixture->session,
                             "start-team @hedy:practice.example @goran:practice.example \"Night shift\"");
  bedside_fake_session_return_conversation (fixture->session, team, NULL);
  bedside_fake_assert_calls (fixture->session, "open !both");
  g_assert_true (bedside_ui_shows (fixture->page, "To the team: \u2068Goran, Hedy\u2069"));
}

static void
test_team_error (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *popover = open_team_popover (fixture);

  choose (popover, "Hedy");
  bedside_ui_click (popover, "Start Chat");
  /* Of one colleague there is one conversation, without a title. */
  bedside_fake_assert_calls (fixture->session, "start-team @hedy:practice.example \"\"");
  bedside_fake_session_return_conversation (fixture->session, NULL,
                                            g_error_new_literal (BEDSIDE_PRACTICE_ERROR,
                                                                 BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED, "Not allowed."));
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (popover, "Not allowed."));
  /* Who leaves the practice cannot be written to. */
  g_list_store_remove (bedside_practice_get_people_store (fixture->practice), 1);
  bedside_ui_settle ();
  assert_button (popover, "Start Chat", FALSE);
  bedside_practice_set_settings (fixture->practice, FALSE, FALSE);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (popover, "Group chat is disabled for the practice: nobody can write here."));
  bedside_practice_set_settings (fixture->practice, TRUE, FALSE);
  bedside_ui_settle ();
  /* Chat with patients is another matter. */
  assert_button (popover, "Start Chat", FALSE);
  g_list_store_remove (bedside_practice_get_people_store (fixture->practice), 1);
  g_list_store_remove (bedside_practice_get_people_store (fixture->practice), 1);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (popover, "No colleagues yet"));
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);
#define ADD(path, width, function) g_test_add (path, Fixture, GINT_TO_POINTER (width), set_up, function, tear_down)
  ADD ("/ui/new-chat/R12-select-and-start", 1000, test_select_and_start);
  ADD ("/ui/new-chat/R3-R4-reasons", 1000, test_reasons);
  ADD ("/ui/new-chat/R13-existing", 1000, test_existing);
  ADD ("/ui/new-chat/R14-enable-and-start", 1000, test_enable_and_start);
  ADD ("/ui/new-chat/R10-practice-off", 1000, test_practice_off);
  ADD ("/ui/new-chat/R29-same-names", 1000, test_same_names);
  ADD ("/ui/new-chat/error", 1000, test_error);
  ADD ("/ui/new-chat/closed-meanwhile", 1000, test_closed_meanwhile);
  ADD ("/ui/new-chat/directory-changes", 1000, test_directory_changes);
  ADD ("/ui/new-chat/R12-keyboard", 1000, test_keyboard);
  ADD ("/ui/new-chat/R12-narrow", 600, test_narrow);
  ADD ("/ui/new-chat/many", 1000, test_many);
  ADD ("/ui/new-chat/R11-team", 1000, test_team);
  ADD ("/ui/new-chat/team-error", 1000, test_team_error);
#undef ADD
  return g_test_run ();
}
