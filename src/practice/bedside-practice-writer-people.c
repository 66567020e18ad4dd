/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-practice-writer-people"

#include "config.h"

#include "bedside-practice-writer-private.h"

#include <glib/gi18n-lib.h>

#include "bedside-level-edit.h"
#include "bedside-matrix-error.h"
#include "bedside-room-changes.h"
#include "bedside-wording.h"

/* Who works in the practice, and as what. */

typedef struct {
  char            *user_id;    /* (owned) */
  char            *space;      /* (owned) */
  char            *directory;  /* (owned) (nullable) */
  BedsideRole      role;       /* that is wanted */
  BedsideAttempts  attempts;
  GPtrArray       *rooms;      /* (owned) (nullable) (element-type utf8): to be removed from, in that order */
  guint            next_room;
} PeopleOp;

static void
people_op_free (PeopleOp *op)
{
  g_clear_pointer (&op->rooms, g_ptr_array_unref);
  g_free (op->directory);
  g_free (op->space);
  g_free (op->user_id);
  g_free (op);
}

static PeopleOp *
people_op_new (GTask           *task,
               BedsidePractice *practice,
               const char      *user_id)
{
  PeopleOp *op = g_new0 (PeopleOp, 1);

  op->user_id = g_strdup (user_id);
  op->space = g_strdup (bedside_practice_get_room_id (practice));
  op->directory = g_strdup (bedside_practice_get_directory_id (practice));
  bedside_attempts_begin (&op->attempts, BEDSIDE_PATIENCE_PERSON);
  g_task_set_task_data (task, op, (GDestroyNotify) people_op_free);

  return op;
}

static gboolean
is_manager (BedsidePractice *practice)
{
  return bedside_practice_get_role (practice) != BEDSIDE_ROLE_PRACTITIONER;
}

/* --- inviting --- */

static void
invite (GTask *task);

