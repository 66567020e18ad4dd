/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-secrets.h"

G_BEGIN_DECLS

/**
 * BedsideFileSecrets:
 *
 * Secrets in plain files, for tests that kill a program and start it again where there is no keyring. Never for people.
 */
#define BEDSIDE_TYPE_FILE_SECRETS (bedside_file_secrets_get_type ())
G_DECLARE_FINAL_TYPE (BedsideFileSecrets, bedside_file_secrets, BEDSIDE, FILE_SECRETS, GObject)

BedsideFileSecrets *bedside_file_secrets_new (const char *folder);

G_END_DECLS
