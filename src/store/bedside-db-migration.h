/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-db-connection.h"

G_BEGIN_DECLS

guint    bedside_db_migration_latest (GResource            *resource,
                                      const char           *prefix);
gboolean bedside_db_migration_apply  (BedsideDbConnection  *connection,
                                      GResource            *resource,
                                      const char           *prefix,
                                      guint                 version,
                                      GError              **error);

G_END_DECLS
