/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-patient.h"

G_BEGIN_DECLS

/**
 * BedsideClosedReason:
 * @BEDSIDE_CLOSED_REASON_NONE: both sides may write
 * @BEDSIDE_CLOSED_REASON_WRONG_BINDING: the conversation's binding has not the right shape
 * @BEDSIDE_CLOSED_REASON_NO_PRACTICE: its practice is unknown here, or its settings name no directory of its own
 * @BEDSIDE_CLOSED_REASON_PRACTITIONER_LEFT: its practitioner is no member of the practice
 * @BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED: the practice has switched group chat off
 * @BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED: the practice has switched chat with patients off
 * @BEDSIDE_CLOSED_REASON_NOT_LINKED: the patient's account is not linked in the directory
 * @BEDSIDE_CLOSED_REASON_CHAT_DISABLED: chat is disabled for this patient
 * @BEDSIDE_CLOSED_REASON_LEFT: this practitioner or the patient is no longer in the conversation
 * @BEDSIDE_CLOSED_REASON_ENCRYPTED: the conversation is encrypted, which Bedside cannot do
 *
 * Why nobody may write in a conversation. The order is that in which the reasons are shown.
 */
typedef enum {
  BEDSIDE_CLOSED_REASON_NONE,
  BEDSIDE_CLOSED_REASON_WRONG_BINDING,
  BEDSIDE_CLOSED_REASON_NO_PRACTICE,
  BEDSIDE_CLOSED_REASON_PRACTITIONER_LEFT,
  BEDSIDE_CLOSED_REASON_GROUP_CHAT_DISABLED,
  BEDSIDE_CLOSED_REASON_PRACTICE_CHAT_DISABLED,
  BEDSIDE_CLOSED_REASON_NOT_LINKED,
  BEDSIDE_CLOSED_REASON_CHAT_DISABLED,
  BEDSIDE_CLOSED_REASON_LEFT,
  BEDSIDE_CLOSED_REASON_ENCRYPTED,
} BedsideClosedReason;

#define BEDSIDE_TYPE_CLOSED_REASON (bedside_closed_reason_get_type ())
GType               bedside_closed_reason_get_type  (void);

/**
 * BedsideChatFacts:
 * @binding_valid: practice, patient_key, patient and practitioner are all there
 * @practice_known: this practitioner is in that practice and its directory names it
 * @practitioner_joined: the binding's practitioner is joined to the practice
 * @group_chat: the settings say so; anything but true is %FALSE
 * @patient_chat: the settings say so; anything but true is %FALSE
 * @linked: the directory's entry of that key has the binding's patient as its account
 * @chat_enabled: the patient's access says "enabled"
 * @both_joined: neither this practitioner nor the patient has left the conversation
 * @encrypted: the conversation is encrypted
 *
 * All that decides whether a conversation is open.
 */
typedef struct {
  gboolean binding_valid;
  gboolean practice_known;
  gboolean practitioner_joined;
  gboolean group_chat;
  gboolean patient_chat;
  gboolean linked;
  gboolean chat_enabled;
  gboolean both_joined;
  gboolean encrypted;
} BedsideChatFacts;

BedsideClosedReason bedside_rules_get_closed_reason (const BedsideChatFacts *facts);
gboolean            bedside_rules_is_inactive       (const BedsideChatFacts *facts,
                                                     BedsideChatAccess       access);

G_END_DECLS
