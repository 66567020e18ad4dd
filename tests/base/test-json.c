/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-json.h"

#include <string.h>

typedef struct {
  const char *text;
  const char *written;  /* NULL: the same */
} Good;

static void
assert_parses (const char *text,
               gssize      length,
               const char *wanted)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = bedside_json_parse_object (text, length, &error);

  g_test_message ("%s", text);
  g_assert_no_error (error);
  g_assert_nonnull (object);

  g_autofree char *written = bedside_json_object_to_text (object);
  g_assert_cmpstr (written, ==, wanted);

  /* What is written can be read again, and stays as it is. */
  g_autoptr(JsonObject) again = bedside_json_parse_object (written, -1, &error);
  g_assert_no_error (error);
  g_autofree char *rewritten = bedside_json_object_to_text (again);
  g_assert_cmpstr (rewritten, ==, written);
}

static void
assert_fails (const char       *text,
              gssize            length,
              BedsideJsonError  code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = bedside_json_parse_object (text, length, &error);
  g_autofree char *readable = g_strescape (text, NULL);

  g_test_message ("%s", readable);
  g_assert_error (error, BEDSIDE_JSON_ERROR, (int) code);
  g_assert_null (object);
}

static void
test_good (void)
{
  const Good good[] = {
    { "{}", NULL },
    { " \t\r\n{ \"a\" : [ 1 , { } ] }\n", "{\"a\":[1,{}]}" },
    { "{\"a\":{\"b\":[[],[[]],true,false,null]}}", NULL },
    { "{\"\":\"\"}", NULL },
    { "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}", "{\"a\":\"\\\"\\\\/\\b\\f\\n\\r\\t\"}" },
    { "{\"a\":\"\303\244\360\237\230\200\"}", NULL },
    { "{\"a\":\"{[\\\"}]\",\"b\":\"//\",\"c\":\"/*\"}", NULL },
    { "{\"a\":0,\"b\":-0,\"c\":-1,\"d\":10}", "{\"a\":0,\"b\":0,\"c\":-1,\"d\":10}" },
    { "{\"a\":1.5,\"b\":-1.5,\"c\":1e3,\"d\":1E+3,\"e\":5e-1}",
      "{\"a\":1.5,\"b\":-1.5,\"c\":1000.0,\"d\":1000.0,\"e\":0.5}" },
    { "\357\273\277{\"a\":1}", "{\"a\":1}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    assert_parses (good[i].text, -1, good[i].written ? good[i].written : good[i].text);
}

static void
test_length (void)
{
  assert_parses ("{\"a\":1}rest", 7, "{\"a\":1}");
  assert_fails ("{\"a\":1}rest", 8, BEDSIDE_JSON_ERROR_SYNTAX);
  assert_fails ("{\"a\":1}", 6, BEDSIDE_JSON_ERROR_SYNTAX);
  assert_fails ("{\"a\":1}", 0, BEDSIDE_JSON_ERROR_SYNTAX);
}

/* json-glib alone takes some of these, and crashes on others. */
static void
test_no_json (void)
{
  const char *const bad[] = {
    "{'a':1}", "{\"a\":'b'}",
    "", " ", "{", "}", "[", "{]", "[}", "{\"a\"}", "{\"a\":}", "{:1}", "{\"a\" 1}", "{\"a\":1,}", "{,}",
    "{\"a\":1 \"b\":2}",
    "{\"a\":[1,]}", "{\"a\":[,]}", "{\"a\":[1 2]}", "{\"a\":1}}", "{}{}", "{},", "{} x", "{a:1}",
    "{\"a\":'b}",
    "{1:2}", "{\"a\":1,,\"b\":2}", "{\"a\"::1}", "{null:1}",
    "/* c */{}", "{/* c */}", "{}//c", "{}#c", "var x = {}", "x={}",
    "{\"a\":nul}", "{\"a\":nulll}", "{\"a\":TRUE}", "{\"a\":undefined}", "{\"a\":NaN}", "{\"a\":Infinity}",
    "{\"a\":-Infinity}",
    "{\"a\":01}", "{\"a\":-01}", "{\"a\":0x1f}", "{\"a\":+1}", "{\"a\":--1}", "{\"a\":-}", "{\"a\":.5}",
    "{\"a\":1.}", "{\"a\":1e}",
    "{\"a\":1e+}", "{\"a\":1.e1}", "{\"a\":1a}", "{\"a\":1 2}",
    "{\"a\":\"b}", "{\"a\":\"b\\\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\u00zz\"}",
    "{\"a\":\"\\u", "{\"a\":\"\\ud83d\\u",
    "{\"a\":\"\\", "{\"a\":\"a\nb\"}", "{\"a\":\"a\tb\"}", "{\"a\":\"\001\"}", "{\"a", "{\"a\":t", "{\"a\":-",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_fails (bad[i], -1, BEDSIDE_JSON_ERROR_SYNTAX);
}

static void
test_no_utf8 (void)
{
  assert_fails ("{\"a\":\"\xff\"}", -1, BEDSIDE_JSON_ERROR_SYNTAX);
  assert_fails ("{\"a\":\"\xc3\"}", -1, BEDSIDE_JSON_ERROR_SYNTAX);
  assert_fails ("{\"a\":\"\xed\xa0\x80\"}", -1, BEDSIDE_JSON_ERROR_SYNTAX);
  assert_fails ("{\"a\":\"\xc0\x80\"}", -1, BEDSIDE_JSON_ERROR_SYNTAX);
  assert_fails ("{\"a\":\"b\0c\"}", 11, BEDSIDE_JSON_ERROR_SYNTAX);
  assert_fails ("{\"a\":1}\0", 8, BEDSIDE_JSON_ERROR_SYNTAX);
}

static void
test_no_object (void)
{
  const char *const others[] = { "[]", "[{}]", "1", "-1.5", "\"text\"", "null", "true" };

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    assert_fails (others[i], -1, BEDSIDE_JSON_ERROR_WRONG_TYPE);
}

static char *
nest (guint       depth,
      const char *open,
      const char *close)
{
  GString *text = g_string_new ("{\"a\":");

  for (guint i = 1; i < depth; i++)
    g_string_append (text, open);
  g_string_append (text, "0");
  for (guint i = 1; i < depth; i++)
    g_string_append (text, close);
  g_string_append (text, "}");

  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  g_autofree char *arrays = nest (BEDSIDE_JSON_MAX_DEPTH, "[", "]");
  g_autofree char *objects = nest (BEDSIDE_JSON_MAX_DEPTH, "{\"a\":", "}");
  g_autofree char *deep_arrays = nest (BEDSIDE_JSON_MAX_DEPTH + 1, "[", "]");
  g_autofree char *deep_objects = nest (BEDSIDE_JSON_MAX_DEPTH + 1, "{\"a\":", "}");
  g_autofree char *abyss = nest (1000000, "[", "");

  assert_parses (arrays, -1, arrays);
  assert_parses (objects, -1, objects);
  assert_fails (deep_arrays, -1, BEDSIDE_JSON_ERROR_TOO_DEEP);
  assert_fails (deep_objects, -1, BEDSIDE_JSON_ERROR_TOO_DEEP);

  g_autoptr(GError) error = NULL;
  g_assert_null (bedside_json_parse_object (abyss, -1, &error));
  g_assert_error (error, BEDSIDE_JSON_ERROR, BEDSIDE_JSON_ERROR_TOO_DEEP);
}

/* Quotes in a comment or between single quotes once hid the depth from the check,
and json-glib ran out of stack. */
static void
test_hidden_depth (void)
{
  const struct {
    const char       *start;
    BedsideJsonError  code;
  } starts[] = {
    { "{\"a\":/*\"*/", BEDSIDE_JSON_ERROR_SYNTAX },
    { "//\"\n{\"a\":", BEDSIDE_JSON_ERROR_SYNTAX },
    { "{\"a\":'\"',\"b\":", BEDSIDE_JSON_ERROR_SYNTAX },
    { "{\"a\":'\\',\"b\":", BEDSIDE_JSON_ERROR_SYNTAX },
    { "{\"a\":\"'\",\"b\":", BEDSIDE_JSON_ERROR_TOO_DEEP },
    { "{\"a\":\"\\\\\",\"b\":", BEDSIDE_JSON_ERROR_TOO_DEEP },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      g_autoptr(GString) text = g_string_new (starts[i].start);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", starts[i].start);
      for (guint j = 0; j < 1000000; j++)
        g_string_append_c (text, '[');
      g_assert_null (bedside_json_parse_object (text->str, -1, &error));
      g_assert_error (error, BEDSIDE_JSON_ERROR, (int) starts[i].code);
    }
}

static void
test_codes (void)
{
  const Good codes[] = {
    { "\\u00e4\\u00C4", "\303\244\303\204" },
    { "\\ud83d\\ude00", "\360\237\230\200" },
    { "\\uDBFF\\uDFFF", "\364\217\277\277" },
    { "\\ud800\\udc00", "\360\220\200\200" },
    { "\\u0000", "\357\277\275" },
    { "a\\u0000b", "a\357\277\275b" },
    { "\\ud83d", "\357\277\275" },
    { "\\ude00", "\357\277\275" },
    { "\\ud83dx", "\357\277\275x" },
    { "\\ud83d\\n", "\357\277\275\n" },
    { "\\ud83d\\u0041", "\357\277\275A" },
    { "\\ud83d\\ud83d\\ude00", "\357\277\275\360\237\230\200" },
    { "\\ude00\\ud83d", "\357\277\275\357\277\275" },
    { "\\\\u0000", "\\u0000" },
    { "\\\\\\u0000", "\\\357\277\275" },
    { "\\u0001\\u001f\\u007f\\u2028", "\001\037\177\342\200\250" },
    { "\\uffff\\ufffe", "\357\277\277\357\277\276" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"a\":\"%s\"}", codes[i].text);
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonObject) object = bedside_json_parse_object (text, -1, &error);

      g_test_message ("%s", text);
      g_assert_no_error (error);
      g_assert_cmpstr (bedside_json_get_string (object, "a"), ==, codes[i].written);

      g_autofree char *written = bedside_json_object_to_text (object);
      g_autoptr(JsonObject) again = bedside_json_parse_object (written, -1, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (bedside_json_get_string (again, "a"), ==, codes[i].written);
    }
}

static void
test_codes_in_names (void)
{
  g_autoptr(JsonObject) object = bedside_json_parse_object ("{\"a\\u0000b\":1}", -1, NULL);
  gint64 value = 0;

  g_assert_true (bedside_json_get_int (object, "a\357\277\275b", &value));
  g_assert_false (bedside_json_get_int (object, "a", &value));
}

static void
test_integers (void)
{
  const struct {
    const char *text;
    gint64      value;
  } good[] = {
    { "0", 0 }, { "-0", 0 }, { "-1", -1 }, { "1700000000000", 1700000000000 },
    { "999999999999999999", 999999999999999999 },
    { "9223372036854775807", G_MAXINT64 }, { "-9223372036854775808", G_MININT64 }, { "-99999999999999999",
                                                                                     -99999999999999999 },
  };
  const char *const bad[] = {
    "1.0", "1e3", "1.5", "\"1\"", "true", "null", "[1]", "{}",
    "9223372036854775808",
    "18446744073709551615", "18446744073709551616", "-9223372036854775809", "99999999999999999999999999", "1e999",
    "-1e999",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"a\":%s}", good[i].text);
      g_autoptr(JsonObject) object = bedside_json_parse_object (text, -1, NULL);
      gint64 value = 7;

      g_assert_true (bedside_json_get_int (object, "a", &value));
      g_assert_cmpint (value, ==, good[i].value);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"a\":%s,\"b\":1}", bad[i]);
      g_autoptr(JsonObject) object = bedside_json_parse_object (text, -1, NULL);
      gint64 value = 7;

      g_test_message ("%s", text);
      g_assert_nonnull (object);
      g_assert_false (bedside_json_get_int (object, "a", &value));
      g_assert_cmpint (value, ==, 7);
      g_assert_true (bedside_json_get_int (object, "b", &value));
    }
}

static void
test_large_numbers (void)
{
  const char *const large[] = { "1e20", "1E22", "-1e+300", "1e-300", "4e-324", "1.7976931348623157e308",
                                "100000000000000000000" };
  g_autofree char *digits = g_strnfill (400, '9');
  g_autofree char *endless = g_strdup_printf ("{\"a\":%s,\"b\":-%s.5,\"c\":1e999,\"d\":9e308}", digits, digits);

  /* json-glib writes some of them as no JSON. */
  for (gsize i = 0; i < G_N_ELEMENTS (large); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"a\":%s,\"e1.0\":\"1e+20.0\\\"2e+20.0\",\"true\":[%s]}",
                                               large[i], large[i]);
      g_autoptr(JsonObject) object = bedside_json_parse_object (text, -1, NULL);
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", text);
      g_assert_nonnull (object);

      g_autofree char *written = bedside_json_object_to_text (object);
      g_autoptr(JsonObject) again = bedside_json_parse_object (written, -1, &error);
      g_assert_no_error (error);
      g_assert_true (json_object_get_double_member (again, "a") == g_ascii_strtod (large[i], NULL));
      g_assert_cmpstr (bedside_json_get_string (again, "e1.0"), ==, "1e+20.0\"2e+20.0");
    }
  assert_parses (endless, -1, "{\"a\":null,\"b\":null,\"c\":null,\"d\":null}");
}

