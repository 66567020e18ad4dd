/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-application"

#include "config.h"

#include "bedside-application-private.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "bedside-appearance.h"
#include "bedside-compat.h"
#include "bedside-settings.h"
#include "bedside-ui.h"

/* A server that does not answer, or a slow disk, must not keep a program alive that the person has closed. */
#define CLOSE_LIMIT_SECONDS 5

/* How long all that waits which the window does not show, if it is not painted, in ms. */
#define SEEN_LIMIT 2000

typedef enum {
  PROP_ATTENTION = 1,
} BedsideApplicationProperty;

enum {
  SIGNAL_STARTING,
  SIGNAL_SEEN,
  SIGNAL_ENDING,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_ATTENTION + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BedsideApplication, bedside_application, ADW_TYPE_APPLICATION)

/**
 * bedside_application_get_window: (skip)
 * @self: the application
 *
 * Returns: (transfer none) (nullable): its window, seen or not
 */
BedsideWindow *
bedside_application_get_window (BedsideApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    {
      if (BEDSIDE_IS_WINDOW (l->data))
        return l->data;
    }

  return NULL;
}

/**
 * bedside_application_set_attention: (skip)
 * @self: the application
 * @conversation: (nullable): what the person looks at
 *
 * See bedside-application-window.c.
 */
void
bedside_application_set_attention (BedsideApplication  *self,
                                   BedsideConversation *conversation)
{
  if (!g_set_object (&self->attention, conversation))
    return;

  /* Somebody who goes to another conversation does not want to be taken away from it. */
  if (conversation != NULL && g_set_weak_pointer (&self->looked_at, conversation))
    bedside_errands_drop_showing (self->errands);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ATTENTION]);
}

/* --- what can wait until there is something to be seen --- */

static gboolean
on_seen (gpointer user_data)
{
  BedsideApplication *self = user_data;

  self->seen_source = 0;
  self->seen = TRUE;
  if (self->closing != NULL)
    return G_SOURCE_REMOVE;

  /* Drawn for window managers that do not know it from the desktop file; that takes longer than to draw the list. */
  gtk_window_set_default_icon_name (BEDSIDE_APP_ID);
  g_signal_emit (self, signals[SIGNAL_SEEN], 0);

  return G_SOURCE_REMOVE;
}

/**
 * bedside_application_note_seen: (skip)
 * @self: the application
 *
 * To be called when the window has been painted. What it does not show is done soon.
 */
void
bedside_application_note_seen (BedsideApplication *self)
{
  if (self->seen)
    return;

  g_clear_handle_id (&self->seen_source, g_source_remove);
  self->seen_source = g_idle_add_full (G_PRIORITY_LOW, on_seen, self, NULL);
}

/* --- the end --- */

static void
let_go (BedsideApplication *self)
{
  if (self->close_limit == 0)
    return;

  g_clear_handle_id (&self->close_limit, g_source_remove);
  g_application_release (G_APPLICATION (self));
}

