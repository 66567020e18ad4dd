/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-room"

#include "bedside-demo-room.h"

#include "bedside-demo-text.h"
#include "bedside-json.h"

#define ROOM_ID_LENGTH 18
#define CREATOR_LEVEL 100
#define STATE_LEVEL 50

static const char *const memberships[] = { NULL, "invite", "join", "leave", "ban" };

/**
 * bedside_demo_data_new:
 * @content: JSON object
 * @position: since when it holds
 *
 * Returns: (transfer full): account data
 */
BedsideDemoData *
bedside_demo_data_new (const char *content,
                       guint64     position)
{
  BedsideDemoData *self = g_new0 (BedsideDemoData, 1);

  self->content = g_strdup (content);
  self->position = position;

  return self;
}

/**
 * bedside_demo_data_free:
 * @self: account data
 *
 * Frees @self.
 */
void
bedside_demo_data_free (BedsideDemoData *self)
{
  g_free (self->content);
  g_free (self);
}

static BedsideDemoMember *
member_new (const char *user_id)
{
  BedsideDemoMember *self = g_new0 (BedsideDemoMember, 1);

  self->user_id = g_strdup (user_id);
  self->data = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) bedside_demo_data_free);

  return self;
}

static void
member_free (BedsideDemoMember *self)
{
  g_free (self->user_id);
  for (guint i = 0; i < BEDSIDE_DEMO_RECEIPT_KINDS; i++)
    g_free (self->receipts[i].event_id);
  g_hash_table_unref (self->data);
  if (self->typing_ends != NULL)
    g_source_destroy (self->typing_ends);
  g_clear_pointer (&self->typing_ends, g_source_unref);
  g_free (self);
}

/**
 * bedside_demo_room_new:
 * @server_name: the part of room ids after the colon
 *
 * Returns: (transfer full): a room without any event
 */
BedsideDemoRoom *
bedside_demo_room_new (const char *server_name)
{
  BedsideDemoRoom *self = g_new0 (BedsideDemoRoom, 1);
  g_autofree char *random = bedside_demo_text_random (ROOM_ID_LENGTH);

  self->id = g_strdup_printf ("!%s:%s", random, server_name);
  self->events = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_demo_event_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->state = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->members = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) member_free);

  return self;
}

/**
 * bedside_demo_room_free:
 * @self: a room
 *
 * Frees @self with all its events.
 */
void
bedside_demo_room_free (BedsideDemoRoom *self)
{
  g_hash_table_unref (self->members);
  g_hash_table_unref (self->state);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->events);
  g_free (self->id);
  g_free (self);
}

static char *
state_name (const char *type,
            const char *state_key)
{
  return g_strconcat (type, "\n", state_key, NULL);
}

static BedsideDemoMembership
parse_membership (const char *text)
{
  for (guint i = 1; i < G_N_ELEMENTS (memberships); i++)
    if (g_strcmp0 (text, memberships[i]) == 0)
      return (BedsideDemoMembership) i;
  return BEDSIDE_DEMO_MEMBERSHIP_NONE;
}

/**
 * bedside_demo_membership_to_string:
 * @membership: a membership
 *
 * Returns: (nullable): the word in m.room.member
 */
const char *
bedside_demo_membership_to_string (BedsideDemoMembership membership)
{
  return memberships[membership];
}

static void
update_member (BedsideDemoRoom  *self,
               BedsideDemoEvent *event)
{
  BedsideDemoMembership membership = parse_membership (bedside_json_get_string (event->object, "membership"));
  BedsideDemoMember *member = g_hash_table_lookup (self->members, event->state_key);

  if (member == NULL)
    {
      member = member_new (event->state_key);
      g_hash_table_insert (self->members, member->user_id, member);
    }
  member->event = event;
  if (membership == member->membership)
    return;
  member->was_joined = member->membership == BEDSIDE_DEMO_MEMBERSHIP_JOIN;
  member->membership = membership;
  member->changed = event->position;
  if (membership == BEDSIDE_DEMO_MEMBERSHIP_JOIN)
    {
      member->joined = event->position;
      member->read = event->index + 1;
      member->unread = 0;
    }
}

