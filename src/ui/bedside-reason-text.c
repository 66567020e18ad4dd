/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-reason-text"

/* The one place that puts into words why somebody cannot be written to. */

#include "bedside-reason-text.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-format.h"
#include "bedside-message-format.h"

/**
 * bedside_reason_text_get_start:
 * @start: what can be done with a patient
 *
 * Returns: (nullable): why the patient cannot be chosen, in a few words behind the name; %NULL if that is possible
 */
const char *
bedside_reason_text_get_start (BedsideStart start)
{
  switch (start)
    {
    case BEDSIDE_START_NEW:
    case BEDSIDE_START_EXISTING:
    case BEDSIDE_START_ENABLE:
      return NULL;

    case BEDSIDE_START_NOT_CONFIGURED:
      return _("practice not known to the server");

    case BEDSIDE_START_GROUP_CHAT_DISABLED:
      return _("group chat disabled for the practice");

    case BEDSIDE_START_PRACTICE_CHAT_DISABLED:
      return _("chat disabled for the practice");

    case BEDSIDE_START_REMOVED:
      return _("removed from the directory");

    case BEDSIDE_START_NOT_INVITED:
      return _("not invited to the portal");

    case BEDSIDE_START_NOT_ACTIVATED:
      return _("portal not activated yet");

    case BEDSIDE_START_NOT_LINKED:
      return _("portal not linked to the practice");

    case BEDSIDE_START_NO_PRACTICE:
    default:
      return _("practice not loaded yet");
    }
}

static char *
dup_disabled_by (const char *patient,
                 const char *person,
                 const char *date)
{
  if (person != NULL && date != NULL)
    /* Translators: a patient, a practitioner, a date with time */
    return g_strdup_printf (_("Chat with %1$s was disabled by %2$s on %3$s."), patient, person, date);
  if (person != NULL)
    /* Translators: a patient, a practitioner */
    return g_strdup_printf (_("Chat with %1$s was disabled by %2$s."), patient, person);
  if (date != NULL)
    /* Translators: a patient, a date with time */
    return g_strdup_printf (_("Chat with %1$s was disabled on %2$s."), patient, date);

  /* Translators: a patient */
  return g_strdup_printf (_("Chat with %s is disabled."), patient);
}

/**
 * bedside_reason_text_dup_disabled:
 * @practice: (nullable): the practice, for the names of colleagues
 * @patient: a patient whose chat is disabled
 *
 * Returns: (transfer full): by whom, since when and why, as far as that is known, in sentences
 */
char *
bedside_reason_text_dup_disabled (BedsidePractice *practice,
                                  BedsidePatient  *patient)
{
  const char *by, *reason;
  gint64 since;
  g_autofree char *name = NULL;
  g_autofree char *person = NULL;
  g_autofree char *date = NULL;
  g_autofree char *sentence = NULL;
  g_autofree char *quoted = NULL;

  g_return_val_if_fail (practice == NULL || BEDSIDE_IS_PRACTICE (practice), NULL);
  g_return_val_if_fail (BEDSIDE_IS_PATIENT (patient), NULL);

  by = bedside_patient_get_access_by (patient);
  since = bedside_patient_get_access_since (patient);
  reason = bedside_patient_get_access_reason (patient);
  name = bedside_message_format_name (bedside_patient_get_name (patient));
  if (by != NULL && practice != NULL)
    {
      g_autofree char *plain = bedside_practice_dup_person_name (practice, by);

      person = bedside_message_format_name (plain);
    }
  if (since > 0)
    date = bedside_format_moment (since);
  sentence = dup_disabled_by (name, person, date);
  if (reason == NULL || reason[0] == '\0')
    return g_steal_pointer (&sentence);

  quoted = bedside_message_format_name (reason);
  /* Translators: a sentence, then why somebody disabled the chat, as he wrote it */
  return g_strdup_printf (_("%1$s Reason: %2$s"), sentence, quoted);
}

/**
 * bedside_reason_text_dup_practice:
 * @practice: (nullable): a practice
 * @kind: whom it is about
 *
 * Returns: (transfer full) (nullable): why nobody of the practice can write; %NULL if nothing of the practice is in the
 *   way
 */
