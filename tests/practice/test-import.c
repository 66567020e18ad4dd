/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-import.h"

#include <glib/gstdio.h>
#include <string.h>

#include "bedside-counter.h"
#include "bedside-csv.h"
#include "bedside-session-practice.h"
#include "bedside-writing-fixture.h"

/* Importing into the directory of the demo server: what the next sync brings of it. */

typedef BedsideWritingFixture Fixture;

#define PATIENTS "*/state/org.bedside.patient/*"
#define MANY 10000

static BedsidePractice *
get_practice (Fixture *fixture)
{
  BedsideSession *session = bedside_practice_fixture_get_session (&fixture->practice);

  bedside_await (bedside_session_get_practice (session) != NULL, 10);
  bedside_await (bedside_practice_get_directory_id (bedside_session_get_practice (session)) != NULL, 10);

  return bedside_session_get_practice (session);
}

static guint
count_patients (Fixture *fixture)
{
  return g_list_model_get_n_items (bedside_practice_get_patients (get_practice (fixture)));
}

static GFile *
write_file (Fixture    *fixture,
            const char *content,
            gssize      size)
{
  g_autofree char *path = g_build_filename (fixture->practice.folder, "patients.csv", NULL);
  g_autoptr(GError) error = NULL;

  g_file_set_contents (path, content, size, &error);
  g_assert_no_error (error);

  return g_file_new_for_path (path);
}

static void
load (BedsideImport  *import,
      GFile          *file,
      GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_import_load_async (import, file, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 20);
  bedside_import_load_finish (import, result, error);
}

static BedsideImport *
import_new (Fixture    *fixture,
            const char *content)
{
  g_autoptr(GFile) file = write_file (fixture, content, -1);
  g_autoptr(GError) error = NULL;
  BedsideImport *import = bedside_import_new (fixture->writer, get_practice (fixture));

  g_assert_cmpint (bedside_import_get_state (import), ==, BEDSIDE_IMPORT_STATE_EMPTY);
  g_assert_nonnull (bedside_import_get_objection (import));
  load (import, file, &error);
  g_assert_no_error (error);
  g_assert_cmpint (bedside_import_get_state (import), ==, BEDSIDE_IMPORT_STATE_LOADED);

  return import;
}

static void
run (BedsideImport *import)
{
  g_assert_cmpstr (bedside_import_get_objection (import), ==, NULL);
  bedside_import_start (import);
  bedside_await (bedside_import_get_state (import) == BEDSIDE_IMPORT_STATE_DONE, 60);
}

static void
assert_counts (BedsideImport *import,
               guint          added,
               guint          present,
               guint          refused)
{
  g_assert_cmpuint (bedside_import_get_added (import), ==, added);
  g_assert_cmpuint (bedside_import_get_present (import), ==, present);
  g_assert_cmpuint (g_list_model_get_n_items (bedside_import_get_refused (import)), ==, refused);
  g_assert_cmpuint (bedside_import_get_done (import), ==, added + present + refused);
}

/* 1:reason|2:reason, only the beginning of each. */
static void
assert_refused (BedsideImport *import,
                guint          position,
                guint          number,
                const char    *text,
                const char    *part)
{
  g_autoptr(BedsideImportLine) line = g_list_model_get_item (bedside_import_get_refused (import), position);

  g_assert_nonnull (line);
  g_assert_cmpuint (bedside_import_line_get_number (line), ==, number);
  g_assert_cmpstr (bedside_import_line_get_text (line), ==, text);
  g_test_message ("%s", bedside_import_line_get_reason (line));
  g_assert_nonnull (strstr (bedside_import_line_get_reason (line), part));
}

static char *
make_list (guint first,
           guint count)
{
  GString *list = g_string_new ("Given name,Family name,Birth date,Record\n");

  for (guint i = first; i < first + count; i++)
    g_string_append_printf (list, "Given%u,Family%u,%04u-%02u-%02u,R%u\n", i, i, 1930 + i % 80, 1 + i % 12,
                            1 + i % 28, i);

  return g_string_free (list, FALSE);
}

/* --- what is right --- */

