/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-registry-practices"

#include "bedside-registry-private.h"

#include <string.h>

#include "bedside-summary.h"

/**
 * bedside_practice_entry_free: (skip)
 * @entry: (transfer full): an entry
 */
void
bedside_practice_entry_free (BedsidePracticeEntry *entry)
{
  g_object_unref (entry->practice);
  g_clear_object (&entry->directory);
  g_hash_table_unref (entry->people);
  g_free (entry);
}

static int
compare_room_ids (gconstpointer a,
                  gconstpointer b,
                  gpointer      data)
{
  return strcmp (bedside_practice_get_room_id (BEDSIDE_PRACTICE ((gpointer) a)),
                 bedside_practice_get_room_id (BEDSIDE_PRACTICE ((gpointer) b)));
}

/**
 * bedside_registry_ensure_entry: (skip)
 * @self: a registry
 * @room: the space of a practice of this practitioner
 *
 * Returns: (transfer none): its entry
 */
BedsidePracticeEntry *
bedside_registry_ensure_entry (BedsideRegistry *self,
                               BedsideRoom     *room)
{
  BedsidePracticeEntry *entry = g_hash_table_lookup (self->entries, room->room_id);

  if (entry != NULL)
    return entry;

  entry = g_new0 (BedsidePracticeEntry, 1);
  entry->practice = bedside_practice_new (room->room_id);
  entry->room = room;
  entry->people = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  g_hash_table_insert (self->entries, g_strdup (room->room_id), entry);
  self->facts_changed = TRUE;

  return entry;
}

static void
forget_activated (BedsideRegistry  *self,
                  BedsideDirectory *directory)
{
  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (self->activated)); directory != NULL && i > 0; i--)
    {
      g_autoptr(BedsidePatient) patient = g_list_model_get_item (G_LIST_MODEL (self->activated), i - 1);

      if (bedside_directory_find (directory, bedside_patient_get_key (patient)) == patient)
        g_list_store_remove (self->activated, i - 1);
    }
}

/**
 * bedside_registry_drop_entry: (skip)
 * @self: a registry
 * @room_id: a space
 *
 * The practitioner does not belong to that practice any more.
 */
void
bedside_registry_drop_entry (BedsideRegistry *self,
                             const char      *room_id)
{
  BedsidePracticeEntry *entry = g_hash_table_lookup (self->entries, room_id);
  guint position = 0;

  if (entry == NULL)
    return;
  if (g_list_store_find (self->practices, entry->practice, &position))
    g_list_store_remove (self->practices, position);
  forget_activated (self, entry->directory);
  g_hash_table_remove (self->entries, room_id);
  self->facts_changed = TRUE;
}

/**
 * bedside_registry_show_practice_summary: (skip)
 * @self: a registry with restored rooms
 * @room: the space of a practice of this practitioner
 *
 * Shows a practice as it was shown last.
 */
void
bedside_registry_show_practice_summary (BedsideRegistry *self,
                                        BedsideRoom     *room)
{
  BedsidePracticeEntry *entry = bedside_registry_ensure_entry (self, room);

  bedside_summary_show_practice (room->summary, entry->practice);
  g_list_store_insert_sorted (self->practices, entry->practice, compare_room_ids, NULL);
}

/* --- what is known of one --- */

/* The directory that the settings name, if it names this practice in turn. */
static BedsideRoom *
find_directory_room (BedsideRegistry *self,
                     BedsideRoom     *space)
{
  JsonObject *settings = bedside_registry_get_settings (self, space->room_id);
  BedsideRoom *room = bedside_registry_find (self, bedside_json_get_string (settings, "directory"));

  if (room == NULL || room->kind != BEDSIDE_ROOM_KIND_DIRECTORY || room->membership != BEDSIDE_MEMBERSHIP_JOINED)
    return NULL;

  JsonObject *mark = bedside_json_get_object (room->create, "org.bedside.directory");

  return g_strcmp0 (bedside_json_get_string (mark, "practice"), space->room_id) == 0 ? room : NULL;
}

