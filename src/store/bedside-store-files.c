/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-store-files"

#include "bedside-store-files.h"

#include "bedside-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define NAME "store.db"
#define DAMAGED NAME ".damaged-"
#define CONDEMNED NAME ".erase"

/* The smallest page that SQLite knows. */
#define MINIMUM_SIZE 512

/* The log and its index are part of the database; SQLite finds them by these names. */
static const char *const companions[] = { "-wal", "-shm", "-journal" };

static void
set_error (GError     **error,
           int          number,
           const char  *what)
{
  int code = number == ENOSPC || number == EDQUOT ? BEDSIDE_STORE_ERROR_FULL : BEDSIDE_STORE_ERROR_FAILED;

  g_set_error (error, BEDSIDE_STORE_ERROR, code, "%s: %s", what, g_strerror (number));
}

/**
 * bedside_store_files_get_path:
 * @folder: folder of a profile
 *
 * Returns: (transfer full): path of its database
 */
char *
bedside_store_files_get_path (const char *folder)
{
  g_return_val_if_fail (folder != NULL, NULL);

  return g_build_filename (folder, NAME, NULL);
}

/**
 * bedside_store_files_exist:
 * @folder: folder of a profile
 *
 * Returns: %TRUE if it holds a database
 */
gboolean
bedside_store_files_exist (const char *folder)
{
  g_autofree char *path = bedside_store_files_get_path (folder);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Takes rights from others, gives none to the owner: a folder that is meant to be read-only stays so. */
static gboolean
close_to_others (const char  *path,
                 GError     **error)
{
  GStatBuf info;

  if (g_stat (path, &info) == 0 && ((info.st_mode & 077) == 0 || g_chmod (path, info.st_mode & 0700) == 0))
    return TRUE;
  set_error (error, errno, "Could not close the folder of the store to others");
  return FALSE;
}

static gboolean
check_found (const char  *path,
             GError     **error)
{
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    {
      set_error (error, errno, "Could not look at the store");
      return FALSE;
    }
  /* SQLite would take a file of no size, or of one byte, for a new database, and delete the log beside it. */
  if (S_ISREG (info.st_mode) && info.st_size < MINIMUM_SIZE)
    {
      g_set_error_literal (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_DAMAGED, "The store is cut off");
      return FALSE;
    }
  return close_to_others (path, error);
}

/**
 * bedside_store_files_prepare:
 * @folder: folder of a profile, made if missing
 * @state: (out): whether the database was there
 * @error: return location for a #BedsideStoreError
 *
 * Makes folder and file where they are missing, for nobody but the user. SQLite gives
 * the companions the mode of the file.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_store_files_prepare (const char              *folder,
                             BedsideStoreFilesState  *state,
                             GError                 **error)
{
  g_return_val_if_fail (state != NULL, FALSE);

  g_autofree char *path = bedside_store_files_get_path (folder);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      set_error (error, errno, "Could not make the folder of the store");
      return FALSE;
    }
  if (!close_to_others (folder, error))
    return FALSE;

  int file = g_open (path, O_CREAT | O_EXCL | O_CLOEXEC | O_WRONLY, 0600);

  if (file >= 0)
    {
      *state = BEDSIDE_STORE_FILES_MADE;
      close (file);
      return TRUE;
    }
  *state = BEDSIDE_STORE_FILES_FOUND;
  if (errno == EEXIST)
    return check_found (path, error);
  set_error (error, errno, "Could not make the store");
  return FALSE;
}

static gboolean
rename_if_there (const char  *from,
                 const char  *to,
                 GError     **error)
{
  if (g_rename (from, to) == 0 || errno == ENOENT)
    return TRUE;
  set_error (error, errno, "Could not set the store aside");
  return FALSE;
}

static char *
choose_name (const char *path)
{
  for (guint i = 1;; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s.damaged-%u", path, i);
      gboolean taken = g_file_test (name, G_FILE_TEST_EXISTS);

      for (gsize j = 0; j < G_N_ELEMENTS (companions) && !taken; j++)
        {
          g_autofree char *companion = g_strconcat (name, companions[j], NULL);

          taken = g_file_test (companion, G_FILE_TEST_EXISTS);
        }
      if (!taken)
        return g_steal_pointer (&name);
    }
}

/**
 * bedside_store_files_set_aside:
 * @folder: folder of a profile
 * @error: return location for a #BedsideStoreError
 *
 * Renames the database to a name that is free. Its companions go first: a log without its database could still be
 * read, but a log beside a new database would be deleted.
 *
 * Returns: (transfer full) (nullable): the new path
 */
char *
bedside_store_files_set_aside (const char  *folder,
                               GError     **error)
{
  g_autofree char *path = bedside_store_files_get_path (folder);
  g_autofree char *aside = choose_name (path);

  for (gsize i = 0; i < G_N_ELEMENTS (companions); i++)
    {
      g_autofree char *from = g_strconcat (path, companions[i], NULL);
      g_autofree char *to = g_strconcat (aside, companions[i], NULL);

      if (!rename_if_there (from, to, error))
        return NULL;
    }
  if (g_rename (path, aside) != 0)
    {
      set_error (error, errno, "Could not set the store aside");
      return NULL;
    }

  return g_steal_pointer (&aside);
}

static gboolean
delete_if_there (const char  *path,
                 GError     **error)
{
  if (g_unlink (path) == 0 || errno == ENOENT)
    return TRUE;
  /* The first failure is reported; the other files are deleted all the same. */
  if (error == NULL || *error == NULL)
    set_error (error, errno, "Could not delete the store");
  return FALSE;
}

/**
 * bedside_store_files_delete:
 * @folder: folder of a profile
 * @error: return location for a #BedsideStoreError
 *
 * Deletes the database and its companions, not those set aside.
 *
 * Returns: %FALSE if one of them could not be deleted
 */
gboolean
bedside_store_files_delete (const char  *folder,
                            GError     **error)
{
  g_autofree char *path = bedside_store_files_get_path (folder);
  gboolean done = delete_if_there (path, error);

  for (gsize i = 0; i < G_N_ELEMENTS (companions); i++)
    {
      g_autofree char *companion = g_strconcat (path, companions[i], NULL);

      done = delete_if_there (companion, error) && done;
    }

  return done;
}

/**
 * bedside_store_files_erase:
 * @folder: folder of a profile, need not exist
 * @error: return location for a #BedsideStoreError
 *
 * Deletes the database, its companions and those set aside.
 *
 * Returns: %FALSE if one of them could not be deleted
 */
gboolean
bedside_store_files_erase (const char  *folder,
                           GError     **error)
{
  g_return_val_if_fail (folder != NULL, FALSE);

  g_autoptr(GError) problem = NULL;
  g_autoptr(GDir) dir = g_dir_open (folder, 0, &problem);

  if (dir == NULL)
    {
      if (g_error_matches (problem, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_set_error_literal (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FAILED, problem->message);
      return FALSE;
    }

  gboolean done = bedside_store_files_delete (folder, &problem);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, DAMAGED))
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        done = delete_if_there (path, &problem) && done;
      }
  if (!done)
    g_propagate_error (error, g_steal_pointer (&problem));

  return done;
}

