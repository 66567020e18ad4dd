/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-file-question"

#include "bedside-file-question.h"

#include "config.h"

#include <glib/gi18n.h>

#include "bedside-compat.h"

BEDSIDE_BEGIN_OLD_API

/*
 * GTK's own dialog adds what was chosen to the list of recently used files, which stays and which every program reads:
 * whose letter was saved, or where the list of patients lies, does not belong there. It does so before it answers, or a
 * moment after. (The setting for that would empty the list of all programs.)
 */
typedef struct {
  char   *uri;         /* (owned) */
  gulong  changed_id;
  guint   timeout_id;
} Recent;

/* After so many s nothing is added any more. */
#define RECENT_TIME 10

static void
recent_free (Recent *recent)
{
  g_signal_handler_disconnect (gtk_recent_manager_get_default (), recent->changed_id);
  g_free (recent->uri);
  g_free (recent);
}

static gboolean
on_recent_time (gpointer user_data)
{
  recent_free (user_data);

  return G_SOURCE_REMOVE;
}

/* What another program has noted, too, stays. Returns whether there is nothing more to come. */
static gboolean
forget_recent (const char *uri)
{
  GtkRecentManager *manager = gtk_recent_manager_get_default ();
  GtkRecentInfo *info = gtk_recent_manager_lookup_item (manager, uri, NULL);
  gsize n_programs = 0;

  if (info == NULL)
    return FALSE;

  g_auto(GStrv) programs = gtk_recent_info_get_applications (info, &n_programs);
  gboolean ours = gtk_recent_info_has_application (info, g_get_application_name ());

  gtk_recent_info_unref (info);
  if (ours && n_programs == 1)
    gtk_recent_manager_remove_item (manager, uri, NULL);
  return ours;
}

static void
on_recent_changed (GtkRecentManager *manager,
                   Recent           *recent)
{
  if (!forget_recent (recent->uri))
    return;
  g_source_remove (recent->timeout_id);
  recent_free (recent);
}

static void
keep_out_of_recent (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);

  if (forget_recent (uri))
    return;

  Recent *recent = g_new0 (Recent, 1);

  recent->uri = g_steal_pointer (&uri);
  /* lint: allow connect, because it is disconnected when its time is over. */
  recent->changed_id = g_signal_connect (gtk_recent_manager_get_default (), "changed",
                                         G_CALLBACK (on_recent_changed), recent);
  recent->timeout_id = g_timeout_add_seconds (RECENT_TIME, on_recent_time, recent);
}

static void
on_response (GtkNativeDialog *dialog,
             int              response,
             gpointer         user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GFile) file = NULL;

  g_signal_handlers_disconnect_by_func (dialog, on_response, user_data);
  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  gtk_native_dialog_hide (dialog);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (file != NULL)
    keep_out_of_recent (file);
  if (file != NULL)
    g_task_return_pointer (task, g_steal_pointer (&file), g_object_unref);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "No file was chosen");
}

static void
on_cancelled (GtkNativeDialog *dialog)
{
  gtk_native_dialog_hide (dialog);
  g_signal_emit_by_name (dialog, "response", GTK_RESPONSE_CANCEL);
}

static void
add_filters (GtkFileChooser            *chooser,
             const BedsideFileQuestion *self)
{
  g_autoptr(GtkFileFilter) wanted = gtk_file_filter_new ();
  g_autoptr(GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (wanted, self->kind);
  gtk_file_filter_add_pattern (wanted, self->pattern);
  gtk_file_chooser_add_filter (chooser, wanted);
  if (self->action == GTK_FILE_CHOOSER_ACTION_SAVE)
    return;

  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, all);
}

/**
 * bedside_file_question_ask_async:
 * @self: what to ask
 * @parent: (nullable): the window that asks
 * @cancellable: (nullable): takes the question away
 * @callback: called when it is answered
 * @user_data: passed to @callback
 *
 * Asks for a file.
 */
void
bedside_file_question_ask_async (const BedsideFileQuestion *self,
                                 GtkWindow                 *parent,
                                 GCancellable              *cancellable,
                                 GAsyncReadyCallback        callback,
                                 gpointer                   user_data)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (parent == NULL || GTK_IS_WINDOW (parent));

  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (self->title, parent, self->action, self->accept,
                                                              _("Cancel"));

  g_task_set_source_tag (task, bedside_file_question_ask_async);
  /* The task holds the dialog, and its answer the task. */
  g_task_set_task_data (task, dialog, g_object_unref);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  add_filters (GTK_FILE_CHOOSER (dialog), self);
  if (self->name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), self->name);
  /* lint: allow connect, because it is disconnected by the answer, which ends the task. */
  g_signal_connect (dialog, "response", G_CALLBACK (on_response), task);
  if (cancellable != NULL)
    g_signal_connect_object (cancellable, "cancelled", G_CALLBACK (on_cancelled), dialog, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/**
 * bedside_file_question_ask_finish:
 * @result: what the callback was given
 * @error: return location for an error: cancelled, if no file was chosen
 *
 * Returns: (transfer full) (nullable): the file
 */
GFile *
bedside_file_question_ask_finish (GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_file_question_ask_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

BEDSIDE_END_OLD_API
