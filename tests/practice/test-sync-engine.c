/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-counter.h"
#include "bedside-sync-engine.h"
#include "matrix-fixture.h"

#define SYNC   V3 "/sync"
#define FILTER V3 "/user/%40dr%3Ahs.example/filter"

#define UNKNOWN_POSITION "{'errcode':'M_UNKNOWN','error':'Invalid stream token'}"

/* What is not scripted is answered 404 M_UNRECOGNIZED, after which the engine waits for a minute. */
typedef struct {
  MatrixFixture      matrix;
  BedsideSyncEngine *engine;
  GPtrArray         *answers;      /* (element-type BedsideSyncAnswer) */
  GArray            *connections;  /* (element-type BedsideConnection): all that it went through */
  guint              start_overs;
  GError            *end;
  gboolean           hold;         /* the answer is not stored yet */
} Fixture;

static void
on_answer (Fixture           *fixture,
           BedsideSyncAnswer *answer)
{
  g_ptr_array_add (fixture->answers, answer);
  if (!fixture->hold)
    bedside_sync_engine_continue (fixture->engine);
}

static void
on_start_over (Fixture *fixture)
{
  fixture->start_overs++;
}

static void
on_ended (Fixture *fixture,
          GError  *error)
{
  g_assert_null (fixture->end);
  fixture->end = g_error_copy (error);
}

static void
on_connection (Fixture *fixture)
{
  BedsideConnection connection = bedside_sync_engine_get_connection (fixture->engine);

  g_array_append_val (fixture->connections, connection);
}

static void
make_engine (Fixture    *fixture,
             const char *since)
{
  fixture->engine = bedside_sync_engine_new (fixture->matrix.client, since);
  g_signal_connect_swapped (fixture->engine, "answer", G_CALLBACK (on_answer), fixture);
  g_signal_connect_swapped (fixture->engine, "start-over", G_CALLBACK (on_start_over), fixture);
  g_signal_connect_swapped (fixture->engine, "ended", G_CALLBACK (on_ended), fixture);
  g_signal_connect_swapped (fixture->engine, "notify::connection", G_CALLBACK (on_connection), fixture);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  matrix_fixture_set_up (&fixture->matrix, NULL);
  fixture->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) bedside_sync_answer_free);
  fixture->connections = g_array_new (FALSE, FALSE, sizeof (BedsideConnection));
  make_engine (fixture, data);
}

static void
drop_engine (Fixture *fixture)
{
  if (fixture->engine == NULL)
    return;
  bedside_sync_engine_stop (fixture->engine);
  g_object_add_weak_pointer (G_OBJECT (fixture->engine), (gpointer *) &fixture->engine);
  g_object_unref (fixture->engine);
  bedside_await (fixture->engine == NULL, 10);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  drop_engine (fixture);
  matrix_fixture_tear_down (&fixture->matrix, NULL);
  g_ptr_array_unref (fixture->answers);
  g_array_unref (fixture->connections);
  g_clear_error (&fixture->end);
}

static void
script (Fixture    *fixture,
        const char *method,
        const char *path,
        guint       status,
        const char *json)
{
  script_server_reply (fixture->matrix.server, method, path, status, json);
}

static void
script_filter (Fixture *fixture)
{
  script (fixture, "POST", FILTER, 200, "{'filter_id':'7'}");
}

static guint
count_syncs (Fixture *fixture)
{
  return script_server_count (fixture->matrix.server, "GET", SYNC);
}

static void
await_state (Fixture          *fixture,
             BedsideSyncState  state)
{
  bedside_await (bedside_sync_engine_get_state (fixture->engine) == state, 10);
}

