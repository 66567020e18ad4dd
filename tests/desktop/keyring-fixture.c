/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "keyring-fixture.h"

#include "bedside-await.h"

#define SERVICE "org.freedesktop.secrets"
#define SERVICE_PATH "/org/freedesktop/secrets"
#define COLLECTION_PATH "/org/freedesktop/secrets/collection/login"
#define PROMPTER "org.gnome.keyring.SystemPrompter"
#define PROMPTER_PATH "/org/gnome/keyring/Prompter"
/* Our half of the key that the password would be sealed with. */
#define EXCHANGE "[sx-aes-1]\npublic=Ag==\n"

static const char prompter_xml[] =
  "<node>"
  "  <interface name='org.gnome.keyring.internal.Prompter'>"
  "    <method name='BeginPrompting'><arg type='o' direction='in'/></method>"
  "    <method name='PerformPrompt'>"
  "      <arg type='o' direction='in'/><arg type='s' direction='in'/>"
  "      <arg type='a{sv}' direction='in'/><arg type='s' direction='in'/>"
  "    </method>"
  "    <method name='StopPrompting'><arg type='o' direction='in'/></method>"
  "  </interface>"
  "</node>";

static gboolean
has_owner (KeyringFixture *self,
           const char     *name)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer =
    g_dbus_connection_call_sync (self->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                 "org.freedesktop.DBus", "NameHasOwner", g_variant_new ("(s)", name),
                                 G_VARIANT_TYPE ("(b)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  gboolean owned = FALSE;

  g_assert_no_error (error);
  g_variant_get (answer, "(b)", &owned);
  return owned;
}

void
keyring_fixture_set_up (KeyringFixture *self)
{
  g_autoptr(GError) error = NULL;

  self->home = g_dir_make_tmp ("bedside-keyring-XXXXXX", &error);
  g_assert_no_error (error);
  self->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (self->bus);
  self->connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  /* libsecret keeps what it has for the life of the process. */
  g_dbus_connection_set_exit_on_close (self->connection, FALSE);
}

static void
remove_folder (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) rm = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "rm", "-rf", "--", path, NULL);

  g_assert_no_error (error);
  g_subprocess_wait_check (rm, NULL, &error);
  g_assert_no_error (error);
}

void
keyring_fixture_tear_down (KeyringFixture *self)
{
  keyring_fixture_stop_daemon (self);
  g_clear_object (&self->connection);
  g_test_dbus_stop (self->bus);
  g_clear_object (&self->bus);
  remove_folder (self->home);
  g_clear_pointer (&self->home, g_free);
}

