/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-sealer"

#include "bedside-sealer.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

/* A sealed text is one byte of format, the nonce, the ciphertext and the tag. The nonce is random: with 96 bits the
 * chance that two of 2^32 records share one is below 2^-32, and a key lives no longer than its database. */
#define FORMAT 1
#define NONCE_SIZE 12
#define TAG_SIZE 16
#define HEADER_SIZE (1 + NONCE_SIZE)

typedef enum {
  MODE_SEALED,
  MODE_CLEAR,
} Mode;

struct _BedsideSealer
{
  GObject parent_instance;

  Mode    mode;
  guint8  seal_key[BEDSIDE_SEALER_KEY_SIZE];
  guint8  mask_key[BEDSIDE_SEALER_KEY_SIZE];
  guint8  sum_key[BEDSIDE_SEALER_KEY_SIZE];
};

G_DEFINE_QUARK (bedside-sealer-error-quark, bedside_sealer_error)
G_DEFINE_FINAL_TYPE (BedsideSealer, bedside_sealer, G_TYPE_OBJECT)

static gboolean
check (int      code,
       GError **error)
{
  if (code >= 0)
    return TRUE;
  g_set_error_literal (error, BEDSIDE_SEALER_ERROR, BEDSIDE_SEALER_ERROR_FAILED, gnutls_strerror (code));
  return FALSE;
}

static void
set_broken (GError **error)
{
  g_set_error_literal (error, BEDSIDE_SEALER_ERROR, BEDSIDE_SEALER_ERROR_BROKEN, "The seal is broken");
}

/* One random key serves three purposes, so each gets a key of its own (HKDF, RFC 5869, without the extract step that
 * a uniformly random key does not need). */
static gboolean
derive_key (GBytes      *key,
            const char  *purpose,
            guint8      *derived,
            GError     **error)
{
  gsize size = 0;
  const void *data = g_bytes_get_data (key, &size);
  gnutls_datum_t secret = { (unsigned char *) data, (unsigned int) size };
  gnutls_datum_t info = { (unsigned char *) purpose, (unsigned int) strlen (purpose) };

  return check (gnutls_hkdf_expand (GNUTLS_MAC_SHA256, &secret, &info, derived, BEDSIDE_SEALER_KEY_SIZE), error);
}

/* A handle holds state, so none is shared between threads. */
static gboolean
init_cipher (BedsideSealer            *self,
             gnutls_aead_cipher_hd_t  *cipher,
             GError                  **error)
{
  gnutls_datum_t key = { self->seal_key, sizeof self->seal_key };

  return check (gnutls_aead_cipher_init (cipher, GNUTLS_CIPHER_AES_256_GCM, &key), error);
}

static void
bedside_sealer_finalize (GObject *object)
{
  BedsideSealer *self = BEDSIDE_SEALER (object);

  gnutls_memset (self->seal_key, 0, sizeof self->seal_key);
  gnutls_memset (self->mask_key, 0, sizeof self->mask_key);
  gnutls_memset (self->sum_key, 0, sizeof self->sum_key);

  G_OBJECT_CLASS (bedside_sealer_parent_class)->finalize (object);
}

static void
bedside_sealer_class_init (BedsideSealerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bedside_sealer_finalize;
}

static void
bedside_sealer_init (BedsideSealer *self)
{
}

/**
 * bedside_sealer_generate_key:
 * @error: return location for a #BedsideSealerError
 *
 * Returns: (transfer full) (nullable): a new random key of %BEDSIDE_SEALER_KEY_SIZE bytes
 */
GBytes *
bedside_sealer_generate_key (GError **error)
{
  guint8 key[BEDSIDE_SEALER_KEY_SIZE];

  if (!check (gnutls_rnd (GNUTLS_RND_KEY, key, sizeof key), error))
    return NULL;

  GBytes *bytes = g_bytes_new (key, sizeof key);

  gnutls_memset (key, 0, sizeof key);

  return bytes;
}

/**
 * bedside_sealer_new:
 * @key: %BEDSIDE_SEALER_KEY_SIZE random bytes
 * @error: return location for a #BedsideSealerError
 *
 * Makes a sealer. A key comes from the keyring, that is from outside, so a wrong size is an error and no mistake.
 *
 * Returns: (transfer full) (nullable): a sealer
 */
