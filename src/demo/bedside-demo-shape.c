/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-shape"

#include "bedside-demo-shape.h"

#include "bedside-json.h"

static gboolean
is_text (JsonObject *object,
         const char *name,
         const char *value)
{
  return g_strcmp0 (bedside_json_get_string (object, name), value) == 0;
}

/* Either missing, or this. */
static gboolean
is_text_if_any (JsonObject *object,
                const char *name,
                const char *value)
{
  return !json_object_has_member (object, name) || is_text (object, name, value);
}

static gboolean
is_false (JsonObject *object,
          const char *name)
{
  gboolean value = TRUE;

  return bedside_json_get_boolean (object, name, &value) && !value;
}

static gboolean
has_version (JsonObject *object,
             guint       size)
{
  gint64 version = 0;

  return object != NULL && json_object_get_size (object) == size &&
         bedside_json_get_int (object, "v", &version) && version == 1;
}

/**
 * bedside_demo_shape_is_binding:
 * @binding: of a room
 *
 * Returns: whether all of it is there
 */
gboolean
bedside_demo_shape_is_binding (const BedsideDemoBinding *binding)
{
  return binding->practice[0] != '\0' && binding->patient_key[0] != '\0' && binding->patient_key[0] != '@' &&
         binding->patient[0] != '\0' && binding->practitioner[0] != '\0' &&
         !g_str_equal (binding->patient, binding->practitioner);
}

static const char *
check_conversation (const char               *creator,
                    JsonObject               *body,
                    JsonObject               *content,
                    const BedsideDemoBinding *binding)
{
  JsonArray *invite = bedside_json_get_array (body, "invite");

  if (!g_str_equal (binding->practitioner, creator) || invite == NULL || json_array_get_length (invite) != 1 ||
      g_strcmp0 (bedside_json_array_get_string (invite, 0), binding->patient) != 0)
    return "wrong_binding";
  if (!bedside_demo_shape_is_binding (binding) || !is_text (body, "room_version", "11") ||
      !is_text (body, "preset", "private_chat") || json_object_get_size (content) != 2 ||
      !is_false (content, "m.federate") || !has_version (bedside_json_get_object (content, "org.bedside.chat"), 5))
    return "wrong_shape";
  return NULL;
}

/* The space, directory or team conversation of a practice. */
static const char *
check_mark (JsonObject *body,
            JsonObject *content)
{
  static const struct {
    const char *mark;
    const char *type;
    guint       size;
  } marks[] = {
    { "org.bedside.directory", "org.bedside.directory", 2 },
    { "org.bedside.team", NULL, 2 },
    { "org.bedside.practice", "m.space", 1 },
  };
  guint found = 0;

  for (guint i = 0; content != NULL && i < G_N_ELEMENTS (marks); i++)
    {
      JsonObject *mark = bedside_json_get_object (content, marks[i].mark);

      if (!json_object_has_member (content, marks[i].mark))
        continue;
      found++;
      if (!has_version (mark, marks[i].size) || !is_text (content, "type", marks[i].type) ||
          (marks[i].size > 1 && bedside_json_get_string (mark, "practice") == NULL) ||
          !is_false (content, "m.federate") || !is_text (body, "room_version", "11") ||
          !is_text (body, "preset", "private_chat"))
        return "wrong_shape";
    }

  return found > 1 ? "wrong_shape" : NULL;
}

/**
 * bedside_demo_shape_is_open:
 * @type: type of a state event
 * @content: (nullable): its content
 *
 * Returns: whether it would let in, or let read, people whom nobody has invited
 */
gboolean
bedside_demo_shape_is_open (const char *type,
                            JsonObject *content)
{
  static const char *const closed[] = { "invite", "restricted", "private", NULL };

  if (g_str_equal (type, "m.room.history_visibility"))
    return is_text (content, "history_visibility", "world_readable");
  if (!g_str_equal (type, "m.room.join_rules"))
    return FALSE;

  const char *rule = bedside_json_get_string (content, "join_rule");
  return rule == NULL || !g_strv_contains (closed, rule);
}

static gboolean
opens_with (JsonArray *state)
{
  for (guint i = 0; state != NULL && i < json_array_get_length (state); i++)
    {
      JsonObject *event = bedside_json_array_get_object (state, i);
      const char *type = bedside_json_get_string (event, "type");

      if (type == NULL || bedside_demo_shape_is_open (type, bedside_json_get_object (event, "content")))
        return TRUE;
    }

  return FALSE;
}

/**
 * bedside_demo_shape_check_body:
 * @creator: user id
 * @body: of createRoom
 *
 * Returns: (nullable): why this can be no room of ours
 */
const char *
bedside_demo_shape_check_body (const char *creator,
                               JsonObject *body)
{
  JsonObject *content = bedside_json_get_object (body, "creation_content");
  BedsideDemoBinding binding;

  if (!is_text_if_any (body, "visibility", "private") || is_text (body, "preset", "public_chat") ||
      json_object_has_member (body, "invite_3pid"))
    return "never";
  if (bedside_demo_practice_read_binding (content, &binding))
    return check_conversation (creator, body, content, &binding);
  if (json_object_has_member (body, "room_alias_name") || opens_with (bedside_json_get_array (body, "initial_state")))
    return "never";
  return check_mark (body, content);
}
