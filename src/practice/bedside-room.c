/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-room"

#include "bedside-room.h"

#include "bedside-visible.h"

/* Room for 2^32 events that a limited timeline may have left out. */
#define GAP_STRIDE (G_GINT64_CONSTANT (1) << 32)

static void
bedside_gap_free (BedsideGap *gap)
{
  g_free (gap->token);
  g_free (gap->next_event_id);
  g_free (gap);
}

static void
bedside_member_free (BedsideMember *member)
{
  g_free (member->membership);
  g_free (member->display_name);
  g_free (member);
}

static void
bedside_receipt_free (BedsideRoomReceipt *receipt)
{
  g_free (receipt->event_id);
  g_free (receipt);
}

/**
 * bedside_room_new:
 * @room_id: a room id
 *
 * Returns: (transfer full): a room of which nothing is known
 */
BedsideRoom *
bedside_room_new (const char *room_id)
{
  g_return_val_if_fail (room_id != NULL, NULL);

  BedsideRoom *self = g_new0 (BedsideRoom, 1);

  self->room_id = g_strdup (room_id);
  self->members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) bedside_member_free);
  self->receipts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) bedside_receipt_free);
  self->gaps = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_gap_free);
  self->removals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  bedside_preview_clear (&self->preview);

  return self;
}

/**
 * bedside_room_free:
 * @self: (transfer full): a room
 */
void
bedside_room_free (BedsideRoom *self)
{
  g_free (self->room_id);
  g_clear_pointer (&self->create, json_object_unref);
  g_free (self->creator);
  g_clear_pointer (&self->levels, bedside_levels_free);
  g_free (self->restricted_to);
  g_free (self->inviter);
  g_free (self->name);
  g_free (self->name_id);
  g_free (self->missed_from);
  g_free (self->missed_to);
  g_clear_pointer (&self->fresh_members, g_hash_table_unref);
  g_hash_table_unref (self->members);
  g_hash_table_unref (self->receipts);
  g_free (self->older_token);
  g_free (self->marker);
  g_ptr_array_unref (self->gaps);
  g_hash_table_unref (self->removals);
  bedside_preview_clear (&self->preview);
  g_clear_pointer (&self->summary, json_object_unref);
  g_clear_object (&self->conversation);
  g_clear_object (&self->practice);
  g_free (self->patient_id);
  g_free (self);
}

static void
set_string (JsonObject *object,
            const char *name,
            const char *value)
{
  if (value != NULL)
    json_object_set_string_member (object, name, value);
}

/**
 * bedside_room_to_payload:
 * @self: a room
 *
 * Writes what neither its state nor its events tell.
 *
 * Returns: (transfer full): JSON for bedside_room_restore()
 */
char *
bedside_room_to_payload (BedsideRoom *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr(JsonObject) object = json_object_new ();
  JsonArray *gaps = json_array_new ();

  for (guint i = 0; i < self->gaps->len; i++)
    {
      BedsideGap *gap = g_ptr_array_index (self->gaps, i);
      JsonObject *item = json_object_new ();

      json_object_set_string_member (item, "token", gap->token);
      json_object_set_int_member (item, "cursor", gap->cursor);
      set_string (item, "next", gap->next_event_id);
      json_array_add_object_element (gaps, item);
    }

  json_object_set_int_member (object, "membership", self->membership);
  json_object_set_int_member (object, "unread", self->unread);
  json_object_set_int_member (object, "first", self->first_position);
  json_object_set_int_member (object, "next", self->next_position);
  json_object_set_boolean_member (object, "complete", self->complete);
  if (self->beginning_hidden)
    json_object_set_boolean_member (object, "beginning_hidden", TRUE);
  json_object_set_boolean_member (object, "unconfirmed", self->unconfirmed);
  json_object_set_int_member (object, "oldest_at", self->oldest_at);
  if (self->members_complete)
    json_object_set_boolean_member (object, "members", TRUE);
  set_string (object, "restricted_to", self->restricted_to);
  set_string (object, "inviter", self->inviter);
  set_string (object, "missed_from", self->missed_from);
  set_string (object, "missed_to", self->missed_to);
  json_object_set_array_member (object, "gaps", gaps);
  set_string (object, "older", self->older_token);
  set_string (object, "marker", self->marker);
  bedside_preview_write (&self->preview, object);
  if (self->summary != NULL)
    json_object_set_object_member (object, "summary", json_object_ref (self->summary));

  return bedside_json_object_to_text (object);
}

