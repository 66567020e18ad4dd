/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-session-practice"

#include "bedside-session-practice.h"

#include "bedside-session-private.h"

/**
 * bedside_session_get_practices:
 * @self: a session
 *
 * Returns: (transfer none): a list of #BedsidePractice: all to which the practitioner belongs
 */
GListModel *
bedside_session_get_practices (BedsideSession *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), NULL);

  return bedside_registry_get_practices (self->registry);
}

/**
 * bedside_session_choose_practice:
 * @self: a session
 * @practice: one of bedside_session_get_practices()
 *
 * Shows another practice, also after the next start.
 */
void
bedside_session_choose_practice (BedsideSession  *self,
                                 BedsidePractice *practice)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));
  g_return_if_fail (BEDSIDE_IS_PRACTICE (practice));

  bedside_registry_choose_practice (self->registry, practice);
}

/**
 * bedside_session_get_invitations:
 * @self: a session
 *
 * Returns: (transfer none): a list of #BedsideInvitation: practices and team conversations that are offered
 */
GListModel *
bedside_session_get_invitations (BedsideSession *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), NULL);

  return bedside_registry_get_invitations (self->registry);
}

/**
 * bedside_session_get_activated:
 * @self: a session
 *
 * Returns: (transfer none): a list of #BedsidePatient: whom this practitioner invited to the portal, and who have
 *   activated it since (R5)
 */
GListModel *
bedside_session_get_activated (BedsideSession *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), NULL);

  return bedside_registry_get_activated (self->registry);
}

/**
 * bedside_session_dismiss_activated:
 * @self: a session
 * @patient: one of bedside_session_get_activated()
 *
 * The practitioner knows.
 */
void
bedside_session_dismiss_activated (BedsideSession *self,
                                   BedsidePatient *patient)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));
  g_return_if_fail (BEDSIDE_IS_PATIENT (patient));

  bedside_registry_dismiss_activated (self->registry, patient);
}

/**
 * bedside_session_find_practice:
 * @self: a session
 * @patient: a patient
 *
 * Returns: (transfer none) (nullable): the practice in whose directory the patient is, or was; %NULL if it is left
 */
BedsidePractice *
bedside_session_find_practice (BedsideSession *self,
                               BedsidePatient *patient)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (patient), NULL);

  GListModel *practices = bedside_session_get_practices (self);

  for (guint i = 0; i < g_list_model_get_n_items (practices); i++)
    {
      g_autoptr(BedsidePractice) practice = g_list_model_get_item (practices, i);

      if (bedside_practice_has_patient (practice, patient))
        return practice;
    }

  return NULL;
}

/**
 * bedside_session_get_start:
 * @self: a session
 * @patient: a patient of the practice that is shown
 *
 * Decides what *Start Chat* does. Ask again when the practice, the patient or the conversations have changed.
 *
 * Returns: what can be done, or why nothing can
 */
BedsideStart
bedside_session_get_start (BedsideSession *self,
                           BedsidePatient *patient)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), BEDSIDE_START_NO_PRACTICE);
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (patient), BEDSIDE_START_NO_PRACTICE);

  BedsidePractice *practice = bedside_session_get_practice (self);
  BedsidePortalState portal = bedside_patient_get_portal_state (patient);

  if (practice == NULL)
    return BEDSIDE_START_NO_PRACTICE;

  BedsideStartFacts facts = {
    .practice_known = bedside_practice_get_directory_id (practice) != NULL,
    .configured = bedside_practice_get_enforcement (practice) != BEDSIDE_ENFORCEMENT_NOT_CONFIGURED,
    .group_chat = bedside_practice_get_group_chat (practice),
    .patient_chat = bedside_practice_get_patient_chat (practice),
    .removed = bedside_patient_get_removed (patient) || !bedside_practice_has_patient (practice, patient),
    .invited = portal != BEDSIDE_PORTAL_STATE_NONE,
    .activated = portal == BEDSIDE_PORTAL_STATE_ACTIVATED,
    .linked = bedside_patient_get_user_id (patient) != NULL,
    .chat_disabled = bedside_patient_get_chat_access (patient) == BEDSIDE_CHAT_ACCESS_DISABLED,
    .has_conversation = bedside_registry_find_pair (self->registry, practice, patient) != NULL,
  };

  return bedside_rules_get_start (&facts);
}

/**
 * bedside_session_get_writer:
 * @self: a session
 *
 * Returns: (transfer none): what changes practice and patients on the server
 */
BedsidePracticeWriter *
bedside_session_get_writer (BedsideSession *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), NULL);

  return self->writer;
}

/**
 * bedside_session_get_set_up:
 * @self: a session
 *
 * Returns: (transfer none): what makes and joins practices and team conversations
 */
BedsideSetUp *
bedside_session_get_set_up (BedsideSession *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), NULL);

  return self->set_up;
}
