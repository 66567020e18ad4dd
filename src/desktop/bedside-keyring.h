/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-secrets.h"

G_BEGIN_DECLS

#define BEDSIDE_TYPE_KEYRING (bedside_keyring_get_type ())
G_DECLARE_FINAL_TYPE (BedsideKeyring, bedside_keyring, BEDSIDE, KEYRING, GObject)

BedsideKeyring *bedside_keyring_new            (const char *app_id);
gboolean        bedside_keyring_is_for_threads (void);

G_END_DECLS
