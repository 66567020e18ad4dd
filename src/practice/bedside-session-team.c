/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-session-team"

#include "config.h"

#include "bedside-session-practice.h"
#include "bedside-session-private.h"

#include <glib/gi18n-lib.h>

#include "bedside-echo.h"
#include "bedside-rooms.h"

/* How long to wait for sync to show a new team conversation, in ms. */
#define ECHO_TIME (30 * 1000)

/* A team conversation that is being started. */
typedef struct {
  BedsidePractice  *practice;     /* (owned) */
  char            **user_ids;     /* (owned): the colleagues, without this practitioner */
  char             *title;        /* (owned) (nullable) */
  GPtrArray        *candidates;   /* (owned) (element-type utf8): rooms that may be this one already */
  char             *room_id;      /* (owned) (nullable): of the one that was made */
  BedsideEcho       echo;
} TeamOp;

static void
team_op_free (TeamOp *op)
{
  bedside_echo_end (&op->echo);
  g_object_unref (op->practice);
  g_strfreev (op->user_ids);
  g_free (op->title);
  g_ptr_array_unref (op->candidates);
  g_free (op->room_id);
  g_free (op);
}

/* --- a new one --- */

static BedsideConversation *
find_shown (GTask      *task,
            const char *room_id)
{
  BedsideSession *self = g_task_get_source_object (task);
  BedsideRoom *room = bedside_registry_find (self->registry, room_id);

  return room ? room->conversation : NULL;
}

static gboolean
return_if_shown (GTask      *task,
                 const char *room_id)
{
  BedsideConversation *conversation = find_shown (task, room_id);

  if (conversation != NULL)
    g_task_return_pointer (task, g_object_ref (conversation), g_object_unref);

  return conversation != NULL;
}

static void
on_conversations_changed (GTask *waiting)
{
  TeamOp *op = g_task_get_task_data (waiting);

  if (find_shown (waiting, op->room_id) == NULL)
    return;

  g_autoptr(GTask) task = waiting;

  bedside_echo_end (&op->echo);
  return_if_shown (task, op->room_id);
}

static gboolean
on_echo_overdue (gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  TeamOp *op = g_task_get_task_data (task);

  op->echo.timeout_id = 0;
  bedside_echo_end (&op->echo);
  g_task_return_new_error (task, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_OFFLINE, "%s",
                           _("The conversation was started. It will be in the list when the server can be reached."));

  return G_SOURCE_REMOVE;
}

static void
on_added (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BedsideSession *self = g_task_get_source_object (task);
  TeamOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  op->room_id = bedside_set_up_add_team_finish (BEDSIDE_SET_UP (object), result, &error);
  if (op->room_id == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (!return_if_shown (task, op->room_id))
    bedside_echo_begin (&op->echo, g_steal_pointer (&task), bedside_registry_get_conversations (self->registry),
                        "items-changed", G_CALLBACK (on_conversations_changed), ECHO_TIME, on_echo_overdue);
}

/* --- the one that there is --- */

static gboolean
is_one_of_them (TeamOp     *op,
                const char *user_id)
{
  return g_strv_contains ((const char * const *) op->user_ids, user_id);
}

/* Of the members that are known, which need not be all. */
static gboolean
is_candidate (BedsideSession *self,
              TeamOp         *op,
              BedsideRoom    *room)
{
  JsonObject *mark = bedside_json_get_object (room->create, "org.bedside.team");
  const char *me = bedside_registry_get_user_id (self->registry);
  GHashTableIter iter;
  const char *user_id;
  BedsideMember *member;

  if (room->kind != BEDSIDE_ROOM_KIND_TEAM || room->membership != BEDSIDE_MEMBERSHIP_JOINED ||
      room->conversation == NULL || (room->name != NULL && *room->name != '\0') ||
      g_strcmp0 (bedside_json_get_string (mark, "practice"), bedside_practice_get_room_id (op->practice)) != 0)
    return FALSE;

  g_hash_table_iter_init (&iter, room->members);
  while (g_hash_table_iter_next (&iter, (gpointer *) &user_id, (gpointer *) &member))
    if ((g_str_equal (member->membership, "join") || g_str_equal (member->membership, "invite")) &&
        !g_str_equal (user_id, me) && !is_one_of_them (op, user_id))
      return FALSE;

  return TRUE;
}

/* Exactly these: nobody is to read what was meant for others. */
static gboolean
are_members (BedsideSession *self,
             TeamOp         *op,
             GPtrArray      *members)
{
  const char *me = bedside_registry_get_user_id (self->registry);
  guint found = 0;

  for (guint i = 0; i < members->len; i++)
    {
      BedsideEvent *event = g_ptr_array_index (members, i);
      const char *membership = bedside_json_get_string (event->content, "membership");

      if ((g_strcmp0 (membership, "join") != 0 && g_strcmp0 (membership, "invite") != 0) ||
          event->state_key == NULL || g_str_equal (event->state_key, me))
        continue;
      if (!is_one_of_them (op, event->state_key))
        return FALSE;
      found++;
    }

  return found == g_strv_length (op->user_ids);
}

static void try_next (GTask *task);

static void
on_members (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  BedsideSession *self = g_task_get_source_object (task);
  TeamOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) members = bedside_client_members_finish (BEDSIDE_CLIENT (object), result, &error);
  g_autofree char *room_id = g_ptr_array_steal_index_fast (op->candidates, op->candidates->len - 1);

  if (members == NULL)
    g_task_return_error (task, bedside_practice_error_from_matrix (g_steal_pointer (&error)));
  else if (!are_members (self, op, members) || !return_if_shown (task, room_id))
    try_next (g_steal_pointer (&task));
}

