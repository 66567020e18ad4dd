/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-import"

#include "bedside-import-private.h"
#include "bedside-thread.h"
#include "bedside-wording.h"

#include "config.h"

#include <glib/gi18n-lib.h>

static GParamSpec *properties[BEDSIDE_IMPORT_PROP_PRESENT + 1];
static guint columns_changed;

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
                    G_DEFINE_ENUM_VALUE (BEDSIDE_IMPORT_STATE_STOPPING, "stopping"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_IMPORT_STATE_CANCELLED, "cancelled"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_IMPORT_STATE_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_IMPORT_STATE_DONE, "done"))

G_DEFINE_FINAL_TYPE (BedsideImport, bedside_import, G_TYPE_OBJECT)

static void
bedside_import_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  BedsideImport *self = BEDSIDE_IMPORT (object);

  switch ((BedsideImportProperty) prop_id)
    {
    case BEDSIDE_IMPORT_PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case BEDSIDE_IMPORT_PROP_TOTAL:
      g_value_set_uint (value, bedside_import_get_total (self));
      break;
    case BEDSIDE_IMPORT_PROP_DONE:
      g_value_set_uint (value, self->done);
      break;
    case BEDSIDE_IMPORT_PROP_ADDED:
      g_value_set_uint (value, self->added);
      break;
    case BEDSIDE_IMPORT_PROP_PRESENT:
      g_value_set_uint (value, self->present);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_import_dispose (GObject *object)
{
  BedsideImport *self = BEDSIDE_IMPORT (object);

  if (self->refused != NULL)
    bedside_import_reset (self);
  g_clear_object (&self->refused);
  g_clear_object (&self->writer);
  g_clear_object (&self->practice);

  G_OBJECT_CLASS (bedside_import_parent_class)->dispose (object);
}

static void
bedside_import_finalize (GObject *object)
{
  BedsideImport *self = BEDSIDE_IMPORT (object);

  g_ptr_array_unref (self->to_index);
  bedside_import_file_free (self->file);
  g_free (self->columns);

  G_OBJECT_CLASS (bedside_import_parent_class)->finalize (object);
}

static void
bedside_import_class_init (BedsideImportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_import_get_property;
  object_class->dispose = bedside_import_dispose;
  object_class->finalize = bedside_import_finalize;

  properties[BEDSIDE_IMPORT_PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, BEDSIDE_TYPE_IMPORT_STATE,
                                                             BEDSIDE_IMPORT_STATE_EMPTY, flags);
  properties[BEDSIDE_IMPORT_PROP_TOTAL] = g_param_spec_uint ("total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[BEDSIDE_IMPORT_PROP_DONE] = g_param_spec_uint ("done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[BEDSIDE_IMPORT_PROP_ADDED] = g_param_spec_uint ("added", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[BEDSIDE_IMPORT_PROP_PRESENT] = g_param_spec_uint ("present", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  columns_changed = g_signal_new ("columns-changed", BEDSIDE_TYPE_IMPORT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
bedside_import_init (BedsideImport *self)
{
  self->refused = g_list_store_new (BEDSIDE_TYPE_IMPORT_LINE);
  self->to_index = g_ptr_array_new_with_free_func (g_object_unref);
  g_queue_init (&self->again);
}

/**
 * bedside_import_new:
 * @writer: how to add patients
 * @practice: to whose directory
 *
 * Returns: (transfer full): an import without a file
 */
BedsideImport *
bedside_import_new (BedsidePracticeWriter *writer,
                    BedsidePractice       *practice)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE_WRITER (writer), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (practice), NULL);

  BedsideImport *self = g_object_new (BEDSIDE_TYPE_IMPORT, NULL);

  self->writer = g_object_ref (writer);
  self->practice = g_object_ref (practice);

  return self;
}

/* --- for the import's own files --- */

/**
 * bedside_import_set_state: (skip)
 * @self: an import
 * @state: what it does now
 */
void
bedside_import_set_state (BedsideImport      *self,
                          BedsideImportState  state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[BEDSIDE_IMPORT_PROP_STATE]);
}

/**
 * bedside_import_count: (skip)
 * @self: an import
 * @property: what there is one more of; 0: all were set to 0
 */
void
bedside_import_count (BedsideImport         *self,
                      BedsideImportProperty  property)
{
  if (property == BEDSIDE_IMPORT_PROP_DONE)
    self->done++;
  else if (property == BEDSIDE_IMPORT_PROP_ADDED)
    self->added++;
  else if (property == BEDSIDE_IMPORT_PROP_PRESENT)
    self->present++;

  for (guint i = BEDSIDE_IMPORT_PROP_TOTAL; i <= BEDSIDE_IMPORT_PROP_PRESENT; i++)
    {
      if (property == 0 || property == i)
        g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
    }
}

/* --- the file --- */

static guint
find_column (BedsideImport       *self,
             BedsideImportColumn  meaning)
{
  const guint count = bedside_import_get_n_columns (self);
  guint i = 0;

  while (i < count && self->columns[i] != meaning)
    i++;

  return i;
}

static gboolean
has_column (BedsideImport       *self,
            BedsideImportColumn  meaning)
{
  return find_column (self, meaning) < bedside_import_get_n_columns (self);
}

static void
guess_order (BedsideImport *self)
{
  const guint column = find_column (self, BEDSIDE_IMPORT_COLUMN_BIRTH_DATE);

  self->order = column < bedside_import_get_n_columns (self)
                ? bedside_import_file_get_dates (self->file, column).order
                : BEDSIDE_DATE_ORDER_UNKNOWN;
}

static void
take_file (BedsideImport     *self,
           BedsideImportFile *file)
{
  const guint n_columns = bedside_import_file_get_n_columns (file);

  bedside_import_reset (self);
  bedside_import_file_free (self->file);
  self->file = file;
  g_free (self->columns);
  self->columns = g_new0 (BedsideImportColumn, n_columns + 1);
  for (guint i = 0; i < n_columns; i++)
    self->columns[i] = bedside_import_file_guess_column (file, i);
  guess_order (self);
  bedside_import_count (self, 0);
  bedside_import_set_state (self, BEDSIDE_IMPORT_STATE_LOADED);
  g_signal_emit (self, columns_changed, 0);
}

static void
load_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  bedside_assert_other_thread ();

  GError *error = NULL;
  BedsideImportFile *file = bedside_import_file_load (task_data, cancellable, &error);

  if (file != NULL)
    g_task_return_pointer (task, file, (GDestroyNotify) bedside_import_file_free);
  else if (error->domain == BEDSIDE_CSV_ERROR || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, error);
  else
    {
      g_task_return_new_error (task, error->domain, error->code, _("The file cannot be read: %s"), error->message);
      g_error_free (error);
    }
}

/**
 * bedside_import_load_async:
 * @self: an import that is not running
 * @file: a CSV file
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is read
 * @user_data: passed to @callback
 *
 * Reads a file in a thread; the one before is forgotten when that has worked.
 */
void
bedside_import_load_async (BedsideImport       *self,
                           GFile               *file,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_IMPORT (self));
  g_return_if_fail (G_IS_FILE (file));

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bedside_import_load_async);
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_task_run_in_thread (task, load_in_thread);
}

