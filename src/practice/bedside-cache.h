/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-restored.h"
#include "bedside-session.h"

G_BEGIN_DECLS

/**
 * BedsideCache:
 * @store: the open cache
 * @restored: what it holds
 * @state: what the window may say of it
 */
typedef struct {
  BedsideStore      *store;
  BedsideRestored   *restored;
  BedsideCacheState  state;
} BedsideCache;

void          bedside_cache_free        (BedsideCache         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideCache, bedside_cache_free)

/* @folder NULL: in memory, and @state is its state. A damaged cache is set aside, also that of @former, which was found
 * damaged before; one that cannot be written is replaced by one in memory. Errors are only TOO_NEW and BUSY. */
void          bedside_cache_open_async  (const char           *folder,
                                         GBytes               *key,
                                         BedsideCacheState     state,
                                         BedsideSession       *former,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              user_data);
BedsideCache *bedside_cache_open_finish (GAsyncResult         *result,
                                         GError              **error);

G_END_DECLS
