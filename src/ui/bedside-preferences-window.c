/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-preferences-window"

#include "bedside-preferences-window.h"

struct _BedsidePreferencesWindow
{
  AdwPreferencesWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (BedsidePreferencesWindow, bedside_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
bedside_preferences_window_class_init (BedsidePreferencesWindowClass *klass)
{
}

static void
bedside_preferences_window_init (BedsidePreferencesWindow *self)
{
}

GtkWidget *
bedside_preferences_window_new (GtkWindow          *parent,
                                BedsidePreferences *preferences,
                                BedsidePresence    *presence,
                                BedsideBackground  *background)
{
  return g_object_new (BEDSIDE_TYPE_PREFERENCES_WINDOW, "transient-for", parent, NULL);
}
