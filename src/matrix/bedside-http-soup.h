/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-request.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Internal: what has to be said to libsoup before it sends, for bedside-http.c. */

SoupSession *bedside_http_new_session    (void);
void         bedside_http_set_up_message (SoupMessage     *message,
                                          BedsideRequest  *request,
                                          GCancellable    *stop);

G_END_DECLS
