/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BEDSIDE_TIME_OF_DAY_MINUTES (24 * 60)

/**
 * BedsideTimeOfDay:
 * @BEDSIDE_TIME_OF_DAY_NONE: this is no time
 * @BEDSIDE_TIME_OF_DAY_BRIEF: it is, and may be the beginning of a longer one: "1", "18"
 * @BEDSIDE_TIME_OF_DAY_WHOLE: hour and minutes
 *
 * What somebody has typed.
 */
typedef enum {
  BEDSIDE_TIME_OF_DAY_NONE,
  BEDSIDE_TIME_OF_DAY_BRIEF,
  BEDSIDE_TIME_OF_DAY_WHOLE,
} BedsideTimeOfDay;

BedsideTimeOfDay  bedside_time_of_day_read  (const char *text,
                                             guint      *minutes);
char             *bedside_time_of_day_write (guint       minutes);

G_END_DECLS
