/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-message-reader"

#include "bedside-message-reader.h"

#include <string.h>

/**
 * bedside_reading_clear:
 * @reading: a reading
 *
 * Frees what it holds.
 */
void
bedside_reading_clear (BedsideReading *reading)
{
  g_clear_pointer (&reading->text, g_free);
  g_clear_pointer (&reading->target, g_free);
  g_clear_pointer (&reading->uuid, g_free);
}

/* Before v1.13 a reply began with what it replies to, as lines with "> ". */
static const char *
skip_reply_fallback (const char *body)
{
  const char *line = body;

  while (g_str_has_prefix (line, "> "))
    {
      line = strchr (line, '\n');
      if (line == NULL)
        return body;
      line++;
    }
  if (line != body && *line == '\n')
    line++;

  return line;
}

static gboolean
is_text (const char *msgtype)
{
  static const char * const types[] = { "m.text", "m.notice", "m.emote", NULL };

  return msgtype != NULL && g_strv_contains (types, msgtype);
}

static void
read_content (JsonObject     *content,
              gboolean        is_reply,
              BedsideReading *reading)
{
  const char *body = bedside_json_get_string (content, "body");
  const char *msgtype = bedside_json_get_string (content, "msgtype");

  reading->kind = body && is_text (msgtype) ? BEDSIDE_MESSAGE_KIND_TEXT : BEDSIDE_MESSAGE_KIND_UNSUPPORTED;
  reading->text = g_strdup (body ? (is_reply ? skip_reply_fallback (body) : body) : "");
}

static BedsideReadingKind
read_message (BedsideEvent   *event,
              BedsideReading *reading)
{
  JsonObject *relation = bedside_json_get_object (event->content, "m.relates_to");
  gboolean is_reply = bedside_json_get_object (relation, "m.in_reply_to") != NULL;

  reading->uuid = g_strdup (bedside_json_get_string (event->content, "org.bedside.id"));

  if (event->redacted || json_object_get_size (event->content) == 0)
    {
      reading->kind = BEDSIDE_MESSAGE_KIND_REMOVED;
      reading->text = g_strdup ("");
      return BEDSIDE_READING_KIND_MESSAGE;
    }
  if (g_strcmp0 (bedside_json_get_string (relation, "rel_type"), "m.replace") == 0)
    {
      JsonObject *content = bedside_json_get_object (event->content, "m.new_content");
      const char *target = bedside_json_get_string (relation, "event_id");

      if (content == NULL || target == NULL)
        return BEDSIDE_READING_KIND_NOTHING;
      reading->target = g_strdup (target);
      read_content (content, is_reply, reading);
      return BEDSIDE_READING_KIND_EDIT;
    }

  reading->edited = event->replacement != NULL;
  read_content (event->replacement ? event->replacement : event->content, is_reply, reading);

  return BEDSIDE_READING_KIND_MESSAGE;
}

/**
 * bedside_message_reader_read:
 * @event: any event of a timeline
 * @reading: (out): what it says; clear with bedside_reading_clear() in every case
 *
 * Tells what an event means for the person who reads the conversation. Whatever
 * the sender left out or mistyped makes a message that cannot be shown, never an error.
 *
 * Source: Matrix client-server API, "m.room.message msgtypes", "Event replacements", "Redactions".
 *
 * Returns: what it is
 */
BedsideReadingKind
bedside_message_reader_read (BedsideEvent   *event,
                             BedsideReading *reading)
{
  g_return_val_if_fail (event != NULL, BEDSIDE_READING_KIND_NOTHING);
  g_return_val_if_fail (reading != NULL, BEDSIDE_READING_KIND_NOTHING);

  if (event->state_key != NULL)
    return BEDSIDE_READING_KIND_NOTHING;

  if (g_str_equal (event->type, "m.room.message"))
    return read_message (event, reading);

  if (g_str_equal (event->type, "m.room.encrypted"))
    {
      gboolean removed = event->redacted || json_object_get_size (event->content) == 0;

      reading->kind = removed ? BEDSIDE_MESSAGE_KIND_REMOVED : BEDSIDE_MESSAGE_KIND_ENCRYPTED;
      reading->text = g_strdup ("");
      return BEDSIDE_READING_KIND_MESSAGE;
    }

  if (g_str_equal (event->type, "m.room.redaction") && event->redacts != NULL)
    {
      reading->kind = BEDSIDE_MESSAGE_KIND_REMOVED;
      reading->target = g_strdup (event->redacts);
      reading->text = g_strdup ("");
      return BEDSIDE_READING_KIND_REMOVAL;
    }

  return BEDSIDE_READING_KIND_NOTHING;
}
