/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-db-connection.h"
#include "bedside-sealer.h"
#include "bedside-store-statements.h"
#include "bedside-store-sums.h"
#include "bedside-worker.h"

G_BEGIN_DECLS

/**
 * BedsideStoreDatabase:
 * @worker: (unowned): whose thread this belongs to
 * @sealer: seals and opens
 * @connection: the database
 * @sums: what should stand in it
 * @damaged: that is not known, because the seal cannot be read: whatever is loaded is damaged
 *
 * What the functions of the tables work on.
 */
typedef struct {
  BedsideWorker       *worker;
  BedsideSealer       *sealer;
  BedsideDbConnection *connection;
  BedsideStoreSums    *sums;
  gboolean             damaged;
} BedsideStoreDatabase;

#define bedside_store_database_assert_thread(self) g_assert (bedside_worker_is_current_thread ((self)->worker))

BedsideStoreDatabase *bedside_store_database_open        (const char            *folder,
                                                          BedsideSealer         *sealer,
                                                          BedsideWorker         *worker,
                                                          GError               **error);
void                  bedside_store_database_free        (BedsideStoreDatabase  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideStoreDatabase, bedside_store_database_free)

gboolean              bedside_store_database_begin       (BedsideStoreDatabase  *self,
                                                          GError               **error);
gboolean              bedside_store_database_commit      (BedsideStoreDatabase  *self,
                                                          GError               **error);
void                  bedside_store_database_roll_back   (BedsideStoreDatabase  *self);
gboolean              bedside_store_database_checkpoint  (BedsideStoreDatabase  *self,
                                                          GError               **error);

BedsideDbStatement   *bedside_store_database_borrow      (BedsideStoreDatabase  *self,
                                                          BedsideSql             sql);
gboolean              bedside_store_database_run_for     (BedsideStoreDatabase  *self,
                                                          BedsideSql             sql,
                                                          const char            *key,
                                                          GError               **error);
char                 *bedside_store_database_open_column (BedsideStoreDatabase  *self,
                                                          BedsideDbStatement    *statement,
                                                          int                    column,
                                                          const char            *identity);
char                 *bedside_store_database_mask        (BedsideStoreDatabase  *self,
                                                          const char            *room_id,
                                                          const char            *name);

G_END_DECLS
