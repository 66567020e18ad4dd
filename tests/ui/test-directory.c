/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-directory-row.h"
#include "bedside-directory-window.h"
#include "bedside-import-window.h"
#include "bedside-patient-profile.h"
#include "bedside-question.h"
#include "practice-window.h"

#include <time.h>

/* The window of the patient directory, on a real session: what is seen, and what the server has afterwards. */

typedef BedsideWritingFixture Fixture;

#define PATIENTS "*/state/org.bedside.patient/*"
#define ROW "Ada Lovelace, 10 Dec 1985, activated"
#define MANY 10000

static GtkWindow *
open_directory (Fixture *fixture)
{
  GtkWidget *window;

  bedside_await (bedside_practice_get_directory_id (practice_window_get_practice (fixture)) != NULL, 10);
  window = bedside_directory_window_new (NULL, practice_window_get_session (fixture));
  practice_window_present (window);

  return GTK_WINDOW (window);
}

static void
put_patient (Fixture    *fixture,
             const char *key,
             const char *content)
{
  g_free (bedside_writing_fixture_put (fixture, fixture->practice.directory, fixture->practice.colleague,
                                       "org.bedside.patient", key, content));
}

static BedsidePatient *
add_ada (Fixture *fixture)
{
  g_free (bedside_practice_fixture_add_patient (&fixture->practice, "ada", "Ada", "Lovelace"));

  return practice_window_get_patient (fixture, "Ada Lovelace");
}

static GtkListView *
get_list (GtkWindow *window)
{
  return bedside_ui_get (window, GTK_TYPE_LIST_VIEW, "Patients in the directory");
}

static guint
count_rows (GtkWindow *window)
{
  GtkListView *list = bedside_ui_find (window, GTK_TYPE_LIST_VIEW, "Patients in the directory");

  return list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (list))) : 0;
}

static void
select_row (GtkWindow *window,
            guint      position)
{
  gtk_selection_model_select_item (gtk_list_view_get_model (get_list (window)), position, TRUE);
  bedside_ui_settle ();
}

static void
write_in (gpointer    window,
          const char *name,
          const char *text)
{
  gtk_editable_set_text (bedside_ui_get (window, GTK_TYPE_EDITABLE, name), text);
  bedside_ui_settle ();
}

static gboolean
is_possible (GtkWindow  *window,
             const char *name)
{
  return gtk_widget_is_sensitive (bedside_ui_get (window, GTK_TYPE_BUTTON, name));
}

static void
assert_row (GtkWindow  *window,
            const char *name)
{
  GtkWidget *row = bedside_ui_find (get_list (window), GTK_TYPE_WIDGET, name);

  g_test_message ("%s", name);
  g_assert_nonnull (row);
}

/* --- what is seen --- */

static void
test_rows (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWindow *window;

  put_patient (fixture, "b", "{'v':1,'given':'Ben','family':'Okafor','birth_date':'1962-03-02','portal':'invited',"
               "'record':'RH-7'}");
  put_patient (fixture, "a2", "{'v':1,'given':'Ada','family':'Lovelace','birth_date':'2001-02-28'}");
  put_patient (fixture, "c", "{'v':1,'given':'Chloe','family':'Dubois','portal':'activated'}");
  add_ada (fixture);
  window = open_directory (fixture);
  bedside_await (count_rows (window) == 4, 10);
  bedside_ui_settle ();
  assert_row (window, ROW);
  assert_row (window, "Ada Lovelace, 28 Feb 2001, not invited");
  assert_row (window, "Ben Okafor, 2 Mar 1962, invited");
  assert_row (window, "Chloe Dubois, not linked");
  g_assert_true (bedside_ui_shows (window, "2 Mar 1962 · record RH-7"));
  g_assert_true (bedside_ui_shows (window, "Date of birth not known"));
  g_assert_true (bedside_ui_shows (window, "4 patients"));

  /* What a colleague changes is seen at once. */
  put_patient (fixture, "b", "{'v':1,'given':'Ben','family':'Okafor','birth_date':'1962-03-03','portal':'invited'}");
  bedside_await (bedside_ui_find (get_list (window), GTK_TYPE_WIDGET, "Ben Okafor, 3 Mar 1962, invited") != NULL, 10);
  put_patient (fixture, "b", "{}");
  bedside_await (count_rows (window) == 3, 10);
  practice_window_destroy (window);
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWindow *window = open_directory (fixture);

  g_assert_true (bedside_ui_shows (window, "No patients yet"));
  g_assert_null (bedside_ui_find (window, GTK_TYPE_BUTTON, "Edit patient"));
  g_assert_null (bedside_ui_find (window, GTK_TYPE_SEARCH_ENTRY, NULL));
  add_ada (fixture);
  bedside_await (count_rows (window) == 1, 10);
  g_assert_false (bedside_ui_shows (window, "No patients yet"));
  g_assert_false (is_possible (window, "Edit patient"));
  practice_window_destroy (window);
}

