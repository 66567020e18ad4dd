/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-preview"

#include "bedside-preview.h"

#include "bedside-message-reader.h"

static void
set_string (char       **field,
            const char  *value)
{
  char *copy = g_strdup (value);

  g_free (*field);
  *field = copy;
}

static void
forget_edit (BedsidePreview *self)
{
  g_clear_pointer (&self->edit_id, g_free);
  g_clear_pointer (&self->unedited, g_free);
  self->edit_position = G_MININT64;
}

/**
 * bedside_preview_clear:
 * @self: a preview
 *
 * Shows nothing, and holds nothing.
 */
void
bedside_preview_clear (BedsidePreview *self)
{
  g_clear_pointer (&self->event_id, g_free);
  g_clear_pointer (&self->sender, g_free);
  g_clear_pointer (&self->text, g_free);
  forget_edit (self);
  *self = (BedsidePreview) { .edit_position = G_MININT64 };
}

static void
write_string (JsonObject *payload,
              const char *name,
              const char *value)
{
  if (value != NULL)
    json_object_set_string_member (payload, name, value);
}

/**
 * bedside_preview_write:
 * @self: a preview
 * @payload: of the room's record, to which it is added
 */
void
bedside_preview_write (BedsidePreview *self,
                       JsonObject     *payload)
{
  g_return_if_fail (self != NULL);

  JsonObject *object = json_object_new ();

  write_string (object, "event", self->event_id);
  write_string (object, "sender", self->sender);
  write_string (object, "text", self->text);
  write_string (object, "edit", self->edit_id);
  write_string (object, "unedited", self->unedited);
  json_object_set_int_member (object, "position", self->position);
  json_object_set_int_member (object, "at", self->timestamp);
  json_object_set_int_member (object, "kind", self->kind);
  json_object_set_int_member (object, "edit_position", self->edit_position);
  json_object_set_int_member (object, "unedited_kind", self->unedited_kind);
  json_object_set_boolean_member (object, "own", self->own);
  json_object_set_object_member (payload, "preview", object);
}

static void
restore_kind (JsonObject         *object,
              const char         *name,
              BedsideMessageKind *kind)
{
  gint64 value = 0;

  if (bedside_json_get_int (object, name, &value) && value >= 0 && value <= BEDSIDE_MESSAGE_KIND_UNSUPPORTED)
    *kind = (BedsideMessageKind) value;
}

/**
 * bedside_preview_restore:
 * @self: a preview
 * @payload: to which bedside_preview_write() added one
 *
 * Takes over what was stored; what is missing or mistyped is as if nothing were known.
 */
void
bedside_preview_restore (BedsidePreview *self,
                         JsonObject     *payload)
{
  g_return_if_fail (self != NULL);

  JsonObject *object = bedside_json_get_object (payload, "preview");

  bedside_preview_clear (self);
  self->event_id = g_strdup (bedside_json_get_string (object, "event"));
  self->sender = g_strdup (bedside_json_get_string (object, "sender"));
  self->text = g_strdup (bedside_json_get_string (object, "text"));
  self->edit_id = g_strdup (bedside_json_get_string (object, "edit"));
  self->unedited = g_strdup (bedside_json_get_string (object, "unedited"));
  bedside_json_get_int (object, "position", &self->position);
  bedside_json_get_int (object, "at", &self->timestamp);
  bedside_json_get_int (object, "edit_position", &self->edit_position);
  bedside_json_get_boolean (object, "own", &self->own);
  restore_kind (object, "kind", &self->kind);
  restore_kind (object, "unedited_kind", &self->unedited_kind);
}

static gboolean
take_message (BedsidePreview *self,
              gint64          position,
              BedsideEvent   *event,
              BedsideReading *reading,
              const char     *own_user_id)
{
  if (self->event_id != NULL && position <= self->position)
    return FALSE;

  set_string (&self->event_id, event->event_id);
  set_string (&self->sender, event->sender);
  set_string (&self->text, reading->text);
  forget_edit (self);
  self->position = position;
  self->own = g_strcmp0 (event->sender, own_user_id) == 0;
  self->timestamp = event->timestamp;
  self->kind = reading->kind;
  if (reading->edited)
    {
      set_string (&self->edit_id, event->replacement_id);
      set_string (&self->unedited, reading->unedited);
      self->unedited_kind = reading->unedited_kind;
    }

  return TRUE;
}

/* Pages bring older edits after newer ones. */
static gboolean
take_edit (BedsidePreview *self,
           gint64          position,
           BedsideEvent   *event,
           BedsideReading *reading)
{
  if (g_strcmp0 (reading->target, self->event_id) != 0 || g_strcmp0 (event->sender, self->sender) != 0 ||
      self->kind == BEDSIDE_MESSAGE_KIND_REMOVED || position <= self->edit_position)
    return FALSE;

  if (self->unedited == NULL)
    {
      set_string (&self->unedited, self->text);
      self->unedited_kind = self->kind;
    }
  set_string (&self->edit_id, event->event_id);
  self->edit_position = position;
  set_string (&self->text, reading->text);
  self->kind = reading->kind;

  return TRUE;
}

static gboolean
take_removal (BedsidePreview *self,
              const char     *target)
{
  if (g_strcmp0 (target, self->event_id) == 0)
    {
      set_string (&self->text, "");
      self->kind = BEDSIDE_MESSAGE_KIND_REMOVED;
    }
  else if (g_strcmp0 (target, self->edit_id) == 0)
    {
      set_string (&self->text, self->unedited);
      self->kind = self->unedited_kind;
    }
  else
    return FALSE;

  forget_edit (self);

  return TRUE;
}

/**
 * bedside_preview_take:
 * @self: a preview
 * @position: place of @event in the room
 * @event: any event of the room's timeline, in any order
 * @own_user_id: this practitioner
 *
 * Shows @event if it is a newer message than the one that is shown, or changes
 * what is shown if it edits that or takes it back.
 *
 * Returns: whether something changed
 */
gboolean
bedside_preview_take (BedsidePreview *self,
                      gint64          position,
                      BedsideEvent   *event,
                      const char     *own_user_id)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (event != NULL, FALSE);

  g_auto(BedsideReading) reading = { 0 };

  if (event->event_id == NULL)
    return FALSE;

  switch (bedside_message_reader_read (event, &reading))
    {
    case BEDSIDE_READING_KIND_MESSAGE:
      return take_message (self, position, event, &reading, own_user_id);

    case BEDSIDE_READING_KIND_EDIT:
      return self->event_id && take_edit (self, position, event, &reading);

    case BEDSIDE_READING_KIND_REMOVAL:
      return self->event_id && take_removal (self, reading.target);

    case BEDSIDE_READING_KIND_NOTHING:
    default:
      return FALSE;
    }
}

/**
 * bedside_preview_show:
 * @self: a preview
 * @conversation: the room's conversation
 */
void
bedside_preview_show (BedsidePreview      *self,
                      BedsideConversation *conversation)
{
  g_return_if_fail (self != NULL);

  bedside_conversation_set_preview (conversation, self->text ? self->text : "", self->kind, self->own,
                                    self->timestamp);
}
