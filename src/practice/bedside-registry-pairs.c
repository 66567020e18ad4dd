/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-registry-pairs"

#include "bedside-registry-private.h"

#include <string.h>

/* The rooms of each patient: which of them is the conversation. */

/**
 * bedside_registry_find_entry: (skip)
 * @self: a registry
 * @room: a room of it
 *
 * Returns: (transfer none) (nullable): the practice of a room that can be a conversation of this practitioner
 */
BedsidePracticeEntry *
bedside_registry_find_entry (BedsideRegistry *self,
                             BedsideRoom     *room)
{
  JsonObject *mark = room->kind == BEDSIDE_ROOM_KIND_TEAM
                     ? bedside_json_get_object (room->create, "org.bedside.team")
                     : bedside_room_get_binding (room);
  const char *practice_id = bedside_json_get_string (mark, "practice");
  BedsidePracticeEntry *entry = practice_id ? g_hash_table_lookup (self->entries, practice_id) : NULL;

  /* Who was in the room before keeps its history. */
  if (room->membership == BEDSIDE_MEMBERSHIP_INVITED && bedside_room_is_empty (room))
    return NULL;
  if (room->kind != BEDSIDE_ROOM_KIND_TEAM &&
      g_strcmp0 (bedside_json_get_string (mark, "practitioner"), self->user_id) != 0)
    return NULL;
  return entry;
}

/**
 * bedside_registry_make_patient_id: (skip)
 * @practice_id: (nullable): a practice
 * @key: (nullable): a patient of it
 *
 * Returns: (transfer full) (nullable): what names the patient among those of all practices
 */
char *
bedside_registry_make_patient_id (const char *practice_id,
                                  const char *key)
{
  return practice_id && key ? g_strconcat (practice_id, "\n", key, NULL) : NULL;
}

/**
 * bedside_registry_set_patient_id: (skip)
 * @self: a registry
 * @room: a room of it
 * @patient_id: (nullable): of whose rooms it is one; %NULL: of nobody's
 *
 * Keeps the rooms of each patient. When one goes, the others have to decide anew which of them is the conversation.
 */
void
bedside_registry_set_patient_id (BedsideRegistry *self,
                                 BedsideRoom     *room,
                                 const char      *patient_id)
{
  GPtrArray *rooms = room->patient_id ? g_hash_table_lookup (self->of_patients, room->patient_id) : NULL;

  if (g_strcmp0 (room->patient_id, patient_id) == 0)
    return;
  if (rooms != NULL)
    {
      g_ptr_array_remove (rooms, room);
      for (guint i = 0; i < rooms->len; i++)
        g_hash_table_add (self->changed_rooms, g_ptr_array_index (rooms, i));
      if (rooms->len == 0)
        g_hash_table_remove (self->of_patients, room->patient_id);
    }

  g_free (room->patient_id);
  room->patient_id = g_strdup (patient_id);
  if (patient_id == NULL)
    return;
  rooms = g_hash_table_lookup (self->of_patients, patient_id);
  if (rooms == NULL)
    {
      rooms = g_ptr_array_new ();
      g_hash_table_insert (self->of_patients, g_strdup (patient_id), rooms);
    }
  g_ptr_array_add (rooms, room);
}

/* createRoom is not idempotent: if a pair ever has two rooms, the older one is its conversation everywhere, unless this
 * practitioner has left it. */
static gboolean
takes_precedence (BedsideRoom *room,
                  BedsideRoom *other)
{
  gboolean is_joined = room->membership == BEDSIDE_MEMBERSHIP_JOINED;
  gboolean is_other_joined = other->membership == BEDSIDE_MEMBERSHIP_JOINED;
  gboolean is_real = !bedside_room_id_is_provisional (room->room_id);
  gboolean is_other_real = !bedside_room_id_is_provisional (other->room_id);

  if (is_joined != is_other_joined)
    return is_joined;
  if (is_real != is_other_real)
    return is_real;
  if (room->created_at != other->created_at)
    return room->created_at < other->created_at;
  return strcmp (room->room_id, other->room_id) < 0;
}

