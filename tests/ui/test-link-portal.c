/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-link-portal.h"
#include "practice-window.h"

/* Linking a patient with an account, on a real session: what is said, and what the server has afterwards. */

typedef BedsideWritingFixture Fixture;

#define PATIENTS "*/state/org.bedside.patient/*"
#define USER "User name of the patient"
#define assert_patient(fixture, expected) \
        bedside_writing_assert_state (fixture, fixture->practice.directory, "org.bedside.patient", "key-ben", expected)

static BedsidePatient *
add_ben (Fixture    *fixture,
         const char *more)
{
  g_autofree char *content = g_strdup_printf ("{'v':1,'given':'Ben','family':'Okafor','birth_date':'1962-03-02'%s}",
                                              more);

  g_free (bedside_writing_fixture_put (fixture, fixture->practice.directory, fixture->practice.colleague,
                                       "org.bedside.patient", "key-ben", content));

  return practice_window_get_patient (fixture, "Ben Okafor");
}

static GtkWindow *
open_dialog (Fixture        *fixture,
             BedsidePatient *patient)
{
  GtkWidget *window = bedside_link_portal_new (NULL, practice_window_get_session (fixture), patient);

  practice_window_present (window);
  /* Who it is about stands above all else (R29). */
  g_assert_true (bedside_ui_shows (window, bedside_patient_get_name (patient)));
  g_assert_true (bedside_ui_shows (window, bedside_patient_get_birth_date (patient)));

  return GTK_WINDOW (window);
}

static void
write_user (GtkWindow  *dialog,
            const char *user)
{
  gtk_editable_set_text (bedside_ui_get (dialog, GTK_TYPE_EDITABLE, USER), user);
  bedside_ui_settle ();
}

static void
check (GtkWindow  *dialog,
       const char *user,
       const char *says)
{
  write_user (dialog, user);
  bedside_ui_click (dialog, "Check");
  bedside_await (practice_window_says (dialog, says), 10);
}

static gboolean
can_link (GtkWindow *dialog)
{
  GtkWidget *button = bedside_ui_find (dialog, GTK_TYPE_BUTTON, "Link");

  return button != NULL && gtk_widget_is_sensitive (button);
}

static void
click_and_await_end (GtkWindow  *window,
                     const char *name,
                     gpointer    ends)
{
  gpointer weak = ends;

  g_object_add_weak_pointer (ends, &weak);
  bedside_ui_click (window, name);
  bedside_await (weak == NULL, 20);
}

static void
add_account (Fixture         *fixture,
             const char      *user,
             BedsideDemoKind  kind,
             gboolean         signed_in)
{
  g_free (bedside_demo_server_add_account (fixture->practice.server, user, kind, user));
  bedside_demo_server_set_signed_in (fixture->practice.server, user, signed_in);
}

static guint
count_writes (Fixture *fixture)
{
  return bedside_writing_fixture_count (fixture, "PUT", PATIENTS);
}

static void
test_activated (Fixture       *fixture,
                gconstpointer  data)
{
  GtkWindow *dialog;
  BedsidePatient *ben = add_ben (fixture, ",'later':1");

  bedside_demo_server_set_enforced (fixture->practice.server, TRUE);
  add_account (fixture, "ben", BEDSIDE_DEMO_KIND_PATIENT, TRUE);
  dialog = open_dialog (fixture, ben);
  g_assert_false (gtk_widget_is_sensitive (bedside_ui_get (dialog, GTK_TYPE_BUTTON, "Check")));
  check (dialog, "ben", "the portal is activated");
  g_assert_true (can_link (dialog));
  click_and_await_end (dialog, "Link", dialog);
  bedside_await (bedside_patient_get_portal_state (ben) == BEDSIDE_PORTAL_STATE_ACTIVATED, 10);
  g_assert_true (g_str_has_prefix (bedside_patient_get_user_id (ben), "@ben:"));
}

