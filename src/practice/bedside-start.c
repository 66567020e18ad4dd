/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-start"

#include "bedside-start.h"

G_DEFINE_ENUM_TYPE (BedsideStart, bedside_start,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_START_NEW, "new"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_START_EXISTING, "existing"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_START_ENABLE, "enable"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_START_NO_PRACTICE, "no-practice"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_START_NOT_CONFIGURED, "not-configured"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_START_GROUP_CHAT_DISABLED, "group-chat-disabled"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_START_PRACTICE_CHAT_DISABLED, "practice-chat-disabled"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_START_REMOVED, "removed"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_START_NOT_INVITED, "not-invited"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_START_NOT_ACTIVATED, "not-activated"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_START_NOT_LINKED, "not-linked"))

/**
 * bedside_rules_get_start:
 * @facts: what is known of the practice and of a patient in it
 *
 * Decides what *Start Chat* does with a patient (R2 to R4, R10, R13, R14). Of several reasons against it the one that
 * has to be mended first is given: what concerns the practice comes before what concerns the patient.
 *
 * The cases are in tests/data/may-start.json.
 *
 * Returns: what can be done, or why nothing can
 */
BedsideStart
bedside_rules_get_start (const BedsideStartFacts *facts)
{
  g_return_val_if_fail (facts != NULL, BEDSIDE_START_NO_PRACTICE);

  if (!facts->practice_known)
    return BEDSIDE_START_NO_PRACTICE;
  if (!facts->configured)
    return BEDSIDE_START_NOT_CONFIGURED;
  if (!facts->group_chat)
    return BEDSIDE_START_GROUP_CHAT_DISABLED;
  if (!facts->patient_chat)
    return BEDSIDE_START_PRACTICE_CHAT_DISABLED;
  if (facts->removed)
    return BEDSIDE_START_REMOVED;
  if (!facts->invited && !facts->activated)
    return BEDSIDE_START_NOT_INVITED;
  if (!facts->activated)
    return BEDSIDE_START_NOT_ACTIVATED;
  if (!facts->linked)
    return BEDSIDE_START_NOT_LINKED;
  if (facts->chat_disabled)
    return BEDSIDE_START_ENABLE;

  return facts->has_conversation ? BEDSIDE_START_EXISTING : BEDSIDE_START_NEW;
}

/**
 * bedside_start_is_possible:
 * @start: what bedside_rules_get_start() decided
 *
 * Returns: whether the patient can be chosen
 */
gboolean
bedside_start_is_possible (BedsideStart start)
{
  return start == BEDSIDE_START_NEW || start == BEDSIDE_START_EXISTING || start == BEDSIDE_START_ENABLE;
}
