/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-screenful.h"

G_BEGIN_DECLS

/**
 * BedsideClickGuard:
 *
 * Keeps clicks from a row of a list view that has only just come to where it is by no doing of the person: whoever
 * aims at a row does not see so soon that it is another one.
 */
#define BEDSIDE_TYPE_CLICK_GUARD (bedside_click_guard_get_type ())
G_DECLARE_FINAL_TYPE (BedsideClickGuard, bedside_click_guard, BEDSIDE, CLICK_GUARD, GObject)

BedsideClickGuard *bedside_click_guard_new      (GtkListView              *view,
                                                 BedsideScreenfulItemFunc  item_func,
                                                 gpointer                  user_data);
void               bedside_click_guard_set_look (BedsideClickGuard        *self,
                                                 gint64                    look);
/* To be called before rows change, and when the person has changed them. */
void               bedside_click_guard_note     (BedsideClickGuard        *self);
void               bedside_click_guard_forget   (BedsideClickGuard        *self);
gboolean           bedside_click_guard_allows   (BedsideClickGuard        *self,
                                                 double                    x,
                                                 double                    y);

G_END_DECLS
