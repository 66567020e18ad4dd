/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-cache.h"
#include "bedside-secrets.h"

G_BEGIN_DECLS

/**
 * BedsideAhead:
 *
 * What was found in keyring and cache while the main thread was busy with something else. Of what is not there the
 * account finds out by itself.
 */
typedef struct {
  char         *sign_in;  /* (owned) (nullable): as it is in the keyring */
  GBytes       *key;      /* (owned) (nullable): of the cache */
  GError       *error;    /* (owned) (nullable): of the keyring */
  BedsideCache *cache;    /* (owned) (nullable) */
} BedsideAhead;

void          bedside_ahead_free        (BedsideAhead        *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideAhead, bedside_ahead_free)

void          bedside_ahead_look_async  (BedsideSecrets      *secrets,
                                         const char          *folder,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
BedsideAhead *bedside_ahead_look_finish (GAsyncResult        *result,
                                         GError             **error);

G_END_DECLS
