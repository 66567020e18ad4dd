/* SPDX-FileCopyrightText: The Bedside authors
 * SPDX-License-Identifier: GPL-3.0-or-later */

#include <errno.h>

#include "bedside-event-of.h"
#include "bedside-placed-event.h"
#include "bedside-recorder.h"
#include "faulty-vfs.h"
#include "store-fixture.h"

#define A "!a:x"
#define B "!b:x"

typedef struct {
  StoreFixture     disk;
  BedsideStore    *store;
  BedsideRecorder *recorder;
  GString         *tried;    /* + or - for each try */
} Fixture;

static void
on_tried (Fixture      *fixture,
          const GError *error)
{
  g_string_append_c (fixture->tried, error ? '-' : '+');
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  store_fixture_set_up (&fixture->disk, NULL);
  fixture->store = store_open_well (&fixture->disk);
  fixture->recorder = bedside_recorder_new (fixture->store);
  fixture->tried = g_string_new (NULL);
  g_signal_connect_swapped (fixture->recorder, "tried", G_CALLBACK (on_tried), fixture);
}

static void
drop_recorder (Fixture *fixture)
{
  if (fixture->recorder == NULL)
    return;
  g_object_add_weak_pointer (G_OBJECT (fixture->recorder), (gpointer *) &fixture->recorder);
  g_object_unref (fixture->recorder);
  bedside_await (fixture->recorder == NULL, 10);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  faulty_vfs_work ();
  drop_recorder (fixture);
  store_close_well (fixture->store);
  store_fixture_tear_down (&fixture->disk, NULL);
  g_string_free (fixture->tried, TRUE);
}

static void
put_message (BedsideChanges *changes,
             const char     *room_id,
             gint64          position,
             const char     *event_id)
{
  g_autofree char *json = g_strdup_printf ("{'event_id':'%s','type':'m.room.message','sender':'@a:x',"
                                           "'content':{'msgtype':'m.text','body':'text of %s'}}", event_id, event_id);
  g_autoptr(BedsideEvent) event = bedside_event_of (json);

  bedside_changes_put_event (changes, room_id, position, event);
}

static BedsideChanges *
make_changes (const char *token,
              gint64      position,
              const char *event_id)
{
  BedsideChanges *changes = bedside_changes_new ();

  bedside_store_batch_put_sync_token (bedside_changes_get_batch (changes), token);
  put_message (changes, A, position, event_id);

  return changes;
}

static gboolean
write_changes (Fixture         *fixture,
               BedsideChanges  *changes,
               GError         **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  bedside_recorder_write_async (fixture->recorder, changes, bedside_await_result, &result);
  bedside_await (result != NULL, 10);

  return bedside_recorder_write_finish (fixture->recorder, result, error);
}

static void
write_well (Fixture        *fixture,
            BedsideChanges *changes)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (write_changes (fixture, changes, &error));
  g_assert_no_error (error);
}

/* Ids of what is on the disk, and of what is listed as on its way. */
static void
assert_stored (Fixture    *fixture,
               const char *expected)
{
  g_autoptr(GPtrArray) events = store_load_events (fixture->store, A, G_MAXINT64, 100, NULL);
  g_autofree char *ids = store_list_events (events);

  g_assert_cmpstr (ids, ==, expected);
}

static void
assert_listed (Fixture    *fixture,
               const char *room_id,
               const char *expected)
{
  g_autoptr(GPtrArray) placed = bedside_recorder_list_events (fixture->recorder, room_id);
  g_autoptr(GString) ids = g_string_new (NULL);

  for (guint i = 0; i < placed->len; i++)
    {
      BedsidePlacedEvent *item = g_ptr_array_index (placed, i);

      g_string_append_printf (ids, "%s%s@%" G_GINT64_FORMAT, i > 0 ? " " : "", item->event->event_id, item->position);
    }
  g_assert_cmpstr (ids->str, ==, expected);
}

static void
assert_token (Fixture    *fixture,
              const char *expected)
{
  g_autoptr(BedsideStoreSnapshot) snapshot = store_load (fixture->store, NULL);

  g_assert_cmpstr (snapshot->account->sync_token, ==, expected);
}

