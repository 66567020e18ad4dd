/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-import"

#include "bedside-import.h"

G_DEFINE_ENUM_TYPE (BedsideImportColumn, bedside_import_column,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_IMPORT_COLUMN_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_IMPORT_COLUMN_GIVEN, "given"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_IMPORT_COLUMN_FAMILY, "family"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_IMPORT_COLUMN_FULL_NAME, "full-name"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_IMPORT_COLUMN_BIRTH_DATE, "birth-date"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_IMPORT_COLUMN_RECORD, "record"))

G_DEFINE_ENUM_TYPE (BedsideImportState, bedside_import_state,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_IMPORT_STATE_EMPTY, "empty"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_IMPORT_STATE_LOADED, "loaded"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_IMPORT_STATE_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_IMPORT_STATE_WAITING, "waiting"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_IMPORT_STATE_CANCELLED, "cancelled"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_IMPORT_STATE_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_IMPORT_STATE_DONE, "done"))

struct _BedsideImportLine
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (BedsideImportLine, bedside_import_line, G_TYPE_OBJECT)

static void
bedside_import_line_class_init (BedsideImportLineClass *klass)
{
}

static void
bedside_import_line_init (BedsideImportLine *self)
{
}


struct _BedsideImport
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (BedsideImport, bedside_import, G_TYPE_OBJECT)

static void
bedside_import_class_init (BedsideImportClass *klass)
{
}

static void
bedside_import_init (BedsideImport *self)
{
}

BedsideImport *
bedside_import_new (BedsidePracticeWriter *writer,
                    BedsidePractice       *practice)
{
  return g_object_new (BEDSIDE_TYPE_IMPORT, NULL);
}


guint
bedside_import_line_get_number (BedsideImportLine *self)
{
  return 0;
}

const char *
bedside_import_line_get_text (BedsideImportLine *self)
{
  return NULL;
}

const char *
bedside_import_line_get_reason (BedsideImportLine *self)
{
  return NULL;
}

void
bedside_import_load_async (BedsideImport       *self,
                           GFile               *file,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not there yet");
}

gboolean
bedside_import_load_finish (BedsideImport  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

guint
bedside_import_get_n_columns (BedsideImport *self)
{
  return 0;
}

const char          *
bedside_import_get_column_name (BedsideImport *self,
                                guint          column)
{
  return NULL;
}

BedsideImportColumn
bedside_import_get_column (BedsideImport *self,
                           guint          column)
{
  return 0;
}

void
bedside_import_set_column (BedsideImport       *self,
                           guint                column,
                           BedsideImportColumn  meaning)
{
}

const char          *
bedside_import_get_cell (BedsideImport *self,
                         guint          row,
                         guint          column)
{
  return NULL;
}

const char          *
bedside_import_get_objection (BedsideImport *self)
{
  return NULL;
}

void
bedside_import_start (BedsideImport *self)
{
}

void
bedside_import_cancel (BedsideImport *self)
{
}

BedsideImportState
bedside_import_get_state (BedsideImport *self)
{
  return 0;
}

const GError        *
bedside_import_get_error (BedsideImport *self)
{
  return NULL;
}

guint
bedside_import_get_total (BedsideImport *self)
{
  return 0;
}

guint
bedside_import_get_done (BedsideImport *self)
{
  return 0;
}

guint
bedside_import_get_added (BedsideImport *self)
{
  return 0;
}

guint
bedside_import_get_present (BedsideImport *self)
{
  return 0;
}

GListModel          *
bedside_import_get_refused (BedsideImport *self)
{
  return NULL;
}

void
bedside_import_save_report_async (BedsideImport       *self,
                                  GFile               *file,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not there yet");
}

gboolean
bedside_import_save_report_finish (BedsideImport  *self,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
