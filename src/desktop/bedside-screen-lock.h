/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsideScreenLock:
 *
 * Hears from the desktop that the screen was locked: from the portal in a Flatpak, otherwise from the screen saver and
 * from logind, whichever is there. Signal: "locked", once for each that says so, so perhaps several times.
 */
#define BEDSIDE_TYPE_SCREEN_LOCK (bedside_screen_lock_get_type ())
G_DECLARE_FINAL_TYPE (BedsideScreenLock, bedside_screen_lock, BEDSIDE, SCREEN_LOCK, GObject)

BedsideScreenLock *bedside_screen_lock_new          (GDBusConnection   *bus);
void               bedside_screen_lock_start        (BedsideScreenLock *self);

/* What starting does, for tests. */
void               bedside_screen_lock_watch_portal (BedsideScreenLock *self);
void               bedside_screen_lock_watch_savers (BedsideScreenLock *self);
void               bedside_screen_lock_watch_logind (BedsideScreenLock *self,
                                                     GDBusConnection   *system_bus);

G_END_DECLS
