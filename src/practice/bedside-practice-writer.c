/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-practice-writer"

#include "config.h"

#include "bedside-practice-writer-private.h"

#include <glib/gi18n-lib.h>

enum {
  SIGNAL_INVITED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsidePracticeWriter, bedside_practice_writer, G_TYPE_OBJECT)

static void
bedside_practice_writer_finalize (GObject *object)
{
  BedsidePracticeWriter *self = BEDSIDE_PRACTICE_WRITER (object);

  g_clear_object (&self->registry);
  g_clear_object (&self->states);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (bedside_practice_writer_parent_class)->finalize (object);
}

static void
bedside_practice_writer_class_init (BedsidePracticeWriterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = bedside_practice_writer_finalize;

  signals[SIGNAL_INVITED] = g_signal_new ("invited", BEDSIDE_TYPE_PRACTICE_WRITER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 0);
}

static void
bedside_practice_writer_init (BedsidePracticeWriter *self)
{
}

/**
 * bedside_practice_writer_new:
 * @client: the session on the server
 *
 * Returns: (transfer full): a writer
 */
BedsidePracticeWriter *
bedside_practice_writer_new (BedsideClient *client)
{
  g_return_val_if_fail (BEDSIDE_IS_CLIENT (client), NULL);

  BedsidePracticeWriter *self = g_object_new (BEDSIDE_TYPE_PRACTICE_WRITER, NULL);

  self->client = g_object_ref (client);
  self->states = bedside_state_writer_new (client);

  return self;
}

/**
 * bedside_practice_writer_set_registry: (skip)
 * @self: a writer
 * @registry: (nullable): knows the team conversations
 */
void
bedside_practice_writer_set_registry (BedsidePracticeWriter *self,
                                      BedsideRegistry       *registry)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE_WRITER (self));

  g_set_object (&self->registry, registry);
}

/**
 * bedside_practice_writer_get_states: (skip)
 * @self: a writer
 *
 * What else changes the same events takes this one, so that changes wait for each other.
 *
 * Returns: (transfer none): what changes single events
 */
BedsideStateWriter *
bedside_practice_writer_get_states (BedsidePracticeWriter *self)
{
  g_return_val_if_fail (BEDSIDE_IS_PRACTICE_WRITER (self), NULL);

  return self->states;
}

/* --- for all operations --- */

/**
 * bedside_practice_writer_new_task: (skip)
 * @self: a writer
 * @tag: the source tag
 * @cancellable: (nullable): ends it
 * @callback: called when it is done
 * @user_data: passed to @callback
 *
 * Returns: (transfer full): a task
 */
GTask *
bedside_practice_writer_new_task (BedsidePracticeWriter *self,
                                  gpointer               tag,
                                  GCancellable          *cancellable,
                                  GAsyncReadyCallback    callback,
                                  gpointer               user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);

  return task;
}

/**
 * bedside_practice_writer_refuse: (skip)
 * @task: an operation
 * @code: why
 * @message: why, for the person
 *
 * Ends an operation that is not allowed.
 */
void
bedside_practice_writer_refuse (GTask                *task,
                                BedsidePracticeError  code,
                                const char           *message)
{
  g_task_return_error (task, g_error_new_literal (BEDSIDE_PRACTICE_ERROR, code, message));
}

/**
 * bedside_practice_writer_need_directory: (skip)
 * @task: an operation, which ends if there is no directory
 * @practice: a practice
 *
 * Returns: (transfer none) (nullable): room id of the practice's directory
 */
const char *
bedside_practice_writer_need_directory (GTask           *task,
                                        BedsidePractice *practice)
{
  const char *room_id = bedside_practice_get_directory_id (practice);

  if (room_id == NULL)
    bedside_practice_writer_refuse (task, BEDSIDE_PRACTICE_ERROR_CHANGED,
                                    _("The practice has no patient directory that can be reached."));

  return room_id;
}

/**
 * bedside_practice_writer_emit_invited: (skip)
 * @self: a writer
 *
 * Tells that a patient was invited to the portal, or linked.
 */
void
bedside_practice_writer_emit_invited (BedsidePracticeWriter *self)
{
  g_signal_emit (self, signals[SIGNAL_INVITED], 0);
}

