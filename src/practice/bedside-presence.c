/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-presence"

#include "bedside-presence.h"

struct _BedsidePresence
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (BedsidePresence, bedside_presence, G_TYPE_OBJECT)

static void
bedside_presence_class_init (BedsidePresenceClass *klass)
{
}

static void
bedside_presence_init (BedsidePresence *self)
{
}

BedsidePresence *
bedside_presence_new (BedsidePreferences *preferences)
{
  return g_object_new (BEDSIDE_TYPE_PRESENCE, NULL);
}