static void
test_search (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWindow *window;

  put_patient (fixture, "b", "{'v':1,'given':'Ben','family':'Okafor','birth_date':'1962-03-02'}");
  add_ada (fixture);
  window = open_directory (fixture);
  bedside_await (count_rows (window) == 2, 10);
  write_in (window, "Search the directory", "love 10 dec");
  g_assert_cmpuint (count_rows (window), ==, 1);
  assert_row (window, ROW);
  write_in (window, "Search the directory", "nobody");
  g_assert_true (bedside_ui_shows (window, "Nobody found"));
  g_assert_false (is_possible (window, "Remove patient"));
  g_assert_true (is_possible (window, "Add patient"));
  /* Escape first takes the search away, then the window. */
  g_signal_emit_by_name (bedside_ui_get (window, GTK_TYPE_SEARCH_ENTRY, NULL), "stop-search");
  bedside_ui_settle ();
  g_assert_cmpuint (count_rows (window), ==, 2);
  /* Enter goes to the first one. */
  write_in (window, "Search the directory", "ok");
  g_signal_emit_by_name (bedside_ui_get (window, GTK_TYPE_SEARCH_ENTRY, NULL), "activate");
  g_assert_true (is_possible (window, "Edit patient"));
  /* Who is filtered away is not selected any more: nobody is removed unseen. */
  write_in (window, "Search the directory", "ada");
  g_assert_false (is_possible (window, "Remove patient"));
  practice_window_destroy (window);
}

/* --- what can be done --- */

static void
test_add (Fixture       *fixture,
          gconstpointer  data)
{
  GtkWindow *window = open_directory (fixture);
  GtkWindow *form;

  bedside_ui_click (window, "Add patient");
  form = practice_window_await_dialog (window);
  write_in (form, "Given name", "Ada");
  write_in (form, "Family name", "Lovelace");
  write_in (form, "Birth date", "10 Dec 1985");
  bedside_ui_click (form, "Save");
  bedside_await (count_rows (window) == 1, 10);
  bedside_await (bedside_ui_find (window, GTK_TYPE_LABEL, "Saved: Ada Lovelace, 10 Dec 1985") != NULL, 10);
  assert_row (window, "Ada Lovelace, 10 Dec 1985, not invited");
  practice_window_destroy (window);
}

static void
test_edit (Fixture       *fixture,
           gconstpointer  data)
{
  BedsidePatient *ada = add_ada (fixture);
  GtkWindow *window = open_directory (fixture);
  GtkWindow *form;

  select_row (window, 0);
  bedside_ui_click (window, "Edit patient");
  form = practice_window_await_dialog (window);
  g_assert_true (bedside_ui_shows (form, "Ada Lovelace, 10 Dec 1985"));
  write_in (form, "Family name", "King");
  bedside_ui_click (form, "Save");
  bedside_await (g_str_equal (bedside_patient_get_name (ada), "Ada King"), 10);
  bedside_await (bedside_ui_find (get_list (window), GTK_TYPE_WIDGET, "Ada King, 10 Dec 1985, activated") != NULL, 10);
  practice_window_destroy (window);
}

