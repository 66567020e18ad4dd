/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-quiet-hours"

#include "bedside-quiet-hours.h"

#define N_DAYS 7
#define MINUTES_OF_DAY (24 * 60)

/**
 * bedside_quiet_hours_new:
 *
 * Returns: (transfer full): none on any day; those that are offered are from 18:00 to 8:00
 */
GVariant *
bedside_quiet_hours_new (void)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, BEDSIDE_QUIET_HOURS_TYPE);
  for (guint i = 0; i < N_DAYS; i++)
    g_variant_builder_add (&builder, "(bqq)", FALSE, 18 * 60, 8 * 60);

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

/* FALSE: there are none on that day. */
static gboolean
read_day (GVariant *self,
          guint     day,
          guint    *from,
          guint    *until)
{
  gboolean is_on = FALSE;
  guint16 begin = 0, end = 0;

  if (self == NULL || !g_variant_is_of_type (self, BEDSIDE_QUIET_HOURS_TYPE) || g_variant_n_children (self) != N_DAYS)
    return FALSE;
  g_variant_get_child (self, day, "(bqq)", &is_on, &begin, &end);
  *from = begin;
  *until = end;

  return is_on && begin < MINUTES_OF_DAY && end < MINUTES_OF_DAY;
}

/**
 * bedside_quiet_hours_are_on:
 * @self: (nullable): of %BEDSIDE_QUIET_HOURS_TYPE; what is no such thing, because somebody wrote the settings by hand,
 *   has no quiet hours
 * @now: a time, in the time zone of the person
 *
 * Goes by the clock on the wall, also on the days on which that is changed.
 *
 * Returns: whether @now is to be quiet
 */
gboolean
bedside_quiet_hours_are_on (GVariant  *self,
                            GDateTime *now)
{
  g_return_val_if_fail (now != NULL, FALSE);

  guint day = (guint) g_date_time_get_day_of_week (now) - 1;
  guint minute = (guint) (g_date_time_get_hour (now) * 60 + g_date_time_get_minute (now));
  guint from = 0, until = 0;

  if (read_day (self, day, &from, &until) &&
      (from == until || (minute >= from && (from > until || minute < until))))
    return TRUE;

  return read_day (self, (day + N_DAYS - 1) % N_DAYS, &from, &until) && from > until && minute < until;
}

/**
 * bedside_quiet_hours_get_end:
 * @self: (nullable): of %BEDSIDE_QUIET_HOURS_TYPE
 * @now: a time, in the time zone of the person
 *
 * Quiet hours that follow each other are one.
 *
 * Returns: (transfer full) (nullable): the first time after @now that is not to be quiet; %NULL if @now is not either,
 *   or if all times are
 */
GDateTime *
bedside_quiet_hours_get_end (GVariant  *self,
                             GDateTime *now)
{
  g_return_val_if_fail (now != NULL, NULL);

  if (!bedside_quiet_hours_are_on (self, now))
    return NULL;

  g_autoptr(GDateTime) time = g_date_time_add (now, -(g_date_time_get_second (now) * G_TIME_SPAN_SECOND +
                                                      g_date_time_get_microsecond (now)));

  /* By the minute: on the days on which the clock is changed, some come twice and some never. */
  for (guint i = 0; i <= (N_DAYS + 1) * MINUTES_OF_DAY; i++)
    {
      GDateTime *next = g_date_time_add_minutes (time, 1);

      g_date_time_unref (time);
      time = next;
      if (!bedside_quiet_hours_are_on (self, time))
        return g_steal_pointer (&time);
    }

  return NULL;
}
