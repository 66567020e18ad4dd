/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-directory.h"
#include "bedside-invitation.h"
#include "bedside-practice.h"
#include "bedside-room.h"

G_BEGIN_DECLS

/**
 * BedsideRegistry:
 *
 * All rooms of the practitioner, and what they mean: which are practices, which their directories, which are
 * conversations, and which of those are open. Property: "practice" (nullable): the one that is shown. The list of
 * conversations has those of that practice; rooms of the others have a conversation all the same. Signals: "superseded"
 * (id of a room, #BedsideRoom): another room is the conversation of its pair from now on; "settled" (): conclusions
 * from what was heard have been drawn. No I/O.
 */
#define BEDSIDE_TYPE_REGISTRY (bedside_registry_get_type ())
G_DECLARE_FINAL_TYPE (BedsideRegistry, bedside_registry, BEDSIDE, REGISTRY, GObject)

BedsideRegistry *bedside_registry_new               (const char          *user_id);
const char      *bedside_registry_get_user_id       (BedsideRegistry     *self);
GListModel      *bedside_registry_get_conversations (BedsideRegistry     *self);
/* Those with new messages, of all practices, newest first. */
GListModel      *bedside_registry_get_unread        (BedsideRegistry     *self);
BedsidePractice *bedside_registry_get_practice      (BedsideRegistry     *self);
GListModel      *bedside_registry_get_practices     (BedsideRegistry     *self);
void             bedside_registry_choose_practice   (BedsideRegistry     *self,
                                                     BedsidePractice     *practice);
BedsidePractice *bedside_registry_find_practice     (BedsideRegistry     *self,
                                                     const char          *room_id);
/* Of the space; NULL if it is none of ours. */
JsonObject      *bedside_registry_get_settings      (BedsideRegistry     *self,
                                                     const char          *room_id);

/* Practices and team conversations that this practitioner may join; those of anybody else that are to be declined. */
GListModel *bedside_registry_get_invitations          (BedsideRegistry *self);
GStrv       bedside_registry_list_foreign_invitations (BedsideRegistry *self);
gboolean    bedside_registry_are_members_complete     (BedsideRegistry *self);

/* Patients who have activated the portal since this practitioner invited them. */
GListModel      *bedside_registry_get_activated     (BedsideRegistry     *self);
void             bedside_registry_dismiss_activated (BedsideRegistry     *self,
                                                     BedsidePatient      *patient);

/* What is to be remembered for the next start besides the rooms. */
char            *bedside_registry_to_payload        (BedsideRegistry     *self);
void             bedside_registry_restore           (BedsideRegistry     *self,
                                                     JsonObject          *payload);

BedsideRoom     *bedside_registry_find              (BedsideRegistry     *self,
                                                     const char          *room_id);
BedsideRoom     *bedside_registry_ensure            (BedsideRegistry     *self,
                                                     const char          *room_id);
BedsideRoom     *bedside_registry_find_conversation (BedsideRegistry     *self,
                                                     BedsideConversation *conversation);
GList           *bedside_registry_list_rooms        (BedsideRegistry     *self);
void             bedside_registry_forget            (BedsideRegistry     *self,
                                                     const char          *room_id);

void       bedside_registry_apply_state        (BedsideRegistry  *self,
                                                BedsideRoom      *room,
                                                BedsideEvent     *event);
gboolean   bedside_registry_apply_redaction    (BedsideRegistry  *self,
                                                BedsideRoom      *room,
                                                const char       *event_id,
                                                BedsideEvent    **rest);
void       bedside_registry_count_unread       (BedsideRegistry  *self,
                                                BedsideRoom      *room);
void       bedside_registry_list_unread        (BedsideRegistry  *self);
void       bedside_registry_touch              (BedsideRegistry  *self,
                                                BedsideRoom      *room);
void       bedside_registry_settle             (BedsideRegistry  *self);
gboolean   bedside_registry_settle_some        (BedsideRegistry  *self);
void       bedside_registry_drop_settling      (BedsideRegistry  *self);
void       bedside_registry_settle_provisional (BedsideRegistry  *self);
void       bedside_registry_show_summaries     (BedsideRegistry  *self);
gboolean   bedside_registry_update_summary     (BedsideRegistry  *self,
                                                BedsideRoom      *room);
GPtrArray *bedside_registry_steal_unsaved      (BedsideRegistry  *self);

void             bedside_registry_note_heard        (BedsideRegistry     *self,
                                                     BedsideRoom         *room);
void             bedside_registry_note_all_heard    (BedsideRegistry     *self);
BedsideRoom     *bedside_registry_steal_heard       (BedsideRegistry     *self);

char            *bedside_registry_dup_sender_name   (BedsideRegistry     *self,
                                                     BedsideRoom         *room,
                                                     const char          *sender);

/* Conversations that the server has not heard of: see bedside-registry-provisional.c. */
gboolean         bedside_room_id_is_provisional      (const char          *room_id);
char            *bedside_room_id_new_provisional     (const char          *practice_id,
                                                      const char          *patient_key);
BedsideRoom     *bedside_registry_ensure_provisional (BedsideRegistry     *self,
                                                      const char          *room_id);
/* This practitioner's conversation with a patient of a practice, also a provisional one; not one that was left. */
BedsideRoom     *bedside_registry_find_pair          (BedsideRegistry     *self,
                                                      BedsidePractice     *practice,
                                                      BedsidePatient      *patient);
BedsideRoom     *bedside_registry_find_provisional   (BedsideRegistry     *self,
                                                      BedsideRoom         *room);
BedsideRoom     *bedside_registry_find_successor     (BedsideRegistry     *self,
                                                      BedsideRoom         *room);

G_END_DECLS
