/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BedsideDemoKind:
 * @BEDSIDE_DEMO_KIND_UNKNOWN: nobody has set it: a practitioner's while its owner is in a practice or invited to one,
 *   else a patient's
 * @BEDSIDE_DEMO_KIND_PRACTITIONER: a practitioner's
 * @BEDSIDE_DEMO_KIND_PATIENT: a patient's
 *
 * The type of an account, `user_type` of Synapse.
 */
typedef enum {
  BEDSIDE_DEMO_KIND_UNKNOWN,
  BEDSIDE_DEMO_KIND_PRACTITIONER,
  BEDSIDE_DEMO_KIND_PATIENT,
} BedsideDemoKind;

G_END_DECLS
