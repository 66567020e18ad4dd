/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-session.h"
#include "bedside-sync.h"

G_BEGIN_DECLS

/**
 * BedsideSyncState:
 * @BEDSIDE_SYNC_STATE_STOPPED: not started, or stopped
 * @BEDSIDE_SYNC_STATE_FILTERING: telling the server what to send
 * @BEDSIDE_SYNC_STATE_ASKING: a request is under way
 * @BEDSIDE_SYNC_STATE_PROCESSING: an answer is being taken over; bedside_sync_engine_continue() goes on
 * @BEDSIDE_SYNC_STATE_WAITING: after a failure, or answers without rest, until the next try
 * @BEDSIDE_SYNC_STATE_ENDED: the session is over
 */
typedef enum {
  BEDSIDE_SYNC_STATE_STOPPED,
  BEDSIDE_SYNC_STATE_FILTERING,
  BEDSIDE_SYNC_STATE_ASKING,
  BEDSIDE_SYNC_STATE_PROCESSING,
  BEDSIDE_SYNC_STATE_WAITING,
  BEDSIDE_SYNC_STATE_ENDED,
} BedsideSyncState;

/**
 * BedsideSyncEngine:
 *
 * Keeps one sync request in flight. Signals: "answer" (#BedsideSyncAnswer, transfer full): to be taken over and
 * stored, then bedside_sync_engine_continue(); "start-over" (): the server forgot the position, what follows is a
 * first sync; "ended" (#GError): the session is over. Properties: "connection" (#BedsideConnection), "retry-at".
 */
#define BEDSIDE_TYPE_SYNC_ENGINE (bedside_sync_engine_get_type ())
G_DECLARE_FINAL_TYPE (BedsideSyncEngine, bedside_sync_engine, BEDSIDE, SYNC_ENGINE, GObject)

BedsideSyncEngine *bedside_sync_engine_new            (BedsideClient     *client,
                                                       const char        *since);
void               bedside_sync_engine_start          (BedsideSyncEngine *self);
void               bedside_sync_engine_stop           (BedsideSyncEngine *self);
void               bedside_sync_engine_continue       (BedsideSyncEngine *self);
void               bedside_sync_engine_hurry          (BedsideSyncEngine *self);
void               bedside_sync_engine_refresh        (BedsideSyncEngine *self);
void               bedside_sync_engine_wake           (BedsideSyncEngine *self);

BedsideSyncState   bedside_sync_engine_get_state      (BedsideSyncEngine *self);
BedsideConnection  bedside_sync_engine_get_connection (BedsideSyncEngine *self);
gint64             bedside_sync_engine_get_retry_at   (BedsideSyncEngine *self);

G_END_DECLS
