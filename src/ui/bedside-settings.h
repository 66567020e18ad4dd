/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "bedside-preferences.h"

G_BEGIN_DECLS

#define BEDSIDE_SETTINGS_WIDTH             "window-width"
#define BEDSIDE_SETTINGS_HEIGHT            "window-height"
#define BEDSIDE_SETTINGS_MAXIMIZED         "window-maximized"
#define BEDSIDE_SETTINGS_SORT_OLDEST_FIRST "sort-oldest-first"
#define BEDSIDE_SETTINGS_HIDE_INACTIVE     "hide-inactive"
#define BEDSIDE_SETTINGS_NOT_ENFORCED_TOLD "not-enforced-told"
#define BEDSIDE_SETTINGS_NO_PASSCODE_TOLD  "no-passcode-told"

/* Those of BedsidePreferences have the names of its properties. */

GSettings *bedside_settings_new              (gboolean            in_memory);
void       bedside_settings_bind             (GSettings          *settings,
                                              const char         *key,
                                              gpointer            object,
                                              const char         *property,
                                              GSettingsBindFlags  flags);
void       bedside_settings_bind_preferences (GSettings          *settings,
                                              BedsidePreferences *preferences);

G_END_DECLS
