/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-scenario"

#include "bedside-demo-scenario.h"

#include "bedside-demo-practice.h"
#include "bedside-demo-resources.h"
#include "bedside-demo-script.h"
#include "bedside-demo-text.h"
#include "bedside-json.h"

#include <string.h>

#define DEFAULT_SCENARIO "/org/bedside/demo/riverside.json"
#define MINUTE_MS (G_GINT64_CONSTANT (60) * 1000)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)
#define YEAR_MS (365 * DAY_MS)
#define DEFAULT_DAYS 330
#define KEY_LENGTH 16
#define PATIENT_MAY_WRITE 10

typedef struct {
  BedsideDemoWorld *world;
  JsonObject       *json;      /* (owned) */
  char             *owner;     /* (owned): who signs in */
  GPtrArray        *staff;     /* (owned) (element-type utf8): user ids, ends with NULL */
  BedsideDemoRoom  *practice;
  BedsideDemoRoom  *directory;
  gint64            begin;     /* ms since 1970 */
  gint64            now;
  guint32           seed;      /* of the last conversation */
} Scenario;

static void
scenario_clear (Scenario *self)
{
  g_clear_pointer (&self->json, json_object_unref);
  g_clear_pointer (&self->owner, g_free);
  g_clear_pointer (&self->staff, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scenario, scenario_clear)

static GBytes *
load_bytes (const char  *source,
            GError     **error)
{
  static gsize is_registered = 0;
  g_autoptr(GFile) file = NULL;

  /* By hand: the linker leaves the constructors of a static library out. */
  if (g_once_init_enter (&is_registered))
    {
      bedside_demo_register_resource ();
      g_once_init_leave (&is_registered, 1);
    }
  if (source == NULL)
    return g_resources_lookup_data (DEFAULT_SCENARIO, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (g_resources_get_info (source, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL, NULL, NULL))
    return g_resources_lookup_data (source, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  file = g_file_new_for_path (source);
  return g_file_load_bytes (file, NULL, NULL, error);
}

static gboolean
fail (GError     **error,
      const char  *what)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The scenario lacks %s", what);
  return FALSE;
}

/* Reads "25m", "3h" or "12d". */
static gint64
read_ago (const char *text)
{
  char *unit = NULL;
  gint64 number = text ? g_ascii_strtoll (text, &unit, 10) : 0;

  switch (unit != NULL ? unit[0] : '\0')
    {
    case 'm':
      return number * MINUTE_MS;
    case 'h':
      return number * HOUR_MS;
    case 'd':
      return number * DAY_MS;
    default:
      return 0;
    }
}

static gint64
get_number (JsonObject *object,
            const char *name,
            gint64      fallback)
{
  bedside_json_get_int (object, name, &fallback);
  return fallback;
}

/* State that the one who signs in has set. */
static void
put (Scenario        *self,
     BedsideDemoRoom *room,
     const char      *type,
     const char      *state_key,
     const char      *content,
     gint64           timestamp)
{
  bedside_demo_world_set_state (self->world, room, self->owner, type, state_key, content, timestamp);
}

static gboolean
add_practitioners (Scenario  *self,
                   GError   **error)
{
  JsonArray *array = bedside_json_get_array (self->json, "practitioners");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *entry = bedside_json_array_get_object (array, i);
      const char *name = bedside_json_get_string (entry, "user");
      gboolean signs_in = FALSE;

      if (name == NULL)
        return fail (error, "the user of a practitioner");

      g_autofree char *user_id = bedside_demo_world_dup_user_id (self->world, name);
      BedsideDemoUser *user = bedside_demo_accounts_add (self->world->accounts, user_id, NULL,
                                                         bedside_json_get_string (entry, "name"));
      user->kind = BEDSIDE_DEMO_KIND_PRACTITIONER;
      user->signed_in = TRUE;
      if (bedside_json_get_boolean (entry, "signs_in", &signs_in) && signs_in)
        self->owner = g_strdup (user_id);
      g_ptr_array_add (self->staff, g_steal_pointer (&user_id));
    }
  g_ptr_array_add (self->staff, NULL);

  return self->owner != NULL || fail (error, "a practitioner who signs in");
}

/* The same people have the same levels in space and directory. */
static char *
dup_staff_levels (Scenario   *self,
                  const char *rest)
{
  JsonArray *array = bedside_json_get_array (self->json, "practitioners");
  g_autoptr(GString) out = g_string_new ("{");

  bedside_demo_text_open (out, "users", '{');
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      gint64 level = get_number (bedside_json_array_get_object (array, i), "level", 0);

      if (level > 0)
        bedside_demo_text_int (out, g_ptr_array_index (self->staff, i), level);
    }
  bedside_demo_text_close (out, '}');
  g_string_append_printf (out, ",\"users_default\":50,%s}", rest);

  return g_strdup (out->str);
}