static void
test_readers (void)
{
  g_autoptr(JsonObject) object = bedside_json_parse_object (
    "{\"string\":\"s\",\"int\":3,\"true\":true,\"false\":false,\"object\":{\"a\":1},"
    "\"array\":[\"s\",{\"b\":2},3,null],\"null\":null}",
    -1, NULL);
  gboolean boolean = FALSE;
  gint64 number = 0;

  g_assert_cmpstr (bedside_json_get_string (object, "string"), ==, "s");
  g_assert_true (bedside_json_get_int (object, "int", &number));
  g_assert_cmpint (number, ==, 3);
  g_assert_true (bedside_json_get_boolean (object, "true", &boolean));
  g_assert_true (boolean);
  g_assert_true (bedside_json_get_boolean (object, "false", &boolean));
  g_assert_false (boolean);
  g_assert_true (bedside_json_get_int (bedside_json_get_object (object, "object"), "a", &number));
  g_assert_cmpint (number, ==, 1);

  JsonArray *array = bedside_json_get_array (object, "array");
  g_assert_cmpstr (bedside_json_array_get_string (array, 0), ==, "s");
  g_assert_true (bedside_json_get_int (bedside_json_array_get_object (array, 1), "b", &number));
  g_assert_cmpint (number, ==, 2);
}