/* The query of the last request for news. */
static void
assert_last_query (Fixture    *fixture,
                   const char *since,
                   gboolean    waits)
{
  const ScriptRequest *request = script_server_get_last (fixture->matrix.server);
  g_autofree char *part = since ? g_strdup_printf ("since=%s&", since) : NULL;

  g_assert_cmpstr (request->path, ==, SYNC);
  g_assert_nonnull (strstr (request->query, "filter=7"));
  if (part != NULL)
    g_assert_nonnull (strstr (request->query, part));
  else
    g_assert_null (strstr (request->query, "since="));
  g_assert_nonnull (strstr (request->query, waits ? "timeout=30000" : "timeout=0"));
}

/* How far away the next try is, in ms. */
static gint64
get_wait (Fixture *fixture)
{
  return (bedside_sync_engine_get_retry_at (fixture->engine) - g_get_real_time ()) / 1000;
}

static void
test_first_sync (Fixture       *fixture,
                 gconstpointer  data)
{
  BedsideConnection expected[] = { BEDSIDE_CONNECTION_LOADING, BEDSIDE_CONNECTION_ONLINE };

  g_assert_cmpint (bedside_sync_engine_get_state (fixture->engine), ==, BEDSIDE_SYNC_STATE_STOPPED);
  script_filter (fixture);
  script (fixture, "GET", SYNC, 200, "{'next_batch':'s1'}");
  script (fixture, "GET", SYNC, 200, "{'next_batch':'s2'}");
  bedside_sync_engine_start (fixture->engine);

  bedside_await (fixture->answers->len == 1, 10);
  bedside_await (count_syncs (fixture) == 2, 10);
  /* A first sync may be answered from a cache, so what follows does not wait for news. */
  assert_last_query (fixture, "s1", FALSE);
  bedside_await (fixture->answers->len == 2, 10);
  g_assert_cmpstr (((BedsideSyncAnswer *) fixture->answers->pdata[1])->next_batch, ==, "s2");
  bedside_await (count_syncs (fixture) == 3, 10);
  assert_last_query (fixture, "s2", TRUE);
  g_assert_cmpuint (script_server_count (fixture->matrix.server, "POST", FILTER), ==, 1);

  g_assert_cmpuint (fixture->connections->len, >=, 2);
  g_assert_cmpmem (fixture->connections->data, sizeof expected, expected, sizeof expected);
}

static void
test_goes_on_from_position (Fixture       *fixture,
                            gconstpointer  data)
{
  script_filter (fixture);
  script (fixture, "GET", SYNC, 200, "{'next_batch':'s6'}");
  fixture->hold = TRUE;
  bedside_sync_engine_start (fixture->engine);
  bedside_await (fixture->answers->len == 1, 10);
  assert_last_query (fixture, "s5", FALSE);

  /* Nothing is asked for before the answer is stored. */
  await_state (fixture, BEDSIDE_SYNC_STATE_PROCESSING);
  g_assert_cmpint (bedside_sync_engine_get_connection (fixture->engine), ==, BEDSIDE_CONNECTION_CONNECTING);
  bedside_sync_engine_continue (fixture->engine);
  g_assert_cmpint (bedside_sync_engine_get_connection (fixture->engine), ==, BEDSIDE_CONNECTION_ONLINE);
  bedside_sync_engine_continue (fixture->engine);
  bedside_await (count_syncs (fixture) == 2, 10);
  assert_last_query (fixture, "s6", TRUE);
  await_state (fixture, BEDSIDE_SYNC_STATE_WAITING);
  g_assert_cmpuint (count_syncs (fixture), ==, 2);
}

