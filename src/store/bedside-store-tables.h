/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-store-batch.h"
#include "bedside-store-database.h"

G_BEGIN_DECLS

/**
 * BedsideStoreReading:
 * @cancellable: (nullable): looked at before each row
 * @n_broken: counts the records whose seal is broken; they are left out
 * @sums: (nullable): makes @sum, when a table is read whole
 * @table: which one
 * @sum: of the rows that were read
 * @last: (owned): the key of the last one
 *
 * What functions that load many records share.
 */
typedef struct {
  GCancellable      *cancellable;
  guint              n_broken;
  BedsideStoreSums  *sums;
  BedsideStoreTable  table;
  BedsideStoreSum    sum;
  char              *last[3];
} BedsideStoreReading;

void     bedside_store_reading_begin          (BedsideStoreReading   *self,
                                               BedsideStoreSums      *sums,
                                               BedsideStoreTable      table);
void     bedside_store_reading_end            (BedsideStoreReading   *self);

gboolean bedside_store_reading_step           (BedsideStoreReading   *self,
                                               BedsideDbStatement    *statement,
                                               gboolean              *row,
                                               GError               **error);

/* All of these are called in the worker's thread. */

gboolean bedside_account_table_load           (BedsideStoreDatabase  *database,
                                               BedsideStoreReading   *reading,
                                               BedsideStoreAccount  **account,
                                               GError               **error);
gboolean bedside_account_table_put            (BedsideStoreDatabase  *database,
                                               const char            *payload,
                                               GError               **error);
gboolean bedside_account_table_put_sync_token (BedsideStoreDatabase  *database,
                                               const char            *sync_token,
                                               GError               **error);

gboolean bedside_rooms_table_load             (BedsideStoreDatabase  *database,
                                               BedsideStoreReading   *reading,
                                               GPtrArray             *rooms,
                                               GError               **error);
gboolean bedside_rooms_table_put              (BedsideStoreDatabase  *database,
                                               const char            *room_id,
                                               const char            *payload,
                                               GError               **error);
gboolean bedside_rooms_table_delete           (BedsideStoreDatabase  *database,
                                               const char            *room_id,
                                               GError               **error);

gboolean bedside_state_table_load             (BedsideStoreDatabase  *database,
                                               BedsideStoreReading   *reading,
                                               GPtrArray             *state,
                                               GError               **error);
gboolean bedside_state_table_put              (BedsideStoreDatabase  *database,
                                               const char            *room_id,
                                               const char            *type,
                                               const char            *key,
                                               const char            *payload,
                                               GError               **error);
gboolean bedside_state_table_delete           (BedsideStoreDatabase  *database,
                                               const char            *room_id,
                                               GError               **error);

gboolean bedside_members_table_load           (BedsideStoreDatabase  *database,
                                               BedsideStoreReading   *reading,
                                               GPtrArray             *members,
                                               GError               **error);
gboolean bedside_members_table_put            (BedsideStoreDatabase  *database,
                                               const char            *room_id,
                                               const char            *user_id,
                                               const char            *payload,
                                               GError               **error);
gboolean bedside_members_table_delete         (BedsideStoreDatabase  *database,
                                               const char            *room_id,
                                               GError               **error);

gboolean bedside_receipts_table_load          (BedsideStoreDatabase  *database,
                                               BedsideStoreReading   *reading,
                                               GPtrArray             *receipts,
                                               GError               **error);
gboolean bedside_receipts_table_put           (BedsideStoreDatabase  *database,
                                               const char            *room_id,
                                               const char            *user_id,
                                               const char            *event_id,
                                               gint64                 timestamp,
                                               GError               **error);
gboolean bedside_receipts_table_delete        (BedsideStoreDatabase  *database,
                                               const char            *room_id,
                                               GError               **error);

gboolean bedside_events_table_load            (BedsideStoreDatabase  *database,
                                               BedsideStoreReading   *reading,
                                               const char            *room_id,
                                               gint64                 before,
                                               guint                  limit,
                                               GPtrArray             *events,
                                               GError               **error);
gboolean bedside_events_table_find            (BedsideStoreDatabase  *database,
                                               BedsideStoreReading   *reading,
                                               const char            *room_id,
                                               const char * const    *event_ids,
                                               GPtrArray             *events,
                                               GError               **error);
gboolean bedside_events_table_put             (BedsideStoreDatabase  *database,
                                               const char            *room_id,
                                               gint64                 position,
                                               const char            *event_id,
                                               const char            *payload,
                                               GError               **error);
gboolean bedside_events_table_replace         (BedsideStoreDatabase  *database,
                                               const char            *room_id,
                                               const char            *event_id,
                                               const char            *payload,
                                               GError               **error);
gboolean bedside_events_table_rewrite         (BedsideStoreDatabase  *database,
                                               const char            *room_id,
                                               BedsideStoreRewrite    rewrite,
                                               gpointer               user_data,
                                               GError               **error);
gboolean bedside_events_table_delete          (BedsideStoreDatabase  *database,
                                               const char            *room_id,
                                               const char            *event_id,
                                               GError               **error);
gboolean bedside_events_table_delete_all      (BedsideStoreDatabase  *database,
                                               const char            *room_id,
                                               GError               **error);

gboolean bedside_outbox_table_load            (BedsideStoreDatabase  *database,
                                               BedsideStoreReading   *reading,
                                               GPtrArray             *outbox,
                                               GError               **error);
gboolean bedside_outbox_table_put             (BedsideStoreDatabase  *database,
                                               const char            *id,
                                               const char            *room_id,
                                               const char            *payload,
                                               GError               **error);
gboolean bedside_outbox_table_delete          (BedsideStoreDatabase  *database,
                                               const char            *id,
                                               GError               **error);

gboolean bedside_drafts_table_load            (BedsideStoreDatabase  *database,
                                               BedsideStoreReading   *reading,
                                               GPtrArray             *drafts,
                                               GError               **error);
gboolean bedside_drafts_table_put             (BedsideStoreDatabase  *database,
                                               const char            *room_id,
                                               const char            *payload,
                                               GError               **error);

G_END_DECLS
