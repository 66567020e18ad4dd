/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-message-format"

#include "bedside-message-format.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-day.h"
#include "bedside-visible.h"
#include "bedside-wording.h"

static GDateTime *
local_time_new (gint64 timestamp)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (timestamp / 1000);

  return utc != NULL ? g_date_time_to_local (utc) : NULL;
}

/**
 * bedside_message_format_time:
 * @timestamp: ms since 1970, as a server claims
 *
 * Returns: (transfer full): the local time of day, "" if @timestamp is no time at all
 */
char *
bedside_message_format_time (gint64 timestamp)
{
  g_autoptr(GDateTime) time = local_time_new (timestamp);

  /* Translators: time of day, as "09:41"; see g_date_time_format() */
  return time != NULL ? g_date_time_format (time, _("%H:%M")) : g_strdup ("");
}

/**
 * bedside_message_format_day:
 * @timestamp: ms since 1970, as a server claims
 * @now: ms since 1970
 *
 * Returns: (transfer full): the day as a separator between messages shows it
 */
char *
bedside_message_format_day (gint64 timestamp,
                            gint64 now)
{
  g_autoptr(GDateTime) time = local_time_new (timestamp);
  g_autoptr(GDateTime) today = local_time_new (now);
  g_autoptr(GDateTime) yesterday = today != NULL ? g_date_time_add_days (today, -1) : NULL;

  if (time == NULL || yesterday == NULL)
    /* Translators: between messages, in the place of a day, where a server sent a time that no calendar has */
    return g_strdup (_("Date not known"));
  if (bedside_day_is_same (timestamp, now))
    return g_strdup (_("Today"));
  if (bedside_day_is_same (timestamp, g_date_time_to_unix (yesterday) * 1000))
    return g_strdup (_("Yesterday"));
  if (g_date_time_get_year (time) == g_date_time_get_year (today))
    /* Translators: a day of this year between messages, as "Monday, 3 October"; see g_date_time_format() */
    return g_date_time_format (time, _("%A, %-d %B"));

  /* Translators: a day of another year between messages, as "Monday, 3 October 2022"; see g_date_time_format() */
  return g_date_time_format (time, _("%A, %-d %B %Y"));
}

/**
 * bedside_message_format_state:
 * @state: how far a message has come
 *
 * Returns: (nullable): the state of an own message in a word; %NULL of a received one
 */
const char *
bedside_message_format_state (BedsideMessageState state)
{
  switch (state)
    {
    case BEDSIDE_MESSAGE_STATE_SENDING:
      /* Translators: state of a message, also read out: "You, Hello, 09:41, sending" */
      return _("sending");

    case BEDSIDE_MESSAGE_STATE_SENT:
      /* Translators: state of a message: the server has it, nobody has read it */
      return _("sent");

    case BEDSIDE_MESSAGE_STATE_READ:
      /* Translators: state of a message: it has been read */
      return _("read");

    case BEDSIDE_MESSAGE_STATE_NOT_SENT:
      /* Translators: state of a message: it could not be sent */
      return _("not sent");

    case BEDSIDE_MESSAGE_STATE_RECEIVED:
    default:
      return NULL;
    }
}

/* Where the first @max_chars characters or @max_lines lines end; NULL if @text has no more. */
static const char *
find_limit (const char *text,
            guint       max_chars,
            guint       max_lines)
{
  guint chars = 0;
  guint lines = 1;
  const char *p = text;

  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      /* What follows the last line break is no line if there is nothing. */
      if (*p == '\n' && p[1] != '\0' && ++lines > max_lines)
        return p;
      if (++chars > max_chars)
        return p;
    }

  return NULL;
}

/**
 * bedside_message_format_text:
 * @message: a message
 * @cut: (out) (optional): whether there is more
 *
 * Returns: (transfer full): what a row shows of @message, as bedside_visible_text() leaves it
 */
char *
bedside_message_format_text (BedsideMessage *message,
                             gboolean       *cut)
{
  g_autofree char *text = NULL;
  const char *end;

  g_return_val_if_fail (BEDSIDE_IS_MESSAGE (message), NULL);

  text = bedside_visible_text (bedside_wording_message (bedside_message_get_kind (message),
                                                        bedside_message_get_text (message)),
                               BEDSIDE_MESSAGE_MAX_CHARS + 1);
  end = find_limit (text, BEDSIDE_MESSAGE_MAX_CHARS, BEDSIDE_MESSAGE_MAX_LINES);
  if (cut != NULL)
    *cut = end != NULL;
  if (end == NULL)
    return g_steal_pointer (&text);

  end = find_limit (text, BEDSIDE_MESSAGE_SHOWN_CHARS, BEDSIDE_MESSAGE_SHOWN_LINES);

  return g_strdup_printf ("%.*s…", (int) (end - text), text);
}

/**
 * bedside_message_format_label:
 * @message: a message
 *
 * Returns: (transfer full): how a row of @message is read out
 */
char *
bedside_message_format_label (BedsideMessage *message)
{
  g_autofree char *text = bedside_message_format_text (message, NULL);
  g_autofree char *time = bedside_message_format_time (bedside_message_get_timestamp (message));
  const char *state = bedside_message_format_state (bedside_message_get_state (message));

  g_return_val_if_fail (BEDSIDE_IS_MESSAGE (message), NULL);

  if (*time == '\0')
    {
      g_free (time);
      time = g_strdup (_("time not known"));
    }
  if (bedside_message_get_own (message))
    /* Translators: read out for an own message: text, time, state: "You, Hello, 09:41, sent" */
    return g_strdup_printf (_("You, %1$s, %2$s, %3$s"), text, time, state != NULL ? state : _("sent"));

  /* Translators: read out for a message: sender, text, time: "Ada Lovelace, Hello, 09:41" */
  return g_strdup_printf (_("%1$s, %2$s, %3$s"), bedside_message_get_sender_name (message), text, time);
}

/**
 * bedside_message_format_name:
 * @name: a name, of any direction of writing
 *
 * Returns: (transfer full): @name, closed off so that it cannot turn the text around it
 */
char *
bedside_message_format_name (const char *name)
{
  g_autofree char *shown = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  shown = bedside_visible_name (name);

  return g_strconcat ("\u2068", shown, "\u2069", NULL);
}