char *
bedside_reason_text_dup_practice (BedsidePractice         *practice,
                                  BedsideConversationKind  kind)
{
  g_return_val_if_fail (practice == NULL || BEDSIDE_IS_PRACTICE (practice), NULL);

  if (practice == NULL)
    return NULL;

  if (!bedside_practice_get_group_chat (practice))
    return g_strdup (kind == BEDSIDE_CONVERSATION_KIND_TEAM
                     ? _("Group chat is disabled for the practice: nobody can write here.")
                     : _("Group chat is disabled for the practice: nobody can write to patients or colleagues."));
  if (kind == BEDSIDE_CONVERSATION_KIND_TEAM)
    return NULL;
  if (bedside_practice_get_enforcement (practice) == BEDSIDE_ENFORCEMENT_NOT_CONFIGURED)
    return g_strdup (_("The server does not know this practice yet: nobody can write to a patient. Its administrator "
                       "needs the practice id, which is in Practice settings."));
  if (!bedside_practice_get_patient_chat (practice))
    return g_strdup (_("Chat is disabled for the practice: nobody can write to a patient."));

  return NULL;
}

static const char *
get_closed_text (BedsideClosedReason reason)
{
  switch (reason)
    {
    case BEDSIDE_CLOSED_REASON_NO_PRACTICE:
      return _("The practice of this conversation is not set up for chat.");

    case BEDSIDE_CLOSED_REASON_PRACTITIONER_LEFT:
      return _("The practitioner of this conversation has left the practice.");

    case BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED:
      return _("Group chat is disabled for the practice.");

    case BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED:
      return _("Chat is disabled for the practice: nobody can write to a patient.");

    case BEDSIDE_CLOSED_REASON_NOT_LINKED:
      return _("The patient’s portal is not linked to the practice.");

    case BEDSIDE_CLOSED_REASON_CHAT_DISABLED:
      return _("Chat is disabled for this patient.");

    case BEDSIDE_CLOSED_REASON_LEFT:
      return _("You or the other side have left this conversation.");

    case BEDSIDE_CLOSED_REASON_ENCRYPTED:
      return _("This conversation is encrypted, which Bedside cannot do.");

    case BEDSIDE_CLOSED_REASON_NONE:
    case BEDSIDE_CLOSED_REASON_WRONG_BINDING:
    default:
      return _("This conversation was not set up properly.");
    }
}

/**
 * bedside_reason_text_dup_closed:
 * @practice: (nullable): the practice, for the names of colleagues
 * @conversation: a conversation
 *
 * Returns: (transfer full) (nullable): why nobody can write in it, with by whom and since when where that is known;
 *   %NULL if both sides may
 */
char *
bedside_reason_text_dup_closed (BedsidePractice     *practice,
                                BedsideConversation *conversation)
{
  BedsideClosedReason reason;
  BedsidePatient *patient;
  char *text = NULL;

  g_return_val_if_fail (practice == NULL || BEDSIDE_IS_PRACTICE (practice), NULL);
  g_return_val_if_fail (BEDSIDE_IS_CONVERSATION (conversation), NULL);

  reason = bedside_conversation_get_closed_reason (conversation);
  patient = bedside_conversation_get_patient (conversation);
  if (reason == BEDSIDE_CLOSED_REASON_NONE)
    return NULL;

  if (reason == BEDSIDE_CLOSED_REASON_CHAT_DISABLED && patient != NULL)
    {
      /* Nobody has disabled what nobody has enabled yet. */
      if (bedside_patient_get_chat_access (patient) == BEDSIDE_CHAT_ACCESS_DISABLED)
        return bedside_reason_text_dup_disabled (practice, patient);
      return g_strdup (_("Chat is not enabled for this patient yet."));
    }
  if (reason == BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED)
    text = bedside_reason_text_dup_practice (practice, bedside_conversation_get_kind (conversation));

  return text != NULL ? text : g_strdup (get_closed_text (reason));
}
