/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-rules"

#include "bedside-demo-rules.h"

#include "bedside-json.h"

static char *
check_level_change (const char *what,
                    JsonObject *old,
                    JsonObject *new,
                    gint64      own_level,
                    const char *sender)
{
  g_autoptr(GList) old_names = old ? json_object_get_members (old) : NULL;
  g_autoptr(GList) new_names = new ? json_object_get_members (new) : NULL;
  g_autoptr(GList) names = g_list_concat (g_steal_pointer (&old_names), g_steal_pointer (&new_names));

  for (GList *name = names; name != NULL; name = name->next)
    {
      gint64 before = G_MININT64;
      gint64 after = G_MININT64;
      gboolean had = bedside_json_get_int (old, name->data, &before);
      gboolean has = bedside_json_get_int (new, name->data, &after);
      gboolean is_user = g_str_equal (what, "users");

      if (had == has && before == after)
        continue;
      if (had && (before > own_level || (is_user && before == own_level && g_strcmp0 (name->data, sender) != 0)))
        return g_strdup_printf ("You don't have permission to remove ops level equal to your own");
      if (has && after > own_level)
        return g_strdup_printf ("You don't have permission to add ops level greater than your own");
    }

  return NULL;
}

static gboolean
names_creator (BedsideDemoRoom *room,
               JsonObject      *users)
{
  g_autoptr(GList) names = users ? json_object_get_members (users) : NULL;

  for (GList *name = names; name != NULL; name = name->next)
    if (bedside_demo_room_is_almighty (room, name->data))
      return TRUE;

  return FALSE;
}

/* Rule 10: entries of others only while they are below one's own, new ones at most one's own. */
static char *
check_levels (BedsideDemoRoom *room,
              const char      *sender,
              JsonObject      *new)
{
  static const char *const maps[] = { "users", "events", "notifications" };
  JsonObject *old = bedside_demo_room_get_content (room, "m.room.power_levels", "");
  gint64 own_level = bedside_demo_room_get_level (room, sender);

  if (names_creator (room, bedside_json_get_object (new, "users")))
    return g_strdup ("Creator user must not appear in content.users");
  if (old == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (maps); i++)
    {
      char *error = check_level_change (maps[i], bedside_json_get_object (old, maps[i]),
                                        bedside_json_get_object (new, maps[i]), own_level, sender);

      if (error != NULL)
        return error;
    }

  return check_level_change ("", old, new, own_level, sender);
}

/**
 * bedside_demo_rules_check_event:
 * @room: a room
 * @sender: user id
 * @type: event type, not m.room.member
 * @state_key: (nullable): %NULL for a message event
 * @content: the event's content
 *
 * Decides whether @sender may send the event.
 *
 * Returns: (transfer full) (nullable): why not
 */
char *
bedside_demo_rules_check_event (BedsideDemoRoom *room,
                                const char      *sender,
                                const char      *type,
                                const char      *state_key,
                                JsonObject      *content)
{
  gint64 level = bedside_demo_room_get_level (room, sender);
  gint64 needed = bedside_demo_room_get_level_for_event (room, type, state_key != NULL);

  if (bedside_demo_room_get_membership (room, sender) != BEDSIDE_DEMO_MEMBERSHIP_JOIN)
    return g_strdup_printf ("User %s not in room %s", sender, room->id);
  if (state_key != NULL && state_key[0] == '@' && !g_str_equal (state_key, sender))
    return g_strdup ("You are not allowed to set others state");
  if (level < needed)
    return g_strdup_printf ("You don't have permission to post that to the room. user_level (%" G_GINT64_FORMAT
                            ") < send_level (%" G_GINT64_FORMAT ")", level, needed);
  if (state_key != NULL && g_str_equal (type, "m.room.power_levels"))
    return check_levels (room, sender, content);
  return NULL;
}

/**
 * bedside_demo_rules_check_redaction:
 * @room: a room
 * @sender: user id
 * @event_id: what shall be redacted
 *
 * Decides whether @sender may redact, beyond sending the redaction.
 *
 * Returns: (transfer full) (nullable): why not
 */
char *
bedside_demo_rules_check_redaction (BedsideDemoRoom *room,
                                    const char      *sender,
                                    const char      *event_id)
{
  BedsideDemoEvent *target = bedside_demo_room_get_event (room, event_id);

  if (target != NULL && g_str_equal (target->sender, sender))
    return NULL;
  if (bedside_demo_room_get_level (room, sender) >= bedside_demo_room_get_level_for (room, "redact"))
    return NULL;
  return g_strdup ("You don't have permission to redact events");
}

static gboolean
may_join_restricted (BedsideDemoWorld *world,
                     BedsideDemoRoom  *room,
                     const char       *user_id)
{
  JsonObject *rules = bedside_demo_room_get_content (room, "m.room.join_rules", "");
  JsonArray *allow = bedside_json_get_array (rules, "allow");

  if (g_strcmp0 (bedside_json_get_string (rules, "join_rule"), "restricted") != 0 || allow == NULL)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (allow); i++)
    {
      JsonObject *entry = bedside_json_array_get_object (allow, i);
      BedsideDemoRoom *other = bedside_demo_world_get_room (world, bedside_json_get_string (entry, "room_id"));

      if (other != NULL && bedside_demo_room_get_membership (other, user_id) == BEDSIDE_DEMO_MEMBERSHIP_JOIN)
        return TRUE;
    }

  return FALSE;
}

