/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-practice"

#include "bedside-demo-practice.h"

#include "bedside-demo-shape.h"
#include "bedside-demo-text.h"
#include "bedside-json.h"

/**
 * bedside_demo_practice_is_space:
 * @room: (nullable): a room
 *
 * Returns: whether @room is the space of a practice
 */
gboolean
bedside_demo_practice_is_space (BedsideDemoRoom *room)
{
  JsonObject *create = room ? bedside_demo_room_get_content (room, "m.room.create", "") : NULL;

  return bedside_json_get_object (create, "org.bedside.practice") != NULL;
}

/**
 * bedside_demo_practice_list:
 * @world: the server's data
 *
 * Returns: (transfer container) (element-type BedsideDemoRoom): the spaces of all practices
 */
GPtrArray *
bedside_demo_practice_list (BedsideDemoWorld *world)
{
  GPtrArray *practices = g_ptr_array_new ();

  for (guint i = 0; i < world->room_list->len; i++)
    if (bedside_demo_practice_is_space (g_ptr_array_index (world->room_list, i)))
      g_ptr_array_add (practices, g_ptr_array_index (world->room_list, i));

  return practices;
}

/**
 * bedside_demo_practice_is_configured:
 * @world: the server's data
 * @practice_id: of a space
 *
 * Returns: whether the module was told of this practice
 */
gboolean
bedside_demo_practice_is_configured (BedsideDemoWorld *world,
                                     const char       *practice_id)
{
  return world->configured == NULL || g_strv_contains ((const char *const *) world->configured, practice_id);
}

/**
 * bedside_demo_practice_is_enforced:
 * @world: the server's data
 *
 * Returns: whether the module works here; a server without any practice has none, unless it was told otherwise
 */
gboolean
bedside_demo_practice_is_enforced (BedsideDemoWorld *world)
{
  g_autoptr(GPtrArray) practices = bedside_demo_practice_list (world);

  return world->enforced && (practices->len > 0 || world->configured != NULL);
}

/**
 * bedside_demo_practice_get_kind:
 * @world: the server's data
 * @user_id: whole user id
 *
 * Finds the account type. One that nobody has set is practitioner for those in
 * a practice, and patient, Synapse's default, for all others.
 *
 * Returns: the type, UNKNOWN if there is no such account
 */
BedsideDemoKind
bedside_demo_practice_get_kind (BedsideDemoWorld *world,
                                const char       *user_id)
{
  BedsideDemoUser *user = bedside_demo_accounts_get (world->accounts, user_id);
  g_autoptr(GPtrArray) practices = bedside_demo_practice_list (world);

  if (user == NULL || user->kind != BEDSIDE_DEMO_KIND_UNKNOWN)
    return user ? user->kind : BEDSIDE_DEMO_KIND_UNKNOWN;
  for (guint i = 0; i < practices->len; i++)
    {
      BedsideDemoMembership membership = bedside_demo_room_get_membership (g_ptr_array_index (practices, i), user_id);

      if (membership == BEDSIDE_DEMO_MEMBERSHIP_JOIN || membership == BEDSIDE_DEMO_MEMBERSHIP_INVITE)
        return BEDSIDE_DEMO_KIND_PRACTITIONER;
    }

  return BEDSIDE_DEMO_KIND_PATIENT;
}

static gboolean
is_staff (BedsideDemoWorld *world,
          const char       *user_id)
{
  return bedside_demo_practice_get_kind (world, user_id) == BEDSIDE_DEMO_KIND_PRACTITIONER;
}

static const char *
get_text (JsonObject *object,
          const char *name)
{
  const char *text = bedside_json_get_string (object, name);

  return text ? text : "";
}

/**
 * bedside_demo_practice_read_binding:
 * @create_content: (nullable): content of m.room.create
 * @binding: (out caller-allocates): what it says; borrowed from @create_content
 *
 * Returns: %FALSE if the room is no conversation
 */
