/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-world.h"

G_BEGIN_DECLS

typedef struct _BedsideDemoGuests BedsideDemoGuests;

BedsideDemoGuests *bedside_demo_guests_new                  (BedsideDemoWorld  *world);
void               bedside_demo_guests_free                 (BedsideDemoGuests *self);
void               bedside_demo_guests_set_delay            (BedsideDemoGuests *self,
                                                             guint              ms);
void               bedside_demo_guests_set_activation_delay (BedsideDemoGuests *self,
                                                             guint              ms);
void               bedside_demo_guests_hear                 (BedsideDemoGuests *self,
                                                             BedsideDemoRoom   *room,
                                                             BedsideDemoEvent  *event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideDemoGuests, bedside_demo_guests_free)

G_END_DECLS
