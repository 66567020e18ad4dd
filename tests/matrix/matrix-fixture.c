/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "matrix-fixture.h"

static void
test_keeper_save_async (BedsideTokenKeeper  *keeper,
                        const BedsideTokens *tokens,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  TestKeeper *self = TEST_KEEPER (keeper);

  g_clear_pointer (&self->saved, bedside_tokens_free);
  self->saved = bedside_tokens_copy (tokens);
  self->count++;
  g_assert_null (self->waiting);
  self->waiting = g_task_new (self, cancellable, callback, user_data);
  if (!self->wait)
    test_keeper_proceed (self);
}

static gboolean
test_keeper_save_finish (BedsideTokenKeeper  *keeper,
                         GAsyncResult        *result,
                         GError             **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
test_keeper_iface_init (BedsideTokenKeeperInterface *iface)
{
  iface->save_async = test_keeper_save_async;
  iface->save_finish = test_keeper_save_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestKeeper, test_keeper, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BEDSIDE_TYPE_TOKEN_KEEPER, test_keeper_iface_init))

static void
test_keeper_finalize (GObject *object)
{
  TestKeeper *self = TEST_KEEPER (object);

  g_clear_pointer (&self->saved, bedside_tokens_free);
  g_clear_object (&self->waiting);

  G_OBJECT_CLASS (test_keeper_parent_class)->finalize (object);
}

static void
test_keeper_class_init (TestKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_keeper_finalize;
}

static void
test_keeper_init (TestKeeper *self)
{
}

TestKeeper *
test_keeper_new (void)
{
  return g_object_new (TEST_TYPE_KEEPER, NULL);
}

void
test_keeper_proceed (TestKeeper *self)
{
  g_autoptr(GTask) task = g_steal_pointer (&self->waiting);

  if (self->fail)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The keyring is full");
  else
    g_task_return_boolean (task, TRUE);
}

static void
drop_client (MatrixFixture *self)
{
  /* Threads and idle callbacks may hold it for a moment. */
  g_object_add_weak_pointer (G_OBJECT (self->client), (gpointer *) &self->client);
  g_object_unref (self->client);
  bedside_await (self->client == NULL, 10);
}

void
matrix_fixture_set_tokens (MatrixFixture *self,
                           const char    *access_token,
                           const char    *refresh_token,
                           gint64         expires_at)
{
  g_autoptr(BedsideTokens) tokens = bedside_tokens_new (access_token, refresh_token, expires_at);
  g_autoptr(GError) error = NULL;

  if (self->client != NULL)
    drop_client (self);
  self->client = bedside_client_new (script_server_get_url (self->server), ME, "DEVICE", tokens,
                                     BEDSIDE_TOKEN_KEEPER (self->keeper), &error);
  g_assert_no_error (error);
}

void
matrix_fixture_set_up (MatrixFixture *self,
                       gconstpointer  data)
{
  self->server = script_server_new (NULL);
  self->keeper = test_keeper_new ();
  matrix_fixture_set_tokens (self, "access-1", data, 0);
}

void
matrix_fixture_tear_down (MatrixFixture *self,
                          gconstpointer  data)
{
  drop_client (self);
  g_assert_finalize_object (self->keeper);
  script_server_free (self->server);
}

JsonObject *
matrix_parse (const char *json)
{
  g_autofree char *text = g_strdelimit (g_strdup (json), "'", '"');
  g_autoptr(GError) error = NULL;
  JsonObject *object = bedside_json_parse_object (text, -1, &error);

  g_assert_no_error (error);

  return object;
}
