/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-settings"
/* The memory backend is in GIO since ever, but its header hides behind this. */
#define G_SETTINGS_ENABLE_BACKEND

#include "bedside-settings.h"

#include <gio/gsettingsbackend.h>

#define SCHEMA "org.bedside.Bedside"

/**
 * bedside_settings_new:
 * @in_memory: forget them when the program ends (demo)
 *
 * Opens the settings. A program that is not installed may have no schema:
 * g_settings_new() would abort, we go without remembering.
 *
 * Returns: (transfer full) (nullable): the settings
 */
GSettings *
bedside_settings_new (gboolean in_memory)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchema) schema = NULL;
  g_autoptr(GSettingsBackend) backend = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, SCHEMA, TRUE);
  if (schema == NULL)
    {
      g_info ("The settings schema is not installed: nothing is remembered");
      return NULL;
    }
  if (in_memory)
    backend = g_memory_settings_backend_new ();

  return g_settings_new_full (schema, backend, NULL);
}

static gboolean
has_key (GSettings  *settings,
         const char *key)
{
  g_autoptr(GSettingsSchema) schema = NULL;

  if (settings == NULL)
    return FALSE;

  g_object_get (settings, "settings-schema", &schema, NULL);

  return g_settings_schema_has_key (schema, key);
}

/**
 * bedside_settings_bind:
 * @settings: (nullable): the settings; %NULL does nothing
 * @key: a key
 * @object: a #GObject
 * @property: one of its properties
 * @flags: which way
 *
 * Like g_settings_bind(), but an older schema that lacks the key is no reason to abort.
 */
void
bedside_settings_bind (GSettings          *settings,
                       const char         *key,
                       gpointer            object,
                       const char         *property,
                       GSettingsBindFlags  flags)
{
  if (has_key (settings, key))
    g_settings_bind (settings, key, object, property, flags);
}

static gboolean
get_variant (GValue   *value,
             GVariant *variant,
             gpointer  user_data)
{
  g_value_set_variant (value, variant);

  return TRUE;
}

static GVariant *
set_variant (const GValue       *value,
             const GVariantType *type,
             gpointer            user_data)
{
  return g_value_dup_variant (value);
}

/* g_settings_bind() does so for text and numbers only. */
static void
bind_variant (GSettings  *settings,
              const char *key,
              gpointer    object)
{
  if (has_key (settings, key))
    g_settings_bind_with_mapping (settings, key, object, key, G_SETTINGS_BIND_DEFAULT, get_variant, set_variant,
                                  NULL, NULL);
}

/**
 * bedside_settings_bind_preferences:
 * @settings: (nullable): the settings; %NULL: they are not remembered
 * @preferences: what the practitioner chooses
 *
 * Remembers what is chosen on this computer.
 */
void
bedside_settings_bind_preferences (GSettings          *settings,
                                   BedsidePreferences *preferences)
{
  g_autofree GParamSpec **properties = NULL;
  guint n_properties = 0;

  g_return_if_fail (BEDSIDE_IS_PREFERENCES (preferences));

  properties = g_object_class_list_properties (G_OBJECT_GET_CLASS (preferences), &n_properties);
  for (guint i = 0; i < n_properties; i++)
    {
      const char *name = properties[i]->name;

      if (G_IS_PARAM_SPEC_VARIANT (properties[i]))
        bind_variant (settings, name, preferences);
      else
        bedside_settings_bind (settings, name, preferences, name, G_SETTINGS_BIND_DEFAULT);
    }
}