static gboolean
has_everyone (BedsideRegistry *self,
              BedsideRoom     *space)
{
  GHashTableIter iter;
  BedsideRoom *room;

  g_hash_table_iter_init (&iter, self->rooms);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
    {
      if (room->kind != BEDSIDE_ROOM_KIND_TEAM || g_strcmp0 (room->restricted_to, space->room_id) != 0)
        continue;

      JsonObject *mark = bedside_json_get_object (room->create, "org.bedside.team");

      if (g_strcmp0 (bedside_json_get_string (mark, "practice"), space->room_id) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Only who made it can complete it. A directory that is named but cannot be seen is not for want of making: another
 * one must never take its place. */
static gboolean
is_complete (BedsideRegistry *self,
             BedsideRoom     *space)
{
  JsonObject *settings = bedside_registry_get_settings (self, space->room_id);
  BedsideRoom *directory = bedside_registry_find (self, bedside_json_get_string (settings, "directory"));

  if (g_strcmp0 (space->creator, self->user_id) != 0)
    return TRUE;
  if (bedside_json_get_string (settings, "directory") == NULL)
    return FALSE;
  if (directory != NULL && directory->membership == BEDSIDE_MEMBERSHIP_JOINED &&
      find_directory_room (self, space) == NULL)
    return FALSE;
  return has_everyone (self, space);
}

static BedsideRole
get_role (BedsideRoom *space,
          const char  *user_id)
{
  gint64 level = bedside_room_get_level (space, user_id);

  if (level >= 100)
    return BEDSIDE_ROLE_OWNER;
  return level >= 90 ? BEDSIDE_ROLE_MANAGER : BEDSIDE_ROLE_PRACTITIONER;
}

static gboolean
is_person (BedsideMember *member)
{
  return g_str_equal (member->membership, "join") || g_str_equal (member->membership, "invite");
}

/* One change for each who has gone, one for all who have come. */
static void
update_people_store (BedsidePracticeEntry *entry,
                     GPtrArray            *added)
{
  GListStore *store = bedside_practice_get_people_store (entry->practice);

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (store)); i > 0; i--)
    {
      g_autoptr(BedsidePractitioner) person = g_list_model_get_item (G_LIST_MODEL (store), i - 1);

      if (g_hash_table_lookup (entry->people, bedside_practitioner_get_user_id (person)) != person)
        g_list_store_remove (store, i - 1);
    }
  if (added->len > 0)
    g_list_store_splice (store, g_list_model_get_n_items (G_LIST_MODEL (store)), 0, added->pdata, added->len);
}

static gboolean
has_gone (gpointer user_id,
          gpointer person,
          gpointer data)
{
  BedsideRoom *space = data;
  BedsideMember *member = bedside_room_get_member (space, user_id);

  return member == NULL || !is_person (member);
}

static void
update_people (BedsideRegistry      *self,
               BedsidePracticeEntry *entry)
{
  g_autoptr(GPtrArray) added = g_ptr_array_new ();
  guint n_gone = g_hash_table_foreach_remove (entry->people, has_gone, entry->room);
  GHashTableIter iter;
  const char *user_id;
  BedsideMember *member;

  g_hash_table_iter_init (&iter, entry->room->members);
  while (g_hash_table_iter_next (&iter, (gpointer *) &user_id, (gpointer *) &member))
    {
      BedsidePractitioner *person = g_hash_table_lookup (entry->people, user_id);

      if (!is_person (member))
        continue;
      if (person == NULL)
        {
          person = bedside_practitioner_new (user_id, g_str_equal (user_id, self->user_id));
          g_hash_table_insert (entry->people, (gpointer) bedside_practitioner_get_user_id (person), person);
          g_ptr_array_add (added, person);
        }
      bedside_practitioner_set_name (person, member->display_name);
      bedside_practitioner_set_role (person, get_role (entry->room, user_id));
      bedside_practitioner_set_invited (person, g_str_equal (member->membership, "invite"));
    }

  if (n_gone > 0 || added->len > 0)
    update_people_store (entry, added);
}

static void
update_facts (BedsideRegistry      *self,
              BedsidePracticeEntry *entry)
{
  JsonObject *settings = bedside_registry_get_settings (self, entry->room->room_id);
  BedsideRoom *directory_room = find_directory_room (self, entry->room);
  BedsideDirectory *directory = NULL;
  gboolean group_chat = FALSE, patient_chat = FALSE;

  if (directory_room != NULL)
    directory = bedside_registry_ensure_directory (self, directory_room->room_id);
  bedside_json_get_boolean (settings, "group_chat", &group_chat);
  bedside_json_get_boolean (settings, "patient_chat", &patient_chat);

  self->facts_changed |= entry->directory != directory
                         || bedside_practice_get_group_chat (entry->practice) != group_chat
                         || bedside_practice_get_patient_chat (entry->practice) != patient_chat;
  g_set_object (&entry->directory, directory);
  bedside_practice_set_directory (entry->practice, directory_room ? directory_room->room_id : NULL,
                                  directory ? G_LIST_MODEL (directory) : NULL);
  bedside_practice_set_settings (entry->practice, group_chat, patient_chat);
}

/* --- all of them --- */

static gboolean
is_own_practice (BedsideRoom *room)
{
  return room->kind == BEDSIDE_ROOM_KIND_PRACTICE && room->membership == BEDSIDE_MEMBERSHIP_JOINED;
}

static void
drop_lost (BedsideRegistry *self)
{
  g_autoptr(GPtrArray) lost = g_ptr_array_new ();
  GHashTableIter iter;
  BedsidePracticeEntry *entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    if (!is_own_practice (entry->room))
      g_ptr_array_add (lost, entry->room->room_id);
  for (guint i = 0; i < lost->len; i++)
    bedside_registry_drop_entry (self, g_ptr_array_index (lost, i));
}

/**
 * bedside_registry_update_practices: (skip)
 * @self: a registry
 *
 * Brings what the rooms say to the practices.
 */
void
bedside_registry_update_practices (BedsideRegistry *self)
{
  GHashTableIter iter;
  BedsideRoom *room;
  BedsidePracticeEntry *entry;
  guint position = 0;

  drop_lost (self);
  g_hash_table_iter_init (&iter, self->rooms);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &room))
    if (is_own_practice (room))
      bedside_registry_ensure_entry (self, room);

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    {
      bedside_practice_set_name (entry->practice, entry->room->name);
      update_facts (self, entry);
      update_people (self, entry);
      bedside_practice_set_role (entry->practice, get_role (entry->room, self->user_id));
      bedside_practice_set_complete (entry->practice, is_complete (self, entry->room));
      /* Whoever is told of it may read all of it. */
      if (!g_list_store_find (self->practices, entry->practice, &position))
        g_list_store_insert_sorted (self->practices, entry->practice, compare_room_ids, NULL);
    }
}

