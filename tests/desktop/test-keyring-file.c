/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-await.h"
#include "bedside-keyring.h"

#include <glib/gstdio.h>

/* What a Flatpak uses instead of the service: a file, sealed with a key that the
 * portal gives (here: a variable). libsecret chooses once in a process, so that each
 * case runs in one of its own. */

#define APP_ID "org.bedside.Test"

static char *
lookup (BedsideSecrets  *secrets,
        BedsideSecret    secret,
        GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_secrets_lookup_async (secrets, secret, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 20);
  return bedside_secrets_lookup_finish (secrets, result, error);
}

static gboolean
store (BedsideSecrets  *secrets,
       BedsideSecret    secret,
       const char      *value,
       GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_secrets_store_async (secrets, secret, value, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 20);
  return bedside_secrets_store_finish (secrets, result, error);
}

static gboolean
clear (BedsideSecrets  *secrets,
       GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_secrets_clear_async (secrets, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 20);
  return bedside_secrets_clear_finish (secrets, result, error);
}

static char *
enter_folder (void)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("bedside-keyring-XXXXXX", &error);

  g_assert_no_error (error);
  g_autofree char *path = g_build_filename (folder, "test.keyring", NULL);
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "a throwaway password", TRUE);

  return g_steal_pointer (&folder);
}

/* libsecret leaves files of its own beside the keyring. */
static void
leave_folder (const char *folder)
{
  g_autoptr(GDir) files = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while ((name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
run_round_trip (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));
  g_autofree char *folder = enter_folder ();
  g_autoptr(GError) error = NULL;

  g_autofree char *nothing = lookup (secrets, BEDSIDE_SECRET_SIGN_IN, &error);
  g_assert_no_error (error);
  g_assert_null (nothing);

  store (secrets, BEDSIDE_SECRET_SIGN_IN, "first", &error);
  g_assert_no_error (error);
  store (secrets, BEDSIDE_SECRET_SIGN_IN, "second", &error);
  g_assert_no_error (error);
  store (secrets, BEDSIDE_SECRET_CACHE_KEY, "key", &error);
  g_assert_no_error (error);

  g_autofree char *sign_in = lookup (secrets, BEDSIDE_SECRET_SIGN_IN, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (sign_in, ==, "second");
  g_autofree char *key = lookup (secrets, BEDSIDE_SECRET_CACHE_KEY, &error);
  g_assert_cmpstr (key, ==, "key");

  g_assert_true (clear (secrets, &error));
  g_assert_no_error (error);
  g_autofree char *cleared = lookup (secrets, BEDSIDE_SECRET_SIGN_IN, &error);
  g_assert_no_error (error);
  g_assert_null (cleared);
  g_assert_true (clear (secrets, &error));

  leave_folder (folder);
}

/* The secret is sealed in the file. */
static void
run_no_plaintext (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));
  g_autofree char *folder = enter_folder ();
  g_autofree char *path = g_build_filename (folder, "test.keyring", NULL);
  g_autofree char *data = NULL;
  g_autoptr(GError) error = NULL;
  gsize length = 0;

  store (secrets, BEDSIDE_SECRET_SIGN_IN, "syt_a_token_that_is_secret", &error);
  g_assert_no_error (error);

  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  g_assert_cmpuint (length, >, 0);
  g_assert_null (g_strstr_len (data, length, "syt_a_token"));

  leave_folder (folder);
}

static void
run_no_password (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));
  g_autofree char *folder = enter_folder ();
  g_autoptr(GError) error = NULL;

  g_unsetenv ("SECRET_FILE_TEST_PASSWORD");
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere", TRUE);

  g_assert_null (lookup (secrets, BEDSIDE_SECRET_SIGN_IN, &error));
  g_assert_nonnull (error);
  g_assert_true (error->domain == BEDSIDE_SECRETS_ERROR);
  g_clear_error (&error);

  g_assert_false (store (secrets, BEDSIDE_SECRET_SIGN_IN, "value", &error));
  g_assert_true (error->domain == BEDSIDE_SECRETS_ERROR);

  leave_folder (folder);
}

static void
run_broken_file (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));
  g_autofree char *folder = enter_folder ();
  g_autofree char *path = g_build_filename (folder, "test.keyring", NULL);
  g_autoptr(GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "this is no keyring", -1, NULL));
  g_assert_null (lookup (secrets, BEDSIDE_SECRET_SIGN_IN, &error));
  g_assert_error (error, BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_false (clear (secrets, &error));
  g_assert_error (error, BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_FAILED);

  leave_folder (folder);
}

static void
test_in_process (gconstpointer data)
{
  if (g_test_subprocess ())
    {
      ((GTestFunc) data)();
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/desktop/keyring-file/round-trip", run_round_trip, test_in_process);
  g_test_add_data_func ("/desktop/keyring-file/R31-no-plaintext", run_no_plaintext, test_in_process);
  g_test_add_data_func ("/desktop/keyring-file/no-password", run_no_password, test_in_process);
  g_test_add_data_func ("/desktop/keyring-file/broken-file", run_broken_file, test_in_process);

  return g_test_run ();
}
