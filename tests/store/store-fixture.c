/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

BedsideSealer *
store_sealer_new (guint8 seed)
{
  guint8 bytes[BEDSIDE_SEALER_KEY_SIZE];

  for (gsize i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) (seed + i);

  g_autoptr(GBytes) key = g_bytes_new (bytes, sizeof bytes);
  g_autoptr(GError) error = NULL;
  BedsideSealer *sealer = bedside_sealer_new (key, &error);

  g_assert_no_error (error);

  return sealer;
}

void
store_delete_recursively (const char *path)
{
  GDir *dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);

  if (dir != NULL)
    {
      const char *name;

      while ((name = g_dir_read_name (dir)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          store_delete_recursively (child);
        }
      g_dir_close (dir);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

void
store_fixture_set_up (StoreFixture  *self,
                      gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  self->root = g_dir_make_tmp ("bedside-store-XXXXXX", &error);
  g_assert_no_error (error);
  self->folder = g_build_filename (self->root, "profile", "store", NULL);
  self->path = g_build_filename (self->folder, "store.db", NULL);
  self->sealer = store_sealer_new (1);
}

void
store_fixture_tear_down (StoreFixture  *self,
                         gconstpointer  data)
{
  /* A store that could not be opened gives the sealer back in its own thread. */
  g_object_add_weak_pointer (G_OBJECT (self->sealer), (gpointer *) &self->sealer);
  g_object_unref (self->sealer);
  bedside_await (self->sealer == NULL, LIMIT);
  store_delete_recursively (self->root);
  g_free (self->path);
  g_free (self->folder);
  g_free (self->root);
}

BedsideStore *
store_open (const char     *folder,
            BedsideSealer  *sealer,
            GError        **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_store_open_async (folder, sealer, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, LIMIT);

  return bedside_store_open_finish (result, error);
}

gboolean
store_close (BedsideStore  *store,
             GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_store_close_async (store, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, LIMIT);

  return bedside_store_close_finish (store, result, error);
}

gboolean
store_write (BedsideStore       *store,
             BedsideStoreBatch  *batch,
             GError            **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_store_write_async (store, batch, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, LIMIT);

  return bedside_store_write_finish (store, result, error);
}

BedsideStoreSnapshot *
store_load (BedsideStore  *store,
            GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_store_load_async (store, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, LIMIT);

  return bedside_store_load_finish (store, result, error);
}

GPtrArray *
store_load_events (BedsideStore  *store,
                   const char    *room_id,
                   gint64         before,
                   guint          limit,
                   GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_store_load_events_async (store, room_id, before, limit, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, LIMIT);

  return bedside_store_load_events_finish (store, result, error);
}

GPtrArray *
store_find_events (BedsideStore       *store,
                   const char         *room_id,
                   const char *const  *event_ids,
                   GError            **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_store_find_events_async (store, room_id, event_ids, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, LIMIT);

  return bedside_store_find_events_finish (store, result, error);
}

gboolean
store_verify (BedsideStore  *store,
              GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_store_verify_async (store, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, LIMIT);

  return bedside_store_verify_finish (store, result, error);
}

char *
store_set_aside (const char  *folder,
                 GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_store_set_aside_async (folder, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, LIMIT);

  return bedside_store_set_aside_finish (result, error);
}

gboolean
store_erase (const char  *folder,
             GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_store_erase_async (folder, NULL, bedside_await_result, &result);
  bedside_await (result != NULL, LIMIT);

  return bedside_store_erase_finish (result, error);
}

BedsideStore *
store_open_well (StoreFixture *self)
{
  g_autoptr(GError) error = NULL;
  BedsideStore *store = store_open (self->folder, self->sealer, &error);

  g_assert_no_error (error);
  g_assert_true (BEDSIDE_IS_STORE (store));

  return store;
}

void
store_close_well (BedsideStore *store)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (store_close (store, &error));
  g_assert_no_error (error);
  g_assert_finalize_object (store);
}

void
store_write_well (BedsideStore      *store,
                  BedsideStoreBatch *batch)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (store_write (store, batch, &error));
  g_assert_no_error (error);
}

