/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-request.h"

G_BEGIN_DECLS

void bedside_demo_create            (BedsideDemoRequest *request);
void bedside_demo_create_join_later (BedsideDemoWorld   *world,
                                     BedsideDemoRoom    *room,
                                     const char         *user_id);

G_END_DECLS
