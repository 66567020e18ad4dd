/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BedsideStart:
 * @BEDSIDE_START_NEW: a conversation can be started
 * @BEDSIDE_START_EXISTING: there is one: it can be opened (R13)
 * @BEDSIDE_START_ENABLE: chat is disabled for the patient, and can be enabled (R14)
 * @BEDSIDE_START_NO_PRACTICE: the practice or its directory is not known (yet)
 * @BEDSIDE_START_NOT_CONFIGURED: the server does not know the practice: its administrator has to add it
 * @BEDSIDE_START_GROUP_CHAT_DISABLED: group chat is disabled for the practice
 * @BEDSIDE_START_PRACTICE_CHAT_DISABLED: chat with patients is disabled for the practice
 * @BEDSIDE_START_REMOVED: the patient is not in the directory any more
 * @BEDSIDE_START_NOT_INVITED: the patient has no portal (R3)
 * @BEDSIDE_START_NOT_ACTIVATED: the patient is invited, but has not activated the portal (R3)
 * @BEDSIDE_START_NOT_LINKED: the portal is activated, but no account is linked to the practice (R4)
 *
 * What *Start Chat* may do with a patient, in the order in which reasons against it are given.
 */
typedef enum {
  BEDSIDE_START_NEW,
  BEDSIDE_START_EXISTING,
  BEDSIDE_START_ENABLE,
  BEDSIDE_START_NO_PRACTICE,
  BEDSIDE_START_NOT_CONFIGURED,
  BEDSIDE_START_GROUP_CHAT_DISABLED,
  BEDSIDE_START_PRACTICE_CHAT_DISABLED,
  BEDSIDE_START_REMOVED,
  BEDSIDE_START_NOT_INVITED,
  BEDSIDE_START_NOT_ACTIVATED,
  BEDSIDE_START_NOT_LINKED,
} BedsideStart;

#define BEDSIDE_TYPE_START (bedside_start_get_type ())
GType        bedside_start_get_type    (void);

/* All that decides about starting; the cases are in tests/data/may-start.json. */
typedef struct {
  gboolean practice_known;    /* and its directory */
  gboolean configured;        /* %FALSE only if the server enforces the rules, and not for this practice */
  gboolean group_chat;
  gboolean patient_chat;
  gboolean removed;
  gboolean invited;           /* the portal's state is at least that */
  gboolean activated;
  gboolean linked;
  gboolean chat_disabled;     /* by somebody; FALSE if nobody has ever written */
  gboolean has_conversation;  /* with this practitioner */
} BedsideStartFacts;

BedsideStart bedside_rules_get_start   (const BedsideStartFacts *facts);
gboolean     bedside_start_is_possible (BedsideStart             start);

G_END_DECLS
