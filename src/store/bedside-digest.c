/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-digest"

#include "bedside-digest.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

/* The bytes are put together first: one call of the library for each digest is quicker than many. */
struct _BedsideDigest
{
  gnutls_hmac_hd_t  handle;  /* (owned) */
  GByteArray       *bytes;   /* (owned) */
};

/**
 * bedside_digest_new:
 * @key: (array length=size): a secret key
 * @size: its size in bytes
 *
 * Returns: (transfer full) (nullable): what makes digests; %NULL if the library has none
 */
BedsideDigest *
bedside_digest_new (const guint8 *key,
                    gsize         size)
{
  g_return_val_if_fail (key != NULL, NULL);

  BedsideDigest *self = g_new0 (BedsideDigest, 1);

  if (gnutls_hmac_init (&self->handle, GNUTLS_MAC_SHA256, key, size) < 0)
    {
      g_free (self);
      return NULL;
    }
  self->bytes = g_byte_array_new ();

  return self;
}

/**
 * bedside_digest_free:
 * @self: (transfer full): what makes digests
 */
void
bedside_digest_free (BedsideDigest *self)
{
  g_return_if_fail (self != NULL);

  gnutls_hmac_deinit (self->handle, NULL);
  g_byte_array_unref (self->bytes);
  g_free (self);
}

/**
 * bedside_digest_add:
 * @self: what makes digests
 * @data: (array length=length): bytes
 * @length: how many
 *
 * Adds to what the next digest is of.
 */
void
bedside_digest_add (BedsideDigest *self,
                    gconstpointer  data,
                    gsize          length)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (data != NULL || length == 0);

  if (length > 0)
    g_byte_array_append (self->bytes, data, (guint) length);
}

/**
 * bedside_digest_finish:
 * @self: what makes digests
 * @digest: (out caller-allocates) (array fixed-size=32): of all that was added
 *
 * Gives a digest and begins another.
 *
 * Returns: %FALSE if it could not be made
 */
gboolean
bedside_digest_finish (BedsideDigest *self,
                       guint8        *digest)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (digest != NULL, FALSE);

  gboolean done = gnutls_hmac (self->handle, self->bytes->data, self->bytes->len) >= 0;

  gnutls_hmac_output (self->handle, digest);
  g_byte_array_set_size (self->bytes, 0);

  return done;
}
