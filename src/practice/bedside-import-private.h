/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-import-file.h"
#include "bedside-import-index.h"

G_BEGIN_DECLS

struct _BedsideImport
{
  GObject                parent_instance;

  BedsidePracticeWriter *writer;     /* (owned) */
  BedsidePractice       *practice;   /* (owned) */

  BedsideImportFile     *file;       /* (owned) (nullable) */
  BedsideImportColumn   *columns;    /* (owned) (nullable): what the person says they hold */
  BedsideDateOrder       order;      /* of dates in the column of birth dates */
  BedsideImportState     state;
  GError                *error;      /* (owned) (nullable) */

  GListModel            *patients;   /* (owned) (nullable): the directory, while its index is kept */
  BedsideImportIndex    *there;      /* (owned) (nullable): who is in the directory */
  GPtrArray             *to_index;   /* (owned) (element-type BedsidePatient): who is still missing in it */
  BedsideImportIndex    *ours;       /* (owned) (nullable): whom we add; the next sync may bring them only later */
  guint                  run;
  guint                  next_row;
  GQueue                 again;      /* (owned) (element-type Attempt): perhaps the server has them, perhaps not */
  guint                  in_flight;
  guint                  failures;   /* in a row */
  guint                  run_source;
  guint                  retry_source;
  guint                  slow_source;
  guint                  stop_source;

  guint                  done;
  guint                  added;
  guint                  present;
  GListStore            *refused;    /* (owned) (element-type BedsideImportLine) */
};

typedef enum {
  BEDSIDE_IMPORT_PROP_STATE = 1,
  BEDSIDE_IMPORT_PROP_TOTAL,
  BEDSIDE_IMPORT_PROP_DONE,
  BEDSIDE_IMPORT_PROP_ADDED,
  BEDSIDE_IMPORT_PROP_PRESENT,
} BedsideImportProperty;

/* Private to the import's files. */
void bedside_import_set_state  (BedsideImport         *self,
                                BedsideImportState     state);
void bedside_import_count      (BedsideImport         *self,
                                BedsideImportProperty  property);
void bedside_import_reset      (BedsideImport         *self);
void bedside_import_stop       (BedsideImport         *self);

G_END_DECLS
