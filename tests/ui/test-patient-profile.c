/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-patient-profile.h"
#include "bedside-portal-settings.h"
#include "practice-window.h"

/* The patient profile and the portal settings, on a real session: what is seen, and what the server has afterwards. */

typedef BedsideWritingFixture Fixture;

#define ACCESS "*/state/org.bedside.access/*"
#define NAME "Ada Lovelace"

static BedsidePatient *
add_ada (Fixture *fixture)
{
  g_free (bedside_practice_fixture_add_patient (&fixture->practice, "ada", "Ada", "Lovelace"));

  return practice_window_get_patient (fixture, NAME);
}

static GtkWindow *
open_profile (Fixture        *fixture,
              BedsidePatient *patient)
{
  GtkWidget *window = bedside_patient_profile_new (NULL, practice_window_get_session (fixture), patient);

  practice_window_present (window);

  return GTK_WINDOW (window);
}

static GtkWindow *
open_portal_settings (GtkWindow *profile)
{
  GtkWindow *dialog;

  bedside_ui_click (profile, "Portal settings");
  dialog = practice_window_await_dialog (profile);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (dialog));

  return dialog;
}

static void
put_patient (Fixture    *fixture,
             const char *more)
{
  g_autofree char *content = g_strdup_printf ("{'v':1,'given':'Ada','family':'Lovelace','birth_date':'1985-12-10'%s}",
                                              more);

  g_free (bedside_writing_fixture_put (fixture, fixture->practice.directory, fixture->practice.colleague,
                                       "org.bedside.patient", "key-ada", content));
}

static void
put_access (Fixture    *fixture,
            const char *content)
{
  g_free (bedside_writing_fixture_put (fixture, fixture->practice.directory, fixture->practice.colleague,
                                       "org.bedside.access", "key-ada", content));
}

static void
await_access (BedsidePatient    *patient,
              BedsideChatAccess  access)
{
  bedside_await (bedside_patient_get_chat_access (patient) == access, 10);
  bedside_ui_settle ();
}

#define assert_access(fixture, expected) \
        bedside_writing_assert_state (fixture, fixture->practice.directory, "org.bedside.access", "key-ada", expected)

static guint
count_writes (Fixture *fixture)
{
  return bedside_writing_fixture_count (fixture, "PUT", ACCESS);
}

static void
assert_button (GtkWindow  *window,
               const char *name,
               gboolean    is_there)
{
  g_assert_true ((bedside_ui_find (window, GTK_TYPE_BUTTON, name) != NULL) == is_there);
}

/* --- the profile --- */

static void
test_portal_states (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *invited = g_strdup_printf (",'portal':'invited','invited_by':'%s'", fixture->practice.colleague);
  BedsidePatient *ada;
  GtkWindow *profile;

  put_patient (fixture, "");
  ada = practice_window_get_patient (fixture, NAME);
  profile = open_profile (fixture, ada);
  g_assert_true (bedside_ui_shows (profile, "Not invited"));
  assert_button (profile, "Invite to portal", TRUE);
  assert_button (profile, "Link portal", TRUE);
  assert_button (profile, "Portal settings", FALSE);

  put_patient (fixture, invited);
  bedside_await (bedside_patient_get_portal_state (ada) == BEDSIDE_PORTAL_STATE_INVITED, 10);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (profile, "Invited by Sam Novak"));
  assert_button (profile, "Invite to portal", TRUE);
  assert_button (profile, "Portal settings", FALSE);

  put_patient (fixture, ",'portal':'activated','user_id':'@ada:localhost'");
  bedside_await (bedside_patient_get_portal_state (ada) == BEDSIDE_PORTAL_STATE_ACTIVATED, 10);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (profile, "Activated"));
  g_assert_true (bedside_ui_shows (profile, "@ada:localhost"));
  assert_button (profile, "Invite to portal", FALSE);
  assert_button (profile, "Portal settings", TRUE);
  practice_window_destroy (profile);
}

