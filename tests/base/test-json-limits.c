/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-json.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

/* CPU time, far more than any of these needs, far less than what is in the square of their length. */
#define PATIENCE (20 * G_USEC_PER_SEC)

/* Other programs on the machine do not count. */
static gint64
get_cpu_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (gint64) now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static char *
repeat (const char *head,
        const char *block,
        guint       times,
        const char *tail)
{
  GString *text = g_string_new (head);
  g_autoptr(GString) thousand = g_string_new (NULL);

  for (guint i = 0; i < 1000; i++)
    g_string_append (thousand, block);
  for (; times >= 1000; times -= 1000)
    g_string_append_len (text, thousand->str, (gssize) thousand->len);
  g_string_append_len (text, thousand->str, (gssize) (times * strlen (block)));
  g_string_append (text, tail);

  return g_string_free (text, FALSE);
}

static JsonObject *
parse (const char  *text,
       GError     **error)
{
  gint64 start = get_cpu_time ();
  JsonObject *object = bedside_json_parse_object (text, -1, error);

  g_assert_cmpint (get_cpu_time () - start, <, PATIENCE);

  return object;
}

static void
assert_fails (const char       *text,
              BedsideJsonError  code)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = parse (text, &error);

  g_assert_error (error, BEDSIDE_JSON_ERROR, (int) code);
  g_assert_null (object);
}

/* Nothing that recurses sees a text that is too deep: a thread with the smallest stack there is outlives it. */
static gpointer
parse_depths (gpointer data)
{
  static const struct {
    const char *head, *block;
  } cases[] = {
    { "{\"a\":", "[" },
    { "{\"a\":", "{\"a\":" },
    { "{\"a\":", "[{\"a\":" },
    { "{\"a\":[1,\"]\",", "[[],{}," },
    { "", "{\"a\":1,\"b\":" },
  };
  static const guint depths[] = { BEDSIDE_JSON_MAX_DEPTH, 10 * 1000, 1000 * 1000 };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint j = 0; j < G_N_ELEMENTS (depths); j++)
      {
        g_autofree char *text = repeat (cases[i].head, cases[i].block, depths[j] + 1, "");

        g_test_message ("%s, %u times", cases[i].block, depths[j]);
        assert_fails (text, BEDSIDE_JSON_ERROR_TOO_DEEP);
      }

  return NULL;
}

static void
test_depth (void)
{
  pthread_attr_t attributes;
  pthread_t thread;

  g_assert_cmpint (pthread_attr_init (&attributes), ==, 0);
  g_assert_cmpint (pthread_attr_setstacksize (&attributes, 256 * 1024), ==, 0);
  g_assert_cmpint (pthread_create (&thread, &attributes, parse_depths, NULL), ==, 0);
  g_assert_cmpint (pthread_join (thread, NULL), ==, 0);
  pthread_attr_destroy (&attributes);
}

/* Names as they are: numbers, ids of rooms, of people and of events. */
static void
test_members (void)
{
  static const char *const names[][2] = {
    { "", "" }, { "!", ":hs.example" }, { "@patient-", ":hs.example" }, { "$000", "" }, { "", "-0000-0000" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GString) text = g_string_new ("{");
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonObject) object = NULL;

      for (guint j = 0; j < BEDSIDE_JSON_MAX_MEMBERS; j++)
        g_string_append_printf (text, "%s\"%s%u%s\":%u", j ? "," : "", names[i][0], j, names[i][1], j);
      g_string_append (text, "}");
      g_test_message ("%s", names[i][0]);
      object = parse (text->str, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (json_object_get_size (object), ==, BEDSIDE_JSON_MAX_MEMBERS);
    }
}

static void
test_too_many_members (void)
{
  g_autoptr(GString) text = g_string_new ("{");

  for (guint i = 0; i <= BEDSIDE_JSON_MAX_MEMBERS; i++)
    g_string_append_printf (text, "%s\"%u\":%u", i ? "," : "", i, i);
  g_string_append (text, "}");
  assert_fails (text->str, BEDSIDE_JSON_ERROR_TOO_LARGE);
}

/* Each object has its own: many of them may be there. */
static void
test_members_elsewhere (void)
{
  g_autofree char *text = repeat ("{\"a\":[", "{\"a\":1,\"b\":{\"c\":2}},", 100 * 1000, "{}]}");
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = parse (text, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (bedside_json_get_array (object, "a")), ==, 100 * 1000 + 1);
}

/* Whoever chooses the names chooses their hashes, too: these have all the same one. */
static void
test_same_hashes (void)
{
  g_autoptr(GString) text = g_string_new ("{");

  /* "bA" and "c " have the same hash, and so have all rows of them. */
  for (guint i = 0; i < 16384; i++)
    {
      g_string_append (text, i ? ",\"" : "\"");
      for (guint bit = 0; bit < 14; bit++)
        g_string_append (text, i & (1u << bit) ? "bA" : "c ");
      g_string_append (text, "\":1");
    }
  g_string_append (text, "}");
  g_assert_cmpuint (g_str_hash ("bA"), ==, g_str_hash ("c "));
  assert_fails (text->str, BEDSIDE_JSON_ERROR_TOO_LARGE);
}

