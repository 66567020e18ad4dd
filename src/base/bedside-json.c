/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-json"

#include "bedside-json.h"

#include "bedside-json-build.h"
#include "bedside-json-scan.h"

#include <string.h>

G_DEFINE_QUARK (bedside-json-error-quark, bedside_json_error)

static gboolean
check_encoding (char   **text,
                gsize   *length,
                GError **error)
{
  if (!g_utf8_validate_len (*text, *length, NULL))
    {
      g_set_error_literal (error, BEDSIDE_JSON_ERROR, BEDSIDE_JSON_ERROR_SYNTAX, "The text is not UTF-8");
      return FALSE;
    }
  /* Windows' editors put a byte order mark in front of the files that administrators write. */
  if (*length >= 3 && memcmp (*text, "\357\273\277", 3) == 0)
    {
      *text += 3;
      *length -= 3;
    }
  return TRUE;
}

static void
set_alike (GError **error)
{
  g_set_error_literal (error, BEDSIDE_JSON_ERROR, BEDSIDE_JSON_ERROR_TOO_LARGE, "Too many names are alike");
}

static void
set_no_object (GError **error)
{
  g_set_error_literal (error, BEDSIDE_JSON_ERROR, BEDSIDE_JSON_ERROR_WRONG_TYPE, "The JSON is not an object");
}

/**
 * bedside_json_take_object:
 * @text: JSON, followed by a NUL; it is changed
 * @length: its length in bytes, without the NUL
 * @error: return location for a #BedsideJsonError
 *
 * Like bedside_json_parse_object(), of a text that is not needed any more: large ones need not be copied.
 *
 * Returns: (transfer full) (nullable): the object
 */
JsonObject *
bedside_json_take_object (char    *text,
                          gsize    length,
                          GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (text[length] == '\0', NULL);

  if (!check_encoding (&text, &length, error) || !bedside_json_scan (text, length, error))
    return NULL;

  g_autoptr(JsonNode) root = bedside_json_build (text);
  if (root == NULL)
    {
      set_alike (error);
      return NULL;
    }
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      set_no_object (error);
      return NULL;
    }

  return json_node_dup_object (root);
}

/**
 * bedside_json_take_parts:
 * @text: JSON, followed by a NUL; it is changed
 * @length: its length in bytes, without the NUL
 * @parted: name of a member
 * @take_part: called for each part
 * @user_data: data for @take_part
 * @error: return location for a #BedsideJsonError
 *
 * Like bedside_json_take_object(), of a text whose largest member is an object of objects of objects (as the rooms of
 * an answer of sync are): those are given to @take_part one by one, so that they are not all there at once. If it
 * fails, some may have been given already.
 *
 * Returns: (transfer full) (nullable): the object without @parted
 */
JsonObject *
bedside_json_take_parts (char             *text,
                         gsize             length,
                         const char       *parted,
                         BedsideJsonTake   take_part,
                         gpointer          user_data,
                         GError          **error)
{
  g_return_val_if_fail (text != NULL && parted != NULL && take_part != NULL, NULL);
  g_return_val_if_fail (text[length] == '\0', NULL);

  if (!check_encoding (&text, &length, error) || !bedside_json_scan_parts (text, length, parted, error))
    return NULL;
  if (text[strspn (text, " \t\r\n")] != '{')
    {
      set_no_object (error);
      return NULL;
    }

  JsonObject *object = bedside_json_build_parts (text, parted, take_part, user_data);

  if (object == NULL)
    set_alike (error);

  return object;
}

/**
 * bedside_json_parse_object:
 * @text: JSON, not necessarily terminated by NUL
 * @length: the length of @text in bytes, or -1 if it is terminated
 * @error: return location for a #BedsideJsonError
 *
 * Parses a text that must be one JSON object. Texts nested deeper than
 * %BEDSIDE_JSON_MAX_DEPTH are refused, and so are those of very many values; bytes that are not UTF-8 are too. The
 * escapes of NUL and of lone surrogates become U+FFFD; numbers that do not fit are no integers; those beyond a double
 * are null. Takes time in proportion to @length: large texts belong in a worker thread.
 *
 * Returns: (transfer full) (nullable): the object
 */
JsonObject *
bedside_json_parse_object (const char  *text,
                           gssize       length,
                           GError     **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  gsize size = length < 0 ? strlen (text) : (gsize) length;
  /* Not g_strndup (): that one fills what is behind a NUL with zeros, and would hide it. */
  g_autofree char *copy = g_malloc (size + 1);

  memcpy (copy, text, size);
  copy[size] = '\0';

  return bedside_json_take_object (copy, size, error);
}

