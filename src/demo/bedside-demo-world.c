/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-world"

#include "bedside-demo-world.h"

#include "bedside-demo-text.h"
#include "bedside-json.h"

#include <string.h>

#define ROOM_VERSION "11"

/**
 * bedside_demo_world_new:
 * @server_name: the part of ids after the colon
 * @context: of the server's thread
 *
 * Returns: (transfer full): a server's data, empty
 */
BedsideDemoWorld *
bedside_demo_world_new (const char   *server_name,
                        GMainContext *context)
{
  BedsideDemoWorld *self = g_new0 (BedsideDemoWorld, 1);

  g_mutex_init (&self->lock);
  self->context = g_main_context_ref (context);
  self->server_name = g_strdup (server_name);
  self->accounts = bedside_demo_accounts_new ();
  self->rooms = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) bedside_demo_room_free);
  self->room_list = g_ptr_array_new ();
  self->transactions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->enforced = TRUE;

  return self;
}

/**
 * bedside_demo_world_free:
 * @self: a world
 *
 * Frees @self. The thread of its context must have ended.
 */
void
bedside_demo_world_free (BedsideDemoWorld *self)
{
  g_hash_table_unref (self->transactions);
  g_ptr_array_unref (self->room_list);
  g_hash_table_unref (self->rooms);
  bedside_demo_accounts_free (self->accounts);
  g_strfreev (self->configured);
  g_free (self->base_url);
  g_free (self->server_name);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/**
 * bedside_demo_world_dup_user_id:
 * @self: a world
 * @user: localpart or whole id
 *
 * Returns: (transfer full): the whole id
 */
char *
bedside_demo_world_dup_user_id (BedsideDemoWorld *self,
                                const char       *user)
{
  if (user[0] == '@' && strchr (user, ':') != NULL)
    return g_strdup (user);
  return g_strdup_printf ("@%s:%s", user[0] == '@' ? user + 1 : user, self->server_name);
}

/**
 * bedside_demo_world_get_room:
 * @self: a world
 * @room_id: (nullable): a room id
 *
 * Returns: (nullable): the room
 */
BedsideDemoRoom *
bedside_demo_world_get_room (BedsideDemoWorld *self,
                             const char       *room_id)
{
  return room_id ? g_hash_table_lookup (self->rooms, room_id) : NULL;
}

/**
 * bedside_demo_world_advance:
 * @self: a world
 *
 * Something happens: waiting syncs will look.
 *
 * Returns: the position of what happens
 */
guint64
bedside_demo_world_advance (BedsideDemoWorld *self)
{
  self->position++;
  if (self->changed != NULL)
    self->changed (self->user_data);

  return self->position;
}

/**
 * bedside_demo_world_add_room:
 * @self: a world
 *
 * Returns: (transfer none): a room without any event
 */
BedsideDemoRoom *
bedside_demo_world_add_room (BedsideDemoWorld *self)
{
  BedsideDemoRoom *room = bedside_demo_room_new (self->server_name);

  g_hash_table_insert (self->rooms, room->id, room);
  g_ptr_array_add (self->room_list, room);

  return room;
}

static char *
dup_create_content (const char *content)
{
  g_autoptr(JsonObject) object = content ? bedside_json_parse_object (content, -1, NULL) : NULL;
  g_autoptr(GString) out = g_string_new ("{");
  g_autoptr(GList) names = object ? json_object_get_members (object) : NULL;

  const char *version = bedside_json_get_string (object, "room_version");

  bedside_demo_text_string (out, "room_version", version ? version : ROOM_VERSION);
  for (GList *name = names; name != NULL; name = name->next)
    {
      g_autofree char *value = bedside_demo_text_value (json_object_get_member (object, name->data));

      if (!g_str_equal (name->data, "room_version"))
        bedside_demo_text_raw (out, name->data, value);
    }
  g_string_append_c (out, '}');

  return g_strdup (out->str);
}

static char *
dup_default_levels (BedsideDemoRoom *room,
                    const char      *creator)
{
  g_autoptr(GString) out = g_string_new ("{");

  bedside_demo_text_open (out, "users", '{');
  if (!bedside_demo_room_is_almighty (room, creator))
    bedside_demo_text_int (out, creator, 100);
  bedside_demo_text_close (out, '}');
  bedside_demo_text_raw (out, "users_default", "0");
  bedside_demo_text_raw (out, "events_default", "0");
  bedside_demo_text_raw (out, "state_default", "50");
  bedside_demo_text_raw (out, "invite", "0");
  bedside_demo_text_raw (out, "events", "{\"m.room.power_levels\":100,\"m.room.encryption\":100,"
                         "\"m.room.tombstone\":100,\"m.room.history_visibility\":100}");
  g_string_append_c (out, '}');

  return g_strdup (out->str);
}

static char *
dup_member_content (BedsideDemoWorld      *self,
                    const char            *user_id,
                    BedsideDemoMembership  membership,
                    const char            *reason)
{
  BedsideDemoUser *user = bedside_demo_accounts_get (self->accounts, user_id);

  return bedside_demo_text_strings ("membership", bedside_demo_membership_to_string (membership),
                                    "displayname", user ? user->display_name : NULL,
                                    "reason", reason, NULL);
}

/* Joined from the start, at a time of the past. */
static void
put_in (BedsideDemoWorld *self,
        BedsideDemoRoom  *room,
        const char       *user_id,
        gint64            then)
{
  g_autofree char *content = dup_member_content (self, user_id, BEDSIDE_DEMO_MEMBERSHIP_JOIN, NULL);

  bedside_demo_world_set_state (self, room, user_id, "m.room.member", user_id, content, then);
}

/**
 * bedside_demo_world_plan_room:
 * @self: a world
 * @plan: how the room begins
 *
 * Makes a room without asking whether anybody may.
 *
 * Returns: (transfer none): the room
 */
BedsideDemoRoom *
bedside_demo_world_plan_room (BedsideDemoWorld          *self,
                              const BedsideDemoRoomPlan *plan)
{
  BedsideDemoRoom *room = bedside_demo_world_add_room (self);
  g_autofree char *create = dup_create_content (plan->create_content);
  g_autofree char *levels = NULL;
  const char *me = plan->creator;
  gint64 then = plan->timestamp;

  bedside_demo_world_set_state (self, room, me, "m.room.create", "", create, then);
  put_in (self, room, me, then);
  levels = plan->levels ? g_strdup (plan->levels) : dup_default_levels (room, me);
  bedside_demo_world_set_state (self, room, me, "m.room.power_levels", "", levels, then);
  for (guint i = 0; plan->state != NULL && plan->state[i] != NULL; i += 3)
    bedside_demo_world_set_state (self, room, me, plan->state[i], plan->state[i + 1], plan->state[i + 2], then);
  for (guint i = 0; plan->members != NULL && plan->members[i] != NULL; i++)
    {
      g_autofree char *user_id = bedside_demo_world_dup_user_id (self, plan->members[i]);

      if (!g_str_equal (user_id, me))
        put_in (self, room, user_id, then);
    }

  return room;
}

static void
apply_to_target (BedsideDemoRoom  *room,
                 BedsideDemoEvent *event)
{
  const char *target_id = bedside_demo_event_get_target (event);
  BedsideDemoEvent *target = target_id ? bedside_demo_room_get_event (room, target_id) : NULL;

  if (target == NULL || target == event)
    return;
  if (!g_str_equal (event->type, "m.room.redaction"))
    {
      if (g_str_equal (target->sender, event->sender) && g_str_equal (target->type, event->type))
        target->edit = event;
      return;
    }

  GHashTableIter iter;
  gpointer member;

  bedside_demo_event_redact (target, event);
  g_hash_table_iter_init (&iter, room->members);
  while (g_hash_table_iter_next (&iter, NULL, &member))
    bedside_demo_room_count_unread (room, member);
}

static void
count_as_unread (BedsideDemoRoom  *room,
                 BedsideDemoEvent *event)
{
  GHashTableIter iter;
  gpointer value;

  if (!bedside_demo_event_notifies (event))
    return;
  g_hash_table_iter_init (&iter, room->members);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      BedsideDemoMember *member = value;

      if (g_str_equal (member->user_id, event->sender))
        {
          member->read = event->index + 1; /* who writes has read */
          member->unread = 0;
        }
      else if (member->membership == BEDSIDE_DEMO_MEMBERSHIP_JOIN)
        member->unread++;
    }
}

