/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-json-build.h"
#include "bedside-json-scan.h"

#include <string.h>

/* json-glib's own parser says what is right. Result: whether the text was let pass. */
static gboolean
compare (const char *text)
{
  g_autofree char *copy = g_strdup (text);
  g_autoptr(JsonParser) parser = json_parser_new ();
  g_autoptr(GError) error = NULL;

  if (!g_utf8_validate (text, -1, NULL) || !bedside_json_scan (copy, strlen (copy), NULL))
    return FALSE;

  json_parser_load_from_data (parser, copy, -1, &error);
  if (error != NULL)
    g_error ("json-glib refuses what was let pass: %s", text);

  g_autoptr(JsonNode) node = bedside_json_build (copy);
  if (!json_node_equal (node, json_parser_get_root (parser)))
    g_error ("Not as json-glib has it: %s", text);

  return TRUE;
}

static void
test_values (void)
{
  static const char *const texts[] = {
    "{}", "[]", "null", "true", "false", "0", "-1", "1.5", "1e3", "1E+3", "-2.5e-3", "9223372036854775807",
    "-9223372036854775808", "\"\"", "\"a\"", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\u00e9\\u20ac\\ud83d\\ude00\"",
    "\"\303\251\"", "[[],[[]],{}]", "{\"a\":{\"b\":{\"c\":[1,2,{\"d\":null}]}}}",
    " { \"a\" : 1 , \"b\" : [ true , 2 ] } ",
    "\n[\t1\r,\n2 ]\n", "{\"\":\"\"}", "{\"a\":1,\"a\":2}", "{\"a\\u0062\":1}", "[1,-0.0,0.1,123456789012]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_true (compare (texts[i]));
}

/* All of these once passed, or were written to where nothing is. */
static void
test_refused (void)
{
  static const char *const texts[] = {
    "", " ", "\"", "\"abc", "\"abc\\", "\"\\u00", "-", "1.", "1e", "1e+", "tru", "nul", "01", "-01", "{", "[",
    "{\"a\"", "[1,",
    "099999999999999999999999", "[099999999999999999999999]", "{\"a\":-00000000000000000099999999999999999999}",
    "00e999", "0999999999999999999999999e999", "[1 2]", "{\"a\":1,}", "[,]", "{1:2}", "'a'", "/**/1", "1/**/",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("%s", texts[i]);
      g_assert_false (compare (texts[i]));
    }
}

static void
append_string (GString *text)
{
  static const char *const parts[] = {
    "a", "key", " ", "\303\251", "\360\237\230\200", "\\\"", "\\\\", "\\/", "\\n", "\\t", "\\b", "\\f", "\\r",
    "\\u0041",
    "\\u00E9", "\\ud83d\\ude00", "\\u0000", "\\ud800", "{", "]", ",", ":", "'", "/*",
  };

  g_string_append_c (text, '"');
  for (int i = g_test_rand_int_range (0, 5); i > 0; i--)
    g_string_append (text, parts[g_test_rand_int_range (0, G_N_ELEMENTS (parts))]);
  g_string_append_c (text, '"');
}

static void
append_blanks (GString *text)
{
  static const char blanks[] = " \t\n\r";

  for (int i = g_test_rand_int_range (0, 8) - 5; i > 0; i--)
    g_string_append_c (text, blanks[g_test_rand_int_range (0, 4)]);
}

static void
append_value (GString *text,
              guint    depth)
{
  static const char *const words[] = {
    "true", "false", "null", "0", "-7", "12345678901", "99999999999999999999", "0.25", "-1.5e-7", "2E5", "1e999",
  };
  int kind = g_test_rand_int_range (0, depth < 5 ? 6 : 2);

  append_blanks (text);
  if (kind < 1)
    g_string_append (text, words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);
  else if (kind < 2)
    append_string (text);
  else
    {
      gboolean object = kind < 4;

      g_string_append_c (text, object ? '{' : '[');
      for (int i = g_test_rand_int_range (0, 4); i > 0; i--)
        {
          append_blanks (text);
          if (object)
            {
              append_string (text);
              append_blanks (text);
              g_string_append_c (text, ':');
            }
          append_value (text, depth + 1);
          append_blanks (text);
          if (i > 1)
            g_string_append_c (text, ',');
        }
      append_blanks (text);
      g_string_append_c (text, object ? '}' : ']');
    }
  append_blanks (text);
}

static void
test_random (void)
{
  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);

      append_value (text, 0);
      g_assert_true (compare (text->str));
    }
}

/* A byte more, less or other: mostly refused, and where not, understood as json-glib does. */
static void
test_mutated (void)
{
  static const char bytes[] = "{}[]:,\"\\ 019-+.eEu\ntfn'a";
  guint passed = 0;

  for (guint i = 0; i < 6000; i++)
    {
      g_autoptr(GString) text = g_string_new (NULL);

      append_value (text, 2);
      for (int j = g_test_rand_int_range (1, 4); j > 0 && text->len > 0; j--)
        {
          gsize at = (gsize) g_test_rand_int_range (0, (gint32) text->len);
          char byte = bytes[g_test_rand_int_range (0, sizeof bytes - 1)];

          if (g_test_rand_bit ())
            g_string_insert_c (text, (gssize) at, byte);
          else if (g_test_rand_bit ())
            g_string_erase (text, (gssize) at, 1);
          else
            text->str[at] = byte;
        }
      passed += compare (text->str);
    }
  g_test_message ("%u passed", passed);
  g_assert_cmpuint (passed, >, 100);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/json-build/values", test_values);
  g_test_add_func ("/base/json-build/refused", test_refused);
  g_test_add_func ("/base/json-build/random", test_random);
  g_test_add_func ("/base/json-build/mutated", test_mutated);

  return g_test_run ();
}
