/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define BEDSIDE_CSV_MAX_SIZE    (32 * 1024 * 1024)
#define BEDSIDE_CSV_MAX_ROWS    100000
#define BEDSIDE_CSV_MAX_COLUMNS 200
#define BEDSIDE_CSV_MAX_ROW     (16 * 1024)

/**
 * BedsideCsvError:
 * @BEDSIDE_CSV_ERROR_EMPTY: there is nothing in it
 * @BEDSIDE_CSV_ERROR_TOO_LARGE: more than %BEDSIDE_CSV_MAX_SIZE bytes or %BEDSIDE_CSV_MAX_ROWS rows
 * @BEDSIDE_CSV_ERROR_SPREADSHEET: it is a spreadsheet, which has to be saved as CSV first
 * @BEDSIDE_CSV_ERROR_NOT_TEXT: it is a picture or the like
 *
 * Why nothing can be read of a file. The message is in plain words, for the person.
 */
typedef enum {
  BEDSIDE_CSV_ERROR_EMPTY,
  BEDSIDE_CSV_ERROR_TOO_LARGE,
  BEDSIDE_CSV_ERROR_SPREADSHEET,
  BEDSIDE_CSV_ERROR_NOT_TEXT,
} BedsideCsvError;

#define BEDSIDE_CSV_ERROR (bedside_csv_error_quark ())
GQuark bedside_csv_error_quark (void);

/**
 * BedsideCsvFault:
 * @BEDSIDE_CSV_FAULT_QUOTES: a quotation mark is not closed, or something follows the one that closes
 * @BEDSIDE_CSV_FAULT_TOO_LONG: more than %BEDSIDE_CSV_MAX_ROW bytes; there are no cells
 * @BEDSIDE_CSV_FAULT_TOO_MANY_COLUMNS: more than %BEDSIDE_CSV_MAX_COLUMNS; there are no cells
 * @BEDSIDE_CSV_FAULT_UNREADABLE: characters that belong to no text, as they are left by a damaged file
 *
 * Why a row cannot be trusted, and the others can.
 */
typedef enum {
  BEDSIDE_CSV_FAULT_NONE,
  BEDSIDE_CSV_FAULT_QUOTES,
  BEDSIDE_CSV_FAULT_TOO_LONG,
  BEDSIDE_CSV_FAULT_TOO_MANY_COLUMNS,
  BEDSIDE_CSV_FAULT_UNREADABLE,
} BedsideCsvFault;

/**
 * BedsideCsv:
 *
 * The rows of a CSV file, without the blank ones. Cells are UTF-8, without blanks around them.
 */
typedef struct _BedsideCsv BedsideCsv;

BedsideCsv      *bedside_csv_parse         (GBytes            *bytes,
                                            GError           **error);
void             bedside_csv_free          (BedsideCsv        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideCsv, bedside_csv_free)

char             bedside_csv_get_separator (const BedsideCsv  *self);
guint            bedside_csv_get_n_rows    (const BedsideCsv  *self);
guint            bedside_csv_get_n_columns (const BedsideCsv  *self);
guint            bedside_csv_get_line      (const BedsideCsv  *self,
                                            guint              row);
BedsideCsvFault  bedside_csv_get_fault     (const BedsideCsv  *self,
                                            guint              row);
guint            bedside_csv_get_n_cells   (const BedsideCsv  *self,
                                            guint              row);
const char      *bedside_csv_get_cell      (const BedsideCsv  *self,
                                            guint              row,
                                            guint              column);

void             bedside_csv_append_cell   (GString           *line,
                                            const char        *text,
                                            char               separator);

/* In bedside-csv-text.c: what is in the file, as UTF-8; what is no text becomes U+FFFD. */
GString         *bedside_csv_decode        (GBytes            *bytes,
                                            GError           **error);

G_END_DECLS
