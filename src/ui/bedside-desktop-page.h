/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-background.h"
#include "bedside-preferences.h"
#include "bedside-presence.h"

G_BEGIN_DECLS

/**
 * BedsideDesktopPage:
 *
 * The page of the preferences about Bedside on this desktop: tray, running without a window, starting by itself, light
 * or dark. What the desktop does not offer says so.
 */
#define BEDSIDE_TYPE_DESKTOP_PAGE (bedside_desktop_page_get_type ())
G_DECLARE_FINAL_TYPE (BedsideDesktopPage, bedside_desktop_page, BEDSIDE, DESKTOP_PAGE, AdwPreferencesPage)

/* Once. */
void bedside_desktop_page_set_preferences (BedsideDesktopPage *self,
                                           BedsidePreferences *preferences,
                                           BedsidePresence    *presence,
                                           BedsideBackground  *background);

G_END_DECLS
