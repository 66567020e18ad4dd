/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-event.h"
#include "bedside-patient.h"

G_BEGIN_DECLS

/**
 * BedsideDirectory:
 *
 * The practice's list of patients, made of the state of the directory room
 *. A patient exists from the first event on that names his key.
 */
#define BEDSIDE_TYPE_DIRECTORY (bedside_directory_get_type ())
G_DECLARE_FINAL_TYPE (BedsideDirectory, bedside_directory, BEDSIDE, DIRECTORY, GObject)

BedsideDirectory *bedside_directory_new         (void);

gboolean          bedside_directory_apply_state (BedsideDirectory *self,
                                                 BedsideEvent     *event);
BedsidePatient   *bedside_directory_find        (BedsideDirectory *self,
                                                 const char       *key);

G_END_DECLS