static void
test_identity (Fixture       *fixture,
               gconstpointer  data)
{
  BedsidePatient *ada = add_ada (fixture);
  GtkWindow *profile = open_profile (fixture, ada);

  g_assert_true (bedside_ui_shows (profile, NAME));
  g_assert_true (bedside_ui_shows (profile, "10 Dec 1985"));
  /* Never what the account calls itself. */
  g_assert_false (practice_window_says (profile, "Whatever I call myself"));

  /* A correction shows at once, and markup is none. */
  g_free (bedside_writing_fixture_put (fixture, fixture->practice.directory, fixture->practice.colleague,
                                       "org.bedside.patient", "key-ada",
                                       "{'v':1,'given':'<b>Ada','family':'K & Q','birth_date':'1985-12-11',"
                                       "'record':'<i>7','portal':'activated','user_id':'@ada:localhost'}"));
  bedside_await (g_str_equal (bedside_patient_get_birth_date (ada), "11 Dec 1985"), 10);
  bedside_ui_settle ();
  g_assert_true (bedside_ui_shows (profile, "<b>Ada K & Q"));
  g_assert_true (bedside_ui_shows (profile, "<i>7"));
  practice_window_destroy (profile);
}

static void
test_removed (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(BedsidePatient) ada = g_object_ref (add_ada (fixture));
  GtkWindow *profile = open_profile (fixture, ada);
  GtkWindow *dialog = open_portal_settings (profile);

  g_free (bedside_writing_fixture_put (fixture, fixture->practice.directory, fixture->practice.colleague,
                                       "org.bedside.patient", "key-ada", "{}"));
  bedside_await (bedside_patient_get_removed (ada), 10);
  bedside_ui_settle ();
  g_assert_true (practice_window_says (profile, "has been removed from the directory"));
  assert_button (profile, "Portal settings", FALSE);
  g_assert_false (gtk_widget_is_sensitive (bedside_ui_get (dialog, GTK_TYPE_BUTTON, "Save")));
  g_assert_true (practice_window_says (dialog, "has been removed from the directory"));
  practice_window_destroy (profile);
}

/* --- the portal settings --- */

static void
test_disable (Fixture       *fixture,
              gconstpointer  data)
{
  BedsidePatient *ada = add_ada (fixture);
  GtkWindow *profile, *dialog;
  GtkWindow *weak = NULL;

  await_access (ada, BEDSIDE_CHAT_ACCESS_ENABLED);
  profile = open_profile (fixture, ada);
  dialog = open_portal_settings (profile);
  g_set_weak_pointer (&weak, dialog);
  g_assert_true (gtk_window_get_modal (dialog));
  g_assert_true (bedside_ui_shows (dialog, NAME));
  g_assert_true (bedside_ui_shows (dialog, "10 Dec 1985"));
  g_assert_true (bedside_ui_shows (dialog, "Enabled"));
  assert_button (dialog, "Cancel", TRUE);

  g_assert_null (bedside_ui_find (dialog, ADW_TYPE_ENTRY_ROW, NULL));
  bedside_switch_row_set_active (practice_window_get_switch (dialog, "Chat"), FALSE);
  g_assert_true (practice_window_says (dialog, "the patient cannot write to anyone of the practice"));
  gtk_editable_set_text (bedside_ui_get (dialog, ADW_TYPE_ENTRY_ROW, NULL), " Asked for calls ");
  g_assert_cmpuint (count_writes (fixture), ==, 0);
  bedside_ui_click (dialog, "Save");
  await_access (ada, BEDSIDE_CHAT_ACCESS_DISABLED);
  assert_access (fixture, "{'chat':'disabled','reason':'Asked for calls','v':1}");
  bedside_await (weak == NULL, 5);
  g_assert_true (practice_window_says (profile, "Disabled by Dr. Robin Ellis since"));
  g_assert_true (practice_window_says (profile, "Reason: Asked for calls"));
  practice_window_destroy (profile);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  BedsidePatient *ada = add_ada (fixture);
  GtkWindow *profile, *dialog;

  await_access (ada, BEDSIDE_CHAT_ACCESS_ENABLED);
  profile = open_profile (fixture, ada);
  dialog = open_portal_settings (profile);
  bedside_switch_row_set_active (practice_window_get_switch (dialog, "Chat"), FALSE);
  gtk_widget_activate_action (bedside_ui_get (dialog, GTK_TYPE_BUTTON, "Cancel"), "window.close", NULL);
  bedside_ui_settle ();

  /* Save without a change writes nothing either. */
  dialog = open_portal_settings (profile);
  g_assert_true (bedside_switch_row_get_active (practice_window_get_switch (dialog, "Chat")));
  bedside_ui_click (dialog, "Save");
  assert_access (fixture, "{'chat':'enabled','v':1}");
  g_assert_cmpuint (count_writes (fixture), ==, 0);
  practice_window_destroy (profile);
}

