/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-announcer.h"

G_BEGIN_DECLS

/* What comes within this time is told together, in µs. */
#define BEDSIDE_ANNOUNCER_GATHERING (3 * G_USEC_PER_SEC)

/**
 * BedsideNewsState:
 * @BEDSIDE_NEWS_STATE_WAITING: to be told when it is due
 * @BEDSIDE_NEWS_STATE_JOINING: to be told with the summary, when that is due again
 * @BEDSIDE_NEWS_STATE_HELD: to be told when it may be
 * @BEDSIDE_NEWS_STATE_TOLD: by a notification of its own
 * @BEDSIDE_NEWS_STATE_SUMMED: by the summary
 *
 * What is done about a conversation with new messages.
 */
typedef enum {
  BEDSIDE_NEWS_STATE_WAITING,
  BEDSIDE_NEWS_STATE_JOINING,
  BEDSIDE_NEWS_STATE_HELD,
  BEDSIDE_NEWS_STATE_TOLD,
  BEDSIDE_NEWS_STATE_SUMMED,
} BedsideNewsState;

/* A conversation that is, or is to be, told of. */
typedef struct {
  BedsideConversation *conversation;  /* (owned) */
  gulong               handler;       /* of the conversation */
  BedsideNewsState     state;
  gint64               due;
  gint64               told_at;
  char                *told_id;       /* (owned) (nullable): of the notification that is there */
  BedsidePrivacy       told_privacy;
} BedsideNews;

struct _BedsideAnnouncer
{
  GObject                parent_instance;

  BedsidePreferences    *preferences;   /* (owned) */
  BedsideNotifier       *notifier;      /* (owned) */
  BedsideLock           *lock;          /* (owned) (nullable) */
  BedsideSession        *session;       /* (owned) (nullable) */
  BedsideConversation   *attention;     /* (owned) (nullable) */
  BedsideAnnouncerClock  clock;
  gpointer               clock_data;

  GHashTable            *news;          /* (owned) (element-type BedsideConversation BedsideNews) */
  GPtrArray             *listed;        /* (owned) (element-type BedsideConversation): as the session lists them */
  GHashTable            *old;           /* (owned) (element-type utf8): rooms of which an earlier run may have told */
  gint64                 summed_at;     /* when the summary was told last */
  gboolean               has_summary;   /* it was told, and not taken away */
  gboolean               has_old_summary; /* an earlier run may have left one behind */
  guint                  source_id;
};

gint64               bedside_announcer_get_time      (BedsideAnnouncer *self);
BedsidePrivacy       bedside_announcer_get_privacy   (BedsideAnnouncer *self);
BedsideConversation *bedside_announcer_get_attention (BedsideAnnouncer *self);
gboolean             bedside_announcer_is_quiet      (BedsideAnnouncer *self);
void                 bedside_announcer_schedule      (BedsideAnnouncer *self);
void                 bedside_announcer_forget        (BedsideAnnouncer *self,
                                                      BedsideNews      *news);
void                 bedside_announcer_pass_over     (BedsideAnnouncer *self);

void                 bedside_announcer_tell          (BedsideAnnouncer *self,
                                                      BedsideNews      *news);
void                 bedside_announcer_take_away     (BedsideAnnouncer *self,
                                                      BedsideNews      *news);
void                 bedside_announcer_take_old      (BedsideAnnouncer *self,
                                                      const char       *room_id);
void                 bedside_announcer_add_to_sum    (BedsideAnnouncer *self,
                                                      BedsideNews      *news);
void                 bedside_announcer_tell_sum      (BedsideAnnouncer *self);
void                 bedside_announcer_tidy_sum      (BedsideAnnouncer *self);

G_END_DECLS
