/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-registry-invitations"

#include "bedside-registry-private.h"

#include <string.h>

/* What an invitation is to this practitioner. */
typedef enum {
  OFFER_NONE,       /* nothing that could be shown, from a colleague or from who knows whom */
  OFFER_PRACTICE,
  OFFER_TEAM,
  OFFER_LATER,      /* to a team conversation of a practice that is itself only offered */
  OFFER_FOREIGN,    /* from somebody who is in no practice of this practitioner */
} Offer;

static gboolean
is_colleague (BedsideRegistry *self,
              const char      *user_id)
{
  GHashTableIter iter;
  BedsidePracticeEntry *entry;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &entry))
    if (bedside_room_is_joined_by (entry->room, user_id))
      return TRUE;

  return FALSE;
}

static gboolean
is_offered_practice (BedsideRegistry *self,
                     const char      *room_id)
{
  BedsideRoom *room = bedside_registry_find (self, room_id);

  return room != NULL && room->kind == BEDSIDE_ROOM_KIND_PRACTICE && room->membership == BEDSIDE_MEMBERSHIP_INVITED;
}

/* What calls itself a team conversation is believed only if it comes from a member of that practice: else anybody could
 * pose as a colleague. */
static Offer
judge (BedsideRegistry *self,
       BedsideRoom     *room)
{
  if (room->kind == BEDSIDE_ROOM_KIND_PRACTICE)
    return OFFER_PRACTICE;

  if (room->kind == BEDSIDE_ROOM_KIND_TEAM)
    {
      JsonObject *mark = bedside_json_get_object (room->create, "org.bedside.team");
      const char *practice_id = bedside_json_get_string (mark, "practice");
      BedsidePracticeEntry *entry = practice_id ? g_hash_table_lookup (self->entries, practice_id) : NULL;

      if (entry != NULL && bedside_room_is_joined_by (entry->room, room->inviter))
        return OFFER_TEAM;
      if (is_offered_practice (self, practice_id))
        return OFFER_LATER;
    }

  if (room->inviter == NULL || !bedside_registry_are_members_complete (self) || is_colleague (self, room->inviter))
    return OFFER_NONE;
  return OFFER_FOREIGN;
}

static const char *
get_user_name (const char *user_id,
               char       *buffer,
               gsize       size)
{
  g_strlcpy (buffer, *user_id == '@' ? user_id + 1 : user_id, size);
  buffer[strcspn (buffer, ":")] = '\0';

  return buffer;
}

static BedsideInvitation *
new_invitation (BedsideRoom *room,
                Offer        offer)
{
  BedsideMember *member = bedside_room_get_member (room, room->inviter);
  const char *name = member ? member->display_name : NULL;
  char buffer[256];

  if (room->inviter != NULL && (name == NULL || *name == '\0'))
    name = get_user_name (room->inviter, buffer, sizeof buffer);

  return bedside_invitation_new (room->room_id, offer == OFFER_PRACTICE ? BEDSIDE_INVITATION_KIND_PRACTICE
                                 : BEDSIDE_INVITATION_KIND_TEAM, room->name, name);
}

static int
compare_room_ids (gconstpointer a,
                  gconstpointer b)
{
  return strcmp (bedside_invitation_get_room_id (*(BedsideInvitation * const *) a),
                 bedside_invitation_get_room_id (*(BedsideInvitation * const *) b));
}

static gboolean
are_equal (BedsideInvitation *one,
           BedsideInvitation *two)
{
  return g_str_equal (bedside_invitation_get_room_id (one), bedside_invitation_get_room_id (two)) &&
         bedside_invitation_get_kind (one) == bedside_invitation_get_kind (two) &&
         g_str_equal (bedside_invitation_get_title (one), bedside_invitation_get_title (two)) &&
         g_str_equal (bedside_invitation_get_inviter (one), bedside_invitation_get_inviter (two));
}

/* Those that say the same stay as they are: somebody may be about to answer one. */
static gboolean
keep_present (BedsideRegistry *self,
              GPtrArray       *invitations)
{
  GListModel *present = G_LIST_MODEL (self->invitations);
  guint n_items = g_list_model_get_n_items (present), n_same = 0;

  for (guint i = 0, j = 0; i < n_items && j < invitations->len; i++)
    {
      g_autoptr(BedsideInvitation) old = g_list_model_get_item (present, i);

      while (j < invitations->len && strcmp (bedside_invitation_get_room_id (g_ptr_array_index (invitations, j)),
                                             bedside_invitation_get_room_id (old)) < 0)
        j++;
      if (j == invitations->len || !are_equal (old, g_ptr_array_index (invitations, j)))
        continue;
      g_object_unref (g_ptr_array_index (invitations, j));
      g_ptr_array_index (invitations, j++) = g_steal_pointer (&old);
      n_same++;
    }

  return n_same == n_items && n_items == invitations->len;
}

/**
 * bedside_registry_update_invitations: (skip)
 * @self: a registry
 *
 * Lists what is offered to this practitioner.
 */
void
bedside_registry_update_invitations (BedsideRegistry *self)
{
  g_autoptr(GPtrArray) invitations = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  BedsideRoom *room;

  g_hash_table_iter_init (&iter, self->invited);
  while (g_hash_table_iter_next (&iter, (gpointer *) &room, NULL))
    {
      Offer offer = judge (self, room);

      if (offer == OFFER_PRACTICE || offer == OFFER_TEAM)
        g_ptr_array_add (invitations, new_invitation (room, offer));
    }

  g_ptr_array_sort (invitations, compare_room_ids);
  if (!keep_present (self, invitations))
    g_list_store_splice (self->invitations, 0, g_list_model_get_n_items (G_LIST_MODEL (self->invitations)),
                         invitations->pdata, invitations->len);
}

/**
 * bedside_registry_get_invitations:
 * @self: a registry
 *
 * Returns: (transfer none): a list of #BedsideInvitation: practices and team conversations that are offered
 */
GListModel *
bedside_registry_get_invitations (BedsideRegistry *self)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);

  return G_LIST_MODEL (self->invitations);
}

/**
 * bedside_registry_list_foreign_invitations:
 * @self: a registry
 *
 * Invitations are declined only if it is certain that they come from nobody of a practice of this practitioner: when
 * all members of all of them are known.
 *
 * Returns: (transfer full): ids of rooms to which somebody invites who has nothing to invite to
 */
GStrv
bedside_registry_list_foreign_invitations (BedsideRegistry *self)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);

  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  GHashTableIter iter;
  BedsideRoom *room;

  g_hash_table_iter_init (&iter, self->invited);
  while (g_hash_table_iter_next (&iter, (gpointer *) &room, NULL))
    if (judge (self, room) == OFFER_FOREIGN)
      g_strv_builder_add (builder, room->room_id);

  return g_strv_builder_end (builder);
}
