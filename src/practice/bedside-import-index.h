/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-import-file.h"

G_BEGIN_DECLS

/**
 * BedsideImportMatch:
 * @BEDSIDE_IMPORT_MATCH_NONE: nobody is the same
 * @BEDSIDE_IMPORT_MATCH_SAME: the same record number, or name and birth date
 * @BEDSIDE_IMPORT_MATCH_OTHER: the same record number, but neither name nor birth date
 */
typedef enum {
  BEDSIDE_IMPORT_MATCH_NONE,
  BEDSIDE_IMPORT_MATCH_SAME,
  BEDSIDE_IMPORT_MATCH_OTHER,
} BedsideImportMatch;

/**
 * BedsideImportIndex:
 *
 * Who is there already, found without looking at everybody. Private to the import.
 */
typedef struct _BedsideImportIndex BedsideImportIndex;

BedsideImportIndex *bedside_import_index_new         (void);
void                bedside_import_index_free        (BedsideImportIndex        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideImportIndex, bedside_import_index_free)

void                bedside_import_index_add_patient (BedsideImportIndex        *self,
                                                      BedsidePatient            *patient);
void                bedside_import_index_add_person  (BedsideImportIndex        *self,
                                                      const BedsideImportPerson *person);
BedsideImportMatch  bedside_import_index_find        (BedsideImportIndex        *self,
                                                      const BedsideImportPerson *person);

G_END_DECLS
