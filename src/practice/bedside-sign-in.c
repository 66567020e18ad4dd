/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-sign-in"

#include "bedside-sign-in.h"

#include "bedside-json.h"

/**
 * bedside_sign_in_renew:
 * @base_url: the server
 * @user_id: the account
 * @device_id: the device
 * @tokens: its tokens
 *
 * Returns: (transfer full): the text for the keyring
 */
char *
bedside_sign_in_renew (const char          *base_url,
                       const char          *user_id,
                       const char          *device_id,
                       const BedsideTokens *tokens)
{
  g_return_val_if_fail (base_url != NULL && user_id != NULL && device_id != NULL, NULL);
  g_return_val_if_fail (tokens != NULL && tokens->access_token != NULL, NULL);

  g_autoptr(JsonObject) object = json_object_new ();

  json_object_set_int_member (object, "v", 1);
  json_object_set_string_member (object, "server", base_url);
  json_object_set_string_member (object, "user_id", user_id);
  json_object_set_string_member (object, "device_id", device_id);
  json_object_set_string_member (object, "access_token", tokens->access_token);
  if (tokens->refresh_token != NULL)
    json_object_set_string_member (object, "refresh_token", tokens->refresh_token);
  json_object_set_int_member (object, "expires_at", tokens->expires_at);

  return bedside_json_object_to_text (object);
}

/**
 * bedside_sign_in_to_text:
 * @login: the result of signing in
 *
 * Returns: (transfer full): the text for the keyring
 */
char *
bedside_sign_in_to_text (const BedsideLogin *login)
{
  g_return_val_if_fail (login != NULL, NULL);

  return bedside_sign_in_renew (login->base_url, login->user_id, login->device_id, login->tokens);
}

/**
 * bedside_sign_in_new_from_text:
 * @text: what the keyring holds
 *
 * Returns: (transfer full) (nullable): the sign-in; %NULL if the text is none of ours
 */
BedsideLogin *
bedside_sign_in_new_from_text (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autoptr(JsonObject) object = bedside_json_parse_object (text, -1, NULL);
  const char *base_url = bedside_json_get_string (object, "server");
  const char *user_id = bedside_json_get_string (object, "user_id");
  const char *device_id = bedside_json_get_string (object, "device_id");
  const char *access_token = bedside_json_get_string (object, "access_token");
  gint64 expires_at = 0;

  if (base_url == NULL || user_id == NULL || device_id == NULL || access_token == NULL)
    return NULL;
  bedside_json_get_int (object, "expires_at", &expires_at);

  BedsideLogin *login = g_new0 (BedsideLogin, 1);

  login->base_url = g_strdup (base_url);
  login->user_id = g_strdup (user_id);
  login->device_id = g_strdup (device_id);
  login->tokens = bedside_tokens_new (access_token, bedside_json_get_string (object, "refresh_token"), expires_at);

  return login;
}
