/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-scenario-staff"

#include "bedside-demo-scenario-private.h"

#include "bedside-demo-script.h"
#include "bedside-demo-text.h"
#include "bedside-json.h"

/* The rooms in which there are no patients. */

/* The same people have the same levels in space and directory. */
static char *
dup_staff_levels (BedsideDemoScenario *self,
                  const char          *rest)
{
  JsonArray *array = bedside_json_get_array (self->json, "practitioners");
  g_autoptr(GString) out = g_string_new ("{");

  bedside_demo_text_open (out, "users", '{');
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      gint64 level = bedside_demo_scenario_get_number (bedside_json_array_get_object (array, i), "level", 0);

      if (level > 0)
        bedside_demo_text_int (out, g_ptr_array_index (self->staff, i), level);
    }
  bedside_demo_text_close (out, '}');
  g_string_append_printf (out, ",\"users_default\":50,%s}", rest);

  return g_strdup (out->str);
}

/**
 * bedside_demo_scenario_add_practice:
 * @self: a practice
 *
 * Makes the space.
 */
void
bedside_demo_scenario_add_practice (BedsideDemoScenario *self)
{
  static const char levels_rest[] =
    "\"events_default\":100,\"state_default\":90,\"invite\":90,\"kick\":90,\"ban\":90,\"redact\":90,"
    "\"events\":{\"org.bedside.settings\":90,\"m.space.child\":50,\"m.room.power_levels\":90,"
    "\"m.room.encryption\":100,\"m.room.tombstone\":100}";
  const char *title = bedside_json_get_string (self->json, "practice");
  g_autofree char *name = bedside_demo_text_strings ("name", title ? title : "Practice", NULL);
  g_autofree char *levels = dup_staff_levels (self, levels_rest);
  const char *const state[] = {
    "m.room.join_rules", "", "{\"join_rule\":\"invite\"}",
    "m.room.history_visibility", "", "{\"history_visibility\":\"shared\"}",
    "m.room.guest_access", "", "{\"guest_access\":\"forbidden\"}",
    "m.room.name", "", name,
    NULL,
  };
  const BedsideDemoRoomPlan plan = {
    .creator = self->owner,
    .create_content = "{\"type\":\"m.space\",\"m.federate\":false,\"org.bedside.practice\":{\"v\":1}}",
    .levels = levels,
    .state = state,
    .members = (const char *const *) self->staff->pdata,
    .timestamp = self->begin,
  };

  self->practice = bedside_demo_world_plan_room (self->world, &plan);
}

static BedsideDemoRoom *
add_staff_room (BedsideDemoScenario *self,
                const char          *creator,
                const char          *create_content,
                const char          *levels,
                const char          *title,
                gboolean             restricted,
                const char *const   *members)
{
  g_autofree char *name = bedside_demo_text_strings ("name", title, NULL);
  g_autofree char *join_rules = restricted
    ? g_strdup_printf ("{\"join_rule\":\"restricted\",\"allow\":["
                       "{\"type\":\"m.room_membership\",\"room_id\":\"%s\"}]}",
                       self->practice->id)
    : g_strdup ("{\"join_rule\":\"invite\"}");
  g_autofree char *child = g_strdup_printf ("{\"via\":[\"%s\"]}", self->world->server_name);
  const char *const state[] = {
    "m.room.join_rules", "", join_rules,
    "m.room.history_visibility", "", "{\"history_visibility\":\"shared\"}",
    "m.room.guest_access", "", "{\"guest_access\":\"forbidden\"}",
    "m.room.name", "", name,
    NULL,
  };
  const BedsideDemoRoomPlan plan = {
    .creator = creator, .create_content = create_content, .levels = levels, .state = state, .members = members,
    .timestamp = self->begin,
  };
  BedsideDemoRoom *room = bedside_demo_world_plan_room (self->world, &plan);

  bedside_demo_scenario_put (self, self->practice, "m.space.child", room->id, child, self->begin);

  return room;
}

/* @everyone: (nullable): the team conversation that comes along with the practice */
static void
put_settings (BedsideDemoScenario *self,
              BedsideDemoRoom     *everyone)
{
  g_autofree char *along = everyone ? g_strdup_printf (",\"everyone\":\"%s\"", everyone->id) : g_strdup ("");
  g_autofree char *settings = g_strdup_printf ("{\"v\":1,\"group_chat\":true,\"patient_chat\":true,"
                                               "\"directory\":\"%s\"%s}", self->directory->id, along);

  bedside_demo_scenario_put (self, self->practice, "org.bedside.settings", "", settings, self->begin);
}

