/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-server-acting"

#include "bedside-demo-server-private.h"

#include "bedside-demo-practice.h"
#include "bedside-demo-text.h"
#include "bedside-json.h"

/* Acting as anybody without HTTP, and looking at what the server holds. */

#define TYPING_MS 30000

/**
 * bedside_demo_server_add_user:
 * @self: a server
 * @user: localpart or whole id
 * @password: (nullable): %NULL: nobody can sign in
 * @display_name: (nullable): the name
 *
 * Adds an account; one that is there gets a new password and keeps the rest.
 *
 * Returns: (transfer full): the whole id
 */
char *
bedside_demo_server_add_user (BedsideDemoServer *self,
                              const char        *user,
                              const char        *password,
                              const char        *display_name)
{
  g_return_val_if_fail (BEDSIDE_IS_DEMO_SERVER (self), NULL);
  g_return_val_if_fail (user != NULL, NULL);

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  g_autofree char *user_id = bedside_demo_world_dup_user_id (self->world, user);

  return g_strdup (bedside_demo_accounts_add (self->world->accounts, user_id, password, display_name)->id);
}

/**
 * bedside_demo_server_add_room:
 * @self: a server
 * @creator: localpart or whole id
 * @create_content: (nullable): JSON object, content of m.room.create
 * @members: (nullable) (array zero-terminated=1): who is joined from the start, besides @creator
 *
 * Makes a room, whatever the rules say. A conversation gets the levels of one
 * with chat enabled; every other room those of a private chat.
 *
 * Returns: (transfer full): the room id
 */
char *
bedside_demo_server_add_room (BedsideDemoServer *self,
                              const char        *creator,
                              const char        *create_content,
                              const char *const *members)
{
  g_return_val_if_fail (BEDSIDE_IS_DEMO_SERVER (self), NULL);
  g_return_val_if_fail (creator != NULL, NULL);

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  g_autofree char *user_id = bedside_demo_world_dup_user_id (self->world, creator);
  g_autoptr(JsonObject) content = create_content ? bedside_json_parse_object (create_content, -1, NULL) : NULL;
  BedsideDemoBinding binding;
  g_autofree char *levels = bedside_demo_practice_read_binding (content, &binding)
                            ? bedside_demo_practice_dup_levels (&binding, 10) : NULL;
  const BedsideDemoRoomPlan plan = {
    .creator = user_id, .create_content = create_content, .levels = levels, .members = members,
  };

  g_return_val_if_fail (create_content == NULL || content != NULL, NULL);

  return g_strdup (bedside_demo_world_plan_room (self->world, &plan)->id);
}

/**
 * bedside_demo_server_add_event:
 * @self: a server
 * @room_id: a room
 * @sender: localpart or whole id
 * @type: event type
 * @state_key: (nullable): %NULL for a message event
 * @content: any JSON value; a real server would only have objects
 *
 * Adds an event, whatever the rules say.
 *
 * Returns: (transfer full): the event id
 */
char *
bedside_demo_server_add_event (BedsideDemoServer *self,
                               const char        *room_id,
                               const char        *sender,
                               const char        *type,
                               const char        *state_key,
                               const char        *content)
{
  g_return_val_if_fail (BEDSIDE_IS_DEMO_SERVER (self), NULL);
  g_return_val_if_fail (sender != NULL && type != NULL && content != NULL, NULL);

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  BedsideDemoRoom *room = bedside_demo_world_get_room (self->world, room_id);
  g_autofree char *user_id = bedside_demo_world_dup_user_id (self->world, sender);
  const BedsideDemoDraft draft = { .sender = user_id, .type = type, .state_key = state_key, .content = content };

  g_return_val_if_fail (room != NULL, NULL);

  return g_strdup (bedside_demo_world_append (self->world, room, &draft)->id);
}

/**
 * bedside_demo_server_say:
 * @self: a server
 * @room_id: a room
 * @sender: localpart or whole id
 * @text: what to say
 *
 * Adds a text message, whatever the rules say.
 *
 * Returns: (transfer full): the event id
 */
char *
bedside_demo_server_say (BedsideDemoServer *self,
                         const char        *room_id,
                         const char        *sender,
                         const char        *text)
{
  g_autofree char *content = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  content = bedside_demo_text_strings ("msgtype", "m.text", "body", text, NULL);

  return bedside_demo_server_add_event (self, room_id, sender, "m.room.message", NULL, content);
}

/**
 * bedside_demo_server_fill_room:
 * @self: a server
 * @room_id: a room
 * @senders: (array zero-terminated=1): localparts or whole ids, who speak in turn
 * @count: how many messages
 *
 * Adds `Message 1` and so on, a minute apart, the last one now. For rooms too long to be filled one by one.
 */