/**
 * bedside_import_load_finish:
 * @self: an import
 * @result: what the callback was given
 * @error: return location for an error of %BEDSIDE_CSV_ERROR or %G_IO_ERROR, with a message for the person
 *
 * Returns: %TRUE if the file is there now
 */
gboolean
bedside_import_load_finish (BedsideImport  *self,
                            GAsyncResult   *result,
                            GError        **error)
{
  BedsideImportFile *file;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_import_load_async), FALSE);

  file = g_task_propagate_pointer (G_TASK (result), error);
  if (file == NULL)
    return FALSE;

  take_file (self, file);

  return TRUE;
}

/**
 * bedside_import_get_n_columns:
 * @self: an import
 *
 * Returns: how many columns the file has
 */
guint
bedside_import_get_n_columns (BedsideImport *self)
{
  g_return_val_if_fail (BEDSIDE_IS_IMPORT (self), 0);

  return self->file != NULL ? bedside_import_file_get_n_columns (self->file) : 0;
}

/**
 * bedside_import_get_column_name:
 * @self: an import
 * @column: from 0
 *
 * Returns: (nullable): what stands over the column, else "Column 3"
 */
const char *
bedside_import_get_column_name (BedsideImport *self,
                                guint          column)
{
  g_return_val_if_fail (BEDSIDE_IS_IMPORT (self), NULL);

  return self->file != NULL ? bedside_import_file_get_column_name (self->file, column) : NULL;
}

