/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-event"

#include "bedside-event.h"

static void
bedside_event_clear (BedsideEvent *self)
{
  g_free (self->event_id);
  g_free (self->type);
  g_free (self->sender);
  g_free (self->state_key);
  g_free (self->transaction_id);
  g_free (self->redacts);
  g_free (self->replaces_state);
  g_clear_pointer (&self->replacement, json_object_unref);
  g_free (self->replacement_id);
  g_clear_pointer (&self->content, json_object_unref);
}

static void
read_bundled_replacement (BedsideEvent *self,
                          JsonObject   *details)
{
  JsonObject *relations = bedside_json_get_object (details, "m.relations");
  JsonObject *edit = bedside_json_get_object (relations, "m.replace");
  JsonObject *replacement = bedside_json_get_object (bedside_json_get_object (edit, "content"), "m.new_content");

  if (replacement == NULL)
    return;
  self->replacement = json_object_ref (replacement);
  self->replacement_id = g_strdup (bedside_json_get_string (edit, "event_id"));
  bedside_json_get_int (edit, "origin_server_ts", &self->replacement_timestamp);
}

/* Room version 11 moved it into the content, where anybody could write it into an event of another type; and, before
 * version 11, into one that takes back another event. At the top level the server has written it, if it is there. */
static const char *
get_redacts (JsonObject *object,
             JsonObject *content,
             const char *type)
{
  if (!g_str_equal (type, "m.room.redaction"))
    return NULL;

  const char *redacts = bedside_json_get_string (object, "redacts");

  return redacts ? redacts : bedside_json_get_string (content, "redacts");
}

/**
 * bedside_event_new_from_json:
 * @object: an event as the server sent it, or as bedside_event_to_text() wrote it
 * @error: return location for a #BedsideJsonError
 *
 * Makes an event of its JSON. Only the type is required, because stripped state
 * and account data have little more; what is missing or of a wrong type is
 * %NULL, 0 or empty. @object is shared, not copied: it must not change any more.
 *
 * Source: Matrix client-server API, "Room event format".
 *
 * Returns: (transfer full) (nullable): the event
 */
BedsideEvent *
bedside_event_new_from_json (JsonObject  *object,
                             GError     **error)
{
  g_return_val_if_fail (object != NULL, NULL);

  const char *type = bedside_json_get_string (object, "type");
  if (type == NULL)
    {
      g_set_error_literal (error, BEDSIDE_JSON_ERROR, BEDSIDE_JSON_ERROR_WRONG_TYPE, "The event has no type");
      return NULL;
    }

  BedsideEvent *self = g_atomic_rc_box_new0 (BedsideEvent);
  JsonObject *content = bedside_json_get_object (object, "content");
  JsonObject *details = bedside_json_get_object (object, "unsigned");
  const char *redacts = get_redacts (object, content, type);

  self->event_id = g_strdup (bedside_json_get_string (object, "event_id"));
  self->type = g_strdup (type);
  self->sender = g_strdup (bedside_json_get_string (object, "sender"));
  self->state_key = g_strdup (bedside_json_get_string (object, "state_key"));
  bedside_json_get_int (object, "origin_server_ts", &self->timestamp);
  self->transaction_id = g_strdup (bedside_json_get_string (details, "transaction_id"));
  self->redacts = g_strdup (redacts);
  self->replaces_state = g_strdup (bedside_json_get_string (details, "replaces_state"));
  self->redacted = bedside_json_get_object (details, "redacted_because") != NULL;
  if (!self->redacted)
    read_bundled_replacement (self, details);
  self->content = content ? json_object_ref (content) : json_object_new ();

  return self;
}

/**
 * bedside_event_new_from_text:
 * @text: what bedside_event_to_text() wrote
 * @error: return location for a #BedsideJsonError
 *
 * Returns: (transfer full) (nullable): the event
 */
BedsideEvent *
bedside_event_new_from_text (const char  *text,
                             GError     **error)
{
  g_autoptr(JsonObject) object = bedside_json_parse_object (text, -1, error);

  return object ? bedside_event_new_from_json (object, error) : NULL;
}