/**
 * bedside_demo_scenario_add_directory:
 * @self: a practice that has a space
 *
 * Makes the directory, without patients, and the settings that name it.
 */
void
bedside_demo_scenario_add_directory (BedsideDemoScenario *self)
{
  static const char levels_rest[] =
    "\"events_default\":100,\"state_default\":90,\"invite\":90,\"kick\":90,\"ban\":90,\"redact\":90,"
    "\"events\":{\"org.bedside.patient\":50,\"org.bedside.access\":50,\"m.room.redaction\":50,"
    "\"m.room.power_levels\":90,\"m.room.encryption\":100,\"m.room.tombstone\":100}";
  g_autofree char *levels = dup_staff_levels (self, levels_rest);
  g_autofree char *create = g_strdup_printf ("{\"type\":\"org.bedside.directory\",\"m.federate\":false,"
                                             "\"org.bedside.directory\":{\"v\":1,\"practice\":\"%s\"}}",
                                             self->practice->id);

  self->directory = add_staff_room (self, self->owner, create, levels, "Patients", TRUE,
                                    (const char *const *) self->staff->pdata);

  put_settings (self, NULL);
}

/**
 * bedside_demo_scenario_invite:
 * @self: a practice
 * @room: one of its rooms
 * @sender: who invites
 * @entry: what holds `invited`: those who have not answered yet
 */
void
bedside_demo_scenario_invite (BedsideDemoScenario *self,
                              BedsideDemoRoom     *room,
                              const char          *sender,
                              JsonObject          *entry)
{
  JsonArray *array = bedside_json_get_array (entry, "invited");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *name = bedside_json_array_get_string (array, i);
      g_autofree char *user_id = name ? bedside_demo_world_dup_user_id (self->world, name) : NULL;

      if (user_id != NULL)
        bedside_demo_world_set_membership (self->world, room, sender, user_id, BEDSIDE_DEMO_MEMBERSHIP_INVITE, NULL);
    }
}

/**
 * bedside_demo_scenario_add_team:
 * @self: a practice that has a space
 * @entry: of the scenario
 *
 * Makes a team conversation.
 */
void
bedside_demo_scenario_add_team (BedsideDemoScenario *self,
                                JsonObject          *entry)
{
  static const char levels[] =
    "{\"users\":{},\"users_default\":50,\"events_default\":50,\"state_default\":50,\"invite\":50,\"kick\":50,"
    "\"ban\":50,\"redact\":50,\"events\":{\"m.room.encryption\":100,\"m.room.tombstone\":100}}";
  JsonArray *array = bedside_json_get_array (entry, "members");
  gboolean everyone = array == NULL;
  const char *title = bedside_json_get_string (entry, "title");
  const char *by = bedside_json_get_string (entry, "by");
  g_autofree char *creator = by ? bedside_demo_world_dup_user_id (self->world, by) : g_strdup (self->owner);
  g_autoptr(GPtrArray) members = g_ptr_array_new ();
  g_autofree char *create = g_strdup_printf ("{\"m.federate\":false,"
                                             "\"org.bedside.team\":{\"v\":1,\"practice\":\"%s\"}}",
                                             self->practice->id);
  g_autoptr(GPtrArray) lines = bedside_demo_scenario_dup_lines (self, entry, NULL);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_ptr_array_add (members, (gpointer) bedside_json_array_get_string (array, i));
  g_ptr_array_add (members, NULL);

  BedsideDemoRoom *room = add_staff_room (self, creator, create, levels, title ? title : "Team", everyone,
                                          (const char *const *) (everyone ? self->staff : members)->pdata);
  if (everyone)
    put_settings (self, room);
  for (guint i = 0; i < lines->len; i++)
    {
      BedsideDemoLine *line = g_ptr_array_index (lines, i);
      g_autofree char *user_id = bedside_demo_world_dup_user_id (self->world, line->who);

      bedside_demo_world_say (self->world, room, user_id, line->text, line->timestamp);
    }
  for (guint i = 0; self->staff->pdata[i] != NULL; i++)
    {
      const char *user_id = self->staff->pdata[i];
      gboolean signs_in = g_strcmp0 (user_id, self->user) == 0;

      bedside_demo_scenario_read_all_but (self, room, user_id,
                                          signs_in ? bedside_demo_scenario_get_number (entry, "unread", 0) : 0);
    }
  bedside_demo_scenario_invite (self, room, creator, entry);
}
