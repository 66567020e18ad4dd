/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "bedside-screen-lock"

#include "bedside-screen-lock.h"

/* None of these services is started for this, except the portal of a Flatpak, which is the only one to ask there. Nor
 * is the session manager told of Bedside: HACKING.md says why.
 *
 * Sources: flatpak.github.io/xdg-desktop-portal, org.freedesktop.portal.Inhibit; org.freedesktop.login1(5);
 * specifications.freedesktop.org, idle-inhibition. */

#define PORTAL "org.freedesktop.portal.Desktop"
#define PORTAL_PATH "/org/freedesktop/portal/desktop"
#define INHIBIT "org.freedesktop.portal.Inhibit"
#define PORTAL_SESSION "org.freedesktop.portal.Session"
/* Of the desktop's session, as the portal tells it: it is about to end, and asks for a word. */
#define STATE_QUERY_END 2

#define LOGIND "org.freedesktop.login1"
#define LOGIND_PATH "/org/freedesktop/login1"
#define LOGIND_MANAGER "org.freedesktop.login1.Manager"
#define LOGIND_SESSION "org.freedesktop.login1.Session"
#define PROPERTIES "org.freedesktop.DBus.Properties"

/* The name is the interface, too. */
static const struct {
  const char *name;
  const char *path;
} savers[] = {
  { "org.gnome.ScreenSaver", "/org/gnome/ScreenSaver" },
  { "org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver" },
  { "org.freedesktop.ScreenSaver", "/ScreenSaver" },
  { "org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver" },
  { "org.mate.ScreenSaver", "/org/mate/ScreenSaver" },
  { "org.xfce.ScreenSaver", "/org/xfce/ScreenSaver" },
};

struct _BedsideScreenLock
{
  GObject          parent_instance;

  GDBusConnection *bus;                /* (owned) (nullable): of the desktop's session */
  GDBusConnection *system_bus;         /* (owned) (nullable): once logind is asked there */
  GCancellable    *cancellable;        /* (owned): of all that is under way */
  guint            watch;              /* of the portal's name */
  char            *portal_session;     /* (owned) (nullable): what the portal calls our question */
  guint            portal_changes;     /* subscription, as are the following */
  guint            saver_changes[G_N_ELEMENTS (savers)];
  guint            logind_changes;
  guint            logind_properties;
};

typedef enum {
  SIGNAL_LOCKED,
} BedsideScreenLockSignal;

static guint signals[SIGNAL_LOCKED + 1];

G_DEFINE_FINAL_TYPE (BedsideScreenLock, bedside_screen_lock, G_TYPE_OBJECT)

static void
tell (BedsideScreenLock *self)
{
  g_signal_emit (self, signals[SIGNAL_LOCKED], 0);
}

static void
unsubscribe (GDBusConnection *bus,
             guint           *subscription)
{
  const guint id = *subscription;

  *subscription = 0;
  if (id != 0)
    g_dbus_connection_signal_unsubscribe (bus, id);
}

/* --- the portal --- */

static void
on_portal_changed (GDBusConnection *connection,
                   const char      *sender,
                   const char      *object_path,
                   const char      *interface_name,
                   const char      *signal_name,
                   GVariant        *parameters,
                   gpointer         user_data)
{
  BedsideScreenLock *self = user_data;
  g_autoptr(GVariant) state = NULL;
  const char *session = NULL;
  gboolean active = FALSE;
  guint32 session_state = 0;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(oa{sv})")))
    return;

  g_variant_get (parameters, "(&o@a{sv})", &session, &state);
  /* Otherwise the desktop waits for us before it ends. */
  if (g_variant_lookup (state, "session-state", "u", &session_state) && session_state == STATE_QUERY_END &&
      g_strcmp0 (session, self->portal_session) == 0)
    g_dbus_connection_call (connection, PORTAL, PORTAL_PATH, INHIBIT, "QueryEndResponse",
                            g_variant_new ("(o)", session), NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL,
                            NULL);
  if (g_variant_lookup (state, "screensaver-active", "b", &active) && active)
    tell (self);
}

static void
on_monitor (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("The portal does not tell when the screen is locked: %s", error->message);
}

/* Sessions and requests of the portal have the asker's bus name and token in their path. */
static char *
session_path_new (GDBusConnection *bus,
                  const char      *token)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (bus) + 1);

  g_strdelimit (sender, ".", '_');

  return g_strdup_printf (PORTAL_PATH "/session/%s/%s", sender, token);
}

