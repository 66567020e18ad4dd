/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-keyring-error"

#include "bedside-keyring-error.h"

#include "bedside-secrets.h"

#include <libsecret/secret.h>

/* What the bus and the service say when nobody is there, or nobody any more. */
static gboolean
means_no_service (const GError *error)
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

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (g_error_matches (error, table[i].domain (), table[i].code))
        return TRUE;
    }

  return FALSE;
}

/**
 * bedside_keyring_error_new_locked:
 *
 * Returns: (transfer full): the error for a keyring that the person did not unlock
 */
GError *
bedside_keyring_error_new_locked (void)
{
  /* lint: allow text, because the window says what it means by the code of the error. */
  return g_error_new_literal (BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_LOCKED, "The keyring is locked");
}

/**
 * bedside_keyring_error_translate:
 * @error: (transfer full): an error of libsecret, the bus or the service
 *
 * Makes a #BedsideSecretsError of @error. A cancellation stays what it is.
 *
 * Returns: (transfer full): the error to hand on
 */
GError *
bedside_keyring_error_translate (GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return error;

  g_autoptr(GError) owned = error;
  if (g_error_matches (owned, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return bedside_keyring_error_new_locked ();
  if (means_no_service (owned))
    /* lint: allow text, because the window says what it means by the code of the error. */
    return g_error_new_literal (BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_UNAVAILABLE, "There is no keyring");

  g_dbus_error_strip_remote_error (owned);
  /* lint: allow text, because the window says what it means by the code of the error. */
  return g_error_new (BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_FAILED, "The keyring failed: %s", owned->message);
}
