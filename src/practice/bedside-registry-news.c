/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-registry-news"

#include "bedside-registry-private.h"

/* Whoever invited a patient to the portal learns when the patient has activated it; that is kept until he says that he
 * knows, over restarts, too. */

static gboolean
is_news (BedsideRegistry *self,
         BedsidePatient  *patient)
{
  return bedside_patient_get_portal_state (patient) == BEDSIDE_PORTAL_STATE_ACTIVATED &&
         !bedside_patient_get_removed (patient) &&
         g_strcmp0 (bedside_patient_get_invited_by (patient), self->user_id) == 0;
}

/**
 * bedside_registry_follow_activation: (skip)
 * @self: a registry
 * @change: a patient who has changed
 *
 * Adds a patient who has activated the portal on this practitioner's invitation.
 */
void
bedside_registry_follow_activation (BedsideRegistry              *self,
                                    const BedsideDirectoryChange *change)
{
  BedsidePatient *patient = change->patient;
  guint position = 0;
  gboolean is_listed = g_list_store_find (self->activated, patient, &position);

  if (is_listed && !is_news (self, patient))
    g_list_store_remove (self->activated, position);
  else if (!is_listed && change->was_listed && change->portal == BEDSIDE_PORTAL_STATE_INVITED &&
           is_news (self, patient))
    g_list_store_append (self->activated, patient);
}

/**
 * bedside_registry_get_activated:
 * @self: a registry
 *
 * Returns: (transfer none): a list of #BedsidePatient, of all practices
 */
GListModel *
bedside_registry_get_activated (BedsideRegistry *self)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);

  return G_LIST_MODEL (self->activated);
}

/**
 * bedside_registry_dismiss_activated:
 * @self: a registry
 * @patient: one of bedside_registry_get_activated()
 *
 * The practitioner knows.
 */
void
bedside_registry_dismiss_activated (BedsideRegistry *self,
                                    BedsidePatient  *patient)
{
  g_return_if_fail (BEDSIDE_IS_REGISTRY (self));
  g_return_if_fail (BEDSIDE_IS_PATIENT (patient));

  guint position = 0;

  if (g_list_store_find (self->activated, patient, &position))
    g_list_store_remove (self->activated, position);
}

/**
 * bedside_registry_find_remembered: (skip)
 * @self: a registry
 *
 * Shows again what was not dismissed before, as soon as the patients are known.
 */
void
bedside_registry_find_remembered (BedsideRegistry *self)
{
  g_autoptr(JsonArray) remembered = g_steal_pointer (&self->remembered);
  g_autoptr(JsonArray) rest = json_array_new ();

  if (remembered == NULL)
    return;
  for (guint i = 0; i < json_array_get_length (remembered); i++)
    {
      JsonObject *item = bedside_json_array_get_object (remembered, i);
      const char *room_id = bedside_json_get_string (item, "directory");
      BedsideDirectory *directory = room_id ? g_hash_table_lookup (self->directories, room_id) : NULL;
      BedsidePatient *patient =
        directory ? bedside_directory_find (directory, bedside_json_get_string (item, "key")) : NULL;

      if (patient != NULL && is_news (self, patient))
        g_list_store_append (self->activated, patient);
      else if (item != NULL && directory == NULL)
        json_array_add_object_element (rest, json_object_ref (item));
    }

  if (json_array_get_length (rest) > 0)
    self->remembered = g_steal_pointer (&rest);
}

static const char *
find_directory_id (BedsideRegistry *self,
                   BedsidePatient  *patient)
{
  GHashTableIter iter;
  const char *room_id;
  BedsideDirectory *directory;

  g_hash_table_iter_init (&iter, self->directories);
  while (g_hash_table_iter_next (&iter, (gpointer *) &room_id, (gpointer *) &directory))
    if (bedside_directory_find (directory, bedside_patient_get_key (patient)) == patient)
      return room_id;

  return NULL;
}

static JsonArray *
new_activated (BedsideRegistry *self)
{
  JsonArray *array = json_array_new ();
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->activated));

  for (guint i = 0; self->remembered != NULL && i < json_array_get_length (self->remembered); i++)
    json_array_add_object_element (array, json_object_ref (bedside_json_array_get_object (self->remembered, i)));
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr(BedsidePatient) patient = g_list_model_get_item (G_LIST_MODEL (self->activated), i);
      const char *room_id = find_directory_id (self, patient);
      JsonObject *item = json_object_new ();

      if (room_id != NULL)
        json_object_set_string_member (item, "directory", room_id);
      json_object_set_string_member (item, "key", bedside_patient_get_key (patient));
      json_array_add_object_element (array, item);
    }

  return array;
}

/**
 * bedside_registry_to_payload:
 * @self: a registry
 *
 * Returns: (transfer full): JSON for bedside_registry_restore()
 */
char *
bedside_registry_to_payload (BedsideRegistry *self)
{
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (self), NULL);

  g_autoptr(JsonObject) object = json_object_new ();

  if (self->chosen_id != NULL)
    json_object_set_string_member (object, "practice", self->chosen_id);
  json_object_set_array_member (object, "activated", new_activated (self));

  return bedside_json_object_to_text (object);
}

static JsonArray *
copy_objects (JsonArray *array)
{
  JsonArray *copy = json_array_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonObject *item = bedside_json_array_get_object (array, i);

      if (item != NULL)
        json_array_add_object_element (copy, json_object_ref (item));
    }

  return copy;
}

/**
 * bedside_registry_restore:
 * @self: a new registry
 * @payload: (nullable): what bedside_registry_to_payload() wrote
 *
 * Takes over what was remembered. What is missing stays as in a new registry.
 */
void
bedside_registry_restore (BedsideRegistry *self,
                          JsonObject      *payload)
{
  g_return_if_fail (BEDSIDE_IS_REGISTRY (self));

  g_free (self->chosen_id);
  self->chosen_id = g_strdup (bedside_json_get_string (payload, "practice"));
  g_clear_pointer (&self->remembered, json_array_unref);
  self->remembered = copy_objects (bedside_json_get_array (payload, "activated"));
}
