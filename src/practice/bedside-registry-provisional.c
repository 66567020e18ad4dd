/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-registry-provisional"

#include "bedside-registry-private.h"

#include <string.h>

/* Conversations of which the server has not heard: their rooms exist here only, until the first message has made a
 * real one of the same pair, which then takes over the conversation. */

#define PREFIX "new:"

/**
 * bedside_room_id_is_provisional:
 * @room_id: a room id
 *
 * Returns: whether it was made here; the server's begin with an exclamation mark
 */
gboolean
bedside_room_id_is_provisional (const char *room_id)
{
  g_return_val_if_fail (room_id != NULL, FALSE);

  return g_str_has_prefix (room_id, PREFIX);
}

/**
 * bedside_room_id_new_provisional:
 * @practice_id: room id of the practice
 * @patient_key: the patient's key in its directory
 *
 * Returns: (transfer full): the id of the pair's room until the server has made one; the same after every start
 */
char *
bedside_room_id_new_provisional (const char *practice_id,
                                 const char *patient_key)
{
  g_return_val_if_fail (practice_id != NULL, NULL);
  g_return_val_if_fail (patient_key != NULL, NULL);

  g_autofree char *practice = g_uri_escape_string (practice_id, NULL, TRUE);
  g_autofree char *patient = g_uri_escape_string (patient_key, NULL, TRUE);

  return g_strconcat (PREFIX, practice, ":", patient, NULL);
}

static gboolean
read_id (const char  *room_id,
         char       **practice_id,
         char       **patient_key)
{
  if (!bedside_room_id_is_provisional (room_id))
    return FALSE;

  g_auto(GStrv) parts = g_strsplit (room_id + strlen (PREFIX), ":", -1);

  if (g_strv_length (parts) != 2)
    return FALSE;
  *practice_id = g_uri_unescape_string (parts[0], NULL);
  *patient_key = g_uri_unescape_string (parts[1], NULL);

  return *practice_id != NULL && **practice_id != '\0' && *patient_key != NULL && **patient_key != '\0';
}

/**
 * bedside_registry_ensure_provisional:
 * @self: a registry
 * @room_id: what bedside_room_id_new_provisional() made
 *
 * Makes a room that is here only. It shows as a conversation after bedside_registry_settle(), or is replaced by
 * the pair's real one.
 *
 * Returns: (transfer none) (nullable): the room; %NULL if the id makes no sense
 */
BedsideRoom *
bedside_registry_ensure_provisional (BedsideRegistry *self,
                                     const char      *room_id)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (room_id != NULL, NULL);

  g_autofree char *practice_id = NULL;
  g_autofree char *patient_key = NULL;

  if (!read_id (room_id, &practice_id, &patient_key))
    return NULL;

  BedsideRoom *room = bedside_registry_ensure (self, room_id);
  JsonObject *binding = json_object_new ();

  /* Who the patient's account is, the directory says when the room is made. */
  json_object_set_string_member (binding, "practice", practice_id);
  json_object_set_string_member (binding, "patient_key", patient_key);
  json_object_set_string_member (binding, "practitioner", self->user_id);
  g_clear_pointer (&room->create, json_object_unref);
  room->create = json_object_new ();
  json_object_set_object_member (room->create, "org.bedside.chat", binding);
  room->kind = BEDSIDE_ROOM_KIND_CONVERSATION;
  room->membership = BEDSIDE_MEMBERSHIP_JOINED;
  room->complete = TRUE;
  room->unconfirmed = FALSE;
  /* A new conversation is where the newest are. */
  if (room->preview.timestamp == 0)
    room->preview.timestamp = g_get_real_time () / 1000;
  room->preview.own = TRUE;
  bedside_registry_touch (self, room);

  return room;
}

/* So that the row stays what and where it is until the message has come back. */
static void
hand_over_preview (BedsideRoom *loser,
                   BedsideRoom *winner)
{
  if (winner->preview.event_id != NULL || !bedside_room_id_is_provisional (loser->room_id))
    return;
  g_free (winner->preview.text);
  winner->preview.text = g_strdup (loser->preview.text);
  winner->preview.own = TRUE;
  winner->preview.timestamp = loser->preview.timestamp;
}

/**
 * bedside_registry_supersede: (skip)
 * @self: a registry
 * @loser: a room
 * @winner: a room of the same pair that precedes it
 *
 * Gives the loser's conversation to the winner, so that a window in which it is open stays as it is.
 * What else hangs on the room follows with "superseded", at the end of bedside_registry_settle().
 */
void
bedside_registry_supersede (BedsideRegistry *self,
                            BedsideRoom     *loser,
                            BedsideRoom     *winner)
{
  if (loser->conversation != NULL && winner->conversation == NULL)
    {
      winner->conversation = g_steal_pointer (&loser->conversation);
      winner->practice = g_steal_pointer (&loser->practice);
      winner->counted = loser->counted;
      loser->counted = FALSE;
      g_hash_table_replace (self->shown, winner->conversation, winner);
      bedside_conversation_set_room_id (winner->conversation, winner->room_id);
      hand_over_preview (loser, winner);
      bedside_registry_count_unread (self, winner);
    }
  else
    bedside_registry_set_shown (self, loser, NULL);

  g_hash_table_replace (self->superseded, g_strdup (loser->room_id), winner);
}

/**
 * bedside_registry_find_successor:
 * @self: a registry
 * @room: a room
 *
 * Returns: (transfer none) (nullable): the room that is the conversation of the same pair instead, if there is one
 */
BedsideRoom *
bedside_registry_find_successor (BedsideRegistry *self,
                                 BedsideRoom     *room)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (room != NULL, NULL);

  BedsideRoom *winner = room->conversation == NULL ? bedside_registry_find_winner (self, room) : NULL;

  return winner != NULL && winner != room && winner->conversation != NULL ? winner : NULL;
}

/**
 * bedside_registry_find_provisional:
 * @self: a registry
 * @room: a room
 *
 * Returns: (transfer none) (nullable): the room of the same pair that is here only, if there is one
 */
BedsideRoom *
bedside_registry_find_provisional (BedsideRegistry *self,
                                   BedsideRoom     *room)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (room != NULL, NULL);

  const char *practice_id = bedside_room_get_binding_member (room, "practice");
  const char *patient_key = bedside_room_get_binding_member (room, "patient_key");

  if (practice_id == NULL || patient_key == NULL)
    return NULL;

  g_autofree char *id = bedside_room_id_new_provisional (practice_id, patient_key);

  return bedside_registry_find (self, id);
}
