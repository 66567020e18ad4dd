/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-application"

#include "bedside-application.h"

#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "bedside-access.h"
#include "bedside-settings.h"
#include "bedside-ui.h"
#include "bedside-window.h"

/* A server that does not answer, or a slow disk, must not keep a program alive that the person has closed. */
#define CLOSE_LIMIT_SECONDS 5

/* Who sees the conversations at once need not see before that they are being loaded, in ms. */
#define HOLD_BACK_LIMIT 400

struct _BedsideApplication
{
  AdwApplication  parent_instance;

  BedsideAccount *account;       /* (owned) (nullable) */
  GSettings      *settings;      /* (owned) (nullable) */
  GCancellable   *closing;       /* (owned) (nullable): from the closing of the last window on */
  guint           close_limit;
  guint           held_back;     /* while the window waits for the account */
  guint           preparing;     /* meanwhile */
  guint           signal_sources[2];
  gboolean        demo;
  char           *demo_server;   /* (owned) (nullable) */
  char           *demo_user;     /* (owned) (nullable) */
  char           *demo_password; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (BedsideApplication, bedside_application, ADW_TYPE_APPLICATION)

static BedsideWindow *
get_window (BedsideApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    {
      if (BEDSIDE_IS_WINDOW (l->data))
        return l->data;
    }

  return NULL;
}

/* --- the beginning --- */

static void
present (BedsideApplication *self)
{
  BedsideWindow *window = get_window (self);

  g_clear_handle_id (&self->held_back, g_source_remove);
  g_clear_handle_id (&self->preparing, g_source_remove);
  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
}

static gboolean
hold_back_limit_cb (gpointer user_data)
{
  BedsideApplication *self = user_data;

  self->held_back = 0;
  if (get_window (self) != NULL)
    bedside_window_show_state (get_window (self));
  present (self);

  return G_SOURCE_REMOVE;
}

static gboolean
prepare_cb (gpointer user_data)
{
  BedsideApplication *self = user_data;
  BedsideWindow *window = get_window (self);

  if (window != NULL && bedside_window_prepare (window))
    return G_SOURCE_CONTINUE;
  self->preparing = 0;

  return G_SOURCE_REMOVE;
}

static void
hold_back (BedsideApplication *self)
{
  self->held_back = g_timeout_add (HOLD_BACK_LIMIT, hold_back_limit_cb, self);
  self->preparing = g_idle_add (prepare_cb, self);
}

static gboolean
is_starting (BedsideApplication *self)
{
  return self->account == NULL || bedside_account_get_state (self->account) == BEDSIDE_ACCOUNT_STATE_STARTING;
}

static void
on_account_state (BedsideApplication *self)
{
  if (self->held_back != 0 && !is_starting (self))
    present (self);
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
  GTK_APPLICATION_CLASS (bedside_application_parent_class)->window_removed (application, window);

  if (BEDSIDE_IS_WINDOW (window) && get_window (BEDSIDE_APPLICATION (application)) == NULL)
    close_account (BEDSIDE_APPLICATION (application));
}

/* --- actions --- */

static void
quit (GSimpleAction *action,
      GVariant      *parameter,
      gpointer       user_data)
{
  BedsideApplication *self = user_data;
  BedsideWindow *window = get_window (self);

  /* Closing the window remembers its size, and is the way that ends the program. */
  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  else
    close_account (self);
}

static void
about (GSimpleAction *action,
       GVariant      *parameter,
       gpointer       user_data)
{
  BedsideApplication *self = user_data;

  GtkWidget *window = g_object_new (ADW_TYPE_ABOUT_WINDOW,
                                    "transient-for", get_window (self),
                                    "application-name", "Bedside",
                                    "application-icon", BEDSIDE_APP_ID,
                                    "version", BEDSIDE_VERSION,
                                    "developer-name", _("The Bedside authors"),
                                    "comments", _("Chat with your patients between appointments."),
                                    "license-type", GTK_LICENSE_GPL_3_0,
                                    NULL);

  bedside_access_name_inner (window, _("About Bedside"));
  gtk_window_present (GTK_WINDOW (window));
}

static void
sign_out (GSimpleAction *action,
          GVariant      *parameter,
          gpointer       user_data)
{
  BedsideWindow *window = get_window (user_data);

  if (window != NULL)
    bedside_window_sign_out (window);
}

static void
search (GSimpleAction *action,
        GVariant      *parameter,
        gpointer       user_data)
{
  BedsideWindow *window = get_window (user_data);

  if (window != NULL)
    bedside_window_focus_search (window);
}

static const GActionEntry actions[] = {
  { .name = "quit", .activate = quit },
  { .name = "about", .activate = about },
  { .name = "sign-out", .activate = sign_out },
  { .name = "search", .activate = search },
};

static void
add_actions (BedsideApplication *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.quit",
                                         (const char *[]) { "<Control>q", NULL });
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "app.search",
                                         (const char *[]) { "<Control>f", NULL });
  gtk_application_set_accels_for_action (GTK_APPLICATION (self), "window.close",
                                         (const char *[]) { "<Control>w", NULL });
}

