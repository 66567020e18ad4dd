/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-client.h"
#include "bedside-registry.h"
#include "bedside-state-writer.h"

G_BEGIN_DECLS

/**
 * BedsidePortalWatch:
 *
 * Asks now and then, one patient after the other, whether patients who are invited to the portal have signed in to the
 * account that is linked with them, and writes that they have activated it (R5).
 */
#define BEDSIDE_TYPE_PORTAL_WATCH (bedside_portal_watch_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePortalWatch, bedside_portal_watch, BEDSIDE, PORTAL_WATCH, GObject)

BedsidePortalWatch *bedside_portal_watch_new        (BedsideClient      *client,
                                                     BedsideStateWriter *states,
                                                     BedsideRegistry    *registry);
void                bedside_portal_watch_set_online (BedsidePortalWatch *self,
                                                     gboolean            online);
/* Somebody has just been invited. */
void                bedside_portal_watch_hurry      (BedsidePortalWatch *self);
/* For tests, in ms: between two patients, and between two rounds. */
void                bedside_portal_watch_set_pace   (BedsidePortalWatch *self,
                                                     guint               patient,
                                                     guint               round);

G_END_DECLS
