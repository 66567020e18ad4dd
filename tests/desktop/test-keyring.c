/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-await.h"
#include "bedside-keyring.h"
#include "bedside-thread.h"
#include "keyring-fixture.h"

#include <libsecret/secret.h>

/* The cases share one bus and run in the order in which they are added, because
 * libsecret keeps its connection to the bus for the life of the process. */

#define APP_ID "org.bedside.Test"

static KeyringFixture fixture;

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

static void
assert_all_fail (BedsideSecrets *secrets,
                 int             code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (lookup (secrets, BEDSIDE_SECRET_SIGN_IN, &error));
  g_assert_error (error, BEDSIDE_SECRETS_ERROR, code);
  g_clear_error (&error);
  g_assert_false (store (secrets, BEDSIDE_SECRET_SIGN_IN, "other", &error));
  g_assert_error (error, BEDSIDE_SECRETS_ERROR, code);
  g_clear_error (&error);
  g_assert_false (clear (secrets, &error));
  g_assert_error (error, BEDSIDE_SECRETS_ERROR, code);
}

static void
assert_holds (BedsideSecrets *secrets,
              BedsideSecret   secret,
              const char     *wanted)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *value = lookup (secrets, secret, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (value, ==, wanted);
}

static void
test_no_service (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));

  assert_all_fail (secrets, BEDSIDE_SECRETS_ERROR_UNAVAILABLE);
}

static void
test_cancelled_before (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  bedside_secrets_lookup_async (secrets, BEDSIDE_SECRET_SIGN_IN, cancellable, bedside_await_result, &result);
  bedside_await (result != NULL, 20);
  g_assert_null (bedside_secrets_lookup_finish (secrets, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_round_trip (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));
  g_autoptr(GError) error = NULL;

  keyring_fixture_start_daemon (&fixture);
  assert_holds (secrets, BEDSIDE_SECRET_SIGN_IN, NULL);
  assert_holds (secrets, BEDSIDE_SECRET_CACHE_KEY, NULL);

  g_assert_true (store (secrets, BEDSIDE_SECRET_SIGN_IN, "{\"token\":\"first\"}", &error));
  g_assert_no_error (error);
  g_assert_true (store (secrets, BEDSIDE_SECRET_SIGN_IN, "{\"token\":\"second\"}", &error));
  g_assert_no_error (error);
  g_assert_true (store (secrets, BEDSIDE_SECRET_CACHE_KEY, "key", &error));
  g_assert_no_error (error);

  assert_holds (secrets, BEDSIDE_SECRET_PASSCODE, NULL);
  g_assert_true (store (secrets, BEDSIDE_SECRET_PASSCODE, "verifier", &error));
  g_assert_no_error (error);
  g_assert_true (store (secrets, BEDSIDE_SECRET_TRIES, "3", &error));
  g_assert_no_error (error);

  assert_holds (secrets, BEDSIDE_SECRET_SIGN_IN, "{\"token\":\"second\"}");
  assert_holds (secrets, BEDSIDE_SECRET_CACHE_KEY, "key");
  assert_holds (secrets, BEDSIDE_SECRET_PASSCODE, "verifier");
  assert_holds (secrets, BEDSIDE_SECRET_TRIES, "3");
}

static gpointer
look_up_in_thread (gpointer data)
{
  bedside_assert_other_thread ();

  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));
  g_autoptr(GMainContext) context = g_main_context_new ();
  g_autoptr(GAsyncResult) result = NULL;

  g_main_context_push_thread_default (context);
  bedside_secrets_lookup_async (secrets, BEDSIDE_SECRET_CACHE_KEY, NULL, bedside_await_result, &result);
  while (result == NULL)
    g_main_context_iteration (context, TRUE);
  char *value = bedside_secrets_lookup_finish (secrets, result, NULL);
  g_clear_object (&result);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);

  return value;
}

