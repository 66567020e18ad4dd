/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-login.h"

G_BEGIN_DECLS

/* The sign-in as it stands in the keyring: one text. */
char         *bedside_sign_in_to_text       (const BedsideLogin   *login);
char         *bedside_sign_in_renew         (const char           *base_url,
                                             const char           *user_id,
                                             const char           *device_id,
                                             const BedsideTokens  *tokens);
BedsideLogin *bedside_sign_in_new_from_text (const char           *text);

G_END_DECLS
