/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-sealer.h"
#include "bedside-store-batch.h"

G_BEGIN_DECLS

/**
 * BedsideStoreError:
 * @BEDSIDE_STORE_ERROR_TOO_NEW: a newer Bedside wrote the database
 * @BEDSIDE_STORE_ERROR_WRONG_KEY: the database is whole, but sealed with another key
 * @BEDSIDE_STORE_ERROR_DAMAGED: the database is damaged (bedside_store_set_aside_async() is the way on)
 * @BEDSIDE_STORE_ERROR_BUSY: another Bedside has it open
 * @BEDSIDE_STORE_ERROR_FULL: no space left
 * @BEDSIDE_STORE_ERROR_FAILED: anything else (read-only, I/O error, closed)
 */
typedef enum {
  BEDSIDE_STORE_ERROR_TOO_NEW,
  BEDSIDE_STORE_ERROR_WRONG_KEY,
  BEDSIDE_STORE_ERROR_DAMAGED,
  BEDSIDE_STORE_ERROR_BUSY,
  BEDSIDE_STORE_ERROR_FULL,
  BEDSIDE_STORE_ERROR_FAILED,
} BedsideStoreError;

#define BEDSIDE_STORE_ERROR (bedside_store_error_quark ())
GQuark bedside_store_error_quark (void);

/**
 * BedsideStore:
 *
 * The encrypted cache of one profile: one SQLite database, one worker thread.
 * Calls are carried out in the order in which they are made.
 */
#define BEDSIDE_TYPE_STORE (bedside_store_get_type ())
G_DECLARE_FINAL_TYPE (BedsideStore, bedside_store, BEDSIDE, STORE, GObject)

gboolean              bedside_store_exists             (const char           *folder);

void                  bedside_store_open_async         (const char           *folder,
                                                        BedsideSealer        *sealer,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
BedsideStore         *bedside_store_open_finish        (GAsyncResult         *result,
                                                        GError              **error);
void                  bedside_store_hand_over          (BedsideStore         *self);

void                  bedside_store_set_aside_async    (const char           *folder,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
char                 *bedside_store_set_aside_finish   (GAsyncResult         *result,
                                                        GError              **error);

void                  bedside_store_condemn_async      (const char           *folder,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
gboolean              bedside_store_condemn_finish     (GAsyncResult         *result,
                                                        GError              **error);
gboolean              bedside_store_is_condemned       (const char           *folder);
void                  bedside_store_pardon_async       (const char           *folder,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
gboolean              bedside_store_pardon_finish      (GAsyncResult         *result,
                                                        GError              **error);

void                  bedside_store_erase_async        (const char           *folder,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
gboolean              bedside_store_erase_finish       (GAsyncResult         *result,
                                                        GError              **error);

void                  bedside_store_load_async         (BedsideStore         *self,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
void                  bedside_store_load_parts_async   (BedsideStore         *self,
                                                        BedsideStoreParts     parts,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
BedsideStoreSnapshot *bedside_store_load_finish        (BedsideStore         *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);

void                  bedside_store_write_async        (BedsideStore         *self,
                                                        BedsideStoreBatch    *batch,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
gboolean              bedside_store_write_finish       (BedsideStore         *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);

void                  bedside_store_load_events_async  (BedsideStore         *self,
                                                        const char           *room_id,
                                                        gint64                before,
                                                        guint                 limit,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
GPtrArray            *bedside_store_load_events_finish (BedsideStore         *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);

void                  bedside_store_find_events_async  (BedsideStore         *self,
                                                        const char           *room_id,
                                                        const char * const   *event_ids,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
GPtrArray            *bedside_store_find_events_finish (BedsideStore         *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);

void                  bedside_store_verify_async       (BedsideStore         *self,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
gboolean              bedside_store_verify_finish      (BedsideStore         *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);

void                  bedside_store_close_async        (BedsideStore         *self,
                                                        GCancellable         *cancellable,
                                                        GAsyncReadyCallback   callback,
                                                        gpointer              user_data);
gboolean              bedside_store_close_finish       (BedsideStore         *self,
                                                        GAsyncResult         *result,
                                                        GError              **error);

G_END_DECLS
