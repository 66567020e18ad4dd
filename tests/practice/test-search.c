/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-search.h"

#include "bedside-search-date.h"

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
  { "Anne-Marie O'Neil", "annem", TRUE },
  { "Anne-Marie O'Neil", "oneil", TRUE },
  { "Anne-Marie O'Neil", "O Neil", TRUE },
  { "Anne-Marie O'Neil", "o\xe2\x80\x99neil", TRUE },
  { "Anne-Marie O'Neil", "arie", FALSE },
  { "Anne-Marie O'Neil", "marieo", FALSE },
  { "\xc3\x93 Briain", "o'briain", TRUE },
  { "\xc3\x93 Briain", "obriain", TRUE },
  { "\xc3\x93 Briain", "O Briain", TRUE },
  { "O'Briain", "obr", TRUE },
  { "O\xca\xbc" "Briain", "o'briain", TRUE },
  { "O\xe2\x80\x99" "Briain", "obriain", TRUE },
  { "Annemarie", "anne-marie", TRUE },
  { "Juan De la Cruz", "delacruz", TRUE },
  { "Juan De la Cruz", "juande", FALSE },
  { "Vincent van Gogh", "vangogh", TRUE },
  { "Łukasz Żółć", "lukasz zolc", TRUE },
  { "Lukasz", "ŁUK", TRUE },
  { "Søren Kierkegård", "soren kierkegard", TRUE },
  { "Đorđe Ðað", "dorde dad", TRUE },
  { "Æsa Œdipe Þór", "aesa oedipe thor", TRUE },
  { "Aesa", "æ", TRUE },
  { "Iğdır", "igdir", TRUE },
  { "Hans Groß", "gross", TRUE },
  { "Jean-Luc", "-", FALSE },
  { "Rooms 3/4", "3/4", TRUE },
  { "Rooms 3/4", "rooms 3/5", FALSE },
  { "No\xc2\xa0" "Break", "break", TRUE },
  { "Two\nLines", "lines", TRUE },
  /* Not to be written in UTF-8, but neither is it a reason to fall over. */
  { "Ada \xff\xfe", "ada", TRUE },
  { "Ada", "b\xff", FALSE },
  /* Something was typed, but nothing that could be found: that is not everybody. */
  { "Ada", "\xff", FALSE },
  { "Ada", "?", FALSE },
  { "Ada", "%", FALSE },
  { "Ada", " % ", FALSE },
  { "100%", "%", FALSE },
  { "Ada Lovelace", "lovelace , ada", TRUE },
  { "Ada Lovelace", "%ada%", TRUE },
  { "Ada Lovelace", "a_a", FALSE },
  { "Ada Lovelace", "a%e", FALSE },
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

static const Case date_cases[] = {
  { "1985-12-10", "1985-12-10", TRUE },
  { "1985-12-10", "1985-12-1", TRUE },
  { "1985-12-10", "1985-12-", TRUE },
  { "1985-12-10", "1985-12", TRUE },
  { "1985-12-10", "1985-1", TRUE },
  { "1985-12-10", "1985-2", FALSE },
  { "1985-12-10", "1985-12-2", FALSE },
  { "1985-12-10", "1984-12-10", FALSE },
  { "1985-12-10", "1985/12/10", TRUE },
  { "1985-12-10", "1985", TRUE },
  { "1985-12-10", "198", TRUE },
  { "1985-12-10", "985", FALSE },
  { "1985-12-10", "10.12.1985", TRUE },
  { "1985-12-10", "10.12.85", TRUE },
  { "1985-12-10", "10.12.19", TRUE },
  { "1985-12-10", "10.12.", TRUE },
  { "1985-12-10", "10.12", TRUE },
  { "1985-12-10", "10.1", TRUE },
  { "1985-12-10", "10.1.", FALSE },
  { "1985-12-10", "1.2", FALSE },
  { "1985-12-10", "12.10", FALSE },
  { "1985-12-10", "12.10.1985", FALSE },
  { "1985-12-10", "1.12.1985", FALSE },
  { "1985-12-10", "12.1985", TRUE },
  { "1985-12-10", "11.1985", FALSE },
  { "1985-12-10", "12.19", TRUE },
  { "1985-12-10", "10.12.1986", FALSE },
  { "1985-12-10", "10.12.19850", FALSE },
  { "1985-12-10", "10.12.1985.1", FALSE },
  { "1985-12-10", "10 Dec 1985", TRUE },
  { "1985-12-10", "10. december 1985", TRUE },
  { "1985-12-10", "dec 10", TRUE },
  { "1985-12-10", "11 Dec", FALSE },
  { "1985-12-10", "99.99.9999", FALSE },
  { "1985-03-04", "4.3.1985", TRUE },
  { "1985-03-04", "04.03.1985", TRUE },
  { "1985-03-04", "04.3.85", TRUE },
  { "1985-03-04", "03.04.1985", FALSE },
  { "1985-03-04", "4 3 1985", TRUE },
  { "1985-03-04", "1985-03-04", TRUE },
  { "1985-03-04", "1985-3-4", TRUE },
  /* As C writes dates: the month comes first where there is a slash or a dash. */
  { "1985-03-04", "3/4/1985", TRUE },
  { "1985-03-04", "4/3/1985", FALSE },
  { "1985-03-04", "3/4", TRUE },
  { "1985-03-04", "03-04-85", TRUE },
  /* Unless that cannot be. */
  { "1985-12-25", "25/12/1985", TRUE },
  { "1985-12-25", "12/25/1985", TRUE },
  { "", "1985-12-10", FALSE },
  { "", "10.12", FALSE },
  { "10 Dec 1985", "dec", FALSE },
};