static void
add_practice (Scenario *self)
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
add_staff_room (Scenario          *self,
                const char        *create_content,
                const char        *levels,
                const char        *title,
                gboolean           restricted,
                const char *const *members)
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
    .creator = self->owner, .create_content = create_content, .levels = levels, .state = state, .members = members,
    .timestamp = self->begin,
  };
  BedsideDemoRoom *room = bedside_demo_world_plan_room (self->world, &plan);

  put (self, self->practice, "m.space.child", room->id, child, self->begin);

  return room;
}

static void
add_directory (Scenario *self)
{
  static const char levels_rest[] =
    "\"events_default\":100,\"state_default\":90,\"invite\":90,\"kick\":90,\"ban\":90,\"redact\":90,"
    "\"events\":{\"org.bedside.patient\":50,\"org.bedside.access\":50,\"m.room.redaction\":50,"
    "\"m.room.power_levels\":90,\"m.room.encryption\":100,\"m.room.tombstone\":100}";
  g_autofree char *levels = dup_staff_levels (self, levels_rest);
  g_autofree char *create = g_strdup_printf ("{\"type\":\"org.bedside.directory\",\"m.federate\":false,"
                                             "\"org.bedside.directory\":{\"v\":1,\"practice\":\"%s\"}}",
                                             self->practice->id);

  self->directory = add_staff_room (self, create, levels, "Patients", TRUE,
                                    (const char *const *) self->staff->pdata);

  g_autofree char *settings = g_strdup_printf ("{\"v\":1,\"group_chat\":true,\"patient_chat\":true,"
                                               "\"directory\":\"%s\"}", self->directory->id);
  put (self, self->practice, "org.bedside.settings", "", settings, self->begin);
}

static GPtrArray *
dup_lines (Scenario   *self,
           JsonObject *entry,
           const char *given)
{
  const char *script = bedside_json_get_string (entry, "script");
  gint64 ago = read_ago (bedside_json_get_string (entry, "last"));
  /* Nobody writes on the hour each time. */
  gint64 odd_minutes = ago > HOUR_MS ? self->seed * 37 % 60 : 0;
  const BedsideDemoTalk talk = {
    .script = script ? bedside_json_get_array (bedside_json_get_object (self->json, "scripts"), script) : NULL,
    .topics = given ? bedside_json_get_array (self->json, "topics") : NULL,
    .messages = (guint) CLAMP (get_number (entry, "messages", 0), 0, G_MAXINT),
    .days = (guint) CLAMP (get_number (entry, "days", DEFAULT_DAYS), 1, 3650),
    .last = self->now - ago - odd_minutes * MINUTE_MS,
    .seed = self->seed++,
    .given = given,
  };

  return bedside_demo_talk_dup_lines (&talk);
}