/**
 * bedside_demo_room_add:
 * @self: a room
 * @event: (transfer full): an event that is in no room yet
 * @position: its position in the server's stream
 *
 * Puts @event at the end.
 */
void
bedside_demo_room_add (BedsideDemoRoom  *self,
                       BedsideDemoEvent *event,
                       guint64           position)
{
  event->position = position;
  event->index = self->events->len;
  g_ptr_array_add (self->events, event);
  g_hash_table_insert (self->by_id, event->id, event);
  self->changed = position;

  if (event->state_key == NULL)
    return;

  g_autofree char *name = state_name (event->type, event->state_key);
  event->replaces = g_hash_table_lookup (self->state, name);
  g_hash_table_insert (self->state, g_steal_pointer (&name), event);
  if (g_str_equal (event->type, "m.room.member"))
    update_member (self, event);
}

/**
 * bedside_demo_room_get_member:
 * @self: a room
 * @user_id: a user
 *
 * Returns: (nullable): what the room knows of that user, who may have left
 */
BedsideDemoMember *
bedside_demo_room_get_member (BedsideDemoRoom *self,
                              const char      *user_id)
{
  return g_hash_table_lookup (self->members, user_id);
}

/**
 * bedside_demo_room_get_membership:
 * @self: a room
 * @user_id: (nullable): a user
 *
 * Returns: the membership, NONE for strangers
 */
BedsideDemoMembership
bedside_demo_room_get_membership (BedsideDemoRoom *self,
                                  const char      *user_id)
{
  BedsideDemoMember *member = user_id ? g_hash_table_lookup (self->members, user_id) : NULL;

  return member ? member->membership : BEDSIDE_DEMO_MEMBERSHIP_NONE;
}

/**
 * bedside_demo_room_count_members:
 * @self: a room
 * @membership: which
 *
 * Returns: how many have that membership
 */
guint
bedside_demo_room_count_members (BedsideDemoRoom       *self,
                                 BedsideDemoMembership  membership)
{
  GHashTableIter iter;
  gpointer member;
  guint count = 0;

  g_hash_table_iter_init (&iter, self->members);
  while (g_hash_table_iter_next (&iter, NULL, &member))
    count += ((BedsideDemoMember *) member)->membership == membership;

  return count;
}

/**
 * bedside_demo_room_get_member_name:
 * @self: a room
 * @user_id: a user
 *
 * Returns: (nullable): the display name in this room
 */
const char *
bedside_demo_room_get_member_name (BedsideDemoRoom *self,
                                   const char      *user_id)
{
  return bedside_json_get_string (bedside_demo_room_get_content (self, "m.room.member", user_id), "displayname");
}

/**
 * bedside_demo_room_get_event:
 * @self: a room
 * @event_id: an event
 *
 * Returns: (nullable): the event
 */
BedsideDemoEvent *
bedside_demo_room_get_event (BedsideDemoRoom *self,
                             const char      *event_id)
{
  return g_hash_table_lookup (self->by_id, event_id);
}

/**
 * bedside_demo_room_get_event_at:
 * @self: a room
 * @index: less than the number of events
 *
 * Returns: (transfer none): the event there
 */
BedsideDemoEvent *
bedside_demo_room_get_event_at (BedsideDemoRoom *self,
                                guint            index)
{
  return g_ptr_array_index (self->events, index);
}

/**
 * bedside_demo_room_get_state:
 * @self: a room
 * @type: event type
 * @state_key: its key
 *
 * Returns: (nullable): the present state event
 */
BedsideDemoEvent *
bedside_demo_room_get_state (BedsideDemoRoom *self,
                             const char      *type,
                             const char      *state_key)
{
  g_autofree char *name = state_name (type, state_key);

  return g_hash_table_lookup (self->state, name);
}

static BedsideDemoEvent *
go_back (BedsideDemoEvent *event,
         guint             index)
{
  while (event != NULL && event->index >= index)
    event = event->replaces;
  return event;
}

