/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-json-scan"

#include "bedside-json-scan.h"

#include "bedside-json.h"

#include <errno.h>
#include <math.h>
#include <string.h>

/* json-glib takes more than JSON (comments, octal numbers, assignments), descends by recursion, and wraps integers
 * around; bedside-json-build takes anything for JSON. So this sees a text first: it lets pass what RFC 8259 allows,
 * counts the depth, the members and what all of it will take, and changes in place what is JSON but cannot be
 * represented. */

/* What json-glib's nodes take, from above: measured with version 1.6 and glibc. */
#define VALUE_COST  96
#define STRING_COST 64
#define NAME_COST   96
#define ARRAY_COST  160
#define OBJECT_COST 480

typedef enum {
  EXPECT_VALUE,
  EXPECT_VALUE_OR_END,
  EXPECT_NAME,
  EXPECT_NAME_OR_END,
  EXPECT_COLON,
  EXPECT_COMMA_OR_END,
} Expectation;

/* What is made of an object that is not kept as such: an event, with its texts. */
#define READ_COST 240
/* In how many values a part is. */
#define PART_DEPTH 3

typedef struct {
  const char  *parted;                           /* (nullable): see bedside_json_scan_parts() */
  gboolean     is_parted;                        /* in the member of that name */
  gsize        part;                             /* memory that the values of this part take so far */
  guint        content;                          /* depth in which a "content" was opened; 0: in none */
  gboolean     begins;                           /* such a one comes next */
  char        *at;
  char        *end;
  Expectation  expectation;
  gsize        memory;                           /* that the values take so far */
  guint        depth;
  char         closers[BEDSIDE_JSON_MAX_DEPTH];  /* what ends each of the values that are open */
  guint        members[BEDSIDE_JSON_MAX_DEPTH];  /* of each */
} Scan;

static gboolean
is_at (Scan *scan,
       char  c)
{
  return scan->at < scan->end && *scan->at == c;
}

static gboolean
skip_digits (Scan *scan)
{
  char *start = scan->at;

  while (scan->at < scan->end && g_ascii_isdigit (*scan->at))
    scan->at++;

  return scan->at > start;
}

static gboolean
fits_integer (const char *text)
{
  errno = 0;
  g_ascii_strtoll (text, NULL, 10);

  return errno == 0;
}

/* Integers that do not fit become fractions, so that nobody takes them for integers; numbers beyond all become null. */
static void
mend_number (char     *start,
             char     *end,
             gboolean  integer)
{
  gsize length = (gsize) (end - start);

  if (integer && fits_integer (start))
    return;
  if (!isfinite (g_ascii_strtod (start, NULL)))
    {
      /* The shortest such number, 9e308, has room for it. */
      memset (start, ' ', length);
      memcpy (start, "null", 4);
    }
  else if (integer)
    memcpy (end - 2, "e2", 2);
}

static gboolean
scan_number (Scan *scan)
{
  char *start = scan->at;
  gboolean integer = TRUE;

  if (is_at (scan, '-'))
    scan->at++;
  if (is_at (scan, '0'))
    {
      scan->at++;
      /* What follows would be taken for a part of the number below. */
      if (scan->at < scan->end && g_ascii_isdigit (*scan->at))
        return FALSE;
    }
  else if (!skip_digits (scan))
    return FALSE;
  if (is_at (scan, '.'))
    {
      integer = FALSE;
      scan->at++;
      if (!skip_digits (scan))
        return FALSE;
    }
  if (is_at (scan, 'e') || is_at (scan, 'E'))
    {
      integer = FALSE;
      scan->at++;
      if (is_at (scan, '+') || is_at (scan, '-'))
        scan->at++;
      if (!skip_digits (scan))
        return FALSE;
    }
  mend_number (start, scan->at, integer);
  return TRUE;
}

/* The value of four hexadecimal digits, -1 if they are none. */
static int
get_code (Scan       *scan,
          const char *digits)
{
  int code = 0;

  if (scan->end - digits < 4)
    return -1;
  for (gsize i = 0; i < 4; i++)
    {
      int digit = g_ascii_xdigit_value (digits[i]);

      if (digit < 0)
        return -1;
      code = code * 16 + digit;
    }

  return code;
}

/* C strings end at NUL and GLib's are valid UTF-8, so the escapes that can be neither (\u0000 and lone surrogates)
 * become U+FFFD. */
