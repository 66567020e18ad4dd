/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BedsideFileQuestion:
 * @action: open or save
 * @title: of the window
 * @accept: what stands on its button
 * @name: (nullable): a name for the file, when saving
 * @kind: what such files are called
 * @pattern: which files they are, as "*.csv"
 *
 * Asks for a file, in the way of the desktop; in a sandbox, through its portal.
 */
typedef struct {
  GtkFileChooserAction  action;
  const char           *title;
  const char           *accept;
  const char           *name;
  const char           *kind;
  const char           *pattern;
} BedsideFileQuestion;

/* Error: G_IO_ERROR_CANCELLED if no file was chosen. */
void   bedside_file_question_ask_async  (const BedsideFileQuestion  *self,
                                         GtkWindow                  *parent,
                                         GCancellable               *cancellable,
                                         GAsyncReadyCallback         callback,
                                         gpointer                    user_data);
GFile *bedside_file_question_ask_finish (GAsyncResult               *result,
                                         GError                    **error);

G_END_DECLS
