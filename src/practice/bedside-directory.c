/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-directory"

#include "bedside-directory.h"

#define BEDSIDE_DIRECTORY_PATIENT "org.bedside.patient"
#define BEDSIDE_DIRECTORY_ACCESS  "org.bedside.access"

typedef struct {
  char *patient;   /* (owned) (nullable): ids of the events that hold what is known */
  char *access;    /* (owned) (nullable) */
} Sources;

struct _BedsideDirectory
{
  GObject     parent_instance;

  GHashTable *patients;  /* (owned) (element-type utf8 BedsidePatient): by key, removed ones too */
  GHashTable *sources;   /* (owned) (element-type BedsidePatient Sources) */
  GPtrArray  *listed;    /* (owned) (element-type BedsidePatient): what the model holds */
  GHashTable *changed;   /* (owned) (element-type BedsidePatient): a set, those in @changes */
  GArray     *changes;   /* (owned) (element-type BedsideDirectoryChange): since the last bedside_directory_show() */
};

static GType
bedside_directory_get_item_type (GListModel *model)
{
  return BEDSIDE_TYPE_PATIENT;
}

static guint
bedside_directory_get_n_items (GListModel *model)
{
  return BEDSIDE_DIRECTORY (model)->listed->len;
}

static gpointer
bedside_directory_get_item (GListModel *model,
                            guint       position)
{
  BedsideDirectory *self = BEDSIDE_DIRECTORY (model);

  return position < self->listed->len ? g_object_ref (g_ptr_array_index (self->listed, position)) : NULL;
}

static void
bedside_directory_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = bedside_directory_get_item_type;
  iface->get_n_items = bedside_directory_get_n_items;
  iface->get_item = bedside_directory_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BedsideDirectory, bedside_directory, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, bedside_directory_list_model_init))

static void
sources_free (Sources *sources)
{
  g_free (sources->patient);
  g_free (sources->access);
  g_free (sources);
}

static void
bedside_directory_finalize (GObject *object)
{
  BedsideDirectory *self = BEDSIDE_DIRECTORY (object);

  g_hash_table_unref (self->changed);
  g_array_unref (self->changes);
  g_ptr_array_unref (self->listed);
  g_hash_table_unref (self->sources);
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
  self->patients = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  self->sources = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) sources_free);
  self->listed = g_ptr_array_new_with_free_func (g_object_unref);
  self->changed = g_hash_table_new (NULL, NULL);
  self->changes = g_array_new (FALSE, FALSE, sizeof (BedsideDirectoryChange));
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

/* Somebody of whom only the access is known is nobody in the directory. */
static BedsidePatient *
ensure_patient (BedsideDirectory *self,
                const char       *key)
{
  BedsidePatient *patient = g_hash_table_lookup (self->patients, key);

  if (patient == NULL)
    {
      patient = bedside_patient_new (key);
      bedside_patient_set_removed (patient, TRUE);
      g_hash_table_insert (self->patients, (gpointer) bedside_patient_get_key (patient), patient);
      g_hash_table_insert (self->sources, patient, g_new0 (Sources, 1));
    }

  return patient;
}

