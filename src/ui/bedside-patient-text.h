/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-practice.h"

G_BEGIN_DECLS

char *bedside_patient_text_dup_identity (BedsidePatient  *patient);
char *bedside_patient_text_dup_portal   (BedsidePractice *practice,
                                         BedsidePatient  *patient);
char *bedside_patient_text_dup_chat     (BedsidePractice *practice,
                                         BedsidePatient  *patient);

G_END_DECLS
