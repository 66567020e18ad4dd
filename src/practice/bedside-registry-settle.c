/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-registry-settle"

#include "config.h"

#include "bedside-registry-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bedside-summary.h"

/**
 * bedside_registry_count_unread:
 * @self: a registry
 * @room: a room of it whose number of new messages may have changed
 *
 * Has its practice count it among the conversations with new messages, or no more.
 */
void
bedside_registry_count_unread (BedsideRegistry *self,
                               BedsideRoom     *room)
{
  g_return_if_fail (BEDSIDE_IS_REGISTRY (self));
  g_return_if_fail (room != NULL);

  gboolean counted = room->practice != NULL && room->unread > 0;

  if (room->practice == NULL || room->counted == counted)
    return;
  room->counted = counted;

  guint unread = bedside_practice_get_unread (room->practice);

  bedside_practice_set_unread (room->practice, counted ? unread + 1 : unread - 1);
}

static void
hide (BedsideRegistry *self,
      BedsideRoom     *room)
{
  if (room->counted)
    bedside_practice_set_unread (room->practice, bedside_practice_get_unread (room->practice) - 1);
  room->counted = FALSE;
  g_clear_object (&room->practice);
  bedside_conversation_set_closed_reason (room->conversation, BEDSIDE_CLOSED_REASON_NO_PRACTICE);
  bedside_conversation_set_typing (room->conversation, FALSE);
  g_hash_table_remove (self->shown, room->conversation);
  g_ptr_array_add (self->unlisted, g_steal_pointer (&room->conversation));
}

/**
 * bedside_registry_set_shown: (skip)
 * @self: a registry
 * @room: a room of it
 * @practice: (nullable): of which it is a conversation; %NULL: of none
 *
 * Makes or drops the conversation of a room; who has a dropped one open cannot write in it.
 */
void
bedside_registry_set_shown (BedsideRegistry *self,
                            BedsideRoom     *room,
                            BedsidePractice *practice)
{
  if (room->practice == practice)
    return;

  /* The same practice once more, after it had been left: what is open stays so. */
  if (practice == NULL || room->practice != NULL)
    hide (self, room);
  if (practice == NULL)
    return;

  room->conversation = bedside_conversation_new (room->room_id, room->kind == BEDSIDE_ROOM_KIND_TEAM
                                                 ? BEDSIDE_CONVERSATION_KIND_TEAM
                                                 : BEDSIDE_CONVERSATION_KIND_PATIENT);
  room->practice = g_object_ref (practice);
  g_hash_table_insert (self->shown, room->conversation, room);
  g_ptr_array_add (self->made, g_object_ref (room->conversation));
  bedside_registry_count_unread (self, room);
}

static gboolean
has_left (BedsideRoom *room,
          const char  *user_id)
{
  BedsideMember *member = bedside_room_get_member (room, user_id);

  return member != NULL && (g_str_equal (member->membership, "leave") || g_str_equal (member->membership, "ban"));
}

/* The binding's practitioner is this one, or the conversation would not be shown; the space's list may say otherwise. */
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

/* The practice of a room that can be a conversation of this practitioner. */
static BedsidePracticeEntry *
find_entry (BedsideRegistry *self,
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

/* --- the rooms of a patient --- */

static char *
make_patient_id (const char *practice_id,
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
  BedsidePracticeEntry *entry = find_entry (self, room);
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

      if (other != winner && find_entry (self, other) != NULL && takes_precedence (other, winner) &&
          are_of_one_pair (self, other, room))
        winner = other;
    }

  return winner;
}