static void
test_enable_asks (Fixture       *fixture,
                  gconstpointer  data)
{
  BedsidePatient *ada = add_ada (fixture);
  GtkWindow *profile, *dialog, *question;

  put_access (fixture, "{'v':1,'chat':'disabled','reason':'Asked for <calls>'}");
  await_access (ada, BEDSIDE_CHAT_ACCESS_DISABLED);
  profile = open_profile (fixture, ada);
  dialog = open_portal_settings (profile);
  g_assert_true (practice_window_says (dialog, "Disabled by Sam Novak since"));
  bedside_switch_row_set_active (practice_window_get_switch (dialog, "Chat"), TRUE);
  bedside_ui_click (dialog, "Save");

  question = practice_window_await_dialog (dialog);
  g_assert_true (bedside_ui_shows (question, "Enable chat for Ada Lovelace, 10 Dec 1985?"));
  g_assert_true (practice_window_says (question, "Disabled by Sam Novak since"));
  g_assert_true (practice_window_says (question, "Reason: Asked for <calls>"));
  g_assert_cmpuint (count_writes (fixture), ==, 0);
  gtk_window_close (question);
  bedside_ui_settle ();
  g_assert_cmpuint (count_writes (fixture), ==, 0);

  bedside_ui_click (dialog, "Save");
  question = practice_window_await_dialog (dialog);
  bedside_ui_click (question, "Enable");
  await_access (ada, BEDSIDE_CHAT_ACCESS_ENABLED);
  g_assert_cmpuint (count_writes (fixture), ==, 1);
  g_assert_true (bedside_ui_shows (profile, "Enabled"));
  practice_window_destroy (profile);
}

static void
test_not_written_yet (Fixture       *fixture,
                      gconstpointer  data)
{
  BedsidePatient *ada;
  GtkWindow *profile, *dialog;

  put_patient (fixture, ",'portal':'activated','user_id':'@ada:localhost'");
  ada = practice_window_get_patient (fixture, NAME);
  profile = open_profile (fixture, ada);
  g_assert_true (bedside_ui_shows (profile, "Disabled until the first message to this patient"));
  dialog = open_portal_settings (profile);
  g_assert_false (bedside_switch_row_get_active (practice_window_get_switch (dialog, "Chat")));
  /* Nobody disabled it: nothing to ask. */
  bedside_switch_row_set_active (practice_window_get_switch (dialog, "Chat"), TRUE);
  bedside_ui_click (dialog, "Save");
  await_access (ada, BEDSIDE_CHAT_ACCESS_ENABLED);
  practice_window_destroy (profile);
}

