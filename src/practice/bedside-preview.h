/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-conversation.h"
#include "bedside-event.h"

G_BEGIN_DECLS

/**
 * BedsidePreview:
 * @event_id: (nullable): the newest message; %NULL: none is known
 * @position: of that message
 * @sender: (nullable): who wrote it
 * @own: this practitioner did
 * @text: (nullable): how it read before all edits
 * @edits: (nullable) (element-type BedsidePreviewEdit): its edits, newest last
 *
 * What the list of conversations shows of a room: kept apart from the room's
 * events, so that the list needs none of them.
 */
typedef struct {
  char               *event_id;
  gint64              position;
  char               *sender;
  gboolean            own;
  gint64              timestamp;
  char               *text;
  BedsideMessageKind  kind;

  GPtrArray          *edits;
} BedsidePreview;

void     bedside_preview_clear   (BedsidePreview      *self);
void     bedside_preview_write   (BedsidePreview      *self,
                                  JsonObject          *payload);
void     bedside_preview_restore (BedsidePreview      *self,
                                  JsonObject          *payload);

gboolean bedside_preview_take    (BedsidePreview      *self,
                                  gint64               position,
                                  BedsideEvent        *event,
                                  const char          *own_user_id);
void     bedside_preview_show    (BedsidePreview      *self,
                                  BedsideConversation *conversation);

G_END_DECLS