gboolean
bedside_demo_practice_read_binding (JsonObject         *create_content,
                                    BedsideDemoBinding *binding)
{
  JsonObject *chat = bedside_json_get_object (create_content, "org.bedside.chat");

  if (create_content == NULL || !json_object_has_member (create_content, "org.bedside.chat"))
    return FALSE;
  binding->practice = get_text (chat, "practice");
  binding->patient_key = get_text (chat, "patient_key");
  binding->patient = get_text (chat, "patient");
  binding->practitioner = get_text (chat, "practitioner");

  return TRUE;
}

/**
 * bedside_demo_practice_get_binding:
 * @room: a room
 * @binding: (out caller-allocates): what binds it; borrowed from @room
 *
 * Returns: %FALSE if the room is no conversation
 */
gboolean
bedside_demo_practice_get_binding (BedsideDemoRoom    *room,
                                   BedsideDemoBinding *binding)
{
  return bedside_demo_practice_read_binding (bedside_demo_room_get_content (room, "m.room.create", ""), binding);
}

static const char *
read_owner (JsonObject *create_content)
{
  static const char *const marks[] = { "org.bedside.directory", "org.bedside.team" };

  for (guint i = 0; create_content != NULL && i < G_N_ELEMENTS (marks); i++)
    if (json_object_has_member (create_content, marks[i]))
      return get_text (bedside_json_get_object (create_content, marks[i]), "practice");

  return NULL;
}

/**
 * bedside_demo_practice_get_owner:
 * @room: a room
 *
 * Returns: (nullable): id of the practice whose directory or team conversation @room is
 */
const char *
bedside_demo_practice_get_owner (BedsideDemoRoom *room)
{
  return read_owner (bedside_demo_room_get_content (room, "m.room.create", ""));
}

static BedsideDemoRoom *
get_directory (BedsideDemoWorld *world,
               BedsideDemoRoom  *practice,
               JsonObject       *settings)
{
  BedsideDemoRoom *directory = bedside_demo_world_get_room (world, bedside_json_get_string (settings, "directory"));
  JsonObject *create = directory ? bedside_demo_room_get_content (directory, "m.room.create", "") : NULL;
  JsonObject *mark = bedside_json_get_object (create, "org.bedside.directory");

  return g_strcmp0 (bedside_json_get_string (mark, "practice"), practice->id) == 0 ? directory : NULL;
}

static gboolean
get_setting (JsonObject *settings,
             const char *name)
{
  gboolean value = FALSE;

  return bedside_json_get_boolean (settings, name, &value) && value;
}

/**
 * bedside_demo_practice_closed_because:
 * @world: the server's data
 * @binding: of a conversation
 *
 * The practice's "may write", the same for both sides.
 *
 * Returns: (nullable): why nobody may write, %NULL while both may
 */
const char *
bedside_demo_practice_closed_because (BedsideDemoWorld         *world,
                                      const BedsideDemoBinding *binding)
{
  BedsideDemoRoom *practice = bedside_demo_world_get_room (world, binding->practice);

  if (!bedside_demo_shape_is_binding (binding))
    return "wrong_binding";
  if (!bedside_demo_practice_is_space (practice) || !bedside_demo_practice_is_configured (world, practice->id))
    return "no_practice";

  JsonObject *settings = bedside_demo_room_get_content (practice, "org.bedside.settings", "");
  BedsideDemoRoom *directory = get_directory (world, practice, settings);
  if (directory == NULL)
    return "no_practice";

  JsonObject *patient = bedside_demo_room_get_content (directory, "org.bedside.patient", binding->patient_key);
  JsonObject *access = bedside_demo_room_get_content (directory, "org.bedside.access", binding->patient_key);
  if (!is_staff (world, binding->practitioner) ||
      bedside_demo_room_get_membership (practice, binding->practitioner) != BEDSIDE_DEMO_MEMBERSHIP_JOIN)
    return "practitioner_left";
  if (!get_setting (settings, "group_chat"))
    return "group_chat_disabled";
  if (!get_setting (settings, "patient_chat"))
    return "practice_chat_disabled";
  if (binding->patient[0] == '\0' || !g_str_equal (get_text (patient, "user_id"), binding->patient))
    return "not_linked";
  if (!g_str_equal (get_text (access, "chat"), "enabled"))
    return "chat_disabled";
  return NULL;
}