/* json-glib 1.6 writes 1e+20 as 1e+20.0 and U+001F as it is, neither of which is JSON. */
static char *
mend (const char *text)
{
  GString *mended = g_string_sized_new (strlen (text));
  gboolean in_string = FALSE;

  for (const char *from = text; *from != '\0'; from++)
    {
      gboolean in_number = !in_string && from > text && g_ascii_isdigit (from[-1]);

      if (*from == '"')
        in_string = !in_string;
      if (in_number && *from == 'e')
        {
          gsize length = 1 + strspn (from + 1, "+-0123456789");

          g_string_append_len (mended, from, (gssize) length);
          from += strncmp (from + length, ".0", 2) == 0 ? length + 1 : length - 1;
        }
      else if (*from == '\037')
        g_string_append (mended, "\\u001f");
      else
        g_string_append_c (mended, *from);
      if (in_string && *from == '\\')
        g_string_append_c (mended, *++from);
    }

  return g_string_free (mended, FALSE);
}

/**
 * bedside_json_object_to_text:
 * @object: a JSON object
 *
 * Writes @object as compact JSON.
 *
 * Returns: (transfer full): the text
 */
char *
bedside_json_object_to_text (JsonObject *object)
{
  g_return_val_if_fail (object != NULL, NULL);

  g_autoptr(JsonNode) node = json_node_init_object (json_node_alloc (), object);

  g_autofree char *text = json_to_string (node, FALSE);

  return mend (text);
}

static JsonNode *
get_value (JsonObject *object,
           const char *name,
           GType       type)
{
  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != type)
    return NULL;
  return node;
}

/**
 * bedside_json_get_string:
 * @object: (nullable): a JSON object
 * @name: the name of a member
 *
 * Reads a string that somebody else wrote.
 *
 * Returns: (transfer none) (nullable): the string, %NULL if the member is missing or no string
 */
const char *
bedside_json_get_string (JsonObject *object,
                         const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  JsonNode *node = get_value (object, name, G_TYPE_STRING);

  return node ? json_node_get_string (node) : NULL;
}

/**
 * bedside_json_get_int:
 * @object: (nullable): a JSON object
 * @name: the name of a member
 * @value: (out): where to put the integer; unchanged if there is none
 *
 * Reads an integer. Numbers with a fraction or exponent are not integers.
 *
 * Returns: %FALSE if the member is missing or no integer
 */
gboolean
bedside_json_get_int (JsonObject *object,
                      const char *name,
                      gint64     *value)
{
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  JsonNode *node = get_value (object, name, G_TYPE_INT64);

  if (node == NULL)
    return FALSE;
  *value = json_node_get_int (node);
  return TRUE;
}

/**
 * bedside_json_get_boolean:
 * @object: (nullable): a JSON object
 * @name: the name of a member
 * @value: (out): where to put the boolean; unchanged if there is none
 *
 * Reads true or false; no other value counts as either.
 *
 * Returns: %FALSE if the member is missing or no boolean
 */
gboolean
bedside_json_get_boolean (JsonObject *object,
                          const char *name,
                          gboolean   *value)
{
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  JsonNode *node = get_value (object, name, G_TYPE_BOOLEAN);

  if (node == NULL)
    return FALSE;
  *value = json_node_get_boolean (node);
  return TRUE;
}

/**
 * bedside_json_get_object:
 * @object: (nullable): a JSON object
 * @name: the name of a member
 *
 * Returns: (transfer none) (nullable): the member, %NULL if it is missing or no object
 */
JsonObject *
bedside_json_get_object (JsonObject *object,
                         const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * bedside_json_get_array:
 * @object: (nullable): a JSON object
 * @name: the name of a member
 *
 * Returns: (transfer none) (nullable): the member, %NULL if it is missing or no array
 */
JsonArray *
bedside_json_get_array (JsonObject *object,
                        const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  JsonNode *node = object ? json_object_get_member (object, name) : NULL;

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * bedside_json_array_get_string:
 * @array: a JSON array
 * @index: a position in it
 *
 * Returns: (transfer none) (nullable): the element, %NULL if there is none or it is no string
 */
const char *
bedside_json_array_get_string (JsonArray *array,
                               guint      index)
{
  g_return_val_if_fail (array != NULL, NULL);

  if (index >= json_array_get_length (array))
    return NULL;

  JsonNode *node = json_array_get_element (array, index);

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

/**
 * bedside_json_array_get_object:
 * @array: a JSON array
 * @index: a position in it
 *
 * Returns: (transfer none) (nullable): the element, %NULL if there is none or it is no object
 */
JsonObject *
bedside_json_array_get_object (JsonArray *array,
                               guint      index)
{
  g_return_val_if_fail (array != NULL, NULL);

  if (index >= json_array_get_length (array))
    return NULL;

  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}
