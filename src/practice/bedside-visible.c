/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-visible"

#include "bedside-visible.h"

#define SOFT_HYPHEN 0xad
#define ZERO_WIDTH_SPACE 0x200b
#define ZERO_WIDTH_NON_JOINER 0x200c
#define ZERO_WIDTH_JOINER 0x200d
#define WAVING_BLACK_FLAG 0x1f3f4
#define OBJECT_REPLACEMENT 0xfffc
/* More than any language puts on one letter; piled up, they would reach over the rows above and below. */
#define MOST_ACCENTS 4
#define MOST_MARKS 8

/* What is being put together. */
typedef struct {
  GString  *text;
  gunichar  last;         /* 0 at the beginning and after a break */
  guint     chars;
  guint     marks;        /* on the last letter */
  gboolean  one_line;
  gboolean  space;        /* white space waits for something behind it, where there is one line only */
  gboolean  directions;   /* marks of direction stay */
} Cleaning;

static gboolean
is_between (gunichar c,
            gunichar first,
            gunichar last)
{
  return c >= first && c <= last;
}

static gboolean
is_variation_selector (gunichar c)
{
  return is_between (c, 0xfe00, 0xfe0f) || is_between (c, 0xe0100, 0xe01ef) || is_between (c, 0x180b, 0x180d);
}

static gboolean
is_tag (gunichar c)
{
  return is_between (c, 0xe0020, 0xe007f);
}

/* Nothing but the direction of writing; those that set it against the letters (embeddings, overrides) are not among
 * them. */
static gboolean
is_direction (gunichar c)
{
  return is_between (c, 0x200e, 0x200f) || is_between (c, 0x2066, 0x2069) || c == 0x061c;
}

static gboolean
is_right_to_left (gunichar c)
{
  return is_between (c, 0x0590, 0x08ff) || is_between (c, 0xfb1d, 0xfdff) || is_between (c, 0xfe70, 0xfefe)
         || is_between (c, 0x10800, 0x10fff) || is_between (c, 0x1e800, 0x1efff);
}

/* Signs of the class "format" that are drawn: they stand over or before a number. */
static gboolean
is_number_sign (gunichar c)
{
  return is_between (c, 0x0600, 0x0605) || c == 0x06dd || c == 0x070f || is_between (c, 0x0890, 0x0891) || c == 0x08e2
         || c == 0x110bd || c == 0x110cd;
}

/**
 * bedside_visible_is_hidden:
 * @c: a character
 *
 * Controls, marks of direction, and all that Unicode says is not to be drawn. White space is not among them.
 *
 * Source: Unicode Standard, "Default_Ignorable_Code_Point".
 *
 * Returns: whether @c cannot be seen
 */
gboolean
bedside_visible_is_hidden (gunichar c)
{
  if (c < 0x7f)
    return c < ' ' && !(c >= '\t' && c <= '\r');
  if (c < 0x300)
    return c <= 0x9f ? c != 0x85 : c == SOFT_HYPHEN;
  if (g_unichar_type (c) == G_UNICODE_FORMAT)
    return !is_number_sign (c);

  return is_variation_selector (c) || c == 0x034f || is_between (c, 0x115f, 0x1160) || is_between (c, 0x17b4, 0x17b5)
         || c == 0x180f || c == 0x2065 || c == 0x3164 || c == 0xffa0 || is_between (c, 0xfff0, 0xfff8)
         || c == OBJECT_REPLACEMENT || is_between (c, 0xe0000, 0xe0fff);
}

static gboolean
is_space (gunichar c)
{
  return g_unichar_isspace (c) || c == 0x85 || c == 0x2028 || c == 0x2029 || c == '\v';
}

