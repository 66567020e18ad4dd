/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-level-edit"

#include "bedside-level-edit.h"

/* Up to room version 9 levels may be texts. */
static gboolean
read_level (JsonObject *object,
            const char *name,
            gint64     *level)
{
  const char *text = bedside_json_get_string (object, name);

  if (text != NULL)
    return g_ascii_string_to_signed (text, 10, G_MININT32, G_MAXINT32, level, NULL);
  return bedside_json_get_int (object, name, level);
}

/**
 * bedside_level_edit_get:
 * @levels: (nullable): who may do what in a room
 * @user_id: an account
 *
 * Source: Matrix client-server API, `m.room.power_levels`; texts: room versions 1 to 9.
 *
 * Returns: the account's level
 */
gint64
bedside_level_edit_get (JsonObject *levels,
                        const char *user_id)
{
  g_return_val_if_fail (user_id != NULL, 0);

  JsonObject *users = bedside_json_get_object (levels, "users");
  gint64 level = 0;

  if (!read_level (users, user_id, &level))
    read_level (levels, "users_default", &level);

  return level;
}

/**
 * bedside_level_edit_set:
 * @levels: who may do what in a room
 * @user_id: an account
 * @level: its level
 *
 * Changes that entry and nothing else; not even that if it says so already.
 */
void
bedside_level_edit_set (JsonObject *levels,
                        const char *user_id,
                        gint64      level)
{
  g_return_if_fail (levels != NULL);
  g_return_if_fail (user_id != NULL);

  JsonObject *users = bedside_json_get_object (levels, "users");
  gint64 present = 0;

  if (read_level (users, user_id, &present) && present == level)
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
