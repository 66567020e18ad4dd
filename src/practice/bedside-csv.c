/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-csv"

#include "bedside-csv.h"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* So many rows tell which character separates the cells. */
#define SAMPLE_ROWS 50

/* A quotation mark that is not closed within so many lines was forgotten: it must not swallow other patients. */
#define MAX_LINES_IN_ROW 20

#define REPLACEMENT "\xef\xbf\xbd"

typedef struct {
  guint           line;
  guint           first_cell;
  guint           n_cells;
  BedsideCsvFault fault;
} Row;

struct _BedsideCsv
{
  GString   *text;       /* (owned): the whole file; cells are copied, because quotes are doubled in it */
  GString   *cells;      /* (owned): all cells, each with its zero */
  GArray    *offsets;    /* (owned) (element-type gsize): of each cell in @cells */
  GArray    *rows;       /* (owned) (element-type Row) */
  guint      n_columns;
  char       separator;
};

typedef struct {
  const char *at;
  guint       line;
} Position;

G_DEFINE_QUARK (bedside-csv-error-quark, bedside_csv_error)

/* --- one row --- */

static gboolean
is_line_end (char c)
{
  return c == '\n' || c == '\r' || c == '\0';
}

static gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static void
skip_line_end (Position *position)
{
  if (*position->at == '\0')
    return;
  position->at += position->at[0] == '\r' && position->at[1] == '\n' ? 2 : 1;
  position->line++;
}

static void
skip_line (Position *position)
{
  while (!is_line_end (*position->at))
    position->at++;
  skip_line_end (position);
}

