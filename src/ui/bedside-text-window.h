/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * BedsideTextWindow:
 *
 * Shows the whole of a long text, to be read and selected. A text view lays out only what it shows.
 */
#define BEDSIDE_TYPE_TEXT_WINDOW (bedside_text_window_get_type ())
G_DECLARE_FINAL_TYPE (BedsideTextWindow, bedside_text_window, BEDSIDE, TEXT_WINDOW, AdwWindow)

GtkWindow *bedside_text_window_new      (const char        *text);
char      *bedside_text_window_dup_text (BedsideTextWindow *self);

G_END_DECLS
