/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-scenario"

#include "bedside-demo-scenario-private.h"

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
#define OWNER_LEVEL 100

static void
scenario_clear (BedsideDemoScenario *self)
{
  g_clear_pointer (&self->owner, g_free);
  g_clear_pointer (&self->user, g_free);
  g_clear_pointer (&self->staff, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BedsideDemoScenario, scenario_clear)

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

/**
 * bedside_demo_scenario_read_ago:
 * @text: (nullable): `25m`, `3h` or `12d`
 *
 * Returns: how long that is in ms, 0 if it cannot be read
 */
gint64
bedside_demo_scenario_read_ago (const char *text)
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

/**
 * bedside_demo_scenario_get_number:
 * @object: (nullable): a JSON object
 * @name: of a member
 * @fallback: what it is if it is not there
 *
 * Returns: the number
 */
gint64
bedside_demo_scenario_get_number (JsonObject *object,
                                  const char *name,
                                  gint64      fallback)
{
  bedside_json_get_int (object, name, &fallback);
  return fallback;
}

/**
 * bedside_demo_scenario_put:
 * @self: a practice
 * @room: one of its rooms
 * @type: event type
 * @state_key: its key
 * @content: JSON object
 * @timestamp: ms since 1970, 0: now
 *
 * Adds state that the owner of the practice has set.
 */
void
bedside_demo_scenario_put (BedsideDemoScenario *self,
                           BedsideDemoRoom     *room,
                           const char          *type,
                           const char          *state_key,
                           const char          *content,
                           gint64               timestamp)
{
  bedside_demo_world_set_state (self->world, room, self->owner, type, state_key, content, timestamp);
}

static gboolean
add_practitioners (BedsideDemoScenario  *self,
                   GError              **error)
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
        self->user = g_strdup (user_id);
      if (self->owner == NULL || bedside_demo_scenario_get_number (entry, "level", 0) >= OWNER_LEVEL)
        {
          g_free (self->owner);
          self->owner = g_strdup (user_id);
        }
      g_ptr_array_add (self->staff, g_steal_pointer (&user_id));
    }
  g_ptr_array_add (self->staff, NULL);

  return self->owner != NULL || fail (error, "the practitioners of a practice");
}

static gboolean
add_accounts (BedsideDemoScenario  *self,
              GError              **error)
{
  JsonArray *array = bedside_json_get_array (self->json, "accounts");

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *entry = bedside_json_array_get_object (array, i);
      const char *name = bedside_json_get_string (entry, "user");
      const char *kind = bedside_json_get_string (entry, "kind");

      if (name == NULL)
        return fail (error, "the user of an account");

      g_autofree char *user_id = bedside_demo_world_dup_user_id (self->world, name);
      BedsideDemoUser *user = bedside_demo_accounts_add (self->world->accounts, user_id, NULL,
                                                         bedside_json_get_string (entry, "name"));
      user->kind = g_strcmp0 (kind, "practitioner") == 0 ? BEDSIDE_DEMO_KIND_PRACTITIONER : BEDSIDE_DEMO_KIND_PATIENT;
      bedside_json_get_boolean (entry, "signed_in", &user->signed_in);
    }

  return TRUE;
}

/**
 * bedside_demo_scenario_dup_lines:
 * @self: a practice
 * @entry: a conversation of the scenario
 * @given: (nullable): the patient's given name; %NULL in team conversations
 *
 * Returns: (transfer full) (element-type BedsideDemoLine): what was said, oldest first
 */
