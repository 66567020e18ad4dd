/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

/* Finding the server: the first line is what a person typed, the second what .well-known holds, the third what the
 * server says of its versions. */

#include "fuzz.h"

#include "bedside-client.h"
#include "bedside-login.h"
#include "bedside-url.h"

#include <string.h>

void
fuzz_set_up (void)
{
}

/* Whatever it was made of, it is a server that requests may be sent to. */
static void
check_base (const char *base_url)
{
  BedsideTokens tokens = { .access_token = (char *) "t" };
  g_autoptr(GError) error = NULL;
  g_autoptr(GUri) uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, &error);
  g_autoptr(BedsideClient) client = NULL;

  g_assert_no_error (error);
  g_assert_null (g_uri_get_userinfo (uri));
  g_assert_false (g_str_has_suffix (base_url, "/"));
  g_assert_true (g_str_has_prefix (base_url, "https://") || bedside_url_is_loopback (uri));
  client = bedside_client_new (base_url, "@me:x", "D", &tokens, NULL, &error);
  g_assert_no_error (error);
}

void
fuzz_one (const char *data,
          gsize       size)
{
  g_auto(GStrv) lines = fuzz_split (data, size, 3);
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *base_url = NULL;

  if (lines[0] == NULL)
    return;
  for (guint i = 1; lines[i] != NULL; i++)
    fuzz_http_answer (lines[i]);

  bedside_discover_async (lines[0], NULL, bedside_await_result, &result);
  bedside_await (result != NULL, FUZZ_LIMIT);
  base_url = bedside_discover_finish (result, NULL);
  if (base_url != NULL)
    check_base (base_url);
  fuzz_settle ();
  fuzz_http_reset ();
}
