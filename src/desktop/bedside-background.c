/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-background"

#include "bedside-background.h"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "bedside-bus-error.h"

/* Source: flatpak.github.io/xdg-desktop-portal, org.freedesktop.portal.Background and .Request. */

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define BACKGROUND_INTERFACE "org.freedesktop.portal.Background"
#define REQUEST_INTERFACE "org.freedesktop.portal.Request"
/* Some desktops ask the person. */
#define DEFAULT_LIMIT_MS (2 * 60 * 1000)

struct _BedsideBackground
{
  GObject          parent_instance;

  GDBusConnection *bus;    /* (owned) (nullable) */
  guint            limit;  /* ms */
};

typedef enum {
  PROP_BUS = 1,
  PROP_TIME_LIMIT,
} BedsideBackgroundProperty;

static GParamSpec *properties[PROP_TIME_LIMIT + 1];

G_DEFINE_QUARK (bedside-background-error-quark, bedside_background_error)
G_DEFINE_FINAL_TYPE (BedsideBackground, bedside_background, G_TYPE_OBJECT)

typedef struct {
  /* Input */
  char     *parent;     /* (owned): the portal's name of the window, or "" */
  gboolean  autostart;

  /* In progress */
  char     *request;    /* (owned): path of the portal's object for this question */
  guint     response;   /* subscription; 0 before and after */
  guint     watch;      /* of the portal's name; 0 while it has not answered the call */
  GSource  *cancelled;  /* (owned) (nullable) */
  GSource  *over;       /* (owned) (nullable): the time limit */

  /* Output */
  gboolean  starts;
} Question;

static void
question_free (Question *question)
{
  g_assert (question->response == 0 && question->watch == 0);

  g_free (question->parent);
  g_free (question->request);
  g_free (question);
}

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* What comes first ends the question: an answer, a failure, the end of the portal or of our patience. Returns %FALSE
 * for what comes later. */
static gboolean
end_question (GTask *task)
{
  BedsideBackground *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);
  guint response = question->response;

  if (response == 0)
    return FALSE;

  question->response = 0;
  g_dbus_connection_signal_unsubscribe (self->bus, response);
  g_clear_handle_id (&question->watch, g_bus_unwatch_name);
  clear_source (&question->cancelled);
  clear_source (&question->over);

  return TRUE;
}

static GError *
error_new_unavailable (void)
{
  return g_error_new_literal (BEDSIDE_BACKGROUND_ERROR, BEDSIDE_BACKGROUND_ERROR_UNAVAILABLE,
                              _("This desktop cannot be asked to keep Bedside running"));
}

static GError *
error_new_refused (void)
{
  return g_error_new_literal (BEDSIDE_BACKGROUND_ERROR, BEDSIDE_BACKGROUND_ERROR_REFUSED,
                              _("The desktop does not allow Bedside to keep running"));
}

static GError *
error_new_failed (void)
{
  return g_error_new_literal (BEDSIDE_BACKGROUND_ERROR, BEDSIDE_BACKGROUND_ERROR_FAILED,
                              _("The desktop did not say whether Bedside may keep running"));
}

/* A portal without this interface is as good as none. */
static gboolean
means_no_portal (const GError *error)
{
  return bedside_bus_error_means_no_service (error)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT);
}

static void
on_response (GDBusConnection *connection,
             const char      *sender,
             const char      *object_path,
             const char      *interface_name,
             const char      *signal_name,
             GVariant        *parameters,
             gpointer         user_data)
{
  g_autoptr(GTask) task = g_object_ref (G_TASK (user_data));
  Question *question = g_task_get_task_data (task);
  g_autoptr(GVariant) results = NULL;
  gboolean background = FALSE;
  guint32 response;

  if (!end_question (task))
    return;
  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    {
      g_task_return_error (task, error_new_failed ());
      return;
    }

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  if (response != 0 || (g_variant_lookup (results, "background", "b", &background) && !background))
    {
      g_task_return_error (task, error_new_refused ());
      return;
    }

  if (!g_variant_lookup (results, "autostart", "b", &question->starts))
    question->starts = FALSE;
  if (background)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error_new_failed ());
}

static void
on_vanished (GDBusConnection *connection,
             const char      *name,
             gpointer         user_data)
{
  g_autoptr(GTask) task = g_object_ref (G_TASK (user_data));

  if (end_question (task))
    g_task_return_error (task, error_new_unavailable ());
}

