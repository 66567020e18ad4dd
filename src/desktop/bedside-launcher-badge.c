/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-launcher-badge"

#include "bedside-launcher-badge.h"

struct _BedsideLauncherBadge
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (BedsideLauncherBadge, bedside_launcher_badge, G_TYPE_OBJECT)

static void
bedside_launcher_badge_class_init (BedsideLauncherBadgeClass *klass)
{
}

static void
bedside_launcher_badge_init (BedsideLauncherBadge *self)
{
}

BedsideLauncherBadge *
bedside_launcher_badge_new (GDBusConnection *bus,
                            const char      *app_id)
{
  return g_object_new (BEDSIDE_TYPE_LAUNCHER_BADGE, NULL);
}

void
bedside_launcher_badge_set_count (BedsideLauncherBadge *self,
                                  guint                 count)
{
}
