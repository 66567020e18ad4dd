/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsideDay:
 *
 * The separator before the first message of a day. Property "timestamp": ms since 1970 of that message.
 */
#define BEDSIDE_TYPE_DAY (bedside_day_get_type ())
G_DECLARE_FINAL_TYPE (BedsideDay, bedside_day, BEDSIDE, DAY, GObject)

BedsideDay *bedside_day_new           (gint64      timestamp,
                                       gint64      position);
gint64      bedside_day_get_timestamp (BedsideDay *self);
gint64      bedside_day_get_position  (BedsideDay *self);
/* For the timeline only. */
void        bedside_day_move          (BedsideDay *self,
                                       gint64      timestamp,
                                       gint64      position);

gboolean    bedside_day_is_same       (gint64      a,
                                       gint64      b);

G_END_DECLS
