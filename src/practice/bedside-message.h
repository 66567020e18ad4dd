/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsideMessageKind:
 * @BEDSIDE_MESSAGE_KIND_TEXT: something to read
 * @BEDSIDE_MESSAGE_KIND_REMOVED: its author took it back
 * @BEDSIDE_MESSAGE_KIND_ENCRYPTED: it is encrypted and cannot be read here
 * @BEDSIDE_MESSAGE_KIND_UNSUPPORTED: a picture, file or something else that Bedside cannot show; the text may
 *   describe it
 */
typedef enum {
  BEDSIDE_MESSAGE_KIND_TEXT,
  BEDSIDE_MESSAGE_KIND_REMOVED,
  BEDSIDE_MESSAGE_KIND_ENCRYPTED,
  BEDSIDE_MESSAGE_KIND_UNSUPPORTED,
} BedsideMessageKind;

#define BEDSIDE_TYPE_MESSAGE_KIND (bedside_message_kind_get_type ())
GType               bedside_message_kind_get_type      (void);

typedef enum {
  BEDSIDE_MESSAGE_STATE_RECEIVED,
  BEDSIDE_MESSAGE_STATE_SENDING,
  BEDSIDE_MESSAGE_STATE_SENT,
  BEDSIDE_MESSAGE_STATE_READ,
  BEDSIDE_MESSAGE_STATE_NOT_SENT,
} BedsideMessageState;

#define BEDSIDE_TYPE_MESSAGE_STATE (bedside_message_state_get_type ())
GType               bedside_message_state_get_type     (void);

/**
 * BedsideMessage:
 *
 * One message of a conversation: received, sent or still to be sent. Properties (all notify): "text", "kind", "state",
 * "timestamp" (ms since 1970), "own", "sender-name" ("" for own), "edited", "starts-group", "ends-group" (first and
 * last of a run of messages of one sender within a few minutes of one day).
 */
#define BEDSIDE_TYPE_MESSAGE (bedside_message_get_type ())
G_DECLARE_FINAL_TYPE (BedsideMessage, bedside_message, BEDSIDE, MESSAGE, GObject)

BedsideMessage      *bedside_message_new               (const char          *sender_name,
                                                        gboolean             own,
                                                        const char          *text,
                                                        gint64               timestamp,
                                                        BedsideMessageState  state);

const char          *bedside_message_get_text          (BedsideMessage      *self);
BedsideMessageKind   bedside_message_get_kind          (BedsideMessage      *self);
BedsideMessageState  bedside_message_get_state         (BedsideMessage      *self);
gint64               bedside_message_get_timestamp     (BedsideMessage      *self);
gboolean             bedside_message_get_own           (BedsideMessage      *self);
const char          *bedside_message_get_sender_name   (BedsideMessage      *self);
gboolean             bedside_message_get_edited        (BedsideMessage      *self);
gboolean             bedside_message_get_starts_group  (BedsideMessage      *self);
gboolean             bedside_message_get_ends_group    (BedsideMessage      *self);
const char          *bedside_message_get_event_id      (BedsideMessage      *self);
const char          *bedside_message_get_uuid          (BedsideMessage      *self);
const char          *bedside_message_get_sender        (BedsideMessage      *self);
gint64               bedside_message_get_position      (BedsideMessage      *self);

void                 bedside_message_set_text          (BedsideMessage      *self,
                                                        const char          *text);
void                 bedside_message_set_kind          (BedsideMessage      *self,
                                                        BedsideMessageKind   kind);
void                 bedside_message_set_state         (BedsideMessage      *self,
                                                        BedsideMessageState  state);
void                 bedside_message_set_timestamp     (BedsideMessage      *self,
                                                        gint64               timestamp);
void                 bedside_message_set_sender        (BedsideMessage      *self,
                                                        const char          *sender,
                                                        const char          *sender_name);
void                 bedside_message_set_edited        (BedsideMessage      *self,
                                                        gboolean             edited);
gboolean             bedside_message_get_stranger      (BedsideMessage      *self);
void                 bedside_message_set_stranger      (BedsideMessage      *self,
                                                        gboolean             stranger);
void                 bedside_message_set_group         (BedsideMessage      *self,
                                                        gboolean             starts_group,
                                                        gboolean             ends_group);
void                 bedside_message_set_event_id      (BedsideMessage      *self,
                                                        const char          *event_id);
void                 bedside_message_set_uuid          (BedsideMessage      *self,
                                                        const char          *uuid);
void                 bedside_message_set_position      (BedsideMessage      *self,
                                                        gint64               position);

G_END_DECLS