/* @user_id has read all but the last @unread events. */
static void
read_all_but (Scenario        *self,
              BedsideDemoRoom *room,
              const char      *user_id,
              gint64           unread)
{
  guint index = room->events->len - 1 - (guint) CLAMP (unread, 0, (gint64) room->events->len - 1);

  bedside_demo_world_read (self->world, room, user_id, BEDSIDE_DEMO_RECEIPT_PUBLIC,
                           bedside_demo_room_get_event_at (room, index)->id);
}

static void
add_team (Scenario   *self,
          JsonObject *entry)
{
  static const char levels[] =
    "{\"users\":{},\"users_default\":50,\"events_default\":50,\"state_default\":50,\"invite\":50,\"kick\":50,"
    "\"ban\":50,\"redact\":50,\"events\":{\"m.room.encryption\":100,\"m.room.tombstone\":100}}";
  JsonArray *array = bedside_json_get_array (entry, "members");
  gboolean everyone = array == NULL;
  const char *title = bedside_json_get_string (entry, "title");
  g_autoptr(GPtrArray) members = g_ptr_array_new ();
  g_autofree char *create = g_strdup_printf ("{\"m.federate\":false,"
                                             "\"org.bedside.team\":{\"v\":1,\"practice\":\"%s\"}}",
                                             self->practice->id);
  g_autoptr(GPtrArray) lines = dup_lines (self, entry, NULL);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    g_ptr_array_add (members, (gpointer) bedside_json_array_get_string (array, i));
  g_ptr_array_add (members, NULL);

  BedsideDemoRoom *room = add_staff_room (self, create, levels, title ? title : "Team", everyone,
                                          (const char *const *) (everyone ? self->staff : members)->pdata);
  for (guint i = 0; i < lines->len; i++)
    {
      BedsideDemoLine *line = g_ptr_array_index (lines, i);
      g_autofree char *user_id = bedside_demo_world_dup_user_id (self->world, line->who);

      bedside_demo_world_say (self->world, room, user_id, line->text, line->timestamp);
    }
  for (guint i = 0; self->staff->pdata[i] != NULL; i++)
    read_all_but (self, room, self->staff->pdata[i],
                  g_str_equal (self->staff->pdata[i], self->owner) ? get_number (entry, "unread", 0) : 0);
}

static void
add_line (Scenario                 *self,
          BedsideDemoRoom          *room,
          const BedsideDemoBinding *binding,
          BedsideDemoLine          *line)
{
  static const char secret[] =
    "{\"algorithm\":\"m.megolm.v1.aes-sha2\",\"session_id\":\"Yk9uZSBvZiBvdXJz\",\"device_id\":\"PORTAL\","
    "\"sender_key\":\"c29tZWJvZHkncyBrZXk\",\"ciphertext\":\"AwgAEnACgAkLmt6qF84IK++J7UDH2Za1YVchHyprqTqsg\"}";
  const BedsideDemoDraft draft = {
    .sender = binding->patient, .type = "m.room.encrypted", .content = secret, .timestamp = line->timestamp,
  };

  if (g_str_equal (line->who, "E"))
    bedside_demo_world_append (self->world, room, &draft);
  else
    bedside_demo_world_say (self->world, room, g_str_equal (line->who, "P") ? binding->patient : binding->practitioner,
                            line->text, line->timestamp);
}

