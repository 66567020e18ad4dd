/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsideNotificationBackend:
 * @BEDSIDE_NOTIFICATION_BACKEND_UNKNOWN: not known yet
 * @BEDSIDE_NOTIFICATION_BACKEND_PORTAL: the portal keeps the notifications and starts Bedside when one is answered
 * @BEDSIDE_NOTIFICATION_BACKEND_GTK: GNOME Shell does so
 * @BEDSIDE_NOTIFICATION_BACKEND_FREEDESKTOP: a daemon that tells the process that sent them, and nobody when it is gone
 *
 * Where GLib sends notifications to.
 */
typedef enum {
  BEDSIDE_NOTIFICATION_BACKEND_UNKNOWN,
  BEDSIDE_NOTIFICATION_BACKEND_PORTAL,
  BEDSIDE_NOTIFICATION_BACKEND_GTK,
  BEDSIDE_NOTIFICATION_BACKEND_FREEDESKTOP,
} BedsideNotificationBackend;

void                       bedside_notification_backend_find_async  (GDBusConnection      *bus,
                                                                     GCancellable         *cancellable,
                                                                     GAsyncReadyCallback   callback,
                                                                     gpointer              user_data);
BedsideNotificationBackend bedside_notification_backend_find_finish (GDBusConnection      *bus,
                                                                     GAsyncResult         *result,
                                                                     GError              **error);

G_END_DECLS