/* The text of a level event with the patient's entry put at 0, for comparison. */
static char *
dup_levels_without (JsonObject *levels,
                    const char *patient)
{
  g_autoptr(GString) out = g_string_new ("{");
  g_autoptr(GList) names = json_object_get_members (levels);
  g_autoptr(GList) sorted = g_list_sort (g_steal_pointer (&names), (GCompareFunc) g_strcmp0);

  for (GList *name = sorted; name != NULL; name = name->next)
    {
      JsonObject *map = bedside_json_get_object (levels, name->data);
      g_autoptr(GList) keys = map ? g_list_sort (json_object_get_members (map), (GCompareFunc) g_strcmp0) : NULL;
      g_autofree char *value = bedside_demo_text_value (json_object_get_member (levels, name->data));

      if (map == NULL)
        {
          bedside_demo_text_raw (out, name->data, value);
          continue;
        }
      bedside_demo_text_open (out, name->data, '{');
      for (GList *key = keys; key != NULL; key = key->next)
        {
          g_autofree char *entry = bedside_demo_text_value (json_object_get_member (map, key->data));

          if (!g_str_equal (key->data, patient))
            bedside_demo_text_raw (out, key->data, entry);
        }
      bedside_demo_text_close (out, '}');
    }

  return g_strdup (out->str);
}

/* A conversation's state never changes, but for the patient's own level: 0 or 10. */
static const char *
check_state (BedsideDemoRoom          *room,
             const BedsideDemoBinding *binding,
             const char               *type,
             JsonObject               *content)
{
  JsonObject *old = bedside_demo_room_get_content (room, "m.room.power_levels", "");
  gint64 level = 0;

  if (!g_str_equal (type, "m.room.power_levels"))
    return g_str_equal (type, "m.room.encryption") ? "encryption" : "wrong_shape";

  bedside_json_get_int (bedside_json_get_object (content, "users"), binding->patient, &level);
  g_autofree char *before = old ? dup_levels_without (old, binding->patient) : NULL;
  g_autofree char *after = dup_levels_without (content, binding->patient);
  return (level == 0 || level == 10) && g_strcmp0 (before, after) == 0 ? NULL : "wrong_shape";
}

static gboolean
is_member (BedsideDemoWorld *world,
           const char       *practice_id,
           const char       *user_id)
{
  BedsideDemoRoom *practice = bedside_demo_world_get_room (world, practice_id);

  return bedside_demo_practice_is_space (practice) && is_staff (world, user_id) &&
         bedside_demo_room_get_membership (practice, user_id) == BEDSIDE_DEMO_MEMBERSHIP_JOIN;
}

/* To directory and team conversations: members, and those who are invited to become one. */
static gboolean
may_be_invited (BedsideDemoWorld *world,
                const char       *practice_id,
                const char       *user_id)
{
  BedsideDemoRoom *practice = bedside_demo_world_get_room (world, practice_id);

  return is_member (world, practice_id, user_id) ||
         (practice != NULL && is_staff (world, user_id) &&
          bedside_demo_room_get_membership (practice, user_id) == BEDSIDE_DEMO_MEMBERSHIP_INVITE);
}

