/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-practice.h"

G_BEGIN_DECLS

/* What can be a room of a practice at all, whoever asks. The reasons are those of org.bedside.reason, NULL: it can. */

const char *bedside_demo_shape_check_body (const char               *creator,
                                           JsonObject               *body);
gboolean    bedside_demo_shape_is_open    (const char               *type,
                                           JsonObject               *content);
gboolean    bedside_demo_shape_is_binding (const BedsideDemoBinding *binding);

G_END_DECLS