/**
 * bedside_import_get_column:
 * @self: an import
 * @column: from 0
 *
 * Returns: what the column holds: a guess, until it was set
 */
BedsideImportColumn
bedside_import_get_column (BedsideImport *self,
                           guint          column)
{
  g_return_val_if_fail (BEDSIDE_IS_IMPORT (self), BEDSIDE_IMPORT_COLUMN_NONE);

  return column < bedside_import_get_n_columns (self) ? self->columns[column] : BEDSIDE_IMPORT_COLUMN_NONE;
}

/* A name is either whole or in parts. */
static gboolean
exclude (BedsideImportColumn one,
         BedsideImportColumn other)
{
  const gboolean one_part = one == BEDSIDE_IMPORT_COLUMN_GIVEN || one == BEDSIDE_IMPORT_COLUMN_FAMILY;
  const gboolean other_part = other == BEDSIDE_IMPORT_COLUMN_GIVEN || other == BEDSIDE_IMPORT_COLUMN_FAMILY;

  return one == other || (one == BEDSIDE_IMPORT_COLUMN_FULL_NAME && other_part) ||
         (other == BEDSIDE_IMPORT_COLUMN_FULL_NAME && one_part);
}

/**
 * bedside_import_set_column:
 * @self: an import that is not running
 * @column: from 0
 * @meaning: what the column holds
 *
 * Sets what a column holds. Another one that was said to hold the same, holds
 * nothing of use then. What was imported before, is begun anew.
 */
void
bedside_import_set_column (BedsideImport       *self,
                           guint                column,
                           BedsideImportColumn  meaning)
{
  g_return_if_fail (BEDSIDE_IS_IMPORT (self));
  g_return_if_fail (column < bedside_import_get_n_columns (self));
  g_return_if_fail (self->state != BEDSIDE_IMPORT_STATE_RUNNING && self->state != BEDSIDE_IMPORT_STATE_WAITING);

  if (self->columns[column] == meaning)
    return;

  for (guint i = 0; meaning != BEDSIDE_IMPORT_COLUMN_NONE && i < bedside_import_get_n_columns (self); i++)
    {
      if (exclude (self->columns[i], meaning))
        self->columns[i] = BEDSIDE_IMPORT_COLUMN_NONE;
    }
  self->columns[column] = meaning;
  guess_order (self);
  bedside_import_reset (self);
  bedside_import_set_state (self, BEDSIDE_IMPORT_STATE_LOADED);
  g_signal_emit (self, columns_changed, 0);
}

/**
 * bedside_import_get_date_order:
 * @self: an import
 * @certain: (out) (optional): whether the file tells; if not, the language of the person decided
 *
 * Returns: in which order day and month are written; unknown: in both, so that what can be read in two ways is refused
 */
