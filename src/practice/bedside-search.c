/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-search"

#include "bedside-search.h"

#include <string.h>

/* Stands before every word of a folded text, and nowhere else. */
#define WORD_MARK "\n"

/* The query as it is looked for. Thousands of texts are matched with one query in a row. */
typedef struct {
  char  *query;    /* (owned) */
  char **needles;  /* (owned): a mark and a folded word each */
} Needles;

static void
needles_free (Needles *self)
{
  g_free (self->query);
  g_strfreev (self->needles);
  g_free (self);
}

static GPrivate last_needles = G_PRIVATE_INIT ((GDestroyNotify) needles_free);

/* Normalizing takes ten times as long as all the rest, and most words do not need it. */
static void
append_plain_word (GString    *plain,
                   const char *word)
{
  if (g_str_is_ascii (word))
    {
      for (const char *p = word; *p != '\0'; p++)
        g_string_append_c (plain, g_ascii_isspace (*p) ? ' ' : g_ascii_tolower (*p));
      return;
    }

  g_autofree char *apart = g_utf8_normalize (word, -1, G_NORMALIZE_NFKD);
  g_autoptr(GString) stripped = g_string_new (NULL);

  for (const char *p = apart; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_ismark (c))
        g_string_append_unichar (stripped, g_unichar_isspace (c) ? ' ' : c);
    }

  g_autofree char *folded = g_utf8_casefold (stripped->str, stripped->len);

  g_string_append (plain, folded);
}

static char **
split_words (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_auto(GStrv) words = g_strsplit (valid, " ", -1);
  g_autoptr(GString) plain = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (plain, ' ');
      append_plain_word (plain, words[i]);
    }

  return g_strsplit (plain->str, " ", -1);
}

/* Somebody looking for "Marie" finds "Anne-Marie", and with "Neil" "O'Neil". */
static void
append_word_and_parts (GString    *folded,
                       const char *word)
{
  gboolean begins = TRUE;

  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p))
    {
      gboolean is_letter = g_unichar_isalnum (g_utf8_get_char (p));

      if (begins && is_letter)
        {
          g_string_append (folded, WORD_MARK);
          g_string_append (folded, p);
        }
      begins = !is_letter;
    }
}

/**
 * bedside_search_fold:
 * @text: what is to be found
 *
 * Writes out the words of @text for bedside_search_matches(), without case and
 * accents. Folded texts may be joined.
 *
 * Returns: (transfer full): the folded text
 */
char *
bedside_search_fold (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_auto(GStrv) words = split_words (text);
  GString *folded = g_string_new (NULL);

  for (guint i = 0; words[i] != NULL; i++)
    append_word_and_parts (folded, words[i]);

  return g_string_free (folded, FALSE);
}

/* Punctuation around a word is left out: "Lovelace, Ada". */
static char *
make_needle (char *word)
{
  char *first = word;
  char *end = word + strlen (word);

  while (*first != '\0' && !g_unichar_isalnum (g_utf8_get_char (first)))
    first = g_utf8_next_char (first);
  while (end > first)
    {
      char *last = g_utf8_prev_char (end);

      if (g_unichar_isalnum (g_utf8_get_char (last)))
        break;
      end = last;
    }

  if (first == end)
    return NULL;
  *end = '\0';
  return g_strconcat (WORD_MARK, first, NULL);
}

static Needles *
needles_new (const char *query)
{
  g_auto(GStrv) words = split_words (query);
  g_autoptr(GPtrArray) needles = g_ptr_array_new_with_free_func (g_free);
  Needles *self = g_new0 (Needles, 1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *needle = make_needle (words[i]);

      if (needle != NULL)
        g_ptr_array_add (needles, needle);
    }
  g_ptr_array_add (needles, NULL);

  self->query = g_strdup (query);
  self->needles = (char **) g_ptr_array_free (g_steal_pointer (&needles), FALSE);

  return self;
}

/**
 * bedside_search_matches:
 * @folded: made by bedside_search_fold()
 * @query: what was typed
 *
 * Returns: %TRUE if every word of @query begins a word of the text, or a part
 *   of one; always with an empty @query
 */
gboolean
bedside_search_matches (const char *folded,
                        const char *query)
{
  g_return_val_if_fail (folded != NULL, FALSE);
  g_return_val_if_fail (query != NULL, FALSE);

  Needles *last = g_private_get (&last_needles);
  if (last == NULL || !g_str_equal (last->query, query))
    {
      last = needles_new (query);
      g_private_replace (&last_needles, last);
    }

  for (guint i = 0; last->needles[i] != NULL; i++)
    if (strstr (folded, last->needles[i]) == NULL)
      return FALSE;

  return TRUE;
}
