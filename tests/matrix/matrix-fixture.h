/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "bedside-client.h"
#include "bedside-matrix-error.h"

#include "bedside-await.h"
#include "script-server.h"

G_BEGIN_DECLS

#define V3 "/_matrix/client/v3"
#define ME "@dr:hs.example"

#define TEST_TYPE_KEEPER (test_keeper_get_type ())
G_DECLARE_FINAL_TYPE (TestKeeper, test_keeper, TEST, KEEPER, GObject)

/* Saves nowhere, and only when it is told to. */
struct _TestKeeper
{
  GObject        parent_instance;

  BedsideTokens *saved;     /* (owned) (nullable) */
  guint          count;
  gboolean       wait;
  gboolean       fail;
  GTask         *waiting;   /* (owned) (nullable) */
};

TestKeeper *test_keeper_new     (void);
void        test_keeper_proceed (TestKeeper *self);

typedef struct {
  ScriptServer  *server;
  TestKeeper    *keeper;
  BedsideClient *client;
} MatrixFixture;

/* The user data of the test is the refresh token, or NULL. */
void        matrix_fixture_set_up     (MatrixFixture *self,
                                       gconstpointer  data);
void        matrix_fixture_tear_down  (MatrixFixture *self,
                                       gconstpointer  data);
void        matrix_fixture_set_tokens (MatrixFixture *self,
                                       const char    *access_token,
                                       const char    *refresh_token,
                                       gint64         expires_at);
/* Written with ' for " too. */
JsonObject *matrix_parse              (const char    *json);

#define matrix_add_test(path, data, function) \
        g_test_add (path, MatrixFixture, data, matrix_fixture_set_up, function, matrix_fixture_tear_down)

G_END_DECLS
