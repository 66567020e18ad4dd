/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-notification-text"

#include "bedside-notification-text.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bedside-wording.h"

#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER 0x200d
#define WORD_JOINER 0x2060
#define ANGLE_QUOTATION_MARK 0x2039
/* Enough for what people write: the longest emoji has 10. */
#define MAX_CODE_POINTS 32
/* A title is one line, and the birth date must stay in it. */
#define TITLE_CHARACTERS 60
#define SENDER_CHARACTERS 40
#define BODY_CHARACTERS 240

static gboolean
is_between (gunichar c,
            gunichar first,
            gunichar last)
{
  return c >= first && c <= last;
}

/* What could turn the text around it or hide in it: controls, and marks of direction. */
static gboolean
is_harmful (gunichar c)
{
  return g_unichar_iscntrl (c) || is_between (c, 0x200e, 0x200f) || is_between (c, 0x202a, 0x202e)
         || is_between (c, 0x2060, 0x206f) || is_between (c, 0xfff9, 0xfffb) || c == 0x061c || c == 0xfeff;
}

static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) || c == 0x2028 || c == 0x2029 || c == 0x85;
}

static gboolean
is_regional_indicator (gunichar c)
{
  return is_between (c, 0x1f1e6, 0x1f1ff);
}

static gboolean
extends (gunichar c)
{
  switch ((guint) g_unichar_type (c))
    {
    case G_UNICODE_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
    case G_UNICODE_NON_SPACING_MARK:
      return TRUE;
    default:
      /* Joiners, tones of emoji, tags of flags; vowels of Thai and Lao and marks of Katakana that count as letters. */
      return c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER || is_between (c, 0x1f3fb, 0x1f3ff)
             || is_between (c, 0xe0020, 0xe007f) || c == 0x0e33 || c == 0x0eb3 || is_between (c, 0xff9e, 0xff9f);
    }
}

/* The letters of one Korean syllable. */
static gboolean
joins_syllable (gunichar before,
                gunichar c)
{
  GUnicodeBreakType first = g_unichar_break_type (before), second = g_unichar_break_type (c);

  if (first == G_UNICODE_BREAK_HANGUL_L_JAMO)
    return second == G_UNICODE_BREAK_HANGUL_L_JAMO || second == G_UNICODE_BREAK_HANGUL_V_JAMO
           || second == G_UNICODE_BREAK_HANGUL_LV_SYLLABLE || second == G_UNICODE_BREAK_HANGUL_LVT_SYLLABLE;
  if (first == G_UNICODE_BREAK_HANGUL_V_JAMO || first == G_UNICODE_BREAK_HANGUL_LV_SYLLABLE)
    return second == G_UNICODE_BREAK_HANGUL_V_JAMO || second == G_UNICODE_BREAK_HANGUL_T_JAMO;

  return (first == G_UNICODE_BREAK_HANGUL_T_JAMO || first == G_UNICODE_BREAK_HANGUL_LVT_SYLLABLE)
         && second == G_UNICODE_BREAK_HANGUL_T_JAMO;
}

/* What is being put together. */
typedef struct {
  GString  *text;
  gunichar  last;         /* code point, 0 at the beginning */
  guint     code_points;  /* of the character that is being added to */
  guint     characters;
  gboolean  flag_half;    /* a regional indicator waits for its second */
  gboolean  space;        /* white space waits for something behind it */
} Cleaning;

/* Where one may not cut: extended grapheme clusters, as far as what people write has them.
 * Source: Unicode Standard Annex #29, "Grapheme Cluster Boundaries". */
static gboolean
continues (const Cleaning *self,
           gunichar        c)
{
  if (self->last == 0 || self->space)
    return FALSE;

  return extends (c) || self->last == ZERO_WIDTH_JOINER || joins_syllable (self->last, c)
         || (self->flag_half && is_regional_indicator (c));
}

/* A "<" is shown in no way by all daemons: xfce4-notifyd and Plasma read markup wherever there is some, dunst takes
 * out whatever stands between "<" and ">" even when it is none, GNOME would show "&lt;". What looks like it does no
 * harm anywhere. An "&" that is followed at once by something invisible begins no entity. */
static void
add (Cleaning *self,
     gunichar  c)
{
  if (self->last == '&' && (g_ascii_isalnum (c) || c == '#'))
    g_string_append_unichar (self->text, WORD_JOINER);
  g_string_append_unichar (self->text, c == '<' ? ANGLE_QUOTATION_MARK : c);
  self->last = c;
}

