/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-client.h"
#include "bedside-practice.h"
#include "bedside-practice-error.h"

G_BEGIN_DECLS

/**
 * BedsidePatientDetails:
 * @birth_date: as "1985-12-10"
 * @record: (nullable): number of the practice's own record
 *
 * What the practice knows of a patient.
 */
typedef struct {
  const char *given;
  const char *family;
  const char *birth_date;
  const char *record;
} BedsidePatientDetails;

/**
 * BedsideAccountCheck:
 * @BEDSIDE_ACCOUNT_CHECK_UNAVAILABLE: the server cannot tell (it does not enforce the practice's rules): the
 *   practitioner has to confirm that it is the patient's own account
 * @BEDSIDE_ACCOUNT_CHECK_UNKNOWN: there is no such account
 * @BEDSIDE_ACCOUNT_CHECK_NOT_A_PATIENT: it belongs to somebody else, for instance to a practitioner
 * @BEDSIDE_ACCOUNT_CHECK_NOT_ACTIVATED: a patient's account to which nobody has signed in yet
 * @BEDSIDE_ACCOUNT_CHECK_ACTIVATED: a patient's account that is in use
 */
typedef enum {
  BEDSIDE_ACCOUNT_CHECK_UNAVAILABLE,
  BEDSIDE_ACCOUNT_CHECK_UNKNOWN,
  BEDSIDE_ACCOUNT_CHECK_NOT_A_PATIENT,
  BEDSIDE_ACCOUNT_CHECK_NOT_ACTIVATED,
  BEDSIDE_ACCOUNT_CHECK_ACTIVATED,
} BedsideAccountCheck;

#define BEDSIDE_TYPE_ACCOUNT_CHECK (bedside_account_check_get_type ())
GType bedside_account_check_get_type (void);

/**
 * BedsidePracticeWriter:
 *
 * Changes on the server what the practice holds there: settings, patients, their access, practitioners. Everything is
 * read, changed in one place and written, so that what is unknown stays. What was written shows in the models with the
 * next sync. Errors are of %BEDSIDE_PRACTICE_ERROR, with a message that can be shown. Signal: "invited" (): a patient
 * was invited to the portal, or linked.
 */
#define BEDSIDE_TYPE_PRACTICE_WRITER (bedside_practice_writer_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePracticeWriter, bedside_practice_writer, BEDSIDE, PRACTICE_WRITER, GObject)

/*
 * save_settings: for managers; switching group chat off switches chat off, too.
 * set_chat_access: @reason: nullable, shown to colleagues.
 * save_patient: @patient: nullable: a new one; result: the patient's key.
 * check_account: @user_id: exactly as "@name:server"; a name alone is completed with this practitioner's server by
 *   bedside_practice_writer_dup_user_id(). Returns %BEDSIDE_ACCOUNT_CHECK_UNAVAILABLE with an error set if it failed.
 * link_portal: @user_id: nullable: takes the link away; @state: what is known of the account.
 * invite_to_portal: state "invited", and who did it.
 */
BedsidePracticeWriter *bedside_practice_writer_new                        (BedsideClient                *client);
void                   bedside_practice_writer_save_settings_async        (BedsidePracticeWriter        *self,
                                                                           BedsidePractice              *practice,
                                                                           gboolean                      group_chat,
                                                                           gboolean                      patient_chat,
                                                                           GCancellable                 *cancellable,
                                                                           GAsyncReadyCallback           callback,
                                                                           gpointer                      user_data);
gboolean               bedside_practice_writer_save_settings_finish       (BedsidePracticeWriter        *self,
                                                                           GAsyncResult                 *result,
                                                                           GError                      **error);
void                   bedside_practice_writer_set_chat_access_async      (BedsidePracticeWriter        *self,
                                                                           BedsidePractice              *practice,
                                                                           BedsidePatient               *patient,
                                                                           BedsideChatAccess             access,
                                                                           const char                   *reason,
                                                                           GCancellable                 *cancellable,
                                                                           GAsyncReadyCallback           callback,
                                                                           gpointer                      user_data);
gboolean               bedside_practice_writer_set_chat_access_finish     (BedsidePracticeWriter        *self,
                                                                           GAsyncResult                 *result,
                                                                           GError                      **error);
void                   bedside_practice_writer_save_patient_async         (BedsidePracticeWriter        *self,
                                                                           BedsidePractice              *practice,
                                                                           BedsidePatient               *patient,
                                                                           const BedsidePatientDetails  *details,
                                                                           GCancellable                 *cancellable,
                                                                           GAsyncReadyCallback           callback,
                                                                           gpointer                      user_data);
