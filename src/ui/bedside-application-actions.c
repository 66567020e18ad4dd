/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-application-actions"

/* What can be asked of the program: in its menus and by key, by notification, in the tray, in the launcher. */

#include "config.h"

#include "bedside-application-private.h"

#include <glib/gi18n.h>

#include "bedside-access.h"
#include "bedside-compat.h"
#include "bedside-preferences-window.h"

/* --- what concerns a conversation, which may not be known yet --- */

static void
on_ready (BedsideApplication  *self,
          BedsideErrand        errand,
          BedsideConversation *conversation)
{
  BedsideWindow *window;

  bedside_application_show (self, NULL);
  window = bedside_application_get_window (self);
  if (window == NULL)
    return;

  switch (errand)
    {
    /* Who chooses a conversation goes on to write, as with a click in the list. */
    case BEDSIDE_ERRAND_OPEN:
    case BEDSIDE_ERRAND_REPLY:
      bedside_window_reply (window, conversation);
      break;
    case BEDSIDE_ERRAND_NEW_CHAT:
      bedside_window_new_chat (window);
      break;
    case BEDSIDE_ERRAND_NEW_MESSAGES:
      bedside_window_new_messages (window);
      break;
    case BEDSIDE_ERRAND_MARK_READ:
    default:
      g_warn_if_reached ();
    }
}

static void
add_errand (BedsideApplication *self,
            BedsideErrand       errand,
            GVariant           *room_id)
{
  if (self->closing != NULL)
    return;

  bedside_errands_add (self->errands, errand, room_id != NULL ? g_variant_get_string (room_id, NULL) : NULL);
  /* Meanwhile the window says what it waits for: the keyring, or the person's password. */
  if (errand != BEDSIDE_ERRAND_MARK_READ && bedside_errands_get_waiting (self->errands))
    bedside_application_show (self, NULL);
}

static void
open_conversation (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  add_errand (user_data, BEDSIDE_ERRAND_OPEN, parameter);
}

static void
reply (GSimpleAction *action,
       GVariant      *parameter,
       gpointer       user_data)
{
  add_errand (user_data, BEDSIDE_ERRAND_REPLY, parameter);
}

static void
mark_read (GSimpleAction *action,
           GVariant      *parameter,
           gpointer       user_data)
{
  add_errand (user_data, BEDSIDE_ERRAND_MARK_READ, parameter);
}

static void
new_chat (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  add_errand (user_data, BEDSIDE_ERRAND_NEW_CHAT, NULL);
}

static void
new_messages (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  add_errand (user_data, BEDSIDE_ERRAND_NEW_MESSAGES, NULL);
}

/* --- the program --- */

static void
show (GSimpleAction *action,
      GVariant      *parameter,
      gpointer       user_data)
{
  bedside_application_show (user_data, NULL);
}

static void
quit (GSimpleAction *action,
      GVariant      *parameter,
      gpointer       user_data)
{
  bedside_application_quit (user_data);
}

static void
preferences (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  BedsideApplication *self = user_data;
  GtkWindow *window;

  bedside_application_show (self, NULL);
  window = GTK_WINDOW (bedside_application_get_window (self));
  if (window == NULL)
    return;

  if (self->chosen == NULL)
    {
      g_set_weak_pointer (&self->chosen,
                          GTK_WINDOW (bedside_preferences_window_new (window, self->preferences, self->presence,
                                                                      self->background)));
      /* A passcode is somebody's: the lock forgets one that is chosen while nobody is signed in. */
      if (self->lock != NULL && self->account != NULL && bedside_account_get_session (self->account) != NULL)
        bedside_preferences_window_set_lock (BEDSIDE_PREFERENCES_WINDOW (self->chosen), self->lock);
    }
  gtk_window_present (self->chosen);
}

static void
about (GSimpleAction *action,
       GVariant      *parameter,
       gpointer       user_data)
{
  GtkWidget *window = g_object_new (ADW_TYPE_ABOUT_WINDOW,
                                    "transient-for", bedside_application_get_window (user_data),
                                    "application-name", "Bedside",
                                    "application-icon", BEDSIDE_APP_ID,
                                    "version", BEDSIDE_VERSION,
                                    "developer-name", _("The Bedside authors"),
                                    "comments", _("Chat with your patients between appointments."),
                                    "license-type", GTK_LICENSE_GPL_3_0,
                                    NULL);

  bedside_access_name_inner (window, _("About Bedside"));
  gtk_window_present (GTK_WINDOW (window));
}