static void
test_back_off (Fixture       *fixture,
               gconstpointer  data)
{
  script_filter (fixture);
  for (guint i = 0; i < 3; i++)
    script (fixture, "GET", SYNC, 502, "{}");
  script (fixture, "GET", SYNC, 200, "{'next_batch':'s6'}");
  fixture->hold = TRUE;
  bedside_sync_engine_start (fixture->engine);

  for (guint i = 0; i < 3; i++)
    {
      bedside_await (bedside_sync_engine_get_retry_at (fixture->engine) != 0, 10);
      /* 1, 2, 4 s, a quarter more or less. */
      g_assert_cmpint (get_wait (fixture), <=, 1250 << i);
      g_assert_cmpint (get_wait (fixture), >, (750 << i) - 500);
      g_assert_cmpint (bedside_sync_engine_get_connection (fixture->engine), ==, BEDSIDE_CONNECTION_SERVER_PROBLEM);
      if (i == 0)
        bedside_await (bedside_sync_engine_get_retry_at (fixture->engine) == 0, 10);
      else
        bedside_sync_engine_hurry (fixture->engine);
      g_assert_cmpint (bedside_sync_engine_get_retry_at (fixture->engine), ==, 0);
    }
  bedside_await (fixture->answers->len == 1, 10);
  /* After a failure one wants to know at once where one stands. */
  assert_last_query (fixture, "s5", FALSE);
  bedside_sync_engine_continue (fixture->engine);
  g_assert_cmpint (bedside_sync_engine_get_connection (fixture->engine), ==, BEDSIDE_CONNECTION_ONLINE);
}

static void
test_rate_limit (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(GBytes) body = g_bytes_new_static ("{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":50}", 48);
  gint64 start = g_get_monotonic_time ();

  script_filter (fixture);
  script_server_reply_full (fixture->matrix.server, "GET", SYNC, 429, "application/json", "Retry-After", "1", body);
  script (fixture, "GET", SYNC, 200, "{'next_batch':'s6'}");
  bedside_sync_engine_start (fixture->engine);
  await_state (fixture, BEDSIDE_SYNC_STATE_WAITING);
  g_assert_cmpint (bedside_sync_engine_get_connection (fixture->engine), ==, BEDSIDE_CONNECTION_BUSY);
  g_assert_cmpint (get_wait (fixture), >, 500);

  /* Nobody is allowed to shorten what the server asked for. */
  bedside_sync_engine_hurry (fixture->engine);
  await_state (fixture, BEDSIDE_SYNC_STATE_WAITING);
  g_assert_cmpuint (count_syncs (fixture), ==, 1);
  bedside_await (fixture->answers->len == 1, 10);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, G_USEC_PER_SEC);
}

static void
test_offline (Fixture       *fixture,
              gconstpointer  data)
{
  script_filter (fixture);
  script_server_reply_raw (fixture->matrix.server, "GET", SYNC, "", FALSE);
  script_server_reply_raw (fixture->matrix.server, "GET", SYNC, "", FALSE);
  bedside_sync_engine_start (fixture->engine);
  await_state (fixture, BEDSIDE_SYNC_STATE_WAITING);
  g_assert_cmpint (bedside_sync_engine_get_connection (fixture->engine), ==, BEDSIDE_CONNECTION_OFFLINE);

  script (fixture, "GET", SYNC, 200, "{'next_batch':'s1'}");
  script (fixture, "GET", SYNC, 200, "{'next_batch':'s2'}");
  bedside_sync_engine_hurry (fixture->engine);
  bedside_await (fixture->answers->len == 2, 10);
}

static void
test_filter_is_made_anew (Fixture       *fixture,
                          gconstpointer  data)
{
  script_filter (fixture);
  script (fixture, "GET", SYNC, 200, "{'next_batch':'s6'}");
  script (fixture, "GET", SYNC, 502, "{}");
  /* The database came back without it. */
  script (fixture, "GET", SYNC, 404, "{'errcode':'M_NOT_FOUND','error':'No such filter'}");
  script_filter (fixture);
  script (fixture, "GET", SYNC, 200, "{'next_batch':'s7'}");
  bedside_sync_engine_start (fixture->engine);
  await_state (fixture, BEDSIDE_SYNC_STATE_WAITING);
  bedside_sync_engine_hurry (fixture->engine);
  bedside_await (fixture->answers->len == 2, 10);
  g_assert_cmpuint (script_server_count (fixture->matrix.server, "POST", FILTER), ==, 2);
  g_assert_cmpuint (fixture->start_overs, ==, 0);
}

