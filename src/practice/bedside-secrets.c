/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-secrets"

#include "bedside-secrets.h"

#include <string.h>

#include "bedside-sealer.h"

G_DEFINE_QUARK (bedside-secrets-error-quark, bedside_secrets_error)

G_DEFINE_INTERFACE (BedsideSecrets, bedside_secrets, G_TYPE_OBJECT)

static void
bedside_secrets_default_init (BedsideSecretsInterface *iface)
{
}

/**
 * bedside_secrets_lookup_async:
 * @self: where secrets are kept
 * @secret: which one
 * @cancellable: (nullable): a cancellable; gives up waiting for the person
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Reads a secret. This may wait for the person to unlock the keyring, for as
 * long as it takes.
 */
void
bedside_secrets_lookup_async (BedsideSecrets      *self,
                              BedsideSecret        secret,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_SECRETS (self));
  g_return_if_fail (secret < BEDSIDE_N_SECRETS);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  BEDSIDE_SECRETS_GET_IFACE (self)->lookup_async (self, secret, cancellable, callback, user_data);
}

/**
 * bedside_secrets_lookup_finish:
 * @self: where secrets are kept
 * @result: the result
 * @error: return location for a #BedsideSecretsError or %G_IO_ERROR_CANCELLED
 *
 * Finishes bedside_secrets_lookup_async(). %NULL without an error means that
 * the secrets could be read and this one is not among them.
 *
 * Returns: (transfer full) (nullable): the secret
 */
char *
bedside_secrets_lookup_finish (BedsideSecrets  *self,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (BEDSIDE_IS_SECRETS (self), NULL);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);

  return BEDSIDE_SECRETS_GET_IFACE (self)->lookup_finish (self, result, error);
}

/**
 * bedside_secrets_store_async:
 * @self: where secrets are kept
 * @secret: which one
 * @value: the secret
 * @cancellable: (nullable): a cancellable
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Writes a secret, replacing the one before.
 */
void
bedside_secrets_store_async (BedsideSecrets      *self,
                             BedsideSecret        secret,
                             const char          *value,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_SECRETS (self));
  g_return_if_fail (secret < BEDSIDE_N_SECRETS);
  g_return_if_fail (value != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  BEDSIDE_SECRETS_GET_IFACE (self)->store_async (self, secret, value, cancellable, callback, user_data);
}

/**
 * bedside_secrets_store_finish:
 * @self: where secrets are kept
 * @result: the result
 * @error: return location for a #BedsideSecretsError or %G_IO_ERROR_CANCELLED
 *
 * Finishes bedside_secrets_store_async().
 *
 * Returns: %TRUE if the secret is kept now
 */
gboolean
bedside_secrets_store_finish (BedsideSecrets  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (BEDSIDE_IS_SECRETS (self), FALSE);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), FALSE);

  return BEDSIDE_SECRETS_GET_IFACE (self)->store_finish (self, result, error);
}

/**
 * bedside_secrets_clear_async:
 * @self: where secrets are kept
 * @cancellable: (nullable): a cancellable
 * @callback: called when done
 * @user_data: data for @callback
 *
 * Removes all our secrets.
 */
void
bedside_secrets_clear_async (BedsideSecrets      *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_SECRETS (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  BEDSIDE_SECRETS_GET_IFACE (self)->clear_async (self, cancellable, callback, user_data);
}

/**
 * bedside_secrets_clear_finish:
 * @self: where secrets are kept
 * @result: the result
 * @error: return location for a #BedsideSecretsError or %G_IO_ERROR_CANCELLED
 *
 * Finishes bedside_secrets_clear_async().
 *
 * Returns: %TRUE if none of our secrets is left, even if there had been none
 */
gboolean
bedside_secrets_clear_finish (BedsideSecrets  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (BEDSIDE_IS_SECRETS (self), FALSE);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), FALSE);

  return BEDSIDE_SECRETS_GET_IFACE (self)->clear_finish (self, result, error);
}

/**
 * bedside_secret_free:
 * @text: (nullable) (transfer full): a secret
 *
 * Overwrites and frees it.
 */
void
bedside_secret_free (char *text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}

/**
 * bedside_secret_decode_key:
 * @text: (nullable): %BEDSIDE_SECRET_CACHE_KEY, as it was kept
 *
 * Returns: (transfer full) (nullable): the key; %NULL if that is none
 */
GBytes *
bedside_secret_decode_key (const char *text)
{
  gsize length = 0;
  g_autofree guchar *data = text != NULL ? g_base64_decode (text, &length) : NULL;
  GBytes *key = data != NULL && length == BEDSIDE_SEALER_KEY_SIZE ? g_bytes_new (data, length) : NULL;

  if (data != NULL)
    explicit_bzero (data, length);

  return key;
}
