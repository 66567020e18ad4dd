/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "bedside-timeline.h"

G_BEGIN_DECLS

/**
 * BedsideHistoryRow:
 *
 * What comes before the oldest message: whether there are older ones. One height in each state, so that nothing moves
 * when it changes. Child of a list item, which it names. Signal "load-older".
 */
#define BEDSIDE_TYPE_HISTORY_ROW (bedside_history_row_get_type ())
G_DECLARE_FINAL_TYPE (BedsideHistoryRow, bedside_history_row, BEDSIDE, HISTORY_ROW, GtkWidget)

GtkWidget  *bedside_history_row_new          (void);

void        bedside_history_row_set_timeline (BedsideHistoryRow *self,
                                              BedsideTimeline   *timeline);
const char *bedside_history_row_get_page     (BedsideHistoryRow *self);

G_END_DECLS
