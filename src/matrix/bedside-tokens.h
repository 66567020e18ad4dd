/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _BedsideTokens BedsideTokens;

/**
 * BedsideTokens:
 * @access_token: (not nullable):
 * @refresh_token: (nullable): %NULL if the server gave none
 * @expires_at: when the access token ends, µs since 1970 (g_get_real_time()), or 0 for never
 *
 * The secrets of a session. Never in a log, a URL or a file.
 */
struct _BedsideTokens
{
  char   *access_token;
  char   *refresh_token;
  gint64  expires_at;
};

BedsideTokens *bedside_tokens_new  (const char          *access_token,
                                    const char          *refresh_token,
                                    gint64               expires_at);
BedsideTokens *bedside_tokens_copy (const BedsideTokens *self);
void           bedside_tokens_free (BedsideTokens       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BedsideTokens, bedside_tokens_free)

#define BEDSIDE_TYPE_TOKEN_KEEPER (bedside_token_keeper_get_type ())
G_DECLARE_INTERFACE (BedsideTokenKeeper, bedside_token_keeper, BEDSIDE, TOKEN_KEEPER, GObject)

/**
 * BedsideTokenKeeperInterface:
 * @save_async: saves new tokens; the client uses them only after @save_finish returned %TRUE or an error
 *   (an error is logged and the tokens are used all the same: the old pair dies with the first use of the new)
 * @save_finish: finishes @save_async
 *
 * Where a client puts tokens that it got by refreshing.
 */
struct _BedsideTokenKeeperInterface
{
  GTypeInterface parent_iface;

  void     (*save_async)  (BedsideTokenKeeper   *self,
                           const BedsideTokens  *tokens,
                           GCancellable         *cancellable,
                           GAsyncReadyCallback   callback,
                           gpointer              user_data);
  gboolean (*save_finish) (BedsideTokenKeeper   *self,
                           GAsyncResult         *result,
                           GError              **error);
};

void     bedside_token_keeper_save_async  (BedsideTokenKeeper   *self,
                                           const BedsideTokens  *tokens,
                                           GCancellable         *cancellable,
                                           GAsyncReadyCallback   callback,
                                           gpointer              user_data);
gboolean bedside_token_keeper_save_finish (BedsideTokenKeeper   *self,
                                           GAsyncResult         *result,
                                           GError              **error);

G_END_DECLS
