/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-event-list"

#include "bedside-event-list.h"

#include "bedside-limits.h"

#include <string.h>

/* What the texts in @node take; nothing is nested deeper than BEDSIDE_JSON_MAX_DEPTH. */
static gsize
measure (JsonNode *node)
{
  gsize size = 1;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      json_object_iter_init (&iter, json_node_get_object (node));
      while (json_object_iter_next (&iter, &name, &member))
        size += strlen (name) + measure (member);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        size += measure (json_array_get_element (array, i));
    }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    size += strlen (json_node_get_string (node));

  return size;
}

static gboolean
is_too_large (JsonObject *content)
{
  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), content);

  return measure (node) > BEDSIDE_LIMIT_CONTENT;
}

/* No server passes on what is larger than an event can be. What was written is not shown then, but that there was
 * something is: the event stays where it is. */
static void
limit_content (BedsideEvent *event)
{
  if (is_too_large (event->content))
    {
      json_object_unref (event->content);
      event->content = json_object_new ();
    }
  if (event->replacement != NULL && is_too_large (event->replacement))
    {
      json_object_unref (event->replacement);
      event->replacement = json_object_new ();
    }
}

static gboolean
fits (const char *id)
{
  return id == NULL || strnlen (id, BEDSIDE_LIMIT_ID + 1) <= BEDSIDE_LIMIT_ID;
}

static gboolean
has_sound_ids (const BedsideEvent *event)
{
  return fits (event->event_id) && fits (event->type) && fits (event->sender) && fits (event->state_key) &&
         fits (event->transaction_id) && fits (event->redacts) && fits (event->replaces_state) &&
         fits (event->replacement_id);
}

static gboolean
is_of_use (const BedsideEvent *event,
           BedsideEventList    kind)
{
  if (!has_sound_ids (event))
    return FALSE;

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
 * bedside_event_list_read: (skip)
 * @object: (nullable): what the server sent as an event
 * @kind: what the event is
 *
 * Reads an event. What it says is left out where it is more than an event can hold.
 *
 * Returns: (transfer full) (nullable): the event, %NULL if it is none
 */
BedsideEvent *
bedside_event_list_read (JsonObject       *object,
                         BedsideEventList  kind)
{
  g_autoptr(BedsideEvent) event = object ? bedside_event_new_from_json (object, NULL) : NULL;

  if (event == NULL || !is_of_use (event, kind))
    return NULL;
  /* Account data and what passes are no events of a room; those have no such limit. */
  if (kind != BEDSIDE_EVENT_LIST_ANY)
    limit_content (event);

  return g_steal_pointer (&event);
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
      BedsideEvent *event = bedside_event_list_read (bedside_json_array_get_object (array, i), kind);

      if (event != NULL)
        g_ptr_array_add (list, event);
      else
        skipped++;
    }
  if (skipped > 0)
    g_debug ("Skipped %u malformed events of %u", skipped, length);

  return list;
}
