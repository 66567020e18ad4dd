/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside"

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "bedside-application.h"
#include "bedside-core-dumps.h"
#include "bedside-demo-server.h"
#include "bedside-keyring.h"
#include "bedside-lock.h"
#include "bedside-memory-secrets.h"
#include "bedside-outside.h"
#include "bedside-store.h"
#include "bedside-watchdog.h"

/* The only place that knows all layers: it makes the objects and gives them to each other. */
typedef struct {
  BedsideApplication *application; /* (owned) */
  BedsideWatchdog    *watchdog;    /* (owned) (nullable): development profile only */
  BedsideSecrets     *keyring;     /* (owned) (nullable) */
  BedsideAccount     *account;     /* (owned) (nullable) */
  BedsideLock        *lock;        /* (owned) (nullable) */
  BedsideOutside     *outside;     /* (owned) (nullable): until the window has gone for good */
  BedsideDemoServer  *demo;        /* (owned) (nullable) */
  gulong              demo_state;
  gulong              lock_read;
} Graph;

static void
graph_clear (Graph *graph)
{
  if (graph->watchdog != NULL)
    bedside_watchdog_detach (graph->watchdog);
  g_clear_object (&graph->watchdog);
  g_clear_object (&graph->outside);
  g_clear_object (&graph->lock);
  g_clear_object (&graph->account);
  g_clear_object (&graph->keyring);
  g_clear_object (&graph->application);
  /* The account speaks to it until its end. */
  if (graph->demo != NULL)
    bedside_demo_server_stop (graph->demo);
  g_clear_object (&graph->demo);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Graph, graph_clear)

/* What account and window are about, told to the desktop: when there is something to be seen. */
static void
on_seen (Graph *graph)
{
  if (graph->account == NULL)
    return;

  graph->outside = bedside_outside_new (G_APPLICATION (graph->application), BEDSIDE_APP_ID,
                                        bedside_application_get_preferences (graph->application),
                                        bedside_application_get_presence (graph->application));
  bedside_outside_set_lock (graph->outside, graph->lock);
  /* First what is looked at: of that nothing is told. */
  g_object_bind_property (graph->application, "attention", graph->outside, "attention", G_BINDING_SYNC_CREATE);
  g_object_bind_property (graph->account, "session", graph->outside, "session", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (graph->outside, "activated", G_CALLBACK (bedside_application_toggle), graph->application,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (graph->application, "ending", G_CALLBACK (bedside_outside_close), graph->outside,
                           G_CONNECT_SWAPPED);
}

/* Before the account starts: what it finds must be behind the lock at once. */
static void
build_lock (Graph          *graph,
            BedsideSecrets *secrets,
            gboolean        has_profile)
{
  graph->lock = bedside_lock_new (secrets, bedside_application_get_preferences (graph->application));
  bedside_lock_start (graph->lock, has_profile);
  bedside_lock_follow (graph->lock, graph->account);
  bedside_application_set_lock (graph->application, graph->lock);
}

static void
on_demo_signed_in (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  Graph *graph = user_data;
  g_autoptr(GError) error = NULL;

  if (!bedside_account_sign_in_finish (BEDSIDE_ACCOUNT (source), result, &error))
    g_warning ("The demo could not be signed in: %s", error->message);
  /* Not before: the window shows that Bedside is starting, and no sign-in page that is gone at once. */
  bedside_application_set_account (graph->application, graph->account);
}

static void
on_demo_state (Graph *graph)
{
  if (bedside_account_get_state (graph->account) != BEDSIDE_ACCOUNT_STATE_SIGNED_OUT)
    return;

  g_clear_signal_handler (&graph->demo_state, graph->account);
  bedside_account_sign_in_async (graph->account,
                                 bedside_demo_server_get_base_url (graph->demo),
                                 bedside_demo_server_get_user (graph->demo),
                                 bedside_demo_server_get_password (graph->demo),
                                 NULL, on_demo_signed_in, graph);
}

/* Without the real keyring, settings or cache: an instance of its own on an invented server. */
static void
build_demo (Graph *graph)
{
  g_autoptr(BedsideMemorySecrets) secrets = bedside_memory_secrets_new ();
  g_autoptr(GError) error = NULL;

  graph->demo = bedside_demo_server_new (NULL, &error);
  if (graph->demo == NULL)
    {
      g_printerr (_("The demo practice could not be started: %s\n"), error->message);
      g_application_quit (G_APPLICATION (graph->application));
      return;
    }

  bedside_application_set_demo (graph->application,
                                bedside_demo_server_get_base_url (graph->demo),
                                bedside_demo_server_get_user (graph->demo),
                                bedside_demo_server_get_password (graph->demo));
  graph->account = bedside_account_new (BEDSIDE_SECRETS (secrets), NULL);
  build_lock (graph, BEDSIDE_SECRETS (secrets), FALSE);
  /* lint: allow connect, because the graph is no object; it holds the account for as long as it is there. */
  graph->demo_state = g_signal_connect_swapped (graph->account, "notify::state", G_CALLBACK (on_demo_state), graph);
  bedside_account_start (graph->account);
}

/* By id, because the profiles have a key in the keyring each: one could not read the other's cache. */
static char *
dup_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "bedside", BEDSIDE_APP_ID, NULL);
}

