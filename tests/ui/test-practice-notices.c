/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-notice.h"
#include "bedside-practice-menu.h"
#include "bedside-practice-notices.h"
#include "bedside-settings.h"
#include "bedside-ui-fixture.h"

/* The bars about the practice, and the switcher in the main menu. */

#define NOT_ENFORCED "This server does not enforce the rules of the practice."

typedef struct {
  BedsideSession         *session;
  BedsidePracticeNotices *notices;
  GtkWindow              *window;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->session = bedside_fake_session_new ();
  bedside_fake_session_set_practice (fixture->session, "Riverside Health");
  fixture->notices = BEDSIDE_PRACTICE_NOTICES (bedside_practice_notices_new ());
  bedside_practice_notices_set_session (fixture->notices, fixture->session);
  fixture->window = bedside_ui_present (GTK_WIDGET (fixture->notices), 600, 200);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  bedside_ui_destroy (fixture->window, fixture->notices);
  g_assert_finalize_object (fixture->session);
}

static BedsidePractice *
get_practice (Fixture *fixture)
{
  return bedside_session_get_practice (fixture->session);
}

static gboolean
says (Fixture    *fixture,
      const char *text)
{
  bedside_ui_settle ();

  return bedside_ui_shows (fixture->window, text);
}

static void
test_not_enforced (Fixture       *fixture,
                   gconstpointer  data)
{
  BedsidePractice *practice = get_practice (fixture);

  for (guint role = BEDSIDE_ROLE_PRACTITIONER; role <= BEDSIDE_ROLE_OWNER; role++)
    {
      bedside_practice_set_role (practice, role);
      for (guint i = BEDSIDE_ENFORCEMENT_UNKNOWN; i <= BEDSIDE_ENFORCEMENT_NOT_ENFORCED; i++)
        {
          bedside_practice_set_enforcement (practice, i);
          g_assert_true (says (fixture, NOT_ENFORCED) == (i == BEDSIDE_ENFORCEMENT_NOT_ENFORCED
                                                          && role != BEDSIDE_ROLE_PRACTITIONER));
        }
    }
}

/* Once: also after the next start, but for each practice. */
static void
test_told_once (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GSettings) settings = bedside_settings_new (TRUE);
  const char *expected[] = { bedside_practice_get_room_id (get_practice (fixture)), NULL };
  g_auto(GStrv) told = NULL;

  g_assert_nonnull (settings);
  bedside_settings_bind (settings, BEDSIDE_SETTINGS_NOT_ENFORCED_TOLD, fixture->notices, "told",
                         G_SETTINGS_BIND_DEFAULT);
  bedside_practice_set_role (get_practice (fixture), BEDSIDE_ROLE_MANAGER);
  bedside_practice_set_enforcement (get_practice (fixture), BEDSIDE_ENFORCEMENT_NOT_ENFORCED);
  g_assert_true (says (fixture, NOT_ENFORCED));
  bedside_ui_click (fixture->window, "What this means");
  g_assert_false (says (fixture, NOT_ENFORCED));
  told = g_settings_get_strv (settings, BEDSIDE_SETTINGS_NOT_ENFORCED_TOLD);
  g_assert_cmpstrv (told, expected);

  bedside_practice_set_enforcement (get_practice (fixture), BEDSIDE_ENFORCEMENT_ENFORCED);
  bedside_practice_set_enforcement (get_practice (fixture), BEDSIDE_ENFORCEMENT_NOT_ENFORCED);
  g_assert_false (says (fixture, NOT_ENFORCED));
  g_settings_set_strv (settings, BEDSIDE_SETTINGS_NOT_ENFORCED_TOLD, (const char *[]) { "!other", NULL });
  g_assert_true (says (fixture, NOT_ENFORCED));
  bedside_practice_notices_set_told (fixture->notices, NULL);
  bedside_practice_notices_set_session (fixture->notices, NULL);
  g_assert_false (says (fixture, NOT_ENFORCED));
}

static void
add_invitation (Fixture    *fixture,
                const char *title)
{
  g_autoptr(BedsideInvitation) invitation =
    bedside_invitation_new ("!1", BEDSIDE_INVITATION_KIND_PRACTICE, title, "Dr. <Who>");

  g_list_store_insert (bedside_fake_session_get_invitations_store (fixture->session), 0, invitation);
}

