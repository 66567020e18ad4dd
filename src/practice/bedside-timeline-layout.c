/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-timeline-layout"

#include "bedside-timeline-layout.h"

#include "bedside-day.h"

/* Messages of one sender that are not further apart than this are one group. */
#define GROUP_SPAN_MS (5 * 60 * 1000)

static gboolean
is_same_sender (BedsideMessage *a,
                BedsideMessage *b)
{
  const char *first = bedside_message_get_sender (a);
  const char *second = bedside_message_get_sender (b);

  if (bedside_message_get_own (a) || bedside_message_get_own (b))
    return bedside_message_get_own (a) && bedside_message_get_own (b);
  if (first != NULL && second != NULL)
    return g_str_equal (first, second);

  return first == second
         && g_str_equal (bedside_message_get_sender_name (a), bedside_message_get_sender_name (b));
}

static gboolean
is_same_day (BedsideMessage *a,
             BedsideMessage *b)
{
  return a != NULL && b != NULL
         && bedside_day_is_same (bedside_message_get_timestamp (a), bedside_message_get_timestamp (b));
}

static gboolean
is_same_group (BedsideMessage *a,
               BedsideMessage *b)
{
  if (!is_same_day (a, b) || !is_same_sender (a, b))
    return FALSE;

  /* A server may send any time; the difference of two must not overflow. */
  gint64 first = bedside_message_get_timestamp (a);
  gint64 second = bedside_message_get_timestamp (b);

  return (guint64) MAX (first, second) - (guint64) MIN (first, second) <= GROUP_SPAN_MS;
}

/* The separator before @message: one that is there already if there is one for that day. */
static BedsideDay *
take_day (GPtrArray      *days,
          BedsideMessage *message)
{
  gint64 timestamp = bedside_message_get_timestamp (message);
  gint64 position = bedside_message_get_position (message);

  for (guint i = 0; i < days->len; i++)
    if (bedside_day_is_same (bedside_day_get_timestamp (g_ptr_array_index (days, i)), timestamp))
      {
        BedsideDay *day = g_ptr_array_steal_index (days, i);

        bedside_day_move (day, timestamp, position);
        return day;
      }

  return bedside_day_new (timestamp, position);
}

/**
 * bedside_timeline_layout:
 * @messages: (element-type BedsideMessage): messages that follow each other
 * @days: (element-type BedsideDay): separators to use again; those used are taken out
 * @previous: (nullable): the message before the first of @messages
 * @next: (nullable): the message after the last of @messages
 *
 * Puts separators between messages of different days and tells the messages
 * where groups start and end. The separator before @next and the groups of
 * @previous and @next are left as they are.
 *
 * Returns: (transfer full) (element-type GObject): the messages and separators;
 *   the array has no free function
 */
GPtrArray *
bedside_timeline_layout (GPtrArray      *messages,
                         GPtrArray      *days,
                         BedsideMessage *previous,
                         BedsideMessage *next)
{
  GPtrArray *items = g_ptr_array_sized_new (messages->len);

  for (guint i = 0; i < messages->len; i++)
    {
      BedsideMessage *message = g_ptr_array_index (messages, i);
      BedsideMessage *following = i + 1 < messages->len ? g_ptr_array_index (messages, i + 1) : next;

      if (!is_same_day (previous, message))
        g_ptr_array_add (items, take_day (days, message));
      g_ptr_array_add (items, g_object_ref (message));
      bedside_message_set_group (message, !is_same_group (previous, message), !is_same_group (message, following));
      previous = message;
    }

  return items;
}
