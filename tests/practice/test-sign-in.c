/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-await.h"
#include "bedside-memory-secrets.h"
#include "bedside-sign-in.h"

typedef struct {
  BedsideMemorySecrets *secrets;
  BedsideLogin         *login;
  BedsideTokenKeeper   *keeper;
} Fixture;

static BedsideLogin *
make_login (const char *refresh_token)
{
  BedsideLogin *login = g_new0 (BedsideLogin, 1);

  login->base_url = g_strdup ("https://chat.practice.example");
  login->user_id = g_strdup ("@robin:practice.example");
  login->device_id = g_strdup ("DEVICE");
  login->tokens = bedside_tokens_new ("access-1", refresh_token, 1234567890123456);

  return login;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->secrets = bedside_memory_secrets_new ();
  fixture->login = make_login ("refresh-1");
  fixture->keeper = bedside_sign_in_keeper_new (BEDSIDE_SECRETS (fixture->secrets), fixture->login);
  bedside_sign_in_keeper_set_retry_delay (BEDSIDE_SIGN_IN_KEEPER (fixture->keeper), 10);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->keeper);
  bedside_login_free (fixture->login);
  g_assert_finalize_object (fixture->secrets);
}

static void
break_keyring (Fixture *fixture)
{
  g_autoptr(GError) error = g_error_new_literal (BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_LOCKED, "on purpose");

  bedside_memory_secrets_set_failure (fixture->secrets, error);
}

/* What the keyring holds as the access token. */
static char *
dup_kept_token (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *text = NULL;

  bedside_secrets_lookup_async (BEDSIDE_SECRETS (fixture->secrets), BEDSIDE_SECRET_SIGN_IN, NULL, bedside_await_result,
                                &result);
  bedside_await (result != NULL, 5);
  text = bedside_secrets_lookup_finish (BEDSIDE_SECRETS (fixture->secrets), result, NULL);

  g_autoptr(BedsideLogin) login = text ? bedside_sign_in_new_from_text (text) : NULL;

  return login ? g_strdup (login->tokens->access_token) : NULL;
}

static gboolean
save (Fixture     *fixture,
      const char  *access_token,
      GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(BedsideTokens) tokens = bedside_tokens_new (access_token, "refresh-2", 0);

  bedside_token_keeper_save_async (fixture->keeper, tokens, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 5);

  return bedside_token_keeper_save_finish (fixture->keeper, result, error);
}

static void
test_text (void)
{
  const char *refresh_tokens[] = { "refresh-1", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (refresh_tokens); i++)
    {
      g_autoptr(BedsideLogin) login = make_login (refresh_tokens[i]);
      g_autofree char *text = bedside_sign_in_to_text (login);
      g_autoptr(BedsideLogin) again = bedside_sign_in_new_from_text (text);

      g_assert_cmpstr (again->base_url, ==, login->base_url);
      g_assert_cmpstr (again->user_id, ==, login->user_id);
      g_assert_cmpstr (again->device_id, ==, login->device_id);
      g_assert_cmpstr (again->tokens->access_token, ==, "access-1");
      g_assert_cmpstr (again->tokens->refresh_token, ==, refresh_tokens[i]);
      g_assert_cmpint (again->tokens->expires_at, ==, 1234567890123456);
    }
}

static void
test_bad_text (void)
{
  const char *texts[] = {
    "", "no JSON", "[]", "{}", "{\"server\":\"https://a\",\"user_id\":\"@a:x\",\"device_id\":\"D\"}",
    "{\"server\":\"https://a\",\"user_id\":\"@a:x\",\"device_id\":\"D\",\"access_token\":7}",
    "{\"server\":null,\"user_id\":\"@a:x\",\"device_id\":\"D\",\"access_token\":\"t\"}",
    "{\"server\":\"https://a\",\"user_id\":{},\"device_id\":\"D\",\"access_token\":\"t\"}",
    "{\"server\":\"https://a\",\"user_id\":\"@a:x\",\"access_token\":\"t\"}",
  };
  g_autoptr(BedsideLogin) tolerated = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_null (bedside_sign_in_new_from_text (texts[i]));

  /* What is not needed may be missing or mistyped. */
  tolerated = bedside_sign_in_new_from_text ("{\"server\":\"https://a\",\"user_id\":\"@a:x\",\"device_id\":\"D\","
                                             "\"access_token\":\"t\",\"expires_at\":\"soon\",\"refresh_token\":3}");
  g_assert_nonnull (tolerated);
  g_assert_cmpint (tolerated->tokens->expires_at, ==, 0);
  g_assert_null (tolerated->tokens->refresh_token);
}

static void
test_keeper (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (save (fixture, "access-2", &error));
  g_assert_no_error (error);
  g_autofree char *kept = dup_kept_token (fixture);
  g_assert_cmpstr (kept, ==, "access-2");
  g_assert_cmpstr (fixture->login->tokens->access_token, ==, "access-1");
}

static gboolean
keeps (Fixture    *fixture,
       const char *expected)
{
  g_autofree char *kept = dup_kept_token (fixture);

  return g_strcmp0 (kept, expected) == 0;
}

static void
test_keyring_fails (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  break_keyring (fixture);
  g_assert_false (save (fixture, "access-2", &error));
  g_assert_error (error, BEDSIDE_SECRETS_ERROR, BEDSIDE_SECRETS_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_false (save (fixture, "access-3", &error));

  /* When it works again it gets the newest without anybody's doing. */
  bedside_memory_secrets_set_failure (fixture->secrets, NULL);
  bedside_await (keeps (fixture, "access-3"), 5);
}

static void
test_stopped (Fixture       *fixture,
              gconstpointer  data)
{
  gint64 later;

  break_keyring (fixture);
  g_assert_false (save (fixture, "access-2", NULL));
  bedside_sign_in_keeper_stop (BEDSIDE_SIGN_IN_KEEPER (fixture->keeper));
  bedside_memory_secrets_set_failure (fixture->secrets, NULL);
  /* Nothing comes into a keyring that was emptied. */
  g_assert_false (save (fixture, "access-3", NULL));
  later = g_get_monotonic_time () + 50 * 1000;
  bedside_await (g_get_monotonic_time () > later, 1);
  g_assert_true (keeps (fixture, NULL));
}

#define add(path, function) \
        g_test_add ("/practice/sign-in/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/practice/sign-in/text", test_text);
  g_test_add_func ("/practice/sign-in/bad-text", test_bad_text);
  add ("keeper", test_keeper);
  add ("keyring-fails-and-recovers", test_keyring_fails);
  add ("R31-stopped-keeper-writes-nothing", test_stopped);

  return g_test_run ();
}
