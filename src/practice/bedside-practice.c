/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-practice"

#include "bedside-practice.h"

#include "bedside-directory.h"
#include "bedside-visible.h"

struct _BedsidePractice
{
  GObject   parent_instance;

  char               *room_id;       /* (owned) */
  char               *name;          /* (owned) */
  char               *directory_id;  /* (owned) (nullable) */
  GListModel         *patients;      /* (owned) (element-type BedsidePatient) */
  GListStore         *people;        /* (owned) (element-type BedsidePractitioner) */
  BedsideRole         role;
  BedsideEnforcement  enforcement;
  guint               unread;
  gboolean            group_chat;
  gboolean            patient_chat;
  gboolean            complete;
};

typedef enum {
  PROP_NAME = 1,
  PROP_GROUP_CHAT,
  PROP_PATIENT_CHAT,
  PROP_ROLE,
  PROP_ENFORCEMENT,
  PROP_COMPLETE,
  PROP_UNREAD,
  PROP_PATIENTS,
} BedsidePracticeProperty;

static GParamSpec *properties[PROP_PATIENTS + 1];

G_DEFINE_ENUM_TYPE (BedsideEnforcement, bedside_enforcement,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ENFORCEMENT_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ENFORCEMENT_ENFORCED, "enforced"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ENFORCEMENT_NOT_CONFIGURED, "not-configured"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ENFORCEMENT_NOT_ENFORCED, "not-enforced"))

G_DEFINE_FINAL_TYPE (BedsidePractice, bedside_practice, G_TYPE_OBJECT)

static void
bedside_practice_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  BedsidePractice *self = BEDSIDE_PRACTICE (object);

  switch ((BedsidePracticeProperty) prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_GROUP_CHAT:
      g_value_set_boolean (value, self->group_chat);
      break;

    case PROP_PATIENT_CHAT:
      g_value_set_boolean (value, self->patient_chat);
      break;

    case PROP_ROLE:
      g_value_set_enum (value, self->role);
      break;

    case PROP_ENFORCEMENT:
      g_value_set_enum (value, self->enforcement);
      break;

    case PROP_COMPLETE:
      g_value_set_boolean (value, self->complete);
      break;

    case PROP_UNREAD:
      g_value_set_uint (value, self->unread);
      break;

    case PROP_PATIENTS:
      g_value_set_object (value, self->patients);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_practice_finalize (GObject *object)
{
  BedsidePractice *self = BEDSIDE_PRACTICE (object);

  g_free (self->room_id);
  g_free (self->name);
  g_free (self->directory_id);
  g_object_unref (self->patients);
  g_object_unref (self->people);

  G_OBJECT_CLASS (bedside_practice_parent_class)->finalize (object);
}

static void
bedside_practice_class_init (BedsidePracticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_practice_get_property;
  object_class->finalize = bedside_practice_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  properties[PROP_GROUP_CHAT] = g_param_spec_boolean ("group-chat", NULL, NULL, FALSE, flags);
  properties[PROP_PATIENT_CHAT] = g_param_spec_boolean ("patient-chat", NULL, NULL, FALSE, flags);
  properties[PROP_ROLE] = g_param_spec_enum ("role", NULL, NULL, BEDSIDE_TYPE_ROLE, BEDSIDE_ROLE_PRACTITIONER, flags);
  properties[PROP_ENFORCEMENT] = g_param_spec_enum ("enforcement", NULL, NULL, BEDSIDE_TYPE_ENFORCEMENT,
                                                    BEDSIDE_ENFORCEMENT_UNKNOWN, flags);
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, TRUE, flags);
  properties[PROP_UNREAD] = g_param_spec_uint ("unread", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_PATIENTS] = g_param_spec_object ("patients", NULL, NULL, G_TYPE_LIST_MODEL, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_practice_init (BedsidePractice *self)
{
  self->name = g_strdup ("");
  self->patients = G_LIST_MODEL (g_list_store_new (BEDSIDE_TYPE_PATIENT));
  self->people = g_list_store_new (BEDSIDE_TYPE_PRACTITIONER);
  self->complete = TRUE;
}

/**
 * bedside_practice_new:
 * @room_id: id of the practice's space
 *
 * Returns: (transfer full): a practice of which nothing else is known yet
 */
BedsidePractice *
bedside_practice_new (const char *room_id)
{
  g_return_val_if_fail (room_id != NULL, NULL);

  BedsidePractice *self = g_object_new (BEDSIDE_TYPE_PRACTICE, NULL);

  self->room_id = g_strdup (room_id);

  return self;
}

/**
 * bedside_practice_get_room_id:
 * @self: a practice
 *
 * Returns: (transfer none): id of the practice's space
 */
const char *
bedside_practice_get_room_id (BedsidePractice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (self), NULL);

  return self->room_id;
}

/**
 * bedside_practice_get_name:
 * @self: a practice
 *
 * Returns: (transfer none): its name, "" while unknown
 */
const char *
bedside_practice_get_name (BedsidePractice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (self), NULL);

  return self->name;
}