/**
 * bedside_demo_world_append:
 * @self: a world
 * @room: one of its rooms
 * @draft: the event
 *
 * Adds an event without asking whether anybody may.
 *
 * Returns: (transfer none): the event
 */
BedsideDemoEvent *
bedside_demo_world_append (BedsideDemoWorld       *self,
                           BedsideDemoRoom        *room,
                           const BedsideDemoDraft *draft)
{
  BedsideDemoEvent *event = bedside_demo_event_new (draft);

  bedside_demo_room_add (room, event, bedside_demo_world_advance (self));
  apply_to_target (room, event);
  count_as_unread (room, event);
  if (self->arrived != NULL)
    self->arrived (room, event, self->user_data);

  return event;
}

/**
 * bedside_demo_world_set_state:
 * @self: a world
 * @room: one of its rooms
 * @sender: user id
 * @type: event type
 * @state_key: its key
 * @content: JSON object
 * @timestamp: ms since 1970, 0: now
 *
 * Adds a state event; a short form of bedside_demo_world_append().
 *
 * Returns: (transfer none): the event
 */
BedsideDemoEvent *
bedside_demo_world_set_state (BedsideDemoWorld *self,
                              BedsideDemoRoom  *room,
                              const char       *sender,
                              const char       *type,
                              const char       *state_key,
                              const char       *content,
                              gint64            timestamp)
{
  const BedsideDemoDraft draft = {
    .sender = sender, .type = type, .state_key = state_key, .content = content, .timestamp = timestamp,
  };

  return bedside_demo_world_append (self, room, &draft);
}

