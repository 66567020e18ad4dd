/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "faulty-vfs.h"

#include <errno.h>
#include <sqlite3.h>

typedef struct {
  sqlite3_file  base;
  sqlite3_file *real;  /* behind this struct, in the same memory */
} FaultyFile;

static sqlite3_vfs *real_vfs;
static sqlite3_vfs faulty_vfs;

/* The store works in its own thread. */
static int write_code, sync_code, writes_left, n_syncs, n_writes, system_error_number;

static sqlite3_file *
get_real (sqlite3_file *file)
{
  return ((FaultyFile *) file)->real;
}

static int
on_close (sqlite3_file *file)
{
  return get_real (file)->pMethods ? get_real (file)->pMethods->xClose (get_real (file)) : SQLITE_OK;
}

static int
on_read (sqlite3_file  *file,
         void          *buffer,
         int            amount,
         sqlite3_int64  offset)
{
  return get_real (file)->pMethods->xRead (get_real (file), buffer, amount, offset);
}

static int
on_write (sqlite3_file  *file,
          const void    *buffer,
          int            amount,
          sqlite3_int64  offset)
{
  int code = g_atomic_int_get (&write_code);

  g_atomic_int_inc (&n_writes);
  if (code != SQLITE_OK && g_atomic_int_add (&writes_left, -1) <= 0)
    return code;
  return get_real (file)->pMethods->xWrite (get_real (file), buffer, amount, offset);
}

static int
on_truncate (sqlite3_file  *file,
             sqlite3_int64  size)
{
  return get_real (file)->pMethods->xTruncate (get_real (file), size);
}

static int
on_sync (sqlite3_file *file,
         int           flags)
{
  int code = g_atomic_int_get (&sync_code);

  g_atomic_int_inc (&n_syncs);
  return code != SQLITE_OK ? code : get_real (file)->pMethods->xSync (get_real (file), flags);
}

static int
on_file_size (sqlite3_file  *file,
              sqlite3_int64 *size)
{
  return get_real (file)->pMethods->xFileSize (get_real (file), size);
}

static int
on_lock (sqlite3_file *file,
         int           level)
{
  return get_real (file)->pMethods->xLock (get_real (file), level);
}

static int
on_unlock (sqlite3_file *file,
           int           level)
{
  return get_real (file)->pMethods->xUnlock (get_real (file), level);
}

static int
on_check_reserved_lock (sqlite3_file *file,
                        int          *reserved)
{
  return get_real (file)->pMethods->xCheckReservedLock (get_real (file), reserved);
}

static int
on_file_control (sqlite3_file *file,
                 int           operation,
                 void         *argument)
{
  int number = g_atomic_int_get (&system_error_number);

  if (operation == SQLITE_FCNTL_LAST_ERRNO && number != 0)
    {
      *(int *) argument = number;
      return SQLITE_OK;
    }
  return get_real (file)->pMethods->xFileControl (get_real (file), operation, argument);
}

static int
on_sector_size (sqlite3_file *file)
{
  return get_real (file)->pMethods->xSectorSize (get_real (file));
}

static int
on_device_characteristics (sqlite3_file *file)
{
  return get_real (file)->pMethods->xDeviceCharacteristics (get_real (file));
}

/* Version 1 has no shared memory, which the exclusive mode does not need. */
static const sqlite3_io_methods methods = {
  .iVersion = 1,
  .xClose = on_close,
  .xRead = on_read,
  .xWrite = on_write,
  .xTruncate = on_truncate,
  .xSync = on_sync,
  .xFileSize = on_file_size,
  .xLock = on_lock,
  .xUnlock = on_unlock,
  .xCheckReservedLock = on_check_reserved_lock,
  .xFileControl = on_file_control,
  .xSectorSize = on_sector_size,
  .xDeviceCharacteristics = on_device_characteristics,
};

static int
on_open (sqlite3_vfs  *vfs,
         const char   *name,
         sqlite3_file *file,
         int           flags,
         int          *flags_out)
{
  FaultyFile *faulty = (FaultyFile *) file;

  faulty->real = (sqlite3_file *) (faulty + 1);

  int code = real_vfs->xOpen (real_vfs, name, faulty->real, flags, flags_out);

  faulty->base.pMethods = faulty->real->pMethods ? &methods : NULL;
  return code;
}

/**
 * faulty_vfs_install:
 *
 * Makes every database that is opened from now on a faulty one.
 */
void
faulty_vfs_install (void)
{
  real_vfs = sqlite3_vfs_find (NULL);
  g_assert_nonnull (real_vfs);
  faulty_vfs = *real_vfs;
  faulty_vfs.zName = "faulty";
  faulty_vfs.szOsFile = (int) sizeof (FaultyFile) + real_vfs->szOsFile;
  faulty_vfs.xOpen = on_open;
  g_assert_cmpint (sqlite3_vfs_register (&faulty_vfs, 1), ==, SQLITE_OK);
}

/**
 * faulty_vfs_fail:
 * @code: a code of SQLite
 * @system_error: an errno, or 0
 * @after_writes: how many writes still work
 *
 * Lets writes fail.
 */
void
faulty_vfs_fail (int code,
                 int system_error,
                 int after_writes)
{
  g_atomic_int_set (&system_error_number, system_error);
  g_atomic_int_set (&writes_left, after_writes);
  g_atomic_int_set (&write_code, code);
}

/**
 * faulty_vfs_fail_sync:
 * @code: a code of SQLite
 *
 * Lets what is written not reach the disk.
 */
void
faulty_vfs_fail_sync (int code)
{
  g_atomic_int_set (&sync_code, code);
}

/**
 * faulty_vfs_work:
 *
 * The disk works again.
 */
void
faulty_vfs_work (void)
{
  faulty_vfs_fail (SQLITE_OK, 0, 0);
  faulty_vfs_fail_sync (SQLITE_OK);
}

/**
 * faulty_vfs_count_syncs:
 *
 * Returns: how often SQLite has asked for what it wrote to be on the disk
 */
int
faulty_vfs_count_syncs (void)
{
  return g_atomic_int_get (&n_syncs);
}

/**
 * faulty_vfs_count_writes:
 *
 * Returns: how often SQLite has written
 */
int
faulty_vfs_count_writes (void)
{
  return g_atomic_int_get (&n_writes);
}
