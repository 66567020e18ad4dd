/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-store-sums"

#include "bedside-store-sums.h"

#include "bedside-store.h"

#include <string.h>

/*
 * Each record's seal shows that it is whole and in its place, not that it is the newest, nor that none is missing. For
 * that there is an incremental multiset hash (MSet-Add-Hash: Clarke, Devadas, van Dijk, Gassend, Suh, "Incremental
 * multiset hash functions and their application to memory integrity checking", ASIACRYPT 2003): HMAC-SHA-256 of each
 * row with all its columns, summed modulo 2^256, for each table. A change costs one or two digests, however large the
 * table is. The sums are kept sealed in one row of the same file, so that no older rows fit them.
 *
 * A sum in which a forged row takes part stays wrong through all later changes, until it is compared.
 */

#define FUNCTION "bedside_sum"
#define MAX_COLUMNS 5
#define HEX_SIZE (2 * sizeof (BedsideStoreSum))

/* In this order the columns stand in the SELECTs, too. */
static const struct {
  const char *name;
  const char *columns[MAX_COLUMNS];
} tables[BEDSIDE_STORE_N_TABLES] = {
  [BEDSIDE_STORE_TABLE_ACCOUNT] = { "account", { "sync_token", "sealed" } },
  [BEDSIDE_STORE_TABLE_ROOMS] = { "rooms", { "room_id", "sealed" } },
  [BEDSIDE_STORE_TABLE_STATE] = { "state", { "room_id", "type", "mask", "sealed" } },
  [BEDSIDE_STORE_TABLE_MEMBERS] = { "members", { "room_id", "mask", "sealed" } },
  [BEDSIDE_STORE_TABLE_RECEIPTS] = { "receipts", { "room_id", "mask", "sealed" } },
  [BEDSIDE_STORE_TABLE_OUTBOX] = { "outbox", { "outgoing_id", "room_id", "sealed", "id" } },
  [BEDSIDE_STORE_TABLE_DRAFTS] = { "drafts", { "room_id", "sealed" } },
  [BEDSIDE_STORE_TABLE_EVENTS] = { "events", { "id", "room_id", "position", "event_id", "sealed" } },
};

typedef struct {
  BedsideStoreSum tables[BEDSIDE_STORE_N_TABLES];
  BedsideStoreSum scanned;     /* of the events that the scan has passed */
  guint64         generation;  /* counts what was written */
} State;

struct _BedsideStoreSums
{
  BedsideDigest *digest;   /* (owned) */
  State          state;    /* with what the transaction under way has changed */
  State          kept;     /* as it is on the disk */
  gint64         next;     /* the scan has passed the events with ids below this one */
  gboolean       failed;   /* a digest could not be made: what was changed since cannot be written */
};

static void
add (BedsideStoreSum       *sum,
     const BedsideStoreSum *other)
{
  guint64 carry = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (sum->parts); i++)
    {
      guint64 part = sum->parts[i] + carry;

      carry = part < carry;
      sum->parts[i] = part + other->parts[i];
      carry += sum->parts[i] < part;
    }
}

static void
negate (BedsideStoreSum *sum)
{
  guint64 carry = 1;

  for (gsize i = 0; i < G_N_ELEMENTS (sum->parts); i++)
    {
      sum->parts[i] = ~sum->parts[i] + carry;
      carry = carry == 1 && sum->parts[i] == 0;
    }
}

/* Kind and length before the bytes: no two rows give the same input. */
static void
add_value (BedsideStoreSums     *self,
           const BedsideDbValue *value)
{
  gboolean number = value->kind == BEDSIDE_DB_INTEGER || value->kind == BEDSIDE_DB_REAL;
  guint64 size = GUINT64_TO_LE (number ? (guint64) value->number : (guint64) value->length);
  guint8 header[1 + sizeof size] = { (guint8) value->kind };

  memcpy (header + 1, &size, sizeof size);
  bedside_digest_add (self->digest, header, sizeof header);
  bedside_digest_add (self->digest, value->data, value->length);
}

