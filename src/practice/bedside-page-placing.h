/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-placed-event.h"
#include "bedside-room.h"
#include "bedside-rooms.h"

G_BEGIN_DECLS

/* Where the events of a fetched page go in a room. */

GPtrArray *bedside_page_place_in_gap (BedsideRoom         *room,
                                      BedsideGap          *gap,
                                      BedsideMessagesPage *page,
                                      GHashTable          *known);
GPtrArray *bedside_page_place_before (BedsideRoom         *room,
                                      BedsideMessagesPage *page);

G_END_DECLS
