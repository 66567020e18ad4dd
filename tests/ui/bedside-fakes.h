/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-account.h"
#include "bedside-session-practice.h"

G_BEGIN_DECLS

/*
 * A BedsideAccount and a BedsideSession that do nothing by themselves: tests of the window set what they show and look
 * at what the window asked of them. They take the place of the real classes when the test is linked.
 */

BedsideSession *bedside_fake_session_new                   (void);
/* (element-type BedsideConversation) */
GListStore     *bedside_fake_session_get_store             (BedsideSession        *self);
/* Whose conversation it is; of others, the practice that is shown. */
void            bedside_fake_session_set_practice_of       (BedsideSession        *self,
                                                            BedsideConversation   *conversation,
                                                            BedsidePractice       *practice);
void            bedside_fake_session_set_connection        (BedsideSession        *self,
                                                            BedsideConnection      connection,
                                                            gint64                 retry_at);
void            bedside_fake_session_set_cache_state       (BedsideSession        *self,
                                                            BedsideCacheState      state);
/* A new practice where everything is on; NULL: none. */
void            bedside_fake_session_set_practice          (BedsideSession        *self,
                                                            const char            *name);
void            bedside_fake_session_set_unsent            (BedsideSession        *self,
                                                            guint                  unsent);
void            bedside_fake_session_set_loaded            (BedsideSession        *self,
                                                            gboolean               loaded);
/* (element-type BedsideInvitation) */
GListStore     *bedside_fake_session_get_invitations_store (BedsideSession        *self);
/* (element-type BedsidePatient) */
GListStore     *bedside_fake_session_get_activated_store   (BedsideSession        *self);
/* (element-type BedsideConversation): what counts as those with new messages, whatever their unread says */
GListStore     *bedside_fake_session_get_news_store        (BedsideSession        *self);
/* The two are NULL until set. */
void            bedside_fake_session_set_writer            (BedsideSession        *self,
                                                            BedsidePracticeWriter *writer);
void            bedside_fake_session_set_set_up            (BedsideSession        *self,
                                                            BedsideSetUp          *set_up);
/* Whatever the rules say of the patient. */
void            bedside_fake_session_set_start             (BedsideSession        *self,
                                                            BedsidePatient        *patient,
                                                            BedsideStart           start);
/* What the start of a conversation that is going on ends with; @error: taken. */
void            bedside_fake_session_return_conversation   (BedsideSession        *self,
                                                            BedsideConversation   *conversation,
                                                            GError                *error);
gboolean        bedside_fake_session_is_starting           (BedsideSession        *self);

void            bedside_fake_account_set             (BedsideAccount      *self,
                                                      BedsideAccountState  state,
                                                      BedsideSession      *session);
/* What the sign-in, sign-out or close that is going on ends with; NULL: it works. */
void            bedside_fake_account_return          (BedsideAccount      *self,
                                                      GError              *error);
gboolean        bedside_fake_account_is_pending      (BedsideAccount      *self);

/* What was asked of account or session since the last call, as "open !room; send !room text", and forgets it. */
char           *bedside_fake_take_calls              (gpointer             account_or_session);
/* Lets the main loop do what there is, and takes them; they must be @expected. */
void            bedside_fake_assert_calls            (gpointer             account_or_session,
                                                      const char          *expected);

/* An error as the account returns it. */
GError         *bedside_fake_sign_in_error           (BedsideSignInError   code,
                                                      gint64               retry_after);

G_END_DECLS