static SecretService *
get_service (void)
{
  g_autoptr(GError) error = NULL;
  SecretService *service = secret_service_get_sync (SECRET_SERVICE_OPEN_SESSION, NULL, &error);

  g_assert_no_error (error);

  return service;
}

/* What the main loop has of libsecret, no thread gets or takes away; nor the other way round. */
static void
test_thread (void)
{
  g_autoptr(SecretService) before = get_service ();
  g_autofree char *key = g_thread_join (g_thread_new ("lookup", look_up_in_thread, NULL));

  g_assert_cmpstr (key, ==, "key");

  g_autoptr(SecretService) after = get_service ();
  g_assert_true (before == after);

  secret_service_disconnect ();
  g_autofree char *again = g_thread_join (g_thread_new ("lookup", look_up_in_thread, NULL));
  g_assert_cmpstr (again, ==, "key");
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));
  assert_holds (secrets, BEDSIDE_SECRET_CACHE_KEY, "key");
}

/* Signed in with the development profile is not signed in with the other. */
static void
test_other_application (void)
{
  g_autoptr(BedsideSecrets) other = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID ".Devel"));
  g_autoptr(BedsideSecrets) ours = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));
  g_autoptr(GError) error = NULL;

  assert_holds (other, BEDSIDE_SECRET_SIGN_IN, NULL);
  g_assert_true (clear (other, &error));
  g_assert_no_error (error);
  assert_holds (ours, BEDSIDE_SECRET_SIGN_IN, "{\"token\":\"second\"}");
}

/* Nobody is there to ask, which counts as a question dismissed. libsecret's own
 * look-up would end as if nothing were stored. */
static void
test_locked (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));

  keyring_fixture_lock (&fixture);
  g_assert_true (keyring_fixture_is_locked (&fixture));
  assert_all_fail (secrets, BEDSIDE_SECRETS_ERROR_LOCKED);
  g_assert_true (keyring_fixture_is_locked (&fixture));
}

/* Nor is "nothing stored" said of a keyring that nobody could look into. */
static void
test_locked_and_nothing_stored (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID ".Devel"));
  g_autoptr(GError) error = NULL;

  g_assert_true (keyring_fixture_is_locked (&fixture));
  g_assert_null (lookup (secrets, BEDSIDE_SECRET_SIGN_IN, &error));
  g_assert_error (error, BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_LOCKED);
}

static void
test_dismissed (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));
  KeyringPrompter prompter = { .dismisses = TRUE };

  keyring_fixture_start_prompter (&fixture, &prompter);
  assert_all_fail (secrets, BEDSIDE_SECRETS_ERROR_LOCKED);
  g_assert_true (keyring_fixture_is_locked (&fixture));
  keyring_fixture_stop_prompter (&fixture, &prompter);
}

static void
test_unanswered (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  KeyringPrompter prompter = { 0 };

  keyring_fixture_start_prompter (&fixture, &prompter);
  bedside_secrets_lookup_async (secrets, BEDSIDE_SECRET_SIGN_IN, cancellable, bedside_await_result, &result);
  bedside_await (prompter.question != NULL, 20);
  g_assert_null (result);

  g_cancellable_cancel (cancellable);
  bedside_await (result != NULL, 20);
  g_assert_null (bedside_secrets_lookup_finish (secrets, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  keyring_fixture_stop_prompter (&fixture, &prompter);
}

/* Whoever sits there is not asked for the keyring's password because of the lock. */
static void
test_quiet (void)
{
  static const BedsideSecret quiet[] = { BEDSIDE_SECRET_PASSCODE, BEDSIDE_SECRET_TRIES };
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));
  KeyringPrompter prompter = { 0 };

  g_assert_true (keyring_fixture_is_locked (&fixture));
  keyring_fixture_start_prompter (&fixture, &prompter);
  for (gsize i = 0; i < G_N_ELEMENTS (quiet); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (lookup (secrets, quiet[i], &error));
      g_assert_error (error, BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_LOCKED);
    }
  g_assert_null (prompter.question);
  keyring_fixture_stop_prompter (&fixture, &prompter);
}

