/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-patient-form.h"
#include "practice-window.h"

/* Adding and correcting a patient, on a real session: what is seen, and what the server has afterwards. */

typedef BedsideWritingFixture Fixture;

#define PATIENTS "*/state/org.bedside.patient/*"
#define assert_patient(fixture, expected) \
        bedside_writing_assert_state (fixture, fixture->practice.directory, "org.bedside.patient", "key-ada", expected)

static GtkWindow *
open_form (Fixture        *fixture,
           BedsidePatient *patient)
{
  GtkWidget *window;

  bedside_await (bedside_practice_get_directory_id (practice_window_get_practice (fixture)) != NULL, 10);
  window = bedside_patient_form_new (NULL, practice_window_get_session (fixture), patient);
  practice_window_present (window);

  return GTK_WINDOW (window);
}

static void
put_patient (Fixture    *fixture,
             const char *more)
{
  g_autofree char *content = g_strdup_printf ("{'v':1,'given':'Ada','family':'Lovelace',%s}", more);

  g_free (bedside_writing_fixture_put (fixture, fixture->practice.directory, fixture->practice.colleague,
                                       "org.bedside.patient", "key-ada", content));
}

static BedsidePatient *
add_ada (Fixture *fixture)
{
  put_patient (fixture, "'birth_date':'1985-12-10','record':'7','later':[1]");

  return practice_window_get_patient (fixture, "Ada Lovelace");
}

static void
write_in (GtkWindow  *window,
          const char *name,
          const char *text)
{
  gtk_editable_set_text (bedside_ui_get (window, GTK_TYPE_EDITABLE, name), text);
  bedside_ui_settle ();
}

static gboolean
can_save (GtkWindow *window)
{
  return gtk_widget_is_sensitive (bedside_ui_get (window, GTK_TYPE_BUTTON, "Save"));
}

static void
fill_in (GtkWindow  *window,
         const char *given,
         const char *family,
         const char *birth_date)
{
  write_in (window, "Given name", given);
  write_in (window, "Family name", family);
  write_in (window, "Birth date", birth_date);
}

/* Saves, and waits until the form is gone. */
static void
save (GtkWindow *form)
{
  gpointer weak = form;

  g_object_add_weak_pointer (G_OBJECT (form), &weak);
  bedside_ui_click (form, "Save");
  bedside_await (weak == NULL, 20);
}

static guint
count_writes (Fixture *fixture)
{
  return bedside_writing_fixture_count (fixture, "PUT", PATIENTS);
}

/* --- adding --- */

static void
test_add (Fixture       *fixture,
          gconstpointer  data)
{
  GtkWindow *form = open_form (fixture, NULL);
  BedsidePatient *patient;

  g_assert_false (can_save (form));
  fill_in (form, "  J\xc3\xb6rg ", "Wei\xc3\x9f", "12/10/1985");
  g_assert_true (bedside_ui_shows (form, "Born on 10 Dec 1985"));
  write_in (form, "Record number (optional)", " RH-7 ");
  g_assert_true (can_save (form));
  save (form);
  patient = practice_window_get_patient (fixture, "J\xc3\xb6rg Wei\xc3\x9f");
  g_assert_cmpstr (bedside_patient_get_born (patient), ==, "1985-12-10");
  g_assert_cmpstr (bedside_patient_get_record (patient), ==, "RH-7");
  /* Nothing can be written to a patient before the portal is activated and linked. */
  g_assert_cmpint (bedside_patient_get_portal_state (patient), ==, BEDSIDE_PORTAL_STATE_NONE);
  g_assert_null (bedside_patient_get_user_id (patient));
}

static void
test_birth_dates (Fixture       *fixture,
                  gconstpointer  data)
{
  static const char *const dates[][2] = {
    { "12/10/85", "Write the year of birth with four digits: two could mean this century or the last." },
    { "31.2.1985", "The birth date is a day that does not exist." },
    { "2999-01-01", "The birth date is in the future." },
    { "1.1.1785", "The birth date is more than 130 years ago." },
    { "tomorrow", "The birth date is not a date that can be read. Write it like 1985-12-10." },
  };
  GtkWindow *form = open_form (fixture, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      fill_in (form, "Ada", "Lovelace", dates[i][0]);
      /* Nobody is scolded while he is still writing. */
      g_assert_false (bedside_ui_shows (form, dates[i][1]));
      bedside_ui_click (form, "Save");
      g_assert_true (bedside_ui_shows (form, dates[i][1]));
      write_in (form, "Birth date", "1985-12-1");
      g_assert_false (bedside_ui_shows (form, dates[i][1]));
      g_assert_true (bedside_ui_shows (form, "Born on 1 Dec 1985"));
    }
  write_in (form, "Birth date", "");
  g_assert_false (can_save (form));
  g_assert_cmpuint (count_writes (fixture), ==, 0);
  practice_window_destroy (form);
}

