/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-registry-settle"

#include "config.h"

#include "bedside-registry-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bedside-summary.h"

/**
 * bedside_registry_set_shown: (skip)
 * @self: a registry
 * @room: a room of it
 * @shown: whether it is a conversation
 *
 * Makes or drops the conversation of a room; who has a dropped one open cannot write in it.
 */
void
bedside_registry_set_shown (BedsideRegistry *self,
                            BedsideRoom     *room,
                            gboolean         shown)
{
  guint position = 0;

  if (shown == (room->conversation != NULL))
    return;

  if (shown)
    {
      room->conversation = bedside_conversation_new (room->room_id, room->kind == BEDSIDE_ROOM_KIND_TEAM
                                                     ? BEDSIDE_CONVERSATION_KIND_TEAM
                                                     : BEDSIDE_CONVERSATION_KIND_PATIENT);
      g_hash_table_insert (self->shown, room->conversation, room);
      return;
    }

  if (g_list_store_find (self->conversations, room->conversation, &position))
    g_list_store_remove (self->conversations, position);
  bedside_conversation_set_closed_reason (room->conversation, BEDSIDE_CLOSED_REASON_NO_PRACTICE);
  bedside_conversation_set_typing (room->conversation, FALSE);
  g_hash_table_remove (self->shown, room->conversation);
  g_clear_object (&room->conversation);
}

/* The first practice by room id, so that it is the same one after every start. */
static BedsideRoom *
choose_practice (BedsideRegistry *self)
{
  GHashTableIter iter;
  BedsideRoom *room, *chosen = NULL;

  g_hash_table_iter_init (&iter, self->rooms);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
    if (room->kind == BEDSIDE_ROOM_KIND_PRACTICE && room->membership == BEDSIDE_MEMBERSHIP_JOINED &&
        (chosen == NULL || strcmp (room->room_id, chosen->room_id) < 0))
      chosen = room;

  return chosen;
}

static void
update_practice (BedsideRegistry *self)
{
  BedsideRoom *chosen = choose_practice (self);
  const char *present = self->practice ? bedside_practice_get_room_id (self->practice) : NULL;
  gboolean is_other = g_strcmp0 (present, chosen ? chosen->room_id : NULL) != 0;
  gboolean group_chat = FALSE, patient_chat = FALSE;

  if (is_other)
    g_clear_object (&self->practice);
  if (is_other && chosen != NULL)
    self->practice = bedside_practice_new (chosen->room_id);
  if (chosen != NULL)
    {
      BedsideEvent *settings = g_hash_table_lookup (self->settings, chosen->room_id);
      JsonObject *content = settings ? settings->content : NULL;

      bedside_json_get_boolean (content, "group_chat", &group_chat);
      bedside_json_get_boolean (content, "patient_chat", &patient_chat);
      bedside_practice_set_name (self->practice, chosen->name);
      bedside_practice_set_settings (self->practice, group_chat, patient_chat);
    }
  if (is_other)
    bedside_registry_notify_practice (self);
}

/* The directory that the settings name, if it names this practice in turn. */
static BedsideDirectory *
find_directory (BedsideRegistry *self)
{
  const char *practice_id = bedside_practice_get_room_id (self->practice);
  BedsideEvent *settings = g_hash_table_lookup (self->settings, practice_id);
  const char *room_id = settings ? bedside_json_get_string (settings->content, "directory") : NULL;
  BedsideRoom *room = bedside_registry_find (self, room_id);

  if (room == NULL || room->kind != BEDSIDE_ROOM_KIND_DIRECTORY || room->membership != BEDSIDE_MEMBERSHIP_JOINED)
    return NULL;

  JsonObject *mark = bedside_json_get_object (room->create, "org.bedside.directory");

  if (g_strcmp0 (bedside_json_get_string (mark, "practice"), practice_id) != 0)
    return NULL;
  return bedside_registry_ensure_directory (self, room_id);
}

static gboolean
has_left (BedsideRoom *room,
          const char  *user_id)
{
  BedsideMember *member = bedside_room_get_member (room, user_id);

  return member != NULL && (g_str_equal (member->membership, "leave") || g_str_equal (member->membership, "ban"));
}

