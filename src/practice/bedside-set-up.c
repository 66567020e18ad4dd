/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-set-up"

#include "bedside-set-up.h"

struct _BedsideSetUp
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (BedsideSetUp, bedside_set_up, G_TYPE_OBJECT)

static void
bedside_set_up_class_init (BedsideSetUpClass *klass)
{
}

static void
bedside_set_up_init (BedsideSetUp *self)
{
}

BedsideSetUp *
bedside_set_up_new (BedsideClient   *client,
                    BedsideRegistry *registry)
{
  return g_object_new (BEDSIDE_TYPE_SET_UP, NULL);
}


void
bedside_set_up_found_async (BedsideSetUp        *self,
                            const char          *name,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not there yet");
}

char         *
bedside_set_up_found_finish (BedsideSetUp  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
bedside_set_up_join_async (BedsideSetUp        *self,
                           BedsideInvitation   *invitation,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not there yet");
}

gboolean
bedside_set_up_join_finish (BedsideSetUp  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
bedside_set_up_decline_async (BedsideSetUp        *self,
                              BedsideInvitation   *invitation,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not there yet");
}

gboolean
bedside_set_up_decline_finish (BedsideSetUp  *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
bedside_set_up_add_team_async (BedsideSetUp        *self,
                               BedsidePractice     *practice,
                               const char * const  *user_ids,
                               const char          *title,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "Not there yet");
}

char         *
bedside_set_up_add_team_finish (BedsideSetUp  *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

guint
bedside_set_up_get_step (BedsideSetUp *self)
{
  return 0;
}
