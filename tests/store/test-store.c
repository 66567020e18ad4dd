/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-fixture.h"

#define A "!a:example.org"
#define B "!b:example.org"

static char *
list (BedsideStore *store,
      const char   *room_id,
      gint64        before,
      guint         limit)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) events = store_load_events (store, room_id, before, limit, &error);

  g_assert_no_error (error);

  return store_list_events (events);
}

static void
assert_list (BedsideStore *store,
             const char   *room_id,
             gint64        before,
             guint         limit,
             const char   *wanted)
{
  g_autofree char *found = list (store, room_id, before, limit);

  g_assert_cmpstr (found, ==, wanted);
}

static BedsideStoreSnapshot *
load (BedsideStore *store)
{
  g_autoptr(GError) error = NULL;
  BedsideStoreSnapshot *snapshot = store_load (store, &error);

  g_assert_no_error (error);
  g_assert_nonnull (snapshot);

  return snapshot;
}

static void
test_new (StoreFixture  *self,
          gconstpointer  data)
{
  g_assert_false (bedside_store_exists (self->folder));

  BedsideStore *store = store_open_well (self);
  g_autoptr(BedsideStoreSnapshot) snapshot = load (store);

  g_assert_true (bedside_store_exists (self->folder));
  g_assert_null (snapshot->account);
  g_assert_cmpuint (snapshot->rooms->len, ==, 0);
  g_assert_cmpuint (snapshot->state->len, ==, 0);
  g_assert_cmpuint (snapshot->members->len, ==, 0);
  g_assert_cmpuint (snapshot->receipts->len, ==, 0);
  g_assert_cmpuint (snapshot->outbox->len, ==, 0);
  g_assert_cmpuint (snapshot->drafts->len, ==, 0);
  assert_list (store, A, G_MAXINT64, 10, "");
  store_close_well (store);
}

static void
test_reopen (StoreFixture  *self,
             gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);
  store_write_well (store, store_fill ());
  store_close_well (store);

  store = store_open_well (self);
  g_autoptr(BedsideStoreSnapshot) snapshot = load (store);
  store_assert_filled (snapshot);

  g_autoptr(GPtrArray) events = store_load_events (store, A, G_MAXINT64, 10, NULL);
  BedsideStoreEvent *event = events->pdata[0];
  g_assert_cmpuint (events->len, ==, 1);
  g_assert_cmpstr (event->room_id, ==, A);
  g_assert_cmpstr (event->event_id, ==, "$1");
  g_assert_cmpint (event->position, ==, 1);
  g_assert_cmpstr (event->payload, ==, "Good morning");
  store_close_well (store);
}

/* The last reference may be the task's, which the worker's thread drops a moment after it has returned. */
static void
test_replace (StoreFixture  *self,
              gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);
  BedsideStoreBatch *batch = bedside_store_batch_new ();

  store_write_well (store, store_fill ());
  bedside_store_batch_put_account (batch, "other account");
  bedside_store_batch_put_room (batch, A, "other room");
  bedside_store_batch_put_state (batch, A, "m.room.member", "@ada:example.org", "left");
  bedside_store_batch_put_member (batch, A, "@ada:example.org", "Countess");
  bedside_store_batch_put_receipt (batch, A, "@ada:example.org", "$2", -5);
  bedside_store_batch_put_draft (batch, A, "Dear Countess");
  store_write_well (store, batch);

  g_autoptr(BedsideStoreSnapshot) snapshot = load (store);
  g_assert_cmpstr (snapshot->account->payload, ==, "other account");
  g_assert_cmpstr (snapshot->account->sync_token, ==, "s1");
  g_assert_cmpuint (snapshot->rooms->len, ==, 1);
  g_assert_cmpstr (((BedsideStoreRoom *) snapshot->rooms->pdata[0])->payload, ==, "other room");
  g_assert_cmpuint (snapshot->state->len, ==, 1);
  g_assert_cmpstr (((BedsideStoreState *) snapshot->state->pdata[0])->payload, ==, "left");
  g_assert_cmpuint (snapshot->members->len, ==, 1);
  g_assert_cmpstr (((BedsideStoreMember *) snapshot->members->pdata[0])->payload, ==, "Countess");
  g_assert_cmpuint (snapshot->receipts->len, ==, 1);
  g_assert_cmpstr (((BedsideStoreReceipt *) snapshot->receipts->pdata[0])->event_id, ==, "$2");
  g_assert_cmpint (((BedsideStoreReceipt *) snapshot->receipts->pdata[0])->timestamp, ==, -5);
  g_assert_cmpuint (snapshot->drafts->len, ==, 1);
  g_assert_cmpstr (((BedsideStoreDraft *) snapshot->drafts->pdata[0])->payload, ==, "Dear Countess");
  store_close_well (store);
}

