/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-await.h"
#include "bedside-conversation.h"
#include "bedside-memory-secrets.h"
#include "bedside-tray-menu.h"

typedef struct {
  BedsidePreferences *preferences;
  GListStore         *list;
  BedsideTrayMenu    *menu;
  guint               changes;   /* of the menu */
} Fixture;

static void
on_changed (Fixture *self)
{
  self->changes++;
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->preferences = bedside_preferences_new ();
  self->list = g_list_store_new (BEDSIDE_TYPE_CONVERSATION);
  self->menu = bedside_tray_menu_new (self->preferences);
  g_signal_connect_swapped (bedside_tray_menu_get_model (self->menu), "items-changed", G_CALLBACK (on_changed), self);
  bedside_tray_menu_set_new_messages (self->menu, G_LIST_MODEL (self->list));
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->menu);
  g_assert_finalize_object (self->list);
  g_assert_finalize_object (self->preferences);
}

static BedsideConversation *
add (Fixture    *self,
     const char *room,
     const char *name)
{
  g_autoptr(BedsideConversation) conversation = bedside_conversation_new (room, BEDSIDE_CONVERSATION_KIND_TEAM);

  bedside_conversation_set_title (conversation, name);
  bedside_conversation_set_unread (conversation, 1);
  g_list_store_append (self->list, conversation);
  return conversation;
}

static void
write_model (GMenuModel *model,
             GString    *text)
{
  for (int i = 0; i < g_menu_model_get_n_items (model); i++)
    {
      g_autoptr(GMenuModel) section = g_menu_model_get_item_link (model, i, G_MENU_LINK_SECTION);
      g_autofree char *label = NULL, *action = NULL, *target = NULL;

      if (section != NULL)
        {
          g_string_append (text, "[");
          write_model (section, text);
          g_string_append (text, "]");
          continue;
        }
      g_menu_model_get_item_attribute (model, i, G_MENU_ATTRIBUTE_LABEL, "s", &label);
      g_menu_model_get_item_attribute (model, i, G_MENU_ATTRIBUTE_ACTION, "s", &action);
      g_menu_model_get_item_attribute (model, i, G_MENU_ATTRIBUTE_TARGET, "s", &target);
      g_string_append_printf (text, "%s=%s(%s);", label, action, target != NULL ? target : "");
    }
}

/* What stands between Open Bedside and Do not disturb. */
static char *
middle (Fixture *self)
{
  static const char head[] = "[_Open Bedside=app.show();][";
  static const char tail[] = "][_Do not disturb=app.do-not-disturb();_Quit=app.quit();]";
  g_autoptr(GString) text = g_string_new (NULL);

  write_model (bedside_tray_menu_get_model (self->menu), text);
  g_assert_true (g_str_has_prefix (text->str, head));
  g_assert_true (g_str_has_suffix (text->str, tail));
  return g_strndup (text->str + strlen (head), text->len - strlen (head) - strlen (tail));
}

static void
assert_middle (Fixture    *self,
               const char *expected)
{
  g_autofree char *text = middle (self);

  g_assert_cmpstr (text, ==, expected);
}

/* Until the menu has changed once more. */
static void
await_change (Fixture *self)
{
  guint before = self->changes;

  bedside_await (self->changes > before, 10);
}

static void
on_idle (gpointer data)
{
  *(gboolean *) data = TRUE;
}

/* Everything that waits for its turn has had it. */
static void
settle (void)
{
  gboolean idle = FALSE;

  g_idle_add_once (on_idle, &idle);
  bedside_await (idle, 10);
}

static void
test_nothing_new (Fixture       *self,
                  gconstpointer  data)
{
  settle ();
  assert_middle (self, "");
  bedside_preferences_set_privacy (self->preferences, BEDSIDE_PRIVACY_NAME);
  settle ();
  assert_middle (self, "");
  g_assert_cmpuint (self->changes, ==, 0);
}

/* Without the practitioner's leave no name is in the menu, which the whole desktop can read. */
static void
test_number (Fixture       *self,
             gconstpointer  data)
{
  add (self, "!ada", "Ada Lovelace");
  await_change (self);
  assert_middle (self, "1 conversation has new messages=app.new-messages();");
  add (self, "!ben", "Ben Okafor");
  add (self, "!chloe", "Chloe Dubois");
  await_change (self);
  assert_middle (self, "3 conversations have new messages=app.new-messages();");
}