/* Takes away what the desktop may have put on the screen. */
static void
close_request (GTask *task)
{
  BedsideBackground *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);

  g_dbus_connection_call (self->bus, PORTAL, question->request, REQUEST_INTERFACE, "Close", NULL, NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  g_autoptr(GTask) task = g_object_ref (G_TASK (user_data));

  if (end_question (task))
    {
      close_request (task);
      g_task_return_error_if_cancelled (task);
    }

  return G_SOURCE_REMOVE;
}

static gboolean
on_over (gpointer user_data)
{
  g_autoptr(GTask) task = g_object_ref (G_TASK (user_data));

  if (end_question (task))
    {
      close_request (task);
      g_task_return_error (task, error_new_failed ());
    }

  return G_SOURCE_REMOVE;
}

static void
subscribe (GTask *task)
{
  BedsideBackground *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);
  guint before = question->response;

  question->response =
    g_dbus_connection_signal_subscribe (self->bus, PORTAL, REQUEST_INTERFACE, "Response", question->request, NULL,
                                        G_DBUS_SIGNAL_FLAGS_NONE, on_response, g_object_ref (task),
                                        g_object_unref);
  if (before != 0)
    g_dbus_connection_signal_unsubscribe (self->bus, before);
}

static void
on_called (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = G_TASK (user_data);
  Question *question = g_task_get_task_data (task);
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autofree char *request = NULL;

  if (answer == NULL)
    {
      if (end_question (task))
        g_task_return_error (task, means_no_portal (error) ? error_new_unavailable () : error_new_failed ());
      return;
    }
  if (question->response == 0)
    return;

  /* Portals before 0.9 choose another path than the one that follows from the token. */
  g_variant_get (answer, "(o)", &request);
  if (!g_str_equal (request, question->request))
    {
      g_free (question->request);
      question->request = g_steal_pointer (&request);
      subscribe (task);
    }
  question->watch =
    g_bus_watch_name_on_connection (G_DBUS_CONNECTION (source), PORTAL, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL,
                                    on_vanished, g_object_ref (task), g_object_unref);
}

static GVariant *
options_new (const char *token,
             gboolean    autostart)
{
  static const char *const command[] = { "bedside", "--background", NULL };
  GVariantBuilder options;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (
                           /* Translators: the desktop shows it when it asks whether Bedside may keep running */
                           _("To tell you of new messages while the window of Bedside is closed")));
  g_variant_builder_add (&options, "{sv}", "autostart", g_variant_new_boolean (autostart));
  g_variant_builder_add (&options, "{sv}", "commandline", g_variant_new_strv (command, -1));
  g_variant_builder_add (&options, "{sv}", "dbus-activatable", g_variant_new_boolean (FALSE));

  return g_variant_builder_end (&options);
}

/* The portal's object for a question has the asker's bus name and token in its path. */
static char *
request_path_new (GDBusConnection *bus,
                  const char      *token)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (bus) + 1);

  g_strdelimit (sender, ".", '_');

  return g_strdup_printf (PORTAL_PATH "/request/%s/%s", sender, token);
}

static void
ask (GTask *task)
{
  BedsideBackground *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Question *question = g_task_get_task_data (task);
  g_autofree char *token = g_strdup_printf ("bedside_%08x", g_random_int ());

  /* Before the call: the answer may come at once. */
  question->request = request_path_new (self->bus, token);
  subscribe (task);
  question->over = g_timeout_source_new (self->limit);
  g_source_set_callback (question->over, on_over, g_object_ref (task), g_object_unref);
  g_source_attach (question->over, g_main_context_get_thread_default ());
  if (cancellable != NULL)
    {
      question->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (question->cancelled, G_SOURCE_FUNC (on_cancelled), g_object_ref (task), g_object_unref);
      g_source_attach (question->cancelled, g_main_context_get_thread_default ());
    }

  g_dbus_connection_call (self->bus, PORTAL, PORTAL_PATH, BACKGROUND_INTERFACE, "RequestBackground",
                          g_variant_new ("(s@a{sv})", question->parent, options_new (token, question->autostart)),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, self->limit, NULL, on_called,
                          g_object_ref (task));
}

/**
 * bedside_background_request_async:
 * @self: a background
 * @parent: (nullable): the portal's name of the window that a question belongs to
 * @autostart: whether Bedside is to start with the desktop; %FALSE switches it off
 * @cancellable: (nullable): ends it, and takes a question off the screen
 * @callback: called when the desktop has answered
 * @user_data: data for @callback
 *
 * Asks the desktop whether Bedside may run without a window. Some desktops ask the person.
 */
