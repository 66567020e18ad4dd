/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsidePatientAccess:
 *
 * A modal window that changes *Group chat* and *Chat* of a practice on Save (R6-R8).
 */
#define BEDSIDE_TYPE_PATIENT_ACCESS (bedside_patient_access_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePatientAccess, bedside_patient_access, BEDSIDE, PATIENT_ACCESS, AdwWindow)

GtkWidget *bedside_patient_access_new (GtkWindow       *parent,
                                       BedsideSession  *session,
                                       BedsidePractice *practice);

G_END_DECLS
