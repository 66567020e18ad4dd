/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-account-text"

#include "bedside-account-text.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-patient-text.h"

/**
 * bedside_account_text_dup_obstacle:
 * @practice: the practice
 * @patient: whose account it should be
 * @user_id: (nullable): the account; %NULL if what was written is no name of one
 *
 * Looks at what Bedside knows without asking the server.
 *
 * Returns: (transfer full) (nullable): why it cannot be linked, for the person
 */
char *
bedside_account_text_dup_obstacle (BedsidePractice *practice,
                                   BedsidePatient  *patient,
                                   const char      *user_id)
{
  GListModel *patients;

  g_return_val_if_fail (BEDSIDE_IS_PRACTICE (practice), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (patient), NULL);

  if (user_id == NULL)
    return g_strdup (_("This cannot be a user name. It looks like “ada” or “@ada:chat.example”."));
  if (bedside_practice_find_person (practice, user_id) != NULL)
    return g_strdup (_("This is the account of a practitioner, not of a patient."));

  patients = bedside_practice_get_patients (practice);
  for (guint i = 0; patients != NULL && i < g_list_model_get_n_items (patients); i++)
    {
      g_autoptr(BedsidePatient) other = g_list_model_get_item (patients, i);

      if (other != patient && g_strcmp0 (bedside_patient_get_user_id (other), user_id) == 0)
        {
          g_autofree char *identity = bedside_patient_text_dup_identity (other);

          /* Translators: %s is another patient with date of birth */
          return g_strdup_printf (_("This account is linked to %s. It can belong to one patient only."), identity);
        }
    }

  return NULL;
}

/**
 * bedside_account_text_dup_refusal:
 * @check: what the server says of the account
 * @user_id: the account
 *
 * Returns: (transfer full) (nullable): why it cannot be linked, for the person; %NULL if it can
 */
char *
bedside_account_text_dup_refusal (BedsideAccountCheck  check,
                                  const char          *user_id)
{
  g_return_val_if_fail (user_id != NULL, NULL);

  switch (check)
    {
    case BEDSIDE_ACCOUNT_CHECK_UNKNOWN:
      /* Translators: %s is a user name */
      return g_strdup_printf (_("There is no account %s on the server. Ask the administrator for the exact name."),
                              user_id);
    case BEDSIDE_ACCOUNT_CHECK_NOT_A_PATIENT:
      /* Translators: %s is a user name */
      return g_strdup_printf (_("The account %s is not a patient’s: it belongs to somebody who works here, or to a "
                                "program. It cannot be linked."), user_id);
    case BEDSIDE_ACCOUNT_CHECK_UNAVAILABLE:
    case BEDSIDE_ACCOUNT_CHECK_NOT_ACTIVATED:
    case BEDSIDE_ACCOUNT_CHECK_ACTIVATED:
    default:
      return NULL;
    }
}
