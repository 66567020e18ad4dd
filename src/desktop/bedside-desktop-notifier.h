/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-notifier.h"

G_BEGIN_DECLS

/**
 * BedsideDesktopNotifier:
 *
 * Notifications of the desktop (#GNotification), with the actions "app.open-conversation", "app.reply" and
 * "app.mark-read" (room id) of a conversation and "app.new-messages" of a summary.
 */
#define BEDSIDE_TYPE_DESKTOP_NOTIFIER (bedside_desktop_notifier_get_type ())
G_DECLARE_FINAL_TYPE (BedsideDesktopNotifier, bedside_desktop_notifier, BEDSIDE, DESKTOP_NOTIFIER, GObject)

BedsideDesktopNotifier *bedside_desktop_notifier_new (GApplication *application);

G_END_DECLS
