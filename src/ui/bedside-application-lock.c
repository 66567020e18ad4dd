/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-application-lock"

/* What the program does about the lock: what can be asked of it while it is locked, and telling the lock that somebody
 * is there. */

#include "config.h"

#include "bedside-application-private.h"

/* Often enough for what is counted in minutes. */
#define ACTIVITY_INTERVAL (1 * G_USEC_PER_SEC)

/**
 * bedside_application_is_locked: (skip)
 * @self: the application
 *
 * Returns: whether nothing of the practice is to be seen
 */
gboolean
bedside_application_is_locked (BedsideApplication *self)
{
  return self->lock != NULL && bedside_lock_get_locked (self->lock);
}

/* --- what can be asked of it --- */

static void
set_enabled (BedsideApplication *self,
             const char         *name,
             gboolean            enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), enabled);
}

/**
 * bedside_application_update_lock: (skip)
 * @self: the application
 *
 * To be called when the account's state has changed. What is asked for from outside, as by a notification, waits until
 * it is unlocked; what is asked for in front of the window is not possible, by key or by D-Bus.
 */
void
bedside_application_update_lock (BedsideApplication *self)
{
  static const char *const in_front[] = { "preferences", "search", "sign-out" };
  static const char *const new_messages[] = { "<Control>j", NULL };
  static const char *const none[] = { NULL };
  const gboolean locked = bedside_application_is_locked (self);
  const gboolean signed_in = self->account != NULL && bedside_account_get_session (self->account) != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (in_front); i++)
    set_enabled (self, in_front[i], !locked);
  set_enabled (self, "lock", self->lock != NULL && signed_in && !locked);
  /* As an action it is asked for by the tray. */
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.new-messages", locked ? none : new_messages);
  bedside_errands_set_held (self->errands, locked);
}

/* --- somebody is there --- */

/* GTK makes up a motion when something moves under the pointer, as when a message arrives. That is nobody. */
static gboolean
has_moved (BedsideApplication *self,
           GdkEvent           *event)
{
  const BedsideApplicationPointer before = self->pointer;

  if (!gdk_event_get_position (event, &self->pointer.x, &self->pointer.y))
    return FALSE;
  self->pointer.surface = gdk_event_get_surface (event);

  return before.surface != self->pointer.surface || before.x != self->pointer.x || before.y != self->pointer.y;
}

static gboolean
is_by_somebody (BedsideApplication *self,
                GdkEvent           *event)
{
  switch ((int) gdk_event_get_event_type (event))
    {
    case GDK_MOTION_NOTIFY:
      return has_moved (self, event);
    case GDK_KEY_PRESS:
    case GDK_KEY_RELEASE:
    case GDK_BUTTON_PRESS:
    case GDK_BUTTON_RELEASE:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_UPDATE:
    case GDK_TOUCH_END:
    case GDK_TOUCHPAD_SWIPE:
    case GDK_TOUCHPAD_PINCH:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
note_activity (BedsideApplication *self)
{
  const gint64 now = g_get_monotonic_time ();

  if (self->activity != 0 && now - self->activity < ACTIVITY_INTERVAL)
    return;

  self->activity = now;
  bedside_lock_note_activity (self->lock);
}

static gboolean
on_event (BedsideApplication *self,
          GdkEvent           *event)
{
  const gboolean locked = bedside_lock_get_locked (self->lock);

  if (is_by_somebody (self, event))
    note_activity (self);

  /* After a long time, as when the computer was asleep, it locks only now: then this was meant for what was to be seen
   * before, and is not to have an effect there. */
  return bedside_lock_get_locked (self->lock) != locked ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

/* Before anybody else: whoever handles it keeps it from those that come after. */
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
      GtkEventController *events = gtk_event_controller_legacy_new ();

      gtk_event_controller_set_propagation_phase (events, GTK_PHASE_CAPTURE);
      g_signal_connect_object (events, "event", G_CALLBACK (on_event), self, G_CONNECT_SWAPPED);
      /* What is done by assistive technology comes without keys; the focus goes with it. */
      g_signal_connect_object (window, "notify::focus-widget", G_CALLBACK (note_activity), self, G_CONNECT_SWAPPED);
      gtk_widget_add_controller (window, events);
    }
}

/**
 * bedside_application_add_lock: (skip)
 * @self: the application, which has just been given a lock
 *
 * Follows the lock, and tells it when somebody is there.
 */
void
bedside_application_add_lock (BedsideApplication *self)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  g_signal_connect_object (self->lock, "notify::locked", G_CALLBACK (bedside_application_update_lock), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (toplevels, "items-changed", G_CALLBACK (on_toplevels), self, G_CONNECT_SWAPPED);
  on_toplevels (self, 0, 0, g_list_model_get_n_items (toplevels), toplevels);
  bedside_application_update_lock (self);
  if (bedside_application_get_window (self) != NULL)
    bedside_window_set_lock (bedside_application_get_window (self), self->lock);
}
