/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "fake-service.h"

static void
fake_call_free (FakeCall *self)
{
  if (self->invocation != NULL)
    fake_call_fail (self, G_DBUS_ERROR_FAILED);
  g_free (self->method);
  g_variant_unref (self->parameters);
  g_free (self);
}

static void
on_method_call (GDBusConnection       *connection,
                const char            *sender,
                const char            *object_path,
                const char            *interface_name,
                const char            *method_name,
                GVariant              *parameters,
                GDBusMethodInvocation *invocation,
                gpointer               user_data)
{
  FakeService *self = user_data;
  FakeCall *call = g_new0 (FakeCall, 1);

  call->method = g_strdup (method_name);
  call->parameters = g_variant_ref (parameters);
  call->invocation = invocation;
  g_ptr_array_add (self->calls, call);
  self->handler (self, call, self->user_data);
}

FakeService *
fake_service_new (const char  *address,
                  const char  *name,
                  const char  *path,
                  const char  *xml,
                  FakeHandler  handler,
                  gpointer     user_data)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_method_call };
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, &error);
  g_autoptr(GVariant) answer = NULL;
  FakeService *self = g_new0 (FakeService, 1);

  g_assert_no_error (error);
  self->handler = handler;
  self->user_data = user_data;
  self->calls = g_ptr_array_new_with_free_func ((GDestroyNotify) fake_call_free);
  self->connection =
    g_dbus_connection_new_for_address_sync (address,
                                            G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                            G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, &error);
  g_assert_no_error (error);
  self->objects = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; node->interfaces[i] != NULL; i++)
    {
      guint id = g_dbus_connection_register_object (self->connection, path, node->interfaces[i], &vtable, self, NULL,
                                                    &error);

      g_assert_no_error (error);
      g_array_append_val (self->objects, id);
    }
  answer = g_dbus_connection_call_sync (self->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                        "org.freedesktop.DBus", "RequestName", g_variant_new ("(su)", name, 4),
                                        NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);

  return self;
}

void
fake_service_free (FakeService *self)
{
  g_autoptr(GError) error = NULL;

  /* What has arrived and is not worked on yet finds nobody. */
  for (guint i = 0; i < self->objects->len; i++)
    g_dbus_connection_unregister_object (self->connection, g_array_index (self->objects, guint, i));
  g_array_unref (self->objects);
  g_ptr_array_unref (self->calls);
  g_dbus_connection_flush_sync (self->connection, NULL, NULL);
  g_dbus_connection_close_sync (self->connection, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (self->connection);
  g_free (self);
}

/* How often a method was called. */
guint
fake_service_count (FakeService *self,
                    const char  *method)
{
  guint count = 0;

  for (guint i = 0; i < self->calls->len; i++)
    {
      const FakeCall *call = self->calls->pdata[i];

      count += g_str_equal (call->method, method);
    }

  return count;
}

/* The newest call of a method, NULL if there was none. */
FakeCall *
fake_service_last (FakeService *self,
                   const char  *method)
{
  for (guint i = self->calls->len; i > 0; i--)
    {
      FakeCall *call = self->calls->pdata[i - 1];

      if (g_str_equal (call->method, method))
        return call;
    }

  return NULL;
}

void
fake_service_emit (FakeService *self,
                   const char  *path,
                   const char  *interface,
                   const char  *signal,
                   GVariant    *parameters)
{
  g_autoptr(GError) error = NULL;

  g_dbus_connection_emit_signal (self->connection, NULL, path, interface, signal, parameters, &error);
  g_assert_no_error (error);
}

void
fake_call_answer (FakeCall *self,
                  GVariant *answer)
{
  g_dbus_method_invocation_return_value (g_steal_pointer (&self->invocation), answer);
}

void
fake_call_fail (FakeCall *self,
                int       code)
{
  g_dbus_method_invocation_return_error_literal (g_steal_pointer (&self->invocation), G_DBUS_ERROR, code, "As told");
}
