/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-csv.h"

#include <string.h>

/* What is being tried, on one line. */
static void
say (const char *text)
{
  g_autofree char *escaped = g_strescape (text != NULL ? text : "", NULL);

  g_test_message ("%s", escaped);
}

static BedsideCsv *
parse_bytes (const char *data,
             gsize       size)
{
  g_autoptr(GBytes) bytes = g_bytes_new (data, size);
  g_autoptr(GError) error = NULL;
  BedsideCsv *csv = bedside_csv_parse (bytes, &error);

  g_assert_no_error (error);
  g_assert_nonnull (csv);

  return csv;
}

static BedsideCsv *
parse (const char *text)
{
  return parse_bytes (text, strlen (text));
}

/* All rows, as 1[Ada|Lovelace]; with a letter before the bracket if there is a fault. */
static char *
dup_rows (const BedsideCsv *csv)
{
  static const char faults[][2] = { "", "q", "l", "c", "u" };
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < bedside_csv_get_n_rows (csv); i++)
    {
      g_string_append_printf (text, "%u%s[", bedside_csv_get_line (csv, i), faults[bedside_csv_get_fault (csv, i)]);
      for (guint j = 0; j < bedside_csv_get_n_cells (csv, i); j++)
        g_string_append_printf (text, "%s%s", j > 0 ? "|" : "", bedside_csv_get_cell (csv, i, j));
      g_string_append (text, "]");
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

typedef struct {
  const char *text;
  const char *rows;
} Case;

static const Case cases[] = {
  { "a,b\nc,d\n", "1[a|b]2[c|d]" },
  { "a,b\r\nc,d\r\n", "1[a|b]2[c|d]" },
  { "a,b\rc,d", "1[a|b]2[c|d]" },
  { "a;b\nc;d", "1[a|b]2[c|d]" },
  { "a\tb\nc\td", "1[a|b]2[c|d]" },
  { "one column\nonly", "1[one column]2[only]" },
  /* What is in the names does not separate. */
  { "Lovelace, Ada;1985\nOkafor, Ben;1962\n", "1[Lovelace, Ada|1985]2[Okafor, Ben|1962]" },
  { "Name;Born\nLovelace, Ada;1985\n", "1[Name|Born]2[Lovelace, Ada|1985]" },
  { "sep=;\na,b;c\n", "2[a,b|c]" },
  { "SEP=\t\r\na\tb,c\n", "2[a|b,c]" },
  { "sep=;x\n", "1[sep=|x]" },
  { "\"a,b\",c\n", "1[a,b|c]" },
  { "\"say \"\"hi\"\"\",c\n", "1[say \"hi\"|c]" },
  { "\"two\nlines\",c\nd,e\n", "1[two lines|c]3[d|e]" },
  { "\"two\r\nlines\",c\r\nd,e\r\n", "1[two lines|c]3[d|e]" },
  { "  \"a\"  ,b\n", "1[a|b]" },
  { "  a  \tb \n", "1[a|b]" },
  { "a,,\n,,\n\n ,\t,\nb,,c\n", "1[a||]5[b||c]" },
  { "5'10\",c\n", "1[5'10\"|c]" },
  { "a,\"\"\n", "1[a|]" },
  { "a,b\n\"\"", "1[a|b]" },
  { "no-break\xc2\xa0space,  x\xe2\x80\x8b  y \n", "1[no-break space|x y]" },
  { "Ada\xe2\x80\xae" "xyz,b\n", "1[Adaxyz|b]" },
  /* Broken quotation marks take nothing with them. */
  { "a,b\n\"c,d\ne,f\n", "1[a|b]2q[\"c,d]3[e|f]" },
  { "\"c,d\n\"e\",f\ng,h\n", "1q[\"c,d]2[e|f]3[g|h]" },
  { "\"c\"x,d\ne,f\n", "1q[\"c\"x,d]2[e|f]" },
  { "a,b\nc,\"", "1[a|b]2q[c,\"]" },
  { "\"", "1q[\"]" },
  /* Bytes that are no text: only their row is refused. */
  { "J\xc3\xb6rg,\xc3\xa9\nb\xff,c\nd,e\n", "1[J\xc3\xb6rg|\xc3\xa9]2u[b\xef\xbf\xbd|c]3[d|e]" },
  { "a\x01,b\nc,d\n,\xc2\x85,\n", "1u[a\xef\xbf\xbd|b]2[c|d]3u[|\xef\xbf\xbd|]" },
  /* Not UTF-8: what Windows and older programs write. */
  { "J\xf6rg;Wei\xdf\nZo\xeb;\x8auba\n", "1[J\xc3\xb6rg|Wei\xc3\x9f]2[Zo\xc3\xab|\xc5\xa0uba]" },
  { "\xef\xbb\xbf" "a,b\n", "1[a|b]" },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BedsideCsv) csv = parse (cases[i].text);
      g_autofree char *rows = dup_rows (csv);

      say (cases[i].text);
      g_assert_cmpstr (rows, ==, cases[i].rows);
    }
}

