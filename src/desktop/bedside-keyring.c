/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-keyring"

#include "config.h"

#include "bedside-keyring.h"

#include "bedside-keyring-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * BedsideKeyring:
 *
 * Keeps secrets in the person's keyring: with the Secret Service, and in a
 * Flatpak in a file that is sealed with a key from the portal. libsecret chooses.
 * There is no fallback to anything that is not sealed.
 *
 * What libsecret's simple functions do not tell apart is asked for here: a look-up
 * in a keyring that the person did not unlock ends there as if nothing were stored.
 */
struct _BedsideKeyring
{
  GObject  parent_instance;

  char    *app_id;      /* (owned): what is stored belongs to one application id */
  GQueue   file_queue;  /* (element-type GTask): each has a reference of this object; empty with the service */
};

typedef enum {
  PROP_APP_ID = 1,
} BedsideKeyringProperty;

static GParamSpec *properties[PROP_APP_ID + 1];

#define ATTRIBUTE_APPLICATION "application"
#define ATTRIBUTE_SECRET "secret"

const SecretSchema bedside_keyring_schema = {
  "org.bedside.Bedside.Secret", SECRET_SCHEMA_NONE,
  {
    { ATTRIBUTE_APPLICATION, SECRET_SCHEMA_ATTRIBUTE_STRING },
    { ATTRIBUTE_SECRET, SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  }
};

/* Names in the keyring: fixed. */
static const struct {
  const char *name;
  const char *label;
  gboolean    quiet;  /* reading it does not ask the person to unlock the keyring */
} kinds[BEDSIDE_N_SECRETS] = {
  /* translators: shown in the program that manages the keyring */
  [BEDSIDE_SECRET_SIGN_IN] = { "sign-in", N_("Bedside: sign-in"), FALSE },
  /* translators: shown in the program that manages the keyring */
  [BEDSIDE_SECRET_CACHE_KEY] = { "cache-key", N_("Bedside: key of the local cache"), FALSE },
  /* translators: shown in the program that manages the keyring */
  [BEDSIDE_SECRET_PASSCODE] = { "passcode", N_("Bedside: check of the passcode"), TRUE },
  /* translators: shown in the program that manages the keyring */
  [BEDSIDE_SECRET_TRIES] = { "tries", N_("Bedside: wrong passcodes"), TRUE },
};

static void bedside_keyring_iface_init (BedsideSecretsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (BedsideKeyring, bedside_keyring, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BEDSIDE_TYPE_SECRETS, bedside_keyring_iface_init))

static void
operation_free (BedsideKeyringOperation *operation)
{
  g_hash_table_unref (operation->attributes);
  if (operation->value != NULL)
    explicit_bzero (operation->value, strlen (operation->value));
  g_free (operation->value);
  g_clear_object (&operation->service);
  g_free (operation);
}

/* --- any operation: which keyring? --- */

static GHashTable *
new_attributes (BedsideKeyring *self,
                const char     *name)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  g_hash_table_insert (attributes, (gpointer) ATTRIBUTE_APPLICATION, g_strdup (self->app_id));
  if (name != NULL)
    g_hash_table_insert (attributes, (gpointer) ATTRIBUTE_SECRET, g_strdup (name));

  return attributes;
}

/* libsecret's own rule, which it does not tell. The functions for the file work with
 * any keyring, but only the service can be asked what is locked. */
static gboolean
uses_file (void)
{
  return g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") == 0 || g_getenv ("SNAP_NAME") != NULL ||
         g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS);
}

static void
start (GTask                   *task,
       BedsideKeyringOperation *operation)
{
  BedsideKeyring *self = g_task_get_source_object (task);

  g_task_set_task_data (task, operation, (GDestroyNotify) operation_free);
  if (uses_file ())
    bedside_keyring_file_start (task, &self->file_queue);
  else
    bedside_keyring_service_start (task);
}

/* --- interface --- */

static void
bedside_keyring_lookup_async (BedsideSecrets      *secrets,
                              BedsideSecret        secret,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  BedsideKeyring *self = BEDSIDE_KEYRING (secrets);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  BedsideKeyringOperation *operation = g_new0 (BedsideKeyringOperation, 1);

  g_task_set_source_tag (task, bedside_keyring_lookup_async);
  operation->kind = BEDSIDE_KEYRING_LOOKUP;
  operation->quiet = kinds[secret].quiet;
  operation->attributes = new_attributes (self, kinds[secret].name);
  start (task, operation);
}