BedsideStoreBatch *
store_fill (void)
{
  BedsideStoreBatch *batch = bedside_store_batch_new ();

  bedside_store_batch_put_account (batch, "{\"user\":\"@doctor:example.org\"}");
  bedside_store_batch_put_sync_token (batch, "s1");
  bedside_store_batch_put_room (batch, "!a:example.org", "room a");
  bedside_store_batch_put_state (batch, "!a:example.org", "m.room.member", "@ada:example.org", "joined");
  bedside_store_batch_put_member (batch, "!a:example.org", "@ada:example.org", "Ada Lovelace");
  bedside_store_batch_put_receipt (batch, "!a:example.org", "@ada:example.org", "$1", 1700000000000);
  bedside_store_batch_put_event (batch, "!a:example.org", 1, "$1", "Good morning");
  bedside_store_batch_put_outgoing (batch, "txn1", "!a:example.org", "Please drink enough");
  bedside_store_batch_put_draft (batch, "!a:example.org", "Dear Ada");

  return batch;
}

void
store_assert_filled (BedsideStoreSnapshot *snapshot)
{
  g_assert_nonnull (snapshot);
  g_assert_cmpstr (snapshot->account->payload, ==, "{\"user\":\"@doctor:example.org\"}");
  g_assert_cmpstr (snapshot->account->sync_token, ==, "s1");

  BedsideStoreRoom *room = snapshot->rooms->pdata[0];
  g_assert_cmpuint (snapshot->rooms->len, ==, 1);
  g_assert_cmpstr (room->room_id, ==, "!a:example.org");
  g_assert_cmpstr (room->payload, ==, "room a");

  BedsideStoreState *state = snapshot->state->pdata[0];
  g_assert_cmpuint (snapshot->state->len, ==, 1);
  g_assert_cmpstr (state->room_id, ==, "!a:example.org");
  g_assert_cmpstr (state->type, ==, "m.room.member");
  g_assert_cmpstr (state->key, ==, "@ada:example.org");
  g_assert_cmpstr (state->payload, ==, "joined");

  BedsideStoreMember *member = snapshot->members->pdata[0];
  g_assert_cmpuint (snapshot->members->len, ==, 1);
  g_assert_cmpstr (member->room_id, ==, "!a:example.org");
  g_assert_cmpstr (member->user_id, ==, "@ada:example.org");
  g_assert_cmpstr (member->payload, ==, "Ada Lovelace");

  BedsideStoreReceipt *receipt = snapshot->receipts->pdata[0];
  g_assert_cmpuint (snapshot->receipts->len, ==, 1);
  g_assert_cmpstr (receipt->room_id, ==, "!a:example.org");
  g_assert_cmpstr (receipt->user_id, ==, "@ada:example.org");
  g_assert_cmpstr (receipt->event_id, ==, "$1");
  g_assert_cmpint (receipt->timestamp, ==, 1700000000000);

  BedsideStoreOutgoing *outgoing = snapshot->outbox->pdata[0];
  g_assert_cmpuint (snapshot->outbox->len, ==, 1);
  g_assert_cmpstr (outgoing->id, ==, "txn1");
  g_assert_cmpstr (outgoing->room_id, ==, "!a:example.org");
  g_assert_cmpstr (outgoing->payload, ==, "Please drink enough");

  BedsideStoreDraft *draft = snapshot->drafts->pdata[0];
  g_assert_cmpuint (snapshot->drafts->len, ==, 1);
  g_assert_cmpstr (draft->room_id, ==, "!a:example.org");
  g_assert_cmpstr (draft->payload, ==, "Dear Ada");
}

char *
store_list_events (GPtrArray *events)
{
  g_autoptr(GString) list = g_string_new (NULL);

  g_assert_nonnull (events);
  for (guint i = 0; i < events->len; i++)
    {
      BedsideStoreEvent *event = events->pdata[i];

      g_string_append_printf (list, "%s%s", i > 0 ? " " : "", event->event_id);
    }

  return g_string_free (g_steal_pointer (&list), FALSE);
}