/**
 * bedside_practice_set_name:
 * @self: a practice
 * @name: (nullable): the name of the space
 */
void
bedside_practice_set_name (BedsidePractice *self,
                           const char      *name)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE (self));

  g_autofree char *shown = bedside_visible_name (name ? name : "");

  if (g_str_equal (self->name, shown))
    return;
  g_free (self->name);
  self->name = g_steal_pointer (&shown);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

/**
 * bedside_practice_get_group_chat:
 * @self: a practice
 *
 * Returns: whether its practitioners may use chat at all
 */
gboolean
bedside_practice_get_group_chat (BedsidePractice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (self), FALSE);

  return self->group_chat;
}

/**
 * bedside_practice_get_patient_chat:
 * @self: a practice
 *
 * Returns: whether its practitioners may use chat with patients
 */
gboolean
bedside_practice_get_patient_chat (BedsidePractice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (self), FALSE);

  return self->patient_chat;
}

/**
 * bedside_practice_set_settings:
 * @self: a practice
 * @group_chat: see bedside_practice_get_group_chat()
 * @patient_chat: see bedside_practice_get_patient_chat()
 */
void
bedside_practice_set_settings (BedsidePractice *self,
                               gboolean         group_chat,
                               gboolean         patient_chat)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE (self));

  const gboolean had_group_chat = self->group_chat, had_patient_chat = self->patient_chat;

  /* Both before anybody is told: in between, it would be settings that nobody has saved. */
  self->group_chat = !!group_chat;
  self->patient_chat = !!patient_chat;
  if (had_group_chat != self->group_chat)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GROUP_CHAT]);
  if (had_patient_chat != self->patient_chat)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PATIENT_CHAT]);
}

/**
 * bedside_practice_get_role:
 * @self: a practice
 *
 * Returns: what the one who is signed in may do
 */
BedsideRole
bedside_practice_get_role (BedsidePractice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (self), BEDSIDE_ROLE_PRACTITIONER);

  return self->role;
}

/**
 * bedside_practice_set_role:
 * @self: a practice
 * @role: what the one who is signed in may do
 */
void
bedside_practice_set_role (BedsidePractice *self,
                           BedsideRole      role)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE (self));

  if (self->role == role)
    return;
  self->role = role;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROLE]);
}

/**
 * bedside_practice_get_enforcement:
 * @self: a practice
 *
 * Returns: whether the server enforces the rules of the practice
 */
BedsideEnforcement
bedside_practice_get_enforcement (BedsidePractice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (self), BEDSIDE_ENFORCEMENT_UNKNOWN);

  return self->enforcement;
}

/**
 * bedside_practice_set_enforcement:
 * @self: a practice
 * @enforcement: whether the server enforces the rules of the practice
 */
void
bedside_practice_set_enforcement (BedsidePractice    *self,
                                  BedsideEnforcement  enforcement)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE (self));

  if (self->enforcement == enforcement)
    return;
  self->enforcement = enforcement;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENFORCEMENT]);
}

/**
 * bedside_practice_get_complete:
 * @self: a practice
 *
 * Returns: %FALSE while the making of the practice has broken off half-way
 */
gboolean
bedside_practice_get_complete (BedsidePractice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (self), FALSE);

  return self->complete;
}

/**
 * bedside_practice_set_complete:
 * @self: a practice
 * @complete: %FALSE while the making of the practice has broken off half-way
 */
void
bedside_practice_set_complete (BedsidePractice *self,
                               gboolean         complete)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE (self));

  if (self->complete == !!complete)
    return;
  self->complete = !!complete;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
}

/**
 * bedside_practice_get_unread:
 * @self: a practice
 *
 * Returns: how many of its conversations have new messages
 */
guint
bedside_practice_get_unread (BedsidePractice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (self), 0);

  return self->unread;
}

/**
 * bedside_practice_set_unread:
 * @self: a practice
 * @unread: how many of its conversations have new messages
 */
