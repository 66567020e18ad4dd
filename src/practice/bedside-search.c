/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-search"

#include "bedside-search.h"

#include <string.h>

#include "bedside-search-date.h"
#include "bedside-visible.h"

/* Stands before every word of a folded text, and nowhere else. */
#define WORD_MARK "\n"
/* The same before a birth date, as 19851210. */
#define DATE_MARK "\t"

/* Names are written together or apart: "Ó Briain" and "O'Briain", "De la Cruz" and "Delacruz". Words as short as this
 * are found in front of the next one, too, and so are these. */
#define SHORT_WORD 2

static const char *const particles[] = {
  "abu", "ben", "bin", "das", "del", "den", "der", "des", "dos", "fitz", "ibn", "mac", "san", "ten", "ter", "van",
  "von",
};

/* Letters that Unicode does not take apart. */
static const struct {
  gunichar    letter;
  const char *plain;
} special_letters[] = {
  { 0x00e6, "ae" }, { 0x00f0, "d" }, { 0x00f8, "o" }, { 0x00fe, "th" }, { 0x0111, "d" }, { 0x0127, "h" },
  { 0x0131, "i" }, { 0x0138, "k" }, { 0x0142, "l" }, { 0x014b, "n" }, { 0x0153, "oe" }, { 0x0167, "t" },
  { 0x0180, "b" }, { 0x018f, "e" }, { 0x0192, "f" }, { 0x019a, "l" }, { 0x01e5, "g" }, { 0x0259, "e" },
  { 0x0268, "i" },
};

/* A word of the query. */
typedef struct {
  char              *text;       /* (owned): a mark and the folded word */
  BedsideSearchDate  date;       /* if it can be meant as one */
  gboolean           may_be_date;
} Needle;

/* What is looked for. Thousands of texts are matched with one query in a row. */
typedef struct {
  char     *query;     /* (owned) */
  GArray   *needles;   /* (owned) (element-type Needle) */
  gboolean  hopeless;  /* something was typed, but nothing that could be found */
} Needles;

static void
needles_free (Needles *self)
{
  g_free (self->query);
  g_array_unref (self->needles);
  g_free (self);
}

static GPrivate last_needles = G_PRIVATE_INIT ((GDestroyNotify) needles_free);

/* --- plain letters --- */

static void
append_letter (GString  *plain,
               gunichar  letter)
{
  for (guint i = 0; letter >= 0xe6 && letter <= 0x268 && i < G_N_ELEMENTS (special_letters); i++)
    if (special_letters[i].letter == letter)
      {
        g_string_append (plain, special_letters[i].plain);
        return;
      }
  g_string_append_unichar (plain, letter);
}

/* An apostrophe that counts as a letter for Unicode. */
static gboolean
is_modifier (gunichar c)
{
  return c >= 0x02b0 && c <= 0x02ff;
}

/* Small letters without accents. Everything between words is one kind of space; everything between the parts of one
 * word is an apostrophe. */
static char *
make_plain (const char *text)
{
  /* What is not seen makes nobody somebody else, and marks by the thousand would take minutes to put in order. */
  g_autofree char *shown = bedside_visible_name (text);
  g_autofree char *apart = g_str_is_ascii (shown) ? NULL : g_utf8_normalize (shown, -1, G_NORMALIZE_NFKD);
  g_autofree char *folded = apart ? g_utf8_casefold (apart, -1) : g_ascii_strdown (shown, -1);
  GString *plain = g_string_sized_new (strlen (folded));

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c != 0xfffd && g_unichar_isalnum (c) && !is_modifier (c))
        append_letter (plain, c);
      else if (g_unichar_isspace (c))
        g_string_append_c (plain, ' ');
      else if (!g_unichar_ismark (c))
        g_string_append_c (plain, '\'');
    }

  return g_string_free (plain, FALSE);
}

/* --- texts --- */

static gboolean
is_particle (const char *word)
{
  if (g_utf8_strlen (word, -1) <= SHORT_WORD)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (particles); i++)
    if (g_str_equal (word, particles[i]))
      return TRUE;

  return FALSE;
}

/* A word, and with it what follows in the same word, or what it is often written together with. */
static void
append_part (GString     *folded,
             char       **parts,
             const char  *ends_word,
             guint        index)
{
  g_string_append (folded, WORD_MARK);
  g_string_append (folded, parts[index]);
  if (parts[index + 1] == NULL || (ends_word[index] && !is_particle (parts[index])))
    return;

  g_string_append (folded, WORD_MARK);
  for (guint i = index; parts[i] != NULL; i++)
    {
      g_string_append (folded, parts[i]);
      if (ends_word[i] && !is_particle (parts[i]))
        break;
    }
}