/* An edit that was redacted must not be taken for a message that was. */
static void
keep_edited_event (JsonObject *from,
                   JsonObject *to)
{
  JsonObject *relation = bedside_json_get_object (from, "m.relates_to");
  const char *event_id = bedside_json_get_string (relation, "event_id");

  if (event_id == NULL || g_strcmp0 (bedside_json_get_string (relation, "rel_type"), "m.replace") != 0)
    return;

  JsonObject *kept = json_object_new ();

  json_object_set_string_member (kept, "rel_type", "m.replace");
  json_object_set_string_member (kept, "event_id", event_id);
  json_object_set_object_member (to, "m.relates_to", kept);
}

/* All of it that no redaction takes away. */
static BedsideEvent *
new_like (BedsideEvent *event)
{
  BedsideEvent *self = g_atomic_rc_box_new0 (BedsideEvent);

  self->event_id = g_strdup (event->event_id);
  self->type = g_strdup (event->type);
  self->sender = g_strdup (event->sender);
  self->state_key = g_strdup (event->state_key);
  self->timestamp = event->timestamp;
  self->replaces_state = g_strdup (event->replaces_state);

  return self;
}

/**
 * bedside_event_new_redacted:
 * @event: an event
 *
 * Makes what is left of @event when it has been redacted: all but what was written,
 * and which event it edited or replaced.
 *
 * Returns: (transfer full): the event without content
 */
BedsideEvent *
bedside_event_new_redacted (BedsideEvent *event)
{
  g_return_val_if_fail (event != NULL, NULL);

  BedsideEvent *self = new_like (event);

  self->redacted = TRUE;
  self->content = json_object_new ();
  keep_edited_event (event->content, self->content);

  return self;
}

/**
 * bedside_event_new_unedited:
 * @event: an event
 *
 * Makes @event without the edit that the server bundled with it.
 *
 * Returns: (transfer full): the event as it was first
 */
BedsideEvent *
bedside_event_new_unedited (BedsideEvent *event)
{
  g_return_val_if_fail (event != NULL, NULL);

  BedsideEvent *self = new_like (event);

  self->transaction_id = g_strdup (event->transaction_id);
  self->redacts = g_strdup (event->redacts);
  self->redacted = event->redacted;
  self->content = json_object_ref (event->content);

  return self;
}

/**
 * bedside_event_ref:
 * @self: an event
 *
 * Returns: (transfer full): @self
 */
BedsideEvent *
bedside_event_ref (BedsideEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

/**
 * bedside_event_unref:
 * @self: (transfer full): an event
 *
 * Gives up one reference; the last one frees the event.
 */
void
bedside_event_unref (BedsideEvent *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, (GDestroyNotify) bedside_event_clear);
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
 * bedside_event_to_text:
 * @self: an event
 *
 * Writes the event as the compact JSON that bedside_event_new_from_text() reads.
 *
 * Returns: (transfer full): the text
 */
char *
bedside_event_to_text (BedsideEvent *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr(JsonObject) object = json_object_new ();
  g_autoptr(JsonObject) details = json_object_new ();

  set_string (object, "event_id", self->event_id);
  set_string (object, "type", self->type);
  set_string (object, "sender", self->sender);
  set_string (object, "state_key", self->state_key);
  set_string (object, "redacts", self->redacts);
  json_object_set_int_member (object, "origin_server_ts", self->timestamp);
  json_object_set_object_member (object, "content", json_object_ref (self->content));

  set_string (details, "transaction_id", self->transaction_id);
  set_string (details, "replaces_state", self->replaces_state);
  if (self->redacted)
    json_object_set_object_member (details, "redacted_because", json_object_new ());
  if (self->replacement != NULL)
    {
      JsonObject *content = json_object_new (), *edit = json_object_new (), *relations = json_object_new ();

      json_object_set_object_member (content, "m.new_content", json_object_ref (self->replacement));
      set_string (edit, "event_id", self->replacement_id);
      json_object_set_int_member (edit, "origin_server_ts", self->replacement_timestamp);
      json_object_set_object_member (edit, "content", content);
      json_object_set_object_member (relations, "m.replace", edit);
      json_object_set_object_member (details, "m.relations", relations);
    }
  if (json_object_get_size (details) > 0)
    json_object_set_object_member (object, "unsigned", json_object_ref (details));

  return bedside_json_object_to_text (object);
}

/**
 * bedside_event_is_state:
 * @self: an event
 * @type: an event type
 *
 * Returns: %TRUE if @self is a state event of that type
 */
gboolean
bedside_event_is_state (BedsideEvent *self,
                        const char   *type)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->state_key != NULL && g_str_equal (self->type, type);
}
