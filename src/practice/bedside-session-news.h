/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-session.h"

G_BEGIN_DECLS

/*
 * What a session has to do with new messages.
 *
 * Signal of BedsideSession: "arrived" (BedsideConversation): messages of others have come that are new and not read
 * anywhere yet: not with a first sync, not from history, no edits. What comes while nobody is connected to it waits
 * for bedside_session_tell_arrivals().
 */
GListModel          *bedside_session_get_new_messages        (BedsideSession      *self);
BedsideConversation *bedside_session_find_conversation       (BedsideSession      *self,
                                                              const char          *room_id);
BedsidePractice     *bedside_session_get_practice_of         (BedsideSession      *self,
                                                              BedsideConversation *conversation);
char                *bedside_session_dup_newest_sender       (BedsideSession      *self,
                                                              BedsideConversation *conversation);
void                 bedside_session_mark_conversation_read  (BedsideSession      *self,
                                                              BedsideConversation *conversation);
void                 bedside_session_mark_conversations_read (BedsideSession      *self,
                                                              GPtrArray           *conversations);
void                 bedside_session_tell_arrivals           (BedsideSession      *self);
void                 bedside_session_wake                    (BedsideSession      *self);

G_END_DECLS
