/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-client.h"
#include "bedside-request.h"

G_BEGIN_DECLS

/* Internal: for the files that hold the endpoints. */

void     bedside_client_request        (BedsideClient        *self,
                                        BedsideRequest       *request,
                                        gpointer              source_tag,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
void     bedside_client_put_event      (BedsideClient        *self,
                                        BedsideRequest       *request,
                                        JsonObject           *content,
                                        gpointer              source_tag,
                                        GCancellable         *cancellable,
                                        GAsyncReadyCallback   callback,
                                        gpointer              user_data);
gboolean bedside_client_finish_empty   (BedsideClient        *self,
                                        GAsyncResult         *result,
                                        gpointer              source_tag,
                                        GError              **error);
gpointer bedside_client_finish_pointer (BedsideClient        *self,
                                        GAsyncResult         *result,
                                        gpointer              source_tag,
                                        GError              **error);

guint    bedside_sync_get_patience     (gboolean              is_first,
                                        guint                 timeout);

G_END_DECLS
