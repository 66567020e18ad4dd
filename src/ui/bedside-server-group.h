/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "bedside-practice.h"

G_BEGIN_DECLS

/**
 * BedsideServerGroup:
 *
 * Says in plain words whether the server enforces the practice's rules, and what to do if not; with the practice id to
 * copy. Property: "practice" (nullable).
 */
#define BEDSIDE_TYPE_SERVER_GROUP (bedside_server_group_get_type ())
G_DECLARE_FINAL_TYPE (BedsideServerGroup, bedside_server_group, BEDSIDE, SERVER_GROUP, AdwPreferencesGroup)

BedsidePractice *bedside_server_group_get_practice (BedsideServerGroup *self);
void             bedside_server_group_set_practice (BedsideServerGroup *self,
                                                    BedsidePractice    *practice);
/* While the practice itself is not known yet. */
void             bedside_server_group_set_id       (BedsideServerGroup *self,
                                                    const char         *room_id);

G_END_DECLS
