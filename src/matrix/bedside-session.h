/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-http.h"
#include "bedside-tokens.h"

G_BEGIN_DECLS

/* Internal: the tokens of a session and their renewal, one at a time. */
#define BEDSIDE_TYPE_SESSION (bedside_session_get_type ())
G_DECLARE_FINAL_TYPE (BedsideSession, bedside_session, BEDSIDE, SESSION, GObject)

BedsideSession *bedside_session_new              (BedsideHttp          *http,
                                                  const char           *base_url,
                                                  const BedsideTokens  *tokens,
                                                  BedsideTokenKeeper   *keeper);
const char     *bedside_session_get_access_token (BedsideSession       *self);
gboolean        bedside_session_can_refresh      (BedsideSession       *self);
gboolean        bedside_session_is_expiring      (BedsideSession       *self);
void            bedside_session_refresh_async    (BedsideSession       *self,
                                                  const char           *used_token,
                                                  GCancellable         *cancellable,
                                                  GAsyncReadyCallback   callback,
                                                  gpointer              user_data);
gboolean        bedside_session_refresh_finish   (BedsideSession       *self,
                                                  GAsyncResult         *result,
                                                  GError              **error);

BedsideTokens  *bedside_session_parse_tokens     (JsonObject           *object,
                                                  GError              **error);

G_END_DECLS
