/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-time-of-day"

#include "bedside-time-of-day.h"

#include <string.h>

/* Up to two digits of any script; how many there were. */
static guint
read_number (const char **text,
             guint        most,
             guint       *number)
{
  guint digits = 0;

  *number = 0;
  while (digits < most && g_unichar_isdigit (g_utf8_get_char (*text)))
    {
      *number = *number * 10 + (guint) g_unichar_digit_value (g_utf8_get_char (*text));
      *text = g_utf8_next_char (*text);
      digits++;
    }

  return digits;
}

static void
skip_spaces (const char **text)
{
  while (g_unichar_isspace (g_utf8_get_char (*text)))
    *text = g_utf8_next_char (*text);
}

/* "am", "p.m.": 'a', 'p', or 0 if there is nothing of the kind. */
static char
read_half (const char **text)
{
  char half = (char) g_ascii_tolower (**text);

  if (half != 'a' && half != 'p')
    return 0;

  (*text)++;
  if (**text == '.')
    (*text)++;
  if (g_ascii_tolower (**text) == 'm')
    (*text)++;
  if (**text == '.')
    (*text)++;

  return half;
}

/* Whether minutes follow: with "18:00" and "1800" they do. */
static gboolean
read_separator (const char **text)
{
  if (**text == '\0' || strchr (":.hH", **text) == NULL)
    return FALSE;

  (*text)++;

  return TRUE;
}

static gboolean
apply_half (char   half,
            guint *hour)
{
  if (half == 0)
    return *hour <= 24;
  if (*hour < 1 || *hour > 12)
    return FALSE;

  *hour = *hour % 12 + (half == 'p' ? 12 : 0);

  return TRUE;
}

/**
 * bedside_time_of_day_read:
 * @text: what somebody has typed, as "18:00", "18.30", "18h", "1830", "6 pm"
 * @minutes: (out): since midnight, if it is a time
 *
 * Reads a time of day as people write it.
 *
 * Returns: what it is
 */
BedsideTimeOfDay
bedside_time_of_day_read (const char *text,
                          guint      *minutes)
{
  guint hour = 0, minute = 0, hour_digits, minute_digits;
  gboolean separated;

  g_return_val_if_fail (text != NULL, BEDSIDE_TIME_OF_DAY_NONE);
  g_return_val_if_fail (minutes != NULL, BEDSIDE_TIME_OF_DAY_NONE);

  skip_spaces (&text);
  hour_digits = read_number (&text, 4, &hour);
  if (hour_digits == 0)
    return BEDSIDE_TIME_OF_DAY_NONE;
  if (hour_digits > 2)
    {
      minute = hour % 100;
      hour /= 100;
      minute_digits = 2;
    }
  else
    {
      separated = read_separator (&text);
      minute_digits = separated ? read_number (&text, 2, &minute) : 0;
      if (minute_digits == 1)
        return BEDSIDE_TIME_OF_DAY_NONE;
    }
  skip_spaces (&text);
  if (!apply_half (read_half (&text), &hour))
    return BEDSIDE_TIME_OF_DAY_NONE;
  skip_spaces (&text);
  if (*text != '\0' || minute > 59 || (hour == 24 && minute > 0))
    return BEDSIDE_TIME_OF_DAY_NONE;

  *minutes = hour % 24 * 60 + minute;

  /* "830" may become "8300", which is none, and "1830" nothing longer. */
  return minute_digits == 2 && hour_digits != 3 ? BEDSIDE_TIME_OF_DAY_WHOLE : BEDSIDE_TIME_OF_DAY_BRIEF;
}

/**
 * bedside_time_of_day_write:
 * @minutes: since midnight
 *
 * Returns: (transfer full): "18:00"
 */
char *
bedside_time_of_day_write (guint minutes)
{
  g_return_val_if_fail (minutes < BEDSIDE_TIME_OF_DAY_MINUTES, NULL);

  return g_strdup_printf ("%02u:%02u", minutes / 60, minutes % 60);
}
