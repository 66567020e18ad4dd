/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-practice.h"
#include "bedside-room.h"

G_BEGIN_DECLS

/* What the window says of a room before its state is read. It is stored with the room, as it was shown last, so that
 * the list stands there at the first frame however large the directory is; the state puts it right soon after. */

JsonObject      *bedside_summary_new               (BedsideRoom         *room,
                                                    BedsidePractice     *practice);
gboolean         bedside_summary_equal             (JsonObject          *one,
                                                    JsonObject          *two);
BedsideRoomKind  bedside_summary_get_kind          (JsonObject          *self);
const char      *bedside_summary_get_practice      (JsonObject          *self);
void             bedside_summary_show_conversation (JsonObject          *self,
                                                    BedsideConversation *conversation);
void             bedside_summary_show_practice     (JsonObject          *self,
                                                    BedsidePractice     *practice);

G_END_DECLS
