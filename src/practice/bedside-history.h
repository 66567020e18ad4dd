/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-catch-up.h"
#include "bedside-outbox.h"

G_BEGIN_DECLS

/**
 * BedsideHistory:
 *
 * What fills the timeline of an open conversation: pages of the cache, then of the server, new events, and the
 * messages that are still to be sent; with edits, removals and receipts applied.
 */
#define BEDSIDE_TYPE_HISTORY (bedside_history_get_type ())
G_DECLARE_FINAL_TYPE (BedsideHistory, bedside_history, BEDSIDE, HISTORY, GObject)

BedsideHistory  *bedside_history_new             (BedsideRegistry *registry,
                                                  BedsideRoom     *room,
                                                  BedsideStore    *store,
                                                  BedsideRecorder *recorder,
                                                  BedsideCatchUp  *catch_up);
BedsideTimeline *bedside_history_get_timeline    (BedsideHistory  *self);
void             bedside_history_move            (BedsideHistory  *self,
                                                  BedsideRoom     *room);
void             bedside_history_close           (BedsideHistory  *self);

void             bedside_history_load_older      (BedsideHistory  *self);
void             bedside_history_add_events      (BedsideHistory  *self,
                                                  GPtrArray       *placed);
void             bedside_history_add_outgoing    (BedsideHistory  *self,
                                                  BedsideOutgoing *entry);
void             bedside_history_remove_outgoing (BedsideHistory  *self,
                                                  BedsideOutgoing *entry);
void             bedside_history_update_receipts (BedsideHistory  *self);

G_END_DECLS
