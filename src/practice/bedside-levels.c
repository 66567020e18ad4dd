/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-levels"

#include "bedside-levels.h"

typedef struct {
  GRefString *user_id;  /* (owned): interned, the same people are in many rooms */
  gint64      level;
} UserLevel;

struct _BedsideLevels
{
  gint64    users_default;
  guint     n_users;
  UserLevel users[];
};

/* What canonical JSON allows. */
#define LARGEST G_GINT64_CONSTANT (9007199254740991)

/* Old rooms, up to version 9, may hold " 50 " for 50. */
static gboolean
read_level (JsonObject *object,
            const char *name,
            gint64     *level)
{
  g_autofree char *text = g_strdup (bedside_json_get_string (object, name));

  if (text != NULL)
    return g_ascii_string_to_signed (g_strstrip (text), 10, -LARGEST, LARGEST, level, NULL);
  return bedside_json_get_int (object, name, level);
}

/**
 * bedside_levels_new:
 * @content: (nullable): content of `m.room.power_levels`
 *
 * Reads who may do how much. What is mistyped is as if it were missing.
 *
 * Returns: (transfer full): the levels
 */
BedsideLevels *
bedside_levels_new (JsonObject *content)
{
  JsonObject *users = bedside_json_get_object (content, "users");
  guint size = users ? json_object_get_size (users) : 0;
  BedsideLevels *self = g_malloc0 (sizeof (BedsideLevels) + size * sizeof (UserLevel));

  read_level (content, "users_default", &self->users_default);
  if (users == NULL)
    return self;

  JsonObjectIter iter;
  const char *user_id;
  JsonNode *node;

  json_object_iter_init (&iter, users);
  while (json_object_iter_next (&iter, &user_id, &node))
    {
      UserLevel *user = &self->users[self->n_users];

      if (!read_level (users, user_id, &user->level))
        continue;
      user->user_id = g_ref_string_new_intern (user_id);
      self->n_users++;
    }

  return self;
}

/**
 * bedside_levels_free:
 * @self: (transfer full): levels
 */
void
bedside_levels_free (BedsideLevels *self)
{
  g_return_if_fail (self != NULL);

  for (guint i = 0; i < self->n_users; i++)
    g_ref_string_release (self->users[i].user_id);
  g_free (self);
}

/**
 * bedside_levels_get_user:
 * @self: levels
 * @user_id: (nullable): an account
 *
 * Returns: its level, that of everybody if it is not named
 */
gint64
bedside_levels_get_user (BedsideLevels *self,
                         const char    *user_id)
{
  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; user_id != NULL && i < self->n_users; i++)
    if (g_str_equal (self->users[i].user_id, user_id))
      return self->users[i].level;

  return self->users_default;
}
