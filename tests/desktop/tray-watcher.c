/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "tray-watcher.h"

#define WATCHER "org.kde.StatusNotifierWatcher"
#define WATCHER_PATH "/StatusNotifierWatcher"

/* With the properties by hand, since a real one may answer with anything. */
static const char xml[] =
  "<node>"
  "  <interface name='org.kde.StatusNotifierWatcher'>"
  "    <method name='RegisterStatusNotifierItem'><arg type='s' direction='in'/></method>"
  "    <signal name='StatusNotifierHostRegistered'/>"
  "    <signal name='StatusNotifierHostUnregistered'/>"
  "  </interface>"
  "  <interface name='org.freedesktop.DBus.Properties'>"
  "    <method name='Get'>"
  "      <arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='v' direction='out'/>"
  "    </method>"
  "  </interface>"
  "</node>";

static void
answer_property (TrayWatcher           *self,
                 GVariant              *parameters,
                 GDBusMethodInvocation *invocation)
{
  const char *interface, *name;

  g_variant_get (parameters, "(&s&s)", &interface, &name);
  g_assert_cmpstr (interface, ==, WATCHER);
  g_assert_cmpstr (name, ==, "IsStatusNotifierHostRegistered");
  self->asked++;
  if (self->hosted == NULL)
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS, "No such property");
  else
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(v)", self->hosted));
}

static void
on_call (GDBusConnection       *connection,
         const char            *sender,
         const char            *path,
         const char            *interface,
         const char            *method,
         GVariant              *parameters,
         GDBusMethodInvocation *invocation,
         gpointer               user_data)
{
  TrayWatcher *self = user_data;
  const char *service = NULL;

  if (g_str_equal (method, "Get"))
    {
      answer_property (self, parameters, invocation);
      return;
    }

  g_variant_get (parameters, "(&s)", &service);
  g_ptr_array_add (self->items, g_strdup (service));
  if (self->mood == TRAY_WATCHER_IS_SILENT)
    g_ptr_array_add (self->pending, invocation);
  else if (self->mood == TRAY_WATCHER_REFUSES)
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_FAILED, "No more icons");
  else
    g_dbus_method_invocation_return_value (invocation, NULL);
}

TrayWatcher *
tray_watcher_new (BusFixture      *bus,
                  TrayWatcherMood  mood,
                  gboolean         hosted)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_call };
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, &error);
  TrayWatcher *self = g_new0 (TrayWatcher, 1);

  g_assert_no_error (error);
  self->mood = mood;
  self->items = g_ptr_array_new_with_free_func (g_free);
  self->pending = g_ptr_array_new ();
  self->hosted = g_variant_ref_sink (g_variant_new_boolean (hosted));
  self->connection = bus_fixture_connect (bus);
  for (gsize i = 0; i < G_N_ELEMENTS (self->objects); i++)
    {
      self->objects[i] =
        g_dbus_connection_register_object (self->connection, WATCHER_PATH, node->interfaces[i], &vtable, self, NULL,
                                           &error);
      g_assert_no_error (error);
    }
  bus_fixture_request_name (self->connection, WATCHER);

  return self;
}

/* As a crash: its connection ends. */
void
tray_watcher_free (TrayWatcher *self)
{
  for (guint i = 0; i < self->pending->len; i++)
    g_object_unref (g_ptr_array_index (self->pending, i));
  g_ptr_array_unref (self->pending);
  for (gsize i = 0; i < G_N_ELEMENTS (self->objects); i++)
    g_assert_true (g_dbus_connection_unregister_object (self->connection, self->objects[i]));
  bus_fixture_close (self->connection);
  g_clear_object (&self->connection);
  g_ptr_array_unref (self->items);
  g_clear_pointer (&self->hosted, g_variant_unref);
  g_free (self);
}

void
tray_watcher_set_hosted (TrayWatcher *self,
                         gboolean     hosted)
{
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&self->hosted, g_variant_unref);
  self->hosted = g_variant_ref_sink (g_variant_new_boolean (hosted));
  g_dbus_connection_emit_signal (self->connection, NULL, WATCHER_PATH, WATCHER,
                                 hosted ? "StatusNotifierHostRegistered" : "StatusNotifierHostUnregistered", NULL,
                                 &error);
  g_assert_no_error (error);
}

const char *
tray_watcher_get_item (TrayWatcher *self)
{
  g_assert_cmpuint (self->items->len, >, 0);
  return g_ptr_array_index (self->items, self->items->len - 1);
}
