/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-store-database.h"
#include "bedside-store-records.h"

G_BEGIN_DECLS

BedsideStoreSnapshot *bedside_store_snapshot_load (BedsideStoreDatabase  *database,
                                                   BedsideStoreParts      parts,
                                                   GCancellable          *cancellable,
                                                   GError               **error);

G_END_DECLS