static void
begin_row (BedsideStoreSums  *self,
           BedsideStoreTable  table)
{
  guint8 number = (guint8) table;

  bedside_digest_add (self->digest, &number, sizeof number);
}

static gboolean
end_row (BedsideStoreSums *self,
         BedsideStoreSum  *sum)
{
  G_STATIC_ASSERT (sizeof (BedsideStoreSum) == BEDSIDE_DIGEST_SIZE);
  guint8 digest[BEDSIDE_DIGEST_SIZE];

  if (!bedside_digest_finish (self->digest, digest))
    return FALSE;
  memcpy (sum->parts, digest, sizeof digest);
  for (gsize i = 0; i < G_N_ELEMENTS (sum->parts); i++)
    sum->parts[i] = GUINT64_FROM_LE (sum->parts[i]);
  return TRUE;
}

/* bedside_sum (SIGN, TABLE, COLUMNS...), called by the triggers for each row that comes (1) or goes (-1). */
static gboolean
change (const BedsideDbValue *values,
        guint                 n_values,
        gpointer              user_data)
{
  BedsideStoreSums *self = user_data;
  BedsideStoreTable table = (BedsideStoreTable) values[1].number;
  BedsideStoreSum row;

  begin_row (self, table);
  for (guint i = 2; i < n_values; i++)
    add_value (self, &values[i]);
  if (!end_row (self, &row))
    {
      self->failed = TRUE;
      return FALSE;
    }
  if (values[0].number < 0)
    negate (&row);
  add (&self->state.tables[table], &row);
  if (table == BEDSIDE_STORE_TABLE_EVENTS && values[2].number < self->next)
    add (&self->state.scanned, &row);
  return TRUE;
}

/**
 * bedside_store_sums_new:
 * @sealer: has the key
 * @error: return location for a #BedsideSealerError
 *
 * Returns: (transfer full) (nullable): the sums of empty tables
 */
BedsideStoreSums *
bedside_store_sums_new (BedsideSealer  *sealer,
                        GError        **error)
{
  g_return_val_if_fail (BEDSIDE_IS_SEALER (sealer), NULL);

  g_autoptr(BedsideDigest) digest = bedside_sealer_new_digest (sealer, error);

  if (digest == NULL)
    return NULL;

  BedsideStoreSums *self = g_new0 (BedsideStoreSums, 1);

  self->digest = g_steal_pointer (&digest);
  self->next = G_MININT64;

  return self;
}

/**
 * bedside_store_sums_free:
 * @self: (transfer full): sums, that no connection watches any more
 */
void
bedside_store_sums_free (BedsideStoreSums *self)
{
  g_return_if_fail (self != NULL);

  bedside_digest_free (self->digest);
  g_free (self);
}

static void
append_call (GString           *sql,
             int                sign,
             BedsideStoreTable  table,
             const char        *row)
{
  g_string_append_printf (sql, " SELECT " FUNCTION " (%d, %d", sign, (int) table);
  for (gsize i = 0; i < MAX_COLUMNS && tables[table].columns[i] != NULL; i++)
    g_string_append_printf (sql, ", %s.%s", row, tables[table].columns[i]);
  g_string_append (sql, ");");
}

static void
append_trigger (GString           *sql,
                BedsideStoreTable  table,
                const char        *event,
                gboolean           before,
                gboolean           after)
{
  const char *name = tables[table].name;

  g_string_append_printf (sql, "CREATE TEMP TRIGGER sum_%s_%s AFTER %s ON main.%s BEGIN", name, event, event, name);
  if (before)
    append_call (sql, -1, table, "OLD");
  if (after)
    append_call (sql, 1, table, "NEW");
  g_string_append (sql, " END;");
}

