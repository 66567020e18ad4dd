/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-session-ephemeral"

#include "bedside-session-private.h"

/* Who has read up to where, and who types. */

static gboolean
has_event (BedsideRoomDelta *delta,
           const char       *event_id)
{
  for (guint i = 0; i < delta->timeline->len; i++)
    if (g_strcmp0 (((BedsideEvent *) g_ptr_array_index (delta->timeline, i))->event_id, event_id) == 0)
      return TRUE;

  return FALSE;
}

/* Whoever has read the newest message has read all that there is: what is neither that nor comes now, is older. */
static gboolean
goes_back (BedsideRoom      *room,
           BedsideRoomDelta *delta,
           BedsideReceipt   *receipt)
{
  const char *known = bedside_room_get_receipt (room, receipt->user_id);

  return known != NULL && g_strcmp0 (known, room->preview.event_id) == 0 &&
         !g_str_equal (known, receipt->event_id) && !delta->limited && !has_event (delta, receipt->event_id);
}

/**
 * bedside_session_take_over_receipts:
 * @self: a session that is taking over an answer
 * @room: a room of it
 * @delta: what the answer says of the room, whose timeline is not taken over yet
 */
void
bedside_session_take_over_receipts (BedsideSession   *self,
                                    BedsideRoom      *room,
                                    BedsideRoomDelta *delta)
{
  BedsideStoreBatch *batch = bedside_changes_get_batch (self->takeover->changes);

  for (guint i = 0; i < delta->receipts->len; i++)
    {
      BedsideReceipt *receipt = g_ptr_array_index (delta->receipts, i);

      if (goes_back (room, delta, receipt) ||
          !bedside_room_set_receipt (room, receipt->user_id, receipt->event_id, receipt->timestamp))
        continue;
      bedside_store_batch_put_receipt (batch, room->room_id, receipt->user_id, receipt->event_id,
                                       receipt->timestamp);
    }
}

static gboolean
has_left (BedsideRoom *room,
          const char  *user_id)
{
  BedsideMember *member = bedside_room_get_member (room, user_id);

  return member != NULL && !g_str_equal (member->membership, "join");
}

/* No server hook stops a disabled patient from typing: this one does not show it. */
static gboolean
is_somebody_typing (BedsideSession   *self,
                    BedsideRoom      *room,
                    BedsideRoomDelta *delta)
{
  const char *own = bedside_registry_get_user_id (self->registry);

  if (bedside_conversation_get_closed_reason (room->conversation) != BEDSIDE_CLOSED_REASON_NONE)
    return FALSE;
  for (guint i = 0; delta->typing != NULL && delta->typing[i] != NULL; i++)
    if (!g_str_equal (delta->typing[i], own) && !has_left (room, delta->typing[i]))
      return TRUE;
  return FALSE;
}

/**
 * bedside_session_show_ephemeral:
 * @self: a session that is taking over an answer
 * @room: a room of it
 * @delta: what the answer says of the room, taken over
 *
 * Shows what of @delta is not for ever.
 */
void
bedside_session_show_ephemeral (BedsideSession   *self,
                                BedsideRoom      *room,
                                BedsideRoomDelta *delta)
{
  BedsideHistory *history = room->conversation ? g_hash_table_lookup (self->histories, room->conversation) : NULL;

  if (room->conversation != NULL && delta->has_typing)
    bedside_conversation_set_typing (room->conversation, is_somebody_typing (self, room, delta));
  if (history != NULL && delta->receipts->len > 0)
    bedside_history_update_receipts (history);
}
