/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-account.h"

G_BEGIN_DECLS

/* What programs without a window do as a person would. Each ends when it is done, and the program if it fails. */

/* Until the server answers, in s. */
#define HEADLESS_LIMIT 60

/* With the password in BEDSIDE_PASSWORD. */
void                 headless_sign_in (BedsideAccount *account,
                                       const char     *server,
                                       const char     *user);
/* As soon as the patient may be chosen. The caller owns the conversation, which is open. */
BedsideConversation *headless_talk_to (BedsideSession *session,
                                       const char     *patient_key);

G_END_DECLS
