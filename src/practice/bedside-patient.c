/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-patient"

#include "config.h"

#include "bedside-patient-private.h"

#include <glib/gi18n-lib.h>

#include "bedside-search.h"
#include "bedside-visible.h"

typedef enum {
  PROP_NAME = 1,
  PROP_BIRTH_DATE,
  PROP_PORTAL_STATE,
  PROP_CHAT_ACCESS,
  PROP_USER_ID,
  PROP_REMOVED,
  PROP_RECORD,
} BedsidePatientProperty;

static GParamSpec *properties[PROP_RECORD + 1];

G_DEFINE_ENUM_TYPE (BedsidePortalState, bedside_portal_state,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_PORTAL_STATE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_PORTAL_STATE_INVITED, "invited"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_PORTAL_STATE_ACTIVATED, "activated"))

G_DEFINE_ENUM_TYPE (BedsideChatAccess, bedside_chat_access,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CHAT_ACCESS_UNSET, "unset"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CHAT_ACCESS_ENABLED, "enabled"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CHAT_ACCESS_DISABLED, "disabled"))

G_DEFINE_FINAL_TYPE (BedsidePatient, bedside_patient, G_TYPE_OBJECT)

static void
bedside_patient_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  BedsidePatient *self = BEDSIDE_PATIENT (object);

  switch ((BedsidePatientProperty) prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, bedside_patient_get_name (self));
      break;

    case PROP_BIRTH_DATE:
      g_value_set_string (value, bedside_patient_get_birth_date (self));
      break;

    case PROP_PORTAL_STATE:
      g_value_set_enum (value, bedside_patient_get_portal_state (self));
      break;

    case PROP_CHAT_ACCESS:
      g_value_set_enum (value, bedside_patient_get_chat_access (self));
      break;

    case PROP_USER_ID:
      g_value_set_string (value, bedside_patient_get_user_id (self));
      break;

    case PROP_RECORD:
      g_value_set_string (value, self->record);
      break;

    case PROP_REMOVED:
      g_value_set_boolean (value, bedside_patient_get_removed (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_patient_finalize (GObject *object)
{
  BedsidePatient *self = BEDSIDE_PATIENT (object);

  g_free (self->key);
  g_free (self->given);
  g_free (self->family);
  g_free (self->record);
  g_free (self->invited_by);
  g_free (self->access_by);
  g_free (self->access_reason);
  g_free (self->name);
  g_free (self->birth_date);
  g_free (self->born);
  g_free (self->search_text);
  g_free (self->user_id);

  G_OBJECT_CLASS (bedside_patient_parent_class)->finalize (object);
}

static void
bedside_patient_class_init (BedsidePatientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = bedside_patient_get_property;
  object_class->finalize = bedside_patient_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, "", flags);
  properties[PROP_BIRTH_DATE] = g_param_spec_string ("birth-date", NULL, NULL, "", flags);
  properties[PROP_PORTAL_STATE] = g_param_spec_enum ("portal-state", NULL, NULL, BEDSIDE_TYPE_PORTAL_STATE,
                                                     BEDSIDE_PORTAL_STATE_NONE, flags);
  properties[PROP_CHAT_ACCESS] = g_param_spec_enum ("chat-access", NULL, NULL, BEDSIDE_TYPE_CHAT_ACCESS,
                                                    BEDSIDE_CHAT_ACCESS_UNSET, flags);
  properties[PROP_USER_ID] = g_param_spec_string ("user-id", NULL, NULL, NULL, flags);
  properties[PROP_RECORD] = g_param_spec_string ("record", NULL, NULL, NULL, flags);
  properties[PROP_REMOVED] = g_param_spec_boolean ("removed", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_patient_init (BedsidePatient *self)
{
  self->given = g_strdup ("");
  self->family = g_strdup ("");
  self->name = g_strdup ("");
  self->born = g_strdup ("");
}

/**
 * bedside_patient_new:
 * @key: the key of the patient in the directory, which means nothing
 *
 * Returns: (transfer full): a patient of whom nothing else is known
 */
BedsidePatient *
bedside_patient_new (const char *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  BedsidePatient *self = g_object_new (BEDSIDE_TYPE_PATIENT, NULL);

  self->key = g_strdup (key);

  return self;
}

/**
 * bedside_patient_new_named:
 * @key: the key of the patient in the directory
 * @given: (nullable): the given name
 * @family: (nullable): the family name
 * @birth_date: (nullable): as "1985-12-10"
 *
 * For tests and previews.
 *
 * Returns: (transfer full): a patient
 */
BedsidePatient *
bedside_patient_new_named (const char *key,
                           const char *given,
                           const char *family,
                           const char *birth_date)
{
  BedsidePatient *self = bedside_patient_new (key);

  if (self == NULL)
    return NULL;
  bedside_patient_set_identity (self, given, family, birth_date);
  bedside_patient_prepare_search (self);

  return self;
}

static gboolean
is_iso_date (const char *text)
{
  for (guint i = 0; i < 10; i++)
    if (i == 4 || i == 7 ? text[i] != '-' : !g_ascii_isdigit (text[i]))
      return FALSE;

  return text[10] == '\0';
}

static guint
read_digits (const char *text,
             guint       count)
{
  guint value = 0;

  for (guint i = 0; i < count; i++)
    value = value * 10 + (guint) (text[i] - '0');

  return value;
}

static gboolean
is_calendar_date (const char *iso)
{
  return iso != NULL && is_iso_date (iso) &&
         g_date_valid_dmy ((GDateDay) read_digits (iso + 8, 2), (GDateMonth) read_digits (iso + 5, 2),
                           (GDateYear) read_digits (iso, 4));
}

static char *
write_birth_date (const char *born)
{
  if (*born == '\0')
    return g_strdup ("");

  g_autoptr(GDateTime) date = g_date_time_new_utc ((int) read_digits (born, 4), (int) read_digits (born + 5, 2),
                                                   (int) read_digits (born + 8, 2), 12, 0, 0);
  /* translators: a birth date, "10 Dec 1985"; the directives are those of strftime() */
  char *written = date ? g_date_time_format (date, _("%-d %b %Y")) : NULL;

  return written ? written : g_strdup ("");
}

/**
 * bedside_patient_get_birth_date:
 * @self: a patient
 *
 * Returns: the birth date as the locale writes it; "" if unknown
 */
const char *
bedside_patient_get_birth_date (BedsidePatient *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (self), NULL);

  if (self->birth_date == NULL)
    self->birth_date = write_birth_date (self->born);

  return self->birth_date;
}

static char *
join_name (const char *given,
           const char *family)
{
  g_autofree char *name = g_strconcat (given, " ", family, NULL);

  return g_strdup (g_strstrip (name));
}

static void
set_text (BedsidePatient          *self,
          char                   **field,
          char                    *text,
          BedsidePatientProperty   property)
{
  if (g_strcmp0 (*field, text) == 0)
    {
      g_free (text);
      return;
    }

  g_free (*field);
  *field = text;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/**
 * bedside_patient_set_identity:
 * @self: a patient
 * @given: (nullable): the given name
 * @family: (nullable): the family name
 * @birth_date: (nullable): as "1985-12-10"; what is no such date is left out
 *
 * Sets what the directory says of the patient's identity.
 */
void
bedside_patient_set_identity (BedsidePatient *self,
                              const char     *given,
                              const char     *family,
                              const char     *birth_date)
{
  g_return_if_fail (BEDSIDE_IS_PATIENT (self));

  g_free (self->given);
  self->given = bedside_visible_name (given ? given : "");
  g_free (self->family);
  self->family = bedside_visible_name (family ? family : "");

  char *name = join_name (self->given, self->family);
  char *born = g_strdup (is_calendar_date (birth_date) ? birth_date : "");

  if (g_str_equal (self->name, name) && g_str_equal (self->born, born))
    {
      g_free (name);
      g_free (born);
      return;
    }

  g_clear_pointer (&self->search_text, g_free);
  if (!g_str_equal (self->born, born))
    g_clear_pointer (&self->birth_date, g_free);
  g_object_freeze_notify (G_OBJECT (self));
  set_text (self, &self->name, name, PROP_NAME);
  set_text (self, &self->born, born, PROP_BIRTH_DATE);
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * bedside_patient_prepare_search:
 * @self: a patient
 *
 * Does now what would make the first bedside_patient_matches() slow: in a large
 * directory that adds up.
 */
void
bedside_patient_prepare_search (BedsidePatient *self)
{
  g_return_if_fail (BEDSIDE_IS_PATIENT (self));

  if (self->search_text != NULL)
    return;

  g_autofree char *name = bedside_search_fold (self->name);
  g_autofree char *date = bedside_search_fold_date (self->born);

  self->search_text = g_strconcat (name, date, NULL);
}

/**
 * bedside_patient_set_portal:
 * @self: a patient
 * @state: how far the patient has come with the portal
 * @user_id: (nullable): the account that the directory links the patient with
 *
 * Sets what the directory says of the patient's portal.
 */
void
bedside_patient_set_portal (BedsidePatient     *self,
                            BedsidePortalState  state,
                            const char         *user_id)
{
  g_return_if_fail (BEDSIDE_IS_PATIENT (self));

  g_object_freeze_notify (G_OBJECT (self));
  set_text (self, &self->user_id, g_strdup (user_id), PROP_USER_ID);
  if (self->portal_state != state)
    {
      self->portal_state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PORTAL_STATE]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * bedside_patient_set_chat_access:
 * @self: a patient
 * @access: what the directory says
 *
 * Sets whether the patient and the practice may write to each other.
 */
void
bedside_patient_set_chat_access (BedsidePatient    *self,
                                 BedsideChatAccess  access)
{
  g_return_if_fail (BEDSIDE_IS_PATIENT (self));

  if (self->chat_access == access)
    return;

  self->chat_access = access;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHAT_ACCESS]);
}

/**
 * bedside_patient_set_removed:
 * @self: a patient
 * @removed: whether the patient has been removed from the directory
 */
void
bedside_patient_set_removed (BedsidePatient *self,
                             gboolean        removed)
{
  g_return_if_fail (BEDSIDE_IS_PATIENT (self));

  removed = !!removed;
  if (self->removed == removed)
    return;

  self->removed = removed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REMOVED]);
}

/**
 * bedside_patient_matches:
 * @self: a patient
 * @query: what was typed
 *
 * Searches name and birth date, the latter as it is written and as 1985-12-10,
 * without regard to case and accents.
 *
 * Returns: %TRUE if every word of @query begins a part of them; always with an
 *   empty @query
 */
gboolean
bedside_patient_matches (BedsidePatient *self,
                         const char     *query)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (self), FALSE);
  g_return_val_if_fail (query != NULL, FALSE);

  bedside_patient_prepare_search (self);

  return bedside_search_matches (self->search_text, query);
}

