/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-registry-settle"

#include "config.h"

#include "bedside-registry-private.h"

#include <glib/gi18n-lib.h>

#include "bedside-summary.h"
#include "bedside-thread.h"
#include "bedside-wording.h"

/* After how many rooms to look at the time. */
#define SETTLE_PART 50

static gboolean
has_left (BedsideRoom *room,
          const char  *user_id)
{
  BedsideMember *member = bedside_room_get_member (room, user_id);

  return member != NULL && (g_str_equal (member->membership, "leave") || g_str_equal (member->membership, "ban"));
}

/* The binding's practitioner is this one, or the conversation would not be shown; what the space says of him counts. */
static gboolean
is_practitioner_joined (BedsidePracticeEntry *entry,
                        BedsideRoom          *room)
{
  const char *practitioner = bedside_room_get_binding_member (room, "practitioner");

  return entry->room->membership == BEDSIDE_MEMBERSHIP_JOINED && practitioner != NULL &&
         !has_left (entry->room, practitioner);
}

static void
show_reason (BedsidePracticeEntry *entry,
             BedsideRoom          *room,
             BedsidePatient       *patient)
{
  const char *linked_id = patient ? bedside_patient_get_user_id (patient) : NULL;
  gboolean provisional = bedside_room_id_is_provisional (room->room_id);
  /* What is not made yet will be bound to the account that the patient has then. */
  const char *patient_id = provisional ? linked_id : bedside_room_get_binding_member (room, "patient");
  BedsideChatAccess access = patient ? bedside_patient_get_chat_access (patient) : BEDSIDE_CHAT_ACCESS_UNSET;
  BedsideChatFacts facts = {
    .binding_valid = provisional || bedside_room_is_binding_valid (room),
    .practice_known = entry->directory != NULL,
    .practitioner_joined = is_practitioner_joined (entry, room),
    .group_chat = bedside_practice_get_group_chat (entry->practice),
    .patient_chat = bedside_practice_get_patient_chat (entry->practice),
    .linked = linked_id != NULL && g_strcmp0 (linked_id, patient_id) == 0,
    /* The first message enables chat, unless somebody has disabled it. */
    .chat_enabled = access == BEDSIDE_CHAT_ACCESS_ENABLED || (provisional && access == BEDSIDE_CHAT_ACCESS_UNSET),
    .both_joined = room->membership == BEDSIDE_MEMBERSHIP_JOINED && !has_left (room, patient_id),
    .encrypted = room->encrypted,
  };

  bedside_conversation_set_closed_reason (room->conversation, bedside_rules_get_closed_reason (&facts));
  bedside_conversation_set_inactive (room->conversation, bedside_rules_is_inactive (&facts, access));
}

static BedsideClosedReason
get_team_reason (BedsidePracticeEntry *entry,
                 BedsideRoom          *room)
{
  if (!bedside_practice_get_group_chat (entry->practice))
    return BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED;
  if (room->membership != BEDSIDE_MEMBERSHIP_JOINED)
    return BEDSIDE_CLOSED_REASON_LEFT;
  if (room->encrypted)
    return BEDSIDE_CLOSED_REASON_ENCRYPTED;
  return BEDSIDE_CLOSED_REASON_NONE;
}

/* --- conversations --- */

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_utf8_collate (*(const char * const *) a, *(const char * const *) b);
}

static char *
make_team_title (BedsideRegistry *self,
                 BedsideRoom     *room)
{
  if (room->name != NULL && *room->name != '\0')
    return g_strdup (room->name);

  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  g_autoptr(GString) title = g_string_new (NULL);
  GHashTableIter iter;
  const char *user_id;
  BedsideMember *member;

  g_hash_table_iter_init (&iter, room->members);
  while (g_hash_table_iter_next (&iter, (gpointer *) &user_id, (gpointer *) &member))
    if (!g_str_equal (user_id, self->user_id) && !has_left (room, user_id))
      g_ptr_array_add (names, (gpointer) (member->display_name ? member->display_name : user_id));
  if (names->len == 0)
    return g_strdup (_("Team"));

  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *name = bedside_wording_isolate (g_ptr_array_index (names, i));

      bedside_wording_append (title, name);
    }
  return g_string_free (g_steal_pointer (&title), FALSE);
}

static guint
count_people (BedsideRoom *room)
{
  GHashTableIter iter;
  BedsideMember *member;
  guint count = 0;

  g_hash_table_iter_init (&iter, room->members);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &member))
    count += g_str_equal (member->membership, "join");

  return count;
}