static void
test_sync_token (StoreFixture  *self,
                 gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);
  BedsideStoreBatch *batch = bedside_store_batch_new ();

  bedside_store_batch_put_sync_token (batch, "s1");
  store_write_well (store, batch);

  g_autoptr(BedsideStoreSnapshot) only = load (store);
  g_assert_cmpstr (only->account->sync_token, ==, "s1");
  g_assert_null (only->account->payload);

  batch = bedside_store_batch_new ();
  bedside_store_batch_put_account (batch, "account");
  bedside_store_batch_put_sync_token (batch, NULL);
  store_write_well (store, batch);

  g_autoptr(BedsideStoreSnapshot) forgotten = load (store);
  g_assert_null (forgotten->account->sync_token);
  g_assert_cmpstr (forgotten->account->payload, ==, "account");
  store_close_well (store);
}

static void
put_events (BedsideStore *store,
            const char   *room_id,
            gint64        first,
            gint64        last)
{
  BedsideStoreBatch *batch = bedside_store_batch_new ();

  for (gint64 i = first; i <= last; i++)
    {
      g_autofree char *id = g_strdup_printf ("$%" G_GINT64_FORMAT, i);

      bedside_store_batch_put_event (batch, room_id, i, id, id);
    }
  store_write_well (store, batch);
}

static void
test_pages (StoreFixture  *self,
            gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);

  /* Older events come later and get positions below those that are there. */
  put_events (store, A, 1, 5);
  put_events (store, A, -4, 0);
  put_events (store, B, 100, 102);

  assert_list (store, A, G_MAXINT64, 3, "$3 $4 $5");
  assert_list (store, A, 3, 3, "$0 $1 $2");
  assert_list (store, A, 0, 3, "$-3 $-2 $-1");
  assert_list (store, A, -3, 3, "$-4");
  assert_list (store, A, -4, 3, "");
  assert_list (store, A, G_MININT64, 3, "");
  assert_list (store, A, G_MAXINT64, G_MAXUINT, "$-4 $-3 $-2 $-1 $0 $1 $2 $3 $4 $5");
  assert_list (store, B, G_MAXINT64, 2, "$101 $102");
  assert_list (store, "!none:example.org", G_MAXINT64, 3, "");
  store_close_well (store);
}

static void
test_no_page (StoreFixture  *self,
              gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);

  put_events (store, A, 1, 5);
  assert_list (store, A, G_MAXINT64, 0, "");
  store_close_well (store);
}

static void
test_duplicates (StoreFixture  *self,
                 gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);
  BedsideStoreBatch *batch = bedside_store_batch_new ();

  bedside_store_batch_put_event (batch, A, 1, "$1", "first");
  bedside_store_batch_put_event (batch, A, 9, "$1", "again");
  bedside_store_batch_put_event (batch, B, 1, "$1", "of another room");
  store_write_well (store, batch);
  batch = bedside_store_batch_new ();
  bedside_store_batch_put_event (batch, A, -9, "$1", "once more");
  bedside_store_batch_put_event (batch, A, 2, "$2", "second");
  store_write_well (store, batch);

  g_autoptr(GPtrArray) events = store_load_events (store, A, G_MAXINT64, 10, NULL);
  BedsideStoreEvent *event = events->pdata[0];
  g_assert_cmpuint (events->len, ==, 2);
  g_assert_cmpstr (event->payload, ==, "first");
  g_assert_cmpint (event->position, ==, 1);
  assert_list (store, B, G_MAXINT64, 10, "$1");
  store_close_well (store);
}