GPtrArray *
bedside_demo_scenario_dup_lines (BedsideDemoScenario *self,
                                 JsonObject          *entry,
                                 const char          *given)
{
  const char *script = bedside_json_get_string (entry, "script");
  gint64 ago = bedside_demo_scenario_read_ago (bedside_json_get_string (entry, "last"));
  /* Nobody writes on the hour each time. */
  gint64 odd_minutes = ago > HOUR_MS ? self->seed * 37 % 60 : 0;
  const BedsideDemoTalk talk = {
    .script = script ? bedside_json_get_array (bedside_json_get_object (self->whole, "scripts"), script) : NULL,
    .topics = given ? bedside_json_get_array (self->whole, "topics") : NULL,
    .messages = (guint) CLAMP (bedside_demo_scenario_get_number (entry, "messages", 0), 0, G_MAXINT),
    .days = (guint) CLAMP (bedside_demo_scenario_get_number (entry, "days", DEFAULT_DAYS), 1, 3650),
    .last = self->now - ago - odd_minutes * MINUTE_MS,
    .seed = self->seed++,
    .given = given,
  };

  return bedside_demo_talk_dup_lines (&talk);
}

/**
 * bedside_demo_scenario_read_all_but:
 * @self: a practice
 * @room: one of its rooms
 * @user_id: who reads
 * @unread: how many of the last events are not read
 */
void
bedside_demo_scenario_read_all_but (BedsideDemoScenario *self,
                                    BedsideDemoRoom     *room,
                                    const char          *user_id,
                                    gint64               unread)
{
  guint index = room->events->len - 1 - (guint) CLAMP (unread, 0, (gint64) room->events->len - 1);

  bedside_demo_world_read (self->world, room, user_id, BEDSIDE_DEMO_RECEIPT_PUBLIC,
                           bedside_demo_room_get_event_at (room, index)->id);
}

static void
add_line (BedsideDemoScenario      *self,
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
add_conversation (BedsideDemoScenario      *self,
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
  g_autoptr(GPtrArray) lines = bedside_demo_scenario_dup_lines (self, entry, given);
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
  bedside_demo_scenario_read_all_but (self, room, binding->patient,
                                      bedside_demo_scenario_get_number (entry, "patient_unread", 0));
  bedside_demo_scenario_read_all_but (self, room, binding->practitioner,
                                      bedside_demo_scenario_get_number (entry, "unread", 0));
}

static void
add_access (BedsideDemoScenario *self,
            const char          *key,
            JsonObject          *entry)
{
  const char *chat = bedside_json_get_string (entry, "chat");
  const char *by = bedside_json_get_string (entry, "by");
  g_autofree char *sender = by ? bedside_demo_world_dup_user_id (self->world, by) : g_strdup (self->owner);
  g_autofree char *content = NULL;

  if (chat == NULL && bedside_json_get_object (entry, "with") == NULL)
    return;
  content = bedside_demo_text_strings ("chat", chat ? chat : "enabled", "reason",
                                       bedside_json_get_string (entry, "reason"), NULL);

  g_autofree char *whole = g_strdup_printf ("{\"v\":1,%s", content + 1);
  bedside_demo_world_set_state (self->world, self->directory, sender, "org.bedside.access", key, whole,
                                self->now - bedside_demo_scenario_read_ago (bedside_json_get_string (entry, "since")));
}

static void
add_conversations (BedsideDemoScenario *self,
                   const char          *key,
                   const char          *user_id,
                   JsonObject          *entry)
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
add_patient (BedsideDemoScenario  *self,
             JsonObject           *entry,
             GError              **error)
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
  bedside_demo_scenario_put (self, self->directory, "org.bedside.patient", key, content, self->begin);
  add_access (self, key, entry);
  if (user_id != NULL)
    add_conversations (self, key, user_id, entry);

  return TRUE;
}

static gboolean
add_patients (BedsideDemoScenario  *self,
              GError              **error)
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

static gboolean
load_practice (BedsideDemoScenario  *self,
               GError              **error)
{
  JsonArray *teams = bedside_json_get_array (self->json, "team");

  self->staff = g_ptr_array_new_with_free_func (g_free);
  if (!add_practitioners (self, error) || !add_accounts (self, error))
    return FALSE;

  bedside_demo_scenario_add_practice (self);
  bedside_demo_scenario_add_directory (self);
  for (guint i = 0; teams != NULL && i < json_array_get_length (teams); i++)
    bedside_demo_scenario_add_team (self, bedside_json_array_get_object (teams, i));
  if (!add_patients (self, error))
    return FALSE;
  bedside_demo_scenario_invite (self, self->practice, self->owner, self->json);

  return TRUE;
}