void
bedside_demo_server_fill_room (BedsideDemoServer *self,
                               const char        *room_id,
                               const char *const *senders,
                               guint              count)
{
  g_return_if_fail (BEDSIDE_IS_DEMO_SERVER (self));
  g_return_if_fail (senders != NULL && senders[0] != NULL);

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  BedsideDemoRoom *room = bedside_demo_world_get_room (self->world, room_id);
  guint n_senders = g_strv_length ((GStrv) senders);
  gint64 now = g_get_real_time () / 1000;

  g_return_if_fail (room != NULL);

  for (guint i = 1; i <= count; i++)
    {
      g_autofree char *sender = bedside_demo_world_dup_user_id (self->world, senders[i % n_senders]);
      g_autofree char *text = g_strdup_printf ("Message %u", i);

      bedside_demo_world_say (self->world, room, sender, text, now - (gint64) (count - i) * 60000);
    }
}

/**
 * bedside_demo_server_read:
 * @self: a server
 * @room_id: a room
 * @reader: localpart or whole id of a member
 * @event_id: up to where
 *
 * Moves the public read receipt of @reader.
 */
void
bedside_demo_server_read (BedsideDemoServer *self,
                          const char        *room_id,
                          const char        *reader,
                          const char        *event_id)
{
  g_return_if_fail (BEDSIDE_IS_DEMO_SERVER (self));
  g_return_if_fail (reader != NULL && event_id != NULL);

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  BedsideDemoRoom *room = bedside_demo_world_get_room (self->world, room_id);
  g_autofree char *user_id = bedside_demo_world_dup_user_id (self->world, reader);

  g_return_if_fail (room != NULL);

  bedside_demo_world_read (self->world, room, user_id, BEDSIDE_DEMO_RECEIPT_PUBLIC, event_id);
}

/**
 * bedside_demo_server_set_typing:
 * @self: a server
 * @room_id: a room
 * @user: localpart or whole id of a member
 * @typing: whether
 *
 * Says that somebody types, for 30 s, or not any more.
 */
void
bedside_demo_server_set_typing (BedsideDemoServer *self,
                                const char        *room_id,
                                const char        *user,
                                gboolean           typing)
{
  g_return_if_fail (BEDSIDE_IS_DEMO_SERVER (self));
  g_return_if_fail (user != NULL);

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  BedsideDemoRoom *room = bedside_demo_world_get_room (self->world, room_id);
  g_autofree char *user_id = bedside_demo_world_dup_user_id (self->world, user);

  g_return_if_fail (room != NULL);

  bedside_demo_world_set_typing (self->world, room, user_id, typing ? TYPING_MS : 0);
}

/**
 * bedside_demo_server_dup_bodies:
 * @self: a server
 * @room_id: a room
 *
 * Looks at what the server holds, not at what anybody shows.
 *
 * Returns: (transfer full) (element-type utf8): bodies of the m.room.message events, oldest first
 */
GPtrArray *
bedside_demo_server_dup_bodies (BedsideDemoServer *self,
                                const char        *room_id)
{
  g_return_val_if_fail (BEDSIDE_IS_DEMO_SERVER (self), NULL);

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  BedsideDemoRoom *room = bedside_demo_world_get_room (self->world, room_id);
  GPtrArray *bodies = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; room != NULL && i < room->events->len; i++)
    {
      BedsideDemoEvent *event = bedside_demo_room_get_event_at (room, i);
      g_autoptr(JsonObject) content = NULL;

      if (!g_str_equal (event->type, "m.room.message"))
        continue;
      content = bedside_json_parse_object (event->content, -1, NULL);
      if (bedside_json_get_string (content, "body") != NULL)
        g_ptr_array_add (bodies, g_strdup (bedside_json_get_string (content, "body")));
    }

  return bodies;
}

/**
 * bedside_demo_server_count_requests:
 * @self: a server
 * @method: (nullable): %NULL: any
 * @path_pattern: (nullable): pattern of the decoded path; %NULL: any
 *
 * Returns: how many such requests came in so far
 */
guint
bedside_demo_server_count_requests (BedsideDemoServer *self,
                                    const char        *method,
                                    const char        *path_pattern)
{
  g_return_val_if_fail (BEDSIDE_IS_DEMO_SERVER (self), 0);

  return bedside_demo_faults_count (self->faults, method, path_pattern);
}

/**
 * bedside_demo_server_count_faults:
 * @self: a server
 *
 * Returns: how many requests have met a fault so far
 */
guint
bedside_demo_server_count_faults (BedsideDemoServer *self)
{
  g_return_val_if_fail (BEDSIDE_IS_DEMO_SERVER (self), 0);

  return bedside_demo_faults_count_taken (self->faults);
}

/**
 * bedside_demo_server_count_sessions:
 * @self: a server
 * @user: localpart or whole id
 *
 * Returns: how many devices the user is signed in on
 */
guint
bedside_demo_server_count_sessions (BedsideDemoServer *self,
                                    const char        *user)
{
  g_return_val_if_fail (BEDSIDE_IS_DEMO_SERVER (self), 0);
  g_return_val_if_fail (user != NULL, 0);

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  g_autofree char *user_id = bedside_demo_world_dup_user_id (self->world, user);

  return bedside_demo_accounts_count_sessions (self->world->accounts, user_id);
}
