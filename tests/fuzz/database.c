/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* A database that Bedside has not written like that. The first byte says what the rest is:
 *
 *   F  the file
 *   P  changes of a good file, each an offset (3 bytes), a length (1) and as many bytes; length 0 cuts it off there
 *   S  changes of what is in it, each a line: table, column, row, kind (one digit each), and the value. Kinds: 0 NULL,
 *      1 integer, 2 text, 3 blob, 4 what is there with some bytes replaced (offset of 3 digits, then the bytes)
 */

#include "fuzz.h"

#include "fuzz-session.h"

#include "bedside-store-files.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

static GBytes *good;

static void
delete_folder (const char *folder)
{
  g_autoptr(GDir) directory = g_dir_open (folder, 0, NULL);
  const char *name;

  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static BedsideSyncAnswer *
read_practice (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("FUZZ_DATA"), "sync", "practice", NULL);
  g_autofree char *contents = NULL;
  g_autoptr(GError) error = NULL;

  g_file_get_contents (path, &contents, NULL, &error);
  g_assert_no_error (error);
  g_auto(GStrv) lines = g_strsplit (contents, "\n", 2);
  BedsideSyncAnswer *answer = bedside_sync_answer_new_from_text (lines[0], strlen (lines[0]), &error);
  g_assert_no_error (error);

  return answer;
}

/* What a practice with some messages is stored as. */
void
fuzz_set_up (void)
{
  g_autofree char *folder = fuzz_folder_new ();
  g_autofree char *path = bedside_store_files_get_path (folder);
  g_autofree char *contents = NULL;
  gsize size = 0;
  g_autoptr(GError) error = NULL;
  FuzzSession session = { 0 };

  g_assert_true (fuzz_session_begin (&session, folder));
  fuzz_session_take (&session, read_practice ());
  fuzz_session_end (&session);
  g_file_get_contents (path, &contents, &size, &error);
  g_assert_no_error (error);
  good = g_bytes_new (contents, size);
  delete_folder (folder);
}

static GByteArray *
patch (const guint8 *data,
       gsize         size)
{
  GByteArray *file = g_byte_array_new ();

  g_byte_array_append (file, g_bytes_get_data (good, NULL), (guint) g_bytes_get_size (good));
  while (size >= 4 && file->len > 0)
    {
      guint offset = ((guint) data[0] << 16 | (guint) data[1] << 8 | data[2]) % file->len;
      gsize length = MIN (data[3], size - 4);

      if (data[3] == 0)
        g_byte_array_set_size (file, offset);
      else
        memcpy (file->data + offset, data + 4, MIN (length, file->len - offset));
      data += 4 + length;
      size -= 4 + length;
    }

  return file;
}

