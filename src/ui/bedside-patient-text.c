/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-patient-text"

#include "bedside-patient-text.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-format.h"
#include "bedside-wording.h"

/**
 * bedside_patient_text_dup_identity:
 * @patient: a patient
 *
 * Returns: (transfer full): name and date of birth, as every confirmation names a patient (R29)
 */
char *
bedside_patient_text_dup_identity (BedsidePatient *patient)
{
  const char *birth_date;
  g_autofree char *name = NULL;

  g_return_val_if_fail (BEDSIDE_IS_PATIENT (patient), NULL);

  name = bedside_wording_isolate (bedside_patient_get_name (patient));

  birth_date = bedside_patient_get_birth_date (patient);
  if (birth_date[0] == '\0')
    return g_steal_pointer (&name);

  /* Translators: a patient's name and date of birth */
  return g_strdup_printf (_("%s, %s"), name, birth_date);
}

/**
 * bedside_patient_text_dup_portal:
 * @practice: (nullable): the practice, for the names of colleagues
 * @patient: a patient
 *
 * Returns: (transfer full): how far the patient's portal is (R5)
 */
char *
bedside_patient_text_dup_portal (BedsidePractice *practice,
                                 BedsidePatient  *patient)
{
  const char *inviter;
  g_autofree char *plain = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (practice == NULL || BEDSIDE_IS_PRACTICE (practice), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (patient), NULL);

  switch (bedside_patient_get_portal_state (patient))
    {
    case BEDSIDE_PORTAL_STATE_INVITED:
      inviter = bedside_patient_get_invited_by (patient);
      if (practice == NULL || inviter == NULL)
        return g_strdup (_("Invited"));
      plain = bedside_practice_dup_person_name (practice, inviter);
      name = bedside_wording_isolate (plain);
      /* Translators: %s is the practitioner who invited the patient to the portal */
      return g_strdup_printf (_("Invited by %s"), name);
    case BEDSIDE_PORTAL_STATE_ACTIVATED:
      return g_strdup (bedside_patient_get_user_id (patient) != NULL ? _("Activated")
                                                                     : _("Activated, but no account is linked"));
    case BEDSIDE_PORTAL_STATE_NONE:
    default:
      return g_strdup (_("Not invited"));
    }
}

/* By whom and since when, as far as that is known. */
static char *
dup_disabled (BedsidePractice *practice,
              BedsidePatient  *patient)
{
  const char *by = bedside_patient_get_access_by (patient);
  const gint64 since = bedside_patient_get_access_since (patient);
  g_autofree char *plain = practice != NULL && by != NULL ? bedside_practice_dup_person_name (practice, by) : NULL;
  g_autofree char *name = plain != NULL ? bedside_wording_isolate (plain) : NULL;
  g_autofree char *date = since > 0 ? bedside_format_moment (since) : NULL;

  if (name != NULL && date != NULL)
    /* Translators: the first is a practitioner, the second a date with time */
    return g_strdup_printf (_("Disabled by %s since %s"), name, date);
  if (name != NULL)
    return g_strdup_printf (_("Disabled by %s"), name);
  if (date != NULL)
    return g_strdup_printf (_("Disabled since %s"), date);

  return g_strdup (_("Disabled"));
}

/**
 * bedside_patient_text_dup_chat:
 * @practice: (nullable): the practice, for the names of colleagues
 * @patient: a patient
 *
 * Returns: (transfer full): whether the patient may chat; if not, by whom and since when
 */
char *
bedside_patient_text_dup_chat (BedsidePractice *practice,
                               BedsidePatient  *patient)
{
  g_return_val_if_fail (practice == NULL || BEDSIDE_IS_PRACTICE (practice), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (patient), NULL);

  switch (bedside_patient_get_chat_access (patient))
    {
    case BEDSIDE_CHAT_ACCESS_ENABLED:
      return g_strdup (_("Enabled"));
    case BEDSIDE_CHAT_ACCESS_DISABLED:
      return dup_disabled (practice, patient);
    case BEDSIDE_CHAT_ACCESS_UNSET:
    default:
      return g_strdup (_("Disabled until the first message to this patient"));
    }
}
