/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-directory"

#include "bedside-directory.h"

struct _BedsideDirectory
{
  GObject     parent_instance;

  GHashTable *patients;    /* (owned) (element-type utf8 BedsidePatient): by key, removed ones too */
};

G_DEFINE_FINAL_TYPE (BedsideDirectory, bedside_directory, G_TYPE_OBJECT)

static void
bedside_directory_finalize (GObject *object)
{
  BedsideDirectory *self = BEDSIDE_DIRECTORY (object);

  g_hash_table_unref (self->patients);

  G_OBJECT_CLASS (bedside_directory_parent_class)->finalize (object);
}

static void
bedside_directory_class_init (BedsideDirectoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bedside_directory_finalize;
}

static void
bedside_directory_init (BedsideDirectory *self)
{
  self->patients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/**
 * bedside_directory_new:
 *
 * Returns: (transfer full): an empty directory
 */
BedsideDirectory *
bedside_directory_new (void)
{
  return g_object_new (BEDSIDE_TYPE_DIRECTORY, NULL);
}

static BedsidePatient *
ensure_patient (BedsideDirectory *self,
                const char       *key)
{
  BedsidePatient *patient = g_hash_table_lookup (self->patients, key);

  if (patient == NULL)
    {
      patient = bedside_patient_new (key);
      g_hash_table_insert (self->patients, g_strdup (key), patient);
    }

  return patient;
}

static BedsidePortalState
read_portal_state (JsonObject *content)
{
  const char *portal = bedside_json_get_string (content, "portal");

  if (g_strcmp0 (portal, "activated") == 0)
    return BEDSIDE_PORTAL_STATE_ACTIVATED;
  if (g_strcmp0 (portal, "invited") == 0)
    return BEDSIDE_PORTAL_STATE_INVITED;
  return BEDSIDE_PORTAL_STATE_NONE;
}

static BedsideChatAccess
read_chat_access (JsonObject *content)
{
  const char *chat = bedside_json_get_string (content, "chat");

  if (g_strcmp0 (chat, "enabled") == 0)
    return BEDSIDE_CHAT_ACCESS_ENABLED;
  if (g_strcmp0 (chat, "disabled") == 0)
    return BEDSIDE_CHAT_ACCESS_DISABLED;
  return BEDSIDE_CHAT_ACCESS_UNSET;
}

/**
 * bedside_directory_apply_state:
 * @self: a directory
 * @event: a state event of the directory room
 *
 * Takes over a patient or a patient's access. Empty content means that it was
 * removed. Anything missing or mistyped is as if it had never been written.
 *
 * Returns: whether it was about a patient
 */
gboolean
bedside_directory_apply_state (BedsideDirectory *self,
                               BedsideEvent     *event)
{
  g_return_val_if_fail (BEDSIDE_IS_DIRECTORY (self), FALSE);
  g_return_val_if_fail (event != NULL && event->state_key != NULL, FALSE);

  if (*event->state_key == '\0')
    return FALSE;

  if (g_str_equal (event->type, "org.bedside.patient"))
    {
      BedsidePatient *patient = ensure_patient (self, event->state_key);

      bedside_patient_set_identity (patient,
                                    bedside_json_get_string (event->content, "given"),
                                    bedside_json_get_string (event->content, "family"),
                                    bedside_json_get_string (event->content, "birth_date"));
      bedside_patient_prepare_search (patient);
      bedside_patient_set_portal (patient, read_portal_state (event->content),
                                  bedside_json_get_string (event->content, "user_id"));
      bedside_patient_set_removed (patient, json_object_get_size (event->content) == 0);
      return TRUE;
    }
  if (g_str_equal (event->type, "org.bedside.access"))
    {
      bedside_patient_set_chat_access (ensure_patient (self, event->state_key), read_chat_access (event->content));
      return TRUE;
    }

  return FALSE;
}

/**
 * bedside_directory_find:
 * @self: a directory
 * @key: (nullable): a patient's key
 *
 * Returns: (transfer none) (nullable): the patient, also one who was removed
 */
BedsidePatient *
bedside_directory_find (BedsideDirectory *self,
                        const char       *key)
{
  g_return_val_if_fail (BEDSIDE_IS_DIRECTORY (self), NULL);

  return key ? g_hash_table_lookup (self->patients, key) : NULL;
}
