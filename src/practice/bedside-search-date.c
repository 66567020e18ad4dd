/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-search-date"

#include "bedside-search-date.h"

#include <string.h>

#include "bedside-search.h"

#define SEPARATORS "./-"

typedef enum {
  FIELD_NONE,
  FIELD_YEAR,
  FIELD_MONTH,
  FIELD_DAY,
} Field;

/* The ways in which a date can be written. */
static const Field orders[][BEDSIDE_SEARCH_DATE_PARTS] = {
  { FIELD_DAY, FIELD_MONTH, FIELD_YEAR },
  { FIELD_MONTH, FIELD_DAY, FIELD_YEAR },
  { FIELD_YEAR, FIELD_MONTH, FIELD_DAY },
  { FIELD_MONTH, FIELD_YEAR, FIELD_NONE },
};

enum {
  DAY_FIRST = 1 << 0,
  MONTH_FIRST = 1 << 1,
  YEAR_FIRST = 1 << 2,
  NO_DAY = 1 << 3,
};

/**
 * bedside_search_date_read:
 * @born: a birth date as "1985-12-10", or anything else
 * @year: (out): its year
 * @month: (out): its month, from 1
 * @day: (out): its day, from 1
 *
 * Returns: whether it is such a date
 */
gboolean
bedside_search_date_read (const char *born,
                          guint      *year,
                          guint      *month,
                          guint      *day)
{
  g_return_val_if_fail (born != NULL, FALSE);

  if (strlen (born) != 10 || born[4] != '-' || born[7] != '-')
    return FALSE;
  *year = (guint) g_ascii_strtoull (born, NULL, 10);
  *month = (guint) g_ascii_strtoull (born + 5, NULL, 10);
  *day = (guint) g_ascii_strtoull (born + 8, NULL, 10);

  return *month >= 1 && *month <= 12 && *day >= 1 && *day <= 31;
}

static gpointer
make_month_words (gpointer data)
{
  static const char *const formats[] = { "%B", "%OB", "%b", "%Ob" };
  char **words = g_new0 (char *, 13);

  for (int month = 1; month <= 12; month++)
    {
      g_autoptr(GDateTime) date = g_date_time_new_utc (2000, month, 1, 12, 0, 0);
      g_autoptr(GString) all = g_string_new (NULL);

      for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
        {
          g_autofree char *word = g_date_time_format (date, formats[i]);
          g_autofree char *folded = word ? bedside_search_fold (word) : NULL;

          /* Mostly one is the beginning of the other. */
          if (folded != NULL && strstr (all->str, folded) == NULL)
            g_string_append (all, folded);
        }
      words[month - 1] = g_string_free (g_steal_pointer (&all), FALSE);
    }

  return words;
}

/**
 * bedside_search_date_get_month_words:
 * @month: a month, from 1 to 12
 *
 * Returns: (transfer none): its names in this locale, folded as by bedside_search_fold()
 */
const char *
bedside_search_date_get_month_words (guint month)
{
  static GOnce once = G_ONCE_INIT;

  g_return_val_if_fail (month >= 1 && month <= 12, "");

  /* The locale does not change while the program runs. */
  return ((char **) g_once (&once, make_month_words, NULL))[month - 1];
}

/* A point has the day before it everywhere. With the others it is as the locale says, unless that cannot be. */
static guint
find_orders (const BedsideSearchDate *date,
             char                     separator,
             BedsideDateOrder         order)
{
  guint64 first = g_ascii_strtoull (date->parts[0], NULL, 10);
  guint64 second = g_ascii_strtoull (date->parts[1], NULL, 10);
  gboolean is_month_first = separator != '.' && order == BEDSIDE_DATE_ORDER_MONTH_FIRST;

  if (strlen (date->parts[0]) > 2)
    return YEAR_FIRST;
  if (strlen (date->parts[1]) > 2)
    return date->n_parts == 2 ? NO_DAY : 0;
  if (is_month_first && first > 12)
    is_month_first = FALSE;
  else if (!is_month_first && second > 12 && separator != '.')
    is_month_first = TRUE;

  /* "12/19": it may be going to be 12/1985. */
  if (date->n_parts == 2 && !date->is_closed && (second == 19 || second == 20))
    return NO_DAY | (is_month_first ? MONTH_FIRST : DAY_FIRST);
  return is_month_first ? MONTH_FIRST : DAY_FIRST;
}

