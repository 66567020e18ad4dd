/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-event-list"

#include "bedside-event-list.h"

static gboolean
is_of_use (const BedsideEvent *event,
           BedsideEventList    kind)
{
  switch (kind)
    {
    case BEDSIDE_EVENT_LIST_STATE:
      return event->state_key != NULL && event->sender != NULL;
    case BEDSIDE_EVENT_LIST_TIMELINE:
      return event->event_id != NULL && *event->event_id != '\0' && event->sender != NULL;
    case BEDSIDE_EVENT_LIST_MEMBERS:
      return event->state_key != NULL && event->sender != NULL && g_str_equal (event->type, "m.room.member");
    case BEDSIDE_EVENT_LIST_ANY:
    default:
      return TRUE;
    }
}

/**
 * bedside_event_list_new: (skip)
 * @array: (nullable): what the server sent as a list of events
 * @kind: what the events are
 *
 * Reads events and leaves out what is none: one broken event must not hide the
 * others.
 *
 * Returns: (transfer full) (element-type BedsideEvent): the events, in their order
 */
GPtrArray *
bedside_event_list_new (JsonArray        *array,
                        BedsideEventList  kind)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_event_unref);
  guint length = array ? json_array_get_length (array) : 0;
  guint skipped = 0;

  for (guint i = 0; i < length; i++)
    {
      JsonObject *object = bedside_json_array_get_object (array, i);
      g_autoptr(BedsideEvent) event = object ? bedside_event_new_from_json (object, NULL) : NULL;

      if (event != NULL && is_of_use (event, kind))
        g_ptr_array_add (list, g_steal_pointer (&event));
      else
        skipped++;
    }
  if (skipped > 0)
    g_debug ("Skipped %u malformed events of %u", skipped, length);

  return list;
}