BedsideSealer *
bedside_sealer_new (GBytes  *key,
                    GError **error)
{
  g_return_val_if_fail (key != NULL, NULL);

  if (g_bytes_get_size (key) != BEDSIDE_SEALER_KEY_SIZE)
    {
      g_set_error_literal (error, BEDSIDE_SEALER_ERROR, BEDSIDE_SEALER_ERROR_BAD_KEY, "The key has the wrong size");
      return NULL;
    }

  g_autoptr(BedsideSealer) self = g_object_new (BEDSIDE_TYPE_SEALER, NULL);

  self->mode = MODE_SEALED;
  if (!derive_key (key, "org.bedside store seal", self->seal_key, error) ||
      !derive_key (key, "org.bedside store mask", self->mask_key, error) ||
      !derive_key (key, "org.bedside store sum", self->sum_key, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * bedside_sealer_new_null:
 *
 * Makes a sealer that writes in the clear. It is for the demo in memory and for tests that
 * prove that a search for plain text would find it.
 *
 * Returns: (transfer full): a sealer that hides nothing
 */
BedsideSealer *
bedside_sealer_new_null (void)
{
  BedsideSealer *self = g_object_new (BEDSIDE_TYPE_SEALER, NULL);

  self->mode = MODE_CLEAR;

  return self;
}

/**
 * bedside_sealer_seal:
 * @self: a sealer
 * @text: what to seal
 * @identity: what the sealed text belongs to, for instance its table and primary key
 * @error: return location for a #BedsideSealerError
 *
 * Seals @text with a fresh nonce: the same text sealed twice differs.
 *
 * Returns: (transfer full) (nullable): what to store
 */
GBytes *
bedside_sealer_seal (BedsideSealer  *self,
                     const char     *text,
                     const char     *identity,
                     GError        **error)
{
  g_return_val_if_fail (BEDSIDE_IS_SEALER (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (identity != NULL, NULL);

  gsize length = strlen (text);

  if (self->mode == MODE_CLEAR)
    return g_bytes_new (text, length);

  gsize size = length + TAG_SIZE;
  g_autofree guint8 *sealed = g_malloc (HEADER_SIZE + size);
  gnutls_aead_cipher_hd_t cipher = NULL;

  sealed[0] = FORMAT;
  if (!check (gnutls_rnd (GNUTLS_RND_NONCE, sealed + 1, NONCE_SIZE), error) ||
      !init_cipher (self, &cipher, error))
    return NULL;

  int code = gnutls_aead_cipher_encrypt (cipher, sealed + 1, NONCE_SIZE, identity, strlen (identity), TAG_SIZE,
                                         text, length, sealed + HEADER_SIZE, &size);

  gnutls_aead_cipher_deinit (cipher);
  if (!check (code, error))
    return NULL;

  return g_bytes_new_take (g_steal_pointer (&sealed), HEADER_SIZE + size);
}

static char *
open_clear (gconstpointer   sealed,
            gsize           length,
            GError        **error)
{
  if (!g_utf8_validate_len (sealed, length, NULL))
    {
      set_broken (error);
      return NULL;
    }
  return g_strndup (sealed, length);
}

/**
 * bedside_sealer_open:
 * @self: a sealer
 * @sealed: (array length=length): what bedside_sealer_seal() gave
 * @length: its size in bytes
 * @identity: the identity that it was sealed for
 * @error: return location for a #BedsideSealerError
 *
 * Opens a sealed text; fails with %BEDSIDE_SEALER_ERROR_BROKEN if anything of it, the key or @identity is another.
 *
 * Returns: (transfer full) (nullable): the text
 */
char *
bedside_sealer_open (BedsideSealer  *self,
                     gconstpointer   sealed,
                     gsize           length,
                     const char     *identity,
                     GError        **error)
{
  g_return_val_if_fail (BEDSIDE_IS_SEALER (self), NULL);
  g_return_val_if_fail (sealed != NULL || length == 0, NULL);
  g_return_val_if_fail (identity != NULL, NULL);

  const guint8 *bytes = length > 0 ? sealed : (const guint8 *) "";

  if (self->mode == MODE_CLEAR)
    return open_clear (bytes, length, error);

  if (length < HEADER_SIZE + TAG_SIZE || bytes[0] != FORMAT)
    {
      set_broken (error);
      return NULL;
    }

  /* GnuTLS wants room for the tag, too, on some paths; one more for the NUL. */
  gsize size = length - HEADER_SIZE;
  g_autofree char *text = g_malloc (size + 1);
  gnutls_aead_cipher_hd_t cipher = NULL;

  if (!init_cipher (self, &cipher, error))
    return NULL;

  int code = gnutls_aead_cipher_decrypt (cipher, bytes + 1, NONCE_SIZE, identity, strlen (identity), TAG_SIZE,
                                         bytes + HEADER_SIZE, size, text, &size);

  gnutls_aead_cipher_deinit (cipher);
  if (code == GNUTLS_E_DECRYPTION_FAILED)
    {
      set_broken (error);
      return NULL;
    }
  if (!check (code, error))
    return NULL;

  text[size] = '\0';
  return g_steal_pointer (&text);
}

/**
 * bedside_sealer_mask:
 * @self: a sealer
 * @text: what must not stand in the file, such as a user id
 *
 * Makes a keyed pseudonym (HMAC-SHA-256, hex) by which a record can be found again without naming what it is about.
 * A null sealer gives @text itself.
 *
 * Returns: (transfer full): the pseudonym
 */
char *
bedside_sealer_mask (BedsideSealer *self,
                     const char    *text)
{
  g_return_val_if_fail (BEDSIDE_IS_SEALER (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  if (self->mode == MODE_CLEAR)
    return g_strdup (text);

  guint8 digest[32];
  char *mask = g_malloc (2 * sizeof digest + 1);
  int code = gnutls_hmac_fast (GNUTLS_MAC_SHA256, self->mask_key, sizeof self->mask_key,
                               text, strlen (text), digest);

  /* It fails for unknown algorithms and for want of memory only. */
  if (code < 0)
    g_error ("HMAC-SHA-256: %s", gnutls_strerror (code));
  for (gsize i = 0; i < sizeof digest; i++)
    g_snprintf (mask + 2 * i, 3, "%02x", digest[i]);

  return mask;
}

/**
 * bedside_sealer_new_digest:
 * @self: a sealer
 * @error: return location for a #BedsideSealerError
 *
 * That of a null sealer has a key that everybody knows.
 *
 * Returns: (transfer full) (nullable): what makes digests that nobody can make without the key
 */
BedsideDigest *
bedside_sealer_new_digest (BedsideSealer  *self,
                           GError        **error)
{
  g_return_val_if_fail (BEDSIDE_IS_SEALER (self), NULL);

  BedsideDigest *digest = bedside_digest_new (self->sum_key, sizeof self->sum_key);

  if (digest == NULL)
    g_set_error_literal (error, BEDSIDE_SEALER_ERROR, BEDSIDE_SEALER_ERROR_FAILED, "There is no HMAC-SHA-256");

  return digest;
}