static void
add_conversation (Scenario                 *self,
                  const BedsideDemoBinding *binding,
                  JsonObject               *entry,
                  const char               *given,
                  gboolean                  enabled)
{
  g_autofree char *chat = bedside_demo_text_strings ("practice", binding->practice, "patient_key", binding->patient_key,
                                                     "patient", binding->patient, "practitioner", binding->practitioner,
                                                     NULL);
  g_autofree char *create = g_strdup_printf ("{\"m.federate\":false,\"org.bedside.chat\":{\"v\":1,%s}", chat + 1);
  g_autofree char *levels = bedside_demo_practice_dup_levels (binding, enabled ? PATIENT_MAY_WRITE : 0);
  g_autoptr(GPtrArray) lines = dup_lines (self, entry, given);
  const char *const state[] = {
    "m.room.join_rules", "", "{\"join_rule\":\"invite\"}",
    "m.room.history_visibility", "", "{\"history_visibility\":\"shared\"}",
    "m.room.guest_access", "", "{\"guest_access\":\"forbidden\"}",
    NULL,
  };
  const char *const members[] = { binding->patient, NULL };
  const BedsideDemoRoomPlan plan = {
    .creator = binding->practitioner, .create_content = create, .levels = levels, .state = state, .members = members,
    .timestamp = lines->len > 0 ? ((BedsideDemoLine *) g_ptr_array_index (lines, 0))->timestamp - 1000 : self->begin,
  };
  BedsideDemoRoom *room = bedside_demo_world_plan_room (self->world, &plan);

  for (guint i = 0; i < lines->len; i++)
    add_line (self, room, binding, g_ptr_array_index (lines, i));
  read_all_but (self, room, binding->patient, get_number (entry, "patient_unread", 0));
  read_all_but (self, room, binding->practitioner, get_number (entry, "unread", 0));
}

static void
add_access (Scenario   *self,
            const char *key,
            JsonObject *entry)
{
  const char *chat = bedside_json_get_string (entry, "chat");
  g_autofree char *content = NULL;

  if (chat == NULL && bedside_json_get_object (entry, "with") == NULL)
    return;
  content = bedside_demo_text_strings ("chat", chat ? chat : "enabled", "reason",
                                       bedside_json_get_string (entry, "reason"), NULL);

  g_autofree char *whole = g_strdup_printf ("{\"v\":1,%s", content + 1);
  put (self, self->directory, "org.bedside.access", key, whole,
       self->now - read_ago (bedside_json_get_string (entry, "since")));
}

static void
add_conversations (Scenario   *self,
                   const char *key,
                   const char *user_id,
                   JsonObject *entry)
{
  JsonObject *with = bedside_json_get_object (entry, "with");
  gboolean enabled = g_strcmp0 (bedside_json_get_string (entry, "chat"), "disabled") != 0;
  g_autoptr(GList) names = with ? json_object_get_members (with) : NULL;

  for (GList *name = names; name != NULL; name = name->next)
    {
      g_autofree char *practitioner = bedside_demo_world_dup_user_id (self->world, name->data);
      const BedsideDemoBinding binding = {
        .practice = self->practice->id, .patient_key = key, .patient = user_id, .practitioner = practitioner,
      };

      add_conversation (self, &binding, bedside_json_get_object (with, name->data),
                        bedside_json_get_string (entry, "given"), enabled);
    }
}

static gboolean
add_patient (Scenario    *self,
             JsonObject  *entry,
             GError     **error)
{
  const char *given = bedside_json_get_string (entry, "given");
  const char *family = bedside_json_get_string (entry, "family");
  const char *born = bedside_json_get_string (entry, "born");
  const char *localpart = bedside_json_get_string (entry, "user");
  const char *portal = bedside_json_get_string (entry, "portal");
  g_autofree char *key = bedside_demo_text_random (KEY_LENGTH);
  g_autofree char *user_id = localpart ? bedside_demo_world_dup_user_id (self->world, localpart) : NULL;

  if (given == NULL || family == NULL || born == NULL)
    return fail (error, "name or birth date of a patient");
  if (portal == NULL)
    portal = user_id ? "activated" : "none";
  if (user_id != NULL)
    {
      g_autofree char *name = g_strdup_printf ("%s %s", given, family);
      BedsideDemoUser *user = bedside_demo_accounts_add (self->world->accounts, user_id, NULL, name);

      user->kind = BEDSIDE_DEMO_KIND_PATIENT;
      user->signed_in = g_str_equal (portal, "activated");
    }

  g_autofree char *fields = bedside_demo_text_strings ("given", given, "family", family, "birth_date", born,
                                                       "record", bedside_json_get_string (entry, "record"),
                                                       "user_id", user_id, "portal", portal, NULL);
  g_autofree char *content = g_strdup_printf ("{\"v\":1,%s", fields + 1);
  put (self, self->directory, "org.bedside.patient", key, content, self->begin);
  add_access (self, key, entry);
  if (user_id != NULL)
    add_conversations (self, key, user_id, entry);

  return TRUE;
}

