/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-client.h"
#include "bedside-outgoing.h"
#include "bedside-recorder.h"

G_BEGIN_DECLS

/**
 * BedsideOutbox:
 *
 * Sends messages exactly once and, within a conversation, in order: stored
 * before the first try, tried again with the same transaction id, recognised by
 * uuid when they come back by sync. Where nobody may write, messages are kept as failed.
 *
 * Signals: "changed" (#BedsideOutgoing): its state changed, or it was added;
 * "removed" (#BedsideOutgoing): confirmed or deleted; "refused" (#GError): the session is over; "wanted" (room id): a
 * message could be sent, but for a room that is unfinished.
 */
#define BEDSIDE_TYPE_OUTBOX (bedside_outbox_get_type ())
G_DECLARE_FINAL_TYPE (BedsideOutbox, bedside_outbox, BEDSIDE, OUTBOX, GObject)

/**
 * BedsideGate:
 * @BEDSIDE_GATE_OPEN: one may write
 * @BEDSIDE_GATE_CLOSED: nobody may: messages are kept as failed
 * @BEDSIDE_GATE_UNKNOWN: that is not known at present, so messages wait
 * @BEDSIDE_GATE_UNFINISHED: one may, but the room is still to be made: messages wait for it
 */
typedef enum {
  BEDSIDE_GATE_OPEN,
  BEDSIDE_GATE_CLOSED,
  BEDSIDE_GATE_UNKNOWN,
  BEDSIDE_GATE_UNFINISHED,
} BedsideGate;

/* Whether one may write in a room. */
typedef BedsideGate (*BedsideOutboxGate)    (const char *room_id,
                                             gpointer    user_data);
/* Whether all that the server has of a room since then (ms since 1970) was acknowledged. */
typedef gboolean (*BedsideOutboxHistory) (const char *room_id,
                                          gint64      since,
                                          gpointer    user_data);
/* µs since 1970 */
typedef gint64   (*BedsideOutboxClock)   (void);

BedsideOutbox   *bedside_outbox_new         (BedsideClient        *client,
                                             BedsideRecorder      *recorder);
void             bedside_outbox_set_gate    (BedsideOutbox        *self,
                                             BedsideOutboxGate     gate,
                                             gpointer              user_data);
void             bedside_outbox_set_clock   (BedsideOutbox        *self,
                                             BedsideOutboxClock    clock);
void             bedside_outbox_restore     (BedsideOutbox        *self,
                                             GPtrArray            *records);
void             bedside_outbox_stop        (BedsideOutbox        *self);

BedsideOutgoing *bedside_outbox_add         (BedsideOutbox        *self,
                                             const char           *room_id,
                                             const char           *text);
void             bedside_outbox_retry       (BedsideOutbox        *self,
                                             const char           *room_id,
                                             const char           *uuid);
void             bedside_outbox_delete      (BedsideOutbox        *self,
                                             const char           *room_id,
                                             const char           *uuid);
void             bedside_outbox_move        (BedsideOutbox        *self,
                                             const char           *from,
                                             const char           *to,
                                             BedsideChanges       *changes,
                                             GPtrArray            *moved);
void             bedside_outbox_note_moved  (BedsideOutbox        *self,
                                             GPtrArray            *moved);
void             bedside_outbox_refuse      (BedsideOutbox        *self,
                                             const char           *room_id);
void             bedside_outbox_try         (BedsideOutbox        *self,
                                             const char           *room_id);
void             bedside_outbox_acknowledge (BedsideOutbox        *self,
                                             const char           *room_id,
                                             BedsideEvent         *event,
                                             BedsideChanges       *changes);

void             bedside_outbox_note_answer (BedsideOutbox        *self);
void             bedside_outbox_caught_up   (BedsideOutbox        *self,
                                             BedsideOutboxHistory  is_known,
                                             gpointer              user_data);
void             bedside_outbox_hurry       (BedsideOutbox        *self);

GPtrArray       *bedside_outbox_list        (BedsideOutbox        *self,
                                             const char           *room_id);
guint            bedside_outbox_count       (BedsideOutbox        *self,
                                             const char           *room_id,
                                             guint                *not_sent);

G_END_DECLS