static void
test_profile (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWindow *window;
  GtkWindow *profile;

  add_ada (fixture);
  window = open_directory (fixture);
  g_signal_emit_by_name (get_list (window), "activate", 0);
  profile = practice_window_await_dialog (window);
  g_assert_true (BEDSIDE_IS_PATIENT_PROFILE (profile));
  g_assert_true (bedside_ui_shows (profile, "Ada Lovelace"));
  g_assert_true (bedside_ui_shows (profile, "10 Dec 1985"));
  gtk_window_destroy (profile);
  select_row (window, 0);
  bedside_ui_click (window, "Patient profile");
  profile = practice_window_await_dialog (window);
  g_assert_true (BEDSIDE_IS_PATIENT_PROFILE (profile));
  gtk_window_destroy (profile);
  practice_window_destroy (window);
}

/* R29: the question names whom it is about, and only that one is removed. */
static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWindow *window;
  GtkWindow *question;

  put_patient (fixture, "a2", "{'v':1,'given':'Ada','family':'Lovelace','birth_date':'2001-02-28'}");
  add_ada (fixture);
  window = open_directory (fixture);
  bedside_await (count_rows (window) == 2, 10);

  select_row (window, 0);
  bedside_ui_click (window, "Remove patient");
  question = practice_window_await_dialog (window);
  g_assert_true (bedside_ui_shows (question, "Remove Ada Lovelace, 10 Dec 1985?"));
  g_assert_true (practice_window_says (question, "Nobody can write to the patient any more"));
  bedside_ui_click (question, "Cancel");
  g_assert_cmpuint (count_rows (window), ==, 2);

  bedside_ui_click (window, "Remove patient");
  question = practice_window_await_dialog (window);
  select_row (window, 1);
  bedside_ui_click (question, "Remove");
  bedside_await (count_rows (window) == 1, 20);
  assert_row (window, "Ada Lovelace, 28 Feb 2001, not invited");
  bedside_writing_assert_state (fixture, fixture->practice.directory, "org.bedside.patient", "key-ada", "{}");
  practice_window_destroy (window);
}

/* The server takes back what colleagues have written for managers only: the question says so. */
static void
test_remove_as_practitioner (Fixture       *fixture,
                             gconstpointer  data)
{
  const char *limit = "Only a manager can remove a patient whose entry colleagues have written.";
  GtkWindow *window;
  GtkWindow *question;

  add_ada (fixture);
  window = open_directory (fixture);
  select_row (window, 0);
  for (BedsideRole role = BEDSIDE_ROLE_PRACTITIONER; role <= BEDSIDE_ROLE_OWNER; role++)
    {
      bedside_practice_set_role (practice_window_get_practice (fixture), role);
      bedside_ui_click (window, "Remove patient");
      question = practice_window_await_dialog (window);
      g_assert_true (practice_window_says (question, limit) == (role == BEDSIDE_ROLE_PRACTITIONER));
      bedside_ui_click (question, "Cancel");
    }
  practice_window_destroy (window);
}

static void
test_remove_fails (Fixture       *fixture,
                   gconstpointer  data)
{
  GtkWindow *window;

  add_ada (fixture);
  window = open_directory (fixture);
  select_row (window, 0);
  for (guint i = 0; i < 5; i++)
    bedside_writing_fixture_add_status (fixture, NULL, "*/redact/*", 403, "M_FORBIDDEN", NULL);
  bedside_ui_click (window, "Remove patient");
  bedside_ui_click (practice_window_await_dialog (window), "Remove");
  bedside_await (practice_window_says (window, "Ada Lovelace, 10 Dec 1985 could not be removed."), 20);
  g_assert_true (is_possible (window, "Remove patient"));
  /* It can be tried again, and then nothing is said of it any more. */
  bedside_demo_server_clear_faults (fixture->practice.server);
  bedside_ui_click (window, "Remove patient");
  g_assert_false (practice_window_says (window, "could not be removed"));
  bedside_ui_click (practice_window_await_dialog (window), "Remove");
  bedside_await (count_rows (window) == 0, 20);
  practice_window_destroy (window);
}