static void
show_patient (BedsidePracticeEntry *entry,
              BedsideRoom          *room)
{
  const char *key = bedside_room_get_binding_member (room, "patient_key");
  BedsidePatient *patient = entry->directory ? bedside_directory_find (entry->directory, key) : NULL;

  bedside_conversation_set_patient (room->conversation, patient);
  show_reason (entry, room, patient);
}

static void
show_team (BedsideRegistry      *self,
           BedsidePracticeEntry *entry,
           BedsideRoom          *room)
{
  g_autofree char *title = make_team_title (self, room);

  bedside_conversation_set_title (room->conversation, title);
  bedside_conversation_set_people (room->conversation, count_people (room));
  bedside_conversation_set_closed_reason (room->conversation, get_team_reason (entry, room));
}

static void
settle_room (BedsideRegistry *self,
             BedsideRoom     *room)
{
  BedsidePracticeEntry *entry = bedside_registry_find_entry (self, room);
  gboolean is_team = room->kind == BEDSIDE_ROOM_KIND_TEAM;
  BedsideRoom *winner = entry && !is_team ? bedside_registry_find_winner (self, room) : room;

  /* The other one says so itself when its turn comes. */
  if (winner != room)
    return;
  if (entry != NULL && !is_team)
    bedside_registry_supersede_others (self, room);
  bedside_registry_set_shown (self, room, entry ? entry->practice : NULL);
  if (entry == NULL)
    return;

  if (is_team)
    show_team (self, entry, room);
  else
    show_patient (entry, room);
  if (bedside_conversation_get_closed_reason (room->conversation) != BEDSIDE_CLOSED_REASON_NONE)
    bedside_conversation_set_typing (room->conversation, FALSE);
  bedside_room_show (room);
}

static void
remember_if_invited (BedsideRegistry *self,
                     BedsideRoom     *room)
{
  if (room->membership == BEDSIDE_MEMBERSHIP_INVITED)
    g_hash_table_add (self->invited, room);
  else
    g_hash_table_remove (self->invited, room);
}

/* All rooms first learn whose they are: that decides which of them are shown. */
static void
index_room (BedsideRegistry *self,
            BedsideRoom     *room)
{
  g_autofree char *id = NULL;

  remember_if_invited (self, room);
  if (bedside_registry_find_entry (self, room) != NULL && room->kind == BEDSIDE_ROOM_KIND_CONVERSATION)
    id = bedside_registry_make_patient_id (bedside_room_get_binding_member (room, "practice"),
                                           bedside_room_get_binding_member (room, "patient_key"));
  bedside_registry_set_patient_id (self, room, id);
}

/**
 * bedside_registry_update_summary:
 * @self: a registry
 * @room: a room of it
 *
 * Writes down how it is shown. That takes longer than showing it.
 *
 * Returns: whether it is to be stored anew
 */
gboolean
bedside_registry_update_summary (BedsideRegistry *self,
                                 BedsideRoom     *room)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), FALSE);
  g_return_val_if_fail (room != NULL, FALSE);

  g_autoptr(JsonObject) summary =
    bedside_summary_new (room, bedside_registry_find_practice (self, room->room_id));

  if (bedside_summary_equal (room->summary, summary))
    return FALSE;
  g_clear_pointer (&room->summary, json_object_unref);
  room->summary = g_steal_pointer (&summary);

  return TRUE;
}

/* --- all --- */

static void
show_summary (BedsideRegistry *self,
              BedsideRoom     *room)
{
  BedsideRoomKind kind = bedside_summary_get_kind (room->summary);
  BedsidePractice *practice = bedside_registry_find_practice (self, bedside_summary_get_practice (room->summary));

  if (practice == NULL || (kind != BEDSIDE_ROOM_KIND_CONVERSATION && kind != BEDSIDE_ROOM_KIND_TEAM))
    return;
  room->kind = kind;
  bedside_registry_set_shown (self, room, practice);
  bedside_summary_show_conversation (room->summary, room->conversation);
  bedside_room_show (room);
}

/**
 * bedside_registry_show_summaries:
 * @self: a registry with restored rooms
 *
 * Shows them as they were shown last, until bedside_registry_settle() draws its
 * conclusions from their state.
 */
void
bedside_registry_show_summaries (BedsideRegistry *self)
{
  g_return_if_fail (BEDSIDE_IS_REGISTRY (self));

  GHashTableIter iter;
  BedsideRoom *room;

  g_hash_table_iter_init (&iter, self->rooms);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
    if (bedside_summary_get_kind (room->summary) == BEDSIDE_ROOM_KIND_PRACTICE &&
        room->membership == BEDSIDE_MEMBERSHIP_JOINED)
      bedside_registry_show_practice_summary (self, room);

  g_hash_table_iter_init (&iter, self->rooms);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
    show_summary (self, room);

  bedside_registry_update_choice (self);
  bedside_registry_update_list (self);
  bedside_registry_list_unread (self);
}

