/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-keyring-error"

#include "bedside-keyring-error.h"

#include "bedside-bus-error.h"
#include "bedside-secrets.h"

#include <libsecret/secret.h>

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
  if (bedside_bus_error_means_no_service (owned))
    /* lint: allow text, because the window says what it means by the code of the error. */
    return g_error_new_literal (BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_UNAVAILABLE, "There is no keyring");

  g_dbus_error_strip_remote_error (owned);
  /* lint: allow text, because the window says what it means by the code of the error. */
  return g_error_new (BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_FAILED, "The keyring failed: %s", owned->message);
}
