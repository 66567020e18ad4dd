/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsideSecret:
 * @BEDSIDE_SECRET_SIGN_IN: server, user, device and tokens, as one text
 * @BEDSIDE_SECRET_CACHE_KEY: the key that the cache is sealed with
 * @BEDSIDE_SECRET_PASSCODE: what the passcode of the lock is checked against; never the passcode itself
 * @BEDSIDE_SECRET_TRIES: how many wrong ones were tried
 *
 * What is kept in the keyring, one item each. Looking up the last two does not ask the person to unlock the keyring
 * (%BEDSIDE_SECRETS_ERROR_LOCKED instead): whoever is to be kept out would be asked, or the same person twice.
 */
typedef enum {
  BEDSIDE_SECRET_SIGN_IN,
  BEDSIDE_SECRET_CACHE_KEY,
  BEDSIDE_SECRET_PASSCODE,
  BEDSIDE_SECRET_TRIES,
} BedsideSecret;

#define BEDSIDE_N_SECRETS 4

/**
 * BedsideSecretsError:
 * @BEDSIDE_SECRETS_ERROR_LOCKED: the keyring is locked and the person did not unlock it
 * @BEDSIDE_SECRETS_ERROR_UNAVAILABLE: there is no keyring
 * @BEDSIDE_SECRETS_ERROR_FAILED: anything else
 */
typedef enum {
  BEDSIDE_SECRETS_ERROR_LOCKED,
  BEDSIDE_SECRETS_ERROR_UNAVAILABLE,
  BEDSIDE_SECRETS_ERROR_FAILED,
} BedsideSecretsError;

#define BEDSIDE_SECRETS_ERROR (bedside_secrets_error_quark ())
GQuark bedside_secrets_error_quark (void);

#define BEDSIDE_TYPE_SECRETS (bedside_secrets_get_type ())
G_DECLARE_INTERFACE (BedsideSecrets, bedside_secrets, BEDSIDE, SECRETS, GObject)

/**
 * BedsideSecretsInterface:
 * @lookup_async: reads a secret; may wait for the person to unlock the keyring, until cancelled
 * @lookup_finish: the secret; %NULL without an error means that the keyring is open and holds none
 * @store_async: writes a secret, replacing the one before
 * @store_finish: finishes @store_async
 * @clear_async: removes all our secrets; none being there is success
 * @clear_finish: finishes @clear_async
 *
 * Where secrets are kept. Implemented by `desktop/` with the keyring.
 */
struct _BedsideSecretsInterface
{
  GTypeInterface parent_iface;

  void      (*lookup_async)  (BedsideSecrets       *self,
                              BedsideSecret         secret,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data);
  char     *(*lookup_finish) (BedsideSecrets       *self,
                              GAsyncResult         *result,
                              GError              **error);
  void      (*store_async)   (BedsideSecrets       *self,
                              BedsideSecret         secret,
                              const char           *value,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data);
  gboolean  (*store_finish)  (BedsideSecrets       *self,
                              GAsyncResult         *result,
                              GError              **error);
  void      (*clear_async)   (BedsideSecrets       *self,
                              GCancellable         *cancellable,
                              GAsyncReadyCallback   callback,
                              gpointer              user_data);
  gboolean  (*clear_finish)  (BedsideSecrets       *self,
                              GAsyncResult         *result,
                              GError              **error);
};

void      bedside_secrets_lookup_async  (BedsideSecrets       *self,
                                         BedsideSecret         secret,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
char     *bedside_secrets_lookup_finish (BedsideSecrets       *self,
                                         GAsyncResult         *result,
                                         GError              **error);
void      bedside_secrets_store_async   (BedsideSecrets       *self,
                                         BedsideSecret         secret,
                                         const char           *value,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean  bedside_secrets_store_finish  (BedsideSecrets       *self,
                                         GAsyncResult         *result,
                                         GError              **error);
void      bedside_secrets_clear_async   (BedsideSecrets       *self,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
gboolean  bedside_secrets_clear_finish  (BedsideSecrets       *self,
                                         GAsyncResult         *result,
                                         GError              **error);
void      bedside_secret_free           (char                 *text);
GBytes   *bedside_secret_decode_key     (const char           *text);

G_END_DECLS
