/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-outbox.h"
#include "bedside-registry.h"
#include "bedside-state-writer.h"

G_BEGIN_DECLS

/**
 * BedsideLevelKeeper:
 *
 * Lets the levels of this practitioner's conversations say what the rules say: that is what closes the composer of the
 * patient's own client, and on a server without our module the only thing that keeps a patient from writing. One room
 * after the other, so that several hundred are no storm.
 */
#define BEDSIDE_TYPE_LEVEL_KEEPER (bedside_level_keeper_get_type ())
G_DECLARE_FINAL_TYPE (BedsideLevelKeeper, bedside_level_keeper, BEDSIDE, LEVEL_KEEPER, GObject)

BedsideLevelKeeper *bedside_level_keeper_new        (BedsideStateWriter *states,
                                                     BedsideRegistry    *registry,
                                                     BedsideOutbox      *outbox);
/* Does nothing while it is not; begins anew when it is again. */
void                bedside_level_keeper_set_online (BedsideLevelKeeper *self,
                                                     gboolean            online);
void                bedside_level_keeper_set_haste  (BedsideLevelKeeper *self,
                                                     guint               haste);

G_END_DECLS
