/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-practitioner.h"

G_BEGIN_DECLS

/**
 * BedsideColleagueRow:
 *
 * A check button over the whole width for a colleague, who cannot be chosen before he has joined the practice.
 * Signal: "toggled".
 */
#define BEDSIDE_TYPE_COLLEAGUE_ROW (bedside_colleague_row_get_type ())
G_DECLARE_FINAL_TYPE (BedsideColleagueRow, bedside_colleague_row, BEDSIDE, COLLEAGUE_ROW, AdwBin)

GtkWidget           *bedside_colleague_row_new        (BedsidePractitioner *person);
BedsidePractitioner *bedside_colleague_row_get_person (BedsideColleagueRow *self);
gboolean             bedside_colleague_row_get_chosen (BedsideColleagueRow *self);
void                 bedside_colleague_row_set_chosen (BedsideColleagueRow *self,
                                                       gboolean             chosen);

G_END_DECLS
