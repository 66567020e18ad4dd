/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-session-provisional"

#include "bedside-session-private.h"

#include "bedside-summary.h"

/* Conversations that the server has not heard of. They are here as long as one is open, or something is written in it;
 * only what is written is stored, and the room's record with it, so that the list can show it after a start. */

static gboolean
has_draft (BedsideSession *self,
           const char     *room_id)
{
  for (guint i = 0; self->drafts != NULL && i < self->drafts->len; i++)
    {
      BedsideStoreDraft *draft = g_ptr_array_index (self->drafts, i);

      if (g_str_equal (draft->room_id, room_id) && *draft->payload != '\0')
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_entries (BedsideSession *self,
             const char     *room_id)
{
  guint not_sent = 0;
  guint pending = bedside_outbox_count (self->outbox, room_id, &not_sent);

  return pending + not_sent > 0;
}

static BedsideRoom *
find_provisional (BedsideSession *self,
                  const char     *room_id)
{
  return bedside_room_id_is_provisional (room_id) ? bedside_registry_find (self->registry, room_id) : NULL;
}

static void
delete_record (BedsideSession *self,
               const char     *room_id)
{
  BedsideChanges *changes = bedside_changes_new ();

  bedside_store_batch_delete_room (bedside_changes_get_batch (changes), room_id);
  bedside_recorder_write_async (self->recorder, changes, NULL, NULL);
}

/**
 * bedside_session_keep_provisional:
 * @self: a session
 * @room_id: a room in which something was written
 *
 * If it is here only, has its row show what was written last, and stores what shows it after a start.
 */
void
bedside_session_keep_provisional (BedsideSession *self,
                                  const char     *room_id)
{
  BedsideRoom *room = find_provisional (self, room_id);

  if (room == NULL || room->conversation == NULL)
    return;

  g_autoptr(GPtrArray) entries = bedside_outbox_list (self->outbox, room_id);
  BedsideOutgoing *last = entries->len > 0 ? g_ptr_array_index (entries, entries->len - 1) : NULL;
  BedsideChanges *changes = bedside_changes_new ();

  g_free (room->preview.text);
  room->preview.text = last ? g_strdup (last->text) : NULL;
  if (last != NULL)
    room->preview.timestamp = last->created_at;
  bedside_room_show (room);
  g_clear_pointer (&room->summary, json_object_unref);
  room->summary = bedside_summary_new (room, NULL);

  g_autofree char *payload = bedside_room_to_payload (room);
  bedside_store_batch_put_room (bedside_changes_get_batch (changes), room_id, payload);
  bedside_recorder_write_async (self->recorder, changes, NULL, NULL);
}

/* If there is nothing in it, and nobody looks at it. */
static gboolean
forget_if_empty (BedsideSession *self,
                 const char     *room_id)
{
  BedsideRoom *room = find_provisional (self, room_id);

  if (room == NULL || has_entries (self, room_id) || has_draft (self, room_id))
    return FALSE;
  if (room->conversation != NULL && (g_hash_table_contains (self->histories, room->conversation) ||
                                     *bedside_conversation_get_draft (room->conversation) != '\0'))
    return FALSE;

  g_autofree char *id = g_strdup (room_id);

  bedside_registry_forget (self->registry, id);
  delete_record (self, id);

  return TRUE;
}

static gboolean
forget_all_empty (BedsideSession *self)
{
  g_autoptr(GList) rooms = bedside_registry_list_rooms (self->registry);
  gboolean forgotten = FALSE;

  for (GList *link = rooms; link != NULL; link = link->next)
    forgotten |= forget_if_empty (self, ((BedsideRoom *) link->data)->room_id);

  return forgotten;
}

/**
 * bedside_session_tidy_provisional:
 * @self: a session
 * @room_id: (nullable): a room; %NULL: all, also those that were started and not even opened
 *
 * If it is here only, and there is nothing in it, and nobody looks at it, it goes.
 */
void
bedside_session_tidy_provisional (BedsideSession *self,
                                  const char     *room_id)
{
  if (room_id != NULL ? forget_if_empty (self, room_id) : forget_all_empty (self))
    bedside_registry_settle_provisional (self->registry);
}

/**
 * bedside_session_restore_provisional:
 * @self: a session whose outbox and drafts are restored
 *
 * Brings back the conversations in which something was written, and drops those in which nothing is left.
 */
void
bedside_session_restore_provisional (BedsideSession *self)
{
  g_autoptr(GPtrArray) entries = bedside_outbox_list (self->outbox, NULL);

  for (guint i = 0; i < entries->len; i++)
    bedside_registry_ensure_provisional (self->registry, ((BedsideOutgoing *) g_ptr_array_index (entries, i))->room_id);
  for (guint i = 0; i < self->drafts->len; i++)
    {
      BedsideStoreDraft *draft = g_ptr_array_index (self->drafts, i);

      if (*draft->payload != '\0')
        bedside_registry_ensure_provisional (self->registry, draft->room_id);
    }
  forget_all_empty (self);
}
