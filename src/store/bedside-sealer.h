/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

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

typedef enum {
  BEDSIDE_SEALER_ERROR_BAD_KEY,
  BEDSIDE_SEALER_ERROR_BROKEN,
} BedsideSealerError;

#define BEDSIDE_SEALER_ERROR (bedside_sealer_error_quark ())
GQuark         bedside_sealer_error_quark  (void);

GBytes        *bedside_sealer_generate_key (GError        **error);

/* @key: BEDSIDE_SEALER_KEY_SIZE bytes */
BedsideSealer *bedside_sealer_new          (GBytes         *key,
                                            GError        **error);
/* Writes in the clear. For tests that prove that a search for plain text would find it. */
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
/* A keyed pseudonym (HMAC-SHA-256, hex) to find a record by something that must not stand in the file, such as a user id. */
char          *bedside_sealer_mask         (BedsideSealer  *self,
                                            const char     *text);

G_END_DECLS