/**
 * bedside_registry_update_choice: (skip)
 * @self: a registry
 *
 * Stays with the practice that is shown as long as there is one; else shows the one that was shown last, else the first
 * by room id.
 */
void
bedside_registry_update_choice (BedsideRegistry *self)
{
  const char *shown = self->practice ? bedside_practice_get_room_id (self->practice) : NULL;
  g_autoptr(BedsidePractice) first = g_list_model_get_item (G_LIST_MODEL (self->practices), 0);
  BedsidePractice *practice = bedside_registry_find_practice (self, shown);

  if (practice == NULL)
    practice = bedside_registry_find_practice (self, self->chosen_id);
  if (practice == NULL)
    practice = first;
  if (!g_set_object (&self->practice, practice))
    return;

  self->choice_changed = TRUE;
  if (practice == NULL)
    return;
  g_free (self->chosen_id);
  self->chosen_id = g_strdup (bedside_practice_get_room_id (practice));
}

/**
 * bedside_registry_choose_practice:
 * @self: a registry
 * @practice: one of its practices
 *
 * Shows another practice.
 */
void
bedside_registry_choose_practice (BedsideRegistry *self,
                                  BedsidePractice *practice)
{
  g_return_if_fail (BEDSIDE_IS_REGISTRY (self));
  g_return_if_fail (BEDSIDE_IS_PRACTICE (practice));

  /* It may have been lost while the person was choosing. */
  if (self->practice == practice ||
      bedside_registry_find_practice (self, bedside_practice_get_room_id (practice)) != practice)
    return;

  g_free (self->chosen_id);
  self->chosen_id = g_strdup (bedside_practice_get_room_id (practice));
  g_set_object (&self->practice, practice);
  self->choice_changed = TRUE;
  /* Nothing is settled: an answer of sync may be half taken over. */
  bedside_registry_update_list (self);
}

/**
 * bedside_registry_are_members_complete:
 * @self: a registry
 *
 * Returns: whether all members of all practices are known; %FALSE if there is no practice
 */
gboolean
bedside_registry_are_members_complete (BedsideRegistry *self)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), FALSE);

  GHashTableIter iter;
  BedsidePracticeEntry *entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    if (!entry->room->members_complete)
      return FALSE;

  return g_hash_table_size (self->entries) > 0;
}
