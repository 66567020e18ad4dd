/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib.h>
#include <locale.h>

#include "bedside-wording.h"

#define HEBREW "\u05e9\u05e8\u05d4 \u05db\u05d4\u05df"
#define ARABIC "\u0633\u0627\u0631\u0629"
#define RIGHT_TO_LEFT_OVERRIDE "\u202e"
#define POP "\u2069"

static void
assert_isolated (const char *name,
                 const char *expected)
{
  g_autofree char *isolated = bedside_wording_isolate (name);

  g_assert_cmpstr (isolated, ==, expected);
  g_assert_true (g_utf8_validate (isolated, -1, NULL));
}

/* Names are compared, copied and found by them: only what could turn a sentence is marked. */
static void
test_plain (void)
{
  assert_isolated ("", "");
  assert_isolated ("Ada Lovelace", "Ada Lovelace");
  assert_isolated ("Zo\u00eb \u0141ukasiewicz", "Zo\u00eb \u0141ukasiewicz");
  assert_isolated ("\u738b\u5c0f\u660e", "\u738b\u5c0f\u660e");
  assert_isolated ("@ada:example.org", "@ada:example.org");
}

static void
test_right_to_left (void)
{
  assert_isolated (HEBREW, "\u200e\u2068" HEBREW "\u2069");
  assert_isolated (ARABIC, "\u200e\u2068" ARABIC "\u2069");
  assert_isolated ("Dr. " HEBREW, "\u200e\u2068" "Dr. " HEBREW "\u2069");
}

/* A name that wants to look like another one, or like the rest of the sentence. */
static void
test_hostile (void)
{
  assert_isolated ("Ada" RIGHT_TO_LEFT_OVERRIDE "ecalevoL", "AdaecalevoL");
  assert_isolated (HEBREW POP POP " 1985", "\u200e\u2068" HEBREW " 1985" "\u2069");
  assert_isolated (POP, "");
  assert_isolated ("\u2067" "Ada", "Ada");
  assert_isolated ("Ada\nYou, 09:41, read", "Ada You, 09:41, read");
  assert_isolated ("A\u200bd\ufeffa", "Ada");
  assert_isolated ("\xff" "Ada", "\ufffd" "Ada");
}

static void
test_append (void)
{
  g_autoptr(GString) list = g_string_new (NULL);

  bedside_wording_append (list, NULL);
  bedside_wording_append (list, "");
  g_assert_cmpstr (list->str, ==, "");
  bedside_wording_append (list, "Ada Lovelace");
  g_assert_cmpstr (list->str, ==, "Ada Lovelace");
  bedside_wording_append (list, "");
  bedside_wording_append (list, "10 Dec 1985");
  bedside_wording_append (list, NULL);
  bedside_wording_append (list, "2 unread");
  g_assert_cmpstr (list->str, ==, "Ada Lovelace, 10 Dec 1985, 2 unread");
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/wording/plain", test_plain);
  g_test_add_func ("/practice/wording/right-to-left", test_right_to_left);
  g_test_add_func ("/practice/wording/hostile", test_hostile);
  g_test_add_func ("/practice/wording/append", test_append);

  return g_test_run ();
}
