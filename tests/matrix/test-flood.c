/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-http.h"
#include "bedside-limits.h"
#include "bedside-matrix-error.h"
#include "bedside-sync.h"
#include "bedside-watchdog.h"

#include "bedside-await.h"
#include "flood-server.h"

#include <string.h>

#define MIB      ((gsize) 1024 * 1024)
#define HEADERS  "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#define CHUNKED  HEADERS "Transfer-Encoding: chunked\r\n\r\n"
#define PACKED   HEADERS "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
#define GIGABYTE 1073741824
/* On a slow and busy machine; what must not happen is no end at all. */
#define PATIENCE 60

/* The address sanitizer keeps what has been freed, and copies whatever grows. */
#if defined(__SANITIZE_ADDRESS__)
#define IS_MEASURABLE FALSE
#elif defined(__has_feature)
#if __has_feature (address_sanitizer)
#define IS_MEASURABLE FALSE
#endif
#endif
#ifndef IS_MEASURABLE
#define IS_MEASURABLE TRUE
#endif

/* KiB, of which there never were more in memory. */
static guint64
get_peak (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  g_assert_nonnull (line);

  return g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10);
}

static BedsideRequest *
new_sync (FloodServer *server)
{
  BedsideRequest *request = bedside_request_new ("GET", flood_server_get_url (server), "sync", NULL);

  bedside_request_set_read (request, (BedsideRequestRead) bedside_sync_answer_new_from_text,
                            (GDestroyNotify) bedside_sync_answer_free);
  request->max_size = BEDSIDE_LIMIT_SYNC;

  return request;
}

/* An answer to a sync that comes to nothing, soon, with little memory and without a long turn of the main loop. Result:
 * how much of it was taken off the server. */
