/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-import-window.h"
#include "practice-window.h"

/* Importing from the window, on a real session. */

typedef BedsideWritingFixture Fixture;

#define PATIENTS "*/state/org.bedside.patient/*"

static GtkWindow *
open_import (Fixture *fixture)
{
  GtkWidget *window;

  bedside_await (bedside_practice_get_directory_id (practice_window_get_practice (fixture)) != NULL, 10);
  window = bedside_import_window_new (NULL, practice_window_get_session (fixture));
  practice_window_present (window);

  return GTK_WINDOW (window);
}

static void
load (Fixture    *fixture,
      GtkWindow  *window,
      const char *content)
{
  g_autofree char *path = g_build_filename (fixture->practice.folder, "patients.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  bedside_import_window_open (BEDSIDE_IMPORT_WINDOW (window), file);
}

static gboolean
has_button (GtkWindow  *window,
            const char *name)
{
  return bedside_ui_find (window, GTK_TYPE_BUTTON, name) != NULL;
}

static void
await_button (GtkWindow  *window,
              const char *name)
{
  bedside_await (has_button (window, name), 20);
  bedside_ui_settle ();
}

static AdwComboRow *
get_column (GtkWindow  *window,
            const char *name)
{
  return bedside_ui_get (window, ADW_TYPE_COMBO_ROW, name);
}

static guint
count_patients (Fixture *fixture)
{
  return g_list_model_get_n_items (bedside_practice_get_patients (practice_window_get_practice (fixture)));
}

static void
test_import (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWindow *window = open_import (fixture);

  g_assert_true (has_button (window, "Choose file"));
  load (fixture, window, "Vorname;Nachname;Geburtsdatum\nAda;Lovelace;10.12.1985\nBen;Okafor;2.3.1962\n");
  await_button (window, "Start import");
  g_assert_cmpuint (adw_combo_row_get_selected (get_column (window, "Vorname")), ==, BEDSIDE_IMPORT_COLUMN_GIVEN);
  g_assert_cmpuint (adw_combo_row_get_selected (get_column (window, "Geburtsdatum")), ==,
                    BEDSIDE_IMPORT_COLUMN_BIRTH_DATE);
  g_assert_true (bedside_ui_shows (window, "Ada Lovelace, 10 Dec 1985"));
  g_assert_true (bedside_ui_shows (window, "Ada · Ben"));
  g_assert_true (bedside_ui_shows (window, "2 lines. Who is in the directory already is left as is."));
  g_assert_false (bedside_ui_shows (window, "Dates are written"));
  bedside_ui_click (window, "Start import");
  await_button (window, "Done");
  g_assert_true (bedside_ui_shows (window, "Import finished"));
  g_assert_true (bedside_ui_shows (window, "2 added · 0 there already · 0 refused"));
  g_assert_false (has_button (window, "Save report"));
  bedside_await (count_patients (fixture) == 2, 10);
  practice_window_destroy (window);
}

static void
test_columns (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWindow *window = open_import (fixture);

  load (fixture, window, "x,y,z\nAda,Lovelace,1985-12-10\n");
  await_button (window, "Start import");
  adw_combo_row_set_selected (get_column (window, "z"), BEDSIDE_IMPORT_COLUMN_NONE);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (window, "Say which column holds the birth date."));
  g_assert_false (gtk_widget_is_sensitive (bedside_ui_get (window, GTK_TYPE_BUTTON, "Start import")));
  g_assert_false (bedside_ui_shows (window, "How the first lines are read"));
  adw_combo_row_set_selected (get_column (window, "z"), BEDSIDE_IMPORT_COLUMN_BIRTH_DATE);
  /* The same twice: the other one gives way, and that is seen. */
  adw_combo_row_set_selected (get_column (window, "x"), BEDSIDE_IMPORT_COLUMN_FAMILY);
  adw_combo_row_set_selected (get_column (window, "y"), BEDSIDE_IMPORT_COLUMN_FAMILY);
  bedside_ui_settle ();
  g_assert_cmpuint (adw_combo_row_get_selected (get_column (window, "x")), ==, BEDSIDE_IMPORT_COLUMN_NONE);
  adw_combo_row_set_selected (get_column (window, "x"), BEDSIDE_IMPORT_COLUMN_GIVEN);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (window, "Ada Lovelace, 10 Dec 1985"));
  practice_window_destroy (window);
}