static void
clear_settling (BedsideRegistry *self)
{
  g_clear_pointer (&self->settling, g_ptr_array_unref);
  self->settled = 0;
}

/* Rooms that what was heard since the last time may have changed. */
static GPtrArray *
steal_changed_rooms (BedsideRegistry *self)
{
  GHashTable *from = self->facts_changed ? self->rooms : self->changed_rooms;
  GPtrArray *rooms = g_ptr_array_sized_new (g_hash_table_size (from));
  GHashTableIter iter;
  BedsideRoom *room;

  g_hash_table_iter_init (&iter, from);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
    g_ptr_array_add (rooms, room);
  g_hash_table_remove_all (self->changed_rooms);
  self->facts_changed = FALSE;

  return rooms;
}

/* Which of the rooms of a patient is shown depends on all of them. */
static GPtrArray *
add_rooms_of_patients (BedsideRegistry *self,
                       GPtrArray       *indexed)
{
  g_autoptr(GHashTable) seen = g_hash_table_new (NULL, NULL);
  GPtrArray *rooms = g_ptr_array_sized_new (indexed->len);

  for (guint i = 0; i < indexed->len; i++)
    {
      BedsideRoom *room = g_ptr_array_index (indexed, i);
      GPtrArray *same = room && room->patient_id ? g_hash_table_lookup (self->of_patients, room->patient_id) : NULL;

      if (room != NULL && g_hash_table_add (seen, room))
        g_ptr_array_add (rooms, room);
      for (guint j = 0; same != NULL && same->len > 1 && j < same->len; j++)
        if (g_hash_table_add (seen, g_ptr_array_index (same, j)))
          g_ptr_array_add (rooms, g_ptr_array_index (same, j));
    }

  return rooms;
}

static void
show_room (BedsideRegistry *self,
           BedsideRoom     *room)
{
  settle_room (self, room);
  bedside_registry_note_heard (self, room);
  /* Those that are here only are stored with what is written in them. */
  if (!bedside_room_id_is_provisional (room->room_id))
    g_hash_table_add (self->unsaved, room);
}

static void
touch_rooms_of (BedsideRegistry      *self,
                BedsidePracticeEntry *entry,
                BedsidePatient       *patient)
{
  g_autofree char *id = bedside_registry_make_patient_id (entry->room->room_id, bedside_patient_get_key (patient));
  GPtrArray *rooms = g_hash_table_lookup (self->of_patients, id);

  for (guint i = 0; rooms != NULL && i < rooms->len; i++)
    g_hash_table_add (self->changed_rooms, g_ptr_array_index (rooms, i));
}

/* Only those of whom something was heard: a directory has thousands. */
static void
show_directories (BedsideRegistry *self)
{
  GHashTableIter directories;
  BedsidePracticeEntry *entry;

  g_hash_table_iter_init (&directories, self->entries);
  while (g_hash_table_iter_next (&directories, NULL, (gpointer *) &entry))
    {
      g_autoptr(GArray) changes = entry->directory ? bedside_directory_show (entry->directory) : NULL;

      for (guint i = 0; changes != NULL && i < changes->len; i++)
        {
          BedsideDirectoryChange *change = &g_array_index (changes, BedsideDirectoryChange, i);

          touch_rooms_of (self, entry, change->patient);
          bedside_registry_follow_activation (self, change);
        }
    }
}

/**
 * bedside_registry_settle_provisional:
 * @self: a registry
 *
 * Shows rooms that are here only, or shows them no more, at any time: what was heard from the server may be half taken
 * over, and waits for bedside_registry_settle().
 */
void
bedside_registry_settle_provisional (BedsideRegistry *self)
{
  g_return_if_fail (BEDSIDE_IS_REGISTRY (self));

  g_autoptr(GPtrArray) rooms = g_ptr_array_new ();
  GHashTableIter iter;
  BedsideRoom *room;

  g_hash_table_iter_init (&iter, self->changed_rooms);
  while (g_hash_table_iter_next (&iter, (gpointer *) &room, NULL))
    if (bedside_room_id_is_provisional (room->room_id))
      g_ptr_array_add (rooms, room);

  for (guint i = 0; i < rooms->len; i++)
    {
      room = g_ptr_array_index (rooms, i);
      g_hash_table_remove (self->changed_rooms, room);
      index_room (self, room);
      bedside_registry_note_heard (self, room);
      settle_room (self, bedside_registry_find_winner (self, room));
    }
  bedside_registry_update_list (self);
  bedside_registry_list_unread (self);
  bedside_registry_tell_superseded (self);
}

