/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-server-people"

#include "bedside-demo-server-private.h"

#include "bedside-demo-practice.h"
#include "bedside-demo-text.h"
#include "bedside-json.h"

/* Accounts, and who is where: acting without HTTP, whatever the rules say. */

/**
 * bedside_demo_server_add_account:
 * @self: a server
 * @user: localpart or whole id
 * @kind: exactly this type of account
 * @display_name: (nullable): the name
 *
 * Adds an account that nobody has signed in to, and that is in no directory. One that is there gets another type.
 *
 * Returns: (transfer full): the whole id
 */
char *
bedside_demo_server_add_account (BedsideDemoServer *self,
                                 const char        *user,
                                 BedsideDemoKind    kind,
                                 const char        *display_name)
{
  g_return_val_if_fail (BEDSIDE_IS_DEMO_SERVER (self), NULL);
  g_return_val_if_fail (user != NULL, NULL);

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  g_autofree char *user_id = bedside_demo_world_dup_user_id (self->world, user);
  BedsideDemoUser *account = bedside_demo_accounts_add (self->world->accounts, user_id, NULL, display_name);

  account->kind = kind;

  return g_strdup (account->id);
}

/**
 * bedside_demo_server_set_signed_in:
 * @self: a server
 * @user: localpart or whole id of an account
 * @signed_in: whether its owner has ever signed in
 *
 * Activates a patient's portal without signing in.
 */
void
bedside_demo_server_set_signed_in (BedsideDemoServer *self,
                                   const char        *user,
                                   gboolean           signed_in)
{
  g_return_if_fail (BEDSIDE_IS_DEMO_SERVER (self));
  g_return_if_fail (user != NULL);

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  g_autofree char *user_id = bedside_demo_world_dup_user_id (self->world, user);
  BedsideDemoUser *account = bedside_demo_accounts_get (self->world->accounts, user_id);

  g_return_if_fail (account != NULL);

  account->signed_in = signed_in;
}

static void
change_membership (BedsideDemoServer     *self,
                   const char            *room_id,
                   const char            *sender,
                   const char            *user,
                   BedsideDemoMembership  membership)
{
  g_return_if_fail (BEDSIDE_IS_DEMO_SERVER (self));
  g_return_if_fail (sender != NULL && user != NULL);

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  BedsideDemoRoom *room = bedside_demo_world_get_room (self->world, room_id);
  g_autofree char *sender_id = bedside_demo_world_dup_user_id (self->world, sender);
  g_autofree char *user_id = bedside_demo_world_dup_user_id (self->world, user);

  g_return_if_fail (room != NULL);

  bedside_demo_world_set_membership (self->world, room, sender_id, user_id, membership, NULL);
}

/**
 * bedside_demo_server_invite:
 * @self: a server
 * @room_id: a room
 * @sender: localpart or whole id of who invites
 * @user: localpart or whole id of who is invited
 *
 * Invites somebody, whatever the rules say: nobody else acts upon it, as the module would.
 */
void
bedside_demo_server_invite (BedsideDemoServer *self,
                            const char        *room_id,
                            const char        *sender,
                            const char        *user)
{
  change_membership (self, room_id, sender, user, BEDSIDE_DEMO_MEMBERSHIP_INVITE);
}

/**
 * bedside_demo_server_join:
 * @self: a server
 * @room_id: a room
 * @user: localpart or whole id
 *
 * Lets somebody in, or accepts an invitation for him.
 */
void
bedside_demo_server_join (BedsideDemoServer *self,
                          const char        *room_id,
                          const char        *user)
{
  change_membership (self, room_id, user, user, BEDSIDE_DEMO_MEMBERSHIP_JOIN);
}

/**
 * bedside_demo_server_leave:
 * @self: a server
 * @room_id: a room
 * @user: localpart or whole id
 *
 * Lets somebody leave, or decline an invitation.
 */
void
bedside_demo_server_leave (BedsideDemoServer *self,
                           const char        *room_id,
                           const char        *user)
{
  change_membership (self, room_id, user, user, BEDSIDE_DEMO_MEMBERSHIP_LEAVE);
}

/**
 * bedside_demo_server_kick:
 * @self: a server
 * @room_id: a room
 * @sender: localpart or whole id of who does it
 * @user: localpart or whole id of who has to go
 *
 * Removes somebody from a room, or takes his invitation back.
 */
void
bedside_demo_server_kick (BedsideDemoServer *self,
                          const char        *room_id,
                          const char        *sender,
                          const char        *user)
{
  change_membership (self, room_id, sender, user, BEDSIDE_DEMO_MEMBERSHIP_LEAVE);
}

