/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-message.h"

G_BEGIN_DECLS

/**
 * BedsideTimelineEntryState:
 * @BEDSIDE_TIMELINE_ENTRY_STAYS: the message is where its entry says
 * @BEDSIDE_TIMELINE_ENTRY_ARRIVES: it is new, or moves to its present position
 * @BEDSIDE_TIMELINE_ENTRY_LEAVES: it is being taken out
 */
typedef enum {
  BEDSIDE_TIMELINE_ENTRY_STAYS,
  BEDSIDE_TIMELINE_ENTRY_ARRIVES,
  BEDSIDE_TIMELINE_ENTRY_LEAVES,
} BedsideTimelineEntryState;

/**
 * BedsideTimelineEntry:
 * @message: (owned): the message
 * @position: where it is in the timeline, which its own position need not be any more
 * @state: what the batch of changes that is being made does to it
 * @event_id: (owned) (nullable): as registered
 * @uuid: (owned) (nullable): as registered
 *
 * What a timeline knows of a message.
 */
typedef struct {
  BedsideMessage            *message;
  gint64                     position;
  BedsideTimelineEntryState  state;
  char                      *event_id;
  char                      *uuid;
} BedsideTimelineEntry;

typedef struct {
  GHashTable *entries;  /* (owned) (element-type BedsideMessage BedsideTimelineEntry) */
  GHashTable *events;   /* (owned) (element-type utf8 BedsideTimelineEntry): keys belong to the entries */
  GHashTable *uuids;    /* (owned) (element-type utf8 BedsideTimelineEntry): keys belong to the entries */
} BedsideTimelineIndex;

void                  bedside_timeline_index_init       (BedsideTimelineIndex *self);
void                  bedside_timeline_index_clear      (BedsideTimelineIndex *self);

BedsideTimelineEntry *bedside_timeline_index_add        (BedsideTimelineIndex *self,
                                                         BedsideMessage       *message);
void                  bedside_timeline_index_remove     (BedsideTimelineIndex *self,
                                                         BedsideTimelineEntry *entry);
void                  bedside_timeline_index_update     (BedsideTimelineIndex *self,
                                                         BedsideTimelineEntry *entry);
BedsideTimelineEntry *bedside_timeline_index_find       (BedsideTimelineIndex *self,
                                                         gconstpointer         message);
BedsideTimelineEntry *bedside_timeline_index_find_event (BedsideTimelineIndex *self,
                                                         const char           *event_id);
BedsideTimelineEntry *bedside_timeline_index_find_uuid  (BedsideTimelineIndex *self,
                                                         const char           *uuid);

G_END_DECLS