static void
test_vanishes_while_waiting (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  KeyringPrompter prompter = { 0 };

  keyring_fixture_start_prompter (&fixture, &prompter);
  bedside_secrets_lookup_async (secrets, BEDSIDE_SECRET_SIGN_IN, NULL, bedside_await_result, &result);
  bedside_await (prompter.question != NULL, 20);
  keyring_fixture_stop_daemon (&fixture);
  bedside_await (result != NULL, 20);

  g_assert_null (bedside_secrets_lookup_finish (secrets, result, &error));
  g_assert_error (error, BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_UNAVAILABLE);
  keyring_fixture_stop_prompter (&fixture, &prompter);
}

static void
test_vanished (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));

  assert_all_fail (secrets, BEDSIDE_SECRETS_ERROR_UNAVAILABLE);
}

/* The new service knows nothing of the session that libsecret had with the old one. */
static void
test_came_back (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));
  g_autoptr(GError) error = NULL;

  keyring_fixture_start_daemon (&fixture);
  assert_holds (secrets, BEDSIDE_SECRET_SIGN_IN, "{\"token\":\"second\"}");
  g_assert_true (store (secrets, BEDSIDE_SECRET_SIGN_IN, "third", &error));
  g_assert_no_error (error);
  assert_holds (secrets, BEDSIDE_SECRET_SIGN_IN, "third");
}

static void
test_clear (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_keyring_new (APP_ID));
  g_autoptr(GError) error = NULL;

  for (int i = 0; i < 2; i++)
    {
      g_assert_true (clear (secrets, &error));
      g_assert_no_error (error);
      assert_holds (secrets, BEDSIDE_SECRET_SIGN_IN, NULL);
      assert_holds (secrets, BEDSIDE_SECRET_CACHE_KEY, NULL);
      assert_holds (secrets, BEDSIDE_SECRET_PASSCODE, NULL);
      assert_holds (secrets, BEDSIDE_SECRET_TRIES, NULL);
    }
}

static void
test_finalize (void)
{
  BedsideKeyring *keyring = bedside_keyring_new (APP_ID);
  g_autofree char *app_id = NULL;

  g_object_get (keyring, "app-id", &app_id, NULL);
  g_assert_cmpstr (app_id, ==, APP_ID);
  assert_holds (BEDSIDE_SECRETS (keyring), BEDSIDE_SECRET_SIGN_IN, NULL);
  g_assert_finalize_object (keyring);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  keyring_fixture_set_up (&fixture);

  g_test_add_func ("/desktop/keyring/no-service", test_no_service);
  g_test_add_func ("/desktop/keyring/cancelled-before", test_cancelled_before);
  g_test_add_func ("/desktop/keyring/round-trip", test_round_trip);
  g_test_add_func ("/desktop/keyring/thread", test_thread);
  g_test_add_func ("/desktop/keyring/other-application", test_other_application);
  g_test_add_func ("/desktop/keyring/locked-is-not-empty", test_locked);
  g_test_add_func ("/desktop/keyring/locked-and-nothing-stored", test_locked_and_nothing_stored);
  g_test_add_func ("/desktop/keyring/dismissed", test_dismissed);
  g_test_add_func ("/desktop/keyring/unanswered-waits-until-cancelled", test_unanswered);
  g_test_add_func ("/desktop/keyring/quiet", test_quiet);
  g_test_add_func ("/desktop/keyring/vanishes-while-waiting", test_vanishes_while_waiting);
  g_test_add_func ("/desktop/keyring/vanished", test_vanished);
  g_test_add_func ("/desktop/keyring/came-back", test_came_back);
  g_test_add_func ("/desktop/keyring/clear", test_clear);
  g_test_add_func ("/desktop/keyring/finalize", test_finalize);

  int status = g_test_run ();

  keyring_fixture_tear_down (&fixture);
  return status;
}