/* Whoever has one of the others open goes on in this one. */
static void
supersede_others (BedsideRegistry *self,
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

  g_autofree char *id = make_patient_id (bedside_practice_get_room_id (practice), bedside_patient_get_key (patient));
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
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **) names->pdata);
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
  BedsidePracticeEntry *entry = find_entry (self, room);
  gboolean is_team = room->kind == BEDSIDE_ROOM_KIND_TEAM;
  BedsideRoom *winner = entry && !is_team ? bedside_registry_find_winner (self, room) : room;

  /* The other one says so itself when its turn comes. */
  if (winner != room)
    return;
  if (entry != NULL && !is_team)
    supersede_others (self, room);
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
  if (find_entry (self, room) != NULL && room->kind == BEDSIDE_ROOM_KIND_CONVERSATION)
    id = make_patient_id (bedside_room_get_binding_member (room, "practice"),
                          bedside_room_get_binding_member (room, "patient_key"));
  bedside_registry_set_patient_id (self, room, id);
}

/* --- the list --- */

static void
add_if_listed (BedsideRegistry *self,
               BedsideRoom     *room,
               GPtrArray       *conversations)
{
  if (room->conversation != NULL && room->practice == self->practice)
    g_ptr_array_add (conversations, room->conversation);
}

/* What was listed before stays in its place. */
static void
add_present (BedsideRegistry *self,
             GPtrArray       *conversations)
{
  GListModel *present = G_LIST_MODEL (self->conversations);

  for (guint i = 0; i < g_list_model_get_n_items (present); i++)
    {
      g_autoptr(BedsideConversation) conversation = g_list_model_get_item (present, i);
      BedsideRoom *room = g_hash_table_lookup (self->shown, conversation);

      if (room != NULL)
        add_if_listed (self, room, conversations);
    }
}

static void
unlist_conversations (BedsideRegistry *self)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->conversations)), position = 0;

  if (self->unlisted->len == 1)
    {
      if (g_list_store_find (self->conversations, g_ptr_array_index (self->unlisted, 0), &position))
        g_list_store_remove (self->conversations, position);
      return;
    }

  g_autoptr(GPtrArray) kept = g_ptr_array_new ();

  add_present (self, kept);
  if (kept->len < n_items)
    g_list_store_splice (self->conversations, 0, n_items, kept->pdata, kept->len);
}

static void
list_other_practice (BedsideRegistry *self)
{
  g_autoptr(GPtrArray) conversations = g_ptr_array_new ();
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->conversations));
  GHashTableIter iter;
  BedsideRoom *room;

  g_hash_table_iter_init (&iter, self->shown);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
    add_if_listed (self, room, conversations);
  if (n_items > 0 || conversations->len > 0)
    g_list_store_splice (self->conversations, 0, n_items, conversations->pdata, conversations->len);
}

/* One change for all of them. Some may be gone again, or be those of another room now. */
static void
list_made (BedsideRegistry *self)
{
  g_autoptr(GPtrArray) conversations = g_ptr_array_new ();

  for (guint i = 0; i < self->made->len; i++)
    {
      BedsideRoom *room = g_hash_table_lookup (self->shown, g_ptr_array_index (self->made, i));

      if (room != NULL)
        add_if_listed (self, room, conversations);
    }
  if (conversations->len > 0)
    g_list_store_splice (self->conversations, g_list_model_get_n_items (G_LIST_MODEL (self->conversations)), 0,
                         conversations->pdata, conversations->len);
}

/**
 * bedside_registry_update_list: (skip)
 * @self: a registry
 *
 * Lists the conversations of the practice that is shown, and tells if that is another one.
 */
void
bedside_registry_update_list (BedsideRegistry *self)
{
  gboolean is_other = self->choice_changed;

  self->choice_changed = FALSE;
  if (is_other)
    list_other_practice (self);
  else
    {
      if (self->unlisted->len > 0)
        unlist_conversations (self);
      list_made (self);
    }
  g_ptr_array_set_size (self->made, 0);
  g_ptr_array_set_size (self->unlisted, 0);
  if (is_other)
    bedside_registry_notify_practice (self);
}