static void
on_account_closed (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(BedsideApplication) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!bedside_account_close_finish (BEDSIDE_ACCOUNT (source), result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_warning ("Closing the account: error %d of %s", error->code, g_quark_to_string (error->domain));
  let_go (self);
}

static gboolean
close_limit_cb (gpointer user_data)
{
  BedsideApplication *self = user_data;

  g_warning ("The account did not close within %d seconds", CLOSE_LIMIT_SECONDS);
  g_cancellable_cancel (self->closing);
  let_go (self);

  return G_SOURCE_REMOVE;
}

/* Writes what is queued before the program ends: "startup" holds it, and this lets it go. */
static void
close_account (BedsideApplication *self)
{
  if (self->closing != NULL)
    return;

  self->closing = g_cancellable_new ();
  bedside_application_closing_stop (self);
  bedside_errands_drop_showing (self->errands);
  g_signal_emit (self, signals[SIGNAL_ENDING], 0);
  self->close_limit = g_timeout_add_seconds (CLOSE_LIMIT_SECONDS, close_limit_cb, self);
  if (self->account == NULL)
    {
      let_go (self);
      return;
    }
  bedside_account_close_async (self->account, self->closing, on_account_closed, g_object_ref (self));
}

static void
bedside_application_window_removed (GtkApplication *application,
                                    GtkWindow      *window)
{
  BedsideApplication *self = BEDSIDE_APPLICATION (application);

  GTK_APPLICATION_CLASS (bedside_application_parent_class)->window_removed (application, window);

  if (!BEDSIDE_IS_WINDOW (window) || bedside_application_get_window (self) != NULL)
    return;

  bedside_application_set_attention (self, NULL);
  close_account (self);
}

/**
 * bedside_application_end: (skip)
 * @self: the application
 *
 * Takes the window away, with all dialogs, and ends the program when what is queued has been written.
 */
void
bedside_application_end (BedsideApplication *self)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  /* One may take others with it. And GTK 4.8 forgets to tell a dialog that its parent has gone, if that is held by
   * somebody: by what it is just answering. */
  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_set_transient_for (g_object_ref (l->data), NULL);
  for (GList *l = windows; l != NULL; l = l->next)
    {
      gtk_window_destroy (l->data);
      g_object_unref (l->data);
    }
  close_account (self);
}

/* --- life --- */

static gboolean
on_unix_signal (gpointer user_data)
{
  bedside_application_end (user_data);

  return G_SOURCE_CONTINUE;
}

