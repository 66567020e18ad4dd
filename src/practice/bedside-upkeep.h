/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-client.h"
#include "bedside-outbox.h"
#include "bedside-practice-writer.h"
#include "bedside-registry.h"
#include "bedside-set-up.h"

G_BEGIN_DECLS

/**
 * BedsideUpkeep:
 *
 * What a session does for the practice without being asked: levels of conversations, portals that were activated,
 * invitations of strangers, rooms that are missing, and whether the server enforces the rules.
 */
#define BEDSIDE_TYPE_UPKEEP (bedside_upkeep_get_type ())
G_DECLARE_FINAL_TYPE (BedsideUpkeep, bedside_upkeep, BEDSIDE, UPKEEP, GObject)

BedsideUpkeep *bedside_upkeep_new        (BedsideClient         *client,
                                          BedsideRegistry       *registry,
                                          BedsideOutbox         *outbox,
                                          BedsidePracticeWriter *writer,
                                          BedsideSetUp          *set_up);
void           bedside_upkeep_set_online (BedsideUpkeep         *self,
                                          gboolean               online);
void           bedside_upkeep_set_haste  (BedsideUpkeep         *self,
                                          guint                  haste);

G_END_DECLS
