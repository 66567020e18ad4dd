/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-event.h"

G_BEGIN_DECLS

BedsideEvent *bedside_taken_back_event (BedsideEvent *event,
                                        GHashTable   *removals);
char         *bedside_taken_back_text  (const char   *event_id,
                                        const char   *payload,
                                        gpointer      removals);

G_END_DECLS
