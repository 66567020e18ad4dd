/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-import-file"

#include "bedside-import-file.h"

#include "config.h"

#include <glib/gi18n-lib.h>

typedef struct {
  char                *name;   /* (owned) */
  BedsideImportColumn  guess;
  BedsideImportDates   dates;
} Column;

struct _BedsideImportFile
{
  BedsideCsv *csv;        /* (owned) */
  guint       first_row;  /* of the CSV: 1 if row 0 names the columns */
  guint       n_columns;
  Column     *columns;    /* (owned) (array length=n_columns) */
};

static char *
make_name (const BedsideImportFile *self,
           guint                    column)
{
  const char *name = self->first_row > 0 ? bedside_csv_get_cell (self->csv, 0, column) : NULL;

  if (name != NULL && *name != '\0')
    return g_strdup (name);

  return g_strdup_printf (_("Column %u"), column + 1);
}

/* Over the whole column: one date that can be read in one way only decides about all others. */
static BedsideImportDates
find_dates (const BedsideImportFile *self,
            guint                    column)
{
  gboolean day_first = FALSE, month_first = FALSE, open = FALSE;

  for (guint row = 0; row < bedside_import_file_get_n_rows (self); row++)
    {
      const char *cell = bedside_import_file_get_cell (self, row, column);
      BedsideDateOrder order;

      if (cell == NULL || !g_ascii_isdigit (*cell))
        continue;
      order = bedside_birth_date_get_order (cell);
      day_first |= order == BEDSIDE_DATE_ORDER_DAY_FIRST;
      month_first |= order == BEDSIDE_DATE_ORDER_MONTH_FIRST;
      open |= order == BEDSIDE_DATE_ORDER_UNKNOWN && !(day_first && month_first) &&
              bedside_birth_date_read (cell, BEDSIDE_DATE_ORDER_UNKNOWN, NULL) == BEDSIDE_BIRTH_DATE_AMBIGUOUS;
    }

  /* Written by several hands: what can be read in two ways is refused, line by line. */
  if (day_first && month_first)
    return (BedsideImportDates) { BEDSIDE_DATE_ORDER_UNKNOWN, TRUE }
  ;
  if (day_first || month_first)
    return (BedsideImportDates) { day_first ? BEDSIDE_DATE_ORDER_DAY_FIRST : BEDSIDE_DATE_ORDER_MONTH_FIRST, TRUE }
  ;

  return (BedsideImportDates) { bedside_birth_date_get_locale_order (), !open };
}

/**
 * bedside_import_file_new:
 * @csv: (transfer full): rows
 *
 * Looks at the rows. May run in any thread.
 *
 * Returns: (transfer full): the file
 */
BedsideImportFile *
bedside_import_file_new (BedsideCsv *csv)
{
  g_return_val_if_fail (csv != NULL, NULL);

  BedsideImportFile *self = g_new0 (BedsideImportFile, 1);
  g_autofree BedsideImportColumn *guesses = NULL;

  self->csv = csv;
  self->n_columns = bedside_csv_get_n_columns (csv);
  self->first_row = bedside_import_guess_header (csv) ? 1 : 0;
  self->columns = g_new0 (Column, self->n_columns + 1);
  guesses = g_new0 (BedsideImportColumn, self->n_columns + 1);
  for (guint i = 0; i < self->n_columns; i++)
    self->columns[i].name = make_name (self, i);
  bedside_import_guess_columns (self, guesses);
  for (guint i = 0; i < self->n_columns; i++)
    {
      self->columns[i].guess = guesses[i];
      self->columns[i].dates = find_dates (self, i);
    }

  return self;
}