/* Writes the levels again without the user's entry, if there is one. */
static void
drop_level (BedsideDemoServer *self,
            BedsideDemoRoom   *room,
            const char        *sender,
            const char        *user_id)
{
  JsonObject *levels = bedside_demo_room_get_content (room, "m.room.power_levels", "");
  g_autofree char *text = levels ? bedside_json_object_to_text (levels) : NULL;
  g_autoptr(JsonObject) copy = text ? bedside_json_parse_object (text, -1, NULL) : NULL;
  JsonObject *users = bedside_json_get_object (copy, "users");

  if (users == NULL || !json_object_has_member (users, user_id))
    return;
  json_object_remove_member (users, user_id);

  g_autofree char *content = bedside_json_object_to_text (copy);
  bedside_demo_world_set_state (self->world, room, sender, "m.room.power_levels", "", content, 0);
}

static void
put_out (BedsideDemoServer *self,
         BedsideDemoRoom   *room,
         const char        *sender,
         const char        *user_id)
{
  BedsideDemoMembership now = room ? bedside_demo_room_get_membership (room, user_id) : BEDSIDE_DEMO_MEMBERSHIP_NONE;

  if (now == BEDSIDE_DEMO_MEMBERSHIP_JOIN || now == BEDSIDE_DEMO_MEMBERSHIP_INVITE)
    bedside_demo_world_set_membership (self->world, room, sender, user_id, BEDSIDE_DEMO_MEMBERSHIP_LEAVE, NULL);
}

/**
 * bedside_demo_server_remove_from_practice:
 * @self: a server
 * @practice_id: a space
 * @sender: localpart or whole id of a manager
 * @user: localpart or whole id of a practitioner
 *
 * Removes a practitioner as Bedside does it: from the rooms of the practice first, from the space last, and his
 * level in it and in the directory.
 */
void
bedside_demo_server_remove_from_practice (BedsideDemoServer *self,
                                          const char        *practice_id,
                                          const char        *sender,
                                          const char        *user)
{
  g_return_if_fail (BEDSIDE_IS_DEMO_SERVER (self));
  g_return_if_fail (sender != NULL && user != NULL);

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  BedsideDemoRoom *practice = bedside_demo_world_get_room (self->world, practice_id);
  g_autofree char *sender_id = bedside_demo_world_dup_user_id (self->world, sender);
  g_autofree char *user_id = bedside_demo_world_dup_user_id (self->world, user);

  g_return_if_fail (practice != NULL);

  for (guint i = 0; i < self->world->room_list->len; i++)
    {
      BedsideDemoRoom *room = g_ptr_array_index (self->world->room_list, i);

      if (g_strcmp0 (bedside_demo_practice_get_owner (room), practice_id) != 0)
        continue;
      put_out (self, room, sender_id, user_id);
      drop_level (self, room, sender_id, user_id);
    }
  put_out (self, practice, sender_id, user_id);
  drop_level (self, practice, sender_id, user_id);
}

static void
add_patient (BedsideDemoServer *self,
             BedsideDemoRoom   *directory,
             const char        *sender,
             guint              number)
{
  static const char *const given[] = {
    "Ada", "Ben", "Chloe", "Dmitri", "Emeka", "Fenella", "Grace", "Harold", "Ingrid", "José", "Kwame", "Layla", "Maria",
    "Noah", "Oluwaseun", "Priya", "Quentin", "Rosalind", "Siân", "Teodor", "Ursula", "Violet", "Wilhelmina", "Zoë",
  };
  static const char *const family[] = {
    "Adeyemi", "Ångström", "Brown", "Castellanos", "Dubois", "Ellis", "Fairweather", "García", "Hernández", "Ivanova",
    "Jones", "Kessler", "Lindqvist", "Müller", "Nwosu", "Okafor", "O’Brien", "Patel", "Quirke", "Raghunathan", "Smith",
    "Thornbury", "Ueda", "van der Berg", "Wróblewski", "Xu", "Yılmaz", "Zimmermann", "Whitfield", "Volkonsky",
    "Solberg",
  };
  static const char *const portals[] = { "activated", "activated", "invited", "none" };
  const char *portal = portals[number % G_N_ELEMENTS (portals)];
  g_autofree char *key = g_strdup_printf ("patient-%06u", number);
  g_autofree char *record = g_strdup_printf ("R-%06u", number);
  g_autofree char *born = g_strdup_printf ("%04u-%02u-%02u", 1930 + number % 80, 1 + number / 80 % 12,
                                           1 + number / 960 % 28);
  g_autofree char *user_id = g_strcmp0 (portal, "activated") == 0
                             ? bedside_demo_world_dup_user_id (self->world, key) : NULL;
  g_autofree char *fields =
    bedside_demo_text_strings ("given", given[number % G_N_ELEMENTS (given)],
                               "family", family[number / G_N_ELEMENTS (given) % G_N_ELEMENTS (family)],
                               "birth_date", born, "record", record, "portal", portal, "user_id", user_id, NULL);
  g_autofree char *content = g_strdup_printf ("{\"v\":1,%s", fields + 1);

  if (user_id != NULL)
    {
      BedsideDemoUser *account = bedside_demo_accounts_add (self->world->accounts, user_id, NULL, NULL);

      account->kind = BEDSIDE_DEMO_KIND_PATIENT;
      account->signed_in = TRUE;
    }
  bedside_demo_world_set_state (self->world, directory, sender, "org.bedside.patient", key, content, 0);
  if (number % 8 == 0)
    bedside_demo_world_set_state (self->world, directory, sender, "org.bedside.access", key,
                                  number % 16 == 0 ? "{\"v\":1,\"chat\":\"enabled\"}"
                                                   : "{\"v\":1,\"chat\":\"disabled\",\"reason\":\"Moved away\"}", 0);
}

