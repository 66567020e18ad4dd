/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-search.h"

typedef struct {
  const char *text;
  const char *query;
  gboolean    matches;
} Case;

static const Case cases[] = {
  { "Ada Lovelace", "", TRUE },
  { "Ada Lovelace", "  \t", TRUE },
  { "", "", TRUE },
  { "", "a", FALSE },
  { "Ada Lovelace", "ada", TRUE },
  { "Ada Lovelace", "LOVE", TRUE },
  { "Ada Lovelace", "love ad", TRUE },
  { "Ada Lovelace", "Lovelace, Ada", TRUE },
  { "Ada Lovelace", " \"ada\" ", TRUE },
  { "Ada Lovelace", "ada x", FALSE },
  { "Ada Lovelace", "lace", FALSE },
  { "Ada Lovelace", "adal", FALSE },
  { "Ada Lovelace", "ada\nlove", TRUE },
  { "Ada Lovelace", "da", FALSE },
  { "José Núñez", "jose nunez", TRUE },
  { "Jose Nunez", "JOSÉ NÚÑ", TRUE },
  /* The same accents as letters of their own. */
  { "Jose\xcc\x81 Nu\xcc\x81n\xcc\x83" "ez", "josé núñez", TRUE },
  { "Jörg Weiß", "jorg weiss", TRUE },
  { "Jörg Weiss", "WEIß", TRUE },
  { "İpek Işık", "ipek", TRUE },
  { "Ωmega Σίσυφος", "σισυφοσ", TRUE },
  { "Анна Ёлкина", "елк", TRUE },
  { "王小明", "王", TRUE },
  { "王小明", "明", FALSE },
  { "\xef\xbc\xa1" "da", "ada", TRUE },
  { "Anne-Marie O'Neil", "marie", TRUE },
  { "Anne-Marie O'Neil", "anne-m", TRUE },
  { "Anne-Marie O'Neil", "neil", TRUE },
  { "Anne-Marie O'Neil", "o'n", TRUE },
  { "Anne-Marie O'Neil", "annem", FALSE },
  { "No\xc2\xa0" "Break", "break", TRUE },
  { "Two\nLines", "lines", TRUE },
  /* Not to be written in UTF-8, but neither is it a reason to fall over. */
  { "Ada \xff\xfe", "ada", TRUE },
  { "Ada", "b\xff", FALSE },
  /* Nothing that could be looked for. */
  { "Ada", "\xff", TRUE },
  { "Ada", "?", TRUE },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = bedside_search_fold (cases[i].text);

      g_test_message ("case %u", i);
      g_assert_cmpint (bedside_search_matches (folded, cases[i].query), ==, cases[i].matches);
    }
}

/* One query after the other, and back: what is remembered of the last one must not answer for the next. */
static void
test_queries_change (void)
{
  g_autofree char *folded = bedside_search_fold ("Ada Lovelace");

  for (guint i = 0; i < 3; i++)
    {
      g_assert_true (bedside_search_matches (folded, "ada"));
      g_assert_false (bedside_search_matches (folded, "bob"));
      g_assert_true (bedside_search_matches (folded, ""));
      g_assert_true (bedside_search_matches (folded, "lo"));
    }
}

static gpointer
match_elsewhere (gpointer folded)
{
  return GINT_TO_POINTER (bedside_search_matches (folded, "love"));
}

static void
test_threads (void)
{
  g_autofree char *folded = bedside_search_fold ("Ada Lovelace");

  g_assert_false (bedside_search_matches (folded, "bob"));
  g_assert_true (GPOINTER_TO_INT (g_thread_join (g_thread_new ("search", match_elsewhere, folded))));
  g_assert_false (bedside_search_matches (folded, "bob"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/search/R15-cases", test_cases);
  g_test_add_func ("/practice/search/queries-change", test_queries_change);
  g_test_add_func ("/practice/search/threads", test_threads);

  return g_test_run ();
}