static void
on_changed (GObject      *source,
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

/**
 * bedside_practice_writer_change: (skip)
 * @task: an operation, which this ends
 * @room_id: a room
 * @type: the event type
 * @state_key: the key
 * @edit: makes the change
 * @data: (transfer full): data for @edit
 * @data_free: frees @data
 *
 * The only or last step of an operation: changes an event.
 */
void
bedside_practice_writer_change (GTask            *task,
                                const char       *room_id,
                                const char       *type,
                                const char       *state_key,
                                BedsideStateEdit  edit,
                                gpointer          data,
                                GDestroyNotify    data_free)
{
  BedsidePracticeWriter *self = g_task_get_source_object (task);

  bedside_state_writer_change_async (self->states, room_id, type, state_key, BEDSIDE_PATIENCE_PERSON, edit, data,
                                     data_free, g_task_get_cancellable (task), on_changed, g_object_ref (task));
}

/**
 * bedside_practice_writer_finish: (skip)
 * @self: a writer
 * @result: what the callback was given
 * @tag: source tag of the operation
 * @error: return location for a #BedsidePracticeError
 *
 * Returns: whether it has worked
 */
gboolean
bedside_practice_writer_finish (BedsidePracticeWriter  *self,
                                GAsyncResult           *result,
                                gpointer                tag,
                                GError                **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * bedside_practice_writer_set_version: (skip)
 * @content: of one of our events
 *
 * Says of which version it is, if nobody has.
 */
void
bedside_practice_writer_set_version (JsonObject *content)
{
  if (!json_object_has_member (content, "v"))
    json_object_set_int_member (content, "v", 1);
}

/* --- practice settings --- */

typedef struct {
  gboolean group_chat;
  gboolean patient_chat;
} SettingsEdit;

static gboolean
edit_settings (JsonObject  *content,
               gpointer     data,
               GError     **error)
{
  const SettingsEdit *wanted = data;

  bedside_practice_writer_set_version (content);
  json_object_set_boolean_member (content, "group_chat", wanted->group_chat);
  json_object_set_boolean_member (content, "patient_chat", wanted->patient_chat);

  return TRUE;
}

/**
 * bedside_practice_writer_save_settings_async:
 * @self: a writer
 * @practice: a practice
 * @group_chat: whether its people may write to each other
 * @patient_chat: whether they and patients may; not without @group_chat
 * @cancellable: (nullable): ends it, though the server may have it already
 * @callback: called when the server has the settings
 * @user_data: passed to @callback
 *
 * Saves the practice settings, as a manager (R6 to R10). It is the caller who
 * switches chat off together with group chat, because the person has to see it before saving.
 */
void
bedside_practice_writer_save_settings_async (BedsidePracticeWriter *self,
                                             BedsidePractice       *practice,
                                             gboolean               group_chat,
                                             gboolean               patient_chat,
                                             GCancellable          *cancellable,
                                             GAsyncReadyCallback    callback,
                                             gpointer               user_data)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE_WRITER (self));
  g_return_if_fail (BEDSIDE_IS_PRACTICE (practice));

  g_autoptr(GTask) task =
    bedside_practice_writer_new_task (self, bedside_practice_writer_save_settings_async, cancellable, callback,
                                      user_data);

  if (bedside_practice_get_role (practice) == BEDSIDE_ROLE_PRACTITIONER)
    {
      bedside_practice_writer_refuse (task, BEDSIDE_PRACTICE_ERROR_NOT_ALLOWED,
                                      _("Only managers can change the practice settings."));
      return;
    }
  if (patient_chat && !group_chat)
    {
      bedside_practice_writer_refuse (task, BEDSIDE_PRACTICE_ERROR_INVALID,
                                      _("Chat can only be enabled while group chat is enabled."));
      return;
    }

  SettingsEdit *wanted = g_new0 (SettingsEdit, 1);

  wanted->group_chat = !!group_chat;
  wanted->patient_chat = !!patient_chat;
  bedside_practice_writer_change (task, bedside_practice_get_room_id (practice), "org.bedside.settings", "",
                                  edit_settings, wanted, g_free);
}

/**
 * bedside_practice_writer_save_settings_finish:
 * @self: a writer
 * @result: what the callback was given
 * @error: return location for a #BedsidePracticeError
 *
 * Returns: %TRUE if the server has the settings
 */
gboolean
bedside_practice_writer_save_settings_finish (BedsidePracticeWriter  *self,
                                              GAsyncResult           *result,
                                              GError                **error)
{
  return bedside_practice_writer_finish (self, result, bedside_practice_writer_save_settings_async, error);
}

/* --- chat with one patient --- */

/**
 * bedside_access_edit_new: (skip)
 * @access: enabled or disabled
 * @reason: (nullable): why
 *
 * Returns: (transfer full): data for bedside_practice_writer_edit_access()
 */