void
keyring_fixture_start_daemon (KeyringFixture *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) password = g_bytes_new_static ("throwaway", 9);
  g_autoptr(GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                               G_SUBPROCESS_FLAGS_STDERR_SILENCE);

  g_subprocess_launcher_setenv (launcher, "HOME", self->home, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", self->home, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_RUNTIME_DIR", self->home, TRUE);
  /* The daemon asks GLib for warnings that are none of ours. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  self->daemon = g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon", "--foreground", "--unlock",
                                              "--components=secrets", NULL);
  g_assert_no_error (error);

  GOutputStream *in = g_subprocess_get_stdin_pipe (self->daemon);
  g_output_stream_write_bytes (in, password, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (in, NULL, &error);
  g_assert_no_error (error);
  bedside_await (has_owner (self, SERVICE), 20);
}

void
keyring_fixture_stop_daemon (KeyringFixture *self)
{
  if (self->daemon == NULL)
    return;

  g_subprocess_force_exit (self->daemon);
  g_subprocess_wait (self->daemon, NULL, NULL);
  g_clear_object (&self->daemon);
  bedside_await (!has_owner (self, SERVICE), 20);
}

void
keyring_fixture_lock (KeyringFixture *self)
{
  const char *paths[] = { COLLECTION_PATH };
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer =
    g_dbus_connection_call_sync (self->connection, SERVICE, SERVICE_PATH, "org.freedesktop.Secret.Service", "Lock",
                                 g_variant_new ("(@ao)", g_variant_new_objv (paths, G_N_ELEMENTS (paths))),
                                 NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (answer);
}

gboolean
keyring_fixture_is_locked (KeyringFixture *self)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GVariant) answer =
    g_dbus_connection_call_sync (self->connection, SERVICE, COLLECTION_PATH, "org.freedesktop.DBus.Properties", "Get",
                                 g_variant_new ("(ss)", "org.freedesktop.Secret.Collection", "Locked"),
                                 G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_autoptr(GVariant) value = NULL;

  g_assert_no_error (error);
  g_variant_get (answer, "(v)", &value);
  return g_variant_get_boolean (value);
}

static void
call_back (GDBusConnection *connection,
           const char      *sender,
           const char      *path,
           const char      *method,
           GVariant        *parameters)
{
  g_dbus_connection_call (connection, sender, path, "org.gnome.keyring.internal.Prompter.Callback", method, parameters,
                          NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL, NULL);
}

static void
answer_no (GDBusConnection *connection,
           const char      *asker,
           const char      *question)
{
  call_back (connection, asker, question, "PromptReady", g_variant_new ("(sa{sv}s)", "no", NULL, EXCHANGE));
}

/* The daemon begins, we are ready, it asks its question; in the end it stops and we are done. */
static void
on_prompter_call (GDBusConnection       *connection,
                  const char            *sender,
                  const char            *object_path,
                  const char            *interface_name,
                  const char            *method_name,
                  GVariant              *parameters,
                  GDBusMethodInvocation *invocation,
                  gpointer               user_data)
{
  KeyringPrompter *prompter = user_data;
  g_autofree char *callback = NULL;

  g_variant_get_child (parameters, 0, "o", &callback);
  g_dbus_method_invocation_return_value (invocation, NULL);

  if (g_str_equal (method_name, "BeginPrompting"))
    call_back (connection, sender, callback, "PromptReady", g_variant_new ("(sa{sv}s)", "", NULL, EXCHANGE));
  else if (g_str_equal (method_name, "StopPrompting"))
    {
      g_clear_pointer (&prompter->asker, g_free);
      g_clear_pointer (&prompter->question, g_free);
      call_back (connection, sender, callback, "PromptDone", NULL);
    }
  else if (prompter->dismisses)
    answer_no (connection, sender, callback);
  else
    {
      prompter->asker = g_strdup (sender);
      prompter->question = g_steal_pointer (&callback);
    }
}

void
keyring_fixture_start_prompter (KeyringFixture  *self,
                                KeyringPrompter *prompter)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_prompter_call };
  g_autoptr(GError) error = NULL;
  g_autoptr(GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (prompter_xml, &error);

  g_assert_no_error (error);
  prompter->id = g_dbus_connection_register_object (self->connection, PROMPTER_PATH, node->interfaces[0], &vtable,
                                                    prompter, NULL, &error);
  g_assert_no_error (error);

  g_autoptr(GVariant) answer =
    g_dbus_connection_call_sync (self->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                 "org.freedesktop.DBus", "RequestName", g_variant_new ("(su)", PROMPTER, 4),
                                 NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);
}

void
keyring_fixture_stop_prompter (KeyringFixture  *self,
                               KeyringPrompter *prompter)
{
  g_autoptr(GError) error = NULL;

  /* The daemon asks nothing new before that. */
  if (prompter->question != NULL && self->daemon != NULL)
    {
      answer_no (self->connection, prompter->asker, prompter->question);
      bedside_await (prompter->question == NULL, 20);
    }

  g_autoptr(GVariant) answer =
    g_dbus_connection_call_sync (self->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                 "org.freedesktop.DBus", "ReleaseName", g_variant_new ("(s)", PROMPTER),
                                 NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (answer);
  g_assert_true (g_dbus_connection_unregister_object (self->connection, prompter->id));
  g_clear_pointer (&prompter->asker, g_free);
  g_clear_pointer (&prompter->question, g_free);
}
