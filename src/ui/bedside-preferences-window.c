/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-preferences-window"

#include "bedside-preferences-window.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-desktop-page.h"
#include "bedside-lock-preferences.h"
#include "bedside-notifications-page.h"
#include "bedside-quiet-hours-page.h"

struct _BedsidePreferencesWindow
{
  AdwPreferencesWindow      parent_instance;

  BedsidePreferences       *preferences;   /* (owned) (nullable) */

  /* template */
  BedsideNotificationsPage *notifications;
  BedsideQuietHoursPage    *quiet_hours;
  BedsideDesktopPage       *desktop;
};

G_DEFINE_FINAL_TYPE (BedsidePreferencesWindow, bedside_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
bedside_preferences_window_dispose (GObject *object)
{
  BedsidePreferencesWindow *self = BEDSIDE_PREFERENCES_WINDOW (object);

  g_clear_object (&self->preferences);

  G_OBJECT_CLASS (bedside_preferences_window_parent_class)->dispose (object);
}

static void
bedside_preferences_window_class_init (BedsidePreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = bedside_preferences_window_dispose;

  g_type_ensure (BEDSIDE_TYPE_DESKTOP_PAGE);
  g_type_ensure (BEDSIDE_TYPE_NOTIFICATIONS_PAGE);
  g_type_ensure (BEDSIDE_TYPE_QUIET_HOURS_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/bedside/Bedside/ui/bedside-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BedsidePreferencesWindow, notifications);
  gtk_widget_class_bind_template_child (widget_class, BedsidePreferencesWindow, quiet_hours);
  gtk_widget_class_bind_template_child (widget_class, BedsidePreferencesWindow, desktop);
}

static void
bedside_preferences_window_init (BedsidePreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bedside_preferences_window_new:
 * @parent: (nullable): the window that it belongs to
 * @preferences: what is shown and changed
 * @presence: whether there is a tray, and whether Bedside may run without a window
 * @background: what starting with the desktop is asked of
 *
 * Returns: (transfer none): a window to be presented; GTK owns it
 */
GtkWidget *
bedside_preferences_window_new (GtkWindow          *parent,
                                BedsidePreferences *preferences,
                                BedsidePresence    *presence,
                                BedsideBackground  *background)
{
  BedsidePreferencesWindow *self;

  g_return_val_if_fail (parent == NULL || GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PREFERENCES (preferences), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PRESENCE (presence), NULL);
  g_return_val_if_fail (BEDSIDE_IS_BACKGROUND (background), NULL);

  self = g_object_new (BEDSIDE_TYPE_PREFERENCES_WINDOW, "transient-for", parent, NULL);
  self->preferences = g_object_ref (preferences);
  bedside_notifications_page_set_preferences (self->notifications, preferences);
  bedside_quiet_hours_page_set_preferences (self->quiet_hours, preferences);
  bedside_desktop_page_set_preferences (self->desktop, preferences, presence, background);

  return GTK_WIDGET (self);
}

/**
 * bedside_preferences_window_set_lock:
 * @self: preferences
 * @lock: what is locked with the passcode
 *
 * Adds the page about the lock.
 */
void
bedside_preferences_window_set_lock (BedsidePreferencesWindow *self,
                                     BedsideLock              *lock)
{
  BedsideLockPreferences *page;

  g_return_if_fail (BEDSIDE_IS_PREFERENCES_WINDOW (self));
  g_return_if_fail (BEDSIDE_IS_LOCK (lock));

  page = g_object_new (BEDSIDE_TYPE_LOCK_PREFERENCES,
                       "name", "lock",
                       "title", C_("page of the preferences", "Lock"),
                       "icon-name", "system-lock-screen-symbolic",
                       NULL);
  bedside_lock_preferences_set_lock (page, lock, self->preferences);
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self), ADW_PREFERENCES_PAGE (page));
}
