/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-memory-secrets.h"

#include "bedside-await.h"

static char *
lookup (BedsideSecrets  *secrets,
        BedsideSecret    secret,
        GCancellable    *cancellable,
        GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_secrets_lookup_async (secrets, secret, cancellable, bedside_await_result, &result);
  g_assert_null (result);
  bedside_await (result != NULL, 5);

  return bedside_secrets_lookup_finish (secrets, result, error);
}

static gboolean
store (BedsideSecrets  *secrets,
       BedsideSecret    secret,
       const char      *value,
       GCancellable    *cancellable,
       GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_secrets_store_async (secrets, secret, value, cancellable, bedside_await_result, &result);
  g_assert_null (result);
  bedside_await (result != NULL, 5);

  return bedside_secrets_store_finish (secrets, result, error);
}

static gboolean
clear (BedsideSecrets  *secrets,
       GCancellable    *cancellable,
       GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_secrets_clear_async (secrets, cancellable, bedside_await_result, &result);
  g_assert_null (result);
  bedside_await (result != NULL, 5);

  return bedside_secrets_clear_finish (secrets, result, error);
}

static void
check_kept (BedsideSecrets *secrets,
            BedsideSecret   secret,
            const char     *expected)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *value = lookup (secrets, secret, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (value, ==, expected);
}

static void
test_empty (void)
{
  BedsideSecrets *secrets = BEDSIDE_SECRETS (bedside_memory_secrets_new ());

  check_kept (secrets, BEDSIDE_SECRET_SIGN_IN, NULL);
  check_kept (secrets, BEDSIDE_SECRET_CACHE_KEY, NULL);
  g_assert_finalize_object (secrets);
}

static void
test_store (void)
{
  BedsideSecrets *secrets = BEDSIDE_SECRETS (bedside_memory_secrets_new ());
  g_autoptr(GError) error = NULL;

  g_assert_true (store (secrets, BEDSIDE_SECRET_SIGN_IN, "token", NULL, &error));
  g_assert_no_error (error);
  check_kept (secrets, BEDSIDE_SECRET_SIGN_IN, "token");
  check_kept (secrets, BEDSIDE_SECRET_CACHE_KEY, NULL);

  g_assert_true (store (secrets, BEDSIDE_SECRET_SIGN_IN, "newer", NULL, &error));
  g_assert_true (store (secrets, BEDSIDE_SECRET_CACHE_KEY, "", NULL, &error));
  g_assert_no_error (error);
  check_kept (secrets, BEDSIDE_SECRET_SIGN_IN, "newer");
  check_kept (secrets, BEDSIDE_SECRET_CACHE_KEY, "");
  g_assert_finalize_object (secrets);
}

static void
test_clear (void)
{
  BedsideSecrets *secrets = BEDSIDE_SECRETS (bedside_memory_secrets_new ());
  g_autoptr(GError) error = NULL;

  g_assert_true (clear (secrets, NULL, &error));
  g_assert_true (store (secrets, BEDSIDE_SECRET_SIGN_IN, "token", NULL, &error));
  g_assert_true (store (secrets, BEDSIDE_SECRET_CACHE_KEY, "key", NULL, &error));
  g_assert_true (clear (secrets, NULL, &error));
  g_assert_no_error (error);

  check_kept (secrets, BEDSIDE_SECRET_SIGN_IN, NULL);
  check_kept (secrets, BEDSIDE_SECRET_CACHE_KEY, NULL);
  g_assert_finalize_object (secrets);
}

static void
test_failure (void)
{
  BedsideMemorySecrets *memory = bedside_memory_secrets_new ();
  BedsideSecrets *secrets = BEDSIDE_SECRETS (memory);
  g_autoptr(GError) locked = g_error_new_literal (BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_LOCKED, "Locked");
  g_autoptr(GError) error = NULL;

  g_assert_true (store (secrets, BEDSIDE_SECRET_SIGN_IN, "token", NULL, &error));
  bedside_memory_secrets_set_failure (memory, locked);

  g_assert_null (lookup (secrets, BEDSIDE_SECRET_SIGN_IN, NULL, &error));
  g_assert_error (error, BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (store (secrets, BEDSIDE_SECRET_SIGN_IN, "other", NULL, &error));
  g_assert_error (error, BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (clear (secrets, NULL, &error));
  g_assert_error (error, BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_LOCKED);

  bedside_memory_secrets_set_failure (memory, NULL);
  check_kept (secrets, BEDSIDE_SECRET_SIGN_IN, "token");
  g_assert_finalize_object (secrets);
}

static void
test_cancelled (void)
{
  BedsideSecrets *secrets = BEDSIDE_SECRETS (bedside_memory_secrets_new ());
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  g_assert_true (store (secrets, BEDSIDE_SECRET_SIGN_IN, "token", NULL, &error));
  g_cancellable_cancel (cancellable);

  g_assert_null (lookup (secrets, BEDSIDE_SECRET_SIGN_IN, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (store (secrets, BEDSIDE_SECRET_SIGN_IN, "other", cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (clear (secrets, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  check_kept (secrets, BEDSIDE_SECRET_SIGN_IN, "token");
  g_assert_finalize_object (secrets);
}

/* What comes back belongs to the caller, whatever happens to the secrets. */
static void
test_outlives (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_memory_secrets_new ());
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true (store (secrets, BEDSIDE_SECRET_CACHE_KEY, "key", NULL, &error));
  bedside_secrets_lookup_async (secrets, BEDSIDE_SECRET_CACHE_KEY, NULL, bedside_await_result, &result);
  g_assert_true (clear (secrets, NULL, &error));
  bedside_await (result != NULL, 5);

  g_autofree char *value = bedside_secrets_lookup_finish (secrets, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (value, ==, "key");
}

static void
test_wrong_result (void)
{
  g_autoptr(BedsideSecrets) secrets = BEDSIDE_SECRETS (bedside_memory_secrets_new ());
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_secrets_clear_async (secrets, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 5);

  g_test_expect_message ("bedside-memory-secrets", G_LOG_LEVEL_CRITICAL, "*is_ours*");
  g_assert_false (bedside_secrets_store_finish (secrets, result, &error));
  g_test_assert_expected_messages ();
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/memory-secrets/empty", test_empty);
  g_test_add_func ("/practice/memory-secrets/store", test_store);
  g_test_add_func ("/practice/memory-secrets/clear", test_clear);
  g_test_add_func ("/practice/memory-secrets/failure", test_failure);
  g_test_add_func ("/practice/memory-secrets/cancelled", test_cancelled);
  g_test_add_func ("/practice/memory-secrets/outlives", test_outlives);
  g_test_add_func ("/practice/memory-secrets/wrong-result", test_wrong_result);

  return g_test_run ();
}
