/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-day"

#include "bedside-day.h"

struct _BedsideDay
{
  GObject parent_instance;

  gint64  timestamp;
  gint64  position;
};

typedef enum {
  PROP_TIMESTAMP = 1,
} BedsideDayProperty;

static GParamSpec *properties[PROP_TIMESTAMP + 1];

/* Messages are compared by the hundred thousand, in runs of one day, and a GDateTime takes a microsecond. */
typedef struct {
  gint64 start;
  gint64 end;
  gint64 date;
} Bounds;

G_DEFINE_FINAL_TYPE (BedsideDay, bedside_day, G_TYPE_OBJECT)

static void
bedside_day_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  BedsideDay *self = BEDSIDE_DAY (object);

  switch ((BedsideDayProperty) prop_id)
    {
    case PROP_TIMESTAMP:
      g_value_set_int64 (value, bedside_day_get_timestamp (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_day_class_init (BedsideDayClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bedside_day_get_property;

  properties[PROP_TIMESTAMP] =
    g_param_spec_int64 ("timestamp", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_day_init (BedsideDay *self)
{
}

/**
 * bedside_day_new:
 * @timestamp: ms since 1970 of the message that it stands before
 * @position: the position of that message
 *
 * Returns: (transfer full): a new separator
 */
BedsideDay *
bedside_day_new (gint64 timestamp,
                 gint64 position)
{
  BedsideDay *self = g_object_new (BEDSIDE_TYPE_DAY, NULL);

  self->timestamp = timestamp;
  self->position = position;

  return self;
}

/**
 * bedside_day_get_timestamp:
 * @self: a separator
 *
 * Returns: ms since 1970 of the message that it stands before
 */
gint64
bedside_day_get_timestamp (BedsideDay *self)
{
  g_return_val_if_fail (BEDSIDE_IS_DAY (self), 0);

  return self->timestamp;
}

/**
 * bedside_day_get_position:
 * @self: a separator
 *
 * Returns: the position of the message that it stands before
 */
gint64
bedside_day_get_position (BedsideDay *self)
{
  g_return_val_if_fail (BEDSIDE_IS_DAY (self), 0);

  return self->position;
}

/**
 * bedside_day_move:
 * @self: a separator
 * @timestamp: ms since 1970 of the message that it stands before now
 * @position: the position of that message
 *
 * Puts the separator before another message of its day.
 */
void
bedside_day_move (BedsideDay *self,
                  gint64      timestamp,
                  gint64      position)
{
  g_return_if_fail (BEDSIDE_IS_DAY (self));

  self->position = position;
  if (self->timestamp == timestamp)
    return;

  self->timestamp = timestamp;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIMESTAMP]);
}

/* Times that no calendar reaches (a server may send any) are of the same day as far as anybody can tell. */
static gint64
compute_date (gint64 timestamp)
{
  g_autoptr(GDateTime) time = g_date_time_new_from_unix_local (timestamp / 1000 - (timestamp % 1000 < 0));
  int year, month, day;

  if (time == NULL)
    return timestamp < 0 ? G_MININT64 : G_MAXINT64;

  g_date_time_get_ymd (time, &year, &month, &day);
  return year * 10000 + month * 100 + day;
}

/* Where the clock is changed at midnight the bounds may not be what they seem; then nothing is remembered. */
static void
compute_bounds (Bounds *bounds,
                gint64  timestamp)
{
  bounds->date = compute_date (timestamp);
  bounds->start = bounds->end = 0;

  int year = bounds->date / 10000, month = bounds->date / 100 % 100, day = bounds->date % 100;
  if (bounds->date == G_MININT64 || bounds->date == G_MAXINT64)
    return;

  g_autoptr(GDateTime) midnight = g_date_time_new_local (year, month, day, 0, 0, 0);
  g_autoptr(GDateTime) noon = g_date_time_new_local (year, month, day, 12, 0, 0);
  g_autoptr(GDateTime) tomorrow = noon ? g_date_time_add_days (noon, 1) : NULL;
  if (midnight == NULL || tomorrow == NULL)
    return;

  g_date_time_get_ymd (tomorrow, &year, &month, &day);
  g_autoptr(GDateTime) next_midnight = g_date_time_new_local (year, month, day, 0, 0, 0);
  gint64 start = g_date_time_to_unix (midnight) * 1000;
  gint64 end = g_date_time_to_unix (next_midnight) * 1000;

  if (start <= timestamp && timestamp < end
      && compute_date (start) == bounds->date && compute_date (end - 1000) == bounds->date)
    {
      bounds->start = start;
      bounds->end = end;
    }
}

static gint64
get_date (gint64 timestamp)
{
  static __thread Bounds last;

  if (timestamp < last.start || timestamp >= last.end)
    compute_bounds (&last, timestamp);

  return last.date;
}

/**
 * bedside_day_is_same:
 * @a: ms since 1970
 * @b: ms since 1970
 *
 * Returns: whether both are on the same day of the local time zone
 */
gboolean
bedside_day_is_same (gint64 a,
                     gint64 b)
{
  return get_date (a) == get_date (b);
}