char                  *bedside_practice_writer_save_patient_finish        (BedsidePracticeWriter        *self,
                                                                           GAsyncResult                 *result,
                                                                           GError                      **error);
/* A new patient with this key, random and without meaning: given again, nobody is added twice. */
void                 bedside_practice_writer_add_patient_async          (BedsidePracticeWriter        *self,
                                                                         BedsidePractice              *practice,
                                                                         const char                   *key,
                                                                         const BedsidePatientDetails  *details,
                                                                         GCancellable                 *cancellable,
                                                                         GAsyncReadyCallback           callback,
                                                                         gpointer                      user_data);
gboolean             bedside_practice_writer_add_patient_finish         (BedsidePracticeWriter        *self,
                                                                         GAsyncResult                 *result,
                                                                         GError                      **error);
void                 bedside_practice_writer_remove_patient_async       (BedsidePracticeWriter        *self,
                                                                         BedsidePractice              *practice,
                                                                         BedsidePatient               *patient,
                                                                         GCancellable                 *cancellable,
                                                                         GAsyncReadyCallback           callback,
                                                                         gpointer                      user_data);
gboolean             bedside_practice_writer_remove_patient_finish      (BedsidePracticeWriter        *self,
                                                                         GAsyncResult                 *result,
                                                                         GError                      **error);
void                 bedside_practice_writer_check_account_async        (BedsidePracticeWriter        *self,
                                                                         const char                   *user_id,
                                                                         GCancellable                 *cancellable,
                                                                         GAsyncReadyCallback           callback,
                                                                         gpointer                      user_data);
BedsideAccountCheck  bedside_practice_writer_check_account_finish       (BedsidePracticeWriter        *self,
                                                                         GAsyncResult                 *result,
                                                                         GError                      **error);
void                 bedside_practice_writer_link_portal_async          (BedsidePracticeWriter        *self,
                                                                         BedsidePractice              *practice,
                                                                         BedsidePatient               *patient,
                                                                         const char                   *user_id,
                                                                         BedsidePortalState            state,
                                                                         GCancellable                 *cancellable,
                                                                         GAsyncReadyCallback           callback,
                                                                         gpointer                      user_data);
gboolean             bedside_practice_writer_link_portal_finish         (BedsidePracticeWriter        *self,
                                                                         GAsyncResult                 *result,
                                                                         GError                      **error);
void                 bedside_practice_writer_invite_to_portal_async     (BedsidePracticeWriter        *self,
                                                                         BedsidePractice              *practice,
                                                                         BedsidePatient               *patient,
                                                                         GCancellable                 *cancellable,
                                                                         GAsyncReadyCallback           callback,
                                                                         gpointer                      user_data);
gboolean             bedside_practice_writer_invite_to_portal_finish    (BedsidePracticeWriter        *self,
                                                                         GAsyncResult                 *result,
                                                                         GError                      **error);
void                 bedside_practice_writer_invite_practitioner_async  (BedsidePracticeWriter        *self,
                                                                         BedsidePractice              *practice,
                                                                         const char                   *user_id,
                                                                         GCancellable                 *cancellable,
                                                                         GAsyncReadyCallback           callback,
                                                                         gpointer                      user_data);
gboolean             bedside_practice_writer_invite_practitioner_finish (BedsidePracticeWriter        *self,
                                                                         GAsyncResult                 *result,
                                                                         GError                      **error);
void                 bedside_practice_writer_remove_practitioner_async  (BedsidePracticeWriter        *self,
                                                                         BedsidePractice              *practice,
                                                                         const char                   *user_id,
                                                                         GCancellable                 *cancellable,
                                                                         GAsyncReadyCallback           callback,
                                                                         gpointer                      user_data);
gboolean             bedside_practice_writer_remove_practitioner_finish (BedsidePracticeWriter        *self,
                                                                         GAsyncResult                 *result,
                                                                         GError                      **error);
void                 bedside_practice_writer_set_role_async             (BedsidePracticeWriter        *self,
                                                                         BedsidePractice              *practice,
                                                                         const char                   *user_id,
                                                                         BedsideRole                   role,
                                                                         GCancellable                 *cancellable,
                                                                         GAsyncReadyCallback           callback,
                                                                         gpointer                      user_data);
gboolean             bedside_practice_writer_set_role_finish            (BedsidePracticeWriter        *self,
                                                                         GAsyncResult                 *result,
                                                                         GError                      **error);
gboolean             bedside_patient_details_check                      (const BedsidePatientDetails  *details,
                                                                         GError                      **error);
char                *bedside_practice_writer_dup_user_id                (BedsidePracticeWriter        *self,
                                                                         const char                   *text);

G_END_DECLS
