/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-import.h"

G_BEGIN_DECLS

/**
 * BedsideImportColumnsPage:
 *
 * Says what the columns of a file hold, and shows how its first lines are read. Signals: "other-file", "start".
 */
#define BEDSIDE_TYPE_IMPORT_COLUMNS_PAGE (bedside_import_columns_page_get_type ())
G_DECLARE_FINAL_TYPE (BedsideImportColumnsPage, bedside_import_columns_page, BEDSIDE, IMPORT_COLUMNS_PAGE, AdwBin)

/* After each file that was loaded. */
void bedside_import_columns_page_set_import (BedsideImportColumnsPage *self,
                                             BedsideImport            *import);
void bedside_import_columns_page_focus      (BedsideImportColumnsPage *self);

G_END_DECLS