/* Blanks of every kind are one space, ends of lines within quotes too; none at the ends. */
static void
end_cell (BedsideCsv *self,
          gsize       start)
{
  g_autofree char *raw = g_strdup (self->cells->str + start);
  gboolean blank = FALSE;

  g_string_truncate (self->cells, start);
  for (const char *p = raw; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || c == 0x200b || c == 0xfeff)
        {
          blank = self->cells->len > start;
          continue;
        }
      /* What turns the direction of writing around can make one name look like another. */
      if ((c >= 0x200e && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
        continue;
      if (blank)
        g_string_append_c (self->cells, ' ');
      blank = FALSE;
      g_string_append_unichar (self->cells, c);
    }
  g_string_append_c (self->cells, '\0');
  g_array_append_val (self->offsets, start);
}

static gboolean
read_quoted (BedsideCsv *self,
             Position   *position,
             const char *row_end,
             guint       last_line)
{
  position->at++;
  while (*position->at != '\0')
    {
      if (position->at > row_end || position->line > last_line)
        return FALSE;
      if (position->at[0] == '"' && position->at[1] != '"')
        break;
      if (position->at[0] == '"')
        position->at++;
      if (position->at[0] == '\n' || (position->at[0] == '\r' && position->at[1] != '\n'))
        position->line++;
      g_string_append_c (self->cells, *position->at++);
    }
  if (*position->at != '"')
    return FALSE;

  position->at++;
  while (*position->at != self->separator && is_blank (*position->at))
    position->at++;

  return *position->at == self->separator || is_line_end (*position->at);
}

static BedsideCsvFault
read_cells (BedsideCsv *self,
            Position   *position,
            Row        *row)
{
  const char *text_end = self->text->str + self->text->len;
  const char *row_end = position->at + MIN (BEDSIDE_CSV_MAX_ROW, text_end - position->at);
  const guint last_line = position->line + MAX_LINES_IN_ROW;

  for (;;)
    {
      const gsize start = self->cells->len;
      const char *word = position->at;

      if (row->n_cells == BEDSIDE_CSV_MAX_COLUMNS)
        return BEDSIDE_CSV_FAULT_TOO_MANY_COLUMNS;

      while (*word != self->separator && is_blank (*word))
        word++;
      if (*word == '"')
        {
          position->at = word;
          if (!read_quoted (self, position, row_end, last_line))
            return position->at > row_end ? BEDSIDE_CSV_FAULT_TOO_LONG : BEDSIDE_CSV_FAULT_QUOTES;
        }
      while (*position->at != self->separator && !is_line_end (*position->at) && position->at <= row_end)
        g_string_append_c (self->cells, *position->at++);
      if (position->at > row_end)
        return BEDSIDE_CSV_FAULT_TOO_LONG;

      end_cell (self, start);
      row->n_cells++;
      if (*position->at != self->separator)
        return BEDSIDE_CSV_FAULT_NONE;
      position->at++;
    }
}

static void
drop_cells (BedsideCsv *self,
            Row        *row,
            gsize       cells_length)
{
  g_array_set_size (self->offsets, row->first_cell);
  g_string_truncate (self->cells, cells_length);
  row->n_cells = 0;
}

/* Its line as it is, as one cell: what people see of it must help to find it. */
static void
read_broken_line (BedsideCsv *self,
                  Position   *position,
                  Row        *row)
{
  const gsize start = self->cells->len;
  const char *line = position->at;
  const char *end;

  skip_line (position);
  end = line + MIN (strcspn (line, "\r\n"), BEDSIDE_CSV_MAX_ROW / 16);
  while ((*end & 0xc0) == 0x80)
    end--;
  g_string_append_len (self->cells, line, end - line);
  end_cell (self, start);
  row->n_cells = 1;
}

static gboolean
is_empty (BedsideCsv *self,
          const Row  *row)
{
  for (guint i = 0; i < row->n_cells; i++)
    {
      if (self->cells->str[g_array_index (self->offsets, gsize, row->first_cell + i)] != '\0')
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_unreadable (BedsideCsv *self,
               const Row  *row)
{
  for (guint i = 0; i < row->n_cells; i++)
    {
      if (strstr (self->cells->str + g_array_index (self->offsets, gsize, row->first_cell + i), REPLACEMENT) != NULL)
        return TRUE;
    }

  return FALSE;
}

static void
read_row (BedsideCsv *self,
          Position   *position)
{
  const Position start = *position;
  const gsize cells_length = self->cells->len;
  Row row = { .line = position->line, .first_cell = self->offsets->len };

  row.fault = read_cells (self, position, &row);
  if (row.fault == BEDSIDE_CSV_FAULT_NONE)
    skip_line_end (position);
  else
    {
      /* From its next line on, everything may be right again. */
      *position = start;
      drop_cells (self, &row, cells_length);
      read_broken_line (self, position, &row);
    }

  if (row.fault == BEDSIDE_CSV_FAULT_NONE && is_empty (self, &row))
    {
      drop_cells (self, &row, cells_length);
      return;
    }
  if (row.fault == BEDSIDE_CSV_FAULT_NONE && is_unreadable (self, &row))
    row.fault = BEDSIDE_CSV_FAULT_UNREADABLE;
  if (row.fault == BEDSIDE_CSV_FAULT_NONE)
    self->n_columns = MAX (self->n_columns, row.n_cells);
  g_array_append_val (self->rows, row);
}

/* --- the file --- */

static void
clear (BedsideCsv *self)
{
  g_string_truncate (self->cells, 0);
  g_array_set_size (self->offsets, 0);
  g_array_set_size (self->rows, 0);
  self->n_columns = 0;
}

static void
read_rows (BedsideCsv *self,
           Position    position,
           guint       limit)
{
  clear (self);
  while (*position.at != '\0' && self->rows->len < limit)
    read_row (self, &position);
}

/* With the right separator, most rows have the same number of cells, and more than one. */
static guint
rate_separator (BedsideCsv *self,
                Position    position,
                char        separator)
{
  guint rating = 0;

  self->separator = separator;
  read_rows (self, position, SAMPLE_ROWS);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const guint n_cells = g_array_index (self->rows, Row, i).n_cells;
      guint same = 0;

      if (n_cells < 2 || g_array_index (self->rows, Row, i).fault != BEDSIDE_CSV_FAULT_NONE)
        continue;
      for (guint j = 0; j < self->rows->len; j++)
        same += g_array_index (self->rows, Row, j).n_cells == n_cells;
      rating = MAX (rating, same * 1000 + MIN (n_cells, 20));
    }

  return rating;
}

/* "sep=;" is how Excel is told; it is no row. */
static gboolean
read_separator_line (BedsideCsv *self,
                     Position   *position)
{
  if (g_ascii_strncasecmp (position->at, "sep=", 4) != 0 || position->at[4] == '\0' ||
      strchr (",;\t", position->at[4]) == NULL || !is_line_end (position->at[5]))
    return FALSE;

  self->separator = position->at[4];
  skip_line (position);
  return TRUE;
}

static void
guess_separator (BedsideCsv *self,
                 Position    position)
{
  static const char separators[] = { '\t', ';', ',' };  /* a comma is often within names */
  char best = ',';
  guint best_rating = 0;

  for (guint i = 0; i < G_N_ELEMENTS (separators); i++)
    {
      const guint rating = rate_separator (self, position, separators[i]);

      if (rating > best_rating)
        {
          best = separators[i];
          best_rating = rating;
        }
    }
  self->separator = best;
}

static BedsideCsv *
csv_new (GString *text)
{
  BedsideCsv *self = g_new0 (BedsideCsv, 1);

  self->text = text;
  self->cells = g_string_new (NULL);
  self->offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));

  return self;
}

/**
 * bedside_csv_parse:
 * @bytes: what is in the file
 * @error: (nullable): where to say why not
 *
 * Reads a CSV file as programs write them (RFC 4180, and what is usual beside
 * it): separated by comma, semicolon or tab, which is guessed; ends of lines
 * within quotes; UTF-8, UTF-16 or Windows-1252. May run in any thread.
 *
 * A row that is broken is there, with its first line as its only cell and its
 * fault; what follows it is read from its next line on.
 *
 * Returns: (transfer full) (nullable): the rows, or %NULL with an error of
 *   %BEDSIDE_CSV_ERROR
 */
