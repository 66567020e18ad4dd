/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-event.h"
#include "bedside-store.h"

G_BEGIN_DECLS

/* A stored record, parsed. */
typedef struct {
  char         *room_id;
  JsonObject   *payload;   /* (nullable) */
  BedsideEvent *event;     /* (nullable) */
} BedsideRestoredRecord;

/**
 * BedsideRestored:
 * @sync_token: (nullable):
 * @account: (nullable): what is remembered besides the rooms
 * @rooms: (element-type BedsideRestoredRecord): with payload
 * @state: (element-type BedsideRestoredRecord) (nullable): state events, members included; see
 *   bedside_restored_load_state_async()
 * @receipts: (element-type BedsideStoreReceipt) (nullable): likewise
 * @outbox: (element-type BedsideStoreOutgoing):
 * @drafts: (element-type BedsideStoreDraft):
 * @damaged: some records could not be read
 *
 * What the cache holds, read and parsed in threads: first what the list of conversations shows, then the rest.
 */
typedef struct {
  char       *sync_token;
  JsonObject *account;
  GPtrArray  *rooms;
  GPtrArray  *state;
  GPtrArray  *receipts;
  GPtrArray  *outbox;
  GPtrArray  *drafts;
  gboolean    damaged;
} BedsideRestored;

BedsideRestored *bedside_restored_ref                (BedsideRestored      *self);
void             bedside_restored_unref              (BedsideRestored      *self);
/* Takes the reference. What is large takes its time to be freed, too. */
void             bedside_restored_unref_in_thread    (BedsideRestored      *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideRestored, bedside_restored_unref)

void             bedside_restored_load_async         (BedsideStore         *store,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
BedsideRestored *bedside_restored_load_finish        (GAsyncResult         *result,
                                                      GError              **error);

void             bedside_restored_load_state_async   (BedsideRestored      *self,
                                                      BedsideStore         *store,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
gboolean         bedside_restored_load_state_finish  (GAsyncResult         *result,
                                                      GError              **error);

G_END_DECLS
