/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "http-fixture.h"

void
http_fixture_set_up (HttpFixture   *self,
                     gconstpointer  data)
{
  self->server = script_server_new (NULL);
  self->http = bedside_http_new ();
}

void
http_fixture_tear_down (HttpFixture   *self,
                        gconstpointer  data)
{
  /* A thread may hold it for a moment. */
  g_object_add_weak_pointer (G_OBJECT (self->http), (gpointer *) &self->http);
  g_object_unref (self->http);
  bedside_await (self->http == NULL, 10);
  script_server_free (self->server);
}

BedsideRequest *
http_fixture_new_get (HttpFixture *self,
                      const char  *name)
{
  return bedside_request_new ("GET", script_server_get_url (self->server), name, NULL);
}

JsonObject *
http_fixture_send (HttpFixture     *self,
                   BedsideRequest  *request,
                   const char      *token,
                   GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_http_send_async (self->http, request, token, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_http_send_finish (self->http, result, error);
}

JsonObject *
http_fixture_get (HttpFixture  *self,
                  GError      **error)
{
  g_autoptr(BedsideRequest) request = http_fixture_new_get (self, "x");

  return http_fixture_send (self, request, "token", error);
}

void
http_fixture_assert_fails (HttpFixture        *self,
                           BedsideMatrixError  code)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (http_fixture_get (self, &error));
  g_assert_error (error, BEDSIDE_MATRIX_ERROR, (int) code);
}
