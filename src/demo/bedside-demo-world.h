/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-demo-accounts.h"
#include "bedside-demo-room.h"

G_BEGIN_DECLS

typedef struct _BedsideDemoWorld BedsideDemoWorld;
typedef struct _BedsideDemoRoomPlan BedsideDemoRoomPlan;

typedef void (*BedsideDemoChanged) (gpointer user_data);
typedef void (*BedsideDemoArrived) (BedsideDemoRoom *room, BedsideDemoEvent *event, gpointer user_data);

/**
 * BedsideDemoWorld:
 *
 * Everything the server knows. Touched only with @lock held, from whatever thread.
 */
struct _BedsideDemoWorld
{
  GMutex               lock;
  GMainContext        *context;      /* (owned): of the server's thread; timers run there */
  char                *server_name;  /* (owned) */
  char                *base_url;     /* (owned) (nullable) */
  BedsideDemoAccounts *accounts;     /* (owned) */
  GHashTable          *rooms;        /* (owned) (element-type utf8 BedsideDemoRoom) */
  GPtrArray           *room_list;    /* (element-type BedsideDemoRoom): the same, in the order they were made */
  GHashTable          *transactions; /* (owned) (element-type utf8 utf8): event or room id by device and path */
  guint64              position;     /* of the newest thing that happened */
  guint                timeline_limit; /* 0: as the filter says */
  gboolean             enforced;     /* the practice's module is installed */
  GStrv                configured;   /* (owned) (nullable): the practices it knows; NULL: all that there are */
  BedsideDemoChanged   changed;
  BedsideDemoArrived   arrived;
  gpointer             user_data;    /* of both */
};

/**
 * BedsideDemoRoomPlan:
 * @creator: user id
 * @create_content: (nullable): JSON object
 * @levels: (nullable): JSON object, %NULL for what private_chat gives
 * @state: (nullable) (array zero-terminated=1): type, state key, content and so on, after the levels
 * @members: (nullable) (array zero-terminated=1): who is joined from the start, besides the creator
 * @timestamp: ms since 1970, 0: now
 *
 * How a room begins.
 */
struct _BedsideDemoRoomPlan
{
  const char         *creator;
  const char         *create_content;
  const char         *levels;
  const char * const *state;
  const char * const *members;
  gint64              timestamp;
};

BedsideDemoWorld *bedside_demo_world_new  (const char       *server_name,
                                           GMainContext     *context);
void              bedside_demo_world_free (BedsideDemoWorld *self);

char            *bedside_demo_world_dup_user_id (BedsideDemoWorld *self,
                                                 const char       *user);
BedsideDemoRoom *bedside_demo_world_get_room    (BedsideDemoWorld *self,
                                                 const char       *room_id);
guint64          bedside_demo_world_advance     (BedsideDemoWorld *self);

BedsideDemoRoom  *bedside_demo_world_add_room       (BedsideDemoWorld          *self);
BedsideDemoRoom  *bedside_demo_world_plan_room      (BedsideDemoWorld          *self,
                                                     const BedsideDemoRoomPlan *plan);
BedsideDemoEvent *bedside_demo_world_append         (BedsideDemoWorld          *self,
                                                     BedsideDemoRoom           *room,
                                                     const BedsideDemoDraft    *draft);
BedsideDemoEvent *bedside_demo_world_set_state      (BedsideDemoWorld          *self,
                                                     BedsideDemoRoom           *room,
                                                     const char                *sender,
                                                     const char                *type,
                                                     const char                *state_key,
                                                     const char                *content,
                                                     gint64                     timestamp);
BedsideDemoEvent *bedside_demo_world_say            (BedsideDemoWorld          *self,
                                                     BedsideDemoRoom           *room,
                                                     const char                *sender,
                                                     const char                *text,
                                                     gint64                     timestamp);
BedsideDemoEvent *bedside_demo_world_set_membership (BedsideDemoWorld          *self,
                                                     BedsideDemoRoom           *room,
                                                     const char                *sender,
                                                     const char                *user_id,
                                                     BedsideDemoMembership      membership,
                                                     const char                *reason);
gboolean          bedside_demo_world_read           (BedsideDemoWorld          *self,
                                                     BedsideDemoRoom           *room,
                                                     const char                *user_id,
                                                     BedsideDemoReceiptKind     kind,
                                                     const char                *event_id);
void              bedside_demo_world_set_typing     (BedsideDemoWorld          *self,
                                                     BedsideDemoRoom           *room,
                                                     const char                *user_id,
                                                     guint                      ms);

GSource *bedside_demo_world_add_timer (BedsideDemoWorld *self,
                                       guint             ms,
                                       GSourceFunc       function,
                                       gpointer          user_data,
                                       GDestroyNotify    destroy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideDemoWorld, bedside_demo_world_free)

G_END_DECLS