/**
 * bedside_store_sums_watch:
 * @self: sums
 * @connection: a connection to a database with all tables
 * @error: return location for an error
 *
 * From now on the sums follow everything that this connection writes: by triggers, so that no statement can forget
 * them, which are the connection's own and do not stand in the file.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_store_sums_watch (BedsideStoreSums     *self,
                          BedsideDbConnection  *connection,
                          GError              **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (connection != NULL, FALSE);

  g_autoptr(GString) sql = g_string_new (NULL);

  for (BedsideStoreTable table = 0; table < BEDSIDE_STORE_N_TABLES; table++)
    {
      append_trigger (sql, table, "INSERT", FALSE, TRUE);
      append_trigger (sql, table, "UPDATE", TRUE, TRUE);
      append_trigger (sql, table, "DELETE", TRUE, FALSE);
    }

  return bedside_db_connection_add_function (connection, FUNCTION, change, self, error) &&
         bedside_db_connection_execute (connection, sql->str, error);
}

/**
 * bedside_store_sums_have_changed:
 * @self: sums
 *
 * Returns: %TRUE if they are not those that are on the disk
 */
gboolean
bedside_store_sums_have_changed (BedsideStoreSums *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->failed || memcmp (self->state.tables, self->kept.tables, sizeof self->state.tables) != 0;
}

/**
 * bedside_store_sums_keep:
 * @self: sums
 *
 * What they are now is on the disk.
 */
void
bedside_store_sums_keep (BedsideStoreSums *self)
{
  g_return_if_fail (self != NULL);

  self->kept = self->state;
}

/**
 * bedside_store_sums_undo:
 * @self: sums
 *
 * The changes since bedside_store_sums_keep() were rolled back.
 */
void
bedside_store_sums_undo (BedsideStoreSums *self)
{
  g_return_if_fail (self != NULL);

  self->state = self->kept;
  self->failed = FALSE;
}

/**
 * bedside_store_sums_to_text:
 * @self: sums
 * @error: return location for a #BedsideSealerError
 *
 * Makes the text that is sealed into the file with what has changed.
 *
 * Returns: (transfer full) (nullable): the text, %NULL if a digest could not be made
 */
char *
bedside_store_sums_to_text (BedsideStoreSums  *self,
                            GError           **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->failed)
    {
      g_set_error_literal (error, BEDSIDE_SEALER_ERROR, BEDSIDE_SEALER_ERROR_FAILED, "A digest could not be made");
      return NULL;
    }

  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%" G_GUINT64_FORMAT, ++self->state.generation);
  for (gsize i = 0; i < BEDSIDE_STORE_N_TABLES; i++)
    {
      g_string_append_c (text, ' ');
      for (gsize j = G_N_ELEMENTS (self->state.tables[i].parts); j > 0; j--)
        g_string_append_printf (text, "%016" G_GINT64_MODIFIER "x", self->state.tables[i].parts[j - 1]);
    }

  return g_string_free (text, FALSE);
}

static gboolean
read_sum (const char      *text,
          BedsideStoreSum *sum)
{
  if (strlen (text) != HEX_SIZE)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (sum->parts); i++)
    {
      g_autofree char *part = g_strndup (text + 16 * i, 16);

      if (!g_ascii_string_to_unsigned (part, 16, 0, G_MAXUINT64, &sum->parts[G_N_ELEMENTS (sum->parts) - 1 - i], NULL))
        return FALSE;
    }

  return TRUE;
}

/**
 * bedside_store_sums_set_text:
 * @self: sums
 * @text: (nullable): what bedside_store_sums_to_text() gave
 *
 * Takes over what the sums were.
 *
 * Returns: %FALSE if @text is none of that kind
 */
gboolean
bedside_store_sums_set_text (BedsideStoreSums *self,
                             const char       *text)
{
  g_return_val_if_fail (self != NULL, FALSE);

  g_auto(GStrv) words = g_strsplit (text ? text : "", " ", -1);
  State state = { 0 };

  if (g_strv_length (words) != 1 + BEDSIDE_STORE_N_TABLES ||
      !g_ascii_string_to_unsigned (words[0], 10, 0, G_MAXUINT64, &state.generation, NULL))
    return FALSE;
  for (gsize i = 0; i < BEDSIDE_STORE_N_TABLES; i++)
    if (!read_sum (words[1 + i], &state.tables[i]))
      return FALSE;

  self->state = self->kept = state;

  return TRUE;
}