static void
describe (GHashTable *set,
          const char *format,
          ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_hash_table_add (set, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

GHashTable *
store_describe (BedsideStoreSnapshot *snapshot,
                GPtrArray            *events)
{
  GHashTable *set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  BedsideStoreAccount *account = snapshot->account;

  if (account != NULL)
    describe (set, "account %s", account->payload);
  for (guint i = 0; i < snapshot->rooms->len; i++)
    describe (set, "room %s %s", ((BedsideStoreRoom *) snapshot->rooms->pdata[i])->room_id,
              ((BedsideStoreRoom *) snapshot->rooms->pdata[i])->payload);
  for (guint i = 0; i < snapshot->state->len; i++)
    {
      BedsideStoreState *state = snapshot->state->pdata[i];

      describe (set, "state %s %s %s %s", state->room_id, state->type, state->key, state->payload);
    }
  for (guint i = 0; i < snapshot->members->len; i++)
    {
      BedsideStoreMember *member = snapshot->members->pdata[i];

      describe (set, "member %s %s %s", member->room_id, member->user_id, member->payload);
    }
  for (guint i = 0; i < snapshot->receipts->len; i++)
    {
      BedsideStoreReceipt *receipt = snapshot->receipts->pdata[i];

      describe (set, "receipt %s %s %s", receipt->room_id, receipt->user_id, receipt->event_id);
    }
  for (guint i = 0; i < snapshot->outbox->len; i++)
    {
      BedsideStoreOutgoing *outgoing = snapshot->outbox->pdata[i];

      describe (set, "outgoing %s %s %s", outgoing->id, outgoing->room_id, outgoing->payload);
    }
  for (guint i = 0; i < snapshot->drafts->len; i++)
    describe (set, "draft %s %s", ((BedsideStoreDraft *) snapshot->drafts->pdata[i])->room_id,
              ((BedsideStoreDraft *) snapshot->drafts->pdata[i])->payload);
  for (guint i = 0; events != NULL && i < events->len; i++)
    describe (set, "event %s %s", ((BedsideStoreEvent *) events->pdata[i])->event_id,
              ((BedsideStoreEvent *) events->pdata[i])->payload);

  return set;
}

static gboolean
note_damage (const GError *error)
{
  if (error != NULL)
    g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_DAMAGED);
  return error != NULL;
}

static void
assert_wanted (GHashTable *found,
               GHashTable *wanted,
               gboolean    damaged)
{
  GHashTableIter iter;
  const char *text;

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, (gpointer *) &text, NULL))
    if (!g_hash_table_contains (wanted, text))
      g_error ("A record that was never written: %s", text);
  if (!damaged)
    g_assert_cmpuint (g_hash_table_size (found), ==, g_hash_table_size (wanted));
}

gboolean
store_is_damaged (StoreFixture *self,
                  GHashTable   *wanted)
{
  g_autoptr(GError) error = NULL, load_error = NULL, events_error = NULL, find_error = NULL, verify_error = NULL;
  BedsideStore *store = store_open (self->folder, self->sealer, &error);

  if (store == NULL)
    return note_damage (error);

  g_autoptr(BedsideStoreSnapshot) snapshot = store_load (store, &load_error);
  g_autoptr(GPtrArray) events = store_load_events (store, "!a:example.org", G_MAXINT64, 1000, &events_error);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; events != NULL && i < events->len; i++)
    g_strv_builder_add (builder, ((BedsideStoreEvent *) events->pdata[i])->event_id);

  g_auto(GStrv) ids = g_strv_builder_end (builder);
  g_autoptr(GPtrArray) found = store_find_events (store, "!a:example.org", (const char *const *) ids, &find_error);
  gboolean verified = store_verify (store, &verify_error);
  gboolean damaged = note_damage (load_error) | note_damage (events_error) | note_damage (find_error) |
                     note_damage (verify_error);

  g_assert_true (verified == (verify_error == NULL));
  if (!damaged)
    g_assert_cmpuint (found->len, ==, events->len);
  if (wanted != NULL && snapshot != NULL)
    {
      g_autoptr(GHashTable) all = store_describe (snapshot, events);

      assert_wanted (all, wanted, damaged);
    }
  store_close (store, NULL);
  g_assert_finalize_object (store);

  return damaged;
}

void
store_run_sql (const char *path,
               const char *sql)
{
  sqlite3 *handle = NULL;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, "unix"), ==, SQLITE_OK);
  sqlite3_exec (handle, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}