/* Only the first instance gets here; a second one hands over to it, and must not open the cache. That is begun before
 * the toolkit gets ready, which takes as long. */
static void
on_starting (Graph *graph)
{
  g_autofree char *folder = dup_folder ();
  g_autoptr(BedsideKeyring) ahead = NULL;

  if (bedside_application_is_demo (graph->application))
    return;

  graph->keyring = BEDSIDE_SECRETS (bedside_keyring_new (BEDSIDE_APP_ID));
  graph->account = bedside_account_new (graph->keyring, folder);
  if (!bedside_keyring_is_for_threads ())
    return;

  ahead = bedside_keyring_new (BEDSIDE_APP_ID);
  bedside_account_start_ahead (graph->account, BEDSIDE_SECRETS (ahead));
}

/* Not before: the window would show the page of the lock, for as long as the keyring takes. */
static void
on_lock_read (Graph *graph)
{
  g_clear_signal_handler (&graph->lock_read, graph->lock);
  bedside_account_start (graph->account);
}

static void
build (Graph *graph)
{
  g_autoptr(BedsideBackground) background =
    bedside_background_new (g_application_get_dbus_connection (G_APPLICATION (graph->application)));
  g_autofree char *folder = dup_folder ();

  build_lock (graph, graph->keyring, bedside_store_exists (folder));
  bedside_application_set_background (graph->application, background);
  bedside_application_set_account (graph->application, graph->account);
  /* lint: allow connect, because the graph is no object; it holds the lock for as long as it is there. */
  graph->lock_read = g_signal_connect_swapped (graph->lock, "read", G_CALLBACK (on_lock_read), graph);
}

static void
on_startup (Graph *graph)
{
  if (BEDSIDE_DEVELOPMENT)
    {
      graph->watchdog = bedside_watchdog_new ();
      bedside_watchdog_attach (graph->watchdog, NULL);
    }

  if (bedside_application_is_demo (graph->application))
    build_demo (graph);
  else
    build (graph);
}

/* As GSETTINGS_SCHEMA_DIR for the settings: the translations of a build that is not installed. */
static const char *
locale_folder (void)
{
  const char *folder = g_getenv ("BEDSIDE_LOCALEDIR");

  return folder != NULL && folder[0] != '\0' ? folder : BEDSIDE_LOCALEDIR;
}

int
main (int    argc,
      char **argv)
{
  g_auto(Graph) graph = { 0 };

  bedside_core_dumps_prevent ();
  if (setlocale (LC_ALL, "") == NULL)
    g_debug ("The locale is not installed: texts are English");
  /* Once is enough, and it must not be when there are threads. */
  gtk_disable_setlocale ();
  bindtextdomain (GETTEXT_PACKAGE, locale_folder ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  /* Notification daemons show it, and have settings for each. */
  g_set_application_name ("Bedside");

  graph.application = bedside_application_new ();
  /* lint: allow connect, because the graph is no object; it holds the application for as long as it is there. */
  g_signal_connect_swapped (graph.application, "starting", G_CALLBACK (on_starting), &graph);
  /* lint: allow connect, because of the same. */
  g_signal_connect_swapped (graph.application, "seen", G_CALLBACK (on_seen), &graph);
  /* lint: allow connect, because of the same. */
  g_signal_connect_swapped (graph.application, "startup", G_CALLBACK (on_startup), &graph);

  return g_application_run (G_APPLICATION (graph.application), argc, argv);
}
