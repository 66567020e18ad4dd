/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-client.h"
#include "bedside-recorder.h"
#include "bedside-registry.h"

G_BEGIN_DECLS

/**
 * BedsideMemberLoader:
 *
 * Sync names only those members who write. Of practices, directories and team conversations all are needed: this
 * fetches them, practices first, one room at a time, and tries again after a failure.
 */
#define BEDSIDE_TYPE_MEMBER_LOADER (bedside_member_loader_get_type ())
G_DECLARE_FINAL_TYPE (BedsideMemberLoader, bedside_member_loader, BEDSIDE, MEMBER_LOADER, GObject)

BedsideMemberLoader *bedside_member_loader_new      (BedsideClient       *client,
                                                     BedsideRegistry     *registry,
                                                     BedsideRecorder     *recorder);
void                 bedside_member_loader_stop     (BedsideMemberLoader *self);

/* Its members may not all be known. */
void                 bedside_member_loader_note     (BedsideMemberLoader *self,
                                                     BedsideRoom         *room);
/* The server answers. */
void                 bedside_member_loader_go_on    (BedsideMemberLoader *self);
/* What arrives is taken over between sync answers, not within one. */
void                 bedside_member_loader_set_held (BedsideMemberLoader *self,
                                                     gboolean             held);

G_END_DECLS
