/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-directory.h"
#include "bedside-practice.h"
#include "bedside-room.h"

G_BEGIN_DECLS

/**
 * BedsideRegistry:
 *
 * All rooms of the practitioner, and what they mean: which is the practice,
 * which its directory, which are conversations, and which of those are open.
 * Properties: "practice" (nullable). Signal: "superseded" (id of a room, #BedsideRoom): another room is the conversation
 * of its pair from now on. No I/O.
 */
#define BEDSIDE_TYPE_REGISTRY (bedside_registry_get_type ())
G_DECLARE_FINAL_TYPE (BedsideRegistry, bedside_registry, BEDSIDE, REGISTRY, GObject)

BedsideRegistry *bedside_registry_new               (const char          *user_id);
const char      *bedside_registry_get_user_id       (BedsideRegistry     *self);
GListModel      *bedside_registry_get_conversations (BedsideRegistry     *self);
BedsidePractice *bedside_registry_get_practice      (BedsideRegistry     *self);

BedsideRoom     *bedside_registry_find              (BedsideRegistry     *self,
                                                     const char          *room_id);
BedsideRoom     *bedside_registry_ensure            (BedsideRegistry     *self,
                                                     const char          *room_id);
BedsideRoom     *bedside_registry_find_conversation (BedsideRegistry     *self,
                                                     BedsideConversation *conversation);
GList           *bedside_registry_list_rooms        (BedsideRegistry     *self);
void             bedside_registry_forget            (BedsideRegistry     *self,
                                                     const char          *room_id);

void             bedside_registry_apply_state       (BedsideRegistry     *self,
                                                     BedsideRoom         *room,
                                                     BedsideEvent        *event);
void             bedside_registry_touch             (BedsideRegistry     *self,
                                                     BedsideRoom         *room);
void             bedside_registry_settle            (BedsideRegistry     *self);
void             bedside_registry_show_summaries    (BedsideRegistry     *self);
GPtrArray       *bedside_registry_steal_unsaved     (BedsideRegistry     *self);

/* Conversations that the server has not heard of: see bedside-registry-provisional.c. */
gboolean         bedside_room_id_is_provisional      (const char          *room_id);
char            *bedside_room_id_new_provisional     (const char          *practice_id,
                                                      const char          *patient_key);
BedsideRoom     *bedside_registry_ensure_provisional (BedsideRegistry     *self,
                                                      const char          *room_id);
BedsideRoom     *bedside_registry_find_pair          (BedsideRegistry     *self,
                                                      const char          *patient_key);
BedsideRoom     *bedside_registry_find_successor     (BedsideRegistry     *self,
                                                      BedsideRoom         *room);

const char      *bedside_registry_get_sender_name   (BedsideRegistry     *self,
                                                     BedsideRoom         *room,
                                                     const char          *sender);

G_END_DECLS
