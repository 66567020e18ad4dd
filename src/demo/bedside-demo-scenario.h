/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-patients.h"
#include "bedside-demo-world.h"

G_BEGIN_DECLS

char *bedside_demo_scenario_load (BedsideDemoWorld     *world,
                                  BedsideDemoPatients  *patients,
                                  const char           *source,
                                  GError              **error);

G_END_DECLS