/* In rooms that are no conversation. */
static const char *
check_staff_event (BedsideDemoWorld *world,
                   BedsideDemoRoom  *room,
                   const char       *sender,
                   const char       *type,
                   const char       *state_key,
                   JsonObject       *content)
{
  const char *practice_id = bedside_demo_practice_get_owner (room);

  if (!is_staff (world, sender))
    return "not_practitioner";
  if (practice_id != NULL && !is_member (world, practice_id, sender))
    return "not_member";
  if (state_key == NULL || (practice_id == NULL && !bedside_demo_practice_is_space (room)))
    return NULL;
  if (g_str_equal (type, "m.room.encryption"))
    return "encryption";
  return g_str_equal (type, "m.room.tombstone") || bedside_demo_shape_is_open (type, content) ? "never" : NULL;
}

/**
 * bedside_demo_practice_check_event:
 * @world: the server's data
 * @room: a room
 * @sender: user id
 * @type: event type, not m.room.member
 * @state_key: (nullable): %NULL for a message event
 * @content: the event's content
 *
 * Returns: (nullable): why the practice's rules refuse the event
 */
const char *
bedside_demo_practice_check_event (BedsideDemoWorld *world,
                                   BedsideDemoRoom  *room,
                                   const char       *sender,
                                   const char       *type,
                                   const char       *state_key,
                                   JsonObject       *content)
{
  BedsideDemoBinding binding;

  if (!bedside_demo_practice_is_enforced (world))
    return NULL;
  if (!bedside_demo_practice_get_binding (room, &binding))
    return check_staff_event (world, room, sender, type, state_key, content);

  gboolean is_practitioner = g_str_equal (sender, binding.practitioner) && is_staff (world, sender);
  if (!is_practitioner && !g_str_equal (sender, binding.patient))
    return "wrong_binding";
  if (state_key != NULL)
    return is_practitioner ? check_state (room, &binding, type, content) : "wrong_shape";
  if (is_practitioner && g_str_equal (type, "m.room.redaction"))
    {
      BedsideDemoEvent *target = bedside_demo_room_get_event (room, get_text (content, "redacts"));

      /* A mistake of his own may be taken back at any time. */
      if (target != NULL && target->state_key == NULL && g_str_equal (target->sender, sender))
        return NULL;
    }
  return bedside_demo_practice_closed_because (world, &binding);
}

/* Whoever could not be invited is refused here, or a room would stay behind that nobody wants. */
static const char *
check_invited (BedsideDemoWorld *world,
               JsonArray        *invite,
               const char       *practice_id)
{
  for (guint i = 0; invite != NULL && i < json_array_get_length (invite); i++)
    {
      const char *user_id = bedside_json_array_get_string (invite, i);

      if (user_id == NULL || !is_staff (world, user_id))
        return "not_practitioner";
      if (practice_id != NULL && !may_be_invited (world, practice_id, user_id))
        return "not_member";
    }

  return NULL;
}

/**
 * bedside_demo_practice_check_create:
 * @world: the server's data
 * @creator: user id
 * @body: of the request
 *
 * Returns: (nullable): why the practice's rules refuse the room
 */
const char *
bedside_demo_practice_check_create (BedsideDemoWorld *world,
                                    const char       *creator,
                                    JsonObject       *body)
{
  JsonObject *content = bedside_json_get_object (body, "creation_content");
  const char *practice_id = read_owner (content);
  BedsideDemoBinding binding;

  if (!bedside_demo_practice_is_enforced (world))
    return NULL;
  if (!is_staff (world, creator))
    return "not_practitioner";

  const char *reason = bedside_demo_shape_check_body (creator, body);
  if (reason != NULL)
    return reason;
  if (!bedside_demo_practice_read_binding (content, &binding))
    {
      if (practice_id != NULL && !is_member (world, practice_id, creator))
        return "not_member";
      return check_invited (world, bedside_json_get_array (body, "invite"), practice_id);
    }
  if (bedside_demo_practice_get_kind (world, binding.patient) != BEDSIDE_DEMO_KIND_PATIENT)
    return "not_patient";
  return bedside_demo_practice_closed_because (world, &binding);
}