static void
test_add (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(BedsideImport) import = import_new (fixture, "Name;Vorname;Geburtsdatum;Akte\n"
                                                "Lovelace;Ada;10.12.1985;7\nOkafor;Ben;2.3.1962;\n"
                                                "Wei\xc3\x9f;J\xc3\xb6rg;1.1.1950;\"8;a\"\n");

  g_assert_cmpuint (bedside_import_get_total (import), ==, 3);
  g_assert_cmpuint (bedside_import_get_n_columns (import), ==, 4);
  g_assert_cmpstr (bedside_import_get_column_name (import, 2), ==, "Geburtsdatum");
  g_assert_cmpstr (bedside_import_get_cell (import, 0, 0), ==, "Lovelace");
  g_assert_null (bedside_import_get_cell (import, 3, 0));
  run (import);
  assert_counts (import, 3, 0, 0);
  bedside_await (count_patients (fixture) == 3, 10);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(BedsidePatient) patient = g_list_model_get_item (bedside_practice_get_patients (get_practice (fixture)),
                                                                 i);

      if (!g_str_equal (bedside_patient_get_family (patient), "Wei\xc3\x9f"))
        continue;
      g_assert_cmpstr (bedside_patient_get_given (patient), ==, "J\xc3\xb6rg");
      g_assert_cmpstr (bedside_patient_get_born (patient), ==, "1950-01-01");
      g_assert_cmpstr (bedside_patient_get_record (patient), ==, "8;a");
      /* Nobody of them can be written to before his portal is activated (R3, R4). */
      g_assert_cmpint (bedside_patient_get_portal_state (patient), ==, BEDSIDE_PORTAL_STATE_NONE);
      g_assert_null (bedside_patient_get_user_id (patient));
      g_assert_cmpint (bedside_patient_get_chat_access (patient), ==, BEDSIDE_CHAT_ACCESS_UNSET);
    }
}

static void
test_twice (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *list = make_list (0, 20);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(BedsideImport) import = import_new (fixture, list);

      run (import);
      assert_counts (import, i == 0 ? 20 : 0, i == 0 ? 0 : 20, 0);
      bedside_await (count_patients (fixture) == 20, 10);
      /* And the same one again. */
      run (import);
      assert_counts (import, 0, 20, 0);
    }
  g_assert_cmpuint (count_patients (fixture), ==, 20);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", PATIENTS), ==, 20);
}

static void
test_same_lines (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(BedsideImport) import =
    import_new (fixture, "Given,Family,Born,Record\n"
                "Ada,Lovelace,1985-12-10,\nAda,Lovelace,1985-12-10,\nADA,LOVELACE,10 Dec 1985,7\n"
                "Ben,Okafor,1962-03-02,8\nBen,Okafor,1962-03-02,9\nBen,Okafor,1962-03-02,8\n"
                "Chloe,Dubois,1999-07-21,8\n");

  run (import);
  assert_counts (import, 3, 3, 1);
  assert_refused (import, 0, 8, "Chloe, Dubois, 1999-07-21, 8", "record number");
}

/* Who was added by a colleague while we are at it is not added again. */
static void
test_colleague (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *list = make_list (0, 3);
  g_autoptr(BedsideImport) import = import_new (fixture, list);

  g_free (bedside_writing_fixture_put (fixture, fixture->practice.directory, fixture->practice.colleague,
                                       "org.bedside.patient", "theirs",
                                       "{'v':1,'given':'Given1','family':'Family1','birth_date':'1931-02-02'}"));
  bedside_await (count_patients (fixture) == 1, 10);
  run (import);
  assert_counts (import, 2, 1, 0);
}

/* --- what is wrong in the file --- */

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(BedsideImport) import =
    import_new (fixture, "Given,Family,Born\n"
                "Ada,Lovelace,1985-12-10\n"
                ",Lovelace,1985-12-10\n"
                "\"Ben,Okafor,1962-03-02\n"
                "Chlo\xc3\xa9,Dubois,21.7.99\n"
                "=1+1,Evil,2999-01-01\n"
                "Ada,Lovelace,1985-12-10\n"
                "Zoe,\xff,1999-01-01\n"
                "Dmitri,Ivanov,1978-11-05\n");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->practice.folder, "report.csv", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *report = NULL;
  GStatBuf info;

  run (import);
  assert_counts (import, 2, 1, 5);
  assert_refused (import, 0, 3, "Lovelace, 1985-12-10", "given name");
  assert_refused (import, 1, 4, "\"Ben,Okafor,1962-03-02", "quotation marks");
  assert_refused (import, 2, 5, "Chlo\xc3\xa9, Dubois, 21.7.99", "four digits");
  assert_refused (import, 3, 6, "=1+1, Evil, 2999-01-01", "future");
  assert_refused (import, 4, 8, "Zoe, \xef\xbf\xbd, 1999-01-01", "cannot be read");

  bedside_import_save_report_async (import, file, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  g_assert_true (bedside_import_save_report_finish (import, result, &error));
  g_assert_no_error (error);
  g_file_get_contents (path, &report, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (report, "\xef\xbb\xbfLine,Reason,Given,Family,Born\r\n3,The given name is missing.,,"
                                   "Lovelace,1985-12-10\r\n4,"));
  g_assert_nonnull (strstr (report, "\"'=1+1\",Evil,2999-01-01\r\n"));
  /* It is about patients: nobody else on this computer reads it. */
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0077, ==, 0);
}

