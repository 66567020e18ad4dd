/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-outgoing"

#include "bedside-outgoing.h"

/**
 * bedside_outgoing_new:
 * @room_id: where to send
 * @text: what to send
 * @created_at: ms since 1970
 *
 * Returns: (transfer full): a message with ids of its own
 */
BedsideOutgoing *
bedside_outgoing_new (const char *room_id,
                      const char *text,
                      gint64      created_at)
{
  g_return_val_if_fail (room_id != NULL, NULL);
  g_return_val_if_fail (text != NULL, NULL);

  BedsideOutgoing *self = g_new0 (BedsideOutgoing, 1);

  self->uuid = g_uuid_string_random ();
  self->id = g_strdup_printf ("bedside-%s", self->uuid);
  self->room_id = g_strdup (room_id);
  self->text = g_strdup (text);
  self->created_at = created_at;

  return self;
}

/**
 * bedside_outgoing_restore:
 * @record: what is stored
 *
 * Returns: (transfer full) (nullable): the message, of which nobody knows whether it was sent; %NULL if the record
 *   makes no sense
 */
BedsideOutgoing *
bedside_outgoing_restore (BedsideStoreOutgoing *record)
{
  g_return_val_if_fail (record != NULL, NULL);

  g_autoptr(JsonObject) object = bedside_json_parse_object (record->payload, -1, NULL);
  const char *uuid = bedside_json_get_string (object, "uuid");
  const char *text = bedside_json_get_string (object, "text");
  gint64 state = BEDSIDE_OUTGOING_STATE_WAITING;

  if (uuid == NULL || text == NULL || *text == '\0')
    return NULL;

  BedsideOutgoing *self = g_new0 (BedsideOutgoing, 1);

  self->id = g_strdup (record->id);
  self->room_id = g_strdup (record->room_id);
  self->uuid = g_strdup (uuid);
  self->text = g_strdup (text);
  self->event_id = g_strdup (bedside_json_get_string (object, "event_id"));
  bedside_json_get_int (object, "created_at", &self->created_at);
  if (bedside_json_get_int (object, "state", &state) && state >= 0 && state <= BEDSIDE_OUTGOING_STATE_FAILED)
    self->state = (BedsideOutgoingState) state;
  self->stored = self->in_doubt = TRUE;

  return self;
}

/**
 * bedside_outgoing_free:
 * @self: (transfer full): a message
 */
void
bedside_outgoing_free (BedsideOutgoing *self)
{
  g_free (self->id);
  g_free (self->room_id);
  g_free (self->uuid);
  g_free (self->text);
  g_free (self->event_id);
  g_free (self);
}

/**
 * bedside_outgoing_to_payload:
 * @self: a message
 *
 * Returns: (transfer full): JSON for bedside_outgoing_restore()
 */
char *
bedside_outgoing_to_payload (BedsideOutgoing *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr(JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "uuid", self->uuid);
  json_object_set_string_member (object, "text", self->text);
  json_object_set_int_member (object, "created_at", self->created_at);
  json_object_set_int_member (object, "state", self->state);
  if (self->event_id != NULL)
    json_object_set_string_member (object, "event_id", self->event_id);

  return bedside_json_object_to_text (object);
}

/**
 * bedside_outgoing_new_content:
 * @self: a message
 *
 * Returns: (transfer full): the content of its event
 */
JsonObject *
bedside_outgoing_new_content (BedsideOutgoing *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  JsonObject *content = json_object_new ();

  json_object_set_string_member (content, "msgtype", "m.text");
  json_object_set_string_member (content, "body", self->text);
  json_object_set_string_member (content, "org.bedside.id", self->uuid);

  return content;
}

/**
 * bedside_outgoing_is:
 * @self: a message
 * @event: an event of this practitioner in the same room
 *
 * Returns: whether @event is this message, sent by whichever try
 */
gboolean
bedside_outgoing_is (BedsideOutgoing *self,
                     BedsideEvent    *event)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (event != NULL, FALSE);

  return g_strcmp0 (bedside_json_get_string (event->content, "org.bedside.id"), self->uuid) == 0 ||
         g_strcmp0 (event->transaction_id, self->id) == 0 ||
         (self->event_id != NULL && g_strcmp0 (event->event_id, self->event_id) == 0);
}