static void
on_portal_appeared (GDBusConnection *connection,
                    const char      *name,
                    const char      *owner,
                    gpointer         user_data)
{
  BedsideScreenLock *self = user_data;
  g_autofree char *token = g_strdup_printf ("bedside_%08x", g_random_int ());
  g_autofree char *former = g_steal_pointer (&self->portal_session);
  GVariantBuilder options;

  self->portal_session = session_path_new (connection, token);
  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "session_handle_token", g_variant_new_string (token));
  g_dbus_connection_call (connection, PORTAL, PORTAL_PATH, INHIBIT, "CreateMonitor",
                          g_variant_new ("(sa{sv})", "", &options), G_VARIANT_TYPE ("(o)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, on_monitor, NULL);
}

static void
on_portal_vanished (GDBusConnection *connection,
                    const char      *name,
                    gpointer         user_data)
{
  BedsideScreenLock *self = user_data;

  g_clear_pointer (&self->portal_session, g_free);
}

/**
 * bedside_screen_lock_watch_portal:
 * @self: a screen lock
 *
 * Asks the portal, which is started if it is not there.
 */
void
bedside_screen_lock_watch_portal (BedsideScreenLock *self)
{
  g_return_if_fail (BEDSIDE_IS_SCREEN_LOCK (self));

  if (self->bus == NULL || self->watch != 0)
    return;

  self->portal_changes =
    g_dbus_connection_signal_subscribe (self->bus, PORTAL, INHIBIT, "StateChanged", PORTAL_PATH, NULL,
                                        G_DBUS_SIGNAL_FLAGS_NONE, on_portal_changed, self, NULL);
  self->watch = g_bus_watch_name_on_connection (self->bus, PORTAL, G_BUS_NAME_WATCHER_FLAGS_AUTO_START,
                                                on_portal_appeared, on_portal_vanished, self, NULL);
}

/* --- screen savers --- */

static void
on_saver_changed (GDBusConnection *connection,
                  const char      *sender,
                  const char      *object_path,
                  const char      *interface_name,
                  const char      *signal_name,
                  GVariant        *parameters,
                  gpointer         user_data)
{
  gboolean active = FALSE;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(b)")))
    return;

  g_variant_get (parameters, "(b)", &active);
  if (active)
    tell (user_data);
}

static void
on_saver_state (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(BedsideScreenLock) self = BEDSIDE_SCREEN_LOCK (user_data);
  g_autoptr(GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  gboolean active = FALSE;

  /* Most of them are not there. */
  if (answer != NULL)
    g_variant_get (answer, "(b)", &active);
  if (active && !g_cancellable_is_cancelled (self->cancellable))
    tell (self);
}

/**
 * bedside_screen_lock_watch_savers:
 * @self: a screen lock
 *
 * Listens to the screen savers of the desktops.
 */
void
bedside_screen_lock_watch_savers (BedsideScreenLock *self)
{
  g_return_if_fail (BEDSIDE_IS_SCREEN_LOCK (self));

  if (self->bus == NULL || self->saver_changes[0] != 0)
    return;

  for (gsize i = 0; i < G_N_ELEMENTS (savers); i++)
    {
      self->saver_changes[i] =
        g_dbus_connection_signal_subscribe (self->bus, savers[i].name, savers[i].name, "ActiveChanged", savers[i].path,
                                            NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_saver_changed, self, NULL);
      g_dbus_connection_call (self->bus, savers[i].name, savers[i].path, savers[i].name, "GetActive", NULL,
                              G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable,
                              on_saver_state, g_object_ref (self));
    }
}

/* --- logind --- */

/* Whoever may asks the session to lock: "loginctl lock-session", a lid, a desktop's button. */
static void
on_logind_signal (GDBusConnection *connection,
                  const char      *sender,
                  const char      *object_path,
                  const char      *interface_name,
                  const char      *signal_name,
                  GVariant        *parameters,
                  gpointer         user_data)
{
  tell (user_data);
}

static void
on_logind_properties (GDBusConnection *connection,
                      const char      *sender,
                      const char      *object_path,
                      const char      *interface_name,
                      const char      *signal_name,
                      GVariant        *parameters,
                      gpointer         user_data)
{
  g_autoptr(GVariant) changed = NULL;
  gboolean locked = FALSE;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(sa{sv}as)")))
    return;

  changed = g_variant_get_child_value (parameters, 1);
  if (g_variant_lookup (changed, "LockedHint", "b", &locked) && locked)
    tell (user_data);
}

static void
on_logind_hint (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(BedsideScreenLock) self = BEDSIDE_SCREEN_LOCK (user_data);
  g_autoptr(GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, NULL);
  g_autoptr(GVariant) hint = NULL;

  if (answer != NULL)
    g_variant_get (answer, "(v)", &hint);
  if (hint != NULL && g_variant_is_of_type (hint, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (hint) &&
      !g_cancellable_is_cancelled (self->cancellable))
    tell (self);
}

static void
on_logind_session (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(BedsideScreenLock) self = BEDSIDE_SCREEN_LOCK (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  const char *path = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (answer == NULL)
    {
      g_debug ("No logind that tells when the screen is locked: %s", error->message);
      return;
    }

  g_variant_get (answer, "(&o)", &path);
  self->logind_changes =
    g_dbus_connection_signal_subscribe (self->system_bus, LOGIND, LOGIND_SESSION, "Lock", path, NULL,
                                        G_DBUS_SIGNAL_FLAGS_NONE, on_logind_signal, self, NULL);
  self->logind_properties =
    g_dbus_connection_signal_subscribe (self->system_bus, LOGIND, PROPERTIES, "PropertiesChanged", path,
                                        LOGIND_SESSION, G_DBUS_SIGNAL_FLAGS_NONE, on_logind_properties, self, NULL);
  g_dbus_connection_call (self->system_bus, LOGIND, path, PROPERTIES, "Get",
                          g_variant_new ("(ss)", LOGIND_SESSION, "LockedHint"), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable, on_logind_hint,
                          g_object_ref (self));
}

/**
 * bedside_screen_lock_watch_logind:
 * @self: a screen lock
 * @system_bus: where logind is
 *
 * Listens to what logind says of the session that Bedside is seen in.
 */
void
bedside_screen_lock_watch_logind (BedsideScreenLock *self,
                                  GDBusConnection   *system_bus)
{
  g_return_if_fail (BEDSIDE_IS_SCREEN_LOCK (self));
  g_return_if_fail (G_IS_DBUS_CONNECTION (system_bus));

  if (!g_set_object (&self->system_bus, system_bus))
    return;

  /* "auto": also of a program that systemd has started outside of it. */
  g_dbus_connection_call (system_bus, LOGIND, LOGIND_PATH, LOGIND_MANAGER, "GetSession", g_variant_new ("(s)", "auto"),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, self->cancellable,
                          on_logind_session, g_object_ref (self));
}

static void
on_system_bus (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(BedsideScreenLock) self = BEDSIDE_SCREEN_LOCK (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusConnection) system_bus = g_bus_get_finish (result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (system_bus == NULL)
    {
      g_debug ("No system bus: %s", error->message);
      return;
    }

  /* Its end is not ours. */
  g_dbus_connection_set_exit_on_close (system_bus, FALSE);
  bedside_screen_lock_watch_logind (self, system_bus);
}

/* --- GObject --- */

static void
bedside_screen_lock_dispose (GObject *object)
{
  BedsideScreenLock *self = BEDSIDE_SCREEN_LOCK (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->watch, g_bus_unwatch_name);
  unsubscribe (self->bus, &self->portal_changes);
  for (gsize i = 0; i < G_N_ELEMENTS (savers); i++)
    unsubscribe (self->bus, &self->saver_changes[i]);
  unsubscribe (self->system_bus, &self->logind_changes);
  unsubscribe (self->system_bus, &self->logind_properties);
  if (self->portal_session != NULL && !g_dbus_connection_is_closed (self->bus))
    g_dbus_connection_call (self->bus, PORTAL, self->portal_session, PORTAL_SESSION, "Close", NULL, NULL,
                            G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
  g_clear_pointer (&self->portal_session, g_free);
  g_clear_object (&self->system_bus);
  g_clear_object (&self->bus);

  G_OBJECT_CLASS (bedside_screen_lock_parent_class)->dispose (object);
}

static void
bedside_screen_lock_finalize (GObject *object)
{
  g_object_unref (BEDSIDE_SCREEN_LOCK (object)->cancellable);

  G_OBJECT_CLASS (bedside_screen_lock_parent_class)->finalize (object);
}

static void
bedside_screen_lock_class_init (BedsideScreenLockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = bedside_screen_lock_dispose;
  object_class->finalize = bedside_screen_lock_finalize;

  /**
   * BedsideScreenLock::locked:
   *
   * The screen was locked.
   */
  signals[SIGNAL_LOCKED] = g_signal_new ("locked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
}

static void
bedside_screen_lock_init (BedsideScreenLock *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * bedside_screen_lock_new:
 * @bus: (nullable): the session bus; %NULL: nothing is heard there
 *
 * Returns: (transfer full): one that does not listen yet
 */
BedsideScreenLock *
bedside_screen_lock_new (GDBusConnection *bus)
{
  g_return_val_if_fail (bus == NULL || G_IS_DBUS_CONNECTION (bus), NULL);

  BedsideScreenLock *self = g_object_new (BEDSIDE_TYPE_SCREEN_LOCK, NULL);

  g_set_object (&self->bus, bus);

  return self;
}

/**
 * bedside_screen_lock_start:
 * @self: a screen lock
 *
 * Listens to whoever can know. None of them has to be there.
 */
void
bedside_screen_lock_start (BedsideScreenLock *self)
{
  g_return_if_fail (BEDSIDE_IS_SCREEN_LOCK (self));

  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
    {
      bedside_screen_lock_watch_portal (self);
      return;
    }

  bedside_screen_lock_watch_savers (self);
  g_bus_get (G_BUS_TYPE_SYSTEM, self->cancellable, on_system_bus, g_object_ref (self));
}
