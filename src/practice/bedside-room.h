/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-levels.h"
#include "bedside-practice.h"
#include "bedside-preview.h"
#include "bedside-sync.h"

G_BEGIN_DECLS

/* What the creator of a room may do where nothing can be taken from a creator. */
#define BEDSIDE_LEVEL_INFINITE G_MAXINT32

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
 * @next_event_id: (nullable): what came behind the gap. If that was there before, nothing is missing; %NULL once that
 *   has been looked up
 *
 * Events that a limited timeline left out.
 */
typedef struct {
  char   *token;
  gint64  cursor;
  char   *next_event_id;
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
 * BedsideRoomReceipt:
 * @event_id: up to here it is read
 * @timestamp: when it was, ms since 1970; 0: the server did not say
 */
typedef struct {
  char   *event_id;
  gint64  timestamp;
} BedsideRoomReceipt;

/**
 * BedsideRoom:
 * @membership: of this practitioner
 * @create: (nullable): content of `m.room.create`
 * @name: (nullable): what it is called
 * @name_id: (nullable): id of the event that says so
 * @created_at: ms since 1970, to find the older of two rooms of one pair
 * @creator: (nullable): who made it
 * @levels: (nullable): who may do how much
 * @restricted_to: (nullable): the room whose members may join without invitation
 * @inviter: (nullable): who invited this practitioner
 * @members: (element-type utf8 BedsideMember): those that are known
 * @members_complete: all that are in it, invited or banned are in @members
 * @missed_from: (nullable): before this token, events of it have been left out that may have taken back state
 * @missed_to: (nullable): back to this one
 * @fresh_members: (nullable) (element-type utf8): those heard of while the list of all is on its way
 * @receipts: (element-type utf8 BedsideRoomReceipt): who has read up to which event
 * @unread: how many messages are new
 * @marker: (nullable): up to where it was read here, while the server does not know that yet
 * @first_position: of the oldest stored event
 * @next_position: behind the newest stored event; the same as @first_position if none is stored
 * @oldest_at: the time of the oldest stored event, ms since 1970
 * @older_token: (nullable): from where events older than the stored ones are to be fetched
 * @complete: the stored events begin with the room's first, or with the first that one may see
 * @beginning_hidden: with the latter
 * @gaps: (element-type BedsideGap): newest last
 * @unconfirmed: the server has started over and has not named the room again yet
 * @removals: (element-type utf8): events that were taken back in this run, for those that arrive later
 * @summary: (nullable): how it was shown last, as it is stored; see bedside-summary.h
 * @conversation: (nullable): what the window shows of it
 * @practice: (nullable): to which the conversation belongs
 * @counted: the conversation is one of those with new messages that the practice counts
 * @heard: the registry will tell that something has changed, see bedside_registry_steal_heard()
 * @patient_id: (nullable): under which the registry has it among the rooms of its patient
 */
struct _BedsideRoom
{
  char                *room_id;
  BedsideRoomKind      kind;
  BedsideMembership    membership;
  JsonObject          *create;
  gint64               created_at;
  char                *name;
  char                *name_id;
  gboolean             encrypted;
  char                *creator;
  BedsideLevels       *levels;
  char                *restricted_to;
  char                *inviter;
  GHashTable          *members;
  gboolean             members_complete;
  GHashTable          *fresh_members;
  char                *missed_from;
  char                *missed_to;
  GHashTable          *receipts;

  guint                unread;
  char                *marker;
  gint64               first_position;
  gint64               next_position;
  gint64               oldest_at;
  char                *older_token;
  gboolean             complete;
  gboolean             beginning_hidden;
  GPtrArray           *gaps;
  gboolean             unconfirmed;
  GHashTable          *removals;
  JsonObject          *summary;

  BedsidePreview       preview;
  BedsideConversation *conversation;
  BedsidePractice     *practice;
  gboolean             counted;
  gboolean             heard;
  char                *patient_id;
};

BedsideRoom   *bedside_room_new                (const char   *room_id);
void           bedside_room_free               (BedsideRoom  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideRoom, bedside_room_free)

char          *bedside_room_to_payload         (BedsideRoom  *self);
void           bedside_room_restore            (BedsideRoom  *self,
                                                JsonObject   *payload);

gboolean       bedside_room_keeps_state        (const char   *type);
gboolean       bedside_room_reads_state        (const char   *type);
gboolean       bedside_room_apply_state        (BedsideRoom  *self,
                                                BedsideEvent *event);
gboolean       bedside_room_set_receipt        (BedsideRoom  *self,
                                                const char   *user_id,
                                                const char   *event_id,
                                                gint64        timestamp);
const char    *bedside_room_get_receipt        (BedsideRoom  *self,
                                                const char   *user_id);
BedsideMember *bedside_room_get_member         (BedsideRoom  *self,
                                                const char   *user_id);
gboolean       bedside_room_is_patient         (BedsideRoom  *self,
                                                const char   *user_id);
gboolean       bedside_room_is_joined_by       (BedsideRoom  *self,
                                                const char   *user_id);
gboolean       bedside_room_is_almighty        (BedsideRoom  *self,
                                                const char   *user_id);
gint64         bedside_room_get_level          (BedsideRoom  *self,
                                                const char   *user_id);
void           bedside_room_set_missed         (BedsideRoom  *self,
                                                const char   *from,
                                                const char   *to);
void           bedside_room_expect_members     (BedsideRoom  *self);
void           bedside_room_set_members        (BedsideRoom  *self,
                                                GPtrArray    *events,
                                                GPtrArray    *changed);

JsonObject    *bedside_room_get_binding        (BedsideRoom  *self);
gboolean       bedside_room_is_binding_valid   (BedsideRoom  *self);
const char    *bedside_room_get_binding_member (BedsideRoom  *self,
                                                const char   *name);

gboolean       bedside_room_has_history        (BedsideRoom  *self);
gboolean       bedside_room_is_empty           (BedsideRoom  *self);
BedsideGap    *bedside_room_get_newest_gap     (BedsideRoom  *self);
void           bedside_room_add_gap            (BedsideRoom  *self,
                                                const char   *token,
                                                const char   *next_event_id);
BedsideGap    *bedside_room_find_gap           (BedsideRoom  *self,
                                                const char   *token);
gboolean       bedside_room_is_beginning       (BedsideEvent *event);
void           bedside_room_set_complete       (BedsideRoom  *self,
                                                BedsideEvent *oldest);
void           bedside_room_close_gap          (BedsideRoom  *self,
                                                BedsideGap   *gap);
void           bedside_room_show               (BedsideRoom  *self);

G_END_DECLS