static gboolean
scan_code (Scan *scan)
{
  char *digits = scan->at;
  int code = get_code (scan, digits);

  if (code < 0)
    return FALSE;
  scan->at += 4;
  if (code >= 0xd800 && code <= 0xdbff && is_at (scan, '\\') && scan->end - scan->at > 1 && scan->at[1] == 'u')
    {
      int low = get_code (scan, scan->at + 2);

      if (low >= 0xdc00 && low <= 0xdfff)
        {
          scan->at += 6;
          return TRUE;
        }
    }
  if (code == 0 || (code >= 0xd800 && code <= 0xdfff))
    memcpy (digits, "fffd", 4);
  return TRUE;
}

static gboolean
scan_string (Scan *scan)
{
  scan->at++;
  while (scan->at < scan->end)
    {
      char c = *scan->at++;

      if (c == '"')
        return TRUE;
      if ((guint8) c < 0x20)
        return FALSE;
      if (c != '\\')
        continue;
      if (scan->at == scan->end || *scan->at == '\0' || strchr ("\"\\/bfnrtu", *scan->at) == NULL)
        return FALSE;
      if (*scan->at++ == 'u' && !scan_code (scan))
        return FALSE;
    }

  return FALSE;
}

static gboolean
scan_word (Scan       *scan,
           const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (scan->end - scan->at) < length || memcmp (scan->at, word, length) != 0)
    return FALSE;
  scan->at += length;
  return TRUE;
}

static gboolean
set_too_large (GError **error)
{
  g_set_error_literal (error, BEDSIDE_JSON_ERROR, BEDSIDE_JSON_ERROR_TOO_LARGE, "There are too many values");
  return FALSE;
}

/* Fails to add to what there is when that is too much. */
static gboolean
count_memory (Scan  *scan,
              gsize  cost,
              gsize  read_cost)
{
  scan->part += cost;
  scan->memory += scan->is_parted && scan->content == 0 ? read_cost : cost;

  return scan->memory <= BEDSIDE_JSON_MAX_MEMORY && scan->part <= BEDSIDE_JSON_MAX_MEMORY;
}

static gboolean
open_value (Scan         *scan,
            char          closer,
            Expectation   expectation,
            GError      **error)
{
  if (scan->depth == G_N_ELEMENTS (scan->closers))
    {
      g_set_error_literal (error, BEDSIDE_JSON_ERROR, BEDSIDE_JSON_ERROR_TOO_DEEP, "Values are nested too deeply");
      return FALSE;
    }
  scan->at++;
  if (scan->begins)
    scan->content = scan->depth + 1;
  scan->begins = FALSE;
  if (!count_memory (scan, closer == '}' ? OBJECT_COST : ARRAY_COST, closer == '}' ? READ_COST : 0))
    return set_too_large (error);
  scan->members[scan->depth] = 0;
  scan->closers[scan->depth++] = closer;
  scan->expectation = expectation;
  return TRUE;
}

static gboolean
close_value (Scan *scan)
{
  if (scan->depth == 0 || *scan->at != scan->closers[scan->depth - 1])
    return FALSE;
  scan->at++;
  if (scan->content == scan->depth)
    scan->content = 0;
  scan->depth--;
  if (scan->is_parted && scan->depth <= PART_DEPTH)
    scan->part = 0;
  scan->expectation = EXPECT_COMMA_OR_END;
  return TRUE;
}

static gboolean
scan_value (Scan    *scan,
            GError **error)
{
  char c = *scan->at;

  scan->expectation = EXPECT_COMMA_OR_END;
  if (!count_memory (scan, c == '"' ? VALUE_COST + STRING_COST : VALUE_COST, 0))
    return set_too_large (error);
  if (c == '{')
    return open_value (scan, '}', EXPECT_NAME_OR_END, error);
  if (c == '[')
    return open_value (scan, ']', EXPECT_VALUE_OR_END, error);
  scan->begins = FALSE;
  if (c == '"')
    return scan_string (scan);
  if (c == '-' || g_ascii_isdigit (c))
    return scan_number (scan);

  return scan_word (scan, "true") || scan_word (scan, "false") || scan_word (scan, "null");
}

static gboolean
is_name (const char *quoted,
         gsize       length,
         const char *name)
{
  return length == strlen (name) + 2 && memcmp (quoted + 1, name, length - 2) == 0;
}