/**
 * bedside_store_files_condemn:
 * @folder: folder of a profile
 * @error: return location for a #BedsideStoreError
 *
 * Leaves a mark, on the disk when this returns, that what the folder holds is to be erased.
 *
 * Returns: %FALSE if it failed
 */
gboolean
bedside_store_files_condemn (const char  *folder,
                             GError     **error)
{
  g_return_val_if_fail (folder != NULL, FALSE);

  g_autofree char *path = g_build_filename (folder, CONDEMNED, NULL);
  int file = g_open (path, O_CREAT | O_CLOEXEC | O_WRONLY, 0600);

  if (file < 0)
    {
      set_error (error, errno, "Could not mark the store");
      return FALSE;
    }
  fsync (file);
  close (file);

  int directory = g_open (folder, O_CLOEXEC | O_RDONLY | O_DIRECTORY, 0);

  if (directory >= 0)
    {
      fsync (directory);
      close (directory);
    }
  return TRUE;
}

/**
 * bedside_store_files_condemned:
 * @folder: folder of a profile
 *
 * Returns: %TRUE if there is a mark
 */
gboolean
bedside_store_files_condemned (const char *folder)
{
  g_return_val_if_fail (folder != NULL, FALSE);

  g_autofree char *path = g_build_filename (folder, CONDEMNED, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/**
 * bedside_store_files_pardon:
 * @folder: folder of a profile
 * @error: return location for a #BedsideStoreError
 *
 * Takes the mark away.
 *
 * Returns: %FALSE if it is still there
 */
gboolean
bedside_store_files_pardon (const char  *folder,
                            GError     **error)
{
  g_return_val_if_fail (folder != NULL, FALSE);

  g_autofree char *path = g_build_filename (folder, CONDEMNED, NULL);

  return delete_if_there (path, error);
}
