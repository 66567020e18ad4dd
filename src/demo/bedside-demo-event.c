/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-event"

#include "bedside-demo-event.h"

#include "bedside-demo-text.h"
#include "bedside-json.h"

#include <string.h>

#define EVENT_ID_LENGTH 43

static gboolean
is_read_by_server (const BedsideDemoDraft *draft)
{
  return draft->state_key != NULL || g_str_equal (draft->type, "m.room.redaction") ||
         strstr (draft->content, "\"m.relates_to\"") != NULL;
}

/**
 * bedside_demo_event_new:
 * @draft: what the event is made of
 *
 * Makes an event that is in no room yet.
 *
 * Returns: (transfer full): the event
 */
BedsideDemoEvent *
bedside_demo_event_new (const BedsideDemoDraft *draft)
{
  BedsideDemoEvent *self = g_new0 (BedsideDemoEvent, 1);
  g_autofree char *random = bedside_demo_text_random (EVENT_ID_LENGTH);

  self->id = g_strconcat ("$", random, NULL);
  self->type = g_ref_string_new_intern (draft->type);
  self->sender = g_ref_string_new_intern (draft->sender);
  self->state_key = g_strdup (draft->state_key);
  self->content = g_strdup (draft->content);
  self->timestamp = draft->timestamp ? draft->timestamp : g_get_real_time () / 1000;
  self->transaction = g_strdup (draft->transaction);
  self->device = draft->device ? g_ref_string_new_intern (draft->device) : NULL;
  if (is_read_by_server (draft))
    self->object = bedside_json_parse_object (draft->content, -1, NULL);

  return self;
}

/**
 * bedside_demo_event_free:
 * @self: an event
 *
 * Frees @self; events that it points at belong to their room.
 */
void
bedside_demo_event_free (BedsideDemoEvent *self)
{
  g_free (self->id);
  g_ref_string_release (self->type);
  g_ref_string_release (self->sender);
  g_free (self->state_key);
  g_free (self->content);
  g_clear_pointer (&self->object, json_object_unref);
  g_free (self->transaction);
  g_clear_pointer (&self->device, g_ref_string_release);
  g_free (self);
}

/**
 * bedside_demo_event_is_edit:
 * @self: an event
 *
 * Returns: whether @self replaces the content of another event
 */
gboolean
bedside_demo_event_is_edit (BedsideDemoEvent *self)
{
  JsonObject *relation = bedside_json_get_object (self->object, "m.relates_to");

  return self->state_key == NULL && g_strcmp0 (bedside_json_get_string (relation, "rel_type"), "m.replace") == 0;
}

/**
 * bedside_demo_event_notifies:
 * @self: an event
 *
 * Returns: whether @self counts as unread, as the default push rules have it
 */
gboolean
bedside_demo_event_notifies (BedsideDemoEvent *self)
{
  return self->state_key == NULL && self->redaction == NULL && !bedside_demo_event_is_edit (self) &&
         (g_str_equal (self->type, "m.room.message") || g_str_equal (self->type, "m.room.encrypted"));
}

/**
 * bedside_demo_event_get_target:
 * @self: an event
 *
 * Returns: (nullable): id of the event that @self redacts or edits
 */
const char *
bedside_demo_event_get_target (BedsideDemoEvent *self)
{
  if (g_str_equal (self->type, "m.room.redaction"))
    return bedside_json_get_string (self->object, "redacts");
  if (bedside_demo_event_is_edit (self))
    return bedside_json_get_string (bedside_json_get_object (self->object, "m.relates_to"), "event_id");
  return NULL;
}

/* What room version 11 leaves standing. */
static const char *const *
get_kept_keys (const char *type)
{
  static const char *const none[] = { NULL };
  static const char *const member[] = { "membership", NULL };
  static const char *const join_rules[] = { "join_rule", "allow", NULL };
  static const char *const visibility[] = { "history_visibility", NULL };
  static const char *const redaction[] = { "redacts", NULL };
  static const char *const levels[] = {
    "ban", "events", "events_default", "invite", "kick", "redact", "state_default", "users", "users_default", NULL,
  };
  const struct {
    const char         *type;
    const char *const *keys;
  } table[] = {
    { "m.room.member", member },
    { "m.room.join_rules", join_rules },
    { "m.room.history_visibility", visibility },
    { "m.room.redaction", redaction },
    { "m.room.power_levels", levels },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].type, type))
      return table[i].keys;
  return none;
}

