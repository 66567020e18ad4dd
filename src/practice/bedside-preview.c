/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-preview"

#include "bedside-preview.h"

#include "bedside-message-reader.h"

/* Each edit may be taken back, and what it replaced is shown again; but nobody edits one message all day. */
#define MOST_EDITS 8

typedef struct {
  char               *event_id;   /* (owned) (nullable): NULL if the server did not say */
  gint64              timestamp;
  char               *text;       /* (owned) */
  BedsideMessageKind  kind;
} BedsidePreviewEdit;

static void
edit_free (BedsidePreviewEdit *edit)
{
  g_free (edit->event_id);
  g_free (edit->text);
  g_free (edit);
}

static void
set_string (char       **field,
            const char  *value)
{
  char *copy = g_strdup (value);

  g_free (*field);
  *field = copy;
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
  g_clear_pointer (&self->edits, g_ptr_array_unref);
  *self = (BedsidePreview) { 0 };
}

static BedsidePreviewEdit *
get_newest_edit (BedsidePreview *self)
{
  return self->edits && self->edits->len > 0 ? g_ptr_array_index (self->edits, self->edits->len - 1) : NULL;
}

/* Source: Matrix client-server API, "Event replacements": the latest by origin_server_ts, then by event id. */
static int
compare_edits (gconstpointer a,
               gconstpointer b)
{
  const BedsidePreviewEdit *one = *(BedsidePreviewEdit * const *) a, *two = *(BedsidePreviewEdit * const *) b;

  if (one->timestamp != two->timestamp)
    return one->timestamp < two->timestamp ? -1 : 1;
  return g_strcmp0 (one->event_id, two->event_id);
}

static BedsidePreviewEdit *
find_edit (BedsidePreview *self,
           const char     *event_id)
{
  for (guint i = 0; event_id != NULL && self->edits != NULL && i < self->edits->len; i++)
    {
      BedsidePreviewEdit *edit = g_ptr_array_index (self->edits, i);

      if (g_strcmp0 (edit->event_id, event_id) == 0)
        return edit;
    }

  return NULL;
}

/* Whether it reads otherwise now. */
static gboolean
add_edit (BedsidePreview     *self,
          const char         *event_id,
          gint64              timestamp,
          const char         *text,
          BedsideMessageKind  kind)
{
  BedsidePreviewEdit *edit;

  if (find_edit (self, event_id) != NULL)
    return FALSE;
  if (self->edits == NULL)
    self->edits = g_ptr_array_new_with_free_func ((GDestroyNotify) edit_free);

  edit = g_new0 (BedsidePreviewEdit, 1);
  edit->event_id = g_strdup (event_id);
  edit->timestamp = timestamp;
  edit->text = g_strdup (text);
  edit->kind = kind;
  g_ptr_array_add (self->edits, edit);
  g_ptr_array_sort (self->edits, compare_edits);
  if (self->edits->len > MOST_EDITS)
    g_ptr_array_remove_index (self->edits, 0);

  return get_newest_edit (self) == edit;
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
  JsonArray *edits = json_array_new ();

  for (guint i = 0; self->edits != NULL && i < self->edits->len; i++)
    {
      BedsidePreviewEdit *edit = g_ptr_array_index (self->edits, i);
      JsonObject *item = json_object_new ();

      write_string (item, "event", edit->event_id);
      write_string (item, "text", edit->text);
      json_object_set_int_member (item, "at", edit->timestamp);
      json_object_set_int_member (item, "kind", edit->kind);
      json_array_add_object_element (edits, item);
    }

  write_string (object, "event", self->event_id);
  write_string (object, "sender", self->sender);
  write_string (object, "text", self->text);
  json_object_set_int_member (object, "position", self->position);
  json_object_set_int_member (object, "at", self->timestamp);
  json_object_set_int_member (object, "kind", self->kind);
  json_object_set_boolean_member (object, "own", self->own);
  json_object_set_array_member (object, "edits", edits);
  json_object_set_object_member (payload, "preview", object);
}

static BedsideMessageKind
restore_kind (JsonObject *object)
{
  gint64 value = 0;

  if (bedside_json_get_int (object, "kind", &value) && value >= 0 && value <= BEDSIDE_MESSAGE_KIND_UNSUPPORTED)
    return (BedsideMessageKind) value;
  return BEDSIDE_MESSAGE_KIND_TEXT;
}

static void
restore_edits (BedsidePreview *self,
               JsonArray      *edits)
{
  for (guint i = 0; edits != NULL && i < json_array_get_length (edits); i++)
    {
      JsonObject *item = bedside_json_array_get_object (edits, i);
      const char *text = bedside_json_get_string (item, "text");
      gint64 timestamp = 0;

      bedside_json_get_int (item, "at", &timestamp);
      if (text != NULL)
        add_edit (self, bedside_json_get_string (item, "event"), timestamp, text, restore_kind (item));
    }
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
  bedside_json_get_int (object, "position", &self->position);
  bedside_json_get_int (object, "at", &self->timestamp);
  bedside_json_get_boolean (object, "own", &self->own);
  self->kind = restore_kind (object);
  restore_edits (self, bedside_json_get_array (object, "edits"));
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
  set_string (&self->text, reading->edited ? reading->unedited : reading->text);
  g_clear_pointer (&self->edits, g_ptr_array_unref);
  self->position = position;
  self->own = g_strcmp0 (event->sender, own_user_id) == 0;
  self->timestamp = event->timestamp;
  self->kind = reading->edited ? reading->unedited_kind : reading->kind;
  if (reading->edited)
    add_edit (self, event->replacement_id, event->replacement_timestamp, reading->text, reading->kind);

  return TRUE;
}

static gboolean
take_edit (BedsidePreview *self,
           BedsideEvent   *event,
           BedsideReading *reading)
{
  if (g_strcmp0 (reading->target, self->event_id) != 0 || g_strcmp0 (event->sender, self->sender) != 0 ||
      self->kind == BEDSIDE_MESSAGE_KIND_REMOVED)
    return FALSE;

  return add_edit (self, event->event_id, event->timestamp, reading->text, reading->kind);
}

static gboolean
take_removal (BedsidePreview *self,
              const char     *target)
{
  BedsidePreviewEdit *edit = find_edit (self, target);
  gboolean is_shown = edit != NULL && edit == get_newest_edit (self);

  if (g_strcmp0 (target, self->event_id) == 0)
    {
      set_string (&self->text, "");
      self->kind = BEDSIDE_MESSAGE_KIND_REMOVED;
      g_clear_pointer (&self->edits, g_ptr_array_unref);
      return TRUE;
    }
  if (edit != NULL)
    g_ptr_array_remove (self->edits, edit);

  return is_shown;
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
      return self->event_id && take_edit (self, event, &reading);

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

  BedsidePreviewEdit *edit = get_newest_edit (self);
  const char *text = edit ? edit->text : self->text;

  bedside_conversation_set_preview (conversation, text ? text : "", edit ? edit->kind : self->kind, self->own,
                                    self->timestamp);
}
