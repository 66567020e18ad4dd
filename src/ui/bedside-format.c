/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-format"

#include "bedside-format.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-visible.h"

/* More than any row shows; laying out a whole long message to cut it off would cost milliseconds. */
#define SINGLE_LINE_CHARS 160

static GDateTime *
date_time_new (gint64 timestamp)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (timestamp / 1000);

  return utc != NULL ? g_date_time_to_local (utc) : NULL;
}

/* Days since 0001-01-01 of the local calendar: differences of times are wrong where a clock changes. */
static guint
day_number (GDateTime *time)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, g_date_time_get_day_of_month (time), g_date_time_get_month (time),
                  g_date_time_get_year (time));

  return g_date_get_julian (&date);
}

/**
 * bedside_format_row_time:
 * @timestamp: ms since 1970, of the newest message; 0 if there is none
 * @now: ms since 1970
 *
 * How a list of conversations shows a time: the time of day today, the weekday
 * within a week, else the date.
 *
 * Returns: (transfer full): the time, "" if there is none
 */
char *
bedside_format_row_time (gint64 timestamp,
                         gint64 now)
{
  g_autoptr(GDateTime) time = timestamp > 0 ? date_time_new (timestamp) : NULL;
  g_autoptr(GDateTime) today = date_time_new (now);
  int days;

  if (time == NULL || today == NULL)
    return g_strdup ("");

  days = (int) day_number (today) - (int) day_number (time);
  /* A server's clock may be ahead of ours: a time in the future is no date. */
  if (days <= 0)
    /* Translators: time of day, as "09:41"; see g_date_time_format() */
    return g_date_time_format (time, _("%H:%M"));
  if (days < 7)
    return g_date_time_format (time, "%a");
  if (g_date_time_get_year (time) == g_date_time_get_year (today))
    /* Translators: date without year in a list, as "3 Oct"; see g_date_time_format() */
    return g_date_time_format (time, _("%-d %b"));

  /* Translators: date with year in a list, as "3 Oct 2024"; see g_date_time_format() */
  return g_date_time_format (time, _("%-d %b %Y"));
}

/**
 * bedside_format_moment:
 * @timestamp: ms since 1970
 *
 * Returns: (transfer full): date and time of day in full, as in "since 3 Oct 2024, 09:41"
 */
char *
bedside_format_moment (gint64 timestamp)
{
  g_autoptr(GDateTime) time = date_time_new (timestamp);

  if (time == NULL)
    return g_strdup ("");

  /* Translators: date and time of day, as "3 Oct 2024, 09:41"; see g_date_time_format() */
  return g_date_time_format (time, _("%-d %b %Y, %H:%M"));
}

/**
 * bedside_format_wait:
 * @milliseconds: how long
 *
 * Rounds up, so that nothing is allowed before the shown time is over.
 *
 * Returns: (transfer full): "1 second", "12 seconds", "3 minutes"
 */
char *
bedside_format_wait (gint64 milliseconds)
{
  gint64 seconds = (MAX (milliseconds, 0) + 999) / 1000;
  guint count;

  if (seconds < 120)
    {
      count = (guint) seconds;
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u second", "%u seconds", count), count);
    }

  count = (guint) MIN ((seconds + 59) / 60, G_MAXINT);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u minute", "%u minutes", count), count);
}

/**
 * bedside_format_single_line:
 * @text: what somebody wrote
 *
 * Returns: (transfer full): the beginning of @text in one line, without what cannot be seen or turns the direction of
 *   writing
 */
char *
bedside_format_single_line (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  return bedside_visible_line (text, SINGLE_LINE_CHARS);
}
