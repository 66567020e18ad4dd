/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-event.h"

G_BEGIN_DECLS

/* Internal: lists of events in answers. */

/**
 * BedsideEventList:
 * @BEDSIDE_EVENT_LIST_ANY: account data, ephemeral events: only the type is needed
 * @BEDSIDE_EVENT_LIST_STATE: state, also stripped: state key and sender are needed
 * @BEDSIDE_EVENT_LIST_TIMELINE: room events: event id and sender are needed
 * @BEDSIDE_EVENT_LIST_MEMBERS: like state, and nothing but `m.room.member`
 */
typedef enum {
  BEDSIDE_EVENT_LIST_ANY,
  BEDSIDE_EVENT_LIST_STATE,
  BEDSIDE_EVENT_LIST_TIMELINE,
  BEDSIDE_EVENT_LIST_MEMBERS,
} BedsideEventList;

BedsideEvent *bedside_event_list_read (JsonObject       *object,
                                       BedsideEventList  kind);
GPtrArray    *bedside_event_list_new  (JsonArray        *array,
                                       BedsideEventList  kind);

G_END_DECLS