static void
test_invitations (Fixture       *fixture,
                  gconstpointer  data)
{
  GListStore *store = bedside_fake_session_get_invitations_store (fixture->session);

  g_assert_null (bedside_ui_find (fixture->window, GTK_TYPE_BUTTON, "Answer"));
  add_invitation (fixture, "");
  g_assert_true (says (fixture, "Dr. <Who> invites you."));
  g_assert_nonnull (bedside_ui_find (fixture->window, GTK_TYPE_BUTTON, "Answer"));
  g_list_store_remove_all (store);
  add_invitation (fixture, "Moon & Sun");
  g_assert_true (says (fixture, "Dr. <Who> invites you to Moon & Sun."));
  add_invitation (fixture, "");
  g_assert_true (says (fixture, "2 invitations wait for your answer."));
  g_list_store_remove_all (store);
  bedside_await (bedside_ui_find (fixture->window, GTK_TYPE_BUTTON, "Answer") == NULL, 5);
}

/* --- the switcher --- */

static void
add_practice (GListStore *practices,
              const char *room_id,
              const char *name,
              guint       unread)
{
  g_autoptr(BedsidePractice) practice = bedside_practice_new (room_id);

  bedside_practice_set_name (practice, name);
  bedside_practice_set_unread (practice, unread);
  g_list_store_append (practices, practice);
}

static void
assert_item (GMenu      *menu,
             int         position,
             const char *label,
             const char *room_id)
{
  g_autofree char *item_label = NULL;
  g_autofree char *target = NULL;
  g_autofree char *action = NULL;

  g_menu_model_get_item_attribute (G_MENU_MODEL (menu), position, G_MENU_ATTRIBUTE_LABEL, "s", &item_label);
  g_menu_model_get_item_attribute (G_MENU_MODEL (menu), position, G_MENU_ATTRIBUTE_ACTION, "s", &action);
  g_menu_model_get_item_attribute (G_MENU_MODEL (menu), position, G_MENU_ATTRIBUTE_TARGET, "s", &target);
  g_assert_cmpstr (item_label, ==, label);
  g_assert_cmpstr (action, ==, "win.practice");
  g_assert_cmpstr (target, ==, room_id);
}

static void
test_switcher (void)
{
  g_autoptr(GListStore) practices = g_list_store_new (BEDSIDE_TYPE_PRACTICE);
  g_autoptr(GMenu) menu = g_menu_new ();
  BedsidePracticeMenu *switcher = bedside_practice_menu_new (menu);
  g_autoptr(BedsidePractice) first = NULL;

  bedside_practice_menu_set_practices (switcher, G_LIST_MODEL (practices));
  g_assert_cmpint (g_menu_model_get_n_items (G_MENU_MODEL (menu)), ==, 0);
  add_practice (practices, "!1", "Riverside_Health", 0);
  g_assert_cmpint (g_menu_model_get_n_items (G_MENU_MODEL (menu)), ==, 0);
  add_practice (practices, "!2", "", 2);
  g_assert_cmpint (g_menu_model_get_n_items (G_MENU_MODEL (menu)), ==, 2);
  assert_item (menu, 0, "Riverside__Health", "!1");
  assert_item (menu, 1, "Practice without a name (2 unread)", "!2");

  first = g_list_model_get_item (G_LIST_MODEL (practices), 0);
  bedside_practice_set_unread (first, 1);
  assert_item (menu, 0, "Riverside__Health (1 unread)", "!1");
  g_list_store_remove (practices, 1);
  g_assert_cmpint (g_menu_model_get_n_items (G_MENU_MODEL (menu)), ==, 0);

  bedside_practice_menu_set_practices (switcher, NULL);
  g_assert_finalize_object (switcher);
  /* Nobody listens any more. */
  bedside_practice_set_name (first, "Other");
}

#define add(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  bedside_ui_init (&argc, &argv);

  add ("/ui/practice-notices/not-enforced-for-managers", test_not_enforced);
  add ("/ui/practice-notices/told-once", test_told_once);
  add ("/ui/practice-notices/invitations", test_invitations);
  g_test_add_func ("/ui/practice-menu/switcher", test_switcher);

  return g_test_run ();
}
