/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-csv-text"

#include "bedside-csv.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define REPLACEMENT 0xfffd

/* How much of a file without a mark tells whether it is UTF-16. */
#define UTF16_SAMPLE 1024

typedef enum {
  ENCODING_UTF8,
  ENCODING_UTF16LE,
  ENCODING_UTF16BE,
  ENCODING_WINDOWS_1252,
} Encoding;

/* 0x80 to 0x9f of Windows-1252; the others are as in Latin-1. */
static const gunichar2 windows_1252[] = {
  0x20ac, REPLACEMENT, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
  0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, REPLACEMENT, 0x017d, REPLACEMENT,
  REPLACEMENT, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
  0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, REPLACEMENT, 0x017e, 0x0178,
};

static gboolean
begins_with (const guint8 *data,
             gsize         size,
             const char   *magic,
             gsize         length)
{
  return size >= length && memcmp (data, magic, length) == 0;
}

/* The names that people give to files lie; what they begin with does not. */
static gboolean
check_kind (const guint8  *data,
            gsize          size,
            GError       **error)
{
  if (size > BEDSIDE_CSV_MAX_SIZE)
    {
      g_set_error_literal (error, BEDSIDE_CSV_ERROR, BEDSIDE_CSV_ERROR_TOO_LARGE,
                           _("The file is too large to be a list of patients."));
      return FALSE;
    }

  if (begins_with (data, size, "PK\003\004", 4) || begins_with (data, size, "\xd0\xcf\x11\xe0", 4))
    {
      g_set_error_literal (error, BEDSIDE_CSV_ERROR, BEDSIDE_CSV_ERROR_SPREADSHEET,
                           _("This is a spreadsheet. Open it in the program that made it, save it as CSV, "
                             "and choose that file."));
      return FALSE;
    }

  return TRUE;
}

/* Western text in UTF-16 has a zero in nearly every second byte, and never in the others. */
static Encoding
guess_unmarked (const guint8 *data,
                gsize         size)
{
  gsize sample = MIN (size, UTF16_SAMPLE) & ~(gsize) 1;
  gsize zeros[2] = { 0, 0 };

  for (gsize i = 0; i < sample; i++)
    zeros[i & 1] += data[i] == 0;
  if (sample >= 4 && zeros[0] == 0 && zeros[1] * 4 > sample)
    return ENCODING_UTF16LE;
  if (sample >= 4 && zeros[1] == 0 && zeros[0] * 4 > sample)
    return ENCODING_UTF16BE;

  /* A damaged line does not make the rest something else than UTF-8. */
  gsize valid = 0, invalid = 0;
  for (gsize i = 0; i < size;)
    {
      gunichar c = data[i] < 0x80 ? data[i] : g_utf8_get_char_validated ((const char *) data + i, (gssize) (size - i));

      if (data[i] < 0x80)
        i++;
      else if (c == (gunichar) -1 || c == (gunichar) -2)
        {
          invalid++;
          i++;
        }
      else
        {
          valid++;
          i += (gsize) g_unichar_to_utf8 (c, NULL);
        }
    }

  return invalid > valid ? ENCODING_WINDOWS_1252 : ENCODING_UTF8;
}

static Encoding
guess_encoding (const guint8 **data,
                gsize         *size)
{
  static const struct {
    const char *mark;
    gsize length;
    Encoding encoding;
  } marks[] = {
    { "\xef\xbb\xbf", 3, ENCODING_UTF8 },
    { "\xff\xfe", 2, ENCODING_UTF16LE },
    { "\xfe\xff", 2, ENCODING_UTF16BE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if (begins_with (*data, *size, marks[i].mark, marks[i].length))
        {
          *data += marks[i].length;
          *size -= marks[i].length;
          return marks[i].encoding;
        }
    }

  return guess_unmarked (*data, *size);
}

/* Controls mean nothing in a list of names, except for tabs and the ends of lines. */
static void
append (GString  *text,
        gunichar  c)
{
  if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7f && c < 0xa0))
    c = REPLACEMENT;
  g_string_append_unichar (text, c);
}

static void
decode_utf8 (GString      *text,
             const guint8 *data,
             gsize         size)
{
  for (gsize i = 0; i < size;)
    {
      gunichar c = data[i];
      gsize length = 1;

      if (c >= 0x80)
        {
          c = g_utf8_get_char_validated ((const char *) data + i, (gssize) (size - i));
          if (c == (gunichar) -1 || c == (gunichar) -2)
            c = REPLACEMENT;
          else
            length = (gsize) g_unichar_to_utf8 (c, NULL);
        }
      append (text, c);
      i += length;
    }
}

static void
decode_utf16 (GString      *text,
              const guint8 *data,
              gsize         size,
              gboolean      big_endian)
{
  const guint high = big_endian ? 0 : 1;
  gunichar lead = 0;

  for (gsize i = 0; i + 1 < size; i += 2)
    {
      gunichar c = (gunichar) data[i + high] << 8 | data[i + 1 - high];

      if (c >= 0xdc00 && c < 0xe000 && lead != 0)
        {
          append (text, 0x10000 + ((lead - 0xd800) << 10) + (c - 0xdc00));
          lead = 0;
          continue;
        }
      if (lead != 0)
        append (text, REPLACEMENT);
      lead = 0;
      if (c >= 0xd800 && c < 0xdc00)
        lead = c;
      else
        append (text, c >= 0xdc00 && c < 0xe000 ? REPLACEMENT : c);
    }
  if (lead != 0 || (size & 1) != 0)
    append (text, REPLACEMENT);
}

static void
decode_windows_1252 (GString      *text,
                     const guint8 *data,
                     gsize         size)
{
  for (gsize i = 0; i < size; i++)
    append (text, data[i] >= 0x80 && data[i] < 0xa0 ? windows_1252[data[i] - 0x80] : data[i]);
}

static gboolean
is_text (const GString *text)
{
  gsize characters = 0, unreadable = 0;

  for (const char *p = text->str; *p != '\0'; p = g_utf8_next_char (p))
    {
      characters++;
      unreadable += g_utf8_get_char (p) == REPLACEMENT;
    }

  return unreadable * 4 <= characters;
}

/**
 * bedside_csv_decode:
 * @bytes: a file
 * @error: (nullable): where to say why not
 *
 * Finds out how text is encoded in @bytes: by the mark at the beginning, else by
 * what is in it. What belongs to no text becomes U+FFFD.
 *
 * Returns: (transfer full) (nullable): UTF-8, or %NULL with an error of
 *   %BEDSIDE_CSV_ERROR
 */
GString *
bedside_csv_decode (GBytes  *bytes,
                    GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (!check_kind (data, size, error))
    return NULL;

  GString *text = g_string_sized_new (size + 1);
  switch (guess_encoding (&data, &size))
    {
    case ENCODING_UTF16LE:
      decode_utf16 (text, data, size, FALSE);
      break;
    case ENCODING_UTF16BE:
      decode_utf16 (text, data, size, TRUE);
      break;
    case ENCODING_WINDOWS_1252:
      decode_windows_1252 (text, data, size);
      break;
    case ENCODING_UTF8:
    default:
      decode_utf8 (text, data, size);
    }

  if (is_text (text))
    return text;

  g_string_free (text, TRUE);
  g_set_error_literal (error, BEDSIDE_CSV_ERROR, BEDSIDE_CSV_ERROR_NOT_TEXT,
                       _("This file holds no text. Choose a CSV file."));
  return NULL;
}