static char *
check_join (BedsideDemoWorld *world,
            BedsideDemoRoom  *room,
            const char       *user_id)
{
  BedsideDemoMembership now = bedside_demo_room_get_membership (room, user_id);
  JsonObject *rules = bedside_demo_room_get_content (room, "m.room.join_rules", "");

  if (now == BEDSIDE_DEMO_MEMBERSHIP_BAN)
    return g_strdup ("You are banned from this room.");
  if (now == BEDSIDE_DEMO_MEMBERSHIP_JOIN || now == BEDSIDE_DEMO_MEMBERSHIP_INVITE ||
      g_strcmp0 (bedside_json_get_string (rules, "join_rule"), "public") == 0 ||
      may_join_restricted (world, room, user_id))
    return NULL;
  return g_strdup ("You are not invited to this room.");
}

static gboolean
has_left_himself (BedsideDemoRoom *room,
                  const char      *user_id)
{
  BedsideDemoMember *member = bedside_demo_room_get_member (room, user_id);

  return member != NULL && member->membership == BEDSIDE_DEMO_MEMBERSHIP_LEAVE &&
         g_str_equal (member->event->sender, user_id);
}

static char *
check_leave (BedsideDemoRoom *room,
             const char      *sender,
             const char      *user_id)
{
  BedsideDemoMembership now = bedside_demo_room_get_membership (room, user_id);
  gint64 level = bedside_demo_room_get_level (room, sender);

  if (g_str_equal (sender, user_id))
    {
      if (now == BEDSIDE_DEMO_MEMBERSHIP_JOIN || now == BEDSIDE_DEMO_MEMBERSHIP_INVITE ||
          has_left_himself (room, user_id))
        return NULL;
      return g_strdup_printf ("User %s not in room %s", user_id, room->id);
    }
  if (now == BEDSIDE_DEMO_MEMBERSHIP_NONE || now == BEDSIDE_DEMO_MEMBERSHIP_LEAVE)
    return g_strdup ("The target user is not in the room");
  if (now == BEDSIDE_DEMO_MEMBERSHIP_BAN && level < bedside_demo_room_get_level_for (room, "ban"))
    return g_strdup ("You don't have permission to unban.");
  if (level < bedside_demo_room_get_level_for (room, "kick") || level <= bedside_demo_room_get_level (room, user_id))
    return g_strdup_printf ("You cannot kick user %s.", user_id);
  return NULL;
}

/**
 * bedside_demo_rules_check_membership:
 * @world: the server's data
 * @room: a room
 * @sender: who does it
 * @user_id: to whom
 * @membership: what
 *
 * Decides whether @sender may let @user_id in or out.
 *
 * Returns: (transfer full) (nullable): why not
 */
char *
bedside_demo_rules_check_membership (BedsideDemoWorld      *world,
                                     BedsideDemoRoom       *room,
                                     const char            *sender,
                                     const char            *user_id,
                                     BedsideDemoMembership  membership)
{
  BedsideDemoMembership now = bedside_demo_room_get_membership (room, user_id);
  gint64 level = bedside_demo_room_get_level (room, sender);

  if (membership == BEDSIDE_DEMO_MEMBERSHIP_JOIN)
    return g_str_equal (sender, user_id) ? check_join (world, room, user_id)
                                         : g_strdup ("Cannot force another user to join.");
  if (membership == BEDSIDE_DEMO_MEMBERSHIP_LEAVE && g_str_equal (sender, user_id))
    return check_leave (room, sender, user_id);
  if (bedside_demo_room_get_membership (room, sender) != BEDSIDE_DEMO_MEMBERSHIP_JOIN)
    return g_strdup_printf ("User %s not in room %s", sender, room->id);

  switch (membership)
    {
    case BEDSIDE_DEMO_MEMBERSHIP_INVITE:
      if (now == BEDSIDE_DEMO_MEMBERSHIP_BAN)
        return g_strdup_printf ("%s is banned from the room", user_id);
      if (now == BEDSIDE_DEMO_MEMBERSHIP_JOIN)
        return g_strdup_printf ("%s is already in the room.", user_id);
      if (level < bedside_demo_room_get_level_for (room, "invite"))
        return g_strdup ("You don't have permission to invite users");
      return NULL;
    case BEDSIDE_DEMO_MEMBERSHIP_LEAVE:
      return check_leave (room, sender, user_id);
    case BEDSIDE_DEMO_MEMBERSHIP_BAN:
      if (level < bedside_demo_room_get_level_for (room, "ban") || level <= bedside_demo_room_get_level (room, user_id))
        return g_strdup ("You don't have permission to ban");
      return NULL;
    case BEDSIDE_DEMO_MEMBERSHIP_NONE:
    case BEDSIDE_DEMO_MEMBERSHIP_JOIN:
    default:
      return g_strdup ("Unknown membership");
    }
}
