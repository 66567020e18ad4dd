/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "bedside-practice-settings.h"
#include "bedside-practitioner-row.h"
#include "practice-window.h"

/* Who belongs to the practice, on a real session: inviting, removing, managers. */

typedef BedsideWritingFixture Fixture;

static GtkWindow *
open_practitioners (Fixture *fixture)
{
  GtkWidget *window = bedside_practice_settings_new (NULL, practice_window_get_session (fixture),
                                                     practice_window_get_practice (fixture));

  adw_preferences_window_set_visible_page_name (ADW_PREFERENCES_WINDOW (window), "practitioners");
  practice_window_present (window);

  return GTK_WINDOW (window);
}

static gpointer
find_row (gpointer    root,
          const char *name)
{
  if (BEDSIDE_IS_PRACTITIONER_ROW (root)
      && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), name))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = find_row (child, name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static GtkWidget *
get_row (gpointer    root,
         const char *name)
{
  bedside_await (find_row (root, name) != NULL, 10);

  return find_row (root, name);
}

static char *
dup_actions (GtkWidget *row)
{
  GtkMenuButton *button = bedside_ui_find (row, GTK_TYPE_MENU_BUTTON, NULL);
  GMenuModel *menu = button != NULL ? gtk_menu_button_get_menu_model (button) : NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  for (int i = 0; menu != NULL && i < g_menu_model_get_n_items (menu); i++)
    {
      g_autofree char *label = NULL;

      g_menu_model_get_item_attribute (menu, i, G_MENU_ATTRIBUTE_LABEL, "s", &label);
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", label);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define assert_actions(row, expected) \
        G_STMT_START { \
          g_autofree char *actions_ = dup_actions (row); \
          g_assert_cmpstr (actions_, ==, expected); \
        } G_STMT_END

static gboolean
row_says (GtkWidget  *row,
          const char *part)
{
  return strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), part) != NULL;
}

static GtkWindow *
open_invite (GtkWindow *settings)
{
  bedside_ui_click (settings, "Invite");

  return practice_window_await_dialog (settings);
}

static void
invite (GtkWindow  *dialog,
        const char *account)
{
  gtk_editable_set_text (bedside_ui_get (dialog, ADW_TYPE_ENTRY_ROW, "User name"), account);
  bedside_ui_click (dialog, "Invite");
}

static BedsidePractitioner *
find_person (Fixture    *fixture,
             const char *user_id)
{
  return bedside_practice_find_person (practice_window_get_practice (fixture), user_id);
}

/* --- the list --- */

static void
test_list (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWindow *settings;
  GtkWidget *me, *sam;

  practice_window_set_role (fixture, BEDSIDE_ROLE_OWNER);
  settings = open_practitioners (fixture);
  me = get_row (settings, "Dr. Robin Ellis");
  sam = get_row (settings, "Sam Novak");

  g_assert_true (row_says (me, "Owner, this is you"));
  g_assert_true (row_says (me, fixture->practice.me));
  g_assert_true (row_says (sam, "Practitioner"));
  g_assert_true (gtk_widget_get_next_sibling (me) == sam);
  assert_actions (me, "");
  assert_actions (sam, "Make manager, Remove from practice");
  g_assert_nonnull (bedside_ui_find (sam, GTK_TYPE_MENU_BUTTON, "Actions for Sam Novak"));

  /* What is not offered cannot be done by who knows its name either. */
  g_assert_false (gtk_widget_activate_action (me, "practitioner.remove", NULL)
                  && bedside_practitioner_row_get_busy (BEDSIDE_PRACTITIONER_ROW (me)));
  gtk_widget_activate_action (sam, "practitioner.make-practitioner", NULL);
  g_assert_false (bedside_practitioner_row_get_busy (BEDSIDE_PRACTITIONER_ROW (sam)));

  /* A manager can make managers, but not unmake them. */
  practice_window_set_role (fixture, BEDSIDE_ROLE_MANAGER);
  assert_actions (get_row (settings, "Sam Novak"), "");
  practice_window_destroy (settings);
}

/* What people call themselves is neither markup nor a way around anything. */
static void
test_names (Fixture       *fixture,
            gconstpointer  data)
{
  static const char *const names[] = { "<b>Sam</b> & Sons", "Sam_Novak", "%s%n" };
  GtkWindow *settings = open_practitioners (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *content = g_strdup_printf ("{\"membership\":\"join\",\"displayname\":\"%s\"}", names[i]);

      g_free (bedside_demo_server_add_event (fixture->practice.server, fixture->practice.space,
                                             fixture->practice.colleague, "m.room.member",
                                             fixture->practice.colleague, content));
      get_row (settings, names[i]);
      bedside_ui_settle ();
      g_assert_true (bedside_ui_shows (settings, names[i]));
    }
  practice_window_destroy (settings);
}

/* --- inviting --- */

static void
test_invite (Fixture       *fixture,
             gconstpointer  data)
{
  g_autofree char *noor = bedside_demo_server_add_account (fixture->practice.server, "noor",
                                                           BEDSIDE_DEMO_KIND_PRACTITIONER, "Noor Haddad");
  GtkWindow *settings, *dialog;
  GtkWindow *weak = NULL;

  practice_window_set_role (fixture, BEDSIDE_ROLE_MANAGER);
  settings = open_practitioners (fixture);
  dialog = open_invite (settings);
  g_set_weak_pointer (&weak, dialog);
  g_assert_true (gtk_window_get_modal (dialog));
  g_assert_false (gtk_widget_is_sensitive (bedside_ui_get (dialog, GTK_TYPE_BUTTON, "Invite")));
  invite (dialog, " noor ");
  bedside_await (weak == NULL, 10);

  bedside_await (find_person (fixture, noor) != NULL, 10);
  g_assert_true (bedside_practitioner_get_invited (find_person (fixture, noor)));
  g_assert_true (row_says (get_row (settings, bedside_practitioner_get_name (find_person (fixture, noor))),
                           "Invited, has not joined yet"));
  assert_actions (get_row (settings, bedside_practitioner_get_name (find_person (fixture, noor))),
                  "Take invitation back");

  /* A second time is no use. */
  dialog = open_invite (settings);
  invite (dialog, noor);
  bedside_await (practice_window_says (dialog, "is invited already."), 10);
  practice_window_destroy (settings);
}

static void
test_invite_nonsense (Fixture       *fixture,
                      gconstpointer  data)
{
  static const char *const nonsense[] = { "@", "a b", "@@sam", "Sam Novak", "@:x", "!room:x" };
  GtkWindow *settings, *dialog;
  g_autofree char *colleague = g_strdup (fixture->practice.colleague);

  practice_window_set_role (fixture, BEDSIDE_ROLE_MANAGER);
  settings = open_practitioners (fixture);
  dialog = open_invite (settings);
  /* One can type at once: a space on Cancel would close it. */
  g_assert_nonnull (gtk_widget_get_focus_child (bedside_ui_get (dialog, ADW_TYPE_ENTRY_ROW, "User name")));
  gtk_editable_set_text (bedside_ui_get (dialog, ADW_TYPE_ENTRY_ROW, "User name"), "   ");
  g_assert_false (gtk_widget_is_sensitive (bedside_ui_get (dialog, GTK_TYPE_BUTTON, "Invite")));
  for (guint i = 0; i < G_N_ELEMENTS (nonsense); i++)
    {
      invite (dialog, nonsense[i]);
      bedside_await (bedside_dialog_frame_get_error (bedside_ui_get (dialog, BEDSIDE_TYPE_DIALOG_FRAME, NULL)) != NULL,
                     10);
    }
  invite (dialog, colleague);
  bedside_await (practice_window_says (dialog, "works in this practice already."), 10);
  /* Patients are never staff, and nobody is invited who does not exist. */
  g_free (bedside_demo_server_add_account (fixture->practice.server, "dora", BEDSIDE_DEMO_KIND_PATIENT, "Dora"));
  invite (dialog, "dora");
  bedside_await (practice_window_says (dialog, "This is a patient’s account."), 10);
  invite (dialog, "nobody-of-that-name");
  bedside_await (practice_window_says (dialog, "There is no such account."), 10);
  /* What is wrong goes as soon as it is corrected. */
  gtk_editable_set_text (bedside_ui_get (dialog, ADW_TYPE_ENTRY_ROW, "User name"), "noor");
  g_assert_false (practice_window_says (dialog, "There is no such account."));
  g_assert_cmpuint (bedside_writing_fixture_count (fixture, "POST", "*/invite"), ==, 0);
  practice_window_destroy (settings);
}

/* --- managers --- */

static void
test_roles (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWindow *settings;
  GtkWidget *row;

  practice_window_set_role (fixture, BEDSIDE_ROLE_OWNER);
  settings = open_practitioners (fixture);
  row = get_row (settings, "Sam Novak");
  gtk_widget_activate_action (row, "practitioner.make-manager", NULL);
  g_assert_true (bedside_practitioner_row_get_busy (BEDSIDE_PRACTITIONER_ROW (row)));
  bedside_await (bedside_practitioner_get_role (find_person (fixture, fixture->practice.colleague))
                 == BEDSIDE_ROLE_MANAGER, 10);
  bedside_await (!bedside_practitioner_row_get_busy (BEDSIDE_PRACTITIONER_ROW (row)), 10);
  g_assert_true (row_says (row, "Manager"));
  assert_actions (row, "Take manager role away, Remove from practice");

  gtk_widget_activate_action (row, "practitioner.make-practitioner", NULL);
  bedside_await (bedside_practitioner_get_role (find_person (fixture, fixture->practice.colleague))
                 == BEDSIDE_ROLE_PRACTITIONER, 10);
  practice_window_destroy (settings);
}

static void
test_role_refused (Fixture       *fixture,
                   gconstpointer  data)
{
  GtkWindow *settings;
  GtkWidget *row;

  practice_window_set_role (fixture, BEDSIDE_ROLE_OWNER);
  settings = open_practitioners (fixture);
  row = get_row (settings, "Sam Novak");
  bedside_writing_fixture_add_status (fixture, "PUT", "*/state/m.room.power_levels*", 403, "M_FORBIDDEN", NULL);
  gtk_widget_activate_action (row, "practitioner.make-manager", NULL);
  bedside_await (practice_window_says (settings, "The server does not allow you to do this."), 10);
  g_assert_false (bedside_practitioner_row_get_busy (BEDSIDE_PRACTITIONER_ROW (row)));
  g_assert_true (row_says (row, "Practitioner"));
  practice_window_destroy (settings);
}

/* --- removing --- */

static void
test_remove (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWindow *settings, *question;

  practice_window_set_role (fixture, BEDSIDE_ROLE_OWNER);
  bedside_practice_set_enforcement (practice_window_get_practice (fixture), BEDSIDE_ENFORCEMENT_NOT_ENFORCED);
  settings = open_practitioners (fixture);
  gtk_widget_activate_action (get_row (settings, "Sam Novak"), "practitioner.remove", NULL);
  question = practice_window_await_dialog (settings);
  g_assert_true (bedside_ui_shows (question, "Remove Sam Novak from the practice?"));
  g_assert_true (practice_window_says (question, "the directory as it is now can still be read"));
  g_assert_true (practice_window_says (question, "deactivate the account"));
  gtk_window_close (question);
  bedside_ui_settle ();
  g_assert_nonnull (find_person (fixture, fixture->practice.colleague));

  bedside_practice_set_enforcement (practice_window_get_practice (fixture), BEDSIDE_ENFORCEMENT_ENFORCED);
  gtk_widget_activate_action (get_row (settings, "Sam Novak"), "practitioner.remove", NULL);
  question = practice_window_await_dialog (settings);
  g_assert_false (practice_window_says (question, "deactivate the account"));
  bedside_ui_click (question, "Remove");
  bedside_await (find_person (fixture, fixture->practice.colleague) == NULL, 10);
  bedside_ui_settle ();
  g_assert_null (find_row (settings, "Sam Novak"));
  practice_window_destroy (settings);
}

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);

  practice_window_add ("/ui/practitioners/list", test_list);
  practice_window_add ("/ui/practitioners/names-are-no-markup", test_names);
  practice_window_add ("/ui/practitioners/invite", test_invite);
  practice_window_add ("/ui/practitioners/invite-nonsense", test_invite_nonsense);
  practice_window_add ("/ui/practitioners/make-manager", test_roles);
  practice_window_add ("/ui/practitioners/make-manager-refused", test_role_refused);
  practice_window_add ("/ui/practitioners/remove-asks", test_remove);

  return g_test_run ();
}