static void
test_utf16 (void)
{
  static const char little[] = "\xff\xfe" "A\0d\0a\0,\0\x44\x01\n\0\x3d\xd8\x00\xde,\0b\0";
  static const char big[] = "\xfe\xff" "\0A\0d\0a\0,\x01\x44\0\n\xd8\x3d\xde\x00\0,\0b";
  static const char *const expected = "1[Ada|\xc5\x84]2[\xf0\x9f\x98\x80|b]";
  g_autoptr(BedsideCsv) one = parse_bytes (little, sizeof little - 1);
  g_autoptr(BedsideCsv) two = parse_bytes (big, sizeof big - 1);
  /* Without the mark, too. */
  g_autoptr(BedsideCsv) three = parse_bytes (little + 2, 14);
  g_autoptr(BedsideCsv) four = parse_bytes (big + 2, 14);
  g_autofree char *rows = dup_rows (one);
  g_autofree char *rows_two = dup_rows (two);

  g_assert_cmpstr (rows, ==, expected);
  g_assert_cmpstr (rows_two, ==, expected);
  g_assert_cmpstr (bedside_csv_get_cell (three, 0, 0), ==, "Ada");
  g_assert_cmpstr (bedside_csv_get_cell (four, 0, 0), ==, "Ada");
}

/* Halves of characters, and a byte too many. */
static void
test_broken_utf16 (void)
{
  static const char lone[] = "\xff\xfe" "A\0d\0a\0,\0\x3d\xd8\n\0b\0,\0c\0\n\0d\0,\0\x00\xde\n\0e\0";
  static const char odd[] = "\xff\xfe" "A\0d\0a\0d\0a\0d\0a\0\n\0b\0b\0b\0b\0b\0b\0b\0b";
  g_autoptr(BedsideCsv) csv = parse_bytes (lone, sizeof lone - 1);
  g_autoptr(BedsideCsv) other = parse_bytes (odd, sizeof odd - 1);
  g_autofree char *rows = dup_rows (csv);
  g_autofree char *other_rows = dup_rows (other);

  g_assert_cmpstr (rows, ==, "1u[Ada|\xef\xbf\xbd]2[b|c]3u[d|\xef\xbf\xbd]4[e]");
  g_assert_cmpstr (other_rows, ==, "1[Adadada]2u[bbbbbbb\xef\xbf\xbd]");
}

static void
test_nul_bytes (void)
{
  static const char text[] = "Ada,Lovelace,1985\nB\0n,Okafor,1962\nChloe,Dubois,1999\n";
  g_autoptr(BedsideCsv) csv = parse_bytes (text, sizeof text - 1);

  g_assert_cmpuint (bedside_csv_get_n_rows (csv), ==, 3);
  g_assert_cmpint (bedside_csv_get_fault (csv, 0), ==, BEDSIDE_CSV_FAULT_NONE);
  g_assert_cmpint (bedside_csv_get_fault (csv, 1), ==, BEDSIDE_CSV_FAULT_UNREADABLE);
  g_assert_cmpint (bedside_csv_get_fault (csv, 2), ==, BEDSIDE_CSV_FAULT_NONE);
}

