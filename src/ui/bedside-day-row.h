/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "bedside-day.h"

G_BEGIN_DECLS

/**
 * BedsideDayRow:
 *
 * The separator between the messages of two days. Child of a list item, which it names.
 */
#define BEDSIDE_TYPE_DAY_ROW (bedside_day_row_get_type ())
G_DECLARE_FINAL_TYPE (BedsideDayRow, bedside_day_row, BEDSIDE, DAY_ROW, GtkWidget)

GtkWidget  *bedside_day_row_new      (void);

void        bedside_day_row_set_day  (BedsideDayRow *self,
                                      BedsideDay    *day);
void        bedside_day_row_refresh  (BedsideDayRow *self,
                                      gint64         now);
const char *bedside_day_row_get_text (BedsideDayRow *self);

G_END_DECLS
