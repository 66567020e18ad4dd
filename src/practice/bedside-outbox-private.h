/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-outbox.h"

G_BEGIN_DECLS

typedef struct {
  guint waiting;
  guint failed;
} BedsideOutboxCounts;

struct _BedsideOutbox
{
  GObject             parent_instance;

  BedsideClient      *client;       /* (owned) */
  BedsideRecorder    *recorder;     /* (owned) */
  BedsideOutboxGate   gate;         /* (nullable) */
  gpointer            gate_data;
  BedsideOutboxClock  clock;
  GCancellable       *cancellable;  /* (owned) */
  GHashTable         *queues;       /* (owned) (element-type utf8 BedsideRoomQueue) */
  BedsideOutboxCounts counts;
  gint64              last_order;
  guint64             n_moments;    /* answers and failures so far: the clock may be set back between them */
  guint64             answered_at;  /* the moment: what the server had then is known, but for gaps; 0: not yet */
};

typedef struct {
  BedsideOutbox   *outbox;      /* (unowned) */
  char            *room_id;     /* (owned) */
  GQueue           entries;     /* (element-type BedsideOutgoing) (owned): in the order of writing */
  BedsideOutboxCounts counts;
  BedsideOutgoing *under_way;   /* (nullable): in entries; NULL also if it left them while it was under way */
  guint            attempt;
  guint            wait_id;
  gboolean         must_wait;   /* the server said until when */
} BedsideRoomQueue;

void             bedside_outbox_emit_changed       (BedsideOutbox        *self,
                                                    BedsideOutgoing      *entry);
void             bedside_outbox_emit_removed       (BedsideOutbox        *self,
                                                    BedsideOutgoing      *entry);
void             bedside_outbox_emit_refused       (BedsideOutbox        *self,
                                                    const GError         *error);
void             bedside_outbox_emit_wanted        (BedsideOutbox        *self,
                                                    const char           *room_id);
void             bedside_outbox_emit_in_doubt      (BedsideOutbox        *self);

gboolean         bedside_outbox_is_refusal         (const GError         *error);

void             bedside_room_queue_free           (BedsideRoomQueue     *queue);
BedsideOutgoing *bedside_room_queue_find           (BedsideRoomQueue     *queue,
                                                    const char           *uuid);
void             bedside_room_queue_push           (BedsideRoomQueue     *queue,
                                                    BedsideOutgoing      *entry);
void             bedside_room_queue_set_state      (BedsideRoomQueue     *queue,
                                                    BedsideOutgoing      *entry,
                                                    BedsideOutgoingState  state);
void             bedside_room_queue_remove         (BedsideRoomQueue     *queue,
                                                    BedsideOutgoing      *entry);

gboolean         bedside_room_queue_may_move       (BedsideRoomQueue     *queue,
                                                    BedsideOutgoing      *entry);
void             bedside_room_queue_take_over      (BedsideRoomQueue     *queue,
                                                    BedsideRoomQueue     *from,
                                                    BedsideOutgoing      *entry,
                                                    GPtrArray            *moved);
void             bedside_room_queue_fail           (BedsideRoomQueue     *queue,
                                                    BedsideOutgoing      *entry);
void             bedside_room_queue_store          (BedsideRoomQueue     *queue,
                                                    BedsideOutgoing      *entry,
                                                    gboolean              as_last);
void             bedside_room_queue_forget         (BedsideRoomQueue     *queue,
                                                    BedsideOutgoing      *entry);
void             bedside_room_queue_stop_waiting   (BedsideRoomQueue     *queue);
void             bedside_room_queue_try_next       (BedsideRoomQueue     *queue);
void             bedside_room_queue_settle_doubts  (BedsideRoomQueue     *queue,
                                                    BedsideOutboxHistory  is_known,
                                                    gpointer              user_data);

G_END_DECLS
