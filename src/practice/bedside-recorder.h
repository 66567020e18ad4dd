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

BedsideChanges    *bedside_changes_new           (void);
void               bedside_changes_free          (BedsideChanges       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideChanges, bedside_changes_free)

/* For records that are text already. They come before the events, whatever the order of the calls. */
BedsideStoreBatch *bedside_changes_get_batch     (BedsideChanges       *self);
void               bedside_changes_put_event     (BedsideChanges       *self,
                                                  const char           *room_id,
                                                  gint64                position,
                                                  BedsideEvent         *event);
void               bedside_changes_replace_event (BedsideChanges       *self,
                                                  const char           *room_id,
                                                  BedsideEvent         *event);
/* A state event goes to the state or the members, or nowhere if nobody asks for its type. */
void               bedside_changes_put_state     (BedsideChanges       *self,
                                                  const char           *room_id,
                                                  BedsideEvent         *event);

/**
 * BedsideRecorder:
 *
 * Writes changes to the store in the order in which they are given; the text is
 * made in a thread.
 */
#define BEDSIDE_TYPE_RECORDER (bedside_recorder_get_type ())
G_DECLARE_FINAL_TYPE (BedsideRecorder, bedside_recorder, BEDSIDE, RECORDER, GObject)

BedsideRecorder   *bedside_recorder_new          (BedsideStore         *store);
void               bedside_recorder_write_async  (BedsideRecorder      *self,
                                                  BedsideChanges       *changes,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean           bedside_recorder_write_finish (BedsideRecorder      *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

G_END_DECLS
