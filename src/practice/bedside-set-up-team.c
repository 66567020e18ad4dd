/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-set-up-team"

#include "config.h"

#include "bedside-set-up-private.h"

#include <glib/gi18n-lib.h>

#include "bedside-practice-error.h"
#include "bedside-room-changes.h"
#include "bedside-set-up-body.h"

/* In characters. */
#define LONGEST_TITLE 100

typedef struct {
  char            *transaction_id;  /* (owned): the same for each try */
  char            *space;           /* (owned) */
  JsonObject      *body;            /* (owned) */
  char            *room_id;         /* (owned) (nullable) */
  BedsideAttempts  attempts;
} TeamOp;

static void
team_op_free (TeamOp *op)
{
  g_free (op->transaction_id);
  g_free (op->space);
  g_clear_pointer (&op->body, json_object_unref);
  g_free (op->room_id);
  g_free (op);
}

/* The conversation is there and works, whether or not other clients show it below the practice. */
static void
on_added (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  TeamOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (!bedside_state_writer_change_finish (BEDSIDE_STATE_WRITER (source), result, &error))
    g_debug ("team conversation is no child of the practice: %s", error->message);
  g_task_return_pointer (task, g_steal_pointer (&op->room_id), g_free);
}

static void make (GTask *task);

static void
on_made (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  BedsideSetUp *self = g_task_get_source_object (task);
  TeamOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  op->room_id = bedside_client_create_room_finish (BEDSIDE_CLIENT (source), result, &error);
  if (op->room_id != NULL)
    bedside_set_up_add_child_async (self, op->space, op->room_id, g_task_get_cancellable (task), on_added,
                                    g_object_ref (task));
  else if (!bedside_attempts_again (&op->attempts, error, task, make))
    g_task_return_error (task, bedside_practice_error_from_matrix (g_steal_pointer (&error)));
}

static void
make (GTask *task)
{
  BedsideSetUp *self = g_task_get_source_object (task);
  TeamOp *op = g_task_get_task_data (task);

  bedside_client_create_room_async (self->client, op->transaction_id, op->body, g_task_get_cancellable (task), on_made,
                                    g_object_ref (task));
}

/* What speaks against it: for the person, or NULL. */
static const char *
find_objection (BedsideSetUp       *self,
                BedsidePractice    *practice,
                const char * const *user_ids,
                const char         *title)
{
  if (user_ids[0] == NULL)
    return _("A team conversation needs at least one colleague.");
  if (!bedside_practice_get_group_chat (practice))
    return _("Group chat is disabled for this practice.");
  if (title != NULL && g_utf8_strlen (title, -1) > LONGEST_TITLE)
    return _("This name is too long.");

  for (guint i = 0; user_ids[i] != NULL; i++)
    {
      BedsidePractitioner *person = bedside_practice_find_person (practice, user_ids[i]);

      /* Patients are never part of a team conversation. */
      if (person == NULL)
        return _("Only practitioners of this practice can be part of a team conversation.");
      if (bedside_practitioner_is_self (person))
        return _("You are part of it anyway. Choose your colleagues.");
    }

  return NULL;
}

/**
 * bedside_set_up_add_team_async:
 * @self: a set-up
 * @practice: a practice
 * @user_ids: (array zero-terminated=1): colleagues of it, at least one
 * @title: (nullable): what it is called; %NULL: after its people
 * @cancellable: (nullable): ends it, though the server may have made it already
 * @callback: called when the conversation is there
 * @user_data: passed to @callback
 *
 * Makes a team conversation and invites colleagues to it.
 */
void
bedside_set_up_add_team_async (BedsideSetUp        *self,
                               BedsidePractice     *practice,
                               const char * const  *user_ids,
                               const char          *title,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_SET_UP (self));
  g_return_if_fail (BEDSIDE_IS_PRACTICE (practice));
  g_return_if_fail (user_ids != NULL);

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *tidy = title ? g_strstrip (g_strdup (title)) : NULL;
  const char *objection = find_objection (self, practice, user_ids, tidy);

  g_task_set_source_tag (task, bedside_set_up_add_team_async);
  if (objection != NULL)
    {
      g_task_return_new_error (task, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_INVALID, "%s", objection);
      return;
    }

  TeamOp *op = g_new0 (TeamOp, 1);

  op->space = g_strdup (bedside_practice_get_room_id (practice));
  op->transaction_id = g_uuid_string_random ();
  op->body = bedside_set_up_body_new_team (op->space, user_ids, tidy != NULL && *tidy != '\0' ? tidy : NULL);
  bedside_attempts_begin (&op->attempts, BEDSIDE_PATIENCE_PERSON);
  g_task_set_task_data (task, op, (GDestroyNotify) team_op_free);
  make (task);
}

/**
 * bedside_set_up_add_team_finish:
 * @self: a set-up
 * @result: what the callback was given
 * @error: return location for a #BedsidePracticeError
 *
 * Returns: (transfer full) (nullable): the room id
 */
char *
bedside_set_up_add_team_finish (BedsideSetUp  *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_set_up_add_team_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
