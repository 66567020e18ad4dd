/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-client.h"
#include "bedside-placed-event.h"
#include "bedside-recorder.h"
#include "bedside-registry.h"

G_BEGIN_DECLS

/**
 * BedsideCatchUp:
 *
 * Fetches what sync left out, one request at a time: older pages that somebody scrolls to (first), the gaps of limited
 * timelines, the newest message of conversations whose first timeline shows none, and what came since a message was
 * written whose fate is unknown. After a failure it waits, longer each time, or as long as the server says.
 *
 * Signals: "placed" (#BedsideRoom, #GPtrArray of #BedsidePlacedEvent, #BedsideChanges): emitted for each page before it
 * is stored; "changed" (): a gap was closed, or there is nothing to do any more, or it waits or stopped waiting.
 */
#define BEDSIDE_TYPE_CATCH_UP (bedside_catch_up_get_type ())
G_DECLARE_FINAL_TYPE (BedsideCatchUp, bedside_catch_up, BEDSIDE, CATCH_UP, GObject)

BedsideCatchUp *bedside_catch_up_new                (BedsideClient        *client,
                                                     BedsideRegistry      *registry,
                                                     BedsideStore         *store,
                                                     BedsideRecorder      *recorder);
void            bedside_catch_up_stop               (BedsideCatchUp       *self);

/* This room may have a gap, or lack a preview. */
void            bedside_catch_up_note               (BedsideCatchUp       *self,
                                                     BedsideRoom          *room);
/* The server answers: starts what has been noted. */
void            bedside_catch_up_go_on              (BedsideCatchUp       *self);
/* The same, without waiting any longer, unless the server asked for it. */
void            bedside_catch_up_hurry              (BedsideCatchUp       *self);
/* Pages are placed between sync answers, not within one that takes several turns of the main loop. */
void            bedside_catch_up_set_held           (BedsideCatchUp       *self,
                                                     gboolean              held);

gboolean        bedside_catch_up_has_gaps           (BedsideCatchUp       *self);
gboolean        bedside_catch_up_is_waiting         (BedsideCatchUp       *self);

/* Result: whether it does; FALSE if the room's history goes back that far, or the server does not give it. */
gboolean        bedside_catch_up_look_back          (BedsideCatchUp       *self,
                                                     BedsideRoom          *room,
                                                     gint64                until);

/* One page before the room's oldest stored event. Result: FALSE with error; TRUE also when nothing older is left. */
void            bedside_catch_up_fetch_older_async  (BedsideCatchUp       *self,
                                                     const char           *room_id,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean        bedside_catch_up_fetch_older_finish (BedsideCatchUp       *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);

G_END_DECLS
