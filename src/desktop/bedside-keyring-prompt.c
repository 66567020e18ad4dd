/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-keyring-prompt"

#include "bedside-keyring-prompt.h"

#include "bedside-keyring-error.h"

/* Calls of the Secret Service that ask the person for a password. libsecret has them,
 * too, but there a question whose service goes away ends in an assertion or never
 * (0.20.5), and cancelling one takes GNOME's daemon with it: see on_cancelled().
 *
 * Source: freedesktop.org, Secret Service API, "Prompts and Prompting". */

#define SERVICE "org.freedesktop.secrets"
#define SERVICE_PATH "/org/freedesktop/secrets"
#define SERVICE_INTERFACE "org.freedesktop.Secret.Service"
#define PROMPT_INTERFACE "org.freedesktop.Secret.Prompt"
#define NO_PROMPT "/"

typedef struct {
  char    *prompt;     /* (owned) (nullable): path of the question, once there is one */
  guint    completed;  /* subscription, 0 when there is no question or no more */
  guint    watch;      /* of the service's name */
  GSource *cancelled;  /* (owned) (nullable) */
} Question;

static void on_called (GObject *source, GAsyncResult *result, gpointer user_data);
static void on_prompted (GObject *source, GAsyncResult *result, gpointer user_data);

static void
question_free (Question *question)
{
  g_assert (question->completed == 0);

  g_free (question->prompt);
  g_free (question);
}

/* What comes first ends the question: an answer, a failure, the end of the service or
 * of our patience. Returns %FALSE for what comes later. */
static gboolean
end_question (GTask *task)
{
  Question *question = g_task_get_task_data (task);
  guint completed = question->completed, watch = question->watch;

  if (completed == 0)
    return FALSE;

  question->completed = question->watch = 0;
  g_dbus_connection_signal_unsubscribe (g_task_get_source_object (task), completed);
  g_bus_unwatch_name (watch);
  if (question->cancelled != NULL)
    g_source_destroy (question->cancelled);
  g_clear_pointer (&question->cancelled, g_source_unref);

  return TRUE;
}

static void
on_completed (GDBusConnection *connection,
              const char      *sender,
              const char      *object_path,
              const char      *interface_name,
              const char      *signal_name,
              GVariant        *parameters,
              gpointer         user_data)
{
  g_autoptr(GTask) task = g_object_ref (G_TASK (user_data));
  gboolean dismissed = TRUE;

  if (!end_question (task))
    return;
  if (g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(bv)")))
    g_variant_get (parameters, "(bv)", &dismissed, NULL);
  if (dismissed)
    g_task_return_error (task, bedside_keyring_error_new_locked ());
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_vanished (GDBusConnection *connection,
             const char      *name,
             gpointer         user_data)
{
  g_autoptr(GTask) task = g_object_ref (G_TASK (user_data));

  if (end_question (task))
    g_task_return_error (task, bedside_keyring_error_translate (
                           g_error_new_literal (G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER, name)));
}

/* The question stays on the screen, and what is answered there still counts at the
 * next try: GNOME's daemon (42.1) aborts when a prompt that it shows is dismissed. */
static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  g_autoptr(GTask) task = g_object_ref (G_TASK (user_data));

  if (end_question (task))
    g_task_return_error_if_cancelled (task);

  return G_SOURCE_REMOVE;
}

static void
ask (GTask *task)
{
  GDBusConnection *connection = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Question *question = g_task_get_task_data (task);

  question->completed =
    g_dbus_connection_signal_subscribe (connection, SERVICE, PROMPT_INTERFACE, "Completed", question->prompt, NULL,
                                        G_DBUS_SIGNAL_FLAGS_NONE, on_completed, g_object_ref (task), g_object_unref);
  question->watch =
    g_bus_watch_name_on_connection (connection, SERVICE, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, on_vanished,
                                    g_object_ref (task), g_object_unref);
  if (cancellable != NULL)
    {
      question->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (question->cancelled, G_SOURCE_FUNC (on_cancelled), g_object_ref (task), g_object_unref);
      g_source_attach (question->cancelled, g_main_context_get_thread_default ());
    }

  /* The answer comes as a signal. This call may take as long, so that it has no time limit. */
  g_dbus_connection_call (connection, SERVICE, question->prompt, PROMPT_INTERFACE, "Prompt",
                          g_variant_new ("(s)", ""), NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, G_MAXINT, NULL,
                          on_prompted, g_object_ref (task));
}

static void
on_prompted (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer == NULL && end_question (task))
    g_task_return_error (task, bedside_keyring_error_translate (g_steal_pointer (&error)));
}

