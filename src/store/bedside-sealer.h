/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-digest.h"

G_BEGIN_DECLS

/**
 * BedsideSealer:
 *
 * Seals what people wrote before it goes to disk: AEAD (AES-256-GCM of GnuTLS),
 * fresh nonce for each record, the record's identity as associated data.
 * Immutable, may be used from any thread.
 */
#define BEDSIDE_TYPE_SEALER (bedside_sealer_get_type ())
G_DECLARE_FINAL_TYPE (BedsideSealer, bedside_sealer, BEDSIDE, SEALER, GObject)

#define BEDSIDE_SEALER_KEY_SIZE 32

/**
 * BedsideSealerError:
 * @BEDSIDE_SEALER_ERROR_BAD_KEY: the key has the wrong size
 * @BEDSIDE_SEALER_ERROR_BROKEN: the seal does not fit: other key, other identity, or changed
 * @BEDSIDE_SEALER_ERROR_FAILED: the cryptographic library failed
 */
typedef enum {
  BEDSIDE_SEALER_ERROR_BAD_KEY,
  BEDSIDE_SEALER_ERROR_BROKEN,
  BEDSIDE_SEALER_ERROR_FAILED,
} BedsideSealerError;

#define BEDSIDE_SEALER_ERROR (bedside_sealer_error_quark ())
GQuark         bedside_sealer_error_quark  (void);

GBytes        *bedside_sealer_generate_key (GError        **error);

BedsideSealer *bedside_sealer_new          (GBytes         *key,
                                            GError        **error);
BedsideSealer *bedside_sealer_new_null     (void);

GBytes        *bedside_sealer_seal         (BedsideSealer  *self,
                                            const char     *text,
                                            const char     *identity,
                                            GError        **error);
char          *bedside_sealer_open         (BedsideSealer  *self,
                                            gconstpointer   sealed,
                                            gsize           length,
                                            const char     *identity,
                                            GError        **error);
char          *bedside_sealer_mask         (BedsideSealer  *self,
                                            const char     *text);
BedsideDigest *bedside_sealer_new_digest   (BedsideSealer  *self,
                                            GError        **error);

G_END_DECLS