static void
test_replace_and_delete_events (StoreFixture  *self,
                                gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);
  BedsideStoreBatch *batch = bedside_store_batch_new ();

  put_events (store, A, 1, 3);
  put_events (store, B, 1, 3);
  bedside_store_batch_replace_event (batch, A, "$2", "redacted");
  bedside_store_batch_replace_event (batch, A, "$none", "must not appear");
  bedside_store_batch_delete_event (batch, A, "$1");
  bedside_store_batch_delete_event (batch, A, "$none");
  store_write_well (store, batch);

  g_autoptr(GPtrArray) events = store_load_events (store, A, G_MAXINT64, 10, NULL);
  g_assert_cmpuint (events->len, ==, 2);
  g_assert_cmpstr (((BedsideStoreEvent *) events->pdata[0])->payload, ==, "redacted");
  g_assert_cmpint (((BedsideStoreEvent *) events->pdata[0])->position, ==, 2);
  g_assert_cmpstr (((BedsideStoreEvent *) events->pdata[1])->payload, ==, "$3");
  assert_list (store, B, G_MAXINT64, 10, "$1 $2 $3");

  batch = bedside_store_batch_new ();
  bedside_store_batch_delete_events (batch, A);
  bedside_store_batch_put_event (batch, A, 7, "$7", "anew");
  store_write_well (store, batch);
  assert_list (store, A, G_MAXINT64, 10, "$7");
  assert_list (store, B, G_MAXINT64, 10, "$1 $2 $3");
  store_close_well (store);
}

static char *
shout (const char *event_id,
       const char *payload,
       gpointer    user_data)
{
  g_assert_nonnull (event_id);

  return g_str_equal (payload, "quiet") ? NULL : g_strconcat (payload, user_data, NULL);
}

static void
test_rewrite_events (StoreFixture  *self,
                     gconstpointer  data)
{
  const char *const ids[] = { "$1", "$2", "$3", NULL };
  BedsideStore *store = store_open_well (self);
  g_autoptr(BedsideStoreBatch) batch = bedside_store_batch_new ();
  g_autoptr(GError) error = NULL;

  bedside_store_batch_put_event (batch, A, 1, "$1", "hello");
  bedside_store_batch_put_event (batch, A, 2, "$2", "quiet");
  /* Also what came in the same batch; what is not there is no error. */
  bedside_store_batch_rewrite_events (batch, A, shout, g_strdup ("!"), g_free);
  bedside_store_batch_rewrite_events (batch, B, shout, (gpointer) "?", NULL);
  store_write_well (store, bedside_store_batch_ref (batch));

  /* A batch of which one has a reference can be written again. */
  store_write_well (store, bedside_store_batch_ref (batch));
  g_autoptr(GPtrArray) events = store_find_events (store, A, ids, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (events->len, ==, 2);
  g_assert_cmpstr (((BedsideStoreEvent *) events->pdata[0])->payload, ==, "hello!!");
  g_assert_cmpint (((BedsideStoreEvent *) events->pdata[0])->position, ==, 1);
  g_assert_cmpstr (((BedsideStoreEvent *) events->pdata[1])->payload, ==, "quiet");
  store_close_well (store);
}

static void
test_find (StoreFixture  *self,
           gconstpointer  data)
{
  const char *const wanted[] = { "$3", "$none", "$1", "$3", "", NULL };
  const char *const nothing[] = { NULL };
  BedsideStore *store = store_open_well (self);

  put_events (store, A, 1, 5);
  put_events (store, B, 3, 3);

  g_autoptr(GPtrArray) found = store_find_events (store, A, wanted, NULL);
  g_autofree char *ids = store_list_events (found);
  g_assert_cmpstr (ids, ==, "$1 $3");
  g_assert_cmpstr (((BedsideStoreEvent *) found->pdata[1])->payload, ==, "$3");
  g_assert_cmpint (((BedsideStoreEvent *) found->pdata[1])->position, ==, 3);

  g_autoptr(GPtrArray) empty = store_find_events (store, A, nothing, NULL);
  g_assert_cmpuint (empty->len, ==, 0);

  g_autoptr(GPtrArray) elsewhere = store_find_events (store, B, wanted, NULL);
  g_assert_cmpuint (elsewhere->len, ==, 1);
  store_close_well (store);
}

static void
assert_outbox (BedsideStore *store,
               const char   *wanted)
{
  g_autoptr(BedsideStoreSnapshot) snapshot = load (store);
  g_autoptr(GString) found = g_string_new (NULL);

  for (guint i = 0; i < snapshot->outbox->len; i++)
    {
      BedsideStoreOutgoing *outgoing = snapshot->outbox->pdata[i];

      g_string_append_printf (found, "%s=%s;", outgoing->id, outgoing->payload);
    }
  g_assert_cmpstr (found->str, ==, wanted);
}

static void
test_outbox_order (StoreFixture  *self,
                   gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);
  BedsideStoreBatch *batch = bedside_store_batch_new ();

  /* The names would sort the other way round. */
  bedside_store_batch_put_outgoing (batch, "z", A, "1");
  bedside_store_batch_put_outgoing (batch, "m", B, "2");
  bedside_store_batch_put_outgoing (batch, "a", A, "3");
  store_write_well (store, batch);
  batch = bedside_store_batch_new ();
  bedside_store_batch_put_outgoing (batch, "z", A, "1, tried");
  store_write_well (store, batch);
  assert_outbox (store, "z=1, tried;m=2;a=3;");

  /* The number of the last one is free again, the order stays. */
  batch = bedside_store_batch_new ();
  bedside_store_batch_delete_outgoing (batch, "a");
  bedside_store_batch_delete_outgoing (batch, "none");
  bedside_store_batch_put_outgoing (batch, "b", A, "4");
  bedside_store_batch_put_outgoing (batch, "c", A, "5");
  store_write_well (store, batch);
  assert_outbox (store, "z=1, tried;m=2;b=4;c=5;");
  store_close_well (store);

  store = store_open_well (self);
  batch = bedside_store_batch_new ();
  bedside_store_batch_put_outgoing (batch, "0", A, "6");
  store_write_well (store, batch);
  assert_outbox (store, "z=1, tried;m=2;b=4;c=5;0=6;");
  store_close_well (store);
}