/* Takes the task. */
static void
try_next (GTask *owned_task)
{
  g_autoptr(GTask) task = owned_task;
  BedsideSession *self = g_task_get_source_object (task);
  TeamOp *op = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (op->candidates->len > 0)
    {
      const char *room_id = g_ptr_array_index (op->candidates, op->candidates->len - 1);

      bedside_client_members_async (self->client, room_id, cancellable, on_members, g_steal_pointer (&task));
    }
  else
    bedside_set_up_add_team_async (bedside_session_get_set_up (self), op->practice,
                                   (const char * const *) op->user_ids, op->title, cancellable, on_added,
                                   g_steal_pointer (&task));
}

static char **
dup_others (BedsideSession     *self,
            const char * const *user_ids)
{
  const char *me = bedside_registry_get_user_id (self->registry);
  GPtrArray *others = g_ptr_array_new ();

  for (guint i = 0; user_ids[i] != NULL; i++)
    if (!g_str_equal (user_ids[i], me) && !g_ptr_array_find_with_equal_func (others, user_ids[i], g_str_equal, NULL))
      g_ptr_array_add (others, g_strdup (user_ids[i]));
  g_ptr_array_add (others, NULL);

  return (char **) g_ptr_array_free (others, FALSE);
}

static const char *
get_refusal (BedsideSession  *self,
             char           **others)
{
  BedsidePractice *practice = bedside_registry_get_practice (self->registry);

  if (practice == NULL)
    return _("You belong to no practice.");
  if (!bedside_practice_get_group_chat (practice))
    return _("Group chat is disabled for the practice.");
  if (*others == NULL)
    return _("Choose at least one colleague.");

  return NULL;
}

/**
 * bedside_session_start_team_async:
 * @self: a session
 * @user_ids: (array zero-terminated=1): colleagues
 * @title: (nullable): what to name it; %NULL: after its people
 * @cancellable: (nullable): a cancellable
 * @callback: called when there is a conversation
 * @user_data: data for @callback
 *
 * Gives a conversation with exactly these colleagues: without a title the one that there is, if there is one.
 */
void
bedside_session_start_team_async (BedsideSession      *self,
                                  const char * const  *user_ids,
                                  const char          *title,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));
  g_return_if_fail (user_ids != NULL);

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_auto(GStrv) others = dup_others (self, user_ids);
  const char *refusal = get_refusal (self, others);
  g_autoptr(GList) rooms = bedside_registry_list_rooms (self->registry);

  g_task_set_source_tag (task, bedside_session_start_team_async);
  if (refusal != NULL)
    {
      g_task_return_new_error (task, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED, "%s", refusal);
      return;
    }

  TeamOp *op = g_new0 (TeamOp, 1);

  op->practice = g_object_ref (bedside_registry_get_practice (self->registry));
  op->user_ids = g_steal_pointer (&others);
  op->title = title && *title != '\0' ? g_strdup (title) : NULL;
  op->candidates = g_ptr_array_new_with_free_func (g_free);
  g_task_set_task_data (task, op, (GDestroyNotify) team_op_free);
  for (GList *link = rooms; op->title == NULL && link != NULL; link = link->next)
    if (is_candidate (self, op, link->data))
      g_ptr_array_add (op->candidates, g_strdup (((BedsideRoom *) link->data)->room_id));

  try_next (g_steal_pointer (&task));
}

/**
 * bedside_session_start_team_finish:
 * @self: a session
 * @result: what the callback was given
 * @error: return location for a %BEDSIDE_PRACTICE_ERROR
 *
 * Returns: (transfer full): the conversation
 */
BedsideConversation *
bedside_session_start_team_finish (BedsideSession  *self,
                                   GAsyncResult    *result,
                                   GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_session_start_team_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