BedsideDateOrder
bedside_import_get_date_order (BedsideImport *self,
                               gboolean      *certain)
{
  g_return_val_if_fail (BEDSIDE_IS_IMPORT (self), BEDSIDE_DATE_ORDER_UNKNOWN);

  if (certain != NULL)
    *certain = self->file == NULL || !has_column (self, BEDSIDE_IMPORT_COLUMN_BIRTH_DATE) ||
               bedside_import_file_get_dates (self->file,
                                              find_column (self, BEDSIDE_IMPORT_COLUMN_BIRTH_DATE)).proven;

  return self->order;
}

/**
 * bedside_import_set_date_order:
 * @self: an import that is not running
 * @order: in which order day and month are written
 */
void
bedside_import_set_date_order (BedsideImport    *self,
                               BedsideDateOrder  order)
{
  g_return_if_fail (BEDSIDE_IS_IMPORT (self));
  g_return_if_fail (self->file != NULL);
  g_return_if_fail (self->state != BEDSIDE_IMPORT_STATE_RUNNING && self->state != BEDSIDE_IMPORT_STATE_WAITING);

  if (self->order == order)
    return;

  self->order = order;
  bedside_import_reset (self);
  bedside_import_set_state (self, BEDSIDE_IMPORT_STATE_LOADED);
  g_signal_emit (self, columns_changed, 0);
}

/**
 * bedside_import_get_cell:
 * @self: an import
 * @row: of patients, from 0
 * @column: from 0
 *
 * Returns: (nullable): what is in it; %NULL beyond the end
 */
const char *
bedside_import_get_cell (BedsideImport *self,
                         guint          row,
                         guint          column)
{
  g_return_val_if_fail (BEDSIDE_IS_IMPORT (self), NULL);

  return self->file != NULL ? bedside_import_file_get_cell (self->file, row, column) : NULL;
}

/**
 * bedside_import_dup_reading:
 * @self: an import with a file
 * @row: of patients, from 0
 * @reason: (out) (optional) (transfer full): why the row would be refused
 *
 * Returns: (transfer full) (nullable): whom the row would add, as "Ada Lovelace, 10 Dec 1985"
 */
char *
bedside_import_dup_reading (BedsideImport  *self,
                            guint           row,
                            char          **reason)
{
  g_auto(BedsideImportPerson) person = { 0 };
  g_autoptr(GError) error = NULL;
  const char *objection;

  g_return_val_if_fail (BEDSIDE_IS_IMPORT (self), NULL);
  g_return_val_if_fail (row < bedside_import_get_total (self), NULL);

  objection = bedside_import_person_read (&person, self->file, row, self->columns, self->order);
  const BedsidePatientDetails details = { person.given, person.family, person.born, person.record };
  if (objection == NULL && !bedside_patient_details_check (&details, &error))
    objection = error->message;
  if (reason != NULL)
    *reason = g_strdup (objection);
  if (objection != NULL)
    return NULL;

  g_autoptr(BedsidePatient) patient = bedside_patient_new_named ("", person.given, person.family, person.born);
  g_autofree char *name = bedside_wording_isolate (bedside_patient_get_name (patient));
  g_autoptr(GString) identity = g_string_new (name);

  bedside_wording_append (identity, bedside_patient_get_birth_date (patient));
  return g_string_free (g_steal_pointer (&identity), FALSE);
}

/**
 * bedside_import_get_objection:
 * @self: an import
 *
 * Returns: (nullable): %NULL if it can be started, else what is missing, for the person
 */
const char *
bedside_import_get_objection (BedsideImport *self)
{
  g_return_val_if_fail (BEDSIDE_IS_IMPORT (self), NULL);

  const gboolean given = self->file != NULL && has_column (self, BEDSIDE_IMPORT_COLUMN_GIVEN);
  const gboolean family = self->file != NULL && has_column (self, BEDSIDE_IMPORT_COLUMN_FAMILY);

  if (self->file == NULL)
    return _("Choose a CSV file.");
  if (bedside_import_get_total (self) == 0)
    return _("There are no patients in this file.");
  if (given && !family)
    return _("Say which column holds the family name.");
  if (family && !given)
    return _("Say which column holds the given name.");
  if (!given && !has_column (self, BEDSIDE_IMPORT_COLUMN_FULL_NAME))
    return _("Say which columns hold the name.");
  if (!has_column (self, BEDSIDE_IMPORT_COLUMN_BIRTH_DATE))
    return _("Say which column holds the birth date.");

  return NULL;
}

