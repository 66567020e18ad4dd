/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-desktop-notifier"

#include "bedside-desktop-notifier.h"

struct _BedsideDesktopNotifier
{
  GObject parent_instance;
};

static void
bedside_desktop_notifier_announce (BedsideNotifier           *notifier,
                                   const BedsideAnnouncement *announcement)
{
}

static void
bedside_desktop_notifier_withdraw (BedsideNotifier *notifier,
                                   const char      *room_id)
{
}

static void
bedside_desktop_notifier_close (BedsideNotifier *notifier)
{
}

static void
notifier_init (BedsideNotifierInterface *iface)
{
  iface->announce = bedside_desktop_notifier_announce;
  iface->withdraw = bedside_desktop_notifier_withdraw;
  iface->close = bedside_desktop_notifier_close;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BedsideDesktopNotifier, bedside_desktop_notifier, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BEDSIDE_TYPE_NOTIFIER, notifier_init))

static void
bedside_desktop_notifier_class_init (BedsideDesktopNotifierClass *klass)
{
}

static void
bedside_desktop_notifier_init (BedsideDesktopNotifier *self)
{
}

BedsideDesktopNotifier *
bedside_desktop_notifier_new (GApplication *application)
{
  return g_object_new (BEDSIDE_TYPE_DESKTOP_NOTIFIER, NULL);
}