BedsideAccessEdit *
bedside_access_edit_new (BedsideChatAccess  access,
                         const char        *reason)
{
  BedsideAccessEdit *self = g_new0 (BedsideAccessEdit, 1);

  self->access = access;
  self->reason = reason ? g_strstrip (g_strdup (reason)) : NULL;

  return self;
}

/**
 * bedside_access_edit_free: (skip)
 * @self: (transfer full): what bedside_access_edit_new() gave
 */
void
bedside_access_edit_free (BedsideAccessEdit *self)
{
  g_free (self->reason);
  g_free (self);
}

/**
 * bedside_practice_writer_edit_access: (skip)
 * @content: of the access
 * @data: a #BedsideAccessEdit
 * @error: not used
 *
 * A #BedsideStateEdit. What was enabled already keeps who enabled it and when.
 *
 * Returns: %TRUE
 */
gboolean
bedside_practice_writer_edit_access (JsonObject  *content,
                                     gpointer     data,
                                     GError     **error)
{
  const BedsideAccessEdit *wanted = data;
  const char *chat = wanted->access == BEDSIDE_CHAT_ACCESS_ENABLED ? "enabled" : "disabled";
  gboolean is_other = g_strcmp0 (bedside_json_get_string (content, "chat"), chat) != 0;

  bedside_practice_writer_set_version (content);
  json_object_set_string_member (content, "chat", chat);
  if (is_other || wanted->reason != NULL)
    bedside_state_writer_set_text (content, "reason",
                                   wanted->reason != NULL && *wanted->reason != '\0' ? wanted->reason : NULL);

  return TRUE;
}

/**
 * bedside_practice_writer_set_chat_access_async:
 * @self: a writer
 * @practice: a practice
 * @patient: a patient of its directory
 * @access: enabled or disabled
 * @reason: (nullable): why, for colleagues; %NULL keeps the one that is there if nothing else changes
 * @cancellable: (nullable): ends it, though the server may have it already
 * @callback: called when the server has it
 * @user_data: passed to @callback
 *
 * Enables or disables chat between a patient and everyone of the practice (R25 to
 * R28). Who did it and when is what the server says of the event.
 */
void
bedside_practice_writer_set_chat_access_async (BedsidePracticeWriter *self,
                                               BedsidePractice       *practice,
                                               BedsidePatient        *patient,
                                               BedsideChatAccess      access,
                                               const char            *reason,
                                               GCancellable          *cancellable,
                                               GAsyncReadyCallback    callback,
                                               gpointer               user_data)
{
  g_return_if_fail (BEDSIDE_IS_PRACTICE_WRITER (self));
  g_return_if_fail (BEDSIDE_IS_PRACTICE (practice));
  g_return_if_fail (BEDSIDE_IS_PATIENT (patient));
  g_return_if_fail (access != BEDSIDE_CHAT_ACCESS_UNSET);

  g_autoptr(GTask) task =
    bedside_practice_writer_new_task (self, bedside_practice_writer_set_chat_access_async, cancellable, callback,
                                      user_data);
  const char *directory = bedside_practice_writer_need_directory (task, practice);

  if (directory == NULL)
    return;
  if (!bedside_practice_has_patient (practice, patient))
    bedside_practice_writer_refuse (task, BEDSIDE_PRACTICE_ERROR_CHANGED,
                                    _("This patient is not in the directory any more."));
  else if (bedside_patient_get_removed (patient) && access == BEDSIDE_CHAT_ACCESS_ENABLED)
    bedside_practice_writer_refuse (task, BEDSIDE_PRACTICE_ERROR_CHANGED,
                                    _("This patient has been removed from the directory."));
  else
    bedside_practice_writer_change (task, directory, "org.bedside.access", bedside_patient_get_key (patient),
                                    bedside_practice_writer_edit_access, bedside_access_edit_new (access, reason),
                                    (GDestroyNotify) bedside_access_edit_free);
}

/**
 * bedside_practice_writer_set_chat_access_finish:
 * @self: a writer
 * @result: what the callback was given
 * @error: return location for a #BedsidePracticeError
 *
 * Returns: %TRUE if the server has it
 */
gboolean
bedside_practice_writer_set_chat_access_finish (BedsidePracticeWriter  *self,
                                                GAsyncResult           *result,
                                                GError                **error)
{
  return bedside_practice_writer_finish (self, result, bedside_practice_writer_set_chat_access_async, error);
}