/* It can be linked, but nothing can be started before somebody has signed in. */
static void
test_not_activated (Fixture       *fixture,
                    gconstpointer  data)
{
  BedsidePatient *ben = add_ben (fixture, ",'portal':'invited','invited_by':'@sam:localhost'");
  GtkWindow *dialog;

  bedside_demo_server_set_enforced (fixture->practice.server, TRUE);
  add_account (fixture, "ben", BEDSIDE_DEMO_KIND_PATIENT, FALSE);
  dialog = open_dialog (fixture, ben);
  check (dialog, "ben", "Nobody has signed in to it yet");
  click_and_await_end (dialog, "Link", dialog);
  bedside_await (bedside_patient_get_user_id (ben) != NULL, 10);
  g_assert_cmpint (bedside_patient_get_portal_state (ben), ==, BEDSIDE_PORTAL_STATE_INVITED);
  g_assert_cmpstr (bedside_patient_get_invited_by (ben), ==, "@sam:localhost");
}

/* Nobody's account but the patient's own. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  BedsidePatient *ben = add_ben (fixture, "");
  GtkWindow *dialog;
  const guint before = count_writes (fixture);
  static const char *const users[][2] = {
    { "nobody", "There is no account" },
    { "robot", "is not a patient" },
    { "sam", "This is the account of a practitioner, not of a patient." },
    { "robin", "This is the account of a practitioner, not of a patient." },
    { "ada", "This account is linked to Ada Lovelace, 10 Dec 1985. It can belong to one patient only." },
    { "two words", "This cannot be a user name." },
    { "@ben:", "This cannot be a user name." },
    { "\xf0\x9f\x98\x80", "This cannot be a user name." },
  };

  bedside_demo_server_set_enforced (fixture->practice.server, TRUE);
  add_account (fixture, "robot", BEDSIDE_DEMO_KIND_PRACTITIONER, TRUE);
  g_free (bedside_practice_fixture_add_patient (&fixture->practice, "ada", "Ada", "Lovelace"));
  practice_window_get_patient (fixture, "Ada Lovelace");
  dialog = open_dialog (fixture, ben);
  for (guint i = 0; i < G_N_ELEMENTS (users); i++)
    {
      g_test_message ("%s", users[i][0]);
      check (dialog, users[i][0], users[i][1]);
      g_assert_false (can_link (dialog));
      g_assert_false (gtk_widget_is_sensitive (bedside_ui_get (dialog, GTK_TYPE_BUTTON, "Check")));
      /* With another name it begins anew. */
      write_user (dialog, "x");
      g_assert_false (practice_window_says (dialog, users[i][1]));
    }
  g_assert_cmpuint (count_writes (fixture), ==, before);
  practice_window_destroy (dialog);
}

/* What was checked is what is linked: another letter, and it is checked again. */
static void
test_changed_after_check (Fixture       *fixture,
                          gconstpointer  data)
{
  BedsidePatient *ben = add_ben (fixture, "");
  GtkWindow *dialog;

  bedside_demo_server_set_enforced (fixture->practice.server, TRUE);
  add_account (fixture, "ben", BEDSIDE_DEMO_KIND_PATIENT, TRUE);
  dialog = open_dialog (fixture, ben);
  check (dialog, "ben", "the portal is activated");
  g_assert_true (can_link (dialog));
  write_user (dialog, "benn");
  g_assert_false (can_link (dialog));
  g_assert_false (practice_window_says (dialog, "the portal is activated"));
  practice_window_destroy (dialog);
}