static gboolean
is_break (gunichar c)
{
  return is_between (c, '\n', '\r') || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static gboolean
is_mark (gunichar c)
{
  return c >= 0x300 && g_unichar_ismark (c);
}

/* Those that stand over and under letters of any script. */
static gboolean
is_accent (gunichar c)
{
  return is_between (c, 0x0300, 0x036f) || is_between (c, 0x0483, 0x0489) || is_between (c, 0x1ab0, 0x1aff)
         || is_between (c, 0x1dc0, 0x1dff) || is_between (c, 0x20d0, 0x20ff) || is_between (c, 0xfe20, 0xfe2f);
}

/* Letters whose form depends on whether they are joined. */
static gboolean
is_joined (gunichar c)
{
  return is_between (c, 0x0600, 0x08ff) || is_between (c, 0x0900, 0x0dff) || is_between (c, 0x0f00, 0x109f)
         || is_between (c, 0x1780, 0x18af) || is_between (c, 0x1a20, 0x1cff) || is_between (c, 0xa800, 0xabff)
         || is_between (c, 0xfb50, 0xfdff) || is_between (c, 0xfe70, 0xfefe) || is_between (c, 0x10a00, 0x11fff);
}

static gboolean
is_picture (gunichar c)
{
  return is_between (c, 0x2190, 0x2bff) || is_between (c, 0x3030, 0x303d) || is_between (c, 0x3297, 0x3299)
         || is_between (c, 0x1f000, 0x1faff) || is_variation_selector (c) || is_tag (c) || c == 0x20e3 || c == 0xa9
         || c == 0xae;
}

/* Between words of languages that are written without blanks. */
static gboolean
is_unspaced (gunichar c)
{
  return is_between (c, 0x0e00, 0x0eff) || is_between (c, 0x1000, 0x109f) || is_between (c, 0x1780, 0x17ff)
         || is_between (c, 0x0f00, 0x0fff);
}

/* What cannot be seen, but makes what can be seen right. */
static gboolean
is_needed (const Cleaning *self,
           gunichar        c,
           gunichar        next)
{
  if (c == ZERO_WIDTH_JOINER)
    return (is_joined (self->last) && is_joined (next)) || (is_picture (self->last) && is_picture (next));
  if (c == ZERO_WIDTH_NON_JOINER)
    return is_joined (self->last) && is_joined (next);
  if (c == ZERO_WIDTH_SPACE)
    return !self->one_line && is_unspaced (self->last) && is_unspaced (next);
  if (is_between (c, 0xfe00, 0xfe0f))
    return is_picture (self->last) || is_between (self->last, 0x2010, 0xd7ff)
           || (self->last < 0x80 && g_ascii_ispunct (self->last)) || g_ascii_isdigit (self->last);
  if (is_between (c, 0xe0100, 0xe01ef))
    return is_between (self->last, 0x3400, 0x9fff) || is_between (self->last, 0x20000, 0x3ffff);
  if (is_between (c, 0x180b, 0x180d))
    return is_between (self->last, 0x1800, 0x18af);
  if (is_tag (c))
    return self->last == WAVING_BLACK_FLAG || is_tag (self->last);

  return self->directions && is_direction (c);
}

static void
append (Cleaning *self,
        gunichar  c)
{
  if (self->space)
    {
      g_string_append_c (self->text, ' ');
      self->chars++;
    }
  self->space = FALSE;
  g_string_append_unichar (self->text, c);
  self->chars++;
  self->last = c;
}

static void
add_break (Cleaning   *self,
           const char *p)
{
  /* "\r\n" is one. */
  if (*p == '\r' && p[1] == '\n')
    return;
  append (self, '\n');
  self->last = 0;
  self->marks = 0;
}

static void
add (Cleaning   *self,
     const char *p)
{
  gunichar c = g_utf8_get_char (p);

  if (self->one_line && is_space (c))
    {
      self->space = self->text->len > 0;
      self->last = ' ';
      self->marks = 0;
      return;
    }
  if (is_break (c))
    {
      add_break (self, p);
      return;
    }
  if (bedside_visible_is_hidden (c))
    {
      if (is_needed (self, c, g_utf8_get_char (g_utf8_next_char (p))))
        append (self, c);
      return;
    }

  self->marks = is_mark (c) ? self->marks + 1 : 0;
  /* On what stands before the name. */
  if (self->one_line && self->text->len == 0 && self->marks > 0)
    return;
  if (self->marks <= (is_accent (c) ? MOST_ACCENTS : MOST_MARKS))
    append (self, c);
}

static gboolean
has_right_to_left (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (is_right_to_left (g_utf8_get_char (p)))
      return TRUE;

  return FALSE;
}

/* Nearly all names are, and there may be ten thousand. */
static gboolean
is_plain_line (const char *line,
               guint       max_chars)
{
  const char *p = line;

  for (; *p != '\0'; p++)
    if ((guchar) *p < ' ' || (guchar) *p >= 0x7f || (*p == ' ' && (p == line || p[1] == ' ' || p[1] == '\0')))
      return FALSE;

  return p - line <= max_chars;
}

/**
 * bedside_visible_is_blank:
 * @text: what somebody wrote
 *
 * Returns: whether nothing of it can be seen
 */
gboolean
bedside_visible_is_blank (const char *text)
{
  g_return_val_if_fail (text != NULL, TRUE);

  g_autofree char *valid = g_utf8_make_valid (text, -1);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_space (c) && !bedside_visible_is_hidden (c) && c != 0x2800)
        return FALSE;
    }

  return TRUE;
}

