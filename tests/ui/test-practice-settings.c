/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-practice-settings.h"
#include "practice-window.h"

/* The practice settings, on a real session: what is seen, and what the server has afterwards. */

typedef BedsideWritingFixture Fixture;

#define SETTINGS "*/state/org.bedside.settings*"

static GtkWindow *
open_settings (Fixture *fixture)
{
  GtkWidget *window = bedside_practice_settings_new (NULL, practice_window_get_session (fixture),
                                                     practice_window_get_practice (fixture));

  practice_window_present (window);

  return GTK_WINDOW (window);
}

static GtkWindow *
open_edit (GtkWindow *settings)
{
  GtkWindow *dialog;

  bedside_ui_click (settings, "Edit");
  dialog = practice_window_await_dialog (settings);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (dialog));

  return dialog;
}

static void
await_settings (Fixture  *fixture,
                gboolean  group_chat,
                gboolean  patient_chat)
{
  BedsidePractice *practice = practice_window_get_practice (fixture);

  bedside_await (bedside_practice_get_group_chat (practice) == group_chat
                 && bedside_practice_get_patient_chat (practice) == patient_chat, 10);
  bedside_ui_settle ();
}

static void
assert_server (Fixture    *fixture,
               const char *group_chat,
               const char *patient_chat)
{
  g_autofree char *expected = g_strdup_printf ("{'directory':'%s','group_chat':%s,'patient_chat':%s,'v':1}",
                                               fixture->practice.directory, group_chat, patient_chat);

  bedside_writing_assert_state (fixture, fixture->practice.space, "org.bedside.settings", "", expected);
}

static guint
count_writes (Fixture *fixture)
{
  return bedside_writing_fixture_count (fixture, "PUT", SETTINGS);
}

/* --- General --- */

static void
test_dialog (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWindow *settings = open_settings (fixture);
  GtkWindow *dialog;

  g_assert_nonnull (bedside_ui_find (settings, ADW_TYPE_PREFERENCES_PAGE, NULL));
  g_assert_true (bedside_ui_shows (settings, "General"));
  g_assert_true (bedside_ui_shows (settings, "Patient Access"));
  g_assert_cmpstr (gtk_window_get_title (settings), ==, "Practice settings");

  dialog = open_edit (settings);
  g_assert_true (gtk_window_get_modal (dialog));
  g_assert_cmpstr (gtk_window_get_title (dialog), ==, "Patient Access");
  g_assert_true (bedside_switch_row_get_active (practice_window_get_switch (dialog, "Group chat")));
  g_assert_true (bedside_switch_row_get_active (practice_window_get_switch (dialog, "Chat")));
  g_assert_true (bedside_ui_shows (dialog, "Enabled"));
  g_assert_false (bedside_ui_shows (dialog, "Disabled"));
  bedside_ui_get (dialog, GTK_TYPE_BUTTON, "Save");
  bedside_ui_get (dialog, GTK_TYPE_BUTTON, "Cancel");
  practice_window_destroy (settings);
}

static void
test_chat_needs_group_chat (Fixture       *fixture,
                            gconstpointer  data)
{
  GtkWindow *settings = open_settings (fixture);
  GtkWindow *dialog = open_edit (settings);
  BedsideSwitchRow *group_chat = practice_window_get_switch (dialog, "Group chat");
  BedsideSwitchRow *chat = practice_window_get_switch (dialog, "Chat");

  g_assert_true (bedside_switch_row_get_possible (chat));
  bedside_switch_row_set_active (group_chat, FALSE);
  g_assert_false (bedside_switch_row_get_active (chat));
  g_assert_false (bedside_switch_row_get_possible (chat));
  g_assert_true (bedside_ui_shows (dialog, "Only possible while group chat is enabled"));
  g_assert_true (practice_window_says (dialog, "Switching group chat off switches chat off, too."));

  /* Who changes his mind finds it as it was. */
  bedside_switch_row_set_active (group_chat, TRUE);
  g_assert_true (bedside_switch_row_get_active (chat));
  g_assert_true (bedside_switch_row_get_possible (chat));
  g_assert_false (practice_window_says (dialog, "Switching group chat off"));

  bedside_switch_row_set_active (group_chat, FALSE);
  bedside_ui_click (dialog, "Save");
  await_settings (fixture, FALSE, FALSE);
  assert_server (fixture, "false", "false");
  practice_window_destroy (settings);
}

/* As another program may have written it: without group chat there is no chat. */
static void
test_contradiction (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkWindow *settings, *dialog;

  bedside_practice_fixture_set_settings (&fixture->practice, FALSE, TRUE);
  bedside_await (!bedside_practice_get_group_chat (practice_window_get_practice (fixture)), 10);
  settings = open_settings (fixture);
  g_assert_false (bedside_ui_shows (settings, "Enabled"));
  dialog = open_edit (settings);
  g_assert_false (bedside_switch_row_get_active (practice_window_get_switch (dialog, "Chat")));
  g_assert_false (bedside_switch_row_get_possible (practice_window_get_switch (dialog, "Chat")));
  practice_window_destroy (settings);
}