static void
test_filter_never_found (Fixture       *fixture,
                         gconstpointer  data)
{
  for (guint i = 0; i < 5; i++)
    {
      script_filter (fixture);
      script (fixture, "GET", SYNC, 404, "{'errcode':'M_NOT_FOUND'}");
    }
  bedside_sync_engine_start (fixture->engine);
  await_state (fixture, BEDSIDE_SYNC_STATE_WAITING);
  g_assert_cmpint (get_wait (fixture), >, 30 * 1000);
  g_assert_cmpuint (count_syncs (fixture), <=, 2);
}

static void
test_position_forgotten (Fixture       *fixture,
                         gconstpointer  data)
{
  script_filter (fixture);
  script (fixture, "GET", SYNC, 400, UNKNOWN_POSITION);
  script (fixture, "GET", SYNC, 200, "{'next_batch':'s1'}");
  script (fixture, "GET", SYNC, 200, "{'next_batch':'s2'}");
  fixture->hold = TRUE;
  bedside_sync_engine_start (fixture->engine);
  bedside_await (fixture->answers->len == 1, 10);
  g_assert_cmpuint (fixture->start_overs, ==, 1);
  assert_last_query (fixture, NULL, FALSE);
  g_assert_cmpint (bedside_sync_engine_get_connection (fixture->engine), ==, BEDSIDE_CONNECTION_LOADING);
}

static void
test_position_never_accepted (Fixture       *fixture,
                              gconstpointer  data)
{
  script_filter (fixture);
  for (guint i = 1; i <= 5; i++)
    {
      script (fixture, "GET", SYNC, 400, UNKNOWN_POSITION);
      script (fixture, "GET", SYNC, 200, "{'next_batch':'s9'}");
    }
  bedside_sync_engine_start (fixture->engine);
  await_state (fixture, BEDSIDE_SYNC_STATE_WAITING);
  /* Two first syncs, then slowly. */
  g_assert_cmpuint (fixture->start_overs, ==, 2);
  g_assert_cmpuint (fixture->answers->len, ==, 1);
  g_assert_cmpint (get_wait (fixture), >, 30 * 1000);
  g_assert_cmpint (bedside_sync_engine_get_connection (fixture->engine), ==, BEDSIDE_CONNECTION_SERVER_PROBLEM);
}

static void
test_nonsense (Fixture       *fixture,
               gconstpointer  data)
{
  script_filter (fixture);
  script (fixture, "GET", SYNC, 200, "{}");
  script (fixture, "GET", SYNC, 200, "[]");
  bedside_sync_engine_start (fixture->engine);
  await_state (fixture, BEDSIDE_SYNC_STATE_WAITING);
  bedside_sync_engine_hurry (fixture->engine);
  bedside_await (count_syncs (fixture) == 2, 10);
  await_state (fixture, BEDSIDE_SYNC_STATE_WAITING);
  g_assert_cmpint (bedside_sync_engine_get_connection (fixture->engine), ==, BEDSIDE_CONNECTION_SERVER_PROBLEM);
  g_assert_cmpuint (fixture->answers->len, ==, 0);
}

static void
test_ended (Fixture       *fixture,
            gconstpointer  data)
{
  script_filter (fixture);
  script (fixture, "GET", SYNC, 401, "{'errcode':'M_UNKNOWN_TOKEN','soft_logout':true}");
  bedside_sync_engine_start (fixture->engine);
  bedside_await (fixture->end != NULL, 10);
  g_assert_error (fixture->end, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT);
  g_assert_cmpint (bedside_sync_engine_get_state (fixture->engine), ==, BEDSIDE_SYNC_STATE_ENDED);
  g_assert_cmpint (bedside_sync_engine_get_connection (fixture->engine), ==, BEDSIDE_CONNECTION_STOPPED);
  bedside_sync_engine_hurry (fixture->engine);
  bedside_sync_engine_continue (fixture->engine);
  g_assert_cmpuint (count_syncs (fixture), ==, 1);
}

