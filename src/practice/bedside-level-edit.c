/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-level-edit"

#include "bedside-level-edit.h"

#include "bedside-levels.h"

/**
 * bedside_level_edit_get:
 * @levels: (nullable): who may do what in a room
 * @user_id: an account
 *
 * Source: Matrix client-server API, `m.room.power_levels`.
 *
 * Returns: the account's level
 */
gint64
bedside_level_edit_get (JsonObject *levels,
                        const char *user_id)
{
  g_return_val_if_fail (user_id != NULL, 0);

  g_autoptr(BedsideLevels) parsed = bedside_levels_new (levels);

  return bedside_levels_get_user (parsed, user_id);
}

/**
 * bedside_level_edit_set:
 * @levels: who may do what in a room
 * @user_id: an account
 * @level: its level
 *
 * Changes that entry and nothing else; not even that if the account has that level already.
 */
void
bedside_level_edit_set (JsonObject *levels,
                        const char *user_id,
                        gint64      level)
{
  g_return_if_fail (levels != NULL);
  g_return_if_fail (user_id != NULL);

  JsonObject *users = bedside_json_get_object (levels, "users");

  if (bedside_level_edit_get (levels, user_id) == level)
    return;
  if (users == NULL)
    {
      users = json_object_new ();
      json_object_set_object_member (levels, "users", users);
    }
  json_object_set_int_member (users, user_id, level);
}

/**
 * bedside_level_edit_clear:
 * @levels: who may do what in a room
 * @user_id: an account
 *
 * Drops the account's entry: it has the level of everyone then.
 */
void
bedside_level_edit_clear (JsonObject *levels,
                          const char *user_id)
{
  g_return_if_fail (levels != NULL);
  g_return_if_fail (user_id != NULL);

  JsonObject *users = bedside_json_get_object (levels, "users");

  if (users != NULL && json_object_has_member (users, user_id))
    json_object_remove_member (users, user_id);
}
