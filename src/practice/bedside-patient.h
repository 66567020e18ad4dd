/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  BEDSIDE_PORTAL_STATE_NONE,
  BEDSIDE_PORTAL_STATE_INVITED,
  BEDSIDE_PORTAL_STATE_ACTIVATED,
} BedsidePortalState;

#define BEDSIDE_TYPE_PORTAL_STATE (bedside_portal_state_get_type ())
GType               bedside_portal_state_get_type      (void);

/**
 * BedsideChatAccess:
 * @BEDSIDE_CHAT_ACCESS_UNSET: nobody has written to the patient yet
 */
typedef enum {
  BEDSIDE_CHAT_ACCESS_UNSET,
  BEDSIDE_CHAT_ACCESS_ENABLED,
  BEDSIDE_CHAT_ACCESS_DISABLED,
} BedsideChatAccess;

#define BEDSIDE_TYPE_CHAT_ACCESS (bedside_chat_access_get_type ())
GType               bedside_chat_access_get_type       (void);

/**
 * BedsidePatient:
 *
 * A person in the practice's directory. Properties (read-only): "name", "birth-date" (as the locale writes
 * it, e.g. "10 Dec 1985"; "" if unknown), "portal-state", "chat-access", "user-id" (nullable), "removed", "record"
 * (nullable). Who last set the access, when (ms since 1970) and why notify with "chat-access"; who invited with
 * "portal-state".
 */
#define BEDSIDE_TYPE_PATIENT (bedside_patient_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePatient, bedside_patient, BEDSIDE, PATIENT, GObject)

BedsidePatient     *bedside_patient_new                (const char         *key);
BedsidePatient     *bedside_patient_new_named          (const char         *key,
                                                        const char         *given,
                                                        const char         *family,
                                                        const char         *birth_date);

const char         *bedside_patient_get_key            (BedsidePatient     *self);
const char         *bedside_patient_get_name           (BedsidePatient     *self);
const char         *bedside_patient_get_birth_date     (BedsidePatient     *self);
const char         *bedside_patient_get_born           (BedsidePatient     *self);
const char         *bedside_patient_get_user_id        (BedsidePatient     *self);
BedsidePortalState  bedside_patient_get_portal_state   (BedsidePatient     *self);
BedsideChatAccess   bedside_patient_get_chat_access    (BedsidePatient     *self);
gboolean            bedside_patient_get_removed        (BedsidePatient     *self);
const char         *bedside_patient_get_given          (BedsidePatient     *self);
const char         *bedside_patient_get_family         (BedsidePatient     *self);
const char         *bedside_patient_get_record         (BedsidePatient     *self);
/* User id, NULL if nobody has; see bedside_practice_get_person_name(). */
const char         *bedside_patient_get_access_by      (BedsidePatient     *self);
gint64              bedside_patient_get_access_since   (BedsidePatient     *self);
const char         *bedside_patient_get_access_reason  (BedsidePatient     *self);
/* User id of the practitioner who invited to the portal last, or NULL. */
const char         *bedside_patient_get_invited_by     (BedsidePatient     *self);

void                bedside_patient_set_identity       (BedsidePatient     *self,
                                                        const char         *given,
                                                        const char         *family,
                                                        const char         *birth_date);
void                bedside_patient_set_portal         (BedsidePatient     *self,
                                                        BedsidePortalState  state,
                                                        const char         *user_id);
void                bedside_patient_set_chat_access    (BedsidePatient     *self,
                                                        BedsideChatAccess   access);
void                bedside_patient_set_record         (BedsidePatient     *self,
                                                        const char         *record);
void                bedside_patient_set_invited_by     (BedsidePatient     *self,
                                                        const char         *user_id);
void                bedside_patient_set_access_origin  (BedsidePatient     *self,
                                                        const char         *user_id,
                                                        gint64              since,
                                                        const char         *reason);
void                bedside_patient_set_removed        (BedsidePatient     *self,
                                                        gboolean            removed);

void                bedside_patient_prepare_search     (BedsidePatient     *self);
gboolean            bedside_patient_matches            (BedsidePatient     *self,
                                                        const char         *query);

G_END_DECLS