/* The report, corrected, is a file like any other. */
static void
test_report_again (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(BedsideImport) import =
    import_new (fixture, "\xef\xbb\xbfLine,Reason,Given,Family,Born\r\n3,The given name is missing.,Ada,Lovelace,"
                "1985-12-10\r\n");

  run (import);
  assert_counts (import, 1, 0, 0);
}

static void
test_report_fails (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(BedsideImport) import = import_new (fixture, "Given,Family,Born\nAda,,1985-12-10\n");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GFile) file = g_file_new_for_path ("/nowhere/at/all/report.csv");

  run (import);
  bedside_import_save_report_async (import, file, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  g_assert_false (bedside_import_save_report_finish (import, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_true (g_str_has_prefix (error->message, "The report could not be saved: "));
}

static void
test_bad_files (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(BedsideImport) import = bedside_import_new (fixture->writer, get_practice (fixture));
  g_autoptr(GFile) nothing = g_file_new_for_path ("/nowhere/patients.csv");
  g_autoptr(GFile) folder = g_file_new_for_path (fixture->practice.folder);
  g_autoptr(GError) error = NULL;
  static const char *const bad[] = { "", "\n\n", "PK\003\004", "\x01\x02\x03\x04\x05\x06" };

  load (import, nothing, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  load (import, folder, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_IS_DIRECTORY);
  g_clear_error (&error);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GFile) file = write_file (fixture, bad[i], -1);

      load (import, file, &error);
      g_assert_nonnull (error);
      g_assert_true (error->domain == BEDSIDE_CSV_ERROR);
      g_clear_error (&error);
      g_assert_cmpint (bedside_import_get_state (import), ==, BEDSIDE_IMPORT_STATE_EMPTY);
    }
}

/* A file that cannot be read takes nothing from the one that is loaded. */
static void
test_load_again (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(BedsideImport) import = import_new (fixture, "Given,Family,Born\nAda,Lovelace,1985-12-10\n");
  g_autoptr(GFile) bad = write_file (fixture, "", 0);
  g_autoptr(GError) error = NULL;

  load (import, bad, &error);
  g_assert_error (error, BEDSIDE_CSV_ERROR, BEDSIDE_CSV_ERROR_EMPTY);
  run (import);
  assert_counts (import, 1, 0, 0);

  g_autoptr(GFile) other = write_file (fixture, "Name,Born\nBen Okafor,1962-03-02\nAda Lovelace,1985-12-10\n", -1);
  g_clear_error (&error);
  load (import, other, &error);
  g_assert_no_error (error);
  assert_counts (import, 0, 0, 0);
  g_assert_cmpuint (bedside_import_get_n_columns (import), ==, 2);
  bedside_await (count_patients (fixture) == 1, 10);
  run (import);
  assert_counts (import, 1, 1, 0);
}

static void
test_load_cancelled (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(BedsideImport) import = bedside_import_new (fixture->writer, get_practice (fixture));
  g_autoptr(GFile) file = write_file (fixture, "Name,Born\nBen Okafor,1962-03-02\n", -1);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_import_load_async (import, file, cancellable, bedside_await_result, &result);
  g_cancellable_cancel (cancellable);
  bedside_await (result != NULL, 10);
  g_assert_false (bedside_import_load_finish (import, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (bedside_import_get_state (import), ==, BEDSIDE_IMPORT_STATE_EMPTY);
}

/* --- what the columns hold --- */

static void
test_objections (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(BedsideImport) import = import_new (fixture, "a,b,c\nAda,Lovelace,soon\n");
  guint changes = 0;

  g_signal_connect_swapped (import, "columns-changed", G_CALLBACK (bedside_counter_add), &changes);
  bedside_import_set_column (import, 0, BEDSIDE_IMPORT_COLUMN_NONE);
  bedside_import_set_column (import, 1, BEDSIDE_IMPORT_COLUMN_NONE);
  g_assert_cmpstr (bedside_import_get_objection (import), ==, "Say which columns hold the name.");
  bedside_import_set_column (import, 0, BEDSIDE_IMPORT_COLUMN_GIVEN);
  g_assert_cmpstr (bedside_import_get_objection (import), ==, "Say which column holds the family name.");
  bedside_import_set_column (import, 0, BEDSIDE_IMPORT_COLUMN_FAMILY);
  g_assert_cmpstr (bedside_import_get_objection (import), ==, "Say which column holds the given name.");
  bedside_import_set_column (import, 1, BEDSIDE_IMPORT_COLUMN_GIVEN);
  g_assert_cmpstr (bedside_import_get_objection (import), ==, "Say which column holds the birth date.");
  bedside_import_set_column (import, 2, BEDSIDE_IMPORT_COLUMN_BIRTH_DATE);
  g_assert_null (bedside_import_get_objection (import));

  /* Each is in one column only, and a name is whole or in parts. */
  bedside_import_set_column (import, 2, BEDSIDE_IMPORT_COLUMN_GIVEN);
  g_assert_cmpint (bedside_import_get_column (import, 1), ==, BEDSIDE_IMPORT_COLUMN_NONE);
  bedside_import_set_column (import, 1, BEDSIDE_IMPORT_COLUMN_FULL_NAME);
  g_assert_cmpint (bedside_import_get_column (import, 0), ==, BEDSIDE_IMPORT_COLUMN_NONE);
  g_assert_cmpint (bedside_import_get_column (import, 2), ==, BEDSIDE_IMPORT_COLUMN_NONE);
  bedside_import_set_column (import, 0, BEDSIDE_IMPORT_COLUMN_FAMILY);
  g_assert_cmpint (bedside_import_get_column (import, 1), ==, BEDSIDE_IMPORT_COLUMN_NONE);
  g_assert_cmpuint (changes, ==, 7);
}

static void
test_only_header (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(BedsideImport) import = import_new (fixture, "Given name,Family name,Birth date\n\n");

  g_assert_cmpuint (bedside_import_get_total (import), ==, 0);
  g_assert_cmpstr (bedside_import_get_objection (import), ==, "There are no patients in this file.");
}

/* R29: a birth date that can be read in two ways is read as the person says. */
static void
test_date_order (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(BedsideImport) import = import_new (fixture, "Name,Born\nAda Lovelace,10/12/1985\nBen Okafor,2/3/1962\n");
  g_autofree char *reason = NULL;
  gboolean certain = TRUE;

  g_assert_cmpint (bedside_import_get_date_order (import, &certain), ==, BEDSIDE_DATE_ORDER_MONTH_FIRST);
  g_assert_false (certain);
  g_autofree char *american = bedside_import_dup_reading (import, 0, &reason);
  g_assert_cmpstr (american, ==, "Ada Lovelace, 12 Oct 1985");
  g_assert_null (reason);

  bedside_import_set_date_order (import, BEDSIDE_DATE_ORDER_DAY_FIRST);
  g_autofree char *european = bedside_import_dup_reading (import, 0, &reason);
  g_assert_cmpstr (european, ==, "Ada Lovelace, 10 Dec 1985");
  bedside_import_set_date_order (import, BEDSIDE_DATE_ORDER_UNKNOWN);
  g_assert_null (bedside_import_dup_reading (import, 1, &reason));
  g_assert_nonnull (reason);

  bedside_import_set_date_order (import, BEDSIDE_DATE_ORDER_DAY_FIRST);
  run (import);
  assert_counts (import, 2, 0, 0);
  bedside_await (count_patients (fixture) == 2, 10);
}

/* --- what goes wrong on the way --- */

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *list = make_list (0, 60);
  g_autoptr(BedsideImport) import = import_new (fixture, list);
  guint added;

  bedside_import_start (import);
  bedside_await (bedside_import_get_added (import) >= 10, 20);
  added = bedside_import_get_added (import);
  bedside_import_cancel (import);
  g_assert_cmpuint (bedside_import_get_added (import), ==, added);
  bedside_await (bedside_import_get_state (import) == BEDSIDE_IMPORT_STATE_CANCELLED, 10);
  g_assert_cmpuint (bedside_import_get_added (import), <, 60);
  /* Those on their way come in and count; nobody else is begun with. */
  bedside_await (count_patients (fixture) == bedside_import_get_added (import) && count_patients (fixture) >= added,
                 10);
  g_assert_cmpuint (bedside_import_get_added (import), <=, added + 3);

  /* In another window, with the same file. */
  g_autoptr(BedsideImport) again = import_new (fixture, list);
  added = bedside_import_get_added (import);
  run (again);
  assert_counts (again, 60 - added, added, 0);
  bedside_await (count_patients (fixture) == 60, 10);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", PATIENTS), ==, 60);
}

static void
test_go_on (Fixture       *fixture,
            gconstpointer  data)
{
  g_autofree char *list = make_list (0, 40);
  g_autoptr(BedsideImport) import = import_new (fixture, list);

  for (guint i = 1; i <= 3; i++)
    {
      bedside_import_start (import);
      bedside_await (bedside_import_get_added (import) >= 8 * i, 20);
      bedside_import_cancel (import);
      bedside_import_cancel (import);
    }
  run (import);
  assert_counts (import, 40, 0, 0);
  bedside_await (count_patients (fixture) == 40, 10);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", PATIENTS), ==, 40);
}

/* The server has somebody, and we are not told. */
static void
test_lost_answers (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *list = make_list (0, 12);
  g_autoptr(BedsideImport) import = import_new (fixture, list);

  bedside_writing_fixture_add_fault (fixture, "PUT", PATIENTS, BEDSIDE_DEMO_FAULT_DROP_AFTER, 4);
  bedside_writing_fixture_add_fault (fixture, "PUT", PATIENTS, BEDSIDE_DEMO_FAULT_DROP_BEFORE, 2);
  run (import);
  assert_counts (import, 12, 0, 0);
  bedside_await (count_patients (fixture) == 12, 10);
  g_assert_cmpuint (count_patients (fixture), ==, 12);
}

static void
on_state (BedsideImport *import,
          GParamSpec    *pspec,
          guint         *waits)
{
  *waits += bedside_import_get_state (import) == BEDSIDE_IMPORT_STATE_WAITING;
}

/* It may go on in the same turn of the main loop. */
static void
note_waiting (BedsideImport *import,
              GParamSpec    *pspec,
              gboolean      *waited)
{
  if (bedside_import_get_state (import) == BEDSIDE_IMPORT_STATE_WAITING)
    *waited = TRUE;
}

static void
test_rate_limit (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *list = make_list (0, 8);
  g_autoptr(BedsideImport) import = import_new (fixture, list);
  gboolean waited = FALSE;

  g_signal_connect (import, "notify::state", G_CALLBACK (note_waiting), &waited);
  guint waits = 0;

  /* The second one longer than a person would wait for: we do. */
  bedside_writing_fixture_add_status (fixture, "PUT", PATIENTS, 429, "M_LIMIT_EXCEEDED", "1");
  bedside_writing_fixture_add_status (fixture, "PUT", PATIENTS, 429, "M_LIMIT_EXCEEDED", "60");
  /* It may be over as soon as another line is in. */
  g_signal_connect (import, "notify::state", G_CALLBACK (on_state), &waits);
  run (import);
  g_assert_cmpuint (waits, >, 0);
  assert_counts (import, 8, 0, 0);
  bedside_await (count_patients (fixture) == 8, 10);
}

static void
test_offline (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *list = make_list (0, 40);
  g_autoptr(BedsideImport) import = import_new (fixture, list);
  g_autoptr(GError) error = NULL;

  bedside_import_start (import);
  bedside_await (bedside_import_get_added (import) >= 5, 20);
  bedside_demo_server_stop (fixture->practice.server);
  bedside_await (bedside_import_get_state (import) == BEDSIDE_IMPORT_STATE_WAITING, 20);
  g_assert_cmpuint (bedside_import_get_added (import), <, 40);
  g_assert_true (bedside_demo_server_start (fixture->practice.server, &error));
  g_assert_no_error (error);
  bedside_await (bedside_import_get_state (import) == BEDSIDE_IMPORT_STATE_DONE, 60);
  assert_counts (import, 40, 0, 0);
  bedside_await (count_patients (fixture) == 40, 20);
  g_assert_cmpuint (count_patients (fixture), ==, 40);
}

/* Who is not a practitioner any more is told so, and nothing of what is in is lost. */
static void
test_forbidden (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *list = make_list (0, 10);
  g_autoptr(BedsideImport) import = import_new (fixture, list);

  bedside_writing_fixture_add_status (fixture, "PUT", PATIENTS, 403, "M_FORBIDDEN", NULL);
  bedside_import_start (import);
  bedside_await (bedside_import_get_state (import) == BEDSIDE_IMPORT_STATE_FAILED, 20);
  g_assert_error (bedside_import_get_error (import), BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED);
  g_assert_cmpuint (bedside_import_get_done (import), <, 10);
  run (import);
  assert_counts (import, 10, 0, 0);
  bedside_await (count_patients (fixture) == 10, 10);
}

/* The window is closed in the middle. */
static void
test_end (Fixture       *fixture,
          gconstpointer  data)
{
  g_autofree char *list = make_list (0, 40);
  BedsideImport *import = import_new (fixture, list);

  bedside_import_start (import);
  bedside_await (bedside_import_get_added (import) >= 3, 20);
  bedside_import_cancel (import);
  bedside_await_finalize (import);
}

/* Ten thousand who are there already: found without looking at everybody, and the window goes on meanwhile. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *list = make_list (0, MANY);
  g_autoptr(GFile) file = write_file (fixture, list, -1);
  g_autoptr(BedsideImport) import = bedside_import_new (fixture->writer, fixture->model);
  g_autoptr(GPtrArray) patients = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError) error = NULL;
  gint64 before;

  for (guint i = 0; i < MANY; i++)
    {
      g_autofree char *key = g_strdup_printf ("k%u", i);
      g_autofree char *given = g_strdup_printf ("Given%u", i);
      g_autofree char *family = g_strdup_printf ("Family%u", i);
      g_autofree char *born = g_strdup_printf ("%04u-%02u-%02u", 1930 + i % 80, 1 + i % 12, 1 + i % 28);

      g_ptr_array_add (patients, bedside_patient_new_named (key, given, family, born));
    }
  g_list_store_splice (fixture->patients, 0, 0, patients->pdata, MANY);

  before = g_get_monotonic_time ();
  load (import, file, &error);
  g_assert_no_error (error);
  g_test_message ("loading: %.0f ms", (double) (g_get_monotonic_time () - before) / 1000);
  before = g_get_monotonic_time ();
  bedside_import_start (import);
  g_test_message ("start: %.0f ms", (double) (g_get_monotonic_time () - before) / 1000);
  bedside_await (bedside_import_get_state (import) == BEDSIDE_IMPORT_STATE_DONE, 60);
  g_test_message ("%d lines: %.0f ms", MANY, (double) (g_get_monotonic_time () - before) / 1000);
  assert_counts (import, 0, MANY, 0);
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "PUT", PATIENTS), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bedside_writing_add ("/practice/import/R4-added-without-portal", NULL, test_add);
  bedside_writing_add ("/practice/import/twice", NULL, test_twice);
  bedside_writing_add ("/practice/import/same-lines", NULL, test_same_lines);
  bedside_writing_add ("/practice/import/colleague", NULL, test_colleague);
  bedside_writing_add ("/practice/import/refused-lines", NULL, test_refused);
  bedside_writing_add ("/practice/import/report-again", NULL, test_report_again);
  bedside_writing_add ("/practice/import/report-fails", NULL, test_report_fails);
  bedside_writing_add ("/practice/import/bad-files", NULL, test_bad_files);
  bedside_writing_add ("/practice/import/load-again", NULL, test_load_again);
  bedside_writing_add ("/practice/import/load-cancelled", NULL, test_load_cancelled);
  bedside_writing_add ("/practice/import/objections", NULL, test_objections);
  bedside_writing_add ("/practice/import/only-header", NULL, test_only_header);
  bedside_writing_add ("/practice/import/R29-date-order", NULL, test_date_order);
  bedside_writing_add ("/practice/import/cancel", NULL, test_cancel);
  bedside_writing_add ("/practice/import/go-on", NULL, test_go_on);
  bedside_writing_add ("/practice/import/lost-answers", NULL, test_lost_answers);
  bedside_writing_add ("/practice/import/rate-limit", NULL, test_rate_limit);
  bedside_writing_add ("/practice/import/offline", NULL, test_offline);
  bedside_writing_add ("/practice/import/forbidden", NULL, test_forbidden);
  bedside_writing_add ("/practice/import/end", NULL, test_end);
  bedside_writing_add ("/practice/import/many", NULL, test_many);

  return g_test_run ();
}
