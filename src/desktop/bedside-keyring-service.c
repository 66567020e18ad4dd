/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-keyring-service"

#include "config.h"

#include "bedside-keyring-private.h"

#include "bedside-keyring-error.h"
#include "bedside-keyring-prompt.h"

#include <glib/gi18n-lib.h>

static void on_service (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_searched (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_collection (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_opened (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_loaded (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_stored (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_cleared (GObject *source, GAsyncResult *result, gpointer user_data);

/**
 * bedside_keyring_return_error:
 * @task: what failed
 * @error: (transfer full): an error of libsecret, the bus or the service
 *
 * Ends @task with what bedside_keyring_error_translate() makes of @error.
 */
void
bedside_keyring_return_error (GTask  *task,
                              GError *error)
{
  g_task_return_error (task, bedside_keyring_error_translate (error));
}

/* Neither unlocks nor loads: of what fails there, libsecret's search says nothing. */
static void
search (GTask *task)
{
  BedsideKeyringOperation *operation = g_task_get_task_data (task);

  secret_service_search (operation->service, &bedside_keyring_schema, operation->attributes, SECRET_SEARCH_ALL,
                         g_task_get_cancellable (task), on_searched, g_object_ref (task));
}

static void
find_collection (GTask *task)
{
  BedsideKeyringOperation *operation = g_task_get_task_data (task);

  secret_collection_for_alias (operation->service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                               g_task_get_cancellable (task), on_collection, g_object_ref (task));
}

static void
store (GTask *task)
{
  BedsideKeyringOperation *operation = g_task_get_task_data (task);
  g_autoptr(SecretValue) value = secret_value_new (operation->value, -1, "text/plain");

  secret_service_store (operation->service, &bedside_keyring_schema, operation->attributes, SECRET_COLLECTION_DEFAULT,
                        operation->label, value, g_task_get_cancellable (task), on_stored, g_object_ref (task));
}

/* A thread has one of its own: the one that libsecret gives to everybody hears only in the main loop of its beginning
 * that the service has gone, and whoever is given one that has begun in a thread which is over never would. */
static gboolean
is_in_main_loop (void)
{
  return g_main_context_get_thread_default () == NULL;
}

static void
on_service (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  BedsideKeyringOperation *operation = g_task_get_task_data (task);

  operation->service = is_in_main_loop () ? secret_service_get_finish (result, &error)
                                          : secret_service_open_finish (result, &error);
  if (operation->service == NULL)
    bedside_keyring_return_error (task, g_steal_pointer (&error));
  else if (operation->kind == BEDSIDE_KEYRING_STORE)
    find_collection (task);
  else
    search (task);
}

/* The newest of the items that are open. */
static SecretItem *
choose_item (GList *items)
{
  SecretItem *chosen = NULL;

  for (GList *l = items; l != NULL; l = l->next)
    {
      SecretItem *item = l->data;

      if (secret_item_get_locked (item))
        continue;
      if (chosen == NULL || secret_item_get_modified (item) > secret_item_get_modified (chosen))
        chosen = item;
    }

  return chosen;
}

static void
unlock (GTask     *task,
        GPtrArray *paths)
{
  BedsideKeyringOperation *operation = g_task_get_task_data (task);

  if (operation->quiet)
    {
      g_task_return_error (task, bedside_keyring_error_new_locked ());
      return;
    }

  g_ptr_array_add (paths, NULL);
  operation->asked = TRUE;
  bedside_keyring_unlock_async (g_dbus_proxy_get_connection (G_DBUS_PROXY (operation->service)),
                                (const char *const *) paths->pdata, g_task_get_cancellable (task), on_opened,
                                g_object_ref (task));
}

/* The paths of the items that are locked. */
static GPtrArray *
list_locked (GList *items)
{
  GPtrArray *locked = g_ptr_array_new_with_free_func (g_free);

  for (GList *l = items; l != NULL; l = l->next)
    {
      if (secret_item_get_locked (l->data))
        g_ptr_array_add (locked, g_strdup (g_dbus_proxy_get_object_path (l->data)));
    }

  return locked;
}

static void
return_nothing (GTask *task)
{
  BedsideKeyringOperation *operation = g_task_get_task_data (task);

  if (operation->kind == BEDSIDE_KEYRING_LOOKUP)
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_boolean (task, TRUE);
}

/* The person is asked once: what is locked after that has been locked again at once. */
static void
on_searched (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  g_autolist(SecretItem) items = secret_service_search_finish (SECRET_SERVICE (source), result, &error);
  g_autoptr(GPtrArray) locked = list_locked (items);
  BedsideKeyringOperation *operation = g_task_get_task_data (task);
  SecretItem *item = choose_item (items);

  if (error != NULL)
    bedside_keyring_return_error (task, g_steal_pointer (&error));
  else if (operation->kind == BEDSIDE_KEYRING_LOOKUP && item != NULL)
    secret_item_load_secret (item, g_task_get_cancellable (task), on_loaded, g_object_ref (task));
  else if (locked->len > 0 && operation->asked)
    g_task_return_error (task, bedside_keyring_error_new_locked ());
  else if (locked->len > 0)
    unlock (task, locked);
  else if (item != NULL)
    secret_service_clear (operation->service, &bedside_keyring_schema, operation->attributes,
                          g_task_get_cancellable (task), on_cleared, g_object_ref (task));
  else if (operation->asked)
    return_nothing (task);
  else
    /* Some services do not search in what is locked. */
    find_collection (task);
}

static void
on_collection (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(SecretCollection) collection = secret_collection_for_alias_finish (result, &error);
  BedsideKeyringOperation *operation = g_task_get_task_data (task);

  if (error != NULL)
    bedside_keyring_return_error (task, g_steal_pointer (&error));
  else if (collection != NULL && secret_collection_get_locked (collection))
    {
      g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);

      g_ptr_array_add (paths, g_strdup (g_dbus_proxy_get_object_path (G_DBUS_PROXY (collection))));
      unlock (task, paths);
    }
  else if (operation->kind != BEDSIDE_KEYRING_STORE)
    return_nothing (task);
  else if (collection != NULL)
    store (task);
  else
    /* translators: the name of a new keyring, where there is none yet */
    bedside_keyring_create_async (g_dbus_proxy_get_connection (G_DBUS_PROXY (operation->service)),
                                  _("Default keyring"), g_task_get_cancellable (task), on_opened,
                                  g_object_ref (task));
}

static void
on_opened (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  BedsideKeyringOperation *operation = g_task_get_task_data (task);

  if (!bedside_keyring_open_finish (G_DBUS_CONNECTION (source), result, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (operation->kind == BEDSIDE_KEYRING_STORE)
    store (task);
  else
    search (task);
}

static void
on_loaded (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  SecretItem *item = SECRET_ITEM (source);

  if (!secret_item_load_secret_finish (item, result, &error))
    {
      bedside_keyring_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_autoptr(SecretValue) value = secret_item_get_secret (item);
  const char *text = value ? secret_value_get_text (value) : NULL;
  if (text != NULL)
    g_task_return_pointer (task, g_strdup (text), g_free);
  else
    g_task_return_new_error (task, BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_FAILED,
                             "The keyring gave an item without its secret");
}

static void
on_stored (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;

  if (secret_service_store_finish (SECRET_SERVICE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else if (error != NULL)
    bedside_keyring_return_error (task, g_steal_pointer (&error));
  else
    /* The person would not have a keyring made, or unlocked. */
    g_task_return_error (task, bedside_keyring_error_new_locked ());
}

static void
on_cleared (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;

  secret_service_clear_finish (SECRET_SERVICE (source), result, &error);
  if (error != NULL)
    bedside_keyring_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * bedside_keyring_service_start:
 * @task: a task of a keyring, with a #BedsideKeyringOperation
 *
 * Does the operation with the Secret Service, and returns from @task.
 */
void
bedside_keyring_service_start (GTask *task)
{
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (is_in_main_loop ())
    secret_service_get (SECRET_SERVICE_OPEN_SESSION, cancellable, on_service, g_object_ref (task));
  else
    secret_service_open (SECRET_TYPE_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION, cancellable, on_service,
                         g_object_ref (task));
}
