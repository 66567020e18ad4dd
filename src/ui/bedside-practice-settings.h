/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsidePracticeSettings:
 *
 * The window with the settings of a practice (R6): who may chat, what the server enforces, who belongs to the practice.
 * Only managers can change anything (R9).
 */
#define BEDSIDE_TYPE_PRACTICE_SETTINGS (bedside_practice_settings_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePracticeSettings, bedside_practice_settings, BEDSIDE, PRACTICE_SETTINGS,
                      AdwPreferencesWindow)

GtkWidget *bedside_practice_settings_new (GtkWindow       *parent,
                                          BedsideSession  *session,
                                          BedsidePractice *practice);

G_END_DECLS
