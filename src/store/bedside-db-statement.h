/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsideDbStatement:
 *
 * A prepared statement that belongs to a connection and is borrowed from it; giving it back resets it.
 * Parameters are counted from 1, columns from 0, as in SQLite.
 */
typedef struct _BedsideDbStatement BedsideDbStatement;

void          bedside_db_statement_give_back  (BedsideDbStatement  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideDbStatement, bedside_db_statement_give_back)

gboolean      bedside_db_statement_bind_int   (BedsideDbStatement  *self,
                                               int                  parameter,
                                               gint64               value,
                                               GError             **error);
gboolean      bedside_db_statement_bind_text  (BedsideDbStatement  *self,
                                               int                  parameter,
                                               const char          *value,
                                               GError             **error);
gboolean      bedside_db_statement_bind_bytes (BedsideDbStatement  *self,
                                               int                  parameter,
                                               GBytes              *value,
                                               GError             **error);

gboolean      bedside_db_statement_run        (BedsideDbStatement  *self,
                                               GError             **error);
gboolean      bedside_db_statement_step       (BedsideDbStatement  *self,
                                               gboolean            *row,
                                               GError             **error);

gint64        bedside_db_statement_get_int    (BedsideDbStatement  *self,
                                               int                  column);
const char   *bedside_db_statement_get_text   (BedsideDbStatement  *self,
                                               int                  column);
gconstpointer bedside_db_statement_get_blob   (BedsideDbStatement  *self,
                                               int                  column,
                                               gsize               *length);

G_END_DECLS
