/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BedsideTimeEntry:
 *
 * A time of day to be typed, or chosen with the arrow keys in steps of a quarter of an hour, with Page Up and Page Down
 * of an hour. Property (read-write, notify): "minutes" (guint, since midnight). What is no time is not taken over, and
 * goes away with the focus.
 */
#define BEDSIDE_TYPE_TIME_ENTRY (bedside_time_entry_get_type ())
G_DECLARE_FINAL_TYPE (BedsideTimeEntry, bedside_time_entry, BEDSIDE, TIME_ENTRY, GtkEntry)

GtkWidget *bedside_time_entry_new         (void);
guint      bedside_time_entry_get_minutes (BedsideTimeEntry *self);
void       bedside_time_entry_set_minutes (BedsideTimeEntry *self,
                                           guint             minutes);

G_END_DECLS
