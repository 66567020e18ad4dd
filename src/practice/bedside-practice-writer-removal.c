/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-practice-writer-removal"

#include "bedside-practice-writer-private.h"

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