/* R29: dates that can be read in two ways are shown as they will be read, and the person decides. */
static void
test_dates (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWindow *window = open_import (fixture);

  load (fixture, window, "Name,Born\nAda Lovelace,10/12/1985\n");
  await_button (window, "Start import");
  g_assert_true (bedside_ui_shows (window, "Ada Lovelace, 12 Oct 1985"));
  adw_combo_row_set_selected (get_column (window, "Dates are written"), 0);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (window, "Ada Lovelace, 10 Dec 1985"));
  bedside_ui_click (window, "Start import");
  await_button (window, "Done");
  g_assert_cmpstr (bedside_patient_get_born (practice_window_get_patient (fixture, "Ada Lovelace")), ==, "1985-12-10");
  practice_window_destroy (window);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWindow *window = open_import (fixture);
  g_autofree char *path = g_build_filename (fixture->practice.folder, "report.csv", NULL);
  g_autoptr(GFile) report = g_file_new_for_path (path);
  g_autoptr(GFile) nowhere = g_file_new_for_path ("/nowhere/report.csv");

  load (fixture, window, "Name,Born\nAda Lovelace,1985-12-10\nBen <b>Okafor</b>,31.2.1962\n,1999-01-01\n");
  await_button (window, "Start import");
  g_assert_true (bedside_ui_shows (window, "Refused"));
  bedside_ui_click (window, "Start import");
  await_button (window, "Save report");
  g_assert_true (bedside_ui_shows (window, "1 added · 0 there already · 2 refused"));
  g_assert_nonnull (bedside_ui_find (window, GTK_TYPE_WIDGET, "Line 3: The birth date is a day that does not exist. "
                                     "Ben <b>Okafor</b>, 31.2.1962"));
  g_assert_true (bedside_ui_shows (window, "Line 4: The name is missing."));

  bedside_import_window_save_report (BEDSIDE_IMPORT_WINDOW (window), nowhere);
  bedside_await (practice_window_says (window, "The report could not be saved:"), 10);
  bedside_import_window_save_report (BEDSIDE_IMPORT_WINDOW (window), report);
  bedside_await (practice_window_says (window, "The report is saved."), 10);
  g_assert_false (practice_window_says (window, "could not be saved"));
  practice_window_destroy (window);
}

static void
test_bad_file (Fixture       *fixture,
               gconstpointer  data)
{
  GtkWindow *window = open_import (fixture);
  g_autoptr(GFile) nothing = g_file_new_for_path ("/nowhere/patients.csv");

  load (fixture, window, "");
  bedside_await (practice_window_says (window, "The file is empty."), 10);
  load (fixture, window, "PK\003\004");
  bedside_await (practice_window_says (window, "This is a spreadsheet."), 10);
  bedside_import_window_open (BEDSIDE_IMPORT_WINDOW (window), nothing);
  bedside_await (practice_window_says (window, "The file cannot be read:"), 10);
  g_assert_true (gtk_widget_is_sensitive (bedside_ui_get (window, GTK_TYPE_BUTTON, "Choose file")));
  load (fixture, window, "Name,Born\n");
  await_button (window, "Start import");
  g_assert_false (practice_window_says (window, "The file cannot be read:"));
  g_assert_true (bedside_ui_shows (window, "There are no patients in this file."));
  practice_window_destroy (window);
}

/* What is in stays in, and one goes on from there. */
static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWindow *window = open_import (fixture);

  load (fixture, window, "Name,Born\nAda Lovelace,1985-12-10\nBen Okafor,1962-03-02\n");
  await_button (window, "Start import");
  bedside_writing_fixture_add_fault (fixture, "PUT", PATIENTS, BEDSIDE_DEMO_FAULT_STALL, 2);
  bedside_ui_click (window, "Start import");
  await_button (window, "Cancel");
  bedside_await (practice_window_says (window, "Waiting for the server"), 10);
  bedside_ui_click (window, "Cancel");
  await_button (window, "Go on");
  g_assert_true (bedside_ui_shows (window, "Import stopped"));
  g_assert_true (practice_window_says (window, "Who has been added stays in the directory."));
  g_assert_false (has_button (window, "Done"));
  bedside_demo_server_clear_faults (fixture->practice.server);
  practice_window_destroy (window);
}

static void
test_failed (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWindow *window = open_import (fixture);

  load (fixture, window, "Name,Born\nAda Lovelace,1985-12-10\n");
  await_button (window, "Start import");
  bedside_writing_fixture_add_status (fixture, "PUT", PATIENTS, 403, "M_FORBIDDEN", NULL);
  bedside_ui_click (window, "Start import");
  await_button (window, "Go on");
  g_assert_true (bedside_ui_shows (window, "Import interrupted"));
  g_assert_true (bedside_ui_shows (window, "The server does not allow you to do this."));
  bedside_ui_click (window, "Go on");
  await_button (window, "Done");
  g_assert_false (bedside_ui_shows (window, "The server does not allow you to do this."));
  bedside_await (count_patients (fixture) == 1, 10);
  practice_window_destroy (window);
}