/**
 * bedside_search_date_parse:
 * @word: what was typed
 * @order: what comes first in "4/3/1985"
 * @date: (out): what to look for
 *
 * Returns: whether @word is a date, as far as it has been typed: digits with at least one separator between them
 */
gboolean
bedside_search_date_parse (const char        *word,
                           BedsideDateOrder   order,
                           BedsideSearchDate *date)
{
  g_return_val_if_fail (word != NULL && date != NULL, FALSE);

  const char *p = word;
  char separator = '\0';

  *date = (BedsideSearchDate) { 0 };
  while (g_ascii_isdigit (*p) && date->n_parts < BEDSIDE_SEARCH_DATE_PARTS)
    {
      gsize length = strspn (p, "0123456789");

      if (length >= sizeof date->parts[0])
        return FALSE;
      memcpy (date->parts[date->n_parts++], p, length);
      p += length;
      date->is_closed = *p != '\0';
      if (*p == '\0' || strchr (SEPARATORS, *p) == NULL)
        break;
      if (separator == '\0')
        separator = *p;
      p++;
    }

  /* "10." is what stands before "December", too. */
  if (*p != '\0' || date->n_parts < 2)
    return FALSE;
  date->orders = find_orders (date, separator, order);

  return TRUE;
}

/* What is still being typed is the beginning of it. */
static gboolean
match_number (const char *typed,
              gboolean    is_whole,
              const char *digits)
{
  const char *plain = *digits == '0' ? digits + 1 : digits;

  if (is_whole)
    return g_str_equal (typed, digits) || g_str_equal (typed, plain);
  return g_str_has_prefix (digits, typed) || g_str_has_prefix (plain, typed);
}

static gboolean
match_field (Field       field,
             const char *typed,
             gboolean    is_whole,
             const char *born)
{
  char digits[5] = { 0 };

  switch (field)
    {
    case FIELD_YEAR:
      memcpy (digits, born, 4);
      /* "85" for 1985, but also the beginning of 8500. */
      return (is_whole ? g_str_equal (typed, digits) : g_str_has_prefix (digits, typed)) ||
             (strlen (typed) == 2 && g_str_equal (typed, digits + 2));

    case FIELD_MONTH:
      memcpy (digits, born + 4, 2);
      return match_number (typed, is_whole, digits);

    case FIELD_DAY:
      memcpy (digits, born + 6, 2);
      return match_number (typed, is_whole, digits);

    case FIELD_NONE:
    default:
      return FALSE;
    }
}

static gboolean
match_order (const BedsideSearchDate *self,
             const Field             *fields,
             const char              *born)
{
  g_assert (self->n_parts <= BEDSIDE_SEARCH_DATE_PARTS);

  for (guint i = 0; i < self->n_parts; i++)
    if (!match_field (fields[i], self->parts[i], self->is_closed || i + 1 < self->n_parts, born))
      return FALSE;

  return TRUE;
}

/**
 * bedside_search_date_matches:
 * @self: what to look for
 * @digits: a birth date as "19851210"
 *
 * Returns: whether it can be meant
 */
gboolean
bedside_search_date_matches (const BedsideSearchDate *self,
                             const char              *digits)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (digits != NULL && strlen (digits) >= 8, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    if ((self->orders & (1u << i)) != 0 && match_order (self, orders[i], digits))
      return TRUE;

  return FALSE;
}