static guint64
withstand (const Flood        *flood,
           BedsideMatrixError  code,
           guint               most_mib)
{
  g_autoptr(FloodServer) server = flood_server_new (flood);
  g_autoptr(BedsideHttp) http = bedside_http_new ();
  g_autoptr(BedsideRequest) request = new_sync (server);
  g_autoptr(BedsideWatchdog) watchdog = bedside_watchdog_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  BedsideWatchdogFigures figures;
  guint64 before = get_peak (), grown;

  bedside_watchdog_attach (watchdog, NULL);
  bedside_http_send_async (http, request, "token", NULL, bedside_await_result, &result);
  bedside_await (result != NULL, PATIENCE);
  g_assert_null (bedside_http_send_finish (http, result, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, (int) code);

  /* It is tried again, after a while that grows. */
  g_assert_cmpint (bedside_matrix_error_get_retry_delay (error, 0), >=, 750);
  g_assert_cmpint (bedside_matrix_error_get_retry_delay (error, 6), >=, 45000);

  /* The connection does not stay open, and nothing goes on in the background. */
  bedside_await (flood_server_get_ended (server) > 0, PATIENCE);
  bedside_watchdog_detach (watchdog);
  bedside_watchdog_get_figures (watchdog, &figures);
  grown = (get_peak () - before) / 1024;
  g_printerr ("# %" G_GUINT64_FORMAT " KiB sent, memory grew by %" G_GUINT64_FORMAT " MiB, longest turn %u us\n",
              flood_server_get_sent (server) / 1024, grown, figures.worst);
  if (IS_MEASURABLE)
    {
      g_assert_cmpuint (grown, <, most_mib);
      g_assert_cmpuint (figures.worst, <, BEDSIDE_WATCHDOG_LIMIT);
    }
  g_clear_object (&result);
  bedside_await_finalize (g_steal_pointer (&http));

  return flood_server_get_sent (server);
}

/* The peak of memory is that of a process: each of these has its own. */
static void
in_a_process (gconstpointer data)
{
  const GTestFunc function = (GTestFunc) data;

  if (g_test_subprocess ())
    {
      function ();
      return;
    }
  g_test_trap_subprocess (NULL, 4 * PATIENCE * G_USEC_PER_SEC, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

/* A chunk of a chunked body. */
static char *
new_chunk (const char *text,
           gsize       length,
           gsize      *size)
{
  GByteArray *chunk = g_byte_array_new ();
  g_autofree char *head = g_strdup_printf ("%" G_GSIZE_MODIFIER "x\r\n", length);

  g_byte_array_append (chunk, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (chunk, (const guint8 *) text, (guint) length);
  g_byte_array_append (chunk, (const guint8 *) "\r\n", 2);
  *size = chunk->len;

  return (char *) g_byte_array_free (chunk, FALSE);
}

/* --- length --- */

static void
announced_gigabyte (void)
{
  g_autofree char *block = g_strnfill (MIB, ' ');
  Flood flood = { HEADERS "Content-Length: 1073741824\r\n\r\n", block, MIB, 1024, NULL };

  /* Not even begun, but for what is on its way. */
  g_assert_cmpuint (withstand (&flood, BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE, 50), <, 32 * MIB);
}

static void
chunked_gigabyte (void)
{
  g_autofree char *text = g_strnfill (MIB, ' ');
  gsize size;
  g_autofree char *block = new_chunk (text, MIB, &size);
  Flood flood = { CHUNKED, block, size, 1024, "0\r\n\r\n" };

  g_assert_cmpuint (withstand (&flood, BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE, 200), <, GIGABYTE / 4);
}

static void
gigabyte_without_length (void)
{
  g_autofree char *block = g_strnfill (MIB, '[');
  Flood flood = { HEADERS "Connection: close\r\n\r\n", block, MIB, 1024, NULL };

  g_assert_cmpuint (withstand (&flood, BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE, 200), <, GIGABYTE / 4);
}

static void
long_string (void)
{
  g_autofree char *block = g_strnfill (MIB, 'a');
  Flood flood = { HEADERS "Connection: close\r\n\r\n{\"next_batch\":\"", block, MIB, 100, "\"}" };

  withstand (&flood, BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE, 200);
}

static GByteArray *
pack (const char *text,
      gsize       length,
      guint       times)
{
  g_autoptr(GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 1);
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GOutputStream) output = g_converter_output_stream_new (memory, G_CONVERTER (compressor));

  for (guint i = 0; i < times; i++)
    g_assert_true (g_output_stream_write_all (output, text, length, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (output, NULL, NULL));

  return g_bytes_unref_to_array (g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory)));
}

/* Four times what is read, in a hundredth. */
static void
packed_much (void)
{
  g_autofree char *text = g_strnfill (MIB, ' ');
  g_autoptr(GByteArray) bomb = pack (text, MIB, 256);
  gsize size;
  g_autofree char *block = new_chunk ((const char *) bomb->data, bomb->len, &size);
  Flood flood = { PACKED, block, size, 1, "0\r\n\r\n" };

  g_assert_cmpuint (bomb->len, <, 3 * MIB);
  withstand (&flood, BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE, 200);
}

/* A bomb in a bomb is not unpacked twice; nobody asked for that. */
static void
packed_twice (void)
{
  g_autofree char *text = g_strnfill (MIB, ' ');
  g_autoptr(GByteArray) bomb = pack (text, MIB, 256);
  g_autoptr(GByteArray) twice = pack ((const char *) bomb->data, bomb->len, 1);
  gsize size;
  g_autofree char *block = new_chunk ((const char *) twice->data, twice->len, &size);
  Flood flood = { HEADERS "Content-Encoding: gzip, gzip\r\nTransfer-Encoding: chunked\r\n\r\n", block, size, 1,
                  "0\r\n\r\n" };

  withstand (&flood, BEDSIDE_MATRIX_ERROR_BAD_DATA, 50);
}

/* Empty blocks of deflate: libsoup's decoder reads them in one turn of the main loop, which has no end then. */
static void
packed_nothing (void)
{
  g_autoptr(GByteArray) empty = g_byte_array_new ();
  gsize size;

  for (guint i = 0; i < 100000; i++)
    g_byte_array_append (empty, (const guint8 *) "\0\0\0\377\377", 5);

  g_autofree char *block = new_chunk ((const char *) empty->data, empty->len, &size);
  /* The header of gzip has NULs in it, zlib's has not. */
  Flood flood = { HEADERS "Content-Encoding: deflate\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n\x78\x9c\r\n",
                  block, size, G_MAXUINT64, NULL };

  withstand (&flood, BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE, 200);
}

/* --- the head --- */

static void
endless_headers (void)
{
  static const char line[] = "X-Endless: 0123456789012345678901234567890123456789012345678901234567890123456789\r\n";
  Flood flood = { HEADERS, line, strlen (line), G_MAXUINT64, NULL };

  g_assert_cmpuint (withstand (&flood, BEDSIDE_MATRIX_ERROR_OFFLINE, 50), <, 32 * MIB);
}

static void
endless_header (void)
{
  g_autofree char *block = g_strnfill (1000, 'a');
  Flood flood = { HEADERS "X-Endless: ", block, 1000, G_MAXUINT64, NULL };

  g_assert_cmpuint (withstand (&flood, BEDSIDE_MATRIX_ERROR_OFFLINE, 50), <, 32 * MIB);
}

static void
endless_interim (void)
{
  static const char answer[] = "HTTP/1.1 100 Continue\r\n\r\n";
  Flood flood = { answer, answer, strlen (answer), G_MAXUINT64, NULL };

  withstand (&flood, BEDSIDE_MATRIX_ERROR_OFFLINE, 50);
}

static void
endless_status (void)
{
  g_autofree char *block = g_strnfill (1000, 'a');
  Flood flood = { "HTTP/1.1 200 ", block, 1000, G_MAXUINT64, NULL };

  withstand (&flood, BEDSIDE_MATRIX_ERROR_OFFLINE, 50);
}

static void
endless_chunk_head (void)
{
  g_autofree char *block = g_strnfill (1000, 'a');
  Flood flood = { CHUNKED "2;x=", block, 1000, G_MAXUINT64, NULL };

  withstand (&flood, BEDSIDE_MATRIX_ERROR_OFFLINE, 50);
}

/* --- what JSON is made of --- */

static void
withstand_json (const char         *head,
                const char         *block,
                guint               times,
                const char         *tail,
                BedsideMatrixError  code)
{
  g_autofree char *whole_head = g_strconcat (HEADERS "Connection: close\r\n\r\n", head, NULL);
  g_autoptr(GString) blocks = g_string_new (NULL);
  Flood flood = { whole_head, NULL, 0, 0, tail };

  for (guint i = 0; i < MIN (times, 1000); i++)
    g_string_append (blocks, block);
  flood.block = blocks->str;
  flood.length = blocks->len;
  flood.times = MAX (times / 1000, 1);
  withstand (&flood, code, 200);
}

#define ROOM  "{\"next_batch\":\"s1\",\"rooms\":{\"join\":{\"!a:hs\":{"
#define STATE ROOM "\"state\":{\"events\":["

static void
deep (void)
{
  withstand_json ("{\"next_batch\":\"s1\",\"a\":", "[", 1000 * 1000, "", BEDSIDE_MATRIX_ERROR_BAD_DATA);
}

static void
million_events (void)
{
  withstand_json (ROOM "\"timeline\":{\"events\":[", "{\"type\":\"m.room.message\",\"event_id\":\"$1\"},", 1000 * 1000,
                  "{}]}}}}}", BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE);
}

static void
million_state_events (void)
{
  withstand_json (STATE, "{\"type\":\"t\",\"state_key\":\"\",\"sender\":\"@a:b\"},", 1000 * 1000, "{}]}}}}}",
                  BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE);
}

static void
million_rooms (void)
{
  g_autoptr(GString) rooms = g_string_new (NULL);

  for (guint i = 0; i < 1000 * 1000; i++)
    g_string_append_printf (rooms, "\"!%u\":{},", i);
  withstand_json ("{\"next_batch\":\"s1\",\"rooms\":{\"join\":{", rooms->str, 1, "\"!a:hs\":{}}}}",
                  BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE);
}

static void
million_members (void)
{
  withstand_json ("{\"next_batch\":\"s1\",\"a\":{", "\"a\":1,", 1000 * 1000, "\"b\":1}}",
                  BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE);
}

static void
ten_million_lists (void)
{
  withstand_json ("{\"next_batch\":\"s1\",\"a\":[", "[],", 10 * 1000 * 1000, "[]]}",
                  BEDSIDE_MATRIX_ERROR_ANSWER_TOO_LARGE);
}

/* --- what must pass --- */

static void
append_room (GString    *text,
             guint       room,
             const char *body)
{
  static const char event[] =
    "%s{\"type\":\"%s\",\"event_id\":\"$%s-%u-%u-abcdefghijklmnopqrstuvwxyz0123456789\",\"sender\":"
    "\"@patient-%u:hs.example\",\"origin_server_ts\":1773140400000,%s,\"unsigned\":{\"age\":1234}}";
  g_autofree char *message = g_strdup_printf ("\"content\":{\"msgtype\":\"m.text\",\"body\":\"%s\"}", body);

  g_string_append_printf (text, "%s\"!%u:hs.example\":{\"timeline\":{\"limited\":true,\"prev_batch\":\"t%u\","
                          "\"events\":[", room ? "," : "", room, room);
  for (guint i = 0; i < 20; i++)
    g_string_append_printf (text, event, i ? "," : "", "m.room.message", "m", room, i, room, message);
  g_string_append (text, "]},\"state\":{\"events\":[");
  for (guint i = 0; i < 15; i++)
    g_string_append_printf (text, event, i ? "," : "", "m.room.state", "s", room, i, room,
                            "\"state_key\":\"\",\"content\":{\"displayname\":\"A name of some length\"}");
  g_string_append (text, "]},\"unread_notifications\":{\"notification_count\":3,\"highlight_count\":0},"
                   "\"ephemeral\":{\"events\":[]},\"account_data\":{\"events\":[]},\"summary\":{}}");
}

/* What the limits are for must not suffer from them: 1,000 conversations, their last 20 messages of 500 characters. */
static void
first_sync (void)
{
  g_autoptr(GString) text = g_string_new ("{\"next_batch\":\"s1\",\"rooms\":{\"join\":{");
  g_autofree char *body = g_strnfill (500, 'a');
  BedsideWatchdogFigures figures;

  for (guint i = 0; i < 1000; i++)
    append_room (text, i, body);
  g_string_append (text, "}}}");

  Flood flood = { HEADERS "Connection: close\r\n\r\n", text->str, text->len, 1, NULL };
  g_autoptr(FloodServer) server = flood_server_new (&flood);
  g_autoptr(BedsideHttp) http = bedside_http_new ();
  g_autoptr(BedsideRequest) request = new_sync (server);
  g_autoptr(BedsideWatchdog) watchdog = bedside_watchdog_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  guint64 before = get_peak ();

  bedside_watchdog_attach (watchdog, NULL);
  bedside_http_send_async (http, request, "token", NULL, bedside_await_result, &result);
  bedside_await (result != NULL, PATIENCE);
  bedside_watchdog_detach (watchdog);
  bedside_watchdog_get_figures (watchdog, &figures);

  g_autoptr(BedsideSyncAnswer) answer = bedside_http_send_finish (http, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (answer->rooms->len, ==, 1000);
  g_printerr ("# %u MiB of %u, memory grew by %u MiB, longest turn %u us\n", (guint) (text->len / MIB),
              (guint) (BEDSIDE_LIMIT_SYNC / MIB), (guint) ((get_peak () - before) / 1024), figures.worst);
  if (IS_MEASURABLE)
    g_assert_cmpuint (figures.worst, <, BEDSIDE_WATCHDOG_LIMIT);
}

static void
add (const char *path,
     GTestFunc   function)
{
  g_test_add_data_func (path, (gconstpointer) function, in_a_process);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/matrix/flood/gigabyte-announced", announced_gigabyte);
  add ("/matrix/flood/gigabyte-in-chunks", chunked_gigabyte);
  add ("/matrix/flood/gigabyte-without-length", gigabyte_without_length);
  add ("/matrix/flood/packed-bomb", packed_much);
  add ("/matrix/flood/packed-twice", packed_twice);
  add ("/matrix/flood/packed-nothing", packed_nothing);
  add ("/matrix/flood/string-of-100-MiB", long_string);
  add ("/matrix/flood/endless-headers", endless_headers);
  add ("/matrix/flood/endless-header", endless_header);
  add ("/matrix/flood/endless-interim-answers", endless_interim);
  add ("/matrix/flood/endless-status", endless_status);
  add ("/matrix/flood/endless-chunk-head", endless_chunk_head);
  add ("/matrix/flood/a-million-levels", deep);
  add ("/matrix/flood/a-million-events", million_events);
  add ("/matrix/flood/a-million-state-events", million_state_events);
  add ("/matrix/flood/a-million-rooms", million_rooms);
  add ("/matrix/flood/a-million-members", million_members);
  add ("/matrix/flood/ten-million-lists", ten_million_lists);
  add ("/matrix/flood/first-sync-of-1000-conversations-passes", first_sync);

  return g_test_run ();
}
