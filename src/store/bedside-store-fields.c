/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-store-fields"

#include "bedside-store-fields.h"

#include <string.h>

/* Done for every record that is read: printf() would take more time than opening its seal. */
static void
append_field (GString    *packed,
              const char *field)
{
  gsize length = strlen (field), rest = length;
  char digits[24];
  char *first = digits + sizeof digits;

  do
    {
      *--first = (char) ('0' + rest % 10);
      rest /= 10;
    }
  while (rest > 0);

  g_string_append_len (packed, first, digits + sizeof digits - first);
  g_string_append_c (packed, ':');
  g_string_append_len (packed, field, (gssize) length);
}

/**
 * bedside_store_fields_pack:
 * @first: a text
 * @...: more texts, ended by %NULL
 *
 * Puts texts into one, each behind its length, so that no two lists give the same result.
 *
 * Returns: (transfer full): the packed texts
 */
char *
bedside_store_fields_pack (const char *first,
                           ...)
{
  g_return_val_if_fail (first != NULL, NULL);

  GString *packed = g_string_new (NULL);
  va_list fields;

  va_start (fields, first);
  for (const char *field = first; field != NULL; field = va_arg (fields, const char *))
    append_field (packed, field);
  va_end (fields);

  return g_string_free (packed, FALSE);
}

/**
 * bedside_store_fields_unpack:
 * @text: what bedside_store_fields_pack() gave
 * @count: how many texts there must be
 *
 * Returns: (transfer full) (nullable): the texts, %NULL if there are not exactly @count
 */
char **
bedside_store_fields_unpack (const char *text,
                             guint       count)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_auto(GStrv) fields = g_new0 (char *, count + 1);
  gsize left = strlen (text);

  for (guint i = 0; i < count; i++)
    {
      char *end = NULL;
      guint64 length = g_ascii_isdigit (*text) ? g_ascii_strtoull (text, &end, 10) : 0;

      if (end == NULL || *end != ':')
        return NULL;
      left -= (gsize) (end + 1 - text);
      if (length > left)
        return NULL;
      fields[i] = g_strndup (end + 1, length);
      text = end + 1 + length;
      left -= length;
    }

  return left == 0 ? g_steal_pointer (&fields) : NULL;
}
