/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-secrets.h"

G_BEGIN_DECLS

/**
 * BedsideMemorySecrets:
 *
 * Secrets that end with the program: for the demo and for tests.
 */
#define BEDSIDE_TYPE_MEMORY_SECRETS (bedside_memory_secrets_get_type ())
G_DECLARE_FINAL_TYPE (BedsideMemorySecrets, bedside_memory_secrets, BEDSIDE, MEMORY_SECRETS, GObject)

BedsideMemorySecrets *bedside_memory_secrets_new         (void);
void                  bedside_memory_secrets_set_failure (BedsideMemorySecrets *self,
                                                          const GError         *error);

G_END_DECLS
