/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-store-batch.h"
#include "bedside-store-database.h"

G_BEGIN_DECLS

gboolean bedside_store_batch_write (BedsideStoreBatch     *self,
                                    BedsideStoreDatabase  *database,
                                    GError               **error);

G_END_DECLS
