/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-db-connection.h"

#include <sqlite3.h>

G_BEGIN_DECLS

void                bedside_db_set_error       (sqlite3             *handle,
                                                int                  code,
                                                GError             **error);

BedsideDbStatement *bedside_db_statement_new   (sqlite3             *handle,
                                                const char          *sql,
                                                GError             **error);
void                bedside_db_statement_free  (BedsideDbStatement  *self);

G_END_DECLS
