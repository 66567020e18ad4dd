/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-practice-writer.h"
#include "bedside-session.h"
#include "bedside-set-up.h"
#include "bedside-start.h"

G_BEGIN_DECLS

/*
 * What a session has to do with practices and with starting conversations.
 *
 * practices: (element-type BedsidePractice): all that the practitioner belongs to; which one is shown is remembered.
 * invitations: (element-type BedsideInvitation): to practices and team conversations.
 * activated: (element-type BedsidePatient): patients whom this practitioner invited and who have activated the portal
 *   since; until dismissed.
 * find_practice: whose directory a patient is in, removed or not; %NULL: in none of them.
 * start_conversation: does what bedside_session_get_start() says: returns the conversation that there is (R13), after
 *   enabling chat if that is what it says (R14), or one that the server will hear of with its first message (R2).
 *   Error: %BEDSIDE_PRACTICE_ERROR, also if the rules do not allow it any more. Result: transfer full.
 * start_team: a conversation with exactly these colleagues: the one that there is, if @title is NULL, else a new one.
 */
GListModel            *bedside_session_get_practices             (BedsideSession       *self);
void                   bedside_session_choose_practice           (BedsideSession       *self,
                                                                  BedsidePractice      *practice);
GListModel            *bedside_session_get_invitations           (BedsideSession       *self);
GListModel            *bedside_session_get_activated             (BedsideSession       *self);
void                   bedside_session_dismiss_activated         (BedsideSession       *self,
                                                                  BedsidePatient       *patient);
BedsidePractice       *bedside_session_find_practice             (BedsideSession       *self,
                                                                  BedsidePatient       *patient);
BedsidePracticeWriter *bedside_session_get_writer                (BedsideSession       *self);
BedsideSetUp          *bedside_session_get_set_up                (BedsideSession       *self);
BedsideStart           bedside_session_get_start                 (BedsideSession       *self,
                                                                  BedsidePatient       *patient);
void                   bedside_session_start_conversation_async  (BedsideSession       *self,
                                                                  BedsidePatient       *patient,
                                                                  GCancellable         *cancellable,
                                                                  GAsyncReadyCallback   callback,
                                                                  gpointer              user_data);
BedsideConversation   *bedside_session_start_conversation_finish (BedsideSession       *self,
                                                                  GAsyncResult         *result,
                                                                  GError              **error);
void                   bedside_session_start_team_async          (BedsideSession       *self,
                                                                  const char * const   *user_ids,
                                                                  const char           *title,
                                                                  GCancellable         *cancellable,
                                                                  GAsyncReadyCallback   callback,
                                                                  gpointer              user_data);
BedsideConversation   *bedside_session_start_team_finish         (BedsideSession       *self,
                                                                  GAsyncResult         *result,
                                                                  GError              **error);

G_END_DECLS
