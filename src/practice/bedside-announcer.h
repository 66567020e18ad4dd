/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-notifier.h"
#include "bedside-session.h"

G_BEGIN_DECLS

/**
 * BedsideAnnouncer:
 *
 * Decides what is told by notification (R22), and when it is taken away again (R24): one for each conversation, none
 * of what the person looks at, of what came with the first sync, of what is old, edited or their own; a burst becomes
 * one; none in quiet hours.
 */
#define BEDSIDE_TYPE_ANNOUNCER (bedside_announcer_get_type ())
G_DECLARE_FINAL_TYPE (BedsideAnnouncer, bedside_announcer, BEDSIDE, ANNOUNCER, GObject)

BedsideAnnouncer *bedside_announcer_new           (BedsidePreferences  *preferences,
                                                   BedsideNotifier     *notifier);
/* @session: nullable: signed out, everything that was told is taken away. */
void              bedside_announcer_set_session   (BedsideAnnouncer    *self,
                                                   BedsideSession      *session);
/* @conversation: nullable: the one that is open in the window that has the focus. */
void              bedside_announcer_set_attention (BedsideAnnouncer    *self,
                                                   BedsideConversation *conversation);

G_END_DECLS
