/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-request.h"

G_BEGIN_DECLS

/* One table for each file of endpoints; the last route has no method. */
extern const BedsideDemoRoute bedside_demo_account_routes[];
extern const BedsideDemoRoute bedside_demo_event_routes[];
extern const BedsideDemoRoute bedside_demo_history_routes[];
extern const BedsideDemoRoute bedside_demo_info_routes[];
extern const BedsideDemoRoute bedside_demo_marker_routes[];
extern const BedsideDemoRoute bedside_demo_membership_routes[];
extern const BedsideDemoRoute bedside_demo_practice_routes[];
extern const BedsideDemoRoute bedside_demo_session_routes[];
extern const BedsideDemoRoute bedside_demo_sliding_routes[];
extern const BedsideDemoRoute bedside_demo_sync_routes[];

void bedside_demo_router_run (BedsideDemoRequest *request);

G_END_DECLS
