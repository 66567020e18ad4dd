/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-passcode-hash"

#include "bedside-passcode-hash.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

/* A verifier is "$pbkdf2-sha512$v=1$i=ROUNDS$SALT$HASH", salt and hash in Base64. It says how it was made, so that
 * later versions can make slower ones and still check this one. PBKDF2 is what GnuTLS has; HMAC-SHA-512 is the one of
 * its functions that graphics cards are worst at. */
#define PREFIX "$pbkdf2-sha512$v=1$i="
#define SALT_SIZE 16
#define MOST_SALT 64
#define HASH_SIZE 64
#define LONGEST_VERIFIER 512

typedef struct {
  guint   rounds;
  guint8  salt[MOST_SALT];
  gsize   salt_size;
  guint8  hash[HASH_SIZE];
} Verifier;

G_DEFINE_QUARK (bedside-passcode-hash-error-quark, bedside_passcode_hash_error)

static void
set_damaged (GError **error)
{
  g_set_error_literal (error, BEDSIDE_PASSCODE_HASH_ERROR, BEDSIDE_PASSCODE_HASH_ERROR_DAMAGED,
                       "This is no verifier of a passcode");
}

/* --- the passcode --- */

/* The same character can be typed as one code or as several, and in wide forms. */
static char *
normalise (const char  *passcode,
           GError     **error)
{
  char *text = g_utf8_validate (passcode, -1, NULL) ? g_utf8_normalize (passcode, -1, G_NORMALIZE_ALL_COMPOSE) : NULL;

  if (text == NULL)
    g_set_error_literal (error, BEDSIDE_PASSCODE_HASH_ERROR, BEDSIDE_PASSCODE_HASH_ERROR_NO_TEXT,
                         "The passcode is no text");

  return text;
}

static gboolean
derive (const char    *passcode,
        const guint8  *salt,
        gsize          salt_size,
        guint          rounds,
        guint8        *hash,
        GError       **error)
{
  char *text = normalise (passcode, error);
  gnutls_datum_t key = { (unsigned char *) text, 0 };
  gnutls_datum_t salted = { (unsigned char *) salt, (unsigned int) salt_size };

  if (text == NULL)
    return FALSE;

  key.size = (unsigned int) strlen (text);

  int code = gnutls_pbkdf2 (GNUTLS_MAC_SHA512, &key, &salted, rounds, hash, HASH_SIZE);

  bedside_passcode_hash_wipe (text);
  g_free (text);
  if (code < 0)
    g_set_error_literal (error, BEDSIDE_PASSCODE_HASH_ERROR, BEDSIDE_PASSCODE_HASH_ERROR_FAILED,
                         gnutls_strerror (code));

  return code >= 0;
}

/* --- the verifier --- */

/* g_base64_decode() passes over what is no Base64. */
static gboolean
decode (const char *text,
        guint8     *bytes,
        gsize       most,
        gsize      *size)
{
  g_autofree guchar *decoded = g_base64_decode (text, size);
  g_autofree char *again = *size > 0 ? g_base64_encode (decoded, *size) : NULL;

  if (again == NULL || *size > most || !g_str_equal (again, text))
    return FALSE;
  memcpy (bytes, decoded, *size);

  return TRUE;
}

static gboolean
read_verifier (const char *text,
               Verifier   *verifier)
{
  g_auto(GStrv) parts = NULL;
  guint64 rounds = 0;
  gsize hash_size = 0;

  if (strnlen (text, LONGEST_VERIFIER + 1) > LONGEST_VERIFIER || !g_str_has_prefix (text, PREFIX))
    return FALSE;

  parts = g_strsplit (text + strlen (PREFIX), "$", -1);
  if (g_strv_length (parts) != 3)
    return FALSE;
  if (!g_ascii_string_to_unsigned (parts[0], 10, BEDSIDE_PASSCODE_HASH_FEWEST_ROUNDS,
                                   BEDSIDE_PASSCODE_HASH_MOST_ROUNDS, &rounds, NULL))
    return FALSE;

  verifier->rounds = (guint) rounds;

  return decode (parts[1], verifier->salt, sizeof verifier->salt, &verifier->salt_size) &&
         verifier->salt_size >= SALT_SIZE &&
         decode (parts[2], verifier->hash, sizeof verifier->hash, &hash_size) && hash_size == HASH_SIZE;
}

