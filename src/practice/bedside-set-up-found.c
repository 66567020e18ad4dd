/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-set-up-found"

#include "config.h"

#include "bedside-set-up-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "bedside-practice-error.h"
#include "bedside-room-changes.h"
#include "bedside-set-up-body.h"

/* Founding a practice: space, directory, Everyone, and then the settings that name the directory: until they do, the
 * practice is incomplete. Each step first looks for what an earlier try has left, so it may break off anywhere. After
 * an answer that was lost it is the transaction id that gives the room of the first try. */

/* In characters. */
#define LONGEST_NAME 100

typedef enum {
  STEP_SPACE,
  STEP_DIRECTORY,
  STEP_EVERYONE,
  STEP_SETTINGS,
} FoundStep;

typedef struct {
  char            *name;       /* (owned) */
  FoundStep        step;
  char            *space;      /* (owned) (nullable) */
  char            *directory;  /* (owned) (nullable) */
  char            *everyone;   /* (owned) (nullable) */
  BedsideAttempts  attempts;
} FoundOp;

static void
found_op_free (FoundOp *op)
{
  g_free (op->name);
  g_free (op->space);
  g_free (op->directory);
  g_free (op->everyone);
  g_free (op);
}

static void begin_step (GTask *task);

/* --- what is there already --- */

static gboolean
is_mine (BedsideSetUp    *self,
         BedsideRoom     *room,
         BedsideRoomKind  kind)
{
  return room->kind == kind && room->membership == BEDSIDE_MEMBERSHIP_JOINED &&
         g_strcmp0 (room->creator, bedside_registry_get_user_id (self->registry)) == 0;
}

static gboolean
is_of_practice (BedsideRoom *room,
                const char  *mark,
                const char  *space)
{
  JsonObject *content = bedside_json_get_object (room->create, mark);

  return g_strcmp0 (bedside_json_get_string (content, "practice"), space) == 0;
}

static gboolean
fits (BedsideSetUp *self,
      FoundOp      *op,
      BedsideRoom  *room)
{
  BedsidePractice *practice;

  switch (op->step)
    {
    case STEP_SPACE:
      practice = bedside_registry_find_practice (self->registry, room->room_id);
      return is_mine (self, room, BEDSIDE_ROOM_KIND_PRACTICE) && practice != NULL &&
             !bedside_practice_get_complete (practice);

    case STEP_DIRECTORY:
      return is_mine (self, room, BEDSIDE_ROOM_KIND_DIRECTORY) &&
             is_of_practice (room, "org.bedside.directory", op->space);

    case STEP_EVERYONE:
      return is_mine (self, room, BEDSIDE_ROOM_KIND_TEAM) && is_of_practice (room, "org.bedside.team", op->space) &&
             g_strcmp0 (room->restricted_to, op->space) == 0;

    case STEP_SETTINGS:
    default:
      return FALSE;
    }
}

/* The oldest one, the same at each try. */
static BedsideRoom *
find_present (BedsideSetUp *self,
              FoundOp      *op)
{
  g_autoptr(GList) rooms = bedside_registry_list_rooms (self->registry);
  BedsideRoom *found = NULL;

  for (GList *link = rooms; link != NULL; link = link->next)
    {
      BedsideRoom *room = link->data;

      if (!fits (self, op, room))
        continue;
      if (found == NULL || room->created_at < found->created_at ||
          (room->created_at == found->created_at && strcmp (room->room_id, found->room_id) < 0))
        found = room;
    }

  return found;
}

/* --- making --- */

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

/* The practices that are there tell one founding from the next, so that a later one is not answered with the rooms of
 * the first. */
