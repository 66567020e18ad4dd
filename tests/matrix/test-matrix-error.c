/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-answer.h"
#include "bedside-matrix-error.h"

#include <string.h>

static void
test_copy (void)
{
  g_autoptr(GError) error =
    bedside_matrix_error_new (BEDSIDE_MATRIX_ERROR_FORBIDDEN, 403, "M_FORBIDDEN", 7, "chat_disabled");
  g_autoptr(GError) copy = g_error_copy (error);

  g_clear_error (&error);
  g_assert_error (copy, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_FORBIDDEN);
  g_assert_cmpuint (bedside_matrix_error_get_http_status (copy), ==, 403);
  g_assert_cmpstr (bedside_matrix_error_get_errcode (copy), ==, "M_FORBIDDEN");
  g_assert_cmpint (bedside_matrix_error_get_retry_after (copy), ==, 7);
  g_assert_cmpstr (bedside_matrix_error_get_reason (copy), ==, "chat_disabled");
  g_assert_nonnull (strstr (copy->message, "403 M_FORBIDDEN"));
}

static void
test_foreign (void)
{
  g_autoptr(GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");

  g_assert_cmpuint (bedside_matrix_error_get_http_status (error), ==, 0);
  g_assert_null (bedside_matrix_error_get_errcode (error));
  g_assert_null (bedside_matrix_error_get_reason (NULL));
  g_assert_cmpint (bedside_matrix_error_get_retry_after (error), ==, -1);
  g_assert_cmpint (bedside_matrix_error_get_retry_delay (error, 0), ==, -1);

  g_autoptr(GError) literal = g_error_new_literal (BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_OFFLINE, "Made by hand");
  g_assert_cmpint (bedside_matrix_error_get_retry_after (literal), ==, -1);
}

static void
test_back_off (void)
{
  static const BedsideMatrixError codes[] = {
    BEDSIDE_MATRIX_ERROR_OFFLINE, BEDSIDE_MATRIX_ERROR_BAD_CERTIFICATE, BEDSIDE_MATRIX_ERROR_SERVER_BROKEN,
    BEDSIDE_MATRIX_ERROR_BAD_DATA, BEDSIDE_MATRIX_ERROR_RATE_LIMITED,
  };
  static const gint64 seconds[] = { 1, 2, 4, 8, 16, 32, 60, 60, 60 };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr(GError) error = bedside_matrix_error_new (codes[i], 0, NULL, -1, NULL);
      gint64 far;

      for (guint attempt = 0; attempt < G_N_ELEMENTS (seconds); attempt++)
        {
          gint64 delay = bedside_matrix_error_get_retry_delay (error, attempt);

          g_assert_cmpint (delay, >=, seconds[attempt] * 750);
          g_assert_cmpint (delay, <=, seconds[attempt] * 1250);
        }
      far = bedside_matrix_error_get_retry_delay (error, G_MAXUINT);
      g_assert_cmpint (far, >=, 45000);
      g_assert_cmpint (far, <=, 75000);
    }
}

static void
test_jitter (void)
{
  g_autoptr(GError) error = bedside_matrix_error_new (BEDSIDE_MATRIX_ERROR_OFFLINE, 0, NULL, -1, NULL);
  gint64 first = bedside_matrix_error_get_retry_delay (error, 6);
  guint others = 0;

  for (guint i = 0; i < 20; i++)
    others += bedside_matrix_error_get_retry_delay (error, 6) != first;
  g_assert_cmpuint (others, >, 0);
}

static void
test_never (void)
{
  static const BedsideMatrixError codes[] = {
    BEDSIDE_MATRIX_ERROR_INSECURE, BEDSIDE_MATRIX_ERROR_INVALID_SERVER, BEDSIDE_MATRIX_ERROR_FORBIDDEN,
    BEDSIDE_MATRIX_ERROR_SIGNED_OUT, BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT, BEDSIDE_MATRIX_ERROR_NOT_FOUND,
    BEDSIDE_MATRIX_ERROR_UNRECOGNIZED, BEDSIDE_MATRIX_ERROR_TOO_LARGE, BEDSIDE_MATRIX_ERROR_DEACTIVATED,
    BEDSIDE_MATRIX_ERROR_UNKNOWN_POSITION, BEDSIDE_MATRIX_ERROR_REFUSED,
  };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      /* Not even if the server names a time. */
      g_autoptr(GError) error = bedside_matrix_error_new (codes[i], 400, NULL, 1000, NULL);

      g_assert_cmpint (bedside_matrix_error_get_retry_delay (error, 0), ==, -1);
    }
}