/**
 * bedside_demo_event_redact:
 * @self: an event
 * @redaction: the event that redacts it
 *
 * Takes the content away, but for what the room needs.
 */
void
bedside_demo_event_redact (BedsideDemoEvent *self,
                           BedsideDemoEvent *redaction)
{
  const char *const *keys = get_kept_keys (self->type);
  g_autoptr(GString) kept = g_string_new ("{");

  self->redaction = redaction;
  if (g_str_equal (self->type, "m.room.create"))
    return;
  for (guint i = 0; keys[i] != NULL; i++)
    {
      JsonNode *node = self->object ? json_object_get_member (self->object, keys[i]) : NULL;
      g_autofree char *value = node ? bedside_demo_text_value (node) : NULL;

      if (value != NULL)
        bedside_demo_text_raw (kept, keys[i], value);
    }
  g_string_append_c (kept, '}');

  g_free (self->content);
  self->content = g_strdup (kept->str);
  if (self->object != NULL)
    {
      json_object_unref (self->object);
      self->object = bedside_json_parse_object (self->content, -1, NULL);
    }
}

static void
write_fields (BedsideDemoEvent *self,
              GString          *out,
              const char       *room_id)
{
  bedside_demo_text_string (out, "type", self->type);
  bedside_demo_text_string (out, "event_id", self->id);
  bedside_demo_text_string (out, "sender", self->sender);
  bedside_demo_text_string (out, "room_id", room_id);
  bedside_demo_text_string (out, "state_key", self->state_key);
  bedside_demo_text_int (out, "origin_server_ts", self->timestamp);
  bedside_demo_text_raw (out, "content", self->content);
  if (g_str_equal (self->type, "m.room.redaction"))
    bedside_demo_text_string (out, "redacts", bedside_demo_event_get_target (self));
}

/* An event in another's unsigned part has none itself, so two that point at each other do no harm. */
static void
write_nested (BedsideDemoEvent *self,
              GString          *out,
              const char       *name,
              const char       *room_id)
{
  bedside_demo_text_open (out, name, '{');
  write_fields (self, out, room_id);
  bedside_demo_text_close (out, '}');
}

static void
write_unsigned (BedsideDemoEvent *self,
                GString          *out,
                const char       *room_id,
                const char       *device)
{
  bedside_demo_text_open (out, "unsigned", '{');
  bedside_demo_text_int (out, "age", g_get_real_time () / 1000 - self->timestamp);
  if (self->transaction != NULL && g_strcmp0 (self->device, device) == 0)
    bedside_demo_text_string (out, "transaction_id", self->transaction);
  if (self->replaces != NULL)
    {
      bedside_demo_text_string (out, "replaces_state", self->replaces->id);
      bedside_demo_text_raw (out, "prev_content", self->replaces->content);
    }
  if (self->redaction != NULL)
    write_nested (self->redaction, out, "redacted_because", room_id);
  else if (self->edit != NULL && self->edit->redaction == NULL)
    {
      bedside_demo_text_open (out, "m.relations", '{');
      write_nested (self->edit, out, "m.replace", room_id);
      bedside_demo_text_close (out, '}');
    }
  bedside_demo_text_close (out, '}');
}

/**
 * bedside_demo_event_write:
 * @self: an event
 * @out: the text so far
 * @name: (nullable): name of the member; %NULL in arrays
 * @room_id: (nullable): %NULL in sync answers, where the room is known
 * @device: (nullable): key of the device that asks; only the sending one is told the transaction id
 *
 * Writes the event as clients get it.
 */
void
bedside_demo_event_write (BedsideDemoEvent *self,
                          GString          *out,
                          const char       *name,
                          const char       *room_id,
                          const char       *device)
{
  bedside_demo_text_open (out, name, '{');
  write_fields (self, out, room_id);
  write_unsigned (self, out, room_id, device);
  bedside_demo_text_close (out, '}');
}

/**
 * bedside_demo_event_write_stripped:
 * @self: a state event
 * @out: the text so far
 *
 * Writes what somebody who is only invited may see.
 */
void
bedside_demo_event_write_stripped (BedsideDemoEvent *self,
                                   GString          *out)
{
  bedside_demo_text_open (out, NULL, '{');
  bedside_demo_text_string (out, "type", self->type);
  bedside_demo_text_string (out, "sender", self->sender);
  bedside_demo_text_string (out, "state_key", self->state_key);
  bedside_demo_text_raw (out, "content", self->content);
  bedside_demo_text_close (out, '}');
}
