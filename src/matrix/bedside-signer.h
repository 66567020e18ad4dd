/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-http.h"
#include "bedside-tokens.h"

G_BEGIN_DECLS

/* Internal: the tokens of a session and their renewal, one at a time. */
#define BEDSIDE_TYPE_SIGNER (bedside_signer_get_type ())
G_DECLARE_FINAL_TYPE (BedsideSigner, bedside_signer, BEDSIDE, SIGNER, GObject)

BedsideSigner *bedside_signer_new              (BedsideHttp          *http,
                                                const char           *base_url,
                                                const BedsideTokens  *tokens,
                                                BedsideTokenKeeper   *keeper);
const char    *bedside_signer_get_access_token (BedsideSigner        *self);
gboolean       bedside_signer_can_refresh      (BedsideSigner        *self);
gboolean       bedside_signer_is_expiring      (BedsideSigner        *self);
void           bedside_signer_refresh_async    (BedsideSigner        *self,
                                                const char           *used_token,
                                                GCancellable         *cancellable,
                                                GAsyncReadyCallback   callback,
                                                gpointer              user_data);
gboolean       bedside_signer_refresh_finish   (BedsideSigner        *self,
                                                GAsyncResult         *result,
                                                GError              **error);

BedsideTokens *bedside_signer_parse_tokens (JsonObject  *object,
                                            GError     **error);

G_END_DECLS
