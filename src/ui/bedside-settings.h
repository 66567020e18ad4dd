/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BEDSIDE_SETTINGS_WIDTH             "window-width"
#define BEDSIDE_SETTINGS_HEIGHT            "window-height"
#define BEDSIDE_SETTINGS_MAXIMIZED         "window-maximized"
#define BEDSIDE_SETTINGS_SORT_OLDEST_FIRST "sort-oldest-first"
#define BEDSIDE_SETTINGS_HIDE_INACTIVE     "hide-inactive"
#define BEDSIDE_SETTINGS_NOT_ENFORCED_TOLD "not-enforced-told"

GSettings *bedside_settings_new  (gboolean            in_memory);
void       bedside_settings_bind (GSettings          *settings,
                                  const char         *key,
                                  gpointer            object,
                                  const char         *property,
                                  GSettingsBindFlags  flags);

G_END_DECLS
