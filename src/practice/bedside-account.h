/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-secrets.h"
#include "bedside-session.h"

G_BEGIN_DECLS

/**
 * BedsideSignInError:
 * @BEDSIDE_SIGN_IN_ERROR_INVALID_SERVER: what was typed is no server name (field Server)
 * @BEDSIDE_SIGN_IN_ERROR_INSECURE_SERVER: plain http to another machine (field Server)
 * @BEDSIDE_SIGN_IN_ERROR_UNREACHABLE: the server does not answer (field Server)
 * @BEDSIDE_SIGN_IN_ERROR_NO_CHAT_SERVER: something answers, but it is no Matrix server (field Server)
 * @BEDSIDE_SIGN_IN_ERROR_BAD_CERTIFICATE: the server cannot be trusted (field Server)
 * @BEDSIDE_SIGN_IN_ERROR_NO_PASSWORDS: the server does not let people sign in with a password (field Server)
 * @BEDSIDE_SIGN_IN_ERROR_WRONG_PASSWORD: user name or password is wrong (field Password)
 * @BEDSIDE_SIGN_IN_ERROR_DEACTIVATED: the account has been closed (field User name)
 * @BEDSIDE_SIGN_IN_ERROR_OTHER_USER: signing in again must be with the same account (field User name)
 * @BEDSIDE_SIGN_IN_ERROR_RATE_LIMITED: too many tries; see bedside_sign_in_error_get_retry_after()
 * @BEDSIDE_SIGN_IN_ERROR_SERVER_PROBLEM: the server answers with errors
 *
 * Why signing in did not work. Cancelled is %G_IO_ERROR_CANCELLED.
 */
typedef enum {
  BEDSIDE_SIGN_IN_ERROR_INVALID_SERVER,
  BEDSIDE_SIGN_IN_ERROR_INSECURE_SERVER,
  BEDSIDE_SIGN_IN_ERROR_UNREACHABLE,
  BEDSIDE_SIGN_IN_ERROR_NO_CHAT_SERVER,
  BEDSIDE_SIGN_IN_ERROR_BAD_CERTIFICATE,
  BEDSIDE_SIGN_IN_ERROR_NO_PASSWORDS,
  BEDSIDE_SIGN_IN_ERROR_WRONG_PASSWORD,
  BEDSIDE_SIGN_IN_ERROR_DEACTIVATED,
  BEDSIDE_SIGN_IN_ERROR_OTHER_USER,
  BEDSIDE_SIGN_IN_ERROR_RATE_LIMITED,
  BEDSIDE_SIGN_IN_ERROR_SERVER_PROBLEM,
} BedsideSignInError;

#define BEDSIDE_SIGN_IN_ERROR (bedside_sign_in_error_quark ())
GQuark bedside_sign_in_error_quark (void);
/* ms to wait, 0 if the server did not say */
gint64 bedside_sign_in_error_get_retry_after (const GError *error);

/**
 * BedsideAccountState:
 * @BEDSIDE_ACCOUNT_STATE_STARTING: reading the keyring and the cache (the keyring may be asking for its password)
 * @BEDSIDE_ACCOUNT_STATE_SIGNED_OUT: nobody is signed in
 * @BEDSIDE_ACCOUNT_STATE_SIGNED_IN: "session" is there
 * @BEDSIDE_ACCOUNT_STATE_EXPIRED: the server wants the password again; "session" is there, stopped, and can be read
 * @BEDSIDE_ACCOUNT_STATE_ENDED: the session was ended on the server or from elsewhere: signed out, cache erased
 * @BEDSIDE_ACCOUNT_STATE_KEYRING_LOCKED: the sign-in is saved, but the keyring was not unlocked
 * @BEDSIDE_ACCOUNT_STATE_KEYRING_UNAVAILABLE: a cache is there, but no keyring answers
 * @BEDSIDE_ACCOUNT_STATE_KEYRING_EMPTY: a cache is there, but the keyring knows nothing of it (was it reset?)
 * @BEDSIDE_ACCOUNT_STATE_CACHE_TOO_NEW: a newer Bedside wrote the cache
 * @BEDSIDE_ACCOUNT_STATE_CACHE_IN_USE: another Bedside has it open
 * @BEDSIDE_ACCOUNT_STATE_SIGNING_OUT: on the way to signed out
 */
typedef enum {
  BEDSIDE_ACCOUNT_STATE_STARTING,
  BEDSIDE_ACCOUNT_STATE_SIGNED_OUT,
  BEDSIDE_ACCOUNT_STATE_SIGNED_IN,
  BEDSIDE_ACCOUNT_STATE_EXPIRED,
  BEDSIDE_ACCOUNT_STATE_ENDED,
  BEDSIDE_ACCOUNT_STATE_KEYRING_LOCKED,
  BEDSIDE_ACCOUNT_STATE_KEYRING_UNAVAILABLE,
  BEDSIDE_ACCOUNT_STATE_KEYRING_EMPTY,
  BEDSIDE_ACCOUNT_STATE_CACHE_TOO_NEW,
  BEDSIDE_ACCOUNT_STATE_CACHE_IN_USE,
  BEDSIDE_ACCOUNT_STATE_SIGNING_OUT,
} BedsideAccountState;

#define BEDSIDE_TYPE_ACCOUNT_STATE (bedside_account_state_get_type ())
GType               bedside_account_state_get_type   (void);

/**
 * BedsideAccount:
 *
 * From the start of the program to a #BedsideSession and back. Properties (read-only, notify): "state",
 * "session" (nullable).
 */
#define BEDSIDE_TYPE_ACCOUNT (bedside_account_get_type ())
G_DECLARE_FINAL_TYPE (BedsideAccount, bedside_account, BEDSIDE, ACCOUNT, GObject)

/* @cache_folder: nullable: nothing goes to disk. */
BedsideAccount     *bedside_account_new              (BedsideSecrets       *secrets,
                                                      const char           *cache_folder);
BedsideAccountState bedside_account_get_state        (BedsideAccount       *self);
BedsideSession     *bedside_account_get_session      (BedsideAccount       *self);
/* Of the account that has to sign in again (expired); else NULL. */
const char         *bedside_account_get_server       (BedsideAccount       *self);
const char         *bedside_account_get_user_id      (BedsideAccount       *self);

/* Before bedside_account_start(), while the main loop does not run yet: begins with it in a thread. */
void                bedside_account_start_ahead      (BedsideAccount       *self,
                                                      BedsideSecrets       *secrets);
/* Reads keyring and cache; also the "Try again" of every state that shows a problem. */
void                bedside_account_start            (BedsideAccount       *self);
/* Gives up a sign-in that cannot be read: erases cache and secrets, then signed out. */
void                bedside_account_forget           (BedsideAccount       *self);

void                bedside_account_sign_in_async    (BedsideAccount       *self,
                                                      const char           *server,
                                                      const char           *user,
                                                      const char           *password,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean            bedside_account_sign_in_finish   (BedsideAccount       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);

/* Ends the session on the server, empties keyring and cache. Succeeds offline too: then the error tells that the
 * server could not be told, and the state is signed out all the same. */
void                bedside_account_sign_out_async   (BedsideAccount       *self,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean            bedside_account_sign_out_finish  (BedsideAccount       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);

/* Before the program ends: writes what is queued and closes the cache. */
void                bedside_account_close_async      (BedsideAccount       *self,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean            bedside_account_close_finish     (BedsideAccount       *self,
                                                      GAsyncResult         *result,
                                                      GError              **error);

G_END_DECLS