BedsideCsv *
bedside_csv_parse (GBytes  *bytes,
                   GError **error)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  GString *text = bedside_csv_decode (bytes, error);
  if (text == NULL)
    return NULL;

  g_autoptr(BedsideCsv) self = csv_new (text);
  Position position = { text->str, 1 };

  if (!read_separator_line (self, &position))
    guess_separator (self, position);
  read_rows (self, position, BEDSIDE_CSV_MAX_ROWS + 1);

  if (self->rows->len == 0)
    {
      g_set_error_literal (error, BEDSIDE_CSV_ERROR, BEDSIDE_CSV_ERROR_EMPTY, _("The file is empty."));
      return NULL;
    }
  if (self->rows->len > BEDSIDE_CSV_MAX_ROWS)
    {
      g_set_error_literal (error, BEDSIDE_CSV_ERROR, BEDSIDE_CSV_ERROR_TOO_LARGE,
                           _("The file has more lines than can be imported at once. Split it into several files."));
      return NULL;
    }
  g_string_free (g_steal_pointer (&self->text), TRUE);

  return g_steal_pointer (&self);
}

/**
 * bedside_csv_free:
 * @self: (transfer full): rows
 */
void
bedside_csv_free (BedsideCsv *self)
{
  if (self == NULL)
    return;

  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  g_string_free (self->cells, TRUE);
  g_array_unref (self->offsets);
  g_array_unref (self->rows);
  g_free (self);
}

/**
 * bedside_csv_get_separator:
 * @self: rows
 *
 * Returns: the character between cells
 */
char
bedside_csv_get_separator (const BedsideCsv *self)
{
  g_return_val_if_fail (self != NULL, ',');

  return self->separator;
}

/**
 * bedside_csv_get_n_rows:
 * @self: rows
 *
 * Returns: how many there are, those with a fault too
 */
guint
bedside_csv_get_n_rows (const BedsideCsv *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->rows->len;
}

/**
 * bedside_csv_get_n_columns:
 * @self: rows
 *
 * Returns: how many cells the longest row has
 */
guint
bedside_csv_get_n_columns (const BedsideCsv *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_columns;
}

/**
 * bedside_csv_get_line:
 * @self: rows
 * @row: from 0
 *
 * Returns: the line of the file in which the row begins, from 1
 */
guint
bedside_csv_get_line (const BedsideCsv *self,
                      guint             row)
{
  g_return_val_if_fail (self != NULL && row < self->rows->len, 0);

  return g_array_index (self->rows, Row, row).line;
}

/**
 * bedside_csv_get_fault:
 * @self: rows
 * @row: from 0
 *
 * Returns: why the row cannot be trusted
 */
BedsideCsvFault
bedside_csv_get_fault (const BedsideCsv *self,
                       guint             row)
{
  g_return_val_if_fail (self != NULL && row < self->rows->len, BEDSIDE_CSV_FAULT_UNREADABLE);

  return g_array_index (self->rows, Row, row).fault;
}

/**
 * bedside_csv_get_n_cells:
 * @self: rows
 * @row: from 0
 *
 * Returns: how many cells this row has
 */
guint
bedside_csv_get_n_cells (const BedsideCsv *self,
                         guint             row)
{
  g_return_val_if_fail (self != NULL && row < self->rows->len, 0);

  return g_array_index (self->rows, Row, row).n_cells;
}

/**
 * bedside_csv_get_cell:
 * @self: rows
 * @row: from 0
 * @column: from 0
 *
 * Returns: (nullable): what is in the cell; %NULL beyond the last row or cell
 */
const char *
bedside_csv_get_cell (const BedsideCsv *self,
                      guint             row,
                      guint             column)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (row >= self->rows->len || column >= g_array_index (self->rows, Row, row).n_cells)
    return NULL;

  return self->cells->str +
         g_array_index (self->offsets, gsize, g_array_index (self->rows, Row, row).first_cell + column);
}

/**
 * bedside_csv_append_cell:
 * @line: what is being written
 * @text: what is in the cell
 * @separator: the character between cells; it is the caller who writes it
 *
 * Writes a cell. A spreadsheet that opens the file later must not take what
 * came from a stranger for a formula: a quotation mark goes before it.
 */
void
bedside_csv_append_cell (GString    *line,
                         const char *text,
                         char        separator)
{
  g_return_if_fail (line != NULL && text != NULL);

  const char first = text[strspn (text, " ")];
  const char special[] = { separator, '"', '\n', '\r', '\t', '\'', '\0' };
  const gboolean formula = first != '\0' && strchr ("=+-@\t\r", first) != NULL;

  if (!formula && strpbrk (text, special) == NULL)
    {
      g_string_append (line, text);
      return;
    }

  g_string_append_c (line, '"');
  if (formula)
    g_string_append_c (line, '\'');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (line, '"');
      g_string_append_c (line, *p);
    }
  g_string_append_c (line, '"');
}
