/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "bedside-matrix-error.h"
#include "bedside-request.h"
#include "bedside-url.h"

#include <libsoup/soup.h>
#include <string.h>

static void
test_segments (void)
{
  static const struct {
    const char *id, *expected;
  } cases[] = {
    { "!abc:hs", "%21abc%3Ahs" },
    { "!43characterswithoutdomain", "%2143characterswithoutdomain" },
    { "$a/b+c=d%2F", "%24a%2Fb%2Bc%3Dd%252F" },
    { "@a?b#c&d:hs", "%40a%3Fb%23c%26d%3Ahs" },
    { "#\xf0\x9f\x98\x80:hs", "%23%F0%9F%98%80%3Ahs" },
    { "a b", "a%20b" },
    { "...", "..." },
    { "..a", "..a" },
    { "m.room.message", "m.room.message" },
    { "../../logout", "..%2F..%2Flogout" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(BedsideRequest) request =
        bedside_request_new ("GET", "https://hs.example", BEDSIDE_REQUEST_V3, "rooms", cases[i].id, "x", NULL);
      g_autofree char *expected =
        g_strconcat ("https://hs.example/_matrix/client/v3/rooms/", cases[i].expected, "/x", NULL);
      g_autoptr(GUri) uri = g_uri_parse (request->url->str, SOUP_HTTP_URI_FLAGS, NULL);

      g_assert_cmpstr (request->url->str, ==, expected);
      /* The library changes nothing about it. */
      g_assert_nonnull (uri);
      g_assert_cmpstr (g_uri_get_path (uri), ==, expected + strlen ("https://hs.example"));
      g_assert_true ((request->flags & BEDSIDE_REQUEST_IMPOSSIBLE) == 0);
    }
}

static void
test_impossible (void)
{
  static const char *const segments[] = { "", ".", ".." };

  for (guint i = 0; i < G_N_ELEMENTS (segments); i++)
    {
      g_autoptr(BedsideRequest) request =
        bedside_request_new ("GET", "https://hs.example", "rooms", segments[i], "x", NULL);

      g_assert_true ((request->flags & BEDSIDE_REQUEST_IMPOSSIBLE) != 0);
    }
}

static void
test_base_with_path (void)
{
  g_autoptr(BedsideRequest) request = bedside_request_new ("GET", "https://hs.example/matrix", "sync", NULL);

  g_assert_cmpstr (request->url->str, ==, "https://hs.example/matrix/sync");
}

static void
test_query (void)
{
  g_autoptr(BedsideRequest) request = bedside_request_new ("GET", "https://hs.example", "sync", NULL);

  bedside_request_add_query (request, "since", NULL);
  bedside_request_add_query (request, "filter", "{\"a\":true}");
  bedside_request_add_query (request, "since", "s1_2&x=y#z+ %");
  g_assert_cmpstr (request->url->str, ==,
                   "https://hs.example/sync?filter=%7B%22a%22%3Atrue%7D&since=s1_2%26x%3Dy%23z%2B%20%25");
}

static void
test_body (void)
{
  g_autoptr(BedsideRequest) request = bedside_request_new ("POST", "https://hs.example", "x", NULL);
  g_autoptr(JsonObject) body = json_object_new ();

  g_assert_null (request->body);
  bedside_request_set_body (request, body);
  g_assert_cmpmem (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body), "{}", 2);

  json_object_set_string_member (body, "a", "\xc3\xa4");
  bedside_request_set_body (request, body);
  g_assert_cmpmem (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body),
                   "{\"a\":\"\xc3\xa4\"}", 10);
}

static void
test_good_bases (void)
{
  static const struct {
    const char *url, *expected;
  } cases[] = {
    { "https://hs.example", "https://hs.example" },
    { "https://hs.example/", "https://hs.example" },
    { "https://hs.example///", "https://hs.example" },
    { "https://hs.example:8448/matrix/", "https://hs.example:8448/matrix" },
    { "HTTPS://hs.example", "https://hs.example" },
    { "http://127.0.0.1:8008/", "http://127.0.0.1:8008" },
    { "http://127.9.8.7", "http://127.9.8.7" },
    { "http://[::1]:8008", "http://[::1]:8008" },
    { "http://localhost:80/x", "http://localhost/x" },
    { "http://LOCALHOST:8008", "http://LOCALHOST:8008" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *base_url = bedside_url_normalize_base (cases[i].url, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (base_url, ==, cases[i].expected);
    }
}

static void
test_bad_bases (void)
{
  static const struct {
    const char         *url;
    BedsideMatrixError  code;
  } cases[] = {
    { "http://hs.example", BEDSIDE_MATRIX_ERROR_INSECURE },
    { "http://192.168.1.1:8008", BEDSIDE_MATRIX_ERROR_INSECURE },
    { "http://127.0.0.1.evil.example", BEDSIDE_MATRIX_ERROR_INSECURE },
    { "http://localhost.evil.example", BEDSIDE_MATRIX_ERROR_INSECURE },
    { "http://128.0.0.1", BEDSIDE_MATRIX_ERROR_INSECURE },
    { "http://0.0.0.0", BEDSIDE_MATRIX_ERROR_INSECURE },
    { "http://[::2]", BEDSIDE_MATRIX_ERROR_INSECURE },
    { "http://localhost@evil.example", BEDSIDE_MATRIX_ERROR_INVALID_SERVER },
    { "https://ada:secret@hs.example", BEDSIDE_MATRIX_ERROR_INVALID_SERVER },
    { "https://hs.example?x", BEDSIDE_MATRIX_ERROR_INVALID_SERVER },
    { "https://hs.example#x", BEDSIDE_MATRIX_ERROR_INVALID_SERVER },
    { "ftp://hs.example", BEDSIDE_MATRIX_ERROR_INVALID_SERVER },
    { "file:///etc/passwd", BEDSIDE_MATRIX_ERROR_INVALID_SERVER },
    { "https://", BEDSIDE_MATRIX_ERROR_INVALID_SERVER },
    { "https:///path", BEDSIDE_MATRIX_ERROR_INVALID_SERVER },
    { "hs.example", BEDSIDE_MATRIX_ERROR_INVALID_SERVER },
    { "", BEDSIDE_MATRIX_ERROR_INVALID_SERVER },
    { "https://hs.example:99999", BEDSIDE_MATRIX_ERROR_INVALID_SERVER },
    { "https://hs example", BEDSIDE_MATRIX_ERROR_INVALID_SERVER },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autofree char *base_url = bedside_url_normalize_base (cases[i].url, &error);

      g_test_message ("%s", cases[i].url);
      g_assert_error (error, BEDSIDE_MATRIX_ERROR, (int) cases[i].code);
      g_assert_null (base_url);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/matrix/request/edge-16-segments-are-encoded", test_segments);
  g_test_add_func ("/matrix/request/impossible-segments", test_impossible);
  g_test_add_func ("/matrix/request/base-with-path", test_base_with_path);
  g_test_add_func ("/matrix/request/edge-16-query-is-encoded", test_query);
  g_test_add_func ("/matrix/request/body", test_body);
  g_test_add_func ("/matrix/url/good", test_good_bases);
  g_test_add_func ("/matrix/url/bad", test_bad_bases);

  return g_test_run ();
}
