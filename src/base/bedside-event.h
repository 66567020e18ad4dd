/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-json.h"

G_BEGIN_DECLS

typedef struct _BedsideEvent BedsideEvent;

/**
 * BedsideEvent:
 * @event_id: (nullable): %NULL in stripped state and account data
 * @type: the event type
 * @sender: (nullable): %NULL in account data
 * @state_key: (nullable): %NULL unless it is a state event
 * @timestamp: `origin_server_ts`, milliseconds since 1970, as the server claims
 * @transaction_id: (nullable): `unsigned.transaction_id`, only on this device's own events
 * @redacts: (nullable): the event that this m.room.redaction redacts, from the place where either room version
 *   puts it; %NULL in events of other types
 * @replaces_state: (nullable): `unsigned.replaces_state`: id of the event that held this type and key before, if the
 *   server says so
 * @redacted: the event has been redacted
 * @replacement: (nullable): content of the newest edit that the server bundled with the event
 * @replacement_id: (nullable): id of that edit
 * @replacement_timestamp: `origin_server_ts` of that edit
 * @content: never %NULL, but nothing in it is checked
 *
 * A Matrix event, immutable once made, so it may be shared between threads.
 */
struct _BedsideEvent
{
  /*< public, read only >*/
  char       *event_id;
  char       *type;
  char       *sender;
  char       *state_key;
  gint64      timestamp;
  char       *transaction_id;
  char       *redacts;
  char       *replaces_state;
  gboolean    redacted;
  JsonObject *replacement;
  char       *replacement_id;
  gint64      replacement_timestamp;
  JsonObject *content;
};

BedsideEvent *bedside_event_new_from_json   (JsonObject    *object,
                                             GError       **error);
BedsideEvent *bedside_event_new_from_text   (const char    *text,
                                             GError       **error);
BedsideEvent *bedside_event_new_redacted    (BedsideEvent  *event);
BedsideEvent *bedside_event_new_unedited    (BedsideEvent  *event);
BedsideEvent *bedside_event_ref             (BedsideEvent  *self);
void          bedside_event_unref           (BedsideEvent  *self);
char         *bedside_event_to_text         (BedsideEvent  *self);
gboolean      bedside_event_is_state        (BedsideEvent  *self,
                                             const char    *type);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideEvent, bedside_event_unref)

G_END_DECLS