static void
update_summary (BedsideRegistry *self,
                BedsideRoom     *room)
{
  /* Those are stored with what is written in them. */
  if (bedside_room_id_is_provisional (room->room_id))
    return;

  g_autoptr(JsonObject) summary =
    bedside_summary_new (room, bedside_registry_find_practice (self, room->room_id));

  if (bedside_summary_equal (room->summary, summary))
    return;
  g_clear_pointer (&room->summary, json_object_unref);
  room->summary = g_steal_pointer (&summary);
  if (!g_ptr_array_find (self->unsaved, room, NULL))
    g_ptr_array_add (self->unsaved, room);
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
}

/* Rooms that what was heard since the last time may have changed. */
static GHashTable *
steal_changed_rooms (BedsideRegistry *self)
{
  GHashTable *rooms = g_steal_pointer (&self->changed_rooms);
  GHashTableIter iter;
  BedsideRoom *room;

  self->changed_rooms = g_hash_table_new (NULL, NULL);
  if (self->facts_changed)
    {
      g_hash_table_iter_init (&iter, self->rooms);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
        g_hash_table_add (rooms, room);
    }

  g_hash_table_iter_init (&iter, rooms);
  while (g_hash_table_iter_next (&iter, (gpointer *) &room, NULL))
    index_room (self, room);

  return rooms;
}

/* Which of the rooms of a patient is shown depends on all of them. */
static void
add_rooms_of_patients (BedsideRegistry *self,
                       GHashTable      *rooms)
{
  g_autoptr(GPtrArray) others = g_ptr_array_new ();
  GHashTableIter iter;
  BedsideRoom *room;

  g_hash_table_iter_init (&iter, rooms);
  while (g_hash_table_iter_next (&iter, (gpointer *) &room, NULL))
    {
      GPtrArray *same = room->patient_id ? g_hash_table_lookup (self->of_patients, room->patient_id) : NULL;

      for (guint i = 0; same != NULL && same->len > 1 && i < same->len; i++)
        g_ptr_array_add (others, g_ptr_array_index (same, i));
    }
  for (guint i = 0; i < others->len; i++)
    g_hash_table_add (rooms, g_ptr_array_index (others, i));

  g_hash_table_iter_init (&iter, self->changed_rooms);
  while (g_hash_table_iter_next (&iter, (gpointer *) &room, NULL))
    g_hash_table_add (rooms, room);
  g_hash_table_remove_all (self->changed_rooms);
}

static void
settle_rooms (BedsideRegistry *self)
{
  g_autoptr(GHashTable) rooms = steal_changed_rooms (self);
  GHashTableIter iter;
  BedsideRoom *room;

  add_rooms_of_patients (self, rooms);
  g_hash_table_iter_init (&iter, rooms);
  while (g_hash_table_iter_next (&iter, (gpointer *) &room, NULL))
    settle_room (self, room);
  g_hash_table_iter_init (&iter, rooms);
  while (g_hash_table_iter_next (&iter, (gpointer *) &room, NULL))
    update_summary (self, room);
  self->facts_changed = FALSE;
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
          g_autofree char *id = make_patient_id (entry->room->room_id, bedside_patient_get_key (change->patient));
          GPtrArray *rooms = g_hash_table_lookup (self->of_patients, id);

          for (guint j = 0; rooms != NULL && j < rooms->len; j++)
            g_hash_table_add (self->changed_rooms, g_ptr_array_index (rooms, j));
          bedside_registry_follow_activation (self, change);
        }
    }
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

  gboolean context_changed = self->context_changed;
  GHashTableIter iter;
  BedsidePracticeEntry *entry;

  self->context_changed = FALSE;
  if (context_changed)
    {
      bedside_registry_update_practices (self);
      bedside_registry_update_choice (self);
    }
  show_directories (self);
  settle_rooms (self);
  bedside_registry_update_list (self);

  g_hash_table_iter_init (&iter, self->entries);
  while (context_changed && g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    update_summary (self, entry->room);
  bedside_registry_update_invitations (self);
  bedside_registry_find_remembered (self);
  bedside_registry_tell_superseded (self);
  bedside_registry_emit_settled (self);
}
