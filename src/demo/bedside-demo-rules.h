/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-world.h"

G_BEGIN_DECLS

/* Matrix's own rules about who may do what in a room. The answers are texts for the error, NULL: allowed. */

char *bedside_demo_rules_check_event      (BedsideDemoRoom       *room,
                                           const char            *sender,
                                           const char            *type,
                                           const char            *state_key,
                                           JsonObject            *content);
char *bedside_demo_rules_check_redaction  (BedsideDemoRoom       *room,
                                           const char            *sender,
                                           const char            *event_id);
char *bedside_demo_rules_check_membership (BedsideDemoWorld      *world,
                                           BedsideDemoRoom       *room,
                                           const char            *sender,
                                           const char            *user_id,
                                           BedsideDemoMembership  membership);

G_END_DECLS
