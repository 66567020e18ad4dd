/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-notifier"

#include "bedside-notifier.h"

G_DEFINE_INTERFACE (BedsideNotifier, bedside_notifier, G_TYPE_OBJECT)

static void
bedside_notifier_default_init (BedsideNotifierInterface *iface)
{
}

/**
 * bedside_notifier_announce:
 * @self: a notifier
 * @announcement: what is new; only read while this runs
 *
 * Tells it, in place of what was told of the same conversation before.
 */
void
bedside_notifier_announce (BedsideNotifier           *self,
                           const BedsideAnnouncement *announcement)
{
  g_return_if_fail (BEDSIDE_IS_NOTIFIER (self));
  g_return_if_fail (announcement != NULL && announcement->room_id != NULL);

  BEDSIDE_NOTIFIER_GET_IFACE (self)->announce (self, announcement);
}

/**
 * bedside_notifier_withdraw:
 * @self: a notifier
 * @room_id: what was announced
 *
 * Takes the notification away, if there is one.
 */
void
bedside_notifier_withdraw (BedsideNotifier *self,
                           const char      *room_id)
{
  g_return_if_fail (BEDSIDE_IS_NOTIFIER (self));
  g_return_if_fail (room_id != NULL);

  BEDSIDE_NOTIFIER_GET_IFACE (self)->withdraw (self, room_id);
}

/**
 * bedside_notifier_close:
 * @self: a notifier
 *
 * Bedside ends: takes away those notifications whose buttons would do nothing without it.
 */
void
bedside_notifier_close (BedsideNotifier *self)
{
  g_return_if_fail (BEDSIDE_IS_NOTIFIER (self));

  BEDSIDE_NOTIFIER_GET_IFACE (self)->close (self);
}
