/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-await.h"
#include "bedside-store.h"

#include <sqlite3.h>

G_BEGIN_DECLS

#define LIMIT 20

/**
 * StoreFixture:
 * @folder: folder of a profile, does not exist yet
 * @path: the database in it
 * @sealer: a sealer with the test key
 *
 * What a test of the store needs.
 */
typedef struct {
  char          *root;
  char          *folder;
  char          *path;
  BedsideSealer *sealer;
} StoreFixture;

void                  store_fixture_set_up       (StoreFixture          *self,
                                                  gconstpointer          data);
void                  store_fixture_tear_down    (StoreFixture          *self,
                                                  gconstpointer          data);

#define store_test(path, function) \
        g_test_add (path, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)

BedsideSealer        *store_sealer_new           (guint8                 seed);
void                  store_delete_recursively   (const char            *path);

/* These wait for the result. */
BedsideStore         *store_open                 (const char            *folder,
                                                  BedsideSealer         *sealer,
                                                  GError               **error);
gboolean              store_close                (BedsideStore          *store,
                                                  GError               **error);
gboolean              store_write                (BedsideStore          *store,
                                                  BedsideStoreBatch     *batch,
                                                  GError               **error);
BedsideStoreSnapshot *store_load                 (BedsideStore          *store,
                                                  GError               **error);
GPtrArray            *store_load_events          (BedsideStore          *store,
                                                  const char            *room_id,
                                                  gint64                 before,
                                                  guint                  limit,
                                                  GError               **error);
GPtrArray            *store_find_events          (BedsideStore          *store,
                                                  const char            *room_id,
                                                  const char * const    *event_ids,
                                                  GError               **error);
gboolean              store_verify               (BedsideStore          *store,
                                                  GError               **error);
char                 *store_set_aside            (const char            *folder,
                                                  GError               **error);
gboolean              store_erase                (const char            *folder,
                                                  GError               **error);

/* Opens, and fails the test if that fails. */
BedsideStore         *store_open_well            (StoreFixture          *self);
/* Closes, drops, and fails the test if the store lives on. */
void                  store_close_well           (BedsideStore          *store);
void                  store_write_well           (BedsideStore          *store,
                                                  BedsideStoreBatch     *batch);

/* One record of each kind. */
BedsideStoreBatch    *store_fill                 (void);
void                  store_assert_filled        (BedsideStoreSnapshot  *snapshot);

/* Event ids of @events, joined by blanks. */
char                 *store_list_events          (GPtrArray             *events);

/* Every record there is of room @room_id and of no room, each as one text: a set. */
GHashTable           *store_describe             (BedsideStoreSnapshot  *snapshot,
                                                  GPtrArray             *events);

/* Opens, reads everything and compares the sums; TRUE if damage was found. Fails the test if anything else was, or if a
 * record reads otherwise than one of @wanted (nullable), or if one is missing without damage. */
gboolean              store_is_damaged           (StoreFixture          *self,
                                                  GHashTable            *wanted);

/* Changes the database with plain SQLite, without the store. */
void                  store_run_sql              (const char            *path,
                                                  const char            *sql);

G_END_DECLS