/* Before it changes: what is shown is compared with what comes out in the end. */
static void
note_change (BedsideDirectory *self,
             BedsidePatient   *patient)
{
  BedsideDirectoryChange change = {
    .patient = patient,
    .portal = bedside_patient_get_portal_state (patient),
    .was_listed = !bedside_patient_get_removed (patient),
  };

  if (g_hash_table_add (self->changed, patient))
    g_array_append_val (self->changes, change);
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

static void
apply_patient (BedsidePatient *patient,
               JsonObject     *content)
{
  bedside_patient_set_identity (patient, bedside_json_get_string (content, "given"),
                                bedside_json_get_string (content, "family"),
                                bedside_json_get_string (content, "birth_date"));
  bedside_patient_prepare_search (patient);
  bedside_patient_set_record (patient, bedside_json_get_string (content, "record"));
  bedside_patient_set_invited_by (patient, bedside_json_get_string (content, "invited_by"));
  bedside_patient_set_portal (patient, read_portal_state (content), bedside_json_get_string (content, "user_id"));
  bedside_patient_set_removed (patient, json_object_get_size (content) == 0);
}

static void
apply_access (BedsidePatient *patient,
              BedsideEvent   *event)
{
  BedsideChatAccess access = read_chat_access (event->content);

  if (access == BEDSIDE_CHAT_ACCESS_UNSET)
    bedside_patient_set_access_origin (patient, NULL, 0, NULL);
  else
    bedside_patient_set_access_origin (patient, event->sender, event->timestamp,
                                       bedside_json_get_string (event->content, "reason"));
  bedside_patient_set_chat_access (patient, access);
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

  gboolean is_access = g_str_equal (event->type, BEDSIDE_DIRECTORY_ACCESS);

  if (*event->state_key == '\0' || (!is_access && !g_str_equal (event->type, BEDSIDE_DIRECTORY_PATIENT)))
    return FALSE;

  BedsidePatient *patient = ensure_patient (self, event->state_key);
  Sources *sources = g_hash_table_lookup (self->sources, patient);
  char **source = is_access ? &sources->access : &sources->patient;

  note_change (self, patient);
  g_free (*source);
  *source = g_strdup (event->event_id);
  g_object_freeze_notify (G_OBJECT (patient));
  if (is_access)
    apply_access (patient, event);
  else
    apply_patient (patient, event->content);
  g_object_thaw_notify (G_OBJECT (patient));

  return TRUE;
}

static BedsideEvent *
new_blank (const char *event_id,
           const char *type,
           const char *key)
{
  g_autoptr(JsonObject) object = json_object_new ();

  json_object_set_string_member (object, "event_id", event_id);
  json_object_set_string_member (object, "type", type);
  json_object_set_string_member (object, "state_key", key);

  return bedside_event_new_from_json (object, NULL);
}

/**
 * bedside_directory_apply_redaction:
 * @self: a directory
 * @event_id: an event of the directory room that was redacted
 * @rest: (out) (optional) (transfer full) (nullable): what is left of it, to be applied and stored
 *
 * Sync does not repeat a state event that has lost its content: it only says that it was redacted. That is rare, and
 * walks through all patients.
 *
 * Returns: whether it held a patient or an access as they are now
 */
gboolean
bedside_directory_apply_redaction (BedsideDirectory  *self,
                                   const char        *event_id,
                                   BedsideEvent     **rest)
{
  g_return_val_if_fail (BEDSIDE_IS_DIRECTORY (self), FALSE);
  g_return_val_if_fail (event_id != NULL, FALSE);

  g_autoptr(BedsideEvent) blank = NULL;
  GHashTableIter iter;
  BedsidePatient *patient;
  Sources *sources;

  g_hash_table_iter_init (&iter, self->sources);
  while (blank == NULL && g_hash_table_iter_next (&iter, (gpointer *) &patient, (gpointer *) &sources))
    if (g_strcmp0 (sources->patient, event_id) == 0)
      blank = new_blank (event_id, BEDSIDE_DIRECTORY_PATIENT, bedside_patient_get_key (patient));
    else if (g_strcmp0 (sources->access, event_id) == 0)
      blank = new_blank (event_id, BEDSIDE_DIRECTORY_ACCESS, bedside_patient_get_key (patient));

  if (blank == NULL)
    return FALSE;
  bedside_directory_apply_state (self, blank);
  if (rest != NULL)
    *rest = g_steal_pointer (&blank);

  return TRUE;
}

/* One change for all that are gone: from the first of them to the last. */
static void
unlist_removed (BedsideDirectory *self)
{
  gpointer *listed = self->listed->pdata;
  guint first = 0, end = self->listed->len, kept;

  while (first < end && !bedside_patient_get_removed (listed[first]))
    first++;
  while (end > first && !bedside_patient_get_removed (listed[end - 1]))
    end--;
  if (first == end)
    return;

  kept = first;
  for (guint i = first; i < end; i++)
    if (bedside_patient_get_removed (listed[i]))
      g_object_unref (listed[i]);
    else
      listed[kept++] = listed[i];
  g_ptr_array_set_free_func (self->listed, NULL);
  g_ptr_array_remove_range (self->listed, kept, end - kept);
  g_ptr_array_set_free_func (self->listed, g_object_unref);
  g_list_model_items_changed (G_LIST_MODEL (self), first, end - first, kept - first);
}

/**
 * bedside_directory_show:
 * @self: a directory
 *
 * Brings what was applied since the last call to the model: one change for those who were added, and before it one for
 * those who were removed.
 *
 * Returns: (transfer full) (element-type BedsideDirectoryChange): who has changed
 */
GArray *
bedside_directory_show (BedsideDirectory *self)
{
  g_return_val_if_fail (BEDSIDE_IS_DIRECTORY (self), NULL);

  GArray *changes = self->changes;
  guint n_listed = 0, n_removed = 0;

  self->changes = g_array_new (FALSE, FALSE, sizeof (BedsideDirectoryChange));
  g_hash_table_remove_all (self->changed);

  for (guint i = 0; i < changes->len; i++)
    {
      BedsideDirectoryChange *change = &g_array_index (changes, BedsideDirectoryChange, i);

      n_removed += change->was_listed && bedside_patient_get_removed (change->patient);
    }
  if (n_removed > 0)
    unlist_removed (self);

  n_listed = self->listed->len;
  for (guint i = 0; i < changes->len; i++)
    {
      BedsideDirectoryChange *change = &g_array_index (changes, BedsideDirectoryChange, i);

      if (!change->was_listed && !bedside_patient_get_removed (change->patient))
        g_ptr_array_add (self->listed, g_object_ref (change->patient));
    }
  if (self->listed->len > n_listed)
    g_list_model_items_changed (G_LIST_MODEL (self), n_listed, 0, self->listed->len - n_listed);

  return changes;
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