static void
assert_refused (const char      *data,
                gsize            size,
                BedsideCsvError  code)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr(GError) error = NULL;

  g_assert_null (bedside_csv_parse (bytes, &error));
  g_assert_error (error, BEDSIDE_CSV_ERROR, (int) code);
}

static void
test_no_csv (void)
{
  static const char noise[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\6\0\0\0\x5c\x72";
  g_autofree char *large = g_malloc0 (BEDSIDE_CSV_MAX_SIZE + 1);
  g_autoptr(GString) many = g_string_new (NULL);

  assert_refused ("", 0, BEDSIDE_CSV_ERROR_EMPTY);
  assert_refused ("\xef\xbb\xbf", 3, BEDSIDE_CSV_ERROR_EMPTY);
  assert_refused ("\n\n , ,\n", 7, BEDSIDE_CSV_ERROR_EMPTY);
  assert_refused ("sep=;\n", 6, BEDSIDE_CSV_ERROR_EMPTY);
  assert_refused ("PK\003\004xl/workbook", 15, BEDSIDE_CSV_ERROR_SPREADSHEET);
  assert_refused ("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, BEDSIDE_CSV_ERROR_SPREADSHEET);
  assert_refused (noise, sizeof noise - 1, BEDSIDE_CSV_ERROR_NOT_TEXT);
  assert_refused (large, BEDSIDE_CSV_MAX_SIZE + 1, BEDSIDE_CSV_ERROR_TOO_LARGE);
  for (guint i = 0; i <= BEDSIDE_CSV_MAX_ROWS; i++)
    g_string_append (many, "a,b\n");
  assert_refused (many->str, many->len, BEDSIDE_CSV_ERROR_TOO_LARGE);
}

static void
test_bounds (void)
{
  g_autoptr(GString) text = g_string_new ("a,b\n");

  for (guint i = 0; i < 4 * BEDSIDE_CSV_MAX_ROW; i++)
    g_string_append_c (text, 'x');
  g_string_append (text, ",y\nc,d\n\"");
  for (guint i = 0; i < 2 * BEDSIDE_CSV_MAX_ROW / 3; i++)
    g_string_append (text, "\xe2\x82\xac");
  g_string_append (text, "\",y\ne,f\n");
  for (guint i = 0; i <= BEDSIDE_CSV_MAX_COLUMNS; i++)
    g_string_append (text, "z,");
  g_string_append (text, "\ng,h\n");

  g_autoptr(BedsideCsv) csv = parse (text->str);
  g_assert_cmpuint (bedside_csv_get_n_rows (csv), ==, 7);
  g_assert_cmpint (bedside_csv_get_fault (csv, 1), ==, BEDSIDE_CSV_FAULT_TOO_LONG);
  g_assert_cmpint (bedside_csv_get_fault (csv, 3), ==, BEDSIDE_CSV_FAULT_TOO_LONG);
  g_assert_cmpint (bedside_csv_get_fault (csv, 5), ==, BEDSIDE_CSV_FAULT_TOO_MANY_COLUMNS);
  g_assert_cmpstr (bedside_csv_get_cell (csv, 6, 1), ==, "h");
  g_assert_cmpuint (bedside_csv_get_n_columns (csv), ==, 2);
  for (guint i = 0; i < 7; i++)
    g_assert_true (g_utf8_validate (bedside_csv_get_cell (csv, i, 0), -1, NULL));
  g_assert_null (bedside_csv_get_cell (csv, 0, 2));
  g_assert_null (bedside_csv_get_cell (csv, 7, 0));
}

/* Each line opens a quotation mark that is never closed. */
static void
test_many_broken_lines (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  const gint64 before = g_get_monotonic_time ();

  for (guint i = 0; i < 20000; i++)
    g_string_append (text, i % 2 == 0 ? "\"Ada,Lovelace,1985-12-10\n" : "Ben,Okafor,1962-03-02\n");

  g_autoptr(BedsideCsv) csv = parse (text->str);
  g_assert_cmpuint (bedside_csv_get_n_rows (csv), ==, 20000);
  g_assert_cmpint (bedside_csv_get_fault (csv, 19998), ==, BEDSIDE_CSV_FAULT_QUOTES);
  g_assert_cmpint (bedside_csv_get_fault (csv, 19999), ==, BEDSIDE_CSV_FAULT_NONE);
  g_assert_cmpint (g_get_monotonic_time () - before, <, 5 * G_USEC_PER_SEC);
}

/* Whatever bytes there are: rows or an error, cells in UTF-8, line numbers that grow. */
static void
test_random_bytes (void)
{
  static const char letters[] = "\"\"\",;\t\n\r\na\xc3\xa9\xff\x80 \0=";

  for (guint round = 0; round < 3000; round++)
    {
      const guint size = (guint) g_test_rand_int_range (0, 200);
      g_autofree char *data = g_malloc (size + 1);
      g_autoptr(GError) error = NULL;
      guint last = 0;

      for (guint i = 0; i < size; i++)
        data[i] = letters[g_test_rand_int_range (0, sizeof letters - 1)];
      g_autoptr(GBytes) bytes = g_bytes_new (data, size);
      g_autoptr(BedsideCsv) csv = bedside_csv_parse (bytes, &error);

      g_assert_true ((csv == NULL) == (error != NULL));
      for (guint i = 0; csv != NULL && i < bedside_csv_get_n_rows (csv); i++)
        {
          g_assert_cmpuint (bedside_csv_get_line (csv, i), >, last);
          last = bedside_csv_get_line (csv, i);
          g_assert_cmpuint (bedside_csv_get_n_cells (csv, i), >, 0);
          for (guint j = 0; j < bedside_csv_get_n_cells (csv, i); j++)
            g_assert_true (g_utf8_validate (bedside_csv_get_cell (csv, i, j), -1, NULL));
        }
    }
}

/* What is written can be read again, and no spreadsheet takes it for a formula. */
static void
test_write (void)
{
  static const char *const texts[][2] = {
    { "Ada", "Ada" },
    { "", "" },
    { "a,b", "\"a,b\"" },
    { "say \"hi\"", "\"say \"\"hi\"\"\"" },
    { "two\nlines", "\"two\nlines\"" },
    { "=1+1", "\"'=1+1\"" },
    { "  =cmd|' /C calc'!A0", "\"'  =cmd|' /C calc'!A0\"" },
    { "+49 30", "\"'+49 30\"" },
    { "-1", "\"'-1\"" },
    { "@SUM(A1)", "\"'@SUM(A1)\"" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GString) line = g_string_new (NULL);

      bedside_csv_append_cell (line, texts[i][0], ',');
      g_assert_cmpstr (line->str, ==, texts[i][1]);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/csv/cases", test_cases);
  g_test_add_func ("/practice/csv/utf16", test_utf16);
  g_test_add_func ("/practice/csv/broken-utf16", test_broken_utf16);
  g_test_add_func ("/practice/csv/nul-bytes", test_nul_bytes);
  g_test_add_func ("/practice/csv/no-csv", test_no_csv);
  g_test_add_func ("/practice/csv/bounds", test_bounds);
  g_test_add_func ("/practice/csv/many-broken-lines", test_many_broken_lines);
  g_test_add_func ("/practice/csv/random-bytes", test_random_bytes);
  g_test_add_func ("/practice/csv/write", test_write);

  return g_test_run ();
}
