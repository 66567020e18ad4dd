/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-json.h"

#include <string.h>

/* Notes each part as "SECTION NAME TEXT;". */
static void
note_part (const char *section,
           const char *name,
           JsonObject *part,
           gpointer    user_data)
{
  g_autofree char *text = bedside_json_object_to_text (part);

  g_string_append_printf (user_data, "%s %s %s;", section, name, text);
}

/* JSON is written with ' for " in here. Result: the parts, then the rest; %NULL if it was refused. */
static char *
take (const char  *json,
      GError     **error)
{
  g_autofree char *text = g_strdelimit (g_strdup (json), "'", '"');
  g_autoptr(GString) parts = g_string_new (NULL);
  g_autoptr(JsonObject) rest = bedside_json_take_parts (text, strlen (text), "rooms", note_part, parts, error);

  if (rest == NULL)
    return NULL;

  g_autofree char *rest_text = bedside_json_object_to_text (rest);

  g_string_append (parts, rest_text);
  return g_strdelimit (g_string_free (g_steal_pointer (&parts), FALSE), "\"", '\'');
}

static void
test_parts (void)
{
  static const struct { const char *json, *taken; } cases[] = {
    { "{}", "{}" },
    { " { } ", "{}" },
    { "\357\273\277{'a':1}", "{'a':1}" },
    { "{'a':[1],'rooms':{'join':{'!a':{'x':{'y':[1,{}]}},'!b':{}},'leave':{'!c':{}}},'b':{}}",
      "join !a {'x':{'y':[1,{}]}};join !b {};leave !c {};{'a':[1],'b':{}}" },
    { "{ 'rooms' : { 'join' : { '!a' : { } , '!b' : { } } , 'leave' : { } } , 'a' : 1 }",
      "join !a {};join !b {};{'a':1}" },
    /* Not of that shape: left out. */
    { "{'rooms':7,'a':1}", "{'a':1}" },
    { "{'rooms':{'join':7,'x':'\\'}','leave':[{'a':']'},-1.5e3 ],'invite': null }, 'a':1}", "{'a':1}" },
    { "{'rooms':[{'!a':{}}]}", "{}" },
    { "{'rooms':{'join':[{}],'leave':null,'invite':{'!a':{}}}}", "invite !a {};{}" },
    { "{'rooms':{'join':{'!a':[],'!b':null,'!c':'x','!d':{'e':1}}}}", "join !d {'e':1};{}" },
    { "{'a':{'rooms':{'join':{'!a':{}}}}}", "{'a':{'rooms':{'join':{'!a':{}}}}}" },
    { "{'\\u0072ooms':{'join':{'!\\u0061':{}}}}", "join !a {};{}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *taken = take (cases[i].json, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (taken, ==, cases[i].taken);
    }
}

static void
test_refused (void)
{
  static const char *const texts[] = {
    "", "{", "[]", "7", "{'rooms':{'join':{'!a':{}}}", "{'rooms':{'join':{'!a':{'x':}}}}", "{'rooms':{'join':{'!a'}}}",
    "{'rooms':{}}}", "{'rooms':{'join':{'!a':{},}}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *taken = take (texts[i], &error);

      g_assert_null (taken);
      g_assert_true (error != NULL && error->domain == BEDSIDE_JSON_ERROR);
    }
}

/* "HEAD BLOCK,BLOCK,... TAIL" of about so many bytes. */
static char *
fill (const char *head,
      const char *block,
      gsize       size,
      const char *tail)
{
  GString *text = g_string_sized_new (size + 100);

  g_string_append (text, head);
  while (text->len < size)
    {
      g_string_append (text, block);
      g_string_append_c (text, ',');
    }
  g_string_append (text, block);
  g_string_append (text, tail);

  return g_string_free (text, FALSE);
}

static void
ignore_part (const char *section,
             const char *name,
             JsonObject *part,
             gpointer    user_data)
{
  guint *count = user_data;

  (*count)++;
}

static gboolean
is_too_large (char *json)
{
  g_autofree char *text = g_strdelimit (json, "'", '"');
  g_autoptr(GError) error = NULL;
  guint count = 0;
  g_autoptr(JsonObject) rest = bedside_json_take_parts (text, strlen (text), "rooms", ignore_part, &count, &error);

  if (rest != NULL)
    return FALSE;
  g_assert_error (error, BEDSIDE_JSON_ERROR, BEDSIDE_JSON_ERROR_TOO_LARGE);
  g_assert_cmpuint (count, ==, 0);

  return TRUE;
}

/* Whoever writes an answer does not choose how much memory it takes: neither what is kept of it, nor one part, nor what
 * is beside the parts; however its names are written. */
static void
test_too_large (void)
{
  gsize size = 12 * 1000 * 1000;

  g_assert_true (is_too_large (fill ("{'rooms':{'join':{'!a':{'content':[", "[]", size, "]}}}}")));
  g_assert_true (is_too_large (fill ("{'rooms':{'join':{'!a':{'c\\u006fntent':[", "[]", size, "]}}}}")));
  g_assert_true (is_too_large (fill ("{'rooms':{'join':{'!a':{'x':[", "[]", size, "]}}}}")));
  g_assert_true (is_too_large (fill ("{'a':[", "[]", size, "]}")));
  g_assert_true (is_too_large (fill ("{'r\\u006foms':{'join':{'!a':{'x':[", "[]", size, "]}}}}")));
  /* Of this nothing is made. */
  g_assert_false (is_too_large (fill ("{'rooms':{'join':[", "[]", size, "]}}")));
}

/* As objects these would be too large: they are there one at a time. */
static void
test_many_parts (void)
{
  static const char events[] =
    "{'unsigned':{'age':1,'x':2},'a':'b','c':'d','e':'f','g':'h','i':'j','content':{'body':'x'}}";
  g_autofree char *part = fill ("'!a':{'timeline':{'events':[", events, 1000 * sizeof events, "]}}");
  g_autoptr(GString) section = g_string_new ("{'rooms':{'join':{");
  g_autoptr(GError) error = NULL;
  guint count = 0;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (section, "%s%s", i > 0 ? "," : "", part);
  g_string_append (section, "}}}");
  g_strdelimit (section->str, "'", '"');

  g_autoptr(JsonObject) whole = bedside_json_parse_object (section->str, -1, &error);
  g_assert_null (whole);
  g_assert_error (error, BEDSIDE_JSON_ERROR, BEDSIDE_JSON_ERROR_TOO_LARGE);
  g_clear_error (&error);

  g_autoptr(JsonObject) rest = bedside_json_take_parts (section->str, section->len, "rooms", ignore_part, &count,
                                                        &error);
  g_assert_no_error (error);
  g_assert_nonnull (rest);
  g_assert_cmpuint (count, ==, 200);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/json-parts/parts", test_parts);
  g_test_add_func ("/base/json-parts/refused", test_refused);
  g_test_add_func ("/base/json-parts/too-large", test_too_large);
  g_test_add_func ("/base/json-parts/many-parts", test_many_parts);

  return g_test_run ();
}
