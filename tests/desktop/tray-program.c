/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <stdio.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>

#include "bedside-conversation.h"
#include "bedside-launcher-badge.h"
#include "bedside-tray-menu.h"
#include "bedside-tray.h"

/*
 * The tray without the rest of Bedside, for the tests with a real panel. Takes commands as lines on stdin, and says on
 * stdout what has happened:
 *
 *   show, hide, privacy NICK, enable ACTION, disable ACTION, add ROOM NAME..., remove ROOM, rename ROOM NAME...,
 *   quit
 */

typedef struct {
  GMainLoop            *loop;
  BedsidePreferences   *preferences;
  GSimpleActionGroup   *actions;
  GListStore           *new_messages;
  BedsideTrayMenu      *menu;
  BedsideTray          *tray;
  BedsideLauncherBadge *badge;
  GDataInputStream     *input;
} Program;

static void read_line (Program *self);

static void
on_action (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  Program *self = user_data;
  const char *target = parameter != NULL ? g_variant_get_string (parameter, NULL) : "";

  g_print ("action %s %s\n", g_action_get_name (G_ACTION (action)), target);
  if (g_str_equal (g_action_get_name (G_ACTION (action)), "quit"))
    g_main_loop_quit (self->loop);
}

static void
on_change_state (GSimpleAction *action,
                 GVariant      *value,
                 gpointer       user_data)
{
  g_simple_action_set_state (action, value);
  g_print ("state %s %s\n", g_action_get_name (G_ACTION (action)), g_variant_get_boolean (value) ? "true" : "false");
}

static void
on_activated (Program *self)
{
  g_print ("activated\n");
}

static void
on_hosted (Program *self)
{
  g_print ("hosted %s\n", bedside_tray_get_hosted (self->tray) ? "true" : "false");
}

static void
on_new_messages (Program *self)
{
  guint number = g_list_model_get_n_items (G_LIST_MODEL (self->new_messages));

  bedside_tray_set_new_messages (self->tray, number);
  bedside_launcher_badge_set_count (self->badge, number);
}

static guint
find (Program    *self,
      const char *room)
{
  guint number = g_list_model_get_n_items (G_LIST_MODEL (self->new_messages));

  for (guint i = 0; i < number; i++)
    {
      g_autoptr(BedsideConversation) conversation = g_list_model_get_item (G_LIST_MODEL (self->new_messages), i);

      if (g_str_equal (bedside_conversation_get_room_id (conversation), room))
        return i;
    }

  return number;
}

static void
change_list (Program    *self,
             const char *command,
             const char *room,
             const char *name)
{
  g_autoptr(BedsideConversation) conversation = NULL;

  if (g_str_equal (command, "remove"))
    {
      g_list_store_remove (self->new_messages, find (self, room));
      return;
    }

  if (g_str_equal (command, "add"))
    conversation = bedside_conversation_new (room, BEDSIDE_CONVERSATION_KIND_TEAM);
  else
    conversation = g_list_model_get_item (G_LIST_MODEL (self->new_messages), find (self, room));
  bedside_conversation_set_title (conversation, name);
  if (g_str_equal (command, "add"))
    g_list_store_insert (self->new_messages, 0, conversation);
}

static void
obey (Program  *self,
      char    **words)
{
  const char *command = words[0], *first = command != NULL ? words[1] : NULL;

  if (command == NULL || g_str_equal (command, "quit"))
    g_main_loop_quit (self->loop);
  else if (g_str_equal (command, "show") || g_str_equal (command, "hide"))
    bedside_tray_set_shown (self->tray, g_str_equal (command, "show"));
  else if (g_str_equal (command, "privacy"))
    bedside_preferences_set_privacy (self->preferences, g_str_equal (first, "name") ? BEDSIDE_PRIVACY_NAME
                                     : BEDSIDE_PRIVACY_NOTHING);
  else if (g_str_equal (command, "enable") || g_str_equal (command, "disable"))
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), first)),
                                 g_str_equal (command, "enable"));
  else
    change_list (self, command, first, first != NULL ? words[2] : NULL);
}

static void
on_line (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Program *self = user_data;
  g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (self->input, result, NULL, NULL);
  g_auto(GStrv) words = line != NULL ? g_strsplit (line, " ", 3) : g_new0 (char *, 1);

  obey (self, words);
  if (line != NULL && g_main_loop_is_running (self->loop))
    read_line (self);
}

static void
read_line (Program *self)
{
  g_data_input_stream_read_line_async (self->input, G_PRIORITY_DEFAULT, NULL, on_line, self);
}

static void
add_actions (Program *self)
{
  static const GActionEntry entries[] = {
    { .name = "show", .activate = on_action },
    { .name = "open-conversation", .activate = on_action, .parameter_type = "s" },
    { .name = "new-messages", .activate = on_action },
    { .name = "do-not-disturb", .state = "false", .change_state = on_change_state },
    { .name = "quit", .activate = on_action },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr(GInputStream) stream = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  Program self = { .loop = g_main_loop_new (NULL, FALSE) };

  g_assert_no_error (error);
  setvbuf (stdout, NULL, _IOLBF, 0);
  self.preferences = bedside_preferences_new ();
  self.new_messages = g_list_store_new (BEDSIDE_TYPE_CONVERSATION);
  add_actions (&self);
  self.menu = bedside_tray_menu_new (self.preferences);
  bedside_tray_menu_set_new_messages (self.menu, G_LIST_MODEL (self.new_messages));
  self.tray = bedside_tray_new (bus, "org.bedside.Bedside.Test", G_ACTION_GROUP (self.actions));
  bedside_tray_set_menu (self.tray, bedside_tray_menu_get_model (self.menu));
  self.badge = bedside_launcher_badge_new (bus, "org.bedside.Bedside.Test");
  g_signal_connect_swapped (self.tray, "activated", G_CALLBACK (on_activated), &self);
  g_signal_connect_swapped (self.tray, "notify::hosted", G_CALLBACK (on_hosted), &self);
  g_signal_connect_swapped (self.new_messages, "items-changed", G_CALLBACK (on_new_messages), &self);
  self.input = g_data_input_stream_new (stream);
  read_line (&self);
  g_print ("ready\n");
  g_main_loop_run (self.loop);

  g_clear_object (&self.tray);
  g_clear_object (&self.menu);
  g_clear_object (&self.badge);
  g_clear_object (&self.new_messages);
  g_clear_object (&self.actions);
  g_clear_object (&self.preferences);
  g_clear_object (&self.input);
  g_dbus_connection_flush_sync (bus, NULL, NULL);
  g_main_loop_unref (self.loop);

  return 0;
}
