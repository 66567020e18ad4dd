/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-client.h"
#include "bedside-recorder.h"

G_BEGIN_DECLS

typedef enum {
  BEDSIDE_OUTGOING_STATE_WAITING,  /* to be sent, perhaps under way */
  BEDSIDE_OUTGOING_STATE_SENT,     /* the server has it; its echo has not come yet */
  BEDSIDE_OUTGOING_STATE_FAILED,   /* the server refused it */
} BedsideOutgoingState;

typedef struct _BedsideOutgoing BedsideOutgoing;

/**
 * BedsideOutgoing:
 * @id: transaction id, the same for every try
 * @uuid: `org.bedside.id`, by which the message is recognised for ever
 * @created_at: ms since 1970
 * @order: counts up within the outbox
 * @event_id: (nullable): known once sent
 *
 * A message that the server has not confirmed by sync yet.
 */
struct _BedsideOutgoing
{
  char                 *id;
  char                 *room_id;
  char                 *uuid;
  char                 *text;
  gint64                created_at;
  gint64                order;
  BedsideOutgoingState  state;
  char                 *event_id;

  /*< private >*/
  gboolean              stored;     /* may be tried */
  gboolean              restored;   /* from an earlier run: its outcome is unknown */
  gint64                tried_at;   /* µs since 1970; 0: never in this run */
  gint64                failed_at;  /* µs since 1970 */
};

/**
 * BedsideOutbox:
 *
 * Sends messages exactly once and, within a conversation, in order: stored
 * before the first try, tried again with the same transaction id, recognised by
 * uuid when they come back by sync.
 *
 * Signals: "changed" (#BedsideOutgoing): its state changed, or it was added;
 * "removed" (#BedsideOutgoing): confirmed or deleted; "refused" (#GError): the session is over.
 */
#define BEDSIDE_TYPE_OUTBOX (bedside_outbox_get_type ())
G_DECLARE_FINAL_TYPE (BedsideOutbox, bedside_outbox, BEDSIDE, OUTBOX, GObject)

BedsideOutbox   *bedside_outbox_new          (BedsideClient   *client,
                                              BedsideRecorder *recorder);
void             bedside_outbox_restore      (BedsideOutbox   *self,
                                              GPtrArray       *records);
void             bedside_outbox_stop         (BedsideOutbox   *self);

BedsideOutgoing *bedside_outbox_add          (BedsideOutbox   *self,
                                              const char      *room_id,
                                              const char      *text);
void             bedside_outbox_retry        (BedsideOutbox   *self,
                                              const char      *uuid);
void             bedside_outbox_delete       (BedsideOutbox   *self,
                                              const char      *uuid);
void             bedside_outbox_acknowledge  (BedsideOutbox   *self,
                                              const char      *room_id,
                                              BedsideEvent    *event,
                                              BedsideChanges  *changes);
void             bedside_outbox_caught_up    (BedsideOutbox   *self);

GPtrArray       *bedside_outbox_list         (BedsideOutbox   *self,
                                              const char      *room_id);
guint            bedside_outbox_count        (BedsideOutbox   *self,
                                              const char      *room_id,
                                              guint           *not_sent);

G_END_DECLS
