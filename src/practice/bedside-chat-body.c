/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-chat-body"

#include "bedside-chat-body.h"

#include "bedside-json.h"

/* A creator can be demoted in rooms up to version 11 only; later ones would leave a conversation in the hands of a
 * practitioner who has left the practice. */
#define BODY \
        "{\"preset\":\"private_chat\",\"room_version\":\"11\",\"visibility\":\"private\",\"is_direct\":true," \
        "\"initial_state\":[" \
        "{\"type\":\"m.room.guest_access\",\"state_key\":\"\",\"content\":{\"guest_access\":\"forbidden\"}}," \
        "{\"type\":\"m.room.history_visibility\",\"state_key\":\"\",\"content\":{\"history_visibility\":\"shared\"}}," \
        "{\"type\":\"m.room.join_rules\",\"state_key\":\"\",\"content\":{\"join_rule\":\"invite\"}}]," \
        "\"creation_content\":{\"m.federate\":false}}"

/* Complete, because an override replaces each member of the preset's levels as a whole, and the preset lets everybody
 * invite. Nobody may write who is not listed. */
#define LEVELS \
        "{\"users_default\":0,\"events_default\":10,\"state_default\":100," \
        "\"invite\":100,\"kick\":100,\"ban\":100,\"redact\":100,\"notifications\":{\"room\":100}," \
        "\"events\":{\"m.room.power_levels\":100,\"m.room.history_visibility\":100,\"m.room.join_rules\":100," \
        "\"m.room.encryption\":100,\"m.room.server_acl\":100,\"m.room.tombstone\":100,\"m.room.name\":100," \
        "\"m.room.topic\":100,\"m.room.avatar\":100,\"m.call.invite\":100}}"

/* The patient may write when the first message is there, and not before. */
static JsonObject *
new_levels (const BedsideChatBinding *binding)
{
  JsonObject *levels = bedside_json_parse_object (LEVELS, -1, NULL);
  JsonObject *users = json_object_new ();

  json_object_set_int_member (users, binding->practitioner, 100);
  json_object_set_int_member (users, binding->patient, 0);
  json_object_set_object_member (levels, "users", users);

  return levels;
}

static JsonObject *
new_content (const BedsideChatBinding *binding)
{
  JsonObject *content = json_object_new ();

  json_object_set_int_member (content, "v", 1);
  json_object_set_string_member (content, "practice", binding->practice);
  json_object_set_string_member (content, "patient_key", binding->patient_key);
  json_object_set_string_member (content, "patient", binding->patient);
  json_object_set_string_member (content, "practitioner", binding->practitioner);

  return content;
}

/**
 * bedside_chat_body_new:
 * @binding: what the conversation is bound to
 *
 * Returns: (transfer full): what makes its room, for bedside_client_create_room_async()
 */
JsonObject *
bedside_chat_body_new (const BedsideChatBinding *binding)
{
  g_return_val_if_fail (binding != NULL, NULL);
  g_return_val_if_fail (binding->practice != NULL && binding->patient_key != NULL, NULL);
  g_return_val_if_fail (binding->patient != NULL && binding->practitioner != NULL, NULL);

  JsonObject *body = bedside_json_parse_object (BODY, -1, NULL);
  JsonArray *invite = json_array_new ();

  json_array_add_string_element (invite, binding->patient);
  json_object_set_array_member (body, "invite", invite);
  json_object_set_object_member (bedside_json_get_object (body, "creation_content"), "org.bedside.chat",
                                 new_content (binding));
  json_object_set_object_member (body, "power_level_content_override", new_levels (binding));

  return body;
}
