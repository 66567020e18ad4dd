/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-room-members"

#include "bedside-room.h"

/* Who is in a room, who may do what, and how far they have read. */

/**
 * bedside_room_get_member:
 * @self: a room
 * @user_id: a user id
 *
 * Returns: (transfer none) (nullable): the member, if known
 */
BedsideMember *
bedside_room_get_member (BedsideRoom *self,
                         const char  *user_id)
{
  g_return_val_if_fail (self != NULL, NULL);

  return user_id ? g_hash_table_lookup (self->members, user_id) : NULL;
}

/**
 * bedside_room_is_joined_by:
 * @self: a room
 * @user_id: (nullable): a user id
 *
 * Returns: whether that person is known to be in it
 */
gboolean
bedside_room_is_joined_by (BedsideRoom *self,
                           const char  *user_id)
{
  BedsideMember *member = bedside_room_get_member (self, user_id);

  return member != NULL && g_str_equal (member->membership, "join");
}

/**
 * bedside_room_is_patient:
 * @self: a room
 * @user_id: (nullable): a user id
 *
 * Returns: whether @self is the conversation with that patient
 */
gboolean
bedside_room_is_patient (BedsideRoom *self,
                         const char  *user_id)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return user_id != NULL && self->conversation != NULL && self->kind == BEDSIDE_ROOM_KIND_CONVERSATION
         && g_strcmp0 (user_id, bedside_room_get_binding_member (self, "patient")) == 0;
}

/**
 * bedside_room_is_almighty:
 * @self: a room
 * @user_id: (nullable): a user id
 *
 * From version 12 on nothing can be taken from a creator, and a server refuses levels that name one.
 *
 * Source: Matrix specification, room version 12.
 *
 * Returns: whether that person is one
 */
gboolean
bedside_room_is_almighty (BedsideRoom *self,
                          const char  *user_id)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (user_id == NULL)
    return FALSE;

  const char *version = bedside_json_get_string (self->create, "room_version");
  JsonArray *others = bedside_json_get_array (self->create, "additional_creators");

  /* Versions that are no numbers are somebody's experiments. */
  if (version == NULL || !g_ascii_string_to_unsigned (version, 10, 12, G_MAXUINT32, NULL, NULL))
    return FALSE;
  if (g_strcmp0 (self->creator, user_id) == 0)
    return TRUE;
  for (guint i = 0; others != NULL && i < json_array_get_length (others); i++)
    if (g_strcmp0 (bedside_json_array_get_string (others, i), user_id) == 0)
      return TRUE;

  return FALSE;
}

/**
 * bedside_room_get_level:
 * @self: a room
 * @user_id: a user id
 *
 * Returns: how much that person may do in it; %BEDSIDE_LEVEL_INFINITE for one from whom nothing can be taken
 */
gint64
bedside_room_get_level (BedsideRoom *self,
                        const char  *user_id)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (user_id != NULL, 0);

  if (bedside_room_is_almighty (self, user_id))
    return BEDSIDE_LEVEL_INFINITE;
  if (self->levels != NULL)
    return bedside_levels_get_user (self->levels, user_id);

  return g_strcmp0 (self->creator, user_id) == 0 ? 100 : 0;
}

/**
 * bedside_room_set_missed:
 * @self: a room
 * @from: (nullable): before this token, events have been left out; %NULL: nothing is missed any more
 * @to: (nullable): back to this one
 *
 * Notes that redactions may have been missed. What was missed before lies behind @from, too.
 */
void
bedside_room_set_missed (BedsideRoom *self,
                         const char  *from,
                         const char  *to)
{
  g_return_if_fail (self != NULL);

  char *old_to = from != NULL ? g_steal_pointer (&self->missed_to) : NULL;

  g_free (self->missed_from);
  g_free (self->missed_to);
  self->missed_from = g_strdup (from);
  self->missed_to = old_to ? old_to : g_strdup (to);
}

/**
 * bedside_room_expect_members:
 * @self: a room
 *
 * The list of all its members is being asked for: who is heard of meanwhile is not to be overwritten by it.
 */
void
bedside_room_expect_members (BedsideRoom *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->fresh_members, g_hash_table_unref);
  self->fresh_members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* Somebody who is not in the list has left; that nobody said so is the server's economy. */
static BedsideEvent *
new_leave (const char *user_id)
{
  g_autoptr(JsonObject) object = json_object_new ();
  JsonObject *content = json_object_new ();

  json_object_set_string_member (content, "membership", "leave");
  json_object_set_string_member (object, "type", "m.room.member");
  json_object_set_string_member (object, "state_key", user_id);
  json_object_set_object_member (object, "content", content);

  return bedside_event_new_from_json (object, NULL);
}

/**
 * bedside_room_set_members:
 * @self: a room after bedside_room_expect_members()
 * @events: (element-type BedsideEvent): `m.room.member` of all that have not left
 * @changed: (element-type BedsideEvent): to which those are added that are to be applied and stored
 *
 * Finds out what the list of all members says anew.
 */
void
bedside_room_set_members (BedsideRoom *self,
                          GPtrArray   *events,
                          GPtrArray   *changed)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (events != NULL && changed != NULL);

  g_autoptr(GHashTable) listed = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) fresh = g_steal_pointer (&self->fresh_members);
  GHashTableIter iter;
  const char *user_id;
  BedsideMember *member;

  for (guint i = 0; i < events->len; i++)
    {
      BedsideEvent *event = g_ptr_array_index (events, i);

      if (!bedside_event_is_state (event, "m.room.member"))
        continue;
      g_hash_table_add (listed, event->state_key);
      if (fresh == NULL || !g_hash_table_contains (fresh, event->state_key))
        g_ptr_array_add (changed, bedside_event_ref (event));
    }

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, (gpointer *) &user_id, (gpointer *) &member))
    if (!g_str_equal (member->membership, "leave") && !g_hash_table_contains (listed, user_id) &&
        (fresh == NULL || !g_hash_table_contains (fresh, user_id)))
      g_ptr_array_add (changed, new_leave (user_id));
}

/**
 * bedside_room_set_receipt:
 * @self: a room
 * @user_id: who
 * @event_id: has read up to here
 * @timestamp: when, ms since 1970
 *
 * There are several kinds of receipts, public and private ones, in a thread and not, and they come in any order: the
 * latest counts, so that nobody has read less than before. Nobody can have read on from the newest message, either.
 *
 * Returns: %FALSE if it is an old one
 */
gboolean
bedside_room_set_receipt (BedsideRoom *self,
                          const char  *user_id,
                          const char  *event_id,
                          gint64       timestamp)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (user_id != NULL && event_id != NULL, FALSE);

  BedsideRoomReceipt *known = g_hash_table_lookup (self->receipts, user_id);
  BedsideRoomReceipt *receipt;

  if (known != NULL && timestamp < known->timestamp)
    return FALSE;

  receipt = g_new0 (BedsideRoomReceipt, 1);
  receipt->event_id = g_strdup (event_id);
  receipt->timestamp = timestamp;
  g_hash_table_replace (self->receipts, g_strdup (user_id), receipt);

  return TRUE;
}

/**
 * bedside_room_get_receipt:
 * @self: a room
 * @user_id: who
 *
 * Returns: (transfer none) (nullable): up to which event that person has read
 */
const char *
bedside_room_get_receipt (BedsideRoom *self,
                          const char  *user_id)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (user_id != NULL, NULL);

  BedsideRoomReceipt *receipt = g_hash_table_lookup (self->receipts, user_id);

  return receipt ? receipt->event_id : NULL;
}
