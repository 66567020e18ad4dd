/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-session-reading"

#include "bedside-session-private.h"

/**
 * bedside_session_get_client:
 * @self: a session
 *
 * Returns: (transfer none): the session on the server
 */
BedsideClient *
bedside_session_get_client (BedsideSession *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), NULL);

  return self->client;
}

/**
 * bedside_session_get_connection:
 * @self: a session
 *
 * Returns: how it stands with the server
 */
BedsideConnection
bedside_session_get_connection (BedsideSession *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), BEDSIDE_CONNECTION_STOPPED);

  return self->connection;
}

/**
 * bedside_session_get_retry_at:
 * @self: a session
 *
 * Returns: when the next try comes, in µs since 1970; 0 if none waits
 */
gint64
bedside_session_get_retry_at (BedsideSession *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), 0);

  return bedside_sync_engine_get_retry_at (self->engine);
}

/**
 * bedside_session_get_cache_state:
 * @self: a session
 *
 * Returns: whether conversations are kept on this computer
 */
BedsideCacheState
bedside_session_get_cache_state (BedsideSession *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), BEDSIDE_CACHE_STATE_NONE);

  return self->cache_state;
}

/**
 * bedside_session_get_conversations:
 * @self: a session
 *
 * Returns: (transfer none): a list of #BedsideConversation, in no order
 */
GListModel *
bedside_session_get_conversations (BedsideSession *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), NULL);

  return bedside_registry_get_conversations (self->registry);
}

/**
 * bedside_session_get_practice:
 * @self: a session
 *
 * Returns: (transfer none) (nullable): the practice
 */
BedsidePractice *
bedside_session_get_practice (BedsideSession *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), NULL);

  return bedside_registry_get_practice (self->registry);
}

/**
 * bedside_session_get_loaded:
 * @self: a session
 *
 * Returns: whether all of a sync is there, be it what was stored: what is not there is not to come
 */
gboolean
bedside_session_get_loaded (BedsideSession *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), FALSE);

  return self->loaded;
}

/**
 * bedside_session_get_unsent:
 * @self: a session
 *
 * Returns: how many messages have not reached the server
 */
guint
bedside_session_get_unsent (BedsideSession *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), 0);

  return self->unsent;
}

/**
 * bedside_session_get_user_id:
 * @self: a session
 *
 * Returns: (transfer none): this practitioner's account
 */
const char *
bedside_session_get_user_id (BedsideSession *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), NULL);

  return bedside_client_get_user_id (self->client);
}

/**
 * bedside_session_get_server:
 * @self: a session
 *
 * Returns: (transfer none): the server's address
 */
const char *
bedside_session_get_server (BedsideSession *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SESSION (self), NULL);

  return bedside_client_get_base_url (self->client);
}
