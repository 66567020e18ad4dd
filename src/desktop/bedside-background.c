/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-background"

#include "bedside-background.h"

G_DEFINE_QUARK (bedside-background-error-quark, bedside_background_error)

struct _BedsideBackground
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (BedsideBackground, bedside_background, G_TYPE_OBJECT)

static void
bedside_background_class_init (BedsideBackgroundClass *klass)
{
}

static void
bedside_background_init (BedsideBackground *self)
{
}

BedsideBackground *
bedside_background_new (GDBusConnection *bus)
{
  return g_object_new (BEDSIDE_TYPE_BACKGROUND, NULL);
}

void
bedside_background_request_async (BedsideBackground   *self,
                                  const char          *parent,
                                  gboolean             autostart,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bedside_background_request_async);
  g_task_return_new_error (task, BEDSIDE_BACKGROUND_ERROR, BEDSIDE_BACKGROUND_ERROR_UNAVAILABLE, "To be done");
}

gboolean
bedside_background_request_finish (BedsideBackground  *self,
                                   GAsyncResult       *result,
                                   gboolean           *autostart,
                                   GError            **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
