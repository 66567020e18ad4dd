/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-client.h"
#include "bedside-recorder.h"
#include "bedside-registry.h"

G_BEGIN_DECLS

/**
 * BedsideStaffLoader:
 *
 * Fetches what sync leaves out of the rooms in which there are no patients, practices first, one request at a time;
 * after a failure it waits. All members of practices, directories and team conversations, of whom sync names only
 * those who write; and what was taken back in a directory while so much happened that sync has left events out.
 */
#define BEDSIDE_TYPE_STAFF_LOADER (bedside_staff_loader_get_type ())
G_DECLARE_FINAL_TYPE (BedsideStaffLoader, bedside_staff_loader, BEDSIDE, STAFF_LOADER, GObject)

BedsideStaffLoader *bedside_staff_loader_new  (BedsideClient      *client,
                                               BedsideRegistry    *registry,
                                               BedsideRecorder    *recorder);
void                bedside_staff_loader_stop (BedsideStaffLoader *self);

/* Something of it may be missing. */
void bedside_staff_loader_note (BedsideStaffLoader *self,
                                BedsideRoom        *room);
/* The server answers. */
void                 bedside_staff_loader_go_on    (BedsideStaffLoader *self);
/* What arrives is taken over between sync answers, not within one. */
void bedside_staff_loader_set_held (BedsideStaffLoader *self,
                                    gboolean            held);

G_END_DECLS