static void
test_dates (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (date_cases); i++)
    {
      g_autofree char *folded = bedside_search_fold_date (date_cases[i].text);

      g_test_message ("%s: %s", date_cases[i].text, date_cases[i].query);
      g_assert_cmpint (bedside_search_matches (folded, date_cases[i].query), ==, date_cases[i].matches);
    }
}

/* In the order in which the person's language writes them. */
static void
test_order (void)
{
  static const struct {
    const char       *query;
    BedsideDateOrder  order;
    gboolean          matches;
  } orders[] = {
    { "4/3/1985", BEDSIDE_DATE_ORDER_DAY_FIRST, TRUE },
    { "3/4/1985", BEDSIDE_DATE_ORDER_DAY_FIRST, FALSE },
    { "4-3-85", BEDSIDE_DATE_ORDER_DAY_FIRST, TRUE },
    { "4/3/1985", BEDSIDE_DATE_ORDER_MONTH_FIRST, FALSE },
    { "3/4/1985", BEDSIDE_DATE_ORDER_MONTH_FIRST, TRUE },
    { "4.3.1985", BEDSIDE_DATE_ORDER_MONTH_FIRST, TRUE },
    { "1985-03-04", BEDSIDE_DATE_ORDER_DAY_FIRST, TRUE },
    { "1985-03-04", BEDSIDE_DATE_ORDER_MONTH_FIRST, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      BedsideSearchDate date = { 0 };

      g_test_message ("%s", orders[i].query);
      g_assert_true (bedside_search_date_parse (orders[i].query, orders[i].order, &date));
      g_assert_cmpint (bedside_search_date_matches (&date, "19850304"), ==, orders[i].matches);
    }
}

static void
test_no_dates (void)
{
  static const char *const words[] = { "", "1985", "10.", "ada", "1.2.3.4", "1..2", "12345.1", "1/2x", ".1.2", "a.1" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      BedsideSearchDate date = { 0 };

      g_test_message ("%s", words[i]);
      g_assert_false (bedside_search_date_parse (words[i], BEDSIDE_DATE_ORDER_DAY_FIRST, &date));
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

static char *
fold_patient (const char *name,
              const char *born)
{
  g_autofree char *folded = bedside_search_fold (name);
  g_autofree char *date = bedside_search_fold_date (born);

  return g_strconcat (folded, date, NULL);
}

/* What one search narrows is looked for only among what the other has found: nobody may be missed. */
static void
test_narrows (void)
{
  static const struct { const char *before, *after; gboolean narrows; } searches[] = {
    { "", "a", TRUE }, { "a", "ad", TRUE }, { "ada", "ada l", TRUE }, { "ADA", "ada", TRUE }, { "é", "e", TRUE },
    { "198", "1985", TRUE }, { "ada ", "ada 1", TRUE }, { "ad", "a", FALSE }, { "ada l", "ada", FALSE },
    { "o", "o'b", TRUE }, { "ada", "b ada", FALSE }, { "10.1", "10.12", FALSE }, { "10.", "10.1", FALSE },
    { "12/1", "12/19", FALSE }, { "'", "'a", FALSE }, { "a", "'", TRUE }, { "10 dec", "10 dece", TRUE },
  };
  static const char *const typed[] = { "10.12.1985", "1985-12-10", "12/1985", "'o'brian", "ada 10.1", "3/4" };
  g_autofree char *ada = fold_patient ("Ada O'Brian", "1985-12-10");
  g_autofree char *ben = fold_patient ("Ben", "1962-01-10");
  const char *const folded[] = { ada, ben };

  for (guint i = 0; i < G_N_ELEMENTS (searches); i++)
    g_assert_cmpint (bedside_search_narrows (searches[i].before, searches[i].after), ==, searches[i].narrows);

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    for (gsize length = 1; length <= strlen (typed[i]); length++)
      for (guint j = 0; j < G_N_ELEMENTS (folded); j++)
        {
          g_autofree char *before = g_strndup (typed[i], length - 1);
          g_autofree char *after = g_strndup (typed[i], length);

          if (bedside_search_matches (folded[j], after) && !bedside_search_matches (folded[j], before))
            g_assert_false (bedside_search_narrows (before, after));
        }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/search/R15-cases", test_cases);
  g_test_add_func ("/practice/search/R12-birth-dates", test_dates);
  g_test_add_func ("/practice/search/R12-order-of-birth-dates", test_order);
  g_test_add_func ("/practice/search/no-dates", test_no_dates);
  g_test_add_func ("/practice/search/queries-change", test_queries_change);
  g_test_add_func ("/practice/search/threads", test_threads);
  g_test_add_func ("/practice/search/narrows", test_narrows);

  return g_test_run ();
}