static void
restore_gaps (BedsideRoom *self,
              JsonArray   *gaps)
{
  for (guint i = 0; gaps != NULL && i < json_array_get_length (gaps); i++)
    {
      JsonObject *item = bedside_json_array_get_object (gaps, i);
      const char *token = bedside_json_get_string (item, "token");
      gint64 cursor = 0;

      if (token != NULL && bedside_json_get_int (item, "cursor", &cursor))
        {
          BedsideGap *gap = g_new0 (BedsideGap, 1);

          gap->token = g_strdup (token);
          gap->cursor = cursor;
          gap->next_event_id = g_strdup (bedside_json_get_string (item, "next"));
          g_ptr_array_add (self->gaps, gap);
        }
    }
}

/**
 * bedside_room_restore:
 * @self: a new room
 * @payload: what bedside_room_to_payload() wrote
 *
 * Takes over what was stored. What is missing stays as in a new room.
 */
void
bedside_room_restore (BedsideRoom *self,
                      JsonObject  *payload)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (payload != NULL);

  gint64 value = 0;

  if (bedside_json_get_int (payload, "membership", &value) && value >= 0 && value <= BEDSIDE_MEMBERSHIP_LEFT)
    self->membership = (BedsideMembership) value;
  if (bedside_json_get_int (payload, "unread", &value) && value >= 0 && value <= G_MAXUINT)
    self->unread = (guint) value;
  bedside_json_get_int (payload, "first", &self->first_position);
  bedside_json_get_int (payload, "next", &self->next_position);
  bedside_json_get_boolean (payload, "complete", &self->complete);
  bedside_json_get_boolean (payload, "beginning_hidden", &self->beginning_hidden);
  bedside_json_get_boolean (payload, "unconfirmed", &self->unconfirmed);
  bedside_json_get_int (payload, "oldest_at", &self->oldest_at);
  bedside_json_get_boolean (payload, "members", &self->members_complete);
  self->restricted_to = g_strdup (bedside_json_get_string (payload, "restricted_to"));
  self->inviter = g_strdup (bedside_json_get_string (payload, "inviter"));
  self->missed_from = g_strdup (bedside_json_get_string (payload, "missed_from"));
  self->missed_to = g_strdup (bedside_json_get_string (payload, "missed_to"));
  restore_gaps (self, bedside_json_get_array (payload, "gaps"));
  self->older_token = g_strdup (bedside_json_get_string (payload, "older"));
  self->marker = g_strdup (bedside_json_get_string (payload, "marker"));
  bedside_preview_restore (&self->preview, payload);
  if (bedside_json_get_object (payload, "summary") != NULL)
    self->summary = json_object_ref (bedside_json_get_object (payload, "summary"));
}

/**
 * bedside_room_keeps_state:
 * @type: an event type
 *
 * Returns: whether state of that type is stored as such (members are stored apart)
 */
gboolean
bedside_room_keeps_state (const char *type)
{
  static const char * const types[] = {
    "m.room.create", "m.room.name", "m.room.encryption", "m.room.power_levels", "m.room.tombstone",
    "org.bedside.settings", "org.bedside.patient", "org.bedside.access", NULL
  };

  return g_strv_contains (types, type);
}

/**
 * bedside_room_reads_state:
 * @type: an event type
 *
 * Returns: whether anything is made of stored state of that type; the rest need not be parsed
 */
gboolean
bedside_room_reads_state (const char *type)
{
  return !g_str_equal (type, "m.room.tombstone");
}

static BedsideRoomKind
get_kind (JsonObject *create)
{
  const char *type = bedside_json_get_string (create, "type");

  if (bedside_json_get_object (create, "org.bedside.chat"))
    return BEDSIDE_ROOM_KIND_CONVERSATION;
  if (bedside_json_get_object (create, "org.bedside.team"))
    return BEDSIDE_ROOM_KIND_TEAM;
  if (bedside_json_get_object (create, "org.bedside.directory"))
    return BEDSIDE_ROOM_KIND_DIRECTORY;
  if (g_strcmp0 (type, "m.space") == 0 && bedside_json_get_object (create, "org.bedside.practice"))
    return BEDSIDE_ROOM_KIND_PRACTICE;
  return BEDSIDE_ROOM_KIND_OTHER;
}

