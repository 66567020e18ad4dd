/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "bedside-search.h"
#include "bedside-visible.h"

#define HEBREW "\u05e9\u05e8\u05d4"
#define FAMILY "\U0001f468\u200d\U0001f469\u200d\U0001f467"
#define SCOTLAND "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"

static void
assert_name (const char *name,
             const char *expected)
{
  g_autofree char *shown = bedside_visible_name (name);
  g_autofree char *again = bedside_visible_name (shown);

  g_assert_cmpstr (shown, ==, expected);
  g_assert_cmpstr (again, ==, expected);
  g_assert_true (g_utf8_validate (shown, -1, NULL));
}

static void
assert_text (const char *text,
             const char *expected)
{
  g_autofree char *shown = bedside_visible_text (text, 0);
  g_autofree char *again = bedside_visible_text (shown, 0);

  g_assert_cmpstr (shown, ==, expected);
  g_assert_cmpstr (again, ==, expected);
  g_assert_true (g_utf8_validate (shown, -1, NULL));
}

static char *
repeat (const char *first,
        const char *rest,
        guint       times)
{
  GString *text = g_string_new (first);

  for (guint i = 0; i < times; i++)
    g_string_append (text, rest);

  return g_string_free (text, FALSE);
}

/* Names of people all over the world stay as they are. */
static void
test_names (void)
{
  const char *names[] = {
    "", "Ada Lovelace", "Zo\u00eb \u0141ukasiewicz", "O\u2019Briain", "Nguy\u1ec5n Th\u1ecb \u00c1nh", HEBREW,
    "\u738b\u5c0f\u660e", "\u845b\U000e0100\u57ce", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647",
    "\u0dc1\u0dca\u200d\u0dbb\u0dd3", "\u0e19\u0e49\u0e33\u0e1d\u0e19", "Tom " FAMILY, "Anna-Lena", "@ada:example.org",
    "<b>x</b> &amp; <a href=\"https://evil.example\">y</a>", "%s %n", "\uff11\uff12",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    assert_name (names[i], names[i]);
}

static void
test_hidden_in_names (void)
{
  assert_name ("A\u200bd\u00ada\ufeff", "Ada");
  assert_name ("Ad\u200da \u200c\u2060Love\u2063lace", "Ada Lovelace");
  assert_name ("\u202eecalevoL adA\u202c", "ecalevoL adA");
  assert_name ("Ada\u2069\u2066\u200f\u061c", "Ada");
  assert_name ("Ada\U000e0041\U000e0020\ufe0f", "Ada");
  assert_name ("Ada\u3164\u115f\u1160\uffa0\u034f", "Ada");
  assert_name ("\007A\033d\177a\302\237", "Ada");
  assert_name ("\ufffc\ufff9Ada\ufffb", "Ada");
}

static void
test_names_are_one_line (void)
{
  assert_name (" Ada\n\n Lovelace\t", "Ada Lovelace");
  assert_name ("Ada\r\nYou\v09:41\fread", "Ada You 09:41 read");
  assert_name ("Ada\u2028Love\u2029lace\302\205", "Ada Love lace");
  assert_name ("Ada\u00a0\u2003\u3000Lovelace", "Ada Lovelace");
}

static void
test_nothing_to_see (void)
{
  assert_name (" \u200b\u202e\n\u2066\u2800\u3164 ", "");
  assert_name ("\u0300\u0301", "");
  g_assert_true (bedside_visible_is_blank ("\n\t\u200b\u2800\ufe0f\u2060 "));
  g_assert_true (bedside_visible_is_blank (""));
  g_assert_false (bedside_visible_is_blank ("\u200b."));
  g_assert_false (bedside_visible_is_blank ("\xff"));
}

static void
test_not_utf8 (void)
{
  assert_name ("A\xff" "da\xc3", "A\ufffd" "da\ufffd");
  assert_text ("A\xff" "da\xed\xa0\x80", "A\ufffd" "da\ufffd\ufffd\ufffd");
}

static void
test_piled_marks (void)
{
  g_autofree char *zalgo = repeat ("Z", "\u0316\u0337", 30000);
  g_autofree char *thai = repeat ("\u0e01", "\u0e48", 30000);

  /* Composed: marks stand in their order. */
  assert_name (zalgo, "Z\u0337\u0337\u0316\u0316");
  assert_text (zalgo, "Z\u0316\u0337\u0316\u0337");
  assert_text (thai, "\u0e01\u0e48\u0e48\u0e48\u0e48\u0e48\u0e48\u0e48\u0e48");
  /* Three on a letter are Greek, and nothing hidden between them counts anew. */
  assert_text ("\u03b1\u0313\u0300\u0345", "\u03b1\u0313\u0300\u0345");
  assert_text ("a\u0300\u200b\u0300\u200b\u0300\u200b\u0300\u200b\u0300", "a\u0300\u0300\u0300\u0300");
}

static void
test_long_name (void)
{
  g_autofree char *word = repeat ("", "x", 64 * 1024);
  g_autofree char *marks = repeat ("", "e\u0301", 20000);
  g_autofree char *shown = bedside_visible_name (word);
  g_autofree char *composed = bedside_visible_name (marks);

  g_assert_cmpint (g_utf8_strlen (shown, -1), ==, BEDSIDE_VISIBLE_NAME_CHARS + 1);
  g_assert_true (g_str_has_suffix (shown, "x…"));
  g_assert_cmpint (g_utf8_strlen (composed, -1), <=, BEDSIDE_VISIBLE_NAME_CHARS + 1);
}

/* Of two names that look alike one is as good as the other: they are found to be equal. */
static void
test_alike (void)
{
  const char *alike[] = {
    "Ada Lovelace", "A\u200bda  Lovelace", "Ada\u00a0Love\u00adlace\u202c", "\u2066" "ADA LOVELACE",
  };
  g_autofree char *folded = bedside_search_fold ("Ada Lovelace");
  g_autofree char *marks = repeat ("e", "\u0316\u0300", 32000);
  g_autofree char *other = bedside_search_fold (marks);

  for (guint i = 0; i < G_N_ELEMENTS (alike); i++)
    {
      g_autofree char *also = bedside_search_fold (alike[i]);

      g_assert_cmpstr (also, ==, folded);
    }
  assert_name ("Zoe\u0308", "Zo\u00eb");
  g_assert_cmpstr (other, ==, "\ne");
}

static void
test_texts (void)
{
  assert_text ("One\ntwo\n\n\tthree ", "One\ntwo\n\n\tthree ");
  assert_text ("1\r\n2\r3\v4\f5\302\2056\u20287\u20298", "1\n2\n3\n4\n5\n6\n7\n8");
  assert_text (FAMILY " " SCOTLAND " \u2764\ufe0f 1\ufe0f\u20e3", FAMILY " " SCOTLAND " \u2764\ufe0f 1\ufe0f\u20e3");
  assert_text ("\u0e01\u200b\u0e02", "\u0e01\u200b\u0e02");
}

/* "50 mg" must not read "05 mg": where all is written from left to right nothing turns it around. */
static void
test_direction_of_texts (void)
{
  assert_text ("take \u202e05\u202c mg", "take 05 mg");
  assert_text ("take \u20675 - 10\u2069 mg\u200f", "take 5 - 10 mg");
  assert_text ("\u202a\u202b\u202d\u202e\u202c\u206a\u206f", "");
  /* Those who write Hebrew need the marks, but never what overrides the letters. */
  assert_text (HEBREW " \u20665 mg\u2069\u200f\u202ex", HEBREW " \u20665 mg\u2069\u200fx");
}

static void
test_hidden_in_texts (void)
{
  assert_text ("https://bank.example\u200b.evil.example", "https://bank.example.evil.example");
  assert_text ("a\u200db\u00adc\ufeff\u2060\U000e0041", "abc");
  assert_text ("\001\033[31mred\007", "[31mred");
}

static void
test_cut (void)
{
  g_autofree char *text = repeat ("", "ab ", 20000);
  g_autofree char *shown = bedside_visible_text (text, 100);

  g_assert_cmpint (g_utf8_strlen (shown, -1), ==, 101);
  g_assert_true (g_str_has_prefix (text, shown));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/visible/names", test_names);
  g_test_add_func ("/practice/visible/hidden-in-names", test_hidden_in_names);
  g_test_add_func ("/practice/visible/names-are-one-line", test_names_are_one_line);
  g_test_add_func ("/practice/visible/nothing-to-see", test_nothing_to_see);
  g_test_add_func ("/practice/visible/not-utf8", test_not_utf8);
  g_test_add_func ("/practice/visible/piled-marks", test_piled_marks);
  g_test_add_func ("/practice/visible/long-name", test_long_name);
  g_test_add_func ("/practice/visible/alike", test_alike);
  g_test_add_func ("/practice/visible/texts", test_texts);
  g_test_add_func ("/practice/visible/direction-of-texts", test_direction_of_texts);
  g_test_add_func ("/practice/visible/hidden-in-texts", test_hidden_in_texts);
  g_test_add_func ("/practice/visible/cut", test_cut);

  return g_test_run ();
}