/**
 * bedside_visible_line:
 * @text: what somebody wrote
 * @max_chars: how much of it is shown
 *
 * Makes a text what it looks like in one line: composed, nothing in it that cannot be seen or turns the direction of
 * writing, no letter that reaches over other lines.
 *
 * Returns: (transfer full): the line, valid UTF-8; "" if there is nothing to see
 */
char *
bedside_visible_line (const char *text,
                      guint       max_chars)
{
  g_return_val_if_fail (text != NULL, NULL);

  if (is_plain_line (text, max_chars))
    return g_strdup (text);

  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr(GString) line = g_string_new (NULL);
  Cleaning self = { .text = line, .one_line = TRUE };

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize length = line->len;

      add (&self, p);
      if (self.chars > max_chars)
        {
          g_string_truncate (line, length);
          g_string_append (line, "…");
          break;
        }
    }
  if (bedside_visible_is_blank (line->str))
    return g_strdup ("");

  /* Not before: putting thousands of marks in order would take minutes. */
  return g_utf8_normalize (line->str, -1, G_NORMALIZE_DEFAULT_COMPOSE);
}

/**
 * bedside_visible_name:
 * @name: what somebody is called, as a server says
 *
 * Makes a name what it looks like, no longer than names are; see bedside_visible_line(). Two names that look the same
 * because they differ only by what is not seen are equal.
 *
 * Returns: (transfer full): the name, valid UTF-8; "" if there is nothing to see
 */
char *
bedside_visible_name (const char *name)
{
  return bedside_visible_line (name, BEDSIDE_VISIBLE_NAME_CHARS);
}

/**
 * bedside_visible_text:
 * @text: what somebody wrote
 * @max_chars: how much of it is looked at; 0 for all
 *
 * Makes a text what it looks like: every kind of line end is "\n", nothing in it overrides the direction of writing,
 * and marks of direction stay only where something is written from right to left; what is not seen is left out unless
 * what is seen needs it; letters do not reach over other lines.
 *
 * Returns: (transfer full): the text, valid UTF-8; a little more than @max_chars if there is more
 */
char *
bedside_visible_text (const char *text,
                      guint       max_chars)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autoptr(GString) clean = g_string_new (NULL);
  Cleaning self = { .text = clean, .directions = has_right_to_left (valid) };

  for (const char *p = valid; *p != '\0' && (max_chars == 0 || self.chars <= max_chars); p = g_utf8_next_char (p))
    add (&self, p);

  return g_string_free (g_steal_pointer (&clean), FALSE);
}
