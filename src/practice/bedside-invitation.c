/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-invitation"

#include "bedside-invitation.h"

#include "bedside-visible.h"

struct _BedsideInvitation
{
  GObject                parent_instance;

  char                  *room_id;   /* (owned) */
  char                  *title;     /* (owned) */
  char                  *inviter;   /* (owned) */
  BedsideInvitationKind  kind;
};

typedef enum {
  PROP_ROOM_ID = 1,
  PROP_KIND,
  PROP_TITLE,
  PROP_INVITER,
} BedsideInvitationProperty;

static GParamSpec *properties[PROP_INVITER + 1];

G_DEFINE_ENUM_TYPE (BedsideInvitationKind, bedside_invitation_kind,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_INVITATION_KIND_PRACTICE, "practice"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_INVITATION_KIND_TEAM, "team"))

G_DEFINE_FINAL_TYPE (BedsideInvitation, bedside_invitation, G_TYPE_OBJECT)

static void
bedside_invitation_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  BedsideInvitation *self = BEDSIDE_INVITATION (object);

  switch ((BedsideInvitationProperty) prop_id)
    {
    case PROP_ROOM_ID:
      g_value_set_string (value, self->room_id);
      break;

    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_INVITER:
      g_value_set_string (value, self->inviter);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_invitation_finalize (GObject *object)
{
  BedsideInvitation *self = BEDSIDE_INVITATION (object);

  g_free (self->room_id);
  g_free (self->title);
  g_free (self->inviter);

  G_OBJECT_CLASS (bedside_invitation_parent_class)->finalize (object);
}

static void
bedside_invitation_class_init (BedsideInvitationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_invitation_get_property;
  object_class->finalize = bedside_invitation_finalize;

  properties[PROP_ROOM_ID] = g_param_spec_string ("room-id", NULL, NULL, NULL, flags);
  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, BEDSIDE_TYPE_INVITATION_KIND,
                                             BEDSIDE_INVITATION_KIND_PRACTICE, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "", flags);
  properties[PROP_INVITER] = g_param_spec_string ("inviter", NULL, NULL, "", flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_invitation_init (BedsideInvitation *self)
{
}

/**
 * bedside_invitation_new:
 * @room_id: the room
 * @kind: what it is
 * @title: (nullable): its name
 * @inviter: (nullable): who invites, by name
 *
 * Returns: (transfer full): an invitation
 */
BedsideInvitation *
bedside_invitation_new (const char            *room_id,
                        BedsideInvitationKind  kind,
                        const char            *title,
                        const char            *inviter)
{
  g_return_val_if_fail (room_id != NULL, NULL);

  BedsideInvitation *self = g_object_new (BEDSIDE_TYPE_INVITATION, NULL);

  self->room_id = g_strdup (room_id);
  self->kind = kind;
  self->title = bedside_visible_name (title ? title : "");
  self->inviter = bedside_visible_name (inviter ? inviter : "");

  return self;
}

/**
 * bedside_invitation_get_room_id:
 * @self: an invitation
 *
 * Returns: (transfer none): the room
 */
const char *
bedside_invitation_get_room_id (BedsideInvitation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_INVITATION (self), NULL);

  return self->room_id;
}

/**
 * bedside_invitation_get_kind:
 * @self: an invitation
 *
 * Returns: what one is invited to
 */
BedsideInvitationKind
bedside_invitation_get_kind (BedsideInvitation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_INVITATION (self), BEDSIDE_INVITATION_KIND_PRACTICE);

  return self->kind;
}

/**
 * bedside_invitation_get_title:
 * @self: an invitation
 *
 * Returns: (transfer none): the name of practice or conversation, "" if it has none
 */
const char *
bedside_invitation_get_title (BedsideInvitation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_INVITATION (self), NULL);

  return self->title;
}

/**
 * bedside_invitation_get_inviter:
 * @self: an invitation
 *
 * Returns: (transfer none): who invites, by name; "" if that is not known
 */
const char *
bedside_invitation_get_inviter (BedsideInvitation *self)
{
  g_return_val_if_fail (BEDSIDE_IS_INVITATION (self), NULL);

  return self->inviter;
}