/* The server cannot tell: only the practitioner can. */
static void
test_confirm (Fixture       *fixture,
              gconstpointer  data)
{
  BedsidePatient *ben = add_ben (fixture, "");
  GtkWindow *dialog;

  bedside_demo_server_set_enforced (fixture->practice.server, FALSE);
  dialog = open_dialog (fixture, ben);
  check (dialog, "ben", "This server cannot tell whose account");
  g_assert_false (can_link (dialog));
  gtk_check_button_set_active (bedside_ui_get (dialog, GTK_TYPE_CHECK_BUTTON, "The patient has signed in to it: the "
                                               "portal is activated"), TRUE);
  g_assert_false (can_link (dialog));
  gtk_check_button_set_active (bedside_ui_get (dialog, GTK_TYPE_CHECK_BUTTON, "I have made sure that this is the "
                                               "account of Ben Okafor, and of nobody else"), TRUE);
  g_assert_true (can_link (dialog));
  /* Another name takes both back. */
  check (dialog, "benn", "This server cannot tell whose account");
  g_assert_false (can_link (dialog));
  gtk_check_button_set_active (bedside_ui_get (dialog, GTK_TYPE_CHECK_BUTTON, "I have made sure that this is the "
                                               "account of Ben Okafor, and of nobody else"), TRUE);
  click_and_await_end (dialog, "Link", dialog);
  bedside_await (bedside_patient_get_user_id (ben) != NULL, 10);
  g_assert_true (g_str_has_prefix (bedside_patient_get_user_id (ben), "@benn:"));
  g_assert_cmpint (bedside_patient_get_portal_state (ben), ==, BEDSIDE_PORTAL_STATE_NONE);
}

static void
test_unlink (Fixture       *fixture,
             gconstpointer  data)
{
  BedsidePatient *ben = add_ben (fixture, ",'portal':'activated','user_id':'@ben:localhost'");
  GtkWindow *dialog = open_dialog (fixture, ben);
  GtkWindow *question;

  g_assert_true (bedside_ui_shows (dialog, "@ben:localhost"));
  bedside_ui_click (dialog, "Unlink");
  question = practice_window_await_dialog (dialog);
  g_assert_true (bedside_ui_shows (question, "Unlink the portal of Ben Okafor, 2 Mar 1962?"));
  click_and_await_end (question, "Unlink", dialog);
  assert_patient (fixture, "{'birth_date':'1962-03-02','family':'Okafor','given':'Ben','portal':'none','v':1}");
}

static void
test_server_fails (Fixture       *fixture,
                   gconstpointer  data)
{
  BedsidePatient *ben = add_ben (fixture, "");
  GtkWindow *dialog;

  bedside_demo_server_set_enforced (fixture->practice.server, TRUE);
  add_account (fixture, "ben", BEDSIDE_DEMO_KIND_PATIENT, TRUE);
  dialog = open_dialog (fixture, ben);
  check (dialog, "ben", "the portal is activated");
  bedside_writing_fixture_add_status (fixture, "PUT", PATIENTS, 403, "M_FORBIDDEN", NULL);
  bedside_ui_click (dialog, "Link");
  bedside_await (practice_window_says (dialog, "The server does not allow you to do this."), 10);
  g_assert_true (can_link (dialog));
  click_and_await_end (dialog, "Link", dialog);
  bedside_await (bedside_patient_get_portal_state (ben) == BEDSIDE_PORTAL_STATE_ACTIVATED, 10);
}

static void
test_removed_meanwhile (Fixture       *fixture,
                        gconstpointer  data)
{
  BedsidePatient *ben = add_ben (fixture, "");
  g_autoptr(BedsidePatient) kept = g_object_ref (ben);
  GtkWindow *dialog = open_dialog (fixture, ben);

  write_user (dialog, "ben");
  g_free (bedside_writing_fixture_put (fixture, fixture->practice.directory, fixture->practice.colleague,
                                       "org.bedside.patient", "key-ben", "{}"));
  bedside_await (bedside_patient_get_removed (ben), 10);
  bedside_ui_settle ();
  g_assert_false (gtk_widget_is_sensitive (bedside_ui_get (dialog, GTK_TYPE_BUTTON, "Check")));
  practice_window_destroy (dialog);
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);

  practice_window_add ("/ui/link-portal/R4-activated", test_activated);
  practice_window_add ("/ui/link-portal/R3-not-activated", test_not_activated);
  practice_window_add ("/ui/link-portal/R4-refused", test_refused);
  practice_window_add ("/ui/link-portal/changed-after-check", test_changed_after_check);
  practice_window_add ("/ui/link-portal/R4-confirm", test_confirm);
  practice_window_add ("/ui/link-portal/R29-unlink", test_unlink);
  practice_window_add ("/ui/link-portal/server-fails", test_server_fails);
  practice_window_add ("/ui/link-portal/removed-meanwhile", test_removed_meanwhile);

  return g_test_run ();
}
