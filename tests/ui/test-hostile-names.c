/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* People, the practice and a colleague are called like markup: every page shows it as it is written, and nothing that
 * cannot be seen. What Pango cannot parse is a warning of GTK, and ends a test. */

#include "bedside-conversation-pane.h"
#include "bedside-directory-window.h"
#include "bedside-import-window.h"
#include "bedside-invite-to-portal.h"
#include "bedside-line.h"
#include "bedside-link-portal.h"
#include "bedside-main-page.h"
#include "bedside-new-chat.h"
#include "bedside-patient-access.h"
#include "bedside-patient-form.h"
#include "bedside-patient-profile.h"
#include "bedside-portal-settings.h"
#include "bedside-practice-settings.h"
#include "bedside-team-picker.h"
#include "bedside-text.h"
#include "bedside-visible.h"
#include "practice-window.h"

typedef BedsideWritingFixture Fixture;

#define NAME "<b>x</b> &amp; <a href=evil>y</a>"
#define COLLEAGUE "<i>Rob</i> & <span size=99>z</span>"
#define PRACTICE "<u>Practice</u> & <tt>co</tt>"
#define MESSAGE_TEXT "<s>text</s> &lt; <b>bold"

/* Every label: what stands in it stands there as it was written; nothing hidden but the marks around a name. */
static void
check_labels (GtkWidget *widget,
              GString   *seen)
{
  if (GTK_IS_LABEL (widget))
    {
      const char *written = gtk_label_get_label (GTK_LABEL (widget));
      const char *text = gtk_label_get_text (GTK_LABEL (widget));

      g_string_append_printf (seen, "%s\n", text);
      if (strchr (written, '<') != NULL && !gtk_label_get_use_underline (GTK_LABEL (widget)))
        g_assert_cmpstr (written, ==, text);
      g_assert_null (strstr (text, "\u202e"));
      g_assert_null (strstr (text, "\u200b"));
    }
  if (BEDSIDE_IS_LINE (widget))
    {
      const char *text = bedside_line_get_text (BEDSIDE_LINE (widget));

      g_string_append_printf (seen, "%s\n", text);
      g_assert_null (strstr (text, "\u202e"));
      g_assert_null (strstr (text, "\u200b"));
    }
  if (BEDSIDE_IS_TEXT (widget))
    g_string_append_printf (seen, "%s\n", bedside_text_get_text (BEDSIDE_TEXT (widget)));
  if (gtk_widget_get_tooltip_text (widget) != NULL)
    g_assert_null (strstr (gtk_widget_get_tooltip_text (widget), "\u202e"));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_labels (child, seen);
}

static void
assert_says (gpointer    root,
             const char *what)
{
  g_autoptr(GString) seen = g_string_new (NULL);

  check_labels (root, seen);
  g_test_message ("%s", seen->str);
  g_assert_nonnull (strstr (seen->str, what));
}

static void
check_window (GtkWidget  *window,
              const char *what)
{
  practice_window_present (window);
  assert_says (window, what);
  practice_window_destroy (window);
}

static char *
add_people (Fixture *fixture)
{
  g_autofree char *patient = NULL;
  g_autofree char *member = NULL;

  patient = bedside_practice_fixture_add_patient (&fixture->practice, "ada", "<b>x</b>\u202e",
                                                  "&amp;\u200b <a href=evil>y</a>");
  g_free (bedside_writing_fixture_put (fixture, fixture->practice.space, fixture->practice.colleague, "m.room.member",
                                       fixture->practice.colleague,
                                       "{'membership':'join','displayname':'" COLLEAGUE "\u202e'}"));
  g_free (bedside_writing_fixture_put (fixture, fixture->practice.space, fixture->practice.me, "m.room.name", "",
                                       "{'name':'" PRACTICE "\u200b'}"));
  bedside_await (g_str_equal (bedside_practice_get_name (practice_window_get_practice (fixture)), PRACTICE), 10);

  return g_steal_pointer (&patient);
}

static void
test_patient_windows (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autofree char *account = add_people (fixture);
  BedsideSession *session = practice_window_get_session (fixture);
  BedsidePractice *practice = practice_window_get_practice (fixture);
  BedsidePatient *patient = practice_window_get_patient (fixture, NAME);

  check_window (bedside_patient_profile_new (NULL, session, patient), NAME);
  check_window (bedside_portal_settings_new (NULL, session, practice, patient), NAME);
  check_window (bedside_link_portal_new (NULL, session, patient), NAME);
  check_window (bedside_invite_to_portal_new (NULL, session, patient), NAME);
  check_window (bedside_patient_form_new (NULL, session, patient), NAME);
  check_window (bedside_directory_window_new (NULL, session), NAME);

  /* Disabled by a colleague, with a reason. */
  g_free (bedside_writing_fixture_put (fixture, fixture->practice.directory, fixture->practice.colleague,
                                       "org.bedside.access", "key-ada",
                                       "{'v':1,'chat':'disabled','reason':'<b>why</b> & \u202ewhy'}"));
  bedside_await (bedside_patient_get_chat_access (patient) == BEDSIDE_CHAT_ACCESS_DISABLED, 10);
  check_window (bedside_portal_settings_new (NULL, session, practice, patient), COLLEAGUE);
  check_window (bedside_patient_profile_new (NULL, session, patient), "<b>why</b> & why");
}

