/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-wake-watch"

#include "bedside-wake-watch.h"

struct _BedsideWakeWatch
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (BedsideWakeWatch, bedside_wake_watch, G_TYPE_OBJECT)

static void
bedside_wake_watch_class_init (BedsideWakeWatchClass *klass)
{
}

static void
bedside_wake_watch_init (BedsideWakeWatch *self)
{
}

BedsideWakeWatch *
bedside_wake_watch_new (void)
{
  return g_object_new (BEDSIDE_TYPE_WAKE_WATCH, NULL);
}