/* json-glib goes through all names for one that it has already. */
static void
test_repeated_names (void)
{
  g_autoptr(GString) text = g_string_new ("{");
  g_autofree char *few = repeat ("{", "\"a\":1,", 300, "\"a\":2}");
  g_autofree char *spread = repeat ("{\"a\":[", "{\"a\":1,\"a\":2},", 2000, "{}]}");
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = parse (few, &error);
  gint64 value = 0;

  g_assert_no_error (error);
  g_assert_true (bedside_json_get_int (object, "a", &value));
  g_assert_cmpint (value, ==, 2);

  for (guint i = 0; i < 8000; i++)
    g_string_append_printf (text, "\"%u\":1,", i);
  for (guint i = 0; i < 8000; i++)
    g_string_append (text, "\"7999\":{},");
  g_string_append (text, "\"a\":1}");
  assert_fails (text->str, BEDSIDE_JSON_ERROR_TOO_LARGE);
  assert_fails (spread, BEDSIDE_JSON_ERROR_TOO_LARGE);
}

static void
test_values (void)
{
  static const char *const blocks[] = { "[],", "{},", "1,", "\"\",", "null,", "{\"\":0}," };

  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      g_autofree char *text = repeat ("{\"a\":[", blocks[i], 6 * 1000 * 1000, "1]}");

      g_test_message ("%s", blocks[i]);
      assert_fails (text, BEDSIDE_JSON_ERROR_TOO_LARGE);
    }
}

/* In a text without fractions the search for one went up to the end, for every number. */
static void
test_many_numbers (void)
{
  g_autofree char *text = repeat ("{\"a\":[", "1,", 1000 * 1000, "2]}");
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = parse (text, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (json_array_get_length (bedside_json_get_array (object, "a")), ==, 1000 * 1000 + 1);
}

static void
test_long_numbers (void)
{
  static const char *const heads[] = { "{\"a\":", "{\"a\":-", "{\"a\":0.", "{\"a\":1e", "{\"a\":1e-" };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autofree char *text = repeat (heads[i], "7", 1000 * 1000, "}");
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonObject) object = parse (text, &error);
      gint64 value = 5;

      g_assert_no_error (error);
      g_assert_false (bedside_json_get_int (object, "a", &value));
      g_assert_cmpint (value, ==, 5);
    }
}

static void
test_long_texts (void)
{
  static const char *const blocks[] = { "a", "\\\\", "\\u0000", "\\ud800", "\\ud83d\\ude00", "\303\244" };

  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    {
      g_autofree char *text = repeat ("{\"a\":\"", blocks[i], 1000 * 1000, "\"}");
      g_autofree char *open = repeat ("{\"a\":\"", blocks[i], 1000 * 1000, "");
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonObject) object = parse (text, &error);

      g_assert_no_error (error);
      g_assert_cmpint (g_utf8_strlen (bedside_json_get_string (object, "a"), -1), ==, 1000 * 1000);
      assert_fails (open, BEDSIDE_JSON_ERROR_SYNTAX);
    }
}

static void
test_blanks (void)
{
  g_autofree char *text = repeat ("{", " \t\r\n", 1000 * 1000, "}");
  g_autofree char *only = g_strnfill (1000 * 1000, ' ');
  g_autoptr(JsonObject) object = parse (text, NULL);

  g_assert_nonnull (object);
  assert_fails (only, BEDSIDE_JSON_ERROR_SYNTAX);
}

static void
test_taken (void)
{
  char text[] = "\357\273\277{\"a\":\"\\u0000b\",\"c\":1e999}", bad[] = "{\"a\":\"\xff\"}", nul[] = "{\"a\":1}\0";
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) object = bedside_json_take_object (text, strlen (text), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (bedside_json_get_string (object, "a"), ==, "\357\277\275b");
  g_assert_true (json_object_get_null_member (object, "c"));
  g_assert_null (bedside_json_take_object (bad, strlen (bad), &error));
  g_assert_error (error, BEDSIDE_JSON_ERROR, BEDSIDE_JSON_ERROR_SYNTAX);
  g_clear_error (&error);
  g_assert_null (bedside_json_take_object (nul, sizeof nul - 1, &error));
  g_assert_error (error, BEDSIDE_JSON_ERROR, BEDSIDE_JSON_ERROR_SYNTAX);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/json-limits/depth", test_depth);
  g_test_add_func ("/base/json-limits/members", test_members);
  g_test_add_func ("/base/json-limits/too-many-members", test_too_many_members);
  g_test_add_func ("/base/json-limits/members-of-many-objects", test_members_elsewhere);
  g_test_add_func ("/base/json-limits/names-of-one-hash", test_same_hashes);
  g_test_add_func ("/base/json-limits/repeated-names", test_repeated_names);
  g_test_add_func ("/base/json-limits/values", test_values);
  g_test_add_func ("/base/json-limits/many-numbers", test_many_numbers);
  g_test_add_func ("/base/json-limits/edge-41-long-numbers", test_long_numbers);
  g_test_add_func ("/base/json-limits/long-texts", test_long_texts);
  g_test_add_func ("/base/json-limits/blanks", test_blanks);
  g_test_add_func ("/base/json-limits/taken", test_taken);

  return g_test_run ();
}
