/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-tokens.h"
#include "bedside-event.h"

G_BEGIN_DECLS

/**
 * BedsideClient:
 *
 * One session on one server: signs requests, refreshes tokens (one refresh at a
 * time; saved through the keeper before first use), maps errors.
 */
#define BEDSIDE_TYPE_CLIENT (bedside_client_get_type ())
G_DECLARE_FINAL_TYPE (BedsideClient, bedside_client, BEDSIDE, CLIENT, GObject)

BedsideClient *bedside_client_new           (const char           *base_url,
                                             const char           *user_id,
                                             const char           *device_id,
                                             const BedsideTokens  *tokens,
                                             BedsideTokenKeeper   *keeper,
                                             GError              **error);
const char    *bedside_client_get_base_url  (BedsideClient        *self);
const char    *bedside_client_get_user_id   (BedsideClient        *self);
const char    *bedside_client_get_device_id (BedsideClient        *self);

void           bedside_client_log_out_async  (BedsideClient        *self,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean       bedside_client_log_out_finish (BedsideClient        *self,
                                              GAsyncResult         *result,
                                              GError              **error);

void           bedside_client_reset          (BedsideClient        *self);

G_END_DECLS