/* Who is in the directory has to be known before anybody is added. */
static void
test_offline (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWindow *window = open_import (fixture);
  g_autoptr(GError) error = NULL;

  load (fixture, window, "Name,Born\nAda Lovelace,1985-12-10\n");
  await_button (window, "Start import");
  bedside_demo_server_stop (fixture->practice.server);
  bedside_await (bedside_session_get_connection (practice_window_get_session (fixture)) != BEDSIDE_CONNECTION_ONLINE,
                 20);
  bedside_ui_click (window, "Start import");
  g_assert_true (practice_window_says (window, "Bedside is not connected to the server"));
  g_assert_true (has_button (window, "Start import"));
  g_assert_true (bedside_demo_server_start (fixture->practice.server, &error));
  g_assert_no_error (error);
  bedside_session_reconnect (practice_window_get_session (fixture));
  bedside_await_online (&fixture->practice);
  bedside_ui_click (window, "Start import");
  await_button (window, "Done");
  g_assert_false (practice_window_says (window, "Bedside is not connected to the server"));
  practice_window_destroy (window);
}

/* Closing asks while it is going on, and not before or after. */
static void
test_close (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWindow *window = open_import (fixture);
  gpointer weak = window;

  load (fixture, window, "Name,Born\nAda Lovelace,1985-12-10\n");
  await_button (window, "Start import");
  bedside_writing_fixture_add_fault (fixture, "PUT", PATIENTS, BEDSIDE_DEMO_FAULT_STALL, 1);
  bedside_ui_click (window, "Start import");
  gtk_window_close (window);
  bedside_ui_click (practice_window_await_dialog (window), "Cancel");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window)));
  gtk_window_close (window);
  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  bedside_ui_click (practice_window_await_dialog (window), "Stop");
  bedside_await (weak == NULL, 10);

  window = open_import (fixture);
  weak = window;
  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  gtk_window_close (window);
  bedside_await (weak == NULL, 10);
}

/* The window is closed while the file is read. */
static void
test_close_while_loading (Fixture       *fixture,
                          gconstpointer  data)
{
  GtkWindow *window = open_import (fixture);
  gpointer weak = window;

  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  load (fixture, window, "Name,Born\nAda Lovelace,1985-12-10\n");
  gtk_window_destroy (window);
  bedside_await (weak == NULL, 10);
}

static void
test_other_file (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWindow *window = open_import (fixture);

  load (fixture, window, "Name,Born\nAda Lovelace,1985-12-10\n");
  await_button (window, "Start import");
  load (fixture, window, "Given,Family,Born,Record\nBen,Okafor,1962-03-02,7\n");
  bedside_await (bedside_ui_find (window, ADW_TYPE_COMBO_ROW, "Record") != NULL, 10);
  g_assert_true (bedside_ui_shows (window, "Ben Okafor, 2 Mar 1962"));
  g_assert_null (bedside_ui_find (window, ADW_TYPE_COMBO_ROW, "Name"));
  bedside_ui_click (window, "Start import");
  await_button (window, "Done");
  load (fixture, window, "Name,Born\nBen Okafor,1962-03-02\n");
  await_button (window, "Start import");
  bedside_await (count_patients (fixture) == 1, 10);
  bedside_ui_click (window, "Start import");
  await_button (window, "Done");
  g_assert_true (bedside_ui_shows (window, "0 added · 1 there already · 0 refused"));
  /* There is a way on from the second result, too. */
  g_assert_true (gtk_widget_is_sensitive (bedside_ui_get (window, GTK_TYPE_BUTTON, "Done")));
  practice_window_destroy (window);
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);

  practice_window_add ("/ui/import-window/import", test_import);
  practice_window_add ("/ui/import-window/columns", test_columns);
  practice_window_add ("/ui/import-window/R29-dates", test_dates);
  practice_window_add ("/ui/import-window/refused", test_refused);
  practice_window_add ("/ui/import-window/bad-file", test_bad_file);
  practice_window_add ("/ui/import-window/cancel", test_cancel);
  practice_window_add ("/ui/import-window/failed", test_failed);
  practice_window_add ("/ui/import-window/offline", test_offline);
  practice_window_add ("/ui/import-window/close", test_close);
  practice_window_add ("/ui/import-window/close-while-loading", test_close_while_loading);
  practice_window_add ("/ui/import-window/other-file", test_other_file);

  return g_test_run ();
}
