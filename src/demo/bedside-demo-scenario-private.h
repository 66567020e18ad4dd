/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-world.h"

G_BEGIN_DECLS

typedef struct _BedsideDemoScenario BedsideDemoScenario;

/* One practice of the scenario, while it is made. */
struct _BedsideDemoScenario
{
  BedsideDemoWorld *world;
  JsonObject       *whole;     /* scripts and topics are for all */
  JsonObject       *json;      /* the practice */
  char             *owner;     /* (owned): who has made it */
  char             *user;      /* (owned) (nullable): who signs in */
  GPtrArray        *staff;     /* (owned) (element-type utf8): user ids, ends with NULL */
  BedsideDemoRoom  *practice;
  BedsideDemoRoom  *directory;
  gint64            begin;     /* ms since 1970 */
  gint64            now;
  guint32           seed;      /* of the last conversation */
};

gint64     bedside_demo_scenario_read_ago     (const char          *text);
gint64     bedside_demo_scenario_get_number   (JsonObject          *object,
                                               const char          *name,
                                               gint64               fallback);
void       bedside_demo_scenario_put          (BedsideDemoScenario *self,
                                               BedsideDemoRoom     *room,
                                               const char          *type,
                                               const char          *state_key,
                                               const char          *content,
                                               gint64               timestamp);
GPtrArray *bedside_demo_scenario_dup_lines    (BedsideDemoScenario *self,
                                               JsonObject          *entry,
                                               const char          *given);
void       bedside_demo_scenario_read_all_but (BedsideDemoScenario *self,
                                               BedsideDemoRoom     *room,
                                               const char          *user_id,
                                               gint64               unread);

void bedside_demo_scenario_add_practice  (BedsideDemoScenario *self);
void bedside_demo_scenario_add_directory (BedsideDemoScenario *self);
void bedside_demo_scenario_add_team      (BedsideDemoScenario *self,
                                          JsonObject          *entry);
void bedside_demo_scenario_invite        (BedsideDemoScenario *self,
                                          BedsideDemoRoom     *room,
                                          const char          *sender,
                                          JsonObject          *entry);

G_END_DECLS