static GBytes *
read_bytes (GFile         *file,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr(GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autoptr(GByteArray) array = NULL;
  gsize read = 0;

  if (stream == NULL)
    return NULL;

  /* One byte too many tells that there is more; nobody needs all of it to know. */
  array = g_byte_array_sized_new (64 * 1024);
  do
    {
      const guint start = array->len;

      g_byte_array_set_size (array, MIN (start + 256 * 1024, BEDSIDE_CSV_MAX_SIZE + 1));
      if (!g_input_stream_read_all (G_INPUT_STREAM (stream), array->data + start, array->len - start, &read,
                                    cancellable, error))
        return NULL;
      g_byte_array_set_size (array, start + (guint) read);
    }
  while (read > 0 && array->len <= BEDSIDE_CSV_MAX_SIZE);

  return g_byte_array_free_to_bytes (g_steal_pointer (&array));
}

/**
 * bedside_import_file_load:
 * @file: a CSV file
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error of %BEDSIDE_CSV_ERROR or %G_IO_ERROR
 *
 * Reads a file; blocks: to be called in a thread.
 *
 * Returns: (transfer full) (nullable): the file
 */
BedsideImportFile *
bedside_import_file_load (GFile         *file,
                          GCancellable  *cancellable,
                          GError       **error)
{
  g_autoptr(GBytes) bytes = read_bytes (file, cancellable, error);
  BedsideCsv *csv = bytes != NULL ? bedside_csv_parse (bytes, error) : NULL;

  return csv != NULL ? bedside_import_file_new (csv) : NULL;
}

/**
 * bedside_import_file_free:
 * @self: (transfer full) (nullable): a file
 */
void
bedside_import_file_free (BedsideImportFile *self)
{
  if (self == NULL)
    return;

  for (guint i = 0; i < self->n_columns; i++)
    g_free (self->columns[i].name);
  g_free (self->columns);
  bedside_csv_free (self->csv);
  g_free (self);
}

/**
 * bedside_import_file_get_n_columns:
 * @self: a file
 *
 * Returns: how many columns there are
 */
guint
bedside_import_file_get_n_columns (const BedsideImportFile *self)
{
  return self->n_columns;
}

/**
 * bedside_import_file_get_n_rows:
 * @self: a file
 *
 * Returns: how many rows hold patients
 */
guint
bedside_import_file_get_n_rows (const BedsideImportFile *self)
{
  return bedside_csv_get_n_rows (self->csv) - self->first_row;
}

/**
 * bedside_import_file_get_separator:
 * @self: a file
 *
 * Returns: the character between cells
 */
char
bedside_import_file_get_separator (const BedsideImportFile *self)
{
  return bedside_csv_get_separator (self->csv);
}

/**
 * bedside_import_file_has_header:
 * @self: a file
 *
 * Returns: whether the columns have names
 */
gboolean
bedside_import_file_has_header (const BedsideImportFile *self)
{
  return self->first_row > 0;
}

/**
 * bedside_import_file_get_column_name:
 * @self: a file
 * @column: from 0
 *
 * Returns: (nullable): what stands over it, or "Column 3"; %NULL beyond the last
 */
const char *
bedside_import_file_get_column_name (const BedsideImportFile *self,
                                     guint                    column)
{
  return column < self->n_columns ? self->columns[column].name : NULL;
}

/**
 * bedside_import_file_guess_column:
 * @self: a file
 * @column: from 0
 *
 * Returns: what it seems to hold
 */
BedsideImportColumn
bedside_import_file_guess_column (const BedsideImportFile *self,
                                  guint                    column)
{
  return column < self->n_columns ? self->columns[column].guess : BEDSIDE_IMPORT_COLUMN_NONE;
}

/**
 * bedside_import_file_get_dates:
 * @self: a file
 * @column: from 0
 *
 * Returns: how dates in it are to be read
 */
BedsideImportDates
bedside_import_file_get_dates (const BedsideImportFile *self,
                               guint                    column)
{
  g_return_val_if_fail (column < self->n_columns, (BedsideImportDates) { 0 });

  return self->columns[column].dates;
}

/**
 * bedside_import_file_get_cell:
 * @self: a file
 * @row: of patients, from 0
 * @column: from 0
 *
 * Returns: (nullable): what is in it, %NULL beyond the end
 */
const char *
bedside_import_file_get_cell (const BedsideImportFile *self,
                              guint                    row,
                              guint                    column)
{
  return bedside_csv_get_cell (self->csv, row + self->first_row, column);
}

/**
 * bedside_import_file_get_line:
 * @self: a file
 * @row: of patients, from 0
 *
 * Returns: the line of the file, from 1
 */
guint
bedside_import_file_get_line (const BedsideImportFile *self,
                              guint                    row)
{
  return bedside_csv_get_line (self->csv, row + self->first_row);
}

/**
 * bedside_import_file_get_n_cells:
 * @self: a file
 * @row: of patients, from 0
 *
 * Returns: how many cells this row has
 */
guint
bedside_import_file_get_n_cells (const BedsideImportFile *self,
                                 guint                    row)
{
  return bedside_csv_get_n_cells (self->csv, row + self->first_row);
}

/**
 * bedside_import_file_get_fault:
 * @self: a file
 * @row: of patients, from 0
 *
 * Returns: why the row cannot be trusted
 */
BedsideCsvFault
bedside_import_file_get_fault (const BedsideImportFile *self,
                               guint                    row)
{
  return bedside_csv_get_fault (self->csv, row + self->first_row);
}
