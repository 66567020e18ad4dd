/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reading birth dates as people and programs write them. A wrong birth date is a wrong patient: nothing is guessed. */

/* Which number comes first in "4/3/1985". */
typedef enum {
  BEDSIDE_DATE_ORDER_UNKNOWN,
  BEDSIDE_DATE_ORDER_DAY_FIRST,
  BEDSIDE_DATE_ORDER_MONTH_FIRST,
} BedsideDateOrder;

/**
 * BedsideBirthDate:
 * @BEDSIDE_BIRTH_DATE_GOOD: a day on which somebody can be born
 * @BEDSIDE_BIRTH_DATE_EMPTY: nothing is written
 * @BEDSIDE_BIRTH_DATE_NO_DATE: something else is written
 * @BEDSIDE_BIRTH_DATE_SHORT_YEAR: the year has two digits, and patients are up to a hundred years old
 * @BEDSIDE_BIRTH_DATE_AMBIGUOUS: day and month can be told only by their order, which is not known
 * @BEDSIDE_BIRTH_DATE_IMPOSSIBLE: as 31 Feb
 * @BEDSIDE_BIRTH_DATE_FUTURE: it has not come yet
 * @BEDSIDE_BIRTH_DATE_TOO_OLD: nobody has ever been so old
 */
typedef enum {
  BEDSIDE_BIRTH_DATE_GOOD,
  BEDSIDE_BIRTH_DATE_EMPTY,
  BEDSIDE_BIRTH_DATE_NO_DATE,
  BEDSIDE_BIRTH_DATE_SHORT_YEAR,
  BEDSIDE_BIRTH_DATE_AMBIGUOUS,
  BEDSIDE_BIRTH_DATE_IMPOSSIBLE,
  BEDSIDE_BIRTH_DATE_FUTURE,
  BEDSIDE_BIRTH_DATE_TOO_OLD,
} BedsideBirthDate;

#define BEDSIDE_BIRTH_DATE_SIZE 11

BedsideBirthDate  bedside_birth_date_read             (const char       *text,
                                                       BedsideDateOrder  order,
                                                       char             *born);
BedsideDateOrder  bedside_birth_date_get_order        (const char       *text);
BedsideDateOrder  bedside_birth_date_get_locale_order (void);
/* NULL for a good one. */
const char       *bedside_birth_date_explain          (BedsideBirthDate  self);
char             *bedside_birth_date_write            (const char       *born);

G_END_DECLS
