/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-birth-date.h"
#include "bedside-practice-writer.h"

G_BEGIN_DECLS

/* What a column of the file holds. */
typedef enum {
  BEDSIDE_IMPORT_COLUMN_NONE,
  BEDSIDE_IMPORT_COLUMN_GIVEN,
  BEDSIDE_IMPORT_COLUMN_FAMILY,
  BEDSIDE_IMPORT_COLUMN_FULL_NAME,   /* "Ada Lovelace" or "Lovelace, Ada" */
  BEDSIDE_IMPORT_COLUMN_BIRTH_DATE,
  BEDSIDE_IMPORT_COLUMN_RECORD,
} BedsideImportColumn;

#define BEDSIDE_TYPE_IMPORT_COLUMN (bedside_import_column_get_type ())
GType bedside_import_column_get_type (void);

/**
 * BedsideImportState:
 * @BEDSIDE_IMPORT_STATE_EMPTY: no file is loaded
 * @BEDSIDE_IMPORT_STATE_LOADED: file and columns are there; it can be started if the columns suffice
 * @BEDSIDE_IMPORT_STATE_RUNNING: patients are being added
 * @BEDSIDE_IMPORT_STATE_WAITING: the same, but the server cannot be reached or asks to wait; it goes on by itself
 * @BEDSIDE_IMPORT_STATE_STOPPING: cancelled; the few who are on their way are waited for, some seconds
 * @BEDSIDE_IMPORT_STATE_CANCELLED: what is in stays in; the same file can be run again
 * @BEDSIDE_IMPORT_STATE_FAILED: see bedside_import_get_error(); what is in stays in
 * @BEDSIDE_IMPORT_STATE_DONE: every line was added, was there already, or is among the refused ones
 */
typedef enum {
  BEDSIDE_IMPORT_STATE_EMPTY,
  BEDSIDE_IMPORT_STATE_LOADED,
  BEDSIDE_IMPORT_STATE_RUNNING,
  BEDSIDE_IMPORT_STATE_WAITING,
  BEDSIDE_IMPORT_STATE_STOPPING,
  BEDSIDE_IMPORT_STATE_CANCELLED,
  BEDSIDE_IMPORT_STATE_FAILED,
  BEDSIDE_IMPORT_STATE_DONE,
} BedsideImportState;

#define BEDSIDE_TYPE_IMPORT_STATE (bedside_import_state_get_type ())
GType bedside_import_state_get_type (void);

/**
 * BedsideImportLine:
 *
 * A line of the file that was refused. Properties: "number" (guint, from 1), "text" (the line's cells joined by ", "),
 * "reason" (for the person).
 */
#define BEDSIDE_TYPE_IMPORT_LINE (bedside_import_line_get_type ())
G_DECLARE_FINAL_TYPE (BedsideImportLine, bedside_import_line, BEDSIDE, IMPORT_LINE, GObject)

guint       bedside_import_line_get_number (BedsideImportLine *self);
const char *bedside_import_line_get_text   (BedsideImportLine *self);
const char *bedside_import_line_get_reason (BedsideImportLine *self);

/**
 * BedsideImport:
 *
 * Adds the patients of a CSV file to the directory. Running the same file again adds nobody twice: a patient is the
 * same by record number, where both have one, else by name and birth date. Properties (read-only, notify): "state",
 * "total", "done", "added", "present" (were there already), all guint. Refused lines: (element-type BedsideImportLine).
 * Signal "columns-changed": what the columns are said to hold, or the order of dates, is another.
 */
#define BEDSIDE_TYPE_IMPORT (bedside_import_get_type ())
G_DECLARE_FINAL_TYPE (BedsideImport, bedside_import, BEDSIDE, IMPORT, GObject)

BedsideImport       *bedside_import_new                (BedsidePracticeWriter  *writer,
                                                        BedsidePractice        *practice);

/* Reads the file in a thread: finds encoding, separator, whether the first line names the columns, and guesses columns
 * by names and contents. */
void                 bedside_import_load_async         (BedsideImport          *self,
                                                        GFile                  *file,
                                                        GCancellable           *cancellable,
                                                        GAsyncReadyCallback     callback,
                                                        gpointer                user_data);
gboolean             bedside_import_load_finish        (BedsideImport          *self,
                                                        GAsyncResult           *result,
                                                        GError                **error);

guint                bedside_import_get_n_columns      (BedsideImport          *self);
/* From the first line, or "Column 3". */
const char          *bedside_import_get_column_name    (BedsideImport          *self,
                                                        guint                   column);
BedsideImportColumn  bedside_import_get_column         (BedsideImport          *self,
                                                        guint                   column);
void                 bedside_import_set_column         (BedsideImport          *self,
                                                        guint                   column,
                                                        BedsideImportColumn     meaning);
/* For the preview: a cell of the @row-th line of patients; NULL beyond the end. */
const char          *bedside_import_get_cell           (BedsideImport          *self,
                                                        guint                   row,
                                                        guint                   column);
/* In which order day and month are written; @certain is FALSE if the file does not tell, and the language decided. */
BedsideDateOrder     bedside_import_get_date_order     (BedsideImport          *self,
                                                        gboolean               *certain);
void                 bedside_import_set_date_order     (BedsideImport          *self,
                                                        BedsideDateOrder        order);
/* What would be added of the @row-th line, as "Ada Lovelace, 10 Dec 1985", or NULL and why it would be refused. */
char                *bedside_import_dup_reading        (BedsideImport          *self,
                                                        guint                   row,
                                                        char                  **reason);
/* Whether it can be started with these columns: NULL, or what is missing, for the person. */
const char          *bedside_import_get_objection      (BedsideImport          *self);

void                 bedside_import_start              (BedsideImport          *self);
void                 bedside_import_cancel             (BedsideImport          *self);

BedsideImportState   bedside_import_get_state          (BedsideImport          *self);
const GError        *bedside_import_get_error          (BedsideImport          *self);
guint                bedside_import_get_total          (BedsideImport          *self);
guint                bedside_import_get_done           (BedsideImport          *self);
guint                bedside_import_get_added          (BedsideImport          *self);
guint                bedside_import_get_present        (BedsideImport          *self);
GListModel          *bedside_import_get_refused        (BedsideImport          *self);

/* The refused lines as CSV: number, reason, and the cells as they were. */
void                 bedside_import_save_report_async  (BedsideImport          *self,
                                                        GFile                  *file,
                                                        GCancellable           *cancellable,
                                                        GAsyncReadyCallback     callback,
                                                        gpointer                user_data);
gboolean             bedside_import_save_report_finish (BedsideImport          *self,
                                                        GAsyncResult           *result,
                                                        GError                **error);

G_END_DECLS
