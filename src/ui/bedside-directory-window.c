/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-directory-window"

#include "bedside-directory-window.h"

struct _BedsideDirectoryWindow
{
  AdwWindow parent_instance;
};

G_DEFINE_FINAL_TYPE (BedsideDirectoryWindow, bedside_directory_window, ADW_TYPE_WINDOW)

static void
bedside_directory_window_class_init (BedsideDirectoryWindowClass *klass)
{
}

static void
bedside_directory_window_init (BedsideDirectoryWindow *self)
{
}

GtkWidget *
bedside_directory_window_new (GtkWindow      *parent,
                              BedsideSession *session)
{
  return g_object_new (BEDSIDE_TYPE_DIRECTORY_WINDOW, "transient-for", parent, NULL);
}