/**
 * bedside_patient_set_record:
 * @self: a patient
 * @record: (nullable): number of the practice's own record
 */
void
bedside_patient_set_record (BedsidePatient *self,
                            const char     *record)
{
  g_return_if_fail (BEDSIDE_IS_PATIENT (self));

  g_autofree char *shown = record ? bedside_visible_name (record) : NULL;

  if (g_strcmp0 (self->record, shown) == 0)
    return;
  g_free (self->record);
  self->record = g_steal_pointer (&shown);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECORD]);
}

/**
 * bedside_patient_set_invited_by:
 * @self: a patient
 * @user_id: (nullable): who invited to the portal last
 */
void
bedside_patient_set_invited_by (BedsidePatient *self,
                                const char     *user_id)
{
  g_return_if_fail (BEDSIDE_IS_PATIENT (self));

  if (g_strcmp0 (self->invited_by, user_id) == 0)
    return;
  g_free (self->invited_by);
  self->invited_by = g_strdup (user_id);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PORTAL_STATE]);
}

/**
 * bedside_patient_set_access_origin:
 * @self: a patient
 * @user_id: (nullable): who set the access last
 * @since: when, ms since 1970
 * @reason: (nullable): why
 *
 * Tells by whom and since when the chat is enabled or disabled (R14).
 */
void
bedside_patient_set_access_origin (BedsidePatient *self,
                                   const char     *user_id,
                                   gint64          since,
                                   const char     *reason)
{
  g_return_if_fail (BEDSIDE_IS_PATIENT (self));

  g_autofree char *shown = reason ? bedside_visible_name (reason) : NULL;

  if (self->access_since == since && g_strcmp0 (self->access_by, user_id) == 0 &&
      g_strcmp0 (self->access_reason, shown) == 0)
    return;
  g_free (self->access_by);
  g_free (self->access_reason);
  self->access_by = g_strdup (user_id);
  self->access_reason = g_steal_pointer (&shown);
  self->access_since = since;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHAT_ACCESS]);
}
