/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-db-statement.h"

G_BEGIN_DECLS

/* The code is SQLite's extended result code. */
#define BEDSIDE_DB_ERROR (bedside_db_error_quark ())
GQuark bedside_db_error_quark (void);

/**
 * BedsideDbConnection:
 *
 * A SQLite database and the statements prepared for it. To be used in one thread.
 */
typedef struct _BedsideDbConnection BedsideDbConnection;

/* Called by SQL that runs in the connection's thread; says whether it could do its work. */
typedef gboolean (*BedsideDbFunction) (const BedsideDbValue *values,
                                       guint                 n_values,
                                       gpointer              user_data);

BedsideDbConnection *bedside_db_connection_open        (const char           *path,
                                                        GError              **error);
void                 bedside_db_connection_free        (BedsideDbConnection  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideDbConnection, bedside_db_connection_free)

gboolean             bedside_db_connection_is_readonly (BedsideDbConnection  *self);
gboolean             bedside_db_connection_execute     (BedsideDbConnection  *self,
                                                        const char           *sql,
                                                        GError              **error);
gboolean             bedside_db_connection_query_int   (BedsideDbConnection  *self,
                                                        const char           *sql,
                                                        gint64               *value,
                                                        GError              **error);
gboolean             bedside_db_connection_query_text  (BedsideDbConnection  *self,
                                                        const char           *sql,
                                                        char                **value,
                                                        GError              **error);

gboolean             bedside_db_connection_begin       (BedsideDbConnection  *self,
                                                        GError              **error);
gboolean             bedside_db_connection_commit      (BedsideDbConnection  *self,
                                                        GError              **error);
void                 bedside_db_connection_roll_back   (BedsideDbConnection  *self);

gboolean            bedside_db_connection_prepare_all  (BedsideDbConnection  *self,
                                                        const char * const   *statements,
                                                        guint                 n_statements,
                                                        GError              **error);
gboolean            bedside_db_connection_add_function (BedsideDbConnection  *self,
                                                        const char           *name,
                                                        BedsideDbFunction     function,
                                                        gpointer              user_data,
                                                        GError              **error);
BedsideDbStatement *bedside_db_connection_borrow       (BedsideDbConnection  *self,
                                                        guint                 index);

G_END_DECLS