/**
 * bedside_demo_world_say:
 * @self: a world
 * @room: one of its rooms
 * @sender: user id
 * @text: what to say
 * @timestamp: ms since 1970, 0: now
 *
 * Adds a text message; a short form of bedside_demo_world_append().
 *
 * Returns: (transfer none): the event
 */
BedsideDemoEvent *
bedside_demo_world_say (BedsideDemoWorld *self,
                        BedsideDemoRoom  *room,
                        const char       *sender,
                        const char       *text,
                        gint64            timestamp)
{
  g_autofree char *content = bedside_demo_text_strings ("msgtype", "m.text", "body", text, NULL);
  const BedsideDemoDraft draft = {
    .sender = sender, .type = "m.room.message", .content = content, .timestamp = timestamp,
  };

  return bedside_demo_world_append (self, room, &draft);
}

/**
 * bedside_demo_world_set_membership:
 * @self: a world
 * @room: one of its rooms
 * @sender: who does it
 * @user_id: to whom
 * @membership: what
 * @reason: (nullable): why
 *
 * Lets somebody in or out without asking whether anybody may.
 *
 * Returns: (transfer none): the event
 */
BedsideDemoEvent *
bedside_demo_world_set_membership (BedsideDemoWorld      *self,
                                   BedsideDemoRoom       *room,
                                   const char            *sender,
                                   const char            *user_id,
                                   BedsideDemoMembership  membership,
                                   const char            *reason)
{
  g_autofree char *content = dup_member_content (self, user_id, membership, reason);

  return bedside_demo_world_set_state (self, room, sender, "m.room.member", user_id, content, 0);
}

/**
 * bedside_demo_world_read:
 * @self: a world
 * @room: one of its rooms
 * @user_id: a member
 * @kind: who may know
 * @event_id: up to where
 *
 * Moves a read receipt.
 *
 * Returns: whether anything changed
 */
gboolean
bedside_demo_world_read (BedsideDemoWorld       *self,
                         BedsideDemoRoom        *room,
                         const char             *user_id,
                         BedsideDemoReceiptKind  kind,
                         const char             *event_id)
{
  BedsideDemoMember *member = bedside_demo_room_get_member (room, user_id);

  if (member == NULL || !bedside_demo_room_set_receipt (room, member, kind, event_id, self->position + 1))
    return FALSE;
  bedside_demo_world_advance (self);

  return TRUE;
}

typedef struct {
  BedsideDemoWorld *world;
  BedsideDemoRoom  *room;
  char             *user_id; /* (owned) */
} TypingEnd;

static void
typing_end_free (gpointer data)
{
  TypingEnd *end = data;

  g_free (end->user_id);
  g_free (end);
}

static gboolean
typing_end_cb (gpointer data)
{
  TypingEnd *end = data;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&end->world->lock);

  /* It may have been destroyed while this waited for the lock. */
  if (!g_source_is_destroyed (g_main_current_source ()))
    bedside_demo_world_set_typing (end->world, end->room, end->user_id, 0);

  return G_SOURCE_REMOVE;
}

/**
 * bedside_demo_world_set_typing:
 * @self: a world
 * @room: one of its rooms
 * @user_id: a member
 * @ms: for how long, 0: not any more
 *
 * Says whether somebody types.
 */
void
bedside_demo_world_set_typing (BedsideDemoWorld *self,
                               BedsideDemoRoom  *room,
                               const char       *user_id,
                               guint             ms)
{
  BedsideDemoMember *member = bedside_demo_room_get_member (room, user_id);
  gboolean was_typing = member != NULL && member->typing_ends != NULL;

  if (member == NULL || (!was_typing && ms == 0))
    return;
  if (was_typing)
    g_source_destroy (member->typing_ends);
  g_clear_pointer (&member->typing_ends, g_source_unref);
  if (ms > 0)
    {
      TypingEnd *end = g_new0 (TypingEnd, 1);

      end->world = self;
      end->room = room;
      end->user_id = g_strdup (user_id);
      member->typing_ends = bedside_demo_world_add_timer (self, ms, typing_end_cb, end, typing_end_free);
    }
  if (was_typing != (ms > 0))
    room->changed = room->typing_changed = bedside_demo_world_advance (self);
}

/**
 * bedside_demo_world_add_timer:
 * @self: a world
 * @ms: after how long
 * @function: what to call in the server's thread, without the lock
 * @user_data: for @function
 * @destroy: (nullable): for @user_data
 *
 * Returns: (transfer full): the timer
 */
GSource *
bedside_demo_world_add_timer (BedsideDemoWorld *self,
                              guint             ms,
                              GSourceFunc       function,
                              gpointer          user_data,
                              GDestroyNotify    destroy)
{
  GSource *timer = g_timeout_source_new (ms);

  g_source_set_callback (timer, function, user_data, destroy);
  g_source_attach (timer, self->context);

  return timer;
}