static gboolean
add_patients (Scenario  *self,
              GError   **error)
{
  JsonArray *array = bedside_json_get_array (self->json, "patients");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (!add_patient (self, bedside_json_array_get_object (array, i), error))
      return FALSE;

  return TRUE;
}

static GStrv
dup_texts (JsonObject *object,
           const char *name)
{
  JsonArray *array = bedside_json_get_array (object, name);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (bedside_json_array_get_string (array, i) != NULL)
      g_strv_builder_add (builder, bedside_json_array_get_string (array, i));

  return g_strv_builder_end (builder);
}

/**
 * BedsideDemoScenario:
 *
 * A scenario is a JSON object:
 *
 * - `practice`: the name of the practice.
 * - `practitioners`: `user` (localpart), `name`, `level` (100 owner, 90
 *   manager, else 50), and `signs_in` for the one whose demo it is.
 * - `team`: `title`, `members` (localparts; missing: everyone), `script`,
 *   `last`, `unread`.
 * - `patients`: `given`, `family`, `born`, `record`, `user` (localpart; linked),
 *   `portal`, `chat` and `reason` (missing: enabled as soon as there is a
 *   conversation), `since`, and `with`: conversations by practitioner. A
 *   conversation has `messages` (how many in all), `days` (over how many),
 *   `script` (its end), `last` (how long ago, as in `25m`, `3h`, `12d`),
 *   `unread` and `patient_unread` (how many of the last are not read).
 * - `scripts`: by name, lines of `who: text`; `P` is the patient, `D` the
 *   practitioner, `E` an encrypted message of the patient. In teams: localparts.
 * - `topics`: lists of such lines, which fill a conversation up in turn.
 * - `answers`: what patients say `to_questions` and `to_statements`.
 *
 * `{given}`, `{day}`, `{time}` and `{number}` are filled in.
 */

/**
 * bedside_demo_scenario_load:
 * @world: an empty server's data
 * @patients: who will answer
 * @source: (nullable): path of a resource or file; %NULL for the built-in practice
 * @error: return location for a #GError
 *
 * Fills @world with a practice, its people and a year of conversations.
 *
 * Returns: (transfer full) (nullable): id of the practitioner who signs in, %NULL on error
 */
char *
bedside_demo_scenario_load (BedsideDemoWorld     *world,
                            BedsideDemoPatients  *patients,
                            const char           *source,
                            GError              **error)
{
  g_autoptr(GBytes) bytes = load_bytes (source, error);
  g_auto(Scenario) self = { .world = world, .now = g_get_real_time () / 1000, .seed = 1 };
  JsonObject *answers;
  JsonArray *teams;
  gsize length;
  const char *text;

  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &length);
  self.json = bedside_json_parse_object (text ? text : "", (gssize) length, error);
  if (self.json == NULL)
    return NULL;
  self.begin = self.now - YEAR_MS;
  self.staff = g_ptr_array_new_with_free_func (g_free);
  if (!add_practitioners (&self, error))
    return NULL;

  add_practice (&self);
  add_directory (&self);
  teams = bedside_json_get_array (self.json, "team");
  for (guint i = 0; teams != NULL && i < json_array_get_length (teams); i++)
    add_team (&self, bedside_json_array_get_object (teams, i));
  if (!add_patients (&self, error))
    return NULL;
  answers = bedside_json_get_object (self.json, "answers");
  bedside_demo_patients_set_answers (patients, dup_texts (answers, "to_questions"),
                                     dup_texts (answers, "to_statements"));

  return g_steal_pointer (&self.owner);
}
