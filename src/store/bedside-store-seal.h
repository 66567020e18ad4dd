/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-store-database.h"

G_BEGIN_DECLS

/* All of these are called in the worker's thread, when the database is opened; and write_sums at each commit. */
gboolean bedside_store_seal_check      (BedsideStoreDatabase  *database,
                                        guint                  version,
                                        GError               **error);
gboolean bedside_store_seal_write      (BedsideStoreDatabase  *database,
                                        GError               **error);
gboolean bedside_store_seal_trust      (BedsideStoreDatabase  *database,
                                        GError               **error);
gboolean bedside_store_seal_load_sums  (BedsideStoreDatabase  *database,
                                        GError               **error);
gboolean bedside_store_seal_write_sums (BedsideStoreDatabase  *database,
                                        GError               **error);

G_END_DECLS