static void
test_names (Fixture       *self,
            gconstpointer  data)
{
  bedside_preferences_set_privacy (self->preferences, BEDSIDE_PRIVACY_NAME);
  add (self, "!ada", "Ada Lovelace");
  add (self, "!ben", "Ben Okafor");
  await_change (self);
  assert_middle (self, "Ada Lovelace=app.open-conversation(!ada);Ben Okafor=app.open-conversation(!ben);");
  /* The text of a message is never in the menu. */
  bedside_preferences_set_privacy (self->preferences, BEDSIDE_PRIVACY_TEXT);
  settle ();
  g_assert_cmpuint (self->changes, ==, 2);
  g_list_store_remove (self->list, 0);
  await_change (self);
  assert_middle (self, "Ben Okafor=app.open-conversation(!ben);");
}

static void
test_birth_date (Fixture       *self,
                 gconstpointer  data)
{
  g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("key-1", "Ada", "Lovelace", "1985-12-10");
  g_autoptr(BedsideConversation) conversation = bedside_conversation_new ("!ada", BEDSIDE_CONVERSATION_KIND_PATIENT);

  bedside_preferences_set_privacy (self->preferences, BEDSIDE_PRIVACY_NAME);
  bedside_conversation_set_patient (conversation, patient);
  g_list_store_append (self->list, conversation);
  await_change (self);
  assert_middle (self, "Ada Lovelace, 10 Dec 1985=app.open-conversation(!ada);");
}

static void
test_privacy_changes (Fixture       *self,
                      gconstpointer  data)
{
  bedside_preferences_set_privacy (self->preferences, BEDSIDE_PRIVACY_NAME);
  add (self, "!ada", "Ada Lovelace");
  await_change (self);
  bedside_preferences_set_privacy (self->preferences, BEDSIDE_PRIVACY_NOTHING);
  await_change (self);
  assert_middle (self, "1 conversation has new messages=app.new-messages();");
  bedside_preferences_set_privacy (self->preferences, BEDSIDE_PRIVACY_NAME);
  await_change (self);
  assert_middle (self, "Ada Lovelace=app.open-conversation(!ada);");
}

static void
test_newest (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr(GString) expected = g_string_new (NULL);

  bedside_preferences_set_privacy (self->preferences, BEDSIDE_PRIVACY_NAME);
  for (int i = 0; i < 7; i++)
    {
      g_autofree char *room = g_strdup_printf ("!%d", i);
      g_autofree char *name = g_strdup_printf ("Patient %d", i);

      add (self, room, name);
      if (i < 5)
        g_string_append_printf (expected, "%s=app.open-conversation(%s);", name, room);
    }
  await_change (self);
  g_string_append (expected, "2 more conversations with new messages=app.new-messages();");
  assert_middle (self, expected->str);

  g_list_store_remove (self->list, 6);
  await_change (self);
  g_string_replace (expected, "2 more conversations", "1 more conversation", 1);
  assert_middle (self, expected->str);
}

/* Renamed in the directory. */
static void
test_title_changes (Fixture       *self,
                    gconstpointer  data)
{
  BedsideConversation *conversation;
  g_autoptr(BedsideConversation) gone = NULL;

  bedside_preferences_set_privacy (self->preferences, BEDSIDE_PRIVACY_NAME);
  conversation = add (self, "!ada", "Ada Byron");
  gone = g_object_ref (add (self, "!ben", "Ben Okafor"));
  await_change (self);
  bedside_conversation_set_title (conversation, "Ada Lovelace");
  await_change (self);
  assert_middle (self, "Ada Lovelace=app.open-conversation(!ada);Ben Okafor=app.open-conversation(!ben);");

  /* Who is not in it any more is not followed any more. */
  g_list_store_remove (self->list, 1);
  await_change (self);
  g_assert_cmpuint (g_signal_handler_find (gone, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, self->menu), ==, 0);
}

static void
test_burst (Fixture       *self,
            gconstpointer  data)
{
  BedsideConversation *conversation;

  bedside_preferences_set_privacy (self->preferences, BEDSIDE_PRIVACY_NAME);
  conversation = add (self, "!ada", "Ada");
  for (int i = 0; i < 200; i++)
    {
      g_autofree char *room = g_strdup_printf ("!%d", i);

      add (self, room, room);
      bedside_conversation_set_title (conversation, room);
    }
  await_change (self);
  settle ();
  /* A section goes, and another one comes in its place. */
  g_assert_cmpuint (self->changes, ==, 2);
}

static void
test_nothing_changes (Fixture       *self,
                      gconstpointer  data)
{
  g_autoptr(BedsideConversation) conversation = NULL;

  bedside_preferences_set_privacy (self->preferences, BEDSIDE_PRIVACY_NAME);
  conversation = g_object_ref (add (self, "!ada", "Ada"));
  await_change (self);
  g_list_store_remove (self->list, 0);
  g_list_store_append (self->list, conversation);
  bedside_conversation_set_unread (conversation, 12);
  settle ();
  g_assert_cmpuint (self->changes, ==, 2);
}

