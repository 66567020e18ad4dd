/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-message-reader"

#include "bedside-message-reader.h"

#include <string.h>

#include "bedside-visible.h"

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
  g_clear_pointer (&reading->unedited, g_free);
}

/* Before v1.13 a reply began with what it replies to, as lines with "> ", the first of which names the sender. Other
 * quotes are the writer's own. */
static const char *
skip_reply_fallback (const char *body)
{
  const char *line = body;

  if (!g_str_has_prefix (body, "> <@") && !g_str_has_prefix (body, "> * <@"))
    return body;
  while (*line == '>')
    {
      line = strchr (line, '\n');
      if (line == NULL)
        return body;
      line++;
    }

  return *line == '\n' ? line + 1 : line;
}

static gboolean
is_text (const char *msgtype)
{
  static const char * const types[] = { "m.text", "m.notice", "m.emote", NULL };

  return msgtype != NULL && g_strv_contains (types, msgtype);
}

/* Whoever writes HTML writes the same in plain text beside it, and that is what is shown, always: one text, the same in
 * the list, in notifications and to those who listen, and nothing of a stranger's markup is ever interpreted. Only a
 * client that leaves the plain text empty has said something that would go unseen. */
static gboolean
is_formatted_only (JsonObject *content,
                   const char *body)
{
  const char *formatted = bedside_json_get_string (content, "formatted_body");

  return formatted != NULL && bedside_visible_is_blank (body) && !bedside_visible_is_blank (formatted);
}

static void
read_content (JsonObject     *content,
              gboolean        is_reply,
              BedsideReading *reading)
{
  const char *body = bedside_json_get_string (content, "body");
  const char *msgtype = bedside_json_get_string (content, "msgtype");

  if (body != NULL && is_reply)
    body = skip_reply_fallback (body);
  reading->kind = BEDSIDE_MESSAGE_KIND_UNSUPPORTED;
  if (body != NULL && is_text (msgtype) && !is_formatted_only (content, body))
    reading->kind = BEDSIDE_MESSAGE_KIND_TEXT;
  reading->text = g_strdup (body ? body : "");
}

static BedsideReadingKind
read_as (BedsideReading     *reading,
         BedsideMessageKind  kind,
         const char         *text)
{
  reading->kind = kind;
  reading->text = g_strdup (text ? text : "");

  return BEDSIDE_READING_KIND_MESSAGE;
}

/* An edit without text, or without target, says nothing. */
static BedsideReadingKind
read_edit (BedsideEvent   *event,
           JsonObject     *relation,
           BedsideReading *reading)
{
  JsonObject *content = bedside_json_get_object (event->content, "m.new_content");
  const char *target = bedside_json_get_string (relation, "event_id");

  if (bedside_json_get_string (content, "body") == NULL || target == NULL)
    return BEDSIDE_READING_KIND_NOTHING;

  reading->target = g_strdup (target);
  read_content (content, FALSE, reading);

  return BEDSIDE_READING_KIND_EDIT;
}

static BedsideReadingKind
read_message (BedsideEvent   *event,
              JsonObject     *relation,
              BedsideReading *reading)
{
  gboolean is_reply = bedside_json_get_object (relation, "m.in_reply_to") != NULL;

  reading->uuid = g_strdup (bedside_json_get_string (event->content, "org.bedside.id"));
  read_content (event->content, is_reply, reading);
  /* A bundled edit without text says nothing. */
  if (bedside_json_get_string (event->replacement, "body") != NULL)
    {
      reading->edited = TRUE;
      reading->unedited = g_steal_pointer (&reading->text);
      reading->unedited_kind = reading->kind;
      read_content (event->replacement, FALSE, reading);
    }

  return BEDSIDE_READING_KIND_MESSAGE;
}

static BedsideReadingKind
read_shown (BedsideEvent   *event,
            BedsideReading *reading)
{
  JsonObject *relation = bedside_json_get_object (event->content, "m.relates_to");
  gboolean is_edit = g_strcmp0 (bedside_json_get_string (relation, "rel_type"), "m.replace") == 0;

  /* Whoever takes an edit back does not take back what was edited. */
  if (event->redacted || json_object_get_size (event->content) == 0)
    return is_edit ? BEDSIDE_READING_KIND_NOTHING : read_as (reading, BEDSIDE_MESSAGE_KIND_REMOVED, NULL);
  if (g_str_equal (event->type, "m.room.message"))
    return is_edit ? read_edit (event, relation, reading) : read_message (event, relation, reading);
  if (is_edit)
    return BEDSIDE_READING_KIND_NOTHING;
  if (g_str_equal (event->type, "m.room.encrypted"))
    return read_as (reading, BEDSIDE_MESSAGE_KIND_ENCRYPTED, NULL);

  return read_as (reading, BEDSIDE_MESSAGE_KIND_UNSUPPORTED, bedside_json_get_string (event->content, "body"));
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

  /* Somebody wrote something: that must not go unseen, even if it cannot be shown. */
  static const char * const shown[] = {
    "m.room.message", "m.room.encrypted", "m.sticker", "m.poll.start", "org.matrix.msc3381.poll.start", NULL
  };

  if (event->state_key != NULL)
    return BEDSIDE_READING_KIND_NOTHING;
  if (g_strv_contains (shown, event->type))
    return read_shown (event, reading);
  if (g_str_equal (event->type, "m.room.redaction") && event->redacts != NULL)
    {
      reading->target = g_strdup (event->redacts);
      read_as (reading, BEDSIDE_MESSAGE_KIND_REMOVED, NULL);
      return BEDSIDE_READING_KIND_REMOVAL;
    }

  return BEDSIDE_READING_KIND_NOTHING;
}