static BedsideClosedReason
get_patient_reason (BedsideRegistry  *self,
                    BedsideRoom      *room,
                    BedsidePatient   *patient,
                    BedsideDirectory *directory)
{
  const char *linked_id = patient ? bedside_patient_get_user_id (patient) : NULL;
  gboolean provisional = bedside_room_id_is_provisional (room->room_id);
  /* What is not made yet will be bound to the account that the patient has then. */
  const char *patient_id = provisional ? linked_id : bedside_room_get_binding_member (room, "patient");
  BedsideChatAccess access = patient ? bedside_patient_get_chat_access (patient) : BEDSIDE_CHAT_ACCESS_UNSET;
  BedsideChatFacts facts = {
    .binding_valid = provisional || bedside_room_is_binding_valid (room),
    .practice_known = directory != NULL,
    .practitioner_joined = TRUE,
    .group_chat = bedside_practice_get_group_chat (self->practice),
    .patient_chat = bedside_practice_get_patient_chat (self->practice),
    .linked = linked_id != NULL && g_strcmp0 (linked_id, patient_id) == 0,
    /* The first message enables chat, unless somebody has disabled it. */
    .chat_enabled = access == BEDSIDE_CHAT_ACCESS_ENABLED || (provisional && access == BEDSIDE_CHAT_ACCESS_UNSET),
    .both_joined = room->membership == BEDSIDE_MEMBERSHIP_JOINED && !has_left (room, patient_id),
    .encrypted = room->encrypted,
  };

  return bedside_rules_get_closed_reason (&facts);
}

static BedsideClosedReason
get_team_reason (BedsideRegistry *self,
                 BedsideRoom     *room)
{
  if (!bedside_practice_get_group_chat (self->practice))
    return BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED;
  if (room->membership != BEDSIDE_MEMBERSHIP_JOINED)
    return BEDSIDE_CLOSED_REASON_LEFT;
  if (room->encrypted)
    return BEDSIDE_CLOSED_REASON_ENCRYPTED;
  return BEDSIDE_CLOSED_REASON_NONE;
}

static gboolean
belongs_here (BedsideRegistry *self,
              BedsideRoom     *room)
{
  const char *practice_id = self->practice ? bedside_practice_get_room_id (self->practice) : NULL;
  JsonObject *mark = room->kind == BEDSIDE_ROOM_KIND_TEAM
                     ? bedside_json_get_object (room->create, "org.bedside.team")
                     : bedside_room_get_binding (room);

  if (practice_id == NULL || mark == NULL)
    return FALSE;
  /* Who was in the room before keeps its history. */
  if (room->membership == BEDSIDE_MEMBERSHIP_INVITED && bedside_room_is_empty (room))
    return FALSE;
  if (g_strcmp0 (bedside_json_get_string (mark, "practice"), practice_id) != 0)
    return FALSE;
  return room->kind == BEDSIDE_ROOM_KIND_TEAM ||
         g_strcmp0 (bedside_json_get_string (mark, "practitioner"), self->user_id) == 0;
}

/* Each pair has one room that is its conversation. */
static gboolean
is_room_of_pair (BedsideRegistry *self,
                 BedsideRoom     *room)
{
  const char *key = bedside_room_get_binding_member (room, "patient_key");
  BedsideRoom *other = key ? g_hash_table_lookup (self->pairs, key) : NULL;

  if (key == NULL || other == room)
    return TRUE;
  if (other != NULL && belongs_here (self, other))
    {
      if (bedside_registry_precedes (other, room))
        {
          bedside_registry_supersede (self, room, other);
          return FALSE;
        }
      bedside_registry_supersede (self, other, room);
    }
  g_hash_table_replace (self->pairs, g_strdup (key), room);

  return TRUE;
}

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
settle_room (BedsideRegistry  *self,
             BedsideRoom      *room,
             BedsideDirectory *directory,
             GPtrArray        *added)
{
  gboolean had_one = room->conversation != NULL;
  gboolean belongs = belongs_here (self, room) &&
                     (room->kind == BEDSIDE_ROOM_KIND_TEAM || is_room_of_pair (self, room));
  /* What it has taken over is in the list already, unless that was made in this turn, too. */
  gboolean is_new = belongs && !had_one &&
                    (room->conversation == NULL || !g_list_store_find (self->conversations, room->conversation, NULL));

  bedside_registry_set_shown (self, room, belongs);
  if (!belongs)
    return;

  if (room->kind == BEDSIDE_ROOM_KIND_TEAM)
    {
      g_autofree char *title = make_team_title (self, room);

      bedside_conversation_set_title (room->conversation, title);
      bedside_conversation_set_people (room->conversation, count_people (room));
      bedside_conversation_set_closed_reason (room->conversation, get_team_reason (self, room));
    }
  else
    {
      const char *key = bedside_room_get_binding_member (room, "patient_key");
      BedsidePatient *patient = directory ? bedside_directory_find (directory, key) : NULL;

      bedside_conversation_set_patient (room->conversation, patient);
      bedside_conversation_set_closed_reason (room->conversation,
                                              get_patient_reason (self, room, patient, directory));
    }
  if (bedside_conversation_get_closed_reason (room->conversation) != BEDSIDE_CLOSED_REASON_NONE)
    bedside_conversation_set_typing (room->conversation, FALSE);
  bedside_room_show (room);
  if (is_new)
    g_ptr_array_add (added, room);
}