static char *
make_transaction_id (BedsideSetUp *self,
                     FoundOp      *op)
{
  g_autoptr(GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr(GList) rooms = bedside_registry_list_rooms (self->registry);
  g_autoptr(GPtrArray) spaces = g_ptr_array_new ();

  if (op->step != STEP_SPACE)
    g_ptr_array_add (spaces, op->space);
  for (GList *link = rooms; op->step == STEP_SPACE && link != NULL; link = link->next)
    {
      BedsideRoom *room = link->data;

      if (room->kind == BEDSIDE_ROOM_KIND_PRACTICE)
        g_ptr_array_add (spaces, room->room_id);
    }
  g_ptr_array_sort (spaces, compare_texts);
  for (guint i = 0; i < spaces->len; i++)
    g_checksum_update (checksum, g_ptr_array_index (spaces, i), -1);

  return g_strdup_printf ("bedside-found-%d-%.16s", op->step, g_checksum_get_string (checksum));
}

static JsonObject *
new_body (BedsideSetUp *self,
          FoundOp      *op)
{
  const char *me = bedside_registry_get_user_id (self->registry);

  switch (op->step)
    {
    case STEP_SPACE:
      return bedside_set_up_body_new_practice (me, op->name);

    case STEP_DIRECTORY:
      return bedside_set_up_body_new_directory (me, op->space, _("Patient directory"));

    case STEP_EVERYONE:
    case STEP_SETTINGS:
    default:
      /* translators: name of the conversation of all practitioners of a practice */
      return bedside_set_up_body_new_everyone (op->space, _("Everyone"));
    }
}

static void
end_step (GTask *task)
{
  BedsideSetUp *self = g_task_get_source_object (task);
  FoundOp *op = g_task_get_task_data (task);

  bedside_attempts_reset (&op->attempts);
  op->step++;
  bedside_set_up_set_step (self, op->step);
  if (op->step < BEDSIDE_SET_UP_STEPS)
    begin_step (task);
  else
    g_task_return_pointer (task, g_strdup (op->space), g_free);
}

static void
on_changed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  g_autoptr(GError) error = NULL;

  if (bedside_state_writer_change_finish (BEDSIDE_STATE_WRITER (source), result, &error))
    end_step (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
take_room (GTask      *task,
           const char *room_id)
{
  BedsideSetUp *self = g_task_get_source_object (task);
  FoundOp *op = g_task_get_task_data (task);
  char **room = op->step == STEP_SPACE ? &op->space : op->step == STEP_DIRECTORY ? &op->directory : &op->everyone;

  g_free (*room);
  *room = g_strdup (room_id);
  if (op->step == STEP_SPACE)
    end_step (task);
  else
    bedside_set_up_add_child_async (self, op->space, room_id, g_task_get_cancellable (task), on_changed,
                                    g_object_ref (task));
}

static void
on_made (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  FoundOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autofree char *room_id = bedside_client_create_room_finish (BEDSIDE_CLIENT (source), result, &error);

  if (room_id != NULL)
    take_room (task, room_id);
  else if (!bedside_attempts_again (&op->attempts, error, task, begin_step))
    g_task_return_error (task, bedside_practice_error_from_matrix (g_steal_pointer (&error)));
}

/* A founded practice lets its people write to each other; chat with patients begins when its manager says so. What was
 * set before is kept. */
static gboolean
edit_settings (JsonObject  *content,
               gpointer     data,
               GError     **error)
{
  const FoundOp *op = data;
  gboolean value;

  if (!json_object_has_member (content, "v"))
    json_object_set_int_member (content, "v", 1);
  if (!bedside_json_get_boolean (content, "group_chat", &value))
    json_object_set_boolean_member (content, "group_chat", TRUE);
  if (!bedside_json_get_boolean (content, "patient_chat", &value))
    json_object_set_boolean_member (content, "patient_chat", FALSE);
  json_object_set_string_member (content, "directory", op->directory);
  json_object_set_string_member (content, "everyone", op->everyone);

  return TRUE;
}

static void
begin_step (GTask *task)
{
  BedsideSetUp *self = g_task_get_source_object (task);
  FoundOp *op = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  BedsideRoom *present = find_present (self, op);

  if (op->step == STEP_SETTINGS)
    {
      bedside_state_writer_change_async (self->states, op->space, "org.bedside.settings", "", BEDSIDE_PATIENCE_PERSON,
                                         edit_settings, op, NULL, cancellable, on_changed, g_object_ref (task));
      return;
    }
  if (present != NULL)
    {
      take_room (task, present->room_id);
      return;
    }

  g_autofree char *transaction_id = make_transaction_id (self, op);
  g_autoptr(JsonObject) body = new_body (self, op);

  bedside_client_create_room_async (self->client, transaction_id, body, cancellable, on_made, g_object_ref (task));
}

/**
 * bedside_set_up_found_async:
 * @self: a set-up
 * @name: what the practice is called
 * @cancellable: (nullable): breaks it off; it can be begun again
 * @callback: called when the practice is complete
 * @user_data: passed to @callback
 *
 * Makes a practice, or completes one of this practitioner's whose making broke off.
 * Group chat is enabled, chat with patients is not: that is for the manager to decide.
 */
void
bedside_set_up_found_async (BedsideSetUp        *self,
                            const char          *name,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_SET_UP (self));
  g_return_if_fail (name != NULL);

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  FoundOp *op = g_new0 (FoundOp, 1);
  const char *objection = NULL;

  op->name = g_strstrip (g_strdup (name));
  if (*op->name == '\0')
    objection = _("The practice needs a name.");
  else if (g_utf8_strlen (op->name, -1) > LONGEST_NAME)
    objection = _("This name is too long.");
  g_task_set_source_tag (task, bedside_set_up_found_async);
  g_task_set_task_data (task, op, (GDestroyNotify) found_op_free);
  bedside_attempts_begin (&op->attempts, BEDSIDE_PATIENCE_PERSON);

  bedside_set_up_set_step (self, 0);
  if (objection != NULL)
    g_task_return_new_error (task, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_INVALID, "%s", objection);
  else
    begin_step (task);
}

/**
 * bedside_set_up_found_finish:
 * @self: a set-up
 * @result: what the callback was given
 * @error: return location for a #BedsidePracticeError
 *
 * Returns: (transfer full) (nullable): room id of the practice, which its administrator needs
 */
char *
bedside_set_up_found_finish (BedsideSetUp  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_set_up_found_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
