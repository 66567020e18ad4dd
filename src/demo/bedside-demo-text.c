/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-demo-text"

#include "bedside-demo-text.h"

#define LARGEST_INTEGER ((G_GINT64_CONSTANT (1) << 53) - 1)

static void
quote (GString    *out,
       const char *value)
{
  g_string_append_c (out, '"');
  for (const char *start = value; *start != '\0';)
    {
      const char *end = start;

      while ((guchar) *end >= 0x20 && *end != '"' && *end != '\\')
        end++;
      g_string_append_len (out, start, end - start);
      if (*end == '\0')
        break;
      if ((guchar) *end < 0x20)
        g_string_append_printf (out, "\\u%04x", (guint) (guchar) *end);
      else
        {
          g_string_append_c (out, '\\');
          g_string_append_c (out, *end);
        }
      start = end + 1;
    }
  g_string_append_c (out, '"');
}

static void
begin (GString    *out,
       const char *name)
{
  char last = out->len > 0 ? out->str[out->len - 1] : '{';

  if (last != '{' && last != '[')
    g_string_append_c (out, ',');
  if (name != NULL)
    {
      quote (out, name);
      g_string_append_c (out, ':');
    }
}

/**
 * bedside_demo_text_open:
 * @out: the text so far
 * @name: (nullable): name of the member; %NULL at the top and in arrays
 * @bracket: `{` or `[`
 *
 * Begins an object or array. Commas are set as they are needed.
 */
void
bedside_demo_text_open (GString    *out,
                        const char *name,
                        char        bracket)
{
  begin (out, name);
  g_string_append_c (out, bracket);
}

/**
 * bedside_demo_text_close:
 * @out: the text so far
 * @bracket: `}` or `]`
 *
 * Ends an object or array.
 */
void
bedside_demo_text_close (GString *out,
                         char     bracket)
{
  g_string_append_c (out, bracket);
}

/**
 * bedside_demo_text_string:
 * @out: the text so far
 * @name: (nullable): name of the member; %NULL in arrays
 * @value: (nullable): UTF-8; %NULL writes nothing
 *
 * Writes a string.
 */
void
bedside_demo_text_string (GString    *out,
                          const char *name,
                          const char *value)
{
  if (value == NULL)
    return;
  begin (out, name);
  quote (out, value);
}

/**
 * bedside_demo_text_int:
 * @out: the text so far
 * @name: (nullable): name of the member; %NULL in arrays
 * @value: the number
 *
 * Writes an integer.
 */
void
bedside_demo_text_int (GString    *out,
                       const char *name,
                       gint64      value)
{
  begin (out, name);
  g_string_append_printf (out, "%" G_GINT64_FORMAT, value);
}

/**
 * bedside_demo_text_boolean:
 * @out: the text so far
 * @name: (nullable): name of the member; %NULL in arrays
 * @value: the truth
 *
 * Writes true or false.
 */
void
bedside_demo_text_boolean (GString    *out,
                           const char *name,
                           gboolean    value)
{
  begin (out, name);
  g_string_append (out, value ? "true" : "false");
}

/**
 * bedside_demo_text_raw:
 * @out: the text so far
 * @name: (nullable): name of the member; %NULL in arrays
 * @json: a whole JSON value
 *
 * Writes what is JSON already.
 */
void
bedside_demo_text_raw (GString    *out,
                       const char *name,
                       const char *json)
{
  begin (out, name);
  g_string_append (out, json);
}

/**
 * bedside_demo_text_strings:
 * @name: name of the first member
 * @...: its value, then more names and values, then %NULL; members with a %NULL value are left out
 *
 * Returns: (transfer full): an object of strings
 */
char *
bedside_demo_text_strings (const char *name,
                           ...)
{
  GString *out = g_string_new ("{");
  va_list rest;

  va_start (rest, name);
  for (const char *key = name; key != NULL; key = va_arg (rest, const char *))
    bedside_demo_text_string (out, key, va_arg (rest, const char *));
  va_end (rest);

  return g_string_free (g_string_append_c (out, '}'), FALSE);
}

/**
 * bedside_demo_text_random:
 * @length: how many characters
 *
 * Returns: (transfer full): letters and digits nobody has seen before
 */
char *
bedside_demo_text_random (guint length)
{
  static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  char *text = g_malloc (length + 1);
  guint32 bits = 0;

  for (guint i = 0; i < length; i++)
    {
      if (i % 5 == 0)
        bits = g_random_int ();
      text[i] = alphabet[bits & 63];
      bits >>= 6;
    }
  text[length] = '\0';

  return text;
}

/**
 * bedside_demo_text_value:
 * @node: any JSON value
 *
 * Returns: (transfer full): the value as compact JSON
 */
char *
bedside_demo_text_value (JsonNode *node)
{
  return json_to_string (node, FALSE);
}

/**
 * bedside_demo_text_is_canonical:
 * @node: any JSON value
 *
 * Checks the numbers: Matrix events hold integers within ±(2^53 - 1) only.
 *
 * Returns: (nullable): what is wrong, %NULL if nothing
 */
const char *
bedside_demo_text_is_canonical (JsonNode *node)
{
  const char *wrong = NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr(GList) values = json_object_get_values (json_node_get_object (node));

      for (GList *value = values; value != NULL && wrong == NULL; value = value->next)
        wrong = bedside_demo_text_is_canonical (value->data);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array) && wrong == NULL; i++)
        wrong = bedside_demo_text_is_canonical (json_array_get_element (array, i));
    }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_DOUBLE)
    wrong = "Bad JSON value: float";
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64 &&
           ABS (json_node_get_int (node)) > LARGEST_INTEGER)
    wrong = "JSON integer out of range";

  return wrong;
}