static void
test_ended_at_filter (Fixture       *fixture,
                      gconstpointer  data)
{
  script (fixture, "POST", FILTER, 403, "{'errcode':'M_USER_DEACTIVATED'}");
  bedside_sync_engine_start (fixture->engine);
  bedside_await (fixture->end != NULL, 10);
  g_assert_error (fixture->end, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_DEACTIVATED);
  g_assert_cmpuint (count_syncs (fixture), ==, 0);
}

static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  guint retry_notifications = 0;

  script_filter (fixture);
  script (fixture, "GET", SYNC, 200, "{'next_batch':'s6'}");
  script_server_hold (fixture->matrix.server, "GET", SYNC);
  bedside_sync_engine_start (fixture->engine);
  bedside_await (count_syncs (fixture) == 1, 10);
  bedside_sync_engine_stop (fixture->engine);
  g_assert_cmpint (bedside_sync_engine_get_connection (fixture->engine), ==, BEDSIDE_CONNECTION_STOPPED);
  script_server_release (fixture->matrix.server);

  /* It may be started again, from where it stood; what was stopped is not heard of. */
  script (fixture, "GET", SYNC, 502, "{}");
  bedside_sync_engine_start (fixture->engine);
  await_state (fixture, BEDSIDE_SYNC_STATE_WAITING);
  assert_last_query (fixture, "s5", FALSE);
  g_assert_cmpuint (fixture->answers->len, ==, 0);

  bedside_counter_watch (fixture->engine, "retry-at", &retry_notifications);
  bedside_sync_engine_stop (fixture->engine);
  bedside_sync_engine_stop (fixture->engine);
  g_assert_cmpint (bedside_sync_engine_get_retry_at (fixture->engine), ==, 0);
  g_assert_cmpuint (retry_notifications, ==, 1);
}

/* Whoever has to know at once does not wait for news. */
static void
test_refresh (Fixture       *fixture,
              gconstpointer  data)
{
  script_filter (fixture);
  script (fixture, "GET", SYNC, 200, "{'next_batch':'s6'}");
  fixture->hold = TRUE;
  bedside_sync_engine_start (fixture->engine);
  bedside_await (fixture->answers->len == 1, 10);
  /* The first for a request for which nobody waits any more. */
  script (fixture, "GET", SYNC, 200, "{'next_batch':'s7'}");
  script (fixture, "GET", SYNC, 200, "{'next_batch':'s7'}");
  script_server_hold (fixture->matrix.server, "GET", SYNC);
  bedside_sync_engine_continue (fixture->engine);
  bedside_await (count_syncs (fixture) == 2, 10);
  assert_last_query (fixture, "s6", TRUE);

  bedside_sync_engine_refresh (fixture->engine);
  bedside_await (count_syncs (fixture) == 3, 10);
  assert_last_query (fixture, "s6", FALSE);
  /* That is on its way already. */
  bedside_sync_engine_refresh (fixture->engine);
  g_assert_cmpint (bedside_sync_engine_get_connection (fixture->engine), ==, BEDSIDE_CONNECTION_ONLINE);

  script_server_release (fixture->matrix.server);
  bedside_await (fixture->answers->len == 2, 10);
  g_assert_cmpuint (count_syncs (fixture), ==, 3);
  g_assert_cmpint (bedside_sync_engine_get_connection (fixture->engine), ==, BEDSIDE_CONNECTION_ONLINE);
}

