/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "fault-world.h"

G_BEGIN_DECLS

typedef void (*FaultBody) (FaultWorld *world,
                           gpointer    data);

/* Makes a world, lets something go wrong in it, and prints a line of what came of it: @text, "ok" or "failed", messages
 * lost, doubled, requests struck, worst turn of the main loop in ms, the time it took in ms, and what was wrong or is
 * worth knowing. The program ends after a failure: what is left then may not be fit for another one. */
void fault_run (const char *text,
                guint       seed,
                FaultBody   body,
                gpointer    data);

G_END_DECLS
