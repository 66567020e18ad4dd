/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-announcer"

#include "bedside-announcer.h"

struct _BedsideAnnouncer
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (BedsideAnnouncer, bedside_announcer, G_TYPE_OBJECT)

static void
bedside_announcer_class_init (BedsideAnnouncerClass *klass)
{
}

static void
bedside_announcer_init (BedsideAnnouncer *self)
{
}

BedsideAnnouncer *
bedside_announcer_new (BedsidePreferences *preferences,
                       BedsideNotifier    *notifier)
{
  return g_object_new (BEDSIDE_TYPE_ANNOUNCER, NULL);
}

void
bedside_announcer_set_session (BedsideAnnouncer *self,
                               BedsideSession   *session)
{
}

void
bedside_announcer_set_attention (BedsideAnnouncer    *self,
                                 BedsideConversation *conversation)
{
}
