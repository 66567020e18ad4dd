/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-world.h"

G_BEGIN_DECLS

typedef struct _BedsideDemoBinding BedsideDemoBinding;

/* What binds a conversation, as m.room.create has it; a missing or mistyped string is "". */
struct _BedsideDemoBinding
{
  const char *practice;
  const char *patient_key;
  const char *patient;
  const char *practitioner;
};

/* What the practice's module on a real server does. The reasons are those of org.bedside.reason, NULL: allowed. */

gboolean         bedside_demo_practice_is_space       (BedsideDemoRoom          *room);
GPtrArray       *bedside_demo_practice_list           (BedsideDemoWorld         *world);
gboolean         bedside_demo_practice_is_configured  (BedsideDemoWorld         *world,
                                                       const char               *practice_id);
gboolean         bedside_demo_practice_is_enforced    (BedsideDemoWorld         *world);
BedsideDemoKind  bedside_demo_practice_get_kind       (BedsideDemoWorld         *world,
                                                       const char               *user_id);
gboolean         bedside_demo_practice_read_binding   (JsonObject               *create_content,
                                                       BedsideDemoBinding       *binding);
gboolean         bedside_demo_practice_get_binding    (BedsideDemoRoom          *room,
                                                       BedsideDemoBinding       *binding);
const char      *bedside_demo_practice_get_owner      (BedsideDemoRoom          *room);
const char      *bedside_demo_practice_closed_because (BedsideDemoWorld         *world,
                                                       const BedsideDemoBinding *binding);
const char      *bedside_demo_practice_check_event    (BedsideDemoWorld         *world,
                                                       BedsideDemoRoom          *room,
                                                       const char               *sender,
                                                       const char               *type,
                                                       const char               *state_key,
                                                       JsonObject               *content);
const char      *bedside_demo_practice_check_create   (BedsideDemoWorld         *world,
                                                       const char               *creator,
                                                       JsonObject               *body);
const char      *bedside_demo_practice_check_invite   (BedsideDemoWorld         *world,
                                                       BedsideDemoRoom          *room,
                                                       const char               *sender,
                                                       const char               *user_id);
const char      *bedside_demo_practice_check_join     (BedsideDemoWorld         *world,
                                                       BedsideDemoRoom          *room,
                                                       const char               *user_id);
char            *bedside_demo_practice_dup_levels     (const BedsideDemoBinding *binding,
                                                       guint                     patient_level);

G_END_DECLS