static void
call (GDBusConnection     *connection,
      const char          *method,
      GVariant            *parameters,
      const char          *reply_type,
      GCancellable        *cancellable,
      GAsyncReadyCallback  callback,
      gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (connection, cancellable, callback, user_data);

  g_task_set_source_tag (task, call);
  g_task_set_task_data (task, g_new0 (Question, 1), (GDestroyNotify) question_free);
  g_dbus_connection_call (connection, SERVICE, SERVICE_PATH, SERVICE_INTERFACE, method, parameters,
                          G_VARIANT_TYPE (reply_type), G_DBUS_CALL_FLAGS_NONE, -1, cancellable, on_called,
                          g_object_ref (task));
}

static void
on_called (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  Question *question = g_task_get_task_data (task);

  if (answer == NULL)
    {
      g_task_return_error (task, bedside_keyring_error_translate (g_steal_pointer (&error)));
      return;
    }

  g_variant_get_child (answer, 1, "o", &question->prompt);
  if (g_str_equal (question->prompt, NO_PROMPT))
    g_task_return_boolean (task, TRUE);
  else
    ask (task);
}

/**
 * bedside_keyring_unlock_async:
 * @connection: the session bus
 * @paths: paths of items or collections
 * @cancellable: (nullable): ends the waiting, not the question
 * @callback: called when the person has answered
 * @user_data: data for @callback
 *
 * Asks the service to unlock something; it asks the person. There is no time limit.
 */
void
bedside_keyring_unlock_async (GDBusConnection     *connection,
                              const char *const   *paths,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (G_IS_DBUS_CONNECTION (connection));
  g_return_if_fail (paths != NULL);

  call (connection, "Unlock", g_variant_new ("(^ao)", paths), "(aoo)", cancellable, callback, user_data);
}

/**
 * bedside_keyring_create_async:
 * @connection: the session bus
 * @label: what the keyring will be called
 * @cancellable: (nullable): ends the waiting, not the question
 * @callback: called when the person has answered
 * @user_data: data for @callback
 *
 * Asks the service to make a default keyring; it asks the person for a password for
 * it. There is no time limit.
 */
void
bedside_keyring_create_async (GDBusConnection     *connection,
                              const char          *label,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (G_IS_DBUS_CONNECTION (connection));
  g_return_if_fail (label != NULL);

  GVariantBuilder properties;

  g_variant_builder_init (&properties, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&properties, "{sv}", "org.freedesktop.Secret.Collection.Label", g_variant_new_string (label));
  call (connection, "CreateCollection", g_variant_new ("(a{sv}s)", &properties, "default"), "(oo)", cancellable,
        callback, user_data);
}

/**
 * bedside_keyring_open_finish:
 * @connection: the session bus
 * @result: what the callback was given
 * @error: return location for a #BedsideSecretsError
 *
 * Finishes bedside_keyring_unlock_async() and bedside_keyring_create_async(). What
 * was dismissed is %BEDSIDE_SECRETS_ERROR_LOCKED.
 *
 * Returns: %TRUE if it is open now
 */
gboolean
bedside_keyring_open_finish (GDBusConnection  *connection,
                             GAsyncResult     *result,
                             GError          **error)
{
  g_return_val_if_fail (g_task_is_valid (result, connection), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, call), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