/* What is not made yet will be bound to the account that the patient has then; %NULL while that is not known. */
static const char *
get_account (BedsideRegistry *self,
             BedsideRoom     *room)
{
  BedsidePracticeEntry *entry = bedside_registry_find_entry (self, room);
  const char *key = bedside_room_get_binding_member (room, "patient_key");
  BedsidePatient *patient;

  if (!bedside_room_id_is_provisional (room->room_id))
    return bedside_room_get_binding_member (room, "patient");
  patient = entry && entry->directory ? bedside_directory_find (entry->directory, key) : NULL;

  return patient ? bedside_patient_get_user_id (patient) : NULL;
}

/* A patient who was linked with another account makes another pair. */
static gboolean
are_of_one_pair (BedsideRegistry *self,
                 BedsideRoom     *room,
                 BedsideRoom     *other)
{
  const char *account = get_account (self, room);
  const char *other_account = get_account (self, other);

  return account == NULL || other_account == NULL || g_str_equal (account, other_account);
}

static GPtrArray *
get_rooms_of_patient (BedsideRegistry *self,
                      BedsideRoom     *room)
{
  return room->patient_id ? g_hash_table_lookup (self->of_patients, room->patient_id) : NULL;
}

/**
 * bedside_registry_find_winner: (skip)
 * @self: a registry
 * @room: a room
 *
 * Returns: (transfer none): the room that is the conversation of its pair, if it is of one
 */
BedsideRoom *
bedside_registry_find_winner (BedsideRegistry *self,
                              BedsideRoom     *room)
{
  GPtrArray *rooms = get_rooms_of_patient (self, room);
  BedsideRoom *winner = room;

  for (guint i = 0; rooms != NULL && i < rooms->len; i++)
    {
      BedsideRoom *other = g_ptr_array_index (rooms, i);

      if (other != winner && bedside_registry_find_entry (self, other) != NULL && takes_precedence (other, winner) &&
          are_of_one_pair (self, other, room))
        winner = other;
    }

  return winner;
}

/**
 * bedside_registry_supersede_others: (skip)
 * @self: a registry
 * @winner: a room that is the conversation of its pair
 *
 * Whoever has one of the others open goes on in this one.
 */
void
bedside_registry_supersede_others (BedsideRegistry *self,
                                   BedsideRoom     *winner)
{
  GPtrArray *rooms = get_rooms_of_patient (self, winner);

  for (guint i = 0; rooms != NULL && i < rooms->len; i++)
    {
      BedsideRoom *other = g_ptr_array_index (rooms, i);

      if (other != winner && (other->conversation != NULL || bedside_room_id_is_provisional (other->room_id)) &&
          bedside_registry_find_winner (self, other) == winner)
        bedside_registry_supersede (self, other, winner);
    }
}

/**
 * bedside_registry_find_pair:
 * @self: a registry
 * @practice: one of its practices
 * @patient: a patient of it
 *
 * Returns: (transfer none) (nullable): the room of this practitioner's conversation with the patient, also a
 *   provisional one; %NULL if there is none, or this practitioner has left it
 */
BedsideRoom *
bedside_registry_find_pair (BedsideRegistry *self,
                            BedsidePractice *practice,
                            BedsidePatient  *patient)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (practice), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (patient), NULL);

  g_autofree char *id = bedside_registry_make_patient_id (bedside_practice_get_room_id (practice),
                                                          bedside_patient_get_key (patient));
  GPtrArray *rooms = g_hash_table_lookup (self->of_patients, id);
  const char *user_id = bedside_patient_get_user_id (patient);

  for (guint i = 0; rooms != NULL && i < rooms->len; i++)
    {
      BedsideRoom *room = g_ptr_array_index (rooms, i);

      if (room->conversation != NULL && room->membership == BEDSIDE_MEMBERSHIP_JOINED &&
          (user_id == NULL || g_strcmp0 (get_account (self, room), user_id) == 0))
        return room;
    }

  return NULL;
}
