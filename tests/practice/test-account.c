/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-practice-fixture.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "bedside-practice-error.h"
#include "bedside-store.h"

typedef BedsidePracticeFixture Fixture;

static GError *
try_sign_in (Fixture    *fixture,
             const char *server,
             const char *user,
             const char *password)
{
  g_autoptr(GAsyncResult) result = NULL;
  GError *error = NULL;

  bedside_account_sign_in_async (fixture->account, server ? server : bedside_demo_server_get_base_url (fixture->server),
                                 user, password, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 20);
  g_assert_cmpint (bedside_account_sign_in_finish (fixture->account, result, &error), ==, error == NULL);

  return error;
}

static void
start_and_expect (Fixture             *fixture,
                  BedsideAccountState  state)
{
  bedside_practice_fixture_start (fixture);
  g_assert_cmpint (bedside_account_get_state (fixture->account), ==, state);
}

static GError *
sign_out (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  GError *error = NULL;

  bedside_account_sign_out_async (fixture->account, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 40);
  bedside_account_sign_out_finish (fixture->account, result, &error);

  return error;
}

static char *
lookup (Fixture       *fixture,
        BedsideSecret  secret)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_secrets_lookup_async (BEDSIDE_SECRETS (fixture->secrets), secret, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 5);

  return bedside_secrets_lookup_finish (BEDSIDE_SECRETS (fixture->secrets), result, NULL);
}

static void
break_keyring (Fixture             *fixture,
               BedsideSecretsError  code)
{
  g_autoptr(GError) error = g_error_new_literal (BEDSIDE_SECRETS_ERROR, code, "on purpose");

  bedside_memory_secrets_set_failure (fixture->secrets, error);
}

static char *
find_database (const char *folder)
{
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".db"))
      return g_build_filename (folder, name, NULL);

  return NULL;
}