/* R29: two of the same name and birth date are one, as far as anybody can see. */
static void
test_same (Fixture       *fixture,
           gconstpointer  data)
{
  static const char *const warning = "Ada Lovelace, 10 Dec 1985 is in the directory already. Make sure that this is "
                                     "somebody else.";
  GtkWindow *form, *question;

  add_ada (fixture);
  form = open_form (fixture, NULL);
  fill_in (form, "ADA", "lovelace", "10 Dec 1985");
  g_assert_true (bedside_ui_shows (form, warning));
  g_assert_true (can_save (form));
  /* It asks, and takes no for an answer. */
  bedside_ui_click (form, "Save");
  question = practice_window_await_dialog (form);
  g_assert_true (bedside_ui_shows (question, warning));
  bedside_ui_click (question, "Cancel");
  g_assert_cmpuint (count_writes (fixture), ==, 0);
  g_assert_true (can_save (form));
  write_in (form, "Birth date", "11 Dec 1985");
  g_assert_false (bedside_ui_shows (form, warning));
  write_in (form, "Record number (optional)", "7");
  g_assert_true (bedside_ui_shows (form, "This record number belongs to Ada Lovelace, 10 Dec 1985."));
  bedside_ui_click (form, "Save");
  bedside_ui_click (practice_window_await_dialog (form), "Save patient");
  bedside_await (count_writes (fixture) == 1, 10);
  bedside_ui_settle ();
}

static void
test_refused_names (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkWindow *form = open_form (fixture, NULL);
  g_autofree char *long_name = g_strnfill (300, 'x');

  fill_in (form, " ", "\t", "1985-12-10");
  g_assert_false (can_save (form));
  fill_in (form, long_name, "Lovelace", "1985-12-10");
  bedside_ui_click (form, "Save");
  bedside_await (bedside_ui_find (form, GTK_TYPE_LABEL, "The name is too long.") != NULL, 10);
  g_assert_true (can_save (form));
  write_in (form, "Given name", "Ada");
  g_assert_false (bedside_ui_shows (form, "The name is too long."));
  g_assert_cmpuint (count_writes (fixture), ==, 0);
  practice_window_destroy (form);
}

/* What was written stays, and there is a way on. */
static void
test_server_refuses (Fixture       *fixture,
                     gconstpointer  data)
{
  GtkWindow *form = open_form (fixture, NULL);

  fill_in (form, "Ada", "Lovelace", "1985-12-10");
  bedside_writing_fixture_add_status (fixture, "PUT", PATIENTS, 403, "M_FORBIDDEN", NULL);
  bedside_ui_click (form, "Save");
  bedside_await (bedside_ui_find (form, GTK_TYPE_LABEL, "The server does not allow you to do this.") != NULL, 10);
  g_assert_cmpstr (gtk_editable_get_text (bedside_ui_get (form, GTK_TYPE_EDITABLE, "Family name")), ==, "Lovelace");
  save (form);
  practice_window_get_patient (fixture, "Ada Lovelace");
}

/* --- correcting --- */

static void
test_edit (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWindow *form = open_form (fixture, add_ada (fixture));

  g_assert_true (bedside_ui_shows (form, "Ada Lovelace, 10 Dec 1985"));
  g_assert_cmpstr (gtk_editable_get_text (bedside_ui_get (form, GTK_TYPE_EDITABLE, "Birth date")), ==, "10 Dec 1985");
  write_in (form, "Family name", "King");
  save (form);
  /* What Bedside does not know is still there. */
  assert_patient (fixture, "{'birth_date':'1985-12-10','family':'King','given':'Ada','later':[1],'portal':'none',"
                  "'record':'7','v':1}");
}

static void
test_untouched (Fixture       *fixture,
                gconstpointer  data)
{
  GtkWindow *form = open_form (fixture, add_ada (fixture));

  write_in (form, "Birth date", "1985-12-10");
  save (form);
  g_assert_cmpuint (count_writes (fixture), ==, 0);
}

static void
test_changed_meanwhile (Fixture       *fixture,
                        gconstpointer  data)
{
  BedsidePatient *ada = add_ada (fixture);
  GtkWindow *form = open_form (fixture, ada);

  /* Nobody has typed yet: what is new is what is shown. */
  put_patient (fixture, "'birth_date':'1985-12-11'");
  bedside_await (g_str_equal (bedside_patient_get_born (ada), "1985-12-11"), 10);
  bedside_ui_settle ();
  g_assert_cmpstr (gtk_editable_get_text (bedside_ui_get (form, GTK_TYPE_EDITABLE, "Birth date")), ==, "11 Dec 1985");

  write_in (form, "Given name", "Augusta Ada");
  put_patient (fixture, "'birth_date':'1985-12-12'");
  bedside_await (g_str_equal (bedside_patient_get_born (ada), "1985-12-12"), 10);
  bedside_ui_settle ();
  g_assert_true (practice_window_says (form, "Somebody has corrected this patient meanwhile: Ada Lovelace, "
                                       "12 Dec 1985."));
  g_assert_cmpstr (gtk_editable_get_text (bedside_ui_get (form, GTK_TYPE_EDITABLE, "Given name")), ==, "Augusta Ada");
  practice_window_destroy (form);
}

