/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-lock.h"
#include "bedside-preferences.h"

G_BEGIN_DECLS

/**
 * BedsideLockPreferences:
 *
 * The page of the preferences about the lock: when, and the passcode.
 */
#define BEDSIDE_TYPE_LOCK_PREFERENCES (bedside_lock_preferences_get_type ())
G_DECLARE_FINAL_TYPE (BedsideLockPreferences, bedside_lock_preferences, BEDSIDE, LOCK_PREFERENCES, AdwPreferencesPage)

/* Once. */
void bedside_lock_preferences_set_lock (BedsideLockPreferences *self,
                                        BedsideLock            *lock,
                                        BedsidePreferences     *preferences);

G_END_DECLS
