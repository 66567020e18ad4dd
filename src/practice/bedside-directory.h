/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-event.h"
#include "bedside-patient.h"

G_BEGIN_DECLS

/**
 * BedsideDirectory:
 *
 * The practice's list of patients, made of the state of the directory room. As a #GListModel it holds the patients
 * that are not removed, in no order; what was applied shows there after bedside_directory_show(), in one change where
 * that is possible.
 */
#define BEDSIDE_TYPE_DIRECTORY (bedside_directory_get_type ())
G_DECLARE_FINAL_TYPE (BedsideDirectory, bedside_directory, BEDSIDE, DIRECTORY, GObject)

/* A patient who has changed. @was_listed, @portal: how it was shown last. */
typedef struct {
  BedsidePatient     *patient;
  BedsidePortalState  portal;
  gboolean            was_listed;
} BedsideDirectoryChange;

BedsideDirectory *bedside_directory_new              (void);

gboolean          bedside_directory_apply_state      (BedsideDirectory  *self,
                                                      BedsideEvent      *event);
gboolean          bedside_directory_apply_redaction  (BedsideDirectory  *self,
                                                      const char        *event_id,
                                                      BedsideEvent     **rest);
BedsidePatient   *bedside_directory_find             (BedsideDirectory  *self,
                                                      const char        *key);
GArray           *bedside_directory_show             (BedsideDirectory  *self);

G_END_DECLS
