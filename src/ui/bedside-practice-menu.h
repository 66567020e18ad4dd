/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-practice.h"

G_BEGIN_DECLS

/**
 * BedsidePracticeMenu:
 *
 * Keeps a section of a menu as the switcher between practices: one item for each, with what is unread there; none if
 * there is only one practice to choose from. The items activate "win.practice" with the practice's room id.
 */
#define BEDSIDE_TYPE_PRACTICE_MENU (bedside_practice_menu_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePracticeMenu, bedside_practice_menu, BEDSIDE, PRACTICE_MENU, GObject)

BedsidePracticeMenu *bedside_practice_menu_new           (GMenu               *section);
void                 bedside_practice_menu_set_practices (BedsidePracticeMenu *self,
                                                          GListModel          *practices);

G_END_DECLS