static void
test_write (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  guint64 serial = bedside_recorder_get_serial (fixture->recorder);

  bedside_recorder_write_async (fixture->recorder, make_changes ("s1", 1, "$1"), bedside_await_result, &result);
  g_assert_cmpuint (bedside_recorder_get_serial (fixture->recorder), >, serial);
  /* Until it is on the disk, readers find it here. */
  assert_listed (fixture, A, "$1@1");
  assert_listed (fixture, B, "");
  bedside_await (result != NULL, 10);
  g_assert_true (bedside_recorder_write_finish (fixture->recorder, result, NULL));
  assert_listed (fixture, A, "");
  assert_stored (fixture, "$1");
  assert_token (fixture, "s1");
  g_assert_cmpstr (fixture->tried->str, ==, "+");
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  BedsideChanges *large = bedside_changes_new ();

  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *id = g_strdup_printf ("$l%u", i);

      put_message (large, B, i, id);
    }
  bedside_store_batch_put_sync_token (bedside_changes_get_batch (large), "s1");
  bedside_recorder_write_async (fixture->recorder, large, NULL, NULL);
  bedside_recorder_write_async (fixture->recorder, make_changes ("s2", 1, "$1"), NULL, NULL);
  bedside_recorder_write_async (fixture->recorder, make_changes ("s3", 2, "$2"), NULL, NULL);
  assert_listed (fixture, A, "$1@1 $2@2");
  /* What is empty is behind the others, too. */
  write_well (fixture, bedside_changes_new ());
  assert_token (fixture, "s3");
  assert_stored (fixture, "$1 $2");
  assert_listed (fixture, B, "");
  g_assert_cmpstr (fixture->tried->str, ==, "++++");
}

static void
test_begun (Fixture       *fixture,
            gconstpointer  data)
{
  BedsideChanges *changes = bedside_recorder_begin (fixture->recorder);
  BedsideChanges *dropped = bedside_recorder_begin (fixture->recorder);

  put_message (changes, A, 1, "$1");
  put_message (dropped, A, 2, "$2");
  assert_listed (fixture, A, "$1@1 $2@2");
  bedside_recorder_abandon (fixture->recorder, dropped);
  assert_listed (fixture, A, "$1@1");
  write_well (fixture, changes);
  assert_listed (fixture, A, "");
  assert_stored (fixture, "$1");
}

/* Whatever fails, the disk never has something later than what it lacks. */
static void
test_disk_full (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL, second_error = NULL;
  g_autoptr(GAsyncResult) first = NULL, second = NULL;

  write_well (fixture, make_changes ("s0", 0, "$0"));
  faulty_vfs_fail (SQLITE_FULL, ENOSPC, 0);
  bedside_recorder_write_async (fixture->recorder, make_changes ("s1", 1, "$1"), bedside_await_result, &first);
  bedside_recorder_write_async (fixture->recorder, make_changes ("s2", 2, "$2"), bedside_await_result, &second);
  bedside_await (first != NULL && second != NULL, 10);
  g_assert_false (bedside_recorder_write_finish (fixture->recorder, first, &error));
  g_assert_error (error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FULL);
  g_assert_false (bedside_recorder_write_finish (fixture->recorder, second, &second_error));
  g_assert_error (second_error, BEDSIDE_STORE_ERROR, BEDSIDE_STORE_ERROR_FULL);
  assert_token (fixture, "s0");
  assert_stored (fixture, "$0");
  assert_listed (fixture, A, "$1@1 $2@2");
  g_assert_null (strchr (fixture->tried->str + 1, '+'));

  faulty_vfs_work ();
  write_well (fixture, make_changes ("s3", 3, "$3"));
  assert_token (fixture, "s3");
  assert_stored (fixture, "$0 $1 $2 $3");
  assert_listed (fixture, A, "");
  g_assert_true (g_str_has_suffix (fixture->tried->str, "-+++"));
}

static void
test_lost_when_dropped (Fixture       *fixture,
                        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  faulty_vfs_fail (SQLITE_FULL, ENOSPC, 0);
  g_assert_false (write_changes (fixture, make_changes ("s1", 1, "$1"), &error));
  drop_recorder (fixture);
  faulty_vfs_work ();
  assert_stored (fixture, "");
}