/**
 * bedside_demo_practice_check_invite:
 * @world: the server's data
 * @room: a room
 * @sender: who invites
 * @user_id: whom
 *
 * Returns: (nullable): why the practice's rules refuse the invitation
 */
const char *
bedside_demo_practice_check_invite (BedsideDemoWorld *world,
                                    BedsideDemoRoom  *room,
                                    const char       *sender,
                                    const char       *user_id)
{
  const char *practice_id = bedside_demo_practice_get_owner (room);
  BedsideDemoBinding binding;

  if (!bedside_demo_practice_is_enforced (world))
    return NULL;
  if (bedside_demo_practice_get_binding (room, &binding))
    {
      if (!g_str_equal (sender, binding.practitioner) || !g_str_equal (user_id, binding.patient))
        return "wrong_binding";
      return bedside_demo_practice_closed_because (world, &binding);
    }
  if (!is_staff (world, sender) || !is_staff (world, user_id))
    return "not_practitioner";
  if (practice_id != NULL &&
      (!is_member (world, practice_id, sender) || !may_be_invited (world, practice_id, user_id)))
    return "not_member";
  return NULL;
}

/**
 * bedside_demo_practice_check_join:
 * @world: the server's data
 * @room: a room
 * @user_id: who wants to join
 *
 * Returns: (nullable): why the practice's rules refuse it
 */
const char *
bedside_demo_practice_check_join (BedsideDemoWorld *world,
                                  BedsideDemoRoom  *room,
                                  const char       *user_id)
{
  BedsideDemoMembership now = bedside_demo_room_get_membership (room, user_id);
  const char *practice_id = bedside_demo_practice_get_owner (room);
  BedsideDemoBinding binding;
  gboolean is_bound;

  if (!bedside_demo_practice_is_enforced (world))
    return NULL;
  is_bound = bedside_demo_practice_get_binding (room, &binding);
  if (is_bound && g_str_equal (binding.patient, user_id))
    return now == BEDSIDE_DEMO_MEMBERSHIP_INVITE || now == BEDSIDE_DEMO_MEMBERSHIP_JOIN ? NULL : "wrong_binding";
  if (!is_staff (world, user_id))
    return "not_practitioner";
  if (is_bound)
    return g_str_equal (binding.practitioner, user_id) ? NULL : "wrong_binding";
  return practice_id == NULL || is_member (world, practice_id, user_id) ? NULL : "not_member";
}

/**
 * bedside_demo_practice_dup_levels:
 * @binding: of a conversation
 * @patient_level: 0 or 10
 *
 * Returns: (transfer full): the content of the conversation's m.room.power_levels
 */
char *
bedside_demo_practice_dup_levels (const BedsideDemoBinding *binding,
                                  guint                     patient_level)
{
  static const char *const types[] = {
    "m.room.name", "m.room.topic", "m.room.avatar", "m.room.power_levels", "m.room.history_visibility",
    "m.room.join_rules", "m.room.encryption", "m.room.server_acl", "m.room.tombstone", "m.call.invite",
  };
  static const char *const actions[] = { "state_default", "invite", "kick", "ban", "redact" };
  g_autoptr(GString) out = g_string_new ("{");

  bedside_demo_text_open (out, "users", '{');
  bedside_demo_text_int (out, binding->practitioner, 100);
  bedside_demo_text_int (out, binding->patient, patient_level);
  bedside_demo_text_close (out, '}');
  bedside_demo_text_int (out, "users_default", 0);
  bedside_demo_text_int (out, "events_default", 10);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    bedside_demo_text_int (out, actions[i], 100);
  bedside_demo_text_open (out, "events", '{');
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    bedside_demo_text_int (out, types[i], 100);
  bedside_demo_text_close (out, '}');
  bedside_demo_text_raw (out, "notifications", "{\"room\":100}");
  g_string_append_c (out, '}');

  return g_strdup (out->str);
}
