/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-patient.h"
#include "bedside-practitioner.h"

G_BEGIN_DECLS

/**
 * BedsideEnforcement:
 * @BEDSIDE_ENFORCEMENT_UNKNOWN: the server has not been heard yet
 * @BEDSIDE_ENFORCEMENT_ENFORCED: the server enforces the practice's rules
 * @BEDSIDE_ENFORCEMENT_NOT_CONFIGURED: the server could, but its administrator has not added this practice: nobody can
 *   write
 * @BEDSIDE_ENFORCEMENT_NOT_ENFORCED: the server cannot: the rules hold only as far as each practitioner's Bedside runs
 */
typedef enum {
  BEDSIDE_ENFORCEMENT_UNKNOWN,
  BEDSIDE_ENFORCEMENT_ENFORCED,
  BEDSIDE_ENFORCEMENT_NOT_CONFIGURED,
  BEDSIDE_ENFORCEMENT_NOT_ENFORCED,
} BedsideEnforcement;

#define BEDSIDE_TYPE_ENFORCEMENT (bedside_enforcement_get_type ())
GType bedside_enforcement_get_type (void);

/**
 * BedsidePractice:
 *
 * A practice that the practitioner works in. Properties (all notify): "name" ("" until known), "group-chat",
 * "patient-chat" (what the settings say; anything but true is %FALSE), "role" (of the one who is signed in),
 * "enforcement", "complete" (%FALSE while its making has broken off half-way), "unread" (guint: conversations with
 * new messages), "patients" (#GListModel of #BedsidePatient, not the removed ones, in no order; another model when the
 * practice gets another directory). People (element-type BedsidePractitioner): members and those invited, oneself too;
 * always the same model.
 */
#define BEDSIDE_TYPE_PRACTICE (bedside_practice_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePractice, bedside_practice, BEDSIDE, PRACTICE, GObject)

const char         *bedside_practice_get_name          (BedsidePractice    *self);
gboolean            bedside_practice_get_group_chat    (BedsidePractice    *self);
gboolean            bedside_practice_get_patient_chat  (BedsidePractice    *self);
BedsideRole         bedside_practice_get_role          (BedsidePractice    *self);
BedsideEnforcement  bedside_practice_get_enforcement   (BedsidePractice    *self);
gboolean            bedside_practice_get_complete      (BedsidePractice    *self);
guint               bedside_practice_get_unread        (BedsidePractice    *self);
GListModel         *bedside_practice_get_patients      (BedsidePractice    *self);
gboolean            bedside_practice_has_patient       (BedsidePractice    *self,
                                                        BedsidePatient     *patient);
GListModel         *bedside_practice_get_people        (BedsidePractice    *self);
/* Room id of the practice's space: what the administrator calls the practice id. */
const char         *bedside_practice_get_room_id       (BedsidePractice    *self);
/* Room id; NULL while it is not known. */
const char          *bedside_practice_get_directory_id (BedsidePractice *self);
BedsidePractitioner *bedside_practice_find_person      (BedsidePractice *self,
                                                        const char      *user_id);
/* The name to show for a colleague, also one who has left. */
char               *bedside_practice_dup_person_name   (BedsidePractice    *self,
                                                        const char         *user_id);

/* The rest is for the registry and tests. */
BedsidePractice    *bedside_practice_new               (const char         *room_id);
void                bedside_practice_set_name          (BedsidePractice    *self,
                                                        const char         *name);
void                bedside_practice_set_settings      (BedsidePractice    *self,
                                                        gboolean            group_chat,
                                                        gboolean            patient_chat);
void                bedside_practice_set_role          (BedsidePractice    *self,
                                                        BedsideRole         role);
void                bedside_practice_set_enforcement   (BedsidePractice    *self,
                                                        BedsideEnforcement  enforcement);
void                bedside_practice_set_complete      (BedsidePractice    *self,
                                                        gboolean            complete);
void                bedside_practice_set_unread        (BedsidePractice    *self,
                                                        guint               unread);
/* @patients: NULL: an empty list. */
void                bedside_practice_set_directory     (BedsidePractice    *self,
                                                        const char         *room_id,
                                                        GListModel         *patients);
GListStore         *bedside_practice_get_people_store  (BedsidePractice    *self);

G_END_DECLS