/**
 * bedside_demo_room_get_state_before:
 * @self: a room
 * @type: event type
 * @state_key: its key
 * @index: where in the room
 *
 * Returns: (nullable): the state event as it was before event @index
 */
BedsideDemoEvent *
bedside_demo_room_get_state_before (BedsideDemoRoom *self,
                                    const char      *type,
                                    const char      *state_key,
                                    guint            index)
{
  return go_back (bedside_demo_room_get_state (self, type, state_key), index);
}

/**
 * bedside_demo_room_get_content:
 * @self: a room
 * @type: event type
 * @state_key: its key
 *
 * Returns: (nullable): content of the present state event
 */
JsonObject *
bedside_demo_room_get_content (BedsideDemoRoom *self,
                               const char      *type,
                               const char      *state_key)
{
  BedsideDemoEvent *event = bedside_demo_room_get_state (self, type, state_key);

  return event ? event->object : NULL;
}

static int
compare_index (gconstpointer a,
               gconstpointer b)
{
  const BedsideDemoEvent *first = *(BedsideDemoEvent *const *) a;
  const BedsideDemoEvent *second = *(BedsideDemoEvent *const *) b;

  return (first->index > second->index) - (first->index < second->index);
}

/**
 * bedside_demo_room_dup_state_before:
 * @self: a room
 * @index: where in the room
 *
 * Returns: (transfer container) (element-type BedsideDemoEvent): the state before event @index, oldest first
 */
GPtrArray *
bedside_demo_room_dup_state_before (BedsideDemoRoom *self,
                                    guint            index)
{
  GPtrArray *state = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer event;

  g_hash_table_iter_init (&iter, self->state);
  while (g_hash_table_iter_next (&iter, NULL, &event))
    {
      BedsideDemoEvent *then = go_back (event, index);

      if (then != NULL)
        g_ptr_array_add (state, then);
    }
  g_ptr_array_sort (state, compare_index);

  return state;
}

/**
 * bedside_demo_room_get_index_at:
 * @self: a room
 * @position: a position in the server's stream
 *
 * Returns: index of the first event after @position, the number of events if there is none
 */
