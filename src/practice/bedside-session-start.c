/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-session-start"

#include "config.h"

#include "bedside-session-practice.h"
#include "bedside-session-private.h"

#include <glib/gi18n-lib.h>

#include "bedside-echo.h"

/* How long to wait for sync to show that chat is enabled, in ms: the conversation is there either way. */
#define ECHO_TIME (5 * 1000)

static const char *
get_refusal (BedsideStart start)
{
  switch (start)
    {
    case BEDSIDE_START_NO_PRACTICE:
      return _("The patient directory is not there yet. Try again in a moment.");

    case BEDSIDE_START_NOT_CONFIGURED:
      return _("The server does not know this practice yet. Its administrator has to add it.");

    case BEDSIDE_START_GROUP_CHAT_DISABLED:
      return _("Group chat is disabled for the practice.");

    case BEDSIDE_START_PRACTICE_CHAT_DISABLED:
      return _("Chat with patients is disabled for the practice.");

    case BEDSIDE_START_REMOVED:
      return _("This patient is not in the directory any more.");

    case BEDSIDE_START_NOT_INVITED:
      return _("This patient has not been invited to the portal.");

    case BEDSIDE_START_NOT_ACTIVATED:
      return _("This patient has not activated the portal yet.");

    case BEDSIDE_START_NOT_LINKED:
      return _("No portal account is linked to this patient.");

    case BEDSIDE_START_NEW:
    case BEDSIDE_START_EXISTING:
    case BEDSIDE_START_ENABLE:
    default:
      g_return_val_if_reached ("");
    }
}

typedef struct {
  BedsidePractice *practice;  /* (owned) (nullable): that was shown when it began */
  BedsidePatient  *patient;   /* (owned) */
  BedsideEcho      echo;
} StartOp;

static void
start_op_free (StartOp *op)
{
  bedside_echo_end (&op->echo);
  g_clear_object (&op->practice);
  g_object_unref (op->patient);
  g_free (op);
}

static void
return_conversation (GTask *task)
{
  BedsideSession *self = g_task_get_source_object (task);
  StartOp *op = g_task_get_task_data (task);
  BedsideRoom *room = op->practice ? bedside_registry_find_pair (self->registry, op->practice, op->patient) : NULL;

  if (room == NULL && op->practice != NULL)
    {
      g_autofree char *room_id = bedside_room_id_new_provisional (bedside_practice_get_room_id (op->practice),
                                                                  bedside_patient_get_key (op->patient));

      bedside_session_tidy_provisional (self, NULL);
      room = bedside_registry_ensure_provisional (self->registry, room_id);
      bedside_registry_settle_provisional (self->registry);
    }

  if (room != NULL && room->conversation != NULL)
    g_task_return_pointer (task, g_object_ref (room->conversation), g_object_unref);
  else
    g_task_return_new_error (task, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_CHANGED, "%s",
                             get_refusal (BEDSIDE_START_NO_PRACTICE));
}

static gboolean
on_echo_overdue (gpointer user_data)
{
  g_autoptr(GTask) task = user_data;
  StartOp *op = g_task_get_task_data (task);

  op->echo.timeout_id = 0;
  bedside_echo_end (&op->echo);
  return_conversation (task);

  return G_SOURCE_REMOVE;
}

/* The patient alone is not enough: whether one may write follows from it a moment later. */
static void
on_settled (GTask *waiting)
{
  StartOp *op = g_task_get_task_data (waiting);

  if (bedside_patient_get_chat_access (op->patient) == BEDSIDE_CHAT_ACCESS_DISABLED)
    return;

  g_autoptr(GTask) task = waiting;

  bedside_echo_end (&op->echo);
  return_conversation (task);
}

/* The composer is to be open when the conversation is shown. */
static void
on_access_set (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  StartOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (!bedside_practice_writer_set_chat_access_finish (BEDSIDE_PRACTICE_WRITER (object), result, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else if (bedside_patient_get_chat_access (op->patient) != BEDSIDE_CHAT_ACCESS_DISABLED)
    return_conversation (task);
  else
    {
      BedsideSession *self = g_task_get_source_object (task);

      bedside_echo_begin (&op->echo, g_steal_pointer (&task), self->registry, "settled", G_CALLBACK (on_settled),
                          ECHO_TIME, on_echo_overdue);
    }
}

/**
 * bedside_session_start_conversation_async:
 * @self: a session
 * @patient: a patient of the practice that is shown
 * @cancellable: (nullable): a cancellable
 * @callback: called when there is a conversation, or a reason against it
 * @user_data: data for @callback
 *
 * Does what bedside_session_get_start() says (R2 to R4, R12 to R14): gives the conversation that there is, after
 * enabling chat if somebody has disabled it, or one that the server hears of with its first message.
 */
void
bedside_session_start_conversation_async (BedsideSession      *self,
                                          BedsidePatient      *patient,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_SESSION (self));
  g_return_if_fail (BEDSIDE_IS_PATIENT (patient));

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  BedsideStart start = bedside_session_get_start (self, patient);
  StartOp *op = g_new0 (StartOp, 1);

  g_set_object (&op->practice, bedside_registry_get_practice (self->registry));
  op->patient = g_object_ref (patient);
  g_task_set_source_tag (task, bedside_session_start_conversation_async);
  g_task_set_task_data (task, op, (GDestroyNotify) start_op_free);

  if (g_task_return_error_if_cancelled (task))
    return;
  if (!bedside_start_is_possible (start))
    g_task_return_new_error (task, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED, "%s",
                             get_refusal (start));
  else if (start == BEDSIDE_START_ENABLE)
    bedside_practice_writer_set_chat_access_async (bedside_session_get_writer (self),
                                                   bedside_registry_get_practice (self->registry), patient,
                                                   BEDSIDE_CHAT_ACCESS_ENABLED, NULL, cancellable, on_access_set,
                                                   g_steal_pointer (&task));
  else
    return_conversation (task);
}

/**
 * bedside_session_start_conversation_finish:
 * @self: a session
 * @result: what the callback was given
 * @error: return location for a %BEDSIDE_PRACTICE_ERROR
 *
 * Returns: (transfer full): the conversation
 */
BedsideConversation *
bedside_session_start_conversation_finish (BedsideSession  *self,
                                           GAsyncResult    *result,
                                           GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_session_start_conversation_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
