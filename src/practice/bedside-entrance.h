/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-client.h"
#include "bedside-registry.h"
#include "bedside-set-up.h"

G_BEGIN_DECLS

/**
 * BedsideEntrance:
 *
 * Declines chat invitations from anyone who is in no practice of this practitioner (R1), and joins those rooms of a
 * joined practice that come along with it and are missing.
 */
#define BEDSIDE_TYPE_ENTRANCE (bedside_entrance_get_type ())
G_DECLARE_FINAL_TYPE (BedsideEntrance, bedside_entrance, BEDSIDE, ENTRANCE, GObject)

BedsideEntrance *bedside_entrance_new        (BedsideClient   *client,
                                              BedsideRegistry *registry,
                                              BedsideSetUp    *set_up);
void             bedside_entrance_set_online (BedsideEntrance *self,
                                              gboolean         online);
void             bedside_entrance_set_haste  (BedsideEntrance *self,
                                              guint            haste);

G_END_DECLS