static void
test_wrong_types (void)
{
  const char *const names[] = { "string", "int", "float", "true", "object", "array", "null", "missing", "" };
  g_autoptr(JsonObject) object = bedside_json_parse_object (
    "{\"string\":\"true\",\"int\":1,\"float\":1.5,\"true\":true,\"object\":{},\"array\":[],\"null\":null}", -1,
    NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      gboolean boolean = FALSE;
      gint64 number = 0;

      g_test_message ("%s", names[i]);
      g_assert_true ((bedside_json_get_string (object, names[i]) != NULL) == g_str_equal (names[i], "string"));
      g_assert_true (bedside_json_get_int (object, names[i], &number) == g_str_equal (names[i], "int"));
      g_assert_true (bedside_json_get_boolean (object, names[i], &boolean) == g_str_equal (names[i], "true"));
      g_assert_true ((bedside_json_get_object (object, names[i]) != NULL) == g_str_equal (names[i], "object"));
      g_assert_true ((bedside_json_get_array (object, names[i]) != NULL) == g_str_equal (names[i], "array"));
    }
}

static void
test_wrong_elements (void)
{
  g_autoptr(JsonObject) object = bedside_json_parse_object ("{\"a\":[1,null,[],true,1.5,{},\"s\"]}", -1, NULL);
  JsonArray *array = bedside_json_get_array (object, "a");

  for (guint i = 0; i < 10; i++)
    {
      g_assert_true ((bedside_json_array_get_object (array, i) != NULL) == (i == 5));
      g_assert_true ((bedside_json_array_get_string (array, i) != NULL) == (i == 6));
    }
  g_assert_null (bedside_json_array_get_string (array, G_MAXUINT));
  g_assert_null (bedside_json_array_get_object (array, G_MAXUINT));
}

