/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-http.h"
#include "bedside-matrix-error.h"

#include "bedside-await.h"
#include "script-server.h"

G_BEGIN_DECLS

typedef struct {
  ScriptServer *server;
  BedsideHttp  *http;
} HttpFixture;

void            http_fixture_set_up       (HttpFixture         *self,
                                           gconstpointer        data);
void            http_fixture_tear_down    (HttpFixture         *self,
                                           gconstpointer        data);
BedsideRequest *http_fixture_new_get      (HttpFixture         *self,
                                           const char          *name);
JsonObject     *http_fixture_send         (HttpFixture         *self,
                                           BedsideRequest      *request,
                                           const char          *token,
                                           GError             **error);
JsonObject     *http_fixture_get          (HttpFixture         *self,
                                           GError             **error);
void            http_fixture_assert_fails (HttpFixture         *self,
                                           BedsideMatrixError   code);

#define http_add_test(path, function) \
        g_test_add (path, HttpFixture, NULL, http_fixture_set_up, function, http_fixture_tear_down)

G_END_DECLS
