/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BedsidePasscodeHashError:
 * @BEDSIDE_PASSCODE_HASH_ERROR_DAMAGED: this is no verifier, or none that this Bedside can check
 * @BEDSIDE_PASSCODE_HASH_ERROR_NO_TEXT: the passcode is no UTF-8
 * @BEDSIDE_PASSCODE_HASH_ERROR_FAILED: the cryptographic library failed
 */
typedef enum {
  BEDSIDE_PASSCODE_HASH_ERROR_DAMAGED,
  BEDSIDE_PASSCODE_HASH_ERROR_NO_TEXT,
  BEDSIDE_PASSCODE_HASH_ERROR_FAILED,
} BedsidePasscodeHashError;

#define BEDSIDE_PASSCODE_HASH_ERROR (bedside_passcode_hash_error_quark ())
GQuark   bedside_passcode_hash_error_quark (void);

/* What OWASP's password storage cheat sheet asks of SHA-512 is 210,000. */
#define BEDSIDE_PASSCODE_HASH_ROUNDS 600000
/* Of a verifier: fewer is none that we made (tests are in a hurry), more would be a hang. */
#define BEDSIDE_PASSCODE_HASH_FEWEST_ROUNDS 1000
#define BEDSIDE_PASSCODE_HASH_MOST_ROUNDS 10000000

char    *bedside_passcode_hash_new         (const char  *passcode,
                                            guint        rounds,
                                            GError     **error);
gboolean bedside_passcode_hash_is_valid    (const char  *verifier);
gboolean bedside_passcode_hash_check       (const char  *verifier,
                                            const char  *passcode,
                                            gboolean    *matches,
                                            GError     **error);
guint    bedside_passcode_hash_measure     (const char  *passcode);
void     bedside_passcode_hash_wipe        (char        *text);

G_END_DECLS
