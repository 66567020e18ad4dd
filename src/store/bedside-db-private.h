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

int  bedside_db_function_register (sqlite3           *handle,
                                   const char        *name,
                                   BedsideDbFunction  function,
                                   gpointer           user_data);
void bedside_db_value_read        (sqlite3_value     *from,
                                   BedsideDbValue    *to);

G_END_DECLS
