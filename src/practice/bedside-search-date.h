/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-birth-date.h"

G_BEGIN_DECLS

#define BEDSIDE_SEARCH_DATE_PARTS 3

/**
 * BedsideSearchDate:
 *
 * A date as somebody types it into a search: digits with points, slashes or dashes between them, as far as it has come.
 * It may be read in more than one way.
 */
typedef struct {
  char     parts[BEDSIDE_SEARCH_DATE_PARTS][5];  /* digits, as typed */
  guint    n_parts;
  gboolean is_closed;                            /* something follows the last part: it is whole */
  guint    orders;                               /* a bit for each way */
} BedsideSearchDate;

gboolean    bedside_search_date_read            (const char              *born,
                                                 guint                   *year,
                                                 guint                   *month,
                                                 guint                   *day);
const char *bedside_search_date_get_month_words (guint                    month);
gboolean    bedside_search_date_parse           (const char              *word,
                                                 BedsideDateOrder         order,
                                                 BedsideSearchDate       *date);
gboolean    bedside_search_date_matches         (const BedsideSearchDate *self,
                                                 const char              *digits);

G_END_DECLS
