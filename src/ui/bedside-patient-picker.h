/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsidePatientPicker:
 *
 * Where a conversation with a patient is started (R12 to R14): search, one patient, *Start Chat*. Property: "session"
 * (nullable). Signals: "started" (conversation: #BedsideConversation), "closed" (the person wants to leave).
 */
#define BEDSIDE_TYPE_PATIENT_PICKER (bedside_patient_picker_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePatientPicker, bedside_patient_picker, BEDSIDE, PATIENT_PICKER, AdwBin)

GtkWidget      *bedside_patient_picker_new         (void);
BedsideSession *bedside_patient_picker_get_session (BedsidePatientPicker *self);
void            bedside_patient_picker_set_session (BedsidePatientPicker *self,
                                                    BedsideSession       *session);
/* As if nothing had been typed or chosen, with the focus in the search entry. */
void            bedside_patient_picker_begin       (BedsidePatientPicker *self);
/* What is being started is not waited for any more. */
void            bedside_patient_picker_end         (BedsidePatientPicker *self);

G_END_DECLS
