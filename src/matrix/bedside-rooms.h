/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-client.h"

G_BEGIN_DECLS

/* What happens in one room. */

typedef struct _BedsideMessagesPage BedsideMessagesPage;

/**
 * BedsideMessagesPage:
 * @events: (element-type BedsideEvent): newest first, may be empty although @end is set
 * @state: (element-type BedsideEvent): lazily loaded members
 * @end: (nullable): token of the next older page; %NULL: there is nothing older
 */
struct _BedsideMessagesPage
{
  GPtrArray *events;
  GPtrArray *state;
  char      *end;
};

void                 bedside_messages_page_free           (BedsideMessagesPage  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideMessagesPage, bedside_messages_page_free)

void                 bedside_client_messages_async        (BedsideClient        *self,
                                                           const char           *room_id,
                                                           const char           *from,
                                                           const char           *to,
                                                           guint                 limit,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
BedsideMessagesPage *bedside_client_messages_finish       (BedsideClient        *self,
                                                           GAsyncResult         *result,
                                                           GError              **error);

void                 bedside_client_redactions_async      (BedsideClient        *self,
                                                           const char           *room_id,
                                                           const char           *from,
                                                           const char           *to,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
BedsideMessagesPage *bedside_client_redactions_finish     (BedsideClient        *self,
                                                           GAsyncResult         *result,
                                                           GError              **error);

void                 bedside_client_send_async            (BedsideClient        *self,
                                                           const char           *room_id,
                                                           const char           *type,
                                                           const char           *transaction_id,
                                                           JsonObject           *content,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
char                *bedside_client_send_finish           (BedsideClient        *self,
                                                           GAsyncResult         *result,
                                                           GError              **error);

void                 bedside_client_mark_read_async       (BedsideClient        *self,
                                                           const char           *room_id,
                                                           const char           *event_id,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
gboolean             bedside_client_mark_read_finish      (BedsideClient        *self,
                                                           GAsyncResult         *result,
                                                           GError              **error);

void                 bedside_client_send_receipt_async    (BedsideClient        *self,
                                                           const char           *room_id,
                                                           const char           *event_id,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
gboolean             bedside_client_send_receipt_finish   (BedsideClient        *self,
                                                           GAsyncResult         *result,
                                                           GError              **error);

void                 bedside_client_set_typing_async      (BedsideClient        *self,
                                                           const char           *room_id,
                                                           gboolean              typing,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
gboolean             bedside_client_set_typing_finish     (BedsideClient        *self,
                                                           GAsyncResult         *result,
                                                           GError              **error);

void                 bedside_client_members_async         (BedsideClient        *self,
                                                           const char           *room_id,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
GPtrArray           *bedside_client_members_finish        (BedsideClient        *self,
                                                           GAsyncResult         *result,
                                                           GError              **error);

void                 bedside_client_leave_async           (BedsideClient        *self,
                                                           const char           *room_id,
                                                           GCancellable         *cancellable,
                                                           GAsyncReadyCallback   callback,
                                                           gpointer              user_data);
gboolean             bedside_client_leave_finish          (BedsideClient        *self,
                                                           GAsyncResult         *result,
                                                           GError              **error);

G_END_DECLS
