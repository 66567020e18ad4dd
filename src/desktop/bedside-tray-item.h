/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-dbus-menu.h"

G_BEGIN_DECLS

/**
 * BedsideTrayItem:
 *
 * One stay of the icon in one tray. It has a connection to the bus of its own: the protocol knows no way to leave the
 * tray but leaving the bus. Property (read-only, notify): "hosted" (gboolean). Signal: "activated" (const char *token:
 * nullable).
 */
#define BEDSIDE_TYPE_TRAY_ITEM (bedside_tray_item_get_type ())
G_DECLARE_FINAL_TYPE (BedsideTrayItem, bedside_tray_item, BEDSIDE, TRAY_ITEM, GObject)

BedsideTrayItem *bedside_tray_item_new              (const char      *app_id,
                                                     BedsideDBusMenu *menu);
/* Registers with the watcher that is on the bus. Failing is silent: it is not hosted. */
void             bedside_tray_item_enter            (BedsideTrayItem *self);
/* For ever. */
void             bedside_tray_item_leave            (BedsideTrayItem *self);
gboolean         bedside_tray_item_get_hosted       (BedsideTrayItem *self);
void             bedside_tray_item_set_new_messages (BedsideTrayItem *self,
                                                     guint            conversations);

G_END_DECLS