static void
assert_label (Fixture    *self,
              const char *name,
              const char *label)
{
  g_autofree char *expected = g_strdup_printf ("%s=app.open-conversation(!ada);", label);

  g_list_store_remove_all (self->list);
  settle ();
  add (self, "!ada", name);
  settle ();
  assert_middle (self, expected);
}

/* What may stand in a name must not become a mnemonic, markup or a second line. */
static void
test_odd_names (Fixture       *self,
                gconstpointer  data)
{
  bedside_preferences_set_privacy (self->preferences, BEDSIDE_PRIVACY_NAME);
  assert_label (self, "a_b__c_", "a__b____c__");
  assert_label (self, "one\ntwo\tthree", "one two three");
  assert_label (self, "", "Team conversation");
  assert_label (self, "0123456789012345678901234567890123456789", "0123456789012345678901234567890123456789");
  assert_label (self, "01234567890123456789012345678901234567890", "012345678901234567890123456789012345678…");
  assert_label (self, "\u05d0\u05d3\u05d4", "\u200e\u2068\u05d0\u05d3\u05d4\u2069");

  g_list_store_remove_all (self->list);
  add (self, "!ada", "<b>Ada</b>\u202e");
  settle ();
  g_autofree char *text = middle (self);
  g_assert_null (strchr (text, '<'));
  g_assert_null (strstr (text, "\u202e"));
}

static void
test_signed_out (Fixture       *self,
                 gconstpointer  data)
{
  add (self, "!ada", "Ada Lovelace");
  await_change (self);
  bedside_tray_menu_set_new_messages (self->menu, NULL);
  await_change (self);
  assert_middle (self, "");
  /* The old list is not followed any more. */
  add (self, "!ben", "Ben Okafor");
  settle ();
  assert_middle (self, "");
  bedside_tray_menu_set_new_messages (self->menu, G_LIST_MODEL (self->list));
  await_change (self);
  assert_middle (self, "2 conversations have new messages=app.new-messages();");
}

/* It ends with a change that it has not taken yet. */
static void
test_ends (Fixture       *self,
           gconstpointer  data)
{
  bedside_preferences_set_privacy (self->preferences, BEDSIDE_PRIVACY_NAME);
  add (self, "!ada", "Ada Lovelace");
  await_change (self);
  add (self, "!ben", "Ben Okafor");
  g_assert_finalize_object (self->menu);
  settle ();
  self->menu = bedside_tray_menu_new (self->preferences);
  assert_middle (self, "");
}

#define ADD(path, function) g_test_add ("/desktop/" path, Fixture, NULL, set_up, function, tear_down)

/* Locked, it names nobody from that moment on: it may be open on the screen. */
static void
test_locked (Fixture       *self,
             gconstpointer  data)
{
  g_autoptr(BedsideMemorySecrets) secrets = bedside_memory_secrets_new ();
  g_autoptr(BedsideLock) lock = bedside_lock_new (BEDSIDE_SECRETS (secrets), self->preferences);
  g_autoptr(GAsyncResult) result = NULL;

  bedside_preferences_set_privacy (self->preferences, BEDSIDE_PRIVACY_TEXT);
  bedside_lock_set_signed_in (lock, TRUE);
  bedside_tray_menu_set_lock (self->menu, lock);
  add (self, "!ada", "Ada Lovelace");
  await_change (self);
  assert_middle (self, "Ada Lovelace=app.open-conversation(!ada);");
  bedside_lock_lock (lock);
  assert_middle (self, "1 conversation has new messages=app.new-messages();");
  add (self, "!ben", "Ben Okafor");
  await_change (self);
  assert_middle (self, "2 conversations have new messages=app.new-messages();");

  bedside_lock_unlock_async (lock, NULL, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  g_assert_true (bedside_lock_unlock_finish (lock, result, NULL));
  assert_middle (self, "Ada Lovelace=app.open-conversation(!ada);Ben Okafor=app.open-conversation(!ben);");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("tray-menu/nothing-new", test_nothing_new);
  ADD ("R23-R31-tray-menu-without-names", test_number);
  ADD ("R23-tray-menu-names", test_names);
  ADD ("R23-R29-tray-menu-birth-date", test_birth_date);
  ADD ("R23-R31-tray-menu-privacy-changes", test_privacy_changes);
  ADD ("R23-R31-tray-menu-locked", test_locked);
  ADD ("R23-tray-menu-newest", test_newest);
  ADD ("tray-menu/title-changes", test_title_changes);
  ADD ("tray-menu/burst-is-one-change", test_burst);
  ADD ("tray-menu/nothing-changes", test_nothing_changes);
  ADD ("tray-menu/odd-names", test_odd_names);
  ADD ("tray-menu/signed-out", test_signed_out);
  ADD ("tray-menu/ends", test_ends);

  return g_test_run ();
}
