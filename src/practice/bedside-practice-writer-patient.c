/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-practice-writer-patient"

#include "config.h"

#include "bedside-practice-writer-private.h"

#include <glib/gi18n-lib.h>

#include "bedside-wording.h"

/* What the directory says of a patient: who it is, and the account; never whether chat is enabled. */

static gboolean
refuse_removed (GError **error)
{
  g_set_error_literal (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_CHANGED,
                       _("This patient has been removed from the directory."));

  return FALSE;
}

static gboolean
is_removed (JsonObject *content)
{
  return json_object_get_size (content) == 0;
}

/* --- saving --- */

typedef struct {
  char     *key;         /* (owned) */
  gboolean  is_new;
  char     *given;       /* (owned) */
  char     *family;      /* (owned) */
  char     *birth_date;  /* (owned) */
  char     *record;      /* (owned) (nullable) */
} SaveOp;

static void
save_op_free (SaveOp *op)
{
  g_free (op->key);
  g_free (op->given);
  g_free (op->family);
  g_free (op->birth_date);
  g_free (op->record);
  g_free (op);
}

static char *
tidy (const char *text)
{
  return g_strstrip (g_strdup (text ? text : ""));
}

/* @key: taken. */
static SaveOp *
save_op_new (char                        *key,
             gboolean                     is_new,
             const BedsidePatientDetails *details)
{
  SaveOp *op = g_new0 (SaveOp, 1);

  op->key = key;
  op->is_new = is_new;
  op->given = tidy (details->given);
  op->family = tidy (details->family);
  op->birth_date = tidy (details->birth_date);
  op->record = tidy (details->record);
  if (*op->record == '\0')
    g_clear_pointer (&op->record, g_free);

  return op;
}

static gboolean
edit_patient (JsonObject  *content,
              gpointer     data,
              GError     **error)
{
  const SaveOp *op = data;

  if (!op->is_new && is_removed (content))
    return refuse_removed (error);

  bedside_practice_writer_set_version (content);
  json_object_set_string_member (content, "given", op->given);
  json_object_set_string_member (content, "family", op->family);
  json_object_set_string_member (content, "birth_date", op->birth_date);
  bedside_state_writer_set_text (content, "record", op->record);
  if (!json_object_has_member (content, "portal"))
    json_object_set_string_member (content, "portal", "none");

  return TRUE;
}

static void
on_saved (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GTask) task = g_steal_pointer (&user_data);
  const SaveOp *op = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;

  if (bedside_state_writer_change_finish (BEDSIDE_STATE_WRITER (source), result, &error))
    g_task_return_pointer (task, g_strdup (op->key), g_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
save (GTask           *task,
      BedsidePractice *practice,
      SaveOp          *op)
{
  BedsidePracticeWriter *self = g_task_get_source_object (task);
  const char *directory = bedside_practice_writer_need_directory (task, practice);
  const BedsidePatientDetails tidied = { op->given, op->family, op->birth_date, op->record };
  g_autoptr(GError) error = NULL;

  g_task_set_task_data (task, op, (GDestroyNotify) save_op_free);
  if (directory == NULL)
    return;
  if (!bedside_patient_details_check (&tidied, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    bedside_state_writer_change_async (self->states, directory, "org.bedside.patient", op->key,
                                       BEDSIDE_PATIENCE_PERSON, edit_patient, op, NULL, g_task_get_cancellable (task),
                                       on_saved, g_object_ref (task));
}

/**
 * bedside_practice_writer_save_patient_async:
 * @self: a writer
 * @practice: a practice
 * @patient: (nullable): who is corrected; %NULL: a new one
 * @details: what is known; see bedside_patient_details_check()
 * @cancellable: (nullable): ends it, though the server may have it already
 * @callback: called when the server has it
 * @user_data: passed to @callback
 *
 * Adds a patient to the directory, or corrects one. Account, portal and access stay
 * as they are.
 */
void
bedside_practice_writer_save_patient_async (BedsidePracticeWriter       *self,
                                            BedsidePractice             *practice,
                                            BedsidePatient              *patient,
                                            const BedsidePatientDetails *details,
                                            GCancellable                *cancellable,
                                            GAsyncReadyCallback          callback,
                                            gpointer                     user_data)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE_WRITER (self));
  g_return_if_fail (BEDSIDE_IS_PRACTICE (practice));
  g_return_if_fail (patient == NULL || BEDSIDE_IS_PATIENT (patient));
  g_return_if_fail (details != NULL);

  g_autoptr(GTask) task =
    bedside_practice_writer_new_task (self, bedside_practice_writer_save_patient_async, cancellable, callback,
                                      user_data);

  /* A key means nothing; one that began with @ would have to be the sender's own. */
  save (task, practice,
        save_op_new (patient ? g_strdup (bedside_patient_get_key (patient)) : g_uuid_string_random (),
                     patient == NULL, details));
}

/**
 * bedside_practice_writer_save_patient_finish:
 * @self: a writer
 * @result: what the callback was given
 * @error: return location for a #BedsidePracticeError
 *
 * Returns: (transfer full) (nullable): the patient's key
 */
char *
bedside_practice_writer_save_patient_finish (BedsidePracticeWriter  *self,
                                             GAsyncResult           *result,
                                             GError                **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_practice_writer_save_patient_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * bedside_practice_writer_add_patient_async:
 * @self: a writer
 * @practice: a practice
 * @key: the key of the new patient: random, it means nothing
 * @details: what is known; see bedside_patient_details_check()
 * @cancellable: (nullable): ends it, though the server may have it already
 * @callback: called when the server has it
 * @user_data: passed to @callback
 *
 * Adds a patient to the directory, as bedside_practice_writer_save_patient_async().
 * Whoever tries again with the same key, because it is not known whether the server
 * has it, adds nobody twice.
 */
void
bedside_practice_writer_add_patient_async (BedsidePracticeWriter       *self,
                                           BedsidePractice             *practice,
                                           const char                  *key,
                                           const BedsidePatientDetails *details,
                                           GCancellable                *cancellable,
                                           GAsyncReadyCallback          callback,
                                           gpointer                     user_data)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE_WRITER (self));
  g_return_if_fail (BEDSIDE_IS_PRACTICE (practice));
  g_return_if_fail (key != NULL && *key != '\0' && *key != '@');
  g_return_if_fail (details != NULL);

  g_autoptr(GTask) task =
    bedside_practice_writer_new_task (self, bedside_practice_writer_add_patient_async, cancellable, callback,
                                      user_data);

  save (task, practice, save_op_new (g_strdup (key), TRUE, details));
}