static void
sign_out (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  BedsideWindow *window = bedside_application_get_window (user_data);

  if (window != NULL)
    bedside_window_sign_out (window);
}

static void
search (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  BedsideWindow *window = bedside_application_get_window (user_data);

  if (window != NULL)
    bedside_window_focus_search (window);
}

static void
lock (GSimpleAction *action,
      GVariant      *parameter,
      gpointer       user_data)
{
  BedsideApplication *self = user_data;

  if (self->lock != NULL)
    bedside_lock_lock (self->lock);
}

static const GActionEntry actions[] = {
  { .name = "show", .activate = show },
  { .name = "open-conversation", .activate = open_conversation, .parameter_type = "s" },
  { .name = "reply", .activate = reply, .parameter_type = "s" },
  { .name = "mark-read", .activate = mark_read, .parameter_type = "s" },
  { .name = "new-chat", .activate = new_chat },
  { .name = "new-messages", .activate = new_messages },
  { .name = "preferences", .activate = preferences },
  { .name = "quit", .activate = quit },
  { .name = "about", .activate = about },
  { .name = "sign-out", .activate = sign_out },
  { .name = "search", .activate = search },
  { .name = "lock", .activate = lock },
};

/* --- keys in dialogs --- */

static gboolean
on_quit_key (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  bedside_application_quit (user_data);

  return TRUE;
}

static gboolean
on_lock_key (GtkWidget *widget,
             GVariant  *arguments,
             gpointer   user_data)
{
  g_action_group_activate_action (user_data, "lock", NULL);

  return TRUE;
}

static void
add_key (GtkEventController *keys,
         const char         *trigger,
         GtkShortcutAction  *action)
{
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string (trigger), action));
}

BEDSIDE_BEGIN_OLD_API

/* GTK gives the application's keys to its own windows only, and of those some, as Ctrl+J, have no place in a dialog. */
static void
on_toplevels (BedsideApplication *self,
              guint               position,
              guint               removed,
              guint               added,
              GListModel         *toplevels)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (toplevels, i);
      GtkEventController *keys;

      if (GTK_IS_APPLICATION_WINDOW (window))
        continue;

      keys = gtk_shortcut_controller_new ();
      gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys), GTK_SHORTCUT_SCOPE_GLOBAL);
      add_key (keys, "<Control>w", gtk_named_action_new ("window.close"));
      /* Where one chooses a file the key means another thing. */
      if (!GTK_IS_FILE_CHOOSER (window))
        add_key (keys, "<Control>l", gtk_callback_action_new (on_lock_key, g_object_ref (self), g_object_unref));
      add_key (keys, "<Control>q", gtk_callback_action_new (on_quit_key, g_object_ref (self), g_object_unref));
      gtk_widget_add_controller (window, keys);
    }
}

BEDSIDE_END_OLD_API

/**
 * bedside_application_add_actions: (skip)
 * @self: the application
 *
 * Adds the actions and their keys.
 */
void
bedside_application_add_actions (BedsideApplication *self)
{
  static const struct {
    const char *action;
    const char *accels[2];
  } keys[] = {
    { "app.quit", { "<Control>q", NULL } },
    { "app.lock", { "<Control>l", NULL } },
    { "app.search", { "<Control>f", NULL } },
    { "app.preferences", { "<Control>comma", NULL } },
    { "window.close", { "<Control>w", NULL } },
  };
  g_autoptr(GPropertyAction) do_not_disturb = g_property_action_new ("do-not-disturb", self->preferences,
                                                                     "do-not-disturb");

  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (do_not_disturb));
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), keys[i].action, keys[i].accels);
  bedside_application_update_lock (self);
  g_signal_connect_object (self->errands, "ready", G_CALLBACK (on_ready), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_window_get_toplevels (), "items-changed", G_CALLBACK (on_toplevels), self,
                           G_CONNECT_SWAPPED);
}
