/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-sliding.h"

G_BEGIN_DECLS

/* The first screenful of the list, for a device on which nothing is stored: long before the first sync of a large
 * practice is answered, sliding sync gives the conversations in which something happened last. It is only shown: what
 * sync says then is the truth. */

/**
 * BedsidePaintedRoom:
 * @delta: (owned): what was heard of the room; its newest events
 * @summary: (owned): how it is shown, see bedside-summary.h
 *
 * A conversation, or a practice that conversations belong to.
 */
typedef struct {
  BedsideRoomDelta *delta;
  JsonObject       *summary;
} BedsidePaintedRoom;

void       bedside_painted_room_free       (BedsidePaintedRoom   *self);

/* Result: (element-type BedsidePaintedRoom): none if the server does not know sliding sync. */
void       bedside_first_paint_load_async  (BedsideClient        *client,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
GPtrArray *bedside_first_paint_load_finish (GAsyncResult         *result,
                                            GError              **error);

G_END_DECLS