/* --- how far it is --- */

/**
 * bedside_import_get_state:
 * @self: an import
 *
 * Returns: what it does
 */
BedsideImportState
bedside_import_get_state (BedsideImport *self)
{
  g_return_val_if_fail (BEDSIDE_IS_IMPORT (self), BEDSIDE_IMPORT_STATE_EMPTY);

  return self->state;
}

/**
 * bedside_import_get_error:
 * @self: an import
 *
 * Returns: (nullable): why it has failed, with a message for the person
 */
const GError *
bedside_import_get_error (BedsideImport *self)
{
  g_return_val_if_fail (BEDSIDE_IS_IMPORT (self), NULL);

  return self->error;
}

/**
 * bedside_import_get_total:
 * @self: an import
 *
 * Returns: how many lines with patients there are
 */
guint
bedside_import_get_total (BedsideImport *self)
{
  g_return_val_if_fail (BEDSIDE_IS_IMPORT (self), 0);

  return self->file != NULL ? bedside_import_file_get_n_rows (self->file) : 0;
}

/**
 * bedside_import_get_done:
 * @self: an import
 *
 * Returns: how many lines are done with: added, there already, or refused
 */
guint
bedside_import_get_done (BedsideImport *self)
{
  g_return_val_if_fail (BEDSIDE_IS_IMPORT (self), 0);

  return self->done;
}

/**
 * bedside_import_get_added:
 * @self: an import
 *
 * Returns: how many patients were added
 */
guint
bedside_import_get_added (BedsideImport *self)
{
  g_return_val_if_fail (BEDSIDE_IS_IMPORT (self), 0);

  return self->added;
}

/**
 * bedside_import_get_present:
 * @self: an import
 *
 * Returns: how many were there already
 */
guint
bedside_import_get_present (BedsideImport *self)
{
  g_return_val_if_fail (BEDSIDE_IS_IMPORT (self), 0);

  return self->present;
}

/**
 * bedside_import_get_refused:
 * @self: an import
 *
 * Returns: (transfer none) (element-type BedsideImportLine): the lines that were refused, always the same model
 */
GListModel *
bedside_import_get_refused (BedsideImport *self)
{
  g_return_val_if_fail (BEDSIDE_IS_IMPORT (self), NULL);

  return G_LIST_MODEL (self->refused);
}

/* --- the report --- */

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_new_error (task, error->domain, error->code, _("The report could not be saved: %s"),
                             error->message);
}

/**
 * bedside_import_save_report_async:
 * @self: an import with a file
 * @file: where to
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is saved
 * @user_data: passed to @callback
 *
 * Saves the refused lines as CSV, to be read by the person only.
 */
void
bedside_import_save_report_async (BedsideImport       *self,
                                  GFile               *file,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_IMPORT (self));
  g_return_if_fail (self->file != NULL);
  g_return_if_fail (G_IS_FILE (file));

  g_autoptr(GBytes) report = bedside_import_report_new (self->file, G_LIST_MODEL (self->refused));
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bedside_import_save_report_async);
  g_file_replace_contents_bytes_async (file, report, NULL, FALSE,
                                       G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION, cancellable,
                                       on_saved, task);
}

/**
 * bedside_import_save_report_finish:
 * @self: an import
 * @result: what the callback was given
 * @error: return location for a #GIOError, with a message for the person
 *
 * Returns: %TRUE if it is saved
 */
gboolean
bedside_import_save_report_finish (BedsideImport  *self,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_import_save_report_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