/* One change for all of them. A room may have lost its pair to an older one since it was added. */
static void
list_conversations (BedsideRegistry *self,
                    GPtrArray       *rooms)
{
  g_autoptr(GPtrArray) conversations = g_ptr_array_new ();

  for (guint i = 0; i < rooms->len; i++)
    {
      BedsideRoom *room = g_ptr_array_index (rooms, i);

      if (room->conversation != NULL)
        g_ptr_array_add (conversations, room->conversation);
    }
  if (conversations->len > 0)
    g_list_store_splice (self->conversations, g_list_model_get_n_items (G_LIST_MODEL (self->conversations)), 0,
                         conversations->pdata, conversations->len);
}

static void
update_summary (BedsideRegistry *self,
                BedsideRoom     *room)
{
  /* Those are stored with what is written in them. */
  if (bedside_room_id_is_provisional (room->room_id))
    return;

  g_autoptr(JsonObject) summary = bedside_summary_new (room, self->practice);

  if (bedside_summary_equal (room->summary, summary))
    return;
  g_clear_pointer (&room->summary, json_object_unref);
  room->summary = g_steal_pointer (&summary);
  if (!g_ptr_array_find (self->unsaved, room, NULL))
    g_ptr_array_add (self->unsaved, room);
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

  g_autoptr(GPtrArray) added = g_ptr_array_new ();
  GHashTableIter iter;
  BedsideRoom *room;

  g_hash_table_iter_init (&iter, self->rooms);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
    {
      BedsideRoomKind kind = bedside_summary_get_kind (room->summary);

      if (kind == BEDSIDE_ROOM_KIND_PRACTICE && self->practice == NULL)
        {
          self->practice = bedside_practice_new (room->room_id);
          bedside_summary_show_practice (room->summary, self->practice);
          bedside_registry_notify_practice (self);
        }
      else if (kind == BEDSIDE_ROOM_KIND_CONVERSATION || kind == BEDSIDE_ROOM_KIND_TEAM)
        {
          room->kind = kind;
          bedside_registry_set_shown (self, room, TRUE);
          bedside_summary_show_conversation (room->summary, room->conversation);
          bedside_room_show (room);
          g_ptr_array_add (added, room);
        }
    }

  list_conversations (self, added);
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

  g_autoptr(GPtrArray) added = g_ptr_array_new ();
  BedsideDirectory *directory;
  GHashTableIter iter;
  BedsideRoom *room;

  if (self->context_changed)
    update_practice (self);
  directory = self->practice ? find_directory (self) : NULL;

  if (self->context_changed)
    {
      g_hash_table_iter_init (&iter, self->rooms);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
        settle_room (self, room, directory, added);
      g_hash_table_iter_init (&iter, self->rooms);
      while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
        update_summary (self, room);
    }
  else
    {
      g_hash_table_iter_init (&iter, self->changed_rooms);
      while (g_hash_table_iter_next (&iter, (gpointer *) &room, NULL))
        settle_room (self, room, directory, added);
      g_hash_table_iter_init (&iter, self->changed_rooms);
      while (g_hash_table_iter_next (&iter, (gpointer *) &room, NULL))
        update_summary (self, room);
    }
  self->context_changed = FALSE;
  g_hash_table_remove_all (self->changed_rooms);

  list_conversations (self, added);
  bedside_registry_tell_superseded (self);
}