static gboolean
load_others (BedsideDemoScenario  *first,
             GError              **error)
{
  JsonArray *practices = bedside_json_get_array (first->whole, "practices");

  for (guint i = 0; practices != NULL && i < json_array_get_length (practices); i++)
    {
      g_auto(BedsideDemoScenario) self = {
        .world = first->world, .whole = first->whole, .json = bedside_json_array_get_object (practices, i),
        .now = first->now, .begin = first->begin, .seed = first->seed + 1000 * (i + 1),
      };

      if (!load_practice (&self, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * BedsideDemoScenario:
 *
 * A scenario is a JSON object:
 *
 * - `practice`: the name of the practice.
 * - `accounts`: `user` (localpart), `name`, `kind` (`patient` or `practitioner`) and `signed_in` (whether its owner
 *   ever was): accounts that are in no directory and no practice yet.
 * - `practitioners`: `user` (localpart), `name`, `level` (100 owner, 90
 *   manager, else 50), and `signs_in` for the one whose demo it is.
 * - `team`: `title`, `members` (localparts; missing: everyone), `by` (who has
 *   made it), `invited` (localparts), `script`, `last`, `unread`.
 * - `patients`: `given`, `family`, `born`, `record`, `user` (localpart; linked),
 *   `portal`, `chat` and `reason` (missing: enabled as soon as there is a
 *   conversation), `since` and `by` (who has set it), and `with`: conversations by practitioner. A
 *   conversation has `messages` (how many in all), `days` (over how many),
 *   `script` (its end), `last` (how long ago, as in `25m`, `3h`, `12d`),
 *   `unread` and `patient_unread` (how many of the last are not read).
 * - `scripts`: by name, lines of `who: text`; `P` is the patient, `D` the
 *   practitioner, `E` an encrypted message of the patient. In teams: localparts.
 * - `topics`: lists of such lines, which fill a conversation up in turn.
 * - `answers`: what patients say `to_questions`, `to_statements` and `to_first`
 *   (the first message of a conversation), and what is said `of_colleagues`.
 * - `invited`: localparts of who is invited to the practice.
 * - `practices`: other practices on the server, like this one.
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
  static const char *const answer_names[] = {
    [BEDSIDE_DEMO_ANSWERS_TO_STATEMENTS] = "to_statements",
    [BEDSIDE_DEMO_ANSWERS_TO_QUESTIONS] = "to_questions",
    [BEDSIDE_DEMO_ANSWERS_TO_FIRST] = "to_first",
    [BEDSIDE_DEMO_ANSWERS_OF_COLLEAGUES] = "of_colleagues",
  };
  g_autoptr(GBytes) bytes = load_bytes (source, error);
  g_autoptr(JsonObject) json = NULL;
  g_auto(BedsideDemoScenario) self = { .world = world, .now = g_get_real_time () / 1000, .seed = 1 };
  JsonObject *answers;
  gsize length;
  const char *text;

  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &length);
  json = bedside_json_parse_object (text ? text : "", (gssize) length, error);
  if (json == NULL)
    return NULL;

  self.whole = self.json = json;
  self.begin = self.now - YEAR_MS;
  if (!load_practice (&self, error))
    return NULL;
  if (self.user == NULL)
    {
      fail (error, "a practitioner who signs in");
      return NULL;
    }
  if (!load_others (&self, error))
    return NULL;
  answers = bedside_json_get_object (json, "answers");
  for (guint i = 0; i < BEDSIDE_DEMO_ANSWERS_KINDS; i++)
    bedside_demo_patients_set_answers (patients, i, dup_texts (answers, answer_names[i]));

  return g_steal_pointer (&self.user);
}
