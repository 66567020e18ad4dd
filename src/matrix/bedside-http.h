/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-request.h"

G_BEGIN_DECLS

/* Internal: the one place that sends requests and checks answers. */
#define BEDSIDE_TYPE_HTTP (bedside_http_get_type ())
G_DECLARE_FINAL_TYPE (BedsideHttp, bedside_http, BEDSIDE, HTTP, GObject)

BedsideHttp *bedside_http_new         (void);
void         bedside_http_send_async  (BedsideHttp          *self,
                                       BedsideRequest       *request,
                                       const char           *access_token,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
gpointer     bedside_http_send_finish (BedsideHttp          *self,
                                       GAsyncResult         *result,
                                       GError              **error);
void         bedside_http_abort       (BedsideHttp          *self);

G_END_DECLS
