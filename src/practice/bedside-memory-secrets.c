/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-memory-secrets"

#include "bedside-memory-secrets.h"

struct _BedsideMemorySecrets
{
  GObject  parent_instance;

  char    *values[BEDSIDE_N_SECRETS];  /* (owned) (nullable) */
  GError  *failure;                    /* (owned) (nullable) */
};

static void bedside_memory_secrets_iface_init (BedsideSecretsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BedsideMemorySecrets, bedside_memory_secrets, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BEDSIDE_TYPE_SECRETS, bedside_memory_secrets_iface_init))

/* GTask calls back from the main loop, never from in here. */
static GTask *
begin (BedsideSecrets      *secrets,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data,
       gpointer             source_tag)
{
  BedsideMemorySecrets *self = BEDSIDE_MEMORY_SECRETS (secrets);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  if (g_task_return_error_if_cancelled (task))
    return NULL;
  if (self->failure != NULL)
    {
      g_task_return_error (task, g_error_copy (self->failure));
      return NULL;
    }

  return g_steal_pointer (&task);
}

static gboolean
is_ours (BedsideSecrets *secrets,
         GAsyncResult   *result,
         gpointer        source_tag)
{
  return g_task_is_valid (result, secrets) && g_async_result_is_tagged (result, source_tag);
}

static void
bedside_memory_secrets_lookup_async (BedsideSecrets      *secrets,
                                     BedsideSecret        secret,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  BedsideMemorySecrets *self = BEDSIDE_MEMORY_SECRETS (secrets);
  g_autoptr(GTask) task = begin (secrets, cancellable, callback, user_data, bedside_memory_secrets_lookup_async);

  if (task != NULL)
    g_task_return_pointer (task, g_strdup (self->values[secret]), (GDestroyNotify) bedside_secret_free);
}

static char *
bedside_memory_secrets_lookup_finish (BedsideSecrets  *secrets,
                                      GAsyncResult    *result,
                                      GError         **error)
{
  g_return_val_if_fail (is_ours (secrets, result, bedside_memory_secrets_lookup_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
bedside_memory_secrets_store_async (BedsideSecrets      *secrets,
                                    BedsideSecret        secret,
                                    const char          *value,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  BedsideMemorySecrets *self = BEDSIDE_MEMORY_SECRETS (secrets);
  g_autoptr(GTask) task = begin (secrets, cancellable, callback, user_data, bedside_memory_secrets_store_async);

  if (task == NULL)
    return;

  char *copy = g_strdup (value);
  g_clear_pointer (&self->values[secret], bedside_secret_free);
  self->values[secret] = copy;
  g_task_return_boolean (task, TRUE);
}

static gboolean
bedside_memory_secrets_store_finish (BedsideSecrets  *secrets,
                                     GAsyncResult    *result,
                                     GError         **error)
{
  g_return_val_if_fail (is_ours (secrets, result, bedside_memory_secrets_store_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
bedside_memory_secrets_clear_async (BedsideSecrets      *secrets,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  BedsideMemorySecrets *self = BEDSIDE_MEMORY_SECRETS (secrets);
  g_autoptr(GTask) task = begin (secrets, cancellable, callback, user_data, bedside_memory_secrets_clear_async);

  if (task == NULL)
    return;

  for (guint i = 0; i < G_N_ELEMENTS (self->values); i++)
    g_clear_pointer (&self->values[i], bedside_secret_free);
  g_task_return_boolean (task, TRUE);
}

static gboolean
bedside_memory_secrets_clear_finish (BedsideSecrets  *secrets,
                                     GAsyncResult    *result,
                                     GError         **error)
{
  g_return_val_if_fail (is_ours (secrets, result, bedside_memory_secrets_clear_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
bedside_memory_secrets_finalize (GObject *object)
{
  BedsideMemorySecrets *self = BEDSIDE_MEMORY_SECRETS (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->values); i++)
    g_clear_pointer (&self->values[i], bedside_secret_free);
  g_clear_error (&self->failure);

  G_OBJECT_CLASS (bedside_memory_secrets_parent_class)->finalize (object);
}

static void
bedside_memory_secrets_iface_init (BedsideSecretsInterface *iface)
{
  iface->lookup_async = bedside_memory_secrets_lookup_async;
  iface->lookup_finish = bedside_memory_secrets_lookup_finish;
  iface->store_async = bedside_memory_secrets_store_async;
  iface->store_finish = bedside_memory_secrets_store_finish;
  iface->clear_async = bedside_memory_secrets_clear_async;
  iface->clear_finish = bedside_memory_secrets_clear_finish;
}

static void
bedside_memory_secrets_class_init (BedsideMemorySecretsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bedside_memory_secrets_finalize;
}

static void
bedside_memory_secrets_init (BedsideMemorySecrets *self)
{
}

/**
 * bedside_memory_secrets_new:
 *
 * Returns: (transfer full): an empty keyring that ends with the program
 */
BedsideMemorySecrets *
bedside_memory_secrets_new (void)
{
  return g_object_new (BEDSIDE_TYPE_MEMORY_SECRETS, NULL);
}

/**
 * bedside_memory_secrets_set_failure:
 * @self: the secrets
 * @error: (nullable): what every call fails with from now on; %NULL: works again
 *
 * Plays a keyring that does not work, for tests. What is kept stays.
 */
void
bedside_memory_secrets_set_failure (BedsideMemorySecrets *self,
                                    const GError         *error)
{
  g_return_if_fail (BEDSIDE_IS_MEMORY_SECRETS (self));

  g_clear_error (&self->failure);
  self->failure = error ? g_error_copy (error) : NULL;
}
