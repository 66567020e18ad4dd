/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-outbox-private.h"
#include "bedside-sync-engine.h"
#include "certificates.h"
#include "matrix-fixture.h"

#include <string.h>

#define SYNC   V3 "/sync"
#define FILTER V3 "/user/%40dr%3Ahs.example/filter"

typedef struct {
  MatrixFixture      matrix;
  BedsideSyncEngine *engine;
  guint              answers;
  guint              ends;
} Fixture;

static void
on_answer (Fixture           *fixture,
           BedsideSyncAnswer *answer)
{
  bedside_sync_answer_free (answer);
  fixture->answers++;
  bedside_sync_engine_continue (fixture->engine);
}

static void
on_ended (Fixture *fixture)
{
  fixture->ends++;
}

static void
make_engine (Fixture    *fixture,
             const char *since)
{
  fixture->engine = bedside_sync_engine_new (fixture->matrix.client, since);
  g_signal_connect_swapped (fixture->engine, "answer", G_CALLBACK (on_answer), fixture);
  g_signal_connect_swapped (fixture->engine, "ended", G_CALLBACK (on_ended), fixture);
}

static void
drop_engine (Fixture *fixture)
{
  bedside_sync_engine_stop (fixture->engine);
  bedside_await_finalize (g_steal_pointer (&fixture->engine));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  matrix_fixture_set_up (&fixture->matrix, "refresh-1");
  make_engine (fixture, data);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  drop_engine (fixture);
  g_assert_cmpuint (fixture->ends, ==, 0);
  matrix_fixture_tear_down (&fixture->matrix, NULL);
}

static void
await_waiting (Fixture *fixture)
{
  bedside_await (bedside_sync_engine_get_state (fixture->engine) == BEDSIDE_SYNC_STATE_WAITING, 30);
}

static gint64
get_wait (Fixture *fixture)
{
  return (bedside_sync_engine_get_retry_at (fixture->engine) - g_get_real_time ()) / 1000;
}

static void
assert_connection (Fixture           *fixture,
                   BedsideConnection  connection)
{
  g_assert_cmpint (bedside_sync_engine_get_connection (fixture->engine), ==, connection);
}

/* A sync of more than is taken in: less of each room is asked for, and what cannot be had is not asked for all the
 * time. */
static void
test_too_large (Fixture       *fixture,
                gconstpointer  data)
{
  static const char *const limits[] = { "\"limit\":20", "\"limit\":5", "\"limit\":1", "\"limit\":1" };
  g_autoptr(GString) text = g_string_new ("{'next_batch':'s1','a':[");

  for (guint i = 0; i < 2500 * 1000; i++)
    g_string_append (text, "[],");
  g_string_append (text, "[]]}");
  bedside_sync_engine_start (fixture->engine);
  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      script_server_reply (fixture->matrix.server, "POST", FILTER, 200, "{'filter_id':'7'}");
      script_server_reply (fixture->matrix.server, "GET", SYNC, 200, text->str);
      if (i > 0)
        bedside_sync_engine_hurry (fixture->engine);
      await_waiting (fixture);
      assert_connection (fixture, BEDSIDE_CONNECTION_SERVER_PROBLEM);
      g_assert_cmpuint (script_server_count (fixture->matrix.server, "GET", SYNC), ==, i + 1);
      g_assert_cmpint (get_wait (fixture), >=, i < 2 ? (750 << i) - 500 : 9 * 60 * 1000);
      g_assert_nonnull (strstr (script_server_get_request (fixture->matrix.server, 2 * i)->body, limits[i]));
    }

  /* Once there is less of it, everything is as always. */
  script_server_reply (fixture->matrix.server, "POST", FILTER, 200, "{'filter_id':'8'}");
  script_server_reply (fixture->matrix.server, "GET", SYNC, 200, "{'next_batch':'s1'}");
  script_server_reply (fixture->matrix.server, "POST", FILTER, 200, "{'filter_id':'9'}");
  script_server_reply (fixture->matrix.server, "GET", SYNC, 200, "{'next_batch':'s2'}");
  bedside_sync_engine_hurry (fixture->engine);
  bedside_await (fixture->answers == 2, 30);
  assert_connection (fixture, BEDSIDE_CONNECTION_ONLINE);
  g_assert_nonnull (strstr (script_server_get_request (fixture->matrix.server, 10)->body, limits[0]));
}

/* Something answers every request at once, with nothing. */
static void
test_haste (Fixture       *fixture,
            gconstpointer  data)
{
  guint begun;

  script_server_reply (fixture->matrix.server, "POST", FILTER, 200, "{'filter_id':'7'}");
  for (guint i = 0; i < 20; i++)
    script_server_reply (fixture->matrix.server, "GET", SYNC, 200, "{'next_batch':'s5'}");
  bedside_sync_engine_start (fixture->engine);
  await_waiting (fixture);
  begun = script_server_count (fixture->matrix.server, "GET", SYNC);
  g_assert_cmpuint (begun, <=, 6);
  assert_connection (fixture, BEDSIDE_CONNECTION_ONLINE);

  /* It goes on, at a walk. */
  bedside_await (script_server_count (fixture->matrix.server, "GET", SYNC) == begun + 1, 10);
  await_waiting (fixture);
  g_assert_cmpuint (script_server_count (fixture->matrix.server, "GET", SYNC), ==, begun + 1);
}

