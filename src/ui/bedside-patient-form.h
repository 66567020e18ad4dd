/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsidePatientForm:
 *
 * A modal window with what the directory says of a patient, to be filled in or corrected. Signal: "saved"
 * (const char *: name and date of birth as they are now).
 */
#define BEDSIDE_TYPE_PATIENT_FORM (bedside_patient_form_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePatientForm, bedside_patient_form, BEDSIDE, PATIENT_FORM, AdwWindow)

/* @patient: nullable: a new one. */
GtkWidget *bedside_patient_form_new (GtkWindow      *parent,
                                     BedsideSession *session,
                                     BedsidePatient *patient);

G_END_DECLS
