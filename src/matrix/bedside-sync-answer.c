/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-sync-answer"

#include "bedside-sync.h"

#include "bedside-answer.h"
#include "bedside-event-list.h"
#include "bedside-limits.h"

#include <string.h>

static void
bedside_receipt_free (BedsideReceipt *self)
{
  g_clear_pointer (&self->user_id, g_free);
  g_clear_pointer (&self->event_id, g_free);
  g_free (self);
}

/**
 * bedside_room_delta_new: (skip)
 * @room_id: a room
 * @membership: of whoever asked
 *
 * Returns: (transfer full): one that says nothing yet; state, timeline and account data are to be set
 */
BedsideRoomDelta *
bedside_room_delta_new (const char        *room_id,
                        BedsideMembership  membership)
{
  BedsideRoomDelta *self = g_new0 (BedsideRoomDelta, 1);

  self->room_id = g_strdup (room_id);
  self->membership = membership;
  self->receipts = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_receipt_free);

  return self;
}

/**
 * bedside_room_delta_free:
 * @self: (transfer full): what an answer says of a room
 */
void
bedside_room_delta_free (BedsideRoomDelta *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->room_id, g_free);
  g_clear_pointer (&self->state, g_ptr_array_unref);
  g_clear_pointer (&self->timeline, g_ptr_array_unref);
  g_clear_pointer (&self->prev_batch, g_free);
  g_clear_pointer (&self->typing, g_strfreev);
  g_clear_pointer (&self->receipts, g_ptr_array_unref);
  g_clear_pointer (&self->account_data, g_ptr_array_unref);
  g_free (self);
}

/**
 * bedside_sync_answer_free:
 * @self: (transfer full): an answer
 *
 * Frees the answer.
 */
void
bedside_sync_answer_free (BedsideSyncAnswer *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->next_batch, g_free);
  g_clear_pointer (&self->rooms, g_ptr_array_unref);
  g_clear_pointer (&self->account_data, g_ptr_array_unref);
  g_free (self);
}

static GPtrArray *
read_events (JsonObject       *object,
             const char       *name,
             BedsideEventList  kind)
{
  JsonObject *part = bedside_json_get_object (object, name);

  return bedside_event_list_new (bedside_json_get_array (part, "events"), kind);
}

static gboolean
is_id (const char *text)
{
  return strnlen (text, BEDSIDE_LIMIT_ID + 1) <= BEDSIDE_LIMIT_ID;
}

/* A receipt in a thread says nothing about the room; we show no threads. */
static gboolean
is_about_room (JsonObject *receipt)
{
  const char *thread_id = bedside_json_get_string (receipt, "thread_id");

  return thread_id == NULL || g_str_equal (thread_id, "main");
}

static void
read_receipts_of_type (BedsideRoomDelta *self,
                       const char       *event_id,
                       JsonObject       *users)
{
  JsonObjectIter iter;
  const char *user_id;
  JsonNode *node;

  if (users == NULL)
    return;

  json_object_iter_init (&iter, users);
  while (json_object_iter_next (&iter, &user_id, &node))
    {
      JsonObject *receipt = bedside_json_get_object (users, user_id);

      if (self->receipts->len >= BEDSIDE_LIMIT_RECEIPTS)
        return;
      if (receipt == NULL || *user_id != '@' || !is_id (user_id) || !is_id (event_id) || !is_about_room (receipt))
        continue;

      BedsideReceipt *read = g_new0 (BedsideReceipt, 1);
      read->user_id = g_strdup (user_id);
      read->event_id = g_strdup (event_id);
      bedside_json_get_int (receipt, "ts", &read->timestamp);
      g_ptr_array_add (self->receipts, read);
    }
}

static void
read_receipts (BedsideRoomDelta *self,
               JsonObject       *content)
{
  JsonObjectIter iter;
  const char *event_id;
  JsonNode *node;

  json_object_iter_init (&iter, content);
  while (json_object_iter_next (&iter, &event_id, &node))
    {
      JsonObject *types = bedside_json_get_object (content, event_id);

      read_receipts_of_type (self, event_id, bedside_json_get_object (types, "m.read"));
      read_receipts_of_type (self, event_id, bedside_json_get_object (types, "m.read.private"));
    }
}

static void
read_typing (BedsideRoomDelta *self,
             JsonObject       *content)
{
  JsonArray *array = bedside_json_get_array (content, "user_ids");
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  guint length = array ? MIN (json_array_get_length (array), BEDSIDE_LIMIT_EVENTS) : 0;

  if (array == NULL)
    return;

  for (guint i = 0; i < length; i++)
    {
      const char *user_id = bedside_json_array_get_string (array, i);

      if (user_id != NULL && is_id (user_id))
        g_strv_builder_add (builder, user_id);
    }

  self->has_typing = TRUE;
  g_strfreev (self->typing);
  self->typing = g_strv_builder_end (builder);
}

static void
read_ephemeral (BedsideRoomDelta *self,
                JsonObject       *room)
{
  g_autoptr(GPtrArray) events = read_events (room, "ephemeral", BEDSIDE_EVENT_LIST_ANY);

  for (guint i = 0; i < events->len; i++)
    {
      BedsideEvent *event = g_ptr_array_index (events, i);

      if (g_str_equal (event->type, "m.typing"))
        read_typing (self, event->content);
      else if (g_str_equal (event->type, "m.receipt"))
        read_receipts (self, event->content);
    }
}

