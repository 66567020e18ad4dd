/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-file-secrets.h"

#include <glib/gstdio.h>

struct _BedsideFileSecrets
{
  GObject  parent_instance;

  char    *folder;   /* (owned) */
};

static void bedside_file_secrets_iface_init (BedsideSecretsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BedsideFileSecrets, bedside_file_secrets, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BEDSIDE_TYPE_SECRETS, bedside_file_secrets_iface_init))

static char *
dup_path (BedsideSecrets *secrets,
          BedsideSecret   secret)
{
  g_autofree char *name = g_strdup_printf ("secret-%d", secret);

  return g_build_filename (BEDSIDE_FILE_SECRETS (secrets)->folder, name, NULL);
}

static void
lookup_async (BedsideSecrets      *secrets,
              BedsideSecret        secret,
              GCancellable        *cancellable,
              GAsyncReadyCallback  callback,
              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (secrets, cancellable, callback, user_data);
  g_autofree char *path = dup_path (secrets, secret);
  char *value = NULL;

  g_task_set_source_tag (task, lookup_async);
  /* None is there at the first start. */
  g_file_get_contents (path, &value, NULL, NULL);
  g_task_return_pointer (task, value, g_free);
}

static char *
lookup_finish (BedsideSecrets  *secrets,
               GAsyncResult    *result,
               GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
store_async (BedsideSecrets      *secrets,
             BedsideSecret        secret,
             const char          *value,
             GCancellable        *cancellable,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (secrets, cancellable, callback, user_data);
  g_autofree char *path = dup_path (secrets, secret);
  g_autoptr(GError) error = NULL;

  g_task_set_source_tag (task, store_async);
  if (g_file_set_contents_full (path, value, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
clear_async (BedsideSecrets      *secrets,
             GCancellable        *cancellable,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (secrets, cancellable, callback, user_data);

  g_task_set_source_tag (task, clear_async);
  for (guint i = 0; i < BEDSIDE_N_SECRETS; i++)
    {
      g_autofree char *path = dup_path (secrets, (BedsideSecret) i);

      g_unlink (path);
    }
  g_task_return_boolean (task, TRUE);
}

static gboolean
finish (BedsideSecrets  *secrets,
        GAsyncResult    *result,
        GError         **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
bedside_file_secrets_finalize (GObject *object)
{
  g_free (BEDSIDE_FILE_SECRETS (object)->folder);

  G_OBJECT_CLASS (bedside_file_secrets_parent_class)->finalize (object);
}

static void
bedside_file_secrets_iface_init (BedsideSecretsInterface *iface)
{
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
  iface->store_async = store_async;
  iface->store_finish = finish;
  iface->clear_async = clear_async;
  iface->clear_finish = finish;
}

static void
bedside_file_secrets_class_init (BedsideFileSecretsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bedside_file_secrets_finalize;
}

static void
bedside_file_secrets_init (BedsideFileSecrets *self)
{
}

/**
 * bedside_file_secrets_new:
 * @folder: where they are
 *
 * Returns: (transfer full): the secrets
 */
BedsideFileSecrets *
bedside_file_secrets_new (const char *folder)
{
  BedsideFileSecrets *self = g_object_new (BEDSIDE_TYPE_FILE_SECRETS, NULL);

  self->folder = g_strdup (folder);

  return self;
}
