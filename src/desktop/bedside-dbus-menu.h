/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsideDBusMenu:
 *
 * A #GMenuModel with its actions as com.canonical.dbusmenu, for menus that another program shows. Knows labels with
 * mnemonics, sections, submenus, boolean actions and those with a choice.
 */
#define BEDSIDE_TYPE_DBUS_MENU (bedside_dbus_menu_get_type ())
G_DECLARE_FINAL_TYPE (BedsideDBusMenu, bedside_dbus_menu, BEDSIDE, DBUS_MENU, GObject)

/* @prefix: what the names of these actions begin with in the menu, as "app." */
BedsideDBusMenu *bedside_dbus_menu_new       (GActionGroup     *actions,
                                              const char       *prefix);
/* @model: nullable: an empty menu. */
void             bedside_dbus_menu_set_model (BedsideDBusMenu  *self,
                                              GMenuModel       *model);
gboolean         bedside_dbus_menu_export    (BedsideDBusMenu  *self,
                                              GDBusConnection  *connection,
                                              const char       *path,
                                              GError          **error);
void             bedside_dbus_menu_unexport  (BedsideDBusMenu  *self,
                                              GDBusConnection  *connection);

G_END_DECLS
