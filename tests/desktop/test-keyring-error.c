/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-keyring-error.h"
#include "bedside-secrets.h"

#include <libsecret/secret.h>

static void
assert_becomes (GQuark domain,
                int    code,
                GQuark wanted_domain,
                int    wanted_code)
{
  g_autoptr(GError) error = bedside_keyring_error_translate (g_error_new_literal (domain, code, "from below"));

  g_assert_error (error, wanted_domain, wanted_code);
}

static void
test_locked (void)
{
  assert_becomes (SECRET_ERROR, SECRET_ERROR_IS_LOCKED, BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_LOCKED);
}

static void
test_unavailable (void)
{
  static const int gone[] = {
    G_DBUS_ERROR_SERVICE_UNKNOWN, G_DBUS_ERROR_NAME_HAS_NO_OWNER, G_DBUS_ERROR_NO_REPLY,
    G_DBUS_ERROR_SPAWN_CHILD_EXITED, G_DBUS_ERROR_DISCONNECTED,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (gone); i++)
    assert_becomes (G_DBUS_ERROR, gone[i], BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_UNAVAILABLE);
  assert_becomes (G_IO_ERROR, G_IO_ERROR_CLOSED, BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_UNAVAILABLE);
}

static void
test_failed (void)
{
  /* What the portal says in a sandbox, be it dismissed or be there no keyring. */
  g_autoptr(GError) error =
    bedside_keyring_error_translate (g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "user interaction failed"));

  g_assert_error (error, BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_FAILED);
  g_assert_nonnull (strstr (error->message, "user interaction failed"));
  assert_becomes (SECRET_ERROR, SECRET_ERROR_PROTOCOL, BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_FAILED);
}

static void
test_remote_name (void)
{
  g_autoptr(GError) remote = g_dbus_error_new_for_dbus_error ("org.example.Broken", "it broke");
  g_autoptr(GError) error = bedside_keyring_error_translate (g_error_copy (remote));

  g_assert_error (error, BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_FAILED);
  g_assert_cmpstr (error->message, ==, "The keyring failed: it broke");
}

static void
test_cancelled (void)
{
  assert_becomes (G_IO_ERROR, G_IO_ERROR_CANCELLED, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/desktop/keyring-error/locked", test_locked);
  g_test_add_func ("/desktop/keyring-error/unavailable", test_unavailable);
  g_test_add_func ("/desktop/keyring-error/failed", test_failed);
  g_test_add_func ("/desktop/keyring-error/remote-name-is-no-message", test_remote_name);
  g_test_add_func ("/desktop/keyring-error/cancelled-stays", test_cancelled);

  return g_test_run ();
}
