/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-client.h"
#include "bedside-registry.h"

G_BEGIN_DECLS

/**
 * BedsideStatusWatch:
 *
 * Asks now and then whether the server enforces the practices' rules, and sets "enforcement" of each.
 */
#define BEDSIDE_TYPE_STATUS_WATCH (bedside_status_watch_get_type ())
G_DECLARE_FINAL_TYPE (BedsideStatusWatch, bedside_status_watch, BEDSIDE, STATUS_WATCH, GObject)

BedsideStatusWatch *bedside_status_watch_new        (BedsideClient      *client,
                                                     BedsideRegistry    *registry);
/* Asks at once when it is. */
void                bedside_status_watch_set_online (BedsideStatusWatch *self,
                                                     gboolean            online);

G_END_DECLS