static void
test_drafts (StoreFixture  *self,
             gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);
  BedsideStoreBatch *batch = bedside_store_batch_new ();

  bedside_store_batch_put_draft (batch, A, "one");
  bedside_store_batch_put_draft (batch, B, "two");
  bedside_store_batch_put_draft (batch, A, "");
  bedside_store_batch_put_draft (batch, "!none:example.org", NULL);
  store_write_well (store, batch);

  g_autoptr(BedsideStoreSnapshot) snapshot = load (store);
  g_assert_cmpuint (snapshot->drafts->len, ==, 1);
  g_assert_cmpstr (((BedsideStoreDraft *) snapshot->drafts->pdata[0])->room_id, ==, B);

  batch = bedside_store_batch_new ();
  bedside_store_batch_put_draft (batch, B, NULL);
  store_write_well (store, batch);

  g_autoptr(BedsideStoreSnapshot) later = load (store);
  g_assert_cmpuint (later->drafts->len, ==, 0);
  store_close_well (store);
}

static void
test_delete_room (StoreFixture  *self,
                  gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);
  BedsideStoreBatch *batch = store_fill ();

  bedside_store_batch_put_room (batch, B, "room b");
  bedside_store_batch_put_event (batch, B, 1, "$b", "stays");
  bedside_store_batch_put_member (batch, B, "@ada:example.org", "stays");
  bedside_store_batch_delete_room (batch, A);
  bedside_store_batch_delete_room (batch, "!none:example.org");
  store_write_well (store, batch);

  g_autoptr(BedsideStoreSnapshot) snapshot = load (store);
  g_assert_cmpuint (snapshot->rooms->len, ==, 1);
  g_assert_cmpstr (((BedsideStoreRoom *) snapshot->rooms->pdata[0])->room_id, ==, B);
  g_assert_cmpuint (snapshot->state->len, ==, 0);
  g_assert_cmpuint (snapshot->members->len, ==, 1);
  g_assert_cmpstr (((BedsideStoreMember *) snapshot->members->pdata[0])->room_id, ==, B);
  g_assert_cmpuint (snapshot->receipts->len, ==, 0);
  assert_list (store, A, G_MAXINT64, 10, "");
  assert_list (store, B, G_MAXINT64, 10, "$b");

  /* What the practitioner wrote is kept. */
  g_assert_cmpuint (snapshot->outbox->len, ==, 1);
  g_assert_cmpuint (snapshot->drafts->len, ==, 1);
  store_close_well (store);
}

