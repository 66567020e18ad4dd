/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-module.h"

#include "matrix-fixture.h"

#define STATUS  "/_synapse/client/bedside/v1/status"
#define ACCOUNT "/_synapse/client/bedside/v1/account/%40a%2Fb%3Ahs"

static BedsideModuleStatus *
get_status (MatrixFixture  *fixture,
            GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_client_get_module_status_async (fixture->client, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_client_get_module_status_finish (fixture->client, result, error);
}

static BedsideModuleAccount *
get_account (MatrixFixture  *fixture,
             GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_client_get_module_account_async (fixture->client, "@a/b:hs", NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_client_get_module_account_finish (fixture->client, result, error);
}

static void
test_status (MatrixFixture *fixture,
             gconstpointer  data)
{
  g_autoptr(BedsideModuleStatus) status = NULL;
  g_autoptr(BedsideModuleStatus) off = NULL;
  g_autoptr(GError) error = NULL;

  script_server_reply (fixture->server, "GET", STATUS, 200,
                       "{'v':1,'enforced':true,'practices':['!a:hs',7,null,{},'!b:hs'],'more':1}");
  status = get_status (fixture, &error);
  g_assert_no_error (error);
  g_assert_true (status->enforced);
  g_assert_cmpuint (g_strv_length (status->practices), ==, 2);
  g_assert_cmpstr (status->practices[0], ==, "!a:hs");
  g_assert_cmpstr (status->practices[1], ==, "!b:hs");
  g_assert_cmpstr (script_server_get_last (fixture->server)->authorization, ==, "Bearer access-1");

  script_server_reply (fixture->server, "GET", STATUS, 200, "{'enforced':false,'practices':{}}");
  off = get_status (fixture, &error);
  g_assert_no_error (error);
  g_assert_false (off->enforced);
  g_assert_cmpuint (g_strv_length (off->practices), ==, 0);
}

static void
test_account (MatrixFixture *fixture,
              gconstpointer  data)
{
  g_autofree BedsideModuleAccount *account = NULL;
  g_autofree BedsideModuleAccount *unknown = NULL;
  g_autoptr(GError) error = NULL;

  script_server_reply (fixture->server, "GET", ACCOUNT, 200, "{'exists':true,'patient':true,'signed_in':false}");
  account = get_account (fixture, &error);
  g_assert_no_error (error);
  g_assert_true (account->exists);
  g_assert_true (account->patient);
  g_assert_false (account->signed_in);

  script_server_reply (fixture->server, "GET", ACCOUNT, 200, "{'exists':false,'patient':false,'signed_in':false}");
  unknown = get_account (fixture, &error);
  g_assert_no_error (error);
  g_assert_false (unknown->exists);
}

static const struct {
  guint               status;
  const char         *json;
  BedsideMatrixError  code;
} failures[] = {
  { 200, "[]", BEDSIDE_MATRIX_ERROR_BAD_DATA },
  { 200, "{}", BEDSIDE_MATRIX_ERROR_BAD_DATA },
  { 200, "{'enforced':'true','exists':1,'patient':true,'signed_in':true}", BEDSIDE_MATRIX_ERROR_BAD_DATA },
  { 200, "{'practices':['!a:hs'],'exists':true,'patient':true}", BEDSIDE_MATRIX_ERROR_BAD_DATA },
  { 302, "{}", BEDSIDE_MATRIX_ERROR_OFFLINE },
  { 403, "{'errcode':'M_FORBIDDEN'}", BEDSIDE_MATRIX_ERROR_FORBIDDEN },
  { 404, "{'errcode':'M_UNRECOGNIZED'}", BEDSIDE_MATRIX_ERROR_UNRECOGNIZED },
  { 404, "{}", BEDSIDE_MATRIX_ERROR_UNRECOGNIZED },
  { 429, "{'errcode':'M_LIMIT_EXCEEDED','retry_after_ms':7}", BEDSIDE_MATRIX_ERROR_RATE_LIMITED },
  { 502, "{}", BEDSIDE_MATRIX_ERROR_SERVER_BROKEN },
};

/* A server must never count as enforcing what it did not clearly say. */
static void
test_failures (MatrixFixture *fixture,
               gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      g_autoptr(GError) status_error = NULL;
      g_autoptr(GError) account_error = NULL;

      g_test_message ("%u %s", failures[i].status, failures[i].json);
      script_server_reply (fixture->server, "GET", STATUS, failures[i].status, failures[i].json);
      g_assert_null (get_status (fixture, &status_error));
      g_assert_error (status_error, BEDSIDE_MATRIX_ERROR, (int) failures[i].code);
      script_server_reply (fixture->server, "GET", ACCOUNT, failures[i].status, failures[i].json);
      g_assert_null (get_account (fixture, &account_error));
      g_assert_error (account_error, BEDSIDE_MATRIX_ERROR, (int) failures[i].code);
      g_assert_cmpint (bedside_matrix_error_get_http_status (account_error), ==, failures[i].status);
    }
}

static void
test_path_of_an_account (MatrixFixture *fixture,
                         gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  bedside_client_get_module_account_async (fixture->client, "..", NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);
  g_assert_null (bedside_client_get_module_account_finish (fixture->client, result, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_REFUSED);
  g_assert_cmpuint (script_server_count_all (fixture->server), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  matrix_add_test ("/matrix/module/status", NULL, test_status);
  matrix_add_test ("/matrix/module/account", NULL, test_account);
  matrix_add_test ("/matrix/module/edge-46-failures", NULL, test_failures);
  matrix_add_test ("/matrix/module/no-path", NULL, test_path_of_an_account);

  return g_test_run ();
}