/**
 * bedside_passcode_hash_new:
 * @passcode: what the person has chosen
 * @rounds: how slow it is to be; %BEDSIDE_PASSCODE_HASH_ROUNDS but in tests
 * @error: return location for a #BedsidePasscodeHashError
 *
 * Makes what a passcode can be checked against, and from which it can be found by trying only. Slow on purpose: not for
 * the main thread.
 *
 * Returns: (transfer full) (nullable): a verifier
 */
char *
bedside_passcode_hash_new (const char  *passcode,
                           guint        rounds,
                           GError     **error)
{
  guint8 salt[SALT_SIZE];
  guint8 hash[HASH_SIZE];

  g_return_val_if_fail (passcode != NULL, NULL);
  g_return_val_if_fail (rounds >= BEDSIDE_PASSCODE_HASH_FEWEST_ROUNDS, NULL);
  g_return_val_if_fail (rounds <= BEDSIDE_PASSCODE_HASH_MOST_ROUNDS, NULL);

  int code = gnutls_rnd (GNUTLS_RND_RANDOM, salt, sizeof salt);

  if (code < 0)
    {
      g_set_error_literal (error, BEDSIDE_PASSCODE_HASH_ERROR, BEDSIDE_PASSCODE_HASH_ERROR_FAILED,
                           gnutls_strerror (code));
      return NULL;
    }
  if (!derive (passcode, salt, sizeof salt, rounds, hash, error))
    return NULL;

  g_autofree char *salt_text = g_base64_encode (salt, sizeof salt);
  g_autofree char *hash_text = g_base64_encode (hash, sizeof hash);

  gnutls_memset (hash, 0, sizeof hash);

  return g_strdup_printf (PREFIX "%u$%s$%s", rounds, salt_text, hash_text);
}

/**
 * bedside_passcode_hash_is_valid:
 * @verifier: what is kept of a passcode
 *
 * Returns: whether bedside_passcode_hash_check() can check against it; nothing is computed
 */
gboolean
bedside_passcode_hash_is_valid (const char *verifier)
{
  Verifier read = { 0 };

  g_return_val_if_fail (verifier != NULL, FALSE);

  return read_verifier (verifier, &read);
}

/**
 * bedside_passcode_hash_check:
 * @verifier: what bedside_passcode_hash_new() gave; it comes from the keyring, that is from outside
 * @passcode: what was typed
 * @matches: (out): whether it is the passcode; %FALSE with an error
 * @error: return location for a #BedsidePasscodeHashError
 *
 * Checks a passcode. Slow on purpose: not for the main thread.
 *
 * Returns: whether it could be checked
 */
gboolean
bedside_passcode_hash_check (const char  *verifier,
                             const char  *passcode,
                             gboolean    *matches,
                             GError     **error)
{
  Verifier read = { 0 };
  guint8 hash[HASH_SIZE];

  g_return_val_if_fail (verifier != NULL, FALSE);
  g_return_val_if_fail (passcode != NULL, FALSE);
  g_return_val_if_fail (matches != NULL, FALSE);

  *matches = FALSE;
  if (!read_verifier (verifier, &read))
    {
      set_damaged (error);
      return FALSE;
    }
  if (!derive (passcode, read.salt, read.salt_size, read.rounds, hash, error))
    return FALSE;

  /* In a time that does not tell how much of it is right. */
  *matches = gnutls_memcmp (hash, read.hash, sizeof hash) == 0;
  gnutls_memset (hash, 0, sizeof hash);

  return TRUE;
}

/**
 * bedside_passcode_hash_measure:
 * @passcode: what was typed
 *
 * Returns: how many characters it has, counted as they are checked; 0 for what is no text
 */
guint
bedside_passcode_hash_measure (const char *passcode)
{
  g_return_val_if_fail (passcode != NULL, 0);

  g_autofree char *text = normalise (passcode, NULL);
  const guint length = text != NULL ? (guint) g_utf8_strlen (text, -1) : 0;

  if (text != NULL)
    bedside_passcode_hash_wipe (text);

  return length;
}

/**
 * bedside_passcode_hash_wipe:
 * @text: a passcode
 *
 * Overwrites it, so that freed memory does not keep it. No compiler takes that away.
 */
void
bedside_passcode_hash_wipe (char *text)
{
  g_return_if_fail (text != NULL);

  gnutls_memset (text, 0, strlen (text));
}