static void
test_save (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWindow *settings = open_settings (fixture);
  GtkWindow *dialog = open_edit (settings);
  GtkWindow *weak = NULL;

  g_set_weak_pointer (&weak, dialog);
  bedside_switch_row_set_active (practice_window_get_switch (dialog, "Chat"), FALSE);
  g_assert_true (practice_window_says (dialog, "nobody can start a conversation"));
  g_assert_cmpuint (count_writes (fixture), ==, 0);
  bedside_ui_click (dialog, "Save");
  await_settings (fixture, TRUE, FALSE);
  assert_server (fixture, "true", "false");
  bedside_await (weak == NULL, 5);
  /* Behind the dialog it shows at once, too. */
  g_assert_true (bedside_ui_shows (settings, "Disabled"));

  dialog = open_edit (settings);
  bedside_switch_row_set_active (practice_window_get_switch (dialog, "Chat"), TRUE);
  bedside_ui_click (dialog, "Save");
  await_settings (fixture, TRUE, TRUE);
  assert_server (fixture, "true", "true");
  g_assert_cmpuint (count_writes (fixture), ==, 2);
  practice_window_destroy (settings);
}

static void
test_cancel (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWindow *settings = open_settings (fixture);
  GtkWindow *dialog = open_edit (settings);
  GtkWindow *weak = NULL;

  g_set_weak_pointer (&weak, dialog);
  bedside_switch_row_set_active (practice_window_get_switch (dialog, "Group chat"), FALSE);
  gtk_widget_activate_action (bedside_ui_get (dialog, GTK_TYPE_BUTTON, "Cancel"), "window.close", NULL);
  bedside_await (weak == NULL, 5);

  /* The next one begins with what is saved. */
  dialog = open_edit (settings);
  g_assert_true (bedside_switch_row_get_active (practice_window_get_switch (dialog, "Group chat")));
  bedside_ui_click (dialog, "Save");
  assert_server (fixture, "true", "true");
  g_assert_cmpuint (count_writes (fixture), ==, 0);
  practice_window_destroy (settings);
}

static void
test_read_only (Fixture       *fixture,
                gconstpointer  data)
{
  GtkWindow *settings, *dialog;

  practice_window_set_role (fixture, BEDSIDE_ROLE_PRACTITIONER);
  settings = open_settings (fixture);
  g_assert_false (gtk_widget_is_sensitive (bedside_ui_get (settings, GTK_TYPE_BUTTON, "Edit")));
  g_assert_true (practice_window_says (settings, "Only managers of the practice can change this: Sam Novak."));
  /* What is set can be read all the same. */
  g_assert_true (bedside_ui_shows (settings, "Enabled"));
  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (settings), "practitioners");
  bedside_ui_settle ();
  g_assert_false (gtk_widget_is_sensitive (bedside_ui_get (settings, GTK_TYPE_BUTTON, "Invite")));
  g_assert_true (practice_window_says (settings, "Only managers can invite"));
  g_assert_null (bedside_ui_find (settings, GTK_TYPE_MENU_BUTTON, "Actions for Sam Novak"));

  /* Becoming a manager shows at once; so does not being one any more. */
  practice_window_set_role (fixture, BEDSIDE_ROLE_MANAGER);
  dialog = open_edit (settings);
  bedside_switch_row_set_active (practice_window_get_switch (dialog, "Chat"), FALSE);
  practice_window_set_role (fixture, BEDSIDE_ROLE_PRACTITIONER);
  g_assert_false (gtk_widget_is_sensitive (bedside_ui_get (dialog, GTK_TYPE_BUTTON, "Save")));
  g_assert_false (bedside_switch_row_get_possible (practice_window_get_switch (dialog, "Group chat")));
  g_assert_true (practice_window_says (dialog, "not a manager"));
  g_assert_cmpuint (count_writes (fixture), ==, 0);
  practice_window_destroy (settings);
}

