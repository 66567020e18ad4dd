/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-practice-writer-removal"

#include "config.h"

#include "bedside-practice-writer-private.h"

#include <glib/gi18n-lib.h>

#include "bedside-matrix-error.h"
#include "bedside-room-changes.h"

/* Removing a patient takes back every version of what the directory holds. The order makes it safe to break off
 * anywhere: chat is disabled first, so that open conversations close; the patient's present entry goes last, so that
 * the patient is still there to be removed. */

/* How often everything is looked through: colleagues may write meanwhile. */
#define MOST_ROUNDS 8
/* Nobody corrects a patient as often as that; a chain that is longer goes round in circles. */
#define MOST_VERSIONS 10000

static const char *const types[] = { "org.bedside.access", "org.bedside.patient" };

typedef struct {
  char            *directory;    /* (owned) */
  char            *key;          /* (owned) */
  gboolean         may_take_back_all;
  BedsideAttempts  attempts;
  guint            round;

  /* Walking from the present version of an event to its first one. */
  guint            type;         /* which of types[] */
  guint            count;        /* of that type so far */
  char            *next;         /* (owned) (nullable): id of the version before; NULL: the present one */
  GPtrArray       *versions[G_N_ELEMENTS (types)]; /* (owned) (element-type utf8): newest first, not taken back yet */
  gboolean         is_enabled;
  gboolean         is_of_others;

  char            *transaction;  /* (owned) (nullable): of the redaction under way */
} RemoveOp;

static void
remove_op_free (RemoveOp *op)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    g_ptr_array_unref (op->versions[i]);
  g_free (op->transaction);
  g_free (op->next);
  g_free (op->key);
  g_free (op->directory);
  g_free (op);
}

static void walk         (GTask *task);
static void take_back    (GTask *task);
static void begin_round  (GTask *task);

static void
fail (GTask       *task,
      GError      *error,
      BedsideStep  step)
{
  RemoveOp *op = g_task_get_task_data (task);

  if (bedside_attempts_again (&op->attempts, error, task, step))
    g_error_free (error);
  else
    g_task_return_error (task, bedside_practice_error_from_matrix (error));
}

/* --- taking back --- */

/* The oldest version that is left; the patient's own entry after that of the access. */
static GPtrArray *
find_versions (RemoveOp *op)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (op->versions[i]->len > 0)
      return op->versions[i];

  return NULL;
}

static void
on_taken_back (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  RemoveOp *op = g_task_get_task_data (task);
  GPtrArray *versions = find_versions (op);
  g_autoptr(GError) error = NULL;

  if (!bedside_client_redact_finish (BEDSIDE_CLIENT (source), result, &error) &&
      !g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_NOT_FOUND))
    {
      fail (task, g_steal_pointer (&error), take_back);
      return;
    }

  bedside_attempts_reset (&op->attempts);
  g_clear_pointer (&op->transaction, g_free);
  g_ptr_array_set_size (versions, (int) versions->len - 1);
  take_back (task);
}

static void
take_back (GTask *task)
{
  BedsidePracticeWriter *self = g_task_get_source_object (task);
  RemoveOp *op = g_task_get_task_data (task);
  GPtrArray *versions = find_versions (op);

  if (versions == NULL)
    {
      begin_round (task);
      return;
    }

  /* The same for each try of the same version. */
  if (op->transaction == NULL)
    op->transaction = g_uuid_string_random ();
  bedside_client_redact_async (self->client, op->directory, g_ptr_array_index (versions, versions->len - 1),
                               op->transaction, g_task_get_cancellable (task), on_taken_back, g_object_ref (task));
}

/* --- closing the conversations --- */