static void
test_keys (StoreFixture  *self,
           gconstpointer  data)
{
  const char *const keys[] = { "", "@ada:example.org", "@Ada:example.org", "12:34", "J\303\266rg", " " };
  g_autoptr(GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  BedsideStore *store = store_open_well (self);
  BedsideStoreBatch *batch = bedside_store_batch_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    bedside_store_batch_put_state (batch, A, "m.room.name", keys[i], keys[i]);
  bedside_store_batch_put_state (batch, A, "m.room.topic", "", "other type");
  bedside_store_batch_put_state (batch, B, "m.room.name", "", "other room");
  store_write_well (store, batch);

  g_autoptr(BedsideStoreSnapshot) snapshot = load (store);
  g_assert_cmpuint (snapshot->state->len, ==, G_N_ELEMENTS (keys) + 2);
  for (guint i = 0; i < snapshot->state->len; i++)
    {
      BedsideStoreState *state = snapshot->state->pdata[i];

      if (g_str_equal (state->room_id, A) && g_str_equal (state->type, "m.room.name"))
        {
          g_assert_cmpstr (state->key, ==, state->payload);
          g_hash_table_add (seen, state->key);
        }
    }
  g_assert_cmpuint (g_hash_table_size (seen), ==, G_N_ELEMENTS (keys));
  store_close_well (store);
}

static void
test_strange_texts (StoreFixture  *self,
                    gconstpointer  data)
{
  g_autofree char *large = g_strnfill (3 * 1024 * 1024, 'x');
  const char *const ids[] = { "", "'); DROP TABLE events; --", "$\303\244", "%s%n", large };
  BedsideStore *store = store_open_well (self);
  BedsideStoreBatch *batch = bedside_store_batch_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    bedside_store_batch_put_event (batch, ids[i], (gint64) i, ids[i], ids[i]);
  store_write_well (store, batch);

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr(GPtrArray) events = store_load_events (store, ids[i], G_MAXINT64, 10, NULL);
      BedsideStoreEvent *event = events->pdata[0];

      g_assert_cmpuint (events->len, ==, 1);
      g_assert_cmpstr (event->event_id, ==, ids[i]);
      g_assert_cmpstr (event->payload, ==, ids[i]);
    }
  store_close_well (store);
}

static void
test_empty_batch (StoreFixture  *self,
                  gconstpointer  data)
{
  BedsideStore *store = store_open_well (self);
  BedsideStoreBatch *batch = bedside_store_batch_new ();

  g_assert_true (bedside_store_batch_is_empty (batch));
  store_write_well (store, batch);

  g_autoptr(BedsideStoreBatch) full = store_fill ();
  g_assert_false (bedside_store_batch_is_empty (full));
  store_close_well (store);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  store_test ("/store/store/new", test_new);
  store_test ("/store/store/R20-reopen", test_reopen);
  store_test ("/store/store/replace", test_replace);
  store_test ("/store/store/sync-token", test_sync_token);
  store_test ("/store/store/pages", test_pages);
  store_test ("/store/store/no-page", test_no_page);
  store_test ("/store/store/R18-duplicates", test_duplicates);
  store_test ("/store/store/replace-and-delete-events", test_replace_and_delete_events);
  store_test ("/store/store/rewrite-events", test_rewrite_events);
  store_test ("/store/store/find", test_find);
  store_test ("/store/store/R18-outbox-order", test_outbox_order);
  store_test ("/store/store/drafts", test_drafts);
  store_test ("/store/store/delete-room", test_delete_room);
  store_test ("/store/store/keys", test_keys);
  store_test ("/store/store/strange-texts", test_strange_texts);
  store_test ("/store/store/empty-batch", test_empty_batch);

  return g_test_run ();
}
