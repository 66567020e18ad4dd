/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-login.h"
#include "bedside-secrets.h"

G_BEGIN_DECLS

/* The sign-in as it stands in the keyring: one text. */
char               *bedside_sign_in_to_text       (const BedsideLogin *login);
BedsideLogin       *bedside_sign_in_new_from_text (const char         *text);

/**
 * BedsideSignInKeeper:
 *
 * Writes renewed tokens to the keyring, and goes on trying if it does not take them: without them the next start of
 * the program would find tokens that are dead.
 */
#define BEDSIDE_TYPE_SIGN_IN_KEEPER (bedside_sign_in_keeper_get_type ())
G_DECLARE_FINAL_TYPE (BedsideSignInKeeper, bedside_sign_in_keeper, BEDSIDE, SIGN_IN_KEEPER, GObject)

BedsideTokenKeeper *bedside_sign_in_keeper_new             (BedsideSecrets      *secrets,
                                                            const BedsideLogin  *login);
void                bedside_sign_in_keeper_set_retry_delay (BedsideSignInKeeper *self,
                                                            guint                delay);
/* Nothing is written from now on: the sign-in is given up. */
void                bedside_sign_in_keeper_stop            (BedsideSignInKeeper *self);

G_END_DECLS
