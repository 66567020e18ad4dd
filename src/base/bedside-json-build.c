/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-json-build"

#include "bedside-json-build.h"

#include <string.h>

/* json-glib's parser takes several times as long, and a start or a first sync is mostly parsing. What comes in here has
 * passed bedside_json_scan(): it is JSON, not nested too deeply, and every escape in it can be represented. */

/* No server repeats names or makes up such with the same hash, except to keep us busy. */
#define MAX_REPEATS 1000
#define FEW_MEMBERS 256
#define HASH_BITS   12
#define MAX_ALIKE   128

typedef struct {
  const char *at;
  GString    *text;     /* (owned): of the string that is being read */
  guint       repeats;  /* members of a name that there was already */
  gboolean    refused;  /* there is no use in going on */
} Build;

static JsonNode *build_value (Build *build);

static void
skip_blanks (Build *build)
{
  while (*build->at == ' ' || *build->at == '\t' || *build->at == '\n' || *build->at == '\r')
    build->at++;
}

/* Skips blanks and, if it comes next, @c. */
static gboolean
take (Build *build,
      char   c)
{
  skip_blanks (build);
  if (*build->at != c)
    return FALSE;
  build->at++;

  return TRUE;
}

static gunichar
read_code (const char *digits)
{
  gunichar code = 0;

  for (guint i = 0; i < 4; i++)
    code = code * 16 + (gunichar) g_ascii_xdigit_value (digits[i]);

  return code;
}

/* @build is behind "\u". */
static void
append_code (Build *build)
{
  gunichar code = read_code (build->at);

  build->at += 4;
  if (code >= 0xd800 && code <= 0xdbff)
    {
      code = 0x10000 + ((code - 0xd800) << 10) + (read_code (build->at + 2) - 0xdc00);
      build->at += 6;
    }
  g_string_append_unichar (build->text, code);
}

static void
append_escaped (Build *build)
{
  static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
  char c = *build->at++;
  const char *found = strchr (from, c);

  if (c == 'u')
    append_code (build);
  else
    g_string_append_c (build->text, found != NULL ? to[found - from] : c);
}

/* The string is in build->text until the next one. */
static const char *
build_string (Build *build)
{
  build->at++;
  g_string_truncate (build->text, 0);
  for (;;)
    {
      gsize plain = strcspn (build->at, "\"\\");

      g_string_append_len (build->text, build->at, (gssize) plain);
      build->at += plain + 1;
      if (build->at[-1] == '"')
        return build->text->str;
      append_escaped (build);
    }
}

static JsonNode *
build_number (Build *build)
{
  /* Not strcspn (), which in a text without fractions looks up to its end, for every number. */
  gsize length = strspn (build->at, "+-0123456789");
  gsize rest = strspn (build->at + length, "+-.0123456789eE");
  gboolean integer = rest == 0;
  JsonNode *node = json_node_alloc ();

  if (integer)
    json_node_init_int (node, g_ascii_strtoll (build->at, NULL, 10));
  else
    json_node_init_double (node, g_ascii_strtod (build->at, NULL));
  build->at += length + rest;

  return node;
}

static JsonNode *
build_word (Build *build)
{
  char c = *build->at;

  build->at += c == 'f' ? strlen ("false") : strlen ("true");
  if (c == 'n')
    return json_node_init_null (json_node_alloc ());

  return json_node_init_boolean (json_node_alloc (), c == 't');
}

/* Among many names that somebody else has chosen: whether too many of them are alike to json-glib's table. */
static gboolean
is_one_too_many (guint8     **counts,
                 const char  *name)
{
  guint slot = (g_str_hash (name) * 2654435769u) >> (32 - HASH_BITS);

  if (*counts == NULL)
    *counts = g_new0 (guint8, 1u << HASH_BITS);

  return ++(*counts)[slot] > MAX_ALIKE;
}

/* Of two members of one name the second counts. json-glib goes through all names to find the first. */
static void
set_member (Build      *build,
            JsonObject *object,
            const char *name,
            JsonNode   *value)
{
  if (!build->refused && json_object_has_member (object, name))
    build->refused = ++build->repeats > MAX_REPEATS;
  if (build->refused)
    json_node_unref (value);
  else
    json_object_set_member (object, name, value);
}

static JsonNode *
build_object (Build *build)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_alloc ();
  g_autofree guint8 *counts = NULL;

  build->at++;
  skip_blanks (build);
  for (guint i = 0; *build->at == '"'; i++)
    {
      g_autofree char *name = g_strdup (build_string (build));

      if (i >= FEW_MEMBERS && !build->refused)
        build->refused = is_one_too_many (&counts, name);
      take (build, ':');
      set_member (build, object, name, build_value (build));
      take (build, ',');
      skip_blanks (build);
    }
  take (build, '}');
  json_node_init_object (node, object);
  json_object_unref (object);

  return node;
}