guint
bedside_demo_room_get_index_at (BedsideDemoRoom *self,
                                guint64          position)
{
  guint low = 0;
  guint high = self->events->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (bedside_demo_room_get_event_at (self, middle)->position <= position)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/**
 * bedside_demo_room_is_almighty:
 * @self: a room
 * @user_id: a user
 *
 * Source: Matrix specification, room version 12: creators have an infinite level, and no levels name them.
 *
 * Returns: whether the user is such a creator
 */
gboolean
bedside_demo_room_is_almighty (BedsideDemoRoom *self,
                               const char      *user_id)
{
  BedsideDemoEvent *create = bedside_demo_room_get_state (self, "m.room.create", "");
  JsonObject *content = bedside_demo_room_get_content (self, "m.room.create", "");
  JsonArray *others = bedside_json_get_array (content, "additional_creators");

  if (create == NULL || g_strcmp0 (bedside_json_get_string (content, "room_version"), "12") != 0)
    return FALSE;
  for (guint i = 0; others != NULL && i < json_array_get_length (others); i++)
    if (g_strcmp0 (bedside_json_array_get_string (others, i), user_id) == 0)
      return TRUE;
  return g_str_equal (create->sender, user_id);
}

/**
 * bedside_demo_room_get_level:
 * @self: a room
 * @user_id: a user
 *
 * Returns: the user's power level
 */
gint64
bedside_demo_room_get_level (BedsideDemoRoom *self,
                             const char      *user_id)
{
  JsonObject *levels = bedside_demo_room_get_content (self, "m.room.power_levels", "");
  BedsideDemoEvent *create = bedside_demo_room_get_state (self, "m.room.create", "");
  gint64 level = 0;

  if (bedside_demo_room_is_almighty (self, user_id))
    return G_MAXINT64;
  if (levels == NULL)
    return create != NULL && g_str_equal (create->sender, user_id) ? CREATOR_LEVEL : 0;
  if (!bedside_json_get_int (bedside_json_get_object (levels, "users"), user_id, &level))
    bedside_json_get_int (levels, "users_default", &level);

  return level;
}

/**
 * bedside_demo_room_get_level_for:
 * @self: a room
 * @action: `invite`, `kick`, `ban` or `redact`
 *
 * Returns: the level it takes
 */
gint64
bedside_demo_room_get_level_for (BedsideDemoRoom *self,
                                 const char      *action)
{
  gint64 level = g_str_equal (action, "invite") ? 0 : STATE_LEVEL;

  bedside_json_get_int (bedside_demo_room_get_content (self, "m.room.power_levels", ""), action, &level);

  return level;
}

/**
 * bedside_demo_room_get_level_for_event:
 * @self: a room
 * @type: event type
 * @is_state: whether it is a state event
 *
 * Returns: the level it takes to send one
 */
gint64
bedside_demo_room_get_level_for_event (BedsideDemoRoom *self,
                                       const char      *type,
                                       gboolean         is_state)
{
  JsonObject *levels = bedside_demo_room_get_content (self, "m.room.power_levels", "");
  gint64 level = is_state && levels != NULL ? STATE_LEVEL : 0;

  if (!bedside_json_get_int (bedside_json_get_object (levels, "events"), type, &level))
    bedside_json_get_int (levels, is_state ? "state_default" : "events_default", &level);

  return level;
}

/**
 * bedside_demo_room_count_unread:
 * @self: a room
 * @member: one of its members
 *
 * Counts again what @member has not read.
 */
void
bedside_demo_room_count_unread (BedsideDemoRoom   *self,
                                BedsideDemoMember *member)
{
  member->unread = 0;
  for (guint i = member->read; i < self->events->len; i++)
    {
      BedsideDemoEvent *event = bedside_demo_room_get_event_at (self, i);

      if (bedside_demo_event_notifies (event) && !g_str_equal (event->sender, member->user_id))
        member->unread++;
    }
}

/**
 * bedside_demo_room_set_data:
 * @self: a room
 * @member: one of its members
 * @type: type of account data
 * @content: JSON object
 * @position: since when it holds
 *
 * Keeps account data of @member for this room.
 */
void
bedside_demo_room_set_data (BedsideDemoRoom   *self,
                            BedsideDemoMember *member,
                            const char        *type,
                            const char        *content,
                            guint64            position)
{
  g_hash_table_insert (member->data, g_strdup (type), bedside_demo_data_new (content, position));
  member->own_changed = position;
}

/**
 * bedside_demo_room_set_receipt:
 * @self: a room
 * @member: one of its members
 * @kind: who may know
 * @event_id: the event up to which @member has read
 * @position: since when it holds
 *
 * Moves a read receipt; it never goes back.
 *
 * Returns: whether anything changed
 */
gboolean
bedside_demo_room_set_receipt (BedsideDemoRoom        *self,
                               BedsideDemoMember      *member,
                               BedsideDemoReceiptKind  kind,
                               const char             *event_id,
                               guint64                 position)
{
  BedsideDemoReceipt *receipt = &member->receipts[kind];
  BedsideDemoEvent *event = bedside_demo_room_get_event (self, event_id);
  BedsideDemoEvent *old = receipt->event_id ? bedside_demo_room_get_event (self, receipt->event_id) : NULL;

  if (event == NULL || (old != NULL && old->index >= event->index))
    return FALSE;

  g_free (receipt->event_id);
  receipt->event_id = g_strdup (event_id);
  receipt->timestamp = g_get_real_time () / 1000;
  receipt->position = position;
  if (event->index >= member->read)
    {
      member->read = event->index + 1;
      bedside_demo_room_count_unread (self, member);
    }
  member->own_changed = position;
  if (kind == BEDSIDE_DEMO_RECEIPT_PUBLIC)
    self->changed = position;

  return TRUE;
}
