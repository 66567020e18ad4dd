/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsidePortalSettings:
 *
 * A modal window that enables or disables chat for one patient on Save (R25). Enabling a patient whom somebody disabled
 * asks once, and says who and when.
 */
#define BEDSIDE_TYPE_PORTAL_SETTINGS (bedside_portal_settings_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePortalSettings, bedside_portal_settings, BEDSIDE, PORTAL_SETTINGS, AdwWindow)

GtkWidget *bedside_portal_settings_new (GtkWindow       *parent,
                                        BedsideSession  *session,
                                        BedsidePractice *practice,
                                        BedsidePatient  *patient);

G_END_DECLS