static void
test_no_parent (void)
{
  gboolean boolean = TRUE;
  gint64 number = 7;

  /* So that readers can be chained. */
  g_assert_null (bedside_json_get_string (NULL, "a"));
  g_assert_null (bedside_json_get_object (NULL, "a"));
  g_assert_null (bedside_json_get_array (NULL, "a"));
  g_assert_false (bedside_json_get_int (NULL, "a", &number));
  g_assert_false (bedside_json_get_boolean (NULL, "a", &boolean));
  g_assert_cmpint (number, ==, 7);
  g_assert_true (boolean);
}

static void
test_twice (void)
{
  g_autoptr(JsonObject) object = bedside_json_parse_object ("{\"a\":1,\"a\":2}", -1, NULL);
  gint64 value = 0;

  g_assert_true (bedside_json_get_int (object, "a", &value));
  g_assert_cmpint (value, ==, 2);
}

static void
test_noise (void)
{
  const char letters[] = "{}[]\",:\\u0d8e1+-. tfn/*'";
  const char sample[] = "{\"a\":[1,-2.5e3,\"\\ud83d\\ude00\",true,{\"b\":null}],\"c\":99999999999999999999}";
  g_autoptr(GRand) random = g_rand_new_with_seed (31);
  guint n_parsed = 0;

  /* Whatever passes can be written and read again. */
  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *text = g_strdup (sample);
      gsize length = strlen (text);

      for (int changes = g_rand_int_range (random, 1, 4); changes > 0; changes--)
        text[g_rand_int_range (random, 0, (gint32) length)] =
          letters[g_rand_int_range (random, 0, (gint32) strlen (letters))];

      g_autoptr(GError) error = NULL;
      g_autoptr(JsonObject) object = bedside_json_parse_object (text, -1, &error);
      g_assert_true ((object == NULL) == (error != NULL));
      if (object == NULL)
        continue;

      g_autofree char *written = bedside_json_object_to_text (object);
      g_autoptr(JsonObject) again = bedside_json_parse_object (written, -1, &error);
      g_assert_no_error (error);
      n_parsed++;
    }
  g_test_message ("%u of 20000 are JSON", n_parsed);
  g_assert_cmpuint (n_parsed, >, 100);
  g_assert_cmpuint (n_parsed, <, 19000);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/json/good", test_good);
  g_test_add_func ("/base/json/length", test_length);
  g_test_add_func ("/base/json/no-json", test_no_json);
  g_test_add_func ("/base/json/no-utf8", test_no_utf8);
  g_test_add_func ("/base/json/no-object", test_no_object);
  g_test_add_func ("/base/json/depth", test_depth);
  g_test_add_func ("/base/json/hidden-depth", test_hidden_depth);
  g_test_add_func ("/base/json/edge-41-codes", test_codes);
  g_test_add_func ("/base/json/codes-in-names", test_codes_in_names);
  g_test_add_func ("/base/json/edge-41-integers", test_integers);
  g_test_add_func ("/base/json/edge-41-large-numbers", test_large_numbers);
  g_test_add_func ("/base/json/readers", test_readers);
  g_test_add_func ("/base/json/wrong-types", test_wrong_types);
  g_test_add_func ("/base/json/wrong-elements", test_wrong_elements);
  g_test_add_func ("/base/json/no-parent", test_no_parent);
  g_test_add_func ("/base/json/twice", test_twice);
  g_test_add_func ("/base/json/noise", test_noise);

  return g_test_run ();
}
