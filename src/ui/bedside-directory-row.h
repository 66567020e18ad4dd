/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-patient.h"

G_BEGIN_DECLS

/**
 * BedsideDirectoryRow:
 *
 * A patient in the directory: name, birth date, record number, portal. To be the child of a list item, which it names.
 */
#define BEDSIDE_TYPE_DIRECTORY_ROW (bedside_directory_row_get_type ())
G_DECLARE_FINAL_TYPE (BedsideDirectoryRow, bedside_directory_row, BEDSIDE, DIRECTORY_ROW, GtkWidget)

GtkWidget      *bedside_directory_row_new         (void);
BedsidePatient *bedside_directory_row_get_patient (BedsideDirectoryRow *self);
void            bedside_directory_row_set_patient (BedsideDirectoryRow *self,
                                                   BedsidePatient      *patient);

G_END_DECLS
