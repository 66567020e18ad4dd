/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-account.h"
#include "bedside-account-ahead.h"
#include "bedside-cache.h"
#include "bedside-session-private.h"
#include "bedside-sign-in.h"

G_BEGIN_DECLS

/**
 * BedsideAccountAhead:
 * @BEDSIDE_ACCOUNT_AHEAD_NOT: nothing has been looked for before the start, or it was taken over
 * @BEDSIDE_ACCOUNT_AHEAD_LOOKING: a thread looks
 * @BEDSIDE_ACCOUNT_AHEAD_AWAITED: and the start waits for it
 * @BEDSIDE_ACCOUNT_AHEAD_FOUND: it has come back; the start can take over what it has found, if it has
 */
typedef enum {
  BEDSIDE_ACCOUNT_AHEAD_NOT,
  BEDSIDE_ACCOUNT_AHEAD_LOOKING,
  BEDSIDE_ACCOUNT_AHEAD_AWAITED,
  BEDSIDE_ACCOUNT_AHEAD_FOUND,
} BedsideAccountAhead;

struct _BedsideAccount
{
  GObject              parent_instance;

  BedsideSecrets      *secrets;        /* (owned) */
  char                *cache_folder;   /* (owned) (nullable) */
  BedsideAccountState  state;
  BedsideSession      *session;        /* (owned) (nullable) */
  BedsideStore        *store;          /* (owned) (nullable): of the session */
  BedsideLogin        *login;          /* (owned) (nullable): of the session */
  BedsideTokenKeeper  *keeper;         /* (owned) (nullable): of the session */
  GBytes              *cache_key;      /* (owned) (nullable) */
  gboolean             keeps_secrets;  /* the keyring holds the sign-in */
  BedsideSession      *former;         /* (owned) (nullable): its cache is damaged; what it has not sent goes on */
  GCancellable        *starting;       /* (owned) (nullable) */
  BedsideAccountAhead  ahead;
  BedsideAhead        *found;          /* (owned) (nullable): ahead */
};

/* Private to the account's files. */
void bedside_account_set_state       (BedsideAccount      *self,
                                      BedsideAccountState  state);
void bedside_account_begin           (BedsideAccount      *self,
                                      BedsideLogin        *login,
                                      BedsideStore        *store,
                                      BedsideRestored     *restored,
                                      BedsideCacheState    cache_state);
void bedside_account_drop            (BedsideAccount      *self);
void bedside_account_empty           (BedsideAccount      *self,
                                      BedsideAccountState  state);
void bedside_account_finish_sign_out (BedsideAccount      *self);

G_END_DECLS