/**
 * bedside_demo_server_add_patients:
 * @self: a server
 * @directory_id: a directory
 * @count: how many
 *
 * Adds patients with the keys `patient-000000` and so on, different in name or birth date, as the one who made the
 * directory. Of four, two have activated the portal and are linked to an account of the same name, one is invited and
 * one is not. Of sixteen, chat is enabled for one and disabled for another. For directories too large to be
 * filled one by one.
 */
void
bedside_demo_server_add_patients (BedsideDemoServer *self,
                                  const char        *directory_id,
                                  guint              count)
{
  g_return_if_fail (BEDSIDE_IS_DEMO_SERVER (self));

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  BedsideDemoRoom *directory = bedside_demo_world_get_room (self->world, directory_id);
  BedsideDemoEvent *create = directory ? bedside_demo_room_get_state (directory, "m.room.create", "") : NULL;

  g_return_if_fail (create != NULL);

  for (guint i = 0; i < count; i++)
    add_patient (self, directory, create->sender, i);
}

/**
 * bedside_demo_server_dup_state:
 * @self: a server
 * @room_id: a room
 * @type: event type
 * @state_key: its key
 *
 * Returns: (transfer full) (nullable): content of the present state event as JSON
 */
char *
bedside_demo_server_dup_state (BedsideDemoServer *self,
                               const char        *room_id,
                               const char        *type,
                               const char        *state_key)
{
  g_return_val_if_fail (BEDSIDE_IS_DEMO_SERVER (self), NULL);
  g_return_val_if_fail (type != NULL && state_key != NULL, NULL);

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  BedsideDemoRoom *room = bedside_demo_world_get_room (self->world, room_id);
  BedsideDemoEvent *event = room ? bedside_demo_room_get_state (room, type, state_key) : NULL;

  return event ? g_strdup (event->content) : NULL;
}

/**
 * bedside_demo_server_dup_membership:
 * @self: a server
 * @room_id: a room
 * @user: localpart or whole id
 *
 * Returns: (transfer full) (nullable): `invite`, `join`, `leave` or `ban`; %NULL if the user was never there
 */
char *
bedside_demo_server_dup_membership (BedsideDemoServer *self,
                                    const char        *room_id,
                                    const char        *user)
{
  g_return_val_if_fail (BEDSIDE_IS_DEMO_SERVER (self), NULL);
  g_return_val_if_fail (user != NULL, NULL);

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  BedsideDemoRoom *room = bedside_demo_world_get_room (self->world, room_id);
  g_autofree char *user_id = bedside_demo_world_dup_user_id (self->world, user);

  return room ? g_strdup (bedside_demo_membership_to_string (bedside_demo_room_get_membership (room, user_id))) : NULL;
}

/**
 * bedside_demo_server_dup_conversations:
 * @self: a server
 * @practitioner: localpart or whole id
 * @patient: localpart or whole id
 *
 * Returns: (transfer full) (array zero-terminated=1): the rooms that are bound to these two, oldest first
 */
char **
bedside_demo_server_dup_conversations (BedsideDemoServer *self,
                                       const char        *practitioner,
                                       const char        *patient)
{
  g_return_val_if_fail (BEDSIDE_IS_DEMO_SERVER (self), NULL);
  g_return_val_if_fail (practitioner != NULL && patient != NULL, NULL);

  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&self->world->lock);
  g_autofree char *practitioner_id = bedside_demo_world_dup_user_id (self->world, practitioner);
  g_autofree char *patient_id = bedside_demo_world_dup_user_id (self->world, patient);
  g_autoptr(GStrvBuilder) rooms = g_strv_builder_new ();

  for (guint i = 0; i < self->world->room_list->len; i++)
    {
      BedsideDemoRoom *room = g_ptr_array_index (self->world->room_list, i);
      BedsideDemoBinding binding;

      if (bedside_demo_practice_get_binding (room, &binding) &&
          g_str_equal (binding.practitioner, practitioner_id) && g_str_equal (binding.patient, patient_id))
        g_strv_builder_add (rooms, room->id);
    }

  return g_strv_builder_end (rooms);
}
