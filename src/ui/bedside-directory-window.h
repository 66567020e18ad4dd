/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsideDirectoryWindow:
 *
 * The patient directory of the practice: found, added, edited, removed, linked, invited and imported.
 */
#define BEDSIDE_TYPE_DIRECTORY_WINDOW (bedside_directory_window_get_type ())
G_DECLARE_FINAL_TYPE (BedsideDirectoryWindow, bedside_directory_window, BEDSIDE, DIRECTORY_WINDOW, AdwWindow)

GtkWidget *bedside_directory_window_new (GtkWindow      *parent,
                                         BedsideSession *session);

G_END_DECLS
