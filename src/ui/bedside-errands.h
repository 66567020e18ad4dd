/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-account.h"

G_BEGIN_DECLS

/**
 * BedsideErrand:
 * @BEDSIDE_ERRAND_OPEN: show a conversation
 * @BEDSIDE_ERRAND_REPLY: show it, and let the person write
 * @BEDSIDE_ERRAND_MARK_READ: its messages have been seen; needs no window
 * @BEDSIDE_ERRAND_NEW_CHAT: let the person choose whom to write to
 * @BEDSIDE_ERRAND_NEW_MESSAGES: list what is new
 *
 * What the person asks for from outside of the window: by notification, in the tray, in the launcher.
 */
typedef enum {
  BEDSIDE_ERRAND_OPEN,
  BEDSIDE_ERRAND_REPLY,
  BEDSIDE_ERRAND_MARK_READ,
  BEDSIDE_ERRAND_NEW_CHAT,
  BEDSIDE_ERRAND_NEW_MESSAGES,
} BedsideErrand;

#define BEDSIDE_TYPE_ERRAND (bedside_errand_get_type ())
GType bedside_errand_get_type (void);

/**
 * BedsideErrands:
 *
 * Keeps what the person has asked for until it can be done: they may have started Bedside with it, and then nothing is
 * known yet of the conversation that they mean. Forgets it after a while, when they sign out, and when they go
 * elsewhere themselves. Property: "waiting" (read-only, notify, gboolean). Signal: "ready" (#BedsideErrand,
 * #BedsideConversation, nullable): to be done now.
 */
#define BEDSIDE_TYPE_ERRANDS (bedside_errands_get_type ())
G_DECLARE_FINAL_TYPE (BedsideErrands, bedside_errands, BEDSIDE, ERRANDS, GObject)

BedsideErrands *bedside_errands_new          (void);
void            bedside_errands_set_account  (BedsideErrands *self,
                                              BedsideAccount *account);
/* @room_id: nullable: it is about no conversation. */
void            bedside_errands_add          (BedsideErrands *self,
                                              BedsideErrand   errand,
                                              const char     *room_id);
/* The person looks at something else by now: nothing is to be put in front of it any more. */
void            bedside_errands_drop_showing (BedsideErrands *self);
gboolean        bedside_errands_get_waiting  (BedsideErrands *self);
/* While Bedside is locked nothing is done, not even what needs no window. */
void            bedside_errands_set_held     (BedsideErrands *self,
                                              gboolean        held);
/* How long something may wait, in ms. */
void            bedside_errands_set_limit    (BedsideErrands *self,
                                              guint           limit);

G_END_DECLS
