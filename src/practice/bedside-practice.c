/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-practice"

#include "bedside-practice.h"

struct _BedsidePractice
{
  GObject   parent_instance;

  char     *room_id;         /* (owned) */
  char     *name;            /* (owned) */
  guint     group_chat : 1;
  guint     patient_chat : 1;
};

typedef enum {
  PROP_NAME = 1,
  PROP_GROUP_CHAT,
  PROP_PATIENT_CHAT,
} BedsidePracticeProperty;

static GParamSpec *properties[PROP_PATIENT_CHAT + 1];

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

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_practice_init (BedsidePractice *self)
{
  self->name = g_strdup ("");
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

  if (g_strcmp0 (self->name, name ? name : "") == 0)
    return;
  g_free (self->name);
  self->name = g_strdup (name ? name : "");
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

  if (self->group_chat != !!group_chat)
    {
      self->group_chat = !!group_chat;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GROUP_CHAT]);
    }
  if (self->patient_chat != !!patient_chat)
    {
      self->patient_chat = !!patient_chat;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PATIENT_CHAT]);
    }
}