/* A name that is written with escapes may be any. */
static void
note_name (Scan       *scan,
           const char *quoted,
           gsize       length)
{
  if (scan->parted == NULL)
    return;
  if (scan->depth == 1)
    scan->is_parted = is_name (quoted, length, scan->parted);
  scan->begins = scan->content == 0 && (is_name (quoted, length, "content") || memchr (quoted, '\\', length) != NULL);
}

/* Objects with very many members are slow: whoever chooses the names also chooses their hashes. */
static gboolean
scan_name (Scan    *scan,
           GError **error)
{
  char *name = scan->at;

  scan->expectation = EXPECT_COLON;
  if (!count_memory (scan, NAME_COST, 0) || scan->members[scan->depth - 1]++ == BEDSIDE_JSON_MAX_MEMBERS)
    return set_too_large (error);
  if (*name != '"' || !scan_string (scan))
    return FALSE;
  note_name (scan, name, (gsize) (scan->at - name));

  return TRUE;
}

static gboolean
scan_colon (Scan *scan)
{
  scan->expectation = EXPECT_VALUE;

  return *scan->at++ == ':';
}

static gboolean
scan_comma (Scan *scan)
{
  if (*scan->at != ',' || scan->depth == 0)
    return close_value (scan);
  scan->at++;
  scan->expectation = scan->closers[scan->depth - 1] == '}' ? EXPECT_NAME : EXPECT_VALUE;
  return TRUE;
}

static gboolean
scan_next (Scan    *scan,
           GError **error)
{
  switch (scan->expectation)
    {
    case EXPECT_VALUE:
      return scan_value (scan, error);
    case EXPECT_VALUE_OR_END:
      return close_value (scan) || scan_value (scan, error);
    case EXPECT_NAME:
      return scan_name (scan, error);
    case EXPECT_NAME_OR_END:
      return close_value (scan) || scan_name (scan, error);
    case EXPECT_COLON:
      return scan_colon (scan);
    case EXPECT_COMMA_OR_END:
      return scan_comma (scan);
    default:
      g_assert_not_reached ();
    }
}

static void
skip_blanks (Scan *scan)
{
  while (is_at (scan, ' ') || is_at (scan, '\t') || is_at (scan, '\n') || is_at (scan, '\r'))
    scan->at++;
}

static gboolean
scan_all (Scan    *scan,
          GError **error)
{
  g_autoptr(GError) problem = NULL;
  gboolean good = TRUE;

  for (skip_blanks (scan); good && scan->at < scan->end; skip_blanks (scan))
    good = scan_next (scan, &problem);

  if (good && scan->depth == 0 && scan->expectation == EXPECT_COMMA_OR_END)
    return TRUE;
  /* Where it went wrong is not said: the text is not ours to quote. */
  if (problem != NULL)
    g_propagate_error (error, g_steal_pointer (&problem));
  else
    g_set_error_literal (error, BEDSIDE_JSON_ERROR, BEDSIDE_JSON_ERROR_SYNTAX, "The text is not JSON");
  return FALSE;
}

/**
 * bedside_json_scan:
 * @text: UTF-8, ended by a NUL
 * @length: its length in bytes
 * @error: return location for a #BedsideJsonError
 *
 * Checks that @text is one JSON value, nested at most %BEDSIDE_JSON_MAX_DEPTH deep and of few enough values. Takes no
 * memory, and time in proportion to @length. Changes in place what JSON
 * allows and nobody here can represent: numbers that are too large, the escapes of NUL and of lone surrogates.
 *
 * Source: RFC 8259.
 *
 * Returns: %FALSE if it is not
 */
gboolean
bedside_json_scan (char    *text,
                   gsize    length,
                   GError **error)
{
  g_return_val_if_fail (text != NULL, FALSE);

  Scan scan = { .at = text, .end = text + length, .expectation = EXPECT_VALUE };

  return scan_all (&scan, error);
}

/**
 * bedside_json_scan_parts:
 * @text: UTF-8, ended by a NUL
 * @length: its length in bytes
 * @parted: name of a member of the whole
 * @error: return location for a #BedsideJsonError
 *
 * Like bedside_json_scan(), of a text that bedside_json_build_parts() will take apart: of what is in @parted only
 * objects count, as events that are read, and what members "content" hold; and each part for itself.
 *
 * Returns: %FALSE if it is not
 */
gboolean
bedside_json_scan_parts (char        *text,
                         gsize        length,
                         const char  *parted,
                         GError     **error)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (parted != NULL, FALSE);

  Scan scan = { .parted = parted, .at = text, .end = text + length, .expectation = EXPECT_VALUE };

  return scan_all (&scan, error);
}
