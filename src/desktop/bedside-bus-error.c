/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-bus-error"

#include "bedside-bus-error.h"

/**
 * bedside_bus_error_means_no_service:
 * @error: an error of a call
 *
 * Returns: whether nobody is there to be called, or nobody any more, as opposed to somebody who could not do it
 */
gboolean
bedside_bus_error_means_no_service (const GError *error)
{
  static const struct {
    GQuark (*domain) (void);
    int    code;
  } table[] = {
    { g_dbus_error_quark, G_DBUS_ERROR_SERVICE_UNKNOWN },
    { g_dbus_error_quark, G_DBUS_ERROR_NAME_HAS_NO_OWNER },
    { g_dbus_error_quark, G_DBUS_ERROR_NO_REPLY },
    { g_dbus_error_quark, G_DBUS_ERROR_NO_SERVER },
    { g_dbus_error_quark, G_DBUS_ERROR_DISCONNECTED },
    { g_dbus_error_quark, G_DBUS_ERROR_SPAWN_EXEC_FAILED },
    { g_dbus_error_quark, G_DBUS_ERROR_SPAWN_CHILD_EXITED },
    { g_dbus_error_quark, G_DBUS_ERROR_SPAWN_CHILD_SIGNALED },
    { g_dbus_error_quark, G_DBUS_ERROR_SPAWN_FAILED },
    { g_dbus_error_quark, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND },
    { g_io_error_quark, G_IO_ERROR_CLOSED },
    { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED },
    { g_io_error_quark, G_IO_ERROR_NOT_FOUND },
  };

  g_return_val_if_fail (error != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (g_error_matches (error, table[i].domain (), table[i].code))
        return TRUE;
    }

  return FALSE;
}
