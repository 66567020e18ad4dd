/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-event.h"
#include "bedside-store.h"

G_BEGIN_DECLS

/**
 * BedsideChanges:
 *
 * What belongs into one transaction of the cache, with events that are still to
 * be written as text.
 */
typedef struct _BedsideChanges BedsideChanges;

BedsideChanges    *bedside_changes_new         (void);
void               bedside_changes_free        (BedsideChanges *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideChanges, bedside_changes_free)

/* For records that are text already. They come before the events, whatever the order of the calls. */
BedsideStoreBatch *bedside_changes_get_batch   (BedsideChanges *self);

void               bedside_changes_put_event   (BedsideChanges *self,
                                                const char     *room_id,
                                                gint64          position,
                                                BedsideEvent   *event);
void               bedside_changes_erase_event (BedsideChanges *self,
                                                const char     *room_id,
                                                const char     *event_id);
/* A state event goes to the state or the members, or nowhere if nobody asks for its type. */
void               bedside_changes_put_state   (BedsideChanges *self,
                                                const char     *room_id,
                                                BedsideEvent   *event);

/* Private to the recorder. */
guint              bedside_changes_count       (BedsideChanges *self);
void               bedside_changes_make_texts  (BedsideChanges *self);
void               bedside_changes_list_events (BedsideChanges *self,
                                                const char     *room_id,
                                                GPtrArray      *placed);

G_END_DECLS