static void
append_parts (GString    *folded,
              const char *plain)
{
  g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(GString) ends_word = g_string_new (NULL);

  for (const char *p = plain; *p != '\0';)
    {
      gsize length = strcspn (p, " '");

      if (length > 0)
        {
          const char *next = p + length + strspn (p + length, "'");

          g_ptr_array_add (parts, g_strndup (p, length));
          g_string_append_c (ends_word, *next == ' ' || *next == '\0');
        }
      p += length + (p[length] != '\0');
    }
  g_ptr_array_add (parts, NULL);

  for (guint i = 0; i + 1 < parts->len; i++)
    append_part (folded, (char **) parts->pdata, ends_word->str, i);
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

  g_autofree char *plain = make_plain (text);
  GString *folded = g_string_new (NULL);

  append_parts (folded, plain);

  return g_string_free (folded, FALSE);
}

/**
 * bedside_search_fold_date:
 * @born: a birth date as "1985-12-10", or ""
 *
 * Writes it out for bedside_search_matches(), which finds it as it is written in this locale and others.
 *
 * Returns: (transfer full): a folded text
 */
char *
bedside_search_fold_date (const char *born)
{
  g_return_val_if_fail (born != NULL, NULL);

  guint year = 0, month = 0, day = 0;

  if (!bedside_search_date_read (born, &year, &month, &day))
    return g_strdup ("");

  return g_strdup_printf (WORD_MARK "%u" WORD_MARK "%u" WORD_MARK "%02u" WORD_MARK "%u" WORD_MARK "%02u%s"
                          DATE_MARK "%04u%02u%02u", year, month, month, day, day,
                          bedside_search_date_get_month_words (month), year, month, day);
}

/* --- queries --- */

static void
needle_clear (Needle *needle)
{
  g_free (needle->text);
}

/* "O'Briain" is looked for as "obriain". */
static char *
make_text (const char *word)
{
  g_autofree char *plain = make_plain (word);
  GString *text = g_string_new (WORD_MARK);

  for (const char *p = plain; *p != '\0'; p++)
    if (*p != '\'')
      g_string_append_c (text, *p);

  return g_string_free (text, text->len <= strlen (WORD_MARK));
}

static void
add_word (Needles    *self,
          const char *word)
{
  Needle needle = { .text = make_text (word) };

  if (needle.text == NULL)
    return;
  needle.may_be_date = bedside_search_date_parse (word, bedside_birth_date_get_locale_order (), &needle.date);
  g_array_append_val (self->needles, needle);
}

/* Words are what spaces of any kind separate. */
static char **
split_words (const char *query)
{
  g_autofree char *valid = g_utf8_make_valid (query, -1);
  GString *spaced = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      g_string_append_unichar (spaced, g_unichar_isspace (c) || c == ',' || c == ';' ? ' ' : c);
    }

  g_autofree char *text = g_string_free (spaced, FALSE);

  return g_strsplit (text, " ", -1);
}

static Needles *
needles_new (const char *query)
{
  g_auto(GStrv) words = split_words (query);
  Needles *self = g_new0 (Needles, 1);
  gboolean any = FALSE;

  self->query = g_strdup (query);
  self->needles = g_array_new (FALSE, FALSE, sizeof (Needle));
  g_array_set_clear_func (self->needles, (GDestroyNotify) needle_clear);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      {
        any = TRUE;
        add_word (self, words[i]);
      }
  self->hopeless = any && self->needles->len == 0;

  return self;
}

/* Where there is a birth date, "3/4" is one; elsewhere it may be part of a title. */
static gboolean
match_needle (const Needle *needle,
              const char   *folded)
{
  const char *mark = needle->may_be_date ? strstr (folded, DATE_MARK) : NULL;

  return mark != NULL ? bedside_search_date_matches (&needle->date, mark + strlen (DATE_MARK))
                      : strstr (folded, needle->text) != NULL;
}

/**
 * bedside_search_matches:
 * @folded: made by bedside_search_fold() and bedside_search_fold_date()
 * @query: what was typed
 *
 * Returns: %TRUE if every word of @query begins a word of the text, or a part
 *   of one; always if @query is empty, never if nothing in it can be looked for
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

  if (last->hopeless)
    return FALSE;
  for (guint i = 0; i < last->needles->len; i++)
    if (!match_needle (&g_array_index (last->needles, Needle, i), folded))
      return FALSE;

  return TRUE;
}

/**
 * bedside_search_narrows:
 * @before: what was typed
 * @after: what is typed now
 *
 * One letter more finds fewer of a name; but "10.1" is another day than "10.12".
 *
 * Returns: %TRUE if nothing can match @after that does not match @before
 */
gboolean
bedside_search_narrows (const char *before,
                        const char *after)
{
  g_return_val_if_fail (before != NULL, FALSE);
  g_return_val_if_fail (after != NULL, FALSE);

  Needles *old = needles_new (before);
  Needles *new = needles_new (after);
  gboolean narrows = !old->hopeless && old->needles->len <= new->needles->len;

  for (guint i = 0; narrows && i < old->needles->len; i++)
    {
      const Needle *one = &g_array_index (old->needles, Needle, i);
      const Needle *two = &g_array_index (new->needles, Needle, i);

      narrows = !one->may_be_date && !two->may_be_date && g_str_has_prefix (two->text, one->text);
    }
  narrows = narrows || new->hopeless;
  needles_free (old);
  needles_free (new);

  return narrows;
}
