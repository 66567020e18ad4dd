/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-faults.h"
#include "bedside-demo-world.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

void bedside_demo_raw_reset  (SoupServerMessage *message);
void bedside_demo_raw_answer (SoupServerMessage *message,
                              BedsideDemoFault  *fault,
                              BedsideDemoWorld  *world);

G_END_DECLS
