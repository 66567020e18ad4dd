/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-db-migration"

#include "bedside-db-migration.h"

/* The schema is made of numbered files, 001.sql and on; each leads from the version before to its own. */

static GBytes *
look_up (GResource   *resource,
         const char  *prefix,
         guint        version,
         GError     **error)
{
  g_autofree char *path = g_strdup_printf ("%s/%03u.sql", prefix, version);

  return g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
}

/**
 * bedside_db_migration_latest:
 * @resource: where the files are
 * @prefix: path of their folder in @resource
 *
 * Returns: the highest version that there is a file for
 */
guint
bedside_db_migration_latest (GResource  *resource,
                             const char *prefix)
{
  g_return_val_if_fail (resource != NULL, 0);
  g_return_val_if_fail (prefix != NULL, 0);

  guint version = 0;

  while (TRUE)
    {
      g_autoptr(GBytes) sql = look_up (resource, prefix, version + 1, NULL);

      if (sql == NULL)
        return version;
      version++;
    }
}

/**
 * bedside_db_migration_apply:
 * @connection: a database, in a transaction
 * @resource: where the files are
 * @prefix: path of their folder in @resource
 * @version: version of the database now, 0 if it is empty
 * @error: return location for an error
 *
 * Brings the schema to the latest version and notes that version in the database. The caller commits, so that
 * both reach the disk or neither.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_db_migration_apply (BedsideDbConnection  *connection,
                            GResource            *resource,
                            const char           *prefix,
                            guint                 version,
                            GError              **error)
{
  g_return_val_if_fail (connection != NULL, FALSE);
  g_return_val_if_fail (resource != NULL, FALSE);
  g_return_val_if_fail (prefix != NULL, FALSE);

  guint latest = bedside_db_migration_latest (resource, prefix);

  while (version < latest)
    {
      g_autoptr(GBytes) sql = look_up (resource, prefix, ++version, error);

      /* Data in a GResource ends with a NUL that does not count. */
      if (sql == NULL || !bedside_db_connection_execute (connection, g_bytes_get_data (sql, NULL), error))
        return FALSE;
    }

  g_autofree char *pragma = g_strdup_printf ("PRAGMA user_version = %u", latest);

  return bedside_db_connection_execute (connection, pragma, error);
}
