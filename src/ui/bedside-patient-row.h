/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsidePatientRow:
 *
 * A patient in a list to choose from: who it is, and why a conversation cannot be started. A patient with whom none can
 * be started cannot be selected.
 */
#define BEDSIDE_TYPE_PATIENT_ROW (bedside_patient_row_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePatientRow, bedside_patient_row, BEDSIDE, PATIENT_ROW, GtkWidget)

GtkWidget      *bedside_patient_row_new          (void);
/* The row is the item's child; NULL, NULL: shows nobody any more. */
void            bedside_patient_row_bind         (BedsidePatientRow *self,
                                                  GtkListItem       *item,
                                                  BedsideSession    *session);
BedsidePatient *bedside_patient_row_get_patient  (BedsidePatientRow *self);
/* In its list; %GTK_INVALID_LIST_POSITION if it shows nobody. */
guint           bedside_patient_row_get_position (BedsidePatientRow *self);
/* Asks the session anew. */
void            bedside_patient_row_update       (BedsidePatientRow *self);

G_END_DECLS
