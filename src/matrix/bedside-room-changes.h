/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-client.h"

G_BEGIN_DECLS

/* Making rooms, changing what they are, and reading single parts of what they are. */

void          bedside_client_create_room_async      (BedsideClient        *self,
                                                     const char           *transaction_id,
                                                     JsonObject           *body,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
char         *bedside_client_create_room_finish     (BedsideClient        *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
void          bedside_client_join_async             (BedsideClient        *self,
                                                     const char           *room_id,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean      bedside_client_join_finish            (BedsideClient        *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
void          bedside_client_invite_async           (BedsideClient        *self,
                                                     const char           *room_id,
                                                     const char           *user_id,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean      bedside_client_invite_finish          (BedsideClient        *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
void          bedside_client_kick_async             (BedsideClient        *self,
                                                     const char           *room_id,
                                                     const char           *user_id,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean      bedside_client_kick_finish            (BedsideClient        *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
void          bedside_client_put_state_async        (BedsideClient        *self,
                                                     const char           *room_id,
                                                     const char           *type,
                                                     const char           *state_key,
                                                     JsonObject           *content,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
char         *bedside_client_put_state_finish       (BedsideClient        *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
void          bedside_client_get_state_async        (BedsideClient        *self,
                                                     const char           *room_id,
                                                     const char           *type,
                                                     const char           *state_key,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
JsonObject   *bedside_client_get_state_finish       (BedsideClient        *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
void          bedside_client_get_state_event_async  (BedsideClient        *self,
                                                     const char           *room_id,
                                                     const char           *type,
                                                     const char           *state_key,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
BedsideEvent *bedside_client_get_state_event_finish (BedsideClient        *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
void          bedside_client_get_event_async        (BedsideClient        *self,
                                                     const char           *room_id,
                                                     const char           *event_id,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
BedsideEvent *bedside_client_get_event_finish       (BedsideClient        *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);
void          bedside_client_redact_async           (BedsideClient        *self,
                                                     const char           *room_id,
                                                     const char           *event_id,
                                                     const char           *transaction_id,
                                                     GCancellable         *cancellable,
                                                     GAsyncReadyCallback   callback,
                                                     gpointer              user_data);
gboolean      bedside_client_redact_finish          (BedsideClient        *self,
                                                     GAsyncResult         *result,
                                                     GError              **error);

G_END_DECLS
