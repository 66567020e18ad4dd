/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-practice-writer.h"

G_BEGIN_DECLS

/* Why an account cannot be a patient's, in words. Result: transfer full, nullable. */
char *bedside_account_text_dup_obstacle (BedsidePractice     *practice,
                                         BedsidePatient      *patient,
                                         const char          *user_id);
char *bedside_account_text_dup_refusal  (BedsideAccountCheck  check,
                                         const char          *user_id);

G_END_DECLS
