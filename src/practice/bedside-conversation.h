/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-patient.h"
#include "bedside-rules.h"
#include "bedside-timeline.h"

G_BEGIN_DECLS

typedef enum {
  BEDSIDE_CONVERSATION_KIND_PATIENT,
  BEDSIDE_CONVERSATION_KIND_TEAM,
} BedsideConversationKind;

#define BEDSIDE_TYPE_CONVERSATION_KIND (bedside_conversation_kind_get_type ())
GType                    bedside_conversation_kind_get_type       (void);

/**
 * BedsideConversation:
 *
 * A conversation with a patient, or of the team. Properties (all notify):
 * "title" (the patient's name from the directory, or the team's title), "subtitle" (the birth date, or ""),
 * "kind", "patient" (nullable), "unread" (guint), "last-timestamp" (ms since 1970, of the newest message; 0: none),
 * "preview" (text of the newest message), "preview-own", "preview-kind" (#BedsideMessageKind), "closed-reason"
 * (#BedsideClosedReason), "inactive" (R17), "not-sent" (guint: messages that failed), "pending" (guint: on their way),
 * "typing" (gboolean), "people" (guint: how many are in a team conversation, oneself too; 0: unknown), "draft" (text),
 * "timeline" (nullable: only while it is open), "started" (gboolean: %FALSE until the server has made it for the first
 * message; then "room-id" changes, too).
 */
#define BEDSIDE_TYPE_CONVERSATION (bedside_conversation_get_type ())
G_DECLARE_FINAL_TYPE (BedsideConversation, bedside_conversation, BEDSIDE, CONVERSATION, GObject)

BedsideConversation     *bedside_conversation_new                 (const char               *room_id,
                                                                   BedsideConversationKind   kind);

const char              *bedside_conversation_get_room_id         (BedsideConversation      *self);
BedsideConversationKind  bedside_conversation_get_kind            (BedsideConversation      *self);
const char              *bedside_conversation_get_title           (BedsideConversation      *self);
const char              *bedside_conversation_get_subtitle        (BedsideConversation      *self);
BedsidePatient          *bedside_conversation_get_patient         (BedsideConversation      *self);
guint                    bedside_conversation_get_unread          (BedsideConversation      *self);
gint64                   bedside_conversation_get_last_timestamp  (BedsideConversation      *self);
const char              *bedside_conversation_get_preview         (BedsideConversation      *self);
gboolean                 bedside_conversation_get_preview_own     (BedsideConversation      *self);
BedsideMessageKind       bedside_conversation_get_preview_kind    (BedsideConversation      *self);
BedsideClosedReason      bedside_conversation_get_closed_reason   (BedsideConversation      *self);
gboolean                 bedside_conversation_get_inactive        (BedsideConversation      *self);
guint                    bedside_conversation_get_not_sent        (BedsideConversation      *self);
guint                    bedside_conversation_get_pending         (BedsideConversation      *self);
gboolean                 bedside_conversation_get_typing          (BedsideConversation      *self);
guint                    bedside_conversation_get_people          (BedsideConversation      *self);
const char              *bedside_conversation_get_draft           (BedsideConversation      *self);
BedsideTimeline         *bedside_conversation_get_timeline        (BedsideConversation      *self);
gboolean                 bedside_conversation_get_started         (BedsideConversation      *self);

/* The setters are for the session (and tests); widgets only read. */
void                     bedside_conversation_set_title           (BedsideConversation      *self,
                                                                   const char               *title);
void                     bedside_conversation_set_patient         (BedsideConversation      *self,
                                                                   BedsidePatient           *patient);
void                     bedside_conversation_set_unread          (BedsideConversation      *self,
                                                                   guint                     unread);
void                     bedside_conversation_set_preview         (BedsideConversation      *self,
                                                                   const char               *text,
                                                                   BedsideMessageKind        kind,
                                                                   gboolean                  own,
                                                                   gint64                    timestamp);
void                     bedside_conversation_set_closed_reason   (BedsideConversation      *self,
                                                                   BedsideClosedReason       reason);
void                     bedside_conversation_set_inactive        (BedsideConversation      *self,
                                                                   gboolean                  inactive);
void                     bedside_conversation_set_unsent          (BedsideConversation      *self,
                                                                   guint                     pending,
                                                                   guint                     not_sent);
void                     bedside_conversation_set_typing          (BedsideConversation      *self,
                                                                   gboolean                  typing);
void                     bedside_conversation_set_typing_limit    (BedsideConversation      *self,
                                                                   guint                     ms);
void                     bedside_conversation_set_people          (BedsideConversation      *self,
                                                                   guint                     people);
void                     bedside_conversation_set_draft           (BedsideConversation      *self,
                                                                   const char               *draft);
/* @room_id: of the room that the server has made for it; "started" from then on. */
void                     bedside_conversation_set_room_id         (BedsideConversation      *self,
                                                                   const char               *room_id);
void                     bedside_conversation_set_timeline        (BedsideConversation      *self,
                                                                   BedsideTimeline          *timeline);

int                      bedside_conversation_compare_titles      (BedsideConversation      *self,
                                                                   BedsideConversation      *other);
gboolean                 bedside_conversation_matches             (BedsideConversation      *self,
                                                                   const char               *query);

G_END_DECLS