static void
read_state (BedsideRoomDelta *self,
            JsonObject       *room)
{
  static const char *const after[] = { "state_after", "org.matrix.msc4222.state_after" };

  if (self->membership == BEDSIDE_MEMBERSHIP_INVITED)
    {
      self->state = read_events (room, "invite_state", BEDSIDE_EVENT_LIST_STATE);
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (after) && self->state == NULL; i++)
    if (bedside_json_get_object (room, after[i]) != NULL)
      {
        self->state = read_events (room, after[i], BEDSIDE_EVENT_LIST_STATE);
        self->state_is_after = TRUE;
      }
  if (self->state == NULL)
    self->state = read_events (room, "state", BEDSIDE_EVENT_LIST_STATE);
}

static void
read_unread (BedsideRoomDelta *self,
             JsonObject       *room)
{
  JsonObject *unread = bedside_json_get_object (room, "unread_notifications");
  gint64 count = 0;

  if (!bedside_json_get_int (unread, "notification_count", &count))
    return;
  self->has_unread = TRUE;
  self->unread_count = CLAMP (count, 0, G_MAXINT);
}

static BedsideRoomDelta *
read_room (const char        *room_id,
           BedsideMembership  membership,
           JsonObject        *room)
{
  BedsideRoomDelta *self = bedside_room_delta_new (room_id, membership);
  JsonObject *timeline = bedside_json_get_object (room, "timeline");

  self->timeline = read_events (room, "timeline", BEDSIDE_EVENT_LIST_TIMELINE);
  self->account_data = read_events (room, "account_data", BEDSIDE_EVENT_LIST_ANY);
  bedside_json_get_boolean (timeline, "limited", &self->limited);
  self->prev_batch = g_strdup (bedside_answer_get_text (timeline, "prev_batch", BEDSIDE_LIMIT_TOKEN));
  read_state (self, room);
  read_unread (self, room);
  read_ephemeral (self, room);

  return self;
}

/* Far more than was asked for: it would be worked off in one turn of the main loop. */
static gboolean
is_too_large (BedsideSyncAnswer *self)
{
  for (guint i = 0; i < self->rooms->len; i++)
    {
      BedsideRoomDelta *delta = g_ptr_array_index (self->rooms, i);

      if (delta->timeline->len > BEDSIDE_LIMIT_EVENTS || delta->account_data->len > BEDSIDE_LIMIT_EVENTS)
        return TRUE;
    }

  return self->account_data->len > BEDSIDE_LIMIT_EVENTS;
}

static void
take_room (const char *section,
           const char *room_id,
           JsonObject *room,
           gpointer    user_data)
{
  static const struct { const char *name; BedsideMembership membership; } sections[] = {
    { "join", BEDSIDE_MEMBERSHIP_JOINED },
    { "invite", BEDSIDE_MEMBERSHIP_INVITED },
    { "leave", BEDSIDE_MEMBERSHIP_LEFT },
  };
  BedsideSyncAnswer *self = user_data;

  if (*room_id != '!' || !is_id (room_id))
    return;

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    if (g_str_equal (section, sections[i].name))
      g_ptr_array_add (self->rooms, read_room (room_id, sections[i].membership, room));
}

/* First where one is: that tells whose the others are. */
static int
compare_memberships (gconstpointer a,
                     gconstpointer b)
{
  const BedsideRoomDelta *first = *(BedsideRoomDelta *const *) a, *second = *(BedsideRoomDelta *const *) b;

  return (int) first->membership - (int) second->membership;
}

/**
 * bedside_sync_answer_new_from_text:
 * @text: an answer of `/sync`, followed by a NUL; it is changed
 * @length: its length in bytes, without the NUL
 * @error: return location for a #BedsideMatrixError or #BedsideJsonError
 *
 * Reads an answer of `/sync`. Only `next_batch` is required; what is malformed is
 * left out. Takes time in proportion to the answer: call it in a thread.
 *
 * Source: Matrix client-server API, `GET /sync`; MSC4222.
 *
 * Returns: (transfer full) (nullable): the answer
 */
BedsideSyncAnswer *
bedside_sync_answer_new_from_text (char    *text,
                                   gsize    length,
                                   GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autoptr(BedsideSyncAnswer) self = g_new0 (BedsideSyncAnswer, 1);

  self->rooms = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_room_delta_free);

  g_autoptr(JsonObject) rest = bedside_json_take_parts (text, length, "rooms", take_room, self, error);

  if (rest == NULL)
    return NULL;
  self->next_batch = g_strdup (bedside_answer_get_text (rest, "next_batch", BEDSIDE_LIMIT_TOKEN));
  if (self->next_batch == NULL)
    {
      bedside_answer_set_bad_data (error);
      return NULL;
    }
  g_ptr_array_sort (self->rooms, compare_memberships);
  self->account_data = read_events (rest, "account_data", BEDSIDE_EVENT_LIST_ANY);
  if (is_too_large (self))
    {
      bedside_answer_set_too_large (error);
      return NULL;
    }

  return g_steal_pointer (&self);
}
