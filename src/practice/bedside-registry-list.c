/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-registry-list"

#include "bedside-registry-private.h"

/* Which conversations there are, and which of them are listed. */

static BedsideConversationKind
get_kind (BedsideRoom *room)
{
  return room->kind == BEDSIDE_ROOM_KIND_TEAM ? BEDSIDE_CONVERSATION_KIND_TEAM : BEDSIDE_CONVERSATION_KIND_PATIENT;
}

static void
hide (BedsideRegistry *self,
      BedsideRoom     *room)
{
  bedside_registry_stop_counting (self, room);
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
  /* No room changes its kind, but a server may say so. */
  if (room->practice == practice &&
      (practice == NULL || bedside_conversation_get_kind (room->conversation) == get_kind (room)))
    return;

  /* The same practice once more, after it had been left: what is open stays so. */
  if (practice == NULL || room->practice != NULL)
    hide (self, room);
  if (practice == NULL)
    return;

  room->conversation = bedside_conversation_new (room->room_id, get_kind (room));
  room->practice = g_object_ref (practice);
  g_hash_table_insert (self->shown, room->conversation, room);
  g_ptr_array_add (self->made, g_object_ref (room->conversation));
  bedside_registry_count_unread (self, room);
}

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
unlist_conversations (BedsideRegistry *self,
                      GPtrArray       *unlisted)
{
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->conversations)), position = 0;

  if (unlisted->len == 1)
    {
      if (g_list_store_find (self->conversations, g_ptr_array_index (unlisted, 0), &position))
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
list_made (BedsideRegistry *self,
           GPtrArray       *made)
{
  g_autoptr(GPtrArray) conversations = g_ptr_array_new ();

  for (guint i = 0; i < made->len; i++)
    {
      BedsideRoom *room = g_hash_table_lookup (self->shown, g_ptr_array_index (made, i));

      if (room != NULL)
        add_if_listed (self, room, conversations);
    }
  if (conversations->len > 0)
    g_list_store_splice (self->conversations, g_list_model_get_n_items (G_LIST_MODEL (self->conversations)), 0,
                         conversations->pdata, conversations->len);
}

static GPtrArray *
steal_all (GPtrArray **conversations)
{
  GPtrArray *all = *conversations;

  *conversations = g_ptr_array_new_with_free_func (g_object_unref);

  return all;
}

/**
 * bedside_registry_update_list: (skip)
 * @self: a registry
 *
 * Lists the conversations of the practice that is shown, and tells if that is another one. Whoever hears of that may
 * open and close conversations at once, so that this is called again meanwhile.
 */
void
bedside_registry_update_list (BedsideRegistry *self)
{
  gboolean is_other = self->choice_changed;

  self->choice_changed = FALSE;
  if (is_other)
    {
      g_ptr_array_set_size (self->made, 0);
      g_ptr_array_set_size (self->unlisted, 0);
      list_other_practice (self);
    }
  else
    {
      g_autoptr(GPtrArray) unlisted = steal_all (&self->unlisted);

      if (unlisted->len > 0)
        unlist_conversations (self, unlisted);

      g_autoptr(GPtrArray) made = steal_all (&self->made);

      list_made (self, made);
    }
  if (is_other)
    bedside_registry_notify_practice (self);
}
