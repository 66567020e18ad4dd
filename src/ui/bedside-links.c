/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-links"

#include "bedside-links.h"

#include <gio/gio.h>
#include <string.h>

/* Longer than any address people send; a server of the web takes no longer ones either. */
#define MAX_LINK_BYTES 2048
#define MAX_LINKS 50

typedef gboolean (*CheckFunc) (const char *link);

typedef struct {
  const char *prefix;
  CheckFunc   check;
} Scheme;

/* What ends a link: blanks, quotes, and all that is not seen or turns the direction of the text around. */
static gboolean
ends_link (gunichar c)
{
  if (c == '<' || c == '>' || c == '"' || c == '`' || c == '\\' || c == '^' || c == '{' || c == '}' || c == '|')
    return TRUE;

  switch (g_unichar_type (c))
    {
    case G_UNICODE_LOWERCASE_LETTER:
    case G_UNICODE_UPPERCASE_LETTER:
    case G_UNICODE_TITLECASE_LETTER:
    case G_UNICODE_OTHER_LETTER:
    case G_UNICODE_MODIFIER_LETTER:
    case G_UNICODE_DECIMAL_NUMBER:
    case G_UNICODE_CONNECT_PUNCTUATION:
    case G_UNICODE_DASH_PUNCTUATION:
      return FALSE;

    case G_UNICODE_OPEN_PUNCTUATION:
    case G_UNICODE_CLOSE_PUNCTUATION:
    case G_UNICODE_OTHER_PUNCTUATION:
    case G_UNICODE_CURRENCY_SYMBOL:
    case G_UNICODE_MATH_SYMBOL:
      return c >= 0x80;

    case G_UNICODE_CONTROL:
    case G_UNICODE_FORMAT:
    case G_UNICODE_UNASSIGNED:
    case G_UNICODE_PRIVATE_USE:
    case G_UNICODE_SURROGATE:
    case G_UNICODE_SPACING_MARK:
    case G_UNICODE_ENCLOSING_MARK:
    case G_UNICODE_NON_SPACING_MARK:
    case G_UNICODE_LETTER_NUMBER:
    case G_UNICODE_OTHER_NUMBER:
    case G_UNICODE_FINAL_PUNCTUATION:
    case G_UNICODE_INITIAL_PUNCTUATION:
    case G_UNICODE_MODIFIER_SYMBOL:
    case G_UNICODE_OTHER_SYMBOL:
    case G_UNICODE_LINE_SEPARATOR:
    case G_UNICODE_PARAGRAPH_SEPARATOR:
    case G_UNICODE_SPACE_SEPARATOR:
    default:
      return TRUE;
    }
}

static gboolean
is_right_to_left (gunichar c)
{
  return (c >= 0x0590 && c <= 0x08ff) || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfeff)
         || (c >= 0x10800 && c <= 0x10fff) || (c >= 0x1e800 && c <= 0x1efff);
}

/* Letters of other scripts can be made to look like another address, so there are none in what names a server. */
static gboolean
is_plain (const char *start,
          gsize       length,
          const char *allowed)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (start[i]) && (start[i] == '\0' || strchr (allowed, start[i]) == NULL))
      return FALSE;

  return length > 0;
}

static gboolean
check_web (const char *link)
{
  g_autoptr(GUri) uri = g_uri_parse (link, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED, NULL);
  const char *authority = strstr (link, "://") + strlen ("://");
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  /* Letters written from right to left would show what stands behind them in another order. */
  for (const char *p = link; *p != '\0'; p = g_utf8_next_char (p))
    if (is_right_to_left (g_utf8_get_char (p)))
      return FALSE;
  if (host == NULL || (!g_ascii_isalnum (host[0]) && host[0] != ':'))
    return FALSE;

  /* A name before the server ("https://riverside.example@evil.example") is there to deceive: no @. */
  return is_plain (authority, strcspn (authority, "/?#"), ".-:[]");
}

static gboolean
check_mail (const char *link)
{
  const char *address = link + strlen ("mailto:");
  const char *at = strchr (address, '@');

  return at != NULL && is_plain (address, at - address, "._%+-") && is_plain (at + 1, strlen (at + 1), ".-");
}

static const Scheme schemes[] = {
  { "https://", check_web },
  { "http://", check_web },
  { "mailto:", check_mail },
};

static const Scheme *
find_scheme (const char *text,
             const char *p)
{
  if (p > text && g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (p))))
    return NULL;

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strncasecmp (p, schemes[i].prefix, strlen (schemes[i].prefix)) == 0)
      return &schemes[i];

  return NULL;
}

static guint
count (const char *start,
       const char *end,
       char        c)
{
  guint n = 0;

  for (const char *p = start; p < end; p++)
    n += *p == c;

  return n;
}

/* The full stop behind a link belongs to the sentence, a closing parenthesis to the one before the link. */
static const char *
trim (const char *start,
      const char *end)
{
  while (end > start)
    {
      char last = end[-1];

      if (strchr (".,;:!?'*_~", last) == NULL &&
          !(last == ')' && count (start, end, ')') > count (start, end, '(')) &&
          !(last == ']' && count (start, end, ']') > count (start, end, '[')))
        break;
      end--;
    }

  return end;
}

static const char *
find_end (const char *start)
{
  const char *end = start;

  while (*end != '\0' && end - start <= MAX_LINK_BYTES && !ends_link (g_utf8_get_char (end)))
    end = g_utf8_next_char (end);
  /* Where only a part of a message is shown, a part of an address may be that of somebody else. */
  if (g_str_equal (end, "…"))
    return start;

  return trim (start, end);
}

/**
 * bedside_links_find:
 * @text: valid UTF-8 that somebody wrote
 *
 * Finds what may be opened from a message: addresses that begin with http,
 * https or mailto, and nothing else. What looks made to deceive is no link.
 *
 * Returns: (transfer full) (nullable) (element-type BedsideLink): the links in order, %NULL if there is none
 */
GArray *
bedside_links_find (const char *text)
{
  g_autoptr(GArray) links = NULL;
  const char *p = text;

  g_return_val_if_fail (text != NULL, NULL);

  while ((p = strpbrk (p, "hHmM")) != NULL && (links == NULL || links->len < MAX_LINKS))
    {
      const Scheme *scheme = find_scheme (text, p);
      const char *end = scheme != NULL ? find_end (p) : p;
      g_autofree char *link = g_strndup (p, end - p);

      if (scheme != NULL && end - p <= MAX_LINK_BYTES && strlen (link) > strlen (scheme->prefix) &&
          scheme->check (link))
        {
          BedsideLink found = { p - text, end - text };

          if (links == NULL)
            links = g_array_new (FALSE, FALSE, sizeof (BedsideLink));
          g_array_append_val (links, found);
        }
      p = end > p ? end : p + 1;
    }

  return g_steal_pointer (&links);
}

/**
 * bedside_links_dup_uri:
 * @text: the text that @link was found in
 * @link: a link of bedside_links_find()
 *
 * Returns: (transfer full): the link in the form in which it is opened
 */
char *
bedside_links_dup_uri (const char        *text,
                       const BedsideLink *link)
{
  g_autoptr(GString) uri = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (link != NULL && link->start < link->end, NULL);

  for (guint i = link->start; i < link->end; i++)
    {
      if ((guchar) text[i] < 0x80)
        g_string_append_c (uri, text[i]);
      else
        g_string_append_printf (uri, "%%%02X", (guchar) text[i]);
    }

  return g_string_free (g_steal_pointer (&uri), FALSE);
}
