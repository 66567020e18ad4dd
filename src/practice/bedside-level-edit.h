/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-json.h"

G_BEGIN_DECLS

/* Who may do what in a room: content of m.room.power_levels. Private to practice/. */

#define BEDSIDE_LEVEL_OWNER 100
#define BEDSIDE_LEVEL_MANAGER 90
#define BEDSIDE_LEVEL_PRACTITIONER 50
#define BEDSIDE_LEVEL_PATIENT 10

gint64 bedside_level_edit_get   (JsonObject *levels,
                                 const char *user_id);
void   bedside_level_edit_set   (JsonObject *levels,
                                 const char *user_id,
                                 gint64      level);
void   bedside_level_edit_clear (JsonObject *levels,
                                 const char *user_id);

G_END_DECLS
