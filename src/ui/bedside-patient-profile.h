/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsidePatientProfile:
 *
 * A modal window with what the practice knows of a patient, and what can be done: portal, chat (R5, R25).
 */
#define BEDSIDE_TYPE_PATIENT_PROFILE (bedside_patient_profile_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePatientProfile, bedside_patient_profile, BEDSIDE, PATIENT_PROFILE, AdwWindow)

GtkWidget *bedside_patient_profile_new (GtkWindow      *parent,
                                        BedsideSession *session,
                                        BedsidePatient *patient);

G_END_DECLS
