/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-wording"

#include "bedside-wording.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bedside-visible.h"

#define LEFT_TO_RIGHT_MARK "\u200e"
#define RIGHT_TO_LEFT_MARK "\u200f"
#define FIRST_STRONG_ISOLATE "\u2068"
#define POP_DIRECTIONAL_ISOLATE "\u2069"

/* The blocks that Unicode keeps for scripts from right to left, with what is not assigned there yet. */
static gboolean
is_right_to_left (gunichar c)
{
  return (c >= 0x0590 && c <= 0x08ff) || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfeff)
         || (c >= 0x10800 && c <= 0x10fff) || (c >= 0x1e800 && c <= 0x1efff);
}

/* Of the interface: GTK asks its own translations the same. */
static gboolean
is_language_right_to_left (void)
{
  return g_str_equal (g_dgettext ("gtk40", "default:LTR"), "default:RTL");
}

static gboolean
needs_isolation (const char *name)
{
  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    if (is_right_to_left (g_utf8_get_char (p)))
      return TRUE;

  return is_language_right_to_left ();
}

/**
 * bedside_wording_isolate:
 * @name: a name, of any direction of writing
 *
 * For a name that becomes part of a sentence or stands before a date: unmarked, a Hebrew or Arabic one would
 * take the number behind it to its other side. What reads like the language of the interface stays as it is,
 * because names are also compared, copied and listened to. Of all names only what bedside_visible_name() leaves is
 * used: what others write is one line, and cannot close the isolation.
 *
 * Where it comes first it must not decide the direction of the whole either, but Pango (1.50) takes that from the first
 * letter even of an isolated name, and GNOME's tray menu showed "Sep 1979 5": hence the mark before it.
 *
 * Returns: (transfer full): @name, closed off where it could turn the text around it
 *
 * Source: Unicode Standard Annex #9, "Explicit Directional Isolates".
 */
char *
bedside_wording_isolate (const char *name)
{
  g_autofree char *shown = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  shown = bedside_visible_name (name);
  if (*shown == '\0' || !needs_isolation (shown))
    return g_steal_pointer (&shown);

  return g_strconcat (is_language_right_to_left () ? RIGHT_TO_LEFT_MARK : LEFT_TO_RIGHT_MARK, FIRST_STRONG_ISOLATE,
                      shown, POP_DIRECTIONAL_ISOLATE, NULL);
}

/**
 * bedside_wording_append:
 * @list: what there is already
 * @item: (nullable): one more; %NULL or "" changes nothing
 *
 * Puts @item behind @list as the language separates the members of a list: a comma is not the same everywhere.
 */
void
bedside_wording_append (GString    *list,
                        const char *item)
{
  g_return_if_fail (list != NULL);

  if (item == NULL || item[0] == '\0')
    return;
  if (list->len > 0)
    /* Translators: between the members of a list, as in "Ada Lovelace, 10 Dec 1985, 2 unread" */
    g_string_append (list, C_("list", ", "));
  g_string_append (list, item);
}

/**
 * bedside_wording_message:
 * @kind: of a message
 * @text: (nullable): its text
 *
 * Returns: what is shown of the message: @text, or what stands in its place
 */
const char *
bedside_wording_message (BedsideMessageKind  kind,
                         const char         *text)
{
  switch (kind)
    {
    case BEDSIDE_MESSAGE_KIND_REMOVED:
      return _("Message removed");

    case BEDSIDE_MESSAGE_KIND_ENCRYPTED:
      return _("This message is encrypted and cannot be shown");

    case BEDSIDE_MESSAGE_KIND_UNSUPPORTED:
      return text != NULL && !bedside_visible_is_blank (text) ? text : _("This message cannot be shown here");

    case BEDSIDE_MESSAGE_KIND_TEXT:
    default:
      return text != NULL ? text : "";
    }
}

/**
 * bedside_wording_new_messages:
 * @conversations: how many have new messages
 *
 * Returns: (transfer full): that, for where nothing of patients may be seen
 */
char *
bedside_wording_new_messages (guint conversations)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u conversation has new messages",
                                       "%u conversations have new messages", conversations), conversations);
}