static JsonNode *
build_array (Build *build)
{
  JsonArray *array = json_array_new ();
  JsonNode *node = json_node_alloc ();

  build->at++;
  while (!take (build, ']'))
    {
      json_array_add_element (array, build_value (build));
      take (build, ',');
    }
  json_node_init_array (node, array);
  json_array_unref (array);

  return node;
}

/* Descends by recursion: the scan has counted the depth. */
static JsonNode *
build_value (Build *build)
{
  skip_blanks (build);
  switch (*build->at)
    {
    case '{':
      return build_object (build);
    case '[':
      return build_array (build);
    case '"':
      return json_node_init_string (json_node_alloc (), build_string (build));
    case 't':
    case 'f':
    case 'n':
      return build_word (build);
    default:
      return build_number (build);
    }
}

/**
 * bedside_json_build:
 * @text: a text that has passed bedside_json_scan()
 *
 * Makes json-glib's nodes of JSON.
 *
 * Returns: (transfer full) (nullable): the value; %NULL if objects repeat too many of their names, or have too many
 *   of one hash
 */
JsonNode *
bedside_json_build (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  Build build = { .at = text, .text = g_string_new (NULL) };
  JsonNode *node = build_value (&build);

  g_string_free (build.text, TRUE);
  if (build.refused)
    g_clear_pointer (&node, json_node_unref);

  return node;
}

static void
skip_string (Build *build)
{
  build->at++;
  while (*build->at != '"')
    build->at += *build->at == '\\' ? 2 : 1;
  build->at++;
}

/* Without making anything of it. */
static void
skip_value (Build *build)
{
  guint depth = 0;

  do
    {
      skip_blanks (build);
      if (*build->at == '"')
        {
          skip_string (build);
          continue;
        }
      if (*build->at == '{' || *build->at == '[')
        depth++;
      else if (*build->at == '}' || *build->at == ']')
        depth--;
      else if (depth == 0)
        {
          build->at += strcspn (build->at, ",}] \t\r\n");
          return;
        }
      build->at++;
    }
  while (depth > 0);
}

/* The value is used up, whatever it is. */
static void
give (Build           *build,
      const char      *section,
      BedsideJsonTake  take_part,
      gpointer         user_data)
{
  g_autofree char *name = g_strdup (build_string (build));
  JsonNode *node;

  take (build, ':');
  node = build_value (build);
  if (!build->refused && JSON_NODE_HOLDS_OBJECT (node))
    take_part (section, name, json_node_get_object (node), user_data);
  json_node_unref (node);
  take (build, ',');
  skip_blanks (build);
}

static void
build_section (Build           *build,
               BedsideJsonTake  take_part,
               gpointer         user_data)
{
  g_autofree char *section = g_strdup (build_string (build));

  take (build, ':');
  skip_blanks (build);
  if (*build->at == '{')
    {
      build->at++;
      skip_blanks (build);
      while (*build->at == '"')
        give (build, section, take_part, user_data);
      take (build, '}');
    }
  else
    skip_value (build);
  take (build, ',');
  skip_blanks (build);
}

static void
build_sections (Build           *build,
                BedsideJsonTake  take_part,
                gpointer         user_data)
{
  if (*build->at != '{')
    {
      skip_value (build);
      return;
    }
  build->at++;
  skip_blanks (build);
  while (*build->at == '"')
    build_section (build, take_part, user_data);
  take (build, '}');
}

/**
 * bedside_json_build_parts:
 * @text: an object that has passed bedside_json_scan_parts()
 * @parted: name of a member of it, an object of objects of objects
 * @take_part: is given the innermost ones, one after the other
 * @user_data: data for @take_part
 *
 * Makes json-glib's nodes of JSON, but of @parted only one part at a time, each of which is gone when the next is made:
 * all of them would take many times as much memory as what is read of them.
 *
 * Returns: (transfer full) (nullable): the object without @parted; %NULL as bedside_json_build() does
 */
JsonObject *
bedside_json_build_parts (const char      *text,
                          const char      *parted,
                          BedsideJsonTake  take_part,
                          gpointer         user_data)
{
  g_return_val_if_fail (text != NULL && parted != NULL && take_part != NULL, NULL);

  Build build = { .at = text, .text = g_string_new (NULL) };
  JsonObject *object = json_object_new ();

  take (&build, '{');
  skip_blanks (&build);
  while (*build.at == '"')
    {
      g_autofree char *name = g_strdup (build_string (&build));

      take (&build, ':');
      skip_blanks (&build);
      if (g_str_equal (name, parted))
        build_sections (&build, take_part, user_data);
      else
        set_member (&build, object, name, build_value (&build));
      take (&build, ',');
      skip_blanks (&build);
    }

  g_string_free (build.text, TRUE);
  if (build.refused)
    g_clear_pointer (&object, json_object_unref);

  return object;
}