/* A request that nobody will answer is given up; the next one is answered at once. */
static void
test_wake (Fixture       *fixture,
           gconstpointer  data)
{
  script_filter (fixture);
  script (fixture, "GET", SYNC, 200, "{'next_batch':'s6'}");
  fixture->hold = TRUE;
  bedside_sync_engine_wake (fixture->engine);
  g_assert_cmpint (bedside_sync_engine_get_state (fixture->engine), ==, BEDSIDE_SYNC_STATE_STOPPED);
  bedside_sync_engine_start (fixture->engine);
  bedside_await (fixture->answers->len == 1, 10);

  /* What is being stored is not asked for again. */
  bedside_sync_engine_wake (fixture->engine);
  g_assert_cmpint (bedside_sync_engine_get_state (fixture->engine), ==, BEDSIDE_SYNC_STATE_PROCESSING);
  script (fixture, "GET", SYNC, 200, "{'next_batch':'s7'}");
  script (fixture, "GET", SYNC, 200, "{'next_batch':'s7'}");
  script_server_hold (fixture->matrix.server, "GET", SYNC);
  bedside_sync_engine_continue (fixture->engine);
  bedside_await (count_syncs (fixture) == 2, 10);
  assert_last_query (fixture, "s6", TRUE);
  bedside_sync_engine_wake (fixture->engine);
  bedside_await (count_syncs (fixture) == 3, 10);
  assert_last_query (fixture, "s6", FALSE);
  g_assert_cmpint (bedside_sync_engine_get_connection (fixture->engine), ==, BEDSIDE_CONNECTION_ONLINE);
  script_server_release (fixture->matrix.server);
  bedside_await (fixture->answers->len == 2, 10);
  g_assert_cmpuint (count_syncs (fixture), ==, 3);
}

static void
test_wake_after_failures (Fixture       *fixture,
                          gconstpointer  data)
{
  script (fixture, "POST", FILTER, 502, "{}");
  script_filter (fixture);
  for (guint i = 0; i < 3; i++)
    script (fixture, "GET", SYNC, 502, "{}");
  bedside_sync_engine_start (fixture->engine);
  for (guint i = 0; i < 4; i++)
    {
      await_state (fixture, BEDSIDE_SYNC_STATE_WAITING);
      /* It begins anew with the shortest wait. */
      g_assert_cmpint (get_wait (fixture), <=, 1250);
      bedside_sync_engine_wake (fixture->engine);
      g_assert_cmpint (bedside_sync_engine_get_state (fixture->engine), !=, BEDSIDE_SYNC_STATE_WAITING);
    }
}

static void
test_dropped (Fixture       *fixture,
              gconstpointer  data)
{
  script_filter (fixture);
  script (fixture, "GET", SYNC, 502, "{}");
  bedside_sync_engine_start (fixture->engine);
  await_state (fixture, BEDSIDE_SYNC_STATE_WAITING);
  g_object_add_weak_pointer (G_OBJECT (fixture->engine), (gpointer *) &fixture->engine);
  g_object_unref (fixture->engine);
  /* A wait does not keep it alive. */
  g_assert_null (fixture->engine);
}

#define add(path, since, function) \
        g_test_add ("/practice/sync-engine/" path, Fixture, since, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("edge-50-first-sync-is-followed-at-once", NULL, test_first_sync);
  add ("goes-on-from-position", "s5", test_goes_on_from_position);
  add ("back-off", "s5", test_back_off);
  add ("rate-limit", "s5", test_rate_limit);
  add ("offline", NULL, test_offline);
  add ("filter-is-made-anew", "s5", test_filter_is_made_anew);
  add ("filter-never-found", "s5", test_filter_never_found);
  add ("position-forgotten", "s5", test_position_forgotten);
  add ("position-never-accepted", "s5", test_position_never_accepted);
  add ("nonsense", "s5", test_nonsense);
  add ("ended", "s5", test_ended);
  add ("ended-at-filter", NULL, test_ended_at_filter);
  add ("stop", "s5", test_stop);
  add ("refresh", "s5", test_refresh);
  add ("wake", "s5", test_wake);
  add ("wake-after-failures", "s5", test_wake_after_failures);
  add ("dropped", NULL, test_dropped);

  return g_test_run ();
}
