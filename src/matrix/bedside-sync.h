/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-client.h"

G_BEGIN_DECLS

typedef enum {
  BEDSIDE_MEMBERSHIP_JOINED,
  BEDSIDE_MEMBERSHIP_INVITED,
  BEDSIDE_MEMBERSHIP_LEFT,
} BedsideMembership;

typedef struct _BedsideReceipt BedsideReceipt;
typedef struct _BedsideRoomDelta BedsideRoomDelta;
typedef struct _BedsideSyncAnswer BedsideSyncAnswer;

struct _BedsideReceipt
{
  char   *user_id;
  char   *event_id;
  gint64  timestamp;
};

/**
 * BedsideRoomDelta:
 * @state: (element-type BedsideEvent): state before @timeline; events of `invite_state` for an invitation
 * @state_is_after: @state is the state after @timeline (MSC4222) and the timeline's own state events are to be ignored
 * @timeline: (element-type BedsideEvent): oldest first
 * @limited: there is a gap before @timeline
 * @prev_batch: (nullable): token for what is before @timeline
 * @has_unread: @unread_count was given
 * @has_typing: @typing was given; it replaces what was known
 * @typing: (nullable): user ids
 * @receipts: (element-type BedsideReceipt): public and own private read receipts (m.read, m.read.private)
 * @account_data: (element-type BedsideEvent): `m.fully_read`, `m.marked_unread`
 *
 * What a sync answer says about one room.
 */
struct _BedsideRoomDelta
{
  char              *room_id;
  BedsideMembership  membership;
  GPtrArray         *state;
  gboolean           state_is_after;
  GPtrArray         *timeline;
  gboolean           limited;
  char              *prev_batch;
  gboolean           has_unread;
  guint              unread_count;
  gboolean           has_typing;
  GStrv              typing;
  GPtrArray         *receipts;
  GPtrArray         *account_data;
};

/**
 * BedsideSyncAnswer:
 * @next_batch: the `since` of the next request
 * @rooms: (element-type BedsideRoomDelta):
 * @account_data: (element-type BedsideEvent): global account data
 *
 * An answer of `/v3/sync`, parsed in a thread.
 */
struct _BedsideSyncAnswer
{
  char      *next_batch;
  GPtrArray *rooms;
  GPtrArray *account_data;
};

BedsideSyncAnswer *bedside_sync_answer_new_from_text       (char                 *text,
                                                            gsize                 length,
                                                            GError              **error);
void               bedside_sync_answer_free                (BedsideSyncAnswer    *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideSyncAnswer, bedside_sync_answer_free)

BedsideRoomDelta  *bedside_room_delta_new                  (const char           *room_id,
                                                            BedsideMembership     membership);
void               bedside_room_delta_free                 (BedsideRoomDelta     *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideRoomDelta, bedside_room_delta_free)

void               bedside_client_upload_filter_async      (BedsideClient        *self,
                                                            guint                 timeline_limit,
                                                            GCancellable         *cancellable,
                                                            GAsyncReadyCallback   callback,
                                                            gpointer              user_data);
char              *bedside_client_upload_filter_finish     (BedsideClient        *self,
                                                            GAsyncResult         *result,
                                                            GError              **error);

void               bedside_client_sync_async               (BedsideClient        *self,
                                                            const char           *filter_id,
                                                            const char           *since,
                                                            guint                 timeout,
                                                            GCancellable         *cancellable,
                                                            GAsyncReadyCallback   callback,
                                                            gpointer              user_data);
BedsideSyncAnswer *bedside_client_sync_finish              (BedsideClient        *self,
                                                            GAsyncResult         *result,
                                                            GError              **error);

G_END_DECLS
