/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-json.h"

G_BEGIN_DECLS

/* What makes the rooms of a practice, for bedside_client_create_room_async(). Private to practice/. */

JsonObject *bedside_set_up_body_new_practice  (const char         *owner,
                                               const char         *name);
JsonObject *bedside_set_up_body_new_directory (const char         *owner,
                                               const char         *practice,
                                               const char         *name);
JsonObject *bedside_set_up_body_new_everyone  (const char         *practice,
                                               const char         *name);
JsonObject *bedside_set_up_body_new_team      (const char         *practice,
                                               const char * const *user_ids,
                                               const char         *title);

G_END_DECLS