/**
 * bedside_practice_writer_add_patient_finish:
 * @self: a writer
 * @result: what the callback was given
 * @error: return location for a #BedsidePracticeError
 *
 * Returns: %TRUE if the server has it
 */
gboolean
bedside_practice_writer_add_patient_finish (BedsidePracticeWriter  *self,
                                            GAsyncResult           *result,
                                            GError                **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_practice_writer_add_patient_async), FALSE);

  g_autofree char *key = g_task_propagate_pointer (G_TASK (result), error);

  return key != NULL;
}

/* --- the portal --- */

typedef struct {
  char               *user_id;  /* (owned) (nullable) */
  BedsidePortalState  state;
} LinkEdit;

static void
link_edit_free (LinkEdit *edit)
{
  g_free (edit->user_id);
  g_free (edit);
}

static const char *
get_portal_word (BedsidePortalState state)
{
  switch (state)
    {
    case BEDSIDE_PORTAL_STATE_INVITED:
      return "invited";

    case BEDSIDE_PORTAL_STATE_ACTIVATED:
      return "activated";

    case BEDSIDE_PORTAL_STATE_NONE:
    default:
      return "none";
    }
}

static gboolean
edit_link (JsonObject  *content,
           gpointer     data,
           GError     **error)
{
  const LinkEdit *wanted = data;

  if (is_removed (content))
    return refuse_removed (error);

  bedside_state_writer_set_text (content, "user_id", wanted->user_id);
  json_object_set_string_member (content, "portal", get_portal_word (wanted->state));
  if (wanted->state == BEDSIDE_PORTAL_STATE_NONE)
    bedside_state_writer_set_text (content, "invited_by", NULL);

  return TRUE;
}

/**
 * bedside_practice_writer_find_linked: (skip)
 * @practice: a practice
 * @user_id: an account
 *
 * Returns: (transfer full) (nullable): the patient whose account it is
 */
BedsidePatient *
bedside_practice_writer_find_linked (BedsidePractice *practice,
                                     const char      *user_id)
{
  GListModel *patients = bedside_practice_get_patients (practice);
  guint count = patients ? g_list_model_get_n_items (patients) : 0;

  for (guint i = 0; i < count; i++)
    {
      g_autoptr(BedsidePatient) patient = g_list_model_get_item (patients, i);

      if (g_strcmp0 (bedside_patient_get_user_id (patient), user_id) == 0)
        return g_steal_pointer (&patient);
    }

  return NULL;
}

/* What speaks against linking: for the person, or NULL. */
static char *
find_objection (BedsidePractice *practice,
                BedsidePatient  *patient,
                const char      *user_id)
{
  g_autoptr(BedsidePatient) other = bedside_practice_writer_find_linked (practice, user_id);

  if (other != NULL && g_strcmp0 (bedside_patient_get_key (other), bedside_patient_get_key (patient)) != 0)
    {
      g_autofree char *name = bedside_wording_isolate (bedside_patient_get_name (other));

      /* Translators: 1: name of a patient, 2: that patient's birth date */
      return g_strdup_printf (_("This account is linked to %1$s, born on %2$s, already."), name,
                              bedside_patient_get_birth_date (other));
    }
  if (bedside_practice_find_person (practice, user_id) != NULL)
    return g_strdup (_("This is the account of a practitioner, not of a patient."));
  return NULL;
}