static void
test_nobody (Fixture       *fixture,
             gconstpointer  data)
{
  start_and_expect (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
  g_assert_null (bedside_account_get_session (fixture->account));

  /* Without a cache nobody was signed in, whatever the keyring says. */
  break_keyring (fixture, BEDSIDE_SECRETS_ERROR_LOCKED);
  start_and_expect (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) wrong = NULL, insecure = NULL, invalid = NULL, nobody_there = NULL;

  start_and_expect (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
  wrong = try_sign_in (fixture, NULL, "robin", "wrong");
  g_assert_error (wrong, BEDSIDE_SIGN_IN_ERROR, BEDSIDE_SIGN_IN_ERROR_WRONG_PASSWORD);
  insecure = try_sign_in (fixture, "http://chat.practice.example", "robin", "x");
  g_assert_error (insecure, BEDSIDE_SIGN_IN_ERROR, BEDSIDE_SIGN_IN_ERROR_INSECURE_SERVER);
  invalid = try_sign_in (fixture, "not a server", "robin", "x");
  g_assert_error (invalid, BEDSIDE_SIGN_IN_ERROR, BEDSIDE_SIGN_IN_ERROR_INVALID_SERVER);
  nobody_there = try_sign_in (fixture, "http://127.0.0.1:1", "robin", "x");
  g_assert_error (nobody_there, BEDSIDE_SIGN_IN_ERROR, BEDSIDE_SIGN_IN_ERROR_UNREACHABLE);
  g_assert_cmpint (bedside_account_get_state (fixture->account), ==, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
  g_assert_false (bedside_store_exists (fixture->folder));
}

static void
test_rate_limit (Fixture       *fixture,
                 gconstpointer  data)
{
  BedsideDemoFault fault = { .method = "POST", .path_pattern = "*/login", .kind = BEDSIDE_DEMO_FAULT_STATUS,
                             .status = 429, .body = "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":331443}" };
  g_autoptr(GError) error = NULL;

  bedside_demo_server_add_fault (fixture->server, &fault);
  error = try_sign_in (fixture, NULL, "robin", "correct horse");
  g_assert_error (error, BEDSIDE_SIGN_IN_ERROR, BEDSIDE_SIGN_IN_ERROR_RATE_LIMITED);
  g_assert_cmpint (bedside_sign_in_error_get_retry_after (error), ==, 331443);
  g_assert_cmpuint (bedside_demo_server_count_requests (fixture->server, "POST", "*/login"), ==, 1);
}

static void
test_keyring_states (Fixture       *fixture,
                     gconstpointer  data)
{
  bedside_practice_fixture_sign_in (fixture);
  bedside_practice_fixture_close (fixture);

  break_keyring (fixture, BEDSIDE_SECRETS_ERROR_LOCKED);
  start_and_expect (fixture, BEDSIDE_ACCOUNT_STATE_KEYRING_LOCKED);
  break_keyring (fixture, BEDSIDE_SECRETS_ERROR_UNAVAILABLE);
  start_and_expect (fixture, BEDSIDE_ACCOUNT_STATE_KEYRING_UNAVAILABLE);

  /* Trying again once the keyring works: nothing was lost. */
  bedside_memory_secrets_set_failure (fixture->secrets, NULL);
  start_and_expect (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  bedside_practice_fixture_close (fixture);

  /* A keyring that was reset is not "signed out". */
  g_clear_object (&fixture->secrets);
  fixture->secrets = bedside_memory_secrets_new ();
  start_and_expect (fixture, BEDSIDE_ACCOUNT_STATE_KEYRING_EMPTY);
  g_assert_true (bedside_store_exists (fixture->folder));
  bedside_account_forget (fixture->account);
  bedside_await (bedside_account_get_state (fixture->account) == BEDSIDE_ACCOUNT_STATE_SIGNED_OUT, 10);
  g_assert_false (bedside_store_exists (fixture->folder));
}

static void
test_no_keyring (Fixture       *fixture,
                 gconstpointer  data)
{
  break_keyring (fixture, BEDSIDE_SECRETS_ERROR_UNAVAILABLE);
  bedside_practice_fixture_sign_in (fixture);
  g_assert_cmpint (bedside_session_get_cache_state (bedside_practice_fixture_get_session (fixture)), ==,
                   BEDSIDE_CACHE_STATE_NO_KEYRING);
  g_assert_false (bedside_store_exists (fixture->folder));

  g_autoptr(GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
  /* The session itself works, renewing tokens included. */
  bedside_demo_server_expire_tokens (fixture->server, FALSE);
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  bedside_practice_fixture_await (fixture, "Ada Lovelace");
}

static void
test_damaged_cache (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  g_autoptr(GDir) dir = NULL;
  const char *name;

  bedside_practice_fixture_sign_in (fixture);
  bedside_practice_fixture_close (fixture);
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_true (g_file_set_contents (path, "this is no database, it only looks like a file of some size", -1,
                                          NULL));
    }

  start_and_expect (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  g_assert_cmpint (bedside_session_get_cache_state (bedside_practice_fixture_get_session (fixture)), ==,
                   BEDSIDE_CACHE_STATE_REBUILT);
  bedside_practice_fixture_await (fixture, "Ada Lovelace");
}

/* Some records are damaged, others are whole: what was not sent must survive. */
static void
test_damaged_record (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  g_autoptr(GError) error = NULL;
  sqlite3 *db = NULL;

  bedside_practice_fixture_sign_in (fixture);
  BedsideConversation *conversation = bedside_practice_fixture_await (fixture, "Ada Lovelace");
  bedside_demo_server_stop (fixture->server);
  bedside_session_send (bedside_practice_fixture_get_session (fixture), conversation, "not sent yet");
  bedside_practice_fixture_close (fixture);

  g_autofree char *path = find_database (fixture->folder);
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "UPDATE rooms SET sealed = zeroblob (40)", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);

  bedside_demo_server_start (fixture->server, &error);
  g_assert_no_error (error);
  start_and_expect (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  g_assert_cmpint (bedside_session_get_cache_state (bedside_practice_fixture_get_session (fixture)), ==,
                   BEDSIDE_CACHE_STATE_REBUILT);
  bedside_practice_fixture_await (fixture, "Ada Lovelace");
  bedside_await (bedside_session_get_unsent (bedside_practice_fixture_get_session (fixture)) == 0, 10);
  g_autofree char *held = bedside_practice_fixture_dup_server (fixture, room);
  g_assert_cmpstr (held, ==, "not sent yet");
}

/* What the list does not show is read after it is shown: then it is too late to look away. */
static void
test_damaged_state (Fixture       *fixture,
                    gconstpointer  data)
{
  static const char *const tables[] = { "state", "members", "receipts" };
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  g_autofree char *said = bedside_demo_server_say (fixture->server, room, fixture->me, "Good morning");

  bedside_demo_server_read (fixture->server, room, ada, said);
  bedside_practice_fixture_sign_in (fixture);
  bedside_practice_fixture_await (fixture, "Ada Lovelace");
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autofree char *damage = g_strdup_printf ("UPDATE %s SET sealed = zeroblob (40)", tables[i]);
      g_autofree char *draft = g_strdup_printf ("draft %u", i);
      BedsideConversation *conversation = bedside_practice_fixture_await (fixture, "Ada Lovelace");
      sqlite3 *db = NULL;

      g_test_message ("%s", tables[i]);
      bedside_session_set_draft (bedside_practice_fixture_get_session (fixture), conversation, draft);
      bedside_practice_fixture_close (fixture);
      g_autofree char *path = find_database (fixture->folder);
      g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_exec (db, damage, NULL, NULL, NULL), ==, SQLITE_OK);
      sqlite3_close (db);

      bedside_practice_fixture_start (fixture);
      bedside_await (bedside_practice_fixture_get_session (fixture) != NULL &&
                     bedside_session_get_cache_state (bedside_practice_fixture_get_session (fixture)) ==
                     BEDSIDE_CACHE_STATE_REBUILT, 10);
      bedside_await_online (fixture);
      conversation = bedside_practice_fixture_await (fixture, "Ada Lovelace");
      g_assert_cmpstr (bedside_conversation_get_draft (conversation), ==, draft);
    }
}

/* Nothing is broken, but something is missing, or not where it was: found in the background, after the start. */
static void
test_tampered_cache (Fixture       *fixture,
                     gconstpointer  data)
{
  static const char *const changes[] = {
    "DELETE FROM events WHERE id = (SELECT MAX (id) FROM events)",
    "UPDATE events SET position = -position",
    "DELETE FROM receipts",
  };
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  g_autofree char *first = bedside_demo_server_say (fixture->server, room, ada, "first");
  g_autofree char *said = bedside_demo_server_say (fixture->server, room, fixture->me, "Good morning");

  bedside_demo_server_read (fixture->server, room, ada, said);
  bedside_practice_fixture_sign_in (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      BedsideConversation *conversation = bedside_practice_fixture_await (fixture, "Ada Lovelace");
      sqlite3 *db = NULL;

      g_test_message ("%s", changes[i]);
      bedside_session_set_draft (bedside_practice_fixture_get_session (fixture), conversation, changes[i]);
      bedside_practice_fixture_close (fixture);
      g_autofree char *path = find_database (fixture->folder);
      g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_exec (db, changes[i], NULL, NULL, NULL), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_changes (db), >, 0);
      sqlite3_close (db);

      bedside_practice_fixture_start (fixture);
      bedside_await (bedside_practice_fixture_get_session (fixture) != NULL &&
                     bedside_session_get_cache_state (bedside_practice_fixture_get_session (fixture)) ==
                     BEDSIDE_CACHE_STATE_REBUILT, 10);
      bedside_await_online (fixture);
      conversation = bedside_practice_fixture_await (fixture, "Ada Lovelace");
      g_assert_cmpstr (bedside_conversation_get_draft (conversation), ==, changes[i]);
    }
}

static void
test_key_lost (Fixture       *fixture,
               gconstpointer  data)
{
  bedside_practice_fixture_sign_in (fixture);
  bedside_practice_fixture_close (fixture);

  g_autofree char *sign_in = lookup (fixture, BEDSIDE_SECRET_SIGN_IN);
  g_autoptr(GAsyncResult) result = NULL;

  g_clear_object (&fixture->secrets);
  fixture->secrets = bedside_memory_secrets_new ();
  bedside_secrets_store_async (BEDSIDE_SECRETS (fixture->secrets), BEDSIDE_SECRET_SIGN_IN, sign_in, NULL,
                               bedside_await_result, &result);
  bedside_await (result != NULL, 5);

  start_and_expect (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  g_assert_cmpint (bedside_session_get_cache_state (bedside_practice_fixture_get_session (fixture)), ==,
                   BEDSIDE_CACHE_STATE_REBUILT);
  bedside_await_online (fixture);
}

static void
test_second_instance (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(BedsideAccount) second = NULL;

  bedside_practice_fixture_sign_in (fixture);
  second = bedside_account_new (BEDSIDE_SECRETS (fixture->secrets), fixture->folder);
  bedside_account_start (second);
  bedside_await (bedside_account_get_state (second) != BEDSIDE_ACCOUNT_STATE_STARTING, 20);
  g_assert_cmpint (bedside_account_get_state (second), ==, BEDSIDE_ACCOUNT_STATE_CACHE_IN_USE);
}

static void
test_sign_out (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  bedside_practice_fixture_sign_in (fixture);
  g_assert_cmpuint (bedside_demo_server_count_sessions (fixture->server, fixture->me), ==, 1);
  error = sign_out (fixture);
  g_assert_no_error (error);
  g_assert_cmpint (bedside_account_get_state (fixture->account), ==, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
  g_assert_cmpuint (bedside_demo_server_count_sessions (fixture->server, fixture->me), ==, 0);
  g_assert_null (bedside_account_get_session (fixture->account));
  g_assert_false (bedside_store_exists (fixture->folder));
  g_autofree char *sign_in = lookup (fixture, BEDSIDE_SECRET_SIGN_IN);
  g_autofree char *key = lookup (fixture, BEDSIDE_SECRET_CACHE_KEY);
  g_assert_null (sign_in);
  g_assert_null (key);

  bedside_practice_fixture_sign_in (fixture);
}

static void
test_sign_out_offline (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  bedside_practice_fixture_sign_in (fixture);
  bedside_demo_server_stop (fixture->server);
  error = sign_out (fixture);
  g_assert_nonnull (error);
  g_assert_cmpint (bedside_account_get_state (fixture->account), ==, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
  g_assert_false (bedside_store_exists (fixture->folder));
}

static void
assert_nothing_left (Fixture *fixture)
{
  g_autofree char *sign_in = lookup (fixture, BEDSIDE_SECRET_SIGN_IN);
  g_autofree char *key = lookup (fixture, BEDSIDE_SECRET_CACHE_KEY);
  g_autoptr(GDir) dir = g_dir_open (fixture->folder, 0, NULL);

  g_assert_null (sign_in);
  g_assert_null (key);
  g_assert_null (g_dir_read_name (dir));
}

static void
start_signed_out (Fixture *fixture)
{
  bedside_practice_fixture_start (fixture);
  bedside_await (bedside_account_get_state (fixture->account) == BEDSIDE_ACCOUNT_STATE_SIGNED_OUT, 10);
}

/* A folder cannot be deleted like a file: the disk refuses. */
static void
test_sign_out_refused (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autofree char *stuck = g_build_filename (fixture->folder, "store.db.damaged-1", NULL);
  g_autoptr(GError) error = NULL;

  bedside_practice_fixture_sign_in (fixture);
  g_assert_cmpint (g_mkdir_with_parents (stuck, 0700), ==, 0);
  g_test_expect_message ("bedside-account-end", G_LOG_LEVEL_MESSAGE, "Not everything could be erased*");
  error = sign_out (fixture);
  g_test_assert_expected_messages ();
  g_assert_error (error, BEDSIDE_PRACTICE_ERROR, BEDSIDE_PRACTICE_ERROR_FAILED);
  g_assert_cmpint (bedside_account_get_state (fixture->account), ==, BEDSIDE_ACCOUNT_STATE_SIGNED_OUT);
  g_assert_cmpuint (bedside_demo_server_count_sessions (fixture->server, fixture->me), ==, 0);
  g_assert_false (bedside_store_exists (fixture->folder));

  /* It is tried again: in vain, then with success. */
  g_test_expect_message ("bedside-account-end", G_LOG_LEVEL_MESSAGE, "Not everything could be erased*");
  start_signed_out (fixture);
  g_test_assert_expected_messages ();
  g_assert_true (bedside_store_is_condemned (fixture->folder));
  g_assert_cmpint (g_rmdir (stuck), ==, 0);
  start_signed_out (fixture);
  assert_nothing_left (fixture);
}

/* Who signs in again is not erased with what is left of the one before. */
static void
test_sign_in_after_refusal (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autofree char *stuck = g_build_filename (fixture->folder, "store.db.damaged-1", NULL);
  g_autoptr(GError) error = NULL;

  bedside_practice_fixture_sign_in (fixture);
  g_assert_cmpint (g_mkdir_with_parents (stuck, 0700), ==, 0);
  g_test_expect_message ("bedside-account-end", G_LOG_LEVEL_MESSAGE, "Not everything could be erased*");
  error = sign_out (fixture);
  g_test_assert_expected_messages ();
  bedside_practice_fixture_sign_in (fixture);
  bedside_practice_fixture_close (fixture);
  start_and_expect (fixture, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  g_assert_cmpint (bedside_session_get_cache_state (bedside_practice_fixture_get_session (fixture)), ==,
                   BEDSIDE_CACHE_STATE_SEALED);
}

/* Killed after the mark, with everything still there; the server may or may not have been told. */
static void
test_killed_while_signing_out (Fixture       *fixture,
                               gconstpointer  data)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr(GAsyncResult) marked = NULL;

      bedside_practice_fixture_sign_in (fixture);
      bedside_practice_fixture_close (fixture);
      bedside_store_condemn_async (fixture->folder, NULL, bedside_await_result, &marked);
      bedside_await (marked != NULL, 10);
      g_assert_true (bedside_store_condemn_finish (marked, NULL));
      if (i == 1)
        bedside_demo_server_stop (fixture->server);

      start_signed_out (fixture);
      assert_nothing_left (fixture);
      if (i == 0)
        bedside_await (bedside_demo_server_count_sessions (fixture->server, fixture->me) == 0, 10);
      start_signed_out (fixture);
    }
}

/* The keyring does not give the secrets away: they are cleared when it does. */
static void
test_killed_and_locked (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(GAsyncResult) marked = NULL;

  bedside_practice_fixture_sign_in (fixture);
  bedside_practice_fixture_close (fixture);
  bedside_store_condemn_async (fixture->folder, NULL, bedside_await_result, &marked);
  bedside_await (marked != NULL, 10);
  break_keyring (fixture, BEDSIDE_SECRETS_ERROR_LOCKED);
  g_test_expect_message ("bedside-account-end", G_LOG_LEVEL_MESSAGE, "Not everything could be erased*");
  start_signed_out (fixture);
  g_test_assert_expected_messages ();
  g_assert_false (bedside_store_exists (fixture->folder));
  bedside_memory_secrets_set_failure (fixture->secrets, NULL);
  start_signed_out (fixture);
  assert_nothing_left (fixture);
}

static void
test_soft_logout (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  g_autoptr(GError) other = NULL, error = NULL;

  bedside_practice_fixture_sign_in (fixture);
  BedsideConversation *conversation = bedside_practice_fixture_await (fixture, "Ada Lovelace");

  bedside_demo_server_expire_tokens (fixture->server, TRUE);
  bedside_session_send (bedside_practice_fixture_get_session (fixture), conversation, "unsent");
  bedside_await (bedside_account_get_state (fixture->account) == BEDSIDE_ACCOUNT_STATE_EXPIRED, 40);
  g_assert_cmpstr (bedside_account_get_user_id (fixture->account), ==, fixture->me);
  g_assert_nonnull (bedside_practice_fixture_find (fixture, "Ada Lovelace"));

  other = try_sign_in (fixture, NULL, "sam", "correct horse");
  g_assert_error (other, BEDSIDE_SIGN_IN_ERROR, BEDSIDE_SIGN_IN_ERROR_OTHER_USER);
  error = try_sign_in (fixture, NULL, "robin", "correct horse");
  g_assert_no_error (error);
  g_assert_cmpint (bedside_account_get_state (fixture->account), ==, BEDSIDE_ACCOUNT_STATE_SIGNED_IN);
  g_assert_cmpuint (bedside_demo_server_count_sessions (fixture->server, fixture->me), ==, 1);
  bedside_await (bedside_session_get_unsent (bedside_practice_fixture_get_session (fixture)) == 0, 20);
  g_autofree char *held = bedside_practice_fixture_dup_server (fixture, room);
  g_assert_cmpstr (held, ==, "unsent");
}

static void
test_ended_elsewhere (Fixture       *fixture,
                      gconstpointer  data)
{
  BedsideDemoFault gone = { .path_pattern = "*/refresh", .kind = BEDSIDE_DEMO_FAULT_STATUS, .status = 401,
                            .body = "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"gone\",\"soft_logout\":false}" };

  bedside_practice_fixture_sign_in (fixture);
  bedside_demo_server_add_fault (fixture->server, &gone);
  bedside_demo_server_expire_tokens (fixture->server, FALSE);
  bedside_await (bedside_account_get_state (fixture->account) == BEDSIDE_ACCOUNT_STATE_ENDED, 40);
  g_assert_false (bedside_store_exists (fixture->folder));
  g_assert_null (bedside_account_get_session (fixture->account));
}

static void
test_nothing_in_the_clear (Fixture       *fixture,
                           gconstpointer  data)
{
  g_autofree char *ada = bedside_practice_fixture_add_patient (fixture, "ada", "Ada", "Lovelace");
  g_autofree char *room = bedside_practice_fixture_add_room (fixture, "ada");
  const char *secrets[] = { "Lovelace", "swollen knee", "half a draft", "1985-12-10", "@ada" };
  g_autoptr(GDir) dir = NULL;
  const char *name;
  guint files = 0;

  g_free (bedside_demo_server_say (fixture->server, room, ada, "My swollen knee"));
  bedside_practice_fixture_sign_in (fixture);
  BedsideConversation *conversation = bedside_practice_fixture_await (fixture, "Ada Lovelace");
  bedside_session_set_draft (bedside_practice_fixture_get_session (fixture), conversation, "half a draft");
  bedside_practice_fixture_close (fixture);

  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_autofree char *contents = NULL;
      gsize length = 0;

      g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
      for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
        g_assert_null (g_strstr_len (contents, (gssize) length, secrets[i]));
      files += length > 0;
    }
  g_assert_cmpuint (files, >, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  bedside_practice_add ("/practice/account/nobody", test_nobody);
  bedside_practice_add ("/practice/account/refused", test_refused);
  bedside_practice_add ("/practice/account/rate-limit", test_rate_limit);
  bedside_practice_add ("/practice/account/keyring-states", test_keyring_states);
  bedside_practice_add ("/practice/account/R31-without-keyring-nothing-on-disk", test_no_keyring);
  bedside_practice_add ("/practice/account/damaged-cache", test_damaged_cache);
  bedside_practice_add ("/practice/account/damaged-record", test_damaged_record);
  bedside_practice_add ("/practice/account/damaged-state", test_damaged_state);
  bedside_practice_add ("/practice/account/tampered-cache", test_tampered_cache);
  bedside_practice_add ("/practice/account/key-lost", test_key_lost);
  bedside_practice_add ("/practice/account/second-instance", test_second_instance);
  bedside_practice_add ("/practice/account/sign-out", test_sign_out);
  bedside_practice_add ("/practice/account/sign-out-offline", test_sign_out_offline);
  bedside_practice_add ("/practice/account/sign-out-refused-by-disk", test_sign_out_refused);
  bedside_practice_add ("/practice/account/sign-in-after-refusal", test_sign_in_after_refusal);
  bedside_practice_add ("/practice/account/killed-while-signing-out", test_killed_while_signing_out);
  bedside_practice_add ("/practice/account/killed-and-keyring-locked", test_killed_and_locked);
  bedside_practice_add ("/practice/account/soft-logout-keeps-everything", test_soft_logout);
  bedside_practice_add ("/practice/account/ended-elsewhere", test_ended_elsewhere);
  bedside_practice_add ("/practice/account/R31-nothing-in-the-clear", test_nothing_in_the_clear);

  return g_test_run ();
}
