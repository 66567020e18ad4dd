/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-rules"

#include "bedside-rules.h"

G_DEFINE_ENUM_TYPE (BedsideClosedReason, bedside_closed_reason,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CLOSED_REASON_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CLOSED_REASON_WRONG_BINDING, "wrong-binding"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CLOSED_REASON_NO_PRACTICE, "no-practice"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CLOSED_REASON_PRACTITIONER_LEFT, "practitioner-left"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED, "group-chat-disabled"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED, "practice-chat-disabled"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CLOSED_REASON_NOT_LINKED, "not-linked"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CLOSED_REASON_CHAT_DISABLED, "chat-disabled"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CLOSED_REASON_LEFT, "left"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_CLOSED_REASON_ENCRYPTED, "encrypted"))

/**
 * bedside_rules_get_closed_reason:
 * @facts: what is known of a conversation with a patient
 *
 * Decides whether both sides may write in a conversation. Of several reasons
 * against it the one that has to be mended first is given: what concerns the
 * practice comes before what concerns the patient.
 *
 * The cases are in tests/data/may-write.json.
 *
 * Returns: %BEDSIDE_CLOSED_REASON_NONE if they may, otherwise why not
 */
BedsideClosedReason
bedside_rules_get_closed_reason (const BedsideChatFacts *facts)
{
  g_return_val_if_fail (facts != NULL, BEDSIDE_CLOSED_REASON_WRONG_BINDING);

  if (!facts->binding_valid)
    return BEDSIDE_CLOSED_REASON_WRONG_BINDING;
  if (!facts->practice_known)
    return BEDSIDE_CLOSED_REASON_NO_PRACTICE;
  if (!facts->practitioner_joined)
    return BEDSIDE_CLOSED_REASON_PRACTITIONER_LEFT;
  if (!facts->group_chat)
    return BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED;
  if (!facts->patient_chat)
    return BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED;
  if (!facts->linked)
    return BEDSIDE_CLOSED_REASON_NOT_LINKED;
  if (!facts->chat_enabled)
    return BEDSIDE_CLOSED_REASON_CHAT_DISABLED;
  if (!facts->both_joined)
    return BEDSIDE_CLOSED_REASON_LEFT;
  if (facts->encrypted)
    return BEDSIDE_CLOSED_REASON_ENCRYPTED;

  return BEDSIDE_CLOSED_REASON_NONE;
}

/**
 * bedside_rules_is_inactive:
 * @facts: what is known of a conversation with a patient
 * @access: what the directory says of the patient
 *
 * What is switched off for the whole practice makes no conversation inactive, and neither does a patient to whom nobody
 * has written yet. Which of several reasons is shown does not matter here: who has left has left (R17).
 *
 * Returns: %TRUE if chat is disabled for the patient, one side has left, or the account is not the patient's any more
 */
gboolean
bedside_rules_is_inactive (const BedsideChatFacts *facts,
                           BedsideChatAccess       access)
{
  g_return_val_if_fail (facts != NULL, FALSE);

  if (access == BEDSIDE_CHAT_ACCESS_DISABLED || !facts->both_joined)
    return TRUE;

  /* Without the directory and a binding that can be looked up in it nothing is known of the rest. */
  return facts->binding_valid && facts->practice_known && (!facts->practitioner_joined || !facts->linked);
}
