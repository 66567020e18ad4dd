/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-preferences.h"

G_BEGIN_DECLS

/**
 * BedsideQuietHoursPage:
 *
 * The page of the preferences where each day of the week gets its quiet hours. Takes effect at once.
 */
#define BEDSIDE_TYPE_QUIET_HOURS_PAGE (bedside_quiet_hours_page_get_type ())
G_DECLARE_FINAL_TYPE (BedsideQuietHoursPage, bedside_quiet_hours_page, BEDSIDE, QUIET_HOURS_PAGE, AdwPreferencesPage)

void bedside_quiet_hours_page_set_preferences (BedsideQuietHoursPage *self,
                                               BedsidePreferences    *preferences);

G_END_DECLS
