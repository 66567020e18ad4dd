/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-registry-names"

#include "config.h"

#include "bedside-registry-private.h"

#include <glib/gi18n-lib.h>

#include "bedside-visible.h"

/* Who wrote a message. */

/* Colleagues choose their names; nobody can take that of another, nor that of the patient. */
static gboolean
is_taken (BedsideRoom *room,
          const char  *user_id,
          const char  *name)
{
  GHashTableIter iter;
  const char *other_id;
  BedsideMember *other;

  if (room->conversation != NULL && room->kind == BEDSIDE_ROOM_KIND_CONVERSATION
      && g_str_equal (bedside_conversation_get_title (room->conversation), name))
    return TRUE;

  g_hash_table_iter_init (&iter, room->members);
  while (g_hash_table_iter_next (&iter, (gpointer *) &other_id, (gpointer *) &other))
    if (g_strcmp0 (other->display_name, name) == 0 && !g_str_equal (other_id, user_id))
      return TRUE;

  return FALSE;
}

/**
 * bedside_registry_dup_sender_name:
 * @self: a registry
 * @room: a room of it
 * @sender: (nullable): a user id
 *
 * Names the sender of a message: a patient by the directory, never by what he
 * calls himself; colleagues by their display name, with the account where another member has the same.
 *
 * Source: Matrix client-server API, "Calculating the display name for a user".
 *
 * Returns: (transfer full): the name, "" for this practitioner
 */
char *
bedside_registry_dup_sender_name (BedsideRegistry *self,
                                  BedsideRoom     *room,
                                  const char      *sender)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (room != NULL, NULL);

  if (sender == NULL)
    return g_strdup (_("Unknown sender"));
  if (g_str_equal (sender, self->user_id))
    return g_strdup ("");
  if (bedside_room_is_patient (room, sender))
    return g_strdup (bedside_conversation_get_title (room->conversation));

  BedsideMember *member = bedside_room_get_member (room, sender);
  g_autofree char *account = bedside_visible_name (sender);

  if (member == NULL || member->display_name == NULL)
    return g_steal_pointer (&account);

  return is_taken (room, sender, member->display_name) ? g_strdup_printf ("%s (%s)", member->display_name, account)
                                                       : g_strdup (member->display_name);
}
