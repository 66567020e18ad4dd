/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-birth-date.h"
#include "bedside-csv.h"
#include "bedside-import.h"

G_BEGIN_DECLS

/**
 * BedsideImportDates:
 * @order: which of day and month comes first
 * @proven: some date in the column can be read in one way only
 *
 * How dates are written in a column.
 */
typedef struct {
  BedsideDateOrder order;
  gboolean         proven;
} BedsideImportDates;

/**
 * BedsideImportFile:
 *
 * A CSV file as a list of patients: whether its first row names the columns, and what they hold. Private to the import.
 */
typedef struct _BedsideImportFile BedsideImportFile;

BedsideImportFile   *bedside_import_file_new             (BedsideCsv                *csv);
BedsideImportFile   *bedside_import_file_load            (GFile                     *file,
                                                          GCancellable              *cancellable,
                                                          GError                   **error);
void                 bedside_import_file_free            (BedsideImportFile         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideImportFile, bedside_import_file_free)

guint                bedside_import_file_get_n_columns   (const BedsideImportFile   *self);
guint                bedside_import_file_get_n_rows      (const BedsideImportFile   *self);
char                 bedside_import_file_get_separator   (const BedsideImportFile   *self);
gboolean             bedside_import_file_has_header      (const BedsideImportFile   *self);
const char          *bedside_import_file_get_column_name (const BedsideImportFile   *self,
                                                          guint                      column);
BedsideImportColumn  bedside_import_file_guess_column    (const BedsideImportFile   *self,
                                                          guint                      column);
BedsideImportDates   bedside_import_file_get_dates       (const BedsideImportFile   *self,
                                                          guint                      column);
const char          *bedside_import_file_get_cell        (const BedsideImportFile   *self,
                                                          guint                      row,
                                                          guint                      column);
guint                bedside_import_file_get_line        (const BedsideImportFile   *self,
                                                          guint                      row);
guint                bedside_import_file_get_n_cells     (const BedsideImportFile   *self,
                                                          guint                      row);
BedsideCsvFault      bedside_import_file_get_fault       (const BedsideImportFile   *self,
                                                          guint                      row);

/* In bedside-import-columns.c. */
BedsideImportColumn  bedside_import_guess_by_name        (const char                *name);
void                 bedside_import_guess_columns        (const BedsideImportFile   *self,
                                                          BedsideImportColumn       *columns);
gboolean             bedside_import_guess_header         (const BedsideCsv          *csv);

/**
 * BedsideImportPerson:
 *
 * What a row says of a patient.
 */
typedef struct {
  char *given;    /* (owned) */
  char *family;   /* (owned) */
  char *record;   /* (owned) (nullable) */
  char  born[BEDSIDE_BIRTH_DATE_SIZE];
} BedsideImportPerson;

/* In bedside-import-person.c. Result: NULL, or why the row is refused. */
const char          *bedside_import_person_read          (BedsideImportPerson       *self,
                                                          const BedsideImportFile   *file,
                                                          guint                      row,
                                                          const BedsideImportColumn *columns,
                                                          BedsideDateOrder           order);
void                 bedside_import_person_clear         (BedsideImportPerson       *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BedsideImportPerson, bedside_import_person_clear)

/* Result: (transfer full) (element-type BedsideImportLine) */
BedsideImportLine   *bedside_import_line_new             (guint                      number,
                                                          char                      *text,
                                                          const char                *reason,
                                                          guint                      row);
guint                bedside_import_line_get_row         (BedsideImportLine         *self);

/* In bedside-import-report.c: what is saved. */
GBytes              *bedside_import_report_new           (const BedsideImportFile   *file,
                                                          GListModel                *refused);

G_END_DECLS