static void
begin (BedsideRegistry *self)
{
  self->settling_context = self->context_changed;
  self->context_changed = FALSE;
  if (self->settling_context)
    {
      bedside_registry_update_practices (self);
      bedside_registry_update_choice (self);
    }
  show_directories (self);
  self->settling = steal_changed_rooms (self);
  self->settled = 0;
  self->settle_step = BEDSIDE_SETTLE_INDEX;
}

/* Those that have changed since it began, too. */
static void
index_late_rooms (BedsideRegistry *self,
                  GPtrArray       *indexed)
{
  GHashTableIter iter;
  BedsideRoom *room;

  g_hash_table_iter_init (&iter, self->changed_rooms);
  while (g_hash_table_iter_next (&iter, (gpointer *) &room, NULL))
    {
      index_room (self, room);
      g_ptr_array_add (indexed, room);
    }
  g_hash_table_remove_all (self->changed_rooms);
}

/* Every room knows then whose it is. */
static void
begin_showing (BedsideRegistry *self)
{
  g_autoptr(GPtrArray) indexed = g_steal_pointer (&self->settling);

  index_late_rooms (self, indexed);
  self->settling = add_rooms_of_patients (self, indexed);
  self->settled = 0;
  self->settle_step = BEDSIDE_SETTLE_SHOW;
}

static void
finish (BedsideRegistry *self)
{
  gboolean context_changed = self->settling_context;
  GHashTableIter iter;
  BedsidePracticeEntry *entry;

  clear_settling (self);
  bedside_registry_update_list (self);
  bedside_registry_list_unread (self);

  g_hash_table_iter_init (&iter, self->entries);
  while (context_changed && g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    g_hash_table_add (self->unsaved, entry->room);
  bedside_registry_update_invitations (self);
  bedside_registry_find_remembered (self);
  bedside_registry_tell_superseded (self);
  bedside_registry_emit_settled (self);
}

/**
 * bedside_registry_settle_some:
 * @self: a registry
 *
 * Does a part of bedside_registry_settle(), of thousands of rooms: to be called until it is done, before anything else
 * that was heard of rooms is applied.
 *
 * Returns: whether there is more to do
 */
gboolean
bedside_registry_settle_some (BedsideRegistry *self)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), FALSE);
  bedside_assert_main_thread ();

  if (self->settling == NULL)
    begin (self);

  for (guint end = MIN (self->settling->len, self->settled + SETTLE_PART); self->settled < end; self->settled++)
    {
      BedsideRoom *room = g_ptr_array_index (self->settling, self->settled);

      if (room == NULL)
        continue;
      if (self->settle_step == BEDSIDE_SETTLE_INDEX)
        index_room (self, room);
      else
        show_room (self, room);
    }
  if (self->settled < self->settling->len)
    return TRUE;

  if (self->settle_step == BEDSIDE_SETTLE_INDEX)
    {
      begin_showing (self);
      return TRUE;
    }
  finish (self);

  return FALSE;
}

/**
 * bedside_registry_drop_settling:
 * @self: a registry
 *
 * Gives up what bedside_registry_settle_some() has begun, if anything: the next one begins with all of it again, and
 * knows what was applied since.
 */
void
bedside_registry_drop_settling (BedsideRegistry *self)
{
  g_return_if_fail (BEDSIDE_IS_REGISTRY (self));

  if (self->settling == NULL)
    return;

  for (guint i = 0; i < self->settling->len; i++)
    if (g_ptr_array_index (self->settling, i) != NULL)
      g_hash_table_add (self->changed_rooms, g_ptr_array_index (self->settling, i));
  self->context_changed |= self->settling_context;
  clear_settling (self);
}

/**
 * bedside_registry_forget_settling: (skip)
 * @self: a registry
 * @room: a room that it is about to drop
 */
void
bedside_registry_forget_settling (BedsideRegistry *self,
                                  BedsideRoom     *room)
{
  guint position = 0;

  if (self->settling != NULL && g_ptr_array_find (self->settling, room, &position))
    self->settling->pdata[position] = NULL;
}

/**
 * bedside_registry_settle:
 * @self: a registry
 *
 * Draws the conclusions from the state that was applied since the last call: one
 * change of the list for all new conversations.
 */
void
bedside_registry_settle (BedsideRegistry *self)
{
  g_return_if_fail (BEDSIDE_IS_REGISTRY (self));
  bedside_assert_main_thread ();

  bedside_registry_drop_settling (self);
  while (bedside_registry_settle_some (self))
    ;
}