/* One that runs already does so in the way the person wants it. */
static int
start_in_background (BedsideApplication *self)
{
  g_autoptr(GError) error = NULL;

  self->start = BEDSIDE_APPLICATION_START_BACKGROUND;
  if (!g_application_register (G_APPLICATION (self), NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  return g_application_get_is_remote (G_APPLICATION (self)) ? 0 : -1;
}

static int
bedside_application_handle_local_options (GApplication *application,
                                          GVariantDict *options)
{
  BedsideApplication *self = BEDSIDE_APPLICATION (application);

  if (g_variant_dict_contains (options, "version"))
    {
      /* lint: allow text, because scripts read it. */
      g_print ("Bedside %s\n", BEDSIDE_VERSION);
      return 0;
    }
  if (g_variant_dict_contains (options, "demo"))
    {
      /* Beside the real one, which may be running. */
      self->demo = TRUE;
      g_application_set_application_id (application, BEDSIDE_APP_ID ".Demo");
      g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
    }
  if (g_variant_dict_contains (options, "background"))
    return start_in_background (self);

  return -1;
}

static void
bedside_application_startup (GApplication *application)
{
  static const int unix_signals[] = { SIGTERM, SIGINT, SIGHUP };
  BedsideApplication *self = BEDSIDE_APPLICATION (application);

  g_signal_emit (self, signals[SIGNAL_STARTING], 0);
  /* AdwApplication looks for the style sheet in there. */
  bedside_ui_register_resources ();
  G_APPLICATION_CLASS (bedside_application_parent_class)->startup (application);

  g_application_hold (application);
  self->settings = bedside_settings_new (self->demo);
  bedside_settings_bind_preferences (self->settings, self->preferences);
  bedside_appearance_follow (self->preferences);
  bedside_appearance_follow_contrast ();
  bedside_compat_init ();
  for (guint i = 0; i < G_N_ELEMENTS (unix_signals); i++)
    self->signal_sources[i] = g_unix_signal_add (unix_signals[i], on_unix_signal, self);
  bedside_application_add_actions (self);
  if ((g_application_get_flags (application) & G_APPLICATION_IS_SERVICE) != 0)
    self->start = BEDSIDE_APPLICATION_START_SERVICE;
  bedside_application_closing_init (self);
  self->seen_source = self->start == BEDSIDE_APPLICATION_START_WINDOW ? g_timeout_add (SEEN_LIMIT, on_seen, self)
                                                                      : g_idle_add (on_seen, self);
}

static void
bedside_application_activate (GApplication *application)
{
  BedsideApplication *self = BEDSIDE_APPLICATION (application);

  /* Only the start itself comes without the person wanting to see something. */
  if (self->start == BEDSIDE_APPLICATION_START_BACKGROUND && !bedside_presence_get_hidden (self->presence))
    bedside_presence_set_hidden (self->presence, TRUE);
  else
    bedside_application_show (self, NULL);
}

static void
bedside_application_shutdown (GApplication *application)
{
  BedsideApplication *self = BEDSIDE_APPLICATION (application);

  for (guint i = 0; i < G_N_ELEMENTS (self->signal_sources); i++)
    g_clear_handle_id (&self->signal_sources[i], g_source_remove);
  g_clear_handle_id (&self->close_limit, g_source_remove);
  bedside_application_stop_waiting (self);
  g_clear_handle_id (&self->seen_source, g_source_remove);
  g_clear_weak_pointer (&self->question);
  g_clear_weak_pointer (&self->chosen);
  bedside_application_closing_stop (self);
  bedside_errands_set_account (self->errands, NULL);
  g_clear_object (&self->settings);
  g_clear_object (&self->account);

  G_APPLICATION_CLASS (bedside_application_parent_class)->shutdown (application);
}

static void
bedside_application_finalize (GObject *object)
{
  BedsideApplication *self = BEDSIDE_APPLICATION (object);

  g_clear_object (&self->preferences);
  g_clear_object (&self->presence);
  g_clear_object (&self->background);
  g_clear_object (&self->errands);
  g_clear_object (&self->lock);
  g_clear_object (&self->attention);
  g_clear_weak_pointer (&self->looked_at);
  g_clear_object (&self->asking);
  g_clear_object (&self->closing);
  g_free (self->demo_server);
  g_free (self->demo_user);
  g_free (self->demo_password);

  G_OBJECT_CLASS (bedside_application_parent_class)->finalize (object);
}

static void
bedside_application_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  BedsideApplication *self = BEDSIDE_APPLICATION (object);

  switch ((BedsideApplicationProperty) prop_id)
    {
    case PROP_ATTENTION:
      g_value_set_object (value, self->attention);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
bedside_application_class_init (BedsideApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->get_property = bedside_application_get_property;
  object_class->finalize = bedside_application_finalize;
  application_class->handle_local_options = bedside_application_handle_local_options;
  application_class->startup = bedside_application_startup;
  application_class->activate = bedside_application_activate;
  application_class->shutdown = bedside_application_shutdown;
  GTK_APPLICATION_CLASS (klass)->window_removed = bedside_application_window_removed;

  properties[PROP_ATTENTION] = g_param_spec_object ("attention", NULL, NULL, BEDSIDE_TYPE_CONVERSATION,
                                                    G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY |
                                                    G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_STARTING] = g_signal_new ("starting", BEDSIDE_TYPE_APPLICATION, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SEEN] = g_signal_new ("seen", BEDSIDE_TYPE_APPLICATION, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_ENDING] = g_signal_new ("ending", BEDSIDE_TYPE_APPLICATION, G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
bedside_application_init (BedsideApplication *self)
{
  static const GOptionEntry entries[] = {
    { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open an invented practice; nothing is kept"), NULL },
    { "background", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Receive messages without opening a window"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show the version"), NULL },
    { NULL }
  };

  self->preferences = bedside_preferences_new ();
  self->presence = bedside_presence_new (self->preferences);
  self->background = bedside_background_new (NULL);
  self->errands = bedside_errands_new ();
  g_application_add_main_option_entries (G_APPLICATION (self), entries);
}

/**
 * bedside_application_new:
 *
 * Returns: (transfer full): the application
 */
BedsideApplication *
bedside_application_new (void)
{
  return g_object_new (BEDSIDE_TYPE_APPLICATION,
                       "application-id", BEDSIDE_APP_ID,
                       /* The development profile and the demo have another id, but the same resources. */
                       "resource-base-path", "/org/bedside/Bedside",
                       NULL);
}

/**
 * bedside_application_is_demo:
 * @self: the application
 *
 * Returns: whether it was started with `--demo`
 */
gboolean
bedside_application_is_demo (BedsideApplication *self)
{
  g_return_val_if_fail (BEDSIDE_IS_APPLICATION (self), FALSE);

  return self->demo;
}

/* The passcode that they let one choose is that of whoever was signed in when they were opened. */
static void
on_session (BedsideApplication *self)
{
  if (self->chosen != NULL)
    gtk_window_destroy (self->chosen);
}

/**
 * bedside_application_set_account:
 * @self: the application
 * @account: the account
 *
 * Sets what the window shows. Until then it shows that Bedside is starting.
 */
void
bedside_application_set_account (BedsideApplication *self,
                                 BedsideAccount     *account)
{
  BedsideWindow *window;

  g_return_if_fail (BEDSIDE_IS_APPLICATION (self));
  g_return_if_fail (BEDSIDE_IS_ACCOUNT (account));

  if (!g_set_object (&self->account, account))
    return;

  bedside_errands_set_account (self->errands, account);
  window = bedside_application_get_window (self);
  if (window != NULL)
    bedside_window_set_account (window, account);
  /* After the window's own handlers, so that it has something to show. */
  g_signal_connect_object (account, "notify::state", G_CALLBACK (bedside_application_update_state), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (account, "notify::session", G_CALLBACK (on_session), self, G_CONNECT_SWAPPED);
  bedside_application_update_state (self);
}

/**
 * bedside_application_set_demo:
 * @self: the application
 * @server: the demo's server
 * @user: who to sign in as
 * @password: the password
 *
 * Sets what one can sign in with after having signed out of the demo.
 */
void
bedside_application_set_demo (BedsideApplication *self,
                              const char         *server,
                              const char         *user,
                              const char         *password)
{
  g_return_if_fail (BEDSIDE_IS_APPLICATION (self));
  g_return_if_fail (server != NULL && user != NULL && password != NULL);

  g_free (self->demo_server);
  self->demo_server = g_strdup (server);
  g_free (self->demo_user);
  self->demo_user = g_strdup (user);
  g_free (self->demo_password);
  self->demo_password = g_strdup (password);
}

/**
 * bedside_application_set_background:
 * @self: the application
 * @background: what is asked for leave to run without a window
 *
 * Sets that. The person is asked only where there is an answer to be expected.
 */
void
bedside_application_set_background (BedsideApplication *self,
                                    BedsideBackground  *background)
{
  g_return_if_fail (BEDSIDE_IS_APPLICATION (self));
  g_return_if_fail (BEDSIDE_IS_BACKGROUND (background));

  g_set_object (&self->background, background);
}

/**
 * bedside_application_set_lock:
 * @self: the application
 * @lock: what keeps names and texts from whoever sits down at the computer
 *
 * Sets that. Without it nothing locks.
 */
void
bedside_application_set_lock (BedsideApplication *self,
                              BedsideLock        *lock)
{
  g_return_if_fail (BEDSIDE_IS_APPLICATION (self));
  g_return_if_fail (BEDSIDE_IS_LOCK (lock));
  g_return_if_fail (self->lock == NULL);

  self->lock = g_object_ref (lock);
  bedside_application_add_lock (self);
}

/**
 * bedside_application_get_preferences:
 * @self: the application
 *
 * Returns: (transfer none): what the practitioner has chosen; as it is remembered from "startup" on
 */
BedsidePreferences *
bedside_application_get_preferences (BedsideApplication *self)
{
  g_return_val_if_fail (BEDSIDE_IS_APPLICATION (self), NULL);

  return self->preferences;
}

/**
 * bedside_application_get_presence:
 * @self: the application
 *
 * Returns: (transfer none): whether it may go on without its window
 */
BedsidePresence *
bedside_application_get_presence (BedsideApplication *self)
{
  g_return_val_if_fail (BEDSIDE_IS_APPLICATION (self), NULL);

  return self->presence;
}
