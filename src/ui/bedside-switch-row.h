/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * BedsideSwitchRow:
 *
 * A row with a switch, and beside it in words what it is set to. The switch is named by the row. Properties: "active",
 * "possible" (whether the switch can be used; the row itself stays readable, so that its subtitle can say why not),
 * "show-state" (whether the words are there; others need the room for what the row is about).
 */
#define BEDSIDE_TYPE_SWITCH_ROW (bedside_switch_row_get_type ())
G_DECLARE_FINAL_TYPE (BedsideSwitchRow, bedside_switch_row, BEDSIDE, SWITCH_ROW, AdwActionRow)

gboolean bedside_switch_row_get_active     (BedsideSwitchRow *self);
void     bedside_switch_row_set_active     (BedsideSwitchRow *self,
                                            gboolean          active);
gboolean bedside_switch_row_get_possible   (BedsideSwitchRow *self);
void     bedside_switch_row_set_possible   (BedsideSwitchRow *self,
                                            gboolean          possible);
gboolean bedside_switch_row_get_show_state (BedsideSwitchRow *self);
void     bedside_switch_row_set_show_state (BedsideSwitchRow *self,
                                            gboolean          show_state);

G_END_DECLS