/* What is shown of it is all that counts; without anything to see there is no name. */
static char *
read_name (JsonObject *content,
           const char *member)
{
  const char *name = bedside_json_get_string (content, member);
  char *shown = name ? bedside_visible_name (name) : NULL;

  if (shown != NULL && *shown == '\0')
    g_clear_pointer (&shown, g_free);

  return shown;
}

static void
apply_member (BedsideRoom  *self,
              BedsideEvent *event)
{
  BedsideMember *member = g_new0 (BedsideMember, 1);
  const char *membership = bedside_json_get_string (event->content, "membership");

  member->membership = g_strdup (membership ? membership : "leave");
  member->display_name = read_name (event->content, "displayname");
  g_hash_table_replace (self->members, g_strdup (event->state_key), member);
  if (self->fresh_members != NULL)
    g_hash_table_add (self->fresh_members, g_strdup (event->state_key));
}

static void
apply_create (BedsideRoom  *self,
              BedsideEvent *event)
{
  g_clear_pointer (&self->create, json_object_unref);
  self->create = json_object_ref (event->content);
  self->created_at = event->timestamp;
  g_free (self->creator);
  self->creator = g_strdup (event->sender);
  self->kind = get_kind (self->create);
}

static void
apply_join_rules (BedsideRoom *self,
                  JsonObject  *content)
{
  JsonArray *allowed = bedside_json_get_array (content, "allow");
  const char *rule = bedside_json_get_string (content, "join_rule");

  g_clear_pointer (&self->restricted_to, g_free);
  if (g_strcmp0 (rule, "restricted") != 0)
    return;
  for (guint i = 0; allowed != NULL && self->restricted_to == NULL && i < json_array_get_length (allowed); i++)
    {
      JsonObject *condition = bedside_json_array_get_object (allowed, i);

      if (g_strcmp0 (bedside_json_get_string (condition, "type"), "m.room_membership") == 0)
        self->restricted_to = g_strdup (bedside_json_get_string (condition, "room_id"));
    }
}

/**
 * bedside_room_apply_state:
 * @self: a room
 * @event: one of its state events
 *
 * Takes over what a state event says of the room itself. Settings, patients and
 * access are the registry's.
 *
 * Returns: whether something that shows in conversations may have changed
 */
gboolean
bedside_room_apply_state (BedsideRoom  *self,
                          BedsideEvent *event)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (event != NULL && event->state_key != NULL, FALSE);

  if (g_str_equal (event->type, "m.room.member"))
    apply_member (self, event);
  else if (*event->state_key != '\0')
    return FALSE;
  else if (g_str_equal (event->type, "m.room.create"))
    apply_create (self, event);
  else if (g_str_equal (event->type, "m.room.power_levels"))
    {
      g_clear_pointer (&self->levels, bedside_levels_free);
      self->levels = bedside_levels_new (event->content);
    }
  else if (g_str_equal (event->type, "m.room.join_rules"))
    apply_join_rules (self, event->content);
  else if (g_str_equal (event->type, "m.room.name"))
    {
      g_free (self->name);
      g_free (self->name_id);
      self->name = read_name (event->content, "name");
      self->name_id = g_strdup (event->event_id);
    }
  else if (g_str_equal (event->type, "m.room.encryption"))
    self->encrypted = TRUE;
  else
    return FALSE;

  return TRUE;
}

/**
 * bedside_room_get_binding:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): `org.bedside.chat` of a conversation
 */
JsonObject *
bedside_room_get_binding (BedsideRoom *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return bedside_json_get_object (self->create, "org.bedside.chat");
}

/**
 * bedside_room_get_binding_member:
 * @self: a room
 * @name: practice, patient_key, patient or practitioner
 *
 * Returns: (transfer none) (nullable): that part of the binding
 */
const char *
bedside_room_get_binding_member (BedsideRoom *self,
                                 const char  *name)
{
  const char *value = bedside_json_get_string (bedside_room_get_binding (self), name);

  return value && *value ? value : NULL;
}

/**
 * bedside_room_is_binding_valid:
 * @self: a room
 *
 * Returns: whether every part of the binding is there
 */
