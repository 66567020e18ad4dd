/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-filter"

#include "bedside-demo-filter.h"

#include "bedside-json.h"

#define DEFAULT_LIMIT 10
#define LARGEST_LIMIT 1000

static JsonObject *
dup_section (JsonObject *parent,
             const char *name)
{
  JsonObject *section = bedside_json_get_object (parent, name);

  return section ? json_object_ref (section) : NULL;
}

/**
 * bedside_demo_filter_new:
 * @json: (nullable): as the client gave it
 *
 * Returns: (transfer full): a filter; what @json lacks is as the specification has it
 */
BedsideDemoFilter *
bedside_demo_filter_new (JsonObject *json)
{
  BedsideDemoFilter *self = g_new0 (BedsideDemoFilter, 1);
  gint64 limit = DEFAULT_LIMIT;

  self->data = dup_section (json, "account_data");
  self->room = dup_section (json, "room");
  self->timeline = dup_section (self->room, "timeline");
  self->state = dup_section (self->room, "state");
  self->ephemeral = dup_section (self->room, "ephemeral");
  self->room_data = dup_section (self->room, "account_data");
  bedside_json_get_int (self->timeline, "limit", &limit);
  self->timeline_limit = (guint) CLAMP (limit, 0, LARGEST_LIMIT);
  bedside_json_get_boolean (self->state, "lazy_load_members", &self->lazy_members);
  bedside_json_get_boolean (self->room, "include_leave", &self->include_leave);

  return self;
}

/**
 * bedside_demo_filter_free:
 * @self: a filter
 *
 * Frees @self.
 */
void
bedside_demo_filter_free (BedsideDemoFilter *self)
{
  g_clear_pointer (&self->data, json_object_unref);
  g_clear_pointer (&self->room, json_object_unref);
  g_clear_pointer (&self->timeline, json_object_unref);
  g_clear_pointer (&self->state, json_object_unref);
  g_clear_pointer (&self->ephemeral, json_object_unref);
  g_clear_pointer (&self->room_data, json_object_unref);
  g_free (self);
}

/* `*` in the list stands for anything. */
static gboolean
lists (JsonObject *section,
       const char *name,
       const char *text,
       gboolean    otherwise)
{
  JsonArray *array = bedside_json_get_array (section, name);

  if (array == NULL)
    return otherwise;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *pattern = bedside_json_array_get_string (array, i);

      if (pattern != NULL && g_pattern_match_simple (pattern, text))
        return TRUE;
    }

  return FALSE;
}

/**
 * bedside_demo_filter_passes:
 * @section: (nullable): part of a filter
 * @type: event type
 * @sender: (nullable): user id; %NULL for what nobody sends
 *
 * Returns: whether the client wants to be told
 */
gboolean
bedside_demo_filter_passes (JsonObject *section,
                            const char *type,
                            const char *sender)
{
  if (section == NULL)
    return TRUE;
  if (!lists (section, "types", type, TRUE) || lists (section, "not_types", type, FALSE))
    return FALSE;
  return sender == NULL ||
         (lists (section, "senders", sender, TRUE) && !lists (section, "not_senders", sender, FALSE));
}

/**
 * bedside_demo_filter_passes_room:
 * @self: a filter
 * @room_id: a room
 *
 * Returns: whether the client wants to be told of that room
 */
gboolean
bedside_demo_filter_passes_room (BedsideDemoFilter *self,
                                 const char        *room_id)
{
  return lists (self->room, "rooms", room_id, TRUE) && !lists (self->room, "not_rooms", room_id, FALSE);
}
