/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-sync.h"

G_BEGIN_DECLS

/* Simplified sliding sync: another source of what bedside-sync.h gives, for a part of the rooms. */

/**
 * BedsideSlidingState:
 * @type: type of a state event
 * @key: its key; "*": all of that type; "$ME": one's own user id
 */
typedef struct {
  const char *type;
  const char *key;
} BedsideSlidingState;

/**
 * BedsideSlidingQuery:
 *
 * What to ask for.
 */
typedef struct _BedsideSlidingQuery BedsideSlidingQuery;

BedsideSlidingQuery *bedside_sliding_query_new        (const char                *connection);
void                 bedside_sliding_query_free       (BedsideSlidingQuery       *self);
/* The rooms with the newest events. @room_type: NULL: those without a type. @state: ends with a NULL type. */
void                 bedside_sliding_query_add_list   (BedsideSlidingQuery       *self,
                                                       const char                *name,
                                                       const char                *room_type,
                                                       guint                      count,
                                                       guint                      timeline_limit,
                                                       const BedsideSlidingState *state);
void                 bedside_sliding_query_add_room   (BedsideSlidingQuery       *self,
                                                       const char                *room_id);
void                 bedside_sliding_query_want_state (BedsideSlidingQuery       *self,
                                                       const char                *room_id,
                                                       const char                *type,
                                                       const char                *key);
guint                bedside_sliding_query_count      (BedsideSlidingQuery       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideSlidingQuery, bedside_sliding_query_free)

BedsideSyncAnswer *bedside_sliding_answer_new_from_json (JsonObject           *object,
                                                         GError              **error);

void               bedside_client_can_slide_async       (BedsideClient        *self,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
gboolean           bedside_client_can_slide_finish      (BedsideClient        *self,
                                                         GAsyncResult         *result,
                                                         GError              **error);

void               bedside_client_slide_async           (BedsideClient        *self,
                                                         BedsideSlidingQuery  *query,
                                                         GCancellable         *cancellable,
                                                         GAsyncReadyCallback   callback,
                                                         gpointer              user_data);
BedsideSyncAnswer *bedside_client_slide_finish          (BedsideClient        *self,
                                                         GAsyncResult         *result,
                                                         GError              **error);

G_END_DECLS