/* --- life --- */

static gboolean
on_unix_signal (gpointer user_data)
{
  quit (NULL, NULL, user_data);

  return G_SOURCE_CONTINUE;
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

  return -1;
}

static void
bedside_application_startup (GApplication *application)
{
  BedsideApplication *self = BEDSIDE_APPLICATION (application);

  /* AdwApplication looks for the style sheet in there. */
  bedside_ui_register_resources ();
  G_APPLICATION_CLASS (bedside_application_parent_class)->startup (application);

  g_application_hold (application);
  gtk_window_set_default_icon_name (BEDSIDE_APP_ID);
  self->settings = bedside_settings_new (self->demo);
  self->signal_sources[0] = g_unix_signal_add (SIGTERM, on_unix_signal, self);
  self->signal_sources[1] = g_unix_signal_add (SIGINT, on_unix_signal, self);
  add_actions (self);
}

static void
bedside_application_activate (GApplication *application)
{
  BedsideApplication *self = BEDSIDE_APPLICATION (application);
  BedsideWindow *window = get_window (self);

  /* On the way out: what was closed cannot be shown again. */
  if (self->closing != NULL)
    return;

  if (window == NULL)
    {
      window = BEDSIDE_WINDOW (bedside_window_new (GTK_APPLICATION (self), self->settings));
      if (self->demo_server != NULL)
        bedside_window_set_demo (window, self->demo_server, self->demo_user, self->demo_password);
      bedside_window_set_account (window, self->account);
      if (is_starting (self))
        {
          hold_back (self);
          return;
        }
    }
  present (self);
}

static void
bedside_application_shutdown (GApplication *application)
{
  BedsideApplication *self = BEDSIDE_APPLICATION (application);

  for (guint i = 0; i < G_N_ELEMENTS (self->signal_sources); i++)
    g_clear_handle_id (&self->signal_sources[i], g_source_remove);
  g_clear_handle_id (&self->close_limit, g_source_remove);
  g_clear_handle_id (&self->held_back, g_source_remove);
  g_clear_handle_id (&self->preparing, g_source_remove);
  g_clear_object (&self->settings);
  g_clear_object (&self->account);

  G_APPLICATION_CLASS (bedside_application_parent_class)->shutdown (application);
}

static void
bedside_application_finalize (GObject *object)
{
  BedsideApplication *self = BEDSIDE_APPLICATION (object);

  g_clear_object (&self->closing);
  g_free (self->demo_server);
  g_free (self->demo_user);
  g_free (self->demo_password);

  G_OBJECT_CLASS (bedside_application_parent_class)->finalize (object);
}

static void
bedside_application_class_init (BedsideApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = bedside_application_finalize;
  application_class->handle_local_options = bedside_application_handle_local_options;
  application_class->startup = bedside_application_startup;
  application_class->activate = bedside_application_activate;
  application_class->shutdown = bedside_application_shutdown;
  GTK_APPLICATION_CLASS (klass)->window_removed = bedside_application_window_removed;
}

static void
bedside_application_init (BedsideApplication *self)
{
  static const GOptionEntry entries[] = {
    { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Open an invented practice; nothing is kept"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show the version"), NULL },
    { NULL }
  };

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

  window = get_window (self);
  if (window != NULL)
    bedside_window_set_account (window, account);
  /* After the window's own handlers, so that it has something to show. */
  g_signal_connect_object (account, "notify::state", G_CALLBACK (on_account_state), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  on_account_state (self);
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
