/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* What somebody wrote, until it is shown. An input that begins with "{" is an event; any other is the text of one, and
 * the formatted text, too. */

#include "fuzz.h"

#include "bedside-links.h"
#include "bedside-message-format.h"
#include "bedside-message-reader.h"
#include "bedside-preview.h"
#include "bedside-search.h"
#include "bedside-wording.h"

#include <string.h>

void
fuzz_set_up (void)
{
}

static void
check_valid (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static BedsideEvent *
read_event (const char *data,
            gsize       size)
{
  g_autoptr(JsonObject) object = NULL;

  if (size > 0 && data[0] == '{')
    {
      object = bedside_json_parse_object (data, (gssize) size, NULL);
      return object != NULL ? bedside_event_new_from_json (object, NULL) : NULL;
    }

  g_autofree char *text = g_utf8_make_valid (data, (gssize) size);
  JsonObject *content = json_object_new ();

  json_object_set_string_member (content, "msgtype", "m.text");
  json_object_set_string_member (content, "body", text);
  json_object_set_string_member (content, "format", "org.matrix.custom.html");
  json_object_set_string_member (content, "formatted_body", text);
  object = json_object_new ();
  json_object_set_string_member (object, "event_id", "$1");
  json_object_set_string_member (object, "type", "m.room.message");
  json_object_set_string_member (object, "sender", "@ada:x");
  json_object_set_int_member (object, "origin_server_ts", 1700000000000);
  json_object_set_object_member (object, "content", content);

  return bedside_event_new_from_json (object, NULL);
}

/* What is opened is plain ASCII, of three schemes, and stands in the text as it is shown. */
static void
check_links (const char *text)
{
  g_autoptr(GArray) links = bedside_links_find (text);
  guint last = 0;

  for (guint i = 0; links != NULL && i < links->len; i++)
    {
      const BedsideLink *link = &g_array_index (links, BedsideLink, i);
      g_autofree char *uri = bedside_links_dup_uri (text, link);

      g_assert_cmpuint (link->start, >=, last);
      g_assert_cmpuint (link->end, >, link->start);
      g_assert_cmpuint (link->end, <=, strlen (text));
      last = link->end;
      g_assert_true (g_str_is_ascii (uri));
      g_assert_true (g_ascii_strncasecmp (uri, "https://", 8) == 0 || g_ascii_strncasecmp (uri, "http://", 7) == 0 ||
                     g_ascii_strncasecmp (uri, "mailto:", 7) == 0);
    }
}

static void
check_message (const BedsideReading *reading,
               gint64                timestamp)
{
  g_autoptr(BedsideMessage) message =
    bedside_message_new (reading->text, FALSE, reading->text, timestamp, BEDSIDE_MESSAGE_STATE_RECEIVED);
  gboolean cut = FALSE;
  g_autofree char *shown = bedside_message_format_text (message, &cut);
  g_autofree char *label = bedside_message_format_label (message);
  g_autofree char *name = bedside_message_format_name (reading->text);
  g_autofree char *isolated = bedside_wording_isolate (reading->text);
  g_autofree char *time = bedside_message_format_time (timestamp);
  g_autofree char *day = bedside_message_format_day (timestamp, 1700000000000);

  check_valid (shown);
  check_valid (label);
  check_valid (name);
  check_valid (isolated);
  check_valid (time);
  check_valid (day);
  g_assert_cmpint (g_utf8_strlen (shown, -1), <=, BEDSIDE_MESSAGE_MAX_CHARS);
  check_valid (bedside_wording_message (reading->kind, reading->text));
  check_links (shown);
}

static void
check_preview (BedsideEvent *event)
{
  BedsidePreview preview = { 0 };
  BedsidePreview again = { 0 };
  g_autoptr(JsonObject) payload = json_object_new ();
  g_autoptr(BedsideConversation) conversation =
    bedside_conversation_new ("!a", BEDSIDE_CONVERSATION_KIND_PATIENT);

  if (event->event_id != NULL && event->sender != NULL)
    bedside_preview_take (&preview, 1, event, "@me:x");
  bedside_preview_write (&preview, payload);
  bedside_preview_restore (&again, payload);
  bedside_preview_show (&again, conversation);
  g_assert_cmpstr (again.text, ==, preview.text);
  check_valid (bedside_conversation_get_preview (conversation));
  bedside_preview_clear (&preview);
  bedside_preview_clear (&again);
}

void
fuzz_one (const char *data,
          gsize       size)
{
  g_autoptr(BedsideEvent) event = read_event (data, size);
  g_auto(BedsideReading) reading = { 0 };

  if (event == NULL)
    return;
  if (bedside_message_reader_read (event, &reading) != BEDSIDE_READING_KIND_NOTHING && reading.text != NULL)
    {
      check_valid (reading.text);
      check_message (&reading, event->timestamp);
    }
  check_preview (event);
}
