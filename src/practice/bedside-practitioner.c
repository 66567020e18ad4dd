/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-practitioner"

#include "bedside-practitioner.h"

#include <string.h>

#include "bedside-search.h"
#include "bedside-visible.h"

struct _BedsidePractitioner
{
  GObject      parent_instance;

  char        *user_id;      /* (owned) */
  char        *name;         /* (owned) */
  char        *search_text;  /* (owned) (nullable): the name, folded; made when somebody searches */
  BedsideRole  role;
  gboolean     invited;
  gboolean     is_self;
};

typedef enum {
  PROP_USER_ID = 1,
  PROP_NAME,
  PROP_ROLE,
  PROP_INVITED,
  PROP_SELF,
} BedsidePractitionerProperty;

static GParamSpec *properties[PROP_SELF + 1];

G_DEFINE_ENUM_TYPE (BedsideRole, bedside_role,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ROLE_PRACTITIONER, "practitioner"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ROLE_MANAGER, "manager"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ROLE_OWNER, "owner"))

G_DEFINE_FINAL_TYPE (BedsidePractitioner, bedside_practitioner, G_TYPE_OBJECT)

static void
bedside_practitioner_get_property (GObject    *object,
                                   guint       prop_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  BedsidePractitioner *self = BEDSIDE_PRACTITIONER (object);

  switch ((BedsidePractitionerProperty) prop_id)
    {
    case PROP_USER_ID:
      g_value_set_string (value, self->user_id);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_ROLE:
      g_value_set_enum (value, self->role);
      break;

    case PROP_INVITED:
      g_value_set_boolean (value, self->invited);
      break;

    case PROP_SELF:
      g_value_set_boolean (value, self->is_self);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_practitioner_finalize (GObject *object)
{
  BedsidePractitioner *self = BEDSIDE_PRACTITIONER (object);

  g_free (self->user_id);
  g_free (self->name);
  g_free (self->search_text);

  G_OBJECT_CLASS (bedside_practitioner_parent_class)->finalize (object);
}

static void
bedside_practitioner_class_init (BedsidePractitionerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_practitioner_get_property;
  object_class->finalize = bedside_practitioner_finalize;

  properties[PROP_USER_ID] = g_param_spec_string ("user-id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  properties[PROP_ROLE] = g_param_spec_enum ("role", NULL, NULL, BEDSIDE_TYPE_ROLE, BEDSIDE_ROLE_PRACTITIONER, flags);
  properties[PROP_INVITED] = g_param_spec_boolean ("invited", NULL, NULL, FALSE, flags);
  properties[PROP_SELF] = g_param_spec_boolean ("self", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_practitioner_init (BedsidePractitioner *self)
{
}

/* "@imani:example.org" is called "imani" as long as nothing else is known. */
static char *
get_user_name (const char *user_id)
{
  const char *start = *user_id == '@' ? user_id + 1 : user_id;
  g_autofree char *name = g_strndup (start, strcspn (start, ":"));

  return bedside_visible_name (name);
}

/**
 * bedside_practitioner_new:
 * @user_id: the account
 * @is_self: whether it is the one who is signed in
 *
 * Returns: (transfer full): a practitioner who is called by the user name
 */
BedsidePractitioner *
bedside_practitioner_new (const char *user_id,
                          gboolean    is_self)
{
  g_return_val_if_fail (user_id != NULL, NULL);

  BedsidePractitioner *self = g_object_new (BEDSIDE_TYPE_PRACTITIONER, NULL);

  self->user_id = g_strdup (user_id);
  self->name = get_user_name (user_id);
  self->is_self = !!is_self;

  return self;
}

/**
 * bedside_practitioner_get_user_id:
 * @self: a practitioner
 *
 * Returns: (transfer none): the account
 */
const char *
bedside_practitioner_get_user_id (BedsidePractitioner *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTITIONER (self), NULL);

  return self->user_id;
}

/**
 * bedside_practitioner_get_name:
 * @self: a practitioner
 *
 * Returns: (transfer none): what to call the practitioner, never empty
 */
const char *
bedside_practitioner_get_name (BedsidePractitioner *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTITIONER (self), NULL);

  return self->name;
}

/**
 * bedside_practitioner_set_name:
 * @self: a practitioner
 * @name: (nullable): the display name; without one the user name is shown
 */
void
bedside_practitioner_set_name (BedsidePractitioner *self,
                               const char          *name)
{
  g_return_if_fail (BEDSIDE_IS_PRACTITIONER (self));

  g_autofree char *shown = bedside_visible_name (name ? name : "");

  if (*shown == '\0')
    {
      g_free (shown);
      shown = get_user_name (self->user_id);
    }

  if (g_str_equal (self->name, shown))
    return;
  g_free (self->name);
  self->name = g_steal_pointer (&shown);
  g_clear_pointer (&self->search_text, g_free);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

/**
 * bedside_practitioner_get_role:
 * @self: a practitioner
 *
 * Returns: what the practitioner may do in the practice
 */
BedsideRole
bedside_practitioner_get_role (BedsidePractitioner *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTITIONER (self), BEDSIDE_ROLE_PRACTITIONER);

  return self->role;
}

/**
 * bedside_practitioner_set_role:
 * @self: a practitioner
 * @role: what the practitioner may do in the practice
 */
void
bedside_practitioner_set_role (BedsidePractitioner *self,
                               BedsideRole          role)
{
  g_return_if_fail (BEDSIDE_IS_PRACTITIONER (self));

  if (self->role == role)
    return;
  self->role = role;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROLE]);
}

/**
 * bedside_practitioner_get_invited:
 * @self: a practitioner
 *
 * Returns: whether the practitioner is invited and has not joined yet
 */
gboolean
bedside_practitioner_get_invited (BedsidePractitioner *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTITIONER (self), FALSE);

  return self->invited;
}

