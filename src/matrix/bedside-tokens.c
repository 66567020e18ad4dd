/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-tokens"

#include "bedside-tokens.h"

#include <string.h>

G_DEFINE_INTERFACE (BedsideTokenKeeper, bedside_token_keeper, G_TYPE_OBJECT)

static void
bedside_token_keeper_default_init (BedsideTokenKeeperInterface *iface)
{
}

/**
 * bedside_tokens_new:
 * @access_token: what signs requests
 * @refresh_token: (nullable): what gets the next access token
 * @expires_at: when @access_token ends, µs since 1970, or 0 for never
 *
 * Returns: (transfer full): the tokens of a session
 */
BedsideTokens *
bedside_tokens_new (const char *access_token,
                    const char *refresh_token,
                    gint64      expires_at)
{
  g_return_val_if_fail (access_token != NULL, NULL);

  BedsideTokens *self = g_new0 (BedsideTokens, 1);

  self->access_token = g_strdup (access_token);
  self->refresh_token = g_strdup (refresh_token);
  self->expires_at = expires_at;

  return self;
}

/**
 * bedside_tokens_copy:
 * @self: the tokens of a session
 *
 * Returns: (transfer full): a copy
 */
BedsideTokens *
bedside_tokens_copy (const BedsideTokens *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return bedside_tokens_new (self->access_token, self->refresh_token, self->expires_at);
}

static void
free_secret (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

/**
 * bedside_tokens_free:
 * @self: (transfer full): the tokens of a session
 *
 * Overwrites and frees the tokens.
 */
void
bedside_tokens_free (BedsideTokens *self)
{
  g_return_if_fail (self != NULL);

  free_secret (self->access_token);
  free_secret (self->refresh_token);
  g_free (self);
}

/**
 * bedside_token_keeper_save_async:
 * @self: where tokens are kept
 * @tokens: new tokens
 * @cancellable: (nullable): stops waiting
 * @callback: called when the tokens are saved
 * @user_data: passed to @callback
 *
 * Saves new tokens where they outlive the program.
 */
void
bedside_token_keeper_save_async (BedsideTokenKeeper  *self,
                                 const BedsideTokens *tokens,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_TOKEN_KEEPER (self));
  g_return_if_fail (tokens != NULL);

  BEDSIDE_TOKEN_KEEPER_GET_IFACE (self)->save_async (self, tokens, cancellable, callback, user_data);
}

/**
 * bedside_token_keeper_save_finish:
 * @self: where tokens are kept
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: %TRUE if the tokens are saved
 */
gboolean
bedside_token_keeper_save_finish (BedsideTokenKeeper  *self,
                                  GAsyncResult        *result,
                                  GError             **error)
{
  g_return_val_if_fail (BEDSIDE_IS_TOKEN_KEEPER (self), FALSE);

  return BEDSIDE_TOKEN_KEEPER_GET_IFACE (self)->save_finish (self, result, error);
}