static void
test_changed_meanwhile (Fixture       *fixture,
                        gconstpointer  data)
{
  BedsidePatient *ada = add_ada (fixture);
  GtkWindow *profile, *dialog;
  BedsideSwitchRow *chat;

  await_access (ada, BEDSIDE_CHAT_ACCESS_ENABLED);
  profile = open_profile (fixture, ada);
  dialog = open_portal_settings (profile);
  chat = practice_window_get_switch (dialog, "Chat");

  put_access (fixture, "{'v':1,'chat':'disabled'}");
  await_access (ada, BEDSIDE_CHAT_ACCESS_DISABLED);
  g_assert_true (bedside_ui_shows (dialog, "Sam Novak has just disabled chat for this patient."));
  g_assert_false (bedside_switch_row_get_active (chat));

  /* The person wants it enabled; meanwhile somebody has done so. */
  bedside_switch_row_set_active (chat, TRUE);
  put_access (fixture, "{'v':1,'chat':'enabled'}");
  await_access (ada, BEDSIDE_CHAT_ACCESS_ENABLED);
  g_assert_true (bedside_ui_shows (dialog, "Sam Novak has just enabled chat for this patient."));
  g_assert_true (bedside_switch_row_get_active (chat));
  bedside_ui_click (dialog, "Save");
  g_assert_cmpuint (count_writes (fixture), ==, 0);
  practice_window_destroy (profile);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  BedsidePatient *ada = add_ada (fixture);
  GtkWindow *profile, *dialog;

  await_access (ada, BEDSIDE_CHAT_ACCESS_ENABLED);
  bedside_practice_set_enforcement (practice_window_get_practice (fixture), BEDSIDE_ENFORCEMENT_NOT_ENFORCED);
  profile = open_profile (fixture, ada);
  dialog = open_portal_settings (profile);
  g_assert_true (practice_window_says (dialog, "This server does not enforce the rules"));
  bedside_practice_set_enforcement (practice_window_get_practice (fixture), BEDSIDE_ENFORCEMENT_ENFORCED);
  g_assert_false (practice_window_says (dialog, "This server does not enforce the rules"));

  bedside_switch_row_set_active (practice_window_get_switch (dialog, "Chat"), FALSE);
  bedside_writing_fixture_add_status (fixture, "PUT", ACCESS, 403, "M_FORBIDDEN", NULL);
  bedside_ui_click (dialog, "Save");
  bedside_await (practice_window_says (dialog, "The server does not allow you to do this."), 10);
  assert_access (fixture, "{'chat':'enabled','v':1}");
  bedside_ui_click (dialog, "Save");
  await_access (ada, BEDSIDE_CHAT_ACCESS_DISABLED);
  practice_window_destroy (profile);
}

/* --- starting --- */

static void
test_start (Fixture       *fixture,
            gconstpointer  data)
{
  BedsidePatient *ada = add_ada (fixture);
  BedsideSession *session = practice_window_get_session (fixture);
  GtkWindow *profile;
  GtkWindow *weak = NULL;

  await_access (ada, BEDSIDE_CHAT_ACCESS_ENABLED);
  bedside_await (bedside_session_get_start (session, ada) == BEDSIDE_START_NEW, 10);
  profile = open_profile (fixture, ada);
  g_set_weak_pointer (&weak, profile);

  /* Not while chat is off for the practice. */
  bedside_practice_fixture_set_settings (&fixture->practice, TRUE, FALSE);
  bedside_await (bedside_session_get_start (session, ada) == BEDSIDE_START_PRACTICE_CHAT_DISABLED, 10);
  bedside_ui_settle ();
  assert_button (profile, "Start Chat", FALSE);
  bedside_practice_fixture_set_settings (&fixture->practice, TRUE, TRUE);
  bedside_await (bedside_session_get_start (session, ada) == BEDSIDE_START_NEW, 10);
  bedside_ui_settle ();

  bedside_ui_click (profile, "Start Chat");
  bedside_await (weak == NULL, 10);
  bedside_practice_fixture_await (&fixture->practice, NAME);
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);

  practice_window_add ("/ui/patient-profile/R5-portal-states", test_portal_states);
  practice_window_add ("/ui/patient-profile/R29-name-and-birth-date", test_identity);
  practice_window_add ("/ui/patient-profile/removed-meanwhile", test_removed);
  practice_window_add ("/ui/patient-profile/R28-start-chat", test_start);
  practice_window_add ("/ui/portal-settings/R25-disable", test_disable);
  practice_window_add ("/ui/portal-settings/R25-cancel-changes-nothing", test_cancel);
  practice_window_add ("/ui/portal-settings/R28-enable-asks-once", test_enable_asks);
  practice_window_add ("/ui/portal-settings/R2-nobody-has-written-yet", test_not_written_yet);
  practice_window_add ("/ui/portal-settings/changed-meanwhile", test_changed_meanwhile);
  practice_window_add ("/ui/portal-settings/refused", test_refused);

  return g_test_run ();
}
