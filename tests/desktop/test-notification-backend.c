/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-await.h"
#include "bedside-notification-backend.h"

#define GNOME "org.gtk.Notifications"

typedef struct {
  GTestDBus       *bus;
  GDBusConnection *connection;
} Fixture;

typedef struct {
  const char                 *forced;  /* (nullable) */
  const char                 *portal;  /* (nullable) */
  gboolean                    gnome;
  BedsideNotificationBackend  wanted;
} Case;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  self->connection =
    g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (self->bus),
                                            G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                            G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  if (!g_dbus_connection_is_closed (self->connection))
    g_dbus_connection_close_sync (self->connection, NULL, NULL);
  bedside_await_finalize (self->connection);
  g_test_dbus_down (self->bus);
  g_clear_object (&self->bus);
}

static void
set_variable (const char *name,
              const char *value)
{
  if (value != NULL)
    g_setenv (name, value, TRUE);
  else
    g_unsetenv (name);
}

static BedsideNotificationBackend
find (Fixture       *self,
      GCancellable  *cancellable,
      GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_notification_backend_find_async (self->connection, cancellable, bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_notification_backend_find_finish (self->connection, result, error);
}

static void
test_choice (Fixture       *self,
             gconstpointer  data)
{
  static const Case cases[] = {
    { NULL, NULL, FALSE, BEDSIDE_NOTIFICATION_BACKEND_FREEDESKTOP },
    { NULL, NULL, TRUE, BEDSIDE_NOTIFICATION_BACKEND_GTK },
    { NULL, "1", FALSE, BEDSIDE_NOTIFICATION_BACKEND_PORTAL },
    { NULL, "1", TRUE, BEDSIDE_NOTIFICATION_BACKEND_PORTAL },
    { NULL, "0", TRUE, BEDSIDE_NOTIFICATION_BACKEND_GTK },
    { "freedesktop", "1", TRUE, BEDSIDE_NOTIFICATION_BACKEND_FREEDESKTOP },
    { "gtk", "1", TRUE, BEDSIDE_NOTIFICATION_BACKEND_GTK },
    { "gtk", "1", FALSE, BEDSIDE_NOTIFICATION_BACKEND_PORTAL },
    { "gtk", NULL, FALSE, BEDSIDE_NOTIFICATION_BACKEND_FREEDESKTOP },
    { "portal", "1", TRUE, BEDSIDE_NOTIFICATION_BACKEND_PORTAL },
    { "portal", NULL, TRUE, BEDSIDE_NOTIFICATION_BACKEND_GTK },
    { "portal", NULL, FALSE, BEDSIDE_NOTIFICATION_BACKEND_FREEDESKTOP },
    { "nonsense", "", FALSE, BEDSIDE_NOTIFICATION_BACKEND_FREEDESKTOP },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *method = cases[i].gnome ? "RequestName" : "ReleaseName";
      g_autoptr(GError) error = NULL;
      g_autoptr(GVariant) answer =
        g_dbus_connection_call_sync (self->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                     "org.freedesktop.DBus", method,
                                     cases[i].gnome ? g_variant_new ("(su)", GNOME, 4) : g_variant_new ("(s)", GNOME),
                                     NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

      g_assert_no_error (error);
      set_variable ("GNOTIFICATION_BACKEND", cases[i].forced);
      set_variable ("GTK_USE_PORTAL", cases[i].portal);
      g_test_message ("Case %u", i);
      g_assert_cmpint (find (self, NULL, &error), ==, cases[i].wanted);
      g_assert_no_error (error);
    }
}

static void
test_cancelled (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  set_variable ("GNOTIFICATION_BACKEND", NULL);
  set_variable ("GTK_USE_PORTAL", NULL);
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (find (self, cancellable, &error), ==, BEDSIDE_NOTIFICATION_BACKEND_UNKNOWN);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_bus_gone (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  set_variable ("GNOTIFICATION_BACKEND", NULL);
  set_variable ("GTK_USE_PORTAL", NULL);
  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  g_assert_cmpint (find (self, NULL, &error), ==, BEDSIDE_NOTIFICATION_BACKEND_FREEDESKTOP);
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/desktop/notification-backend/choice", Fixture, NULL, set_up, test_choice, tear_down);
  g_test_add ("/desktop/notification-backend/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/desktop/notification-backend/bus-gone", Fixture, NULL, set_up, test_bus_gone, tear_down);

  return g_test_run ();
}
