/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-set-up"

#include "bedside-set-up-private.h"

#include <string.h>

#include "bedside-matrix-error.h"
#include "bedside-practice-error.h"
#include "bedside-room-changes.h"
#include "bedside-rooms.h"

typedef enum {
  PROP_STEP = 1,
} BedsideSetUpProperty;

static GParamSpec *properties[PROP_STEP + 1];

G_DEFINE_FINAL_TYPE (BedsideSetUp, bedside_set_up, G_TYPE_OBJECT)

static void
bedside_set_up_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  BedsideSetUp *self = BEDSIDE_SET_UP (object);

  switch ((BedsideSetUpProperty) prop_id)
    {
    case PROP_STEP:
      g_value_set_uint (value, self->step);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_set_up_finalize (GObject *object)
{
  BedsideSetUp *self = BEDSIDE_SET_UP (object);

  g_clear_object (&self->states);
  g_clear_object (&self->registry);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (bedside_set_up_parent_class)->finalize (object);
}

static void
bedside_set_up_class_init (BedsideSetUpClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bedside_set_up_get_property;
  object_class->finalize = bedside_set_up_finalize;

  properties[PROP_STEP] = g_param_spec_uint ("step", NULL, NULL, 0, BEDSIDE_SET_UP_STEPS, 0,
                                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_set_up_init (BedsideSetUp *self)
{
}

/**
 * bedside_set_up_new:
 * @client: the session on the server
 * @registry: what is there already
 *
 * Returns: (transfer full): what makes and joins practices
 */
BedsideSetUp *
bedside_set_up_new (BedsideClient   *client,
                    BedsideRegistry *registry)
{
  g_return_val_if_fail (BEDSIDE_IS_CLIENT (client), NULL);
  g_return_val_if_fail (BEDSIDE_IS_REGISTRY (registry), NULL);

  BedsideSetUp *self = g_object_new (BEDSIDE_TYPE_SET_UP, NULL);

  self->client = g_object_ref (client);
  self->registry = g_object_ref (registry);
  self->states = bedside_state_writer_new (client);

  return self;
}

/**
 * bedside_set_up_get_step:
 * @self: a set-up
 *
 * Returns: how many of %BEDSIDE_SET_UP_STEPS are done
 */
guint
bedside_set_up_get_step (BedsideSetUp *self)
{
  g_return_val_if_fail (BEDSIDE_IS_SET_UP (self), 0);

  return self->step;
}

/**
 * bedside_set_up_set_step: (skip)
 * @self: a set-up
 * @step: how many are done
 */
void
bedside_set_up_set_step (BedsideSetUp *self,
                         guint         step)
{
  if (self->step == step)
    return;
  self->step = step;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
}

static gboolean
edit_child (JsonObject  *content,
            gpointer     data,
            GError     **error)
{
  const char *server = data;

  if (bedside_json_get_array (content, "via") == NULL)
    {
      JsonArray *via = json_array_new ();

      json_array_add_string_element (via, server);
      json_object_set_array_member (content, "via", via);
    }

  return TRUE;
}

/**
 * bedside_set_up_add_child_async: (skip)
 * @self: a set-up
 * @practice_id: room id of the space
 * @room_id: a room of the practice
 * @cancellable: (nullable): ends it
 * @callback: called when that is so; bedside_state_writer_change_finish()
 * @user_data: passed to @callback
 *
 * Makes a room a child of the space.
 *
 * Source: Matrix client-server API, "Spaces".
 */
void
bedside_set_up_add_child_async (BedsideSetUp        *self,
                                const char          *practice_id,
                                const char          *room_id,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  const char *colon = strchr (bedside_client_get_user_id (self->client), ':');

  bedside_state_writer_change_async (self->states, practice_id, "m.space.child", room_id, BEDSIDE_PATIENCE_PERSON,
                                     edit_child, g_strdup (colon ? colon + 1 : ""), g_free, cancellable, callback,
                                     user_data);
}

/* --- joining --- */

typedef enum {
  JOIN_STAGE_INVITATION,  /* what one was invited to */
  JOIN_STAGE_ALONG,       /* what comes along: if it fails that is made up for later */
  JOIN_STAGE_MISSING,     /* that is done now */
} JoinStage;

typedef struct {
  char            *room_id;    /* (owned): that is being joined */
  GPtrArray       *rooms;      /* (owned) (element-type utf8): to be joined after it */
  char            *practice;   /* (owned) (nullable): whose rooms come along */
  JoinStage        stage;
  BedsideAttempts  attempts;
} JoinOp;

static void
join_op_free (JoinOp *op)
{
  g_ptr_array_unref (op->rooms);
  g_free (op->room_id);
  g_free (op->practice);
  g_free (op);
}

static JoinOp *
join_op_new (GTask *task)
{
  JoinOp *op = g_new0 (JoinOp, 1);

  op->rooms = g_ptr_array_new_with_free_func (g_free);
  bedside_attempts_begin (&op->attempts, BEDSIDE_PATIENCE_PERSON);
  g_task_set_task_data (task, op, (GDestroyNotify) join_op_free);

  return op;
}

static void join          (GTask *task);
static void join_next     (GTask *task);
static void read_settings (GTask *task);

static void
fail (GTask       *task,
      GError      *error,
      BedsideStep  step)
{
  JoinOp *op = g_task_get_task_data (task);

  if (bedside_attempts_again (&op->attempts, error, task, step))
    g_error_free (error);
  else if (op->stage == JOIN_STAGE_ALONG)
    {
      g_debug ("not joined yet: %s", error->message);
      g_error_free (error);
      g_task_return_boolean (task, TRUE);
    }
  else
    g_task_return_error (task, bedside_practice_error_from_matrix (error));
}

static void
on_joined (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  JoinOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (!bedside_client_join_finish (BEDSIDE_CLIENT (source), result, &error))
    {
      fail (task, g_steal_pointer (&error), join);
      return;
    }

  bedside_attempts_reset (&op->attempts);
  if (op->stage != JOIN_STAGE_INVITATION || op->practice == NULL)
    {
      join_next (task);
      return;
    }
  op->stage = JOIN_STAGE_ALONG;
  read_settings (task);
}

static void
join (GTask *task)
{
  BedsideSetUp *self = g_task_get_source_object (task);
  JoinOp *op = g_task_get_task_data (task);

  bedside_client_join_async (self->client, op->room_id, g_task_get_cancellable (task), on_joined, g_object_ref (task));
}

static void
join_next (GTask *task)
{
  JoinOp *op = g_task_get_task_data (task);

  if (op->rooms->len == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_free (op->room_id);
  op->room_id = g_ptr_array_steal_index (op->rooms, 0);
  join (task);
}

static void
want_room (GTask      *task,
           const char *room_id)
{
  BedsideSetUp *self = g_task_get_source_object (task);
  JoinOp *op = g_task_get_task_data (task);
  BedsideRoom *room = bedside_registry_find (self->registry, room_id);

  if (room_id != NULL && (room == NULL || room->membership != BEDSIDE_MEMBERSHIP_JOINED))
    g_ptr_array_add (op->rooms, g_strdup (room_id));
}

static void
on_settings (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) settings = bedside_client_get_state_finish (BEDSIDE_CLIENT (source), result, &error);

  if (settings == NULL && !bedside_state_writer_is_nothing (error))
    {
      fail (task, g_steal_pointer (&error), read_settings);
      return;
    }

  want_room (task, bedside_json_get_string (settings, "directory"));
  want_room (task, bedside_json_get_string (settings, "everyone"));
  join_next (task);
}

static void
read_settings (GTask *task)
{
  BedsideSetUp *self = g_task_get_source_object (task);
  JoinOp *op = g_task_get_task_data (task);

  bedside_client_get_state_async (self->client, op->practice, "org.bedside.settings", "",
                                  g_task_get_cancellable (task), on_settings, g_object_ref (task));
}

/**
 * bedside_set_up_join_async:
 * @self: a set-up
 * @invitation: to a practice or a team conversation
 * @cancellable: (nullable): ends it
 * @callback: called when it is joined
 * @user_data: passed to @callback
 *
 * Accepts an invitation. That to a practice includes its directory and *Everyone*;
 * if these fail the practice is joined all the same, and the session tries them again.
 */
void
bedside_set_up_join_async (BedsideSetUp        *self,
                           BedsideInvitation   *invitation,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_SET_UP (self));
  g_return_if_fail (BEDSIDE_IS_INVITATION (invitation));

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  JoinOp *op = join_op_new (task);

  g_task_set_source_tag (task, bedside_set_up_join_async);
  op->room_id = g_strdup (bedside_invitation_get_room_id (invitation));
  if (bedside_invitation_get_kind (invitation) == BEDSIDE_INVITATION_KIND_PRACTICE)
    op->practice = g_strdup (op->room_id);
  join (task);
}

/**
 * bedside_set_up_join_finish:
 * @self: a set-up
 * @result: what the callback was given
 * @error: return location for a #BedsidePracticeError
 *
 * Returns: %TRUE if it is joined
 */
gboolean
bedside_set_up_join_finish (BedsideSetUp  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_set_up_join_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bedside_set_up_complete_async: (skip)
 * @self: a set-up
 * @practice_id: room id of the space of a practice that is joined
 * @cancellable: (nullable): ends it
 * @callback: called when that is done
 * @user_data: passed to @callback
 *
 * Joins those rooms of a practice that come along with it and are not joined.
 */
void
bedside_set_up_complete_async (BedsideSetUp        *self,
                               const char          *practice_id,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_SET_UP (self));
  g_return_if_fail (practice_id != NULL);

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  JoinOp *op = join_op_new (task);

  g_task_set_source_tag (task, bedside_set_up_complete_async);
  op->practice = g_strdup (practice_id);
  op->stage = JOIN_STAGE_MISSING;
  read_settings (task);
}

/**
 * bedside_set_up_complete_finish: (skip)
 * @self: a set-up
 * @result: what the callback was given
 * @error: return location for a #BedsidePracticeError
 *
 * Returns: %TRUE if nothing is missing
 */
gboolean
bedside_set_up_complete_finish (BedsideSetUp  *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_set_up_complete_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- declining --- */

static void decline (GTask *task);

static void
on_declined (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  g_autoptr(GError) error = NULL;

  /* It may have been taken back meanwhile. */
  if (bedside_client_leave_finish (BEDSIDE_CLIENT (source), result, &error) ||
      g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_NOT_FOUND))
    g_task_return_boolean (task, TRUE);
  else
    fail (task, g_steal_pointer (&error), decline);
}

static void
decline (GTask *task)
{
  BedsideSetUp *self = g_task_get_source_object (task);
  JoinOp *op = g_task_get_task_data (task);

  bedside_client_leave_async (self->client, op->room_id, g_task_get_cancellable (task), on_declined,
                              g_object_ref (task));
}

/**
 * bedside_set_up_decline_async:
 * @self: a set-up
 * @invitation: to a practice or a team conversation
 * @cancellable: (nullable): ends it
 * @callback: called when it is declined
 * @user_data: passed to @callback
 *
 * Declines an invitation.
 */
void
bedside_set_up_decline_async (BedsideSetUp        *self,
                              BedsideInvitation   *invitation,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_SET_UP (self));
  g_return_if_fail (BEDSIDE_IS_INVITATION (invitation));

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  JoinOp *op = join_op_new (task);

  g_task_set_source_tag (task, bedside_set_up_decline_async);
  op->room_id = g_strdup (bedside_invitation_get_room_id (invitation));
  decline (task);
}

/**
 * bedside_set_up_decline_finish:
 * @self: a set-up
 * @result: what the callback was given
 * @error: return location for a #BedsidePracticeError
 *
 * Returns: %TRUE if it is declined
 */
gboolean
bedside_set_up_decline_finish (BedsideSetUp  *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_set_up_decline_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
