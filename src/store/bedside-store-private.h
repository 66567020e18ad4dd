/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-store-database.h"
#include "bedside-store.h"
#include "bedside-worker.h"

G_BEGIN_DECLS

typedef enum {
  BEDSIDE_STORE_LIFE_OPEN,
  BEDSIDE_STORE_LIFE_CLOSED,
} BedsideStoreLife;

struct _BedsideStore
{
  GObject               parent_instance;

  BedsideStoreLife      life;      /* of the owner */
  GThread              *owner;     /* whoever opened it; NULL: the main thread, from now on */
  BedsideWorker        *worker;    /* (owned) */
  BedsideStoreDatabase *database;  /* (owned) (nullable): of the worker's thread; NULL before and after */
};

/* The connection, and what is loaded with it, belong to the worker's thread. */
#define bedside_store_assert_thread(object) \
        g_assert (bedside_worker_is_current_thread (((BedsideStore *) (object))->worker))

/* Private to the store's files. */
GTask    *bedside_store_new_task      (BedsideStore         *self,
                                       gpointer              source_tag,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
void      bedside_store_run           (BedsideStore         *self,
                                       GTask                *task,
                                       GTaskThreadFunc       function);
void      bedside_store_return_loaded (GTask                *task,
                                       gpointer              value,
                                       GDestroyNotify        free_value,
                                       GError               *damage);
gpointer  bedside_store_finish_loaded (GAsyncResult         *result,
                                       GError              **error);

G_END_DECLS