static void
test_practice_windows (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *account = add_people (fixture);
  BedsideSession *session = practice_window_get_session (fixture);
  BedsidePractice *practice = practice_window_get_practice (fixture);
  GtkWidget *window;

  practice_window_set_role (fixture, BEDSIDE_ROLE_PRACTITIONER);
  check_window (bedside_practice_settings_new (NULL, session, practice), COLLEAGUE);
  practice_window_set_role (fixture, BEDSIDE_ROLE_OWNER);
  window = bedside_practice_settings_new (NULL, session, practice);
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (window), "practitioners");
  check_window (window, COLLEAGUE);
  check_window (bedside_patient_access_new (NULL, session, practice), "Group chat");
}

static void
test_import (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->practice.folder, "<b>list<", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  GtkWidget *window;

  practice_window_get_practice (fixture);
  window = bedside_import_window_new (NULL, practice_window_get_session (fixture));
  g_file_set_contents (path, "<b>Name</b>,Given name,Family name,Birth date\n&amp;,<b>x</b>,<i>y,31/2/1985\n", -1,
                       NULL);
  practice_window_present (window);
  bedside_import_window_open (BEDSIDE_IMPORT_WINDOW (window), file);
  bedside_await (bedside_ui_find (window, GTK_TYPE_BUTTON, "Start import") != NULL, 10);
  assert_says (window, "<b>Name</b>");
  bedside_ui_click (window, "Start import");
  bedside_await (bedside_ui_find (window, GTK_TYPE_BUTTON, "Done") != NULL, 10);
  assert_says (window, "<b>x</b>");
  practice_window_destroy (window);
}

static void
send_text (Fixture    *fixture,
           const char *room_id,
           const char *sender)
{
  g_free (bedside_writing_fixture_put (fixture, room_id, sender, "m.room.message", NULL,
                                       "{'msgtype':'m.text','body':'" MESSAGE_TEXT "\u202e'}"));
}

static void
test_main_page (Fixture       *fixture,
                gconstpointer  data)
{
  g_autofree char *account = add_people (fixture);
  BedsideSession *session = practice_window_get_session (fixture);
  BedsidePatient *patient = practice_window_get_patient (fixture, NAME);
  g_autofree char *room_id = bedside_practice_fixture_add_room (&fixture->practice, "ada");
  BedsideConversation *conversation = bedside_practice_fixture_await (&fixture->practice, NAME);
  GtkWidget *page = bedside_main_page_new ();
  GtkWidget *team = bedside_team_picker_new ();
  GtkWindow *window;

  send_text (fixture, room_id, account);
  bedside_main_page_set_session (BEDSIDE_MAIN_PAGE (page), session);
  window = bedside_ui_present (page, 1000, 700);
  bedside_main_page_open (BEDSIDE_MAIN_PAGE (page), conversation);
  bedside_await (g_str_has_prefix (bedside_conversation_get_preview (conversation), MESSAGE_TEXT), 10);
  bedside_await (practice_window_says (page, MESSAGE_TEXT), 10);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  assert_says (page, NAME);
  assert_says (page, PRACTICE);
  assert_says (page, "To \u2068" NAME "\u2069");

  /* Why nobody can write, above it. */
  g_free (bedside_writing_fixture_put (fixture, fixture->practice.directory, fixture->practice.colleague,
                                       "org.bedside.access", "key-ada",
                                       "{'v':1,'chat':'disabled','reason':'<b>why</b> & \u202ewhy'}"));
  bedside_await (bedside_patient_get_chat_access (patient) == BEDSIDE_CHAT_ACCESS_DISABLED, 10);
  bedside_await (practice_window_says (page, "<b>why</b> & why"), 10);
  assert_says (page, COLLEAGUE);
  bedside_main_page_new_chat (BEDSIDE_MAIN_PAGE (page));
  bedside_await (bedside_ui_find (page, BEDSIDE_TYPE_NEW_CHAT, NULL) != NULL, 10);
  bedside_await (practice_window_says (bedside_ui_get (page, BEDSIDE_TYPE_NEW_CHAT, NULL), NAME), 10);
  assert_says (bedside_ui_get (page, BEDSIDE_TYPE_NEW_CHAT, NULL), NAME);
  gtk_popover_popdown (bedside_ui_get (page, BEDSIDE_TYPE_NEW_CHAT, NULL));
  bedside_ui_destroy (window, page);

  bedside_team_picker_set_session (BEDSIDE_TEAM_PICKER (team), session);
  window = bedside_ui_present (team, 400, 500);
  assert_says (team, COLLEAGUE);
  bedside_ui_destroy (window, team);
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);

  practice_window_add ("/ui/hostile-names/R29-patient-windows", test_patient_windows);
  practice_window_add ("/ui/hostile-names/practice-windows", test_practice_windows);
  practice_window_add ("/ui/hostile-names/import", test_import);
  practice_window_add ("/ui/hostile-names/main-page", test_main_page);

  return g_test_run ();
}
