/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsideTray:
 *
 * An icon in the tray (R23): StatusNotifierItem and com.canonical.dbusmenu. Properties (notify): "shown" (read-write,
 * gboolean: whether there is to be one), "hosted" (read-only, gboolean: a tray shows it), "new-messages" (read-write,
 * guint: how many conversations have some: icon and tooltip tell). Signal: "activated" (const char *token): the
 * person clicked on it; the XDG activation token may be %NULL.
 */
#define BEDSIDE_TYPE_TRAY (bedside_tray_get_type ())
G_DECLARE_FINAL_TYPE (BedsideTray, bedside_tray, BEDSIDE, TRAY, GObject)

/* @bus: nullable: never hosted. @actions: what the menu's items ("app.NAME") activate. */
BedsideTray *bedside_tray_new              (GDBusConnection *bus,
                                            const char      *app_id,
                                            GActionGroup    *actions);
/* @menu: items with label, action and target; sections are separated; stateful boolean actions get a check mark. */
void         bedside_tray_set_menu         (BedsideTray     *self,
                                            GMenuModel      *menu);
gboolean     bedside_tray_get_shown        (BedsideTray     *self);
void         bedside_tray_set_shown        (BedsideTray     *self,
                                            gboolean         shown);
gboolean     bedside_tray_get_hosted       (BedsideTray     *self);
guint        bedside_tray_get_new_messages (BedsideTray     *self);
void         bedside_tray_set_new_messages (BedsideTray     *self,
                                            guint            conversations);

G_END_DECLS