void
bedside_background_request_async (BedsideBackground   *self,
                                  const char          *parent,
                                  gboolean             autostart,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_BACKGROUND (self));

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->parent = g_strdup (parent != NULL ? parent : "");
  question->autostart = autostart;
  g_task_set_source_tag (task, bedside_background_request_async);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (self->bus == NULL || g_dbus_connection_is_closed (self->bus))
    g_task_return_error (task, error_new_unavailable ());
  else
    ask (task);
}

/**
 * bedside_background_request_finish:
 * @self: a background
 * @result: what the callback was given
 * @autostart: (out) (optional): whether Bedside starts with the desktop now
 * @error: return location for a #BedsideBackgroundError or a cancellation
 *
 * Returns: whether Bedside may run in the background; @error says why not
 */
gboolean
bedside_background_request_finish (BedsideBackground  *self,
                                   GAsyncResult       *result,
                                   gboolean           *autostart,
                                   GError            **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_background_request_async), FALSE);

  const Question *question = g_task_get_task_data (G_TASK (result));

  if (autostart != NULL)
    *autostart = question->starts;

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* --- is there anybody to ask? --- */

static void
on_probed (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) version = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, version != NULL);
}

/**
 * bedside_background_probe_async:
 * @self: a background
 * @cancellable: (nullable): ends it
 * @callback: called when that is known
 * @user_data: data for @callback
 *
 * Finds out whether this desktop can be asked, without asking it.
 */
void
bedside_background_probe_async (BedsideBackground   *self,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (BEDSIDE_IS_BACKGROUND (self));

  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, bedside_background_probe_async);
  if (self->bus == NULL || g_dbus_connection_is_closed (self->bus))
    {
      g_task_return_boolean (task, FALSE);
      return;
    }

  g_dbus_connection_call (self->bus, PORTAL, PORTAL_PATH, "org.freedesktop.DBus.Properties", "Get",
                          g_variant_new ("(ss)", BACKGROUND_INTERFACE, "version"), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NONE, self->limit, cancellable, on_probed, g_steal_pointer (&task));
}

/**
 * bedside_background_probe_finish:
 * @self: a background
 * @result: what the callback was given
 *
 * Returns: whether there is anybody to ask; %FALSE also if it was cancelled
 */
gboolean
bedside_background_probe_finish (BedsideBackground *self,
                                 GAsyncResult      *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, bedside_background_probe_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}

static void
bedside_background_get_property (GObject    *object,
                                 guint       prop_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  BedsideBackground *self = BEDSIDE_BACKGROUND (object);

  switch ((BedsideBackgroundProperty) prop_id)
    {
    case PROP_BUS:
      g_value_set_object (value, self->bus);
      break;
    case PROP_TIME_LIMIT:
      g_value_set_uint (value, self->limit);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_background_set_property (GObject      *object,
                                 guint         prop_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  BedsideBackground *self = BEDSIDE_BACKGROUND (object);

  switch ((BedsideBackgroundProperty) prop_id)
    {
    case PROP_BUS:
      self->bus = g_value_dup_object (value);
      break;
    case PROP_TIME_LIMIT:
      self->limit = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_background_finalize (GObject *object)
{
  g_clear_object (&BEDSIDE_BACKGROUND (object)->bus);

  G_OBJECT_CLASS (bedside_background_parent_class)->finalize (object);
}

static void
bedside_background_class_init (BedsideBackgroundClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = bedside_background_get_property;
  object_class->set_property = bedside_background_set_property;
  object_class->finalize = bedside_background_finalize;

  /**
   * BedsideBackground:bus:
   *
   * Where the portal is.
   */
  properties[PROP_BUS] =
    g_param_spec_object ("bus", NULL, NULL, G_TYPE_DBUS_CONNECTION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * BedsideBackground:time-limit:
   *
   * How long an answer may take, in ms.
   */
  properties[PROP_TIME_LIMIT] =
    g_param_spec_uint ("time-limit", NULL, NULL, 1, G_MAXINT, DEFAULT_LIMIT_MS,
                       G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
bedside_background_init (BedsideBackground *self)
{
}

/**
 * bedside_background_new:
 * @bus: (nullable): the session bus; without one it is unavailable
 *
 * Returns: (transfer full): a new object that asks when it is told to
 */
BedsideBackground *
bedside_background_new (GDBusConnection *bus)
{
  g_return_val_if_fail (bus == NULL || G_IS_DBUS_CONNECTION (bus), NULL);

  return g_object_new (BEDSIDE_TYPE_BACKGROUND, "bus", bus, NULL);
}
