/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-practice-writer"

#include "bedside-practice-writer.h"

struct _BedsidePracticeWriter
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (BedsidePracticeWriter, bedside_practice_writer, G_TYPE_OBJECT)

static void
bedside_practice_writer_class_init (BedsidePracticeWriterClass *klass)
{
}

static void
bedside_practice_writer_init (BedsidePracticeWriter *self)
{
}

G_DEFINE_ENUM_TYPE (BedsideAccountCheck, bedside_account_check,
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_CHECK_UNAVAILABLE, "unavailable"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_CHECK_UNKNOWN, "unknown"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_CHECK_NOT_A_PATIENT, "not-a-patient"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_CHECK_NOT_ACTIVATED, "not-activated"),
                    G_DEFINE_ENUM_VALUE (BEDSIDE_ACCOUNT_CHECK_ACTIVATED, "activated"))

BedsidePracticeWriter *
bedside_practice_writer_new (BedsideClient *client)
{
  return g_object_new (BEDSIDE_TYPE_PRACTICE_WRITER, NULL);
}


void
bedside_practice_writer_save_settings_async (BedsidePracticeWriter *self,
                                             BedsidePractice       *practice,
                                             gboolean               group_chat,
                                             gboolean               patient_chat,
                                             GCancellable          *cancellable,
                                             GAsyncReadyCallback    callback,
                                             gpointer               user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not there yet");
}

gboolean
bedside_practice_writer_save_settings_finish (BedsidePracticeWriter  *self,
                                              GAsyncResult           *result,
                                              GError                **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
bedside_practice_writer_set_chat_access_async (BedsidePracticeWriter *self,
                                               BedsidePractice       *practice,
                                               BedsidePatient        *patient,
                                               BedsideChatAccess      access,
                                               const char            *reason,
                                               GCancellable          *cancellable,
                                               GAsyncReadyCallback    callback,
                                               gpointer               user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not there yet");
}

gboolean
bedside_practice_writer_set_chat_access_finish (BedsidePracticeWriter  *self,
                                                GAsyncResult           *result,
                                                GError                **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
bedside_practice_writer_save_patient_async (BedsidePracticeWriter       *self,
                                            BedsidePractice             *practice,
                                            BedsidePatient              *patient,
                                            const BedsidePatientDetails *details,
                                            GCancellable                *cancellable,
                                            GAsyncReadyCallback          callback,
                                            gpointer                     user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not there yet");
}

char                  *
bedside_practice_writer_save_patient_finish (BedsidePracticeWriter  *self,
                                             GAsyncResult           *result,
                                             GError                **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
bedside_practice_writer_remove_patient_async (BedsidePracticeWriter *self,
                                              BedsidePractice       *practice,
                                              BedsidePatient        *patient,
                                              GCancellable          *cancellable,
                                              GAsyncReadyCallback    callback,
                                              gpointer               user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not there yet");
}

gboolean
bedside_practice_writer_remove_patient_finish (BedsidePracticeWriter  *self,
                                               GAsyncResult           *result,
                                               GError                **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
bedside_practice_writer_check_account_async (BedsidePracticeWriter *self,
                                             const char            *user_id,
                                             GCancellable          *cancellable,
                                             GAsyncReadyCallback    callback,
                                             gpointer               user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not there yet");
}

BedsideAccountCheck
bedside_practice_writer_check_account_finish (BedsidePracticeWriter  *self,
                                              GAsyncResult           *result,
                                              GError                **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

void
bedside_practice_writer_link_portal_async (BedsidePracticeWriter *self,
                                           BedsidePractice       *practice,
                                           BedsidePatient        *patient,
                                           const char            *user_id,
                                           BedsidePortalState     state,
                                           GCancellable          *cancellable,
                                           GAsyncReadyCallback    callback,
                                           gpointer               user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not there yet");
}

gboolean
bedside_practice_writer_link_portal_finish (BedsidePracticeWriter  *self,
                                            GAsyncResult           *result,
                                            GError                **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
bedside_practice_writer_invite_to_portal_async (BedsidePracticeWriter *self,
                                                BedsidePractice       *practice,
                                                BedsidePatient        *patient,
                                                GCancellable          *cancellable,
                                                GAsyncReadyCallback    callback,
                                                gpointer               user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not there yet");
}

gboolean
bedside_practice_writer_invite_to_portal_finish (BedsidePracticeWriter  *self,
                                                 GAsyncResult           *result,
                                                 GError                **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
bedside_practice_writer_invite_practitioner_async (BedsidePracticeWriter *self,
                                                   BedsidePractice       *practice,
                                                   const char            *user_id,
                                                   GCancellable          *cancellable,
                                                   GAsyncReadyCallback    callback,
                                                   gpointer               user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not there yet");
}

gboolean
bedside_practice_writer_invite_practitioner_finish (BedsidePracticeWriter  *self,
                                                    GAsyncResult           *result,
                                                    GError                **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
bedside_practice_writer_remove_practitioner_async (BedsidePracticeWriter *self,
                                                   BedsidePractice       *practice,
                                                   const char            *user_id,
                                                   GCancellable          *cancellable,
                                                   GAsyncReadyCallback    callback,
                                                   gpointer               user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not there yet");
}

gboolean
bedside_practice_writer_remove_practitioner_finish (BedsidePracticeWriter  *self,
                                                    GAsyncResult           *result,
                                                    GError                **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
bedside_practice_writer_set_role_async (BedsidePracticeWriter *self,
                                        BedsidePractice       *practice,
                                        const char            *user_id,
                                        BedsideRole            role,
                                        GCancellable          *cancellable,
                                        GAsyncReadyCallback    callback,
                                        gpointer               user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not there yet");
}

gboolean
bedside_practice_writer_set_role_finish (BedsidePracticeWriter  *self,
                                         GAsyncResult           *result,
                                         GError                **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

char *
bedside_practice_writer_dup_user_id (BedsidePracticeWriter *self,
                                     const char            *text)
{
  return NULL;
}
