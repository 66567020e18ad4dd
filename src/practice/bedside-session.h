/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-conversation.h"
#include "bedside-practice.h"

G_BEGIN_DECLS

/**
 * BedsideConnection:
 * @BEDSIDE_CONNECTION_CONNECTING: nothing has been heard of the server yet
 * @BEDSIDE_CONNECTION_LOADING: the first sync, which may take long
 * @BEDSIDE_CONNECTION_ONLINE: what is shown is what the server has
 * @BEDSIDE_CONNECTION_OFFLINE: no network, or the server does not answer
 * @BEDSIDE_CONNECTION_BUSY: the server asked to wait until "retry-at"
 * @BEDSIDE_CONNECTION_SERVER_PROBLEM: the server answers with errors
 * @BEDSIDE_CONNECTION_BAD_CERTIFICATE: the server cannot be trusted
 * @BEDSIDE_CONNECTION_STOPPED: the session is over
 */
typedef enum {
  BEDSIDE_CONNECTION_CONNECTING,
  BEDSIDE_CONNECTION_LOADING,
  BEDSIDE_CONNECTION_ONLINE,
  BEDSIDE_CONNECTION_OFFLINE,
  BEDSIDE_CONNECTION_BUSY,
  BEDSIDE_CONNECTION_SERVER_PROBLEM,
  BEDSIDE_CONNECTION_BAD_CERTIFICATE,
  BEDSIDE_CONNECTION_STOPPED,
} BedsideConnection;

#define BEDSIDE_TYPE_CONNECTION (bedside_connection_get_type ())
GType bedside_connection_get_type (void);

/**
 * BedsideCacheState:
 * @BEDSIDE_CACHE_STATE_SEALED: conversations are kept on disk, encrypted
 * @BEDSIDE_CACHE_STATE_REBUILT: the same; what was there was damaged, is set aside and comes from the server again
 * @BEDSIDE_CACHE_STATE_NO_KEYRING: nothing is written to disk, because no key could be kept in the keyring
 * @BEDSIDE_CACHE_STATE_NONE: nothing is written to disk, on purpose (demo)
 * @BEDSIDE_CACHE_STATE_FULL: the disk is full: what arrives now is not kept
 * @BEDSIDE_CACHE_STATE_FAILED: the disk cannot be written: what arrives now is not kept
 */
typedef enum {
  BEDSIDE_CACHE_STATE_SEALED,
  BEDSIDE_CACHE_STATE_REBUILT,
  BEDSIDE_CACHE_STATE_NO_KEYRING,
  BEDSIDE_CACHE_STATE_NONE,
  BEDSIDE_CACHE_STATE_FULL,
  BEDSIDE_CACHE_STATE_FAILED,
} BedsideCacheState;

#define BEDSIDE_TYPE_CACHE_STATE (bedside_cache_state_get_type ())
GType bedside_cache_state_get_type (void);

/**
 * BedsideSession:
 *
 * All of a signed-in practitioner: the practice, the conversations, the connection. Properties (read-only, notify):
 * "connection", "retry-at" (µs since 1970 when the next try comes, 0: none waits), "cache-state", "conversations"
 * (#GListModel of #BedsideConversation in no order), "practice" (nullable: belongs to none, or not known yet),
 * "unsent" (guint: messages that have not reached the server), "loaded" (all of a sync is there, be it what was
 * stored: what is not there is not to come; never unset).
 */
#define BEDSIDE_TYPE_SESSION (bedside_session_get_type ())
G_DECLARE_FINAL_TYPE (BedsideSession, bedside_session, BEDSIDE, SESSION, GObject)

BedsideConnection  bedside_session_get_connection    (BedsideSession      *self);
gint64             bedside_session_get_retry_at      (BedsideSession      *self);
BedsideCacheState  bedside_session_get_cache_state   (BedsideSession      *self);
GListModel        *bedside_session_get_conversations (BedsideSession      *self);
BedsidePractice   *bedside_session_get_practice      (BedsideSession      *self);
guint              bedside_session_get_unsent        (BedsideSession      *self);
gboolean           bedside_session_get_loaded        (BedsideSession      *self);
const char        *bedside_session_get_user_id       (BedsideSession      *self);
const char        *bedside_session_get_server        (BedsideSession      *self);

/* Fills the conversation's "timeline" from the cache, then from the server; closing lets go of it. */
void               bedside_session_open              (BedsideSession      *self,
                                                      BedsideConversation *conversation);
void               bedside_session_close             (BedsideSession      *self,
                                                      BedsideConversation *conversation);
/* Loads a page of older messages; the timeline's "state" tells. Does nothing while one is loading or when complete. */
void               bedside_session_load_older        (BedsideSession      *self,
                                                      BedsideConversation *conversation);
/* @text: not empty. The message is in the timeline when this returns. */
void               bedside_session_send              (BedsideSession      *self,
                                                      BedsideConversation *conversation,
                                                      const char          *text);
/* For messages in state not sent. */
void               bedside_session_retry             (BedsideSession      *self,
                                                      BedsideConversation *conversation,
                                                      BedsideMessage      *message);
void               bedside_session_delete_unsent     (BedsideSession      *self,
                                                      BedsideConversation *conversation,
                                                      BedsideMessage      *message);
/* The person has seen the newest message (the window is active and shows it). */
void               bedside_session_mark_read         (BedsideSession      *self,
                                                      BedsideConversation *conversation);
/* The person is typing / has stopped; call it as often as keys are pressed. */
void               bedside_session_set_typing        (BedsideSession      *self,
                                                      BedsideConversation *conversation,
                                                      gboolean             typing);
void               bedside_session_set_draft         (BedsideSession      *self,
                                                      BedsideConversation *conversation,
                                                      const char          *text);
/* Does not wait any longer before the next try. */
void               bedside_session_reconnect         (BedsideSession      *self);

G_END_DECLS