static void
test_told (void)
{
  static const struct {
    BedsideMatrixError code;
    gint64             retry_after, expected;
  } cases[] = {
    { BEDSIDE_MATRIX_ERROR_RATE_LIMITED, 2750, 2750 },
    { BEDSIDE_MATRIX_ERROR_RATE_LIMITED, 331443, 331443 },
    { BEDSIDE_MATRIX_ERROR_RATE_LIMITED, 1, 1 },
    { BEDSIDE_MATRIX_ERROR_SERVER_BROKEN, 120000, 120000 },
    { BEDSIDE_MATRIX_ERROR_RATE_LIMITED, G_MAXINT64, G_MAXINT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = bedside_matrix_error_new (cases[i].code, 429, NULL, cases[i].retry_after, NULL);

      for (guint attempt = 0; attempt < 10; attempt++)
        g_assert_cmpint (bedside_matrix_error_get_retry_delay (error, attempt), ==, cases[i].expected);
    }
}

static void
test_no_spin (void)
{
  g_autoptr(GError) error = bedside_matrix_error_new (BEDSIDE_MATRIX_ERROR_RATE_LIMITED, 429, NULL, 0, NULL);

  g_assert_cmpint (bedside_matrix_error_get_retry_delay (error, 0), >=, 750);
}

static void
test_retry_after (void)
{
  static const struct {
    const char *value, *date;
    gint64      expected;
  } cases[] = {
    { NULL, NULL, -1 },
    { "", NULL, -1 },
    { "3", NULL, 3000 },
    { "0", NULL, 0 },
    { "331444", NULL, 331444000 },
    { "99999999999999999999999", NULL, G_MAXINT64 / 1000 * 1000 },
    { "-5", NULL, -1 },
    { "2.5", NULL, -1 },
    { "soon", NULL, -1 },
    { "Fri, 13 Nov 2026 10:00:30 GMT", "Fri, 13 Nov 2026 10:00:00 GMT", 30000 },
    { "Fri, 13 Nov 2026 09:00:00 GMT", "Fri, 13 Nov 2026 10:00:00 GMT", 0 },
    { "Fri, 01 Jan 1999 00:00:00 GMT", NULL, 0 },
    { "Fri, 13 Nov 2026 10:00:30 GMT", "Fri, 01 Jan 2199 nonsense", -2 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 delay = bedside_answer_parse_retry_after (cases[i].value, cases[i].date);

      if (cases[i].expected == -2)
        g_assert_cmpint (delay, >=, 0);
      else
        g_assert_cmpint (delay, ==, cases[i].expected);
    }
}

static GError *
read_error (guint       status,
            const char *json,
            gint64      retry_after)
{
  g_autoptr(GByteArray) body = json ? g_byte_array_new () : NULL;
  BedsideAnswer answer = { status, json != NULL, retry_after, body, FALSE, 1000 };
  GError *error = NULL;

  if (json != NULL)
    g_byte_array_append (body, (const guint8 *) json, strlen (json));
  g_assert_null (bedside_answer_read (&answer, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (bedside_matrix_error_get_http_status (error), ==, status);

  return error;
}

static void
test_codes (void)
{
  static const struct {
    guint               status;
    const char         *json;
    BedsideMatrixError  code;
  } cases[] = {
    { 200, NULL, BEDSIDE_MATRIX_ERROR_OFFLINE },
    { 200, "", BEDSIDE_MATRIX_ERROR_BAD_DATA },
    { 200, "[]", BEDSIDE_MATRIX_ERROR_BAD_DATA },
    { 200, "{\"a\":", BEDSIDE_MATRIX_ERROR_BAD_DATA },
    { 200, "{\"a\":\"\xff\"}", BEDSIDE_MATRIX_ERROR_BAD_DATA },
    { 302, NULL, BEDSIDE_MATRIX_ERROR_OFFLINE },
    { 304, NULL, BEDSIDE_MATRIX_ERROR_OFFLINE },
    { 400, "{\"errcode\":\"M_BAD_JSON\"}", BEDSIDE_MATRIX_ERROR_REFUSED },
    { 400, "{\"errcode\":\"M_UNKNOWN_POS\"}", BEDSIDE_MATRIX_ERROR_UNKNOWN_POSITION },
    { 400, "{\"errcode\":\"M_UNRECOGNIZED\"}", BEDSIDE_MATRIX_ERROR_UNRECOGNIZED },
    { 400, "not JSON", BEDSIDE_MATRIX_ERROR_REFUSED },
    { 401, "{\"errcode\":\"M_UNKNOWN_TOKEN\"}", BEDSIDE_MATRIX_ERROR_SIGNED_OUT },
    { 401, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"soft_logout\":false}", BEDSIDE_MATRIX_ERROR_SIGNED_OUT },
    { 401, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"soft_logout\":true}", BEDSIDE_MATRIX_ERROR_SOFT_LOGGED_OUT },
    { 401, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"soft_logout\":\"true\"}", BEDSIDE_MATRIX_ERROR_SIGNED_OUT },
    { 401, "{\"errcode\":\"M_MISSING_TOKEN\"}", BEDSIDE_MATRIX_ERROR_REFUSED },
    { 401, NULL, BEDSIDE_MATRIX_ERROR_OFFLINE },
    { 401, "{\"soft_logout\":true}", BEDSIDE_MATRIX_ERROR_OFFLINE },
    { 403, "{\"errcode\":\"M_FORBIDDEN\"}", BEDSIDE_MATRIX_ERROR_FORBIDDEN },
    { 403, "{\"errcode\":\"M_USER_DEACTIVATED\"}", BEDSIDE_MATRIX_ERROR_DEACTIVATED },
    { 403, NULL, BEDSIDE_MATRIX_ERROR_OFFLINE },
    { 403, "{\"status\":\"denied\"}", BEDSIDE_MATRIX_ERROR_OFFLINE },
    { 404, "{\"errcode\":\"M_NOT_FOUND\"}", BEDSIDE_MATRIX_ERROR_NOT_FOUND },
    { 404, "{\"errcode\":\"M_UNRECOGNIZED\"}", BEDSIDE_MATRIX_ERROR_UNRECOGNIZED },
    { 404, NULL, BEDSIDE_MATRIX_ERROR_NOT_FOUND },
    { 405, "{\"errcode\":\"M_UNRECOGNIZED\"}", BEDSIDE_MATRIX_ERROR_UNRECOGNIZED },
    { 405, NULL, BEDSIDE_MATRIX_ERROR_UNRECOGNIZED },
    { 407, NULL, BEDSIDE_MATRIX_ERROR_OFFLINE },
    { 408, NULL, BEDSIDE_MATRIX_ERROR_OFFLINE },
    { 413, "{\"errcode\":\"M_TOO_LARGE\"}", BEDSIDE_MATRIX_ERROR_TOO_LARGE },
    { 413, NULL, BEDSIDE_MATRIX_ERROR_TOO_LARGE },
    { 418, "{\"errcode\":42}", BEDSIDE_MATRIX_ERROR_REFUSED },
    { 429, "{\"errcode\":\"M_LIMIT_EXCEEDED\"}", BEDSIDE_MATRIX_ERROR_RATE_LIMITED },
    { 429, NULL, BEDSIDE_MATRIX_ERROR_RATE_LIMITED },
    { 500, NULL, BEDSIDE_MATRIX_ERROR_SERVER_BROKEN },
    { 502, NULL, BEDSIDE_MATRIX_ERROR_SERVER_BROKEN },
    { 511, NULL, BEDSIDE_MATRIX_ERROR_OFFLINE },
    { 599, NULL, BEDSIDE_MATRIX_ERROR_SERVER_BROKEN },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = read_error (cases[i].status, cases[i].json, -1);

      g_assert_error (error, BEDSIDE_MATRIX_ERROR, (int) cases[i].code);
    }
}

static void
test_rate_limit (void)
{
  static const struct {
    const char *json;
    gint64      header, expected;
  } cases[] = {
    { "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":2750}", 3000, 3000 },
    { "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":331443}", -1, 331443 },
    { "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":500}", 0, 500 },
    { "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":-3}", -1, -1 },
    { "{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":\"9\"}", -1, -1 },
    { "{\"errcode\":\"M_LIMIT_EXCEEDED\"}", -1, -1 },
    { NULL, 4000, 4000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = read_error (429, cases[i].json, cases[i].header);

      g_assert_error (error, BEDSIDE_MATRIX_ERROR, BEDSIDE_MATRIX_ERROR_RATE_LIMITED);
      g_assert_cmpint (bedside_matrix_error_get_retry_after (error), ==, cases[i].expected);
    }
}

static void
test_details (void)
{
  g_autoptr(GError) error = read_error (403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"@ada:hs may not\","
                                        "\"org.bedside.reason\":\"chat_disabled\"}", -1);
  g_assert_cmpstr (bedside_matrix_error_get_errcode (error), ==, "M_FORBIDDEN");
  g_assert_cmpstr (bedside_matrix_error_get_reason (error), ==, "chat_disabled");
  g_assert_null (strstr (error->message, "ada"));

  /* What is no error code gets neither into messages nor anywhere else. */
  g_autoptr(GError) strange = read_error (400, "{\"errcode\":\"M_<b>\\n\",\"org.bedside.reason\":[]}", -1);
  g_assert_null (bedside_matrix_error_get_errcode (strange));
  g_assert_null (bedside_matrix_error_get_reason (strange));

  g_autofree char *name = g_strnfill (101, 'M');
  g_autofree char *json = g_strdup_printf ("{\"errcode\":\"%s\"}", name);
  g_autoptr(GError) lengthy = read_error (400, json, -1);
  g_assert_null (bedside_matrix_error_get_errcode (lengthy));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/matrix/error/copy-keeps-details", test_copy);
  g_test_add_func ("/matrix/error/of-another-domain", test_foreign);
  g_test_add_func ("/matrix/error/back-off", test_back_off);
  g_test_add_func ("/matrix/error/jitter", test_jitter);
  g_test_add_func ("/matrix/error/never-retried", test_never);
  g_test_add_func ("/matrix/error/edge-10-server-names-the-time", test_told);
  g_test_add_func ("/matrix/error/edge-10-zero-does-not-spin", test_no_spin);
  g_test_add_func ("/matrix/answer/retry-after", test_retry_after);
  g_test_add_func ("/matrix/answer/edge-46-edge-47-codes", test_codes);
  g_test_add_func ("/matrix/answer/edge-10-rate-limit-header-first", test_rate_limit);
  g_test_add_func ("/matrix/answer/details", test_details);

  return g_test_run ();
}
