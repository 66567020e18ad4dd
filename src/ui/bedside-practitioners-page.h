/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-session-practice.h"

G_BEGIN_DECLS

/**
 * BedsidePractitionersPage:
 *
 * The people of a practice; managers invite and remove them and make managers.
 */
#define BEDSIDE_TYPE_PRACTITIONERS_PAGE (bedside_practitioners_page_get_type ())
G_DECLARE_FINAL_TYPE (BedsidePractitionersPage, bedside_practitioners_page, BEDSIDE, PRACTITIONERS_PAGE,
                      AdwPreferencesPage)

void bedside_practitioners_page_set_practice (BedsidePractitionersPage *self,
                                              BedsideSession           *session,
                                              BedsidePractice          *practice);

G_END_DECLS
