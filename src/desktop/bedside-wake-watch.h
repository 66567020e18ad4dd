/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsideWakeWatch:
 *
 * Notices at once that the computer was suspended or the clock was set, and that the network changed. Signal:
 * "woken" (): connections that were open may be dead.
 */
#define BEDSIDE_TYPE_WAKE_WATCH (bedside_wake_watch_get_type ())
G_DECLARE_FINAL_TYPE (BedsideWakeWatch, bedside_wake_watch, BEDSIDE, WAKE_WATCH, GObject)

BedsideWakeWatch *bedside_wake_watch_new (void);

G_END_DECLS
