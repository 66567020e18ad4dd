/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-patient-reading"

#include "bedside-patient-private.h"

/**
 * bedside_patient_get_key:
 * @self: a patient
 *
 * Returns: the key in the directory
 */
const char *
bedside_patient_get_key (BedsidePatient *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (self), NULL);

  return self->key;
}

/**
 * bedside_patient_get_name:
 * @self: a patient
 *
 * Returns: the full name; "" if unknown
 */
const char *
bedside_patient_get_name (BedsidePatient *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (self), NULL);

  return self->name;
}

/**
 * bedside_patient_get_born:
 * @self: a patient
 *
 * Returns: the birth date as "1985-12-10", whatever the locale; "" if unknown
 */
const char *
bedside_patient_get_born (BedsidePatient *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (self), NULL);

  return self->born;
}

/**
 * bedside_patient_get_user_id:
 * @self: a patient
 *
 * Returns: (nullable): the account that the directory links the patient with
 */
const char *
bedside_patient_get_user_id (BedsidePatient *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (self), NULL);

  return self->user_id;
}

/**
 * bedside_patient_get_portal_state:
 * @self: a patient
 *
 * Returns: how far the patient has come with the portal
 */
BedsidePortalState
bedside_patient_get_portal_state (BedsidePatient *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (self), BEDSIDE_PORTAL_STATE_NONE);

  return self->portal_state;
}

/**
 * bedside_patient_get_chat_access:
 * @self: a patient
 *
 * Returns: whether the patient and the practice may write to each other
 */
BedsideChatAccess
bedside_patient_get_chat_access (BedsidePatient *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (self), BEDSIDE_CHAT_ACCESS_UNSET);

  return self->chat_access;
}

/**
 * bedside_patient_get_removed:
 * @self: a patient
 *
 * Returns: whether the patient has been removed from the directory
 */
gboolean
bedside_patient_get_removed (BedsidePatient *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (self), FALSE);

  return self->removed;
}

/**
 * bedside_patient_get_given:
 * @self: a patient
 *
 * Returns: (transfer none): given names, "" if unknown
 */
const char *
bedside_patient_get_given (BedsidePatient *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (self), NULL);

  return self->given;
}

/**
 * bedside_patient_get_family:
 * @self: a patient
 *
 * Returns: (transfer none): family name, "" if unknown
 */
const char *
bedside_patient_get_family (BedsidePatient *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (self), NULL);

  return self->family;
}

/**
 * bedside_patient_get_record:
 * @self: a patient
 *
 * Returns: (transfer none) (nullable): number of the practice's own record
 */
const char *
bedside_patient_get_record (BedsidePatient *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (self), NULL);

  return self->record;
}

/**
 * bedside_patient_get_access_by:
 * @self: a patient
 *
 * Returns: (transfer none) (nullable): user id of who set the access last
 */
const char *
bedside_patient_get_access_by (BedsidePatient *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (self), NULL);

  return self->access_by;
}

/**
 * bedside_patient_get_access_since:
 * @self: a patient
 *
 * Returns: ms since 1970 when the access was set last, 0 if it never was
 */
gint64
bedside_patient_get_access_since (BedsidePatient *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (self), 0);

  return self->access_since;
}

/**
 * bedside_patient_get_access_reason:
 * @self: a patient
 *
 * Returns: (transfer none) (nullable): why, as that practitioner wrote it for colleagues
 */
const char *
bedside_patient_get_access_reason (BedsidePatient *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (self), NULL);

  return self->access_reason;
}

/**
 * bedside_patient_get_invited_by:
 * @self: a patient
 *
 * Returns: (transfer none) (nullable): user id of who invited to the portal last
 */
const char *
bedside_patient_get_invited_by (BedsidePatient *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (self), NULL);

  return self->invited_by;
}
