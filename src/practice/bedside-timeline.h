/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-message.h"

G_BEGIN_DECLS

/**
 * BedsideTimelineState:
 * @BEDSIDE_TIMELINE_STATE_READY: more may be loaded with bedside_session_load_older()
 * @BEDSIDE_TIMELINE_STATE_LOADING: older messages are on their way
 * @BEDSIDE_TIMELINE_STATE_COMPLETE: there is nothing older
 * @BEDSIDE_TIMELINE_STATE_FAILED: older messages could not be loaded; it may be tried again
 * @BEDSIDE_TIMELINE_STATE_HIDDEN: there may be older ones, which this practitioner may not see
 */
typedef enum {
  BEDSIDE_TIMELINE_STATE_READY,
  BEDSIDE_TIMELINE_STATE_LOADING,
  BEDSIDE_TIMELINE_STATE_COMPLETE,
  BEDSIDE_TIMELINE_STATE_FAILED,
  BEDSIDE_TIMELINE_STATE_HIDDEN,
} BedsideTimelineState;

#define BEDSIDE_TYPE_TIMELINE_STATE (bedside_timeline_state_get_type ())
GType                 bedside_timeline_state_get_type (void);

/**
 * BedsideTimeline:
 *
 * A #GListModel of #BedsideMessage and #BedsideDay, oldest first: the loaded part of a conversation, ending with
 * what is still to be sent. One batch of changes is one items-changed. Property "state".
 */
#define BEDSIDE_TYPE_TIMELINE (bedside_timeline_get_type ())
G_DECLARE_FINAL_TYPE (BedsideTimeline, bedside_timeline, BEDSIDE, TIMELINE, GObject)

/* Positions from here on are of messages that are still to be sent. */
#define BEDSIDE_TIMELINE_FIRST_PENDING (G_MAXINT64 / 2)

BedsideTimeline      *bedside_timeline_new            (void);
BedsideTimelineState  bedside_timeline_get_state      (BedsideTimeline      *self);
void                  bedside_timeline_set_state      (BedsideTimeline      *self,
                                                       BedsideTimelineState  state);

void                  bedside_timeline_merge          (BedsideTimeline      *self,
                                                       GPtrArray            *messages);
void                  bedside_timeline_remove         (BedsideTimeline      *self,
                                                       BedsideMessage       *message);
BedsideMessage       *bedside_timeline_find_event     (BedsideTimeline      *self,
                                                       const char           *event_id);
BedsideMessage       *bedside_timeline_find_uuid      (BedsideTimeline      *self,
                                                       const char           *uuid);
BedsideMessage       *bedside_timeline_get_newest     (BedsideTimeline      *self,
                                                       gboolean              others_only);
void                  bedside_timeline_set_read_up_to (BedsideTimeline      *self,
                                                       gint64                position);

G_END_DECLS
