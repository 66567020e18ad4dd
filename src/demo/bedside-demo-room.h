/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-event.h"

G_BEGIN_DECLS

typedef struct _BedsideDemoMember BedsideDemoMember;
typedef struct _BedsideDemoReceipt BedsideDemoReceipt;
typedef struct _BedsideDemoRoom BedsideDemoRoom;
typedef struct _BedsideDemoData BedsideDemoData;

typedef enum {
  BEDSIDE_DEMO_MEMBERSHIP_NONE,
  BEDSIDE_DEMO_MEMBERSHIP_INVITE,
  BEDSIDE_DEMO_MEMBERSHIP_JOIN,
  BEDSIDE_DEMO_MEMBERSHIP_LEAVE,
  BEDSIDE_DEMO_MEMBERSHIP_BAN,
} BedsideDemoMembership;

typedef enum {
  BEDSIDE_DEMO_RECEIPT_PUBLIC,
  BEDSIDE_DEMO_RECEIPT_PRIVATE,
  BEDSIDE_DEMO_RECEIPT_KINDS,
} BedsideDemoReceiptKind;

/* Positions are those of the server's stream; 0: never. */
struct _BedsideDemoReceipt
{
  char    *event_id;  /* (owned) (nullable) */
  gint64   timestamp;
  guint64  position;
};

/* Account data of one type. */
struct _BedsideDemoData
{
  char    *content;  /* (owned): JSON object */
  guint64  position;
};

struct _BedsideDemoMember
{
  char                  *user_id;     /* (owned) */
  BedsideDemoMembership  membership;
  gboolean               was_joined;  /* before the last change */
  BedsideDemoEvent      *event;       /* the last m.room.member of this user */
  guint64                joined;      /* position of the last change to joined */
  guint64                changed;     /* position of the last change of membership */
  guint64                own_changed; /* position of the last change that only this user sees */
  guint                  read;        /* events below this index count as read */
  guint                  unread;
  BedsideDemoReceipt     receipts[BEDSIDE_DEMO_RECEIPT_KINDS];
  GHashTable            *data;        /* (owned) (element-type utf8 BedsideDemoData): the room's account data */
  GSource               *typing_ends; /* (owned) (nullable): set while typing */
};

struct _BedsideDemoRoom
{
  char       *id;             /* (owned) */
  GPtrArray  *events;         /* (owned) (element-type BedsideDemoEvent): oldest first */
  GHashTable *by_id;          /* (owned) (element-type utf8 BedsideDemoEvent) */
  GHashTable *state;          /* (owned) (element-type utf8 BedsideDemoEvent): the present state by type and key */
  GHashTable *members;        /* (owned) (element-type utf8 BedsideDemoMember) */
  guint64     changed;        /* position of the last change that everybody sees */
  guint64     typing_changed; /* position of the last change of who types */
};

BedsideDemoRoom *bedside_demo_room_new  (const char       *server_name);
void             bedside_demo_room_free (BedsideDemoRoom  *self);
void             bedside_demo_room_add  (BedsideDemoRoom  *self,
                                         BedsideDemoEvent *event,
                                         guint64           position);

BedsideDemoMember     *bedside_demo_room_get_member      (BedsideDemoRoom       *self,
                                                          const char            *user_id);
BedsideDemoMembership  bedside_demo_room_get_membership  (BedsideDemoRoom       *self,
                                                          const char            *user_id);
guint                  bedside_demo_room_count_members   (BedsideDemoRoom       *self,
                                                          BedsideDemoMembership  membership);
const char            *bedside_demo_room_get_member_name (BedsideDemoRoom       *self,
                                                          const char            *user_id);
const char            *bedside_demo_membership_to_string (BedsideDemoMembership  membership);

BedsideDemoEvent *bedside_demo_room_get_event        (BedsideDemoRoom *self,
                                                      const char      *event_id);
BedsideDemoEvent *bedside_demo_room_get_event_at     (BedsideDemoRoom *self,
                                                      guint            index);
BedsideDemoEvent *bedside_demo_room_get_state        (BedsideDemoRoom *self,
                                                      const char      *type,
                                                      const char      *state_key);
BedsideDemoEvent *bedside_demo_room_get_state_before (BedsideDemoRoom *self,
                                                      const char      *type,
                                                      const char      *state_key,
                                                      guint            index);
JsonObject       *bedside_demo_room_get_content      (BedsideDemoRoom *self,
                                                      const char      *type,
                                                      const char      *state_key);
GPtrArray        *bedside_demo_room_dup_state_before (BedsideDemoRoom *self,
                                                      guint            index);
guint             bedside_demo_room_get_index_at     (BedsideDemoRoom *self,
                                                      guint64          position);

gboolean bedside_demo_room_is_almighty         (BedsideDemoRoom *self,
                                                const char      *user_id);
gint64   bedside_demo_room_get_level           (BedsideDemoRoom *self,
                                                const char      *user_id);
gint64   bedside_demo_room_get_level_for       (BedsideDemoRoom *self,
                                                const char      *action);
gint64   bedside_demo_room_get_level_for_event (BedsideDemoRoom *self,
                                                const char      *type,
                                                gboolean         is_state);

void     bedside_demo_room_count_unread (BedsideDemoRoom        *self,
                                         BedsideDemoMember      *member);
void     bedside_demo_room_set_data     (BedsideDemoRoom        *self,
                                         BedsideDemoMember      *member,
                                         const char             *type,
                                         const char             *content,
                                         guint64                 position);
gboolean bedside_demo_room_set_receipt  (BedsideDemoRoom        *self,
                                         BedsideDemoMember      *member,
                                         BedsideDemoReceiptKind  kind,
                                         const char             *event_id,
                                         guint64                 position);

BedsideDemoData *bedside_demo_data_new  (const char      *content,
                                         guint64          position);
void             bedside_demo_data_free (BedsideDemoData *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideDemoRoom, bedside_demo_room_free)

G_END_DECLS