/**
 * bedside_practitioner_set_invited:
 * @self: a practitioner
 * @invited: see bedside_practitioner_get_invited()
 */
void
bedside_practitioner_set_invited (BedsidePractitioner *self,
                                  gboolean             invited)
{
  g_return_if_fail (BEDSIDE_IS_PRACTITIONER (self));

  if (self->invited == !!invited)
    return;
  self->invited = !!invited;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INVITED]);
}

/**
 * bedside_practitioner_is_self:
 * @self: a practitioner
 *
 * Returns: whether it is the one who is signed in
 */
gboolean
bedside_practitioner_is_self (BedsidePractitioner *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTITIONER (self), FALSE);

  return self->is_self;
}

/**
 * bedside_practitioner_matches:
 * @self: a practitioner
 * @query: what is searched for; "" matches everybody
 *
 * Returns: whether each word of @query begins a part of the name, whatever its case and accents
 */
gboolean
bedside_practitioner_matches (BedsidePractitioner *self,
                              const char          *query)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTITIONER (self), FALSE);
  g_return_val_if_fail (query != NULL, FALSE);

  if (self->search_text == NULL)
    self->search_text = bedside_search_fold (self->name);
  return bedside_search_matches (self->search_text, query);
}

/**
 * bedside_role_may_manage:
 * @own: a role
 *
 * Returns: whether it may change the practice settings and invite practitioners (R9)
 */
gboolean
bedside_role_may_manage (BedsideRole own)
{
  return own >= BEDSIDE_ROLE_MANAGER;
}

/**
 * bedside_role_may_remove:
 * @own: who removes
 * @other: who is removed
 *
 * Returns: whether that is possible: nobody removes an equal
 */
gboolean
bedside_role_may_remove (BedsideRole own,
                         BedsideRole other)
{
  return bedside_role_may_manage (own) && own > other;
}

/**
 * bedside_role_may_promote:
 * @own: who makes a manager
 * @other: who becomes one
 *
 * Returns: whether that is possible
 */
gboolean
bedside_role_may_promote (BedsideRole own,
                          BedsideRole other)
{
  return bedside_role_may_manage (own) && other == BEDSIDE_ROLE_PRACTITIONER;
}

/**
 * bedside_role_may_demote:
 * @own: who takes the role of a manager away
 * @other: from whom
 *
 * Returns: whether that is possible: only the owner can
 */
gboolean
bedside_role_may_demote (BedsideRole own,
                         BedsideRole other)
{
  return own == BEDSIDE_ROLE_OWNER && other == BEDSIDE_ROLE_MANAGER;
}
