/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "http-fixture.h"

#define MOST_TURNS 60
#define HEADERS    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

static void
test_refused (HttpFixture   *fixture,
              gconstpointer  data)
{
  g_autoptr(ScriptServer) gone = script_server_new (NULL);
  g_autoptr(BedsideRequest) request = bedside_request_new ("GET", script_server_get_url (gone), "x", NULL);
  g_autoptr(GError) error = NULL;

  g_clear_pointer (&gone, script_server_free);
  g_assert_null (http_fixture_send (fixture, request, "token", &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_OFFLINE);
}

static void
test_cut (HttpFixture   *fixture,
          gconstpointer  data)
{
  static const char *const answers[] = {
    "", "HTTP/1.1 200", HEADERS "Content-Length: 100\r\n\r\n{\"a\":", HEADERS "Content-Length: 2\r\n\r\n",
    HEADERS "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":", HEADERS "Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}",
    "SSH-2.0-OpenSSH_9.2\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      /* libsoup tries once more on a new connection when a kept one was closed. */
      script_server_reply_raw (fixture->server, "GET", "/x", answers[i], FALSE);
      script_server_reply_raw (fixture->server, "GET", "/x", answers[i], FALSE);
      http_fixture_assert_fails (fixture, BEDSIDE_MATRIX_ERROR_OFFLINE);
    }

  /* libsoup may take the end of the connection for the end of the headers; either error is tried again. */
  g_autoptr(GError) error = NULL;
  script_server_reply_raw (fixture->server, "GET", "/x", HEADERS, FALSE);
  script_server_reply_raw (fixture->server, "GET", "/x", HEADERS, FALSE);
  g_assert_null (http_fixture_get (fixture, &error));
  g_assert_cmpint (bedside_matrix_error_get_retry_delay (error, 0), >, 0);
}

/* libsoup takes any end for the right one if the connection is not kept anyway. */
static void
test_cut_at_the_end (HttpFixture   *fixture,
                     gconstpointer  data)
{
  static const char *const answers[] = {
    HEADERS "Connection: close\r\nContent-Length: 100\r\n\r\n{\"a\":",
    HEADERS "Connection: close\r\nContent-Length: 9\r\n\r\n{\"a\":1}",
    HEADERS "Connection: close\r\nContent-Length: 2\r\n\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      script_server_reply_raw (fixture->server, "GET", "/x", answers[i], FALSE);
      http_fixture_assert_fails (fixture, BEDSIDE_MATRIX_ERROR_OFFLINE);
    }
}

/* libsoup 3.2 crashes when it sends a message once more on a kept connection and that is closed, too. */
static void
test_cut_twice (HttpFixture   *fixture,
                gconstpointer  data)
{
  enum { KEPT = 4 };

  for (guint round = 0; round < 20; round++)
    {
      GAsyncResult *results[KEPT] = { NULL };
      g_autoptr(GError) error = NULL;
      guint before = script_server_count (fixture->server, "GET", "/x");

      script_server_hold (fixture->server, "GET", "/kept");
      for (guint i = 0; i < KEPT; i++)
        {
          g_autoptr(BedsideRequest) request = http_fixture_new_get (fixture, "kept");

          script_server_reply (fixture->server, "GET", "/kept", 200, "{}");
          bedside_http_send_async (fixture->http, request, NULL, NULL, bedside_await_result, &results[i]);
        }
      bedside_await (script_server_count (fixture->server, "GET", "/kept") == (round + 1) * KEPT, 10);
      script_server_release (fixture->server);
      for (guint i = 0; i < KEPT; i++)
        {
          bedside_await (results[i] != NULL, 10);
          g_clear_object (&results[i]);
        }

      script_server_reply_raw (fixture->server, "GET", "/x", "", FALSE);
      script_server_reply_raw (fixture->server, "GET", "/x", "", FALSE);
      g_assert_null (http_fixture_get (fixture, &error));
      g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_OFFLINE);
      g_assert_cmpuint (script_server_count (fixture->server, "GET", "/x"), ==, before + 2);
    }
}

static void
test_stall (HttpFixture   *fixture,
            gconstpointer  data)
{
  static const char *const answers[] = {
    "", "HTTP/1.1 200 OK\r\n", HEADERS "Content-Length: 100\r\n\r\n{\"a\":",
    HEADERS "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":",
  };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr(BedsideRequest) request = http_fixture_new_get (fixture, "x");
      g_autoptr(GError) error = NULL;
      gint64 begin = g_get_monotonic_time ();

      request->timeout = 200;
      script_server_reply_raw (fixture->server, "GET", "/x", answers[i], TRUE);
      g_assert_null (http_fixture_send (fixture, request, "token", &error));
      g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_OFFLINE);
      g_assert_cmpint (g_get_monotonic_time () - begin, >=, 190 * 1000);
    }
}

