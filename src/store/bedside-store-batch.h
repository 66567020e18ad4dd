/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-store-records.h"

G_BEGIN_DECLS

/**
 * BedsideStoreBatch:
 *
 * Changes that reach the disk together or not at all, done in the order in which
 * they were added. Strings are copied. Made and filled in one thread, then given to bedside_store_write_async(), which
 * may be done again with another reference if it failed.
 */
typedef struct _BedsideStoreBatch BedsideStoreBatch;

/* In the store's thread: the new payload of an event, or NULL to leave it as it is. */
typedef char *(*BedsideStoreRewrite) (const char *event_id,
                                      const char *payload,
                                      gpointer    user_data);

BedsideStoreBatch *bedside_store_batch_new               (void);
BedsideStoreBatch *bedside_store_batch_ref               (BedsideStoreBatch *self);
void               bedside_store_batch_free              (BedsideStoreBatch *self);
gboolean           bedside_store_batch_is_empty          (BedsideStoreBatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideStoreBatch, bedside_store_batch_free)

void bedside_store_batch_put_account     (BedsideStoreBatch   *self,
                                          const char          *payload);
void bedside_store_batch_put_sync_token  (BedsideStoreBatch   *self,
                                          const char          *sync_token);
void bedside_store_batch_put_room        (BedsideStoreBatch   *self,
                                          const char          *room_id,
                                          const char          *payload);
void bedside_store_batch_delete_room     (BedsideStoreBatch   *self,
                                          const char          *room_id);
void bedside_store_batch_put_event       (BedsideStoreBatch   *self,
                                          const char          *room_id,
                                          gint64               position,
                                          const char          *event_id,
                                          const char          *payload);
void bedside_store_batch_replace_event   (BedsideStoreBatch   *self,
                                          const char          *room_id,
                                          const char          *event_id,
                                          const char          *payload);
void bedside_store_batch_rewrite_events  (BedsideStoreBatch   *self,
                                          const char          *room_id,
                                          BedsideStoreRewrite  rewrite,
                                          gpointer             user_data,
                                          GDestroyNotify       free_user_data);
void bedside_store_batch_delete_event    (BedsideStoreBatch   *self,
                                          const char          *room_id,
                                          const char          *event_id);
void bedside_store_batch_delete_events   (BedsideStoreBatch   *self,
                                          const char          *room_id);
void bedside_store_batch_put_state       (BedsideStoreBatch   *self,
                                          const char          *room_id,
                                          const char          *type,
                                          const char          *key,
                                          const char          *payload);
void bedside_store_batch_put_member      (BedsideStoreBatch   *self,
                                          const char          *room_id,
                                          const char          *user_id,
                                          const char          *payload);
void bedside_store_batch_put_receipt     (BedsideStoreBatch   *self,
                                          const char          *room_id,
                                          const char          *user_id,
                                          const char          *event_id,
                                          gint64               timestamp);
void bedside_store_batch_put_outgoing    (BedsideStoreBatch   *self,
                                          const char          *id,
                                          const char          *room_id,
                                          const char          *payload);
void bedside_store_batch_delete_outgoing (BedsideStoreBatch   *self,
                                          const char          *id);
void bedside_store_batch_put_draft       (BedsideStoreBatch   *self,
                                          const char          *room_id,
                                          const char          *payload);

G_END_DECLS