static void
test_dropped_while_writing (Fixture       *fixture,
                            gconstpointer  data)
{
  bedside_recorder_write_async (fixture->recorder, make_changes ("s1", 1, "$1"), NULL, NULL);
  bedside_recorder_write_async (fixture->recorder, make_changes ("s2", 2, "$2"), NULL, NULL);
  drop_recorder (fixture);
  assert_stored (fixture, "$1 $2");
}

static char *
dup_payload (Fixture    *fixture,
             const char *event_id)
{
  const char *ids[] = { event_id, NULL };
  g_autoptr(GPtrArray) events = store_find_events (fixture->store, A, ids, NULL);

  g_assert_cmpuint (events->len, ==, 1);

  return g_strdup (((BedsideStoreEvent *) events->pdata[0])->payload);
}

static void
test_erase (Fixture       *fixture,
            gconstpointer  data)
{
  BedsideChanges *changes = make_changes ("s2", 2, "$2");
  g_autoptr(BedsideEvent) state =
    bedside_event_of ("{'event_id':'$s','type':'m.room.topic','sender':'@a:x','state_key':'','content':{'topic':'t'}}");

  write_well (fixture, make_changes ("s1", 1, "$1"));
  bedside_changes_put_event (changes, A, 3, state);
  bedside_changes_erase_event (changes, A, "$1");
  bedside_changes_erase_event (changes, A, "$2");
  bedside_changes_erase_event (changes, A, "$s");
  bedside_changes_erase_event (changes, A, "$unknown");
  bedside_recorder_write_async (fixture->recorder, changes, NULL, NULL);

  /* As it will stand on the disk. */
  g_autoptr(GPtrArray) placed = bedside_recorder_list_events (fixture->recorder, A);
  g_assert_cmpuint (placed->len, ==, 2);
  g_assert_true (((BedsidePlacedEvent *) placed->pdata[0])->event->redacted);
  g_assert_false (((BedsidePlacedEvent *) placed->pdata[1])->event->redacted);

  write_well (fixture, bedside_changes_new ());
  g_autofree char *first = dup_payload (fixture, "$1");
  g_autofree char *second = dup_payload (fixture, "$2");
  g_autofree char *topic = dup_payload (fixture, "$s");
  g_assert_null (strstr (first, "text of"));
  g_assert_null (strstr (second, "text of"));
  g_assert_nonnull (strstr (topic, "\"topic\":\"t\""));
  assert_stored (fixture, "$1 $2 $s");
}

static void
test_state (Fixture       *fixture,
            gconstpointer  data)
{
  const char *events[] = {
    "{'type':'m.room.name','sender':'@a:x','state_key':'','content':{'name':'n'}}",
    "{'type':'m.room.member','sender':'@a:x','state_key':'@a:x','content':{'membership':'join'}}",
    "{'type':'org.bedside.patient','sender':'@a:x','state_key':'k','content':{}}",
    "{'type':'m.room.join_rules','sender':'@a:x','state_key':'','content':{}}",
  };
  BedsideChanges *changes = bedside_changes_new ();

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      g_autoptr(BedsideEvent) event = bedside_event_of (events[i]);

      bedside_changes_put_state (changes, A, event);
    }
  write_well (fixture, changes);

  g_autoptr(BedsideStoreSnapshot) snapshot = store_load (fixture->store, NULL);
  g_assert_cmpuint (snapshot->state->len, ==, 2);
  g_assert_cmpuint (snapshot->members->len, ==, 1);
}

#define add(path, function) \
        g_test_add ("/practice/recorder/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int    argc,
      char **argv)
{
  faulty_vfs_install ();
  g_test_init (&argc, &argv, NULL);

  add ("write", test_write);
  add ("order", test_order);
  add ("begun", test_begun);
  add ("R18-disk-full-loses-nothing", test_disk_full);
  add ("lost-when-dropped", test_lost_when_dropped);
  add ("dropped-while-writing", test_dropped_while_writing);
  add ("R31-what-was-taken-back-is-erased", test_erase);
  add ("state", test_state);

  return g_test_run ();
}