static void
test_changed_meanwhile (Fixture       *fixture,
                        gconstpointer  data)
{
  GtkWindow *settings = open_settings (fixture);
  GtkWindow *dialog = open_edit (settings);
  BedsideSwitchRow *group_chat = practice_window_get_switch (dialog, "Group chat");
  BedsideSwitchRow *chat = practice_window_get_switch (dialog, "Chat");

  g_assert_false (practice_window_says (dialog, "Somebody"));
  bedside_practice_fixture_set_settings (&fixture->practice, FALSE, FALSE);
  await_settings (fixture, FALSE, FALSE);
  g_assert_true (practice_window_says (dialog, "Somebody has just changed these settings."));
  g_assert_false (bedside_switch_row_get_active (group_chat));
  g_assert_false (bedside_switch_row_get_active (chat));
  /* Nothing of what was before comes back. */
  bedside_switch_row_set_active (group_chat, TRUE);
  g_assert_false (bedside_switch_row_get_active (chat));

  /* What the person has set stays. */
  bedside_practice_fixture_set_settings (&fixture->practice, TRUE, TRUE);
  await_settings (fixture, TRUE, TRUE);
  g_assert_true (practice_window_says (dialog, "group chat is enabled and chat is enabled now. Save replaces that"));
  g_assert_true (bedside_switch_row_get_active (group_chat));
  g_assert_false (bedside_switch_row_get_active (chat));
  bedside_ui_click (dialog, "Save");
  await_settings (fixture, TRUE, FALSE);
  assert_server (fixture, "true", "false");
  practice_window_destroy (settings);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWindow *settings = open_settings (fixture);
  GtkWindow *dialog = open_edit (settings);

  bedside_switch_row_set_active (practice_window_get_switch (dialog, "Chat"), FALSE);
  bedside_writing_fixture_add_status (fixture, "PUT", SETTINGS, 403, "M_FORBIDDEN", NULL);
  bedside_ui_click (dialog, "Save");
  bedside_await (practice_window_says (dialog, "The server does not allow you to do this."), 10);
  bedside_ui_get (dialog, GTK_TYPE_BUTTON, "Cancel");
  g_assert_false (bedside_switch_row_get_active (practice_window_get_switch (dialog, "Chat")));
  assert_server (fixture, "true", "true");

  /* It can be tried again as it stands. */
  bedside_ui_click (dialog, "Save");
  await_settings (fixture, TRUE, FALSE);
  assert_server (fixture, "true", "false");
  practice_window_destroy (settings);
}

/* Whoever closes the window while it is saved has still saved. */
static void
test_closed_while_saving (Fixture       *fixture,
                          gconstpointer  data)
{
  const BedsideDemoFault slow = {
    .method = "PUT", .path_pattern = SETTINGS, .kind = BEDSIDE_DEMO_FAULT_DELAY, .count = 1, .delay = 500,
  };
  GtkWindow *settings = open_settings (fixture);
  GtkWindow *dialog = open_edit (settings);

  bedside_switch_row_set_active (practice_window_get_switch (dialog, "Chat"), FALSE);
  bedside_demo_server_add_fault (fixture->practice.server, &slow);
  bedside_ui_click (dialog, "Save");
  g_assert_false (gtk_widget_is_sensitive (bedside_ui_get (dialog, GTK_TYPE_BUTTON, "Save")));
  bedside_ui_get (dialog, GTK_TYPE_BUTTON, "Close");
  gtk_window_close (dialog);
  gtk_window_destroy (settings);
  await_settings (fixture, TRUE, FALSE);
  assert_server (fixture, "true", "false");
}

/* --- Server --- */

static void
test_enforcement (Fixture       *fixture,
                  gconstpointer  data)
{
  BedsidePractice *practice = practice_window_get_practice (fixture);
  GtkWindow *settings = open_settings (fixture);
  static const char *const titles[] = {
    "The server has not been heard yet", "The server enforces the rules", "The server does not know this practice",
    "The server does not enforce the rules",
  };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      bedside_practice_set_enforcement (practice, i);
      for (guint j = 0; j < G_N_ELEMENTS (titles); j++)
        g_assert_true (bedside_ui_shows (settings, titles[j]) == (i == j));
    }
  g_assert_true (practice_window_says (settings, "install Bedside’s module"));
  practice_window_destroy (settings);
}

static void
on_text (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  *(char **) user_data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_practice_id (Fixture       *fixture,
                  gconstpointer  data)
{
  GtkWindow *settings = open_settings (fixture);
  g_autofree char *text = NULL;

  g_assert_true (bedside_ui_shows (settings, fixture->practice.space));
  bedside_ui_click (settings, "Copy practice id");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (settings)), NULL, on_text, &text);
  bedside_await (text != NULL, 5);
  g_assert_cmpstr (text, ==, fixture->practice.space);
  g_assert_true (bedside_ui_shows (settings, "Copied"));
  practice_window_destroy (settings);
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);

  practice_window_add ("/ui/practice-settings/R6-edit-opens-a-dialog", test_dialog);
  practice_window_add ("/ui/practice-settings/R7-chat-needs-group-chat", test_chat_needs_group_chat);
  practice_window_add ("/ui/practice-settings/R7-contradictory-settings", test_contradiction);
  practice_window_add ("/ui/practice-settings/R8-save-takes-effect", test_save);
  practice_window_add ("/ui/practice-settings/R8-cancel-changes-nothing", test_cancel);
  practice_window_add ("/ui/practice-settings/R9-others-see-it-read-only", test_read_only);
  practice_window_add ("/ui/practice-settings/changed-meanwhile", test_changed_meanwhile);
  practice_window_add ("/ui/practice-settings/refused", test_refused);
  practice_window_add ("/ui/practice-settings/closed-while-saving", test_closed_while_saving);
  practice_window_add ("/ui/practice-settings/enforcement-in-words", test_enforcement);
  practice_window_add ("/ui/practice-settings/practice-id", test_practice_id);

  return g_test_run ();
}
