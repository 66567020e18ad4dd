/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-lock.h"
#include "bedside-notifier.h"
#include "bedside-session.h"

G_BEGIN_DECLS

/**
 * BedsideAnnouncer:
 *
 * Decides what is told by notification (R22), and when it is taken away again (R24): one for each conversation, none of
 * what the person looks at, of what came with the first sync, of what is old, edited or their own; a burst becomes one;
 * none in quiet hours, whose messages are told as one when they end.
 */
#define BEDSIDE_TYPE_ANNOUNCER (bedside_announcer_get_type ())
G_DECLARE_FINAL_TYPE (BedsideAnnouncer, bedside_announcer, BEDSIDE, ANNOUNCER, GObject)

/**
 * BedsideAnnouncerClock:
 * @get_time: µs, as g_get_monotonic_time()
 * @get_now: (transfer full): what the clock on the wall shows
 *
 * What tells the time.
 */
typedef struct {
  gint64      (*get_time) (gpointer user_data);
  GDateTime * (*get_now) (gpointer user_data);
} BedsideAnnouncerClock;

BedsideAnnouncer *bedside_announcer_new           (BedsidePreferences          *preferences,
                                                   BedsideNotifier             *notifier);
void              bedside_announcer_set_session   (BedsideAnnouncer            *self,
                                                   BedsideSession              *session);
void              bedside_announcer_set_lock      (BedsideAnnouncer            *self,
                                                   BedsideLock                 *lock);
void              bedside_announcer_set_attention (BedsideAnnouncer            *self,
                                                   BedsideConversation         *conversation);
void              bedside_announcer_close         (BedsideAnnouncer            *self);

/* For tests. */
void              bedside_announcer_set_clock     (BedsideAnnouncer            *self,
                                                   const BedsideAnnouncerClock *clock,
                                                   gpointer                     user_data);
void              bedside_announcer_tick          (BedsideAnnouncer            *self);

G_END_DECLS