static char *
bedside_keyring_lookup_finish (BedsideSecrets  *secrets,
                               GAsyncResult    *result,
                               GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, secrets), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_keyring_lookup_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
bedside_keyring_store_async (BedsideSecrets      *secrets,
                             BedsideSecret        secret,
                             const char          *value,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  BedsideKeyring *self = BEDSIDE_KEYRING (secrets);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  BedsideKeyringOperation *operation = g_new0 (BedsideKeyringOperation, 1);

  g_task_set_source_tag (task, bedside_keyring_store_async);
  operation->kind = BEDSIDE_KEYRING_STORE;
  operation->attributes = new_attributes (self, kinds[secret].name);
  operation->label = _(kinds[secret].label);
  operation->value = g_strdup (value);
  start (task, operation);
}

static gboolean
bedside_keyring_store_finish (BedsideSecrets  *secrets,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, secrets), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_keyring_store_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
bedside_keyring_clear_async (BedsideSecrets      *secrets,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  BedsideKeyring *self = BEDSIDE_KEYRING (secrets);
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  BedsideKeyringOperation *operation = g_new0 (BedsideKeyringOperation, 1);

  g_task_set_source_tag (task, bedside_keyring_clear_async);
  operation->kind = BEDSIDE_KEYRING_CLEAR;
  operation->attributes = new_attributes (self, NULL);
  start (task, operation);
}

static gboolean
bedside_keyring_clear_finish (BedsideSecrets  *secrets,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, secrets), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_keyring_clear_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
bedside_keyring_iface_init (BedsideSecretsInterface *iface)
{
  iface->lookup_async = bedside_keyring_lookup_async;
  iface->lookup_finish = bedside_keyring_lookup_finish;
  iface->store_async = bedside_keyring_store_async;
  iface->store_finish = bedside_keyring_store_finish;
  iface->clear_async = bedside_keyring_clear_async;
  iface->clear_finish = bedside_keyring_clear_finish;
}

static void
bedside_keyring_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  BedsideKeyring *self = BEDSIDE_KEYRING (object);

  switch ((BedsideKeyringProperty) prop_id)
    {
    case PROP_APP_ID:
      g_value_set_string (value, self->app_id);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_keyring_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  BedsideKeyring *self = BEDSIDE_KEYRING (object);

  switch ((BedsideKeyringProperty) prop_id)
    {
    case PROP_APP_ID:
      self->app_id = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_keyring_finalize (GObject *object)
{
  g_free (BEDSIDE_KEYRING (object)->app_id);

  G_OBJECT_CLASS (bedside_keyring_parent_class)->finalize (object);
}

static void
bedside_keyring_class_init (BedsideKeyringClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bedside_keyring_get_property;
  object_class->set_property = bedside_keyring_set_property;
  object_class->finalize = bedside_keyring_finalize;

  /**
   * BedsideKeyring:app-id:
   *
   * Whose secrets these are: the development profile has its own.
   */
  properties[PROP_APP_ID] =
    g_param_spec_string ("app-id", NULL, NULL, NULL,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_keyring_init (BedsideKeyring *self)
{
  g_queue_init (&self->file_queue);
}

/**
 * bedside_keyring_new:
 * @app_id: the application id that the secrets are stored under
 *
 * Makes an object that talks to the keyring when it is asked for something.
 *
 * Returns: (transfer full): a new keyring
 */
BedsideKeyring *
bedside_keyring_new (const char *app_id)
{
  g_return_val_if_fail (app_id != NULL, NULL);

  return g_object_new (BEDSIDE_TYPE_KEYRING, "app-id", app_id, NULL);
}

/**
 * bedside_keyring_is_for_threads:
 *
 * Returns: whether an object of its own may look something up in a thread that has a main loop; the file that takes the
 *   keyring's place in a sandbox is one for all
 */
gboolean
bedside_keyring_is_for_threads (void)
{
  return !uses_file ();
}
