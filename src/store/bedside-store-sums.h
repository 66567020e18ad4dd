/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-db-connection.h"
#include "bedside-sealer.h"

G_BEGIN_DECLS

typedef enum {
  BEDSIDE_STORE_TABLE_ACCOUNT,
  BEDSIDE_STORE_TABLE_ROOMS,
  BEDSIDE_STORE_TABLE_STATE,
  BEDSIDE_STORE_TABLE_MEMBERS,
  BEDSIDE_STORE_TABLE_RECEIPTS,
  BEDSIDE_STORE_TABLE_OUTBOX,
  BEDSIDE_STORE_TABLE_DRAFTS,
  BEDSIDE_STORE_TABLE_EVENTS,
  BEDSIDE_STORE_N_TABLES,
} BedsideStoreTable;

/* A number modulo 2^256, least significant part first. */
typedef struct {
  guint64 parts[4];
} BedsideStoreSum;

/**
 * BedsideStoreSums:
 *
 * One keyed sum over all rows of each table: what should stand there. To be used in one thread.
 */
typedef struct _BedsideStoreSums BedsideStoreSums;

BedsideStoreSums *bedside_store_sums_new          (BedsideSealer        *sealer,
                                                   GError              **error);
void              bedside_store_sums_free         (BedsideStoreSums     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideStoreSums, bedside_store_sums_free)

gboolean          bedside_store_sums_watch        (BedsideStoreSums     *self,
                                                   BedsideDbConnection  *connection,
                                                   GError              **error);

gboolean          bedside_store_sums_have_changed (BedsideStoreSums     *self);
void              bedside_store_sums_keep         (BedsideStoreSums     *self);
void              bedside_store_sums_undo         (BedsideStoreSums     *self);

char             *bedside_store_sums_to_text      (BedsideStoreSums     *self,
                                                   GError              **error);
gboolean          bedside_store_sums_set_text     (BedsideStoreSums     *self,
                                                   const char           *text);

gboolean bedside_store_sums_add_row (BedsideStoreSums       *self,
                                     BedsideStoreTable       table,
                                     BedsideDbStatement     *statement,
                                     BedsideStoreSum        *sum,
                                     GError                **error);
gboolean bedside_store_sums_match   (BedsideStoreSums       *self,
                                     BedsideStoreTable       table,
                                     const BedsideStoreSum  *sum);
void     bedside_store_sums_trust   (BedsideStoreSums       *self,
                                     BedsideStoreTable       table,
                                     const BedsideStoreSum  *sum);

void              bedside_store_sums_begin_scan   (BedsideStoreSums     *self);
gint64            bedside_store_sums_get_next     (BedsideStoreSums     *self);
gboolean          bedside_store_sums_scan_row     (BedsideStoreSums     *self,
                                                   BedsideDbStatement   *statement,
                                                   GError              **error);
gboolean          bedside_store_sums_end_scan     (BedsideStoreSums     *self);

G_END_DECLS