static void
on_invited (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  PeopleOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (bedside_client_invite_finish (BEDSIDE_CLIENT (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else if (!bedside_attempts_again (&op->attempts, error, task, invite))
    g_task_return_error (task, bedside_practice_error_from_matrix (g_steal_pointer (&error)));
}

static void
invite (GTask *task)
{
  BedsidePracticeWriter *self = g_task_get_source_object (task);
  PeopleOp *op = g_task_get_task_data (task);

  bedside_client_invite_async (self->client, op->space, op->user_id, g_task_get_cancellable (task), on_invited,
                               g_object_ref (task));
}

static void
on_account_checked (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  PeopleOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  BedsideAccountCheck check =
    bedside_practice_writer_check_account_finish (BEDSIDE_PRACTICE_WRITER (source), result, &error);

  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  switch (check)
    {
    case BEDSIDE_ACCOUNT_CHECK_UNKNOWN:
      bedside_practice_writer_refuse (task, BEDSIDE_PRACTICE_ERROR_INVALID, _("There is no such account."));
      break;

    case BEDSIDE_ACCOUNT_CHECK_NOT_ACTIVATED:
    case BEDSIDE_ACCOUNT_CHECK_ACTIVATED:
      bedside_practice_writer_refuse (task, BEDSIDE_PRACTICE_ERROR_INVALID,
                                      _("This is a patient’s account. Patients are never part of the practice."));
      break;

    case BEDSIDE_ACCOUNT_CHECK_UNAVAILABLE:
    case BEDSIDE_ACCOUNT_CHECK_NOT_A_PATIENT:
    default:
      bedside_attempts_reset (&op->attempts);
      invite (task);
      break;
    }
}

/* What speaks against inviting: for the person, or NULL. */
static char *
find_objection (BedsidePracticeWriter *self,
                BedsidePractice       *practice,
                const char            *user_id)
{
  if (user_id == NULL)
    return g_strdup (_("This is no user name. It looks like “ada” or “@ada:example.org”."));

  BedsidePractitioner *person = bedside_practice_find_person (practice, user_id);
  g_autoptr(BedsidePatient) patient = bedside_practice_writer_find_linked (practice, user_id);

  if (person != NULL)
    {
      g_autofree char *name = bedside_wording_isolate (bedside_practitioner_get_name (person));

      /* Translators: %s: name of a practitioner */
      return g_strdup_printf (bedside_practitioner_get_invited (person) ? _("%s is invited already.")
                                                                        : _("%s works in this practice already."),
                              name);
    }
  if (patient != NULL)
    {
      g_autofree char *name = bedside_wording_isolate (bedside_patient_get_name (patient));

      /* Translators: 1: name of a patient, 2: that patient's birth date */
      return g_strdup_printf (_("This is the account of %1$s, born on %2$s, who is a patient."), name,
                              bedside_patient_get_birth_date (patient));
    }
  return NULL;
}

/**
 * bedside_practice_writer_invite_practitioner_async:
 * @self: a writer
 * @practice: a practice
 * @user_id: an account, or a user name on this practitioner's server
 * @cancellable: (nullable): ends it, though the server may have it already
 * @callback: called when the invitation is out
 * @user_data: passed to @callback
 *
 * Invites somebody to the practice, as a manager. Its directory and *Everyone* let
 * the practice's members in by themselves.
 */
void
bedside_practice_writer_invite_practitioner_async (BedsidePracticeWriter *self,
                                                   BedsidePractice       *practice,
                                                   const char            *user_id,
                                                   GCancellable          *cancellable,
                                                   GAsyncReadyCallback    callback,
                                                   gpointer               user_data)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE_WRITER (self));
  g_return_if_fail (BEDSIDE_IS_PRACTICE (practice));
  g_return_if_fail (user_id != NULL);

  g_autoptr(GTask) task =
    bedside_practice_writer_new_task (self, bedside_practice_writer_invite_practitioner_async, cancellable, callback,
                                      user_data);
  g_autofree char *whole = bedside_practice_writer_dup_user_id (self, user_id);
  g_autofree char *objection = find_objection (self, practice, whole);

  if (!is_manager (practice))
    {
      bedside_practice_writer_refuse (task, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED,
                                      _("Only managers can invite practitioners."));
      return;
    }
  if (objection != NULL)
    {
      bedside_practice_writer_refuse (task, BEDSIDE_PRACTICE_ERROR_INVALID, objection);
      return;
    }

  people_op_new (task, practice, whole);
  bedside_practice_writer_check_account_async (self, whole, cancellable, on_account_checked, g_object_ref (task));
}

/**
 * bedside_practice_writer_invite_practitioner_finish:
 * @self: a writer
 * @result: what the callback was given
 * @error: return location for a #BedsidePracticeError
 *
 * Returns: %TRUE if the invitation is out
 */
gboolean
bedside_practice_writer_invite_practitioner_finish (BedsidePracticeWriter  *self,
                                                    GAsyncResult           *result,
                                                    GError                **error)
{
  return bedside_practice_writer_finish (self, result, bedside_practice_writer_invite_practitioner_async, error);
}

/* --- roles --- */

typedef struct {
  char        *me;                 /* (owned) */
  char        *user_id;            /* (owned) */
  BedsideRole  role;
  gboolean     i_am_almighty;      /* the levels do not name those, and must not */
  gboolean     they_are_almighty;
} RoleEdit;

static void
role_edit_free (RoleEdit *edit)
{
  g_free (edit->me);
  g_free (edit->user_id);
  g_free (edit);
}

static gboolean
refuse_edit (GError     **error,
             const char  *message)
{
  g_set_error_literal (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED, message);

  return FALSE;
}

static gboolean
edit_role (JsonObject  *content,
           gpointer     data,
           GError     **error)
{
  const RoleEdit *edit = data;
  gint64 mine = edit->i_am_almighty ? BEDSIDE_LEVEL_INFINITE : bedside_level_edit_get (content, edit->me);
  gint64 theirs =
    edit->they_are_almighty ? BEDSIDE_LEVEL_INFINITE : bedside_level_edit_get (content, edit->user_id);
  gboolean is_manager_now = theirs >= BEDSIDE_LEVEL_MANAGER;

  if (mine < BEDSIDE_LEVEL_MANAGER)
    return refuse_edit (error, _("Only managers can change who works in the practice."));
  if (theirs >= BEDSIDE_LEVEL_OWNER)
    return refuse_edit (error, _("The owner of the practice cannot be removed, and stays its owner."));
  if (is_manager_now && edit->role == BEDSIDE_ROLE_PRACTITIONER && mine < BEDSIDE_LEVEL_OWNER)
    return refuse_edit (error, _("Only the owner of the practice can take a manager’s role away."));

  if (edit->role == BEDSIDE_ROLE_PRACTITIONER)
    bedside_level_edit_clear (content, edit->user_id);
  else if (!is_manager_now)
    bedside_level_edit_set (content, edit->user_id, BEDSIDE_LEVEL_MANAGER);

  return TRUE;
}

static void
change_role (GTask               *task,
             const char          *room_id,
             GAsyncReadyCallback  callback)
{
  BedsidePracticeWriter *self = g_task_get_source_object (task);
  PeopleOp *op = g_task_get_task_data (task);
  BedsideRoom *room = self->registry ? bedside_registry_find (self->registry, room_id) : NULL;
  RoleEdit *edit = g_new0 (RoleEdit, 1);

  edit->me = g_strdup (bedside_client_get_user_id (self->client));
  edit->user_id = g_strdup (op->user_id);
  edit->role = op->role;
  edit->i_am_almighty = room != NULL && bedside_room_is_almighty (room, edit->me);
  edit->they_are_almighty = room != NULL && bedside_room_is_almighty (room, edit->user_id);
  bedside_state_writer_change_async (self->states, room_id, "m.room.power_levels", "", BEDSIDE_PATIENCE_PERSON,
                                     edit_role, edit, (GDestroyNotify) role_edit_free, g_task_get_cancellable (task),
                                     callback, g_object_ref (task));
}

static void
on_space_changed (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  g_autoptr(GError) error = NULL;

  if (bedside_state_writer_change_finish (BEDSIDE_STATE_WRITER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* The space comes last: what it says is what is shown, and until then it can be done again. */
static void
on_directory_changed (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  PeopleOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (bedside_state_writer_change_finish (BEDSIDE_STATE_WRITER (source), result, &error))
    change_role (task, op->space, on_space_changed);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * bedside_practice_writer_set_role_async:
 * @self: a writer
 * @practice: a practice
 * @user_id: somebody else who works in it
 * @role: manager or practitioner
 * @cancellable: (nullable): ends it, though the server may have it already
 * @callback: called when the server has it
 * @user_data: passed to @callback
 *
 * Makes a practitioner a manager, as a manager, or takes that away, as the owner.
 */
void
bedside_practice_writer_set_role_async (BedsidePracticeWriter *self,
                                        BedsidePractice       *practice,
                                        const char            *user_id,
                                        BedsideRole            role,
                                        GCancellable          *cancellable,
                                        GAsyncReadyCallback    callback,
                                        gpointer               user_data)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE_WRITER (self));
  g_return_if_fail (BEDSIDE_IS_PRACTICE (practice));
  g_return_if_fail (user_id != NULL);
  g_return_if_fail (role != BEDSIDE_ROLE_OWNER);

  g_autoptr(GTask) task =
    bedside_practice_writer_new_task (self, bedside_practice_writer_set_role_async, cancellable, callback, user_data);

  if (g_str_equal (user_id, bedside_client_get_user_id (self->client)))
    {
      bedside_practice_writer_refuse (task, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED,
                                      _("You cannot change what you are in the practice yourself."));
      return;
    }

  PeopleOp *op = people_op_new (task, practice, user_id);

  op->role = role;
  if (op->directory != NULL)
    change_role (task, op->directory, on_directory_changed);
  else
    change_role (task, op->space, on_space_changed);
}

/**
 * bedside_practice_writer_set_role_finish:
 * @self: a writer
 * @result: what the callback was given
 * @error: return location for a #BedsidePracticeError
 *
 * Returns: %TRUE if the server has it
 */
gboolean
bedside_practice_writer_set_role_finish (BedsidePracticeWriter  *self,
                                         GAsyncResult           *result,
                                         GError                **error)
{
  return bedside_practice_writer_finish (self, result, bedside_practice_writer_set_role_async, error);
}

/* --- removing --- */

static void remove_from_next (GTask *task);

static gboolean
is_team_of (BedsideRoom *room,
            const char  *practice)
{
  JsonObject *mark = bedside_json_get_object (room->create, "org.bedside.team");

  return room->kind == BEDSIDE_ROOM_KIND_TEAM && room->membership == BEDSIDE_MEMBERSHIP_JOINED &&
         g_strcmp0 (bedside_json_get_string (mark, "practice"), practice) == 0;
}

/* Those that let the space's members in are looked at once more when he is not one any longer. */
static void
list_rooms (BedsidePracticeWriter *self,
            PeopleOp              *op)
{
  g_autoptr(GList) rooms = self->registry ? bedside_registry_list_rooms (self->registry) : NULL;

  op->rooms = g_ptr_array_new_with_free_func (g_free);
  if (op->directory != NULL)
    g_ptr_array_add (op->rooms, g_strdup (op->directory));
  for (GList *link = rooms; link != NULL; link = link->next)
    if (is_team_of (link->data, op->space))
      g_ptr_array_add (op->rooms, g_strdup (((BedsideRoom *) link->data)->room_id));
  g_ptr_array_add (op->rooms, g_strdup (op->space));
  if (op->directory != NULL)
    g_ptr_array_add (op->rooms, g_strdup (op->directory));
}

static gboolean
is_team_room (PeopleOp   *op,
              const char *room_id)
{
  return !g_str_equal (room_id, op->space) && g_strcmp0 (room_id, op->directory) != 0;
}

static void
remove_from_rest (GTask *task)
{
  PeopleOp *op = g_task_get_task_data (task);

  bedside_attempts_reset (&op->attempts);
  if (++op->next_room < op->rooms->len)
    remove_from_next (task);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_removed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  PeopleOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  const char *room_id = g_ptr_array_index (op->rooms, op->next_room);

  /* In a team conversation that somebody else made nobody may remove a colleague: the module does. */
  if (bedside_client_kick_finish (BEDSIDE_CLIENT (source), result, &error) ||
      (is_team_room (op, room_id) && g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_FORBIDDEN)))
    remove_from_rest (task);
  else if (!bedside_attempts_again (&op->attempts, error, task, remove_from_next))
    g_task_return_error (task, bedside_practice_error_from_matrix (g_steal_pointer (&error)));
}

static gboolean
is_there (JsonObject *member)
{
  const char *membership = bedside_json_get_string (member, "membership");

  return g_strcmp0 (membership, "join") == 0 || g_strcmp0 (membership, "invite") == 0 ||
         g_strcmp0 (membership, "knock") == 0;
}

static void
on_member (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  PeopleOp *op = g_task_get_task_data (task);
  BedsideClient *client = BEDSIDE_CLIENT (source);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonObject) member = bedside_client_get_state_finish (client, result, &error);
  const char *room_id = g_ptr_array_index (op->rooms, op->next_room);

  if (member != NULL && is_there (member))
    bedside_client_kick_async (client, room_id, op->user_id, g_task_get_cancellable (task), on_removed,
                               g_object_ref (task));
  else if (member != NULL || bedside_state_writer_is_nothing (error))
    remove_from_rest (task);
  else if (!bedside_attempts_again (&op->attempts, error, task, remove_from_next))
    g_task_return_error (task, bedside_practice_error_from_matrix (g_steal_pointer (&error)));
}

static void
remove_from_next (GTask *task)
{
  BedsidePracticeWriter *self = g_task_get_source_object (task);
  PeopleOp *op = g_task_get_task_data (task);

  bedside_client_get_state_async (self->client, g_ptr_array_index (op->rooms, op->next_room), "m.room.member",
                                  op->user_id, g_task_get_cancellable (task), on_member, g_object_ref (task));
}

static void
on_level_dropped (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  g_autoptr(GError) error = NULL;

  if (!bedside_state_writer_change_finish (BEDSIDE_STATE_WRITER (source), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  list_rooms (g_task_get_source_object (task), g_task_get_task_data (task));
  remove_from_next (task);
}

static void
on_directory_level_dropped (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  PeopleOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (bedside_state_writer_change_finish (BEDSIDE_STATE_WRITER (source), result, &error))
    change_role (task, op->space, on_level_dropped);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/**
 * bedside_practice_writer_remove_practitioner_async:
 * @self: a writer
 * @practice: a practice
 * @user_id: somebody else who works in it, or is invited to
 * @cancellable: (nullable): breaks it off; it can be begun again
 * @callback: called when that is done
 * @user_data: passed to @callback
 *
 * Removes a practitioner, as a manager; a manager, as the owner. The directory and
 * the team conversations come first and the practice last, so that it can be done again if it breaks off half-way.
 */
void
bedside_practice_writer_remove_practitioner_async (BedsidePracticeWriter *self,
                                                   BedsidePractice       *practice,
                                                   const char            *user_id,
                                                   GCancellable          *cancellable,
                                                   GAsyncReadyCallback    callback,
                                                   gpointer               user_data)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE_WRITER (self));
  g_return_if_fail (BEDSIDE_IS_PRACTICE (practice));
  g_return_if_fail (user_id != NULL);

  g_autoptr(GTask) task =
    bedside_practice_writer_new_task (self, bedside_practice_writer_remove_practitioner_async, cancellable, callback,
                                      user_data);

  if (g_str_equal (user_id, bedside_client_get_user_id (self->client)))
    {
      bedside_practice_writer_refuse (task, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED,
                                      _("You cannot remove yourself from the practice."));
      return;
    }

  PeopleOp *op = people_op_new (task, practice, user_id);

  op->role = BEDSIDE_ROLE_PRACTITIONER;
  if (op->directory != NULL)
    change_role (task, op->directory, on_directory_level_dropped);
  else
    change_role (task, op->space, on_level_dropped);
}

/**
 * bedside_practice_writer_remove_practitioner_finish:
 * @self: a writer
 * @result: what the callback was given
 * @error: return location for a #BedsidePracticeError
 *
 * Returns: %TRUE if the practitioner is out of all of it
 */
gboolean
bedside_practice_writer_remove_practitioner_finish (BedsidePracticeWriter  *self,
                                                    GAsyncResult           *result,
                                                    GError                **error)
{
  return bedside_practice_writer_finish (self, result, bedside_practice_writer_remove_practitioner_async, error);
}
