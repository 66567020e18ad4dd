/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-event.h"
#include "bedside-store.h"

G_BEGIN_DECLS

typedef enum {
  BEDSIDE_OUTGOING_STATE_WAITING,  /* to be sent, perhaps under way */
  BEDSIDE_OUTGOING_STATE_SENT,     /* the server has it; its echo has not come yet */
  BEDSIDE_OUTGOING_STATE_FAILED,   /* the server refused it */
} BedsideOutgoingState;

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
typedef struct {
  char                 *id;
  char                 *room_id;
  char                 *uuid;
  char                 *text;
  gint64                created_at;
  gint64                order;
  BedsideOutgoingState  state;
  char                 *event_id;

  /*< private to the outbox >*/
  gboolean              stored;     /* may be tried */
  gconstpointer         moved_with; /* (nullable): to another room: stored there when that is written */
  gboolean              in_doubt;   /* an earlier run may have sent it */
  gint64                tried_at;   /* µs since 1970, when its fate became unknown; 0: it was not tried since then */
  guint64               failed_at;  /* the moment of the outbox when no answer came */
} BedsideOutgoing;

BedsideOutgoing *bedside_outgoing_new         (const char           *room_id,
                                               const char           *text,
                                               gint64                created_at);
BedsideOutgoing *bedside_outgoing_restore     (BedsideStoreOutgoing *record);
void             bedside_outgoing_free        (BedsideOutgoing      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideOutgoing, bedside_outgoing_free)

char            *bedside_outgoing_to_payload  (BedsideOutgoing      *self);
JsonObject      *bedside_outgoing_new_content (BedsideOutgoing      *self);
gboolean         bedside_outgoing_is          (BedsideOutgoing      *self,
                                               BedsideEvent         *event);

G_END_DECLS
