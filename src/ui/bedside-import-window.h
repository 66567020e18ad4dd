/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-import.h"
#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsideImportWindow:
 *
 * Adds the patients of a CSV file to the directory: choose the file, say what its columns hold, see how far it is and
 * which lines were refused.
 */
#define BEDSIDE_TYPE_IMPORT_WINDOW (bedside_import_window_get_type ())
G_DECLARE_FINAL_TYPE (BedsideImportWindow, bedside_import_window, BEDSIDE, IMPORT_WINDOW, AdwWindow)

GtkWidget *bedside_import_window_new         (GtkWindow           *parent,
                                              BedsideSession      *session);
/* As if the file had been chosen. */
void       bedside_import_window_open        (BedsideImportWindow *self,
                                              GFile               *file);
void       bedside_import_window_save_report (BedsideImportWindow *self,
                                              GFile               *file);
gboolean   bedside_import_window_is_busy     (BedsideImportWindow *self);

G_END_DECLS