/* A body that nobody wants must not be waited for, neither here nor in the main loop. */
static void
test_unwanted_body (HttpFixture   *fixture,
                    gconstpointer  data)
{
  static const struct {
    const char         *answer;
    BedsideMatrixError  code;
  } cases[] = {
    { "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<html>",
      BEDSIDE_MATRIX_ERROR_SERVER_BROKEN },
    { "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n<html>",
      BEDSIDE_MATRIX_ERROR_OFFLINE },
    { HEADERS "Content-Length: 99999999999\r\n\r\n{", BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 begin = g_get_monotonic_time ();

      script_server_reply_raw (fixture->server, "GET", "/x", cases[i].answer, TRUE);
      http_fixture_assert_fails (fixture, cases[i].code);
      g_assert_cmpint (g_get_monotonic_time () - begin, <, 5 * G_USEC_PER_SEC);
    }
}

static GBytes *
compress_zeros (gsize size)
{
  g_autoptr(GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autofree char *text = g_strnfill (size, ' ');
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GOutputStream) output = g_converter_output_stream_new (memory, G_CONVERTER (compressor));

  text[0] = '{';
  text[size - 1] = '}';
  g_assert_true (g_output_stream_write_all (output, text, size, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (output, NULL, NULL));

  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
test_gzip (HttpFixture   *fixture,
           gconstpointer  data)
{
  g_autoptr(GBytes) body = compress_zeros (200 * 1000);
  g_autoptr(GBytes) broken = g_bytes_new_from_bytes (body, 0, g_bytes_get_size (body) / 2);
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(GError) error = NULL;

  script_server_reply_full (fixture->server, "GET", "/x", 200, "application/json", "Content-Encoding", "gzip", body);
  answer = http_fixture_get (fixture, &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);

  script_server_reply_full (fixture->server, "GET", "/x", 200, "application/json", "Content-Encoding", "gzip", broken);
  g_assert_null (http_fixture_get (fixture, &error));
  g_assert_cmpuint (error->domain, ==, BEDSIDE_MATRIX_ERROR);
}

static void
test_size (HttpFixture   *fixture,
           gconstpointer  data)
{
  g_autoptr(GBytes) bomb = compress_zeros (10 * 1000 * 1000);
  g_autofree char *fits = g_strnfill (100 * 1000, ' ');
  static const gsize sizes[] = { 100 * 1000, 100 * 1000 - 1 };

  fits[0] = '{';
  fits[100 * 1000 - 1] = '}';
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(BedsideRequest) request = http_fixture_new_get (fixture, "x");
      g_autoptr(JsonObject) answer = NULL;
      g_autoptr(GError) error = NULL;

      request->max_size = sizes[i];
      script_server_reply (fixture->server, "GET", "/x", 200, fits);
      answer = http_fixture_send (fixture, request, NULL, &error);
      g_assert_true ((answer != NULL) == (i == 0));
      g_assert_true (i == 0 || g_error_matches (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE));
    }

  /* 10 kB on the wire, 10 MB unpacked. */
  g_autoptr(BedsideRequest) request = http_fixture_new_get (fixture, "x");
  g_autoptr(GError) error = NULL;
  g_assert_cmpuint (g_bytes_get_size (bomb), <, 100 * 1000);
  request->max_size = 1000 * 1000;
  script_server_reply_full (fixture->server, "GET", "/x", 200, "application/json", "Content-Encoding", "gzip", bomb);
  g_assert_null (http_fixture_send (fixture, request, NULL, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE);
}

static void
test_cancel (HttpFixture   *fixture,
             gconstpointer  data)
{
  g_autoptr(BedsideRequest) request = http_fixture_new_get (fixture, "x");
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) late = NULL;
  g_autoptr(GError) error = NULL;

  script_server_hold (fixture->server, "GET", "/x");
  bedside_http_send_async (fixture->http, request, NULL, cancellable, bedside_await_result, &result);
  bedside_await (script_server_count (fixture->server, "GET", "/x") == 1, 10);
  g_cancellable_cancel (cancellable);
  bedside_await (result != NULL, 10);
  g_assert_null (bedside_http_send_finish (fixture->http, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  bedside_http_send_async (fixture->http, request, NULL, cancellable, bedside_await_result, &late);
  bedside_await (late != NULL, 10);
  g_assert_null (bedside_http_send_finish (fixture->http, late, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (script_server_count (fixture->server, "GET", "/x"), ==, 1);
}

/* At every point of an exchange: libsoup 3.6 frees a message too early that is cancelled between two of them. */
static void
test_stop_at_every_turn (HttpFixture   *fixture,
                         gconstpointer  data)
{
  g_autoptr(BedsideRequest) request = http_fixture_new_get (fixture, "x");
  const gboolean drops = GPOINTER_TO_INT (data);
  guint finished = 0;

  for (guint turns = 0; turns < MOST_TURNS; turns++)
    {
      g_autoptr(GCancellable) cancellable = g_cancellable_new ();
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(JsonObject) answer = NULL;
      g_autoptr(GError) error = NULL;

      script_server_reply (fixture->server, "GET", "/x", 200, "{}");
      bedside_http_send_async (fixture->http, request, NULL, cancellable, bedside_await_result, &result);
      for (guint i = 0; i < turns && result == NULL; i++)
        g_main_context_iteration (NULL, TRUE);
      if (drops)
        bedside_http_abort (fixture->http);
      else
        g_cancellable_cancel (cancellable);
      bedside_await (result != NULL, 10);

      answer = bedside_http_send_finish (fixture->http, result, &error);
      finished += answer != NULL;
      if (answer == NULL && drops)
        g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_OFFLINE);
      else if (answer == NULL)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  g_assert_cmpuint (finished, <, MOST_TURNS);
}

static void
test_abort (HttpFixture   *fixture,
            gconstpointer  data)
{
  g_autoptr(BedsideRequest) request = http_fixture_new_get (fixture, "x");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(JsonObject) answer = NULL;
  g_autoptr(GError) error = NULL;

  script_server_hold (fixture->server, "GET", "/x");
  bedside_http_send_async (fixture->http, request, NULL, NULL, bedside_await_result, &result);
  bedside_await (script_server_count (fixture->server, "GET", "/x") == 1, 10);
  bedside_http_abort (fixture->http);
  bedside_await (result != NULL, 10);
  g_assert_null (bedside_http_send_finish (fixture->http, result, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_OFFLINE);

  script_server_release (fixture->server);
  script_server_reply (fixture->server, "GET", "/x", 200, "{}");
  answer = http_fixture_get (fixture, NULL);
  g_assert_nonnull (answer);
}

static void
test_many (HttpFixture   *fixture,
           gconstpointer  data)
{
  g_autoptr(BedsideRequest) slow = http_fixture_new_get (fixture, "sync");
  GAsyncResult *results[6] = { NULL };

  /* Several long answers at once do not keep the others from being sent. */
  script_server_hold (fixture->server, "GET", "/sync");
  for (guint i = 0; i < 6; i++)
    bedside_http_send_async (fixture->http, slow, NULL, NULL, bedside_await_result, &results[i]);
  bedside_await (script_server_count (fixture->server, "GET", "/sync") == 6, 10);

  g_autoptr(JsonObject) answer = NULL;
  script_server_reply (fixture->server, "GET", "/x", 200, "{}");
  answer = http_fixture_get (fixture, NULL);
  g_assert_nonnull (answer);

  script_server_release (fixture->server);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr(GError) error = NULL;

      bedside_await (results[i] != NULL, 10);
      g_assert_null (bedside_http_send_finish (fixture->http, results[i], &error));
      g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_UNRECOGNIZED);
      g_clear_object (&results[i]);
    }
}

static void
test_no_tls (HttpFixture   *fixture,
             gconstpointer  data)
{
  g_autofree char *url = g_strconcat ("https://", script_server_get_name (fixture->server), NULL);
  g_autoptr(BedsideRequest) request = bedside_request_new ("GET", url, "x", NULL);
  g_autoptr(GError) error = NULL;

  /* Such a server waits for more, and so does TLS. */
  request->timeout = 300;
  g_assert_null (http_fixture_send (fixture, request, "token", &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_OFFLINE);
}

static gpointer parsing_thread;

static gpointer
parse_noting_thread (JsonObject  *object,
                     GError     **error)
{
  parsing_thread = g_thread_self ();

  return json_object_ref (object);
}

static void
test_thread (HttpFixture   *fixture,
             gconstpointer  data)
{
  g_autoptr(BedsideRequest) request = http_fixture_new_get (fixture, "x");
  g_autoptr(JsonObject) answer = NULL;

  bedside_request_set_parse (request, parse_noting_thread, (GDestroyNotify) json_object_unref);
  script_server_reply (fixture->server, "GET", "/x", 200, "{}");
  answer = http_fixture_send (fixture, request, NULL, NULL);
  g_assert_nonnull (answer);
  g_assert_nonnull (parsing_thread);
  g_assert_true (parsing_thread != g_thread_self ());
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  http_add_test ("/matrix/http/connection-refused", test_refused);
  http_add_test ("/matrix/http/cut", test_cut);
  http_add_test ("/matrix/http/cut-at-the-end", test_cut_at_the_end);
  http_add_test ("/matrix/http/cut-twice", test_cut_twice);
  http_add_test ("/matrix/http/edge-47-stall", test_stall);
  http_add_test ("/matrix/http/edge-47-unwanted-body", test_unwanted_body);
  http_add_test ("/matrix/http/edge-47-gzip", test_gzip);
  http_add_test ("/matrix/http/size", test_size);
  http_add_test ("/matrix/http/cancel", test_cancel);
  http_add_test ("/matrix/http/abort", test_abort);
  g_test_add ("/matrix/http/cancel-at-every-turn", HttpFixture, GINT_TO_POINTER (FALSE),
              http_fixture_set_up, test_stop_at_every_turn, http_fixture_tear_down);
  g_test_add ("/matrix/http/abort-at-every-turn", HttpFixture, GINT_TO_POINTER (TRUE),
              http_fixture_set_up, test_stop_at_every_turn, http_fixture_tear_down);
  http_add_test ("/matrix/http/long-answers-block-nobody", test_many);
  http_add_test ("/matrix/http/no-tls", test_no_tls);
  http_add_test ("/matrix/http/parsed-in-a-thread", test_thread);

  return g_test_run ();
}
