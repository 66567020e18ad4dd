/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-set-up-body"

#include "bedside-set-up-body.h"

#include "bedside-level-edit.h"

/* In rooms of version 12 and later nothing can be taken from who made them. */
#define BODY \
        "{\"preset\":\"private_chat\",\"room_version\":\"11\",\"visibility\":\"private\",\"initial_state\":[" \
        "{\"type\":\"m.room.guest_access\",\"state_key\":\"\",\"content\":{\"guest_access\":\"forbidden\"}}," \
        "{\"type\":\"m.room.history_visibility\",\"state_key\":\"\",\"content\":{\"history_visibility\":\"shared\"}}]" \
        ",\"creation_content\":{\"m.federate\":false}}"

/* Complete, because an override replaces each member of the preset's levels as a whole, and the preset lets everybody
 * invite. What is not named here is for managers. */
#define NOT_FOR_ANYBODY "\"m.room.encryption\":100,\"m.room.tombstone\":100,\"m.room.server_acl\":100"
#define FOR_MANAGERS \
        "\"users_default\":50,\"events_default\":100,\"state_default\":90,\"invite\":90,\"kick\":90,\"ban\":90," \
        "\"redact\":90,\"notifications\":{\"room\":90}"
#define PRACTICE_LEVELS \
        "{" FOR_MANAGERS ",\"events\":{\"org.bedside.settings\":90,\"m.space.child\":50,\"m.room.power_levels\":90," \
        "\"m.room.history_visibility\":100,\"m.room.join_rules\":100," NOT_FOR_ANYBODY "}}"
#define DIRECTORY_LEVELS \
        "{" FOR_MANAGERS ",\"events\":{\"org.bedside.patient\":50,\"org.bedside.access\":50," \
        "\"m.room.redaction\":50,\"m.room.power_levels\":90,\"m.room.history_visibility\":100," \
        "\"m.room.join_rules\":100," NOT_FOR_ANYBODY "}}"
#define TEAM_LEVELS \
        "{\"users_default\":50,\"events_default\":50,\"state_default\":50,\"invite\":50,\"kick\":50,\"ban\":50," \
        "\"redact\":50,\"notifications\":{\"room\":50},\"events\":{\"m.room.power_levels\":100," \
        "\"m.room.history_visibility\":100,\"m.room.join_rules\":100," NOT_FOR_ANYBODY "}}"

static void
add_join_rule (JsonObject *body,
               const char *practice)
{
  JsonObject *event = json_object_new ();
  JsonObject *content = json_object_new ();

  json_object_set_string_member (content, "join_rule", practice ? "restricted" : "invite");
  if (practice != NULL)
    {
      JsonArray *allow = json_array_new ();
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "type", "m.room_membership");
      json_object_set_string_member (entry, "room_id", practice);
      json_array_add_object_element (allow, entry);
      json_object_set_array_member (content, "allow", allow);
    }
  json_object_set_string_member (event, "type", "m.room.join_rules");
  json_object_set_string_member (event, "state_key", "");
  json_object_set_object_member (event, "content", content);
  json_array_add_object_element (bedside_json_get_array (body, "initial_state"), event);
}

static void
add_mark (JsonObject *body,
          const char *mark,
          const char *room_type,
          const char *practice)
{
  JsonObject *creation = bedside_json_get_object (body, "creation_content");
  JsonObject *content = json_object_new ();

  json_object_set_int_member (content, "v", 1);
  if (practice != NULL)
    json_object_set_string_member (content, "practice", practice);
  json_object_set_object_member (creation, mark, content);
  if (room_type != NULL)
    json_object_set_string_member (creation, "type", room_type);
}

/* @owner: who has to be among the users if these are given; %NULL: the server puts whoever makes the room at 100. */
static void
add_levels (JsonObject *body,
            const char *json,
            const char *owner)
{
  JsonObject *levels = bedside_json_parse_object (json, -1, NULL);

  if (owner != NULL)
    bedside_level_edit_set (levels, owner, BEDSIDE_LEVEL_OWNER);
  json_object_set_object_member (body, "power_level_content_override", levels);
}

static JsonObject *
new_body (const char *name)
{
  JsonObject *body = bedside_json_parse_object (BODY, -1, NULL);

  if (name != NULL)
    json_object_set_string_member (body, "name", name);

  return body;
}

/**
 * bedside_set_up_body_new_practice:
 * @owner: who makes it
 * @name: what it is called
 *
 * Returns: (transfer full): what makes the space of a practice
 */
JsonObject *
bedside_set_up_body_new_practice (const char *owner,
                                  const char *name)
{
  g_return_val_if_fail (owner != NULL && name != NULL, NULL);

  JsonObject *body = new_body (name);

  add_join_rule (body, NULL);
  add_mark (body, "org.bedside.practice", "m.space", NULL);
  add_levels (body, PRACTICE_LEVELS, owner);

  return body;
}

/**
 * bedside_set_up_body_new_directory:
 * @owner: who makes it
 * @practice: room id of the space
 * @name: what it is called
 *
 * Returns: (transfer full): what makes the directory of a practice
 */
JsonObject *
bedside_set_up_body_new_directory (const char *owner,
                                   const char *practice,
                                   const char *name)
{
  g_return_val_if_fail (owner != NULL && practice != NULL && name != NULL, NULL);

  JsonObject *body = new_body (name);

  add_join_rule (body, practice);
  add_mark (body, "org.bedside.directory", "org.bedside.directory", practice);
  add_levels (body, DIRECTORY_LEVELS, owner);

  return body;
}

/**
 * bedside_set_up_body_new_everyone:
 * @practice: room id of the space
 * @name: what it is called
 *
 * Returns: (transfer full): what makes the team conversation that all members of a practice may join
 */
JsonObject *
bedside_set_up_body_new_everyone (const char *practice,
                                  const char *name)
{
  g_return_val_if_fail (practice != NULL && name != NULL, NULL);

  JsonObject *body = new_body (name);

  add_join_rule (body, practice);
  add_mark (body, "org.bedside.team", NULL, practice);
  add_levels (body, TEAM_LEVELS, NULL);

  return body;
}

/**
 * bedside_set_up_body_new_team:
 * @practice: room id of the space
 * @user_ids: (array zero-terminated=1): who is invited
 * @title: (nullable): what it is called
 *
 * Returns: (transfer full): what makes a team conversation
 */
JsonObject *
bedside_set_up_body_new_team (const char         *practice,
                              const char * const *user_ids,
                              const char         *title)
{
  g_return_val_if_fail (practice != NULL && user_ids != NULL, NULL);

  JsonObject *body = new_body (title);
  JsonArray *invite = json_array_new ();

  for (guint i = 0; user_ids[i] != NULL; i++)
    json_array_add_string_element (invite, user_ids[i]);
  json_object_set_array_member (body, "invite", invite);
  add_join_rule (body, NULL);
  add_mark (body, "org.bedside.team", NULL, practice);
  add_levels (body, TEAM_LEVELS, NULL);

  return body;
}
