/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-preferences.h"

G_BEGIN_DECLS

/**
 * BedsideNotificationsPage:
 *
 * The page of the preferences about notifications, and what of a message may be seen outside of its conversation.
 */
#define BEDSIDE_TYPE_NOTIFICATIONS_PAGE (bedside_notifications_page_get_type ())
G_DECLARE_FINAL_TYPE (BedsideNotificationsPage, bedside_notifications_page, BEDSIDE, NOTIFICATIONS_PAGE,
                      AdwPreferencesPage)

void bedside_notifications_page_set_preferences (BedsideNotificationsPage *self,
                                                 BedsidePreferences       *preferences);

G_END_DECLS
