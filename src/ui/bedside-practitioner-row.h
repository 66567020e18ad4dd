/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-practice.h"

G_BEGIN_DECLS

/**
 * BedsidePractitionerRow:
 *
 * One person of a practice, with what the one who is signed in may do. Property: "busy" (something is being done).
 * Signals: "set-role" (#BedsideRole), "remove".
 */
#define BEDSIDE_TYPE_PRACTITIONER_ROW (bedside_practitioner_row_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePractitionerRow, bedside_practitioner_row, BEDSIDE, PRACTITIONER_ROW, AdwActionRow)

GtkWidget           *bedside_practitioner_row_new        (BedsidePractice        *practice,
                                                          BedsidePractitioner    *person);
BedsidePractitioner *bedside_practitioner_row_get_person (BedsidePractitionerRow *self);
gboolean             bedside_practitioner_row_get_busy   (BedsidePractitionerRow *self);
void                 bedside_practitioner_row_set_busy   (BedsidePractitionerRow *self,
                                                          gboolean                busy);

G_END_DECLS
