/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-event.h"

G_BEGIN_DECLS

/**
 * BedsidePlacedEvent:
 * @position: order within the room; older is less
 * @event: (owned): the event
 *
 * An event and its place in the room.
 */
typedef struct {
  gint64        position;
  BedsideEvent *event;
} BedsidePlacedEvent;

BedsidePlacedEvent *bedside_placed_event_new      (gint64              position,
                                                   BedsideEvent       *event);
void                bedside_placed_event_free     (BedsidePlacedEvent *self);
GPtrArray          *bedside_placed_event_list_new (void);

G_END_DECLS