void
bedside_practice_set_unread (BedsidePractice *self,
                             guint            unread)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE (self));

  if (self->unread == unread)
    return;
  self->unread = unread;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNREAD]);
}

/**
 * bedside_practice_get_patients:
 * @self: a practice
 *
 * Returns: (transfer none): a list of #BedsidePatient, without those who were removed, in no order
 */
GListModel *
bedside_practice_get_patients (BedsidePractice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (self), NULL);

  return self->patients;
}

/**
 * bedside_practice_has_patient:
 * @self: a practice
 * @patient: a patient
 *
 * What is said of a patient is said in one practice: a key means nothing in another one.
 *
 * Returns: whether the patient is in its directory, or was removed from it
 */
gboolean
bedside_practice_has_patient (BedsidePractice *self,
                              BedsidePatient  *patient)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (self), FALSE);
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (patient), FALSE);

  if (BEDSIDE_IS_DIRECTORY (self->patients))
    return bedside_directory_find (BEDSIDE_DIRECTORY (self->patients), bedside_patient_get_key (patient)) == patient;

  for (guint i = 0; i < g_list_model_get_n_items (self->patients); i++)
    {
      g_autoptr(BedsidePatient) item = g_list_model_get_item (self->patients, i);

      if (item == patient)
        return TRUE;
    }

  return FALSE;
}

/**
 * bedside_practice_get_directory_id:
 * @self: a practice
 *
 * Returns: (transfer none) (nullable): id of the room with its patients, %NULL while it is not known
 */
const char *
bedside_practice_get_directory_id (BedsidePractice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (self), NULL);

  return self->directory_id;
}

/**
 * bedside_practice_set_directory:
 * @self: a practice
 * @room_id: (nullable): id of the room with its patients
 * @patients: (nullable): a list of #BedsidePatient; %NULL is an empty one
 */
void
bedside_practice_set_directory (BedsidePractice *self,
                                const char      *room_id,
                                GListModel      *patients)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE (self));
  g_return_if_fail (patients == NULL || G_IS_LIST_MODEL (patients));

  if (g_strcmp0 (self->directory_id, room_id) == 0)
    return;
  g_free (self->directory_id);
  self->directory_id = g_strdup (room_id);
  g_object_unref (self->patients);
  self->patients = patients ? g_object_ref (patients) : G_LIST_MODEL (g_list_store_new (BEDSIDE_TYPE_PATIENT));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PATIENTS]);
}

/**
 * bedside_practice_get_people:
 * @self: a practice
 *
 * Returns: (transfer none): a list of #BedsidePractitioner, also those invited, in no order
 */
GListModel *
bedside_practice_get_people (BedsidePractice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (self), NULL);

  return G_LIST_MODEL (self->people);
}

/**
 * bedside_practice_get_people_store: (skip)
 * @self: a practice
 *
 * Returns: (transfer none): the same list as bedside_practice_get_people(), to be changed
 */
GListStore *
bedside_practice_get_people_store (BedsidePractice *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (self), NULL);

  return self->people;
}

/**
 * bedside_practice_find_person:
 * @self: a practice
 * @user_id: (nullable): an account
 *
 * Returns: (transfer none) (nullable): the practitioner, if the practice has such a one or has invited one
 */
BedsidePractitioner *
bedside_practice_find_person (BedsidePractice *self,
                              const char      *user_id)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (self), NULL);

  guint n_people = g_list_model_get_n_items (G_LIST_MODEL (self->people));

  for (guint i = 0; user_id != NULL && i < n_people; i++)
    {
      g_autoptr(BedsidePractitioner) person = g_list_model_get_item (G_LIST_MODEL (self->people), i);

      if (g_str_equal (bedside_practitioner_get_user_id (person), user_id))
        return person;
    }

  return NULL;
}

/**
 * bedside_practice_dup_person_name:
 * @self: a practice
 * @user_id: (nullable): an account
 *
 * Returns: (transfer full): what to call the practitioner, also one who has left: then by the user name; "" if
 *   @user_id is %NULL
 */
char *
bedside_practice_dup_person_name (BedsidePractice *self,
                                  const char      *user_id)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (self), NULL);

  if (user_id == NULL)
    return g_strdup ("");

  BedsidePractitioner *person = bedside_practice_find_person (self, user_id);
  g_autoptr(BedsidePractitioner) gone = person ? NULL : bedside_practitioner_new (user_id, FALSE);

  return g_strdup (bedside_practitioner_get_name (person ? person : gone));
}