/* Whatever is answered at once and every time: no try comes before its time, and the times grow. */
static void
test_no_spin (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct {
    guint       status;
    const char *json;
  } answers[] = {
    { 200, "{}" }, { 200, "<html>" }, { 204, "" }, { 302, "" }, { 400, "{'errcode':'M_BAD_JSON'}" }, { 401, "{}" },
    { 403, "<html>" }, { 403, "{'errcode':'M_FORBIDDEN'}" }, { 404, "<html>" }, { 404, "{'errcode':'M_NOT_FOUND'}" },
    { 405, "" }, { 413, "" }, { 429, "" }, { 429, "{'errcode':'M_LIMIT_EXCEEDED','retry_after_ms':0}" },
    { 429, "{'errcode':'M_LIMIT_EXCEEDED','retry_after_ms':-5}" }, { 500, "" }, { 503, "<html>" }, { 511, "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      gint64 longest = 0;

      g_test_message ("%u %s", answers[i].status, answers[i].json);
      drop_engine (fixture);
      make_engine (fixture, NULL);
      for (guint attempt = 0; attempt < 6; attempt++)
        {
          guint before = script_server_count_all (fixture->matrix.server);

          script_server_reply (fixture->matrix.server, "POST", FILTER, answers[i].status, answers[i].json);
          bedside_sync_engine_start (fixture->engine);
          await_waiting (fixture);
          g_assert_cmpuint (script_server_count_all (fixture->matrix.server), ==, before + 1);
          g_assert_cmpint (get_wait (fixture), >=, 250);
          longest = MAX (longest, get_wait (fixture));
          bedside_sync_engine_stop (fixture->engine);
        }
      g_assert_cmpint (longest, >=, 5000);
    }
}

static void
add_certificates (Fixture         *fixture,
                  GTlsCertificate *certificate)
{
  ScriptServer *plain = fixture->matrix.server;

  drop_engine (fixture);
  fixture->matrix.server = script_server_new (certificate);
  matrix_fixture_set_tokens (&fixture->matrix, "access-1", "refresh-1", 0);
  script_server_free (plain);
  make_engine (fixture, "s5");
}

/* It is said, nothing ends, and everything goes on when the certificate is right again. */
static void
test_certificate (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(TestAuthority) authority = test_authority_new ("Trusted");
  g_autoptr(GTlsCertificate) expired = test_authority_issue (authority, "127.0.0.1", -2, -1);
  g_autoptr(GTlsCertificate) good = test_authority_issue (authority, "127.0.0.1", -1, 1);

  test_authority_trust (authority);
  add_certificates (fixture, expired);
  bedside_sync_engine_start (fixture->engine);
  await_waiting (fixture);
  assert_connection (fixture, BEDSIDE_CONNECTION_BAD_CERTIFICATE);
  g_assert_cmpint (get_wait (fixture), >, 0);
  g_assert_cmpuint (script_server_count_all (fixture->matrix.server), ==, 0);

  script_server_set_certificate (fixture->matrix.server, good);
  script_server_reply (fixture->matrix.server, "POST", FILTER, 200, "{'filter_id':'7'}");
  script_server_reply (fixture->matrix.server, "GET", SYNC, 200, "{'next_batch':'s6'}");
  bedside_sync_engine_hurry (fixture->engine);
  bedside_await (fixture->answers == 1, 30);
  assert_connection (fixture, BEDSIDE_CONNECTION_ONLINE);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), NULL);
}

/* What keeps a message waiting, and what makes it fail: only the server's own word does. */
static void
test_messages_wait (void)
{
  static const struct {
    BedsideMatrixError  code;
    guint               status;
    const char         *errcode;
    gboolean            fails;
  } cases[] = {
    { BEDSIDE_MATRIX_ERROR_OFFLINE, 0, NULL, FALSE },
    { BEDSIDE_MATRIX_ERROR_OFFLINE, 200, NULL, FALSE },
    { BEDSIDE_MATRIX_ERROR_OFFLINE, 302, NULL, FALSE },
    { BEDSIDE_MATRIX_ERROR_OFFLINE, 403, NULL, FALSE },
    { BEDSIDE_MATRIX_ERROR_OFFLINE, 511, NULL, FALSE },
    { BEDSIDE_MATRIX_ERROR_BAD_CERTIFICATE, 0, NULL, FALSE },
    { BEDSIDE_MATRIX_ERROR_BAD_DATA, 200, NULL, FALSE },
    { BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE, 200, NULL, FALSE },
    { BEDSIDE_MATRIX_ERROR_SERVER_BROKEN, 502, NULL, FALSE },
    { BEDSIDE_MATRIX_ERROR_RATE_LIMITED, 429, NULL, FALSE },
    { BEDSIDE_MATRIX_ERROR_NOT_FOUND, 404, NULL, FALSE },
    { BEDSIDE_MATRIX_ERROR_UNRECOGNIZED, 405, NULL, FALSE },
    { BEDSIDE_MATRIX_ERROR_REFUSED, 400, NULL, FALSE },
    { BEDSIDE_MATRIX_ERROR_FORBIDDEN, 403, "M_FORBIDDEN", TRUE },
    { BEDSIDE_MATRIX_ERROR_TOO_LARGE, 413, "M_TOO_LARGE", TRUE },
    { BEDSIDE_MATRIX_ERROR_TOO_LARGE, 0, NULL, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = bedside_matrix_error_new (cases[i].code, cases[i].status, cases[i].errcode, -1, NULL);

      g_test_message ("%s", error->message);
      g_assert_cmpint (bedside_outbox_is_refusal (error), ==, cases[i].fails);
    }
}

#define add(path, since, function) \
        g_test_add ("/practice/sync-hostile/" path, Fixture, since, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("too-large", NULL, test_too_large);
  add ("answers-without-rest", "s5", test_haste);
  add ("no-spin", NULL, test_no_spin);
  add ("R31-bad-certificate", "s5", test_certificate);
  g_test_add_func ("/practice/sync-hostile/messages-wait", test_messages_wait);

  return g_test_run ();
}