static void
test_removed_meanwhile (Fixture       *fixture,
                        gconstpointer  data)
{
  BedsidePatient *ada = add_ada (fixture);
  g_autoptr(BedsidePatient) kept = g_object_ref (ada);
  GtkWindow *form = open_form (fixture, ada);

  write_in (form, "Given name", "Augusta Ada");
  g_free (bedside_writing_fixture_put (fixture, fixture->practice.directory, fixture->practice.colleague,
                                       "org.bedside.patient", "key-ada", "{}"));
  bedside_await (bedside_patient_get_removed (ada), 10);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (form, "This patient has been removed from the directory."));
  g_assert_false (can_save (form));
  practice_window_destroy (form);
}

/* Enter leads through the form. */
static void
test_enter (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWindow *form = open_form (fixture, NULL);
  GtkWidget *given = bedside_ui_get (form, ADW_TYPE_ENTRY_ROW, "Given name");
  gpointer weak = form;

  write_in (form, "Given name", "Ada");
  g_signal_emit_by_name (given, "entry-activated");
  g_assert_true (gtk_widget_get_focus_child (bedside_ui_get (form, ADW_TYPE_ENTRY_ROW, "Family name")) != NULL);
  write_in (form, "Family name", "Lovelace");
  write_in (form, "Birth date", "1985-12-10");
  g_object_add_weak_pointer (G_OBJECT (form), &weak);
  g_signal_emit_by_name (given, "entry-activated");
  bedside_await (weak == NULL, 20);
  practice_window_get_patient (fixture, "Ada Lovelace");
}

/* Tab goes past what is said about the birth date, to the record number and back. */
static void
test_tab (Fixture       *fixture,
          gconstpointer  data)
{
  GtkWindow *form = open_form (fixture, NULL);
  GtkWidget *birth_date = bedside_ui_get (form, ADW_TYPE_ENTRY_ROW, "Birth date");
  GtkWidget *record = bedside_ui_get (form, ADW_TYPE_ENTRY_ROW, "Record number (optional)");

  write_in (form, "Birth date", "1985-12-10");
  g_assert_true (bedside_ui_shows (form, "Born on 10 Dec 1985"));
  gtk_widget_grab_focus (birth_date);
  for (guint i = 0; i < 2 && gtk_widget_get_focus_child (record) == NULL; i++)
    gtk_widget_child_focus (GTK_WIDGET (form), GTK_DIR_TAB_FORWARD);
  g_assert_nonnull (gtk_widget_get_focus_child (record));
  for (guint i = 0; i < 2 && gtk_widget_get_focus_child (birth_date) == NULL; i++)
    gtk_widget_child_focus (GTK_WIDGET (form), GTK_DIR_TAB_BACKWARD);
  g_assert_nonnull (gtk_widget_get_focus_child (birth_date));
  practice_window_destroy (form);
}

/* What is on its way when the window is closed arrives. */
static void
test_closed_while_saving (Fixture       *fixture,
                          gconstpointer  data)
{
  GtkWindow *form = open_form (fixture, NULL);

  fill_in (form, "Ada", "Lovelace", "1985-12-10");
  g_signal_emit_by_name (bedside_ui_get (form, GTK_TYPE_BUTTON, "Save"), "clicked");
  gtk_window_destroy (form);
  practice_window_get_patient (fixture, "Ada Lovelace");
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);

  practice_window_add ("/ui/patient-form/R3-add", test_add);
  practice_window_add ("/ui/patient-form/birth-dates", test_birth_dates);
  practice_window_add ("/ui/patient-form/R29-same", test_same);
  practice_window_add ("/ui/patient-form/refused-names", test_refused_names);
  practice_window_add ("/ui/patient-form/server-refuses", test_server_refuses);
  practice_window_add ("/ui/patient-form/edit", test_edit);
  practice_window_add ("/ui/patient-form/untouched", test_untouched);
  practice_window_add ("/ui/patient-form/changed-meanwhile", test_changed_meanwhile);
  practice_window_add ("/ui/patient-form/removed-meanwhile", test_removed_meanwhile);
  practice_window_add ("/ui/patient-form/enter", test_enter);
  practice_window_add ("/ui/patient-form/tab", test_tab);
  practice_window_add ("/ui/patient-form/closed-while-saving", test_closed_while_saving);

  return g_test_run ();
}