/**
 * bedside_notification_text_clean:
 * @text: what somebody wrote, on whatever device
 * @max_characters: how many characters, as people count them, are shown at most
 *
 * Makes @text fit for a notification: one line, not too long, plain on every desktop whether it reads markup or not,
 * and without what turns the direction of writing around.
 *
 * Returns: (transfer full): the text, valid UTF-8
 */
char *
bedside_notification_text_clean (const char *text,
                                 guint       max_characters)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (max_characters > 0, NULL);

  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr(GString) clean = g_string_new (NULL);
  Cleaning self = { .text = clean };
  gsize cut = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_space (c))
        {
          self.space = self.last != 0;
          continue;
        }
      if (is_harmful (c))
        continue;
      if (continues (&self, c))
        {
          self.flag_half = FALSE;
          if (++self.code_points <= MAX_CODE_POINTS)
            add (&self, c);
          continue;
        }

      /* The sign that there is more needs a place, too. */
      if (self.characters < max_characters)
        cut = clean->len;
      self.characters += self.space ? 2 : 1;
      if (self.characters > max_characters)
        {
          g_string_truncate (clean, cut);
          g_string_append (clean, "…");
          break;
        }
      if (self.space)
        add (&self, ' ');
      self.space = FALSE;
      self.code_points = 1;
      self.flag_half = is_regional_indicator (c);
      add (&self, c);
    }

  return g_string_free (g_steal_pointer (&clean), FALSE);
}

static char *
count_messages (guint count)
{
  if (count <= 1)
    return g_strdup (_("New message"));

  /* Translators: a notification: how many messages of one patient have not been read */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u new message", "%u new messages", count), count);
}

/**
 * bedside_notification_text_title:
 * @announcement: what is new
 *
 * Returns: (transfer full): the first line of the notification, with no more than the announcement's privacy allows
 */
char *
bedside_notification_text_title (const BedsideAnnouncement *announcement)
{
  g_return_val_if_fail (announcement != NULL, NULL);

  if (g_str_equal (announcement->room_id, BEDSIDE_ANNOUNCEMENT_SUMMARY))
    return bedside_wording_new_messages (announcement->conversations);
  if (announcement->privacy == BEDSIDE_PRIVACY_NOTHING || announcement->name == NULL)
    return count_messages (announcement->unread);

  g_autofree char *clean = bedside_notification_text_clean (announcement->name, TITLE_CHARACTERS);
  g_autofree char *name = bedside_wording_isolate (clean);

  g_autoptr(GString) title = g_string_new (name);

  bedside_wording_append (title, announcement->birth_date);
  return g_string_free (g_steal_pointer (&title), FALSE);
}

static char *
message_text (const BedsideAnnouncement *announcement)
{
  const char *raw = bedside_wording_message (announcement->kind, announcement->text);
  g_autofree char *text = bedside_notification_text_clean (raw, BODY_CHARACTERS);

  if (announcement->sender == NULL || announcement->sender[0] == '\0')
    return g_steal_pointer (&text);

  g_autofree char *clean = bedside_notification_text_clean (announcement->sender, SENDER_CHARACTERS);
  g_autofree char *sender = bedside_wording_isolate (clean);

  /* Translators: in the notification of a team conversation: a colleague and what they wrote */
  return g_strdup_printf (C_("notification", "%1$s: %2$s"), sender, text);
}

/**
 * bedside_notification_text_body:
 * @announcement: what is new
 *
 * Returns: (transfer full) (nullable): what stands under the title, with no more than the announcement's privacy
 *   allows; %NULL if the title says it all
 */
char *
bedside_notification_text_body (const BedsideAnnouncement *announcement)
{
  g_return_val_if_fail (announcement != NULL, NULL);

  if (g_str_equal (announcement->room_id, BEDSIDE_ANNOUNCEMENT_SUMMARY)
      || announcement->privacy == BEDSIDE_PRIVACY_NOTHING || announcement->name == NULL)
    return NULL;
  if (announcement->privacy != BEDSIDE_PRIVACY_TEXT
      || (announcement->text == NULL && announcement->kind == BEDSIDE_MESSAGE_KIND_TEXT))
    return count_messages (announcement->unread);

  g_autofree char *text = message_text (announcement);

  if (announcement->unread <= 1)
    return g_steal_pointer (&text);

  /* Translators: in a notification: how many messages of one patient have not been read, and the newest of them */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%1$u new message, the newest: %2$s",
                                       "%1$u new messages, the newest: %2$s", announcement->unread),
                          announcement->unread, text);
}
