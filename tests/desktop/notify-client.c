/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-desktop-notifier.h"

#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* notify-client APP_ID: the notifier alone, told by lines what to show, so that real daemons can be looked at without
 * a server. Fields of a line are separated by tabs:
 *
 *   announce ROOM PRIVACY UNREAD NAME BIRTH_DATE TEXT
 *   summary CONVERSATIONS
 *   withdraw ROOM
 *   quit
 *
 * and what is answered to a notification is printed: "activated ACTION ROOM". */

typedef struct {
  GApplication     *application;
  BedsideNotifier  *notifier;
  GDataInputStream *commands;
} Client;

static void read_next (Client *self);

static const char *
or_null (const char *field)
{
  return field != NULL && field[0] != '\0' ? field : NULL;
}

static void
obey (Client     *self,
      const char *line)
{
  g_auto(GStrv) fields = g_strsplit (line, "\t", 7);
  guint n = g_strv_length (fields);

  if (n == 7 && g_str_equal (fields[0], "announce"))
    {
      const BedsideAnnouncement announcement = {
        .room_id = fields[1], .conversations = 1, .unread = atoi (fields[3]),
        .privacy = (BedsidePrivacy) atoi (fields[2]),
        .name = or_null (fields[4]), .birth_date = or_null (fields[5]), .text = or_null (fields[6])
      };

      bedside_notifier_announce (self->notifier, &announcement);
    }
  else if (n == 2 && g_str_equal (fields[0], "summary"))
    {
      const BedsideAnnouncement announcement = {
        .room_id = BEDSIDE_ANNOUNCEMENT_SUMMARY, .conversations = atoi (fields[1]), .unread = atoi (fields[1])
      };

      bedside_notifier_announce (self->notifier, &announcement);
    }
  else if (n == 2 && g_str_equal (fields[0], "withdraw"))
    bedside_notifier_withdraw (self->notifier, fields[1]);
  else if (n == 1 && g_str_equal (fields[0], "quit"))
    g_application_quit (self->application);
  else
    g_error ("Not understood: %s", line);
}

static void
on_line (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Client *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, &error);

  g_assert_no_error (error);
  if (line == NULL)
    {
      g_application_quit (self->application);
      return;
    }
  obey (self, line);
  read_next (self);
}

static void
read_next (Client *self)
{
  g_data_input_stream_read_line_async (self->commands, G_PRIORITY_DEFAULT, NULL, on_line, self);
}

static void
on_activated (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  g_print ("activated %s %s\n", g_action_get_name (G_ACTION (action)),
           parameter != NULL ? g_variant_get_string (parameter, NULL) : "-");
}

static void
on_startup (GApplication *application,
            Client       *self)
{
  g_autoptr(GInputStream) in = g_unix_input_stream_new (STDIN_FILENO, FALSE);

  self->notifier = BEDSIDE_NOTIFIER (bedside_desktop_notifier_new (application));
  self->commands = g_data_input_stream_new (in);
  read_next (self);
  g_application_hold (application);
  g_print ("ready\n");
}

static void
on_activate (GApplication *application,
             Client       *self)
{
}

static void
on_shutdown (GApplication *application,
             Client       *self)
{
  if (self->notifier != NULL)
    bedside_notifier_close (self->notifier);
  g_clear_object (&self->notifier);
}

int
main (int    argc,
      char **argv)
{
  static const GActionEntry actions[] = {
    { "open-conversation", on_activated, "s" }, { "reply", on_activated, "s" },
    { "mark-read", on_activated, "s" }, { "new-messages", on_activated }
  };
  Client self = { 0 };
  int status;

  setvbuf (stdout, NULL, _IOLBF, 0);
  self.application = g_application_new (argv[1], G_APPLICATION_DEFAULT_FLAGS);
  g_action_map_add_action_entries (G_ACTION_MAP (self.application), actions, G_N_ELEMENTS (actions), &self);
  g_signal_connect (self.application, "startup", G_CALLBACK (on_startup), &self);
  g_signal_connect (self.application, "activate", G_CALLBACK (on_activate), &self);
  g_signal_connect (self.application, "shutdown", G_CALLBACK (on_shutdown), &self);
  status = g_application_run (self.application, 1, argv);
  g_clear_object (&self.commands);
  g_object_unref (self.application);

  return status;
}
