/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-application-window"

/* The program's window: when it is made, when it is seen for the first time, and what is told while it is not. */

#include "config.h"

#include "bedside-application-private.h"

#include <glib/gi18n.h>

/* Who sees the conversations at once need not see before that they are being loaded, in ms. */
#define HOLD_BACK_LIMIT 400

/* Identity of the notification that nothing arrives any more. */
#define STOPPED "stopped"

/* --- what the person looks at --- */

static void
on_attention (BedsideApplication *self,
              GParamSpec         *pspec,
              BedsideWindow      *window)
{
  bedside_application_set_attention (self, bedside_window_get_attention (window));
}

/* --- nothing arrives any more, and nobody sees that --- */

/**
 * bedside_application_get_account_state: (skip)
 * @self: the application
 *
 * Returns: how the account stands; as long as there is none, as while it starts
 */
BedsideAccountState
bedside_application_get_account_state (BedsideApplication *self)
{
  return self->account != NULL ? bedside_account_get_state (self->account) : BEDSIDE_ACCOUNT_STATE_STARTING;
}

static gboolean
has_stopped (BedsideApplication *self)
{
  switch (bedside_application_get_account_state (self))
    {
    case BEDSIDE_ACCOUNT_STATE_SIGNED_OUT:
    case BEDSIDE_ACCOUNT_STATE_EXPIRED:
    case BEDSIDE_ACCOUNT_STATE_ENDED:
    case BEDSIDE_ACCOUNT_STATE_KEYRING_LOCKED:
    case BEDSIDE_ACCOUNT_STATE_KEYRING_UNAVAILABLE:
    case BEDSIDE_ACCOUNT_STATE_KEYRING_EMPTY:
    case BEDSIDE_ACCOUNT_STATE_CACHE_TOO_NEW:
    case BEDSIDE_ACCOUNT_STATE_CACHE_IN_USE:
      return TRUE;
    case BEDSIDE_ACCOUNT_STATE_STARTING:
    case BEDSIDE_ACCOUNT_STATE_SIGNED_IN:
    case BEDSIDE_ACCOUNT_STATE_SIGNING_OUT:
    default:
      return FALSE;
    }
}

/**
 * bedside_application_tell_stopped: (skip)
 * @self: the application
 *
 * To be called when it is hidden, shown or about to end. The window says so itself; only while there is none a
 * notification has to, and none outlives the program.
 */
void
bedside_application_tell_stopped (BedsideApplication *self)
{
  const gboolean unseen = bedside_presence_get_hidden (self->presence) && has_stopped (self);
  g_autoptr(GNotification) notification = NULL;

  /* Nothing is asked of the bus without need: GLib waits for its answer. */
  if (self->stopped_told == unseen || g_application_get_dbus_connection (G_APPLICATION (self)) == NULL)
    return;

  self->stopped_told = unseen;
  if (!unseen)
    {
      g_application_withdraw_notification (G_APPLICATION (self), STOPPED);
      return;
    }

  notification = g_notification_new (_("Bedside does not receive messages"));
  g_notification_set_body (notification, _("Open it to see why."));
  g_notification_set_default_action (notification, "app.show");
  g_application_send_notification (G_APPLICATION (self), STOPPED, notification);
}

/* --- the beginning --- */

static void
on_painted (BedsideApplication *self,
            GdkFrameClock      *clock)
{
  g_signal_handlers_disconnect_by_func (clock, on_painted, self);
  bedside_application_note_seen (self);
}

static void
on_realize (BedsideApplication *self,
            GtkWidget          *window)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_painted), self,
                           G_CONNECT_SWAPPED);
}

/**
 * bedside_application_stop_waiting: (skip)
 * @self: the application
 *
 * The window does not wait for the account any more.
 */
void
bedside_application_stop_waiting (BedsideApplication *self)
{
  g_clear_handle_id (&self->held_back, g_source_remove);
  g_clear_handle_id (&self->preparing, g_source_remove);
}

static void
present (BedsideApplication *self)
{
  BedsideWindow *window = bedside_application_get_window (self);

  bedside_application_stop_waiting (self);
  if (window != NULL)
    bedside_window_show (window);
}

static gboolean
hold_back_limit_cb (gpointer user_data)
{
  BedsideApplication *self = user_data;

  self->held_back = 0;
  if (bedside_application_get_window (self) != NULL)
    bedside_window_show_state (bedside_application_get_window (self));
  present (self);

  return G_SOURCE_REMOVE;
}

static gboolean
prepare_cb (gpointer user_data)
{
  BedsideApplication *self = user_data;
  BedsideWindow *window = bedside_application_get_window (self);

  if (window != NULL && bedside_window_prepare (window))
    return G_SOURCE_CONTINUE;
  self->preparing = 0;

  return G_SOURCE_REMOVE;
}

static void
hold_back (BedsideApplication *self)
{
  self->held_back = g_timeout_add (HOLD_BACK_LIMIT, hold_back_limit_cb, self);
  self->preparing = g_idle_add (prepare_cb, self);
}

static gboolean
is_starting (BedsideApplication *self)
{
  return bedside_application_get_account_state (self) == BEDSIDE_ACCOUNT_STATE_STARTING;
}

static void
make_window (BedsideApplication *self)
{
  BedsideWindow *window = BEDSIDE_WINDOW (bedside_window_new (GTK_APPLICATION (self), self->settings));

  bedside_window_set_preferences (window, self->preferences);
  bedside_window_set_lock (window, self->lock);
  if (self->demo_server != NULL)
    bedside_window_set_demo (window, self->demo_server, self->demo_user, self->demo_password);
  bedside_window_set_account (window, self->account);
  bedside_application_watch_window (self, window);
  g_signal_connect_object (window, "realize", G_CALLBACK (on_realize), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "notify::attention", G_CALLBACK (on_attention), self, G_CONNECT_SWAPPED);
}

/**
 * bedside_application_show:
 * @self: the application
 * @token: (nullable): leave of the desktop to take the focus
 *
 * Brings the window to the front, as it was when it was last seen.
 */
void
bedside_application_show (BedsideApplication *self,
                          const char         *token)
{
  gboolean is_new;

  g_return_if_fail (BEDSIDE_IS_APPLICATION (self));

  /* On the way out: what was closed cannot be shown again. */
  if (self->closing != NULL)
    return;

  self->start = BEDSIDE_APPLICATION_START_WINDOW;
  bedside_presence_set_hidden (self->presence, FALSE);
  is_new = bedside_application_get_window (self) == NULL;
  if (is_new)
    make_window (self);
  if (token != NULL && token[0] != '\0')
    gtk_window_set_startup_id (GTK_WINDOW (bedside_application_get_window (self)), token);
  if (is_new && is_starting (self))
    hold_back (self);
  else
    present (self);
}

/**
 * bedside_application_update_state: (skip)
 * @self: the application
 *
 * To be called when its account's state has changed, after the window knows.
 */
void
bedside_application_update_state (BedsideApplication *self)
{
  bedside_application_update_lock (self);
  if (self->held_back != 0 && !is_starting (self))
    present (self);
  /* The desktop has started Bedside to receive messages, which needs the person. */
  if (self->start == BEDSIDE_APPLICATION_START_BACKGROUND && has_stopped (self))
    bedside_application_show (self, NULL);
  else
    bedside_application_tell_stopped (self);
}