/**
 * bedside_practice_writer_link_portal_async:
 * @self: a writer
 * @practice: a practice
 * @patient: a patient of its directory
 * @user_id: (nullable): the patient's account; %NULL takes the link away
 * @state: what is known of the account
 * @cancellable: (nullable): ends it, though the server may have it already
 * @callback: called when the server has it
 * @user_data: passed to @callback
 *
 * Links a patient with an account. It belongs to one patient of the practice only.
 */
void
bedside_practice_writer_link_portal_async (BedsidePracticeWriter *self,
                                           BedsidePractice       *practice,
                                           BedsidePatient        *patient,
                                           const char            *user_id,
                                           BedsidePortalState     state,
                                           GCancellable          *cancellable,
                                           GAsyncReadyCallback    callback,
                                           gpointer               user_data)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE_WRITER (self));
  g_return_if_fail (BEDSIDE_IS_PRACTICE (practice));
  g_return_if_fail (BEDSIDE_IS_PATIENT (patient));

  g_autoptr(GTask) task =
    bedside_practice_writer_new_task (self, bedside_practice_writer_link_portal_async, cancellable, callback,
                                      user_data);
  const char *directory = bedside_practice_writer_need_directory (task, practice);
  g_autofree char *whole = user_id ? bedside_practice_writer_dup_user_id (self, user_id) : NULL;
  g_autofree char *objection = whole ? find_objection (practice, patient, whole) : NULL;

  if (directory == NULL)
    return;
  if (user_id != NULL && whole == NULL)
    objection = g_strdup (_("This is no user name. It looks like “ada” or “@ada:example.org”."));
  if (objection != NULL)
    {
      bedside_practice_writer_refuse (task, BEDSIDE_PRACTICE_ERROR_INVALID, objection);
      return;
    }

  LinkEdit *wanted = g_new0 (LinkEdit, 1);

  wanted->user_id = g_steal_pointer (&whole);
  wanted->state = state;
  bedside_practice_writer_change (task, directory, "org.bedside.patient", bedside_patient_get_key (patient), edit_link,
                                  wanted, (GDestroyNotify) link_edit_free);
}

/**
 * bedside_practice_writer_link_portal_finish:
 * @self: a writer
 * @result: what the callback was given
 * @error: return location for a #BedsidePracticeError
 *
 * Returns: %TRUE if the server has it
 */
gboolean
bedside_practice_writer_link_portal_finish (BedsidePracticeWriter  *self,
                                            GAsyncResult           *result,
                                            GError                **error)
{
  if (!bedside_practice_writer_finish (self, result, bedside_practice_writer_link_portal_async, error))
    return FALSE;
  bedside_practice_writer_emit_invited (self);

  return TRUE;
}

static gboolean
edit_invited (JsonObject  *content,
              gpointer     data,
              GError     **error)
{
  const char *me = data;

  if (is_removed (content))
    return refuse_removed (error);
  if (g_strcmp0 (bedside_json_get_string (content, "portal"), "activated") == 0)
    return TRUE;

  json_object_set_string_member (content, "portal", "invited");
  json_object_set_string_member (content, "invited_by", me);

  return TRUE;
}

/**
 * bedside_practice_writer_invite_to_portal_async:
 * @self: a writer
 * @practice: a practice
 * @patient: a patient of its directory, linked or not
 * @cancellable: (nullable): ends it, though the server may have it already
 * @callback: called when the server has it
 * @user_data: passed to @callback
 *
 * Notes that a patient is invited to the portal, and that it was this practitioner
 * (R5). A portal that is activated stays so.
 */
void
bedside_practice_writer_invite_to_portal_async (BedsidePracticeWriter *self,
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
    bedside_practice_writer_new_task (self, bedside_practice_writer_invite_to_portal_async, cancellable, callback,
                                      user_data);
  const char *directory = bedside_practice_writer_need_directory (task, practice);

  if (directory != NULL)
    bedside_practice_writer_change (task, directory, "org.bedside.patient", bedside_patient_get_key (patient),
                                    edit_invited, g_strdup (bedside_client_get_user_id (self->client)), g_free);
}

/**
 * bedside_practice_writer_invite_to_portal_finish:
 * @self: a writer
 * @result: what the callback was given
 * @error: return location for a #BedsidePracticeError
 *
 * Returns: %TRUE if the server has it
 */
gboolean
bedside_practice_writer_invite_to_portal_finish (BedsidePracticeWriter  *self,
                                                 GAsyncResult           *result,
                                                 GError                **error)
{
  if (!bedside_practice_writer_finish (self, result, bedside_practice_writer_invite_to_portal_async, error))
    return FALSE;
  bedside_practice_writer_emit_invited (self);

  return TRUE;
}
