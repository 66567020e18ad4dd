/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-background.h"
#include "bedside-lock.h"
#include "bedside-preferences.h"
#include "bedside-presence.h"

G_BEGIN_DECLS

/**
 * BedsidePreferencesWindow:
 *
 * What the practitioner chooses for this computer: notifications and what they may show, quiet hours, tray, running in
 * the background, starting with the desktop, light or dark, the lock. Takes effect at once.
 */
#define BEDSIDE_TYPE_PREFERENCES_WINDOW (bedside_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePreferencesWindow, bedside_preferences_window, BEDSIDE, PREFERENCES_WINDOW,
                      AdwPreferencesWindow)

/* @background: what switching autostart on asks; its answer is shown. @presence: whether there is a tray or a grant. */
GtkWidget *bedside_preferences_window_new (GtkWindow          *parent,
                                           BedsidePreferences *preferences,
                                           BedsidePresence    *presence,
                                           BedsideBackground  *background);
/* Without it there is no page about it. Once. */
void       bedside_preferences_window_set_lock (BedsidePreferencesWindow *self,
                                                BedsideLock              *lock);

G_END_DECLS
