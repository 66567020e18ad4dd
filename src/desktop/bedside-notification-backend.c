/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-notification-backend"

#include "bedside-notification-backend.h"

#define GNOME_NAME "org.gtk.Notifications"

/* GLib keeps its choice to itself, so that it is made here once more in the same way: the one named in the environment
 * if it works, else the portal, else GNOME, else the rest.
 *
 * Source: GLib 2.74, gio/giomodule.c, gportalsupport.c and the *notificationbackend.c. */

static gboolean
is_portal_used (void)
{
  const char *wanted = g_getenv ("GTK_USE_PORTAL");

  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || (wanted != NULL && wanted[0] == '1');
}

static void
on_owner (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (answer != NULL)
    g_task_return_int (task, BEDSIDE_NOTIFICATION_BACKEND_GTK);
  else
    g_task_return_int (task, is_portal_used () ? BEDSIDE_NOTIFICATION_BACKEND_PORTAL
                                               : BEDSIDE_NOTIFICATION_BACKEND_FREEDESKTOP);
}

/**
 * bedside_notification_backend_find_async:
 * @bus: the session bus
 * @cancellable: (nullable): ends it
 * @callback: called when it is known
 * @user_data: data for @callback
 *
 * Finds out where GLib will send the first notification if it is sent now; where that goes, all others go, too.
 */
void
bedside_notification_backend_find_async (GDBusConnection     *bus,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data)
{
  g_return_if_fail (G_IS_DBUS_CONNECTION (bus));

  const char *forced = g_getenv ("GNOTIFICATION_BACKEND");
  g_autoptr(GTask) task = g_task_new (bus, cancellable, callback, user_data);

  g_task_set_source_tag (task, bedside_notification_backend_find_async);
  if (g_strcmp0 (forced, "freedesktop") == 0)
    g_task_return_int (task, BEDSIDE_NOTIFICATION_BACKEND_FREEDESKTOP);
  else if (g_strcmp0 (forced, "gtk") != 0 && is_portal_used ())
    g_task_return_int (task, BEDSIDE_NOTIFICATION_BACKEND_PORTAL);
  else
    g_dbus_connection_call (bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                            "GetNameOwner", g_variant_new ("(s)", GNOME_NAME), G_VARIANT_TYPE ("(s)"),
                            G_DBUS_CALL_FLAGS_NONE, -1, cancellable, on_owner, g_steal_pointer (&task));
}

/**
 * bedside_notification_backend_find_finish:
 * @bus: the session bus
 * @result: what the callback was given
 * @error: return location for a cancellation
 *
 * Returns: where they go, %BEDSIDE_NOTIFICATION_BACKEND_UNKNOWN if cancelled
 */
BedsideNotificationBackend
bedside_notification_backend_find_finish (GDBusConnection  *bus,
                                          GAsyncResult     *result,
                                          GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, bus), BEDSIDE_NOTIFICATION_BACKEND_UNKNOWN);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_notification_backend_find_async),
                        BEDSIDE_NOTIFICATION_BACKEND_UNKNOWN);

  gssize found = g_task_propagate_int (G_TASK (result), error);

  return found < 0 ? BEDSIDE_NOTIFICATION_BACKEND_UNKNOWN : (BedsideNotificationBackend) found;
}
