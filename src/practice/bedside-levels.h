/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-json.h"

G_BEGIN_DECLS

/* What somebody may do in a room: the part of `m.room.power_levels` that concerns people. There are thousands of them,
 * so that it keeps only what it needs. */
typedef struct _BedsideLevels BedsideLevels;

BedsideLevels *bedside_levels_new      (JsonObject    *content);
void           bedside_levels_free     (BedsideLevels *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideLevels, bedside_levels_free)

gint64         bedside_levels_get_user (BedsideLevels *self,
                                        const char    *user_id);

G_END_DECLS
