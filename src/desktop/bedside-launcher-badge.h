/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsideLauncherBadge:
 *
 * The number at the program's icon in a dock or task bar (com.canonical.Unity.LauncherEntry). Told also when it is 0,
 * and when the object ends.
 */
#define BEDSIDE_TYPE_LAUNCHER_BADGE (bedside_launcher_badge_get_type ())
G_DECLARE_FINAL_TYPE (BedsideLauncherBadge, bedside_launcher_badge, BEDSIDE, LAUNCHER_BADGE, GObject)

/* @bus: nullable: nobody is told. */
BedsideLauncherBadge *bedside_launcher_badge_new       (GDBusConnection      *bus,
                                                        const char           *app_id);
void                  bedside_launcher_badge_set_count (BedsideLauncherBadge *self,
                                                        guint                 count);

G_END_DECLS
