/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-store-upkeep"

#include "bedside-store.h"

#include "bedside-store-files.h"
#include "bedside-thread.h"

/* What can be done to a database that nobody has open. */

/**
 * bedside_store_exists:
 * @folder: folder of a profile
 *
 * Looks at the folder only: one stat, no thread.
 *
 * Returns: %TRUE if @folder holds a database
 */
gboolean
bedside_store_exists (const char *folder)
{
  g_return_val_if_fail (folder != NULL, FALSE);

  return bedside_store_files_exist (folder);
}

typedef gboolean (*Work) (const char  *folder,
                          GError     **error);

typedef struct {
  char *folder;  /* (owned) */
  Work  work;    /* (nullable) */
} Errand;

static void
errand_free (Errand *errand)
{
  g_free (errand->folder);
  g_free (errand);
}

static void
work_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  bedside_assert_other_thread ();

  Errand *errand = task_data;
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (errand->work (errand->folder, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* A thread of its own for each of the few calls that need no database. */
static void
run_once (const char          *folder,
          gpointer             source_tag,
          GTaskThreadFunc      function,
          Work                 work,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Errand *errand = g_new0 (Errand, 1);

  errand->folder = g_strdup (folder);
  errand->work = work;
  g_task_set_source_tag (task, source_tag);
  /* What has been done to the files is reported, even if it was cancelled meanwhile. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, errand, (GDestroyNotify) errand_free);
  g_task_run_in_thread (task, function);
}

static gboolean
finish (GAsyncResult  *result,
        gpointer       source_tag,
        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, source_tag), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
set_aside_in_thread (GTask        *task,
                     gpointer      source_object,
                     gpointer      task_data,
                     GCancellable *cancellable)
{
  bedside_assert_other_thread ();

  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;

  char *path = bedside_store_files_set_aside (((Errand *) task_data)->folder, &error);

  if (path != NULL)
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_error (task, error);
}

/**
 * bedside_store_set_aside_async:
 * @folder: folder of a profile that no store has open
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Renames a database that cannot be used, with its companions, to NAME.damaged-N, so that a new one can be made.
 */
void
bedside_store_set_aside_async (const char          *folder,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (folder != NULL);

  run_once (folder, bedside_store_set_aside_async, set_aside_in_thread, NULL, cancellable, callback, user_data);
}

/**
 * bedside_store_set_aside_finish:
 * @result: what the callback was given
 * @error: return location for a #BedsideStoreError
 *
 * Returns: (transfer full) (nullable): the new path of the database
 */
char *
bedside_store_set_aside_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_store_set_aside_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bedside_store_condemn_async:
 * @folder: folder of a profile
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Marks the folder, before anything is erased: whatever happens in between, it is known that all of it is to go. See
 * bedside_store_is_condemned() and bedside_store_pardon_async().
 */
void
bedside_store_condemn_async (const char          *folder,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (folder != NULL);

  run_once (folder, bedside_store_condemn_async, work_in_thread, bedside_store_files_condemn, cancellable, callback,
            user_data);
}

/**
 * bedside_store_condemn_finish:
 * @result: what the callback was given
 * @error: return location for a #BedsideStoreError
 *
 * Returns: %TRUE if the mark is on the disk
 */
gboolean
bedside_store_condemn_finish (GAsyncResult  *result,
                              GError       **error)
{
  return finish (result, bedside_store_condemn_async, error);
}

/**
 * bedside_store_is_condemned:
 * @folder: folder of a profile
 *
 * Returns: %TRUE if what it holds was to be erased, and that has not come to its end
 */
gboolean
bedside_store_is_condemned (const char *folder)
{
  g_return_val_if_fail (folder != NULL, FALSE);

  return bedside_store_files_condemned (folder);
}

/**
 * bedside_store_pardon_async:
 * @folder: folder of a profile
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Takes the mark away: everything was erased, or somebody else uses the folder from now on.
 */
void
bedside_store_pardon_async (const char          *folder,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (folder != NULL);

  run_once (folder, bedside_store_pardon_async, work_in_thread, bedside_store_files_pardon, cancellable, callback,
            user_data);
}

/**
 * bedside_store_pardon_finish:
 * @result: what the callback was given
 * @error: return location for a #BedsideStoreError
 *
 * Returns: %TRUE if there is no mark
 */
gboolean
bedside_store_pardon_finish (GAsyncResult  *result,
                             GError       **error)
{
  return finish (result, bedside_store_pardon_async, error);
}

/**
 * bedside_store_erase_async:
 * @folder: folder of a profile that no store has open; need not exist
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Deletes the database, its companions and those set aside.
 */
void
bedside_store_erase_async (const char          *folder,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (folder != NULL);

  run_once (folder, bedside_store_erase_async, work_in_thread, bedside_store_files_erase, cancellable, callback,
            user_data);
}

/**
 * bedside_store_erase_finish:
 * @result: what the callback was given
 * @error: return location for a #BedsideStoreError
 *
 * Returns: %TRUE if nothing is left
 */
gboolean
bedside_store_erase_finish (GAsyncResult  *result,
                            GError       **error)
{
  return finish (result, bedside_store_erase_async, error);
}