static char *
query (sqlite3    *handle,
       const char *sql,
       guint       number)
{
  sqlite3_stmt *statement = NULL;
  g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func (g_free);

  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (found, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  sqlite3_finalize (statement);

  return found->len > 0 ? g_strdup (g_ptr_array_index (found, number % found->len)) : NULL;
}

static void
bind_replaced (sqlite3_stmt *update,
               sqlite3      *handle,
               const char   *table,
               const char   *column,
               const char   *key,
               const char   *value)
{
  sqlite3_stmt *statement = NULL;
  g_autofree char *sql = g_strdup_printf ("SELECT \"%s\" FROM \"%s\" WHERE %s", column, table, key);

  if (strlen (value) > 3 && sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW && sqlite3_column_bytes (statement, 0) > 0)
    {
      gsize length = (gsize) sqlite3_column_bytes (statement, 0);
      g_autofree char *copy = g_memdup2 (sqlite3_column_blob (statement, 0), length);
      gsize offset = (gsize) ((value[0] & 15) * 100 + (value[1] & 15) * 10 + (value[2] & 15)) % length;

      memcpy (copy + offset, value + 3, MIN (strlen (value + 3), length - offset));
      if (sqlite3_column_type (statement, 0) == SQLITE_BLOB)
        sqlite3_bind_blob (update, 1, copy, (int) length, SQLITE_TRANSIENT);
      else
        sqlite3_bind_text (update, 1, copy, (int) length, SQLITE_TRANSIENT);
    }
  sqlite3_finalize (statement);
}

static void
bind (sqlite3_stmt *update,
      char          kind,
      const char   *value)
{
  if (kind == '1')
    sqlite3_bind_int64 (update, 1, g_ascii_strtoll (value, NULL, 10));
  else if (kind == '2')
    sqlite3_bind_text (update, 1, value, -1, SQLITE_TRANSIENT);
  else if (kind == '3')
    sqlite3_bind_blob (update, 1, value, (int) strlen (value), SQLITE_TRANSIENT);
}

static void
change (sqlite3    *handle,
        const char *line)
{
  g_autofree char *table = NULL;
  g_autofree char *column = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *keys = NULL;
  g_autofree char *key = NULL;
  g_autofree char *sql = NULL;
  sqlite3_stmt *update = NULL;

  if (strlen (line) < 4)
    return;
  table = query (handle, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1",
                 (guint) (line[0] & 15));
  columns = g_strdup_printf ("SELECT name FROM pragma_table_info('%s')", table);
  column = query (handle, columns, (guint) (line[1] & 15));
  keys = g_strdup_printf ("SELECT group_concat('\"' || name || '\"') FROM pragma_table_info('%s') WHERE pk", table);
  key = query (handle, keys, 0);
  sql = g_strdup_printf ("(%s) = (SELECT %s FROM \"%s\" LIMIT 1 OFFSET (%d %% (SELECT max(1, count(*)) FROM \"%s\")))",
                         key, key, table, line[2] & 15, table);
  g_autofree char *statement = g_strdup_printf ("UPDATE OR IGNORE \"%s\" SET \"%s\" = ?1 WHERE %s", table, column, sql);

  g_assert_cmpint (sqlite3_prepare_v2 (handle, statement, -1, &update, NULL), ==, SQLITE_OK);
  if (line[3] == '4')
    bind_replaced (update, handle, table, column, sql, line + 4);
  else
    bind (update, line[3], line + 4);
  sqlite3_step (update);
  sqlite3_finalize (update);
}

static void
change_records (const char *path,
                const char *data,
                gsize       size)
{
  g_auto(GStrv) lines = fuzz_split (data, size, 16);
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  sqlite3_exec (handle, "PRAGMA synchronous = OFF; PRAGMA ignore_check_constraints = ON", NULL, NULL, NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    change (handle, lines[i]);
  sqlite3_close (handle);
}

static void
write_file (const char   *path,
            const guint8 *data,
            gsize         size)
{
  g_autoptr(GError) error = NULL;

  g_file_set_contents_full (path, (const char *) data, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static void
make_file (const char *path,
           const char *data,
           gsize       size)
{
  g_autoptr(GByteArray) patched = NULL;

  switch (data[0])
    {
    case 'F':
      write_file (path, (const guint8 *) data + 1, size - 1);
      break;
    case 'S':
      write_file (path, g_bytes_get_data (good, NULL), g_bytes_get_size (good));
      change_records (path, data + 1, size - 1);
      break;
    default:
      patched = patch ((const guint8 *) data + 1, size - 1);
      write_file (path, patched->data, patched->len);
      break;
    }
}

/* What cannot be opened can be set aside, and then there is a new one. */
static void
check_way_on (const char *folder)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;
  FuzzSession session = { 0 };

  bedside_store_set_aside_async (folder, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, FUZZ_LIMIT);
  path = bedside_store_set_aside_finish (result, &error);
  g_assert_no_error (error);
  g_assert_true (fuzz_session_begin (&session, folder));
  fuzz_session_end (&session);
}

void
fuzz_one (const char *data,
          gsize       size)
{
  g_autofree char *folder = fuzz_folder_new ();
  g_autofree char *path = bedside_store_files_get_path (folder);
  g_autofree char *inner = g_path_get_dirname (path);
  FuzzSession session = { 0 };

  if (size == 0)
    return;
  g_assert_cmpint (g_mkdir_with_parents (inner, 0700), ==, 0);
  make_file (path, data, size);

  if (fuzz_session_begin (&session, folder))
    {
      fuzz_session_look (&session);
      fuzz_session_end (&session);
    }
  else
    check_way_on (folder);
  delete_folder (folder);
}