/* Somebody else has removed the patient while the question is asked. */
static void
test_removed_meanwhile (Fixture       *fixture,
                        gconstpointer  data)
{
  GtkWindow *window;
  GtkWindow *question;

  add_ada (fixture);
  window = open_directory (fixture);
  select_row (window, 0);
  bedside_ui_click (window, "Remove patient");
  question = practice_window_await_dialog (window);
  put_patient (fixture, "key-ada", "{}");
  bedside_await (count_rows (window) == 0, 10);
  bedside_ui_click (question, "Remove");
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (window, "No patients yet"));
  practice_window_destroy (window);
}

/* Nobody interrupts an import by mistake. */
static void
test_close_while_importing (Fixture       *fixture,
                            gconstpointer  data)
{
  GtkWindow *window = open_directory (fixture);
  GtkWindow *import;
  GtkWindow *question;
  g_autofree char *path = g_build_filename (fixture->practice.folder, "patients.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, "Name,Born\nAda Lovelace,1985-12-10\n", -1, NULL));
  bedside_writing_fixture_add_fault (fixture, "PUT", PATIENTS, BEDSIDE_DEMO_FAULT_STALL, 1);
  bedside_ui_click (window, "Import");
  import = practice_window_await_dialog (window);
  g_assert_true (BEDSIDE_IS_IMPORT_WINDOW (import));
  bedside_import_window_open (BEDSIDE_IMPORT_WINDOW (import), file);
  bedside_await (bedside_ui_find (import, GTK_TYPE_BUTTON, "Start import") != NULL, 10);
  bedside_ui_click (import, "Start import");
  gtk_window_close (window);
  question = practice_window_await_dialog (import);
  g_assert_true (bedside_ui_shows (question, "Stop the import?"));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window)));
  /* A second time it leads to the same one. */
  bedside_ui_click (question, "Cancel");
  bedside_ui_click (window, "Import");
  g_assert_true (practice_window_await_dialog (window) == import);
  gtk_window_close (import);
  bedside_ui_click (practice_window_await_dialog (import), "Stop");
  practice_window_destroy (window);
}

static gint64
now_cpu (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWindow *window;
  gint64 before;

  bedside_demo_server_add_patients (fixture->practice.server, fixture->practice.directory, MANY);
  bedside_await (g_list_model_get_n_items (bedside_practice_get_patients (practice_window_get_practice (fixture))) >=
                 MANY, 60);
  before = now_cpu ();
  window = open_directory (fixture);
  g_test_message ("opening: %.1f ms", (double) (now_cpu () - before) / 1000);
  g_assert_cmpuint (count_rows (window), >=, MANY);
  for (guint i = 0; i < 4; i++)
    {
      static const char *const keys[] = { "a", "an", "an 1", "" };

      before = now_cpu ();
      write_in (window, "Search the directory", keys[i]);
      g_test_message ("\"%s\": %.1f ms, %u found", keys[i], (double) (now_cpu () - before) / 1000,
                      count_rows (window));
      g_assert_true ((count_rows (window) < MANY) == (*keys[i] != '\0'));
    }
  practice_window_destroy (window);
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);

  practice_window_add ("/ui/directory/R29-rows", test_rows);
  practice_window_add ("/ui/directory/empty", test_empty);
  practice_window_add ("/ui/directory/search", test_search);
  practice_window_add ("/ui/directory/add", test_add);
  practice_window_add ("/ui/directory/edit", test_edit);
  practice_window_add ("/ui/directory/profile", test_profile);
  practice_window_add ("/ui/directory/R29-remove", test_remove);
  practice_window_add ("/ui/directory/remove-fails", test_remove_fails);
  practice_window_add ("/ui/directory/remove-as-practitioner", test_remove_as_practitioner);
  practice_window_add ("/ui/directory/removed-meanwhile", test_removed_meanwhile);
  practice_window_add ("/ui/directory/close-while-importing", test_close_while_importing);
  practice_window_add ("/ui/directory/many", test_many);

  return g_test_run ();
}
