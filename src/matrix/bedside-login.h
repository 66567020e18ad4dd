/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-tokens.h"

G_BEGIN_DECLS

/* Before there is a session: finding the server and signing in. */

typedef struct _BedsideLogin BedsideLogin;

/**
 * BedsideLogin:
 * @base_url: the server, without trailing slash
 * @user_id: as the server returned it, whatever was typed
 * @device_id: the device of this session
 * @tokens: the first tokens
 *
 * The result of a successful login.
 */
struct _BedsideLogin
{
  char          *base_url;
  char          *user_id;
  char          *device_id;
  BedsideTokens *tokens;
};

void          bedside_login_free      (BedsideLogin         *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideLogin, bedside_login_free)

void          bedside_discover_async  (const char           *server,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
char         *bedside_discover_finish (GAsyncResult         *result,
                                       GError              **error);

void          bedside_login_async     (const char           *base_url,
                                       const char           *user,
                                       const char           *password,
                                       const char           *device_id,
                                       const char           *device_name,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
BedsideLogin *bedside_login_finish    (GAsyncResult         *result,
                                       GError              **error);

G_END_DECLS
