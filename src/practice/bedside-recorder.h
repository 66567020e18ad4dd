/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-changes.h"

G_BEGIN_DECLS

/**
 * BedsideRecorder:
 *
 * Writes changes to the store in the order in which they are given; the text is
 * made in a thread. What cannot be written (the disk is full) is kept and written first when it works again, so that
 * the disk never has something that came later than what it lacks.
 *
 * Signal: "tried" (#GError, nullable): something was written, or could not be.
 */
#define BEDSIDE_TYPE_RECORDER (bedside_recorder_get_type ())
G_DECLARE_FINAL_TYPE (BedsideRecorder, bedside_recorder, BEDSIDE, RECORDER, GObject)

BedsideRecorder *bedside_recorder_new          (BedsideStore         *store);

/* For changes that take several turns of the main loop: their events are listed from now on. */
BedsideChanges  *bedside_recorder_begin        (BedsideRecorder      *self);
void             bedside_recorder_abandon      (BedsideRecorder      *self,
                                                BedsideChanges       *changes);

void             bedside_recorder_write_async  (BedsideRecorder      *self,
                                                BedsideChanges       *changes,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean         bedside_recorder_write_finish (BedsideRecorder      *self,
                                                GAsyncResult         *result,
                                                GError              **error);

GPtrArray       *bedside_recorder_list_events  (BedsideRecorder      *self,
                                                const char           *room_id);
guint64          bedside_recorder_get_serial   (BedsideRecorder      *self);

G_END_DECLS
