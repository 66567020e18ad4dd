/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "bedside-lock.h"
#include "bedside-preferences.h"

G_BEGIN_DECLS

/**
 * BedsideTrayMenu:
 *
 * What the tray's menu holds: Open Bedside, the newest conversations with new messages (names only as the privacy
 * setting and the lock allow), Do not disturb, Quit. A #GMenuModel of actions "app.show", "app.open-conversation"
 * (room id), "app.do-not-disturb", "app.quit".
 */
#define BEDSIDE_TYPE_TRAY_MENU (bedside_tray_menu_get_type ())
G_DECLARE_FINAL_TYPE (BedsideTrayMenu, bedside_tray_menu, BEDSIDE, TRAY_MENU, GObject)

BedsideTrayMenu *bedside_tray_menu_new              (BedsidePreferences *preferences);
GMenuModel      *bedside_tray_menu_get_model        (BedsideTrayMenu    *self);
/* Once. */
void             bedside_tray_menu_set_lock         (BedsideTrayMenu    *self,
                                                     BedsideLock        *lock);
/* @new_messages: nullable: a list of BedsideConversation, newest first. */
void             bedside_tray_menu_set_new_messages (BedsideTrayMenu    *self,
                                                     GListModel         *new_messages);

G_END_DECLS
