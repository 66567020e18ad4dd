/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-client.h"
#include "bedside-recorder.h"
#include "bedside-registry.h"

G_BEGIN_DECLS

/* An event and its place in the room. */
typedef struct {
  gint64        position;
  BedsideEvent *event;     /* (owned) */
} BedsidePlacedEvent;

BedsidePlacedEvent *bedside_placed_event_new            (gint64               position,
                                                         BedsideEvent        *event);
void                bedside_placed_event_free           (BedsidePlacedEvent  *self);

/**
 * BedsideCatchUp:
 *
 * Fetches what sync left out, one request at a time: the gaps of limited timelines, the newest message of
 * conversations whose first timeline shows none, and older pages that somebody scrolls to (those first).
 *
 * Signals: "placed" (#BedsideRoom, #GPtrArray of #BedsidePlacedEvent, #BedsideChanges): emitted for each page before it
 * is stored; "idle" (): there is nothing more to do now.
 */
#define BEDSIDE_TYPE_CATCH_UP (bedside_catch_up_get_type ())
G_DECLARE_FINAL_TYPE (BedsideCatchUp, bedside_catch_up, BEDSIDE, CATCH_UP, GObject)

BedsideCatchUp *bedside_catch_up_new                (BedsideClient        *client,
                                                     BedsideRegistry      *registry,
                                                     BedsideStore         *store,
                                                     BedsideRecorder      *recorder);
void            bedside_catch_up_stop               (BedsideCatchUp       *self);
/* Looks for rooms with gaps or without preview, and goes on after a failure. */
void            bedside_catch_up_look_around        (BedsideCatchUp       *self);
gboolean        bedside_catch_up_has_gaps           (BedsideCatchUp       *self);

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
