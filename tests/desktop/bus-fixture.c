/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bus-fixture.h"

#include "bedside-await.h"

GDBusConnection *
bus_fixture_connect (BusFixture *self)
{
  g_autoptr(GError) error = NULL;
  GDBusConnection *connection =
    g_dbus_connection_new_for_address_sync (g_test_dbus_get_bus_address (self->bus),
                                            G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                            G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, &error);

  g_assert_no_error (error);
  return connection;
}

void
bus_fixture_close (GDBusConnection *connection)
{
  g_autoptr(GError) error = NULL;

  g_dbus_connection_close_sync (connection, NULL, &error);
  g_assert_no_error (error);
}

void
bus_fixture_set_up (BusFixture    *self,
                    gconstpointer  data)
{
  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  self->ours = bus_fixture_connect (self);
  self->theirs = bus_fixture_connect (self);
}

void
bus_fixture_tear_down (BusFixture    *self,
                       gconstpointer  data)
{
  g_clear_object (&self->ours);
  g_clear_object (&self->theirs);
  /* A case may have ended it. */
  if (g_test_dbus_get_bus_address (self->bus) != NULL)
    g_test_dbus_stop (self->bus);
  g_clear_object (&self->bus);
}

GVariant *
bus_fixture_call (GDBusConnection  *from,
                  const char       *name,
                  const char       *path,
                  const char       *interface,
                  const char       *method,
                  GVariant         *parameters,
                  GError          **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  g_dbus_connection_call (from, name, path, interface, method, parameters, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                          NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 20);
  return g_dbus_connection_call_finish (from, result, error);
}

static GVariant *
ask_bus (GDBusConnection *connection,
         const char      *method,
         GVariant        *parameters)
{
  g_autoptr(GError) error = NULL;
  GVariant *answer = bus_fixture_call (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", method, parameters, &error);

  g_assert_no_error (error);
  return answer;
}

void
bus_fixture_settle (BusFixture      *self,
                    GDBusConnection *to)
{
  g_autoptr(GVariant) sent = ask_bus (self->ours, "GetId", NULL);
  g_autoptr(GVariant) seen = ask_bus (to, "GetId", NULL);

  g_assert_nonnull (sent);
  g_assert_nonnull (seen);
}

gboolean
bus_fixture_has_owner (BusFixture *self,
                       const char *name)
{
  g_autoptr(GVariant) answer = ask_bus (self->ours, "NameHasOwner", g_variant_new ("(s)", name));
  gboolean owned = FALSE;

  g_variant_get (answer, "(b)", &owned);
  return owned;
}

void
bus_fixture_request_name (GDBusConnection *connection,
                          const char      *name)
{
  g_autoptr(GVariant) answer = ask_bus (connection, "RequestName", g_variant_new ("(su)", name, 4));
  guint32 how = 0;

  g_variant_get (answer, "(u)", &how);
  g_assert_cmpuint (how, ==, 1);
}

static void
on_signal (GDBusConnection *connection,
           const char      *sender,
           const char      *path,
           const char      *interface,
           const char      *name,
           GVariant        *parameters,
           gpointer         user_data)
{
  BusSignals *self = user_data;
  g_autofree char *printed = g_variant_print (parameters, FALSE);

  g_ptr_array_add (self->texts, g_strdup_printf ("%s %s", name, printed));
}

BusSignals *
bus_signals_new (GDBusConnection *connection,
                 const char      *path,
                 const char      *interface)
{
  BusSignals *self = g_new0 (BusSignals, 1);

  self->connection = g_object_ref (connection);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->subscription = g_dbus_connection_signal_subscribe (connection, NULL, interface, NULL, path, NULL,
                                                           G_DBUS_SIGNAL_FLAGS_NONE, on_signal, self, NULL);
  return self;
}

void
bus_signals_free (BusSignals *self)
{
  g_dbus_connection_signal_unsubscribe (self->connection, self->subscription);
  g_clear_object (&self->connection);
  g_ptr_array_unref (self->texts);
  g_free (self);
}

guint
bus_signals_count (BusSignals *self,
                   const char *prefix)
{
  guint count = 0;

  for (guint i = 0; i < self->texts->len; i++)
    count += g_str_has_prefix (g_ptr_array_index (self->texts, i), prefix);
  return count;
}

const char *
bus_signals_last (BusSignals *self,
                  const char *prefix)
{
  for (guint i = self->texts->len; i > 0; i--)
    {
      if (g_str_has_prefix (g_ptr_array_index (self->texts, i - 1), prefix))
        return g_ptr_array_index (self->texts, i - 1);
    }
  return "";
}
