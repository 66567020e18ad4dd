/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-await.h"
#include "bedside-keyring.h"

#include <glib/gstdio.h>
#include <libsecret/secret.h>

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

/* --- several at once --- */

/* What another start of Bedside would find: libsecret has a copy of the file, which this makes it forget. */
static void
assert_in_file (BedsideSecrets *secrets,
                BedsideSecret   secret,
                const char     *expected)
{
  g_autoptr(GError) error = NULL;

  secret_service_disconnect ();
  g_autofree char *value = lookup (secrets, secret, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (value, ==, expected);
}

#define ROUNDS 20

static void
run_at_once (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));
  g_autofree char *folder = enter_folder ();
  GAsyncResult *stored[ROUNDS][BEDSIDE_N_SECRETS] = { 0 };
  GAsyncResult *found[ROUNDS] = { 0 };
  g_autoptr(GAsyncResult) cleared = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *value = g_strdup_printf ("value %u", i);

      for (guint secret = 0; secret < BEDSIDE_N_SECRETS; secret++)
        /* The last round after the clear stores two of them only. */
        if (i < ROUNDS - 1 || secret >= BEDSIDE_SECRET_PASSCODE)
          bedside_secrets_store_async (secrets, secret, value, NULL, bedside_await_result, &stored[i][secret]);
      bedside_secrets_lookup_async (secrets, BEDSIDE_SECRET_PASSCODE, NULL, bedside_await_result, &found[i]);
      if (i == ROUNDS - 2)
        bedside_secrets_clear_async (secrets, NULL, bedside_await_result, &cleared);
    }
  bedside_await (found[ROUNDS - 1] != NULL, 30);

  g_assert_true (bedside_secrets_clear_finish (secrets, cleared, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < ROUNDS; i++)
    {
      g_autofree char *expected = g_strdup_printf ("value %u", i);
      g_autofree char *value = bedside_secrets_lookup_finish (secrets, found[i], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (value, ==, expected);
      g_object_unref (found[i]);
      for (guint secret = 0; secret < BEDSIDE_N_SECRETS; secret++)
        if (stored[i][secret] != NULL)
          {
            g_assert_true (bedside_secrets_store_finish (secrets, stored[i][secret], &error));
            g_assert_no_error (error);
            g_object_unref (stored[i][secret]);
          }
    }

  assert_in_file (secrets, BEDSIDE_SECRET_SIGN_IN, NULL);
  assert_in_file (secrets, BEDSIDE_SECRET_CACHE_KEY, NULL);
  assert_in_file (secrets, BEDSIDE_SECRET_PASSCODE, "value 19");
  assert_in_file (secrets, BEDSIDE_SECRET_TRIES, "value 19");

  leave_folder (folder);
}

static void
run_cancelled (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));
  g_autofree char *folder = enter_folder ();
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) running = NULL;
  g_autoptr(GAsyncResult) waiting = NULL;
  g_autoptr(GAsyncResult) too_late = NULL;
  g_autoptr(GAsyncResult) next = NULL;
  g_autoptr(GError) error = NULL;

  store (secrets, BEDSIDE_SECRET_SIGN_IN, "before", &error);
  g_assert_no_error (error);
  bedside_secrets_store_async (secrets, BEDSIDE_SECRET_SIGN_IN, "running", cancellable, bedside_await_result,
                               &running);
  bedside_secrets_store_async (secrets, BEDSIDE_SECRET_CACHE_KEY, "waiting", cancellable, bedside_await_result,
                               &waiting);
  bedside_secrets_store_async (secrets, BEDSIDE_SECRET_TRIES, "next", NULL, bedside_await_result, &next);
  g_cancellable_cancel (cancellable);
  bedside_secrets_clear_async (secrets, cancellable, bedside_await_result, &too_late);

  /* Who gives up does not wait for the others. */
  bedside_await (running != NULL && waiting != NULL && too_late != NULL, 20);
  g_assert_null (next);
  g_assert_false (bedside_secrets_store_finish (secrets, running, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (bedside_secrets_store_finish (secrets, waiting, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (bedside_secrets_clear_finish (secrets, too_late, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  bedside_await (next != NULL, 20);
  g_assert_true (bedside_secrets_store_finish (secrets, next, &error));
  g_assert_no_error (error);
  store (secrets, BEDSIDE_SECRET_PASSCODE, "after", &error);
  g_assert_no_error (error);
  /* What was begun is written to its end, what was waiting is not. */
  assert_in_file (secrets, BEDSIDE_SECRET_SIGN_IN, "running");
  assert_in_file (secrets, BEDSIDE_SECRET_CACHE_KEY, NULL);
  assert_in_file (secrets, BEDSIDE_SECRET_TRIES, "next");
  assert_in_file (secrets, BEDSIDE_SECRET_PASSCODE, "after");

  leave_folder (folder);
}

static void
run_last_reference (void)
{
  g_autofree char *folder = enter_folder ();
  BedsideKeyring *keyring = bedside_keyring_new (APP_ID);
  g_autoptr(BedsideSecrets) other = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));
  gpointer alive = keyring;

  g_object_add_weak_pointer (G_OBJECT (keyring), &alive);
  bedside_secrets_store_async (BEDSIDE_SECRETS (keyring), BEDSIDE_SECRET_SIGN_IN, "first", NULL, NULL, NULL);
  bedside_secrets_store_async (BEDSIDE_SECRETS (keyring), BEDSIDE_SECRET_TRIES, "second", NULL, NULL, NULL);
  bedside_secrets_store_async (BEDSIDE_SECRETS (keyring), BEDSIDE_SECRET_PASSCODE, "third", NULL, NULL, NULL);
  g_object_unref (keyring);
  g_assert_nonnull (alive);
  bedside_await (alive == NULL, 20);

  assert_in_file (other, BEDSIDE_SECRET_SIGN_IN, "first");
  assert_in_file (other, BEDSIDE_SECRET_TRIES, "second");
  assert_in_file (other, BEDSIDE_SECRET_PASSCODE, "third");

  leave_folder (folder);
}

static void
block (const char *path,
       const char *aside)
{
  g_assert_cmpint (g_rename (path, aside), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
}

static void
unblock (const char *path,
         const char *aside)
{
  g_assert_cmpint (g_rmdir (path), ==, 0);
  g_assert_cmpint (g_rename (aside, path), ==, 0);
}

/* libsecret has changed its copy by then, and would go on with that. */
static void
run_failed_write (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));
  g_autofree char *folder = enter_folder ();
  g_autofree char *path = g_build_filename (folder, "test.keyring", NULL);
  g_autofree char *aside = g_build_filename (folder, "aside", NULL);
  g_autoptr(GError) error = NULL;

  store (secrets, BEDSIDE_SECRET_SIGN_IN, "kept", &error);
  g_assert_no_error (error);

  block (path, aside);
  g_assert_false (store (secrets, BEDSIDE_SECRET_SIGN_IN, "lost", &error));
  g_assert_error (error, BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_FAILED);
  g_clear_error (&error);
  unblock (path, aside);
  g_autofree char *kept = lookup (secrets, BEDSIDE_SECRET_SIGN_IN, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kept, ==, "kept");

  block (path, aside);
  g_assert_false (clear (secrets, &error));
  g_assert_error (error, BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_FAILED);
  g_clear_error (&error);
  unblock (path, aside);
  g_assert_true (clear (secrets, &error));
  g_assert_no_error (error);
  assert_in_file (secrets, BEDSIDE_SECRET_SIGN_IN, NULL);

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
  g_test_add_data_func ("/desktop/keyring-file/at-once", run_at_once, test_in_process);
  g_test_add_data_func ("/desktop/keyring-file/cancelled", run_cancelled, test_in_process);
  g_test_add_data_func ("/desktop/keyring-file/last-reference", run_last_reference, test_in_process);
  g_test_add_data_func ("/desktop/keyring-file/failed-write", run_failed_write, test_in_process);

  return g_test_run ();
}