static void
on_disabled (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  g_autoptr(GError) error = NULL;

  if (bedside_state_writer_change_finish (BEDSIDE_STATE_WRITER (source), result, &error))
    begin_round (task);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
disable (GTask *task)
{
  BedsidePracticeWriter *self = g_task_get_source_object (task);
  RemoveOp *op = g_task_get_task_data (task);

  bedside_state_writer_change_async (self->states, op->directory, "org.bedside.access", op->key,
                                     BEDSIDE_PATIENCE_PERSON, bedside_practice_writer_edit_access,
                                     bedside_access_edit_new (BEDSIDE_CHAT_ACCESS_DISABLED, NULL),
                                     (GDestroyNotify) bedside_access_edit_free, g_task_get_cancellable (task),
                                     on_disabled, g_object_ref (task));
}

/* --- looking through all versions --- */

static void
finish_round (GTask *task)
{
  RemoveOp *op = g_task_get_task_data (task);

  if (find_versions (op) == NULL)
    g_task_return_boolean (task, TRUE);
  else if (op->is_of_others && !op->may_take_back_all)
    bedside_practice_writer_refuse (task, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED,
                                    _("Only a manager can remove a patient whose entry colleagues have written."));
  else if (op->is_enabled)
    disable (task);
  else
    take_back (task);
}

static void
walk_next_type (GTask *task)
{
  RemoveOp *op = g_task_get_task_data (task);

  g_clear_pointer (&op->next, g_free);
  op->type++;
  op->count = 0;
  if (op->type < G_N_ELEMENTS (types))
    walk (task);
  else
    finish_round (task);
}

static void
note_version (GTask        *task,
              BedsideEvent *event)
{
  BedsidePracticeWriter *self = g_task_get_source_object (task);
  RemoveOp *op = g_task_get_task_data (task);
  const char *me = bedside_client_get_user_id (self->client);

  if (op->type == 0 && op->next == NULL)
    op->is_enabled = g_strcmp0 (bedside_json_get_string (event->content, "chat"), "enabled") == 0;
  if (!event->redacted && json_object_get_size (event->content) > 0)
    {
      op->is_of_others |= g_strcmp0 (event->sender, me) != 0;
      g_ptr_array_add (op->versions[op->type], g_strdup (event->event_id));
    }

  g_free (op->next);
  op->next = g_strdup (event->replaces_state);
}

static void
on_version (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  RemoveOp *op = g_task_get_task_data (task);
  BedsideClient *client = BEDSIDE_CLIENT (source);
  g_autoptr(GError) error = NULL;
  g_autoptr(BedsideEvent) event = op->next ? bedside_client_get_event_finish (client, result, &error)
                                           : bedside_client_get_state_event_finish (client, result, &error);

  if (event != NULL)
    {
      bedside_attempts_reset (&op->attempts);
      note_version (task, event);
      if (op->next != NULL && op->count++ < MOST_VERSIONS)
        walk (task);
      else
        walk_next_type (task);
    }
  else if (bedside_state_writer_is_nothing (error))
    walk_next_type (task);
  else
    fail (task, g_steal_pointer (&error), walk);
}

static void
walk (GTask *task)
{
  BedsidePracticeWriter *self = g_task_get_source_object (task);
  RemoveOp *op = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (op->next != NULL)
    bedside_client_get_event_async (self->client, op->directory, op->next, cancellable, on_version,
                                    g_object_ref (task));
  else
    bedside_client_get_state_event_async (self->client, op->directory, types[op->type], op->key, cancellable,
                                          on_version, g_object_ref (task));
}

static void
begin_round (GTask *task)
{
  RemoveOp *op = g_task_get_task_data (task);

  if (++op->round > MOST_ROUNDS)
    {
      bedside_practice_writer_refuse (task, BEDSIDE_PRACTICE_ERROR_CHANGED,
                                      _("Somebody is changing this patient just now. Try again."));
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    g_ptr_array_set_size (op->versions[i], 0);
  g_clear_pointer (&op->next, g_free);
  op->type = 0;
  op->count = 0;
  op->is_enabled = FALSE;
  op->is_of_others = FALSE;
  walk (task);
}

/**
 * bedside_practice_writer_remove_patient_async:
 * @self: a writer
 * @practice: a practice
 * @patient: a patient of its directory
 * @cancellable: (nullable): breaks it off; it can be begun again
 * @callback: called when the server has nothing of the patient any more
 * @user_data: passed to @callback
 *
 * Removes a patient: disables chat and takes back all that the directory has held of
 * the patient, corrections too. If it breaks off half-way the patient is still listed, and doing it again completes it.
 *
 * Source: Matrix client-server API, "Redactions"; `unsigned.replaces_state` leads from one version to the one before.
 */
void
bedside_practice_writer_remove_patient_async (BedsidePracticeWriter *self,
                                              BedsidePractice       *practice,
                                              BedsidePatient        *patient,
                                              GCancellable          *cancellable,
                                              GAsyncReadyCallback    callback,
                                              gpointer               user_data)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE_WRITER (self));
  g_return_if_fail (BEDSIDE_IS_PRACTICE (practice));
  g_return_if_fail (BEDSIDE_IS_PATIENT (patient));

  g_autoptr(GTask) task =
    bedside_practice_writer_new_task (self, bedside_practice_writer_remove_patient_async, cancellable, callback,
                                      user_data);
  const char *directory = bedside_practice_writer_need_directory (task, practice);

  if (directory == NULL)
    return;

  RemoveOp *op = g_new0 (RemoveOp, 1);

  op->directory = g_strdup (directory);
  op->key = g_strdup (bedside_patient_get_key (patient));
  op->may_take_back_all = bedside_practice_get_role (practice) != BEDSIDE_ROLE_PRACTITIONER;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    op->versions[i] = g_ptr_array_new_with_free_func (g_free);
  bedside_attempts_begin (&op->attempts, BEDSIDE_PATIENCE_PERSON);
  g_task_set_task_data (task, op, (GDestroyNotify) remove_op_free);
  begin_round (task);
}

/**
 * bedside_practice_writer_remove_patient_finish:
 * @self: a writer
 * @result: what the callback was given
 * @error: return location for a #BedsidePracticeError
 *
 * Returns: %TRUE if nothing is left of the patient
 */
gboolean
bedside_practice_writer_remove_patient_finish (BedsidePracticeWriter  *self,
                                               GAsyncResult           *result,
                                               GError                **error)
{
  return bedside_practice_writer_finish (self, result, bedside_practice_writer_remove_patient_async, error);
}
