/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-create"

#include "bedside-demo-create.h"

#include "bedside-demo-practice.h"
#include "bedside-demo-rules.h"
#include "bedside-demo-text.h"
#include "bedside-json.h"

/* createRoom, with what the practice's module makes of it. */

#define JOIN_DELAY_MS 150

typedef struct {
  const char *version;
  const char *preset;
  const char *name;
  const char *topic;
  JsonObject *override;      /* (owned) (nullable) */
  JsonArray  *initial_state; /* (owned) (nullable) */
  JsonArray  *invite;        /* (nullable) */
  gboolean    is_direct;
} Wish;

static void
wish_clear (Wish *wish)
{
  g_clear_pointer (&wish->override, json_object_unref);
  g_clear_pointer (&wish->initial_state, json_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wish, wish_clear)

static void
wish_read (Wish       *wish,
           JsonObject *body)
{
  gboolean is_public = g_strcmp0 (bedside_json_get_string (body, "visibility"), "public") == 0;
  JsonObject *override = bedside_json_get_object (body, "power_level_content_override");
  JsonArray *initial_state = bedside_json_get_array (body, "initial_state");

  wish->version = bedside_json_get_string (body, "room_version");
  wish->preset = bedside_json_get_string (body, "preset");
  if (wish->preset == NULL)
    wish->preset = is_public ? "public_chat" : "private_chat";
  wish->name = bedside_json_get_string (body, "name");
  wish->topic = bedside_json_get_string (body, "topic");
  wish->override = override ? json_object_ref (override) : NULL;
  wish->initial_state = initial_state ? json_array_ref (initial_state) : NULL;
  wish->invite = bedside_json_get_array (body, "invite");
  bedside_json_get_boolean (body, "is_direct", &wish->is_direct);
}

/* A conversation's levels and rules are the server's business, not the client's. */
static void
wish_bind (Wish                     *wish,
           const BedsideDemoBinding *binding)
{
  g_autofree char *levels = bedside_demo_practice_dup_levels (binding, 0);
  g_autoptr(JsonObject) state = bedside_json_parse_object (
    "{\"state\":["
    "{\"type\":\"m.room.guest_access\",\"content\":{\"guest_access\":\"forbidden\"}},"
    "{\"type\":\"m.room.history_visibility\",\"content\":{\"history_visibility\":\"shared\"}},"
    "{\"type\":\"m.room.join_rules\",\"content\":{\"join_rule\":\"invite\"}}]}", -1, NULL);

  wish_clear (wish);
  wish->override = bedside_json_parse_object (levels, -1, NULL);
  wish->initial_state = json_array_ref (bedside_json_get_array (state, "state"));
  wish->name = NULL;
  wish->topic = NULL;
}

static const char *
wish_check (Wish       *wish,
            const char *creator)
{
  JsonObject *users = bedside_json_get_object (wish->override, "users");

  if (wish->version != NULL && !g_str_equal (wish->version, "10") && !g_str_equal (wish->version, "11"))
    return "M_UNSUPPORTED_ROOM_VERSION";
  if (wish->override != NULL && json_object_has_member (wish->override, "users") &&
      (users == NULL || !json_object_has_member (users, creator)))
    return "M_BAD_JSON";
  return NULL;
}

static char *
dup_create_content (Wish       *wish,
                    JsonObject *content)
{
  g_autoptr(GString) out = g_string_new ("{");
  g_autoptr(GList) names = content ? json_object_get_members (content) : NULL;

  bedside_demo_text_string (out, "room_version", wish->version ? wish->version : "11");
  for (GList *name = names; name != NULL; name = name->next)
    {
      g_autofree char *value = bedside_demo_text_value (json_object_get_member (content, name->data));

      if (!g_str_equal (name->data, "room_version"))
        bedside_demo_text_raw (out, name->data, value);
    }
  bedside_demo_text_close (out, '}');

  return g_strdup (out->str);
}

static char *
dup_users (Wish       *wish,
           const char *creator)
{
  g_autoptr(GString) out = g_string_new ("{");

  bedside_demo_text_int (out, creator, 100);
  for (guint i = 0; wish->invite != NULL && i < json_array_get_length (wish->invite); i++)
    {
      const char *user_id = bedside_json_array_get_string (wish->invite, i);

      if (user_id != NULL && g_str_equal (wish->preset, "trusted_private_chat"))
        bedside_demo_text_int (out, user_id, 100);
    }
  bedside_demo_text_close (out, '}');

  return g_strdup (out->str);
}

/* The preset's levels, each member replaced whole by the override's. */
static char *
dup_levels (Wish       *wish,
            const char *creator)
{
  g_autofree char *users = dup_users (wish, creator);
  gboolean is_public = g_str_equal (wish->preset, "public_chat");
  const struct {
    const char *name;
    const char *value;
  } defaults[] = {
    { "users", users }, { "users_default", "0" }, { "events_default", "0" }, { "state_default", "50" },
    { "ban", "50" }, { "kick", "50" }, { "redact", "50" }, { "invite", is_public ? "50" : "0" },
    { "historical", "100" },
    { "events", "{\"m.room.name\":50,\"m.room.power_levels\":100,\"m.room.history_visibility\":100,"
      "\"m.room.canonical_alias\":50,\"m.room.avatar\":50,\"m.room.tombstone\":100,\"m.room.server_acl\":100,"
      "\"m.room.encryption\":100}" },
  };
  g_autoptr(GString) out = g_string_new ("{");
  g_autoptr(GList) names = wish->override ? json_object_get_members (wish->override) : NULL;

  for (guint i = 0; i < G_N_ELEMENTS (defaults); i++)
    if (wish->override == NULL || !json_object_has_member (wish->override, defaults[i].name))
      bedside_demo_text_raw (out, defaults[i].name, defaults[i].value);
  for (GList *name = names; name != NULL; name = name->next)
    {
      g_autofree char *value = bedside_demo_text_value (json_object_get_member (wish->override, name->data));

      bedside_demo_text_raw (out, name->data, value);
    }
  bedside_demo_text_close (out, '}');

  return g_strdup (out->str);
}

static JsonObject *
find_initial (Wish       *wish,
              const char *type)
{
  for (guint i = 0; wish->initial_state != NULL && i < json_array_get_length (wish->initial_state); i++)
    {
      JsonObject *entry = bedside_json_array_get_object (wish->initial_state, i);

      if (g_strcmp0 (bedside_json_get_string (entry, "type"), type) == 0)
        return bedside_json_get_object (entry, "content");
    }

  return NULL;
}

/* The creator must hold the levels for what follows; if not, the room is left as far as it came. */
static gboolean
put_state (BedsideDemoRequest *request,
           BedsideDemoRoom    *room,
           const char         *type,
           const char         *state_key,
           const char         *json)
{
  const char *me = request->user->id;
  g_autoptr(JsonObject) content = bedside_json_parse_object (json, -1, NULL);
  g_autofree char *error = bedside_demo_rules_check_event (room, me, type, state_key, content);

  if (error != NULL)
    bedside_demo_request_refuse (request, 403, "M_FORBIDDEN", error);
  else
    bedside_demo_world_set_state (request->world, room, me, type, state_key, json, 0);
  return error == NULL;
}

static gboolean
put_presets (BedsideDemoRequest *request,
             BedsideDemoRoom    *room,
             Wish               *wish)
{
  gboolean is_public = g_str_equal (wish->preset, "public_chat");
  const struct {
    const char *type;
    const char *content;
  } presets[] = {
    { "m.room.join_rules", is_public ? "{\"join_rule\":\"public\"}" : "{\"join_rule\":\"invite\"}" },
    { "m.room.history_visibility", "{\"history_visibility\":\"shared\"}" },
    { "m.room.guest_access", is_public ? "{\"guest_access\":\"forbidden\"}" : "{\"guest_access\":\"can_join\"}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    if (find_initial (wish, presets[i].type) == NULL &&
        !put_state (request, room, presets[i].type, "", presets[i].content))
      return FALSE;

  return TRUE;
}

static gboolean
put_initial_state (BedsideDemoRequest *request,
                   BedsideDemoRoom    *room,
                   Wish               *wish)
{
  for (guint i = 0; wish->initial_state != NULL && i < json_array_get_length (wish->initial_state); i++)
    {
      JsonObject *entry = bedside_json_array_get_object (wish->initial_state, i);
      const char *type = bedside_json_get_string (entry, "type");
      const char *state_key = bedside_json_get_string (entry, "state_key");
      JsonObject *content = bedside_json_get_object (entry, "content");
      g_autofree char *json = content ? bedside_json_object_to_text (content) : NULL;

      if (type == NULL || json == NULL || g_str_equal (type, "m.room.power_levels"))
        continue;
      if (!put_state (request, room, type, state_key ? state_key : "", json))
        return FALSE;
    }

  return TRUE;
}

static gboolean
put_names (BedsideDemoRequest *request,
           BedsideDemoRoom    *room,
           Wish               *wish)
{
  g_autofree char *name = bedside_demo_text_strings ("name", wish->name, NULL);
  g_autofree char *topic = bedside_demo_text_strings ("topic", wish->topic, NULL);

  return (wish->name == NULL || put_state (request, room, "m.room.name", "", name)) &&
         (wish->topic == NULL || put_state (request, room, "m.room.topic", "", topic));
}

static gboolean
put_invitations (BedsideDemoRequest *request,
                 BedsideDemoRoom    *room,
                 Wish               *wish)
{
  for (guint i = 0; wish->invite != NULL && i < json_array_get_length (wish->invite); i++)
    {
      const char *user_id = bedside_json_array_get_string (wish->invite, i);
      BedsideDemoUser *user = user_id ? bedside_demo_accounts_get (request->world->accounts, user_id) : NULL;
      g_autofree char *error = NULL;
      g_autoptr(GString) content = g_string_new ("{");

      if (user_id == NULL)
        continue;
      error = bedside_demo_rules_check_membership (request->world, room, request->user->id, user_id,
                                                   BEDSIDE_DEMO_MEMBERSHIP_INVITE);
      if (error != NULL)
        {
          bedside_demo_request_refuse (request, 403, "M_FORBIDDEN", error);
          return FALSE;
        }
      bedside_demo_text_string (content, "membership", "invite");
      bedside_demo_text_string (content, "displayname", user ? user->display_name : NULL);
      if (wish->is_direct)
        bedside_demo_text_boolean (content, "is_direct", TRUE);
      bedside_demo_text_close (content, '}');
      bedside_demo_world_set_state (request->world, room, request->user->id, "m.room.member", user_id, content->str, 0);
      bedside_demo_create_join_later (request->world, room, user_id);
    }

  return TRUE;
}

static BedsideDemoRoom *
make_room (BedsideDemoRequest *request,
           Wish               *wish)
{
  JsonObject *initial_levels = find_initial (wish, "m.room.power_levels");
  g_autofree char *content = dup_create_content (wish, bedside_json_get_object (request->body, "creation_content"));
  g_autofree char *levels = initial_levels ? bedside_json_object_to_text (initial_levels)
                                           : dup_levels (wish, request->user->id);
  const BedsideDemoRoomPlan plan = { .creator = request->user->id, .create_content = content, .levels = levels };
  BedsideDemoRoom *room = bedside_demo_world_plan_room (request->world, &plan);

  if (put_presets (request, room, wish) && put_initial_state (request, room, wish) &&
      put_names (request, room, wish) && put_invitations (request, room, wish))
    return room;
  return NULL;
}

/**
 * bedside_demo_create:
 * @request: POST createRoom, or PUT createRoom/{txn}, which remembers
 *
 * Makes a room.
 */
void
bedside_demo_create (BedsideDemoRequest *request)
{
  const char *me = request->user->id;
  g_autofree char *transaction = g_strconcat (request->device->key, "|", request->path, NULL);
  const char *before = request->args[0] ? g_hash_table_lookup (request->world->transactions, transaction) : NULL;
  const char *reason = bedside_demo_practice_check_create (request->world, me, request->body);
  BedsideDemoBinding binding;
  g_auto(Wish) wish = { NULL };

  if (before != NULL)
    {
      bedside_demo_request_answer_string (request, "room_id", before);
      return;
    }
  if (reason != NULL)
    {
      bedside_demo_request_refuse_reason (request, "Not allowed to create this room", reason);
      return;
    }

  wish_read (&wish, request->body);
  if (bedside_demo_practice_is_enforced (request->world) &&
      bedside_demo_practice_read_binding (bedside_json_get_object (request->body, "creation_content"), &binding))
    wish_bind (&wish, &binding);

  const char *errcode = wish_check (&wish, me);
  if (errcode != NULL)
    {
      bedside_demo_request_refuse (request, 400, errcode, "This room cannot be made");
      return;
    }

  BedsideDemoRoom *room = make_room (request, &wish);
  if (room == NULL)
    return;
  if (request->args[0] != NULL)
    g_hash_table_insert (request->world->transactions, g_steal_pointer (&transaction), g_strdup (room->id));
  bedside_demo_request_answer_string (request, "room_id", room->id);
}

typedef struct {
  BedsideDemoWorld *world;
  BedsideDemoRoom  *room;
  char             *user_id; /* (owned) */
} Joining;

static void
joining_free (gpointer data)
{
  Joining *joining = data;

  g_free (joining->user_id);
  g_free (joining);
}

static gboolean
join_cb (gpointer data)
{
  Joining *joining = data;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&joining->world->lock);

  if (bedside_demo_room_get_membership (joining->room, joining->user_id) == BEDSIDE_DEMO_MEMBERSHIP_INVITE)
    bedside_demo_world_set_membership (joining->world, joining->room, joining->user_id, joining->user_id,
                                       BEDSIDE_DEMO_MEMBERSHIP_JOIN, NULL);

  return G_SOURCE_REMOVE;
}

/**
 * bedside_demo_create_join_later:
 * @world: the server's data
 * @room: a room
 * @user_id: who was invited
 *
 * The module lets the bound patient of a conversation join by himself. Does nothing for anybody else.
 */
void
bedside_demo_create_join_later (BedsideDemoWorld *world,
                                BedsideDemoRoom  *room,
                                const char       *user_id)
{
  BedsideDemoBinding binding;

  if (!bedside_demo_practice_is_enforced (world) || !bedside_demo_practice_get_binding (room, &binding) ||
      !g_str_equal (binding.patient, user_id))
    return;

  Joining *joining = g_new0 (Joining, 1);
  joining->world = world;
  joining->room = room;
  joining->user_id = g_strdup (user_id);
  g_source_unref (bedside_demo_world_add_timer (world, JOIN_DELAY_MS, join_cb, joining, joining_free));
}