gboolean
bedside_room_is_binding_valid (BedsideRoom *self)
{
  return bedside_room_get_binding_member (self, "practice") != NULL &&
         bedside_room_get_binding_member (self, "patient_key") != NULL &&
         bedside_room_get_binding_member (self, "patient") != NULL &&
         bedside_room_get_binding_member (self, "practitioner") != NULL;
}

/**
 * bedside_room_has_history:
 * @self: a room
 *
 * Returns: whether its events are kept
 */
gboolean
bedside_room_has_history (BedsideRoom *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->kind == BEDSIDE_ROOM_KIND_CONVERSATION || self->kind == BEDSIDE_ROOM_KIND_TEAM;
}

/**
 * bedside_room_is_empty:
 * @self: a room
 *
 * Returns: whether no event of it is kept yet
 */
gboolean
bedside_room_is_empty (BedsideRoom *self)
{
  g_return_val_if_fail (self != NULL, TRUE);

  return self->first_position == self->next_position;
}

/**
 * bedside_room_get_newest_gap:
 * @self: a room
 *
 * Returns: (transfer none) (nullable): the gap that is to be filled first
 */
BedsideGap *
bedside_room_get_newest_gap (BedsideRoom *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->gaps->len > 0 ? g_ptr_array_index (self->gaps, self->gaps->len - 1) : NULL;
}

/**
 * bedside_room_add_gap:
 * @self: a room
 * @token: `prev_batch` of the limited timeline
 * @next_event_id: (nullable): first event of that timeline
 *
 * Leaves room for what is missing before the events that come next.
 */
void
bedside_room_add_gap (BedsideRoom *self,
                      const char  *token,
                      const char  *next_event_id)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (token != NULL);

  BedsideGap *gap = g_new0 (BedsideGap, 1);

  self->next_position += GAP_STRIDE;
  gap->token = g_strdup (token);
  gap->cursor = self->next_position - 1;
  gap->next_event_id = g_strdup (next_event_id);
  g_ptr_array_add (self->gaps, gap);
}

/**
 * bedside_room_find_gap:
 * @self: a room
 * @token: where a gap has been asked for
 *
 * Returns: (transfer none) (nullable): the gap, if it still stands there
 */
BedsideGap *
bedside_room_find_gap (BedsideRoom *self,
                       const char  *token)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = self->gaps->len; i > 0; i--)
    {
      BedsideGap *gap = g_ptr_array_index (self->gaps, i - 1);

      if (g_strcmp0 (gap->token, token) == 0)
        return gap;
    }

  return NULL;
}

/**
 * bedside_room_is_beginning:
 * @event: (nullable): an event of a room
 *
 * That the room's state names how it was made says nothing: it does so, too, where what came then may not be seen.
 *
 * Source: Matrix client-server API, `m.room.create`: "the first event in a room".
 *
 * Returns: whether nothing came before it
 */
gboolean
bedside_room_is_beginning (BedsideEvent *event)
{
  return event != NULL && bedside_event_is_state (event, "m.room.create") && *event->state_key == '\0';
}

/**
 * bedside_room_set_complete:
 * @self: a room
 * @oldest: (nullable): the oldest of its events that the server gives; %NULL: it gave none
 *
 * There is nothing older than what is stored, or nothing that one may see: a room begins with how it was made.
 *
 * Source: Matrix client-server API, "Room history visibility".
 */
void
bedside_room_set_complete (BedsideRoom  *self,
                           BedsideEvent *oldest)
{
  g_return_if_fail (self != NULL);

  self->complete = TRUE;
  self->beginning_hidden = !bedside_room_is_beginning (oldest);
}

/**
 * bedside_room_close_gap:
 * @self: a room
 * @gap: one of its gaps
 *
 * Nothing is missing there any more.
 */
void
bedside_room_close_gap (BedsideRoom *self,
                        BedsideGap  *gap)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_remove (self->gaps, gap);
}

/**
 * bedside_room_show:
 * @self: a room
 *
 * Brings preview and unread count to the conversation, if there is one.
 */
void
bedside_room_show (BedsideRoom *self)
{
  g_return_if_fail (self != NULL);

  if (self->conversation == NULL)
    return;
  bedside_preview_show (&self->preview, self->conversation);
  bedside_conversation_set_unread (self->conversation, self->unread);
}