/**
 * bedside_store_sums_add_row:
 * @self: sums
 * @table: a table
 * @statement: at a row with all columns of the table, in their order here
 * @sum: to what it is added
 * @error: return location for a #BedsideSealerError
 *
 * Adds a row as it stands in the file.
 *
 * Returns: %FALSE if the digest could not be made
 */
gboolean
bedside_store_sums_add_row (BedsideStoreSums    *self,
                            BedsideStoreTable    table,
                            BedsideDbStatement  *statement,
                            BedsideStoreSum     *sum,
                            GError             **error)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (statement != NULL, FALSE);
  g_return_val_if_fail (sum != NULL, FALSE);

  BedsideStoreSum row;

  begin_row (self, table);
  for (int i = 0; i < MAX_COLUMNS && tables[table].columns[i] != NULL; i++)
    {
      BedsideDbValue value;

      bedside_db_statement_get_value (statement, i, &value);
      add_value (self, &value);
    }
  if (!end_row (self, &row))
    {
      g_set_error_literal (error, BEDSIDE_SEALER_ERROR, BEDSIDE_SEALER_ERROR_FAILED, "A digest could not be made");
      return FALSE;
    }
  add (sum, &row);
  return TRUE;
}

/**
 * bedside_store_sums_match:
 * @self: sums
 * @table: a table
 * @sum: of all rows that are in the file
 *
 * Returns: %TRUE if they are what was written, all of it and nothing else
 */
gboolean
bedside_store_sums_match (BedsideStoreSums      *self,
                          BedsideStoreTable      table,
                          const BedsideStoreSum *sum)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (table < BEDSIDE_STORE_N_TABLES, FALSE);

  return memcmp (&self->state.tables[table], sum, sizeof *sum) == 0;
}

/**
 * bedside_store_sums_trust:
 * @self: sums
 * @table: a table of a database that had no sums
 * @sum: of all rows that are in the file
 *
 * From now on that is what should be there.
 */
void
bedside_store_sums_trust (BedsideStoreSums      *self,
                          BedsideStoreTable      table,
                          const BedsideStoreSum *sum)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (table < BEDSIDE_STORE_N_TABLES);

  self->state.tables[table] = *sum;
}

/**
 * bedside_store_sums_begin_scan:
 * @self: sums
 *
 * Begins to go through the events by their ids. That takes several turns, and events may be written in
 * between: those that were passed already change what was scanned, too.
 */
void
bedside_store_sums_begin_scan (BedsideStoreSums *self)
{
  g_return_if_fail (self != NULL);

  self->next = G_MININT64;
  memset (&self->state.scanned, 0, sizeof self->state.scanned);
  self->kept.scanned = self->state.scanned;
}

/**
 * bedside_store_sums_get_next:
 * @self: sums
 *
 * Returns: id from which on the scan goes on
 */
gint64
bedside_store_sums_get_next (BedsideStoreSums *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->next;
}

/**
 * bedside_store_sums_scan_row:
 * @self: sums
 * @statement: at the next event, with all its columns
 * @error: return location for an error
 *
 * Passes an event; between transactions only.
 *
 * Returns: %FALSE if the digest could not be made, or the ids do not rise
 */
gboolean
bedside_store_sums_scan_row (BedsideStoreSums    *self,
                             BedsideDbStatement  *statement,
                             GError             **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  gint64 id = bedside_db_statement_get_int (statement, 0);

  if (id < self->next || id == G_MAXINT64)
    {
      g_set_error_literal (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_DAMAGED, "The events are not in order");
      return FALSE;
    }
  if (!bedside_store_sums_add_row (self, BEDSIDE_STORE_TABLE_EVENTS, statement, &self->state.scanned, error))
    return FALSE;
  self->next = id + 1;
  self->kept.scanned = self->state.scanned;
  return TRUE;
}

/**
 * bedside_store_sums_end_scan:
 * @self: sums
 *
 * The last event was passed.
 *
 * Returns: %TRUE if all events are what was written
 */
gboolean
bedside_store_sums_end_scan (BedsideStoreSums *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  gboolean match = bedside_store_sums_match (self, BEDSIDE_STORE_TABLE_EVENTS, &self->state.scanned);

  self->next = G_MININT64;

  return match;
}
