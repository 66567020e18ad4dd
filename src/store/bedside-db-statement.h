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

/**
 * BedsideDbValue:
 * @kind: what it is
 * @number: the integer, or the bits of a real
 * @data: (nullable): the bytes of a text or a blob
 * @length: how many
 *
 * A value as it stands in the database, whatever it should be.
 */
typedef struct {
  enum {
    BEDSIDE_DB_NULL,
    BEDSIDE_DB_INTEGER,
    BEDSIDE_DB_REAL,
    BEDSIDE_DB_TEXT,
    BEDSIDE_DB_BLOB,
  }              kind;
  gint64         number;
  gconstpointer  data;
  gsize          length;
} BedsideDbValue;

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

void          bedside_db_statement_get_value  (BedsideDbStatement  *self,
                                               int                  column,
                                               BedsideDbValue      *value);

G_END_DECLS
