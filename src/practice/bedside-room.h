/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-conversation.h"
#include "bedside-sync.h"

G_BEGIN_DECLS

/* What is known of one room. Private to practice/; a plain record that registry, history and catch-up share. */

typedef enum {
  BEDSIDE_ROOM_KIND_UNKNOWN,
  BEDSIDE_ROOM_KIND_PRACTICE,
  BEDSIDE_ROOM_KIND_DIRECTORY,
  BEDSIDE_ROOM_KIND_TEAM,
  BEDSIDE_ROOM_KIND_CONVERSATION,
  BEDSIDE_ROOM_KIND_OTHER,
} BedsideRoomKind;

typedef struct _BedsideRoom BedsideRoom;

/**
 * BedsideGap:
 * @token: from where the missing events are to be fetched, backwards
 * @cursor: the position that the next fetched event gets
 *
 * Events that a limited timeline left out.
 */
typedef struct {
  char   *token;
  gint64  cursor;
} BedsideGap;

/**
 * BedsideMember:
 * @membership: join, invite, leave, ban or knock
 * @display_name: (nullable): what the person calls himself; never shown for a patient
 */
typedef struct {
  char *membership;
  char *display_name;
} BedsideMember;

/**
 * BedsideRoom:
 * @membership: of this practitioner
 * @create: (nullable): content of `m.room.create`
 * @created_at: ms since 1970, to find the older of two rooms of one pair
 * @members: (element-type utf8 BedsideMember): those that are known
 * @receipts: (element-type utf8 utf8): who has read up to which event
 * @first_position: of the oldest stored event
 * @next_position: behind the newest stored event
 * @older_token: (nullable): from where events older than the stored ones are to be fetched
 * @complete: the stored events begin with the room's first
 * @gaps: (element-type BedsideGap): newest last
 * @last_event_id: (nullable): the newest event, for read markers
 * @preview_event_id: (nullable): the newest message
 * @stale: what is stored of its events is to be forgotten when the next sync answer comes
 * @conversation: (nullable): what the window shows of it
 */
struct _BedsideRoom
{
  char                *room_id;
  BedsideRoomKind      kind;
  BedsideMembership    membership;
  JsonObject          *create;
  gint64               created_at;
  char                *name;
  gboolean             encrypted;
  GHashTable          *members;
  GHashTable          *receipts;

  guint                unread;
  gint64               first_position;
  gint64               next_position;
  char                *older_token;
  gboolean             complete;
  GPtrArray           *gaps;
  char                *last_event_id;
  gboolean             stale;

  char                *preview_event_id;
  char                *preview;
  BedsideMessageKind   preview_kind;
  gboolean             preview_own;
  gint64               preview_timestamp;

  BedsideConversation *conversation;
};

BedsideRoom   *bedside_room_new                (const char   *room_id);
void           bedside_room_free               (BedsideRoom  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideRoom, bedside_room_free)

char          *bedside_room_to_payload         (BedsideRoom  *self);
void           bedside_room_restore            (BedsideRoom  *self,
                                                JsonObject   *payload);

gboolean       bedside_room_keeps_state        (const char   *type);
gboolean       bedside_room_apply_state        (BedsideRoom  *self,
                                                BedsideEvent *event);
void           bedside_room_set_receipt        (BedsideRoom  *self,
                                                const char   *user_id,
                                                const char   *event_id);
BedsideMember *bedside_room_get_member         (BedsideRoom  *self,
                                                const char   *user_id);

JsonObject    *bedside_room_get_binding        (BedsideRoom  *self);
gboolean       bedside_room_is_binding_valid   (BedsideRoom  *self);
const char    *bedside_room_get_binding_member (BedsideRoom  *self,
                                                const char   *name);

void           bedside_room_add_gap            (BedsideRoom  *self,
                                                const char   *token);
void           bedside_room_start_over         (BedsideRoom  *self);
gboolean       bedside_room_update_preview     (BedsideRoom  *self,
                                                BedsideEvent *event,
                                                const char   *own_user_id);
void           bedside_room_show_preview       (BedsideRoom  *self);

G_END_DECLS
